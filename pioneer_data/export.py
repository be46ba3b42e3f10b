"""Makes the course into pages that need no Python, no script and no internet: ``pioneer export``."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pioneer_data._copying import StartError, course_folder, write_all

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("html",)
EXTRA = {"nbconvert": "nbconvert", "vl_convert": "vl-convert-python", "tqdm": "tqdm"}
"""What the extra ``export`` installs: the modules, and their names in the package index."""


def run(
    folder: str | Path, to: str = "html", *, exercises_only: bool = False, instructor: bool = False
) -> int:
    """Write the course, or a handout of its exercises, as pages; the lessons are not run.

    Parameters
    ----------
    folder : str or pathlib.Path
        Where to; it is made if it is not there. Files of other names stay as they are.
    to : {"html"}
        The format.
    exercises_only : bool
        Whether to write one page of all exercises instead, for paper.
    instructor : bool
        Whether to show the notes for instructors, which learners should not see. These pages have
        names of their own and never come into a folder that holds pages for learners.

    Returns
    -------
    int
        0 if all pages were written, 1 if none was; the reason is on standard error.

    Examples
    --------
    >>> run("pages", to="papyrus")
    1
    """
    try:
        _refuse_unknown(to)
        _refuse_both(exercises_only=exercises_only, instructor=instructor)
        _refuse_missing()
        target = Path(os.path.abspath(Path(folder).expanduser()))  # noqa: PTH100 - as in cli
        _refuse_other_edition(target, instructor=instructor)
        pages = _made(exercises_only=exercises_only, instructor=instructor)
        _refuse_foreign(target, pages)
        _written(target, pages)
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _say(target, pages)
    if instructor:
        sys.stdout.write("This is the instructor's edition: do not hand it out.\n")
    return 0


def _refuse_unknown(to: str) -> None:
    if to not in FORMATS:
        raise StartError(f"Nothing was written because there is no format {to}: choose html.")


def _refuse_both(*, exercises_only: bool, instructor: bool) -> None:
    if exercises_only and instructor:
        raise StartError(
            "Nothing was written because the exercises have no notes for instructors: leave out --exercises "
            "or --instructor. How to mark them stands in the folder solutions of the repository."
        )


def _refuse_missing() -> None:
    missing = [name for module, name in EXTRA.items() if importlib.util.find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise StartError(
            f"Nothing was written because {' and '.join(missing)} {verb} not installed: install it "
            f'with  "{sys.executable}" -m pip install "pioneer-data[export]"'
        )


def _refuse_other_edition(folder: Path, *, instructor: bool) -> None:
    from pioneer_data._export_pages import of_other_edition  # noqa: PLC0415 - needs the extra

    try:
        there = sorted(folder.glob("*.html"))
        other = [
            file.name
            for file in there
            if of_other_edition(file.name, file.read_bytes(), instructor=instructor)
        ]
    except OSError as error:
        raise _not_written(folder, error) from None
    if other:
        whose = "learners" if instructor else "instructors"
        raise StartError(
            f"Nothing was written in {folder} because it holds pages for {whose} ({other[0]}), and one "
            "edition could be handed out for the other: choose another folder."
        )


def _made(*, exercises_only: bool, instructor: bool) -> dict[str, bytes]:
    from pioneer_data import _export_pages  # noqa: PLC0415 - needs the extra
    from pioneer_data._export_tables import ExportError  # noqa: PLC0415 - as above

    try:
        with _export_pages.edition(course_folder(), instructor=instructor) as made:
            pages = made.handout() if exercises_only else made.pages()
            return dict(_with_progress(pages, 1 if exercises_only else 1 + len(made.course)))
    except ExportError as error:
        raise StartError(str(error)) from None


def _with_progress(pages: Iterator[tuple[str, bytes]], number: int) -> Iterator[tuple[str, bytes]]:
    bar: Any = importlib.import_module("tqdm").tqdm
    # disable=None: no bar where standard error is a file.
    yield from bar(pages, total=number, desc="pages", unit="page", disable=None, leave=False)


def _refuse_foreign(folder: Path, pages: dict[str, bytes]) -> None:
    from pioneer_data._export_pages import is_ours  # noqa: PLC0415 - needs the extra

    try:
        there = [folder / name for name in pages if (folder / name).exists()]
        foreign = [file.name for file in there if not is_ours(file.read_bytes())]
    except OSError as error:
        raise _not_written(folder, error) from None
    if foreign:
        raise StartError(
            f"Nothing was written in {folder} because pioneer did not make {', '.join(foreign)} there, or it "
            "was changed since: choose another folder, or move the file away."
        )


def _written(folder: Path, pages: dict[str, bytes]) -> None:
    try:
        write_all({folder / name: content for name, content in pages.items()})
    except OSError as error:
        raise _not_written(folder, error) from None


def _not_written(folder: Path, error: OSError) -> StartError:
    why = f"{error.strerror or error} ({error.filename or folder})"
    return StartError(f"Nothing was written in {folder} because of {why}: choose another folder.")


def _say(folder: Path, pages: dict[str, bytes]) -> None:
    size = sum(map(len, pages.values())) / 1_000_000
    first = folder / next(iter(pages))
    count = f"{len(pages)} page{'' if len(pages) == 1 else 's'}"
    sys.stdout.write(f"{folder}: {count}, {size:.1f} MB.\nTo read, open  {first.as_uri()}\n")
    sys.stdout.flush()
