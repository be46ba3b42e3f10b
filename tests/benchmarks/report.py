"""Run all benchmarks, one after another, and write one report in Markdown.

    python tests/benchmarks/report.py [--only NAME ...] [--out FILE]

Each part is a program of its own in this folder and can be run alone. The report says what machine it
was, how busy it was before and after each part, and which bars were met. It ends with exit code 1 if a
bar was missed or a part broke off. Progress goes to standard error. All of it takes half an hour and
wants a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parent))  # when it is not run by hand

import shared

HERE = Path(__file__).resolve().parent
MISSING = 'left out: it needs {names}. Install: `python -m pip install -c constraints.txt -e ".[{extra}]"`'
COMMIT = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]


class Part(NamedTuple):
    """A benchmark.

    Parameters
    ----------
    question : str
        What it answers, in a line.
    options : tuple of str
        How the report runs it.
    needs : tuple of str
        Modules that it imports and that an extra installs.
    extra : str
        That extra.
    """

    question: str
    options: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    extra: str = "test"


class Told(NamedTuple):
    """What a part printed and how it went.

    Parameters
    ----------
    lines : list of str
        Markdown.
    missed : list of str
        The bars that were missed, or that the part broke off.
    met : int
        How many bars were met.
    """

    lines: list[str]
    missed: list[str]
    met: int


PARTS = {
    "from_clone": Part(
        "How long is it from a clone to the first chart, in a fresh environment?", needs=("playwright",)
    ),
    "start_up": Part(
        "How long does Python take until the first table, beside other data packages?",
        needs=("palmerpenguins", "vega_datasets"),
    ),
    "redraw": Part(
        "How long after a key press has a chart changed, beside a change made in the browser alone?",
        needs=("playwright",),
    ),
    "nbval_time": Part(
        "How long does nbval take for a notebook, in starts of a bare kernel?", needs=("nbval", "xdist")
    ),
    "estimators": Part(
        "How long do estimates and a power curve take, beside four libraries?",
        ("--quick",),
        ("statsmodels", "linearmodels", "pyfixest", "diff_diff"),
        "test,benchmark",
    ),
    "kernel_memory": Part(
        "How much memory does a learner's kernel hold after a lesson, beside a bare one?", needs=("psutil",)
    ),
    "grading": Part("How long does `pioneer grade` take for 30 notebooks, hostile ones among them?"),
    "class_load": Part(
        "How long do 30 learners on one hub wait, what memory do they take, and what does a class need?",
        needs=("jupyterhub", "playwright", "psutil"),
    ),
}


def machine() -> list[str]:
    """Return what machine it is, which Python, and which commit."""
    commit = subprocess.run(COMMIT, capture_output=True, text=True, check=False).stdout.strip()
    return [
        f"* Python {platform.python_version()}, {platform.platform()}, {platform.machine()}",
        f"* {os.cpu_count()} processor cores; load average at the start: {shared.load()}",
        f"* Commit {commit or 'not known'}; {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    ]


def run(name: str, part: Part) -> Told:
    """Run a part in a Python of its own.

    Parameters
    ----------
    name : str
        The module.
    part : Part
        How it is run.

    Returns
    -------
    Told
        What it printed, up to where it broke off if it did.
    """
    missing = [module for module in part.needs if importlib.util.find_spec(module) is None]
    if missing:
        return Told([f"*{MISSING.format(names=', '.join(missing), extra=part.extra)}*"], [], 0)
    command = [sys.executable, str(HERE / f"{name}.py"), *part.options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.rstrip().splitlines()
    missed = [line.removeprefix(shared.MISSED) for line in lines if line.startswith(shared.MISSED)]
    if done.returncode and not missed:
        missed = [f"It broke off with exit code {done.returncode}; the reason is on standard error."]
        lines += ["", shared.MISSED + missed[0]]
    return Told(lines, missed, sum(line.startswith(shared.MET) for line in lines))


def section(name: str, part: Part, told: Told, loads: tuple[str, str], seconds: float) -> list[str]:
    """Return the section of a part.

    Parameters
    ----------
    name : str
        The module.
    part : Part
        The benchmark.
    told : Told
        What it printed.
    loads : tuple of str
        Load averages before and after.
    seconds : float
        How long it took.

    Returns
    -------
    list of str
        Markdown.
    """
    run_as = " ".join(["python", f"tests/benchmarks/{name}.py", *part.options])
    around = f"Load average before: {loads[0]}; after: {loads[1]}. It took {seconds:.0f} s."
    return ["", f"## {part.question}", "", f"`{run_as}`. {around}", "", *told.lines]


def summary(told: dict[str, Told]) -> list[str]:
    """Return which bars were met.

    Parameters
    ----------
    told : dict of str to Told
        By module.

    Returns
    -------
    list of str
        Markdown.
    """
    missed = [f"* {name}: {bar}" for name, each in told.items() for bar in each.missed]
    met = sum(each.met for each in told.values())
    return ["", "## Bars", "", f"{met} met, {len(missed)} missed.", *([""] if missed else []), *missed]


def main() -> None:
    """Write the report, and end with 1 if a bar was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS), metavar="NAME")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    asked = parser.parse_args()
    found = {}
    with asked.out.open("w", encoding="utf-8") if asked.out else nullcontext(sys.stdout) as file:
        print("# Benchmarks", "", *machine(), sep="\n", file=file, flush=True)
        for name in (name for name in PARTS if name in asked.only):
            sys.stderr.write(f"# {name}\n")
            before, begun = shared.load(), time.monotonic()
            found[name] = run(name, PARTS[name])
            loads = before, shared.load()
            told = section(name, PARTS[name], found[name], loads, time.monotonic() - begun)
            print(*told, sep="\n", file=file, flush=True)
        print(*summary(found), sep="\n", file=file)
    sys.exit(any(each.missed for each in found.values()))


if __name__ == "__main__":
    main()
