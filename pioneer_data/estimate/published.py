"""What stands behind a printed number: whole counts and standard errors.

References
----------
Brown & Heathers 2017 (GRIM), Soc Psychol Personal Sci 8:363-369. Altman & Bland 2011, BMJ
343:d2090.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pioneer_data.estimate._checks import checked, finite, inner_proportion, listed, refuse
from pioneer_data.estimate._normal import critical_z, upper_z

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    printed = enumerate(listed("percentages", percentages))
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
    low, high = finite("low", low), finite("high", high)
    if low >= high:
        problem = f"low is {low} and high is {high}"
        refuse(problem, "an interval runs from a lower to a higher limit", "Check both limits")
    return (high - low) / (2 * critical_z(level))


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
    z = upper_z(inner_proportion("p", p, "no standard error follows from it", remedy))
    estimate = finite("estimate", estimate)
    if estimate == 0:
        reason = "an estimate of 0 has p = 1 whatever its standard error"
        refuse(f"estimate is {estimate:g}", reason, "Use the interval: standard_error_from_interval()")
    return abs(estimate) / z


def _whole_base(n: float) -> int:
    """Return a base that is a whole number of people."""
    reason, remedy = "a base is a whole number above 0", "Give the number who answered"
    return int(checked("n", n, lambda base: base > 0 and base.is_integer(), reason, remedy))


def _counts(name: str, pct: float | str, base: int) -> list[int]:
    """List the whole counts that round to ``pct``, in whole-number arithmetic."""
    whole, _, decimals = str(pct).strip().partition(".")
    if not isinstance(pct, str):
        decimals = decimals.rstrip("0")
    digits, scale = whole + decimals, 10 ** len(decimals)
    if not digits.isdecimal() or int(digits) > 100 * scale:
        reason = "a percentage is printed in plain digits, from 0 to 100"
        refuse(f"{name} is {pct!r}", reason, 'Give it as 46, 7.5 or "50.0", without a % sign')
    # All in half units of the last printed decimal, times the base.
    printed, step = 2 * int(digits), 200 * scale
    lowest = -((base - printed * base) // step)
    return list(range(max(0, lowest), min(base, (base + printed * base) // step) + 1))
