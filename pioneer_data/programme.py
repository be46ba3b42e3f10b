"""What lesson 01 works out about the programme and its evaluation: interviews, dates, money, aims.

Pure numbers, no charts. Each function starts from tables of the package and returns a fresh frame
or plain numbers. "The long evaluation" is the longer-term evaluation that started in July 2015.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, NoReturn

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import survey

PRINTED_TOTALS = {1: 140, 2: 57}
"""People interviewed in each round, the "Total" row of the table after slide "Methods" of 001."""

WAVE_1 = ("14 wave 1 Pioneers announced", "002")
LONG_EVALUATION = ("Longer-term evaluation started", "003")
WAVE_2_DATES = ("spring 2014", "January 2015")
WAVE_2_EVENTS = {
    ("Second wave of Pioneers selected", "000"): WAVE_2_DATES[0],
    ("11 wave 2 Pioneers joined", "002"): WAVE_2_DATES[1],
    (
        "First year after Vanguards and Pioneer wave 2 were announced, as printed in the table heading",
        "000",
    ): WAVE_2_DATES[1],
}
"""The three places that date wave 2: (event, source) in ``timeline``, and the date that each gives."""

EARLY_EVALUATION_EVENTS = {
    ("Early evaluation (period given in 003)", "003"): "to June 2015",
    ("Early evaluation (period given in 001)", "001"): "to June or July 2015",
}
SOURCE_YEARS = {"000": 2024, "001": 2016, "002": 2020, "003": None, "004": 2021}
"""When each source came out; 003 is a web page without a date."""

COMPARATORS = ("Same wave", "All Pioneers")
MEASURES = ("round_1", "round_2", "initiatives_reported")


class Event(NamedTuple):
    """A row of ``timeline``: what a source dates, and when.

    Parameters
    ----------
    event, source : str
        Together they name the row.
    start, end : pandas.Timestamp
        First and last day of what the source states.
    published : str
        The date as the source words it.
    kind : str
        Kind of event, coded by this package.
    locator : str
        Where in the source the date stands.
    """

    event: str
    source: str
    start: pd.Timestamp
    end: pd.Timestamp
    published: str
    kind: str
    locator: str


def _refuse(what: str, given: object, known: object) -> NoReturn:
    message = f"There is no {what} {given!r}. The published tables do not have it. Take one of {known}."
    raise ValueError(message)


@cache
def _timeline() -> dict[tuple[str, str], Event]:
    rows = pioneers.timeline()
    rows["end"] = rows["end"].fillna(rows["start"])
    cells: list[list[Any]] = [rows[name].to_list() for name in Event._fields]
    events = [Event(*row) for row in zip(*cells, strict=True)]
    return {(event.event, event.source): event for event in events}


def event(name: str, source: str) -> Event:
    """Find a dated event as one source gives it.

    Parameters
    ----------
    name : str
        The event, worded as in ``timeline``.
    source : str
        The source's number, "000" to "004".

    Returns
    -------
    Event
        The row; a single day is its own last day.

    Raises
    ------
    ValueError
        If the table has no such row.

    Examples
    --------
    >>> event("Longer-term evaluation started", "003").published
    'starting in July 2015'
    """
    rows = _timeline()
    if (name, source) not in rows:
        _refuse("event", f"{name} ({source})", "the column event of pioneer_data.timeline()")
    return rows[name, source]


def months_between(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Count the months from one month to another.

    Parameters
    ----------
    first, last : pandas.Timestamp
        Any day of each month.

    Returns
    -------
    int
        Months; negative if ``last`` is before ``first``.

    Examples
    --------
    >>> months_between(pd.Timestamp("2013-11-01"), pd.Timestamp("2015-07-01"))
    20
    """
    return (last.year - first.year) * 12 + last.month - first.month


def interview_totals() -> pd.DataFrame:
    """Add up the people interviewed in each round of the early evaluation.

    Returns
    -------
    pandas.DataFrame
        One row a round: ``fieldwork_round``, ``fieldwork_period``, ``sites``, ``interviewees``
        (the sum over sites) and ``printed_total``. Source: 001, table after slide "Methods".

    Examples
    --------
    >>> interview_totals()["interviewees"].to_list()
    [140, 57]
    """
    rounds = pioneers.early_interviews().groupby(["fieldwork_round", "fieldwork_period"], observed=True)
    totals = rounds["interviewees"].agg(["size", "sum"]).reset_index()
    totals = totals.rename(columns={"size": "sites", "sum": "interviewees"})
    return totals.assign(printed_total=totals["fieldwork_round"].map(PRINTED_TOTALS))


