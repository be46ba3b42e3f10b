"""Lesson 03, part C: three explorers of synthetic worlds, where the truth is known.

Each has a drawing, built once, and a pure function that fills numbers and words into it. Every
title says that the numbers are synthetic.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pioneer_data import morciano, synthetic, what_if
from pioneer_data.charts import Figure
from pioneer_data.controls import Slider, Tick, explorer
from pioneer_data.figures import _did_synthetic_drawings as drawings
from pioneer_data.figures._did_synthetic_drawings import CHANCES, COHORTS, ERRORS, PATHS, RESULTS
from pioneer_data.rounding import MINUS, half_up, signed, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from pioneer_data.what_if import Study, TwoWaves

    Floats = NDArray[np.float64]

UNIT = "per 1,000 a month"
DRIFTS = np.linspace(-0.3, 0, 31).round(2)
EFFECTS = np.linspace(0, -0.6, 31).round(2)
MID_MONTH: Floats = np.arange(0.5, len(synthetic.MONTHS))
REPLICATIONS = 10_000
GOAL, CHANCE = 0.8, 0.05
_signed = partial(signed, plus="+")


def _in_100(probability: float) -> int:
    return int(half_up(100 * probability))


@explorer(
    Slider(
        "drift",
        "Drift of the programme group a year",
        -0.3,
        0,
        0.01,
        half_up(what_if.drift_that_explains(), 2),
    ),
    Slider("months_before", "Months before the start", 3, 24, 1, 7),
    Slider("autocorrelation", "Likeness of one month and the next (assumed)", 0, 0.9, 0.1, 0.5),
    attacks=("passing a pre-test = parallel trends", "a test finds whatever is there"),
)
def pre_trend_test_power(drift: float, months_before: int, autocorrelation: float) -> Figure:
    """Draw a simulated panel with drift, and how seldom a pre-trend test notices it.

    Parameters
    ----------
    drift : float
        Assumed trend of the programme group alone, per 1,000 a month for each year.
    months_before : int
        Months before the start.
    autocorrelation : float
        Assumed, of a CCG's noise from month to month.

    Returns
    -------
    charts.Figure
        Two mean paths beside two probabilities. All of it is synthetic.
    """
    result = what_if.pre_trend_test(drift, months_before, autocorrelation)
    missed = f"misses this drift {100 - _in_100(result.found)} times in 100"
    alarms = f"without drift still alarms {_in_100(result.found)} times in 100"
    title = f"Synthetic: the pre-test {missed if drift else alarms}"
    bias = f"A drift of {_signed(drift)} a year, no effect: the DiD is off by {_signed(result.bias)}"
    chances = f"noticed {_in_100(result.found)} times in 100, the DiD wrong {_in_100(result.wrong)} times"
    means = _mean_paths(drift, autocorrelation)
    return Figure(
        drawing=drawings.pre_trend(),
        data={
            "groups": _key(
                PATHS,
                (f"Pioneer only, 51 CCGs, {'drifting' if drift else 'no drift'}", "Neither, 120 CCGs"),
                (9.85, 9.62),
            ),
            "paths": _long("month", MID_MONTH, "rate", dict(zip(_names(PATHS), means, strict=True))),
            "compared": pd.DataFrame({"month": [0, 60 - what_if.LAST_MONTHS], "end": [months_before, 60]}),
            "start": pd.DataFrame({"month": [months_before], "text": ["start"]}),
            "answers": _key(
                CHANCES,
                (
                    f"DiD wrong by more than {what_if.TOLERANCE}: {written(100 * result.wrong)}%",
                    f"pre-test notices the drift: {written(100 * result.found)}%",
                ),
                (1.33, 1.23),
            ),
            "chances": _chances(months_before, autocorrelation),
            "chosen": _chosen(drift, result),
        },
        title=title,
        subtitle=(
            f"{bias} {UNIT}.",
            "Left: mean emergency admissions per 1,000 in one simulated panel; shaded: months compared.",
            f"Right: probability, {months_before} months before, autocorrelation {autocorrelation:g} assumed",
        ),
        description=(
            "Line chart by month from April 2013 to March 2018 of one simulated panel, 51 CCGs that drift "
            f"against 120 that do not, beside a line chart of probability by drift from {MINUS}0.3 to 0 a "
            f"year. {title}. {bias}. With {months_before} months before the start and autocorrelation "
            f"{autocorrelation:g} this drift is {chances}. Nothing here was observed."
        ),
        table=_chances_table(drift, months_before, autocorrelation),
    )


def _mean_paths(drift: float, autocorrelation: float) -> list[Floats]:
    """Return the mean of each group in each month of one synthetic panel."""
    panel = synthetic.rates(parallel=True, trend_violation=drift, autocorrelation=autocorrelation, seed=SEED)
    groups = synthetic.groups()
    return [panel[groups == group].mean(0) for group in (what_if.TREATED, what_if.CONTROL)]


SEED = 3


def _names(lines: Sequence[drawings.Line]) -> list[str]:
    return [line.name for line in lines]


def _key(lines: Sequence[drawings.Line], texts: Sequence[str], places: Sequence[float]) -> pd.DataFrame:
    """Return the rows of a key, with the places of their words on the y axis."""
    return pd.DataFrame({"which": _names(lines), "at": places, "text": texts})


def _long(x: str, at: Floats, y: str, values: dict[str, Floats]) -> pd.DataFrame:
    """Stack several lines over the same places."""
    which = np.repeat(list(values), len(at))
    return pd.DataFrame(
        {"which": which, x: np.tile(at, len(values)), y: np.concatenate(list(values.values()))}
    )


def _chances(months_before: int, autocorrelation: float) -> pd.DataFrame:
    found = [what_if.pre_trend_test(drift, months_before, autocorrelation) for drift in DRIFTS.tolist()]
    lines = {"wrong": [each.wrong for each in found], "noticed": [each.found for each in found]}
    return _long("drift", DRIFTS, "probability", {name: np.array(line) for name, line in lines.items()})


def _chosen(drift: float, result: what_if.PreTrendTest) -> pd.DataFrame:
    """Mark both probabilities at the chosen drift; both lines fall to the right, words stand above."""
    values = np.array([result.wrong, result.found])
    upper = min(values.max() + 0.05, 1.09)
    lower = min(values.min() + 0.05, upper - 0.09)
    at = [upper, lower] if result.wrong >= result.found else [lower, upper]
    texts = [f"{written(100 * value)}%" for value in values]
    return pd.DataFrame(
        {
            "which": _names(CHANCES),
            "drift": drift,
            "probability": values,
            "at": np.maximum(at, 0),
            "text": texts,
        }
    )


def _apart(places: Floats, least: float) -> Floats:
    """Move places apart, evenly about their middle, until labels there do not touch."""
    order = np.argsort(places, kind="stable")
    moved = places[order].copy()
    for _ in range(20):
        lack = np.maximum(least - np.diff(moved), 0) / 2
        moved[:-1] -= lack
        moved[1:] += lack
    result = np.empty_like(moved)
    result[order] = moved
    return result


def _chances_table(drift: float, months_before: int, autocorrelation: float) -> pd.DataFrame:
    drifts = sorted({-0.3, -0.2, -0.1, 0.0, drift})
    tests = [what_if.pre_trend_test(each, months_before, autocorrelation) for each in drifts]
    return pd.DataFrame(
        {
            "synthetic drift a year": drifts,
            "DiD off by": [test.bias for test in tests],
            "pre-test notices it, %": [100 * test.found for test in tests],
            f"DiD wrong by more than {what_if.TOLERANCE}, %": [100 * test.wrong for test in tests],
        }
    )


@explorer(
    Slider("growth", "Effect grows each year by", -0.4, 0, 0.05, -0.2),
    Slider("immediate", "Effect at once", -0.2, 0, 0.1, 0),
    Tick("never_treated", "Keep the 120 CCGs that never started"),
    attacks=("fixed effects fix it", "a wrong sign is bad luck"),
)
def two_waves_wrong_sign(
    growth: float,
    immediate: float,
    never_treated: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Draw two waves without noise, the comparisons a regression makes of them, and its estimate.

    Parameters
    ----------
    growth, immediate : float
        Assumed effects, per 1,000 a month: for each year since the start, and at once.
    never_treated : bool
        Whether the CCGs that never started are kept.

    Returns
    -------
    charts.Figure
        Paths, tiles and a number line. All of it is synthetic.
    """
    world = what_if.two_waves(growth, immediate, never_treated=never_treated)
    truth, regression = _signed(world.truth), _signed(world.two_way_fixed_effects)
    title = f"Synthetic: truth {truth}, two-way fixed effects {regression}"
    tiles = _tiles(world)
    treated_controls = sum(each.weight for each in world.comparisons if each.kind == WARNED)
    assumed = f"the effect is {_signed(immediate)} at once and {_signed(growth)} more each year"
    third = _third(world)
    return Figure(
        drawing=drawings.two_waves(),
        data={
            "paths": _long("month", MID_MONTH, "rate", _lines(world)),
            "names": _cohort_names(world),
            "starts": _starts(),
            "tiles": tiles,
            "rows": _rows_of_tiles(tiles),
            "marks": _marks(world),
            "notes": _notes(world),
        },
        title=title,
        subtitle=(
            f"No noise, trends parallel. Assumed: {assumed}.",
            f"Top: admissions {UNIT}. Tiles: the comparisons that the regression averages;",
            "width is weight; dashed edge: the controls are CCGs already in the programme",
        ),
        description=(
            "Line chart of three cohorts by month, April 2013 to March 2018, axis from 6.5 to 9.2, above a "
            f"strip of {len(tiles)} tiles as wide as their weights and a number line of average effects. "
            f"{title}. {third}. In this synthetic world {assumed}; "
            f"{'the 120 that never started are kept' if never_treated else 'no CCG is never treated'}. "
            f"Comparisons with CCGs already in the programme weigh {written(100 * treated_controls)}%."
        ),
        table=_world_table(world, tiles),
    )


