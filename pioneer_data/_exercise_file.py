"""Finds and reads a learner's exercise notebook, for ``pioneer submit``."""

from __future__ import annotations

import contextlib
import importlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pioneer_data.checks
from pioneer_data._copying import StartError, course_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = {"design": "01", "survey": "02", "did": "03", "mdt": "04", "weighing": "05"}
FOLDERS = ("pioneers-course/exercises", ".", "exercises", "../exercises")  # a clone holds a blank set too
METADATA = "pioneer_submission"
PLACEHOLDER = "*Write your answer here, in this cell.*"
CELL_ID = re.compile(r"s(\d\d)-\d+")
LESSON_ID = re.compile(r"l\d\d-\d+")
IMPORT = re.compile(r"from pioneer_data\.checks import (\w+)")
CALL = re.compile(r"^\s*checks\.(\w+)\(", re.MULTILINE)
TASK_NAME = re.compile(r"\*\*Task (\d\d\.\d[\w-]*)\*\*|^\*(\d\d\.\d[\w-]*) ·", re.MULTILINE)

Cell = dict[str, Any]


class SubmissionError(Exception):
    """What failed, why and what to do instead, for the learner; nothing was written."""


class Exercise(NamedTuple):
    """An exercise notebook as it is on the disk; ``cells`` have their source as one text each."""

    file: Path
    lesson: str
    content: bytes
    notebook: dict[str, Any]

    @property
    def cells(self) -> list[Cell]:
        """All cells, in order."""
        found: list[Cell] = self.notebook["cells"]
        return found


def read(file: Path) -> Exercise:
    """Read an exercise notebook.

    Raises
    ------
    SubmissionError
        If there is none, or if it is not an exercise of this course.
    """
    content = _bytes(file)
    notebook = _notebook(content)
    if notebook is None:
        raise SubmissionError(
            f"{file.name} could not be read, because it is no complete notebook file: open it in "
            "JupyterLab and choose File > Revert Notebook to Checkpoint. For a new one rename it, and type\n"
            "  pioneer start"
        )
    if METADATA in notebook["metadata"]:
        raise SubmissionError(
            f"{file.name} was not prepared again, because it is already a file to hand in: "
            "hand it in as it is, or give the exercise itself, such as\n  pioneer submit 03"
        )
    lesson = _lesson(notebook["cells"])
    if lesson is None:
        raise SubmissionError(f"{file.name} was not prepared, because {_what(notebook['cells'])}: {LOOK}")
    return Exercise(file, lesson, content, notebook)


LOOK = "to see which exercises are here, type\n  pioneer submit"


