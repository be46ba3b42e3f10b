"""The lessons in a real JupyterLab: drawn, described, moved by keyboard, steady, whole, offline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import keyboard
import pytest
import sweep
from sweep import CHART, SETTLE, WATCH, WATCHED, code_cells

import notebooks
from notebooks import LESSONS
from pioneer_data.brief import check, summary
from pioneer_data.controls import Choice, Grid, Marks, Slider
from pioneer_data.explore import BRIEF_BOXES, BRIEF_BUTTON, TABLE
from pioneer_data.questions import QUESTIONS, reply

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lab import Lesson
    from playwright.sync_api import Locator
    from sweep import Ran

    from pioneer_data.questions import Question

browser, addresses, reader = sweep.browser, sweep.addresses, sweep.reader
opened, ran = sweep.opened, sweep.ran

EXPLORED = {
    (path, name): index
    for path in LESSONS
    for index, cell in enumerate(notebooks.read(path).cells)
    for name in notebooks.EXPLORED.findall(cell.source)
    if cell.cell_type == "code"
}
SLID = [
    (path, name)
    for path, name in EXPLORED
    if any(isinstance(control, Slider) for control in notebooks.explorers()[name].controls)
]
BRIEFED = next((path, index) for path in LESSONS for index in code_cells(path, "write_brief("))
QUIET = {"from_p_to_interval": {"place"}}  # moves that for some choices of the others change nothing
MOVES = 30
KEY_REPEAT = 33  # milliseconds between two keys when one is held down
LABELLED = f"(cell, text) => cell.querySelector('{CHART}')?.getAttribute('aria-label') === text"
FOCUSED = f"""() => {{
  const at = document.activeElement;
  return [at.tagName, at.ariaLabel, at.closest('fieldset')?.querySelector('legend').textContent,
    ({keyboard.FOCUSED})(at)];
}}"""
PRESSED = """() => [...document.activeElement.closest('fieldset').querySelectorAll('[aria-pressed=true]')]
  .map(button => button.textContent)"""
ANSWERED = """(cell, [pressed, said, read]) => {
  const plain = text => (text ?? '').replace(/[^\\p{L}\\p{N}]/gu, '');
  const [status, reply] = ['[role=status]', '.jp-RenderedMarkdown']
    .map(place => plain(cell.querySelector(place)?.textContent));
  return document.activeElement.ariaPressed === 'true' && document.activeElement.textContent === pressed
    && status === plain(said) && reply.includes(plain(read));
}"""

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def each(cases: Iterable[tuple[Path, str]]) -> pytest.MarkDecorator:
    """Repeat a test for some of the explorers, by lesson and name."""
    pairs = list(cases)
    ids = [f"{path.stem}-{name}" for path, name in pairs]
    return pytest.mark.parametrize(("path", "name"), pairs, ids=ids)


@each_lesson
def test_a_lesson_shows_its_charts_before_it_is_run(path: Path, opened: Ran) -> None:
    sweep.expect_charts(opened(path), path)


@each_lesson
def test_a_lesson_runs_and_draws_every_chart(path: Path, ran: Ran) -> None:
    lesson = ran(path)
    sweep.expect_ran(lesson)
    sweep.expect_charts(lesson, path)


def expect_whole_group(cell: Locator, control: object) -> None:
    """Find what Tab passes by: every option of a group, every cell and heading of a grid."""
    if isinstance(control, Choice | Marks):
        role = "radio" if isinstance(control, Choice) else "checkbox"
        group = cell.get_by_role("group", name=control.label, exact=True)
        for option in control.options:
            assert group.get_by_role(role, name=option, exact=True).count() == 1, option
    if isinstance(control, Grid):
        grid = cell.get_by_role("grid", name=control.label, exact=True)
        for row, column in control.cells:
            name = re.compile(rf"^{re.escape(row)}, {re.escape(column)}: \S")
            assert grid.get_by_role("gridcell").get_by_role("button", name=name).count() == 1, name
        assert grid.get_by_role("rowheader").all_text_contents() == list(control.rows)
        assert grid.get_by_role("columnheader").all_text_contents() == list(control.columns)


@each(EXPLORED)
def test_every_control_is_reached_and_moved_by_keyboard(path: Path, name: str, ran: Ran) -> None:
    lesson, explorer = ran(path), notebooks.explorers()[name]
    cell = keyboard.enter(lesson, EXPLORED[path, name])
    walk = keyboard.Walk(lesson, cell, explorer)
    walk.go()
    assert walk.quiet == QUIET.get(name, set())
    for control in (*explorer.controls, TABLE):
        expect_whole_group(cell, control)
    sweep.expect_ran(lesson)


def thirty(slider: Slider) -> list[str]:
    """Return at least thirty arrow keys that lead away from a slider's start and back to it."""
    room = [round((end - slider.value) / slider.step) for end in (slider.low, slider.high)]
    far = min(MOVES // 2, max(map(abs, room)))
    there, back = ("ArrowLeft", "ArrowRight") if abs(room[0]) > room[1] else ("ArrowRight", "ArrowLeft")
    return [*[there] * far, *[back] * far] * -(-MOVES // (2 * far))


@each(SLID)
def test_nothing_jumps_or_flickers_while_a_slider_moves(path: Path, name: str, ran: Ran) -> None:
    lesson, explorer = ran(path), notebooks.explorers()[name]
    slider = next(control for control in explorer.controls if isinstance(control, Slider))
    cell = lesson.cell(EXPLORED[path, name])
    cell.get_by_role("slider", name=slider.label, exact=True).focus()
    cell.evaluate(SETTLE)
    cell.evaluate(WATCH)
    for key in thirty(slider):
        lesson.page.keyboard.press(key)
        lesson.page.wait_for_timeout(KEY_REPEAT)
    lesson.wait(cell, LABELLED, explorer(**explorer.accept({})).description)
    frames, places, charts, drawn = lesson.page.evaluate(WATCHED)
    assert frames > MOVES, "too few pictures were looked at"
    assert drawn > 1, "the chart did not follow"
    assert len(places) == 1, f"the page jumped: {places}"
    assert len(charts) == 1, f"the chart flickered: {charts}"


def answer(lesson: Lesson, index: int, question: Question) -> None:
    """Press every answer, by Enter and by the space bar in turn; the last one's reply is seen and said.

    That each answer has its own reply, test_explorers.py proves without a browser.
    """
    cell = keyboard.enter(lesson, index)
    keyboard.expect_focus(cell, keyboard.Stop("button", question.options[0].text, question.prompt, "", ()))
    for place, option in enumerate(question.options):
        if place:
            lesson.page.keyboard.press("Tab")
        assert lesson.page.evaluate(FOCUSED) == ["BUTTON", option.text, question.prompt, ""]
        lesson.page.keyboard.press(("Enter", "Space")[place % 2])
        assert lesson.page.evaluate(PRESSED) == [option.text]
    last = len(question.options) - 1
    option = question.options[last]
    lesson.wait(cell, ANSWERED, [option.text, reply(question, last), option.feedback])
    assert cell.locator(f".pioneers-panel :is({keyboard.STOPS})").count() == len(question.options)


@each_lesson
def test_every_question_is_answered_by_keyboard(path: Path, ran: Ran) -> None:
    lesson = ran(path)
    cells = enumerate(notebooks.read(path).cells)
    asked = [(i, name) for i, cell in cells for name in notebooks.ASKED.findall(cell.source)]
    assert asked
    for index, name in asked:
        answer(lesson, index, QUESTIONS[name])


def test_every_box_of_the_brief_is_written_in_by_keyboard(ran: Ran) -> None:
    path, index = BRIEFED
    lesson = ran(path)
    cell = keyboard.enter(lesson, index)
    texts = {}
    for box in BRIEF_BOXES:
        keyboard.expect_focus(cell, keyboard.Stop("textbox", box.label, "", "", ()))
        texts[box.name] = f"Perhaps {len(texts)}."
        lesson.page.keyboard.type(texts[box.name])
        lesson.page.keyboard.press("Tab")
    keyboard.expect_focus(cell, keyboard.Stop("button", BRIEF_BUTTON["label"], "", "", ()))
    said = "(cell, text) => cell.querySelector('[role=status]').textContent.includes(text)"
    lesson.wait(cell, said, summary(check(texts)))
    lesson.page.keyboard.press("Enter")
    lesson.wait(cell, said, f"Saved {2 * len(texts)} words")
    keyboard.leave(lesson, cell)
    sweep.expect_ran(lesson)


@each_lesson
def test_nothing_is_cut_off_in_a_narrow_window(path: Path, ran: Ran) -> None:
    sweep.expect_nothing_cut_off(ran(path))


@each_lesson
def test_a_lesson_breaks_no_rule_of_accessibility(path: Path, ran: Ran) -> None:
    scrolled = any("scrolled" in cell.metadata for cell in notebooks.cells(path, "code"))
    sweep.expect_no_violation(ran(path), *[sweep.SCROLL_BOX] * scrolled)


@each_lesson
def test_nothing_outside_was_asked_for(path: Path, ran: Ran) -> None:
    assert not ran(path).outside
