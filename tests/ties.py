"""Find numbers that are rounded where they lie halfway, or within a hair of it.

There the last bits of a floating-point number decide what is printed, and these differ between processors.
Decimal arithmetic tells: it sees a number's exact value. ``watching`` rewrites code so that every number
that it rounds is looked at on the way: in a format such as ``{share:.1f}``, in ``round(...)`` and in the
``.round(...)`` of arrays and frames. What pandas shows is looked at as well.

``python tests/ties.py`` runs, watched, every cell of the lessons and solutions, every explorer with all its
choices, every claim and every doctest, and prints what it found. Only a fresh process can watch the
package's own code, because that is rewritten when it is imported.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import doctest
import importlib
import importlib.machinery
import json
import os
import pkgutil
import re
import sys
import warnings
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.io.formats import format as pandas_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
HAIR = Decimal("1e-12")
"""How far, in a number near 1, the order of a sum may move it; more in larger ones."""
SETTLING = "pioneer_data.rounding"
"""Rounds in decimals; all others are watched."""
FORM = re.compile(r"(?:.?[<>=^])?[-+ ]?#?0?\d*[,_]?(?:\.(?P<digits>\d+))?(?P<kind>[fFeEgG%]?)")

found: dict[str, set[float]] = {}
looked_at = 0
"""How many numbers were looked at; a watch that sees none finds none."""


def is_tie(value: float, decimals: int) -> bool:
    """Say whether a number lies halfway between two numbers with so many decimals, or a hair beside."""
    if not np.isfinite(value):
        return False
    exact = abs(Decimal(value))
    halfway = abs(exact.scaleb(decimals) % 1 - Decimal("0.5"))
    return halfway <= (HAIR * max(Decimal(1), exact)).scaleb(decimals)


def look(value: object, decimals: int, place: str) -> None:
    """Note every number in a value, an array or a frame that is a tie at so many decimals."""
    global looked_at  # noqa: PLW0603 - a count over the whole run
    for number in _numbers(value):
        looked_at += 1
        if is_tie(number, decimals):
            found.setdefault(f"{place} at {decimals} decimals", set()).add(number)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, pd.DataFrame):
        for name in value:
            yield from _numbers(value[name])
    elif isinstance(value, pd.Series | pd.Index | np.ndarray):
        yield from (number for number in np.asarray(value).ravel().tolist() if isinstance(number, float))
    elif isinstance(value, float | np.floating):
        yield float(value)


def decimals_of(value: float, form: str) -> int | None:
    """Return how many decimals a format leaves of a number, or None if it does not round."""
    match = FORM.fullmatch(form)
    if match is None or not (match["digits"] or match["kind"]):
        return None
    digits, kind = int(match["digits"] or 6), match["kind"].lower()
    if kind in {"f", "%"}:
        return digits + 2 * (kind == "%")
    first = int(np.floor(np.log10(abs(value)))) if value else 0  # the place of the first digit
    return digits - first - (kind != "e")


def _formatted(value: object, form: str, place: str) -> object:
    for number in _numbers(value):
        decimals = decimals_of(number, form)
        if decimals is not None:
            look(number, decimals, place)
    return value


def _rounded(place: str, value: Any, decimals: int | None = None) -> Any:  # noqa: ANN401 - any number
    look(value, decimals or 0, place)
    return round(value) if decimals is None else round(value, decimals)


def _round_of(place: str, value: Any, decimals: Any = 0, **more: Any) -> Any:  # noqa: ANN401 - any frame
    """Do what ``value.round(decimals)`` does; for a frame the decimals may differ by column."""
    each = decimals.items() if isinstance(decimals, dict) else [(None, decimals)]
    for name, places in each:
        look(value if name is None else value[name], places, place)
    return value.round(decimals, **more)


NAMES: dict[str, Callable[..., Any]] = {
    "_ties_formatted": _formatted,
    "_ties_rounded": _rounded,
    "_ties_round_of": _round_of,
}


class watching(ast.NodeTransformer):  # noqa: N801 - read as a verb where it is used
    """Rewrite code so that each number that it rounds is looked at first.

    Parameters
    ----------
    place : str
        Where the code is, for what is said of it.
    """

    def __init__(self, place: str) -> None:
        """Remember the place."""
        self.place = place

    def _call(self, name: str, node: ast.expr, *arguments: ast.expr) -> ast.Call:
        call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
        return ast.copy_location(call, node)

    def _here(self, node: ast.expr) -> ast.Constant:
        return ast.Constant(f"{self.place}:{node.lineno}")

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        """Look at what stands in a formatted string."""
        self.generic_visit(node)
        if node.format_spec is not None and node.conversion == -1:
            arguments = node.value, node.format_spec, self._here(node.value)
            node.value = self._call("_ties_formatted", node.value, *arguments)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Look at what is rounded by a call."""
        self.generic_visit(node)
        called, here = node.func, self._here(node)
        if isinstance(called, ast.Name) and called.id == "round":
            new = self._call("_ties_rounded", node, here, *node.args)
        elif isinstance(called, ast.Attribute) and called.attr == "round":
            new = self._call("_ties_round_of", node, here, called.value, *node.args)
        else:
            return node
        new.keywords = node.keywords
        return new


