"""The explorer of lesson 01 that asks what the programme was for, at first and later."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import programme
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, explorer
from pioneer_data.figures import _design_drawings as drawings
from pioneer_data.figures._parts import frame, rows_of

STATEMENTS = {
    "definition": "Definition",
    "I statement": "I statements",
    "selection criterion": "Selection criteria",
    "problem": "Problems",
    "aspiration": "Aspirations",
    "target group": "Target groups",
}
FOCUSES = {
    "Teams and navigators for older people": "Teams and navigators|for older people",
    "Fewer emergency admissions, less hospital spending": (
        "Fewer emergency|admissions, less|hospital spending"
    ),
    "Better Care Fund targets": "Better Care Fund|targets",
    "Top-down, led by NHS England": "Top-down, led by|NHS England",
}
WHO = {
    "All": "key informants",
    "CCG": "in CCGs",
    "Local authority": "in local authorities",
    "NHS provider": "in NHS providers",
    "Other": "others",
}
JOINED_UP, UNPLANNED = "Joined-up services", "Unplanned admissions"
LINK = (282.0, 432.0)
"""Pixels between which a link runs from a statement to a later focus."""


@explorer(
    Choice("kind", "What the programme said", tuple(STATEMENTS.values()), STATEMENTS["I statement"]),
    Choice("who", "Objectives chosen by", tuple(WHO), "All"),
    attacks=("a programme is one intervention",),
)
def what_was_it_for(kind: str, who: str) -> Figure:
    """Draw which statements of the programme a later focus took up, and the objectives of 2017-18.

    Parameters
    ----------
    kind : str
        Kind of statement.
    who : {"All", "CCG", "Local authority", "NHS provider", "Other"}
        Whose choice of objectives is drawn.

    Returns
    -------
    charts.Figure
        Links, judged by this package, above a dumbbell chart. Sources: 001; 002, Table IV.
    """
    name = next(key for key, words in STATEMENTS.items() if words == kind)
    rows = _statements(name)
    title = _taken_words(name)
    standing = _standing(who)
    base = standing[JOINED_UP]["base_2018"]
    joined, unplanned = (standing[each]["people_2018"] for each in (JOINED_UP, UNPLANNED))
    chose = f"{joined} of {base} {WHO[who]} for {JOINED_UP.lower()}, {unplanned} for {UNPLANNED.lower()}"
    survey = f"In 2018: {chose}."
    return Figure(
        drawing=drawings.what_was_it_for(),
        data={**_link_data(name), "objectives": _objectives(who)},
        title=title,
        subtitle=(
            "Links are judgements of this package; the later focuses are those of the early evaluation.",
            survey,
            "Sources: early evaluation slides 2016; Erens et al. 2020, Table IV",
        ),
        description=(
            f"Diagram of {len(rows)} statements ({_lower(kind)}), each linked to one of four later "
            f"focuses or to none, above a dumbbell chart of eight objectives, per cent in 2017 and 2018. "
            f"{title}. {_link_words(rows)} {survey}"
        ),
        table=_statement_table(rows),
    )


@cache
def _judged() -> list[dict[str, Any]]:
    """Return every statement with its judgement."""
    said = pioneers.programme_statements().astype({"kind": str})
    judged = pioneers.statement_judgements().astype({"kind": str, "later_focus": str, "relation": str})
    rows = said.merge(judged, on=["kind", "number"], suffixes=("", "_judged"))
    return rows_of(rows)


@cache
def _statements(kind: str) -> list[dict[str, Any]]:
    return [row for row in _judged() if row["kind"] == kind]


@cache
def _standing(who: str) -> dict[str, dict[str, Any]]:
    """Return each objective's shares, the highest of 2018 first."""
    return {row["objective"]: row for row in rows_of(programme.objective_standing(who))}


@cache
def _counts() -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in rows_of(programme.taken_up())}


