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

from pioneer_data._copying import (
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

FOLDER = "pioneers-course"
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


def _submit(notebook: str | None, name: str | None) -> int:
    from pioneer_data import submission  # noqa: PLC0415 - pandas would slow down every other command

    return submission.run(notebook, name)


def _add_grade(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "for teachers: run and mark a folder of exercises that learners handed in"
    note = (
        "Notebooks are programs of other people, and they run on your computer. Limits hold against "
        "accidents, not against an attack: a notebook can read your files, and can claim any value as its "
        "answer. Python refuses it the network and writing elsewhere; only on Linux with unshare does the "
        "system keep the network off too. For work of strangers use a container or a virtual machine."
    )
    grade = commands.add_parser("grade", help=text, description=text + ".", epilog=note)
    grade.add_argument("folder", metavar="FOLDER", help="holds notebooks, or one sub-folder a learner")
    place = "folder for grades.csv and the feedback pages; a second run goes on where the first ended"
    grade.add_argument("--out", metavar="REPORT", required=True, help=place)
    grade.add_argument("--lesson", metavar="NN", help="refuse exercises of other lessons")
    grade.add_argument("--again", action="store_true", help="grade unchanged files again too")
    grade.add_argument("--workers", type=int, default=2, metavar="N", help="notebooks at a time (2)")
    grade.add_argument("--cell-seconds", type=float, default=20, metavar="S", help="for one cell (20)")
    grade.add_argument("--notebook-seconds", type=float, default=120, metavar="S", help="for all cells (120)")
    grade.add_argument("--memory", type=float, default=2, metavar="GB", help="for one notebook (2)")


def _grade(given: argparse.Namespace) -> int:
    from pioneer_data import grading  # noqa: PLC0415 - as in _submit

    seconds = (given.cell_seconds, given.notebook_seconds)
    return grading.run(
        given.folder,
        given.out,
        given.lesson,
        seconds,
        given.memory,
        workers=given.workers,
        again=given.again,
    )


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "write the lessons as pages to read and print, without Python, scripts or internet"
    note = (
        "The pages hold the stored results of the lessons; nothing is run. Other files in FOLDER stay as "
        "they are. A page that an earlier export made is replaced; if you changed it, nothing is written. "
        'Needs more programs:  pip install "pioneer-data[export]"'
    )
    export = commands.add_parser("export", help=text, description=text + ".", epilog=note)
    export.add_argument("folder", metavar="FOLDER", help="where the pages go; it is made if it is not there")
    export.add_argument("--to", choices=["html"], default="html", help="the format (html)")
    one = "write one page of all exercises instead, to work on paper: no checks, no hints"
    which = export.add_mutually_exclusive_group()
    which.add_argument("--exercises", action="store_true", help=one)
    notes = "for teachers: show the notes for instructors, which the lessons keep out of sight"
    which.add_argument("--instructor", action="store_true", help=notes)


def _export(given: argparse.Namespace) -> int:
    from pioneer_data import export  # noqa: PLC0415 - as in _submit

    return export.run(given.folder, given.to, exercises_only=given.exercises, instructor=given.instructor)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "say whether the course will run on this computer, and what to do where it will not"
    note = (
        "Run it in your course folder. It ends with exit code 1 if a line says FAIL. The report has no name "
        "of you or your computer in it, so it can be sent to a teacher."
    )
    commands.add_parser("check", help=text, description=text + ".", epilog=note)


def _check(_: argparse.Namespace) -> int:
    from pioneer_data import check  # noqa: PLC0415 - as in _submit

    return check.run()


def _add_kit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "for teachers: write a folder for a USB stick from which the course installs without internet"
    note = (
        "Needs the internet once, to fetch the packages. Give --system and --python more than once for more "
        'than one.  Needs more programs:  pip install "pioneer-data[kit]"'
    )
    kit = commands.add_parser("kit", help=text, description=text + ".", epilog=note)
    kit.add_argument("folder", metavar="FOLDER", help="where the kit goes; it is made if it is not there")
    names = ["linux", "linux-arm", "windows", "macos-arm", "macos-intel"]
    system = f"the learners' system: {', '.join(names)} (this one)"
    kit.add_argument("--system", action="append", choices=names, default=[], metavar="NAME", help=system)
    python = "the learners' Python: 3.11, 3.12 or 3.13 (this one)"
    versions = ["3.11", "3.12", "3.13"]
    kit.add_argument("--python", action="append", choices=versions, default=[], metavar="X.Y", help=python)


def _kit(given: argparse.Namespace) -> int:
    from pioneer_data import kit  # noqa: PLC0415 - as in _submit

    return kit.run(given.folder, given.system, given.python)


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
    text = "run an exercise from the start, list its tasks and make the file to hand in"
    submit = commands.add_parser("submit", help=text, description=text + ".")
    which = "path of the exercise or number of its lesson, such as 03; without it, all are listed"
    submit.add_argument("notebook", nargs="?", metavar="NOTEBOOK", help=which)
    submit.add_argument("--name", help="your name, as your teacher knows it")
    _add_check(commands)
    _add_grade(commands)
    _add_export(commands)
    _add_kit(commands)
    return parser


COMMANDS = {"check": _check, "grade": _grade, "export": _export, "kit": _kit}


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return list(arguments[:at]), list(arguments[at + 1 :])


def _carry_out(given: argparse.Namespace, options: Sequence[str]) -> int:
    if given.command == "start":
        return _start(given.folder, options, opens=not given.no_open)
    if given.command == "submit":
        return _submit(given.notebook, given.name)
    return COMMANDS[given.command](given)


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
        return _carry_out(arguments, options)
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:  # such as a current folder that was deleted meanwhile
        what = f"pioneer {arguments.command}"
        sys.stderr.write(f"{what} stopped because of {error}: try it in another folder\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
