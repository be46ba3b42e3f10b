"""Write a learner's work to a file that is there as a whole or not at all, and lose no other file."""

from __future__ import annotations

import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CLOSE_IT = "Close the file in other programs, or copy this notebook to a folder of your own"


def replace(file: Path, content: bytes, *, may_replace: Callable[[Path], bool]) -> Path | None:
    """Write a file; copy the one that was there unless it may be replaced.

    Parameters
    ----------
    file : pathlib.Path
        Where to write.
    content : bytes
        What to write.
    may_replace : callable
        Takes the path of a file of that name; whether nothing is lost when it goes.

    Returns
    -------
    pathlib.Path or None
        The copy of the file that was in the way, None if there was none.

    Raises
    ------
    OSError
        If the computer does not allow it; the earlier file is then as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "my_notes.txt")
    ...     _ = file.write_bytes(b"old")
    ...     replace(file, b"new", may_replace=lambda old: False).name
    'my_notes_before_1.txt'
    """
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_bytes(content)
        copy = set_aside(file) if file.exists() and not may_replace(file) else None
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return copy


def set_aside(file: Path) -> Path:
    """Copy a file to the first free name of the form ``NAME_before_1``.

    Parameters
    ----------
    file : pathlib.Path
        A file that is there.

    Returns
    -------
    pathlib.Path
        The copy.

    Raises
    ------
    OSError
        If it cannot be copied.
    """
    names = (file.with_name(f"{file.stem}_before_{number}{file.suffix}") for number in count(1))
    return Path(shutil.copy2(file, next(name for name in names if not name.exists())))


def why_not(error: OSError) -> str:
    """Say why a file was not written, for the middle of a sentence.

    Parameters
    ----------
    error : OSError
        What ``replace`` raised.

    Returns
    -------
    str
        The computer's reason.

    Examples
    --------
    >>> why_not(OSError(28, "No space left on device"))
    'the computer does not allow it (No space left on device)'
    """
    return f"the computer does not allow it ({error.strerror or error})"


def where(file: Path, copy: Path | None) -> str:
    """Say where a file is now and what became of the one that was in the way.

    Parameters
    ----------
    file : pathlib.Path
        The file that was written.
    copy : pathlib.Path or None
        What ``replace`` returned.

    Returns
    -------
    str
        The end of a sentence that begins with "Saved ... in".

    Examples
    --------
    >>> where(Path("my_notes.txt"), None)
    'my_notes.txt in the folder of this notebook; it stays on this machine.'
    """
    older = f" (another file had that name; it is kept as {copy.name})" if copy else ""
    return f"{file.name} in the folder of this notebook{older}; it stays on this machine."
