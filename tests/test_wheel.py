"""The built wheel alone is enough to learn: tables, lessons, controls and settings are inside."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with the build tool of the test environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_everything_a_learner_needs(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "pioneer_data"
    kinds = ("*.py", "*.csv", "*.json", "*.j2", "*.js", "*.css", "*.png", "py.typed")
    wanted = {file.relative_to(ROOT).as_posix() for kind in kinds for file in package.rglob(kind)}
    for folder in ("notebooks", "exercises"):
        files = (ROOT / folder).glob("*.ipynb")
        wanted |= {f"pioneer_data/course/{folder}/{file.name}" for file in files}
    assert wanted <= inside, sorted(wanted - inside)
    assert "pioneer_data/course/notebooks/00_start_here.ipynb" in inside
    assert "pioneer_data/course/exercises/05_weighing_the_evidence.ipynb" in inside


def test_the_wheel_carries_no_solution_and_nothing_that_is_hidden(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in inside if "solutions" in name or "/." in name]


def test_the_wheel_alone_gives_tables_and_the_learners_copy(wheel: Path, tmp_path: Path) -> None:
    """Run from the unpacked wheel, far from the repository, without it on the path."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import pioneer_data as p, sys; assert 'site' in p.__file__, p.__file__; "
        "assert len(p.catalogue()) == 32 and len(p.ki_surveys()) == 3; "
        "from pioneer_data.cli import main; sys.exit(main(['start', 'copy', '--no-open']))"
    )
    command = [sys.executable, "-S", "-c", _with_libraries(tmp_path / "site") + program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("notebooks", "exercises"):
        files = {file.name for file in (ROOT / part).glob("*.ipynb")}
        assert {file.name for file in (tmp_path / "copy" / part).glob("*.ipynb")} == files


def _with_libraries(site: Path) -> str:
    """Return code that puts the unpacked wheel and the installed libraries on the path.

    ``-S`` keeps an editable installation of this repository out of the way.
    """
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    return f"import sys; sys.path[:0] = {[str(site), *libraries]!r}; "
