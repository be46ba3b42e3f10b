"""Save the learner's coding of a grid as a small file, and read it back.

The file is a CSV with one line a coded cell. It may have been edited in a spreadsheet since, so
reading takes what Excel makes of it, and says exactly what it cannot take.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pioneer_data import _saving, kept
from pioneer_data._descriptor import PlainError

if TYPE_CHECKING:
    from typing import NoReturn

    from pioneer_data.controls import Coding, Grid

HEADER = ("row name", "column name", "code")
LARGEST = 100_000  # bytes; a grid of the course takes about 3,000
LONGEST_QUOTE = 40  # letters of a wrong cell
SEPARATORS = ",;\t"  # Excel writes what the country's settings say
SAVE_FIRST = 'Press "Save my coding as a file" first, or put the file into the folder of this notebook'
SAVE_AS_CSV = 'In the spreadsheet choose "Save as", then "CSV UTF-8", and try again'


class CodingError(PlainError, ValueError):
    """What failed, why and what to do instead, in words for the learner."""


def file_name(explorer: str) -> str:
    """Name the file that holds the coding of an explorer's grid.

    Parameters
    ----------
    explorer : str
        The explorer's name.

    Returns
    -------
    str
        A name that every system allows.

    Examples
    --------
    >>> file_name("convergence_matrix")
    'my_coding_convergence_matrix.csv'
    """
    return f"my_coding_{re.sub(r'[^A-Za-z0-9_]', '_', explorer)}.csv"


def save(path: Path | str, coding: Coding, grid: Grid) -> Path | None:
    """Write a coding as CSV (UTF-8): row name, column name, code; one line a coded cell.

    The file is there as a whole or not at all. A file of that name is copied first, unless this kernel
    session saved it or read it: another notebook's coding may be the only copy.

    Parameters
    ----------
    path : pathlib.Path or str
        Where to write.
    coding : tuple of (str, str, str)
        Row, column and code of each coded cell.
    grid : Grid
        The grid that was coded.

    Returns
    -------
    pathlib.Path or None
        The copy of a file that was in the way, None if there was none.

    Raises
    ------
    CodingError
        If no cell is coded or the file cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pioneer_data.controls import Grid
    >>> grid = Grid("coding", "Your coding", ("Trust",), ("Survey", "Interviews"), ("agree", "silent"))
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "my_coding.csv")
    ...     _ = save(file, (("Trust", "Survey", "agree"),), grid)
    ...     load(file, grid)
    (('Trust', 'Survey', 'agree'),)
    """
    file, triples = Path(path), grid.accept(coding)
    if not triples:
        _refuse(f"{file.name} was not written", "no cell is coded yet", "Code a cell, then save")
    content = _content(triples)
    mine = (content, kept.recall(_key(file)))

    def may_go(old: Path) -> bool:
        return old.read_bytes() in mine and _is_coding(old, grid)

    try:
        copy = _saving.replace(file, content, may_replace=may_go)
    except OSError as error:
        _refuse(f"{file.name} was not written", _saving.why_not(error), _saving.CLOSE_IT)
    kept.remember(_key(file), content)
    return copy


def _key(file: Path) -> str:
    return f"file {file.absolute()}"


def saved(path: Path | str, coding: Coding, grid: Grid) -> str:
    """Save a coding and say so in one sentence.

    Parameters
    ----------
    path : pathlib.Path or str
        Where to write.
    coding : tuple of (str, str, str)
        Row, column and code of each coded cell.
    grid : Grid
        The grid that was coded.

    Returns
    -------
    str
        How much was saved, where, and what became of a file that was in the way.

    Raises
    ------
    CodingError
        As ``save``.
    """
    copy = save(path, coding, grid)
    done = f"Saved {len(grid.accept(coding))} of {len(grid.cells)} cells"
    return f"{done} in {_saving.where(Path(path), copy)}"


def load(path: Path | str, grid: Grid) -> Coding:
    """Read a coding that ``save`` wrote, also after Excel has saved it again.

    Commas, semicolons or tabs; UTF-8 with or without a byte order mark, UTF-16 with one, or the
    Windows code page 1252. A line without a code counts as a cell that is not coded.

    Parameters
    ----------
    path : pathlib.Path or str
        The file.
    grid : Grid
        The grid that was coded.

    Returns
    -------
    tuple of (str, str, str)
        Row, column and code of each coded cell, in the grid's order.

    Raises
    ------
    CodingError
        If the file is missing, too large or no CSV, has other columns, an unknown row, column or
        code, two codes for a cell, or none at all; a wrong line is given by its number.

    Examples
    --------
    >>> from pioneer_data.controls import Grid
    >>> load("nowhere.csv", Grid("coding", "Your coding", ("Trust",), ("Survey",), ("agree",)))
    Traceback (most recent call last):
    ...
    pioneer_data.coding.CodingError: nowhere.csv was not read: there is no such file here. Press ...
    """
    file = Path(path)
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for line, (row, column, code) in _coded(file, grid):
        if (row, column) in found:
            why = f"line {line} codes {row!r}, {column!r} again, after line {found[row, column][0]}"
            _refuse(f"{file.name} was not read", why, "Delete one of the two lines, save and try again")
        found[row, column] = line, code
    if not found:
        _refuse(f"{file.name} was not read", "it holds no codes", SAVE_FIRST)
    kept.remember(_key(file), _bytes(file))
    return _in_order(found, grid)


def _in_order(found: dict[tuple[str, str], tuple[int, str]], grid: Grid) -> Coding:
    return tuple((*cell, found[cell][1]) for cell in grid.cells if cell in found)


def _coded(file: Path, grid: Grid) -> list[tuple[int, list[str]]]:
    """Return the lines that hold a code, each with its number."""
    records = _records(_text(_bytes(file), file.name), file.name)
    (_, header), *lines = records or [(1, [])]
    if tuple(cell.casefold() for cell in header) != HEADER:
        why = f"its first line is {_short(', '.join(header))!r}, not {', '.join(HEADER)!r}"
        _refuse(f"{file.name} was not read", why, "Give the file its first line back, or save a new one")
    for line, cells in lines:
        _check(f"{file.name} was not read", line, cells, grid)
    return [(line, cells) for line, cells in lines if cells[-1]]


def _check(failed: str, line: int, cells: list[str], grid: Grid) -> None:
    if len(cells) != len(HEADER):
        why = f"line {line} has {len(cells)} cells instead of {len(HEADER)}"
        _refuse(failed, why, f"A line holds {', '.join(HEADER)}; correct it, save and try again")
    known = {"row": grid.rows, "column": grid.columns, "code": ("", *grid.codes)}
    for (kind, names), cell in zip(known.items(), cells, strict=True):
        if cell not in names:
            close = get_close_matches(cell, [name for name in names if name], n=1, cutoff=0)[0]
            why = f"line {line} has the {kind} {_short(cell)!r}, which this grid does not have"
            _refuse(failed, why, f"The closest is {close!r}; correct the line, save and try again")


def _bytes(file: Path) -> bytes:
    failed = f"{file.name} was not read"
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        _refuse(failed, "there is no such file here", SAVE_FIRST)
    except OSError as error:
        _refuse(
            failed, f"it cannot be opened ({error.strerror or error})", "Close it elsewhere and try again"
        )
    if len(content) > LARGEST:
        why = f"it is larger than a coding can be ({LARGEST:,} bytes)"
        _refuse(failed, why, "Check that it is the file that you saved here")
    return content


def _text(content: bytes, name: str) -> str:
    text = _decoded(content)
    if not text.strip() or re.search(r"[\0-\x08\x0e-\x1f]", text):
        _refuse(f"{name} was not read", "it is empty or no text, so no CSV", SAVE_AS_CSV)
    return text


def _decoded(content: bytes) -> str:
    """Return the text in the first encoding that fits, or no text."""
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return ""


def _records(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Return the lines that hold anything, each with its number, cells without outer blanks."""
    header = text.lstrip().partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=header.count), strict=True
    )
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        why = f"line {reader.line_num} is no CSV ({error})"
        _refuse(f"{name} was not read", why, SAVE_AS_CSV)
    return [(line, cells) for line, cells in lines if any(cells)]


def _content(triples: Coding) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *triples])
    # With a byte order mark, without which Excel garbles every letter outside English.
    return text.getvalue().encode("utf-8-sig")


def _is_coding(file: Path, grid: Grid) -> bool:
    with suppress(CodingError):
        load(file, grid)
        return True
    return False


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}\u2026"


def _refuse(failed: str, why: str, instead: str) -> NoReturn:
    raise CodingError(f"{failed}: {why}. {instead}.")
