"""What all tests share."""

import gc
import os

import pytest
from hypothesis import settings

settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

# A kernel that may not keep what it compiles compiles the package anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

LONGEST = ("test_processors.py", "test_kit_offline.py", "test_style.py", "test_grading.py", "test_export.py")
"""These begin, so that at the end no worker is left alone with one of them."""

collect_ignore = ["hub_config.py"]  # JupyterHub runs it, with names of its own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; let browser tests open each notebook once and go through all of it."""
    last = len(LONGEST)
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else last)
    first: dict[object, int] = {}
    for index, item in enumerate(items):
        first.setdefault(item.path, index)
        first.setdefault(_notebook(item), index)
    items.sort(key=lambda item: (first[item.path], first[_notebook(item)]))


def _notebook(item: pytest.Item) -> object:
    """Return what is the same for the browser tests of one notebook, else the test itself."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    browses = item.path.name.startswith("test_browser") and "path" in given
    return (item.path, given["path"]) if browses else item.nodeid


def pytest_collection_finish(session: pytest.Session) -> None:  # noqa: ARG001 - pytest's name for it
    """Spare the garbage collector walking through thousands of collected tests, again and again."""
    gc.collect()
    gc.freeze()
