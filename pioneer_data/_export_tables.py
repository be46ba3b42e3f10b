"""Write the tables of ``pioneer export``: with headers that a screen reader finds, in boxes that scroll."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from numbers import Real
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from pioneer_data.rounding import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from bs4 import Tag

FITS = 30
"""Characters that fit any window; what is wider gets a box that scrolls, which the keyboard must reach."""
LONG = 40
"""Rows after which a table gets a box that scrolls downwards too."""
CLASS = {True: ' class="n"', False: ""}
KEPT = ("colspan", "rowspan", "href")
NUMBER = re.compile(r"[-+\u2212]?[\d,]*\.?\d+\s*%?\*?")


class ExportError(Exception):
    """What failed, why and what to do instead, in one sentence."""


class Labels:
    """Names for boxes that scroll, each once in a page."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def __call__(self, kind: str, words: str = "") -> str:
        """Return ``kind``, its number in the page, and words that say more."""
        self._used[kind] += 1
        return f"{kind} {self._used[kind]}{': ' if words else ''}{words}"


def boxed(html: str, label: str, *, wide: bool, long: bool = False) -> str:
    """Put something into a box that scrolls, where it needs one.

    Parameters
    ----------
    html : str
        A table or preformatted text.
    label : str
        The name of the box, its only one in the page.
    wide, long : bool
        Whether it may be wider than a small window, or too long to read past.

    Returns
    -------
    str
        The box, or the same as before.
    """
    if not wide and not long:
        return html
    kind = "scroll long" if long else "scroll"
    return f'<div class="{kind}" role="region" tabindex="0" aria-label="{escape(label)}">{html}</div>'


def preformatted(text: str, labels: Labels, kind: str, html: str = "") -> str:
    """Write text whose line breaks count.

    Parameters
    ----------
    text : str
        As it is stored.
    labels : Labels
        The names in this page.
    kind : str
        What it is, such as ``"Code"``.
    html : str
        The same with mark-up; without it the text is written plainly.

    Returns
    -------
    str
        A ``pre`` element, in a box if its lines are long.
    """
    lines = text.rstrip("\n").split("\n")
    inner = f"<pre><code>{html or escape(chr(10).join(lines))}</code></pre>"
    label = labels(kind)
    boxes = boxed(inner, label, wide=max(map(len, lines)) > FITS, long=len(lines) > LONG)
    return f'<div class="{kind.rsplit(maxsplit=1)[-1].lower()}">{boxes}</div>'


def shown(value: object) -> str:
    """Write one value of a table.

    Parameters
    ----------
    value : object
        A number, a text, or a missing value.

    Returns
    -------
    str
        Floats to three decimals, smaller ones to six; empty if the value is missing.

    Examples
    --------
    >>> shown(14.806378), shown(0.00002), shown(-26.0), shown(float("nan")), shown("16")
    ('14.806', '0.00002', '\u221226', '', '16')
    """
    if value is None or value != value or str(value) in {"NaT", "<NA>"}:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, bool) or not isinstance(value, Real):
        return str(value)
    return shortened(float(value))


def table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], caption: str, labels: Labels, about: str
) -> str:
    """Write rows as a table with a caption.

    Parameters
    ----------
    columns : sequence of str
        The headers.
    rows : sequence of sequence
        One value a column; the first is the header of its row where each row has its own.
    caption : str
        What stands above the table.
    labels : Labels
        The names in this page.
    about : str
        What the table is about, for the name of its box.

    Returns
    -------
    str
        The table, in a box.
    """
    texts = [[shown(value) for value in row] for row in rows]
    firsts = [row[0] for row in texts]
    headed = len(set(firsts)) == len(firsts) > 0 and all(firsts)
    right = [all(NUMBER.fullmatch(text) for text in column if text) for column in zip(*texts, strict=True)]
    names = zip(columns, right or [False] * len(columns), strict=True)
    head = "".join(f'<th scope="col"{CLASS[is_right]}>{escape(str(name))}</th>' for name, is_right in names)
    body = "".join(f"<tr>{_row(row, right, headed=headed)}</tr>" for row in texts)
    top = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
    html = f"<table>{top}<tbody>{body}</tbody></table>"
    return boxed(html, labels("Table", about), wide=True, long=len(rows) > LONG)


