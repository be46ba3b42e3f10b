"""Copies the course to a folder of the learner, for ``pioneer start``, and brings newer versions later.

Nothing here overwrites a file that the learner changed, and a copy that fails half-way is undone. A
newer version of a changed file arrives beside it, once.
"""

import contextlib
import hashlib
import itertools
import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

PARTS = ("notebooks", "exercises")
START = "notebooks/00_start_here.ipynb"
FOLDER = "pioneers-course"
RECORD = ".pioneers.json"
CHANGED = "you changed it"
NEWER = "you changed it; the course has a newer version"
FOREIGN = "it was there before and differs from the course"
LOCKED = "it is read-only; the course has a newer version"
GONE = "it is no longer part of the course"
MISSING = "it was missing"
BESIDE = re.compile(r"_new_version(_\d+)?\.ipynb$")


class StartError(Exception):
    """What failed, why and what to do instead, in one sentence for the learner."""


class Step(NamedTuple):
    """What happens to one file; ``path`` is relative to the learner's folder.

    ``source`` is the file of the course that it is copied from, if that has another name.
    """

    path: str
    action: Literal["kept", "added", "updated"]
    note: str = ""
    source: str = ""


def course_folder(package: Path = Path(__file__).parent) -> Path:
    """Find the lessons: inside an installed package, or beside it in a clone.

    Raises
    ------
    StartError
        If neither place holds the first lesson.
    """
    for place in (package / "course", package.parent):
        if (place / START).is_file():
            return place
    message = (
        f"The lessons were not found because {package} is an incomplete installation: install "
        "it again with  python -m pip install --force-reinstall pioneer-data"
    )
    raise StartError(message)


def course_files(course: Path) -> list[str]:
    """List the notebooks of the course, in order, relative to its folder."""
    files = [file for part in PARTS for file in sorted((course / part).glob("*.ipynb"))]
    return [file.relative_to(course).as_posix() for file in files]


def plan(course: Path, folder: Path) -> list[Step]:
    """Decide for each file of the course, in order of path, what to do; writes nothing.

    Raises
    ------
    OSError
        If a file in the learner's folder or in the course cannot be read.
    """
    record = _read_record(folder)
    paths = course_files(course)
    steps = [step for path in paths for step in _steps(path, course, folder, record)]
    gone = [path for path in sorted(set(record) - set(paths)) if not BESIDE.search(path)]
    return steps + [Step(path, "kept", GONE) for path in gone if (folder / path).exists()]


def _steps(path: str, course: Path, folder: Path, record: dict[str, str]) -> Iterator[Step]:
    written, new = record.get(path), digest(course / path)
    if not (folder / path).exists():
        yield Step(path, "added", MISSING if written else "")
        return
    current = digest(folder / path)
    untouched = current in record.values()  # a newer version may have been put in its place by hand
    if current == new:
        yield Step(path, "kept")
    elif untouched and (folder / path).stat().st_mode & stat.S_IWUSR:
        yield Step(path, "updated")
    else:
        note = LOCKED if untouched else CHANGED if written == new else NEWER if written else FOREIGN
        yield Step(path, "kept", note)
        if note != CHANGED:
            yield from _beside(path, new, folder, record)


def _beside(path: str, new: str, folder: Path, record: dict[str, str]) -> Iterator[Step]:
    # Each version is offered once: a learner who deletes or renames it does not get it again.
    note = f"the newer version of {Path(path).name}"
    for number in itertools.count(1):
        name = path.removesuffix(".ipynb") + "_new_version" + (f"_{number}" * (number > 1)) + ".ipynb"
        current = digest(folder / name) if (folder / name).exists() else None
        if new in (current, record.get(name)):
            return
        if current in (None, record.get(name)):
            yield Step(name, "updated" if current else "added", note, path)
            return


def apply(course: Path, folder: Path, steps: Sequence[Step]) -> None:
    """Carry out a plan: every file whole, the record of what was written last, or nothing at all.

    Raises
    ------
    OSError
        If a file cannot be written; by then every change has been undone.
    """
    writes = _writes(course, folder, steps)
    if writes:
        write_all(writes)


