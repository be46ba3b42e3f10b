"""Answers to the exercise of lesson 04, right ones in many shapes and wrong ones by their mistake."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from answers import Answers

import pioneer_data as pioneers
from pioneer_data import mdt
from pioneer_data.checks.mdt import FIRST, SECOND

STUDIES: Any = pioneers.mdt_studies().set_index("study")
STUDIES.index = STUDIES.index.astype(str)
FIELD: Any = mdt.fieldwork().set_index("study")
MONTHS: Any = FIELD["months"]
START, END = STUDIES["start_month"], STUDIES["end_month"]
LONG_NAMES = ["Observations of meetings", "Leaders and managers", "Frontline staff", "Patients and carers"]
AUTHORS = STUDIES["citation"].tolist()


def _months(months: object = MONTHS, before: object = ("observations",)) -> dict[str, object]:
    return {"months": months, "before": before}


MONTHS_TASK = Answers(
    right={
        "series and tuple": _months(),
        "list of one": _months(before=["observations"]),
        "one text": _months(before="observations"),
        "capital": _months(before="Observations"),
        "author": _months(before=["Douglas et al. 2022"]),
        "long name": _months(before=["Observations of MDT meetings"]),
        "set": _months(before={"observations"}),
        "index": _months(before=STUDIES.index[END < "2020-03-01"]),
        "filter of the table": _months(before=STUDIES.reset_index().loc[[0], ["study"]]),
        "yes or no by study": _months(before=END < "2020-03-01"),
        "yes or no in a dict": _months(before=dict(END < "2020-03-01")),
        "yes or no in a list": _months(before=[True, False, False, False]),
        "filtered series": _months(before=END[END < "2020-03-01"]),
        "categorical": _months(before=pd.Series(pd.Categorical(["observations"]))),
        "dict": _months(MONTHS.to_dict()),
        "floats": _months(MONTHS.astype(float)),
        "list in order": _months(MONTHS.tolist()),
        "array in order": _months(MONTHS.to_numpy()),
        "other order": _months(MONTHS[::-1]),
        "one-column frame": _months(MONTHS.to_frame()),
        "long frame": _months(MONTHS.rename_axis("study").reset_index()),
        "wide frame": _months(MONTHS.to_frame().T),
        "numbered rows": _months(MONTHS.reset_index(drop=True)),
        "authors": _months(MONTHS.set_axis(AUTHORS)),
        "long names": _months(MONTHS.set_axis(LONG_NAMES)),
        "offsets of pandas": _months(MONTHS.map(pd.offsets.MonthEnd)),
        "text": _months({study: str(n) for study, n in MONTHS.items()}),
        "categorical index": _months(MONTHS.set_axis(pd.CategoricalIndex(MONTHS.index))),
    },
    wrong={
        "last month left out": _months(MONTHS - 1),
        "one too many": _months(MONTHS + 1),
        "sign reversed": _months(-MONTHS),
        "years left out": _months(END.dt.month - START.dt.month + 1),
        "years": _months(END.dt.year - START.dt.year),
        "days": _months((END - START).dt.days),
        "days by thirty": _months((END - START).dt.days / 30),
        "before the pandemic only": _months(FIELD["months_before"]),
        "from the pandemic only": _months(FIELD["months_from"]),
        "a study missing": _months(MONTHS.drop("patients")),
        "two missing": _months(MONTHS.iloc[:2]),
        "one study wrong": _months({**MONTHS, "leaders": 30.5, "patients": 20}),
        "total added": _months({**MONTHS, "Total": int(MONTHS.sum())}),
        "total only": _months(int(MONTHS.sum())),
        "unknown label": _months(MONTHS.set_axis(["w", "x", "y", "z"])),
        "blank": _months(...),
        "NaN": _months(MONTHS.where(MONTHS > 10)),
        "text answer": _months("many"),
        "function": _months(mdt.fieldwork),
        "whole table": _months(STUDIES),
        "before: began in time": _months(before=list(MONTHS.index)),
        "before: turned round": _months(before=["leaders", "frontline", "patients"]),
        "before: one too many": _months(before=["observations", "patients"]),
        "before: none": _months(before=[]),
        "before: no study": _months(before=["Keeble"]),
        "before: number": _months(before=1),
        "before: blank": _months(before=...),
    },
)

SIZE = (
    STUDIES["n_main"].astype(str)
    + " "
    + STUDIES["n_main_unit"]
    + ", "
    + STUDIES["n_other"].astype(str)
    + " "
    + STUDIES["n_other_unit"]
)
TABLE = pd.DataFrame({"method": STUDIES["method"], "size": SIZE, "months": MONTHS})
SPLIT: Any = STUDIES[["method", "n_main", "n_main_unit", "n_other", "n_other_unit"]].assign(months=MONTHS)
SWAPPED = TABLE.assign(
    size=STUDIES["n_other"].astype(str)
    + " "
    + STUDIES["n_main_unit"]
    + ", "
    + STUDIES["n_main"].astype(str)
    + " "
    + STUDIES["n_other_unit"]
)
ONE_UNIT = {"patients": "44 patients, 15 people"}


def _table(table: object) -> dict[str, object]:
    return {"study_table": table}


STUDY_TABLE = Answers(
    right={
        "frame": _table(TABLE),
        "other order of rows": _table(TABLE[::-1]),
        "other order of columns": _table(TABLE[["months", "size", "method"]]),
        "study as a column": _table(TABLE.rename_axis("study").reset_index()),
        "capital column names": _table(TABLE.rename(columns=str.capitalize)),
        "studies as columns": _table(TABLE.T),
        "categorical study": _table(TABLE.rename_axis("study").reset_index().astype({"study": "category"})),
        "long names": _table(TABLE.set_axis(LONG_NAMES)),
        "authors": _table(TABLE.set_axis(AUTHORS)),
        "dict of columns": _table({name: TABLE[name].to_dict() for name in TABLE}),
        "list of rows": _table(TABLE.rename_axis("study").reset_index().to_dict("records")),
        "numbers and units in columns of their own": _table(SPLIT),
        "units in brackets": _table(
            TABLE.assign(size=SIZE.str.replace(r"(\d+) ([^,]+)", r"\1 (\2)", regex=True))
        ),
        "teams for MDTs": _table(TABLE.assign(size=SIZE.str.replace("MDTs", "teams"))),
        "joined with and": _table(TABLE.assign(size=SIZE.str.replace(",", " and"))),
        "unit before number": _table(
            TABLE.assign(size=SIZE.str.replace(r"(\d+) ([^,]+)", r"\2: \1", regex=True))
        ),
        "floats": _table(TABLE.assign(months=MONTHS.astype(float))),
        "months with their unit": _table(TABLE.assign(months=MONTHS.astype(str) + " months")),
        "months as text": _table(TABLE.assign(months=MONTHS.astype(str))),
        "more columns": _table(STUDIES.assign(size=SIZE, months=MONTHS)),
        "two columns of sizes": _table(
            TABLE.drop(columns="size").assign(
                main=SIZE.str.split(", ").str[0], other=SIZE.str.split(", ").str[1]
            )
        ),
    },
    wrong={
        "no units": _table(
            TABLE.assign(size=STUDIES["n_main"].astype(str) + ", " + STUDIES["n_other"].astype(str))
        ),
        "main number only": _table(TABLE.assign(size=SIZE.str.split(", ").str[0])),
        "other number only": _table(TABLE.assign(size=SIZE.str.split(", ").str[1])),
        "numbers swapped": _table(SWAPPED),
        "one unit wrong": _table(
            TABLE.assign(size=SIZE.where(SIZE.index != "patients", ONE_UNIT["patients"]))
        ),
        "one number wrong": _table(TABLE.assign(size=SIZE.str.replace("28", "22"))),
        "no sizes": _table(TABLE.drop(columns="size")),
        "no method": _table(TABLE.drop(columns="method")),
        "methods turned round": _table(TABLE.assign(method=TABLE["method"].tolist()[::-1])),
        "no months": _table(TABLE.drop(columns="months")),
        "months one short": _table(TABLE.assign(months=MONTHS - 1)),
        "months before only": _table(TABLE.assign(months=FIELD["months_before"])),
        "a study missing": _table(TABLE.drop("patients")),
        "a row of totals": _table(pd.concat([TABLE, TABLE.iloc[[0]].set_axis(["total"])])),
        "twice": _table(pd.concat([TABLE, TABLE])),
        "one series": _table(SIZE),
        "blank": _table(...),
        "function": _table(pioneers.mdt_studies),
    },
)


def _chart_read(
    together: object = ("Nov 2019", "Feb 2020"), months: object = 4, mostly: object = "patients"
) -> dict[str, object]:
    return {"together": together, "together_months": months, "mostly_after": mostly}


TIMELINE = Answers(
    right={
        "as the chart": _chart_read(),
        "list": _chart_read(["Nov 2019", "Feb 2020"]),
        "iso": _chart_read(["2019-11", "2020-02"]),
        "full names": _chart_read(["November 2019", "February 2020"]),
        "timestamps": _chart_read([pd.Timestamp("2019-11-01"), pd.Timestamp("2020-02-01")]),
        "last day": _chart_read(["2019-11-01", "2020-02-29"]),
        "periods": _chart_read([pd.Period("2019-11"), pd.Period("2020-02")]),
        "numpy dates": _chart_read(np.array(["2019-11", "2020-02"], dtype="datetime64[M]")),
        "series": _chart_read(pd.Series(["2019-11", "2020-02"])),
        "dict": _chart_read({"first": "Nov 2019", "last": "Feb 2020"}),
        "every month": _chart_read(["Nov 2019", "Dec 2019", "Jan 2020", "Feb 2020"]),
        "range of dates": _chart_read(pd.date_range("2019-11-01", "2020-02-01", freq="MS")),
        "one text": _chart_read("Nov 2019, Feb 2020"),
        "float": _chart_read(months=4.0),
        "text": _chart_read(months="4"),
        "numpy": _chart_read(months=np.int64(4)),
        "series of one": _chart_read(months=pd.Series([4])),
        "capital": _chart_read(mostly="Patients"),
        "list of one study": _chart_read(mostly=["patients"]),
        "author": _chart_read(mostly="Durand et al. 2024"),
        "long name": _chart_read(mostly="patients and carers"),
    },
    wrong={
        "any study": _chart_read(["Oct 2018", "Apr 2021"]),
        "to the line": _chart_read(["Nov 2019", "Mar 2020"]),
        "end of patients": _chart_read(["Nov 2019", "Mar 2021"]),
        "one year on": _chart_read(["Nov 2019", "Feb 2021"]),
        "wrong year": _chart_read(["Nov 2018", "Feb 2019"]),
        "from observations": _chart_read(["Jun 2019", "Feb 2020"]),
        "turned round": _chart_read(["Feb 2020", "Nov 2019"]),
        "one month": _chart_read(["Nov 2019"]),
        "a month left out": _chart_read(["Nov 2019", "Dec 2019", "Feb 2020"]),
        "no year": _chart_read(["November", "February"]),
        "no month": _chart_read(["autumn", "winter"]),
        "half filled": _chart_read(["Nov 2019", ...]),
        "number": _chart_read(4),
        "one end missing": _chart_read(months=3),
        "one too many": _chart_read(months=5),
        "all months": _chart_read(months=85),
        "NaN": _chart_read(months=math.nan),
        "months blank": _chart_read(months=...),
        "leaders": _chart_read(mostly="leaders"),
        "frontline": _chart_read(mostly="frontline"),
        "observations": _chart_read(mostly="observations"),
        "three": _chart_read(mostly=["leaders", "frontline", "patients"]),
        "no study": _chart_read(mostly="P1"),
        "mostly blank": _chart_read(mostly=None),
        "blank": _chart_read(...),
    },
)

PEOPLE: dict[str, int] = mdt.people()
TEAMS: Any = pioneers.mdt_sites().set_index("pioneer")["mdts"]
SERIES: Any = pd.Series(PEOPLE)


def _count(people: object = SERIES, teams: object = TEAMS, all_teams: object = 11) -> dict[str, object]:
    return {"people": people, "teams": teams, "all_teams": all_teams}


def _without(kind: str) -> dict[str, int]:
    return {name: n for name, n in PEOPLE.items() if name != kind}


COUNTED = Answers(
    right={
        "series": _count(),
        "dict": _count(PEOPLE),
        "numpy": _count({kind: np.int64(n) for kind, n in PEOPLE.items()}),
        "floats": _count(SERIES.astype(float)),
        "other order": _count(SERIES[::-1]),
        "frame": _count(SERIES.to_frame("n")),
        "long frame": _count(SERIES.rename_axis("kind").reset_index(name="n")),
        "wide frame": _count(SERIES.to_frame().T),
        "short names": _count(SERIES.set_axis(["leaders", "frontline", "patients", "carers"])),
        "capitals": _count(SERIES.rename(str.capitalize)),
        "categorical": _count(SERIES.set_axis(pd.CategoricalIndex(SERIES.index))),
        "texts": _count({kind: str(n) for kind, n in PEOPLE.items()}),
        "teams as dict": _count(teams={"P1": 8, "P2": 3}),
        "teams as list": _count(teams=[8, 3]),
        "teams by full name": _count(teams={"Pioneer 1": 8, "Pioneer 2": 3}),
        "teams by setting": _count(teams=TEAMS.set_axis(["urban", "mixed urban/rural"])),
        "teams in other order": _count(teams=TEAMS[::-1]),
        "teams as frame": _count(teams=pioneers.mdt_sites()[["pioneer", "mdts"]]),
        "table of sites": _count(teams=pioneers.mdt_sites()),
        "teams by number": _count(teams={1: 8, 2: 3}),
        "sum of a series": _count(all_teams=TEAMS.sum()),
        "list of pairs": _count(list(PEOPLE.items())),
        "float": _count(all_teams=11.0),
        "series of one": _count(all_teams=pd.Series([11])),
        "frame of one": _count(all_teams=pd.DataFrame({"teams": [11]})),
        "text": _count(all_teams="11"),
    },
    wrong={
        "as given": _count(STUDIES["n_main"], STUDIES.loc[STUDIES["n_other_unit"] == "MDTs", "n_other"], 22),
        "interviews for people": _count({**PEOPLE, "leaders and managers": 32}),
        "carers left out": _count(_without("informal carers")),
        "leaders left out": _count(_without("leaders and managers")),
        "patients with carers": _count({**_without("patients"), "patients": 59}),
        "one group of both": _count({"leaders": 25, "frontline staff": 54, "patients and carers": 59}),
        "with a total": _count({**PEOPLE, "total": 138}),
        "one total": _count(138),
        "list without labels": _count(list(PEOPLE.values())),
        "other people": _count({**PEOPLE, "commissioners": 5}),
        "staff turned round": _count({**PEOPLE, "frontline staff": 44}),
        "NaN": _count({**PEOPLE, "patients": math.nan}),
        "blank": _count(...),
        "whole table": _count(STUDIES),
        "function": _count(mdt.people),
        "teams turned round": _count(teams={"P1": 3, "P2": 8}),
        "teams of the studies": _count(teams={"observations": 11, "frontline": 11}),
        "teams as one number": _count(teams=11),
        "teams wrong": _count(teams={"P1": 8, "P2": 4}),
        "teams with a total": _count(teams={"P1": 8, "P2": 3, "total": 11}),
        "teams blank": _count(teams=...),
        "twice": _count(all_teams=22),
        "meetings": _count(all_teams=28),
        "pioneers": _count(all_teams=2),
        "one pioneer": _count(all_teams=8),
        "the other": _count(all_teams=3),
        "average": _count(all_teams=5.5),
        "all teams blank": _count(all_teams=...),
    },
)

FINDINGS: Any = pioneers.mdt_findings().drop(columns="locator")
CODING: Any = pioneers.mdt_reference_coding()
PLACES: Any = FINDINGS.drop_duplicates(["study", "theme"])
COUNTS: Any = FINDINGS.groupby(["study", "theme"], observed=True).size().reset_index(name="n")
SHARES: Any = COUNTS.assign(share=COUNTS["n"] / COUNTS["n"].sum())
BASE = alt.Chart(FINDINGS)
X, Y = "study:N", "theme:N"


def _fixed(drawing: object) -> dict[str, object]:
    return {"fixed": drawing}


def _counted(channel: str) -> dict[str, object]:
    """Return circles by theme and study of which one channel counts."""
    return _fixed(BASE.mark_circle().encode(x=X, y=Y, **{channel: "count()"}))


ALTERED = {
    "leaflet": BASE.mark_bar().encode(x=alt.X("count():Q", title="Importance"), y=Y),
}

CHART = Answers(
    right={
        "squares": _fixed(BASE.mark_square().encode(x=X, y=Y)),
        "axes exchanged": _fixed(BASE.mark_point(filled=True).encode(x=Y, y=X)),
        "rectangles": _fixed(alt.Chart(PLACES).mark_rect(stroke="white").encode(x=X, y=Y)),
        "circles coloured by study": _fixed(BASE.mark_circle().encode(x=X, y=Y, color=X)),
        "ticks": _fixed(BASE.mark_tick().encode(x=X, y=Y)),
        "shapes": _fixed(BASE.mark_point().encode(x=X, y=Y, shape="kind:N")),
        "crosses as text": _fixed(alt.Chart(PLACES).mark_text(text="x").encode(x=X, y=Y)),
        "number of the bullet": _fixed(BASE.mark_text().encode(x=X, y=Y, text="number:N")),
        "the findings themselves": _fixed(
            BASE.mark_text().encode(y="finding:N", row=Y, column=X, text="finding:N")
        ),
        "reference coding": _fixed(alt.Chart(CODING).mark_rect().encode(x=X, y=Y, color="code:N")),
        "coding as text": _fixed(alt.Chart(CODING).mark_text().encode(x=X, y=Y, text="code:N")),
        "layers": _fixed(BASE.mark_rect(color="white").encode(x=X, y=Y) + BASE.mark_point().encode(x=X, y=Y)),
        "facets": _fixed(BASE.mark_point().encode(y=Y).facet("study:N")),
        "columns": _fixed(BASE.mark_point().encode(y=Y, column=X)),
        "tooltip": _fixed(BASE.mark_square().encode(x=X, y=Y, tooltip=["finding", "number"])),
        "titles": _fixed(BASE.mark_square().encode(x=X, y=Y).properties(title="Who speaks of what")),
        "title denies": _fixed(
            BASE.mark_square().encode(x=X, y=Y).properties(title="Who spoke, not how important")
        ),
        "a dict": lambda: _fixed(BASE.mark_square().encode(x=X, y=Y).to_dict()),
        "ordinal": _fixed(BASE.mark_square().encode(x="study:O", y="theme:O")),
        "selected colour": _fixed(
            BASE.mark_square().encode(
                x=X,
                y=Y,
                color=alt.condition(alt.datum.study == "patients", alt.value("red"), alt.value("grey")),
            )
        ),
        "present or not, as 0 and 1": _fixed(
            alt.Chart(PLACES.assign(present=1)).mark_rect().encode(x=X, y=Y, color="present:N")
        ),
        "present or not": _fixed(
            alt.Chart(CODING.assign(speaks=CODING["code"] != "silent"))
            .mark_rect()
            .encode(x=X, y=Y, color="speaks:N")
        ),
        "two side by side": _fixed(
            alt.hconcat(BASE.mark_square().encode(x=X, y=Y), BASE.mark_point().encode(x="kind:N", y=Y))
        ),
    },
    wrong={
        "leaflet": _fixed(ALTERED["leaflet"]),
        "new title only": _fixed(
            BASE.mark_bar().encode(x=Y, y="count()").properties(title="Findings by theme")
        ),
        "points at the count": _fixed(BASE.mark_point().encode(x="count()", y=Y)),
        "split by study": _fixed(BASE.mark_bar().encode(x="count()", y=Y, color=X)),
        "shares of a bar": _fixed(
            BASE.mark_bar().encode(x=alt.X("count()", stack="normalize"), y=X, color=Y)
        ),
        "retitled only": _fixed(
            ALTERED["leaflet"].encode(x="count():Q").properties(title="Findings by theme")
        ),
        "mean": _fixed(BASE.mark_bar().encode(x="mean(number)", y=Y)),
        "size": _counted("size"),
        "colour": _counted("color"),
        "opacity": _counted("opacity"),
        "text": _fixed(BASE.mark_text().encode(x=X, y=Y, text="count()")),
        "pie": _fixed(BASE.mark_arc().encode(theta="count()", color=Y)),
        "coloured by a count made before": _fixed(
            alt.Chart(COUNTS).mark_rect().encode(x=X, y=Y, color="n:Q")
        ),
        "the same as a category": _fixed(alt.Chart(COUNTS).mark_circle().encode(x=X, y=Y, size="n:O")),
        "shares": _fixed(alt.Chart(SHARES).mark_bar().encode(x="share:Q", y=Y, color=X)),
        "shares as text": _fixed(alt.Chart(SHARES).mark_text().encode(x=X, y=Y, text="share:Q")),
        "number as an amount": _fixed(BASE.mark_point().encode(x="number:Q", y=Y, color=X)),
        "transform": _fixed(
            BASE.transform_aggregate(n="count()", groupby=["theme"]).mark_bar().encode(x="n:Q", y=Y)
        ),
        "text of counts made before": _fixed(
            alt.Chart(COUNTS.astype({"n": str})).mark_text().encode(x=X, y=Y, text="n:N")
        ),
        "transform in a layer": _fixed(
            alt.layer(
                BASE.transform_window(place="row_number()", groupby=["theme"]).mark_point().encode(x=X, y=Y)
            )
        ),
        "no study": _fixed(BASE.mark_square().encode(y=Y)),
        "no theme": _fixed(BASE.mark_square().encode(x=X)),
        "bars without a count": _fixed(BASE.mark_bar().encode(x=X, y=Y)),
        "still important": _fixed(BASE.mark_square().encode(x=X, y=Y).properties(title="What is important")),
        "matters most": _fixed(
            BASE.mark_square().encode(x=X, y=alt.Y(Y, title="What matters most")).properties(title="Themes")
        ),
        "no chart": _fixed(COUNTS),
        "blank": _fixed(...),
        "function": _fixed(lambda: BASE),
        "error": _fixed(ValueError("wrong")),
    },
)

GOOD = {"a": "dissonant", "b": "silent", "c": "partial", "d": "dissonant"}
CELLS = {
    ("Members challenge each other", "observations"): "a",
    ("The teams are valued", "patients"): "b",
    ("The teams join up care", "frontline"): "c",
    ("Patients speak of the team", "patients"): "d",
}
LONG = pd.DataFrame([{"theme": cell[0], "study": cell[1], "code": GOOD[key]} for cell, key in CELLS.items()])


def _codes(codes: object = None, **changes: object) -> dict[str, object]:
    return {"codes": {**GOOD, **changes} if codes is None else codes}


CODED = Answers(
    right={
        "dict": _codes(),
        "c as agree": _codes(c="agree"),
        "d as partial": _codes(d="partial"),
        "both": _codes(c="agree", d="partial"),
        "series": _codes(pd.Series(GOOD)),
        "categorical": _codes(pd.Series(GOOD).astype("category")),
        "list in order": _codes(list(GOOD.values())),
        "array in order": _codes(np.array(list(GOOD.values()))),
        "tuple": _codes(tuple(GOOD.values())),
        "numbered series": _codes(pd.Series(list(GOOD.values()))),
        "other order": _codes(dict(reversed(GOOD.items()))),
        "capital letters": _codes({key.upper(): code.upper() for key, code in GOOD.items()}),
        "capitals": _codes({key: code.capitalize() for key, code in GOOD.items()}),
        "spaces": _codes({f"cell {key}": f" {code} " for key, code in GOOD.items()}),
        "theme and study": _codes({cell: GOOD[key] for cell, key in CELLS.items()}),
        "themes": _codes({cell[0]: GOOD[key] for cell, key in CELLS.items()}),
        "frame with letters": _codes(pd.Series(GOOD, name="code").rename_axis("cell").reset_index()),
        "frame by letter": _codes(pd.Series(GOOD, name="code").to_frame()),
        "frame of themes and studies": _codes(LONG),
        "matrix": _codes(mdt.convergence()),
        "reference coding": _codes(pioneers.mdt_reference_coding()),
        "nouns": _codes(a="dissonance", b="silence", c="partly", d="dissonance"),
        "first letters": _codes(list("dspd")),
        "lists of one": _codes({key: [code] for key, code in GOOD.items()}),
    },
    wrong={
        "a agree": _codes(a="agree"),
        "a partial": _codes(a="partial"),
        "a silent": _codes(a="silent"),
        "b agree": _codes(b="agree"),
        "b partial": _codes(b="partial"),
        "b dissonant": _codes(b="dissonant"),
        "c silent": _codes(c="silent"),
        "c dissonant": _codes(c="dissonant"),
        "d agree": _codes(d="agree"),
        "d silent": _codes(d="silent"),
        "two wrong": _codes(a="agree", b="dissonant"),
        "silence taken for disagreement": _codes(b="dissonant", c="dissonant", d="partial"),
        "all silent": _codes(dict.fromkeys(GOOD, "silent")),
        "all agree": _codes(dict.fromkeys(GOOD, "agree")),
        "all dissonant": _codes(dict.fromkeys(GOOD, "dissonant")),
        "no code": _codes(a="negative"),
        "number": _codes(a=1),
        "one missing": _codes({key: GOOD[key] for key in "abc"}),
        "three in order": _codes(list(GOOD.values())[:3]),
        "one blank": _codes(c=...),
        "b None": _codes(b=None),
        "one text": _codes("silent"),
        "other cells": _codes({"x": "agree", "y": "silent"}),
        "blank": _codes(...),
        "function": _codes(mdt.reference),
        "findings": _codes(pioneers.mdt_findings()),
    },
)

ONE, TWO = pd.Series(FIRST), pd.Series(SECOND)
OFTEN, OTHER = ONE.value_counts(normalize=True), TWO.value_counts(normalize=True)
SAME: Any = (ONE == TWO).mean()
CHANCE: Any = (OFTEN * OTHER).sum()
KAPPA = (SAME - CHANCE) / (1 - CHANCE)


def _kappa(same: object = SAME, by_chance: object = CHANCE, kappa: object = KAPPA) -> dict[str, object]:
    return {"same": same, "by_chance": by_chance, "kappa": kappa}


POOLED = ((OFTEN + OTHER) / 2).pow(2).sum()

AGREED = Answers(
    right={
        "numpy": _kappa(),
        "floats": _kappa(float(SAME), float(CHANCE), float(KAPPA)),
        "two decimals": _kappa(round(SAME, 2), round(CHANCE, 2), round(KAPPA, 2)),
        "three decimals": _kappa(round(SAME, 3), round(CHANCE, 3), round(KAPPA, 3)),
        "fractions": _kappa(8 / 12, 52 / 144, 44 / 92),
        "series of one": _kappa(kappa=pd.Series([KAPPA])),
        "frame of one": _kappa(kappa=pd.DataFrame({"kappa": [KAPPA]})),
        "lists of one": _kappa([SAME], [CHANCE], [KAPPA]),
        "dict of one": _kappa({"same": SAME}, {"chance": CHANCE}, {"kappa": KAPPA}),
        "texts": _kappa("0.67", "0.36", "0.48"),
        "with a per cent sign": _kappa("66.7%", "36.1%", KAPPA),
        "array": _kappa(np.array(SAME), np.array([CHANCE]), np.array([[KAPPA]])),
        "float noise": _kappa(SAME + 1e-12, CHANCE - 1e-12, KAPPA + 1e-12),
    },
    wrong={
        "the share that differs": _kappa(1 - SAME),
        "number of cells": _kappa(8),
        "per cent": _kappa(100 * SAME),
        "kappa for same": _kappa(KAPPA),
        "chance for same": _kappa(CHANCE),
        "same rounded too early": _kappa(0.7),
        "cells by cells": _kappa(ONE == TWO),
        "same is True": _kappa(same=True),
        "a third": _kappa(by_chance=1 / 3),
        "a quarter": _kappa(by_chance=0.25),
        "first coder twice": _kappa(by_chance=OFTEN.pow(2).sum()),
        "second coder twice": _kappa(by_chance=OTHER.pow(2).sum()),
        "coders pooled": _kappa(by_chance=POOLED),
        "silent alone": _kappa(by_chance=OFTEN["silent"] * OTHER["silent"]),
        "added": _kappa(by_chance=(OFTEN + OTHER).sum()),
        "same for chance": _kappa(by_chance=SAME),
        "not by chance": _kappa(by_chance=1 - CHANCE),
        "products not added": _kappa(by_chance=OFTEN * OTHER),
        "chance in per cent": _kappa(by_chance=100 * CHANCE),
        "chance blank": _kappa(by_chance=...),
        "same for kappa": _kappa(kappa=SAME),
        "not divided": _kappa(kappa=SAME - CHANCE),
        "divided by same": _kappa(kappa=(SAME - CHANCE) / SAME),
        "divided by chance": _kappa(kappa=(SAME - CHANCE) / CHANCE),
        "no brackets above": _kappa(kappa=SAME - CHANCE / (1 - CHANCE)),
        "no brackets below": _kappa(kappa=(SAME - CHANCE) / 1 - CHANCE),
        "sign reversed": _kappa(kappa=-KAPPA),
        "kappa in per cent": _kappa(kappa=100 * KAPPA),
        "rounded on the way": _kappa(kappa=(0.67 - 0.36) / (1 - 0.36)),
        "NaN": _kappa(kappa=math.nan),
        "text": _kappa(kappa="moderate"),
        "kappa blank": _kappa(kappa=...),
        "the data": _kappa(kappa=ONE),
        "a lone kappa": _kappa(None, None, KAPPA),
    },
)

ANSWERS: dict[str, Answers] = {
    "04.1-months": MONTHS_TASK,
    "04.1-study-table": STUDY_TABLE,
    "04.1-read-the-timeline": TIMELINE,
    "04.2-count-people": COUNTED,
    "04.2-mend-the-chart": CHART,
    "04.3-code-findings": CODED,
    "04.3-kappa": AGREED,
}
