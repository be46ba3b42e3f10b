"""Find in source what leaves to the processor in which order rows stand, or which number is printed.

NumPy's usual sort is not stable: rows with the same key come in an order that depends on the instructions
that the processor has. A sort of rows needs ``kind="stable"``, or a second key that decides. And a format
such as ``{share:.1f}`` rounds a number with all its last bits; ``pioneer_data.rounding`` does without them.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = {"sort_values", "sort_index", "argsort", "rank", "argpartition"}
STABLE = {"kind": {"stable", "mergesort"}, "stable": {True}, "method": {"average", "min", "max", "dense"}}
"""Words that make one of these safe. Equal values get equal ranks under these methods."""


class Place(NamedTuple):
    """A piece of source, with its line."""

    line: int
    text: str


def sorts(source: str) -> Iterator[Place]:
    """Yield every sort of rows that has neither a stable kind nor a second key."""
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr not in ROWS:
            continue
        if not (_is_stable(node) or _has_second_key(node) or _counts_labels(called)):
            yield Place(called.lineno, ast.unparse(node))


def _is_stable(call: ast.Call) -> bool:
    return any(
        word.arg in STABLE and isinstance(word.value, ast.Constant) and word.value.value in STABLE[word.arg]
        for word in call.keywords
    )


def _has_second_key(call: ast.Call) -> bool:
    """Say whether it sorts by several columns: pandas then keeps rows that still tie in their order."""
    keys = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "by")]
    return any(isinstance(key, ast.List | ast.Tuple) and len(key.elts) > 1 for key in keys)


def _counts_labels(called: ast.Attribute) -> bool:
    """Say whether it sorts the labels of ``value_counts()``, each of which is there once."""
    return ast.unparse(called.value).endswith(".value_counts()")


def formats(source: str) -> Iterator[Place]:
    """Yield every formatted value that says to how many decimals or digits a number is rounded.

    Without that, ``:g`` leaves six digits, more than any number here is printed with.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            form = ast.unparse(node.format_spec)
        elif isinstance(node, ast.Attribute) and node.attr == "format":  # "{:.1f}".format
            form = ast.unparse(node.value).replace("}'", "'")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "format" and len(node.args) > 1:
            form = ast.unparse(node.args[1])
        else:
            continue
        if re.search(r"\.(\d|\{.*\}).*[eEfFgG%]['\"}]", form):
            yield Place(node.lineno, ast.unparse(node))
