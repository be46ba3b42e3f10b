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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import handed_in
import shared

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
    """Grade them, and print the time, the rows and the bars."""
    shared.as_installed()
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
    told = [[row.learner, list(row.marks.values()), row.status, row.reason] for row in rows]
    statuses = ", ".join(f"{count} {status}" for status, count in Counter(row.status for row in rows).items())
    lines = [f"{workers} at a time, {os.cpu_count()} cores: {taken:.0f} s. {statuses}.", ""]
    lines += shared.table(["Learner", "Marks", "Status", "Reason"], told)
    marked = shared.Bar(f"All {COUNT} files get a row", f"{len(rows)} rows", len(rows) == COUNT)
    shared.finish(lines, [shared.at_most("Grading", BAR_SECONDS, {"all together": taken}, " s"), marked])


if __name__ == "__main__":
    main()
