"""Feedback on the exercise of lesson 03: changes and their difference, intervals, many tests, trends."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, keeble, synthetic
from pioneer_data.checks._result import task
from pioneer_data.checks._values import (
    Mistake,
    expect_number,
    labelled,
    names,
    near,
    numbers,
    refuse_blank,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTROL = keeble.CONTROL
YEAR = "2018/19"
"""The financial year of the first tasks; the lesson works through another one."""

COUNTS, PERCENTAGES = "change_per_100k", "change_pct"
EXACT = 0.05
"""The printed changes are whole, so their difference is too."""

HUNDREDTH = 0.005
"""Half a unit where two decimals are printed."""

TENTH = 0.06
"""Half a unit of one decimal, and a little for a standard error rounded to one decimal."""

WORLD_EFFECT, WORLD_DRIFT, WORLD_SEED = -0.2, -0.09, 3
"""The synthetic panel of the last task: an assumed effect and an assumed trend, and its seed."""

OTHER_NAMES = {
    "nonpioneers": "nonpioneer",
    "nonpioneerareas": "nonpioneer",
    "restofengland": "nonpioneer",
    "therestofengland": "nonpioneer",
    "rest": "nonpioneer",
    "elsewhere": "nonpioneer",
    "w1": "wave1",
    "w2": "wave2",
    "pioneer": "pioneeronly",
    "pioneers": "pioneeronly",
    "vanguard": "vanguardonly",
    "vanguards": "vanguardonly",
}
"""What else a kind of area may be called, without spaces, signs and capitals."""

KNOWN = {"wave1", "wave2", "nonpioneer", "pioneeronly", "vanguardonly", "both", "neither"}
"""Labels that may stand in a table of changes; those that are not compared do no harm."""

Pair = tuple[float, float]


class Asked(NamedTuple):
    """What a table of two changes should hold.

    Parameters
    ----------
    name : str
        The variable.
    groups : tuple of str
        The kind of area in question and the one it is compared with.
    expected : tuple of float
        Their changes.
    within : float
        Half a unit of the printed precision.
    column : str
        The published table's column, if a learner hands over a whole frame.
    """

    name: str
    groups: tuple[str, str]
    expected: Pair
    within: float
    column: str


@cache
def _published(column: str) -> dict[tuple[str, str], float]:
    rows = pioneers.did_emergency_admissions()
    keys = zip(rows["area"].astype(str), rows["financial_year"].astype(str), strict=True)
    return dict(zip(keys, rows[column].astype(float), strict=True))


def _pair(column: str, wave: str, year: str = YEAR) -> Pair:
    cells = _published(column)
    return cells[wave, year], cells[CONTROL, year]


def _difference(pair: Pair) -> float:
    return pair[0] - pair[1]


def _years() -> list[str]:
    return list(dict.fromkeys(year for _, year in _published(COUNTS)))


def _plain(label: str) -> str:
    """Reduce a label to letters and digits, and another name of a kind of area to the table's."""
    bare = re.sub(r"[^0-9a-z]", "", label.casefold())
    return OTHER_NAMES.get(bare, bare)


def _one_series(value: object, column: str) -> object:
    """Turn a frame of one row, or a long one, into a Series by kind of area; leave the rest."""
    if not isinstance(value, pd.DataFrame) or value.empty:
        return value
    texts = [name for name in value.columns if not pd.api.types.is_numeric_dtype(value[name])]
    numeric = [name for name in value.columns if name not in texts]
    if len(value) == 1 and len(numeric) > 1:
        return value[numeric].iloc[0]
    chosen = column if column in numeric else (numeric[0] if len(numeric) == 1 else None)
    keys = [name for name in texts if name in {"area", "programme", "group"}] or texts
    if chosen is None or not keys:
        return value if chosen is None else value[chosen]
    return value.set_index(keys[0])[chosen]


def _two(value: object, asked: Asked) -> Pair:
    """Read the two changes, by label or as two numbers in the order asked for."""
    name, groups = asked.name, asked.groups
    wanted = f"the two changes, of {groups[0]} and of {groups[1]}"
    refuse_blank(value, name, wanted)
    value = _one_series(value, asked.column)
    if isinstance(value, list) and all(
        isinstance(row, tuple | list) and len(row) == len(groups) for row in value
    ):
        value = dict(value)
    if not isinstance(value, Mapping | pd.Series | pd.DataFrame) and not isinstance(value, str):
        if isinstance(value, int | float):
            raise Mistake(f"{name} is one number, and two are asked for: {wanted}.")
        found = numbers(value, name)
        if len(found) != len(groups):
            raise Mistake(f"{name} holds {len(found)} numbers. Give {wanted}.")
        return found[0], found[1]
    return _by_label(labelled(value, name), asked)


