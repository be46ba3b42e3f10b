"""The statistics of the course: plain functions, NumPy and the standard library alone.

Surveys: intervals for shares, corrections for many tests, what stands behind a printed number.
Panels: difference-in-differences, two-way fixed effects, staggered starts, power.
Codings: agreement between two coders.
"""

from pioneer_data.estimate.agreement import cohens_kappa
from pioneer_data.estimate.multiplicity import adjust_p_values
from pioneer_data.estimate.panels import (
    Comparison,
    Estimate,
    bacon_decomposition,
    difference_in_differences,
    staggered_average_effect,
    two_way_fixed_effects,
)
from pioneer_data.estimate.power import power_curve
from pioneer_data.estimate.published import (
    counts_that_add_up,
    standard_error_from_interval,
    standard_error_from_p,
    whole_counts,
)
from pioneer_data.estimate.shares import (
    design_effect,
    difference_p_value,
    newcombe_interval,
    wilson_interval,
)

__all__ = [
    "Comparison",
    "Estimate",
    "adjust_p_values",
    "bacon_decomposition",
    "cohens_kappa",
    "counts_that_add_up",
    "design_effect",
    "difference_in_differences",
    "difference_p_value",
    "newcombe_interval",
    "power_curve",
    "staggered_average_effect",
    "standard_error_from_interval",
    "standard_error_from_p",
    "two_way_fixed_effects",
    "whole_counts",
    "wilson_interval",
]