def watched(source: str, place: str) -> ast.Module:
    """Return code, rewritten by ``watching``."""
    tree: ast.Module = watching(place).visit(ast.parse(source))
    return ast.fix_missing_locations(tree)


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:  # noqa: ANN401 - a code object
        file = self.get_filename(fullname)
        place = Path(file).relative_to(ROOT).as_posix()
        return compile(watched(Path(file).read_text(encoding="utf-8"), place), file, "exec")


class _Finder:
    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ANN401, ARG004 - importlib's
        if name.partition(".")[0] != "pioneer_data" or name == SETTLING:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec and spec.origin and spec.origin.endswith(".py"):
            spec.loader = _Loader(name, spec.origin)
        return spec


def begin() -> None:
    """Watch what is imported from here on, and what pandas shows."""
    vars(builtins).update(NAMES)
    sys.meta_path.insert(0, _Finder)  # type: ignore[arg-type] # a class serves as a finder
    show = pandas_format.FloatArrayFormatter.get_result_as_array

    def seen(self: Any) -> Any:  # noqa: ANN401 - pandas' own
        if self.float_format is None and self.formatter is None:
            look(np.asarray(self.values, dtype=float), self.digits, f"{_cell} as pandas shows it")
        return show(self)

    pandas_format.FloatArrayFormatter.get_result_as_array = seen


_cell = ""
"""The cell that runs, for what is said of it."""


def run_notebook(path: Path) -> None:
    """Run every code cell, and show its result as a page and as text."""
    global _cell  # noqa: PLW0603 - the place is told to pandas' formatter
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - only notebooks need it

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        _cell = f"{path.relative_to(ROOT).as_posix()}, {cell['id']}"
        shell.ast_transformers = [watching(_cell)]
        done = shell.run_cell("".join(cell["source"]))
        done.raise_error()
        shell.display_formatter.format(done.result)
    _cell = ""


def draw_explorers() -> None:
    """Draw every explorer with the choices that its tests sweep, and each slider's every stop."""
    from notebooks import explorers  # noqa: PLC0415 - imports the package, which is watched by then
    from pioneer_data.controls import Slider  # noqa: PLC0415 - as above

    for explorer in explorers().values():
        start = explorer.accept({})
        stops = [
            {**start, slider.name: slider.accept(slider.low + stop * slider.step)}
            for slider in explorer.controls
            if isinstance(slider, Slider)
            for stop in range(round((slider.high - slider.low) / slider.step) + 1)
        ]
        for chosen in [*explorer.sweep(), *stops]:
            json.dumps(explorer(**chosen).spec)


def work_out_claims() -> None:
    """Work every claim out again, with its arithmetic in words."""
    import pioneer_data as pioneers  # noqa: PLC0415 - watched by now
    from pioneer_data import audit  # noqa: PLC0415 - as above

    for claim in pioneers.published_claims().to_dict("records"):
        audit.shown(audit.recompute(claim["claim"]), claim["published"])
        audit.arithmetic(claim["working"] if isinstance(claim["working"], str) else "")


def run_doctests() -> None:
    """Run every example of a docstring and write its result."""
    import pioneer_data  # noqa: PLC0415 - watched by now

    for module in pkgutil.walk_packages(pioneer_data.__path__, "pioneer_data."):
        for test in doctest.DocTestFinder().find(importlib.import_module(module.name), module.name):
            for example in test.examples:
                tree = watched(example.source, f"example of {test.name}")
                # An example that shows how something fails does so here too.
                with contextlib.suppress(Exception):
                    _show(tree, test.globs)


def _show(tree: ast.Module, names: dict[str, Any]) -> None:
    *before, last = tree.body
    whole = [*before] if isinstance(last, ast.Expr) else tree.body
    exec(compile(ast.Module(whole, []), "example", "exec"), names)  # noqa: S102 - our own examples
    if isinstance(last, ast.Expr):
        repr(eval(compile(ast.Expression(last.value), "example", "eval"), names))  # noqa: S307 - as above


def notebooks_here() -> Iterable[Path]:
    """Return the lessons and solutions."""
    return sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "solutions").glob("*.ipynb")])


def main() -> None:
    """Run everything and print what was found, as JSON."""
    begin()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        for path in notebooks_here():
            run_notebook(path)
        draw_explorers()
        work_out_claims()
        run_doctests()
    places = {place: sorted(values)[:5] for place, values in sorted(found.items())}
    sys.stdout.write(json.dumps({"looked_at": looked_at, "found": places}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
