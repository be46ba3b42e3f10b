"""What goes wrong in a real JupyterLab ends in a working notebook or in one sentence.

The course lies in a folder whose name no program likes, and on Linux the server has no power over
folders that are locked, as root would have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lab
import pytest
import sweep
from lab import Lesson
from playwright.sync_api import expect

from pioneer_data.controls import Grid
from pioneer_data.figures.mdt import convergence_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

FOLDER = "Übung für Anfänger 1 #2 100%"
IMPORTED = """from pioneer_data.explore import explore
from pioneer_data.figures import mdt, survey
from pioneer_data.questions import ask"""
SCRATCH = (
    IMPORTED,
    "explore(survey.who_answered)",
    'ask("02.1-key-informant")',
    "explore(mdt.convergence_matrix)",
)
IMPORTS, CHART, QUESTION, GRID = range(len(SCRATCH))
CODED = next(control for control in convergence_matrix.controls if isinstance(control, Grid))
RESTARTED = "Python was restarted, so these controls do nothing now."
STOPPED = "Python has stopped or cannot be reached, so these controls do nothing now."
REOPENED = "The page was opened anew, so nothing follows these controls now. Run this cell again."
BUSY = "Python is still busy. Your choice takes effect as soon as it is done."
NOTE = ".pioneers-note"
DRAWN = "[role=graphics-document]"
FOLLOWED = f"(cell, label) => cell.querySelector('{DRAWN}')?.getAttribute('aria-label') !== label"
KERNEL = f"{lab.NOTEBOOK}.sessionContext.session.kernel"
COMPUTE = f"""code => {{
  window.pioneersComputes = true;
  {KERNEL}.requestExecute({{ code }}).done.then(() => {{ window.pioneersComputes = false; }}, () => {{}});
}}"""
COMPUTES = "() => window.pioneersComputes"
KERNEL_ID = f"() => {KERNEL}.id"
COMMAND = "command => { window.jupyterapp.commands.execute(command); }"
FAULTS = "[data-mime-type$='jupyter.stderr'], [data-mime-type$='jupyter.error']"
HOLD_PYTHON = "import ctypes; ctypes.PyDLL(None).sleep(3)"  # as a long step inside a compiled library


browser = sweep.browser


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy the course, with notebooks of few cells and one that lies in a locked folder."""
    folder = lab.copy_of_the_course(tmp_path_factory.mktemp("learner") / FOLDER)
    for name in ("scratch", "locked"):
        lab.add_notebook(folder, name, *SCRATCH)
    locked = folder / "locked"
    locked.mkdir()
    (folder / "notebooks" / "locked.ipynb").rename(locked / "locked.ipynb")
    (locked / "locked.ipynb").chmod(0o444)
    locked.chmod(0o555)
    yield folder
    locked.chmod(0o755)


@pytest.fixture(scope="module")
def base(course: Path) -> Iterator[str]:
    usual, power = lab.cli.lab_command, lab.without_power()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab.cli, "lab_command", lambda *given: [*power, *usual(*given)])
        with lab.server(course) as address:
            yield address


@pytest.fixture(scope="module")
def scratch(browser: Browser, base: str) -> Lesson:
    return Lesson.open(browser, base, "scratch")


@pytest.fixture
def ran(scratch: Lesson) -> Lesson:
    """Return the scratch notebook, all of it run, in a living kernel."""
    scratch.run()
    expect(scratch.cell(CHART).get_by_role("slider")).to_be_visible()
    return scratch


def move(lesson: Lesson, cell: Locator) -> str:
    """Move the slider; return how the chart was described before."""
    before = cell.locator(DRAWN).get_attribute("aria-label") or ""
    slider = cell.get_by_role("slider")
    slider.focus()
    lesson.page.keyboard.press("ArrowLeft" if slider.input_value() == "100" else "ArrowRight")
    return before


