"""The power curve: against full panels, the normal approximation, a covariance matrix and common sense."""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from pioneer_data.estimate import difference_in_differences, power_curve
from pioneer_data.estimate.power import variance_of_change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

STUDY: dict[str, Any] = {
    "treated_units": 20,
    "control_units": 40,
    "periods_before": 4,
    "periods_after": 8,
    "standard_deviation": 1.5,
    "autocorrelation": 0.6,
}
EFFECTS = [0.25, 0.6, 0.9]
MANY = 2000
correlations = pytest.mark.parametrize("autocorrelation", [0.0, 0.5, 0.9])


def change_variance(before: int, after: int, autocorrelation: float) -> float:
    """Sum the whole covariance matrix of one unit's noise, cell by cell."""
    weights = [-1 / before] * before + [1 / after] * after
    cells = itertools.product(enumerate(weights), repeat=2)
    return float(sum(one * other * autocorrelation ** abs(i - j) for (i, one), (j, other) in cells))


def true_standard_error(study: dict[str, Any]) -> float:
    change = change_variance(study["periods_before"], study["periods_after"], study["autocorrelation"])
    units = 1 / study["treated_units"] + 1 / study["control_units"]
    return float(study["standard_deviation"]) * math.sqrt(change * units)


def normal_power(effect: float, error: float, level: float = 0.95) -> float:
    normal = NormalDist()
    z = normal.inv_cdf((1 + level) / 2)
    return normal.cdf(effect / error - z) + normal.cdf(-effect / error - z)


def full_panels(study: dict[str, Any], seed: int, replications: int = MANY) -> Array:
    """Draw every period of every unit: stationary first-order autocorrelation, no levels of units.

    The first period is normal with the given standard deviation. Each later one is the autocorrelation
    times the one before, plus fresh noise that brings the variance back to the same.
    """
    units = study["treated_units"] + study["control_units"]
    periods = study["periods_before"] + study["periods_after"]
    rho, rng = study["autocorrelation"], np.random.default_rng(seed)
    noise = rng.normal(0, study["standard_deviation"], (replications, units, periods))
    for period in range(1, periods):
        fresh = math.sqrt(1 - rho**2) * noise[..., period]
        noise[..., period] = rho * noise[..., period - 1] + fresh
    return noise


