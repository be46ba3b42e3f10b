"""The numbers of a text, and whether they are among the numbers of the course's tables."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pioneer_data as pioneers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    import pandas as pd

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
FINANCIAL_YEAR = re.compile(r"\b(?:19|20)\d\d\s?[/\u2013-]\s?\d\d(?:\d\d)?\b")
CONVENTIONS = ("90%", "95%", "99%", "0.05", "0.01", "150")  # levels, and the length of the brief
YEARS = (1940, 2040)
NAMED_BY_NUMBER = ("wave", "waves", "table", "figure", "lesson", "package", "phase")
REFUTED = "does not reproduce"


def numbers(text: str, *, conventions: bool = False) -> Iterator[str]:
    """Yield the numbers of a text as written, without years and without names such as wave 1.

    Parameters
    ----------
    text : str
        Any text.
    conventions : bool
        Whether to yield those that only say a convention too, such as the 95% of an interval.

    Yields
    ------
    str
        A number, without its sign, with ``%`` if that follows.

    Examples
    --------
    >>> list(numbers("In 2014/15 wave 1 rose by 1.93% (95% interval; 1,234 people, 25 sites)."))
    ['1.93%', '1,234', '25']
    """
    rest = FINANCIAL_YEAR.sub(" ", text)
    for match in NUMBER.finditer(rest):
        number = match[0] + _unit(rest[match.end() :])
        if _counts(number, rest[: match.start()]) and (conventions or number not in CONVENTIONS):
            yield number


def _unit(after: str) -> str:
    return "%" if after.lstrip().casefold().startswith(("%", "per cent", "percent")) else ""


def _counts(number: str, before: str) -> bool:
    year = len(number) == len("2018") and number.isdecimal() and YEARS[0] <= int(number) < YEARS[1]
    last = (before.casefold().split() or [""])[-1].lstrip("([")
    return not year and last not in NAMED_BY_NUMBER and not before[-1:].isalpha()


def size(number: str) -> float:
    """Return a number as ``numbers`` yields it without its ``%`` and commas.

    Parameters
    ----------
    number : str
        As written.

    Returns
    -------
    float
        Its size.

    Examples
    --------
    >>> size("1,234"), size("1.93%")
    (1234.0, 1.93)
    """
    return float(number.rstrip("%").replace(",", ""))


def _decimals(number: str) -> int:
    return len(number.rstrip("%").partition(".")[2])


class Course(NamedTuple):
    """The numbers of the course, for looking up.

    Parameters
    ----------
    known : frozenset of float
        The sizes of all that are in the tables, that were recomputed from them, or that are in a
        published claim which was not refuted.
    refuted : dict of float to str
        For a published number, the claim that it is from, if none of the claims with it reproduces.
    """

    known: frozenset[float]
    refuted: dict[float, str]


def course(claims: pd.DataFrame) -> Course:
    """Collect the numbers of the tables and of published claims.

    Parameters
    ----------
    claims : pandas.DataFrame
        Columns ``says``, ``locator``, ``published``, ``recomputed`` and ``verdict``, as
        ``published_claims()``.

    Returns
    -------
    Course
        What is known and what was refuted.
    """
    wrong = claims["verdict"] == REFUTED
    others = _sizes(claims["published"][~wrong])
    told = claims[wrong].iloc[::-1].to_dict("records")  # of two claims the first counts
    refuted = {one: _claim(row) for row in told for one in _sizes([row["published"]]) - others}
    return Course(_in_the_tables() | others | _sizes(claims["recomputed"]), refuted)


def _claim(row: Mapping[Hashable, object]) -> str:
    return f"\u201c{row['says']}\u201d ({row['locator']}), where the tables give {row['recomputed']}"


def known(number: str, numbers_of: Course) -> bool:
    """Say whether a number, as it is rounded, is one of the course.

    Parameters
    ----------
    number : str
        As ``numbers`` yields it.
    numbers_of : Course
        What ``course`` returns.

    Returns
    -------
    bool
        Whether a known number is written so when rounded to as many decimals.
    """
    half = 0.5 * 10.0 ** -_decimals(number) + 1e-9
    return any(abs(one - size(number)) <= half for one in numbers_of.known)


def refuted(number: str, numbers_of: Course) -> str:
    """Return the claim that a number is from if that does not reproduce.

    A whole number that is known too can mean anything, so it is left alone. Two numbers with the
    same decimals are hardly ever the same by chance.

    Parameters
    ----------
    number : str
        As ``numbers`` yields it.
    numbers_of : Course
        What ``course`` returns.

    Returns
    -------
    str
        What the claim says, its place and what the tables give; empty if there is no such claim.
    """
    if not _decimals(number) and known(number, numbers_of):
        return ""
    return numbers_of.refuted.get(size(number), "")


def _sizes(texts: Iterable[object]) -> frozenset[float]:
    return frozenset(size(number) for text in texts for number in NUMBER.findall(str(text)))


@cache
def _in_the_tables() -> frozenset[float]:
    # published_claims holds what may be wrong.
    names = [name for name in pioneers.catalogue()["table"] if name != "published_claims"]
    return _sizes(cell for name in names for cell in _cells(Path(pioneers.path(name))))


def _cells(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            yield from row