def expect_alive(lesson: Lesson) -> None:
    """Find controls that move the chart and take an answer, and no sentence about trouble."""
    cell = lesson.cell(CHART)
    lesson.wait(cell, FOLLOWED, move(lesson, cell))
    expect(cell.locator(NOTE)).to_have_count(0)
    cell = lesson.cell(QUESTION)
    cell.get_by_role("group").get_by_role("button").last.click()
    expect(cell.locator(".jp-RenderedMarkdown")).to_contain_text("You said")
    assert not lesson.page.locator(FAULTS).count()


def expect_sentence(lesson: Lesson, sentence: str) -> None:
    """Find one sentence in the panel after a move, visible and told to a screen reader."""
    cell = lesson.cell(CHART)
    before = move(lesson, cell)
    expect(cell.get_by_role("alert")).to_contain_text(sentence)
    expect(cell.locator(NOTE)).to_be_visible()
    expect(cell.locator(NOTE)).to_have_count(1)
    expect(cell.locator(DRAWN)).to_have_attribute("aria-label", before)


def test_a_control_moved_while_another_cell_computes_is_heard_at_once(ran: Lesson) -> None:
    """But for the very first move of a page, for which JupyterLab has no channel beside the cells yet."""
    cell = ran.cell(CHART)
    ran.wait(cell, FOLLOWED, move(ran, cell))
    ran.page.evaluate(COMPUTE, "import time; time.sleep(4)")
    ran.wait(cell, FOLLOWED, move(ran, cell))
    expect(cell.locator(NOTE)).to_have_count(0)
    assert ran.page.evaluate(COMPUTES), "the chart waited for the other cell"
    ran.page.wait_for_function(f"() => !({COMPUTES})()")


def test_a_control_that_has_to_wait_says_so_and_then_is_heard(ran: Lesson) -> None:
    ran.page.evaluate(COMPUTE, HOLD_PYTHON)
    ran.page.wait_for_timeout(300)
    cell = ran.cell(CHART)
    before = move(ran, cell)
    move(ran, cell)
    chosen = cell.get_by_role("slider").input_value()
    expect(cell.get_by_role("alert")).to_have_text(BUSY)
    expect(cell.locator(DRAWN)).to_have_attribute("aria-label", before)
    ran.wait(cell, FOLLOWED, before)
    expect(cell.locator(NOTE)).to_have_count(0)
    expect(cell.locator(DRAWN)).to_have_attribute("aria-label", re.compile(rf"if {chosen}% of the silent"))


def command(lesson: Lesson, name: str) -> None:
    """Do what a menu entry does and accept what JupyterLab asks."""
    lesson.page.evaluate(COMMAND, name)
    lesson.page.locator(".jp-Dialog .jp-mod-accept").click()


def test_after_a_restart_controls_say_so_and_run_all_mends_them(ran: Lesson) -> None:
    command(ran, "notebook:restart-kernel")
    for index in (CHART, QUESTION, GRID):  # before anything is moved
        expect(ran.cell(index).locator(NOTE)).to_contain_text(RESTARTED)
        expect(ran.cell(index).get_by_role("alert")).to_have_count(0)
    ran.page.wait_for_function(lab.KERNEL_IDLE)
    expect_sentence(ran, RESTARTED)
    ran.page.evaluate(COMPUTE, "None")
    ran.page.wait_for_function(f"() => !({COMPUTES})()")
    ran.page.wait_for_function(lab.KERNEL_IDLE)
    expect(ran.cell(CHART).get_by_role("alert")).to_contain_text(RESTARTED)
    ran.run()
    expect_alive(ran)


