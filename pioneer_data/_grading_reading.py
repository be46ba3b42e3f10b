"""Reads what learners handed in, for ``pioneer grade``: which exercise, whose, which cells."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from pioneer_data import checks
from pioneer_data._copying import StartError, course_folder
from pioneer_data._exercise_file import (
    CALL,
    CELL_ID,
    IMPORT,
    LESSON_ID,
    METADATA,
    MODULES,
    PLACEHOLDER,
    register,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pioneer_data.checks import Task

LARGEST = 20_000_000
FORMAT = 4
TASK = re.compile(r"^\*(\d\d\.\d[\w-]*) ·", re.MULTILINE)
WRITTEN = re.compile(r"\*\*Task (\d\d\.\d[\w-]*)\*\*")
NOT_NEEDED = re.compile(r"\s*(checks\.\w+\([\w\s,]*\)|hint\([^()]*\))\s*")
HANDED_IN = re.compile(r"^my_submission_\d\d_|[._ -]submission$", re.IGNORECASE)
STEM = re.compile(
    r"[ _.-]*0[1-5]_(evaluation_design|ki_survey_trends|did_results|mdt_findings|weighing_the_evidence)"
    r"[ _.-]*"
)


class RefusedError(Exception):
    """A file cannot be graded; the message gives the reason."""


class Cell(NamedTuple):
    """A cell as it was handed in."""

    name: str
    is_code: bool
    source: str
    tags: tuple[str, ...]
    ran_as: int | None


class Notebook(NamedTuple):
    """A notebook as it was handed in; ``digest`` is of the whole file."""

    cells: tuple[Cell, ...]
    handed_in: dict[str, Any]
    digest: str


class Place(NamedTuple):
    """The cells of a task, by their ids: where the answer goes, and the check."""

    answers: tuple[str, ...]
    check: str


class Exercise(NamedTuple):
    """An exercise as it was given out: the order of its cells, and where each task is."""

    order: tuple[str, ...]
    sources: dict[str, str]
    places: dict[str, Place]
    written: dict[str, str]


def read(file: Path) -> Notebook:
    """Read a notebook file.

    Parameters
    ----------
    file : pathlib.Path
        The file.

    Returns
    -------
    Notebook
        Its cells.

    Raises
    ------
    RefusedError
        If it is no notebook.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise RefusedError(f"the file has {size / 1e6:.0f} MB, and {LARGEST / 1e6:.0f} MB is the most")
        content = file.read_bytes()
    except OSError as error:
        raise RefusedError(f"the file could not be read: {error.strerror or error}") from None
    if not content.strip():
        raise RefusedError("the file is empty")
    return _notebook(content)


def _notebook(content: bytes) -> Notebook:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RefusedError("the file is damaged: it is no complete JSON text, as a notebook is") from None
    try:
        cells = tuple(map(_cell, found["cells"]))
        metadata = found.get("metadata") or {}
        handed_in = metadata.get(METADATA) or {}
        if found["nbformat"] != FORMAT:
            raise RefusedError(
                f"the notebook has format {found['nbformat']!r}; save it in JupyterLab, as format 4"
            )
        return Notebook(cells, dict(handed_in), hashlib.sha256(content).hexdigest())
    except (LookupError, TypeError, ValueError, AttributeError):
        raise RefusedError("the file is no notebook: it holds other JSON") from None


def _cell(cell: dict[str, Any]) -> Cell:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else ()
    count = cell.get("execution_count")
    return Cell(
        str(cell.get("id", "")),
        cell["cell_type"] == "code",
        "".join(cell["source"]),
        tuple(map(str, tags)) if isinstance(tags, list) else (),
        count if isinstance(count, int) else None,
    )


def lesson_of(notebook: Notebook) -> str:
    """Return the number of the lesson whose exercise a notebook is.

    Parameters
    ----------
    notebook : Notebook
        The notebook.

    Returns
    -------
    str
        Such as ``"03"``.

    Raises
    ------
    RefusedError
        If it is no exercise of this course.
    """
    ids = Counter(match[1] for cell in notebook.cells if (match := CELL_ID.fullmatch(cell.name)))
    text = "\n".join(cell.source for cell in notebook.cells)
    named = Counter(name[:2] for name in [*TASK.findall(text), *WRITTEN.findall(text)])
    imported = Counter(MODULES[name] for name in IMPORT.findall(text) if name in MODULES)
    for found in (ids, named, imported):
        if found and found.most_common(1)[0][0] in MODULES.values():
            return found.most_common(1)[0][0]
    if any(LESSON_ID.fullmatch(cell.name) for cell in notebook.cells):
        raise RefusedError("it is a lesson of this course, and only exercises are graded")
    raise RefusedError("it is no exercise of this course")


def tasks_of(lesson: str) -> list[Task]:
    """Return the tasks of a lesson that are checked.

    Parameters
    ----------
    lesson : str
        Such as ``"03"``.

    Returns
    -------
    list of Task
        In the order of the exercise.
    """
    register(lesson)
    return [task for task in checks.TASKS.values() if task.lesson == lesson]


