"""What a learner's variable may hold by accident, and objects that fail or lie when they are looked at."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NoReturn

import altair as alt
import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pioneer_data.checks import Mistake


class Hostile:
    """An object that fails however it is looked at."""

    def _fail(self, *_: object) -> NoReturn:
        message = "hostile"
        raise RuntimeError(message)

    __eq__ = __ne__ = __lt__ = __gt__ = __float__ = __int__ = __index__ = __bool__ = _fail
    __iter__ = __next__ = __len__ = __contains__ = __getitem__ = __getattr__ = __array__ = _fail
    __repr__ = __str__ = __hash__ = __sub__ = __rsub__ = __abs__ = __call__ = _fail


class Leaving(Hostile):
    """An object that ends the program when it is looked at."""

    def _leave(self, *_: object) -> NoReturn:
        raise SystemExit

    __float__ = __iter__ = __eq__ = __getattr__ = __len__ = _leave  # type: ignore[assignment]
    __hash__ = Hostile.__hash__


class Liar(list[object]):
    """A list that says it equals everything, is empty and has no end."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[object]:
        return itertools.count()

    def __repr__(self) -> str:
        return "x" * 10_000


class LyingNumber(float):
    """A number that says it equals every other."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__

    def __float__(self) -> float:
        return math.nan


class FailingDict(dict[str, float]):
    """A dict whose items cannot be read."""

    def items(self) -> NoReturn:  # type: ignore[override]
        raise OSError

    values = keys = __iter__ = items  # type: ignore[assignment]


class EndlessMapping(Mapping[str, int]):
    """A mapping without an end."""

    def __getitem__(self, key: str) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        return map(str, itertools.count())

    def __len__(self) -> int:
        return 1


class Undrawable(alt.Chart):
    """A chart whose specification cannot be made."""

    def to_dict(self, *_: object, **__: object) -> NoReturn:
        raise ValueError


def endless_nest() -> list[object]:
    """Return a list that holds itself."""
    nest: list[object] = []
    nest.append(nest)
    return nest


def large_frame() -> pd.DataFrame:
    """Return two million rows, as a careless merge makes them."""
    rows = np.arange(2_000_000)
    return pd.DataFrame(
        {"row": rows.astype("float64"), "group": pd.Categorical.from_codes(rows % 2, ["a", "b"])}
    )


FRAME = pd.DataFrame({"area": ["a", "b"], "n": [1, 2]})
LARGE = large_frame()
STRANGE: dict[str, Callable[[], object]] = {
    "hostile": Hostile,
    "a hostile list": lambda: [Hostile()],
    "a hostile dict": lambda: {"Wave 1": Hostile()},
    "a hostile Series": lambda: pd.Series([Hostile()], dtype=object),
    "ends the program": Leaving,
    "a list that lies": lambda: Liar([1]),
    "a number that lies": lambda: LyingNumber(1),
    "a failing dict": lambda: FailingDict(a=1.0),
    "an endless mapping": EndlessMapping,
    "an endless count": itertools.count,
    "an endless nest": endless_nest,
    "a generator": lambda: (n for n in range(3)),
    "a large frame": lambda: LARGE,
    "a large column": lambda: LARGE["row"],
    "a large array": LARGE["row"].to_numpy,
    "a large text": lambda: "Wave 1," * 200_000,
    "NaN": lambda: math.nan,
    "a NaN of NumPy": lambda: np.float64("nan"),
    "pd.NA": lambda: pd.NA,
    "pd.NaT": lambda: pd.NaT,
    "infinite": lambda: -math.inf,
    "too large for a float": lambda: 10**400,
    "complex": lambda: 1j,
    "a decimal NaN": lambda: Decimal("sNaN"),
    "a date": lambda: pd.Timestamp("2016-01-01"),
    "an exception": lambda: KeyError("Wave 1"),
    "a class of exceptions": lambda: ValueError,
    "a mistake": lambda: Mistake("mine"),
    "a function": lambda: sum,
    "a lambda": lambda: lambda: 1,
    "a method": lambda: FRAME.sum,
    "a class": lambda: pd.DataFrame,
    "a module": lambda: pd,
    "bytes": lambda: b"\xff",
    "half a pair": lambda: "\ud800",
    "an empty text": str,
    "empty": list,
    "an empty frame": pd.DataFrame,
    "an empty Series": lambda: pd.Series(dtype=object),
    "a frame": lambda: FRAME,
    "two columns of one name": lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "labels twice": lambda: pd.Series([1, 2], index=["a", "a"]),
    "labels in levels": lambda: pd.DataFrame({("a", 1): [1]}, index=pd.MultiIndex.from_tuples([("x", 1)])),
    "grouped": lambda: FRAME.groupby("area"),
    "an array of no dimension": lambda: np.array(3),
    "a record array": lambda: np.zeros(2, dtype=[("a", "i4"), ("b", "U3")]),
    "a chart": lambda: alt.Chart(FRAME).mark_bar(),
    "an undrawable chart": lambda: Undrawable(FRAME),
    "True": lambda: True,
}

LABELS = st.sampled_from(["Wave 1", "Wave 2", "All", "2014", "", "Substantial"]) | st.integers(2012, 2019)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.complex_numbers(),
    st.binary(max_size=3),
    st.fractions(),
    st.decimals(),
    st.datetimes(),
    st.just(...),
    st.builds(np.float32, st.floats(width=32)),
    st.builds(Hostile),
    st.from_type(type),
    LABELS,
)
NESTED = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(LABELS, inner, max_size=4)
        | st.lists(inner, max_size=4).map(lambda cells: pd.Series(cells, dtype=object))
        | st.dictionaries(LABELS, inner, max_size=4).map(lambda cells: pd.Series(cells, dtype=object))
        | st.dictionaries(LABELS, st.lists(SCALARS, min_size=2, max_size=2), max_size=3).map(pd.DataFrame)
    ),
    max_leaves=6,
)
