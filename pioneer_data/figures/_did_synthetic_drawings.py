"""The drawings of lesson 03's synthetic explorers: marks, scales and colours, without numbers.

Each is built once; ``figures/_did_synthetic.py`` fills the numbers in. Whatever is simulated or
assumed is dashed; only what was published is solid.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt

from pioneer_data.charts import BLUE, CLARET, GREY, INK, ORANGE, PALE, TURQUOISE, draw, named

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 20
"""Pixels from one row of words to the next."""


class Line(NamedTuple):
    """How one line looks: colour, dash and the shape that marks a point on it."""

    name: str
    colour: str
    dash: list[int]
    shape: str


PATHS = (Line("programme", BLUE, [8, 3], "circle"), Line("neither", GREY, [2, 2], "circle"))
CHANCES = (Line("wrong", CLARET, [8, 3], "diamond"), Line("noticed", BLUE, [2, 2], "circle"))
ERRORS = (Line("clustered", BLUE, [8, 3], "diamond"), Line("naive", CLARET, [2, 2], "circle"))
COHORTS = (
    Line("wave 1", BLUE, [8, 3], "circle"),
    Line("wave 2", CLARET, [4, 2], "circle"),
    Line("never", GREY, [2, 2], "circle"),
    Line("without", TURQUOISE, [10, 4, 2, 4], "circle"),
)
RESULTS = (
    Line("truth", GREY, [4, 3], "diamond"),
    Line("twfe", ORANGE, [4, 3], "circle"),
    Line("cs", TURQUOISE, [4, 3], "square"),
)


def _coloured(lines: Sequence[Line]) -> Any:
    scale = alt.Scale(domain=[line.name for line in lines], range=[line.colour for line in lines])
    return alt.Color("which:N", scale=scale, legend=None)


def _dashed(lines: Sequence[Line]) -> Any:
    scale = alt.Scale(domain=[line.name for line in lines], range=[line.dash for line in lines])
    return alt.StrokeDash("which:N", scale=scale, legend=None)


def _shaped(lines: Sequence[Line]) -> Any:
    scale = alt.Scale(domain=[line.name for line in lines], range=[line.shape for line in lines])
    return alt.Shape("which:N", scale=scale, legend=None)


def _words(data: str, position: dict[str, Any], **look: Any) -> Any:
    """Write words."""
    base = alt.Chart(named(data)).encode(**position, text=f"{look.pop('field', 'text')}:N")
    return base.mark_text(**look)


def _key(data: str, lines: Sequence[Line], y: alt.Scale, *, points: bool) -> tuple[Any, ...]:
    """Explain each line in a row of words at the top of its own picture.

    A view beside or above another makes the browser lay both out; inside the picture it is quicker.
    """
    base = alt.Chart(named(data)).encode(y=alt.Y("at:Q", scale=y))
    look = {"color": _coloured(lines), "strokeDash": _dashed(lines)}
    sample = base.mark_rule(strokeWidth=2.5).encode(x=alt.value(6), x2=alt.value(40), **look)
    text = base.mark_text(align="left").encode(x=alt.value(48), text=alt.Text("text:N"))
    if not points:
        return sample, text
    dot = base.mark_point(filled=True, size=90, opacity=1)
    return sample, text, dot.encode(x=alt.value(23), color=_coloured(lines), shape=_shaped(lines))


def _months(scale: alt.Scale) -> Any:
    years = alt.Axis(values=[9, 21, 33, 45, 57], labelExpr="2014 + (datum.value - 9) / 12", grid=False)
    return alt.X("month:Q", title=None, scale=scale, axis=years)


def _curves(data: str, lines: Sequence[Line], x: Any, y: Any) -> Any:
    marks = alt.Chart(named(data)).mark_line(strokeWidth=2.5)
    return marks.encode(x=x, y=y, color=_coloured(lines), strokeDash=_dashed(lines))


@cache
def pre_trend() -> dict[str, Any]:
    both = alt.hconcat(_panel(), _chances(), spacing=24)
    return draw(both.resolve_scale(color="independent", strokeDash="independent", shape="independent"))


def _panel() -> Any:
    """Draw the mean paths of one simulated panel, and shade the months that are compared."""
    months = alt.Scale(domain=[0, 60], nice=False)
    x = _months(months)
    spans = alt.Chart(named("compared")).mark_rect(color=PALE, opacity=0.55)
    scale = alt.Scale(domain=[6.8, 10], nice=False)  # the key stands above 9.45
    axis = alt.Axis(values=[7, 8, 9], format=".0f")
    y = alt.Y("rate:Q", title=None, axis=axis, scale=scale)
    below_the_key: dict[str, Any] = {"y": alt.YDatum(6.8, scale=scale), "y2": alt.datum(9.45)}
    shades = spans.encode(x=alt.X("month:Q", scale=months), x2=alt.X2("end:Q"), **below_the_key)
    start = alt.Chart(named("start")).encode(x=alt.X("month:Q", scale=months))
    rule = start.mark_rule(strokeDash=[4, 3], color=GREY).encode(**below_the_key)
    word = start.mark_text(align="left", dx=5).encode(y=alt.value(60), text=alt.Text("text:N"))
    key = _key("groups", PATHS, scale, points=False)
    curves = _curves("paths", PATHS, x, y)
    return alt.layer(shades, rule, curves, word, *key).properties(width=262, height=282)


def _chances() -> Any:
    scale = alt.Scale(domain=[-0.3, 0.055], nice=False)  # room for the words at a drift of 0
    axis = alt.Axis(values=[-0.3, -0.2, -0.1, 0], format=".1f")
    x = alt.X("drift:Q", title="Drift, per 1,000 a month each year", scale=scale, axis=axis)
    percent = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    chance = alt.Scale(domain=[0, 1.4], nice=False)  # the key stands above 1.15
    y = alt.Y("probability:Q", title=None, axis=percent, scale=chance)
    chosen = alt.Chart(named("chosen")).encode(x=x, y=y)
    dots = chosen.mark_point(filled=True, size=130, opacity=1)
    marks = dots.encode(color=_coloured(CHANCES), shape=_shaped(CHANCES))
    upright = alt.Chart(named("chosen")).mark_rule(color=GREY, strokeDash=[2, 3])
    rule = upright.encode(x=x, y=alt.YDatum(0, scale=chance), y2=alt.datum(1.15))
    at: dict[str, Any] = {"x": x, "y": alt.Y("at:Q", scale=chance)}
    words = _words("chosen", at, align="left", dx=9)
    curves = _curves("chances", CHANCES, x, y)
    key = _key("answers", CHANCES, chance, points=True)
    return alt.layer(rule, curves, marks, words, *key).properties(width=246, height=282)


@cache
def two_waves() -> dict[str, Any]:
    parts = alt.vconcat(_cohorts(), _tiles(), _results(), spacing=8)
    return draw(parts.resolve_scale(color="independent", strokeDash="independent", shape="independent"))


def _cohorts() -> Any:
    months = alt.Scale(domain=[0, 75], nice=False)
    x = _months(months)
    scale = alt.Scale(domain=[6.5, 9.2], nice=False)
    y = alt.Y("rate:Q", title=None, scale=scale, axis=alt.Axis(values=[7, 8, 9], format=".0f"))
    starts = alt.Chart(named("starts")).encode(x=alt.X("month:Q", scale=months))
    rules = starts.mark_rule(strokeDash=[4, 3], color=GREY)
    words = starts.mark_text(align="left", dx=5).encode(y=alt.value(8), text=alt.Text("text:N"))
    names = alt.Chart(named("names")).mark_text(align="left", dx=6, fontWeight=600)
    place: dict[str, Any] = {"x": alt.X("month:Q", scale=months), "y": alt.Y("at:Q", scale=scale)}
    pale = "datum.which == 'without'"  # its colour is too light for words
    ink = alt.condition(pale, alt.value(INK), _coloured(COHORTS))
    labels = names.encode(**place, text=alt.Text("text:N"), color=ink)
    curves = _curves("paths", COHORTS, x, y)
    return alt.layer(rules, words, curves, labels).properties(width=560, height=160)


def _tiles() -> Any:
    """Draw one tile a comparison, as wide as its weight; a dashed edge warns of treated controls."""
    scale = alt.Scale(domain=[0, 1], nice=False)
    shades = [BLUE, "#D5E0EA", "#FFFFFF", "#FBDCCB", ORANGE]
    colours = alt.Scale(domain=[-1.2, -0.001, 0, 0.001, 0.3], range=shades, interpolate="rgb")
    place = alt.X("left:Q", scale=scale, axis=None)
    high: dict[str, Any] = {"y": alt.value(0), "y2": alt.value(38)}
    base = alt.Chart(named("tiles")).encode(x=place, **high)
    boxes = base.mark_rect(stroke=GREY, strokeWidth=1).encode(
        x2=alt.X2("right:Q"), color=alt.Color("estimate:Q", scale=colours, legend=None)
    )
    # Vega-Lite encodes no dash on a rectangle, so the edge is a layer of its own.
    edge = base.mark_rect(filled=False, stroke=CLARET, strokeWidth=3, strokeDash=[7, 4])
    warning = edge.encode(x2=alt.X2("right:Q")).transform_filter("datum.warn")
    ink = alt.condition("datum.estimate < -0.65", alt.value("white"), alt.value(INK))
    words = alt.Chart(named("tiles")).mark_text(fontWeight=600)
    text = words.encode(x=alt.X("middle:Q", scale=scale), y=alt.value(19), text=alt.Text("text:N"), color=ink)
    return alt.layer(boxes, warning, text, *_comparisons()).properties(width=560, height=46 + 4 * ROW)


def _comparisons() -> tuple[Any, ...]:
    """Spell out each tile in a row of words, below the tiles."""
    rows = alt.Scale(domain=[-0.5 - 46 / ROW, 3.5], reverse=True, nice=False)
    base = alt.Chart(named("rows")).encode(y=alt.Y("row:Q", scale=rows, axis=None))
    letters = base.mark_text(align="left", fontWeight=600).encode(x=alt.value(0), text=alt.Text("letter:N"))
    what = base.mark_text(align="left").encode(x=alt.value(20), text=alt.Text("what:N"))
    weight = base.mark_text(align="right").encode(x=alt.value(480), text=alt.Text("weighs:N"))
    estimate = base.mark_text(align="right", fontWeight=600).encode(
        x=alt.value(560), text=alt.Text("signed:N")
    )
    return letters, what, weight, estimate


def _results() -> Any:
    """Draw the truth and the estimates on one number line, each on a row of its own."""
    scale = alt.Scale(domain=[-1.2, 0.9], nice=False)
    rows = alt.Scale(domain=[-0.5, 2.5], reverse=True, nice=False)
    values = [-1, -0.5, 0, 0.5]
    zero = alt.condition("datum.value == 0", alt.value(GREY), alt.value("#E6E8EA"))
    axis = alt.Axis(values=values, format="+.1f", labelExpr="datum.value ? datum.label : '0'", gridColor=zero)
    title = "Average effect, per 1,000 a month"
    place: dict[str, Any] = {
        "x": alt.X("effect:Q", title=title, scale=scale, axis=axis),
        "y": alt.Y("row:Q", axis=None, scale=rows),
    }
    base = alt.Chart(named("marks")).encode(**place, color=_coloured(RESULTS))
    stems = base.mark_rule(strokeWidth=2.5, strokeDash=[4, 3]).encode(x2=alt.datum(0))
    dots = base.mark_point(filled=True, size=150, opacity=1).encode(shape=_shaped(RESULTS))
    words = _words("notes", place, align="left", dx=12)
    return alt.layer(stems, dots, words).properties(width=560, height=78)


@cache
def size() -> dict[str, Any]:
    return draw(_power())


def _power() -> Any:
    scale = alt.Scale(domain=[0, -0.6], nice=False)
    title = "True effect, per 1,000 a month (assumed)"
    effect = alt.Axis(values=[0, -0.1, -0.2, -0.3, -0.4, -0.5, -0.6], format=".1f", grid=False)
    x = alt.X("effect:Q", title=title, scale=scale, axis=effect)
    percent = alt.Axis(format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    share = alt.Scale(domain=[0, 1.36], nice=False)  # the key stands above 1.15
    y = alt.Y("found:Q", title=None, axis=percent, scale=share)
    rules = alt.Chart(named("rules")).mark_rule(color=GREY, strokeDash=[1, 3], strokeWidth=1.5)
    lines = rules.encode(y=y)
    where: dict[str, Any] = {"x": x, "y": y}
    goal = _words("rules", {**where, "x": alt.value(0)}, field="left", align="left", dx=6, dy=-10)
    chance = _words("rules", {**where, "x": alt.value(540)}, field="right", align="right", dy=-10)
    published = alt.Chart(named("published")).mark_rule(color=INK, strokeWidth=2).encode(x=x)
    name = _words("published", {"x": x, "y": alt.value(58)}, align="left", dx=6)
    smallest = alt.Chart(named("smallest")).encode(x=x, y=y)
    drop = smallest.mark_rule(color=BLUE, strokeDash=[4, 3], strokeWidth=1.5).encode(y2=alt.datum(0))
    dot = smallest.mark_point(filled=True, size=170, opacity=1, color=BLUE, shape="diamond")
    right = _words("smallest", where, field="right", align="left", dx=9, dy=14, fontWeight=600)
    left = _words("smallest", where, field="left", align="right", dx=-9, dy=-12, fontWeight=600)
    # Without an order, versions of Vega-Lite begin the dashes at different ends of a reversed axis.
    order = alt.Order("effect:Q", sort="descending")
    curves = _curves("curves", ERRORS, x, y).encode(order=order)
    key = _key("errors", ERRORS, share, points=False)
    layers = (lines, published, curves, drop, dot, goal, chance, name, right, left, *key)
    return alt.layer(*layers).properties(width=540, height=330)
