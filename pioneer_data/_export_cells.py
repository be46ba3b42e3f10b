"""Write the cells of a notebook, with what is stored in them, for ``pioneer export``. Nothing is run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from bs4 import BeautifulSoup

from pioneer_data import brief
from pioneer_data._export_charts import draw, placed, title_of
from pioneer_data._export_notes import with_notes
from pioneer_data._export_tables import (
    ExportError,
    Labels,
    boxed,
    cleaned,
    frame_table,
    preformatted,
    spec_tables,
)
from pioneer_data._export_text import Renderer, coloured, html_of
from pioneer_data.charts import MEDIA_TYPE, render
from pioneer_data.controls import Choice, Explorer, Grid, Marks, Slider, Text, Tick
from pioneer_data.figures import explorers
from pioneer_data.questions import QUESTIONS, reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Executor, Future

    from bs4 import Tag
    from nbformat import NotebookNode

    from pioneer_data.charts import Figure
    from pioneer_data.controls import Control
    from pioneer_data.questions import Question

EXPLORED = re.compile(r"\bexplore\(\s*(?:\w+\.)?(\w+)\s*\)")
ASKED = re.compile(r"""\bask\(\s*["']([^"']+)["']\s*\)""")
CALL = re.compile(r"""\s*(?:explore\([\w.]+\)|ask\("[^"]+"\)|commitments\("\d\d"\)|write_brief\(\))\s*""")
MANUAL = "*Write your answer here, in this cell.*"
WIDGET = "application/vnd.jupyter.widget-view+json"
OTHER_OPTIONS = 3
SHOWS_THE_ANSWER = "shown"
"""The name of the box that shows an answer; a reader without Python must get there too."""
LINES = 8
MOVE = "In JupyterLab you can move these controls."
LEFT_OUT = "The same chart with other settings is left out, to keep this page small; JupyterLab shows it."


class Extra(NamedTuple):
    """Something that a page can do without.

    Parameters
    ----------
    html : str
        The thing.
    instead : str
        What stands there if the page would grow too large.
    """

    html: str
    instead: str


class Pictures:
    """Pictures of charts, drawn in other threads while the pages are written.

    Parameters
    ----------
    pool : concurrent.futures.Executor
        Where they are drawn.
    """

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._drawn: dict[str, Future[str]] = {}

    def want(self, spec: dict[str, Any]) -> Future[str]:
        """Begin to draw a chart, unless it has been begun."""
        key = json.dumps(spec, sort_keys=True)
        if key not in self._drawn:
            self._drawn[key] = self._pool.submit(draw, spec)
        return self._drawn[key]


