"""Install a workshop kit and open a lesson from it, without a network; test_kit_offline.py starts this.

It runs in a network namespace of its own, with the Python of the tests: the browser has to be in there too.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lab
import sweep
from playwright.sync_api import sync_playwright

from notebooks import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LESSON = ROOT / "notebooks" / "02_ki_survey_trends.ipynb"
SET_FLAGS, UP = 0x8914, 0x1  # of the Linux kernel: SIOCSIFFLAGS, IFF_UP
OUTSIDE = ("192.0.2.1", 80)


def loopback_up() -> None:
    """Switch on the one network that a new namespace has, for browser, server and kernels."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP))


def is_cut() -> bool:
    """Say whether the system itself knows no way to an outside address."""
    with socket.socket() as probe:
        probe.settimeout(3)
        return probe.connect_ex(OUTSIDE) == errno.ENETUNREACH


@contextlib.contextmanager
def started(command: str, kit: Path, home: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run the last step of the guide in the folder of the kit, yield JupyterLab's address, press Ctrl+C."""
    [port] = lab.free_ports(1)
    options = [f"--port={port}", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    options += ["--IdentityProvider.token=", "--ServerApp.port_retries=0"]
    line = f"exec {command} -- {' '.join(options)}"
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            ["sh", "-c", line],  # noqa: S607 - the shell of the guide
            stdout=log,
            stderr=log,
            cwd=kit,
            env=environment,
            start_new_session=True,
        )
    try:
        lab._wait_for(f"http://127.0.0.1:{port}", server, home / "lab.log")  # noqa: SLF001 - as above
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def lesson(base: str) -> list[str]:
    """Open and run lesson 02, find every chart drawn and no error; return what it asked for outside."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.FLAGS)
        opened = lab.Lesson.open(browser, base, LESSON.stem)
        sweep.expect_charts(opened, LESSON)
        opened.run()
        sweep.expect_ran(opened)
        sweep.expect_charts(opened, LESSON)
        browser.close()
        return opened.outside


def main(kit: str, home: str, command: str, settings: str) -> None:
    """Do all of it and print what was found, as JSON."""
    found: dict[str, Any] = {"cut": False}
    environment = json.loads(settings)
    if os.environ.get("PIONEERS_CUT"):
        loopback_up()
        found["cut"] = is_cut()
    *install, start = command.split(" && ")
    shell = ["sh", "-c", " && ".join(install)]
    done = subprocess.run(shell, cwd=kit, env=environment, capture_output=True, text=True, check=False)
    found["install"] = [done.returncode, done.stdout[-2000:] + done.stderr[-3000:]]
    if done.returncode == 0 and lab.chromium():
        with started(start, Path(kit), Path(home), environment) as base:
            found["outside"] = lesson(base)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
