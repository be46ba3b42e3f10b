"""Lesson 05: every published claim with its verdict, and one of them on a card to be judged first.

The drawing is laid out like a page: its data say where each box, mark and word stands, in pixels from
the upper left corner. The places of the marks, and the heights of grid and card, follow from the table.
"""

from __future__ import annotations

import math
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from pioneer_data import claims
from pioneer_data.audit import VERDICTS
from pioneer_data.charts import BLUE, CLARET, GREY, INK, PALE, TURQUOISE, Figure, draw, named
from pioneer_data.claims import FAILS, REPRODUCES, ROUNDING, SOURCES, UNCHECKED
from pioneer_data.controls import Choice, Slider, explorer
from pioneer_data.figures._mdt_drawings import QUIET, Edge, Page
from pioneer_data.rounding import written

if TYPE_CHECKING:
    Row = dict[str, Any]

ALL, NOT_YET = "All", "Not yet"
KINDS = ("arithmetic", "comparison", "count", "date", "quotation")
GUESSES = dict(
    zip(
        (NOT_YET, "Reproduces", "Within rounding", "Does not", "Cannot be checked"),
        ("", *VERDICTS),
        strict=True,
    )
)
WIDTH, LEFT, PITCH, LINE, GAP, TOP = 600, 124, 10.5, 11, 7, 34
"""Pixels: the page, where marks begin, from mark to mark and line to line, between sources, the legend."""
ACROSS = int((WIDTH - LEFT) / PITCH)
GUTTER, READING, STEP = 96, 78, 17
"""Pixels left of the words on the card; characters that fit its line; pixels from line to line."""
HIDDEN, OUT = "hidden", "out"
MARKS = {
    OUT: ((-1, -1), "h2v2h-2Z", PALE, PALE),
    REPRODUCES: ((-3.6, -3.6), "h7.2v7.2h-7.2Z", BLUE, BLUE),
    ROUNDING: ((0, -4), "l4.2,7.4h-8.4Z", TURQUOISE, TURQUOISE),
    FAILS: (
        (-3.6, -2.2),
        "l1.4,-1.4l2.2,2.2l2.2,-2.2l1.4,1.4l-2.2,2.2l2.2,2.2l-1.4,1.4l-2.2,-2.2l-2.2,2.2l-1.4,-1.4l2.2,-2.2Z",
        CLARET,
        CLARET,
    ),
    UNCHECKED: ((-3.2, 0), "a3.2,3.2,0,1,1,6.4,0a3.2,3.2,0,1,1,-6.4,0Z", "white", GREY),
    HIDDEN: ((-2.8, -2.8), "h5.6v5.6h-5.6Z", "white", INK),
}
"""Where the outline of each mark begins, seen from its middle, the outline, its filling and its edge."""
COUNTED = {REPRODUCES: "reproduce", ROUNDING: ROUNDING, FAILS: "do not", UNCHECKED: UNCHECKED}
CAUSES = {
    "slip": "a slip of arithmetic, counting or copying",
    "rounding": "rounding",
    "vintage": "another edition of the data or the paper",
    "wording": "how a phrase is read",
    "plan": "a plan that came out otherwise",
    "unpublished": "the data behind it are not in the sources",
}
REASONS = {
    REPRODUCES: "The very same value, with nothing rounded on the way.",
    ROUNDING: "Not the very same, but rounded as it is printed it can be. That fits; it proves nothing.",
    FAILS: "The two differ, and no rounding of what is printed leads from one to the other.",
    UNCHECKED: "The sources at hand do not hold what it takes. It may well be true.",
}
SUBTITLE = (
    "One mark a claim, in the order of its source; the outlined one is on the card below.",
    "Each is worked out again from our tables. Sources: five documents and two abstracts",
)
BETWEEN = "The line: the same before any rounding reproduces; the same only after it is within rounding."
CHECKABLE = "The tables do hold what it takes, so it can be checked."
NO_VALUE = "No value can be set beside it, so nothing agrees and nothing differs."


