"""Every explorer draws every choice, its panel redraws it, every question answers everything."""

from __future__ import annotations

import base64
import html
import itertools
import json
import math
import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt
import IPython.display
import jsonschema
import pytest
import vl_convert

from notebooks import WIDEST_PICTURE, explorers
from pioneer_data import charts, explore, kept, questions
from pioneer_data._descriptor import UnknownNameError
from pioneer_data.controls import Choice, Grid, Marks, Slider, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pioneer_data.charts import Figure
    from pioneer_data.controls import Control

OLDEST = "5.8"  # the oldest Vega-Lite in vl-convert; JupyterLab 4.6 draws with 5.6
NEWEST = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])  # what Altair writes
LONGEST_TITLE = 68
LONGEST_SUBTITLE = 92
MOST_DRAWINGS = 20
LONGEST_WAIT = 0.5  # seconds
CHANGE = (-60, 80)  # percentage points that a change and its interval may have
NONSENSE: tuple[Any, ...] = (
    *(None, "", "nonsense", math.nan, math.inf, -math.inf, -1e9, 1e9, 10**400, True, False),
    *((), [], {}, ["nonsense"], [None], [[1]], {"a": 1}, b"bytes", object()),
)


EXPLORERS = explorers()
each_explorer = pytest.mark.parametrize("name", EXPLORERS)
each_question = pytest.mark.parametrize("name", questions.QUESTIONS)


@cache
def swept(name: str) -> list[tuple[dict[str, Any], Figure]]:
    """Every choice that the explorer declares for tests, with its figure."""
    explorer = EXPLORERS[name]
    return [(chosen, explorer(**chosen)) for chosen in explorer.sweep()]


def svg(figure: Figure, version: str = OLDEST) -> str:
    """Draw a figure as JupyterLab is given it, or as Altair wrote it."""
    spec = figure.spec
    if version != NEWEST:
        spec = charts.render(spec)[charts.MEDIA_TYPE]
    return drawn(json.dumps(spec), version)


@cache
def drawn(spec: str, version: str) -> str:
    """Draw a specification once; each takes a fifth of a second."""
    picture: str = vl_convert.vegalite_to_svg(spec, vl_version=version)
    return picture


def size(picture: str) -> tuple[float, float]:
    width, height = re.findall(r'(?:width|height)="([\d.]+)"', picture)[:2]
    return float(width), float(height)


def sample(name: str) -> list[dict[str, Any]]:
    """Return the start, both ends of every control, and the choices with the longest words."""
    start = EXPLORERS[name].accept({})
    ends = [
        {**start, control.name: value}
        for control in EXPLORERS[name].controls
        for value in (control.sweep()[0], control.sweep()[-1])
    ]
    words = [max(swept(name), key=lambda pair: longest(pair[1], part))[0] for part in (0, 1)]
    return [start, *ends, *words]


def longest(figure: Figure, part: int) -> int:
    lines = ((figure.title,), figure.subtitle)[part]
    return max(map(len, lines))


def test_there_are_explorers_and_each_has_controls() -> None:
    assert len(EXPLORERS) >= 14
    assert all(explorer.controls for explorer in EXPLORERS.values())
    for explorer in EXPLORERS.values():
        names = [control.name for control in explorer.controls]
        assert len(set(names)) == len(names)
        assert "table" not in names  # explore() adds that one


@each_explorer
def test_every_drawing_is_valid_vega_lite(name: str) -> None:
    validator = jsonschema.Draft7Validator(alt.load_schema())
    different = {id(figure.drawing): figure for _, figure in swept(name)}
    assert len(different) < MOST_DRAWINGS, "draw once, then fill in numbers"
    for figure in different.values():
        one_row_each = {name: rows[:1] for name, rows in figure.spec["datasets"].items()}
        validator.validate({**figure.spec, "datasets": one_row_each})


@each_explorer
def test_every_choice_is_described_and_short_of_words(name: str) -> None:
    lines = {len(figure.subtitle) for _, figure in swept(name)}
    assert len(lines) == 1, f"a subtitle of {lines} lines makes the page jump"
    for chosen, figure in swept(name):
        assert len(figure.description) >= 60, chosen
        assert figure.title in figure.description, chosen
        assert "\n" not in figure.title, chosen
        assert len(figure.title) <= LONGEST_TITLE, (chosen, figure.title)
        for line in figure.subtitle:
            assert "\n" not in line, chosen
            assert len(line) <= LONGEST_SUBTITLE, (chosen, line)


