"""What lesson 03 works out from Morciano's published means: differences, paths, what is assumed.

Pure numbers, no charts. The paper compares emergency admissions of four groups of areas in five
periods. All that is public are 20 means with intervals, and one rise a group in the abstract.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from numbers import Real
from typing import NamedTuple, NoReturn

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate
from pioneer_data.estimate._normal import critical_z, two_sided_p

PROGRAMMES = ("Pioneer only", "Vanguard only", "Both")
NEITHER = "Neither"
PERIODS = (1, 2, 3, 4, 5)
STEPS = tuple(pairwise(PERIODS))
Z = critical_z(0.95)
"""Standard errors that reach from an estimate to either end of its 95% interval."""


class PeriodDid(NamedTuple):
    """A difference-in-differences between two periods, per 1,000 a month.

    Parameters
    ----------
    programme_change, neither_change : float
        Changes of the programme's areas and of the areas in neither programme.
    estimate, standard_error : float
        The first change less the second, and its standard error.
    low, high : float
        Ends of the 95% interval.
    z, p_value : float
        The estimate in standard errors, and its two-sided p-value.
    """

    programme_change: float
    neither_change: float
    estimate: float
    standard_error: float
    low: float
    high: float
    z: float
    p_value: float


class Ratio(NamedTuple):
    """A ratio without unit.

    Parameters
    ----------
    estimate : float
        The ratio.
    low, high : float
        Ends of its 95% interval.
    """

    estimate: float
    low: float
    high: float


class Overlap(NamedTuple):
    """The difference-in-differences of "Both" beside the sum of the two single ones.

    Parameters
    ----------
    both, sum_of_single, gap : float
        The two, and the first less the second, per 1,000 a month.
    standard_error : float
        Of the gap.
    low, high : float
        Ends of the gap's 95% interval.
    """

    both: float
    sum_of_single: float
    gap: float
    standard_error: float
    low: float
    high: float


class _Cell(NamedTuple):
    mean: float
    standard_error: float


@cache
def _cell_errors() -> pd.DataFrame:
    cells = pioneers.admission_rates()
    limits = zip(cells["ci_low"], cells["ci_high"], strict=True)
    return cells.assign(standard_error=[estimate.standard_error_from_interval(*pair) for pair in limits])


@cache
def _cells() -> dict[tuple[str, int], _Cell]:
    rows = _cell_errors()
    values = zip(rows["rate_per_1000"], rows["standard_error"], strict=True)
    keys = zip(rows["programme"].astype(str), rows["period"], strict=True)
    return {key: _Cell(*map(float, value)) for key, value in zip(keys, values, strict=True)}


def cell_errors() -> pd.DataFrame:
    """Recover the standard error of each of the 20 published means.

    Returns
    -------
    pandas.DataFrame
        The rows of ``admission_rates`` with ``standard_error`` (per 1,000 a month).

    Notes
    -----
    Source: Morciano et al. 2021, table of average rates, in the webinar slides of 2024. The slides
    do not state the level of the intervals; 95% is taken, as in the paper's abstract.

    Examples
    --------
    >>> cells = cell_errors().set_index(["programme", "period"])
    >>> round(cells.loc[("Pioneer only", 1), "standard_error"].item(), 3)
    0.074
    """
    return _cell_errors().copy()


def period_did(
    programme: str, base: int = 1, end: int = 5, correlation: float = 0.0, inflation: float = 1.0
) -> PeriodDid:
    """Compare the change of a programme's areas with that of the areas in neither programme.

    Parameters
    ----------
    programme : str
        One of ``PROGRAMMES``.
    base, end : int
        The two periods, 1 to 5, ``base`` before ``end``.
    correlation : float
        Assumed correlation of the noise in one group's mean between the two periods, from 0 to
        below 1. The same areas are measured twice; the sources do not give it. At exactly 1 noise
        could vanish from the difference, so 1 is refused.
    inflation : float
        Assumed number of times that intervals of the means would be wider if they allowed for
        areas that differ from each other, at least 1.

    Returns
    -------
    PeriodDid
        The two changes, the estimate, its standard error, 95% interval, z and p-value.

    Raises
    ------
    ValueError
        If there is no such programme or period, ``base`` does not come before ``end``, or
        ``correlation`` or ``inflation`` is out of range.

    Notes
    -----
    The variance of a group's change is ``se_b**2 + se_e**2 - 2 * correlation * se_b * se_e``. The
    two groups are different areas, so their variances add. The sum is multiplied by
    ``inflation**2``. Source of the means: Morciano et al. 2021.

    Examples
    --------
    >>> did = period_did("Pioneer only")
    >>> [round(number, 2) for number in (did.estimate, did.low, did.high)]
    [-0.37, -0.59, -0.15]
    >>> round(period_did("Pioneer only", correlation=0.5).standard_error, 2)
    0.08
    """
    _check_programme(programme)
    _check_periods(base, end)
    _check("correlation", correlation, "from 0 to below 1", fits=_number(correlation, 0) < 1)
    _check("inflation", inflation, "a number of at least 1", fits=_number(inflation, 1) < math.inf)
    changes = (_change(programme, base, end), _change(NEITHER, base, end))
    variance = sum(_variance(group, base, end, correlation) for group in (programme, NEITHER))
    difference, error = changes[0] - changes[1], inflation * math.sqrt(variance)
    z = difference / error
    ends = (difference - Z * error, difference + Z * error)
    return PeriodDid(*changes, difference, error, *ends, z, two_sided_p(z))


def _change(group: str, base: int, end: int) -> float:
    return _cells()[group, end].mean - _cells()[group, base].mean


def _variance(group: str, base: int, end: int, correlation: float = 0.0) -> float:
    """Return the variance of one group's change between two periods."""
    first, last = (_cells()[group, period].standard_error for period in (base, end))
    return first**2 + last**2 - 2 * correlation * first * last


