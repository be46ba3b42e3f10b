"""Refuse impossible arguments in three parts: what failed, why, and what to do instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NoReturn


def refuse(problem: str, reason: str, remedy: str) -> NoReturn:
    """Say what failed, why, and what to do instead."""
    message = f"{problem}: {reason}. {remedy}."
    raise ValueError(message)


def refuse_unknown(what: str, given: object, known: Iterable[str]) -> NoReturn:
    """Say that the tables do not have what was asked for, and what they have."""
    message = f"There is no {what} {given!r}. The tables do not have it. Take one of: {', '.join(known)}."
    raise ValueError(message)


def finite(name: str, value: float) -> float:
    """Return one finite number as a float."""
    try:
        is_finite = math.isfinite(value)
    except (TypeError, ValueError, OverflowError):
        is_finite = False
    if not is_finite:
        reason = "it must be one finite number, neither text nor missing"
        refuse(f"{name} is {value!r}", reason, "Give a plain number, and leave out blanks")
    return float(value)


def checked(name: str, value: float, valid: Callable[[float], bool], reason: str, remedy: str) -> float:
    """Return a number that passes its test, or refuse it for the reason given."""
    number = finite(name, value)
    if not valid(number):
        refuse(f"{name} is {value}", reason, remedy)
    return number


def whole(name: str, value: float, least: int) -> int:
    """Return a whole number that is large enough."""
    reason, remedy = f"it must be a whole number, at least {least}", "Give such a number"
    return int(checked(name, value, lambda n: n >= least and n.is_integer(), reason, remedy))


def proportion(name: str, value: float) -> float:
    """Return a number from 0 to 1."""
    reason, remedy = "it must lie from 0 to 1", "Divide a percentage by 100"
    return checked(name, value, lambda number: 0 <= number <= 1, reason, remedy)


def inner_proportion(name: str, value: float, reason: str, remedy: str) -> float:
    """Return a number above 0 and below 1."""
    limits = f"it must lie above 0 and below 1, or {reason}"
    return checked(name, value, lambda number: 0 < number < 1, limits, remedy)


def listed(name: str, values: Iterable[Any], of: str = "numbers") -> list[Any]:
    """Return several values as a list; text would fall apart into its letters."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        refuse(f"{name} is {values!r}", f"it must hold several {of}", "Put them in a list")
    return list(values)
