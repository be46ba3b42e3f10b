"""Feedback on the exercise of lesson 04: who was studied and when, what may be counted, and coding."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from numbers import Number
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate, mdt
from pioneer_data.checks._result import task
from pioneer_data.checks._values import (
    Mistake,
    chart,
    expect_number,
    labelled,
    names,
    near,
    number,
    refuse_blank,
    words,
)

WHOLE = 0.05
"""Months, people and teams are counted; a float may stand for a whole number."""

HUNDREDTH = 0.005
"""Half a unit where two decimals are printed."""

SAID = {
    "observations": ("observ", "meeting", "douglas"),
    "leaders": ("leader", "manager", "pacho"),
    "frontline": ("frontline", "front-line", "front line", "staff", "thana"),
    "patients": ("patient", "durand"),
}
"""What a label of a study may hold: the short name, the people, or the first author."""

TOTALS = ("total", "sum", "all", "everyone", "people in all", "pooled", "overall")

Numbers = dict[str, float]


def _study(label: object) -> str | None:
    """Return the study that a label names."""
    text = str(label).casefold()
    if text.isdigit() and int(text) < len(mdt.STUDIES):
        return mdt.STUDIES[int(text)]
    return next((study for study, parts in SAID.items() if any(part in text for part in parts)), None)


def _plain(value: object) -> object:
    """Turn pandas' offsets of months into numbers, and four numbers in order into labelled ones."""
    if isinstance(value, pd.DataFrame) and len(value.columns) == 1:
        value = value.iloc[:, 0]
    if isinstance(value, pd.Series):
        return value.map(_count) if value.dtype == object else value
    if isinstance(value, np.ndarray | list | tuple) and len(value) == len(mdt.STUDIES):
        return dict(zip(mdt.STUDIES, map(_count, value), strict=True))
    return value


def _count(cell: object) -> object:
    return cell.n if isinstance(cell, pd.offsets.BaseOffset) else cell


def _by_study(value: object, name: str) -> Numbers:
    """Read one number a study; a total, a study that is missing or one too many is a mistake."""
    refuse_blank(value, name, "one number for each study")
    if isinstance(value, int | float | np.number):
        raise Mistake(f"{name} is one number. Each of the four studies has its own.")
    read = labelled(_plain(value), name)
    if any(label.casefold() in TOTALS for label in read):
        raise Mistake(f"{name} has a total. Each study has a number of its own; leave the total out.")
    found = {_study(label): cell for label, cell in read.items()}
    if None in found:
        raise Mistake(f"{name} has a label that names no study. Take the labels from the column study.")
    missing = [study for study in mdt.STUDIES if study not in found]
    if missing:
        raise Mistake(f"{name} lacks {' and '.join(missing)}. There are four studies.")
    return {study: found[study] for study in mdt.STUDIES}


@cache
def _months() -> Numbers:
    rows = mdt.fieldwork()
    return dict(zip(rows["study"], rows["months"].astype(float), strict=True))


@cache
def _wrong_months() -> tuple[tuple[Numbers, str], ...]:
    """Return what slips make of the months, and what to say."""
    rows = mdt.fieldwork().set_index("study")
    start, end = rows["start_month"], rows["end_month"]
    slips = (
        (
            rows["months"] - 1,
            "leaves one month out. The first and the last month both count in full: add one.",
        ),
        (rows["months"] + 1, "is one too many for each study. Subtract, then add one once."),
        (-rows["months"], "is below zero. The start is subtracted from the end, not the end from the start."),
        (1 - rows["months"] + 1, "is below zero: the end was subtracted from the start, and then one added."),
        (
            end.dt.month - start.dt.month + 1,
            "subtracts months without their years. A year is twelve more months.",
        ),
        (end.dt.year - start.dt.year, "is in years. Months are asked for."),
        ((end - start).dt.days, "is in days. Months are asked for: count them from year and month."),
        (rows["months_before"], "counts only the months before March 2020. Count the whole fieldwork."),
        (rows["months_from"], "counts only the months from March 2020 on. Count the whole fieldwork."),
    )
    return tuple((dict(slip.astype(float)), text) for slip, text in slips)


def _same(found: Numbers, expected: Numbers) -> bool:
    return all(near(found[study], cell, WHOLE) for study, cell in expected.items())


def _judge_months(found: Numbers, name: str) -> None:
    if _same(found, _months()):
        return
    for wrong, text in _wrong_months():
        if _same(found, wrong):
            raise Mistake(f"{name} {text}")
    broken = any(cell % 1 for cell in found.values())
    if broken and all(abs(found[study] - cell) < 1.1 for study, cell in _months().items()):  # noqa: PLR2004 - about one month
        raise Mistake(f"{name} is near, and not exact. Days divided by 30 are not months: count the months.")
    off = [study for study, cell in _months().items() if not near(found[study], cell, WHOLE)]
    raise Mistake(f"{name} is not right for {' and '.join(off)}. Look at the first and the last month there.")


def _ticked(value: object) -> object:
    """Return the labels of what is True, if the answer is a yes or no for each study."""
    if isinstance(value, pd.DataFrame) and len(value.columns) == 1:
        value = value.iloc[:, 0]
    if isinstance(value, list | tuple | np.ndarray) and len(value) == len(mdt.STUDIES):
        value = dict(zip(mdt.STUDIES, value, strict=True)) if _all_ticks(value) else value
    if not isinstance(value, Mapping | pd.Series):
        return value
    cells = {label: cell for label, cell in value.items()}  # noqa: C416 - a Series becomes a dict
    if cells and _all_ticks(cells.values()):
        return [str(label) for label, cell in cells.items() if cell]
    if isinstance(value, pd.Series) and _holds_data(value):
        return [str(label) for label in cells]
    return value


