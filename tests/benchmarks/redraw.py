"""Time a key press until the chart has changed, in a real JupyterLab, for each explorer.

    python tests/benchmarks/redraw.py [PRESSES] [--lesson NAME]

Every lesson that has explorers is run, or the one that is named. The key moves the explorer's first
control. Between two key presses the chart that JupyterLab has drawn is given other numbers inside the
browser, by Vega itself and without Python: nothing that draws with Vega can be faster than that.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand

import lab

import notebooks
from pioneer_data.controls import Choice, Marks, Slider

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

    from pioneer_data.charts import Figure
    from pioneer_data.controls import Explorer

FEWEST_PRESSES = 40
WARM_UP = 2  # turns that load what all later ones use
UNCHANGED = (
    "{name} cannot be timed: half of all key presses on its first control left the chart as it was, or no "
    "other numbers fit its drawing. Declare a control first that changes the numbers."
)
FIRST = "[role=slider], input[type=radio]:checked, input[type=checkbox]"
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


def places(path: Path) -> dict[str, int]:
    """Return where a lesson's explorers are.

    Parameters
    ----------
    path : pathlib.Path
        The lesson.

    Returns
    -------
    dict of str to int
        The place of the cell by the explorer's name.
    """
    return {
        name: index
        for index, cell in enumerate(notebooks.read(path).cells)
        for name in notebooks.EXPLORED.findall(cell.source)
        if cell.cell_type == "code"
    }


def key_of(control: Locator, last: str) -> str:
    """Return the key that moves a control: to its end and back, round the options, or on and off.

    Parameters
    ----------
    control : playwright.sync_api.Locator
        The explorer's first control.
    last : str
        The key that was pressed before.

    Returns
    -------
    str
        The key's name.
    """
    if control.get_attribute("type") == "checkbox":
        return "Space"
    ends = {"max": "ArrowLeft", "min": "ArrowRight"}
    value = control.input_value()
    return next((key for end, key in ends.items() if control.get_attribute(end) == value), last)


def present(explorer: Explorer, cell: Locator) -> Figure:
    """Return the figure that an explorer shows after its first control was moved.

    Parameters
    ----------
    explorer : Explorer
        What the cell shows.
    cell : playwright.sync_api.Locator
        The cell.

    Returns
    -------
    Figure
        The figure that Python sent to the browser.
    """
    first, control = explorer.controls[0], cell.locator(FIRST).first
    if isinstance(first, Slider):
        return explorer(**{first.name: float(control.input_value())})
    if isinstance(first, Choice):
        return explorer(**{first.name: control.input_value()})
    if isinstance(first, Marks):
        group = cell.get_by_role("group", name=first.label, exact=True)
        return explorer(**{first.name: [box.input_value() for box in group.locator(":checked").all()]})
    return explorer(**{first.name: control.is_checked()})


def floor(lesson: lab.Lesson, cell: Locator, explorer: Explorer) -> float | None:
    """Time Vega given the numbers that are shown, when it has just drawn others.

    Parameters
    ----------
    lesson : lab.Lesson
        The lesson, run.
    cell : playwright.sync_api.Locator
        The explorer's cell.
    explorer : Explorer
        What the cell shows.

    Returns
    -------
    float or None
        Milliseconds; None if no other numbers fit the drawing.
    """
    shown = present(explorer, cell)
    numbers = shown.spec["datasets"]
    figures = (explorer(**chosen) for chosen in explorer.sweep())
    alike = (figure.spec["datasets"] for figure in figures if figure.drawing == shown.drawing)
    other = next((datasets for datasets in alike if datasets != numbers), None)
    if other is None:
        return None
    lesson.page.evaluate(FLOOR, [cell.element_handle(), other])
    taken: float | None = lesson.page.evaluate(FLOOR, [cell.element_handle(), numbers])
    return taken


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

    Raises
    ------
    RuntimeError
        If half of the key presses, or of the floors, leave the chart as it was.
    """
    cell, page = lesson.cell(index), lesson.page
    pressed: list[float] = []
    floors: list[float] = []
    key = "ArrowRight"
    for turn in range(WARM_UP + 2 * presses):
        control = cell.locator(FIRST).first
        key = key_of(control, key)
        control.focus()
        page.wait_for_timeout(120)
        cell.evaluate(READY)
        page.keyboard.press(key)
        taken = page.evaluate(WAITED)
        page.wait_for_timeout(120)
        least = floor(lesson, cell, explorer)
        if turn >= WARM_UP and taken and least:
            pressed.append(taken)
            floors.append(least)
        if len(pressed) == presses:
            return [pressed, floors]
    raise RuntimeError(UNCHANGED.format(name=explorer.figure.__name__))


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


def measure(browser: Browser, base: str, path: Path, presses: int) -> list[str]:
    """Run a lesson and time its explorers.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The browser.
    base : str
        JupyterLab's address.
    path : pathlib.Path
        The lesson.
    presses : int
        How many key presses an explorer.

    Returns
    -------
    list of str
        A line of the Markdown table for each explorer.
    """
    lesson = lab.Lesson.open(browser, base, path.stem)
    lesson.run()
    rows = []
    for name, index in places(path).items():
        sys.stderr.write(f"{path.stem}: {name}\n")
        times = timed(lesson, index, notebooks.explorers()[name], presses)
        rows.append(row(f"{path.stem.partition('_')[0]} {name}", times))
    lesson.page.context.close()
    return rows


def options() -> argparse.Namespace:
    """Return what was asked for on the command line.

    Returns
    -------
    argparse.Namespace
        ``presses`` and ``lesson``.
    """
    lessons = [path.stem for path in notebooks.LESSONS if places(path)]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("presses", nargs="?", type=int, default=FEWEST_PRESSES)
    parser.add_argument("--lesson", choices=lessons, help="default: every lesson that has explorers")
    return parser.parse_args()


def main() -> None:
    """Print one line an explorer."""
    asked = options()
    presses = max(FEWEST_PRESSES, asked.presses)
    lines = [
        f"{presses} key presses an explorer; the floor is Vega given new numbers by a script",
        "",
        "| Lesson and explorer | Median, ms | 95th percentile | Floor, median | Floor, 95th | Ratio |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        course = lab.copy_of_the_course(Path(folder) / "course")
        with lab.server(course) as base:
            browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
            for path in notebooks.LESSONS:
                if places(path) and asked.lesson in {None, path.stem}:
                    lines += measure(browser, base, path, presses)
            browser.close()
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
