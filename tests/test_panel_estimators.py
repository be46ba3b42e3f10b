"""The panel estimators: against statsmodels and diff-diff, known properties, and input that cannot be."""

from __future__ import annotations

import math
import platform
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from pioneer_data.estimate import (
    Comparison,
    Estimate,
    bacon_decomposition,
    difference_in_differences,
    staggered_average_effect,
    two_way_fixed_effects,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

if (sys.platform, platform.machine()) == ("darwin", "x86_64"):
    pytest.skip("diff-diff has no wheel for Macs with Intel processors", allow_module_level=True)

import diff_diff  # type: ignore[import-untyped]

NEVER = math.inf
# Periods, and how many units start in which of them. Groups differ in size on purpose.
DESIGNS: dict[str, tuple[int, dict[float, int]]] = {
    "30 x 8": (8, {3: 7, 5: 9, NEVER: 14}),
    "21 x 8, from the second and the last period": (8, {1: 2, 2: 11, 7: 3, NEVER: 5}),
    "25 x 9, one cohort": (9, {4: 6, NEVER: 19}),
    "206 x 60": (60, {12: 51, 24: 22, 30: 13, NEVER: 120}),
}
SMALL = (6, {2.0: 3, 4.0: 4, NEVER: 5})
KINDS = {
    "treated v never treated": "treated_vs_never",
    "earlier v later": "earlier_vs_later",
    "later v earlier": "later_vs_earlier",
}
designs = pytest.mark.parametrize("design", DESIGNS)
seeds = st.integers(0, 2**32 - 1)
amounts = st.floats(-50, 50)


def starts(groups: dict[float, int]) -> Array:
    return np.repeat([float(start) for start in groups], list(groups.values()))


def draw_panel(seed: int, periods: int, groups: dict[float, int]) -> tuple[Array, Array]:
    """Draw unit and period levels, a random walk as noisy as its unit, and effects that grow."""
    rng = np.random.default_rng(seed)
    first = rng.permutation(starts(groups))
    units = len(first)
    noise = rng.normal(size=(units, periods)).cumsum(axis=1) * rng.uniform(0.2, 2, size=(units, 1))
    effect = np.maximum(np.arange(periods) - first[:, None] + 1, 0) * rng.normal(0.1, 0.2, size=(units, 1))
    return 10 + rng.normal(size=(units, 1)) + rng.normal(size=periods) + noise + effect, first


@cache
def panel(design: str) -> tuple[Array, Array]:
    y, first = draw_panel(20 + len(design), *DESIGNS[design])
    y.flags.writeable = first.flags.writeable = False
    return y, first


def small_panel(seed: int) -> tuple[Array, Array]:
    return draw_panel(seed, *SMALL)


def after(first: Array, periods: int) -> NDArray[np.bool_]:
    return np.arange(periods) >= first[:, None]


def long_frame(y: Array, first: Array) -> pd.DataFrame:
    """Write a panel in diff-diff's form: periods from 1, and 0 for never treated."""
    units, periods = y.shape
    from_one = np.where(np.isinf(first), 0, first + 1)
    time = np.tile(np.arange(1, periods + 1), units)
    names = {"unit": np.repeat(np.arange(units), periods), "time": time, "y": y.ravel()}
    return pd.DataFrame({**names, "first": np.repeat(from_one, periods)})


def close(expected: object, tolerance: float = 1e-9) -> Any:  # noqa: ANN401 - pytest names no type
    return pytest.approx(expected, rel=0, abs=tolerance)


def small_sample_factor(units: int, n: int, parameters: int) -> float:
    return units / (units - 1) * (n - 1) / (n - parameters)


def clustered(y: Array, design: Array) -> tuple[float, float]:
    """Fit with statsmodels; give the last coefficient and its standard error, clustered by unit."""
    groups = np.repeat(np.arange(len(y)), y.shape[1])
    fit = sm.OLS(y.ravel(), design).fit(cov_type="cluster", cov_kwds={"groups": groups})
    return fit.params[-1], fit.bse[-1]


def with_dummies(treatment: Array) -> Array:
    """Lay out a constant, all but one unit, all but one period, and the treatment."""
    units, periods = treatment.shape
    unit, period = np.repeat(np.eye(units), periods, axis=0), np.tile(np.eye(periods), (units, 1))
    return np.column_stack([np.ones(units * periods), unit[:, 1:], period[:, 1:], treatment.ravel()])


# Other people's software


@designs
def test_difference_in_differences_agrees_with_statsmodels(design: str) -> None:
    y, first = panel(design)
    treated, post = np.isfinite(first), np.arange(y.shape[1]) >= y.shape[1] // 3
    a, b = np.repeat(treated, y.shape[1]), np.tile(post, len(y))
    expected = clustered(y, np.column_stack([np.ones(y.size), a, b, a & b]).astype(float))
    found = difference_in_differences(y, treated, post)
    assert found.estimate == close(expected[0])
    assert found.standard_error == close(expected[1], 1e-8)


def check_against(y: Array, treatment: Array, outcome: Array, design: Array) -> None:
    """Compare after the one difference is taken out: statsmodels counts every column it is given."""
    units, periods = y.shape
    estimate, error = clustered(outcome, design)
    counted = small_sample_factor(units, y.size, design.shape[1])
    nested = small_sample_factor(units, y.size, periods + 1)
    found = two_way_fixed_effects(y, treatment)
    assert found.estimate == close(estimate)
    assert found.standard_error == close(error * math.sqrt(nested / counted), 1e-8)


@pytest.mark.parametrize("design", list(DESIGNS)[:3])
def test_two_way_fixed_effects_agree_with_statsmodels(design: str) -> None:
    y, first = panel(design)
    treatment = after(first, y.shape[1]).astype(float)
    check_against(y, treatment, y, with_dummies(treatment))


def test_two_way_fixed_effects_agree_with_statsmodels_on_a_large_panel() -> None:
    """With means of units taken out instead of 205 dummies, which take long: the same regression."""
    y, first = panel("206 x 60")
    treatment = after(first, 60).astype(float)
    cells = with_dummies(treatment)[:, -60:].reshape(206, 60, 60)
    within = (cells - cells.mean(axis=1, keepdims=True)).reshape(y.size, 60)
    check_against(y, treatment, y - y.mean(axis=1, keepdims=True), within)


def test_two_way_fixed_effects_take_a_treatment_that_comes_and_goes() -> None:
    y, _ = panel("30 x 8")
    treatment = np.random.default_rng(5).integers(0, 2, y.shape).astype(float)
    check_against(y, treatment, y, with_dummies(treatment))


@designs
def test_two_way_fixed_effects_agree_with_diff_diff_for_one_start(design: str) -> None:
    """diff-diff counts three parameters: a constant, before or after, and the effect."""
    y, first = panel(design)
    treated, post = np.isfinite(first), np.arange(y.shape[1]) >= y.shape[1] // 3
    data = long_frame(y, first).assign(
        treated=np.repeat(treated, y.shape[1]).astype(int), post=np.tile(post, len(y)).astype(int)
    )
    expected = diff_diff.TwoWayFixedEffects().fit(data, "y", "treated", post="post", unit="unit")
    found = two_way_fixed_effects(y, np.outer(treated, post))
    ratio = small_sample_factor(len(y), y.size, y.shape[1] + 1) / small_sample_factor(len(y), y.size, 3)
    assert found.estimate == close(expected.att)
    assert found.standard_error == close(expected.se * math.sqrt(ratio), 1e-8)


@designs
def test_staggered_average_effect_agrees_with_diff_diff(design: str) -> None:
    y, first = panel(design)
    expected = diff_diff.CallawaySantAnna().fit(long_frame(y, first), "y", "unit", "time", "first")
    found = staggered_average_effect(y, first)
    assert found.estimate == close(expected.overall_att)
    assert found.standard_error == close(expected.overall_se, 1e-8)


def diff_diff_comparisons(y: Array, first: Array) -> dict[tuple[str, float, float], tuple[float, float]]:
    """Give weight and estimate of each of diff-diff's comparisons, exact weights, periods from 0."""
    found = diff_diff.BaconDecomposition(weights="exact").fit(
        long_frame(y, first), "y", "unit", "time", "first"
    )
    controls = {"never_treated": NEVER}
    return {
        (c.comparison_type, c.treated_group - 1, controls.get(c.control_group) or c.control_group - 1): (
            c.weight,
            c.estimate,
        )
        for c in found.comparisons
    }


@designs
def test_every_comparison_agrees_with_diff_diff(design: str) -> None:
    y, first = panel(design)
    expected = diff_diff_comparisons(y, first)
    found = {
        (KINDS[c.kind], c.treated_from, c.control_from): (c.weight, c.estimate)
        for c in bacon_decomposition(y, first)
    }
    assert found.keys() == expected.keys()
    for name, numbers in expected.items():
        assert found[name] == close(numbers), name


def pooled(comparisons: list[Comparison], start: float, kinds: set[str]) -> tuple[float, float]:
    """Give the weight and the average estimate of a cohort's comparisons of some kinds."""
    mine = [c for c in comparisons if c.treated_from == start and c.kind in kinds]
    weight = sum(c.weight for c in mine)
    return weight, float(sum(c.weight * c.estimate for c in mine)) / weight


@pytest.mark.filterwarnings("ignore:Detected 4 always-treated units:UserWarning")  # diff-diff says it pools
def test_always_treated_units_agree_with_diff_diff_where_it_tells_them_apart() -> None:
    """diff-diff puts the always treated and the never treated into one control group; we keep two."""
    y, first = draw_panel(8, 7, {0: 4, 2: 6, 5: 5, NEVER: 8})
    expected, found = diff_diff_comparisons(y, first), bacon_decomposition(y, first)
    for start in (2.0, 5.0):
        both = pooled(found, start, {"treated v never treated", "treated v always treated"})
        assert both == close(expected["treated_vs_never", start, NEVER])
    timing = {(KINDS.get(c.kind), c.treated_from, c.control_from): (c.weight, c.estimate) for c in found}
    for name in (("earlier_vs_later", 2.0, 5.0), ("later_vs_earlier", 5.0, 2.0)):
        assert timing[name] == close(expected[name])
    always = {c.control_from for c in found if c.kind == "treated v always treated"}
    assert always == {0.0}


# Many panels at once


def one_start(first: Array, periods: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    return np.isfinite(first), np.arange(periods) >= 2


def estimators(first: Array, periods: int) -> dict[str, Callable[[Any], Estimate]]:
    treated, post = one_start(first, periods)
    return {
        "did": lambda y: difference_in_differences(y, treated, post),
        "twfe": lambda y: two_way_fixed_effects(y, after(first, periods)),
        "staggered": lambda y: staggered_average_effect(y, first),
    }


@pytest.mark.parametrize("name", ["did", "twfe", "staggered"])
def test_a_batch_is_the_same_as_one_panel_after_another(name: str) -> None:
    panels = [small_panel(seed)[0] for seed in range(6)]
    fit = estimators(small_panel(0)[1], 6)[name]
    batch = fit(np.reshape(panels, (2, 3, *panels[0].shape)))
    one_by_one = np.array([fit(y) for y in panels])
    assert batch.estimate.shape == batch.standard_error.shape == (2, 3)
    assert batch.estimate.ravel() == close(one_by_one[:, 0], 1e-12)
    assert batch.standard_error.ravel() == close(one_by_one[:, 1], 1e-12)
    assert fit(np.array(panels[:1])).estimate.shape == (1,)


def test_a_batch_is_decomposed_panel_by_panel() -> None:
    panels, first = [small_panel(seed)[0] for seed in range(6)], small_panel(0)[1]
    batch = bacon_decomposition(np.reshape(panels, (2, 3, *panels[0].shape)), first)
    one_by_one = [bacon_decomposition(y, first) for y in panels]
    for place, comparison in enumerate(batch):
        assert comparison.estimate.shape == (2, 3)
        assert comparison.estimate.ravel() == close([found[place].estimate for found in one_by_one], 1e-12)
        for found in one_by_one:
            assert found[place][:3] == comparison[:3]
            assert found[place].weight == close(comparison.weight, 1e-12)


@pytest.mark.parametrize("name", ["did", "twfe", "staggered"])
def test_one_panel_gives_plain_numbers(name: str) -> None:
    y, first = small_panel(3)
    found = estimators(first, 6)[name](y)
    assert isinstance(found, Estimate)
    assert all(isinstance(value, np.float64) for value in found)


def everything(y: Any, first: Any, treated: Any, post: Any, treatment: Any) -> list[Any]:  # noqa: ANN401 - lists or arrays
    """Give what all four functions return."""
    comparisons = bacon_decomposition(y, first)
    fits = [difference_in_differences(y, treated, post), two_way_fixed_effects(y, treatment)]
    return [*fits, staggered_average_effect(y, first), *sorted(comparisons, key=lambda c: c[:3])]


def arguments(y: Array, first: Array) -> list[Any]:
    return [y, first, *one_start(first, y.shape[1]), after(first, y.shape[1])]


def test_arguments_are_not_changed() -> None:
    given_ = arguments(*small_panel(1))
    kept = [argument.copy() for argument in given_]
    for argument in given_:
        argument.flags.writeable = False
    everything(*given_)
    assert all((argument == copy).all() for argument, copy in zip(given_, kept, strict=True))


def test_lists_and_whole_numbers_are_accepted() -> None:
    y, first = small_panel(1)
    whole = np.round(y).astype(int)
    expected = everything(*arguments(whole.astype(float), first))
    late = np.where(np.isinf(first), 6, first).astype(int)
    for numbers in (arguments(whole, late), [x.astype(int).tolist() for x in arguments(whole, late)]):
        numbers[2] = np.isfinite(first).astype(int).tolist()
        for found, wanted in zip(everything(*numbers), expected, strict=True):
            same = [value if isinstance(value, str) else close(value, 1e-12) for value in wanted]
            assert list(found) == same


@given(seeds, st.permutations(range(12)))
def test_the_order_of_units_does_not_matter(seed: int, order: list[int]) -> None:
    y, first = small_panel(seed)
    for found, wanted in zip(
        everything(*arguments(y[order], first[order])), everything(*arguments(y, first)), strict=True
    ):
        assert numbers_of(found) == close(numbers_of(wanted))


def numbers_of(result: tuple[Any, ...]) -> list[float]:
    return [value for value in result if not isinstance(value, str)]


# What must hold


@given(seeds, seeds)
def test_levels_of_units_and_periods_change_nothing(seed: int, other: int) -> None:
    y, first = small_panel(seed)
    rng = np.random.default_rng(other)
    moved = y + rng.normal(0, 30, size=(len(y), 1)) + rng.normal(0, 30, size=y.shape[1])
    for found, wanted in zip(
        everything(*arguments(moved, first)), everything(*arguments(y, first)), strict=True
    ):
        assert numbers_of(found) == close(numbers_of(wanted))


@given(seeds)
def test_swapping_the_groups_turns_the_sign(seed: int) -> None:
    y, first = small_panel(seed)
    treated, post = one_start(first, y.shape[1])
    one, other = (difference_in_differences(y, group, post) for group in (treated, ~treated))
    assert other == close((-one.estimate, one.standard_error), 1e-12)


@given(seeds, amounts)
def test_scaling_the_outcome_scales_estimate_and_error(seed: int, scale: float) -> None:
    y, first = small_panel(seed)
    for fit in estimators(first, y.shape[1]).values():
        before, found = fit(y), fit(scale * y)
        assert found == close((scale * before.estimate, abs(scale) * before.standard_error))


@given(seeds, amounts)
def test_a_constant_effect_moves_the_estimate_and_not_the_error(seed: int, effect: float) -> None:
    y, first = small_panel(seed)
    for name, fit in estimators(first, y.shape[1]).items():
        cells = np.outer(*one_start(first, y.shape[1])) if name == "did" else after(first, y.shape[1])
        before, found = fit(y), fit(y + effect * cells)
        assert found == close((before.estimate + effect, before.standard_error)), name


@given(seeds, st.integers(1, 5))
def test_with_one_start_the_estimators_agree(seed: int, start: int) -> None:
    """Staggered counts from the last period before: the others must be cut to start there."""
    y, first = draw_panel(seed, 6, {float(start): 4, NEVER: 5})
    treated, units = np.isfinite(first), len(first)

    def did(cut: Array) -> Estimate:
        return difference_in_differences(cut, treated, np.arange(cut.shape[1]) >= cut.shape[1] - 6 + start)

    two_way, cut = two_way_fixed_effects(y, after(first, 6)), y[:, start - 1 :]
    ratio = small_sample_factor(units, y.size, 7) / small_sample_factor(units, y.size, 4)
    assert two_way == close((did(y).estimate, did(y).standard_error * math.sqrt(ratio)))
    plain = did(cut).standard_error / math.sqrt(small_sample_factor(units, cut.size, 4))
    assert staggered_average_effect(y, first) == close((did(cut).estimate, plain))


@given(seeds)
def test_staggered_looks_at_no_period_that_it_does_not_need(seed: int) -> None:
    """Nothing before the earliest base period counts, nor a cohort's own path between."""
    y, first = draw_panel(seed, 7, {3.0: 3, 5.0: 4, NEVER: 5})
    expected = staggered_average_effect(y, first)
    other = y.copy()
    other[:, :2] += np.random.default_rng(seed + 1).normal(size=(12, 2))
    other[first == 5, :4] -= 7
    assert staggered_average_effect(other, first) == close(expected)


@given(seeds, st.lists(st.integers(2, 5), min_size=4, max_size=4))
def test_weights_are_positive_and_give_the_regression_back(seed: int, sizes: list[int]) -> None:
    """With always and never treated units, and without either."""
    for groups in ([0, 2, 3, NEVER], [1, 2, 4, NEVER], [0, 1, 3, 5], [1, 2, 3, 5], [0, 2, 4, 5]):
        y, first = draw_panel(seed, 6, dict(zip(map(float, groups), sizes, strict=True)))
        found = bacon_decomposition(y, first)
        assert min(c.weight for c in found) > 0
        assert sum(c.weight for c in found) == close(1, 1e-12)
        total = two_way_fixed_effects(y, after(first, 6)).estimate
        assert sum(c.weight * c.estimate for c in found) == close(total, 1e-10)


def test_two_waves_and_nobody_left_untreated_can_turn_the_sign() -> None:
    """Effects 1 and 4 in the early wave, 1 in the late one: the average effect is 2.

    Early minus late is 0, 1, 3 over the three periods, and treatment differs in the second alone: 0, 1, 0.
    The regression so compares 1 with the average of 0 and 3: 1 - 1.5 = -0.5. Its two comparisons weigh the
    same. Early v late: 1 - 0 = 1. Late v early: a change of 1 - 0 against one of 4 - 1, so 1 - 3 = -2.
    """
    first, levels = np.array([1.0, 1.0, 2.0, 2.0]), np.array([[5.0], [6.0], [7.0], [8.0]])
    effects = np.array([[0, 1, 4], [0, 1, 4], [0, 0, 1], [0, 0, 1]])
    y = levels + np.array([0, 2, 3]) + effects
    assert two_way_fixed_effects(y, after(first, 3)).estimate == close(-0.5)
    found = {c.kind: c for c in bacon_decomposition(y, first)}
    assert found["earlier v later"] == (1.0, 2.0, "earlier v later", close(1), close(0.5))
    assert found["later v earlier"] == (2.0, 1.0, "later v earlier", close(-2), close(0.5))
    assert len(found) == 2
    never = np.vstack([y, [[1.0, 3.0, 4.0], [2.0, 4.0, 5.0]]])
    assert staggered_average_effect(never, np.append(first, [NEVER, NEVER])).estimate == close(2)


# Input that cannot be


def example() -> Array:
    return np.random.default_rng(0).normal(size=(6, 4))


def example_with(wrong: object) -> list[list[object]]:
    y: list[list[object]] = example().tolist()
    y[2][1] = wrong
    return y


HALF, LATE = [1, 1, 1, 0, 0, 0], [0, 0, 1, 1]
WAVES = [1.0, 1.0, 2.0, 2.0, NEVER, NEVER]
CELLS = after(np.array(WAVES), 4)
GOOD: dict[Callable[..., object], dict[str, object]] = {
    difference_in_differences: {"y": example(), "treated": HALF, "post": LATE},
    two_way_fixed_effects: {"y": example(), "treatment": CELLS},
    staggered_average_effect: {"y": example(), "first_treated": WAVES},
    bacon_decomposition: {"y": example(), "first_treated": WAVES},
}
BAD_OUTCOMES = [
    *[example_with(wrong) for wrong in (math.nan, math.inf, -math.inf, None, "x", "1.5", 1j, 10**400)],
    *[None, "", "text", 5.0, [], [[]], {}, example()[0], example()[:1], example()[:, :1], example()[:0]],
    *[example()[:, :0], [[1, 2], [3]], example().astype(str), example() + 1j, np.float64(3)],
]
BAD_MARKS: list[Any] = [None, "", "111000", 1, [], [1], [[1, 1, 1, 0, 0, 0]], ["1", "1", "1", "0", "0", "0"]]
BAD_MARKS += [[1, 1, 1, 0, 0, wrong] for wrong in (math.nan, math.inf, None, "x", 2, -1, 0.5)]
BAD_STARTS: list[Any] = [None, "", "text", 1, [], [1, 2], [WAVES], [*WAVES, NEVER], [NEVER] * 6, [4] * 6]
BAD_STARTS += [[1, 1, 2, 2, NEVER, wrong] for wrong in (math.nan, -1, -math.inf, 1.5, None, "x", "3")]
BAD: list[tuple[Callable[..., object], str, list[Any]]] = [
    *[(function, "y", BAD_OUTCOMES) for function in GOOD],
    (difference_in_differences, "treated", [*BAD_MARKS, HALF[:5], [*HALF, 1], [0] * 6, [1] * 6]),
    (difference_in_differences, "treated", [[1, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 1]]),
    (difference_in_differences, "post", [*BAD_MARKS, LATE[:3], [*LATE, 1], [0] * 4, [1] * 4, [0, 0, 1, 2]]),
    (two_way_fixed_effects, "treatment", [*BAD_MARKS, CELLS[0], CELLS[:5], CELLS[:, :3], CELLS.T, [CELLS]]),
    (two_way_fixed_effects, "treatment", [CELLS * wrong for wrong in (0, 2, -1, 0.5, math.nan, 1j)]),
    (two_way_fixed_effects, "treatment", [np.ones((6, 4)), np.outer(HALF, [1] * 4), np.outer([1] * 6, LATE)]),
    (two_way_fixed_effects, "treatment", [np.outer([1, 0, 0, 0, 0, 0], LATE)]),
    (staggered_average_effect, "first_treated", [*BAD_STARTS, [1] * 6, [1, 1, 2, 2, 3, 3]]),
    (staggered_average_effect, "first_treated", [[0, 0, 2, 2, NEVER, NEVER], [1, 2, 2, NEVER, NEVER, NEVER]]),
    (staggered_average_effect, "first_treated", [[1, 1, 1, 2, 2, NEVER]]),
    (bacon_decomposition, "first_treated", [*BAD_STARTS, [1] * 6, [0] * 6, [0, 0, 0, NEVER, NEVER, NEVER]]),
]
REFUSALS = [(function, name, wrong) for function, name, many in BAD for wrong in many]


def shown(value: object) -> str:
    """Name a case in the list of tests."""
    return getattr(value, "__name__", None) or repr(value)[:30].replace("\n", "")


@pytest.mark.parametrize("function", GOOD, ids=shown)
def test_the_arguments_that_the_refusals_start_from_are_fine(function: Callable[..., object]) -> None:
    assert function(**GOOD[function])


@pytest.mark.parametrize(("function", "name", "wrong"), REFUSALS, ids=shown)
def test_what_cannot_be_is_refused_by_name(function: Callable[..., object], name: str, wrong: object) -> None:
    with pytest.raises(ValueError, match=rf"(?s)^{name} .+: .+\. .+\.$"):
        function(**{**GOOD[function], name: wrong})


@pytest.mark.parametrize("function", [two_way_fixed_effects, bacon_decomposition])
def test_who_is_not_treated_yet_is_control_enough(function: Callable[..., object]) -> None:
    waves = [1.0, 1.0, 1.0, 3.0, 3.0, 3.0]
    name, value = list(GOOD[function])[1], waves
    assert function(example(), **{name: value if name == "first_treated" else after(np.array(waves), 4)})
