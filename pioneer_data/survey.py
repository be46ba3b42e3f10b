"""What lesson 02 works out from the published key informant tables: people, changes, denominators.

Pure numbers, no charts. Each function starts from a table of the package and returns a tidy frame.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate
from pioneer_data.rounding import half_up

ORGANISATIONS = ("CCG", "Local authority", "NHS provider", "Other")
POSITIVE = ("Substantial", "Some")
CORRECTIONS = {"None": None, "Holm": "holm", "Benjamini-Hochberg": "fdr_bh"}


def opinion_bounds(count: int, invited: int, replied: int) -> tuple[float, float]:
    """Bound the share of everyone invited, whatever the silent think.

    Parameters
    ----------
    count : int
        People who ticked the answer.
    invited, replied : int
        People on the mailing list, and people who took part.

    Returns
    -------
    tuple of float
        Per cent of the mailing list if none of the silent would have ticked it, and if all would.

    Raises
    ------
    ValueError
        If ``count`` is not within ``replied``, or ``replied`` not within ``invited``.

    Examples
    --------
    >>> low, high = opinion_bounds(65, invited=439, replied=85)
    >>> round(low, 1), round(high, 1)
    (14.8, 95.4)
    """
    if not 0 <= count <= replied <= invited or invited == 0:
        what = f"count={count}, replied={replied}, invited={invited} cannot be."
        message = f"{what} Each must be at least 0 and within the next; invited above 0."
        raise ValueError(message)
    return 100 * count / invited, 100 * (count + invited - replied) / invited


REPEATS = {"twice": 38, "three times": 15}
"""People who took part in two or three of the surveys (002, "Key informant characteristics")."""


def different_people() -> dict[str, int]:
    """Work out how many different people answered, and how often.

    Returns
    -------
    dict of str to int
        People by how often they answered: ``once``, ``twice``, ``three times``.

    Notes
    -----
    Source: Erens et al. 2020, Table I and the text of the Results, which gives the repeats.

    Examples
    --------
    >>> different_people()
    {'once': 167, 'twice': 38, 'three times': 15}
    """
    answers = int(pioneers.ki_surveys()["participants_n"].sum())
    once = answers - 2 * REPEATS["twice"] - 3 * REPEATS["three times"]
    return {"once": once, **REPEATS}


@cache
def _progress_counts() -> pd.DataFrame:
    published = pioneers.objectives_progress()
    keys = ["objective", "year"]
    rows = published.groupby(keys, observed=True, sort=False)
    return pd.concat([_row_counts(row) for _, row in rows], ignore_index=True)


def _row_counts(row: pd.DataFrame) -> pd.DataFrame:
    """Turn one published row of percentages into people, if exactly one way of doing so adds up."""
    base = int(row["base_n"].iloc[0])
    solutions = estimate.counts_that_add_up(row["pct"].to_list(), base)
    nearest = [int(half_up(pct * base / 100)) for pct in row["pct"]]
    found = list(solutions[0]) if len(solutions) == 1 else nearest
    return row.assign(people=found, adds_up=len(solutions) == 1)


def progress_counts() -> pd.DataFrame:
    """Turn the published progress percentages back into people.

    Returns
    -------
    pandas.DataFrame
        The 96 rows of ``objectives_progress`` with ``people`` (a count) and ``adds_up``: True
        where exactly one set of whole counts gives the published row; where none does, ``people``
        is the nearest count of each cell by itself.

    Notes
    -----
    Source: Erens et al. 2020, Table V. The idea that means and percentages of few people can be
    checked for possibility is known as GRIM (Brown and Heathers 2017).

    Examples
    --------
    >>> counts = progress_counts()
    >>> counts.drop_duplicates(["objective", "year"])["adds_up"].value_counts().to_dict()
    {True: 22, False: 2}
    """
    return _progress_counts().copy()


def positive_progress(*, with_opinion_only: bool = False) -> pd.DataFrame:
    """Count who reported substantial or some progress.

    Parameters
    ----------
    with_opinion_only : bool
        Leave "Do not know" out of the denominator.

    Returns
    -------
    pandas.DataFrame
        One row an objective and year: ``objective``, ``year``, ``people`` (a count), ``base_n``
        (people in the denominator), ``pct``. In the two rows that do not add up, the denominator
        without "Do not know" is the sum of the other cells.

    Examples
    --------
    >>> some = positive_progress().set_index(["objective", "year"])
    >>> some.loc[("Unplanned admissions", 2018), "people"].item()
    64
    """
    counts = progress_counts()
    keys = ["objective", "year"]
    positive = counts[counts["progress"].isin(POSITIVE)]
    result = positive.groupby(keys, observed=True)["people"].sum().reset_index()
    asked = counts[counts["progress"] != "Do not know"].groupby(keys, observed=True)["people"].sum()
    everyone = counts.groupby(keys, observed=True)["base_n"].first()
    result["base_n"] = (asked if with_opinion_only else everyone).to_numpy()
    result["pct"] = 100 * result["people"] / result["base_n"]
    return result


@cache
def _importance_counts() -> pd.DataFrame:
    published = pioneers.objectives_importance()
    cells = published[published["organisation"] != "All"].copy()
    pairs = zip(cells["important_pct"], cells["base_n"], strict=True)
    cells["people"] = [estimate.whole_counts(pct, base)[0] for pct, base in pairs]
    keys = ["objective", "year"]
    every = published[published["organisation"] == "All"].set_index(keys)
    every["people"] = cells.groupby(keys, observed=True)["people"].sum()
    return pd.concat([cells, every.reset_index()], ignore_index=True)


def importance_counts() -> pd.DataFrame:
    """Turn the published importance percentages back into people.

    Returns
    -------
    pandas.DataFrame
        The 80 rows of ``objectives_importance`` with ``people`` (a count) and ``recomputed_pct``.
        Each of the 64 organisation cells has exactly one possible count; "All" is their sum.

    Notes
    -----
    Source: Erens et al. 2020, Table IV.

    Examples
    --------
    >>> counts = importance_counts().set_index(["objective", "year", "organisation"])
    >>> counts.loc[("Managing own care", 2018, "All"), ["people", "important_pct"]].to_list()
    [36, 46]
    """
    counts = _importance_counts()
    return counts.assign(recomputed_pct=100 * counts["people"] / counts["base_n"])


def people_behind(pct: float, base_n: int) -> str:
    """Say how many people a published percentage is, if it can be known.

    Parameters
    ----------
    pct : float
        A percentage as printed, rounded to a whole number.
    base_n : int
        How many people it is out of.

    Returns
    -------
    str
        "14 of 85", "67 or 68 of 105", or that no whole number of people gives the percentage.

    Examples
    --------
    >>> people_behind(16, 85)
    '14 of 85'
    >>> people_behind(50, 85)
    'no whole number of 85'
    >>> people_behind(64, 205)
    '131 or 132 of 205'
    """
    counts = [str(count) for count in estimate.whole_counts(pct, base_n)]
    return f"{' or '.join(counts)} of {base_n}" if counts else f"no whole number of {base_n}"


def quoted_people() -> pd.DataFrame:
    """Turn the quoted percentages of barriers and facilitators back into people.

    Returns
    -------
    pandas.DataFrame
        One row a quoted percentage: ``kind`` (barrier or facilitator), ``item``, ``year``, ``pct``
        (per cent, as quoted), ``participants_n`` (people in that survey) and ``people``: who that
        would be if all participants had answered, in words.

    Notes
    -----
    Source: Erens et al. 2020, Results, text. The paper does not print how many answered.

    Examples
    --------
    >>> people = quoted_people().set_index(["item", "year"])["people"]
    >>> people["I statements", 2018], people["Financial constraints", 2018]
    ('13 of 85', 'no whole number of 85')
    """
    both = {"barrier": pioneers.barriers(), "facilitator": pioneers.facilitators()}
    rows = pd.concat([rows.assign(kind=kind, item=rows["item"].astype(str)) for kind, rows in both.items()])
    rows = rows.merge(pioneers.ki_surveys()[["year", "participants_n"]], on="year")
    pairs = zip(rows["pct"], rows["participants_n"], strict=True)
    rows["people"] = [people_behind(pct, base) for pct, base in pairs]
    return rows[["kind", "item", "year", "pct", "participants_n", "people"]]


PROGRESS_PAIRS = {
    "Progress 2016-17": (2016, 2017),
    "Progress 2017-18": (2017, 2018),
    "Progress 2016-18": (2016, 2018),
}
IMPORTANCE_GROUPS = {
    "Importance, everyone": "All",
    **{f"Importance, {name}": name for name in ORGANISATIONS},
}
COMPARISONS = (*PROGRESS_PAIRS, *IMPORTANCE_GROUPS)
"""What can be compared: progress (Table V) in three pairs of years, importance (Table IV) by who."""


@cache
def _pair(comparison: str) -> tuple[pd.DataFrame, int, int]:
    """Return people and bases, and the two years to compare."""
    if comparison in PROGRESS_PAIRS:
        return positive_progress(), *PROGRESS_PAIRS[comparison]
    if comparison not in IMPORTANCE_GROUPS:
        message = f"There is no comparison {comparison!r}. There are: {', '.join(COMPARISONS)}."
        raise ValueError(message)
    counts = importance_counts()
    return counts[counts["organisation"] == IMPORTANCE_GROUPS[comparison]], 2017, 2018


@cache
def _sites() -> dict[int, int]:
    surveys = pioneers.ki_surveys()
    return dict(zip(surveys["year"], surveys["sites_represented"], strict=True))


def people_per_site(year: int, base_n: int) -> float:
    """Return how many of the people came from one site on average, at least one.

    Parameters
    ----------
    year : int
        The survey.
    base_n : int
        People in the denominator.

    Returns
    -------
    float
        People a site.
    """
    return max(1.0, base_n / _sites()[year])


def changes(comparison: str, icc: float = 0.0, correction: str = "None") -> pd.DataFrame:
    """Compare two years for all eight objectives, with an interval for each change.

    Parameters
    ----------
    comparison : str
        One of ``COMPARISONS``.
    icc : float
        Assumed correlation between people of one site, 0 to 1. The sources do not give it.
    correction : str
        One of ``CORRECTIONS``. For one kind of organisation the family of tests is all 32
        organisation cells of Table IV; otherwise it is the eight objectives.

    Returns
    -------
    pandas.DataFrame
        One row an objective: ``objective``, ``year_1``, ``year_2``, ``people_1``, ``base_1``,
        ``people_2``, ``base_2``, ``pct_1``, ``pct_2`` (per cent), ``change``, ``low``, ``high``
        (percentage points, 95% Newcombe interval), ``p``, ``p_adjusted`` and ``clear``: the
        interval excludes zero and, with a correction, the adjusted p-value is below 0.05.

    Raises
    ------
    ValueError
        If there is no such comparison or correction, or ``icc`` is outside 0 to 1.

    Examples
    --------
    >>> both = changes("Progress 2016-18").set_index("objective")
    >>> both.loc["Unplanned admissions", ["change", "low", "high"]].astype(float).round(1).to_list()
    [33.3, 19.0, 45.7]
    """
    if correction not in CORRECTIONS:
        message = f"There is no correction {correction!r}. There are: {', '.join(CORRECTIONS)}."
        raise ValueError(message)
    result = _unadjusted(comparison, icc).copy()
    method = CORRECTIONS[correction]
    result["p_adjusted"] = result["p"]
    if method:
        family = _family(comparison, icc)
        adjusted = estimate.adjust_p_values([*result["p"], *family], method)
        result["p_adjusted"] = adjusted[: len(result)]
    result["clear"] = (result["low"] > 0) | (result["high"] < 0)
    if method:
        result["clear"] &= result["p_adjusted"] < 0.05  # noqa: PLR2004 - the course's one level
    return result


def _family(comparison: str, icc: float) -> list[float]:
    """Return the p-values of the other organisations' cells, where the comparison is one of them."""
    if IMPORTANCE_GROUPS.get(comparison, "All") == "All":
        return []
    others = [name for name, who in IMPORTANCE_GROUPS.items() if who != "All" and name != comparison]
    return [p for name in others for p in _unadjusted(name, icc)["p"]]


