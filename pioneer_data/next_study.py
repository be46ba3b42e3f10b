"""What lesson 05 works out about a study before it is run: what either answer could teach.

A study announces an effect if its 95% interval leaves out 0. How often it does is worked out twice:
if an effect of an assumed size is there, and if there is none but trends differ as assumed. The ratio
of the two says how far the announcement, or its absence, can move a mind. Assumed are the size of the
effect, the drift, normal noise with the spreads of the synthetic panel, and informants who answer
independently. Nothing here is observed.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pioneer_data import morciano, survey, what_if
from pioneer_data.estimate._checks import checked, refuse, whole
from pioneer_data.estimate._normal import critical_z
from pioneer_data.estimate.power import likeness
from pioneer_data.synthetic import BETWEEN_SHARE, MONTHS, PROGRAMMES

if TYPE_CHECKING:
    from collections.abc import Sequence

ADMISSIONS, INFORMANTS = "Emergency admissions", "Informants who report progress"
EXPERIENCE, COSTS = "Experience of patients", "Costs"
MEASURED = (ADMISSIONS, INFORMANTS)
"""Outcomes for which the sources hold a difference and a spread; for the others no size can be worked out."""
OUTCOMES = (*MEASURED, EXPERIENCE, COSTS)
BEFORE_AFTER, COMPARISON, LOT = "Before and after", "With comparison areas", "Start by lot"
DESIGNS = (BEFORE_AFTER, COMPARISON, LOT)

OBJECTIVE, BEFORE, AFTER = "Quality of life", 2016, 2018
"""The objective whose progress informants report on here, and the two surveys."""
MONTHS_BEFORE = 7
"""Length of the first published period; the last has ``what_if.LAST_MONTHS``."""
AUTOCORRELATION = 0.5
"""Assumed, between an area's noise in one month and the next, as in lesson 03."""
LARGEST_EFFECT, LARGEST_DRIFT = 2.0, 1.0
"""In published differences; with more, a share of informants could exceed 100%."""
RARE = 0.1
"""Our line: nobody waits for an answer that comes less often than this, effect or no effect."""
LINE = 3.0
"""Our line: an answer less than three times likelier one way than the other hardly moves a mind."""

Z = critical_z(0.95)
NORMAL = NormalDist()


class NextStudy(NamedTuple):
    """What a study could teach, before it is run.

    Parameters
    ----------
    effect : float
        Assumed, in the outcome's unit (admissions per 1,000 a month, or percentage points).
    bias : float
        What would change without any effect and is taken for one, in the same unit.
    if_effect, if_none : float
        Probability that the study announces an effect: if the assumed one is there, and if none is.
    announced, silent : float
        Likelihood ratios: how many times likelier it is that the study announces an effect, and that
        it announces none, if the effect is there than if none is. NaN where an answer hardly ever comes.
    """

    effect: float
    bias: float
    if_effect: float
    if_none: float
    announced: float
    silent: float


def next_study(outcome: str, design: str, areas: int, effect: float = 1.0, drift: float = 0.0) -> NextStudy:
    """Work out what a study of some areas could teach, under stated assumptions.

    Parameters
    ----------
    outcome : str
        One of ``MEASURED``.
    design : str
        One of ``DESIGNS``. "With comparison areas" sets the areas beside 120 others; "Start by lot" sets
        them beside as many that are drawn to start later.
    areas : int
        Areas that start, at least 2.
    effect, drift : float
        Assumed true effect, from 0 to 2, and assumed difference in trends over the whole study, from 0
        to 1; both as shares of the published difference and in its direction.

    Returns
    -------
    NextStudy
        Effect, bias, two probabilities and two likelihood ratios.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the sources hold no difference for the outcome.

    Notes
    -----
    The probabilities are exact for a normal estimate with known standard error. That the error is itself
    estimated is left out; with ten areas or more it changes little. A start by lot has no bias, because
    chance decides whose trend is whose.

    Examples
    --------
    Admissions rose everywhere, so before and after finds a change, effect or no effect (assumed):

    >>> study = next_study("Emergency admissions", "Before and after", 60)
    >>> round(study.if_effect, 2), round(study.if_none, 2)
    (0.99, 1.0)
    >>> study = next_study("Emergency admissions", "Start by lot", 60)
    >>> round(study.if_effect, 2), round(study.if_none, 2), round(study.announced)
    (0.58, 0.05, 12)
    """
    size = _known(effect, "effect", LARGEST_EFFECT) * published_difference(outcome)
    bias = changed_anyway(outcome, design, drift)
    if_effect, if_none = (
        chance_to_announce(change, standard_error(outcome, design, areas, change))
        for change in (size + bias, bias)
    )
    ratios = likelihood_ratio(if_effect, if_none), likelihood_ratio(1 - if_effect, 1 - if_none)
    return NextStudy(size, bias, if_effect, if_none, *ratios)


