"""The proposed charts of lesson 04's "What may I count?": a sketch of each and our verdict on it.

Every sketch is drawn from the real tables, the misleading ones too: that is why they look so sure.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pioneer_data as pioneers
from pioneer_data import mdt
from pioneer_data.charts import BLUE, CLARET, GREY, MAUVE, ORANGE, PALE, TURQUOISE
from pioneer_data.figures._mdt_drawings import QUIET, TIME, Edge, Page
from pioneer_data.rounding import written

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[tuple[str, str]]

LEFT, TOP, RIGHT, BOTTOM = 14, 46, 324, 256
"""The room of a sketch on the page, in pixels."""


class Proposal(NamedTuple):
    """A chart that somebody proposes, and what we think of it.

    Parameters
    ----------
    honest : bool
        Our verdict.
    verdict : str
        The verdict as a headline.
    reason : str
        Why.
    sketch : callable
        Draws it on a page and returns its numbers as words.
    """

    honest: bool
    verdict: str
    reason: str
    sketch: Callable[[Page], Rows]


def _bars(page: Page, rows: list[tuple[str, float, str]], longest: float, label: int = 150) -> None:
    step = (BOTTOM - TOP) / len(rows)
    for place, (name, value, text) in enumerate(rows):
        y, width = TOP + step * (place + 0.5), (RIGHT - LEFT - label - 34) * value / longest
        page.write((LEFT + label - 6, y), name, "right", size=12)
        page.box((LEFT + label, y - step * 0.36), (width, step * 0.72), BLUE)
        page.write((LEFT + label + width + 5, y), text, size=12)


def _by_theme(page: Page) -> Rows:
    counts = mdt.miscounts().findings_by_theme
    total = sum(counts.values())
    shares = {name: 100 * n / total for name, n in counts.items()}
    named = [(_short(name), share, f"{written(share)}%") for name, share in shares.items()]
    _bars(page, named, max(shares.values()), label=166)
    return [(name, f"{written(share)}% of {total} findings") for name, share in shares.items()]


def _short(name: str) -> str:
    return {"Care coordination and access": "Coordination and access"}.get(name, name)


def _pooled(page: Page) -> Rows:
    people, total = mdt.people(), mdt.miscounts().people
    page.write(((LEFT + RIGHT) / 2, 94), f"n = {total}", "bold_centre", size=44)
    start, scale = float(LEFT), (RIGHT - LEFT) / total
    looks = ((BLUE, "white"), (TURQUOISE, "#0B0C0C"), (MAUVE, "#0B0C0C"), (ORANGE, "#0B0C0C"))
    for place, ((group, n), (fill, ink)) in enumerate(zip(people.items(), looks, strict=True)):
        page.box((start, 140), (n * scale, 34), fill, Edge("white"))
        page.write((start + n * scale / 2, 157), str(n), "centre", ink=ink)
        page.box((LEFT + 152 * (place % 2), 194 + 24 * (place // 2)), (12, 12), fill)
        page.write((LEFT + 18 + 152 * (place % 2), 200 + 24 * (place // 2)), group, size=12)
        start += n * scale
    return [("people in all", str(total)), *((group, str(n)) for group, n in people.items())]


def _votes(page: Page) -> Rows:
    votes, of = mdt.miscounts().studies_that_agree, len(mdt.STUDIES)
    step = (BOTTOM - TOP) / len(votes)
    for place, (theme, n) in enumerate(votes.items()):
        y = TOP + step * (place + 0.5)
        page.write((LEFT + 198, y), theme, "right", size=12)
        for vote in range(of):
            fill = BLUE if vote < n else "white"
            page.box((LEFT + 206 + 18 * vote, y - 7), (14, 14), fill, Edge(BLUE if vote < n else GREY))
        page.write((LEFT + 282, y), f"{n}/{of}", size=12)
    return [(theme, f"{n} of {of} studies agree") for theme, n in votes.items()]


CLOUD = (
    *((108, 156), (92, 110), (236, 202), (245, 110), (84, 202), (80, 68)),
    *((80, 240), (240, 156), (284, 240), (190, 68), (272, 68), (194, 240)),
)
"""Where the words stand, the most frequent one first."""


def _cloud(page: Page) -> Rows:
    words = list(mdt.miscounts().words.items())[: len(CLOUD)]
    inks = (BLUE, CLARET, QUIET)
    for place, ((x, y), (word, n)) in enumerate(zip(CLOUD, words, strict=True)):
        page.write((x, y), word, "bold_centre", size=5 + 4 * n, ink=inks[place % 3])
    return [(word, f"{n} times") for word, n in words]


def _mentions(page: Page) -> Rows:
    n, width = mdt.people()["patients"], RIGHT - LEFT
    page.write((LEFT, 82), "Patients who mentioned the team", size=13)
    page.box((LEFT, 98), (width * 0.35, 44), BLUE)
    page.box((LEFT + width * 0.35, 98), (width * 0.65, 44), PALE, Edge(CLARET, 2, dashed=True))
    page.write((LEFT + width * 0.175, 120), "? %", "bold_centre", size=18, ink="white")
    page.write((LEFT + width * 0.675, 120), '"many" did not', "centre")
    page.write((LEFT, 168), f"0 of {n} patients", size=12)
    page.write((RIGHT, 168), f"{n} of {n}", "right", size=12)
    page.write((LEFT, 204), "The dashed part has an assumed length:", size=12, ink=CLARET)
    page.write((LEFT, 221), "the source gives no number.", size=12, ink=CLARET)
    return [("patients", str(n)), ("did not mention the team", "many; the source gives no number")]


@cache
def _study_rows() -> list[tuple[str, ...]]:
    rows = pioneers.mdt_studies().to_dict("records")
    ends = ("n_main", "n_other")
    return [
        (str(row["study"]).capitalize(), *(f"{row[end]} {row[f'{end}_unit']}" for end in ends))
        for row in rows
    ]


def _study_table(page: Page) -> Rows:
    rows = _study_rows()
    columns = (LEFT + 4, LEFT + 98, LEFT + 196)
    for x, head in zip(columns, ("Study", "Main n", "Other n"), strict=True):
        page.write((x, TOP + 14), head, "bold")
    for place, row in enumerate(rows):
        y = TOP + 32 + 42 * place
        page.box((LEFT, y), (RIGHT - LEFT, 1), GREY)
        for x, text in zip(columns, row, strict=True):
            page.write((x, y + 22), text)
    return [(study, f"{main}, {other}") for study, main, other in rows]


def _fieldwork(page: Page) -> Rows:
    rows = mdt.fieldwork()
    width = (RIGHT - LEFT - 92) / (TIME[1] - TIME[0])
    pandemic = LEFT + 92 + (_year(mdt.PANDEMIC) - TIME[0]) * width
    page.box((pandemic, TOP), (RIGHT - pandemic, BOTTOM - TOP - 28), "#EEF0F2")
    for place, row in enumerate(rows.to_dict("records")):
        y, start = TOP + 14 + 44 * place, _year(row["start_month"])
        page.write((LEFT + 86, y + 14), str(row["study"]).capitalize(), "right")
        left = LEFT + 92 + (start - TIME[0]) * width
        page.box((left, y), (row["months"] / 12 * width, 28), BLUE)
        page.write((left + 7, y + 14), f"{row['months']} months", size=12, ink="white")
    page.box((pandemic, TOP), (1.5, BOTTOM - TOP - 28), CLARET)
    page.write((pandemic, BOTTOM - 14), "March 2020", "centre", size=12, ink=CLARET)
    return [
        (str(row.study), f"{row.months} months, {row.months_from} from March 2020")
        for row in rows.itertuples()
    ]


def _year(month: object) -> float:
    return month.year + (month.month - 1) / 12  # type: ignore[attr-defined, no-any-return]


def _matrix(page: Page) -> Rows:
    codes, themes = mdt.reference(), mdt.themes()
    step = (BOTTOM - TOP - 16) / len(themes)
    for across, head in enumerate(("Obs.", "Lead.", "Front.", "Pat.")):
        page.write((LEFT + 202 + 34 * across, TOP + 5), head, "centre", size=12)
    for place, theme in enumerate(themes):
        y = TOP + 16 + step * (place + 0.5)
        page.write((LEFT + 182, y), theme, "right", size=12)
        for across, study in enumerate(mdt.STUDIES):
            page.mark(LEFT + 202 + 34 * across, y, codes[theme, study])
    return [(theme, "; ".join(codes[theme, study] for study in mdt.STUDIES)) for theme in themes]


def _teams(page: Page) -> Rows:
    seen = mdt.meetings()
    for row, (n, words, fill) in enumerate(
        ((seen.teams, "teams", TURQUOISE), (seen.meetings, "meetings", BLUE))
    ):
        y = 74 + 76 * row
        page.write((LEFT, y), f"{n} {words}", "bold")
        for place in range(n):
            page.box((LEFT + 22 * (place % 14), y + 16 + 22 * (place // 14)), (17, 17), fill)
    of_each = " + ".join(str(n) for n in mdt.teams().values())
    page.write((LEFT + 60, 74), f"= {of_each} in two Pioneers")
    page.write((LEFT + 86, 150), f"in {seen.rounds} rounds")
    page.write((LEFT, 232), f"{seen.beyond_rounds} more than one a team and round", size=12, ink=QUIET)
    return [
        ("teams", str(seen.teams)),
        ("meetings observed", str(seen.meetings)),
        ("rounds", str(seen.rounds)),
    ]


def _honest(verdict: str, reason: str, sketch: Callable[[Page], Rows]) -> Proposal:
    return Proposal(honest=True, verdict=verdict, reason=reason, sketch=sketch)


def _misleading(verdict: str, reason: str, sketch: Callable[[Page], Rows]) -> Proposal:
    return Proposal(honest=False, verdict=verdict, reason=reason, sketch=sketch)


PROPOSALS: dict[str, Proposal] = {
    "Per cent of findings": _misleading(
        "per cents of bullets look like per cents of people",
        "A bullet on a slide is what the authors chose to say. How many people said it, and how much it "
        "mattered to them, nobody can tell from the number of bullets. Counting them measures how a slide "
        "was written, and how we cut it into rows.",
        _by_theme,
    ),
    "Pooled n": _misleading(
        "four groups asked different things are no sample",
        "Leaders, staff, patients and carers were chosen in different ways and asked about different "
        "things. No question was put to all of them, so no finding rests on the total. Give each group its "
        "own number.",
        _pooled,
    ),
    "Votes of studies": _misleading(
        "a study that is silent has not voted",
        "Studies are no voters. Most cells without a vote are silent: no finding speaks to them. The one "
        "row to which "
        "all four studies speak (joined-up care) gets a single vote, because three of them speak to a part "
        "of it.",
        _votes,
    ),
    "Word cloud": _misleading(
        "these are our words, not theirs",
        "The words come from our paraphrases of a slide. No patient or member of staff is quoted. And words "
        'lose their sense: most of "valued" is patients on their care, not people on the teams.',
        _cloud,
    ),
    "Share of patients": _misleading(
        "the source says many, and many is no number",
        "A bar needs a length, and the source gives none. Even with a number, the people were chosen to "
        "understand experience: their share would not be that of all patients. And who does not mention a "
        "team has not said that there was none.",
        _mentions,
    ),
    "Study table": _honest(
        "each study has its own n in its own unit",
        "Who was asked, how many, in which unit: a reader can see that 32 interviews are not 32 people, and "
        "that nothing is added up.",
        _study_table,
    ),
    "Fieldwork bars": _honest(
        "months are months, and the pandemic can be seen",
        "Months can be counted. The bars show what a table hides: three of the studies have much of their "
        "fieldwork in the pandemic. They say nothing on how much was done in each month.",
        _fieldwork,
    ),
    "Convergence matrix": _honest(
        "every study keeps its voice, silence included",
        "No cell is a count. It has a code, a reason and the findings it rests on, so a reader can disagree "
        "with it. Silent cells stay visible, and so do cells that clash.",
        _matrix,
    ),
    "Teams and meetings": _honest(
        "what the study itself counted may be counted",
        "Meetings and teams are things that the researchers counted. The chart claims no more than that, and "
        "does not guess how the meetings were spread over the teams.",
        _teams,
    ),
}
