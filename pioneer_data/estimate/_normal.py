"""Quantiles and tails of the normal distribution."""

from __future__ import annotations

import math
from statistics import NormalDist

from pioneer_data.estimate._checks import inner_proportion


def upper_z(p: float) -> float:
    """Return the z value that a two-sided p value belongs to."""
    return -NormalDist().inv_cdf(p / 2)


def critical_z(level: float) -> float:
    """Return the z value of a two-sided interval."""
    remedy = "Write 95% as 0.95"
    return upper_z(1 - inner_proportion("level", level, "there is no interval", remedy))


def two_sided_p(z: float) -> float:
    """Return the two-sided p value that a z value belongs to."""
    # erfc keeps the far tail that 1 minus the normal distribution would round to 0.
    return math.erfc(abs(z) / math.sqrt(2))
