"""Answers to the tasks of exercise 01: right ones in many shapes, and wrong ones by their mistake."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from answers import Answers

import pioneer_data as pioneers
from pioneer_data import programme

INTERVIEWS = pioneers.early_interviews()
ROUNDS = INTERVIEWS.pivot_table("interviewees", "site", "fieldwork_round", aggfunc="sum")
CHANGES = ROUNDS[2] - ROUNDS[1]
BY_ROUND = INTERVIEWS.groupby("fieldwork_round")
TOTALS = BY_ROUND["interviewees"].sum()
FIRST, SECOND = int(TOTALS[1]), int(TOTALS[2])
PCT = 100 * (SECOND - FIRST) / FIRST
SITES = pioneers.sites()
REPORTS = pioneers.site_initiatives()
EARLY_NAMES = SITES.dropna(subset="name_in_early_evaluation").set_index("site")["name_in_early_evaluation"]


def _totals(totals: Any, change_pct: Any = PCT) -> dict[str, Any]:  # noqa: ANN401 - any answer
    return {"totals": totals, "change_pct": change_pct}


TWO_TOTALS = Answers(
    right={
        "as in the solution": _totals(TOTALS),
        "ints and one decimal": _totals({1: FIRST, 2: SECOND}, round(PCT, 1)),
        "labels as text": _totals({"1": float(FIRST), "2": float(SECOND)}, f"{PCT:.1f}%"),
        "list in order": _totals([FIRST, SECOND], np.float64(PCT)),
        "array": _totals(TOTALS.to_numpy(), pd.Series([PCT])),
        "one-column frame": _totals(TOTALS.to_frame(), pd.DataFrame({"pct": [PCT]})),
        "long frame": _totals(BY_ROUND["interviewees"].sum().reset_index(), [PCT]),
        "frame as_index false": _totals(
            INTERVIEWS.groupby("fieldwork_round", as_index=False)["interviewees"].sum(), {"change": PCT}
        ),
        "wide frame": _totals(TOTALS.to_frame().T, np.array([PCT])),
        "sums of the pivot": _totals(ROUNDS.sum(), f"\N{MINUS SIGN}{-PCT:.2f}"),
        "by period": _totals(INTERVIEWS.groupby("fieldwork_period", observed=True)["interviewees"].sum()),
        "by round and period": _totals(
            INTERVIEWS.groupby(["fieldwork_round", "fieldwork_period"], observed=True)["interviewees"].sum()
        ),
        "the lesson's table": _totals(programme.interview_totals(), PCT + 1e-12),
        "other order": _totals(TOTALS[::-1]),
        "round in words": _totals({"Round 1": FIRST, "Round 2": SECOND}, -59.29),
        "round_1 and round_2": _totals({"round_1": FIRST, "round_2": SECOND}),
        "float labels": _totals(TOTALS.rename({1: 1.0, 2: 2.0})),
        "pairs": _totals([(1, FIRST), (2, SECOND)]),
        "round in a word": _totals({"Round one": FIRST, "Round two": SECOND}, f"{PCT:.1f} per cent"),
        "by first month": _totals(INTERVIEWS.groupby("start_month")["interviewees"].sum()),
        "categorical labels": _totals(TOTALS.set_axis(pd.CategoricalIndex(["1", "2"]))),
    },
    wrong={
        "blank": _totals(..., ...),
        "None": _totals(None),
        "lone constant without table": _totals(FIRST),
        "text for table": _totals("140 and 57"),
        "function": _totals(TOTALS.sum),
        "whole table": _totals(INTERVIEWS),
        "rounds swapped": _totals([SECOND, FIRST]),
        "rows counted": _totals(BY_ROUND.size()),
        "mean of a site": _totals(BY_ROUND["interviewees"].mean()),
        "one round only": _totals({1: FIRST}),
        "largest site": _totals(BY_ROUND["interviewees"].max()),
        "list of three": _totals([FIRST, SECOND, FIRST + SECOND]),
        "sum of both as a third row": _totals({1: FIRST, 2: SECOND, "All": FIRST + SECOND}),
        "no change": _totals(TOTALS, ...),
        "sign": _totals(TOTALS, -PCT),
        "base is the second": _totals(TOTALS, 100 * (SECOND - FIRST) / SECOND),
        "backwards": _totals(TOTALS, 100 * (FIRST - SECOND) / SECOND),
        "what is left": _totals(TOTALS, 100 * SECOND / FIRST),
        "first of second": _totals(TOTALS, 100 * FIRST / SECOND),
        "people": _totals(TOTALS, SECOND - FIRST),
        "people, sign": _totals(TOTALS, FIRST - SECOND),
        "proportion": _totals(TOTALS, PCT / 100),
        "proportion, sign": _totals(TOTALS, 0.59),
        "proportion of what is left": _totals(TOTALS, SECOND / FIRST),
        "mean of sites": _totals(TOTALS, float((100 * CHANGES / ROUNDS[1]).mean())),
        "rounded too early": _totals(TOTALS, -59.0),
        "NaN": _totals(TOTALS, float("nan")),
        "text": _totals(TOTALS, "fell by more than half"),
        "None for the change": _totals(TOTALS, None),
        "table for the change": _totals(TOTALS, ROUNDS),
        "True": _totals(TOTALS, change_pct=True),
    },
)

LEAD_1, LEAD_2 = "Cheshire", "North West London"
TWO = ["South Devon and Torbay", "South Tyneside", "Southend", "Worcestershire"]


def _read(first: Any = LEAD_1, second: Any = LEAD_2, two: Any = TWO) -> dict[str, Any]:  # noqa: ANN401
    return {"most_in_round_1": first, "most_in_round_2": second, "only_two": two}


READ_THE_CHART = Answers(
    right={
        "as in the solution": _read(),
        "case and spaces": _read(" cheshire", "North West  London", [site.upper() for site in TWO]),
        "short name": _read(second="NW London"),
        "lists of one": _read([LEAD_1], [LEAD_2]),
        "idxmax of the pivot": _read(ROUNDS[1].idxmax(), ROUNDS[2].idxmax()),
        "set": _read(two=set(TWO)),
        "other order, tuple": _read(two=tuple(reversed(TWO))),
        "Index": _read(two=ROUNDS[ROUNDS[2] == 2].index),
        "Series with sites as labels": _read(two=ROUNDS.loc[ROUNDS[2] == 2, 2]),
        "rows of the table": _read(
            two=INTERVIEWS.query("fieldwork_round == 2 and interviewees == 2")[["site", "interviewees"]]
        ),
        "column": _read(two=INTERVIEWS.query("fieldwork_round == 2 and interviewees == 2")["site"]),
        "Categorical": _read(two=pd.Series(pd.Categorical(TWO))),
        "array": _read(two=np.array(TWO)),
        "one text": _read(two=", ".join(TWO)),
        "list with one text": _read(two=[", ".join(TWO)]),
        "one text with and": _read(two=f"{', '.join(TWO[:3])} and {TWO[3]}"),
        "ampersand": _read(two=["South Devon & Torbay", *TWO[1:]]),
        "dict": _read(two=dict.fromkeys(TWO, 2)),
    },
    wrong={
        "blank": _read(..., ..., ...),
        "None": _read(None),
        "swapped": _read(LEAD_2, LEAD_1),
        "another site in round 1": _read("South Devon and Torbay"),
        "number of people": _read(int(ROUNDS[1].max())),
        "several sites": _read([LEAD_1, LEAD_2]),
        "no such site": _read("Chester"),
        "a site of wave 2": _read("Wakefield"),
        "whole table": _read(INTERVIEWS),
        "same site twice": _read(second=LEAD_1),
        "second place in round 2": _read(second="Kent"),
        "second is blank": _read(second=...),
        "two are blank": _read(two=...),
        "how many": _read(two=len(TWO)),
        "one of four": _read(two=TWO[:1]),
        "three of four": _read(two=TWO[:3]),
        "those with three as well": _read(two=[*TWO, "Barnsley"]),
        "all others": _read(two=[site for site in ROUNDS.index if site not in TWO and site != "Barnsley"]),
        "empty": _read(two=[]),
        "None for two": _read(two=None),
        "function": _read(two=ROUNDS.idxmin),
        "True and False": _read(two=(ROUNDS[2] == 2).tolist()),
    },
)

MOST = "South Devon and Torbay"
LEAST = ["Greenwich", "Islington"]


def _changed(changes: Any = CHANGES, most: Any = MOST, least: Any = LEAST) -> dict[str, Any]:  # noqa: ANN401
    return {"changes": changes, "fell_most": most, "fell_least": least}


LONG = CHANGES.rename("change").reset_index()
CHANGE_BY_SITE = Answers(
    right={
        "as in the solution": _changed(CHANGES, CHANGES.idxmin(), CHANGES[CHANGES.max() == CHANGES].index),
        "dict": _changed(CHANGES.to_dict(), [MOST], tuple(LEAST)),
        "floats": _changed(CHANGES.astype(float), "south devon and torbay", set(LEAST)),
        "one-column frame": _changed(CHANGES.to_frame("change"), pd.Series([MOST]), np.array(LEAST)),
        "long frame": _changed(LONG),
        "long frame, sorted": _changed(LONG.sort_values("change", kind="stable")),
        "sorted": _changed(
            CHANGES.sort_values(kind="stable"), CHANGES.nsmallest(1), CHANGES.nlargest(1, keep="all")
        ),
        "rounds with the change": _changed(ROUNDS.assign(change=CHANGES)),
        "the lesson's table": _changed(programme.interview_changes()),
        "wide": _changed(CHANGES.to_frame().T),
        "names of the early evaluation": _changed(CHANGES.rename(EARLY_NAMES), MOST, "Greenwich, Islington"),
        "categorical labels": _changed(CHANGES.set_axis(pd.CategoricalIndex(CHANGES.index))),
        "Int64": _changed(CHANGES.astype("Int64"), "South Devon & Torbay", "Islington and Greenwich"),
        "diff of the pivot": _changed(ROUNDS.diff(axis="columns")[2]),
        "diff of the rows": _changed(
            INTERVIEWS.set_index("site")
            .groupby("site", sort=False)["interviewees"]
            .agg(lambda people: people.iloc[1] - people.iloc[0])
        ),
        "records": _changed(LONG.to_dict("records"), {"site": MOST}, {"sites": LEAST}),
        "rounds with a difference": _changed(ROUNDS.assign(difference=CHANGES)),
        "rows of the least": _changed(least=LONG[LONG["change"] == LONG["change"].max()]),
        "in capitals": _changed(CHANGES.rename(str.upper), MOST.upper(), [site.upper() for site in LEAST]),
    },
    wrong={
        "blank": _changed(..., ..., ...),
        "None": _changed(None),
        "the total only": _changed(int(CHANGES.sum())),
        "reversed": _changed(-CHANGES),
        "first round": _changed(ROUNDS[1]),
        "second round": _changed(ROUNDS[2]),
        "sum": _changed(ROUNDS[1] + ROUNDS[2]),
        "per cent": _changed(100 * CHANGES / ROUNDS[1]),
        "proportion": _changed(CHANGES / ROUNDS[1]),
        "per cent left": _changed(100 * ROUNDS[2] / ROUNDS[1]),
        "both rounds, no change": _changed(ROUNDS),
        "whole long table": _changed(INTERVIEWS),
        "no labels": _changed(CHANGES.tolist()),
        "five sites": _changed(CHANGES.head(5)),
        "all 25 sites": _changed(CHANGES.reindex(SITES["site"])),
        "a site of wave 2 more": _changed({**CHANGES.to_dict(), "Wakefield": 0}),
        "one site wrong": _changed({**CHANGES.to_dict(), "Kent": 3}),
        "text": _changed("all fell"),
        "function": _changed(ROUNDS.diff),
        "idxmax for most": _changed(most=CHANGES.idxmax()),
        "least by name of another": _changed(least="Leeds"),
        "next to most": _changed(most="Cheshire"),
        "smallest sites' fall": _changed(most="Southend"),
        "two for most": _changed(most=[MOST, "Cheshire"]),
        "array without a size": _changed(np.array(3)),
        "two columns of one name": _changed(pd.concat([LONG, LONG], axis="columns")),
        "number for most": _changed(most=int(CHANGES.min())),
        "no such site": _changed(most="Devon"),
        "most is blank": _changed(most=...),
        "idxmax for least": _changed(least=CHANGES.idxmax()),
        "the other of the two": _changed(least=["Islington"]),
        "one too many": _changed(least=[*LEAST, "Kent"]),
        "least and most swapped": _changed(least=[MOST]),
        "least is blank": _changed(least=...),
    },
)

JOINED = SITES.merge(REPORTS, on="site", how="left")
INNER = SITES.merge(REPORTS, on="site")
GAPS = ["Blackpool and Fylde Coast", "Cornwall"]
SHARE = 100 * len(REPORTS) / len(SITES)
COUNT = "initiatives_reported"


def _mended(joined: Any = JOINED, gaps: Any = GAPS, share: Any = SHARE) -> dict[str, Any]:  # noqa: ANN401
    return {"joined": joined, "no_report": gaps, "reported_pct": share}


BY_SITE = JOINED.set_index("site")[COUNT]
SITES_THAT_VANISH = Answers(
    right={
        "as in the solution": _mended(),
        "outer": _mended(SITES.merge(REPORTS, on="site", how="outer"), set(GAPS), round(SHARE)),
        "right, other table first": _mended(REPORTS.merge(SITES, on="site", how="right"), tuple(GAPS)),
        "with an indicator": _mended(SITES.merge(REPORTS, how="left", indicator=True), np.array(GAPS)),
        "sites in the index": _mended(JOINED.set_index("site"), pd.Index(GAPS), f"{SHARE:.0f}%"),
        "join": _mended(SITES.set_index("site").join(REPORTS.set_index("site")), share=np.float64(SHARE)),
        "two columns": _mended(JOINED[["site", COUNT]], ", ".join(GAPS), [SHARE]),
        "Series": _mended(BY_SITE, pd.Series(GAPS), pd.Series([SHARE])),
        "reindexed": _mended(REPORTS.set_index("site").reindex(SITES["site"]), JOINED[JOINED[COUNT].isna()]),
        "Int64": _mended(JOINED.astype({COUNT: "Int64"}), BY_SITE[BY_SITE.isna()], pd.DataFrame([[SHARE]])),
        "other order": _mended(
            JOINED.sort_values(COUNT, ascending=False, kind="stable"), list(reversed(GAPS))
        ),
        "dict": _mended(BY_SITE.to_dict(), dict.fromkeys(GAPS), int(SHARE)),
        "dict with None": _mended({s: None if pd.isna(n) else int(n) for s, n in BY_SITE.items()}),
        "the lesson's table": _mended(programme.site_profiles(), "Cornwall and Blackpool and Fylde Coast"),
        "categorical sites": _mended(JOINED.astype({"site": "category"})),
        "records": _mended(JOINED.to_dict("records")),
        "lists by column": _mended(JOINED.to_dict("list")),
        "wave and site in the index": _mended(JOINED.set_index(["wave", "site"])),
        "lower case": _mended(gaps=[site.lower() for site in GAPS], share=f"{SHARE}"),
    },
    wrong={
        "blank": _mended(..., ..., ...),
        "None": _mended(None),
        "given code": _mended(INNER, [], 100.0),
        "right join": _mended(SITES.merge(REPORTS, on="site", how="right").head(20), [], 100.0),
        "wave 1 only": _mended(JOINED[JOINED["wave"] == 1]),
        "blanks to 0": _mended(JOINED.fillna({COUNT: 0})),
        "blanks to the mean": _mended(JOINED.fillna({COUNT: 7})),
        "blanks to text": _mended(JOINED.astype({COUNT: object}).fillna({COUNT: "none"})),
        "side by side": _mended(pd.concat([SITES, REPORTS], axis="columns")),
        "side by side, one site column": _mended(SITES.assign(**{COUNT: REPORTS[COUNT]})),
        "below each other": _mended(pd.concat([SITES, REPORTS])),
        "below each other, once each": _mended(pd.concat([SITES, REPORTS]).drop_duplicates("site")),
        "cross": _mended(SITES[["wave"]].merge(JOINED, how="cross")),
        "first table only": _mended(SITES),
        "number of rows": _mended(len(SITES)),
        "text": _mended("left"),
        "function": _mended(SITES.merge),
        "no_report not run again": _mended(gaps=[]),
        "one gap": _mended(gaps=["Cornwall"]),
        "the other gap": _mended(gaps=GAPS[:1]),
        "outside the survey and more": _mended(gaps=[*GAPS, "Kent"]),
        "how many gaps": _mended(gaps=2),
        "no_report is None": _mended(gaps=None),
        "no_report is blank": _mended(gaps=...),
        "share of those that answered": _mended(share=100),
        "share missing": _mended(share=100 - SHARE),
        "proportion": _mended(share=SHARE / 100),
        "number of sites": _mended(share=len(REPORTS)),
        "all sites": _mended(share=len(SITES)),
        "wave 1's share": _mended(share=100 * 13 / 14),
        "wave 2's share": _mended(share=100 * 10 / 11),
        "upside down": _mended(share=100 * len(SITES) / len(REPORTS)),
        "mean of initiatives": _mended(share=float(REPORTS[COUNT].mean())),
        "NaN": _mended(share=np.nan),
        "share is blank": _mended(share=...),
        "share is a table": _mended(share=JOINED),
        "share in words": _mended(share="nearly all"),
    },
)

SPRING, JANUARY = "spring 2014", "January 2015"
MONTHS = {SPRING: 16, JANUARY: 6}
START_OF_SPRING, START_OF_JANUARY = pd.Timestamp("2014-03-01"), pd.Timestamp("2015-01-01")


def _waited(months: Any = MONTHS, gap: Any = 10) -> dict[str, Any]:  # noqa: ANN401 - any answer
    return {"months": months, "gap": gap}


def _both(spring: Any, january: Any) -> dict[str, Any]:  # noqa: ANN401 - any answer
    return {SPRING: spring, JANUARY: january}


MONTHS_UNOBSERVED = Answers(
    right={
        "as in the solution": _waited(),
        "other order": _waited(_both(16, 6), 10.0),
        "Series": _waited(pd.Series(MONTHS), pd.Series([10])),
        "floats": _waited(_both(16.0, 6.0), np.int64(10)),
        "long frame": _waited(pd.DataFrame({"date": list(MONTHS), "months": [16, 6]}), [10]),
        "frame": _waited(pd.DataFrame({"months": MONTHS}), {"gap": 10}),
        "wide frame": _waited(pd.DataFrame([MONTHS]), pd.DataFrame([[10]])),
        "list in order": _waited([16, 6], "10"),
        "array": _waited(np.array([16, 6])),
        "dates as labels": _waited({START_OF_SPRING: 16, START_OF_JANUARY: 6}),
        "events as labels": _waited({"Second wave of Pioneers selected": 16, "11 wave 2 Pioneers joined": 6}),
        "months as labels": _waited({"March 2014": 16, "Jan 2015": 6}),
        "ISO labels": _waited({"2014-03": 16, "2015-01": 6}),
        "years as labels": _waited({2014: 16, 2015: 6}),
        "capitals": _waited({"Spring 2014": 16, "JANUARY 2015": 6}),
        "unit in the text": _waited(MONTHS, "10 months"),
        "with the wave": _waited({f"Wave 2 ({label})": value for label, value in MONTHS.items()}),
        "short": _waited({"spring": 16, "january": 6}),
        "period arithmetic": _waited(
            {
                label: (pd.Period("2015-07", "M") - pd.Period(day, "M")).n
                for label, day in ((SPRING, START_OF_SPRING), (JANUARY, START_OF_JANUARY))
            }
        ),
    },
    wrong={
        "blank": _waited(..., ...),
        "starter": _waited(_both(..., ...), ...),
        "None": _waited(None),
        "lone constant": _waited(16),
        "text": _waited("sixteen"),
        "function": _waited(pd.Timestamp),
        "negative": _waited(_both(-16, -6)),
        "swapped": _waited(_both(6, 16)),
        "counted inclusively": _waited(_both(17, 7)),
        "end of spring": _waited(_both(14, 6), 8),
        "years left out": _waited(_both(4, 6)),
        "years": _waited(_both(1, 0)),
        "days": _waited(_both(487, 181)),
        "parts of months": _waited(_both(487 / 30.4, 181 / 30.4)),
        "wave 1 twice": _waited(_both(20, 20)),
        "from wave 1": _waited(_both(4, 14)),
        "one date only": _waited({SPRING: 16}),
        "wave 1 as well": _waited({"wave 1": 20, **MONTHS}),
        "three numbers": _waited([20, 16, 6]),
        "NaN": _waited(_both(float("nan"), 6)),
        "whole table": _waited(pioneers.timeline()),
        "sum": _waited(gap=22),
        "gap sign": _waited(gap=-10),
        "gap is spring": _waited(gap=16),
        "gap is January": _waited(gap=6),
        "gap from the end of spring": _waited(gap=8),
        "gap is blank": _waited(gap=...),
        "gap is a table": _waited(gap=MONTHS),
        "gap in years": _waited(gap=0.8),
        "gap is NaN": _waited(gap=np.nan),
    },
)

BEFORE = {SPRING: 0, JANUARY: 9}


def _year(before: Any = BEFORE, share: Any = 75) -> dict[str, Any]:  # noqa: ANN401 - any answer
    return {"months_before": before, "share_pct": share}


ONE_YEAR_TWO_DATES = Answers(
    right={
        "as in the solution": _year(share=75.0),
        "Series": _year(pd.Series(BEFORE), pd.Series([75.0])),
        "other order": _year({JANUARY: 9, SPRING: 0}, np.float64(75)),
        "floats": _year(_both(0.0, 9.0), "75%"),
        "frame": _year(pd.DataFrame({"months": BEFORE}), [75]),
        "long frame": _year(pd.DataFrame({"start": list(BEFORE), "n": [0, 9]}), pd.DataFrame([[75]])),
        "wide frame": _year(pd.DataFrame([BEFORE]), {"share": 75}),
        "list": _year([0, 9], "75"),
        "array": _year(np.array([0, 9]), np.array([75])),
        "dates as labels": _year({START_OF_SPRING: 0, START_OF_JANUARY: 9}),
        "months as labels": _year({"March 2014": 0, "January 2015": 9}),
        "years as text": _year({"2014": 0, "2015": 9}),
        "events": _year({"Second wave of Pioneers selected": 0, "11 wave 2 Pioneers joined": 9}),
        "text numbers": _year(_both("0", "9"), "75.0 %"),
    },
    wrong={
        "blank": _year(..., ...),
        "starter": _year(_both(..., ...), ...),
        "None": _year(None),
        "lone constant": _year(9),
        "text": _year("nine"),
        "function": _year(len),
        "below 0": _year(_both(-1, 9)),
        "signs reversed": _year(_both(1, -9)),
        "swapped": _year(_both(9, 0)),
        "months after": _year(_both(12, 3)),
        "calendar year": _year(_both(2, 12)),
        "end of spring": _year(_both(1, 9)),
        "all of spring": _year(_both(2, 9)),
        "January too": _year(_both(0, 10)),
        "one left out": _year(_both(0, 8)),
        "waits": _year(MONTHS),
        "same for both": _year(_both(9, 9)),
        "January only": _year({JANUARY: 9}),
        "proportions": _year(_both(0, 0.75)),
        "NaN": _year(_both(0, np.nan)),
        "share after": _year(share=25),
        "share is months": _year(share=9),
        "share of eleven": _year(share=100 * 9 / 11),
        "share of the rest": _year(share=300),
        "upside down": _year(share=100 * 12 / 9),
        "spring's share": _year(share=0),
        "proportion": _year(share=0.75),
        "all": _year(share=100),
        "share is blank": _year(share=...),
        "share is None": _year(share=None),
        "share sign": _year(share=-75),
        "share in words": _year(share="three quarters"),
    },
)

JUDGED = pioneers.design_judgements()
YES = JUDGED["verdict"] == "could say"
COULD = YES.groupby(JUDGED["question"], observed=False).sum()
NONE = COULD[COULD == 0].index.astype(str).tolist()
COST = "Were the initiatives worth their cost?"
ECONOMIC = "Economic evaluation"


def _matched(could: Any = COULD, none: Any = NONE, cost: Any = ECONOMIC) -> dict[str, Any]:  # noqa: ANN401
    return {"could_say": could, "no_design": none, "design_for_cost": cost}


def _count(hits: Any) -> Any:  # noqa: ANN401 - a column of yes and no, and its sums
    return hits.groupby(JUDGED["question"], observed=False).sum()


OF_COST = JUDGED[YES & (JUDGED["question"] == COST)]
MATCH_A_DESIGN = Answers(
    right={
        "as in the solution": _matched(COULD, COULD[COULD == 0].index, OF_COST["design"].item()),
        "dict": _matched({str(q): int(n) for q, n in COULD.items()}, set(NONE), [ECONOMIC]),
        "floats": _matched(COULD.astype(float), tuple(NONE), "economic evaluation"),
        "frame": _matched(COULD.to_frame("n"), np.array(NONE), OF_COST["design"]),
        "long frame": _matched(
            COULD.rename("n").reset_index(), ", ".join(NONE), OF_COST["design"].to_numpy()
        ),
        "value_counts": _matched(JUDGED.loc[YES, "question"].value_counts(), reversed_none := NONE[::-1]),
        "column of the crosstab": _matched(
            pd.crosstab(JUDGED["question"], JUDGED["verdict"])["could say"], pd.Series(NONE)
        ),
        "size of groups": _matched(JUDGED[YES].groupby("question", observed=False).size(), reversed_none),
        "text labels": _matched(COULD.rename(index=str), COULD[COULD == 0], OF_COST[["design"]]),
        "sorted": _matched(
            COULD.sort_values(kind="stable"), COULD[COULD == 0].reset_index(), {ECONOMIC: COST}
        ),
        "reindexed": _matched(
            JUDGED.astype({"question": str})[YES]
            .groupby("question")
            .size()
            .reindex(COULD.index, fill_value=0)
        ),
        "wide": _matched(COULD.to_frame().T),
        "short questions": _matched(COULD.rename(lambda q: " ".join(str(q).split()[:4]))),
        "Categorical names": _matched(none=pd.Series(pd.Categorical(NONE))),
    },
    wrong={
        "blank": _matched(..., ..., ...),
        "None": _matched(None),
        "lone constant": _matched(5),
        "text": _matched("two"),
        "no labels": _matched(COULD.tolist()),
        "function": _matched(YES.sum),
        "whole table": _matched(JUDGED),
        "crosstab": _matched(pd.crosstab(JUDGED["question"], JUDGED["verdict"])),
        "zeros dropped": _matched(COULD[COULD > 0]),
        "in part": _matched(_count(JUDGED["verdict"] == "in part")),
        "could not say": _matched(_count(JUDGED["verdict"] == "could not say")),
        "in part as well": _matched(_count(JUDGED["verdict"] != "could not say")),
        "used": _matched(_count(JUDGED["used"] == "used")),
        "all designs": _matched(JUDGED["question"].value_counts()),
        "used and could say": _matched(_count(YES & (JUDGED["used"] == "used"))),
        "yes or no": _matched((COULD > 0).astype(int)),
        "by design": _matched(YES.groupby(JUDGED["design"], observed=False).sum()),
        "zeros as blanks": _matched(COULD.where(COULD > 0)),
        "one question": _matched(COULD.head(1)),
        "one off": _matched({**COULD.to_dict(), COST: 2}),
        "no_design is blank": _matched(none=...),
        "no_design is None": _matched(none=None),
        "a number": _matched(none=2),
        "one of two": _matched(none=NONE[:1]),
        "none of them": _matched(none=[]),
        "with cost": _matched(none=[*NONE, COST]),
        "with indicators": _matched(none=[*NONE, "What did being a Pioneer change in key indicators?"]),
        "a design": _matched(none=["Interviews"]),
        "comparison": _matched(cost="Comparison with other areas over time"),
        "trial": _matched(cost="Randomised trial of areas"),
        "survey": _matched(cost="Key informant survey"),
        "what became of it": _matched(cost="planned, not possible"),
        "verdict": _matched(cost="could say"),
        "question": _matched(cost=COST),
        "made up": _matched(cost="Cost study"),
        "cost is blank": _matched(cost=...),
        "cost is None": _matched(cost=None),
        "two designs": _matched(cost=[ECONOMIC, "Interviews"]),
        "number": _matched(cost=26),
    },
)

ANSWERS = {
    "01.2-two-totals": TWO_TOTALS,
    "01.2-read-the-chart": READ_THE_CHART,
    "01.2-change-by-site": CHANGE_BY_SITE,
    "01.2-sites-that-vanish": SITES_THAT_VANISH,
    "01.3-months-unobserved": MONTHS_UNOBSERVED,
    "01.4-one-year-two-dates": ONE_YEAR_TWO_DATES,
    "01.2-match-a-design": MATCH_A_DESIGN,
}
