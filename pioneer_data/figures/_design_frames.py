"""From rows of the same keys to frames and back, for the explorers of lesson 01."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def frame(rows: Sequence[dict[str, Any]], columns: Iterable[str] = ()) -> pd.DataFrame:
    """Return rows of the same keys as a frame; by columns, which pandas builds fastest."""
    names = rows[0] if rows else columns
    return pd.DataFrame({name: [row[name] for row in rows] for name in names})


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows, each with its columns' names."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
