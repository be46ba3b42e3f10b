"""Writes what ``pioneer grade`` found: a table for the teacher, and a page a learner."""

from __future__ import annotations

import csv
import re
import unicodedata
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pioneer_data.grading import Row

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_NAME = 60
SHEET = "grades.csv"
ABOUT = "about_this_run.txt"
TO_MARK = "A person marks this answer, with the marking guide of the exercise: 0, 1 or 2 points."
EMPTY = "Nothing was written."
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 1rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: left; vertical-align: top }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #767676;
  padding: .6rem; font: inherit }
td { overflow-wrap: anywhere }
"""


def write(out: Path, rows: Sequence[Row], about: str) -> None:
    """Write the table, the pages, and what the run kept off.

    Parameters
    ----------
    out : pathlib.Path
        The folder of the report; its folder ``feedback`` is there.
    rows : sequence of Row
        One a learner and exercise, by learner.
    about : str
        The limits of this run.
    """
    (out / ABOUT).write_text(about + "\n", "utf-8")
    with (out / SHEET).open("w", encoding="utf-8-sig", newline="") as file:  # Excel needs the mark
        csv.writer(file).writerows(table(rows))
    taken: set[str] = set()
    for learner, group in groupby(rows, key=lambda row: row.learner):
        name = _free(page_name(learner), taken)
        (out / "feedback" / f"{name}.html").write_text(page(learner, list(group)), "utf-8", "replace")


def table(rows: Sequence[Row]) -> Iterator[list[str]]:
    """Yield the lines of the table of marks, its head first.

    Parameters
    ----------
    rows : sequence of Row
        One a learner and exercise.

    Yields
    ------
    list of str
        Cells; none of them is a formula to a spreadsheet.
    """
    by_lesson = sorted(rows, key=lambda row: row.lesson)  # tasks in the order of the exercises
    tasks = list(dict.fromkeys(name for row in by_lesson for name in row.marks))
    written = list(dict.fromkeys(name for row in by_lesson for name in row.written))
    head = ["learner", "lesson", "file", "status", "reason", *tasks, "points", "out of"]
    yield [*head, *(f"{name} (written, 0 to 2)" for name in written)]
    for row in rows:
        marks = [str(row.marks.get(name, "")) for name in tasks]
        sums = [str(row.points), str(len(row.marks))] if row.marks else ["", ""]
        reason = "; ".join(filter(None, [row.reason, *row.remarks]))
        texts = [row.learner, row.lesson, row.file, row.status, reason]
        yield [*map(defused, texts), *marks, *sums, *("" for _ in written)]


def defused(text: str) -> str:
    r"""Make a text safe for a spreadsheet, which would run one that begins like a formula.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        The text on one line, after an apostrophe if it begins like a formula.

    Examples
    --------
    >>> defused('=HYPERLINK("x")')
    '\'=HYPERLINK("x")'
    """
    plain = "".join(c if c.isprintable() else " " for c in text)
    return f"'{plain}" if text.startswith(FORMULA) or plain.lstrip().startswith(FORMULA) else plain


def page_name(learner: str) -> str:
    """Make a file's name of a learner's name, fit for every system.

    Parameters
    ----------
    learner : str
        Anything.

    Returns
    -------
    str
        Letters, digits and ``_``, without accents.

    Examples
    --------
    >>> page_name("../Zoë <b>")
    'Zoe_b'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", learner) if not unicodedata.combining(c))
    name = re.sub(r"[\W_]+", "_", bare).strip("_")[:LONGEST_NAME] or "learner"
    return f"{name}_" if re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)\d", name) else name


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(free.casefold())
    return free


def page(learner: str, rows: Iterable[Row]) -> str:
    """Make a learner's page of feedback.

    Parameters
    ----------
    learner : str
        The learner's name.
    rows : iterable of Row
        The learner's exercises.

    Returns
    -------
    str
        HTML that needs no other file; nothing of the notebook is run in it.
    """
    title = f"Feedback for {escape(learner)}"
    body = "\n".join(line for row in rows for line in _exercise(row))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _exercise(row: Row) -> Iterator[str]:
    yield f"<h2>{f'Exercise {escape(row.lesson)}' if row.lesson else 'A file that is no exercise'}</h2>"
    yield f"<p>File: {escape(row.file)}. It was {escape(row.status)}.</p>"
    if row.reason:
        yield f"<p>Why: {escape(row.reason)}.</p>"
    if row.marks:
        yield f"<p><strong>{row.points} of {len(row.marks)} checked tasks are right.</strong></p>"
        yield from _checked(row.marks, row.messages)
    for name, text in row.written.items():
        yield f"<h3>{escape(name)}, your written answer</h3>\n<p>{TO_MARK}</p>"
        yield f"<pre>{escape(text)}</pre>" if text else f"<p>{EMPTY}</p>"
    if row.remarks:
        items = "".join(f"<li>{escape(remark)}</li>" for remark in row.remarks)
        yield f"<h3>Noticed, at no cost of points</h3>\n<ul>{items}</ul>"


def _checked(marks: Mapping[str, int], messages: Mapping[str, str]) -> Iterator[str]:
    yield "<table>\n<caption>Tasks that are checked</caption>"
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Task", "Result", "What it says"))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for name, mark in marks.items():
        said = escape(messages.get(name, ""))
        result = "Right" if mark else "Not yet"
        yield f'<tr><th scope="row">{escape(name)}</th><td>{result}</td><td>{said}</td></tr>'
    yield "</tbody>\n</table>"
