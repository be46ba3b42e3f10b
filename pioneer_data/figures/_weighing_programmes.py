"""Three national programmes side by side: what their published lists share, word for word."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import weighing
from pioneer_data.charts import BLUE, GREY, INK, PALE, Figure
from pioneer_data.controls import Choice, Tick, explorer
from pioneer_data.figures._mdt_drawings import QUIET, Edge, Page, page
from pioneer_data.weighing import PROGRAMMES

if TYPE_CHECKING:
    from collections.abc import Iterable

HOSPITAL = "Impact on hospital activity"
DESCRIPTIONS = {
    "What each programme was": ("Launch", "Aims", "Target groups", "Services"),
    "How each was built": ("Design", "Types", "Trend", "Support"),
}
"""Headings of Table 1, in two parts: all of them would make the picture higher than a screen."""
THEMES = (*weighing.THEMES, *DESCRIPTIONS)
SHOWN = {"All": (1, 2, 3), "Shared": (2, 3), "Only here": (1,)}
"""In how many lists a label stands, by what the learner wants to see."""

LARGER = "the programme with the larger number did better"
MISSING = "what one programme lists and another does not is a difference"

HEIGHT = 630
COLUMN, GAP, STEP, WRAP = 196, 6, 14.5, 30
"""Pixels of a column, between two columns and of a line; characters that fit a line."""
CELL = "#F5F6F7"
IN_WORDS = {1: "one list only", 2: "two lists", 3: "all three lists"}
OF_WORDS = {1: "one programme only", 2: "two programmes", 3: "all three"}
"""How many have it: of lists of items, and of descriptions."""


class Entry(NamedTuple):
    """A piece of a published list.

    Parameters
    ----------
    programme : str
        Whose list it stands in.
    label : str
        What it is about: a label of ours, or a heading.
    text : str
        Word for word.
    lists : int
        In how many of the three lists the label stands.
    reason : str
        Why the item has its label; "" for a heading.
    """

    programme: str
    label: str
    text: str
    lists: int
    reason: str


@explorer(
    Choice("theme", "Compare", THEMES, THEMES[0]),
    Choice("show", "Show", tuple(SHOWN), "All"),
    Tick("printed", "Take our labels away: the lists as printed"),
    attacks=(LARGER, MISSING),
)
def three_programmes(
    theme: str,
    show: str,
    printed: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Set the lists of three national programmes side by side, word for word.

    Parameters
    ----------
    theme : str
        A theme of the published comparison, or the descriptions of the programmes.
    show : {"All", "Shared", "Only here"}
        Which labels: all, those in two or three lists, or those in one.
    printed : bool
        Whether the lists stand as printed, and what is chosen is framed, instead of side by side.

    Returns
    -------
    charts.Figure
        Three columns of text. Source: Lewis et al. 2021, Tables 1 and 2; the labels are ours.
    """
    title, sheet = _title(theme, show), Page()
    _draw_heads(sheet)
    (_draw_printed if printed else _draw_lined)(sheet, theme, show)
    if theme == HOSPITAL:
        _draw_percentages(sheet)
    lines = _subtitle(theme, printed=printed)
    return Figure(
        drawing=page(HEIGHT),
        data=sheet.data(),
        title=title,
        subtitle=lines,
        description=(
            f"Three columns of text, one a programme (ICPs, Pioneers, Vanguards): {theme.lower()}"
            f"{', as printed' if printed else ''}. {title}. {_spoken(theme, show)} {lines[1]}"
        ),
        table=_table(theme, show),
    )


@cache
def entries(theme: str) -> tuple[Entry, ...]:
    """Return the pieces of three lists, programme by programme, as the source orders them.

    Parameters
    ----------
    theme : str
        One of ``THEMES``.

    Returns
    -------
    tuple of Entry
        Items with labels of ours, or sentences under their headings.
    """
    if theme not in DESCRIPTIONS:
        columns = ("programme", "label", "item", "lists", "reason")
        rows = weighing.items(theme)
        return tuple(Entry(*row) for row in rows[list(columns)].itertuples(index=False, name=None))
    rows = weighing.headings()
    return tuple(
        Entry(name, row["heading"], row[name], row["lists"], "")
        for name in PROGRAMMES
        for row in rows.to_dict("records")
        if row[name] and row["heading"] in DESCRIPTIONS[theme]
    )


def _by_lists(found: tuple[Entry, ...], number: int) -> list[str]:
    return list(dict.fromkeys(entry.label for entry in found if entry.lists == number))


