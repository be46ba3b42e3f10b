"""Read whatever a learner gives as a number, numbers by label, words, or a chart, or say why not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from numbers import Number
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd

MANY = 10_000
"""No answer of the course is as long as this."""

LARGEST = 200_000
"""No table that a task asks for on the way has as many cells; a larger one would be slow to judge."""

GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""A comma between thousands; any other comma may be a decimal sign."""


class Mistake(Exception):  # noqa: N818 - it is the learner's, not the program's
    """An answer is not right; the message names the likely reason."""


def blank(value: object) -> bool:
    """Return whether nothing was filled in; a list of dots is as good as none."""
    dots = isinstance(value, list | tuple) and bool(value) and all(part is ... for part in value[:MANY])
    return value is None or value is ... or dots


def refuse_blank(value: object, name: str, wanted: str) -> None:
    """Say that there is no answer yet, or that it is something that no answer can be."""
    if blank(value):
        raise Mistake(f"There is no answer yet: give {name} {wanted}.")
    if isinstance(value, BaseException) or (isinstance(value, type) and issubclass(value, BaseException)):
        raise Mistake(f"{name} holds an error, not an answer. Mend the cell that made it, and run it again.")
    if isinstance(value, FunctionType) or (callable(value) and not hasattr(value, "to_dict")):
        raise Mistake(f"{name} is a function that was not called. Put brackets after its name.")


def refuse_endless(value: object, name: str) -> None:
    """Say that a value is empty once read, has no end or is too large, before a judge reads all of it."""
    _refuse_once_only(value, name)
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index | pd.api.extensions.ExtensionArray | np.ndarray):
        if value.size > LARGEST:
            raise Mistake(f"{name} has {len(value)} rows, far more than were asked for. Pick the rows first.")
    elif isinstance(value, str | bytes):
        if len(value) > MANY:
            raise Mistake(f"{name} is a text of {len(value)} characters, far longer than was asked for.")
    elif isinstance(value, Iterable) and len(_first(value)) > MANY:
        raise Mistake(f"{name} has more values than were asked for. Pick them first.")


def number(value: Any, name: str) -> float:  # noqa: ANN401 - whatever the learner has
    """Read one number from a number, a list, a Series, an array or a frame that holds one.

    Raises
    ------
    Mistake
        If it is not one finite number, with the reason.
    """
    refuse_blank(value, name, "a number")
    found = _single(value, name)
    if isinstance(found, str):
        found = _from_text(found, name)
    if found is pd.NA or found is pd.NaT:
        found = math.nan
    if isinstance(found, bool | np.bool_):
        raise Mistake(f"{name} is {bool(found)}: that answers yes or no, and a number is asked for.")
    if not isinstance(found, Number) or isinstance(found, complex):
        raise Mistake(f"{name} is a {type(found).__name__}, and a number is asked for.")
    real = float(found)  # type: ignore[arg-type]
    if math.isnan(real):
        raise Mistake(f"{name} is NaN, no number. A blank cell or 0 divided by 0 has come in on the way.")
    if math.isinf(real):
        raise Mistake(f"{name} is infinite. Something was divided by 0 on the way.")
    return real


def _single(value: Any, name: str) -> Any:  # noqa: ANN401 - see number
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index | pd.api.extensions.ExtensionArray | np.ndarray):
        count = value.size  # a large table is counted, not copied
        cells = np.asarray(value, dtype=object).ravel().tolist() if count == 1 else []
    elif isinstance(value, Mapping | list | tuple | set | frozenset):
        cells = _first(value.values() if isinstance(value, Mapping) else value)
        count = len(cells)
    else:
        return value.item() if isinstance(value, np.generic) else value
    if count != 1:
        raise Mistake(f"{name} holds {count} values, and one is asked for. Pick the right one.")
    return _single(cells[0], name)


def _first(cells: Iterable[Any]) -> list[Any]:
    return list(islice(cells, MANY + 1))  # it may have no end


def _refuse_once_only(value: object, name: str) -> None:
    if isinstance(value, Iterator):  # a second check would find it empty
        raise Mistake(f"{name} is a {type(value).__name__}, which is empty once read. Put list() around it.")


def _from_text(text: str, name: str) -> float:
    plain = GROUPED.sub("", text.strip().removesuffix("%")).replace("\N{MINUS SIGN}", "-")
    try:
        return float(plain)
    except ValueError:
        raise Mistake(
            f"{name} is a text, and a number is asked for. Leave the quotation marks out."
        ) from None


def labelled(value: Any, name: str) -> dict[str, float]:  # noqa: ANN401 - whatever the learner has
    """Read numbers by label from a dict, a Series, or a frame with one column of numbers.

    In a frame the labels are its index, or its one column of text. Labels come as text.

    Raises
    ------
    Mistake
        If it holds no labels, or something that is no number.
    """
    refuse_blank(value, name, "a table")
    if isinstance(value, pd.DataFrame):
        value = _one_column(value, name)
    if not isinstance(value, Mapping | pd.Series):
        raise Mistake(f"{name} has no labels. A Series, a dict or a frame says which number is which.")
    if len(value) > MANY:
        raise Mistake(f"{name} has {len(value)} rows, far more than were asked for. Pick the rows first.")
    found: dict[str, float] = {}
    for key, cell in islice(value.items(), MANY):
        label = _label(key)
        if label in found:
            raise Mistake(f"{name} has the label {label!r} more than once. One row for each is asked for.")
        found[label] = number(cell, f"{name}[{label!r}]")
    return found


def _label(key: object) -> str:
    if isinstance(key, tuple):
        return ", ".join(map(_label, key))
    if isinstance(key, float | np.floating) and float(key).is_integer():
        return str(int(key))
    return str(key)


