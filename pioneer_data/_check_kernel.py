"""Starts a kernel as JupyterLab would and compares its Python with this one, for ``check``."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pioneer_data._check_machine import course_place
from pioneer_data._check_python import version_of_the_course
from pioneer_data._copying import PARTS

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_client.manager import KernelManager

SECONDS = 60.0
"""After which a kernel is taken not to start; a computer that scans every file may need half of it."""
ASK = """
import sys
_told = {"executable": sys.executable, "prefix": sys.prefix, "course": None, "version": None}
try:
    import importlib.metadata, os, pioneer_data
    _told["course"] = os.path.dirname(os.path.abspath(pioneer_data.__file__))
    _told["version"] = importlib.metadata.version("pioneer-data")
except Exception:
    pass
"""
ANSWER = "__import__('json').dumps(_told).encode().hex()"
MEND = (
    "Run python -m pip install --force-reinstall ipykernel; if that does not help, ask whether a security "
    "program keeps Python from connecting to 127.0.0.1."
)


class Answer(NamedTuple):
    """What a kernel told of itself or why it told nothing, and how it was to be started."""

    told: dict[str, Any]
    trouble: str
    seconds: float
    transport: str = ""
    named_in: str = ""


class Kernel:
    """A kernel that is started when the first check asks for it, and ended at once."""

    def started(self) -> tuple[str, str]:
        """Say whether it started."""
        answer = self._answer
        if answer.trouble:
            return answer.trouble, MEND
        return f"it started over {answer.transport} in {answer.seconds:.1f} seconds", ""

    def same(self) -> tuple[str, str]:
        """Compare its Python and its course with the ones of this program."""
        told, own = self._answer.told, _own()
        if not told:
            return "not known, because no kernel started", "Mend what the line about the kernel says."
        there = f"notebooks run in {told['executable']}"
        if _places(told) == _places(own) and told["version"] == own["version"]:
            return "notebooks run in the Python of this command", ""
        folder = self._answer.named_in
        mend = f"Rename the folder {folder}, which names that Python, and run pioneer check again."
        if told["course"] is None:
            return f"{there}, which does not have the course", mend
        if _places(told) == _places(own):
            return f"notebooks use version {told['version']} of the course, this is {own['version']}", mend
        return f"{there} with the course of {told['course']}, this is {own['executable']}", mend

    @cached_property
    def _answer(self) -> Answer:
        from jupyter_client.manager import KernelManager  # noqa: PLC0415 - may be missing

        manager = KernelManager(kernel_name="python3", config=_settings())
        begin = time.monotonic()
        told: dict[str, Any] = {}
        trouble = ""
        with tempfile.TemporaryFile() as errors:
            try:
                told, trouble = _asked(manager, errors)
            except Exception as error:  # noqa: BLE001 - a wrong kernel fails in many ways
                trouble = _why(error, errors)
        named = str(getattr(manager.kernel_spec, "resource_dir", "")) if not trouble else ""
        return Answer(told, trouble, time.monotonic() - begin, manager.transport, named)


def _settings() -> Any:  # noqa: ANN401 - traitlets' own
    """Read what JupyterLab's own settings say about kernels, such as the way to speak with them."""
    from jupyter_core.application import JupyterApp  # noqa: PLC0415 - may be missing

    application = JupyterApp(config_file_name="jupyter_server_config", log_level="CRITICAL")
    application.load_config_file()
    return application.config


def _asked(manager: KernelManager, errors: Any) -> tuple[dict[str, Any], str]:  # noqa: ANN401 - a temporary file
    """Start the kernel where a lesson would, ask it and end it."""
    folder = course_place() / PARTS[0]
    where = str(folder if folder.is_dir() else Path.cwd())
    manager.start_kernel(cwd=where, stdout=errors, stderr=errors)
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=SECONDS)
        return _told(client), ""
    except Exception as error:  # noqa: BLE001 - as in Kernel
        return {}, _why(error, errors)  # read before the kernel is ended, which may make it speak
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _told(client: BlockingKernelClient) -> dict[str, Any]:
    reply = client.execute_interactive(
        ASK,
        silent=False,
        store_history=False,
        user_expressions={"told": ANSWER},
        timeout=SECONDS,
        output_hook=lambda _message: None,
    )
    text = reply["content"]["user_expressions"]["told"]["data"]["text/plain"]
    told: dict[str, Any] = json.loads(bytes.fromhex(text.strip("'")))
    return told


def _why(error: Exception, errors: Any) -> str:  # noqa: ANN401 - a temporary file
    """Give the error and the last line that the kernel wrote."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f"it did not start ({error})" + (f", and said: {last[:300]}" if last else "")


def _own() -> dict[str, Any]:
    return {
        "executable": sys.executable,
        "prefix": sys.prefix,
        "course": str(Path(__file__).resolve().parent),
        "version": version_of_the_course(),
    }


def _places(told: dict[str, Any]) -> list[str]:
    found = [told["prefix"], told["course"], str(Path(told["executable"]).parent)]
    return [os.path.normcase(os.path.realpath(str(place))) for place in found]
