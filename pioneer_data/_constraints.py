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
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
        for requirement in applying(held, environment)
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
    return reached(lambda name, extra: asked_by(name, extra, environment), *extras)


def reached(asked: Callable[[str, str], Iterable[Requirement]], *extras: str) -> set[str]:
    """Follow requirements from the course on.

    Parameters
    ----------
    asked : callable
        Gives what a distribution asks for, by its name and one of its extras (or none, an empty text).
    *extras : str
        Optional parts of the course.

    Returns
    -------
    set of str
        Normalised names, without the course.
    """
    found: set[tuple[str, str]] = set()
    waiting = [(COURSE, extra) for extra in ("", *extras)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            asks = list(asked(*one))
            waiting += [(canonicalize_name(r.name), wanted) for r in asks for wanted in ("", *r.extras)]
    return {name for name, _ in found} - {COURSE}


def asked_by(
    name: str, extra: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[Requirement]:
    """Yield what an installed distribution asks for; nothing for one that is not installed.

    Parameters
    ----------
    name : str
        The distribution.
    extra : str
        One of its extras; empty for none.
    environment : mapping of str to str or None
        As in ``versions``.

    Yields
    ------
    packaging.requirements.Requirement
        What holds there.
    """
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    yield from applying(map(Requirement, lines), environment, extra)


def applying(
    requirements: Iterable[Requirement], environment: Mapping[str, str] | None = None, extra: str = ""
) -> Iterator[Requirement]:
    """Yield the requirements that hold on a computer.

    Parameters
    ----------
    requirements : iterable of packaging.requirements.Requirement
        Each with its marker.
    environment : mapping of str to str or None
        As in ``versions``.
    extra : str
        The extra that is asked for.

    Yields
    ------
    packaging.requirements.Requirement
        In the same order.
    """
    given: dict[str, str] = {**_here(), **(environment or {}), "extra": extra}
    yield from (one for one in requirements if one.marker is None or one.marker.evaluate(given))


@cache
def _here() -> dict[str, str]:
    return {name: str(value) for name, value in default_environment().items()}
