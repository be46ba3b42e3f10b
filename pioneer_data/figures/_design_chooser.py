"""The explorer of lesson 01 that sets evaluation designs against evaluation questions."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import programme
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, Tick, explorer
from pioneer_data.figures import _design_drawings as drawings
from pioneer_data.figures._parts import frame, rows_of

LONGEST_LINE = 92


QUESTIONS = tuple(pioneers.design_judgements()["question"].cat.categories)
DESIGNS = tuple(pioneers.design_judgements()["design"].cat.categories)
HEADS = (
    "What|helped?",
    "Change in|indicators?",
    "Better|care?",
    "Worth the|cost?",
    "Role of|context?",
    "Which|approach?",
)
OBJECTS = (
    "what helped and hindered",
    "what being a Pioneer did",
    "if care got better",
    "if it was worth the cost",
    "how context matters",
    "which approach is best",
)
SUBJECTS = (
    "A before-after study",
    "A comparison over time",
    "A key informant survey",
    "Interviews",
    "Observing meetings",
    "An economic evaluation",
    "A randomised trial",
)
ROW_NAMES = (
    "Before and after,|in Pioneers only",
    "Comparison with|other areas over time",
    "Key informant survey",
    "Interviews",
    "Observation of|team meetings",
    "Economic evaluation",
    "Randomised trial|of areas",
)
USED_WORDS = {
    "used": "The evaluation used it for this.",
    "planned, not possible": "Planned, but not possible.",
    "not used": "Not used for this.",
}
VERBS = {
    ("could say", False): "could say",
    ("could say", True): "could have said",
    ("in part", False): "could partly say",
    ("in part", True): "could have partly said",
    ("could not say", False): "could not say",
}
"""The verb of the headline, by verdict and by whether the design was planned but not possible."""

SHORT_USED = {"used": "used", "planned, not possible": "planned", "not used": ""}


@explorer(
    Choice("question", "Evaluation question", QUESTIONS, QUESTIONS[1]),
    Choice("design", "Design", DESIGNS, DESIGNS[0]),
    Tick("shown", "Show what it could say"),
    attacks=("before/after shows effect",),
)
def design_chooser(
    question: str,
    design: str,
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Draw which design could say what about which question, and which the evaluation used.

    Parameters
    ----------
    question : str
        An aim of the long evaluation, as a question.
    design : str
        A design that might answer it.
    shown : bool
        Whether the judgements are drawn.

    Returns
    -------
    charts.Figure
        A matrix of judgements of this package, on facts of sources 000 to 003.
    """
    column, row = QUESTIONS.index(question), DESIGNS.index(design)
    judged = _judged()[design, question]
    object_, subject = OBJECTS[column], SUBJECTS[row]
    verdict = VERBS[judged["verdict"], judged["used"] == "planned, not possible"]
    ask = f"Could {subject[0].lower()}{subject[1:]} say {object_}?"
    title = f"{subject} {verdict} {object_}" if shown else ask
    reason = _two_lines(judged["reason"], USED_WORDS[judged["used"]])
    counts = _verdict_counts()[question]
    return Figure(
        drawing=drawings.design_chooser(),
        data={**_chosen(row, column), **_matrix(shown=shown)},
        title=title,
        subtitle=(
            *(
                reason
                if shown
                else (f"Question: {question}", f"Design: {design}. Decide first, then tick the box.")
            ),
            "Judgements of this package; each reason's source is in the table",
        ),
        description=(
            "Matrix of seven evaluation designs by six evaluation questions. "
            f"{title}{' ' if title.endswith('?') else '. '}Question: {question} Design: {design}. "
            + (f"{' '.join(reason)} {counts}" if shown else "What each could say is hidden.")
        ),
        table=_judgement_table(question, shown=shown),
    )


@cache
def _judged() -> dict[tuple[str, str], dict[str, str]]:
    rows = pioneers.design_judgements().astype(str)
    return {(row["design"], row["question"]): row for row in rows_of(rows)}


def _two_lines(reason: str, used: str) -> tuple[str, str]:
    """Break a reason and what was used into exactly two lines of a subtitle."""
    lines = textwrap.wrap(f"{reason}. {used}", LONGEST_LINE)
    return (f"{reason}.", used) if len(lines) == 1 else (lines[0], " ".join(lines[1:]))


@cache
def _verdict_counts() -> dict[str, str]:
    """Say for each question how many of the designs could answer it, in part, or not."""
    words = {}
    for question in QUESTIONS:
        rows = programme.designs_for(question)
        full, part, none = (int((rows["verdict"] == verdict).sum()) for verdict in drawings.VERDICTS)
        used = ", ".join(rows.loc[rows["used"] == "used", "design"].astype(str)).lower()
        words[question] = (
            f"Of seven designs {full} could answer this question, {part} in part, {none} not; "
            f"used for it: {used or 'none'}."
        )
    return words


def _chosen(row: int, column: int) -> dict[str, pd.DataFrame]:
    """Return the bands behind the chosen row and column and the frame around their cell."""
    across = {"row": row - 0.5, "row_end": row + 0.5}
    down = {"column": column - 0.5, "column_end": column + 0.5}
    return {
        "chosen_row": frame([across]),
        "chosen_column": frame([{**down, "row": -1.55, "row_end": 6.5}]),
        "chosen": frame([{**across, **down}]),
        "designs": _design_names(row),
        "heads": _question_names(column),
    }


@cache
def _design_names(row: int) -> pd.DataFrame:
    designs = [
        # Text of two lines hangs from its first line; half a line up puts it in the middle.
        {"row": n - 0.17 * name.count("|"), "text": name, "chosen": n == row}
        for n, name in enumerate(ROW_NAMES)
    ]
    return frame(designs)


@cache
def _question_names(column: int) -> pd.DataFrame:
    return frame(
        [{"row": -1.35, "column": n, "text": name, "chosen": n == column} for n, name in enumerate(HEADS)]
    )


@cache
def _matrix(*, shown: bool) -> dict[str, pd.DataFrame]:
    cells: list[dict[str, Any]] = [
        {"row": row, "column": column, **_judged()[design, question]}
        for row, design in enumerate(DESIGNS)
        for column, question in enumerate(QUESTIONS)
    ]
    marks = [{name: cell[name] for name in ("row", "column", "verdict")} for cell in cells]
    used = [{**mark, "text": SHORT_USED[cell["used"]]} for mark, cell in zip(marks, cells, strict=True)]
    unknown = [{"row": cell["row"], "column": cell["column"], "text": "?"} for cell in cells]
    columns = ("row", "column", "verdict", "text")
    key = [
        {"row": 7.2, "column": place, "verdict": verdict, "text": verdict}
        for verdict, place in zip(drawings.VERDICTS, (-3.25, -1.9, -0.85), strict=True)
    ]
    note = {"row": 7.2, "column": 0.95, "text": "used: by the evaluation. planned: proved impossible"}
    return {
        "verdicts": frame(marks if shown else [], columns[:3]),
        "used": frame([cell for cell in used if cell["text"]] if shown else [], columns),
        "unknown": frame([] if shown else unknown, ("row", "column", "text")),
        "key": frame(key),
        "key_note": frame([note]),
    }


@cache
def _judgement_table(question: str, *, shown: bool) -> pd.DataFrame:
    rows = programme.designs_for(question)
    names = {"design": "design", "verdict": "what it could say", "used": "used for this question"}
    names |= {"reason": "reason", "locator": "source of the fact, or the aim"}
    hidden = pd.DataFrame({"design": rows["design"], "what it could say": "hidden until you tick the box"})
    return rows.rename(columns=names) if shown else hidden
