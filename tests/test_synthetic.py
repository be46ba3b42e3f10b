"""The synthetic panel: the published is exact, the assumed is as stated, and it says it is made up."""

from __future__ import annotations

import csv
import re
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import pioneer_data
from pioneer_data import synthetic
from pioneer_data.estimate import difference_in_differences, two_way_fixed_effects
from pioneer_data.synthetic import MONTHS, groups, intervals, panel, rates, starts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

SIZES = {"Pioneer only": 51, "Vanguard only": 22, "Both": 13, "Neither": 120}
Z = NormalDist().inv_cdf(0.975)
CALM: dict[str, Any] = {"between_share": float(np.nextafter(1, 0)), "season": 0.0}
"""Nearly all noise lies between CCGs for good, so that the path of a CCG shows to a ten-millionth."""
SETTINGS: list[dict[str, Any]] = [
    {},
    {"seed": 2},
    {"seed": 2**40, "season": 0.0},
    {"season": 1.2, "autocorrelation": 0.0, "between_share": 0.0},
    {"season": -0.4, "autocorrelation": 0.99, "seed": 3},
    {"between_share": 0.95, "match_intervals": True},
    {"autocorrelation": 0.9, "seed": 0, "match_intervals": True},
]
settings = pytest.mark.parametrize("setting", SETTINGS, ids=str)
worlds = pytest.mark.parametrize(
    "world", [{}, {"match_intervals": True}, {"parallel": True}], ids=["default", "matched", "parallel"]
)


def rows(table: str) -> list[dict[str, str]]:
    with pioneer_data.path(table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(column: str) -> Array:
    """Read a column of the published table: four groups by five periods."""
    table = {(row["programme"], row["period"]): float(row[column]) for row in rows("admission_rates")}
    return np.array([[table[name, period] for period in "12345"] for name in SIZES])


@cache
def periods() -> NDArray[np.int64]:
    """Find the period of each month from the published first and last months."""
    limits = [(row["start_month"], row["end_month"]) for row in rows("admission_periods")]
    inside = [[first <= month <= last for first, last in limits] for month in MONTHS]
    assert np.sum(inside, axis=1).tolist() == [1] * 60
    number: NDArray[np.int64] = np.argmax(inside, axis=1) + 1
    return number


def cells(frame: pd.DataFrame) -> list[list[Array]]:
    """Sort the CCG-months of a frame into four groups by five periods, without pandas' groupby."""
    name, period = frame["programme"].to_numpy(dtype=object), frame["period"].to_numpy()
    rate = frame["rate_per_1000"].to_numpy()
    return [[rate[(name == group) & (period == number)] for number in range(1, 6)] for group in SIZES]


def means(frame: pd.DataFrame) -> Array:
    return np.array([[cell.mean() for cell in group] for group in cells(frame)])


def errors(frame: pd.DataFrame) -> Array:
    """Give the standard errors if every CCG and month were independent."""
    return np.array([[cell.std(ddof=1) / np.sqrt(cell.size) for cell in group] for group in cells(frame)])


def relative_widths(frame: pd.DataFrame) -> Array:
    return 2 * Z * errors(frame) / (published("ci_high") - published("ci_low"))


def averages() -> Array:
    """Lay out the averaging of 60 months over five periods."""
    inside = np.arange(1, 6)[:, None] == periods()
    matrix: Array = inside / inside.sum(axis=1, keepdims=True)
    return matrix


def by_group(y: Array) -> Array:
    """Average over the CCGs of each group: (..., 4, 60)."""
    return np.stack([y[..., groups() == name, :].mean(axis=-2) for name in SIZES], axis=-2)


def check(found: Array, expected: ArrayLike, tolerance: float = 1e-12) -> None:
    """Compare number by number; fewer expected numbers stand for every row of those found."""
    expected = np.broadcast_to(expected, np.shape(found))
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance)


# The form of a panel


def test_a_row_is_one_of_206_ccgs_in_one_of_60_months() -> None:
    made_up = panel()
    assert made_up.shape == (206 * 60, 7)
    assert not made_up.duplicated(["ccg", "month"]).any()
    assert (made_up["ccg"].nunique(), made_up["month"].nunique()) == (206, 60)
    of_ccg = made_up[["ccg", "programme", "start"]].drop_duplicates()
    assert len(of_ccg) == 206
    assert of_ccg["programme"].value_counts().to_dict() == SIZES == synthetic.PROGRAMMES


