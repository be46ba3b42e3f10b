"""The process in which a learner's notebook is run: limits first, then the kernel.

``pioneer grade`` starts it as ``python -P -m pioneer_data._grading_kernel FOLDER CONNECTION BYTES NAMES``.
After each cell the reply carries the values of the named variables as data, packed here and not by
code in a cell, so a cell that hides ``print`` or ``json`` spoils nothing. What a cell can do to this
process it can do: the values are the learner's word. They are judged in another process.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp

from pioneer_data import _wire

if TYPE_CHECKING:
    from collections.abc import Callable

    Hook = Callable[[str, tuple[Any, ...]], None]

FILE_BYTES = 50_000_000
TEXT = 500
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = frozenset(
    {
        *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
        *("os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move", "sqlite3.connect"),
    }
)
PROGRAMS = frozenset(
    {
        *("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile"),
        *("subprocess.Popen", "pty.spawn"),
    }
)
NETWORK = frozenset(
    {
        *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
        *("socket.gethostbyname", "socket.gethostbyaddr"),
    }
)


class Kernel(IPythonKernel):  # type: ignore[misc, no-untyped-call, unused-ignore]
    """A kernel whose replies carry the answers."""

    names: tuple[str, ...] = ()
    charts: dict[str, object] = {}  # noqa: RUF012 - one kernel a process

    async def do_execute(self, code: str, *given: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on
        """Run a cell, and add the answers to the reply."""
        try:
            reply = await super().do_execute(code, *given, **named)  # type: ignore[no-untyped-call]
        except BaseException as error:  # noqa: BLE001 - such as an error that cannot be shown
            reply = {"status": "error", "ename": type(error).__name__, "evalue": ""}
        kept = {key: str(reply.get(key, ""))[:TEXT] for key in ("status", "ename", "evalue")}
        return {**kept, "answers": self.answers(code)}

    def answers(self, code: str) -> dict[str, Any]:
        """Pack the answers; a chart only if it is another one or the cell names it."""
        found = {}
        variables = {} if self.shell is None else self.shell.user_ns
        for name in self.names:
            value = variables.get(name, ...)
            if _wire.is_chart(value):
                if self.charts.get(name) is value and not re.search(rf"\b{name}\b", code):
                    continue
                self.charts[name] = value
            if value is not ...:
                found[name] = _wire.pack(value)
        return found


def limit(size: int) -> None:
    """Limit memory, the size of written files, and core dumps, where the system can.

    Parameters
    ----------
    size : int
        Bytes of address space.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


def guard(folder: str) -> Hook:
    """Make an audit hook that refuses the network, other programs, and changes outside a folder.

    Python asks it before each such step, and nothing in Python can take it away again. Compiled code
    does not ask.

    Parameters
    ----------
    folder : str
        Where files may be written.

    Returns
    -------
    callable
        What ``sys.addaudithook`` takes.
    """
    inside = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118 - pathlib is the cell's to patch
    own, resolve, null = os.getpid(), os.path.realpath, os.devnull

    def outside(path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False  # an open file's number
        plain = os.fsdecode(path)
        return plain != null and not os.path.join(resolve(plain), "").startswith(inside)  # noqa: PTH118

    def refuse(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            writes = isinstance(given[2], int) and given[2] & WRITES
            if writes and outside(given[0]):
                raise PermissionError(
                    f"the grader lets a notebook write in its own folder only, not {given[0]}"
                )
        elif event in CHANGES and any(map(outside, given[:2])):
            raise PermissionError("the grader lets a notebook change files in its own folder only")
        elif event in PROGRAMS or (event in {"os.kill", "os.killpg"} and given[0] != own):
            raise PermissionError("the grader lets a notebook start and stop no other programs")
        elif event in NETWORK:
            raise PermissionError("the grader gives a notebook no network")

    return refuse


def end_with_parent(pipe: int) -> None:
    """End this process when the grader, which holds the other end of a pipe, has ended.

    Parameters
    ----------
    pipe : int
        The file number of our end.
    """
    leave, read = os._exit, os.read  # a thread can end the process in no other way
    with contextlib.suppress(OSError):
        while read(pipe, 1):
            pass
    leave(1)


def watch() -> None:
    """Keep the pipe that is our standard input to ourselves, and watch it."""
    pipe = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    threading.Thread(target=end_with_parent, args=(pipe,), daemon=True).start()


def main(folder: str, connection: str, size: str, names: str) -> None:
    """Start the kernel, limited and guarded.

    Parameters
    ----------
    folder : str
        The folder of this run.
    connection : str
        The connection file.
    size : str
        Bytes of memory.
    names : str
        The variables to send, with commas between.
    """
    watch()
    limit(int(size))
    Kernel.names = tuple(filter(None, names.split(",")))
    app = IPKernelApp.instance(kernel_class=Kernel)
    app.initialize(["-f", connection, "--HistoryManager.enabled=False", "--log-level=50"])
    sys.addaudithook(guard(folder))
    app.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
