"""What a question is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Option:
    """One possible answer.

    Parameters
    ----------
    text : str
        What the learner chooses.
    feedback : str
        Why it is right, or what is mistaken about it.
    misconception : str, optional
        The mistaken belief behind the answer, as ``misconceptions.MISCONCEPTIONS`` words it; None
        for a right answer.
    """

    text: str
    feedback: str
    misconception: str | None = None


@dataclass(frozen=True)
class Question:
    """A question with its answers.

    Parameters
    ----------
    name : str
        Starts with the objective's id, such as ``"02.1-who-answered"``.
    kind : {"predict", "check"}
        A commitment before looking, or a check of understanding.
    prompt : str
        What is asked.
    options : tuple of Option
        At least one right and one wrong answer.
    """

    name: str
    kind: Literal["predict", "check"]
    prompt: str
    options: tuple[Option, ...]

    @property
    def objective(self) -> str:
        """The id of the objective that the question serves."""
        return self.name.split("-", 1)[0]