def test_columns_have_their_types() -> None:
    made_up = panel()
    types = {name: str(kind) for name, kind in made_up.dtypes.items()}
    whole = {"synthetic": "bool", "period": "int64", "rate_per_1000": "float64", "programme": "category"}
    text = {"ccg": "str", "start": "str", "month": "str"}
    assert types == {**whole, **text}
    programme = made_up["programme"].cat
    assert programme.ordered
    assert programme.categories.tolist() == list(SIZES)


def test_months_run_from_april_2013_to_march_2018_in_the_published_periods() -> None:
    expected = [f"{2013 + (3 + step) // 12}-{(3 + step) % 12 + 1:02}" for step in range(60)]
    made_up = panel()
    assert list(MONTHS) == expected
    assert made_up["month"].tolist() == expected * 206
    assert made_up["period"].tolist() == periods().tolist() * 206


def test_starts_are_two_waves_and_blank_for_neither() -> None:
    first = starts()
    wave_1, wave_2 = MONTHS.index("2013-11"), MONTHS.index("2015-01")
    assert first.tolist() == [wave_1] * 33 + [wave_2] * (18 + 22 + 13) + [np.inf] * 120
    made_up = panel().drop_duplicates("ccg")
    assert made_up["start"].isna().tolist() == np.isinf(first).tolist()
    assert made_up["start"].dropna().tolist() == [MONTHS[int(start)] for start in first[:86]]


@worlds
def test_a_panel_holds_the_rates_of_the_same_arguments(world: dict[str, Any]) -> None:
    more = {"season": 0.1, "autocorrelation": 0.7, "between_share": 0.6, "seed": 9}
    arguments: dict[str, Any] = {"effect": 1.0, "trend_violation": 0.2, "growth": 0.4, **more, **world}
    made_up = panel(**arguments)
    check(made_up["rate_per_1000"].to_numpy().reshape(206, 60), rates(**arguments))
    for name in ("effect", "trend_violation", "growth", *more):
        others = {key: value for key, value in arguments.items() if key != name}
        assert np.abs(made_up["rate_per_1000"] - panel(**others)["rate_per_1000"]).max() > 1e-3, name


# It says that it is made up


@worlds
def test_every_row_and_every_ccg_says_synthetic(world: dict[str, Any]) -> None:
    made_up = panel(**world)
    assert made_up["synthetic"].all()
    names = [f"synthetic {number:03}" for number in range(1, 207)]
    # Nothing but a number follows the word, so no real area is named.
    assert made_up["ccg"].tolist() == np.repeat(names, 60).tolist()


def test_the_frame_keeps_saying_synthetic() -> None:
    made_up = panel()
    grouped = made_up.groupby("programme", observed=True)
    frames = [made_up.copy(), made_up[made_up["period"] == 1], made_up.query("period == 2"), made_up.head()]
    frames += [made_up.assign(more=1), grouped.get_group("Both"), grouped[["rate_per_1000"]].mean()]
    assert {frame.attrs["synthetic"] for frame in [made_up, *frames]} == {synthetic.NOTE}
    assert synthetic.NOTE.startswith("synthetic: ")


def test_the_intervals_say_synthetic_too() -> None:
    table = intervals(panel())
    assert "synthetic" in table.attrs or "synthetic" in table


# What is published is exact


@settings
def test_group_means_are_the_published_ones(setting: dict[str, Any]) -> None:
    check(means(panel(**setting)), published("rate_per_1000"))


def test_group_means_are_the_published_ones_in_every_replication() -> None:
    found = by_group(rates(replications=3, seed=4)) @ averages().T
    check(found, published("rate_per_1000"))


@settings
def test_intervals_are_about_as_wide_as_the_published_ones(setting: dict[str, Any]) -> None:
    widths = relative_widths(panel(**setting))
    assert widths.min() > 0.9
    assert widths.max() < 1.2


@settings
def test_intervals_are_as_wide_as_the_published_ones_if_matched(setting: dict[str, Any]) -> None:
    matched = panel(**{**setting, "match_intervals": True})
    check(relative_widths(matched), 1, 1e-9)


