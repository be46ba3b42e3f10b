"""Find the notes for instructors, and put them beside their cells: ``pioneer export --instructor``.

JupyterLab cannot hide a markdown cell. So a note is kept in the metadata of the cell that it is
about, where learners do not see it: the cell with the heading of a block, or a question's cell.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from pioneer_data._export_tables import ExportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from pioneer_data._export_cells import Page

KEPT_UNDER = ("pioneers", "instructor")
"""Where the text of a note stands in the metadata of its cell."""
FOR = "For instructors"
NEXT = re.compile(r"^---$", re.MULTILINE)
BLOCK = re.compile(r"<h2\b[^>]*>(.*?)</h2>\n?", re.DOTALL)
ASKED = re.compile(r"""\bask\(\s*["']([^"']+)["']\s*\)""")
TAG = re.compile(r"<[^>]+>")


def notes(cell: NotebookNode) -> list[str]:
    r"""Read the notes of a cell.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        Of a lesson.

    Returns
    -------
    list of str
        Markdown: a note for each block that begins in the cell, or one for its question, or none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> notes(SimpleNamespace(metadata={"pioneers": {"instructor": "First.\n\n---\n\nSecond."}}))
    ['First.', 'Second.']
    """
    outer, inner = KEPT_UNDER
    text = cell.metadata.get(outer, {}).get(inner, "")
    return [part.strip() for part in NEXT.split(text)] if text else []


def with_notes(html: str, cell: NotebookNode, page: Page) -> str:
    """Put the notes of a cell below the headings of its blocks, or below its question.

    Parameters
    ----------
    html : str
        The cell, as learners see it.
    cell : nbformat.NotebookNode
        The cell.
    page : Page
        The page that it goes to.

    Returns
    -------
    str
        The cell with its notes.

    Raises
    ------
    ExportError
        If there is not one note for each block or question.
    """
    found = notes(cell)
    if not found:
        return html
    ends = [(match.end(), _plain(match[1])) for match in BLOCK.finditer(html)]
    places = ends or [(len(html), name) for name in ASKED.findall(cell.source)]
    if len(places) != len(found):
        what = f"{page.path}, cell {cell.get('id', '?')}, has {len(found)} notes for {len(places)} places"
        raise ExportError(
            f"The pages were not made because {what}: part the notes with a line of three dashes."
        )
    asides = [_aside(note, about, page) for (_, about), note in zip(places, found, strict=True)]
    for (end, _), aside in reversed([*zip(places, asides, strict=True)]):
        html = html[:end] + aside + html[end:]
    return html


def _aside(note: str, about: str, page: Page) -> str:
    label = escape(page.labels(FOR, about))
    return f'<aside class="note-for" aria-label="{label}"><p>{FOR}</p>\n{page.markdown(note)}</aside>\n'


def _plain(html: str) -> str:
    return unescape(TAG.sub("", html))