def stepwise_did(programme: str) -> pd.DataFrame:
    """Cut the whole difference-in-differences into its four steps from period to period.

    Parameters
    ----------
    programme : str
        One of ``PROGRAMMES``.

    Returns
    -------
    pandas.DataFrame
        One row a step: ``base``, ``end`` (periods), ``estimate``, ``standard_error`` (per 1,000 a
        month, independent cells) and ``share_pct``, per cent of the whole. Shares add to 100; a
        step in the other direction has a negative one.

    Raises
    ------
    ValueError
        If there is no such programme.

    Notes
    -----
    Source of the means: Morciano et al. 2021. A mean is printed to 0.01, so a step can be off by
    up to 0.02, and its share by that over the whole.

    Examples
    --------
    >>> stepwise_did("Pioneer only")["estimate"].round(2).to_list()
    [-0.19, -0.02, -0.01, -0.15]
    """
    whole = period_did(programme).estimate
    steps = [period_did(programme, base, end) for base, end in STEPS]
    rows = pd.DataFrame(STEPS, columns=["base", "end"])
    rows["estimate"] = [step.estimate for step in steps]
    rows["standard_error"] = [step.standard_error for step in steps]
    return rows.assign(share_pct=100 * rows["estimate"] / whole)


@cache
def _rises() -> pd.DataFrame:
    published = pioneers.published_estimates()
    ours = published[published["quantity"] == "rise in emergency admissions"].set_index("group")
    columns = {"estimate": "abstract", "ci_low": "abstract_low", "ci_high": "abstract_high"}
    abstract = {name: ours[column].astype(float).to_dict() for column, name in columns.items()}
    groups = (*PROGRAMMES, NEITHER)
    rows = [_rise(group, {name: values[group] for name, values in abstract.items()}) for group in groups]
    return pd.DataFrame(rows)


