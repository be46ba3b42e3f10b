"""Questions that the learner commits to before looking, and checks of understanding.

Each wrong option names the misconception behind it and is answered with its reason. Answers are
kept until the kernel is restarted.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from pioneer_data import kept
from pioneer_data._descriptor import UnknownNameError, unknown
from pioneer_data.controls import Grid
from pioneer_data.questions import design, did, mdt, start_here, survey, weighing
from pioneer_data.questions.bank import Option, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pioneer_data.controls import Control

_LESSONS: Iterable[tuple[Question, ...]] = (
    *(start_here.QUESTIONS, design.QUESTIONS, survey.QUESTIONS),
    *(did.QUESTIONS, mdt.QUESTIONS, weighing.QUESTIONS),
)
QUESTIONS: dict[str, Question] = {question.name: question for lesson in _LESSONS for question in lesson}
"""Every question of the course, by name."""

WAITING = "*No answer yet. Choose one above; you can change your mind.*"


def reply(question: Question, index: int) -> str:
    """Write what the learner reads after choosing.

    Parameters
    ----------
    question : Question
        The question that was asked.
    index : int
        The chosen option's place; anything else counts as no answer.

    Returns
    -------
    str
        Markdown: the choice and what it tells.
    """
    if _place(question, index) < 0:
        return WAITING
    chosen = question.options[index]
    word = "Yes." if chosen.misconception is None else "Not quite."
    opening = f"You said: *{chosen.text}*"
    if question.kind == "predict":
        return f"{opening}  \n{chosen.feedback}"
    return f"{opening}  \n**{word}** {chosen.feedback}"


def ask(name: str) -> None:
    """Ask a question; the answer and its reason stay in the notebook.

    When the cell is run again in the same kernel session, the answer is still there.

    Parameters
    ----------
    name : str
        The question's name, such as ``"02.1-who-answered"``.

    Raises
    ------
    UnknownNameError
        If there is no such question; the message gives the closest name and the list.
    """
    from IPython.display import display  # noqa: PLC0415 - the questions can be read without Jupyter

    from pioneer_data.explore import Panel  # noqa: PLC0415 - see above

    if name not in QUESTIONS:
        raise UnknownNameError(unknown("question", str(name), QUESTIONS))
    question = QUESTIONS[name]
    options = [option.text for option in question.options]
    buttons = {"kind": "buttons", "name": "answer", "label": question.prompt, "options": options}
    earlier = answered(question)
    panel = Panel(controls=[buttons], values={"answer": earlier})
    display(panel)
    handle = display(_markdown(reply(question, earlier)), raw=True, display_id=True)

    def answer(change: dict[str, Any]) -> None:
        kept.remember(name, change["new"].get("answer", -1))
        text = reply(question, answered(question))
        handle.update(_markdown(text), raw=True)
        panel.status = text.replace("*", "")

    panel.observe(answer, "values")


def _markdown(text: str) -> dict[str, str]:
    return {"text/markdown": text, "text/plain": text.replace("*", "")}


def answered(question: Question) -> int:
    """Return which option the learner chose last.

    Parameters
    ----------
    question : Question
        Asked or not.

    Returns
    -------
    int
        The option's place, -1 without an answer.
    """
    return _place(question, kept.recall(question.name))


def _place(question: Question, index: object) -> int:
    places = range(len(question.options))
    return index if isinstance(index, int) and index in places else -1


class _Line(NamedTuple):
    asked: str
    said: str = "no answer yet"
    found: str = "shown once you have answered"


COLUMNS = ("What was asked", "You said", "What the data said")


def commitments(lesson: str) -> None:
    """Show what the learner predicted, marked and coded so far beside what the data said.

    Predictions come in the order of the lesson, then the explorers of this kernel session in which
    the learner marks or codes something. Checks of understanding are not in the table: they come
    after looking.

    Parameters
    ----------
    lesson : str
        Its number, such as ``"04"``.

    Raises
    ------
    UnknownNameError
        If no lesson with questions has this number; the message lists those that have.
    """
    from IPython.display import display  # noqa: PLC0415 - see ask

    lessons = sorted({name[:2] for name in QUESTIONS})
    if lesson not in lessons:
        raise UnknownNameError(unknown("lesson", str(lesson), lessons))
    display(_table(lesson, [*_predictions(lesson), *_codings()]), raw=True)


def _predictions(lesson: str) -> list[_Line]:
    asked = [question for question in QUESTIONS.values() if question.name[:2] == lesson]
    return [_prediction(question) for question in asked if question.kind == "predict"]


def _prediction(question: Question) -> _Line:
    index = answered(question)
    if index < 0:
        return _Line(question.prompt)
    chosen = question.options[index]
    return _Line(question.prompt, chosen.text, chosen.feedback)


def _codings() -> list[_Line]:
    """Return a line for each control in which this kernel let the learner mark or code."""
    from pioneer_data.explore import SHOWN, committed  # noqa: PLC0415 - see ask

    pairs = [(explorer, committed(explorer)) for explorer in SHOWN.values()]
    return [_coding(c, now[c.name]) for explorer, now in pairs for c in explorer.controls if c.name in now]


def _coding(control: Control, value: Any) -> _Line:  # noqa: ANN401 - as the control keeps it
    if not value:
        return _Line(control.label)
    if not isinstance(control, Grid):
        said = value if isinstance(value, str) else "; ".join(value)
        return _Line(control.label, said, "see the chart of the explorer")
    said = f"you coded {len(value)} of {len(control.cells)} cells"
    agreeing = sum(triple in control.reference for triple in value)
    found = f"{agreeing} agree with the reference" if control.reference else "see the chart of the explorer"
    return _Line(control.label, said, found)


def _table(lesson: str, lines: list[_Line]) -> dict[str, str]:
    """Write the lines as an accessible table, and again in plain text."""
    title = f"Lesson {lesson}: what I thought, and what the data said"
    plain = [_Line(*(text.replace("*", "") for text in line)) for line in lines]
    if not plain:
        return _markdown(f"{title}. This lesson asks for no prediction.")
    left = ' style="text-align: left"'
    head = "".join(f'<th scope="col"{left}>{escape(column)}</th>' for column in COLUMNS)
    rows = [
        f'<tr><th scope="row" style="text-align: left; font-weight: normal">{escape(line.asked)}</th>'
        f"<td{left}>{escape(line.said)}</td><td{left}>{escape(line.found)}</td></tr>"
        for line in plain
    ]
    caption = f"<caption{left}>{escape(title)}</caption>"
    html = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    words = [f"{line.asked}\n  You said: {line.said}\n  The data said: {line.found}" for line in plain]
    return {"text/html": html, "text/plain": "\n".join([title, *words])}


__all__ = ["QUESTIONS", "Option", "Question", "answered", "ask", "commitments", "reply"]
