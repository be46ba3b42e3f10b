"""A small exercise, and notebooks handed in for it: right, wrong, broken and hostile ones."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pioneer_data import checks
from pioneer_data.checks import Mistake, Task
from pioneer_data.checks._values import expect_number, labelled, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

LESSON = "03"
NAME = "03_did_results.ipynb"
RATES = {"programme": 61.0, "comparison": 47.0}
CHANGE, SUM, WRITTEN = "03.1-change", "03.1-sum", "03.4-in-words"
HINTS = ("Look.", "Step.", "Code.")

Cell = dict[str, Any]


def change(rates: object, did: object) -> None:
    """Judge the first task: a table, and a number made from it."""
    found = labelled(rates, "rates")
    if found != RATES:
        raise Mistake("rates are others than those of 2022.")
    expect_number(did, found["programme"] - found["comparison"], "did", within=0.05)


def total(both: object, direction: object) -> None:
    """Judge the second task: a number and a word."""
    expect_number(both, sum(RATES.values()), "both", within=0.05)
    if words(direction, "direction") != "up":
        raise Mistake("direction is another one.")


TASKS = {
    CHANGE: Task(CHANGE, ("rates", "did"), HINTS, "A difference of 14 points.", change),
    SUM: Task(SUM, ("both", "direction"), HINTS, "Sum and direction are right.", total),
}


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the course have these two tasks only."""
    monkeypatch.setattr(checks, "TASKS", TASKS)


def code(number: int, source: str, *tags: str, ran: int | None = None) -> Cell:
    """Make a code cell of the exercise."""
    metadata = {"tags": list(tags)} if tags else {}
    cell = {"cell_type": "code", "id": f"s03-{number:03d}", "metadata": metadata, "source": source}
    return cell | {"outputs": [], "execution_count": ran}


def text(number: int, source: str, *tags: str) -> Cell:
    """Make a markdown cell of the exercise."""
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "markdown", "id": f"s03-{number:03d}", "metadata": metadata, "source": source}


RIGHT = 'rates = pd.Series({"programme": 61.0, "comparison": 47.0})\ndid = rates.diff().mul(-1).iloc[1]'
RIGHT_SUM = 'both = 61 + 47\ndirection = "Up"'
PROMPT = "**Task 03.4-in-words** (written)\n\nSay it in words.\n\n"
PLACE = "*Write your answer here, in this cell.*"


def cells(
    first: str = RIGHT, second: str = RIGHT_SUM, words: str = "It *rose*.", *, before: str = ""
) -> list[Cell]:
    """Make the cells of a notebook handed in."""
    begin = f"import numpy as np\nimport pandas as pd\n{before}"
    return [
        text(1, "# Exercise 03: Rates"),
        code(2, begin, ran=1),
        text(3, f"## Task 1: Change\n\n*{CHANGE} · worked*"),
        code(4, first, "answer", ran=2),
        code(5, "checks.change(rates, did)", "check", ran=3),
        code(6, f'hint("{CHANGE}")', "hint"),
        text(7, f"## Task 2: Sum\n\n*{SUM} · blank*"),
        code(8, second, "answer", ran=4),
        code(9, "checks.total(both, direction)", "check", ran=5),
        text(10, f"## Task 3: Words\n\n{PROMPT}{words}", "manual"),
    ]


def notebook(made: Iterable[Cell], **metadata: object) -> str:
    """Make the text of a notebook file."""
    return json.dumps({"cells": list(made), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def write_exercise(folder: Path) -> Path:
    """Write the exercise as it was given out, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    given = cells("rates = ...\ndid = ...", "both = ...\ndirection = ...", PLACE)
    (folder / NAME).write_text(notebook(given), "utf-8")
    return folder


PATCHES = """
import builtins, json, pioneer_data.checks as c
np.isclose = np.allclose = lambda *a, **k: True
pd.Series.__eq__ = pd.DataFrame.equals = lambda *a, **k: True
pd.Series.tolist = lambda self: [61.0, 47.0]
pioneer_data = __import__("pioneer_data")
c._values.near = lambda *a: True
c._values.expect_number = c._values.labelled = lambda *a, **k: None
c._result.Task.check = c.Task.check = lambda self, *a: c.Result(self.name, True, "right")
c.TASKS.clear()
print = str = list = None
"""
OUTSIDE = Path(tempfile.gettempdir(), "pioneer_grader_was_here")
HOSTILE: dict[str, list[Cell]] = {
    "loop": cells("while True: pass"),
    "deaf_loop": cells("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
    "sys_exit": cells("import sys\nsys.exit(0)"),
    "exit_word": cells("exit()"),
    "os_exit": cells("import os\nos._exit(0)"),
    "abort": cells("import os\nos.abort()"),
    "crash": cells("import ctypes\nctypes.string_at(0)"),
    "memory_bomb": cells("pile = []\nwhile True: pile.append(np.ones(10_000_000))"),
    "patched": cells(
        "rates = pd.Series({'programme': 1.0, 'comparison': 2.0})\ndid = 14", "both = 1", before=PATCHES
    ),
    "mute": cells("import json\njson.dumps = None"),
    "huge_output": cells("for _ in range(20): print('x' * 1_000_000)"),
    "huge_error": cells("raise ValueError('x' * 10_000_000)"),
    "asks": cells("did = float(input('did? '))"),
    "writes": cells(
        f"{RIGHT}\nopen({str(OUTSIDE)!r}, 'w')", f"{RIGHT_SUM}\nimport os\nos.mkdir({str(OUTSIDE)!r})"
    ),
    "network": cells("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')"),
    "programs": cells("import subprocess\nsubprocess.Popen(['sleep', '600'])", "import os\nos.fork()"),
    "kills": cells("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)"),
    "widget": cells("import ipywidgets\nipywidgets.IntSlider()"),
    "evil_values": cells(
        "class E:\n    __class__ = property(lambda s: 1 / 0)\nrates = E()\ndid = [rates] * 9"
    ),
    "cyclic": cells("rates = {}\nrates['a'] = rates\ndid = 10 ** 10000"),
    "raises_oddly": cells("class O(Exception):\n    def __str__(self): raise SystemExit\nraise O"),
    "deletes": cells("%reset -f"),
    "crash_later": cells(RIGHT, "os = __import__('os')\nos._exit(1)"),
    "crash_before": cells("__import__('os')._exit(1)", "both = pd.Series([61, 47]).sum()\ndirection = 'up'"),
}
