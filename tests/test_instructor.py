"""The notes for instructors: each block and question has one, learners see none, and all of it holds."""

from __future__ import annotations

import ast
import json
import re
import shutil
from concurrent.futures import Future
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import axe
import lab
import prose
import pytest
from bs4 import BeautifulSoup
from exported import words
from playwright.sync_api import sync_playwright

import notebooks
from notebooks import LESSONS, ROOT, place
from pioneer_data import _copying, _export_cells, _export_notes, _export_pages, cli, export
from pioneer_data.controls import Choice, Grid, Marks, Slider
from pioneer_data.questions import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from nbformat import NotebookNode

    from pioneer_data.questions import Question

BLOCK = re.compile(r"^## (.+?) · (\d+) minutes?$", re.MULTILINE)
CLOCK = re.compile(r"\*\*(\d:\d\d) to (\d:\d\d), (\d+) minutes?\*\*")
LABEL = re.compile(r"^\*\*([A-Z][^*]*\.)\*\* (.{20,})$")
OF_A_BLOCK = ["The point.", "Say and do.", "What goes wrong.", "Running late.", "Catching up."]
OF_A_QUESTION = ["Most are wrong.", "Split.", "Most are right."]
LARGEST = 1_000_000
TABLES = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


class Note(NamedTuple):
    """A note, the cell that keeps it, and the block or question that it is about."""

    where: str
    cell: NotebookNode
    about: str
    text: str

    @property
    def question(self) -> Question | None:
        """The question, where the note is about one."""
        return QUESTIONS.get(self.about)


def subjects(cell: NotebookNode) -> list[str]:
    """Return the blocks that begin in a cell, or its question."""
    if cell.cell_type == "code":
        return notebooks.ASKED.findall(cell.source)
    return [title for title, _ in BLOCK.findall(cell.source)]


def notes(path: Path) -> list[Note]:
    """Return the notes of a lesson, in its order."""
    found = [
        (cell, about, text)
        for cell in notebooks.read(path).cells
        for about, text in zip(subjects(cell), _export_notes.notes(cell), strict=True)
    ]
    return [Note(f"{place(path, cell)}, {about}", cell, about, text) for cell, about, text in found]


def every_note() -> list[Note]:
    """Return the notes of all lessons."""
    return [note for path in LESSONS for note in notes(path)]


def labelled(text: str) -> dict[str, str]:
    """Return the labelled paragraphs of a note."""
    found = [LABEL.fullmatch(line) for line in text.split("\n\n")]
    return {match[1]: match[2] for match in found if match}


