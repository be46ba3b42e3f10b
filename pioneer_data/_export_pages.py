"""Put the pages of ``pioneer export`` together: lessons, exercises, the contents and the handout."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
from nbconvert import TemplateExporter

from pioneer_data._copying import PARTS
from pioneer_data._export_cells import Page, Pictures, cell_html, want_pictures
from pioneer_data._export_tables import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

HERE = Path(__file__).parent
TEMPLATE = HERE / "template"
BUDGET = 900_000
"""Bytes that a page may have; what it can do without is left out beyond."""
INDEX, HANDOUT = "index.html", "exercises.html"
OF_INSTRUCTORS = "instructor_"
"""What the names of the pages with notes begin with, so that nobody hands out the wrong one."""
COURSE = "Pioneers"
MARK = re.compile(rb"(?<=pioneer export sha256:)[0-9a-f]{64}")
NO_MARK = "0" * 64
ABOUT = re.compile(r"^\*\*(Lesson \d\d.*)\*\*$", re.MULTILINE)
READING = (
    '<p class="note">You read the stored results of this lesson; nothing has to be run. Where the text asks '
    "you to run a cell or to move a control, look at what stands below it.</p>"
)
PAPER = (
    '<p class="note">The code is what you start from; tables and charts appear when it is run. Checks and '
    "hints are in the notebook.</p>"
)
CONTENTS = """# Pioneers: the course as pages to read

An open course on evaluating a real health and care programme, with its published tables. These pages hold
every lesson with its charts, their numbers, the questions, and a reply to each answer. They need no Python
and no internet.

## Lessons and exercises

{lessons}

## How to read these pages

- A question stands before what it asks about. Choose an answer first, then open its reply.
- Under every chart the numbers behind it can be opened as a table.
- In JupyterLab the charts have controls, and the exercises are checked. Here is each chart as it starts, and
  most of them with a few other settings.
- On paper all replies and tables are open.
"""


NOT_FOR_LEARNERS = """

