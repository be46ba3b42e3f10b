"""Small parts that figures of several lessons share: frames from rows, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from pioneer_data.charts import named

if TYPE_CHECKING:
    from collections.abc import Sequence


FONT_SIZE = 13


def write(data: str, **look: Any) -> Any:
    """Write text at the places that the caller encodes."""
    return alt.Chart(named(data)).mark_text(**{"align": "left", "fontSize": FONT_SIZE, **look})


def frame(rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return rows as a frame of some columns, or all; by columns, which pandas builds fastest."""
    return pd.DataFrame({name: [row[name] for row in rows] for name in columns or rows[0]})


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows, each with its columns' names."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
