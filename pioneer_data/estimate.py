"""Survey arithmetic: intervals, differences, adjusted p values and recovered counts.

Shares run from 0 to 1; only arguments called ``pct`` or ``percentages`` run from 0 to 100. Every
interval treats the answers as independent draws: it shows sampling noise, not who chose to reply.

References
----------
Wilson 1927, J Am Stat Assoc 22:209-212. Newcombe 1998, Stat Med 17:873-890. Holm 1979, Scand J
Stat 6:65-70. Benjamini & Hochberg 1995, J R Stat Soc B 57:289-300. Brown & Heathers 2017 (GRIM),
Soc Psychol Personal Sci 8:363-369. Altman & Bland 2011, BMJ 343:d2090. Kish 1965, Survey Sampling.
"""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from itertools import accumulate
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NoReturn

__all__ = [
    "adjust_p_values",
    "counts_that_add_up",
    "design_effect",
    "difference_p_value",
    "newcombe_interval",
    "standard_error_from_interval",
    "standard_error_from_p",
    "whole_counts",
    "wilson_interval",
]

_METHODS = {"bonferroni": "Bonferroni", "holm": "Holm", "fdr_bh": "Benjamini-Hochberg"}


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
    share, z = successes / n, _critical_z(level)
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
    # erfc keeps the far tail that 1 minus the normal distribution would round to 0.
    return math.erfc(abs(successes_2 / n_2 - successes_1 / n_1) / math.sqrt(2 * variance))


def adjust_p_values(p: Iterable[float], method: str) -> list[float]:
    """Adjust p values for having made several tests.

    Parameters
    ----------
    p : iterable of float
        The p values, in any order.
    method : {"bonferroni", "holm", "fdr_bh"}
        The first two guard against one false alarm in the family; ``"fdr_bh"`` (Benjamini &
        Hochberg 1995) limits the share of false alarms among the findings.

    Returns
    -------
    list of float
        The adjusted p values, in the order given; empty for an empty ``p``.

    Raises
    ------
    ValueError
        If a value of ``p`` is missing or not from 0 to 1, or ``method`` is unknown.

    Examples
    --------
    >>> [round(value, 2) for value in adjust_p_values([0.04, 0.01, 0.03], "holm")]
    [0.06, 0.03, 0.06]
    """
    if method not in tuple(_METHODS):
        _refuse_method(str(method))
    tests = [_share(f"p[{place}]", value) for place, value in enumerate(_listed("p", p))]
    if method == "bonferroni":
        return [min(1.0, len(tests) * value) for value in tests]
    return _stepwise(tests, method)


def _stepwise(p: list[float], method: str) -> list[float]:
    """Adjust from the smallest p upwards (Holm) or from the largest down (Benjamini-Hochberg)."""
    m = len(p)
    order = sorted(range(m), key=p.__getitem__, reverse=method == "fdr_bh")
    if method == "holm":
        steps = accumulate(((m - k) * p[place] for k, place in enumerate(order)), max)
    else:
        steps = accumulate((m / (m - k) * p[place] for k, place in enumerate(order)), min)
    adjusted = dict(zip(order, steps, strict=True))
    return [min(1.0, adjusted[place]) for place in range(m)]


def whole_counts(pct: float | str, n: float) -> list[int]:
    """List every whole count out of ``n`` that rounds to a published percentage.

    An empty list means that no count does: the figure or the base is not what it seems (the idea
    of GRIM, Brown & Heathers 2017). A count exactly half a unit away is kept, as authors round
    halves up, down or to even. The arithmetic is exact.

    Parameters
    ----------
    pct : float or str
        The percentage as printed. Its decimals say how it was rounded: 46 and 46.0 have none,
        7.5 has one. Only text keeps a last nought: ``"50.0"`` has one decimal.
    n : int
        The base; 90.0 will do.

    Returns
    -------
    list of int
        The counts, smallest first.

    Raises
    ------
    ValueError
        If ``pct`` is not written in plain digits, from 0 to 100, or ``n`` is not whole, above 0.

    Examples
    --------
    >>> whole_counts(46, 85), whole_counts(50, 85), whole_counts(50, 250)
    ([39], [], [124, 125, 126])
    """
    return _counts("pct", pct, _whole_base(n))


