"""Lesson 03, part B: two explorers of Morciano's published means and of what is assumed about them.

Each has a drawing, built once, and a pure function that fills numbers and words into it.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import morciano
from pioneer_data.charts import BLUE, CLARET, GREY, PALE, TURQUOISE, Figure, draw, named
from pioneer_data.controls import Choice, Slider, explorer
from pioneer_data.morciano import NEITHER, PROGRAMMES
from pioneer_data.rounding import half_up, signed, written

SOURCE = "Source: Morciano et al. 2021"
COLOURS = alt.Scale(domain=[*PROGRAMMES, NEITHER], range=[BLUE, TURQUOISE, CLARET, GREY])


RATE = alt.Scale(domain=[7.2, 9.5], nice=False)
LEVELS = [7.5, 8.0, 8.5, 9.0, 9.5]
MONTH = alt.Scale(domain=[0, 77], nice=False)
HEIGHT = 300
LINE = 17 * (9.5 - 7.2) / HEIGHT
"""How far one line of text reaches on the axis of rates."""


@explorer(
    Choice("programme", "Programme", PROGRAMMES, PROGRAMMES[0]),
    Slider("drift", "Suppose this share of the gap would have come anyway", 0, 100, 5, 0, "%"),
    attacks=("an assumption shows in the data", "the comparison group is the counterfactual"),
)
def one_data_set_many_truths(programme: str, drift: int) -> Figure:
    """Draw the published means beside the path that we assume without the programme.

    Parameters
    ----------
    programme : str
        One of ``morciano.PROGRAMMES``.
    drift : int
        Assumed per cent of the difference-in-differences that would have come anyway.

    Returns
    -------
    charts.Figure
        Steps by month: published solid, assumed dashed. Source: Morciano et al. 2021.
    """
    rows = morciano.counterfactual(programme, drift / 100)
    published, assumed, remains = _at_the_end(rows)
    share = {0: "no drift", 100: "it is all drift"}.get(drift, f"{drift}% is drift")
    left = signed(remains) if remains else "nothing"
    title = f"The numbers never move: assume {share} and {left} remains"
    own = written(rows["published"].iloc[0], 2)
    others = " to ".join(written(rows["neither"].iloc[at], 2) for at in (0, -1))
    path = f"the assumed path of {programme} without a programme ends at {written(assumed, 2)}"
    return Figure(
        drawing=_steps_drawing(),
        data={
            "published": _published_steps(programme),
            "assumed": _assumed_steps(rows, programme),
            "periods": _periods(),
            "levels": pd.DataFrame({"rate": LEVELS}),
            "bracket": pd.DataFrame({"bottom": [published], "top": [assumed]}),
            "words": _line_words(programme, rows),
        },
        title=title,
        subtitle=(
            f"Solid: published mean emergency admissions of {programme} and of Neither.",
            f"Dashed: {programme} as assumed without a programme: Neither's changes, plus drift.",
            f"Nobody has seen the dashed line. {SOURCE}; assumed path: this course",
        ),
        description=(
            "Step chart of emergency admissions per 1,000 a month over five periods from April 2013 to "
            f"March 2018, axis from 7.2 to 9.5. {title}. {programme} rose from {own} to "
            f"{written(published, 2)}, areas in neither programme from {others}; these are published. "
            f"If {drift}% of the gap between the two rises would have come anyway, {path}, "
            f"and {left} of the gap is left."
        ),
        table=_path_table(rows, programme),
    )


def _at_the_end(rows: pd.DataFrame) -> tuple[float, float, float]:
    """Return published, assumed and what remains in period 5, to 0.01 so that they add up as shown."""
    published, assumed = (float(rows[name].iloc[-1]) for name in ("published", "assumed"))
    shown = half_up(assumed, 2)
    return published, shown, published - shown


@cache
def _published_steps(programme: str) -> pd.DataFrame:
    """Return the corners of both published lines; the last mean is repeated at the end."""
    rows = morciano.counterfactual(programme, 0)
    lines = {NEITHER: "neither", programme: "published"}
    return pd.concat([_corners(rows, column).assign(who=who) for who, column in lines.items()])


def _corners(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return one point where each period starts and one where the last ends; the first is the rate."""
    months = [*rows["start"], rows["end"].iloc[-1]]
    lines = {name: [*rows[name], rows[name].iloc[-1]] for name in columns[1:]}
    return pd.DataFrame({"month": months, "rate": [*rows[columns[0]], rows[columns[0]].iloc[-1]], **lines})


def _assumed_steps(rows: pd.DataFrame, programme: str) -> pd.DataFrame:
    return _corners(rows, "assumed", "published").assign(who=programme)


