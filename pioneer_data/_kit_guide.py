"""The one page of a workshop kit that says how to begin, and the commands on it."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from pioneer_data._kit_files import PAGES, SUMS, WHEELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pioneer_data._kit_targets import System, Target

OFFLINE = f"-m pip install --no-index --find-links {WHEELS} -c constraints.txt pioneer-data"
# In a shell double quotes may not hold "!", and in the Windows command window there are no others.
WHOLE = (
    "import hashlib, pathlib; [print('damaged or missing:', name) "
    f"for line in open('{SUMS}') for digest, name in [line.rstrip().split('  ', 1)] "
    "if not (pathlib.Path(name).is_file() "
    "and hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest() == digest)] "
    "or print('All files are whole.')"
)
TERMINAL = {
    True: "Open this folder in the Explorer, click in the address bar, type <kbd>cmd</kbd> and press Enter.",
    False: "Open a terminal, type <kbd>cd</kbd> and a space, drag this folder into it and press Enter.",
}
STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; color: #1a1d1f; background: #fff;
  font: 112.5%/1.5 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2rem; border-top: 1px solid #c3c8cb; padding-top: .8rem; }
a { color: #12436d; }
:focus-visible { outline: 3px solid #b10e1e; outline-offset: 2px; }
pre { background: #f4f5f3; border-left: 4px solid #12436d; padding: .6rem .8rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
pre span { display: inline-block; max-width: 100%; }
"""
PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pioneers: start without the internet</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Pioneers: start without the internet</h1>
<p>This folder holds an open notebook course on evaluating a real health and care programme, and every
package that it needs. Nothing here asks for the internet.</p>
<h2>What you need</h2>
<p>One of these computers, about 450 MB of free disk, and a browser:</p>
<ul>
{computers}
</ul>
<p>Python itself is not in this folder. Other versions of Python cannot install what is.</p>
<h2>Install and start</h2>
<p>One command installs the course into the folder <code>pioneers</code> of your home folder, puts your own
copy of the lessons into <code>pioneers-course</code> beside it, and opens it in the browser. It takes a few
minutes.</p>
{systems}
<h2>If something does not work</h2>
<p>This lists what is in order and what is not, each with its mend:</p>
{checks}
<p>Nothing can be installed? <a href="{pages}/index.html">Open the pages</a>: the whole course to read and to
print, with its charts, questions and answers, without Python.</p>
<h2>Is this copy whole?</h2>
<p>Type this in the same terminal. It names every file that was damaged or left out when this folder was
copied:</p>
{wholes}
<h2>Who may use it</h2>
<p>Everybody: see <a href="LICENSE">LICENSE</a> and <a href="LICENSE-DATA">LICENSE-DATA</a>. Every package in
<code>{wheels}</code> carries its own licence.</p>
</main>
</body>
</html>
"""


def python(system: System, pythons: Sequence[str]) -> str:
    """Return the command that starts Python: of this version if a kit has one only.

    Parameters
    ----------
    system : System
        The kind of computer.
    pythons : sequence of str
        The versions that the kit has wheels for.

    Returns
    -------
    str
        The command.
    """
    if system.is_windows:
        return f"py -{pythons[0]}" if len(pythons) == 1 else "py"
    return f"python{pythons[0]}" if len(pythons) == 1 else "python3"


def home(system: System, path: str) -> str:
    """Return a path in the home folder, as a command has it.

    Parameters
    ----------
    system : System
        The kind of computer.
    path : str
        The path, with ``/``.

    Returns
    -------
    str
        The path.
    """
    return f'"%USERPROFILE%\\{path.replace("/", chr(92))}"' if system.is_windows else f"~/{path}"


def program(system: System, name: str) -> str:
    """Return the path of a program of the environment that is made.

    Parameters
    ----------
    system : System
        The kind of computer.
    name : str
        The program.

    Returns
    -------
    str
        The path, as a command has it.
    """
    return home(system, f"pioneers/{'Scripts' if system.is_windows else 'bin'}/{name}")


def start(system: System, pythons: Sequence[str]) -> str:
    """Return the command that installs and opens the course, for the folder of the kit.

    Parameters
    ----------
    system : System
        The kind of computer.
    pythons : sequence of str
        The versions that the kit has wheels for.

    Returns
    -------
    str
        One line. The environment is made at home: on a stick it would be slow, and may not be possible.
    """
    steps = (
        f"{python(system, pythons)} -m venv {home(system, 'pioneers')}",
        f"{program(system, 'python')} {OFFLINE}",
        again(system),
    )
    return " && ".join(steps)


def again(system: System) -> str:
    """Return the command that opens the course the next time.

    Parameters
    ----------
    system : System
        The kind of computer.

    Returns
    -------
    str
        One line.
    """
    return f"{program(system, 'pioneer')} start {home(system, 'pioneers-course')}"


def by_system(targets: Sequence[Target]) -> list[tuple[System, list[str]]]:
    """Return each kind of computer with its Pythons.

    Parameters
    ----------
    targets : sequence of Target
        What a kit is for, in its order.

    Returns
    -------
    list of (System, list of str)
        In the same order.
    """
    groups = groupby(targets, lambda target: target.system.name)
    found = [list(group) for _, group in groups]
    return [(group[0].system, [target.python for target in group]) for group in found]


def computer(system: System, pythons: Sequence[str]) -> str:
    """Say which computers are meant.

    Parameters
    ----------
    system : System
        The kind of computer.
    pythons : sequence of str
        The versions that the kit has wheels for.

    Returns
    -------
    str
        Such as ``"Windows with Python 3.11, 3.12 or 3.13"``.
    """
    listed = f"{', '.join(pythons[:-1])} or {pythons[-1]}" if len(pythons) > 1 else pythons[0]
    return f"{system.words} with Python {listed}"


def page(targets: Sequence[Target]) -> bytes:
    """Return the page.

    Parameters
    ----------
    targets : sequence of Target
        What the kit is for.

    Returns
    -------
    bytes
        HTML without script, picture or outside address.
    """
    systems = by_system(targets)
    return PAGE.format(
        style=STYLE,
        computers="\n".join(f"<li>{escape(computer(*one))}</li>" for one in systems),
        systems="\n".join(_system(*one) for one in systems),
        checks=_for_each(systems, lambda system, _: f"{program(system, 'pioneer')} check"),
        pages=PAGES,
        wholes=_for_each(systems, lambda system, pythons: f'{python(system, pythons)} -c "{WHOLE}"'),
        wheels=WHEELS,
    ).encode()


def _system(system: System, pythons: list[str]) -> str:
    parts = [
        f"<h3>{escape(system.words)}</h3>",
        f"<p>{TERMINAL[system.is_windows]} Then type, or copy:</p>",
        _code(start(system, pythons)),
        *([_other(system, pythons)] if len(pythons) > 1 else []),
        "<p>The next time this is enough:</p>",
        _code(again(system)),
    ]
    return "\n".join(parts)


def _other(system: System, pythons: list[str]) -> str:
    usual, exact = python(system, pythons), python(system, pythons[-1:])
    return (
        f"<p>If <code>{usual}</code> starts a version of Python that is not listed above, write for example "
        f"<code>{exact}</code> in its place.</p>"
    )


def _for_each(systems: list[tuple[System, list[str]]], command: Callable[[System, list[str]], str]) -> str:
    commands: dict[str, list[str]] = {}
    for system, pythons in systems:
        commands.setdefault(command(system, pythons), []).append(system.words)
    if len(commands) == 1:
        return _code(next(iter(commands)))
    return "\n".join(f"<p>{escape(', '.join(words))}:</p>\n{_code(line)}" for line, words in commands.items())


def _code(text: str) -> str:
    # A word is not to be broken at its hyphen: a reader who types it would not know about the blank.
    words = re.sub(r"\S*-\S*", r"<span>\g<0></span>", escape(text, quote=False))
    return f"<pre><code>{words}</code></pre>"
