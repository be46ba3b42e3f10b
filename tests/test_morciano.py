"""Lesson 03, part B: Morciano's derived numbers, recomputed from the file by another route."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import pioneer_data as pioneers
from pioneer_data import morciano
from pioneer_data.figures._did_morciano import correlation_slider, one_data_set_many_truths
from pioneer_data.rounding import MINUS, signed, written

PROGRAMMES = ("Pioneer only", "Vanguard only", "Both")
WIDTH = 2 * 1.959963984540054  # standard errors in a 95% interval
PAIRS = list(itertools.combinations(range(1, 6), 2))
DRAWS = 400_000

each_programme = pytest.mark.parametrize("programme", PROGRAMMES)


def published(table: str) -> list[dict[str, str]]:
    """Read a table as it lies on the disk, without the package's own reader."""
    with Path(pioneers.path(table)).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


RATES = {
    (row["programme"], int(row["period"])): (
        float(row["rate_per_1000"]),
        (float(row["ci_high"]) - float(row["ci_low"])) / WIDTH,
    )
    for row in published("admission_rates")
}


def matrix_product(weights: dict[tuple[str, int], float], correlation: float = 0.0) -> tuple[float, float]:
    """Return a weighted sum of means and its standard error from the whole 20 x 20 covariance."""
    keys = list(RATES)
    errors = np.array([RATES[key][1] for key in keys])
    alike = [[1.0 if a == b else correlation * (a[0] == b[0]) for b in keys] for a in keys]
    covariance = np.array(alike) * np.outer(errors, errors)
    weight = np.array([weights.get(key, 0.0) for key in keys])
    means = np.array([RATES[key][0] for key in keys])
    return float(weight @ means), math.sqrt(weight @ covariance @ weight)


def did_weights(programme: str, base: int, end: int) -> dict[tuple[str, int], float]:
    return {(programme, end): 1, (programme, base): -1, ("Neither", end): -1, ("Neither", base): 1}


def slope(function: Any, values: list[float], errors: list[float]) -> float:  # noqa: ANN401 - a formula
    """Return the standard error of a function of independent means, by numeric differentiation."""
    total = 0.0
    for place, error in enumerate(errors):
        step = 1e-5
        up, down = list(values), list(values)
        up[place] += step
        down[place] -= step
        total += ((function(*up) - function(*down)) / (2 * step) * error) ** 2
    return math.sqrt(total)


def test_the_20_standard_errors_are_the_widths_of_the_intervals() -> None:
    rows = morciano.cell_errors()
    assert len(rows) == 20
    for row in rows.itertuples():
        mean, error = RATES[row.programme, row.period]
        assert row.rate_per_1000 == mean
        assert row.standard_error == pytest.approx(error, abs=1e-12)
        assert abs(row.rate_per_1000 - (row.ci_low + row.ci_high) / 2) < 0.005 + 1e-9


@each_programme
@pytest.mark.parametrize(("base", "end"), PAIRS)
@pytest.mark.parametrize(("correlation", "inflation"), [(0, 1), (0.5, 1), (0.9, 3.5), (0.0, 2.0)])
def test_a_did_is_a_weighted_sum_of_four_means(
    programme: str, base: int, end: int, correlation: float, inflation: float
) -> None:
    did = morciano.period_did(programme, base, end, correlation, inflation)
    difference, error = matrix_product(did_weights(programme, base, end), correlation)
    assert did.estimate == pytest.approx(difference, abs=1e-12)
    assert did.standard_error == pytest.approx(inflation * error, rel=1e-12)
    assert did.programme_change - did.neither_change == pytest.approx(difference, abs=1e-12)
    assert did.high - did.low == pytest.approx(WIDTH * did.standard_error)
    assert (did.high + did.low) / 2 == pytest.approx(did.estimate)
    assert (did.p_value < 0.05) == (did.low > 0 or did.high < 0)


def test_the_p_value_is_the_share_of_noise_that_is_as_far_from_zero() -> None:
    did = morciano.period_did("Vanguard only")
    noise = np.random.default_rng(1).normal(size=DRAWS)
    share = float((np.abs(noise) >= abs(did.z)).mean())
    assert did.p_value == pytest.approx(share, abs=0.003)
    assert did.z == pytest.approx(did.estimate / did.standard_error)


