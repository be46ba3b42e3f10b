"""Checks of exercise 05: verdicts on claims, what three lists share, and what an answer can teach."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import audit, claims, next_study, weighing
from pioneer_data.checks._result import task
from pioneer_data.checks._values import (
    Mistake,
    blank,
    expect_number,
    names,
    near,
    number,
    refuse_blank,
    words,
)

SAME, ROUNDING, FAILS, UNCHECKED = audit.VERDICTS
COUNT, SHARE, ONE_DECIMAL, TWO_DECIMALS = 0.0, 0.5, 0.05, 0.005
"""How far an answer may be off: a count not at all, a share by half a point, the others by half a digit."""
TOTALS = ("all", "total", "sum", "claims")
"""How a learner may name the row of the sum."""
PAIR = 2
"""A label and a cell."""
LONG = 40
"""A text longer than this is cut in a message."""

Labels = dict[str, tuple[str, ...]]

CELLS = "002-067"
"""The claim on the cells of Table III."""
YEARS = ("2016", "2017", "2018")
QUALITY = "Quality of care"
ADMISSIONS, ADMISSIONS_YEAR = "Unplanned admissions", 2018
SEVEN = ("002-065", "002-072", "002-075", "002-132", "002-222", "002-235", "002-118")
SOURCE = "002"
THEME = "Impact on hospital activity"
STUDY = (next_study.ADMISSIONS, next_study.COMPARISON, 50, 1.0, 0.4)
WORLDS = ("effect", "no effect")

ORGANISATIONS: Labels = {
    "CCG": ("ccg", "ccgs", "clinical commissioning group", "clinical commissioning groups"),
    "Local authority": ("local authority", "local authorities"),
    "NHS provider": ("nhs provider", "nhs providers", "provider", "providers"),
    "Other": ("other", "others", "other organisation", "other organisations"),
}
"""The groups of Table IV, and how a learner may write them."""
WORLD_NAMES: Labels = {
    "effect": (
        "effect",
        "circle",
        "if_effect",
        "if effect",
        "with effect",
        "an effect",
        "if the effect is there",
    ),
    "no effect": ("no effect", "square", "if_none", "if none", "none", "without effect", "if there is none"),
}


def _labels(plain: Iterable[str]) -> Labels:
    return {label: (label.casefold(),) for label in plain}


def _floats(series: pd.Series[Any]) -> dict[str, float]:
    return {str(label): float(value) for label, value in zip(series.index, series.tolist(), strict=True)}


def _cut(text: object) -> str:
    whole = str(text)
    return whole if len(whole) <= LONG else whole[:LONG] + " ..."


def _plain(part: object) -> str:
    if isinstance(part, float | np.floating) and float(part).is_integer():
        part = int(part)
    return " ".join(str(part).split()).casefold()


def _matched(key: object, labels: Labels) -> str | None:
    """Return the label that a row's name means; a tuple means it if one of its parts does."""
    parts = {_plain(part) for part in (key if isinstance(key, tuple) else (key,))}
    return next((label for label, other in labels.items() if parts & set(other)), None)


def _is_about(keys: Iterable[object], labels: Labels) -> bool:
    return any(_matched(key, labels) for key in keys)


def _series(frame: pd.DataFrame, name: str, labels: Labels, *, texts: bool) -> pd.Series[Any]:
    """Find the one column or row of a frame whose names are the labels."""
    if not frame.columns.is_unique:
        raise Mistake(f"{name} has two columns of one name, so it is not clear which is meant. Pick one.")
    if _is_about(frame.columns, labels):
        if len(frame) != 1:
            raise Mistake(f"{name} has {len(frame)} rows, each with numbers of its own. Pick the right one.")
        return frame.iloc[0]
    if not _is_about(frame.index, labels):
        home = next((column for column in frame if _is_about(frame[column].tolist(), labels)), None)
        frame = frame if home is None else frame.set_index(home)
    if len(frame.columns) > 1:
        numeric = [column for column in frame if pd.api.types.is_numeric_dtype(frame[column])]
        kept = [column for column in frame if column not in numeric] if texts else numeric
        kept = [column for column in kept if str(column) in (name, name.removesuffix("s"))] or kept
        frame = frame[kept]
    if len(frame.columns) != 1:
        raise Mistake(f"{name} has {len(frame.columns)} columns that could be meant. Pick one of them.")
    return frame.iloc[:, 0]


def _in_pairs(value: object, labels: Labels) -> bool:
    """Whether a list holds a label and a cell each time."""
    pairs = isinstance(value, list | tuple) and all(
        isinstance(one, list | tuple) and len(one) == PAIR for one in value
    )
    return pairs and _is_about([one[0] for one in value], labels)  # type: ignore[attr-defined]


def _pairs(value: object, name: str, labels: Labels, *, texts: bool) -> list[tuple[object, Any]]:
    if hasattr(value, "ngroups"):
        raise Mistake(
            f"{name} is grouped, and nothing was worked out yet. Say at the end what to do with a group."
        )
    if isinstance(value, pd.DataFrame):
        value = _series(value, name, labels, texts=texts)
    if _in_pairs(value, labels):
        value = dict(value)  # type: ignore[call-overload]
    if isinstance(value, pd.Series):
        named = list(zip(value.index, value.tolist(), strict=True))
        ordered = isinstance(value.index, pd.RangeIndex) and len(named) == len(labels)
        value = [cell for _, cell in named] if ordered else dict(named)
        if len(value) < len(named):
            raise Mistake(f"{name} has several rows with one name. Pick one of each, or add up.")
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, list | tuple | np.ndarray | pd.Index) and len(value) == len(labels):
        return list(zip(labels, list(value), strict=True))
    if isinstance(value, list | tuple | np.ndarray | pd.Index | set | frozenset):
        raise Mistake(f"{name} is a list of {len(value)} without labels, and {len(labels)} are asked for.")
    raise Mistake(f"{name} is one {type(value).__name__}, and a table with {len(labels)} rows is asked for.")