def _writes(course: Path, folder: Path, steps: Sequence[Step]) -> dict[Path, bytes]:
    # Nothing where all is as it should be: a complete folder may be read-only.
    before = _read_record(folder)
    record = before | {step.path: digest(_source(course, step)) for step in steps if _as_given(step)}
    changes = [step for step in steps if step.action != "kept"]
    writes = {folder / step.path: _source(course, step).read_bytes() for step in changes}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    return writes | {folder / RECORD: text.encode("utf-8")} if changes or record != before else {}


def _source(course: Path, step: Step) -> Path:
    return course / (step.source or step.path)


def _as_given(step: Step) -> bool:
    return step.action != "kept" or not step.note


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    # Without a readable record every differing file counts as the learner's, so none is lost.
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_all(writes: dict[Path, bytes]) -> None:
    """Write all files or, if one cannot be written, leave everything as it was.

    Parameters
    ----------
    writes : dict of pathlib.Path to bytes
        The content of each file; folders are made.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    before = {target: target.read_bytes() if target.exists() else None for target in writes}
    made: list[Path] = []
    try:
        for target, data in writes.items():
            _make_folder(target.parent, made)
            _draft(target).write_bytes(data)
        for target in writes:
            _draft(target).replace(target)
    except BaseException:
        _undo(before, made)
        raise


def _draft(target: Path) -> Path:
    # In the same folder: a rename between two disks would not be atomic.
    return target.with_name(f".{target.name}.new")


def _make_folder(folder: Path, made: list[Path]) -> None:
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir()
        made.append(place)


def _undo(before: dict[Path, bytes | None], made: list[Path]) -> None:
    for target, data in before.items():
        with contextlib.suppress(OSError):
            _draft(target).unlink(missing_ok=True)
            if data is None:
                target.unlink(missing_ok=True)
            elif target.read_bytes() != data:
                target.write_bytes(data)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


def obstacle(folder: Path) -> str | None:
    """Say why the course cannot be written to an absolute ``folder``, or None if it can."""
    for place in (folder, *(folder / part for part in PARTS)):
        nearest = next((near for near in (place, *place.parents) if near.exists()), None)
        if nearest is None:
            return f"{folder.anchor} does not exist"
        if not nearest.is_dir():
            return f"{nearest} is a file, not a folder"
        if not os.access(nearest, os.W_OK | os.X_OK):
            return f"you are not allowed to write in {nearest}"
    return None


def prepare(course: Path, folder: Path) -> list[Step]:
    """Copy the course to an absolute ``folder`` and return what was done to each file.

    Raises
    ------
    StartError
        If the folder cannot be written; nothing has changed then.
    """
    try:
        why = obstacle(folder)
        if why is None or (folder / RECORD).is_file():
            steps = plan(course, folder)
            if why is None or not _writes(course, folder, steps):
                apply(course, folder, steps)
                return steps
    except OSError as error:
        why = f"{error.strerror or error} ({error.filename or folder})"
    message = (
        f"The course was not copied to {folder} because {why}, and nothing was changed: choose "
        "another folder, for example  pioneer start ~/Documents/pioneers"
    )
    raise StartError(message)


def report(folder: Path, steps: Sequence[Step]) -> list[str]:
    """Give one line a file, then a summary line, then where newer versions of kept files lie."""
    width = max(len(step.path) for step in steps)
    lines = [f"{s.path:<{width}}  {s.action}{s.note and ': ' + s.note}" for s in steps]
    actions = [step.action for step in steps]
    counts = [f"{actions.count(name)} {name}" for name in ("added", "updated", "kept")]
    lines.append(f"Course folder {folder}: {', '.join(counts)}.")
    if any(step.source for step in steps):
        lines.append(
            "Your files stayed as they are. Newer versions lie beside them, with new_version in the name."
        )
    return lines
