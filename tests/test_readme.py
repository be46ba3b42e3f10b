"""What the README promises about commands and pictures is what the project does."""

from __future__ import annotations

import re
from pathlib import Path

import vl_convert
import yaml

from pioneer_data.figures import survey

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(system: str) -> list[str]:
    """Return the commands that the README gives for one system, in its order."""
    return re.findall(rf"^\| {system}[^|]*\| `(.+)` \|$", README, re.MULTILINE)


def test_ci_runs_exactly_the_test_command_of_the_readme() -> None:
    start, test, export, kit = commands("Linux, macOS")
    assert start.endswith("pioneer start")
    assert test.endswith("-m pytest")
    assert export.endswith("pioneer export pages")
    assert "pioneer kit kit --system" in kit
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == test


def test_windows_gets_the_same_commands() -> None:
    for posix, windows in zip(commands("Linux, macOS"), commands("Windows"), strict=True):
        assert windows == posix.replace("python3 -m venv", "py -m venv").replace(
            ".venv/bin/", ".venv\\Scripts\\"
        )


def test_the_workflow_runs_the_same_steps() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["test"]["steps"]]
    _, install, test = commands("Linux, macOS")[1].split(" && ")
    for command in (install, test):
        assert command.replace(".venv/bin/", "") in steps


def words(svg: str) -> list[str]:
    """Return the texts of a picture; where they stand depends on the machine's fonts."""
    return re.findall(r">([^<>]+)</text>", svg)


def test_the_picture_is_what_the_explorer_draws_today() -> None:
    spec = survey.do_the_parts_add_up(objective="Managing own care").spec
    drawn = words(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))
    assert "12 of 27 = 44%" in drawn
    assert words((ROOT / "notebooks" / "explorer.svg").read_text(encoding="utf-8")) == drawn


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"^\| `([^`|]+)`", README, re.MULTILINE)
    names = [name for row in named for name in row.split("`, `")]
    names += re.findall(r"\]\(([^):]+)\)", README)
    assert len(names) > 5
    assert not [name for name in names if not (ROOT / name).exists()]