def _table(
    value: object, name: str, labels: Labels, *, texts: bool = False
) -> tuple[dict[str, Any], dict[object, Any]]:
    """Read cells by label, and beside them the cells of rows that nobody asked for."""
    refuse_blank(value, name, f"a table with {len(labels)} rows")
    found: dict[str, Any] = {}
    others: dict[object, Any] = {}
    for key, cell in _pairs(value, name, labels, texts=texts):
        label = _matched(key, labels)
        if label in found:
            raise Mistake(f"{name} has more than one row for {label}. Which one is meant?")
        if label is None:
            others[key] = cell
        else:
            found[label] = cell
    if not found:
        first = _cut(next(iter(others), "nothing"))
        raise Mistake(f"{name} begins with {first!r}, and a row for {next(iter(labels))!r} was asked for.")
    return found, others


def _is_zero(cell: object) -> bool:
    """Whether a row only says that a category has no cases, as pandas may add them."""
    return isinstance(cell, int | float | np.number) and cell == 0


def _is_total(key: object, cell: object, found: Mapping[str, Any]) -> bool:
    """Whether a row is the sum of the others and says so."""
    cells = list(found.values())
    if _plain(key) not in TOTALS or not all(
        isinstance(one, int | float | np.number) for one in (cell, *cells)
    ):
        return False
    return near(float(cell), float(sum(cells)), ONE_DECIMAL)  # type: ignore[arg-type]


def _complete(
    found: Mapping[str, Any], others: Mapping[object, Any], name: str, wanted: Iterable[str]
) -> None:
    missing = [label for label in wanted if label not in found]
    if missing:
        raise Mistake(f"{name} has no row for {missing[0]}.")
    more = [key for key, cell in others.items() if not (_is_zero(cell) or _is_total(key, cell, found))]
    if more:
        raise Mistake(f"{name} has a row for {_cut(more[0])!r} too, and nobody asked for it.")


def _refuse_lone(first: object, name: str, *others: object) -> None:
    """Say that an answer without the number that it rests on is not enough."""
    if blank(first) and not all(map(blank, others)):
        raise Mistake(f"{name} is still empty. The rest of the answer rests on it, so fill {name} first.")


def _read(value: object, name: str, labels: Labels) -> dict[str, float]:
    found, others = _table(value, name, labels)
    _complete(found, others, name, labels)
    return {label: number(found[label], f"{name}[{label!r}]") for label in labels}


Tables = Iterable[tuple[Mapping[str, float], str]]


def _alike(found: Mapping[str, float], expected: Mapping[str, float], within: float) -> bool:
    return all(label in found and near(found[label], value, within) for label, value in expected.items())


def _expect_table(
    found: Mapping[str, float], expected: Mapping[str, float], name: str, within: float, mistakes: Tables = ()
) -> None:
    """Accept a table; else name the mistake that leads to all of it, or the first row that is off."""
    if _alike(found, expected, within):
        return
    for wrong, message in mistakes:
        if _alike(found, wrong, within):
            raise Mistake(message)
    for label, value in expected.items():
        expect_number(found[label], value, f"{name}[{label!r}]", within=within)


def _verdict(value: object, name: str) -> str:
    refuse_blank(value, name, "one of the four verdicts, in quotation marks")
    if isinstance(value, bool | np.bool_):
        raise Mistake(f"{name} is {bool(value)}. Yes or no is too little: there are four verdicts.")
    if isinstance(value, Iterable) and not isinstance(value, str) and np.size(np.asarray(value, object)) != 1:
        raise Mistake(f"{name} holds several values, and one verdict is asked for.")
    text = re.sub(r"[\s_.-]+", " ", words(value, name)).strip(" \"'")
    if text not in audit.VERDICTS:
        raise Mistake(f"{name} is {_cut(text)!r}, none of the four verdicts. Copy one from lesson 05.")
    return text


def _verdicts(value: object, name: str, labels: Labels) -> dict[str, str]:
    found, others = _table(value, name, labels, texts=True)
    _complete(found, others, name, labels)
    return {label: _verdict(found[label], f"{name}[{label!r}]") for label in labels}


def _expect_verdict(found: str, expected: str, whys: Mapping[str, str]) -> None:
    if found != expected:
        raise Mistake(whys[found])


# Task 1


@cache
def _printed(claim: str) -> str:
    rows = pioneers.published_claims()
    return str(rows.loc[rows["claim"] == claim, "published"].item())


@cache
def _ticks() -> tuple[int, int]:
    sites = pioneers.site_initiatives()
    return int(sites["initiatives_reported"].sum()), len(sites) * len(pioneers.initiatives())