def _by_label(cells: dict[str, float], asked: Asked) -> Pair:
    parts = {label: {_plain(part) for part in label.split(",")} for label in cells}
    places = [[label for label in cells if _plain(group) in parts[label]] for group in asked.groups]
    for group, found in zip(asked.groups, places, strict=True):
        if not found:
            raise Mistake(f"{asked.name} has no row labelled {group}. It has: {_listed(cells)}.")
        if len(found) > 1:
            raise Mistake(f"{asked.name} has {len(found)} rows for {group}. Pick one.")
    extra = [label for label in cells if not parts[label] & KNOWN]
    if extra:
        raise Mistake(f"{asked.name} also holds {_listed(extra)}. Keep just the changes.")
    return cells[places[0][0]], cells[places[1][0]]


def _listed(labels: Iterable[str], most: int = 4) -> str:
    every = list(labels)
    return ", ".join(every[:most]) + (", ..." if len(every) > most else "")


def _expect_changes(value: object, asked: Asked, mistakes: Iterable[tuple[Pair, str]] = ()) -> None:
    """Accept the two changes; else name the likely mistake, first for both and then for each."""
    found = _two(value, asked)
    if _alike(found, asked.expected, asked.within):
        return
    first, second = asked.expected
    swapped = f"The two numbers in {asked.name} have changed places: each stands under the other's label."
    backwards = f"Both numbers in {asked.name} have the wrong sign: take after minus before."
    for wrong, message in ((second, first), swapped), ((-first, -second), backwards), *mistakes:
        if _alike(found, wrong, asked.within):
            raise Mistake(message)
    for group, change, right in zip(asked.groups, found, asked.expected, strict=True):
        expect_number(change, right, f"{asked.name}[{group!r}]", within=asked.within)


def _alike(found: Pair, other: Pair, within: float) -> bool:
    return all(near(one, two, within) for one, two in zip(found, other, strict=True))


def _other_pairs(column: str, wave: str) -> list[tuple[Pair, str]]:
    """Return what a wrong year, wave or column gives instead of the two changes."""
    other_wave, other_column = _other(wave), PERCENTAGES if column == COUNTS else COUNTS
    years = [(_pair(column, wave, year), f"These are the changes of {year}.") for year in _years()]
    return [
        *(found for found in years if found[0] != _pair(column, wave)),
        (_pair(column, other_wave), f"One of the two changes is that of {other_wave}, not of {wave}."),
        (_pair(other_column, wave), f"These changes are from the column {other_column}: the other unit."),
        (_pair(other_column, other_wave), f"This is the other unit, and {other_wave} instead of {wave}."),
    ]


def _other(wave: str) -> str:
    return "Wave 2" if wave == "Wave 1" else "Wave 1"


def _other_differences(column: str, wave: str, name: str) -> list[tuple[float, str]]:
    """Return what known mistakes make of the difference between the two changes."""
    change, control = _pair(column, wave)
    other_column = PERCENTAGES if column == COUNTS else COUNTS
    years = [(_difference(_pair(column, wave, year)), year) for year in _years() if year != YEAR]
    return [
        *(_wrong_bases(wave, name) if column == PERCENTAGES else []),
        (change, f"{name} is the change of {wave} alone. What would have happened anyway comes off it."),
        (control, f"{name} is the change of {CONTROL} areas alone. Take it from the change of {wave}."),
        (change + control, f"{name} is the sum of the two changes. Their difference is asked for."),
        ((change + control) / 2, f"{name} is the mean of the two changes, not their difference."),
        ((change - control) / 100, f"{name} is a hundred times too small. Keep the unit of the two changes."),
        (change / control, f"{name} is one change divided by the other. Subtract instead."),
        (100 * (change / control - 1), f"{name} compares the changes by division. Subtract instead."),
        (_difference(_pair(column, _other(wave))), f"{name} is the DiD of {_other(wave)}, not of {wave}."),
        (_difference(_pair(other_column, wave)), f"{name} is in the other unit: from {other_column}."),
        *((other, f"{name} is the DiD of {year}, another year.") for other, year in years),
    ]


def _wrong_bases(wave: str, name: str) -> list[tuple[float, str]]:
    """Return the DiD per 100,000 in per cent of one baseline alone."""
    counts, percentages = _pair(COUNTS, wave), _pair(PERCENTAGES, wave)
    of = [_difference(counts) * pct / count for count, pct in zip(counts, percentages, strict=True)]
    say = "is the DiD per 100,000 in per cent of the baseline of"
    return [
        (one, f"{name} {say} {group} alone. Each change has its own.")
        for one, group in zip(of, (wave, CONTROL), strict=True)
    ]


