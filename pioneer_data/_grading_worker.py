"""Runs one notebook for ``pioneer grade``: a kernel with limits, cell by cell, answers after each."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Sequence

WINDOWS = os.name == "nt"
START_SECONDS = 60.0
QUICK_SECONDS = 5.0  # a cell that took longer is not run again after a new start
INTERRUPT_SECONDS = 2.0
POLL_MILLISECONDS = 100
STARTS = 4
REPLY_BYTES = 20_000_000
LONGEST_SOCKET_PATH = 80  # the system's limit is about 100 characters, with the number of the socket
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # each takes address space
ALONE = ("unshare", "--user", "--map-root-user", "--net")
ALONE_AND_UNSEEING = (*ALONE, "--pid", "--fork", "--kill-child", "--mount", "--mount-proc")
FENCES = (
    (ALONE_AND_UNSEEING, "no network (the system's own lock) and no sight of other processes"),
    (ALONE, "no network (the system's own lock)"),
)
GUARDED = "Python itself refuses the network; compiled code could still reach it"


class Limits(NamedTuple):
    """What a notebook may use: seconds for a cell and for all cells, and bytes of memory."""

    cell_seconds: float = 20.0
    notebook_seconds: float = 120.0
    memory: int = 2 * 1024**3


@dataclass
class Ran:
    """What a run gave: the answers after each cell, and why cells stopped, by the cell's place."""

    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)
    stopped: dict[int, str] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)


class SlowError(Exception):
    """A cell has not ended in time."""


class DiedError(Exception):
    """The kernel's process has ended, or talks nonsense."""


class CancelledError(Exception):
    """The grader itself was stopped."""


@functools.cache
def fence() -> tuple[tuple[str, ...], str]:
    """Give the command that goes before the kernel's, and what it keeps off.

    Returns
    -------
    tuple
        A command, empty where the system has none, and a description.
    """
    for command, says in FENCES if sys.platform == "linux" and shutil.which("unshare") else ():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            tried = subprocess.run([*command, "true"], check=False, capture_output=True, timeout=10)  # noqa: S603 - fixed words
            if not tried.returncode:
                return command, says
    return (), GUARDED


def memory_limit() -> str:
    """Say whether memory is limited on this system.

    Returns
    -------
    str
        A description.
    """
    if WINDOWS:
        return "memory is not limited on Windows"
    return (
        "memory is limited" if sys.platform == "linux" else "memory is limited as far as this system does it"
    )


class Kernel:
    """A kernel in a folder of its own.

    Parameters
    ----------
    folder : pathlib.Path
        Where it runs and may write; short, since the sockets lie in it.
    names : sequence of str
        The variables whose values come with each reply.
    limits : Limits
        What it may use.
    stop : threading.Event
        Set when the grader is to end.
    """

    def __init__(self, folder: Path, names: Sequence[str], limits: Limits, stop: threading.Event) -> None:
        self.stop_event = stop
        self.context = zmq.Context()
        self.sockets = tempfile.mkdtemp(prefix="k", dir=folder)
        file, self.info = write_connection_file(
            str(Path(self.sockets, "c.json")),
            key=os.urandom(16).hex().encode(),
            transport="tcp" if WINDOWS else "ipc",
            ip="127.0.0.1" if WINDOWS else str(Path(self.sockets, "s")),
        )
        given = [str(folder), file, str(limits.memory), ",".join(names)]
        module = [sys.executable, "-P", "-m", "pioneer_data._grading_kernel"]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [*fence()[0], *module, *given],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.PIPE,  # it ends when this pipe closes
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._connect()

    def _connect(self) -> None:
        self.session = Session(key=str(self.info["key"]).encode())
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.maxmsgsize = REPLY_BYTES
        join = ":" if WINDOWS else "-"
        address = f"{self.info['transport']}://{self.info['ip']}{join}{self.info['shell_port']}"
        self.socket.connect(address)

    def wait_until_ready(self) -> None:
        """Wait for the kernel's first reply.

        Raises
        ------
        SlowError, DiedError
            If there is none.
        """
        self._answer(self._send("kernel_info_request", {}), START_SECONDS)

    def run(self, code: str, seconds: float) -> dict[str, Any]:
        """Run a cell and return the reply; ``self.waiting`` names it while it is under way.

        Parameters
        ----------
        code : str
            The cell's source.
        seconds : float
            How long it may take.

        Returns
        -------
        dict
            ``status``, ``ename``, ``evalue`` and ``answers``.

        Raises
        ------
        SlowError, DiedError
            If it does not end, or the kernel does.
        """
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        self.waiting = self._send("execute_request", content)
        return self._answer(self.waiting, seconds)

    def interrupt(self) -> dict[str, Any] | None:
        """Interrupt the cell under way as Ctrl+C does.

        Returns
        -------
        dict or None
            The cell's reply; None if it did not stop.
        """
        if WINDOWS:  # there it takes a handle of the system
            return None
        with contextlib.suppress(SlowError, DiedError, ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
            return self._answer(self.waiting, INTERRUPT_SECONDS)
        return None

    def stop(self) -> None:
        """End the process with all it started in its group, and wait for it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if WINDOWS:
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()
        self.context.destroy(linger=0)

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        sent: Any = self.session.send(self.socket, kind, content)
        return str(sent["header"]["msg_id"])

    def _answer(self, asked: str, seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            if self.stop_event.is_set():
                raise CancelledError
            if self.socket.poll(POLL_MILLISECONDS):
                content = self._receive(asked)
                if content is not None:
                    return content
            elif self.process.poll() is not None:
                raise DiedError
            if time.monotonic() > deadline:
                raise SlowError

    def _receive(self, asked: str) -> dict[str, Any] | None:
        try:
            _, message = self.session.recv(self.socket, zmq.NOBLOCK)
            ours = message is not None and message["parent_header"].get("msg_id") == asked
            return dict(message["content"]) if ours and message is not None else None
        except Exception as error:  # a notebook can make its kernel send anything
            raise DiedError from error


def environment(folder: Path) -> dict[str, str]:
    """Make the kernel's environment: nothing of the teacher's own but what Python needs.

    Parameters
    ----------
    folder : pathlib.Path
        Becomes home folder and place of temporary files.

    Returns
    -------
    dict
        Names and values.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    places = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "IPYTHONDIR"), str(folder))
    rest = {"PYTHONUSERBASE": site.getuserbase(), "PYTHONDONTWRITEBYTECODE": "1", "PIONEER_CLEAN_RUN": "1"}
    return {**kept, **places, **dict.fromkeys(THREADS, "1"), **rest}