def _holds_data(column: pd.Series[Any]) -> bool:
    return all(isinstance(cell, Number | dt.date | pd.Period) for cell in column)


def _all_ticks(cells: Iterable[object]) -> bool:
    return all(isinstance(cell, bool | np.bool_) for cell in cells)


def _studies(value: object, name: str) -> frozenset[str]:
    """Read names of studies, whatever name of a study is used."""
    if isinstance(value, list | tuple) and any(cell is ... for cell in value):
        raise Mistake(f"{name} is not filled in. Write the name of a study in the place of the dots.")
    read = names(_ticked(value), name)
    found = frozenset(_study(label) or "" for label in read)
    if "" in found:
        raise Mistake(f"{name} holds a name that is no study. Take it from the column study.")
    return found


@task(
    "04.1-months",
    hints=(
        "Look at the columns start_month and end_month. A study from June to August lasts three months.",
        "Take twelve times the difference of the years, add the difference of the months, and add one.",
        'For before: studies.index[studies["end_month"] < "2020-03-01"] gives the names.',
    ),
    right="Both ends count in full. Three of four studies ran on into the pandemic, so what people say may "
    "have changed with the world.",
)
def months(months: object, before: object) -> None:
    """Check the months of fieldwork of each study, and which studies ended before March 2020.

    Parameters
    ----------
    months : Series, dict, or list in the order of the table
        Months of fieldwork by study, the first and the last in full.
    before : str, list, or True and False by study
        Names of the studies whose last month lies before March 2020.

    Returns
    -------
    Result
        Right, or the likely mistake. Expected values: table ``mdt_studies``, through ``mdt.fieldwork``.

    Examples
    --------
    >>> months({"observations": 8, "leaders": 30, "frontline": 27, "patients": 16}, "observations").message
    'months leaves one month out. The first and the last month both count in full: add one.'
    """
    _judge_months(_by_study(months, "months"), "months")
    refuse_blank(before, "before", "the names of studies")
    found, rows = _studies(before, "before"), mdt.fieldwork()
    expected = frozenset(rows.loc[rows["wholly_before"], "study"])
    if found == expected:
        return
    if not found:
        raise Mistake("before is empty, yet there is a study that ended in time. Compare end_month.")
    if found == frozenset(mdt.STUDIES):
        raise Mistake("before names all four: they began before March 2020. Look at when they ended.")
    if not found & expected:
        raise Mistake("before names studies that went on after March 2020. Turn the comparison round.")
    raise Mistake("before has the right study and more. Which of them had its last month before March 2020?")


UNITS = {
    "meetings": r"(?:mdt )?meetings?",
    "MDTs": r"(?:mdts?|teams?)",
    "interviews": r"interviews?",
    "people": r"(?:people|persons|leaders|managers|interviewees)",
    "staff": r"(?:frontline )?staff",
    "patients": r"patients?",
    "informal carers": r"(?:informal )?carers?",
}
"""How the unit of a number may be written."""


@cache
def _sizes() -> dict[str, tuple[tuple[int, str], ...]]:
    """Return the two numbers of each study with their units."""
    rows = pioneers.mdt_studies().to_dict("records")
    return {
        str(row["study"]): (
            (int(row["n_main"]), str(row["n_main_unit"])),
            (int(row["n_other"]), str(row["n_other_unit"])),
        )
        for row in rows
    }


def _frame(value: object) -> pd.DataFrame:
    """Return a table with one row a study, the studies as its index."""
    refuse_blank(value, "study_table", "a table with one row a study")
    if isinstance(value, list | Mapping) and value:
        value = _built(value)
    if not isinstance(value, pd.DataFrame):
        raise Mistake("study_table is not a table. Keep three columns of studies: method, size and months.")
    for column in ("study", "Study", *value.columns):
        if column in value.columns and all(_named(cell) for cell in value[column]):
            value = value.set_index(column)
            break
    else:
        if len(value.columns) and all(_named(column) for column in value.columns):
            value = value.T
    return value


def _built(value: Any) -> object:  # noqa: ANN401 - a list of dicts, or a dict of lists or dicts
    try:
        return pd.DataFrame(value)
    except (ValueError, TypeError):
        return value


def _named(cell: object) -> bool:
    """Return whether a cell is the name of a study, and no longer text about one."""
    return isinstance(cell, str) and not re.search(r"\d+ ", cell) and len(cell) < 60 and bool(_study(cell))  # noqa: PLR2004 - no name is longer


NOT_SIZES = ("method", "participant", "aim", "citation")
"""Columns that speak of meetings and interviews and give no size."""


def _row_text(row: pd.Series[Any]) -> str:
    """Write a row's cells in one line, each number of a column x before the unit in x_unit."""
    pairs = [f"{row[name]} {row[f'{name}_unit']}" for name in row.index if f"{name}_unit" in row.index]
    return " ; ".join([" ".join(map(str, row.tolist())), *pairs]).casefold()


def _holds(text: str, n: int, unit: str) -> bool:
    words_ = UNITS[unit]
    return bool(re.search(rf"\b{n}(?:\.0)?[\s(]+{words_}|{words_}\s*[:=(]\s*{n}\b", text))


