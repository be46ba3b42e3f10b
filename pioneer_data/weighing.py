"""What lesson 05 works out: what three lists share, and how a placing compares with our ladder.

Pure numbers and words, no charts. The labels of items and the rungs of statements are judgements of
this package (``pilot_item_codes``, ``confidence_judgements``); all that follows from them is counted here.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

import pioneer_data as pioneers
from pioneer_data.estimate._checks import refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAMMES = ("ICPs", "Pioneers", "Vanguards")
THEMES = (
    "Facilitators",
    "Barriers",
    "Impact on hospital activity",
    "Impact on patient experience",
    "Impact on staff experience",
)
UNFINISHED = "State of the evaluation"
"""The label of items that say how far a study had got, and give no result."""

HEADINGS = ("launch", "aims", "target_groups", "services", "design", "types", "trend", "support")
"""The columns of ``pilot_programmes`` that hold sentences."""

RUNGS = {
    "Strong": "several sources or every number agree, and no limit that we know bears on it",
    "Moderate": "the evidence points this way, with limits that matter",
    "Weak": "some evidence points this way, but other readings fit as well",
    "Unknown": "nobody looked in a way that could tell, so it may be true or false",
}
"""Our own words, made loosely after schemes that grade evidence; "Unknown" is no lowest rung."""


class Judgement(NamedTuple):
    """Where we place a statement, and why.

    Parameters
    ----------
    rung : str
        One of ``RUNGS``.
    reason : str
        Why, in one sentence.
    rests_on : tuple of str
        Tables of this package.
    would_change : str
        Which evidence would move it, in one sentence.
    """

    rung: str
    reason: str
    rests_on: tuple[str, ...]
    would_change: str


class Placing(NamedTuple):
    """How far a learner's placing agrees with ours.

    Parameters
    ----------
    statements, placed : int
        Statements there are, and those that the learner placed.
    same : int
        On the same rung.
    surer, less_sure : int
        On a higher or lower rung than ours, where both are Strong, Moderate or Weak.
    across : int
        Where one of both, and only one, is Unknown.
    """

    statements: int
    placed: int
    same: int
    surer: int
    less_sure: int
    across: int


def _texts(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows with text for every category and "" for every blank."""
    plain = table.astype(object)
    return [{str(k): v for k, v in row.items()} for row in plain.where(plain.notna(), "").to_dict("records")]


@cache
def _items() -> pd.DataFrame:
    keys = ["theme", "programme", "number"]
    rows = pioneers.pilot_comparison().merge(pioneers.pilot_item_codes(), on=keys, validate="1:1")
    rows = pd.DataFrame(_texts(rows)).rename(columns={"code": "label"})
    rows["lists"] = rows.groupby(["theme", "label"])["programme"].transform("nunique")
    return rows[[*keys, "item", "label", "lists", "reason", "outcome", "group", "period"]]


def items(theme: str) -> pd.DataFrame:
    """Return the items of a theme with our labels, and in how many lists each label stands.

    Parameters
    ----------
    theme : str
        One of ``THEMES``.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``theme``, ``programme``, ``number``, ``item`` (word for word), ``label`` and
        ``reason`` (ours), ``lists`` (1 to 3) and, for items with a percentage, ``outcome``, ``group`` and
        ``period`` in the item's words; "" where the item does not say.

    Raises
    ------
    ValueError
        If there is no such theme.

    Notes
    -----
    Items: Lewis et al. 2021 (004), Table 2. The labels are a judgement of this package.

    Examples
    --------
    >>> rows = items("Barriers")
    >>> len(rows), int(rows["lists"].max())
    (20, 3)
    """
    if theme not in THEMES:
        refuse_unknown("theme", theme, THEMES)
    rows = _items()
    return rows[rows["theme"] == theme].reset_index(drop=True)


def labels(theme: str) -> pd.DataFrame:
    """Count the items of each programme by label, widest shared first.

    Parameters
    ----------
    theme : str
        One of ``THEMES``.

    Returns
    -------
    pandas.DataFrame
        One row a label: ``label``, one column a programme (items, 0 to 4) and ``lists`` (1 to 3).

    Raises
    ------
    ValueError
        If there is no such theme.

    Examples
    --------
    >>> rows = labels("Facilitators")
    >>> rows.loc[rows["lists"] == 3, "label"].to_list()
    ['Leadership', 'Funding and resources']
    >>> len(rows), int((rows["lists"] == 1).sum())
    (12, 4)
    """
    rows = items(theme)
    found = Counter(zip(rows["label"], rows["programme"], strict=True))
    counted = [
        {"label": label, **{name: found[label, name] for name in PROGRAMMES}}
        for label in dict.fromkeys(rows["label"])
    ]
    result = pd.DataFrame(counted)
    result["lists"] = (result[list(PROGRAMMES)] > 0).sum(axis=1)
    return result.sort_values("lists", ascending=False, kind="stable", ignore_index=True)


def in_lists(theme: str, number: int) -> tuple[str, ...]:
    """Return the labels of a theme that stand in so many of the three lists.

    Parameters
    ----------
    theme : str
        One of ``THEMES``.
    number : int
        1, 2 or 3.

    Returns
    -------
    tuple of str
        Labels of ours. A label missing from a list does not mean that the thing was absent: the lists
        are what the evaluators chose to print.

    Raises
    ------
    ValueError
        If there is no such theme.

    Examples
    --------
    >>> in_lists("Barriers", 3)
    ('Information sharing and IT', 'Rules and freedom')
    """
    rows = labels(theme)
    return tuple(rows.loc[rows["lists"] == number, "label"])


