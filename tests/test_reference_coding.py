"""The reference coding rests on the findings it names, and its silences are silent."""

from __future__ import annotations

import itertools
import re

import pytest

import pioneer_data as pioneers
from pioneer_data import _descriptor, mdt

KEYWORDS = {
    "The teams are valued": (
        r"working was valued|essential mechanisms|\bbenefits?\b|\bmeetings added\b|value of the teams"
    ),
    "Teams decide without hierarchy": r"hierarch",
    "Members challenge each other": r"\bchallenge\b|\bchallenged each other\b",
    "The teams join up care": (
        r"coordinat|holistic|duplication|\baccess\b|continuity|sharing|share responsibility"
        r"|agencies|communication|point of contact|care at home"
    ),
    "Teams are adapted to their place": r"\badapted\b|\bcontexts?\b|purpose and structure|similar ways",
    "Obstacles hold the teams back": r"\bbarriers?\b|challenges in putting the teams|did not match|obstacle",
    "Benefits are not well measured": r"\bmeasured?\b|\bindicators?\b|performance",
    "Patients speak of the team": r"\bmention",
    "People rely on informal care": r"\binformal\b|\bcarers?\b",
}
"""What a finding must speak of to bear on a theme."""

NOT_USED = {
    "Resources that make the teams possible are crucial, for example a suitable space, good Wi-fi and "
    "administrative support": "It says what a team needs, not whether the teams had it.",
    "National policy frameworks were valued as enablers of integrated care": (
        "It is about national policy, not about the teams; no theme is."
    ),
    "Interventions that helped people to stay independent were valued": (
        "It says what people value in care, whoever gives it."
    ),
    "Professionals whose manner suggested that people's needs mattered were valued": (
        "It says what people value in a professional, in a team or not."
    ),
}
"""Findings on which no cell rests, each with the reason."""

CELLS = list(itertools.product(mdt.themes(), mdt.STUDIES))
each_cell = pytest.mark.parametrize(("theme", "study"), CELLS)


def rows() -> dict[tuple[str, str], dict[str, str]]:
    table = pioneers.mdt_reference_coding().astype(object)
    records = table.where(table.notna(), "").to_dict("records")
    return {(str(row["theme"]), str(row["study"])): row for row in records}


def findings() -> list[tuple[str, int, str]]:
    table = pioneers.mdt_findings()
    return list(zip(table["study"].astype(str), table["number"], table["finding"], strict=True))


def speaking(theme: str, study: str) -> list[tuple[int, str]]:
    """Return the findings of a study that have one of the theme's keywords."""
    own = [(number, text) for where, number, text in findings() if where == study]
    return [pair for pair in own if re.search(KEYWORDS[theme], pair[1], re.IGNORECASE)]


def test_every_cell_is_filled_once_and_every_theme_is_known() -> None:
    assert sorted(rows()) == sorted(CELLS)
    assert len(pioneers.mdt_reference_coding()) == len(CELLS)
    assert list(KEYWORDS) == list(mdt.themes())
    assert 7 <= len(mdt.themes()) <= 9
    assert {row["coded_by"] for row in rows().values()} == {"this package"}


@each_cell
def test_a_reason_is_one_sentence(theme: str, study: str) -> None:
    reason = rows()[theme, study]["reason"]
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert not re.search(r"[.?!] ", reason)
    assert len(reason) >= 40


@each_cell
def test_only_a_silent_cell_rests_on_nothing(theme: str, study: str) -> None:
    row = rows()[theme, study]
    assert (row["code"] == "silent") == (row["finding_numbers"] == "")


@each_cell
def test_a_cell_rests_on_findings_of_its_own_study_that_speak_of_the_theme(theme: str, study: str) -> None:
    numbers = [int(part) for part in rows()[theme, study]["finding_numbers"].split("; ") if part]
    assert numbers == sorted(set(numbers))
    own = {number for where, number, _ in findings() if where == study}
    spoken = {number for number, _ in speaking(theme, study)}
    for number in numbers:
        assert number in own
        assert number in spoken, f"no finding {number} of {study} speaks of {theme!r}"


@each_cell
def test_a_silence_is_silence(theme: str, study: str) -> None:
    if rows()[theme, study]["code"] == "silent":
        assert speaking(theme, study) == []


def test_every_finding_is_used_or_left_out_with_a_reason() -> None:
    used = {
        (study, text)
        for (theme, study), row in rows().items()
        for number, text in speaking(theme, study)
        if str(number) in row["finding_numbers"].split("; ")
    }
    unused = {text for study, _, text in findings() if (study, text) not in used}
    assert unused == set(NOT_USED)
    assert all(reason.endswith(".") for reason in NOT_USED.values())


def test_all_four_codes_occur_and_silence_most() -> None:
    counts = mdt.code_counts()
    assert list(counts) == list(mdt.CODES)
    assert min(counts.values()) > 0
    assert max(counts, key=lambda code: counts[code]) == "silent"


def code(theme: str, study: str) -> str:
    return rows()[theme, study]["code"]


def test_staff_and_leaders_value_the_teams_while_many_patients_did_not_mention_them() -> None:
    valued, spoken = "The teams are valued", "Patients speak of the team"
    assert [code(valued, study) for study in ("leaders", "frontline")] == ["agree", "agree"]
    assert code(valued, "patients") == "silent"
    assert code(spoken, "patients") == "dissonant"
    ((_, text),) = mdt.evidence(spoken, "patients")
    assert "did not mention" in text


def test_decisions_without_hierarchy_and_a_lack_of_challenge_come_from_one_bullet() -> None:
    free, challenge = "Teams decide without hierarchy", "Members challenge each other"
    assert (code(free, "observations"), code(challenge, "observations")) == ("agree", "dissonant")
    numbers = {rows()[theme, "observations"]["finding_numbers"] for theme in (free, challenge)}
    assert len(numbers) == 1


def test_the_description_says_that_the_coding_is_a_judgement_of_ours() -> None:
    about = _descriptor.resource("mdt_reference_coding")
    assert "a judgement of this package" in about["description"]
    ours = {field["name"] for field in about["schema"]["fields"] if field.get("coded_by") == "this package"}
    assert ours == {"theme", "code", "reason"}
