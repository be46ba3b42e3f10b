"""The explorers of lesson 04: when the fieldwork was, codings, what may be counted, an evidence chain.

Each fills numbers and words into a drawing of ``_mdt_drawings``.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import mdt
from pioneer_data.charts import BLUE, CLARET, GREY, INK, PALE, TURQUOISE, Figure
from pioneer_data.controls import Choice, Grid, Tick, explorer
from pioneer_data.figures import _mdt_drawings as drawings
from pioneer_data.figures._mdt_chain import SOURCES, claims
from pioneer_data.figures._mdt_counts import PROPOSALS
from pioneer_data.figures._mdt_drawings import PERIODS, QUIET, STRIP, Edge, Page
from pioneer_data.figures._parts import frame
from pioneer_data.rounding import signed, written

if TYPE_CHECKING:
    from pioneer_data.controls import Coding
    from pioneer_data.figures._mdt_chain import Claim, Voice
    from pioneer_data.figures._mdt_counts import Proposal

SOURCE = "Source: Durand and Mays 2024"
MENTIONS = "counting mentions measures importance"
SILENCE = "silence is disagreement"
TRIANGULATION = "triangulation means agreement"
TOO_FEW = "44 patients is too few to matter"

INFORMANTS = {
    "All four": mdt.STUDIES,
    "Staff and leaders": ("leaders", "frontline"),
    "Patients and carers": ("patients",),
    "Meetings": ("observations",),
}


@explorer(
    Choice("informants", "Whose voice", tuple(INFORMANTS), "All four"),
    Tick("shared", "Show how many studies were in the field in each month"),
    attacks=(TRIANGULATION,),
)
def fieldwork_timeline(
    informants: str,
    shared: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Draw the months of fieldwork of the four studies, before March 2020 and from then on.

    Parameters
    ----------
    informants : str
        Whose studies stand out.
    shared : bool
        Whether a strip counts the studies in each month.

    Returns
    -------
    charts.Figure
        One bar a study. Months: Durand and Mays 2024; March 2020 is public knowledge.
    """
    rows = _studies()
    chosen = INFORMANTS[informants]
    title = _fieldwork_title(informants, [row for row in rows if row["study"] in chosen])
    together = _together()
    bars = "One bar a study: months of fieldwork, first and last in full; n in each study's own unit."
    return Figure(
        drawing=drawings.timeline(),
        data={
            "bars": _segments(chosen),
            "months": _month_words(chosen),
            "names": _names(chosen, shared=shared),
            "pandemic": _pandemic(),
            "heads": _heads(),
            "strip": _strip() if shared else _strip().iloc[:0],
        },
        title=title,
        subtitle=(
            "Blue: before March 2020. Dark red: from March 2020, the month of the first lockdown.",
            together if shared else bars,
            f"{SOURCE}; that March 2020 divides them is public knowledge",
        ),
        description=(
            "Bars of the months in which each of four studies of teams collected data, October 2018 to "
            f"April 2021, with a line at March 2020. Highlighted: {informants.lower()}. {title}."
            f"{' ' + together if shared else ''}"
        ),
        table=_fieldwork_table(rows),
    )


@cache
def _studies() -> list[dict[str, Any]]:
    sizes = {
        str(row["study"]): (
            f"{row['n_main']} {row['n_main_unit']}",
            f"{row['n_other']} {row['n_other_unit']}",
        )
        for row in pioneers.mdt_studies().to_dict("records")
    }
    rows = mdt.fieldwork().to_dict("records")
    return [
        {
            **{str(name): value for name, value in row.items()},
            "row": place,
            "start": _year(row["start_month"]),
            "end": _year(row["start_month"]) + row["months"] / 12,
            "sizes": sizes[row["study"]],
        }
        for place, row in enumerate(rows)
    ]


def _year(month: pd.Timestamp) -> float:
    return month.year + (month.month - 1) / 12


