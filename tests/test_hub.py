"""The shipped hub, really started: three learners work at once, and a hub started again finds their work.

Accounts and systemd are replaced (see ``hub_config.py``); what systemd would be told is tested by itself.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hub
import nbformat
import psutil
import pytest
from hub import CHART, LESSON, SHIPPED, Heard, Hub, HubError, Kernel, Learner
from traitlets.config import Config, PyFileConfigLoader

from pioneer_data import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_PATH = 107  # characters in the path of a socket on Linux; macOS takes 103
LONG_NAME = "a-learner-whose-account-has-a-name-as-long-as-systems-accept-it-1"
NAMES = ("learner01", "learner02", LONG_NAME)
MEMORY, CPU = "700M", "0.75"
NOTE = "I thought that 50 had answered."


@dataclass
class Seen:
    """What one learner saw."""

    learner: Learner
    prepared: set[str] = field(default_factory=set)
    notebook: nbformat.NotebookNode = field(default_factory=nbformat.v4.new_notebook)
    first_charts: list[float] = field(default_factory=list)
    moved: list[Heard] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    connection: dict[str, Any] = field(default_factory=dict)
    listens: list[int] = field(default_factory=list)


@pytest.fixture(scope="module", autouse=True)
def _all_there() -> None:
    reason = hub.missing()
    if reason:
        assert not os.environ.get("CI"), f"CI must run the hub. {reason}"
        pytest.skip(reason)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def started(folder: Path) -> Iterator[Hub]:
    with hub.running(folder, PIONEERS_MEMORY=MEMORY, PIONEERS_CPU=CPU, PIONEERS_ADMINS="teacher") as running:
        yield running


@pytest.fixture(scope="module")
def seen(started: Hub) -> list[Seen]:
    with ThreadPoolExecutor(len(NAMES)) as pool:
        return list(pool.map(lambda name: lesson(Learner(started, name)), NAMES))


def lesson(learner: Learner) -> Seen:
    """Do what a learner does with lesson 02."""
    learner.log_in()
    learner.start()
    found = Seen(learner)
    found.prepared = {each["path"] for each in learner.own("GET", "contents/notebooks")["content"]}
    found.notebook = hub.blank(learner.read(LESSON))
    with learner.kernel(LESSON) as kernel:
        hub.run_cells(kernel, found.notebook, found.first_charts.append)
        found.moved = kernel.move("silent", 75)
        look_at(kernel, found)
    found.notebook.cells[0].source += f"\n\n{NOTE}"
    learner.save(LESSON, found.notebook)
    return found


def look_at(kernel: Kernel, found: Seen) -> None:
    """Ask a kernel what it was started with."""
    found.environment = kernel.value("dict(__import__('os').environ)")
    found.connection = kernel.value(
        "__import__('ipykernel.connect').connect.get_connection_info(unpack=True) | {'key': ''}"
    )
    connections = psutil.Process(kernel.value("__import__('os').getpid()")).net_connections("inet")
    found.listens = [each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN]


@pytest.mark.parametrize("turn", range(len(NAMES)))
def test_a_learner_gets_the_course_and_runs_lesson_02(seen: list[Seen], turn: int) -> None:
    found = seen[turn]
    assert {f"notebooks/{file.name}" for file in (cli.course_folder() / "notebooks").glob("*.ipynb")} <= (
        found.prepared
    )
    cells = [cell for cell in found.notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert len(found.first_charts) == 1


@pytest.mark.parametrize("turn", range(len(NAMES)))
def test_a_moved_control_redraws_its_chart(seen: list[Seen], turn: int) -> None:
    charts = [each.content for each in seen[turn].moved if each.kind == "update_display_data"]
    assert len(charts) == 1
    assert "75%" in str(charts[0]["data"][CHART])


@pytest.mark.parametrize("turn", range(len(NAMES)))
def test_what_is_saved_is_there(seen: list[Seen], turn: int) -> None:
    learner, saved = seen[turn].learner, seen[turn].notebook
    assert NOTE in saved.cells[0].source
    assert learner.read(LESSON) == saved
    on_disk = learner.hub.home(learner.name) / "pioneers-course" / LESSON
    assert NOTE in on_disk.read_text(encoding="utf-8")


@pytest.mark.parametrize("turn", range(len(NAMES)))
def test_kernels_use_files_not_ports_and_their_paths_are_short(seen: list[Seen], turn: int) -> None:
    found = seen[turn]
    assert found.connection["transport"] == "ipc"
    assert len(found.listens) <= 1  # ipykernel's pipe for what its own children print
    address, ports = found.connection["ip"], [v for k, v in found.connection.items() if k.endswith("_port")]
    sockets = [Path(f"{address}-{port}") for port in ports]
    assert len(sockets) == 5
    assert all(path.is_socket() for path in sockets)
    assert max(len(str(path)) for path in sockets) <= LONGEST_PATH
    runtime = Path(found.environment["JUPYTER_RUNTIME_DIR"])
    assert (runtime.stat().st_mode & 0o777, runtime.stat().st_uid) == (0o700, os.geteuid())


def test_servers_that_are_given_the_same_port_do_not_meet(seen: list[Seen]) -> None:
    """The port that JupyterHub finds free may be found free twice; here everybody's is the same."""
    found = [urlsplit(each.environment["JUPYTERHUB_SERVICE_URL"]) for each in seen]
    assert len({url.port for url in found}) == 1
    addresses = {ip_address(str(url.hostname)) for url in found}
    assert len(addresses) == len(NAMES)
    assert all(address.is_loopback for address in addresses)