def interview_changes() -> pd.DataFrame:
    """Compare the two rounds of interviews site by site.

    Returns
    -------
    pandas.DataFrame
        One row a wave 1 site: ``site``, ``round_1`` and ``round_2`` (people interviewed),
        ``change`` (second minus first), ``kept_pct`` (second in per cent of the first) and
        ``reading`` (what the change says: who was asked, not what was done). Source: 001.

    Examples
    --------
    >>> changes = interview_changes().set_index("site")
    >>> int(changes.loc["Worcestershire", "change"])
    -7
    """
    long = pioneers.early_interviews()
    wide = long.pivot_table("interviewees", "site", "fieldwork_round", sort=False).astype(int)
    wide = wide.set_axis(["round_1", "round_2"], axis="columns").reset_index()
    wide["site"] = wide["site"].astype(str)
    wide["change"] = wide["round_2"] - wide["round_1"]
    wide["kept_pct"] = 100 * wide["round_2"] / wide["round_1"]
    return wide.assign(reading=[_reading(change) for change in wide["change"]])


def _reading(change: int) -> str:
    direction = "Fewer" if change < 0 else "More" if change > 0 else "As many"
    return f"{direction} people asked; says nothing about how much the site did"


def site_profiles() -> pd.DataFrame:
    """Put what is known about each Pioneer side by side.

    Returns
    -------
    pandas.DataFrame
        One row a site, all 25: ``site``, ``wave``, ``round_1`` and ``round_2`` (people interviewed;
        missing for wave 2, which the early evaluation did not cover), ``initiatives_reported``
        (of ten, in 2018; missing for the two sites that no one answered for) and ``missing`` (in
        words). Sources: 001; 002, Table III.

    Examples
    --------
    >>> profiles = site_profiles()
    >>> int(profiles["initiatives_reported"].isna().sum())
    2
    """
    return _profiles().copy()


@cache
def _profiles() -> pd.DataFrame:
    profiles = pioneers.sites()[["site", "wave"]].astype({"site": str, "wave": int})
    rounds = interview_changes()[["site", "round_1", "round_2"]]
    reported = pioneers.site_initiatives().astype({"site": str})
    profiles = profiles.merge(rounds, "left", "site").merge(reported, "left", "site")
    profiles = profiles.astype(dict.fromkeys(MEASURES, "Int64"))
    blanks = (profiles[name].isna() for name in MEASURES[1:])
    return profiles.assign(missing=[_missing(*cells) for cells in zip(*blanks, strict=True)])


def _missing(interviews: bool, initiatives: bool) -> str:  # noqa: FBT001 - two blanks of one row
    words = {"interviews (wave 1 only)": interviews, "initiatives (no answer in 2018)": initiatives}
    return "; ".join(word for word, absent in words.items() if absent)


def comparators(site: str, which: str = "Same wave") -> pd.DataFrame:
    """Find the sites that one site is shown beside.

    Parameters
    ----------
    site : str
        A Pioneer.
    which : {"Same wave", "All Pioneers"}
        Whom to compare with.

    Returns
    -------
    pandas.DataFrame
        Rows of ``site_profiles``, the site itself left out.

    Raises
    ------
    ValueError
        If there is no such site or set of comparators.

    Examples
    --------
    >>> len(comparators("Kent")), len(comparators("Kent", "All Pioneers"))
    (13, 24)
    """
    profiles = _profiles()
    if site not in set(profiles["site"]):
        _refuse("site", site, profiles["site"].to_list())
    if which not in COMPARATORS:
        _refuse("set of comparators", which, COMPARATORS)
    others = profiles[profiles["site"] != site]
    (wave,) = profiles.loc[profiles["site"] == site, "wave"]
    return others if which == "All Pioneers" else others[others["wave"] == wave]


def waiting_times() -> pd.DataFrame:
    """Count the months that each wave had run when the long evaluation started.

    Returns
    -------
    pandas.DataFrame
        One row a wave and date of its beginning: ``wave``, ``began`` (in words), ``start``, ``end``
        (first and last day of what the source states), ``months_least`` and ``months_most`` to the
        start of the long evaluation (they differ where the source gives a season), ``source`` and
        ``locator``.

    Examples
    --------
    >>> waiting_times()[["months_least", "months_most"]].to_numpy().tolist()
    [[20, 20], [14, 16], [6, 6], [6, 6]]
    """
    events = [(1, "November 2013", event(*WAVE_1))]
    events += [(2, words, event(*key)) for key, words in WAVE_2_EVENTS.items()]
    return pd.DataFrame([_wait(*each) for each in events])


def _wait(wave: int, began: str, start: Event) -> dict[str, object]:
    evaluated = event(*LONG_EVALUATION).start
    # A heading gives a whole period; wave 2 began in its first month.
    last = start.end if months_between(start.start, start.end) < 3 else start.start  # noqa: PLR2004 - a season
    return {
        "wave": wave,
        "began": began,
        "start": start.start,
        "end": last,
        "months_least": months_between(last, evaluated),
        "months_most": months_between(start.start, evaluated),
        "source": start.source,
        "locator": start.locator,
    }


