"""The drawings of lesson 01's explorers: marks, scales and colours, without numbers.

Each is built once; ``figures/design.py`` fills the numbers in.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt

from pioneer_data.charts import BLUE, CLARET, GREY, INK, draw, named
from pioneer_data.figures._parts import FONT_SIZE, write

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = "#6F777B"
BAND = "#EEF0F2"
GRID = "#E6E8EA"

KINDS = ("Policy", "Programme", "Evaluation", "Fieldwork", "Publications")
KIND_COLOURS = [GREY, BLUE, "#1D7A72", "#C2410C", "#6B4FA8"]
"""The palette's last three, darker: they also colour text."""

FIRST_YEAR, LAST_YEAR = 2009.9, 2025.0
ROWS = 19

VERDICTS = ("could say", "in part", "could not say")
CIRCLE = "circle"
HALF = "M0,-1A1,1,0,0,0,0,1Z"
CROSS = "M-.6,-.8L0,-.2L.6,-.8L.8,-.6L.2,0L.8,.6L.6,.8L0,.2L-.6,.8L-.8,.6L-.2,0L-.8,-.6Z"

RELATIONS = ("taken up", "in part", "pulled against", "left out")
RELATION_COLOURS = [BLUE, BLUE, CLARET, GREY]
PEOPLE, INITIATIVES = 20.5, 10.25
MARGIN = 146
"""Pixels left of zero, for the names of the rows."""


def _fixed(low: float, high: float) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False)


def _category(channel: Any, field: str, domain: Sequence[str], shown: Sequence[Any]) -> Any:
    return channel(field, scale=alt.Scale(domain=list(domain), range=list(shown)), legend=None)


@cache
def timeline() -> dict[str, Any]:
    years = _fixed(FIRST_YEAR, LAST_YEAR)
    axis = alt.Axis(values=list(range(2010, 2025, 2)), format="d", gridColor=GRID, domain=False)
    x = alt.X("start:Q", scale=years, axis=axis, title=None)
    places = _fixed(ROWS - 0.4, -0.9)
    y, top = (alt.Y(f"{name}:Q", scale=places, axis=None) for name in ("row", "top"))
    colour = _category(alt.Color, "kind:N", KINDS, KIND_COLOURS)
    lanes = alt.Chart(named("lanes"))
    stripes = lanes.mark_rect(color=BAND)
    stripes = stripes.encode(y=top, y2=alt.Y2("foot:Q"), opacity=alt.Opacity("tint:Q", scale=None))
    heads = lanes.mark_text(align="left", fontSize=FONT_SIZE, fontWeight="bold")
    heads = heads.encode(x=alt.value(5), y=y, text=alt.Text("kind:N"), color=colour)
    line = alt.Chart(named("lines"))
    posts = line.mark_rule(color=CLARET, strokeWidth=1.2, opacity=0.45).encode(
        x=x, y=top, y2=alt.Y2("foot:Q")
    )
    dates = line.mark_text(fontSize=12, color=CLARET, align="center", dy=-2).encode(
        x=x, y=y, text=alt.Text("text:N")
    )
    layers = [stripes, posts, *_bars(x, top, colour), *_waits(x, y), *_labels(x, y, colour), heads, dates]
    return draw(alt.layer(*layers).properties(width=600, height=ROWS * 22))


def _bars(x: Any, top: Any, colour: Any) -> list[Any]:
    """Draw what is dated: filled where a month is given, outlined where only a year or season is."""
    box = alt.Chart(named("bars")).mark_rect(cornerRadius=2, strokeWidth=1.6)
    boxes = box.encode(
        x=x,
        x2=alt.X2("end:Q"),
        y=top,
        y2=alt.Y2("foot:Q"),
        stroke=_category(alt.Stroke, "kind:N", KINDS, KIND_COLOURS),
        color=alt.condition("datum.exact", colour, alt.value("white")),
    )
    dispute = alt.Chart(named("dispute"))
    frame = dispute.mark_rect(fill="white", fillOpacity=0.7, stroke=CLARET, strokeWidth=2, strokeDash=[4, 3])
    return [boxes, frame.encode(x=x, x2=alt.X2("end:Q"), y=top, y2=alt.Y2("foot:Q"))]


