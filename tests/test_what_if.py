"""The synthetic worlds: closed forms against full panels, documented worlds, what the charts say."""

from __future__ import annotations

import inspect
import math
import re
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pioneer_data import estimate, morciano, synthetic, what_if
from pioneer_data.figures import _did_synthetic as figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Z = NormalDist().inv_cdf(0.975)
MANY, CHUNK = 2000, 250
DRIFT = -0.2
GROUPS = synthetic.groups()
PIONEER, NEITHER = GROUPS == "Pioneer only", GROUPS == "Neither"
CHOSEN = PIONEER | NEITHER
TREATED = PIONEER[CHOSEN]
EXPLORERS = (figures.pre_trend_test_power, figures.two_waves_wrong_sign, figures.size_a_study)
MINUS = "\N{MINUS SIGN}"


def agrees(simulated: float, exact: float, many: int = MANY, errors: float = 4) -> bool:
    """Say whether a simulated share lies within some Monte Carlo standard errors of the exact one."""
    return abs(simulated - exact) <= errors * math.sqrt(max(exact * (1 - exact), 1 / many) / many)


@cache
def panels(autocorrelation: float) -> NDArray[np.float32]:
    """Return 2,000 full synthetic panels with a drift: the two groups, 171 CCGs by 60 months."""
    chunks = []
    for seed in range(MANY // CHUNK):
        made_up = synthetic.rates(
            parallel=True,
            trend_violation=DRIFT,
            autocorrelation=autocorrelation,
            seed=100 + seed,
            replications=CHUNK,
        )
        chunks.append(made_up[:, CHOSEN].astype(np.float32))
    return np.concatenate(chunks)


def mean_and_error(of_each_ccg: Array) -> tuple[Array, Array]:
    """Compare the two groups' means of one number a CCG, with the standard error of the difference."""
    one, other = of_each_ccg[:, TREATED], of_each_ccg[:, ~TREATED]
    variance = one.var(1, ddof=1) / TREATED.sum() + other.var(1, ddof=1) / (~TREATED).sum()
    return one.mean(1) - other.mean(1), np.sqrt(variance)


def slopes(y: Array, months: int) -> Array:
    """Fit each CCG's line by least squares, the long way round."""
    design = np.column_stack([np.ones(months), np.arange(months)])
    fitted: Array = np.linalg.pinv(design)[1] @ y[..., :months].transpose(2, 0, 1).reshape(months, -1)
    return fitted.reshape(y.shape[:2])


# A pre-trend test


@pytest.mark.parametrize("autocorrelation", [0.0, 0.7])
@pytest.mark.parametrize("months", [7, 24])
def test_the_pre_trend_test_agrees_with_full_panels(months: int, autocorrelation: float) -> None:
    y = panels(autocorrelation)
    exact = what_if.pre_trend_test(DRIFT, months, autocorrelation)
    slope, error = mean_and_error(slopes(y, months))
    assert agrees((np.abs(slope) > Z * error).mean(), exact.found)
    did, _ = mean_and_error(y[..., 45:].mean(-1) - y[..., :months].mean(-1))
    assert agrees((np.abs(did) > what_if.TOLERANCE).mean(), exact.wrong)
    assert abs(did.mean() - exact.bias) < 4 * did.std() / math.sqrt(MANY)


def test_seven_months_hardly_notice_the_drift_that_makes_the_whole_difference() -> None:
    drift = what_if.drift_that_explains()
    assert drift == pytest.approx(morciano.period_did("Pioneer only").estimate / (49 / 12))
    result = what_if.pre_trend_test(drift)
    assert 0.05 < result.found < 0.07
    assert result.bias == pytest.approx(morciano.period_did("Pioneer only").estimate)
    assert result.wrong > 0.8


@pytest.mark.parametrize("months", [3, 7, 24, 45])
def test_the_drift_that_explains_a_gap_makes_it(months: int) -> None:
    drift = what_if.drift_that_explains(-0.5, months)
    assert what_if.pre_trend_test(drift, months).bias == pytest.approx(-0.5)


def test_without_drift_the_test_alarms_in_one_of_twenty() -> None:
    for months in (3, 12, 24):
        result = what_if.pre_trend_test(0, months, 0.3)
        assert result.found == pytest.approx(0.05)
        assert result.bias == 0
        assert 0 < result.wrong < 1


def test_more_drift_and_more_months_are_noticed_more() -> None:
    by_drift = [what_if.pre_trend_test(-drift / 10, 12).found for drift in range(10)]
    assert (np.diff(by_drift) > 0).all()
    by_months = [what_if.pre_trend_test(-0.2, months).found for months in range(5, 46)]
    assert (np.diff(by_months) > 0).all()
    by_tolerance = [what_if.pre_trend_test(-0.1, tolerance=t).wrong for t in (0.1, 0.2, 0.4)]
    assert (np.diff(by_tolerance) < 1e-9).all()
    up, down = what_if.pre_trend_test(0.1), what_if.pre_trend_test(-0.1)
    assert (up.found, up.wrong, up.bias) == pytest.approx((down.found, down.wrong, -down.bias))


# Two waves

WORLDS = [(growth, immediate) for growth in (0.0, -0.2, -0.4) for immediate in (0.0, -0.2)]


@pytest.mark.parametrize(("growth", "immediate"), WORLDS)
def test_callaway_and_santanna_find_the_truth_in_every_world(growth: float, immediate: float) -> None:
    world = what_if.two_waves(growth, immediate)
    assert world.staggered_average_effect == pytest.approx(world.truth, abs=1e-12)
    lengths = (33, 53), (18, 39)
    total = sum(n * (immediate * t + growth / 12 * t * (t + 1) / 2) for n, t in lengths)
    assert world.truth == pytest.approx(total / sum(n * t for n, t in lengths), abs=1e-12)


@pytest.mark.parametrize("never_treated", [True, False])
def test_fixed_effects_are_exact_when_nothing_grows(never_treated: bool) -> None:  # noqa: FBT001
    world = what_if.two_waves(0, -0.2, never_treated=never_treated)
    assert world.two_way_fixed_effects == pytest.approx(-0.2, abs=1e-12)
    assert world.truth == pytest.approx(-0.2, abs=1e-12)


def test_the_documented_world_has_the_wrong_sign() -> None:
    world = what_if.two_waves(-0.2, never_treated=False)
    assert world.truth == pytest.approx(-0.42, abs=0.005)
    assert world.two_way_fixed_effects == pytest.approx(0.07, abs=0.005)
    assert math.isnan(world.staggered_average_effect)
    kept = what_if.two_waves(-0.2)
    assert world.truth == pytest.approx(kept.truth)
    assert kept.truth < kept.two_way_fixed_effects < 0


@pytest.mark.parametrize("never_treated", [True, False])
@pytest.mark.parametrize(("growth", "immediate"), WORLDS)
def test_the_comparisons_and_a_regression_give_fixed_effects(
    growth: float,
    immediate: float,
    never_treated: bool,  # noqa: FBT001
) -> None:
    world = what_if.two_waves(growth, immediate, never_treated=never_treated)
    weights = [each.weight for each in world.comparisons]
    assert len(weights) == (4 if never_treated else 2)
    assert sum(weights) == pytest.approx(1)
    total = sum(each.weight * each.estimate for each in world.comparisons)
    assert total == pytest.approx(world.two_way_fixed_effects, abs=1e-12)
    # Weighted least squares on the cohorts' paths, one dummy a cohort and a month.
    starts = {"wave 1": 7, "wave 2": 21, "never": 60}
    sizes = {"wave 1": 33, "wave 2": 18, "never": 120}
    rows = [(name, month) for name in world.paths for month in range(60)]
    design = np.array(
        [
            [
                float(month >= starts[name]),
                *(name == n for n in world.paths),
                *(month == m for m in range(59)),
            ]
            for name, month in rows
        ],
        dtype=float,
    )
    y = np.array([world.paths[name][month] for name, month in rows])
    root = np.sqrt([sizes[name] for name, _ in rows])
    fitted = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
    assert fitted[0] == pytest.approx(world.two_way_fixed_effects, abs=1e-9)


def test_the_waves_are_those_of_the_synthetic_panel() -> None:
    """An effect makes the same difference here as in the panel that learners hold."""
    with_effect = synthetic.rates(parallel=True, effect=-0.2, growth=-0.4, seed=5)
    caused = with_effect - synthetic.rates(parallel=True, seed=5)
    world = what_if.two_waves(-0.4, -0.2)
    first = synthetic.starts()
    for name, start in (("wave 1", 7.0), ("wave 2", 21.0)):
        rows = PIONEER & (first == start)
        assert rows.sum() == {"wave 1": 33, "wave 2": 18}[name]
        assert world.paths[name] - world.without_programme == pytest.approx(caused[rows].mean(0), abs=1e-9)
    gap = world.without_programme - world.paths["never"]
    assert gap == pytest.approx(np.full(60, gap[0]), abs=1e-9)


# The size of a study


def naive_errors(y: Array, before: int) -> Array:
    """Take all cells as independent: ordinary least squares on treated, post and both, no clusters."""
    left, cells = 0.0, 0.0
    for group in (TREATED, ~TREATED):
        for side in (slice(None, before), slice(before, None)):
            cell = y[:, group, side]
            left = left + cell.var((1, 2)) * cell[0].size
            cells += 1 / cell[0].size
    errors: Array = np.sqrt(left / (y[0].size - 4) * cells)
    return errors


@pytest.mark.parametrize("autocorrelation", [0.0, 0.7])
@pytest.mark.parametrize("before", [7, 24])
def test_power_agrees_with_full_panels(before: int, autocorrelation: float) -> None:
    y = panels(autocorrelation) - DRIFT * np.outer(TREATED, np.arange(60)) / 12
    # Levels that a season or a common path add to every CCG belong to the panel, not to the study.
    y = y - y.mean((0, 1)) - (y[:, TREATED].mean() - y[:, ~TREATED].mean()) * TREATED[:, None]
    did = estimate.difference_in_differences(y, TREATED, np.arange(60) >= before)
    errors = naive_errors(y, before)
    expected = what_if.naive_standard_error(51, before, 60 - before, autocorrelation)
    assert np.sqrt((errors**2).mean()) == pytest.approx(expected, rel=0.015)
    assert errors.std() < 0.05 * expected
    effects = [0.0, -0.2, -0.4]
    study = what_if.study(effects, 51, before, 60 - before, autocorrelation)
    for effect, clustered, naive in zip(effects, study.clustered, study.naive, strict=True):
        moved = np.abs(did.estimate + effect)
        assert agrees((moved > Z * errors).mean(), naive)
        # Both are simulated here, so that the difference has twice the variance.
        assert agrees((moved > Z * did.standard_error).mean(), clustered, MANY // 2)


@pytest.mark.parametrize("autocorrelation", [0.0, 0.8])
def test_the_naive_error_is_that_of_the_whole_covariance_matrix(autocorrelation: float) -> None:
    """The residual maker of the pooled regression, times every covariance of 122 CCGs by 5 months."""
    treated, post = np.arange(122) < 2, np.arange(5) >= 2
    x = np.array([(1, a, b, a * b) for a in treated.astype(float) for b in post.astype(float)])
    month = np.arange(5)
    one = 0.3 + 0.7 * autocorrelation ** np.abs(month[:, None] - month)
    residuals = np.eye(len(x)) - x @ np.linalg.inv(x.T @ x) @ x.T
    expected = np.trace(residuals @ np.kron(np.eye(122), one)) / (len(x) - 4)
    error = what_if.spread() * math.sqrt(expected * np.linalg.inv(x.T @ x)[3, 3])
    assert what_if.naive_standard_error(2, 2, 3, autocorrelation) == pytest.approx(error, rel=1e-9)


def test_naive_errors_raise_false_alarms_and_clustered_ones_do_not() -> None:
    calm, alike = (what_if.study([0], 50, 7, 53, rho) for rho in (0.0, 0.9))
    assert 0.03 < alike.clustered[0] < 0.08
    assert alike.naive[0] > 0.2
    assert calm.naive[0] < 0.05  # levels that stay widen the naive error; the change is free of them


def test_power_grows_with_effect_and_size() -> None:
    effects = np.linspace(0, -0.6, 13)
    small, large = (what_if.study(effects, treated, 7, 53, 0.5) for treated in (10, 80))
    for study in (small, large):
        assert (np.diff(study.naive) > 0).all()
        assert (np.diff(study.clustered) > -1e-12).all()
    assert (large.naive[1:] > small.naive[1:]).all()
    found = [what_if.smallest_effect(effects, study.clustered, 0.3) for study in (small, large)]
    assert found[0] < found[1] < 0
    assert what_if.study(-0.3, 10, 7, 53, 0.5).naive.shape == ()


def test_the_smallest_effect_is_read_off_the_curve() -> None:
    effects, found = [0, -0.1, -0.2, -0.3], [0.05, 0.3, 0.7, 0.9]
    assert what_if.smallest_effect(effects, found) == pytest.approx(-0.25)
    assert what_if.smallest_effect(effects, found, 0.7) == pytest.approx(-0.2)
    assert what_if.smallest_effect(effects, found, 0.01) == 0
    assert math.isnan(what_if.smallest_effect(effects, found, 0.95))
    assert what_if.smallest_effect([-0.4], [0.9]) == pytest.approx(-0.4)


# Assumptions and refusals


def test_what_is_assumed_is_what_the_synthetic_panel_assumes() -> None:
    assert inspect.signature(synthetic.rates).parameters["between_share"].default == what_if.BETWEEN_SHARE
    y = panels(0.0)
    spreads = [y[:, group].std((0, 1)).mean() for group in (TREATED, ~TREATED)]
    assert what_if.spread() == pytest.approx(np.sqrt(np.mean(np.square(spreads))), rel=0.01)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: what_if.pre_trend_test(math.nan), "drift"),
        (lambda: what_if.pre_trend_test(-0.1, 2), "months_before"),
        (lambda: what_if.pre_trend_test(-0.1, 46), "months_before"),
        (lambda: what_if.pre_trend_test(-0.1, 7.5), "months_before"),  # type: ignore[arg-type]
        (lambda: what_if.pre_trend_test(-0.1, 7, 1.0), "autocorrelation"),
        (lambda: what_if.pre_trend_test(-0.1, 7, -0.1), "autocorrelation"),
        (lambda: what_if.pre_trend_test(-0.1, tolerance=0), "tolerance"),
        (lambda: what_if.drift_that_explains(math.inf), "gap"),
        (lambda: what_if.drift_that_explains(-0.4, 60), "months_before"),
        (lambda: what_if.two_waves(math.nan), "growth"),
        (lambda: what_if.two_waves(0, "much"), "immediate"),  # type: ignore[arg-type]
        (lambda: what_if.study([0], 1, 7, 53, 0.5), "treated_units"),
        (lambda: what_if.study([0], 50, 0, 53, 0.5), "periods_before"),
        (lambda: what_if.study([0], 50, 7, 53, 1.0), "autocorrelation"),
        (lambda: what_if.study(["x"], 50, 7, 53, 0.5), "effects"),
        (lambda: what_if.naive_standard_error(0, 7, 53, 0.5), "treated"),
        (lambda: what_if.naive_standard_error(50, 0, 53, 0.5), "months_before"),
        (lambda: what_if.naive_standard_error(50, 7, 53, 1.5), "autocorrelation"),
        (lambda: what_if.smallest_effect([0, 1], [0.5]), "found"),
        (lambda: what_if.smallest_effect([], []), "found"),
        (lambda: what_if.smallest_effect([0, 1], [0.5, 1], 1), "power"),
    ],
)
def test_nonsense_is_refused_in_three_parts(call: Any, name: str) -> None:  # noqa: ANN401 - a lambda each
    with pytest.raises(ValueError, match=rf"^{name} .+[:.] .+\. .+\.$"):
        call()