@task(
    "03.1-one-did",
    (
        "Look at the two numbers that the cell above shows: the change of wave 1, and the change elsewhere.",
        "The DiD is the change of wave 1 minus the change of the non-Pioneer areas.",
        'did = changes["Wave 1"] - changes[...], with the label of the areas that were not Pioneers.',
    ),
    "Right. Wave 1 rose too, but by less than the rest of England: that is all a negative DiD says.",
)
def one_did(changes: object, did: object) -> None:
    """Judge the difference-in-differences of wave 1 in 2018/19.

    Parameters
    ----------
    changes : pandas.Series or dict
        Changes from baseline of "Wave 1" and "Non-Pioneer", per 100,000 people.
    did : float
        The first less the second, per 100,000 people.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``did_emergency_admissions`` (Keeble et al.).

    Examples
    --------
    >>> one_did({"Wave 1": 108, "Non-Pioneer": 135}, 108 + 135)
    NOT YET  03.1-one-did: did is the sum of the two changes. Their difference is asked for.
    """
    _judge_did("Wave 1", COUNTS, EXACT, ("changes", changes), ("did", did))


@task(
    "03.1-in-per-cent",
    (
        "The published table has one more column of changes. The wave has changed as well.",
        "From the rows of 2018/19 take change_pct by area, keep wave 2 and Non-Pioneer, and subtract.",
        'changes_pct = rows.set_index("area")["change_..."].loc[["Wave 2", ...]], then one minus the other.',
    ),
    "Right: percentage points, because each change is a percentage of its own baseline.",
)
def in_per_cent(changes_pct: object, did_pct: object) -> None:
    """Judge the difference-in-differences of wave 2 in 2018/19 in per cent of the baseline.

    Parameters
    ----------
    changes_pct : pandas.Series or dict
        Changes of "Wave 2" and "Non-Pioneer", in per cent of their baselines.
    did_pct : float
        The first less the second, in percentage points.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``did_emergency_admissions`` (Keeble et al.).

    Examples
    --------
    >>> in_per_cent({"Wave 2": 102, "Non-Pioneer": 135}, 102 - 135).message
    'These changes are from the column change_per_100k: the other unit.'
    """
    _judge_did("Wave 2", PERCENTAGES, HUNDREDTH, ("changes_pct", changes_pct), ("did_pct", did_pct))


def _judge_did(
    wave: str, column: str, within: float, changes: tuple[str, object], did: tuple[str, object]
) -> None:
    pair = _pair(column, wave)
    asked = Asked(changes[0], (wave, CONTROL), pair, within, column)
    _expect_changes(changes[1], asked, _other_pairs(column, wave))
    mistakes = _other_differences(column, wave, did[0])
    expect_number(did[1], _difference(pair), did[0], within=within, mistakes=mistakes)


@cache
def _means() -> dict[tuple[str, int], float]:
    rows = pioneers.admission_rates()
    keys = zip(rows["programme"].astype(str), rows["period"].astype(int), strict=True)
    return dict(zip(keys, rows["rate_per_1000"].astype(float), strict=True))


BASE, END = 2, 4
"""The last period before the Vanguards, and their second year."""


def _rises(group: str, base: int = BASE, end: int = END) -> Pair:
    means = _means()
    return means[group, end] - means[group, base], means["Neither", end] - means["Neither", base]


OTHER_PERIODS = {
    (1, 4): "from period 1, but period 2 is the last one before the Vanguards",
    (2, 5): "to period 5, not to period 4",
    (1, 5): "from period 1 to 5, as in the lesson",
    (3, 4): "from period 3, in which the Vanguards had begun",
    (2, 3): "to period 3, not to period 4",
}


@task(
    "03.1-four-means",
    (
        "Four cells of the table: Vanguard only and Neither, in period 2 and in period 4.",
        "Pivot the table, subtract period 2 from period 4 in each row, then Neither's change from the other.",
        'rises = means[4] - means[...]; rises = rises[["Vanguard only", ...]]; then subtract the two.',
    ),
    "Right. So soon after their start, Vanguard areas had risen only a little less than the others.",
)
def four_means(rises: object, did_vanguard: object) -> None:
    """Judge a difference-in-differences from four published means.

    Parameters
    ----------
    rises : pandas.Series or dict
        Period 4 less period 2 for "Vanguard only" and "Neither", admissions per 1,000 a month.
    did_vanguard : float
        The first less the second, per 1,000 a month.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``admission_rates`` (Morciano et al. 2021).

    Examples
    --------
    >>> four_means({"Vanguard only": 0.64, "Neither": 0.57}, 0.07).message
    'rises go from period 1, but period 2 is the last one before the Vanguards.'
    """
    group = "Vanguard only"
    pair = _rises(group)
    asked = Asked("rises", (group, "Neither"), pair, HUNDREDTH, "rate_per_1000")
    _expect_changes(rises, asked, _other_rises(group))
    mistakes = _other_four(group)
    expect_number(did_vanguard, _difference(pair), "did_vanguard", within=HUNDREDTH, mistakes=mistakes)


def _percentages(group: str) -> Pair:
    means, rises = _means(), _rises(group)
    return 100 * rises[0] / means[group, BASE], 100 * rises[1] / means["Neither", BASE]