@dataclass
class Page:
    """What is known of a page while its cells are written.

    Parameters
    ----------
    path : str
        The notebook in the course folder.
    addresses : mapping of str to str
        The page of each notebook.
    pictures : Pictures
        Of the whole export.
    shift : int
        How many levels headings go down.
    on_paper : bool
        Whether checks and hints are left out.
    instructor : bool
        Whether the notes for instructors are shown.
    labels : Labels
        The names in this page; pages that become one share them.
    """

    path: str
    addresses: Mapping[str, str]
    pictures: Pictures
    shift: int = 0
    on_paper: bool = False
    instructor: bool = False
    labels: Labels = field(default_factory=Labels)
    extras: dict[str, Extra] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Make the renderer, which remembers the headings."""
        self.renderer = Renderer(self.labels, self.path, self.addresses, self.shift)

    def markdown(self, source: str) -> str:
        """Turn markdown of this page into HTML."""
        return html_of(source, self.renderer)


def want_pictures(cells: list[NotebookNode], page: Page) -> None:
    """Begin to draw every chart of a notebook.

    Parameters
    ----------
    cells : list of nbformat.NotebookNode
        Its cells.
    page : Page
        The page that they go to.
    """
    for cell in cells:
        for output in cell.get("outputs", []):
            if MEDIA_TYPE in output.get("data", {}):
                page.pictures.want(output["data"][MEDIA_TYPE])
        for name in EXPLORED.findall(cell.source) if cell.cell_type == "code" else ():
            for _, figure in _others(_explorer(name, cell.source)):
                page.pictures.want(_spec(figure))


def cell_html(cell: NotebookNode, page: Page) -> str:
    """Write one cell.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        Of a lesson or an exercise.
    page : Page
        The page that it goes to.

    Returns
    -------
    str
        Its text, or its code with what it gave.
    """
    inner = _inner(cell, page)
    inner = with_notes(inner, cell, page) if page.instructor else inner
    return f'<div class="cell" id="{escape(cell.get("id", ""))}">{inner}</div>' if inner else ""


def _inner(cell: NotebookNode, page: Page) -> str:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type == "markdown":
        text = cell.source.replace(MANUAL, "")
        return page.markdown(text) + (_lines("Your answer") if "manual" in tags else "")
    if cell.cell_type != "code":
        return ""
    for tag, words in (
        ("check", "A cell of the notebook checks this answer"),
        ("hint", "Another gives hints"),
    ):
        if tag in tags:
            return "" if page.on_paper else _call(cell.source, words)
    if not CALL.fullmatch(cell.source):
        return coloured(cell.source, page.labels) + _outputs(cell, page)
    asked = ASKED.search(cell.source)
    inner = _question(asked[1], page) if asked else _outputs(cell, page)
    return f'<div class="live">{inner}{_call(cell.source, "In JupyterLab, live")}</div>'


def _call(code: str, words: str) -> str:
    return f'<p class="call">{words}: <code>{escape(code.strip())}</code></p>'


def _lines(label: str, lines: int = LINES) -> str:
    return f'<p class="write">{escape(label)}:</p><div class="lines">{"<div></div>" * lines}</div>'


def _outputs(cell: NotebookNode, page: Page) -> str:
    outputs = [_output(output, number, cell, page) for number, output in enumerate(cell.outputs, 1)]
    return (_boxes() if cell.source.strip() == "write_brief()" else "") + "".join(outputs)


def _output(output: NotebookNode, number: int, cell: NotebookNode, page: Page) -> str:
    data = output.get("data", {"text/plain": output.get("text", "")})
    if output.output_type == "error":
        what = f"{page.path}, cell {cell.get('id', '?')}, holds an error message instead of its result"
        raise ExportError(f"The pages were not made because {what}: run the lesson again and save it.")
    if WIDGET in data:
        return ""  # its stand-in says that controls are live, which they are not here
    if MEDIA_TYPE in data:
        return _chart(data[MEDIA_TYPE], f"chart-{cell.get('id', '')}-{number}", cell, page)
    if "text/html" in data:
        return _stored_html(data["text/html"], cell, page) if data["text/html"].strip() else ""
    if "text/markdown" in data:
        return page.markdown(data["text/markdown"])
    text = data.get("text/plain", "")
    return preformatted(text, page.labels, "Printed output") if text.strip() else ""


def _stored_html(html: str, cell: NotebookNode, page: Page) -> str:
    if not CALL.fullmatch(cell.source):
        return cleaned(html, page.labels)
    soup = BeautifulSoup(html, "html.parser")
    for one in soup.find_all("td"):
        words = one.get_text(strip=True)
        if words in {"no answer yet", "\u25cb not yet"}:
            one.string = "" if words == "no answer yet" else "\u2610"
        elif words == "shown once you have answered":
            _lead_to_question(one, soup)
    return cleaned(str(soup), page.labels)


def _lead_to_question(cell: Tag, soup: BeautifulSoup) -> None:
    row = cell.find_parent("tr")
    asked = row.get_text() if row else ""
    name = next((q.name for q in QUESTIONS.values() if q.prompt.replace("*", "") in asked), None)
    cell.string = "see the replies" if name else "see the chart"
    if name:
        link = soup.new_tag("a", attrs={"href": f"#question-{name}"})
        link.string = cell.string or ""
        cell.string = ""
        cell.append(link)


def _question(name: str, page: Page) -> str:
    if name not in QUESTIONS:
        what = f"the package does not know the question {name} of {page.path}"
        raise ExportError(f"The pages were not made because {what}: run the lesson again and save it.")
    question = QUESTIONS[name]
    kind = "Before you look" if question.kind == "predict" else "Question"
    note = "<p>Choose before you read on. What follows shows what the data say.</p>"
    options = "".join(f"<li>{escape(option.text)}</li>" for option in question.options)
    replies = "".join(_reply(question, index, page) for index in range(len(question.options)))
    prompt = page.markdown(f"**{kind}.** {question.prompt}")
    after = note if question.kind == "predict" else ""
    inner = f'{prompt}{after}<ul class="options">{options}</ul>{replies}'
    return f'<div class="question" id="question-{escape(name)}">{inner}</div>'


def _reply(question: Question, index: int, page: Page) -> str:
    _, said = reply(question, index).split("\n", 1)  # the first line repeats the choice
    summary = f"If you chose: {escape(question.options[index].text)}"
    return f"<details><summary>{summary}</summary>{page.markdown(said)}</details>"


def _boxes() -> str:
    boxes = "".join(_lines(f"{part.label} ({part.needs})", 4) for part in brief.PARTS)
    return f'<div class="brief">{boxes}</div>'


def _explorer(name: str, source: str) -> Explorer:
    if name not in explorers():
        what = f"the package has no explorer of the name in  {source.strip()}"
        raise ExportError(f"The pages were not made because {what}: run the lesson again and save it.")
    return explorers()[name]


def _spec(figure: Figure) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(json.dumps(render(figure.spec)[MEDIA_TYPE]))
    return spec


def _chart(spec: dict[str, Any], name: str, cell: NotebookNode, page: Page) -> str:
    found = EXPLORED.search(cell.source)
    if found:
        return _explored(_explorer(found[1], cell.source), spec, name, page)
    title, _ = title_of(spec)
    tables = spec_tables(spec, title, page.labels)
    return _picture(spec, name, page) + _numbers(title, tables)


def _picture(spec: dict[str, Any], name: str, page: Page) -> str:
    try:
        picture = page.pictures.want(spec).result()
    except Exception as error:  # noqa: BLE001 - whatever vl-convert's own engine raises
        what = f"vl-convert could not draw {name} of {page.path} ({error})"
        raise ExportError(
            f"The pages were not made because {what}: run the lesson again and save it."
        ) from None
    title = title_of(spec)[0] or "Chart"
    html = placed(picture, name, title, spec.get("description") or title)
    return f'<figure class="chart">{html}</figure>'


def _numbers(title: str, tables: str) -> str:
    summary = f"The numbers behind this chart: {escape(title)}"
    return f'<details class="numbers"><summary>{summary}</summary>{tables}</details>'


def _figure_table(figure: Figure, page: Page) -> str:
    return frame_table(figure.table, " ".join(figure.subtitle), page.labels, figure.title)


def _explored(explorer: Explorer, spec: dict[str, Any], name: str, page: Page) -> str:
    figure = explorer()
    if _spec(figure) != spec:
        what = f"{page.path} holds another {explorer.name} than the package draws"
        raise ExportError(f"The pages were not made because {what}: run the lesson again and save it.")
    chart = _picture(spec, name, page) + _numbers(figure.title, _figure_table(figure, page))
    grids = "".join(_grid(control, page) for control in explorer.controls if isinstance(control, Grid))
    return chart + _settings(explorer) + grids + _more(explorer, name, page)


def _settings(explorer: Explorer) -> str:
    pairs = [(_asked(control), said(control, control.value)) for control in explorer.controls]
    items = "".join(f"<li>{escape(label)} <strong>{escape(value)}</strong></li>" for label, value in pairs)
    return f'<div class="settings"><p>Shown with:</p><ul>{items}</ul><p>{MOVE}</p></div>'


def _asked(control: Control) -> str:
    label = control.label.rstrip(".:")
    return label if label.endswith("?") else f"{label}:"


def said(control: Control, value: Any) -> str:  # noqa: ANN401 - a control's value has its own type
    """Write what a control is set to.

    Parameters
    ----------
    control : Control
        Of an explorer.
    value : object
        One of its values.

    Returns
    -------
    str
        A few words.

    Examples
    --------
    >>> said(Slider("drift", "Drift", 0, 1, 0.1, 0.5, " a year"), 0.5), said(Tick("shown", "Show"), False)
    ('0.5 a year', 'not ticked')
    """
    if isinstance(control, Slider):
        return f"{value}{control.unit}".replace("-", "\N{MINUS SIGN}")
    if isinstance(control, Tick):
        return "ticked" if value else "not ticked"
    if isinstance(control, Marks):
        return "; ".join(value) or "nothing marked"
    if isinstance(control, Grid | Text):
        return "nothing filled in" if not value else "filled in"
    return str(value)


@cache
def _others(explorer: Explorer) -> tuple[tuple[str, Figure], ...]:
    """Return the same figure under a few other settings of the first control that has some."""
    return tuple(_drawn_otherwise(explorer))


def _drawn_otherwise(explorer: Explorer) -> Iterator[tuple[str, Figure]]:
    seen = [_spec(explorer())]
    for control in _moved(explorer):
        for value in _values(control):
            figure = explorer(**{control.name: value})
            if _spec(figure) not in seen:
                seen.append(_spec(figure))
                yield f"{_asked(control)} {said(control, value)}", figure


def _moved(explorer: Explorer) -> list[Slider | Choice | Tick]:
    """Return the first control that has some settings, and the box that shows an answer."""
    controls = [c for c in explorer.controls if isinstance(c, Slider | Choice | Tick)]
    return controls[:1] + [c for c in controls[1:] if c.name == SHOWS_THE_ANSWER]


def _values(control: Slider | Choice | Tick) -> list[Any]:
    if isinstance(control, Slider):
        return [end for end in (control.low, control.high) if end != control.value]
    if isinstance(control, Choice):
        return [option for option in control.options if option != control.value][:OTHER_OPTIONS]
    return [not control.value]


def _more(explorer: Explorer, name: str, page: Page) -> str:
    others = _others(explorer)
    if not others:
        return ""
    parts = [
        _other(words, figure, explorer(), f"{name}-{n}", page) for n, (words, figure) in enumerate(others, 1)
    ]
    summary = "<summary>The same chart with other settings</summary>"
    html = f'<details class="more">{summary}{"".join(parts)}</details>'
    place = f"<!--extra {name}-->"
    page.extras[place] = Extra(html, f"<p>{LEFT_OUT}</p>")
    return place


def _other(words: str, figure: Figure, start: Figure, name: str, page: Page) -> str:
    same = figure.table.equals(start.table)
    table = "<p>The same as in the table above.</p>" if same else _figure_table(figure, page)
    setting = f'<p class="setting">{escape(words)}</p>'
    return setting + _picture(_spec(figure), name, page) + _numbers(figure.title, table)


def _grid(grid: Grid, page: Page) -> str:
    empty = _grid_table(grid, {}, grid.label, page)
    words = f"<p>To fill in on paper. Each cell is one of: {escape(', '.join(grid.codes))}.</p>"
    if not grid.reference:
        return words + empty
    coded = {(row, column): code for row, column, code in grid.reference}
    table = _grid_table(grid, coded, "A reference to compare yours with", page)
    summary = f"The reference for \u201c{escape(grid.label)}\u201d"
    return f"{words}{empty}<details><summary>{summary}</summary>{table}</details>"


def _grid_table(grid: Grid, coded: dict[tuple[str, str], str], caption: str, page: Page) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row)}</th>'
        + "".join(f"<td>{escape(coded.get((row, column), ''))}</td>" for column in grid.columns)
        + "</tr>"
        for row in grid.rows
    )
    top = f"<caption>{escape(caption)}</caption><thead><tr><td></td>{head}</tr></thead>"
    html = f'<table class="{"" if coded else "fill"}">{top}<tbody>{rows}</tbody></table>'
    return boxed(html, page.labels("Table", caption), wide=True)