@explorer(
    Choice("source", "Source", (ALL, *SOURCES.values()), ALL, clears=("claim", "guess")),
    Choice("kind", "Kind of claim", (ALL, *KINDS), ALL, clears=("claim", "guess")),
    Choice("verdict", "Verdict", (ALL, *VERDICTS), ALL, clears=("claim", "guess")),
    Slider("claim", "Claim on the card", 1, len(claims.on_show()), 1, 1, clears=("guess",)),
    Choice("guess", "Your guess", tuple(GUESSES), NOT_YET),
    attacks=(
        "a published number has been checked",
        "a wrong number makes the conclusion wrong",
        "what cannot be checked is false",
        "within rounding means right",
        "sources that differ: one is lying",
    ),
)
def claims_audit(source: str, kind: str, verdict: str, claim: int, guess: str) -> Figure:
    """Draw the claims that fit as marks of their verdicts, and one of them on a card.

    Parameters
    ----------
    source, kind, verdict : str
        Which claims are on show.
    claim : int
        Which of them is on the card; beyond the last, the last.
    guess : str
        The learner's verdict; until there is one, that of the claim on the card is hidden.

    Returns
    -------
    charts.Figure
        A grid of marks above a card. Every verdict is computed by ``audit``.
    """
    fits = claims.on_show(source, kind, verdict)
    if not fits:
        return _nothing_fits(source, kind, verdict)
    place = min(claim, len(fits))
    chosen, guessed = fits[place - 1], GUESSES[guess]
    hidden = "" if guessed else chosen["claim"]
    page = Page()
    _draw_names(page)
    alone = len(fits) == 1 and bool(hidden)
    counts = {each: sum(row["verdict"] == each for row in fits) for each in VERDICTS}
    _draw_legend(page, counts, hidden=alone)
    x, y = _places()[chosen["claim"]]
    page.box((x - 6, y - 6), (12, 12), "none", Edge(INK, 2))
    card = _card(chosen, guessed, f"Claim {place} of {len(fits)} on show", _given_away(fits, verdict))
    mark = (GUTTER + 6, _draw_card(page, card), HIDDEN if hidden else chosen["verdict"])
    title = "One claim on show: what would you say?" if alone else _headline(counts)
    said = " ".join(f"{label}: {text}" if label else text for label, text in card)
    return Figure(
        drawing=drawing(),
        data=_data(page, [*_marks(fits, hidden), mark]),
        title=title,
        subtitle=SUBTITLE,
        description=(
            f"Grid of {len(fits)} marks, one a published claim, by source, above a card with one claim. "
            f"{title}. {_spoken(counts, hidden=alone)} {said}"
        ),
        table=_table(fits, hidden),
    )


def _headline(counts: dict[str, int]) -> str:
    """State how many of the claims on show do not reproduce or cannot be checked."""
    n, rounding, fails, cannot = sum(counts.values()), *(counts[each] for each in VERDICTS[1:])
    every = {1: "The one claim", 2: "Both claims"}.get(n, f"All {n} claims") + " on show"
    if n in {fails, cannot}:
        if n == 1:
            return f"{every} {FAILS if fails else UNCHECKED}"
        none = "Neither" if n == 2 else "None"  # noqa: PLR2004 - two
        return f"{none} of the {n} claims on show {'reproduces' if fails else 'can be checked'}"
    if not fails and not cannot:
        some = " within rounding" if n == rounding else f", {rounding} of them within rounding"
        return f"{every} reproduce{'s' if n == 1 else ''}{some if rounding else ''}"
    return f"Of {n} claims on show {fails} {_do(fails)} not reproduce, {cannot} cannot be checked"


def _do(n: int) -> str:
    return "does" if n == 1 else "do"


def _spoken(counts: dict[str, int], *, hidden: bool) -> str:
    if hidden:
        return "Its verdict is hidden."
    return ", ".join(f"{count} {COUNTED[verdict]}" for verdict, count in counts.items()) + "."


def _given_away(fits: list[Row], verdict: str) -> str:
    """Say so where the claims on show leave nothing to guess."""
    same = len(fits) > 1 and len({row["verdict"] for row in fits}) == 1
    return (
        "All claims on show share one verdict: your filters give it away." if same or verdict != ALL else ""
    )


@cache
def _places() -> dict[str, tuple[float, float]]:
    """Return where the mark of each claim stands; each source begins a line."""
    places, y = {}, float(TOP)
    for source in SOURCES.values():
        rows = claims.on_show(source)
        for number, row in enumerate(rows):
            down, across = divmod(number, ACROSS)
            places[row["claim"]] = (LEFT + PITCH * (across + 0.5), y + LINE * (down + 0.5))
        y += LINE * math.ceil(len(rows) / ACROSS) + GAP
    return places


@cache
def _card_top() -> float:
    return max(y for _, y in _places().values()) + LINE / 2 + GAP + 4


