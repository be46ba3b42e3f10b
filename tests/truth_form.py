"""Checks of a table's form: the file, its header, types, allowed values and keys."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from truth_tables import Table, as_number

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {
    "integer": r"-?(0|[1-9]\d*)",
    "number": r"-?(0|[1-9]\d*)(\.\d*[1-9])?",
    "boolean": "true|false",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "string": r"[^\n\r]*",
}
"""How a cell of each type is written; numbers in their shortest form."""

CODES = {"na", "n/a", "nan", "nil", "null", "none", "-", "--", ".", "?", "-9", "-99", "-999", "999"}
"""Words and numbers that elsewhere stand for a missing value; ours is a blank."""


def file_bytes(table: Table) -> list[str]:
    """UTF-8 without a byte order mark, LF line ends and one newline at the end."""
    found = {
        "the file starts with a byte order mark": table.content.startswith(b"\xef\xbb\xbf"),
        "the file has carriage returns (Windows line ends)": b"\r" in table.content,
        "the file does not end with a newline": not table.content.endswith(b"\n"),
        "the file ends with an empty line": table.content.endswith(b"\n\n"),
        "the file is not UTF-8": "\ufffd" in table.content.decode("utf-8", errors="replace"),
    }
    return [table.say(what) for what, wrong in found.items() if wrong]


def plain_csv(table: Table) -> list[str]:
    """Quote cells only where needed: written out again, the file is the same."""
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\n").writerows(table.lines)
    same = again.getvalue().encode() == table.content
    return [] if same else [table.say("the file is not plain CSV with quotes only where needed")]


def spacing(table: Table) -> list[str]:
    """No space at either end of a cell, no double space, tab or no-break space inside."""
    return [
        table.say(f"line {number} has stray space in {cell!r}")
        for number, cells in enumerate(table.lines, start=1)
        for cell in cells
        if cell != cell.strip() or re.search(r"\s\s|[^\S ]", cell)
    ]


def header(table: Table) -> list[str]:
    """Name the described columns in their order and have as many cells in every line."""
    first = table.lines[0] if table.lines else []
    problems = [] if first == table.columns else [table.say(f"the header is {', '.join(first)}")]
    return problems + [
        table.say(f"line {number} has {len(cells)} cells, not {len(table.columns)}")
        for number, cells in enumerate(table.lines[1:], start=2)
        if len(cells) != len(table.columns)
    ]


def row_count(table: Table) -> list[str]:
    """As many rows as described."""
    found, said = len(table.rows), table.resource["rows"]
    return [] if found == said else [table.say(f"it has {found} rows, described are {said}")]


def _cells(table: Table) -> Iterator[tuple[dict[str, str], dict[str, Any], str]]:
    for row, field in itertools.product(table.rows, table.fields):
        yield row, field, row[field["name"]]


def types(table: Table) -> list[str]:
    """Write every cell in the form of its column's type."""
    return [
        table.say_row(row, f"{field['name']} is {cell!r}, which is no {field['type']}")
        for row, field, cell in _cells(table)
        if cell and not re.fullmatch(FORMS[field["type"]], cell)
    ]


def limits(table: Table) -> list[str]:
    """Keep every number between the described minimum and maximum."""
    problems = []
    for row, field, cell in _cells(table):
        low = field.get("constraints", {}).get("minimum", float("-inf"))
        high = field.get("constraints", {}).get("maximum", float("inf"))
        number = as_number(cell)
        if number is not None and not low <= number <= high:
            problems.append(table.say_row(row, f"{field['name']} is {cell}, not {low} to {high}"))
    return problems


def allowed_values(table: Table) -> list[str]:
    """Take every category, enumerated value and pattern from the description."""
    problems = []
    for row, field, cell in _cells(table):
        rules = field.get("constraints", {})
        names = field.get("categories") or rules.get("enum")
        fits = re.fullmatch(rules.get("pattern", ".*"), cell, flags=re.DOTALL)
        if cell and ((names and cell not in names) or not fits):
            problems.append(table.say_row(row, f"{field['name']} has no value {cell!r}"))
    return problems


def missing_codes(table: Table) -> list[str]:
    """Leave a missing value blank, never coded."""
    return [
        table.say_row(row, f"{field['name']} is {cell!r}, a code for a missing value")
        for row, field, cell in _cells(table)
        if cell.lower() in CODES and cell not in field.get("categories", [])
    ]


def blanks(table: Table) -> list[str]:
    """Fill every required cell."""
    return [
        table.say_row(row, f"{field['name']} is blank but required")
        for row, field, cell in _cells(table)
        if not cell and field.get("constraints", {}).get("required")
    ]


def keys(table: Table) -> list[str]:
    """Let no two rows share the primary key or the value of a unique column."""
    alone = [[f["name"]] for f in table.fields if f.get("constraints", {}).get("unique")]
    return [
        table.say(f"two rows share {' and '.join(columns)} {value}")
        for columns in [table.key, *alone]
        for value, times in Counter(tuple(row[c] for c in columns) for row in table.rows).items()
        if times > 1
    ]


def foreign_keys(table: Table) -> list[str]:
    """Point only to rows that exist in the table referred to."""
    problems = []
    for link in table.resource["schema"].get("foreignKeys", []):
        there = link["reference"]
        known = {tuple(o[c] for c in there["fields"]) for o in table.others[there["resource"]]}
        problems += [
            table.say_row(row, f"{link['fields']} is not in the table {there['resource']}")
            for row in table.rows
            if tuple(row[column] for column in link["fields"]) not in known
        ]
    return problems


def checksum(table: Table) -> list[str]:
    """Have the bytes and the SHA-256 of the description."""
    found = {
        "bytes": len(table.content),
        "hash": "sha256:" + hashlib.sha256(table.content).hexdigest(),
    }
    return [
        table.say(f"{what} is {value}, described is {table.resource[what]}")
        for what, value in found.items()
        if value != table.resource[what]
    ]


FORM = (
    file_bytes,
    plain_csv,
    spacing,
    header,
    row_count,
    types,
    limits,
    allowed_values,
    missing_codes,
    blanks,
    keys,
    foreign_keys,
    checksum,
)
"""Every table must pass these."""
