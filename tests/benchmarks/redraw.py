"""Time a key press until the chart has changed, in a real JupyterLab, for each explorer.

    python tests/benchmarks/redraw.py [PRESSES] [--lesson NAME]

Every lesson that has explorers is run, or the one that is named. The key moves the explorer's first
control that one key changes: a slider, a choice, marks or a tick.

Beside it stands a floor: the same key press on the same control in the same page, timed by the same
code, from the time stamp of the browser's key event until the first frame in which the picture differs
has been painted, which is when a learner can see it.
Only the answer differs. Where the panel would tell Python, a handler stops the control's own event and
gives the chart's Vega view, as it stands, the numbers that this very press leads to, which lie in the
page already. There is no Python, no message and no new drawing; nothing that draws with Vega can
answer a key faster. A floor press that sends the kernel a message stops the benchmark. After it the
control and the numbers are put back, and the next press goes to Python. Real and floor presses take
turns, so that both meet the same machine.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import lab
import shared

import notebooks
from pioneer_data.controls import Choice, Grid, Marks, Slider, Text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

    from pioneer_data.controls import Control, Explorer

FEWEST_PRESSES = 40
WARM_UP = 2  # turns that load what all later ones use
SETTLE = 120.0  # milliseconds between two presses: a redraw's last work must not run into the next
SLOWEST = 100.0  # milliseconds: the bar for the 95th percentile
TIMES_FLOOR = 6.0  # the bar for the 95th percentile, in those of the floor
UNCHANGED = (
    "{name} cannot be timed: half of all key presses on its first control left the chart as it was, or no "
    "other numbers fit its drawing. Declare a control first that changes the numbers."
)
TALKED = "A floor press of {name} reached Python: {sent} messages. Mend FLOOR so that the press stays inside."
PRESSED = """cell => {
  const picture = () => cell.querySelector('svg.marks')?.innerHTML;
  window.pioneersRedraw = new Promise(done => {
    const painted = new MessageChannel();  // a message sent before a frame comes after it
    addEventListener('keydown', event => {
      painted.port2.onmessage = () => done(performance.now() - event.timeStamp);
      const before = picture();
      const look = () => {
        if ((picture() ?? before) !== before) painted.port1.postMessage(null);
        else if (performance.now() - event.timeStamp > 3000) done(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { capture: true, once: true });
  });
}"""
WAITED = "() => window.pioneersRedraw"
FLOOR = """([cell, control, before, after]) => {
  const notebook = window.jupyterapp.shell.currentWidget;
  const shown = notebook.content.widgets[Number(cell.dataset.pioneersCell)].outputArea;
  const all = widget => [widget, ...[...(widget.children?.() ?? [])].flatMap(all)];
  const { view } = all(shown).find(widget => widget._result?.view)._result;
  const kernel = notebook.sessionContext.session.kernel;
  const show = numbers => {
    for (const [name, rows] of Object.entries(numbers)) view.data(name, rows);
    return view.runAsync();
  };
  let sent = 0;
  const count = (_, { direction }) => { sent += direction === 'send'; };
  let answered = false;
  const answer = event => {
    event.stopImmediatePropagation();
    if (!answered) show(after);
    answered = true;
  };
  const { checked, value } = control;
  kernel.anyMessage.connect(count);
  for (const name of ['input', 'change']) addEventListener(name, answer, true);
  window.pioneersPutBack = async () => {
    for (const name of ['input', 'change']) removeEventListener(name, answer, true);
    kernel.anyMessage.disconnect(count);
    if (control.type === 'range') control.value = value;
    else control.checked = checked;
    control.focus();
    await show(before);
    return sent;
  };
}"""
PUT_BACK = "() => window.pioneersPutBack()"

Numbers = dict[str, list[dict[str, Any]]]


class Timed(NamedTuple):
    """An explorer in the page, and the control that is moved.

    Parameters
    ----------
    lesson : lab.Lesson
        The lesson, run.
    cell : playwright.sync_api.Locator
        The explorer's cell.
    explorer : Explorer
        What the cell shows.
    moved : Control
        The first of its controls that one key changes.
    """

    lesson: lab.Lesson
    cell: Locator
    explorer: Explorer
    moved: Control

    @property
    def control(self) -> Locator:
        """The input that takes the key."""
        if isinstance(self.moved, Slider):
            return self.cell.get_by_role("slider", name=self.moved.label, exact=True)
        if isinstance(self.moved, Choice | Marks):
            kind = "input[type=radio]:checked" if isinstance(self.moved, Choice) else "input[type=checkbox]"
            group = self.cell.get_by_role("group", name=self.moved.label, exact=True)
            return group.locator(kind).first
        return self.cell.get_by_role("checkbox", name=self.moved.label, exact=True)

    @property
    def value(self) -> Any:  # noqa: ANN401 - a control's value has its own type
        """What the control shows."""
        if isinstance(self.moved, Slider):
            return self.moved.accept(float(self.control.input_value()))
        if isinstance(self.moved, Choice):
            return self.control.input_value()
        if isinstance(self.moved, Marks):
            group = self.cell.get_by_role("group", name=self.moved.label, exact=True)
            return tuple(box.input_value() for box in group.locator(":checked").all())
        return self.control.is_checked()


class Found(NamedTuple):
    """What was found, by lesson and explorer.

    Parameters
    ----------
    figures : dict of str to tuple of float
        Median and 95th percentile, then those of the floor, in milliseconds.
    failed : dict of str to str
        Why an explorer could not be timed.
    """

    figures: dict[str, tuple[float, ...]]
    failed: dict[str, str]


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


def key_of(control: Control, value: object, last: str) -> str:
    """Return the key that moves a control: to its end and back, round the options, or on and off.

    Parameters
    ----------
    control : Control
        The control that is moved.
    value : object
        What it shows.
    last : str
        The key that was pressed before.

    Returns
    -------
    str
        The key's name.
    """
    if isinstance(control, Slider):
        return {control.high: "ArrowLeft", control.low: "ArrowRight"}.get(value, last)
    return "ArrowRight" if isinstance(control, Choice) else "Space"


def after(control: Control, value: Any, key: str) -> Any:  # noqa: ANN401 - a control's value has its own type
    """Return what a control shows once a key is pressed.

    Parameters
    ----------
    control : Control
        The control that is moved.
    value : object
        What it shows before.
    key : str
        What ``key_of`` gave.

    Returns
    -------
    object
        The next stop, the next option, the first mark set or taken away, or the opposite.
    """
    if isinstance(control, Slider):
        return control.accept(value + (control.step if key == "ArrowRight" else -control.step))
    if isinstance(control, Choice):
        return control.options[(control.options.index(value) + 1) % len(control.options)]
    if isinstance(control, Marks):
        first = control.options[0]
        return tuple(mark for mark in value if mark != first) if first in value else (first, *value)
    return not value


def numbers_of(timed: Timed, key: str) -> tuple[Numbers, Numbers] | None:
    """Return the numbers that are shown, and those that a key leads to.

    Parameters
    ----------
    timed : Timed
        The explorer.
    key : str
        What is pressed next.

    Returns
    -------
    tuple of dict or None
        The data sets of both by name; None if the key changes more than numbers, or nothing.
    """
    value, name = timed.value, timed.moved.name
    shown = timed.explorer(**{name: value})
    following = timed.explorer(**{name: after(timed.moved, value, key)})
    numbers = shown.spec["datasets"], following.spec["datasets"]
    alike = shown.drawing == following.drawing and numbers[0] != numbers[1]
    return numbers if alike else None


def press(timed: Timed, key: str) -> float | None:
    """Press a key and wait for another picture.

    Parameters
    ----------
    timed : Timed
        The explorer.
    key : str
        The key's name.

    Returns
    -------
    float or None
        Milliseconds; None if the picture stayed as it was.
    """
    page = timed.lesson.page
    timed.control.focus()
    page.wait_for_timeout(SETTLE)
    timed.cell.evaluate(PRESSED)
    page.keyboard.press(key)
    taken: float | None = page.evaluate(WAITED)
    page.wait_for_timeout(SETTLE)
    return taken


def floor(timed: Timed, key: str) -> float | None:
    """Press a key that the browser answers by itself, then put everything back.

    Parameters
    ----------
    timed : Timed
        The explorer.
    key : str
        The key's name.

    Returns
    -------
    float or None
        Milliseconds; None if the numbers that the key leads to do not fit the drawing.

    Raises
    ------
    RuntimeError
        If the press sent the kernel a message.
    """
    numbers = numbers_of(timed, key)
    if numbers is None:
        return None
    page = timed.lesson.page
    page.evaluate(FLOOR, [timed.cell.element_handle(), timed.control.element_handle(), *numbers])
    taken = press(timed, key)
    sent = page.evaluate(PUT_BACK)
    if sent:
        raise RuntimeError(TALKED.format(name=timed.explorer.name, sent=sent))
    return taken


def times_of(timed: Timed, presses: int) -> tuple[list[float], list[float]]:
    """Time key presses and floor presses in turn.

    Parameters
    ----------
    timed : Timed
        The explorer.
    presses : int
        How many of each are timed.

    Returns
    -------
    tuple of list of float
        Milliseconds of the key presses, and of the floor presses.

    Raises
    ------
    RuntimeError
        If half of the presses of either kind leave the chart as it was.
    """
    pressed: list[float] = []
    floors: list[float] = []
    key = "ArrowRight"
    for turn in range(WARM_UP + 2 * presses):
        key = key_of(timed.moved, timed.value, key)
        least = floor(timed, key)
        taken = press(timed, key)
        if turn >= WARM_UP:
            floors += [least] if least else []
            pressed += [taken] if taken else []
        if min(len(pressed), len(floors)) >= presses:
            return pressed[:presses], floors[:presses]
    raise RuntimeError(UNCHANGED.format(name=timed.explorer.name))


def measure(browser: Browser, base: str, path: Path, presses: int) -> Found:
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
    Found
        Its explorers.
    """
    lesson = lab.Lesson.open(browser, base, path.stem)
    lesson.run()
    found = Found({}, {})
    for name, index in places(path).items():
        sys.stderr.write(f"{path.stem}: {name}\n")
        explorer = notebooks.explorers()[name]
        moved = next(control for control in explorer.controls if not isinstance(control, Grid | Text))
        full = f"{path.stem.partition('_')[0]} {name}"
        try:
            times = times_of(Timed(lesson, lesson.cell(index), explorer, moved), presses)
        except RuntimeError as error:
            found.failed[full] = str(error)
        else:
            figures = [(statistics.median(each), shared.late(each)) for each in times]
            found.figures[full] = (*figures[0], *figures[1])
    lesson.page.context.close()
    return found


def row(name: str, figures: tuple[float, ...]) -> list[str]:
    """Return a row of the table.

    Parameters
    ----------
    name : str
        Lesson and explorer.
    figures : tuple of float
        What ``measure`` found.

    Returns
    -------
    list of str
        The figures, and three ratios.
    """
    median, late, floor_median, floor_late = figures
    ratios = [late / floor_late, median / floor_median, late / floor_median]
    return [name, *(f"{figure:.0f}" for figure in figures), *(f"{ratio:.1f}" for ratio in ratios)]


def bars(found: Found) -> list[shared.Bar]:
    """Return the bars.

    Parameters
    ----------
    found : Found
        Of all lessons.

    Returns
    -------
    list of shared.Bar
        For the 95th percentile itself, in 95th percentiles of the floor, and for each explorer that
        could not be timed.
    """
    failed = [shared.Bar(f"{name} can be timed", why, met=False) for name, why in found.failed.items()]
    if not found.figures:
        return failed
    slow = {name: figures[1] for name, figures in found.figures.items()}
    times = {name: figures[1] / figures[3] for name, figures in found.figures.items()}
    return [
        *failed,
        shared.at_most("The 95th percentile of every explorer", SLOWEST, slow, " ms"),
        shared.at_most("The 95th percentile divided by the floor's", TIMES_FLOOR, times),
    ]


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
    """Print one line an explorer, and the bars."""
    asked = options()
    presses = max(FEWEST_PRESSES, asked.presses)
    found = Found({}, {})
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        with contextlib.redirect_stdout(sys.stderr):
            course = lab.copy_of_the_course(Path(folder) / "course")
        with lab.server(course) as base:
            browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
            for path in notebooks.LESSONS:
                if places(path) and asked.lesson in {None, path.stem}:
                    one = measure(browser, base, path, presses)
                    found.figures.update(one.figures)
                    found.failed.update(one.failed)
            browser.close()
    head = ["Lesson and explorer", "Median, ms", "95th percentile", "Floor, median", "Floor, 95th"]
    head += ["95th / floor's 95th", "Medians", "95th / floor's median"]
    told = (
        f"{presses} key presses and as many floor presses an explorer, in turn; first control moved by key."
    )
    lines = [told, "", *shared.table(head, [row(*pair) for pair in found.figures.items()])]
    shared.finish(lines, bars(found))


if __name__ == "__main__":
    main()
