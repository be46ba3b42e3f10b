"""The drawings of lesson 02's explorers: marks, scales and colours, without numbers.

Each is built once; ``figures/survey.py`` fills the numbers in.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt

import pioneer_data as pioneers
from pioneer_data import survey
from pioneer_data.charts import BLUE, CLARET, GREY, INK, MAUVE, ORANGE, PALE, RED, TURQUOISE, draw, named

if TYPE_CHECKING:
    from collections.abc import Sequence

OBJECTIVES = tuple(pioneers.objectives_progress()["objective"].cat.categories)
PER_CENT = alt.Scale(domain=[0, 100], nice=False)
YEARS = ["2016", "2017", "2018"]
ANSWERED = ["Yes", "Yes, in a row that cannot be", "A part of a person?", "No"]
PRINTED = ["Recomputed from the four groups", "Published for everyone"]
ANSWERS = ("Substantial", "Some", "None", "Do not know")


def _by(channel: Any, field: str, domain: Sequence[str], shown: Sequence[str], legend: alt.Legend) -> Any:
    """Encode a category by colour, shape or outline, with one legend for all of them."""
    scale = alt.Scale(domain=list(domain), range=list(shown))
    return channel(field, scale=scale, title=None, legend=legend)


@cache
def who_answered() -> dict[str, Any]:
    base = alt.Chart(named("bars")).encode(
        y=alt.Y("year:N", title=None, sort=[*YEARS, "All three"]),
        x=alt.X("start:Q", title="People", scale=alt.Scale(domain=[0, 500])),
    )
    who = ["Replied", "Did not reply", "once", "twice", "three times", ""]
    colours = alt.Scale(domain=who, range=[BLUE, PALE, TURQUOISE, MAUVE, CLARET, "white"])
    boxes = base.mark_bar(stroke=GREY).encode(
        x2=alt.X2("end:Q"),
        color=alt.Color("who:N", scale=colours, legend=None),
        strokeWidth=alt.condition("datum.chosen", alt.value(2), alt.value(0)),
    )
    white = alt.condition("datum.who == 'Replied'", alt.value("white"), alt.value(INK))
    words = base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N"), color=white)
    invited = (boxes + words).properties(width=500, height=136)
    return draw(alt.vconcat(invited, _number_line(), spacing=22))


def _number_line() -> Any:
    """Draw the range of the possible, the published figure and the assumed one."""
    x = alt.X("pct:Q", title="Per cent who find joined-up services important", scale=PER_CENT)
    height = alt.value(52)
    span = alt.Chart(named("span")).mark_bar(color=PALE, height=18)
    possible = span.encode(x=alt.X("low:Q", scale=PER_CENT), x2=alt.X2("high:Q"), y=height)
    limits = alt.Chart(named("ends")).mark_text(dy=-19).encode(x=x, y=height, text=alt.Text("text:N"))
    published = _mark("published", {"filled": True, "color": BLUE, "shape": "circle"}, 24)
    # What is assumed is never drawn like what was published: hollow, with a dashed edge.
    hollow = {"fill": "white", "stroke": CLARET, "strokeWidth": 2.5, "strokeDash": [2, 2]}
    assumed = _mark("assumed", {**hollow, "shape": "diamond"}, -36)
    return alt.layer(possible, limits, *published, *assumed).properties(width=500, height=88)


def _mark(data: str, look: dict[str, Any], shift: int) -> tuple[Any, Any]:
    """Draw one point of the number line with its label above or below."""
    base = alt.Chart(named(data)).encode(x=alt.X("pct:Q", scale=PER_CENT), y=alt.value(52))
    dot = base.mark_point(size=170, opacity=1, **look)
    return dot, base.mark_text(dy=shift).encode(text=alt.Text("text:N"))


@cache
def people() -> dict[str, Any]:
    shapes = ["circle", "circle", "triangle-up", "circle"]
    legend = alt.Legend(orient="bottom", labelLimit=300, columns=2)
    points = alt.Chart(named("people")).mark_point(size=240, filled=True, opacity=1, strokeWidth=1.5)
    chart = points.encode(
        x=alt.X("column:Q", axis=None, scale=alt.Scale(domain=[-0.5, 14.5], nice=False)),
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[6.5, -0.5], nice=False)),
        color=_by(alt.Color, "answer:N", ANSWERED, [BLUE, CLARET, RED, "white"], legend),
        shape=_by(alt.Shape, "answer:N", ANSWERED, shapes, legend),
        stroke=_by(alt.Stroke, "answer:N", ANSWERED, [BLUE, CLARET, RED, GREY], legend),
    )
    return draw(chart.properties(width=420, height=196))


@cache
def parts() -> dict[str, Any]:
    y = alt.Y(
        "group:N",
        sort=list(survey.ORGANISATIONS),
        title=None,
        axis=alt.Axis(ticks=False, domain=False),
    )
    x = alt.X("person:Q", axis=None, scale=alt.Scale(domain=[-0.5, 44], nice=False))
    points = alt.Chart(named("people")).mark_point(filled=True, size=75, opacity=1)
    colour = alt.condition("datum.chosen", alt.value(BLUE), alt.value("white"))
    dots = points.encode(x=x, y=y, color=colour, stroke=alt.value(BLUE))
    words = alt.Chart(named("labels")).mark_text(align="left")
    labels = words.encode(x=alt.datum(34), y=y, text=alt.Text("text:N"))
    groups = (dots + labels).properties(width=480, height=130)
    return draw(alt.vconcat(groups, _two_marks(), spacing=22))


def _two_marks() -> Any:
    legend = alt.Legend(orient="bottom", labelLimit=300)
    x = alt.X("pct:Q", title="Per cent of everyone who answered", scale=PER_CENT)
    dots = alt.Chart(named("marks")).mark_point(filled=True, size=170, opacity=1)
    marks = dots.encode(
        x=x,
        y=alt.value(22),
        color=_by(alt.Color, "what:N", PRINTED, [BLUE, CLARET], legend),
        shape=_by(alt.Shape, "what:N", PRINTED, ["circle", "diamond"], legend),
    )
    rule = alt.Chart(named("gap")).mark_rule(strokeWidth=2, strokeDash=[4, 3], color=GREY)
    joined = rule.encode(x=alt.X("low:Q", scale=PER_CENT), x2=alt.X2("high:Q"), y=alt.value(22))
    return (joined + marks).properties(width=480, height=44)


@cache
def noise() -> dict[str, Any]:
    return draw(alt.hconcat(_dumbbells(), _intervals(), spacing=14))


def _dumbbells() -> Any:
    y = alt.Y("objective:N", sort=list(OBJECTIVES), title=None, axis=alt.Axis(labelLimit=170))
    legend = alt.Legend(orient="bottom", direction="horizontal")
    rule = alt.Chart(named("changes")).mark_rule(strokeWidth=2, color=GREY)
    bars = rule.encode(y=y, x=alt.X("pct_1:Q", scale=PER_CENT), x2=alt.X2("pct_2:Q"))
    dots = (
        alt.Chart(named("ends"))
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            y=y,
            x=alt.X("pct:Q", title="Per cent", scale=PER_CENT),
            color=_by(alt.Color, "year:N", YEARS, [ORANGE, TURQUOISE, BLUE], legend),
            shape=_by(alt.Shape, "year:N", YEARS, ["square", "circle", "diamond"], legend),
        )
    )
    return (bars + dots).properties(width=185, height=290)


def _intervals() -> Any:
    """Draw each change with its interval; hidden intervals come as numbers of no length."""
    scale = alt.Scale(domain=[-60, 80], nice=False)
    base = alt.Chart(named("changes")).encode(y=alt.Y("objective:N", sort=list(OBJECTIVES), axis=None))
    verdict = alt.condition("datum.clear", alt.value(CLARET), alt.value(GREY))
    spans = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("low:Q", scale=scale),
        x2=alt.X2("high:Q"),
        color=verdict,
        strokeDash=alt.condition("datum.assumed", alt.value([6, 3]), alt.value([1, 0])),
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X(
            "change:Q",
            title="Change, percentage points",
            scale=scale,
            axis=_zero_line(list(range(-50, 76, 25))),
        ),
        color=alt.condition("datum.clear", alt.value(CLARET), alt.value("white")),
        stroke=verdict,
    )
    words = base.mark_text(align="left", dx=3, dy=-11, fontSize=12)
    guesses = words.encode(x=alt.datum(-60), text=alt.Text("guess:N"))
    return alt.layer(spans, dots, guesses).properties(width=225, height=290)


def _zero_line(values: list[int]) -> alt.Axis:
    """Return an axis whose only strong grid line is the one at zero."""
    zero = "datum.value == 0"
    return alt.Axis(
        values=values,
        gridColor=alt.condition(zero, alt.value(GREY), alt.value("#E6E8EA")),
        gridDash=alt.condition(zero, alt.value([4, 3]), alt.value([])),
    )


@cache
def stacked() -> dict[str, Any]:
    place = {
        "y": alt.Y("objective:N", sort=list(OBJECTIVES), title=None, axis=alt.Axis(labelLimit=170)),
        "yOffset": alt.YOffset("year:O", sort="ascending"),
    }
    axis = alt.Axis(values=list(range(0, 101, 20)))
    colours = alt.Scale(domain=ANSWERS, range=[BLUE, TURQUOISE, MAUVE, "white"])
    legend = alt.Legend(orient="top", symbolStrokeColor=GREY, symbolType="square")
    scale = alt.Scale(domain=[0, 112], nice=False)
    boxes = alt.Chart(named("answers")).mark_bar(stroke=GREY, strokeWidth=0.8)
    bars = boxes.encode(
        **place,
        x=alt.X("start:Q", title="Per cent", scale=scale, axis=axis),
        x2=alt.X2("end:Q"),
        color=alt.Color("progress:N", scale=colours, sort=list(ANSWERS), title=None, legend=legend),
    )
    ink = alt.condition("datum.progress == 'Substantial'", alt.value("white"), alt.value(INK))
    words = alt.Chart(named("words")).mark_text(fontSize=12)
    numbers = words.encode(**place, x=alt.X("at:Q", scale=scale), text=alt.Text("text:N"), color=ink)
    return draw(alt.layer(bars, numbers).properties(width=430, height=470))
