"""The truth tests of the data package: which check applies to which table.

Each check takes a :class:`truth_tables.Table` (raw bytes, description, the other tables) and
returns a list of plain sentences that name the table; an empty list means that all is well.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from truth_arithmetic import ARITHMETIC, EXCEPTIONS
from truth_form import FORM
from truth_order import ORDER
from truth_second import SECOND
from truth_tables import Row, Table

from pioneer_data import _descriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[Table], list[str]]

__all__ = [
    "ARITHMETIC",
    "EXCEPTIONS",
    "ORDER",
    "SECOND",
    "Table",
    "checks",
    "damaged",
    "problems",
    "table",
    "tables",
]


@cache
def tables() -> Mapping[str, Table]:
    """Return every packaged table as raw bytes with its description."""
    rows: dict[str, list[Row]] = {}
    found = {
        name: Table(name, _descriptor.file_of(name).read_bytes(), about, rows)
        for name, about in _descriptor.resources().items()
    }
    rows.update({name: each.rows for name, each in found.items()})
    return found


def table(name: str) -> Table:
    """Return one packaged table."""
    return tables()[name]


def damaged(name: str, content: bytes) -> Table:
    """Return a table with other bytes in place of its own."""
    real = table(name)
    rows = dict(real.others)
    changed = Table(name, content, real.resource, rows)
    rows[name] = changed.rows
    return changed


def checks(name: str) -> dict[str, Check]:
    """Return the checks that apply to a table, by name."""
    special = (*ARITHMETIC.get(name, ()), *ORDER.get(name, ()), *SECOND.get(name, ()))
    return {check.__name__: check for check in (*FORM, *special)}


def problems(of: Table, *, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return what each check finds; checks that find nothing are left out."""
    found = {name: check(of) for name, check in checks(of.name).items() if name not in without}
    return {name: sentences for name, sentences in found.items() if sentences}
