"""Takes names of people, computers and home folders out of a report that goes to somebody else."""

from __future__ import annotations

import getpass
import os
import platform
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PEOPLE = ("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER", "JUPYTERHUB_USER", "NB_USER")
PEOPLE_IN_FULL = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "DEBFULLNAME")
COMPUTERS = ("HOSTNAME", "HOST", "COMPUTERNAME", "USERDOMAIN", "USERDNSDOMAIN", "LOGONSERVER")
HOMES = ("HOME", "USERPROFILE", "HOMEPATH", "OneDrive", "OneDriveCommercial", "OneDriveConsumer")
SHARED = frozenset({"root", "user", "jovyan", "runner", "vscode", "codespace", "localhost", "python"})
"""Names of accounts and computers that say nothing of a person."""
ADDRESS = re.compile(r"[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)*")


def without_names(text: str) -> str:
    """Replace every home folder by ``~`` and every name by a word for it.

    Parameters
    ----------
    text : str
        A line of a report.

    Returns
    -------
    str
        The line, fit to be shown to others.

    Examples
    --------
    >>> without_names("write to ada@lovelace.example")
    'write to (address)'
    """
    for home in _longest_first(_homes()):
        text = re.sub(rf"{re.escape(home)}(?![^\W_])", "~", text, flags=re.IGNORECASE)
    text = ADDRESS.sub("(address)", text)
    for word, names in (("(computer)", _computers()), ("(user)", _people())):
        for name in _longest_first(names):
            text = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", word, text, flags=re.IGNORECASE)
    return text


def _longest_first(names: Iterable[str]) -> list[str]:
    # One letter is no name, and would turn every sentence into riddles.
    known = {name for name in names if len(name) > 1 and name.lower() not in SHARED}
    return sorted(known, key=lambda name: (-len(name), name))


def _given(variables: Iterable[str]) -> Iterator[str]:
    return (os.environ[name].strip("/\\ ") for name in variables if os.environ.get(name))


def _homes() -> Iterator[str]:
    folders = [os.environ[name] for name in HOMES if os.environ.get(name)]
    with suppress(RuntimeError):  # an account without a home folder
        folders.append(str(Path.home()))
    for folder in {form for one in folders for form in (one, os.path.realpath(one))}:
        bare = folder.rstrip("/\\")
        yield from (bare, bare.replace("\\", "\\\\"), bare.replace("\\", "/"))


def _computers() -> Iterator[str]:
    for name in (*_given(COMPUTERS), platform.node()):
        yield from (name, name.split(".")[0])


def _people() -> Iterator[str]:
    yield from _given(PEOPLE)
    for name in (*_given(PEOPLE_IN_FULL), _full_name()):
        yield from (name, *name.split())
    with suppress(Exception):  # no such account: KeyError, ImportError or OSError
        yield getpass.getuser()
    for folder in _homes():
        yield re.split(r"[/\\]", folder)[-1]


def _full_name() -> str:
    with suppress(Exception):  # Windows has no such list, a container may lack the account
        import pwd  # noqa: PLC0415 - see above

        return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
    return ""
