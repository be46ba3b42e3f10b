"""Grades a folder of exercise notebooks: ``pioneer grade FOLDER --out REPORT``.

Each notebook is copied to a temporary folder and run there, cell by cell, in a Python process of its
own with limits of time and memory, without its check and hint cells. The values of the answers leave
that process as data after each cell and are judged here, so what a notebook overwrites in NumPy, pandas
or this package earns nothing, and a cell that loops or crashes costs its own task only.

What this does not protect against:

- A notebook can say whatever values it likes. Whoever types the right table and the right number gets
  the points; a task that asks for the intermediate table as well makes that harder, no more. The
  solutions are public.
- It can read every file that you can read. Python itself refuses it the network, other programs and
  writing outside its temporary folder, but compiled code (``ctypes``) does not ask Python. On Linux with
  ``unshare`` the system keeps the network and other processes out of its reach as well; on other systems
  nothing does. On Windows memory is not limited.
- So grade work of people you know, as a user without rights that matter, and for strangers' work use a
  container or a virtual machine that you throw away afterwards.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import json
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pioneer_data import _grading_pages, _grading_reading, _grading_worker, _wire
from pioneer_data._grading_reading import Notebook, RefusedError
from pioneer_data._grading_worker import Limits, Ran

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pioneer_data._grading_reading import Exercise
    from pioneer_data.checks import Task

__all__ = ["GRADED", "NOT_GRADED", "PARTLY", "GradingError", "Limits", "Row", "grade"]

GRADED = "graded"
PARTLY = "graded, but cells were cut off"
NOT_GRADED = "not graded"
FAILED = "the grader failed"
RECORD = "results.json"
WORKERS = 2


class GradingError(Exception):
    """What failed, why and what to do instead; nothing was graded."""


@dataclass
class Row:
    """What came of one file.

    Parameters
    ----------
    learner : str
        From the sub-folder, the file to hand in, or the file's name.
    file : str
        Path below the folder.
    status : str
        ``GRADED``, ``PARTLY``, ``NOT_GRADED``, or that the grader itself failed.
    reason : str
        Why it was not graded, what was cut off, and what is unusual about the file.
    lesson : str
        Such as ``"03"``; empty if it is no exercise.
    marks : dict
        1 or 0 by task.
    messages : dict
        What the learner reads, by task.
    written : dict
        The learner's text by written task; a person marks it.
    remarks : list of str
        What is unusual about the cells; costs no point.
    key : str
        Stands for the file, the exercise and the limits; a row with the same key is not made again.
    """

    learner: str
    file: str
    status: str = NOT_GRADED
    reason: str = ""
    lesson: str = ""
    marks: dict[str, int] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    key: str = ""

    @property
    def points(self) -> int:
        """How many tasks are right."""
        return sum(self.marks.values())


@dataclass
class _Work:
    """A file to grade, and what is known of it before."""

    path: Path
    row: Row
    notebook: Notebook | None = None


def grade(  # noqa: PLR0913 - the run's settings
    folder: Path,
    out: Path,
    *,
    lesson: str | None = None,
    again: bool = False,
    workers: int = WORKERS,
    limits: Limits | None = None,
    exercises: Path | None = None,
) -> list[Row]:
    """Grade every notebook of a folder and write the marks and one page of feedback a learner.

    Parameters
    ----------
    folder : pathlib.Path
        Holds notebooks, or one sub-folder a learner with notebooks.
    out : pathlib.Path
        Where ``grades.csv``, the folder ``feedback`` and a record of finished rows go.
    lesson : str, optional
        Such as ``"03"``: notebooks of other lessons are refused. Without it each counts for its own.
    again : bool
        Grade files again that did not change since they were graded.
    workers : int
        How many notebooks run at a time.
    limits : Limits, optional
        Seconds a cell and a notebook, bytes of memory.
    exercises : pathlib.Path, optional
        The folder of the exercises as they were given out; by default the package's own.

    Returns
    -------
    list of Row
        One a learner and exercise, and one for each file that cannot be read, by learner.

    Raises
    ------
    GradingError
        If there is nothing to grade, or the report cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ada.ipynb").write_text("")
    ...     rows = grade(Path(folder), Path(folder, "report"))
    >>> rows[0].learner, rows[0].status, rows[0].reason
    ('ada', 'not graded', 'the file is empty')
    """
    limits = limits or Limits()
    files = _files(folder, out)
    before = {} if again else _recorded(out)
    works = _only_latest([_prepare(file, folder, lesson, limits, exercises) for file in files])
    kept = [work for work in works if _is_kept(work, before)]
    _say(_opening(len(works), len(kept), limits))
    for work in kept:
        work.row = before[work.row.file]
    _make(out)
    _grade_all([work for work in works if work not in kept], works, out, limits, max(1, workers), exercises)
    rows = sorted(
        (work.row for work in works), key=lambda row: (row.learner.casefold(), row.lesson, row.file)
    )
    _grading_pages.write(out, rows, _about(limits))
    return rows


def _files(folder: Path, out: Path) -> list[Path]:
    if not folder.is_dir():
        raise GradingError(
            f"{folder} was not graded, because it is no folder: give the folder of the notebooks."
        )
    found = sorted([*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb")])
    kept = [file for file in found if file.is_file() and not _aside(file, folder) and out not in file.parents]
    if not kept:
        raise GradingError(
            f"{folder} was not graded, because neither it nor its sub-folders hold a file ending in .ipynb: "
            "unpack the submissions there first."
        )
    return kept


def _aside(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _make(out: Path) -> None:
    try:
        (out / "feedback").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GradingError(
            f"The report was not begun, because {out} cannot be written ({error.strerror}): "
            "give another folder with --out."
        ) from None


def _recorded(out: Path) -> dict[str, Row]:
    try:
        found = json.loads((out / RECORD).read_text("utf-8"))
        return {row["file"]: Row(**row) for row in found}
    except (OSError, ValueError, TypeError, LookupError):
        return {}  # none yet, or of another version: everything is graded again


def _prepare(file: Path, folder: Path, lesson: str | None, limits: Limits, exercises: Path | None) -> _Work:
    row = Row("", file.relative_to(folder).as_posix())
    notebook = None
    try:
        notebook = _grading_reading.read(file)
        row.lesson = _grading_reading.lesson_of(notebook)
        _refuse_other(row.lesson, lesson)
        given = _grading_reading.original(row.lesson, exercises)
        row.key = _key(notebook.digest, "" if given is None else given.digest, limits)
    except RefusedError as error:
        row.reason = str(error)
    row.learner = _grading_reading.learner_of(file, folder, notebook)
    return _Work(file, row, notebook)


def _refuse_other(found: str, wanted: str | None) -> None:
    if wanted not in {None, found}:
        raise RefusedError(f"it is the exercise of lesson {found}, and lesson {wanted} is graded")
    if not _grading_reading.tasks_of(found):
        raise RefusedError(f"lesson {found} has no checks")


def _key(digest: str, given: str, limits: Limits) -> str:
    parts = [digest, given, _version(), *map(str, limits)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _version() -> str:
    try:
        return importlib.metadata.version("pioneer-data")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _only_latest(works: list[_Work]) -> list[_Work]:
    """Keep a learner's latest notebook of each exercise; its row names the others."""
    groups: dict[tuple[str, ...], list[_Work]] = {}
    for work in works:
        alone = () if work.row.key else (work.row.file,)
        groups.setdefault((work.row.learner.casefold(), work.row.lesson, *alone), []).append(work)
    for group in groups.values():
        group.sort(key=lambda work: (_when(work), work.row.file))
        others = [work.row.file for work in group[:-1]]
        if others:
            group[-1].row.remarks.append(f"the latest of {len(group)}; not graded: {', '.join(others)}")
            group[-1].row.key = _key(group[-1].row.key, "\n".join(others), Limits())
    return [group[-1] for group in groups.values()]


