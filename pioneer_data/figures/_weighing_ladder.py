"""A ladder of confidence: the learner places statements on the Pioneers, then compares with ours."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from pioneer_data import weighing
from pioneer_data._weighing_facts import facts
from pioneer_data.charts import BLUE, CLARET, GREY, INK, PALE, Figure
from pioneer_data.controls import Choice, Grid, Tick, explorer
from pioneer_data.figures._mdt_drawings import QUIET, WIDTH, Edge, Page, page

if TYPE_CHECKING:
    from pioneer_data.controls import Coding
    from pioneer_data.weighing import Placing

STATEMENTS = weighing.statements()
REFERENCE = {statement: weighing.judgement(statement).rung for statement in STATEMENTS}
COLUMN = "Your rung"

SIGNIFICANT = "strong evidence = a significant result"
NONE = "no evidence = evidence of none"
CAUTION = "caution weakens advice"

HEIGHT = 556
LABELS, CELL, APART = 296, 73, 12
"""Pixels: the statements, a rung, and the distance of Unknown from the ladder."""
HEAD, ROW, STEP = 28, 27, 15.5
LINE = 100
"""Characters that fit a line of the page."""
OURS = 13
"""Pixels of the square that stands for our rung."""


@explorer(
    Grid(
        "placing",
        "Your ladder: how well is each statement supported?",
        STATEMENTS,
        (COLUMN,),
        tuple(weighing.RUNGS),
        reference=tuple((statement, COLUMN, rung) for statement, rung in REFERENCE.items()),
    ),
    Choice("statement", "Read the evidence on", STATEMENTS, STATEMENTS[0]),
    Tick("shown", "Now show our rungs and reasons beside yours"),
    attacks=(SIGNIFICANT, NONE, CAUTION),
)
def confidence_ladder(
    placing: Coding,
    statement: str,
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Draw the learner's placing of statements by strength and, once shown, ours beside it.

    Parameters
    ----------
    placing : tuple of (str, str, str)
        Statement, column and rung of each statement that the learner placed.
    statement : str
        The statement whose evidence is read.
    shown : bool
        Whether our rungs and reasons are drawn.

    Returns
    -------
    charts.Figure
        Statements by rungs, above the evidence on one of them. The placings are ours.
    """
    mine = {row: rung for row, _, rung in placing}
    title, line = _finding(weighing.compare(mine.items()), shown=shown)
    sheet = Page()
    _draw_ladder(sheet, mine, statement, shown=shown)
    said = _draw_reading(sheet, statement, shown=shown)
    return Figure(
        drawing=page(HEIGHT),
        data=sheet.data(),
        title=title,
        subtitle=(
            line,
            "The rungs are words of ours, loosely after schemes that grade evidence; no official grade.",
            "Sources: the tables named below; the placing is a judgement of this package",
        ),
        description=(
            f"Dot plot of {len(STATEMENTS)} statements by four rungs of support (strong, moderate, weak and, "
            f"apart from the ladder, unknown), placed by you{' and by us' if shown else ''}. "
            f"{title}. {line} {said}"
        ),
        table=_table(mine, shown=shown),
    )


def _finding(result: Placing, *, shown: bool) -> tuple[str, str]:
    """Return the headline and a line on how both ladders differ."""
    if not shown:
        title = f"You have placed {result.placed} of {result.statements} statements; our ladder is hidden"
        return title, "Read the evidence below, place the statement above, then compare."
    if not result.placed:
        counts = [f"{number} {rung.lower()}" for rung, number in weighing.rung_counts().items()]
        line = "A star alone makes no strong statement, and an unknown one may be true or false."
        return f"Our ladder of {result.statements} statements: {', '.join(counts)}", line
    what = "statement" if result.placed == 1 else "statements"
    title = f"Same rung for {result.same} of {result.placed} {what} that you placed"
    differences = f"Surer than we are: {result.surer}. Less sure: {result.less_sure}."
    return title, f"{differences} One of us says unknown: {result.across}."


def _middle(rung: str) -> float:
    place = list(weighing.RUNGS).index(rung)
    return LABELS + CELL * (place + 0.5) + (APART if rung == "Unknown" else 0)


