"""The explorer of lesson 01 that draws dates: programme, evaluation, fieldwork, policy, publications."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pioneer_data import programme
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, Marks, explorer
from pioneer_data.figures import _design_drawings as drawings
from pioneer_data.figures._design_drawings import KINDS
from pioneer_data.figures._parts import frame, rows_of

if TYPE_CHECKING:
    import pandas as pd

SLIDES, ARTICLE = "slides of 2024", "article of 2020"
SPRING, JANUARY = programme.WAVE_2_DATES


def _decimal(day: pd.Timestamp, *, after: bool = False) -> float:
    """Return a day as a year with decimals; ``after`` gives the end of the day."""
    return float(day.year + (day.day_of_year - (0 if after else 1)) / (366 if day.is_leap_year else 365))


class Row(NamedTuple):
    """A row of the timeline: its kind, its words, where they stand, and its events."""

    kind: str
    text: str
    side: str
    events: tuple[tuple[str, str], ...]


WAVE_2_ROW = 4
NOTE_ROW, WAIT_ROWS = 5, (7, 8)
_MDT, _AREAS = "MDT study: ", "Pioneer and non-Pioneer areas"
ROWS: dict[int, Row] = {
    0: Row(
        "Policy",
        "Integrated care: our shared commitment",
        "right",
        (("Integrated care and support: our shared commitment, of the National Collaboration", "002"),),
    ),
    1: Row("Policy", "Five Year Forward View", "right", (("Five Year Forward View", "002"),)),
    2: Row(
        "Policy",
        "Year by which joined-up care was to be the norm",
        "left",
        (("Year by which joined-up and coordinated care was to be the norm", "000"),),
    ),
    3: Row("Programme", "Wave 1: 14 areas", "inside", (programme.WAVE_1,)),
    4: Row("Programme", "Wave 2: 11 areas", "inside", (("11 wave 2 Pioneers joined", "002"),)),
    6: Row("Programme", "Vanguards launched", "right", (("Vanguards launched", "004"),)),
    9: Row(
        "Evaluation",
        "Baseline of emergency admissions, from routine data",
        "right",
        (("Baseline period of the comparison of emergency admissions by wave", "000"),),
    ),
    10: Row(
        "Evaluation",
        "Early evaluation, wave 1 only",
        "right",
        (("Early evaluation (period given in 003)", "003"),),
    ),
    11: Row("Evaluation", "Long evaluation, all 25 areas", "inside", (programme.LONG_EVALUATION,)),
    12: Row(
        "Fieldwork",
        "Interviews in wave 1: 140 people, then 57",
        "right",
        (
            ("Early evaluation, first round of interviews", "001"),
            ("Early evaluation, second round of interviews", "001"),
        ),
    ),
    13: Row(
        "Fieldwork",
        "Key informant surveys",
        "right",
        (
            ("Key informant survey 2016", "002"),
            ("Key informant survey 2017", "002"),
            ("Key informant survey 2018", "002"),
            ("Fourth key informant survey", "003"),
            ("Fifth key informant survey (date given in 000)", "000"),
        ),
    ),
    14: Row(
        "Fieldwork",
        "Team meetings observed",
        "left",
        ((f"{_MDT}observations of meetings", "000"),),
    ),
    15: Row(
        "Fieldwork",
        "Interviews with leaders, staff, patients, carers",
        "left",
        (
            (f"{_MDT}interviews with local system leaders and operational managers", "000"),
            (f"{_MDT}interviews with frontline staff", "000"),
            (f"{_MDT}interviews with patients and informal carers", "000"),
        ),
    ),
    16: Row(
        "Publications",
        "Early evaluation: final report",
        "right",
        (("Final report of the early evaluation published", "003"),),
    ),
    17: Row(
        "Publications",
        "First articles: admissions, surveys",
        "right",
        (
            (
                f"Article comparing emergency admissions in {_AREAS} published in BMJ Open",
                "003",
            ),
            ("Article on the three key informant surveys published", "002"),
        ),
    ),
    18: Row(
        "Publications",
        "Webinar with the overview of findings",
        "left",
        (("Webinar with the overview of findings", "000"),),
    ),
}
"""What is drawn in each row; the kind is that of ``timeline``, and the webinar counts as a publication."""

END_OF_PROGRAMME = ("Formal end of the Pioneer programme", "000")
END_OF_EVALUATION = ("Longer-term evaluation (period given on the slide)", "000")
ENDS = {3: END_OF_PROGRAMME, 4: END_OF_PROGRAMME, 11: END_OF_EVALUATION}
"""Rows whose bar begins with one event and ends with another."""


@explorer(
    Marks("kinds", "Show", KINDS, KINDS),
    Choice("wave_2", "Wave 2 began", programme.WAVE_2_DATES, JANUARY),
    attacks=("a newer source is right",),
)
def timeline(kinds: tuple[str, ...], wave_2: str) -> Figure:
    """Draw programme, evaluation, fieldwork, policy and publications on one axis of time.

    Parameters
    ----------
    kinds : tuple of str
        The kinds of events that are drawn.
    wave_2 : {"spring 2014", "January 2015"}
        Which of the two published dates wave 2 has in the drawing.

    Returns
    -------
    charts.Figure
        Bars and two arrows. Sources: 000 to 004, each row's in the table.
    """
    waits = _waits(wave_2)
    title = (
        f"Long evaluation began {waits[0]['months']} months after wave 1, {waits[1]['months']} after wave 2"
    )
    drawn = [row for row in _bars(wave_2) if row["kind"] in kinds]
    labels = {
        side: [row for row in _labels(wave_2) if row["side"] == side] for side in ("right", "left", "inside")
    }
    data = {
        side: frame([row for row in rows if row["kind"] in kinds], ("row", "start", "text", "kind", "side"))
        for side, rows in labels.items()
    }
    programmes = "Programme" in kinds
    return Figure(
        drawing=drawings.timeline(),
        data={
            "lanes": _lanes(),
            "bars": frame(drawn, ("row", "start", "end", "top", "foot", "kind", "exact")),
            "dispute": _dispute().iloc[: int(programmes)],
            "notes": _notes().iloc[: int(programmes)],
            "waits": frame(waits),
            "lines": _posts(),
            **data,
        },
        title=title,
        subtitle=(
            f"Wave 2: the {SLIDES} say {SPRING}; the {ARTICLE} says {JANUARY}, and so",
            f"does a table of the same slides. Drawn from {wave_2}. Outlined: year or season only.",
            "Sources: Pioneer evaluation 2016, 2020 and 2024; PIRU web pages; Lewis et al. 2021",
        ),
        description=(
            "Timeline, 2010 to 2024, with a bar or mark for each dated event. "
            f"{title}. Wave 2 is drawn from {wave_2}: the {SLIDES} say {SPRING}, the {ARTICLE} and a "
            f"table of the same slides say {JANUARY}. "
            f"Shown: {', '.join(kinds).lower() or 'the two waiting times only'}."
        ),
        table=_events_table(kinds, wave_2),
    )


def _started(wave_2: str) -> pd.Timestamp:
    """Return the first day of the date that is chosen for wave 2."""
    keys = {words: key for key, words in reversed(programme.WAVE_2_EVENTS.items())}
    return programme.event(*keys[wave_2]).start


@cache
def _bars(wave_2: str) -> list[dict[str, Any]]:
    bars = []
    for place, row in ROWS.items():
        for key in row.events:
            found = programme.event(*key)
            start = _started(wave_2) if place == WAVE_2_ROW else found.start
            end = programme.event(*ENDS[place]).end if place in ENDS else found.end
            bars.append(_bar(place, row.kind, start, end, exact=_exact(found) or place in ENDS))
    return bars


def _exact(found: programme.Event) -> bool:
    """Whether the source gives at least the month: a whole year, or a season, is outlined."""
    return any(month in found.published for month in MONTHS) or found.start == found.end


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
THINNEST = 0.12
"""Years: a day or month is drawn at least this wide, so that it can be seen."""


def _bar(place: int, kind: str, start: pd.Timestamp, end: pd.Timestamp, *, exact: bool) -> dict[str, Any]:
    first, last = _decimal(start), _decimal(end, after=True)
    spare = max(THINNEST - (last - first), 0) / 2
    edges = {"start": first - spare, "end": last + spare}
    return {"row": place, **edges, "top": place - 0.32, "foot": place + 0.32, "kind": kind, "exact": exact}


@cache
def _labels(wave_2: str) -> list[dict[str, Any]]:
    """Return each row's words with the place beside or inside its bars where they begin."""
    bars = _bars(wave_2)
    labels = []
    for place, row in ROWS.items():
        own = [bar for bar in bars if bar["row"] == place]
        starts, ends = [bar["start"] for bar in own], [bar["end"] for bar in own]
        at = max(ends) if row.side == "right" else min(starts)
        # The words inside wave 2's bar stay where they are when the bar begins earlier.
        at = _decimal(_started(JANUARY)) if place == WAVE_2_ROW else at
        labels.append({"row": place, "start": at, "text": row.text, "kind": row.kind, "side": row.side})
    return labels


