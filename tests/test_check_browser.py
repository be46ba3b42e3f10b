"""The check in a real JupyterLab: what only a page can see is found, and missed where it is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import axe
import keyboard
import lab
import pytest
import sweep
from lab import Lesson
from playwright.sync_api import expect

from notebooks import LESSONS
from pioneer_data._check_notebook import CHART, CONTROL, DONE, SECONDS, WAITING
from pioneer_data.check import in_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

browser = sweep.browser
[CELL] = sweep.code_cells(LESSONS[0], "\ncheck()")
SHOW = "from pioneer_data._check_notebook import show\nshow(2)"
SCRATCH = (SHOW, f"import comm\n{SHOW}\ncomm.get_comm_manager().comms.clear()")
SHORT, DEAF = range(len(SCRATCH))
COPY = "Copy the report"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lab.copy_of_the_course(tmp_path_factory.mktemp("learner") / "pioneers-course")
    lab.add_notebook(folder, "scratch", *SCRATCH)
    return folder


@pytest.fixture(scope="module")
def base(course: Path) -> Iterator[str]:
    with lab.server(course) as address:
        yield address


@pytest.fixture(scope="module")
def first(browser: Browser, base: str) -> Lesson:
    """Open lesson 00; later pages of its context load sooner."""
    return Lesson.open(browser, base, LESSONS[0].stem)


def switch_off(course: Path, *extensions: str) -> None:
    """Switch extensions of JupyterLab off, for pages that are opened from now on."""
    place = course / ".jupyter" / "config_dir" / "labconfig"
    place.mkdir(parents=True, exist_ok=True)
    switched = dict.fromkeys(extensions, True)
    (place / "page_config.json").write_text(json.dumps({"disabledExtensions": switched}))


def answered(cell: Locator) -> list[str]:
    """Wait for the answer, and return the report's lines."""
    box = cell.get_by_role("textbox", name="Report to copy", exact=True)
    expect(box).to_be_visible()
    return box.input_value().splitlines()


def rows(cell: Locator) -> list[list[str]]:
    """Return the cells of the table's body."""
    return [row.locator("th, td").all_text_contents() for row in cell.get_by_role("row").all()[1:]]


def test_the_cell_of_lesson_00_passes_every_line_offline_and_by_keyboard(first: Lesson) -> None:
    lesson = first
    lesson.run(CELL)
    cell = lesson.cell(CELL)
    _, *found, last = answered(cell)
    names = [*(one.name for one in in_notebook()), CHART[0], CONTROL[0]]
    assert [line.split(":")[0] for line in found] == [f"PASS {name}" for name in names]
    assert last == f"All {len(names)} passed."
    expect(cell.get_by_role("status")).to_have_text(last)
    expect(cell.get_by_role("table", name=DONE)).to_be_visible()
    assert [row[:2] for row in rows(cell)] == [[name, "PASS"] for name in names]
    keyboard.enter(lesson, CELL)
    keyboard.expect_focus(cell, keyboard.Stop("textbox", "Report to copy", "", "", ()))
    lesson.page.keyboard.press("Tab")
    keyboard.expect_focus(cell, keyboard.Stop("button", COPY, "", "", ()))
    lesson.page.keyboard.press("Enter")
    expect(cell.get_by_role("status")).to_have_text("The report is copied.")
    keyboard.leave(lesson, cell)
    sweep.expect_nothing_cut_off(lesson)
    with lesson.laid_out():
        assert not axe.violations(lesson.page, f"[data-pioneers-cell='{CELL}'] .jp-OutputArea-output")
    assert not lesson.outside


def test_a_page_that_python_does_not_answer_says_so_itself(first: Lesson) -> None:
    """Python's end of the control is taken away before the page asks."""
    lesson = first.turn_to("scratch")
    lesson.run(DEAF)
    cell = lesson.cell(DEAF)
    [line, summary] = answered(cell)
    assert line.startswith(
        "FAIL Control: Python did not answer within 2 seconds. Mend: In the menu choose Kernel"
    )
    assert summary.startswith("1 of 1 failed: Control. ")
    expect(cell.get_by_role("status")).to_contain_text(line)
    expect(cell.get_by_text(WAITING, exact=True)).to_be_visible()


def test_a_chart_that_is_not_drawn_fails(first: Lesson, base: str, course: Path) -> None:
    switch_off(course, "@jupyterlab/vega5-extension")
    lesson = Lesson.open(first.page.context, base, "scratch")
    lesson.run(SHORT)
    cell = lesson.cell(SHORT)
    _, *found, last = answered(cell)
    assert found[-2].startswith("FAIL Chart: this page drew none. Mend: Use JupyterLab 4 with its own ext")
    assert found[-1] == "PASS Control: the page asked, and Python answered."
    assert last.startswith(f"1 of {len(found)} failed: Chart. ")
    assert [row[1] for row in rows(cell)].count("FAIL") == 1
    assert rows(cell)[-2][3].startswith("Use JupyterLab 4")
    sweep.expect_nothing_cut_off(lesson)


def test_where_no_panel_is_drawn_the_list_says_what_to_do(first: Lesson, base: str, course: Path) -> None:
    switch_off(course, "anywidget")
    lesson = Lesson.open(first.page.context, base, "scratch")
    lesson.run(SHORT)
    cell = lesson.cell(SHORT)
    expect(cell).to_contain_text("javascript error")
    expect(cell.get_by_text(WAITING, exact=True)).to_be_visible()
    expect(cell.get_by_role("listitem").last).to_have_text(": ".join(CONTROL))
    expect(cell.get_by_role("textbox", name="Report to copy")).to_have_count(0)


def test_the_page_has_more_patience_than_a_slow_kernel_needs() -> None:
    assert SECONDS >= 10
