"""Estimators for a panel of units by periods: two groups, fixed effects, staggered starts.

The outcome ``y`` has one row a unit and one column a period. Axes before these two are batches: a
thousand simulated panels are estimated in one call. Every standard error is clustered by unit, so
months of one unit may be as alike as they like.

References
----------
Bertrand, Duflo & Mullainathan 2004, Q J Econ 119:249-275. Goodman-Bacon 2021, J Econom 225:254-277.
Callaway & Sant'Anna 2021, J Econom 225:200-230.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pioneer_data.estimate import _panel_checks as check
from pioneer_data.estimate._checks import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

NEVER = float("inf")


class Estimate(NamedTuple):
    """An estimate and its standard error.

    Parameters
    ----------
    estimate, standard_error : numpy.ndarray
        Both of the batch shape, in the unit of ``y``.
    """

    estimate: Floats
    standard_error: Floats


class Comparison(NamedTuple):
    """One of the two-by-two comparisons that two-way fixed effects average over.

    Parameters
    ----------
    treated_from, control_from : float
        First treated period of the units that start, and of those they are compared with;
        infinity is never.
    kind : str
        ``"treated v never treated"``, ``"earlier v later"`` (not yet treated), ``"later v
        earlier"`` (already treated) or ``"treated v always treated"``.
    estimate : numpy.ndarray
        The difference-in-differences of this comparison, of the batch shape.
    weight : float
        Its share in the two-way fixed effects estimate.
    """

    treated_from: float
    control_from: float
    kind: str
    estimate: Floats
    weight: float


def small_sample_factor(units: int, periods: int, parameters: int) -> float:
    """Give the factor by which CR1 enlarges a variance clustered by unit.

    Parameters
    ----------
    units, periods : int
        Clusters, and observations in each.
    parameters : int
        Coefficients of the regression that count.

    Returns
    -------
    float
        G / (G - 1) x (n - 1) / (n - K) with G units, n = units x periods and K parameters.

    Examples
    --------
    >>> round(small_sample_factor(206, 60, 4), 4)
    1.0051
    """
    n = units * periods
    return units / (units - 1) * (n - 1) / (n - parameters)


def difference_in_differences(y: ArrayLike, treated: ArrayLike, post: ArrayLike) -> Estimate:
    """Compare the change of the treated units with the change of the others.

    The same as the interaction in an ordinary regression on treated, post and their product, with
    CR1 standard errors clustered by unit.

    Parameters
    ----------
    y : array_like, shape (..., units, periods)
        The outcome.
    treated : array_like of bool, shape (units,)
        Which units are in the treated group.
    post : array_like of bool, shape (periods,)
        Which periods are after the start.

    Returns
    -------
    Estimate
        ``estimate`` and ``standard_error``, each of shape ``(...)``, in the unit of ``y``. The
        small-sample factor is G / (G - 1) x (n - 1) / (n - 4), G units, n = units x periods.

    Raises
    ------
    ValueError
        If shapes do not match, a value is missing, a group holds fewer than two units, or no
        period is before or none after.

    Examples
    --------
    >>> y = [[5, 6], [4, 7], [5, 5], [3, 4]]
    >>> result = difference_in_differences(y, treated=[1, 1, 0, 0], post=[0, 1])
    >>> result.estimate.item()
    1.5
    """
    y = check.outcome(y)
    units, periods = y.shape[-2:]
    treated = check.marks("treated", treated, (units,), "units")
    post = check.marks("post", post, (periods,), "periods")
    check.two_groups("treated", treated)
    check.both_sides(post)
    changes = y @ (post / post.sum() - ~post / (~post).sum())
    groups = changes[..., treated], changes[..., ~treated]
    variance = sum(group.var(-1) / group.shape[-1] for group in groups)
    factor = small_sample_factor(units, periods, 4)
    return Estimate(groups[0].mean(-1) - groups[1].mean(-1), np.sqrt(variance * factor))


def two_way_fixed_effects(y: ArrayLike, treatment: ArrayLike) -> Estimate:
    """Regress the outcome on treatment with one level for each unit and one for each period.

    With staggered starts and effects that grow it can have the wrong sign: units treated earlier
    serve as controls (Goodman-Bacon 2021). :func:`bacon_decomposition` shows where.

    Parameters
    ----------
    y : array_like, shape (..., units, periods)
        The outcome.
    treatment : array_like of bool, shape (units, periods)
        Which unit is treated in which period.

    Returns
    -------
    Estimate
        ``estimate`` and ``standard_error``, each of shape ``(...)``, in the unit of ``y``. CR1 by
        unit with the factor G / (G - 1) x (n - 1) / (n - K), G units, n = units x periods and
        K = periods + 1: the levels of the units lie within the clusters and are not counted.

    Raises
    ------
    ValueError
        If shapes do not match, a value is missing, fewer than two units are ever treated or a lone
        one never is, or the levels of units and periods leave nothing of the treatment.

    Examples
    --------
    >>> y = [[5, 6], [4, 7], [5, 5], [3, 4]]
    >>> round(two_way_fixed_effects(y, [[0, 1], [0, 1], [0, 0], [0, 0]]).estimate.item(), 9)
    1.5
    """
    y = check.outcome(y)
    units, periods = y.shape[-2:]
    treatment = check.marks("treatment", treatment, (units, periods), "units and periods")
    _some_of_each(treatment)
    left = _without_levels(treatment.astype(float))
    total = (left**2).sum()
    if total < 1e-9 * left.size:
        reason = "the levels of units and periods already say who is treated when"
        refuse("treatment leaves nothing to compare", reason, "It needs units that start at other times")
    products = np.einsum("...ut,ut->...u", y, left)
    estimate = products.sum(-1) / total
    scores = products - y.mean(-2) @ left.T - estimate[..., None] * (left**2).sum(1)
    variance = (scores**2).sum(-1) / total**2
    return Estimate(estimate, np.sqrt(variance * small_sample_factor(units, periods, periods + 1)))


def _some_of_each(treatment: NDArray[np.bool_]) -> None:
    """Refuse a treatment that too few units have, or all but one."""
    ever = np.any(treatment, axis=1)
    if treatment.all():
        reason = "without an untreated one there is no comparison"
        refuse("treatment leaves no control units and periods", reason, "Check which cells are marked")
    if ever.all():
        return  # those not yet treated are the controls
    check.two_groups("treatment", ever)


def _without_levels(x: Floats) -> Floats:
    """Take the means of units and periods out."""
    left: Floats = x - x.mean(1, keepdims=True) - x.mean(0) + x.mean()
    return left


def staggered_average_effect(y: ArrayLike, first_treated: ArrayLike) -> Estimate:
    """Average the effects of all cohorts and periods, each against the never-treated.

    The simple average of Callaway & Sant'Anna (2021) without covariates: the effect on a cohort in
    a period is its change since the last period before its start, minus the same change of the
    never-treated; each counts by the size of its cohort.

    Parameters
    ----------
    y : array_like, shape (..., units, periods)
        The outcome.
    first_treated : array_like, shape (units,)
        The first treated period of each unit, as a column of ``y`` counted from 0. ``numpy.inf``,
        or any number beyond the last column, is never.

    Returns
    -------
    Estimate
        ``estimate`` and ``standard_error``, each of shape ``(...)``, in the unit of ``y``. The
        standard error is the root of the summed squares of the units' influence, clustered by unit,
        and allows for the cohorts' sizes being random; its small-sample factor is 1.

    Raises
    ------
    ValueError
        If shapes do not match, a value is missing, a cohort or the never-treated hold fewer than
        two units, or a cohort is treated from the first period.

    Examples
    --------
    >>> y = [[5, 6, 7], [4, 7, 8], [5, 5, 5], [3, 4, 4]]
    >>> staggered_average_effect(y, [1, 1, float("inf"), float("inf")]).estimate.item()
    2.0
    """
    y = check.outcome(y)
    units, periods = y.shape[-2:]
    first = check.starts(first_treated, units, periods)
    _large_enough(first)
    cohorts = sorted({*first[np.isfinite(first)].astype(int).tolist()})
    sums = [_since_start(y, start) for start in cohorts]
    control = np.isinf(first)
    effects, influence = [], np.zeros(y.shape[:-1])
    members = np.array([first == start for start in cohorts])
    cells = members.sum(1) @ (periods - np.array(cohorts))
    for member, change in zip(members, sums, strict=True):
        treated_mean, control_mean = change[..., member].mean(-1), change[..., control].mean(-1)
        effects.append(treated_mean - control_mean)
        influence += np.where(member, change - treated_mean[..., None], 0) / cells
        share = member.sum() / cells / control.sum()
        influence -= np.where(control, change - control_mean[..., None], 0) * share
    summed = np.stack(effects, -1)
    estimate = summed @ members.sum(1) / cells
    lengths = periods - np.array(cohorts)
    # A cohort's size is random too: a unit in it pulls the average towards its cohort's effects.
    pull = (summed - estimate[..., None] * lengths) / cells
    influence += pull @ members
    return Estimate(estimate, np.sqrt((influence**2).sum(-1)))


def _since_start(y: Floats, start: int) -> Floats:
    """Add up each unit's changes since the last period before a start."""
    summed: Floats = (y[..., start:] - y[..., start - 1 : start]).sum(-1)
    return summed


