"""Checks of exercise 01: interviews by site, dates that disagree, and which design answers what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import islice
from numbers import Number
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import programme
from pioneer_data.checks._result import task
from pioneer_data.checks._values import (
    MANY,
    Mistake,
    blank,
    expect_number,
    labelled,
    names,
    near,
    refuse_blank,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE_DECIMAL = 0.05
"""Half a unit of a percentage given to one decimal."""
EXACT = 0.0
"""Whole numbers have no rounding to allow for."""
YEAR_START = pd.Timestamp("2014-04-01")
MONTHS = 12
LONG = 8
"""A name of so many letters cannot stand in another text by chance."""
PROPORTION = "change_pct is a proportion, a hundred times too small. A percentage is asked for."
COST = "Were the initiatives worth their cost?"
COULD = "could say"
COUNT = "initiatives_reported"


def _plain(label: object) -> str:
    text = str(label).replace("&", "and").replace("_", " ").replace("\N{EN DASH}", "-").replace(" - ", "-")
    return " ".join(text.split()).casefold()


def _find(label: object, known: Mapping[str, str]) -> str | None:
    """Find the table's own name for a full name, another name, or an unmistakable beginning."""
    for part in (str(label), *str(label).split(",")):
        text = _plain(part)
        if text in known:
            return known[text]
        begins = {name for alias, name in known.items() if text and alias.startswith(f"{text} ")}
        if len(begins) == 1:
            return begins.pop()
    within = {name for alias, name in known.items() if len(alias) >= LONG and alias in _plain(label)}
    return within.pop() if len(within) == 1 else None


@cache
def _sites() -> dict[str, str]:
    rows = pioneers.sites()
    other = rows.dropna(subset="name_in_early_evaluation")
    pairs = [*zip(rows["site"], rows["site"], strict=True)]
    pairs += zip(other["name_in_early_evaluation"], other["site"], strict=True)
    pairs += [(short, site) for alias, site in pairs for short in re.findall(r"\((.*?)\)", alias)]
    return {_plain(alias): str(site) for alias, site in pairs}


@cache
def _rounds() -> dict[str, str]:
    rows = programme.interview_totals()
    known: dict[str, str] = {}
    started = pioneers.early_interviews().groupby("fieldwork_round")["start_month"].first()
    for number, period in zip(rows["fieldwork_round"], rows["fieldwork_period"], strict=True):
        ordinal, day = {1: "first", 2: "second"}[number], started[number]
        aliases = (number, f"round {number}", f"r{number}", ordinal, f"{ordinal} round", period)
        word = {1: "one", 2: "two"}[number]
        for alias in (*aliases, f"round {word}", day, day.date(), day.year):
            known[_plain(alias)] = str(number)
    return known


@cache
def _dates() -> dict[str, str]:
    known = {}
    for (name, source), words in programme.WAVE_2_EVENTS.items():
        day = programme.event(name, source).start
        for alias in (words, name, day, day.date(), day.year, f"{day:%Y-%m}", f"{day:%B}", f"{day:%B %Y}"):
            known[_plain(alias)] = words
        known[f"{day:%b %Y}".casefold()] = words
    return known


@cache
def _questions() -> dict[str, str]:
    return {_plain(question): question for question in _judged()["question"].unique()}


@cache
def _judged() -> pd.DataFrame:
    return pioneers.design_judgements().astype({"question": str, "design": str, "verdict": str, "used": str})


@cache
def _changes() -> pd.DataFrame:
    return programme.interview_changes().set_index("site")


@cache
def _reports() -> dict[str, float]:
    counts = programme.site_profiles().set_index("site")[COUNT]
    return {str(site): float("nan") if pd.isna(count) else float(count) for site, count in counts.items()}


def _refuse_nothing(value: object, name: str, wanted: str) -> None:
    if value is None:
        message = f"{name} is None: the line that made it gave nothing back, as print does. Give it {wanted}."
        raise Mistake(message)
    refuse_blank(value, name, wanted)


def _label_column(frame: pd.DataFrame, known: Mapping[str, str]) -> Any:  # noqa: ANN401 - a column's name
    for column in frame.columns:
        if len(frame) and all(_find(cell, known) for cell in frame[column].tolist()[:MANY]):
            return column
    return None


def _refuse_twins(frame: pd.DataFrame) -> None:
    if not frame.columns.is_unique:
        message = "The table has two columns of one name: were two tables set side by side, row by row?"
        raise Mistake(f"{message} Merge them on their labels.")


def _of_frame(frame: pd.DataFrame, known: Mapping[str, str], wanted: str) -> Any:  # noqa: ANN401 - see labelled
    """Take the numbers out of a frame: its labels may stand in a column, the index or the header."""
    _refuse_twins(frame)
    if len(frame) == 1 and len(frame.columns) > 1 and all(_find(name, known) for name in frame.columns):
        return frame.iloc[0]
    while (column := _label_column(frame, known)) is not None:
        frame = frame.drop(columns=column).set_axis(frame[column], axis="index")
    return frame[wanted] if wanted in frame.columns else frame