def _when(work: _Work) -> float:
    handed_in = {} if work.notebook is None else work.notebook.handed_in
    try:
        return dt.datetime.fromisoformat(handed_in["when"]).timestamp()
    except (LookupError, TypeError, ValueError, OverflowError, OSError):
        return work.path.stat().st_mtime


def _is_kept(work: _Work, before: Mapping[str, Row]) -> bool:
    old = before.get(work.row.file)
    return old is not None and old.status in {GRADED, PARTLY} and work.row.key == old.key != ""


def _grade_all(  # noqa: PLR0913, PLR0917 - the run's settings
    todo: Sequence[_Work],
    works: Sequence[_Work],
    out: Path,
    limits: Limits,
    workers: int,
    exercises: Path | None,
) -> None:
    stop, begun = threading.Event(), time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        running = {pool.submit(_grade, work, limits, stop, exercises): work for work in todo}
        try:
            for number, work in enumerate(_finished(running), 1):
                _record(out, works)
                _say(f"{number} of {len(todo)}, {time.monotonic() - begun:.0f} s: {_outcome(work.row)}")
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _finished(running: Mapping[Future[None], _Work]) -> Iterator[_Work]:
    left = set(running)
    while left:
        done, left = wait(left, timeout=1.0, return_when=FIRST_COMPLETED)  # so that Ctrl+C comes through
        for future in done:
            future.result()
            yield running[future]


def _outcome(row: Row) -> str:
    marks = f"{row.points} of {len(row.marks)}" if row.marks else row.reason
    return f"{row.learner}, {row.file}: {row.status}, {marks}"


def _record(out: Path, works: Iterable[_Work]) -> None:
    rows = [asdict(work.row) for work in works if work.row.status in {GRADED, PARTLY}]
    draft = out / f"{RECORD}.new"
    draft.write_text(json.dumps(rows, indent=1), "utf-8")
    draft.replace(out / RECORD)


def _grade(work: _Work, limits: Limits, stop: threading.Event, exercises: Path | None) -> None:
    if work.notebook is None or work.row.reason:
        return
    try:
        _mark(work, work.notebook, limits, stop, exercises)
    except _grading_worker.CancelledError:
        work.row.status, work.row.reason = FAILED, "it was stopped before this notebook had ended"
    except Exception as error:  # noqa: BLE001 - one notebook never stops the run
        work.row.status = FAILED
        work.row.reason = f"no Python could be started or read for it ({type(error).__name__}: {error})"


