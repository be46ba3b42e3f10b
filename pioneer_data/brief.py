"""The learner's evidence brief, and a checklist of the parts that it must have.

The checklist looks for numbers and for the words of ``_brief_words``. It never judges an opinion, and it
can be wrong: a good sentence may use a word that no list has. So it says what it looked for and
why, and leaves the rest to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pioneer_data as pioneers
from pioneer_data import _brief_words as words
from pioneer_data import _saving, kept
from pioneer_data._brief_numbers import Course, course, known, numbers, refuted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

FILE = "my_evidence_brief.md"
NAME = "evidence_brief"
LONGEST = 150  # words
SHORTEST = 60  # words; below it the list asks whether something was left out
MOST_NOTES = 5  # of one kind; more would bury the checklist


class Part(NamedTuple):
    """A box of the brief.

    Parameters
    ----------
    name : str
        Under which ``check`` is given its text.
    label : str
        Its heading.
    needs : str
        What the learner writes into it.
    """

    name: str
    label: str
    needs: str


PARTS = (
    Part("claim", "Claim", "what you tell the minister, and how sure you are"),
    Part("evidence", "Evidence", "the study or data set it rests on, a number from it, and how strong it is"),
    Part("uncertainty", "Uncertainty", "the range or the number of people, or why it may be wrong"),
    Part("unknown", "Not known", "what the evidence does not say, and what would tell"),
)

STATEMENTS = ("claim", "evidence")
"""The parts that state something; their words for a cause or for nothing get a note."""


@dataclass(frozen=True)
class Found:
    """What the checklist says about one thing.

    Parameters
    ----------
    part : str
        A part's name, or ``"whole"``.
    looked_for : str
        What was looked for.
    ok : bool
        Whether it is there; always true for a note.
    says : str
        What was found, or what is missing and why it matters.
    note : bool
        Whether this is a remark that asks for nothing.
    """

    part: str
    looked_for: str
    ok: bool
    says: str
    note: bool = False


class _Look(NamedTuple):
    part: str
    looked_for: str
    words: tuple[str, ...]
    why: str
    numbers: bool = False  # whether a number that is no year will do as well
    authors: bool = False  # whether the first author of a publication will do as well


STRENGTH = f"Words that say it: {words.STRENGTH_SHOWN}."
LOOKS = (
    _Look(
        "claim",
        "how sure you are",
        words.STRENGTH,
        f"A minister who is not told how sure you are may take a hint for a fact. {STRENGTH}",
    ),
    _Look(
        "evidence",
        "a named source or data set",
        words.KINDS_OF_SOURCE,
        "A reader can only check what has a name, for example Keeble, Morciano, the survey of key "
        "informants, the interviews, the observations or the admissions.",
        authors=True,
    ),
    _Look(
        "evidence",
        "a number",
        words.NUMBERS,
        "A number shows how large a thing is; a year does not. Give one from the tables of the course.",
        numbers=True,
    ),
    _Look(
        "evidence",
        "how strong the evidence is",
        words.STRENGTH,
        f"Two statements of one brief can rest on evidence of different strength. {STRENGTH}",
    ),
    _Look(
        "uncertainty",
        "a range, a number of people, or why it may be wrong",
        words.UNCERTAINTY,
        "Without one of them a reader takes your number for exact. Give an interval, a p-value or how many "
        "people there were, or a reason: confounding, an earlier trend, self-report, who responded, only "
        "two sites.",
        numbers=True,
    ),
    _Look(
        "unknown",
        "what is not known",
        words.NOT_KNOWN,
        "A reader may take silence for a no. Say what was not measured or what the studies cannot tell, "
        "for example: it is not known whether ...",
    ),
    _Look(
        "unknown",
        "what would tell",
        words.WOULD_TELL,
        "A gap helps a minister more when you say what would close it, for example: a longer follow-up "
        "would tell.",
    ),
)


def check(parts: Mapping[str, str], claims: pd.DataFrame | None = None) -> tuple[Found, ...]:
    """Look for the parts that a brief must have; never for its opinion.

    Parameters
    ----------
    parts : mapping of str to str
        What stands in each box, by the part's name; a missing one counts as empty.
    claims : pandas.DataFrame, optional
        Columns ``says``, ``locator``, ``published``, ``recomputed`` and ``verdict``;
        ``published_claims()`` by default.

    Returns
    -------
    tuple of Found
        One for each thing that must be there, always in the same order, then the notes.

    Examples
    --------
    >>> found = check({"claim": "Teams may help some patients."})
    >>> [(one.looked_for, one.ok) for one in found[:2]]
    [('some text', True), ('how sure you are', True)]
    >>> print(found[1].says)
    Found “may”.
    """
    written = texts(parts)
    numbers_of = _course() if claims is None else course(claims)
    return (*_needed(written), _length(written), *_notes(written, numbers_of))


def _needed(written: dict[str, str]) -> Iterator[Found]:
    for part in PARTS:
        text = written[part.name]
        yield _filled(part, text)
        yield from (_look(look, text) for look in LOOKS if look.part == part.name)


def _filled(part: Part, text: str) -> Found:
    length = count_words(text)
    says = f"{_in_words(length)}." if length else f"This box is empty. It needs {part.needs}."
    return Found(part.name, "some text", length > 0, says)


def _in_words(length: int) -> str:
    return "1 word" if length == 1 else f"{length:,} words"


def _look(look: _Look, text: str) -> Found:
    plain = _plain(text)
    wanted = (*_first_authors(), *look.words) if look.authors else look.words
    found = next((word for word in wanted if f" {word} " in plain), None)
    if look.numbers:
        found = next(numbers(text, conventions=True), found)
    says = f"Found {_quoted([_as_written(found, text)])}." if found else look.why
    return Found(look.part, look.looked_for, found is not None, says)


def _as_written(word: str, text: str) -> str:
    there = re.search(re.escape(word), text, re.IGNORECASE)
    return there[0] if there else word


def _length(written: dict[str, str]) -> Found:
    length = sum(map(count_words, written.values()))
    says = f"{_in_words(length)} of at most {LONGEST}."
    if length > LONGEST:
        says += f" That is {length - LONGEST} too many: a minister has a minute. What can go?"
    elif length < SHORTEST:
        says += f" Under about {SHORTEST} a reason is often missing. What would the minister ask next?"
    return Found("whole", f"at most {LONGEST} words", 0 < length <= LONGEST, says)


def count_words(text: str) -> int:
    """Count words: what stands between blanks and holds a letter or a digit.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int
        The number of words.

    Examples
    --------
    >>> count_words("A slower rise - 1.93% - was seen.")
    6
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _plain(text: str) -> str:
    """Return the words in small letters with one blank around each, and nothing else."""
    letters = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return f" {' '.join(letters.split())} "