def _third(world: TwoWaves) -> str:
    if math.isnan(world.staggered_average_effect):
        return "Callaway and Sant'Anna: cannot be estimated"
    return f"Callaway and Sant'Anna {_signed(world.staggered_average_effect)}"


WARNED, NEVER = "later v earlier", "treated v never treated"
KINDS = {
    "earlier v later": "wave 1 v wave 2, which has not started yet",
    WARNED: "wave 2 v wave 1, which is already in the programme",
    NEVER: "wave {} v those that never started",
}


def _tiles(world: TwoWaves) -> pd.DataFrame:
    """Return one tile a comparison; those between the waves come first and stay where they are."""
    order = sorted(world.comparisons, key=lambda each: list(KINDS).index(each.kind))
    ends = np.cumsum([each.weight for each in order])
    tiles = []
    for letter, each, right in zip("ABCD", order, ends.tolist(), strict=False):
        wave = 1 if each.treated_from == synthetic.WAVE_1 else 2
        tile: dict[str, Any] = {
            "letter": letter,
            "what": KINDS[each.kind].format(wave),
            "signed": _signed(float(each.estimate)),
        }
        tile |= {"weight": each.weight, "estimate": float(each.estimate) + 0.0}
        tile |= {"text": _tile_text(letter, tile["signed"], each.weight), "warn": each.kind == WARNED}
        tiles.append({**tile, "left": right - each.weight, "middle": right - each.weight / 2, "right": right})
    return pd.DataFrame(tiles)


