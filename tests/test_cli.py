"""``pioneer start`` keeps a learner's work, changes all or nothing, and opens JupyterLab."""

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from pioneer_data import _copying, cli

PACKAGE = Path(cli.__file__).parent
START = "notebooks/00_start_here.ipynb"
LESSON = "notebooks/01_evaluation_design.ipynb"
EXERCISE = "exercises/01_evaluation_design.ipynb"
PATHS = [START, LESSON, EXERCISE]
FOLDER_NAME = "Santé et soins intégrés"
CHANGED = "you changed it"
NEWER = "you changed it; the course has a newer version"
either_part = pytest.mark.parametrize("file", [LESSON, EXERCISE])


def notebook(text: str) -> str:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write_course(place: Path, text: str = "first") -> Path:
    for path in PATHS:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(notebook(f"{path} {text}"), encoding="utf-8")
    return place


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder, with the content of the files."""
    found = sorted(folder.rglob("*"))
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in found}


def actions(steps: list[_copying.Step]) -> dict[str, tuple[str, str]]:
    return {step.path: (step.action, step.note) for step in steps}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = write_course(tmp_path / "package" / "course")
    monkeypatch.setattr(cli, "course_folder", lambda: place)
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "work" / FOLDER_NAME


def start(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = cli.main(["start", str(folder), "--no-open"])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_fresh_copy_has_every_file(course: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = start(folder, capsys)
    assert (code, err) == (0, "")
    assert all((folder / p).read_bytes() == (course / p).read_bytes() for p in PATHS)
    assert sorted(snapshot(folder)) == sorted(
        [*PATHS, "notebooks", "exercises", _copying.RECORD],
    )
    lines = out.splitlines()
    assert [line.split() for line in lines[:3]] == [[path, "added"] for path in PATHS]
    assert lines[3:] == [f"Course folder {folder}: 3 added, 0 updated, 0 kept."]


def test_the_course_of_this_repository_brings_lessons_and_exercises_and_no_solution(folder: Path) -> None:
    root = PACKAGE.parent
    assert cli.main(["start", str(folder), "--no-open"]) == 0
    for part in ("notebooks", "exercises"):
        files = {file.name for file in (root / part).glob("*.ipynb")}
        assert len(files) >= 5
        assert {file.name for file in (folder / part).iterdir()} == files
    assert not (folder / "solutions").exists()


def test_a_plan_writes_nothing(course: Path, folder: Path) -> None:
    assert [step.action for step in cli.plan(course, folder)] == ["added"] * 3
    assert not folder.parent.exists()


def test_a_second_run_keeps_everything(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(folder, capsys)
    before = snapshot(folder)
    assert cli.plan(course, folder) == [_copying.Step(path, "kept") for path in PATHS]
    assert "0 added, 0 updated, 3 kept" in start(folder, capsys)[1]
    assert snapshot(folder) == before


@either_part
def test_a_changed_file_is_kept_byte_for_byte(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    start(folder, capsys)
    mine = b'{"my": "work"}\r\n\xff'
    (folder / file).write_bytes(mine)
    assert actions(cli.plan(course, folder))[file] == ("kept", CHANGED)
    code, out, _ = start(folder, capsys)
    assert code == 0
    assert re.search(rf"^{file} +kept: {CHANGED}$", out, re.MULTILINE)
    assert (folder / file).read_bytes() == mine


def test_an_unchanged_file_is_updated_when_the_course_is_newer(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(folder, capsys)
    write_course(course, "second")
    out = start(folder, capsys)[1]
    assert "0 added, 3 updated, 0 kept" in out
    assert all((folder / p).read_bytes() == (course / p).read_bytes() for p in PATHS)
    write_course(course, "third")  # the record followed the update
    assert "0 added, 3 updated, 0 kept" in start(folder, capsys)[1]


def beside(file: str, number: int = 1) -> str:
    return file.replace(".ipynb", f"_new_version{'' if number == 1 else f'_{number}'}.ipynb")


@either_part
def test_a_newer_version_of_a_changed_file_arrives_beside_it_once(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    start(folder, capsys)
    (folder / file).write_bytes(b"my work")
    write_course(course, "second")
    out = start(folder, capsys)[1]
    assert re.search(rf"^{file} +kept: {NEWER}$", out, re.MULTILINE)
    name = Path(file).name
    assert re.search(rf"^{beside(file)} +added: the newer version of {name}$", out, re.MULTILINE)
    assert out.endswith(
        f"Course folder {folder}: 1 added, 2 updated, 1 kept.\n"
        "Your files stayed as they are. Newer versions lie beside them, with new_version in the name.\n"
    )
    assert (folder / file).read_bytes() == b"my work"
    assert (folder / beside(file)).read_bytes() == (course / file).read_bytes()
    before = snapshot(folder)
    assert "0 added, 0 updated, 3 kept" in start(folder, capsys)[1]
    assert snapshot(folder) == before
    (folder / beside(file)).unlink()  # the learner does not want it
    assert "0 added, 0 updated, 3 kept" in start(folder, capsys)[1]
    assert not (folder / beside(file)).exists()


def test_the_file_beside_follows_the_course_until_it_is_changed_too(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(folder, capsys)
    (folder / LESSON).write_bytes(b"my work")
    for text in ("second", "third"):
        write_course(course, text)
        out = start(folder, capsys)[1]
        assert (folder / beside(LESSON)).read_bytes() == (course / LESSON).read_bytes()
    assert re.search(rf"^{beside(LESSON)} +updated: the newer version", out, re.MULTILINE)
    (folder / beside(LESSON)).write_bytes(b"more of my work")
    write_course(course, "fourth")
    start(folder, capsys)
    assert (folder / LESSON).read_bytes() == b"my work"
    assert (folder / beside(LESSON)).read_bytes() == b"more of my work"
    assert (folder / beside(LESSON, 2)).read_bytes() == (course / LESSON).read_bytes()
    assert "0 added, 0 updated, 3 kept" in start(folder, capsys)[1]


def test_a_file_beside_that_takes_the_place_of_the_old_one_is_the_course_again(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(folder, capsys)
    (folder / LESSON).write_bytes(b"my work")
    write_course(course, "second")
    start(folder, capsys)
    (folder / LESSON).rename(folder / "notebooks" / "mine.ipynb")
    (folder / beside(LESSON)).rename(folder / LESSON)
    assert cli.plan(course, folder) == [_copying.Step(path, "kept") for path in PATHS]
    write_course(course, "third")
    assert "0 added, 3 updated, 0 kept" in start(folder, capsys)[1]
    assert (folder / "notebooks" / "mine.ipynb").read_bytes() == b"my work"


@either_part
def test_a_deleted_file_is_brought_back(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    start(folder, capsys)
    (folder / file).unlink()
    out = start(folder, capsys)[1]
    assert re.search(rf"^{file} +added: it was missing$", out, re.MULTILINE)
    assert "1 added, 0 updated, 2 kept" in out
    assert (folder / file).read_bytes() == (course / file).read_bytes()


@either_part
def test_a_renamed_file_stays_under_its_new_name_and_the_course_brings_its_own(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    start(folder, capsys)
    (folder / file).write_bytes(b"my work")
    mine = (folder / file).rename(folder / "my lesson.ipynb")
    write_course(course, "second")
    out = start(folder, capsys)[1]
    assert "1 added, 2 updated, 0 kept" in out
    assert mine.read_bytes() == b"my work"
    assert (folder / file).read_bytes() == (course / file).read_bytes()


@pytest.mark.parametrize("changed", [False, True])
def test_a_file_that_the_course_renames_or_drops_stays(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], *, changed: bool
) -> None:
    start(folder, capsys)
    if changed:
        (folder / LESSON).write_bytes(b"my work")
    before = (folder / LESSON).read_bytes()
    (course / LESSON).rename(course / "notebooks" / "01_another_name.ipynb")
    for added in (1, 0):
        out = start(folder, capsys)[1]
        assert re.search(rf"^{LESSON} +kept: it is no longer part of the course$", out, re.MULTILINE)
        assert f"{added} added, 0 updated" in out
    assert (folder / LESSON).read_bytes() == before
    (folder / LESSON).unlink()
    assert LESSON not in start(folder, capsys)[1]


def test_a_new_lesson_of_the_course_arrives(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(folder, capsys)
    new = "notebooks/06_another_lesson.ipynb"
    (course / new).write_bytes((course / LESSON).read_bytes())
    out = start(folder, capsys)[1]
    assert re.search(rf"^{new} +added$", out, re.MULTILINE)
    assert "1 added, 0 updated, 3 kept" in out


@either_part
def test_a_read_only_file_is_the_learners_choice(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    start(folder, capsys)
    before = (folder / file).read_bytes()
    (folder / file).chmod(0o444)
    write_course(course, "second")
    out = start(folder, capsys)[1]
    assert re.search(rf"^{file} +kept: {_copying.LOCKED}$", out, re.MULTILINE)
    assert (folder / file).read_bytes() == before
    assert (folder / beside(file)).read_bytes() == (course / file).read_bytes()
    assert "0 added, 0 updated, 3 kept" in start(folder, capsys)[1]


def test_a_read_only_folder_opens_while_nothing_is_to_be_written(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(folder, capsys)
    (folder / LESSON).write_bytes(b"my work")
    before = snapshot(folder)
    # Permissions do not stop root, so the answer of the system is simulated; that nothing is written, is not.
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    monkeypatch.setattr(_copying, "write_all", None)
    code, out, _ = start(folder, capsys)
    assert (code, out.splitlines()[-1]) == (0, f"Course folder {folder}: 0 added, 0 updated, 3 kept.")
    write_course(course, "second")
    is_refused(folder, f"you are not allowed to write in {folder}", capsys)
    assert snapshot(folder) == before


@pytest.mark.parametrize("record", [None, b"{ not json", b"\xff\xfe", b"[1, 2]", b"{}"])
def test_without_a_readable_record_no_differing_file_is_touched(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str], record: bytes | None
) -> None:
    start(folder, capsys)
    (folder / _copying.RECORD).unlink()
    if record is not None:
        (folder / _copying.RECORD).write_bytes(record)
    write_course(course, "second")
    (folder / LESSON).unlink()
    before = (folder / START).read_bytes()
    out = start(folder, capsys)[1]
    assert "3 added, 0 updated, 2 kept" in out
    assert f"{_copying.FOREIGN}\n" in out
    assert (folder / START).read_bytes() == before
    assert (folder / beside(START)).read_bytes() == (course / START).read_bytes()


def test_other_files_of_the_learner_are_left_alone(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_bytes(b"mine")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "my own.ipynb").write_bytes(b"mine")
    assert start(folder, capsys)[0] == 0
    assert (folder / "notes.txt").read_bytes() == b"mine"
    assert (folder / "notebooks" / "my own.ipynb").read_bytes() == b"mine"
    assert len(cli.plan(course, folder)) == 3


def test_a_course_without_exercises_is_copied(
    course: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(course / "exercises")
    assert "2 added, 0 updated, 0 kept" in start(folder, capsys)[1]
    assert not (folder / "exercises").exists()


def is_refused(folder: Path, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = start(folder, capsys)
    assert (code, out) == (1, "")
    assert err.startswith(f"The course was not copied to {folder} because ")
    assert why in err
    assert "nothing was changed" in err
    assert err.endswith("pioneer start ~/Documents/pioneers\n")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("place", ["", "below", "below/that"])
def test_a_file_in_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    before = snapshot(tmp_path)
    is_refused(tmp_path / "file" / place, f"{tmp_path / 'file'} is a file, not a folder", capsys)
    assert snapshot(tmp_path) == before


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("name", ["notebooks", "exercises"])
def test_a_file_in_place_of_a_part_is_refused(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"mine")
    before = snapshot(tmp_path)
    is_refused(folder, f"{folder / name} is a file, not a folder", capsys)
    assert snapshot(tmp_path) == before


@pytest.mark.usefixtures("course")
def test_a_folder_in_place_of_a_lesson_is_refused(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / LESSON).mkdir(parents=True)
    before = snapshot(tmp_path)
    is_refused(folder, str(folder / LESSON), capsys)
    assert snapshot(tmp_path) == before


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_permission_is_refused(
    tmp_path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    exists: bool,
) -> None:
    if exists:
        folder.mkdir(parents=True)
    before = snapshot(tmp_path)
    # Permissions do not stop root, so the answer of the system is simulated.
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    nearest = folder if exists else tmp_path
    is_refused(folder, f"you are not allowed to write in {nearest}", capsys)
    assert snapshot(tmp_path) == before


def fail_at(method: str, call: int, monkeypatch: pytest.MonkeyPatch, *, lasting: bool) -> None:
    """Let a method of Path fail at its n-th call, and after it too if the fault lasts."""
    real = getattr(Path, method)
    calls = iter(range(1, 1000))

    def failing(self: Path, *args: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        now = next(calls)
        if now == call or (lasting and now > call):
            raise OSError(28, "No space left on device", str(self))
        return real(self, *args)

    monkeypatch.setattr(Path, method, failing)


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("fault", [(m, n) for m in ("replace", "write_bytes") for n in range(1, 5)])
def test_a_failure_half_way_changes_nothing(
    course: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    fault: tuple[str, int],
    *,
    lasting: bool,
) -> None:
    start(folder, capsys)
    (folder / EXERCISE).unlink()
    write_course(course, "second")  # two files to update, one to add, and the record
    before = snapshot(folder)
    with pytest.MonkeyPatch.context() as patch:
        fail_at(*fault, patch, lasting=lasting)
        is_refused(folder, "No space left on device", capsys)
    assert snapshot(folder) == before
    assert "1 added, 2 updated, 0 kept" in start(folder, capsys)[1]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(("method", "call"), [("mkdir", 2), ("write_bytes", 2), ("replace", 4)])
def test_a_half_made_folder_is_removed(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], method: str, call: int
) -> None:
    before = snapshot(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        fail_at(method, call, patch, lasting=True)
        is_refused(folder, "No space left on device", capsys)
    assert snapshot(tmp_path) == before


@pytest.mark.usefixtures("course")
def test_ctrl_c_while_copying_changes_nothing(tmp_path: Path, folder: Path) -> None:
    before = snapshot(tmp_path)

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", interrupt)
        assert cli.main(["start", str(folder), "--no-open"]) == 130
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("below", ["course", ".."])
def test_the_course_is_found_in_a_wheel_and_in_a_clone(tmp_path: Path, below: str) -> None:
    package = tmp_path / "place" / "pioneer_data"
    package.mkdir(parents=True)
    course = write_course(package / below).resolve()
    assert _copying.course_folder(package).resolve() == course


def test_a_missing_course_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notebooks").mkdir()  # somebody else's folder of that name
    package = tmp_path / "pioneer_data"
    monkeypatch.setattr(cli, "course_folder", lambda: _copying.course_folder(package))
    code, out, err = start(tmp_path / "mine", capsys)
    assert (code, out) == (1, "")
    assert f"The lessons were not found because {package} is an incomplete installation" in err
    assert "pip install --force-reinstall pioneer-data" in err
    assert not (tmp_path / "mine").exists()


@pytest.mark.usefixtures("course")
def test_the_default_folder_is_in_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["start", "--no-open"]) == 0
    assert (tmp_path / "pioneers-course" / START).is_file()
    monkeypatch.chdir(tmp_path / "pioneers-course")  # here it is that folder, not one inside it
    assert cli.main(["start", "--no-open"]) == 0
    assert not (tmp_path / "pioneers-course" / "pioneers-course").exists()


@pytest.mark.usefixtures("course")
def test_a_deleted_current_folder_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert cli.main(["start", "--no-open"]) == 1
    assert capsys.readouterr().err.startswith("pioneer start stopped because of ")


@pytest.mark.usefixtures("course")
def test_a_tilde_is_the_home_folder_in_every_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert cli.main(["start", "~/pioneers", "--no-open"]) == 0
    assert (tmp_path / "pioneers" / START).is_file()


@pytest.mark.usefixtures("course")
def test_missing_jupyterlab_is_explained(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert cli.main(["start", str(folder)]) == 1
    err = capsys.readouterr().err
    assert "was not opened because JupyterLab is not installed" in err
    assert f'"{sys.executable}" -m pip install jupyterlab' in err
    assert (folder / START).is_file()


def test_help_version_and_wrong_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([]) == 0
    assert capsys.readouterr().out.startswith("usage: pioneer [-h] [--version] COMMAND ...")
    with pytest.raises(SystemExit, match="2"):
        cli.main(["strat"])
    assert "invalid choice: 'strat'" in capsys.readouterr().err
    monkeypatch.setattr(importlib.metadata, "version", {"pioneer-data": "1.2.3"}.__getitem__)
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == "pioneer 1.2.3\n"


def test_the_version_of_an_uninstalled_package_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> NoReturn:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert "the package is not installed" in capsys.readouterr().out


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """Environment variables for a Python that sees the command as a wheel would lay it out."""
    package = tmp_path / "site" / "pioneer_data"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for name in ("cli.py", "_commands.py", "_copying.py"):
        shutil.copy(PACKAGE / name, package)
    shutil.copytree(PACKAGE / "lab", package / "lab")
    write_course(package / "course")
    own = {"CONFIG", "DATA", "RUNTIME"}  # the settings of whoever runs the tests play no part
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in own}
    places |= {f"JUPYTERLAB_{n}_DIR": str(tmp_path / n) for n in ("SETTINGS", "WORKSPACES")}
    return {**os.environ, **places, "PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "pioneer_data.cli", *arguments]


def test_the_installed_command_runs_without_pandas(installed: dict[str, str], tmp_path: Path) -> None:
    call = command("start", FOLDER_NAME, "--no-open")
    for count in ("3 added, 0 updated, 0 kept", "0 added, 0 updated, 3 kept"):
        done = subprocess.run(
            call, env=installed, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
        )
        assert f"{tmp_path / FOLDER_NAME}: {count}." in done.stdout
        assert done.stderr == ""
    code = "import sys, pioneer_data.cli; sys.exit('pandas' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env=installed, cwd=tmp_path, check=True)


def test_a_name_that_the_terminal_cannot_show_is_no_error(installed: dict[str, str], tmp_path: Path) -> None:
    plain = {**installed, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        command("start", FOLDER_NAME, "--no-open"), env=plain, cwd=tmp_path, capture_output=True,
        encoding="ascii", check=True,
    )  # fmt: skip
    assert r"Sant\xe9 et soins" in done.stdout
    assert (tmp_path / FOLDER_NAME / START).is_file()


def ask(url: str, data: bytes | None = None) -> tuple[str, str]:
    """Address after redirects, and body, of a page of the local server."""
    headers = {"Authorization": "token pioneers"}
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - a fixed http address
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=10) as answer:
        assert answer.status in {200, 201}
        return answer.url, answer.read().decode("utf-8")


def wait_for(url: str, program: subprocess.Popen[bytes]) -> tuple[str, str]:
    for _ in range(300):
        assert program.poll() is None, "JupyterLab ended by itself"
        with contextlib.suppress(ConnectionRefusedError, urllib.error.URLError):
            return ask(url)
        time.sleep(0.1)
    pytest.fail("JupyterLab did not answer")


@pytest.fixture
def lab(installed: dict[str, str], tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run ``pioneer start`` on a free port, stopped by process id after the test."""
    pty = pytest.importorskip("pty", reason="only Linux and macOS have such terminals")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "random.py").write_text("raise RuntimeError", encoding="utf-8")  # a learner's own
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--no-browser"]
    options += ["--allow-root", "--IdentityProvider.token=pioneers"]
    call = [*cli_script(), "start", FOLDER_NAME, "--", *options]
    keyboard, terminal = pty.openpty()  # JupyterLab asks before it ends in a terminal
    with (tmp_path / "log").open("wb") as log:
        program = subprocess.Popen(
            call,
            env=installed,
            cwd=tmp_path,
            stdin=terminal,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield program, f"http://127.0.0.1:{port}"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            os.close(terminal)
            os.close(keyboard)


def cli_script() -> list[str]:
    """Give the command as an installed script runs it: the current folder is not searched."""
    return [sys.executable, "-P", "-m", "pioneer_data.cli"]


def test_jupyterlab_opens_the_first_lesson_with_our_settings(
    lab: tuple[subprocess.Popen[bytes], str], tmp_path: Path
) -> None:
    program, address = lab
    url, page = wait_for(address, program)
    assert url == f"{address}/doc/tree/{START}"
    assert '"mode": "single-document"' in page
    assert '"news": {"disabled": true}' in page
    assert f'"treePath": "{START}"' in page
    content = json.loads(ask(f"{address}/api/contents/{START}")[1])
    assert "first" in content["content"]["cells"][0]["source"]

    found = json.loads(ask(f"{address}/lab/api/settings")[1])
    assert "warning" not in found
    schemas = {one["id"]: one["schema"] for one in found["settings"]}
    ours = json.loads((PACKAGE / "lab" / "overrides.json").read_text(encoding="utf-8"))
    served = {
        name: {key: schemas[name]["properties"][key]["default"] for key in values}
        for name, values in ours.items()
    }
    assert served == ours
    # The server adds a default for a name that it does not know; only real settings have a type.
    kinds = [schemas[name]["properties"][key].keys() for name, values in ours.items() for key in values]
    assert all(kind & {"type", "$ref"} for kind in kinds)
    notification = served["@jupyterlab/apputils-extension:notification"]
    assert notification["fetchNews"] == "false"
    check_shortcuts(schemas, served["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"])

    assert kernel_answers(address, tmp_path / "RUNTIME")

    with pytest.raises(urllib.error.URLError):  # only this one address answers
        ask(address.replace("127.0.0.1", "127.0.0.2"))

    os.killpg(program.pid, signal.SIGINT)  # what Ctrl+C in a terminal does
    assert program.wait(timeout=12) == 0
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "To stop it, press Ctrl+C" in log
    assert "Traceback" not in log
    with pytest.raises(urllib.error.URLError):
        ask(address)


def kernel_answers(address: str, runtime: Path) -> bool:
    """Start a kernel through the server, as a notebook does, and let it run a statement."""
    kernel = json.loads(ask(f"{address}/api/kernels", b'{"name": "python3"}')[1])
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{kernel['id']}.json"))
    client.load_connection_file()
    # Without the heartbeat: on a busy machine it takes a slow start for a dead kernel.
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        check = f"import sys; assert sys.executable == {sys.executable!r}"
        return bool(client.execute(check, reply=True, timeout=20)["content"]["status"] == "ok")
    finally:
        client.stop_channels()


def check_shortcuts(schemas: dict[str, Any], shortcuts: list[dict[str, Any]]) -> None:
    """Each key that we switch off is one that JupyterLab has, at exactly the same place."""
    off = [(s["command"], s["keys"], s["selector"]) for s in shortcuts if s.get("disabled")]
    tracker = schemas["@jupyterlab/notebook-extension:tracker"]
    known = [(s["command"], s["keys"], s["selector"]) for s in tracker["jupyter.lab.shortcuts"]]
    assert {keys[0] for _, keys, _ in off} == {"ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"}
    assert [one for one in off if one not in known] == []
    on = [s for s in shortcuts if not s.get("disabled")]
    assert all(s["selector"].endswith(".jp-Cell:focus") for s in on)