def _fieldwork_title(informants: str, rows: list[dict[str, Any]]) -> str:
    if informants == "All four":
        before = [row["study"] for row in _studies() if row["wholly_before"]]
        return f"Only the {' and '.join(before)} lie wholly before March 2020"
    after, every = (sum(row[name] for row in rows) for name in ("months_from", "months"))
    if not after:
        return f"Meetings: all {every} months of observation lie before March 2020"
    who = informants.split(" and ", maxsplit=1)[0]
    if len(rows) > 1:
        both = ", ".join(f"{row['months_from']} of {row['months']}" for row in rows[::-1])
        return f"Staff and leaders: {both} months in or after March 2020"
    return f"{who} and carers: {after} of {every} months fall in or after March 2020"


@cache
def _together() -> str:
    rows = mdt.in_the_field()
    months = rows.loc[rows["studies"] == len(mdt.STUDIES), "month"]
    first, last = (f"{month:%B %Y}" for month in (months.iloc[0], months.iloc[-1]))
    return f"All four studies were in the field together in {len(months)} months: {first} to {last}."


def _segments(chosen: tuple[str, ...]) -> pd.DataFrame:
    """Return each bar cut at March 2020; bars that do not stand out are left white."""
    cut = _year(mdt.PANDEMIC)
    rows = []
    for row in _studies():
        ends = ((row["start"], min(row["end"], cut)), (max(row["start"], cut), row["end"]))
        looks = PERIODS if row["study"] in chosen else ("other", "other")
        pieces = zip(ends, looks, strict=True)
        rows += [
            {"x": start, "x2": end, "row": row["row"], "look": look}
            for (start, end), look in pieces
            if end - start > 1 / 24
        ]
    return frame(rows, ("x", "x2", "row", "look"))


def _month_words(chosen: tuple[str, ...]) -> pd.DataFrame:
    cut, rows = _year(mdt.PANDEMIC), []
    for row in _studies():
        middles = ((row["start"] + min(row["end"], cut)) / 2, (cut + row["end"]) / 2)
        for middle, months in zip(middles, (row["months_before"], row["months_from"]), strict=True):
            ink = "white" if row["study"] in chosen else QUIET
            rows.append({"x": middle, "row": row["row"], "text": f"{months} months", "ink": ink, "n": months})
    return frame([row for row in rows if row["n"]], ("x", "row", "text", "ink"))


def _names(chosen: tuple[str, ...], *, shared: bool) -> pd.DataFrame:
    rows = [
        {
            "row": row["row"],
            "name": str(row["study"]).capitalize(),
            "size": ", ".join(row["sizes"]),
            "ink": INK if row["study"] in chosen else QUIET,
        }
        for row in _studies()
    ]
    if shared:
        rows.append({"row": STRIP, "name": "Studies in the field", "size": "in each month", "ink": INK})
    return frame(rows, ("row", "name", "size", "ink"))


@cache
def _pandemic() -> pd.DataFrame:
    return pd.DataFrame({"x": [_year(mdt.PANDEMIC)], "x2": [drawings.TIME[1]]})


@cache
def _heads() -> pd.DataFrame:
    return pd.DataFrame({"x": [_year(mdt.PANDEMIC)], "row": [-0.5], "text": ["from March 2020: pandemic"]})


@cache
def _strip() -> pd.DataFrame:
    """Return the stretches of months with the same number of studies in the field."""
    rows = []
    counts = mdt.in_the_field()
    pairs = list(zip(counts["month"], counts["studies"], strict=True))
    for studies, group in groupby(pairs, key=lambda pair: pair[1]):
        months = [month for month, _ in group]
        start = _year(months[0])
        ends = {"x": start, "middle": start + len(months) / 24, "x2": start + len(months) / 12}
        rows.append({**ends, "row": STRIP, "studies": studies})
    return frame(rows, ("x", "middle", "x2", "row", "studies"))


def _fieldwork_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    words = [
        {
            "study": row["study"],
            "size": ", ".join(row["sizes"]),
            "first month": f"{row['start_month']:%Y-%m}",
            "last month": f"{row['end_month']:%Y-%m}",
            "months": row["months"],
            "before March 2020": row["months_before"],
            "from March 2020": row["months_from"],
        }
        for row in rows
    ]
    return pd.DataFrame(words)


