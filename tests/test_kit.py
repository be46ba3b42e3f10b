"""``pioneer kit``: what goes in for whom, what is refused, and what happens to a folder that holds a kit."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import axe
import lab
import pytest
import sweep
from bs4 import BeautifulSoup
from packaging.utils import parse_wheel_filename

from notebooks import ROOT
from pioneer_data import _commands, _kit_course, _kit_files, _kit_guide, _kit_targets, _kit_wheels, kit
from pioneer_data._copying import StartError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser

browser = sweep.browser
SYSTEMS, PYTHONS = tuple(_kit_targets.SYSTEMS), _kit_targets.PYTHONS
TARGETS = {target.key: target for target in _kit_targets.chosen(SYSTEMS, PYTHONS)}
MACS = ("macos-arm", "macos-intel")
each_target = pytest.mark.parametrize("target", TARGETS.values(), ids=str)


def test_all_fifteen_are_there() -> None:
    assert list(TARGETS) == list(product(SYSTEMS, PYTHONS))
    assert len(TARGETS) == 15
    assert (SYSTEMS, PYTHONS) == (_commands.SYSTEMS, _commands.PYTHONS)  # what the command offers


# For whom which versions


@each_target
def test_every_package_has_a_version_and_each_system_its_own_packages(target: _kit_targets.Target) -> None:
    needs = target.needs()
    assert {"jupyterlab", "altair", "pandas", "anywidget", "ipywidgets", "ipykernel"} <= needs.keys()
    windows, mac = target.system.name == "windows", target.system.name in MACS
    assert {"pywinpty", "colorama"} & needs.keys() == ({"pywinpty", "colorama"} if windows else set())
    assert ("appnope" in needs) == mac
    assert ("pexpect" in needs) == (not windows)
    assert ("overrides" in needs) == (target.python == "3.11")
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split(" ;")[0] for line in lines}
    assert {f"{name}=={version}" for end in target.ends() for name, version in end.needs().items()} <= pinned
    assert needs["numpy"].startswith("2.4" if target.python == "3.11" else "2.5")
    assert not {"pytest", "statsmodels", "vl-convert-python", "hatchling"} & needs.keys()


def test_a_package_without_a_version_is_named() -> None:
    with pytest.raises(StartError, match=r"no version of unheard-of for Windows with Python 3\.12"):
        TARGETS["windows", "3.12"].pinned(["pandas", "unheard-of"])


FITS = {
    "a-1-py3-none-any": [*TARGETS],
    "a-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64": [("linux", "3.11")],
    "a-1-cp312-cp312-manylinux2014_x86_64": [("linux", "3.12")],
    "a-1-cp39-abi3-manylinux1_x86_64": [("linux", python) for python in PYTHONS],
    "a-1-cp313-cp313-manylinux_2_17_aarch64": [("linux-arm", "3.13")],
    "a-1-cp312-abi3-win_amd64": [("windows", "3.12"), ("windows", "3.13")],
    "a-1-py3-none-win_amd64": [("windows", python) for python in PYTHONS],
    "a-1-cp312-cp312-macosx_11_0_arm64": [("macos-arm", "3.12")],
    "a-1-cp312-cp312-macosx_10_13_x86_64": [("macos-intel", "3.12")],
    "a-1-cp39-abi3-macosx_10_9_universal2": [*product(MACS, PYTHONS)],
    "a-1-cp313-cp313t-win_amd64": [],
    "a-1-cp312-cp312-manylinux_2_34_x86_64": [],
    "a-1-cp312-cp312-musllinux_1_2_x86_64": [],
    "a-1-cp312-cp312-macosx_14_0_arm64": [],
    "a-1-cp312-cp312-win32": [],
    "a-1-cp310-cp310-win_amd64": [],
}


@pytest.mark.parametrize("name", FITS)
def test_a_wheel_fits_these_and_no_others(name: str) -> None:
    tags = parse_wheel_filename(f"{name}.whl")[3]
    assert [key for key, target in TARGETS.items() if tags & target.tags] == FITS[name]


PIP_TAGS = """
import json, sys
from pip._internal.utils.compatibility_tags import get_supported
given = [get_supported(version, platforms, "cp", abis) for version, platforms, abis in json.load(sys.stdin)]
json.dump([sorted(map(str, tags)) for tags in given], sys.stdout)
"""


def test_pip_itself_takes_the_same_wheels() -> None:

    given = []
    for target in TARGETS.values():
        words = _kit_wheels.command(target, {}, Path("x"))
        values = [
            [value for word, value in pairwise(words) if word == f"--{option}"]
            for option in ("python-version", "platform", "abi")
        ]
        given.append([target.python.replace(".", ""), values[1], values[2]])
        assert values[0] == [f"{target.python}.0"]
    done = subprocess.run(
        [sys.executable, "-c", PIP_TAGS], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    for target, tags in zip(TARGETS.values(), json.loads(done.stdout), strict=True):
        # In formats of old Macs, which no wheel of today has, two versions of one library differ.
        differing = set(tags) ^ set(map(str, target.tags))
        assert {tag for tag in differing if "_fat" not in tag} == set(), target


def test_nothing_named_is_this_computer_unless_a_kit_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    (own,) = _kit_targets.chosen([], [])
    assert own.key == (_kit_targets.here().name, f"{sys.version_info.major}.{sys.version_info.minor}")
    held = [("windows", "3.12")]
    assert [one.key for one in _kit_targets.chosen([], [], held)] == held
    both = _kit_targets.chosen(["linux"], ["3.13"], held)
    assert [one.key for one in both] == [("linux", "3.13"), ("windows", "3.12")]
    assert [one.key for one in _kit_targets.chosen(["windows"], [])] == [("windows", own.python)]
    assert [one.key for one in _kit_targets.chosen([], ["3.12"])] == [(own.system.name, "3.12")]
    for python in PYTHONS:
        monkeypatch.setattr(_kit_targets, "this_python", lambda python=python: python)
        assert [one.key for one in _kit_targets.chosen(["windows"], [])] == [("windows", python)]


def test_a_computer_of_another_kind_gets_its_own_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_kit_targets.tags, "platform_tags", lambda: iter(["musllinux_1_2_x86_64"]))
    (own,) = _kit_targets.chosen([], ["3.12"])
    assert own.key == ("this", "3.12")
    tags = parse_wheel_filename("a-1-cp312-cp312-musllinux_1_2_x86_64.whl")[3]
    assert tags & own.tags


# The course's own wheel


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the course's wheel."""
    name, content = _kit_course.course_wheel()
    file = tmp_path_factory.mktemp("course") / name
    file.write_bytes(content)
    return file


