"""Time ``pioneer grade`` on 30 notebooks, hostile ones among them.

    python tests/benchmarks/grading.py [WORKERS]

The bar is three minutes on two processor cores, with the command's own limits.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import handed_in

from pioneer_data import checks, grading
from pioneer_data._exercise_file import register

COUNT = 30
BAR_SECONDS = 180


def submissions() -> dict[str, str]:
    """Return the text of each file to hand in, by name."""
    made = {name: handed_in.notebook(cells) for name, cells in handed_in.HOSTILE.items()}
    without = [cell for cell in handed_in.cells() if cell["id"] != "s03-004"]
    made["deleted_cell"] = handed_in.notebook(without)
    made["damaged"] = "{"
    made["empty"] = ""
    usual = (handed_in.notebook(handed_in.cells()) for _ in range(COUNT - len(made)))
    return made | {f"usual_{number}": text for number, text in enumerate(usual, 1)}


def main() -> None:
    """Grade them, and print the rows and the time."""
    register(handed_in.LESSON)
    checks.TASKS.clear()
    checks.TASKS.update(handed_in.TASKS)
    workers = int(sys.argv[1]) if len(sys.argv) > 1 else grading.WORKERS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        exercises = handed_in.write_exercise(Path(name, "exercises"))
        folder.mkdir()
        for learner, text in submissions().items():
            (folder / f"{learner}.ipynb").write_text(text, "utf-8")
        begun = time.monotonic()
        rows = grading.grade(folder, Path(name, "out"), exercises=exercises, workers=workers)
        taken = time.monotonic() - begun
    for row in rows:
        sys.stdout.write(f"{row.learner:15} {list(row.marks.values())!s:8} {row.status}: {row.reason}\n")
    statuses = dict(Counter(row.status for row in rows))
    sys.stdout.write(
        f"{len(rows)} notebooks in {taken:.0f} s (bar: {BAR_SECONDS} s), {workers} at a time, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {statuses}\n"
    )
    sys.exit(taken > BAR_SECONDS or len(rows) != COUNT)


if __name__ == "__main__":
    main()