def _rise(group: str, abstract: dict[str, float]) -> dict[str, object]:
    """Return one group's rise with the interval that independent means give.

    With r = m5/m1, the delta method gives var(r) = a**2 + b**2 - 2*correlation*a*b, where
    a = se5/m1 and b = m5*se1/m1**2.
    """
    first, last = _cells()[group, 1], _cells()[group, 5]
    a = 100 * last.standard_error / first.mean
    b = 100 * last.mean * first.standard_error / first.mean**2
    rise, reach = 100 * (last.mean / first.mean - 1), Z * math.hypot(a, b)
    error = estimate.standard_error_from_interval(abstract["abstract_low"], abstract["abstract_high"])
    needed = (a**2 + b**2 - error**2) / (2 * a * b)
    table = {"programme": group, "rise_pct": rise, "low": rise - reach, "high": rise + reach}
    return {**table, **abstract, "correlation_needed": needed, "possible": abs(needed) <= 1}


def rises() -> pd.DataFrame:
    """Put the rises from the table beside the rises in the paper's abstract.

    Returns
    -------
    pandas.DataFrame
        One row a group (``programme``), in per cent from period 1 to period 5: ``rise_pct`` from
        the table with ``low`` and ``high``, the 95% interval if the two means were independent
        (delta method); ``abstract``, ``abstract_low``, ``abstract_high`` as published;
        ``correlation_needed`` between the two means for the table to give an interval as wide as
        the abstract's, and ``possible``: whether that is within -1 to 1.

    Notes
    -----
    Source: Morciano et al. 2021, table of average rates and abstract. The abstract's intervals come
    from a model that the table does not give, so a match is no proof that the means are independent.

    Examples
    --------
    >>> rises().set_index("programme")["rise_pct"].round(1).to_dict()
    {'Pioneer only': 6.4, 'Vanguard only': 8.6, 'Both': 3.4, 'Neither': 11.7}
    """
    return _rises().copy()


def ratio_of_ratios(programme: str, base: int = 1, end: int = 5) -> Ratio:
    """Compare a programme's growth with that of the areas in neither programme, as a ratio.

    Parameters
    ----------
    programme : str
        One of ``PROGRAMMES``.
    base, end : int
        The two periods, 1 to 5, ``base`` before ``end``.

    Returns
    -------
    Ratio
        The programme's mean in ``end`` over its mean in ``base``, over the same ratio of Neither,
        with a 95% interval for independent means. Below 1 the programme's areas grew more slowly.

    Raises
    ------
    ValueError
        If there is no such programme or period, or ``base`` does not come before ``end``.

    Notes
    -----
    Delta method on logarithms: the variance of a mean's logarithm is ``(se / mean)**2``, and the
    four add. Source of the means: Morciano et al. 2021.

    Examples
    --------
    >>> [round(number, 3) for number in ratio_of_ratios("Pioneer only")]
    [0.953, 0.927, 0.98]
    """
    _check_programme(programme)
    _check_periods(base, end)
    cells = [_cells()[group, period] for group in (programme, NEITHER) for period in (base, end)]
    before, after, neither_before, neither_after = (cell.mean for cell in cells)
    ratio = (after / before) / (neither_after / neither_before)
    reach = math.exp(Z * math.hypot(*(cell.standard_error / cell.mean for cell in cells)))
    return Ratio(ratio, ratio / reach, ratio * reach)


@cache
def _months() -> pd.DataFrame:
    """Return each period's start, end and middle in months since the start of the first one."""
    periods = pioneers.admission_periods()[["period", "months"]].astype(int)
    end = periods["months"].cumsum()
    start = end - periods.pop("months")
    return periods.assign(start=start, end=end, middle=(start + end) / 2)


