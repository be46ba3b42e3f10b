"""For whom a workshop kit is made: systems, Pythons, the wheels they take, what the course needs there."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import TYPE_CHECKING, NamedTuple

from packaging import tags

from pioneer_data._constraints import FILE, needed, versions
from pioneer_data._copying import StartError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PYTHONS = ("3.11", "3.12", "3.13")
LAST_PATCH = 99
GLIBC = 28  # manylinux_2_28: Debian 10, Ubuntu 20.04, RHEL 8 and everything later
MACOS = (11, 0)  # the oldest that wheels with an ARM processor exist for


class System(NamedTuple):
    """A kind of computer.

    Parameters
    ----------
    name : str
        As given to ``--system``.
    words : str
        As said to people.
    platforms : tuple of str
        Tags of the wheels that it takes, the best first.
    markers : mapping of str to str
        What a requirement of a package may ask of it.
    """

    name: str
    words: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]

    @property
    def is_windows(self) -> bool:
        """Whether commands are those of Windows."""
        return self.markers.get("os_name", os.name) == "nt"


class Target(NamedTuple):
    """A kind of computer with one Python.

    Parameters
    ----------
    system : System
        The computer.
    python : str
        Its Python, such as ``"3.12"``.
    patch : int
        The third number of that version, on which a requirement may depend too.
    """

    system: System
    python: str
    patch: int = 0

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.system.words} with Python {self.python}"

    @property
    def key(self) -> tuple[str, str]:
        """What the record of a kit calls it."""
        return self.system.name, self.python

    @property
    def interpreter(self) -> str:
        """The tag of its Python, such as ``"cp312"``."""
        return "cp" + self.python.replace(".", "")

    @property
    def environment(self) -> dict[str, str]:
        """The markers."""
        given = {"python_version": self.python, "python_full_version": f"{self.python}.{self.patch}"}
        return {**self.system.markers, **given}

    @property
    def tags(self) -> frozenset[tags.Tag]:
        """Every tag of a wheel that it takes."""
        major, minor = map(int, self.python.split("."))
        given = self.system.platforms
        own = tags.cpython_tags((major, minor), [self.interpreter], given)
        return frozenset((*own, *tags.compatible_tags((major, minor), self.interpreter, given)))

    def ends(self) -> tuple[Target, Target]:
        """Return it with the first patch of its Python and with one that is later than all."""
        return self._replace(patch=0), self._replace(patch=LAST_PATCH)

    def needs(self) -> dict[str, str]:
        """Return the version of each distribution that the course rests on there."""
        return self.pinned(needed(environment=self.environment))

    def pinned(self, names: Iterable[str]) -> dict[str, str]:
        """Return the version of each of some distributions; ``StartError`` if one has none."""
        known = versions(self.environment)
        unknown = sorted(set(names) - set(known))
        if unknown:
            raise StartError(
                f"The kit was not made because {FILE} gives no version of {', '.join(unknown)} for {self}: "
                "choose other systems or Pythons, or add the version there."
            )
        return {name: known[name] for name in sorted(names)}


def _linux(machine: str, oldest: int, names: Sequence[str]) -> tuple[str, ...]:
    numbered = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, oldest - 1, -1)]
    return (*numbered, *(f"{name}_{machine}" for name in names), f"linux_{machine}")


def _markers(os_name: str, sys_platform: str, platform_system: str, machine: str) -> dict[str, str]:
    return {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "platform_machine": machine,
        "platform_release": "",
        "platform_version": "",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


SYSTEMS = {
    one.name: one
    for one in (
        System(
            "linux",
            "Linux",
            _linux("x86_64", 5, ("manylinux2014", "manylinux2010", "manylinux1")),
            _markers("posix", "linux", "Linux", "x86_64"),
        ),
        System(
            "linux-arm",
            "Linux (ARM)",
            _linux("aarch64", 17, ("manylinux2014",)),
            _markers("posix", "linux", "Linux", "aarch64"),
        ),
        System("windows", "Windows", ("win_amd64",), _markers("nt", "win32", "Windows", "AMD64")),
        System(
            "macos-arm",
            "macOS (Apple processor)",
            tuple(tags.mac_platforms(MACOS, "arm64")),
            _markers("posix", "darwin", "Darwin", "arm64"),
        ),
        System(
            "macos-intel",
            "macOS (Intel processor)",
            tuple(tags.mac_platforms(MACOS, "x86_64")),
            _markers("posix", "darwin", "Darwin", "x86_64"),
        ),
    )
}


def here() -> System:
    """Return the kind of this computer.

    Its own tags would take wheels that an older computer in the class cannot install, so it counts as one of
    the five kinds, and only where it is none of them its own tags are used.
    """
    own = tuple(tags.platform_tags())
    known = [system for system in SYSTEMS.values() if system.platforms[0] in own]
    return known[0] if known else System("this", f"this computer ({sysconfig.get_platform()})", own, {})


def this_python() -> str:
    """Return the version of this Python, such as ``"3.12"``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def chosen(
    systems: Sequence[str], pythons: Sequence[str], held: Sequence[tuple[str, str]] = ()
) -> list[Target]:
    """Return what a kit is made for: what it holds, and each of the systems with each of the Pythons.

    Parameters
    ----------
    systems, pythons : sequence of str
        As given; if one is empty, this computer's stands for it, unless both are and a kit is there.
    held : sequence of (str, str)
        What a kit that is there was made for.

    Returns
    -------
    list of Target
        In a fixed order.

    Raises
    ------
    StartError
        If a system or Python is not known.
    """
    known = {**SYSTEMS, here().name: here()}
    wanted = {(system, python) for system, python in held if system in known and python in PYTHONS}
    if systems or pythons or not wanted:
        wanted |= {(s, p) for s in systems or [here().name] for p in pythons or [this_python()]}
    _refuse("system", {system for system, _ in wanted} - set(known), list(SYSTEMS))
    _refuse("Python", {python for _, python in wanted} - set(PYTHONS), PYTHONS)
    return [Target(known[s], python) for s in known for python in PYTHONS if (s, python) in wanted]


def _refuse(kind: str, unknown: set[str], choices: Sequence[str]) -> None:
    if unknown:
        raise StartError(
            f"The kit was not made because there is none for the {kind} {', '.join(sorted(unknown))}: choose "
            f"{', '.join(choices[:-1])} or {choices[-1]}."
        )