def _rows_of_tiles(tiles: pd.DataFrame) -> pd.DataFrame:
    """Return a row of words for each tile, and for those that are left out."""
    weights = [f"weight {written(100 * weight)}%" for weight in tiles["weight"]]
    rows = list(zip(tiles["letter"], tiles["what"], weights, tiles["signed"], strict=True))
    absent = [("CD"[wave - 1], KINDS[NEVER].format(wave), "left out", "") for wave in (1, 2)]
    shown = [*rows, *absent][:4]
    columns = ["letter", "what", "weighs", "signed"]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) | {"row": n} for n, row in enumerate(shown)])


def _tile_text(letter: str, signed: str, weight: float) -> str:
    """Write as much into a tile as fits."""
    if weight > 0.12:  # noqa: PLR2004 - 67 pixels
        return f"{letter}  {signed}"
    return letter if weight > 0.03 else ""  # noqa: PLR2004 - 17 pixels


def _cohort_names(world: TwoWaves) -> pd.DataFrame:
    sizes = (synthetic.FIRST_WAVE, synthetic.PROGRAMMES[what_if.TREATED] - synthetic.FIRST_WAVE)
    never = f"never ({synthetic.PROGRAMMES[what_if.CONTROL]})"
    words = (f"wave 1 ({sizes[0]})", f"wave 2 ({sizes[1]})", never, "no programme")
    texts = dict(zip(_names(COHORTS), words, strict=True))
    lines = _lines(world)
    ends = np.array([path[-1] for path in lines.values()])
    names = {"which": list(lines), "month": 60, "at": _apart(ends, 0.28)}
    return pd.DataFrame({**names, "text": [texts[name] for name in lines]})


