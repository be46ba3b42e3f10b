"""Refuse panels that no estimator can use, with the argument's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pioneer_data.estimate._checks import refuse

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_UNITS = 2
PLAIN = (bool, int, float, np.bool_, np.integer, np.floating)


def numbers(name: str, values: object) -> NDArray[np.float64]:
    """Return values as an array of floats without missing ones; infinity passes."""
    try:
        array = np.asarray(values)
        if array.dtype == object and all(isinstance(value, PLAIN) for value in array.flat):
            array = array.astype(float)  # columns of pandas that could hold blanks come like this
    except (ValueError, OverflowError):  # rows of different lengths, or a number beyond all floats
        array = np.array(np.nan)
    if array.dtype.kind not in "biuf" or np.isnan(array).any():
        reason = "an estimate needs a number in every place, neither text nor missing"
        refuse(f"{name} holds what is not a number", reason, "Give numbers, and leave out what has gaps")
    return array.astype(float, copy=False)


def outcome(y: object) -> NDArray[np.float64]:
    """Return the outcome, at least two units by two periods."""
    array = numbers("y", y)
    if not np.isfinite(array).all():
        refuse("y holds an infinite value", "no mean follows from it", "Leave such a unit out")
    if array.ndim < 2 or min(array.shape[-2:], default=0) < 2:  # noqa: PLR2004 - before and after
        reason = "its last two axes must be units and periods, at least two of each"
        refuse(
            f"y has the shape {array.shape}", reason, "Pivot the panel: one row a unit, one column a period"
        )
    return array


def marks(name: str, values: object, shape: tuple[int, ...], of: str) -> NDArray[np.bool_]:
    """Return what is marked with 0 and 1, one mark for each unit, period or cell of ``y``."""
    array = numbers(name, values)
    fitting(name, array, shape, of)
    if not np.isin(array, (0, 1)).all():
        refuse(f"{name} holds other values than 0 and 1", f"it marks which {of}", "Give True and False")
    return array.astype(bool)


def fitting(name: str, array: NDArray[Any], shape: tuple[int, ...], of: str) -> None:
    """Refuse an array that does not fit the outcome."""
    if array.shape != shape:
        reason = f"y has {' x '.join(map(str, shape))} {of}"
        refuse(f"{name} has the shape {array.shape}", reason, f"Give one value for each of the {of}")


def two_groups(name: str, treated: NDArray[np.bool_]) -> None:
    """Refuse groups that hold nobody, or a single unit that has nothing to vary against."""
    for word, count in (("treated", treated.sum()), ("control", (~treated).sum())):
        if count < FEWEST_UNITS:
            reason = "a standard error clustered by unit needs at least two in each group"
            refuse(
                f"{name} leaves {count} {word} {'unit' if count == 1 else 'units'}",
                reason,
                "Check which units are marked",
            )


def both_sides(post: NDArray[np.bool_]) -> None:
    """Refuse periods that are all before or all after."""
    for word, count in (("after", post.sum()), ("before", (~post).sum())):
        if count == 0:
            reason = "a change needs periods before and after the start"
            refuse(f"post leaves no period {word}", reason, "Check which periods are marked")


def starts(first_treated: object, units: int, periods: int) -> NDArray[np.float64]:
    """Return the first treated period of each unit; never is infinity."""
    array = numbers("first_treated", first_treated)
    fitting("first_treated", array, (units,), "units")
    ever = array[np.isfinite(array)]
    if (array < 0).any() or (ever != np.floor(ever)).any():
        reason = "it counts the columns of y from 0"
        refuse("first_treated holds a value that is no column", reason, "Give numpy.inf for never")
    never = np.where(array >= periods, np.inf, array)
    if np.isinf(never).all():
        reason = "without a start there is no effect to estimate"
        refuse("first_treated leaves no treated units", reason, "Give the first treated column of each unit")
    return never
