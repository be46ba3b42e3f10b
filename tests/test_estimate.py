"""Shares, counts and p values: against statsmodels, brute force, known properties and printed facts."""

from __future__ import annotations

import gc
import itertools
import math
import re
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]
from statsmodels.stats.proportion import (  # type: ignore[import-untyped]
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from pioneer_data import estimate
from pioneer_data.estimate import (
    adjust_p_values,
    counts_that_add_up,
    design_effect,
    difference_p_value,
    newcombe_interval,
    standard_error_from_interval,
    standard_error_from_p,
    whole_counts,
    wilson_interval,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAME = 1e-9
LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
GROUPS = [(0, 1), (1, 1), (0, 12), (12, 12), (5, 22), (42, 90), (64, 80), (65, 105), (9999, 10000)]
METHODS = ("bonferroni", "holm", "fdr_bh")

Group = tuple[float, float]


def one_group() -> st.SearchStrategy[tuple[int, int]]:
    bases = st.integers(1, 2000)
    return bases.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


levels = st.floats(0.01, 0.9999)
p_lists = st.lists(st.floats(0, 1), max_size=20)


def close(expected: object, tolerance: float = SAME) -> Any:  # noqa: ANN401 - pytest names no type
    return pytest.approx(expected, rel=0, abs=tolerance)


# Intervals and the test of a difference


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("group", GROUPS)
def test_wilson_agrees_with_statsmodels_on_a_grid(group: Group, level: float) -> None:
    expected = proportion_confint(*group, alpha=1 - level, method="wilson")
    assert wilson_interval(*group, level) == close(expected)


@given(one_group(), st.floats(1, 10), levels)
def test_wilson_agrees_with_statsmodels_for_effective_samples(
    group: Group, effect: float, level: float
) -> None:
    successes, n = group[0] / effect, group[1] / effect
    expected = proportion_confint(successes, n, alpha=1 - level, method="wilson")
    assert wilson_interval(successes, n, level) == close(expected)


@given(one_group(), levels)
def test_wilson_lies_from_0_to_1_and_holds_the_share(group: Group, level: float) -> None:
    low, high = wilson_interval(*group, level)
    assert 0 <= low <= group[0] / group[1] <= high <= 1
    assert low < high


@given(one_group())
def test_wilson_ends_exactly_at_0_and_1_only_when_all_agree(group: Group) -> None:
    low, high = wilson_interval(*group)
    assert (low == 0, high == 1) == (group[0] == 0, group[0] == group[1])


@given(one_group(), st.integers(2, 50))
def test_wilson_narrows_as_the_sample_grows(group: Group, times: int) -> None:
    low, high = wilson_interval(*group)
    low_of_more, high_of_more = wilson_interval(times * group[0], times * group[1])
    assert high_of_more - low_of_more < high - low


@given(one_group(), levels)
def test_wilson_mirrors_when_yes_and_no_swap(group: Group, level: float) -> None:
    low, high = wilson_interval(*group, level)
    assert wilson_interval(group[1] - group[0], group[1], level) == close((1 - high, 1 - low))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("first", "second"), [*itertools.product(GROUPS, repeat=2)])
def test_newcombe_agrees_with_statsmodels_on_a_grid(first: Group, second: Group, level: float) -> None:
    # statsmodels takes the first minus the second, so the groups change places.
    expected = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff", alpha=1 - level)
    assert newcombe_interval(*first, *second, level) == close(expected)


@given(one_group(), one_group(), levels)
def test_newcombe_agrees_with_statsmodels(first: Group, second: Group, level: float) -> None:
    expected = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff", alpha=1 - level)
    assert newcombe_interval(*first, *second, level) == close(expected)


@given(one_group(), one_group(), levels)
def test_newcombe_lies_from_minus_1_to_1_and_holds_the_difference(
    first: Group, second: Group, level: float
) -> None:
    low, high = newcombe_interval(*first, *second, level)
    assert -1 <= low <= second[0] / second[1] - first[0] / first[1] <= high <= 1
    assert low < high


@given(one_group(), one_group(), st.integers(2, 50))
def test_newcombe_narrows_as_both_samples_grow(first: Group, second: Group, times: int) -> None:
    low, high = newcombe_interval(*first, *second)
    more = [times * number for number in (*first, *second)]
    low_of_more, high_of_more = newcombe_interval(*more)
    assert high_of_more - low_of_more < high - low


@given(one_group(), one_group(), levels)
def test_newcombe_mirrors_when_groups_or_answers_swap(first: Group, second: Group, level: float) -> None:
    low, high = newcombe_interval(*first, *second, level)
    noes = [(n - successes, n) for successes, n in (first, second)]
    assert newcombe_interval(*second, *first, level) == close((-high, -low))
    assert newcombe_interval(*noes[0], *noes[1], level) == close((-high, -low))


@given(one_group(), one_group())
def test_difference_p_value_agrees_with_statsmodels(first: Group, second: Group) -> None:
    assume(0 < first[0] + second[0] < first[1] + second[1])
    _, expected = proportions_ztest([first[0], second[0]], [first[1], second[1]])
    assert difference_p_value(*first, *second) == close(expected)


def test_difference_p_value_keeps_the_far_tail() -> None:
    _, expected = proportions_ztest([100, 900], [1000, 1000])
    assert 0 < expected < 1e-200
    assert difference_p_value(100, 1000, 900, 1000) == pytest.approx(expected, rel=SAME, abs=0)


@pytest.mark.parametrize("share", [0, 1])
@given(st.floats(0.1, 1000), st.floats(0.1, 1000))
def test_difference_p_value_is_1_when_all_agree(share: int, n_1: float, n_2: float) -> None:
    assert difference_p_value(share * n_1, n_1, share * n_2, n_2) == close(1)


@given(one_group(), one_group())
def test_difference_p_value_ignores_the_order_of_groups_and_answers(first: Group, second: Group) -> None:
    p = difference_p_value(*first, *second)
    assert 0 <= p <= 1
    assert difference_p_value(*second, *first) == close(p)
    noes = (first[1] - first[0], first[1], second[1] - second[0], second[1])
    assert difference_p_value(*noes) == close(p)


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((42, 90, 64, 80), (33.3, 19.0, 45.7)),
        ((14, 90, 42, 80), (36.9, 23.0, 49.1)),
        ((66, 90, 71, 80), (15.4, 3.5, 26.7)),
    ],
)
def test_newcombe_gives_the_known_changes_of_the_survey(
    counts: tuple[int, int, int, int], printed: tuple[float, float, float]
) -> None:
    change = counts[2] / counts[3] - counts[0] / counts[1]
    points = [100 * number for number in (change, *newcombe_interval(*counts))]
    assert points == pytest.approx(printed, abs=0.05)


