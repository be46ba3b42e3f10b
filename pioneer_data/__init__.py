"""Published tables of the evaluation of England's Integrated Care and Support Pioneers.

Each table is a function without arguments that returns a fresh, typed, tidy
:class:`pandas.DataFrame`. ``catalogue()`` lists them.

Examples
--------
>>> import pioneer_data as pioneers
>>> pioneers.ki_surveys()["participants_n"].to_list()
[98, 105, 85]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pioneer_data import _descriptor
from pioneer_data._descriptor import DamagedTableError as DamagedTableError
from pioneer_data._descriptor import UnknownNameError as UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

_FIXED = ["DamagedTableError", "UnknownNameError", "catalogue", "codebook", "path", "source"]


def catalogue() -> pd.DataFrame:
    """List every table of the package.

    Returns
    -------
    pandas.DataFrame
        One row a table: ``table``, ``title``, ``rows``, ``source``, ``locator`` (the page, table
        or slide it was taken from) and ``licence``.

    Examples
    --------
    >>> import pioneer_data as pioneers
    >>> "ki_surveys" in set(pioneers.catalogue()["table"])
    True
    """
    import pandas as pd  # noqa: PLC0415 - importing the package must not wait for pandas

    rows = [
        {
            "table": name,
            "title": about["title"],
            "rows": about["rows"],
            "source": about["sources"][0]["title"],
            "locator": about["locator"],
            "licence": about["licence"],
        }
        for name, about in _descriptor.resources().items()
    ]
    return pd.DataFrame(rows)


def codebook(table: str, column: str | None = None) -> pd.DataFrame:
    """Say what each column of a table means.

    Parameters
    ----------
    table : str
        The table's name, as in ``catalogue()``.
    column : str, optional
        One column's name; without it, all columns are listed.

    Returns
    -------
    pandas.DataFrame
        One row a column: ``column``, ``type``, ``unit``, ``meaning``, ``allowed_values`` and
        ``blank`` (what a blank means; empty where the column has none).

    Raises
    ------
    UnknownNameError
        If there is no such table or column; the message gives the closest name and the list.

    Examples
    --------
    >>> import pioneer_data as pioneers
    >>> pioneers.codebook("admission_rates", "rate_per_1000")["type"].item()
    'number'
    """
    import pandas as pd  # noqa: PLC0415 - importing the package must not wait for pandas

    fields = _descriptor.resource(table)["schema"]["fields"]
    names = [field["name"] for field in fields]
    if column is not None and column not in names:
        raise UnknownNameError(_descriptor.unknown(f"column of {table!r}", str(column), names))
    rows = [
        {
            "column": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "meaning": field["description"],
            "allowed_values": _descriptor.allowed(field),
            "blank": field.get("blank", ""),
        }
        for field in fields
        if column in (None, field["name"])
    ]
    return pd.DataFrame(rows)


def source(table: str) -> pd.Series[str]:
    """Say where a table comes from and who checked it.

    Parameters
    ----------
    table : str
        The table's name, as in ``catalogue()``.

    Returns
    -------
    pandas.Series
        ``title``, ``authors``, ``locator``, ``url``, ``licence``, ``edition``,
        ``transcribed_by``, ``checked_by``; an entry is empty where the source gives none.

    Raises
    ------
    UnknownNameError
        If there is no such table; the message gives the closest name and the list.

    Examples
    --------
    >>> import pioneer_data as pioneers
    >>> pioneers.source("objectives_progress")["licence"]
    'CC BY 4.0'
    """
    import pandas as pd  # noqa: PLC0415 - importing the package must not wait for pandas

    about = _descriptor.resource(table)
    first = about["sources"][0]
    said = {"title": first["title"], "url": first.get("path", "")}
    keys = ["authors", "locator", "licence", "edition", "transcribed_by", "checked_by"]
    said.update({key: about.get(key, "") for key in keys})
    order = ["title", "authors", "locator", "url", *keys[2:]]
    return pd.Series({key: said[key] for key in order}, name=table, dtype="str")


def path(table: str) -> Path:
    """Return the CSV file of a table, for use outside Python.

    Parameters
    ----------
    table : str
        The table's name, as in ``catalogue()``.

    Returns
    -------
    pathlib.Path
        The file inside the installed package; treat it as read-only.

    Raises
    ------
    UnknownNameError
        If there is no such table; the message gives the closest name and the list.

    Examples
    --------
    >>> import pioneer_data as pioneers
    >>> pioneers.path("sites").name
    'sites.csv'
    """
    return _descriptor.file_of(table)


def __getattr__(name: str) -> Callable[[], pd.DataFrame]:
    if name == "__all__":
        return [*_FIXED, *_descriptor.resources()]  # type: ignore[return-value]
    if name.startswith("_"):
        message = f"module 'pioneer_data' has no attribute {name!r}"
        raise AttributeError(message)
    if name not in _descriptor.resources():
        raise _descriptor.UnknownTableError(_descriptor.unknown("table", name, _descriptor.resources()))
    return _table_function(name)


def _table_function(name: str) -> Callable[[], pd.DataFrame]:
    def table() -> pd.DataFrame:
        return _descriptor.read(name)

    table.__name__ = table.__qualname__ = name
    table.__doc__ = _descriptor.docstring(name)
    globals()[name] = table
    return table


def __dir__() -> list[str]:
    submodules = ["charts", "estimate", "explore", "questions"]
    return sorted([*_FIXED, *submodules, *_descriptor.resources()])