def _other_rises(group: str) -> list[tuple[Pair, str]]:
    means = _means()
    return [
        *((_rises(group, *ends), f"rises go {why}.") for ends, why in OTHER_PERIODS.items()),
        ((means[group, END], means["Neither", END]), "rises are levels of period 4. Take period 2 off."),
        ((means[group, BASE], means["Neither", BASE]), "rises are levels of period 2, not changes from it."),
        (_percentages(group), "rises are in per cent. Here they are asked for per 1,000 a month."),
        *((_rises(other), f"One of the rises is that of {other}.") for other in ("Pioneer only", "Both")),
    ]


def _other_four(group: str) -> list[tuple[float, str]]:
    means, (rise, neither) = _means(), _rises(group)
    name = "did_vanguard"
    levels = {period: means[group, period] - means["Neither", period] for period in (BASE, END)}
    return [
        (rise, f"{name} is the rise of {group} alone. Neither's comes off it."),
        (neither, f"{name} is the rise of Neither alone."),
        (rise + neither, f"{name} adds the two rises up. Subtract."),
        (100 * (rise - neither), f"{name} is per 100,000. It is asked for per 1,000."),
        (levels[END], f"{name} compares the levels of period 4. Compare the changes."),
        (levels[BASE], f"{name} compares the levels of period 2, before anything had happened."),
        (_difference(_percentages(group)), f"{name} is in percentage points, not per 1,000."),
        *((_difference(_rises(group, *ends)), f"{name} goes {why}.") for ends, why in OTHER_PERIODS.items()),
        *((_difference(_rises(other)), f"{name} is that of {other}.") for other in ("Pioneer only", "Both")),
    ]


@cache
def _wave_2() -> dict[str, float]:
    rows = keeble.published_did()
    row = rows[(rows["area"] == "Wave 2") & (rows["financial_year"] == YEAR)].iloc[0]
    return {name: float(row[name]) for name in ("did", "p_value", "standard_error", "ci_low", "ci_high")}


@task(
    "03.2-interval",
    (
        "The DiD and its p-value. A p-value says how many standard errors the estimate is away from zero.",
        "z = NormalDist().inv_cdf(1 - p / 2); the standard error is the size of the DiD divided by z.",
        "standard_error = abs(did_wave_2) / z; interval = [did_wave_2 - 1.96 * ..., did_wave_2 + 1.96 * ...]",
    ),
    "Right. The interval ends not far below zero, as it must with a p-value not far below 0.05.",
)
def interval_from_p(standard_error: object, interval: object) -> None:
    """Judge a standard error from a p-value, and the interval from it.

    Parameters
    ----------
    standard_error : float
        Of the DiD of wave 2 in 2018/19, per 100,000 people.
    interval : list, pandas.Series or dict
        Its 95% interval, low end first or labelled "low" and "high", per 100,000 people.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``did_emergency_admissions`` (Keeble et al.); method of Altman and Bland 2011.

    Examples
    --------
    >>> interval_from_p(33 / 1.96, [-66, 0]).message
    'standard_error divides by 1.96. That belongs to p = 0.05; this p has another z.'
    """
    _judge_error(standard_error)
    expected, found = _wave_2(), _ends(interval)
    right = (expected["ci_low"], expected["ci_high"])
    if found == found[::-1]:
        raise Mistake("Both ends of interval are the same number. One lies below the DiD, one above.")
    for wrong, message in _other_intervals(expected):
        if not _alike(found, right, TENTH) and _alike(found, wrong, TENTH):
            raise Mistake(message)
    for end, place, other in zip(found, right, ("low", "high"), strict=True):
        expect_number(end, place, f"the {other} end of interval", within=TENTH)


def _judge_error(standard_error: object) -> None:
    row, name = _wave_2(), "standard_error"
    did, p = abs(row["did"]), row["p_value"]
    z = did / row["standard_error"]
    others = keeble.published_did()
    years = others[(others["area"] == "Wave 2") & (others["financial_year"] != YEAR)]
    pairs = zip(years["financial_year"], years["standard_error"], strict=True)
    wave_1 = others[(others["area"] == "Wave 1") & (others["financial_year"] == YEAR)]
    mistakes = [
        (-row["standard_error"], f"{name} is never negative: divide the size of the DiD, abs(), by z."),
        (z, f"{name} is z itself: how many standard errors, not how long one is."),
        (did / keeble.Z_95, f"{name} divides by 1.96. That belongs to p = 0.05; this p has another z."),
        (did / 2, f"{name} divides by 2. Work z out from p."),
        (did * z, f"{name} multiplies by z. Divide."),
        (z / did, f"{name} is upside down: the DiD is divided by z."),
        (did * p, f"{name} multiplies the DiD by p. Turn p into z first, then divide."),
        (did / p, f"{name} divides the DiD by p itself. Turn p into z first."),
        (estimate.standard_error_from_p(did, 2 * p), f"{name} puts all of p in one tail. Halve p first."),
        (round(row["standard_error"]), f"{name} is rounded to a whole number. Keep at least one decimal."),
        (float(wave_1["standard_error"].iloc[0]), f"{name} is that of wave 1."),
        *((float(error), f"{name} is that of {year}.") for year, error in pairs),
    ]
    expect_number(standard_error, row["standard_error"], name, within=TENTH, mistakes=mistakes)


