"""What nbval cannot see: every lesson is run, described, ordered, timed and whole."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nbformat
import pytest
import vl_convert

import notebooks
import pioneer_data as pioneers
from notebooks import LESSONS, WIDEST_PICTURE, place
from pioneer_data.charts import MEDIA_TYPE, SCHEMA, SMALLEST_TEXT
from pioneer_data.questions import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_CELL = 15
CDN = re.compile(r"cdn\.|unpkg|jsdelivr|googleapis|cloudflare", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s\"'<>\\)]+")
MINUTES = re.compile(r"· (\d+) minutes?$")
TEXT_SIZES = {
    "axis": ("labelFontSize", "titleFontSize"),
    "header": ("labelFontSize", "titleFontSize"),
    "legend": ("labelFontSize", "titleFontSize"),
    "title": ("fontSize", "subtitleFontSize"),
    "text": ("fontSize",),
}
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def number(path: Path) -> str:
    """Return the lesson's number, such as ``"02"``."""
    return path.stem[:2]


def objectives(path: Path) -> list[str]:
    """Return the ids in the list of objectives of the first cell."""
    return re.findall(r"^[-*] \*\*(\d\d\.\d)\*\*", notebooks.read(path).cells[0].source, re.MULTILINE)


def stated_minutes(path: Path) -> int:
    """Return the total that the line below the title gives."""
    found = re.findall(
        r"^\*\*Lesson .*· (\d+) minutes\*\*$", notebooks.read(path).cells[0].source, re.MULTILINE
    )
    assert len(found) == 1, f"{path.name} must state its minutes once, in the line **Lesson ...**"
    return int(found[0])


def test_there_are_lessons_and_all_questions_have_one() -> None:
    assert [number(path) for path in LESSONS][:1] == ["00"]
    assert {name[:2] for name in QUESTIONS} == {number(path) for path in LESSONS}


@each_lesson
def test_the_format_is_valid(path: Path) -> None:
    notebook = notebooks.read(path)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    pattern = re.compile(rf"l{number(path)}-\d\d\d")
    assert all(pattern.fullmatch(name) for name in ids), "ids must stay when a cell is edited"


@each_lesson
def test_the_kernel_is_python_and_nothing_else_is_stored(path: Path) -> None:
    notebook = notebooks.read(path)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}, "no widget state"
    for cell in notebook.cells:
        assert "execution" not in cell.metadata, f"{place(path, cell)} holds when it was run"