def _short(theme: str) -> str:
    return "Descriptions" if theme in DESCRIPTIONS else theme.removeprefix("Impact on ").capitalize()


def _title(theme: str, show: str) -> str:
    if show != "All":
        return _counted(theme, show)
    if theme not in DESCRIPTIONS and weighing.without_result(theme):
        return _without_result(theme)
    if "Launch" in DESCRIPTIONS.get(theme, ()):
        first, *others = (str(year) for year in pioneers.pilot_programmes()["launched"])
        return f"Three programmes, launched in {', '.join([first, *others[:-1]])} and {others[-1]}"
    shared = "; ".join(f"{label[0].lower()}{label[1:]}" for label in _by_lists(entries(theme), 3))
    return f"{'Told of all three' if theme in DESCRIPTIONS else 'In all three lists'}: {shared}"


def _counted(theme: str, show: str) -> str:
    found, single = entries(theme), show == "Only here"
    chosen = sum(len(_by_lists(found, number)) for number in SHOWN[show])
    every = len({entry.label for entry in found})
    if theme in DESCRIPTIONS:
        where = f"headings told of {'one programme only' if single else 'two or three programmes'}"
    else:
        verb = "stands" if chosen == 1 else "stand"
        where = f"labels {verb} in {'one list only' if single else 'two or three lists'}"
    return f"{_short(theme)}: {chosen} of {every} {where}"


def _without_result(theme: str) -> str:
    without = weighing.without_result(theme)
    results = [name for name in PROGRAMMES if name not in without]
    of = f"{len(results)} of {len(PROGRAMMES)}"
    return f"{_short(theme)}: results in {of} lists ({', '.join(results)})"


RANKING = "Other outcomes, groups and years: the percentages share no scale, so nothing is ranked."
LOST = "No sentence of its own does not mean absent. Lists after a colon are lost in our copy."
LISTS = "Missing from a list does not mean absent: evaluators chose what to print, and how much."
NO_RESULT = "No result is no sign of no effect: studies were under way, of mixed quality, or not made."


def _caveat(theme: str) -> str:
    if theme in DESCRIPTIONS:
        return LOST
    if theme == HOSPITAL:
        return RANKING
    return NO_RESULT if weighing.without_result(theme) else LISTS


def _subtitle(theme: str, *, printed: bool) -> tuple[str, ...]:
    if printed:
        first = "The lists in their order; a dark frame marks what you chose to show."
    elif theme in DESCRIPTIONS:
        first = "Sentences word for word under our headings; filled squares: whose description has it."
    else:
        first = "Items word for word, side by side by labels of ours; filled squares: whose list has it."
    number, ours = (1, "headings") if theme in DESCRIPTIONS else (2, "labels")
    last = f"Source: Lewis et al. 2021, Table {number}; the {ours} are a judgement of this package"
    return (first, _caveat(theme), last)


@cache
def _wrapped(text: str, width: int = WRAP) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _left(programme: str) -> float:
    return (COLUMN + GAP) * PROGRAMMES.index(programme)


def _draw_heads(sheet: Page) -> None:
    for name in PROGRAMMES:
        sheet.box((_left(name), 0), (COLUMN, 22), "#E3E7EB")
        sheet.write((_left(name) + 8, 11), name, "bold")


def _write(sheet: Page, at: tuple[float, float], lines: Iterable[str], ink: str = INK) -> float:
    x, y = at
    for line in lines:
        sheet.write((x, y), line, size=12, ink=ink)
        y += STEP
    return y


def _draw_lined(sheet: Page, theme: str, show: str) -> None:
    """Draw a row for each label in two or three lists, and what one list has in its own column below."""
    y, found = 30.0, entries(theme)
    words = OF_WORDS if theme in DESCRIPTIONS else IN_WORDS
    for number in (3, 2):
        for label in _by_lists(found, number) if number in SHOWN[show] else ():
            y = _draw_row(sheet, y, [entry for entry in found if entry.label == label], words[number])
    if 1 in SHOWN[show]:
        sheet.write((0, y + 9), words[1].capitalize(), "bold", 12)
        _draw_single(sheet, y + 22, [entry for entry in found if entry.lists == 1])