LOW = {"low", "lower", "cilow", "lowerend", "from", "lowend", "lo"}
HIGH = {"high", "upper", "cihigh", "upperend", "to", "highend", "hi"}


def _ends(value: object) -> Pair:
    """Read the two ends of an interval, by label or low end first."""
    refuse_blank(value, "interval", "its low and its high end")
    value = _one_series(value, "interval")
    if isinstance(value, Mapping | pd.Series):
        cells = {_plain(label): cell for label, cell in labelled(value, "interval").items()}
        low, high = ([cell for label, cell in cells.items() if label in ends] for ends in (LOW, HIGH))
        if len(low) == len(high) == 1:
            if low[0] > high[0]:
                raise Mistake("The ends of interval have changed places: low is the one further below zero.")
            return low[0], high[0]
        value = list(cells.values())
    if isinstance(value, int | float):
        raise Mistake("interval is one number. An interval has two ends.")
    found = numbers(value, "interval")
    if len(found) != 2:  # noqa: PLR2004 - two ends
        raise Mistake(f"interval holds {len(found)} numbers. Give its two ends, the low one first.")
    return found[0], found[1]


def _other_intervals(row: dict[str, float]) -> list[tuple[Pair, str]]:
    did, error = row["did"], row["standard_error"]
    reach = keeble.Z_95 * error
    shapes = {
        "interval has the high end first. The low end is the one further below zero.": (
            did + reach,
            did - reach,
        ),
        "interval reaches one standard error to each side. A 95% interval reaches 1.96.": (
            did - error,
            did + error,
        ),
        "interval reaches 2 standard errors to each side. Take 1.96.": (did - 2 * error, did + 2 * error),
        "interval is made for a DiD with the wrong sign.": (-did - reach, -did + reach),
        "interval is centred on zero. Centre it on the DiD.": (-reach, reach),
        "interval reaches 1.645 standard errors: that is a 90% interval.": (
            did - 1.645 * error,
            did + 1.645 * error,
        ),
        "interval reaches z standard errors, so it ends at zero. Take 1.96.": (2 * did, 0.0),
        "interval is twice as long as it should be.": (did - 2 * reach, did + 2 * reach),
        "interval is rounded to whole numbers. Keep at least one decimal.": (
            round(did - reach),
            round(did + reach),
        ),
    }
    others = keeble.published_did()
    others = others[(others["area"] != "Wave 2") | (others["financial_year"] != YEAR)]
    cells = zip(others["area"], others["financial_year"], others["ci_low"], others["ci_high"], strict=True)
    return [
        *((pair, message) for message, pair in shapes.items()),
        *(((low, high), f"interval is that of {area} in {year}.") for area, year, low, high in cells),
    ]


@cache
def _lines() -> pd.DataFrame:
    rows = keeble.published_did()
    rows = rows[rows["area"] == "Wave 2"].astype({"financial_year": str})
    return rows.set_index("financial_year")[["ci_low", "ci_high", "did"]]


def _year(text: str) -> str:
    """Write a financial year as the table does: 2016-17, FY 2016/2017 and the like."""
    found = re.search(r"(20\d\d)\D+(?:20)?(\d\d)(?!\d)", text)
    return f"{found[1]}/{found[2]}" if found else text


@task(
    "03.2-read-the-chart",
    (
        "Look at where each line ends, and at the thin rule at zero.",
        "A line that crosses or touches the rule holds zero. The longest line spans most units of the axis.",
        'clear = ["20../..", ...] with every year whose line ends below the rule; longest = "20../.."',
    ),
    "Right. And the longest line belongs to the year with the footnote: keep that in mind.",
)
def read_the_chart(clear: object, longest: object) -> None:
    """Judge what is read from a chart of the six intervals of wave 2.

    Parameters
    ----------
    clear : list of str
        Financial years whose 95% interval lies wholly below zero.
    longest : str
        The financial year with the longest interval.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``did_emergency_admissions`` (Keeble et al.), intervals worked out from p.

    Examples
    --------
    >>> read_the_chart(["2014/15"], "2014/15").message
    'The line of 2014/15 crosses zero, so its interval holds zero. Leave it out of clear.'
    """
    _judge_clear(_years_of(clear))
    lines = _lines()
    given = _year(words(_no_number(_first(longest)), "longest"))
    if given not in lines.index:
        raise Mistake(f"longest is {given!r}, which is no financial year of the chart, such as 2014/15.")
    lengths = lines["ci_high"] - lines["ci_low"]
    if given == lengths.idxmin():
        raise Mistake("longest names the shortest line of all.")
    if given != lengths.idxmax():
        raise Mistake(f"The line of {given} is not the longest. How long it is counts, not where it lies.")


