"""What goes wrong without a browser ends in a working notebook or in one sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import lab
import pytest

import notebooks
import pioneer_data
from pioneer_data import _saving, coding, explore, kept
from pioneer_data.charts import Figure
from pioneer_data.controls import Grid, Slider, explorer

PACKAGE = Path(pioneer_data.__file__).parent
SOLUTION = PACKAGE.parent / "solutions" / "02_ki_survey_trends.ipynb"
RUN = """
import json, os, sys
from IPython.core.interactiveshell import InteractiveShell
shell, shown = InteractiveShell.instance(), []
shell._showtraceback = lambda kind, error, lines: shown.append([kind.__name__, "\\n".join(lines)])
for cell in json.load(sys.stdin):
    shell.run_cell(cell)
print(json.dumps({"errors": shown, "told": shell.user_ns.get("told")}), flush=True)
os._exit(0)
"""
PANDAS = """
import pandas as pd, warnings
warnings.simplefilter("ignore")
pd.set_option("display.chop_threshold", 100.0)
pd.set_option("display.colheader_justify", "left")
pd.set_option("display.float_format", "{:.0e}".format)
pd.set_option("display.html.border", 5)
pd.set_option("display.html.use_mathjax", False)
pd.set_option("display.max_columns", 1)
pd.set_option("display.max_colwidth", 5)
pd.set_option("display.max_rows", 2)
pd.set_option("display.notebook_repr_html", False)
pd.set_option("display.precision", 0)
pd.set_option("display.show_dimensions", True)
pd.set_option("display.unicode.east_asian_width", True)
pd.set_option("display.width", 20)
pd.set_option("future.infer_string", False)
pd.set_option("mode.chained_assignment", "raise")
pd.set_option("mode.string_storage", "python")
"""
ALTAIR = """
import altair as alt
alt.data_transformers.enable("json")
alt.data_transformers.enable("default", max_rows=1)
alt.renderers.enable("html")
alt.theme.enable("dark")
"""
TELL = """
import sys
sys.path[:0] = {tests!r}
import notebooks
from pioneer_data import brief, explore
explorers = notebooks.explorers()
figures = {{name: explore.drawn(one, {{}}) for name, one in explorers.items()}}
told = {{name: [explore.redrawn(one), explore.table_of(one, shown=True)] for name, one in figures.items()}}
told["brief"] = [one.says for one in brief.check({{"evidence": "Keeble: 1.93% in 2014/15"}})]
"""
JUDGE = """
every = notebooks.read(notebooks.Path({solution!r})).cells
cells = [cell.source for cell in every if cell.cell_type == "code"]
scope = {{"display": lambda *given, **named: None}}
told["checks"] = []
for cell in cells:
    if cell.startswith("checks."):
        told["checks"].append(repr(eval(cell, scope)))
    elif not cell.startswith("hint"):
        exec(cell, scope)
"""


def ran(*cells: str, package: Path = PACKAGE, folder: Path = PACKAGE.parent) -> dict[str, Any]:
    """Run cells as a notebook does, in a Python of their own; return errors as shown, and ``told``."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


LOSE = """
from pathlib import Path
import pioneer_data as pioneers
package = Path(pioneers.__file__).parent
def lose(name, how):
    file = package / name
    file.unlink()
    if how == "emptied":
        file.write_bytes(b"")
    if how == "made a folder":
        file.mkdir()
"""


def test_a_lost_file_of_the_package_is_named_in_one_sentence_with_the_mend(tmp_path: Path) -> None:
    package = tmp_path / "pioneer_data"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "course", "template"))
    shown = ran(
        LOSE,
        "lose('datapackage.json', 'emptied')\npioneers.ki_surveys()",
        "lose('datapackage.json', 'deleted')\npioneers.ki_surveys()",
        f"import shutil\nshutil.copy({str(PACKAGE / 'datapackage.json')!r}, package)",
        "lose('tables/barriers.csv', 'deleted')\npioneers.barriers()",
        "lose('tables/facilitators.csv', 'emptied')\npioneers.facilitators()",
        "lose('tables/sites.csv', 'made a folder')\npioneers.sites()",
        "from pioneer_data.figures import survey",
        "lose('tables/ki_surveys.csv', 'deleted')\nsurvey.who_answered()",
        "pioneers.ki_respondents().shape",
        package=package,
    )["errors"]
    files = ["datapackage.json"] * 2 + ["barriers.csv", "facilitators.csv", "sites.csv", "ki_surveys.csv"]
    assert [kind for kind, _ in shown] == ["DamagedTableError"] * len(files), [
        text.split(" of pio")[0][:70] for _, text in shown
    ]
    for (_, text), file in zip(shown, files, strict=True):
        assert file in text
        assert "To mend it, install the package again (python -m pip install --force-reinstall" in text
        assert "\n" not in text, "one sentence, no traceback"