@cache
def _lanes() -> pd.DataFrame:
    spans = {kind: [place for place, row in ROWS.items() if row.kind == kind] for kind in KINDS}
    rows = [
        {"kind": kind, "row": places[0], "top": places[0] - 0.5, "foot": places[-1] + 0.5, "tint": tint}
        for (kind, places), tint in zip(spans.items(), (0.8, 0.0, 0.8, 0.0, 0.8), strict=True)
    ]
    # The baseline begins where the heading of its lane would stand; its heading goes one row down.
    rows[2]["row"] = 10
    return frame(rows)


@cache
def _dispute() -> pd.DataFrame:
    """Return the stretch between the two dates of wave 2."""
    first, last = _started(SPRING), _started(JANUARY)
    edges = {"start": _decimal(first), "end": _decimal(last)}
    return frame([{**edges, "top": WAVE_2_ROW - 0.4, "foot": WAVE_2_ROW + 0.4}])


@cache
def _notes() -> pd.DataFrame:
    words = f"{SPRING} ({SLIDES}) or {JANUARY} ({ARTICLE})?"
    return frame([{"row": NOTE_ROW, "start": _decimal(_started(SPRING)), "text": words}])


@cache
def _waits(wave_2: str) -> list[dict[str, Any]]:
    """Return an arrow for each wave, from its beginning to the long evaluation's."""
    rows = programme.waiting_times().drop_duplicates(["wave", "began"])
    rows = rows[(rows["wave"] == 1) | (rows["began"] == wave_2)]
    end = _decimal(programme.event(*programme.LONG_EVALUATION).start)
    return [_wait(row, end) for row in rows_of(rows)]


