"""What the learner committed to in this kernel session: answers, marks and codings.

A cell that is run again shows what was said before. Restarting the kernel empties this memory;
what shall last is saved as a file (see ``coding``).
"""

from __future__ import annotations

from copy import deepcopy

_KEPT: dict[str, object] = {}


def remember(name: str, value: object) -> None:
    """Keep a value until the kernel is restarted; an earlier one of that name is replaced.

    Parameters
    ----------
    name : str
        A question, such as ``"02.1-who-answered"``, or an explorer, such as ``"who_answered"``.
    value : object
        What the learner committed to; a copy is kept.

    Examples
    --------
    >>> remember("02.1-who-answered", 2)
    >>> recall("02.1-who-answered")
    2
    >>> forget()
    """
    _KEPT[name] = deepcopy(value)


def recall(name: str, default: object = None) -> object:
    """Return what was kept under a name.

    Parameters
    ----------
    name : str
        A question or an explorer.
    default : object
        What to return when nothing was kept.

    Returns
    -------
    object
        A copy of the value, or the default.

    Examples
    --------
    >>> recall("02.1-who-answered", default=-1)
    -1
    """
    return deepcopy(_KEPT[name]) if name in _KEPT else default


def forget() -> None:
    """Drop everything, as a restart of the kernel does.

    Examples
    --------
    >>> forget()
    >>> recall("who_answered") is None
    True
    """
    _KEPT.clear()