@each_explorer
def test_every_control_changes_the_picture_and_its_description(name: str) -> None:
    start = EXPLORERS[name].accept({})
    for control in EXPLORERS[name].controls:
        seen: dict[str, set[str]] = {}
        drawn: dict[str, set[str]] = {}
        for chosen, figure in swept(name):
            others = repr({**chosen, control.name: start[control.name]})
            seen.setdefault(others, set()).add(figure.description)
            drawn.setdefault(others, set()).add(json.dumps(figure.spec["datasets"]))
        assert any(len(texts) > 1 for texts in seen.values()), f"{control.name} is not described"
        if not isinstance(control, Tick):
            assert any(len(data) > 1 for data in drawn.values()), f"{control.name} does nothing"


@each_explorer
def test_every_choice_has_few_whole_numbers_and_a_table(name: str) -> None:
    for chosen, figure in swept(name):
        assert len(figure.table) > 0, chosen
        assert all(str(column).strip() for column in figure.table.columns), chosen
        rows = [row for records in figure.spec["datasets"].values() for row in records]
        assert 0 < len(rows) < 5000, chosen
        values = [value for row in rows for value in row.values()]
        assert not [v for v in values if v is None or v != v], chosen  # noqa: PLR0124 - NaN
        json.dumps(values, allow_nan=False)


@each_explorer
def test_no_choice_needs_a_progress_bar(name: str) -> None:
    """What takes longer than half a second would have to show how far it is; nothing does."""
    explorer = EXPLORERS[name]
    drawn = getattr(explorer.figure, "__wrapped__", explorer.figure)  # without what was kept
    for chosen in sample(name):
        start = time.process_time()
        drawn(**chosen)
        assert time.process_time() - start < LONGEST_WAIT, chosen


def views(spec: dict[str, Any], data: str | None = None) -> Iterator[tuple[list[Any], str | None]]:
    """Yield each view's layers; a concatenated or plain chart has one view a part."""
    data = spec.get("data", {}).get("name", data)
    for part in itertools.chain.from_iterable(spec.get(k, ()) for k in ("vconcat", "hconcat")):
        yield from views(part, data)
    if "layer" in spec or "mark" in spec:
        yield [{**layer, "_up": spec} for layer in spec.get("layer", [spec])], data


def placed(layers: list[Any], data: str | None, axis: str) -> Iterator[tuple[str | None, Any]]:
    """Yield the data and definition of each position on an axis."""
    for layer in layers:
        encoding = {**layer["_up"].get("encoding", {}), **layer.get("encoding", {})}
        named = layer.get("data", {}).get("name", data)
        for channel in (axis, axis + "2"):
            if channel in encoding:
                yield named, encoding[channel]


def fixed_domain(places: list[tuple[str | None, Any]]) -> tuple[float, float] | None:
    """Return the axis's domain if it is a fixed stretch of numbers, None if it is no such axis."""
    numbers = [place for _, place in places if place.get("type") == "quantitative"]
    if not numbers:
        return None
    domains = {tuple(n["scale"]["domain"]) for n in numbers if "domain" in n.get("scale", {})}
    assert len(domains) == 1, f"an axis of numbers needs one fixed domain, not {domains}"
    low, high = domains.pop()
    return min(low, high), max(low, high)


@each_explorer
def test_every_number_lies_within_its_axis(name: str) -> None:
    for chosen, figure in swept(name):
        for (layers, data), axis in itertools.product(views(figure.drawing), "xy"):
            places = list(placed(layers, data, axis))
            domain = fixed_domain(places)
            if domain is None:
                continue
            for where, place in places:
                drawn = figure.data[where].get(place.get("field")) if where else None
                if drawn is not None:  # a field that the drawing computes itself is not in the data
                    inside = drawn.between(domain[0] - 1e-6, domain[1] + 1e-6)
                    assert inside.all(), (chosen, axis, place, drawn[~inside].to_list())


@each_explorer
def test_percentages_and_changes_are_possible(name: str) -> None:
    for chosen, figure in swept(name):
        for frame in figure.data.values():
            for column in frame.columns:
                change = column in {"low", "high"} and "change" in frame.columns
                if change or column == "change":
                    assert frame[column].between(*CHANGE).all(), (chosen, column)
                elif column.startswith("pct") or column in {"low", "high", "share"}:
                    assert frame[column].between(0, 100 + 1e-9).all(), (chosen, column)