def test_limits_reach_the_servers(seen: list[Seen]) -> None:
    for found in seen:
        assert found.environment["MEM_LIMIT"] == str(700 * 2**20)
        assert found.environment["CPU_LIMIT"] == CPU


def test_nobody_gets_into_the_server_of_another(seen: list[Seen]) -> None:
    first, second, _ = (found.learner for found in seen)
    for place in (f"api/contents/{LESSON}", "api/kernels", "lab"):
        assert first.ask("GET", f"user/{second.name}/{place}").status_code == 403
        assert second.ask("GET", f"user/{second.name}/{place}").status_code == 200
    assert first.ask("DELETE", f"hub/api/users/{second.name}/server").status_code in {403, 404}
    assert second.server()["ready"]
    nobody = Learner(first.hub, "nobody", token="guessed")  # noqa: S106 - it must not open anything
    assert nobody.ask("GET", f"user/{second.name}/api/kernels").status_code == 403


def test_a_wrong_password_does_not_get_in(started: Hub) -> None:
    stranger = Learner(started._replace(password="wrong"), "learner01")  # noqa: S106 - as above
    with pytest.raises(HubError, match="gave 403"):
        stranger.log_in()


def test_a_teacher_who_is_named_sees_the_class(seen: list[Seen], started: Hub) -> None:
    teacher = Learner(started, "teacher")
    teacher.log_in()
    assert {found.learner.name for found in seen} <= {
        each["name"] for each in teacher.ask("GET", "hub/api/users").json()
    }
    assert seen[0].learner.ask("GET", "hub/api/users").status_code == 403


def test_jupyterlab_is_the_course_s_own(seen: list[Seen]) -> None:
    learner = seen[0].learner
    page = learner.ask("GET", f"user/{learner.name}/")
    assert page.status_code == 200
    assert page.url.endswith("/doc/tree/notebooks/00_start_here.ipynb")
    notices = "lab/api/settings/@jupyterlab/apputils-extension:notification"
    settings = learner.ask("GET", f"user/{learner.name}/{notices}").json()
    assert settings["schema"]["properties"]["doNotDisturbMode"]["default"] is True
    assert learner.ask("GET", f"user/{learner.name}/api/terminals").status_code == 404


def test_a_hub_that_is_started_again_finds_the_work_and_stops_idle_servers(
    seen: list[Seen], started: Hub, folder: Path
) -> None:
    """It runs last: the first hub ends here, and nothing of it may be left."""
    hub._stop(started.process)  # noqa: SLF001 - our own
    assert not any(listens(port) for port in started.ports)
    learner, saved = seen[2].learner, seen[2].notebook
    with hub.running(folder, PIONEERS_IDLE_MINUTES="0.1") as again:
        learner = Learner(again, learner.name)
        learner.log_in()
        learner.start()
        assert learner.read(LESSON) == saved
        served = again.process.children(recursive=True)
        wait_until(lambda: not learner.server())
        stopped = [each for each in served if not each.is_running()]
        assert len(stopped) == 1
        saw = (again.home(learner.name) / "pioneers-course" / LESSON).read_text(encoding="utf-8")
        assert NOTE in saw
    assert not any(listens(port) for port in again.ports)
    assert not any(each.is_running() for each in served)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.25)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def shipped(monkeypatch: pytest.MonkeyPatch, state: Path, **settings: str) -> Config:
    """Load the shipped configuration as JupyterHub does."""
    for name in [name for name in os.environ if name.startswith("PIONEERS_")]:
        monkeypatch.delenv(name)
    for name, value in {"PIONEERS_STATE": str(state), **settings}.items():
        monkeypatch.setenv(name, value)
    return PyFileConfigLoader("jupyterhub_config.py", path=str(SHIPPED)).load_config()


