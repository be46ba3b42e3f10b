"""The drawings of lesson 04's explorers: marks, scales and colours, without numbers.

The timeline has an axis of time. The other three explorers are laid out like a page: their data say
where on it each box, mark and word stands, in pixels from the upper left corner.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt
import pandas as pd

from pioneer_data.charts import BLUE, CLARET, GREY, INK, PALE, TURQUOISE, draw, named

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = "#505A5F"
FAINT = "#EEF0F2"
WIDTH = 600
MATRIX_HEIGHT = 582
COUNT_HEIGHT = 268
CHAIN_HEIGHT = 424

HALF_DISC = "M0,-1.1A1.1,1.1,0,0,1,0,1.1Z"
CROSS = "M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z"
RING = "ring"
"""A sign beside the four codes: the outline of the half disc."""
SIGNS = {
    "agree": ("circle", BLUE, BLUE),
    "partial": (HALF_DISC, TURQUOISE, TURQUOISE),
    "silent": ("circle", "white", GREY),
    "dissonant": (CROSS, CLARET, CLARET),
    RING: ("circle", "white", TURQUOISE),
}
"""Shape, filling and edge of each code's sign."""


class Edge(NamedTuple):
    """The line around a box.

    Parameters
    ----------
    colour : str
        A colour, or "none".
    width : float
        In pixels.
    dashed : bool
        Whether it is dashed.
    """

    colour: str = "none"
    width: float = 1
    dashed: bool = False


NO_EDGE = Edge()