def _notes(written: dict[str, str], numbers_of: Course) -> Iterator[Found]:
    for part in PARTS:
        text = written[part.name]
        for looked_for, says in (*_on_numbers(text, numbers_of), *_on_words(part.name, text)):
            yield Found(part.name, looked_for, ok=True, says=says, note=True)


def _on_numbers(text: str, numbers_of: Course) -> Iterator[tuple[str, str]]:
    written_numbers = list(dict.fromkeys(numbers(text)))
    told = {number: refuted(number, numbers_of) for number in written_numbers}
    for number, claim in [pair for pair in told.items() if pair[1]][:MOST_NOTES]:
        yield (
            "numbers",
            f"{number} is published but does not reproduce: {claim}. You can use it if you say so.",
        )
    strange = [number for number in written_numbers if not told[number] and not known(number, numbers_of)]
    if strange:
        more = f" and {len(strange) - MOST_NOTES} more" if len(strange) > MOST_NOTES else ""
        listed = ", ".join(strange[:MOST_NOTES]) + more
        asked = "Check it or say where it is from, so that a reader can check it too; it may well be right."
        yield "numbers", f"Not found in the course's tables: {listed}. {asked}"


CAUSE_ASKED = (
    "can say that one thing made another happen. Can the design carry that? If so, name the design; if not, "
    "\u201cwas followed by\u201d says what was seen."
)
NONE_ASKED = (
    "can say that there was none. Can the design carry that? If so, name the design; if not, "
    "\u201cnone was found\u201d with the interval says what was seen."
)
REMARKS = (
    ("words for a cause", words.CAUSE, CAUSE_ASKED),
    ("words for nothing", words.NONE, NONE_ASKED),
)


def _on_words(part: str, text: str) -> Iterator[tuple[str, str]]:
    plain = _plain(text)
    for looked_for, large, remark in REMARKS if part in STATEMENTS else ():
        said = [word for word in large if _claimed(word, plain)]
        if said:
            yield looked_for, f"{_quoted(said)} {remark}"


def _quoted(found: list[str]) -> str:
    return ", ".join(f"\u201c{word}\u201d" for word in found[:MOST_NOTES])


def _claimed(word: str, plain: str) -> bool:
    """Whether a word stands somewhere without a negation shortly before it."""
    before = [part.split()[-words.REACH :] for part in plain.split(f" {word} ")[:-1]]
    return any(not set(near) & set(words.NEGATIONS) for near in before)


@cache
def _course() -> Course:
    return course(pioneers.published_claims())


@cache
def _first_authors() -> tuple[str, ...]:
    """Return the names, without initials, of the first of several authors of each publication."""
    people = [str(names).split(",")[0] for names in pioneers.publications()["authors"] if "," in str(names)]
    names = [_plain(" ".join(person.split()[:-1])).strip() for person in people]
    return tuple(dict.fromkeys(name for name in names if name))


