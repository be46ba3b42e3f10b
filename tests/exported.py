"""Make the pages of ``pioneer export`` once, and read them cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from bs4 import BeautifulSoup

from notebooks import ROOT
from pioneer_data import _export_pages

if TYPE_CHECKING:
    from bs4 import Tag
    from nbformat import NotebookNode

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TARGET = re.compile(r"\]\([^)]*\)")
MARKER = re.compile(r"^\s*\d+\. ", re.MULTILINE)


class Cell(NamedTuple):
    """A cell of the course, and what became of it in its page."""

    where: str
    cell: NotebookNode
    part: Tag


class Exported:
    """All pages: their bytes, their parsed form, and the notebooks they come from."""

    def __init__(self) -> None:
        with _export_pages.edition(ROOT) as made:
            self.sources = made.course
            self.content = dict(made.pages()) | dict(made.handout())
        self.pages = {name: BeautifulSoup(page, "html.parser") for name, page in self.content.items()}
        self.parts = {name: {p["id"]: p for p in page.select(".cell")} for name, page in self.pages.items()}
        self.cells = [
            Cell(f"{source.path}, cell {cell.id}", cell, self.parts[source.address][cell.id])
            for source in self.sources
            for cell in source.cells
            if cell.id in self.parts[source.address]
        ]


def words(part: Any) -> str:  # noqa: ANN401 - any part of a parsed page
    """Return the text of a part on one line."""
    return " ".join(part.get_text(" ").split())


def plain(markdown: str) -> str:
    """Return markdown without what a reader does not see."""
    return MARKER.sub("", TARGET.sub("]", COMMENT.sub("", markdown)))


def numbers(text: str) -> list[str]:
    """Return every number in a text, in its order."""
    return NUMBER.findall(text)


def table_texts(html: Any) -> list[str]:  # noqa: ANN401 - HTML, or a part of a parsed page
    """Return the text of every cell of every table, in its order."""
    soup = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    return [words(cell) for cell in soup.select("tr > th, tr > td")]


def outputs(cell: NotebookNode, kind: str) -> list[Any]:
    """Return what a cell stored in one media type."""
    bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
    return [bundle[kind] for bundle in bundles if kind in bundle]
