"""``pioneer check`` says FAIL for each thing that a test really breaks, and PASS where all is well."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import altair as alt
import lab
import psutil
import pytest

import pioneer_data
from pioneer_data import _check_machine, _check_notebook, check, cli
from pioneer_data._check_privacy import without_names
from pioneer_data.charts import SCHEMA
from pioneer_data.check import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(pioneer_data.__file__).resolve().parent
SITE = Path(psutil.__file__).resolve().parent.parent
NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
ONE = """
import pioneer_data._check_kernel as _check_kernel
from pioneer_data.check import in_notebook, in_shell
{before}
checks = in_notebook() if {notebook} else in_shell(_check_kernel.Kernel())
for one in checks:
    if one.name in {names}:
        print(one.carry_out().line)
"""
ALL = "import sys; from pioneer_data.check import run; sys.exit(run(kernel={kernel}))"
COMMAND = "import sys; from pioneer_data.cli import main; sys.exit(main(['check']))"
COURSE = importlib.metadata.distribution("pioneer-data").read_text("METADATA") or ""


def child(
    code: str, folder: Path, path: tuple[Path, ...] = (), start: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own, with folders in front of its path."""
    places = os.pathsep.join(map(str, (*path, PACKAGE.parent)))
    environment = {**os.environ, "PYTHONPATH": places, "PYTHONUTF8": "1", **variables}
    command = [*(start or (sys.executable, "-P")), "-c", code]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, check=False, timeout=60
    )


def lines(
    *names: str,
    folder: Path,
    path: tuple[Path, ...] = (),
    start: tuple[str, ...] = (),
    before: str = "",
    notebook: bool = False,
    **variables: str,
) -> list[str]:
    """Return the lines of some checks from a Python of its own."""
    code = ONE.format(names=names, before=before, notebook=notebook)
    done = child(code, folder, path, start, **variables)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def line(check_of: Check) -> str:
    """Return the line of a check in this Python; it takes the current folder as it finds it."""
    return check_of.carry_out().line


def fake(folder: Path, name: str, version: str, metadata: str | None = None) -> Path:
    """Write what pip would leave of an installed package, without the package."""
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir(parents=True)
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" if metadata is None else metadata
    (place / "METADATA").write_text(text, encoding="utf-8")
    return folder