def test_the_standard_errors_that_the_lesson_states() -> None:
    """0.112, 0.080 and 0.039 for Pioneer only at correlation 0, 0.5 and 0.9."""
    errors = [morciano.period_did("Pioneer only", correlation=c).standard_error for c in (0, 0.5, 0.9)]
    assert errors == pytest.approx([0.112, 0.080, 0.039], abs=0.0005)


def test_correlation_narrows_widening_widens_and_neither_moves_the_estimate() -> None:
    for programme, base in itertools.product(PROGRAMMES, (1, 2)):
        narrower = [morciano.period_did(programme, base, 5, c / 10) for c in range(10)]
        wider = [morciano.period_did(programme, base, 5, 0, 1 + step / 2) for step in range(6)]
        errors = [did.standard_error for did in narrower]
        assert errors == sorted(errors, reverse=True)
        assert errors[-1] < 0.4 * errors[0]
        assert [did.standard_error / errors[0] for did in wider] == pytest.approx([1, 1.5, 2, 2.5, 3, 3.5])
        assert len({did.estimate for did in narrower + wider}) == 1


def test_the_base_period_flips_pioneer_only_and_vanguard_only_but_not_both() -> None:
    """Every estimate moves; the verdict changes for two of three, in opposite directions."""
    verdicts = {base: {p: morciano.period_did(p, base).high < 0 for p in PROGRAMMES} for base in (1, 2)}
    assert verdicts[1] == {"Pioneer only": True, "Vanguard only": False, "Both": True}
    assert verdicts[2] == {"Pioneer only": False, "Vanguard only": True, "Both": True}


@each_programme
def test_the_steps_add_up_to_the_whole(programme: str) -> None:
    steps = morciano.stepwise_did(programme)
    assert list(zip(steps["base"], steps["end"], strict=True)) == [(1, 2), (2, 3), (3, 4), (4, 5)]
    whole, _ = matrix_product(did_weights(programme, 1, 5))
    assert steps["estimate"].sum() == pytest.approx(whole)
    assert steps["share_pct"].sum() == pytest.approx(100)
    for row in steps.itertuples():
        expected, error = matrix_product(did_weights(programme, row.base, row.end))
        assert row.estimate == pytest.approx(expected, abs=1e-12)
        assert row.standard_error == pytest.approx(error)
        assert row.share_pct == pytest.approx(100 * expected / whole)


def test_the_slowdown_of_pioneer_only_was_largest_in_the_first_step() -> None:
    shares = {p: morciano.stepwise_did(p)["share_pct"].to_list() for p in PROGRAMMES}
    assert shares["Pioneer only"][0] == max(shares["Pioneer only"])
    for programme in ("Vanguard only", "Both"):
        assert shares[programme][3] == max(shares[programme])


def test_rises_agree_with_the_file_and_with_numeric_differentiation() -> None:
    abstract = {row["group"]: row for row in published("published_estimates")[:4]}
    for row in morciano.rises().itertuples():
        cells = [RATES[row.programme, period] for period in (1, 5)]
        values, errors = ([cell[part] for cell in cells] for part in (0, 1))

        def rise(first: float, last: float) -> float:
            return 100 * (last / first - 1)

        error = slope(rise, values, errors)
        assert row.rise_pct == pytest.approx(rise(*values))
        assert (row.high - row.low) / WIDTH == pytest.approx(error, rel=1e-6)
        stated = abstract[row.programme]
        assert (row.abstract, row.abstract_low, row.abstract_high) == tuple(
            float(stated[name]) for name in ("estimate", "ci_low", "ci_high")
        )


def test_rises_have_the_spread_that_simulated_means_have() -> None:
    rng = np.random.default_rng(2)
    for row in morciano.rises().itertuples():
        first, last = (rng.normal(*RATES[row.programme, period], size=DRAWS) for period in (1, 5))
        assert (row.high - row.low) / WIDTH == pytest.approx((100 * last / first).std(), rel=0.01)


