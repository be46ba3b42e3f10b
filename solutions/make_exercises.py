"""Write the exercises from the solutions, which are their only source.

``python solutions/make_exercises.py`` writes ``exercises/NN_*.ipynb`` from ``solutions/NN_*.ipynb``, byte for
byte the same each time; ``--check`` only compares. CONTRIBUTING.md says how a solution is written.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import pkgutil
import sys
from collections import Counter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.preprocessors import (
    ClearMetadataPreprocessor,
    ClearOutputPreprocessor,
    Preprocessor,
    TagRemovePreprocessor,
)

from pioneer_data import checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
NAMES = "[0-9][0-9]_*.ipynb"
COMMAND = "python solutions/make_exercises.py"
STARTER, CLOSE = "#| ", "#|"
MODEL_ANSWER = "<!-- model answer -->"
WRITE_HERE = "*Write your answer here, in this cell.*"
KINDS = {"answer": "code", "check": "code", "hint": "code", "manual": "markdown", "guide": "markdown"}


class BlanksPreprocessor(Preprocessor):
    """Put what the learner starts from in the place of each answer."""

    def preprocess_cell(
        self, cell: nbformat.NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Change an answer cell and a manual cell; ``index`` is not used."""
        del index
        if "answer" in tags(cell):
            cell.source = starter(cell.source)
        if "manual" in tags(cell):
            cell.source = task_only(cell.source)
        if cell.cell_type == "markdown":  # ClearMetadataPreprocessor leaves these as they are
            cell.metadata = {"tags": cell.metadata["tags"]} if tags(cell) else {}
        return cell, resources


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def starter(source: str) -> str:
    r"""Return the code with its starter lines instead of the answers.

    Examples
    --------
    >>> starter("#| half = ...\nhalf = 1 / 2\n#|\nhalf")
    'half = ...\nhalf'
    """
    kept, inside = [], False
    for line in source.splitlines():
        if line.lstrip().startswith(STARTER):
            kept.append(line.replace(STARTER, "", 1))
            inside = True
        elif line.strip() == CLOSE:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def task_only(source: str) -> str:
    r"""Return a written task without its model answer, and with a line that says where to write.

    Examples
    --------
    >>> task_only("Why?\n\n<!-- model answer -->\nBecause.")
    'Why?\n\n*Write your answer here, in this cell.*'
    """
    kept = takewhile(lambda line: line.strip() != MODEL_ANSWER, source.splitlines())
    return "\n".join(kept).rstrip() + f"\n\n{WRITE_HERE}"


def exercise(path: Path) -> bytes:
    """Return the exercise that belongs to a solution, as the bytes of its file."""
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    steps = (
        TagRemovePreprocessor(enabled=True, remove_cell_tags={"guide"}),
        ClearOutputPreprocessor(enabled=True),
        ClearMetadataPreprocessor(
            enabled=True,
            preserve_cell_metadata_mask={"tags"},
            preserve_nb_metadata_mask={"kernelspec", ("language_info", "name")},
        ),
        BlanksPreprocessor(enabled=True),
    )
    for step in steps:
        notebook, _ = step(notebook, {})
    text: str = nbformat.writes(notebook)
    return f"{text}\n".encode()


def registered() -> dict[tuple[str, str], checks.Task]:
    """Return every task by the number of its lesson and the name of its check's function."""
    for module in pkgutil.iter_modules(checks.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{checks.__name__}.{module.name}")
    return {(task.lesson, task.judge.__name__): task for task in checks.TASKS.values()}


def refusals(path: Path) -> Iterator[str]:
    """Yield a sentence for each fault of a solution: what failed, why, and what to do."""
    place = f"solutions/{path.name}"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        ids = Counter(cell.get("id") for cell in stored["cells"])
        twice = sorted(str(name) for name, count in ids.items() if count > 1 or name is None)
        if not twice:  # nbformat would silently give new ids
            notebook = nbformat.reads(json.dumps(stored), as_version=4)
            nbformat.validate(notebook)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, nbformat.ValidationError) as error:
        yield (
            f"{place} was refused because it is no notebook of format 4.5 ({str(error).splitlines()[0]}): "
            "store it again from JupyterLab."
        )
        return
    if twice:
        yield (
            f"{place} was refused because the ids of its cells are not unique ({', '.join(twice)}; None is a "
            "missing one): give each cell an id of its own, such as s03-014."
        )
        return
    for cell in notebook.cells:
        for what, mend in faults(cell, path.name[:2]):
            yield f"{place}, cell {cell.id}, was refused because {what}: {mend}."