@cache
def _unadjusted(comparison: str, icc: float) -> pd.DataFrame:
    frame, year_1, year_2 = _pair(comparison)
    years = [frame[frame["year"] == year] for year in (year_1, year_2)]
    cells = [list(zip(year["people"], year["base_n"], strict=True)) for year in years]
    rows = [
        {"year_1": year_1, "year_2": year_2, **_one_change(first, second, (year_1, year_2), icc)}
        for first, second in zip(*cells, strict=True)
    ]
    result = pd.DataFrame(rows)
    result.insert(0, "objective", years[0]["objective"].to_numpy())
    return result


def _one_change(
    first: tuple[int, int], second: tuple[int, int], years: tuple[int, int], icc: float
) -> dict[str, float]:
    """Compare two counts, each with its base, as if clustering made both samples smaller."""
    cells = list(zip((first, second), years, strict=True))
    effects = [estimate.design_effect(people_per_site(year, n), icc) for (_, n), year in cells]
    (people_1, base_1), (people_2, base_2) = first, second
    four = (people_1 / effects[0], base_1 / effects[0], people_2 / effects[1], base_2 / effects[1])
    low, high = estimate.newcombe_interval(*four)
    pct_1, pct_2 = 100 * people_1 / base_1, 100 * people_2 / base_2
    counts = {"people_1": people_1, "base_1": base_1, "people_2": people_2, "base_2": base_2}
    change = {"pct_1": pct_1, "pct_2": pct_2, "change": pct_2 - pct_1}
    interval = {"low": 100 * low, "high": 100 * high}
    return {**counts, **change, **interval, "p": estimate.difference_p_value(*four)}