@worlds
def test_intervals_gives_what_plain_arithmetic_gives(world: dict[str, Any]) -> None:
    made_up = panel(**world)
    table = intervals(made_up)
    mean, error = means(made_up), errors(made_up)
    assert table["programme"].tolist() == np.repeat(list(SIZES), 5).tolist()
    assert table["period"].tolist() == [1, 2, 3, 4, 5] * 4
    columns = {"rate_per_1000": mean, "standard_error": error}
    for name, values in {**columns, "ci_low": mean - Z * error, "ci_high": mean + Z * error}.items():
        check(table[name].to_numpy(), values.ravel())


def calm_paths() -> Array:
    """Give the four paths that the noise lies around; here the noise of a group adds up to nothing."""
    return by_group(rates(**CALM))


def bends() -> Array:
    """Lay out the second differences of 60 months."""
    return np.diff(np.eye(60), 2, axis=0)


def free() -> Array:
    """Give a basis of the changes to a path that leave its five means as they are."""
    basis: Array = np.linalg.svd(averages())[2][5:].T
    check(averages() @ basis, 0)
    return basis


def test_paths_have_the_published_means_and_no_other_is_less_curved() -> None:
    paths = calm_paths()
    check(paths @ averages().T, published("rate_per_1000"), 1e-9)
    # A sum of squares is least where its slope is 0 in every free direction.
    slope = 2 * paths @ bends().T @ bends() @ free()
    check(slope, 0, 1e-6)


def test_no_change_that_keeps_the_means_lowers_the_curvature() -> None:
    paths, turned = calm_paths(), bends() @ free()
    # From the gentlest change to the wildest; among wild ones alone any path would look least curved.
    directions = (free() @ np.linalg.eigh(turned.T @ turned)[1]).T
    least = ((paths @ bends().T) ** 2).sum(axis=1)
    for size in (-0.1, -0.01, 0.01, 0.1):
        changed = paths + size * directions[:, None]
        assert (((changed @ bends().T) ** 2).sum(axis=2) > least).all()


# What the arguments add


def documented(effect: float, trend_violation: float, growth: float) -> Array:
    """Add up by hand what the arguments are documented to do."""
    added = np.zeros((206, 60))
    for ccg, start in enumerate(["2013-11"] * 33 + ["2015-01"] * 53):
        for month in range(60):
            added[ccg, month] += trend_violation * month / 12
            if MONTHS[month] >= start:
                months_in = month - MONTHS.index(start) + 1
                added[ccg, month] += effect + growth * months_in / 12
    return added


@worlds
@pytest.mark.parametrize(
    "amounts", [(-0.5, 0.0, 0.0), (0.0, 0.3, 0.0), (0.0, 0.0, -0.2), (0.4, -0.1, 0.6)], ids=str
)
def test_an_effect_adds_what_is_documented(amounts: tuple[float, ...], world: dict[str, Any]) -> None:
    arguments: dict[str, Any] = dict(zip(("effect", "trend_violation", "growth"), amounts, strict=True))
    added = rates(**arguments, **world) - rates(**world)
    check(added, documented(*amounts))
    check(added[groups() == "Neither"], 0)


