"""Three questions that only a synthetic world can answer, because only there the truth is known.

Would a pre-trend test notice a drift? Does two-way fixed effects find the effect of two waves? How
small an effect can a study find? Nothing here is observed. Assumed are straight drifts, effects that
grow evenly, a level for each CCG and noise that is autocorrelated from month to month (first order);
the spreads are those of the synthetic panel.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pioneer_data import estimate, morciano, synthetic
from pioneer_data.estimate._checks import checked, finite, refuse, whole
from pioneer_data.estimate._normal import critical_z
from pioneer_data.estimate._panel_checks import numbers
from pioneer_data.estimate.power import likeness, variance_of_change
from pioneer_data.rounding import settled
from pioneer_data.synthetic import BETWEEN_SHARE, MONTHS, PROGRAMMES, effect_since, spreads

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

TREATED, CONTROL = "Pioneer only", "Neither"
LAST_MONTHS = 15
"""Length of the last published period, which a difference-in-differences compares with the first."""

TOLERANCE = 0.2
"""How far from the truth, per 1,000 a month, counts here as wrong."""

NORMAL = NormalDist()
Z = critical_z(0.95)


class PreTrendTest(NamedTuple):
    """What a pre-trend test and the difference-in-differences make of an assumed drift.

    Parameters
    ----------
    found : float
        Probability that the test notices the drift, in this synthetic world.
    bias : float
        What the drift adds to the difference-in-differences, per 1,000 a month.
    wrong : float
        Probability that the estimate misses the truth by more than the tolerance.
    """

    found: float
    bias: float
    wrong: float


class TwoWaves(NamedTuple):
    """A synthetic world without noise in which two waves start, and what two estimators make of it.

    Parameters
    ----------
    truth : float
        Mean effect over all CCG-months in a programme, per 1,000 a month: assumed.
    two_way_fixed_effects, staggered_average_effect : float
        The two estimates; the second is NaN when no CCG is never treated.
    comparisons : tuple of estimate.Comparison
        The two-by-two comparisons that two-way fixed effects average over.
    paths : dict of numpy.ndarray
        Synthetic rate by month (60) of "wave 1", "wave 2" and, if kept, "never".
    without_programme : numpy.ndarray
        The same for both waves had they never started: assumed.
    """

    truth: float
    two_way_fixed_effects: float
    staggered_average_effect: float
    comparisons: tuple[estimate.Comparison, ...]
    paths: dict[str, Floats]
    without_programme: Floats


class Study(NamedTuple):
    """How often a synthetic study finds effects, with two kinds of standard errors.

    Parameters
    ----------
    effects : numpy.ndarray
        True effects, per 1,000 a month: assumed.
    clustered, naive : numpy.ndarray
        Share of studies that reject "no effect", with errors clustered by CCG, and with errors that
        take each CCG-month as independent.
    """

    effects: Floats
    clustered: Floats
    naive: Floats


def pre_trend_test(
    drift: float, months_before: int = 7, autocorrelation: float = 0.5, tolerance: float = TOLERANCE
) -> PreTrendTest:
    """Work out whether a pre-trend test would notice a drift, in a synthetic world without effect.

    Parameters
    ----------
    drift : float
        Assumed trend of the programme group alone, per 1,000 a month for each year, a straight
        line.
    months_before : int
        Months before the start, 3 to 45.
    autocorrelation : float
        Assumed, between a CCG's noise in one month and the next, from 0 to below 1.
    tolerance : float
        How far from the truth counts as wrong, above 0, per 1,000 a month.

    Returns
    -------
    PreTrendTest
        Two probabilities and a bias.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    51 synthetic "Pioneer only" CCGs against 120 of "Neither". The test compares the two mean
    least-squares slopes over the months before (CCGs as clusters, normal, two-sided, 5%). The
    difference-in-differences compares the last 15 months with all months before, as the published
    one does. Both are weighted sums of a CCG's months, so their variance is exact: weights times
    covariance times weights. That the standard errors are themselves estimated is left out; with
    51 and 120 CCGs it changes little.

    Examples
    --------
    A synthetic drift that alone makes the whole published difference-in-differences:

    >>> result = pre_trend_test(drift_that_explains())
    >>> [round(number, 2) for number in result]
    [0.05, -0.37, 0.86]
    """
    before = _months_before(months_before)
    drift = finite("drift", drift)
    reason, remedy = "it must be above 0", "Give for example 0.2, per 1,000 a month"
    limit = checked("tolerance", tolerance, lambda number: number > 0, reason, remedy)
    slope_error, did_error = _errors(before, autocorrelation)
    bias = drift * _years_between(before)
    return PreTrendTest(
        _beyond(drift / 12, Z * slope_error, slope_error), bias, _beyond(bias, limit, did_error)
    )


def drift_that_explains(gap: float | None = None, months_before: int = 7) -> float:
    """Give the assumed drift that by itself makes a whole difference-in-differences.

    Parameters
    ----------
    gap : float, optional
        The difference-in-differences, per 1,000 a month; without it the published one of "Pioneer
        only", from the first period to the last (Morciano et al. 2021).
    months_before : int
        Months before the start, 3 to 45; the published first period has 7.

    Returns
    -------
    float
        Per 1,000 a month for each year: the gap over the years between the middle of the months
        before and the middle of the last 15. A straight line is assumed.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    >>> round(drift_that_explains(), 3)
    -0.091
    """
    published = morciano.period_did(TREATED).estimate if gap is None else gap
    return finite("gap", published) / _years_between(_months_before(months_before))


def two_waves(growth: float, immediate: float = 0.0, *, never_treated: bool = True) -> TwoWaves:
    """Estimate the effect of two waves in a synthetic world without noise.

    Parameters
    ----------
    growth : float
        Assumed: added for each year since a CCG's start, per 1,000 a month, by a twelfth of this
        every month from the first.
    immediate : float
        Assumed: added to every month from the start, per 1,000 a month.
    never_treated : bool
        Whether the 120 CCGs that never started are kept.

    Returns
    -------
    TwoWaves
        The assumed truth, the two estimates, the comparisons behind the first and the paths.

    Raises
    ------
    ValueError
        If an effect is no finite number.

    Notes
    -----
    The 51 "Pioneer only" CCGs start in November 2013 (33) and January 2015 (18); this split is
    assumed. Without a programme all would follow the published means of "Neither", from middle to
    middle of the periods, at the distance of the first period: parallel trends hold.

    Examples
    --------
    In this synthetic world every effect is below 0, and the regression says the opposite:

    >>> world = two_waves(-0.2, never_treated=False)
    >>> round(world.truth, 2), round(world.two_way_fixed_effects, 2)
    (-0.42, 0.07)
    """
    growth, immediate = finite("growth", growth), finite("immediate", immediate)
    starts = {"wave 1": synthetic.WAVE_1, "wave 2": synthetic.WAVE_2, "never": math.inf}
    if not never_treated:
        del starts["never"]
    effects = {name: effect_since(start, immediate, growth) for name, start in starts.items()}
    paths = {name: _without_programme(name) + effect for name, effect in effects.items()}
    sizes = [_sizes()[name] for name in starts]
    y = np.repeat(list(paths.values()), sizes, axis=0)
    first = np.repeat(list(starts.values()), sizes)
    treatment = np.arange(len(MONTHS)) >= first[:, None]
    return TwoWaves(
        float(np.repeat(list(effects.values()), sizes, axis=0)[treatment].mean()),
        float(estimate.two_way_fixed_effects(y, treatment).estimate),
        float(estimate.staggered_average_effect(y, first).estimate) if never_treated else math.nan,
        tuple(estimate.bacon_decomposition(y, first)),
        paths,
        _without_programme("wave 1"),
    )


def study(  # noqa: PLR0913, PLR0917 - a study has this many sides
    effects: ArrayLike,
    treated: int,
    months_before: int,
    months_after: int,
    autocorrelation: float,
    replications: int = 10_000,
) -> Study:
    """Simulate how often a synthetic study would find each effect, with right and naive errors.

    Parameters
    ----------
    effects : array_like
        Assumed true effects, per 1,000 a month.
    treated : int
        CCGs in the programme, at least 2; 120 others are the controls.
    months_before, months_after : int
        At least 1 each.
    autocorrelation : float
        Assumed, between a CCG's noise in one month and the next, from 0 to below 1.
    replications : int
        How many studies are simulated for the clustered errors.

    Returns
    -------
    Study
        The share of studies that find each effect, of the shape of ``effects``.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    ``clustered`` is :func:`estimate.power_curve`. ``naive`` divides the same normal estimate by the
    standard error of a pooled regression on treated, post and their product that takes each
    CCG-month as independent. That error is held at the root of its expected square, which follows
    from the covariance of a CCG's months; it rests on thousands of residuals, so that its own
    variation is small, and then the share that rejects is a normal probability.

    Examples
    --------
    Where nothing happens, one synthetic study in twenty should find something:

    >>> nothing = study([0], 50, 7, 53, 0.9)
    >>> nothing.clustered.round(2), nothing.naive.round(2)
    (array([0.05]), array([0.31]))
    """
    true = numbers("effects", effects)
    noise = spread() * math.sqrt(1 - BETWEEN_SHARE)
    clustered = estimate.power_curve(
        true,
        replications,
        treated_units=treated,
        control_units=PROGRAMMES[CONTROL],
        periods_before=months_before,
        periods_after=months_after,
        standard_deviation=noise,
        autocorrelation=autocorrelation,
    )
    change = variance_of_change(months_before, months_after, autocorrelation)
    error = noise * math.sqrt(change * (1 / treated + 1 / PROGRAMMES[CONTROL]))
    limit = Z * naive_standard_error(treated, months_before, months_after, autocorrelation)
    naive = [_beyond(effect, limit, error) for effect in true.ravel().tolist()]
    return Study(true, clustered, np.array(naive).reshape(true.shape))


def naive_standard_error(
    treated: int, months_before: int, months_after: int, autocorrelation: float
) -> float:
    """Expect the standard error that takes every CCG-month of a synthetic study as independent.

    Parameters
    ----------
    treated : int
        CCGs in the programme; 120 others are the controls.
    months_before, months_after : int
        At least 1 each.
    autocorrelation : float
        Assumed, between a CCG's noise in one month and the next, from 0 to below 1.

    Returns
    -------
    float
        Root of the expected squared standard error, per 1,000 a month.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    Of the four cells (group by before or after) each loses the variance of its own mean: a cell of
    N CCGs and T months is expected to leave N T (total variance) - T (variance of one CCG's mean of
    T months) in the residual sum of squares.

    Examples
    --------
    >>> round(naive_standard_error(50, 7, 53, 0.5), 3)
    0.104
    """
    sizes = {"treated": treated, "months_before": months_before, "months_after": months_after}
    for name, size in sizes.items():
        whole(name, size, 1)
    groups, lengths = (treated, PROGRAMMES[CONTROL]), (months_before, months_after)
    cells = [(units, months) for units in groups for months in lengths]
    means = {months: _variance_of_mean(months, autocorrelation) for months in lengths}
    residual = sum(months * (units - means[months]) for units, months in cells)
    n = sum(groups) * sum(lengths)
    return spread() * math.sqrt(residual / (n - 4) * sum(1 / (units * months) for units, months in cells))


def smallest_effect(effects: ArrayLike, found: ArrayLike, power: float = 0.8) -> float:
    """Read off a synthetic power curve the smallest effect that is found often enough.

    Parameters
    ----------
    effects : array_like
        Assumed true effects in one direction, growing away from 0.
    found : array_like
        The share of studies that find each.
    power : float
        How often it shall be found, above 0 and below 1.

    Returns
    -------
    float
        The effect, interpolated between its neighbours; NaN if no effect is found so often.

    Raises
    ------
    ValueError
        If shapes do not match, or an argument is out of its range.

    Examples
    --------
    >>> smallest_effect([0, -0.2, -0.4], [0.05, 0.6, 1])
    -0.3
    """
    true, shares = numbers("effects", effects), numbers("found", found)
    if true.ndim != 1 or true.shape != shares.shape or not true.size:
        reason = f"effects has the shape {true.shape}, and both must be lists of one length"
        refuse(f"found has the shape {shares.shape}", reason, "Give one share for each effect")
    reason, remedy = "it must lie above 0 and below 1", "Write four times in five as 0.8"
    goal = checked("power", power, lambda number: 0 < number < 1, reason, remedy)
    enough = np.flatnonzero(shares >= goal)
    if not enough.size:
        return math.nan
    last = int(enough[0])
    near = slice(max(last - 1, 0), last + 1)
    return settled(float(np.interp(goal, shares[near], true[near])))


def spread() -> float:
    """Give the assumed spread of one CCG-month in the two groups of these synthetic worlds.

    Returns
    -------
    float
        Root mean square of the standard deviations of "Pioneer only" and "Neither" in the synthetic
        panel, per 1,000 a month; they are nearly alike.

    Examples
    --------
    >>> round(spread(), 2)
    1.53
    """
    return math.sqrt(sum(spreads()[group] ** 2 for group in (TREATED, CONTROL)) / 2)


@cache
def _beyond(mean: float, limit: float, error: float) -> float:
    """Return the probability that a normal estimate lies further than the limit from 0."""
    return NORMAL.cdf((-limit - mean) / error) + NORMAL.cdf((mean - limit) / error)


def _months_before(months: int) -> int:
    most = len(MONTHS) - LAST_MONTHS
    reason = f"it must be a whole number from 3 to {most}: a slope needs three, and the last 15 come after"
    fits = range(3, most + 1)
    return int(checked("months_before", months, lambda n: n in fits, reason, "Give 7"))


def _years_between(months_before: int) -> float:
    """Return the years from the middle of the months before to the middle of the last ones."""
    return (len(MONTHS) - LAST_MONTHS / 2 - months_before / 2) / 12


@cache
def _errors(months_before: int, autocorrelation: float) -> tuple[float, float]:
    """Return the standard errors of the difference in slopes and of the difference-in-differences."""
    alike = likeness(len(MONTHS), autocorrelation)
    month = np.arange(len(MONTHS))
    before = month < months_before
    centred = np.where(before, month - month[before].mean(), 0)
    last = month >= len(MONTHS) - LAST_MONTHS
    slope, change = centred / (centred**2).sum(), last / last.sum() - before / before.sum()
    variance = (1 - BETWEEN_SHARE) * sum(spreads()[g] ** 2 / PROGRAMMES[g] for g in (TREATED, CONTROL))
    slope_error, did_error = (math.sqrt(variance * float(w @ alike @ w)) for w in (slope, change))
    return slope_error, did_error


def _variance_of_mean(months: int, autocorrelation: float) -> float:
    """Return the variance of one CCG's mean over some months, in units of the whole variance."""
    return BETWEEN_SHARE + (1 - BETWEEN_SHARE) * float(likeness(months, autocorrelation).mean())


@cache
def _without_programme(name: str) -> Floats:
    """Return the assumed path without a programme: Neither's, and parallel to it."""
    rows = morciano.counterfactual(TREATED, 0)
    column = "neither" if name == "never" else "assumed"
    path: Floats = np.interp(np.arange(len(MONTHS)) + 0.5, rows["middle"], rows[column])
    return path


def _sizes() -> dict[str, int]:
    first = synthetic.FIRST_WAVE
    return {"wave 1": first, "wave 2": PROGRAMMES[TREATED] - first, "never": PROGRAMMES[CONTROL]}
