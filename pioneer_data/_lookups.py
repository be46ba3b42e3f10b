"""One published or derived number at a time, by name, for sentences and claims that quote it.

These are the functions that an expression in a lesson's sentence or in ``published_claims`` may
call. They add nothing to the tables and to the modules of derived numbers; they only look up.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, keeble, survey

if TYPE_CHECKING:
    from collections.abc import Iterable

YEARS = (2016, 2017, 2018)
MADE = survey.POSITIVE
JOINED_UP = "Joined-up services"


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table, read once; for looking up, not for changing."""
    frame: pd.DataFrame = getattr(pioneers, name)()
    return frame


def one_of(rows: pd.DataFrame, column: str, **where: object) -> Any:  # noqa: ANN401 - cells differ in type
    """Return the one cell of a column in the one row where the other columns have these values."""
    for other, value in where.items():
        rows = rows[rows[other] == value]
    return rows[column].item()


def one(name: str, column: str, **where: object) -> Any:  # noqa: ANN401 - cells differ in type
    """Return the one cell of a table's column in the one row that fits."""
    return one_of(table(name), column, **where)


def cells(name: str, column: str, **where: object) -> list[Any]:
    """Return a table's column as plain Python values, of the rows that fit."""
    rows = table(name)
    for other, value in where.items():
        rows = rows[rows[other] == value]
    return list(rows[column].tolist())


def invited(year: int) -> int:
    """Return how many people were on the mailing list."""
    return int(one("ki_surveys", "mailing_list_n", year=year))


def replied(year: int) -> int:
    """Return how many people took part."""
    return int(one("ki_surveys", "participants_n", year=year))


def rate(year: int) -> float:
    """Return the published response rate, per cent."""
    return float(one("ki_surveys", "response_rate_pct", year=year))


def group(name: str, year: int) -> int:
    """Return how many participants came from one kind of organisation."""
    rows = pioneers.ki_respondents()
    return int(one_of(rows, "n", characteristic="organisation", group=name, year=year))


def important(organisation: str, objective: str, year: int) -> int:
    """Return the published per cent for whom an objective is important (Table IV)."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(one("objectives_importance", "important_pct", **where))


def important_people(organisation: str, objective: str, year: int) -> int:
    """Return the same as a count of people, worked out from the percentages."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(one_of(survey.importance_counts(), "people", **where))


def recomputed(objective: str, year: int) -> float:
    """Return the per cent of everyone for whom an objective is important, from the four groups."""
    where = {"organisation": "All", "objective": objective, "year": year}
    return float(one_of(survey.importance_counts(), "recomputed_pct", **where))


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


def repeats() -> tuple[int, int]:
    """Return how many people answered all three surveys, and how many answered two."""
    findings = pioneers.evaluation_findings()
    sentence = one_of(findings, "finding", publication="erens_2020", number=11)
    three, two = re.findall(r"\d+", sentence)
    return int(three), int(two)


def answered_once() -> int:
    """Return how many people answered one survey only."""
    three, two = repeats()
    return sum(replied(year) for year in (2016, 2017, 2018)) - 3 * three - 2 * two


def different_people() -> int:
    """Return how many different people answered at least one survey."""
    return sum(repeats()) + answered_once()


def rise(area: str, year: str, scale: str = "per 100,000") -> float:
    """Return a published change from baseline (Keeble)."""
    column = {"per 100,000": "change_per_100k", "%": "change_pct"}[scale]
    return float(one("did_emergency_admissions", column, financial_year=year, area=area))


def did(area: str, year: str, scale: str = "per 100,000") -> float:
    """Return the rise of a wave minus that of the rest of England, as published and rounded."""
    return round(rise(area, year, scale) - rise("Non-Pioneer", year, scale), 2)


def did_row(area: str, year: str, scale: str = "per 100,000") -> pd.Series[Any]:
    """Return one row of ``keeble.published_did``."""
    rows = keeble.published_did(scale)
    return rows[(rows["area"] == area) & (rows["financial_year"] == year)].iloc[0]


def rate_in(programme: str, period: int) -> float:
    """Return a published mean rate, per 1,000 a month (Morciano)."""
    return float(one("admission_rates", "rate_per_1000", programme=programme, period=period))


def limits(programme: str, period: int) -> tuple[float, float]:
    """Return the ends of a published interval, per 1,000 a month (Morciano)."""
    where = {"programme": programme, "period": period}
    low, high = (one("admission_rates", end, **where) for end in ("ci_low", "ci_high"))
    return float(low), float(high)


def rise_pct(programme: str) -> float:
    """Return the rise from period 1 to period 5, per cent."""
    return 100 * (rate_in(programme, 5) / rate_in(programme, 1) - 1)


def study_n(study: str) -> int:
    """Return a study's first number, in its own unit (MDT studies)."""
    return int(one("mdt_studies", "n_main", study=study))


def people(year: int, group: str) -> int:
    """Return a number of Table II of 002, of any characteristic."""
    return int(one("ki_respondents", "n", year=year, group=group))


def by_type() -> list[int]:
    """Return the twelve numbers of participants by type of organisation and year."""
    return [people(year, group) for year in YEARS for group in survey.ORGANISATIONS]


def surveys(column: str) -> list[int]:
    """Return a column of Table I of 002, in order of year."""
    return cells("ki_surveys", column)


def ticked(number: int) -> int:
    """Return how many sites reported so many initiatives (Table III of 002)."""
    return int((table("site_initiatives")["initiatives_reported"] == number).sum())


