"""Round for a reader: halves away from zero, and the same on every processor.

The last bits of a sum, a product or a fit differ between processors. Where the number is exactly halfway
between two printed ones, such as 12.5% without a decimal, these bits would decide which of them is printed.
So every number in a sentence, a label or a table of the course is rounded here, in decimals.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
EXACT_DECIMALS = 9
"""Beyond these decimals a computer's noise begins; what is worked out from printed numbers ends before."""


def settled(value: float) -> float:
    """Take the noise of a computer's arithmetic from a number.

    Parameters
    ----------
    value : float
        Any number below a million; infinity and "not a number" stay as they are.

    Returns
    -------
    float
        The nearest number with ``EXACT_DECIMALS`` decimals, without a minus sign if that is 0.

    Examples
    --------
    >>> settled(7.644999999999999), settled(7.645000000000001)
    (7.645, 7.645)
    """
    return round(float(value), EXACT_DECIMALS) + 0.0


def written(value: float, decimals: int = 0) -> str:
    """Write a number with a fixed number of decimals, halves away from zero, as published tables do.

    Parameters
    ----------
    value : float
        Any number.
    decimals : int
        How many decimals, at most six.

    Returns
    -------
    str
        The number; what rounds to 0 has no sign.

    Examples
    --------
    >>> written(12.5), written(-7.645, 2), written(-0.004, 2)
    ('13', '-7.65', '0.00')
    """
    if not math.isfinite(value):
        return str(float(value))
    # As text first: the decimals that a person sees, not the binary number that stands for them.
    rounded = Decimal(repr(settled(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded or abs(rounded):f}"


def half_up(value: float, decimals: int = 0) -> float:
    """Round a number as :func:`written` writes it.

    Parameters
    ----------
    value : float
        Any number.
    decimals : int
        How many decimals, at most six.

    Returns
    -------
    float
        The rounded number.

    Examples
    --------
    >>> half_up(10.5), half_up(100 * 0.145, 0), half_up(1.005, 2)
    (11.0, 15.0, 1.01)
    """
    return float(written(value, decimals))


def signed(value: float, decimals: int = 2, plus: str = "") -> str:
    """Write a number with a real minus sign, as the axes do.

    Parameters
    ----------
    value : float
        Any number.
    decimals : int
        How many decimals, at most six.
    plus : str
        What stands before a number above 0.

    Returns
    -------
    str
        The number; what rounds to 0 has no sign.

    Examples
    --------
    >>> signed(-0.375), signed(0.375, 1, plus="+"), signed(-0.001)
    ('\u22120.38', '+0.4', '0.00')
    """
    text = written(value, decimals)
    return f"{plus}{text}" if float(text) > 0 else text.replace("-", MINUS)


def shortened(value: float, most: int = 3) -> str:
    """Write a number with as many decimals as it needs.

    Parameters
    ----------
    value : float
        Any number.
    most : int
        How many decimals at the most; a number so small that these would hide it has six.

    Returns
    -------
    str
        The number with a real minus sign, without noughts at its end.

    Examples
    --------
    >>> shortened(14.806378), shortened(0.00002), shortened(-26.0), shortened(0.15)
    ('14.806', '0.00002', '\u221226', '0.15')
    """
    hidden = 0 < abs(settled(value)) < 10.0**-most
    text = written(value, 6 if hidden else most)
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", MINUS)