def _large_enough(first: Floats) -> None:
    """Refuse starts without a period before, without never-treated, or with a lone unit."""
    if (first == 0).any():
        reason = "there is no period before to count its change from"
        refuse("first_treated holds 0, a start in the first period", reason, "Leave out these units")
    check.two_groups("first_treated", np.isfinite(first))
    starts, sizes = np.unique(first, return_counts=True)
    if sizes.min() < check.FEWEST_UNITS:
        lone = f"first_treated has one unit that starts in period {starts[sizes.argmin()]:g}"
        reason = "a standard error clustered by unit needs at least two in each cohort"
        refuse(lone, reason, "Leave it out, or join it to the nearest cohort")


def bacon_decomposition(y: ArrayLike, first_treated: ArrayLike) -> list[Comparison]:
    """List the two-by-two comparisons that two-way fixed effects average over, with their weights.

    Parameters
    ----------
    y : array_like, shape (..., units, periods)
        The outcome.
    first_treated : array_like, shape (units,)
        The first treated period of each unit, as a column of ``y`` counted from 0. ``numpy.inf``,
        or any number beyond the last column, is never; 0 is always.

    Returns
    -------
    list of Comparison
        By cohort; the weights add to 1, and the weighted estimates to the estimate of
        :func:`two_way_fixed_effects` (Goodman-Bacon 2021, theorem 1).

    Raises
    ------
    ValueError
        If shapes do not match, a value is missing, or all units have the same start.

    Examples
    --------
    >>> y = [[5, 6, 7], [4, 7, 8], [5, 5, 5], [3, 4, 4]]
    >>> for each in bacon_decomposition(y, [1, 2, float("inf"), float("inf")]):
    ...     print(each.treated_from, each.control_from, each.kind, round(each.weight, 3))
    1.0 2.0 earlier v later 0.1
    1.0 inf treated v never treated 0.4
    2.0 1.0 later v earlier 0.1
    2.0 inf treated v never treated 0.4
    """
    y = check.outcome(y)
    units, periods = y.shape[-2:]
    first = check.starts(first_treated, units, periods)
    cohorts = np.unique(first).tolist()
    if len(cohorts) == 1 or not any(_pairs(cohorts)):
        reason = "no unit starts while another keeps its treatment"
        refuse("first_treated leaves no control units", reason, "It needs units that start later or never")
    means = {cohort: y[..., first == cohort, :].mean(-2) for cohort in cohorts}
    sizes = {cohort: int((first == cohort).sum()) for cohort in cohorts}
    found = [_two_by_two(means, sizes, treated, control, periods) for treated, control in _pairs(cohorts)]
    total = sum(each.weight for each in found)
    return [each._replace(weight=each.weight / total) for each in found]


def _pairs(cohorts: list[float]) -> Iterator[tuple[float, float]]:
    """Yield who starts and who is the control; the never- and the always-treated only control."""
    for treated in cohorts:
        if 0 < treated < NEVER:
            yield from ((treated, control) for control in cohorts if control != treated)


def _two_by_two(
    means: dict[float, Floats], sizes: dict[float, int], treated: float, control: float, periods: int
) -> Comparison:
    """Compare two cohorts over the periods in which only one of them changes its treatment."""
    early, late = min(treated, control), min(max(treated, control), periods)
    low, high = (0, int(late)) if treated < control else (int(early), periods)
    start = int(treated)
    gap = means[treated] - means[control]
    estimate = gap[..., start:high].mean(-1) - gap[..., low:start].mean(-1)
    # The variance of treatment within this comparison, by how much of the panel it covers.
    weight = sizes[treated] * sizes[control] * (start - low) * (high - start)
    return Comparison(treated, control, _kind(treated, control), estimate, weight / (periods**2))


def _kind(treated: float, control: float) -> str:
    if control == NEVER:
        return "treated v never treated"
    if control == 0:
        return "treated v always treated"
    return "earlier v later" if treated < control else "later v earlier"
