"""Answers to the exercise of lesson 03, right ones in many shapes and wrong ones by their mistake."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from answers import Answers

import pioneer_data as pioneers
from pioneer_data import estimate, synthetic

TABLE = pioneers.did_emergency_admissions()
YEAR = TABLE[TABLE["financial_year"] == "2018/19"]
COUNTS: Any = TABLE.pivot_table(
    index="financial_year", columns="area", observed=True, values="change_per_100k"
)
PERCENTAGES: Any = TABLE.pivot_table(
    index="financial_year", columns="area", observed=True, values="change_pct"
)
ONE, TWO = ["Wave 1", "Non-Pioneer"], ["Wave 2", "Non-Pioneer"]


def _did(pair: Any) -> float:  # noqa: ANN401 - two numbers, whatever pandas calls them
    return float(pair.iloc[0] - pair.iloc[1])


one: Any = COUNTS.loc["2018/19", ONE]
did_one = _did(one)


def _one(changes: object = one, did: object = did_one) -> dict[str, object]:
    return {"changes": changes, "did": did}


def _one_year(year: str) -> dict[str, object]:
    pair = COUNTS.loc[year, ONE]
    return _one(pair, _did(pair))


ONE_DID = Answers(
    right={
        "series and number": _one(),
        "int": _one(did=int(did_one)),
        "numpy scalar": _one(did=np.float64(did_one)),
        "numpy integer": _one(did=np.int64(did_one)),
        "series of one": _one(did=pd.Series([did_one], index=["2018/19"])),
        "frame of one": _one(did=pd.DataFrame({"did": [did_one]})),
        "list of one": _one(did=[did_one]),
        "text": _one(did="-27"),
        "text with a typeset minus": _one(did="\N{MINUS SIGN}27"),
        "dict": _one(one.to_dict()),
        "other order": _one(one[::-1]),
        "all three areas": _one(COUNTS.loc["2018/19"]),
        "plain list in the order asked for": _one(one.tolist()),
        "tuple": _one(tuple(one)),
        "array": _one(one.to_numpy()),
        "text labels": _one(one.rename(index=str)),
        "lower case": _one({"wave 1": one.iloc[0], "non-pioneer": one.iloc[1]}),
        "other names": _one({"Wave 1": one.iloc[0], "Rest of England": one.iloc[1]}),
        "pairs": _one([("Wave 1", 108), ("Non-Pioneer", 135)]),
        "one-row frame with its year": _one(COUNTS.loc[["2018/19"]].reset_index()),
        "one-row frame": _one(COUNTS.loc[["2018/19"], ONE]),
        "one-column frame": _one(one.to_frame()),
        "long frame": _one(YEAR.loc[YEAR["area"].isin(ONE), ["area", "change_per_100k"]]),
        "rows of the published table": _one(YEAR[YEAR["area"].isin(ONE)]),
        "rows renumbered": _one(YEAR[YEAR["area"].isin(ONE)].reset_index(drop=True)),
        "labels of year and area": _one(
            YEAR[YEAR["area"].isin(ONE)].set_index(["financial_year", "area"])["change_per_100k"]
        ),
        "float changes": _one(one.astype(float)),
        "float noise": _one(did=did_one + 1e-12),
    },
    wrong={
        "sign": _one(did=-did_one),
        "wave alone": _one(did=one.iloc[0]),
        "control alone": _one(did=one.iloc[1]),
        "sum": _one(did=one.sum()),
        "mean": _one(did=one.mean()),
        "ratio": _one(did=one.iloc[0] / one.iloc[1]),
        "per cent of the control": _one(did=100 * (one.iloc[0] / one.iloc[1] - 1)),
        "lesson's year": _one(did=_did(COUNTS.loc["2014/15", ONE])),
        "another year, right table": _one(did=_did(COUNTS.loc["2017/18", ONE])),
        "another year in both": _one_year("2019/20"),
        "the year before in both": _one_year("2017/18"),
        "the other wave": _one(did=_did(COUNTS.loc["2018/19", TWO])),
        "table of the other wave": _one(COUNTS.loc["2018/19", TWO], _did(COUNTS.loc["2018/19", TWO])),
        "the other wave under this name": _one(
            dict(zip(ONE, COUNTS.loc["2018/19", TWO], strict=True)), _did(COUNTS.loc["2018/19", TWO])
        ),
        "per cent": _one(did=_did(PERCENTAGES.loc["2018/19", ONE])),
        "per cent in both": _one(PERCENTAGES.loc["2018/19", ONE], _did(PERCENTAGES.loc["2018/19", ONE])),
        "per 1,000": _one(did=did_one / 100),
        "constant alone": _one(...),
        "table alone": _one(did=None),
        "nan": _one(did=np.nan),
        "word": _one(did="minus"),
        "function": _one(did=_did),
        "whole table": _one(COUNTS),
        "table for number": _one(did=one),
        "a third number": _one({**one.to_dict(), "DiD": did_one}),
        "nothing": _one(did=0),
        "one number of two": _one(one.iloc[0].item()),
        "swapped labels": _one(dict(zip(ONE, one[::-1], strict=True))),
        "signs of the changes": _one(-one),
        "one change wrong": _one({"Wave 1": 80, "Non-Pioneer": 135}),
        "yes or no": _one(did=True),
        "infinite": _one(did=np.inf),
        "rounded to tens": _one(did=-30),
    },
)

two: Any = PERCENTAGES.loc["2018/19", TWO]
did_two = _did(two)


def _two(changes_pct: object = two, did_pct: object = did_two) -> dict[str, object]:
    return {"changes_pct": changes_pct, "did_pct": did_pct}


counts: Any = COUNTS.loc["2018/19", TWO]
IN_PER_CENT = Answers(
    right={
        "series and number": _two(),
        "rounded": _two(did_pct=round(did_two, 2)),
        "numpy scalar": _two(did_pct=np.float32(did_two)),
        "series of one": _two(did_pct=pd.Series([did_two])),
        "frame of one": _two(did_pct=pd.DataFrame({"did_pct": [did_two]}, index=["2018/19"])),
        "per cent sign": _two(did_pct=f"{did_two:.2f}%"),
        "list of one": _two(did_pct=[did_two]),
        "dict": _two(two.to_dict()),
        "other order": _two(two[::-1]),
        "list": _two(two.tolist()),
        "text with signs": _two({name: f"{cell}%" for name, cell in two.items()}),
        "text labels": _two(two.rename(index=str)),
        "short labels": _two({"W2": two.iloc[0], "rest": two.iloc[1]}),
        "rows of the published table": _two(YEAR[YEAR["area"].isin(TWO)]),
        "one-row frame": _two(PERCENTAGES.loc[["2018/19"], TWO]),
        "one-column frame": _two(two.to_frame()),
        "long frame": _two(YEAR.loc[YEAR["area"].isin(TWO), ["area", "change_pct"]]),
    },
    wrong={
        "sign": _two(did_pct=-did_two),
        "per 100,000": _two(did_pct=_did(counts)),
        "per 100,000 in both": _two(counts, _did(counts)),
        "proportion": _two(did_pct=did_two / 100),
        "proportions in both": _two(two / 100, did_two / 100),
        "wave 1": _two(did_pct=_did(PERCENTAGES.loc["2018/19", ONE])),
        "table of wave 1": _two(PERCENTAGES.loc["2018/19", ONE]),
        "wave 1 under the name of wave 2": _two(PERCENTAGES.loc["2018/19", ONE].tolist()),
        "another year": _two(did_pct=_did(PERCENTAGES.loc["2016/17", TWO])),
        "another year in both": _two(PERCENTAGES.loc["2019/20", TWO], _did(PERCENTAGES.loc["2019/20", TWO])),
        "rounded too early": _two(did_pct=round(two.iloc[0], 0) - round(two.iloc[1], 0)),
        "rounded to one decimal": _two(two.round(1), -4.5),
        "ratio": _two(did_pct=two.iloc[0] / two.iloc[1]),
        "by division": _two(did_pct=100 * (two.iloc[0] / two.iloc[1] - 1)),
        "per cent of one baseline": _two(did_pct=_did(counts) * two.iloc[1] / counts.iloc[1]),
        "per cent of the wave's baseline": _two(did_pct=_did(counts) * two.iloc[0] / counts.iloc[0]),
        "wave alone": _two(did_pct=two.iloc[0]),
        "control alone": _two(did_pct=two.iloc[1]),
        "sum": _two(did_pct=two.sum()),
        "mean": _two(did_pct=two.mean()),
        "constant alone": _two(None),
        "table alone": _two(did_pct=...),
        "nan": _two(did_pct=float("nan")),
        "blank in the table": _two({"Wave 2": np.nan, "Non-Pioneer": two.iloc[1]}),
        "function": _two(did_pct=abs),
        "word": _two(did_pct="four and a half"),
        "whole table": _two(PERCENTAGES),
        "published table": _two(TABLE),
        "swapped": _two(two.tolist()[::-1]),
        "constants for the table": _two(did_two),
    },
)

RATES = pioneers.admission_rates()
MEANS: Any = RATES.pivot_table(index="programme", columns="period", observed=True, values="rate_per_1000")
GROUPS = ["Vanguard only", "Neither"]
rises: Any = (MEANS[4] - MEANS[2])[GROUPS]
did_vanguard = _did(rises)


def _means(rises: object = rises, did_vanguard: object = did_vanguard) -> dict[str, object]:
    return {"rises": rises, "did_vanguard": did_vanguard}


def _periods(base: int, end: int, groups: list[str] = GROUPS) -> dict[str, object]:
    pair = (MEANS[end] - MEANS[base])[groups]
    return _means(pair, _did(pair))


percentages: Any = 100 * rises / MEANS.loc[GROUPS, 2]
FOUR_MEANS = Answers(
    right={
        "series and number": _means(),
        "rounded": _means(rises.round(2), round(did_vanguard, 2)),
        "numpy scalar": _means(did_vanguard=np.float64(did_vanguard)),
        "series of one": _means(did_vanguard=pd.Series({"Vanguard only": did_vanguard})),
        "frame of one": _means(did_vanguard=pd.DataFrame({0: [did_vanguard]})),
        "list of one": _means(did_vanguard=[did_vanguard]),
        "text": _means(did_vanguard="-0.06"),
        "dict": _means(rises.to_dict()),
        "other order": _means(rises[::-1]),
        "all four groups": _means(MEANS[4] - MEANS[2]),
        "list": _means([0.21, 0.27]),
        "text labels": _means(rises.rename(index=str)),
        "short label": _means({"Vanguard": 0.21, "Neither": 0.27}),
        "one-column frame": _means(rises.to_frame("rise")),
        "one-row frame": _means(rises.to_frame("rise").T),
        "frame with a column of names": _means(rises.rename("rise").reset_index()),
        "Categorical labels": _means(pd.Series([0.21, 0.27], index=pd.CategoricalIndex(GROUPS))),
    },
    wrong={
        "sign": _means(did_vanguard=-did_vanguard),
        "from period 1": _periods(1, 4),
        "to period 5": _periods(2, 5),
        "as in the lesson": _periods(1, 5),
        "from period 3": _periods(3, 4),
        "to period 3": _periods(2, 3),
        "number from period 1": _means(did_vanguard=_periods(1, 4)["did_vanguard"]),
        "number to period 5": _means(did_vanguard=_periods(2, 5)["did_vanguard"]),
        "Pioneer only": _means(did_vanguard=_did((MEANS[4] - MEANS[2])[["Pioneer only", "Neither"]])),
        "table of Pioneer only": _periods(2, 4, ["Pioneer only", "Neither"]),
        "Pioneer only under this name": _means((MEANS[4] - MEANS[2])[["Pioneer only", "Neither"]].tolist()),
        "Both": _means(did_vanguard=_did((MEANS[4] - MEANS[2])[["Both", "Neither"]])),
        "levels": _means(did_vanguard=MEANS[4]["Vanguard only"] - MEANS[4]["Neither"]),
        "levels in both": _means(MEANS.loc[GROUPS, 4], _did(MEANS.loc[GROUPS, 4])),
        "levels before": _means(did_vanguard=MEANS[2]["Vanguard only"] - MEANS[2]["Neither"]),
        "per cent": _means(did_vanguard=_did(percentages)),
        "per cent in both": _means(percentages, _did(percentages)),
        "before minus after": _means(-rises, -did_vanguard),
        "swapped": _means(rises.tolist()[::-1]),
        "rise alone": _means(did_vanguard=rises.iloc[0]),
        "Neither alone": _means(did_vanguard=rises.iloc[1]),
        "sum": _means(did_vanguard=rises.sum()),
        "rounded too early": _means(rises.round(1)),
        "constant alone": _means(...),
        "table alone": _means(did_vanguard=None),
        "nan": _means(did_vanguard=np.nan),
        "word": _means(did_vanguard="less"),
        "function": _means(did_vanguard=_did),
        "whole table": _means(RATES),
        "per 100,000": _means(did_vanguard=100 * did_vanguard),
        "table for number": _means(did_vanguard=rises),
    },
)

DID, P = _did(counts), 0.03
Z = NormalDist().inv_cdf(1 - P / 2)
error = abs(DID) / Z
low, high = DID - 1.96 * error, DID + 1.96 * error


def _interval(standard_error: object = error, interval: object = (low, high)) -> dict[str, object]:
    return {"standard_error": standard_error, "interval": interval}


def _reach(reach: float, centre: float = DID) -> dict[str, object]:
    return _interval(interval=[centre - reach, centre + reach])


one_tail = NormalDist().inv_cdf(1 - P)
INTERVAL = Answers(
    right={
        "tuple": _interval(),
        "list": _interval(interval=[low, high]),
        "rounded": _interval(round(error, 1), [round(low, 1), round(high, 1)]),
        "from the rounded standard error": _interval(
            round(error, 1), [DID - 1.96 * round(error, 1), DID + 1.96 * round(error, 1)]
        ),
        "array": _interval(np.float64(error), np.array([low, high])),
        "dict": _interval(interval={"low": low, "high": high}),
        "dict in the other order": _interval(interval={"high": high, "low": low}),
        "series": _interval(interval=pd.Series([low, high])),
        "series with names": _interval(interval=pd.Series({"low": low, "high": high})),
        "series as in the lesson": _interval(
            interval=pd.Series({"standard error": error, "low": low, "high": high})
        ),
        "published names": _interval(interval={"ci_low": low, "ci_high": high}),
        "upper and lower": _interval(interval={"lower": low, "upper": high}),
        "frame of one row": _interval(interval=pd.DataFrame({"low": [low], "high": [high]})),
        "frame of one column": _interval(interval=pd.DataFrame({"end": [low, high]})),
        "from the package": _interval(estimate.standard_error_from_p(DID, P)),
        "series of one": _interval(pd.Series([error])),
        "frame of one": _interval(pd.DataFrame([error])),
        "list of one": _interval([error]),
        "z rounded to two decimals": _interval(33 / 2.17, [-33 - 1.96 * 33 / 2.17, -33 + 1.96 * 33 / 2.17]),
        "exact z": _interval(
            interval=[
                DID - NormalDist().inv_cdf(0.975) * error,
                DID + NormalDist().inv_cdf(0.975) * error,
            ]
        ),
    },
    wrong={
        "sign": _interval(-error),
        "z": _interval(Z),
        "1.96": _interval(abs(DID) / 1.96),
        "2": _interval(abs(DID) / 2),
        "times z": _interval(abs(DID) * Z),
        "upside down": _interval(Z / abs(DID)),
        "times p": _interval(abs(DID) * P),
        "divided by p": _interval(abs(DID) / P),
        "one tail": _interval(abs(DID) / one_tail),
        "wave 1": _interval(estimate.standard_error_from_p(-27, 0.24)),
        "another year": _interval(estimate.standard_error_from_p(-44, 0.01)),
        "whole number": _interval(round(error)),
        "constant alone": _interval(interval=None),
        "interval alone": _interval(...),
        "nan": _interval(np.nan),
        "word": _interval("small"),
        "function": _interval(NormalDist().inv_cdf),
        "high end first": _interval(interval=[high, low]),
        "swapped labels": _interval(interval={"low": high, "high": low}),
        "one error": _reach(error),
        "two errors": _reach(2 * error),
        "ninety per cent": _reach(1.645 * error),
        "z errors": _reach(Z * error),
        "wrong sign": _reach(1.96 * error, -DID),
        "around zero": _reach(1.96 * error, 0),
        "twice as long": _reach(2 * 1.96 * error),
        "whole ends": _interval(interval=[round(low), round(high)]),
        "interval of another year": _interval(interval=[-77.5, -10.5]),
        "one end": _interval(interval=low),
        "the same end twice": _interval(interval=[low, low]),
        "one label": _interval(interval={"low": low}),
        "three numbers": _interval(interval=[low, DID, high]),
        "blank end": _interval(interval=[low, np.nan]),
        "text": _interval(interval="-62.8 to -3.2"),
        "whole table": _interval(interval=COUNTS),
    },
)

CLEAR, LONGEST = ["2016/17", "2018/19", "2019/20"], "2016/17"
YEARS = list(COUNTS.index.astype(str))


def _chart(clear: object = CLEAR, longest: object = LONGEST) -> dict[str, object]:
    return {"clear": clear, "longest": longest}


starred: Any = TABLE[(TABLE["area"] == "Wave 2") & TABLE["starred"]]
READ_THE_CHART = Answers(
    right={
        "list": _chart(),
        "set": _chart(set(CLEAR)),
        "tuple": _chart(tuple(CLEAR)),
        "other order": _chart(CLEAR[::-1]),
        "series": _chart(pd.Series(CLEAR)),
        "index": _chart(pd.Index(CLEAR)),
        "Categorical": _chart(pd.Categorical(CLEAR, YEARS)),
        "array": _chart(np.array(CLEAR)),
        "one text": _chart("2016/17, 2018/19, 2019/20"),
        "hyphens": _chart(["2016-17", "2018-19", "2019-20"], "2016-17"),
        "full years": _chart(["2016/2017", "2018/2019", "2019/2020"], "2016/2017"),
        "rows of the table": _chart(starred, starred.iloc[[0]]),
        "column of the table": _chart(starred["financial_year"], starred["financial_year"].iloc[0]),
        "labelled series": _chart(starred.set_index("financial_year")["p_value"]),
        "dict": _chart(dict.fromkeys(CLEAR, 0.01)),
        "yes or no for each year": _chart(pd.Series({year: year in CLEAR for year in YEARS})),
        "dict of yes or no": _chart({year: year in CLEAR for year in YEARS}),
        "list of one": _chart(longest=[LONGEST]),
        "spaces": _chart(longest=" 2016/17 "),
        "series of one": _chart(longest=pd.Series([LONGEST])),
        "repeated": _chart([*CLEAR, "2016/17"]),
    },
    wrong={
        "the ones that cross": _chart(["2014/15", "2015/16", "2017/18"]),
        "all": _chart(YEARS),
        "none": _chart([]),
        "one too few": _chart(CLEAR[1:]),
        "another too few": _chart(CLEAR[:2]),
        "one alone": _chart(["2019/20"]),
        "one too many": _chart([*CLEAR, "2015/16"]),
        "another too many": _chart([*CLEAR, "2017/18"]),
        "wave 1": _chart(["2014/15", "2017/18"]),
        "one for another": _chart(["2015/16", "2018/19", "2019/20"]),
        "blank": _chart(...),
        "numbers": _chart([2016, 2018, 2019]),
        "first years": _chart(["2016", "2018", "2019"]),
        "count": _chart(3),
        "function": _chart(sorted),
        "longest blank": _chart(longest=None),
        "farthest but not longest": _chart(longest="2019/20"),
        "shortest": _chart(longest="2014/15"),
        "highest": _chart(longest="2017/18"),
        "longest as a number": _chart(longest=2016),
        "longest as a year": _chart(longest="2016"),
        "two longest": _chart(longest=["2016/17", "2019/20"]),
        "length": _chart(longest=85.9),
        "not in the chart": _chart(longest="2020/21"),
        "nan": _chart(longest=np.nan),
    },
)

TESTS = TABLE.dropna(subset=["p_value"]).reset_index(drop=True)
FLAGGED = TESTS["note"].str.contains("Nottingham", na=False)
left = TESTS.loc[~FLAGGED, "p_value"]
holm = estimate.adjust_p_values(left, "holm")


def _family(p_left: object = left, p_holm: object = holm, standing: object = 0) -> dict[str, object]:
    return {"p_left": p_left, "p_holm": p_holm, "standing": standing}


def _adjusted(p: pd.Series[Any], method: str = "holm", standing: int = 0) -> dict[str, object]:
    return _family(p, estimate.adjust_p_values(p, method), standing)


whole = pd.Series(estimate.adjust_p_values(TESTS["p_value"], "holm"))
ordered = left.sort_values(kind="stable")
rank = np.arange(1, 12)
WITHOUT_THE_CELL = Answers(
    right={
        "series and list": _family(),
        "lists": _family(left.tolist()),
        "smallest first": _adjusted(ordered),
        "series": _family(p_holm=pd.Series(holm, index=left.index)),
        "rounded": _family(p_holm=[round(p, 2) for p in holm]),
        "array": _family(left.to_numpy(), np.array(holm)),
        "dict": _family(
            left.to_dict(),
            dict(
                zip(TESTS.loc[~FLAGGED, ["area", "financial_year"]].agg(" ".join, axis=1), holm, strict=True)
            ),
        ),
        "rows of the table": _family(TESTS[~FLAGGED]),
        "one-column frame": _family(left.to_frame(), pd.DataFrame({"p_holm": holm})),
        "tuple": _family(tuple(left), tuple(holm)),
        "numpy integer": _family(standing=np.int64(0)),
        "float": _family(standing=0.0),
        "sum of a comparison": _family(standing=(pd.Series(holm) < 0.05).sum()),
        "series of one": _family(standing=pd.Series([0])),
        "list of one": _family(standing=[0]),
        "text": _family(standing="0"),
    },
    wrong={
        "cell still there": _adjusted(TESTS["p_value"]),
        "both of that year": _adjusted(TESTS.loc[TESTS["financial_year"] != "2016/17", "p_value"]),
        "only the cell": _adjusted(TESTS.loc[FLAGGED, "p_value"]),
        "wave 1": _adjusted(TESTS.loc[TESTS["area"] == "Wave 1", "p_value"]),
        "wave 2": _adjusted(TESTS.loc[TESTS["area"] == "Wave 2", "p_value"]),
        "rest of wave 2": _adjusted(TESTS.loc[(TESTS["area"] == "Wave 2") & ~FLAGGED, "p_value"]),
        "stars": _adjusted(TESTS.loc[TESTS["starred"], "p_value"]),
        "stars left": _adjusted(TESTS.loc[TESTS["starred"] & ~FLAGGED, "p_value"]),
        "without stars": _adjusted(TESTS.loc[~TESTS["starred"], "p_value"]),
        "another cell": _adjusted(TESTS["p_value"].drop(0)),
        "the smallest dropped": _adjusted(TESTS["p_value"].sort_values(kind="stable").iloc[1:]),
        "a set": _family(set(left)),
        "with blanks": _family(TABLE["p_value"].drop(7)),
        "not adjusted": _family(p_holm=left),
        "Bonferroni": _adjusted(left, "bonferroni"),
        "Benjamini-Hochberg": _adjusted(left, "fdr_bh"),
        "adjusted first": _family(p_holm=whole[~FLAGGED]),
        "adjusted twelve": _family(p_holm=whole),
        "limits": _family(p_holm=0.05 / (12 - rank)),
        "without the running largest": _family(p_holm=ordered.to_numpy() * (12 - rank)),
        "above 1": _family(p_holm=11 * left),
        "smallest alone": _family(p_holm=min(holm)),
        "ten values": _family(p_holm=holm[:10]),
        "made up": _family(p_holm=[0.2] * 11),
        "p blank": _family(...),
        "holm blank": _family(p_holm=None),
        "standing blank": _family(standing=None),
        "text": _family("0.04, 0.40"),
        "one number": _family(0.01),
        "function": _family(p_holm=estimate.adjust_p_values),
        "stars counted": _family(standing=4),
        "stars of the table": _family(standing=5),
        "all": _family(standing=11),
        "one": _family(standing=1),
        "smallest adjusted": _family(standing=min(holm)),
        "limit": _family(standing=0.05),
        "no": _family(standing=False),
        "the list": _family(standing=holm),
    },
)

TRUTH = -0.2
WORLD = synthetic.panel(parallel=True, effect=TRUTH, trend_violation=-0.09, seed=3)
WORLD_MEANS = WORLD.pivot_table(index="programme", columns="period", values="rate_per_1000", observed=True)
every = WORLD_MEANS[5] - WORLD_MEANS[1]
PIONEERS = ["Pioneer only", "Neither"]
both: Any = every[PIONEERS]
did_world = _did(both)


def _world(
    changes: object = both, did_world: object = did_world, missed_by: object = did_world - TRUTH
) -> dict[str, object]:
    return {"changes": changes, "did_world": did_world, "missed_by": missed_by}


def _again(pair: pd.Series[Any]) -> dict[str, object]:
    return _world(pair, _did(pair), _did(pair) - TRUTH)


other_seed = synthetic.panel(parallel=True, effect=TRUTH, trend_violation=-0.09, seed=1)
other_means = other_seed.pivot_table(
    index="programme", columns="period", values="rate_per_1000", observed=True
)
by_area = WORLD.pivot_table(index="ccg", columns="period", values="rate_per_1000")
area_groups = WORLD.groupby("ccg")["programme"].first()
VIOLATED_TREND = Answers(
    right={
        "two groups": _world(),
        "all four groups": _world(every),
        "rounded": _world(both.round(2), round(did_world, 2), round(did_world - TRUTH, 2)),
        "dict": _world(both.to_dict()),
        "other order": _world(both[::-1]),
        "list": _world(both.tolist()),
        "text labels": _world(every.rename(index=str)),
        "frame": _world(every.to_frame("change")),
        "frame with a column of names": _world(both.rename("change").reset_index()),
        "numpy scalars": _world(both, np.float64(did_world), np.float64(did_world - TRUTH)),
        "series of one": _world(did_world=pd.Series([did_world]), missed_by=pd.Series([did_world - TRUTH])),
        "frame of one": _world(missed_by=pd.DataFrame([did_world - TRUTH])),
        "list of one": _world(did_world=[did_world]),
        "text": _world(missed_by=f"{did_world - TRUTH:.3f}"),
        "means of the areas' changes": _again(
            (by_area[5] - by_area[1]).groupby(area_groups, observed=True).mean()[PIONEERS]
        ),
        "lower case": _world({"pioneer only": both.iloc[0], "neither": both.iloc[1]}),
    },
    wrong={
        "as given": _world(WORLD_MEANS[1] - WORLD_MEANS[5], -both.iloc[0] - WORLD_MEANS[5]["Neither"]),
        "number as given": _world(did_world=-both.iloc[0] - WORLD_MEANS[5]["Neither"]),
        "first fault mended": _world(did_world=both.iloc[0] - WORLD_MEANS[5]["Neither"]),
        "sign": _world(did_world=-did_world),
        "levels": _world(did_world=WORLD_MEANS[5]["Pioneer only"] - WORLD_MEANS[5]["Neither"]),
        "levels in the table": _again(WORLD_MEANS.loc[PIONEERS, 5]),
        "levels before": _again(WORLD_MEANS.loc[PIONEERS, 1]),
        "from period 2": _again((WORLD_MEANS[5] - WORLD_MEANS[2])[PIONEERS]),
        "to period 4": _again((WORLD_MEANS[4] - WORLD_MEANS[1])[PIONEERS]),
        "Vanguard only": _world(did_world=_did(every[["Vanguard only", "Neither"]])),
        "Both": _world(did_world=_did(every[["Both", "Neither"]])),
        "change alone": _world(did_world=both.iloc[0]),
        "Neither alone": _world(did_world=both.iloc[1]),
        "sum": _world(did_world=both.sum()),
        "true effect": _world(did_world=TRUTH, missed_by=0.0),
        "published": _again((MEANS[5] - MEANS[1])[PIONEERS]),
        "other seed": _again((other_means[5] - other_means[1])[PIONEERS]),
        "swapped": _world(both.tolist()[::-1]),
        "missed: the DiD": _world(missed_by=did_world),
        "missed: truth added": _world(missed_by=did_world + TRUTH),
        "missed: sign": _world(missed_by=TRUTH - did_world),
        "missed: truth": _world(missed_by=TRUTH),
        "missed: one year": _world(missed_by=-0.09),
        "missed: nothing": _world(missed_by=0),
        "missed: ratio": _world(missed_by=did_world / TRUTH),
        "missed: per cent": _world(missed_by=100 * (did_world / TRUTH - 1)),
        "missed: rounded": _world(missed_by=-0.36),
        "missed: blank": _world(missed_by=...),
        "missed: nan": _world(missed_by=np.nan),
        "constant alone": _world(None),
        "number blank": _world(did_world=None),
        "word": _world(did_world="less"),
        "function": _world(missed_by=_did),
        "whole table": _world(WORLD),
        "table of means": _world(WORLD_MEANS),
    },
)

ANSWERS = {
    "03.1-one-did": ONE_DID,
    "03.1-in-per-cent": IN_PER_CENT,
    "03.1-four-means": FOUR_MEANS,
    "03.2-interval": INTERVAL,
    "03.2-read-the-chart": READ_THE_CHART,
    "03.3-without-the-cell": WITHOUT_THE_CELL,
    "03.4-violated-trend": VIOLATED_TREND,
}
"""The answers to each task."""
