"""What the browser tests share: an open course, programs that look at a page, and checks of a notebook."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import axe
import lab
import pytest
from lab import Lesson
from playwright.sync_api import sync_playwright

import notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    Ran = Callable[[Path], Lesson]

SCRATCH = "scratch"
WRITING = ("from pioneer_data.explore import write_brief", "write_brief()")
CLEARING = """from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, Marks, Slider, Tick, explorer
from pioneer_data.explore import explore
from pioneer_data import ki_surveys
@explorer(
    Choice("source", "Source", ("all", "one"), "all", clears=("verdict", "size", "on", "marks")),
    Choice("verdict", "Verdict", ("any", "right"), "any"),
    Slider("size", "Size", 0, 1, 0.1, 0.5, clears=("verdict",)),
    Tick("on", "On"),
    Marks("marks", "Marked", ("this", "that")),
)
def chosen(**values):
    said = ", ".join(map(str, values.values()))
    drawing = {"mark": "point", "data": {"values": [{"a": 1}]}}
    return Figure(drawing, {}, said, (said,), said, ki_surveys())
explore(chosen)"""
OURS, THEIRS = SETTINGS = ("our settings", "JupyterLab's own settings")
NARROW = 760
CHART = "[role=graphics-document]"
PICTURE = "cell => cell.querySelector('svg.marks').innerHTML"
DEFAULTS = ("", "Vega visualization", "A chart.")
CELLS = f"{lab.NOTEBOOK}.content.widgets"
UNDRAWN = f"""expected => Object.entries(expected).filter(([index, description]) => {{
  const chart = {CELLS}[index].node.querySelector('{CHART}');
  const box = chart?.querySelector('svg')?.getBoundingClientRect();
  return !(chart?.getAttribute('aria-label') === description && box?.width > 100 && box.height > 60);
}})"""
ALL_DRAWN = f"expected => ({UNDRAWN})(expected).length === 0"
LABELS = f"() => [...document.querySelectorAll('{CHART}')].map(chart => chart.getAttribute('aria-label'))"
TROUBLE = f"""() => {CELLS}.flatMap((cell, index) => (cell.model.toJSON().outputs ?? [])
  .filter(output => output.output_type === 'error' || output.name === 'stderr')
  .map(output => `cell ${{index}}: ${{JSON.stringify(output).slice(0, 300)}}`))"""
NOT_RUN = f"""() => {CELLS}.map((cell, index) => [index, cell.model.toJSON()])
  .filter(([, {{ cell_type, source, execution_count }}]) =>
    cell_type === 'code' && String(source).trim() && !execution_count)
  .map(([index]) => index)"""
SAID = f"""() => {CELLS}.map(cell => cell.model.toJSON())
  .filter(({{ metadata }}) => metadata.tags?.includes('check'))
  .map(({{ outputs }}) => String(outputs.map(({{ data }}) => data?.['text/plain']).join()).split(/  /)[0])"""
FAULTS = """() => [...document.querySelectorAll(
  '[data-mime-type$="jupyter.stderr"], [data-mime-type$="jupyter.error"]'
)].map(output => output.innerText.slice(0, 300))"""

SETTLE = """async cell => {
  const place = () => cell.nextElementSibling.getBoundingClientRect().top;
  for (let last = NaN, same = 0; same < 12; last = place()) {
    await new Promise(requestAnimationFrame);
    same = place() === last ? same + 1 : 0;
  }
}"""
WATCH = f"""cell => {{
  const scroller = document.querySelector('.jp-WindowedPanel-outer');
  const seen = window.pioneersSeen = {{ frames: 0, places: new Set(), charts: new Set(), drawn: new Set() }};
  const look = () => {{
    const top = Math.round(cell.nextElementSibling.getBoundingClientRect().top);
    const charts = [...cell.querySelectorAll('{CHART} svg.marks')];
    const sizes = charts.map(svg => svg.getBoundingClientRect())
      .map(({{ width, height }}) => `${{width > 100}}, ${{height}} high`);
    seen.frames += 1;
    seen.places.add(`scrolled ${{scroller.scrollTop}}, next cell at ${{top}}`);
    seen.charts.add(sizes.join() || 'no chart');
    for (const chart of charts) seen.drawn.add(chart);
    if (window.pioneersSeen === seen) requestAnimationFrame(look);
  }};
  look();
}}"""
WATCHED = """async () => {
  await new Promise(done => setTimeout(done, 250));
  const { frames, places, charts, drawn } = window.pioneersSeen;
  window.pioneersSeen = null;
  return [frames, [...places], [...charts], drawn.size];
}"""

# What is cut off: whatever ends beyond the edge of something around it that hides what is beyond.
# What ends beyond the edge of something that scrolls sideways is marked, to be reached by Tab.
CUT_OFF = """() => {
  const cut = [];
  const hidden = '.pioneers-status:not(.pioneers-visible)';
  const outside = (what, box, from) => {
    for (let around = from; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      const edges = around.getBoundingClientRect();
      const right = edges.left + around.clientLeft + (around.clientWidth || edges.width);
      const bottom = edges.top + around.clientTop + (around.clientHeight || edges.height);
      const [beyond, below] = [box.right > right + 1.5, box.bottom > bottom + 1.5];
      const scrolls = around.tagName !== 'svg' && ['auto', 'scroll'].includes(style.overflowX);
      if (beyond && scrolls) {
        if (around.scrollWidth > around.clientWidth + 1) {  // spaces at the end of a line need no scrolling
          around.dataset.pioneersScrolls = around.closest('.jp-Cell').dataset.windowedListIndex;
        }
        box = edges;
      } else if (beyond && style.overflowX !== 'visible') {
        cut.push(`${what}: ${Math.round(box.right - right)} px beyond ${around.className}`);
        return;
      }
      if (below && around.closest('.jp-Cell') && ['hidden', 'clip'].includes(style.overflowY)) {
        cut.push(`${what}: ${Math.round(box.bottom - bottom)} px below ${around.className}`);
        return;
      }
    }
    if (box.right > innerWidth + 1.5) cut.push(`${what}: beyond the window`);
  };
  for (const old of document.querySelectorAll('[data-pioneers-scrolls]')) delete old.dataset.pioneersScrolls;
  const range = document.createRange();
  for (const output of document.querySelectorAll('.jp-OutputArea-output, .jp-MarkdownOutput')) {
    for (const one of output.querySelectorAll('svg.marks, table, img, input, button, textarea')) {
      const box = one.getBoundingClientRect();
      if (box.width) outside(`${one.tagName} ${one.ariaLabel ?? ''}`, box, one.parentElement);
    }
    const texts = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.data.trim() || text.parentElement.closest(hidden)) continue;
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width) outside(text.data.trim().slice(0, 40), box, text.parentElement);
    }
  }
  return cut;
}"""
SCROLLERS = """() => [...document.querySelectorAll('[data-pioneers-scrolls]')].map(
  (scroller, index) => [index, Number(scroller.dataset.pioneersScrolls)])"""
ON_SCROLLER = """index => {
  const scroller = document.querySelectorAll('[data-pioneers-scrolls]')[index];
  return document.activeElement === scroller || scroller.contains(document.activeElement);
}"""
SCROLLED = "index => document.querySelectorAll('[data-pioneers-scrolls]')[index].scrollLeft > 0"
OUTPUTS = ".jp-OutputArea-output, .jp-MarkdownOutput"
SORTED = """([targets, known]) => targets.map(([rule, target]) => {
  const found = document.querySelector(target);
  if (found?.closest('.jp-OutputArea-output, .jp-MarkdownOutput')) return -1;
  return known.findIndex(([name, selector]) => name === rule && found?.matches(selector)) + 1;
})"""


class Known(NamedTuple):
    """A violation of JupyterLab's own that no file of the course can mend."""

    rule: str
    selector: str
    reason: str


