"""Read ``datapackage.json`` and the tables it describes.

The descriptor is the one place where a table's columns, units, category order and sources are
written down. Everything else (types, codebook, catalogue, docstrings) is made from it here, so
that no name is typed twice.
"""

from __future__ import annotations

import csv
import hashlib
import json
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

PACKAGE = Path(__file__).parent
MEND = (
    "To mend it, install the package again (python -m pip install --force-reinstall --no-deps "
    "pioneer-data, or git restore pioneer_data in a clone)."
)


class PlainError(Exception):
    """An error whose message says all that a learner needs."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of the lines of code that led here.
        return [f"{type(self).__name__}: {self}"]


class UnknownNameError(PlainError, LookupError):
    """A table or column that the package does not have."""


class UnknownTableError(UnknownNameError, AttributeError):
    """A table function that the package does not have."""


class DamagedTableError(PlainError, RuntimeError):
    """A file of the package is missing or is not the one that was published with it."""


def unknown(kind: str, name: str, names: Iterable[str]) -> str:
    """Say what was not found, what is nearest to it, and everything there is."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    known = list(names)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"There is no {kind} called {name!r}.{hint} There are: {', '.join(known)}."


def _bytes(file: Path) -> bytes:
    """Return a packaged file's bytes, or say by name that it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        what = f"The file {file.name} of pioneer_data cannot be read ({error.strerror})."
        raise DamagedTableError(f"{what} {MEND}") from None


@cache
def package() -> dict[str, Any]:
    """Return the whole descriptor."""
    file = PACKAGE / "datapackage.json"
    try:
        described: dict[str, Any] = json.loads(_bytes(file))
        names = [resource["name"] for resource in described["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        what = f"The file {file.name} of pioneer_data is damaged ({type(error).__name__}: {error})."
        raise DamagedTableError(f"{what} {MEND}") from None
    if not names:
        raise DamagedTableError(f"The file {file.name} of pioneer_data lists no tables. {MEND}")
    return described


@cache
def resources() -> dict[str, dict[str, Any]]:
    """Return each table's description, by name, in the order of the descriptor."""
    return {resource["name"]: resource for resource in package()["resources"]}


def resource(name: str) -> dict[str, Any]:
    """Return one table's description."""
    try:
        return resources()[name]
    except (KeyError, TypeError):
        raise UnknownNameError(unknown("table", str(name), resources())) from None


def file_of(name: str) -> Path:
    """Return where a table's CSV file lies."""
    return PACKAGE / str(resource(name)["path"])


def _checked_bytes(name: str) -> bytes:
    """Return a table's bytes once they are seen to be the published ones."""
    content = _bytes(file_of(name))
    found = "sha256:" + hashlib.sha256(content).hexdigest()
    if found != resource(name)["hash"]:
        what = f"The table {name!r} is damaged: {file_of(name).name} is not the published file"
        detail = f"(its checksum is {found}; datapackage.json says {resource(name)['hash']})."
        raise DamagedTableError(f"{what} {detail} {MEND}")
    return content


@contextmanager
def usual_pandas() -> Iterator[None]:
    """Work with the settings that the course is tested with; afterwards the learner's own hold again."""
    import pandas as pd  # noqa: PLC0415 - see read

    settings: list[Any] = [part for setting in USUAL.items() for part in setting]
    with pd.option_context(*settings):
        yield


USUAL = {
    "display.chop_threshold": None,
    "display.colheader_justify": "right",
    "display.float_format": None,
    "display.html.use_mathjax": True,
    "display.max_colwidth": None,
    "display.precision": 6,
    "display.unicode.ambiguous_as_wide": False,
    "display.unicode.east_asian_width": False,
    "future.distinguish_nan_and_na": False,
    "mode.string_storage": "auto",
}


def read(name: str) -> pd.DataFrame:
    """Return a fresh, typed copy of one table."""
    import pandas as pd  # noqa: PLC0415 - the descriptor must be readable before pandas is loaded

    _, *rows = csv.reader(_checked_bytes(name).decode("utf-8").splitlines())
    fields = resource(name)["schema"]["fields"]
    columns = zip(fields, zip(*rows, strict=True), strict=True)
    with usual_pandas():
        return pd.DataFrame({field["name"]: _typed(field, cells) for field, cells in columns})


def _typed(field: dict[str, Any], cells: tuple[str, ...]) -> Any:  # noqa: ANN401 - many kinds of array
    """Turn one column's text into typed values; a blank is missing.

    Not left to ``pandas.read_csv``, which takes twice as long for tables as small as these and would
    silently blank a category that it does not know.
    """
    import pandas as pd  # noqa: PLC0415 - see read

    if "categories" in field:
        known = pd.CategoricalDtype(field["categories"], ordered=bool(field["categoriesOrdered"]))
        codes = {"": -1, **{label: code for code, label in enumerate(field["categories"])}}
        return pd.Categorical.from_codes([codes[cell] for cell in cells], dtype=known)
    kind = str(field["type"])
    if kind in DATES:
        return pd.to_datetime(list(cells), format=DATES[kind])
    if kind == "string":
        # By its name, "str", it would be something else where future.infer_string is off.
        return pd.array([cell or None for cell in cells], dtype=pd.StringDtype(na_value=float("nan")))
    if kind == "boolean":
        return [cell == "true" for cell in cells]
    numbers = [NUMBERS[kind](cell) if cell else None for cell in cells]
    required = field.get("constraints", {}).get("required")
    return pd.array(numbers, dtype="Int64") if kind == "integer" and not required else numbers


DATES = {"yearmonth": "%Y-%m", "date": "%Y-%m-%d"}
NUMBERS: dict[str, Callable[[str], float]] = {"integer": int, "number": float}


def allowed(field: dict[str, Any]) -> str:
    """Put a column's allowed values into words."""
    limits = field.get("constraints", {})
    values = field.get("categories") or limits.get("enum")
    if values:
        return ", ".join(str(value) for value in values)
    low, high = limits.get("minimum"), limits.get("maximum")
    if low is None and high is None:
        return ""
    return f"{'' if low is None else low} to {'' if high is None else high}".strip()


def docstring(name: str) -> str:
    """Write the documentation of one table function from its description."""
    about = resource(name)
    fields = about["schema"]["fields"]
    lines = [f"Return a table: {about['title']}.", "", about["description"], "", "Returns", "-------"]
    lines += ["pandas.DataFrame", f"    {about['rows']} rows, {len(fields)} columns:", ""]
    lines += [f"    * ``{field['name']}``{_unit(field)}: {field['description']}" for field in fields]
    lines += ["", "Raises", "------", "pioneer_data.DamagedTableError"]
    lines += ["    If the CSV file is missing or is not the published one.", "", "Notes", "-----"]
    lines += [f"Source: {about['sources'][0]['title']}, {about['locator']}."]
    lines += [f"Licence: {about['licence']}.", "", "Examples", "--------"]
    lines += [">>> import pioneer_data as pioneers", f">>> pioneers.{name}().shape"]
    return "\n".join([*lines, f"({about['rows']}, {len(fields)})", ""])


def _unit(field: dict[str, Any]) -> str:
    return f" ({field['unit']})" if field.get("unit") else ""