def test_after_a_crash_and_without_a_kernel_controls_say_so_and_the_menu_mends_them(ran: Lesson) -> None:
    ran.page.evaluate(COMPUTE, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    expect(ran.page.locator(".jp-Dialog")).to_contain_text("appears to have died. It will restart")
    ran.page.locator(".jp-Dialog .jp-mod-accept").click()
    ran.page.wait_for_function(lab.KERNEL_IDLE)
    expect_sentence(ran, RESTARTED)
    ran.page.evaluate(f"() => {lab.NOTEBOOK}.sessionContext.shutdown()")
    expect_sentence(ran, STOPPED)
    ran.page.evaluate(COMMAND, "notebook:restart-run-all")
    expect(ran.cell(CHART).locator(NOTE)).to_have_count(0)
    ran.page.wait_for_function(lab.KERNEL_IDLE)
    expect_alive(ran)


def open_again(lesson: Lesson) -> None:
    lesson.page.reload()
    lesson.page.wait_for_selector(".jp-Notebook .jp-Cell")
    lesson.page.wait_for_function(lab.KERNEL_IDLE)


def test_a_page_loaded_again_shows_its_charts_and_one_cell_mends_one_chart(ran: Lesson) -> None:
    cell = ran.cell(QUESTION)
    answer = cell.get_by_role("group").get_by_role("button").last
    answer.click()
    ran.page.wait_for_function(lab.KERNEL_IDLE)
    ran.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    open_again(ran)
    for index in (CHART, QUESTION, GRID):
        expect(ran.cell(index).locator(NOTE)).to_have_text(REOPENED)
    expect_sentence(ran, REOPENED)
    ran.run(QUESTION, CHART)
    expect(ran.cell(QUESTION).get_by_role("button", pressed=True)).to_have_count(1)
    expect_alive(ran)


def test_a_second_page_of_one_notebook_shares_its_kernel(ran: Lesson, base: str) -> None:
    ran.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    second = Lesson.open(ran.page.context, base, "scratch")
    assert second.page.evaluate(KERNEL_ID) == ran.page.evaluate(KERNEL_ID)
    expect_sentence(second, REOPENED)
    second.run(CHART, QUESTION)
    expect_alive(second)
    second.page.close()
    expect_alive(ran)


def save_coding(lesson: Lesson, key: str) -> Locator:
    """Code the cell that is active in the grid, press the button, and return the panel's status."""
    cell = lesson.cell(GRID)
    cell.locator("[role=grid] button[tabindex='0']").focus()
    lesson.page.keyboard.press(key)
    button = cell.get_by_role("button", name="Save my coding as a file")
    button.click()
    return cell.get_by_role("status")


def test_cells_run_twice_keep_what_was_said_and_show_one_set_of_controls(ran: Lesson) -> None:
    expect_alive(ran)
    ran.run(QUESTION, CHART, QUESTION, CHART)
    expect(ran.cell(QUESTION).get_by_role("button", pressed=True)).to_have_count(1)
    for index in (CHART, QUESTION):
        expect(ran.cell(index).locator(".pioneers-panel")).to_have_count(1)
    expect_alive(ran)


def test_a_second_notebook_in_a_locked_folder_runs_apart_and_its_file_is_refused_in_one_sentence(
    ran: Lesson, base: str, course: Path
) -> None:
    expect_alive(ran)
    lesson = Lesson.open(ran.page.context, base, "locked", "locked")
    lesson.run()
    assert lesson.page.evaluate(KERNEL_ID) != ran.page.evaluate(KERNEL_ID)
    expect(lesson.cell(QUESTION).get_by_role("button", pressed=True)).to_have_count(0)
    expect_alive(lesson)
    status = save_coding(lesson, "a")
    expect(status).to_contain_text("was not written: the computer does not allow it (Permission denied).")
    expect(status).to_contain_text("copy this notebook to a folder of your own")
    assert [path.name for path in (course / "locked").iterdir()] == ["locked.ipynb"]
    lesson.page.close()
    ran.run(QUESTION)
    expect(ran.cell(QUESTION).get_by_role("button", pressed=True)).to_have_count(1)
    expect_alive(ran)


def test_a_lesson_in_a_folder_of_odd_letters_runs_and_brings_a_coding_back(ran: Lesson, course: Path) -> None:
    assert (course / "notebooks" / "scratch.ipynb").is_file()
    expect(save_coding(ran, "p")).to_contain_text("Saved")
    cell = ran.cell(GRID)
    cell.locator("[role=grid] button[tabindex='0']").focus()
    ran.page.keyboard.press("Delete")
    cell.get_by_role("button", name="Bring back a saved coding").click()
    expect(cell.get_by_role("status")).to_contain_text(f"Brought back 1 of {len(CODED.cells)} cells")
    name = re.compile(": partial$")
    expect(cell.get_by_role("button", name=name)).to_have_count(1)
    expect_alive(ran)