def test_a_name_that_is_not_there_is_answered_in_one_sentence() -> None:
    shown = ran(
        "rates",  # before the cell with the imports, Python's own short words
        "import pioneer_data as pioneers\nfrom pioneer_data import charts\ncharts.enable()",
        "from pioneer_data.explore import explore",
        "surveys = 1\nexplore(explorers.who_answered)",
        "def mine():\n    return rates.mean()\nmine()",
        "exec(compile('hidden', 'a_program.py', 'exec'), {})",
        "pioneers.ki_survey()",
        "pioneers.codebook('ki_surveys', 'yaer')",
        "1 / 0",
    )["errors"]
    kinds, texts = zip(*shown, strict=True)
    assert kinds[:4] == ("NameError",) * 4
    assert kinds[4:] == ("UnknownTableError", "UnknownNameError", "ZeroDivisionError")
    assert "Traceback" in texts[0]
    assert texts[2].startswith("NameError: line 2 uses 'rates', which does not exist yet")
    for text, name in ((texts[1], "explorers"), (texts[2], "rates")):
        assert f"'{name}', which does not exist yet" in text
        assert "choose Run, Run All Above Selected Cell and run this cell again" in text
    assert "Traceback" in texts[3], "a program that the learner calls keeps its traceback"
    assert "Did you mean 'ki_surveys'?" in texts[4]
    assert "Did you mean 'year'?" in texts[5]
    assert all("\n" not in text for text in (*texts[1:3], *texts[4:6]))
    assert "Traceback" in texts[6]


def test_settings_that_a_learner_changed_change_no_chart_table_or_check() -> None:
    places = {"tests": [str(PACKAGE.parent / "tests"), str(PACKAGE.parent / "solutions")]}
    tell = (TELL.format(**places), JUDGE.format(solution=str(SOLUTION)))
    usual, changed = ran(*tell), ran(PANDAS, ALTAIR, *tell)
    assert usual["errors"] == changed["errors"] == []
    assert len(usual["told"]["checks"]) == len([t for t in usual["told"]["checks"] if "RIGHT" in t]) > 0
    for name, told in usual["told"].items():
        assert changed["told"][name] == told, name


def test_a_lesson_runs_in_a_folder_of_odd_letters(tmp_path: Path) -> None:
    folder = tmp_path / "\u00dcbung f\u00fcr Anf\u00e4nger 1 #2 100%" / "notebooks"
    folder.mkdir(parents=True)
    cells = [cell.source for cell in notebooks.read(notebooks.LESSONS[1]).cells if cell.cell_type == "code"]
    assert ran(*cells, folder=folder)["errors"] == []


GRID = Grid("coding", "Your coding", ("Trust", "Time"), ("Survey",), ("agree", "silent"))


def test_the_coding_of_another_notebook_is_set_aside_not_overwritten(tmp_path: Path) -> None:
    file, first = tmp_path / "my_coding.csv", (("Trust", "Survey", "agree"),)
    coding.save(file, first, GRID)
    kept.forget()  # as in a second kernel
    copy = coding.save(file, (("Time", "Survey", "silent"),), GRID)
    assert copy is not None
    assert coding.load(copy, GRID) == first
    kept.forget()
    brought_back = coding.load(file, GRID)
    assert coding.save(file, (*first, *brought_back), GRID) is None, "what was brought back may go"


SAVE = """
from pathlib import Path
from pioneer_data import brief, cli, coding
from pioneer_data.controls import Grid
grid = Grid("coding", "Your coding", ("Trust",), ("Survey",), ("agree",))
print(brief.saved({"claim": "Teams may help."}))
try:
    coding.save("my_coding.csv", (("Trust", "Survey", "agree"),), grid)
except coding.CodingError as error:
    print(error)
print(cli.main(["start", "course", "--no-open"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no folders that are locked this way")
def test_a_locked_folder_is_refused_in_one_sentence_each(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    command = [*lab.without_power(), sys.executable, "-P", "-c", SAVE]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=locked, env=environment, check=True)
    own_brief, own_coding, code = done.stdout.splitlines()
    refused = f"was not written: the computer does not allow it (Permission denied). {_saving.CLOSE_IT}."
    assert own_brief == f"my_evidence_brief.md {refused}"
    assert own_coding == f"my_coding.csv {refused}"
    assert code == "1"
    assert done.stderr.count("\n") == 1
    assert "nothing was changed: choose another folder" in done.stderr
    assert not list(locked.iterdir())


@explorer(Slider("size", "Size", 0, 2, 1, 1))
def breaks_at_two(size: float) -> Figure:
    if size > 1:
        message = "too large"
        raise ZeroDivisionError(message)
    drawing = {"mark": "point", "data": {"values": [{"a": 1}]}}
    return Figure(drawing, {}, "Title", ("Subtitle",), f"Size {size}", pioneer_data.ki_surveys())


def test_every_move_is_answered_also_one_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(explore, "display", lambda given, **_: shown.append(given))
    panel = explore.Panel(controls=[], values={})
    answers: list[Any] = []
    monkeypatch.setattr(panel, "send", answers.append)
    panel.observe(lambda change: breaks_at_two(**change["new"]), "values")
    panel.set_state({"values": {"size": 0}, "asked": 1})
    with pytest.raises(ZeroDivisionError):
        panel.set_state({"values": {"size": 2}, "asked": 2})
    panel.set_state({"page": "0.5"})
    said = "This choice could not be shown: ZeroDivisionError, too large. Choose something else."
    assert answers == [{"heard": 1}, {"heard": 2, "failed": said}]
    assert panel.asked == 2


def test_the_errors_of_the_package_keep_their_own_words() -> None:
    with pytest.raises(coding.CodingError) as refused:
        coding.load("nowhere.csv", GRID)
    assert explore.failed(refused.value) == str(refused.value)
