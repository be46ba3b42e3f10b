"""Turn the markdown of a notebook into HTML for ``pioneer export``."""

from __future__ import annotations

import posixpath
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from pioneer_data._export_tables import Labels, boxed, preformatted

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
DEEPEST = 6


class Heading(NamedTuple):
    """A heading of a page.

    Parameters
    ----------
    level : int
        1 to 6.
    text : str
        Its words.
    id : str
        What a link leads to.
    """

    level: int
    text: str
    id: str


class Renderer(IPythonRenderer):
    """Writes headings that can be linked, tables with scopes, and links between pages.

    Parameters
    ----------
    labels : Labels
        The names in this page.
    path : str
        The notebook, in the course folder; links start there.
    addresses : mapping of str to str
        The page of each notebook; a link to any other notebook becomes plain words.
    shift : int
        How many levels headings go down.
    """

    def __init__(self, labels: Labels, path: str, addresses: Mapping[str, str], shift: int = 0) -> None:
        super().__init__(escape=True)
        self.labels, self.place, self.addresses, self.shift = labels, path, addresses, shift
        self.headings: list[Heading] = []

    def heading(self, text: str, level: int, **_: Any) -> str:  # noqa: ANN401 - as mistune's own
        """Write a heading with the id that JupyterLab gives it."""
        words = unescape(TAG.sub("", text))
        prefix = f"{posixpath.basename(self.place)[:2]}-" if self.shift else ""
        taken = {heading.id for heading in self.headings}
        name = prefix + re.sub(r"\s", "-", words)
        while name in taken:
            name += "-"
        level = min(level + self.shift, DEEPEST)
        self.headings.append(Heading(level, words, name))
        return f'<h{level} id="{escape(name)}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Write a link, to a page where it went to a notebook."""
        path, _, anchor = url.partition("#")
        if not path.endswith(".ipynb"):
            return str(super().link(text, url, title))
        target = self.addresses.get(posixpath.normpath(posixpath.join(posixpath.dirname(self.place), path)))
        if target is None:
            return text
        return str(super().link(text, target + (f"#{anchor}" if anchor else ""), title))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write a block of code."""
        return coloured(code, self.labels) if info == "python" else preformatted(code, self.labels, "Code")

    def table(self, text: str) -> str:
        """Put a table into a box."""
        about = self.headings[-1].text if self.headings else ""
        label = self.labels("Table", about)
        return boxed(f'<table aria-label="{escape(label)}">{text}</table>', label, wide=True)

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:  # noqa: FBT001, FBT002 - as mistune's own
        """Write a cell; a header without words is none."""
        kind = ' class="n"' if align == "right" else ""
        return f'<th scope="col"{kind}>{text}</th>' if head and text.strip() else f"<td{kind}>{text}</td>"


def html_of(source: str, renderer: Renderer) -> str:
    """Turn markdown into HTML, without its comments.

    Parameters
    ----------
    source : str
        Markdown.
    renderer : Renderer
        Of this page; it remembers the headings.

    Returns
    -------
    str
        HTML.
    """
    return str(MarkdownWithMath(renderer=renderer).render(COMMENT.sub("", source)))


def coloured(code: str, labels: Labels) -> str:
    """Write Python with its kinds of words marked for the style sheet.

    Parameters
    ----------
    code : str
        Python.
    labels : Labels
        The names in this page.

    Returns
    -------
    str
        A ``pre`` element, in a box if its lines are long.
    """
    html = highlight(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")
    return preformatted(code, labels, "Code", html)