def _judge_sizes(rows: pd.DataFrame) -> None:
    """Look for every number of every study next to its unit."""
    others = [name for name in rows.columns if any(part in str(name).casefold() for part in NOT_SIZES)]
    texts = {str(study): _row_text(row) for study, row in rows.drop(columns=others).iterrows()}
    missing = [(s, n, u) for s, pair in _sizes().items() for n, u in pair if not _holds(texts[s], n, u)]
    if not missing:
        return
    if len(missing) == sum(map(len, _sizes().values())):
        units = any(re.search(UNITS[unit], texts[s]) for s, pair in _sizes().items() for _, unit in pair[:1])
        bare = all(re.search(rf"\b{n}\b", texts[study]) for study, n, _ in missing)
        if bare and not units:
            raise Mistake("The numbers stand there without units. A reader would add meetings to people.")
        if not bare:
            raise Mistake("The sizes are missing. Join n_main, n_main_unit, n_other and n_other_unit.")
        raise Mistake("Numbers and units do not belong together. Put each number before its own unit.")
    mains = {pair[0] for pair in _sizes().values()}
    if all((n, unit) not in mains for _, n, unit in missing) and len(missing) == len(mains):
        raise Mistake("Each study has two numbers, and the second is left out. Add n_other with its unit.")
    if all((n, unit) in mains for _, n, unit in missing) and len(missing) == len(mains):
        raise Mistake("Only the second number of each study is there. Add n_main with its unit.")
    study, _, unit = missing[0]
    raise Mistake(f"In the row {study} a number is not next to its unit ({unit}). Look at the table studies.")


def _month_column(rows: pd.DataFrame) -> Numbers:
    """Return the column of months, which holds numbers and not dates."""
    likely = [name for name in rows.columns if "month" in str(name).casefold()]
    for name in (*likely, *(name for name in rows.columns if name not in likely)):
        cells = dict(zip(rows.index, map(_bare, rows[name]), strict=True))
        if str(name) not in {"start_month", "end_month"} and all(_is_count(cell) for cell in cells.values()):
            found = {str(study): number(_count(cell), "months") for study, cell in cells.items()}
            if name in likely or _same(found, _months()):
                return found
    raise Mistake("The table has no column of months. Take months from task 1.")


def _is_count(cell: object) -> bool:
    cell = _count(cell)
    return isinstance(cell, int | float | np.number) or (isinstance(cell, str) and cell.strip().isdigit())


def _bare(cell: object) -> object:
    """Leave the word months out of a text such as 9 months."""
    return re.sub(r"\s*months?$", "", cell.strip()) if isinstance(cell, str) else cell


@task(
    "04.1-study-table",
    hints=(
        "Look at the first row: its size should read like 28 meetings, 11 MDTs.",
        "Join four columns of studies to one text; astype(str) makes a text of a number.",
        'Add + ", " + studies["n_other"].astype(str) + " " + studies["n_other_unit"] to the given text.',
    ),
    right="One row a study, each number with its unit. Nobody can add the column up by mistake.",
)
def study_table(study_table: object) -> None:
    """Check the table of studies.

    Parameters
    ----------
    study_table : DataFrame, dict of columns or list of rows
        One row a study: ``method``, ``size`` (both numbers, each with its unit) and ``months``.

    Returns
    -------
    Result
        Right, or the likely mistake. Expected values: table ``mdt_studies``.

    Examples
    --------
    >>> study_table({"observations": 28, "leaders": 32, "frontline": 54, "patients": 44}).ok
    False
    """
    rows = _frame(study_table)
    if any(str(label).casefold() in TOTALS for label in rows.index):
        raise Mistake("There is a row for a total. Meetings, interviews and people cannot be added up.")
    found = [_study(label) for label in rows.index]
    if sorted(map(str, found)) != sorted(mdt.STUDIES):
        raise Mistake(f"study_table should have one row for each of the four studies; it has {len(rows)}.")
    rows = rows.set_axis(pd.Index(found), axis=0)
    methods = [name for name in rows.columns if "method" in str(name).casefold()]
    if not methods:
        raise Mistake("The column method is missing. Without it nobody sees what was done.")
    clues = {study: "observ" if study == "observations" else "interview" for study in mdt.STUDIES}
    if not all(clue in str(rows.loc[study, methods[0]]).casefold() for study, clue in clues.items()):
        raise Mistake("The methods do not belong to their studies. Take the column method as it stands.")
    _judge_sizes(rows)
    _judge_months(_month_column(rows), "The column of months")


@cache
def _together() -> tuple[pd.Timestamp, pd.Timestamp, int]:
    """Return the first and last month in which all studies were in the field, and how many."""
    rows = mdt.in_the_field()
    both = rows.loc[rows["studies"] == len(mdt.STUDIES), "month"]
    return both.iloc[0], both.iloc[-1], len(both)


def _month(value: object, name: str) -> pd.Timestamp:
    """Read a month from a text, a date or a period."""
    if isinstance(value, pd.Period):
        value = value.to_timestamp()
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if hasattr(value, "year") and hasattr(value, "month"):
        return pd.Timestamp(int(value.year), int(value.month), 1)
    text = words(value, name)
    try:
        stamp = pd.Timestamp(text)
    except ValueError:
        raise Mistake(f"{name} has a text that is no month. Write it like Mar 2020 or 2020-03.") from None
    if pd.isna(stamp) or not re.search(r"\d{4}", text):
        raise Mistake(f"{name} has a month without its year. Write it like Mar 2020 or 2020-03.")
    return stamp.replace(day=1)


def _two_months(value: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    refuse_blank(value, "together", "the first and the last month")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, pd.DataFrame):
        value = value.to_numpy().ravel()
    if isinstance(value, str):
        value = re.split(r",| to | - |\N{EN DASH}", value)
    if not isinstance(value, list | tuple | pd.Series | pd.Index | np.ndarray):
        raise Mistake("together is not a list of two months. Write it like [first, last].")
    cells = list(value)
    if len(cells) > 2:  # noqa: PLR2004 - every month given, in order
        stamps = sorted(_month(cell, "together") for cell in cells)
        if [s.to_period("M") for s in stamps] != list(pd.period_range(stamps[0], stamps[-1], freq="M")):
            raise Mistake("together leaves a month out between its first and its last.")
        return stamps[0], stamps[-1]
    if len(cells) != 2:  # noqa: PLR2004 - a first and a last month
        raise Mistake("together needs two months, the first and the last.")
    if any(cell is ... for cell in cells):
        raise Mistake("together has a month that is not filled in. Give the first and the last.")
    return _month(cells[0], "together"), _month(cells[1], "together")