def counterfactual(programme: str, drift_share: float) -> pd.DataFrame:
    """Assume what would have happened to a programme's areas without it, period by period.

    Parameters
    ----------
    programme : str
        One of ``PROGRAMMES``.
    drift_share : float
        Assumed share (0 to 1) of the difference-in-differences from period 1 to 5 that would have
        come anyway. 0 assumes parallel trends.

    Returns
    -------
    pandas.DataFrame
        One row a period: ``period``, ``start``, ``end``, ``middle`` (months since April 2013 began),
        ``published`` (the programme's mean), ``neither``, ``assumed`` (the programme's areas without
        the programme) and ``remains``, ``published`` less ``assumed`` (all per 1,000 a month).

    Raises
    ------
    ValueError
        If there is no such programme, or ``drift_share`` is outside 0 to 1.

    Notes
    -----
    The assumed path starts at the programme's mean of period 1, takes Neither's changes, and adds a
    drift that grows in a straight line from the middle of period 1 to the middle of period 5.
    Source of the means: Morciano et al. 2021; the path is an assumption of this package.

    Examples
    --------
    >>> counterfactual("Pioneer only", 0.4).round(2).iloc[-1][["published", "assumed", "remains"]].to_list()
    [8.29, 8.51, -0.22]
    """
    _check_programme(programme)
    _check("drift_share", drift_share, "from 0 to 1", fits=_number(drift_share, 0) <= 1)
    whole = drift_share * period_did(programme).estimate
    published, neither = ([_cells()[group, n].mean for n in PERIODS] for group in (programme, NEITHER))
    drift = [whole * passed for passed in _passed()]
    changes = [rate - neither[0] for rate in neither]
    assumed = [published[0] + change + part for change, part in zip(changes, drift, strict=True)]
    rows = _months().assign(published=published, neither=neither, assumed=assumed)
    return rows.assign(remains=rows["published"] - rows["assumed"])


@cache
def _passed() -> list[float]:
    """Return how much of the way from the first period's middle to the last's has passed, 0 to 1."""
    middles = [float(middle) for middle in _months()["middle"]]
    return [(middle - middles[0]) / (middles[-1] - middles[0]) for middle in middles]


def overlap(base: int = 1, end: int = 5) -> Overlap:
    """Ask whether areas in both programmes differ by the sum of the two programmes' differences.

    Parameters
    ----------
    base, end : int
        The two periods, 1 to 5, ``base`` before ``end``.

    Returns
    -------
    Overlap
        The difference-in-differences of "Both", the sum of "Pioneer only" and "Vanguard only", and
        the gap between them with its standard error and 95% interval.

    Raises
    ------
    ValueError
        If there is no such period, or ``base`` does not come before ``end``.

    Notes
    -----
    All three differences-in-differences subtract the same change of Neither. Written out in
    changes, the gap is ``(both - neither) - (pioneer - neither) - (vanguard - neither)``, which is
    ``both - pioneer - vanguard + neither``: Neither's change counts once. The eight means are taken
    as independent, so the variance of the gap is the sum of the variances of four changes. To add
    the variances of the three differences would count Neither three times. Source of the means:
    Morciano et al. 2021.

    Examples
    --------
    >>> result = overlap()
    >>> [round(number, 2) for number in (result.both, result.sum_of_single, result.gap)]
    [-0.58, -0.55, -0.03]
    """
    pioneer, vanguard, both = (period_did(programme, base, end).estimate for programme in PROGRAMMES)
    error = math.sqrt(sum(_variance(group, base, end) for group in (*PROGRAMMES, NEITHER)))
    gap = both - pioneer - vanguard
    return Overlap(both, pioneer + vanguard, gap, error, gap - Z * error, gap + Z * error)


def _refuse(problem: str, reason: str, remedy: str) -> NoReturn:
    message = f"{problem}. {reason}. {remedy}."
    raise ValueError(message)


def _number(value: object, lowest: float) -> float:
    """Return a number that is not too low as it is, anything else as a number no range holds."""
    number = float(value) if isinstance(value, Real) else math.nan
    return number if number >= lowest else math.inf


def _check(name: str, value: object, allowed: str, *, fits: bool) -> None:
    if not fits:
        _refuse(f"{name} is {value!r}", f"It must be {allowed}", f"Choose {name} within that range")


def _check_programme(programme: object) -> None:
    if programme not in PROGRAMMES:
        reason = f"The programmes compared with Neither are: {', '.join(PROGRAMMES)}"
        _refuse(f"programme is {programme!r}", reason, "Choose one of them")


def _check_periods(base: int, end: int) -> None:
    for name, period in (("base", base), ("end", end)):
        if period not in PERIODS:
            _refuse(f"{name} is {period!r}", "The periods are numbered 1 to 5", f"Choose {name} from them")
    if base >= end:
        reason = "A change runs from an earlier period to a later one"
        _refuse(f"base is {base!r} and end is {end!r}", reason, "Give base the smaller number")