def conflicting_dates() -> pd.DataFrame:
    """List the dates on which the sources disagree.

    Returns
    -------
    pandas.DataFrame
        One row a date as one place gives it: ``question``, ``date``, ``published`` (the words of
        the source), ``source``, ``source_year`` (missing for the undated web page) and ``locator``.

    Examples
    --------
    >>> dates = conflicting_dates()
    >>> dates[dates["question"] == "When did wave 2 begin?"]["date"].to_list()
    ['spring 2014', 'January 2015', 'January 2015']
    """
    questions = {
        "When did wave 2 begin?": WAVE_2_EVENTS,
        "When did the early evaluation end?": EARLY_EVALUATION_EVENTS,
    }
    rows = [
        {
            "question": question,
            "date": words,
            "published": event(*key).published,
            "source": key[1],
            "source_year": SOURCE_YEARS[key[1]],
            "locator": event(*key).locator,
        }
        for question, events in questions.items()
        for key, words in events.items()
    ]
    return pd.DataFrame(rows).astype({"source_year": "Int64"})


def money_per_pioneer() -> pd.DataFrame:
    """Add up what each Pioneer was given, as each source has it.

    Returns
    -------
    pandas.DataFrame
        One row a source: ``source``, ``source_year``, ``sums`` (how many it names), ``total_gbp``
        (pounds), ``wording`` and ``locator``. Source: ``programme_money``.

    Examples
    --------
    >>> money_per_pioneer()[["source", "total_gbp"]].to_numpy().tolist()
    [['001', 90000], ['002', 110000]]
    """
    rows = pioneers.programme_money()
    found = rows.groupby("source").agg(
        sums=("amount_gbp", "size"),
        total_gbp=("amount_gbp", "sum"),
        wording=("wording", "; ".join),
        locator=("locator", "first"),
    )
    found = found.reset_index()
    years = found["source"].map(SOURCE_YEARS).astype("Int64")
    found.insert(1, "source_year", years)
    return found


def taken_up() -> pd.DataFrame:
    """Count, by kind of statement, how many a later focus takes up.

    The judgements are this package's own (``statement_judgements``).

    Returns
    -------
    pandas.DataFrame
        One row a kind: ``kind``, ``taken_up``, ``in_part``, ``pulled_against``, ``left_out`` and
        ``statements`` (all of the kind).

    Examples
    --------
    >>> taken_up().set_index("kind").loc["I statement", "taken_up"].item()
    3
    """
    judged = pioneers.statement_judgements()
    counts = pd.crosstab(judged["kind"], judged["relation"], dropna=False)
    counts.columns = pd.Index([str(name).replace(" ", "_") for name in counts.columns])
    counts["statements"] = counts.sum(axis="columns")
    return counts.reset_index().astype({"kind": str})


def objective_standing(organisation: str = "All") -> pd.DataFrame:
    """Rank the objectives by how many key informants chose them among the three most important.

    Parameters
    ----------
    organisation : {"All", "CCG", "Local authority", "NHS provider", "Other"}
        Whose answers.

    Returns
    -------
    pandas.DataFrame
        One row an objective, highest published share of 2018 first: ``objective``, ``people_2017``,
        ``base_2017``, ``people_2018``, ``base_2018`` (counts, as in ``survey.importance_counts``),
        ``pct_2017``, ``pct_2018`` (published per cent) and ``change`` (of these, percentage points).
        Source: 002, Table IV.

    Raises
    ------
    ValueError
        If there is no such organisation.

    Examples
    --------
    >>> objective_standing().set_index("objective").loc["Joined-up services", "change"].item()
    11
    """
    rows = _importance()
    if organisation not in set(rows["organisation"]):
        _refuse("organisation", organisation, rows["organisation"].unique().tolist())
    rows = rows[rows["organisation"] == organisation]
    wide = rows.pivot_table(["important_pct", "base_n", "people"], "objective", "year", sort=False).astype(
        int
    )
    names = {"important_pct": "pct", "base_n": "base", "people": "people"}
    pairs: list[Any] = wide.columns.to_list()
    wide.columns = pd.Index([f"{names[name]}_{year}" for name, year in pairs])
    wide = wide.reset_index().sort_values("pct_2018", ascending=False, kind="stable", ignore_index=True)
    wide["change"] = wide["pct_2018"] - wide["pct_2017"]
    columns = [f"{name}_{year}" for year in (2017, 2018) for name in ("people", "base", "pct")]
    return wide[["objective", *columns, "change"]]


@cache
def _importance() -> pd.DataFrame:
    return survey.importance_counts().astype({"objective": str, "organisation": str})


@cache
def _judgements() -> pd.DataFrame:
    return pioneers.design_judgements().astype({"question": str})


def designs_for(question: str) -> pd.DataFrame:
    """Give our judgement of each design for one evaluation question.

    Parameters
    ----------
    question : str
        A question of ``design_judgements``.

    Returns
    -------
    pandas.DataFrame
        One row a design: ``design``, ``verdict``, ``used``, ``reason`` and ``locator``.

    Raises
    ------
    ValueError
        If there is no such question.

    Examples
    --------
    >>> cost = designs_for("Were the initiatives worth their cost?").set_index("design")
    >>> cost.loc["Economic evaluation", "used"]
    'planned, not possible'
    """
    rows = _judgements()
    if question not in set(rows["question"]):
        _refuse("question", question, rows["question"].unique().tolist())
    columns = ["design", "verdict", "used", "reason", "locator"]
    return rows[rows["question"] == question][columns].reset_index(drop=True)