@task(
    "05.2-ticked-cells",
    hints=(
        "Look at the number without rounding, and at the number that was printed.",
        (
            "Would share_pct be printed as 78, without decimals? Is it 78 exactly? The table of verdicts "
            "in lesson 05 has a word for that."
        ),
        'Write verdict = "..." with one of the four verdicts. Here it is the one that names rounding.',
    ),
    right="Printed without decimals, the share is the one that the paper gives. So the claim stands.",
)
def ticked_cells(ticks: object, share_pct: object, verdict: object) -> None:
    """Check the verdict on the share of cells of Table III that have a tick.

    Parameters
    ----------
    ticks : int
        All ticks of all Pioneers.
    share_pct : float
        The ticks as a share of all cells, per cent, with one decimal or more.
    verdict : str
        One of the four verdicts on the claim that 78% of the cells have a tick.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Tables ``site_initiatives`` and ``initiatives`` (Erens et al. 2020, Table III).
    """
    _refuse_lone(ticks, "ticks", share_pct, verdict)
    total, cells = _ticks()
    sites = pioneers.site_initiatives()
    reported = sites["initiatives_reported"]
    slips = [
        (cells, "ticks has all the cells. How many of them have a tick?"),
        (len(sites), "ticks counts the Pioneers. Add up the initiatives that they reported."),
        (float(reported.mean()), "ticks is a mean, of one Pioneer. Add up all of them."),
        (cells - total, "ticks has the cells without a tick."),
    ]
    expect_number(ticks, total, "ticks", within=COUNT, mistakes=slips)
    _expect_share_of_cells(share_pct, total, cells)
    _expect_verdict(
        _verdict(verdict, "verdict"),
        audit.judge(_printed(CELLS), 100 * total / cells, rounding=SHARE),
        {
            SAME: "Reproduces means the same with nothing rounded. Is share_pct 78 to the last digit?",
            FAILS: "A number may fail to be 78 exactly and still be printed as 78. Round share_pct and look.",
            UNCHECKED: "Both counts are in the tables, so this claim can be checked. You have just done it.",
        },
    )


def _expect_share_of_cells(share_pct: object, total: int, cells: int) -> None:
    share = 100 * total / cells
    sites, listed = len(pioneers.site_initiatives()), len(pioneers.initiatives())
    everyone = len(pioneers.sites())
    slips = [
        (round(share), "share_pct was rounded too soon: keep a decimal, or the verdict cannot be given."),
        (
            100 * total / (everyone * listed),
            "share_pct has Pioneers below the line that the table lacks.",
        ),
        (100 * total / sites, "share_pct was divided by the Pioneers. Divide by the cells, ten a Pioneer."),
        (100 - share, "share_pct is the share of the cells without a tick."),
        (100 * cells / total, "share_pct is upside down: the ticks go above the line, the cells below."),
    ]
    expect_number(share_pct, share, "share_pct", within=ONE_DECIMAL, mistakes=slips)


# Task 2


@cache
def _progress() -> pd.DataFrame:
    rows = pioneers.objectives_progress()
    return rows[rows["objective"] == QUALITY].assign(year=rows["year"].astype(str))


def _by_year(rows: pd.DataFrame, column: str = "pct") -> dict[str, float]:
    sums = rows.assign(year=rows["year"].astype(str)).groupby("year")[column].sum()
    return _floats(sums)


@cache
def _answers_of_a_year() -> int:
    return int(_progress()["progress"].nunique())


@cache
def _sum_verdicts() -> dict[str, str]:
    printed = {year: rows["pct"].tolist() for year, rows in _progress().groupby("year")}
    sums = {str(year): sum(audit.as_printed(cell) for cell in cells) for year, cells in printed.items()}
    return {year: audit.judge("100", total) for year, total in sums.items()}


@task(
    "05.2-adding-up",
    hints=(
        "Look at Table V, quality of care: four answers a year, and everybody gave one of them.",
        (
            "Group the rows by year and add up pct. Then ask how far each of the four printed numbers can"
            " be from its unrounded one, and how far all four together."
        ),
        ("totals = by_year.sum(); half a point a number, times four; then a dict with a verdict a year."),
    ),
    right="Rounding explains a point or two. It cannot explain 2016: one of its four numbers must be wrong.",
)
def adding_up(totals: object, rounding_points: object, verdicts: object) -> None:
    """Check whether the four answers on quality of care add up to everybody.

    Parameters
    ----------
    totals : pandas.Series
        By year (2016, 2017, 2018) the sum of the four shares, per cent.
    rounding_points : float
        How far rounding alone can take such a sum from 100, percentage points.
    verdicts : dict
        By year one of the four verdicts on the claim that the sum is 100.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Table ``objectives_progress`` (Erens et al. 2020, Table V).
    """
    _refuse_lone(totals, "totals", rounding_points, verdicts)
    _expect_sums(_read_totals(totals))
    each = audit.as_printed(0).high
    every = each * _answers_of_a_year()
    slips = [
        (each, "rounding_points is right for one number. The sum has four of them."),
        (2 * every, "rounding_points is too wide: a number rounds by half a point up or down, not by one."),
        (
            2 * each,
            "rounding_points is what separates two printed numbers. How far is one off, and then four?",
        ),
        (
            0.0,
            "rounding_points is 0, as if nothing had been rounded. The shares are printed without decimals.",
        ),
        (
            100 - _by_year(_progress())["2016"],
            "rounding_points is the gap of 2016. What can rounding alone do?",
        ),
    ]
    expect_number(rounding_points, every, "rounding_points", within=COUNT, mistakes=slips)
    _expect_sum_verdicts(_verdicts(verdicts, "verdicts", _labels(YEARS)))


def _read_totals(totals: object) -> dict[str, float]:
    if isinstance(totals, pd.Series | pd.DataFrame) and len(totals) > len(YEARS):
        raise Mistake(
            f"totals has {len(totals)} rows. Pick quality of care first, then add up: one row a year remains."
        )
    return _read(totals, "totals", _labels(YEARS))


