"""Check published claims: work each out again from the tables and compare, rounding included.

``published_claims`` holds the claims. The column ``expression`` of a claim is a line of Python in
the names of ``_lookups`` and of the modules of derived numbers; nothing that is recomputed or
judged is typed in.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import _lookups, estimate, keeble, mdt, morciano, programme, survey, synthetic, what_if
from pioneer_data.rounding import written

VERDICTS = ("reproduces", "within rounding", "does not reproduce", "cannot be checked")
NOISE = 1e-9
"""What a computer's arithmetic may be off by; far less than any rounding here."""
MORE_DECIMALS = 2
"""A recomputed number is shown with so many decimals more than the published one."""
MOST_ENDS = 3
"""More numbers than this are shown without the ends that rounding allows."""


@dataclass(frozen=True)
class Rounded:
    """A number worked out from rounded ones: what it comes to, and the least and the most it can be.

    Sums, differences, products and ratios keep both ends, as if each rounded number moved by
    itself. So use each number once in an expression: ``100 * (b / a - 1)``, not ``100 * (b - a) / a``.

    Parameters
    ----------
    value, low, high : float
        From the numbers as printed, and the ends; all in the unit of the result.

    Examples
    --------
    >>> as_printed(7, 0) - as_printed(4, 0)
    Rounded(value=3, low=2.0, high=4.0)
    """

    value: float
    low: float
    high: float

    def __add__(self, other: object) -> Rounded:
        """Add."""
        more = _rounded(other)
        return Rounded(self.value + more.value, self.low + more.low, self.high + more.high)

    __radd__ = __add__

    def __neg__(self) -> Rounded:
        """Turn the sign."""
        return Rounded(-self.value, -self.high, -self.low)

    def __sub__(self, other: object) -> Rounded:
        """Subtract."""
        return self + -_rounded(other)

    def __rsub__(self, other: object) -> Rounded:
        """Subtract this from another number."""
        return _rounded(other) + -self

    def __mul__(self, other: object) -> Rounded:
        """Multiply."""
        more = _rounded(other)
        corners = [a * b for a in (self.low, self.high) for b in (more.low, more.high)]
        return Rounded(self.value * more.value, min(corners), max(corners))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Rounded:
        """Divide by a number that cannot be 0."""
        more = _rounded(other)
        if more.low <= 0 <= more.high:
            raise ZeroDivisionError(
                f"A ratio to {more} has no ends, because that can be 0. Take another base."
            )
        return self * Rounded(1 / more.value, 1 / more.high, 1 / more.low)

    def __rtruediv__(self, other: object) -> Rounded:
        """Divide another number by this."""
        return _rounded(other) / self


def _rounded(value: Any) -> Rounded:  # noqa: ANN401 - any number
    return value if isinstance(value, Rounded) else Rounded(value, value, value)


def as_printed(value: float, decimals: int = 0) -> Rounded:
    """Return a printed number with half a unit of its last digit on either side.

    Parameters
    ----------
    value : float
        As printed.
    decimals : int
        How many decimals it is printed with.

    Returns
    -------
    Rounded
        The number and its ends.

    Examples
    --------
    >>> as_printed(1.82, 2)
    Rounded(value=1.82, low=1.815, high=1.825)
    """
    half = 0.5 * 10.0**-decimals
    return Rounded(value, round(value - half, decimals + 1), round(value + half, decimals + 1))


def between(low: float, high: float) -> Rounded:
    """Return a number that is only known to lie between two ends.

    Parameters
    ----------
    low, high : float
        The ends, in the unit of the number.

    Returns
    -------
    Rounded
        Its middle and its ends.

    Examples
    --------
    >>> between(2, 4)
    Rounded(value=3.0, low=2, high=4)
    """
    return Rounded((low + high) / 2, low, high)


@cache
def names() -> dict[str, Any]:
    """Return what an expression may call: the functions of ``_lookups`` and the modules of numbers.

    Returns
    -------
    dict
        Functions and modules by name.

    Examples
    --------
    >>> names()["ticked"](10)
    7
    """
    found = [pair for module in _lookups.MODULES for pair in inspect.getmembers(module, callable)]
    home = _lookups.__name__
    own = {name: look_up for name, look_up in found if getattr(look_up, "__module__", "").startswith(home)}
    modules = (estimate, keeble, mdt, morciano, programme, survey, synthetic, what_if)
    return {
        **{name: look_up for name, look_up in own.items() if not name.startswith("_")},
        **{module.__name__.rpartition(".")[2]: module for module in modules},
        "pd": pd,
        "pioneers": pioneers,
        "YEARS": _lookups.YEARS,
        "MADE": _lookups.MADE,
        "table": _lookups.tables.table,
        "as_printed": as_printed,
        "between": between,
    }


def evaluate(expression: str, **more: Any) -> Any:  # noqa: ANN401 - numbers, words, dates or lists of them
    """Work out an expression of ``published_claims``.

    Parameters
    ----------
    expression : str
        A line of Python in ``names``.
    **more : object
        Further names that it may call.

    Returns
    -------
    object
        A number, a ``Rounded``, a word, a date as text, True or False, or several of these.

    Examples
    --------
    >>> evaluate("ticked(8), ticked(9)")
    (3, 3)
    """
    return eval(expression, names() | more)  # noqa: S307 - from our own table, which a test evaluates


