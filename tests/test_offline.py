"""Every lesson and solution runs in a Python that can reach nothing but this machine, and does not try."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pioneer_data
from notebooks import LESSONS, ROOT

SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
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


RUN = """
import sys
import nbformat
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for path in sys.argv[1:]:
    shell.reset(new_session=True)
    for cell in nbformat.read(path, nbformat.NO_CONVERT).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source).raise_error()
"""


def test_no_lesson_needs_the_internet(tried: Path, tmp_path: Path) -> None:
    """All run in one Python, one after another; in kernels of their own they take six times as long."""
    command = [sys.executable, "-c", RUN, *map(str, LESSONS), *map(str, SOLUTIONS)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
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