def _line_words(programme: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what stands at the lines; the three words at the end keep a line's distance."""
    published, assumed, remains = _at_the_end(rows)
    middle = (published + assumed) / 2
    places = [max(assumed, middle + LINE), middle, min(published, middle - LINE)]
    texts = [
        f"assumed {written(assumed, 2)}",
        f"remains {signed(remains)}",
        f"{programme} {written(published, 2)}",
    ]
    below = rows["neither"].iloc[0] - 0.7 * LINE
    months = [62.2, 62.2, 62.2, 0.4]
    return pd.DataFrame({"month": months, "rate": [*places, below], "text": [*texts, "Neither programme"]})


def _path_table(rows: pd.DataFrame, programme: str) -> pd.DataFrame:
    names = {
        "published": f"{programme}, published",
        "neither": f"{NEITHER}, published",
        "assumed": f"{programme}, assumed without a programme",
        "remains": "what remains",
    }
    numbers = {words: rows[name].map(partial(half_up, decimals=2)) for name, words in names.items()}
    months = [f"{first} to {last}" for first, last in _period_months()]
    return pd.DataFrame({"period": rows["period"], "months": months, **numbers})


@cache
def _period_months() -> tuple[tuple[str, str], ...]:
    periods = pioneers.admission_periods()
    pairs = zip(periods["start_month"].astype(str), periods["end_month"].astype(str), strict=True)
    return tuple((_month(first), _month(last)) for first, last in pairs)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(text: str) -> str:
    """Turn 2013-04 into Apr 2013."""
    year, number = text.split("-")[:2]
    return f"{MONTHS[int(number) - 1]} {year}"


@cache
def _steps_drawing() -> dict[str, Any]:
    layers = (_levels(), _shade(), *_step_lines(), *_bracket(), _period_names(), _words())
    return draw(alt.layer(*layers).properties(width=545, height=HEIGHT))


def _at_month(field: str, axis: Any = None) -> Any:
    return alt.X(field, scale=MONTH, axis=axis or _date_axis())


def _date_axis() -> alt.Axis:
    """Write a date under each period's start and under the end of the last."""
    starts = morciano.counterfactual(PROGRAMMES[0], 0)
    dates = [first for first, _ in _period_months()] + [f"end of {_period_months()[-1][1]}"]
    places = [*starts["start"].tolist(), int(starts["end"].iloc[-1])]
    lines = [f"{place}:['{date[:-5]}','{date[-4:]}']" for place, date in zip(places, dates, strict=True)]
    return alt.Axis(
        values=places, labelExpr=f"{{{','.join(lines)}}}[datum.value]", title=None, domain=False, grid=True
    )


def _at_rate(field: str) -> Any:
    title = "Emergency admissions per 1,000 a month"
    return alt.Y(field, scale=RATE, title=title, axis=alt.Axis(values=LEVELS, format=".1f", grid=False))


def _levels() -> Any:
    """Draw the grid lines of the rates up to the last month only: words stand behind it."""
    lines = alt.Chart(named("levels")).mark_rule(color="#E6E8EA")
    return lines.encode(x=alt.X(datum=0), x2=alt.X2(datum=60), y=_at_rate("rate:Q"))


def _shade() -> Any:
    area = alt.Chart(named("assumed")).mark_area(interpolate="step-after", opacity=0.13)
    colour = alt.Color("who:N", scale=COLOURS, legend=None)
    return area.encode(x=_at_month("month:Q"), y=_at_rate("rate:Q"), y2=alt.Y2("published:Q"), color=colour)


def _step_lines() -> tuple[Any, Any]:
    place = {"x": _at_month("month:Q"), "y": _at_rate("rate:Q")}
    colour = alt.Color("who:N", scale=COLOURS, legend=None)
    width = alt.condition(f"datum.who == '{NEITHER}'", alt.value(2), alt.value(3.5))
    solid = alt.Chart(named("published")).mark_line(interpolate="step-after")
    dashed = alt.Chart(named("assumed")).mark_line(interpolate="step-after", strokeDash=[6, 4], strokeWidth=2)
    return solid.encode(**place, color=colour, strokeWidth=width), dashed.encode(**place, color=colour)


def _bracket() -> tuple[Any, ...]:
    base = alt.Chart(named("bracket"))
    rule: dict[str, Any] = {"color": GREY, "strokeWidth": 1.5}
    back = base.mark_rule(**rule).encode(x=alt.X(datum=61.3), y=_at_rate("bottom:Q"), y2=alt.Y2("top:Q"))
    arms = base.mark_rule(**rule).encode(x=alt.X(datum=60.4), x2=alt.X2(datum=61.3))
    return back, arms.encode(y=_at_rate("bottom:Q")), arms.encode(y=_at_rate("top:Q"))


def _words() -> Any:
    words = alt.Chart(named("words")).mark_text(align="left")
    return words.encode(x=_at_month("month:Q"), y=_at_rate("rate:Q"), text=alt.Text("text:N"))


EVENTS = {1: "before", 2: "Pioneer wave 1", 3: "Pioneer waves 1 and 2, and Vanguards"}
"""What each period is, from its published label; the last one holds to the end."""


@cache
def _periods() -> pd.DataFrame:
    rows = morciano.counterfactual(PROGRAMMES[0], 0)[["period", "start"]]
    events = rows["period"].map(EVENTS).fillna("")
    return rows.assign(name="Period " + rows["period"].astype(str), event=events)


def _period_names() -> Any:
    base = alt.Chart(named("periods")).mark_text(align="left", dx=3, fontSize=12)
    places = [base.encode(x=_at_month("start:Q"), y=alt.value(y)) for y in (-24, -9)]
    return alt.layer(places[0].encode(text=alt.Text("name:N")), places[1].encode(text=alt.Text("event:N")))


BASES = ("Period 1", "Period 2")
DIFFERENCE = alt.Scale(domain=[-2, 1], nice=False)
SHAPES = ["circle", "square", "diamond"]
ZERO = pd.DataFrame({"difference": [0.0], "less": ["rose less than Neither"], "more": ["rose more"]})


@explorer(
    Slider("correlation", "Correlation between the two periods (assumed)", 0, 0.9, 0.1, 0),
    Slider("inflation", "If areas differ more than the intervals allow: widen by", 1, 3.5, 0.5, 1, " times"),
    Choice("base", "Count the change from", BASES, BASES[0]),
    attacks=("overlapping CIs settle it", "two errors in opposite directions cancel"),
)
def correlation_slider(correlation: float, inflation: float, base: str) -> Figure:
    """Draw three differences-in-differences with intervals that two assumptions pull both ways.

    Parameters
    ----------
    correlation : float
        Assumed correlation between a group's means in the two periods.
    inflation : float
        Assumed number of times that intervals of the means should be wider.
    base : {"Period 1", "Period 2"}
        The period from which the change to period 5 is counted.

    Returns
    -------
    charts.Figure
        Points with 95% intervals over grey bands. Source: Morciano et al. 2021.
    """
    rows = _differences(int(base[-1]), correlation, inflation)
    clear = rows.loc[rows["clear"], "programme"].to_list()
    who = {0: "none of the three", 3: "all three"}.get(len(clear), " and ".join(clear))
    title = f"Clear of zero, counted from {base}: {who}"
    assumed = correlation > 0 or inflation > 1
    width = _widths(int(base[-1]), correlation, inflation) if assumed else PUBLISHED
    return Figure(
        drawing=_intervals_drawing(),
        data={"intervals": rows.assign(assumed=assumed), "zero": ZERO},
        title=title,
        subtitle=(
            f"Change from {base} to Period 5 less the change of Neither, with 95% intervals.",
            *width,
            f"Period 2 comes before the Vanguards, after Pioneer wave 1. {SOURCE}",
        ),
        description=(
            "Dot plot of three programmes' difference-in-differences against areas in neither "
            "programme, in emergency admissions per 1,000 a month, axis from -2 to 1, each with a 95% "
            f"interval. {title}. {'; '.join(rows['said'])}. {' '.join(width)}"
        ),
        table=_difference_table(rows),
    )


PUBLISHED = (
    "Solid: intervals as published, the two periods taken as independent.",
    "Grey bands: the same, to stay in sight when you assume something else.",
)


def _widths(base: int, correlation: float, inflation: float) -> tuple[str, str]:
    """Say in two lines how far each assumption alone, and both together, change the intervals."""
    alone, both = _times(base, correlation), _times(base, correlation, inflation)
    first = f"correlation {correlation:g} makes them {alone} times as wide, widening {inflation:g}"
    second = "Grey bands: as published, periods taken as independent."
    return f"Dashed, assumed: {first};", f"together {both} times. {second}"


def _differences(base: int, correlation: float, inflation: float) -> pd.DataFrame:
    """Return one row a programme: estimate, interval, and the interval with nothing assumed."""
    found = [_difference(programme, base, correlation, inflation) for programme in PROGRAMMES]
    return pd.DataFrame(found)


def _difference(programme: str, base: int, correlation: float, inflation: float) -> dict[str, Any]:
    plain = morciano.period_did(programme, base)
    did = morciano.period_did(programme, base, correlation=correlation, inflation=inflation)
    clear = did.low > 0 or did.high < 0
    text = f"{signed(did.estimate)} ({_end(did.low)} to {_end(did.high)})"
    verdict = "clear of zero" if clear else "includes zero"
    numbers = {"estimate": did.estimate, "lower": did.low, "upper": did.high, "error": did.standard_error}
    band = {"plain_lower": plain.low, "plain_upper": plain.high}
    words = {"text": text, "verdict": verdict, "said": f"{programme} {text}, {verdict}"}
    return {"programme": programme, **numbers, **band, "clear": clear, **words}


def _end(number: float) -> str:
    """Write an interval's end to 0.01, or to 0.001 where that would hide on which side of zero it is."""
    near = signed(number) == "0.00"
    return signed(number, 3 if near else 2)


@cache
def _times(base: int, correlation: float, inflation: float = 1.0) -> str:
    """Say how many times as wide the assumptions make the three intervals, shortest and longest."""
    assumed, plain = (_differences(base, *with_) for with_ in ((correlation, inflation), (0.0, 1.0)))
    ratios = [written(ratio, 2) for ratio in sorted(assumed["error"] / plain["error"])]
    return ratios[0] if ratios[0] == ratios[-1] else f"{ratios[0]} to {ratios[-1]}"


def _difference_table(rows: pd.DataFrame) -> pd.DataFrame:
    names = {
        "programme": "programme",
        "estimate": "difference-in-differences",
        "error": "standard error",
        "lower": "95% interval from",
        "upper": "to",
        "verdict": "verdict",
    }
    return rows[list(names)].rename(columns=names)


@cache
def _intervals_drawing() -> dict[str, Any]:
    layers = (_bands(), *_no_difference(), *_estimates(), *_numbers())
    return draw(alt.layer(*layers).properties(width=330, height=216))


def _at_programme() -> Any:
    axis = alt.Axis(ticks=False, domain=False, labelPadding=8)
    return alt.Y("programme:N", sort=list(PROGRAMMES), title=None, axis=axis)


def _at_difference(field: str) -> Any:
    axis = alt.Axis(values=[-2, -1.5, -1, -0.5, 0, 0.5, 1], format=".1f")
    title = "Emergency admissions per 1,000 a month"
    return alt.X(field, scale=DIFFERENCE, title=title, axis=axis)


def _bands() -> Any:
    bands = alt.Chart(named("intervals")).mark_bar(color=PALE, height=26)
    return bands.encode(x=_at_difference("plain_lower:Q"), x2=alt.X2("plain_upper:Q"), y=_at_programme())


def _no_difference() -> tuple[Any, ...]:
    """Draw the line at zero, with what its two sides mean."""
    base = alt.Chart(named("zero")).encode(x=alt.X("difference:Q", scale=DIFFERENCE))
    line = base.mark_rule(color=GREY, strokeWidth=1.2, strokeDash=[2, 3])
    less = base.mark_text(align="right", dx=-6, fontSize=12).encode(y=alt.value(-9), text=alt.Text("less:N"))
    more = base.mark_text(align="left", dx=6, fontSize=12).encode(y=alt.value(-9), text=alt.Text("more:N"))
    return line.encode(y=alt.value(-14), y2=alt.value(216)), less, more


def _estimates() -> tuple[Any, ...]:
    base = alt.Chart(named("intervals")).encode(y=_at_programme())
    colour = alt.Scale(domain=list(PROGRAMMES), range=[BLUE, TURQUOISE, CLARET])
    paint = alt.Color("programme:N", scale=colour, legend=None)
    dash = alt.condition("datum.assumed", alt.value([6, 4]), alt.value([1, 0]))
    ends = base.mark_rule(strokeWidth=3).encode(
        x=_at_difference("lower:Q"), x2=alt.X2("upper:Q"), color=paint
    )
    dots = base.mark_point(size=95, opacity=1, strokeWidth=2).encode(
        x=_at_difference("estimate:Q"),
        stroke=alt.Stroke("programme:N", scale=colour, legend=None),
        fill=alt.condition(
            "datum.clear", alt.Fill("programme:N", scale=colour, legend=None), alt.value("white")
        ),
        shape=alt.Shape("programme:N", scale=alt.Scale(domain=list(PROGRAMMES), range=SHAPES), legend=None),
    )
    # A dashed rule may end in a gap, so both ends of an interval are marked.
    stops = [
        base.mark_tick(thickness=2.5, size=15, opacity=1).encode(x=_at_difference(end), color=paint)
        for end in ("lower:Q", "upper:Q")
    ]
    return ends.encode(strokeDash=dash), *stops, dots


def _numbers() -> tuple[Any, Any]:
    base = alt.Chart(named("intervals")).encode(x=alt.value(344), y=_at_programme())
    numbers = base.mark_text(align="left", dy=-9)
    verdicts = base.mark_text(align="left", dy=9, fontSize=12)
    return numbers.encode(text=alt.Text("text:N")), verdicts.encode(text=alt.Text("verdict:N"))
