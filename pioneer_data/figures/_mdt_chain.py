"""The claims of lesson 04's evidence chain: what each of three sources can and cannot say on them.

The numbers are worked out from the tables; the judgements are ours.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pioneer_data import keeble, mdt, survey
from pioneer_data.rounding import MINUS, signed, written

if TYPE_CHECKING:
    import pandas as pd

SOURCES = ("Key informant survey", "Emergency admissions", "MDT studies")
ERENS, KEEBLE = "Erens et al. 2020", "Keeble et al. 2023"


class Voice(NamedTuple):
    """What one source has to say on a claim.

    Parameters
    ----------
    code : str
        One of ``mdt.CODES``; our judgement.
    can, cannot : str
        What it can say and what it cannot.
    rests : str
        The table, or the numbers of the findings.
    """

    code: str
    can: str
    cannot: str
    rests: str


class Claim(NamedTuple):
    """A claim about the programme, three sources on it, and a sentence that goes too far.

    Parameters
    ----------
    finding, statement : str
        What comes of the comparison, and the claim.
    voices : tuple of Voice
        In the order of ``SOURCES``.
    overclaim, too_far : str
        The sentence, and why it goes too far.
    """

    finding: str
    statement: str
    voices: tuple[Voice, Voice, Voice]
    overclaim: str
    too_far: str


def reported(objective: str, year: int = 2018) -> str:
    """Say how many key informants reported progress on an objective, as people and per cent."""
    rows = survey.positive_progress()
    row = rows[(rows["objective"] == objective) & (rows["year"] == year)].iloc[0]
    return f"{row['people']} of {row['base_n']} ({written(row['pct'])}%)"


def _did(wave: str, year: str) -> str:
    rows = _differences()
    row = rows[(rows["area"] == wave) & (rows["financial_year"] == year)].iloc[0]
    return signed(row["did"], 0)


@cache
def _differences() -> pd.DataFrame:
    return keeble.published_did()


def _chosen(objective: str) -> str:
    rows = survey.importance_counts()
    every = rows[(rows["objective"] == objective) & (rows["year"] == 2018) & (rows["organisation"] == "All")]  # noqa: PLR2004 - a year
    people, base = every.iloc[0][["people", "base_n"]]
    return f"{people} of {base}"


def _per_cents(objective: str) -> str:
    rows = survey.positive_progress()
    rows = rows[rows["objective"] == objective]
    pairs = zip(rows["pct"], rows["year"], strict=True)
    return ", ".join(f"{written(pct)}% in {year}" for pct, year in pairs)


@cache
def claims() -> dict[str, Claim]:
    """Return the claims by the words of the choice."""
    built = (_admissions, _progress, _valued, _person_centred, _cumulative, _savings)
    names = (
        "Admissions were held back",
        "Managers saw progress",
        "The teams are valued",
        "Care is person-centred",
        "Impact is cumulative",
        "It saves money",
    )
    return {name: build() for name, build in zip(names, built, strict=True)}


def _admissions() -> Claim:
    rows = _differences()
    negative, starred = int((rows["did"] < 0).sum()), int(rows["starred"].sum())
    first = _did("Wave 1", "2014/15")
    return Claim(
        "Admissions: one source has a gap, one a report, one nothing",
        "The Pioneers held back emergency admissions",
        (
            Voice(
                "partial",
                f"{reported('Unplanned admissions')} reported progress on unplanned admissions in 2018.",
                "Count an admission: these are reports, mostly of managers.",
                f"{ERENS}, Table V, findings 5, 14",
            ),
            Voice(
                "partial",
                f"{negative} of {len(rows)} differences are below zero, {starred} with a star; wave 1 in "
                f"2014/15: {first} per 100,000.",
                "Show a fall: every area rose. And a slower rise is the programme's only if trends "
                "were parallel.",
                f"{KEEBLE}, in the slides of 2024",
            ),
            Voice(
                "silent",
                "Nothing: no finding is about admissions to hospital.",
                "Say that the teams kept anyone out of hospital, or that they did not.",
                "No finding of the four studies",
            ),
        ),
        f"The teams cut emergency admissions by {first.removeprefix(MINUS)} per 100,000.",
        "The DiD compares areas, not teams; the number is a slower rise, not a cut; and the studies of teams "
        "did not look at admissions.",
    )


def _progress() -> Claim:
    return Claim(
        "Progress: managers report it, and nobody else measured it",
        "Key informants saw progress towards joined-up services",
        (
            Voice(
                "agree",
                f"{reported('Joined-up services')} reported substantial or some progress on joined-up "
                "services in 2018.",
                "Check it: these are self-reports, and most informants do not meet patients.",
                f"{ERENS}, Table V, findings 5, 14",
            ),
            Voice(
                "silent",
                "How one indicator moved, in these areas and elsewhere.",
                "Show joined-up care: an admission stands in for it at best.",
                f"{KEEBLE}, in the slides of 2024",
            ),
            Voice(
                "partial",
                "Leaders and staff see benefits; patients valued joined-up care where they had it.",
                "Show progress: patients also met challenges, and no finding compares before and after.",
                "Leaders 1, 5; frontline 1, 3; patients 2, 3",
            ),
        ),
        "Survey, admissions and teams all agree: care improved.",
        "A report, a gap between areas and an experience are answers to three questions. Three sources "
        "side by side can differ, add to each other or be silent; that is triangulation too.",
    )


def _valued() -> Claim:
    return Claim(
        "Those who run and form the teams value them; patients are silent",
        "Integrated health and social care teams were generally valued",
        (
            Voice(
                "silent",
                "Such teams were reported in all or nearly all Pioneers.",
                "Say whether they are valued: it asked which initiatives there are.",
                f"{ERENS}, finding 19",
            ),
            Voice(
                "silent",
                "Nothing: it compares whole areas, not teams.",
                "Tell the teams from everything else that an area did.",
                f"{KEEBLE}, in the slides of 2024",
            ),
            Voice(
                "agree",
                "Leaders and staff value the teams; observers list what meetings added.",
                "Speak for patients: many did not mention the team, and nobody says how many.",
                "Leaders 1, 5; frontline 1, 3; observations 6; patients 4",
            ),
        ),
        "Everyone values the teams.",
        "Many patients did not mention the team. That is silence: it is neither a yes nor a "
        "no, and it cannot "
        "be counted as either.",
    )


def _person_centred() -> Claim:
    people = mdt.people()
    return Claim(
        "Person-centred care: only the patients' study can say how it felt",
        "Care became person-centred and coordinated",
        (
            Voice(
                "dissonant",
                f"{_chosen('Greater say')} had a greater say for users among their three main "
                "objectives in 2018.",
                "Say what care was like: apart from a few GPs, informants do not meet patients.",
                f"{ERENS}, Table IV, findings 4, 14",
            ),
            Voice(
                "silent",
                "Nothing: a count of admissions has no view of care.",
                "Measure experience: routine data on it are lacking.",
                "Durand and Mays 2024, conclusion 6",
            ),
            Voice(
                "partial",
                f"{people['patients']} patients and {people['informal carers']} carers said what they "
                "valued: continuity, a named contact, needs taken seriously.",
                "Say how common that was, or that it was new: people met challenges too.",
                "Patients 2, 3",
            ),
        ),
        f"{people['patients']} patients are too few, so the survey decides.",
        "They were asked in depth to understand what care is like, not to count how often. On that question "
        "the survey, with more people, has no patient at all.",
    )


def _cumulative() -> Claim:
    people = survey.different_people()
    waves = [f"wave {n}: {_did(f'Wave {n}', '2014/15')}, then {_did(f'Wave {n}', '2019/20')}" for n in (1, 2)]
    again = people["twice"] + people["three times"]
    return Claim(
        "Cumulative impact: answers rose, but only one wave's gap widened",
        "The impact of integration seems to be cumulative",
        (
            Voice(
                "partial",
                f"Progress on unplanned admissions: {_per_cents('Unplanned admissions')}.",
                f"Tell change from other people: {again} of {sum(people.values())} answered more than once.",
                f"{ERENS}, Table V, finding 11",
            ),
            Voice(
                "partial",
                f"DiD in 2014/15 and 2019/20: {waves[0]}; {waves[1]}.",
                "Show a build-up: wave 1 stays where it was; most of wave 2's first year is before it began.",
                f"{KEEBLE}, in the slides of 2024",
            ),
            Voice(
                "silent",
                "What teams were like from 2018 to 2021, years after the start.",
                "Show growth: no finding compares an earlier with a later time.",
                "Months of fieldwork; no finding",
            ),
        ),
        "The longer it ran, the more it achieved.",
        "In wave 1 the last gap is about as wide as the first. And what is reported more often need not be "
        "there more often.",
    )


def _savings() -> Claim:
    return Claim(
        "Savings: managers report progress on costs, and nobody measured one",
        "Integration saves money",
        (
            Voice(
                "partial",
                f"{reported('Costs')} reported substantial or some progress on costs in 2018.",
                "Give a sum: nobody was asked for one.",
                f"{ERENS}, Table V, finding 5",
            ),
            Voice(
                "silent",
                "How much admissions changed, per 100,000 people.",
                "Say what the programme cost, or what an admission less would save.",
                f"{KEEBLE}, in the slides of 2024",
            ),
            Voice(
                "silent",
                "Nothing: the planned economic evaluation could not be carried out.",
                "Weigh benefits against what the teams cost.",
                "Durand and Mays 2024, slide on WP2",
            ),
        ),
        "Fewer admissions, so money was saved.",
        "Admissions rose, only less than elsewhere, and no source has the cost of the "
        "programme. The evaluators "
        "call costs and benefits difficult to evaluate.",
    )