THEIR_OWN = (
    Known("aria-allowed-attr", ".jp-DebuggerBugButton", "a web component that passes its state on inside"),
    Known("aria-input-field-name", ".jp-InputArea .cm-content", "the editor of a cell has no name"),
    Known("aria-required-children", ".jp-WindowedPanel-viewport", "the list of cells has the role of a feed"),
    Known("button-name", ".jp-collapseHeadingButton", "the button that folds a section has no name"),
    Known("label-title-only", "#jp-title-panel-title input", "the notebook's name has a tooltip for a label"),
    Known("region", ".jp-skiplink-wrapper", "the link that skips to the cells stands in no landmark"),
)
SCROLL_BOX = Known(
    "scrollable-region-focusable",
    ".jp-mod-outputsScrolled .jp-OutputArea",
    "the box in which JupyterLab scrolls a long output; browsers bring it into the Tab order themselves",
)


def descriptions(path: Path) -> dict[int, str]:
    """Return the description of each stored chart by the place of its cell."""
    charts = {where: spec["description"] for where, spec, _ in notebooks.charts(path)}
    places = [notebooks.place(path, cell) for cell in notebooks.read(path).cells]
    return {index: charts[where] for index, where in enumerate(places) if where in charts}


def code_cells(path: Path, words: str) -> list[int]:
    """Return the places of the code cells that hold the words."""
    cells = enumerate(notebooks.read(path).cells)
    return [i for i, cell in cells if cell.cell_type == "code" and words in cell.source]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a Chromium in which no outside name exists."""
    program = lab.chromium()
    if program is None:
        assert not os.environ.get("CI"), "CI must have a Chromium: apt-get install chromium"
        pytest.skip("no Chromium on this machine: apt-get install chromium, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=lab.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Start a JupyterLab with the settings asked for, once each."""
    found: dict[str, str] = {}
    with ExitStack() as servers:

        def address(settings: str) -> str:
            if settings not in found:
                folder = tmp_path_factory.mktemp("learner") / "pioneers-course"
                lab.copy_of_the_course(folder)
                lab.add_solutions(folder)
                lab.add_notebook(folder, SCRATCH, *WRITING, CLEARING)
                server = lab.server(folder, our_settings=settings == OURS)
                found[settings] = servers.enter_context(server)
            return found[settings]

        yield address


