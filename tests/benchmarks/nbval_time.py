"""Time nbval on each lesson and solution, beside the bare kernel start that each of them needs.

    python tests/benchmarks/nbval_time.py [ROUNDS]

pytest's own start and collection are no part of it. What is counted is what pytest's JUnit report
counts for the cells of a notebook: setup (the first cell's holds the kernel's start), the calls, and
teardown (the last cell's holds the kernel's end). A bare kernel start is the same count for a notebook
of one cell, ``pass``, by the same command: kernel up, one cell answered, kernel down. Every notebook is
run by a pytest of its own, right after a bare one, so that both meet the same machine; the bar divides
the sum of the ones by the sum of the others. Also timed, for comparison: a bare kernel without pytest,
and the notebooks and as many bare ones by one pytest as the project's test command runs them, two at a
time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import nbformat
from jupyter_client.manager import KernelManager

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import shared

import notebooks

SOLUTIONS = sorted((notebooks.ROOT / "solutions").glob("*.ipynb"))
TIMES_KERNEL = 3.0  # the bar, in bare kernel starts
ROUNDS = 3
PATIENCE = 60  # seconds until a bare kernel has surely answered
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with=tests/nbval_sanitize.cfg"]
ALONE = [*NBVAL, "-p", "no:xdist"]
TOGETHER = [*NBVAL, "--numprocesses=2", "--dist=loadfile"]
PLAIN = ["-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]


def bare(folder: Path, count: int) -> list[Path]:
    """Write notebooks of one cell that does nothing.

    Parameters
    ----------
    folder : pathlib.Path
        Where to.
    count : int
        How many.

    Returns
    -------
    list of pathlib.Path
        The files.
    """
    cell = nbformat.v4.new_code_cell("pass", execution_count=1)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=kernel)
    paths = [folder / f"bare_{number}.ipynb" for number in range(count)]
    for path in paths:
        nbformat.write(notebook, path)
    return paths


def run(paths: list[Path], options: list[str], folder: Path) -> tuple[float, float]:
    """Run nbval on notebooks.

    Parameters
    ----------
    paths : list of pathlib.Path
        The notebooks.
    options : list of str
        ``ALONE`` or ``TOGETHER``.
    folder : pathlib.Path
        Where pytest's report goes.

    Returns
    -------
    tuple of float
        Seconds: of the cells with their kernels, and of the whole command.

    Raises
    ------
    RuntimeError
        If a cell fails.
    """
    told = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", *PLAIN, *options, f"--junit-xml={told}", *map(str, paths)]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=notebooks.ROOT, capture_output=True, text=True, check=False)
    whole = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"nbval failed, so no time counts. Mend this first:\n{done.stdout[-3000:]}")
    cases = ET.parse(told).iter("testcase")  # noqa: S314 - pytest wrote it for us
    return sum(float(case.get("time", 0)) for case in cases), whole


def kernel() -> float:
    """Return the seconds that a kernel takes without pytest: up, one cell answered, and down."""
    begun = time.perf_counter()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    client.execute_interactive("pass", timeout=PATIENCE)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return time.perf_counter() - begun


def name_of(path: Path) -> str:
    """Return a notebook's folder and the number of its lesson."""
    return f"{path.parent.name}/{path.stem}"


def each_alone(paths: list[Path], rounds: int, folder: Path) -> dict[str, list[tuple[float, ...]]]:
    """Time every notebook by a pytest of its own, each after a bare one and a bare kernel.

    Parameters
    ----------
    paths : list of pathlib.Path
        The notebooks.
    rounds : int
        How often.
    folder : pathlib.Path
        For the bare notebook and pytest's reports.

    Returns
    -------
    dict of str to list of tuple of float
        Seconds by notebook, one entry a round: its cells, the bare notebook's, the bare kernel, the
        whole command.
    """
    (nothing,) = bare(folder, 1)
    found: dict[str, list[tuple[float, ...]]] = {name_of(path): [] for path in paths}
    for _ in range(rounds):
        for path in paths:
            sys.stderr.write(f"{name_of(path)}\n")
            least, up = run([nothing], ALONE, folder)[0], kernel()
            cells, whole = run([path], ALONE, folder)
            found[name_of(path)].append((cells, least, up, whole))
    return found


def as_in_the_tests(paths: list[Path], folder: Path) -> list[str]:
    """Time all notebooks, and as many bare ones, as the test command runs them.

    Parameters
    ----------
    paths : list of pathlib.Path
        The notebooks.
    folder : pathlib.Path
        For the bare notebooks and pytest's reports.

    Returns
    -------
    list of str
        A Markdown table.
    """
    sets = {"the notebooks": paths, "as many bare notebooks": bare(folder, len(paths))}
    found = {name: run(files, TOGETHER, folder) for name, files in sets.items()}
    head = ["All by one pytest, two at a time", "Cells and kernels, s", "Whole command, s"]
    rows = [
        [f"{len(paths)}: {name}", *(f"{seconds:.1f}" for seconds in pair)] for name, pair in found.items()
    ]
    (cells, whole), (least, command) = found.values()
    return shared.table(head, [*rows, ["ratio", f"{cells / least:.2f}", f"{whole / command:.2f}"]])


def alone_table(found: dict[str, tuple[float, ...]]) -> list[str]:
    """Return the table of the notebooks run alone.

    Parameters
    ----------
    found : dict of str to tuple of float
        Median seconds, in the order of ``each_alone``.

    Returns
    -------
    list of str
        Markdown.
    """
    head = ["Notebook, by a pytest of its own", "Cells and kernel, s", "Bare kernel before it, s", "Ratio"]
    rows = [
        [name, f"{cells:.2f}", f"{start:.2f}", f"{cells / start:.2f}", f"{whole:.2f}"]
        for name, (cells, start, _, whole) in found.items()
    ]
    return shared.table([*head, "Whole command, s"], rows)


def main() -> None:
    """Print both tables, and the bar."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    paths = [*notebooks.LESSONS, *SOLUTIONS]
    shared.as_installed()
    with tempfile.TemporaryDirectory() as name:
        each = each_alone(paths, rounds, Path(name))
        together = as_in_the_tests(paths, Path(name))
    found = {
        name: tuple(statistics.median(column) for column in zip(*times, strict=True))
        for name, times in each.items()
    }
    cells, starts, without, _ = (sum(column) for column in zip(*found.values(), strict=True))
    told = (
        f"Rounds: {rounds} (medians); {os.cpu_count()} cores. All {len(paths)} notebooks: {cells:.1f} s; "
        f"as many bare kernels by nbval {starts:.1f} s, without pytest {without:.1f} s."
    )
    demand = f"nbval's time for the {len(paths)} notebooks, in the bare kernel starts that they need,"
    bar = shared.at_most(demand, TIMES_KERNEL, {"all together": cells / starts})
    shared.finish([told, "", *alone_table(found), "", *together], [bar])


if __name__ == "__main__":
    main()