def published_difference(outcome: str) -> float:
    """Give the published difference that effects and drifts are measured in.

    Parameters
    ----------
    outcome : str
        One of ``MEASURED``.

    Returns
    -------
    float
        Admissions: the difference-in-differences of "Pioneer only", per 1,000 a month (Morciano et al.
        2021). Informants: the change from 2016 to 2018 in the share who reported substantial or some
        progress on quality of life, percentage points (Erens et al. 2020, Table V).

    Raises
    ------
    ValueError
        If the sources hold no difference for the outcome.

    Examples
    --------
    >>> [round(published_difference(outcome), 2) for outcome in MEASURED]
    [-0.37, 8.75]
    """
    _measured(outcome)
    if outcome == ADMISSIONS:
        return _admissions().estimate
    return 100 * (share_reporting(AFTER) - share_reporting(BEFORE))


def changed_anyway(outcome: str, design: str, drift: float = 0.0) -> float:
    """Give what would change without any effect and is taken for one: the bias of a design.

    Parameters
    ----------
    outcome : str
        One of ``MEASURED``.
    design : str
        One of ``DESIGNS``.
    drift : float
        Assumed difference in trends, from 0 to 1, as a share of the published difference.

    Returns
    -------
    float
        In the outcome's unit. Before and after: for admissions the published rise in areas with neither
        programme and the drift; for informants the drift alone, because nobody outside the programme was
        asked. With comparison areas: the drift. Start by lot: 0.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    >>> [round(changed_anyway("Emergency admissions", design, 0.5), 3) for design in DESIGNS]
    [0.685, -0.185, 0.0]
    """
    bias = _known(drift, "drift", LARGEST_DRIFT) * published_difference(outcome)
    if _known_design(design) == LOT:
        return 0.0
    if design == BEFORE_AFTER and outcome == ADMISSIONS:
        return bias + _admissions().neither_change
    return bias


def standard_error(outcome: str, design: str, areas: int, change: float = 0.0) -> float:
    """Give the standard error of a study's estimate.

    Parameters
    ----------
    outcome : str
        One of ``MEASURED``.
    design : str
        One of ``DESIGNS``.
    areas : int
        Areas that start, at least 2.
    change : float
        How much their outcome changes, in its unit; matters for shares only.

    Returns
    -------
    float
        In the outcome's unit. Admissions: from the assumed spread of an area's change between the mean of
        the first 7 months and of the last 15 of 60. Informants: from two independent shares a group.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    >>> [round(standard_error("Emergency admissions", design, 50), 3) for design in DESIGNS]
    [0.132, 0.157, 0.187]
    """
    _measured(outcome)
    treated = whole("areas", areas, 2)
    others = {BEFORE_AFTER: 0, COMPARISON: PROGRAMMES[what_if.CONTROL], LOT: treated}[_known_design(design)]
    if outcome == ADMISSIONS:
        return _spread_of_change() * math.sqrt(sum(1 / n for n in (treated, others) if n))
    before = share_reporting(BEFORE)
    pairs = [(before, treated), (before + change / 100, treated), (before, others), (before, others)]
    return 100 * math.sqrt(sum(p * (1 - p) / people_asked(n) for p, n in pairs if n))


def chance_to_announce(mean: float, error: float) -> float:
    """Give the probability that the 95% interval of a normal estimate leaves out 0, on either side.

    Parameters
    ----------
    mean, error : float
        What the estimate is expected to be, and its standard error, above 0, in one unit.

    Returns
    -------
    float
        From 0.05, where the mean is 0, to 1.

    Raises
    ------
    ValueError
        If the error is not above 0.

    Examples
    --------
    >>> round(chance_to_announce(0, 1), 3), round(chance_to_announce(-2.8, 1), 3)
    (0.05, 0.8)
    """
    reason, remedy = "it must be above 0", "Give the standard error of the estimate"
    distance = mean / checked("error", error, lambda number: number > 0, reason, remedy)
    return NORMAL.cdf(-Z - distance) + NORMAL.cdf(distance - Z)


def likelihood_ratio(if_effect: float, if_none: float) -> float:
    """Give how many times likelier an answer is if the effect is there than if none is.

    Parameters
    ----------
    if_effect, if_none : float
        Probabilities of the answer.

    Returns
    -------
    float
        Above 1 the answer speaks for the effect, below 1 against it, at 1 it says nothing. NaN if the
        answer hardly ever comes (``RARE``), effect or no effect.

    Examples
    --------
    >>> likelihood_ratio(0.8, 0.05), likelihood_ratio(0.97, 0.97), likelihood_ratio(0.06, 0.0)
    (16.0, 1.0, nan)
    """
    if max(if_effect, if_none) < RARE:
        return math.nan
    return if_effect / if_none if if_none else math.inf