# The explorers


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_every_title_says_synthetic(explorer: Any) -> None:  # noqa: ANN401 - an Explorer
    for chosen in explorer.sweep():
        figure = explorer(**chosen)
        assert "ynthetic" in figure.title, chosen
        assert any("ynthetic" in column for column in figure.table.columns), chosen


def number(text: str) -> float:
    return float(text.replace(MINUS, "-"))


def test_the_pre_test_chart_says_what_the_numbers_say() -> None:
    explorer = figures.pre_trend_test_power
    assert explorer.accept({})["drift"] == pytest.approx(what_if.drift_that_explains(), abs=0.005)
    for chosen in explorer.sweep():
        figure, result = explorer(**chosen), what_if.pre_trend_test(**chosen)
        times = int(re.findall(r"(\d+) times", figure.title)[0])
        share = result.found if chosen["drift"] == 0 else 1 - result.found
        assert abs(times - 100 * share) <= 0.5 + 1e-9
        row = figure.table[figure.table.iloc[:, 0] == chosen["drift"]].iloc[0].to_list()
        expected = [chosen["drift"], result.bias, 100 * result.found, 100 * result.wrong]
        assert row == pytest.approx(expected)
        dots = figure.data["chosen"].set_index("which")["probability"]
        assert dots.to_dict() == pytest.approx({"wrong": result.wrong, "noticed": result.found})


