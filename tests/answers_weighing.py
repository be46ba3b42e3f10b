"""Answers to the tasks of exercise 05: right ones in many shapes, and wrong ones by their mistake."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from answers import Answers

import pioneer_data as pioneers
from pioneer_data import next_study

SAME, ROUNDING = "reproduces", "within rounding"
FAILS, UNCHECKED = "does not reproduce", "cannot be checked"
VERDICTS = (SAME, ROUNDING, FAILS, UNCHECKED)


def _many(base: dict[str, Any], changes: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {label: {**base, **changed} for label, changed in changes.items()}


def _function() -> str:
    return ROUNDING


# Task 1

SITES = pioneers.site_initiatives()
REPORTED = SITES["initiatives_reported"]
CELLS = len(SITES) * len(pioneers.initiatives())
TICKS = int(REPORTED.sum())
TICKED = {"ticks": TICKS, "share_pct": 100 * TICKS / CELLS, "verdict": ROUNDING}

ticked_cells = Answers(
    right=_many(
        TICKED,
        {
            "as worked": {},
            "numpy": {"ticks": REPORTED.sum(), "share_pct": np.float64(100 * TICKS / CELLS)},
            "one decimal": {"share_pct": round(100 * TICKS / CELLS, 1)},
            "two decimals": {"share_pct": round(100 * TICKS / CELLS, 2)},
            "ticks as float": {"ticks": float(TICKS)},
            "a Series of one": {"ticks": pd.Series([TICKS]), "share_pct": pd.Series([100 * TICKS / CELLS])},
            "a one-column frame": {"ticks": SITES[["initiatives_reported"]].sum().to_frame()},
            "lists of one": {"ticks": [TICKS], "share_pct": [100 * TICKS / CELLS], "verdict": [ROUNDING]},
            "text with a per cent sign": {"share_pct": f"{100 * TICKS / CELLS:.1f}%"},
            "capitals": {"verdict": " Within Rounding "},
            "underscore and stop": {"verdict": "within_rounding."},
            "Categorical": {"verdict": pd.Series(pd.Categorical([ROUNDING], VERDICTS))},
            "0-d array": {"ticks": np.array(TICKS)},
        },
    ),
    wrong=_many(
        TICKED,
        {
            "blank": {"ticks": ..., "share_pct": ..., "verdict": ...},
            "verdict left blank": {"verdict": ...},
            "a lone verdict": {"ticks": None},
            "cells": {"ticks": CELLS},
            "Pioneers": {"ticks": len(SITES)},
            "a mean": {"ticks": REPORTED.mean()},
            "without a tick": {"ticks": CELLS - TICKS},
            "the column": {"ticks": REPORTED},
            "the table": {"ticks": SITES},
            "sign": {"ticks": -TICKS},
            "share blank": {"share_pct": None},
            "NaN": {"share_pct": float("nan")},
            "a proportion": {"share_pct": TICKS / CELLS},
            "rounded too soon": {"share_pct": 78},
            "25 Pioneers": {"share_pct": 100 * TICKS / 250},
            "by Pioneers": {"share_pct": 100 * TICKS / 23},
            "the rest": {"share_pct": 100 - 100 * TICKS / CELLS},
            "upside down": {"share_pct": 100 * CELLS / TICKS},
            "text": {"share_pct": "about three quarters"},
            "guessed": {"share_pct": 60},
            "reproduces": {"verdict": SAME},
            "does not": {"verdict": FAILS},
            "cannot be": {"verdict": UNCHECKED},
            "yes": {"verdict": True},
            "own word": {"verdict": "correct"},
            "a number": {"verdict": 78},
            "several": {"verdict": list(VERDICTS)},
            "a function": {"verdict": _function},
            "an error": {"verdict": ValueError("no")},
        },
    ),
)

# Task 2

PROGRESS = pioneers.objectives_progress()
QUALITY = PROGRESS[PROGRESS["objective"] == "Quality of care"]
TOTALS = QUALITY.groupby("year")["pct"].sum()
BY_YEAR = {2016: FAILS, 2017: ROUNDING, 2018: ROUNDING}
SUMS = {"totals": TOTALS, "rounding_points": 2, "verdicts": BY_YEAR}
WIDE = QUALITY.pivot_table(index="objective", columns="year", values="pct", aggfunc="sum", observed=True)
NO_IDEA = QUALITY[QUALITY["progress"] != "Do not know"]
POSITIVE = QUALITY[QUALITY["progress"].isin(["Substantial", "Some"])]
CARE = PROGRESS[PROGRESS["objective"] == "Managing own care"]

adding_up = Answers(
    right=_many(
        SUMS,
        {
            "groupby": {},
            "a dict": {"totals": {2016: 90, 2017: 101, 2018: 101}},
            "years as text": {
                "totals": {"2016": 90, "2017": 101, "2018": 101},
                "verdicts": {str(year): word for year, word in BY_YEAR.items()},
            },
            "years as floats": {"totals": {2016.0: 90.0, 2017.0: 101.0, 2018.0: 101.0}},
            "a list": {"totals": [90, 101, 101], "verdicts": list(BY_YEAR.values())},
            "an array": {"totals": TOTALS.to_numpy()},
            "long frame": {"totals": TOTALS.reset_index()},
            "frame with the years as index": {"totals": TOTALS.to_frame()},
            "wide frame": {"totals": WIDE},
            "with the objective": {
                "totals": QUALITY.groupby(["objective", "year"], observed=True)["pct"].sum()
            },
            "with the objective, reset": {
                "totals": QUALITY.groupby(["objective", "year"], observed=True)["pct"].sum().reset_index()
            },
            "latest first": {
                "totals": TOTALS.sort_index(ascending=False, kind="stable"),
                "verdicts": {2018: ROUNDING, 2017: ROUNDING, 2016: FAILS},
            },
            "verdicts as Series": {"verdicts": pd.Series(BY_YEAR)},
            "verdicts as Categorical": {
                "verdicts": pd.Series(BY_YEAR, dtype=pd.CategoricalDtype(list(VERDICTS)))
            },
            "verdicts in a frame": {
                "verdicts": pd.DataFrame({"year": list(BY_YEAR), "verdict": list(BY_YEAR.values())})
            },
            "pairs": {"totals": [(2016, 90), (2017, 101), (2018, 101)]},
            "points as float": {"rounding_points": 4 * 0.5},
        },
    ),
    wrong=_many(
        SUMS,
        {
            "blank": {"totals": ..., "rounding_points": ..., "verdicts": ...},
            "lone verdicts": {"totals": None, "rounding_points": 2},
            "all objectives": {"totals": PROGRESS.groupby("year")["pct"].sum()},
            "without do not know": {"totals": NO_IDEA.groupby("year")["pct"].sum()},
            "progress only": {"totals": POSITIVE.groupby("year")["pct"].sum()},
            "people": {"totals": QUALITY.groupby("year")["base_n"].sum()},
            "means": {"totals": QUALITY.groupby("year")["pct"].mean()},
            "what is left": {"totals": 100 - TOTALS},
            "the claim": {"totals": dict.fromkeys(BY_YEAR, 100)},
            "another objective": {"totals": CARE.groupby("year")["pct"].sum()},
            "proportions": {"totals": TOTALS / 100},
            "a year is missing": {"totals": TOTALS.loc[2017:]},
            "one number": {"totals": 90},
            "the whole table": {"totals": QUALITY},
            "all objectives, by year": {
                "totals": PROGRESS.groupby(["objective", "year"], observed=True)["pct"].sum()
            },
            "NaN": {"totals": {2016: float("nan"), 2017: 101, 2018: 101}},
            "one number's rounding": {"rounding_points": 0.5},
            "a whole point each": {"rounding_points": 4},
            "one point": {"rounding_points": 1},
            "none": {"rounding_points": 0},
            "the gap": {"rounding_points": 10},
            "sign": {"rounding_points": -2},
            "points blank": {"rounding_points": None},
            "all fail": {"verdicts": dict.fromkeys(BY_YEAR, FAILS)},
            "all within": {"verdicts": dict.fromkeys(BY_YEAR, ROUNDING)},
            "turned": {"verdicts": {2016: ROUNDING, 2017: FAILS, 2018: FAILS}},
            "2016 cannot": {"verdicts": {**BY_YEAR, 2016: UNCHECKED}},
            "2016 reproduces": {"verdicts": {**BY_YEAR, 2016: SAME}},
            "2017 reproduces": {"verdicts": {**BY_YEAR, 2017: SAME}},
            "2018 fails": {"verdicts": {**BY_YEAR, 2018: FAILS}},
            "one verdict": {"verdicts": FAILS},
            "own words": {"verdicts": {**BY_YEAR, 2018: "fine"}},
            "two verdicts": {"verdicts": {2016: FAILS, 2017: ROUNDING}},
            "a function": {"verdicts": _function},
        },
    ),
)

# Task 3

IMPORTANCE = pioneers.objectives_importance()
ADMISSIONS = IMPORTANCE[(IMPORTANCE["objective"] == "Unplanned admissions") & (IMPORTANCE["year"] == 2018)]
GROUPS = ADMISSIONS[ADMISSIONS["organisation"] != "All"].set_index("organisation")
EXACT = GROUPS["important_pct"] * GROUPS["base_n"] / 100
PEOPLE = EXACT.round()
ASKED = int(GROUPS["base_n"].sum())
MENDED = {"people": PEOPLE, "share_pct": 100 * PEOPLE.sum() / ASKED, "verdict": ROUNDING}
EARLIER = IMPORTANCE[(IMPORTANCE["objective"] == "Unplanned admissions") & (IMPORTANCE["year"] == 2017)]
EARLIER = EARLIER[EARLIER["organisation"] != "All"].set_index("organisation")
WHOLE = {group: int(people) for group, people in PEOPLE.items()}

mend_the_audit = Answers(
    right=_many(
        MENDED,
        {
            "Series": {},
            "whole numbers": {"people": PEOPLE.astype(int)},
            "a dict": {"people": WHOLE},
            "text labels": {"people": pd.Series(list(WHOLE.values()), index=[str(group) for group in WHOLE])},
            "a list": {"people": PEOPLE.tolist()},
            "other order": {"people": PEOPLE.iloc[::-1]},
            "sorted": {"people": PEOPLE.sort_values(kind="stable")},
            "a frame": {"people": PEOPLE.to_frame("people")},
            "a long frame": {"people": PEOPLE.rename("people").reset_index()},
            "wide": {"people": PEOPLE.rename("people").to_frame().T},
            "with the total": {"people": {**WHOLE, "All": sum(WHOLE.values())}},
            "plural names": {
                "people": dict(
                    zip(["CCGs", "local authorities", "NHS providers", "others"], WHOLE.values(), strict=True)
                )
            },
            "one decimal": {"share_pct": round(100 * PEOPLE.sum() / ASKED, 1)},
            "two decimals": {"share_pct": np.float64(round(100 * PEOPLE.sum() / ASKED, 2))},
            "text": {"share_pct": f"{100 * PEOPLE.sum() / ASKED:.2f} %", "verdict": "Within rounding"},
        },
    ),
    wrong=_many(
        MENDED,
        {
            "as given": {
                "people": GROUPS["important_pct"],
                "share_pct": GROUPS["important_pct"].mean(),
                "verdict": FAILS,
            },
            "blank": {"people": ..., "share_pct": ..., "verdict": ...},
            "a lone share": {"people": None},
            "bases": {"people": GROUPS["base_n"]},
            "parts of persons": {"people": EXACT},
            "cut off": {"people": np.floor(EXACT)},
            "not divided": {"people": 100 * EXACT},
            "2017": {"people": (EARLIER["important_pct"] * EARLIER["base_n"] / 100).round()},
            "the others": {"people": (GROUPS["base_n"] - EXACT).round()},
            "one number": {"people": 43},
            "the frame": {"people": GROUPS.reset_index()},
            "a group is missing": {"people": PEOPLE.drop("Other")},
            "proportions of persons": {"people": PEOPLE / 100},
            "mean of shares": {"share_pct": GROUPS["important_pct"].mean()},
            "rounded too soon": {"share_pct": 51},
            "from parts": {"share_pct": 100 * EXACT.sum() / ASKED},
            "people for a share": {"share_pct": PEOPLE.sum()},
            "a proportion": {"share_pct": PEOPLE.sum() / ASKED},
            "sum of shares": {"share_pct": GROUPS["important_pct"].sum()},
            "base of 2017": {"share_pct": 100 * PEOPLE.sum() / 105},
            "base invited": {"share_pct": 100 * PEOPLE.sum() / 439},
            "sign": {"share_pct": -100 * PEOPLE.sum() / ASKED},
            "NaN": {"share_pct": np.nan},
            "share blank": {"share_pct": ...},
            "does not": {"verdict": FAILS},
            "reproduces": {"verdict": SAME},
            "cannot": {"verdict": UNCHECKED},
            "False": {"verdict": False},
            "verdict blank": {"verdict": None},
            "a function": {"verdict": _function},
        },
    ),
)

# Task 4

IDS = ["002-065", "002-072", "002-075", "002-132", "002-222", "002-235", "002-118"]
CLAIMS = pioneers.published_claims().set_index("claim")
SEVEN = CLAIMS.loc[IDS, ["says", "published", "recomputed", "rounding"]].assign(
    published=lambda rows: rows["published"].astype(float),
    recomputed=lambda rows: rows["recomputed"].astype(float),
    rounding=lambda rows: rows["rounding"].fillna(0),
)
GAPS = (SEVEN["published"] - SEVEN["recomputed"]).abs()
WORDS = dict(zip(IDS, [SAME, FAILS, ROUNDING, FAILS, FAILS, FAILS, UNCHECKED], strict=True))
JUDGED = {"gaps": GAPS, "verdicts": WORDS}

seven_verdicts = Answers(
    right=_many(
        JUDGED,
        {
            "Series": {},
            "two decimals": {"gaps": GAPS.round(2)},
            "a dict": {"gaps": GAPS.to_dict()},
            "without the blank": {"gaps": GAPS.dropna()},
            "None for the blank": {"gaps": {**GAPS.dropna().to_dict(), "002-118": None}},
            "a list": {"gaps": GAPS.tolist(), "verdicts": list(WORDS.values())},
            "a frame": {"gaps": GAPS.to_frame("gap"), "verdicts": pd.Series(WORDS).to_frame("verdict")},
            "a long frame": {
                "gaps": GAPS.rename("gap").reset_index(),
                "verdicts": pd.Series(WORDS, name="verdict").rename_axis("claim").reset_index(),
            },
            "other order": {"gaps": GAPS.sort_values(kind="stable"), "verdicts": dict(sorted(WORDS.items()))},
            "from the table": {"verdicts": CLAIMS.loc[IDS, "verdict"]},
            "a frame with more columns": {
                "verdicts": SEVEN.drop(columns="says").assign(verdict=pd.Series(WORDS))
            },
            "capitals": {"verdicts": {claim: word.capitalize() for claim, word in WORDS.items()}},
            "nullable numbers": {"gaps": GAPS.astype("Float64")},
        },
    ),
    wrong=_many(
        JUDGED,
        {
            "blank": {"gaps": ..., "verdicts": ...},
            "lone verdicts": {"gaps": None},
            "signs": {"gaps": SEVEN["published"] - SEVEN["recomputed"]},
            "signs, turned": {"gaps": SEVEN["recomputed"] - SEVEN["published"]},
            "rounded": {"gaps": GAPS.round()},
            "recomputed": {"gaps": SEVEN["recomputed"]},
            "rounding": {"gaps": SEVEN["rounding"]},
            "per cent": {"gaps": 100 * GAPS / SEVEN["published"]},
            "blank taken for 0": {"gaps": GAPS.fillna(0)},
            "blank recomputed as 0": {"gaps": (SEVEN["published"] - SEVEN["recomputed"].fillna(0)).abs()},
            "rounding taken off": {"gaps": GAPS - SEVEN["rounding"]},
            "the table": {"gaps": SEVEN},
            "a claim is missing": {"gaps": GAPS.drop("002-222")},
            "one number": {"gaps": 3},
            "a text among them": {"gaps": {**GAPS.to_dict(), "002-072": "three"}},
            "verdicts blank": {"verdicts": ...},
            "as == would say": {
                "verdicts": dict(zip(IDS, [SAME, FAILS, FAILS, FAILS, FAILS, FAILS, FAILS], strict=True))
            },
            "== and a blank": {
                "verdicts": dict(zip(IDS, [SAME, FAILS, FAILS, FAILS, FAILS, FAILS, UNCHECKED], strict=True))
            },
            "half everywhere": {"verdicts": {**WORDS, "002-235": ROUNDING}},
            "a rounded gap": {"verdicts": {**WORDS, "002-222": ROUNDING}},
            "blank fails": {"verdicts": {**WORDS, "002-118": FAILS}},
            "blank reproduces": {"verdicts": {**WORDS, "002-118": SAME}},
            "0 within": {"verdicts": {**WORDS, "002-065": ROUNDING}},
            "0 fails": {"verdicts": {**WORDS, "002-065": FAILS}},
            "turned": {
                "verdicts": dict(
                    zip(IDS, [SAME, ROUNDING, FAILS, ROUNDING, ROUNDING, ROUNDING, UNCHECKED], strict=True)
                )
            },
            "all fail": {"verdicts": dict.fromkeys(IDS, FAILS)},
            "exactly six": {"verdicts": {**WORDS, "002-072": SAME}},
            "barriers unchecked": {"verdicts": {**WORDS, "002-132": UNCHECKED}},
            "own words": {"verdicts": {**WORDS, "002-132": "one barrier is missing"}},
            "yes and no": {"verdicts": {**dict.fromkeys(IDS, True), "002-065": True}},
            "one verdict": {"verdicts": FAILS},
            "six verdicts": {"verdicts": {claim: WORDS[claim] for claim in IDS[:-1]}},
            "a function": {"verdicts": _function},
        },
    ),
)

# Task 5

EVERY = pioneers.published_claims()
PAPER = EVERY[EVERY["source"] == "002"]
COUNTS = PAPER["verdict"].value_counts()
SHARES = 100 * COUNTS / COUNTS.sum()
COUNTED = {"counts": COUNTS, "shares_pct": SHARES}
CROSS = pd.crosstab(EVERY["source"], EVERY["verdict"])
ALL = EVERY["verdict"].value_counts()

one_source = Answers(
    right=_many(
        COUNTED,
        {
            "value_counts": {},
            "whole per cent": {"shares_pct": SHARES.round()},
            "one decimal": {"shares_pct": SHARES.round(1)},
            "dicts": {"counts": COUNTS.to_dict(), "shares_pct": SHARES.to_dict()},
            "normalize": {"shares_pct": 100 * PAPER["verdict"].value_counts(normalize=True)},
            "groupby": {"counts": PAPER.groupby("verdict", observed=True).size()},
            "frames": {"counts": COUNTS.to_frame(), "shares_pct": SHARES.to_frame()},
            "long frames": {"counts": COUNTS.reset_index(), "shares_pct": SHARES.reset_index()},
            "row of a cross table": {"counts": CROSS.loc["002"]},
            "wide frame": {"counts": CROSS.loc[["002"]]},
            "groupby of both": {"counts": PAPER.groupby(["source", "verdict"], observed=True).size()},
            "text labels": {"counts": PAPER["verdict"].astype(str).value_counts()},
            "in the table's order": {
                "counts": COUNTS.sort_index(kind="stable"),
                "shares_pct": SHARES.sort_index(kind="stable"),
            },
            "text with a sign": {"shares_pct": SHARES.map("{:.1f}%".format)},
            "floats": {"counts": COUNTS.astype(float)},
            "a list": {"counts": COUNTS.sort_index(kind="stable").tolist()},
            "a list, most first": {"counts": COUNTS.tolist(), "shares_pct": SHARES.tolist()},
            "with their sum": {"counts": {**COUNTS.to_dict(), "All": len(PAPER)}},
            "one frame": {"counts": pd.DataFrame({"counts": COUNTS, "shares_pct": SHARES})},
        },
    ),
    wrong=_many(
        COUNTED,
        {
            "blank": {"counts": ..., "shares_pct": ...},
            "lone shares": {"counts": None},
            "all sources": {"counts": ALL},
            "another source": {"counts": EVERY[EVERY["source"] == "000"]["verdict"].value_counts()},
            "the webpage": {"counts": EVERY[EVERY["source"] == "003"]["verdict"].value_counts()},
            "shares first": {"counts": SHARES},
            "proportions first": {"counts": COUNTS / COUNTS.sum()},
            "the number of claims": {"counts": len(PAPER)},
            "the column": {"counts": PAPER["verdict"]},
            "the cross table": {"counts": CROSS},
            "three verdicts": {"counts": COUNTS.drop(UNCHECKED)},
            "by cause": {"counts": PAPER["cause"].value_counts()},
            "one off": {"counts": COUNTS + 1},
            "signs": {"counts": -COUNTS},
            "counts again": {"shares_pct": COUNTS},
            "base of all sources": {"shares_pct": 100 * COUNTS / len(EVERY)},
            "base of the checked": {"shares_pct": 100 * COUNTS / (len(PAPER) - COUNTS[UNCHECKED])},
            "the other way": {"shares_pct": 100 * COUNTS / ALL},
            "shares of all": {"shares_pct": 100 * ALL / ALL.sum()},
            "proportions": {"shares_pct": COUNTS / COUNTS.sum()},
            "equal": {"shares_pct": dict.fromkeys(VERDICTS, 25)},
            "one share": {"shares_pct": 54},
            "NaN": {"shares_pct": SHARES.where(SHARES > 10)},
            "shares blank": {"shares_pct": None},
            "a function": {"shares_pct": SHARES.round},
        },
    ),
)

# Task 6

LABELS = pioneers.pilot_item_codes()
HOSPITAL = LABELS[LABELS["theme"] == "Impact on hospital activity"]
SPREAD = HOSPITAL.groupby("code", observed=True)["programme"].nunique()
SHARED = set(SPREAD.index[SPREAD == 3])
FOUND = {"programmes": SPREAD, "shared": SHARED}
ITEMS = HOSPITAL.groupby("code", observed=True).size()
BARRIERS = LABELS[LABELS["theme"] == "Barriers"].groupby("code", observed=True)["programme"].nunique()

shared_labels = Answers(
    right=_many(
        FOUND,
        {
            "nunique and a set": {},
            "a list": {"shared": sorted(SHARED)},
            "a tuple": {"shared": tuple(SHARED)},
            "a frozenset": {"shared": frozenset(SHARED)},
            "an Index": {"shared": SPREAD.index[SPREAD == 3]},
            "an array": {"shared": np.array(sorted(SHARED))},
            "the rows that are left": {"shared": SPREAD[SPREAD == 3]},
            "True and False": {"shared": SPREAD == 3},
            "one text": {"shared": ", ".join(SHARED)},
            "one text with and": {"shared": " and ".join(SHARED)},
            "with empty labels": {
                "programmes": HOSPITAL.groupby("code", observed=False)["programme"].nunique()
            },
            "small letters": {"shared": {label.lower() for label in SHARED}},
            "a Series": {"shared": pd.Series(sorted(SHARED))},
            "Categorical": {"shared": pd.Categorical(sorted(SHARED))},
            "a frame": {"programmes": SPREAD.to_frame()},
            "a long frame": {"programmes": SPREAD.reset_index()},
            "a dict": {"programmes": {str(label): int(lists) for label, lists in SPREAD.items()}},
            "sorted": {"programmes": SPREAD.sort_values(ascending=False, kind="stable")},
            "floats": {"programmes": SPREAD.astype(float)},
            "with the theme": {
                "programmes": HOSPITAL.groupby(["theme", "code"], observed=True)["programme"].nunique()
            },
            "cross table": {
                "programmes": (pd.crosstab(HOSPITAL["code"].astype(str), HOSPITAL["programme"]) > 0).sum(
                    axis=1
                )
            },
        },
    ),
    wrong=_many(
        FOUND,
        {
            "blank": {"programmes": ..., "shared": ...},
            "a lone set": {"programmes": None},
            "items": {"programmes": ITEMS},
            "all themes": {"programmes": LABELS.groupby("code", observed=True)["programme"].nunique()},
            "barriers": {"programmes": BARRIERS},
            "three everywhere": {"programmes": SPREAD * 0 + 3},
            "one everywhere": {"programmes": SPREAD * 0 + 1},
            "proportions": {"programmes": SPREAD / 3},
            "by programme": {"programmes": HOSPITAL.groupby("programme", observed=True)["code"].nunique()},
            "one number": {"programmes": 2},
            "the table": {"programmes": HOSPITAL},
            "a label is missing": {"programmes": SPREAD.drop("Bed-days")},
            "shared blank": {"shared": ...},
            "every label": {"shared": set(SPREAD.index)},
            "two or three": {"shared": set(SPREAD.index[SPREAD >= 2])},
            "two": {"shared": set(SPREAD.index[SPREAD == 2])},
            "one": {"shared": set(SPREAD.index[SPREAD == 1])},
            "three items": {"shared": set(ITEMS.index[ITEMS == 3])},
            "shared barriers": {"shared": set(BARRIERS.index[BARRIERS == 3])},
            "programmes": {"shared": ["ICPs", "Pioneers", "Vanguards"]},
            "empty": {"shared": set()},
            "one is missing": {"shared": {"Differences among pilots"}},
            "one too many": {"shared": {*SHARED, "Bed-days"}},
            "own words": {"shared": {*SHARED, "Fewer admissions"}},
            "how many": {"shared": len(SHARED)},
            "a function": {"shared": _function},
            "numbers": {"shared": [3, 3]},
        },
    ),
)

# Task 7


def _study(design: str, areas: int = 50) -> next_study.NextStudy:
    return next_study.next_study("Emergency admissions", design, areas, 1, 0.4)


STUDY, LOT = _study("With comparison areas"), _study("Start by lot")
BEFORE = _study("Before and after")
CHANCES = {"effect": round(STUDY.if_effect, 2), "no effect": round(STUDY.if_none, 2)}
YES, NO = CHANCES.values()
LEARNT = {"found": CHANCES, "ratio_found": YES / NO, "ratio_not_found": (1 - YES) / (1 - NO)}


def _pair(effect: float, none: float) -> dict[str, float]:
    return {"effect": effect, "no effect": none}


two_chances = Answers(
    right=_many(
        LEARNT,
        {
            "from the chart": {},
            "unrounded": {
                "found": _pair(STUDY.if_effect, STUDY.if_none),
                "ratio_found": STUDY.announced,
                "ratio_not_found": STUDY.silent,
            },
            "one decimal": {"ratio_found": round(YES / NO, 1), "ratio_not_found": 0.1},
            "two decimals": {
                "ratio_found": round(YES / NO, 2),
                "ratio_not_found": round((1 - YES) / (1 - NO), 2),
            },
            "per cent": {"found": _pair(100 * YES, 100 * NO)},
            "ratio in per cent": {"ratio_not_found": "11%"},
            "read by eye": {
                "found": _pair(0.9, 0.16),
                "ratio_found": 0.9 / 0.16,
                "ratio_not_found": 0.1 / 0.84,
            },
            "per cent signs": {"found": {"effect": f"{YES:.0%}", "no effect": f"{NO:.0%}"}},
            "a Series": {"found": pd.Series(CHANCES)},
            "a list": {"found": [YES, NO]},
            "other order": {"found": {"no effect": NO, "effect": YES}},
            "a frame": {"found": pd.DataFrame({"world": list(CHANCES), "chance": list(CHANCES.values())})},
            "wide": {"found": pd.DataFrame([CHANCES])},
            "numpy": {
                "ratio_found": np.float64(YES / NO),
                "ratio_not_found": np.array([(1 - YES) / (1 - NO)]),
            },
            "other names": {"found": {"if_effect": YES, "if_none": NO}},
        },
    ),
    wrong=_many(
        LEARNT,
        {
            "blank": {"found": ..., "ratio_found": ..., "ratio_not_found": ...},
            "lone ratios": {"found": None},
            "swapped": {"found": _pair(NO, YES)},
            "not found": {"found": _pair(1 - YES, 1 - NO)},
            "by lot": {"found": _pair(LOT.if_effect, LOT.if_none)},
            "before and after": {"found": _pair(BEFORE.if_effect, BEFORE.if_none)},
            "one and the rest": {"found": _pair(YES, 1 - YES)},
            "twice": {"found": _pair(YES, YES)},
            "one chance": {"found": YES},
            "one is missing": {"found": {"effect": YES}},
            "misread": {"found": _pair(0.8, NO)},
            "upside down": {"ratio_found": NO / YES},
            "a difference": {"ratio_found": YES - NO},
            "a product": {"ratio_found": YES * NO},
            "both together": {"ratio_found": YES / (YES + NO)},
            "ratio by lot": {"ratio_found": LOT.announced},
            "the other ratio": {"ratio_found": (1 - YES) / (1 - NO)},
            "sign": {"ratio_found": -YES / NO},
            "per cent of it": {"ratio_found": 100 * YES / NO},
            "ratio blank": {"ratio_found": None},
            "infinite": {"ratio_found": float("inf")},
            "guess": {"ratio_found": 3},
            "not found, upside down": {"ratio_not_found": (1 - NO) / (1 - YES)},
            "one divided": {"ratio_not_found": NO / YES},
            "one minus": {"ratio_not_found": 1 - YES / NO},
            "same again": {"ratio_not_found": YES / NO},
            "one chance only": {"ratio_not_found": 1 - YES},
            "the other chance only": {"ratio_not_found": 1 - NO},
            "mixed": {"ratio_not_found": (1 - YES) / NO},
            "silence by lot": {"ratio_not_found": LOT.silent},
            "second blank": {"ratio_not_found": ...},
            "a function": {"ratio_not_found": _function},
        },
    ),
)

ANSWERS = {
    "05.2-ticked-cells": ticked_cells,
    "05.2-adding-up": adding_up,
    "05.2-mend-the-audit": mend_the_audit,
    "05.2-seven-verdicts": seven_verdicts,
    "05.2-one-source": one_source,
    "05.1-shared-labels": shared_labels,
    "05.3-two-chances": two_chances,
}
"""By the name of the task."""