def groups(study: dict[str, Any]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    treated = np.repeat([True, False], [study["treated_units"], study["control_units"]])
    return treated, np.repeat([False, True], [study["periods_before"], study["periods_after"]])


def within_chance(one: Array, other: Array, errors: float = 4) -> bool:
    """Say whether two simulated shares differ by no more than some Monte Carlo standard errors."""
    middle = (one + other) / 2
    return bool((np.abs(one - other) <= errors * np.sqrt(2 * middle * (1 - middle) / MANY)).all())


# Is it right?


@given(st.integers(1, 12), st.integers(1, 12), st.floats(0, 0.99))
def test_the_variance_of_a_change_is_that_of_the_covariance_matrix(
    before: int, after: int, autocorrelation: float
) -> None:
    expected = change_variance(before, after, autocorrelation)
    assert variance_of_change(before, after, autocorrelation) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("autocorrelation", [0.0, 0.6, 0.9])
def test_it_agrees_with_full_panels(autocorrelation: float) -> None:
    study = {**STUDY, "autocorrelation": autocorrelation}
    treated, post = groups(study)
    effects = np.array([0.5, 2, 3]) * true_standard_error(study)
    noise = full_panels(study, seed=71)
    found = [
        difference_in_differences(noise + effect * np.outer(treated, post), treated, post)
        for effect in effects
    ]
    full = np.array(
        [(np.abs(fit.estimate / fit.standard_error) > NormalDist().inv_cdf(0.975)).mean() for fit in found]
    )
    assert within_chance(power_curve(effects, MANY, **study, seed=3), full)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@correlations
def test_it_agrees_with_the_normal_approximation(autocorrelation: float, level: float) -> None:
    """With 160 units and 20,000 studies the estimated standard errors cost at most two points."""
    study = {**STUDY, "treated_units": 60, "control_units": 100, "autocorrelation": autocorrelation}
    error = true_standard_error(study)
    effects = np.linspace(-4, 4, 17) * error
    expected = [normal_power(effect, error, level) for effect in effects]
    found = power_curve(effects, 20_000, **study, level=level)
    assert found == pytest.approx(expected, abs=0.02)


@correlations
def test_it_finds_nothing_where_nothing_is_in_about_one_of_twenty(autocorrelation: float) -> None:
    study = {**STUDY, "treated_units": 51, "control_units": 120, "autocorrelation": autocorrelation}
    assert 0.03 <= power_curve(0, MANY, **study, seed=5) <= 0.07


def naive_standard_error(noise: Array, study: dict[str, Any]) -> Array:
    """Take all cells as independent: ordinary least squares on treated, post and both, no clusters."""
    treated, post = groups(study)
    left, cells = noise.copy(), 0.0
    for group in (treated, ~treated):
        for side in (post, ~post):
            cell = np.ix_(np.arange(len(noise)), group, side)
            left[cell] -= noise[cell].mean(axis=(1, 2), keepdims=True)
            cells += 1 / (group.sum() * side.sum())
    n = len(treated) * len(post)
    errors: Array = np.sqrt((left**2).sum(axis=(1, 2)) / (n - 4) * cells)
    return errors


def test_the_naive_standard_error_is_that_of_statsmodels() -> None:
    treated, post = groups(STUDY)
    noise = full_panels(STUDY, 1, replications=1)
    a, b = np.repeat(treated, len(post)), np.tile(post, len(treated))
    design = np.column_stack([np.ones(a.size), a, b, a & b]).astype(float)
    expected = sm.OLS(noise.ravel(), design).fit().bse[3]
    assert naive_standard_error(noise, STUDY) == pytest.approx([expected], rel=1e-9)


@pytest.mark.parametrize(("autocorrelation", "naive"), [(0.0, (0.03, 0.07)), (0.9, (0.10, 1.0))])
def test_clustering_keeps_the_five_per_cent_that_the_naive_error_breaks(
    autocorrelation: float, naive: tuple[float, float]
) -> None:
    study = {**STUDY, "autocorrelation": autocorrelation}
    noise = full_panels(study, seed=17)
    found = difference_in_differences(noise, *groups(study))
    z = NormalDist().inv_cdf(0.975)
    assert 0.03 <= (np.abs(found.estimate) > z * found.standard_error).mean() <= 0.07
    assert naive[0] < (np.abs(found.estimate) > z * naive_standard_error(noise, study)).mean() < naive[1]


# Does it behave?


def test_the_same_seed_gives_the_same_curve_and_another_seed_another() -> None:
    first = power_curve(EFFECTS, MANY, **STUDY)
    assert power_curve(EFFECTS, MANY, **STUDY) == pytest.approx(first)
    assert power_curve(EFFECTS, MANY, **STUDY, seed=0) == pytest.approx(first)
    assert power_curve(EFFECTS, MANY, **STUDY, seed=1) != pytest.approx(first)
    assert power_curve(EFFECTS[::-1], MANY, **STUDY) == pytest.approx(first[::-1])


@pytest.mark.parametrize("shape", [(), (1,), (0,), (6,), (2, 3), (1, 2, 3)])
def test_the_shape_of_the_effects_is_kept(shape: tuple[int, ...]) -> None:
    effects = np.linspace(0, 1, math.prod(shape)).reshape(shape)
    found = power_curve(effects, 50, **STUDY)
    assert found.shape == shape
    assert found.ravel() == pytest.approx(power_curve(effects.ravel(), 50, **STUDY))
    assert found == pytest.approx(power_curve(effects.tolist(), 50, **STUDY))


def test_each_share_is_of_the_number_of_replications() -> None:
    found = power_curve(EFFECTS, 7, **STUDY) * 7
    assert found == pytest.approx(np.round(found), abs=1e-9)
    assert power_curve(EFFECTS, **STUDY) == pytest.approx(power_curve(EFFECTS, 500, **STUDY))


def test_power_grows_with_the_effect_to_certainty() -> None:
    error = true_standard_error(STUDY)
    curve = power_curve(np.arange(0, 8) * error, MANY, **STUDY)
    assert (np.diff(curve) > -1e-12).all()
    assert curve[0] < 0.1
    assert 0.4 < curve[2] < 0.7
    assert curve[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    "more",
    [
        {"treated_units": 40},
        {"control_units": 200},
        {"periods_before": 16},
        {"periods_after": 60},
        {"standard_deviation": 1.0},
        {"level": 0.8},
    ],
    ids=lambda more: next(iter(more)),
)
def test_power_grows_with_units_and_periods_and_falls_with_noise_and_level(more: dict[str, Any]) -> None:
    small, large = (power_curve(EFFECTS, MANY, **{**STUDY, **change}) for change in ({}, more))
    assert (large > small).all()
    assert (large - small).max() > 0.05


def test_the_sign_of_the_effect_does_not_matter() -> None:
    one, other = (power_curve(sign * np.array(EFFECTS), MANY, **STUDY) for sign in (1, -1))
    assert within_chance(one, other)


@given(st.floats(0.01, 100))
def test_the_unit_of_the_outcome_does_not_matter(scale: float) -> None:
    study = {**STUDY, "standard_deviation": scale * STUDY["standard_deviation"]}
    found = power_curve(scale * np.array(EFFECTS), 100, **study)
    assert found == pytest.approx(power_curve(EFFECTS, 100, **STUDY), abs=0.01 + 1e-9)


def test_the_effects_are_not_changed() -> None:
    effects = np.array(EFFECTS)
    effects.flags.writeable = False
    power_curve(effects, 10, **STUDY)
    assert effects.tolist() == EFFECTS


# Input that cannot be


NO_NUMBERS: list[Any] = [math.nan, math.inf, -math.inf, None, "5", "", [5, 6], 1j, 10**400]
IMPOSSIBLE: dict[str, list[Any]] = {
    "replications": [0, -5, 1.5],
    "treated_units": [1, 0, -3, 2.5],
    "control_units": [1, 0, -3, 2.5],
    "periods_before": [0, -1, 1.5],
    "periods_after": [0, -1, 1.5],
    "standard_deviation": [0, -1.0],
    "autocorrelation": [1, 1.2, -0.1],
    "level": [0, 1, 95, -0.5],
}
REFUSALS = [(name, wrong) for name, many in IMPOSSIBLE.items() for wrong in [*many, *NO_NUMBERS]]
REFUSALS += [("effects", wrong) for wrong in (math.nan, [0.1, math.nan], None, [None], "x", ["0.5"], [1j])]


@pytest.mark.parametrize(("name", "wrong"), REFUSALS, ids=lambda value: repr(value)[:20])
def test_what_cannot_be_is_refused_by_name(name: str, wrong: object) -> None:
    good = {"effects": EFFECTS, "replications": 5, **STUDY}
    with pytest.raises(ValueError, match=rf"(?s)^{name} .+: .+\. .+\.$"):
        power_curve(**{**good, name: wrong})


@pytest.mark.parametrize(
    ("arguments", "name"),
    [([0, 1, 0], "periods_before"), ([1, 0.5, 0], "periods_after"), ([1, 1, 1], "autocorrelation")],
)
def test_a_change_that_cannot_be_is_refused_by_name(arguments: list[Any], name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name} .+: .+\. .+\.$"):
        variance_of_change(*arguments)


@pytest.mark.parametrize("name", ["treated_units", "control_units", "periods_before", "periods_after"])
def test_the_smallest_study_is_accepted(name: str) -> None:
    least = {"treated_units": 2, "control_units": 2, "periods_before": 1, "periods_after": 1}
    assert 0 <= power_curve(1, 1, **{**STUDY, name: least[name]}) <= 1
