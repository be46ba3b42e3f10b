"""Look up what the tables say about a number that the sources' prose quotes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

import pioneer_data as pioneers

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = (2016, 2017, 2018)
TYPES = ("CCG", "Local authority", "NHS provider", "Other")
MADE = ("Substantial", "Some")


@dataclass(frozen=True)
class Quote:
    """One claim of the prose: where it stands, what it says, and how the tables give it.

    ``instead`` is what the tables say where the claim does not reproduce, with the ``reason``.
    """

    locator: str
    words: str
    published: object
    computed: Callable[[], object]
    instead: object = None
    reason: str = ""

    def __str__(self) -> str:
        """Name the case in the test report."""
        verdict = f" (does not reproduce: {self.reason})" if self.reason else ""
        return f"{self.locator}: {self.words}{verdict}"


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table, read once."""
    frame: pd.DataFrame = getattr(pioneers, name)()
    return frame


def one(name: str, column: str, **where: object) -> Any:  # noqa: ANN401 - cells differ in type
    """Return the one cell of a column in the row where the other columns have these values."""
    frame = table(name)
    for other, value in where.items():
        frame = frame[frame[other] == value]
    return frame[column].item()


def important(objective: str, year: int, organisation: str = "All") -> int:
    """Return a share of Table IV of 002."""
    where = {"objective": objective, "year": year, "organisation": organisation}
    return int(one("objectives_importance", "important_pct", **where))


def from_to(objective: str, organisation: str = "All") -> tuple[int, int]:
    """Return a share of Table IV in 2018 and in 2017, as the text orders them."""
    return important(objective, 2018, organisation), important(objective, 2017, organisation)


def shift(objective: str, organisation: str) -> int:
    """Return how far a share of Table IV moved from 2017 to 2018, in points."""
    return abs(important(objective, 2018, organisation) - important(objective, 2017, organisation))


def objectives() -> list[str]:
    """Return the eight short names."""
    return list(table("objectives_importance")["objective"].cat.categories)


def total_important(year: int, organisation: str) -> int:
    """Return the sum of a column of Table IV."""
    return sum(important(objective, year, organisation) for objective in objectives())


def answered(objective: str, year: int, *answers: str) -> int:
    """Return the sum of some answers of Table V of 002."""
    where = {"objective": objective, "year": year}
    return sum(int(one("objectives_progress", "pct", progress=answer, **where)) for answer in answers)


def fell(first: int, last: int) -> list[str]:
    """Return the objectives on which fewer reported progress in the last year than the first."""
    return [
        objective
        for objective in objectives()
        if answered(objective, last, *MADE) < answered(objective, first, *MADE)
    ]


def told(name: str, item: str, *years: int) -> list[int]:
    """Return shares of a named barrier or facilitator."""
    return [int(one(name, "pct", item=item, year=year)) for year in years]


def people(year: int, group: str) -> int:
    """Return a number of Table II of 002."""
    return int(one("ki_respondents", "n", year=year, group=group))


def cells(name: str, column: str) -> list[Any]:
    """Return a column as plain Python values."""
    return list(table(name)[column].tolist())


def surveys(column: str) -> list[int]:
    """Return a column of Table I of 002, in order of year."""
    return cells("ki_surveys", column)


def sites_outside_2018() -> list[str]:
    """Return the sites without participants in 2018."""
    frame = table("sites")
    return frame[~frame["in_2018_survey"]]["site"].to_list()


def ticked(number: int) -> int:
    """Return how many sites reported so many initiatives."""
    return int((table("site_initiatives")["initiatives_reported"] == number).sum())


def sites_in(wave: int) -> int:
    """Return the number of sites of a wave."""
    return int((table("sites")["wave"] == wave).sum())


def month(name: str, column: str, row: int) -> str:
    """Return a month as YYYY-MM."""
    return str(table(name)[column].iloc[row].strftime("%Y-%m"))


def months_between(start: str, end: str) -> int:
    """Return how many months one month (YYYY-MM) is after another."""
    (year, first), (other, last) = start.split("-"), end.split("-")
    return (int(other) - int(year)) * 12 + int(last) - int(first)


