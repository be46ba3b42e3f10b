"""Charts that draw without internet, describe themselves and carry their numbers.

JupyterLab 4.6 bundles Vega-Lite 5.6 and knows its media type only; Altair 6 writes Vega-Lite 6 and
loads its drawing code from the internet. The renderer here hands JupyterLab the same specification
under the type that it can draw by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import altair as alt

from pioneer_data import _notebook
from pioneer_data.rounding import settled

if TYPE_CHECKING:
    import pandas as pd

MEDIA_TYPE = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

BLUE, TURQUOISE, CLARET, ORANGE, GREY, MAUVE = PALETTE = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
"""The Government Analysis Function's palette for categories."""

INK = "#0B0C0C"
RED = "#B10E1E"
PALE = "#D5D9DD"
FONT = "Source Sans Pro, Segoe UI, Helvetica Neue, Arial, sans-serif"
SMALLEST_TEXT = 12
WIDEST = 620
"""Pixels that fit a JupyterLab window of 760 pixels without cutting a chart off."""


@dataclass(frozen=True)
class Figure:
    """A drawing, the numbers in it, and the words that every chart of the course must have.

    Parameters
    ----------
    drawing : dict
        What ``draw`` returns: the specification without its numbers.
    data : dict of pandas.DataFrame
        The numbers, by the names that the drawing gives them.
    title : str
        The finding, as a headline.
    subtitle : tuple of str
        What is plotted, the unit and the source; one item a line.
    description : str
        The text alternative: chart type, axes and the main relationship.
    table : pandas.DataFrame
        The same numbers as a table, in words a reader understands.

    Raises
    ------
    ValueError
        If the title, subtitle or description is missing.
    """

    drawing: dict[str, Any]
    data: dict[str, pd.DataFrame]
    title: str
    subtitle: tuple[str, ...]
    description: str
    table: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse a chart that a reader could not understand without seeing it."""
        for name in ("title", "subtitle", "description"):
            if not "".join(getattr(self, name)).strip():
                what = f"The figure has no {name}."
                message = f"{what} A reader who cannot see the chart needs one. Give {name}=."
                raise ValueError(message)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The whole Vega-Lite specification, numbers included."""
        return {
            **self.drawing,
            "title": {"text": self.title, "subtitle": list(self.subtitle)},
            "description": self.description,
            "datasets": {name: records(frame) for name, frame in self.data.items()},
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return render(self.spec)


def draw(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Turn an Altair chart over named data into a drawing that can be used again and again.

    Building a chart takes Altair longer than a learner should wait after a key press; filling
    numbers into a drawing takes well under a millisecond.

    Parameters
    ----------
    chart : altair.TopLevelMixin
        A chart whose data are ``named(...)``.

    Returns
    -------
    dict
        Its specification, in the course's look.
    """
    # A learner may have chosen another way to hand over data, which knows nothing of named data.
    with alt.theme.enable("pioneers"), alt.data_transformers.enable("default"):
        # The tests validate every drawing of the course; here it would take a third of the time.
        drawing: dict[str, Any] = chart.to_dict(validate=False)
    return drawing


def named(name: str) -> alt.NamedData:
    """Stand for numbers that a ``Figure`` fills in later.

    Parameters
    ----------
    name : str
        The name under which ``Figure.data`` holds them.

    Returns
    -------
    altair.NamedData
        Used in place of a frame.
    """
    return alt.NamedData(name=name)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain values, floats to six decimals.

    Rounded so that a notebook stores the same numbers on every platform.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame without dates.

    Returns
    -------
    list of dict
        One dictionary a row.
    """
    columns = [[_rounded(value) for value in frame[name].tolist()] for name in frame]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _rounded(value: object) -> object:
    return round(settled(value), 6) + 0.0 if isinstance(value, float) else value


@alt.theme.register("pioneers", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Give the course's look: large dark text, quiet grid, the palette of this module.

    Returns
    -------
    altair.theme.ThemeConfig
        A Vega-Lite configuration.
    """
    quiet = "#6F777B"
    words: Any = {"labelFontSize": 13, "titleFontSize": 13}
    axis = {**words, "titleFontWeight": "normal", "labelColor": INK, "titleColor": INK}
    title = {"fontSize": 17, "lineHeight": 21, "anchor": "start", "offset": 12}
    subtitle = {"subtitleFontSize": 13, "subtitleLineHeight": 17, "subtitleColor": "#383F43"}
    config: Any = {
        "font": FONT,
        "background": "white",
        "axis": {**axis, "gridColor": "#E6E8EA", "domainColor": quiet, "tickColor": quiet},
        "axisX": {"labelAngle": 0},
        "header": {**words, "labelAnchor": "start"},
        "legend": {**words, "symbolSize": 140},
        "title": {**title, **subtitle},
        "range": {"category": list(PALETTE)},
        "text": {"font": FONT, "color": INK, "fontSize": 13},
        "view": {"stroke": None},
        # No chart here holds a missing number, so no layer needs a filter of its own against them. And
        # screen readers are given the description and the table, not hundreds of marks without a name.
        "mark": {"invalid": None, "aria": False},
    }
    return {"config": config}


def render(spec: dict[str, Any], **_: object) -> dict[str, Any]:
    """Turn a Vega-Lite specification into what JupyterLab draws offline.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification, as ``chart.to_dict()`` gives it.

    Returns
    -------
    dict
        A media bundle: the drawing, and its description as plain text.
    """
    options = {"embedOptions": {"renderer": "svg", "actions": False}}
    drawn = {**spec, "$schema": SCHEMA, "usermeta": options}
    return {MEDIA_TYPE: drawn, "text/plain": spec.get("description") or "A chart."}


def enable() -> None:
    """Make every Altair chart in this notebook draw offline, in the course's look.

    Tables of pandas lose their empty heading cells on the way, and a name that is not there yet is answered
    with one sentence.

    Examples
    --------
    >>> from pioneer_data import charts
    >>> charts.enable()
    """
    alt.renderers.register("pioneers", render)
    alt.renderers.enable("pioneers")
    alt.theme.enable("pioneers")
    _notebook.enable()
