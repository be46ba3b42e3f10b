"""What lesson 03 works out from the published table of Keeble et al.: differences, intervals, tests.

Pure numbers, no charts. Each function starts from ``did_emergency_admissions`` and returns a fresh
frame or plain numbers. DiD stands for difference-in-differences: the change of a wave of Pioneers
minus the change of the non-Pioneer areas.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple, NoReturn

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, programme
from pioneer_data.estimate._normal import critical_z, two_sided_p

AREAS = ("Wave 1", "Wave 2", "Non-Pioneer")
CONTROL = "Non-Pioneer"
FAMILIES = {"Both waves": ("Wave 1", "Wave 2"), "Wave 1": ("Wave 1",), "Wave 2": ("Wave 2",)}
METHODS = ("bonferroni", "holm", "fdr_bh")
ALPHA = 0.05
P_HALF_UNIT = 0.005
"""The p-values are printed with two decimals."""

Z_95 = critical_z(0.95)


class Scale(NamedTuple):
    """A scale on which the table prints changes.

    Parameters
    ----------
    column : str
        The table's column.
    half_unit : float
        Half a unit of the last printed decimal: how far rounding may have moved a number.
    decimals : int
        How many decimals are printed.
    """

    column: str
    half_unit: float
    decimals: int


SCALES = {"per 100,000": Scale("change_per_100k", 0.5, 0), "%": Scale("change_pct", 0.005, 2)}


def _refuse(what: str, given: object, known: object) -> NoReturn:
    message = f"There is no {what} {given!r}. The published table does not have it. Take one of {known}."
    raise ValueError(message)


@cache
def _table() -> pd.DataFrame:
    table = pioneers.did_emergency_admissions()
    table["flagged"] = table["note"].str.contains("Nottingham", na=False)
    return table


def _waves() -> pd.DataFrame:
    table = _table()
    waves = table[table["area"] != CONTROL].reset_index(drop=True)
    return waves.assign(area=waves["area"].cat.remove_unused_categories())


def _control(column: str) -> dict[str, float]:
    rows = _table()[_table()["area"] == CONTROL]
    return dict(zip(rows["financial_year"], rows[column], strict=True))


def _p_range(p: float, *, starred: bool) -> tuple[float, float]:
    """Return the p-values that print as this one; the star tells on which side of 0.05 they lie."""
    low, high = round(p - P_HALF_UNIT, 3), round(p + P_HALF_UNIT, 3)
    return (low, min(high, ALPHA)) if starred else (max(low, ALPHA), high)


def _corners(did: float, spread: float, p_range: tuple[float, float]) -> dict[str, float]:
    """Return how far rounding can move the standard error and the ends of the interval.

    Each is monotone in the size of the DiD and in p, so the extremes lie at the corners.
    """
    ends = (did - spread, did + spread)
    pairs = [(end, estimate.standard_error_from_p(end, p)) for end in ends for p in p_range]
    errors = [error for _, error in pairs]
    return {
        "standard_error_low": min(errors),
        "standard_error_high": max(errors),
        "ci_low_at_least": min(end - Z_95 * error for end, error in pairs),
        "ci_high_at_most": max(end + Z_95 * error for end, error in pairs),
    }


def _one_did(change: float, control: float, p: float, scale: Scale, *, starred: bool) -> dict[str, float]:
    did, spread = round(change - control, scale.decimals), 2 * scale.half_unit
    p_low, p_high = _p_range(p, starred=starred)
    error = estimate.standard_error_from_p(did, p)
    return {
        "did": did,
        "did_low": round(did - spread, scale.decimals),
        "did_high": round(did + spread, scale.decimals),
        "p_low": p_low,
        "p_high": p_high,
        "standard_error": error,
        "ci_low": did - Z_95 * error,
        "ci_high": did + Z_95 * error,
        **_corners(did, spread, (p_low, p_high)),
    }


@cache
def _published_did(scale: str) -> pd.DataFrame:
    known = SCALES[scale]
    result, control = _waves(), _control(known.column)
    result["change"] = result[known.column].astype(float)
    result["non_pioneer_change"] = [float(control[year]) for year in result["financial_year"]]
    columns = ("change", "non_pioneer_change", "p_value", "starred")
    cells = zip(*(result[name] for name in columns), strict=True)
    worked = [_one_did(change, other, p, known, starred=star) for change, other, p, star in cells]
    result = result.join(pd.DataFrame(worked))
    for method in METHODS:
        result[f"p_{method}"] = estimate.adjust_p_values(result["p_value"], method)
    return result[COLUMNS]


COLUMNS = [
    *("financial_year", "area", "change", "non_pioneer_change", "did", "did_low", "did_high"),
    *("p_value", "p_low", "p_high", "starred"),
    *("standard_error", "standard_error_low", "standard_error_high"),
    *("ci_low", "ci_high", "ci_low_at_least", "ci_high_at_most"),
    *("p_bonferroni", "p_holm", "p_fdr_bh", "flagged"),
]


def published_did(scale: str = "per 100,000") -> pd.DataFrame:
    """Subtract the change of non-Pioneer areas from each wave's, and work back from p.

    Parameters
    ----------
    scale : {"per 100,000", "%"}
        Admissions per 100,000 people, or per cent of the baseline (the DiD is then in percentage
        points).

    Returns
    -------
    pandas.DataFrame
        Twelve rows, one a financial year and wave: ``financial_year``, ``area``, ``change``,
        ``non_pioneer_change``, ``did``; ``did_low`` and ``did_high``, what it could be before the
        two changes were rounded; ``p_value``, ``p_low``, ``p_high`` (a star means below 0.05, none
        means 0.05 or more) and ``starred``; ``standard_error`` from the DiD and p, with
        ``standard_error_low`` and ``standard_error_high`` over the rounding of both; ``ci_low``,
        ``ci_high`` (95%), with ``ci_low_at_least`` and ``ci_high_at_most`` over the rounding;
        ``p_bonferroni``, ``p_holm``, ``p_fdr_bh``, adjusted in the family of all twelve; and
        ``flagged``, True where the note names the records lost at Nottingham hospital.

    Raises
    ------
    ValueError
        If there is no such scale.

    Notes
    -----
    The standard errors hold only if each p came from a two-sided z test of this difference on
    this scale (Altman and Bland 2011); the source does not say. Source: Keeble et al. 2023, in the
    webinar slides of July 2024.

    Examples
    --------
    >>> first = published_did().iloc[0]
    >>> first["area"], first["did"].item(), round(first["standard_error"].item(), 1)
    ('Wave 1', -26.0, 12.7)
    """
    if scale not in SCALES:
        _refuse("scale", scale, f"{', '.join(map(repr, SCALES))}")
    return _published_did(scale).copy()


def intervals(share: float = 0.5) -> pd.DataFrame:
    """Work out the standard errors for any place of p within its rounding.

    Parameters
    ----------
    share : float
        Where each p lies between its lowest and highest possible value, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        The rows of ``published_did()``, per 100,000, with ``p`` (the value taken),
        ``standard_error``, ``ci_low`` and ``ci_high`` for it. At 0.5 ``p`` is the printed one, but
        for a starred 0.05: that lies below 0.05.

    Raises
    ------
    ValueError
        If ``share`` is not from 0 to 1.

    Examples
    --------
    >>> rows = intervals(1.0).set_index(["area", "financial_year"])
    >>> rows.loc[("Wave 1", "2017/18"), ["p", "ci_high"]].astype(float).round(6).abs().to_list()
    [0.05, 0.0]
    """
    if not 0 <= share <= 1:
        what = f"share={share} is outside 0 to 1."
        raise ValueError(f"{what} It says where p lies within its rounding. Give for example 0.5.")
    rows = published_did()
    rows["p"] = rows["p_low"] + share * (rows["p_high"] - rows["p_low"])
    pairs = zip(rows["did"], rows["p"], strict=True)
    rows["standard_error"] = [estimate.standard_error_from_p(did, p) for did, p in pairs]
    rows["ci_low"] = rows["did"] - Z_95 * rows["standard_error"]
    rows["ci_high"] = rows["did"] + Z_95 * rows["standard_error"]
    return rows


@cache
def _implied_baselines() -> pd.DataFrame:
    rows = _table()[["financial_year", "area", "change_per_100k", "change_pct"]]
    change, pct = rows["change_per_100k"], rows["change_pct"]
    return rows[["financial_year", "area"]].assign(
        baseline=100 * change / pct,
        baseline_low=100 * (change - SCALES["per 100,000"].half_unit) / (pct + SCALES["%"].half_unit),
        baseline_high=100 * (change + SCALES["per 100,000"].half_unit) / (pct - SCALES["%"].half_unit),
    )


def implied_baselines() -> pd.DataFrame:
    """Divide each change by its percentage: the baseline that both were worked out from.

    Returns
    -------
    pandas.DataFrame
        Eighteen rows: ``financial_year``, ``area``, ``baseline`` and, over the rounding of both
        numbers, ``baseline_low`` and ``baseline_high``, per 100,000. The source does not say how
        long the period of this rate is.

    Examples
    --------
    >>> last = implied_baselines().iloc[-1]
    >>> last["area"], last[["baseline_low", "baseline_high"]].astype(float).round().to_list()
    ('Non-Pioneer', [860.0, 866.0])
    """
    return _implied_baselines().copy()


def common_baseline(area: str, years: tuple[str, ...] = ()) -> tuple[float, float] | None:
    """Say which baselines fit all the changes and percentages of one kind of area.

    Parameters
    ----------
    area : {"Wave 1", "Wave 2", "Non-Pioneer"}
        The kind of area.
    years : tuple of str
        Financial years that must share one baseline; all six if empty.

    Returns
    -------
    tuple of float, or None
        The lowest and highest baseline, per 100,000, that every year's rounding allows; None if no
        value does, so the years were not worked out from one baseline.

    Raises
    ------
    ValueError
        If there is no such area or year.

    Examples
    --------
    >>> common_baseline("Wave 1") is None
    True
    >>> low, high = common_baseline("Wave 1", ("2014/15", "2015/16", "2016/17"))
    >>> round(low), round(high)
    (862, 881)
    """
    rows = _implied_baselines()
    known = rows["financial_year"].cat.categories.to_list()
    if area not in AREAS:
        _refuse("area", area, ", ".join(AREAS))
    for year in years:
        if year not in known:
            _refuse("financial year", year, ", ".join(known))
    rows = rows[(rows["area"] == area) & rows["financial_year"].isin(years or known)]
    low, high = float(rows["baseline_low"].max()), float(rows["baseline_high"].min())
    return (low, high) if low <= high else None


FLOAT_NOISE = 1e-12
VERDICTS = ("stands", "does not stand", "rounding decides")


def _verdict(low: float, high: float) -> str:
    """Say whether an adjusted p is at most 0.05 for every p that prints as the published one."""
    if high <= ALPHA + FLOAT_NOISE:
        return VERDICTS[0]
    return VERDICTS[1] if low > ALPHA + FLOAT_NOISE else VERDICTS[2]


def _adjust(rows: pd.DataFrame, method: str) -> pd.DataFrame:
    """Add the adjusted p-values as printed and with every p at either end of its rounding."""
    names = {"p_value": f"p_{method}", "p_low": f"p_{method}_low", "p_high": f"p_{method}_high"}
    for raw, name in names.items():
        rows[name] = estimate.adjust_p_values(rows[raw], method)
    ends = zip(rows[f"p_{method}_low"], rows[f"p_{method}_high"], strict=True)
    rows[f"verdict_{method}"] = [_verdict(low, high) for low, high in ends]
    return rows


@cache
def _adjusted(family: str, *, drop_flagged: bool) -> pd.DataFrame:
    rows = _published_did("per 100,000")
    names = ["financial_year", "area", "did", "p_value", "p_low", "p_high", "starred", "flagged"]
    rows = rows.loc[rows["area"].isin(FAMILIES[family]), names]
    rows = rows[~rows["flagged"]] if drop_flagged else rows
    # Printed p-values tie (0.06 twice); the star and then the order of the table decide.
    rows = rows.sort_values("p_value", kind="stable", ignore_index=True)
    tests = len(rows)
    rows["rank"] = range(1, tests + 1)
    rows["threshold_holm"] = [ALPHA / (tests - rank + 1) for rank in rows["rank"]]
    rows["threshold_fdr_bh"] = [ALPHA * rank / tests for rank in rows["rank"]]
    rows["verdict"] = [VERDICTS[0 if star else 1] for star in rows["starred"]]
    for method in METHODS:
        rows = _adjust(rows, method)
    return rows


def adjusted(family: str = "Both waves", *, drop_flagged: bool = False) -> pd.DataFrame:
    """Rank the p-values of one family of tests and adjust them for their number.

    Parameters
    ----------
    family : {"Both waves", "Wave 1", "Wave 2"}
        Which tests belong together. That is a decision, not a fact.
    drop_flagged : bool
        Leave out the cell whose note names the records lost at Nottingham hospital.

    Returns
    -------
    pandas.DataFrame
        One row a test, smallest p first: ``financial_year``, ``area``, ``did`` (per 100,000),
        ``p_value``, ``p_low``, ``p_high``, ``starred``, ``flagged``, ``rank``;
        ``threshold_holm`` and ``threshold_fdr_bh``, what p at this rank is compared with; for each
        of bonferroni, holm and fdr_bh ``p_...``, ``p_..._low``, ``p_..._high`` (over the rounding
        of all p) and ``verdict_...``: "stands", "does not stand" or "rounding decides", at 0.05;
        ``verdict`` without a correction is the star.

    Raises
    ------
    ValueError
        If there is no such family.

    Examples
    --------
    >>> adjusted()[["starred", "p_holm", "p_fdr_bh"]].agg({"starred": "sum", "p_holm": "min"}).to_list()
    [5.0, 0.12]
    >>> adjusted("Wave 2")["verdict_holm"].value_counts().to_dict()
    {'does not stand': 5, 'rounding decides': 1}
    """
    if family not in FAMILIES:
        _refuse("family of tests", family, ", ".join(FAMILIES))
    return _adjusted(family, drop_flagged=bool(drop_flagged)).copy()


BACKED_OUT, NEIGHBOURS = "backed out from the published p", "as in the neighbouring years"


@cache
def _flagged() -> tuple[dict[str, float], pd.DataFrame]:
    """Return the flagged cell, and the cells of the years before and after it in the same wave."""
    rows = _published_did("per 100,000")
    place = int(rows.index[rows["flagged"]][0])
    years, waves = rows["financial_year"].cat.codes, rows["area"]
    beside = (years - years[place]).abs() == 1
    names = ("non_pioneer_change", "standard_error")
    return {name: float(rows[name][place]) for name in names}, rows[beside & (waves == waves[place])]


def neighbours_midpoint() -> float:
    """Return the middle between wave 2's changes of 2015/16 and 2017/18.

    It is what the footnoted change of 2016/17 would be on a straight line between its neighbours:
    an assumption, not an estimate.

    Returns
    -------
    float
        Emergency admissions per 100,000.

    Examples
    --------
    >>> neighbours_midpoint()
    49.0
    """
    return float(_flagged()[1]["change"].mean())


def nottingham_errors() -> dict[str, float]:
    """Return two standard errors for wave 2's footnoted difference of 2016/17.

    Returns
    -------
    dict of str to float
        ``BACKED_OUT``: from its own printed difference and p. ``NEIGHBOURS``: the mean of those
        of 2015/16 and 2017/18. Per 100,000.

    Examples
    --------
    >>> {name: round(error, 1) for name, error in nottingham_errors().items()}
    {'backed out from the published p': 21.9, 'as in the neighbouring years': 13.1}
    """
    cell, beside = _flagged()
    return {BACKED_OUT: cell["standard_error"], NEIGHBOURS: float(beside["standard_error"].mean())}


def nottingham(change: float) -> pd.DataFrame:
    """Work out wave 2's difference of 2016/17 as if its change had been another one.

    Parameters
    ----------
    change : float
        Assumed change from baseline, per 100,000. The published one is too low: a third of the
        records of one hospital were lost to the comparison.

    Returns
    -------
    pandas.DataFrame
        One row for each of ``nottingham_errors()``: ``standard_error_taken`` (its name),
        ``change``, ``did``, ``standard_error``, ``z``, ``p``, ``ci_low``, ``ci_high`` (95%).
        With the published change and its own standard error these are the published values.

    Raises
    ------
    ValueError
        If ``change`` is not a finite number.

    Examples
    --------
    >>> row = nottingham(neighbours_midpoint()).set_index("standard_error_taken").loc[NEIGHBOURS]
    >>> row["did"].item(), round(row["p"].item(), 2)
    (-22.0, 0.09)
    """
    if not math.isfinite(change):
        what = f"change={change} is not a finite number."
        raise ValueError(f"{what} It replaces the published change of 2016/17. Give for example 49.")
    did = change - _flagged()[0]["non_pioneer_change"]
    rows = [_what_if(name, error, change, did) for name, error in nottingham_errors().items()]
    return pd.DataFrame(rows)


def _what_if(name: str, error: float, change: float, did: float) -> dict[str, float | str]:
    z = did / error
    interval = {"ci_low": did - Z_95 * error, "ci_high": did + Z_95 * error}
    taken: dict[str, float | str] = {"standard_error_taken": name, "change": change, "did": did}
    return {**taken, "standard_error": error, "z": z, "p": two_sided_p(z), **interval}


@cache
def months_before_wave_2() -> int:
    """Count the months of the financial year 2014/15 that lie before wave 2 began.

    Returns
    -------
    int
        Months from April 2014 up to the month in which the wave 2 sites joined.

    Notes
    -----
    Source: Erens et al. 2020, Introduction: January 2015 (row of the table ``timeline``).

    Examples
    --------
    >>> months_before_wave_2()
    9
    """
    joined = programme.event("11 wave 2 Pioneers joined", "002")
    return programme.months_between(pd.Timestamp("2014-04-01"), joined.start)
