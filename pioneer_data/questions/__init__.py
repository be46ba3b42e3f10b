"""Questions that the learner commits to before looking, and checks of understanding.

Each wrong option names the misconception behind it and is answered with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pioneer_data._descriptor import UnknownNameError, unknown
from pioneer_data.questions import did, start_here, survey
from pioneer_data.questions.bank import Option, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

_LESSONS: Iterable[tuple[Question, ...]] = (start_here.QUESTIONS, survey.QUESTIONS, did.QUESTIONS)
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
    if index not in range(len(question.options)):
        return WAITING
    chosen = question.options[index]
    word = "Yes." if chosen.misconception is None else "Not quite."
    opening = f"You said: *{chosen.text}*"
    if question.kind == "predict":
        return f"{opening}  \n{chosen.feedback}"
    return f"{opening}  \n**{word}** {chosen.feedback}"


def ask(name: str) -> None:
    """Ask a question; the answer and its reason stay in the notebook.

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
    panel = Panel(controls=[buttons], values={"answer": -1})
    display(panel)
    handle = display(_markdown(WAITING), raw=True, display_id=True)

    def answer(change: dict[str, Any]) -> None:
        text = reply(question, change["new"].get("answer", -1))
        handle.update(_markdown(text), raw=True)
        panel.status = text.replace("*", "")

    panel.observe(answer, "values")


def _markdown(text: str) -> dict[str, str]:
    return {"text/markdown": text, "text/plain": text.replace("*", "")}


__all__ = ["QUESTIONS", "Option", "Question", "ask", "reply"]