@cache
def _without_result(theme: str) -> tuple[str, ...]:
    rows = items(theme)
    results = set(rows.loc[rows["label"] != UNFINISHED, "programme"])
    return tuple(name for name in PROGRAMMES if name not in results)


def without_result(theme: str) -> tuple[str, ...]:
    """Return the programmes of which a theme's list says only how far the evaluation had got.

    Parameters
    ----------
    theme : str
        One of ``THEMES``.

    Returns
    -------
    tuple of str
        Programmes. No result is no sign that there was no effect.

    Raises
    ------
    ValueError
        If there is no such theme.

    Examples
    --------
    >>> without_result("Impact on patient experience")
    ('Pioneers', 'Vanguards')
    """
    return _without_result(theme)


def percentages() -> pd.DataFrame:
    """Take the percentages in the items apart: of what, for whom, for when.

    Returns
    -------
    pandas.DataFrame
        One row a percentage: ``programme``, ``number``, ``pct`` (per cent, a reduction), ``outcome``,
        ``group`` and ``period`` in the item's words; "" where the item does not say. No two rows share
        all three, so the numbers must not be ranked.

    Notes
    -----
    Source: Lewis et al. 2021 (004), Table 2, "Impact on hospital activity".

    Examples
    --------
    >>> percentages()[["programme", "pct", "group"]].to_numpy().tolist()[0]
    ['ICPs', 9.0, 'case management patients']
    """
    rows = _items()
    found = rows["item"].str.extract(r"([\d.]+)%")[0]
    rows = rows.assign(pct=found.astype(float))[found.notna()]
    return rows[["programme", "number", "pct", "outcome", "group", "period"]].reset_index(drop=True)


def headings() -> pd.DataFrame:
    """Lay the descriptions of the three programmes out by heading.

    Returns
    -------
    pandas.DataFrame
        One row a heading of ``HEADINGS``: ``heading`` (its title), one column a programme (word for word,
        "" where the table says nothing) and ``lists``: of how many programmes the table says something.

    Notes
    -----
    Source: Lewis et al. 2021 (004), Table 1; its sentences were sorted under these headings by us.

    Examples
    --------
    >>> rows = headings()
    >>> rows.loc[rows["lists"] == 3, "heading"].to_list()
    ['Launch', 'Design', 'Trend', 'Support']
    """
    table = _texts(pioneers.pilot_programmes())
    rows = [
        {
            "heading": name.capitalize().replace("_", " "),
            **{row["programme"]: row[name] for row in table},
            "lists": sum(bool(row[name]) for row in table),
        }
        for name in HEADINGS
    ]
    return pd.DataFrame(rows)


@cache
def _judgements() -> dict[str, Judgement]:
    return {
        row["statement"]: Judgement(
            row["rung"], row["reason"], tuple(row["rests_on"].split("; ")), row["would_change"]
        )
        for row in _texts(pioneers.confidence_judgements())
    }


def statements() -> tuple[str, ...]:
    """Return the statements on the Pioneers, in the order of the table.

    Returns
    -------
    tuple of str
        Ten statements of ours; some of them are not well supported.

    Examples
    --------
    >>> len(statements())
    10
    """
    return tuple(_judgements())


def judgement(statement: str) -> Judgement:
    """Return where we place a statement, and why.

    Parameters
    ----------
    statement : str
        One of ``statements()``.

    Returns
    -------
    Judgement
        A judgement of this package.

    Raises
    ------
    ValueError
        If there is no such statement.

    Examples
    --------
    >>> judgement("The programme saved money").rung
    'Unknown'
    """
    if statement not in _judgements():
        refuse_unknown("statement", statement, statements())
    return _judgements()[statement]


def rung_counts() -> dict[str, int]:
    """Count the statements on each rung of our ladder.

    Returns
    -------
    dict of str to int
        Statements by rung, in the order of ``RUNGS``.

    Examples
    --------
    >>> rung_counts()
    {'Strong': 2, 'Moderate': 3, 'Weak': 3, 'Unknown': 2}
    """
    found = Counter(row.rung for row in _judgements().values())
    return {rung: found[rung] for rung in RUNGS}


def compare(placing: Iterable[tuple[str, str]]) -> Placing:
    """Compare a placing of statements with ours.

    Parameters
    ----------
    placing : iterable of (str, str)
        Statement and rung of each statement placed.

    Returns
    -------
    Placing
        How many are on the same rung, higher, lower, or on the other side of Unknown.

    Raises
    ------
    ValueError
        If there is no such statement or rung, or a statement is placed twice.

    Examples
    --------
    >>> compare([("The programme saved money", "Weak"), ("Staff valued the teams", "Strong")])
    Placing(statements=10, placed=2, same=0, surer=1, less_sure=0, across=1)
    """
    pairs = list(placing)
    found = Counter(_relation(statement, rung) for statement, rung in pairs)
    twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if twice:
        message = f"The statement {twice[0]!r} is placed twice. It can stand on one rung. Place it once."
        raise ValueError(message)
    counts = (found[name] for name in ("same", "surer", "less sure", "across"))
    return Placing(len(statements()), len(pairs), *counts)


def _relation(statement: str, rung: str) -> str:
    if rung not in RUNGS:
        refuse_unknown("rung", rung, RUNGS)
    ours = judgement(statement).rung
    if rung == ours:
        return "same"
    if "Unknown" in {rung, ours}:
        return "across"
    order = list(RUNGS)
    return "surer" if order.index(rung) < order.index(ours) else "less sure"
