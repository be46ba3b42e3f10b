"""The checklist of the evidence brief looks for parts, gives reasons, and judges no opinion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pioneer_data as pioneers
from pioneer_data import _brief_words as words
from pioneer_data import _saving, brief, kept
from pioneer_data._brief_numbers import course, known, numbers, refuted
from pioneer_data.brief import PARTS, Found, check
from pioneer_data.controls import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLAIMS = pd.DataFrame(
    [
        ("002", "002, Results", "Six Pioneers ticked eight", "6", "3", "does not reproduce"),
        ("002", "002, Table IX", "Share of all informants", "770.5", "642.35", "does not reproduce"),
        ("002", "002, Table X", "Staff & <others>", "777", "642", "does not reproduce"),
        ("004", "004, Table 2", "Care homes", "888.8; 771.5", "", "cannot be checked"),
        ("000", "000, slide 4", "Said twice, once rightly", "999.9", "999.9", "reproduces"),
        ("000", "000, slide 5", "Said twice, once wrongly", "999.9", "1.1", "does not reproduce"),
    ],
    columns=["source", "locator", "says", "published", "recomputed", "verdict"],
)
COURSE = course(CLAIMS)
GOOD = {
    "claim": "The Pioneers probably slowed the rise in emergency admissions at first, but I would not yet "
    "extend the programme.",
    "evidence": "Keeble et al. compared the first wave with other areas: a rise of 1.93% against 4.84% to "
    "2014/15. This evidence is moderate.",
    "uncertainty": "A year later the difference had p = 0.1879; an earlier trend may lie behind it.",
    "unknown": "It is not known whether patients were better off. A longer follow-up would tell.",
}
OTHER_SIDE = {**GOOD, "claim": GOOD["claim"].replace("slowed", "did not slow").replace("not yet", "now")}
NEEDED = 12
ODD = [
    *Text("x", "x").sweep(),
    "\ud800",
    "\u0661\u0662%",
    "9" * 1200,
    "1." * 600,
    "0.0000000000000000000001",
    "\u00b2 \u00bd \u2167",
    "2016/17 " * 150,
    "1,23,456.7.8",
    "(" * 1200,
    "\\d+ [a-z",
    "proved " * 170,
    "wave",
]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def needed(parts: dict[str, Any]) -> list[Found]:
    return [one for one in check(parts, CLAIMS) if not one.note]


def notes(text: str, part: str = "evidence") -> list[str]:
    found = check({part: text}, CLAIMS)
    return [one.says for one in found if one.note and one.part == part]


def one(part: str, looked_for: str, text: str) -> Found:
    (found,) = (f for f in needed({part: text}) if f.part == part and looked_for in f.looked_for)
    return found


def test_a_whole_brief_has_every_part() -> None:
    assert len(needed(GOOD)) == NEEDED
    assert [f for f in check(GOOD, CLAIMS) if not f.ok or f.note] == []
    assert all(f.ok for f in check(GOOD))


def test_a_blank_brief_lacks_every_part_and_is_told_why() -> None:
    for blank in ({}, dict.fromkeys(GOOD, " \n"), dict.fromkeys(GOOD, "- ... !")):
        found = check(blank, CLAIMS)
        assert len(found) == NEEDED
        assert not any(f.ok for f in found)
        assert all(len(f.says.split()) > 8 and f.says.endswith((".", "?")) for f in found)
        assert len({f.says for f in found}) == NEEDED


def test_the_opposite_opinion_gets_the_same_result() -> None:
    assert GOOD["claim"] != OTHER_SIDE["claim"]
    results = [
        [
            (f.part, f.looked_for, f.ok, f.note, f.says if f.part == "evidence" else "")
            for f in check(parts, CLAIMS)
        ]
        for parts in (GOOD, OTHER_SIDE)
    ]
    assert results[0] == results[1]


@pytest.mark.parametrize("part", GOOD)
def test_a_box_left_empty_is_missed_and_the_others_are_not(part: str) -> None:
    found = needed({**GOOD, part: ""})
    assert {f.part for f in found if not f.ok} == {part}
    assert not any(f.ok for f in found if f.part == part)


MISSING = {
    ("claim", "how sure"): ("Extend the programme.", "a hint for a fact"),
    ("evidence", "named source"): ("A strong study: 5 of 9.", "what has a name"),
    ("evidence", "a number"): ("Keeble in 2019 and 2014/15, wave 1, strong.", "how large"),
    ("evidence", "how strong"): ("The survey: 85 people.", "different strength"),
    ("uncertainty", "a range"): ("It holds everywhere.", "for exact"),
    ("unknown", "not known"): ("A longer study would tell.", "silence for a no"),
    ("unknown", "would tell"): ("Costs are not known.", "what would close it"),
}


@pytest.mark.parametrize(("part", "looked_for"), MISSING)
def test_what_is_missing_is_named_with_a_reason(part: str, looked_for: str) -> None:
    text, reason = MISSING[part, looked_for]
    found = one(part, looked_for, text)
    assert not found.ok
    assert reason in found.says
    assert {f.ok for f in needed({part: text}) if f.part == part and f != found} == {True}


THERE = {
    ("claim", "how sure"): ["It may help.", "I am confident.", "NOT KNOWN", "weak, perhaps", "Likely!"],
    ("evidence", "named source"): [
        *("Morciano", "KEEBLE", "Von Korff", "Al-Haboubi? no, Thana", "the survey", "key-informants"),
        *("difference-in-differences", "Interviews", "hospital admissions", "observation"),
    ],
    ("evidence", "a number"): ["0", "5%", "1,234", "three sites", "half", "95% of them", "-26"],
    ("uncertainty", "a range"): [
        *("3.8 to 9.0", "p-value", "85 people", "confounding", "self-report", "Two sites", "trend", "small"),
    ],
    ("unknown", "not known"): ["We don't know", "We don\u2019t know", "not measured", "no data", "whether"],
    ("unknown", "would tell"): ["more interviews are needed", "A trial", "linked records", "would show"],
}
CASES = [(*where, text) for where, texts in THERE.items() for text in texts]


@pytest.mark.parametrize(("part", "looked_for", "text"), CASES)
def test_what_is_there_is_found_and_quoted(part: str, looked_for: str, text: str) -> None:
    found = one(part, looked_for, text)
    assert found.ok, found
    quoted = re.findall("\u201c(.+?)\u201d", found.says)
    assert len(quoted) == 1


def test_a_word_is_quoted_as_it_was_written() -> None:
    assert one("evidence", "named source", "A paper by Keeble.").says == "Found \u201cKeeble\u201d."
    assert one("evidence", "a number", "Three sites, 12 people").says == "Found \u201c12\u201d."


def test_a_word_inside_another_is_not_found() -> None:
    for text in ("Mayor Mightier Weakness", "uncertainties"):
        assert not one("claim", "how sure", text).ok


@pytest.mark.parametrize(
    ("length", "ok", "words_of"),
    [
        (0, False, "0 words of at most 150. Under about 60"),
        (1, True, "1 word of at most 150. Under about 60"),
        (59, True, "Under about 60"),
        (60, True, "60 words of at most 150."),
        (150, True, "150 words of at most 150."),
        (151, False, "That is 1 too many"),
    ],
)
def test_the_length_is_counted(length: int, *, ok: bool, words_of: str) -> None:
    (found,) = (f for f in needed({"claim": "word " * length}) if f.part == "whole")
    assert found.ok == ok
    assert words_of in found.says
    assert ("Under" in found.says) == (length < 60)
    assert ("too many" in found.says) == (length > 150)


def test_words_are_counted_over_all_boxes() -> None:
    length = sum(brief.count_words(text) for text in GOOD.values())
    assert f"{length} words of at most 150." in [f.says for f in check(GOOD, CLAIMS)]
    assert brief.count_words("a \u2013 b & c... 1.93% l'x") == 5


def test_numbers_are_read_without_years_names_and_conventions() -> None:
    text = (
        "In 2014/15, 2016-18 and 2018 wave 1 of Table IV (table 4) had 1,234; 5 per cent; 3.8\u20139.0; mdt2."
    )
    assert list(numbers(text)) == ["1,234", "5%", "3.8", "9.0"]
    assert list(numbers("95% interval, p < 0.05, 150 words")) == []
    assert list(numbers("95% of 150", conventions=True)) == ["95%", "150"]


def test_a_number_of_the_course_gets_no_note() -> None:
    row = pioneers.published_estimates().iloc[0]
    assert notes(f"{row['estimate']}% and {-26}, {98} of {337}, and 85 replied") == []


def test_a_rounded_number_is_known() -> None:
    assert known("4.8%", COURSE)
    assert known("642.4", COURSE), "what was recomputed counts as known"
    assert known("771.5", COURSE), "what cannot be checked is not refuted"
    assert not known("4.87%", COURSE)


def test_an_unknown_number_is_asked_about_and_not_called_wrong() -> None:
    (note,) = notes("It fell by 87.3% and 54,321, Keeble said.")
    assert note.startswith(
        "Not found in the course's tables: 87.3%, 54,321. Check it or say where it is from"
    )
    assert "may well be right" in note
    (note,) = notes(" ".join(f"{n}.77" for n in range(1000, 1009)))
    assert "and 4 more" in note


def test_a_number_of_a_refuted_claim_gets_the_claim() -> None:
    for number in ("770.5", "777"):
        (note,) = notes(f"It is {number}% of all.")
        assert note.startswith(f"{number}% is published but does not reproduce: ")
        assert "002, Table" in note
        assert "You can use it if you say so." in note
    assert "the tables give 642.35" in notes("770.5%")[0]


def test_a_refuted_number_with_decimals_is_told_even_if_a_table_holds_it() -> None:
    claims = CLAIMS.assign(published=["6", "1.93", *CLAIMS["published"][2:]])
    assert refuted("1.93%", course(claims))


def test_a_number_that_can_mean_something_else_is_left_alone() -> None:
    assert notes("In 6 sites") == [], "6 is in many tables"
    assert notes("999.9") == [], "another claim with it reproduces"
    assert notes("888.8") == [], "what cannot be checked is not false"


@pytest.mark.parametrize(
    "text", ["It PROVED to be good", "It caused a fall", "It cut admissions", "It saved"]
)
def test_a_word_for_a_cause_is_asked_about(text: str) -> None:
    (note,) = notes(text, "claim")
    assert "Can the design carry that?" in note
    assert "name the design" in note


@pytest.mark.parametrize("text", ["It had no effect", "It did not work", "The programme failed"])
def test_a_word_for_nothing_is_asked_about_too(text: str) -> None:
    (note,) = notes(text, "claim")
    assert "Can the design carry that?" in note
    assert "none was found" in note


@pytest.mark.parametrize(
    "text",
    ["It has not been proved", "This does not show that it caused it", "We don't know if it saved money"],
)
def test_a_claim_that_is_taken_back_gets_no_note(text: str) -> None:
    assert notes(text, "claim") == []


def test_a_word_taken_back_once_and_claimed_once_gets_a_note() -> None:
    assert len(notes("It is not proved in one place. In the other it was proved.", "claim")) == 1


def test_a_word_far_away_takes_nothing_back() -> None:
    assert len(notes("It was not cheap, and yet in the long run it saved money", "claim")) == 1


def test_only_statements_are_asked_about_causes() -> None:
    assert notes("Whatever caused it", "uncertainty") == notes("It saved lives", "unknown") == []


def test_no_sentence_judges() -> None:
    texts = {**GOOD, "claim": "It proved useless, no effect, saved 87.3%, 770.5%"}
    said = " ".join(f.says for parts in (texts, {}, GOOD) for f in check(parts, CLAIMS)).casefold()
    assert "is wrong" not in said
    judging = {"incorrect", "false", "error", "mistake", "bad", "correct", "should", "must"}
    assert not judging & set(said.split())


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text)[:14])
def test_odd_texts_are_checked_and_shown(text: str) -> None:
    found = check(dict.fromkeys(GOOD, text), CLAIMS)
    ET.fromstring(brief.checklist(found)["text/html"])  # noqa: S314 - our own, and it must be well formed


@given(st.fixed_dictionaries(dict.fromkeys(GOOD, st.text(max_size=60))))
@settings(max_examples=150, deadline=None)
def test_any_text_is_checked(parts: dict[str, str]) -> None:
    found = check(parts, CLAIMS)
    assert len([f for f in found if not f.note]) == NEEDED
    brief.checklist(found)["text/plain"].encode()


@pytest.mark.parametrize("value", [None, 3, ["a"], b"a"], ids=repr)
def test_what_is_no_text_counts_as_empty(value: Any) -> None:  # noqa: ANN401 - wrong on purpose
    assert check(dict.fromkeys(GOOD, value), CLAIMS) == check({}, CLAIMS)


def test_the_claims_of_the_package_are_read_by_default() -> None:
    told = course(pioneers.published_claims()).refuted
    decimals = [number for number in told if not number.is_integer()]
    assert decimals
    for number in decimals:
        assert told[number] in next(f.says for f in check({"evidence": str(number)}) if f.note)


def test_every_list_is_in_the_form_that_is_compared() -> None:
    lists = {name: value for name, value in vars(words).items() if isinstance(value, tuple)}
    assert len(lists) >= 8
    for name, listed in lists.items():
        assert len(set(listed)) == len(listed), name
        for word in listed:
            assert brief._plain(word) == f" {word} ", (name, word)  # noqa: SLF001 - the form itself
    shown = words.STRENGTH_SHOWN.split(", ")
    assert set(shown) <= set(words.STRENGTH)


def test_the_boxes_have_names_of_their_own() -> None:
    assert [part.name for part in PARTS] == list(GOOD)
    assert len({(part.label, part.needs) for part in PARTS}) == len(PARTS)


def test_a_text_is_cut_mended_and_otherwise_kept() -> None:
    box = Text("a", "A", value="start", longest=5)
    assert [box.accept(value) for value in ("", "123456", None, 3, ["a"])] == ["", "12345", *["start"] * 3]
    assert box.accept("a\ud800") == "a?"
    assert all(box.accept(value) == value for value in box.sweep())
    assert [len(value) for value in Text("a", "A").sweep()][2] == 1200


def test_the_checklist_is_a_table_with_a_twin() -> None:
    bundle = brief.checklist(check({**GOOD, "claim": "<b>saved</b> & 87.3% 777%"}, CLAIMS))
    root = ET.fromstring(bundle["text/html"])  # noqa: S314 - our own, and it must be well formed
    rows = [["".join(cell.itertext()) for cell in row] for row in root.findall("tbody/tr")]
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 4 + ["row"] * len(rows)
    assert "Your brief: 11 of 12 things are there." in "".join(root.find("caption").itertext())  # type: ignore[union-attr]
    assert {row[2][2:] for row in rows} == {"yes", "not yet", "note"}
    assert len({row[2][0] for row in rows}) == 3, "no difference by words alone, nor by colour"
    for row in rows:
        assert f"{row[0]}, {row[1]}: {row[2][2:]}. {row[3]}" in bundle["text/plain"]


def test_a_brief_is_saved(tmp_path: Path) -> None:
    file = tmp_path / brief.FILE
    said = brief.saved(GOOD, file)
    assert (
        said
        == "Saved 70 words in my_evidence_brief.md in the folder of this notebook; it stays on this machine."
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# My evidence brief\n\n## Claim\n\nThe Pioneers")
    assert all(words in text for words in GOOD.values())
    assert [path.name for path in tmp_path.iterdir()] == [brief.FILE]


def test_an_empty_box_is_saved_as_an_empty_heading() -> None:
    assert brief.markdown({"unknown": " x "}).endswith("## Uncertainty\n\n## Not known\n\nx\n")


def test_what_this_session_saved_is_replaced_and_another_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / brief.FILE
    for texts in (GOOD, OTHER_SIDE, OTHER_SIDE):
        assert "another file" not in brief.saved(texts, file)
    kept.forget()  # as a restart of the kernel does
    assert "another file" not in brief.saved(OTHER_SIDE, file), "the same text is no other file"
    kept.forget()
    assert "kept as my_evidence_brief_before_1.md" in brief.saved(GOOD, file)
    assert (tmp_path / "my_evidence_brief_before_1.md").read_text("utf-8") == brief.markdown(OTHER_SIDE)
    assert file.read_text("utf-8") == brief.markdown(GOOD)
    file.write_text("edited elsewhere", encoding="utf-8")
    assert "kept as my_evidence_brief_before_2.md" in brief.saved(GOOD, file)


def test_what_cannot_be_saved_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / brief.FILE
    assert "all four boxes are empty" in brief.saved({"claim": " - "}, file)
    assert not list(tmp_path.iterdir())
    said = brief.saved(GOOD, tmp_path / "nowhere" / brief.FILE)
    assert said.startswith("my_evidence_brief.md was not written: the computer does not allow it (")
    assert said.endswith(f"{_saving.CLOSE_IT}.")


def test_odd_texts_are_saved(tmp_path: Path) -> None:
    for text in ODD:
        said = brief.saved(dict.fromkeys(GOOD, text), tmp_path / brief.FILE)
        assert said.startswith(("Saved ", "my_evidence_brief.md was not written: all four boxes"))
