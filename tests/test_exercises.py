"""Solutions are run and right; the exercises made from them hold no answer, run, and say NOT YET."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import make_exercises
import nbclient
import nbformat
import pytest

import notebooks
from notebooks import ROOT, place
from pioneer_data.checks import TASKS, Task

if TYPE_CHECKING:
    from pathlib import Path

STEMS = [
    "01_evaluation_design",
    "02_ki_survey_trends",
    "03_did_results",
    "04_mdt_findings",
    "05_weighing_the_evidence",
]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
LEVELS = {"worked", "faded", "blank", "mend the code"}
ID_LINE = re.compile(rf"^\*(\d\d\.\d-[\w-]+) · ({'|'.join(LEVELS)})\*$", re.MULTILINE)
WRITTEN = re.compile(r"^\*\*Task (\d\d\.\d-[\w-]+)\*\* \(written\)", re.MULTILINE)
TASK_HEADING = re.compile(r"Task (\d): \S")
BLOCK = re.compile(
    r"^[ \t]*#\| .*\n(?:[ \t]*#\| .*\n)*(?P<answer>(?:(?![ \t]*#\|).*\n)*)[ \t]*#\|$", re.MULTILINE
)
each_solution = pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
make_exercises.registered()  # so that TASKS holds the tasks of every module


def exercise(path: Path) -> Path:
    """Return where the exercise of a solution is."""
    return ROOT / "exercises" / path.name


def tagged(path: Path, tag: str) -> list[nbformat.NotebookNode]:
    """Return the cells with a tag, in order."""
    return [cell for cell in notebooks.read(path).cells if tag in cell.metadata.get("tags", [])]


def said(cell: nbformat.NotebookNode) -> str:
    """Return what a check cell answered, as plain text."""
    (output,) = cell.outputs
    text: str = output["data"]["text/plain"]
    return text


def own_tasks(path: Path) -> dict[str, Task]:
    """Return the registered tasks of a notebook's lesson."""
    return {name: task for name, task in TASKS.items() if task.lesson == path.name[:2]}


def text_of(path: Path) -> str:
    """Return all markdown of a notebook."""
    return "\n\n".join(cell.source for cell in notebooks.cells(path, "markdown"))


def test_every_lesson_with_exercises_has_both_notebooks() -> None:
    assert [path.stem for path in SOLUTIONS] == STEMS
    assert [path.stem for path in sorted((ROOT / "exercises").glob("*.ipynb"))] == STEMS
    assert {task.lesson for task in TASKS.values()} == {stem[:2] for stem in STEMS}