def test_the_correlation_that_reconciles_gives_the_abstracts_interval() -> None:
    rows = morciano.rises().set_index("programme")
    assert rows["possible"].to_dict() == {
        "Pioneer only": True,
        "Vanguard only": False,
        "Both": True,
        "Neither": True,
    }
    assert rows.loc["Vanguard only", "correlation_needed"] < -1
    rng = np.random.default_rng(3)
    for name, row in rows[rows["possible"]].iterrows():
        (m1, s1), (m5, s5) = (RATES[str(name), period] for period in (1, 5))
        both = row["correlation_needed"] * s1 * s5
        draws = rng.multivariate_normal([m1, m5], [[s1**2, both], [both, s5**2]], size=DRAWS)
        spread = (100 * draws[:, 1] / draws[:, 0]).std()
        assert spread * WIDTH == pytest.approx(row["abstract_high"] - row["abstract_low"], rel=0.02)


@each_programme
@pytest.mark.parametrize(("base", "end"), [(1, 5), (2, 5), (1, 2)])
def test_the_ratio_of_ratios_by_numeric_differentiation(programme: str, base: int, end: int) -> None:
    cells = [RATES[group, period] for group in (programme, "Neither") for period in (base, end)]
    values, errors = ([cell[part] for cell in cells] for part in (0, 1))

    def log_ratio(before: float, after: float, other_before: float, other_after: float) -> float:
        return math.log(after / before / (other_after / other_before))

    ratio = morciano.ratio_of_ratios(programme, base, end)
    assert ratio.estimate == pytest.approx(math.exp(log_ratio(*values)))
    error = slope(log_ratio, values, errors)
    assert math.log(ratio.high / ratio.low) == pytest.approx(WIDTH * error, rel=1e-6)
    assert ratio.low * ratio.high == pytest.approx(ratio.estimate**2)


@each_programme
def test_drift_moves_the_assumed_path_and_never_what_was_published(programme: str) -> None:
    whole, _ = matrix_product(did_weights(programme, 1, 5))
    for share in (0, 0.25, 0.5, 1):
        rows = morciano.counterfactual(programme, share)
        assert rows["published"].to_list() == [RATES[programme, period][0] for period in range(1, 6)]
        assert rows["neither"].to_list() == [RATES["Neither", period][0] for period in range(1, 6)]
        assert rows["remains"].iloc[0] == pytest.approx(0, abs=1e-12)
        assert rows["remains"].iloc[-1] == pytest.approx((1 - share) * whole, abs=1e-12)
        assert (rows["published"] - rows["assumed"]).to_list() == pytest.approx(rows["remains"].to_list())


@each_programme
def test_the_assumed_path_is_worked_out_by_hand(programme: str) -> None:
    """The middles of the five periods lie 3.5, 14, 27, 39 and 52.5 months after the start."""
    months = [int(row["months"]) for row in published("admission_periods")]
    middles = [sum(months[:place]) + length / 2 for place, length in enumerate(months)]
    rows = morciano.counterfactual(programme, 0.3)
    assert rows["middle"].to_list() == pytest.approx(middles)
    assert middles == pytest.approx([3.5, 14, 27, 39, 52.5])
    assert rows["end"].iloc[-1] == sum(months) == 60
    whole, _ = matrix_product(did_weights(programme, 1, 5))
    for row in rows.itertuples():
        change = RATES["Neither", row.period][0] - RATES["Neither", 1][0]
        drift = 0.3 * whole * (row.middle - 3.5) / 49
        assert row.assumed == pytest.approx(RATES[programme, 1][0] + change + drift)


@pytest.mark.parametrize(("base", "end"), PAIRS)
def test_the_overlap_counts_neither_once(base: int, end: int) -> None:
    """Add the three differences' weights mean by mean, then multiply by the covariance matrix."""
    weights: dict[tuple[str, int], float] = {}
    for sign, programme in ((1, "Both"), (-1, "Pioneer only"), (-1, "Vanguard only")):
        for key, weight in did_weights(programme, base, end).items():
            weights[key] = weights.get(key, 0) + sign * weight
    result = morciano.overlap(base, end)
    gap, error = matrix_product(weights)
    assert result.gap == pytest.approx(gap, abs=1e-12)
    assert result.standard_error == pytest.approx(error)
    assert result.both - result.sum_of_single == pytest.approx(result.gap)
    assert (result.low, result.high) == pytest.approx((gap - WIDTH / 2 * error, gap + WIDTH / 2 * error))
    dids = [morciano.period_did(programme, base, end) for programme in PROGRAMMES]
    assert error < math.hypot(*(did.standard_error for did in dids))  # would count Neither three times


