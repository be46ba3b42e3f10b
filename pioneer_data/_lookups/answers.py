"""What key informants answered: objectives, progress, barriers and facilitators."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pioneer_data import estimate, survey
from pioneer_data._lookups.informants import JOINED_UP, invited, replied
from pioneer_data._lookups.tables import one, one_of, table, whole_people
from pioneer_data.rounding import half_up

if TYPE_CHECKING:
    import pandas as pd

MADE = survey.POSITIVE


@cache
def important(organisation: str, objective: str, year: int) -> int:
    """Return the published per cent for whom an objective is important (Table IV)."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(one("objectives_importance", "important_pct", **where))


@cache
def important_people(organisation: str, objective: str, year: int) -> int:
    """Return the same as a count of people, worked out from the percentages."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(one_of(survey.importance_counts(), "people", **where))


@cache
def recomputed(objective: str, year: int) -> float:
    """Return the per cent of everyone for whom an objective is important, from the four groups."""
    where = {"organisation": "All", "objective": objective, "year": year}
    return float(one_of(survey.importance_counts(), "recomputed_pct", **where))


@cache
def progress(objective: str, year: int, answer: str) -> int:
    """Return the published per cent who gave one answer on progress (Table V)."""
    where = {"objective": objective, "year": year, "progress": answer}
    return int(one("objectives_progress", "pct", **where))


def positive(objective: str, year: int, *, opinion: bool = False) -> pd.Series[Any]:
    """Return ``people``, ``base_n`` and ``pct`` for substantial or some progress."""
    rows = survey.positive_progress(with_opinion_only=opinion)
    return rows[(rows["objective"] == objective) & (rows["year"] == year)].iloc[0]


def change(comparison: str, objective: str, correction: str = "None") -> pd.Series[Any]:
    """Return one row of ``survey.changes``."""
    rows = survey.changes(comparison, correction=correction)
    return rows[rows["objective"] == objective].iloc[0]


def bounds(year: int) -> tuple[float, float]:
    """Return the least and the most that everyone invited may think of joined-up services."""
    agreed = important_people("All", JOINED_UP, year)
    return survey.opinion_bounds(agreed, invited(year), replied(year))


def simple_interval(first: int, n_1: int, second: int, n_2: int) -> tuple[float, float]:
    """Return the textbook (Wald) 95% interval of a change between two shares, in points."""
    one, two = first / n_1, second / n_2
    wobble = 1.96 * (one * (1 - one) / n_1 + two * (1 - two) / n_2) ** 0.5
    return 100 * (two - one - wobble), 100 * (two - one + wobble)


def barrier(item: str, year: int) -> int:
    """Return the quoted per cent who called a barrier very significant."""
    return int(one("barriers", "pct", item=item, year=year))


def facilitator(item: str, year: int) -> int:
    """Return the quoted per cent who called a facilitator very important."""
    return int(one("facilitators", "pct", item=item, year=year))


def objectives() -> list[str]:
    """Return the eight short names of the objectives."""
    return list(table("objectives_importance")["objective"].cat.categories)


def shift(organisation: str, objective: str) -> int:
    """Return how far a share of Table IV moved from 2017 to 2018, in points, without its sign."""
    return abs(important(organisation, objective, 2018) - important(organisation, objective, 2017))


def total_shift(organisation: str) -> int:
    """Return how far all shares of a type of organisation moved, in points."""
    return sum(shift(organisation, objective) for objective in objectives())


def total_important(organisation: str, year: int) -> int:
    """Return the sum of a column of Table IV, in per cent."""
    return sum(important(organisation, objective, year) for objective in objectives())


def answered(objective: str, year: int, *answers: str) -> int:
    """Return the sum of some answers of Table V, in rounded per cent; all four if none is named."""
    named = answers or tuple(table("objectives_progress")["progress"].cat.categories)
    return sum(progress(objective, year, answer) for answer in named)


def fell(first: int, last: int, *, counts: bool = False) -> list[str]:
    """Return the objectives on which fewer reported progress in the last year than in the first.

    From the rounded cells added up, or from whole people with their share rounded once.
    """

    def share(objective: str, year: int) -> int:
        if counts:
            return int(half_up(positive(objective, year)["pct"]))
        return answered(objective, year, *MADE)

    return [name for name in objectives() if share(name, last) < share(name, first)]


def told(name: str, item: str, *years: int) -> list[int]:
    """Return shares of a named barrier or facilitator, per cent."""
    return [int(one(name, "pct", item=item, year=year)) for year in years]


def items(name: str) -> list[str]:
    """Return the barriers or the facilitators that have a number."""
    return list(table(name)["item"].cat.categories)


def whole_share(pct: float, base: int) -> float | str:
    """Return the share, per cent, of the one whole number of people that rounds to a percentage.

    "no whole number" or "several" if there is not exactly one such number.
    """
    found = whole_people(pct, base)
    if len(found) == 1:
        return 100 * found[0] / base
    return "several" if found else "no whole number"


def column_shares(organisation: str, year: int) -> list[float | str]:
    """Return the eight shares of a column of Table IV from whole people, in the table's order."""
    base = column_base(organisation, year)
    return [whole_share(important(organisation, name, year), base) for name in objectives()]


