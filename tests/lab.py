"""Open the course in a real JupyterLab and a real browser in which no outside name exists."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nbformat
import pytest

import pioneer_data
from pioneer_data import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:")
PATIENCE = 30_000.0  # milliseconds after which something never comes
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
KERNEL_IDLE = f"() => {NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'"
ALL_CELLS = f"""() => {NOTEBOOK}.content.widgets.length
  === document.querySelectorAll('.jp-Notebook .jp-Cell').length"""
SHOW_CELL = f"""async index => {{
  const notebook = {NOTEBOOK}.content;
  await notebook.scrollToItem(index, 'start');
  notebook.widgets[index].node.dataset.pioneersCell = index;
}}"""
RUN_CELL = f"""index => {{
  {NOTEBOOK}.content.activeCellIndex = index;
  return window.jupyterapp.commands.execute('notebook:run-cell');
}}"""
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
SELECT_CELL = f"""index => {{
  const notebook = {NOTEBOOK}.content;
  notebook.activeCellIndex = index;
  notebook.mode = 'command';
  notebook.widgets[index].node.focus();
}}"""
TURN_TO = f"""async path => {{
  const old = {NOTEBOOK};
  await old.sessionContext.shutdown();
  old.context.model.dirty = false;
  old.dispose();
  await window.jupyterapp.commands.execute('docmanager:open', {{ path, factory: 'Notebook' }});
}}"""
SIZE = {"width": 1280, "height": 1400}
# JupyterLab leaves cells that are out of sight without layout; measuring needs it everywhere.
LAY_OUT = """() => {
  const style = document.createElement('style');
  style.id = 'pioneers-laid-out';
  style.textContent = '.jp-Cell { content-visibility: visible !important; }';
  document.head.append(style);
}"""
AS_BEFORE = "() => document.getElementById('pioneers-laid-out').remove()"
WITHOUT_POWER = "-dac_override,-dac_read_search,-fowner"
WORKSPACES = itertools.count()


def without_power() -> list[str]:
    """Return what makes root obey the permissions of files, as everybody else does."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return []
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("root ignores locked folders, and setpriv is missing: apt-get install util-linux")
    return [program, f"--bounding-set={WITHOUT_POWER}", f"--inh-caps={WITHOUT_POWER}", "--"]


def chromium() -> str | None:
    """Return a Chromium or Chrome on this machine, or None."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((program for program in found if program), None)


def copy_of_the_course(folder: Path) -> Path:
    """Do what ``pioneer start --no-open`` does."""
    assert cli.main(["start", str(folder), "--no-open"]) == 0
    return folder


def add_solutions(folder: Path) -> None:
    """Put the solutions, which learners are not given, beside the exercises of a copy."""
    there = Path(__file__).resolve().parent.parent / "solutions"
    (folder / "solutions").mkdir()
    for path in there.glob("*.ipynb"):
        shutil.copy(path, folder / "solutions")


def add_notebook(folder: Path, name: str, *sources: str) -> None:
    """Put a notebook of code cells beside the lessons of a copy."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")