def _draw_row(sheet: Page, y: float, row: list[Entry], how_many: str) -> float:
    _draw_squares(sheet, y + 6, {entry.programme for entry in row})
    sheet.write((42, y + 7), row[0].label, "bold", 12)
    sheet.write((3 * COLUMN + 2 * GAP - 2, y + 7), how_many, "right", 12, QUIET)
    texts = {name: [entry.text for entry in row if entry.programme == name] for name in PROGRAMMES}
    tall = max(sum(len(_wrapped(text)) for text in own) + 0.3 * (len(own) - 1) for own in texts.values())
    height = tall * STEP + 4
    missing = "not in this list" if row[0].reason else "no sentence of its own"
    for name, own in texts.items():
        fill, edge = (CELL, Edge(PALE)) if own else ("white", Edge(PALE, dashed=True))
        sheet.box((_left(name), y + 15), (COLUMN, height), fill, edge)
        _draw_texts(sheet, (_left(name) + 8, y + 24.5), own, missing)
    return y + height + 19


def _draw_texts(sheet: Page, at: tuple[float, float], own: list[str], missing: str) -> None:
    x, y = at
    for text in own:
        y = _write(sheet, (x, y), _wrapped(text)) + 0.3 * STEP
    if not own:
        sheet.write((x, y), missing, size=12, ink=QUIET)


def _draw_squares(sheet: Page, y: float, names: set[str]) -> None:
    for place, name in enumerate(PROGRAMMES):
        filled = name in names
        sheet.box(
            (1 + 13 * place, y - 4), (10, 10), BLUE if filled else "white", Edge(BLUE if filled else GREY)
        )


def _draw_single(sheet: Page, y: float, single: list[Entry]) -> None:
    for name in PROGRAMMES:
        down = y
        for entry in (entry for entry in single if entry.programme == name):
            lines = _wrapped(entry.text)
            height = (len(lines) + 1) * STEP + 5
            sheet.box((_left(name), down), (COLUMN, height), CELL, Edge(PALE))
            sheet.box((_left(name), down), (3, height), BLUE)
            sheet.write((_left(name) + 8, down + 9.5), entry.label, "bold", 12)
            _write(sheet, (_left(name) + 8, down + 9.5 + STEP), lines)
            down += height + 4


def _draw_printed(sheet: Page, theme: str, show: str) -> None:
    for name in PROGRAMMES:
        down = 28.0
        for entry in (entry for entry in entries(theme) if entry.programme == name):
            chosen = show != "All" and entry.lists in SHOWN[show]
            lines = _wrapped(entry.text)
            height = len(lines) * STEP + 5
            edge = Edge(INK, 2) if chosen else Edge(PALE)
            sheet.box((_left(name) + 1, down), (COLUMN - 2, height), CELL if chosen else "white", edge)
            _write(sheet, (_left(name) + 8, down + 10), lines, INK if chosen or show == "All" else QUIET)
            down += height + 4


def _draw_percentages(sheet: Page) -> None:
    """Write each percentage with its outcome, group and period, in the items' words."""
    rows = _percentage_rows()
    y = HEIGHT - 18 * len(rows) - 12
    sheet.box((1, y), (3 * COLUMN + 2 * GAP - 2, HEIGHT - y - 2), "#FDF6E9", Edge(PALE, dashed=True))
    for place, row in enumerate(rows):
        for x, text in zip((10, 132, 276, 438), row, strict=True):
            sheet.write((x, y + 14 + 18 * place), text, "left" if place else "bold", 12)


@cache
def _percentage_rows() -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = [("Reduced by", "Of what", "For whom", "When")]
    found = weighing.percentages()
    for row in found.to_dict("records"):
        own = (row[name] or "the item does not say" for name in ("outcome", "group", "period"))
        rows.append((f"{row['pct']:g}% ({row['programme']})", *own))
    without = [name for name in PROGRAMMES if name not in set(found["programme"])]
    return (*rows, *((f"no % ({name})", "", "", "") for name in without))


def _spoken(theme: str, show: str) -> str:
    words = OF_WORDS if theme in DESCRIPTIONS else IN_WORDS
    parts = [
        f"{words[number].capitalize()}: {', '.join(_by_lists(entries(theme), number)) or 'nothing'}."
        for number in SHOWN[show][::-1]
    ]
    if theme == HOSPITAL:
        parts += [f"{'; '.join(filter(None, row))}." for row in _percentage_rows()[1:]]
    return " ".join(parts)


@cache
def _table(theme: str, show: str) -> pd.DataFrame:
    rows = [entry for entry in entries(theme) if entry.lists in SHOWN[show]]
    ours = "heading" if theme in DESCRIPTIONS else "our label"
    columns = {
        "programme": [row.programme for row in rows],
        ours: [row.label for row in rows],
        "in how many lists": [row.lists for row in rows],
        "word for word": [row.text for row in rows],
    }
    reasons = {} if theme in DESCRIPTIONS else {"why this label": [row.reason for row in rows]}
    return pd.DataFrame({**columns, **reasons})