def test_a_computer_that_is_well_passes_every_line(tmp_path: Path) -> None:
    done = child(COMMAND, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    head, *found, last = done.stdout.splitlines()
    assert head.startswith(f"pioneer-data {importlib.metadata.version('pioneer-data')}, Python 3.")
    assert [one.split(":")[0] for one in found] == [f"PASS {one.name}" for one in check.in_shell(kernel())]
    assert last == f"All {len(found)} passed."
    assert not done.stderr
    assert not list(tmp_path.iterdir()), "what was written to try is gone"


def kernel() -> check.Kernel:
    return check.Kernel()


def test_every_line_is_made_to_fail_by_a_test() -> None:
    names = {one.name for one in (*check.in_shell(kernel()), *check.in_notebook())}
    names |= {_check_notebook.CHART[0], _check_notebook.CONTROL[0]}
    tests = [Path(__file__), Path(__file__).with_name("test_check_browser.py")]
    text = "".join(one.read_text(encoding="utf-8") for one in tests)
    assert not {name for name in names if f'"FAIL {name}: ' not in text}
    assert all(one.asks.endswith("?") for one in (*check.in_shell(kernel()), *check.in_notebook()))


def test_a_python_that_the_course_does_not_support_fails(tmp_path: Path) -> None:
    old = re.sub(r"(?m)^Requires-Python: .*$", "Requires-Python: <3.11,>=3.9", COURSE)
    places = (fake(tmp_path / "old", "pioneer-data", "0.1.0", old),)
    running = platform.python_version()
    [found] = lines("Python version", folder=tmp_path, path=places)
    assert found == (
        f"FAIL Python version: {running}, but the course needs <3.11,>=3.9. "
        "Mend: Install Python 3.13, and with it the course in a new environment."
    )
    own = ".".join(running.split(".")[:2])
    untried = COURSE.replace(f"Classifier: Programming Language :: Python :: {own}\n", "")
    places = (fake(tmp_path / "untried", "pioneer-data", "0.1.0", untried),)
    [found] = lines("Python version", folder=tmp_path, path=places)
    assert found.startswith(f"PASS Python version: {running}, which fits, but the course was tested with 3.1")


def test_a_course_that_is_not_installed_fails(tmp_path: Path) -> None:
    bare = (sys.executable, "-P", "-S")
    found = lines("Python version", "Packages", folder=tmp_path, start=bare)
    assert [one[:40] for one in found] == [
        "FAIL Python version: not known whether i",
        "FAIL Packages: not known, because the co",
    ]
    assert all(one.endswith("Mend: Install the course: python -m pip install pioneer-data") for one in found)


def test_packages_that_are_older_than_needed_or_missing_fail_with_the_command(tmp_path: Path) -> None:
    more = COURSE.replace(
        "Requires-Dist: pandas>=3.0\n", "Requires-Dist: pandas>=3.0\nRequires-Dist: no-such>=2\n"
    )
    places = (fake(fake(tmp_path / "x", "pandas", "1.0.0"), "pioneer-data", "0.1.0", more),)
    [found] = lines("Packages", folder=tmp_path, path=places)
    assert found == (
        "FAIL Packages: pandas is 1.0.0, but pioneer-data needs >=3.0; no-such is missing. "
        'Mend: In the Python of the course run: python -m pip install "pandas>=3.0" "no-such>=2"'
    )


def test_other_versions_than_the_tested_ones_pass_with_a_note(tmp_path: Path) -> None:
    places = (fake(tmp_path / "new", "narwhals", "2.999"),)
    [found] = lines("Packages", folder=tmp_path, path=places)
    assert re.fullmatch(
        r"PASS Packages: \d+ there and fitting; 1 in versions not tested: narwhals 2.999 \(tested: [\d.]+\).",
        found,
    )


def test_a_missing_package_is_named_and_the_other_lines_still_come(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "packaging"
    broken.mkdir(parents=True)
    missing = 'raise ModuleNotFoundError("No module named \'packaging\'", name="packaging")'
    (broken / "__init__.py").write_text(missing)
    done = child(ALL.format(kernel=False), tmp_path, (broken.parent,))
    assert done.returncode == 1
    assert "FAIL Packages: packaging is not installed, which the course needs. Mend: Install" in done.stdout
    assert "\nPASS Tables: " in done.stdout
    assert "\n2 of 10 failed: Python version, Packages. Do what stands after Mend" in done.stdout
    assert not done.stderr


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package without the constraints beside it."""
    copy = tmp_path_factory.mktemp("copy") / "pioneer_data"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "course", "template"))
    return copy


def test_a_table_with_one_changed_byte_and_a_lost_descriptor_fail(package: Path, tmp_path: Path) -> None:
    table = package / "tables" / "sites.csv"
    content = table.read_bytes()
    table.write_bytes(content.replace(b"1", b"2", 1))
    [found] = lines("Tables", folder=tmp_path, path=(package.parent,))
    assert found.startswith("FAIL Tables: 1 of ")
    assert " cannot be used: sites. Mend: To mend it, install the package again" in found
    table.write_bytes(content)
    (package / "datapackage.json").write_bytes(b"{")
    [found] = lines("Tables", folder=tmp_path, path=(package.parent,))
    assert found.startswith("FAIL Tables: The file datapackage.json of pioneer_data is damaged")
    done = child(COMMAND, tmp_path, (package.parent,))
    assert done.returncode == 1
    assert "\nFAIL Tables: The file datapackage.json of pioneer_data is damaged" in done.stdout
    assert not done.stderr


def test_what_was_not_foreseen_becomes_a_line_of_its_own(package: Path, tmp_path: Path) -> None:
    [found] = lines("Packages", folder=tmp_path, path=(package.parent,))
    assert found.startswith("FAIL Packages: this could not be looked at (FileNotFoundError: The versions of")
    assert found.endswith("Mend: Show this line to your teacher.")


@NOT_WINDOWS
def test_a_locked_folder_fails(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    start = (*lab.without_power(), sys.executable, "-P")
    found = lines("Writing", "Disk space", folder=locked, start=start)
    assert found[0].startswith("FAIL Writing: no file can be written into ")
    assert found[0].endswith(f"locked (Permission denied). Mend: {_check_machine.ELSEWHERE}")
    assert found[1].startswith("PASS Disk space: "), "one cause, one line"


@NOT_WINDOWS
def test_the_folders_inside_the_course_folder_are_tried_too(tmp_path: Path) -> None:
    folder = lab.copy_of_the_course(tmp_path / cli.FOLDER)
    (folder / "exercises").rename(folder / "away")
    (folder / "exercises").symlink_to(folder / "away")
    (folder / "notebooks").chmod(0o555)
    start = (*lab.without_power(), sys.executable, "-P")
    for here in (folder, folder.parent, folder / "exercises"):
        [found] = lines("Writing", folder=here, start=start)
        assert "notebooks (Permission denied)" in found, here
    (folder / "notebooks").chmod(0o755)


LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_{name}, ({bytes}, {bytes}))"


@NOT_WINDOWS
def test_a_disk_that_takes_less_than_the_course_fails(tmp_path: Path) -> None:
    before = LIMIT.format(name="FSIZE", bytes=2**20)  # as a person's limit on a shared disk
    [found] = lines("Disk space", folder=tmp_path, before=before)
    assert re.match(
        r"FAIL Disk space: [\d.]+ MB could not be written \(File too large\). Mend: Delete", found
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux makes a small disk of memory this easily")
def test_a_full_disk_fails(tmp_path: Path) -> None:
    apart = [shutil.which("unshare") or "unshare", "--mount", "--map-root-user"]
    if subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("this computer does not let a test have a disk of its own (unshare --mount)")
    small = f'mount -t tmpfs -o size=1m small {tmp_path} && cd {tmp_path} && exec {sys.executable} -P "$@"'
    start = (*apart, "sh", "-c", small, "sh")
    [found] = lines("Disk space", folder=tmp_path, start=start)
    assert re.match(r"FAIL Disk space: (1.0|0.\d) MB free, but the course needs \d\.\d MB. Mend: Del", found)


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("OneDrive - Trust", "OneDrive"),
        ("Dropbox (Team)", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud Drive"),
        ("iCloudDrive", "iCloud Drive"),
        ("CloudStorage/GoogleDrive-me", "Google Drive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Box Sync", "Box"),
        ("Nextcloud", "Nextcloud"),
        ("CloudStorage/Other", "a cloud service"),
    ],
)
def test_a_folder_of_a_cloud_service_fails(
    name: str, service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name / "courses"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert line(check.CLOUD).startswith(f"FAIL Cloud folder: {service} keeps this folder. Mend: Work outside")


@NOT_WINDOWS
def test_a_cloud_folder_is_known_by_variable_by_home_and_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Mine/courses", "Box", "Boxes", "Dropbox", "Documents"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "Dropbox" / _check_machine.RECORD).write_text("{}")
    (tmp_path / "Documents" / cli.FOLDER).symlink_to(tmp_path / "Dropbox")
    monkeypatch.setenv("HOME" if os.name == "posix" else "USERPROFILE", str(tmp_path))
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Mine"))
    found = {}
    for name in ("Mine/courses", "Box", "Documents", "Boxes"):
        monkeypatch.chdir(tmp_path / name)
        found[name] = line(check.CLOUD).partition(": ")[2].split(" keeps")[0]
    none = "none is known to keep this folder."
    assert found == {
        "Mine/courses": "OneDrive",
        "Box": "Box",
        "Documents": "Dropbox",
        "Boxes": none,
    }


@NOT_WINDOWS
def test_a_path_that_is_too_long_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    while len(str(Path.cwd())) < os.pathconf("/", "PC_PATH_MAX") - 60:
        room = os.pathconf("/", "PC_PATH_MAX") - 30 - len(str(Path.cwd()))
        Path("d" * min(room, 200)).mkdir()
        os.chdir("d" * min(room, 200))
    found = line(check.LENGTH)
    assert re.match(r"FAIL Path length: the longest path of the course has 4\d+ characters, and this", found)
    assert "Mend: Use a folder with a shorter path." in found


def test_the_limit_of_windows_counts_the_longest_name_that_jupyterlab_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit itself is given here; nothing was tried on Windows."""
    inside = len("/notebooks/.ipynb_checkpoints/05_weighing_the_evidence-checkpoint.ipynb")
    for length, fails in ((259 - inside, False), (260 - inside, True)):
        folder = tmp_path / ("d" * (length - len(str(tmp_path)) - 1))
        folder.mkdir()
        monkeypatch.chdir(folder)
        found, mend = _check_machine.path_length(_check_machine.WINDOWS_PATH)
        assert bool(mend) == fails, found


@NOT_WINDOWS
@pytest.mark.parametrize("name", ["a:b", "what?", "line\nbreak", "back\\slash", os.fsdecode(b"not\xff")])
def test_characters_that_programs_trip_over_fail(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / name)
    found = line(check.LETTERS)
    assert found.startswith("FAIL Path characters: the path holds ")
    assert found.isprintable()
    found.encode("ascii")


def test_letters_of_other_languages_and_signs_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "\u00dcbung f\u00fcr Anf\u00e4nger 1 #2 100% \u6f22"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert line(check.LETTERS) == "PASS Path characters: it has none that programs trip over."


@pytest.fixture
def taken() -> Iterator[int]:
    """Take three ports in a row and give the first."""
    for first in range(20000, 30000, 10):
        with ExitStack() as stack:
            try:
                for number in range(first, first + 3):
                    probe = stack.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", number))
                    probe.listen()
                with socket.socket() as fourth:
                    fourth.bind(("127.0.0.1", first + 3))
            except OSError:
                continue
            yield first
            return


def test_ports_that_are_all_taken_fail(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_PORT", str(taken))
    monkeypatch.setenv("JUPYTER_PORT_RETRIES", "2")
    assert line(check.PORT).startswith(
        f"FAIL Port: none of {taken} to {taken + 2} can be opened (Address already in use). Mend: Close other"
    )
    monkeypatch.setenv("JUPYTER_PORT_RETRIES", "3")
    assert line(check.PORT) == f"PASS Port: {taken + 3} is free."


@NOT_WINDOWS
def test_too_little_memory_fails(tmp_path: Path) -> None:
    before = LIMIT.format(name="AS", bytes=200 * 2**20)
    [found] = lines("Memory", folder=tmp_path, before=before)
    assert found.startswith("FAIL Memory: 200 MB free, 224 MB needed. Mend: Close other programs")
    [found] = lines("Memory", folder=tmp_path, notebook=True, before=before)
    assert found == "PASS Memory: 200 MB free, 128 MB needed."
    [found] = lines("Memory", folder=tmp_path, notebook=True, MEM_LIMIT=str(100 * 2**20))  # a hub's limit
    assert found.startswith("FAIL Memory: 100 MB free, 128 MB needed. Mend: ")


def test_the_limit_of_a_container_is_read(tmp_path: Path) -> None:
    """From files as Linux writes them: only its administrator could set such a limit on this process."""
    group = tmp_path / "groups" / "learners" / "one"
    group.mkdir(parents=True)
    (tmp_path / "own").write_text("4:memory:/elsewhere\n0::/learners/one\n")
    for folder, limit, used in ((group, "max", 9), (group.parent, "1000", 400)):
        (folder / "memory.max").write_text(f"{limit}\n")
        (folder / "memory.current").write_text(f"{used}\n")
        (folder / "memory.stat").write_text("anon 5\ninactive_file 100\n")
    found = _check_machine._left_in_groups(tmp_path / "own", tmp_path / "groups")  # noqa: SLF001 - see above
    assert list(found) == [700]
    assert not list(_check_machine._left_in_groups(tmp_path / "none", tmp_path))  # noqa: SLF001 - see above


def kernelspec(folder: Path, *argv: str, **variables: str) -> Path:
    """Put a kernel called python3 in front of the others."""
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    spec = {"argv": argv, "display_name": "Python 3", "language": "python", "env": variables}
    (place / "kernel.json").write_text(json.dumps(spec))
    return folder


LAUNCHER = ("-m", "ipykernel_launcher", "-f", "{connection_file}")


@pytest.fixture(scope="module")
def other_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with a Python of its own and nothing in it."""
    folder = tmp_path_factory.mktemp("other") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def test_a_kernel_in_another_python_fails(other_python: Path, tmp_path: Path) -> None:
    with_course = os.pathsep.join(map(str, (SITE, PACKAGE.parent)))
    place = kernelspec(tmp_path / "with", str(other_python), *LAUNCHER, PYTHONPATH=with_course)
    started, same = lines("Kernel", "Same Python", folder=tmp_path, JUPYTER_PATH=str(place))
    assert started.startswith("PASS Kernel: it started over tcp in ")
    assert same.startswith("FAIL Same Python: notebooks run in ")
    assert f"{other_python.parent.parent.name}/bin/python with the course of " in same
    assert re.search(r"Mend: Rename the folder \S+with/kernels/python3, which names that Python", same)
    place = kernelspec(tmp_path / "without", str(other_python), *LAUNCHER, PYTHONPATH=str(SITE))
    [same] = lines("Same Python", folder=tmp_path, JUPYTER_PATH=str(place))
    assert "venv/bin/python, which does not have the course. Mend: Rename the folder " in same


def test_a_kernel_with_another_version_of_the_course_fails(tmp_path: Path) -> None:
    other = fake(tmp_path / "other", "pioneer-data", "0.0.9")
    places = os.pathsep.join(map(str, (other, PACKAGE.parent)))
    place = kernelspec(tmp_path, "python", *LAUNCHER, PYTHONPATH=places)
    [same] = lines("Same Python", folder=tmp_path, JUPYTER_PATH=str(place))
    assert "FAIL Same Python: notebooks use version 0.0.9 of the course, this is " in same


def test_a_kernel_that_ends_at_once_fails(tmp_path: Path) -> None:
    place = kernelspec(tmp_path, "python", "-c", "import sys; sys.exit('no luck today')")
    started, same = lines("Kernel", "Same Python", folder=tmp_path, JUPYTER_PATH=str(place))
    assert started.startswith("FAIL Kernel: it did not start (Kernel died before replying to kernel_info)")
    assert ", and said: no luck today. Mend: Run python -m pip install --force-reinstall ipykernel" in started
    assert same.startswith("FAIL Same Python: not known, because no kernel started. Mend: ")


def test_a_kernel_that_never_answers_fails_in_time_and_is_ended(tmp_path: Path) -> None:
    stuck = f"import os, time; open({str(tmp_path / 'id')!r}, 'w').write(str(os.getpid())); time.sleep(50)"
    place = kernelspec(tmp_path, "python", "-c", stuck)
    before = "_check_kernel.SECONDS = 3"
    [found] = lines("Kernel", folder=tmp_path, before=before, JUPYTER_PATH=str(place))
    assert found.startswith("FAIL Kernel: it did not start (Kernel didn't respond in 3 seconds). Mend: ")
    assert not psutil.pid_exists(int((tmp_path / "id").read_text()))


@NOT_WINDOWS
def test_a_kernel_is_spoken_with_as_the_settings_of_jupyter_say() -> None:
    with tempfile.TemporaryDirectory(prefix="p") as short:  # a socket's path may have 107 characters
        settings = {"KernelManager": {"transport": "ipc"}}
        (Path(short) / "jupyter_server_config.json").write_text(json.dumps(settings))
        places = {"JUPYTER_CONFIG_DIR": short, "JUPYTER_RUNTIME_DIR": short}
        [found] = lines("Kernel", folder=Path(short), **places)
    assert found.startswith("PASS Kernel: it started over ipc in ")


AROUND = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


def test_a_notebook_in_another_python_than_jupyterlab_fails(other_python: Path, tmp_path: Path) -> None:
    (tmp_path / "jupyter-lab").write_text(AROUND)
    server = (str(other_python), str(tmp_path / "jupyter-lab"), sys.executable, "-P")
    [found] = lines("Same Python", folder=tmp_path, notebook=True, start=server)
    assert found.startswith(
        f"FAIL Same Python: the notebook runs in {without_names(sys.executable)}, Jupyter"
    )
    assert found.endswith("venv/bin/python. Mend: Close JupyterLab, and start it with: pioneer start")
    [found] = lines("Same Python", folder=tmp_path, notebook=True, start=server, JUPYTERHUB_API_URL="http:")
    assert found.startswith("PASS Same Python: ")
    own = (sys.executable, *server[1:])
    [found] = lines("Same Python", folder=tmp_path, notebook=True, start=own)
    assert found == "PASS Same Python: the notebook and JupyterLab use the same one."


def test_where_no_panel_can_be_shown_a_cell_prints_the_report(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "anywidget"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('no panels here')")
    done = child("from pioneer_data.check import check; check()", tmp_path, (broken.parent,))
    assert done.returncode == 0, done.stderr
    for name in ("Chart", "Control"):
        assert (
            f"FAIL {name}: the page could not be tested (ImportError: no panels here). Mend:" in done.stdout
        )
    assert "PASS Tables: " in done.stdout


def test_the_report_holds_no_names(tmp_path: Path) -> None:
    home = tmp_path / "homes" / "ada.lovelace"
    locked = home / "OneDrive" / "ada@lovelace.example" / "Byron"
    locked.mkdir(parents=True)
    missing = str(home / "venv" / "bin" / "python")
    places = kernelspec(home / "jupyter", missing, *LAUNCHER)
    locked.chmod(0o555)
    names = {"USER": "ada.lovelace", "LOGNAME": "ada.lovelace", "USERNAME": "CountessA", "SUDO_USER": "alk"}
    names |= {"COMPUTERNAME": "ANALYTICAL-PC", "HOSTNAME": "engine.babbage.example"}
    names |= {"EMAIL": "ada@lovelace.example", "GIT_AUTHOR_NAME": "Augusta Byron", "HOME": str(home)}
    names |= {"JUPYTER_PATH": str(places), "JUPYTERHUB_USER": "countess"}
    start = (*lab.without_power(), sys.executable, "-P")
    done = child(ALL.format(kernel=True), locked, start=start, **names)
    locked.chmod(0o755)
    assert done.returncode == 1
    assert "FAIL Writing: no file can be written into ~/OneDrive/(address)/(user) (Perm" in done.stdout
    assert re.search(r"FAIL Kernel: it did not start .*~/venv/bin/python", done.stdout)
    assert "it holds neither your name nor your home folder" in done.stdout
    told = (done.stdout + done.stderr).lower()
    personal = ["ada.lovelace", "ada", "lovelace", "byron", "augusta", "countess", "countessa", "alk"]
    personal += ["analytical", "engine", "babbage", "homes", platform.node().lower()]
    found = [name for name in personal if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", told)]
    assert not found, done.stdout


def test_names_are_taken_out_of_paths_of_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As text only: nothing was tried on Windows."""
    for name, value in (
        ("USERPROFILE", "C:\\Users\\Ada L"),
        ("USERNAME", "Ada L"),
        ("COMPUTERNAME", "ENGINE1"),
    ):
        monkeypatch.setenv(name, value)
    told = (
        "c:\\users\\ada l\\x, 'C:\\\\Users\\\\Ada L\\\\x', C:/Users/Ada L/x, C:\\Users\\Ada Lovett on engine1"
    )
    shown = "~\\x, '~\\\\x', ~/x, C:\\Users\\Ada Lovett on (computer)"
    assert without_names(told) == shown


def test_the_table_of_results_is_one_for_readers_of_all_kinds() -> None:
    findings = [
        Finding("Port", passed=True, found="8888 is free"),
        Finding("Memory", passed=False, found="1 < 2", mend="Close <it>"),
    ]
    bundle = _check_notebook.results(findings)
    html, plain = bundle["text/html"], bundle["text/plain"]
    assert html.count("<caption") == 1
    assert html.count('scope="col"') == 4
    assert html.count('scope="row"') == 2
    assert "<strong>FAIL</strong>" in html
    assert "1 &lt; 2" in html
    assert "\nFAIL Memory: 1 < 2. Mend: Close <it>\n" in plain
    assert _check_notebook.results(findings[:1])["text/html"].count('scope="col"') == 3
    assert "PASS" not in str(_check_notebook.questions())


def test_the_chart_is_one_that_vega_lite_knows() -> None:
    spec = {**_check_notebook.sample_chart().spec, "$schema": SCHEMA}
    alt.Chart.from_dict(spec)