def _lines(world: TwoWaves) -> dict[str, Floats]:
    """Return what is drawn by month: the cohorts, and both waves without a programme."""
    return {"without": world.without_programme, **world.paths}


def _starts() -> pd.DataFrame:
    months = [synthetic.WAVE_1, synthetic.WAVE_2]
    return pd.DataFrame({"month": months, "text": ["wave 1 starts", "wave 2 starts"]})


def _marks(world: TwoWaves) -> pd.DataFrame:
    effects = zip(_names(RESULTS), range(3), world[:3], strict=True)
    rows = [(which, row, effect + 0.0) for which, row, effect in effects if not math.isnan(effect)]
    return pd.DataFrame(rows, columns=["which", "row", "effect"])


def _notes(world: TwoWaves) -> pd.DataFrame:
    """Return words to the right of 0, where no line runs; what has no mark is said on the left."""
    texts = (
        f"truth {_signed(world.truth)}",
        f"two-way fixed effects {_signed(world.two_way_fixed_effects)}",
        _third(world),
    )
    at = [-1.2 if math.isnan(effect) else max(effect, 0.0) for effect in world[:3]]
    return pd.DataFrame({"row": range(3), "effect": at, "text": texts})


def _world_table(world: TwoWaves, tiles: pd.DataFrame) -> pd.DataFrame:
    names = ["truth (assumed)", "two-way fixed effects", "Callaway and Sant'Anna"]
    weights = [math.nan] * 3 + [100 * weight for weight in tiles["weight"]]
    effects = [*world[:3], *tiles["estimate"]]
    what = {"synthetic world": [*names, *tiles["what"]]}
    return pd.DataFrame({**what, "effect": effects, "weight, %": weights})


