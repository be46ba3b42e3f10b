"""What the learner committed to is still there when a cell is run again, and is shown back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import IPython.display
import pytest

import pioneer_data as pioneers
from pioneer_data import brief, charts, coding, explore, kept, questions
from pioneer_data._descriptor import UnknownNameError
from pioneer_data.controls import Choice, Explorer, Grid, Marks, Slider, Text, Tick
from pioneer_data.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREDICTION = QUESTIONS["02.1-how-many-answered"]
CHECK = QUESTIONS["02.1-key-informant"]
ROWS, COLUMNS = ("Trust", "Time", "Records & IT"), ("Survey", "Interviews")
REFERENCE = tuple((row, column, "agree") for row in ROWS for column in COLUMNS)
GRID = Grid("coding", "Code the cells", ROWS, COLUMNS, ("agree", "silent"), reference=REFERENCE)
MARKS = Marks("guesses", "Mark the strong ones", ROWS)
SLIDER = Slider("size", "Size", 0, 10, 1, 5)
TWO = [["Trust", "Survey", "agree"], ["Time", "Survey", "silent"]]


def said(coding: Any, guesses: Any, size: int) -> charts.Figure:  # noqa: ANN401 - as controls give it
    """Write the choices down, in place of a drawing."""
    words = f"{len(coding)} coded, {len(guesses)} marked, size {size}"
    return charts.Figure({}, {}, words, ("x",), words, pioneers.ki_surveys())


class Shown:
    """Stands for IPython's display: what was shown, and what each was updated to."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self.updates: list[list[Any]] = []

    def __call__(self, shown: object, **_: object) -> Any:  # noqa: ANN401, D102 - a handle
        self.objects.append(shown)
        self.updates.append(updates := [])
        return type("Handle", (), {"update": staticmethod(lambda new, **_: updates.append(new))})()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Start and end like a fresh kernel."""
    kept.forget()
    explore.SHOWN.clear()
    yield
    kept.forget()
    explore.SHOWN.clear()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    display = Shown()
    monkeypatch.setattr(explore, "display", display)
    monkeypatch.setattr(IPython.display, "display", display)
    return display


@pytest.fixture
def explorer() -> Explorer:
    return Explorer(said, (GRID, MARKS, SLIDER))


def press(panel: explore.Panel, **values: object) -> None:
    """Do what the browser does when a control is moved."""
    panel.values = {**panel.values, **values}


def test_what_is_kept_is_a_copy_and_can_be_forgotten() -> None:
    value = ["a"]
    kept.remember("one", value)
    value.append("b")
    found = kept.recall("one")
    assert found == ["a"]
    assert isinstance(found, list)
    found.append("c")
    assert kept.recall("one") == ["a"]
    kept.remember("one", None)
    assert kept.recall("one", "default") is None
    kept.forget()
    assert kept.recall("one", "default") == "default"


@pytest.mark.parametrize("question", [PREDICTION, CHECK], ids=lambda question: question.kind)
def test_an_answer_is_there_again(question: questions.Question, shown: Shown) -> None:
    questions.ask(question.name)
    press(shown.objects[0], answer=1)
    questions.ask(question.name)
    _, _, panel, text = shown.objects
    assert panel.values == {"answer": 1}
    assert text["text/markdown"] == questions.reply(question, 1)
    other = PREDICTION if question is CHECK else CHECK
    questions.ask(other.name)
    assert shown.objects[4].values == {"answer": -1}
    assert shown.objects[5]["text/markdown"] == questions.WAITING


@pytest.mark.parametrize("nonsense", [None, "0", 0.0, 1.5, 99, -2, [0], {}], ids=repr)
def test_a_kept_answer_that_cannot_be_is_none(nonsense: object, shown: Shown) -> None:
    kept.remember(CHECK.name, nonsense)
    questions.ask(CHECK.name)
    assert shown.objects[0].values == {"answer": -1}
    assert shown.objects[1]["text/markdown"] == questions.WAITING


def test_marks_and_coding_are_there_again_and_the_rest_is_not(explorer: Explorer, shown: Shown) -> None:
    explore.explore(explorer)
    press(shown.objects[0], coding=TWO, size=7)
    press(shown.objects[0], guesses=["Trust"])
    explore.explore(explorer)
    panel, figure, _ = shown.objects[3:]
    assert panel.values["coding"] == tuple(map(tuple, TWO))
    assert panel.values["guesses"] == ("Trust",)
    assert panel.values["size"] == 5
    assert figure.title == "2 coded, 1 marked, size 5"


def test_a_cleared_coding_stays_cleared(explorer: Explorer, shown: Shown) -> None:
    explore.explore(explorer)
    press(shown.objects[0], coding=TWO)
    press(shown.objects[0], coding=[])
    explore.explore(explorer)
    assert shown.objects[3].values["coding"] == ()


@pytest.mark.parametrize("nonsense", [None, 3, "text", {"coding": "text"}, {"coding": [[1, 2, 3], None]}])
def test_a_kept_coding_that_cannot_be_is_none(nonsense: object, explorer: Explorer, shown: Shown) -> None:
    kept.remember("said", nonsense)
    explore.explore(explorer)
    assert shown.objects[0].values["coding"] == ()


def test_an_explorer_without_commitments_keeps_nothing(shown: Shown) -> None:
    plain = Explorer(lambda size: said((), (), size), (SLIDER,))
    explore.explore(plain)
    press(shown.objects[0], size=7)
    explore.explore(plain)
    assert shown.objects[3].values == {"size": 5, "table": False}
    assert not explore.SHOWN
    assert kept.recall(plain.name) is None


def test_each_change_of_a_coding_redraws_once(explorer: Explorer, shown: Shown) -> None:
    explore.explore(explorer)
    for number in (1, 2):
        press(shown.objects[0], coding=TWO[:number])
    titles = [bundle[charts.MEDIA_TYPE]["title"]["text"] for bundle in shown.updates[1]]
    assert titles == ["1 coded, 0 marked, size 5", "2 coded, 0 marked, size 5"]


def test_the_reference_is_not_sent_to_the_browser() -> None:
    assert explore.described(GRID)["kind"] == "grid"
    assert "reference" not in explore.described(GRID)


def table(shown: Shown) -> tuple[ET.Element, list[list[str]], str]:
    """Return the table shown last, the texts of its rows, and its twin in plain text."""
    bundle = shown.objects[-1]
    root = ET.fromstring(bundle["text/html"])  # noqa: S314 - our own, and it must be well formed
    rows = [["".join(cell.itertext()) for cell in row] for row in root.findall("tbody/tr")]
    return root, rows, bundle["text/plain"]


def predictions(lesson: str) -> list[str]:
    return [q.prompt for q in QUESTIONS.values() if q.name[:2] == lesson and q.kind == "predict"]


def test_nothing_said_yet_gives_every_prediction_waiting(shown: Shown) -> None:
    questions.commitments("02")
    root, rows, text = table(shown)
    assert [row[0] for row in rows] == predictions("02")
    assert {tuple(row[1:]) for row in rows} == {("no answer yet", "shown once you have answered")}
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 3 + ["row"] * len(rows)
    assert "Lesson 02" in "".join(root.find("caption").itertext())  # type: ignore[union-attr]
    assert text.count("no answer yet") == len(rows)
    feedback = [option.feedback for question in QUESTIONS.values() for option in question.options]
    assert not [words for words in feedback if words in text], "the table gives an answer away"


def test_what_was_said_stands_beside_what_the_data_said(shown: Shown) -> None:
    for question in (PREDICTION, CHECK):
        questions.ask(question.name)
        press(shown.objects[-2], answer=1)
    questions.commitments("02")
    _, rows, text = table(shown)
    option = PREDICTION.options[1]
    assert [PREDICTION.prompt, option.text, option.feedback.replace("*", "")] in rows
    assert len(rows) == len(predictions("02")), "checks are no predictions"
    assert f"You said: {option.text}" in text
    assert rows[0][0] in text


def test_codings_and_marks_have_a_line_each(explorer: Explorer, shown: Shown) -> None:
    explore.explore(explorer)
    questions.commitments("02")
    assert [row[:2] for row in table(shown)[1][-2:]] == [
        [GRID.label, "no answer yet"],
        [MARKS.label, "no answer yet"],
    ]
    press(shown.objects[0], coding=TWO, guesses=["Trust", "Records & IT"])
    questions.commitments("02")
    _, rows, text = table(shown)
    assert rows[-2] == [GRID.label, "you coded 2 of 6 cells", "1 agree with the reference"]
    assert rows[-1][:2] == [MARKS.label, "Trust; Records & IT"]
    assert "You said: you coded 2 of 6 cells" in text
    assert "Trust; Records &amp; IT" in shown.objects[-1]["text/html"]


def test_a_lesson_without_predictions_says_so(shown: Shown) -> None:
    assert not predictions("00")
    questions.commitments("00")
    assert "no prediction" in shown.objects[-1]["text/plain"]


@pytest.mark.parametrize("wrong", ["99", "", None, 2, ["02"], "02.1"], ids=repr)
def test_an_unknown_lesson_is_refused_by_name(wrong: Any, shown: Shown) -> None:  # noqa: ANN401
    with pytest.raises(UnknownNameError, match=re.escape(f"no lesson called {str(wrong)!r}")):
        questions.commitments(wrong)
    assert not shown.objects


def message(action: str, **more: object) -> dict[str, object]:
    return {"action": action, "name": "coding", "coding": TWO, **more}


@pytest.fixture
def panel(explorer: Explorer, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> explore.Panel:
    monkeypatch.chdir(tmp_path)
    explore.explore(explorer)
    shown_panel = shown.objects[0]
    assert isinstance(shown_panel, explore.Panel)
    return shown_panel


def click(panel: explore.Panel, sent: object) -> None:
    """Do what the browser does when a button under the grid is pressed."""
    panel._handle_custom_msg(sent, [])  # noqa: SLF001 - where the browser's messages arrive


def test_the_buttons_save_and_bring_back(panel: explore.Panel, shown: Shown) -> None:
    click(panel, message("save"))
    assert "Saved 2 of 6 cells in my_coding_said.csv" in panel.status
    assert "stays on this machine" in panel.status
    assert panel.values["coding"] == (), "saving must not change the grid"
    click(panel, message("load"))
    assert panel.status == "Brought back 2 of 6 cells from my_coding_said.csv."
    assert panel.values["coding"] == TWO
    assert shown.updates[1][-1][charts.MEDIA_TYPE]["title"]["text"].startswith("2 coded")
    assert kept.recall("said") == {"coding": TWO, "guesses": ()}


def test_the_same_sentence_twice_is_said_twice(panel: explore.Panel) -> None:
    heard: list[str] = []
    panel.observe(lambda change: heard.append(change["new"]), "status")
    click(panel, message("save"))
    click(panel, message("save"))
    assert len([sentence for sentence in heard if sentence.startswith("Saved")]) == 2


def test_what_cannot_be_filed_is_said_in_the_panel(panel: explore.Panel) -> None:
    click(panel, message("load"))
    assert panel.status.startswith("my_coding_said.csv was not read: there is no such file here.")
    click(panel, message("save", coding=[]))
    assert panel.status.startswith("my_coding_said.csv was not written: no cell is coded yet.")
    assert panel.values["coding"] == ()


@pytest.mark.parametrize(
    "sent",
    [None, 3, "save", {}, message("x"), message("save", name="guesses"), message("save", name=[])],
    ids=repr,
)
def test_a_message_without_sense_does_nothing(
    sent: object, explorer: Explorer, panel: explore.Panel, tmp_path: Path
) -> None:
    assert explore.filed(explorer, panel, sent) == ""
    assert not list(tmp_path.iterdir())


def test_an_explorer_saves_under_its_own_name() -> None:
    assert coding.file_name("a b/<c>") == "my_coding_a_b__c_.csv"


def test_a_brief_is_there_again(shown: Shown) -> None:
    explore.write_brief()
    press(shown.objects[0], claim="It may help.")
    press(shown.objects[0], evidence="Keeble")
    explore.write_brief()
    _, _, panel, table = shown.objects
    assert panel.values == {"claim": "It may help.", "evidence": "Keeble", "uncertainty": "", "unknown": ""}
    assert table == brief.checklist(brief.check(panel.values))
    assert "5 of 12" in table["text/plain"]


def test_the_checklist_of_a_brief_follows(shown: Shown) -> None:
    explore.write_brief()
    panel, first = shown.objects
    assert "0 of 12" in first["text/plain"]
    heard: list[str] = []
    panel.observe(lambda change: heard.append(change["new"]), "status")
    for text in ("It helps.", "It helps them.", "It may help them."):
        press(panel, claim=text)
    assert [re.findall(r"\d+ of 12", update["text/plain"]) for update in shown.updates[1]] == [
        ["2 of 12"],
        ["2 of 12"],
        ["3 of 12"],
    ]
    assert heard == ["2 of 12 things are there.", "3 of 12 things are there."], "only what changed is said"


def test_a_brief_in_a_fresh_kernel_is_always_the_same(shown: Shown) -> None:
    explore.write_brief()
    press(shown.objects[0], claim="It may help.")
    kept.forget()
    explore.write_brief()
    assert shown.objects[3] == shown.objects[1]
    labels = "; ".join([*(box.label for box in explore.BRIEF_BOXES), "Save my brief as a file"])
    words = shown.objects[2]._repr_mimebundle_()[0]["text/plain"]
    assert words == f"[Controls, live once the cell is run: {labels}]"


@pytest.mark.parametrize("nonsense", [None, 3, "text", {"claim": 3, "other": "x"}, {"claim": ["a"]}])
def test_a_kept_brief_that_cannot_be_is_empty(nonsense: object, shown: Shown) -> None:
    kept.remember(brief.NAME, nonsense)
    explore.write_brief()
    assert set(shown.objects[0].values.values()) == {""}
    press(shown.objects[0], claim=["nonsense"], evidence=None)
    assert "0 of 12" in shown.updates[1][-1]["text/plain"]


def test_the_button_saves_what_the_browser_shows(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    explore.write_brief()
    panel = shown.objects[0]
    click(panel, {"action": "save", "values": {"claim": "It may help."}})
    assert panel.status.startswith("Saved 3 words in my_evidence_brief.md in the folder of this notebook")
    assert "It may help." in (tmp_path / brief.FILE).read_text("utf-8")
    click(panel, {"action": "save", "values": {}})
    assert "all four boxes are empty" in panel.status


@pytest.mark.parametrize("sent", [None, 3, "save", {}, {"action": "load"}, {"action": ["save"]}], ids=repr)
def test_a_message_without_sense_saves_no_brief(
    sent: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert explore.brief_filed(sent) == ""
    assert not list(tmp_path.iterdir())


def test_a_text_is_there_again(shown: Shown) -> None:
    box = Text("why", "Say why", longest=10)
    noted = Explorer(lambda why: said((), (), len(why)), (box,))
    explore.explore(noted)
    press(shown.objects[0], why="because")
    explore.explore(noted)
    assert shown.objects[3].values["why"] == "because"
    assert shown.objects[4].title.endswith("size 7")
    told = {"name": "why", "label": "Say why", "value": "", "rows": 3, "longest": 10}
    assert explore.described(box) == {"kind": "text", **told}


def test_what_a_control_clears_is_told_to_the_panel() -> None:
    controls = (
        Slider("a", "A", 0, 1, 1, 0, clears=("b", "c")),
        Choice("a", "A", ("x", "y"), "x", clears=("b", "c")),
        Tick("a", "A", clears=("b", "c")),
    )
    assert [explore.described(control)["clears"] for control in controls] == [("b", "c")] * 3
    assert explore.described(SLIDER)["clears"] == ()


def test_a_brief_is_cut_and_mended(shown: Shown) -> None:
    explore.write_brief()
    press(shown.objects[0], claim="x" * 5000, evidence="half a \ud800")
    explore.write_brief()
    assert shown.objects[2].values["claim"] == "x" * 1200
    assert shown.objects[2].values["evidence"] == "half a ?"
