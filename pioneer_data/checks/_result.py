"""What a check answers, and the register of all tasks of the exercises."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from pioneer_data import kept
from pioneer_data._descriptor import UnknownNameError, unknown
from pioneer_data.checks._values import Mistake, refuse_endless

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[..., None]

HINTS = 3
LONGEST = 500  # a message may quote a text of the learner
UNREADABLE = (
    "this answer could not be read, because looking at it ended in an error of its own. "
    "Give a number, a text, a list or a table."
)


@dataclass(frozen=True)
class Result:
    """What a check says of an answer.

    Parameters
    ----------
    task : str
        The task's name, such as ``"03.1-another-year"``.
    ok : bool
        Whether the answer is right.
    message : str
        What is right, or the likely mistake, in one or two sentences.
    hint_level : int
        How many of the three hints the learner has asked for in this session.

    Examples
    --------
    >>> Result("03.1-another-year", ok=False, message="The sign is reversed.")
    NOT YET  03.1-another-year: The sign is reversed.
    """

    task: str
    ok: bool
    message: str
    hint_level: int = 0

    def __repr__(self) -> str:
        """Say it in one line of plain text."""
        return f"{'RIGHT' if self.ok else 'NOT YET'}  {self.task}: {self.message}"

    def _repr_html_(self) -> str:
        word, colour = ("Right", "#0B6E3B") if self.ok else ("Not yet", "#942514")
        mark = "\N{HEAVY CHECK MARK}" if self.ok else "\N{WHITE CIRCLE}"
        return (
            f'<p role="status" style="border-left: 4px solid {colour}; padding-left: 0.6em">'
            f'<strong style="color: {colour}">{mark} {word}.</strong> {escape(self.message)}</p>'
        )


@dataclass(frozen=True)
class Task:
    """One task of an exercise.

    Parameters
    ----------
    name : str
        Begins with the id of the objective that it tests.
    answers : tuple of str
        The variables that the learner gives a value, in the order of the check's arguments.
    hints : tuple of str
        What to look at, which step, and nearly the code.
    right : str
        What a right answer means.
    judge : callable
        Takes the answers and raises ``Mistake`` if one is not right.
    """

    name: str
    answers: tuple[str, ...]
    hints: tuple[str, str, str]
    right: str
    judge: Judge

    @property
    def objective(self) -> str:
        """The id of the objective, such as ``"03.1"``."""
        return self.name.partition("-")[0]

    @property
    def lesson(self) -> str:
        """The number of the lesson, such as ``"03"``."""
        return self.name[:2]

    def check(self, *answers: object) -> Result:
        """Judge answers; whatever they are, no error leaves this."""
        level = hints_given(self.name)
        try:
            for name, answer in zip(self.answers, answers, strict=False):
                refuse_endless(answer, name)
            self.judge(*answers)
        except Mistake as mistake:
            return Result(self.name, ok=False, message=_short(str(mistake)), hint_level=level)
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - a learner's object may do anything when it is looked at
            return Result(self.name, ok=False, message=UNREADABLE, hint_level=level)
        return Result(self.name, ok=True, message=self.right, hint_level=level)


def _short(message: str) -> str:
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}..."


TASKS: dict[str, Task] = {}
"""Every task of the course, by name, in the order of the exercises."""


def task(name: str, hints: tuple[str, str, str], right: str) -> Callable[[Judge], Callable[..., Result]]:
    """Make a judge of answers into the check of a task, and register it.

    Parameters
    ----------
    name : str
        The task's name, beginning with the id of its objective.
    hints : tuple of str
        What to look at, which step, and nearly the code.
    right : str
        What the learner reads after a right answer.

    Returns
    -------
    callable
        A decorator. The judge's arguments are the names of the variables that the learner fills.
    """

    def register(judge: Judge) -> Callable[..., Result]:
        answers = tuple(inspect.signature(judge).parameters)
        made = TASKS[name] = Task(name, answers, hints, right, judge)

        @functools.wraps(judge)
        def check(*given: Any, **named: Any) -> Result:  # noqa: ANN401 - whatever the learner has
            missing = (...,) * (len(answers) - len(given))
            values = dict(zip(answers, (*given, *missing), strict=False)) | named
            return made.check(*(values[name] for name in answers))

        return check

    return register


def hints_given(name: str) -> int:
    """Return how many hints of a task were asked for in this session."""
    level = kept.recall(_key(name), 0)
    return level if isinstance(level, int) else 0


def _key(name: str) -> str:
    return f"hints of {name}"


@dataclass(frozen=True)
class Hint:
    """One of the three hints of a task.

    Parameters
    ----------
    level : int
        1 to 3.
    text : str
        What it says.
    """

    level: int
    text: str

    def __repr__(self) -> str:
        """Say it in one line of plain text."""
        more = " Run the cell again for the next one." if self.level < HINTS else " There is no further one."
        return f"Hint {self.level} of {HINTS}: {self.text}{more}"


def hint(name: str) -> Hint:
    """Give the next hint of a task: what to look at, then which step, then nearly the code.

    Parameters
    ----------
    name : str
        The task's name, such as ``"03.1-another-year"``.

    Returns
    -------
    Hint
        The next one, or the third again.

    Raises
    ------
    UnknownNameError
        If there is no such task; the message gives the closest name.
    """
    if not isinstance(name, str) or name not in TASKS:
        raise UnknownNameError(unknown("task", str(name), TASKS))
    level = min(hints_given(name) + 1, HINTS)
    kept.remember(_key(name), level)
    return Hint(level, TASKS[name].hints[level - 1])
