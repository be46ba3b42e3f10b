"""What lesson 05 works out about the published claims: how many reproduce, which fail, and why.

The claims, their recomputed values and their verdicts are in the table ``published_claims``; the checking
itself is in ``audit``. Here they are only counted and picked out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data.audit import VERDICTS
from pioneer_data.estimate._checks import refuse

REPRODUCES, ROUNDING, FAILS, UNCHECKED = VERDICTS
SOURCES = {
    "000": "Webinar slides",
    "001": "Conference slides",
    "002": "Survey paper",
    "003": "Web pages",
    "004": "Three programmes",
    "keeble_2019": "Keeble abstract",
    "morciano_2021": "Morciano abstract",
}
"""Short names of the sources, for controls and labels."""
GROUPS = ("source", "kind", "topic", "cause")


@cache
def _claims() -> pd.DataFrame:
    table = pioneers.published_claims()
    texts = {name: table[name].astype("object").where(table[name].notna(), "") for name in table}
    texts["source"] = texts["source"].map(SOURCES)
    return pd.DataFrame(texts)


def named() -> pd.DataFrame:
    """Give the published claims with short names of their sources and empty text for blanks.

    Returns
    -------
    pandas.DataFrame
        The rows and columns of ``published_claims``; all columns hold plain values, no categories.

    Examples
    --------
    >>> set(named()["verdict"]) <= set(VERDICTS)
    True
    """
    return _claims().copy()


def tally(by: str = "source") -> pd.DataFrame:
    """Count the claims of each group by verdict.

    Parameters
    ----------
    by : {"source", "kind", "topic", "cause"}
        What to group by. Claims without a cause are left out of the last one.

    Returns
    -------
    pandas.DataFrame
        One row a group that has claims, in the table's order: the group, the number of claims of each
        verdict (a column each), and ``claims``, their sum.

    Raises
    ------
    ValueError
        If there is no such grouping.

    Examples
    --------
    >>> counts = tally("source")
    >>> counts.columns.to_list()
    ['source', 'reproduces', 'within rounding', 'does not reproduce', 'cannot be checked', 'claims']
    >>> bool((counts[list(VERDICTS)].sum(axis=1) == counts["claims"]).all())
    True
    """
    if by not in GROUPS:
        refuse(f"by is {by!r}", "claims are grouped by source, kind, topic or cause", "Give one of these")
    claims = _claims()
    counts = pd.crosstab(claims[by], claims["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    order = [group for group in _order(by) if group in counts.index]  # which leaves out blanks
    counts = counts.loc[order].assign(claims=counts.sum(axis=1)).reset_index()
    return counts.rename_axis(columns=None)


def _order(by: str) -> list[str]:
    known = [str(group) for group in pioneers.published_claims()[by].cat.categories]
    return [SOURCES[group] for group in known] if by == "source" else known


def failures() -> pd.DataFrame:
    """List the claims that do not reproduce, with the cause and why it matters.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim``, ``source`` (short name), ``locator``, ``says``, ``published``,
        ``recomputed``, ``cause``, ``matters``.

    Examples
    --------
    >>> len(failures()) == int(tally("kind")["does not reproduce"].sum())
    True
    """
    return _with_verdict(FAILS)


def unchecked() -> pd.DataFrame:
    """List the claims that cannot be checked from the sources at hand, with the cause.

    Returns
    -------
    pandas.DataFrame
        The columns of ``failures``; ``recomputed`` is empty, because there is nothing to work it out from.
        That says nothing about whether a claim is true.

    Examples
    --------
    >>> set(unchecked()["recomputed"])
    {''}
    """
    return _with_verdict(UNCHECKED)


def _with_verdict(verdict: str) -> pd.DataFrame:
    claims = _claims()
    columns = ["claim", "source", "locator", "says", "published", "recomputed", "cause", "matters"]
    return claims.loc[claims["verdict"] == verdict, columns].reset_index(drop=True)


def readings() -> pd.DataFrame:
    """List the claims that can be read in two ways, with the verdict on each reading.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim``, ``source`` (short name), ``says``, ``published``, ``reading``,
        ``recomputed``, ``verdict``, the same three of the other reading, and ``differs``: whether the
        verdict depends on the reading.

    Examples
    --------
    >>> two = readings()
    >>> bool((two["differs"] == (two["verdict"] != two["other_verdict"])).all())
    True
    """
    claims = _claims()
    first, second = (
        ["reading", "recomputed", "verdict"],
        ["other_reading", "other_recomputed", "other_verdict"],
    )
    two = claims.loc[claims["other_reading"] != "", ["claim", "source", "says", "published", *first, *second]]
    return two.assign(differs=two["verdict"] != two["other_verdict"]).reset_index(drop=True)


def on_show(source: str = "All", kind: str = "All", verdict: str = "All") -> list[dict[str, Any]]:
    """Give the claims that fit three choices, in the table's order.

    Parameters
    ----------
    source : str
        "All" or a short name of ``SOURCES``.
    kind : str
        "All" or a kind of claim, for example "count".
    verdict : str
        "All" or one of ``VERDICTS``.

    Returns
    -------
    list of dict
        The rows of ``named`` that fit; empty if none does.

    Examples
    --------
    >>> {claim["source"] for claim in on_show("Survey paper")}
    {'Survey paper'}
    >>> on_show() == named().to_dict("records")
    True
    """
    chosen = {"source": source, "kind": kind, "verdict": verdict}
    wanted = {name: value for name, value in chosen.items() if value != "All"}
    return [row for row in _rows() if all(row[name] == value for name, value in wanted.items())]


@cache
def _rows() -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in _claims().to_dict("records")]