def counts_that_add_up(percentages: Iterable[float | str], n: float) -> list[tuple[int, ...]]:
    """List every set of whole counts that fits a row of percentages and adds up to its base.

    Parameters
    ----------
    percentages : iterable of float or str
        One row as printed, each cell as in :func:`whole_counts`.
    n : int
        The row's base. The list grows fast with ``n``: meant for surveys of hundreds.

    Returns
    -------
    list of tuple of int
        One tuple a solution, one count a cell. Empty: the row cannot be right at this base.

    Raises
    ------
    ValueError
        If a percentage is not in plain digits, from 0 to 100, or ``n`` is not whole, above 0.

    Examples
    --------
    >>> counts_that_add_up([12, 34, 37, 17], 90), counts_that_add_up([12, 61, 8, 9], 90)
    ([(11, 31, 33, 15)], [])
    """
    base = _whole_base(n)
    printed = enumerate(_listed("percentages", percentages))
    cells = [_counts(f"percentages[{place}]", pct, base) for place, pct in printed]
    if not (cells and all(cells)):
        return []
    found: list[tuple[int, ...]] = [()]
    for place, cell in enumerate(cells):
        rest = cells[place + 1 :]
        fits = range(base - sum(map(max, rest)), base - sum(map(min, rest)) + 1)
        found = [(*head, count) for head in found for count in cell if sum(head) + count in fits]
    return found


def standard_error_from_interval(low: float, high: float, level: float = 0.95) -> float:
    """Recover a standard error from a printed interval, taking it as estimate -/+ z times it.

    Parameters
    ----------
    low, high : float
        The interval's limits; for a ratio, give their logarithms.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    float
        The standard error, in the unit of the limits.

    Raises
    ------
    ValueError
        If ``low`` is not below ``high`` or ``level`` not inside 0 to 1.

    Examples
    --------
    >>> round(standard_error_from_interval(3.8, 9.0), 2)
    1.33
    """
    low, high = _number("low", low), _number("high", high)
    if low >= high:
        problem = f"low is {low} and high is {high}"
        _refuse(problem, "an interval runs from a lower to a higher limit", "Check both limits")
    return (high - low) / (2 * _critical_z(level))


def standard_error_from_p(estimate: float, p: float) -> float:
    """Recover a standard error from an estimate and its p value (Altman & Bland 2011).

    It holds only if the p value came from a two-sided z test on the estimate's own scale. Above
    p = 0.3 or so, the rounding of a printed p makes it unstable.

    Parameters
    ----------
    estimate : float
        The estimate; for a ratio, give its logarithm.
    p : float
        Its two-sided p value, between 0 and 1.

    Returns
    -------
    float
        The standard error, in the unit of the estimate.

    Raises
    ------
    ValueError
        If ``estimate`` is 0 or ``p`` not inside 0 to 1.

    Examples
    --------
    >>> round(standard_error_from_p(-26, 0.04), 1)
    12.7
    """
    remedy = "For a p printed as < 0.001, give that bound, 0.001"
    z = _upper_z(_inside("p", p, "no standard error follows from it", remedy))
    estimate = _number("estimate", estimate)
    if estimate == 0:
        reason = "an estimate of 0 has p = 1 whatever its standard error"
        _refuse(f"estimate is {estimate:g}", reason, "Use the interval: standard_error_from_interval()")
    return abs(estimate) / z


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
    size = _checked(name, average_cluster_size, lambda m: m >= 1, "a cluster holds 1 or more", remedy)
    return 1 + (size - 1) * _share("intracluster_correlation", intracluster_correlation)


def _refuse(problem: str, reason: str, remedy: str) -> NoReturn:
    """Say what failed, why, and what to do instead."""
    message = f"{problem}: {reason}. {remedy}."
    raise ValueError(message)


