"""Time the way from a clone to the first chart, in a fresh environment and a real browser.

    python tests/benchmarks/from_clone.py [--installer NAME ...]

What is cloned is the last commit of this repository. Then come the steps of the README's first command:
an environment, the installation under the constraints, the copy of the course. JupyterLab is started
by the new environment with the command that ``pioneer start`` runs, and the browser opens a lesson: its
stored chart is there when the page is; then all cells are run until the lesson's first chart has been
drawn anew. The first lesson is opened first; the second one finds JupyterLab up, but needs a page and a
kernel of its own.

Each installer (pip; uv, which the README does not need, in an environment of the benchmark) comes
twice: with an empty cache of its own, and with the cache that this run has filled. Both take packages
from where pip is set to take them. Python compiles modules while pip installs; uv leaves that to the
first start.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run by hand
sys.path.append(str(Path(__file__).resolve().parent))  # when it is not

import lab
import shared

import notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

INSTALLERS = ("pip", "uv")
CACHES = ("empty cache", "filled cache")
LESSONS = ("00_start_here", "02_ki_survey_trends")
PATIENCE = 60_000.0  # milliseconds after which a chart never comes
NOT_OURS = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PIP_NO_CACHE_DIR"}
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}
COMMAND = """import json, sys
from pathlib import Path
from pioneer_data import cli
print(json.dumps(cli.lab_command(Path(sys.argv[1]), sys.argv[2:])))"""
CHART = "svg.marks"
SEEN = f"() => document.querySelectorAll('{CHART}').forEach(chart => chart.classList.add('stored'))"
ANEW = f"{CHART}:not(.stored)"
CLONING, MAKING, INSTALLING = "git clone", "environment", "installation"
STEPS = [CLONING, MAKING, INSTALLING, "copy of the course", "JupyterLab up"]


class Watch:
    """Take the time of steps.

    Attributes
    ----------
    seconds : dict of str to float
        By step, in the order in which they were taken.
    """

    def __init__(self) -> None:
        """Start with no step."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Take the time of what is done inside."""
        sys.stderr.write(f"{name}\n")
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun


def environment(folder: Path, caches: Path) -> dict[str, str]:
    """Return this machine's environment without what belongs to the Python that runs the benchmark.

    Parameters
    ----------
    folder : pathlib.Path
        Holds Jupyter's own files.
    caches : pathlib.Path
        Holds the caches of pip and uv.

    Returns
    -------
    dict of str to str
        For all programs that are started.
    """
    kept = {name: value for name, value in lab.environment(folder).items() if name not in NOT_OURS}
    places = {"PIP_CACHE_DIR": str(caches / "pip"), "UV_CACHE_DIR": str(caches / "uv")}
    return {**kept, **places, **uv_settings()}


