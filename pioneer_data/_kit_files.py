"""The folder of a workshop kit: drafted beside, then put in place as a whole; what others put there stays."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pioneer_data._copying import StartError, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RECORD, SUMS, WHEELS, PAGES = "kit.json", "SHA256SUMS.txt", "wheels", "pages"
PLACE = re.compile(rf"(?:(?:{WHEELS}|{PAGES})/)?\w[\w.+!-]*")
"""Names that a kit has; whatever else stands in a record of checksums is not touched."""


class Kit(NamedTuple):
    """What a folder holds of an earlier kit.

    Parameters
    ----------
    targets : list of (str, str)
        Systems and Pythons it was made for.
    sums : dict of str to str
        The checksum of each of its files, when it was made.
    """

    targets: list[tuple[str, str]]
    sums: dict[str, str]


def read(folder: Path) -> Kit:
    """Return what is known of an earlier kit; of a folder that holds none, nothing.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.

    Returns
    -------
    Kit
        What it holds.
    """
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        targets = [(str(system), str(python)) for system, python in known["for"]]
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        pairs = (line.partition("  ") for line in lines)
        return Kit(targets, {name: checksum for checksum, _, name in pairs if PLACE.fullmatch(name)})
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return Kit([], {})


def held(kit: Kit, part: str) -> list[str]:
    """Return the names of what an earlier kit had in one of its folders.

    Parameters
    ----------
    kit : Kit
        What it held.
    part : str
        The folder.

    Returns
    -------
    list of str
        The names.
    """
    return [name for name in kit.sums if name.startswith(f"{part}/")]


def whole(folder: Path, kit: Kit, part: str) -> list[Path]:
    """Return what is still as an earlier kit made it, in one of its folders.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    kit : Kit
        What it held.
    part : str
        The folder.

    Returns
    -------
    list of pathlib.Path
        The files.
    """
    names = [name for name in held(kit, part) if (folder / name).is_file()]
    return [folder / name for name in names if digest(folder / name) == kit.sums[name]]


@contextlib.contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """Yield a new folder inside of ``folder``, on the same disk; afterwards neither stays if left empty.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it is not there.

    Yields
    ------
    pathlib.Path
        For what is not yet in its place.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".pioneer-kit-", dir=folder))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
    finally:
        for place in made:
            with contextlib.suppress(OSError):
                place.rmdir()


def refuse_foreign(folder: Path, kit: Kit, drafted: Path, names: Iterable[str]) -> list[str]:
    """Return the files that are new or differ; refuse to replace what no kit made.

    Parameters
    ----------
    folder, drafted : pathlib.Path
        Where files go, and where they are.
    kit : Kit
        What the folder held.
    names : iterable of str
        The files.

    Returns
    -------
    list of str
        The names of those that have to be moved.

    Raises
    ------
    StartError
        If a file of the same name is not of a kit, or a page was changed since.
    """
    found = {name: digest(folder / name) for name in names if (folder / name).exists()}
    changed = [name for name in names if found.get(name) != digest(drafted / name)]
    foreign = [name for name in changed if name in found and not _is_ours(name, found[name], kit)]
    if foreign:
        raise StartError(
            f"Nothing was changed in {folder} because pioneer did not make {', '.join(sorted(foreign))} "
            "there, or it was changed since: choose another folder, or move the file away."
        )
    return changed


def _is_ours(name: str, found: str, kit: Kit) -> bool:
    if name == SUMS:  # it stands in no record but belongs to one
        return bool(kit.sums)
    # Nobody edits a wheel: one of ours that differs was damaged.
    return kit.sums.get(name) == found or (name in kit.sums and name.startswith(f"{WHEELS}/"))


def obsolete(folder: Path, kit: Kit, names: Iterable[str]) -> list[str]:
    """Return the files that an earlier kit made and nobody changed, and that are no longer of use.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    kit : Kit
        What it held.
    names : iterable of str
        What stays.

    Returns
    -------
    list of str
        The names.
    """
    old = set(kit.sums) - set(names)
    there = sorted(name for name in old if (folder / name).is_file())
    return [name for name in there if _is_ours(name, digest(folder / name), kit)]


def put(folder: Path, drafted: Path, names: Sequence[str], gone: Sequence[str]) -> None:
    """Move drafted files to their places and others out; if one cannot be moved, all is as it was.

    Parameters
    ----------
    folder, drafted : pathlib.Path
        Where to, and where from; both on one disk.
    names, gone : sequence of str
        What is put in, and what is taken out.

    Raises
    ------
    OSError
        If a file cannot be moved.
    """
    moved: list[tuple[Path, Path]] = []
    made = [place for place in sorted({(folder / name).parent for name in names}) if not place.exists()]
    try:
        for place in made:
            place.mkdir()
        for name in (*gone, *names):
            if (folder / name).exists():
                moved.append(_move(folder / name, drafted / "before" / name))
            if name in names:
                moved.append(_move(drafted / name, folder / name))
    except BaseException:
        _undo(moved, made)
        raise


def _move(source: Path, target: Path) -> tuple[Path, Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    return source, target


def _undo(moved: list[tuple[Path, Path]], made: list[Path]) -> None:
    for source, target in reversed(moved):
        with contextlib.suppress(OSError):
            target.replace(source)
    for place in reversed(made):
        with contextlib.suppress(OSError):
            place.rmdir()


def sums(digests: dict[str, str]) -> str:
    """Return the lines of checksums, as ``sha256sum`` reads them.

    Parameters
    ----------
    digests : dict of str to str
        The checksum of each file.

    Returns
    -------
    str
        One line a file, sorted by name.
    """
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
