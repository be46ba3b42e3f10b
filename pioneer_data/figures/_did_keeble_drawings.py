"""The drawings of lesson 03's explorers of Keeble et al.: marks, scales and colours, without numbers.

Each is built once; ``figures/_did_keeble.py`` fills the numbers in. Years are drawn on a scale of
time, each at the middle of its twelve months, so that the year without a row (2013/14) is a gap.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from pioneer_data import keeble
from pioneer_data.charts import BLUE, CLARET, GREY, INK, PALE, TURQUOISE, draw, named
from pioneer_data.figures._parts import write

BASELINE = 2011.75  # the middle of April 2010 to March 2013
FIRST = 2014.75  # the middle of the financial year 2014/15
YEARS = [FIRST + place for place in range(6)]
ENDS = (2010.9, 2020)
SHAPES = alt.Scale(domain=list(keeble.AREAS), range=["circle", "square", "diamond"])
COLOURS = alt.Scale(domain=list(keeble.AREAS), range=[BLUE, TURQUOISE, GREY])
DASHES = alt.Scale(domain=list(keeble.AREAS), range=[[1, 0], [1, 0], [7, 4]])
COLOUR = alt.Color("area:N", scale=COLOURS, legend=None)
SHAPE = alt.Shape("area:N", scale=SHAPES, legend=None)
YEAR_LABEL = "floor(datum.value) + '/' + (floor(datum.value) - 1999)"
DASHED_IF_ASSUMED = alt.condition("datum.assumed", alt.value([5, 4]), alt.value([1, 0]))


@cache
def build_the_did() -> dict[str, Any]:
    label = f"datum.value < 2013 ? ['baseline', 'Apr 2010-Mar 2013'] : {YEAR_LABEL}"
    axis = alt.Axis(values=[BASELINE, *YEARS], labelExpr=label, grid=False, title=None)
    x = alt.X("x:Q", scale=alt.Scale(domain=list(ENDS), nice=False), axis=axis)
    # Both scales of the table share these ticks: their numbers come with the data.
    scale = alt.Scale(domain=[0, 1.08], nice=False)
    y, top = (alt.Y(f"{name}:Q", scale=scale, axis=None) for name in ("y", "top"))
    grid = alt.Chart(named("ticks")).mark_rule(color="#E6E8EA").encode(y=y)
    numbers = write("ticks", align="right", dx=-6).encode(x=alt.value(0), y=y, text=alt.Text("text:N"))
    lines = alt.Chart(named("lines")).mark_line(strokeWidth=2.5)
    lines = lines.encode(
        x=x, y=y, color=COLOUR, strokeDash=alt.StrokeDash("area:N", scale=DASHES, legend=None)
    )
    points = alt.Chart(named("lines")).mark_point(filled=True, size=85, opacity=1)
    points = points.encode(x=x, y=y, color=COLOUR, shape=SHAPE)
    names = write("names", dx=15).encode(x=x, y=y, text=alt.Text("text:N"))
    layers = [grid, numbers, lines, *_brackets(x, y, top), points, names, *_sum()]
    return draw(alt.layer(*layers).properties(width=480, height=300))


def _brackets(x: Any, y: Any, top: Any) -> list[Any]:
    """Draw a thin line for every year's difference, and a strong bracket for the chosen year's."""
    every = (
        alt.Chart(named("brackets"))
        .mark_rule(color="#6F777B", strokeWidth=1.5)
        .encode(x=x, y=y, y2=alt.Y2("top:Q"))
    )
    one = alt.Chart(named("chosen"))
    strong = one.mark_rule(color=CLARET, strokeWidth=4).encode(x=x, y=y, y2=alt.Y2("top:Q"))
    caps = one.mark_tick(color=CLARET, thickness=4, size=18, orient="horizontal", opacity=1)
    ends = [caps.encode(x=x, y=y), caps.encode(x=x, y=top)]
    words = write("chosen", align="right", dx=8, dy=-15, fontWeight="bold", color=CLARET)
    return [every, strong, *ends, words.encode(x=x, y=top, text=alt.Text("text:N"))]


def _sum() -> list[Any]:
    """Write the subtraction into the corner that the lines, starting at 0, leave free."""
    place = {"x": alt.value(14), "text": "text:N"}
    lines = [("year:N", 16, "bold"), ("wave:N", 38, "normal"), ("control:N", 57, "normal")]
    lines.append(("did:N", 80, "bold"))
    return [
        write("sum", fontSize=14, fontWeight=weight, color=CLARET if field == "did:N" else INK).encode(
            **{**place, "text": field}, y=alt.value(height)
        )
        for field, height, weight in lines
    ]


@cache
def from_p_to_interval() -> dict[str, Any]:
    years = [f"{floor}/{floor - 1999}" for floor in range(2014, 2020)]
    label = f"{years}[datum.value]"
    axis = alt.Axis(values=list(range(6)), labelExpr=label, grid=False, title=None, ticks=False)
    y = alt.Y("row:Q", scale=alt.Scale(domain=[5.55, -0.85], nice=False), axis=axis)
    scale = alt.Scale(domain=[-100, 25], nice=False)
    title = "Difference in the change of admissions per 100,000 (DiD)"
    x = alt.X(
        "did:Q", scale=scale, title=title, axis=alt.Axis(values=list(range(-100, 26, 25)), labelFlush=False)
    )
    base = alt.Chart(named("rows")).encode(y=y, color=COLOUR)
    band = base.mark_rule(strokeWidth=13, opacity=0.25).encode(
        x=alt.X("outer_left:Q", scale=scale), x2=alt.X2("outer_right:Q")
    )
    rule = base.mark_rule(strokeWidth=2.5).encode(x=alt.X("left:Q", scale=scale), x2=alt.X2("right:Q"))
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(x=x, shape=SHAPE)
    zero = (
        alt.Chart(named("zero")).mark_rule(color=GREY, strokeWidth=1.5).encode(x=alt.X("did:Q", scale=scale))
    )
    columns = [(name, place) for name, place in (("p_text:N", 405), ("error_text:N", 470))]
    texts = [
        write(data).encode(y=y, x=alt.value(place), text=name)
        for name, place in columns
        for data in ("rows", "heads")
    ]
    names = write("rows", dy=-1).encode(y=y, x=alt.value(4), text=alt.Text("name:N"))
    focus = alt.Chart(named("focus")).mark_rect(color="#EEF0F2").encode(y=y, y2=alt.Y2("until:Q"))
    return draw(alt.layer(focus, zero, band, rule, dots, names, *texts).properties(width=395, height=330))


@cache
def twelve_tests() -> dict[str, Any]:
    y = alt.Y("rank:Q", scale=alt.Scale(domain=[12.6, -0.1], nice=False), axis=None)
    scale = alt.Scale(type="log", domain=[0.003, 0.6], nice=False)
    values = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
    axis = alt.Axis(values=values, format="~g", gridColor="#E6E8EA")
    x = alt.X("p:Q", scale=scale, title="p-value, on a log scale", axis=axis)
    base = alt.Chart(named("tests")).encode(y=y)
    rounding = base.mark_rule(strokeWidth=9, opacity=0.25)
    rounding = rounding.encode(x=alt.X("p_from:Q", scale=scale), x2=alt.X2("p_to:Q"), color=COLOUR)
    dots = base.mark_point(size=120, opacity=1, strokeWidth=2, filled=True)
    dots = dots.encode(
        x=x,
        shape=SHAPE,
        stroke=alt.Stroke("area:N", scale=COLOURS, legend=None),
        color=alt.condition("datum.filled", COLOUR, alt.value("white")),
        strokeOpacity=alt.condition("datum.counted", alt.value(1), alt.value(0.45)),
    )
    steps = alt.Chart(named("steps")).mark_line(color=CLARET, strokeWidth=2)
    steps = steps.encode(x=alt.X("threshold:Q", scale=scale), y=y, order=alt.Order("order:Q"))
    texts = [
        write(data, align=align).encode(y=y, x=alt.value(place), text=name)
        for name, align, place in (
            ("label:N", "right", -8),
            ("p_text:N", "left", 330),
            ("verdict:N", "left", 385),
        )
        for data in ("tests", "heads")
    ]
    head = write("line", dx=-2, color=CLARET).encode(
        x=alt.X("threshold:Q", scale=scale), y=y, text=alt.Text("text:N")
    )
    layers = alt.layer(rounding, steps, dots, *texts, head)
    return draw(layers.properties(width=322, height=330))


@cache
def nottingham() -> dict[str, Any]:
    return draw(alt.vconcat(_changes(), _number_line(), spacing=24))


def _changes() -> Any:
    axis = alt.Axis(values=YEARS, labelExpr=YEAR_LABEL, grid=False, title=None)
    time = alt.Scale(domain=[2014.25, 2020.25], nice=False)
    x = alt.X("x:Q", scale=time, axis=axis)
    scale = alt.Scale(domain=[0, 160], nice=False)
    y = alt.Y("rise:Q", scale=scale, title="Change per 100,000", axis=alt.Axis(values=[0, 40, 80, 120, 160]))
    before = alt.Chart(named("before"))
    strip = before.mark_rect(color=PALE, opacity=0.6).encode(x=alt.X("x:Q", scale=time), x2=alt.X2("until:Q"))
    words = write("before", lineBreak="|", baseline="top", dx=4)
    words = words.encode(x=x, y=alt.value(4), text=alt.Text("text:N"))
    lines = alt.Chart(named("lines")).mark_line(strokeWidth=2.5)
    drawn = lines.encode(
        x=x, y=y, color=COLOUR, strokeDash=alt.StrokeDash("area:N", scale=DASHES, legend=None)
    )
    dots = [
        alt.Chart(named(data))
        .mark_point(filled=True, size=85, opacity=1)
        .encode(x=x, y=y, color=COLOUR, shape=SHAPE)
        for data in ("lines", "printed")
    ]
    path = alt.Chart(named("assumed_path")).mark_line(color=CLARET, strokeWidth=2, strokeDash=[5, 4])
    hollow = alt.Chart(named("assumed")).mark_point(size=150, opacity=1, shape="square", filled=True)
    # What is assumed is never drawn like what was published: hollow, with a dashed edge.
    hollow = hollow.encode(
        x=x,
        y=y,
        color=alt.value("white"),
        stroke=alt.value(CLARET),
        strokeWidth=alt.value(2.5),
        strokeDash=alt.value([3, 2]),
    )
    names = write("names", dx=12).encode(x=x, y=y, text=alt.Text("text:N"))
    key = write("key", dx=13).encode(x=x, y=y, text=alt.Text("text:N"))
    layers = [strip, drawn, path.encode(x=x, y=y), *dots, hollow, words, names, key]
    return alt.layer(*layers).properties(width=405, height=215)


def _number_line() -> Any:
    scale = alt.Scale(domain=[-100, 50], nice=False)
    title = "Wave 2's DiD in 2016/17 per 100,000, with its 95% interval"
    x = alt.X(
        "did:Q", scale=scale, title=title, axis=alt.Axis(values=list(range(-100, 51, 25)), labelFlush=False)
    )
    rows = ["published", "assumed"]
    y = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(ticks=False, domain=False))
    y = y.scale(domain=rows)
    base = alt.Chart(named("dids")).encode(y=y)
    colour = alt.condition("datum.assumed", alt.value(CLARET), alt.value(TURQUOISE))
    rule = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("left:Q", scale=scale), x2=alt.X2("right:Q"), color=colour, strokeDash=DASHED_IF_ASSUMED
    )
    dots = base.mark_point(size=130, opacity=1, shape="square", filled=True).encode(
        x=x,
        color=alt.condition("datum.assumed", alt.value("white"), alt.value(TURQUOISE)),
        stroke=colour,
        strokeWidth=alt.value(2.5),
        strokeDash=alt.condition("datum.assumed", alt.value([3, 2]), alt.value([1, 0])),
    )
    zero = (
        alt.Chart(named("zero")).mark_rule(color=GREY, strokeWidth=1.5).encode(x=alt.X("did:Q", scale=scale))
    )
    words = write("dids").encode(y=y, x=alt.value(415), text=alt.Text("text:N"))
    return alt.layer(zero, rule, dots, words).properties(width=405, height=76)
