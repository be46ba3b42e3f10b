"""Answers cross to another process as data, whatever they are, and neither way raises."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import json
import math
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strange import NESTED, STRANGE

from pioneer_data import _wire
from pioneer_data._wire import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME = pd.DataFrame({"site": ["a", "b"], "rate": [1.5, 2.0], "n": [3, 4]})
CHART = alt.Chart(FRAME).mark_bar().encode(x="site", y="rate")


def there_and_back(value: object) -> Any:  # noqa: ANN401 - whatever was packed
    return unpack(json.loads(json.dumps(pack(value), allow_nan=False)))


@pytest.mark.parametrize(
    "value",
    [None, ..., True, 3, -1.5, "text", [1, [2, "b"]], (1, 2), {1, 2}, frozenset("a"), {"a": 1, 2: [None]}],
    ids=repr,
)
def test_plain_values_stay_what_they_are(value: object) -> None:
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        FRAME["rate"],
        FRAME.set_index("site")["n"],
        FRAME["site"].astype("category"),
        pd.Series([1, None], dtype="Int64", name="n"),
        FRAME.set_index(["site", "n"])["rate"],
    ],
    ids=lambda series: str(series.dtype),
)
def test_a_series_comes_back(value: pd.Series[Any]) -> None:
    pd.testing.assert_series_equal(there_and_back(value), value, check_index_type=False)


@pytest.mark.parametrize(
    "value",
    [
        FRAME,
        FRAME.set_index("site"),
        FRAME.groupby("site").agg(["min", "max"]),
        pd.DataFrame(index=[1, 2]),
        FRAME[:0],
    ],
)
def test_a_frame_comes_back(value: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        there_and_back(value),
        value,
        check_index_type=False,
        check_column_type=False,
        check_dtype=len(value) > 0,
    )


def test_numbers_of_every_sort_become_numbers() -> None:
    halves = [np.float64(0.5), np.float32(0.5), decimal.Decimal("0.5"), fractions.Fraction(1, 2)]
    assert there_and_back(halves) == [0.5] * 4
    assert there_and_back(np.int64(7)) == 7
    assert there_and_back(np.bool_(1)) is True
    assert math.isnan(there_and_back(math.nan))
    assert there_and_back([math.inf, -math.inf]) == [math.inf, -math.inf]


def test_arrays_dates_and_views_come_back() -> None:
    array = np.arange(6.0).reshape(2, 3)
    assert (there_and_back(array) == array).all()
    assert there_and_back(pd.Timestamp("2016-04-01 12:30")) == pd.Timestamp("2016-04-01 12:30")
    assert there_and_back(dt.date(2016, 4, 1)) == pd.Timestamp("2016-04-01")
    assert there_and_back({"a": 1}.keys()) == ["a"]
    assert there_and_back(range(3)) == [0, 1, 2]
    assert there_and_back([pd.NA, pd.NaT]) == [pd.NA, pd.NA] or there_and_back(pd.NaT) is pd.NA


def test_a_chart_becomes_its_specification() -> None:
    assert there_and_back(CHART) == CHART.to_dict()
    assert _wire.is_chart(CHART)


def test_of_others_the_kind_arrives() -> None:
    assert callable(there_and_back(FRAME.head))
    assert isinstance(there_and_back(ValueError("no")), Exception)
    assert type(there_and_back(FRAME.groupby("site"))).__name__ == "DataFrameGroupBy"
    assert type(there_and_back(1j)).__name__ == "complex"


class Boastful(dict[str, int]):
    """A dict that lies about what it holds."""

    def items(self) -> Any:  # noqa: ANN401, D102 - a lie
        return {"did": 12}.items()


class Two:
    """An object that fails when it is asked what it is."""

    __class__ = property(lambda _self: 1 / 0)  # type: ignore[assignment]


def deep() -> list[Any]:
    found: list[Any] = []
    for _ in range(5000):
        found = [found]
    return found


LARGE: dict[str, Callable[[], object]] = {
    "what it is": Two,
    "deep": deep,
    "long": lambda: list(range(_wire.PARTS + 1)),
    "wide": lambda: pd.DataFrame(np.zeros((1000, 100))),
    "text": lambda: "x" * (_wire.CHARACTERS + 1),
    "range without end": lambda: range(10**12),
    "chart with too much data": lambda: alt.Chart(pd.DataFrame({"a": range(6000)})).mark_bar(),
}


@pytest.mark.parametrize("make", [*STRANGE.values(), *LARGE.values()], ids=[*STRANGE, *LARGE])
def test_nothing_makes_it_raise_or_grow(make: Callable[[], object]) -> None:
    sent = json.dumps(pack(make()), allow_nan=False)
    assert len(sent) < _wire.CHARACTERS * 7  # a character is at most six in JSON
    unpack(json.loads(sent))


@given(NESTED)
def test_nothing_nested_makes_it_raise(value: object) -> None:
    unpack(json.loads(json.dumps(pack(value), allow_nan=False)))


def test_what_a_type_overwrites_is_not_asked() -> None:
    assert there_and_back(Boastful(did=1)) == {"did": 1}


def test_too_large_says_its_type_only() -> None:
    assert pack(LARGE["wide"]()) == {"kind": "other", "type": "DataFrame"}
    assert pack(LARGE["long"]()) == {"kind": "other", "type": "list"}


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from([*_wire.UNPACKED])
)
KEYS = st.sampled_from(
    ["kind", "values", "pairs", "index", "type", "types", "names", "of", "shape", "text", "columns"]
)


@given(
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6))
)
def test_forged_data_never_raises(data: object) -> None:
    unpack(data)


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "index", "of": "range", "names": [None], "values": [0, 10**15, 1]},
        {"kind": "array", "shape": [10**9, 10**9], "type": "float64", "values": [1]},
        {"kind": "array", "shape": [1], "type": "U1000000000", "values": ["a"]},
        {"kind": "list"},
        {"kind": ["list"]},
        object(),
    ],
)
def test_forged_sizes_reserve_no_memory(data: object) -> None:
    assert np.size(unpack(data)) <= 1