def _row(texts: list[str], right: list[bool], *, headed: bool) -> str:
    cells = [f"<td{CLASS[is_right]}>{escape(text)}</td>" for text, is_right in zip(texts, right, strict=True)]
    first = f'<th scope="row"{CLASS[right[0]]}>{escape(texts[0])}</th>' if headed else cells[0]
    return first + "".join(cells[1:])


def frame_table(frame: pd.DataFrame, caption: str, labels: Labels, about: str) -> str:
    """Write a frame without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame with one level of columns.
    caption : str
        What stands above the table.
    labels : Labels
        The names in this page.
    about : str
        What the table is about, for the name of its box.

    Returns
    -------
    str
        The table, in a box.
    """
    columns = [frame[name].tolist() for name in frame]
    rows = list(zip(*columns, strict=True))
    return table([str(name) for name in frame.columns], rows, caption, labels, about)


def spec_tables(spec: dict[str, Any], title: str, labels: Labels) -> str:
    """Write the numbers that a stored chart holds.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification with its datasets.
    title : str
        The chart's title.
    labels : Labels
        The names in this page.

    Returns
    -------
    str
        One table a dataset, with the titles of axes and legends as headers.
    """
    titles = dict(_titles(spec))
    written = []
    for rows in spec.get("datasets", {}).values():
        fields = list(dict.fromkeys(field for row in rows for field in row))
        values = [[row.get(field) for field in fields] for row in rows]
        written.append(table([titles.get(f, f) for f in fields], values, title, labels, title))
    return "".join(written)


def _titles(node: object) -> Iterable[tuple[str, str]]:
    if isinstance(node, list):
        for value in node:
            yield from _titles(value)
    elif isinstance(node, dict):
        places = (node, *(part for name in ("axis", "legend") if isinstance(part := node.get(name), dict)))
        words = next((title for place in places if isinstance(title := place.get("title"), str)), "")
        if words and isinstance(node.get("field"), str):
            yield node["field"], words
        for name, value in node.items():
            if name not in {"datasets", "config"}:
                yield from _titles(value)


def cleaned(html: str, labels: Labels) -> str:
    """Make the HTML that a cell stored accessible, and rid it of its own looks.

    Parameters
    ----------
    html : str
        As pandas or the package wrote it.
    labels : Labels
        The names in this page.

    Returns
    -------
    str
        Its tables, each in a box, with scopes and without empty headers.
    """
    soup = BeautifulSoup(html, "html.parser")
    tables = soup.find_all("table")
    return "".join(_cleaned(found, labels) for found in tables) if tables else str(soup)


def _cleaned(found: Tag, labels: Labels) -> str:
    for part in [found, *found.find_all()]:
        part.attrs = {name: part[name] for name in KEPT if part.has_attr(name)}
    in_head = [(row, cell) for row in found.select("thead tr") for cell in row.find_all("th")]
    for _, cell in in_head:
        _scope(cell, "colgroup" if cell.has_attr("colspan") else "col")
    for cell in found.select("tbody th"):
        _scope(cell, "rowgroup" if cell.has_attr("rowspan") else "row")
    _name_of_columns(found)
    _align(found)
    rows = len(found.select("tbody tr"))
    for text in [text for text in found.find_all(string=True) if not text.strip()]:
        text.extract()
    caption = found.find("caption")
    label = labels(
        "Table", " ".join(caption.get_text().split())[:80] if caption else "result of the code above"
    )
    if caption is None:
        found["aria-label"] = label
    return boxed(str(found), label, wide=True, long=rows > LONG)


def _align(found: Tag) -> None:
    # Counted from the right, where no cell spans several rows.
    rows = [row.find_all(["td", "th"])[::-1] for row in found.select("tr")]
    body = [row.find_all("td")[::-1] for row in found.select("tbody tr")]
    for place in range(max(map(len, body), default=0)):
        texts = [row[place].get_text(strip=True) for row in body if len(row) > place]
        if all(NUMBER.fullmatch(text) for text in texts if text):
            for row in rows:
                if len(row) > place:
                    row[place]["class"] = "n"


def _scope(cell: Tag, scope: str) -> None:
    if cell.get_text(strip=True):
        cell["scope"] = scope
    else:  # an empty header says nothing
        cell.name = "td"


def _name_of_columns(found: Tag) -> None:
    # pandas puts the name of the columns beside the first row of headers; it heads no cell.
    rows = found.select("thead tr")
    if len(rows) > 1:
        for row in rows[:-1]:
            first = row.find(["th", "td"])
            if first is not None and first.name == "th":
                first.name = "td"
                del first["scope"]
