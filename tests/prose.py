"""The numbers in the lessons' sentences: how each is worked out, and which need no working out.

In a markdown cell, ``76% <!-- = important("All", "Joined-up services", 2018) -->`` states that the
expression gives the number before it. It may call what ``audit.names`` lists, and the modules of
lesson 05.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pioneer_data import audit, brief, claims, next_study, weighing
from pioneer_data.rounding import written

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = r"(?<![\w.,\u2212-])(?:[-\u2212](?=\d))?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
PROVED = re.compile(rf"(?P<number>{NUMBER})(?P<unit>%?)\s*<!--\s*=\s*(?P<expression>.*?)\s*-->", re.DOTALL)
PROMISE = re.compile(r"<!--\s*=")


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


def printed(number: str) -> Decimal:
    """Return the value of a printed number: thousands commas out, a real minus sign read."""
    return Decimal(number.replace(",", "").replace("\N{MINUS SIGN}", "-"))


def rounded(value: float, like: Decimal) -> Decimal:
    """Round a value half up (away from zero) to as many decimals as a printed number has."""
    return Decimal(written(value, -int(like.as_tuple().exponent)))


LESSON_05 = {"brief": brief, "claims": claims, "next_study": next_study, "weighing": weighing}


def problem(number: str, expression: str) -> str | None:
    """Return what is wrong with a printed number, or None if its expression gives it."""
    try:
        found = rounded(audit.evaluate(expression, **LESSON_05), printed(number))
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
