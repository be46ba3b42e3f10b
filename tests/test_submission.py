"""``pioneer submit`` runs an exercise from the start, lists its tasks, makes one file, or says why not."""

from __future__ import annotations

import _thread
import hashlib
import io
import json
import os
import re
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from pioneer_data import _clean_run, _exercise_file, _saving, checks, cli, submission

if TYPE_CHECKING:
    from collections.abc import Callable

    Submit = Callable[..., tuple[int, str, str]]

FOLDER_NAME = "Santé et soins intégrés"
NAME = "03_did_results.ipynb"
WRITE_HERE = "*Write your answer here, in this cell.*"
BLANK = {"one": "first = ...", "two": "second = ...\nthird = ..."}
RIGHT = {"one": "first = 1", "two": "second = 2\nthird = 3"}


def cells(answers: dict[str, str], written: str = WRITE_HERE) -> list[tuple[str, str, list[str]]]:
    return [
        ("markdown", "# Exercise 03: a small one", []),
        ("code", "import math", []),
        ("markdown", "## Task 1: The first\n\n*03.1-one · blank*", []),
        ("code", answers["one"], ["answer"]),
        ("code", "checks.one(first)", ["check"]),
        ("markdown", "## Task 2: The second\n\n*03.1-two · blank*", []),
        ("code", answers["two"], ["answer"]),
        ("code", "checks.two(second, third)", ["check"]),
        ("markdown", f"**Task 03.4-in-words** (written)\n\nSay it in words.\n\n{written}", ["manual"]),
    ]


def notebook(found: list[tuple[str, str, list[str]]], prefix: str = "s03") -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for number, (kind, source, tags) in enumerate(found, 1):
        cell = {
            "cell_type": kind,
            "id": f"{prefix}-{number:03}",
            "metadata": {"tags": tags},
            "source": source,
        }
        made.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    widgets: dict[str, Any] = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}}
    return {"cells": made, "metadata": widgets, "nbformat": 4, "nbformat_minor": 5}


