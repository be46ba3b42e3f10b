"""Every lesson runs in a kernel that cannot reach anything but this machine, and does not try."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import pioneer_data
from notebooks import LESSONS, read

ALLOWED = {"127.0.0.1", "::1", "localhost", ""}
GUARD = f"""
import os, socket, sys

def _refuse(what, where):
    with open(os.environ["PIONEERS_TRIED"], "a", encoding="utf-8") as file:
        file.write(f"{{what}} {{where}}\\n")
    raise OSError(f"tests allow no network: {{what}} {{where}}")

def _watch(event, values):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        where = values[1]
        if isinstance(where, tuple) and where[0] not in {ALLOWED!r}:
            _refuse(event, where)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if (values[0] or "") not in {ALLOWED!r}:
            _refuse(event, values[0])

sys.addaudithook(_watch)
"""


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Guard every Python that is started, and return the file of what each tried to reach."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    package = Path(pioneer_data.__file__).resolve().parent.parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "guard"), str(package)]))
    monkeypatch.setenv("PIONEERS_TRIED", str(tmp_path / "tried.txt"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path / "tried.txt"


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run a copy of a notebook; an error in a cell is raised here."""
    place = {"metadata": {"path": str(folder)}}
    NotebookClient(nbformat.from_dict(notebook), timeout=120, resources=place).execute()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_needs_no_internet(path: Path, tried: Path) -> None:
    run(read(path), path.parent)
    assert not tried.exists(), tried.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "attempt",
    [
        "import urllib.request; urllib.request.urlopen('https://example.org')",
        "import socket; socket.create_connection(('192.0.2.1', 80))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_the_guard_sees_every_attempt(attempt: str, tried: Path) -> None:
    command = [sys.executable, "-c", attempt]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "tests allow no network" in done.stderr
    assert tried.exists()
