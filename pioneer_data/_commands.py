"""The commands of ``pioneer`` beside ``start``: what each one takes, and the module that does its work.

That module is imported when its command is given: pandas would slow down every other one.
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

SYSTEMS = ("linux", "linux-arm", "windows", "macos-arm", "macos-intel")
PYTHONS = ("3.11", "3.12", "3.13")


def add_commands(commands: "Commands") -> None:
    """Add all of them to the parser; each leaves in ``carry_out`` the function that runs it.

    Parameters
    ----------
    commands : argparse action
        What ``add_subparsers`` gave.
    """
    for add in (_add_submit, _add_check, _add_grade, _add_export, _add_kit):
        add(commands)


def _add_submit(commands: "Commands") -> None:
    text = "run an exercise from the start, list its tasks and make the file to hand in"
    submit = commands.add_parser("submit", help=text, description=text + ".")
    which = "path of the exercise or number of its lesson, such as 03; without it, all are listed"
    submit.add_argument("notebook", nargs="?", metavar="NOTEBOOK", help=which)
    submit.add_argument("--name", help="your name, as your teacher knows it")
    submit.set_defaults(carry_out=_submit)


def _submit(given: argparse.Namespace) -> int:
    from pioneer_data import submission  # noqa: PLC0415

    return submission.run(given.notebook, given.name)


def _add_check(commands: "Commands") -> None:
    text = "say whether the course will run on this computer, and what to do where it will not"
    note = (
        "Run it in your course folder. It ends with exit code 1 if a line says FAIL. The report does not "
        "name you or your computer, so it can be sent to a teacher."
    )
    check = commands.add_parser("check", help=text, description=text + ".", epilog=note)
    check.set_defaults(carry_out=_check)


def _check(_: argparse.Namespace) -> int:
    from pioneer_data.check import run  # noqa: PLC0415 - asked of the package, it would read the tables first

    return run()


def _add_grade(commands: "Commands") -> None:
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
    grade.set_defaults(carry_out=_grade)


def _grade(given: argparse.Namespace) -> int:
    from pioneer_data import grading  # noqa: PLC0415

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


def _add_export(commands: "Commands") -> None:
    text = "write the lessons as pages to read and print, without Python, scripts or internet"
    note = (
        "The pages hold the stored results of the lessons; nothing is run. Other files in FOLDER stay as "
        "they are. A page that an earlier export made is replaced; if you changed it, nothing is written. "
        'Needs more programs:  pip install "pioneer-data[export]"'
    )
    export = commands.add_parser("export", help=text, description=text + ".", epilog=note)
    export.add_argument("folder", metavar="FOLDER", help="where the pages go; it is made if it is not there")
    export.add_argument("--to", choices=["html"], default="html", help="the format (html)")
    which = export.add_mutually_exclusive_group()
    one = "write one page of all exercises instead, to work on paper: no checks, no hints"
    which.add_argument("--exercises", action="store_true", help=one)
    notes = "for teachers: show the notes for instructors, which the lessons keep out of sight"
    which.add_argument("--instructor", action="store_true", help=notes)
    export.set_defaults(carry_out=_export)


def _export(given: argparse.Namespace) -> int:
    from pioneer_data import export  # noqa: PLC0415

    return export.run(given.folder, given.to, exercises_only=given.exercises, instructor=given.instructor)


def _add_kit(commands: "Commands") -> None:
    text = "for teachers: write a folder for a USB stick from which the course installs without internet"
    note = (
        "Needs the internet once, to fetch the packages. For several systems or versions of Python repeat "
        '--system or --python. Needs more programs:  pip install "pioneer-data[kit]"'
    )
    kit = commands.add_parser("kit", help=text, description=text + ".", epilog=note)
    kit.add_argument("folder", metavar="FOLDER", help="where the kit goes; it is made if it is not there")
    system = f"a system of the learners (this one): {', '.join(SYSTEMS)}"
    kit.add_argument("--system", action="append", choices=SYSTEMS, default=[], metavar="NAME", help=system)
    python = f"a Python of the learners (this one): {', '.join(PYTHONS)}"
    kit.add_argument("--python", action="append", choices=PYTHONS, default=[], metavar="X.Y", help=python)
    kit.set_defaults(carry_out=_kit)


def _kit(given: argparse.Namespace) -> int:
    from pioneer_data import kit  # noqa: PLC0415

    return kit.run(given.folder, given.system, given.python)
