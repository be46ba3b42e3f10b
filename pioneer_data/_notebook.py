"""What the course sets in a running notebook: tables without empty headings, a word on missing names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.getipython import get_ipython

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd


def enable() -> None:
    """Set both in this kernel; outside IPython do nothing.

    Examples
    --------
    >>> enable()
    """
    shell: Any = get_ipython()
    if shell is None:
        return
    tables = shell.display_formatter.formatters["text/html"]
    tables.for_type("pandas.DataFrame", without_empty_headings)
    if not shell.custom_exceptions:  # somebody else's handler stays
        shell.set_custom_exc((NameError,), _show)


def without_empty_headings(frame: pd.DataFrame) -> str | None:
    """Return a frame's table as pandas shows it, its empty heading cells as plain ones.

    A screen reader announces a heading of rows or columns; where there is no word, it should not.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame.

    Returns
    -------
    str or None
        HTML; None where pandas is told to show none.

    Examples
    --------
    >>> import pandas as pd
    >>> "<th></th>" in without_empty_headings(pd.DataFrame({"a": [1]}))
    False
    """
    shown: Any = frame
    html: str | None = shown._repr_html_()
    return html and html.replace("<th></th>", "<td></td>")


def sentence(error: NameError, line: int) -> str:
    """Say what is missing and what to do.

    Parameters
    ----------
    error : NameError
        What Python raised.
    line : int
        The line of the cell.

    Returns
    -------
    str
        One sentence; Python's own words where the error names nothing.

    Examples
    --------
    >>> print(sentence(NameError("name 'rates' is not defined", name="rates"), 2))
    NameError: line 2 uses 'rates', which does not exist yet: if a cell above makes it, choose ...
    """
    if not error.name:
        return f"NameError: {error}"
    mend = "if a cell above makes it, choose Run, Run All Above Selected Cell and run this cell again"
    what = f"line {line} uses {error.name!r}, which does not exist yet"
    return f"NameError: {what}: {mend}; if not, look at its spelling."


def _show(
    shell: Any,  # noqa: ANN401 - IPython carries no types
    kind: type[NameError],
    error: NameError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> list[str]:
    while trace.tb_next:
        trace = trace.tb_next
    if trace.tb_frame.f_globals is shell.user_ns:  # the learner's own cell, not a program that it calls
        lines = [sentence(error, trace.tb_lineno)]
        vars(error)["_render_traceback_"] = lambda: lines
    shell.showtraceback((kind, error, error.__traceback__), tb_offset=tb_offset)
    return []
