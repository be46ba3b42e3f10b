"""The explorers of lesson 02: who answered, people behind percentages, noise, denominators.

Each has a drawing, built once, and a pure function that fills numbers and words into it.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, survey
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, Marks, Slider, Tick, explorer
from pioneer_data.figures import _survey_drawings as drawings
from pioneer_data.figures._survey_drawings import ANSWERED, OBJECTIVES, PRINTED
from pioneer_data.rounding import half_up, written

SOURCE = "Source: Erens et al. 2020"
JOINED_UP = "Joined-up services"


@cache
def _surveys() -> pd.DataFrame:
    surveys = pioneers.ki_surveys()
    return surveys.assign(silent=surveys["mailing_list_n"] - surveys["participants_n"])


@cache
def _invited(year: int) -> int:
    return int(_surveys().set_index("year")["mailing_list_n"][year])


@cache
def _joined_up(year: int) -> tuple[int, int]:
    """Return how many of all participants chose joined-up services, and of how many."""
    counts = survey.importance_counts()
    rows = counts[(counts["objective"] == JOINED_UP) & (counts["organisation"] == "All")]
    row = rows[rows["year"] == year].iloc[0]
    return int(row["people"]), int(row["base_n"])


@explorer(
    Choice("year", "Survey", ("2017", "2018"), "2018"),
    Slider("silent", "Suppose this share of the silent agreed", 0, 100, 5, 50, "%"),
    attacks=("low response = useless here or = fine", "a CI covers non-response"),
)
def who_answered(year: str, silent: int) -> Figure:
    """Draw who was invited and who replied, and bound what everyone on the list might think.

    Parameters
    ----------
    year : {"2017", "2018"}
        The survey whose opinion is bounded.
    silent : int
        Assumed per cent of those who did not reply who would agree.

    Returns
    -------
    charts.Figure
        Four bars of people, one number line of per cent. Source: Erens et al. 2020, Tables I, IV.
    """
    agreed, replied = _joined_up(int(year))
    invited = _invited(int(year))
    low, high = survey.opinion_bounds(agreed, invited, replied)
    assumed = low + (high - low) * silent / 100
    published = 100 * agreed / replied
    title = f"In {year}, {invited - replied} of the {invited} people invited did not answer"
    ends = {"pct": [low, high], "text": [f"{written(low)}%", f"{written(high)}%"]}
    bounds = {"year": [int(year)], "lowest %": [low], "assumed %": [assumed], "highest %": [high]}
    columns = ["year", "mailing_list_n", "participants_n", "silent", "response_rate_pct"]
    return Figure(
        drawing=drawings.who_answered(),
        data={
            "bars": _invited_bars(int(year)),
            "span": pd.DataFrame({"low": [low], "high": [high]}),
            "ends": pd.DataFrame(ends),
            "published": _point("published", published),
            "assumed": _point("assumed", assumed),
        },
        title=title,
        subtitle=(
            f"In the paper {written(published)}% put joined-up services among their three main aims.",
            f"If {silent}% of the silent agreed, it would be {written(assumed)}% of the whole mailing list.",
            f"What the silent think is assumed. {SOURCE}, Tables I and IV",
        ),
        description=(
            "Bar chart of people invited to the key informant surveys of 2016, 2017 and 2018, split "
            "into those who replied and those who did not, and of the different people who answered "
            "once, twice or three times, above a number line of the per cent who "
            f"find joined-up services important. {title}. Among those who replied it is "
            f"{written(published)}%; for the whole mailing list it could be anything from {written(low)}% to "
            f"{written(high)}%, and it is {written(assumed)}% if {silent}% of the silent agree."
        ),
        table=_surveys()[columns].merge(pd.DataFrame(bounds), how="left"),
    )


def _point(word: str, pct: float) -> pd.DataFrame:
    return pd.DataFrame({"pct": [pct], "text": [f"{word} {written(pct)}%"]})


@cache
def _invited_bars(year: int) -> pd.DataFrame:
    """Return one bar a survey, cut into replied and silent, and one bar of different people."""
    surveys = _surveys()
    labels, replied = surveys["year"].astype(str), surveys["participants_n"]
    answered = pd.DataFrame({"year": labels, "who": "Replied", "people": replied, "start": 0})
    silent = answered.assign(who="Did not reply", people=surveys["silent"], start=replied)
    bars = pd.concat([answered, silent])
    bars["text"] = bars["people"].astype(str) + " " + bars["who"].str.lower()
    bars = pd.concat([bars, _people_bar()])
    return bars.assign(end=bars["start"] + bars["people"], chosen=bars["year"] == str(year))


def _people_bar() -> pd.DataFrame:
    """Return the bar of different people; its label stands behind its end."""
    people = pd.Series(survey.different_people())
    words = ", ".join(f"{count} {often}" for often, count in people.items())
    bar = pd.DataFrame({"who": people.index, "people": people, "start": people.cumsum() - people})
    label = {"who": [""], "people": 0, "start": people.sum(), "text": f"{people.sum()} people: {words}"}
    return pd.concat([bar.assign(text=""), pd.DataFrame(label)]).assign(year="All three")


@explorer(
    Slider("percentage", "Published percentage", 0, 100, 1, 50, "%"),
    Slider("people", "People who answered", 10, 105, 1, 85),
    attacks=("published means checked", "any percentage can come from any number of people"),
)
def unfold_the_percentage(percentage: int, people: int) -> Figure:
    """Draw one dot a person, and say when no whole number of people gives the percentage.

    Parameters
    ----------
    percentage : int
        Published, rounded to a whole per cent.
    people : int
        The base it was worked out from.

    Returns
    -------
    charts.Figure
        A grid of dots. The method is whole-count recovery, no published table is drawn.
    """
    counts = estimate.whole_counts(percentage, people)
    below = int(percentage * people / 100)
    near = counts or [below, below + 1]
    words = " and ".join(f"{n} of {people} is {written(100 * n / people, 1)}%" for n in near)
    if counts:
        title = f"{percentage}% of {people} is {' or '.join(map(str, counts))} people"
    else:
        title = f"No number of people out of {people} gives {percentage}%"
        words = f"{words}: neither rounds to {percentage}%"
    shape = f"Grid of {people} dots, one a person, {near[0]} of them filled."
    verdict = f"rounds to {percentage}%" if counts else f"does not round to {percentage}%"
    rows = [{"people": n, "of": people, "per cent": 100 * n / people} for n in near]
    return Figure(
        drawing=drawings.people(),
        data={"people": _grid(near[0], people, impossible=not counts)},
        title=title,
        subtitle=(f"{words}.", "One dot is one person. Percentages round to the nearest whole one"),
        description=f"{shape} {title}. {words}.{'' if counts else ' One dot is a triangle.'}",
        table=pd.DataFrame(rows).assign(verdict=verdict),
    )


def _grid(yes: int, people: int, *, impossible: bool) -> pd.DataFrame:
    """Lay people out in rows of fifteen; the one who cannot be whole gets a mark of their own."""
    filled = [ANSWERED[1 if impossible else 0]] * yes
    answers = [*filled, *([ANSWERED[2]] if impossible else [])]
    answers += [ANSWERED[3]] * (people - len(answers))
    grid = pd.DataFrame({"person": range(people), "answer": answers})
    return grid.assign(column=grid["person"] % 15, row=grid["person"] // 15)


@explorer(
    Choice("objective", "Objective", OBJECTIVES, "Joined-up services"),
    Choice("year", "Survey", ("2017", "2018"), "2018"),
    attacks=("published means checked", "rounding explains every mismatch"),
)
def do_the_parts_add_up(objective: str, year: str) -> Figure:
    """Unfold the four organisations' percentages into people and add them up.

    Parameters
    ----------
    objective : str
        One of the eight objectives.
    year : {"2017", "2018"}
        The survey.

    Returns
    -------
    charts.Figure
        Rows of dots and two marks on a line. Source: Erens et al. 2020, Table IV.
    """
    rows = _importance(objective, int(year))
    groups, every = rows.iloc[:-1], rows.iloc[-1]
    published, recomputed = int(every["important_pct"]), float(every["recomputed_pct"])
    agrees = published in {half_up(recomputed), float(round(recomputed))}
    ending = f"and the paper prints {published}%" if agrees else f"but the paper prints {published}%"
    title = f"The groups make {every['people']} of {every['base_n']}, {written(recomputed, 1)}%, {ending}"
    marks = [recomputed, published]
    names = {"base_n": "of", "important_pct": "published %", "recomputed_pct": "recomputed %"}
    columns = ["organisation", "people", "base_n", "important_pct", "recomputed_pct"]
    return Figure(
        drawing=drawings.parts(),
        data={
            "people": _group_people(groups),
            "labels": _group_labels(groups),
            "marks": pd.DataFrame({"what": PRINTED, "pct": marks}),
            "gap": pd.DataFrame({"low": [min(marks)], "high": [max(marks)]}),
        },
        title=title,
        subtitle=(
            f"{objective}, {year}: people who put it among the three most important objectives,",
            f"one dot a person. {SOURCE}, Table IV; people worked out from its per cents",
        ),
        description=(
            "Rows of dots, one row for each kind of organisation, one dot a person, filled for those "
            f"who chose {objective.lower()} in {year}, above a number line with the published and the "
            f"recomputed per cent for everyone. {title}."
        ),
        table=rows[columns].rename(columns=names),
    )


@cache
def _importance(objective: str, year: int) -> pd.DataFrame:
    """Return the four groups of one objective and survey, and everyone in the last row."""
    counts = survey.importance_counts()
    return counts[(counts["objective"] == objective) & (counts["year"] == year)]


def _group_people(groups: pd.DataFrame) -> pd.DataFrame:
    sizes = zip(groups["organisation"], groups["people"], groups["base_n"], strict=True)
    rows = [(name, n, n < people) for name, people, base in sizes for n in range(base)]
    return pd.DataFrame(rows, columns=["group", "person", "chosen"])


def _group_labels(groups: pd.DataFrame) -> pd.DataFrame:
    columns = [groups[name] for name in ("people", "base_n", "important_pct")]
    text = [f"{people} of {base} = {pct}%" for people, base, pct in zip(*columns, strict=True)]
    return pd.DataFrame({"group": groups["organisation"].astype(str), "text": text})


@explorer(
    Choice("comparison", "Compare", survey.COMPARISONS, "Progress 2017-18"),
    Marks("guesses", "First mark the changes that you think are more than noise", OBJECTIVES),
    Tick("shown", "Now show the 95% intervals"),
    Slider("icc", "Likeness of people from one site (ICC, assumed)", 0, 0.3, 0.05, 0),
    Choice("correction", "Correction for many tests", tuple(survey.CORRECTIONS), "None"),
    attacks=("15 points at n = 22 is a finding", "one of many tests can be read alone"),
)
def which_changes_could_be_noise(
    comparison: str,
    guesses: tuple[str, ...],
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
    icc: float,
    correction: str,
) -> Figure:
    """Draw eight changes between two surveys, with their intervals once the learner has committed.

    Parameters
    ----------
    comparison : str
        One of ``survey.COMPARISONS``.
    guesses : tuple of str
        Objectives the learner marked as more than noise.
    shown : bool
        Whether intervals are drawn.
    icc : float
        Assumed correlation between people of one site.
    correction : str
        One of ``survey.CORRECTIONS``.

    Returns
    -------
    charts.Figure
        Dumbbells beside intervals. Source: Erens et al. 2020, Tables IV and V.
    """
    rows = survey.changes(comparison, icc, correction)
    rows["objective"] = rows["objective"].astype(str)
    rows["guess"] = ["you: real" if name in guesses else "" for name in rows["objective"]]
    years = (str(rows["year_1"][0]), str(rows["year_2"][0]))
    clear = rows.loc[rows["clear"], "objective"].to_list()
    number = f"{len(clear) or 'None'} of the eight changes"
    title = f"{number} stand{'s' * (len(clear) < 2)} clear of noise" if shown else HIDDEN  # noqa: PLR2004
    which = (
        f"Clear of noise: {', '.join(clear).lower() or 'none'}."
        if shown
        else "Mark your own choices first, then show the intervals."
    )
    progress = comparison in survey.PROGRESS_PAIRS
    asked = "report substantial or some progress" if progress else "pick it among their top three"
    worked = f"ICC {icc:g} (assumed), correction: {correction}" if icc else f"Correction: {correction}"
    return Figure(
        drawing=drawings.noise(),
        data={
            "changes": _noise_data(rows, shown=shown).assign(assumed=icc > 0),
            "ends": _ends(rows, years),
        },
        title=title,
        subtitle=(
            f"{comparison}: per cent who {asked}; 95% intervals",
            which,
            f"{worked}. {SOURCE}, Table {'V' if progress else 'IV'}",
        ),
        description=(
            f"Dumbbell chart of eight objectives, per cent in {years[0]} and {years[1]}, beside the "
            f"change in percentage points{' with 95% intervals' if shown else ''}. {comparison}. "
            + (f"{title}. {which}" if shown else f"{title} The intervals are hidden.")
            + f" You marked: {', '.join(guesses).lower() or 'none yet'}."
        ),
        table=_noise_table(rows, years, shown=shown),
    )


HIDDEN = "Which of these eight changes are more than noise?"


def _noise_data(rows: pd.DataFrame, *, shown: bool) -> pd.DataFrame:
    """Return what the drawing needs; while they are hidden, intervals have no length or verdict."""
    data = rows[["objective", "pct_1", "pct_2", "change", "low", "high", "clear", "guess"]]
    return data if shown else data.assign(low=data["change"], high=data["change"], clear=False)


def _ends(rows: pd.DataFrame, years: tuple[str, str]) -> pd.DataFrame:
    long = rows.melt(["objective"], ["pct_1", "pct_2"], "year", "pct")
    return long.assign(year=long["year"].map({"pct_1": years[0], "pct_2": years[1]}))


def _noise_table(rows: pd.DataFrame, years: tuple[str, str], *, shown: bool) -> pd.DataFrame:
    columns = {"objective": "objective"}
    for n, year in enumerate(years, 1):
        columns |= {f"people_{n}": f"{year} people", f"base_{n}": f"of (in {year})", f"pct_{n}": f"{year} %"}
    columns["change"] = "change, points"
    if shown:
        columns |= {"low": "95% from", "high": "95% to", "clear": "stands clear of noise"}
    return rows[list(columns)].rename(columns=columns)


EVERYONE, OPINION = "Everyone who answered", "Only people with an opinion"


@explorer(
    Choice("denominator", "Out of", (EVERYONE, OPINION), EVERYONE),
    Choice("years", "Surveys", ("2016 and 2018", "All three"), "2016 and 2018"),
    attacks=("positive % is unambiguous", "one denominator is the neutral one"),
)
def where_did_do_not_know_go(denominator: str, years: str) -> Figure:
    """Draw the four answers on progress, with or without "Do not know" in the denominator.

    Parameters
    ----------
    denominator : {"Everyone who answered", "Only people with an opinion"}
        Who the percentages are out of.
    years : {"2016 and 2018", "All three"}
        Which surveys are drawn.

    Returns
    -------
    charts.Figure
        Stacked bars. Source: Erens et al. 2020, Table V.
    """
    opinion = denominator == OPINION
    rows = _answers(with_opinion_only=opinion)
    rows = rows if years == "All three" else rows[rows["year"] != 2017]  # noqa: PLR2004 - a year
    rises = _rises(with_opinion_only=opinion)
    clear = ", ".join(_clear_rises(with_opinion_only=opinion)).lower()
    title = f"Positive answers rose for {rises} of 8 objectives, 2016 to 2018"
    table = rows.pivot_table("share", ["objective", "year"], "progress", sort=False)
    return Figure(
        drawing=drawings.stacked(),
        data={"answers": rows.drop(columns="text"), "words": _bar_words(rows)},
        title=title,
        subtitle=(
            f"Out of: {denominator.lower()}. The rise stands clear of noise for:",
            f"{clear}.",
            f"Numbers: people, or per cent where no whole number fits. {SOURCE}, Table V",
        ),
        description=(
            "Stacked bar chart of answers on progress (substantial, some, none, do not know) for "
            f"eight objectives, surveys: {years.lower()}, as per cent of {denominator.lower()}. "
            f"{title}; the rise stands clear of noise for {clear}. "
            "The published 2016 row for quality of care adds to 90%, not 100%. The numbers in the bars are "
            "people, or the printed per cent where no whole number of people gives it."
        ),
        table=table.reset_index(),
    )


@cache
def _answers(*, with_opinion_only: bool) -> pd.DataFrame:
    """Return each answer's share with the ends of its stretch of the bar."""
    counts = survey.progress_counts()
    counts["share"] = (100 * counts["people"] / counts["base_n"]).where(counts["adds_up"], counts["pct"])
    if with_opinion_only:
        counts = counts[counts["progress"] != "Do not know"].copy()
        people = counts.groupby(["objective", "year"], observed=True)["people"].transform("sum")
        counts["share"] = 100 * counts["people"] / people
    counts["end"] = counts.groupby(["objective", "year"], observed=True)["share"].cumsum()
    counts["start"] = counts["end"] - counts["share"]
    words = {name: counts[name].astype(str) for name in ("objective", "progress")}
    counts["text"] = [
        str(people) if fits else f"{pct}%"
        for people, fits, pct in zip(counts["people"], counts["adds_up"], counts["pct"], strict=True)
    ]
    return counts.assign(**words)[["objective", "year", "progress", "share", "start", "end", "text"]]