def _draw_names(page: Page) -> None:
    for source in SOURCES.values():
        rows = claims.on_show(source)
        if rows:
            page.write((LEFT - 8, _places()[rows[0]["claim"]][1]), source, "right", 12)


def _draw_legend(page: Page, counts: dict[str, int], *, hidden: bool) -> None:
    for x, (verdict, count) in zip(_legend_places(), counts.items(), strict=True):
        page.write((x + 12, 12), f"{'?' if hidden else count} {COUNTED[verdict]}", "bold")


def _legend_places() -> tuple[float, ...]:
    return (10, 150, 312, 428)


def _marks(fits: list[Row], hidden: str) -> list[tuple[float, float, str]]:
    """Return place and look of every mark: those on show, the hidden one, and dots for the others."""
    looks = {row["claim"]: row["verdict"] for row in fits}
    if hidden:
        looks[hidden] = HIDDEN
    marks = [(x, y, looks.get(claim, OUT)) for claim, (x, y) in _places().items()]
    return marks + [(x, 12, verdict) for x, verdict in zip(_legend_places(), VERDICTS, strict=True)]


def _card(row: Row, guessed: str, number: str, given_away: str) -> list[tuple[str, str]]:
    """Return the card's labels and texts, from the claim to its cause and why it matters."""
    value = "yes: the source says it is so" if row["published"] == "yes" else _value(row)
    parts = [
        ("", f"{number}: {row['claim']}, {row['kind']}, {row['topic']}"),
        ("Where", row["locator"]),
        ("It says", row["says"]),
        ("Published", value),
        ("Read as", row["reading"]),
    ]
    if not guessed:
        wait = "Your guess first; then the arithmetic and the verdict appear."
        return _filled([*parts, ("Verdict", wait), ("Note", given_away)])
    right = "your guess is right" if guessed == row["verdict"] else f"your guess was {guessed!r}"
    cause = f"{CAUSES[row['cause']]}." if row["cause"] else ""
    other = f"{row['other_reading']}: {row['other_recomputed']}, {row['other_verdict']}"
    return _filled(
        [
            *parts,
            ("Worked out", row["recomputed"] or "no value"),
            ("Arithmetic", row["arithmetic"]),
            ("Verdict", f"{row['verdict'].upper()}; {right}"),
            ("Why", _why(row["verdict"], guessed)),
            ("Also read as", other if row["other_reading"] else ""),
            ("Cause", f"{cause.capitalize()} {row['matters']}".strip()),
        ]
    )


def _value(row: Row) -> str:
    """Return the published value with its unit."""
    space = "" if row["unit"] == "%" else " "
    return f"{row['published']}{space}{row['unit']}".strip()


def _filled(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in parts if text]


def _why(verdict: str, guessed: str) -> str:
    """Give the reason for a verdict, and where a wrong guess crossed a line, the line."""
    reason = REASONS[verdict]
    if {verdict, guessed} == {REPRODUCES, ROUNDING}:
        return f"{reason} {BETWEEN}"
    if guessed == UNCHECKED != verdict:
        return f"{reason} {CHECKABLE}"
    return f"{reason} {NO_VALUE}" if verdict == UNCHECKED != guessed else reason


@cache
def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, READING)) if len(text) > READING else (text,)


def _laid_out(card: list[tuple[str, str]]) -> list[tuple[float, str, tuple[str, ...]]]:
    """Return height, label and lines of each part of a card, from its upper edge."""
    y, parts = 16, []
    for label, text in card:
        lines = _wrapped(text) if label else (text,)
        parts.append((float(y), label, lines))
        y += STEP * len(lines) + (0 if label else 4)
    return parts


def _draw_card(page: Page, card: list[tuple[str, str]]) -> float:
    """Write the card and return the height at which its verdict stands."""
    top, at = _card_top(), 0.0
    page.box((1, top), (WIDTH - 2, height() - top - 2), "#F8F8F8", Edge(PALE, 1.5))
    for y, label, lines in _laid_out(card):
        page.write((10, top + y), label, size=12, ink=QUIET)
        verdict = label == "Verdict"
        at = top + y if verdict else at
        x = GUTTER + 18 * verdict if label else 10
        for number, line in enumerate(lines):
            page.write((x, top + y + STEP * number), line, "bold" if verdict or not label else "left")
    return at


WORST = {REPRODUCES: ROUNDING, ROUNDING: REPRODUCES, FAILS: UNCHECKED, UNCHECKED: FAILS}
"""The guess that needs the most words, by verdict."""


