"""Looks whether a computer can carry the course: ``pioneer check``, or ``check()`` in a notebook.

One line each says PASS or FAIL, and FAIL says the mend. The lines hold no name of a person or computer.
Nothing but Python's own library is loaded before the line that needs it, since anything else may be missing;
and modules are imported by their full names, since the package's own look-up of names reads the descriptor.
"""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, NamedTuple

from pioneer_data._check_kernel import Kernel
from pioneer_data._check_machine import (
    cloud,
    disk,
    letters,
    memory,
    memory_for_one_more,
    path_length,
    port,
    writing,
)
from pioneer_data._check_privacy import without_names
from pioneer_data._check_python import packages, same_as_server, tables, version, version_of_the_course

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

AGAIN = 'Install the course again in a new environment: python -m pip install "pioneer-data"'
TELL = "Show this line to your teacher."


class Finding(NamedTuple):
    """What one check found.

    Parameters
    ----------
    name : str
        What was looked at.
    passed : bool
        Whether the course can rely on it.
    found : str
        What was found, in a few words.
    mend : str
        What to do, one sentence; empty if it passed.
    """

    name: str
    passed: bool
    found: str
    mend: str = ""

    @property
    def line(self) -> str:
        """The finding as a line of the report."""
        word = "PASS" if self.passed else "FAIL"
        return f"{word} {self.name}: {self.found}." + (f" Mend: {self.mend}" if self.mend else "")


class Check(NamedTuple):
    """One thing to look at.

    Parameters
    ----------
    name : str
        A word or two.
    asks : str
        The question that it answers.
    look : callable
        Returns what was found and the mend; an empty mend means that all is well.
    """

    name: str
    asks: str
    look: Callable[[], tuple[str, str]]

    def carry_out(self) -> Finding:
        """Look, and never raise: whatever goes wrong is what was found."""
        try:
            found, mend = self.look()
        except ModuleNotFoundError as error:
            found, mend = f"{error.name} is not installed, which the course needs", AGAIN
        except Exception as error:  # noqa: BLE001 - a check that breaks is a finding too
            found, mend = f"this could not be looked at ({type(error).__name__}: {error})", TELL
        return Finding(self.name, not mend, _one_line(found), _one_line(mend))


def _one_line(text: str) -> str:
    return without_names(" ".join(text.split()))


PYTHON = Check("Python version", "Is it one that the course supports?", version)
PACKAGES = Check("Packages", "Is all there that the course needs, in versions that fit?", packages)
TABLES = Check("Tables", "Is every table the published one, and can it be read?", tables)
WRITING = Check("Writing", "Can files be saved in the course folder?", writing)
DISK = Check("Disk space", "Is there room for the course and its copies?", disk)
CLOUD = Check("Cloud folder", "Does no OneDrive, Dropbox or the like keep the folder?", cloud)
LENGTH = Check("Path length", "Is the folder's path short enough?", path_length)
LETTERS = Check("Path characters", "Has the path no characters that programs trip over?", letters)
PORT = Check("Port", "Is an address free for JupyterLab on this computer?", port)
HERE = Check("Same Python", "Do notebooks run in JupyterLab's own Python?", same_as_server)
ROOM = Check("Memory", "Is there enough for one more notebook?", memory_for_one_more)


def in_shell(kernel: Kernel | None) -> tuple[Check, ...]:
    """Return what the command looks at, in order.

    Parameters
    ----------
    kernel : Kernel or None
        A kernel that has not been started yet; None leaves out what needs one.

    Returns
    -------
    tuple of Check
        The checks.
    """
    room = Check("Memory", "Is there enough for JupyterLab and a lesson?", memory)
    files = (WRITING, DISK, CLOUD, LENGTH, LETTERS)
    if kernel is None:
        return PYTHON, PACKAGES, TABLES, *files, PORT, room
    same = Check("Same Python", "Do notebooks run in the Python of this command?", kernel.same)
    start = Check("Kernel", "Does the Python of a notebook start?", kernel.started)
    return PYTHON, PACKAGES, TABLES, *files, PORT, room, start, same


def in_notebook() -> tuple[Check, ...]:
    """Return what a cell looks at, in order, without what only its page can see.

    Returns
    -------
    tuple of Check
        The checks.
    """
    return PYTHON, PACKAGES, TABLES, HERE, WRITING, DISK, CLOUD, LENGTH, LETTERS, ROOM


def heading() -> str:
    """Say which course, Python and system a report is of.

    Returns
    -------
    str
        One line without names of a person or computer.
    """
    course = version_of_the_course() or "(version unknown)"
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return _one_line(f"pioneer-data {course}, Python {platform.python_version()}, {system}")


def summary(findings: Sequence[Finding]) -> str:
    """Say how many lines passed.

    Parameters
    ----------
    findings : sequence of Finding
        All lines of a report.

    Returns
    -------
    str
        One sentence, or two if a line failed.

    Examples
    --------
    >>> summary([Finding("Port", True, "8888 is free")])
    'All 1 passed.'
    """
    failed = [finding.name for finding in findings if not finding.passed]
    if not failed:
        return f"All {len(findings)} passed."
    return (
        f"{len(failed)} of {len(findings)} failed: {', '.join(failed)}. Do what stands after Mend, or {ASK}."
    )


ASK = "copy this report to your teacher; it holds neither your name nor your home folder"


def report(findings: Sequence[Finding]) -> str:
    """Put findings into a text to copy.

    Parameters
    ----------
    findings : sequence of Finding
        All lines.

    Returns
    -------
    str
        A heading, a line for each finding and a summary.

    Examples
    --------
    >>> print(report([Finding("Port", True, "8888 is free")]).split(chr(10))[1])
    PASS Port: 8888 is free.
    """
    return "\n".join([heading(), *(finding.line for finding in findings), summary(findings)])


def run(*, kernel: bool = True) -> int:
    """Look at everything and print a line as soon as it is known, for ``pioneer check``.

    Parameters
    ----------
    kernel : bool
        Whether to start a kernel as JupyterLab would; it takes a few seconds.

    Returns
    -------
    int
        0 if all passed, 1 if not.
    """
    _say(heading())
    findings = [_said(check) for check in in_shell(Kernel() if kernel else None)]
    _say(summary(findings))
    return 0 if all(finding.passed for finding in findings) else 1


def _said(check: Check) -> Finding:
    finding = check.carry_out()
    _say(finding.line)
    return finding


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def check() -> None:
    """Look at everything from a notebook's cell, a chart and a control on the page included.

    The results come once the page has answered. Where a page cannot be tested, because something that
    draws it is missing, they are printed at once.
    """
    try:
        from pioneer_data._check_notebook import show  # noqa: PLC0415 - what it needs may be missing

        show()
    except Exception as error:  # noqa: BLE001 - see Check.carry_out
        _say(report([*_looked_at(), *_not_shown(error)]))


def _looked_at() -> Iterator[Finding]:
    return (one.carry_out() for one in in_notebook())


def _not_shown(error: Exception) -> Iterator[Finding]:
    what = f"the page could not be tested ({type(error).__name__}: {error})"
    for name in ("Chart", "Control"):
        yield Finding(name, passed=False, found=_one_line(what), mend=AGAIN)