def _waits(x: Any, y: Any) -> list[Any]:
    """Draw the months between a wave's beginning and the long evaluation as arrows."""
    wait = alt.Chart(named("waits"))
    dash = alt.condition("datum.exact", alt.value([1, 0]), alt.value([5, 3]))
    shaft = wait.mark_rule(color=CLARET, strokeWidth=3).encode(x=x, x2=alt.X2("end:Q"), y=y, strokeDash=dash)
    tail = wait.mark_tick(color=CLARET, orient="vertical", thickness=3, size=12, opacity=1).encode(x=x, y=y)
    tip = wait.mark_point(shape="triangle-right", size=110, filled=True, color=CLARET, opacity=1, xOffset=-4)
    tip = tip.encode(x=alt.X("end:Q"), y=y)
    words = wait.mark_text(align="left", dx=8, fontSize=FONT_SIZE, fontWeight="bold", color=CLARET)
    return [shaft, tail, tip, words.encode(x=alt.X("end:Q"), y=y, text=alt.Text("text:N"))]


def _labels(x: Any, y: Any, colour: Any) -> list[Any]:
    """Write each row's name right of, left of or inside its bar."""
    right = write("right", dx=7).encode(x=x, y=y, text=alt.Text("text:N"), color=colour)
    left = write("left", dx=-7, align="right").encode(x=x, y=y, text=alt.Text("text:N"), color=colour)
    inside = write("inside", dx=7, color="white").encode(x=x, y=y, text=alt.Text("text:N"))
    notes = write("notes", dx=0, color=CLARET).encode(x=x, y=y, text=alt.Text("text:N"))
    return [right, left, inside, notes]


@cache
def design_chooser() -> dict[str, Any]:
    x = alt.X("column:Q", scale=_fixed(-3.45, 5.6), axis=None)
    y = alt.Y("row:Q", scale=_fixed(7.65, -1.6), axis=None)
    across, down = alt.Chart(named("chosen_row")), alt.Chart(named("chosen_column"))
    row = across.mark_rect(color=BAND).encode(y=y, y2=alt.Y2("row_end:Q"))
    column = down.mark_rect(color=BAND).encode(x=x, x2=alt.X2("column_end:Q"), y=y, y2=alt.Y2("row_end:Q"))
    cell = alt.Chart(named("chosen")).mark_rect(fillOpacity=0, stroke=CLARET, strokeWidth=2.5, cornerRadius=3)
    cell = cell.encode(x=x, x2=alt.X2("column_end:Q"), y=y, y2=alt.Y2("row_end:Q"))
    weights = (("true", "bold"), ("false", "normal"))
    designs = [
        write("designs", baseline="middle", lineBreak="|", lineHeight=15, fontWeight=weight)
        .transform_filter(f"datum.chosen == {chosen}")
        .encode(x=alt.value(4), y=y, text=alt.Text("text:N"))
        for chosen, weight in weights
    ]
    heads = [
        write("heads", align="center", baseline="top", lineBreak="|", lineHeight=15, fontWeight=weight)
        .transform_filter(f"datum.chosen == {chosen}")
        .encode(x=x, y=y, text=alt.Text("text:N"))
        for chosen, weight in weights
    ]
    unknown = write("unknown", align="center", fontSize=17, color=QUIET).encode(
        x=x, y=y, text=alt.Text("text:N")
    )
    used = write("used", align="center", fontSize=12, dy=13).encode(x=x, y=y, text=alt.Text("text:N"))
    key = write("key", dx=13).encode(x=x, y=y, text=alt.Text("text:N"))
    note = write("key_note").encode(x=x, y=y, text=alt.Text("text:N"))
    marks = [*_verdicts("verdicts", x, y, -7), *_verdicts("key", x, y, 0)]
    layers = [row, column, *designs, *heads, *marks, unknown, used, key, note, cell]
    return draw(alt.layer(*layers).properties(width=600, height=396))


