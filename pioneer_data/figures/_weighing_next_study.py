"""Lesson 05: what would change your mind? A study's two answers, weighed before it is run.

The drawing is built once; whatever is assumed is dashed. The numbers are those of ``next_study``.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from pioneer_data import next_study as ahead
from pioneer_data.charts import BLUE, CLARET, GREY, INK, TURQUOISE, Figure, draw, named
from pioneer_data.controls import Choice, Slider, explorer
from pioneer_data.figures._parts import frame, write
from pioneer_data.next_study import DESIGNS, LOT, OUTCOMES
from pioneer_data.rounding import half_up, signed, written

if TYPE_CHECKING:
    from pioneer_data.next_study import NextStudy

WIDTH = 540
SIZES = tuple(range(10, 101, 5))
SHORT = {ahead.BEFORE_AFTER: "Before and after", ahead.COMPARISON: "Comparison", LOT: "By lot"}
UNITS = {ahead.ADMISSIONS: "per 1,000 a month", ahead.INFORMANTS: "points"}
CITED = {
    ahead.ADMISSIONS: "Published: Morciano et al. 2021",
    ahead.INFORMANTS: "An opinion: Erens et al. 2020, Table V",
}
FARTHEST = 100
"""Times likelier; beyond this a mark stays at the end of the line and words say "more than"."""
EVEN = 1.15
STUDIES = 5
WAYS = ("effect", "none")
ANSWERS = ("announced", "silent", "five")
MISSING = {
    ahead.EXPERIENCE: (
        "1. A measure that asks patients the same in every area, before the start and after",
        "2. Its spread: how far patients, and areas, differ where nothing is new",
        "3. The smallest difference that would matter to patients, agreed beforehand",
        "4. Then a design and a size. Until then a size would be invented.",
    ),
    ahead.COSTS: (
        "1. Costs of health and social care for the same people, counted the same in every area",
        "2. Their spread: a few people cost many times what most cost",
        "3. The smallest saving that would matter, and over how many years",
        "4. Then a design and a size. Until then a size would be invented.",
    ),
}
"""What has to be there before a size can be worked out; our list."""


@explorer(
    Choice("outcome", "Outcome", OUTCOMES, ahead.ADMISSIONS),
    Choice("design", "Design", DESIGNS, ahead.BEFORE_AFTER),
    Slider("areas", "Areas that start", SIZES[0], SIZES[-1], 5, 60),
    Slider("effect", "Assumed true effect, % of the published difference", 20, 200, 20, 100, "%"),
    Slider("drift", "Trends may differ by (assumed), % of the same", 0, 100, 10, 20, "%"),
    attacks=(
        "a bigger study settles it",
        "any result would change my mind",
        "more studies on one side settle it",
    ),
)
def what_would_change_your_mind(outcome: str, design: str, areas: int, effect: int, drift: int) -> Figure:
    """Draw how often the next study announces an effect, with and without one, and what either answer says.

    Parameters
    ----------
    outcome, design : str
        What is measured, and on whom.
    areas : int
        Areas that start.
    effect, drift : int
        Assumed, in per cent of the published difference.

    Returns
    -------
    charts.Figure
        Two curves by size above a line of likelihood ratios. All of it is assumed but the published
        differences; without a measure it says what must come first.
    """
    if outcome not in ahead.MEASURED:
        return _nothing_to_size(outcome, design)
    curves = {size: _study(outcome, design, size, effect, drift) for size in SIZES}
    study = curves[areas]
    title = f"{SHORT[design]}: {_finding(study)}"
    assumed, compared = _assumed(outcome, design, study), _compared(outcome, design, areas, drift)
    ratios = {"announced": study.announced, "silent": study.silent, "five": study.announced**STUDIES}
    says = {answer: f"{_if(answer)}: {_times(ratio)}" for answer, ratio in ratios.items()}
    return Figure(
        drawing=drawing(),
        data={
            "curves": _curves(curves),
            "chosen": _chosen(areas, study),
            "size": pd.DataFrame({"areas": [areas]}),
            "key": _key(design, study),
            "steps": _words(),
            "zone": _zone(),
            "ratios": _ratios(ratios),
            "says": pd.DataFrame({"row": range(len(says)), "text": list(says.values())}),
        },
        title=title,
        subtitle=(
            assumed,
            compared,
            f"Top: chance that the 95% interval leaves out 0. {CITED[outcome]}",
        ),
        description=(
            "Line chart of the chance that a study announces an effect, by areas from 10 to 100, one line if "
            "the effect is there and one if there is none, above a line of how many times likelier each "
            f"answer is. {title}. {assumed} {compared} With {areas} areas it announces an effect "
            f"{_share(study.if_effect)} of the time if it is there and {_share(study.if_none)} if none is. "
            f"{'. '.join(says.values())}. {outcome}; all of it assumed."
        ),
        table=_table(curves),
    )


def _study(outcome: str, design: str, areas: int, effect: int, drift: int) -> NextStudy:
    return ahead.next_study(outcome, design, areas, effect / 100, drift / 100)


def _finding(study: NextStudy) -> str:
    """Say in a headline what the two answers could teach."""
    if math.isnan(study.silent):
        return "finds an effect whether there is one or not"
    if math.isnan(study.announced):
        return "finds nothing whether there is an effect or not"
    moves = (ahead.moves_a_mind(study.announced), ahead.moves_a_mind(study.silent))
    return {
        (True, True): "either answer would change a mind",
        (True, False): "only finding an effect would change a mind",
        (False, True): "only finding none would change a mind",
        (False, False): "neither answer would change a mind",
    }[moves]


def _assumed(outcome: str, design: str, study: NextStudy) -> str:
    size = f"{signed(study.effect, plus='+')} {UNITS[outcome]}"
    noise = "synthetic noise" if outcome == ahead.ADMISSIONS else "independent answers"
    return f"Assumed: a true effect of {size}, {noise}{'' if design == LOT else ' and a drift'}."


def _compared(outcome: str, design: str, areas: int, drift: int) -> str:
    """Say whom the study compares, and what would change without any effect."""
    whom = f"{areas} areas"
    if outcome == ahead.INFORMANTS:
        whom += f", {ahead.people_asked(areas)} informants a year"
    if design == LOT:
        return f"{whom}; as many start later, by lot: no drift counts as effect."
    share = signed(drift / 100 * ahead.published_difference(outcome), plus="+")
    if design == ahead.COMPARISON:
        return f"{whom}, against 120 others; a drift of {share} counts as effect."
    if outcome == ahead.INFORMANTS:
        return f"{whom}, alone, none elsewhere: a drift of {share} counts as effect."
    rise = signed(ahead.changed_anyway(outcome, design), plus="+")
    return f"{whom}, alone: {rise} elsewhere (published) and a drift of {share} count as effect."


def _if(answer: str) -> str:
    return {
        "announced": "If it announces an effect",
        "silent": "If it announces none",
        "five": "If five such studies all announce one",
    }[answer]


def _times(ratio: float) -> str:
    """Write a likelihood ratio in words."""
    if math.isnan(ratio):
        return "hardly ever happens, effect or no effect"
    if 1 / EVEN < ratio < EVEN:
        return "about as likely either way"
    where = "if the effect is there" if ratio > 1 else "if there is none"
    return f"{_number(max(ratio, 1 / ratio if ratio else math.inf))} times likelier {where}"


def _number(times: float) -> str:
    if times > FARTHEST:
        return f"more than {FARTHEST}"
    return written(times) if half_up(times, 1) >= 10 else written(times, 1)  # noqa: PLR2004 - two digits


def _curves(curves: dict[int, NextStudy]) -> pd.DataFrame:
    rows = [
        {"way": way, "areas": size, "found": found}
        for way, place in zip(WAYS, ("if_effect", "if_none"), strict=True)
        for size, study in curves.items()
        for found in (getattr(study, place),)
    ]
    return frame(rows)


def _chosen(areas: int, study: NextStudy) -> pd.DataFrame:
    return pd.DataFrame({"way": WAYS, "areas": areas, "found": (study.if_effect, study.if_none)})


def _key(design: str, study: NextStudy) -> pd.DataFrame:
    """Name both lines in words that give the chosen size's chances, above the picture."""
    none = "if there is none" if design == LOT else "if there is none, but trends differ as assumed"
    texts = [f"{_share(study.if_effect)} if the effect is there (assumed)", f"{_share(study.if_none)} {none}"]
    return pd.DataFrame({"way": WAYS, "at": [1.29, 1.16], "text": texts})