def test_the_overlap_has_the_spread_that_simulated_means_have() -> None:
    rng = np.random.default_rng(4)
    draws = {key: rng.normal(*cell, size=DRAWS) for key, cell in RATES.items()}
    change = {group: draws[group, 5] - draws[group, 1] for group in (*PROGRAMMES, "Neither")}
    single, other, both = (change[programme] - change["Neither"] for programme in PROGRAMMES)
    assert morciano.overlap().standard_error == pytest.approx((both - single - other).std(), rel=0.01)


@pytest.mark.parametrize("name", ["Neither", "pioneer only", "", None, 1])
def test_an_unknown_programme_is_refused_by_name(name: Any) -> None:  # noqa: ANN401 - wrong on purpose
    calls = (
        morciano.period_did,
        morciano.stepwise_did,
        morciano.ratio_of_ratios,
        lambda wrong: morciano.counterfactual(wrong, 0.5),
    )
    for call in calls:
        with pytest.raises(ValueError, match=r"^programme is .*Pioneer only, Vanguard only, Both"):
            call(name)


@pytest.mark.parametrize("wrong", [0, 6, 1.5, -1, None, "1", math.nan])
def test_an_unknown_period_is_refused_by_name(wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    calls = (lambda **periods: morciano.period_did("Both", **periods), morciano.overlap)
    calls += (lambda **periods: morciano.ratio_of_ratios("Both", **periods),)
    for call in calls:
        with pytest.raises(ValueError, match=r"^base is .*numbered 1 to 5"):
            call(base=wrong)
        with pytest.raises(ValueError, match=r"^end is .*numbered 1 to 5"):
            call(end=wrong)


@pytest.mark.parametrize(("base", "end"), [(5, 5), (5, 1), (3, 2)])
def test_periods_in_the_wrong_order_are_refused(base: int, end: int) -> None:
    for call in (morciano.period_did, morciano.ratio_of_ratios):
        with pytest.raises(ValueError, match=f"^base is {base} and end is {end}"):
            call("Both", base, end)
    with pytest.raises(ValueError, match=f"^base is {base} and end is {end}"):
        morciano.overlap(base, end)


@pytest.mark.parametrize("wrong", [-0.1, 1, 1.5, math.nan, math.inf, "0.5", None])
def test_an_impossible_correlation_is_refused(wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(ValueError, match=r"^correlation is .*from 0 to below 1"):
        morciano.period_did("Both", correlation=wrong)


@pytest.mark.parametrize("wrong", [0.99, 0, -2, math.nan, math.inf, "2", None])
def test_an_impossible_inflation_is_refused(wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(ValueError, match=r"^inflation is .*at least 1"):
        morciano.period_did("Both", inflation=wrong)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, 40, math.nan, math.inf, "1", None])
def test_an_impossible_drift_is_refused(wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(ValueError, match=r"^drift_share is .*from 0 to 1"):
        morciano.counterfactual("Both", wrong)


def test_changing_a_result_does_not_change_the_next() -> None:
    tables = {
        morciano.cell_errors: (),
        morciano.rises: (),
        morciano.stepwise_did: ("Both",),
        morciano.counterfactual: ("Both", 0.5),
    }
    for function, given in tables.items():
        first = function(*given)
        before = first.copy()
        first.isetitem(1, 0)
        first["new"] = 1
        pd.testing.assert_frame_equal(function(*given), before)


@each_programme
@pytest.mark.parametrize("drift", range(0, 101, 5))
def test_one_data_set_says_what_the_numbers_say(programme: str, drift: int) -> None:
    figure = one_data_set_many_truths(programme=programme, drift=drift)
    rows = morciano.counterfactual(programme, drift / 100)
    assumed = figure.table[f"{programme}, assumed without a programme"]
    assert assumed.to_list() == pytest.approx(rows["assumed"].to_list(), abs=0.00501)
    assert figure.table[f"{programme}, published"].to_list() == rows["published"].to_list()
    words = dict(text.rsplit(" ", 1) for text in figure.data["words"]["text"][:3])
    assert words[programme] == written(rows["published"].iloc[-1], 2)
    left = float(words["remains"].replace(MINUS, "-"))
    assert left == pytest.approx(rows["remains"].iloc[-1], abs=0.00501)
    assert float(words[programme]) - float(words["assumed"]) == pytest.approx(left, abs=1e-9)
    assert (f"and {words['remains']} remains" in figure.title) == (drift != 100)
    assert ("nothing remains" in figure.title) == (drift == 100)
    assert "assume" in figure.title


def test_the_published_lines_never_move() -> None:
    for programme in PROGRAMMES:
        drawn = [one_data_set_many_truths(programme=programme, drift=d) for d in (0, 35, 100)]
        solid = {repr(figure.spec["datasets"]["published"]) for figure in drawn}
        dashed = {repr(figure.spec["datasets"]["assumed"]) for figure in drawn}
        assert (len(solid), len(dashed)) == (1, 3)
        lines = drawn[0].data["published"]
        for who in (programme, "Neither"):
            means = [RATES[who, period][0] for period in (1, 2, 3, 4, 5, 5)]
            assert lines.loc[lines["who"] == who, "rate"].to_list() == means
            assert lines.loc[lines["who"] == who, "month"].to_list() == [0, 7, 21, 33, 45, 60]


def test_the_words_at_the_end_keep_their_distance() -> None:
    for programme, drift in itertools.product(PROGRAMMES, range(0, 101, 5)):
        words = one_data_set_many_truths(programme=programme, drift=drift).data["words"]
        assumed, remains, solid = words["rate"][:3]
        line = 17 * (9.5 - 7.2) / 300
        assert min(assumed - remains, remains - solid) >= line - 1e-9


@pytest.mark.parametrize("base", [1, 2])
@pytest.mark.parametrize(("correlation", "inflation"), [(0, 1), (0.5, 1), (0, 3.5), (0.9, 3.5), (0.9, 1)])
def test_the_correlation_slider_says_what_the_numbers_say(
    base: int, correlation: float, inflation: float
) -> None:
    figure = correlation_slider(base=f"Period {base}", correlation=correlation, inflation=inflation)
    clear = []
    drawn = figure.data["intervals"].set_index("programme")
    table = figure.table.set_index("programme")
    for programme in PROGRAMMES:
        difference, error = matrix_product(did_weights(programme, base, 5), correlation)
        ends = [difference + sign * inflation * error * WIDTH / 2 for sign in (-1, 1)]
        assert drawn.loc[programme, ["lower", "upper"]].to_list() == pytest.approx(ends)
        assert table.loc[programme, "standard error"] == pytest.approx(inflation * error, abs=0.0005)
        outside = ends[0] > 0 or ends[1] < 0
        assert table.loc[programme, "verdict"] == ("clear of zero" if outside else "includes zero")
        assert f"{programme} {signed(difference)} ({signed(ends[0])} to " in figure.description
        clear += [programme] * outside
    who = {0: "none of the three", 3: "all three"}.get(len(clear), " and ".join(clear))
    assert figure.title == f"Clear of zero, counted from Period {base}: {who}"
    assumed = correlation > 0 or inflation > 1
    assert set(figure.data["intervals"]["assumed"]) == {assumed}
    assert any("assumed" in line for line in figure.subtitle) == assumed


def test_the_two_assumptions_are_said_to_pull_in_opposite_directions() -> None:
    narrow = " ".join(correlation_slider(correlation=0.5, inflation=2).subtitle)
    errors = {c: [matrix_product(did_weights(p, 1, 5), c)[1] for p in PROGRAMMES] for c in (0.0, 0.5)}
    ratios = [with_ / plain for with_, plain in zip(errors[0.5], errors[0.0], strict=True)]
    assert (
        f"makes them {written(min(ratios), 2)} to {written(max(ratios), 2)} times as wide, widening 2;"
        in narrow
    )
    assert {written(2 * ratio, 2) for ratio in ratios} == {"1.43"}
    assert "together 1.43 times." in narrow


def test_an_end_that_rounds_to_zero_shows_its_side() -> None:
    """At correlation 0.5 the interval of Vanguard only ends at -0.001: clear, but only just."""
    drawn = correlation_slider(correlation=0.5).data["intervals"].set_index("programme")
    assert drawn.loc["Vanguard only", "text"].endswith(f"to {MINUS}0.001)")
    assert drawn.loc["Vanguard only", "clear"]