@each_lesson
def test_every_cell_was_run_in_order(path: Path) -> None:
    counts = [cell.execution_count for cell in notebooks.cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_lesson
def test_no_output_is_an_error_or_a_warning(path: Path) -> None:
    for where, output in notebooks.outputs(path):
        assert output.output_type != "error", where
        assert output.get("name") != "stderr", (where, output.text)


@each_lesson
def test_no_output_needs_the_internet(path: Path) -> None:
    sources = {pioneers.source(table)["url"] for table in pioneers.catalogue()["table"]} - {""}
    for where, output in notebooks.outputs(path):
        text = notebooks.text_of(output)
        assert not CDN.search(text), where
        in_chart = MEDIA_TYPE in output.get("data", {})
        allowed = {SCHEMA} if in_chart else sources
        assert set(ADDRESS.findall(text)) <= allowed, where
        assert not re.search(r"(src|href)=\W*https?:", text), where


@each_lesson
def test_every_chart_says_what_it_shows(path: Path) -> None:
    for where, spec, text in notebooks.charts(path):
        assert len(spec["description"]) >= 60, where
        assert text == spec["description"], where
        assert spec["title"]["text"].strip(), where
        assert "".join(spec["title"]["subtitle"]).strip(), where
        assert spec["$schema"] == SCHEMA, where


@each_lesson
def test_every_chart_is_small_and_every_word_large(path: Path) -> None:
    for where, spec, _ in notebooks.charts(path):
        datasets = spec.get("datasets", {}).values()
        inline = [d["values"] for d in notebooks.dictionaries(spec) if "values" in d and "url" not in d]
        assert 0 < sum(map(len, datasets)) + sum(map(len, inline)) < 5000, where
        picture = vl_convert.vegalite_to_svg(spec, vl_version="5.8")
        width = float(re.findall(r'width="([\d.]+)"', picture)[0])
        assert width <= WIDEST_PICTURE, (where, width)
        for part, sizes in TEXT_SIZES.items():
            assert all(spec["config"][part][size] >= SMALLEST_TEXT for size in sizes), (where, part)
        for each in notebooks.dictionaries(spec):
            small = {k: v for k, v in each.items() if k.lower().endswith("fontsize") and v < SMALLEST_TEXT}
            assert not small, (where, small)


@each_lesson
def test_every_explorer_and_altair_cell_drew_a_chart(path: Path) -> None:
    for cell in notebooks.cells(path, "code"):
        if "explore(" in cell.source:
            drawn = [output for output in cell.outputs if MEDIA_TYPE in output.get("data", {})]
            assert len(drawn) == 1, place(path, cell)
        for output in cell.outputs:
            assert not any("vegalite.v6" in kind for kind in output.get("data", {})), place(path, cell)


@each_lesson
def test_the_headings_are_ordered(path: Path) -> None:
    levels = [heading.level for heading in notebooks.headings(path)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), "a level is skipped"


@each_lesson
def test_the_minutes_add_up(path: Path) -> None:
    blocks = [heading.text for heading in notebooks.headings(path) if heading.level == 2]
    found = [MINUTES.search(text) for text in blocks]
    assert all(found), [text for text, match in zip(blocks, found, strict=True) if not match]
    assert sum(int(match[1]) for match in found if match) == stated_minutes(path)


def test_the_course_map_gives_every_lesson_its_minutes() -> None:
    text = "\n".join(cell.source for cell in notebooks.cells(LESSONS[0], "markdown"))
    rows = re.findall(r"^\| \[?(\d\d)\]?(?:\(\S+\))? \|.*\| (\d+) \|$", text, re.MULTILINE)
    assert {(number(path), str(stated_minutes(path))) for path in LESSONS} == set(rows)


@each_lesson
def test_code_is_short_and_explained(path: Path) -> None:
    for cell in notebooks.cells(path, "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert 0 < len(lines) <= LONGEST_CELL, place(path, cell)
        assert not all(line.lstrip().startswith("#") for line in lines), place(path, cell)
        for unwanted in ("%pip", "!pip", "filterwarnings", "simplefilter", "sys.path"):
            assert unwanted not in cell.source, (place(path, cell), unwanted)


@each_lesson
def test_at_most_two_code_cells_in_a_row(path: Path) -> None:
    kinds = [cell.cell_type for cell in notebooks.read(path).cells]
    runs = [(kind, len(list(run))) for kind, run in groupby(kinds)]
    assert max(length for kind, length in runs if kind == "code") <= 2
    assert kinds[0] == "markdown"


@each_lesson
def test_no_cell_is_empty(path: Path) -> None:
    for cell in notebooks.read(path).cells:
        assert cell.source.strip(), place(path, cell)
        assert cell.source == cell.source.rstrip(), place(path, cell)


@each_lesson
def test_every_question_of_the_lesson_is_asked_once(path: Path) -> None:
    asked = notebooks.asked(path)
    assert set(asked) <= set(QUESTIONS)
    own = [name for name in QUESTIONS if name.startswith(number(path))]
    assert sorted(asked) == sorted(own)


@each_lesson
def test_every_objective_is_practised(path: Path) -> None:
    stated = objectives(path)
    assert stated, f"{path.name} states no objectives"
    assert len(set(stated)) == len(stated)
    assert all(name.startswith(number(path)) for name in stated)
    assert {QUESTIONS[name].objective for name in notebooks.asked(path)} == set(stated)


@each_lesson
def test_every_image_has_a_text(path: Path) -> None:
    for cell in notebooks.cells(path, "markdown"):
        for alternative in re.findall(r"!\[([^\]]*)\]\(", notebooks.prose(cell)):
            assert len(alternative) > 20, place(path, cell)
        for tag in re.findall(r"<img[^>]*>", cell.source):
            assert re.search(r"alt=[\"'][^\"']{20,}", tag), place(path, cell)
    for where, output in notebooks.outputs(path):
        assert not {"image/png", "image/jpeg"} & set(output.get("data", {})), where
        assert "<img" not in notebooks.text_of(output), where


def links(cell: nbformat.NotebookNode) -> list[str]:
    """Return the targets of a cell's links and images, code left out."""
    text = re.sub(r"`[^`]*`", "", notebooks.prose(cell))
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"(?:src|href)=[\"']([^\"']+)", text)


def anchors(path: Path) -> set[str]:
    """Return the addresses that JupyterLab gives to a notebook's headings."""
    plain = [re.sub(r"[*_`]", "", heading.text) for heading in notebooks.headings(path)]
    return {text.replace(" ", "-") for text in plain}


@each_lesson
def test_every_link_leads_somewhere(path: Path) -> None:
    for cell in notebooks.cells(path, "markdown"):
        for link in links(cell):
            if re.match(r"https://|mailto:", link):
                continue
            file, _, anchor = unquote(link).partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), f"{place(path, cell)}: no file {link}"
            if anchor:
                assert anchor in anchors(target), f"{place(path, cell)}: no heading {link}"
