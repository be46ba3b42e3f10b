"""Weigh the kernel of one learner who has run a lesson, beside a bare kernel with pandas and altair.

    python tests/benchmarks/kernel_memory.py [ROUNDS]

Every lesson is run in a kernel of its own, cell by cell, as a learner runs it; the bare kernel imports
pandas and altair and makes one chart. What counts is the memory that would come back if this kernel
alone were ended (USS); what several kernels share is in the resident size (RSS) only. Nothing is
collected or freed before it is read. In each round every lesson comes once, and a bare kernel first.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import shared

import notebooks

TIMES_BARE = 1.3  # the bar, in bare kernels
ROUNDS = 3
MEGABYTE = 2**20
BARE = """import altair as alt
import pandas as pd
alt.Chart(pd.DataFrame({"year": [2014, 2015], "people": [3, 4]})).mark_bar().encode(x="year:O", y="people")"""


def bare() -> nbformat.NotebookNode:
    """Return a notebook that imports pandas and altair and makes one chart."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BARE)])


def lesson(path: Path) -> nbformat.NotebookNode:
    """Return a lesson without its stored outputs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def weigh(notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Run a notebook in a kernel of its own and read the kernel's memory.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        What is run; it is changed.

    Returns
    -------
    tuple of float
        Megabytes of the kernel's own memory (USS), and resident ones (RSS).
    """
    resources = {"metadata": {"path": str(notebooks.ROOT / "notebooks")}}
    client = NotebookClient(notebook, kernel_name="python3", resources=resources)
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        memory = psutil.Process(client.km.provisioner.pid).memory_full_info()
    return memory.uss / MEGABYTE, memory.rss / MEGABYTE


def measure(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Weigh a bare kernel and every lesson's, in turn.

    Parameters
    ----------
    rounds : int
        How often.

    Returns
    -------
    dict of str to list of tuple of float
        Megabytes by notebook, as ``weigh`` gives them, one entry a round; the bare one is ``bare``.
    """
    found: dict[str, list[tuple[float, float]]] = {"bare": []}
    for _ in range(rounds):
        found["bare"].append(weigh(bare()))
        for path in notebooks.LESSONS:
            sys.stderr.write(f"{path.stem}\n")
            found.setdefault(path.stem, []).append(weigh(lesson(path)))
    return found


def main() -> None:
    """Print one line a lesson, and the bar."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    shared.as_installed()
    found = {
        name: [statistics.median(column) for column in zip(*each, strict=True)]
        for name, each in measure(rounds).items()
    }
    least = found["bare"]
    ratios = {name: figures[0] / least[0] for name, figures in found.items() if name != "bare"}
    head = ["Kernel with", "Own memory (USS), MB", "Resident (RSS), MB", "USS, in bare kernels"]
    words = {"bare": "pandas and altair, one chart"}
    rows = [
        [words.get(name, name), f"{own:.0f}", f"{resident:.0f}", f"{own / least[0]:.2f}"]
        for name, (own, resident) in found.items()
    ]
    told = f"Median of {rounds} rounds, {os.cpu_count()} cores."
    demand = "The memory of a kernel with a lesson run, in bare kernels with pandas and altair,"
    shared.finish([told, "", *shared.table(head, rows)], [shared.at_most(demand, TIMES_BARE, ratios)])


if __name__ == "__main__":
    main()
