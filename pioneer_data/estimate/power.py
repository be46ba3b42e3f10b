"""How often a difference-in-differences study would find an effect of a given size.

References
----------
Bertrand, Duflo & Mullainathan 2004, Q J Econ 119:249-275.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from pioneer_data.estimate._checks import checked, whole
from pioneer_data.estimate._normal import critical_z
from pioneer_data.estimate._panel_checks import numbers
from pioneer_data.estimate.panels import small_sample_factor

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def power_curve(  # noqa: PLR0913 - a study has this many sides
    effects: ArrayLike,
    replications: int = 500,
    *,
    treated_units: int,
    control_units: int,
    periods_before: int,
    periods_after: int,
    standard_deviation: float,
    autocorrelation: float = 0.0,
    level: float = 0.95,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Simulate how often a two-sided test finds each effect, with errors clustered by unit.

    Each unit has its own level and noise of its own, autocorrelated from one period to the next
    (first order). A difference-in-differences sees nothing of a unit but its change from the mean
    before to the mean after. With normal noise, the mean and the variance of a group's changes are
    independent, one normal and the other a multiple of chi-squared, so these are what is drawn: three
    numbers a study instead of a whole panel, with the same distribution. The same draws serve every
    effect, because a constant effect moves the estimate and leaves its standard error as it is: the
    curve is smooth, and all of it has the simulation error of one set of replications.

    Parameters
    ----------
    effects : array_like
        The true effects, in the unit of the outcome.
    replications : int
        How many studies are simulated.
    treated_units, control_units : int
        At least 2 each.
    periods_before, periods_after : int
        At least 1 each.
    standard_deviation : float
        Of a unit's noise around its own level in one period, in the unit of the outcome.
    autocorrelation : float
        Between the noise of one period and the next, from 0 to below 1.
    level : float
        Confidence level of the test, between 0 and 1.
    seed : int
        Of the random numbers; the same seed gives the same curve.

    Returns
    -------
    numpy.ndarray
        For each effect, the share of studies whose estimate differs from 0: at an effect of 0 the
        rate of false alarms. Of the shape of ``effects``. The estimate is divided by the CR1
        standard error of :func:`difference_in_differences` and compared with the normal
        distribution, which is a little too generous when a group has only a few units.

    Raises
    ------
    ValueError
        If an argument is missing or out of its range.

    Examples
    --------
    >>> study = {"treated_units": 51, "control_units": 120, "periods_before": 7, "periods_after": 53}
    >>> power_curve([0, 0.3], 500, **study, standard_deviation=1.3, autocorrelation=0.5).round(2)
    array([0.04, 0.57])
    """
    true = numbers("effects", effects)
    many = whole("replications", replications, 1)
    treated = whole("treated_units", treated_units, 2)
    units = treated + whole("control_units", control_units, 2)
    before = whole("periods_before", periods_before, 1)
    after = whole("periods_after", periods_after, 1)
    reason, remedy = "it must be above 0", "Give the spread of one unit's noise in one period"
    spread = checked("standard_deviation", standard_deviation, lambda sd: sd > 0, reason, remedy)
    spread *= math.sqrt(variance_of_change(before, after, autocorrelation))
    groups = np.array([treated, units - treated])
    random = np.random.default_rng(whole("seed", seed, 0))
    noise = random.normal(0, spread * math.sqrt((1 / groups).sum()), many)
    variances = spread**2 * random.chisquare(groups - 1, (many, 2)) / groups
    factor = small_sample_factor(units, before + after, 4)
    error = np.sqrt((variances / groups).sum(-1) * factor)
    distance = np.abs(noise + true[..., None]) / error
    found: NDArray[np.float64] = (distance > critical_z(level)).mean(-1)
    return found


def variance_of_change(periods_before: int, periods_after: int, autocorrelation: float) -> float:
    """Give the variance of a unit's change, from the mean before to the mean after.

    Parameters
    ----------
    periods_before, periods_after : int
        At least 1 each.
    autocorrelation : float
        Between the noise of one period and the next, from 0 to below 1.

    Returns
    -------
    float
        In units of the variance of one period.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    Two independent periods differ by twice the variance of one; alike ones by less.

    >>> variance_of_change(1, 1, 0), variance_of_change(1, 1, 0.5)
    (2.0, 1.0)
    """
    before = whole("periods_before", periods_before, 1)
    after = whole("periods_after", periods_after, 1)
    weights = np.repeat([-1 / before, 1 / after], [before, after])
    return float(weights @ likeness(before + after, autocorrelation) @ weights)


def likeness(periods: int, autocorrelation: float) -> NDArray[np.float64]:
    """Give how alike a unit's noise is in any two periods.

    Parameters
    ----------
    periods : int
        At least 1.
    autocorrelation : float
        Between the noise of one period and the next, from 0 to below 1.

    Returns
    -------
    numpy.ndarray
        Correlations, shape (periods, periods).

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Examples
    --------
    >>> likeness(3, 0.5)[0].tolist()
    [1.0, 0.5, 0.25]
    """
    reason, remedy = "it must lie from 0 to below 1", "Give for example 0.5"
    rho = checked("autocorrelation", autocorrelation, lambda rho: 0 <= rho < 1, reason, remedy)
    period = np.arange(whole("periods", periods, 1))
    alike: NDArray[np.float64] = rho ** np.abs(np.subtract.outer(period, period))
    return alike
