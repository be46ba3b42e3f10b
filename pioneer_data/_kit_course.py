"""The wheel of the course itself, put together from the files that the installed course uses.

There is one way for an installed course and for an editable clone. It needs no build program, takes in a
lesson that the instructor adapted, and gives the same bytes for the same course.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from pioneer_data._constraints import COURSE, FILE, constraints_file
from pioneer_data._copying import PARTS, StartError, course_folder

PACKAGE = Path(__file__).parent
LESSONS = ("[0-9][0-9]_*.ipynb", "*.svg")  # not what a learner made beside them, such as a file to hand in
INSIDE = "course"
STAMP = (2020, 2, 2, 0, 0, 0)  # a zip file wants a time; always the same gives the same bytes
WHEEL = "Wheel-Version: 1.0\nGenerator: pioneer kit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
LICENCES = ("LICENSE", "LICENSE-DATA")


def course_wheel() -> tuple[str, bytes]:
    """Make the wheel.

    Returns
    -------
    tuple of (str, bytes)
        The name of the file, and its content.

    Raises
    ------
    StartError
        If the course is not installed, or was installed from an earlier state of a clone.
    """
    installed = _installed()
    base = f"{COURSE.replace('-', '_')}-{installed.version}"
    files = {**_package(), **_described(installed, f"{base}.dist-info")}
    record = f"{base}.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in sorted(files.items())]
    return f"{base}-py3-none-any.whl", _zipped(files | {record: _lines([*lines, f"{record},,"])})


def licences() -> dict[str, bytes]:
    """Return the licences of the course by the names of their files."""
    installed = _installed()
    return {name: (installed.read_text(f"licenses/{name}") or "").encode() for name in LICENCES}


def _installed() -> Distribution:
    try:
        found = distribution(COURSE)
    except PackageNotFoundError:
        raise StartError(
            "The kit was not made because the course runs without being installed: install it with  "
            "python -m pip install -c constraints.txt ."
        ) from None
    _refuse_outdated(found, PACKAGE.parent / "pyproject.toml")
    return found


def _refuse_outdated(installed: Distribution, project: Path) -> None:
    # What an editable installation says it needs is as old as that installation.
    if not project.is_file():
        return
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    known = map(Requirement, installed.requires or [])
    if set(map(Requirement, wanted)) != {one for one in known if "extra" not in str(one.marker)}:
        raise StartError(
            "The kit was not made because the course was installed from an earlier state of "
            f"{project.parent}: install it again with  python -m pip install -c constraints.txt -e ."
        )


def _package() -> dict[str, bytes]:
    files = {
        f"{PACKAGE.name}/{file.relative_to(PACKAGE).as_posix()}": file.read_bytes()
        for file in PACKAGE.rglob("*")
        if file.is_file() and _belongs(file.relative_to(PACKAGE))
    }
    for part in PARTS:
        for file in (file for kind in LESSONS for file in (course_folder() / part).glob(kind)):
            files[f"{PACKAGE.name}/{INSIDE}/{part}/{file.name}"] = file.read_bytes()
    return files | {f"{PACKAGE.name}/{FILE}": constraints_file().read_bytes()}


def _belongs(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not hidden and path.parts[0] != INSIDE and path.suffix != ".pyc"


def _described(installed: Distribution, folder: str) -> dict[str, bytes]:
    texts = {name: installed.read_text(name) or "" for name in ("METADATA", "entry_points.txt")}
    content = {**texts, "WHEEL": WHEEL}
    described = {f"{folder}/{name}": text.encode() for name, text in content.items()}
    return described | {f"{folder}/licenses/{name}": content for name, content in licences().items()}


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _lines(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files, key=lambda name: (".dist-info/" in name, name)):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # as on Linux and macOS, for the same bytes on Windows
            archive.writestr(entry, files[name])
    return made.getvalue()
