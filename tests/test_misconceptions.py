"""Every wrong answer names a known mistake, and every mistake is met where the course promises it."""

from __future__ import annotations

from collections import Counter

import pytest

from notebooks import explorers
from pioneer_data.questions import bank, design, did, mdt, start_here, survey, weighing
from pioneer_data.questions.misconceptions import MISCONCEPTIONS

ASKED: dict[str, tuple[bank.Question, ...]] = {
    "00": start_here.QUESTIONS,
    "01": design.QUESTIONS,
    "02": survey.QUESTIONS,
    "03": did.QUESTIONS,
    "04": mdt.QUESTIONS,
    "05": weighing.QUESTIONS,
}
QUESTIONS = {question.name: question for lesson in ASKED.values() for question in lesson}
FIGURES = {"01": "design", "02": "survey", "03": "did", "04": "mdt", "05": "weighing"}
# The words fixed before any question was written; a typing slip in the registry shows here.
STORYBOARD = {
    "01": {
        "a programme is one intervention",
        "before/after shows effect",
        "more interviews = more progress",
        "a newer source is right",
    },
    "02": {
        "low response = useless here or = fine",
        "a CI covers non-response",
        "15 points at n = 22 is a finding",
        "positive % is unambiguous",
        "published means checked",
    },
    "03": {
        "slower rise = reduction",
        "p = 0.06 = no effect",
        "a later p > 0.05 = the effect stopped",
        "footnotes are decoration",
        "passing a pre-test = parallel trends",
        "fixed effects fix it",
        "overlapping CIs settle it",
        "absolute and percentage DiD are the same question",
    },
    "04": {
        "counting mentions measures importance",
        "silence is disagreement",
        "triangulation means agreement",
        "44 patients is too few to matter",
    },
}
PROMISED = [(lesson, belief) for lesson, beliefs in STORYBOARD.items() for belief in sorted(beliefs)]
KNOWN = [belief for beliefs in MISCONCEPTIONS.values() for belief in beliefs]
LONGEST = 61  # characters; the words have to fit a line of the instructor's list


def wrong(questions: tuple[bank.Question, ...]) -> list[str]:
    """Return the misconception behind each wrong option."""
    options = [option for question in questions for option in question.options]
    return [option.misconception for option in options if option.misconception is not None]


def attacked(lesson: str) -> set[str]:
    """Return what the explorers of a lesson say that they attack."""
    shown = [explorer for explorer in explorers().values() if home(explorer.figure.__module__) == lesson]
    return {belief for explorer in shown for belief in explorer.attacks}


def home(module: str) -> str | None:
    """Return the lesson of a figure module: ``figures.did`` and ``figures._did_keeble`` are of 03."""
    first = module.rpartition(".")[2].strip("_").partition("_")[0]
    return next((lesson for lesson, name in FIGURES.items() if name == first), None)


def test_no_misconception_is_listed_twice_or_at_length() -> None:
    assert [belief for belief, times in Counter(KNOWN).items() if times > 1] == []
    assert [belief for belief in KNOWN if len(belief) > LONGEST or belief != belief.strip(" .")] == []


def test_the_storyboard_is_in_the_registry_word_for_word() -> None:
    marked = {
        lesson: {belief for belief, origin in beliefs.items() if origin == "storyboard"}
        for lesson, beliefs in MISCONCEPTIONS.items()
    }
    assert {lesson: beliefs for lesson, beliefs in marked.items() if beliefs} == STORYBOARD


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_wrong_option_names_a_known_misconception(name: str) -> None:
    assert [belief for belief in wrong((QUESTIONS[name],)) if belief not in KNOWN] == []


@pytest.mark.parametrize("belief", KNOWN)
def test_every_misconception_is_behind_some_option(belief: str) -> None:
    assert belief in wrong(tuple(QUESTIONS.values()))


@pytest.mark.parametrize(("lesson", "belief"), PROMISED)
def test_a_question_of_its_lesson_attacks_each_storyboard_misconception(lesson: str, belief: str) -> None:
    assert belief in wrong(ASKED[lesson])


@pytest.mark.parametrize(("lesson", "belief"), PROMISED)
def test_an_explorer_of_its_lesson_attacks_each_storyboard_misconception(lesson: str, belief: str) -> None:
    assert belief in attacked(lesson)


@pytest.mark.parametrize("name", explorers())
def test_an_explorer_attacks_known_misconceptions_and_at_least_one(name: str) -> None:
    attacks = explorers()[name].attacks
    assert attacks
    assert len(set(attacks)) == len(attacks)
    assert [belief for belief in attacks if belief not in KNOWN] == []


@pytest.mark.parametrize("lesson", ASKED)
def test_the_names_of_a_lesson_s_questions_are_its_own(lesson: str) -> None:
    names = [question.name for question in ASKED[lesson]]
    assert len(set(names)) == len(names)
    assert {name.partition(".")[0] for name in names} == {lesson}


@pytest.mark.parametrize("lesson", ["01", "02", "03", "04", "05"])
def test_the_right_answers_of_a_lesson_are_spread(lesson: str) -> None:
    """A learner who always takes the same button is right in at most half of the lesson's questions."""
    rights = Counter(
        place
        for question in ASKED[lesson]
        for place, option in enumerate(question.options)
        if option.misconception is None
    )
    assert set(rights) == {0, 1, 2}
    assert max(rights.values()) <= len(ASKED[lesson]) / 2


@pytest.mark.parametrize("lesson", ["01", "04", "05"])
def test_questions_have_one_right_and_two_wrong_answers_with_reasons(lesson: str) -> None:
    for question in ASKED[lesson]:
        assert len(question.options) == 3, question.name
        assert len(wrong((question,))) == 2, question.name
        assert len({option.feedback for option in question.options}) == 3, question.name
        assert all(option.feedback.endswith(".") for option in question.options), question.name


@pytest.mark.parametrize("lesson", ["01", "04", "05"])
def test_a_lesson_looks_back_first_predicts_and_ends_with_three_from_memory(lesson: str) -> None:
    prompts = [question.prompt for question in ASKED[lesson]]
    assert all(prompt.startswith("From lesson 0") for prompt in prompts[:2])
    assert all(prompt.startswith("From memory: ") for prompt in prompts[-3:])
    assert [question.kind for question in ASKED[lesson]].count("predict") == 4


@pytest.mark.parametrize("lesson", ["01", "04", "05"])
def test_each_objective_has_a_question(lesson: str) -> None:
    last = 3 if lesson == "05" else 4
    objectives = {question.objective for question in ASKED[lesson]}
    assert objectives == {f"{lesson}.{number}" for number in range(1, last + 1)}
