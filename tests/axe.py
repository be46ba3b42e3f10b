"""Ask axe-core, the usual checker of web accessibility, about a page; it comes from npm, for tests only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

VERSION = "4.14.1"
SHA512 = (
    "e63e659f9806d7ae5bd40899043b0871a5062c5442b01b3f1a3edf5eaf50bf5c"
    "3a7104a72463293b4ad1b77c661a0d4e40e850dec89de9d6ece70a8c13a9af17"
)
MEMBER = "package/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_NPM = "axe-core comes from npm, and there is no npm on this machine: apt-get install npm"
LONGEST_HTML = 300
RUN = """async ([selector, tags]) => {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const found = await axe.run(selector ?? document, options);
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, html }) => [id, impact ?? "", target.flat(9).join(" "), html]));
}"""


class Violation(NamedTuple):
    """One element that breaks one rule."""

    rule: str
    impact: str
    target: str
    html: str


def source() -> str | None:
    """Return the text of ``axe.min.js``, or None where npm is missing.

    It is kept in the folder that the variable ``AXE_CACHE`` names, or beside the tests, so that npm
    is asked once.
    """
    folder = Path(os.environ.get("AXE_CACHE") or Path(__file__).parent / ".axe")
    kept = folder / f"axe-{VERSION}.min.js"
    if not kept.is_file():
        npm = shutil.which("npm")
        if npm is None:
            return None
        _keep(_packed(npm), kept)
    return _checked(kept.read_bytes())


def violations(page: Page, selector: str | None = None) -> list[Violation]:
    """Run every rule on the page, or on what the selector finds, and return what breaks one."""
    if not page.evaluate("typeof globalThis.axe === 'object'"):
        page.evaluate(f"{_needed()}; 0")
    return [Violation(*found) for found in page.evaluate(RUN, [selector, TAGS])]


@cache
def _needed() -> str:
    text = source()
    if text is None:
        assert not os.environ.get("CI"), f"CI must have npm. {NO_NPM}"
        pytest.skip(NO_NPM)
    return text


def _packed(npm: str) -> bytes:
    """Fetch the package into a folder that goes away, and return the one file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"axe-core@{VERSION}", "--ignore-scripts"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        packages = list(Path(folder).glob("*.tgz"))
        assert packages, f"npm did not fetch axe-core {VERSION}; connect once, then it is kept: {done.stderr}"
        with tarfile.open(packages[0]) as package:
            member = package.extractfile(MEMBER)
            assert member is not None, f"{MEMBER} is not in the package"
            return member.read()


def _checked(program: bytes) -> str:
    found = hashlib.sha512(program).hexdigest()
    assert found == SHA512, f"this is not axe-core {VERSION} as it was published: its sha512 is {found}"
    return program.decode()


def _keep(program: bytes, kept: Path) -> None:
    """Put the file in place in one step: another test process may be doing the same."""
    _checked(program)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(program)
    unfinished.replace(kept)