def _expect_sums(totals: dict[str, float]) -> None:
    rows, every = _progress(), pioneers.objectives_progress()
    expected = _by_year(rows)
    knew, positive = rows["progress"] != "Do not know", rows["progress"].isin(["Substantial", "Some"])
    slips: list[tuple[Mapping[str, float], str]] = [
        (_by_year(every), "totals adds up all objectives. Pick quality of care first."),
        (_by_year(rows[knew]), "totals leaves out those who do not know. Not knowing is an answer too."),
        (
            _by_year(rows[positive]),
            "totals has progress only, substantial and some. Add up all four answers.",
        ),
        (_by_year(rows, "base_n"), "totals adds up base_n, which are people. Add up pct."),
        (
            {year: value / _answers_of_a_year() for year, value in expected.items()},
            "totals has means of the four answers. Add them up.",
        ),
        (
            {year: 100 - value for year, value in expected.items()},
            "totals has what is left to 100. Give the sums themselves.",
        ),
        (dict.fromkeys(YEARS, 100.0), "totals has 100 in each year, which is the claim. Add the numbers up."),
        *(
            (_by_year(group), f"totals is about another objective: {name}.")
            for name, group in every.groupby("objective", observed=True)
            if name != QUALITY
        ),
    ]
    _expect_table(totals, expected, "totals", COUNT, slips)


def _expect_sum_verdicts(found: dict[str, str]) -> None:
    expected = _sum_verdicts()
    if found == expected:
        return
    given = set(found.values())
    if given == {FAILS}:
        raise Mistake("All three fail, you say. Is a sum of 101 further from 100 than rounding_points?")
    if given == {ROUNDING}:
        raise Mistake("All three within rounding, you say. Set each gap beside rounding_points once more.")
    if all(found[year] == expected[YEARS[0]] for year in YEARS[1:]) and found[YEARS[0]] == expected[YEARS[1]]:
        raise Mistake("The verdicts are the wrong way round: which year is furthest from 100?")
    for year in YEARS:
        whys = {
            SAME: f"Nothing rounded would mean exactly 100 in {year}. Is it?",
            ROUNDING: f"Set the gap of {year} beside rounding_points: which is larger?",
            FAILS: f"{year} is off by a point. How many points can rounding alone explain?",
            UNCHECKED: f"The four answers of {year} are printed and can be added up, so it can be checked.",
        }
        _expect_verdict(found[year], expected[year], whys)


# Task 3


@cache
def _groups() -> pd.DataFrame:
    rows = pioneers.objectives_importance()
    chosen = (rows["objective"] == ADMISSIONS) & (rows["year"] == ADMISSIONS_YEAR)
    return pd.DataFrame(rows[chosen & (rows["organisation"] != "All")].set_index("organisation"))


@cache
def _printed_share() -> str:
    rows = pioneers.objectives_importance()
    chosen = (rows["objective"] == ADMISSIONS) & (rows["year"] == ADMISSIONS_YEAR)
    return str(rows.loc[chosen & (rows["organisation"] == "All"), "important_pct"].item())


@cache
def _people() -> dict[str, float]:
    rows = _groups()
    return _floats((rows["important_pct"] * rows["base_n"] / 100).round())


@task(
    "05.2-mend-the-audit",
    hints=(
        "Look at the sizes of the groups in base_n, and at the two lines that work with the shares.",
        (
            "Turn each share into whole people first, add the people up, and divide by all who were "
            "asked. Two numbers of which one is rounded are never compared with ==."
        ),
        (
            'people = (groups["important_pct"] * groups["base_n"] / 100).round(); share_pct = 100 * '
            'people.sum() / groups["base_n"].sum(); then ask whether abs(share_pct - published) <= 0.5'
        ),
    ),
    right="The claim was sound, and the audit was not. Groups of different size must be joined as people.",
)
def mend_the_audit(people: object, share_pct: object, verdict: object) -> None:
    """Check the mended audit of one cell of Table IV.

    Parameters
    ----------
    people : pandas.Series
        By organisation how many people called unplanned admissions most important in 2018; whole people.
    share_pct : float
        Their share of all who were asked, per cent, with one decimal or more.
    verdict : str
        One of the four verdicts on the published share.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Table ``objectives_importance`` (Erens et al. 2020, Table IV).
    """
    _refuse_lone(people, "people", share_pct, verdict)
    _expect_people(_read(people, "people", ORGANISATIONS))
    _expect_share_of_people(share_pct)
    share = 100 * sum(_people().values()) / float(_groups()["base_n"].sum())
    _expect_verdict(
        _verdict(verdict, "verdict"),
        audit.judge(_printed_share(), share, rounding=SHARE),
        {
            SAME: "share_pct has decimals, and the printed number has none. Which verdict allows for that?",
            FAILS: "Is this still the verdict of ==? Ask whether the gap is at most half a point.",
            UNCHECKED: "The groups are printed with their sizes, so the people can be worked out.",
        },
    )


def _column(name: str) -> dict[str, float]:
    return _floats(_groups()[name])


def _expect_people(people: dict[str, float]) -> None:
    shares, bases = _column("important_pct"), _column("base_n")
    exact = {group: shares[group] * bases[group] / 100 for group in shares}
    before = pioneers.objectives_importance().query("objective == @ADMISSIONS and year == 2017")
    earlier = before.set_index("organisation").loc[list(shares)]
    older = (earlier["important_pct"] * earlier["base_n"] / 100).round()
    slips: list[tuple[Mapping[str, float], str]] = [
        (shares, "people has the shares as printed. How many people is each, out of its base_n?"),
        (bases, "people has all who were asked. How many of them called it important?"),
        (exact, "people has parts of persons. Somebody answered or did not: round to whole people."),
        ({group: math.floor(value) for group, value in exact.items()}, "people was cut off, not rounded."),
        ({group: 100 * value for group, value in exact.items()}, "people is a hundred times too many."),
        ({group: n / 100 for group, n in _people().items()}, "people is a hundred times too few."),
        (_floats(older), "people is of 2017. Take 2018."),
        (
            {group: round(bases[group] - exact[group]) for group in exact},
            "people has those who did not call it important.",
        ),
    ]
    _expect_table(people, _people(), "people", COUNT, slips)


