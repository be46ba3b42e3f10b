"""Adjust p values for having made several tests.

References
----------
Holm 1979, Scand J Stat 6:65-70. Benjamini & Hochberg 1995, J R Stat Soc B 57:289-300.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from pioneer_data.estimate._checks import listed, proportion, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

_METHODS = {"bonferroni": "Bonferroni", "holm": "Holm", "fdr_bh": "Benjamini-Hochberg"}


def adjust_p_values(p: Iterable[float], method: str) -> list[float]:
    """Adjust p values for having made several tests.

    Parameters
    ----------
    p : iterable of float
        The p values, in any order.
    method : {"bonferroni", "holm", "fdr_bh"}
        The first two guard against one false alarm in the family; ``"fdr_bh"`` (Benjamini &
        Hochberg 1995) limits the share of false alarms among the findings.

    Returns
    -------
    list of float
        The adjusted p values, in the order given; empty for an empty ``p``.

    Raises
    ------
    ValueError
        If a value of ``p`` is missing or not from 0 to 1, or ``method`` is unknown.

    Examples
    --------
    >>> [round(value, 2) for value in adjust_p_values([0.04, 0.01, 0.03], "holm")]
    [0.06, 0.03, 0.06]
    """
    if method not in tuple(_METHODS):
        _refuse_method(str(method))
    tests = [proportion(f"p[{place}]", value) for place, value in enumerate(listed("p", p))]
    if method == "bonferroni":
        return [min(1.0, len(tests) * value) for value in tests]
    return _stepwise(tests, method)


def _stepwise(p: list[float], method: str) -> list[float]:
    """Adjust from the smallest p upwards (Holm) or from the largest down (Benjamini-Hochberg)."""
    m = len(p)
    order = sorted(range(m), key=p.__getitem__, reverse=method == "fdr_bh")
    if method == "holm":
        steps = accumulate(((m - k) * p[place] for k, place in enumerate(order)), max)
    else:
        steps = accumulate((m / (m - k) * p[place] for k, place in enumerate(order)), min)
    adjusted = dict(zip(order, steps, strict=True))
    return [min(1.0, adjusted[place]) for place in range(m)]


def _refuse_method(method: str) -> NoReturn:
    """Name the method that is spelt most like the unknown one, and list them all."""

    def likeness(known: str) -> float:
        spellings = (known, _METHODS[known].lower())
        return max(SequenceMatcher(None, method.lower(), text).ratio() for text in spellings)

    known = ", ".join(f"{name!r} ({author})" for name, author in _METHODS.items())
    remedy = f"The closest is {max(_METHODS, key=likeness)!r}"
    refuse(f"method is {method!r}", f"the methods are {known}", remedy)