@explorer(
    Slider("treated", "CCGs in the programme", 5, 100, 5, 50),
    Slider("months_before", "Months before the start", 3, 24, 1, 7),
    Slider("months_after", "Months after the start", 6, 54, 6, 54),
    Slider("autocorrelation", "Likeness of one month and the next (assumed)", 0, 0.9, 0.1, 0.5),
    attacks=(
        "sixty months of one area are sixty observations",
        "the smaller standard error is the better one",
    ),
)
def size_a_study(treated: int, months_before: int, months_after: int, autocorrelation: float) -> Figure:
    """Draw how often a study finds effects of each size, with clustered and with naive errors.

    Parameters
    ----------
    treated : int
        CCGs in the programme, against 120 others.
    months_before, months_after : int
        Of the study.
    autocorrelation : float
        Assumed, of a CCG's noise from month to month.

    Returns
    -------
    charts.Figure
        Two power curves. All of it is synthetic but one rule, the published difference.
    """
    study = what_if.study(EFFECTS, treated, months_before, months_after, autocorrelation, REPLICATIONS)
    smallest = what_if.smallest_effect(EFFECTS, study.clustered, GOAL)
    title = f"Synthetic, {treated} CCGs: {_what_is_found(smallest)} found 4 times in 5"
    published = morciano.period_did(what_if.TREATED).estimate
    alarms = [_in_100(float(line[0])) for line in (study.clustered, study.naive)]
    false = (
        f"Where nothing happens, naive errors find something {alarms[1]} times in 100, clustered {alarms[0]}"
    )
    design = f"{treated} CCGs against {synthetic.PROGRAMMES[what_if.CONTROL]}, {months_before} months before"
    return Figure(
        drawing=drawings.size(),
        data={
            "errors": _key(
                ERRORS,
                ("errors clustered by CCG", "naive: each CCG-month taken as independent"),
                (1.31, 1.22),
            ),
            "curves": _long("effect", EFFECTS, "found", {"clustered": study.clustered, "naive": study.naive}),
            "rules": _rules(smallest),
            "published": pd.DataFrame(
                {"effect": [published], "text": [f"published DiD {_signed(published)}"]}
            ),
            "smallest": _smallest(smallest),
        },
        title=title,
        subtitle=(
            f"Share of simulated studies that find it: {design}, {months_after} after.",
            f"{false}.",
            f"Autocorrelation {autocorrelation:g} (assumed). Solid: published DiD, Morciano et al. 2021",
        ),
        description=(
            "Line chart of the share of simulated studies that find an effect, by true effect from 0 to "
            f"{MINUS}0.6 {UNIT}, one line for errors clustered by CCG and one for naive errors. {title}. "
            f"{design} and {months_after} after, autocorrelation {autocorrelation:g}. {false}. "
            f"A solid rule marks the published difference of {_signed(published)}."
        ),
        table=_study_table(study),
    )


def _what_is_found(smallest: float) -> str:
    if math.isnan(smallest):
        return f"no effect up to {_signed(float(EFFECTS[-1]))} is"
    return f"effects beyond {_signed(smallest)} are"


def _smallest(effect: float) -> pd.DataFrame:
    """Return the smallest effect that is found often enough, and no row if none is."""
    text, fits = _signed(effect), effect > -0.54  # noqa: PLR2004 - further on the picture ends
    sides = {"right": [text if fits else ""], "left": ["" if fits else text]}
    row = pd.DataFrame({"effect": [effect], "found": [GOAL], **sides})
    return row.iloc[:0] if math.isnan(effect) else row


def _rules(smallest: float) -> pd.DataFrame:
    """Return the two rules; the words of the upper one go where the lines are far from it."""
    goal, chance = "80%: found 4 times in 5", "5%: false alarms allowed"
    early = smallest > -0.25  # noqa: PLR2004 - the lines cross the rule near its left end
    words = {"left": ["" if early else goal, ""], "right": [goal if early else "", chance]}
    return pd.DataFrame({"found": [GOAL, CHANCE], **words})


def _study_table(study: Study) -> pd.DataFrame:
    tens = slice(None, None, 5)
    return pd.DataFrame(
        {
            "true effect (synthetic)": study.effects[tens],
            "found with clustered errors, %": 100 * study.clustered[tens],
            "found with naive errors, %": 100 * study.naive[tens],
        }
    )