def _expect_share_of_people(share_pct: object) -> None:
    rows, people = _groups(), sum(_people().values())
    asked = float(sum(_column("base_n").values()))
    exact = float((rows["important_pct"] * rows["base_n"]).sum() / asked)
    everybody = pioneers.ki_surveys().set_index("year")
    slips = [
        (
            float(rows["important_pct"].mean()),
            "share_pct is still a mean of shares, as if groups were equal.",
        ),
        (round(100 * people / asked), "share_pct was rounded too soon: keep a decimal for the verdict."),
        (exact, "share_pct comes from parts of persons. Add up the whole people."),
        (people, "share_pct is a number of people. Divide it by all who were asked."),
        (
            float(np.median(list(_column("important_pct").values()))),
            "share_pct is a median of shares. Groups differ in size.",
        ),
        (float(rows["important_pct"].sum()), "share_pct adds up shares of different groups. Add up people."),
        (
            100 * people / _floats(everybody["participants_n"])["2017"],
            "share_pct has those of 2017 below the line.",
        ),
        (
            100 * people / _floats(everybody["mailing_list_n"])[str(ADMISSIONS_YEAR)],
            "share_pct has all who were invited below the line. Take those who answered.",
        ),
    ]
    expect_number(share_pct, 100 * people / asked, "share_pct", within=ONE_DECIMAL, mistakes=slips)


# Task 4


@cache
def _seven() -> pd.DataFrame:
    rows = pioneers.published_claims().set_index("claim").loc[list(SEVEN)]
    numbers = pd.DataFrame({name: pd.to_numeric(rows[name]) for name in ("published", "recomputed")})
    numbers["rounding"] = rows["rounding"].fillna(0.0)
    return numbers.assign(verdict=rows["verdict"].astype(str))


@task(
    "05.2-seven-verdicts",
    hints=(
        "Look at the columns published, recomputed and rounding, one claim at a time.",
        (
            "The gap is the distance of the two numbers, without a sign. A gap of 0 reproduces; one that "
            "is at most the claim's own rounding is within rounding; a larger one is not. What has no "
            "number cannot be checked."
        ),
        ('gaps = difference.abs(); print(gaps, seven["rounding"]) and fill the dict line by line.'),
    ),
    right="One rule, seven claims, and a count allows no rounding. Which of those that fail matter?",
)
def seven_verdicts(gaps: object, verdicts: object) -> None:
    """Check the verdicts on seven claims.

    Parameters
    ----------
    gaps : pandas.Series
        By claim the distance of the published from the recomputed number, in the claim's unit; blank where
        nothing can be recomputed.
    verdicts : dict
        By claim one of the four verdicts.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Table ``published_claims``: ``published``, ``recomputed`` and ``rounding``.
    """
    _refuse_lone(gaps, "gaps", verdicts)
    _expect_gaps(gaps)
    found, expected = _verdicts(verdicts, "verdicts", _labels(SEVEN)), _seven_expected()
    _refuse_one_rule(found, expected)
    for claim in SEVEN:
        if found[claim] != expected[claim]:
            raise Mistake(f"Claim {claim} is not {found[claim]!r}. {_why(claim, found[claim])}")


def _seven_expected() -> dict[str, str]:
    rows = _seven()
    return dict(zip(SEVEN, rows["verdict"].tolist(), strict=True))


def _is_missing(cell: object) -> bool:
    return (
        cell is None
        or cell is ...
        or cell is pd.NA
        or cell == ""
        or (isinstance(cell, float) and math.isnan(cell))
    )


def _expect_gaps(gaps: object) -> None:
    found, others = _table(gaps, "gaps", _labels(SEVEN))
    rows = _seven()
    measured = rows.index[rows["recomputed"].notna()].tolist()
    _complete(found, others, "gaps", measured)
    signed = (rows["published"] - rows["recomputed"])[measured]
    read = {claim: number(found[claim], f"gaps[{claim!r}]") for claim in measured}
    slips = [
        (signed.to_dict(), "gaps has signs: a distance has none. Use abs()."),
        ((-signed).to_dict(), "gaps has signs, recomputed minus published. A distance has none: use abs()."),
        (
            signed.abs().round().to_dict(),
            "gaps was rounded to whole numbers. Round nothing before the verdict.",
        ),
        (
            rows["recomputed"].to_dict(),
            "gaps has the recomputed numbers. How far off are they?",
        ),
        (rows["rounding"].to_dict(), "gaps has what rounding allows. How far apart are the two numbers?"),
        (
            (100 * signed.abs() / rows["published"]).dropna().to_dict(),
            "gaps is in per cent. Subtract only.",
        ),
        ((signed.abs() - rows["rounding"]).dropna().to_dict(), "gaps has the rounding taken off already."),
    ]
    usable = [({c: wrong[c] for c in measured}, message) for wrong, message in slips]
    _expect_table(read, _floats(signed.abs()), "gaps", TWO_DECIMALS, usable)
    rest = [found.get(claim) for claim in SEVEN if claim not in measured]
    if any(_is_zero(cell) for cell in rest):
        raise Mistake("gaps has 0 where nothing was recomputed. 0 would be a perfect fit: leave it blank.")
    if not all(map(_is_missing, rest)):
        raise Mistake("gaps has a number where nothing was recomputed. A blank is no 0: leave it blank.")


