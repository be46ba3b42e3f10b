"""The numbers beside each statement of lesson 05's ladder, worked out from the tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pioneer_data as pioneers
from pioneer_data import keeble, mdt, morciano, survey, weighing
from pioneer_data.rounding import signed, written

if TYPE_CHECKING:
    from collections.abc import Callable


def _abstract(group: str) -> dict[str, Any]:
    rows = pioneers.published_estimates()
    of_group = rows[(rows["quantity"] == "rise in emergency admissions") & (rows["group"] == group)]
    return {str(name): value for name, value in of_group.iloc[0].items()}


def _rise(group: str) -> str:
    row = _abstract(group)
    low, high = (signed(row[name], 1) for name in ("ci_low", "ci_high"))
    return f"{row['estimate']:g}% ({low} to {high})"


def _difference(area: str, year: str) -> str:
    rows = keeble.published_did()
    row = rows[(rows["area"] == area) & (rows["financial_year"] == year)].iloc[0]
    return f"{signed(row['did'], 0)} in {year} ({'with a' if row['starred'] else 'no'} star)"


def _rose_less() -> str:
    rows = keeble.published_did()
    below, stars = (int(column.sum()) for column in (rows["did"] < 0, rows["starred"]))
    return (
        f"{below} of {len(rows)} published differences from other areas are below zero, {stars} of them with "
        "a star. "
        f"Rise 2013 to 2018 with 95% interval: Pioneers only {_rise('Pioneer only')}, "
        f"neither programme {_rise('Neither')}."
    )


def _caused() -> str:
    rows = keeble.adjusted()
    stand = int((rows["verdict_holm"] == "stands").sum())
    return (
        f"After Holm's correction {stand} of {len(rows)} differences are below the level of 0.05. "
        f"Wave 2's first one is {_difference('Wave 2', '2014/15')}, "
        f"though {keeble.months_before_wave_2()} of that year's 12 months lie before its start."
    )


def _both() -> str:
    groups = ("Both", "Pioneer only", "Vanguard only")
    rises = ", ".join(f"{name} {_rise(name)}" for name in groups)
    areas, gap = int(_abstract("Both")["n_ccgs"]), morciano.overlap()
    extra, low, high = (signed(value, 2) for value in (gap.gap, gap.low, gap.high))
    return (
        f"Rise 2013 to 2018 with 95% interval: {rises}; {areas} areas in both. "
        f"Both, less the two single effects added up: {extra} a month per 1,000 people "
        f"({low} to {high})."
    )


def _managers() -> str:
    row = survey.changes("Progress 2016-18").set_index("objective").loc["Unplanned admissions"].to_dict()
    change, low, high = (written(row[name]) for name in ("change", "low", "high"))
    return (
        f"Some or substantial progress: {row['people_1']} of {row['base_1']} people in "
        f"{row['year_1']}, {row['people_2']} of {row['base_2']} in {row['year_2']}; "
        f"{change} percentage points more (95% interval {low} to {high})."
    )


def _unsure() -> dict[tuple[str, int], int]:
    rows = pioneers.objectives_progress()
    rows = rows[rows["progress"] == "Do not know"]
    cells = zip(rows["objective"].astype(str), rows["year"].tolist(), rows["pct"].tolist(), strict=True)
    return {(objective, int(year)): int(pct) for objective, year, pct in cells}


def _do_not_know() -> str:
    shares, people = _unsure(), survey.different_people()
    objectives = {objective for objective, _ in shares}
    fell = sum(shares[name, 2018] < shares[name, 2016] for name in objectives)
    return (
        f"Do not know fell for {fell} of {len(objectives)} objectives from 2016 to 2018, "
        f"for costs from {shares['Costs', 2016]}% to {shares['Costs', 2018]}%. "
        f"Of {sum(people.values())} people over three surveys, {people['once']} answered once only."
    )


def _staff() -> str:
    people, codes = mdt.people(), mdt.convergence().loc["The teams are valued"]
    return (
        f"Interviewed: {people['leaders and managers']} leaders and managers and "
        f"{people['frontline staff']} frontline staff, in {len(mdt.teams())} Pioneers. Our coding of "
        f"lesson 04: leaders {codes['leaders']}, frontline {codes['frontline']}, "
        f"observations {codes['observations']}, patients {codes['patients']}."
    )


def _patients() -> str:
    people = mdt.people()
    ((number, found),) = mdt.evidence("Patients speak of the team", "patients")
    return (
        f"Interviewed: {people['patients']} patients and {people['informal carers']} informal carers. "
        f"Finding {number}: {found[0].lower()}{found[1:]}. No finding compares with before or elsewhere."
    )


def _information() -> str:
    rows = pioneers.barriers().set_index(["item", "year"])["pct"]
    row = weighing.labels("Barriers").set_index("label").loc["Information sharing and IT"]
    item = "Incompatible IT systems"
    return (
        f"The label Information sharing and IT stands in {row['lists']} of "
        f"{len(weighing.PROGRAMMES)} lists of barriers. Survey of the Pioneers: {rows[item, 2017]}% called "
        f"incompatible IT systems a very significant barrier in 2017, {rows[item, 2018]}% in 2018."
    )


def _years() -> str:
    first, last = (_difference("Wave 1", year) for year in ("2014/15", "2019/20"))
    return (
        "The evaluators conclude: three to four years or more. Wave 1 differs from other areas by "
        f"{first} and by {last}, per 100,000 people."
    )


def _money() -> str:
    row = survey.positive_progress().set_index(["objective", "year"]).loc[("Costs", 2018), :].to_dict()
    people, base = (int(row[name]) for name in ("people", "base_n"))
    return (
        f"In 2018, {people} of {base} people reported some or substantial progress "
        "on costs: an opinion. The evaluators call costs and benefits difficult to evaluate."
    )


WRITERS: dict[str, Callable[[], str]] = {
    "Emergency admissions rose less in the Pioneers": _rose_less,
    "The Pioneers caused the slower rise": _caused,
    "Two programmes together did more than one": _both,
    "More managers saw progress on admissions by 2018": _managers,
    "Do not know became a rarer answer by 2018": _do_not_know,
    "Staff valued the teams": _staff,
    "Patients noticed that care was more joined up": _patients,
    "Information sharing was a barrier in all programmes": _information,
    "It takes years before change shows": _years,
    "The programme saved money": _money,
}


@cache
def facts(statement: str) -> str:
    """Write the numbers that bear on a statement of the ladder.

    Parameters
    ----------
    statement : str
        One of ``weighing.statements()``.

    Returns
    -------
    str
        One to three sentences; every number is worked out from the tables.

    Raises
    ------
    ValueError
        If there is no such statement.

    Examples
    --------
    >>> facts("Do not know became a rarer answer by 2018")[:38]
    'Do not know fell for 8 of 8 objectives'
    """
    weighing.judgement(statement)
    return WRITERS[statement]()
