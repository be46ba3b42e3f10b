"""Quantiles of the normal distribution."""

from __future__ import annotations

from statistics import NormalDist

from pioneer_data.estimate._checks import inner_proportion


def upper_z(p: float) -> float:
    """Return the z value that a two-sided p value belongs to."""
    return -NormalDist().inv_cdf(p / 2)


def critical_z(level: float) -> float:
    """Return the z value of a two-sided interval."""
    remedy = "Write 95% as 0.95"
    return upper_z(1 - inner_proportion("level", level, "there is no interval", remedy))