def _bytes(file: Path) -> bytes:
    if file.is_dir():
        raise SubmissionError(f"{file} was not prepared, because it is a folder, not a notebook: {LOOK}")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise SubmissionError(
            f"{file} was not found, because there is no file of that name here: {LOOK}"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SubmissionError(
            f"{file.name} could not be read, because the computer does not allow it ({why}): "
            "copy it to a folder of your own, and give that copy."
        ) from None


def _notebook(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content.decode("utf-8-sig"))
        cells = [_joined(cell) for cell in found["cells"]]
        whole = found["nbformat"] == 4 and isinstance(found.setdefault("metadata", {}), dict)  # noqa: PLR2004
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return found | {"cells": cells} if whole else None


def _joined(cell: Cell) -> Cell:
    source = "".join(cell["source"])  # a list of lines, or already one text
    metadata = cell.get("metadata", {})
    joined = {**cell, "source": source, "metadata": metadata if isinstance(metadata, dict) else {}}
    return joined | ({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})


def _lesson(cells: list[Cell]) -> str | None:
    ids = Counter(match[1] for cell in cells if (match := CELL_ID.fullmatch(str(cell.get("id")))))
    imports = [MODULES.get(name) for cell in cells for name in IMPORT.findall(cell["source"])]
    named = [number for number in imports if number]
    found = ids.most_common(1)[0][0] if ids else next(iter(named), None)
    return found if found in MODULES.values() else None


def _what(cells: list[Cell]) -> str:
    if any(LESSON_ID.fullmatch(str(cell.get("id"))) for cell in cells):
        return "it is a lesson, and only exercises are handed in"
    return "it is no exercise of this course"


def exercises() -> list[Exercise]:
    """Read the exercises of the first folder that holds any; files to hand in are none."""
    for folder in FOLDERS:
        found = []
        for file in sorted(Path(folder).glob("*.ipynb")):
            with contextlib.suppress(SubmissionError):
                found.append(read(file))
        if found:
            return found
    return []


def find(what: str) -> Path:
    """Give the file of a path or of the number of a lesson.

    Raises
    ------
    SubmissionError
        If no exercise, or more than one, has that number.
    """
    if not re.fullmatch(r"\d{1,2}", what):
        with contextlib.suppress(RuntimeError):  # no home folder to put for the tilde
            return Path(what).expanduser()
        return Path(what)
    lesson = what.zfill(2)
    if lesson not in MODULES.values():
        raise SubmissionError(f"Exercise {lesson} was not found, because there are only 01 to 05: {LOOK}")
    files = [one.file for one in exercises() if one.lesson == lesson] or _damaged(lesson)
    if len(files) == 1:
        return files[0]
    raise SubmissionError(_none(lesson) if not files else _several(lesson, files))


def _damaged(lesson: str) -> list[Path]:
    # One that is there but cannot be read: reading it again says what to do about it.
    places = [sorted(Path(folder).glob(f"{lesson}_*.ipynb")) for folder in FOLDERS]
    return [file for files in places for file in files if file.is_file()][:1]


def _none(lesson: str) -> str:
    return (
        f"Exercise {lesson} was not found, because neither {Path.cwd()} nor its folder exercises holds it: "
        "give the path of your file, or go to your course folder first with\n  cd pioneers-course"
    )


def _several(lesson: str, files: list[Path]) -> str:
    commands = "".join(f"\n  {command(file)}" for file in files)
    return (
        f"Exercise {lesson} was not prepared, because {len(files)} files hold it: "
        f"say which one you mean by typing one of these{commands}"
    )


def command(file: Path | str) -> str:
    """Give what to type to hand in a file."""
    name = str(file)
    return f'pioneer submit "{name}"' if re.search(r"[^\w./\\:-]", name) else f"pioneer submit {name}"


class Place(NamedTuple):
    """A task in a notebook; ``cell`` is the place of its check cell or written answer, None if it is gone."""

    name: str
    cell: int | None
    words: int | None = None  # of a written answer
    untouched: bool = False  # all code before its check is as the course gave it


def tasks(exercise: Exercise) -> list[Place]:
    """List the tasks of an exercise in the order of the notebook, those without a cell last."""
    original = _original(exercise)
    places = [*_checked(exercise, original), *_written(exercise, original)]
    return sorted(places, key=lambda place: len(exercise.cells) if place.cell is None else place.cell)


def _checked(exercise: Exercise, original: list[Cell]) -> Iterator[Place]:
    register(exercise.lesson)
    given = {(cell.get("id"), cell["source"]) for cell in original}
    calls: dict[str, int] = {}
    changed: set[str] = set()
    touched = False
    for place, cell in enumerate(exercise.cells):
        if cell["cell_type"] == "code":
            touched = touched or (cell.get("id"), cell["source"]) not in given
            names = CALL.findall(cell["source"])
            calls |= dict.fromkeys(names, place)
            changed |= set(names if touched else ())
            touched = touched and not names
    for task in pioneer_data.checks.TASKS.values():
        if task.lesson == exercise.lesson:
            name = task.judge.__name__
            yield Place(task.name, calls.get(name), untouched=name in calls and name not in changed)


def register(lesson: str) -> None:
    """Import the checks of a lesson, which puts its tasks into ``TASKS``."""
    for module in (name for name, number in MODULES.items() if number == lesson):
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(f"pioneer_data.checks.{module}")


def _written(exercise: Exercise, original: list[Cell]) -> list[Place]:
    ours = {cell.get("id"): cell for cell in original if _is_written(cell)}
    here = {cell.get("id"): place for place, cell in enumerate(exercise.cells) if _is_written(cell)}
    found = []
    for number, (name, place) in enumerate((dict.fromkeys(ours) | here).items(), 1):
        cell = ours.get(name, {}) if place is None else exercise.cells[place]
        words = 0 if place is None else len(_answer(cell["source"], ours.get(name)).split())
        found.append(Place(_name(cell.get("source", "")) or f"written task {number}", place, words))
    return found


def _is_written(cell: Cell) -> bool:
    return cell["cell_type"] == "markdown" and (
        "manual" in cell["metadata"].get("tags", ()) or PLACEHOLDER in cell["source"]
    )


def _name(source: str) -> str:
    match = TASK_NAME.search(source)
    return "" if match is None else match[1] or match[2]


def _answer(source: str, original: Cell | None) -> str:
    if original is None:  # the text of the task cannot be told from the answer
        return source.rpartition(PLACEHOLDER)[2]
    given = {line.strip() for line in original["source"].splitlines()}
    lines = (line.strip() for line in source.replace(PLACEHOLDER, "\n").splitlines())
    return "\n".join(line for line in lines if line not in given).strip("*_ \n")


def _original(exercise: Exercise) -> list[Cell]:
    # By number: the learner may have renamed the file.
    with contextlib.suppress(StartError, OSError, SubmissionError):
        folder = course_folder() / "exercises"
        return next((read(file).cells for file in sorted(folder.glob(f"{exercise.lesson}_*.ipynb"))), [])
    return []
