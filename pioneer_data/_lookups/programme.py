"""Dates, sites, money, studies, publications and words of the programme and its evaluation."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from pioneer_data._lookups.informants import surveys
from pioneer_data._lookups.tables import cells, one, table

if TYPE_CHECKING:
    from collections.abc import Iterable

QUARTERS = ("winter", "spring", "summer", "autumn")
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def study_n(study: str) -> int:
    """Return a study's first number, in its own unit (MDT studies)."""
    return int(one("mdt_studies", "n_main", study=study))


def sites_in(wave: int) -> int:
    """Return the number of sites of a wave."""
    return int((table("sites")["wave"] == wave).sum())


def sites_outside_2018() -> list[str]:
    """Return the sites without participants in 2018."""
    frame = table("sites")
    return frame[~frame["in_2018_survey"]]["site"].to_list()


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


def wave_start(wave: int) -> str:
    """Return the month a wave began as sources other than 002 give it: 001, and the periods of 000."""
    if wave == 1:
        return when("14 areas successful", "001")[0][:7]
    return month("admission_periods", "start_month", 2)


def programme_end() -> str:
    """Return the month of the formal end of the programme (000)."""
    return when("Formal end of the Pioneer programme", "000")[0][:7]


def years_named(text: str) -> list[int]:
    """Return the years that a text names, in its order."""
    return [int(year) for year in re.findall(r"(?:19|20)\d\d", text)]


def findings_with(publication: str, *words: str) -> int:
    """Return how many findings of a publication hold all of these words."""
    rows = table("evaluation_findings")
    found = rows[rows["publication"] == publication]["finding"].str.lower()
    return sum(all(word.lower() in finding for word in words) for finding in found)


def number_words(number: int) -> list[int]:
    """Return the numbers (one to nine) that a finding of the article names in words, in order."""
    sentence = str(one("evaluation_findings", "finding", publication="erens_2020", number=number)).lower()
    found = re.findall("|".join(rf"\b{word}\b(?!-)" for word in NUMBER_WORDS), sentence)
    return [NUMBER_WORDS.index(word) + 1 for word in found]


def title_years(key: str) -> list[int]:
    """Return the first and last year in brackets in a publication's title."""
    years = re.search(r"\((\d{4})\D(\d{4})\)", str(one("publications", "title", key=key)))
    return [int(year) for year in years.groups()] if years else []


def survey_years() -> list[int]:
    """Return the years of the five surveys of key informants (002, Table I; 003)."""
    later = ("Fourth key informant survey", "Fifth key informant survey (date given in 003)")
    return [*cells("ki_surveys", "year"), *(int(when(event, "003")[0][:4]) for event in later)]


def days_between(first: str, last: str) -> int:
    """Return the days from one day (YYYY-MM-DD) to another."""
    return int((pd.Timestamp(last) - pd.Timestamp(first)).days)


def season(month: str) -> str:
    """Return the season of a month (YYYY-MM) with its year; December to February is winter."""
    year, number = month.split("-")[:2]
    return f"{QUARTERS[int(number) % 12 // 3]} {year}"


def first_month(event: str, source: str) -> str:
    """Return the first month (YYYY-MM) of the one timeline row with these words."""
    return when(event, source)[0][:7]


def last_month(event: str, source: str) -> str:
    """Return the last month (YYYY-MM) of the one timeline row with these words."""
    return when(event, source)[-1][:7]


def first_year(event: str, source: str) -> int:
    """Return the first year of the one timeline row with these words."""
    return int(when(event, source)[0][:4])


def last_year(event: str, source: str) -> int:
    """Return the last year of the one timeline row with these words."""
    return int(when(event, source)[-1][:4])


def place(event: str, source: str) -> str:
    """Return the place of the one timeline row with these words: what follows its last comma."""
    rows = table("timeline")
    rows = rows[rows["event"].str.contains(event, regex=False) & (rows["source"] == source)]
    return str(rows["event"].item()).rpartition(", ")[2]


def interviewed(fieldwork_round: int) -> list[int]:
    """Return how many people each site's interviews reached in one round of the early evaluation."""
    return [
        int(number) for number in cells("early_interviews", "interviewees", fieldwork_round=fieldwork_round)
    ]


def interviews_from(fieldwork_round: int) -> str:
    """Return the first month (YYYY-MM) of a round of interviews of the early evaluation."""
    rows = table("early_interviews")
    return str(rows[rows["fieldwork_round"] == fieldwork_round]["start_month"].min().strftime("%Y-%m"))


def interviews_to(fieldwork_round: int) -> str:
    """Return the last month (YYYY-MM) of a round of interviews of the early evaluation."""
    rows = table("early_interviews")
    return str(rows[rows["fieldwork_round"] == fieldwork_round]["end_month"].max().strftime("%Y-%m"))


def interview_sites(fieldwork_round: int) -> list[str]:
    """Return the sites of a round of interviews of the early evaluation, in order of the alphabet."""
    return sorted(str(site) for site in cells("early_interviews", "site", fieldwork_round=fieldwork_round))


def wave_sites(wave: int) -> list[str]:
    """Return the sites of a wave, in order of the alphabet."""
    return sorted(str(site) for site in cells("sites", "site", wave=wave))


def paid(source: str) -> list[int]:
    """Return the sums that a source says each Pioneer was given, in pounds and in order."""
    return [int(amount) for amount in cells("programme_money", "amount_gbp", source=source)]


def finding(publication: str, number: int) -> str:
    """Return a finding of ``evaluation_findings``."""
    (text,) = cells("evaluation_findings", "finding", publication=publication, number=number)
    return str(text)


def named_in(words: tuple[str, ...], texts: list[str]) -> list[str]:
    """Return the words that at least one of the texts holds, capitals or not."""
    return [word for word in words if any(word.lower() in text.lower() for text in texts)]


def listed_events() -> list[str]:
    """Return the five events of the list of conferences and seminars of 003."""
    rows = table("timeline")
    return rows[rows["locator"].str.contains("list of conferences and seminars")]["event"].to_list()


def listed_years() -> list[int]:
    """Return the years of these events, each once."""
    rows = table("timeline")
    rows = rows[rows["locator"].str.contains("list of conferences and seminars")]
    return sorted({int(year) for year in rows["start"].dt.year})


def title(key: str) -> str:
    """Return the title of a publication."""
    return str(one("publications", "title", key=key))


def five_survey_years() -> list[int]:
    """Return the years of the five surveys: three from 002, the fourth from 003, the fifth from 000."""
    later = (
        first_year("Fourth key informant survey", "003"),
        first_year("Fifth key informant survey", "000"),
    )
    return [*surveys("year"), *later]