def _wait(row: dict[str, Any], end: float) -> dict[str, Any]:
    months = _span(row["months_least"], row["months_most"])
    return {
        "row": WAIT_ROWS[row["wave"] - 1],
        "start": _decimal(row["start"]),
        "end": end,
        "months": months,
        "text": f"{months} months: wave {row['wave']}, until the long evaluation",
        "exact": row["wave"] == 1,
    }


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


@cache
def _posts() -> pd.DataFrame:
    events = (programme.event(*programme.WAVE_1), programme.event(*programme.LONG_EVALUATION))
    return frame(
        [
            {"start": _decimal(e.start), "row": -0.75, "top": -0.5, "foot": 11.5, "text": f"{e.start:%b %Y}"}
            for e in events
        ]
    )


@cache
def _events_table(kinds: tuple[str, ...], wave_2: str) -> pd.DataFrame:
    rows = []
    for place, row in ROWS.items():
        for key in row.events:
            found = programme.event(*key)
            date = wave_2 if place == WAVE_2_ROW else found.published
            rows.append(
                {
                    "kind": row.kind,
                    "event": found.event,
                    "date in the source": date,
                    "source": found.source if place != WAVE_2_ROW else "000 or 002",
                    "drawn": "yes" if row.kind in kinds else "no",
                }
            )
    return frame(rows)
