"""Makes the file that a learner hands in: ``pioneer submit``, or ``submit("03")`` in a notebook cell.

The exercise is run again from the start, its tasks are listed, and a copy goes into one new file beside it.
Nothing is sent anywhere, and nothing that was there before is changed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import sys
import textwrap
import unicodedata
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TextIO

from nbformat.v4.rwbase import split_lines

from pioneer_data import _saving
from pioneer_data._clean_run import CELL_SECONDS, RUNNING, Ran, clean_run
from pioneer_data._exercise_file import (
    METADATA,
    Exercise,
    Place,
    SubmissionError,
    command,
    exercises,
    find,
    read,
    tasks,
)
from pioneer_data.checks import TASKS
from pioneer_data.checks._values import blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH = 79
NAME_LENGTH = 40
JUST_NOW = 15.0  # seconds between saving and running the next cell
SAVE = "Ctrl+S, on a Mac Cmd+S"
RIGHT, WRONG, PART, BLANK = "right so far", "not yet right", "not finished", "not answered"
EMPTY = "empty, nothing is written yet"


def submit(notebook: str | Path | None = None, name: str | None = None) -> None:
    """Make the file to hand in, from a cell of a notebook, and say in plain text what it holds.

    Save the notebook first: what is not saved is not in the file.

    Parameters
    ----------
    notebook : str, pathlib.Path or None
        The number of a lesson, such as ``"03"``, or the path of an exercise; None takes the notebook whose
        cell this is, or lists the exercises that are here.
    name : str or None
        Your name, as your teacher knows it; None asks for it.

    Examples
    --------
    >>> submit("no_such_exercise.ipynb", name="Ada")
    no_such_exercise.ipynb was not found, because there is no file of that name
    here: to see which exercises are here, type
      pioneer submit
    """
    if os.environ.get(RUNNING):
        _say("This cell does nothing while the exercise is run for handing in.")
        return
    own = os.environ.get("JPY_SESSION_NAME", "")
    if notebook is None and own.endswith(".ipynb") and Path(own).is_file():
        notebook = own
    # Without importing it: only a notebook has IPython loaded.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    run(notebook, name, live={} if shell is None else shell.user_ns)


def run(
    notebook: str | Path | None = None, name: str | None = None, *, live: Mapping[str, object] | None = None
) -> int:
    """Make the file to hand in, and say what it holds or why there is none.

    Parameters
    ----------
    notebook : str, pathlib.Path or None
        The number of a lesson or the path of an exercise; None lists the exercises that are here.
    name : str or None
        The learner's name; None asks for it.
    live : mapping of str to object or None
        The variables of the open notebook, if a cell of it asks; None on the command line.

    Returns
    -------
    int
        0 if a file was written, 1 if not.

    Examples
    --------
    >>> run("42", live={})
    Exercise 42 was not found, because there are only 01 to 05: to see which
    exercises are here, type
      pioneer submit
    1
    """
    try:
        if notebook is None:
            return _list()
        _submit(read(find(str(notebook))), name, live)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a learner never sees a traceback
        _say(_sentence(error), sys.stderr if live is None else sys.stdout)
        return 1
    return 0


def _sentence(error: BaseException) -> str:
    if isinstance(error, SubmissionError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "Nothing was written, because you stopped it: submit again when you are ready."
    if isinstance(error, OSError):  # such as a current folder or a disk that is gone
        return f"Nothing was written, because {_saving.why_not(error)}: try again in a folder of your own."
    return (
        f"Nothing was written, because the course's program failed ({type(error).__name__}: {error}): "
        "hand in the exercise itself, and show your teacher this sentence."
    )


def _list() -> int:
    found = exercises()
    if not found:
        raise SubmissionError(
            f"No exercise was found, because {Path.cwd()} and its folder exercises hold none: "
            "go to your course folder and try again there, with\n  cd pioneers-course\n  pioneer submit"
        )
    _say("Your exercises, and what to type to hand one in:")
    lessons = [one.lesson for one in found]
    for one in found:
        alone = lessons.count(one.lesson) == 1
        _say(f"\n  {one.file.name}, last saved {_when(_saved(one))}")
        _say(f"    {command(one.lesson if alone else one.file)}")
    return 1


def _submit(exercise: Exercise, name: str | None, live: Mapping[str, object] | None) -> None:
    _say(f"Exercise {exercise.lesson}: {exercise.file}")
    _say(_about_saving(exercise, from_cell=live is not None))
    name = _name(name)
    _refuse_closed(exercise.file.parent)
    limit = f"at most {CELL_SECONDS:.0f} seconds each"
    _say(f"\nIts cells now run from the start, in a Python of their own ({limit}) ...")
    places = tasks(exercise)
    with TemporaryDirectory(prefix="pioneer_submit_", ignore_cleanup_errors=True) as folder:
        ran = clean_run(exercise, places, Path(folder))
    for line in chain(_report(places, ran), _unsaved(live or {}, ran)):
        _say(line)
    file = _write(exercise, ran, name)
    _say(
        f"\nWritten: {file.name}\nin {file.parent.absolute()}\nThis is the file to hand in. Nothing was sent."
    )


def _saved(exercise: Exercise) -> datetime:
    return datetime.fromtimestamp(exercise.file.stat().st_mtime).astimezone()


def _when(saved: datetime) -> str:
    return f"at {saved:%H:%M} on {saved:%Y-%m-%d}, {_ago(saved)}"


def _ago(saved: datetime) -> str:
    seconds = (datetime.now(UTC) - saved).total_seconds()
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return "less than a minute ago"


def _about_saving(exercise: Exercise, *, from_cell: bool) -> str:
    saved = _saved(exercise)
    text = f"Last saved {_when(saved)}. What you changed after that is not in it. "
    if not from_cell:
        return (
            f"{text}If it is open in JupyterLab, save it there first ({SAVE}); then submit again if need be."
        )
    if (datetime.now(UTC) - saved).total_seconds() <= JUST_NOW:
        return text.strip()
    return (
        f"{text}Save first ({SAVE}), then run this cell again; an older file to hand in is not overwritten."
    )


def _name(name: str | None) -> str:
    try:
        name = input("Your name, as your teacher knows it: ") if name is None else name
    except (EOFError, RuntimeError):  # nobody can type: a pipe, or a notebook that a program runs
        name = ""
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not file_name(name):
        raise SubmissionError(
            "Nothing was written, because your name is missing and it is part of the file: type\n"
            '  pioneer submit 03 --name "Ada Lovelace"\nor in a cell\n  submit("03", name="Ada Lovelace")'
        )
    return name


def file_name(name: str) -> str:
    """Make a person's name fit for a file's name on every system.

    Parameters
    ----------
    name : str
        A name, in any script.

    Returns
    -------
    str
        Letters and digits, joined by ``_``; letters with accents lose them. Empty if nothing is left.

    Examples
    --------
    >>> file_name("Zoë  O'Brien-Łoś")
    'Zoe_O_Brien_Łos'
    >>> file_name("../..")
    ''
    """
    bare = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    letters = re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", "".join(bare)))
    return letters.strip("_")[:NAME_LENGTH].rstrip("_")


def _refuse_closed(folder: Path) -> None:
    # Known before the run, so that nobody waits for nothing.
    try:
        with TemporaryDirectory(dir=folder, prefix=".pioneer_"):
            pass
    except OSError as error:
        raise _not_written(folder, error) from None


def _not_written(folder: Path, error: OSError) -> SubmissionError:
    return SubmissionError(
        f"Nothing was written in {folder.absolute()}, because {_saving.why_not(error)}: "
        "copy the exercise to a folder of your own, and submit that copy."
    )


def _report(places: list[Place], ran: Ran) -> Iterator[str]:
    says = {place.name: _says(place, ran) for place in places}
    width = max((len(name) for name in says), default=0)
    yield ""
    yield from (f"  {name:<{width}}  {text}" for name, text in says.items())
    yield ""
    begun = [text for text in says.values() if not text.startswith((BLANK, EMPTY))]
    done = [text for text in begun if not text.startswith(PART)]
    yield f"{len(done)} of {len(says)} tasks answered; {done.count(RIGHT)} right so far."
    if says and not begun:
        yield "Nothing is answered in this file. Is it the one that you worked in, and is it saved?"
    if any(text.startswith((WRONG, PART)) for text in says.values()):
        yield "To see why one is not right yet, run its check cell in the notebook."
    yield from (f"\n{trouble}" for trouble in ran.troubles)


def _says(place: Place, ran: Ran) -> str:
    if place.words is not None:
        return f"written, {place.words} words" if place.words else EMPTY
    values = ran.answers[place.name]
    task = TASKS[place.name]
    if task.check(*values).ok:
        return RIGHT
    open_ones = [name for name, value in zip(task.answers, values, strict=True) if blank(value)]
    if place.untouched or len(open_ones) == len(values):
        return BLANK
    return f"{PART}, still blank: {', '.join(open_ones)}" if open_ones else WRONG


def _unsaved(live: Mapping[str, object], ran: Ran) -> Iterator[str]:
    pairs = {n: v for task, vs in ran.answers.items() for n, v in zip(TASKS[task].answers, vs, strict=True)}
    lost = [name for name, value in pairs.items() if blank(value) and not blank(live.get(name))]
    if lost:
        yield (
            f"\nIn the open notebook {', '.join(lost)} has a value, in the saved file it has none: save "
            f"({SAVE}) and run this cell again. If this stays, a cell is gone or stands in the wrong order."
        )


def _write(exercise: Exercise, ran: Ran, name: str) -> Path:
    record = {
        "lesson": exercise.lesson,
        "name": name,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": _version(),
        "sha256": hashlib.sha256(exercise.content).hexdigest(),
    }
    ran.notebook.metadata[METADATA] = record
    content = json.dumps(split_lines(ran.notebook), indent=1, ensure_ascii=False) + "\n"
    file = _free(exercise.file.parent, f"my_submission_{exercise.lesson}_{file_name(name)}")
    try:
        _saving.replace(file, content.encode("utf-8", "replace"), may_replace=lambda _old: False)
    except OSError as error:
        raise _not_written(file.parent, error) from None
    return file


def _free(folder: Path, stem: str) -> Path:
    names: Any = chain([stem], (f"{stem}_{number}" for number in count(2)))
    files = (folder / f"{name}.ipynb" for name in names)
    return next(file for file in files if not file.exists())


def _version() -> str:
    try:
        return importlib.metadata.version("pioneer-data")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _say(text: str, stream: TextIO | None = None) -> None:
    stream = stream or sys.stdout
    stream.write("\n".join(_wrap(line) for line in text.split("\n")) + "\n")
    stream.flush()


def _wrap(line: str) -> str:
    if line.startswith("  ") or len(line) <= WIDTH:  # a command must stay in one piece
        return line
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