def _table(value: Any, name: str, known: Mapping[str, str], wanted: str = "") -> dict[str, float]:  # noqa: ANN401
    """Read numbers by label, under the labels of the package's table."""
    _refuse_nothing(value, name, "a table")
    value = _in_order(_framed(value), known)
    if isinstance(value, str | Number | np.generic):
        kind = "a text" if isinstance(value, str) else f"the single value {value}"
        raise Mistake(f"{name} is {kind}, and a table is asked for: one number for each label.")
    if isinstance(value, list | tuple | np.ndarray):
        message = f"{name} has {np.size(value)} values and no labels, so nobody knows which is which."
        raise Mistake(f"{message} A Series or a dict has labels.")
    if isinstance(value, pd.DataFrame):
        value = _one_of(_of_frame(value, known, wanted), name)
    return _renamed(labelled(value, name), name, known)


def _framed(value: Any) -> Any:  # noqa: ANN401 - whatever the learner has
    """Make a frame of records or of lists by column, and a dict of pairs."""
    cells = list(islice(value.values(), MANY)) if isinstance(value, Mapping) else value
    if not isinstance(cells, list) or not 0 < len(cells) <= MANY:
        return value
    records = cells is value and all(isinstance(cell, Mapping) for cell in cells)
    columns = cells is not value and all(isinstance(cell, list) and len(cell) > 1 for cell in cells)
    if records or (columns and len({*map(len, cells)}) == 1):
        return pd.DataFrame(value)
    pairs = cells is value and all(isinstance(cell, tuple) and len(cell) == 2 for cell in cells)  # noqa: PLR2004 - a pair
    return dict(value) if pairs else value


def _one_of(found: Any, name: str) -> Any:  # noqa: ANN401 - a frame or a column
    columns = [str(column) for column in found.columns] if isinstance(found, pd.DataFrame) else []
    if len(columns) > 1:
        message = f"{name} has {len(found)} rows and {len(columns)} columns ({', '.join(columns[:4])})."
        raise Mistake(f"{message} Pick or make the one column that is asked for.")
    return found