def put(file: Path, content: dict[str, Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def _small_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tasks instead of the real ones, and a course folder that holds a blank exercise."""
    _exercise_file.register("03")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    for name in list(checks.TASKS):
        monkeypatch.delitem(checks.TASKS, name)

    def one(first: object) -> None:
        if first != 1:
            raise checks.Mistake("That is not one.")

    def two(second: object, third: object) -> None:
        if (second, third) != (2, 3):
            raise checks.Mistake("Those are not two and three.")

    for name, judge in (("03.1-one", one), ("03.1-two", two)):
        checks.task(name, hints=("Look.", "Step.", "Code."), right="So it is.")(judge)
        monkeypatch.setitem(checks.TASKS, name, checks.TASKS.pop(name))
    put(tmp_path / "course" / "exercises" / NAME, notebook(cells(BLANK)))
    monkeypatch.setattr(_exercise_file, "course_folder", lambda: tmp_path / "course")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / FOLDER_NAME
    (place / "exercises").mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def pioneer_submit(capsys: pytest.CaptureFixture[str]) -> Submit:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["submit", *arguments])
        out, err = (re.sub(r"\s+", " ", text) for text in capsys.readouterr())
        assert "Traceback" not in out + err
        return code, out, err

    return call


def made(folder: Path) -> list[Path]:
    return sorted(folder.rglob("my_submission*"))


def never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def ran(exercise: object, places: list[_exercise_file.Place], _folder: Path) -> _clean_run.Ran:
        content = exercise.notebook  # type: ignore[attr-defined]
        answers: dict[str, tuple[object, ...]] = {
            p.name: (...,) * len(checks.TASKS[p.name].answers) for p in places if p.words is None
        }
        return _clean_run.Ran(nbformat.from_dict(content), answers, [])

    monkeypatch.setattr(submission, "clean_run", ran)


def test_a_finished_exercise_becomes_one_file(folder: Path, pioneer_submit: Submit) -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}, "text/plain": "a slider"}
    shown = f"from IPython.display import display\ndisplay({view}, raw=True)"
    content = [*cells(RIGHT, "Rates fell in both groups."), ("code", shown, [])]
    file = put(folder / "exercises" / NAME, notebook(content))
    before = file.read_bytes()
    code, out, err = pioneer_submit("3", "--name", " Zoë  Łoś ")
    assert (code, err) == (0, "")
    assert "03.1-one right so far 03.1-two right so far 03.4-in-words written, 5 words" in out
    assert "3 of 3 tasks answered; 2 right so far." in out
    assert "Written: my_submission_03_Zoe_Łos.ipynb in " in out
    (handed_in,) = made(folder)
    assert handed_in == folder / "exercises" / "my_submission_03_Zoe_Łos.ipynb"
    found = nbformat.read(handed_in, as_version=4)
    nbformat.validate(found)
    record = dict(found.metadata["pioneer_submission"])
    written = datetime.fromisoformat(record.pop("when"))
    assert abs((datetime.now(UTC) - written).total_seconds()) < 60
    assert written.utcoffset() == datetime.now(UTC).utcoffset()
    assert record == {
        "lesson": "03",
        "name": "Zoë Łoś",
        "version": submission._version(),  # noqa: SLF001
        "sha256": hashlib.sha256(before).hexdigest(),
    }
    assert "widgets" not in found.metadata
    assert [output.data for output in found.cells[-1].outputs] == [{"text/plain": "a slider"}]
    assert [(c.id, c.source) for c in found.cells] == [
        (c["id"], c["source"]) for c in json.loads(before)["cells"]
    ]
    assert file.read_bytes() == before
    assert set((folder / "exercises").iterdir()) == {file, handed_in}


def test_what_is_wrong_missing_or_broken_is_said_and_still_handed_in(
    folder: Path, pioneer_submit: Submit
) -> None:  # fmt: skip
    content = cells({"one": "first = 5", "two": "second = 2\nthird = ..."})
    # `later` was made by a cell that once stood here and was run by hand.
    content += [("code", "later + 1", []), ("code", "third + 1", []), ("code", "fourth = third + ...", [])]
    content += [("code", "fourth", [])]
    content += [("code", 'from pioneer_data.submission import submit\nsubmit("03")', [])]
    file = put(folder / "exercises" / NAME, notebook(content))
    code, out, err = pioneer_submit(str(file), "--name", "Ada")
    assert (code, err) == (0, "")
    assert "03.1-one not yet right 03.1-two not finished, still blank: third" in out
    assert "03.4-in-words empty, nothing is written yet" in out
    assert "1 of 3 tasks answered; 0 right so far." in out
    assert "run its check cell in the notebook" in out
    later = "Code cell 6 under 'Task 2: The second' (it begins: later + 1) stopped, because no cell before it"
    assert f"{later} makes later: the cell that makes it is gone, stands further down" in out
    assert "(it begins: third + 1) stopped, because it works with an answer that is still blank (...)" in out
    assert "makes fourth" not in out  # follows from the cell that stopped before it
    (handed_in,) = made(folder)
    found = nbformat.read(handed_in, as_version=4)
    assert [o.ename for c in found.cells for o in c.get("outputs", []) if o.output_type == "error"] == [
        *("NameError",) * 3, *("TypeError",) * 2, "NameError",
    ]  # fmt: skip
    assert "does nothing while the exercise is run" in found.cells[-1].outputs[0].text


@pytest.mark.parametrize("given", [BLANK, {"one": "first = 5", "two": "second = 2\nthird = ..."}])
def test_an_untouched_exercise_names_every_task(
    tmp_path: Path, folder: Path, pioneer_submit: Submit, given: dict[str, str]
) -> None:
    put(tmp_path / "course" / "exercises" / NAME, notebook(cells(given)))
    put(folder / NAME, notebook(cells(given)[:-1]))  # the cell for the written answer is gone
    code, out, _ = pioneer_submit("03", "--name", "Ada")
    assert code == 0
    assert "03.1-one not answered 03.1-two not answered 03.4-in-words empty" in out
    assert "Nothing is answered in this file. Is it the one that you worked in" in out
    assert len(made(folder)) == 1


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("while True:\n    pass", "ran for more than 2 seconds, perhaps in a loop without end: mend it"),
        (
            "import os\nos._exit(1)",
            "Python ended in code cell 2 under 'Task 1: The first' (it begins: import os)",
        ),
    ],
)
def test_a_run_without_end_writes_nothing(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch, source: str, says: str
) -> None:  # fmt: skip
    monkeypatch.setattr(_clean_run, "CELL_SECONDS", 2.0)
    put(folder / NAME, notebook(cells({**RIGHT, "one": source})))
    code, _, err = pioneer_submit("03", "--name", "Ada")
    assert code == 1
    assert "Nothing was written, because " in err
    assert says in err
    assert made(folder) == []


def test_ctrl_c_ends_the_run(folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []
    end = AsyncKernelManager.shutdown_kernel

    async def shutdown(self: AsyncKernelManager, *given: Any, **named: Any) -> None:  # noqa: ANN401 - passed on
        await end(self, *given, **named)
        ended.append(not await self.is_alive())

    monkeypatch.setattr(AsyncKernelManager, "shutdown_kernel", shutdown)
    put(folder / NAME, notebook(cells({**RIGHT, "one": "import time\ntime.sleep(60)"})))
    keys = threading.Timer(2.5, _thread.interrupt_main)
    keys.start()
    code, _, err = pioneer_submit("03", "--name", "Ada")
    keys.cancel()
    assert (code, ended, made(folder)) == (1, [True], [])
    assert "Nothing was written, because you stopped it" in err


def test_a_kernel_that_does_not_start_is_explained(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    async def fails(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("Kernel died before replying to kernel_info\nmore")

    monkeypatch.setattr(AsyncKernelManager, "start_kernel", fails)
    put(folder / NAME, notebook(cells(RIGHT)))
    code, _, err = pioneer_submit("03", "--name", "Ada")
    assert code == 1
    assert "no new Python started for it (Kernel died before replying to kernel_info): close other" in err
    assert f'"{sys.executable}" -m pip install --force-reinstall ipykernel' in err
    assert made(folder) == []


LESSON = notebook([("markdown", "# Lesson", [])], prefix="l03")
OTHER = notebook([("markdown", "# Mine", [])], prefix="x")
HANDED_IN = notebook(cells(RIGHT)) | {"metadata": {"pioneer_submission": {}}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "because it is no complete notebook file: open it in JupyterLab"),
        (b'{"cells": [', "because it is no complete notebook file"),
        (b"\xff\xfe\x00", "because it is no complete notebook file"),
        (b"[]", "because it is no complete notebook file"),
        (b'{"cells": [1], "nbformat": 4}', "because it is no complete notebook file"),
        (b'{"cells": [], "nbformat": 3}', "because it is no complete notebook file"),
        (b"[" * 100_000, "because it is no complete notebook file"),
        (LESSON, "because it is a lesson, and only exercises are handed in: to see which"),
        (OTHER, "because it is no exercise of this course: to see which"),
        (HANDED_IN, "because it is already a file to hand in: hand it in as it is"),
    ],
)
def test_a_file_that_is_no_exercise_is_refused(
    folder: Path, pioneer_submit: Submit, content: bytes | dict[str, Any], says: str
) -> None:  # fmt: skip
    file = folder / "03_my file.ipynb"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    code, out, err = pioneer_submit(file.name, "--name", "Ada")
    assert (code, out) == (1, "")
    assert err.startswith("03_my file.ipynb ")
    assert says in err
    assert made(folder) == []


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("nowhere.ipynb", "nowhere.ipynb was not found, because there is no file of that name here: to see"),
        ("exercises", "exercises was not prepared, because it is a folder, not a notebook: to see"),
        ("9", "Exercise 09 was not found, because there are only 01 to 05: to see"),
        (
            "4",
            f"Exercise 04 was not found, because neither {{}}{os.sep}{FOLDER_NAME} nor its folder exercises",
        ),
    ],
)
def test_a_missing_file_is_explained(
    folder: Path, pioneer_submit: Submit, what: str, says: str
) -> None:  # fmt: skip
    code, out, err = pioneer_submit(what, "--name", "Ada")
    assert (code, out) == (1, "")
    assert says.format(folder.parent) in err


def test_a_damaged_exercise_is_found_by_its_number(folder: Path, pioneer_submit: Submit) -> None:
    (folder / "exercises" / NAME).write_text("{", encoding="utf-8")
    assert f"{NAME} could not be read, because it is no complete" in pioneer_submit("03")[2]


def test_two_files_of_one_lesson_are_told_apart(folder: Path, pioneer_submit: Submit) -> None:
    for name in (NAME, "my own copy.ipynb"):
        put(folder / "exercises" / name, notebook(cells(BLANK)))
    code, _, err = pioneer_submit("03", "--name", "Ada")
    assert code == 1
    assert "Exercise 03 was not prepared, because 2 files hold it" in err
    assert f"pioneer submit {Path('exercises', NAME)} pioneer submit " in err
    assert f'pioneer submit "{Path("exercises", "my own copy.ipynb")}"' in err


def test_without_an_argument_all_are_listed(folder: Path, pioneer_submit: Submit) -> None:
    code, _, err = pioneer_submit()
    assert code == 1
    assert f"No exercise was found, because {folder} and its folder exercises hold none" in err
    put(folder / "exercises" / NAME, notebook(cells(BLANK)))
    put(folder / "exercises" / "my_submission_03_Ada.ipynb", HANDED_IN)
    code, out, err = pioneer_submit()
    assert (code, err) == (1, "")
    assert re.search(
        rf"{NAME}, last saved at [\d:]+ on [\d-]+, less than a minute ago pioneer submit 03 $", out
    )
    assert "Ada" not in out


def test_above_the_course_folder_the_learners_copy_is_taken(folder: Path) -> None:
    for place in (folder, folder / "pioneers-course"):
        put(place / "exercises" / NAME, notebook(cells(BLANK)))
    assert _exercise_file.find("03") == Path("pioneers-course", "exercises", NAME)


def test_an_exercise_is_known_without_cell_ids(folder: Path) -> None:
    content = notebook([("code", "from pioneer_data.checks import mdt as checks", [])], prefix="x")
    assert _exercise_file.read(put(folder / "a.ipynb", content)).lesson == "04"


def test_an_older_file_is_never_overwritten(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    never_run(monkeypatch)
    put(folder / NAME, notebook(cells(BLANK)))
    first = folder / "my_submission_03_Ada.ipynb"
    first.write_text("mine", encoding="utf-8")
    for number in (2, 3):
        assert f"Written: my_submission_03_Ada_{number}.ipynb" in pioneer_submit("03", "--name", "Ada")[1]
    assert first.read_text(encoding="utf-8") == "mine"
    assert len(made(folder)) == 3


@pytest.mark.parametrize("fault", ["before", "while writing"])
def test_a_folder_that_cannot_be_written_is_explained(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:  # fmt: skip
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    never_run(monkeypatch)
    put(folder / NAME, notebook(cells(BLANK)))
    target = (submission, "TemporaryDirectory") if fault == "before" else (_saving, "replace")
    monkeypatch.setattr(*target, refuse)
    code, out, err = pioneer_submit("03", "--name", "Ada")
    assert code == 1
    assert (
        f"Nothing was written in {folder}, because the computer does not allow it (Permission denied): copy"
        in err
    )
    assert ("now run from the start" in out) is (fault != "before")
    assert set(folder.iterdir()) == {folder / "exercises", folder / NAME}


@pytest.mark.parametrize("name", [None, "", " ../.. "])
def test_a_missing_name_is_asked_for_once(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:  # fmt: skip
    never_run(monkeypatch)
    put(folder / NAME, notebook(cells(BLANK)))
    monkeypatch.setattr(sys, "stdin", io.StringIO("" if name is None else f"{name}\n"))
    code, _, err = pioneer_submit("03")
    assert code == 1
    assert "Nothing was written, because your name is missing" in err
    monkeypatch.setattr(sys, "stdin", io.StringIO("王 小明\n"))
    assert "Written: my_submission_03_王_小明.ipynb" in pioneer_submit("03")[1]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            KeyboardInterrupt(),
            "Nothing was written, because you stopped it: submit again when you are ready.",
        ),
        (OSError(28, "No space left on device"), "because the computer does not allow it (No space left on"),
        (KeyError("x"), "the course's program failed (KeyError: 'x'): hand in the exercise itself"),
    ],
)
def test_no_error_reaches_the_learner_as_it_is(
    folder: Path, pioneer_submit: Submit, monkeypatch: pytest.MonkeyPatch, error: BaseException, says: str
) -> None:  # fmt: skip
    def fails(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(submission, "clean_run", fails)
    put(folder / NAME, notebook(cells(BLANK)))
    code, _, err = pioneer_submit("03", "--name", "Ada")
    assert code == 1
    assert says in err
    assert made(folder) == []


@pytest.mark.parametrize(
    ("seconds", "ago"), [(2, "less than a minute"), (200, "3 minutes"), (90_000, "1 day")]
)
def test_a_cell_says_how_old_the_saved_file_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds: int, ago: str
) -> None:
    never_run(monkeypatch)
    file = put(folder / NAME, notebook(cells(BLANK)))
    os.utime(file, (time.time() - seconds,) * 2)
    assert submission.run("03", "Ada", live={"first": 1, "second": ...}) == 0
    out = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert f", {ago} ago. What you changed after that is not in it." in out
    assert ("Save first (Ctrl+S, on a Mac Cmd+S), then run this cell again" in out) is (
        seconds > submission.JUST_NOW
    )
    assert "In the open notebook first has a value, in the saved file it has none: save (Ctrl+S" in out


def test_submit_works_from_a_cell_of_the_exercise(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(folder / NAME, notebook(cells(BLANK)))
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    cell = nbformat.v4.new_code_cell('from pioneer_data.submission import submit\nsubmit(name="Ada")')
    NotebookClient(nbformat.v4.new_notebook(cells=[cell]), resources={"metadata": {"path": folder}}).execute()
    assert {output.name for output in cell.outputs} == {"stdout"}
    text = "".join(output.text for output in cell.outputs)
    assert "Written: my_submission_03_Ada.ipynb" in text
    assert max(map(len, text.replace(str(folder), "").splitlines())) <= submission.WIDTH
    assert len(made(folder)) == 1


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (WRITE_HERE, 0),
        (f"{WRITE_HERE}\n\n   \n", 0),
        ("", 0),
        ("**", 0),
        ("Two words", 2),
        (f"Two words\n\n{WRITE_HERE}", 2),
        (f"{WRITE_HERE} Two words", 2),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_written_answer_is_told_from_its_placeholder(
    tmp_path: Path, folder: Path, written: str, words: int, *, known: bool
) -> None:
    if not known:  # then the text of the task cannot be told from what was written instead
        (tmp_path / "course" / "exercises" / NAME).unlink()
        if not written.startswith(WRITE_HERE):
            return
    exercise = _exercise_file.read(put(folder / NAME, notebook(cells(BLANK, written))))
    assert [(p.name, p.words) for p in _exercise_file.tasks(exercise)][-1] == ("03.4-in-words", words)


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("ValueError", "\x1b[31mno good\x1b[0m\nmore", "Python reports ValueError: no good. Mend that cell."),
        ("KeyError", "'Wave'", "there is no column, row or label 'Wave'."),
        ("FileNotFoundError", "[Errno 2] 'my.csv'", "it reads a file, and only the notebook is handed in"),
        ("StdinNotImplementedError", "raw_input", "it waits for somebody to type"),
        ("AssertionError", "", "Python reports AssertionError: no more is said."),
        ("ValueError", "{kind}", "Python reports ValueError: {kind}."),
    ],
)
def test_errors_are_said_in_words(kind: str, text: str, says: str) -> None:
    assert _clean_run.in_words(kind, text).startswith(says)


def test_the_lessons_are_those_that_have_checks() -> None:
    found = {file.stem for file in Path(checks.__file__).parent.glob("[a-z]*.py")}
    assert found <= set(_exercise_file.MODULES)
