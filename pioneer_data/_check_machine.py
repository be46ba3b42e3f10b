"""Looks at the folder, the disk, the ports and the memory, for ``check``: what was found, and the mend.

What is written here for Windows and macOS has been tried on neither.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pioneer_data._copying import FOLDER, PARTS, RECORD, course_files, course_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 2**20
KERNEL = 128 * MEGABYTE
"""A lesson's kernel: the most that any took of its own (USS) in tests/benchmarks/kernel_memory.py."""
SERVER = 96 * MEGABYTE
"""JupyterLab's server: 87 MB of its own (USS), read with psutil on Linux after two lessons were opened and
run in one page of JupyterLab 4.6.6, started as ``pioneer start`` does."""
COPIES = 3
"""The lessons, JupyterLab's checkpoint of each, and room to write a new one beside the old."""
WINDOWS_PATH = 259
"""Characters that Windows takes unless it is told otherwise: 260 with the zero at the end."""
STOPPED = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff:*?"<>|\\]')
"""Undecodable, without a shape, or forbidden on Windows; a colon also ends a drive's name in JupyterLab."""
ELSEWHERE = "Go to a folder of your own on this computer (for example: cd ~) and run there: pioneer start"
CLOUDS = {
    "OneDrive": r"OneDrive(?: ?-.*)?|SkyDrive",
    "Dropbox": r"Dropbox(?:[ -].*)?",
    "iCloud Drive": r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs",
    "Google Drive": r"Google ?Drive(?:-.*)?|My Drive|GoogleDrive-.*",
    "Box": r"Box(?: Sync|-Box)",
    "Nextcloud": r"Nextcloud\d*(?:[ -].*)?|ownCloud",
    "a cloud service": r"CloudStorage",
}
"""The names that these programs give the folders which they keep, as regular expressions."""
CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def course_place() -> Path:
    """Return the course folder around or below the current one; without one, where it would be made."""
    here = Path.cwd()
    places = (here, here.parent, here / FOLDER)
    # Path.is_file raises where a path is too long.
    return next((place for place in places if os.path.isfile(place / RECORD)), here)  # noqa: PTH113


def writing() -> tuple[str, str]:
    """Write a file into each folder of the course and remove it again."""
    place = course_place()
    for folder in (place, *(place / part for part in PARTS)):
        if folder.is_dir() or folder == place:
            try:
                _write(folder, b"written by pioneer check")
            except OSError as error:
                return f"no file can be written into {folder} ({error.strerror})", ELSEWHERE
    return "a file was written and removed", ""


def _write(folder: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".pioneer_check_") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def disk() -> tuple[str, str]:
    """Compare the free space with what the course takes, and really take it for a moment.

    Only the second finds a limit that holds for one person.
    """
    place = course_place()
    need = COPIES * sum(len((course_folder() / name).read_bytes()) for name in course_files(course_folder()))
    free = shutil.disk_usage(place).free
    mend = "Delete what you do not need on this disk, or use a folder on another one."
    if free < need:
        return f"{_in_megabytes(free)} free, but the course needs {_in_megabytes(need)}", mend
    try:
        _write(place, bytes(need))
    except PermissionError:  # the line about writing says so
        return f"{_in_megabytes(free)} free, not tried", ""
    except OSError as error:
        return f"{_in_megabytes(need)} could not be written ({error.strerror})", mend
    return f"{_in_megabytes(free)} free, {_in_megabytes(need)} needed", ""


def _in_megabytes(count: float) -> str:
    return f"{count / MEGABYTE:,.0f} MB" if count >= 10 * MEGABYTE else f"{count / MEGABYTE:.1f} MB"


def cloud() -> tuple[str, str]:
    """Look for folders that a program keeps the same on several computers.

    It may hold a file locked while it copies it, or bring back an older one: a known way to lose work.
    macOS can keep Documents and Desktop in iCloud without a word in the path; that is not seen here.
    """
    kept = _kept_by(_real(course_place()))
    if kept is None:
        return "none is known to keep this folder", ""
    mend = f"Work outside it, where files are neither locked nor swapped. {ELSEWHERE}"
    return f"{kept} keeps this folder", mend


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))


def _kept_by(path: Path) -> str | None:
    roots = [_real(os.environ[name]) for name in CLOUD_VARIABLES if os.environ.get(name)]
    if any(path.is_relative_to(root) for root in roots):
        return "OneDrive"
    if path.is_relative_to(_real(Path.home() / "Box")):  # elsewhere a folder of that name may be anything
        return "Box"
    for part in reversed(path.parts):
        for name, pattern in CLOUDS.items():
            if re.fullmatch(pattern, part, re.IGNORECASE):
                return name
    return None