def _refuse_one_rule(found: Mapping[str, str], expected: Mapping[str, str]) -> None:
    rows = _seven()
    gap = (rows["published"] - rows["recomputed"]).abs()
    same = {claim: SAME if gap[claim] <= audit.NOISE else FAILS for claim in SEVEN}
    half = {claim: ROUNDING if same[claim] != FAILS or gap[claim] <= SHARE else FAILS for claim in SEVEN}
    turned = {SAME: SAME, UNCHECKED: UNCHECKED, ROUNDING: FAILS, FAILS: ROUNDING}
    rules: list[tuple[Mapping[str, str], str]] = [
        (
            same,
            "That is what == would say: only what is the same to the last digit passes, and a blank fails.",
        ),
        (
            {**same, SEVEN[-1]: UNCHECKED},
            "Nothing is within rounding, you say. Set each gap beside its rounding.",
        ),
        (
            {claim: half[claim] if gap[claim] > audit.NOISE else expected[claim] for claim in SEVEN},
            "You allowed half a unit everywhere. A count is not rounded: take each claim's own rounding.",
        ),
        (
            {claim: turned[word] for claim, word in expected.items()},
            "At most, or more? The comparison is turned.",
        ),
    ]
    for wrong, message in rules:
        if dict(found) == dict(wrong):
            raise Mistake(message)
    if len(set(found.values())) == 1:
        raise Mistake("All seven have one verdict, you say. The gaps differ, so look at them one by one.")


def _why(claim: str, word: str) -> str:
    blank_there = bool(_seven()["recomputed"].isna()[claim])
    if blank_there:
        return "There is no recomputed number, so nothing fits and nothing fails."
    return {
        SAME: "Its gap is not 0.",
        ROUNDING: "Is its gap 0, or larger than its own rounding?",
        FAILS: "Compare its gap with its own rounding, without rounding the gap.",
        UNCHECKED: "A recomputed number stands there.",
    }[word]


# Task 5


@cache
def _tally(column: str) -> dict[str, float]:
    rows = claims.tally("source").set_index("source")
    return {verdict: _floats(rows[verdict])[column] for verdict in audit.VERDICTS}


@cache
def _all_sources() -> dict[str, float]:
    rows = claims.tally("source")
    return {verdict: float(rows[verdict].sum()) for verdict in audit.VERDICTS}


@task(
    "05.2-one-source",
    hints=(
        'Look at the columns source and verdict of claims. The survey paper is "002".',
        (
            "Pick its rows, count how often each verdict stands there, and divide by the number of those "
            "rows, times 100."
        ),
        (
            'paper = claims[claims["source"] == "002"]; paper["verdict"].value_counts(); then 100 * '
            "counts / counts.sum()"
        ),
    ),
    right="Most claims of the paper stand. A paper with tables can be checked, and so it can be caught.",
)
def one_source(counts: object, shares_pct: object) -> None:
    """Check the verdicts of one source, counted and as shares.

    Parameters
    ----------
    counts : pandas.Series
        By verdict the number of claims of the survey paper.
    shares_pct : pandas.Series
        By verdict their share of all claims of that paper, per cent.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Table ``published_claims``, source 002.
    """
    _refuse_lone(counts, "counts", shares_pct)
    expected = _tally(claims.SOURCES[SOURCE])
    total = sum(expected.values())
    others: list[tuple[Mapping[str, float], str]] = [
        (_tally(short), f"counts is of another source: {short}.")
        for key, short in claims.SOURCES.items()
        if key != SOURCE
    ]
    slips: Tables = [
        (_all_sources(), "counts has the claims of all sources. Pick the survey paper first."),
        (
            {verdict: 100 * n / total for verdict, n in expected.items()},
            "counts has shares. Give claims here.",
        ),
        (
            {verdict: n / total for verdict, n in expected.items()},
            "counts has proportions. Give claims here.",
        ),
        *others,
    ]
    _expect_table(_in_order(counts, "counts", expected), expected, "counts", COUNT, slips)
    _expect_shares(_in_order(shares_pct, "shares_pct", expected), expected)


def _in_order(value: object, name: str, counts: Mapping[str, float]) -> dict[str, float]:
    """Read a table by verdict; a list without labels may also run from the most to the fewest claims."""
    found = _read(value, name, _labels(audit.VERDICTS))
    by_size = sorted(counts, key=lambda verdict: -counts[verdict])
    falling = list(found.values()) == sorted(found.values(), reverse=True)
    if isinstance(value, list | tuple | np.ndarray) and falling and not _in_pairs(value, _labels(counts)):
        return dict(zip(by_size, found.values(), strict=True))
    return found


def _expect_shares(found: dict[str, float], counts: dict[str, float]) -> None:
    total, every = sum(counts.values()), _all_sources()
    checked = total - counts[UNCHECKED]

    def out_of(base: float, factor: float = 100) -> dict[str, float]:
        return {verdict: factor * n / base for verdict, n in counts.items()}

    slips: Tables = [
        (counts, "shares_pct repeats the counts. Divide by the claims of the paper, times 100."),
        (out_of(sum(every.values())), "shares_pct has the claims of all sources below the line."),
        (
            out_of(checked),
            "shares_pct lacks the unchecked claims below the line. Take all of them.",
        ),
        (
            {verdict: 100 * n / every[verdict] for verdict, n in counts.items()},
            "shares_pct says how much of a verdict is this paper's. Turn that round.",
        ),
        (
            {verdict: 100 * n / sum(every.values()) for verdict, n in every.items()},
            "shares_pct is of all sources together. Take the counts of the survey paper.",
        ),
        (
            dict.fromkeys(counts, 100 / len(counts)),
            "shares_pct is the same for each verdict. Divide each count.",
        ),
    ]
    if _alike(found, out_of(total, factor=1), TWO_DECIMALS):
        raise Mistake("shares_pct has proportions, which add up to 1. Times 100 they are per cent.")
    _expect_table(found, out_of(total), "shares_pct", SHARE, slips)