def _share(chance: float) -> str:
    """Write a probability; nothing is certain."""
    return "over 99%" if chance > 0.995 else f"{written(100 * chance)}%"  # noqa: PLR2004 - would round to 100%


def _words(lines: tuple[str, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame(
        {"areas": 12, "at": [1.08 - 0.19 * n for n in range(len(lines))], "text": list(lines)}
    )


@cache
def _zone() -> pd.DataFrame:
    edge = math.log10(ahead.LINE)
    text = f"between 1 and {ahead.LINE:g} times: hardly moves a mind (our line)"
    return pd.DataFrame({"left": [-edge], "right": [edge], "middle": [0.0], "row": [2.62], "text": [text]})


def _ratios(ratios: dict[str, float]) -> pd.DataFrame:
    most = math.log10(FARTHEST)
    rows = [
        {"answer": answer, "row": row, "log": min(max(math.log10(ratio) if ratio else -most, -most), most)}
        for row, (answer, ratio) in enumerate(ratios.items())
        if not math.isnan(ratio)
    ]
    return frame(rows, ("answer", "row", "log"))


def _table(curves: dict[int, NextStudy]) -> pd.DataFrame:
    some = {size: study for size, study in curves.items() if not size % 10}
    return pd.DataFrame(
        {
            "areas that start": list(some),
            "announces an effect if it is there (assumed), %": [100 * s.if_effect for s in some.values()],
            "announces an effect if there is none, %": [100 * s.if_none for s in some.values()],
            _if("announced"): [_times(study.announced) for study in some.values()],
            _if("silent"): [_times(study.silent) for study in some.values()],
        }
    )


def _nothing_to_size(outcome: str, design: str) -> Figure:
    """Say what must come first where the sources hold no measure, or no spread of one."""
    title = f"{outcome}: no size can be worked out without a measure"
    steps = MISSING[outcome]
    why = "The sources hold no routine measure of it and no spread: any curve here would be invented."
    chosen = f"{design} or not, how large, how strong: these questions come later."
    return Figure(
        drawing=drawing(),
        data={
            "curves": _no("way", "areas", "found"),
            "chosen": _no("way", "areas", "found"),
            "size": _no("areas"),
            "key": _no("way", "at", "text"),
            "steps": _words(("What has to come first (our list):", *steps)),
            "zone": _zone(),
            "ratios": _no("answer", "row", "log"),
            "says": pd.DataFrame({"row": [0], "text": ["No study yet, so no answer that could move a mind"]}),
        },
        title=title,
        subtitle=(why, chosen, "Routine data are lacking: Durand and Mays 2024, conclusions"),
        description=(
            "An empty line chart of chances by areas above an empty line of likelihood ratios. "
            f"{title}. {why} {chosen} What has to come first: {' '.join(steps)}"
        ),
        table=pd.DataFrame({"what has to come first": steps}),
    )


def _no(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in columns})


@cache
def drawing() -> dict[str, Any]:
    """Draw two dashed curves by size above three marks on a line of likelihood ratios.

    Returns
    -------
    dict
        The specification without its numbers.
    """
    both = alt.vconcat(_chances(), _weights(), spacing=18)
    return draw(both.resolve_scale(color="independent", shape="independent"))


def _by_way(channel: Any, looks: list[Any]) -> Any:
    return channel("way:N", scale=alt.Scale(domain=list(WAYS), range=looks), legend=None)


def _chances() -> Any:
    sizes = alt.Scale(domain=[SIZES[0], SIZES[-1]], nice=False)
    axis = alt.Axis(values=list(range(10, 101, 10)), grid=False)
    x = alt.X("areas:Q", title="Areas that start", scale=sizes, axis=axis)
    shares = alt.Scale(domain=[0, 1.36], nice=False)
    percent = alt.Axis(format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    y = alt.Y("found:Q", title=None, scale=shares, axis=percent)
    at = alt.Y("at:Q", title=None, scale=shares, axis=percent)
    colour, dash = _by_way(alt.Color, [BLUE, CLARET]), _by_way(alt.StrokeDash, [[8, 3], [2, 2]])
    shape = _by_way(alt.Shape, ["circle", "diamond"])
    curves = alt.Chart(named("curves")).mark_line(strokeWidth=2.5)
    curves = curves.encode(x=x, y=y, color=colour, strokeDash=dash)
    rule = alt.Chart(named("size")).mark_rule(color=GREY, strokeWidth=1, strokeDash=[1, 3])
    rule = rule.encode(x=x, y=alt.YDatum(0, scale=shares), y2=alt.Y2Datum(1.06))
    chosen = alt.Chart(named("chosen"))
    points = chosen.mark_point(filled=True, size=150, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    sample = alt.Chart(named("key")).mark_rule(strokeWidth=2.5)
    key = sample.encode(x=alt.value(6), x2=alt.value(40), y=at, color=colour, strokeDash=dash)
    key_words = write("key").encode(x=alt.value(48), y=at, text=alt.Text("text:N"))
    steps = write("steps").encode(x=x, y=at, text=alt.Text("text:N"))
    layers = (rule, curves, points, key, key_words, steps)
    return alt.layer(*layers).properties(width=WIDTH, height=220)


def _weights() -> Any:
    ends = math.log10(FARTHEST)
    scale = alt.Scale(domain=[-ends, ends], nice=False)
    label = "datum.value == 0 ? '1' : format(pow(10, abs(datum.value)), '.0f') + ' times'"
    title = "likelier if there is none   \N{LEFTWARDS ARROW}   \N{RIGHTWARDS ARROW}   likelier if it is there"
    axis = alt.Axis(values=[-2, -1, 0, 1, 2], labelExpr=label, gridDash=[2, 2])
    x = alt.X("log:Q", title=title, scale=scale, axis=axis)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.75, 2.85], reverse=True, nice=False))
    zone = alt.Chart(named("zone"))
    band = zone.mark_rect(color="#EEF0F2").encode(x=alt.X("left:Q", scale=scale), x2=alt.X2("right:Q"))
    line = zone.mark_text(fontSize=12, color="#505A5F").encode(
        x=alt.X("middle:Q", scale=scale), y=y, text=alt.Text("text:N")
    )
    looks = alt.Scale(domain=list(ANSWERS), range=[BLUE, CLARET, TURQUOISE])
    shapes = alt.Scale(domain=list(ANSWERS), range=["circle", "diamond", "square"])
    marks = alt.Chart(named("ratios")).mark_point(filled=True, size=150, opacity=1)
    marks = marks.encode(
        x=x,
        y=y,
        color=alt.Color("answer:N", scale=looks, legend=None),
        shape=alt.Shape("answer:N", scale=shapes, legend=None),
    )
    words = write("says", dy=-17, color=INK).encode(x=alt.value(4), y=y, text=alt.Text("text:N"))
    return alt.layer(band, marks, words, line).properties(width=WIDTH, height=150)
