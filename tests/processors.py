"""Other processors on this one: settings of OpenBLAS and NumPy, and what really runs under each.

OpenBLAS takes its kernels by the processor, and NumPy its loops and its sorting by the instructions that
the processor has. Both can be told to take others, which are then those of another computer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any, NamedTuple

from notebooks import ROOT

OURS = ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES")

REPORT = """
import json, numpy, threadpoolctl
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__  # what numpy.show_runtime prints
draws = numpy.random.default_rng(1)
one, other = draws.standard_normal((2, 1001))
loops = numpy.lib.introspect.opt_func_info().values()
print(json.dumps({
    "blas": [[pool["internal_api"], pool.get("architecture"), pool["num_threads"]]
             for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"],
    "has": [name for name, has in __cpu_features__.items() if has],
    "could": __cpu_dispatch__,
    "runs": sorted({str(loop["current"]) for each in loops for loop in each.values()}),
    "bits": float(one @ other).hex(),
    "order": draws.integers(0, 4, 200).argsort().tolist(),
}))
"""


class Setting(NamedTuple):
    """A way to run as on another processor."""

    name: str
    kernels: str  # of OpenBLAS; none: this processor's own
    reported: str  # what OpenBLAS calls them
    needs: str  # an instruction set, in NumPy's words, without which these kernels end the process
    threads: int
    newer: bool = True  # whether NumPy may take instructions beyond the least that it needs


SETTINGS = (
    # Of two names for the same kernels OpenBLAS reports the older.
    Setting("Prescott, one thread", "Prescott", "Katmai", "SSE3", 1),
    Setting("Haswell, two threads", "Haswell", "Haswell", "AVX2", 2),
    Setting("SkylakeX, two threads", "SkylakeX", "SkylakeX", "AVX512_SKX", 2),
    Setting("no newer instructions, one thread", "", "", "SSE3", 1, newer=False),
)
"""Together with the tests' own run everything is done with one thread and with two or more."""


def environment(setting: Setting | None = None) -> dict[str, str]:
    """Return this process's variables, without what sets pytest or a processor, and with the setting's."""
    left = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    for name in OURS:
        left.pop(name, None)
    if setting is None:
        return left
    left["OPENBLAS_NUM_THREADS"] = str(setting.threads)
    if setting.kernels:
        left["OPENBLAS_CORETYPE"] = setting.kernels
    if not setting.newer:
        left["NPY_DISABLE_CPU_FEATURES"] = " ".join(newer_here())
    return left


@cache
def report(setting: Setting | None = None) -> dict[str, Any]:
    """Ask a fresh process what it runs with."""
    command = [sys.executable, "-c", REPORT]
    done = subprocess.run(command, env=environment(setting), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def newer_here() -> list[str]:
    """Return the instruction sets that NumPy could do without, and this processor has."""
    own = report()
    return [name for name in own["could"] if name in own["has"]]


def lacking(setting: Setting) -> str:
    """Say why this computer cannot run a setting; empty if it can."""
    own = report()
    if setting.needs not in own["has"]:
        return f"this processor has no {setting.needs}"
    if [api for api, *_ in own["blas"]] != ["openblas"]:
        return "NumPy does not multiply with OpenBLAS here"
    if not setting.newer and not newer_here():
        return "NumPy takes no newer instructions here"
    return ""


def run_tests(setting: Setting, *paths: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a fresh process, and notebooks in kernels that it starts, under a setting."""
    pytest = [sys.executable, "-m", "pytest", "-q", "--numprocesses=0", "-p", "no:cacheprovider", *paths]
    return subprocess.run(
        pytest, cwd=ROOT, env=environment(setting), capture_output=True, text=True, check=False
    )