# Task 6


@cache
def _lists(theme: str = THEME) -> dict[str, float]:
    rows = weighing.labels(theme).set_index("label")["lists"]
    return _floats(rows)


@cache
def _items(theme: str = THEME) -> dict[str, float]:
    rows = weighing.labels(theme).set_index("label")[list(weighing.PROGRAMMES)].sum(axis=1)
    return _floats(rows)


@task(
    "05.1-shared-labels",
    hints=(
        "Look at the columns theme, code and programme of labels. One programme may have a label twice.",
        (
            "Pick the theme, group them by code, and count different programmes of each. Then keep the "
            "codes with three."
        ),
        (
            'hospital = labels[labels["theme"] == "Impact on hospital activity"]; '
            'hospital.groupby("code", observed=True)["programme"].nunique(); shared = '
            "set(programmes.index[programmes == 3])"
        ),
    ),
    right="All three report on these. That they report on the same things ranks none of them.",
)
def shared_labels(programmes: object, shared: object) -> None:
    """Check which labels on hospital activity stand in the lists of all three programmes.

    Parameters
    ----------
    programmes : pandas.Series
        By label of the theme the number of programmes (1 to 3) whose list has it.
    shared : set of str
        The labels that stand in all three lists.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Table ``pilot_item_codes``: labels of this package for Lewis et al. 2021, Table 2.
    """
    _refuse_lone(programmes, "programmes", shared)
    expected = _lists()
    found, others = _table(programmes, "programmes", _labels(expected))
    elsewhere = {label for theme in weighing.THEMES if theme != THEME for label in _lists(theme)}
    if any(_matched(key, _labels(elsewhere)) for key, cell in others.items() if not _is_zero(cell)):
        raise Mistake("programmes has labels of other themes. Pick the rows on hospital activity first.")
    _complete(found, others, "programmes", expected)
    read = {label: number(found[label], f"programmes[{label!r}]") for label in expected}
    slips: Tables = [
        (_items(), "programmes counts items. A programme that has a label twice is still one: use nunique."),
        (
            dict.fromkeys(expected, 3.0),
            "programmes has 3 everywhere. Count label by label.",
        ),
        (dict.fromkeys(expected, 1.0), "programmes has 1 everywhere. Count the programmes, not the labels."),
        ({label: n / 3 for label, n in expected.items()}, "programmes has proportions. Give 1, 2 or 3."),
    ]
    _expect_table(read, expected, "programmes", COUNT, slips)
    _expect_shared(_names(shared), expected)


def _names(shared: object) -> frozenset[str]:
    """Read names, also from a Series that has them as its index, with numbers or True and False beside."""
    refuse_blank(shared, "shared", "a set of labels")
    if isinstance(shared, pd.Series) and not shared.map(lambda cell: isinstance(cell, str)).all():
        kept = shared[shared.astype(bool)] if shared.isin([True, False]).all() else shared
        shared = kept.index.tolist()
    if isinstance(shared, str):
        shared = [part for part in re.split(r"[,;]|\band\b", shared) if part.strip()]
    if isinstance(shared, Mapping):
        shared = [key for key, cell in shared.items() if cell is not False]
    if isinstance(shared, int | float | np.number) and not isinstance(shared, bool):
        raise Mistake("shared is a number. Which labels are they?")
    return names(shared, "shared")


def _expect_shared(found: frozenset[str], lists: Mapping[str, float]) -> None:
    def standing(*numbers: float) -> frozenset[str]:
        return frozenset(label.casefold() for label, n in lists.items() if n in numbers)

    three = standing(3)
    if found == three:
        return
    several = frozenset(label.casefold() for label, n in _items().items() if n == len(weighing.PROGRAMMES))
    barriers = frozenset(label.casefold() for label in weighing.in_lists("Barriers", 3))
    slips = [
        (standing(1, 2, 3), "shared has every label of the theme. Which stand in all three lists?"),
        (standing(2, 3), "shared has what two lists share as well. All three are asked for."),
        (standing(2), "shared has what two lists share. All three are asked for."),
        (standing(1), "shared has what stands in one list only: the other end."),
        (several, "shared has labels with three items. Look for three programmes."),
        (barriers, "shared is about the barriers. Take the impact on hospital activity."),
        (frozenset(map(str.casefold, weighing.PROGRAMMES)), "shared has the programmes. Give the labels."),
        (frozenset(), "shared is empty. Two conditions that no row meets at once give that."),
    ]
    for wrong, message in slips:
        if found == wrong:
            raise Mistake(message)
    strange = sorted(found - standing(1, 2, 3))
    if strange:
        raise Mistake(f"shared has {_cut(strange[0])!r}, which is no label of this theme.")
    if found < three:
        raise Mistake("shared is right as far as it goes, but a label is missing.")
    raise Mistake("shared has a label that is missing from one of the three lists.")


# Task 7