class Reader:
    """One page of JupyterLab in which notebooks are opened one after another, and run if asked."""

    def __init__(self, browser: Browser, base: str) -> None:
        """Open nothing yet."""
        self.browser, self.base = browser, base
        self.lesson: Lesson | None = None
        self.at: tuple[str, str] = ("", "")
        self.has_run = False

    def open(self, name: str, folder: str = "notebooks") -> Lesson:
        """Open a notebook, unless it is open; nothing is run."""
        if self.lesson is None:
            self.lesson = Lesson.open(self.browser, self.base, name, folder)
        elif self.at != (name, folder):
            self.lesson = self.lesson.turn_to(name, folder)
            self.has_run = False
        self.at = (name, folder)
        return self.lesson

    def run(self, name: str, folder: str = "notebooks") -> Lesson:
        """Open a notebook and run all its cells, unless that was done."""
        lesson = self.open(name, folder)
        if not self.has_run:
            lesson.run()
            self.has_run = True
        return lesson

    def close(self) -> None:
        """Close the page."""
        if self.lesson is not None:
            self.lesson.page.context.close()


@pytest.fixture(scope="module")
def reader(browser: Browser, addresses: Callable[[str], str]) -> Iterator[Reader]:
    """Read under our settings; conftest.py sorts the tests so that each notebook is opened once."""
    reader = Reader(browser, addresses(OURS))
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def opened(reader: Reader) -> Ran:
    """Open a notebook without running it."""
    return lambda path: reader.open(path.stem, path.parent.name)


@pytest.fixture(scope="module")
def ran(reader: Reader) -> Ran:
    """Open a notebook and run all its cells."""
    return lambda path: reader.run(path.stem, path.parent.name)


def expect_charts(lesson: Lesson, path: Path) -> None:
    """Find every stored chart drawn at some size, under its own description."""
    expected = {str(index): text for index, text in descriptions(path).items()}
    with lesson.laid_out():
        try:
            lesson.page.wait_for_function(ALL_DRAWN, arg=expected)
        finally:
            undrawn = lesson.page.evaluate(UNDRAWN, expected)
            assert not undrawn, f"not drawn, or not described: {undrawn}"
    labels = lesson.page.evaluate(LABELS)
    assert len(labels) >= len(expected)
    assert not set(DEFAULTS) & {label or "" for label in labels}, labels


def expect_ran(lesson: Lesson) -> None:
    """Find no error, nothing on the error stream and no cell that was not run."""
    assert not lesson.page.evaluate(TROUBLE)
    assert not lesson.page.evaluate(NOT_RUN)


def expect_nothing_cut_off(lesson: Lesson) -> None:
    """In a narrow window, find everything whole, or in a box that scrolls by keyboard."""
    with lesson.laid_out(NARROW):
        lesson.page.wait_for_function(f"() => innerWidth === {NARROW}")
        lesson.page.wait_for_timeout(300)  # JupyterLab lays out again after a pause
        cut = lesson.page.evaluate(CUT_OFF)
        assert not cut, "\n".join(cut[:20])
        for scroller, cell in lesson.page.evaluate(SCROLLERS):
            _scroll(lesson, scroller, cell)


def _scroll(lesson: Lesson, scroller: int, cell: int) -> None:
    lesson.select(cell)
    for _ in range(12):
        lesson.page.keyboard.press("Tab")
        if lesson.page.evaluate(ON_SCROLLER, scroller):
            lesson.page.keyboard.press("ArrowRight")
            lesson.page.wait_for_function(SCROLLED, arg=scroller)
            return
    message = f"cell {cell}: Tab does not come to the box that scrolls sideways"
    raise AssertionError(message)


def expect_no_violation_of_ours(lesson: Lesson) -> None:
    """Find none in texts and outputs; what JupyterLab puts around them is looked at in the lessons."""
    with lesson.laid_out():
        assert not axe.violations(lesson.page, OUTPUTS)


def expect_no_violation(lesson: Lesson, *more: Known) -> None:
    """Find none in what the course shows, and exactly JupyterLab's own elsewhere."""
    known = (*THEIR_OWN, *more)
    lesson.page.evaluate(lab.SELECT_CELL, 0)  # the button that folds a section shows on the selected cell
    with lesson.laid_out():
        found = axe.violations(lesson.page)
        targets = [[one.rule, one.target] for one in found]
        places = lesson.page.evaluate(SORTED, [targets, [[one.rule, one.selector] for one in known]])
    assert not [one for one, place in zip(found, places, strict=True) if place < 0], "ours"
    assert not [one for one, place in zip(found, places, strict=True) if place == 0], "new in JupyterLab"
    gone = [one for place, one in enumerate(known, 1) if place not in places]
    assert not gone, f"JupyterLab has mended these; take them off the list: {gone}"