def path_length(limit: int | None = None) -> tuple[str, str]:
    """Compare the longest path of a file of the course with what the system takes."""
    place = course_place()
    limit = limit or _longest_path(place)
    # JupyterLab keeps a checkpoint of each notebook, under a longer name than the notebook's own.
    longest = max((_checkpoint(name) for name in course_files(course_folder())), key=len)
    length = len(os.fsencode(place / longest)) if os.name == "posix" else len(str(place / longest))
    if length > limit:
        found = f"the longest path of the course has {length} characters, and this system takes {limit}"
        return found, f"Use a folder with a shorter path. {ELSEWHERE}"
    return f"the longest path of the course has {length} characters of {limit}", ""


def _longest_path(place: Path) -> int:
    if sys.platform == "win32":
        return WINDOWS_PATH
    return os.pathconf(place, "PC_PATH_MAX") - 1


def _checkpoint(name: str) -> str:
    folder, file = os.path.split(name)
    return f"{folder}/.ipynb_checkpoints/{Path(file).stem}-checkpoint.ipynb"


def letters() -> tuple[str, str]:
    """Look for characters in the path that programs trip over.

    Letters of any language, #, % and spaces are none: the tests run lessons in such a folder.
    """
    place = course_place()
    path = str(place)[len(place.anchor) :]
    odd = sorted(set(STOPPED.findall(path.replace("\\", "/") if os.name == "nt" else path)))
    if odd:
        shown = " ".join(one.encode("unicode_escape").decode() for one in odd)
        return f"the path holds {shown}", f"Use a folder without such characters in its path. {ELSEWHERE}"
    return "it has none that programs trip over", ""


def port() -> tuple[str, str]:
    """Open a port as JupyterLab would, and close it.

    JupyterLab tries some ports at random after the first five; here they are tried in order.
    """
    first = int(os.environ.get("JUPYTER_PORT") or 8888)  # both variables are JupyterLab's own
    retries = int(os.environ.get("JUPYTER_PORT_RETRIES") or 50)
    reason = ""
    for number in range(first, first + retries + 1):
        with socket.socket() as probe:
            if os.name == "posix":  # as JupyterLab's server does
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
                probe.listen()
            except OSError as error:
                reason = error.strerror or str(error)
            else:
                return f"{number} is free", ""
    mend = "Close other JupyterLabs, or restart the computer; in a container, allow connections to 127.0.0.1."
    return f"none of {first} to {first + retries} can be opened ({reason})", mend


def memory() -> tuple[str, str]:
    """Compare the free memory with what JupyterLab and one lesson take; a browser is not counted."""
    return _enough(KERNEL + SERVER)


def memory_for_one_more() -> tuple[str, str]:
    """Compare the free memory with what the next lesson takes."""
    return _enough(KERNEL)


def _enough(need: int) -> tuple[str, str]:
    free = min(_free())
    found = f"{_in_megabytes(free)} free, {_in_megabytes(need)} needed"
    if free >= need:
        return found, ""
    mend = "Close other programs and notebooks; on a server, ask for more memory for each person."
    return found, mend


def _free() -> Iterator[int]:
    """Yield what is free, and every limit below which this process has to stay."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - may be missing

    yield psutil.virtual_memory().available
    if os.environ.get("MEM_LIMIT", "").isdigit():  # JupyterHub tells it the learner's server in bytes
        yield int(os.environ["MEM_LIMIT"])
    with suppress(ImportError):  # Windows
        import resource  # noqa: PLC0415 - see above

        allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
        if allowed != resource.RLIM_INFINITY:
            yield allowed
    yield from _left_in_groups(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))


def _left_in_groups(own: Path, root: Path) -> Iterator[int]:
    """Yield what the limits of a container leave: version 2 of Linux's control groups."""
    with suppress(OSError, ValueError, StopIteration):
        name = next(line[3:] for line in own.read_text().splitlines() if line.startswith("0::"))
        inside = root / name.strip("/")
        for group in (inside, *inside.parents):
            if group.is_relative_to(root) and (group / "memory.max").is_file():
                yield from _left(group)


def _left(group: Path) -> Iterator[int]:
    limit = (group / "memory.max").read_text().strip()
    if limit.isdigit():
        counts = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        used = int((group / "memory.current").read_text()) - int(counts.get("inactive_file", 0))
        yield int(limit) - used
