"""Compare with the second transcription: tables cell by cell, bullets and dates as inventories."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from truth_tables import Row, Table, as_number, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).with_name("second_transcription")
INVENTORIES = {"bullets", "dates"}
VERBATIM = {
    "pilot_comparison": {"item"},
    "pilot_programmes": {
        "launch",
        "aims",
        "target_groups",
        "services",
        "design",
        "types",
        "trend",
        "support",
    },
}
"""Columns of quoted sentences; the full stop after the last one may be left out."""

BULLETS = {
    "003 final report": "003, key findings of the final report of the early evaluation, bullet ",
    "000 conclusions": '000, slide "Conclusions", bullet ',
}
"""How evaluation_findings locates the bullets of each list of the inventory."""

NOT_IN_TABLES = {
    ("programme_statements", "definition", "2"),
}
"""The slide's comment on the definition is a comment of the evaluators, not of the programme."""


@cache
def second(name: str) -> list[Row] | None:
    """Return the second transcription's rows of a table, or None where it has no such table."""
    file = FOLDER / f"{name}.csv"
    if not file.exists():
        return None
    first, *others = read_rows(file.read_bytes())
    return [dict(zip(first, cells, strict=True)) for cells in others]


def same_cell(one: str, other: str) -> bool:
    """Compare numbers as numbers and text exactly."""
    numbers = as_number(one), as_number(other)
    return one == other if None in numbers else numbers[0] == numbers[1]


def _without_stop(table: Table, column: str, cell: str) -> str:
    return cell.removesuffix(".") if column in VERBATIM.get(table.name, ()) else cell


def _compared(table: Table, rows: list[Row]) -> list[str]:
    moved = VERBATIM[table.name] if table.name == "pilot_programmes" else set()
    return [column for column in table.columns if column in rows[0] and column not in moved]


def same_as_second(table: Table) -> list[str]:
    """Agree in every cell that the second transcription has, row by row in the same order."""
    other = second(table.name) or []
    problems = []
    if len(other) != len(table.rows):
        problems.append(table.say(f"the second transcription has {len(other)} rows"))
    for row, again in zip(table.rows, other, strict=False):
        for column in _compared(table, other):
            cells = [_without_stop(table, column, cell) for cell in (row[column], again[column])]
            if not same_cell(*cells):
                what = f"{column} is {cells[0]!r}, in the second transcription {cells[1]!r}"
                problems.append(table.say_row(row, what))
    return problems


def sentences(row: Row) -> list[str]:
    """Return the sentences of all quoted columns of a row, in alphabetical order."""
    cells = [row[column] for column in VERBATIM["pilot_programmes"] if row[column]]
    return sorted(part.strip().removesuffix(".") for cell in cells for part in cell.split(". "))


def same_sentences(table: Table) -> list[str]:
    """Hold the second transcription's sentences, each once, in whichever column."""
    other = {row["programme"]: sentences(row) for row in second(table.name) or []}
    return [
        table.say_row(row, f"its sentences differ: {sorted(set(found) ^ set(again)) or found}")
        for row in table.rows
        if (found := sentences(row)) != (again := other.get(row["programme"], []))
    ]


def bullets(name: str) -> set[tuple[str, str]]:
    """Return the bullets (list, number) of the inventory that a table must cover."""
    rows = second("bullets") or []
    listed = {(row["table"], row["key"], row["number"]) for row in rows}
    return {(key, number) for table, key, number in listed - NOT_IN_TABLES if table == name}


def _compare_bullets(table: Table, covered: set[tuple[str, str]]) -> list[str]:
    wanted = bullets(table.name)
    missing = [table.say(f"no row for {key}, bullet {n}") for key, n in sorted(wanted - covered)]
    return missing + [
        table.say(f"a row points to {key}, bullet {n}, which does not exist")
        for key, n in sorted(covered - wanted)
    ]


def numbered_bullets(table: Table) -> list[str]:
    """Cover every bullet of the inventory by key and number."""
    return _compare_bullets(table, {(row[table.key[0]], row["number"]) for row in table.rows})


def located_bullets(table: Table) -> list[str]:
    """Cover every bullet of the inventory by locator."""
    covered = {
        (key, row["locator"].removeprefix(start))
        for key, start in BULLETS.items()
        for row in table.rows
        if row["locator"].startswith(start)
    }
    return _compare_bullets(table, covered)


def work_package_bullets(table: Table) -> list[str]:
    """Have a row for every work package; its aims are put together in one cell."""
    wanted = {key for key, _ in bullets(table.name)}
    found = {row["work_package"] for row in table.rows}
    return [table.say(f"work packages {sorted(found ^ wanted)}")] if found ^ wanted else []


ABSENT_DATES = {
    "Longer-term evaluation as dated in the fifth survey report title": (
        "A year in a report's title, which publications has; the evaluation itself went on to 2022."
    ),
    "Key informant surveys as analysed in the paper": "Three rows, one a survey, say more.",
    "Difference-in-differences follow-up years 2014/15 to 2019/20": (
        "The years of a table, which did_emergency_admissions has; nothing happened on those dates."
    ),
    "Admission period 1 as published": (
        "It begins with no event of the programmes, unlike periods 2 to 5; admission_periods has it."
    ),
}
"""Dates of the inventory that the timeline need not have, each with its reason."""


def inventory_dates(table: Table) -> list[str]:
    """Have every date of the inventory, at the inventory's precision."""
    spans = {(row["start"], row["end"] or row["start"]) for row in table.rows}
    return [
        table.say(f"no row for {row['what']!r} ({row['start']} to {row['end'] or 'same'})")
        for row in second("dates") or []
        if row["what"] not in ABSENT_DATES
        and not any(
            start.startswith(row["start"]) and end.startswith(row["end"] or row["start"])
            for start, end in spans
        )
    ]


SECOND: dict[str, tuple[Callable[[Table], list[str]], ...]] = {
    **{file.stem: (same_as_second,) for file in sorted(FOLDER.glob("*.csv")) if file.stem not in INVENTORIES},
    "pilot_programmes": (same_as_second, same_sentences),
    "mdt_findings": (numbered_bullets,),
    "programme_statements": (numbered_bullets,),
    "evaluation_findings": (located_bullets,),
    "work_packages": (work_package_bullets,),
    "timeline": (inventory_dates,),
}
"""What is compared for which table."""
