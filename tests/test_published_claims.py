"""Nothing about a published claim is typed in; that it is what its expression gives, test_tables proves."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import fill_claims
import pytest

import pioneer_data as pioneers
from pioneer_data import audit

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = {row["claim"]: row for row in fill_claims.claims()}
FAILS, UNKNOWN = audit.VERDICTS[2:]
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")
DEFINITIONS = {0, 1, 2, 3, 10, 12, 50, 99, 100, 101}
"""Constants that an expression may use: places in a list, three choices a person, a majority, per cent."""


def claims_that(fail: Callable[[dict[str, str]], object]) -> list[str]:
    """Return the claims of which something wrong is true."""
    return [claim for claim, row in ROWS.items() if fail(row)]


def looks_nothing_up(expression: str) -> bool:
    """Whether an expression uses no name that the audit knows."""
    tree = ast.parse(expression or "None", mode="eval")
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return bool(expression) and not named & audit.names().keys()


def test_an_expression_looks_something_up() -> None:
    for which in ("expression", "other_expression"):
        assert not claims_that(lambda row, which=which: looks_nothing_up(row[which]))


NAMES = re.compile(
    r"(?<![,\d])00[0-4]\b|\b20\d\d/\d\d\b|\b(?:Figure|paragraph) \d|\bperiods? \d|\b95%|\b0\.05\b"
)
"""Numbers that name a source, a year, a figure or a period, and the usual levels."""


def numbers(text: str) -> set[float]:
    """Return the numbers of a text, without those that are names."""
    found = {float(number.replace(",", "")) for number in NUMBER.findall(NAMES.sub("", text))}
    return {number for number in found if not 1990 <= number <= 2030}


def constants(expression: str) -> set[float]:
    """Return the numbers that an expression states, but for arguments, places and definitions."""
    tree = ast.parse(expression or "None", mode="eval")
    arguments = [
        part
        for node in ast.walk(tree)
        for part in (
            [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(node, ast.Call)
            else [node.slice]
            if isinstance(node, ast.Subscript)
            else []
        )
    ]
    inside = {id(part) for argument in arguments for part in ast.walk(argument)}
    stated = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in inside)
    return {float(n.value) for n in stated if isinstance(n.value, int | float)} - DEFINITIONS


def stated_results(row: dict[str, str]) -> set[float]:
    """Return the numbers that an expression of a claim states instead of working them out."""
    return {
        number
        for which in ("", "other_")
        for number in constants(row[f"{which}expression"])
        if number in numbers(row["published"]) | numbers(row[f"{which}recomputed"])
    }


def test_an_expression_does_not_state_its_result() -> None:
    assert not claims_that(stated_results)


def loose_numbers(row: dict[str, str]) -> set[float]:
    """Return the numbers in a claim's remarks that stand nowhere in its arithmetic."""
    held = ("says", "published", "arithmetic", "recomputed", "other_recomputed")
    known = numbers(" ".join(row[column].replace("\u2212", "") for column in held))
    rounded = known | {round(number, places) for number in known for places in (0, 1, 2)}
    remarks = " ".join(row[column] for column in ("reading", "other_reading", "matters"))
    return numbers(remarks) - rounded - {0, 1, 2}


def test_a_remark_holds_no_number_that_is_not_worked_out() -> None:
    assert not claims_that(loose_numbers)


def test_a_claim_that_fails_says_why_and_why_it_matters() -> None:
    failing = [claim for claim, row in ROWS.items() if row["verdict"] in {FAILS, UNKNOWN}]
    assert failing
    assert not [claim for claim in failing if not (ROWS[claim]["cause"] and ROWS[claim]["matters"])]


def test_a_second_reading_has_all_its_parts() -> None:
    parts = ("other_reading", "other_verdict", "other_expression")
    assert not claims_that(lambda row: len({bool(row[part]) for part in parts}) != 1)
    assert not claims_that(lambda row: row["other_reading"] and not row["reading"])


def test_there_are_claims_of_every_source_and_kind() -> None:
    table = pioneers.published_claims()
    assert len(table) >= 150
    for column in ("source", "kind", "topic", "verdict", "cause"):
        assert set(table[column].cat.categories) == set(table[column].dropna()), column


def test_no_claim_is_there_twice() -> None:
    said = Counter((row["source"], row["locator"], row["says"]) for row in ROWS.values())
    assert not [words for words, times in said.items() if times > 1]


def test_both_readings_can_differ() -> None:
    differ = [row for row in ROWS.values() if row["other_verdict"] and row["other_verdict"] != row["verdict"]]
    assert differ


def test_recompute_works_a_claim_out() -> None:
    for claim, row in list(ROWS.items())[::7]:  # test_tables works all of them out
        found = audit.recompute(claim)
        assert audit.shown(found, row["published"]) == row["recomputed"]


@pytest.mark.parametrize(
    ("published", "recomputed", "rounding", "verdict"),
    [
        ("29", 29, 0.5, "reproduces"),
        ("29", 29.5, 0.5, "within rounding"),
        ("29", 29.51, 0.5, "does not reproduce"),
        ("29", audit.Rounded(30, 29, 31), 0.5, "within rounding"),
        ("29", audit.Rounded(31, 30, 32), 0.5, "does not reproduce"),
        ("29", audit.Rounded(29, 20, 40), 0.5, "reproduces"),
        ("6", 3, 0, "does not reproduce"),
        ("14; 11", (14, 11), 0, "reproduces"),
        ("14; 11", (14, 10), 0, "does not reproduce"),
        ("14; 11", (14,), 0, "does not reproduce"),
        ("yes", True, 0, "reproduces"),
        ("yes", False, 0, "does not reproduce"),
        ("none of them", [], 0, "reproduces"),
        ("2014-11", "2014-11", 0, "reproduces"),
        ("2014-11", "2015-01", 0, "does not reproduce"),
        ("\u221226", -26, 0, "reproduces"),
        ("20,000", 20000, 0, "reproduces"),
        ("46", None, 0.5, "cannot be checked"),
    ],
)
def test_a_verdict_follows_from_both_values_and_their_rounding(
    published: str, recomputed: object, rounding: float, verdict: str
) -> None:
    assert audit.judge(published, recomputed, rounding) == verdict


def test_the_worst_part_decides() -> None:
    parts = chain.from_iterable([[29.0], [29.4]])
    assert audit.judge("29; 29", tuple(parts), 0.5) == "within rounding"


def test_rounded_numbers_keep_every_value_they_can_have() -> None:
    first, second = audit.as_printed(7.79, 2), audit.as_printed(8.29, 2)
    ratio = 100 * (second / first - 1)
    assert ratio.low < ratio.value < ratio.high
    corners = [100 * (b / a - 1) for a in (7.785, 7.795) for b in (8.285, 8.295)]
    assert (ratio.low, ratio.high) == pytest.approx((min(corners), max(corners)))
    assert (1 - first).low == pytest.approx(1 - 7.795)
    with pytest.raises(ZeroDivisionError, match="can be 0"):
        _ = 1 / (first - second / 1 + 0.5)
