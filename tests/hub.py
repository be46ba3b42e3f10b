"""Start the shipped JupyterHub on this machine, and be a learner on it: log in, run a lesson, move a control.

A learner here is a program that says to the hub what a browser would say, over HTTP and web sockets; the
pages themselves are not drawn. For tests and benchmarks.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import lab
import nbformat
import psutil
import requests
import websocket
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session

import pioneer_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / ".jupyterhub"
LESSON = "notebooks/02_ki_survey_trends.ipynb"
CHART = "application/vnd.vegalite.v5+json"
NO_NPM = "JupyterHub's proxy comes from npm, and there is no npm on this machine: apt-get install npm"
NO_HUB = "JupyterHub is not installed: python -m pip install -c constraints.txt -e '.[hub]'"
PATIENCE = 240.0  # seconds after which something never comes
STOP_SECONDS = 30.0
AGAIN_SECONDS = 10.0  # unless the hub says when


class HubError(Exception):
    """The hub did not do what a learner asked for; the message says what was asked and the answer."""


def proxy() -> Path | None:
    """Return the proxy, fetched once from npm as the shipped lock file says, or None where npm is missing."""
    files = [SHIPPED / "proxy" / name for name in ("package.json", "package-lock.json")]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    kept = Path(os.environ.get("PROXY_CACHE") or HERE / ".proxy") / digest
    npm = shutil.which("npm")
    if not kept.is_dir():
        if npm is None:
            return None
        _fetch(npm, files, kept)
    return kept / "node_modules/.bin/configurable-http-proxy"


def _fetch(npm: str, files: Sequence[Path], kept: Path) -> None:
    """Put the folder in place in one step: another test process may be doing the same."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name:
        unfinished = Path(name) / "proxy"
        unfinished.mkdir()
        for file in files:
            shutil.copy(file, unfinished)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            command, cwd=unfinished, capture_output=True, text=True, timeout=180, check=False
        )
        assert not done.returncode, (
            f"npm did not fetch the proxy; connect once, then it is kept: {done.stderr}"
        )
        with contextlib.suppress(OSError):  # the other process was first
            unfinished.rename(kept)


def missing() -> str:
    """Say what a hub needs that is not on this machine; empty if all is there."""
    if importlib.util.find_spec("jupyterhub") is None:
        return NO_HUB
    return "" if proxy() else NO_NPM


class Hub(NamedTuple):
    """A hub that runs.

    Parameters
    ----------
    base : str
        Its address.
    password : str
        Everybody's.
    process : psutil.Process
        The hub; the proxy, the culler and all servers descend from it.
    ports : list of int
        What it listens on.
    folder : pathlib.Path
        Holds its state, its log and the learners' home folders.
    """

    base: str
    password: str
    process: psutil.Process
    ports: list[int]
    folder: Path

    def home(self, name: str) -> Path:
        """Return a learner's home folder."""
        return self.folder / "homes" / name


@contextlib.contextmanager
def running(folder: Path, **settings: str) -> Iterator[Hub]:
    """Run the shipped hub and stop it, with all that it started.

    Parameters
    ----------
    folder : pathlib.Path
        For state, log and home folders; what is in there already is used.
    **settings : str
        Variables that the shipped configuration reads, such as ``PIONEERS_IDLE_MINUTES="1"``.

    Yields
    ------
    Hub
        Once it answers.
    """
    ports, password = lab.free_ports(4), secrets.token_hex(8)
    short = tempfile.mkdtemp(prefix="hub-")  # directly in /tmp, like the one that systemd gives each learner
    environment = {**_environment(folder, ports, short), "PIONEERS_PASSWORD": password, **settings}
    command = [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "hub_config.py")]
    with (folder / "hub.log").open("a") as log:
        process = psutil.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    hub = Hub(f"http://127.0.0.1:{ports[0]}", password, process, ports, folder)
    try:
        _wait_for(hub)
        yield hub
    finally:
        _stop(process)
        shutil.rmtree(short, ignore_errors=True)


def _environment(folder: Path, ports: Sequence[int], short: str) -> dict[str, str]:
    for part in ("state", "homes"):
        (folder / part).mkdir(exist_ok=True)
    own = ("PIONEERS_", "JUPYTER", "IPYTHON")  # this machine's own settings stay out
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | {
        "PYTHONPATH": str(Path(pioneer_data.__file__).resolve().parent.parent),
        "PIONEERS_SHIPPED": str(SHIPPED / "jupyterhub_config.py"),
        "PIONEERS_STATE": str(folder / "state"),
        "PIONEERS_TMPDIR": short,
        "PIONEERS_PORT": str(ports[0]),
        "PIONEERS_HUB_PORT": str(ports[1]),
        "PIONEERS_PROXY_PORT": str(ports[2]),
        "PIONEERS_SERVER_PORT": str(ports[3]),
        "PIONEERS_PROXY": str(proxy()),
    }