def run(
    cells: Iterable[tuple[int, str]], names: Sequence[str], limits: Limits, stop: threading.Event, copy: Path
) -> Ran:
    """Run the cells of a notebook in order, each whatever became of those before it.

    Parameters
    ----------
    cells : iterable of (int, str)
        The place of each code cell, and its source.
    names : sequence of str
        The variables to fetch after each.
    limits : Limits
        What the notebook may use.
    stop : threading.Event
        Set when the grader is to end.
    copy : pathlib.Path
        The learner's file; the run gets a copy.

    Returns
    -------
    Ran
        Answers and troubles.

    Raises
    ------
    CancelledError
        If ``stop`` was set.
    DiedError, SlowError
        If no kernel starts.
    """
    with tempfile.TemporaryDirectory(prefix="pg", dir=_short(), ignore_cleanup_errors=True) as folder:
        shutil.copyfile(copy, Path(folder, "notebook.ipynb"))
        with contextlib.closing(_Runner(Path(folder), names, limits, stop)) as runner:
            for place, code in cells:
                if not runner.cell(place, code):
                    break
            return runner.ran


def _short() -> str | None:
    usual = tempfile.gettempdir()
    return "/tmp" if not WINDOWS and len(usual) > LONGEST_SOCKET_PATH - 25 else usual  # noqa: S108 - see the name


class _Runner:
    """Runs cells; starts a new kernel when one is lost."""

    def __init__(self, folder: Path, names: Sequence[str], limits: Limits, stop: threading.Event) -> None:
        self.given = (folder, names, limits, stop)
        self.limits = limits
        self.ran = Ran()
        self.done: list[str] = []
        self.starts = 0
        self.kernel: Kernel | None = None
        self.kernel = self._start()
        self.deadline = time.monotonic() + limits.notebook_seconds

    def _start(self) -> Kernel:
        self.close()
        self.starts += 1
        kernel = Kernel(*self.given)
        try:
            kernel.wait_until_ready()
        except BaseException:
            kernel.stop()
            raise
        return kernel

    def close(self) -> None:
        if self.kernel is not None:
            self.kernel.stop()
            self.kernel = None

    def cell(self, place: int, code: str) -> bool:
        """Run one cell; return whether the next can be run."""
        left = self.deadline - time.monotonic()
        if left <= 0 or self.kernel is None:
            why = "no new Python could be started" if left > 0 else f"the notebook's {self._all} were up"
            self.ran.cut.append(f"cell {place + 1} and all after it were not run: {why}")
            return False
        begun = time.monotonic()
        try:
            self._keep(place, self.kernel.run(code, min(left, self.limits.cell_seconds)))
        except SlowError:
            self._slow(place, time.monotonic() - begun)
        except DiedError:
            self._lose(place, "Python itself ended in it: it was told to quit, crashed or ran out of memory")
        else:
            self.done += [code] if time.monotonic() - begun < QUICK_SECONDS else []
        self.ran.answers[place] = dict(self.ran.last)
        return True

    @property
    def _all(self) -> str:
        return f"{self.limits.notebook_seconds:g} seconds"

    def _keep(self, place: int, reply: dict[str, Any]) -> None:
        answers = reply.get("answers")
        self.ran.last.update(answers if isinstance(answers, dict) else {})
        if reply.get("status") != "ok":
            self.ran.stopped[place] = f"{reply.get('ename')}: {reply.get('evalue')}".rstrip(": ")

    def _slow(self, place: int, seconds: float) -> None:
        says = f"it did not end within {seconds:.0f} seconds"
        reply = None if self.kernel is None else self.kernel.interrupt()
        if reply is None:
            self._lose(place, says)
            return
        self._keep(place, reply)
        self.ran.stopped[place] = says
        self.ran.cut.append(f"cell {place + 1}: {says}")

    def _lose(self, place: int, says: str) -> None:
        self.ran.stopped[place] = says
        self.ran.cut.append(f"cell {place + 1}: {says}")
        if self.starts >= STARTS:
            self.close()
            return
        try:
            self.kernel = self._start()
            for code in self.done:
                self.kernel.run(code, min(QUICK_SECONDS, max(0.0, self.deadline - time.monotonic())))
        except (SlowError, DiedError):
            self.close()