def _no_number(value: object) -> object:
    """Say what a number is, where a financial year is asked for."""
    if isinstance(value, float) and math.isnan(value):
        raise Mistake("longest is NaN, no financial year.")
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        if 2000 < value < 2100:  # noqa: PLR2004 - a year of this century
            raise Mistake(
                "longest is one calendar year. A financial year runs over two: write it as the axis does."
            )
        raise Mistake("longest is a length. Give the financial year that has it.")
    return value


def _first(value: object) -> object:
    """Return the year of a one-row frame or of a Series labelled with it."""
    if isinstance(value, pd.DataFrame) and "financial_year" in value:
        return value["financial_year"]
    if isinstance(value, pd.Series | pd.DataFrame) and len(value) == 1 and isinstance(value.index[0], str):
        labelled_by_year = _year(value.index[0]) in _lines().index
        return value.index[0] if labelled_by_year else value
    return value


def _years_of(value: object) -> frozenset[str]:
    if isinstance(value, pd.DataFrame) and "financial_year" in value:
        value = value["financial_year"]
    if isinstance(value, Mapping):
        value = pd.Series(value)
    if isinstance(value, pd.Series) and pd.api.types.is_bool_dtype(value):
        value = value.index[value]
    if isinstance(value, pd.Series) and pd.api.types.is_numeric_dtype(value):
        value = value.index
    return frozenset(map(_year, names(value, "clear")))


def _judge_clear(found: frozenset[str]) -> None:
    lines = _lines()
    right = frozenset(lines.index[lines["ci_high"] < 0])
    unknown = sorted(found - frozenset(lines.index))
    if not found:
        raise Mistake("clear is empty. At least one line stays clear of zero.")
    if unknown:
        raise Mistake(f"clear holds {unknown[0]!r}, which is no financial year of the chart.")
    if found == frozenset(lines.index):
        raise Mistake("clear holds all six years. All DiDs lie below zero, but not all the intervals do.")
    if found == frozenset(lines.index) - right:
        raise Mistake("clear holds the years whose lines cross zero. The others are asked for.")
    _judge_years(found, right)


def _judge_years(found: frozenset[str], right: frozenset[str]) -> None:
    crossing, missing = sorted(found - right), right - found
    if len(crossing) > 1:
        which = " and ".join(crossing)
        raise Mistake(f"The lines of {which} cross zero, so they are not clear of it.")
    if crossing and not missing:
        raise Mistake(f"The line of {crossing[0]} crosses zero; the rest of clear is right.")
    if crossing:
        raise Mistake(
            f"The line of {crossing[0]} crosses zero, so its interval holds zero. Leave it out of clear."
        )
    if missing:
        raise Mistake(f"clear holds {', '.join(sorted(found))}, but more lines than that stay clear of zero.")


@cache
def _tests() -> pd.DataFrame:
    return keeble.published_did()[["financial_year", "area", "p_value", "flagged", "starred"]]


def _p_values(value: object, name: str) -> list[float]:
    """Read p-values in any order from whatever holds them, smallest first."""
    refuse_blank(value, name, "a list of p-values")
    if isinstance(value, str):
        raise Mistake(f"{name} is a text. Give the p-values themselves.")
    if isinstance(value, set | frozenset):
        raise Mistake(f"{name} is a set, which keeps equal values only once. Give a list.")
    if isinstance(value, int | float):
        raise Mistake(f"{name} is one number. One p-value for each test is asked for.")
    if isinstance(value, pd.DataFrame) and name == "p_left" and "p_value" in value:
        value = value["p_value"]
    if isinstance(value, pd.Series) and len(value.dropna()) != len(value):
        raise Mistake(f"{name} has blanks: the non-Pioneer rows are no tests and have no p-value.")
    return sorted(numbers(list(value.values()) if isinstance(value, Mapping) else value, name))


def _same(found: list[float], other: Iterable[float], within: float) -> bool:
    expected = sorted(other)
    return len(found) == len(expected) and all(map(near, found, expected, [within] * len(found)))


