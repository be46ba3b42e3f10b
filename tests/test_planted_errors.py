"""Every kind of error that a table could have is found, and said in a sentence naming the table.

The errors are planted in memory. The checksum, which sees any change, is left out: it would not
help whoever makes a mistake before the checksum is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import truth
from planted import PLANTED

if TYPE_CHECKING:
    from planted import Plant


@pytest.mark.parametrize(
    ("plant", "name", "check"),
    PLANTED,
    ids=[f"{plant.__name__}-{name}" for plant, name, _ in PLANTED],
)
def test_a_planted_error_is_found_and_said(plant: Plant, name: str, check: str) -> None:
    content = truth.table(name).content
    assert plant(content) != content
    found = truth.problems(truth.damaged(name, plant(content)), without=("checksum",))
    assert found.get(check), found
    for sentence in (sentence for sentences in found.values() for sentence in sentences):
        assert sentence.startswith(f"The table {name}")
        assert sentence.endswith(".")


def test_every_check_is_seen_to_find_something() -> None:
    every = {check for name in truth.tables() for check in truth.checks(name)}
    assert {check for _, _, check in PLANTED} == every - {"checksum"}


@pytest.mark.parametrize("name", sorted({name for _, name, _ in PLANTED}))
def test_without_a_planted_error_nothing_is_found(name: str) -> None:
    assert truth.problems(truth.damaged(name, truth.table(name).content)) == {}


@pytest.mark.parametrize("name", truth.tables())
def test_the_checksum_sees_one_changed_character(name: str) -> None:
    content = truth.table(name).content
    changed = truth.damaged(name, content[:-2] + b"~\n")
    assert truth.problems(changed)["checksum"]


def numbers_of(name: str) -> list[tuple[int, int]]:
    """Return where each number of a table stands, line and cell, but for those of our own coding."""
    table = truth.table(name)
    return [
        (line, cell)
        for line, cells in enumerate(table.lines[1:], start=1)
        for cell, field in enumerate(table.fields)
        if field["type"] in {"integer", "number"} and cells[cell] and "coded_by" not in field
    ]


TWICE = [name for name in truth.tables() if "same_as_second" in truth.checks(name)]


@pytest.mark.parametrize("name", TWICE)
def test_the_second_transcription_holds_every_number(name: str) -> None:
    table = truth.table(name)
    second = truth.checks(name)["same_as_second"]
    for line, cell in numbers_of(name):
        cells = [list(row) for row in table.lines]
        cells[line][cell] += "1"
        changed = truth.damaged(name, b"")
        changed.__dict__["lines"] = cells
        assert len(second(changed)) == 1, (line, cell)