def _draw_ladder(sheet: Page, mine: dict[str, str], chosen: str, *, shown: bool) -> None:
    _draw_key(sheet, mine, shown=shown)
    for place, statement in enumerate(STATEMENTS):
        y = HEAD + ROW * place
        sheet.write((LABELS - 8, y + ROW / 2), statement, "right", 12, INK)
        for rung in weighing.RUNGS:
            edge = Edge(PALE, dashed=rung == "Unknown")
            sheet.box((_middle(rung) - CELL / 2 + 1, y + 1), (CELL - 2, ROW - 2), "white", edge)
        _draw_marks(sheet, y + ROW / 2, mine.get(statement, ""), REFERENCE[statement] if shown else "")
    y = HEAD + ROW * STATEMENTS.index(chosen)
    sheet.box((1, y), (WIDTH - 2, ROW), "none", Edge(INK, 2.5))


def _draw_key(sheet: Page, mine: dict[str, str], *, shown: bool) -> None:
    for rung in weighing.RUNGS:
        sheet.write((_middle(rung), HEAD / 2), rung, "bold_centre")
    if mine:
        sheet.mark(12, HEAD / 2, "agree")
        sheet.write((24, HEAD / 2), "you", size=12)
    if shown:
        _draw_square(sheet, 64, HEAD / 2)
        sheet.write((76, HEAD / 2), "this package", size=12)


def _draw_square(sheet: Page, x: float, y: float) -> None:
    sheet.box((x - OURS / 2, y - OURS / 2), (OURS, OURS), CLARET)


def _draw_marks(sheet: Page, y: float, mine: str, ours: str) -> None:
    """Draw a circle for the learner, a square for us and, where they differ, a line between."""
    same = mine == ours
    left, right = (_middle(mine) if mine else 0, _middle(ours) if ours else 0)
    if mine and ours:
        if same:
            left, right = left - 15, right + 15
            sheet.write((_middle(ours), y), "=", "bold_centre", 15)
        else:
            sheet.box((min(left, right), y - 1), (abs(right - left), 2), GREY)
    if ours:
        _draw_square(sheet, right, y)
    if mine:
        sheet.mark(left, y, "agree", 150)


def _draw_reading(sheet: Page, statement: str, *, shown: bool) -> str:
    """Write what the rungs mean and, below, the evidence on the chosen statement."""
    y = HEAD + ROW * len(STATEMENTS) + 16.0
    for rung, meaning in weighing.RUNGS.items():
        sheet.write((62, y), rung, "right", 12, BLUE)
        sheet.write((72, y), meaning, size=12, ink=QUIET)
        y += STEP
    parts = _reading(statement, shown=shown)
    sheet.box((1, y), (WIDTH - 2, HEIGHT - y - 2), "#F8F8F8", Edge(PALE))
    head = f"\N{LEFT DOUBLE QUOTATION MARK}{statement}\N{RIGHT DOUBLE QUOTATION MARK}"
    head += f": {REFERENCE[statement].lower()}" if shown else ""
    sheet.write((10, y + 15), head, "bold")
    y += 34
    for name, text in parts.items():
        for line in _wrapped(f"{name}: {text}"):
            sheet.write((10, y), line, size=12)
            y += STEP
        y += 4
    return f"{head}. {' '.join(f'{name}: {text}' for name, text in parts.items())}"


@cache
def _reading(statement: str, *, shown: bool) -> dict[str, str]:
    ours = weighing.judgement(statement)
    evidence = {
        "What the tables give": facts(statement),
        "Rests on": f"the tables {', '.join(ours.rests_on)}.",
    }
    if not shown:
        return evidence
    return {"Why": ours.reason, **evidence, "What would change it": ours.would_change}


@cache
def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, LINE, break_on_hyphens=False))


def _table(mine: dict[str, str], *, shown: bool) -> pd.DataFrame:
    columns = {
        "statement": list(STATEMENTS),
        "your rung": [mine.get(statement, "not placed") for statement in STATEMENTS],
        "what the tables give": [facts(statement) for statement in STATEMENTS],
    }
    if shown:
        judged = [weighing.judgement(statement) for statement in STATEMENTS]
        columns |= {
            "our rung": [each.rung for each in judged],
            "why": [each.reason for each in judged],
            "what would change it": [each.would_change for each in judged],
        }
    return pd.DataFrame(columns)
