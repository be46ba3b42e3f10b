"""What the benchmarks share: Markdown tables, bars that are met or missed, and the machine's load.

Each benchmark prints Markdown; a bar is a line of it that begins with ``MET`` or ``MISSED``, so that
``report.py`` can tell. A benchmark that missed a bar ends with exit code 1.
"""

from __future__ import annotations

import compileall
import os
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pioneer_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MET = "* Bar met: "
MISSED = "* **Bar missed:** "


class Bar(NamedTuple):
    """A demand, and what was found.

    Parameters
    ----------
    demand : str
        What shall be so, in words.
    found : str
        What was found, in words.
    met : bool
        Whether it is so.
    """

    demand: str
    found: str
    met: bool

    def __str__(self) -> str:
        """Return the bar as a line of the report."""
        return f"{MET if self.met else MISSED}{self.demand}. Found: {self.found.rstrip('.')}."


def at_most(demand: str, limit: float, found: dict[str, float], unit: str = "") -> Bar:
    """Return the bar that every figure is at most a limit.

    Parameters
    ----------
    demand : str
        What is measured, in words.
    limit : float
        The largest figure allowed.
    found : dict of str to float
        The figures by name.
    unit : str
        Written after a figure.

    Returns
    -------
    Bar
        It names all figures above the limit, or else the largest one.
    """
    over = {name: figure for name, figure in found.items() if not figure <= limit}
    worst = max(found, key=lambda name: found[name])
    named = over or {worst: found[worst]}
    words = ", ".join(f"{name} {figure:.3g}{unit}" for name, figure in named.items())
    return Bar(f"{demand} is at most {limit:g}{unit}", words if over else f"largest {words}", not over)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table: its first column holds words, the others numbers.

    Parameters
    ----------
    head : sequence of str
        The names of the columns.
    rows : iterable of sequence
        The cells of each row, in the order of the columns.

    Returns
    -------
    list of str
        The lines.
    """
    rule = "|".join(["---", *["--:"] * (len(head) - 1)])
    lines = [f"| {' | '.join(map(str, row))} |" for row in [head, *rows]]
    return [lines[0], f"|{rule}|", *lines[1:]]


def late(times: Sequence[float]) -> float:
    """Return the 95th percentile.

    Parameters
    ----------
    times : sequence of float
        At least two.

    Returns
    -------
    float
        In the unit of the times.
    """
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def as_installed() -> None:
    """Let programs that are started from here on find compiled modules, as pip leaves them."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(pioneer_data.__file__).parent, quiet=1)


def load() -> str:
    """Return the machine's load averages over 1, 5 and 15 minutes."""
    if not hasattr(os, "getloadavg"):
        return "not known on this system"
    return ", ".join(f"{each:.2f}" for each in os.getloadavg())


def finish(lines: Sequence[str], bars: Sequence[Bar] = ()) -> None:
    """Print a benchmark's lines and its bars, and end the program.

    Parameters
    ----------
    lines : sequence of str
        Markdown.
    bars : sequence of Bar
        What was demanded.

    Raises
    ------
    SystemExit
        Always; with 1 if a bar was missed.
    """
    told = [*lines, "", *map(str, bars)] if bars else [*lines]
    sys.stdout.write("\n".join(told) + "\n")
    sys.stdout.flush()
    raise SystemExit(int(not all(bar.met for bar in bars)))
