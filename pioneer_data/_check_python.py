"""Looks at Python, the packages and the tables, for ``check``: what was found, and the mend."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pioneer_data._descriptor import MEND, DamagedTableError, read, resources

if TYPE_CHECKING:
    from collections.abc import Iterator

COURSE = "pioneer-data"
INSTALL = f"Install the course: python -m pip install {COURSE}"
SERVERS = re.compile(r"(jupyter-?(lab|notebook|server)|jupyterhub-singleuser)([.-].*)?", re.IGNORECASE)


def version_of_the_course() -> str | None:
    """Return the installed version of the course, None if it is not installed as a package."""
    return _installed(COURSE)


def version() -> tuple[str, str]:
    """Compare this Python with what the course's metadata ask for."""
    if version_of_the_course() is None:
        return "not known whether it fits, because the course is not installed as a package", INSTALL
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - may be missing

    metadata = importlib.metadata.metadata(COURSE)
    asked, running = metadata["Requires-Python"] or "", platform.python_version()
    tested = _tested(metadata.get_all("Classifier") or [])
    if not SpecifierSet(asked).contains(running, prereleases=True):
        mend = (
            f"Install Python {tested[-1] if tested else asked}, and with it the course in a new environment."
        )
        return f"{running}, but the course needs {asked}", mend
    if tested and ".".join(running.split(".")[:2]) not in tested:
        # A newer Python may well do; whether it does shows in the other lines.
        return f"{running}, which fits, but the course was tested with {', '.join(tested)} only", ""
    return f"{running}, tested with the course", ""


def _tested(classifiers: list[str]) -> list[str]:
    found = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", line) for line in classifiers]
    return sorted((match[1] for match in found if match), key=lambda name: int(name.split(".")[1]))


def packages() -> tuple[str, str]:
    """Compare the installed packages with what the metadata ask for and with ``constraints.txt``.

    Missing, or outside what some package asks for, is a failure. Another version than the tested one is none:
    to install the course without ``constraints.txt`` is allowed.
    """
    if version_of_the_course() is None:
        return "not known, because the course is not installed as a package", INSTALL
    from pioneer_data._constraints import needed, versions  # noqa: PLC0415 - what it needs may be missing

    names = sorted(needed())
    installed = {name: _installed(name) for name in names}
    wrong = list(_unmet(installed))
    if wrong:
        command = "python -m pip install " + " ".join(f'"{asked}"' for _, asked in wrong)
        return "; ".join(words for words, _ in wrong), f"In the Python of the course run: {command}"
    held = versions()
    other = [f"{n} {v} (tested: {held[n]})" for n, v in installed.items() if n in held and v != held[n]]
    if other:
        return f"{len(names)} there and fitting; {len(other)} in versions not tested: {', '.join(other)}", ""
    return f"{len(names)} there, all in the tested versions", ""


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _unmet(installed: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a package, and what is asked for, once a package."""
    told = set()
    for asker in (COURSE, *(name for name, found in installed.items() if found)):
        for name, asked in _asked_by(asker):
            found = installed.get(name)
            if name not in told and found is None:
                told.add(name)
                yield f"{name} is missing", f"{name}{asked}"
            elif name not in told and not _fits(found or "", asked):
                told.add(name)
                yield f"{name} is {found}, but {asker} needs {asked}", f"{name}{asked}"


def _asked_by(asker: str) -> Iterator[tuple[str, str]]:
    from packaging.utils import canonicalize_name  # noqa: PLC0415 - may be missing

    from pioneer_data._constraints import asked_by  # noqa: PLC0415 - see above

    return ((canonicalize_name(one.name), str(one.specifier)) for one in asked_by(asker))


def _fits(found: str, asked: str) -> bool:
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415 - may be missing

    return SpecifierSet(asked).contains(found, prereleases=True)


def tables() -> tuple[str, str]:
    """Read every table; its checksum and its types are looked at on the way."""
    try:
        names = list(resources())
    except DamagedTableError as error:
        return str(error).removesuffix(MEND).rstrip(". "), MEND
    damaged = [name for name in names if not _whole(name)]
    if damaged:
        return f"{len(damaged)} of {len(names)} cannot be used: {', '.join(damaged)}", MEND
    return f"all {len(names)} are the published ones", ""


def _whole(name: str) -> bool:
    try:
        read(name)
    except (DamagedTableError, ValueError, KeyError):
        return False
    return True


def same_as_server() -> tuple[str, str]:
    """Compare this kernel's Python with that of the JupyterLab around it, if there is one."""
    server = _server()
    if server is None:
        return f"this is {sys.executable}; no JupyterLab can be seen around it", ""
    if _folder(server) == _folder(sys.executable):
        return "the notebook and JupyterLab use the same one", ""
    found = f"the notebook runs in {sys.executable}, JupyterLab in {server}"
    if os.environ.get("JUPYTERHUB_API_URL"):  # there the two may be apart on purpose
        return f"{found}, as a hub may have it", ""
    return found, "Close JupyterLab, and start it with: pioneer start"


def _server() -> str | None:
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - may be missing

    # On Windows a virtual environment's python.exe is a parent of its own.
    for process in psutil.Process().parents():
        try:
            words = process.cmdline()
        except psutil.Error:
            return None
        if any(SERVERS.fullmatch(Path(word).name) for word in words[1:4]) and Path(words[0]).is_absolute():
            return str(words[0])
    return None


def _folder(program: str) -> str:
    return os.path.normcase(Path(program).parent)
