"""Who was invited to the surveys of key informants, who answered, and what they ticked."""

from __future__ import annotations

import re

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import survey
from pioneer_data._lookups.tables import cells, one, one_of, table, whole_people

YEARS = (2016, 2017, 2018)
MANAGERS = (
    "Pioneer/other local integration lead",
    "Chief executive",
    "Director/assistant director",
    "Locality manager",
    "Other senior manager",
)
SEASONS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11)}
JOINED_UP = "Joined-up services"


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
    return int(one("ki_respondents", "n", characteristic="organisation", group=name, year=year))


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


def characteristic_sum(characteristic: str, year: int) -> int:
    """Return the sum of the groups of one characteristic of Table II of 002."""
    rows = pioneers.ki_respondents()
    return int(rows[(rows["characteristic"] == characteristic) & (rows["year"] == year)]["n"].sum())


def managers(year: int) -> int:
    """Return how many participants had a job title of a lead, chief executive, director or manager."""
    return sum(people(year, title) for title in MANAGERS)


def survey_months(year: int) -> tuple[str, str]:
    """Return the first and the last month of a survey's fieldwork (Table I of 002)."""
    rows = table("ki_surveys")
    first, last = rows[rows["year"] == year][["start_month", "end_month"]].iloc[0]
    return str(first.strftime("%Y-%m")), str(last.strftime("%Y-%m"))


def survey_seasons(year: int) -> list[str]:
    """Return the season of each month of a survey's fieldwork; spring is March to May."""
    months = pd.period_range(*survey_months(year), freq="M").month
    return [name for month_ in months for name, its in SEASONS.items() if month_ in its]


def most_twice() -> int:
    """Return how many people can at most have answered exactly two surveys, given those in three."""
    three, _ = repeats()
    left = sorted(replied(year) - three for year in (2016, 2017, 2018))
    return min(sum(left) // 2, left[0] + left[1])


def repeats_fit() -> bool:
    """Return whether the people in three and in two surveys can fit into the three surveys."""
    three, two = repeats()
    return three <= min(map(replied, (2016, 2017, 2018))) and two <= most_twice() and answered_once() >= 0


def repeaters() -> tuple[int, int]:
    """Return the shares of managing own care among those who answered both surveys, 2017 and 2018."""
    sentence = str(one("evaluation_findings", "finding", publication="erens_2020", number=49))
    first, last = re.findall(r"from (\d+) to (\d+) per cent", sentence)[0]
    return int(first), int(last)


def bases_of_both() -> list[int]:
    """Return the possible numbers of people, three surveys to two or three, that fit both shares."""
    three, two = repeats()
    return [
        base for base in range(three, three + two + 1) if all(whole_people(pct, base) for pct in repeaters())
    ]


def survey_starts() -> list[str]:
    """Return the first months of the three surveys of 002 as YYYY-MM."""
    return [str(month.strftime("%Y-%m")) for month in table("ki_surveys")["start_month"]]
