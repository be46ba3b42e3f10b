"""The exact versions that the course is installed and tested with, from ``constraints.txt``."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COURSE = "pioneer-data"
FILE = "constraints.txt"


def constraints_file(package: Path = Path(__file__).parent) -> Path:
    """Find the file: inside an installed package, or beside it in a clone.

    Parameters
    ----------
    package : pathlib.Path
        The folder of ``pioneer_data``.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    FileNotFoundError
        If neither place holds it: the installation is incomplete.
    """
    for place in (package, package.parent):
        if (place / FILE).is_file():
            return place / FILE
    message = (
        f"The versions of the course are not known because {FILE} is missing from {package}: install the "
        "course again with  python -m pip install --force-reinstall pioneer-data"
    )
    raise FileNotFoundError(message)


def versions(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the version of each distribution.

    Parameters
    ----------
    environment : mapping of str to str or None
        Markers of another system or Python, such as ``{"sys_platform": "win32", "os_name": "nt"}``; the
        others are this one's.

    Returns
    -------
    dict of str to str
        By normalised name.

    Examples
    --------
    >>> versions()["jsonschema"]
    '4.24.1'
    >>> "pywinpty" in versions({"sys_platform": "win32"}), "pywinpty" in versions({"sys_platform": "linux"})
    (True, False)
    """
    lines = constraints_file().read_text(encoding="utf-8").splitlines()
    held = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {
        canonicalize_name(requirement.name): next(iter(requirement.specifier)).version
        for requirement in held
        if _applies(requirement, environment or {}, "")
    }


def needed(*extras: str, environment: Mapping[str, str] | None = None) -> set[str]:
    """Return every distribution that the installed course rests on, directly or not, without the course.

    Parameters
    ----------
    *extras : str
        Optional parts of the course, such as ``"export"``.
    environment : mapping of str to str or None
        As in ``versions``. What this computer does not have installed is named, but not followed further.

    Returns
    -------
    set of str
        Normalised names.

    Examples
    --------
    >>> sorted(needed() & {"pandas", "numpy", "pytest", "pywinpty"})
    ['numpy', 'pandas']
    >>> "pywinpty" in needed(environment={"os_name": "nt", "sys_platform": "win32"})
    True
    """
    found: set[tuple[str, str]] = set()
    waiting = [(COURSE, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) not in found:
            found.add((name, extra))
            waiting += _asked_by(name, extra, environment or {})
    return {name for name, _ in found} - {COURSE}


def _asked_by(name: str, extra: str, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    for requirement in map(Requirement, lines):
        if _applies(requirement, environment, extra):
            for wanted in ("", *requirement.extras):
                yield canonicalize_name(requirement.name), wanted


@cache
def _here() -> dict[str, str]:
    return {name: str(value) for name, value in default_environment().items()}


def _applies(requirement: Requirement, environment: Mapping[str, str], extra: str) -> bool:
    given: dict[str, str] = {**_here(), **environment, "extra": extra}
    return requirement.marker is None or requirement.marker.evaluate(given)