def change(year: str, area: str) -> float:
    """Return a change in emergency admissions in per cent."""
    where = {"financial_year": year, "area": area}
    return float(one("did_emergency_admissions", "change_pct", **where))


def p_value(year: str, area: str) -> float:
    """Return a p-value of the slide."""
    where = {"financial_year": year, "area": area}
    return float(one("did_emergency_admissions", "p_value", **where))


def abstract(column: str, publication: str, group: str, period: str, quantity: str) -> float:
    """Return a number of an abstract."""
    where = {"publication": publication, "group": group, "period": period, "quantity": quantity}
    return float(one("published_estimates", column, **where))


def rise(group: str) -> list[float]:
    """Return estimate and interval of a rise in emergency admissions, 2013-2018."""
    where = ("morciano_2021", group, "2013-2018", "rise in emergency admissions")
    return [abstract(column, *where) for column in ("estimate", "ci_low", "ci_high")]


def study(name: str) -> list[int | str]:
    """Return numbers, units and months of one study of the teams."""
    numbers = ("n_main", "n_main_unit", "n_other", "n_other_unit")
    months = ("start_month", "end_month")
    return [
        *(one("mdt_studies", column, study=name) for column in numbers),
        *(one("mdt_studies", column, study=name).strftime("%Y-%m") for column in months),
    ]


def when(event: str, source: str) -> list[str]:
    """Return first and last day of the one timeline row with these words."""
    rows = table("timeline")
    rows = rows[rows["event"].str.contains(event, regex=False) & (rows["source"] == source)]
    (days,) = rows[["start", "end"]].itertuples(index=False)
    return [str(day.date()) for day in days if not pd.isna(day)]


def by_type() -> list[int]:
    """Return the twelve numbers of participants by type and year."""
    return [people(year, group) for year in YEARS for group in TYPES]


def ticks() -> int:
    """Return the number of ticks of Table III."""
    return int(table("site_initiatives")["initiatives_reported"].sum())


def total_shift(organisation: str) -> int:
    """Return how far all shares of a type of organisation moved, in points."""
    return sum(shift(objective, organisation) for objective in objectives())


def ranked() -> list[tuple[int, str]]:
    """Return the objectives by how many found them important in 2018, most first."""
    return sorted(((important(name, 2018), name) for name in objectives()), reverse=True)


def made_in_2016() -> list[int]:
    """Return the shares that reported progress in 2016."""
    return [answered(objective, 2016, *MADE) for objective in objectives()]


def barrier_falls() -> list[tuple[int, str]]:
    """Return how far each barrier fell from 2017 to 2018, most first."""
    items = table("barriers")["item"].cat.categories
    pairs = {item: told("barriers", item, 2017, 2018) for item in items}
    return sorted(((first - last, item) for item, (first, last) in pairs.items()), reverse=True)


def a_third(year: int) -> list[str]:
    """Return the barriers that a third or more called very significant."""
    items = table("barriers")["item"].cat.categories
    return [item for item in items if 3 * told("barriers", item, year)[0] >= 100]


def workshops() -> list[str]:
    """Return the days of the three workshops."""
    beginnings = ("First workshop", "Second workshop", "Third workshop")
    return [day for beginning in beginnings for day in when(beginning, "003")]


def workshop_gaps() -> list[int]:
    """Return the months between the workshops."""
    first, second, third = (day[:7] for day in workshops())
    return [months_between(first, second), months_between(second, third)]


def year_of(key: str) -> int:
    """Return a publication's year."""
    return int(one("publications", "year", key=key))


def years_of(author: str) -> list[int]:
    """Return the years of a first author's publications."""
    listed = table("publications")
    return listed[listed["authors"].str.startswith(author, na=False)]["year"].to_list()


def statements(kind: str) -> int:
    """Return the number of statements of a kind."""
    return int((table("programme_statements")["kind"] == kind).sum())


def pilots(programme: str, *columns: str) -> tuple[int, ...]:
    """Return numbers of a pilot programme."""
    return tuple(int(one("pilot_programmes", column, programme=programme)) for column in columns)


def ccgs() -> list[int]:
    """Return the numbers of CCGs."""
    return [int(number) for number in table("published_estimates")["n_ccgs"].dropna()]
