"""Time a fresh Python until its first table, ours beside bare pandas and two other data packages.

    python tests/benchmarks/start_up.py [ROUNDS]

Each round starts every program once, in turn, so that all meet the same machine.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))  # when it is not run by hand

import shared

import pioneer_data

FEWEST_ROUNDS = 15
TABLE = "objectives_progress"
BARE = "pandas, read_csv of the same file"
PROGRAMS = {
    BARE: f"import pandas\npandas.read_csv({str(pioneer_data.path(TABLE))!r})",
    "pioneer_data": f"import pioneer_data\npioneer_data.{TABLE}()",
    "palmerpenguins": "import palmerpenguins\npalmerpenguins.load_penguins()",
    "vega_datasets": "from vega_datasets import data\ndata.cars()",
    "pandas, import only": "import pandas",
    "pioneer_data, import only": "import pioneer_data",
}


AFTER_PANDAS = """import pandas, time
start = time.process_time()
{program}
print(time.process_time() - start)"""


def once(program: str) -> tuple[float, float, float]:
    """Run a program in a fresh Python, then in another one that has loaded pandas already.

    Importing pandas takes a hundred times as long as all that comes after it, and varies by more
    than that between two runs; the second figure leaves it out.

    Parameters
    ----------
    program : str
        Its source.

    Returns
    -------
    tuple of float
        Milliseconds: wall time, processor time, and processor time once pandas is loaded.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    _run(program)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * wall, 1000 * cpu, 1000 * float(_run(AFTER_PANDAS.format(program=program)))


def _run(program: str) -> str:
    package = str(Path(pioneer_data.__file__).resolve().parent.parent)
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, check=True, env=_environment(package), capture_output=True, text=True)
    return done.stdout


def _environment(package: str) -> dict[str, str]:
    """Let Python keep compiled modules, as an installation does; the first round is not counted."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": package}


def measure(rounds: int) -> dict[str, tuple[float, ...]]:
    """Return each program's medians, in the order of ``once``.

    Parameters
    ----------
    rounds : int
        How often each program is run; one more round before warms the disk's cache.

    Returns
    -------
    dict
        Milliseconds by program.
    """
    times: dict[str, list[tuple[float, float, float]]] = {name: [] for name in PROGRAMS}
    for turn in range(rounds + 1):
        for name, program in PROGRAMS.items():
            taken = once(program)
            if turn:
                times[name].append(taken)
    return {
        name: tuple(statistics.median(column) for column in zip(*each, strict=True))
        for name, each in times.items()
    }


def main() -> None:
    """Print the medians as a Markdown table."""
    rounds = max(FEWEST_ROUNDS, int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    found = measure(rounds)
    head = ["A fresh Python until the first table", "Wall, ms", "CPU, ms", "Wall, ratio", "CPU, ratio"]
    rows = [
        [
            name,
            *(f"{figure:.0f}" for figure in (wall, cpu)),
            *(f"{wall / found[BARE][0]:.2f}", f"{cpu / found[BARE][1]:.2f}", f"{rest:.1f}"),
        ]
        for name, (wall, cpu, rest) in found.items()
    ]
    told = f"Median of {rounds} interleaved rounds, Python {sys.version.split()[0]}"
    shared.finish([told, "", *shared.table([*head, "CPU once pandas is loaded, ms"], rows)])


if __name__ == "__main__":
    main()