def _bar_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the number in each stretch that is long enough, and the year behind each bar."""
    long = rows[rows["share"] >= SHORTEST]
    numbers = long.assign(at=long["end"] - long["share"] / 2)
    first = rows[rows["start"] == 0]
    years = first.assign(at=106, text=first["year"], progress="")
    words = pd.concat([numbers, years])
    return words[["objective", "year", "progress", "at"]].assign(text=words["text"].astype(str))


SHORTEST = 4
"""Per cent: a shorter stretch of a bar has no room for its number."""


def _rises(*, with_opinion_only: bool) -> int:
    """Count the objectives whose positive answers rose from 2016 to 2018."""
    rows = _answers(with_opinion_only=with_opinion_only)
    positive = rows[rows["progress"].isin(survey.POSITIVE)]
    shares = positive.groupby(["year", "objective"])["share"].sum()
    return int((shares[2018] > shares[2016]).sum())


@cache
def _clear_rises(*, with_opinion_only: bool) -> tuple[str, ...]:
    """Return the objectives whose 2016-18 rise has a Newcombe interval above zero."""
    counts = survey.positive_progress(with_opinion_only=with_opinion_only)
    ends = {year: counts[counts["year"] == year].set_index("objective") for year in (2016, 2018)}
    cells = ["people", "base_n"]
    return tuple(
        str(name)
        for name in ends[2016].index
        if estimate.newcombe_interval(*ends[2016].loc[name, cells], *ends[2018].loc[name, cells])[0] > 0
    )