def test_the_course_wheel_has_the_files_that_the_build_program_puts_in(course: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={tmp_path}", str(ROOT)]
    subprocess.run(build, capture_output=True, check=True)
    (built,) = tmp_path.glob("*.whl")
    assert built.name == course.name
    ours, theirs = zipfile.ZipFile(course), zipfile.ZipFile(built)
    names = [name for name in theirs.namelist() if "/." not in name]
    assert sorted(ours.namelist()) == sorted(names)
    assert "pioneer_data/constraints.txt" in names
    assert "pioneer_data/course/notebooks/05_weighing_the_evidence.ipynb" in names
    differing = [name for name in names if ours.read(name) != theirs.read(name)]
    own = ("METADATA", "WHEEL", "RECORD")  # the description is that of the last installation
    assert [name for name in differing if not name.endswith(own)] == []


def test_the_record_of_the_course_wheel_is_right_and_its_bytes_stay_the_same(course: Path) -> None:
    archive = zipfile.ZipFile(course)
    (record,) = [name for name in archive.namelist() if name.endswith("RECORD")]
    lines = [line.split(",") for line in archive.read(record).decode().splitlines()]
    assert [name for name, _, _ in lines] == [*sorted(set(archive.namelist()) - {record}), record]
    for name, checksum, size in lines[:-1]:
        content = archive.read(name)
        assert len(content) == int(size)
        assert checksum == f"sha256={_kit_course._digest(content)}"  # noqa: SLF001 - compared below too
    assert _kit_course._digest(b"") == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"  # noqa: SLF001
    assert _kit_course.course_wheel()[1] == course.read_bytes()
    assert {entry.date_time for entry in archive.infolist()} == {(2020, 2, 2, 0, 0, 0)}


def test_what_somebody_made_beside_the_lessons_is_not_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("notebooks", "exercises"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "01_adapted.ipynb").write_text("adapted")
        (tmp_path / part / "my_submission_01_me.ipynb").write_text("mine")
    monkeypatch.setattr(_kit_course, "course_folder", lambda: tmp_path)
    names = zipfile.ZipFile(io.BytesIO(_kit_course.course_wheel()[1])).namelist()
    given = [name for name in names if name.startswith("pioneer_data/course/")]
    assert given == [f"pioneer_data/course/{part}/01_adapted.ipynb" for part in ("exercises", "notebooks")]


def test_a_clone_that_was_changed_since_it_was_installed_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text('[project]\ndependencies = ["pandas>=99"]\n')
    with pytest.raises(StartError, match="installed from an earlier state"):
        _kit_course._refuse_outdated(_kit_course._installed(), project)  # noqa: SLF001 - as above


def test_a_course_that_is_not_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_kit_course, "COURSE", "no-such-course")
    with pytest.raises(StartError, match="without being installed"):
        _kit_course.course_wheel()


