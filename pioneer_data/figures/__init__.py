"""One module a lesson: pure functions, choices in, chart and table out."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from pioneer_data.controls import Explorer


@cache
def explorers() -> dict[str, Explorer]:
    """Find every explorer of the course.

    Returns
    -------
    dict of str to Explorer
        By name.
    """
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found = [pair for module in modules for pair in vars(module).items()]
    return {name: value for name, value in found if isinstance(value, Explorer)}