def _in_order(value: Any, known: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever the learner has
    """Take two values without labels in the order in which the text names them."""
    order = list(dict.fromkeys(known.values()))
    if isinstance(value, list | tuple | np.ndarray) and len(order) == 2 == np.size(value):  # noqa: PLR2004 - a pair
        return dict(zip(order, np.ravel(np.asarray(value, dtype=object)).tolist(), strict=True))
    return value


def _renamed(found: Mapping[str, float], name: str, known: Mapping[str, str]) -> dict[str, float]:
    renamed = {}
    for label, number in found.items():
        key = _find(label, known)
        if key is None:
            message = f"{name} has a row {label!r}, which is none of the labels asked for."
            raise Mistake(f"{message} Copy the labels from the table.")
        if key in renamed:
            raise Mistake(f"{name} has more than one row for {key!r}. Bring them together first.")
        renamed[key] = number
    return renamed


def _same(found: Mapping[str, float], expected: Mapping[str, float], within: float) -> bool:
    return all(near(found[label], value, within) for label, value in expected.items())


def _expect_table(
    found: Mapping[str, float],
    expected: Mapping[str, float],
    name: str,
    within: float,
    mistakes: Iterable[tuple[Mapping[str, float], str]] = (),
) -> None:
    missing = [label for label in expected if label not in found]
    if missing:
        raise Mistake(f"{name} lacks {len(missing)} of {len(expected)} rows, such as {missing[0]!r}.")
    extra = [label for label in found if label not in expected]
    if extra:
        raise Mistake(f"{name} has a row too many: {extra[0]!r} is not asked for here.")
    if _same(found, expected, within):
        return
    for wrong, message in mistakes:
        if _same(found, wrong, within):
            raise Mistake(message)
    _say_first_wrong(found, expected, name, within)


def _say_first_wrong(
    found: Mapping[str, float], expected: Mapping[str, float], name: str, within: float
) -> None:
    wrong = [label for label, value in expected.items() if not near(found[label], value, within)]
    label, size = wrong[0], "large" if found[wrong[0]] > expected[wrong[0]] else "small"
    message = f"{name} is wrong in {len(wrong)} of {len(expected)} rows."
    raise Mistake(f"{message} Look at {label!r} first: {found[label]:g} is too {size}.")


def _expect(
    value: Any,  # noqa: ANN401 - whatever the learner has
    expected: float,
    name: str,
    *,
    within: float,
    mistakes: Iterable[tuple[float, str]],
) -> None:
    _refuse_nothing(value, name, "a number")
    if isinstance(value, str):
        value = re.sub(r"\s*(months?|per ?cent|%)\s*$", "", value)
    expect_number(value, expected, name, within=within, mistakes=mistakes)


def _chosen(value: Any, name: str, known: Mapping[str, str]) -> frozenset[str]:  # noqa: ANN401
    """Read names that may stand in a list, a text, a column, an index or a dict's keys."""
    _refuse_nothing(value, name, "a name or a list of names")
    if isinstance(value, Mapping) and not any(_find(key, known) for key in islice(value, MANY)):
        value = _flat(islice(value.values(), MANY))
    if isinstance(value, Number | np.number):
        raise Mistake(f"{name} is the number {value}, and a name is asked for, in quotation marks.")
    if isinstance(value, list | tuple) and any(map(blank, value[:MANY])):
        raise Mistake(f"There is no answer yet: {name} still holds a ... or None. Put names there.")
    if isinstance(value, pd.DataFrame):
        _refuse_twins(value)
        column = _label_column(value, known)
        value = value.index if column is None else value[column]
    if isinstance(value, pd.Series) and pd.api.types.is_numeric_dtype(value):
        value = value.index
    cells = names([value] if isinstance(value, str) else value, name)
    return frozenset(_named(given, name, known) for cell in cells for given in _split(cell, known))


def _flat(cells: Iterable[Any]) -> list[Any]:
    lists = [list(cell) if isinstance(cell, list | tuple | set) else [cell] for cell in cells]
    return [cell for each in lists for cell in each]


def _split(text: str, known: Mapping[str, str]) -> list[str]:
    rest, found = _plain(text), []
    for alias in sorted(known, key=len, reverse=True):
        if alias in rest:
            found.append(alias)
            rest = rest.replace(alias, " ")
    return [text] if re.sub(r"\band\b|[\s,;./]", "", rest) else found


def _named(given: str, name: str, known: Mapping[str, str]) -> str:
    found = _find(given, known)
    if found is None:
        raise Mistake(f"{name}: there is no {given!r} in the table. Copy the name as the table has it.")
    return found


def _one_name(value: Any, name: str, known: Mapping[str, str]) -> str:  # noqa: ANN401
    _refuse_nothing(value, name, "one name")
    found = _chosen(value, name, known)
    if len(found) != 1:
        raise Mistake(f"{name} holds {len(found)} names, and exactly one is asked for.")
    return next(iter(found))


@task(
    "01.2-two-totals",
    (
        "Look at the two totals. From which of them does the change start? That one is the base.",
        "Take the first round from the second, divide by the first round, and make it a percentage.",
        "change_pct = 100 * (totals[2] - totals[1]) / ... ; only the base is missing.",
    ),
    "Well over half fewer people were interviewed. Who was asked changed; what the sites did is not in it.",
)
def two_totals(totals: Any, change_pct: Any) -> None:  # noqa: ANN401 - whatever the learner has
    """Check the totals of the two rounds of interviews, and the change between them.

    Parameters
    ----------
    totals : table
        People interviewed, one number a round (1 and 2), added up over the sites.
    change_pct : number
        Change from the first to the second round, per cent of the first; one decimal is enough.

    Returns
    -------
    Result
        Source: ``early_interviews``.

    Examples
    --------
    >>> two_totals(..., ...)
    NOT YET  01.2-two-totals: There is no answer yet: give totals a table.
    """
    rows = programme.interview_totals()
    sums = {str(n): float(k) for n, k in zip(rows["fieldwork_round"], rows["interviewees"], strict=True)}
    _judge_totals(totals, sums, rows)
    first, second = sums["1"], sums["2"]
    _expect(
        change_pct, 100 * (second - first) / first, "change_pct", within=ONE_DECIMAL, mistakes=_pct_slips()
    )


def _judge_totals(totals: Any, sums: dict[str, float], rows: pd.DataFrame) -> None:  # noqa: ANN401
    sites = dict(zip(("1", "2"), rows["sites"].astype(float), strict=True))
    slips = [
        ({"1": sums["2"], "2": sums["1"]}, "totals has the two rounds the wrong way round."),
        (sites, "totals counts the rows, one a site. Add up the column interviewees instead."),
        (_divided(sums, sites), "totals holds the mean of a site. Add the people up instead."),
    ]
    _expect_table(_table(totals, "totals", _rounds(), "interviewees"), sums, "totals", EXACT, slips)


def _divided(sums: Mapping[str, float], by: Mapping[str, float]) -> dict[str, float]:
    return {label: value / by[label] for label, value in sums.items()}


@cache
def _pct_slips() -> list[tuple[float, str]]:
    wide = _changes()
    first, second = (float(wide[name].sum()) for name in ("round_1", "round_2"))
    mean = float((wide["kept_pct"] - 100).mean())
    return [
        (100 * (second - first) / second, "change_pct has the second round as its base. Take the first."),
        (100 * (first - second) / second, "change_pct runs backwards, from the second round to the first."),
        (100 * second / first, "change_pct is what is left, in per cent. What went away is asked for."),
        (100 * first / second, "change_pct is the first round in per cent of the second, and no change."),
        (second - first, "change_pct is a number of people. Divide by the first round, times 100."),
        (first - second, "change_pct is a number of people, with the sign reversed as well."),
        ((second - first) / first, PROPORTION),
        ((first - second) / first, f"{PROPORTION} And a fall is below 0."),
        (second / first, "change_pct is what is left, as a proportion. The change in per cent is asked for."),
        (mean, "change_pct is the mean of the sites' changes, where a small site counts as much as a large."),
    ]


@task(
    "01.2-read-the-chart",
    (
        "Look at one kind of mark at a time: circles for the first round, squares for the second.",
        (
            "Go to the mark furthest to the right, then read the site at the left. "
            "For only_two find the squares above 2."
        ),
        (
            'most_in_round_1 = "..." and most_in_round_2 = "..." take one name each; '
            'only_two = ["...", "..."] takes every site whose square stands above 2.'
        ),
    ),
    "The sites with the most interviews differ between the rounds, and in some only two people were asked.",
)
def read_the_chart(most_in_round_1: Any, most_in_round_2: Any, only_two: Any) -> None:  # noqa: ANN401
    """Check what is read from the chart of interviews by site.

    Parameters
    ----------
    most_in_round_1, most_in_round_2 : text
        The site with the most people interviewed in that round.
    only_two : list of text
        Every site where two people were interviewed in the second round.

    Returns
    -------
    Result
        Source: ``early_interviews``.

    Examples
    --------
    >>> read_the_chart("Leeds", ..., ...)
    NOT YET  01.2-read-the-chart: most_in_round_1: at Leeds the circle is not the furthest to the right.
    """
    _judge_most(most_in_round_1, 1, "circle")
    _judge_most(most_in_round_2, 2, "square")
    _judge_only_two(_chosen(only_two, "only_two", _sites()))


def _judge_most(value: Any, number: int, mark: str) -> None:  # noqa: ANN401 - whatever the learner has
    name = f"most_in_round_{number}"
    found = _one_name(value, name, _sites())
    if found not in _changes().index:
        raise Mistake(f"{name}: {found} is of wave 2, where nobody was interviewed. It is not in the chart.")
    if found == _changes()[f"round_{number}"].idxmax():
        return
    if found == _changes()[f"round_{3 - number}"].idxmax():
        raise Mistake(f"{name}: {found} leads in the other round. Read the {mark}s here.")
    raise Mistake(f"{name}: at {found} the {mark} is not the furthest to the right.")


def _judge_only_two(found: frozenset[str]) -> None:
    second = _changes()["round_2"]
    extra = sorted(found - set(second[second == 2].index))  # noqa: PLR2004 - the number in the question
    missing = set(second[second == 2].index) - found  # noqa: PLR2004
    if extra:
        raise Mistake(f"only_two: at {extra[0]} the square does not stand above 2.")
    if missing:
        given = ", ".join(sorted(found)) or "no site"
        raise Mistake(f"only_two has {given}, and more squares stand above 2. Go down all rows.")


@task(
    "01.2-change-by-site",
    (
        "Look at one row of rounds. A site with fewer interviews in the second round has a change below 0.",
        "Take column 1 from column 2. Then look for the lowest and for the highest change: is there a tie?",
        (
            "changes = second - ... ; fell_most = changes.idxmin(); "
            "fell_least = changes[changes == changes.max()].index"
        ),
    ),
    "Every site fell, and two share the smallest fall: idxmax would have told you of one of them only.",
)
def change_by_site(changes: Any, fell_most: Any, fell_least: Any) -> None:  # noqa: ANN401
    """Check the change in interviews at every site, and the ends of the order.

    Parameters
    ----------
    changes : table
        People, second round minus first, one number for each of the 14 sites of wave 1.
    fell_most : text
        The site with the largest fall, in people.
    fell_least : list of text
        Every site with the smallest fall, in people.

    Returns
    -------
    Result
        Source: ``early_interviews``.

    Examples
    --------
    >>> change_by_site(-83, ..., ...)
    NOT YET  01.2-change-by-site: changes is the single value -83, and a table is asked for: one number \
for each label.
    """
    wide = _changes()
    found = _table(_without_rounds(changes), "changes", _sites(), "change")
    _expect_table(found, _of(wide["change"]), "changes", EXACT, _change_slips(wide))
    _judge_most_fallen(_one_name(fell_most, "fell_most", _sites()), wide["change"])
    _judge_least_fallen(_chosen(fell_least, "fell_least", _sites()), wide["change"])


def _of(column: pd.Series[Any]) -> dict[str, float]:
    return {str(label): float(value) for label, value in column.items()}


def _without_rounds(value: Any) -> Any:  # noqa: ANN401 - whatever the learner has
    if not isinstance(value, pd.DataFrame):
        return value
    others = [_plain(name) not in {"1", "2", "round 1", "round 2"} for name in value.columns]
    return value.loc[:, others] if sum(others) and not all(others) else value


def _change_slips(wide: pd.DataFrame) -> list[tuple[Mapping[str, float], str]]:
    percent = wide["kept_pct"] - 100
    return [
        (_of(-wide["change"]), "changes has the signs reversed: a fall is below 0."),
        (_of(wide["round_1"]), "changes is the first round itself. Take it from the second."),
        (_of(wide["round_2"]), "changes is the second round itself. Take the first from it."),
        (_of(wide["round_1"] + wide["round_2"]), "changes adds the two rounds up. Subtract instead."),
        (_of(percent), "changes is in per cent of the first round. The number of people is asked for."),
        (_of(percent / 100), "changes is a proportion of the first round. A number of people is asked for."),
        (_of(wide["kept_pct"]), "changes is what was left, in per cent. The number of people is asked for."),
    ]


def _judge_most_fallen(found: str, change: pd.Series[Any]) -> None:
    if found == change.idxmin():
        return
    if found in change[change == change.max()].index:
        raise Mistake(f"fell_most: {found} has the highest change. All are below 0, so seek the lowest.")
    raise Mistake(f"fell_most: another site lost more people than {found}. Sort changes and look again.")


def _judge_least_fallen(found: frozenset[str], change: pd.Series[Any]) -> None:
    expected = frozenset(change[change == change.max()].index)
    extra = sorted(found - expected)
    if extra:
        raise Mistake(f"fell_least: {extra[0]} lost more people than another site did.")
    if found < expected:
        given = " and ".join(sorted(found)) or "no site"
        raise Mistake(f"fell_least has {given}, and another site has the same change. Name every one.")


@task(
    "01.2-sites-that-vanish",
    (
        "Look at len(joined) before and after the mending. How many Pioneers are there?",
        (
            "merge keeps only sites that both tables have, unless you tell it otherwise with how=. "
            "Leave blanks blank."
        ),
        (
            'joined = pioneers.sites().merge(pioneers.site_initiatives(), on="site", how=...) ; '
            "leave the other two lines as they are."
        ),
    ),
    "All 25 sites are there, and the gaps show. No report means that nobody answered, not that "
    "nothing was done.",
)
def sites_that_vanish(joined: Any, no_report: Any, reported_pct: Any) -> None:  # noqa: ANN401
    """Check the mended join of sites with the initiatives they reported.

    Parameters
    ----------
    joined : table
        Initiatives reported in 2018 (of ten), one row for each of the 25 sites; missing where nobody
        answered.
    no_report : list of text
        The sites without a report.
    reported_pct : number
        Sites with a report, per cent of all 25.

    Returns
    -------
    Result
        Sources: ``sites``, ``site_initiatives``.

    Examples
    --------
    >>> sites_that_vanish("left", ..., ...)
    NOT YET  01.2-sites-that-vanish: joined is a text, not a table. It should have one row a site.
    """
    _judge_joined(_site_counts(joined))
    _judge_no_report(_chosen(no_report, "no_report", _sites()))
    expected = 100 * _answered() / len(_reports())
    _expect(reported_pct, expected, "reported_pct", within=ONE_DECIMAL, mistakes=_share_slips())


def _answered() -> int:
    return sum(not np.isnan(count) for count in _reports().values())


@cache
def _share_slips() -> list[tuple[float, str]]:
    profiles = programme.site_profiles()
    waves = profiles[COUNT].notna().groupby(profiles["wave"]).mean() * 100
    every, answered = len(profiles), _answered()
    return [
        (100.0, "reported_pct is 100: its base is the sites that answered. Divide by all sites."),
        (100 - 100 * answered / every, "reported_pct is the share without a report. Turn it round."),
        (float(answered), "reported_pct is a number of sites. Divide by all sites and take it times 100."),
        (float(every), "reported_pct is the number of all sites. A percentage is asked for."),
        (float(waves[1]), "reported_pct is for wave 1 only. Both waves are asked for."),
        (float(waves[2]), "reported_pct is for wave 2 only. Both waves are asked for."),
        (float(profiles[COUNT].mean()), "reported_pct is the mean number of initiatives. Count sites."),
        (100 * every / answered, "reported_pct is upside down: the sites with a report go on top."),
        (10 * float(profiles[COUNT].mean()), "reported_pct is of the ten initiatives. Count sites instead."),
    ]


def _site_counts(value: Any) -> list[tuple[str, float]]:  # noqa: ANN401 - whatever the learner has
    _refuse_nothing(value, "joined", "a table")
    value = _framed(value)
    if isinstance(value, pd.DataFrame):
        value = _frame_counts(value)
    if isinstance(value, pd.Series):
        pairs = list(zip(value.index, value.tolist(), strict=True))[:MANY]
    elif isinstance(value, Mapping):
        pairs = list(islice(value.items(), MANY))
    else:
        kind = {"str": "text", "int": "number", "float": "number"}.get(type(value).__name__, "thing")
        raise Mistake(f"joined is a {kind}, not a table. It should have one row a site.")
    return [(_named(_words_of(site), "joined", _sites()), _count(count)) for site, count in pairs]


def _words_of(label: object) -> str:
    return ", ".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _frame_counts(frame: pd.DataFrame) -> pd.Series[Any]:
    _refuse_twins(frame)
    if COUNT not in frame:
        raise Mistake(f"joined has no column {COUNT}. The second table has not come in.")
    column = "site" if "site" in frame else _label_column(frame, _sites())
    return frame[COUNT] if column is None else frame.set_index(column)[COUNT]


def _count(cell: Any) -> float:  # noqa: ANN401 - a cell of whatever the learner has
    if blank(cell) or cell is pd.NA:
        return float("nan")
    if not isinstance(cell, Number):
        message = f"joined holds {cell!r} in {COUNT}. Leave a blank blank, so that it can be counted as one."
        raise Mistake(message)
    return float(cell)  # type: ignore[arg-type]


def _judge_joined(rows: list[tuple[str, float]]) -> None:
    found, expected = dict(rows), _reports()
    if len(rows) > len(found):
        raise Mistake(f"joined has {len(rows)} rows for {len(found)} sites. A site should stand there once.")
    missing = expected.keys() - found.keys()
    if missing:
        _say_missing(missing, len(expected))
    for site in sorted(expected, key=lambda site: np.isnan(expected[site])):
        _judge_count(site, found[site], expected[site])


def _say_missing(missing: set[str], every: int) -> None:
    kept = every - len(missing)
    if kept == _answered() and all(np.isnan(_reports()[site]) for site in missing):
        message = "joined has lost every site without a report: merge dropped it without a word."
        raise Mistake(f"{message} Which how= keeps the sites of the first table?")
    raise Mistake(f"joined has {kept} of {every} sites. Both waves, and sites without a report, belong in.")


def _judge_count(site: str, found: float, expected: float) -> None:
    if near(found, expected, EXACT) or (np.isnan(found) and np.isnan(expected)):
        return
    if np.isnan(expected) and not found:
        raise Mistake("joined has a 0 where nobody answered, as if nothing was done. Keep the blank.")
    if np.isnan(expected):
        raise Mistake(f"joined has {found:g} at {site}, where nobody answered. That hides the gap.")
    given = "a blank" if np.isnan(found) else f"{found:g}"
    message = f"joined has {given} at {site}, which is not what was reported."
    raise Mistake(f"{message} Were the rows matched by site?")


def _judge_no_report(found: frozenset[str]) -> None:
    gaps = {site for site, count in _reports().items() if np.isnan(count)}
    extra = sorted(found - gaps)
    if not found:
        raise Mistake("no_report is empty. Run its line again after mending joined.")
    if extra:
        raise Mistake(f"no_report: {extra[0]} has a report. Look for rows with a blank in {COUNT}.")
    if found < gaps:
        raise Mistake(f"no_report has {' and '.join(sorted(found))}, and that is not all of them.")


@task(
    "01.3-months-unobserved",
    (
        "Look at the worked sum for wave 1. Which of its two dates changes for wave 2, and which stays?",
        "Twelve times the difference of the years, plus the difference of the months, once for each date.",
        (
            'months = {"spring 2014": 12 * (evaluated.year - spring.year) + evaluated.month - ..., '
            '"January 2015": the same with january}; gap = months["spring 2014"] - ...'
        ),
    ),
    "Whichever date is right, wave 2 too had begun before the long evaluation did. "
    "The date decides how much nobody watched.",
)
def months_unobserved(months: Any, gap: Any) -> None:  # noqa: ANN401 - whatever the learner has
    """Check the months from the start of wave 2 to the long evaluation, by either date.

    Parameters
    ----------
    months : table
        Whole months from the first month of the date to July 2015, for "spring 2014" and "January 2015".
    gap : number
        By how many months the two differ; the earlier date has the longer wait.

    Returns
    -------
    Result
        Source: ``timeline``.

    Examples
    --------
    >>> months_unobserved({"spring 2014": 1, "January 2015": 6}, ...)
    NOT YET  01.3-months-unobserved: months is wrong in 1 of 2 rows. Look at 'spring 2014' \
first: 1 is too small.
    """
    waits = _waits()
    _judge_months(_table(months, "months", _dates(), "months"), waits, "months", _wait_slips(waits))
    spring, january = waits.values()
    slips = [
        (spring + january, "gap adds the two waits up. Take the shorter from the longer."),
        (spring, "gap is one of the two waits. Take the other from it."),
        (january, "gap is the shorter wait itself. Take it from the longer one."),
        (_latest() - january, "gap counts from the last month of spring. Count from its first."),
    ]
    _expect(gap, spring - january, "gap", within=EXACT, mistakes=slips)


@cache
def _starts() -> dict[str, pd.Timestamp]:
    found: dict[str, pd.Timestamp] = {}
    for (name, source), words in programme.WAVE_2_EVENTS.items():
        found.setdefault(words, programme.event(name, source).start)
    return found


def _evaluated() -> pd.Timestamp:
    return programme.event(*programme.LONG_EVALUATION).start


def _waits() -> dict[str, float]:
    return {words: float(programme.months_between(day, _evaluated())) for words, day in _starts().items()}


def _latest() -> float:
    waits = programme.waiting_times().set_index("began")
    return float(waits.loc[programme.WAVE_2_DATES[0], "months_least"])  # type: ignore[arg-type]


def _wait_slips(waits: Mapping[str, float]) -> list[tuple[Mapping[str, float], str]]:
    spring, january = programme.WAVE_2_DATES
    days = {words: float((_evaluated() - day).days) for words, day in _starts().items()}
    years = {words: float(_evaluated().year - day.year) for words, day in _starts().items()}
    only_months = {words: float(_evaluated().month - day.month) for words, day in _starts().items()}
    wave_1 = float(programme.months_between(programme.event(*programme.WAVE_1).start, _evaluated()))
    return [
        (_plus(waits, times=-1), "months is negative: take the start from the evaluation."),
        ({spring: waits[january], january: waits[spring]}, "months has the two dates the wrong way round."),
        (_plus(waits, 1), "months counts the first and the last month both. Subtract, and add nothing."),
        (
            {spring: _latest(), january: waits[january]},
            "months counts from the end of spring, not its start.",
        ),
        (only_months, "months leaves the years out. Add twelve for every year between."),
        (years, "months counts years. Take them times twelve, and add the difference of the months."),
        (days, "months is in days. Use the years and the months of the dates."),
        ({spring: wave_1, january: wave_1}, "months is what wave 1 waited, twice. Put in wave 2's dates."),
        (_since_wave_1(), "months counts from wave 1 to wave 2. Count from wave 2 to the long evaluation."),
    ]


def _plus(table: Mapping[str, float], more: float = 0, times: float = 1) -> dict[str, float]:
    return {label: times * value + more for label, value in table.items()}


def _since_wave_1() -> dict[str, float]:
    first = programme.event(*programme.WAVE_1).start
    return {words: float(programme.months_between(first, day)) for words, day in _starts().items()}


def _judge_months(
    found: Mapping[str, float],
    expected: Mapping[str, float],
    name: str,
    slips: Iterable[tuple[Mapping[str, float], str]],
) -> None:
    for label, value in found.items():
        if not float(value).is_integer() and abs(value - round(value)) > 1e-6:  # noqa: PLR2004 - float noise
            message = f"{name} has {value:g} for {label!r}, which is not whole."
            raise Mistake(f"{message} Count months, not days or parts of a year.")
    _expect_table(found, expected, name, 1e-6, slips)


@task(
    "01.4-one-year-two-dates",
    (
        "The financial year 2014/15 runs from April 2014 to March 2015. Write its twelve months down.",
        "Cross out the months from the start of wave 2 on, once for each date. Count what is left.",
        (
            "The months from April 2014 to the month before wave 2 began, or 0 if it began earlier; then "
            'share_pct = 100 * months_before["January 2015"] / ...'
        ),
    ),
    "With the later date most of 2014/15 comes before wave 2, with the earlier one nothing does. "
    "The choice of a date decides what before means.",
)
def one_year_two_dates(months_before: Any, share_pct: Any) -> None:  # noqa: ANN401
    """Check how much of 2014/15 lies before wave 2, by either date.

    Parameters
    ----------
    months_before : table
        Months of April 2014 to March 2015 before the month in which wave 2 began, for "spring 2014"
        (from March) and "January 2015".
    share_pct : number
        The same for January 2015, per cent of the year.

    Returns
    -------
    Result
        Source: ``timeline``.

    Examples
    --------
    >>> one_year_two_dates(None, ...)
    NOT YET  01.4-one-year-two-dates: months_before is None: the line that made it gave nothing back, \
as print does. Give it a table.
    """
    before = _before(YEAR_START)
    found = _table(months_before, "months_before", _dates(), "months_before")
    _judge_months(found, before, "months_before", _year_slips(before))
    months = before[programme.WAVE_2_DATES[1]]
    slips = [
        (100 - 100 * months / MONTHS, "share_pct is the part of the year after wave 2 began."),
        (months, "share_pct is a number of months. Divide by the months of a year and take it times 100."),
        (100 * months / (MONTHS - 1), "share_pct has eleven months as its base. April to March are twelve."),
        (100 * months / (MONTHS - months), "share_pct divides by the rest of the year. Divide by all of it."),
        (100 * MONTHS / months, "share_pct is upside down: the year goes below the line."),
        (0.0, "share_pct is 0, as it would be with spring 2014. Take January 2015."),
        (100.0, "share_pct is the whole year. January to March come after wave 2 began."),
    ]
    _expect(share_pct, 100 * months / MONTHS, "share_pct", within=ONE_DECIMAL, mistakes=slips)


def _signed(first: pd.Timestamp) -> dict[str, float]:
    return {words: float(programme.months_between(first, day)) for words, day in _starts().items()}


def _before(first: pd.Timestamp) -> dict[str, float]:
    return {words: min(max(months, 0.0), MONTHS) for words, months in _signed(first).items()}


def _year_slips(before: Mapping[str, float]) -> list[tuple[Mapping[str, float], str]]:
    spring, january = programme.WAVE_2_DATES
    signed, nine = _signed(YEAR_START), before[january]
    calendar = pd.Timestamp("2014-01-01")
    return [
        (signed, "months_before has a number below 0: wave 2 began before the year did, so no month counts."),
        (_plus(signed, times=-1), "months_before has its signs reversed. Count up from 0."),
        ({spring: nine, january: 0.0}, "months_before has the two dates the wrong way round."),
        (_plus(before, MONTHS, times=-1), "months_before counts the months after wave 2 began."),
        (_before(calendar), "months_before counts a year from January. A financial year begins in April."),
        ({spring: 1.0, january: nine}, "months_before takes the end of spring. Take March, its first month."),
        ({spring: 2.0, january: nine}, "months_before counts all of spring. Take March, its first month."),
        ({spring: 0.0, january: nine + 1}, "months_before counts January itself, in which wave 2 began."),
        ({spring: 0.0, january: nine - 1}, "months_before leaves out April or December. Both count."),
        (_waits(), "months_before is the wait for the long evaluation. Count the months of 2014/15 instead."),
        ({spring: nine, january: nine}, "months_before is the same for both dates. When does spring begin?"),
    ]


@task(
    "01.2-match-a-design",
    (
        "Look at the column verdict. It has three values; which of them says yes without a proviso?",
        "Mark the rows with that verdict, add the marks up by question, and keep the questions with none.",
        (
            'could_say = (judged["verdict"] == "could say").groupby(judged["question"]).sum() ; '
            "no_design = the questions where that is ..."
        ),
    ),
    "For two questions no design could fully say. The one for cost was planned, and was not possible.",
)
def match_a_design(could_say: Any, no_design: Any, design_for_cost: Any) -> None:  # noqa: ANN401
    """Check which designs could say what.

    Parameters
    ----------
    could_say : table
        Number of designs with the verdict "could say", one for each of the six questions, 0 included.
    no_design : list of text
        The questions for which no design has that verdict.
    design_for_cost : text
        The design that could say whether the initiatives were worth their cost.

    Returns
    -------
    Result
        Source: ``design_judgements``, this package's own judgements.

    Examples
    --------
    >>> match_a_design(7, ..., ...)
    NOT YET  01.2-match-a-design: could_say is the single value 7, and a table is asked for: one number \
for each label.
    """
    counts = _verdicts(COULD)
    _judge_could_say(could_say, counts)
    _judge_no_design(_chosen(no_design, "no_design", _questions()), counts)
    _judge_design(design_for_cost)


def _verdicts(*verdicts: str, column: str = "verdict") -> dict[str, float]:
    hits = _judged()[column].isin(verdicts)
    return _of(hits.groupby(_judged()["question"], sort=False).sum())


def _judge_could_say(value: Any, counts: dict[str, float]) -> None:  # noqa: ANN401
    _refuse_designs(value)
    found = _table(value, "could_say", _questions(), "could_say")
    if found.keys() == {question for question, count in counts.items() if count}:
        message = "could_say has lost every question without such a design. Its count is 0."
        raise Mistake(message)
    _expect_table(found, counts, "could_say", EXACT, _verdict_slips())


def _refuse_designs(value: Any) -> None:  # noqa: ANN401 - whatever the learner has
    labels = value.index if isinstance(value, pd.Series | pd.DataFrame) else value
    if isinstance(labels, Mapping | pd.Index) and set(islice(labels, MANY)) & set(_judged()["design"]):
        raise Mistake("could_say has designs as its labels. Count by question instead.")


def _verdict_slips() -> list[tuple[Mapping[str, float], str]]:
    both = _judged()[(_judged()["verdict"] == COULD) & (_judged()["used"] == "used")]
    used = both["question"].value_counts()
    return [
        (_verdicts("in part"), 'could_say counts the verdict "in part". Take "could say".'),
        (_verdicts("could not say"), 'could_say counts the verdict "could not say". Take "could say".'),
        (_verdicts(COULD, "in part"), 'could_say counts "in part" as well. Take "could say" alone.'),
        (_verdicts("used", column="used"), "could_say counts designs that were used. Look at verdict."),
        (_verdicts(*_judged()["verdict"]), "could_say counts every design, whatever its verdict."),
        ({q: float(used.get(q, 0)) for q in _verdicts(COULD)}, "could_say counts only designs also used."),
        ({q: float(n > 0) for q, n in _verdicts(COULD).items()}, "could_say says whether, not how many."),
    ]


def _judge_no_design(found: frozenset[str], counts: Mapping[str, float]) -> None:
    expected = {question for question, count in counts.items() if not count}
    extra = sorted(found - expected)
    if COST in extra:
        raise Mistake("no_design has the question of cost. A design could say, had it been possible.")
    if extra:
        raise Mistake(f"no_design: for {extra[0]!r} at least one design could say. Look at could_say.")
    if len(found) < len(expected):
        given = " and ".join(map(repr, sorted(found))) or "no question"
        raise Mistake(f"no_design has {given}, and could_say is 0 elsewhere too. Give every such question.")


def _judge_design(value: Any) -> None:  # noqa: ANN401 - whatever the learner has
    rows = _judged()[_judged()["question"] == COST].set_index("design")
    _refuse_other_columns(value)
    found = _one_name(value, "design_for_cost", {_plain(design): str(design) for design in rows.index})
    verdict = str(rows["verdict"][found])
    if verdict != COULD:
        raise Mistake(f'design_for_cost: the verdict on "{found}" is "{verdict}" for the question of cost.')


def _refuse_other_columns(value: Any) -> None:  # noqa: ANN401 - whatever the learner has
    if not isinstance(value, str):
        return
    for column, what in (("question", "a question"), ("verdict", "a verdict"), ("used", "what became of it")):
        if _plain(value) in set(map(_plain, _judged()[column])):
            raise Mistake(f"design_for_cost is {what}. Give the cell of the column design in the same row.")