@worlds
@pytest.mark.parametrize("name", ["effect", "growth"])
def test_nothing_changes_before_the_start(name: str, world: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {name: 1, **world}
    changed = np.abs(rates(**arguments) - rates(**world)) > 1e-9
    assert changed.tolist() == (np.arange(60) >= starts()[:, None]).tolist()


@worlds
@pytest.mark.parametrize("name", ["effect", "trend_violation", "growth"])
def test_effects_scale_and_add_up(name: str, world: dict[str, Any]) -> None:
    def added(**amounts: float) -> Array:
        arguments: dict[str, Any] = {**amounts, **world}
        return rates(**arguments) - rates(**world)

    check(added(**{name: -0.6}), -3 * added(**{name: 0.2}))
    if name != "effect":
        check(added(**{name: 0.2}, effect=0.7), added(**{name: 0.2}) + added(effect=0.7))


def test_an_effect_is_the_same_in_every_replication() -> None:
    added = rates(effect=0.3, growth=0.1, replications=3) - rates(replications=3)
    check(added, documented(0.3, 0, 0.1))


# The season


def wave(height: float) -> Array:
    """Lay out 60 months of a season that peaks in January, nine months after the first April."""
    season: Array = height * np.cos(2 * np.pi * (np.arange(60) - 9) / 12)
    return season


@pytest.mark.parametrize("height", [synthetic.SEASON, 1.5])
def test_the_season_peaks_in_january_with_its_height(height: float) -> None:
    found = rates(parallel=True, season=height) - rates(parallel=True, season=0.0)
    check(found, wave(height))
    year = found[0, :12]  # April to March
    assert (MONTHS[year.argmax()], MONTHS[year.argmin()]) == ("2014-01", "2013-07")
    check(np.array([year.max(), year.min(), year.sum()]), (height, -height, 0))


def test_the_published_world_has_the_season_within_each_period() -> None:
    seasonal = by_group(rates(**{**CALM, "season": 0.25}))
    expected = wave(0.25) - (averages() @ wave(0.25))[periods() - 1]
    check(seasonal - calm_paths(), expected, 1e-7)


def test_the_default_season_is_the_stated_one() -> None:
    check(rates(), rates(season=synthetic.SEASON))


# The parallel world


def spreads() -> Array:
    """Give each group's spread of CCG-months: the geometric mean over the five published widths."""
    width = published("ci_high") - published("ci_low")
    number = np.array(list(SIZES.values()))[:, None] * np.bincount(periods())[1:]
    spread: Array = np.exp(np.log(width / 2 / Z * np.sqrt(number)).mean(axis=1))
    return spread


def test_each_group_has_one_spread_in_the_default_world() -> None:
    made_up = panel(autocorrelation=0.8)
    number = [[cell.size for cell in group] for group in cells(made_up)]
    check(errors(made_up) * np.sqrt(number), spreads()[:, None], 1e-9)


@cache
def parallel_batch(autocorrelation: float, between_share: float) -> Array:
    y = rates(
        parallel=True,
        autocorrelation=autocorrelation,
        between_share=between_share,
        seed=11,
        replications=200,
    )
    y.flags.writeable = False
    return y


def away(draws: Array, expected: ArrayLike) -> Array:
    """Say how many Monte Carlo standard errors the mean over replications is from the expected."""
    error = draws.std(axis=0, ddof=1) / np.sqrt(len(draws))
    distance: Array = np.abs(draws.mean(axis=0) - expected) / error
    return distance


def test_groups_run_parallel_to_neither() -> None:
    y = rates(parallel=True, **CALM)
    moves = y - y[:, :1]
    check(moves, moves[-1], 1e-6)
    # "Neither" moves as published, on the least curved path.
    neither = calm_paths()[3]
    check(moves[-1], neither - neither[0], 1e-6)


def test_expected_gaps_are_those_of_the_first_period_in_every_month() -> None:
    mean = by_group(parallel_batch(0.5, 0.3))
    gaps = mean[:, :3] - mean[:, 3:]
    expected = published("rate_per_1000")[:3, 0] - published("rate_per_1000")[3, 0]
    assert away(gaps, expected[:, None]).max() < 4
    assert away(gaps[..., 1:] - gaps[..., :-1], 0).max() < 4
    # Its means are not the published ones: a period that is no whole year has more or less winter.
    neither = averages() @ (calm_paths()[3] + wave(synthetic.SEASON))
    assert away(mean[:, 3] @ averages().T, neither).max() < 4


def covariance(y: Array, lag: int) -> Array:
    """Average, over pairs of months, the covariance between CCGs of one group: one a replication."""
    y = y - y.mean(axis=1, keepdims=True)
    products = y[..., lag:] * y[..., : y.shape[-1] - lag]
    average: Array = products.sum(axis=1).mean(axis=-1) / (y.shape[1] - 1)
    return average


@pytest.mark.parametrize("group", SIZES)
@pytest.mark.parametrize(("autocorrelation", "between_share"), [(0.5, 0.3), (0.9, 0.1), (0.0, 0.85)])
def test_noise_is_as_the_arguments_say(group: str, autocorrelation: float, between_share: float) -> None:
    y = parallel_batch(autocorrelation, between_share)[:, groups() == group]
    variance = spreads()[list(SIZES).index(group)] ** 2
    for lag in (0, 1, 2, 59):
        alike = between_share + (1 - between_share) * autocorrelation**lag
        assert away(covariance(y, lag), variance * alike) < 4, lag
    for month in (slice(1), slice(59, 60)):
        assert away(covariance(y[..., month], 0), variance) < 4, month


def test_ccgs_and_replications_are_drawn_apart() -> None:
    y = parallel_batch(0.5, 0.3)
    noise = y - y.mean(axis=0)
    for one, other in [(noise[:, 0], noise[:, 1]), (noise[::2, 5], noise[1::2, 5])]:
        assert away((one * other).mean(axis=-1), 0) < 4


# Batches and copies


def test_one_replication_is_the_single_panel_and_the_first_of_many_is_not() -> None:
    single, many = rates(seed=6), rates(seed=6, replications=3)
    assert (single.shape, many.shape) == ((206, 60), (3, 206, 60))
    check(rates(seed=6, replications=1), single[None])
    # Of one stream of numbers, more panels take more before the months begin.
    assert not (many == single).all(axis=(1, 2)).any()
    assert not (many[0] == many[1]).any()


@worlds
def test_a_changed_array_does_not_change_the_next(world: dict[str, Any]) -> None:
    makers: list[Callable[[], Array]] = [lambda: rates(**world), lambda: rates(replications=2, **world)]
    for make in [*makers, starts]:
        first = make()
        expected = first.copy()
        first[:] = -1
        check(make(), expected)
    names = groups()
    names[:] = "Both"
    assert groups()[0] == "Pioneer only"


def test_a_changed_frame_does_not_change_the_next() -> None:
    first, expected = panel(), panel().copy()
    first.loc[:, "ccg"] = "somewhere"
    first.loc[0, "start"] = "2014-01"
    first["synthetic"] = False
    first["rate_per_1000"] *= 2
    first["period"] += 1
    first.attrs.clear()
    pd.testing.assert_frame_equal(panel(), expected)
    assert panel().attrs == {"synthetic": synthetic.NOTE}


# What a learner sees in it: which standard error is right, and a wrong sign


def naive_error(y: Array, treated: NDArray[np.bool_], post: NDArray[np.bool_]) -> Array:
    """Give the ordinary standard error of the interaction, as if all CCG-months were independent."""
    four = [y[:, ours][..., now] for ours in (treated, ~treated) for now in (post, ~post)]
    residual = sum(((cell - cell.mean(axis=(1, 2), keepdims=True)) ** 2).sum(axis=(1, 2)) for cell in four)
    number = [cell[0].size for cell in four]
    error: Array = np.sqrt(residual / (sum(number) - 4) * sum(1 / n for n in number))
    return error


@cache
def rejected(autocorrelation: float, between_share: float) -> tuple[float, float]:
    """Test for an effect where none is, 2,000 times; give the share found, clustered and naive."""
    used = np.isin(groups(), ["Pioneer only", "Neither"])
    treated, post = groups()[used] == "Pioneer only", np.arange(60) >= 7
    assumed: dict[str, Any] = {"autocorrelation": autocorrelation, "between_share": between_share}
    found: list[Any] = []
    for seed in range(8):
        y = rates(parallel=True, **assumed, seed=seed, replications=250)[:, used]
        estimate, error = difference_in_differences(y, treated, post)
        found.append(np.abs(estimate) > Z * np.array([error, naive_error(y, treated, post)]))
    clustered, naive = np.concatenate(found, axis=1).mean(axis=1)
    return float(clustered), float(naive)


@pytest.mark.parametrize("world", [(0.5, 0.3), (0.9, 0.3), (0.5, 0.85)], ids=str)
def test_clustered_errors_find_an_effect_where_none_is_one_time_in_twenty(world: tuple[float, float]) -> None:
    assert 0.03 <= rejected(*world)[0] <= 0.07


def test_naive_errors_can_be_wrong_either_way() -> None:
    assert rejected(0.9, 0.3)[1] > 0.15
    assert rejected(0.5, 0.85)[1] < 0.02


def test_two_waves_with_a_growing_effect_give_fixed_effects_the_wrong_sign() -> None:
    pioneers = groups() == "Pioneer only"
    true = (rates(parallel=True, growth=-0.2) - rates(parallel=True))[pioneers]
    treatment = np.arange(60) >= starts()[pioneers][:, None]
    assert (true[treatment] < 0).all()
    check(true[~treatment], 0)
    assert two_way_fixed_effects(true, treatment).estimate > 0


# The same again

PINNED = {
    "default": (
        "6.299 6.268 7.534 3.205 7.196 8.100 9.192 10.035 10.038 7.236 9.987 9.155 6.936 7.743 10.069"
    ),
    "matched": (
        "6.450 6.245 7.369 3.653 7.182 8.010 9.050 9.984 10.102 7.418 10.005 9.154 7.001 7.735 10.067"
    ),
    "parallel": (
        "6.310 6.603 8.044 3.547 7.517 8.589 8.934 9.465 10.158 7.128 9.897 10.002 6.685 7.643 10.023"
    ),
}
"""CCGs 1, 41, 61, 81 and 206 in the first month, in December 2014 and in the last month."""


@worlds
def test_the_same_seed_gives_the_same_numbers(world: dict[str, Any]) -> None:
    check(rates(seed=5, **world), rates(seed=5, **world))
    check(rates(**world), rates(seed=1, **world))
    assert not (rates(seed=5, **world) == rates(seed=6, **world)).any()


@worlds
def test_seed_1_gives_the_same_numbers_everywhere(
    world: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    y = rates(seed=1, effect=-0.5, growth=0.2, trend_violation=0.1, **world)
    found = [y[ccg, month] for ccg in (0, 40, 60, 80, 205) for month in (0, 20, 59)]
    pinned = [float(number) for number in PINNED[request.node.callspec.id].split()]
    assert found == pytest.approx(pinned, abs=0.0005 + 1e-9)


# What cannot be

NO_NUMBER = [None, float("nan"), "0.5", "", [0.5], float("inf"), -float("inf")]
NO_SHARE = [*NO_NUMBER, 1, 1.0, 1.5, -0.001, np.float64("nan")]
NO_COUNT = [0, -1, 1.5, float("nan"), "3", float("inf")]
REFUSED = [(name, value) for name in ("effect", "trend_violation", "growth", "season") for value in NO_NUMBER]
REFUSED += [(name, value) for name in ("autocorrelation", "between_share") for value in NO_SHARE]
REFUSED_TOO: list[tuple[str, object]] = [
    *[("seed", value) for value in (None, float("nan"), "1", -1, 1.5)],
    *[(name, value) for name in ("parallel", "match_intervals") for value in (None, float("nan"), "no")],
]


def three_parts(name: str, value: object) -> str:
    return rf"^{name} is {re.escape(repr(value))}: it must .+\. (Give|Leave) [^.]+.*\.$"


@pytest.mark.parametrize(("name", "value"), [*REFUSED, *REFUSED_TOO])
def test_an_argument_that_cannot_be_is_refused_in_three_parts(name: str, value: Any) -> None:  # noqa: ANN401
    for make in (panel, rates):
        with pytest.raises(ValueError, match=three_parts(name, value)):
            make(**{name: value})


@pytest.mark.parametrize("value", [*NO_COUNT, True])
def test_replications_that_cannot_be_are_refused(value: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=three_parts("replications", value)):
        rates(replications=value)


def test_intervals_cannot_be_matched_in_the_parallel_world() -> None:
    parts = r"^match_intervals cannot be with parallel: .+\. Leave one of the two out\.$"
    for make in (panel, rates):
        with pytest.raises(ValueError, match=parts):
            make(parallel=True, match_intervals=True)


@pytest.mark.parametrize("matched", [False, True])
def test_a_season_larger_than_the_published_spread_is_refused(matched: bool) -> None:  # noqa: FBT001
    with pytest.raises(ValueError, match=r"^season is 2"):
        panel(season=2.0, match_intervals=matched)


def test_the_ends_of_each_range_are_taken() -> None:
    most = float(np.nextafter(1, 0))
    for share in (0, 0.0, most):
        assert np.isfinite(rates(autocorrelation=share)).all()
        assert np.isfinite(rates(between_share=share)).all()


def test_numbers_of_numpy_are_taken() -> None:
    own: dict[str, Any] = {"effect": np.float32(0.5), "seed": np.int64(5), "replications": np.int64(2)}
    check(rates(**own), rates(effect=0.5, seed=5, replications=2))