class Page:
    """Collect boxes, marks and words of a page, and give them as the frames that its drawing needs."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.boxes: dict[str, list[tuple[Any, ...]]] = {name: [] for name in BOXES}
        self.marks: list[tuple[Any, ...]] = []
        self.words: dict[str, list[tuple[Any, ...]]] = {name: [] for name in WORDS}

    def box(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        fill: str = "white",
        edge: Edge = NO_EDGE,
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        (x, y), (width, height) = corner, size
        self.boxes["dashed" if edge.dashed else "solid"].append(
            (x, x + width, y, y + height, fill, edge.colour, edge.width)
        )

    def mark(self, x: float, y: float, code: str, size: float = 110) -> None:
        """Draw the sign of a code."""
        if code == "partial":
            self.marks.append((x, y, RING, size))
        self.marks.append((x, y, code, size))

    def write(
        self, at: tuple[float, float], text: str, kind: str = "left", size: int = 13, ink: str = INK
    ) -> None:
        """Write one line; its middle is at the height of ``at``."""
        self.words[kind].append((*at, text, size, ink))

    def write_lines(
        self, at: tuple[float, float], lines: Sequence[str], ink: str = INK, step: int = 17
    ) -> float:
        """Write lines below each other and return the height of the next one."""
        x, y = at
        for place, line in enumerate(lines):
            self.write((x, y + step * place), line, ink=ink)
        return y + step * len(lines)

    def data(self) -> dict[str, pd.DataFrame]:
        """Return the frames that ``page`` draws."""
        frames = {name: _frame(rows, BOX) for name, rows in self.boxes.items()}
        frames["marks"] = _frame(self.marks, MARK)
        return frames | {name: _frame(rows, WORD) for name, rows in self.words.items()}


BOX = ("x", "x2", "y", "y2", "fill", "edge", "thick")
MARK = ("x", "y", "code", "size")
WORD = ("x", "y", "text", "size", "ink")
BOXES: dict[str, dict[str, Any]] = {"dashed": {"strokeDash": [5, 4]}, "solid": {}}
"""Boxes with a dashed edge lie below the others."""
WORDS: dict[str, dict[str, Any]] = {
    "left": {"align": "left"},
    "right": {"align": "right"},
    "centre": {"align": "center"},
    "bold": {"align": "left", "fontWeight": "bold"},
    "bold_centre": {"align": "center", "fontWeight": "bold"},
}


def _frame(rows: list[tuple[Any, ...]], names: tuple[str, ...]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    # Kept as objects: to find out that words are words would take pandas as long as all the rest.
    return pd.DataFrame(
        {name: list(column) for name, column in zip(names, columns, strict=True)}, dtype=object
    )


@cache
def page(height: int) -> dict[str, Any]:
    """Draw a page: boxes below, then signs of codes, then words."""
    across, down = (alt.Scale(domain=ends, nice=False) for ends in ([0, WIDTH], [height, 0]))
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=down, axis=None)
    boxes = [
        alt.Chart(named(name))
        .mark_rect(opacity=1, **look)
        .encode(
            x=x,
            y=y,
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("edge:N", scale=None),
            strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
        )
        for name, look in BOXES.items()
    ]
    words = [
        alt.Chart(named(name))
        .mark_text(baseline="middle", **look)
        .encode(
            x=x,
            y=y,
            text=alt.Text("text:N"),
            size=alt.Size("size:Q", scale=None, legend=None),
            color=alt.Color("ink:N", scale=None),
        )
        for name, look in WORDS.items()
    ]
    layers = alt.layer(*boxes, _signs(x, y), *words).resolve_scale(size="independent")
    return draw(layers.properties(width=WIDTH, height=height))


def _signs(x: Any, y: Any) -> Any:
    looks = zip(*SIGNS.values(), strict=True)
    scales = [alt.Scale(domain=list(SIGNS), range=list(look)) for look in looks]
    marks = alt.Chart(named("marks")).mark_point(filled=True, opacity=1, strokeWidth=1.8)
    return marks.encode(
        x=x,
        y=y,
        size=alt.Size("size:Q", scale=None, legend=None),
        shape=alt.Shape("code:N", scale=scales[0], legend=None),
        fill=alt.Fill("code:N", scale=scales[1], legend=None),
        stroke=alt.Stroke("code:N", scale=scales[2], legend=None),
    )


PERIODS = ("before March 2020", "from March 2020")
TIME = (2018.66, 2021.42)
ROWS = (-0.62, 4.75)
STRIP = 4.3
"""Where the strip below the bars stands, on the scale of the rows."""


@cache
def timeline() -> dict[str, Any]:
    half_years = [2019, 2019.5, 2020, 2020.5, 2021]
    label = "(datum.value % 1 == 0 ? 'Jan ' : 'Jul ') + floor(datum.value)"
    axis = alt.Axis(values=half_years, labelExpr=label, title=None, labelFontSize=12)
    time = alt.Scale(domain=list(TIME), nice=False)
    rows = alt.Scale(domain=list(ROWS)[::-1], nice=False)
    x, y = alt.X("x:Q", scale=time, axis=axis), alt.Y("row:Q", scale=rows, axis=None)
    pandemic = alt.Chart(named("pandemic"))
    ground = pandemic.mark_rect(color=FAINT).encode(x=x, x2=alt.X2("x2:Q"))
    border = pandemic.mark_rule(color=CLARET, strokeWidth=2, strokeDash=[5, 4]).encode(x=x)
    bars = alt.Chart(named("bars")).mark_bar(height=27, strokeWidth=1)
    colours = alt.Scale(domain=[*PERIODS, "other"], range=[BLUE, CLARET, "white"])
    bars = bars.encode(
        x=x,
        x2=alt.X2("x2:Q"),
        y=y,
        color=alt.Color("look:N", scale=colours, legend=None),
        stroke=alt.value(GREY),
    )
    shades = alt.Scale(domain=[1, 2, 3, 4], range=[PALE, "#A9B8C8", "#56799D", BLUE])
    strip = alt.Chart(named("strip")).mark_bar(height=24, stroke="white", strokeWidth=1)
    strip = strip.encode(x=x, x2=alt.X2("x2:Q"), y=y, color=alt.Color("studies:O", scale=shades, legend=None))
    middle = alt.Chart(named("strip")).mark_text(fontSize=12)
    ink = alt.condition("datum.studies > 2", alt.value("white"), alt.value(INK))
    numbers = middle.encode(x=alt.X("middle:Q", scale=time), y=y, text=alt.Text("studies:N"), color=ink)
    layers = [ground, bars, border, strip, numbers, *_timeline_words(x, y)]
    chart = alt.layer(*layers).resolve_scale(color="independent")
    return draw(chart.properties(width=440, height=270))


def _timeline_words(x: Any, y: Any) -> list[Any]:
    ink = alt.Color("ink:N", scale=None)
    months = (
        alt.Chart(named("months")).mark_text(fontSize=12).encode(x=x, y=y, text=alt.Text("text:N"), color=ink)
    )
    head = alt.Chart(named("heads")).mark_text(fontSize=12, align="left", dx=6)
    heads = head.encode(x=x, y=y, text=alt.Text("text:N"), color=alt.value(CLARET))
    looks: list[tuple[str, dict[str, Any]]] = [
        ("name:N", {"dy": -8, "fontWeight": "bold"}),
        ("size:N", {"dy": 8}),
    ]
    names = [
        alt.Chart(named("names"))
        .mark_text(align="right", dx=-10, fontSize=13, **look)
        .encode(x=alt.value(0), y=y, text=field, color=ink)
        for field, look in looks
    ]
    return [months, heads, *names]
