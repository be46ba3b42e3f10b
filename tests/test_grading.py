"""``pioneer grade`` marks what it can of every notebook, and none can stop it or mark itself."""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
import threading
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import handed_in
import psutil
import pytest
from handed_in import CHANGE, SUM, cells, code, notebook

from notebooks import ROOT
from pioneer_data import _grading_kernel, _grading_pages, _grading_worker, cli, grading
from pioneer_data._grading_worker import Limits, Ran
from pioneer_data.grading import FAILED, GRADED, NOT_GRADED, PARTLY, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GB = 1024**3
SHORT = Limits(5.0, 45.0, 1 * GB)
RIGHT_ANSWERS = {
    "rates": {"kind": "dict", "pairs": [["programme", 61], ["comparison", 47]]},
    "did": 14,
    "both": 108,
    "direction": "up",
}
WITHOUT = [cell for cell in cells() if cell["id"] != "s03-004"]
MOVED = [*cells()[6:], *cells()[:6]]
ELSEWHERE = [*WITHOUT, {**code(99, handed_in.RIGHT), "id": "my-own"}]
MENDED = [*cells("rates = ...\ndid = ..."), {**code(99, handed_in.RIGHT), "id": "mended"}]
UNRUN = [cell | ({"execution_count": None} if "execution_count" in cell else {}) for cell in cells()]
UNORDERED = [cell | ({"execution_count": 9} if cell["id"] == "s03-002" else {}) for cell in cells()]
LOST = "Python itself ended"
SLOW = "did not end within 5 seconds"
OUR_OWN = "the grader "
EXPECTED: dict[str, tuple[list[int], str, str, str]] = {
    # learner: marks, status, part of the reason, part of the first wrong task's message
    "right": ([1, 1], GRADED, "", ""),
    "loop": ([0, 1], PARTLY, SLOW, SLOW),
    "deaf_loop": ([0, 1], PARTLY, SLOW, SLOW),
    "mute": ([0, 1], PARTLY, SLOW, SLOW),
    "sys_exit": ([0, 1], GRADED, "", "SystemExit"),
    "exit_word": ([0, 1], GRADED, "", "There is no answer yet"),
    "os_exit": ([0, 1], PARTLY, LOST, LOST),
    "crash": ([0, 1], PARTLY, LOST, LOST),
    "crash_later": ([1, 0], PARTLY, LOST, LOST),
    "crash_before": ([0, 1], PARTLY, LOST, LOST),
    "memory_bomb": ([0, 1], GRADED, "", "MemoryError"),
    "patched": ([0, 0], GRADED, "", "rates are others"),
    "huge_output": ([0, 1], GRADED, "", "There is no answer yet"),
    "huge_error": ([0, 1], GRADED, "", "ValueError: xxx"),
    "asks": ([0, 1], GRADED, "", "StdinNotImplementedError"),
    "writes": ([1, 1], GRADED, "", ""),
    "network": ([0, 1], GRADED, "", OUR_OWN),
    "programs": ([0, 0], GRADED, "", OUR_OWN),
    "kills": ([0, 1], GRADED, "", OUR_OWN),
    "widget": ([0, 1], GRADED, "", "There is no answer yet"),
    "evil_values": ([0, 1], GRADED, "", "has no labels"),
    "cyclic": ([0, 1], GRADED, "", "rates"),
    "raises_oddly": ([0, 1], GRADED, "", "SystemExit"),
    "deletes": ([0, 1], GRADED, "", "There is no answer yet"),
    "deleted": ([0, 1], GRADED, "cells missing: s03-004", "cell missing"),
    "elsewhere": ([1, 1], GRADED, "cells added: 1", ""),
    "mended": ([1, 1], GRADED, "cells added: 1", ""),
}
NOTEBOOKS: dict[str, list[handed_in.Cell]] = {
    **handed_in.HOSTILE,
    "right": cells(),
    "deleted": WITHOUT,
    "elsewhere": ELSEWHERE,
    "mended": MENDED,
}


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.ipynb").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Row]]]:
    """Grade all notebooks of the table once."""
    place = tmp_path_factory.mktemp("grading")
    made = {name: notebook(NOTEBOOKS[name]) for name in EXPECTED}
    exercises = handed_in.write_exercise(place / "exercises")
    with pytest.MonkeyPatch.context() as patch:
        handed_in.use(patch)
        rows = grading.grade(put(place / "in", **made), place / "out", limits=SHORT, exercises=exercises)
    yield place / "out", {row.learner: row for row in rows}
    assert not psutil.Process().children(recursive=True)
    assert not handed_in.OUTSIDE.exists()