def test_the_level_is_95_per_cent_unless_given() -> None:
    assert wilson_interval(42, 90) == close(wilson_interval(42, 90, 0.95))
    assert wilson_interval(42, 90) != close(wilson_interval(42, 90, 0.9))
    assert newcombe_interval(42, 90, 64, 80) == close(newcombe_interval(42, 90, 64, 80, 0.95))
    assert standard_error_from_interval(1, 2) == close(standard_error_from_interval(1, 2, 0.95))


# Adjusted p values


@pytest.fixture(scope="module")
def quick_collection() -> Iterator[None]:
    """Hide what exists from the garbage collector: statsmodels calls it at every Holm."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("quick_collection")
@pytest.mark.parametrize("method", METHODS)
@given(p_lists.filter(bool))
def test_adjusted_p_agrees_with_statsmodels(method: str, p: list[float]) -> None:
    assert adjust_p_values(p, method) == close(list(multipletests(p, method=method)[1]))


@pytest.mark.parametrize("method", METHODS)
@given(p_lists)
def test_adjusted_p_is_never_smaller_and_keeps_the_ranking(method: str, p: list[float]) -> None:
    adjusted = adjust_p_values(p, method)
    assert all(raw <= new <= 1 for raw, new in zip(p, adjusted, strict=True))
    pairs = sorted(zip(p, adjusted, strict=True))
    assert [new for _, new in pairs] == sorted(adjusted)


@pytest.mark.parametrize("method", METHODS)
@given(st.data())
def test_adjusted_p_follows_its_test_when_the_list_is_shuffled(method: str, data: st.DataObject) -> None:
    p = data.draw(p_lists)
    order = data.draw(st.permutations(range(len(p))))
    adjusted = adjust_p_values(p, method)
    assert adjust_p_values([p[i] for i in order], method) == close([adjusted[i] for i in order])


@given(p_lists)
def test_bonferroni_is_the_strictest_and_benjamini_hochberg_the_mildest(p: list[float]) -> None:
    strict, middle, mild = (adjust_p_values(p, method) for method in METHODS)
    for one, two, three in zip(strict, middle, mild, strict=True):
        assert one + SAME >= two
        assert two + SAME >= three


@pytest.mark.parametrize("method", METHODS)
def test_no_p_values_give_none_back_and_one_comes_back_unchanged(method: str) -> None:
    assert adjust_p_values([], method) == []
    assert adjust_p_values((p for p in [0.04]), method) == close([0.04])


@pytest.mark.parametrize(("method", "smallest"), [("holm", 0.12), ("fdr_bh", 0.103)])
def test_no_published_year_survives_adjustment(method: str, smallest: float) -> None:
    p = [0.04, 0.19, 0.06, 0.05, 0.24, 0.22, 0.40, 0.09, 0.02, 0.06, 0.03, 0.01]
    assert min(adjust_p_values(p, method)) == pytest.approx(smallest, abs=0.0005)


# Whole counts behind percentages


def half_up(exact: Fraction, scale: int) -> Fraction:
    return Fraction(math.floor(exact * scale + Fraction(1, 2)), scale)


def half_even(exact: Fraction, scale: int) -> Fraction:
    return Fraction(round(exact * scale), scale)


def printed(figure: int, decimals: int) -> str:
    return f"{figure / 10**decimals:.{decimals}f}"


@given(st.integers(1, 400), st.integers(0, 2), st.data())
def test_whole_counts_finds_what_trying_every_count_finds(n: int, decimals: int, data: st.DataObject) -> None:
    scale = 10**decimals
    text = printed(data.draw(st.integers(0, 100 * scale)), decimals)
    published, half = Fraction(text), Fraction(1, 2 * scale)
    found = whole_counts(text, n)
    exact = {count: Fraction(100 * count, n) for count in range(n + 1)}
    assert found == [c for c, value in exact.items() if abs(value - published) <= half]
    for rounded in (half_up, half_even):
        same = {c for c, value in exact.items() if rounded(value, scale) == published}
        assert same <= set(found)
        assert all(abs(exact[c] - published) == half for c in set(found) - same)


@pytest.mark.parametrize("rounded", [half_up, half_even])
@given(one_group(), st.integers(0, 2))
def test_whole_counts_finds_the_count_a_percentage_was_made_from(
    rounded: Callable[[Fraction, int], Fraction], group: tuple[int, int], decimals: int
) -> None:
    value = rounded(Fraction(100 * group[0], group[1]), 10**decimals)
    text = printed(int(value * 10**decimals), decimals)
    assert group[0] in whole_counts(text, group[1])


@pytest.mark.parametrize(
    ("pct", "n", "counts"),
    [
        (50, 85, []),
        (30, 85, []),
        (46, 85, [39]),
        (46.0, 85, [39]),
        ("46", 85.0, [39]),
        (0, 85, [0]),
        (100, 85, [85]),
        (0, 400, [0, 1, 2]),
        (100, 400, [398, 399, 400]),
        (7.5, 40, [3]),
        (50, 250, [124, 125, 126]),
        (50.0, 250, [124, 125, 126]),
        ("50.0", 250, [125]),
        (" 50. ", 250, [124, 125, 126]),
        (np.int64(46), np.int64(85), [39]),
        (np.float32(7.1), np.float64(14), [1]),
        (np.float64(7.1), 13, []),
        (1, 200, [1, 2, 3]),
        (2, 200, [3, 4, 5]),
    ],
)
def test_whole_counts_reads_the_decimals_as_printed(pct: float | str, n: float, counts: list[int]) -> None:
    assert whole_counts(pct, n) == counts


def every_combination(percentages: list[int], n: int) -> list[tuple[int, ...]]:
    cells = [whole_counts(pct, n) for pct in percentages]
    return [counts for counts in itertools.product(*cells) if sum(counts) == n]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=4), st.integers(-1, 1))
def test_counts_that_add_up_finds_what_trying_every_combination_finds(people: list[int], slip: int) -> None:
    n = sum(people)
    assume(n > 0)
    percentages = [round(Fraction(100 * count, n)) for count in people]
    assert tuple(people) in counts_that_add_up(percentages, n)
    percentages[0] = min(100, max(0, percentages[0] + slip))
    assert counts_that_add_up(percentages, n) == every_combination(percentages, n)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=4), st.integers(200, 400))
def test_counts_that_add_up_finds_every_solution_when_there_are_many(percentages: list[int], n: int) -> None:
    percentages.append(max(0, 100 - sum(percentages)))
    assert counts_that_add_up(percentages, n) == every_combination(percentages, n)


@pytest.mark.parametrize(
    ("percentages", "n", "solutions"),
    [
        ([12, 34, 37, 17], 90, [(11, 31, 33, 15)]),
        ([10, 70, 19, 1], 80, [(8, 56, 15, 1)]),
        ([12, 61, 8, 9], 90, []),
        ([5, 69, 14, 13], 104, []),
        ([5, 69, 14, 13], 103, [(5, 71, 14, 13)]),
        (["50", 50.0], 2, [(1, 1)]),
        ([100], 7, [(7,)]),
        ([50], 7, []),
        ([], 7, []),
    ],
)
def test_counts_that_add_up_on_rows_of_the_survey(
    percentages: list[float | str], n: int, solutions: list[tuple[int, ...]]
) -> None:
    assert counts_that_add_up(percentages, n) == solutions


# Standard errors and clustering


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), levels)
def test_standard_error_comes_back_from_its_interval(centre: float, error: float, level: float) -> None:
    z = math.sqrt(2) * inverse_erfc(1 - level)
    found = standard_error_from_interval(centre - z * error, centre + z * error, level)
    assert found == pytest.approx(error, rel=1e-4)


def inverse_erfc(target: float) -> float:
    """Halve the interval that holds the answer: an oracle without a normal quantile."""
    low, high = 0.0, 10.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(middle) > target else (low, middle)
    return low


@pytest.mark.parametrize("sign", [-1, 1])
@given(st.floats(1e-3, 1e3), st.floats(0.01, 8))
def test_standard_error_comes_back_from_its_p_value(sign: int, error: float, z: float) -> None:
    p = math.erfc(z / math.sqrt(2))
    assert standard_error_from_p(sign * z * error, p) == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize(
    ("estimate_per_100k", "p", "error"),
    [(-26, 0.04, 12.7), (-6, 0.40, 7.1), (-22, 0.09, 13.0), (-37, 0.05, 18.9), (-44, 0.01, 17.1)],
)
def test_standard_errors_behind_the_admission_table(estimate_per_100k: float, p: float, error: float) -> None:
    assert standard_error_from_p(estimate_per_100k, p) == pytest.approx(error, abs=0.05)


def test_standard_error_from_a_95_per_cent_interval() -> None:
    assert standard_error_from_interval(-1.959963984540054, 1.959963984540054) == close(1)


@pytest.mark.parametrize(
    ("size", "correlation", "effect"),
    [(1, 1, 1), (10, 0, 1), (10, 1, 10), (85 / 23, 0.05, 1.13), (105 / 24, 0.3, 2.01)],
)
def test_design_effect(size: float, correlation: float, effect: float) -> None:
    assert design_effect(size, correlation) == pytest.approx(effect, abs=0.005)


# Input that cannot be


NOT_NUMBERS = (math.nan, math.inf, -math.inf, "5", None, [5], 1 + 1j, 10**400)
ONE_NUMBER: list[tuple[Callable[..., object], list[Any], int, str]] = [
    (wilson_interval, [5, 10, 0.9], 0, "successes"),
    (wilson_interval, [5, 10, 0.9], 1, "n"),
    (wilson_interval, [5, 10, 0.9], 2, "level"),
    (newcombe_interval, [5, 10, 6, 10, 0.9], 0, "successes_1"),
    (newcombe_interval, [5, 10, 6, 10, 0.9], 1, "n_1"),
    (newcombe_interval, [5, 10, 6, 10, 0.9], 2, "successes_2"),
    (newcombe_interval, [5, 10, 6, 10, 0.9], 3, "n_2"),
    (newcombe_interval, [5, 10, 6, 10, 0.9], 4, "level"),
    (difference_p_value, [5, 10, 6, 10], 0, "successes_1"),
    (difference_p_value, [5, 10, 6, 10], 1, "n_1"),
    (difference_p_value, [5, 10, 6, 10], 2, "successes_2"),
    (difference_p_value, [5, 10, 6, 10], 3, "n_2"),
    (whole_counts, [46, 85], 1, "n"),
    (counts_that_add_up, [[46, 54], 85], 1, "n"),
    (standard_error_from_interval, [1, 2, 0.9], 0, "low"),
    (standard_error_from_interval, [1, 2, 0.9], 1, "high"),
    (standard_error_from_interval, [1, 2, 0.9], 2, "level"),
    (standard_error_from_p, [2, 0.05], 0, "estimate"),
    (standard_error_from_p, [2, 0.05], 1, "p"),
    (design_effect, [3, 0.1], 0, "average_cluster_size"),
    (design_effect, [3, 0.1], 1, "intracluster_correlation"),
]
IMPOSSIBLE = {
    "successes": (-1, -0.001, 10.5),
    "n": (0, -1),
    "level": (0, 1, 95, -0.5),
    "p": (0, 1, 1.5, -0.1),
    "estimate": (0, 0.0),
    "low": (2, 3),
    "high": (1, 0),
    "average_cluster_size": (0.99, 0, -3),
    "intracluster_correlation": (-0.01, 1.01),
}


def refusal(function: Callable[..., object], *arguments: object) -> str:
    """Return the message, once it is seen to have its three parts."""
    with pytest.raises(ValueError, match=r".+: .+\. .+\.$") as caught:
        function(*arguments)
    return str(caught.value)


@pytest.mark.parametrize("wrong", NOT_NUMBERS, ids=lambda value: repr(value)[:9])
@pytest.mark.parametrize(("function", "right", "place", "name"), ONE_NUMBER)
def test_what_is_no_finite_number_is_refused_by_name(
    function: Callable[..., object], right: list[Any], place: int, name: str, wrong: object
) -> None:
    assert refusal(function, *right[:place], wrong, *right[place + 1 :]).startswith(f"{name} is ")


@pytest.mark.parametrize(("function", "right", "place", "name"), ONE_NUMBER)
def test_a_number_out_of_its_range_is_refused_by_name(
    function: Callable[..., object], right: list[Any], place: int, name: str
) -> None:
    for wrong in IMPOSSIBLE[re.sub(r"_[12]$", "", name)]:
        message = refusal(function, *right[:place], wrong, *right[place + 1 :])
        assert re.search(rf"\b{name} is {wrong:g}", message)


@pytest.mark.parametrize("function", [whole_counts, counts_that_add_up])
def test_a_base_that_is_not_whole_is_refused(function: Callable[..., object]) -> None:
    assert refusal(function, [50, 50], 84.5).startswith("n is 84.5")


@pytest.mark.parametrize(
    "wrong", [-1, 101, 100.1, "100.1", "46%", "", ".", "about half", "1/3", "1e1", "-0", math.nan]
)
def test_what_is_no_printed_percentage_is_refused_by_name(wrong: float | str) -> None:
    assert refusal(whole_counts, wrong, 85).startswith(f"pct is {wrong!r}")
    assert refusal(counts_that_add_up, [46, wrong], 85).startswith(f"percentages[1] is {wrong!r}")


@pytest.mark.parametrize("wrong", [None, [46], math.inf])
def test_other_things_are_no_percentage_either(wrong: Any) -> None:  # noqa: ANN401 - any thing
    assert refusal(whole_counts, wrong, 85).startswith(f"pct is {wrong!r}")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("wrong", [*NOT_NUMBERS, -0.01, 1.01], ids=lambda value: repr(value)[:9])
def test_a_wrong_p_value_is_refused_with_its_place(method: str, wrong: object) -> None:
    assert refusal(adjust_p_values, [0.1, 0.2, wrong], method).startswith("p[2] is ")


@pytest.mark.parametrize("wrong", ["0.05", 0.05, None, np.float64(0.05)])
def test_a_list_is_asked_for_by_name(wrong: object) -> None:
    assert refusal(adjust_p_values, wrong, "holm").startswith("p is ")
    assert refusal(counts_that_add_up, wrong, 85).startswith("percentages is ")


@pytest.mark.parametrize(
    ("method", "closest"),
    [
        ("hlom", "holm"),
        ("Holm", "holm"),
        ("bonferonni", "bonferroni"),
        ("bonf", "bonferroni"),
        ("BH", "fdr_bh"),
        ("fdr", "fdr_bh"),
        ("Benjamini-Hochberg", "fdr_bh"),
    ],
)
def test_an_unknown_method_is_answered_with_the_list_and_the_closest(method: str, closest: str) -> None:
    message = refusal(adjust_p_values, [0.1], method)
    assert message.startswith(f"method is {method!r}")
    assert message.endswith(f"The closest is {closest!r}.")
    assert all(repr(name) in message for name in METHODS)


@pytest.mark.parametrize("method", ["", None, ["holm"], 3])
def test_a_method_that_is_no_name_is_refused(method: object) -> None:
    assert refusal(adjust_p_values, [], method).startswith("method is ")


def test_numbers_of_numpy_work_like_plain_ones() -> None:
    count: Any = np.int64(42)
    assert wilson_interval(count, np.float64(90)) == close(wilson_interval(42, 90))
    assert adjust_p_values(np.array([0.04, 0.01]), "holm") == close(adjust_p_values([0.04, 0.01], "holm"))
    assert design_effect(np.float64(3), np.float64(0.5)) == close(2)
    assert type(design_effect(np.float64(3), np.float64(0.5))) is float


def test_every_public_function_has_an_example() -> None:
    functions = [getattr(estimate, name) for name in estimate.__all__ if name[0].islower()]
    assert len(functions) >= 14
    assert all(">>> " in (function.__doc__ or "") for function in functions)


def test_the_package_needs_numpy_and_the_standard_library_alone() -> None:
    listing = (
        "import sys; import numpy; before = set(sys.modules); import pioneer_data.estimate; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["pioneer_data"]