**This is the instructor's edition. Do not hand it out:** its notes say which answers to expect. A note stands
in a frame below the heading of its block or below its question. The learners' edition is what `pioneer export
FOLDER` writes; it has the same pages without the notes.
"""


class Source(NamedTuple):
    """A notebook of the course.

    Parameters
    ----------
    path : str
        In the course folder.
    address : str
        Its page.
    title : str
        Its first heading.
    about : str
        What it says of itself below, empty for an exercise.
    cells : list of nbformat.NotebookNode
        As they are stored.
    """

    path: str
    address: str
    title: str
    about: str
    cells: list[NotebookNode]

    @property
    def number(self) -> str:
        """The lesson's number, in two digits."""
        return Path(self.path).name[:2]


class Link(NamedTuple):
    """A link between pages."""

    words: str
    address: str
    here: bool = False


def sources(course: Path) -> list[Source]:
    """Read the notebooks of the course.

    Parameters
    ----------
    course : pathlib.Path
        The folder that holds lessons and exercises.

    Returns
    -------
    list of Source
        Lessons, then exercises, in their order.
    """
    return [_source(file, part) for part in PARTS for file in sorted((course / part).glob("*.ipynb"))]


def _source(file: Path, part: str) -> Source:
    try:
        cells = nbformat.read(file, as_version=4).cells
    except (ValueError, AttributeError) as error:
        what = f"{file} cannot be read as a notebook ({error})"
        raise ExportError(f"The pages were not made because {what}: install the package again.") from None
    first = cells[0].source if cells else ""
    title = first.removeprefix("# ").split("\n", 1)[0]
    about = ABOUT.search(first)
    prefix = "" if part == PARTS[0] else "exercise_"
    return Source(f"{part}/{file.name}", f"{prefix}{file.stem}.html", title, about[1] if about else "", cells)


class _Exporter(TemplateExporter):
    """Nbconvert's exporter with the template of this package.

    Not its HTMLExporter, which reads every finished page again to look for pictures.
    """

    output_mimetype = "text/html"
    file_extension = ".html"

    def __init__(self) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            template_name=TEMPLATE.name, extra_template_basedirs=[str(TEMPLATE.parent)]
        )


class Edition:
    """All pages of one export.

    Parameters
    ----------
    course : list of Source
        What ``sources`` gives.
    pictures : Pictures
        Where charts are drawn.
    instructor : bool
        Whether the notes for instructors are shown.
    """

    def __init__(self, course: list[Source], pictures: Pictures, *, instructor: bool = False) -> None:
        self.course, self.pictures, self.instructor = course, pictures, instructor
        self._index = INDEX
        if instructor:
            self.course = [one._replace(address=OF_INSTRUCTORS + one.address) for one in course]
            self._index = OF_INSTRUCTORS + INDEX
        self.lessons = [one for one in self.course if one.path.startswith(PARTS[0])]
        self.exercises = [one for one in self.course if one not in self.lessons]
        self._exporter = _Exporter()
        styles = ("style.css", "instructor.css") if instructor else ("style.css",)
        self._style = "\n".join((TEMPLATE / name).read_text(encoding="utf-8").strip() for name in styles)

    @property
    def addresses(self) -> dict[str, str]:
        """The page of each notebook."""
        return {one.path: one.address for one in self.course}

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield every page's name and content: contents, lessons, exercises."""
        self._want(self.course[:1])
        yield self._index, self._contents()
        for place, one in enumerate(self.course, 1):
            self._want(self.course[place : place + 1])  # drawn while this page is written
            yield one.address, self._notebook(one)

    def _want(self, notebooks: list[Source]) -> None:
        for one in notebooks:
            want_pictures(one.cells, Page(one.path, self.addresses, self.pictures))

    def handout(self) -> Iterator[tuple[str, bytes]]:
        """Yield the one page of all exercises."""
        page = Page("exercises/", {}, self.pictures, shift=1, on_paper=True)
        title = f"{COURSE}: exercises on paper"
        cells = [f"<h1>{title}</h1>{PAPER}{_contents_of(self.exercises)}"]
        for one in self.exercises:
            own = Page(one.path, {}, self.pictures, shift=1, on_paper=True, labels=page.labels)
            inner = "".join(cell_html(cell, own) for cell in one.cells)
            cells.append(f'<div class="exercise" id="exercise-{one.number}">{inner}</div>')
        yield HANDOUT, self._page(page, title, cells)

    def _contents(self) -> bytes:
        page = Page("index", self.addresses, self.pictures)
        text = CONTENTS.format(lessons="\n".join(map(self._listed, self.lessons)))
        if self.instructor:
            text = text.replace("\n\n## ", f"{NOT_FOR_LEARNERS}\n## ", 1)
        return self._page(page, f"{COURSE}: contents", [page.markdown(text)], self._course_links(None))

    def _listed(self, lesson: Source) -> str:
        exercises = [f"[{one.title}]({one.path})" for one in self.exercises if one.number == lesson.number]
        return "  \n  ".join([f"- [{lesson.title}]({lesson.path})", lesson.about, *exercises])

    def _notebook(self, one: Source) -> bytes:
        page = Page(one.path, self.addresses, self.pictures, instructor=self.instructor)
        cells = [cell_html(cell, page) for cell in one.cells]
        cells[0] += (READING if one in self.lessons else PAPER) + _headings(page)
        title = f"Lesson {one.number}: {one.title}" if one in self.lessons else one.title
        return self._page(page, f"{title} - {COURSE}", cells, self._course_links(one), self._next_links(one))

    def _course_links(self, here: Source | None) -> list[Link]:
        lessons = [Link(f"Lesson {one.number}", one.address, one is here) for one in self.lessons]
        beside = [one for one in self.exercises if here and one.number == here.number]
        exercises = [Link(f"Exercise {one.number}", one.address, one is here) for one in beside]
        return [Link("Contents", self._index, here is None), *lessons, *exercises]

    def _next_links(self, one: Source) -> list[Link]:
        row = self.lessons if one in self.lessons else self.exercises
        at = row.index(one)
        before = [Link(f"Previous: {_named(two)}", two.address) for two in row[max(at - 1, 0) : at]]
        after = [Link(f"Next: {_named(two)}", two.address) for two in row[at + 1 : at + 2]]
        other = [two for two in self.course if two is not one and two.number == one.number]
        beside = [Link(_named(two), two.address) for two in other]
        return [*before, *beside, *after, Link("Contents of the course", self._index)]

    def _page(
        self,
        page: Page,
        title: str,
        cells: list[str],
        course_links: list[Link] | None = None,
        next_links: list[Link] | None = None,
    ) -> bytes:
        edition = " (instructor's edition, not for learners)" if self.instructor else ""
        given: dict[str, Any] = {
            "title": title + edition,
            "style": self._style,
            "mark": f"sha256:{NO_MARK}",
            "course": f"{COURSE}: evaluating a real health and care programme{edition}",
            "course_links": course_links or [],
            "next_links": next_links or [],
            "cells": cells,
            "note": f"Made by pioneer export from pioneer-data {_version()}. Nothing was run for it.",
        }
        stand_in = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_markdown_cell("", id=f"c{n}") for n in range(len(cells))]
        )
        html, _ = self._exporter.from_notebook_node(stand_in, resources={"page": given})
        return marked(filled(html, page))


def _named(one: Source) -> str:
    return f"Lesson {one.number}: {one.title}" if one.about else one.title


def _headings(page: Page) -> str:
    entries = [heading for heading in page.renderer.headings if heading.level == 2]  # noqa: PLR2004 - of sections
    items = "".join(f'<li><a href="#{escape(one.id)}">{escape(one.text)}</a></li>' for one in entries)
    return f'<nav class="toc" aria-label="On this page"><ul>{items}</ul></nav>' if entries else ""


def _contents_of(exercises: list[Source]) -> str:
    items = "".join(f'<li><a href="#exercise-{one.number}">{escape(one.title)}</a></li>' for one in exercises)
    return f'<nav class="toc" aria-label="On this page"><ul>{items}</ul></nav>'


def filled(html: str, page: Page, budget: int = BUDGET) -> str:
    """Put in what a page can do without, as long as there is room.

    Parameters
    ----------
    html : str
        A page with a place for each.
    page : Page
        Knows what belongs there.
    budget : int
        The bytes that the page may have.

    Returns
    -------
    str
        The page; a sentence stands where something was left out.
    """
    least = sum(len(extra.instead.encode()) for extra in page.extras.values())
    room = budget - len(html.encode()) - least
    for place, extra in page.extras.items():
        fits = len(extra.html.encode()) <= room
        room -= len(extra.html.encode()) if fits else 0
        html = html.replace(place, extra.html if fits else extra.instead)
    return html


def marked(html: str) -> bytes:
    """Write into a page the checksum by which it is known as unchanged.

    Parameters
    ----------
    html : str
        A page with its mark blank.

    Returns
    -------
    bytes
        The page.
    """
    content = html.encode()
    return MARK.sub(hashlib.sha256(content).hexdigest().encode(), content, count=1)


def is_ours(content: bytes) -> bool:
    """Say whether a file is a page of an export that nobody has changed.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    bool
        Whether its mark fits.

    Examples
    --------
    >>> page = marked(f"<p>pioneer export sha256:{NO_MARK}</p>")
    >>> is_ours(page), is_ours(page + b"my note"), is_ours(b"<p>mine</p>")
    (True, False, False)
    """
    found = MARK.search(content)
    blank = MARK.sub(NO_MARK.encode(), content, count=1)
    return found is not None and found[0] == hashlib.sha256(blank).hexdigest().encode()


def of_other_edition(name: str, content: bytes, *, instructor: bool) -> bool:
    """Say whether a file is a page, changed or not, of the edition that is not to be made.

    Parameters
    ----------
    name : str
        Of the file.
    content : bytes
        The file.
    instructor : bool
        Whether the edition to be made is the instructor's.

    Returns
    -------
    bool
        Whether the two should not lie in one folder.

    Examples
    --------
    >>> page = marked(f"<p>pioneer export sha256:{NO_MARK}</p>")
    >>> of_other_edition("index.html", page, instructor=True)
    True
    >>> of_other_edition("index.html", page, instructor=False)
    False
    """
    return bool(MARK.search(content)) and name.startswith(OF_INSTRUCTORS) != instructor


def _version() -> str:
    try:
        return importlib.metadata.version("pioneer-data")
    except importlib.metadata.PackageNotFoundError:
        return "(version unknown)"


@contextmanager
def edition(course: Path, *, instructor: bool = False) -> Iterator[Edition]:
    """Read a course and get ready to make its pages.

    Parameters
    ----------
    course : pathlib.Path
        The folder that holds lessons and exercises.
    instructor : bool
        Whether the notes for instructors are shown.

    Yields
    ------
    Edition
        Usable until the block ends.
    """
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        yield Edition(sources(course), Pictures(pool), instructor=instructor)
    finally:
        pool.shutdown(cancel_futures=True)