def _judge_together(found: tuple[pd.Timestamp, pd.Timestamp]) -> None:
    rows = mdt.fieldwork()
    first, last, _ = _together()
    if found == (first, last):
        return
    if found == (last, first):
        raise Mistake("together has the last month first. Turn the two round.")
    if found == (rows["start_month"].min(), rows["end_month"].max()):
        raise Mistake("In these months at least one study was in the field. Look for all four.")
    if found[0] == first and found[1] == mdt.PANDEMIC:
        raise Mistake("together ends at the line. The bar of one study ends before it.")
    ends = {stamp: study for study, stamp in zip(rows["study"], rows["end_month"], strict=True)}
    starts = {stamp: study for study, stamp in zip(rows["study"], rows["start_month"], strict=True)}
    if found[0] == first:
        where = f" (yours is the end of {ends[found[1]]})" if found[1] in ends else ""
        raise Mistake(f"together begins right and ends wrong: find the bar that ends first{where}.")
    if found[1] == last:
        where = f" (yours is the start of {starts[found[0]]})" if found[0] in starts else ""
        raise Mistake(f"together ends right and begins wrong: find the bar that begins last{where}.")
    raise Mistake(
        "Neither month of together is right. All four overlap between the latest start and first end."
    )


@task(
    "04.1-read-the-timeline",
    hints=(
        "Look at the chart for the bar that begins last and the bar that ends first.",
        "All four overlap from the latest start to the earliest end. Count both of these months.",
        'together = ["Nov ...", "..."], and mostly_after is the bar that lies furthest right of the line.',
    ),
    right="All four were in the field together in one winter only; most of the patients' months came later.",
)
def read_the_timeline(together: object, together_months: object, mostly_after: object) -> None:
    """Check what was read from the chart of fieldwork.

    Parameters
    ----------
    together : list of two months
        First and last month in which all four studies were in the field, as text or dates.
    together_months : int
        How many months that is, both ends in full.
    mostly_after : str
        The study with the largest share of its months from March 2020 on.

    Returns
    -------
    Result
        Right, or the likely mistake. Expected values: table ``mdt_studies``, through ``mdt.in_the_field``.

    Examples
    --------
    >>> read_the_timeline(["Oct 2018", "Apr 2021"], 31, "patients").message
    'In these months at least one study was in the field. Look for all four.'
    """
    _judge_together(_two_months(together))
    months_ = float(_together()[2])
    slips = (
        (months_ - 1, "together_months leaves out one end. Both months count in full."),
        (
            months_ + 1,
            "together_months is one too many. Count from the first month to the last.",
        ),
        (sum(_months().values()), "together_months adds all months of all studies. Count the overlap."),
    )
    expect_number(together_months, months_, "together_months", within=WHOLE, mistakes=slips)
    refuse_blank(mostly_after, "mostly_after", "the name of a study")
    found, rows = _studies(mostly_after, "mostly_after"), mdt.fieldwork().set_index("study")
    shares = rows["months_from"] / rows["months"]
    if found == {shares.idxmax()}:
        return
    if found == {rows["months_from"].idxmax()}:
        raise Mistake("That study has the most months after the line, but more before it. Compare shares.")
    if found == {shares.idxmin()}:
        raise Mistake("mostly_after is a study with no month after the line. Look right of it.")
    if len(found) != 1:
        raise Mistake(
            "mostly_after holds several studies. In only one does most of the bar lie after the line."
        )
    raise Mistake("In that study a little less than half of the bar lies after the line. Look for more.")


def _kind(label: str) -> str:
    """Return the kind of people that a label names, or the label."""
    text = label.casefold()
    carer, patient = "carer" in text, "patient" in text
    if carer and patient and "patients' carers" not in text:
        return "patients and carers"
    if carer or patient:
        return "informal carers" if carer else "patients"
    if "leader" in text or "manager" in text:
        return "leaders and managers"
    return "frontline staff" if "front" in text or "staff" in text else text


def _judge_people(value: object) -> None:
    refuse_blank(value, "people", "a number for each kind of people")
    if isinstance(value, list | tuple) and all(isinstance(pair, list | tuple) for pair in value):
        value = dict(value)
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        raise Mistake(
            "people is one number. Four kinds of people were asked different things: keep them apart."
        )
    read = {_kind(label): cell for label, cell in labelled(value, "people").items()}
    expected, raw = mdt.people(), pioneers.mdt_studies().set_index("study")["n_main"]
    if set(read) & set(TOTALS):
        raise Mistake("people has a total of all kinds. No study asked all of them the same: leave it out.")
    if any("meeting" in label or "observ" in label for label in read):
        raise Mistake("people counts meetings. The observers counted no people: leave that study out.")
    if "patients and carers" in read:
        raise Mistake("people puts patients and carers together. They were asked about different lives.")
    strange = set(read) - set(expected)
    if strange:
        raise Mistake(f"people has a label that names no kind of people: {min(strange)[:40]}.")
    missing = [kind for kind in expected if kind not in read]
    if missing:
        raise Mistake(f"people lacks the {' and the '.join(missing)}. Look at n_main_unit and n_other_unit.")
    for kind, n in expected.items():
        slips = [(float(raw["leaders"]), "people counts interviews for people: look at n_other.")]
        if kind == "patients":
            both = float(n + expected["informal carers"])
            slips = [(both, "people counts the carers among the patients. Keep the two apart.")]
        expect_number(read[kind], n, f"people[{kind!r}]", within=WHOLE, mistakes=slips)


