"""Runs an exercise from the start in a kernel of its own and fetches the answers."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from pioneer_data import _wire
from pioneer_data._exercise_file import Exercise, Place, SubmissionError
from pioneer_data.checks import TASKS

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping
    from pathlib import Path

    from nbformat import NotebookNode

RUNNING = "PIONEER_CLEAN_RUN"  # in the kernel's environment: a cell that submits does nothing there
CELL_SECONDS = 120.0
START_SECONDS = 60.0
INTERRUPTIBLE = 0.2  # seconds
FETCH = """\
__import__("json").dumps([__import__("pioneer_data._wire", fromlist=["pack"]).pack(value)
 for value in [globals().get(name, ...) for name in {names!r}]])"""
BEGINNING = 60
WIDGET = "application/vnd.jupyter.widget-"
MISSING = re.compile(r"name '(\w+)' is not defined")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Ran(NamedTuple):
    """A finished run: the notebook with its outputs, the answers by task, and where cells stopped."""

    notebook: NotebookNode
    answers: dict[str, tuple[object, ...]]
    troubles: list[str]


def clean_run(exercise: Exercise, places: list[Place], folder: Path) -> Ran:
    """Run a copy of an exercise, beginning in an empty folder; the file itself is not touched.

    Raises
    ------
    SubmissionError
        If the kernel does not start, ends by itself, or a cell takes longer than ``CELL_SECONDS``.
    """
    notebook = nbformat.from_dict({**exercise.notebook, "cells": list(exercise.cells)})
    checks = {place.name: place.cell for place in places if place.name in TASKS}
    answers = _finish(_run(notebook, checks, folder))
    for cell in notebook.cells:
        _drop_widgets(cell.get("outputs", []))
    notebook.metadata.pop("widgets", None)
    return Ran(notebook, answers, list(_troubles(notebook)))


def _finish(work: Coroutine[Any, Any, dict[str, tuple[object, ...]]]) -> dict[str, tuple[object, ...]]:
    # A notebook cell has an event loop of its own in this thread, so the work goes to another one.
    runner = asyncio.Runner(
        loop_factory=asyncio.SelectorEventLoop
    )  # Windows' default cannot wait for a kernel

    def finish() -> dict[str, tuple[object, ...]]:
        with runner:
            return runner.run(work)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(finish)
        try:
            while wait([running], INTERRUPTIBLE).not_done:  # on Windows an endless wait hears no Ctrl+C
                pass
        except KeyboardInterrupt:
            with suppress(RuntimeError):  # it has just ended
                loop = runner.get_loop()
                loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            raise
        return running.result()


async def _run(
    notebook: NotebookNode, checks: Mapping[str, int | None], folder: Path
) -> dict[str, tuple[object, ...]]:
    # Our own Python and no other kernel of that name; "python3" is ipykernel's own description.
    manager = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(
        notebook, km=manager, timeout=CELL_SECONDS, allow_errors=True, record_timing=False,
        store_widget_state=False,
    )  # fmt: skip
    try:
        await _start(manager, client, folder)
        return await _cells(client, checks)
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)


async def _start(manager: AsyncKernelManager, client: NotebookClient, folder: Path) -> None:
    try:
        await manager.start_kernel(
            cwd=str(folder),
            env={**os.environ, RUNNING: "1"},
            stdout=DEVNULL,  # the kernel's own warnings are not for learners
            stderr=DEVNULL,
            extra_arguments=["--HistoryManager.enabled=False"],
        )
        client.kc = manager.client()
        client.kc.start_channels()
        await client.kc.wait_for_ready(timeout=START_SECONDS)
        client.kc.allow_stdin = False
    except Exception as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        raise SubmissionError(
            f"The exercise could not be run, because no new Python started for it ({why}): close "
            "other notebooks and try again. If that fails, install this part again with\n"
            f'  "{sys.executable}" -m pip install --force-reinstall ipykernel'
        ) from error


async def _cells(client: NotebookClient, checks: Mapping[str, int | None]) -> dict[str, tuple[object, ...]]:
    answers: dict[str, tuple[object, ...]] = {}
    for place, cell in enumerate(client.nb.cells):
        await _cell(client, place)
        for name in (name for name, at in checks.items() if at == place):
            answers[name] = await _fetch(client, name)
        if cell.cell_type == "code" and "execution_count" not in cell:
            cell.execution_count = None
    for name in (name for name, at in checks.items() if at is None):
        answers[name] = await _fetch(client, name)
    return answers


async def _cell(client: NotebookClient, place: int) -> None:
    try:
        await client.async_execute_cell(client.nb.cells[place], place)
    except CellTimeoutError:
        raise SubmissionError(
            f"Nothing was written, because {_where(client.nb, place)} ran for more than "
            f"{CELL_SECONDS:.0f} seconds, perhaps in a loop without end: mend it, save, and submit again."
        ) from None
    except DeadKernelError:
        raise SubmissionError(
            f"Nothing was written, because Python ended in {_where(client.nb, place)}: "
            "take out what ends Python or fills its memory, save, and submit again."
        ) from None


async def _fetch(client: NotebookClient, task: str) -> tuple[object, ...]:
    kernel: Any = client.kc
    names = list(TASKS[task].answers)
    asked = {"answers": FETCH.format(names=names)}
    try:
        reply = await kernel.execute(
            "", silent=True, user_expressions=asked, reply=True, timeout=CELL_SECONDS
        )
        text = reply["content"]["user_expressions"]["answers"]["data"]["text/plain"]
        return tuple(_wire.unpack(one) for one in json.loads(ast.literal_eval(text)))
    except Exception as error:  # noqa: BLE001 - an answer that cannot be brought over is not right
        return (error,) * len(names)


def _drop_widgets(outputs: list[Any]) -> None:
    for output in outputs:
        for kind in [kind for kind in output.get("data", {}) if kind.startswith(WIDGET)]:
            del output["data"][kind]


def _troubles(notebook: NotebookNode) -> Iterator[str]:
    stopped = ""  # the code of cells that stopped: what they would have made is missing further down
    for place, cell in enumerate(notebook.cells):
        for error in (one for one in cell.get("outputs", []) if one.output_type == "error"):
            missing = MISSING.search(error.evalue)
            if not (missing and re.search(rf"\b{missing[1]}\b", stopped)):
                where, why = _where(notebook, place), in_words(error.ename, error.evalue)
                yield f"{where[0].upper()}{where[1:]} stopped, because {why}"
            stopped += f"{cell.source}\n"


def _where(notebook: NotebookNode, place: int) -> str:
    before = [
        line for cell in notebook.cells[:place] if cell.cell_type == "markdown" for line in _heads(cell)
    ]
    lines = [line.strip() for line in notebook.cells[place].source.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), lines[0])
    number = sum(bool(c.cell_type == "code" and c.source.strip()) for c in notebook.cells[: place + 1])
    under = f" under '{before[-1]}'" if before else ""
    return f"code cell {number}{under} (it begins: {textwrap.shorten(first, BEGINNING, placeholder=' ...')})"


def _heads(cell: NotebookNode) -> list[str]:
    return [line.lstrip("# ") for line in cell.source.splitlines() if line.startswith("#")]


def in_words(kind: str, text: str) -> str:
    """Say an error of Python in words, with what to do, after "because"."""
    text = COLOURS.sub("", text).strip().splitlines()[0] if text.strip() else "no more is said"
    name = MISSING.search(text)
    if name:
        return (
            f"no cell before it makes {name[1]}: the cell that makes it is gone, stands further down, or "
            "ended in an error. Choose Kernel > Restart Kernel and Run All Cells, and mend the first error."
        )
    if "ellipsis" in text.lower():
        return "it works with an answer that is still blank (...). Fill that answer in first."
    return WORDS.get(kind, "Python reports {kind}: {text}. Mend that cell.").format(kind=kind, text=text)


WORDS = {
    "SyntaxError": "Python cannot read it ({text}). Look for a missing bracket, quotation mark or colon.",
    "IndentationError": "a line begins too far in or out ({text}). Line it up with its neighbours.",
    "KeyError": "there is no column, row or label {text}. Look at its spelling and capital letters.",
    "ModuleNotFoundError": "it imports something that is not part of the course ({text}). Leave it out.",
    "FileNotFoundError": "it reads a file, and only the notebook is handed in ({text}). Do without it.",
    "StdinNotImplementedError": "it waits for somebody to type, and nobody is there. Write a value.",
    "ZeroDivisionError": "it divides by zero. Look at the number below the line.",
}
