"""A packaged table as raw text, so that a damaged copy can be judged like the real one."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Row = dict[str, str]


def read_rows(content: bytes) -> list[list[str]]:
    """Return the cells of every line; bytes that are not UTF-8 are replaced, never refused."""
    return list(csv.reader(io.StringIO(content.decode("utf-8", errors="replace"), newline="")))


def as_number(cell: str) -> Decimal | None:
    """Return what a cell says as a number, or None."""
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@dataclass(frozen=True)
class Table:
    """One table's bytes with its description and, by name, the rows of every packaged table."""

    name: str
    content: bytes
    resource: Mapping[str, Any]
    others: Mapping[str, list[Row]]

    @cached_property
    def lines(self) -> list[list[str]]:
        """The cells of each line, the header first."""
        return read_rows(self.content)

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """The described columns."""
        return list(self.resource["schema"]["fields"])

    @cached_property
    def columns(self) -> list[str]:
        """The names of the described columns."""
        return [field["name"] for field in self.fields]

    @cached_property
    def key(self) -> list[str]:
        """The columns that together name a row."""
        return list(self.resource["schema"]["primaryKey"])

    @cached_property
    def rows(self) -> list[Row]:
        """The rows by column name; a described column that the file lacks is blank."""
        header = self.lines[0] if self.lines else []
        found = [dict(zip(header, cells, strict=False)) for cells in self.lines[1:]]
        return [{column: row.get(column, "") for column in self.columns} for row in found]

    def say(self, what: str) -> str:
        """Put a finding about the whole table into a sentence."""
        return f"The table {self.name}: {what}."

    def say_row(self, row: Row, what: str) -> str:
        """Put a finding about one row into a sentence."""
        where = ", ".join(row[column][:60] or "(blank)" for column in self.key)
        return f"The table {self.name}, row {where}: {what}."

    def numbers(self, *columns: str) -> Iterator[tuple[Row, list[Decimal]]]:
        """Go through the rows in which all these cells are numbers."""
        for row in self.rows:
            values = [as_number(row[column]) for column in columns]
            if None not in values:
                yield row, [value for value in values if value is not None]

    def grouped(self, value: str, *by: str) -> dict[tuple[str, ...], list[Decimal]]:
        """Collect one column's numbers by the text of others."""
        groups: defaultdict[tuple[str, ...], list[Decimal]] = defaultdict(list)
        for row, (number,) in self.numbers(value):
            groups[tuple(row[column] for column in by)].append(number)
        return dict(groups)
