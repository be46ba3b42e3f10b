"""No processor decides what is shown: not the order of rows, not a number on a tie, not the last bits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import fill_claims
import pytest
import ties
import unsettled
from prose import PROVED

import notebooks
from notebooks import LESSONS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTEBOOKS = (*LESSONS, *sorted((ROOT / "solutions").glob("*.ipynb")))
MODULES = sorted(
    file for folder in ("pioneer_data", "solutions", "tests") for file in (ROOT / folder).rglob("*.py")
)
SHOWN = (
    "figures/",
    "checks/",
    "_lookups/",
    "_weighing_facts",
    "audit",
    "brief",
    "_brief",
    "claims",
    "explore",
)
"""The modules that write numbers for a reader; others speak of megabytes and seconds."""
MOST_DECIMALS = 9

TIES_ALLOWED = {
    r"pioneer_data/charts\.py:\d+ at 6 decimals": (
        "rounded to nine decimals before, so that it is one number everywhere; decimals would slow a redraw"
    ),
}


def sources(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each piece of Python in a file, with where it is: a module, code cells, expressions in text."""
    where = path.relative_to(ROOT).as_posix()
    if path.suffix == ".py":
        yield where, path.read_text(encoding="utf-8")
        return
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "code":
            yield f"{where}, {cell.id}", cell.source
        for match in PROVED.finditer(cell.source if cell.cell_type == "markdown" else ""):
            yield f"{where}, {cell.id}", match["expression"]


def claims() -> Iterator[tuple[str, str]]:
    """Yield each expression of the claims, with the claim's id."""
    for row in fill_claims.claims():
        for name in ("expression", "other_expression"):
            if row[name]:
                yield f"{row['claim']}, {name}", row[name]
        for expression in re.findall(r"\{([^{}]+?)(?::\.\d+f)?\}", row["working"]):
            yield f"{row['claim']}, working", expression


def pieces() -> list[tuple[str, str]]:
    """Return all Python of the course."""
    return [piece for path in (*MODULES, *NOTEBOOKS) for piece in sources(path)] + list(claims())


def test_no_order_of_rows_is_left_to_the_processor() -> None:
    found = [(where, place.text) for where, source in pieces() for place in unsettled.sorts(source)]
    assert not found, 'a sort of rows needs kind="stable" or a second key'


def test_numbers_for_a_reader_are_rounded_in_decimals() -> None:
    found = [
        (where, place.text)
        for where, source in pieces()
        if where.removeprefix("pioneer_data/").startswith(SHOWN)
        for place in unsettled.formats(source)
    ]
    assert not found, "use written() or signed() of pioneer_data.rounding"


def test_no_number_is_rounded_where_it_lies_on_a_tie(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests" / "ties.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["looked_at"] > 100_000
    left = {place: numbers for place, numbers in told["found"].items() if not allowed(place)}
    assert not left, "show a decimal more, or round with pioneer_data.rounding"
    assert all(any(re.fullmatch(each, place) for place in told["found"]) for each in TIES_ALLOWED)


def allowed(place: str) -> bool:
    return any(re.fullmatch(each, place) for each in TIES_ALLOWED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_stored_number_has_its_last_bits(path: Path) -> None:
    for where, output in notebooks.outputs(path):
        long = re.findall(rf"-?\d+\.\d{{{MOST_DECIMALS + 1},}}", notebooks.text_of(output))
        assert not long, f"{where}: {long[:3]}"


# What these find, shown with the faults that were


@pytest.mark.parametrize(
    "source",
    [
        'rounds.sort_values("change").head(5)',
        'both[["site", 1]].sort_values("initiatives_reported").head(6)',
        'barriers.groupby("code")["programme"].nunique().sort_values(ascending=False)',
        'frame.sort_values(by="share", ascending=False)',
        'frame.sort_values(["share"])',
        'frame.sort_values("share", kind="quicksort")',
        "np.argsort(places)",
        "places.argsort(kind=kind)",
        'share.rank(method="first")',
        "share.rank()",
        "frame.sort_index()",
    ],
)
def test_an_order_that_is_left_open_is_found(source: str) -> None:
    assert [place.text for place in unsettled.sorts(source)] != []


@pytest.mark.parametrize(
    "source",
    [
        'rounds.sort_values(["change", "site"]).head(5)',
        'frame.sort_values(by=["share", "site"])',
        'share.sort_values(ascending=False, kind="stable")',
        "np.argsort(places, kind='stable')",
        "np.argsort(places, stable=True)",
        "ticked.value_counts().sort_index(ascending=False)",
        'share.rank(method="min")',
        "sorted(names, key=len)",
    ],
)
def test_an_order_that_is_settled_is_left_alone(source: str) -> None:
    assert list(unsettled.sorts(source)) == []


CALLED = ('"{:.1f}%".format(share)', 'shares.map("{:.1f} of {:.2%}".format)', 'format(share, ".1f")')


@pytest.mark.parametrize(
    "source", ['f"{share:.1f}%"', 'f"{p:.{decimals}f}"', 'f"{power:.0%}"', 'f"{n:.3g}"', *CALLED]
)
def test_a_format_that_rounds_is_found(source: str) -> None:
    assert list(unsettled.formats(source))


@pytest.mark.parametrize(
    "source",
    [
        'f"{n}"',
        'f"{n:g}"',
        'f"{word:.20}"',
        'f"{n:,}"',
        'f"{n:03}"',
        'f"{n:>8}"',
        'f"{half(n, 1)}%"',
        "'{}'.format(n)",
    ],
)
def test_a_format_that_rounds_nothing_is_left_alone(source: str) -> None:
    assert not list(unsettled.formats(source))


TIE = 7.79 - 0.145
"""An exact half at two decimals, but for its last bits."""


@pytest.mark.parametrize(
    ("source", "decimals"),
    [
        ('f"{value:.2f}"', 2),
        ('f"{value / 100:.2%}"', 4),
        ('f"{value:.3g}"', 2),
        ('f"{value:.{2}f}"', 2),
        ("round(value, 2)", 2),
        ("round(value + 0.855)", 0),
        ("np.array([1.0, value]).round(2)", 2),
        ("pd.DataFrame({'share': [1.0, value]}).round({'share': 2})", 2),
        ("pd.Series([value]).round(decimals=2)", 2),
        ("round(0.05 * 3 / 12, 3)", 3),
    ],
)
def test_a_rounded_tie_is_found(source: str, decimals: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "found", {})
    names = {**ties.NAMES, "np": ties.np, "pd": ties.pd, "value": TIE}
    exec(compile(ties.watched(source, "here"), "here", "exec"), names)  # noqa: S102 - the lines above
    assert list(ties.found) == [f"here:1 at {decimals} decimals"]


@pytest.mark.parametrize(
    "source", ['f"{value:.3f}"', 'f"{value}"', "round(value, 1)", "round(value - 1e-6, 2)", "round(7, 0)"]
)
def test_what_is_no_tie_is_left_alone(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties, "found", {})
    exec(compile(ties.watched(source, "here"), "here", "exec"), {**ties.NAMES, "value": TIE})  # noqa: S102
    assert ties.found == {}