REFERENCE = mdt.reference()
SHORT = {
    "observations": "Observations",
    "leaders": "Leaders",
    "frontline": "Frontline",
    "patients": "Patients",
}
LABELS, CELL, ROW, HEAD = 204, 99, 33, 26
"""Pixels: the themes' names, a cell's width and height, the studies' names."""
FEW = 10
"""Coded cells: with fewer, one code more or less moves kappa a long way."""


@explorer(
    Grid(
        "coding",
        "Your coding: what does each study say to each statement?",
        mdt.themes(),
        mdt.STUDIES,
        mdt.CODES,
        reference=tuple((theme, study, code) for (theme, study), code in REFERENCE.items()),
    ),
    Choice("study", "Read the findings of", mdt.STUDIES, "observations"),
    Choice("theme", "Statement", mdt.themes(), mdt.themes()[0]),
    Tick("shown", "Now show the reference coding beside yours"),
    attacks=(SILENCE, TRIANGULATION, MENTIONS, TOO_FEW),
)
def convergence_matrix(
    coding: Coding,
    study: str,
    theme: str,
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Draw the learner's coding as a matrix, and beside it, once shown, the reference coding.

    Parameters
    ----------
    coding : tuple of (str, str, str)
        Theme, study and code of each cell that the learner coded.
    study, theme : str
        The cell whose findings are read.
    shown : bool
        Whether the reference is drawn.

    Returns
    -------
    charts.Figure
        A matrix above the findings of a cell. Findings: Durand and Mays 2024; the codes are ours.
    """
    mine = {(row, column): code for row, column, code in coding}
    result = mdt.agreement(coding)
    title, lines = _matrix_finding(result, shown=shown)
    page = Page()
    _draw_matrix(page, mine, (theme, study), shown=shown)
    said = _draw_reading(page, (theme, study), shown=shown)
    return Figure(
        drawing=drawings.page(drawings.MATRIX_HEIGHT),
        data=page.data(),
        title=title,
        subtitle=(*lines, f"Codes after O'Cathain et al. 2010; the coding is ours. {SOURCE}"),
        description=(
            "Convergence matrix of nine statements and four studies (observations, leaders, frontline, "
            f"patients), coded agree, partial, silent or dissonant by you{' and by us' if shown else ''}. "
            f"{title}. {lines[0]} {said}"
        ),
        table=_matrix_table(mine, shown=shown),
    )


def _matrix_finding(result: mdt.Agreement, *, shown: bool) -> tuple[str, tuple[str, str]]:
    """Return the headline and two lines on agreement beyond chance."""
    meaning = "Kappa is agreement beyond chance: 0 is what chance gives, 1 is the same code in every cell."
    counts = mdt.code_counts()
    if not shown:
        title = f"You have coded {result.coded} of {result.cells} cells; the reference is hidden"
        return title, ("Read the findings below, code above, then compare.", meaning)
    if not result.coded:
        title = f"{counts['silent']} of {result.cells} cells are silent, and silence is no disagreement"
        words = f"Reference: {', '.join(f'{n} {code}' for code, n in counts.items())}."
        return title, (f"{words} Code some cells to compare.", meaning)
    kappa = "kappa cannot be given" if result.kappa is None else f"kappa {signed(result.kappa)}"
    title = f"Same code in {result.same} of {result.coded} cells; Cohen's {kappa}"
    same, chance = written(result.same_pct), written(result.chance_pct)
    shares = f"Same code: {same}% of the cells you coded. Chance alone: {chance}%."
    if result.coded < FEW:
        shares += " With few cells kappa jumps."
    return title, (shares, meaning)


def _draw_matrix(
    page: Page, mine: dict[tuple[str, str], str], chosen: tuple[str, str], *, shown: bool
) -> None:
    for across, study in enumerate(mdt.STUDIES):
        page.write((LABELS + CELL * (across + 0.5), HEAD / 2), SHORT[study], "bold_centre")
    page.write((LABELS - 8, HEAD / 2), _key(mine, shown=shown), "right", 12, QUIET)
    for down, theme in enumerate(mdt.themes()):
        y = HEAD + ROW * down
        page.write((LABELS - 8, y + ROW / 2), theme, "right", ink=INK)
        for across, study in enumerate(mdt.STUDIES):
            corner, reference = (LABELS + CELL * across, y), REFERENCE[theme, study] if shown else ""
            # Without any code of the learner's, the reference stands alone.
            codes = (mine.get((theme, study), ""), reference) if mine else (reference, "")
            _draw_cell(page, corner, *codes)
    across, down = mdt.STUDIES.index(chosen[1]), mdt.themes().index(chosen[0])
    page.box((LABELS + CELL * across, HEAD + ROW * down), (CELL, ROW), "none", Edge(INK, 3))


def _key(mine: dict[tuple[str, str], str], *, shown: bool) -> str:
    if not shown:
        return "your codes" if mine else ""
    return "above: you; below: reference" if mine else "reference"


def _draw_cell(page: Page, corner: tuple[float, float], code: str, reference: str) -> None:
    """Draw one cell; two codes stand above each other with a sign of whether they are the same."""
    x, y = corner
    same, compared = code == reference, bool(code and reference)
    fill = ("#DDF0EE" if same else "#FBE9DF") if compared else "white"
    page.box((x + 1, y + 1), (CELL - 2, ROW - 2), fill, Edge(PALE, dashed=not code))
    if reference:
        _draw_code(page, x, y + 9.5, code or "not coded", QUIET if not code else INK)
        _draw_code(page, x, y + 24, reference, INK)
        if compared:
            sign, ink = ("=", TURQUOISE) if same else ("\N{NOT EQUAL TO}", CLARET)
            page.write((x + CELL - 11, y + ROW / 2), sign, "bold_centre", 16, INK if same else ink)
    elif code:
        _draw_code(page, x + 4, y + ROW / 2, code, INK)


def _draw_code(page: Page, x: float, y: float, code: str, ink: str) -> None:
    if code in mdt.CODES:
        page.mark(x + 12, y, code, 95)
    page.write((x + 22, y), code, size=12, ink=ink)


READING = 96
"""Characters that fit a line of the page."""


def _draw_reading(page: Page, cell: tuple[str, str], *, shown: bool) -> str:
    """Write the findings that the learner codes from, or what the reference rests on, below."""
    y = HEAD + ROW * len(mdt.themes()) + 16
    theme, study = cell
    if shown:
        head = f"{SHORT[study]} on \N{LEFT DOUBLE QUOTATION MARK}{theme}\N{RIGHT DOUBLE QUOTATION MARK}: "
        head += REFERENCE[theme, study]
        reason = f"Why: {mdt.reason(theme, study)}"
        found = mdt.evidence(theme, study)
        lines = _wrapped(reason, READING)
        lines += _finding_lines(found) or ("It rests on no finding: silence.",)
        said = f"{head}. {reason} {_spoken(found)}"
    else:
        found = mdt.findings(study)
        asked = f"\N{LEFT DOUBLE QUOTATION MARK}{theme}\N{RIGHT DOUBLE QUOTATION MARK}"
        head = f"{SHORT[study]}, all findings: what do they say to {asked}?"
        lines = _finding_lines(found)
        said = f"{head} {_spoken(found)}"
    page.box((0, y - 12), (drawings.WIDTH, drawings.MATRIX_HEIGHT - y + 10), "#F8F8F8", Edge(PALE))
    page.write((8, y), head, "bold")
    page.write_lines((8, y + 18), lines, step=16)
    return said


def _spoken(found: tuple[tuple[int, str], ...]) -> str:
    return " ".join(f"Finding {number}: {text}." for number, text in found)


@cache
def _finding_lines(found: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
    return tuple(line for number, text in found for line in _wrapped(f"{number}. {text}", READING))


@cache
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _matrix_table(mine: dict[tuple[str, str], str], *, shown: bool) -> pd.DataFrame:
    columns = {"statement": list(mdt.themes())}
    for study in mdt.STUDIES:
        cells = [(theme, study) for theme in mdt.themes()]
        yours = [f"you: {mine.get(cell, 'not coded')}" for cell in cells]
        ours = [f"; reference: {REFERENCE[cell]}" if shown else "" for cell in cells]
        columns[study] = [one + other for one, other in zip(yours, ours, strict=True)]
    return pd.DataFrame(columns)


UNDECIDED, HONEST, MISLEADING = "Not decided yet", "Honest", "Misleading"


@explorer(
    Choice("chart", "Proposed chart", tuple(PROPOSALS), next(iter(PROPOSALS))),
    Choice("verdict", "Your verdict", (UNDECIDED, HONEST, MISLEADING), UNDECIDED),
    Tick("shown", "Now show our verdict"),
    attacks=(MENTIONS, SILENCE, TOO_FEW),
)
def what_may_i_count(
    chart: str,
    verdict: str,
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Sketch a chart that somebody proposes for the findings, and judge it once the learner has.

    Parameters
    ----------
    chart : str
        The proposed chart.
    verdict : {"Not decided yet", "Honest", "Misleading"}
        The learner's verdict.
    shown : bool
        Whether ours is shown.

    Returns
    -------
    charts.Figure
        A sketch from the real tables beside a verdict. Source: Durand and Mays 2024; the verdict is ours.
    """
    proposal = PROPOSALS[chart]
    ours = HONEST if proposal.honest else MISLEADING
    title = f"{ours}: {proposal.verdict}" if shown else f"Honest or misleading? {chart}"
    page = Page()
    heading = f"{ours.upper()}: {chart}" if shown and not proposal.honest else chart
    edge = (TURQUOISE if proposal.honest else CLARET) if shown else GREY
    page.box(
        (3, 3), (334, 262), "white", Edge(edge, 2.5 if shown else 1, dashed=shown and not proposal.honest)
    )
    page.write((14, 20), heading, "bold", 14, CLARET if shown and not proposal.honest else INK)
    rows = proposal.sketch(page)
    said = _draw_verdict(page, proposal, verdict, shown=shown)
    return Figure(
        drawing=drawings.page(drawings.COUNT_HEIGHT),
        data=page.data(),
        title=title,
        subtitle=(
            "Left: a chart somebody proposes, drawn from the real tables. Right: a verdict, ours.",
            f"{SOURCE}; findings in our words",
        ),
        description=(
            f"Sketch of a proposed chart ({chart.lower()}) beside a verdict. {title}. {said} "
            f"It shows: {'; '.join(f'{name}: {text}' for name, text in rows[:4])}."
        ),
        table=pd.DataFrame(rows, columns=["shown in the chart", "value"]),
    )


def _draw_verdict(page: Page, proposal: Proposal, verdict: str, *, shown: bool) -> str:
    ours = HONEST if proposal.honest else MISLEADING
    x, decided = 358, verdict != UNDECIDED
    yours = f"Your verdict: {verdict.lower()}"
    page.write((x, 20), yours, "bold", 14)
    if not shown:
        text = "What would a reader take from it, and do the studies carry that? Decide, then tick the box."
        page.write_lines((x, 48), _wrapped(text, 36), ink=QUIET)
        return f"{yours}. Ours is hidden."
    page.write((x, 46), f"Our verdict: {ours.lower()}", "bold", 14, BLUE if proposal.honest else CLARET)
    same = "The same." if verdict == ours else "Not the same: see whether the reason convinces you."
    comment = same if decided else "Next time, decide first."
    y = page.write_lines((x, 70), _wrapped(comment, 36), ink=QUIET)
    page.write_lines((x, y + 8), _wrapped(proposal.reason, 36))
    return f"{yours}. Our verdict: {ours.lower()}. {proposal.reason}"


WORDS = {
    "agree": "supports it",
    "partial": "supports a part",
    "silent": "silent",
    "dissonant": "runs against it",
}
COLUMN, GAP, WRAP = 192, 12, 28
"""Pixels of a column and between two; characters that fit its line."""


@explorer(
    Choice("claim", "Claim", tuple(claims()), next(iter(claims()))),
    Tick("overclaim", "Show a sentence that goes too far"),
    attacks=(TRIANGULATION, TOO_FEW, SILENCE),
)
def evidence_chain(
    claim: str,
    overclaim: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Set beside each other what the survey, the admissions and the studies of teams can say on a claim.

    Parameters
    ----------
    claim : str
        The claim about the programme.
    overclaim : bool
        Whether a sentence is shown that joins the sources too boldly.

    Returns
    -------
    charts.Figure
        Three columns of words. The judgements are ours.
    """
    chosen = claims()[claim]
    page = Page()
    for place, (source, voice) in enumerate(zip(SOURCES, chosen.voices, strict=True)):
        _draw_voice(page, (COLUMN + GAP) * place, source, voice)
    _draw_overclaim(page, chosen, shown=overclaim)
    voices = zip(SOURCES, chosen.voices, strict=True)
    said = " ".join(
        f"{source}: {WORDS[v.code]}. It says: {v.can} It cannot: {v.cannot}" for source, v in voices
    )
    too_far = f" Too far: {chosen.overclaim} {chosen.too_far}" if overclaim else ""
    return Figure(
        drawing=drawings.page(drawings.CHAIN_HEIGHT),
        data=page.data(),
        title=chosen.finding,
        subtitle=(
            f"Claim: {chosen.statement}.",
            "What each source can and cannot say on it. The judgements are ours; numbers are worked out.",
            "Sources: Erens et al. 2020; Keeble et al. 2023 and the MDT studies in Durand and Mays 2024",
        ),
        description=(
            f"Three columns of text: what each of three sources says on a claim. {chosen.finding}. "
            f"Claim: {chosen.statement}. {said}{too_far}"
        ),
        table=_chain_table(chosen),
    )


def _draw_voice(page: Page, x: float, source: str, voice: Voice) -> None:
    page.box((x + 1, 1), (COLUMN - 2, 322), "white", Edge(PALE, 1.5))
    page.box((x + 1, 1), (COLUMN - 2, 30), "#EEF0F2", Edge(PALE, 1.5))
    page.write((x + 10, 16), source, "bold", 14)
    page.mark(x + 18, 48, voice.code, 170)
    page.write((x + 32, 48), WORDS[voice.code], "bold")
    for y, head, text in (
        (74, "What it says", voice.can),
        (172, "What it cannot do", voice.cannot),
        (262, "Rests on", _kept(voice.rests)),
    ):
        page.write((x + 10, y), head, size=12, ink=QUIET)
        page.write_lines((x + 10, y + 17), _wrapped(text, WRAP))


def _kept(text: str) -> str:
    """Keep numbers of findings on the line of the word before them."""
    return re.sub(r"(?<=[\d,]|[a-z]) (?=\d)", "\N{NO-BREAK SPACE}", text)


def _draw_overclaim(page: Page, claim: Claim, *, shown: bool) -> None:
    page.box((1, 332), (drawings.WIDTH - 2, 90), "white", Edge(CLARET if shown else PALE, 2, dashed=True))
    if not shown:
        page.write(
            (12, 354), "Before you look: which sentence would say more than these three can carry?", ink=QUIET
        )
        return
    quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{claim.overclaim}\N{RIGHT DOUBLE QUOTATION MARK}"
    page.write((12, 352), f"Too far: {quoted}", "bold", 14, CLARET)
    page.write_lines((12, 376), _wrapped(claim.too_far, 90))


@cache
def _chain_table(claim: Claim) -> pd.DataFrame:
    codes, says, cannot, rests = zip(*claim.voices, strict=True)
    return pd.DataFrame(
        {
            "source": SOURCES,
            "our judgement": [WORDS[code] for code in codes],
            "what it says": says,
            "what it cannot do": cannot,
            "rests on": rests,
        }
    )