def _mark(
    work: _Work, notebook: Notebook, limits: Limits, stop: threading.Event, exercises: Path | None
) -> None:
    row, tasks = work.row, _grading_reading.tasks_of(work.row.lesson)
    given = _grading_reading.original(row.lesson, exercises)
    exercise = _grading_reading.describe(given or notebook, tasks)
    names = sorted({name for task in tasks for name in task.answers})
    cells = [(at, cell.source) for at, cell in enumerate(notebook.cells) if _grading_reading.is_needed(cell)]
    ran = _grading_worker.run(cells, names, limits, stop, work.path)
    for task in tasks:
        row.marks[task.name], row.messages[task.name] = _judge(task, notebook, exercise, ran)
    row.written = {
        name: _grading_reading.written_answer(notebook, exercise, cell)
        for name, cell in exercise.written.items()
    }
    row.remarks += _grading_reading.remarks(notebook, exercise)
    row.status = PARTLY if ran.cut else GRADED
    row.reason = "; ".join(ran.cut)


def _judge(task: Task, notebook: Notebook, exercise: Exercise, ran: Ran) -> tuple[int, str]:
    """Judge a task by its answers where it ends in the notebook, or else by the last ones."""
    place = exercise.places.get(task.name)
    end = None if place is None else _grading_reading.end_of(notebook, place)
    found = [_values(task, state) for state in (_at(ran, end), ran.last)]
    results = [task.check(*map(_wire.unpack, values)) for values in found]
    right = next((result for result in results if result.ok), None)
    if right is not None:
        return 1, right.message
    return 0, " ".join([results[0].message, *_why(task, notebook, exercise, ran)])


def _values(task: Task, state: Mapping[str, Any]) -> list[Any]:
    return [state.get(name, {"kind": "blank"}) for name in task.answers]


def _at(ran: Ran, end: int | None) -> dict[str, Any]:
    if end is None:
        return ran.last
    before = [at for at in ran.answers if at <= end]
    return ran.answers[max(before)] if before else {}


def _why(task: Task, notebook: Notebook, exercise: Exercise, ran: Ran) -> Iterator[str]:
    """Say what happened to the cells of a task whose answer is not right."""
    place = exercise.places.get(task.name)
    if place is None:
        return
    here = {cell.name: at for at, cell in enumerate(notebook.cells)}
    if any(name not in here for name in place.answers):
        yield "(cell missing: the cell for this answer is not in the notebook.)"
    for at in (here[name] for name in place.answers if name in here):
        if at in ran.stopped:
            yield f"(Its cell, number {at + 1}, stopped: {ran.stopped[at]}.)"
        elif _grading_reading.is_needed(notebook.cells[at]) and at not in ran.answers:
            yield f"(Its cell, number {at + 1}, was not run, because the notebook was cut off before it.)"


def _opening(count: int, kept: int, limits: Limits) -> str:
    return f"{count} to grade, {kept} of them graded before and unchanged.\n{_about(limits)}"


def _about(limits: Limits) -> str:
    return (
        f"Limits: {limits.cell_seconds:g} seconds a cell, {limits.notebook_seconds:g} seconds a notebook, "
        f"{limits.memory / 1024**3:g} GB of memory ({_grading_worker.memory_limit()}).\n"
        f"Kept from the notebooks: {_grading_worker.fence()[1]}. "
        "Python refuses them other programs, and writing outside their temporary folder."
    )


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def run(  # noqa: PLR0913 - the options of the command
    folder: str,
    out: str,
    lesson: str | None,
    seconds: tuple[float, float],
    memory: float,
    *,
    workers: int,
    again: bool,
) -> int:
    """Carry out the command ``pioneer grade``.

    Parameters
    ----------
    folder, out : str
        Where the notebooks are, and where the report goes.
    lesson : str or None
        As `grade` takes it; ``"3"`` is fine.
    seconds : tuple of float
        For a cell, and for a notebook.
    memory : float
        Gigabytes.
    workers : int
        How many notebooks run at a time.
    again : bool
        Whether to grade unchanged files again.

    Returns
    -------
    int
        0 if every notebook was graded, 1 if some were not or nothing was done, 130 after Ctrl+C.
    """
    limits = Limits(*seconds, int(memory * 1024**3))
    number = None if lesson is None else lesson.zfill(2)
    try:
        rows = grade(
            Path(folder).absolute(),
            Path(out).absolute(),
            lesson=number,
            again=again,
            workers=workers,
            limits=limits,
        )
    except GradingError as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say(
            "Stopped. Finished notebooks are kept: the same command goes on from there and writes the table."
        )
        return 130
    left = [row for row in rows if row.status not in {GRADED, PARTLY}]
    _say(f"{len(rows) - len(left)} of {len(rows)} graded. The marks are in {Path(out, 'grades.csv')}.")
    for row in left:
        _say(f"  {row.status}: {row.learner}, {row.file}: {row.reason}")
    return 1 if left else 0