def test_the_panel_in_the_picture_has_the_drift_and_no_effect() -> None:
    explorer = figures.pre_trend_test_power
    one, other = (explorer(drift=drift).data["paths"]["rate"].to_numpy() for drift in (-0.3, 0.0))
    assert (one - other)[:60] == pytest.approx(-0.3 * np.arange(60) / 12)
    assert (one - other)[60:] == pytest.approx(np.zeros(60))
    nothing = synthetic.rates(parallel=True, seed=figures.SEED)
    expected = [nothing[group].mean(0) for group in (PIONEER, NEITHER)]
    assert other == pytest.approx(np.concatenate(expected))
    shaded = explorer(months_before=9).data["compared"]
    assert shaded.to_numpy().tolist() == [[0, 9], [45, 60]]


def test_the_two_waves_chart_says_what_the_numbers_say() -> None:
    explorer = figures.two_waves_wrong_sign
    for chosen in explorer.sweep():
        figure, world = explorer(**chosen), what_if.two_waves(**chosen)
        said = [number(text) for text in re.findall(rf"[+{MINUS}]?\d\.\d\d", figure.title)]
        assert said == pytest.approx([world.truth, world.two_way_fixed_effects], abs=0.005001)
        assert figure.table["effect"].iloc[:3].to_numpy() == pytest.approx(world[:3], nan_ok=True)
        assert ("cannot be estimated" in figure.description) == (not chosen["never_treated"])
        assert len(figure.data["marks"]) == 2 + chosen["never_treated"]
        tiles = figure.data["tiles"]
        assert (tiles["weight"] * tiles["estimate"]).sum() == pytest.approx(world.two_way_fixed_effects)
        assert (tiles["right"] - tiles["left"]).to_list() == pytest.approx(tiles["weight"].to_list())
        assert (tiles["warn"] == tiles["what"].str.contains("already in the programme")).all()
        places = figure.data["names"]["at"].sort_values(kind="stable").to_numpy()
        assert (np.diff(places) > 0.25).all(), "labels touch"


def test_the_study_chart_says_what_the_numbers_say() -> None:
    explorer = figures.size_a_study
    for chosen in list(explorer.sweep())[::7]:
        figure = explorer(**chosen)
        study = what_if.study(figures.EFFECTS, *chosen.values(), figures.REPLICATIONS)
        smallest = what_if.smallest_effect(figures.EFFECTS, study.clustered)
        said = number(re.findall(rf"{MINUS}\d\.\d\d", figure.title)[0])
        assert ("no effect up to" in figure.title) == math.isnan(smallest)
        assert said == pytest.approx(-0.6 if math.isnan(smallest) else smallest, abs=0.005001)
        assert len(figure.data["smallest"]) == (not math.isnan(smallest))
        assert figure.table.iloc[0].to_list() == pytest.approx(
            [0, 100 * study.clustered[0], 100 * study.naive[0]]
        )
        published = figure.data["published"]["effect"].item()
        assert published == pytest.approx(morciano.period_did("Pioneer only").estimate)
