"""Draw the charts of ``pioneer export``: as SVG that stands in the page, with a title and a description."""

from __future__ import annotations

import importlib
import json
import re
from functools import cache
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from pioneer_data.charts import FONT

FONTS = "Arial, Liberation Sans, Arimo, Helvetica, sans-serif"
"""Fonts with the same widths, so that a text measured with one fits when it is drawn with another."""
LIKE_JUPYTERLAB = (5, 6)
"""The version of Vega-Lite in JupyterLab; vl-convert has some near it."""
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}"
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?!\d|e)")
TEXT = {"text", "tspan", "title", "desc"}
SAID_BY_THE_WHOLE = {"role", "class", "pointer-events", "aria-hidden", "aria-label", "aria-roledescription"}


def title_of(spec: dict[str, Any]) -> tuple[str, str]:
    """Return a chart's title and its subtitle.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.

    Returns
    -------
    tuple of (str, str)
        Each on one line; empty if there is none.

    Examples
    --------
    >>> title_of({"title": {"text": "A fall", "subtitle": ["Per cent.", "Source: ours"]}})
    ('A fall', 'Per cent. Source: ours')
    """
    given = spec.get("title") or ""
    parts = given if isinstance(given, dict) else {"text": given}
    words = [parts.get(name) or "" for name in ("text", "subtitle")]
    title, subtitle = (" ".join(w) if isinstance(w, list) else str(w) for w in words)
    return title, subtitle


def draw(spec: dict[str, Any]) -> str:
    """Draw a chart; several threads may do so at the same time.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.

    Returns
    -------
    str
        The picture as vl-convert makes it.
    """
    text = json.dumps(spec).replace(FONT, FONTS)
    picture: str = _vl_convert().vegalite_to_svg(text, vl_version=_version())
    return picture


def _vl_convert() -> Any:  # noqa: ANN401 - a module of an extra, which may be missing
    return importlib.import_module("vl_convert")


@cache
def _version() -> str:
    def distance(version: str) -> tuple[int, int]:
        major, minor = map(int, version.split("."))
        return abs(major - LIKE_JUPYTERLAB[0]), abs(minor - LIKE_JUPYTERLAB[1])

    return min(map(str, _vl_convert().get_vegalite_versions()), key=distance)


def placed(picture: str, name: str, title: str, description: str) -> str:
    """Make a picture part of a page.

    Parameters
    ----------
    picture : str
        What ``draw`` returned.
    name : str
        Begins every id, so that no two pictures of a page share one.
    title, description : str
        What stands for the picture where it cannot be seen.

    Returns
    -------
    str
        An ``svg`` element that keeps its proportions in any width.
    """
    root = ET.fromstring(picture)  # noqa: S314 - made here, of our own specification
    _shorten(root)
    _rename(root, name)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
    inner = "".join(ET.tostring(child, encoding="unicode") for child in root)
    size = " ".join(f'{side}="{root.get(side)}"' for side in ("width", "height", "viewBox"))
    words = (
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    named = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    return f'<svg {size} font-family="{FONTS}" {named}>{words}{inner}</svg>'


def _shorten(root: ET.Element) -> None:
    # The picture is one image to a screen reader; what Vega says of its parts would say it twice.
    for parent in root.iter():
        for child in [c for c in parent if c.get("display") == "none" or _is_nothing(c)]:
            parent.remove(child)
    for element in root.iter():
        for key in SAID_BY_THE_WHOLE & set(element.attrib):
            del element.attrib[key]
        if element.get("font-family") == FONTS:
            del element.attrib["font-family"]
        for key, value in element.attrib.items():
            element.set(key, LONG_NUMBER.sub(_two_decimals, value))


def _is_nothing(element: ET.Element) -> bool:
    return element.tag == f"{SVG}path" and element.get("d") in {"", "M0,0h0v0h0Z"} and not element.get("id")


def _two_decimals(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _rename(root: ET.Element, name: str) -> None:
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    renamed = {old: f"{name}-{number}" for number, old in enumerate(ids, 1)}
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", renamed[element.attrib["id"]])
        for key, value in element.attrib.items():
            new = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{renamed[m[1]]})", value)
            is_link = key.endswith("href") and value.startswith("#")
            element.set(key, f"#{renamed[value[1:]]}" if is_link else new)
