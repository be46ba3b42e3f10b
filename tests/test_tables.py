"""Every published table passes every check; the table functions and their errors behave."""

from __future__ import annotations

import ast
import doctest
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pandas as pd
import pytest
import truth
import truth_second

import pioneer_data as pioneers
from pioneer_data import _descriptor

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = list(_descriptor.resources())
PAIRS = [(name, check) for name in NAMES for check in truth.checks(name)]
PACKAGE = Path(pioneers.__file__).parent
PROFILE = Path(__file__).parent / "profiles" / "datapackage.json"
PANDAS_WORDS = ("pandas", "DataFrame", "read_csv", "dtype", "ParserError", "NaN", "Traceback")


@pytest.mark.parametrize(("name", "check"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_every_check_finds_nothing_in_the_published_table(name: str, check: str) -> None:
    assert truth.checks(name)[check](truth.table(name)) == []


def test_every_table_of_the_second_transcription_is_compared() -> None:
    files = {file.stem for file in truth_second.FOLDER.glob("*.csv")}
    assert files - truth_second.INVENTORIES <= set(NAMES)
    for name in files - truth_second.INVENTORIES:
        again = truth_second.second(name)
        assert again
        assert set(truth.table(name).key) <= set(again[0]) <= set(truth.table(name).columns)
        assert truth_second.same_as_second in truth.checks(name).values()


def test_every_check_is_for_a_table_there_is() -> None:
    special = {**truth.ARITHMETIC, **truth.ORDER, **truth.SECOND}
    assert set(special) == set(NAMES)


def test_every_known_exception_is_still_one() -> None:
    for known in truth.EXCEPTIONS:
        assert known.published != known.recomputed
        assert re.search(rf"\b{known.recomputed}\b", known.arithmetic)
        rows = truth.table(known.table).rows
        assert any(set(known.cell) <= set(row.values()) for row in rows)


def test_every_date_left_out_of_the_timeline_is_in_the_inventory_and_absent() -> None:
    listed = {row["what"] for row in truth_second.second("dates") or []}
    assert set(truth_second.ABSENT_DATES) <= listed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(truth_second, "ABSENT_DATES", {})
        found = truth_second.inventory_dates(truth.table("timeline"))
    assert len(found) == len(truth_second.ABSENT_DATES)


# The table functions


@pytest.mark.parametrize("name", NAMES)
def test_a_table_function_returns_a_fresh_frame(name: str) -> None:
    first = getattr(pioneers, name)()
    kept = first.copy(deep=True)
    first.loc[:, first.columns[0]] = first[first.columns[0]].iloc[-1]
    first["ours"] = 1
    pd.testing.assert_index_equal(first.columns[:-1], kept.columns)
    pd.testing.assert_frame_equal(getattr(pioneers, name)(), kept)


def _has_described_type(column: pd.Series[Any], field: dict[str, Any]) -> bool:
    if "categories" in field:
        wanted = pd.CategoricalDtype(field["categories"], ordered=field["categoriesOrdered"])
        return bool(column.dtype == wanted)
    return {
        "integer": pd.api.types.is_integer_dtype,
        "number": pd.api.types.is_float_dtype,
        "boolean": pd.api.types.is_bool_dtype,
        "yearmonth": pd.api.types.is_datetime64_dtype,
        "date": pd.api.types.is_datetime64_dtype,
        "string": pd.api.types.is_string_dtype,
    }[field["type"]](column)


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_has_the_described_columns_types_and_blanks(name: str) -> None:
    frame, raw = getattr(pioneers, name)(), truth.table(name)
    assert list(frame.columns) == raw.columns
    assert len(frame) == raw.resource["rows"]
    for field in raw.fields:
        column = frame[field["name"]]
        assert _has_described_type(column, field), field["name"]
        assert column.isna().to_list() == [row[field["name"]] == "" for row in raw.rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_function_is_documented_and_its_example_runs(name: str) -> None:
    function = getattr(pioneers, name)
    (example,) = doctest.DocTestFinder().find(function, name)
    assert doctest.DocTestRunner().run(example).failed == 0
    assert example.examples
    assert (function.__name__, function.__qualname__) == (name, name)
    for field in truth.table(name).fields:
        assert f"``{field['name']}``" in function.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_description_says_what_a_column_means_and_what_its_blanks_mean(name: str) -> None:
    for field in truth.table(name).fields:
        required = field.get("constraints", {}).get("required", False)
        assert field["description"].endswith(".")
        assert field["title"]
        assert "unit" in field
        assert bool(field.get("blank")) != required, field["name"]


def test_dir_lists_every_table_and_all_and_completion_agree() -> None:
    fixed = {"catalogue", "codebook", "source", "path", "DamagedTableError", "UnknownNameError"}
    assert set(NAMES) | fixed <= set(dir(pioneers))
    exported: Any = pioneers.__all__
    assert set(exported) == set(NAMES) | fixed
    assert {"charts", "estimate", "explore", "questions"} <= set(dir(pioneers))


def test_the_catalogue_has_one_described_row_a_table() -> None:
    listed = pioneers.catalogue()
    assert listed["table"].to_list() == NAMES
    assert listed["rows"].to_list() == [len(getattr(pioneers, name)()) for name in NAMES]
    assert list(listed.columns) == ["table", "title", "rows", "source", "locator", "licence"]
    assert listed.astype(str).apply(lambda column: column.str.len().min()).min() > 0
    assert set(listed["licence"]) <= {"CC BY 4.0", "not stated: facts only"}


@pytest.mark.parametrize("name", NAMES)
def test_the_codebook_has_one_row_a_column(name: str) -> None:
    book = pioneers.codebook(name)
    raw = truth.table(name)
    assert book["column"].to_list() == raw.columns
    assert book["meaning"].to_list() == [field["description"] for field in raw.fields]
    assert pioneers.codebook(name, raw.columns[-1])["column"].to_list() == raw.columns[-1:]


def test_the_codebook_gives_unit_allowed_values_and_the_meaning_of_a_blank() -> None:
    share = pioneers.codebook("objectives_progress", "pct").iloc[0]
    assert (share["unit"], share["allowed_values"], share["blank"]) == ("%", "0 to 100", "")
    progress = pioneers.codebook("objectives_progress", "progress").iloc[0]
    assert progress["allowed_values"] == "Substantial, Some, None, Do not know"
    assert pioneers.codebook("did_emergency_admissions", "p_value").iloc[0]["blank"]


@pytest.mark.parametrize("name", NAMES)
def test_the_source_names_title_place_licence_and_who_checked(name: str) -> None:
    said = pioneers.source(name)
    assert said.name == name
    for entry in ("title", "authors", "locator", "licence", "edition"):
        assert said[entry], entry
    assert said["transcribed_by"] != said["checked_by"] != ""


@pytest.mark.parametrize("name", NAMES)
def test_the_path_is_the_file(name: str) -> None:
    assert pioneers.path(name).read_bytes() == truth.table(name).content


# Names that do not exist


@pytest.mark.parametrize("ask", [pioneers.codebook, pioneers.source, pioneers.path])
def test_an_unknown_table_gets_the_closest_name_and_the_list(ask: Any) -> None:  # noqa: ANN401 - three functions of different types
    with pytest.raises(pioneers.UnknownNameError) as caught:
        ask("admision_rates")
    said = str(caught.value)
    assert said.startswith("There is no table called 'admision_rates'.")
    assert "Did you mean 'admission_rates'?" in said
    assert said.endswith(f"There are: {', '.join(NAMES)}.")


@pytest.mark.parametrize("ask", [pioneers.codebook, pioneers.source, pioneers.path])
@pytest.mark.parametrize("name", ["zzzz", "", None, 3, ["x"]], ids=repr)
def test_a_name_like_no_other_gets_the_list_without_a_guess(ask: Any, name: Any) -> None:  # noqa: ANN401 - see above
    with pytest.raises(pioneers.UnknownNameError) as caught:
        ask(name)
    assert "Did you mean" not in str(caught.value)
    assert str(caught.value).endswith(f"There are: {', '.join(NAMES)}.")


def test_an_unknown_attribute_gets_the_closest_name_and_the_list() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = pioneers.admision_rates
    said = str(caught.value)
    assert "There is no table called 'admision_rates'." in said
    assert "Did you mean 'admission_rates'?" in said
    assert said.endswith(f"There are: {', '.join(NAMES)}.")


def test_an_unknown_private_attribute_is_python_s_own_error() -> None:
    with pytest.raises(AttributeError, match="module 'pioneer_data' has no attribute '_nothing'"):
        _ = pioneers._nothing  # noqa: SLF001 - that is the point
    assert not hasattr(pioneers, "__nothing__")


def test_an_unknown_column_gets_the_closest_name_and_the_list() -> None:
    with pytest.raises(pioneers.UnknownNameError) as caught:
        pioneers.codebook("admission_rates", "rate_per_100")
    said = str(caught.value)
    assert "'rate_per_100'" in said
    assert "'admission_rates'" in said
    assert "Did you mean 'rate_per_1000'?" in said
    assert said.endswith("There are: programme, period, rate_per_1000, ci_low, ci_high.")


# Damaged installations


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the package read a copy of its files, which a test may damage."""
    shutil.copytree(PACKAGE / "tables", tmp_path / "tables")
    shutil.copy(PACKAGE / "datapackage.json", tmp_path)
    monkeypatch.setattr(_descriptor, "PACKAGE", tmp_path)
    _clear()
    yield tmp_path
    monkeypatch.undo()
    _clear()


def _clear() -> None:
    _descriptor.package.cache_clear()
    _descriptor.resources.cache_clear()


def _damage_report(name: str, file: str) -> str:
    with pytest.raises(pioneers.DamagedTableError) as caught:
        getattr(pioneers, name)()
    said = str(caught.value)
    assert file in said
    assert "To mend it, install the package again" in said
    assert "git restore pioneer_data" in said
    assert not [word for word in PANDAS_WORDS if word in said]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return said


def test_the_copy_is_read_in_place_of_the_package(copy: Path) -> None:
    assert pioneers.path("sites") == copy / "tables" / "sites.csv"
    assert len(pioneers.sites()) == 25


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_character_is_reported(copy: Path, name: str) -> None:
    file = copy / "tables" / f"{name}.csv"
    content = file.read_bytes()
    file.write_bytes(content[:-2] + (b"8" if content[-2:-1] != b"8" else b"9") + b"\n")
    assert f"The table {name!r} is damaged" in _damage_report(name, f"{name}.csv")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1\n2,3,4\n", b'site\n"open'])
def test_a_file_that_is_no_table_is_reported(copy: Path, content: bytes) -> None:
    (copy / "tables" / "sites.csv").write_bytes(content)
    assert "checksum" in _damage_report("sites", "sites.csv")


def test_a_missing_table_is_reported(copy: Path) -> None:
    (copy / "tables" / "sites.csv").unlink()
    assert "cannot be read" in _damage_report("sites", "sites.csv")


@pytest.mark.parametrize("content", [b"", b"{", b'{"resources": [', b"\xff\xfe", b"no json"])
def test_a_damaged_descriptor_is_reported(copy: Path, content: bytes) -> None:
    (copy / "datapackage.json").write_bytes(content)
    _clear()
    assert "is damaged" in _damage_report("sites", "datapackage.json")


def test_a_missing_descriptor_is_reported(copy: Path) -> None:
    (copy / "datapackage.json").unlink()
    _clear()
    assert "cannot be read" in _damage_report("sites", "datapackage.json")


# The descriptor, judged from outside


def test_the_descriptor_is_valid_against_the_official_profile() -> None:
    profile = json.loads(PROFILE.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(profile)(profile)
    assert [error.message for error in validator.iter_errors(_descriptor.package())] == []
    broken = {**_descriptor.package(), "resources": []}
    assert not validator.is_valid(broken)


def test_frictionless_finds_every_table_valid(copy: Path) -> None:
    import frictionless  # noqa: PLC0415 - loads for over a second, and only here

    report = frictionless.validate(copy / "datapackage.json")
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert len(report.tasks) == len(NAMES)
    file = copy / "tables" / "sites.csv"
    file.write_bytes(file.read_bytes().replace(b"Leeds,1", b"Leeds,x"))
    alone = {**_descriptor.package(), "resources": [_descriptor.resource("sites")]}
    (copy / "datapackage.json").write_text(json.dumps(alone), encoding="utf-8")
    assert not frictionless.validate(copy / "datapackage.json").valid


# Light imports and the one-way flow


def _loaded_after(code: str) -> set[str]:
    """Run code in a new Python and return the packages that it loaded."""
    report = f"{code}\nimport sys\nprint(*sorted(m.split('.')[0] for m in sys.modules))"
    command = [sys.executable, "-W", "error", "-c", report]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return set(ran.stdout.split())


def test_importing_the_package_loads_no_other() -> None:
    loaded = _loaded_after("import pioneer_data")
    assert "pioneer_data" in loaded
    assert not loaded & {"pandas", "numpy", "altair", "ipywidgets", "anywidget", "IPython"}


def test_a_table_function_loads_pandas_alone() -> None:
    loaded = _loaded_after("import pioneer_data; pioneer_data.ki_surveys()")
    assert "pandas" in loaded
    assert not loaded & {"altair", "ipywidgets", "anywidget", "IPython", "jsonschema"}


def test_drawing_compiles_no_grammar() -> None:
    """From jsonschema 4.25 on, Altair's import does, in every kernel: constraints.txt holds it back."""
    loaded = _loaded_after("import pioneer_data.charts")
    assert "jsonschema" in loaded
    assert not loaded & {"lark", "rfc3987_syntax"}


MODULES = sorted(PACKAGE.rglob("*.py"))
WIDGETS = {"explore", "questions", "_check_notebook"}
PICTURES = {"charts", "figures"}
DRAWING = {"controls", *PICTURES, *WIDGETS}
FOUNDATION = {"_descriptor": set(), "estimate": set(), "__init__": {"._descriptor"}}
"""What the modules at the left end of the flow may import from the package."""


def _part(file: Path) -> str:
    """Name the part of the package that a module belongs to: its folder or its own name."""
    inside = file.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def _imports(file: Path) -> set[str]:
    """Return what a module imports when it runs: packages, and parts of this one as ".part"."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    own = {"." + name.split(".")[1] for name in names if name.startswith("pioneer_data.")}
    return own | {name.split(".")[0] for name in names}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_on_its_left(file: Path) -> None:
    part, found = _part(file), _imports(file)
    own = {name for name in found if name.startswith(".")} - {f".{part}"}
    exports = part.strip("_").startswith("export")  # the pages show what the widgets and drawings hold
    if part not in WIDGETS:
        assert not found & {"ipywidgets", "anywidget", "traitlets"}
        assert "IPython" not in found or part == "_notebook"
        assert exports or not own & {".explore", ".questions"}
    if part not in PICTURES:
        assert "altair" not in found
    if part not in DRAWING and not exports:
        assert not own & {".charts", ".controls", ".figures"}
    assert own <= FOUNDATION.get(part, own)


def test_estimates_need_neither_pandas_nor_altair() -> None:
    modules = sorted((PACKAGE / "estimate").glob("*.py"))
    assert len(modules) >= 8
    for module in modules:
        assert not _imports(module) & {"pandas", "altair", "statsmodels", "scipy"}, module.name


def test_the_import_reader_sees_what_is_imported() -> None:
    assert {"altair"} <= _imports(PACKAGE / "charts.py")
    assert {"anywidget", ".controls"} <= _imports(PACKAGE / "explore.py")
    assert {"pandas"} <= _imports(PACKAGE / "_descriptor.py")