def texts(values: object) -> dict[str, str]:
    """Return a text for every box, empty where there is none.

    Parameters
    ----------
    values : object
        A mapping of part names to texts; anything else counts as empty.

    Returns
    -------
    dict of str to str
        The texts in the order of the parts.

    Examples
    --------
    >>> texts({"claim": "Teams may help.", "evidence": None})["evidence"]
    ''
    """
    given = values if isinstance(values, Mapping) else {}
    found = {part.name: given.get(part.name) for part in PARTS}
    return {name: text if isinstance(text, str) else "" for name, text in found.items()}


def summary(found: tuple[Found, ...]) -> str:
    """Say how many of the things that must be there are there.

    Parameters
    ----------
    found : tuple of Found
        What ``check`` returns.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> summary(check({}))
    '0 of 12 things are there.'
    """
    needed = [one for one in found if not one.note]
    return f"{sum(one.ok for one in needed)} of {len(needed)} things are there."


COLUMNS = ("Part", "What is looked for", "Is it there?", "What was found, or why it matters")
FAIR = (
    "This list looks for words and numbers, never at your opinion. It can miss what you say in other words."
)


def checklist(found: tuple[Found, ...]) -> dict[str, str]:
    """Write what was found as an accessible table, and again in plain text.

    Parameters
    ----------
    found : tuple of Found
        What ``check`` returns.

    Returns
    -------
    dict
        A media bundle.

    Examples
    --------
    >>> print(checklist(check({}))["text/plain"].splitlines()[0])
    Your brief: 0 of 12 things are there.
    """
    title = f"Your brief: {summary(found)}"
    left = ' style="text-align: left; vertical-align: top; font-size: 14px; white-space: normal"'
    head = "".join(f'<th scope="col"{left}>{column}</th>' for column in COLUMNS)
    rows = "".join(_row(one, left) for one in found)
    caption = f"<caption{left}><strong>{title}</strong> {FAIR}</caption>"
    html = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    lines = [f"{_heading(one)}, {one.looked_for}: {_answer(one)}. {one.says}" for one in found]
    return {"text/html": html, "text/plain": "\n".join([title, FAIR, *lines])}


def _row(one: Found, left: str) -> str:
    cells = [f"<td{left}>{escape(text)}</td>" for text in (one.looked_for, one.says)]
    short = left.replace("white-space: normal", "white-space: nowrap")
    cells.insert(1, f"<td{short}>{_mark(one)} {_answer(one)}</td>")
    return f'<tr><th scope="row"{left}>{_heading(one)}</th>{"".join(cells)}</tr>'


def _heading(one: Found) -> str:
    return next((part.label for part in PARTS if part.name == one.part), "The whole")


def _answer(one: Found) -> str:
    return "note" if one.note else "yes" if one.ok else "not yet"


def _mark(one: Found) -> str:
    return "\u2192" if one.note else "\u2713" if one.ok else "\u25cb"


def saved(parts: Mapping[str, str], file: Path | str = FILE) -> str:
    """Save a brief as a file and say so.

    Parameters
    ----------
    parts : mapping of str to str
        What stands in each box, by the part's name.
    file : pathlib.Path or str
        Where to write; another file of that name is copied first.

    Returns
    -------
    str
        One sentence for the learner: how much was saved and where, or why it was not.
    """
    written, path = texts(parts), Path(file)
    length = sum(map(count_words, written.values()))
    if not length:
        return f"{path.name} was not written: all four boxes are empty. Write in one of them, then save."
    try:
        return f"Saved {_in_words(length)} in {_write(path, written)}"
    except OSError as error:
        return f"{path.name} was not written: {_saving.why_not(error)}. {_saving.CLOSE_IT}."


def _write(file: Path, written: dict[str, str]) -> str:
    content = markdown(written).encode("utf-8", "replace")
    mine = (content, kept.recall(f"{NAME}_saved"))  # an earlier session's brief may be the only copy
    copy = _saving.replace(file, content, may_replace=lambda old: old.read_bytes() in mine)
    kept.remember(f"{NAME}_saved", content)
    return _saving.where(file, copy)


def markdown(parts: Mapping[str, str]) -> str:
    """Write a brief as Markdown, one heading a part.

    Parameters
    ----------
    parts : mapping of str to str
        What stands in each box, by the part's name.

    Returns
    -------
    str
        The text of the file.

    Examples
    --------
    >>> print(markdown({"claim": "Teams may help."})[:46])
    # My evidence brief
    <BLANKLINE>
    ## Claim
    <BLANKLINE>
    Teams may help.
    """
    sections = [f"## {part.label}\n\n{parts.get(part.name, '').strip()}".strip() for part in PARTS]
    return "\n\n".join(["# My evidence brief", *sections]) + "\n"