@cache
def _taken_words(kind: str) -> str:
    row = _counts()[kind]
    counts = {relation: int(row[relation.replace(" ", "_")]) for relation in drawings.RELATIONS}
    if row["statements"] == 1:
        (only,) = (relation for relation, n in counts.items() if n)
        return f"{STATEMENTS[kind]}: {'taken up ' * (only == 'in part')}{only}"
    parts = [f"{n} {relation}" for relation, n in counts.items() if n or relation == drawings.RELATIONS[0]]
    return f"{STATEMENTS[kind]}: {', '.join(parts)}"


def _lower(words: str) -> str:
    """Begin with a small letter, except for the "I" of the I statements."""
    return words if words.startswith("I ") else words[0].lower() + words[1:]


def _link_words(rows: list[dict[str, Any]]) -> str:
    parts = [
        f"{row['statement'].rstrip('.')}: {row['relation']}"
        + ("" if row["later_focus"] == "None" else f", {row['later_focus'].lower()}")
        for row in rows
    ]
    return "; ".join(parts) + "."


@cache
def _link_data(kind: str) -> dict[str, pd.DataFrame]:
    rows = _statements(kind)
    height = 350 / len(rows)
    boxes = {name: 14 + 84 * n for n, name in enumerate(FOCUSES)}
    statements, ends, links = [], [], []
    for n, row in enumerate(rows):
        middle = height * (n + 0.5)
        lines = textwrap.wrap(row["statement"], 46)
        # Text hangs from its first line; half of its height up puts it in the middle.
        statements.append({"x": 0, "y": middle - 7.5 * (len(lines) - 1), "text": "|".join(lines)})
        linked = row["later_focus"] in boxes
        note = "" if linked else row["relation"]
        ends.append({"x": LINK[0], "y": middle, "relation": row["relation"], "text": note})
        if linked:
            links += _curve(n, middle, boxes[row["later_focus"]] + 35 + 4 * (n - 2.5), row["relation"])
    focuses = [
        {"x": LINK[1], "x_end": 599, "y": y, "y_end": y + 70, "middle": y + 35 - 8 * text.count("|")}
        | {"text": text}
        for y, text in zip(boxes.values(), FOCUSES.values(), strict=True)
    ]
    heads = [{"x": 0, "y": -14, "text": f"What the programme said: {_lower(STATEMENTS[kind])}"}]
    heads.append({"x": LINK[1], "y": -14, "text": "What was seen by 2015"})
    key = zip(drawings.RELATIONS, (8, 92, 162, 278), strict=True)
    ends += [{"x": place, "y": 366, "relation": relation, "text": relation} for relation, place in key]
    return {
        "statements": frame(statements),
        "ends": frame(ends),
        "links": frame(links, ("x", "y", "relation", "link")),
        "focuses": frame(focuses),
        "heads": frame(heads),
    }


def _curve(link: int, first: float, last: float, relation: str) -> list[dict[str, Any]]:
    """Return a smooth link between two heights: level at both ends."""
    steps = [step / 12 for step in range(13)]
    return [
        {
            "x": LINK[0] + (LINK[1] - LINK[0]) * step,
            "y": first + (last - first) * step * step * (3 - 2 * step),
            "relation": relation,
            "link": link,
        }
        for step in steps
    ]


@cache
def _objectives(who: str) -> pd.DataFrame:
    own = [_standing(who)[objective] for objective in _standing("All")]
    rows = [
        {
            "objective": row["objective"],
            **{f"pct_{year}": 100 * row[f"people_{year}"] / row[f"base_{year}"] for year in (2017, 2018)},
            "row": place,
            "look": row["objective"] if row["objective"] in {JOINED_UP, UNPLANNED} else "Others",
            "text": " to ".join(f"{row[f'people_{year}']}/{row[f'base_{year}']}" for year in (2017, 2018)),
        }
        for place, row in enumerate(own)
    ]
    return frame(rows)


def _statement_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    names = {"statement": "statement", "relation": "later focus goes", "later_focus": "later focus"}
    names |= {"reason": "reason (our judgement)", "locator_judged": "source of the fact"}
    return pd.DataFrame({words: [row[name] for row in rows] for name, words in names.items()})
