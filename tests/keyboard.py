"""Go through the controls of a cell with Tab, move each by its own keys, and see what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lab import KERNEL_IDLE
from sweep import CHART

from pioneer_data.controls import Choice, Grid, Marks, Slider, Tick
from pioneer_data.explore import TABLE

if TYPE_CHECKING:
    from lab import Lesson
    from playwright.sync_api import Locator

    from pioneer_data.controls import Control, Explorer

Values = dict[str, Any]
STOPS = "input, select, button, textarea, [tabindex='0']"
STYLE = "(({ outlineStyle, outlineWidth, boxShadow }) => [outlineStyle, outlineWidth, boxShadow].join())"
REMEMBER = f"""cell => {{
  const stops = [...cell.querySelectorAll(`.pioneers-panel :is({STOPS})`)];
  for (const stop of stops) stop.pioneersPlain = {STYLE}(getComputedStyle(stop));
}}"""
INSIDE = "cell => cell.querySelector('.pioneers-panel').contains(document.activeElement)"
FOCUSED = f"""stop => {{
  if (document.activeElement !== stop) return `the focus is on ${{document.activeElement.outerHTML}}`;
  return {STYLE}(getComputedStyle(stop)) === stop.pioneersPlain ? 'its focus cannot be seen' : '';
}}"""
KEEP = """cell => {
  const svg = cell.pioneersPicture = cell.querySelector('svg.marks');
  return [...svg.innerHTML].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 0);
}"""
REDRAWN = f"""(cell, description) => {{
  const svg = cell.querySelector('svg.marks');
  const label = cell.querySelector('{CHART}')?.getAttribute('aria-label');
  return svg && svg !== cell.pioneersPicture && label === description;
}}"""
STATE = """() => {
  const { type, checked, value, ariaValueNow } = document.activeElement;
  return ['radio', 'checkbox'].includes(type) ? [value, checked] : [value, ariaValueNow ?? value];
}"""
TABLE_IS = "(cell, shown) => (cell.querySelector('table caption') !== null) === shown"
SAYS = """(cell, before) => {
  const said = cell.querySelector('.pioneers-status.pioneers-visible').textContent;
  return said && said !== before && said;
}"""


class Move(NamedTuple):
    """Keys to press, what the control then holds, and what its element then shows."""

    keys: tuple[str, ...]
    value: Any
    state: list[Any] | None = None


class Stop(NamedTuple):
    """One element in the Tab order: its role, name and group, the control it belongs to, its moves."""

    role: Any
    name: str
    group: str
    control: str
    moves: tuple[Move, ...]


def typed(number: float) -> tuple[str, ...]:
    """Return the keys that write a number over another one."""
    return ("ControlOrMeta+a", *str(number), "Enter")


def _of_a_slider(control: Slider) -> list[Stop]:
    start = control.accept(control.value)
    there, back = ("ArrowRight", "ArrowLeft") if start < control.high else ("ArrowLeft", "ArrowRight")
    beside = control.accept(start + (control.step if start < control.high else -control.step))
    end = control.accept(control.low if start != control.low else control.high)

    def moves(*pairs: tuple[tuple[str, ...], float]) -> tuple[Move, ...]:
        return tuple(Move(keys, value, [f"{value:g}"] * 2) for keys, value in pairs)

    arrows = moves(((there,), beside), ((back,), start))
    numbers = moves((typed(end), end), (typed(start), start))
    return [
        Stop("slider", control.label, "", control.name, arrows),
        Stop("spinbutton", f"{control.label}, as a number", "", control.name, numbers),
    ]


def _of_a_choice(control: Choice) -> list[Stop]:
    options, start = control.options, control.options.index(control.value)
    there = options[(start + 1) % len(options)]
    moves = (
        Move(("ArrowRight",), there, [there, True]),
        Move(("ArrowLeft",), control.value, [control.value, True]),
    )
    return [Stop("radio", control.value, control.label, control.name, moves)]


def _of_a_tick(control: Tick) -> list[Stop]:
    moves = [Move(("Space",), on, ["on", on]) for on in (not control.value, control.value)]
    return [Stop("checkbox", control.label, "", control.name, tuple(moves))]


def _of_marks(control: Marks) -> list[Stop]:
    stops = []
    for option in control.options:
        toggled = control.accept(tuple(set(control.value) ^ {option}))
        moves = [
            Move(("Space",), value, [option, option in value])
            for value in (toggled, control.accept(control.value))
        ]
        stops.append(Stop("checkbox", option, control.label, control.name, tuple(moves)))
    return stops


def _of_a_grid(control: Grid) -> list[Stop]:
    (row, column), code = control.cells[0], control.codes[0]
    moves = (Move((code[0].lower(),), ((row, column, code),)), Move(("Delete",), ()))
    files = ("Save my coding as a file", "Bring back a saved coding")
    cell = Stop("button", f"{row}, {column}: not coded", "", control.name, moves)
    return [cell, *(Stop("button", name, "", "", ()) for name in files)]


KINDS: dict[type[Any], Any] = {
    Slider: _of_a_slider,
    Choice: _of_a_choice,
    Tick: _of_a_tick,
    Marks: _of_marks,
    Grid: _of_a_grid,
}


def stops(control: Control) -> list[Stop]:
    """Return where Tab stops in a control, in order, with moves that end where they began."""
    found: list[Stop] = KINDS[type(control)](control)
    return found


def enter(lesson: Lesson, index: int) -> Locator:
    """Go by Tab from a selected cell to the first control of its panel."""
    cell = lesson.select(index)
    cell.evaluate(REMEMBER)
    for _ in range(5):
        lesson.page.keyboard.press("Tab")
        if cell.evaluate(INSIDE):
            return cell
    message = f"Tab does not come from cell {index} to its controls"
    raise AssertionError(message)


def expect_focus(cell: Locator, stop: Stop) -> None:
    """Find the focus, to be seen, on the element with a role and an accessible name."""
    place = cell.get_by_role("group", name=stop.group, exact=True) if stop.group else cell
    trouble = place.get_by_role(stop.role, name=stop.name, exact=True).evaluate(FOCUSED)
    assert not trouble, f"{stop.role} {stop.name!r}: {trouble}"


def leave(lesson: Lesson, cell: Locator) -> None:
    """Go on by Tab: after the last known stop comes none of the same panel."""
    lesson.page.keyboard.press("Tab")
    assert not cell.evaluate(INSIDE), "a control that no test knows"


def press(lesson: Lesson, keys: tuple[str, ...]) -> None:
    """Press keys one after the other, wherever the focus is."""
    for key in keys:
        lesson.page.keyboard.press(key)


class Walk:
    """A walk through one explorer; ``quiet`` collects moves that leave the chart as it was."""

    def __init__(self, lesson: Lesson, cell: Locator, explorer: Explorer) -> None:
        """Begin with the explorer as it stands at its start."""
        self.lesson, self.cell, self.explorer = lesson, cell, explorer
        self.values: Values = explorer.accept({})
        self.picture = cell.evaluate(KEEP)
        self.quiet: set[str] = set()

    def go(self) -> None:
        """Move every control away and back, then show and hide the table."""
        first = True
        for control in (*self.explorer.controls, TABLE):
            for stop in stops(control):
                if not first:
                    self.lesson.page.keyboard.press("Tab")
                first = False
                expect_focus(self.cell, stop)
                self._act(control, stop)
        leave(self.lesson, self.cell)

    def _act(self, control: Control, stop: Stop) -> None:
        if not stop.moves:
            self._file()
        for move in stop.moves:
            press(self.lesson, move.keys)
            if control is TABLE:
                self.lesson.wait(self.cell, TABLE_IS, move.value)
            else:
                self._expect_redrawn({**self.values, stop.control: move.value}, stop.control)
            assert move.state in (None, self.lesson.page.evaluate(STATE)), (stop.name, move)

    def _file(self) -> None:
        before = self.cell.locator(".pioneers-visible").text_content()
        self.lesson.page.keyboard.press("Enter")
        self.lesson.wait(self.cell, SAYS, before or "")

    def _expect_redrawn(self, values: Values, name: str) -> None:
        was, now = self.explorer(**self.values), self.explorer(**values)
        self.lesson.wait(self.cell, REDRAWN, now.description)
        picture = self.cell.evaluate(KEEP)
        if was.spec == now.spec:
            self.quiet.add(name)
        else:
            assert (picture, now.description) != (self.picture, was.description), f"{name} changes nothing"
        self.values, self.picture = values, picture
        self.lesson.page.wait_for_function(KERNEL_IDLE)
