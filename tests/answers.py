"""Answers to the tasks of the exercises: right ones in many shapes, and wrong ones by their mistake."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Answers:
    """Right and wrong answers to one task.

    Each is a dict from the task's variables to values, or a function without arguments that makes it.
    """

    right: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, Any] = field(default_factory=dict)


def made(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - a dict or what makes it
    """Return the variables of an answer."""
    found: dict[str, Any] = answer() if callable(answer) else dict(answer)
    return found
