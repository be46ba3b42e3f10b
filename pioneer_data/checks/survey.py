"""Checks of exercise 02: reply rates, people behind percentages, one interval, two denominators.

What is expected is worked out from the published tables each time; no answer stands in this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate
from pioneer_data import survey as derived
from pioneer_data.checks._result import task
from pioneer_data.checks._values import (
    Mistake,
    blank,
    expect_number,
    labelled,
    near,
    number,
    numbers,
    refuse_blank,
    words,
)
from pioneer_data.rounding import half_up, written

Rows = dict[str, float]
Known = list[tuple[Rows, str]]

SURVEYS = ("2016", "2017", "2018")
ENDS = ("2016", "2018")
ANSWERS = ("Substantial", "Some", "None", "Do not know")
OTHER_NAMES = {
    "None": ("no progress", "no"),
    "Do not know": ("don't know", "dont know", "dnk"),
    "Substantial": ("substantial progress",),
    "Some": ("some progress",),
    "CCG": ("ccgs",),
    "Local authority": ("local authorities", "la"),
    "NHS provider": ("nhs providers", "nhs"),
    "Other": ("others",),
}
"""Labels that mean the same as the one in the table."""

IN_ORDER = (list, tuple, np.ndarray, pd.Index, pd.api.extensions.ExtensionArray)
"""What holds cells in an order, without labels."""

PAIR = 2
"""A label and its number."""

TENTH = 0.05
"""Half a unit of the one decimal that the tasks ask for."""

READ = 3.0
"""Points by which a value read off a chart may miss."""


def _covers(labels: Iterable[object], wanted: Iterable[str]) -> bool:
    texts = [_text(label) for label in labels]
    return all(any(_fits(text, label) for text in texts) for label in wanted)


def _text(label: object) -> str:
    return ", ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _fits(given: str, label: str) -> bool:
    """Return whether a given label means a wanted one; a year may stand inside it."""
    if label.isdigit():
        return re.search(rf"(?<!\d){label}(?!\d)", given) is not None
    known = {label.casefold(), *OTHER_NAMES.get(label, ())}
    return any(part.strip().casefold() in known for part in given.split(","))


def _from_frame(frame: pd.DataFrame, wanted: tuple[str, ...]) -> Any:  # noqa: ANN401 - rows in any shape
    """Take the one row of a wide frame, or the one column beside the labels of a long one."""
    if len(frame) == 1 and _covers(frame.columns, wanted):
        return frame.iloc[0][[name for name in frame.columns if any(_fits(_text(name), w) for w in wanted)]]
    if frame.shape == (1, len(wanted)) and not any(_covers(frame.columns, [label]) for label in wanted):
        return frame.iloc[0]
    keys = [place for place, name in enumerate(frame.columns) if _covers(frame[name], wanted)]
    if keys:
        frame = frame.set_index(frame.columns[keys[0]])
    if frame.shape[1] > 1:
        frame = frame.select_dtypes("number")
    return frame.iloc[:, 0] if frame.shape[1] == 1 else frame


def _with_labels(value: Any, wanted: tuple[str, ...], name: str) -> Any:  # noqa: ANN401 - see _from_frame
    """Turn frames, records, pairs and rows in the order asked for into something with labels."""
    if isinstance(value, str):
        raise Mistake(f"{name} is one text, and a number for each of {', '.join(wanted)} is asked for.")
    if isinstance(value, Mapping) and any(
        isinstance(cell, Mapping | list | tuple) for cell in value.values()
    ):
        value = pd.DataFrame(dict(value))
    if isinstance(value, pd.DataFrame):
        value = _from_frame(value, wanted)
    if isinstance(value, pd.Series) and not any(_covers(value.index, [label]) for label in wanted):
        value = value.tolist()
    return _from_cells(value, wanted, name) if isinstance(value, IN_ORDER) else value


def _from_cells(value: Any, wanted: tuple[str, ...], name: str) -> Any:  # noqa: ANN401 - see _from_frame
    cells = list(np.ravel(value) if isinstance(value, np.ndarray) else value)
    if cells and all(isinstance(cell, Mapping) for cell in cells):
        return _from_frame(pd.DataFrame(cells), wanted)
    if cells and all(isinstance(cell, list | tuple) and len(cell) == PAIR for cell in cells):
        return dict(cells)
    if len(cells) == 1 and isinstance(cells[0], IN_ORDER):
        return _from_cells(cells[0], wanted, name)
    if len(cells) != len(wanted):
        many = f"{name} has {len(cells)} values, and one for each of {', '.join(wanted)} is asked for."
        raise Mistake(many)
    return dict(zip(wanted, cells, strict=True))


def _rows(value: object, name: str, wanted: tuple[str, ...], spare: tuple[str, ...] = ()) -> Rows:
    """Read one number for each wanted label, whatever table they come in."""
    refuse_blank(value, name, f"a number for each of {', '.join(wanted)}")
    found = labelled(_with_labels(value, wanted, name), name)
    result: Rows = {}
    for label in wanted:
        hits = [cell for given, cell in found.items() if _fits(given, label)]
        if len(hits) != 1:
            many = f"{len(hits)} rows" if hits else "no row"
            raise Mistake(f"{name} has {many} for {label}. Give one row for each label.")
        result[label] = hits[0]
    others = [given for given in found if not any(_fits(given, label) for label in (*wanted, *spare))]
    if others:
        raise Mistake(f"{name} has a row {others[0]!r} that was not asked for. Leave it out.")
    return result


def _refuse_alone(value: object, name: str, results: Iterable[object]) -> None:
    """Ask for the table that a result comes from."""
    if blank(value) and not all(blank(result) for result in results):
        raise Mistake(f"{name} is missing. A result alone does not show how it came about: give {name} too.")


def _agree(found: Rows, other: Mapping[str, float], within: float = TENTH) -> bool:
    return all(near(found[label], other[label], within) for label in found)


def _right_cell(found: float, expected: float, *, whole: bool) -> bool:
    """Accept a tenth; and, for a percentage in a table, the whole number that it rounds to."""
    rounded = whole and found.is_integer() and abs(found - expected) <= 0.5  # noqa: PLR2004 - half a unit
    return rounded or near(found, expected, TENTH)


def _expect_percentages(found: Rows, expected: Rows, name: str, known: Known) -> None:
    """Accept a table of percentages, to a tenth or rounded to whole ones."""
    if all(_right_cell(found[label], expected[label], whole=True) for label in expected):
        return
    for wrong, message in known:
        if _agree(found, wrong):
            raise Mistake(message)
    _refuse_proportions(found, expected, name)
    for label in expected:
        if not _right_cell(found[label], expected[label], whole=True):
            expect_number(found[label], expected[label], f"{name} for {label}", within=TENTH)


def _refuse_proportions(found: Rows, expected: Rows, name: str) -> None:
    shares = {label: cell / 100 for label, cell in expected.items()}
    if _agree(found, shares, TENTH / 10):
        raise Mistake(f"{name} holds proportions, from 0 to 1. Per cent are asked for: times 100.")
    in_order = [sorted(cells.values()) for cells in (found, expected)]
    if all(near(one, other, TENTH) for one, other in zip(*in_order, strict=True)):
        raise Mistake(f"{name} has the right numbers beside the wrong labels. Which belongs to which?")


def _expect_people(found: Rows, expected: Rows, name: str, known: Known) -> None:
    """Accept a table of whole counts."""
    if _agree(found, expected, 0.0):
        return
    for wrong, message in known:
        if _agree(found, wrong):
            raise Mistake(message)
    for label, cell in found.items():
        if not cell.is_integer():
            raise Mistake(f"{name} for {label} is {cell:g}: people are whole. Which count gives that share?")
    _refuse_proportions(found, expected, name)
    for label in expected:
        expect_number(found[label], expected[label], f"{name} for {label}", within=0.0)


def _expect_tenth(
    value: object, expected: float, name: str, mistakes: Iterable[tuple[float, str]] = ()
) -> None:
    """Accept a number to one decimal, and say so if it was rounded further."""
    found = number(value, name)
    known = list(mistakes)
    listed = any(near(found, wrong, TENTH) for wrong, _ in known)
    if not listed and not near(found, expected, TENTH) and _right_cell(found, expected, whole=True):
        raise Mistake(f"{name} was rounded to a whole number. Keep at least one decimal.")
    expect_number(found, expected, name, within=TENTH, mistakes=known)


@cache
def _invited_and_replied() -> tuple[Rows, Rows]:
    surveys = pioneers.ki_surveys()
    years = surveys["year"].astype(str)
    columns = surveys["mailing_list_n"], surveys["participants_n"]
    invited, replied = (dict(zip(years, map(float, column), strict=True)) for column in columns)
    return invited, replied


def _known_rates() -> Known:
    invited, replied = _invited_and_replied()
    asked, answers = sum(invited.values()), sum(replied.values())
    return [
        (replied, "rates holds people. Divide them by the people invited in the same year."),
        (
            {year: 100 - 100 * replied[year] / invited[year] for year in SURVEYS},
            "rates holds the share who did not reply. Which column counts those who took part?",
        ),
        (
            {year: 100 * invited[year] / replied[year] for year in SURVEYS},
            "rates is upside down: invited by replied. A share cannot be above 100%.",
        ),
        (
            {year: 100 * replied[year] / answers for year in SURVEYS},
            "rates has the answers of all three surveys as its base. Each year has its own mailing list.",
        ),
        (
            {year: 100 * replied[year] / asked for year in SURVEYS},
            "rates has the invitations of all three years as its base. Each year has its own mailing list.",
        ),
    ]


def _known_overall() -> list[tuple[float, str]]:
    invited, replied = _invited_and_replied()
    asked, answers = sum(invited.values()), sum(replied.values())
    rates = [100 * replied[year] / invited[year] for year in SURVEYS]
    printed = [half_up(rate) for rate in rates]
    people = sum(derived.different_people().values())
    mean = "It counts each year alike, though the lists differ in length. Add the people up first."
    return [
        (sum(rates) / 3, f"overall is the plain mean of the three rates. {mean}"),
        (sum(printed) / 3, f"overall is the mean of three rounded rates. {mean}"),
        (sum(rates), "overall adds the three rates up. Add the people up, then divide once."),
        (rates[-1], "overall is the rate of 2018 alone. Take all three surveys together."),
        (rates[0], "overall is the rate of 2016 alone. Take all three surveys together."),
        (rates[1], "overall is the rate of 2017 alone. Take all three surveys together."),
        (100 * people / asked, "overall counts different people above the line and invitations below it."),
        (100 - 100 * answers / asked, "overall is the share of invitations that were not answered."),
        (100 * asked / answers, "overall is upside down: invitations by answers."),
        (answers, "overall is a number of people. Divide it by all who were invited."),
    ]


@task(
    "02.1-reply-rates",
    hints=(
        "Table I has two numbers for each year: people on the mailing list, and people who took part.",
        (
            "For each year divide those who took part by those invited. For all together, add up first, "
            "then divide once."
        ),
        (
            'rates = 100 * surveys["participants_n"] / surveys["mailing_list_n"]; for overall put .sum() '
            "behind each of the two columns."
        ),
    ),
    right="Yes. The mailing lists differ in length, so the overall rate is not the mean of the three rates.",
)
def reply_rates(rates: object, overall: object) -> None:
    """Check the reply rates of the three surveys, and of all of them together.

    Parameters
    ----------
    rates : object
        Replied of invited, in per cent, for 2016, 2017 and 2018.
    overall : object
        The same for the three surveys taken together, in per cent, to one decimal.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table I (``ki_surveys``).

    Examples
    --------
    >>> reply_rates(..., ...)
    NOT YET  02.1-reply-rates: There is no answer yet: give rates a number for each of 2016, 2017, 2018.
    """
    _refuse_alone(rates, "rates", [overall])
    invited, replied = _invited_and_replied()
    expected = {year: 100 * replied[year] / invited[year] for year in SURVEYS}
    _expect_percentages(_rows(rates, "rates", SURVEYS), expected, "rates", _known_rates())
    together = 100 * sum(replied.values()) / sum(invited.values())
    _expect_tenth(overall, together, "overall", _known_overall())


def _expect_counts(value: object, name: str, pct: int, base: int) -> None:
    """Accept a list of all whole counts behind a printed percentage, in any order."""
    if value is None:
        raise Mistake(f"{name} is None. A list is asked for; an empty list [] says that no count will do.")
    refuse_blank(value, name, "a list of counts")
    if isinstance(value, str):
        raise Mistake(f"{name} is a text. Give a list of counts, in square brackets.")
    given = [value] if isinstance(value, Number | np.generic) else value
    found = sorted(set(numbers(given, name)))
    expected = [float(count) for count in estimate.whole_counts(pct, base)]
    if found == expected:
        return
    for count in found:
        _refuse_count(count, name, pct, base)
    if found:
        raise Mistake(f"{name} is not complete: another count also gives {pct}% of {base}.")
    raise Mistake(f"{name} is empty, but some count does give {pct}%. Per cent or proportion? Which base?")


def _refuse_count(count: float, name: str, pct: int, base: int) -> None:
    if not count.is_integer():
        raise Mistake(f"{name} holds {count:g}, and people are whole.")
    if count not in estimate.whole_counts(pct, base):
        share = 100 * count / base
        raise Mistake(f"{name} holds {count:g}, but {count:g} of {base} is {written(share, 1)}%, not {pct}%.")


def _printed_share(item: str, year: int) -> int:
    both = pd.concat([pioneers.barriers(), pioneers.facilitators()])
    return int(both[(both["item"] == item) & (both["year"] == year)]["pct"].iloc[0])


@cache
def _important(objective: str, year: int) -> pd.DataFrame:
    """Return the rows of Table IV for one objective and year, with people."""
    counts = derived.importance_counts()
    rows = counts[(counts["objective"] == objective) & (counts["year"] == year)]
    return rows.assign(organisation=rows["organisation"].astype(str)).set_index("organisation")


@task(
    "02.2-one-none-several",
    hints=(
        "A printed 34% of 85 stands for every count whose share rounds to 34. Try all counts from 0 to 85.",
        "estimate.whole_counts(percentage, base) does that. The percentage comes first, in per cent.",
        "For co_design_2018: estimate.whole_counts(34, 85). The other two need only other numbers.",
    ),
    right="Yes. One count, none, or several: only the first lets you replace the percentage by people.",
)
def one_none_several(co_design_2018: object, it_systems_2018: object, accessible_2017: object) -> None:
    """Check the lists of whole counts behind three printed percentages.

    Parameters
    ----------
    co_design_2018 : object
        Every count of people out of all participants that "Co-design with users" 2018 can stand for.
    it_systems_2018 : object
        The same for "Incompatible IT systems" 2018.
    accessible_2017 : object
        The same for those who put "Accessible services" among their three main aims in 2017.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table IV and Results, text (``facilitators``, ``barriers``,
    ``objectives_importance``).

    Examples
    --------
    >>> one_none_several("many", [], [])
    NOT YET  02.2-one-none-several: co_design_2018 is a text. Give a list of counts, in square brackets.
    """
    base = int(_invited_and_replied()[1]["2018"])
    rows = _important("Accessible services", 2017)
    design, systems = (
        _printed_share(item, 2018) for item in ("Co-design with users", "Incompatible IT systems")
    )
    _expect_counts(co_design_2018, "co_design_2018", design, base)
    _expect_counts(it_systems_2018, "it_systems_2018", systems, base)
    pct, everyone = (int(_column(rows, column)["All"]) for column in ("important_pct", "base_n"))
    _expect_counts(accessible_2017, "accessible_2017", pct, everyone)


@cache
def _progress(objective: str, year: int) -> pd.DataFrame:
    """Return the rows of Table V for one objective and year, by answer, with people."""
    counts = derived.progress_counts()
    rows = counts[(counts["objective"] == objective) & (counts["year"] == year)]
    return rows.assign(progress=rows["progress"].astype(str)).set_index("progress")


def _column(rows: pd.DataFrame, column: str) -> Rows:
    return {str(label): float(cell) for label, cell in rows[column].items()}


def _refuse_row(found: Rows, row: pd.DataFrame, name: str) -> None:
    """Say why four counts are not the ones behind a printed row."""
    base = int(row["base_n"].iloc[0])
    for label, pct in row["pct"].items():
        _refuse_count(found[str(label)], f"{name} for {label}", int(pct), base)
    total = sum(found.values())
    if not near(total, base, 0):
        added = " + ".join(f"{cell:g}" for cell in found.values())
        raise Mistake(f"Each count of {name} is possible by itself, but {added} is {total:g}, not {base}.")


def _objective(value: object, name: str) -> str:
    """Read the name of one objective, short or as published; a label will do."""
    if isinstance(value, pd.api.extensions.ExtensionArray):
        value = list(value)
    if isinstance(value, pd.DataFrame) and "objective" in value:
        value = value["objective"]
    if isinstance(value, pd.Series | dict) and len(value) == 1:
        ((label, cell),) = dict(value).items()
        value = cell if isinstance(cell, str) else label
    if isinstance(value, tuple):  # a label of two levels: objective and year
        value = [part for part in value if isinstance(part, str) and not part.isdigit()]
    given = words(value, name)
    plain, known = re.sub(r"[\s,(]*20\d\d\)?$", "", given), _objective_names()
    if plain not in known:
        raise Mistake(f"{name} is {given!r}, and no objective has that name. Copy it from the table.")
    return known[plain]


@cache
def _objective_names() -> dict[str, str]:
    """Return the short name by each name that an objective has, in small letters."""
    columns = ["objective", "objective_published"]
    rows = pd.concat([pioneers.objectives_progress()[columns], pioneers.objectives_importance()[columns]])
    short = rows["objective"].astype(str).tolist()
    published = dict(zip(rows["objective_published"].str.casefold(), short, strict=True))
    return published | {name.casefold(): name for name in short}


def _known_row() -> Known:
    this, before, after = (_progress("Accessible services", year) for year in (2017, 2016, 2018))
    return [
        (_column(this, "pct"), "people holds the printed percentages. Turn them into counts of people."),
        (_column(before, "people"), "people holds the counts of 2016. The row of 2017 is asked for."),
        (_column(after, "people"), "people holds the counts of 2018. The row of 2017 is asked for."),
    ]


@task(
    "02.2-the-row-decides",
    hints=(
        "Two of the four percentages can each be two counts. But the four counts must add up to the base.",
        (
            "estimate.counts_that_add_up(percentages, base) lists the sets of counts that do. Then try the "
            "other rows of 2017."
        ),
        (
            "people = dict(zip(row.index, estimate.counts_that_add_up(row.to_list(), 104)[0])); the row you "
            "are looking for gives an empty list."
        ),
    ),
    right="Yes. Where one percentage leaves a doubt, the row can settle it, or show that something is wrong.",
)
def the_row_decides(people: object, no_set: object) -> None:
    """Check the counts behind one row of percentages, and which row has none.

    Parameters
    ----------
    people : object
        People by answer (Substantial, Some, None, Do not know) for "Accessible services" in 2017.
    no_set : object
        The objective whose row of 2017 no set of whole counts gives.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table V (``objectives_progress``).

    Examples
    --------
    >>> the_row_decides([9, 63, 16, 13], ...)
    NOT YET  02.2-the-row-decides: people holds the printed percentages. Turn them into counts of people.
    """
    _refuse_alone(people, "people", [no_set])
    row = _progress("Accessible services", 2017)
    found = _rows(people, "people", ANSWERS)
    if not _agree(found, _column(row, "people"), 0.0):
        for wrong, message in _known_row():
            if _agree(found, wrong, 0.0):
                raise Mistake(message)
        _refuse_row(found, row, "people")
    _refuse_other_row(_objective(no_set, "no_set"))


def _refuse_other_row(objective: str) -> None:
    if not _progress(objective, 2017)["adds_up"].iloc[0]:
        return
    if not _progress(objective, 2016)["adds_up"].iloc[0]:
        raise Mistake(f"{objective}: its row of 2016 is the odd one. In 2017 there is a set that fits.")
    raise Mistake(f"no_set is {objective}, but a set of whole counts does fit its row of 2017.")


def _known_shares() -> list[tuple[float, str]]:
    rows = _important("Costs", 2018)
    groups = rows.loc[list(derived.ORGANISATIONS)]
    half = rows["people"].sum(), rows["base_n"].sum()
    exact = 100 * groups["people"] / groups["base_n"]
    some = groups[groups["people"] > 0]
    small = "A group of 12 people counts as much as one of 27. Add up people and bases, then divide."
    return [
        (groups["important_pct"].mean(), f"share is the plain mean of the four percentages. {small}"),
        (exact.mean(), f"share is the plain mean of four exact percentages. {small}"),
        (rows["important_pct"].mean(), "share is the mean of five rows: the row All is still among them."),
        (groups["important_pct"].median(), "share is the median of the four groups. Add up the people."),
        (
            100 * groups["people"].sum() / half[1],
            "share has a base with everyone in it twice: the row All is in the sum of the bases.",
        ),
        (
            100 * groups["people"].sum() / some["base_n"].sum(),
            "share leaves a group out of its base. Nobody in it chose costs, and still they were asked.",
        ),
        (groups["important_pct"].sum(), "share adds percentages of different bases up."),
        (groups["people"].sum(), "share is a number of people. Divide it by the people asked."),
        (100 * groups["people"].sum() / 439, "share has the mailing list as its base."),
    ]


def _known_groups() -> Known:
    rows = _important("Costs", 2018).loc[list(derived.ORGANISATIONS)]
    before = _important("Costs", 2017).loc[list(derived.ORGANISATIONS)]
    progress = _important("Quality of care", 2018).loc[list(derived.ORGANISATIONS)]
    return [
        (_column(rows, "important_pct"), "people holds percentages. Turn each into people of its own base."),
        (_column(rows, "base_n"), "people holds the bases: everyone asked, not those who chose costs."),
        (_column(before, "people"), "people holds the counts of 2017. 2018 is asked for."),
        (_column(progress, "people"), "people holds the counts of quality of care. Costs are asked for."),
    ]


@task(
    "02.2-mend-the-mean",
    hints=(
        "How many rows does the code average, and how many people stand behind each of them?",
        "Leave the row All out. Then work with people: all who chose costs, out of all who were asked.",
        (
            'groups = rows[rows["organisation"] != "All"]; share = 100 * (all people of groups) / '
            "(sum of its base_n)."
        ),
    ),
    right="Yes. Percentages of groups of different size cannot simply be averaged; people can be added.",
)
def mend_the_mean(people: object, share: object) -> None:
    """Check a share of everyone that was put together from four groups.

    Parameters
    ----------
    people : object
        How many put costs among their three main aims in 2018, by organisation (four groups).
    share : object
        Their share of everyone, in per cent, to one decimal.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table IV (``objectives_importance``).

    Examples
    --------
    >>> mend_the_mean([41, 32, 17, 0], ...).message
    'people holds percentages. Turn each into people of its own base.'
    """
    _refuse_alone(people, "people", [share])
    rows = _important("Costs", 2018).loc[list(derived.ORGANISATIONS)]
    found = _rows(people, "people", derived.ORGANISATIONS)
    _expect_people(found, _column(rows, "people"), "people", _known_groups())
    expected = 100 * rows["people"].sum() / rows["base_n"].sum()
    given = number(share, "share")
    if not _right_cell(given, expected, whole=True):
        expect_number(given, expected, "share", within=TENTH, mistakes=_known_shares())


OWN_CARE = "Managing own care"


@cache
def _positive(objective: str, *, opinion: bool = False) -> tuple[Rows, Rows]:
    """Return those who saw progress, and their base, by year."""
    rows = derived.positive_progress(with_opinion_only=opinion)
    rows = rows[rows["objective"] == objective]
    rows = rows.assign(year=rows["year"].astype(str)).set_index("year")
    return _column(rows, "people"), _column(rows, "base_n")


def _cells(objective: str, column: str, answers: tuple[str, ...], years: tuple[str, ...] = ENDS) -> Rows:
    """Add up what some answers hold, by year."""
    rows = {year: _progress(objective, int(year))[column] for year in years}
    return {year: float(sum(row[answer] for answer in answers)) for year, row in rows.items()}


def _known_people() -> Known:
    positive = _positive(OWN_CARE)[0]
    table = [_column(_important(OWN_CARE, year), "people")["All"] for year in (2017, 2018)]
    important = dict(zip(ENDS, table, strict=True))
    both = derived.POSITIVE
    return [
        (_cells(OWN_CARE, "pct", both), "people holds percentages. How many of 90 and of 80 people is that?"),
        (_cells(OWN_CARE, "people", ("Some",)), "people leaves out those who saw substantial progress."),
        (_cells(OWN_CARE, "people", ("Substantial",)), "people leaves out those who saw some progress."),
        (
            _cells(OWN_CARE, "people", (*both, "None")),
            "people holds all with an opinion. Those who saw no progress are no positive answers.",
        ),
        (important, "people comes from the table of what is important, not from the table of progress."),
        (
            {"2016": positive["2017"], "2018": positive["2018"]},
            "people for 2016 is the count of 2017. Look at the year that was picked.",
        ),
    ]


Limits = tuple[float, float]


@cache
def _known_limits() -> tuple[tuple[Limits, str], ...]:
    """Return the intervals that known mistakes lead to, in points."""
    people, base = _positive(OWN_CARE)
    opinion = _positive(OWN_CARE, opinion=True)[1]
    first, last = people["2016"], people["2018"]
    one, two = base["2016"], base["2018"]
    shares = 100 * first / one, 100 * last / two
    printed = _cells(OWN_CARE, "pct", derived.POSITIVE)
    replied = _invited_and_replied()[1]
    some = _cells(OWN_CARE, "people", ("Some",))
    as_counts = "goes in as people out of 100. Give the people, and the real bases."
    calls = (
        ((last, two, first, one), "the years are exchanged: first 2016, then 2018."),
        ((shares[0], 100, shares[1], 100), f"each percentage {as_counts}"),
        ((printed["2016"], 100, printed["2018"], 100), f"each printed percentage {as_counts}"),
        ((first, one, last, one), "both years have the base of 2016."),
        ((first, two, last, two), "both years have the base of 2018."),
        ((first, opinion["2016"], last, opinion["2018"]), "the base leaves out those who do not know."),
        ((first, replied["2016"], last, replied["2018"]), "the base is all participants, not Table V's own."),
        ((people["2017"], base["2017"], last, two), "it compares 2017 with 2018, not 2016 with 2018."),
        ((first, one, people["2017"], base["2017"]), "it compares 2016 with 2017, not with 2018."),
        ((some["2016"], one, some["2018"], two), "substantial progress was left out."),
    )
    intervals = [(estimate.newcombe_interval(*cells), message) for cells, message in calls]
    other = [(estimate.newcombe_interval(first, one, last, two, 0.9), "that is the 90% interval. Take 95%.")]
    wobble = (first * (one - first) / one**3 + last * (two - last) / two**3) ** 0.5
    middle = last / two - first / one
    simple = middle - 1.96 * wobble, middle + 1.96 * wobble
    other.append(
        (simple, "that is the simple interval. Newcombe's is asked for: estimate.newcombe_interval.")
    )
    other.append(((middle, middle), "both ends are the change itself."))
    return tuple(((100 * low, 100 * high), message) for (low, high), message in (*intervals, *other))


def _expect_limits(found: Limits, right: Limits) -> None:
    if all(near(one, other, TENTH) for one, other in zip(found, right, strict=True)):
        return
    if found[0] > found[1]:
        raise Mistake("low is above high. Which end is which?")
    if all(near(100 * one, other, 0.1) for one, other in zip(found, right, strict=True)):
        raise Mistake("low and high are proportions. Points are asked for: times 100.")
    for limits, message in _known_limits():
        if all(near(one, other, TENTH) for one, other in zip(found, limits, strict=True)):
            raise Mistake(f"This is another interval: {message}")


@task(
    "02.3-interval-of-a-change",
    hints=(
        "Positive means substantial or some. Turn the two rows into people first, one count a year.",
        (
            "newcombe_interval takes four numbers: people and base of 2016, then people and base of 2018. It "
            "gives proportions."
        ),
        (
            "low, high = estimate.newcombe_interval(people[2016], 90, people[2018], 80), then 100 * low and "
            "100 * high."
        ),
    ),
    right="Yes. The interval just reaches below zero: chance alone could give such a change.",
)
def interval_of_a_change(people: object, low: object, high: object) -> None:
    """Check the people behind one change, and Newcombe's interval of it.

    Parameters
    ----------
    people : object
        How many reported substantial or some progress on "Managing own care", in 2016 and in 2018.
    low, high : object
        The ends of the 95% Newcombe interval of the change, in percentage points, to one decimal.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table V (``objectives_progress``).

    Examples
    --------
    >>> interval_of_a_change({2016: 8, 2018: 3}, 0, 0).message
    'people leaves out those who saw some progress.'
    """
    _refuse_alone(people, "people", [low, high])
    counts, base = _positive(OWN_CARE)
    expected = {year: counts[year] for year in ENDS}
    _expect_people(_rows(people, "people", ENDS, spare=SURVEYS), expected, "people", _known_people())
    found = number(low, "low"), number(high, "high")
    four = counts["2016"], base["2016"], counts["2018"], base["2018"]
    ends = estimate.newcombe_interval(*four)
    _expect_limits(found, (100 * ends[0], 100 * ends[1]))
    _expect_tenth(found[0], 100 * ends[0], "low")
    _expect_tenth(found[1], 100 * ends[1], "high")


LIFE = "Quality of life"


def _pct(above: Rows, below: Rows) -> Rows:
    return {year: 100 * above[year] / below[year] for year in ENDS}


def _known_everyone() -> Known:
    people, base = _positive(LIFE)
    some = _cells(LIFE, "people", ("Some",))
    replied = _invited_and_replied()[1]
    return [
        (people, "everyone holds people. Divide them by the base of their year."),
        (_pct(*_positive(LIFE, opinion=True)), "everyone leaves out those who do not know. Here they count."),
        (_pct(some, base), "everyone leaves out those who saw substantial progress."),
        (_pct(people, replied), "everyone has all participants as its base. Table V has bases of its own."),
        (_pct(*_positive("Costs")), "everyone is about costs, the example of the lesson."),
    ]


def _known_opinion() -> Known:
    people, _ = _positive(LIFE)
    both = _cells(LIFE, "pct", derived.POSITIVE)
    heard = _cells(LIFE, "pct", (*derived.POSITIVE, "None"))
    silent = _cells(LIFE, "people", ("Do not know",))
    with_it = _positive(LIFE, opinion=True)[1]
    return [
        (_pct(*_positive(LIFE)), "with_opinion still has those who do not know in its base."),
        (with_it, "with_opinion holds people: the new base. Divide by it."),
        (_pct(people, people), "with_opinion is 100%: those who saw no progress have an opinion too."),
        (
            _pct(both, heard),
            "with_opinion was worked out from rounded percentages. Turn them into people first.",
        ),
        (_pct(silent, _positive(LIFE)[1]), "with_opinion is the share of those who do not know."),
        (
            {year: 100 * (people[year] + silent[year]) / _positive(LIFE)[1][year] for year in ENDS},
            "with_opinion counts those who do not know as positive. Take them out of the base.",
        ),
        (_pct(*_positive("Costs", opinion=True)), "with_opinion is about costs, the example of the lesson."),
    ]


def _changes_wrong(shares: Rows, other: Rows, name: str) -> list[tuple[float, str]]:
    first, last = shares.values()
    both, heard = (_cells(LIFE, "pct", (*derived.POSITIVE, *more)) for more in ((), ("None",)))
    rounded = half_up(last) - half_up(first)
    early = f"{name} comes from percentages that were rounded first. Subtract, then round."
    printed = f"{name} was worked out from printed percentages. Take the two shares that you worked out."
    return [
        (other["2018"] - other["2016"], f"{name} is the change with the other denominator."),
        (rounded, early),
        (100 * both["2018"] / heard["2018"] - 100 * both["2016"] / heard["2016"], printed),
        (
            100 * (last / first - 1),
            f"{name} is relative to 2016, in per cent. Points are asked for: subtract only.",
        ),
        (first - last, f"{name} has the wrong sign: 2018 minus 2016 is asked for."),
    ]


@task(
    "02.4-two-denominators",
    hints=(
        "The people above the line stay the same. What changes is who stands below it.",
        "Everyone is the whole row. People with an opinion are the row without Do not know.",
        (
            'For one year: people = life[2016]; positive = people["Substantial"] + people["Some"]; '
            '100 * positive / (people.sum() - people["Do not know"]).'
        ),
    ),
    right="Yes. One denominator shows a rise, the other a slight fall: mostly, fewer were undecided.",
)
def two_denominators(
    everyone: object, with_opinion: object, change_everyone: object, change_opinion: object
) -> None:
    """Check positive shares out of everyone and out of people with an opinion.

    Parameters
    ----------
    everyone : object
        Substantial or some progress on "Quality of life" of everyone in the table, in per cent, for
        2016 and 2018.
    with_opinion : object
        The same of people with an opinion, in per cent, for 2016 and 2018.
    change_everyone, change_opinion : object
        The change from 2016 to 2018 of each, in percentage points, to one decimal.

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table V (``objectives_progress``).

    Examples
    --------
    >>> two_denominators([0.70, 0.79], ..., ..., ...).message
    'everyone holds proportions, from 0 to 1. Per cent are asked for: times 100.'
    """
    _refuse_alone(everyone, "everyone", [change_everyone, change_opinion])
    _refuse_alone(with_opinion, "with_opinion", [change_everyone, change_opinion])
    shares, opinions = _pct(*_positive(LIFE)), _pct(*_positive(LIFE, opinion=True))
    rows = _rows(everyone, "everyone", ENDS, spare=SURVEYS)
    _expect_percentages(rows, shares, "everyone", _known_everyone())
    rows = _rows(with_opinion, "with_opinion", ENDS, spare=SURVEYS)
    _expect_percentages(rows, opinions, "with_opinion", _known_opinion())
    for given, name, table, other in (
        (change_everyone, "change_everyone", shares, opinions),
        (change_opinion, "change_opinion", opinions, shares),
    ):
        expected = table["2018"] - table["2016"]
        _expect_tenth(given, expected, name, _changes_wrong(table, other, name))


@cache
def _undecided() -> pd.DataFrame:
    """Return the printed share of Do not know, a row an objective and a column a year."""
    table = pioneers.objectives_progress()
    rows = table[table["progress"] == "Do not know"]
    rows = rows.assign(objective=rows["objective"].astype(str), year=rows["year"].astype(str))
    return rows.pivot_table("pct", "objective", "year", sort=False)


@task(
    "02.4-read-the-chart",
    hints=(
        (
            "Each line is one objective, each point one year. Look how far right a point is, and which way a "
            "line runs."
        ),
        (
            "For rose find the one line on which the point of 2017 stands to the right of 2016. For "
            "costs_change read two points on the axis and subtract."
        ),
        (
            'largest = "the name at the left of the point farthest right"; costs_change = 2018 minus 2016, '
            "a number below 0."
        ),
    ),
    right="Yes. Costs had most people undecided and lost most of them; one objective went the other way.",
)
def read_the_chart(largest: object, rose: object, costs_change: object) -> None:
    """Check three readings of a chart of those who do not know.

    Parameters
    ----------
    largest : object
        The objective with the largest share of Do not know in 2018.
    rose : object
        The objective for which that share rose from 2016 to 2017.
    costs_change : object
        The change of that share for "Costs", 2016 to 2018, in percentage points (a fall is negative).

    Returns
    -------
    Result
        Right, or the likely mistake.

    Notes
    -----
    Source: Erens et al. 2020, Table V (``objectives_progress``).

    Examples
    --------
    >>> read_the_chart("Money", ..., ...).message
    "largest is 'money', and no objective has that name. Copy it from the table."
    """
    table = _undecided()
    _expect_largest(_objective(largest, "largest"), table)
    _expect_rise(_objective(rose, "rose"), table["2017"] - table["2016"])
    costs = _column(table.T, "Costs")
    expected, known = costs["2018"] - costs["2016"], _known_falls(costs)
    expect_number(costs_change, expected, "costs_change", within=READ, mistakes=known)


def _known_falls(costs: Rows) -> list[tuple[float, str]]:
    whole = "2016 to 2018 is asked for."
    steps = [
        (costs[last] - costs[first], f"costs_change is the step from {first} to {last}. {whole}")
        for first, last in pairwise(SURVEYS)
    ]
    own = [
        (costs[year], f"costs_change is the share of {year} itself. Subtract two shares.") for year in ENDS
    ]
    relative = 100 * (costs["2018"] / costs["2016"] - 1)
    points = "costs_change is relative to 2016. Points are asked for: subtract only."
    return [*steps, *own, (relative, points)]


def _expect_largest(objective: str, table: pd.DataFrame) -> None:
    if objective != table["2018"].idxmax():
        if objective == table["2018"].idxmin() or table.loc[objective, "2018"] == table["2018"].min():
            raise Mistake(f"largest is {objective}, which is farthest left in 2018. Which is farthest right?")
        raise Mistake(f"largest is {objective}, but another point of 2018 stands farther right.")


def _expect_rise(objective: str, steps: pd.Series[Any]) -> None:
    if steps[objective] <= 0:
        raise Mistake(f"rose is {objective}, but its share fell from 2016 to 2017. Mind which mark is which.")
