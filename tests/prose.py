"""The numbers in the lessons' sentences: how each is worked out, and which need no working out.

In a markdown cell, ``76% <!-- = important("All", "Joined-up services", 2018) -->`` states that the
expression gives the number before it. The functions below are what such an expression may call,
beside ``pd``, ``pioneers`` and the modules that hold derived numbers.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, keeble, mdt, morciano, programme, survey, synthetic, what_if

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = r"(?<![\w.,\u2212-])(?:[-\u2212](?=\d))?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
PROVED = re.compile(rf"(?P<number>{NUMBER})(?P<unit>%?)\s*<!--\s*=\s*(?P<expression>.*?)\s*-->", re.DOTALL)
PROMISE = re.compile(r"<!--\s*=")
JOINED_UP = "Joined-up services"


class Allowed(NamedTuple):
    """A kind of number that needs no expression."""

    pattern: str
    reason: str


_LESSON = r"\b0[0-5](?: \([^)]*\))?"
ALLOWED = (
    Allowed(r"\b20[12]\d(?:[-/]\d\d)?\b", "a year names a survey, an event or a publication"),
    Allowed(r"\bper 100,000\b|\bper 1,000\b", "a unit of the rates"),
    Allowed(r"\b0\.05\b", "the usual limit of a test, and the star's"),
    Allowed(r"\b95% intervals?\b|\b1\.96\b|\b3\.92\b", "the usual level, and what it is in standard errors"),
    Allowed(r"\b[Pp]eriods? [1-5]\b", "the number of a period in the table"),
    Allowed(r"\b\d+ minutes?\b", "test_notebooks.py adds the minutes up"),
    Allowed(r"^\| +(?:0\d)? *\|.*\| \d+ \|$", "test_notebooks.py compares the course map"),
    Allowed(r"\b0[0-5]\.\d\b", "the id of an objective; test_notebooks.py knows them all"),
    Allowed(rf"[Ll]essons? {_LESSON}(?:(?:, | and ){_LESSON})*", "the number of a lesson"),
    Allowed(r"^\d\. ", "the number of an item in a list"),
    Allowed(r"\*\*00\d\*\*", "the number of a source"),
    Allowed(r"\b[Ww]ave [12]\b|JupyterLab 4\b", "part of a name"),
    Allowed(r"\b0% or 100%|from 0 \(not at all\) to 1 \(the same\)", "the ends of a scale"),
    Allowed(r"^\| (?:Base|Percentage point \(p\.p\.\)) \|.*\|$", "a made-up example, not a result"),
    Allowed(
        r"slider on \d+|Go down to \d+ people|Move the CCGs to 15|With only 5|46% of 85",
        "what to set in an explorer",
    ),
    Allowed(r"CROSS is a checklist of 40 items", "counted in the article that is cited there"),
    Allowed(r"\*BMJ Open\* 14:e083927|of the 19 studies", "the article that is cited there"),
)


def _cell(table: pd.DataFrame, column: str, **where: object) -> Any:  # noqa: ANN401 - as stored
    """Return the one value of a column in the one row that fits."""
    for name, value in where.items():
        table = table[table[name] == value]
    return table[column].item()


def invited(year: int) -> int:
    """Return how many people were on the mailing list."""
    return int(_cell(pioneers.ki_surveys(), "mailing_list_n", year=year))


def replied(year: int) -> int:
    """Return how many people took part."""
    return int(_cell(pioneers.ki_surveys(), "participants_n", year=year))


def rate(year: int) -> float:
    """Return the published response rate, per cent."""
    return float(_cell(pioneers.ki_surveys(), "response_rate_pct", year=year))


def group(name: str, year: int) -> int:
    """Return how many participants came from one kind of organisation."""
    rows = pioneers.ki_respondents()
    return int(_cell(rows, "n", characteristic="organisation", group=name, year=year))


def important(organisation: str, objective: str, year: int) -> int:
    """Return the published per cent for whom an objective is important (Table IV)."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(_cell(pioneers.objectives_importance(), "important_pct", **where))


def important_people(organisation: str, objective: str, year: int) -> int:
    """Return the same as a count of people, worked out from the percentages."""
    where = {"organisation": organisation, "objective": objective, "year": year}
    return int(_cell(survey.importance_counts(), "people", **where))


def recomputed(objective: str, year: int) -> float:
    """Return the per cent of everyone for whom an objective is important, from the four groups."""
    where = {"organisation": "All", "objective": objective, "year": year}
    return float(_cell(survey.importance_counts(), "recomputed_pct", **where))


def progress(objective: str, year: int, answer: str) -> int:
    """Return the published per cent who gave one answer on progress (Table V)."""
    where = {"objective": objective, "year": year, "progress": answer}
    return int(_cell(pioneers.objectives_progress(), "pct", **where))


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
    return int(_cell(pioneers.barriers(), "pct", item=item, year=year))