def _verdicts(data: str, x: Any, y: Any, shift: int) -> list[Any]:
    """Draw a full circle, a half circle within its outline, or a cross."""
    base = alt.Chart(named(data))
    colours = [BLUE, BLUE, QUIET]
    point = base.mark_point(filled=True, size=240, opacity=1, yOffset=shift, strokeWidth=0)
    marks = point.encode(
        x=x,
        y=y,
        shape=_category(alt.Shape, "verdict:N", VERDICTS, [CIRCLE, HALF, CROSS]),
        color=_category(alt.Color, "verdict:N", VERDICTS, colours),
    )
    ring = base.mark_point(filled=False, size=240, opacity=1, yOffset=shift, stroke=BLUE, strokeWidth=1.8)
    rings = ring.transform_filter("datum.verdict == 'in part'").encode(x=x, y=y)
    return [marks, rings]


@cache
def site_profile() -> dict[str, Any]:
    interviews = _strips(
        "people", PEOPLE, list(range(0, 21, 5)), 2, "People interviewed in the early evaluation"
    )
    initiatives = _strips(
        "initiatives", INITIATIVES, list(range(0, 11, 2)), 1, "Initiatives reported in 2018, of ten"
    )
    return draw(alt.vconcat(interviews, initiatives, spacing=16))


def _strips(data: str, high: float, ticks: list[int], rows: int, title: str) -> Any:
    """Draw rows of dots on one axis: every comparator a dot, the site a diamond below."""
    low = round(-MARGIN * high / (600 - MARGIN), 2)
    axis = alt.Axis(values=ticks, gridColor=GRID, domain=False, titleAnchor="end")
    x = alt.X("value:Q", scale=_fixed(low, high), axis=axis, title=title)
    y = alt.Y("row:Q", scale=_fixed(rows - 0.62, -0.92), axis=None)
    base = alt.Chart(named(f"{data}_rows")).mark_rule(color=QUIET, strokeWidth=1)
    floor = base.encode(x=alt.X("value:Q"), x2=alt.X2("value_end:Q"), y=y)
    middle = alt.Chart(named(f"{data}_median")).mark_rule(color=GREY, strokeWidth=2, strokeDash=[3, 2])
    medians = middle.encode(x=x, y=y, y2=alt.Y2("row_end:Q"))
    others = alt.Chart(named(data)).mark_point(filled=True, size=80, opacity=1, color="#9DB2C6", stroke=BLUE)
    dots = others.encode(x=x, y=y)
    own = alt.Chart(named(f"{data}_site"))
    diamond = own.mark_point(shape="diamond", filled=True, size=240, opacity=1, color=CLARET).encode(x=x, y=y)
    value = own.mark_text(dy=20, fontSize=14, fontWeight="bold", color=CLARET)
    missing = write(f"{data}_missing", fontStyle="italic", color=CLARET, dx=4, dy=14)
    names = [
        write(f"{data}_names", fontWeight=weight, lineBreak="|", lineHeight=16, dy=shift).encode(
            x=alt.value(0), y=y, text=f"{field}:N"
        )
        for field, weight, shift in (("name", "bold", -42), ("others", "normal", -24))
    ]
    said = missing.encode(x=x, y=y, text=alt.Text("text:N"))
    layers = [floor, medians, dots, diamond, value.encode(x=x, y=y, text=alt.Text("text:N")), said, *names]
    return alt.layer(*layers).properties(width=600, height=112 * rows)


@cache
def what_was_it_for() -> dict[str, Any]:
    parts = alt.vconcat(_links(), _objectives(), spacing=20)
    apart: Any = dict.fromkeys(("color", "stroke", "strokeDash", "shape"), "independent")
    return draw(parts.resolve_scale(**apart))


