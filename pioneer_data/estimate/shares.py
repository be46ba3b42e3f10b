"""Shares and their differences: intervals, a test, and what clustering costs.

Shares run from 0 to 1. Every interval treats the answers as independent draws: it shows sampling
noise, not who chose to reply.

References
----------
Wilson 1927, J Am Stat Assoc 22:209-212. Newcombe 1998, Stat Med 17:873-890. Kish 1965, Survey
Sampling.
"""

from __future__ import annotations

import math

from pioneer_data.estimate._checks import checked, proportion
from pioneer_data.estimate._normal import critical_z, two_sided_p


def wilson_interval(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Give the Wilson score interval of one share (Wilson 1927, Newcombe 1998).

    Parameters
    ----------
    successes, n : float
        How many said yes, out of how many. They need not be whole: dividing both by a design
        effect gives the interval of the smaller, effective sample.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit, as shares from 0 to 1.

    Raises
    ------
    ValueError
        If ``n`` is not above 0, ``successes`` not from 0 to ``n`` or ``level`` not inside 0 to 1.

    Examples
    --------
    >>> [round(100 * limit, 1) for limit in wilson_interval(64, 80)]
    [70.0, 87.3]
    """
    successes, n = _yes_and_base(successes, n)
    share, z = successes / n, critical_z(level)
    centre = (successes + z**2 / 2) / (n + z**2)
    margin = z / (n + z**2) * math.sqrt(n * share * (1 - share) + z**2 / 4)
    # Rounding can leave a limit a hair on the wrong side of the share when it is 0 or 1.
    return max(0.0, min(share, centre - margin)), min(1.0, max(share, centre + margin))


def newcombe_interval(
    successes_1: float, n_1: float, successes_2: float, n_2: float, level: float = 0.95
) -> tuple[float, float]:
    """Give the interval of a difference between two shares, second minus first (Newcombe 1998).

    The hybrid score interval (his method 10): it joins two Wilson intervals.

    Parameters
    ----------
    successes_1, n_1, successes_2, n_2 : float
        How many said yes, out of how many, in the first and the second group; need not be whole.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit of the difference, from -1 to 1.

    Raises
    ------
    ValueError
        If a base is not above 0, a count not from 0 to its base or ``level`` not inside 0 to 1.

    Examples
    --------
    Unplanned admissions reduced: 42 of 90 in 2016 and 64 of 80 in 2018, so +33.3 points.

    >>> [round(100 * limit, 1) for limit in newcombe_interval(42, 90, 64, 80)]
    [19.0, 45.7]
    """
    successes_1, n_1 = _yes_and_base(successes_1, n_1, "_1")
    successes_2, n_2 = _yes_and_base(successes_2, n_2, "_2")
    first, second = successes_1 / n_1, successes_2 / n_2
    low_1, high_1 = wilson_interval(successes_1, n_1, level)
    low_2, high_2 = wilson_interval(successes_2, n_2, level)
    below = math.hypot(second - low_2, high_1 - first)
    above = math.hypot(high_2 - second, first - low_1)
    return second - first - below, second - first + above


def difference_p_value(successes_1: float, n_1: float, successes_2: float, n_2: float) -> float:
    """Test whether two shares differ: the two-sided z test with a pooled share.

    Parameters
    ----------
    successes_1, n_1, successes_2, n_2 : float
        How many said yes, out of how many, in the first and the second group; need not be whole.

    Returns
    -------
    float
        The p value. It is 1.0 when both shares are 0 or both are 1: they do not differ at all.

    Raises
    ------
    ValueError
        If a base is not above 0 or a count not from 0 to its base.

    Examples
    --------
    >>> round(difference_p_value(36, 90, 40, 80), 3)
    0.191
    """
    successes_1, n_1 = _yes_and_base(successes_1, n_1, "_1")
    successes_2, n_2 = _yes_and_base(successes_2, n_2, "_2")
    pooled = (successes_1 + successes_2) / (n_1 + n_2)
    variance = pooled * (1 - pooled) * (1 / n_1 + 1 / n_2)
    if variance == 0:
        return 1.0
    return two_sided_p((successes_2 / n_2 - successes_1 / n_1) / math.sqrt(variance))


def design_effect(average_cluster_size: float, intracluster_correlation: float) -> float:
    """Say how much clustering inflates the variance of a mean or share (Kish 1965).

    Parameters
    ----------
    average_cluster_size : float
        Respondents per cluster, such as informants per site; 1 or more.
    intracluster_correlation : float
        How alike answers from one cluster are, from 0 (not at all) to 1 (identical).

    Returns
    -------
    float
        1 + (size - 1) x correlation. The effective sample size is n divided by it.

    Raises
    ------
    ValueError
        If the size is below 1 or the correlation not from 0 to 1.

    Examples
    --------
    >>> round(design_effect(85 / 23, 0.1), 2)
    1.27
    """
    name, remedy = "average_cluster_size", "Divide the respondents by the clusters that replied"
    size = checked(name, average_cluster_size, lambda m: m >= 1, "a cluster holds 1 or more", remedy)
    return 1 + (size - 1) * proportion("intracluster_correlation", intracluster_correlation)


def _yes_and_base(successes: float, n: float, group: str = "") -> tuple[float, float]:
    """Return a count and the base it is a part of."""
    reason, remedy = "a share needs a base above 0", "Give the number who answered"
    base = checked(f"n{group}", n, lambda number: number > 0, reason, remedy)
    reason, remedy = f"it must lie from 0 to n{group} = {n}", "Give a count, not a percentage"
    name = f"successes{group}"
    return checked(name, successes, lambda number: 0 <= number <= base, reason, remedy), base