def _pioneer(label: str) -> str:
    text = label.casefold()
    if text in {"0", "1"} or "urban" in text:
        return "P2" if text == "1" or "mixed" in text else "P1"
    return f"P{text.strip()[-1:]}"


def _judge_teams(value: object) -> None:
    refuse_blank(value, "teams", "the number of teams in each Pioneer")
    expected = mdt.teams()
    if isinstance(value, pd.DataFrame) and {"pioneer", "mdts"} <= set(value.columns):
        value = value.set_index("pioneer")["mdts"]
    if isinstance(value, list | tuple | np.ndarray) and len(value) == len(expected):
        value = dict(zip(expected, value, strict=True))
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        raise Mistake("teams is one number. Give the teams of each of the two Pioneers.")
    read = labelled(value, "teams")
    if set(read) == {"1", "2"}:
        read = {f"P{label}": n for label, n in read.items()}
    if any(label.casefold() in TOTALS for label in read):
        raise Mistake("teams has a total. That belongs in all_teams; leave two numbers here.")
    found = {_pioneer(label): n for label, n in read.items()}
    if set(found) != set(expected):
        raise Mistake("teams should have two labels, P1 and P2. The table sites has them.")
    if not all(near(found[place], n, WHOLE) for place, n in expected.items()):
        turned = near(found["P1"], expected["P2"], WHOLE) and near(found["P2"], expected["P1"], WHOLE)
        which = "has the two Pioneers the wrong way round." if turned else "has a wrong number of teams."
        raise Mistake(f"teams {which} Look at the column mdts of sites.")


@task(
    "04.2-count-people",
    hints=(
        "Look at the unit of each number before you take it: is it people?",
        "Leaders and carers come from n_other, staff and patients from n_main. Take teams from sites.",
        'People: studies.loc["leaders", "n_other"], and so on. teams = sites.set_index("pioneer")["mdts"].',
    ),
    right="People may be counted by kind, and teams added up: things of one sort, each counted once.",
)
def count_people(people: object, teams: object, all_teams: object) -> None:
    """Check the people by kind, and the teams.

    Parameters
    ----------
    people : dict or Series
        People by kind: leaders and managers, frontline staff, patients, informal carers. No total.
    teams : Series or dict
        Teams by Pioneer, P1 and P2.
    all_teams : int
        Teams in both.

    Returns
    -------
    Result
        Right, or the likely mistake. Expected values: tables ``mdt_studies`` and ``mdt_sites``.

    Examples
    --------
    >>> count_people(138, {"P1": 8, "P2": 3}, 11).message
    'people is one number. Four kinds of people were asked different things: keep them apart.'
    """
    _judge_people(people)
    _judge_teams(teams)
    by_pioneer = mdt.teams()
    total = float(sum(by_pioneer.values()))
    slips = (
        (2 * total, "all_teams counts the same teams twice, once for each study that names them."),
        (float(mdt.meetings().meetings), "all_teams counts meetings. A team met more than once."),
        (float(len(by_pioneer)), "all_teams counts the Pioneers. Add up their teams."),
        *((float(n), f"all_teams has the teams of {place} alone.") for place, n in by_pioneer.items()),
    )
    expect_number(all_teams, total, "all_teams", within=WHOLE, mistakes=slips)


class Channel(NamedTuple):
    """One thing that a chart encodes.

    Parameters
    ----------
    mark, name : str
        The mark, and the channel, such as ``"x"``.
    definition : dict
        Field, type, aggregate, title.
    """

    mark: str
    name: str
    definition: dict[str, Any]

    @property
    def field(self) -> str:
        """The column, capitals aside."""
        return str(self.definition.get("field", "")).casefold()


UNSEEN = {"tooltip", "detail", "key", "order", "href", "url", "description"}
"""Channels that a reader does not see as a length, a place or a colour."""

LENGTHS = {"bar", "arc", "area", "line", "trail"}
"""Marks whose length or extent a reader takes for an amount."""

CHANNELS = {
    "x": "the length or the place along x",
    "y": "the length or the place along y",
    "size": "the size of the marks",
    "color": "the colour",
    "fill": "the filling",
    "text": "the number written there",
    "theta": "the angle of the slices",
    "opacity": "how dark a mark is",
}


def _views(spec: Mapping[str, Any], above: Mapping[str, Any] | None = None) -> Iterator[Channel]:
    """Yield every channel of every part of a chart."""
    encoding = {**(above or {}), **spec.get("encoding", {})}
    facet = spec.get("facet", {})
    encoding |= {"facet": facet} if "field" in facet else facet
    parts = [part for key in ("layer", "hconcat", "vconcat", "concat") for part in spec.get(key, [])]
    for part in [*parts, *([spec["spec"]] if "spec" in spec else [])]:
        yield from _views(part, encoding)
    if "mark" in spec:
        mark = spec["mark"] if isinstance(spec["mark"], str) else spec["mark"].get("type", "")
        for name, given in encoding.items():
            for definition in given if isinstance(given, list) else [given]:
                if isinstance(definition, Mapping):
                    yield from _seen(mark, name, dict(definition))


def _seen(mark: str, name: str, definition: dict[str, Any]) -> Iterator[Channel]:
    """Yield a channel, and the one that a condition puts in its place."""
    yield Channel(mark, name, definition)
    under = definition.get("condition", {})
    for other in under if isinstance(under, list) else [under]:
        if "field" in other or "aggregate" in other:
            yield Channel(mark, name, other)