def environment(folder: Path) -> dict[str, str]:
    """Keep this machine's own Jupyter settings out, and the package under test in."""
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    apart = {f"JUPYTER_{place}": str(folder / ".jupyter" / place.lower()) for place in places}
    apart |= {
        f"JUPYTERLAB_{place}": str(folder / ".jupyter" / place.lower())
        for place in ("SETTINGS_DIR", "WORKSPACES_DIR")
    }
    package = str(Path(pioneer_data.__file__).resolve().parent.parent)
    return {**os.environ, **apart, "PYTHONPATH": package, "IPYTHONDIR": str(folder / ".ipython")}


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.contextmanager
def server(folder: Path, *, our_settings: bool = True) -> Iterator[str]:
    """Run JupyterLab as ``pioneer start`` does, and yield its address.

    Without ``our_settings`` it has JupyterLab's own, as on somebody else's JupyterHub.
    """
    [port] = free_ports(1)
    options = [f"--port={port}", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    options += ["--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    command = cli.lab_command(folder, options)
    if not our_settings:
        command = [word for word in command if not word.startswith("--LabApp.app_settings_dir")]
    with (folder / ".lab.log").open("w") as log:
        lab = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment(folder))
    try:
        _wait_for(f"http://127.0.0.1:{port}", lab, folder / ".lab.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(lab)


def _wait_for(base: str, lab: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if _answers(base):
            return
        assert lab.poll() is None, log.read_text()[-3000:]
        time.sleep(0.25)
    message = f"JupyterLab did not start in a minute: {log.read_text()[-3000:]}"
    raise AssertionError(message)


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/api", timeout=5):  # noqa: S310 - always our own http
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop(lab: subprocess.Popen[bytes]) -> None:
    lab.terminate()
    try:
        lab.wait(20)
    except subprocess.TimeoutExpired:
        lab.kill()
        lab.wait(20)


class Lesson(NamedTuple):
    """A lesson open in the browser."""

    page: Page
    outside: list[str]

    @classmethod
    def open(
        cls, browser: Browser | BrowserContext, base: str, name: str, folder: str = "notebooks"
    ) -> Lesson:
        """Open a lesson and wait until its kernel is ready; nothing is run.

        Pages of one context share what the browser has loaded, so the second opens sooner.
        """
        page = browser.new_page() if hasattr(browser, "pages") else browser.new_context().new_page()
        page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
        page.set_default_timeout(PATIENCE)
        lesson = cls(page, [])
        page.on("request", lambda request: lesson.note(request.url))
        page.on("websocket", lambda socket: lesson.note(socket.url))
        workspace = f"{name}-{next(WORKSPACES)}"
        page.goto(f"{base}/doc/workspaces/{workspace}/tree/{folder}/{name}.ipynb")
        return lesson.ready()

    def turn_to(self, name: str, folder: str = "notebooks") -> Lesson:
        """Close this notebook and its kernel and open another in the same page.

        That takes a third of the time, because JupyterLab itself stays.
        """
        self.page.evaluate(TURN_TO, f"{folder}/{name}.ipynb")
        return self.ready()

    def ready(self) -> Lesson:
        """Wait until the notebook is there and its kernel has nothing to do."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(ALL_CELLS)
        self.page.wait_for_function(KERNEL_IDLE)
        return self

    def note(self, address: str) -> None:
        """Remember a request that goes outside."""
        if not address.startswith(LOCAL):
            self.outside.append(address)

    def run(self, *cells: int) -> None:
        """Run the given cells, or all, and wait until the kernel has nothing left to do."""
        for cell in cells:
            self.page.evaluate(RUN_CELL, cell)
        if not cells:
            self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(KERNEL_IDLE)

    def cell(self, index: int) -> Locator:
        """Scroll a cell into view, since JupyterLab takes distant ones out of the page."""
        self.page.evaluate(SHOW_CELL, index)
        cell = self.page.locator(f"[data-pioneers-cell='{index}']")
        cell.wait_for()
        return cell

    def select(self, index: int) -> Locator:
        """Select a cell as arrow keys do: the next Tab goes to the first control of its outputs."""
        cell = self.cell(index)
        self.page.evaluate(SELECT_CELL, index)
        return cell

    @contextlib.contextmanager
    def laid_out(self, width: int = SIZE["width"]) -> Iterator[None]:
        """Give every cell its layout, in a window of some width, for as long as it is measured."""
        self.page.evaluate(LAY_OUT)
        self.page.set_viewport_size({"width": width, "height": SIZE["height"]})
        try:
            yield
        finally:
            self.page.evaluate(AS_BEFORE)
            self.page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})

    def wait(self, cell: Locator, condition: str, given: str) -> None:
        """Wait until a JavaScript function of the cell and something else gives true."""
        call = f"([cell, given]) => ({condition})(cell, given)"
        self.page.wait_for_function(call, arg=[cell.element_handle(), given])
