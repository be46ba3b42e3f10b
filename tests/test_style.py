"""The code is linted, formatted, typed and documented, lessons and tests included."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from numpydoc.validate import validate

import pioneer_data
from notebooks import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOLS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "--diff", "."],
    "mypy --strict": ["mypy"],  # what it checks, and that it is strict, stands in pyproject.toml
}
DEMANDED = {
    "GL03",  # no double blank line
    "GL06",  # a section that numpydoc knows
    "GL07",  # sections in order
    "GL08",  # a docstring
    "SS01",  # a summary
    "SS02",  # that starts with a capital letter
    "SS03",  # and ends with a full stop
    "SS05",  # that says what it does, not what it is doing
    "PR01",  # every parameter
    "PR02",  # no parameter that is not there
    "PR03",  # in the right order
    "PR04",  # with its type
    "PR07",  # and its meaning
    "RT01",  # what is returned
    "RT03",  # and what that means
    "YD01",  # what is yielded
}

ONE_LINE = {"PR01", "RT01", "YD01"}  # a method may say these in its one line, after its class
PASSED_ON = re.compile(r"^Parameters \{('\*+\w+'(, )?)+\} not")  # *args and **options


def public() -> Iterator[str]:
    """Yield the full name of every public class, function and method of the package."""
    prefix = f"{pioneer_data.__name__}."
    names = [module.name for module in pkgutil.walk_packages(pioneer_data.__path__, prefix)]
    for table in pioneer_data.catalogue()["table"]:
        getattr(pioneer_data, table)  # a table's function is made when it is first asked for
    for name in [pioneer_data.__name__, *names]:
        if "._" in name:
            continue
        for key, value in vars(importlib.import_module(name)).items():
            if not key.startswith("_") and getattr(value, "__module__", None) == name:
                if inspect.isclass(value) or inspect.isfunction(value):
                    yield f"{name}.{key}"
                if inspect.isclass(value):
                    yield from (f"{name}.{key}.{method}" for method in methods(value))


def methods(kind: type) -> Iterator[str]:
    """Yield the public methods and properties that a class defines itself."""
    for key, value in vars(kind).items():
        if not key.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
            yield key


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tools_find_nothing(tool: str) -> None:
    command = [sys.executable, "-m", *TOOLS[tool]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.filterwarnings("ignore:Widget:DeprecationWarning")  # numpydoc asks
@pytest.mark.parametrize("name", list(public()))
def test_everything_public_is_documented(name: str) -> None:
    is_method = name.rpartition(".")[0].rpartition(".")[2][:1].isupper()
    demanded = DEMANDED - ONE_LINE if is_method else DEMANDED
    errors = [(code, text) for code, text in validate(name)["errors"] if code in demanded]
    found = [f"{name}: {code} {text}" for code, text in errors if not PASSED_ON.search(text)]
    assert not found, "\n".join(found)
