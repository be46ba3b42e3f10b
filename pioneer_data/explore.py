"""Show controls and redraw a figure when one is moved: the only widget wiring of the course."""

from __future__ import annotations

from base64 import b64encode
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from IPython.display import display

from pioneer_data import brief, coding, kept
from pioneer_data._descriptor import PlainError, usual_pandas
from pioneer_data.charts import render
from pioneer_data.controls import Explorer, Grid, Marks, Text, Tick
from pioneer_data.rounding import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pioneer_data.charts import Figure
    from pioneer_data.controls import Control

HERE = Path(__file__).parent
TABLE = Tick("table", "Show the numbers as a table")
COMMITMENTS = (Marks, Grid, Text)
"""The kinds of control whose values are kept when a cell is run again."""
BRIEF_BOXES = tuple(Text(part.name, f"{part.label}: {part.needs}") for part in brief.PARTS)
BRIEF_BUTTON = {"kind": "save", "name": "file", "label": "Save my brief as a file"}
SHOWN: dict[str, Explorer] = {}
"""The explorers with such controls that this kernel has shown, by name."""


class Panel(anywidget.AnyWidget):
    """A column of labelled native inputs.

    The sliders of ipywidgets have no accessible name and JupyterLab takes the arrow keys from its
    radio buttons; native inputs have neither fault.

    Parameters
    ----------
    *args, **kwargs
        The attributes below, by name, and whatever an ``anywidget.AnyWidget`` takes.

    Attributes
    ----------
    controls : list of dict
        One description a control: ``kind``, ``name``, ``label`` and what the kind needs.
    values : dict
        The chosen value by control name.
    status : str
        What a screen reader shall say next.
    asked : int
        The number of the browser's last message.
    page : str
        The page in which the cell was run; its chart follows the controls there only.
    """

    _esm = HERE / "panel.js"
    _css = HERE / "panel.css"
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    values: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Int().tag(sync=True)
    page = traitlets.Unicode().tag(sync=True)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser sends, and answer it."""
        with self._answering(sync_data):
            super().set_state(sync_data)

    def _handle_custom_msg(self, content: Any, buffers: Any) -> None:  # noqa: ANN401 - as ipywidgets' own
        with self._answering(content):
            super()._handle_custom_msg(content, buffers)

    @contextmanager
    def _answering(self, message: object) -> Iterator[None]:
        """Tell the browser that its message was dealt with, or why not; without it, a control seems dead."""
        number = message.get("asked") if isinstance(message, dict) else None
        answer: dict[str, Any] = {"heard": number}
        try:
            yield
        except Exception as error:
            answer["failed"] = failed(error)
            raise
        finally:
            if number is not None:
                self.send(answer)

    def say(self, sentence: str) -> None:
        """Put a sentence into the status, even if it says the same as the one before."""
        self.status = ""
        self.status = sentence

    def _repr_mimebundle_(self, **options: Any) -> Any:  # noqa: ANN401 - as anywidget's own
        bundle: Any = super()._repr_mimebundle_(**options)
        words = [str(control["label"]) + _options(control) for control in self.controls]
        bundle[0]["text/plain"] = f"[Controls, live once the cell is run: {'; '.join(words)}]"
        return bundle


def failed(error: Exception) -> str:
    """Say why a chart did not follow its controls.

    Parameters
    ----------
    error : Exception
        What drawing it raised.

    Returns
    -------
    str
        The error's own words if it is written for learners, else a sentence around them.

    Examples
    --------
    >>> failed(ZeroDivisionError("division by zero"))
    'This choice could not be shown: ZeroDivisionError, division by zero. Choose something else.'
    """
    if isinstance(error, PlainError):
        return str(error)
    return f"This choice could not be shown: {type(error).__name__}, {error}. Choose something else."


def _options(control: dict[str, Any]) -> str:
    return f" ({' / '.join(control['options'])})" if control["kind"] == "buttons" else ""


def described(control: Control) -> dict[str, Any]:
    """Put a control into the words of the panel.

    Parameters
    ----------
    control : Control
        What an explorer declares.

    Returns
    -------
    dict
        Its fields and its ``kind``, for ``panel.js``; a grid's reference stays in the kernel.
    """
    fields = {name: value for name, value in asdict(control).items() if name != "reference"}
    return {"kind": type(control).__name__.lower(), **fields}


def table_of(figure: Figure, *, shown: bool) -> dict[str, str]:
    """Put a figure's numbers into a table with its description as caption.

    Parameters
    ----------
    figure : charts.Figure
        The figure on show.
    shown : bool
        Whether the learner wants the table.

    Returns
    -------
    dict
        A media bundle; empty texts where no table is wanted.
    """
    if not shown:
        return {"text/html": "", "text/plain": ""}
    with usual_pandas():
        rows = figure.table.to_html(index=False, border=0, na_rep="", float_format=shortened)
        plain = figure.table.to_string(index=False, float_format=shortened)
    caption = f"<caption>{escape(figure.description)}</caption>"
    return {"text/html": rows.replace(">", f">{caption}", 1), "text/plain": plain}


def drawn(explorer: Explorer, values: dict[str, Any]) -> Figure:
    """Draw an explorer, whatever the learner has made of the settings of pandas.

    Parameters
    ----------
    explorer : Explorer
        A figure with its controls.
    values : dict
        The chosen values by control name.

    Returns
    -------
    charts.Figure
        The figure for these choices.
    """
    with usual_pandas():
        return explorer(**values)


def redrawn(figure: Figure) -> dict[str, Any]:
    """Return a figure's media bundle for a redraw.

    JupyterLab paints any Vega chart that comes without a picture a second time, to make one, and
    draws it once more; that doubles the wait after a key press. So a redraw brings a picture: a
    line of text for those who see the saved notebook elsewhere.

    Parameters
    ----------
    figure : charts.Figure
        The figure for the new choices.

    Returns
    -------
    dict
        The drawing, its description and the picture.
    """
    return {**render(figure.spec), "image/png": _stand_in()}


@cache
def _stand_in() -> str:
    return b64encode((HERE / "see_in_jupyterlab.png").read_bytes()).decode()


def explore(explorer: Explorer) -> None:
    """Show an explorer: its controls, its chart, and the table behind the chart on request.

    The chart is an output of its own, so that it is stored in the notebook, can be compared by
    tests and is seen by a reader who runs nothing. What the learner marked, coded or wrote is still
    there when the cell is run again.

    Parameters
    ----------
    explorer : Explorer
        A figure with its controls, from ``pioneer_data.figures``.

    Raises
    ------
    TypeError
        If it is given something else.
    """
    if not isinstance(explorer, Explorer):
        given = f"explore() was given a {type(explorer).__name__}, which has no controls."
        raise TypeError(f"{given} It needs an explorer, without brackets: explore(explorers.who_answered).")
    if any(isinstance(control, COMMITMENTS) for control in explorer.controls):
        SHOWN[explorer.name] = explorer
    controls = (*explorer.controls, TABLE)
    values = {**{control.name: control.value for control in controls}, **committed(explorer)}
    panel = Panel(controls=[described(control) for control in controls], values=values)
    panel.on_msg(lambda _, message, __: panel.say(filed(explorer, panel, message)))
    display(panel)
    figure = drawn(explorer, values)
    chart = display(figure, display_id=True)
    table = display(table_of(figure, shown=False), raw=True, display_id=True)

    def redraw(change: dict[str, Any]) -> None:
        _keep(explorer, change["new"])
        figure = drawn(explorer, change["new"])
        if _without_table(change["new"]) != _without_table(change["old"]):
            chart.update(redrawn(figure), raw=True)
        shown = bool(change["new"].get("table"))
        if shown or change["old"].get("table"):
            table.update(table_of(figure, shown=shown), raw=True)

    panel.observe(redraw, "values")


def _without_table(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "table"}


def committed(explorer: Explorer) -> dict[str, Any]:
    """Return what the learner has marked, coded and written in an explorer so far.

    Parameters
    ----------
    explorer : Explorer
        Shown in this kernel or not.

    Returns
    -------
    dict
        The values of its ``Marks``, ``Grid`` and ``Text`` controls by name; their start if nothing is kept.
    """
    earlier = kept.recall(explorer.name, {})
    accepted = explorer.accept(earlier if isinstance(earlier, dict) else {})
    return {c.name: accepted[c.name] for c in explorer.controls if isinstance(c, COMMITMENTS)}


def _keep(explorer: Explorer, values: dict[str, Any]) -> None:
    names = {c.name for c in explorer.controls if isinstance(c, COMMITMENTS)}
    if names:
        kept.remember(explorer.name, {name: value for name, value in values.items() if name in names})


def filed(explorer: Explorer, panel: Panel, message: object) -> str:
    """Save a grid's coding as a file or bring it back, as a button of the panel asks.

    Parameters
    ----------
    explorer : Explorer
        The explorer that has the grid.
    panel : Panel
        Its panel; a coding that is brought back becomes the grid's value.
    message : object
        From the browser: a dict with ``action`` (``"save"`` or ``"load"``), ``name`` (the grid's)
        and ``coding`` (what the browser shows, which may be newer than ``panel.values``).

    Returns
    -------
    str
        One sentence for the learner; empty if the message makes no sense.
    """
    asked = message if isinstance(message, dict) else {}
    grids = [c for c in explorer.controls if isinstance(c, Grid) and c.name == asked.get("name")]
    file = Path(coding.file_name(explorer.name))
    try:
        for grid in grids:
            if asked.get("action") == "save":
                return coding.saved(file, grid.accept(asked.get("coding")), grid)
            if asked.get("action") == "load":
                return _brought_back(file, grid, panel)
    except coding.CodingError as error:
        return str(error)
    return ""


def _brought_back(file: Path, grid: Grid, panel: Panel) -> str:
    found = coding.load(file, grid)
    panel.values = {**panel.values, grid.name: [list(triple) for triple in found]}
    return f"Brought back {len(found)} of {len(grid.cells)} cells from {file.name}."


def write_brief() -> None:
    """Show the boxes of the evidence brief, a checklist that follows what is written, and a button to save.

    What was written is still there when the cell is run again in the same kernel session.
    """
    controls = [*map(described, BRIEF_BOXES), BRIEF_BUTTON]
    panel = Panel(controls=controls, values=brief_texts(kept.recall(brief.NAME)))
    display(panel)
    checklist = brief.checklist(brief.check(panel.values))
    handle = display(checklist, raw=True, display_id=True)

    def follow(change: dict[str, Any]) -> None:
        texts = brief_texts(change["new"])
        kept.remember(brief.NAME, texts)
        found = brief.check(texts)
        handle.update(brief.checklist(found), raw=True)
        panel.status = brief.summary(found)

    panel.observe(follow, "values")
    panel.on_msg(lambda _, message, __: panel.say(brief_filed(message)))


def brief_texts(values: object) -> dict[str, str]:
    """Return what the boxes of the brief can hold.

    Parameters
    ----------
    values : object
        Texts by the part's name, from the browser or kept.

    Returns
    -------
    dict of str to str
        The texts, cut and mended; empty where there is none.
    """
    given = brief.texts(values)
    return {box.name: box.accept(given[box.name]) for box in BRIEF_BOXES}


def brief_filed(message: object) -> str:
    """Save the brief as a file, as the button of its panel asks.

    Parameters
    ----------
    message : object
        From the browser: a dict with ``action`` (``"save"``) and ``values`` (what the boxes hold).

    Returns
    -------
    str
        One sentence for the learner; empty if the message makes no sense.
    """
    asked = message if isinstance(message, dict) else {}
    return brief.saved(brief_texts(asked.get("values"))) if asked.get("action") == "save" else ""