@pytest.mark.parametrize("name", EXPECTED)
def test_each_trouble_costs_its_own_task_only(name: str, run: tuple[Path, dict[str, Row]]) -> None:
    marks, status, reason, message = EXPECTED[name]
    row = run[1][name]
    said = "; ".join([row.reason, *row.remarks])
    assert (list(row.marks.values()), row.status) == (marks, status), (row.messages, said)
    assert reason in said
    assert message in next((row.messages[task] for task, mark in row.marks.items() if not mark), "")


def test_the_table_has_a_line_for_each(run: tuple[Path, dict[str, Row]]) -> None:
    content = (run[0] / "grades.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert {line["learner"] for line in lines} == set(EXPECTED)
    line = next(line for line in lines if line["learner"] == "crash_later")
    assert (line[CHANGE], line[SUM], line["points"], line["out of"]) == ("1", "0", "1", "2")
    assert line["03.4-in-words (written, 0 to 2)"] == ""


def test_the_page_shows_the_written_answer(run: tuple[Path, dict[str, Row]]) -> None:
    page = (run[0] / "feedback" / "right.html").read_text("utf-8")
    assert "<pre>It *rose*.</pre>" in page
    assert _grading_pages.TO_MARK in page
    assert "A difference of 14 points." in page


def test_the_run_says_what_was_enforced(run: tuple[Path, dict[str, Row]]) -> None:
    said = (run[0] / "about_this_run.txt").read_text("utf-8")
    assert _grading_worker.fence()[1] in said
    assert "5 seconds a cell, 45 seconds a notebook, 1 GB" in said


def test_a_solution_earns_all_and_the_exercise_as_given_nothing(tmp_path: Path) -> None:
    solution = (ROOT / "solutions" / "04_mdt_findings.ipynb").read_text("utf-8")
    given = (ROOT / "exercises" / "04_mdt_findings.ipynb").read_text("utf-8")
    put(tmp_path / "in", solved=solution, blank=given)
    blank, solved = grading.grade(tmp_path / "in", tmp_path / "out")
    assert (blank.status, solved.status) == (GRADED, GRADED)
    assert set(blank.marks.values()) == {0}
    assert set(solved.marks.values()) == {1}
    assert set(blank.written.values()) == {""}
    assert all(solved.written.values())


# From here on most tests start no kernel: the run is a stand-in.


class StandIn:
    """Takes the place of the run of a notebook, and counts."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def __call__(self, made: Any, *given: Any) -> Ran:  # noqa: ANN401 - as run
        """Note the file; every answer is right, or the file breaks the grader."""
        copy = given[-1]
        self.files.append(copy.name)
        if copy.name == "breaks.ipynb":
            raise RuntimeError("no kernel")
        return Ran({at: RIGHT_ANSWERS for at, _ in made}, RIGHT_ANSWERS)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    handed_in.use(monkeypatch)
    made = StandIn()
    monkeypatch.setattr(_grading_worker, "run", made)
    return made


def grade(place: Path, **options: Any) -> dict[str, Row]:  # noqa: ANN401 - as grade
    exercises = handed_in.write_exercise(place / "exercises")
    rows = grading.grade(place / "in", place / "out", exercises=exercises, **options)
    return {row.learner: row for row in rows}


USUAL = notebook(cells())
LESSON = notebook([{**cells()[0], "id": "l03-001", "source": "# Lesson"}])
REFUSED = {
    "empty": ("", "empty"),
    "damaged": (USUAL[:200], "damaged"),
    "deep": ("[" * 100_000, "damaged"),
    "a_list": ("[]", "no notebook"),
    "a_number": ("12", "no notebook"),
    "odd_cells": ('{"cells": [1], "nbformat": 4}', "no notebook"),
    "odd_source": ('{"cells": [{"cell_type": "code", "source": 3}], "nbformat": 4}', "no notebook"),
    "old": ('{"cells": [], "nbformat": 3}', "format 3"),
    "foreign": (notebook([{"cell_type": "code", "source": "1", "id": "a"}]), "no exercise of this course"),
    "lesson": (LESSON, "it is a lesson"),
    "other": (USUAL.replace("s03-", "s05-"), "exercise of lesson 05, and lesson 03 is graded"),
    "oversized": (" " * 20_000_001, "20 MB"),
}


def test_what_cannot_be_graded_says_why_and_stops_nothing(tmp_path: Path, stand_in: StandIn) -> None:
    put(
        tmp_path / "in",
        usual=USUAL,
        breaks=notebook(cells("1")),
        **{name: text for name, (text, _) in REFUSED.items()},
    )
    rows = grade(tmp_path, lesson="03")
    assert {name: rows[name].status for name in REFUSED} == dict.fromkeys(REFUSED, NOT_GRADED)
    assert [name for name, (_, why) in REFUSED.items() if why not in rows[name].reason] == []
    assert (rows["usual"].status, rows["usual"].points) == (GRADED, 2)
    assert rows["breaks"].status == FAILED
    assert "RuntimeError: no kernel" in rows["breaks"].reason
    assert sorted(stand_in.files) == ["breaks.ipynb", "usual.ipynb"]


def test_a_second_run_goes_on_where_the_first_ended(tmp_path: Path, stand_in: StandIn) -> None:
    put(tmp_path / "in", ada=USUAL, ben=USUAL, breaks=USUAL)
    first = grade(tmp_path)
    assert len(stand_in.files) == 3
    put(tmp_path / "in", ben=notebook(cells("2")))
    second = grade(tmp_path)
    assert sorted(stand_in.files[3:]) == ["ben.ipynb", "breaks.ipynb"]
    assert second["ada"] == first["ada"]
    grade(tmp_path, limits=Limits(cell_seconds=1))
    assert len(stand_in.files) == 8  # other limits, another result
    grade(tmp_path, limits=Limits(cell_seconds=1), again=True)
    assert len(stand_in.files) == 11
    (tmp_path / "out" / "results.json").write_text('[{"file": "ada.ipynb"}]', "utf-8")
    assert grade(tmp_path)["ada"].points == 2


def test_the_latest_of_one_learner_counts(tmp_path: Path, stand_in: StandIn) -> None:
    folder = put(tmp_path / "in" / "Ada", first=USUAL, last=USUAL)
    os.utime(folder / "first.ipynb", (1, 1))
    given = {"name": "Ben", "lesson": "03"}
    times = {"b1": "2026-11-02T10:00:00+00:00", "b2": "2026-11-01T10:00:00+00:00"}
    for name, when in times.items():
        put(tmp_path / "in", **{name: notebook(cells(), pioneer_submission={**given, "when": when})})
    rows = grade(tmp_path)
    assert {name: row.file for name, row in rows.items()} == {"Ada": "Ada/last.ipynb", "Ben": "b1.ipynb"}
    assert "not graded: Ada/first.ipynb" in rows["Ada"].remarks[0]
    assert "not graded: b2.ipynb" in rows["Ben"].remarks[0]
    assert sorted(stand_in.files) == ["b1.ipynb", "last.ipynb"]


def test_names_of_learners(tmp_path: Path, stand_in: StandIn) -> None:
    put(tmp_path / "in", my_submission_03_Zoe=USUAL, **{"kim_03_did_results": USUAL, "03_did_results": USUAL})
    put(tmp_path / "in" / "Lee_123", **{"03_did_results": USUAL})
    put(tmp_path / "in" / ".ipynb_checkpoints", hidden=USUAL)
    assert set(grade(tmp_path)) == {"Zoe", "kim", "03_did_results", "Lee_123"}
    assert len(stand_in.files) == 4


@pytest.mark.parametrize(
    ("made", "remark"),
    [
        (cells(), ""),
        (UNRUN, "saved without having been run"),
        (UNORDERED, "cells were run in another order before it was saved"),
        (MOVED, "cells moved"),
        (
            [cell | {"id": "x" + cell["id"]} if cell["id"] == "s03-002" else cell for cell in cells()],
            "cells missing",
        ),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_what_is_unusual_is_noted_and_costs_nothing(
    made: list[handed_in.Cell], remark: str, tmp_path: Path
) -> None:
    put(tmp_path / "in", ada=notebook(made))
    row = grade(tmp_path)["ada"]
    assert row.points == 2
    assert any(remark in found for found in row.remarks) == bool(remark)


BAD_NAMES = ['=HYPERLINK("http://x","y")', "@SUM(1)", "+1", "-1", "\t=1", " =1", "\uff1d1", "|calc"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_is_a_formula(name: str, tmp_path: Path) -> None:
    (tmp_path / "feedback").mkdir()
    _grading_pages.write(tmp_path, [Row(name, name, reason=name, remarks=[name])], "")
    text = (tmp_path / "grades.csv").read_text("utf-8-sig")
    line = list(csv.reader(text.splitlines()))[1]
    assert [cell for cell in line if cell.strip() and cell[0] != "'" and cell != NOT_GRADED] == []


class Reader(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one."""
        self.found.append((tag, dict(attrs)))


def test_everything_on_a_page_is_escaped() -> None:
    evil = '<script src="http://x">alert(1)</script><img onerror=x>'
    row = Row(evil, evil, evil, evil, evil, {evil: 0}, {evil: evil}, {evil: evil}, [evil])
    tags = Reader(_grading_pages.page(evil, [row])).found
    assert not {"script", "img"} & {tag for tag, _ in tags}
    assert not [value for _, given in tags for value in given.values() if value and "http:" in value]


def test_a_page_can_be_read_aloud() -> None:
    row = Row("Ada", "a", GRADED, "", "03", {CHANGE: 1}, {CHANGE: "Good."}, {"w": ""}, ["moved"])
    tags = Reader(_grading_pages.page("Ada", [row, row])).found
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {given.get("scope") for tag, given in tags if tag == "th"} == {"col", "row"}
    assert ("html", {"lang": "en-GB"}) in tags


def test_pages_of_like_names_do_not_overwrite_each_other(tmp_path: Path) -> None:
    (tmp_path / "feedback").mkdir()
    rows = [Row(name, name) for name in ("../a", "A", "a", "con", "  ")]
    _grading_pages.write(tmp_path, rows, "")
    assert sorted(file.name for file in (tmp_path / "feedback").iterdir()) == [
        *("A_2.html", "a.html", "a_3.html", "con_.html", "learner.html")
    ]


WRITE = ("w", _grading_kernel.WRITES)


@pytest.mark.parametrize(
    ("event", "given", "refused"),
    [
        ("open", ("{out}", *WRITE), True),
        ("open", (b"{out}", *WRITE), True),
        ("open", ("{in}/../../x", *WRITE), True),
        ("open", ("{in}/x", *WRITE), False),
        ("open", ("{out}", "r", 0), False),
        ("open", (3, *WRITE), False),
        ("open", (os.devnull, *WRITE), False),
        ("os.remove", ("{out}", -1), True),
        ("os.rename", ("{in}/x", "{out}", -1, -1), True),
        ("os.mkdir", ("{in}/x", 511, -1), False),
        ("subprocess.Popen", ("ls", ["ls"], None, None), True),
        ("os.fork", (), True),
        ("os.kill", (1, 9), True),
        ("os.kill", (os.getpid(), 2), False),
        ("socket.connect", (None, ("127.0.0.1", 9)), True),
        ("socket.getaddrinfo", ("example.org", 80, 0, 0, 0), True),
        ("import", ("os", None, None, None, None), False),
    ],
)
def test_the_guard(event: str, given: tuple[Any, ...], refused: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    places = {"{in}": str(tmp_path / "in"), "{out}": str(tmp_path / "out")}
    put(tmp_path / "in")

    def filled(part: object) -> object:
        if isinstance(part, bytes):
            return os.fsencode(str(filled(part.decode())))
        for mark, path in places.items() if isinstance(part, str) else ():
            part = str(part).replace(mark, path)
        return part

    guard = _grading_kernel.guard(places["{in}"])
    arguments = tuple(map(filled, given))
    if refused:
        with pytest.raises(PermissionError, match="the grader"):
            guard(event, arguments)
    else:
        guard(event, arguments)


def test_a_run_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    file = put(tmp_path, a=USUAL) / "a.ipynb"
    stop = threading.Event()
    threading.Timer(4.0, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(_grading_worker.CancelledError):
        _grading_worker.run([(0, "while True: pass")], ["did"], Limits(), stop, file)
    assert time.monotonic() - begun < Limits().cell_seconds / 2
    assert not psutil.Process().children(recursive=True)


def test_time_for_the_whole_notebook(tmp_path: Path) -> None:
    file = put(tmp_path, a=USUAL) / "a.ipynb"
    made = [(0, "did = 1"), (1, "import time; time.sleep(30)"), (2, "did = 2")]
    ran = _grading_worker.run(made, ["did"], Limits(20.0, 2.0), threading.Event(), file)
    assert (ran.last, sorted(ran.answers)) == ({"did": 1}, [0, 1])
    assert "cell 3 and all after it were not run: the notebook's 2 seconds were up" in ran.cut


def test_the_system_keeps_the_network_off_where_it_can(tmp_path: Path) -> None:
    file = put(tmp_path, a=USUAL) / "a.ipynb"
    look = "import socket\ndid = [name for _, name in socket.if_nameindex()]"
    ran = _grading_worker.run([(0, look)], ["did"], Limits(), threading.Event(), file)
    command, says = _grading_worker.fence()
    assert bool(command) == ("the system's own lock" in says)
    assert ran.last["did"]["values"] == ["lo"] or not command


def test_the_command(tmp_path: Path, stand_in: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "in", ada=USUAL, ben="")
    given = ["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--lesson", "3", "--workers", "1"]
    assert cli.main(given) == 1
    said = capsys.readouterr().err
    assert "2 to grade" in said
    assert "ada, ada.ipynb: graded, 2 of 2" in said
    assert "not graded: ben, ben.ipynb: the file is empty" in said
    (tmp_path / "in" / "ben.ipynb").unlink()
    assert cli.main(given) == 0
    assert stand_in.files == ["ada.ipynb"]
    assert [row["learner"] for row in json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))] == [
        "ada"
    ]


@pytest.mark.usefixtures("stand_in")
def test_ctrl_c_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    put(tmp_path / "in", ada=USUAL)
    monkeypatch.setattr(grading, "wait", stopped)
    assert cli.main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 130
    assert "the same command goes on" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["missing", "nothing"])
def test_nothing_to_grade(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "nothing")
    assert cli.main(["grade", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
    assert re.search(r"was not graded, because .+: (give|unpack) ", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


def test_the_help_says_what_it_does_not_protect_against(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["grade", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "not against an attack" in said
    assert "can claim any value" in said
