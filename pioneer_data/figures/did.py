"""The explorers of lesson 03: two published papers taken apart, and a world with a known truth."""

from pioneer_data.figures._did_keeble import (
    build_the_did,
    from_p_to_interval,
    nottingham_what_if,
    twelve_tests,
)
from pioneer_data.figures._did_morciano import correlation_slider, one_data_set_many_truths
from pioneer_data.figures._did_synthetic import (
    pre_trend_test_power,
    size_a_study,
    two_waves_wrong_sign,
)

__all__ = [
    "build_the_did",
    "correlation_slider",
    "from_p_to_interval",
    "nottingham_what_if",
    "one_data_set_many_truths",
    "pre_trend_test_power",
    "size_a_study",
    "twelve_tests",
    "two_waves_wrong_sign",
]
