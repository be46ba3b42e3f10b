"""The ``pioneer`` command: ``pioneer start`` copies the course and opens it in JupyterLab."""

import argparse
import contextlib
import importlib.metadata
import importlib.util
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pioneer_data._commands import add_commands
from pioneer_data._copying import (
    FOLDER,
    RECORD,
    START,
    StartError,
    apply,
    course_folder,
    plan,
    prepare,
    report,
)

__all__ = ["apply", "course_folder", "lab_command", "main", "open_lab", "plan", "prepare"]

SETTINGS = Path(__file__).parent / "lab"
STOP_SECONDS = 15.0  # JupyterLab ends its kernels first; after that it is told to stop


def lab_command(folder: Path, options: Sequence[str] = ()) -> list[str]:
    """Give the command that opens a course folder in JupyterLab, on this computer only.

    Parameters
    ----------
    folder : Path
        The learner's folder, absolute.
    options : Sequence[str]
        More options for JupyterLab; they come last, so they win.

    Returns
    -------
    list[str]
        Program and arguments for `subprocess`.
    """
    return [
        sys.executable,
        "-P",  # a learner's own random.py in the current folder must not stop JupyterLab
        *("-m", "jupyterlab"),
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.answer_yes=True",  # Ctrl+C ends it without a question
        "--ServerApp.log_level=WARN",
        f"--LabApp.default_url=/doc/tree/{START}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.news_url=None",
        *options,
    ]


def open_lab(folder: Path, options: Sequence[str] = ()) -> int:
    """Open a prepared course folder in JupyterLab and wait until JupyterLab ends.

    Parameters
    ----------
    folder : Path
        The learner's folder, absolute.
    options : Sequence[str]
        More options for JupyterLab.

    Returns
    -------
    int
        JupyterLab's exit code; 0 after Ctrl+C.

    Raises
    ------
    StartError
        If JupyterLab is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        message = (
            f"The course is ready in {folder} but was not opened because JupyterLab is not "
            f'installed: install it with  "{sys.executable}" -m pip install jupyterlab'
        )
        raise StartError(message)
    _say("JupyterLab opens in your browser. To stop it, press Ctrl+C in this window.")
    with subprocess.Popen(lab_command(folder, options)) as server:  # noqa: S603 - no shell
        try:
            return server.wait()
        except KeyboardInterrupt:
            return _end(server)


def _end(server: subprocess.Popen[bytes]) -> int:
    # The terminal has sent JupyterLab the same Ctrl+C; a second one, or a long wait, ends it now.
    with contextlib.suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
        server.wait(STOP_SECONDS)
    server.terminate()
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _folder(name: str | None) -> Path:
    if name is None:  # run inside a course folder, "pioneer start" opens that one
        name = "." if Path(RECORD).is_file() else FOLDER
    with contextlib.suppress(RuntimeError):  # no such home folder: take the name as it is
        name = str(Path(name).expanduser())
    # Path.resolve would turn a mapped drive of Windows into a network address.
    return Path(os.path.abspath(name))  # noqa: PTH100


def _start(name: str | None, options: Sequence[str], *, opens: bool) -> int:
    folder = _folder(name)
    for line in report(folder, prepare(course_folder(), folder)):
        _say(line)
    return open_lab(folder, options) if opens else 0


def _version() -> str:
    try:
        return importlib.metadata.version("pioneer-data")
    except importlib.metadata.PackageNotFoundError:
        return "(version unknown: the package is not installed)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pioneer", description="The Pioneers course.")
    parser.add_argument("--version", action="version", version=f"pioneer {_version()}")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    text = "copy the course to a folder of your own and open it in JupyterLab"
    note = "Options after -- go to JupyterLab, for example: pioneer start -- --no-browser"
    start = commands.add_parser("start", help=text, description=text + ".", epilog=note)
    place = f"your folder (default: {FOLDER}); files that you changed are never overwritten"
    start.add_argument("folder", nargs="?", metavar="FOLDER", help=place)
    start.add_argument("--no-open", action="store_true", help="prepare the folder only")
    add_commands(commands)
    return parser


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return list(arguments[:at]), list(arguments[at + 1 :])


def main(argv: Sequence[str] | None = None) -> int:
    """Run the ``pioneer`` command.

    Parameters
    ----------
    argv : Sequence[str] or None
        The arguments after the program's name; None takes them from the command line.

    Returns
    -------
    int
        0 if all went well, 1 if not (the reason is on standard error), 130 after Ctrl+C while
        copying, else JupyterLab's exit code. `argparse` itself exits with 2 on a wrong argument.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    ours, options = _split(sys.argv[1:] if argv is None else argv)
    parser = _parser()
    arguments = parser.parse_args(ours)
    if arguments.command is None:
        parser.print_help()
        return 0
    try:
        if arguments.command == "start":
            return _start(arguments.folder, options, opens=not arguments.no_open)
        code: int = arguments.carry_out(arguments)
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:  # such as a current folder that was deleted meanwhile
        what = f"pioneer {arguments.command}"
        sys.stderr.write(f"{what} stopped because of {error}: try it in another folder\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