def items(value: object) -> list[Any]:
    """Return a result as a list of single values, True and False as yes and no.

    Parameters
    ----------
    value : object
        What ``evaluate`` returns, or the text of a published value with ``;`` between its parts.

    Returns
    -------
    list
        Numbers as numbers, ``Rounded`` as it is, everything else as text.

    Examples
    --------
    >>> items("14; 11")
    [14, 11]
    >>> items((True, "CCG"))
    ['yes', 'CCG']
    >>> items([])
    ['none of them']
    """
    if isinstance(value, str):
        return [_number(part.strip()) for part in value.split(";")]
    if isinstance(value, Iterable):
        return [part for one in value for part in items(one)] or ["none of them"]
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return ["yes" if value else "no"]
    return [value]


def _number(text: str) -> Any:  # noqa: ANN401 - a number or text
    if not re.fullmatch(r"[-\u2212]?\d+(\.\d+)?", text.replace(",", "")):
        return text
    plain = text.replace(",", "").replace("\u2212", "-")
    return float(plain) if "." in plain else int(plain)


def judge(published: str, recomputed: object, rounding: float = 0.0) -> str:
    """Compare a published value with what the tables give.

    Parameters
    ----------
    published : str
        As printed, several parts with ``;`` between them.
    recomputed : object
        What ``evaluate`` returns; None if the sources do not hold what it takes.
    rounding : float
        Half a unit of the last digit of the published number, in its unit; 0 for a count, a date
        or a word.

    Returns
    -------
    str
        One of ``VERDICTS``: "reproduces" if every part is the same without rounding anything,
        "within rounding" if the numbers that would be printed so overlap with the numbers that
        the tables allow, else "does not reproduce".

    Examples
    --------
    >>> judge("29", 100 * 98 / 337, rounding=0.5)
    'within rounding'
    >>> judge("6", 3)
    'does not reproduce'
    """
    if recomputed is None:
        return VERDICTS[3]
    said, found = items(published), items(recomputed)
    if len(said) != len(found):
        return VERDICTS[2]
    places = [_place(one, other, rounding) for one, other in zip(said, found, strict=True)]
    return VERDICTS[max(places)]


def _place(said: Any, found: Any, rounding: float) -> int:  # noqa: ANN401 - parts differ in type
    if isinstance(said, str) or isinstance(found, str):
        return 0 if said == found else 2
    exact = _rounded(found)
    if abs(exact.value - said) <= NOISE:
        return 0
    near = exact.low - rounding - NOISE <= said <= exact.high + rounding + NOISE
    return 1 if near else 2


def shown(recomputed: object, published: str = "") -> str:
    """Write a recomputed value as the table holds it.

    Parameters
    ----------
    recomputed : object
        What ``evaluate`` returns; None gives an empty text.
    published : str
        The published value, which tells how many decimals to show.

    Returns
    -------
    str
        The parts with ``;`` between them; a number from rounded ones with its ends, unless there
        are more than three parts.

    Examples
    --------
    >>> shown(100 * 98 / 337, "29")
    '29.08'
    >>> shown(as_printed(16) - as_printed(42), "-26")
    '-26 (-27 to -25)'
    """
    if recomputed is None:
        return ""
    decimals = max((len(part.partition(".")[2]) for part in published.split(";")), default=0)
    parts = items(recomputed)
    if len(parts) > MOST_ENDS:
        parts = [part.value if isinstance(part, Rounded) else part for part in parts]
    return "; ".join(_written(part, decimals + MORE_DECIMALS) for part in parts)


def _written(part: Any, decimals: int) -> str:  # noqa: ANN401 - parts differ in type
    if isinstance(part, Rounded):
        ends = (_written(part.value, decimals), _written(part.low, decimals), _written(part.high, decimals))
        return "{} ({} to {})".format(*ends)
    if isinstance(part, str):
        return part
    text = written(part, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def arithmetic(working: str) -> str:
    """Fill in the working of a claim: each part in braces is an expression.

    Parameters
    ----------
    working : str
        Words and expressions, as the column ``working`` holds them.

    Returns
    -------
    str
        The words with results.

    Examples
    --------
    >>> arithmetic("{ticked(8)} sites ticked eight and {ticked(9)} nine")
    '3 sites ticked eight and 3 nine'
    >>> arithmetic("{replied(2016)} of {invited(2016)} is {100 * replied(2016) / invited(2016):.1f}%")
    '98 of 337 is 29.1%'
    """
    return re.sub(r"\{([^{}]+)\}", _filled, working)


def _filled(part: re.Match[str]) -> str:
    expression, _, form = part[1].partition(":.")
    value = evaluate(expression)
    return written(value, int(form.removesuffix("f"))) if form else shown(value)


def recompute(claim: str) -> Any:  # noqa: ANN401 - numbers, words, dates or lists of them
    """Work out one claim of ``published_claims`` again.

    Parameters
    ----------
    claim : str
        Its id in the table.

    Returns
    -------
    object
        A number, a ``Rounded``, text, True or False, or several of these; None if the sources do
        not hold what it takes.
    """
    expression = _lookups.tables.one("published_claims", "expression", claim=claim)
    return evaluate(expression) if isinstance(expression, str) and expression else None
