"""Checks say right to every right answer, name each mistake, and never raise, whatever they are given."""

from __future__ import annotations

import importlib
import itertools
import json
import pkgutil
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from answers import Answers, made
from hypothesis import given, settings
from hypothesis import strategies as st
from strange import LARGE, NESTED, STRANGE, EndlessMapping, Hostile, Liar

from pioneer_data import checks, kept
from pioneer_data._descriptor import UnknownNameError
from pioneer_data._wire import pack, unpack
from pioneer_data.checks import TASKS, Hint, Mistake, Result, Task, _values, hint, task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MODULES = sorted(each.name for each in pkgutil.iter_modules(checks.__path__) if each.name[0] != "_")
LESSONS = {"design": "01", "survey": "02", "did": "03", "mdt": "04", "weighing": "05"}
for module in MODULES:
    importlib.import_module(f"{checks.__name__}.{module}")
TASK_NAMES = sorted(TASKS)
ANSWERS: dict[str, Answers] = {
    name: answers
    for module in MODULES
    for name, answers in importlib.import_module(f"answers_{module}").ANSWERS.items()
}
each_task = pytest.mark.parametrize("name", TASK_NAMES)


@pytest.fixture(autouse=True)
def _no_hints_given() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def judged(name: str, answer: Mapping[str, object]) -> Result:
    """Return what a task's check says to an answer."""
    return TASKS[name].check(*(answer[variable] for variable in TASKS[name].answers))


@cache
def first_right(name: str) -> dict[str, Any]:
    """Return one right answer of a task."""
    return made(next(iter(ANSWERS[name].right.values())))


# The tasks of the course.


def test_every_lesson_has_its_module_of_checks() -> None:
    assert {task.lesson for task in TASKS.values()} == set(LESSONS.values())
    assert sorted(LESSONS) == MODULES
    assert {TASKS[name].lesson: TASKS[name].judge.__module__.rpartition(".")[2] for name in TASK_NAMES} == {
        lesson: module for module, lesson in LESSONS.items()
    }


def test_every_task_has_answers_to_try() -> None:
    assert sorted(ANSWERS) == TASK_NAMES


@each_task
def test_a_task_is_whole(name: str) -> None:
    tried = TASKS[name]
    assert tried.name == name
    assert tried.answers
    assert len(tried.hints) == 3
    assert len(set(tried.hints)) == 3
    assert all(text.strip() == text and len(text) > 15 for text in (*tried.hints, tried.right))


@each_task
def test_there_are_at_least_eight_right_and_eight_wrong_answers(name: str) -> None:
    assert min(len(ANSWERS[name].right), len(ANSWERS[name].wrong)) >= 8
    for answer in (*ANSWERS[name].right.values(), *ANSWERS[name].wrong.values()):
        assert set(made(answer)) == set(TASKS[name].answers)


@each_task
def test_every_right_answer_is_right(name: str) -> None:
    said = {label: judged(name, made(answer)) for label, answer in ANSWERS[name].right.items()}
    assert not {label: result.message for label, result in said.items() if not result.ok}
    assert {result.message for result in said.values()} == {TASKS[name].right}


@each_task
def test_every_wrong_answer_is_wrong_and_gets_a_message_of_its_own(name: str) -> None:
    said = {label: judged(name, made(answer)) for label, answer in ANSWERS[name].wrong.items()}
    assert not [label for label, result in said.items() if result.ok]
    times = Counter(result.message for result in said.values())
    assert not {label: result.message for label, result in said.items() if times[result.message] > 1}


@each_task
def test_an_answer_is_judged_alike_after_it_was_sent_to_the_grader(name: str) -> None:
    for label, answer in {**ANSWERS[name].right, **ANSWERS[name].wrong}.items():
        given = made(answer)
        sent = {variable: unpack(json.loads(json.dumps(pack(value)))) for variable, value in given.items()}
        assert judged(name, given).ok == judged(name, sent).ok, label


@each_task
def test_a_blank_is_not_right(name: str) -> None:
    right = first_right(name)
    for blank in (..., None):
        assert not judged(name, dict.fromkeys(TASKS[name].answers, blank)).ok
        for variable in TASKS[name].answers:
            assert not judged(name, right | {variable: blank}).ok, variable


@each_task
def test_the_answers_of_other_tasks_are_not_right(name: str) -> None:
    wanted = len(TASKS[name].answers)
    for other in TASK_NAMES:
        if other != name:
            values = [first_right(other)[variable] for variable in TASKS[other].answers]
            given = itertools.islice(itertools.cycle(values), wanted)
            assert not TASKS[name].check(*given).ok, other


# Whatever a learner's variable may hold.


def is_empty(value: object) -> bool:
    """Return whether a right answer is an empty list: "none of them" has no other shape."""
    return isinstance(value, list | tuple | set) and not value


@each_task
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_objects_are_never_right_and_never_an_error(name: str, strange: str) -> None:
    answers, right = TASKS[name].answers, first_right(name)
    cases = [dict.fromkeys(answers, STRANGE[strange]())]
    if len(answers) > 1:  # the readers of the later variables are only reached behind right ones
        cases += [right | {name: STRANGE[strange]()} for name in answers if not is_empty(right[name])]
    for case in cases:
        result = judged(name, case)
        assert isinstance(result, Result)
        assert not result.ok or strange == "True", case.keys()
        assert 0 < len(result.message) < 600
        assert result._repr_html_()


