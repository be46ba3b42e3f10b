"""Read whatever a learner gives as a number, numbers by label, words, or a chart, or say why not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from numbers import Number
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd

MANY = 10_000
"""No answer of the course is as long as this."""


class Mistake(Exception):  # noqa: N818 - it is the learner's, not the program's
    """An answer is not right; the message names the likely reason."""


def blank(value: object) -> bool:
    """Return whether nothing was filled in."""
    return value is None or value is ...


def refuse_blank(value: object, name: str, wanted: str) -> None:
    """Say that there is no answer yet, or that it is something that no answer can be."""
    if blank(value):
        raise Mistake(f"There is no answer yet: give {name} {wanted}.")
    if isinstance(value, BaseException) or (isinstance(value, type) and issubclass(value, BaseException)):
        raise Mistake(f"{name} holds an error, not an answer. Mend the cell that made it, and run it again.")
    if isinstance(value, FunctionType) or (callable(value) and not hasattr(value, "to_dict")):
        raise Mistake(f"{name} is a function that was not called. Put brackets after its name.")


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
    if isinstance(found, bool | np.bool_):
        raise Mistake(f"{name} is {bool(found)}: that answers yes or no, and a number is asked for.")
    if not isinstance(found, Number) or isinstance(found, complex):
        raise Mistake(f"{name} is a {type(value).__name__}, and a number is asked for.")
    real = float(found)  # type: ignore[arg-type]
    if math.isnan(real):
        raise Mistake(f"{name} is NaN, no number. A blank cell or 0 divided by 0 has come in on the way.")
    if math.isinf(real):
        raise Mistake(f"{name} is infinite. Something was divided by 0 on the way.")
    return real


def _single(value: Any, name: str) -> Any:  # noqa: ANN401 - see number
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        cells = np.asarray(value, dtype=object).ravel()
    elif isinstance(value, Mapping):
        cells = list(value.values())[:MANY]  # type: ignore[assignment]
    elif isinstance(value, list | tuple | set | frozenset):
        cells = list(value)[:MANY]  # type: ignore[assignment]
    else:
        return value.item() if isinstance(value, np.generic) else value
    if len(cells) != 1:
        raise Mistake(f"{name} holds {len(cells)} values, and one number is asked for. Pick the right one.")
    return _single(cells[0], name)


def _from_text(text: str, name: str) -> float:
    plain = text.strip().removesuffix("%").replace(",", "").replace("\N{MINUS SIGN}", "-")
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
    if isinstance(value, pd.Series):
        value = dict(zip(map(_label, value.index), value.tolist(), strict=True))
    if not isinstance(value, Mapping):
        raise Mistake(f"{name} has no labels. A Series, a dict or a frame says which number is which.")
    if len(value) > MANY:
        raise Mistake(f"{name} has {len(value)} rows, far more than were asked for. Pick the rows first.")
    return {_label(key): number(cell, f"{name}[{_label(key)!r}]") for key, cell in value.items()}


def _label(key: object) -> str:
    if isinstance(key, tuple):
        return ", ".join(map(_label, key))
    if isinstance(key, float | np.floating) and float(key).is_integer():
        return str(int(key))
    return str(key)


def _one_column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    numeric = [column for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column])]
    texts = [column for column in frame.columns if column not in numeric]
    if len(numeric) != 1:
        raise Mistake(f"{name} has {len(numeric)} columns of numbers, and one is asked for. Pick it.")
    if len(texts) == 1 and isinstance(frame.index, pd.RangeIndex):
        return frame.set_index(texts[0])[numeric[0]]
    return frame[numeric[0]]


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
    cells = list(value)[: MANY + 1] if not isinstance(value, pd.Series) else value.tolist()
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
        texts = [column for column in value.columns if not pd.api.types.is_numeric_dtype(value[column])]
        value = value[texts[0]] if len(texts) == 1 else value.index
    if not isinstance(value, Iterable):
        raise Mistake(f"{name} is not a list of names.")
    cells = list(value)[: MANY + 1]
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
    if not isinstance(spec, Mapping) or not ({"mark", "layer", "hconcat", "vconcat"} & set(spec)):
        raise Mistake(f"{name} is not a chart. Assign the Altair chart itself, without showing it.")
    return dict(spec)


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
    for factor, message in SCALES:
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
