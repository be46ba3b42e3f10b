"""Turn an answer into plain data for JSON and back, so that it can be judged in another process.

A number, a text, True or False, None and ``...`` stay what they are; lists, dicts, tables and arrays
keep their parts, an Altair chart becomes its specification. Of anything else only the kind and the
type's name arrive. Neither direction raises, whatever it is given, and both stop at a size and a depth.
"""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import math
import re
import sys
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PARTS = 60_000
"""The most values that an answer may hold; charts carry their data with them."""
CHARACTERS = 2_000_000
DEPTH = 40
BITS = 1024  # of a whole number: beyond this it is no float either
NAME = 60
RESTORED = re.compile(
    r"(u?int|float)(8|16|32|64)|U?Int(8|16|32|64)|Float(32|64)|bool(ean)?|object|category|str"
)
SERIES_LIST, INDEX_LIST = pd.Series.tolist, pd.Index.tolist  # a notebook may overwrite them later
FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, type)


class TooLargeError(Exception):
    """An answer has more parts, more text or more depth than any answer of the course needs."""


def pack(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Turn a value into data that ``json.dumps`` takes.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    object
        A number, text, bool, None, or a dict whose ``kind`` says what it stands for.

    Examples
    --------
    >>> pack({"a": 1.5})
    {'kind': 'dict', 'pairs': [['a', 1.5]]}
    >>> pack(print)
    {'kind': 'function', 'type': 'builtin_function_or_method'}
    """
    try:
        return _Packer().pack(value, 0)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - an object may do anything when it is looked at
        return _other(value)


def unpack(data: object) -> Any:  # noqa: ANN401 - whatever was packed
    """Make the value again that ``pack`` was given, or something of the same kind.

    Parameters
    ----------
    data : object
        What ``pack`` gave; anything else too, since a stranger may have written it.

    Returns
    -------
    object
        The value. Of what could not be packed: an empty object whose type has the same name.

    Examples
    --------
    >>> unpack(pack({"a": [1.5, "b", None]}))
    {'a': [1.5, 'b', None]}
    >>> type(unpack({"kind": "other", "type": "Figure"})).__name__
    'Figure'
    """
    try:
        return _Unpacker().unpack(data, 0)
    except Exception:  # noqa: BLE001 - data of a stranger
        return _stand_in("object")


class _Budget:
    """Counts the parts and the text of one answer, and how deep it goes."""

    def __init__(self) -> None:
        self.parts = PARTS
        self.characters = CHARACTERS

    def spend(self, depth: int, parts: int = 1, characters: int = 0) -> None:
        self.parts -= parts
        self.characters -= characters
        if self.parts < 0 or self.characters < 0 or depth > DEPTH:
            raise TooLargeError


class _Packer(_Budget):
    def pack(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - any value
        self.spend(depth)
        kind = type(value)  # not isinstance: an object may lie about its class
        if value is None or kind is bool:
            return value
        for types, method in PACKED:
            if issubclass(kind, types):
                return method(self, value, depth + 1)
        if _is_chart(kind):
            return {"kind": "dict", "pairs": self.pack(kind.to_dict(value), depth + 1)["pairs"]}
        return _other(value)

    def each(self, values: Iterable[Any], depth: int) -> list[Any]:
        return [self.pack(value, depth) for value in values]

    def text(self, value: str, depth: int) -> str:
        self.spend(depth, 0, str.__len__(value))
        return str.__str__(value)

    def whole(self, value: int, depth: int) -> Any:  # noqa: ANN401 - JSON
        plain = int.__int__(value)
        self.spend(depth)
        return plain if plain.bit_length() <= BITS else _other(value)

    def real(self, value: float, depth: int) -> Any:  # noqa: ANN401 - JSON
        plain = float.__float__(value)
        self.spend(depth)
        return plain if math.isfinite(plain) else {"kind": "float", "text": repr(plain)}

    def fraction(self, value: decimal.Decimal | fractions.Fraction, depth: int) -> Any:  # noqa: ANN401 - JSON
        return self.real(float(value), depth)

    def scalar(self, value: np.generic, depth: int) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, np.datetime64):
            return self.pack(pd.Timestamp(value), depth)
        plain = value.item()
        return _other(value) if isinstance(plain, np.generic) else self.pack(plain, depth)

    def time(self, value: dt.date, depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth)
        return (
            {"kind": "time", "text": dt.date.isoformat(value)}
            if type(value) is dt.date
            else ({"kind": "time", "text": pd.Timestamp(value).isoformat()})
        )

    def month(self, value: pd.Period, depth: int) -> Any:  # noqa: ANN401 - JSON
        return self.text(str(value), depth)

    def steps(self, value: pd.offsets.BaseOffset, depth: int) -> Any:  # noqa: ANN401 - JSON
        return self.whole(value.n, depth)

    def items(self, value: dict[Any, Any], depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth, dict.__len__(value))
        pairs = dict.items(value)
        return {"kind": "dict", "pairs": [[self.pack(k, depth), self.pack(v, depth)] for k, v in pairs]}

    def sequence(self, value: Iterable[Any], depth: int) -> Any:  # noqa: ANN401 - JSON
        name = next(name for name, kind in SEQUENCES.items() if issubclass(type(value), kind))
        return {"kind": name, "values": self.each(SEQUENCES[name].__iter__(value), depth)}

    def lines(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - a range or a view of a dict
        return {"kind": "list", "values": self.each(value, depth)}

    def index(self, value: pd.Index[Any], depth: int) -> Any:  # noqa: ANN401 - JSON
        names = self.each(value.names, depth)
        if isinstance(value, pd.RangeIndex):
            ends = [value.start, value.stop, value.step]
            return {"kind": "index", "of": "range", "names": names, "values": ends}
        self.spend(depth, len(value))
        kind = "multi" if isinstance(value, pd.MultiIndex) else "plain"
        return {"kind": "index", "of": kind, "names": names, "values": self.each(INDEX_LIST(value), depth)}

    def series(self, value: pd.Series[Any], depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth, len(value))
        return {
            "kind": "series",
            "name": self.pack(value.name, depth),
            "index": self.index(value.index, depth),
            "type": str(value.dtype),
            "values": self.each(SERIES_LIST(value), depth),
        }

    def frame(self, value: pd.DataFrame, depth: int) -> Any:  # noqa: ANN401 - JSON
        rows, columns = len(value.index), len(value.columns)
        self.spend(depth, rows * columns)
        series = [value.iloc[:, place] for place in range(columns)]
        return {
            "kind": "frame",
            "index": self.index(value.index, depth),
            "columns": self.index(value.columns, depth),
            "types": [str(each.dtype) for each in series],
            "values": [self.each(SERIES_LIST(each), depth) for each in series],
        }

    def array(self, value: np.ndarray[Any, Any], depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth, value.size)
        flat = np.asarray(value).ravel().tolist()
        shape = list(value.shape)
        return {"kind": "array", "shape": shape, "type": str(value.dtype), "values": self.each(flat, depth)}

    def missing(self, _value: object, depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth)
        return {"kind": "missing"}

    def blank(self, _value: object, depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth)
        return {"kind": "blank"}

    def error(self, value: BaseException, depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth)
        return {"kind": "error", "type": _type_name(value)}

    def function(self, value: object, depth: int) -> Any:  # noqa: ANN401 - JSON
        self.spend(depth)
        return {"kind": "function", "type": _type_name(value)}


SEQUENCES: Mapping[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
VIEWS: tuple[type, ...] = (range, type({}.keys()), type({}.values()), type({}.items()))
PACKED: tuple[tuple[Any, Callable[[_Packer, Any, int], Any]], ...] = (
    (str, _Packer.text),
    (pd.Period, _Packer.month),
    (pd.offsets.BaseOffset, _Packer.steps),
    (pd.api.extensions.ExtensionArray, _Packer.lines),
    (np.generic, _Packer.scalar),  # before float: numpy's float64 is one
    (float, _Packer.real),
    (int, _Packer.whole),
    (decimal.Decimal, _Packer.fraction),
    (fractions.Fraction, _Packer.fraction),
    ((type(pd.NA), type(pd.NaT)), _Packer.missing),  # before dates: NaT is one
    (dt.date, _Packer.time),
    (type(...), _Packer.blank),
    (dict, _Packer.items),
    (tuple(SEQUENCES.values()), _Packer.sequence),
    (VIEWS, _Packer.lines),
    (pd.Index, _Packer.index),
    (pd.Series, _Packer.series),
    (pd.DataFrame, _Packer.frame),
    (np.ndarray, _Packer.array),
    (BaseException, _Packer.error),
    (FUNCTIONS, _Packer.function),
)
"""How each kind of value is packed; the first that fits counts."""


def _type_name(value: object) -> str:
    name = type.__dict__["__name__"].__get__(type(value))  # a metaclass may hide it
    return re.sub(r"\W", "_", str(name))[:NAME] or "object"


def _other(value: object) -> dict[str, str]:
    return {"kind": "other", "type": _type_name(value)}


def _is_chart(kind: type) -> bool:
    altair = sys.modules.get("altair")  # no chart without it; importing it takes a second
    return altair is not None and issubclass(kind, altair.TopLevelMixin)


def is_chart(value: object) -> bool:
    """Return whether a value is an Altair chart, which takes longest to pack.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool
        False too if that cannot be told.

    Examples
    --------
    >>> is_chart(12)
    False
    """
    try:
        return _is_chart(type(value))
    except Exception:  # noqa: BLE001 - altair may have been overwritten
        return False


class _Unpacker(_Budget):
    def unpack(self, data: Any, depth: int) -> Any:  # noqa: ANN401 - any data
        self.spend(depth)
        if data is None or type(data) in {bool, int, float}:
            return data
        if type(data) is str:
            self.spend(depth, 0, len(data))
            return data
        method: Any = UNPACKED.get(data["kind"], _Unpacker.other)
        return method(self, data, depth + 1)

    def each(self, data: list[Any], depth: int) -> list[Any]:
        return [self.unpack(value, depth) for value in data]

    def values(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        return SEQUENCES[data["kind"]](self.each(data["values"], depth))

    def items(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        return {self.unpack(key, depth): self.unpack(value, depth) for key, value in data["pairs"]}

    def index(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - pandas has no one type for it
        values, names = self.each(data["values"], depth), self.each(data["names"], depth)
        if data["of"] == "range":
            start, stop, step = map(int, values)
            self.spend(depth, len(range(start, stop, step)))
            return pd.RangeIndex(start, stop, step, name=names[0])
        if data["of"] == "multi":
            return pd.MultiIndex.from_tuples(values, names=names)
        return pd.Index(values, name=names[0], tupleize_cols=False)

    def series(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        made = _column(self.each(data["values"], depth), data["type"])
        made.index = self.index(data["index"], depth)
        made.name = self.unpack(data["name"], depth)
        return made

    def frame(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        index = self.index(data["index"], depth)
        columns = [self.each(values, depth) for values in data["values"]]
        made = pd.DataFrame(
            {place: _column(column, data["types"][place]) for place, column in enumerate(columns)},
            index=None if columns else index,
        )
        made.index = index
        made.columns = self.index(data["columns"], depth)
        return made

    def array(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        values = self.each(data["values"], depth)
        made = np.empty(len(values), dtype=object)
        made[:] = values
        plain = re.fullmatch(r"bool|(u?int|float)\d+", str(data["type"]))
        return (made.astype(data["type"]) if plain else made).reshape([int(side) for side in data["shape"]])

    def real(self, data: Mapping[str, Any], depth: int) -> float:
        self.spend(depth)
        return float(data["text"])

    def time(self, data: Mapping[str, Any], depth: int) -> Any:  # noqa: ANN401 - any value
        self.spend(depth)
        return pd.Timestamp(str(data["text"])[:NAME])

    def missing(self, _data: object, _depth: int) -> Any:  # noqa: ANN401 - pandas gives it no type
        return pd.NA

    def blank(self, _data: object, _depth: int) -> Any:  # noqa: ANN401 - the answer not given
        return ...

    def error(self, data: Mapping[str, Any], _depth: int) -> Exception:
        return Exception(str(data["type"])[:NAME])

    def function(self, _data: object, _depth: int) -> Any:  # noqa: ANN401 - a function
        return lambda: None

    def other(self, data: Mapping[str, Any], _depth: int) -> Any:  # noqa: ANN401 - an empty object
        return _stand_in(str(data["type"]))


UNPACKED: Mapping[str, Callable[[_Unpacker, Any, int], Any]] = {
    **dict.fromkeys(SEQUENCES, _Unpacker.values),
    "dict": _Unpacker.items,
    "index": _Unpacker.index,
    "series": _Unpacker.series,
    "frame": _Unpacker.frame,
    "array": _Unpacker.array,
    "float": _Unpacker.real,
    "time": _Unpacker.time,
    "missing": _Unpacker.missing,
    "blank": _Unpacker.blank,
    "error": _Unpacker.error,
    "function": _Unpacker.function,
}


def _column(values: list[Any], name: object) -> pd.Series[Any]:
    kind = str(name)
    if RESTORED.fullmatch(kind):
        try:
            return pd.Series(values, dtype=kind)
        except (TypeError, ValueError, OverflowError):
            pass
    return pd.Series(values, dtype=object)


def _stand_in(name: str) -> object:
    """Make an empty object whose type has a name, for messages such as "is a Figure"."""
    return type(re.sub(r"\W", "_", name)[:NAME] or "object", (), {})()