def facilitator(item: str, year: int) -> int:
    """Return the quoted per cent who called a facilitator very important."""
    return int(_cell(pioneers.facilitators(), "pct", item=item, year=year))


def repeats() -> tuple[int, int]:
    """Return how many people answered all three surveys, and how many answered two."""
    findings = pioneers.evaluation_findings()
    sentence = _cell(findings, "finding", publication="erens_2020", number=11)
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
    return float(_cell(pioneers.did_emergency_admissions(), column, financial_year=year, area=area))


def did(area: str, year: str, scale: str = "per 100,000") -> float:
    """Return the rise of a wave minus that of the rest of England, as published and rounded."""
    return round(rise(area, year, scale) - rise("Non-Pioneer", year, scale), 2)


def did_row(area: str, year: str, scale: str = "per 100,000") -> pd.Series[Any]:
    """Return one row of ``keeble.published_did``."""
    rows = keeble.published_did(scale)
    return rows[(rows["area"] == area) & (rows["financial_year"] == year)].iloc[0]


def rate_in(programme: str, period: int) -> float:
    """Return a published mean rate, per 1,000 a month (Morciano)."""
    return float(_cell(pioneers.admission_rates(), "rate_per_1000", programme=programme, period=period))


def limits(programme: str, period: int) -> tuple[float, float]:
    """Return the ends of a published interval, per 1,000 a month (Morciano)."""
    where = {"programme": programme, "period": period}
    low, high = (_cell(pioneers.admission_rates(), end, **where) for end in ("ci_low", "ci_high"))
    return float(low), float(high)


def rise_pct(programme: str) -> float:
    """Return the rise from period 1 to period 5, per cent."""
    return 100 * (rate_in(programme, 5) / rate_in(programme, 1) - 1)


def study_n(study: str) -> int:
    """Return a study's first number, in its own unit (MDT studies)."""
    return int(_cell(pioneers.mdt_studies(), "n_main", study=study))


FUNCTIONS = (
    *(answered_once, barrier, bounds, change, different_people, facilitator, group, important),
    *(important_people, invited, positive, progress, rate, recomputed, repeats, replied),
    *(simple_interval, rise, did, did_row, rate_in, limits, rise_pct, study_n),
)
NAMES: dict[str, Any] = {
    "pioneers": pioneers,
    "estimate": estimate,
    "keeble": keeble,
    "mdt": mdt,
    "programme": programme,
    "morciano": morciano,
    "survey": survey,
    "synthetic": synthetic,
    "what_if": what_if,
    "pd": pd,
    **{function.__name__: function for function in FUNCTIONS},
}


def printed(number: str) -> Decimal:
    """Return the value of a printed number: thousands commas out, a real minus sign read."""
    return Decimal(number.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def rounded(value: float, like: Decimal) -> Decimal:
    """Round a value half up (away from zero) to as many decimals as a printed number has."""
    exact = Decimal(repr(round(float(value), 9)))
    return exact.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP)


def problem(number: str, expression: str) -> str | None:
    """Return what is wrong with a printed number, or None if its expression gives it."""
    try:
        value = eval(expression, dict(NAMES))  # noqa: S307 - written by us, in our own lessons
        found = rounded(value, printed(number))
    except Exception as error:  # noqa: BLE001 - whatever fails is reported with its sentence
        return f"{expression} fails: {type(error).__name__}: {error}"
    return None if found == printed(number) else f"{expression} gives {found}, not {number}"


def sentence(text: str, start: int) -> str:
    """Return the sentence around a place in a markdown cell, on one line."""
    before = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ", ": "))
    ends = [end for mark in (". ", "\n", "? ") if (end := text.find(mark, start)) >= 0]
    return " ".join(text[before + 1 : min(ends, default=len(text)) + 1].split())


def wrong_numbers(text: str) -> Iterator[str]:
    """Yield a sentence for every number whose expression does not give it."""
    proved = list(PROVED.finditer(text))
    if len(proved) != len(PROMISE.findall(text)):
        yield f"an expression has no number before it in: {text[:80]}"
    for match in proved:
        fault = problem(match["number"], match["expression"])
        if fault:
            yield f"{fault}, in: {sentence(text, match.start())}"


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


NOT_PROSE = re.compile(
    r"(?P<fence>```|~~~).*?(?P=fence)|`[^`\n]*`|!?\[[^\]]*\]\([^)]*\)|<!--.*?-->|https?://\S+",
    re.DOTALL,
)


def bare_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number that has no expression and is not allowed, with its sentence."""
    plain = NOT_PROSE.sub(_blank, PROVED.sub(_blank, text))
    spans = [m.span() for rule in ALLOWED for m in re.finditer(rule.pattern, plain, re.MULTILINE)]
    for match in re.finditer(NUMBER + r"%?", plain):
        if not any(low <= match.start() and match.end() <= high for low, high in spans):
            yield match[0], sentence(text, match.start())