def test_the_exercises_are_what_the_solutions_give() -> None:
    command = [sys.executable, str(ROOT / "solutions" / "make_exercises.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@each_solution
def test_a_solution_was_run_in_order_without_errors(path: Path) -> None:
    counts = [cell.execution_count for cell in notebooks.cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))
    for where, output in notebooks.outputs(path):
        assert output.output_type != "error", where
        assert output.get("name") != "stderr", (where, output.text)


@each_solution
def test_every_check_of_a_solution_says_right(path: Path) -> None:
    for cell in tagged(path, "check"):
        assert said(cell).startswith("RIGHT "), (place(path, cell), said(cell))


@each_solution
def test_ids_and_metadata_stay(path: Path) -> None:
    pattern = re.compile(rf"s{path.name[:2]}-\d\d\d")
    ids = [cell.id for cell in notebooks.read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(map(pattern.fullmatch, ids)), "ids must stay when a cell is edited"
    kept = [cell.id for cell in notebooks.read(path).cells if "guide" not in cell.metadata.get("tags", [])]
    for file, expected in ((path, ids), (exercise(path), kept)):
        notebook = notebooks.read(file)
        nbformat.validate(notebook)
        assert [cell.id for cell in notebook.cells] == expected
        assert set(notebook.metadata) <= {"kernelspec", "language_info"}, "no widget state"
        assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


@each_solution
def test_an_exercise_holds_no_answer_marker_or_output(path: Path) -> None:
    stored = exercise(path).read_text(encoding="utf-8")
    assert "#|" not in stored
    assert "model answer" not in stored.casefold()
    assert not tagged(exercise(path), "guide")
    for cell in notebooks.cells(exercise(path), "code"):
        assert (cell.outputs, cell.execution_count) == ([], None), place(exercise(path), cell)


@each_solution
def test_no_answer_of_a_block_is_in_the_exercise(path: Path) -> None:
    code = [cell.source for cell in notebooks.cells(exercise(path), "code")]
    everywhere = [line.strip() for source in code for line in source.splitlines()]
    for cell in tagged(path, "answer"):
        given = {line.replace("#| ", "").strip() for line in cell.source.splitlines() if "#| " in line}
        found = [match["answer"] for match in BLOCK.finditer(cell.source)]
        assert found, place(path, cell)
        for line in "".join(found).splitlines():
            if re.match(r"\s*\w+ = ", line) and line.strip() not in given:
                assert line.strip() not in everywhere, (place(path, cell), line)


@each_solution
def test_no_model_answer_and_no_guide_is_in_the_exercise(path: Path) -> None:
    there = text_of(exercise(path))
    for cell in tagged(path, "manual"):
        answer = cell.source.partition("<!-- model answer -->")[2].strip()
        assert len(answer) > 40, place(path, cell)
        assert answer not in there, place(path, cell)
        kept = next(c for c in notebooks.read(exercise(path)).cells if c.id == cell.id)
        assert kept.source.endswith("\n\n*Write your answer here, in this cell.*")
    for cell in tagged(path, "guide"):
        assert cell.source not in there, place(path, cell)


@each_solution
def test_every_written_task_has_a_marking_guide(path: Path) -> None:
    every = notebooks.read(path).cells
    manual = tagged(path, "manual")
    assert manual, f"{path.name} asks for nothing in words"
    for cell in manual:
        assert len(WRITTEN.findall(cell.source)) == 1, place(path, cell)
        after = every[every.index(cell) + 1]
        assert "guide" in after.metadata.get("tags", []), place(path, cell)
    assert len(tagged(path, "guide")) == len(manual)


@each_solution
def test_every_task_stands_once_with_its_name_check_and_hints(path: Path) -> None:
    named = Counter(name for name, _ in ID_LINE.findall(text_of(path)))
    written = Counter(WRITTEN.findall(text_of(path)))
    assert set(named.values()) | set(written.values()) == {1}
    assert set(named) - set(written) == set(own_tasks(path))
    assert not set(written) & set(TASKS)
    checked = Counter(said(cell).split()[1].rstrip(":") for cell in tagged(path, "check"))
    assert checked == Counter(list(own_tasks(path)))
    hinted = Counter(cell.source for cell in tagged(path, "hint"))
    assert hinted == Counter(f'hint("{name}")' for name in own_tasks(path))


@each_solution
def test_every_task_belongs_to_an_objective_of_the_lesson(path: Path) -> None:
    lesson = notebooks.read(ROOT / "notebooks" / path.name).cells[0].source
    objectives = set(re.findall(r"^[-*] \*\*(\d\d\.\d)\*\*", lesson, re.MULTILINE))
    names = [name for name, _ in ID_LINE.findall(text_of(path))] + WRITTEN.findall(text_of(path))
    assert {name.partition("-")[0] for name in names} <= objectives


@each_solution
def test_tasks_are_numbered_and_each_begins_with_its_name(path: Path) -> None:
    tasks = [
        match for match in notebooks.headings(path) if match.level == 2 and match.text.startswith("Task")
    ]
    numbers = [TASK_HEADING.match(heading.text) for heading in tasks]
    assert [match and int(match[1]) for match in numbers] == list(range(1, len(tasks) + 1))
    assert 5 <= len(tasks) <= 8
    sections = re.split(r"^## Task ", text_of(path), flags=re.MULTILINE)[1:]
    for section in sections:
        named = {name for name, _ in ID_LINE.findall(section)} | set(WRITTEN.findall(section))
        assert len(named) == 1, section.splitlines()[0]


@each_solution
def test_every_notebook_has_worked_faded_and_blank_tasks(path: Path) -> None:
    assert {level for _, level in ID_LINE.findall(text_of(path))} >= {"worked", "faded", "blank"}


@each_solution
def test_the_headings_are_ordered(path: Path) -> None:
    for file in (path, exercise(path)):
        levels = [heading.level for heading in notebooks.headings(file)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels)), "a level is skipped"
        assert notebooks.headings(file)[0].text.startswith(f"Exercise {path.name[:2]}: ")


@each_solution
def test_every_answer_cell_starts_with_something_to_fill(path: Path) -> None:
    for cell in tagged(exercise(path), "answer"):
        assert cell.source.strip(), place(exercise(path), cell)


@each_solution
def test_a_blank_exercise_runs_and_every_check_says_not_yet(path: Path) -> None:
    notebook = nbformat.read(exercise(path), as_version=4)
    folder = {"metadata": {"path": str(ROOT / "exercises")}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=folder).execute()
    checks = [cell for cell in notebook.cells if "check" in cell.metadata.get("tags", [])]
    assert len(checks) == len(own_tasks(path))
    for cell in checks:
        assert said(cell).startswith("NOT YET "), (place(exercise(path), cell), said(cell))


# What make_exercises does, with a small notebook.

ANSWER = """numbers = [1, 2, 3]
#| half = ...
#| third = 1 / 2  # is this a third?
half = 1 / 2
third = 1 / 3
#|
for each in numbers:
    #| print(...)
    print(each)
    #|
"""
STARTS_AS = """numbers = [1, 2, 3]
half = ...
third = 1 / 2  # is this a third?
for each in numbers:
    print(...)"""
Cell = dict[str, Any]
Break = "Callable[[list[Cell]], object]"


def markdown(number: int, source: str, *tags: str) -> Cell:
    """Return a markdown cell as it is stored."""
    return {
        "cell_type": "markdown",
        "id": f"s99-{number:03d}",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
    }


def code(number: int, source: str, *tags: str) -> Cell:
    """Return a code cell as it is stored after a run."""
    told = {"name": "stdout", "output_type": "stream", "text": "told\n"}
    rest = {"cell_type": "code", "execution_count": number, "outputs": [told]}
    shown = {"tags": list(tags), "scrolled": True, "jupyter": {"source_hidden": False}}
    return markdown(number, source) | rest | {"metadata": shown if tags else {"collapsed": False}}


def small() -> list[Cell]:
    """Return the cells of a solution that is not refused."""
    return [
        markdown(1, "# Exercise 99: Small"),
        code(2, ANSWER.rstrip(), "answer"),
        code(3, "checks.halves(half, third)", "check"),
        code(4, 'hint("99.1-half")', "hint"),
        markdown(5, "**Task 99.2-why** (written)\n\nWhy?\n\n<!-- model answer -->\nBecause.", "manual"),
        markdown(6, "2 points: because.", "guide"),
    ]


def halves(half: object, third: object) -> None:
    """Judge nothing."""
    del half, third


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a solution whose one task is registered."""
    name = "99.1-half"
    monkeypatch.setitem(TASKS, name, Task(name, ("half", "third"), ("a", "b", "c"), "Yes.", halves))
    (tmp_path / "solutions").mkdir()
    store(tmp_path, small())
    return tmp_path


def store(root: Path, cells: list[Cell], **metadata: object) -> None:
    """Write a solution."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}
    kernel |= {"language_info": {"name": "python", "version": "3.11.2"}}
    stored = {"cells": cells, "metadata": kernel | metadata, "nbformat": 4, "nbformat_minor": 5}
    (root / "solutions" / "99_small.ipynb").write_text(json.dumps(stored), encoding="utf-8")


def result(root: Path) -> bytes:
    """Return the bytes of the one exercise."""
    return (root / "exercises" / "99_small.ipynb").read_bytes()


def test_what_a_small_solution_becomes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_exercises.main([], root) == 0
    assert capsys.readouterr() == ("exercises/99_small.ipynb written\n", "")
    made = json.loads(result(root))
    assert made["metadata"] == {
        "kernelspec": {"name": "python3", "display_name": "P", "language": "python"},
        "language_info": {"name": "python"},
    }
    assert [cell["id"] for cell in made["cells"]] == [f"s99-00{n}" for n in (1, 2, 3, 4, 5)]
    assert [cell["metadata"].get("tags") for cell in made["cells"]] == [
        *(None, ["answer"], ["check"], ["hint"], ["manual"])
    ]
    assert all(set(cell["metadata"]) <= {"tags"} for cell in made["cells"])
    sources = ["".join(cell["source"]) for cell in made["cells"]]
    assert sources[1] == STARTS_AS
    assert sources[2:4] == ["checks.halves(half, third)", 'hint("99.1-half")']
    assert sources[4] == "**Task 99.2-why** (written)\n\nWhy?\n\n*Write your answer here, in this cell.*"
    assert all(cell["outputs"] == [] for cell in made["cells"][1:4])
    assert all(cell["execution_count"] is None for cell in made["cells"][1:4])


def test_the_bytes_are_the_same_each_time(root: Path) -> None:
    make_exercises.main([], root)
    first = result(root)
    cells = [dict(reversed(cell.items())) for cell in small()]  # another order of the keys
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": 77}
            cell["metadata"] |= {"execution": {"iopub.status.busy": "2020-01-01"}}
    store(root, cells, widgets={"state": {}})
    make_exercises.main([], root)
    assert result(root) == first
    assert b"\r" not in first
    ordered = json.dumps(json.loads(first), indent=1, sort_keys=True, ensure_ascii=False)
    assert first.decode("utf-8") == ordered + "\n"


def test_check_names_what_differs_is_missing_or_left_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend = "run  python solutions/make_exercises.py\n"
    differs = f"exercises/99_small.ipynb is not what its solution gives: {mend}"
    assert make_exercises.main(["--check"], root) == 1
    assert capsys.readouterr().err == differs
    assert not (root / "exercises").exists()
    make_exercises.main([], root)
    assert make_exercises.main(["--check"], root) == 0
    old, own = root / "exercises" / "98_old.ipynb", root / "exercises" / "my own.ipynb"
    for path in (old, own):
        path.write_bytes(result(root))
    (root / "exercises" / "99_small.ipynb").write_bytes(result(root) + b"\n")
    capsys.readouterr()
    assert make_exercises.main(["--check"], root) == 1
    left = f"exercises/98_old.ipynb is left over: it has no solution: {mend}"
    assert capsys.readouterr().err == differs + left
    assert make_exercises.main([], root) == 0
    assert make_exercises.main(["--check"], root) == 0
    assert own.exists()
    assert not old.exists()


def change(number: int, **new: object) -> Break:
    """Return what gives a cell new parts."""
    return lambda cells: cells[number - 1].update(new)


def source(number: int, old: str, new: str) -> Break:
    """Return what replaces text in a cell."""
    return lambda cells: cells[number - 1].update(source=cells[number - 1]["source"].replace(old, new))


def tag(number: int, *tags: str) -> Break:
    """Return what gives a cell other tags."""
    return change(number, metadata={"tags": list(tags)})


FAILED = {"output_type": "error", "ename": "KeyError", "evalue": "x", "traceback": []}
LAST_CLOSE = "\n    print(each)\n    #|"
REFUSED: dict[str, tuple[Break, str]] = {
    "unclosed at the end": (source(2, LAST_CLOSE, "\n    print(each)"), "a block is not closed"),
    "unclosed before the next": (source(2, "1 / 3\n#|", "1 / 3"), "a block is not closed before the next"),
    "no starter": (source(2, "    #| print(...)\n", ""), "a block has no starter"),
    "no space": (source(2, "#| half", "#|half"), "a line begins with #| and no space follows"),
    "answer without block": (change(2, source="half = 1 / 2"), "has the tag 'answer' and no answer block"),
    "block without tag": (change(2, metadata={}), "it has an answer block and no tag 'answer'"),
    "two calls": (source(3, ")", ")\nprint(half)"), "a check cell holds exactly one call"),
    "no call": (change(3, source="half"), "a check cell holds exactly one call"),
    "no Python": (change(3, source="checks.halves(("), "a check cell holds exactly one call"),
    "a call with a name": (source(3, "half, third", "half, third=third"), "holds exactly one call"),
    "unknown check": (source(3, "halves", "quarters"), "no check of lesson 99 is called 'quarters'"),
    "other variables": (source(3, "half, third", "third, half"), "halves takes the variables (half, third)"),
    "unknown tag": (tag(4, "hints"), "nobody knows its tag 'hints'"),
    "tag of another kind": (tag(6, "hint"), "'hint' is a tag of code cells and this is a markdown cell"),
    "an error": (change(4, outputs=[FAILED]), "its output is an error (KeyError)"),
    "no model answer": (source(5, "<!-- model answer -->", ""), "and this one has 0"),
    "model answer in a line": (source(5, "-->\n", "--> "), "and this one has 0"),
    "two model answers": (source(5, "Why?", "<!-- model answer -->"), "and this one has 2"),
    "no manual tag": (change(5, metadata={}), "it has a model answer and no tag 'manual'"),
    "ids twice": (change(4, id="s99-001"), "ids of its cells are not unique (s99-001;"),
    "no id": (lambda cells: cells[3].pop("id"), "ids of its cells are not unique (None;"),
    "not a cell": (lambda cells: cells[3].pop("source"), "it is no notebook of format 4.5"),
    "no list": (lambda cells: cells.append("cell"), "it is no notebook of format 4.5"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("options", [[], ["--check"]], ids=["write", "check"])
def test_a_faulty_solution_is_refused_by_a_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str]
) -> None:
    breaks, why = REFUSED[name]
    cells = small()
    breaks(cells)
    assert cells != small()
    store(root, cells)
    assert make_exercises.main(options, root) == 1
    out, err = capsys.readouterr()
    assert out == ""
    for line in err.splitlines():
        assert re.fullmatch(
            r"solutions/99_small\.ipynb(, cell s99-00\d,)? was refused because .+: .+\.", line
        )
    assert why in err
    assert not (root / "exercises").exists()


def test_what_is_no_json_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "solutions" / "99_small.ipynb").write_bytes(b"\xff{")
    assert make_exercises.main([], root) == 1
    assert "was refused because it is no notebook of format 4.5" in capsys.readouterr().err


def test_without_solutions_no_exercise_is_taken_away(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_exercises.main([], root)
    (root / "solutions" / "99_small.ipynb").unlink()
    assert make_exercises.main([], root) == 1
    assert "Nothing was written because" in capsys.readouterr().err
    assert result(root)
