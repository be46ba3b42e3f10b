"""A real kit is made, installed by its own guide where no network exists, and a lesson is opened from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import lab
import pytest
from bs4 import BeautifulSoup
from packaging.utils import canonicalize_name

from notebooks import ROOT
from pioneer_data import _constraints, _kit_targets, kit

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can cut one program off")
CHILD = Path(__file__).with_name("kit_offline.py")
FENCES = (["unshare", "--user", "--map-root-user", "--net"], ["unshare", "--net"])
MAKE = "import sys; from pioneer_data import kit; sys.exit(kit.run(sys.argv[1]))"
WHEEL = "import sys; from pioneer_data import _kit_course as c; sys.stdout.buffer.write(c.course_wheel()[1])"
DEAD = "http://127.0.0.1:9"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
UNREACHED = "the package index cannot be reached"


class Trial(NamedTuple):
    """A kit, the home folder of a learner who installed it, and what happened."""

    kit: Path
    home: Path
    found: dict[str, Any]

    @property
    def site(self) -> Path:
        """Where the fresh environment keeps its packages."""
        return self.home / "pioneers" / "lib" / f"python{PYTHON}" / "site-packages"


def fence() -> list[str]:
    """Return what cuts a program from the network, or nothing where this machine allows it to nobody."""
    for command in FENCES if shutil.which("unshare") else ():
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return []


def bare(home: Path) -> dict[str, str]:
    """Return the environment of a learner: one Python, and nothing that tells pip or Python where to look."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / f"python{PYTHON}").symlink_to(Path(sys._base_executable))  # type: ignore[attr-defined] # noqa: SLF001
    path = os.pathsep.join([str(home / "bin"), os.environ["PATH"]])
    # Its packages are not compiled, to save time; Python does that when it first needs them.
    given = {"PATH": path, "HOME": str(home), "PIP_CONFIG_FILE": os.devnull, "PIP_NO_COMPILE": "1"}
    dead = {
        name: DEAD for kind in ("http", "https", "all") for name in (f"{kind}_proxy", f"{kind}_proxy".upper())
    }
    return {**given, **dead, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a kit for this system and Python, with the real package index."""
    folder = tmp_path_factory.mktemp("stick") / "workshop kit"
    command = [sys.executable, "-c", MAKE, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if UNREACHED in done.stderr and not os.environ.get("CI"):
        pytest.skip(UNREACHED)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return folder


@pytest.fixture(scope="module")
def trial(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Do what the guide says, cut from the network, and open lesson 02."""
    assert lab.chromium() or not os.environ.get("CI"), "CI must have a Chromium: apt-get install chromium"
    home = tmp_path_factory.mktemp("home")
    page = BeautifulSoup((made / kit.GUIDE).read_bytes(), "html.parser")
    command = page.select("pre code")[0].get_text()
    cut = fence()
    given = [str(made), str(home), command, json.dumps(bare(home))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PIONEERS_CUT": "yes" if cut else ""}
    done = subprocess.run(
        [*cut, sys.executable, str(CHILD), *given],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    yield Trial(made, home, json.loads(done.stdout))
    shutil.rmtree(home)


def test_the_network_was_cut(trial: Trial) -> None:
    # Where the system allows no namespace, a proxy that answers nothing stands in for the cut.
    assert trial.found["cut"] == bool(fence())


def test_the_guide_installs_every_package_in_its_version(trial: Trial) -> None:
    code, said = trial.found["install"]
    assert code == 0, said
    held = {path.name.partition("-")[0]: path for path in trial.site.glob("*.dist-info")}
    versions = {canonicalize_name(name): path.name.split("-")[1][:-5] for name, path in held.items()}
    known = _constraints.versions()
    assert versions.pop("pioneer-data")
    own = {name for name in ("pip", "setuptools") if versions.pop(name, None)}  # come with the environment
    assert own
    assert versions == {name: known[name] for name in _constraints.needed()}


def test_the_installed_course_is_this_one(trial: Trial) -> None:
    package = trial.site / "pioneer_data"
    kinds = ("*.py", "*.csv", "*.json", "*.j2", "*.js", "*.css", "*.png")
    for file in (file for kind in kinds for file in (ROOT / "pioneer_data").rglob(kind)):
        assert (package / file.relative_to(ROOT / "pioneer_data")).read_bytes() == file.read_bytes()
    for part in ("notebooks", "exercises"):
        there = {file.name: file.read_bytes() for file in (package / "course" / part).glob("*.ipynb")}
        assert there == {file.name: file.read_bytes() for file in (ROOT / part).glob("*.ipynb")}
    assert (package / "constraints.txt").read_bytes() == (ROOT / "constraints.txt").read_bytes()
    assert len(list((trial.home / "pioneers-course" / "notebooks").glob("*.ipynb"))) == 6


def test_lesson_02_runs_from_it_in_a_browser_and_draws_every_chart(trial: Trial) -> None:
    if lab.chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or set CHROMIUM")
    assert trial.found["outside"] == []


def test_the_installed_course_makes_the_same_wheel(trial: Trial) -> None:
    python = trial.home / "pioneers" / "bin" / "python"
    done = subprocess.run([python, "-c", WHEEL], cwd=trial.home, capture_output=True, check=True)
    (course,) = (trial.kit / "wheels").glob("pioneer_data-*.whl")
    assert done.stdout == course.read_bytes()


def test_every_wheel_is_a_whole_archive_and_the_pages_are_there(made: Path) -> None:
    wheels = list((made / "wheels").iterdir())
    (target,) = _kit_targets.chosen([], [])
    assert len(wheels) == 1 + len({one for end in target.ends() for one in end.needs().items()})
    assert [file.name for file in wheels if zipfile.ZipFile(file).testzip()] == []
    assert (made / "pages" / "index.html").is_file()
    assert len(list((made / "pages").glob("*.html"))) == 1 + len(
        [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "exercises").glob("*.ipynb")]
    )


def test_the_real_kit_is_whole_and_brought_up_to_date_without_a_network(made: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in made.rglob("*") if file.is_file()}
    environment = {**os.environ, "PIP_INDEX_URL": DEAD, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    command = [*fence(), sys.executable, "-c", MAKE, str(made)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 wheels were fetched now; 0 files" in done.stdout
    after = {file.name: file.stat().st_mtime_ns for file in made.rglob("*") if file.is_file()}
    assert sorted(set(after.items()) ^ set(before.items())) == []