@cache
def _study(design: str = STUDY[1], areas: int = STUDY[2]) -> next_study.NextStudy:
    return next_study.next_study(STUDY[0], design, areas, STUDY[3], STUDY[4])


def _chances(study: next_study.NextStudy) -> dict[str, float]:
    return dict(zip(WORLDS, (study.if_effect, study.if_none), strict=True))


RATIO, SMALL_RATIO = 0.4, 0.0125
"""What the ratios may be off by, because two chances are read off a chart with two decimals."""


@task(
    "05.3-two-chances",
    hints=(
        "Look at the row With comparison areas of the chart. The shape says which world a mark is for.",
        (
            "For the answer found, divide the chance with an effect by the chance with none. For not "
            "found, first take both chances from 1."
        ),
        (
            'ratio_found = found["effect"] / found["no effect"]; ratio_not_found = (1 - found["effect"]) '
            '/ (1 - found["no effect"])'
        ),
    ),
    right="Both answers would move you: one is several times likelier with an effect, the other with none.",
)
def two_chances(found: object, ratio_found: object, ratio_not_found: object) -> None:
    """Check two likelihood ratios, from two chances that are read off a chart.

    Parameters
    ----------
    found : dict
        The chances (0 to 1, two decimals) that a study with comparison areas announces an effect, by
        ``"effect"`` and ``"no effect"``.
    ratio_found, ratio_not_found : float
        How many times likelier each answer is with an effect than with none.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    ``next_study.next_study``: emergency admissions, 50 areas, the published difference, an assumed drift of
    0.4. Both chances rest on assumptions; nothing here is observed.
    """
    _refuse_lone(found, "found", ratio_found, ratio_not_found)
    own = _expect_chances(_read(found, "found", WORLD_NAMES))
    study, (effect, none) = _study(), _chances(_study()).values()
    other = _study(next_study.LOT).announced, _study(next_study.BEFORE_AFTER).announced
    slips = [
        (1 / study.announced, "ratio_found is upside down: the chance with an effect goes above the line."),
        (effect - none, "ratio_found is a difference. Divide the two chances."),
        (effect * none, "ratio_found is a product. Divide the two chances."),
        (study.silent, "ratio_found is the ratio for the answer not found."),
        (1 / study.silent, "ratio_found is about the answer not found, and upside down."),
        (
            effect / (effect + none),
            "ratio_found divides by both chances together. Take the second.",
        ),
        (other[0], "ratio_found is of the start by lot. Take the comparison areas."),
        (other[1], "ratio_found is of before and after. Take the comparison areas."),
    ]
    _expect_ratio(ratio_found, (study.announced, own[0]), "ratio_found", RATIO, slips)
    silent = [
        (1 / study.silent, "ratio_not_found is upside down: the chance with an effect goes above the line."),
        (
            1 / study.announced,
            "ratio_not_found is one divided by ratio_found. Take each chance from 1 first.",
        ),
        (1 - study.announced, "ratio_not_found is 1 minus a ratio. Take each chance from 1, then divide."),
        (study.announced, "ratio_not_found repeats ratio_found. Take each chance from 1 first."),
        (0.0, "ratio_not_found is 0, as if such a study always found something."),
        (1 - effect, "ratio_not_found is one chance only. What is the chance of it with no effect?"),
        (1 - none, "ratio_not_found is the chance with no effect only. Divide the other one by it."),
        (effect - none, "ratio_not_found is a difference. Divide the two chances."),
        ((1 - effect) / none, "ratio_not_found mixes not found above the line with found below it."),
        (_study(next_study.LOT).silent, "ratio_not_found is of the start by lot. Take the comparison areas."),
    ]
    _expect_ratio(ratio_not_found, (study.silent, own[1]), "ratio_not_found", SMALL_RATIO, silent)


def _expect_ratio(
    value: object, right: tuple[float, float], name: str, within: float, slips: list[tuple[float, str]]
) -> None:
    """Accept a ratio of the chances, exact or as they were read; name only mistakes that lead elsewhere."""
    read = number(value, name)
    if isinstance(value, str) and value.rstrip().endswith("%"):
        read /= 100
    if near(read, right[0], within) or near(read, right[1], TWO_DECIMALS):
        return
    nearest = min(slips, key=lambda slip: abs(slip[0] - read))
    if near(read, nearest[0], 0.05 * abs(nearest[0]) + TWO_DECIMALS):
        raise Mistake(nearest[1])
    expect_number(read, right[0], name, within=within)


def _expect_chances(found: dict[str, float]) -> tuple[float, float]:
    """Accept the two chances, and return the ratios that they give as they were read."""
    if min(found.values()) > 1:
        found = {world: chance / 100 for world, chance in found.items()}
    expected = _chances(_study())
    effect, none = expected.values()

    def chances(*pair: float) -> dict[str, float]:
        return dict(zip(WORLDS, pair, strict=True))

    slips: Tables = [
        (chances(none, effect), "found has its two chances the wrong way round."),
        (
            chances(1 - effect, 1 - none),
            "found has the chances of the answer not found. Read them as they are.",
        ),
        (_chances(_study(next_study.LOT)), "found is of the start by lot: another row of the chart."),
        (
            _chances(_study(next_study.BEFORE_AFTER)),
            "found is of before and after: another row of the chart.",
        ),
        (
            chances(effect, 1 - effect),
            "found has a chance and what is left of it. Read both marks of the row.",
        ),
        (chances(effect, effect), "found has one chance twice. The row has two marks."),
    ]
    _expect_table(found, expected, "found", ONE_DECIMAL / 4, slips)
    effect, none = found.values()
    return effect / none, (1 - effect) / (1 - none)
