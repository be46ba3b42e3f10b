"""Shows the check in a notebook: a table, a chart to be drawn, and a panel that reports from the page.

What stands in the notebook before the page has answered is the same on every computer: the questions, not
the results. So tests can compare the stored lesson, and a reader who runs nothing sees what is checked.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets
from IPython.display import display

from pioneer_data import check
from pioneer_data.charts import BLUE, Figure, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
SECONDS = 15
"""How long the page waits for the chart, and then for the answer, before it calls them missing."""
CHART = ("Chart", "Is a chart drawn on this page, without internet?")
CONTROL = ("Control", "Does Python answer the page?")
START = "Close this page and JupyterLab, and start it with: pioneer start"
NO_CHART = f"Use JupyterLab 4 with its own extension for Vega charts switched on. {START}"
WAITING = (
    "The check asks what stands below. Run in JupyterLab, the results take the place of this list. If they "
    "do not come within a minute, the answer to the last question is no: close this page and JupyterLab, "
    "start it with pioneer start, and tell your teacher if that does not help."
)
DONE = "What the check found"
COLUMNS = ("Looked at", "Result", "Found", "Mend")
LEFT = 'style="text-align: left; vertical-align: top; overflow-wrap: anywhere"'
"""JupyterLab sets tables of outputs to the right, where words are hard to read."""


class Reporter(anywidget.AnyWidget):
    """What looks at the page, asks Python for the rest, and holds the report to copy.

    Parameters
    ----------
    *args, **kwargs
        The attributes below, by name, and whatever an ``anywidget.AnyWidget`` takes.

    Attributes
    ----------
    seconds : float
        How long the page waits.
    report : str
        The text to copy; empty until Python has answered.
    said : str
        The sentence above it.
    unanswered : list of str
        The line and the sentence that the page shows if Python does not answer.
    """

    _esm = HERE / "check.js"
    _css = HERE / "panel.css"
    seconds = traitlets.Float(SECONDS).tag(sync=True)
    report = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    unanswered: traitlets.List[str] = traitlets.List().tag(sync=True)

    def _repr_mimebundle_(self, **options: Any) -> Any:  # noqa: ANN401 - as anywidget's own
        bundle: Any = super()._repr_mimebundle_(**options)
        bundle[0]["text/plain"] = "[The report to copy, there once the cell is run]"
        return bundle


def show(seconds: float = SECONDS) -> None:
    """Show the questions, the chart and the panel; the results follow when the page has answered.

    Parameters
    ----------
    seconds : float
        How long the page waits.
    """
    panel = Reporter(seconds=seconds, unanswered=[_silent(seconds).line, check.summary([_silent(seconds)])])
    table = display(questions(), raw=True, display_id=True)
    display(sample_chart())
    display(panel)

    def answer(_panel: object, message: object, _buffers: object) -> None:
        drawn = message.get("drawn") if isinstance(message, dict) else None
        findings = [*(one.carry_out() for one in check.in_notebook()), chart(drawn=drawn is True), control()]
        table.update(results(findings), raw=True)
        panel.said = check.summary(findings)
        panel.report = check.report(findings)

    panel.on_msg(answer)


def chart(*, drawn: bool) -> check.Finding:
    """Say what the page saw of the chart.

    Parameters
    ----------
    drawn : bool
        Whether there was one.

    Returns
    -------
    check.Finding
        The line.
    """
    if drawn:
        return check.Finding(CHART[0], passed=True, found="JupyterLab drew it by itself")
    return check.Finding(CHART[0], passed=False, found="this page drew none", mend=NO_CHART)


def control() -> check.Finding:
    """Say that the page asked: Python knows it, since it answers.

    Returns
    -------
    check.Finding
        The line.
    """
    return check.Finding(CONTROL[0], passed=True, found="the page asked, and Python answered")


def _silent(seconds: float) -> check.Finding:
    """Return the line that the page shows by itself."""
    mend = f"In the menu choose Kernel, Restart Kernel and Run All Cells. If that does not help: {START}"
    return check.Finding(
        CONTROL[0], passed=False, found=f"Python did not answer within {seconds:g} seconds", mend=mend
    )


def questions() -> dict[str, str]:
    """Return the list of what is asked.

    Returns
    -------
    dict of str to str
        A media bundle.
    """
    asked = [*((one.name, one.asks) for one in check.in_notebook()), CHART, CONTROL]
    text = "\n".join([WAITING, "", *(f"- **{name}:** {question}" for name, question in asked)])
    return {"text/markdown": text, "text/plain": text.replace("*", "")}


def results(findings: Sequence[check.Finding]) -> dict[str, str]:
    """Return the table of what was found.

    Parameters
    ----------
    findings : sequence of check.Finding
        All lines.

    Returns
    -------
    dict of str to str
        A media bundle; the plain text is the report.
    """
    columns = 4 if any(one.mend for one in findings) else 3
    head = "".join(f'<th scope="col" {LEFT}>{word}</th>' for word in COLUMNS[:columns])
    body = "".join(_row(one, columns) for one in findings)
    caption = f'<caption style="text-align: left">{DONE}</caption>'
    html = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return {"text/html": html, "text/plain": check.report(findings)}


def _row(finding: check.Finding, columns: int) -> str:
    word = f"<strong>{'PASS' if finding.passed else 'FAIL'}</strong>"
    words = [word, escape(finding.found), escape(finding.mend)][: columns - 1]
    cells = "".join(f"<td {LEFT}>{one}</td>" for one in words)
    return f'<tr><th scope="row" {LEFT}>{escape(finding.name)}</th>{cells}</tr>'


@cache
def sample_chart() -> Figure:
    """Return a small chart of made-up numbers, for the page to draw.

    Returns
    -------
    charts.Figure
        Three bars.
    """
    axes = {
        "x": {"field": "length", "type": "quantitative", "axis": {"values": [0, 1, 2, 3]}},
        "y": {"field": "bar", "type": "nominal", "sort": None, "title": None},
    }
    size = {"width": 300, "height": 90, "mark": {"type": "bar", "color": BLUE}}
    table = pd.DataFrame({"bar": ["first", "second", "third"], "length": [1, 2, 3]})
    return Figure(
        {**size, "data": {"name": "bars"}, "encoding": axes, **theme()},
        {"bars": table},
        "The test chart has three bars",
        ("Made-up lengths, without a unit or source",),
        "Bar chart to test drawing: three bars of made-up lengths, each longer than the one above it.",
        table,
    )