def _links() -> Any:
    """Draw statements on the left, later focuses on the right, and a link for each judgement."""
    x = alt.X("x:Q", scale=_fixed(0, 600), axis=None)
    y = alt.Y("y:Q", scale=_fixed(376, -24), axis=None)
    colour = _category(alt.Color, "relation:N", RELATIONS, RELATION_COLOURS)
    dash = _category(alt.StrokeDash, "relation:N", RELATIONS, [[1, 0], [2, 3], [7, 4], [1, 0]])
    curve = alt.Chart(named("links")).mark_line(strokeWidth=2.5, opacity=0.9, interpolate="monotone")
    curves = curve.encode(
        x=x, y=y, color=colour, strokeDash=dash, detail=alt.Detail("link:N"), order=alt.Order("x:Q")
    )
    box = alt.Chart(named("focuses")).mark_rect(cornerRadius=4, fill=BAND, stroke=QUIET, strokeWidth=1)
    boxes = box.encode(x=x, x2=alt.X2("x_end:Q"), y=y, y2=alt.Y2("y_end:Q"))
    names = write("focuses", lineBreak="|", lineHeight=16, baseline="middle", dx=10)
    names = names.encode(x=x, y=alt.Y("middle:Q", axis=None), text=alt.Text("text:N"))
    texts = write("statements", lineBreak="|", lineHeight=15, baseline="middle", fontSize=12.5)
    texts = texts.encode(x=x, y=y, text=alt.Text("text:N"))
    ends = alt.Chart(named("ends")).mark_point(size=120, opacity=1, filled=True)
    dots = ends.encode(
        x=x,
        y=y,
        color=colour,
        shape=_category(alt.Shape, "relation:N", RELATIONS, [CIRCLE, HALF, "square", CROSS]),
    )
    ring = alt.Chart(named("ends")).mark_point(
        size=120, opacity=1, filled=False, stroke=BLUE, strokeWidth=1.5
    )
    rings = ring.transform_filter("datum.relation == 'in part'").encode(x=x, y=y)
    note = write("ends", dx=11).encode(x=x, y=y, text=alt.Text("text:N"))
    heads = write("heads", fontWeight="bold").encode(x=x, y=y, text=alt.Text("text:N"))
    return alt.layer(boxes, curves, dots, rings, names, texts, note, heads).properties(width=600, height=400)


def _objectives() -> Any:
    """Draw each objective's share in 2017 and 2018 as a dumbbell."""
    y = alt.Y("row:Q", scale=_fixed(7.6, -0.6), axis=None)
    axis = alt.Axis(values=list(range(0, 101, 20)), gridColor=GRID, domain=False)
    # The names stand left of zero, on the same axis.
    scale = _fixed(-45, 119)
    title = "Per cent who chose it among the three most important: 2017 (circle), 2018 (diamond)"
    x = alt.X("pct_2017:Q", scale=scale, axis=axis, title=title)
    base = alt.Chart(named("objectives"))
    looks = ("Joined-up services", "Unplanned admissions", "Others")
    plain = _category(alt.Color, "look:N", looks, [BLUE, CLARET, QUIET])
    edge = _category(alt.Stroke, "look:N", looks, [BLUE, CLARET, QUIET])
    rule = base.mark_rule(strokeWidth=2.5).encode(x=x, x2=alt.X2("pct_2018:Q"), y=y, color=plain)
    hollow = base.mark_point(size=85, filled=True, opacity=1, strokeWidth=2)
    before = hollow.encode(x=x, y=y, color=alt.value("white"), stroke=edge)
    later = alt.X("pct_2018:Q", scale=scale)
    after = base.mark_point(size=110, shape="diamond", filled=True, opacity=1)
    after = after.encode(x=later, y=y, color=plain)
    names = [
        write("objectives", align="right", dx=-9, fontWeight=weight)
        .transform_filter(f"datum.look {same} 'Others'")
        .encode(x=alt.datum(0), y=y, text=alt.Text("objective:N"), color=plain)
        for same, weight in (("!==", "bold"), ("===", "normal"))
    ]
    words = write("objectives", color=INK).encode(x=alt.datum(101), y=y, text=alt.Text("text:N"))
    return alt.layer(rule, before, after, *names, words).properties(width=600, height=152)
