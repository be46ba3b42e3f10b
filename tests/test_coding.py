"""A coding survives the file, a spreadsheet and mistakes; agreement is Cohen's kappa."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as oracle

from notebooks import explorers
from pioneer_data import coding
from pioneer_data.controls import Grid
from pioneer_data.estimate import cohens_kappa

ROWS = ("Trust, and its lack", "Time; money", "Patients\u2019 voice \u2013 heard")
COLUMNS = ("Survey", 'Interviews "A"', "Observation")
CODES = ("agree", "partial", "silent", "dissonant")
GRID = Grid("coding", "Code the cells", ROWS, COLUMNS, CODES)
FULL = GRID.sweep()[-1]
THREE = (("Trust, and its lack", "Survey", "agree"), *FULL[5:7])
NAME = "my_coding_x.csv"
HEAD = "row name,column name,code\n"
PLAIN = Grid("coding", "Code", ("Trust", "Time"), ("Survey", "Interviews"), CODES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / NAME


def refused(file: Path, grid: Grid = PLAIN) -> str:
    """Return why a file is refused; the sentence names the file and says what to do."""
    with pytest.raises(coding.CodingError) as caught:
        coding.load(file, grid)
    message = str(caught.value)
    assert message.startswith(f"{NAME} was not read: ")
    assert message.endswith(".")
    assert message.count(". ") >= 1, "an error has three parts"
    assert "\n" not in message
    return message


@pytest.mark.parametrize("given", [*GRID.sweep()[1:], THREE])
def test_a_coding_comes_back_as_it_was(given: Any, file: Path) -> None:  # noqa: ANN401
    assert coding.save(file, given, GRID) is None
    assert coding.load(file, GRID) == given
    assert [path.name for path in file.parent.iterdir()] == [NAME], "a draft was left behind"


def test_the_file_is_plain(file: Path) -> None:
    coding.save(file, (("Time", "Survey", "silent"), ("Trust", "Survey", "agree")), PLAIN)
    expected = "\ufeff" + HEAD + "Trust,Survey,agree\nTime,Survey,silent\n"
    assert file.read_bytes() == expected.encode("utf-8")
    assert list(pd.read_csv(file).columns) == ["row name", "column name", "code"]


def written(lines: str, mark: str = ",") -> str:
    return lines.replace(",", mark).replace("\n", "\r\n")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_excel_makes_of_it_is_read(mark: str, encoding: str, file: Path) -> None:
    frame = pd.DataFrame(THREE, columns=list(coding.HEADER))
    text = frame.to_csv(index=False, sep=mark, lineterminator="\r\n") + 2 * mark + "\r\n"
    file.write_bytes(text.encode(encoding))
    assert coding.load(file, GRID) == THREE


def test_utf_16_of_the_other_byte_order_is_read(file: Path) -> None:
    file.write_bytes(("\ufeff" + HEAD + "Time,Survey,agree\n").encode("utf-16-be"))
    assert coding.load(file, PLAIN) == (("Time", "Survey", "agree"),)


def test_order_blanks_and_case_of_the_header_do_not_matter(file: Path) -> None:
    file.write_text(
        "\n Row Name , Column name,CODE\n\nTime, Survey ,silent\nTrust,Survey,\nTrust,Interviews,agree"
    )
    assert coding.load(file, PLAIN) == (("Trust", "Interviews", "agree"), ("Time", "Survey", "silent"))


MISTAKES = {
    "unknown row": ("Trust,Survey,agree\nTrsut,Survey,agree\n", ("line 3", "row 'Trsut'", "'Trust'")),
    "unknown column": ("Trust,Interview,agree\n", ("line 2", "column 'Interview'", "'Interviews'")),
    "unknown code": ("\nTrust,Survey,agre\n", ("line 3", "code 'agre'", "'agree'")),
    "long cell": (f"{'x' * 500},Survey,agree\n", ("line 2", "xxx\u2026'")),
    "blank row": (",Survey,agree\n", ("line 2", "row ''")),
    "twice": ("Trust,Survey,agree\nTrust,Survey,agree\n", ("line 3", "after line 2", "Delete one")),
    "too few cells": ("Trust,Survey\n", ("line 2 has 2 cells instead of 3",)),
    "too many cells": ("Trust,Survey,agree,why\n", ("line 2 has 4 cells instead of 3",)),
    "open quote": ('"Trust,Survey,agree\n', ("line 2 is no CSV",)),
    "no codes": ("Trust,Survey,\n", ("it holds no codes",)),
    "nothing": ("", ("it holds no codes",)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_line_is_named(mistake: str, file: Path) -> None:
    lines, words = MISTAKES[mistake]
    file.write_text(HEAD + lines, encoding="utf-8")
    message = refused(file)
    assert all(word in message for word in words), message
    assert len(message) < 300, message


FILES = {
    "other columns": (b"theme,study\nTrust,Survey\n", "its first line is 'theme, study'"),
    "no header": (b"Trust,Survey,agree\n", "its first line is 'Trust, Survey, agree'"),
    "other order": (b"code,row name,column name\n", "its first line is 'code, row name, column name'"),
    "only separators": (b",,,\n", "its first line is ''"),
    "empty": (b"", "it is empty or no text"),
    "blank": (b" \n\n", "it is empty or no text"),
    "only a mark": (b"\xef\xbb\xbf", "it is empty or no text"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", "it is empty or no text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x81", "it is empty or no text"),
    "half a UTF-16": (b"\xff\xfea", "it is empty or no text"),
    "too large": (HEAD.encode() + b"\n" * coding.LARGEST, "it is larger than a coding can be"),
}


@pytest.mark.parametrize("kind", FILES)
def test_another_file_is_refused(kind: str, file: Path) -> None:
    content, why = FILES[kind]
    file.write_bytes(content)
    assert why in refused(file)


def test_a_missing_file_and_a_folder_are_refused(file: Path) -> None:
    message = refused(file)
    assert "no such file here" in message
    assert "Save my coding as a file" in message
    file.mkdir()
    assert "cannot be opened" in refused(file)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
def test_no_bytes_at_all_give_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / NAME
    file.write_bytes(content)
    try:
        found = coding.load(file, PLAIN)
    except coding.CodingError:
        return
    assert found == PLAIN.accept(found)


def test_an_earlier_coding_is_replaced(file: Path) -> None:
    coding.save(file, THREE, GRID)
    assert coding.save(file, FULL, GRID) is None
    assert coding.load(file, GRID) == FULL


def test_a_file_that_is_no_coding_of_this_grid_is_kept(file: Path) -> None:
    others = [b"my notes\n", HEAD.encode() + b"Another theme,Survey,agree\n"]
    for number, other in enumerate(others, 1):
        file.write_bytes(other)
        copy = coding.save(file, THREE, GRID)
        assert copy == file.with_name(f"my_coding_x_before_{number}.csv")
        assert copy.read_bytes() == other
        assert coding.load(file, GRID) == THREE
    file.write_bytes(b"x")
    assert "kept as my_coding_x_before_3.csv" in coding.saved(file, THREE, GRID)


def test_an_empty_coding_overwrites_nothing(file: Path) -> None:
    coding.save(file, THREE, GRID)
    for nothing in ((), (("nonsense", "Survey", "agree"),)):
        with pytest.raises(coding.CodingError, match="no cell is coded yet"):
            coding.save(file, nothing, GRID)
    assert coding.load(file, GRID) == THREE


def test_a_save_that_fails_leaves_the_earlier_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coding.save(file, THREE, GRID)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for owner, name in ((Path, "write_bytes"), (Path, "replace"), (shutil, "copy2")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, full)
            if owner is shutil:
                patch.setattr(coding, "_is_coding", lambda *_: False)
            with pytest.raises(coding.CodingError, match=r"not written: .*No space left on device"):
                coding.save(file, FULL, GRID)
    assert coding.load(file, GRID) == THREE
    assert [path.name for path in file.parent.iterdir()] == [NAME]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file")
    for place in (tmp_path / "nowhere" / NAME, tmp_path / "blocked" / NAME, tmp_path):
        with pytest.raises(coding.CodingError, match="was not written"):
            coding.save(place, THREE, GRID)


def test_the_sentence_says_where_the_coding_is(file: Path) -> None:
    sentence = coding.saved(file, THREE, GRID)
    assert sentence == (
        "Saved 3 of 9 cells in my_coding_x.csv in the folder of this notebook; it stays on this machine."
    )


def test_a_grid_puts_codes_in_order_and_drops_nonsense() -> None:
    given = [["Time", "Survey", "silent"], ("Trust", "Interviews", "agree"), ["Trust", "Survey", "agree"]]
    in_order = (("Trust", "Survey", "agree"), ("Trust", "Interviews", "agree"), ("Time", "Survey", "silent"))
    assert PLAIN.accept(given) == in_order
    nonsense = [None, 1, [], "abc", ["Trust"], ["Trust", "Survey", "x"], ["Trust", [], "agree"], [1, 2, 3]]
    assert PLAIN.accept([*nonsense, *given]) == in_order
    assert PLAIN.accept([["Trust", "Survey", "agree"], ["Trust", "Survey", "silent"]])[0][2] == "silent"


def test_a_grid_is_tried_empty_full_and_between() -> None:
    sweep = GRID.sweep()
    assert [len(value) for value in sweep] == [0, 1, 3, 9, 9]
    assert {code for *_, code in sweep[3]} == {"agree"}
    assert {code for *_, code in sweep[4]} == set(CODES)
    assert all(GRID.accept(value) == value for value in sweep)


def test_every_grid_of_the_course_has_clear_letters_and_a_whole_reference() -> None:
    grids = {(name, c.name): c for name, e in explorers().items() for c in e.controls if isinstance(c, Grid)}
    for where, grid in grids.items():
        letters = [code[0].lower() for code in grid.codes]
        assert len(set(letters)) == len(letters), (where, "a first letter must set one code")
        assert grid.accept(grid.reference) == grid.reference, where
        assert len(grid.reference) == len(grid.cells), (where, "commitments() compares with Grid.reference")


def test_kappa_agrees_with_statsmodels() -> None:
    tables = 0
    for seed in range(200):
        draw = random.Random(seed)  # noqa: S311 - no secret
        codes = CODES[: draw.randint(2, 4)]
        first = [draw.choice(codes) for _ in range(draw.randint(2, 40))]
        second = [code if draw.random() < 0.6 else draw.choice(codes) for code in first]
        if len(set(first + second)) > 1:
            counts = pd.crosstab(pd.Categorical(first, codes), pd.Categorical(second, codes), dropna=False)
            assert cohens_kappa(first, second) == pytest.approx(
                oracle(counts.to_numpy(), return_results=False), abs=1e-12
            )
            tables += 1
    assert tables > 150


def test_kappa_of_the_textbook_and_the_ends() -> None:
    pairs = 88 * [("A", "A")] + 10 * [("A", "B")] + 14 * [("B", "A")] + 88 * [("B", "B")]
    first, second = zip(*pairs, strict=True)
    observed, chance = 176 / 200, (98 * 102 + 102 * 98) / 200**2
    assert cohens_kappa(first, second) == pytest.approx((observed - chance) / (1 - chance))
    assert cohens_kappa(CODES, CODES) == pytest.approx(1)
    assert cohens_kappa(["a", "b"], ["b", "a"]) == pytest.approx(-1)
    assert cohens_kappa(["a", "a"], ["b", "b"]) == pytest.approx(0, abs=1e-12)
    assert cohens_kappa(["a", "a"], ["a", "b"]) == pytest.approx(0, abs=1e-12)
    assert cohens_kappa(first, second) == pytest.approx(cohens_kappa(second, first))


def test_kappa_takes_any_list_of_codes() -> None:
    expected = pytest.approx(cohens_kappa(["1", "2", "2"], ["1", "2", "1"]))
    assert cohens_kappa(np.array([1, 2, 2]), np.array([1, 2, 1])) == expected
    assert cohens_kappa(pd.Series(["1", "2", "2"], dtype="category"), iter(["1", "2", "1"])) == expected
    assert type(cohens_kappa(np.array([1, 2]), np.array([1, 2]))) is float


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([], [], "first is empty"),
        (["a"], [], "second is empty"),
        (["a", "b"], ["a"], "second holds 1 codes: first holds 2"),
        ("ab", ["a", "b"], "first is 'ab'"),
        (["a", "b"], None, "second is None"),
        (["a", None], ["a", "b"], r"first\[1\] is None"),
        (["a", "b"], ["a", float("nan")], r"second\[1\] is nan"),
        (["a", "b"], ["a", pd.NA], r"second\[1\] is <NA>"),
        (["a", " "], ["a", "b"], r"first\[1\] is ' '"),
        (["a", "b"], [["a"], "b"], r"second\[0\] is \['a'\]"),
        (["a", "a"], ["a", "a"], "first and second hold only 'a'.*Give the share of agreements"),
    ],
)
def test_kappa_refuses_by_name(first: Any, second: Any, words: str) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=words):
        cohens_kappa(first, second)