@task(
    "03.3-without-the-cell",
    (
        "The row whose note names Nottingham. Another row of that year has a note too, but not on this.",
        "Keep the rows that are not flagged, take their p_value, and adjust those eleven.",
        'p_left = tests.loc[~tests["flagged"], ...]; p_holm = estimate.adjust_p_values(p_left, ...)',
    ),
    "Right. Dropping a cell makes the family smaller, but not by enough for any of the rest to stand.",
)
def without_the_cell(p_left: object, p_holm: object, standing: object) -> None:
    """Judge the p-values without the footnoted cell, adjusted for the number that is left.

    Parameters
    ----------
    p_left : pandas.Series or list of float
        The published p-values without the footnoted one, in any order.
    p_holm : list of float or pandas.Series
        The same, adjusted by Holm's method in the family that is left, in any order.
    standing : int
        How many adjusted p-values lie below 0.05.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: the table ``did_emergency_admissions`` (Keeble et al.); Holm 1979.

    Examples
    --------
    >>> without_the_cell(keeble.published_did()["p_value"], [], 0).message
    'p_left still has all twelve p-values. Drop the one of the footnoted row.'
    """
    _judge_left(_p_values(p_left, "p_left"))
    _judge_holm(_p_values(p_holm, "p_holm"))
    tests = _tests()
    kept = tests[~tests["flagged"]]
    mistakes = [
        (float(kept["starred"].sum()), "standing counts the stars. Count the adjusted p-values below 0.05."),
        (float(tests["starred"].sum()), "standing counts the stars of the whole table."),
        (float(len(kept)), "standing counts all the tests, or those that are not below 0.05."),
        (0.05, "standing is the limit. How many adjusted p-values lie below it?"),
        (min(_holm()), "standing is the smallest adjusted p-value. Is it below 0.05? Count those that are."),
        (1.0, "standing is 1, but compare the smallest adjusted p-value with 0.05 once more."),
    ]
    expect_number(standing, 0, "standing", within=0, mistakes=mistakes)


def _judge_left(found: list[float]) -> None:
    tests = _tests()
    left = tests["p_value"][~tests["flagged"]]
    if _same(found, left, 1e-9):
        return
    year = str(tests["financial_year"][tests["flagged"]].iloc[0])
    shapes = {
        "p_left still has all twelve p-values. Drop the one of the footnoted row.": tests["flagged"] | True,
        f"p_left has ten values: either both rows of {year} went, or two equal values became one.": (
            tests["financial_year"] != year
        ),
        "p_left is only the footnoted cell. Keep the others.": tests["flagged"],
        "p_left has wave 1 alone. Wave 2 has five sound cells as well.": tests["area"] == "Wave 1",
        "p_left has wave 2 alone.": tests["area"] == "Wave 2",
        "p_left has wave 2 alone, without its footnoted cell. Wave 1 belongs to the family too.": (
            (tests["area"] == "Wave 2") & ~tests["flagged"]
        ),
        "p_left has the starred ones alone. All tests count, not just those that came out.": tests["starred"],
        "p_left has the starred ones that are left. All tests count.": tests["starred"] & ~tests["flagged"],
        "p_left has only the ones without a star.": ~tests["starred"],
    }
    for message, rows in shapes.items():
        if _same(found, tests["p_value"][rows], 1e-9):
            raise Mistake(message)
    _refuse_left(found, left)


def _refuse_left(found: list[float], left: pd.Series[float]) -> None:
    tests = _tests()
    for place, row in tests[~tests["flagged"]].iterrows():
        if _same(found, tests["p_value"].drop(place), 1e-9):
            raise Mistake(f"p_left has lost a cell with p = {row['p_value']}, which has no such footnote.")
    if len(found) == len(left):
        raise Mistake(f"p_left has {len(left)} values, but they are not the printed p-values of those tests.")
    raise Mistake(f"p_left has {len(found)} values. How many tests are left without the footnoted one?")


def _holm() -> list[float]:
    return keeble.adjusted(drop_flagged=True)["p_holm"].tolist()


def _judge_holm(found: list[float]) -> None:
    left, whole = keeble.adjusted(drop_flagged=True), keeble.adjusted()
    if _same(found, left["p_holm"], HUNDREDTH):
        return
    after = whole.loc[~whole["flagged"], "p_holm"]
    unsteady = left["p_value"] * (len(left) + 1 - left["rank"])
    shapes = {
        "p_holm is not adjusted: these are the printed p-values.": left["p_value"],
        "p_holm was adjusted as one of twelve. Drop the cell first, then adjust those left.": after,
        "p_holm still has twelve values: the footnoted cell was in the family.": whole["p_holm"],
        "p_holm is Bonferroni's. Holm multiplies the smallest most and the largest least.": left[
            "p_bonferroni"
        ],
        "p_holm is Benjamini and Hochberg's (fdr_bh). Holm's is asked for.": left["p_fdr_bh"],
        "p_holm holds Holm's limits, not adjusted p-values.": left["threshold_holm"],
        "p_holm goes down again on the way: no adjusted p-value may be below the one before.": unsteady,
        "p_holm has values above 1. No p-value may be.": len(left) * left["p_value"],
    }
    for message, wrong in shapes.items():
        if _same(found, wrong, HUNDREDTH):
            raise Mistake(message)
    if len(found) != len(left):
        raise Mistake(f"p_holm has {len(found)} values, and there are {len(left)} tests.")
    raise Mistake("p_holm has the right number of values, but they are not Holm's.")


