"""Doctests, lessons, solutions and tests of numbers pass as on other processors, with one thread or two."""

from __future__ import annotations

import re

import processors
import pytest
from processors import SETTINGS, Setting

PATHS = ("notebooks", "solutions", "pioneer_data")  # the last for its doctests
NUMBERS = (
    *(
        "coding",
        "estimate",
        "keeble",
        "mdt",
        "morciano",
        "next_study",
        "panel_estimators",
        "power",
        "programme",
    ),
    *("prose_numbers", "published_claims", "question_numbers", "rounding", "survey", "synthetic", "weighing"),
    "what_if",
)


@pytest.fixture(params=SETTINGS, ids=lambda setting: setting.name)
def setting(request: pytest.FixtureRequest) -> Setting:
    """Return a setting that this computer can run."""
    chosen: Setting = request.param
    reason = processors.lacking(chosen)
    if reason:
        pytest.skip(reason)
    return chosen


def test_a_setting_is_in_force(setting: Setting) -> None:
    own, found = processors.report(), processors.report(setting)
    kernels = setting.reported or own["blas"][0][1]
    assert found["blas"] == [["openblas", kernels, setting.threads]]
    newer = set(processors.newer_here())
    assert bool(newer & set(own["runs"]))  # else the next line could not fail
    assert bool(newer & set(found["runs"])) == setting.newer


def test_the_settings_really_compute_in_different_ways() -> None:
    """The last bits of a product and the order of rows that tie are not the same under all of them."""
    can = [setting for setting in SETTINGS if not processors.lacking(setting)]
    if len(can) < len(SETTINGS):
        pytest.skip(f"this computer can run {len(can)} of {len(SETTINGS)} settings")
    found = [processors.report(setting) for setting in can]
    assert len({each["bits"] for each in found}) > 1
    assert len({str(each["order"]) for each in found}) > 1


def test_all_is_as_stored(setting: Setting) -> None:
    done = processors.run_tests(setting, *PATHS, *(f"tests/test_{name}.py" for name in NUMBERS))
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr
    (passed,) = re.findall(r"^(\d+) passed(?:, \d+ skipped)? in ", done.stdout, re.MULTILINE)
    assert int(passed) > 3000
