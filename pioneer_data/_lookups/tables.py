"""Any cell of any table, and the people behind a percentage."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pioneer_data as pioneers
from pioneer_data import estimate

if TYPE_CHECKING:
    import pandas as pd


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table, read once; for looking up, not for changing."""
    frame: pd.DataFrame = getattr(pioneers, name)()
    return frame


def one_of(rows: pd.DataFrame, column: str, **where: object) -> Any:  # noqa: ANN401 - cells differ in type
    """Return the one cell of a column in the one row where the other columns have these values."""
    for other, value in where.items():
        rows = rows[rows[other] == value]
    return rows[column].item()


def one(name: str, column: str, **where: object) -> Any:  # noqa: ANN401 - cells differ in type
    """Return the one cell of a table's column in the one row that fits."""
    return one_of(table(name), column, **where)


def cells(name: str, column: str, **where: object) -> list[Any]:
    """Return a table's column as plain Python values, of the rows that fit."""
    rows = table(name)
    for other, value in where.items():
        rows = rows[rows[other] == value]
    return list(rows[column].tolist())


def whole_people(pct: float, base: int) -> list[int]:
    """Return every whole number of people whose share of a base rounds to a percentage."""
    return list(estimate.whole_counts(pct, base))


def rows_in(name: str) -> int:
    """Return the number of rows of a table."""
    return len(table(name))


def counted(pct: float, base: int) -> str:
    """Return the whole numbers of people that round to a percentage, in words: "13 or 14", "no number"."""
    return " or ".join(map(str, whole_people(pct, base))) or "no number"