# A folder, with a small index instead of the real one


def wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    tag: str = "py3-none-any",
    *needs: str,
    python: str = ">=3.11",
) -> Path:
    """Make a wheel that holds nothing."""
    inside = f"{name}-{version}.dist-info"
    asked = "".join(f"Requires-Dist: {line}\n" for line in needs) + f"Requires-Python: {python}\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as archive:
        archive.writestr(
            f"{inside}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asked}"
        )
        archive.writestr(f"{inside}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{inside}/RECORD", "")
    return folder / f"{name}-{version}-{tag}.whl"


PINNED = {"anywhere": "1.0", "native": "1.0", "late": "1.0"}
PAGES = {"index.html": b"<p>contents</p>", "a.html": b"<p>a</p>"}
SMALL = [
    "wheels/anywhere-1.0-py3-none-any.whl",
    "wheels/native-1.0-cp312-cp312-manylinux_2_17_x86_64.whl",
    "wheels/pioneer_data-0.1.0-py3-none-any.whl",
]
REST = [
    *("LICENSE", "LICENSE-DATA", "SHA256SUMS.txt", "START.html", "constraints.txt", "kit.json"),
    *("pages/a.html", "pages/index.html"),
]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let pip know three packages, of which this computer would not ask for the last."""
    folder = tmp_path / "index"
    folder.mkdir()
    wheel(folder, "anywhere", "1.0", "py3-none-any", 'late ; sys_platform == "win32"')
    wheel(folder, "native", "1.0", "cp312-cp312-manylinux_2_17_x86_64")
    wheel(folder, "native", "1.0", "cp312-cp312-win_amd64")
    wheel(folder, "late")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    given = {"NO_INDEX": "1", "FIND_LINKS": str(folder), "CONFIG_FILE": os.devnull, "NO_CACHE_DIR": "1"}
    for name, value in given.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    monkeypatch.setattr(_kit_targets, "versions", lambda _: dict(PINNED))
    monkeypatch.setattr(_kit_targets, "needed", lambda environment: {"anywhere", "native"})  # noqa: ARG005
    content = wheel(tmp_path, "pioneer_data", "0.1.0", "py3-none-any", "anywhere", "native").read_bytes()
    monkeypatch.setattr(_kit_course, "course_wheel", lambda: (SMALL[-1].partition("/")[2], content))
    monkeypatch.setattr(kit, "_pages", lambda: (len(PAGES), iter(PAGES.items())))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def small(folder: Path, systems: tuple[str, ...] = ("linux",), pythons: tuple[str, ...] = ("3.12",)) -> Path:
    """Make a kit from the small index."""
    assert kit.run(folder, systems, pythons) == 0
    return folder


def refused(
    folder: Path, capsys: pytest.CaptureFixture[str], *words: str, given: tuple[str, str] = ("linux", "3.12")
) -> None:
    """Find one sentence, and everything as it was."""
    before = files(folder) if folder.is_dir() else None
    capsys.readouterr()
    assert kit.run(folder, given[:1], given[1:]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err
    assert (files(folder) if folder.is_dir() else None) == before
    if before is not None:
        assert not [place for place in folder.iterdir() if place.name.startswith(".pioneer")]


@pytest.mark.usefixtures("index")
def test_a_kit_holds_what_it_says_and_says_what_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path / "new" / "kit à usb")
    held = files(folder)
    assert sorted(held) == sorted([*SMALL, *REST])
    said = capsys.readouterr()
    assert said.err == ""
    size = sum(map(len, held.values())) / 1_000_000
    assert re.search(rf"in all +{len(held)} files +{size:.1f} MB", said.out)
    assert re.search(r"wheels +3 files", said.out)
    assert re.search(r"pages +2 files", said.out)
    assert "2 wheels were fetched now" in said.out
    assert "Every package is there for Linux with Python 3.12." in said.out
    assert f"{(folder / 'START.html').as_uri()}" in said.out
    assert "python3.12 -m venv ~/pioneers && " in said.out
    lines = held["SHA256SUMS.txt"].decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(held[name]).hexdigest()}  {name}"
        for name in sorted(held)
        if name != "SHA256SUMS.txt"
    ]
    assert held["constraints.txt"] == (ROOT / "constraints.txt").read_bytes()
    assert held["LICENSE-DATA"] == (ROOT / "LICENSE-DATA").read_bytes()


@pytest.mark.usefixtures("index")
def test_a_kit_that_is_whole_stays_and_needs_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path / "kit")
    (folder / "wheels" / "mine.txt").write_text("mine")
    (folder / "notes.txt").write_text("mine")
    before = files(folder)
    times = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}
    monkeypatch.setattr(subprocess, "Popen", None)
    monkeypatch.setattr(kit, "_pages", None)
    small(folder)
    small(folder, (), ())
    assert files(folder) == before
    assert {file: file.stat().st_mtime_ns for file in (folder / "wheels").iterdir()}.items() <= times.items()
    assert "0 wheels were fetched now; 0 files" in capsys.readouterr().out


@pytest.mark.usefixtures("index")
def test_what_the_wheels_of_another_system_ask_for_comes_too(tmp_path: Path) -> None:
    held = files(small(tmp_path / "kit", ("windows",)))
    assert "wheels/late-1.0-py3-none-any.whl" in held
    assert "wheels/native-1.0-cp312-cp312-win_amd64.whl" in held


def test_a_version_that_depends_on_the_patch_of_python_is_there_for_each(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(index, "anywhere", "2.0", "py3-none-any", python=">=3.12.5")

    def versions(environment: Mapping[str, str]) -> dict[str, str]:
        early = int(environment["python_full_version"].split(".")[2]) < 5
        return {**PINNED, "anywhere": "1.0" if early else "2.0"}

    monkeypatch.setattr(_kit_targets, "versions", versions)
    held = files(small(tmp_path / "kit"))
    assert {SMALL[0], SMALL[0].replace("1.0", "2.0")} <= held.keys()


@pytest.mark.usefixtures("index")
def test_a_system_is_added_and_the_first_stays(tmp_path: Path) -> None:
    folder = small(tmp_path / "kit")
    before = files(folder)
    held = files(small(folder, ("windows",)))
    assert set(before) < set(held)
    assert sorted(name for name in held if "native" in name) == [
        "wheels/native-1.0-cp312-cp312-manylinux_2_17_x86_64.whl",
        "wheels/native-1.0-cp312-cp312-win_amd64.whl",
    ]
    page = BeautifulSoup(held["START.html"], "html.parser")
    assert [heading.get_text() for heading in page.find_all("h3")] == ["Linux", "Windows"]


def test_a_new_version_comes_and_the_old_one_goes(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small(tmp_path / "kit")
    foreign = wheel(folder / "wheels", "anywhere", "0.9")
    wheel(index, "anywhere", "2.0")
    monkeypatch.setitem(PINNED, "anywhere", "2.0")
    held = files(small(folder, (), ()))
    assert "wheels/anywhere-2.0-py3-none-any.whl" in held
    assert "wheels/anywhere-1.0-py3-none-any.whl" not in held
    assert foreign.exists()
    assert "1 wheels were fetched now; 1 files of an earlier kit were removed" in capsys.readouterr().out
    assert "anywhere-1.0" not in held["SHA256SUMS.txt"].decode()


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("name", [SMALL[0], SMALL[2]])
def test_a_damaged_wheel_is_made_whole_and_a_lost_page_comes_again(tmp_path: Path, name: str) -> None:
    folder = small(tmp_path / "kit")
    before = files(folder)
    (folder / name).write_bytes(before[name][:-1] + b"?")
    small(folder)
    assert files(folder) == before
    (folder / name).unlink()
    (folder / "pages" / "a.html").unlink()
    small(folder)
    assert files(folder) == before


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("name", ["START.html", "pages/index.html", "constraints.txt", "kit.json"])
def test_a_file_that_was_changed_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = small(tmp_path / "kit")
    with (folder / name).open("a") as file:
        file.write("\n\n")
    refused(folder, capsys, name, "or it was changed since")


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("name", ["START.html", "SHA256SUMS.txt", SMALL[0]])
def test_a_file_that_is_not_of_a_kit_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "kit" / name).parent.mkdir(parents=True)
    (tmp_path / "kit" / name).write_text("mine")
    refused(tmp_path / "kit", capsys, name, "did not make")


@pytest.mark.usefixtures("index")
def test_a_record_that_names_files_elsewhere_removes_none_of_them(tmp_path: Path) -> None:
    folder = small(tmp_path / "kit")
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    checksum = hashlib.sha256(b"mine").hexdigest()
    with (folder / "SHA256SUMS.txt").open("a") as file:
        for name in ("../outside.txt", "wheels/../../outside.txt", str(outside), "wheels/..", ".."):
            file.write(f"{checksum}  {name}\n")
    small(folder)
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"for": 3}', '{"for": [["linux"]]}', "\udcff"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, record: str) -> None:
    (tmp_path / "kit.json").write_bytes(record.encode(errors="surrogateescape"))
    assert _kit_files.read(tmp_path) == _kit_files.Kit([], {})


# Refusals


@pytest.mark.parametrize("given", [("amiga", "3.12"), ("linux", "3.9"), ("linux", "3"), ("", "")])
def test_an_unknown_system_or_python_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, str]
) -> None:
    choices = "choose 3.11, 3.12 or 3.13" if given[0] == "linux" else "choose linux, linux-arm, windows"
    refused(tmp_path / "kit", capsys, choices, given=given)


@pytest.mark.parametrize("module", kit.NEEDED)
def test_a_missing_program_is_named_with_the_command_that_installs_it(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    how = "-m ensurepip" if module == "pip" else '-m pip install "pioneer-data[kit]"'
    refused(tmp_path / "kit", capsys, kit.NEEDED[module], sys.executable, how)


def test_the_extra_installs_what_is_needed() -> None:

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert extras["kit"] == ["pioneer-data[export]"]


def test_a_wheel_that_is_not_to_be_had_is_named_with_its_system(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(index, "other")
    (index / "native-1.0.tar.gz").write_bytes(b"")
    refused(tmp_path / "a" / "kit", capsys, "native 1.0", "Linux with Python 3.13", given=("linux", "3.13"))
    assert not (tmp_path / "a").exists()
    folder = small(tmp_path / "kit")
    refused(folder, capsys, "native 1.0", "macOS (Apple processor)", given=("macos-arm", "3.12"))


@pytest.mark.usefixtures("index")
def test_without_a_network_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    refused(tmp_path / "kit", capsys, "package index cannot be reached", "connect to the internet")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", "be reached"),
        ("ERROR: No matching distribution found for a==1", "no wheel of a 1 for Windows with Python 3.12"),
        ("/usr/bin/python: No module named pip", "-m ensurepip"),
        ("x\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n", "pip stopped with this: THESE PACKAGES"),
        ("Killed", "pip stopped with this: Killed"),
    ],
)
def test_what_pip_says_becomes_one_sentence(said: str, words: str) -> None:
    sentence = _kit_wheels._sentence(TARGETS["windows", "3.12"], said)  # noqa: SLF001 - pip cannot say all of it here
    assert sentence.startswith("The kit was not made because ")
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("place", ["START.html", "index.html", "SHA256SUMS.txt"])
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    *,
    held: bool,
) -> None:
    folder = small(tmp_path / "kit") if held else tmp_path / "kit"
    if held:
        (folder / "pages" / "a.html").unlink()  # else the pages are not made again
    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name == place:
            raise OSError(28, "No space left on device", str(self))
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    refused(folder, capsys, "No space left on device", "make room there")


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("held", [False, True])
def test_a_kit_that_cannot_all_be_put_in_place_is_not_changed_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, held: bool
) -> None:
    folder = small(tmp_path / "kit") if held else tmp_path / "kit"
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target) == folder / "kit.json" and self.parent.name != "before":
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", locked)
        refused(folder, capsys, "Permission denied", given=("windows", "3.12"))
    assert held == folder.exists()


def test_a_folder_that_cannot_be_written_or_is_a_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kit").write_text("a file")
    refused(tmp_path / "kit", capsys, "File exists", "choose another folder")
    refused(tmp_path / "kit" / "deeper", capsys, "Not a directory")
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(0o500)
    program = "import sys; from pioneer_data import kit; sys.exit(kit.run(sys.argv[1]))"
    for name in ("locked", "locked/kit"):
        command = [*lab.without_power(), sys.executable, "-c", program, str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1, done.stderr
        assert "Permission denied" in done.stderr
        assert list((tmp_path / "locked").iterdir()) == []


@pytest.mark.usefixtures("index")
def test_ctrl_c_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_kit_files, "refuse_foreign", interrupted)
    with pytest.raises(KeyboardInterrupt):
        kit.run(tmp_path / "a" / "kit", ["linux"], ["3.12"])
    assert not (tmp_path / "a").exists()


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.usefixtures("index")
def test_a_terminal_shows_one_bar_over_wheels_and_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, bar = [], kit._bar  # noqa: SLF001 - what it counts is not written each time
    monkeypatch.setattr(kit, "_bar", lambda number: made.append(bar(number)) or made[0])
    monkeypatch.setattr(sys, "stderr", Terminal())
    small(tmp_path / "kit")
    assert "wheels and pages:   0%" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert [(one.n, one.total) for one in made] == [(4, 4)]


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("  Downloading numpy-2.4.6-cp311-cp311-win_amd64.whl (16.9 MB)", True),
        ("  Using cached altair-6.3.0-py3-none-any.whl", True),
        ("Processing ./wheels/late-1.0-py3-none-any.whl", True),
        ("  Downloading altair-6.3.0-py3-none-any.whl.metadata (11 kB)", False),
        ("Saved ./altair-6.3.0-py3-none-any.whl", False),
    ],
)
def test_a_line_of_pip_counts_if_it_is_a_wheel(line: str, *, counts: bool) -> None:
    assert bool(_kit_wheels.FETCHED.match(line + "\n")) == counts


# The page that begins


@each_target
def test_the_guide_has_the_commands_of_each_system(target: _kit_targets.Target) -> None:
    page = BeautifulSoup(_kit_guide.page([target]), "html.parser")
    start, again, check, whole = [code.get_text() for code in page.select("pre code")]
    windows = target.system.name == "windows"
    python = f"py -{target.python}" if windows else f"python{target.python}"
    home = '"%USERPROFILE%\\pioneers\\Scripts\\' if windows else "~/pioneers/bin/"
    assert start.startswith(f"{python} -m venv ")
    assert start.count(" && ") == 2
    assert f"{home}python" in start
    assert " --no-index --find-links wheels -c constraints.txt pioneer-data && " in start
    assert start.endswith(again)
    assert again.startswith(f"{home}pioneer")
    assert check.startswith(f"{home}pioneer")
    assert check.endswith(" check")
    assert whole.startswith(f'{python} -c "')
    assert not set("!%`$\\") & set(whole)
    assert whole.count('"') == 2
    assert ("/" in start) == (not windows)


def test_the_guide_is_one_page_that_loads_nothing() -> None:
    for targets in ([TARGETS["linux", "3.11"]], list(TARGETS.values())):
        text = _kit_guide.page(targets).decode()
        page = BeautifulSoup(text, "html.parser")
        assert page.html["lang"] == "en-GB"
        assert len(page.find_all("h1")) == 1
        assert not page.select("script, link, img, iframe, [src], [onclick]")
        assert [link["href"] for link in page.find_all("a")] == [
            "pages/index.html",
            "LICENSE",
            "LICENSE-DATA",
        ]
        assert not re.search(r"https?:|//|url\(", text)
        assert [li.get_text() for li in page.find_all("li")][-1].startswith(targets[-1].system.words)
    assert "or 3.13" in text
    assert "py -3.13" in text


def test_the_guide_breaks_no_rule_of_accessibility(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "START.html").write_bytes(_kit_guide.page(list(TARGETS.values())))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "START.html").as_uri())
    for width in (1280, 760, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.violations(page) == []
    assert len(asked) == 1
    page.close()


@pytest.mark.usefixtures("index")
@pytest.mark.skipif(sys.platform == "win32", reason="the command is one for a POSIX shell")
def test_the_command_for_a_copy_finds_every_damage(tmp_path: Path) -> None:
    folder = small(tmp_path / "kit")
    page = BeautifulSoup(_kit_guide.page([TARGETS["linux", "3.12"]]), "html.parser")
    command = page.select("pre code")[-1].get_text()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3.12").symlink_to(sys.executable)
    shell, path = shutil.which("sh"), {"PATH": str(tmp_path / "bin")}
    assert shell

    def says() -> list[str]:
        given = {"cwd": folder, "env": path, "text": True}
        return subprocess.check_output([shell, "-c", command], **given).splitlines()

    assert says() == ["All files are whole."]
    (folder / SMALL[0]).write_bytes(b"cut off")
    (folder / "pages" / "index.html").unlink()
    assert says() == ["damaged or missing: pages/index.html", f"damaged or missing: {SMALL[0]}"]
