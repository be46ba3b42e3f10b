"""Exercises and solutions in a real JupyterLab; and grid, brief and keys under JupyterLab's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lab
import pytest
import sweep
from playwright.sync_api import expect
from sweep import CHART, FAULTS, PICTURE, SCRATCH, SETTLE, THEIRS, WATCH, WATCHED, Reader, code_cells

import notebooks
from notebooks import LESSONS, ROOT
from pioneer_data.coding import file_name
from pioneer_data.controls import Grid, Text
from pioneer_data.explore import BRIEF_BOXES
from pioneer_data.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lab import Lesson
    from playwright.sync_api import Browser, Locator
    from sweep import Ran

browser, addresses, reader = sweep.browser, sweep.addresses, sweep.reader
opened, ran = sweep.opened, sweep.ran

EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
WORK = [*EXERCISES, *SOLUTIONS]
MOVED = next(path for path in LESSONS if path.stem == "02_ki_survey_trends")
SLIDER_AND_RADIO = code_cells(MOVED, "who_answered")[0]
GRIDDED = next(
    (path, index, name, control)
    for path in LESSONS
    for index, cell in enumerate(notebooks.read(path).cells)
    for name in notebooks.EXPLORED.findall(cell.source)
    for control in notebooks.explorers()[name].controls
    if isinstance(control, Grid)
)
READABLE = 15  # pixels that a line of text is high at least
ACTIVE = "[role=grid] button[tabindex='0']"
CHANGED = "(cell, before) => (cell.querySelector('svg.marks')?.innerHTML ?? before) !== before"


each_work = pytest.mark.parametrize("path", WORK, ids=lambda path: f"{path.parent.name}-{path.stem}")
each_solution = pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)


@each_solution
def test_a_solution_shows_its_charts_before_it_is_run(path: Path, opened: Ran) -> None:
    sweep.expect_charts(opened(path), path)


@each_work
def test_an_exercise_or_solution_runs_and_answers(path: Path, ran: Ran) -> None:
    lesson = ran(path)
    sweep.expect_ran(lesson)
    sweep.expect_charts(lesson, path)
    word = "RIGHT" if path in SOLUTIONS else "NOT YET"
    checks = [cell for cell in notebooks.cells(path, "code") if "check" in cell.metadata.get("tags", [])]
    assert lesson.page.evaluate(sweep.SAID) == [word] * len(checks)


@each_work
def test_an_exercise_or_solution_is_whole_in_a_narrow_window(path: Path, ran: Ran) -> None:
    sweep.expect_nothing_cut_off(ran(path))


@each_work
def test_an_exercise_or_solution_breaks_no_rule_of_accessibility(path: Path, ran: Ran) -> None:
    sweep.expect_no_violation_of_ours(ran(path))


@each_work
def test_an_exercise_or_solution_asks_for_nothing_outside(path: Path, ran: Ran) -> None:
    assert not ran(path).outside


@pytest.fixture(scope="module")
def theirs(browser: Browser, addresses: Callable[[str], str]) -> Iterator[Reader]:
    """Read under JupyterLab's own settings, as on somebody else's JupyterHub."""
    reader = Reader(browser, addresses(THEIRS))
    yield reader
    reader.close()


@pytest.fixture
def moved(theirs: Reader) -> Lesson:
    """Return the lesson with most explorers, three cells run."""
    lesson = theirs.open(MOVED.stem)
    if not theirs.has_run:
        lesson.run(code_cells(MOVED, "import ")[0], SLIDER_AND_RADIO, *questions()[:1])
        theirs.has_run = True
    return lesson


def questions() -> list[int]:
    return code_cells(MOVED, "ask(")


def press(lesson: Lesson, cell: Locator, control: Locator, key: str) -> None:
    """Press a key on a control; its chart changes and nothing around it moves."""
    control.focus()
    cell.evaluate(SETTLE)
    before, label = cell.evaluate(PICTURE), cell.locator(CHART).get_attribute("aria-label")
    cell.evaluate(WATCH)
    lesson.page.keyboard.press(key)
    lesson.wait(cell, CHANGED, before)
    _, places, _, _ = lesson.page.evaluate(WATCHED)
    assert len(places) == 1, f"the page jumped: {places}"
    assert cell.locator(CHART).get_attribute("aria-label") != label


def test_a_slider_keeps_its_arrow_keys(moved: Lesson) -> None:
    cell = moved.cell(SLIDER_AND_RADIO)
    slider = cell.get_by_role("slider").first
    before = float(slider.input_value())
    for key in ("ArrowRight", "ArrowUp"):
        press(moved, cell, slider, key)
        expect(slider).to_be_focused()
        assert float(slider.input_value()) > before
        before = float(slider.input_value())
    expect(slider).to_have_attribute("aria-valuenow", slider.input_value())
    expect(cell.get_by_role("spinbutton").first).to_have_value(slider.input_value())


def test_a_radio_button_keeps_its_arrow_keys(moved: Lesson) -> None:
    cell = moved.cell(SLIDER_AND_RADIO)
    for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        chosen = cell.locator("input[type=radio]:checked").first.get_attribute("value")
        press(moved, cell, cell.locator("input[type=radio]:checked").first, key)
        focused = cell.locator("input[type=radio]:focus")
        expect(focused).to_be_checked()
        assert focused.get_attribute("value") != chosen


def test_a_number_can_be_typed(moved: Lesson) -> None:
    cell = moved.cell(SLIDER_AND_RADIO)
    number = cell.get_by_role("spinbutton").first
    before = cell.evaluate(PICTURE)
    number.focus()
    moved.page.keyboard.press("ControlOrMeta+a")
    moved.page.keyboard.type("0")  # pressed twice, 0 restarts a kernel in JupyterLab
    moved.page.keyboard.press("Enter")
    moved.wait(cell, CHANGED, before)
    expect(number).to_be_focused()
    expect(cell.get_by_role("slider").first).to_have_value("0")


def test_space_ticks_the_box_that_shows_the_table(moved: Lesson) -> None:
    cell = moved.cell(SLIDER_AND_RADIO)
    box = cell.get_by_role("checkbox", name="Show the numbers as a table")
    box.focus()
    for ticked in (True, False):
        moved.page.keyboard.press("Space")
        expect(box).to_be_checked(checked=ticked)
        expect(cell.get_by_role("table")).to_have_count(int(ticked))
        expect(box).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_question_is_answered_by_keyboard(key: str, moved: Lesson) -> None:
    index = questions()[0]
    (name,) = notebooks.ASKED.findall(notebooks.read(MOVED).cells[index].source)
    cell = moved.cell(index)
    for option in QUESTIONS[name].options:
        button = cell.get_by_role("button", name=option.text, exact=True)
        button.focus()
        moved.page.keyboard.press(key)
        expect(cell.locator(".jp-RenderedMarkdown")).to_contain_text(option.feedback)
        expect(cell.get_by_role("status")).to_contain_text(option.feedback)
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-pressed", "true")


def expect_codes(cell: Locator, grid: Grid, codes: dict[tuple[str, str], str]) -> None:
    """Find exactly these codes in the grid, the rest not coded, and one cell in the tab order."""
    table = cell.get_by_role("grid", name=grid.label, exact=True)
    for row, column in grid.cells:
        name = f"{row}, {column}: {codes.get((row, column), 'not coded')}"
        expect(table.get_by_role("button", name=name, exact=True)).to_have_count(1)
    expect(cell.locator(ACTIVE)).to_have_count(1)


def type_codes(lesson: Lesson, cell: Locator, grid: Grid) -> dict[tuple[str, str], str]:
    """Code four cells of an empty grid by keyboard alone; return what must stand in them."""
    (first, second, *_), (left, right, *_) = grid.rows, grid.columns
    keys = [*["ArrowUp"] * len(grid.rows), "Home", grid.codes[-1][0]]
    keys += ["ArrowLeft", "ArrowUp"]  # at an edge the focus stays
    keys += ["ArrowRight", "Space", "ArrowDown", "Space", "Enter", "ArrowLeft", grid.codes[0][0].upper()]
    keys += ["End", grid.codes[0][0], "Delete", "Home"]
    letters = {code[0].lower() for code in grid.codes}
    keys += [key for key in "xb" if key not in letters]  # these cut and insert cells in JupyterLab
    cell.locator(ACTIVE).focus()
    for key in keys:
        lesson.page.keyboard.press(key)
    expect(cell.locator(ACTIVE)).to_be_focused()
    codes = {(first, left): grid.codes[-1], (first, right): grid.codes[0]}
    codes |= {(second, left): grid.codes[0], (second, right): grid.codes[1]}
    return codes


def clear(lesson: Lesson, cell: Locator, grid: Grid) -> None:
    """Go through the grid row by row and delete every code."""
    row = ["Home", *["Delete", "ArrowRight"] * len(grid.columns), "ArrowDown"]
    cell.locator(ACTIVE).focus()
    for key in [*["ArrowUp"] * len(grid.rows), *row * len(grid.rows)]:
        lesson.page.keyboard.press(key)
    expect_codes(cell, grid, {})


def press_button(lesson: Lesson, cell: Locator, name: str, sentence: str) -> None:
    """Press a button under the grid; its outcome can be seen and is a status."""
    cell.get_by_role("button", name=name, exact=True).focus()
    lesson.page.keyboard.press("Enter")
    status = cell.get_by_role("status").filter(has_text=sentence)
    expect(status).to_be_visible()
    box = status.bounding_box()
    assert box, sentence
    assert box["height"] > READABLE, "the status is for screen readers alone"


def code_a_grid(lesson: Lesson, index: int, name: str, grid: Grid) -> None:
    """Code, run again, save, clear and bring back; every key stays within the grid."""
    cell, notebook_cells = lesson.cell(index), lesson.page.locator(".jp-Notebook .jp-Cell").count()
    clear(lesson, cell, grid)
    label = cell.locator(CHART).get_attribute("aria-label")
    codes = type_codes(lesson, cell, grid)
    expect_codes(cell, grid, codes)
    expect(cell.locator(CHART)).not_to_have_attribute("aria-label", label or "")
    lesson.page.wait_for_function(lab.KERNEL_IDLE)
    lesson.run(index)
    cell = lesson.cell(index)
    expect_codes(cell, grid, codes)
    saved = f"Saved {len(codes)} of {len(grid.cells)} cells in {file_name(name)}"
    press_button(lesson, cell, "Save my coding as a file", saved)
    clear(lesson, cell, grid)
    press_button(lesson, cell, "Save my coding as a file", "no cell is coded yet")
    press_button(lesson, cell, "Bring back a saved coding", f"Brought back {len(codes)}")
    expect_codes(cell, grid, codes)
    assert lesson.page.locator(".jp-Notebook .jp-Cell").count() == notebook_cells
    assert not lesson.page.evaluate(FAULTS)


def test_a_grid_is_coded_kept_and_filed_by_keyboard(ran: Ran) -> None:
    path, index, name, grid = GRIDDED
    code_a_grid(ran(path), index, name, grid)


@pytest.fixture
def scratch(theirs: Reader) -> Lesson:
    """Return a notebook with a brief and with controls that clear others, run."""
    return theirs.run(SCRATCH)


def box_of(cell: Locator, box: Text) -> Locator:
    return cell.get_by_role("textbox", name=box.label, exact=True)


def type_pieces(lesson: Lesson, *pieces: str) -> None:
    """Type with pauses in which the text goes to Python; a piece in angle brackets is a key."""
    for piece in pieces:
        if piece.startswith("<"):
            lesson.page.keyboard.press(piece[1:-1])
        else:
            lesson.page.keyboard.type(piece)
            lesson.page.wait_for_timeout(500)  # longer than the panel waits before it sends


def test_a_brief_is_typed_checked_kept_and_saved_by_keyboard(scratch: Lesson) -> None:
    cell, notebook_cells = scratch.cell(1), scratch.page.locator(".jp-Notebook .jp-Cell").count()
    claim, evidence = (box_of(cell, box) for box in BRIEF_BOXES[:2])
    caption = cell.locator("caption")
    expect(caption).to_contain_text("0 of 12 things are there")
    claim.focus()
    before = claim.bounding_box()
    type_pieces(scratch, "Teams help. dd00iibax", *["<ArrowLeft>"] * 10, "probably ", "perhaps ")
    type_pieces(scratch, "<Escape>", "<End>", "<Enter>", "Not", "<Shift+Enter>", " known.")
    type_pieces(scratch, "<ArrowUp>", "<ArrowUp>", "<Home>", "A")
    text = "ATeams help.probably perhaps  dd00iibax\nNot\n known."
    expect(claim).to_have_value(text)
    expect(claim).to_be_focused()
    assert claim.bounding_box() == before, "the box moved while it was written in"
    expect(caption).to_contain_text("3 of 12 things are there")
    expect(cell.get_by_role("row", name="Claim how sure you are")).to_contain_text("probably")
    scratch.page.keyboard.press("Tab")
    expect(evidence).to_be_focused()
    type_pieces(scratch, "Keeble: 87.3%")
    expect(cell.get_by_role("row", name="Evidence numbers")).to_contain_text("87.3%")
    scratch.page.keyboard.type(" x")
    scratch.page.keyboard.press("Tab")  # at once: what was just typed must not be lost
    scratch.page.wait_for_function(lab.KERNEL_IDLE)
    scratch.run(1)
    cell = scratch.cell(1)
    expect(box_of(cell, BRIEF_BOXES[0])).to_have_value(text)
    expect(box_of(cell, BRIEF_BOXES[1])).to_have_value("Keeble: 87.3% x")
    expect(cell.locator("caption")).to_contain_text("6 of 12 things are there")
    press_button(scratch, cell, "Save my brief as a file", "Saved 9 words in my_evidence_brief.md")
    assert scratch.page.locator(".jp-Notebook .jp-Cell").count() == notebook_cells
    assert not scratch.page.evaluate(FAULTS)


def test_a_control_sends_others_back_to_their_start(scratch: Lesson) -> None:
    cell = scratch.cell(2)
    drawn = cell.locator(CHART)

    def move(name: str, key: str, role: Any = "radio") -> None:  # noqa: ANN401 - one of Playwright's roles
        cell.get_by_role(role, name=name, exact=True).focus()
        scratch.page.keyboard.press(key)

    expect(drawn).to_have_attribute("aria-label", "all, any, 0.5, False, ()")
    move("any", "ArrowRight")
    expect(drawn).to_have_attribute("aria-label", "all, right, 0.5, False, ()")
    move("Size", "ArrowRight", "slider")
    expect(drawn).to_have_attribute("aria-label", "all, any, 0.6, False, ()")
    move("On", "Space", "checkbox")
    move("that", "Space", "checkbox")
    move("any", "ArrowRight")
    expect(drawn).to_have_attribute("aria-label", "all, right, 0.6, True, ('that',)")
    move("all", "ArrowRight")
    expect(drawn).to_have_attribute("aria-label", "one, any, 0.5, False, ()")
    expect(cell.get_by_role("radio", name="any", exact=True)).to_be_checked()
    expect(cell.get_by_role("slider")).to_have_value("0.5")
    expect(cell.get_by_role("spinbutton")).to_have_value("0.5")
    for box in ("On", "that"):
        expect(cell.get_by_role("checkbox", name=box, exact=True)).not_to_be_checked()
    expect(cell.get_by_role("radio", name="one", exact=True)).to_be_focused()
    assert not scratch.page.evaluate(FAULTS)
