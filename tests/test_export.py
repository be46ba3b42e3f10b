"""``pioneer export``: pages whole without Python, script or internet, with the notebooks' own numbers."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import shutil
import sys
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import axe
import lab
import pytest
from exported import Cell, Exported, numbers, outputs, plain, table_texts, words
from playwright.sync_api import sync_playwright

from notebooks import LESSONS, ROOT, asked, explorers
from pioneer_data import _export_cells, _export_charts, _export_pages, _export_tables, cli, export
from pioneer_data.charts import MEDIA_TYPE
from pioneer_data.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

LARGEST = 1_000_000
STANDS_IN = ("[Controls, live", "No answer yet", "no answer yet", "<!-- =", "<!--extra")
LESSON, EXERCISE = "02_ki_survey_trends.html", "exercise_02_ki_survey_trends.html"
NAMES = [
    *("index.html", "exercises.html"),
    *(f"{lesson.stem}.html" for lesson in LESSONS),
    *(f"exercise_{file.name}"[:-6] + ".html" for file in sorted((ROOT / "exercises").glob("*.ipynb"))),
]
each_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def made() -> Exported:
    """Make all pages, once."""
    return Exported()


def test_there_is_a_page_for_every_notebook_and_none_more(made: Exported) -> None:
    assert sorted(made.content) == sorted(NAMES)


# Numbers


def test_text_and_code_are_those_of_the_notebooks(made: Exported) -> None:
    checked: Counter[str] = Counter()
    for where, cell, part in made.cells:
        checked[cell.cell_type] += 1
        if cell.cell_type == "code":
            assert cell.source.strip() in [code.get_text().strip() for code in part.find_all("code")], where
            continue
        ours = Counter(
            number for extra in part.select(".note, nav, .write") for number in numbers(words(extra))
        )
        found = Counter(numbers(words(part))) - ours
        assert found == Counter(numbers(plain(cell.source))), where
    assert checked["code"] > 300
    assert checked["markdown"] > 250


def test_printed_results_are_those_of_the_notebooks(made: Exported) -> None:
    checked = 0
    for where, cell, part in made.cells:
        results = [
            output for output in cell.get("outputs", []) if set(output.get("data", {})) == {"text/plain"}
        ]
        for output in results:
            printed = [code.get_text() for code in part.select(".output code")]
            assert output.data["text/plain"] in printed, where
            checked += 1
    assert checked > 30


def test_tables_are_those_of_the_notebooks(made: Exported) -> None:
    stands_for = {"no answer yet": "", "○ not yet": "☐"}
    later = {"shown once you have answered": ("see the replies", "see the chart")}
    checked = 0
    for where, cell, part in made.cells:
        # An explorer stores an empty one; its table comes on request.
        for stored in filter(None, map(table_texts, outputs(cell, "text/html"))):
            found = [text for table in part.find_all("table") for text in table_texts(table)]
            assert len(found) == len(stored), where
            for ours, theirs in zip(found, stored, strict=True):
                assert ours in later.get(theirs, (stands_for.get(theirs, theirs),)), where
            checked += 1
    assert checked > 30


def charts_of(made: Exported) -> Iterator[tuple[Cell, dict[str, Any], Any]]:
    """Yield every chart that a notebook stores, and its figure element."""
    for one in made.cells:
        stored = outputs(one.cell, MEDIA_TYPE)
        figures = one.part.find_all("figure", class_="chart")
        if stored:
            assert figures, one.where
            yield one, stored[0], figures[0]


def test_every_stored_chart_is_drawn_with_its_own_words(made: Exported) -> None:
    drawn = 0
    for (where, _, _), spec, figure in charts_of(made):
        assert figure.svg.title.string == _export_charts.title_of(spec)[0], where
        assert figure.svg.desc.string == spec["description"], where
        shown = " ".join(text.get_text() for text in figure.svg.find_all("text"))
        assert set(numbers(spec["title"]["text"])) <= set(numbers(shown)), where
        drawn += 1
    assert drawn == sum(str(file.read_text()).count(f'"{MEDIA_TYPE}"') for file in LESSONS)


def test_the_table_behind_a_chart_has_the_numbers_of_the_chart(made: Exported) -> None:
    for (where, cell, _), spec, figure in charts_of(made):
        rows = figure.find_next_sibling("details").select("tbody tr")
        texts = [[words(value) for value in row.find_all(["th", "td"])] for row in rows]
        found = re.search(r"explore\(\w+\.(\w+)\)", cell.source)
        if found:
            table = explorers()[found[1]]().table
            wanted = [list(row) for row in zip(*(table[name].tolist() for name in table), strict=True)]
        else:
            wanted = [list(row.values()) for data in spec["datasets"].values() for row in data]
        assert len(texts) == len(wanted) > 0, where
        pairs = zip(chain.from_iterable(texts), chain.from_iterable(wanted), strict=True)
        wrong = [(ours, theirs) for ours, theirs in pairs if not same(ours, theirs)]
        assert not wrong, f"{where}: {wrong[:3]}"


def same(text: str, value: object) -> bool:
    """Compare what a table shows with the value, to three decimals."""
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return not text
    if isinstance(value, float):
        return abs(float(text.replace("\N{MINUS SIGN}", "-")) - value) <= min(0.0005 + 1e-9, abs(value) / 100)
    return text in {str(value), str(value).replace("-", "\N{MINUS SIGN}")}


def test_a_chart_that_the_package_no_longer_draws_stops_the_export(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = small / "notebooks" / "00_start_here.ipynb"
    changed = lesson.read_text(encoding="utf-8").replace(
        "No number of people out of 85", "Some number of people"
    )
    lesson.write_text(changed, encoding="utf-8")
    assert export.run(tmp_path / "pages") == 1
    said = capsys.readouterr().err
    assert "unfold_the_percentage" in said
    assert "run the lesson again" in said
    assert not (tmp_path / "pages").exists()


# Questions, explorers, what to write on


def test_every_question_has_its_options_and_a_reply_to_each(made: Exported) -> None:
    for lesson in LESSONS:
        parts = {part["id"]: part for part in made.pages[f"{lesson.stem}.html"].select(".question")}
        for name in asked(lesson):
            question = QUESTIONS[name]
            part = parts[f"question-{name}"]
            replies = {words(d.summary): words(d) for d in part.find_all("details")}
            assert [words(item) for item in part.select("ul.options > li")] == [
                o.text for o in question.options
            ]
            assert len(replies) == len(question.options), name
            for option in question.options:
                said = " ".join(option.feedback.replace("*", "").split())
                assert letters(said) in letters(replies[f"If you chose: {option.text}"]), name


def letters(text: str) -> str:
    """Leave out blanks and marks, which markdown may move."""
    return "".join(filter(str.isalnum, text))


def test_every_explorer_says_how_it_is_set_and_can_be_seen_otherwise(made: Exported) -> None:
    seen, moved = set(), 0
    for (where, cell, part), _, _ in charts_of(made):
        found = re.search(r"explore\(\w+\.(\w+)\)", cell.source)
        if not found:
            continue
        explorer = explorers()[found[1]]
        said = words(part.find(class_="settings"))
        assert said.startswith("Shown with:"), where
        assert all(control.label.rstrip(".:") in said for control in explorer.controls), where
        others = part.select("details.more figure svg")
        titles = [words(svg.desc) for svg in others]
        assert explorer().description not in titles or len(set(titles)) == len(titles), where
        moved += bool(others)
        seen.add(explorer.name)
    assert seen == set(explorers())
    assert moved >= len(seen)


def test_a_grid_can_be_filled_in_and_compared(made: Exported) -> None:
    page = made.pages["04_mdt_findings.html"]
    grid = explorers()["convergence_matrix"].controls[0]
    (empty,) = page.select("table.fill")
    cells = [words(cell) for cell in empty.select("tbody td")]
    assert cells == [""] * len(grid.cells)
    reference = empty.find_next("details")
    coded = [words(cell) for cell in reference.select("tbody td")]
    assert coded == [code for _, _, code in grid.reference]


def test_there_is_room_to_write_the_brief_the_answers_and_the_commitments(made: Exported) -> None:
    labels = [words(label) for label in made.pages["05_weighing_the_evidence.html"].select(".brief .write")]
    assert [label.split(" ")[0] for label in labels] == ["Claim", "Evidence", "Uncertainty", "Not"]
    for name in [*filter(lambda name: name.startswith("exercise"), NAMES)]:
        assert made.pages[name].select(".lines > div"), name
    rows = made.pages[LESSON].find(id="l02-079").select("tbody tr")
    assert [words(row.find("td")) for row in rows] == [""] * len(rows)


def test_the_handout_has_every_task_and_gives_no_answer_away(made: Exported) -> None:
    page = made.pages["exercises.html"]
    for file in sorted((ROOT / "exercises").glob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            tags, part = cell["metadata"].get("tags", []), made.parts["exercises.html"].get(cell["id"])
            assert (part is None) == bool({"check", "hint"} & set(tags)), cell["id"]
    assert not page.select("details, .call")
    assert len(page.select(".exercise > .cell > h2")) == len(page.select(".exercise")) == 5


# Form


@each_page
def test_a_page_loads_nothing_and_is_small(made: Exported, name: str) -> None:
    page = made.pages[name]
    assert len(made.content[name]) < LARGEST
    assert not page.select(
        "script, link, iframe, img, object, embed, base, [src], [srcset], [style], use, image"
    )
    assert not [key for tag in page.find_all() for key in tag.attrs if key.startswith("on")]
    assert not re.search(r"@import|url\((?!#)|expression\(", made.content[name].decode())
    assert not [word for word in STANDS_IN if word in made.content[name].decode()]


@each_page
def test_a_page_can_be_found_ones_way_in(made: Exported, name: str) -> None:
    page = made.pages[name]
    assert page.html["lang"] == "en-GB"
    assert page.title.string
    assert page.find("meta", attrs={"name": "viewport"})
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert page.find("a", class_="skip")["href"] == f"#{page.main['id']}"
    assert [page.find(part) is None for part in ("header", "main", "footer")] == [False] * 3
    names = [region["aria-label"] for region in page.select("nav, [role=region]")]
    assert len(names) == len(set(names))


@each_page
def test_links_lead_somewhere(made: Exported, name: str) -> None:
    for link in made.pages[name].find_all("a"):
        file, _, anchor = link["href"].partition("#")
        if file.startswith("https://"):
            continue
        target = made.pages[file or name]
        assert not anchor or target.find(id=unquote(anchor)), link["href"]


def test_lessons_lead_to_each_other(made: Exported) -> None:
    page = made.pages[LESSON]
    course, toc, onward = page.find_all("nav")
    assert [a.get_text() for a in course.select("[aria-current=page]")] == ["Lesson 02"]
    assert [a["href"] for a in onward.find_all("a")] == [
        *("01_evaluation_design.html", EXERCISE, "03_did_results.html", "index.html"),
    ]
    assert len(toc.find_all("a")) == len(page.find_all("h2"))
    assert {a["href"] for a in made.pages["index.html"].main.find_all("a")} == set(NAMES[2:])


@each_page
def test_charts_and_tables_say_what_they_are(made: Exported, name: str) -> None:
    page = made.pages[name]
    for svg in page.find_all("svg"):
        parts = [svg.find(id=part) for part in svg["aria-labelledby"].split()]
        assert [part.name for part in parts] == ["title", "desc"]
        assert all(words(part) for part in parts)
        assert svg["role"] == "img"
        assert svg["viewbox"] if svg.has_attr("viewbox") else svg["viewBox"]
        numbers_behind = svg.parent.find_next_sibling()
        assert numbers_behind["class"] == ["numbers"]
        assert numbers_behind.table or "The same as" in words(numbers_behind)
    for table in page.find_all("table"):
        assert table.caption or table.get("aria-label")
        assert all(words(head) and head["scope"] for head in table.find_all("th"))


@each_page
def test_paper_gets_no_navigation_and_everything_that_is_folded(made: Exported, name: str) -> None:
    style = made.pages[name].style.string
    assert "@media print" in style
    assert "::details-content" in style


def test_the_same_course_gives_the_same_bytes(made: Exported) -> None:
    with _export_pages.edition(ROOT) as again:
        again.course[:] = [source for source in again.course if source.number == "00"]
        (page,) = [page for name, page in again.pages() if name.startswith("00")]
    other = re.compile(rb"<nav.*?</nav>|sha256:\w+|<a [^>]*ipynb|</?a\b[^>]*>", re.DOTALL)
    assert other.sub(b"", page) == other.sub(b"", made.content["00_start_here.html"])


def test_what_a_page_can_do_without_is_left_out_where_it_is_full() -> None:
    page = _export_cells.Page("notebooks/x.ipynb", {}, None)  # type: ignore[arg-type]
    page.extras = {f"<!--{n}-->": _export_cells.Extra(f"{n}" * 50, f"no {n}") for n in "ab"}
    html = "<p><!--a--><!--b--></p>"
    assert _export_pages.filled(html, page) == f"<p>{'a' * 50}{'b' * 50}</p>"
    assert _export_pages.filled(html, page, 100) == f"<p>{'a' * 50}no b</p>"
    assert _export_pages.filled(html, page, 60) == "<p>no ano b</p>"


def test_pandas_headers_are_mended() -> None:
    html = (
        "<table border='1'><thead><tr><th>year</th><th>2017</th></tr><tr><th>item</th><th></th></tr></thead>"
        "<tbody><tr><th rowspan='2'>a</th><td>34</td></tr><tr><td>1.5%</td></tr></tbody></table>"
    )
    found = _export_tables.cleaned(html, _export_tables.Labels())
    assert "<td>year</td>" in found
    assert re.search('<th [^>]*scope="col"[^>]*>2017</th>', found)
    assert '<th rowspan="2" scope="rowgroup">a</th>' in found
    assert found.count("<th ") == 3
    assert found.count('class="n"') == 4


# The command


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course of one lesson and one exercise."""
    course = tmp_path / "course"
    for part, name in (("notebooks", "00_start_here"), ("exercises", "01_evaluation_design")):
        (course / part).mkdir(parents=True)
        shutil.copy(ROOT / part / f"{name}.ipynb", course / part)
    monkeypatch.setattr(export, "course_folder", lambda: course)
    return course