def moves_a_mind(ratio: float) -> bool:
    """Say whether an answer would move a mind: at least three times likelier one way, by our line.

    Parameters
    ----------
    ratio : float
        A likelihood ratio; NaN for an answer that hardly ever comes.

    Returns
    -------
    bool
        True if the ratio is at least ``LINE`` or at most its inverse.

    Examples
    --------
    >>> moves_a_mind(16), moves_a_mind(1.5), moves_a_mind(0.2)
    (True, False, True)
    """
    return ratio >= LINE or ratio <= 1 / LINE


def areas_needed(outcome: str, design: str, effect: float = 1.0, power: float = 0.8) -> int | None:
    """Give the smallest study that announces an assumed effect often enough, if trends do not differ.

    Parameters
    ----------
    outcome : str
        One of ``MEASURED``.
    design : str
        "With comparison areas" or "Start by lot".
    effect : float
        Assumed, above 0 and at most 2, as a share of the published difference.
    power : float
        How often it shall be announced, above 0 and below 1.

    Returns
    -------
    int or None
        Areas that start; None if 1,000 are too few.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the design has no other areas to compare with.

    Examples
    --------
    >>> [areas_needed("Emergency admissions", design) for design in (COMPARISON, LOT)]
    [86, 100]
    """
    if _known_design(design) == BEFORE_AFTER:
        refuse(
            f"design is {design!r}", "what would have changed anyway has no size of sample", "Give another"
        )
    reason, remedy = "it must lie above 0 and below 1", "Write four times in five as 0.8"
    goal = checked("power", power, lambda number: 0 < number < 1, reason, remedy)
    sizes = range(2, 1001)
    enough = (n for n in sizes if next_study(outcome, design, n, effect).if_effect >= goal)
    return next(enough, None)


@cache
def share_reporting(year: int) -> float:
    """Give the share of informants who reported progress on quality of life.

    Parameters
    ----------
    year : int
        2016, 2017 or 2018.

    Returns
    -------
    float
        Between 0 and 1, from whole people (Erens et al. 2020, Table V).

    Raises
    ------
    ValueError
        If there was no survey in that year.

    Examples
    --------
    >>> share_reporting(2016)
    0.7
    """
    row = _answers(year)
    return row["people"] / row["base_n"]


def people_asked(areas: int) -> int:
    """Give how many informants answer in a year, if each area has as many as in 2018.

    Parameters
    ----------
    areas : int
        Areas of the study, at least 1.

    Returns
    -------
    int
        People, rounded; those of one area are taken as independent, which is assumed.

    Raises
    ------
    ValueError
        If areas is no whole number from 1.

    Examples
    --------
    >>> people_asked(23), people_asked(50)
    (80, 174)
    """
    number = whole("areas", areas, 1)
    return round(number * survey.people_per_site(AFTER, _answers(AFTER)["base_n"]))


@cache
def _admissions() -> morciano.PeriodDid:
    return morciano.period_did(what_if.TREATED)


@cache
def _answers(year: int) -> dict[str, int]:
    rows = survey.positive_progress()
    row = rows[(rows["objective"] == OBJECTIVE) & (rows["year"] == year)]
    if row.empty:
        refuse(f"year is {year!r}", "there was no such survey", "Give 2016, 2017 or 2018")
    return {name: int(row[name].item()) for name in ("people", "base_n")}


@cache
def _spread_of_change() -> float:
    """Return the assumed spread of one area's change in admissions, per 1,000 a month."""
    month = np.arange(len(MONTHS))
    before, last = month < MONTHS_BEFORE, month >= len(MONTHS) - what_if.LAST_MONTHS
    weights = last / last.sum() - before / before.sum()
    variance = float(weights @ likeness(len(MONTHS), AUTOCORRELATION) @ weights)
    return what_if.spread() * math.sqrt((1 - BETWEEN_SHARE) * variance)


def _measured(outcome: str) -> None:
    if outcome in OUTCOMES and outcome not in MEASURED:
        reason = "the sources hold no measure of it with a spread, so no size can be worked out"
        refuse(f"outcome is {outcome!r}", reason, f"Give one of {_listed(MEASURED)}")
    if outcome not in OUTCOMES:
        refuse(f"outcome is {outcome!r}", "no such outcome is known here", f"Give one of {_listed(MEASURED)}")


def _known_design(design: str) -> str:
    if design not in DESIGNS:
        refuse(f"design is {design!r}", "no such design is known here", f"Give one of {_listed(DESIGNS)}")
    return design


def _known(value: float, name: str, most: float) -> float:
    reason = f"it must lie from 0 to {most:g}, in published differences"
    return checked(name, value, lambda number: 0 <= number <= most, reason, "Write half of it as 0.5")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
