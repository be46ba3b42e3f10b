"""Read the lessons for the tests: cells, headings, outputs and charts, each with its place."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat

from pioneer_data import figures
from pioneer_data.charts import MEDIA_TYPE, WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterator

explorers = figures.explorers
ROOT = Path(__file__).resolve().parent.parent
WIDEST_PICTURE = WIDEST + 20  # a headline may reach a little further than the drawing
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXPLORED = re.compile(r"\bexplore\(\s*(?:\w+\.)?(\w+)\s*\)")
ASKED = re.compile(r"""\bask\(\s*["']([^"']+)["']\s*\)""")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


class Heading(NamedTuple):
    """A markdown heading: 1 to 6, and its words."""

    level: int
    text: str


@cache
def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook as it is stored, in its own version of the format."""
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def place(path: Path, cell: nbformat.NotebookNode) -> str:
    """Say where a cell is, for the message of a failing test."""
    return f"{path.name}, cell {cell.get('id', '?')}"


def cells(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    """Return the cells of one kind: ``markdown`` or ``code``."""
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def outputs(path: Path) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Yield every stored output with its place."""
    for cell in cells(path, "code"):
        for output in cell.outputs:
            yield place(path, cell), output


def charts(path: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield every stored chart: place, specification, and the text stored beside it."""
    for where, output in outputs(path):
        bundle = output.get("data", {})
        if MEDIA_TYPE in bundle:
            yield where, bundle[MEDIA_TYPE], bundle.get("text/plain", "")


def prose(cell: nbformat.NotebookNode) -> str:
    """Return a markdown cell without its fenced code."""
    return FENCE.sub("", cell.source)


def beside(path: Path, cell: nbformat.NotebookNode) -> str:
    """Return the code right before and after a markdown cell, with what it printed."""
    every = read(path).cells
    at = next(index for index, other in enumerate(every) if other is cell)
    is_code = [other.cell_type == "code" for other in every]
    first = next((i for i in range(at - 1, -1, -1) if not is_code[i]), -1) + 1
    last = next((i for i in range(at + 1, len(every)) if not is_code[i]), len(every))
    near = [other for other in every[first:last] if other is not cell]
    printed = [
        output.get("text", "") + output.get("data", {}).get("text/plain", "")
        for code in near
        for output in code.outputs
        if MEDIA_TYPE not in output.get("data", {})
    ]
    return "\n".join([*(code.source for code in near), *printed])


def headings(path: Path) -> list[Heading]:
    """Return the headings in order."""
    found = [HEADING.findall(prose(cell)) for cell in cells(path, "markdown")]
    return [Heading(len(marks), text) for cell in found for marks, text in cell]


def asked(path: Path) -> list[str]:
    """Return the names of the questions that a lesson asks, in order."""
    return [name for cell in cells(path, "code") for name in ASKED.findall(cell.source)]


def text_of(output: nbformat.NotebookNode) -> str:
    """Return a whole output as text, to search it."""
    return json.dumps(output, ensure_ascii=False)


def dictionaries(node: object) -> Iterator[dict[str, Any]]:
    """Yield every dictionary within nested JSON values, but not the rows of data."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in {"datasets", "values"}:
                yield from dictionaries(value)
    elif isinstance(node, list):
        for value in node:
            yield from dictionaries(value)