PAGES = ["00_start_here.html", "exercise_01_evaluation_design.html", "index.html"]


@pytest.mark.usefixtures("small")
def test_pages_are_written_and_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "Pages à lire"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    for _ in range(2):
        assert cli.main(["export", str(folder)]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert f"{folder}: 3 pages, 0.1 MB." in said.out
        assert (folder / "index.html").as_uri() in said.out
        assert sorted(file.name for file in folder.iterdir()) == [*PAGES, "mine.txt"]
    assert (folder / "mine.txt").read_text() == "mine"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("own", [True, False])
def test_a_page_that_is_not_ours_or_was_changed_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, own: bool
) -> None:
    folder = tmp_path / "pages"
    if own:
        assert export.run(folder) == 0
    folder.mkdir(exist_ok=True)
    with (folder / "index.html").open("a") as page:
        page.write("<p>my note</p>")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    capsys.readouterr()
    assert export.run(folder) == 1
    assert "did not make index.html" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.usefixtures("small")
def test_the_handout_alone_is_one_page(tmp_path: Path) -> None:
    assert cli.main(["export", "--exercises", str(tmp_path / "paper")]) == 0
    assert [file.name for file in (tmp_path / "paper").iterdir()] == ["exercises.html"]


@pytest.mark.usefixtures("small")
def test_pages_that_cannot_all_be_written_are_not_written_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name.startswith("exercise"):
            raise OSError(28, "No space left on device", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert export.run(tmp_path / "pages") == 1
    assert "No space left on device" in capsys.readouterr().err
    assert not (tmp_path / "pages").exists()


@pytest.mark.usefixtures("small")
def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").write_text("a file")
    assert export.run(tmp_path / "pages") == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("module", export.EXTRA)
def test_a_missing_program_is_named_with_the_command_that_installs_it(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    assert cli.main(["export", str(tmp_path / "pages")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert export.EXTRA[module] in said
    assert '-m pip install "pioneer-data[export]"' in said
    assert not (tmp_path / "pages").exists()


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.usefixtures("small")
def test_a_terminal_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert export.run(tmp_path / "pages") == 0
    assert "0/3" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_the_help_says_what_is_kept_and_other_formats_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, code in ((["export", "--help"], 0), (["export", "--to", "papyrus", "x"], 2)):
        with pytest.raises(SystemExit) as stop:
            cli.main(arguments)
        assert stop.value.code == code
    said = capsys.readouterr()
    assert "Other files in FOLDER stay" in " ".join(said.out.split())
    assert "papyrus" in said.err


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium, without any outside name."""
    program = lab.chromium()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=lab.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(made: Exported, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages to files."""
    folder = tmp_path_factory.mktemp("pages")
    for name, content in made.content.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """Open one page for all tests."""
    return browser.new_page(viewport={"width": 1280, "height": 900})


@each_page
def test_the_accessibility_checker_finds_nothing_and_nothing_is_too_wide(
    page: Page, folder: Path, name: str
) -> None:
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (1280, 760, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert axe.violations(page) == []
    assert [address for address in asked_for if not address.startswith("file:")] == []


def test_a_lesson_is_whole_without_script(browser: Browser, folder: Path, made: Exported) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((folder / LESSON).as_uri())
    shown = letters(page.locator("main").inner_text())
    soup = made.pages[LESSON]
    for cell in soup.select("main .cell"):
        visible = [text for text in cell.find_all(string=True) if not text.find_parent(["details", "svg"])]
        assert [text for text in visible if letters(text) not in shown] == [], cell["id"]
    first = page.locator("details").first
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("one => one === document.activeElement")
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.locator("p").first.is_visible()
    page.close()


def test_a_printed_lesson_is_unfolded_and_has_no_navigation(page: Page, folder: Path) -> None:
    page.goto((folder / LESSON).as_uri())
    page.emulate_media(media="print")
    assert page.locator("nav:visible, .skip:visible").count() == 0
    heights = page.locator("details > :not(summary)").evaluate_all(
        "all => all.map(one => one.checkVisibility())"
    )
    assert heights
    assert all(heights)
    kept = page.locator("figure.chart").first.evaluate("one => getComputedStyle(one).breakInside")
    assert kept == "avoid"
    page.emulate_media(media="screen")
