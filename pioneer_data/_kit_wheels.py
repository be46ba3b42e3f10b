"""The wheels of a workshop kit: fetched with pip, and checked to be all that an installation asks for."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from functools import cache
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from pioneer_data._constraints import COURSE, applying, reached
from pioneer_data._copying import StartError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from packaging.tags import Tag

    from pioneer_data._kit_targets import Target

FETCHED = re.compile(
    r"^\s*(?:Downloading|Using cached|Processing|File was already downloaded) (.*?\.whl)(?= |$)"
)
NO_WHEEL = re.compile(r"No matching distribution found for (\S+)==(\S+)")
NO_NETWORK = re.compile(r"Retrying \(|Could not fetch URL|ConnectionError|Connection broken|timed out")
NO_SPACE = re.compile(r"No space left|Errno 28|not enough space|Disk quota exceeded")
ERROR = re.compile(r"^ERROR: (.+)$", re.MULTILINE)


class Wheels:
    """Wheels by distribution and version.

    Parameters
    ----------
    files : iterable of pathlib.Path
        Where they are; other files are left aside.
    """

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self.held: dict[tuple[str, str], list[tuple[Path, frozenset[Tag]]]] = {}
        for file in files:
            self.add(file)

    def add(self, file: Path) -> None:
        """Take one in, unless it is no wheel."""
        try:
            name, version, _, tags = parse_wheel_filename(file.name)
        except InvalidWheelFilename:
            return
        self.held.setdefault((name, str(version)), []).append((file, tags))

    def find(self, name: str, version: str, tags: frozenset[Tag]) -> list[Path]:
        """Return those of a distribution that a computer with these tags can install."""
        return [file for file, given in self.held.get((name, version), []) if given & tags]

    def absent(self, needs: dict[str, str], tags: frozenset[Tag]) -> dict[str, str]:
        """Return the part of ``needs`` that is not here."""
        return {name: version for name, version in needs.items() if not self.find(name, version, tags)}


def complete(
    wheels: Wheels, target: Target, course: str, fetch: Callable[[Target, dict[str, str]], None]
) -> dict[str, str]:
    """Fetch what a computer needs until nothing is missing.

    What the wheels themselves ask for decides, since this computer may not know the needs of others.

    Parameters
    ----------
    wheels : Wheels
        What is there, the course included; ``fetch`` adds to it.
    target : Target
        The computer.
    course : str
        The version of the course.
    fetch : callable
        Gets distributions of some versions.

    Returns
    -------
    dict of str to str
        The version of every distribution that the course asks for there.

    Raises
    ------
    StartError
        If one cannot be had.
    """
    needs = target.needs()
    while True:
        missing = wheels.absent(needs, target.tags)
        if missing:
            fetch(target, missing)
        asked = target.pinned(_asked(wheels, target, needs | {COURSE: course}))
        if asked.keys() <= needs.keys():
            return asked
        needs |= asked


def _asked(wheels: Wheels, target: Target, versions: dict[str, str]) -> set[str]:
    def asked(name: str, extra: str) -> Iterator[Requirement]:
        for file in wheels.find(name, versions.get(name, ""), target.tags)[:1]:
            yield from applying(_metadata(file), target.environment, extra)

    return reached(asked)


@cache
def _metadata(file: Path) -> list[Requirement]:
    with zipfile.ZipFile(file) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        asked = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    return [Requirement(line) for line in asked]


def command(target: Target, needs: dict[str, str], folder: Path) -> list[str]:
    """Return the command that has pip fetch wheels for another computer.

    Parameters
    ----------
    target : Target
        The computer.
    needs : dict of str to str
        The version of each distribution. They are all named, because pip itself would follow the
        requirements of this computer.
    folder : pathlib.Path
        Where to.

    Returns
    -------
    list of str
        Program and arguments.
    """
    given = target.system.platforms
    given = given[:1] if given[0].startswith("macosx") else given  # of these pip knows the others itself
    platforms = [word for name in given for word in ("--platform", name)]
    abis = [word for name in (target.interpreter, "abi3", "none") for word in ("--abi", name)]
    return [
        *(sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar=off", f"--dest={folder}"),
        "--retries=3",  # of each it says a line, by which a lost network is known
        *("--implementation", "cp", "--python-version", f"{target.python}.{target.patch}", *abis, *platforms),
        *(f"{name}=={version}" for name, version in needs.items()),
    ]


def download(target: Target, needs: dict[str, str], folder: Path, step: Callable[[], None]) -> None:
    """Fetch wheels with pip, from wherever this computer's pip is set up to look.

    Parameters
    ----------
    target : Target
        The computer.
    needs : dict of str to str
        The version of each distribution.
    folder : pathlib.Path
        Where to.
    step : callable
        Called once for each wheel.

    Raises
    ------
    StartError
        If one cannot be had, the network is away, or the disk is full.
    """
    seen: set[str] = set()
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own words
        command(target, needs, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            found = FETCHED.match(line)
            if found and found[1] not in seen and len(seen) < len(needs):
                seen.add(found[1])
                step()
    if pip.returncode:
        raise StartError(_sentence(target, "".join(said)))
    for _ in range(len(needs) - len(seen)):  # pip set up to be quiet
        step()


def _sentence(target: Target, said: str) -> str:
    start = "The kit was not made because"
    if NO_SPACE.search(said):
        return f"{start} the disk is full: make room, or choose a folder on another disk."
    if NO_NETWORK.search(said):
        return f"{start} the package index cannot be reached: connect to the internet and try again."
    wheel = NO_WHEEL.search(said)
    if wheel:
        return (
            f"{start} there is no wheel of {wheel[1]} {wheel[2]} for {target}: choose other systems or "
            "Pythons, or give a version that has one in constraints.txt."
        )
    if "No module named pip" in said:
        return f'{start} pip is not installed: install it with  "{sys.executable}" -m ensurepip'
    errors = ERROR.findall(said) or said.split("\n")[-2:]
    return f"{start} pip stopped with this: {errors[-1].strip()}: try it again."
