"""Every number in the lessons' sentences is worked out from the data, or its reason is given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import prose
import pytest

import notebooks
from notebooks import LESSONS, place

if TYPE_CHECKING:
    from pathlib import Path

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@each_lesson
def test_every_number_is_what_its_expression_gives(path: Path) -> None:
    cells = notebooks.cells(path, "markdown")
    found = [f"{place(path, c)}: {fault}" for c in cells for fault in prose.wrong_numbers(c.source)]
    assert not found, "\n".join(found)


@each_lesson
def test_no_number_stands_without_a_reason(path: Path) -> None:
    """A number may be repeated once it is proved, and nbval compares the code and output beside."""
    proved: set[str] = set()
    found = []
    for cell in notebooks.cells(path, "markdown"):
        proved |= {m["number"] + m["unit"] for m in prose.PROVED.finditer(cell.source)}
        beside = set(re.findall(prose.NUMBER, notebooks.beside(path, cell)))
        bare = prose.bare_numbers(cell.source)
        found += [f"{place(path, cell)}: {n} in: {s}" for n, s in bare if n not in proved | beside]
    assert not found, "\n".join(found)


def test_every_allowance_is_needed_and_gives_its_reason() -> None:
    text = "\n".join(cell.source for path in LESSONS for cell in notebooks.cells(path, "markdown"))
    for rule in prose.ALLOWED:
        assert len(rule.reason) > 10, rule
        assert re.search(rule.pattern, text, re.MULTILINE), f"nothing needs {rule.pattern} any more"


RIGHT = (
    *("10.5 <!-- = 10.45 -->", "11 <!-- = 10.5 -->", "\u22122.3 <!-- = -2.25 -->"),
    *("(-3 <!-- = -3 -->)", "1,234.5 <!-- = 1234.45 -->", "26% <!-- = 25.5 -->"),
)
WRONG = (
    *("2 <!-- = -2 -->", "\u22122 <!-- = 2 -->", "1.0 <!-- = 0.94 -->", "85 <!-- = None -->"),
    *("85 <!-- = missing() -->", "none <!-- = 1 -->", "12,5 <!-- = 5 -->"),
)


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_number_passes(text: str) -> None:
    assert not list(prose.wrong_numbers(text))


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_number_is_found(text: str) -> None:
    assert list(prose.wrong_numbers(text))


def test_a_number_without_an_expression_is_found() -> None:
    text = "Of 1,234 people 12.5% said `3` in 2018 ([7](x.ipynb)), and 8 <!-- = 8 --> left."
    assert [number for number, _ in prose.bare_numbers(text)] == ["1,234", "12.5%"]