def minutes(clock: str) -> int:
    """Return a clock time in minutes."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def blocks(path: Path) -> list[tuple[str, int]]:
    """Return the blocks of a lesson and their minutes."""
    found = [BLOCK.findall(cell.source) for cell in notebooks.cells(path, "markdown")]
    return [(title, int(length)) for cell in found for title, length in cell]


# What a note holds


@each_lesson
def test_every_block_and_question_has_its_note_and_nothing_else_has_one(path: Path) -> None:
    for cell in notebooks.read(path).cells:
        assert len(_export_notes.notes(cell)) == len(subjects(cell)), place(path, cell)
        kept = cell.metadata.get("pioneers", {"instructor": ""})
        assert list(kept) == ["instructor"], place(path, cell)
    assert len(notes(path)) == len(blocks(path)) + len(notebooks.asked(path))


@each_lesson
def test_every_note_has_its_parts_in_their_order(path: Path) -> None:
    for note in notes(path):
        parts = note.text.split("\n\n")
        if not note.question:
            assert CLOCK.fullmatch(parts.pop(0)), note.where
        wanted = OF_A_QUESTION if note.question else OF_A_BLOCK
        assert list(labelled(note.text)) == wanted, note.where
        assert len(parts) == len(wanted), note.where
        assert not re.search(r"^#|^---|<(?!!-- = )|https?:", note.text, re.MULTILINE), note.where
        assert note.text == note.text.strip(), note.where


@each_lesson
def test_the_clock_of_the_notes_is_that_of_the_headings(path: Path) -> None:
    now, found = 0, iter([CLOCK.match(note.text) for note in notes(path) if not note.question])
    for title, length in blocks(path):
        clock = next(found)
        assert clock, title
        assert (minutes(clock[1]), minutes(clock[2]), int(clock[3])) == (now, now + length, length), title
        now += length
    assert f"· {now} minutes**\n" in notebooks.read(path).cells[0].source


def test_a_questions_note_names_a_wrong_option_and_is_like_no_other() -> None:
    seen: list[str] = []
    for note in filter(lambda note: note.question, every_note()):
        assert note.question
        parts = labelled(note.text)
        seen += parts.values()
        wrong = [option.text.rstrip(".") for option in note.question.options if option.misconception]
        assert any(f"“{text}”" in parts["Most are wrong."] for text in wrong), note.where
        options = [option.text.rstrip(".") for option in note.question.options]
        assert set(re.findall("“(.*?)”", note.text)) <= set(options), note.where
    assert len(seen) == len(set(seen)) == 3 * len(QUESTIONS)


@each_lesson
def test_every_number_in_a_note_is_worked_out_or_stands_in_its_question_or_lesson(path: Path) -> None:
    """As in the lessons' own sentences: a number may be repeated once it is proved."""
    sources = [cell.source for cell in notebooks.cells(path, "markdown")]
    proved = {match["number"] for text in sources for match in prose.PROVED.finditer(text)}
    found = []
    for note in notes(path):
        text = CLOCK.sub("", note.text)
        own = re.findall(prose.NUMBER, asked_text(note.question))
        found += [f"{note.where}: {fault}" for fault in prose.wrong_numbers(text)]
        bare = prose.bare_numbers(text)
        found += [f"{note.where}: {n} in: {s}" for n, s in bare if n.rstrip("%") not in proved | set(own)]
    assert not found, "\n".join(found)


def asked_text(question: Question | None) -> str:
    """Return all words of a question; test_question_numbers.py proves its numbers."""
    options = question.options if question else ()
    return " ".join([question.prompt if question else "", *(f"{o.text} {o.feedback}" for o in options)])


@each_lesson
def test_what_a_note_says_to_set_can_be_set(path: Path) -> None:
    code = "\n".join(cell.source for cell in notebooks.cells(path, "code"))
    known = [notebooks.explorers()[name] for name in notebooks.EXPLORED.findall(code)]
    controls = [control for explorer in known for control in explorer.controls]
    assert controls
    for note in notes(path):
        for value in re.findall("`([^`]+)`", note.text):
            can = any(control.label == value or takes(control, value) for control in controls)
            assert can or re.search(rf"\b{re.escape(value)}\b", code), f"{note.where}: {value}"


def takes(control: object, value: str) -> bool:
    """Say whether a control can be set to a value."""
    if isinstance(control, Slider):
        number = float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else None
        steps = None if number is None else (number - control.low) / control.step
        inside = number is not None and control.low <= number <= control.high
        return inside and steps is not None and abs(steps - round(steps)) < 1e-9
    if isinstance(control, Choice | Marks):
        return value in control.options
    return isinstance(control, Grid) and value in (*control.rows, *control.columns, *control.codes)


@each_lesson
def test_whoever_catches_up_is_told_what_a_block_needs_from_above(path: Path) -> None:
    catching_up = {n.about: labelled(n.text)["Catching up."] for n in notes(path) if not n.question}
    for title, needs in needed(path).items():
        said = catching_up[title].split(". ")[0]
        assert set(re.findall("`([^`]+)`", said)) == needs, title


def needed(path: Path) -> dict[str, set[str]]:
    """Return the names that each block takes from earlier ones, the first code cell left out."""
    made: dict[str, str] = {}
    now, found = "", {title: set[str]() for title, _ in blocks(path)}
    for cell in notebooks.read(path).cells:
        now = ([now, *subjects(cell)] if cell.cell_type == "markdown" else [now])[-1]
        statements = ast.parse(cell.source).body if cell.cell_type == "code" else []
        for loads, stores in map(names, statements):
            found[now] |= {name for name in loads if made.get(name, now) != now}
            if not any(isinstance(one, ast.Import | ast.ImportFrom) for one in statements):
                made |= dict.fromkeys(stores, now)
    return found