@cache
def _known() -> frozenset[str]:
    """Return the columns of the tables that a fixed chart may draw, capitals aside."""
    tables = (pioneers.mdt_findings(), pioneers.mdt_reference_coding(), pioneers.mdt_studies())
    return frozenset(str(name).casefold() for table in tables for name in table.columns)


def _worked_out(spec: Mapping[str, Any], channel: Channel) -> bool:
    """Return whether a channel draws numbers that are in no table: somebody has counted."""
    if not channel.field or channel.field in _known():
        return False
    sets = [*spec.get("datasets", {}).values(), spec.get("data", {}).get("values", [])]
    rows = [row for values in sets if isinstance(values, list) for row in values if isinstance(row, Mapping)]
    cells = [cell for row in rows for key, cell in row.items() if str(key).casefold() == channel.field]
    amounts = {str(cell) for cell in cells if not isinstance(cell, bool) and _is_count(cell)}
    return bool(amounts - {"0", "1"})  # 0 and 1 may stand for no and yes


def _still(spec: Mapping[str, Any], channels: list[Channel]) -> str:
    """Say what was changed about a chart that counts, and that it counts."""
    if any(channel.definition.get("stack") == "normalize" for channel in channels):
        return "Shares of findings are counts too"
    if any(channel.field == "study" for channel in channels):
        return "The study is there now, but the chart still counts findings"
    if not _claims(spec):
        return "The words are mended, but the chart still counts findings"
    return "The chart still counts findings"


def _refuse_counts(spec: Mapping[str, Any], channel: Channel, still: str) -> None:
    """Refuse a channel that draws a count or another amount."""
    what = CHANNELS.get(channel.name, channel.name)
    definition = channel.definition
    if definition.get("aggregate"):
        made = f"{what}, drawn as {channel.mark}, comes from {definition['aggregate']!s:.20}"
        raise Mistake(f"{still}: {made}. Take that out and put a name there.")
    if channel.name in UNSEEN:
        return
    if _worked_out(spec, channel):
        raise Mistake(
            f"The count was made before the drawing: {what} of the {channel.mark} shows {channel.field!r}. "
            "Draw a word, not a number."
        )
    if definition.get("type") == "quantitative" and (channel.name, channel.field) != ("text", "number"):
        raise Mistake(f"{what.capitalize()} shows an amount, and no finding is an amount. Use names only.")