def _one_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    numeric, texts = _columns(frame)
    if len(frame) == 1 and len(numeric) > 1:  # a wide table: its columns are the labels
        return frame.iloc[0, numeric]
    if len(numeric) != 1:
        raise Mistake(f"{name} has {len(numeric)} columns of numbers, and one is asked for. Pick it.")
    column = frame.iloc[:, numeric[0]]
    if len(texts) == 1 and isinstance(frame.index, pd.RangeIndex):
        return column.set_axis(pd.Index(frame.iloc[:, texts[0]]))
    return column


def _columns(frame: pd.DataFrame) -> tuple[list[int], list[int]]:
    """Return the places of the columns of numbers and of the others; two may have the same name."""
    kinds = frame.head(MANY).infer_objects().dtypes
    numeric = [place for place, kind in enumerate(kinds) if pd.api.types.is_numeric_dtype(kind)]
    return numeric, [place for place in range(len(kinds)) if place not in numeric]


def numbers(value: Any, name: str) -> list[float]:  # noqa: ANN401 - whatever the learner has
    """Read numbers in order from a list, a tuple, an array, a Series or a one-column frame.

    Raises
    ------
    Mistake
        If it is no such thing, or holds something that is no number.
    """
    refuse_blank(value, name, "a list of numbers")
    if isinstance(value, pd.DataFrame):
        value = _one_column(value, name)
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise Mistake(f"{name} is not a list of numbers.")
    _refuse_once_only(value, name)
    cells = _first(value)
    if len(cells) > MANY:
        raise Mistake(f"{name} has more values than were asked for. Pick them first.")
    return [number(cell, f"{name}[{place}]") for place, cell in enumerate(cells)]


def words(value: Any, name: str) -> str:  # noqa: ANN401 - whatever the learner has
    """Read a text, spaces at its ends and capitals aside.

    Raises
    ------
    Mistake
        If it is no text.
    """
    refuse_blank(value, name, "a text, in quotation marks")
    found = _single(value, name)
    if not isinstance(found, str):
        raise Mistake(f"{name} is not a text. Put it in quotation marks.")
    return " ".join(found.split()).casefold()


def names(value: Any, name: str) -> frozenset[str]:  # noqa: ANN401 - whatever the learner has
    """Read a set of names from a list, set, Series, Index, one text, or a dict's keys; case aside.

    Raises
    ------
    Mistake
        If it holds something that is no text.
    """
    refuse_blank(value, name, "a list of names")
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, pd.DataFrame):
        _, texts = _columns(value)
        value = value.iloc[:, texts[0]] if len(texts) == 1 else value.index
    if not isinstance(value, Iterable):
        raise Mistake(f"{name} is not a list of names.")
    _refuse_once_only(value, name)
    cells = _first(value)
    if len(cells) > MANY:
        raise Mistake(f"{name} has more values than were asked for. Pick them first.")
    if not all(isinstance(cell, str) for cell in cells):
        raise Mistake(f"{name} holds something that is no text. Names stand in quotation marks.")
    return frozenset(" ".join(cell.split()).casefold() for cell in cells)


def chart(value: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - whatever the learner has
    """Read an Altair chart as its specification.

    Raises
    ------
    Mistake
        If it is no chart.
    """
    if blank(value):
        raise Mistake(f"There is no answer yet: give {name} a chart.")
    spec = value if isinstance(value, Mapping) else getattr(value, "to_dict", lambda: None)()
    if not isinstance(spec, Mapping) or not DRAWN & set(spec):
        raise Mistake(f"{name} is not a chart. Assign the Altair chart itself, without showing it.")
    return dict(spec)


DRAWN = frozenset({"mark", "layer", "hconcat", "vconcat", "concat", "spec"})
"""One of these is in every Vega-Lite chart; ``spec`` is what a facet repeats."""


def near(value: float, expected: float, within: float) -> bool:
    """Return whether two numbers agree within half a unit of the printed precision, or float noise."""
    return abs(value - expected) <= within + 1e-9 * max(1.0, abs(expected))


def expect_number(
    value: Any,  # noqa: ANN401 - whatever the learner has
    expected: float,
    name: str,
    *,
    within: float,
    mistakes: Iterable[tuple[float, str]] = (),
) -> None:
    """Accept a number that agrees with the expected one; else name the likely mistake.

    Parameters
    ----------
    value : object
        What the learner has.
    expected : float
        The right number, unrounded.
    name : str
        The variable.
    within : float
        Half a unit of the precision that the published numbers allow.
    mistakes : iterable of (float, str)
        Numbers that known mistakes lead to, and what to say; the first that fits is said.

    Raises
    ------
    Mistake
        If the number is another one.
    """
    found = number(value, name)
    if near(found, expected, within):
        return
    for wrong, message in mistakes:
        if near(found, wrong, within):
            raise Mistake(message)
    if expected and near(found, -expected, within):
        raise Mistake(f"{name} has the right size and the wrong sign. What is subtracted from what?")
    for factor, message in SCALES if expected else ():
        if near(found, expected * factor, within * max(factor, 0.01)):
            raise Mistake(f"{name} {message}")
    if abs(found - expected) <= 0.02 * abs(expected) + 2 * within:
        raise Mistake(f"{name} is close, but not exact enough. Was something rounded on the way?")
    raise Mistake(f"{name} is {found:g}, which is too {'large' if found > expected else 'small'}.")


SCALES = (
    (100.0, "is a hundred times too large: a proportion was taken for a percentage, or times 100 twice."),
    (0.01, "is a hundred times too small: a percentage is asked for, not a proportion."),
    (1000.0, "is a thousand times too large: look at the unit of the rate."),
    (0.001, "is a thousand times too small: look at the unit of the rate."),
)
"""Common slips of unit: the factor, and what to say."""
