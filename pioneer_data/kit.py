"""Makes a folder that installs and teaches the course without any internet: ``pioneer kit``."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pioneer_data import _kit_course, _kit_files, _kit_guide, _kit_targets, _kit_wheels, export
from pioneer_data._constraints import COURSE, FILE, constraints_file
from pioneer_data._copying import StartError, course_folder, digest
from pioneer_data._kit_files import PAGES, RECORD, SUMS, WHEELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pioneer_data._kit_files import Kit
    from pioneer_data._kit_targets import Target

GUIDE = "START.html"
OURS = COURSE.replace("-", "_")
NEEDED = {**export.EXTRA, "pip": "pip"}
"""The modules that a kit is made with, and their names in the package index."""


class Made(NamedTuple):
    """A kit that is in its place.

    Parameters
    ----------
    folder : pathlib.Path
        Where.
    names : list of str
        Its files.
    targets : list of Target
        What it is for.
    fetched, removed : int
        The number of wheels that were fetched now, and of files that were of no more use.
    """

    folder: Path
    names: list[str]
    targets: list[Target]
    fetched: int
    removed: int


def run(folder: str | Path, systems: Sequence[str] = (), pythons: Sequence[str] = ()) -> int:
    """Make a workshop kit, or bring one up to date.

    Parameters
    ----------
    folder : str or pathlib.Path
        Where to; it is made if it is not there. Files of other names stay as they are.
    systems : sequence of str
        ``linux``, ``linux-arm``, ``windows``, ``macos-arm``, ``macos-intel``; none stands for this one.
    pythons : sequence of str
        Such as ``3.12``; none stands for this one. If neither is given and a kit is there, it is brought
        up to date for what it holds.

    Returns
    -------
    int
        0 if the kit is whole, 1 if nothing was changed; the reason is on standard error.

    Examples
    --------
    >>> run("kit", systems=["amiga"])
    1
    """
    try:
        made = _made(Path(os.path.abspath(Path(folder).expanduser())), systems, pythons)  # noqa: PTH100 - as in cli
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in _report(made):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return 0


def _made(folder: Path, systems: Sequence[str], pythons: Sequence[str]) -> Made:
    try:
        held = _kit_files.read(folder)
        targets = _kit_targets.chosen(systems, pythons, held.targets)
        _refuse_missing()
        with _kit_files.draft(folder) as draft:
            return _Work(folder, held, targets, draft).done()
    except OSError as error:
        why = f"{error.strerror or error} ({error.filename or folder})"
        message = (
            f"Nothing was changed in {folder} because of {why}: make room there, or choose another folder."
        )
        raise StartError(message) from None


def _refuse_missing() -> None:
    missing = [name for module, name in NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        how = "-m ensurepip" if missing == ["pip"] else '-m pip install "pioneer-data[kit]"'
        raise StartError(
            f"The kit was not made because {' and '.join(missing)} {verb} not installed: install it with  "
            f'"{sys.executable}" {how}'
        )


class _Work:
    """One kit in the making."""

    def __init__(self, folder: Path, held: Kit, targets: list[Target], draft: Path) -> None:
        self.folder, self.held, self.targets, self.draft = folder, held, targets, draft
        kept = _kit_files.whole(folder, held, WHEELS)
        self.wheels = _kit_wheels.Wheels(file for file in kept if not file.name.startswith(f"{OURS}-"))
        self.fetched = 0

    def done(self) -> Made:
        """Draft everything, check it, and put it in its place."""
        names = [*self._drafted(), self._write(RECORD, self._record())]
        digests = {name: digest(self._where(name)) for name in names}
        names.append(self._write(SUMS, _kit_files.sums(digests).encode()))
        moving = [name for name in names if (self.draft / name).exists()]
        changed = _kit_files.refuse_foreign(self.folder, self.held, self.draft, moving)
        gone = _kit_files.obsolete(self.folder, self.held, names)
        _kit_files.put(self.folder, self.draft, changed, gone)
        return Made(self.folder, names, self.targets, self.fetched, len(gone))

    def _where(self, name: str) -> Path:
        return next(place / name for place in (self.draft, self.folder) if (place / name).exists())

    def _write(self, name: str, content: bytes) -> str:
        (self.draft / name).parent.mkdir(exist_ok=True)
        (self.draft / name).write_bytes(content)
        return name

    def _record(self) -> bytes:
        made_for = [target.key for target in self.targets]
        course = f"{COURSE} {importlib.metadata.version(COURSE)}"
        return f"{json.dumps({'course': course, 'for': made_for}, indent=1)}\n".encode()

    def _drafted(self) -> Iterator[str]:
        texts = {**_kit_course.licences(), FILE: constraints_file().read_bytes()}
        for name, content in {**texts, GUIDE: _kit_guide.page(self.targets)}.items():
            yield self._write(name, content)
        name, content = _kit_course.course_wheel()
        yield self._write(f"{WHEELS}/{name}", content)
        self.wheels.add(self.draft / WHEELS / name)
        number, pages = (0, iter(())) if self._has_pages_of(name) else _pages()
        with _bar(len(self._missing()) + number) as bar:
            yield from self._other_wheels(name.split("-")[1], bar)
            for name, content in pages:
                yield self._write(f"{PAGES}/{name}", content)
                bar.update()
        if not number:
            yield from _kit_files.held(self.held, PAGES)

    def _has_pages_of(self, course: str) -> bool:
        # They take longest, and are those of this course if its wheel is the same, byte for byte.
        wheel, held = f"{WHEELS}/{course}", _kit_files.held(self.held, PAGES)
        same = self.held.sums.get(wheel) == digest(self.draft / wheel)
        return same and len(held) == len(_kit_files.whole(self.folder, self.held, PAGES)) > 0

    def _ends(self) -> list[Target]:
        return [end for target in self.targets for end in target.ends()]

    def _missing(self) -> set[tuple[str, str]]:
        lists = [self.wheels.absent(end.needs(), end.tags) for end in self._ends()]
        return {one for missing in lists for one in missing.items()}

    def _other_wheels(self, version: str, bar: Any) -> list[str]:  # noqa: ANN401 - tqdm has no types
        used: set[str] = set()
        for target in self._ends():
            needs = _kit_wheels.complete(self.wheels, target, version, self._fetching(bar))
            for one in needs.items():
                used |= {f"{WHEELS}/{file.name}" for file in self.wheels.find(*one, target.tags)}
        return sorted(used)

    def _fetching(self, bar: Any) -> Callable[[Target, dict[str, str]], None]:  # noqa: ANN401 - as above
        def fetch(target: Target, needs: dict[str, str]) -> None:
            place = self.draft / "fetched"
            _kit_wheels.download(target, needs, place, bar.update)
            for file in sorted(place.glob("*.whl")):
                self.wheels.add(file.replace(self.draft / WHEELS / file.name))
                self.fetched += 1

        return fetch


def _pages() -> tuple[int, Iterator[tuple[str, bytes]]]:
    from pioneer_data import _export_pages  # noqa: PLC0415 - needs the extra
    from pioneer_data._export_tables import ExportError  # noqa: PLC0415 - as above

    def pages() -> Iterator[tuple[str, bytes]]:
        try:
            with _export_pages.edition(course_folder()) as edition:
                yield from edition.pages()
        except ExportError as error:
            raise StartError(str(error)) from None

    return 1 + len(_export_pages.sources(course_folder())), pages()


def _bar(number: int) -> Any:  # noqa: ANN401 - as above
    bar: Any = importlib.import_module("tqdm").tqdm
    # disable=None: no bar where standard error is a file.
    return bar(total=number, desc="wheels and pages", unit="file", disable=None, leave=False)


def _report(made: Made) -> Iterator[str]:
    parts = {"wheels": WHEELS, "pages": PAGES, "guide and lists": ""}
    sizes = [(Path(name).parent.name, (made.folder / name).stat().st_size) for name in made.names]
    yield f"{made.folder}:"
    for label, part in parts.items():
        yield _line(label, [size for place, size in sizes if place == part])
    yield _line("in all", [size for _, size in sizes])
    yield f"{made.fetched} wheels were fetched now; {made.removed} files of an earlier kit were removed."
    computers = [_kit_guide.computer(*one) for one in _kit_guide.by_system(made.targets)]
    yield f"Every package is there for {'; '.join(computers)}."
    yield f"To begin, open  {(made.folder / GUIDE).as_uri()}  or type in a terminal in that folder:"
    for system, pythons in _kit_guide.by_system(made.targets):
        yield f"{system.words}:  {_kit_guide.start(system, pythons)}"


def _line(label: str, sizes: Sequence[int]) -> str:
    return f"{label:<16}{len(sizes):>5} files{sum(sizes) / 1_000_000:>8.1f} MB"
