"""Agreement between two coders, corrected for chance.

References
----------
Cohen 1960, Educ Psychol Meas 20:37-46.
"""

from __future__ import annotations

from collections import Counter
from numbers import Integral
from typing import TYPE_CHECKING

from pioneer_data.estimate._checks import listed, refuse

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


def cohens_kappa(first: Iterable[Hashable], second: Iterable[Hashable]) -> float:
    """Give Cohen's kappa: how far two coders agree beyond what chance would give (Cohen 1960).

    The share of agreements, minus the share that two coders would reach by chance who used each
    code as often as these two did, divided by the most that could be above chance.

    Parameters
    ----------
    first, second : iterable of str or int
        One code a thing that was coded, in the same order for both coders.

    Returns
    -------
    float
        1 is full agreement, 0 what chance would give, below 0 less than chance; at least -1.

    Raises
    ------
    ValueError
        If there are no codes, the lengths differ, a code is missing or is neither a text nor a
        whole number, or both coders used one and the same code throughout: then chance alone
        would agree every time, and kappa would be 0 divided by 0.

    Examples
    --------
    Three of four agree (75%). By chance 37.5% would: half of "agree" and a quarter of "silent".

    >>> first = ["agree", "agree", "silent", "partial"]
    >>> second = ["agree", "agree", "silent", "silent"]
    >>> cohens_kappa(first, second)
    0.6
    """
    ones, others = _codes("first", first), _codes("second", second)
    n = len(ones)
    if len(others) != n:
        reason = f"first holds {n} and each thing needs a code from both"
        refuse(f"second holds {len(others)} codes", reason, "Leave out what only one has coded")
    # In whole numbers, multiplied by n squared, so that full agreement gives 1 exactly.
    counts, other_counts = Counter(ones), Counter(others)
    chance = sum(count * other_counts[code] for code, count in counts.items())
    if chance == n * n:
        reason = "chance alone would then agree every time, so there is nothing to correct for"
        refuse(f"first and second hold only {ones[0]!r}", reason, "Give the share of agreements instead")
    agreed = len([one for one, other in zip(ones, others, strict=True) if one == other])
    return (n * agreed - chance) / (n * n - chance)


def _codes(name: str, values: Iterable[Hashable]) -> list[Hashable]:
    """Return the codes as a list; a missing one is refused by its place."""
    codes = listed(name, values, "codes")
    if not codes:
        refuse(f"{name} is empty", "agreement needs at least one code", "Give one code a thing")
    for place, code in enumerate(codes):
        if not (isinstance(code, Integral) or (isinstance(code, str) and code.strip())):
            reason = "a code is a text or a whole number, and never missing"
            refuse(f"{name}[{place}] is {code!r}", reason, "Leave out what only one has coded")
    return codes