def _wait_for(hub: Hub) -> None:
    for _ in range(240):
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{hub.base}/hub/api/", timeout=5).ok:
                return
        assert hub.process.is_running(), "the hub ended"
        assert hub.process.status() != psutil.STATUS_ZOMBIE, (hub.folder / "hub.log").read_text()[-3000:]
        time.sleep(0.25)
    message = f"the hub did not start in a minute: {(hub.folder / 'hub.log').read_text()[-3000:]}"
    raise AssertionError(message)


def _stop(hub: psutil.Popen) -> None:
    """Stop the hub, which stops what it started, and then whatever of that is left."""
    if not hub.is_running():
        return
    started = hub.children(recursive=True)
    hub.terminate()
    with contextlib.suppress(psutil.TimeoutExpired):
        hub.wait(STOP_SECONDS)
    _, left = psutil.wait_procs([hub, *started], timeout=5)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=5)


class Heard(NamedTuple):
    """A message of a kernel, and the clock's seconds when it came."""

    at: float
    kind: str
    content: dict[str, Any]


@dataclass
class Kernel:
    """A kernel behind the hub, as the page of one notebook talks to it.

    Parameters
    ----------
    line : websocket.WebSocket
        The connection.
    panels : dict of str to dict
        The state of each widget that it has opened, by its id.
    """

    line: websocket.WebSocket
    session: Session = field(default_factory=lambda: Session(key=b""))
    panels: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ask(self, kind: str, content: dict[str, Any]) -> list[Heard]:
        """Send a message and return what the kernel says of it, in order, until it is idle again."""
        message = {**self.session.msg(kind, content), "channel": "shell", "buffers": []}
        self.line.send(json.dumps(message, default=json_default))
        heard: list[Heard] = []
        waits = {"idle", "execute_reply"} if kind == "execute_request" else {"idle"}
        while waits:
            said = json.loads(self.line.recv())
            if said["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            heard.append(Heard(time.monotonic(), said["header"]["msg_type"], said["content"]))
            waits -= {heard[-1].kind, heard[-1].content.get("execution_state")}
        return heard

    def run(self, source: str) -> list[Heard]:
        """Run a cell; what it says comes back, and the widgets that it opens are remembered.

        Raises
        ------
        HubError
            If the cell fails.
        """
        heard = self.ask("execute_request", {"code": source, "silent": False, "allow_stdin": False})
        for each in heard:
            if each.kind == "comm_open":
                self.panels[each.content["comm_id"]] = each.content["data"].get("state", {})
            if each.kind == "error":
                message = f"a cell failed: {each.content['ename']}: {each.content['evalue']} in {source}"
                raise HubError(message)
        return heard

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Return what an expression is in the kernel."""
        heard = self.run(f"import json as _json; print(_json.dumps({expression}))")
        return json.loads("".join(each.content["text"] for each in heard if each.kind == "stream"))

    def panel(self, control: str) -> str:
        """Return the id of the panel that has a control of this name."""
        return next(
            panel
            for panel, state in self.panels.items()
            if any(each["name"] == control for each in state.get("controls", []))
        )

    def move(self, control: str, value: object) -> list[Heard]:
        """Move a control as the page does, and return what the kernel says of it."""
        panel = self.panel(control)
        state = self.panels[panel]
        state["values"] = {**state["values"], control: value}
        state["asked"] = state.get("asked", 0) + 1
        sent = {"values": state["values"], "asked": state["asked"]}
        data = {"method": "update", "state": sent, "buffer_paths": []}
        return self.ask("comm_msg", {"comm_id": panel, "data": data})


def outputs(heard: Sequence[Heard]) -> list[nbformat.NotebookNode]:
    """Return what a notebook stores of the messages of a cell."""
    kinds = {"display_data", "execute_result", "stream"}
    messages = [{"header": {"msg_type": h.kind}, "content": h.content} for h in heard if h.kind in kinds]
    return [nbformat.v4.output_from_msg(nbformat.from_dict(message)) for message in messages]


@dataclass
class Learner:
    """Somebody who uses the hub.

    Parameters
    ----------
    hub : Hub
        The hub.
    name : str
        The account.
    token : str
        What the hub knows them by, once they have logged in.
    refused : int
        How often the hub told them to come back later, because too many servers were starting.
    """

    hub: Hub
    name: str
    token: str = ""
    refused: int = 0

    def log_in(self) -> None:
        """Log in through the form, as in a browser, and take a token for all that follows."""
        form = f"{self.hub.base}/hub/login"
        known = {"username": self.name, "password": self.hub.password}
        with requests.Session() as browser:
            browser.get(form, timeout=PATIENCE)
            known["_xsrf"] = browser.cookies.get("_xsrf", path="/hub/")
            # The page after it starts the server, which is timed separately.
            answer = browser.post(form, data=known, allow_redirects=False, timeout=PATIENCE)
        _expect(answer, 302)
        place = f"{self.hub.base}/hub/api/users/{self.name}/tokens"
        answer = requests.post(place, json={"auth": known}, timeout=PATIENCE)
        self.token = _expect(answer, 201).json()["token"]

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:  # noqa: ANN401 - of requests
        """Send a request in the learner's name."""
        headers = {"Authorization": f"token {self.token}"}
        return requests.request(
            method, f"{self.hub.base}/{path}", headers=headers, timeout=PATIENCE, **options
        )

    def own(self, method: str, path: str, *expected: int, **options: Any) -> Any:  # noqa: ANN401 - JSON
        """Send a request to the learner's own server and return its answer."""
        answer = self.ask(method, f"user/{self.name}/api/{path}", **options)
        _expect(answer, *(expected or (200,)))
        return answer.json() if answer.content else None

    def server(self) -> dict[str, Any]:
        """Return what the hub says of the learner's server; empty if there is none."""
        model = _expect(self.ask("GET", f"hub/api/users/{self.name}"), 200).json()
        found: dict[str, Any] = model["servers"].get("", {})
        return found

    def start(self) -> None:
        """Ask for a server and wait until it is ready.

        Raises
        ------
        HubError
            If it does not come.
        """
        place, end = f"hub/api/users/{self.name}/server", time.monotonic() + PATIENCE
        while (answer := self.ask("POST", place)).status_code == requests.codes.too_many:
            self.refused += 1
            time.sleep(float(answer.headers.get("Retry-After", AGAIN_SECONDS)))
        _expect(answer, 201, 202)
        while not self.server().get("ready"):
            if time.monotonic() > end or not self.server():
                message = f"the server of {self.name} did not start; the hub's log says why"
                raise HubError(message)
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop the server and wait until it is gone."""
        _expect(self.ask("DELETE", f"hub/api/users/{self.name}/server"), 202, 204)
        while self.server():
            time.sleep(0.2)

    def read(self, path: str) -> nbformat.NotebookNode:
        """Return a notebook from the learner's folder, without what the server adds to it."""
        notebook = nbformat.from_dict(self.own("GET", f"contents/{path}")["content"])
        for cell in notebook.cells:
            cell.metadata.pop("trusted", None)
        return notebook

    def save(self, path: str, notebook: nbformat.NotebookNode) -> None:
        """Save a notebook to the learner's folder."""
        model = {"type": "notebook", "format": "json", "content": notebook}
        self.own("PUT", f"contents/{path}", json=model)

    @contextlib.contextmanager
    def kernel(self, path: str) -> Iterator[Kernel]:
        """Open a notebook's kernel; it goes on when the page is left."""
        asked = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        started = self.own("POST", "sessions", 201, json=asked)["kernel"]["id"]
        place = f"{self.hub.base}/user/{self.name}/api/kernels/{started}/channels"
        header = [f"Authorization: token {self.token}"]
        line = websocket.create_connection(place.replace("http", "ws", 1), PATIENCE, header=header)
        with contextlib.closing(line):
            yield Kernel(line)


def _expect(answer: requests.Response, *codes: int) -> requests.Response:
    if answer.status_code not in codes:
        asked = answer.request
        message = f"{asked.method} {asked.url} gave {answer.status_code}: {answer.text[:500]}"
        raise HubError(message)
    return answer


def blank(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take the stored outputs out of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def run_cells(
    kernel: Kernel, notebook: nbformat.NotebookNode, at_first_chart: Callable[[float], None] = lambda _: None
) -> None:
    """Run a notebook from top to bottom and put what it shows into it.

    Parameters
    ----------
    kernel : Kernel
        Its kernel.
    notebook : nbformat.NotebookNode
        It is changed.
    at_first_chart : callable
        Called once, after the cell with the first chart, with the clock's seconds when the chart came.
    """
    seen = False
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        heard = kernel.run(cell.source)
        cell.outputs, cell.execution_count = outputs(heard), number
        charts = [each.at for each in heard if CHART in each.content.get("data", {})]
        if charts and not seen:
            seen = True
            at_first_chart(charts[0])