@cache
def height() -> int:
    """Give the height of the page, with room for the longest card of the table.

    Returns
    -------
    int
        Pixels.
    """
    cards = (_card(row, WORST[row["verdict"]], "", "") for row in claims.on_show())
    lowest = max(y + STEP * len(lines) for y, _, lines in (_laid_out(card)[-1] for card in cards))
    return math.ceil(_card_top() + lowest)


def _data(page: Page, marks: list[tuple[float, float, str]]) -> dict[str, pd.DataFrame]:
    """Return the frames of the page; all marks of one look are one outline.

    A browser draws six outlines in a fraction of the time that it needs for hundreds of marks.
    """
    frames = page.data()
    outlines = {look: "".join(outline(look, x, y) for x, y, own in marks if own == look) for look in MARKS}
    drawn = [(look, path, *MARKS[look][2:]) for look, path in outlines.items() if path]
    looks, paths, fills, edges = zip(*drawn, strict=True)
    columns = {"x": 0, "y": 0, "look": looks, "outline": paths, "fill": fills, "edge": edges}
    return {**{name: frames[name] for name in ("solid", *TEXTS)}, "marks": pd.DataFrame(columns)}


@cache
@cache
def outline(look: str, x: float, y: float) -> str:
    """Give the outline of a mark as an SVG path.

    Parameters
    ----------
    look : str
        A key of ``MARKS``.
    x, y : float
        Its middle, in pixels from the upper left corner.

    Returns
    -------
    str
        The path.
    """
    (right, down), path, *_ = MARKS[look]
    return f"M{written(x + right, 1)},{written(y + down, 1)}{path}"


def _table(fits: list[Row], hidden: str) -> pd.DataFrame:
    def told(row: Row, name: str) -> Any:
        return "guess first" if row["claim"] == hidden else row[name]

    return pd.DataFrame(
        {
            "claim": [row["claim"] for row in fits],
            "source": [row["source"] for row in fits],
            "says": [row["says"] for row in fits],
            "published": [_value(row) for row in fits],
            "recomputed": [told(row, "recomputed") for row in fits],
            "verdict": [told(row, "verdict") for row in fits],
        }
    )


def _nothing_fits(source: str, kind: str, verdict: str) -> Figure:
    wanted = ", ".join(choice for choice in (source, kind, verdict) if choice != ALL)
    sentence = f"No claim is all of this: {wanted}. Set one of the three back to {ALL}."
    page = Page()
    _draw_names(page)
    counts = dict.fromkeys(VERDICTS, 0)
    _draw_legend(page, counts, hidden=False)
    _draw_card(page, [("", sentence)])
    title = "No claim fits these choices"
    return Figure(
        drawing=drawing(),
        data=_data(page, _marks([], "")),
        title=title,
        subtitle=SUBTITLE,
        description=f"Grid of marks, one a published claim, none on show. {title}. {sentence}",
        table=pd.DataFrame({"claims on show": [sentence]}),
    )


TEXTS: dict[str, dict[str, Any]] = {
    "left": {"align": "left"},
    "right": {"align": "right"},
    "bold": {"align": "left", "fontWeight": "bold"},
}


@cache
def drawing() -> dict[str, Any]:
    """Draw the page: boxes below, then marks of verdicts, then words.

    Returns
    -------
    dict
        The specification without its numbers.
    """
    across, down = (alt.Scale(domain=ends, nice=False) for ends in ([0, WIDTH], [height(), 0]))
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=down, axis=None)
    boxes = alt.Chart(named("solid")).mark_rect(opacity=1)
    boxes = boxes.encode(
        x=x,
        y=y,
        x2=alt.X2("x2:Q"),
        y2=alt.Y2("y2:Q"),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
    )
    words = [
        alt.Chart(named(name))
        .mark_text(baseline="middle", **look)
        .encode(
            x=x,
            y=y,
            text=alt.Text("text:N"),
            size=alt.Size("size:Q", scale=None, legend=None),
            color=alt.Color("ink:N", scale=None),
        )
        for name, look in TEXTS.items()
    ]
    layers = alt.layer(boxes, _signs(x, y), *words).resolve_scale(size="independent")
    return draw(layers.properties(width=WIDTH, height=height()))


def _signs(x: Any, y: Any) -> Any:
    # A custom shape of size 4 is drawn as it is, one pixel a unit.
    marks = alt.Chart(named("marks")).mark_point(filled=True, opacity=1, strokeWidth=1.4, size=4)
    return marks.encode(
        x=x,
        y=y,
        shape=alt.Shape("outline:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
    )