def _refuse_method(method: str) -> NoReturn:
    """Name the method that is spelt most like the unknown one, and list them all."""

    def likeness(known: str) -> float:
        spellings = (known, _METHODS[known].lower())
        return max(SequenceMatcher(None, method.lower(), text).ratio() for text in spellings)

    known = ", ".join(f"{name!r} ({author})" for name, author in _METHODS.items())
    remedy = f"The closest is {max(_METHODS, key=likeness)!r}"
    _refuse(f"method is {method!r}", f"the methods are {known}", remedy)


def _number(name: str, value: float) -> float:
    """Return one finite number as a float."""
    try:
        finite = math.isfinite(value)
    except (TypeError, ValueError, OverflowError):
        finite = False
    if not finite:
        reason = "it must be one finite number, neither text nor missing"
        _refuse(f"{name} is {value!r}", reason, "Give a plain number, and leave out blanks")
    return float(value)


def _checked(name: str, value: float, valid: Callable[[float], bool], reason: str, remedy: str) -> float:
    """Return a number that passes its test, or refuse it for the reason given."""
    number = _number(name, value)
    if not valid(number):
        _refuse(f"{name} is {value}", reason, remedy)
    return number


def _share(name: str, value: float) -> float:
    """Return a number from 0 to 1."""
    reason, remedy = "it must lie from 0 to 1", "Divide a percentage by 100"
    return _checked(name, value, lambda number: 0 <= number <= 1, reason, remedy)


def _inside(name: str, value: float, reason: str, remedy: str) -> float:
    """Return a number above 0 and below 1."""
    limits = f"it must lie above 0 and below 1, or {reason}"
    return _checked(name, value, lambda number: 0 < number < 1, limits, remedy)


def _yes_and_base(successes: float, n: float, group: str = "") -> tuple[float, float]:
    """Return a count and the base it is a part of."""
    reason, remedy = "a share needs a base above 0", "Give the number who answered"
    base = _checked(f"n{group}", n, lambda number: number > 0, reason, remedy)
    reason, remedy = f"it must lie from 0 to n{group} = {n}", "Give a count, not a percentage"
    name = f"successes{group}"
    return _checked(name, successes, lambda number: 0 <= number <= base, reason, remedy), base


def _whole_base(n: float) -> int:
    """Return a base that is a whole number of people."""
    reason, remedy = "a base is a whole number above 0", "Give the number who answered"
    return int(_checked("n", n, lambda base: base > 0 and base.is_integer(), reason, remedy))


def _listed(name: str, values: Iterable[Any]) -> list[Any]:
    """Return several values as a list; text would fall apart into its letters."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        _refuse(f"{name} is {values!r}", "it must hold several numbers", "Put them in a list")
    return list(values)


def _counts(name: str, pct: float | str, base: int) -> list[int]:
    """List the whole counts that round to ``pct``, in whole-number arithmetic."""
    whole, _, decimals = str(pct).strip().partition(".")
    if not isinstance(pct, str):
        decimals = decimals.rstrip("0")
    digits, scale = whole + decimals, 10 ** len(decimals)
    if not digits.isdecimal() or int(digits) > 100 * scale:
        reason = "a percentage is printed in plain digits, from 0 to 100"
        _refuse(f"{name} is {pct!r}", reason, 'Give it as 46, 7.5 or "50.0", without a % sign')
    # All in half units of the last printed decimal, times the base.
    printed, step = 2 * int(digits), 200 * scale
    lowest = -((base - printed * base) // step)
    return list(range(max(0, lowest), min(base, (base + printed * base) // step) + 1))


def _upper_z(p: float) -> float:
    """Return the z value that a two-sided p value belongs to."""
    return -NormalDist().inv_cdf(p / 2)


def _critical_z(level: float) -> float:
    """Return the z value of a two-sided interval."""
    remedy = "Write 95% as 0.95"
    return _upper_z(1 - _inside("level", level, "there is no interval", remedy))