def column_base(organisation: str, year: int) -> int:
    """Return the printed base of a column of Table IV."""
    where = {"organisation": organisation, "year": year, "objective": objectives()[0]}
    return int(one("objectives_importance", "base_n", **where))


def column_people(organisation: str, year: int) -> int:
    """Return how many choices a column of Table IV holds, from whole people."""
    return sum(important_people(organisation, name, year) for name in objectives())


def choices(organisation: str, year: int) -> float:
    """Return how many choices a person made on average (Table IV)."""
    return column_people(organisation, year) / column_base(organisation, year)


def exact_shift(organisation: str, objective: str) -> float:
    """Return how far a share of Table IV moved from 2017 to 2018, from whole people, in points."""
    first, last = (
        100 * important_people(organisation, objective, year) / column_base(organisation, year)
        for year in (2017, 2018)
    )
    return last - first


def largest_shift(organisation: str) -> float:
    """Return the largest shift of a column of Table IV, from whole people, in points, without sign."""
    return max(abs(exact_shift(organisation, name)) for name in objectives())


def mean_shift(organisation: str) -> float:
    """Return the mean of the eight shifts of a column of Table IV, without their signs, in points."""
    return sum(abs(exact_shift(organisation, name)) for name in objectives()) / len(objectives())


def moved(organisation: str, least: float) -> list[str]:
    """Return the objectives whose share moved by at least so many points, from whole people."""
    return [name for name in objectives() if abs(exact_shift(organisation, name)) >= least]


def importance_order(year: int) -> list[str]:
    """Return the objectives by how many of everybody chose them, from whole people, most first."""
    return sorted(objectives(), key=lambda name: -important_people("All", name, year))


def lead(year: int) -> float:
    """Return how far the most frequent objective is ahead of the next, from whole people, in points."""
    first, second = importance_order(year)[:2]
    return recomputed(first, year) - recomputed(second, year)


def progress_row(objective: str, year: int) -> list[int]:
    """Return the four printed cells of a row of Table V, per cent."""
    return [progress(objective, year, name) for name in progress_answers()]


def progress_base(year: int) -> int:
    """Return the printed base of Table V."""
    return int(one("objectives_progress", "base_n", year=year, objective=objectives()[0], progress="Some"))


def row_people(objective: str, year: int, base: int = 0) -> list[int]:
    """Return the whole people of a row of Table V, at the printed base or another; empty if not one way."""
    found = estimate.counts_that_add_up(progress_row(objective, year), base or progress_base(year))
    return list(found[0]) if len(found) == 1 else []


def row_shares(objective: str, year: int, base: int = 0) -> list[float]:
    """Return the four shares of a row of Table V from whole people; empty if not one way."""
    return [100 * people / (base or progress_base(year)) for people in row_people(objective, year, base)]


@cache
def rows_that_hold(year: int, base: int) -> int:
    """Return how many of the eight rows of Table V hold whole people at a base."""
    return sum(bool(estimate.counts_that_add_up(progress_row(name, year), base)) for name in objectives())


@cache
def best_base(year: int) -> int:
    """Return the base, up to ten below the number of participants, at which most rows hold."""
    return max(range(replied(year) - 10, replied(year) + 1), key=lambda base: rows_that_hold(year, base))


def chose(year: int, *answers: str) -> int:
    """Return how many answers on progress were these, over the eight objectives, from whole people."""
    counts = survey.progress_counts()
    return int(counts[(counts["year"] == year) & counts["progress"].isin(answers)]["people"].sum())


def asked(year: int) -> int:
    """Return how many answers on progress there can be: the printed base times eight objectives."""
    return progress_base(year) * len(objectives())


def below(pct: float, year: int, *answers: str) -> list[str]:
    """Return the objectives on which each of these answers stays below a percentage."""
    return [name for name in objectives() if all(progress(name, year, answer) < pct for answer in answers)]


def fall(name: str, item: str, first: int, last: int) -> int:
    """Return how many points a barrier or facilitator fell between two surveys, from printed shares."""
    before, after = told(name, item, first, last)
    return before - after


def progress_answers() -> list[str]:
    """Return the four answers of Table V, in order."""
    return [str(name) for name in table("objectives_progress")["progress"].cat.categories]