@each_task
@settings(max_examples=40)
@given(data=st.data())
def test_arbitrary_objects_are_never_an_error(name: str, data: st.DataObject) -> None:
    right = first_right(name)
    answer = {
        variable: data.draw(NESTED | st.just(right[variable]), label=variable)
        for variable in TASKS[name].answers
    }
    result = judged(name, answer)
    assert result.ok in {True, False}
    assert result.message


# Results, hints and the register.


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return the check of a task that is registered for one test."""
    monkeypatch.setattr("pioneer_data.checks._result.TASKS", copy := dict(TASKS))

    @task("99.1-halves", hints=("look", "step", "code"), right="Yes.")
    def halves(half: object, third: object) -> None:
        for value, name in ((half, "half"), (third, "third")):
            _values.refuse_blank(value, name, "a number")
        _values.expect_number(half, 0.5, "half", within=0.0)

    assert copy["99.1-halves"].answers == ("half", "third")
    return halves


def test_a_task_knows_its_lesson_and_objective() -> None:
    one = Task("03.1-another-year", ("did",), ("a", "b", "c"), "Yes.", lambda _did: None)
    assert (one.lesson, one.objective) == ("03", "03.1")


def test_a_check_takes_too_few_too_many_and_named_answers(halves: Callable[..., Result]) -> None:
    assert halves(0.5, 1).ok
    assert halves(third=1, half=0.5).ok
    assert halves(0.5, 1, "more").ok
    assert halves(0.5, third=1, more=2).ok
    assert "give third a number" in halves(0.5).message
    assert "give half a number" in halves().message
    assert halves.__name__ == "halves"


def test_a_result_says_how_many_hints_were_given(
    halves: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Task("99.2-hints", ("half",), ("look", "step", "code"), "Yes.", lambda _half: None)
    monkeypatch.setitem(TASKS, one.name, one)
    monkeypatch.setattr("pioneer_data.checks._result.TASKS", TASKS)
    assert one.check(1).hint_level == 0
    given = [hint(one.name) for _ in range(4)]
    assert [(each.level, each.text) for each in given] == [(1, "look"), (2, "step"), (3, "code"), (3, "code")]
    assert one.check(1).hint_level == 3
    assert halves(0.5, 1).hint_level == 0
    kept.remember(f"hints of {one.name}", "spoilt")
    assert one.check(1).hint_level == 0


def test_a_hint_says_whether_there_is_another() -> None:
    assert repr(Hint(1, "Look.")) == "Hint 1 of 3: Look. Run the cell again for the next one."
    assert repr(Hint(3, "Code.")) == "Hint 3 of 3: Code. There is no further one."


@pytest.mark.parametrize("name", ["99.9-none", "", 3, None, ["03.1"], Hostile])
def test_an_unknown_task_has_no_hints(name: Any) -> None:  # noqa: ANN401 - whatever a learner writes
    with pytest.raises(UnknownNameError, match="There is no task called"):
        hint(name)


def test_a_close_name_is_offered(halves: Callable[..., Result]) -> None:
    assert halves
    with pytest.raises(UnknownNameError, match=r"Did you mean '99\.1-halves'\?"):
        hint("99.1-halfs")


@pytest.mark.parametrize("ok", [True, False])
def test_a_result_as_html_is_escaped(ok: bool) -> None:  # noqa: FBT001 - one of two words
    shown = Result("99.1-x", ok=ok, message="<script>alert('1 & 2')</script>")._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(&#x27;1 &amp; 2&#x27;)&lt;/script&gt;" in shown
    assert ("Right." in shown, "Not yet." in shown) == (ok, not ok)
    assert 'role="status"' in shown


def test_a_result_as_text_begins_with_right_or_not_yet() -> None:
    assert repr(Result("99.1-x", ok=True, message="So it is.")) == "RIGHT  99.1-x: So it is."
    assert repr(Result("99.1-x", ok=False, message="No.")) == "NOT YET  99.1-x: No."


@pytest.mark.parametrize("error", [RuntimeError, SystemExit, GeneratorExit, RecursionError, MemoryError])
def test_an_error_in_a_judge_is_a_sentence(error: type[BaseException]) -> None:
    def judge(_answer: object) -> None:
        raise error

    result = Task("99.3-x", ("answer",), ("a", "b", "c"), "Yes.", judge).check(1)
    assert not result.ok
    assert result.message.startswith("this answer could not be read")


def test_a_message_that_quotes_a_long_text_is_cut() -> None:
    def judge(answer: object) -> None:
        message = f"Nothing is called {answer}."
        raise Mistake(message)

    message = Task("99.3-x", ("answer",), ("a", "b", "c"), "Yes.", judge).check("y" * 5000).message
    assert message.startswith("Nothing is called yyy")
    assert message.endswith("y...")
    assert len(message) < 600


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (itertools.count(), "answer is a count, which is empty once read. Put list() around it."),
        (iter([1]), "answer is a list_iterator, which is empty once read"),
        (range(10**9), "answer has more values than were asked for"),
        (Liar(), "answer has more values than were asked for"),
        (EndlessMapping(), "answer has more values than were asked for"),
        ("y" * 20_000, "answer is a text of 20000 characters"),
        (LARGE, "answer has 2000000 rows, far more than were asked for"),
        (LARGE["row"].to_numpy(), "answer has 2000000 rows"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_judge_never_sees_what_is_endless_or_too_large(value: object, why: str) -> None:
    seen: list[object] = []
    result = Task("99.3-x", ("answer",), ("a", "b", "c"), "Yes.", seen.append).check(value)
    assert result.message.startswith(why)
    assert not seen


def test_a_slow_check_can_be_interrupted() -> None:
    def judge(_answer: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Task("99.3-x", ("answer",), ("a", "b", "c"), "Yes.", judge).check(1)