@cache
def _world() -> pd.DataFrame:
    """Return the synthetic means of each group and period in the world of the last task."""
    world = synthetic.panel(parallel=True, effect=WORLD_EFFECT, trend_violation=WORLD_DRIFT, seed=WORLD_SEED)
    return world.pivot_table(index="programme", columns="period", values="rate_per_1000", observed=True)


def _world_pair(group: str = "Pioneer only", base: int = 1, end: int = 5) -> Pair:
    means = _world()
    changes = means[end] - means[base]
    return float(changes[group]), float(changes["Neither"])


@task(
    "03.4-violated-trend",
    (
        "Both lines have a fault. What sign has a rise in the first? What does the second take off?",
        "A change is period 5 minus period 1; the DiD is one change minus another; then take the truth off.",
        'changes = rates[5] - rates[1]; did_world = changes["Pioneer only"] - changes[...]; less truth',
    ),
    "Right: the code is mended, and the DiD still misses, by the trend that was put in.",
)
def violated_trend(changes: object, did_world: object, missed_by: object) -> None:
    """Judge mended code on a synthetic panel, and how far its right answer is from the truth.

    Parameters
    ----------
    changes : pandas.Series or dict
        Period 5 less period 1 for "Pioneer only" and "Neither" (the other two groups may be there),
        synthetic admissions per 1,000 a month.
    did_world : float
        The first less the second, per 1,000 a month.
    missed_by : float
        ``did_world`` less the effect that was put in, per 1,000 a month.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    The panel is synthetic; its group means are those of ``synthetic.panel`` with a fixed seed.

    Examples
    --------
    >>> violated_trend({"Pioneer only": 1, "Neither": 1}, 0, WORLD_EFFECT).ok
    False
    """
    _judge_world_changes(changes)
    pair = _world_pair()
    did = _difference(pair)
    expect_number(did_world, did, "did_world", within=HUNDREDTH, mistakes=_other_worlds(pair))
    mistakes = [
        (did, "missed_by is the DiD itself. Take the true effect off it."),
        (did + WORLD_EFFECT, "missed_by adds the true effect. Take it off."),
        (WORLD_EFFECT, "missed_by is the true effect. How far is the DiD from it?"),
        (
            WORLD_DRIFT,
            "missed_by is the trend of one year. Years of it have piled up: compare with the truth.",
        ),
        (0, "missed_by is 0, as if the DiD had found the truth."),
        (did / WORLD_EFFECT, "missed_by is a ratio. Subtract."),
        (100 * (did / WORLD_EFFECT - 1), "missed_by is in per cent of the truth. Subtract instead."),
        (abs(did - WORLD_EFFECT), "missed_by has lost its sign. Take the truth off the DiD, in this order."),
    ]
    expect_number(missed_by, did - WORLD_EFFECT, "missed_by", within=HUNDREDTH, mistakes=mistakes)


def _judge_world_changes(changes: object) -> None:
    group, pair = "Pioneer only", _world_pair()
    asked = Asked("changes", (group, "Neither"), pair, HUNDREDTH, "rate_per_1000")
    means, published = _world(), _rises(group, 1, 5)
    levels = {period: (float(means[period][group]), float(means[period]["Neither"])) for period in (1, 5)}
    _expect_changes(
        changes,
        asked,
        [
            *(
                (levels[n], f"changes are the levels of period {n}. Take one period from the other.")
                for n in levels
            ),
            *((_world_pair(group, *ends), f"changes go {why}.") for ends, why in WORLD_PERIODS.items()),
            *(
                (_world_pair(other), f"One of the changes is that of {other}.")
                for other in ("Vanguard only", "Both")
            ),
            (published, "changes are the published ones. Take them from rates, of the synthetic panel."),
        ],
    )


WORLD_PERIODS = {
    (2, 5): "from period 2, in which wave 1 had begun",
    (1, 4): "to period 4, not to the last one",
    (1, 2): "to period 2, not to the last one",
    (4, 5): "from period 4, not from before the start",
}


def _other_worlds(pair: Pair) -> list[tuple[float, str]]:
    means, name = _world(), "did_world"
    last = means[5]["Pioneer only"] - means[5]["Neither"]
    mistakes = [
        (
            pair[0] - means[5]["Neither"],
            f"{name} still takes a level off a change. Take off Neither's change.",
        ),
        (-pair[0] - means[5]["Neither"], f"{name} is as the given code has it, with both faults."),
        (last, f"{name} compares the levels of period 5."),
        (pair[0], f"{name} is the change of Pioneer only. Neither's comes off it."),
        (pair[1], f"{name} is the change of Neither."),
        (sum(pair), f"{name} adds the two changes up."),
        (WORLD_EFFECT, f"{name} is the true effect. What does the mended code say?"),
        *(
            (_difference(_world_pair(other)), f"{name} is that of {other}.")
            for other in ("Vanguard only", "Both")
        ),
    ]
    return [(float(wrong), message) for wrong, message in mistakes]