def test_as_shipped_only_members_of_the_group_get_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = shipped(monkeypatch, tmp_path)
    assert found.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert found.JupyterHub.authenticator_class == "pam"
    assert found.PAMAuthenticator.allowed_groups == {"pioneers"}
    assert found.Authenticator.admin_users == set()
    assert "allow_all" not in found.PAMAuthenticator
    assert "allow_all" not in found.Authenticator
    named = shipped(monkeypatch, tmp_path, PIONEERS_ADMINS="teacher01 teacher02", PIONEERS_GROUP="course")
    assert named.Authenticator.admin_users == {"teacher01", "teacher02"}
    assert named.PAMAuthenticator.allowed_groups == {"course"}


def test_an_account_gets_in_by_its_group(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import grp  # noqa: PLC0415 - not on Windows
    import pwd  # noqa: PLC0415 - as above

    from jupyterhub.auth import PAMAuthenticator  # noqa: PLC0415 - may be missing

    account = pwd.getpwuid(os.getuid())
    groups = {grp.getgrgid(account.pw_gid).gr_name: True, "pioneers-without-this-account": False}
    for group, expected in groups.items():
        config = shipped(monkeypatch, tmp_path, PIONEERS_GROUP=group)
        allowed = PAMAuthenticator(config=config).check_allowed(account.pw_name, None)
        assert bool(allowed) is expected


def test_systemd_is_told_the_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing runs systemd here: this is the command that the spawner would give."""
    import pwd  # noqa: PLC0415 - not on Windows

    account = pwd.getpwuid(os.getuid())
    config = shipped(monkeypatch, tmp_path)
    commands = told_to_systemd(monkeypatch, config, account.pw_name, tmp_path)
    run = next(command for command in commands if command[0] == "systemd-run")
    properties = dict(
        word.removeprefix("--property=").split("=", 1) for word in run if word.startswith("--property=")
    )
    assert properties["MemoryMax"] == str(2**30)
    assert properties["CPUQuota"] == "100%"
    assert properties["PrivateTmp"] == "yes"
    assert properties["NoNewPrivileges"] == "yes"
    assert f"--uid={account.pw_uid}" in run
    assert run[run.index("--working-directory") + 1] == account.pw_dir
    program = run[run.index("/bin/sh") :]
    assert program[:4] == ["/bin/sh", f"{SHIPPED}/start_server.sh", sys.executable, "pioneers-course"]
    assert "--KernelManager.transport=ipc" in program


def told_to_systemd(
    monkeypatch: pytest.MonkeyPatch, config: Config, account: str, run: Path
) -> list[list[str]]:
    """Start a server with the shipped spawner, whose commands are written down and not run."""
    from systemdspawner import SystemdSpawner, systemd  # noqa: PLC0415 - Linux only

    commands: list[list[str]] = []

    async def write_down(*command: str, **_: object) -> SimpleNamespace:
        commands.append([*command])
        asked = command[:2] in {("systemctl", "is-active"), ("systemctl", "is-failed")}
        code = int(asked and not (command[1] == "is-active" and _runs(commands)))
        return SimpleNamespace(wait=lambda: asyncio.sleep(0, code))

    monkeypatch.setattr(systemd, "RUN_ROOT", str(run))
    monkeypatch.setattr(systemd, "get_systemd_version", lambda: 252)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", write_down)
    spawner = SystemdSpawner(config=config, user=SimpleNamespace(name=account, id=1))
    monkeypatch.setattr(spawner, "get_env", dict)
    asyncio.run(spawner.start())
    return commands


def _runs(commands: list[list[str]]) -> bool:
    return any(command[0] == "systemd-run" for command in commands)
