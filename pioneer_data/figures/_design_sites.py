"""The explorer of lesson 01 that puts one Pioneer beside others."""

from __future__ import annotations

from functools import cache
from statistics import median
from typing import Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import programme
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, explorer
from pioneer_data.figures import _design_drawings as drawings
from pioneer_data.figures._parts import frame, rows_of

SITES = tuple(pioneers.sites()["site"].astype(str))
MEASURES = {
    "round_1": ("people", 0, "April-Nov 2014"),
    "round_2": ("people", 1, "March-June 2015"),
    "initiatives_reported": ("initiatives", 0, "In 2018"),
}
SAME = programme.COMPARATORS[0]
PARTS = ("people", "initiatives")
MEASURE_2018 = "initiatives_reported"
STEP = 0.115
"""How far apart dots of the same value are stacked, in rows."""

COLUMNS = {
    "site": "Pioneer",
    "wave": "wave",
    "round_1": "interviewed 2014",
    "round_2": "interviewed 2015",
    MEASURE_2018: "initiatives 2018, of ten",
    "missing": "missing",
}
MISSING = {
    "people": "no interviews: the early evaluation covered wave 1 only",
    "initiatives": "missing: this site is not in the survey of 2018",
}


@explorer(
    Choice("site", "Pioneer", SITES, "Worcestershire"),
    Choice("beside", "Beside", programme.COMPARATORS, "Same wave"),
    attacks=("more interviews = more progress", "a programme is one intervention"),
)
def site_profile(site: str, beside: str) -> Figure:
    """Draw one Pioneer beside others: people interviewed in two rounds, initiatives in 2018.

    Parameters
    ----------
    site : str
        One of the 25 Pioneers.
    beside : {"Same wave", "All Pioneers"}
        Which other Pioneers are drawn.

    Returns
    -------
    charts.Figure
        Three rows of dots. Sources: 001; 002, Table III.
    """
    own = _profiles()[site]
    others = _others(site, beside)
    title = f"{site}: {_interviews_words(own)}; {_initiatives_words(own)}"
    fewer, reported = _fewer()
    data = {f"{part}{name}": frame for part in PARTS for name, frame in _strip(part, own, others).items()}
    whom = "wave " + str(own["wave"]) if beside == SAME else "both waves"
    return Figure(
        drawing=drawings.site_profile(),
        data=data,
        title=title,
        subtitle=(
            f"Fewer interviews is not less activity: all {fewer} had fewer, {reported}.",
            "Not a league table: that is PIRU's own warning about its indicators of these sites.",
            "Sources: early evaluation slides 2016; Erens et al. 2020, Table III (what informants ticked)",
        ),
        description=(
            f"Dot plot of {site} (diamond) beside {len(others)} other Pioneers of {whom} (dots) in three "
            "rows: people interviewed in 2014, in 2015, and integration initiatives reported in 2018. "
            f"{title}. {_others_words(others)} Missing for {site}: {own['missing'] or 'nothing'}. "
            f"All {fewer} wave 1 sites had fewer interviews in the second round: fewer interviews is not "
            "less activity. This is not a league table."
        ),
        table=_profile_table([own, *others]),
    )


@cache
def _profiles() -> dict[str, dict[str, Any]]:
    """Return what is known about each site; what is missing is None."""
    rows = rows_of(programme.site_profiles())
    for row in rows:
        row |= {name: None for name in MEASURES if pd.isna(row[name])}
    return {row["site"]: row for row in rows}


def _others(site: str, beside: str) -> list[dict[str, Any]]:
    """Return the comparators that ``programme.comparators`` gives, without its search."""
    own, every = _profiles()[site], _profiles().values()
    return [each for each in every if each is not own and (beside != SAME or each["wave"] == own["wave"])]


def _interviews_words(own: dict[str, Any]) -> str:
    if own["round_1"] is None:
        return "no interviews"
    return f"{own['round_1']}, then {own['round_2']} interviewed"


def _initiatives_words(own: dict[str, Any]) -> str:
    if own["initiatives_reported"] is None:
        return "initiatives missing"
    return f"{own['initiatives_reported']} of 10 initiatives"


@cache
def _fewer() -> tuple[int, str]:
    """Count the sites with fewer interviews, and say how many initiatives those in 2018 reported."""
    changes = programme.interview_changes()
    fell = set(changes.loc[changes["change"] < 0, "site"])
    reported = _values([profile for site, profile in _profiles().items() if site in fell], MEASURE_2018)
    return len(fell), f"{len(reported)} report {min(reported)} to {max(reported)} initiatives"


def _values(profiles: list[dict[str, Any]], measure: str) -> list[int]:
    """Return the known values of a measure in order of size."""
    return sorted(each[measure] for each in profiles if each[measure] is not None)


def _strip(part: str, own: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Return everything of one panel: dots, diamond, median, names and what is missing."""
    rows = {measure: about[1:] for measure, about in MEASURES.items() if about[0] == part}
    dots, medians, names, site, missing = [], [], [], [], []
    for measure, (row, name) in rows.items():
        value, values = own[measure], _values(others, measure)
        dots += _stacked(values, row, value)
        names.append({"row": row, "name": name, "others": _range_words(values, len(others))})
        if values:
            medians.append({"row": row - 0.6, "row_end": row + 0.06, "value": float(median(values))})
        if value is None:
            missing.append({"row": row, "value": 0.0, "text": MISSING[part]})
        else:
            site.append({"row": row, "value": value, "text": str(value)})
    return {
        "": frame(dots, ("row", "value")),
        "_rows": _floors(part),
        "_median": frame(medians, ("row", "row_end", "value")),
        "_names": frame(names),
        "_site": frame(site, ("row", "value", "text")),
        "_missing": frame(missing, ("row", "value", "text")),
    }


@cache
def _floors(part: str) -> pd.DataFrame:
    """Return the line on which the dots of each row stand."""
    high = drawings.PEOPLE if part == "people" else drawings.INITIATIVES
    rows = [row for of, row, _ in MEASURES.values() if of == part]
    return frame([{"row": row, "value": 0.0, "value_end": high} for row in rows])


def _stacked(values: list[int], row: int, own: int | None) -> list[dict[str, float]]:
    """Stack dots of the same value on each other; above the diamond there is more room."""
    levels: dict[int, float] = {} if own is None else {own: 1.6}
    dots = []
    for value in values:
        level = levels.get(value, 0.5)
        levels[value] = level + 1
        dots.append({"row": row - STEP * level, "value": value})
    return dots


def _range_words(values: list[int], of: int) -> str:
    if not values:
        return f"no value for|{of} others"
    who = f"{of} others" if len(values) == of else f"{len(values)} of {of} others"
    return f"{who}:|{values[0]} to {values[-1]},|median {median(values):g} (dashed)"


def _others_words(others: list[dict[str, Any]]) -> str:
    words = []
    for measure, (_, _, name) in MEASURES.items():
        said = _range_words(_values(others, measure), len(others))
        words.append(f"{name}: {said.removesuffix(' (dashed)').replace('|', ' ')}")
    return "; ".join(words) + "."


def _profile_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    words = [{name: "missing" if row[name] is None else str(row[name]) for name in row} for row in rows]
    return pd.DataFrame({title: [row[name] for row in words] for name, title in COLUMNS.items()})