def names(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads and makes, without those of its comprehensions."""
    every = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    inner = [node.target for node in ast.walk(statement) if isinstance(node, ast.comprehension)]
    own = {node.id for target in inner for node in ast.walk(target) if isinstance(node, ast.Name)}
    loads = {node.id for node in every if isinstance(node.ctx, ast.Load)}
    stores = {node.id for node in every if isinstance(node.ctx, ast.Store)}
    return loads - own, stores - own


# Who sees it


class Editions(NamedTuple):
    """The pages of both editions."""

    learners: dict[str, bytes]
    instructors: dict[str, bytes]
    parsed: dict[str, BeautifulSoup]


class Blank(_export_cells.Pictures):
    """One empty picture for every chart: test_export.py looks at the charts, and to draw them takes long."""

    def __init__(self) -> None:
        self._blank: Future[str] = Future()
        self._blank.set_result('<svg width="9" height="9" viewBox="0 0 9 9"/>')

    def want(self, spec: dict[str, Any]) -> Future[str]:  # noqa: ARG002 - as the real one
        """Return the empty picture."""
        return self._blank


@pytest.fixture(scope="module")
def editions() -> Editions:
    """Make both editions, once."""
    course = _export_pages.sources(ROOT)
    ours, theirs = (_export_pages.Edition(course, Blank(), instructor=which) for which in (False, True))
    learners, instructors = dict(ours.pages()) | dict(ours.handout()), dict(theirs.pages())
    parsed = {name: BeautifulSoup(page, "html.parser") for name, page in instructors.items()}
    return Editions(learners, instructors, parsed)


def letters(text: str) -> str:
    """Leave out blanks and marks, which markdown may move."""
    return "".join(filter(str.isalnum, text))


def asides(page: Tag) -> list[Tag]:
    """Return the notes in a page."""
    return page.find_all("aside")


def shown(note: Note) -> str:
    """Return the letters of a note as a reader sees them."""
    return letters(re.sub(r"<!--.*?-->", "", note.text))


def test_the_instructors_edition_shows_every_note_once_and_in_its_place(editions: Editions) -> None:
    for path in LESSONS:
        page = editions.parsed[f"instructor_{path.name[:-6]}.html"]
        found = asides(page)
        for note, aside in zip(notes(path), found, strict=True):
            assert letters(words(aside)) == letters(_export_notes.FOR) + shown(note), note.where
            assert aside["aria-label"].endswith(f": {beginning(note, page)}"), note.where
            assert aside.find_parent(class_="cell")["id"] == note.cell.id, note.where
            before = aside.find_previous_sibling()
            expected = "div" if note.question else "h2"
            assert before.name == expected, note.where
            assert note.question or words(before).startswith(plain(note.about)), note.where
    with_notes = [name for name, page in editions.parsed.items() if asides(page)]
    assert len(with_notes) == len(LESSONS)


def plain(heading: str) -> str:
    """Return a heading without its marks."""
    return heading.replace("*", "")


def beginning(note: Note, page: Tag) -> str:
    """Return the question's name, or the whole heading as the page has it."""
    if note.question:
        return note.about
    (found,) = [words(h) for h in page.find_all("h2") if words(h).startswith(f"{plain(note.about)} · ")]
    return found


def test_without_its_notes_the_instructors_edition_is_the_learners(editions: Editions) -> None:
    """So that every rule that test_export.py holds the pages to holds here, every number too."""
    for name, page in editions.parsed.items():
        ours = re.sub(rb"<aside.*?</aside>\n", b"", editions.instructors[name], flags=re.DOTALL)
        theirs = editions.learners[name.removeprefix("instructor_")]
        here, there = dict.fromkeys(body(ours)), dict.fromkeys(body(theirs))
        assert [line for line in here if line not in there] == index_says(page), name
        assert [line for line in there if line not in here] == [], name


def body(page: bytes) -> list[str]:
    """Return the lines of a page below its header, links without the edition's beginning."""
    text = page.decode().partition("</header>")[2]
    return text.replace('href="instructor_', 'href="').splitlines()


def index_says(page: BeautifulSoup) -> list[str]:
    """Return the paragraph that only the instructor's index has, as its lines in the file."""
    told = [p for p in page.main.find_all("p") if "instructor's edition" in p.get_text()]
    assert len(told) == ("contents" in page.title.string)
    return str(told[0]).splitlines() if told else []


def test_each_page_of_the_instructors_edition_says_that_it_is_one(editions: Editions) -> None:
    for name, page in editions.parsed.items():
        assert name.startswith("instructor_")
        assert "instructor's edition" in page.title.string
        assert "instructor's edition" in words(page.header)
    assert "Do not hand it out" in words(editions.parsed["instructor_index.html"].main)


def test_learners_see_no_note_on_any_page(editions: Editions) -> None:
    pieces = [letters(part) for note in every_note() for part in labelled(note.text).values()]
    assert len(pieces) > 3 * len(QUESTIONS)
    assert "exercises.html" in editions.learners
    for name, page in editions.learners.items():
        text = letters(BeautifulSoup(page, "html.parser").get_text())
        assert [piece for piece in pieces if piece in text] == [], name
        assert not [word for word in (b"note-for", b"<aside", b"nstructor") if word in page], name


@pytest.mark.parametrize("part", ["notebooks", "exercises"])
def test_learners_see_no_note_in_a_notebook(part: str) -> None:
    pieces = [piece for note in every_note() for piece in labelled(note.text).values()]
    for file in sorted((ROOT / part).glob("*.ipynb")):
        stored = json.loads(file.read_text(encoding="utf-8"))
        seen = [[cell["source"], cell.get("outputs", [])] for cell in stored["cells"]]
        text = json.dumps(seen, ensure_ascii=False)
        inside = [piece for piece in pieces if json.dumps(piece, ensure_ascii=False)[1:-1] in text]
        assert inside == [], file.name
        assert _export_notes.FOR not in text, file.name


def test_a_learners_copy_keeps_the_notes(tmp_path: Path) -> None:
    _copying.apply(ROOT, tmp_path, _copying.plan(ROOT, tmp_path))
    for path in LESSONS:
        copy = json.loads((tmp_path / "notebooks" / path.name).read_text(encoding="utf-8"))
        kept = [cell["metadata"].get("pioneers", {}).get("instructor") for cell in copy["cells"]]
        assert kept == [c.metadata.get("pioneers", {}).get("instructor") for c in notebooks.read(path).cells]
        assert any(kept), path.name


# Form


def test_a_page_with_notes_is_small_ordered_and_loads_nothing(editions: Editions) -> None:
    for name, page in editions.parsed.items():
        of_notes = sum(len(str(aside).encode()) for aside in asides(page))
        assert of_notes < LARGEST - _export_pages.BUDGET, name  # what a page needs besides stays below BUDGET
        assert not page.select("script, link, iframe, img, object, embed, [src]"), name
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        labels = [region["aria-label"] for region in page.select("nav, aside, [role=region]")]
        assert len(labels) == len(set(labels)), name
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        for link in page.find_all("a"):
            file = link["href"].partition("#")[0]
            assert not file or file.startswith("https://") or file in editions.parsed, (name, link)


def test_the_accessibility_checker_finds_nothing_in_a_page_with_notes(
    editions: Editions, tmp_path: Path
) -> None:
    program = lab.chromium()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=lab.FLAGS)
        page = browser.new_page(viewport={"width": 320, "height": 900})
        for name in ("instructor_index.html", "instructor_04_mdt_findings.html"):
            (tmp_path / name).write_bytes(editions.instructors[name])
            page.goto((tmp_path / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            assert axe.violations(page) == [], name
        framed = page.locator("aside").first.evaluate("one => getComputedStyle(one).borderTopStyle")
        browser.close()
    assert framed == "dashed"


# The command


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course of one lesson."""
    course = tmp_path / "course"
    (course / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "00_start_here.ipynb", course / "notebooks")
    monkeypatch.setattr(export, "course_folder", lambda: course)
    return course


NAMES = {False: ["00_start_here.html", "index.html"]}
NAMES[True] = [f"instructor_{name}" for name in NAMES[False]]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("first", [False, True])
def test_no_folder_takes_both_editions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, first: bool
) -> None:
    folder = tmp_path / "pages"
    for _ in range(2):  # its own edition is replaced
        assert export.run(folder, instructor=first) == 0
    assert ("do not hand it out" in capsys.readouterr().out) == first
    with (folder / NAMES[first][-1]).open("a") as page:
        page.write("changed")  # pages that somebody changed count too
    assert export.run(folder, instructor=not first) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "choose another folder" in said
    assert sorted(file.name for file in folder.iterdir()) == NAMES[first]


@pytest.mark.usefixtures("small")
def test_other_pages_in_the_folder_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>my own page</p>")
    assert cli.main(["export", "--instructor", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.glob("*.html")} == {"index.html", *NAMES[True]}


def test_there_is_no_handout_with_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.run(tmp_path / "pages", exercises_only=True, instructor=True) == 1
    assert "have no notes for instructors" in capsys.readouterr().err
    assert not (tmp_path / "pages").exists()


def test_notes_that_fit_no_place_stop_the_export(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = small / "notebooks" / "00_start_here.ipynb"
    changed = json.loads(lesson.read_text(encoding="utf-8"))
    cell = next(cell for cell in changed["cells"] if "pioneers" in cell["metadata"])
    cell["metadata"]["pioneers"]["instructor"] += "\n\n---\n\nOne note too many."
    lesson.write_text(json.dumps(changed), encoding="utf-8")
    assert export.run(tmp_path / "pages", instructor=True) == 1
    assert f"cell {cell['id']}, has 2 notes for 1 places" in capsys.readouterr().err


# The tables of INSTRUCTORS.md

ROW = re.compile(r"^\| (\d+:\d\d) \| (.+) \| (\d+) \|(?: .+ \|)?$")
CUT = re.compile(r"^\| (Lesson \d\d from .+) \| (\d+) \|$")
SPAN = re.compile(r"from (\d:\d\d) to (\d:\d\d)")


def tables(start: str) -> list[tuple[str, list[re.Match[str]]]]:
    """Return the tables of clock times: the heading above each, and its rows."""
    found: list[tuple[str, list[re.Match[str]]]] = []
    heading = ""
    for line in TABLES.splitlines():
        heading = line if line.startswith("#") else heading
        if line.startswith("| From |"):
            found.append((heading, []))
        row = ROW.match(line)
        if row and found:
            found[-1][1].append(row)
    return [(above, rows) for above, rows in found if above.startswith(start)]


def bounds(number: str) -> list[int]:
    """Return the minutes at which the blocks of a lesson begin, and its end."""
    (path,) = [path for path in LESSONS if path.name.startswith(number)]
    at = [0]
    for _, length in blocks(path):
        at.append(at[-1] + length)
    return at


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05"])
def test_the_clock_of_a_lesson_in_the_guide_is_the_lessons(number: str) -> None:
    ((_, rows),) = tables(f"## Lesson {number} by the clock")
    starts = bounds(number)
    assert [minutes(row[1]) for row in rows] == starts[:-1]
    assert [int(row[3]) for row in rows] == [after - before for before, after in pairwise(starts)]


@pytest.mark.parametrize(("plan", "days"), [("Half a day", 1), ("One day", 1), ("Two days", 2)])
def test_the_times_of_a_plan_add_up(plan: str, days: int) -> None:
    found = tables(f"### {plan}, ")
    assert len(found) == days
    for heading, rows in found:
        clock = re.search(r"(\d+:\d\d) to (\d+:\d\d)", heading)
        assert clock
        now = minutes(clock[1])
        for row in rows:
            assert minutes(row[1]) == now, row[0]
            now += int(row[3])
        assert now == minutes(clock[2]), heading


def test_what_a_plan_takes_or_cuts_of_a_lesson_are_whole_blocks() -> None:
    taken = [(row[2], int(row[3])) for _, rows in tables("### ") for row in rows]
    cut = [(row[1], int(row[2])) for row in map(CUT.match, TABLES.splitlines()) if row]
    assert len(cut) > 5
    lessons = [(what, length) for what, length in taken + cut if what.startswith("Lesson ")]
    assert len(lessons) > len(cut)
    for what, length in lessons:
        spans = [(minutes(first), minutes(last)) for first, last in SPAN.findall(what)]
        assert sum(last - first for first, last in spans) == length, what
        assert {clock for span in spans for clock in span} <= set(bounds(what[7:9])), what
