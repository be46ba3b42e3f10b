"""The readers of the checks take an answer in every sensible shape, and explain what they cannot read."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strange import FRAME, LARGE, EndlessMapping, Liar

from pioneer_data.checks import Mistake, _values


def numbered(cases: list[tuple[Any, str]]) -> list[str]:
    """Return a name for each case; its value may have no short one."""
    return [f"{number} {why}" for number, (_, why) in enumerate(cases)]


def by_kind(value: object) -> str:
    """Name a case by its kind; a set has another order in another process."""
    return type(value).__name__


SAME_NUMBER: list[Any] = [
    *(
        12,
        12.0,
        np.int64(12),
        np.float32(12),
        Decimal(12),
        Fraction(12),
        "12",
        " 12 ",
        "12%",
        "12 %",
        "1.2e1",
    ),
    *(
        [12],
        (12,),
        {12},
        {"any": 12},
        [[12]],
        np.array(12),
        np.array([[12]]),
        pd.Series([12]),
        pd.Index([12]),
    ),
    *(pd.DataFrame({"a": [12]}), pd.Series(["12%"]), pd.Series([12], dtype="Int64"), pd.Series({"a": 12.0})),
]


@pytest.mark.parametrize("value", SAME_NUMBER, ids=by_kind)
def test_a_number_is_read_in_every_shape(value: object) -> None:
    assert _values.number(value, "x") == 12.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234", 1234.0), ("1,234,567.5", 1234567.5), ("\N{MINUS SIGN}3.5", -3.5), ("-0.5%", -0.5)],
)
def test_a_printed_number_is_read(text: str, expected: float) -> None:
    assert _values.number(text, "x") == expected


NO_NUMBER: list[tuple[Any, str]] = [
    (..., "There is no answer yet: give x a number."),
    (None, "There is no answer yet"),
    ("twelve", "x is a text, and a number is asked for"),
    ("1,5", "x is a text"),
    ("0,12", "x is a text"),
    ("", "x is a text"),
    (True, "x is True: that answers yes or no"),
    (np.bool_(False), "x is False: that answers yes or no"),  # noqa: FBT003 - the value is the case
    (math.nan, "x is NaN"),
    ("nan", "x is NaN"),
    (pd.NA, "x is NaN"),
    (pd.NaT, "x is NaN"),
    (pd.Series([np.nan]), "x is NaN"),
    (math.inf, "x is infinite"),
    (1j, "x is a complex, and a number is asked for"),
    ([object()], "x is a object, and a number is asked for"),
    ([], "x holds 0 values, and one is asked for"),
    ([1, 2], "x holds 2 values"),
    (LARGE, "x holds 4000000 values"),
    (range(3), "x is a range"),
    (KeyError("x"), "x holds an error, not an answer"),
    (KeyError, "x holds an error, not an answer"),
    (len, "x is a function that was not called"),
]


@pytest.mark.parametrize(("value", "why"), NO_NUMBER, ids=numbered(NO_NUMBER))
def test_what_is_no_number_is_explained(value: object, why: str) -> None:
    with pytest.raises(Mistake) as told:
        _values.number(value, "x")
    assert str(told.value).startswith(why)


PAIR = {"2014": 1.0, "2016": -2.0}
SAME_LABELS: dict[str, Any] = {
    "dict": PAIR,
    "dict of whole numbers": {2014: 1, 2016: -2},
    "labels of floats": {2014.0: 1, np.float64(2016): -2},
    "Series": pd.Series(PAIR),
    "Series by year": pd.Series([-2, 1], index=[2016, 2014]),
    "categories": pd.Series([1, -2], index=pd.CategoricalIndex(["2014", "2016"])),
    "texts": pd.Series({"2014": "1", "2016": "-2%"}),
    "frame by index": pd.DataFrame({"did": PAIR}),
    "frame with labels": pd.DataFrame({"year": ["2014", "2016"], "did": [1, -2]}),
    "frame with categories": pd.DataFrame({"did": [1, -2], "year": pd.Categorical(["2014", "2016"])}),
    "frame with a text beside": pd.DataFrame({"did": PAIR, "note": dict.fromkeys(PAIR, "a")}),
    "frame of objects": pd.DataFrame({"year": ["2014", "2016"], "did": [1, -2]}, dtype=object),
    "wide": pd.DataFrame([PAIR]),
    "wide with a label": pd.DataFrame([PAIR | {"area": "Wave 1"}]),
    "nested": {"2014": [1], "2016": pd.Series([-2])},
}


@pytest.mark.parametrize("shape", SAME_LABELS)
def test_labelled_numbers_are_read_in_every_shape(shape: str) -> None:
    assert _values.labelled(SAME_LABELS[shape], "x") == PAIR


def test_two_levels_of_labels_are_joined() -> None:
    pairs = pd.Series([1, 2], index=pd.MultiIndex.from_tuples([("Wave 1", 2014), ("Wave 1", 2016.0)]))
    assert _values.labelled(pairs, "x") == {"Wave 1, 2014": 1.0, "Wave 1, 2016": 2.0}


NO_LABELS: list[tuple[Any, str]] = [
    (..., "There is no answer yet: give x a table."),
    (1, "x has no labels"),
    ([1, 2], "x has no labels"),
    (pd.Series([1, 2], index=["a", "a"]), "x has the label 'a' more than once"),
    ({2014: 1, "2014": 1}, "x has the label '2014' more than once"),
    (pd.DataFrame({"a": [1, 2], "b": [3, 4]}), "x has 2 columns of numbers"),
    (pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]), "x has 2 columns of numbers"),
    (pd.DataFrame({"a": ["x", "y"]}), "x has 0 columns of numbers"),
    ({"a": "many"}, "x['a'] is a text"),
    ({"a": math.nan}, "x['a'] is NaN"),
    ({"a": ...}, "There is no answer yet: give x['a'] a number."),
    (LARGE, "x has 2000000 rows"),
    (LARGE["row"], "x has 2000000 rows"),
    (sum, "x is a function"),
]


@pytest.mark.parametrize(("value", "why"), NO_LABELS, ids=numbered(NO_LABELS))
def test_what_holds_no_labels_is_explained(value: object, why: str) -> None:
    with pytest.raises(Mistake) as told:
        _values.labelled(value, "x")
    assert str(told.value).startswith(why)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.0],
        (np.int64(1), "2"),
        np.array([1, 2]),
        np.array([[1], [2]]),
        pd.Series([1, 2], index=["b", "a"]),
        pd.DataFrame({"a": [1, 2]}),
        pd.Index([1, 2]),
        range(1, 3),
        {1: "a", 2: "b"}.keys(),
    ],
    ids=by_kind,
)
def test_numbers_in_order_are_read(value: object) -> None:
    assert _values.numbers(value, "x") == [1.0, 2.0]


NO_NUMBERS: list[tuple[Any, str]] = [
    (..., "There is no answer yet: give x a list of numbers."),
    (5, "x is not a list of numbers"),
    ("1, 2", "x is not a list of numbers"),
    ({"a": 1}, "x is not a list of numbers"),
    (["a"], "x[0] is a text"),
    ([1, [2, 3]], "x[1] holds 2 values"),
    (map(int, "12"), "x is a map, which is empty once read. Put list() around it."),
    (itertools.count(), "x is a count, which is empty once read"),
    (Liar(), "x has more values than were asked for"),
    (LARGE["row"], "x has more values than were asked for"),
]


@pytest.mark.parametrize(("value", "why"), NO_NUMBERS, ids=numbered(NO_NUMBERS))
def test_what_is_no_list_of_numbers_is_explained(value: object, why: str) -> None:
    with pytest.raises(Mistake) as told:
        _values.numbers(value, "x")
    assert str(told.value).startswith(why)


@pytest.mark.parametrize(
    "value", ["Wave 1", "  wave   1 ", ["WAVE 1"], pd.Series(["Wave 1"]), np.str_("Wave 1")]
)
def test_a_text_is_read(value: object) -> None:
    assert _values.words(value, "x") == "wave 1"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (..., "There is no answer yet"),
        (1, "x is not a text"),
        (["a", "b"], "x holds 2 values"),
        (print, "x is a f"),
    ],
)
def test_what_is_no_text_is_explained(value: object, why: str) -> None:
    with pytest.raises(Mistake) as told:
        _values.words(value, "x")
    assert str(told.value).startswith(why)


@pytest.mark.parametrize(
    "value",
    [
        ["Wave 1", "All"],
        {"All", "wave  1"},
        "All, Wave 1",
        {"All": 1, "Wave 1": 2},
        pd.Series(["All", "Wave 1", "All"]),
        pd.Index(["All", "Wave 1"]),
        np.array(["All", "Wave 1"]),
        pd.DataFrame({"area": ["All", "Wave 1"], "n": [1, 2]}),
        pd.DataFrame({"n": [1, 2]}, index=["All", "Wave 1"]),
        pd.Series(pd.Categorical(["All", "Wave 1"])),
    ],
    ids=by_kind,
)
def test_names_are_read(value: object) -> None:
    assert _values.names(value, "x") == {"wave 1", "all"}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "There is no answer yet"),
        (1, "x is not a list of names"),
        ([1], "x holds something that is no text"),
        (iter(["a"]), "x is a list_iterator, which is empty once read"),
        (LARGE, "x has more values than were asked for"),
        (EndlessMapping(), "x has more values than were asked for"),
    ],
)
def test_what_are_no_names_is_explained(value: object, why: str) -> None:
    with pytest.raises(Mistake) as told:
        _values.names(value, "x")
    assert str(told.value).startswith(why)


def test_charts_of_every_kind_are_read() -> None:
    bars = alt.Chart(FRAME).mark_bar().encode(x="n:Q")
    kinds = [bars, bars + bars, bars | bars, bars & bars, alt.concat(bars, bars), bars.facet("area:N")]
    for chart in (*kinds, bars.to_dict()):
        assert _values.chart(chart, "x")
    assert _values.chart(bars, "x")["mark"] == {"type": "bar"}


@pytest.mark.parametrize("value", [1, "bars", {"a": 1}, FRAME, object()], ids=by_kind)
def test_what_is_no_chart_is_explained(value: object) -> None:
    with pytest.raises(Mistake, match="x is not a chart"):
        _values.chart(value, "x")
    with pytest.raises(Mistake, match="There is no answer yet: give x a chart"):
        _values.chart(..., "x")


def expect(value: object, expected: float = -20.0, within: float = 0.5) -> str:
    """Return what is said of a number, or nothing if it is right."""
    try:
        _values.expect_number(
            value, expected, "x", within=within, mistakes=[(-12.0, "Known."), (20.0, "Sign.")]
        )
    except Mistake as mistake:
        return str(mistake)
    return ""


@pytest.mark.parametrize(
    "value", [-20, -20.5, -19.5, -20.000000001, "-20%", pd.Series([-20.2]), np.float32(-20.1)]
)
def test_a_number_within_the_tolerance_is_right(value: object) -> None:
    assert not expect(value)


def test_noise_of_floats_is_no_mistake() -> None:
    assert not expect(0.1 + 0.2, expected=0.3, within=0.0)
    assert expect(0.3001, expected=0.3, within=0.0)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-12, "Known."),
        (20, "Sign."),
        (-2000, "x is a hundred times too large"),
        (-0.2, "x is a hundred times too small"),
        (-20000, "x is a thousand times too large"),
        (-0.02, "x is a thousand times too small"),
        (-20.9, "x is close, but not exact enough"),
        (7, "x is 7, which is too large."),
        (-70, "x is -70, which is too small."),
    ],
)
def test_the_likely_mistake_is_named(value: float, message: str) -> None:
    assert expect(value).startswith(message)


def test_a_turned_sign_is_named() -> None:
    assert expect(7, expected=-7).startswith("x has the right size and the wrong sign")


@pytest.mark.parametrize("value", [30, -3, 0.7])
def test_beside_nought_nothing_is_a_matter_of_scale(value: float) -> None:
    assert "times too" not in expect(value, expected=0.0)


@given(st.floats(-1e6, 1e6), st.floats(0, 10), st.floats(-1e6, 1e6))
def test_a_message_never_tells_the_right_number(expected: float, within: float, value: float) -> None:
    said = expect(value, expected, within)
    if said:
        assert abs(value - expected) > within
        assert f"{value:g}" == f"{expected:g}" or f" {expected:g}," not in said
