"""What all tests share."""

import gc
import os

import pytest
from hypothesis import settings

settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

# A kernel that may not keep what it compiles compiles the package anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish(session: pytest.Session) -> None:  # noqa: ARG001 - pytest's name for it
    """Spare the garbage collector walking through thousands of collected tests, again and again."""
    gc.collect()
    gc.freeze()