@each_explorer
def test_the_picture_keeps_its_height_and_fits(name: str) -> None:
    sizes = {json.dumps(chosen): size(svg(EXPLORERS[name](**chosen))) for chosen in sample(name)}
    assert len({height for _, height in sizes.values()}) == 1, sizes
    assert max(width for width, _ in sizes.values()) <= WIDEST_PICTURE, sizes


@each_explorer
def test_an_old_vega_lite_draws_the_same_picture(name: str) -> None:
    assert OLDEST in vl_convert.get_vegalite_versions()
    for chosen in (sample(name)[0], sample(name)[-1]):
        old, new = (svg(EXPLORERS[name](**chosen), version) for version in (OLDEST, NEWEST))
        assert old == new, chosen
        texts = {html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]+)<", old)}
        assert EXPLORERS[name](**chosen).title in texts


def possible(control: Control, value: object) -> bool:
    """Whether the control itself could have this value."""
    if isinstance(control, Tick):
        return isinstance(value, bool)
    if isinstance(control, Choice):
        return value in control.options
    if isinstance(control, Marks):
        return isinstance(value, tuple) and set(value) <= set(control.options)
    if isinstance(control, Grid):
        cells = [(row, column, code) for row, column in control.cells for code in control.codes]
        return isinstance(value, tuple) and [cell for cell in cells if cell in value] == list(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and control.low <= value <= control.high


@each_explorer
@pytest.mark.parametrize("value", NONSENSE, ids=lambda value: repr(value)[:12])
def test_nonsense_is_mended(name: str, value: object) -> None:
    explorer = EXPLORERS[name]
    for control in explorer.controls:
        assert possible(control, control.accept(value)), control.name
    mended = explorer.accept(dict.fromkeys((c.name for c in explorer.controls), value))
    assert list(mended) == [control.name for control in explorer.controls]


def test_a_value_that_can_be_is_kept() -> None:
    for explorer in EXPLORERS.values():
        for control in explorer.controls:
            for value in control.sweep():
                assert control.accept(value) == value


def test_a_slider_takes_the_nearest_stop() -> None:
    slider = Slider("icc", "ICC", 0, 0.3, 0.05, 0)
    assert [slider.accept(value) for value in (0.12, 0.13, -4, 99)] == [0.1, 0.15, 0, 0.3]
    assert {0, 0.3} <= set(slider.sweep())


def test_the_sweep_tries_every_pair_of_values() -> None:
    for explorer in EXPLORERS.values():
        tried = list(explorer.sweep())
        for one, other in itertools.combinations(explorer.controls, 2):
            pairs = {(repr(chosen[one.name]), repr(chosen[other.name])) for chosen in tried}
            every = itertools.product(map(repr, one.sweep()), map(repr, other.sweep()))
            assert set(every) <= pairs


class Shown:
    """Stands for IPython's display and remembers what was shown and what was updated."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self.updates: list[list[Any]] = []

    def __call__(self, shown: object, **_: object) -> Any:  # noqa: ANN401, D102 - a handle
        self.objects.append(shown)
        self.updates.append([])
        updates = self.updates[-1]
        return type("Handle", (), {"update": staticmethod(lambda new, **_: updates.append(new))})()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    kept.forget()  # what another test pressed would be restored
    display = Shown()
    monkeypatch.setattr(explore, "display", display)
    monkeypatch.setattr(IPython.display, "display", display)
    return display


def press(panel: explore.Panel, **values: object) -> None:
    """Do what the browser does when a control is moved."""
    panel.values = {**panel.values, **values}


@pytest.mark.parametrize("wrong", [None, "survey", len, 3], ids=repr)
def test_explore_refuses_what_is_no_explorer(wrong: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(TypeError, match=f"given a {type(wrong).__name__}.*needs an explorer"):
        explore.explore(wrong)


@each_explorer
def test_explore_shows_controls_chart_and_room_for_a_table(name: str, shown: Shown) -> None:
    explore.explore(EXPLORERS[name])
    panel, figure, table = shown.objects
    labels = [control.label for control in EXPLORERS[name].controls]
    assert [control["label"] for control in panel.controls][:-1] == labels
    assert figure.spec == EXPLORERS[name]().spec
    assert not any(table.values())
    words = panel._repr_mimebundle_()[0]["text/plain"]
    assert words == f"[Controls, live once the cell is run: {'; '.join([*labels, TABLE])}]"


TABLE = "Show the numbers as a table"


@each_explorer
def test_moving_any_control_redraws_the_chart(name: str, shown: Shown) -> None:
    explore.explore(EXPLORERS[name])
    panel, (_, drawn, _) = shown.objects[0], shown.updates
    for control in EXPLORERS[name].controls:
        other = next(v for v in control.sweep()[::-1] if v != panel.values[control.name])
        press(panel, **{control.name: list(other) if isinstance(other, tuple) else other})
        bundle = charts.render(EXPLORERS[name](**panel.values).spec)
        picture = drawn[-1].pop("image/png")  # spares JupyterLab painting one
        assert base64.b64decode(picture).startswith(b"\x89PNG")
        assert drawn[-1] == bundle
    assert len(drawn) == len(EXPLORERS[name].controls)


@each_explorer
def test_the_table_comes_follows_and_goes(name: str, shown: Shown) -> None:
    explore.explore(EXPLORERS[name])
    panel, (_, drawn, tables) = shown.objects[0], shown.updates
    control = EXPLORERS[name].controls[0]
    press(panel, table=True)
    figure = EXPLORERS[name]()
    assert "<table" in tables[-1]["text/html"]
    assert html.escape(figure.description) in tables[-1]["text/html"]
    assert all(str(column) in tables[-1]["text/plain"] for column in figure.table.columns)
    press(panel, **{control.name: next(v for v in control.sweep() if v != control.value)})
    assert len(tables) == 2
    press(panel, table=False)
    assert not any(tables[-1].values())
    assert len(drawn) == 1, "showing the table must not redraw the chart"


@each_explorer
def test_nonsense_from_the_browser_still_draws(name: str, shown: Shown) -> None:
    explore.explore(EXPLORERS[name])
    for value in (None, "nonsense", -1e9, [None]):
        shown.objects[0].values = {c.name: value for c in EXPLORERS[name].controls}
    assert shown.updates[1]


def option_texts() -> list[tuple[str, str]]:
    return [
        (f"{name}: {option.text}", option.feedback)
        for name, question in questions.QUESTIONS.items()
        for option in question.options
    ]


@each_question
def test_a_question_has_right_and_wrong_answers(name: str) -> None:
    question = questions.QUESTIONS[name]
    wrong = [option for option in question.options if option.misconception is not None]
    assert len(wrong) >= 2
    assert len(question.options) > len(wrong)
    assert all((option.misconception or "").strip() for option in wrong)
    assert len({option.text for option in question.options}) == len(question.options)
    assert question.kind in {"predict", "check"}
    assert question.prompt.strip().endswith(("?", "."))
    assert re.fullmatch(r"\d\d\.\d-[a-z0-9-]+", name)
    assert question.name == name


@each_question
def test_every_answer_gets_its_own_sentence(name: str) -> None:
    feedback = [option.feedback for option in questions.QUESTIONS[name].options]
    everywhere = [text for _, text in option_texts()]
    for text in feedback:
        assert text.endswith("."), text
        assert everywhere.count(text) == 1, text


@each_question
def test_choosing_an_option_shows_its_feedback(name: str, shown: Shown) -> None:
    questions.ask(name)
    panel, waiting = shown.objects
    question = questions.QUESTIONS[name]
    assert waiting["text/markdown"] == questions.WAITING
    assert question.prompt in panel._repr_mimebundle_()[0]["text/plain"]
    for index, option in enumerate(question.options):
        press(panel, answer=index)
        said = shown.updates[1][-1]
        assert option.feedback in said["text/markdown"]
        assert option.text in said["text/plain"]
        assert option.feedback.replace("*", "") in panel.status
        if question.kind == "check":
            assert ("**Yes.**" in said["text/markdown"]) == (option.misconception is None)


@each_question
@pytest.mark.parametrize("index", [-1, 99, None, "0", 0.5, [0]], ids=repr)
def test_an_impossible_answer_waits(name: str, index: Any, shown: Shown) -> None:  # noqa: ANN401
    questions.ask(name)
    press(shown.objects[0], answer=0)
    press(shown.objects[0], answer=index)
    assert shown.updates[1][-1]["text/markdown"] == questions.WAITING


def test_asking_for_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean '02\.1-key-informant'"):
        questions.ask("02.1-key-informants")