def _texts(found: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every title in a specification: the chart's own, and those of axes and legends."""
    if isinstance(found, Mapping):
        for name, inner in found.items():
            if name not in {"datasets", "data", "values", "config", "description", "usermeta"}:
                yield from _texts(inner, str(name) if name in {"title", "text"} or not key else key)
    elif isinstance(found, list):
        for inner in found:
            yield from _texts(inner, key)
    elif isinstance(found, str) and key in {"title", "text"}:
        yield key, found


CLAIMS = re.compile(r"importan|matters? (?:the )?most|\bpriorit|most mentioned", re.IGNORECASE)
DENIED = re.compile(r"\bnot\b|\bno\b|n't\b|\bnothing\b|\bwithout\b", re.IGNORECASE)


def _claims(spec: Mapping[str, Any]) -> list[str]:
    """Return the titles that speak of importance."""
    return [text for _, text in _texts(spec) if CLAIMS.search(text) and not DENIED.search(text)]


def _refuse_claims(spec: Mapping[str, Any]) -> None:
    for text in _claims(spec):
        raise Mistake(
            f"The drawing may be honest, but its words are not: {text[:60]!r} speaks of importance. "
            "Say what is drawn."
        )


def _refuse_transforms(spec: Mapping[str, Any]) -> None:
    steps = [step for step in spec.get("transform", []) if isinstance(step, Mapping)]
    counting = {"aggregate", "joinaggregate", "window", "stack"} & {
        str(key) for step in steps for key in step
    }
    if counting:
        raise Mistake(f"A transform ({min(counting)}) counts findings before they are drawn. Take it out.")
    parts = [part for key in ("layer", "hconcat", "vconcat", "concat") for part in spec.get(key, [])]
    for part in [*parts, *([spec["spec"]] if "spec" in spec else [])]:
        _refuse_transforms(part)


@task(
    "04.2-mend-the-chart",
    hints=(
        "Look at what makes a bar long: how many rows we made of a bullet.",
        "Put studies on one axis and themes on the other, and mark where a study speaks of a theme.",
        'alt.Chart(findings).mark_square(size=150).encode(x="study:N", y="theme:N"), and a title that fits.',
    ),
    right="The chart says which study speaks of which theme, and nothing about how much.",
)
def mend_the_chart(fixed: object) -> None:
    """Check that a chart shows themes by study and draws no count.

    Parameters
    ----------
    fixed : altair chart, or its specification as a dict
        Themes and studies as names; no length, place, size, colour or number stands for a count.

    Returns
    -------
    Result
        Right, or the likely mistake. Columns: tables ``mdt_findings`` and ``mdt_reference_coding``.

    Examples
    --------
    >>> mend_the_chart({"mark": "square", "encoding": {"y": {"field": "theme", "type": "nominal"}}}).message
    'The chart does not show the column study, so nobody sees who said it. Encode it.'
    """
    refuse_blank(fixed, "fixed", "a chart")
    spec = chart(fixed, "fixed")
    channels = list(_views(spec))
    _refuse_transforms(spec)
    still = _still(spec, channels)
    for channel in channels:
        _refuse_counts(spec, channel, still)
    fields = {channel.field for channel in channels if channel.name not in UNSEEN}
    for field, why in (("theme", "what was said"), ("study", "who said it")):
        if field not in fields:
            raise Mistake(f"The chart does not show the column {field}, so nobody sees {why}. Encode it.")
    marks = {channel.mark for channel in channels} & LENGTHS
    if marks:
        raise Mistake(
            f"A {min(marks)} is read as an amount by its extent. Take squares, points or text instead."
        )
    _refuse_claims(spec)


class Cell(NamedTuple):
    """A cell of the convergence matrix that the learner codes.

    Parameters
    ----------
    letter, theme, study : str
        Its name in the exercise, its statement and its study.
    also : str
        A code that can be defended beside that of the reference, or nothing.
    """

    letter: str
    theme: str
    study: str
    also: str = ""


CELLS = (
    Cell("a", "Members challenge each other", "observations"),
    Cell("b", "The teams are valued", "patients"),
    Cell("c", "The teams join up care", "frontline", also="agree"),
    Cell("d", "Patients speak of the team", "patients", also="partial"),
)
"""Three findings in four cells; the reason for a second code stands in the task's right answer."""

CODE_WORDS = {
    "agrees": "agree",
    "agreement": "agree",
    "partly": "partial",
    "partially": "partial",
    "partial agreement": "partial",
    "partly agree": "partial",
    "agree in part": "partial",
    "agrees in part": "partial",
    "silence": "silent",
    "dissonance": "dissonant",
    "dissonent": "dissonant",
    **{code[0]: code for code in mdt.CODES},
}
"""Other words for a code, and the first letters that the lesson's grid takes."""

MEANS = {
    "agree": "'agree' needs a finding that supports the statement",
    "partial": "'partial' needs a finding that supports a part of the statement or sets it a limit",
    "silent": "'silent' says that no finding bears on the statement",
    "dissonant": "'dissonant' needs a finding that goes against the statement",
}


def _letter(label: object) -> str | None:
    """Return the letter of the cell that a label names: by letter, by statement, or both with study."""
    text = " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
    text = text.casefold().strip()
    by_letter = re.fullmatch(r"(?:cell )?([a-d])", text)
    if by_letter:
        return by_letter[1]
    return next((cell.letter for cell in CELLS if cell.theme.casefold() in text), None)


def _coded(value: object) -> dict[str, object]:
    """Read codes by letter from a dict, a Series, a frame (long or a matrix) or four in order."""
    refuse_blank(value, "codes", "a code for each of the four cells")
    if isinstance(value, pd.DataFrame):
        value = _from_frame(value)
    if isinstance(value, list | tuple | np.ndarray):
        if len(value) != len(CELLS):
            raise Mistake(f"codes holds {len(value)} codes, and there are four cells, a to d.")
        value = dict(zip("abcd", value, strict=True))
    if not isinstance(value, Mapping | pd.Series):
        raise Mistake("codes should say which code belongs to which cell: a dict with the letters a to d.")
    labels = list(islice(value.items(), 99))
    if {str(label) for label, _ in labels} == set("0123"):
        labels = [("abcd"[int(str(label))], code) for label, code in labels]
    found = {letter: code for label, code in labels if (letter := _letter(label))}
    if labels and not found:
        raise Mistake(f"codes has no cell a to d; its first label is {str(labels[0][0])[:30]!r}.")
    return found


def _from_frame(frame: pd.DataFrame) -> object:
    if frame.empty:
        raise Mistake("codes is an empty table. Give one code for each of the cells a to d.")
    if "code" not in frame.columns and {"observations", "frontline", "patients"} <= set(frame.columns):
        rows = frame.set_index("theme") if "theme" in frame.columns else frame
        return {cell.letter: rows.loc[cell.theme, cell.study] for cell in CELLS if cell.theme in rows.index}
    if {"theme", "study", "code"} <= set(frame.columns):
        keys = zip(frame["theme"].astype(str), frame["study"].astype(str), strict=True)
        given = dict(zip(keys, frame["code"], strict=True))
        return {cell.letter: given[cell[1:3]] for cell in CELLS if cell[1:3] in given}
    if "code" not in frame.columns and len(frame.columns) > 2:  # noqa: PLR2004 - a letter and its code
        raise Mistake("codes is a table without a column of codes. Call that column code.")
    coded = frame["code"] if "code" in frame.columns else frame.iloc[:, -1]
    letters = [name for name in frame.columns if all(_letter(cell) for cell in frame[name])]
    return coded.set_axis(pd.Index(frame[letters[0]])) if letters else coded


def _code(value: object, cell: Cell) -> str:
    refuse_blank(value, f"codes[{cell.letter!r}]", "one of the four codes")
    text = words(value, f"codes[{cell.letter!r}]")
    code = CODE_WORDS.get(text, text)
    if code not in mdt.CODES:
        raise Mistake(f"codes[{cell.letter!r}] is {text[:30]!r}. The codes are {', '.join(mdt.CODES)}.")
    return code


def _accepted(cell: Cell) -> set[str]:
    return {mdt.reference()[cell.theme, cell.study], cell.also} - {""}


def _why_not(cell: Cell, code: str) -> str:
    return f"Cell {cell.letter}: {MEANS[code]}. {mdt.reason(cell.theme, cell.study)}"


@task(
    "04.3-code-findings",
    hints=(
        "Read the finding, then the statement. Does the study say anything on just this statement?",
        "No finding on the statement: silent. One against it: dissonant. One on a part of it: partial.",
        "That many did not mention the team is no verdict on its value (b), but it bears on d.",
    ),
    right="Your codes can be defended. In c 'agree' is as good as 'partial': holistic care and shared "
    "responsibility may be taken for joined-up care, or for a part of it. In d 'partial' is as good as "
    "'dissonant': many did not mention the team, so perhaps some did. In a and b only one code can stand.",
)
def code_findings(codes: object) -> None:
    """Check the codes of four cells; where two codes can be defended, both are right.

    Parameters
    ----------
    codes : dict, Series, frame, or list in the order a to d
        ``"agree"``, ``"partial"``, ``"silent"`` or ``"dissonant"`` by cell.

    Returns
    -------
    Result
        Right, or why a code cannot stand. Expected values: table ``mdt_reference_coding``.

    Examples
    --------
    >>> code_findings(["silent"] * 4).message
    "Every cell is coded 'silent'. Judge each one by its own finding and statement."
    """
    read = _coded(codes)
    missing = [cell.letter for cell in CELLS if cell.letter not in read]
    if missing:
        raise Mistake(f"codes has no code for {', '.join(missing)}. There are four cells, a to d.")
    found = {cell: _code(read[cell.letter], cell) for cell in CELLS}
    given = set(found.values())
    if len(given) == 1:
        raise Mistake(
            f"Every cell is coded {given.pop()!r}. Judge each one by its own finding and statement."
        )
    wrong = [_why_not(cell, code) for cell, code in found.items() if code not in _accepted(cell)]
    if wrong:
        raise Mistake(" ".join(wrong))


FIRST = ("silent",) * 8 + ("agree",) * 3 + ("partial",)
SECOND = ("silent",) * 4 + ("agree",) * 3 + ("partial",) + ("agree",) * 3 + ("partial",)
"""Two made-up codings of twelve cells. The second coder writes silent half as often."""


class Kappa(NamedTuple):
    """Cohen's kappa and its two ingredients, as shares.

    Parameters
    ----------
    same, by_chance, kappa : float
        Share of equal cells, the share that chance would give, and what is left beyond chance.
    """

    same: float
    by_chance: float
    kappa: float


@cache
def _kappa() -> Kappa:
    n = len(FIRST)
    same = sum(one == other for one, other in zip(FIRST, SECOND, strict=True)) / n
    chance = sum(FIRST.count(code) * SECOND.count(code) for code in set(FIRST)) / n**2
    return Kappa(same, chance, estimate.cohens_kappa(FIRST, SECOND))


def _share(value: object, name: str) -> float:
    """Read a share; a text with a per cent sign is divided by 100."""
    found = number(value, name)
    return found / 100 if isinstance(value, str) and value.strip().endswith("%") else found


def _chance_slips() -> Iterator[tuple[float, str]]:
    n, codes = len(FIRST), sorted(set(FIRST))
    one, other = ([side.count(code) / n for code in codes] for side in (FIRST, SECOND))
    yield 1 / len(codes), "by_chance takes every code for equally likely. Use how often each coder used it."
    yield 1 / len(mdt.CODES), "by_chance is one in four. Use how often each coder used each code."
    yield sum(a * a for a in one), "by_chance uses the first coder twice. Multiply the first by the second."
    yield (
        sum(b * b for b in other),
        "by_chance uses the second coder twice. Multiply the first by the second.",
    )
    pooled = sum(((a + b) / 2) ** 2 for a, b in zip(one, other, strict=True))
    yield (
        pooled,
        "by_chance puts the coders together before multiplying. In Cohen's kappa each keeps his habits.",
    )
    yield one[-1] * other[-1], "by_chance has silent alone. Add the same product for every other code."
    yield (
        sum(a + b for a, b in zip(one, other, strict=True)),
        "by_chance adds shares. Multiply the two, then add up.",
    )
    yield _kappa().same, "by_chance is the share of equal cells. It asks what blind coders would reach."
    yield 1 - _kappa().by_chance, "by_chance is the chance of different codes. Take that from one."


@task(
    "04.3-kappa",
    hints=(
        "Look at how often each coder used each code: two who often write silent often agree by chance.",
        "For each code multiply the two coders' shares, and add up the products. Then subtract and divide.",
        "by_chance = (one * two).sum(); kappa is (same - by_chance) divided by (1 - by_chance).",
    ),
    right="Two in three cells are the same, and yet less than half of what chance leaves open was reached.",
)
def kappa(same: object, by_chance: object, kappa: object) -> None:
    """Check Cohen's kappa and its two ingredients for two made-up codings.

    Parameters
    ----------
    same : float
        Share of cells with the same code, from 0 to 1.
    by_chance : float
        Share that chance would give, from 0 to 1.
    kappa : float
        Cohen's kappa.

    Returns
    -------
    Result
        Right, or the likely mistake. Expected values: worked out from the two made-up codings.

    Examples
    --------
    >>> kappa(8, 0.36, 0.48).message
    'same is the number of equal cells. Divide it by all cells.'
    """
    right = _kappa()
    observed = (
        (1 - right.same, "same is the share of cells that differ. Take == instead of !=."),
        (right.same * len(FIRST), "same is the number of equal cells. Divide it by all cells."),
        (right.kappa, "same is already corrected for chance. Give the plain share first."),
        (right.by_chance, "same is what chance would give. Compare the cells one by one."),
    )
    expect_number(_share(same, "same"), right.same, "same", within=HUNDREDTH, mistakes=observed)
    chance = _share(by_chance, "by_chance")
    expect_number(chance, right.by_chance, "by_chance", within=HUNDREDTH, mistakes=_chance_slips())
    above = right.same - right.by_chance
    beyond = (
        (right.same, "kappa is the share of equal cells. Take chance out of it."),
        (above, "kappa is what lies above chance. Divide by what could lie above it."),
        (above / right.same, "kappa is divided by same. Divide by 1 - by_chance."),
        (above / right.by_chance, "kappa is divided by by_chance. Divide by 1 - by_chance."),
        (
            right.same - right.by_chance / (1 - right.by_chance),
            "kappa lacks brackets: subtract first, then divide.",
        ),
        (above / 1 - right.by_chance, "kappa lacks brackets round 1 - by_chance."),
    )
    expect_number(_share(kappa, "kappa"), right.kappa, "kappa", within=HUNDREDTH, mistakes=beyond)