def faults(cell: nbformat.NotebookNode, lesson: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a cell, and how to mend it."""
    yield from _tag_faults(cell)
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield (
                f"its output is an error ({output.ename})",
                "mend the solution, and run the whole notebook again",
            )
    if cell.cell_type == "code":
        yield from _block_faults(cell)
    if "check" in tags(cell):
        yield from _check_faults(cell.source, lesson)
    yield from _manual_faults(cell)


def _tag_faults(cell: nbformat.NotebookNode) -> Iterator[tuple[str, str]]:
    for tag in tags(cell):
        if tag not in KINDS:
            yield f"nobody knows its tag {tag!r}", f"take it away, or use one of {', '.join(KINDS)}"
        elif cell.cell_type != KINDS[tag]:
            yield (
                f"{tag!r} is a tag of {KINDS[tag]} cells and this is a {cell.cell_type} cell",
                "change the tag or the kind of the cell",
            )


def _block_faults(cell: nbformat.NotebookNode) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in cell.source.splitlines()]
    marks = [line for line in lines if line.startswith(CLOSE)]
    if marks and "answer" not in tags(cell):
        yield "it has an answer block and no tag 'answer'", "add the tag, or take the lines with #| away"
    if not marks and "answer" in tags(cell):
        yield (
            "it has the tag 'answer' and no answer block",
            "put a starter line '#| name = ...' before the answer and '#|' alone after it",
        )
    if any(mark != CLOSE and not mark.startswith(STARTER) for mark in marks):
        yield "a line begins with #| and no space follows", "write '#| ' and the starter, or '#|' alone"
    yield from _unpaired(lines)


def _unpaired(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    state = "outside"
    for line in [*lines, "the end"]:
        starts, ends = line.startswith(STARTER), line == CLOSE
        if ends and state == "outside":
            yield "a block has no starter", "put a line '#| name = ...' before the answer"
        if starts and state == "answer":
            yield "a block is not closed before the next one", "put '#|' alone after the answer"
        if starts or ends:
            state = "starter" if starts else "outside"
        elif state == "starter":
            state = "answer"
    if state != "outside":
        yield "a block is not closed", "put '#|' alone after the answer"


def _check_faults(source: str, lesson: str) -> Iterator[tuple[str, str]]:
    call = _only_call(source)
    if call is None:
        yield (
            "a check cell holds exactly one call and this one does not",
            "write only 'checks.NAME(VARIABLES)' in it",
        )
        return
    name, given = call
    task = registered().get((lesson, name))
    if task is None:
        yield (
            f"no check of lesson {lesson} is called {name!r}",
            "call one that a module of pioneer_data.checks registers with @task",
        )
    elif given != task.answers:
        yield (
            f"{name} takes the variables ({', '.join(task.answers)}) and is given ({', '.join(given)})",
            f"write 'checks.{name}({', '.join(task.answers)})'",
        )


def _only_call(source: str) -> tuple[str, tuple[str, ...]] | None:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    match body:
        case [ast.Expr(ast.Call(ast.Name(name) | ast.Attribute(ast.Name(), name), given, []))]:
            return name, tuple(ast.unparse(each) for each in given)
    return None


def _manual_faults(cell: nbformat.NotebookNode) -> Iterator[tuple[str, str]]:
    found = [line.strip() for line in cell.source.splitlines()].count(MODEL_ANSWER)
    if "manual" in tags(cell) and found != 1:
        yield (
            f"a written task has one line '{MODEL_ANSWER}' and this one has {found}",
            "put that line between the task and its model answer",
        )
    if "manual" not in tags(cell) and MODEL_ANSWER in cell.source:
        yield "it has a model answer and no tag 'manual'", "add the tag"


def compare(wanted: dict[Path, bytes], there: set[Path]) -> list[str]:
    """Return a sentence for each exercise that is missing, differs or is left over."""
    differing = [path for path, data in wanted.items() if path not in there or path.read_bytes() != data]
    found = [f"{path.name} is not what its solution gives" for path in differing]
    found += [f"{path.name} is left over: it has no solution" for path in sorted(there - set(wanted))]
    return [f"exercises/{each}: run  {COMMAND}" for each in found]


def write(wanted: dict[Path, bytes], there: set[Path]) -> list[str]:
    """Write the exercises, take those without a solution away, and return a line for each."""
    for path, data in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    for path in there - set(wanted):
        path.unlink()
    lines = [f"exercises/{path.name} written" for path in wanted]
    return [*lines, *(f"exercises/{path.name} taken away" for path in sorted(there - set(wanted)))]


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command; 1 if something was refused or ``--check`` found a difference."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the exercises from the solutions.")
    parser.add_argument("--check", action="store_true", help="write nothing; compare and name what differs")
    check = parser.parse_args(argv).check
    solutions = sorted((root / "solutions").glob(NAMES))
    wrong = [sentence for path in solutions for sentence in refusals(path)]
    if not solutions:
        wrong = [
            f"Nothing was written because {root / 'solutions'} holds no NN_*.ipynb: put them there first."
        ]
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    wanted = {root / "exercises" / path.name: exercise(path) for path in solutions}
    there = set((root / "exercises").glob(NAMES))
    lines = (compare if check else write)(wanted, there)
    (sys.stderr if check else sys.stdout).write("".join(f"{line}\n" for line in lines))
    return int(check and bool(lines))


if __name__ == "__main__":
    sys.exit(main())