def original(lesson: str, folder: Path | None) -> Notebook | None:
    """Read an exercise as it was given out.

    Parameters
    ----------
    lesson : str
        Such as ``"03"``.
    folder : pathlib.Path or None
        The folder of the exercises; None for the one that came with the package.

    Returns
    -------
    Notebook or None
        None if there is none.
    """
    try:
        place = course_folder() / "exercises" if folder is None else folder
        return next((read(file) for file in sorted(place.glob(f"{lesson}_*.ipynb"))), None)
    except (RefusedError, StartError):
        return None


def describe(notebook: Notebook, tasks: Sequence[Task]) -> Exercise:
    """Find the tasks in a notebook.

    Parameters
    ----------
    notebook : Notebook
        The exercise as given out; if that is not at hand, as handed in.
    tasks : sequence of Task
        The tasks of its lesson.

    Returns
    -------
    Exercise
        The places.
    """
    by_check = {task.judge.__name__: task.name for task in tasks}
    places: dict[str, Place] = {}
    since: list[str] = []
    for cell in notebook.cells:
        called = next((name for name in CALL.findall(cell.source) if name in by_check), None)
        if cell.is_code and called is not None:
            places[by_check[called]] = Place(tuple(since), cell.name)
            since = []
        elif "answer" in cell.tags:
            since.append(cell.name)
    order = tuple(cell.name for cell in notebook.cells)
    sources = {cell.name: cell.source for cell in notebook.cells}
    return Exercise(order, sources, places, dict(_written(notebook)))


def _written(notebook: Notebook) -> Iterator[tuple[str, str]]:
    number = 0
    for cell in notebook.cells:
        if not cell.is_code and ("manual" in cell.tags or PLACEHOLDER in cell.source):
            number += 1
            found = WRITTEN.search(cell.source) or TASK.search(cell.source)
            yield found[1] if found else f"written task {number}", cell.name


def written_answer(notebook: Notebook, exercise: Exercise, name: str) -> str:
    """Return what a learner wrote for a written task, without the task's own text.

    Parameters
    ----------
    notebook : Notebook
        As handed in.
    exercise : Exercise
        As given out.
    name : str
        The id of the cell.

    Returns
    -------
    str
        Markdown; cells that the learner put right after it are part of it.
    """
    at = next((place for place, cell in enumerate(notebook.cells) if cell.name == name), None)
    if at is None:
        return ""
    given = {line.strip() for line in exercise.sources[name].replace(PLACEHOLDER, "").splitlines()}
    lines = notebook.cells[at].source.replace(PLACEHOLDER, "\n").splitlines()
    own = [line for line in lines if not line.strip() or line.strip() not in given]
    for cell in notebook.cells[at + 1 :]:
        if cell.is_code or cell.name in exercise.sources:
            break
        own += ["", cell.source]
    return "\n".join(own).strip()


def end_of(notebook: Notebook, place: Place) -> int | None:
    """Return where in a notebook a task ends, None if none of its cells is there."""
    ids = {*place.answers, place.check}
    return max((at for at, cell in enumerate(notebook.cells) if cell.name in ids), default=None)


def is_needed(cell: Cell) -> bool:
    """Return whether a cell has to be run: checks and hints have not."""
    return cell.is_code and bool(cell.source.strip()) and not NOT_NEEDED.fullmatch(cell.source)


def remarks(notebook: Notebook, exercise: Exercise) -> list[str]:
    """Note what is unusual about the cells; none of this costs a point.

    Parameters
    ----------
    notebook : Notebook
        As handed in.
    exercise : Exercise
        As given out.

    Returns
    -------
    list of str
        Short sentences.
    """
    here = [cell.name for cell in notebook.cells]
    ours = [name for name in here if name in exercise.sources]
    gone = [name for name in exercise.order if name not in here]
    counts = [cell.ran_as for cell in notebook.cells if cell.is_code and cell.ran_as is not None]
    return [
        *([f"cells missing: {', '.join(gone)}"] if gone else []),
        *([f"cells added: {len(here) - len(ours)}"] if len(here) > len(ours) else []),
        *(["cells moved"] if ours != sorted(ours, key=exercise.order.index) else []),
        *(["saved without having been run"] if not counts else []),
        *(["cells were run in another order before it was saved"] if counts != sorted(counts) else []),
    ]


def learner_of(file: Path, folder: Path, notebook: Notebook | None) -> str:
    """Return the learner's name: of the sub-folder, of the file to hand in, or of the file.

    Parameters
    ----------
    file : pathlib.Path
        The notebook.
    folder : pathlib.Path
        The folder of all.
    notebook : Notebook or None
        Its content, None if it could not be read.

    Returns
    -------
    str
        A name of at least one character.
    """
    if file.parent != folder:
        return file.parent.name
    given = notebook.handed_in.get("name") if notebook is not None else None
    if isinstance(given, str) and given.strip() and given.isprintable():
        return given.strip()[:100]
    return STEM.sub("", HANDED_IN.sub("", file.stem)).strip(" _.-") or file.stem