def uv_settings() -> dict[str, str]:
    """Return the settings that send uv where pip is set to go, and keep it from fetching a Python."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    lines = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line]
    settings = {key.rpartition(".")[2]: value.strip("'") for key, value in pairs}
    found = {UV_NAMES[key]: value for key, value in settings.items() if key in UV_NAMES}
    return {**found, "UV_INDEX_STRATEGY": "unsafe-best-match", "UV_PYTHON_DOWNLOADS": "never"}


def program(folder: Path, name: str) -> str:
    """Return the path of a program of an environment.

    Parameters
    ----------
    folder : pathlib.Path
        The environment.
    name : str
        The program.

    Returns
    -------
    str
        Its path.
    """
    found = shutil.which(name, path=str(folder / ("Scripts" if os.name == "nt" else "bin")))
    assert found, f"{folder} has no {name}: the installation before did not work"
    return found


def uv(folder: Path) -> str:
    """Return a uv: the one on the path, or one installed into an environment of this benchmark."""
    if on_the_path := shutil.which("uv"):
        return on_the_path
    venv.create(folder / "of-uv", with_pip=True)
    python = program(folder / "of-uv", "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=True, stdout=sys.stderr)
    return program(folder / "of-uv", "uv")


def install(watch: Watch, installer: str, folder: Path, run: Callable[..., object]) -> None:
    """Clone, make an environment and install, as the README says or with uv.

    Parameters
    ----------
    watch : Watch
        Takes the times.
    installer : str
        ``pip``, or the path of a uv.
    folder : pathlib.Path
        Empty; afterwards it holds ``clone`` and in it ``.venv``.
    run : callable
        Runs a command in a folder.
    """
    clone, inside = folder / "clone", folder / "clone" / ".venv"
    with watch.step(CLONING):
        run(["git", "clone", "--quiet", str(notebooks.ROOT), str(clone)], folder)
    with watch.step(MAKING):
        made = [sys.executable, "-m", "venv"] if installer == "pip" else [installer, "venv", "-q", "--python"]
        run([*made, *([] if installer == "pip" else [sys.executable]), str(inside)], clone)
    with watch.step(INSTALLING):
        python = program(inside, "python")
        asked = [python, "-m", "pip", "install"]
        if installer != "pip":
            asked = [installer, "pip", "install", "--python", python]
        run([*asked, "-q", "-c", "constraints.txt", "."], clone)


def answers(base: str) -> bool:
    """Return whether a server answers at an address of this machine."""
    try:
        with urllib.request.urlopen(f"{base}/api", timeout=5):  # noqa: S310 - always our own http
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def jupyterlab(watch: Watch, course: Path, python: str, keep: dict[str, str]) -> Iterator[str]:
    """Run the new environment's JupyterLab as ``pioneer start`` does.

    Parameters
    ----------
    watch : Watch
        Takes the time until it answers.
    course : pathlib.Path
        The learner's folder.
    python : str
        The new environment's Python.
    keep : dict of str to str
        The environment's variables.

    Yields
    ------
    str
        Its address.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = [f"--port={port}", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    options += ["--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    base, log = f"http://127.0.0.1:{port}", course / ".lab.log"
    with log.open("w") as told, watch.step("JupyterLab up"):
        asked = [python, "-c", COMMAND, str(course), *options]
        command = json.loads(subprocess.run(asked, env=keep, check=True, capture_output=True).stdout)
        started = subprocess.Popen(command, stdout=told, stderr=told, cwd=course, env=keep)
        while not answers(base):
            assert started.poll() is None, log.read_text()[-3000:]
            time.sleep(0.05)
    try:
        yield base
    finally:
        started.terminate()
        started.wait(lab.PATIENCE / 1000)


def first_chart(watch: Watch, browser: Browser, base: str, name: str) -> None:
    """Open a lesson until its stored chart is there, and run it until the first one is drawn anew.

    Parameters
    ----------
    watch : Watch
        Takes the times.
    browser : playwright.sync_api.Browser
        The browser.
    base : str
        JupyterLab's address.
    name : str
        The lesson.
    """
    page = browser.new_context(viewport={"width": 1280, "height": 1400}).new_page()
    page.set_default_timeout(PATIENCE)
    number = name.partition("_")[0]
    with watch.step(f"lesson {number} open, stored chart visible"):
        page.goto(f"{base}/doc/workspaces/{name}/tree/notebooks/{name}.ipynb")
        page.locator(CHART).first.wait_for()
    page.evaluate(SEEN)
    with watch.step(f"lesson {number} run, first chart drawn"):
        page.wait_for_function(lab.KERNEL_IDLE)
        page.evaluate(lab.RUN_ALL)
        page.locator(ANEW).first.wait_for()
    page.context.close()


def way(browser: Browser, installer: str, caches: Path) -> dict[str, float]:
    """Go all the way once.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The browser.
    installer : str
        ``pip``, or the path of a uv.
    caches : pathlib.Path
        Holds the caches of pip and uv.

    Returns
    -------
    dict of str to float
        Seconds by step.
    """

    def run(command: list[str], where: Path) -> None:
        subprocess.run(command, cwd=where, env=keep, check=True, stdout=sys.stderr)

    watch = Watch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep = environment(folder, caches)
        install(watch, installer, folder, run)
        with watch.step("copy of the course"):
            asked = [program(folder / "clone" / ".venv", "pioneer"), "start", "--no-open"]
            run([*asked, str(folder / "course")], folder)
        python = program(folder / "clone" / ".venv", "python")
        with jupyterlab(watch, folder / "course", python, keep) as base:
            for lesson in LESSONS:
                first_chart(watch, browser, base, lesson)
    return watch.seconds


def measure(installers: list[str]) -> dict[str, dict[str, float]]:
    """Go the way with each installer, first with an empty cache and then with a filled one.

    Parameters
    ----------
    installers : list of str
        Out of ``INSTALLERS``.

    Returns
    -------
    dict of str to dict of str to float
        Seconds by step, by installer and cache.
    """
    found = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
        for installer in installers:
            tool = installer if installer == "pip" else uv(Path(name))
            for cache in CACHES:
                sys.stderr.write(f"## {installer}, {cache}\n")
                found[f"{installer}, {cache}"] = way(browser, tool, Path(name))
        browser.close()
    return found


def sums(seconds: dict[str, float]) -> dict[str, float]:
    """Return the steps and, after the first lesson's, how long it took up to there.

    Parameters
    ----------
    seconds : dict of str to float
        By step.

    Returns
    -------
    dict of str to float
        Two sums more.
    """
    steps = list(seconds.items())
    seen, drawn = len(STEPS) + 1, len(STEPS) + 2
    return {
        **dict(steps[:drawn]),
        "**from clone to the stored chart on the screen**": sum(each for _, each in steps[:seen]),
        "**from clone to the first chart drawn**": sum(each for _, each in steps[:drawn]),
        **dict(steps[drawn:]),
    }


def main() -> None:
    """Print the steps as a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--installer", choices=INSTALLERS, nargs="+", default=list(INSTALLERS))
    found = {name: sums(seconds) for name, seconds in measure(parser.parse_args().installer).items()}
    first = next(iter(found.values()))
    rows = [[step, *(f"{seconds[step]:.1f}" for seconds in found.values())] for step in first]
    told = f"One run each, Python {sys.version.split()[0]}, {os.cpu_count()} cores; seconds."
    shared.finish([told, "", *shared.table(["Step", *found], rows)])


if __name__ == "__main__":
    main()
