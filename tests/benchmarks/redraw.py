"""Time a key press until the chart has changed, in a real JupyterLab, for each explorer.

    python tests/benchmarks/redraw.py [PRESSES]

Between two key presses the chart that JupyterLab has drawn is given other numbers inside the
browser, by Vega itself and without Python: nothing that draws with Vega can be faster than that.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand

import lab

import notebooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from pioneer_data.controls import Explorer

FEWEST_PRESSES = 40
LESSON = notebooks.ROOT / "notebooks" / "02_ki_survey_trends.ipynb"
READY = """cell => {
  const picture = () => cell.querySelector('svg.marks')?.innerHTML;
  window.pioneersRedraw = new Promise(done => {
    addEventListener('keydown', event => {
      const before = picture();
      const look = () => {
        const taken = performance.now() - event.timeStamp;
        if ((picture() ?? before) !== before) done(taken);
        else if (taken > 3000) done(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""
WAITED = "() => window.pioneersRedraw"
FLOOR = """async ([cell, datasets]) => {
  const index = Number(cell.dataset.pioneersCell);
  const shown = window.jupyterapp.shell.currentWidget.content.widgets[index].outputArea;
  const all = widget => [widget, ...[...(widget.children?.() ?? [])].flatMap(all)];
  const { view } = all(shown).find(widget => widget._result?.view)._result;
  const picture = () => cell.querySelector('svg.marks').innerHTML;
  const before = picture();
  const start = performance.now();
  for (const [name, rows] of Object.entries(datasets)) view.data(name, rows);
  await view.runAsync();
  await new Promise(requestAnimationFrame);
  return picture() === before ? null : performance.now() - start;
}"""


def keys(cell: Locator) -> Iterator[str]:
    """Yield arrow keys that always move the control: to its end and back, or round the options.

    Parameters
    ----------
    cell : playwright.sync_api.Locator
        The cell with the explorer.

    Yields
    ------
    str
        A key's name.
    """
    slider = cell.get_by_role("slider")
    key = "ArrowRight"
    while True:
        if slider.count():
            value = slider.first.input_value()
            if value == slider.first.get_attribute("max"):
                key = "ArrowLeft"
            elif value == slider.first.get_attribute("min"):
                key = "ArrowRight"
        yield key


def worlds(explorer: Explorer) -> list[dict[str, Any]]:
    """Return the numbers of two different states of an explorer.

    Parameters
    ----------
    explorer : Explorer
        The explorer that is timed.

    Returns
    -------
    list of dict
        Data sets by name, for two choices with the same drawing.
    """
    start = explorer()
    figures = [explorer(**chosen) for chosen in explorer.sweep()]
    alike = [f for f in figures if f.drawing == start.drawing]
    other = next(f for f in alike if f.spec["datasets"] != start.spec["datasets"])
    return [start.spec["datasets"], other.spec["datasets"]]


def timed(lesson: lab.Lesson, index: int, explorer: Explorer, presses: int) -> list[list[float]]:
    """Time key presses and the floor in turn.

    Parameters
    ----------
    lesson : lab.Lesson
        The lesson, run.
    index : int
        The place of the explorer's cell.
    explorer : Explorer
        What the cell shows.
    presses : int
        How many key presses are timed.

    Returns
    -------
    list of list of float
        Milliseconds of the key presses, and of the floor.
    """
    cell, page = lesson.cell(index), lesson.page
    pressed: list[float] = []
    floor: list[float] = []
    states = worlds(explorer)
    for turn, key in enumerate(keys(cell)):
        cell.locator("[role=slider], input[type=radio]:checked").first.focus()
        page.wait_for_timeout(120)
        cell.evaluate(READY)
        page.keyboard.press(key)
        taken = page.evaluate(WAITED)
        page.wait_for_timeout(120)
        page.evaluate(FLOOR, [cell.element_handle(), states[(turn + 1) % 2]])
        least = page.evaluate(FLOOR, [cell.element_handle(), states[turn % 2]])
        # The first two load what all later ones use; nothing is timed if the new picture
        # happens to be the one that the floor left behind.
        if turn > 1 and taken and least:
            pressed.append(taken)
            floor.append(least)
        if len(pressed) == presses:
            break
    return [pressed, floor]


def row(name: str, times: list[list[float]]) -> str:
    """Return a line of the Markdown table.

    Parameters
    ----------
    name : str
        The explorer.
    times : list of list of float
        What ``timed`` returned.

    Returns
    -------
    str
        Median and 95th percentile of both, and the ratio of the medians.
    """
    medians = [statistics.median(each) for each in times]
    late = [statistics.quantiles(each, n=20, method="inclusive")[-1] for each in times]
    numbers = [medians[0], late[0], medians[1], late[1]]
    return f"| {name} | {' | '.join(f'{n:.0f}' for n in numbers)} | {medians[0] / medians[1]:.1f} |"


def main() -> None:
    """Print one line an explorer of lesson 02."""
    presses = max(FEWEST_PRESSES, int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    lines = [
        f"{presses} key presses an explorer; the floor is Vega given new numbers by a script",
        "",
        "| Explorer | Median, ms | 95th percentile | Floor, median | Floor, 95th | Ratio |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        course = lab.copy_of_the_course(Path(folder) / "course")
        with lab.server(course) as base:
            browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
            lesson = lab.Lesson.open(browser, base, LESSON.stem)
            lesson.run()
            for index, cell in enumerate(notebooks.read(LESSON).cells):
                for name in notebooks.EXPLORED.findall(cell.source):
                    explorer = notebooks.explorers()[name]
                    lines.append(row(name, timed(lesson, index, explorer, presses)))
            browser.close()
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