def ticks() -> int:
    """Return the number of ticks of Table III of 002."""
    return int(table("site_initiatives")["initiatives_reported"].sum())


def sites_in(wave: int) -> int:
    """Return the number of sites of a wave."""
    return int((table("sites")["wave"] == wave).sum())


def sites_outside_2018() -> list[str]:
    """Return the sites without participants in 2018."""
    frame = table("sites")
    return frame[~frame["in_2018_survey"]]["site"].to_list()


def objectives() -> list[str]:
    """Return the eight short names of the objectives."""
    return list(table("objectives_importance")["objective"].cat.categories)


def organisation_people(organisation: str, objective: str) -> tuple[int, int]:
    """Return how many people found an objective important in 2017 and in 2018."""
    return (
        important_people(organisation, objective, 2017),
        important_people(organisation, objective, 2018),
    )


def shift(organisation: str, objective: str) -> int:
    """Return how far a share of Table IV moved from 2017 to 2018, in points, without its sign."""
    return abs(important(organisation, objective, 2018) - important(organisation, objective, 2017))


def total_shift(organisation: str) -> int:
    """Return how far all shares of a type of organisation moved, in points."""
    return sum(shift(organisation, objective) for objective in objectives())


def total_important(organisation: str, year: int) -> int:
    """Return the sum of a column of Table IV, in per cent."""
    return sum(important(organisation, objective, year) for objective in objectives())


def ranked(year: int = 2018) -> list[str]:
    """Return the objectives by the share of all that found them important, most first."""
    return sorted(objectives(), key=lambda name: -important("All", name, year))


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
            return survey.half_up(positive(objective, year)["pct"])
        return answered(objective, year, *MADE)

    return [name for name in objectives() if share(name, last) < share(name, first)]


def told(name: str, item: str, *years: int) -> list[int]:
    """Return shares of a named barrier or facilitator, per cent."""
    return [int(one(name, "pct", item=item, year=year)) for year in years]


def items(name: str) -> list[str]:
    """Return the barriers or the facilitators that have a number."""
    return list(table(name)["item"].cat.categories)


def whole_people(pct: float, base: int) -> list[int]:
    """Return every whole number of people whose share of a base rounds to a percentage."""
    return list(estimate.whole_counts(pct, base))


def p_value(area: str, year: str) -> float:
    """Return a p-value of the slide (Keeble)."""
    return float(one("did_emergency_admissions", "p_value", financial_year=year, area=area))


def starred(area: str, year: str) -> bool:
    """Return whether a result has a star on the slide (Keeble)."""
    return bool(one("did_emergency_admissions", "starred", financial_year=year, area=area))


def waves_did(scale: str = "per 100,000") -> pd.DataFrame:
    """Return the twelve differences-in-differences of the slide (Keeble)."""
    return keeble.published_did(scale)


def abstract(publication: str, group: str, period: str, quantity: str, column: str = "estimate") -> float:
    """Return a number of one of the two abstracts."""
    where = {"publication": publication, "group": group, "period": period, "quantity": quantity}
    return float(one("published_estimates", column, **where))


def abstract_rise(group: str, column: str = "estimate") -> float:
    """Return a rise in emergency admissions 2013-2018 of the abstract, per cent (Morciano)."""
    return abstract("morciano_2021", group, "2013-2018", "rise in emergency admissions", column)


def ccgs() -> list[int]:
    """Return the numbers of CCGs of the abstract's groups (Morciano)."""
    return [int(number) for number in table("published_estimates")["n_ccgs"].dropna()]


def study(name: str, column: str) -> Any:  # noqa: ANN401 - cells differ in type
    """Return a cell of one study of the teams; months as YYYY-MM."""
    found = one("mdt_studies", column, study=name)
    return found.strftime("%Y-%m") if isinstance(found, pd.Timestamp) else found


def month(name: str, column: str, row: int) -> str:
    """Return a month of a table's row as YYYY-MM."""
    return str(table(name)[column].iloc[row].strftime("%Y-%m"))


def months_between(start: str, end: str) -> int:
    """Return how many months one month (YYYY-MM) is after another."""
    (year, first), (other, last) = start.split("-")[:2], end.split("-")[:2]
    return (int(other) - int(year)) * 12 + int(last) - int(first)


def when(event: str, source: str) -> list[str]:
    """Return first and last day (YYYY-MM-DD) of the one timeline row with these words."""
    rows = table("timeline")
    rows = rows[rows["event"].str.contains(event, regex=False) & (rows["source"] == source)]
    (days,) = rows[["start", "end"]].itertuples(index=False)
    return [str(day.date()) for day in days if not pd.isna(day)]


def workshops() -> list[str]:
    """Return the days of the three workshops of 003."""
    beginnings = ("First workshop", "Second workshop", "Third workshop")
    return [day for beginning in beginnings for day in when(beginning, "003")]


def gaps(days: Iterable[str]) -> list[int]:
    """Return the months between days that follow each other."""
    return [months_between(first, second) for first, second in pairwise(days)]


def year_of(key: str) -> int:
    """Return a publication's year."""
    return int(one("publications", "year", key=key))


def years_of(author: str) -> list[int]:
    """Return the years of a first author's publications."""
    listed = table("publications")
    return sorted(listed[listed["authors"].str.startswith(author, na=False)]["year"].to_list())


def statements(kind: str) -> int:
    """Return the number of statements of a kind."""
    return int((table("programme_statements")["kind"] == kind).sum())


def pilots(programme: str, column: str) -> int:
    """Return a number of a pilot programme."""
    return int(one("pilot_programmes", column, programme=programme))
