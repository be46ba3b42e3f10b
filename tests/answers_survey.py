"""Answers to the tasks of exercise 02: right ones in many shapes, and wrong ones by their mistake."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
from answers import Answers

import pioneer_data as pioneers
from pioneer_data import estimate, survey

YEARS = [2016, 2017, 2018]
ENDS = [2016, 2018]


def _rates() -> pd.Series:
    surveys = pioneers.ki_surveys().set_index("year")
    return 100 * surveys["participants_n"] / surveys["mailing_list_n"]


SURVEYS = pioneers.ki_surveys()
RATES = _rates()
OVERALL = 100 * SURVEYS["participants_n"].sum() / SURVEYS["mailing_list_n"].sum()
INVITED, REPLIED = SURVEYS["mailing_list_n"], SURVEYS["participants_n"]


def _both(rates: object = RATES, overall: object = OVERALL) -> dict[str, object]:
    return {"rates": rates, "overall": overall}


REPLY_RATES = Answers(
    right={
        "by hand, index of years": _both(),
        "rows 0 to 2, no index": _both(100 * REPLIED / INVITED),
        "rounded to one decimal": _both(RATES.round(1), round(float(OVERALL), 1)),
        "printed rates": _both(SURVEYS.set_index("year")["response_rate_pct"], 22.9),
        "list": _both(RATES.tolist(), [float(OVERALL)]),
        "dict, years as text": _both({str(year): rate for year, rate in RATES.items()}, "22.9%"),
        "dict, years as numbers": _both(RATES.to_dict(), {"all": OVERALL}),
        "other order of rows": _both(RATES.iloc[::-1], pd.Series([OVERALL])),
        "frame with a year column": _both(RATES.reset_index(name="pct"), np.float64(OVERALL)),
        "one-column frame": _both(RATES.to_frame("pct"), pd.DataFrame({"pct": [OVERALL]})),
        "wide frame": _both(RATES.to_frame("pct").T, np.array([OVERALL])),
        "categorical years": _both(RATES.set_axis(pd.Categorical(YEARS)), OVERALL),
        "years as decimals": _both(RATES.set_axis([2016.0, 2017.0, 2018.0]), OVERALL),
        "dates": _both(RATES.set_axis(pd.to_datetime(["2016-01-01", "2017-01-01", "2018-01-01"])), OVERALL),
        "texts with per cent sign": _both(dict(zip(YEARS, ["29%", "22%", "19%"], strict=True)), "22.89 %"),
        "pairs": _both(list(RATES.items()), OVERALL),
        "records": _both([{"year": year, "pct": rate} for year, rate in RATES.items()], OVERALL),
        "array": _both(RATES.to_numpy(), np.float32(OVERALL)),
    },
    wrong={
        "nothing": _both(None),
        "nothing at all": _both(..., ...),
        "nothing for overall": _both(overall=None),
        "proportions": _both(RATES / 100),
        "those who did not reply": _both(100 - RATES),
        "upside down": _both(10_000 / RATES),
        "people": _both(dict(zip(YEARS, REPLIED, strict=True))),
        "of all answers": _both((100 * REPLIED / REPLIED.sum()).tolist()),
        "of all invitations": _both((100 * REPLIED / INVITED.sum()).tolist()),
        "list backwards": _both(RATES.tolist()[::-1]),
        "one year left out": _both(RATES.drop(2017)),
        "one number": _both(29.08),
        "one text": _both("29%"),
        "NaN": _both(RATES.where(RATES > 20)),
        "whole table": _both(SURVEYS),
        "a function": _both(RATES.mean),
        "mean of rates": _both(overall=RATES.mean()),
        "mean of rounded rates": _both(overall=RATES.round().mean()),
        "sum of rates": _both(overall=RATES.sum()),
        "different people": _both(overall=100 * 220 / INVITED.sum()),
        "overall a proportion": _both(overall=OVERALL / 100),
        "overall upside down": _both(overall=10_000 / OVERALL),
        "overall those who did not reply": _both(overall=100 - OVERALL),
        "overall of 2018": _both(overall=RATES[2018]),
        "overall people": _both(overall=REPLIED.sum()),
        "overall rounded": _both(overall=23),
        "overall negative": _both(overall=-OVERALL),
        "overall NaN": _both(overall=float("nan")),
        "overall text": _both(overall="about a fifth"),
        "all three rates": _both(overall=RATES),
    },
)


def _lists(design: object = (29,), systems: object = (), accessible: object = (10, 11)) -> dict[str, object]:
    return {"co_design_2018": design, "it_systems_2018": systems, "accessible_2017": accessible}


def _loop(pct: float, base: int) -> list[int]:
    return [people for people in range(base + 1) if round(100 * people / base) == pct]


ONE_NONE_SEVERAL = Answers(
    right={
        "whole_counts": _lists(
            estimate.whole_counts(34, 85), estimate.whole_counts(30, 85), estimate.whole_counts(10, 105)
        ),
        "loop": _lists(_loop(34, 85), _loop(30, 85), _loop(10, 105)),
        "tuples": _lists(),
        "the one count alone": _lists(29, [], [10, 11]),
        "numpy": _lists(np.int64(29), np.array([]), np.array([10, 11])),
        "sets, backwards": _lists({29}, set(), {11, 10}),
        "list backwards": _lists([29], [], [11, 10]),
        "Series": _lists(pd.Series([29]), pd.Series([], dtype=int), pd.Series([10, 11])),
        "filtered Series": _lists(
            pd.Series(range(86))[lambda n: (100 * n / 85).round() == 34],
            pd.Series(range(86))[lambda n: (100 * n / 85).round() == 30],
            pd.Series(range(106))[lambda n: (100 * n / 105).round() == 10],
        ),
        "frame": _lists(pd.DataFrame({"people": [29]}), [], pd.DataFrame({"people": [10, 11]})),
        "floats": _lists([29.0], [], [10.0, 11.0]),
        "range": _lists(range(29, 30), range(0), range(10, 12)),
        "index": _lists(pd.Index([29]), pd.Index([]), pd.Index([10, 11])),
        "texts": _lists(["29"], [], ["10", "11"]),
    },
    wrong={
        "design not filled in": _lists(...),
        "design None": _lists(None),
        "design text": _lists("29 of 85"),
        "design empty, proportion given": _lists(estimate.whole_counts(0.34, 85)),
        "design percentage of 100": _lists([34]),
        "design not rounded": _lists(0.34 * 85),
        "design rounded down": _lists(28),
        "design of 98": _lists(estimate.whole_counts(34, 98)),
        "design NaN": _lists([float("nan")]),
        "design a yes": _lists(True),  # noqa: FBT003 - the answer is a truth value
        "design a function": _lists(lambda: [29]),
        "systems nearest": _lists(systems=[round(0.3 * 85)]),
        "systems next": _lists(systems=25),
        "systems both": _lists(systems=[24, 27]),
        "systems nobody": _lists(systems=[0]),
        "systems None": _lists(systems=None),
        "systems not rounded": _lists(systems=[25.5]),
        "systems a text": _lists(systems="none"),
        "accessible lower only": _lists(accessible=[10]),
        "accessible with one too many": _lists(accessible=[10, 11, 12]),
        "accessible of 85": _lists(accessible=[8, 9]),
        "accessible empty": _lists(accessible=[]),
        "accessible not rounded": _lists(accessible=10.5),
        "accessible None": _lists(accessible=None),
    },
)

PUBLISHED = pioneers.objectives_progress()
COUNTS = survey.progress_counts()


def _row(column: str, year: int = 2017, objective: str = "Accessible services") -> pd.Series:
    rows = COUNTS[(COUNTS["objective"] == objective) & (COUNTS["year"] == year)]
    return rows.set_index("progress")[column]


def _decided(people: object = None, no_set: object = "Managing own care") -> dict[str, object]:
    return {"people": _row("people") if people is None else people, "no_set": no_set}


LONG = COUNTS[(COUNTS["objective"] == "Accessible services") & (COUNTS["year"] == 2017)]
FULL_NAME = PUBLISHED[PUBLISHED["objective"] == "Managing own care"]["objective_published"].iloc[0]

THE_ROW_DECIDES = Answers(
    right={
        "Series, categorical labels": _decided(),
        "tuple of counts_that_add_up": _decided(estimate.counts_that_add_up([9, 63, 16, 13], 104)[0]),
        "dict with categorical keys": _decided(
            dict(zip(_row("people").index, estimate.counts_that_add_up([9, 63, 16, 13], 104)[0], strict=True))
        ),
        "dict, other order": _decided({"Do not know": 13, "None": 17, "Some": 65, "Substantial": 9}),
        "small letters": _decided({"substantial": 9, "some": 65, "no progress": 17, "don't know": 13}),
        "array": _decided(_row("people").to_numpy()),
        "long frame": _decided(LONG[["progress", "people"]], ["Managing own care"]),
        "long frame, more text": _decided(LONG[["objective", "progress", "people"]], {"Managing own care"}),
        "one-column frame": _decided(_row("people").to_frame(), pd.Series(["Managing own care"])),
        "wide frame": _decided(_row("people").to_frame().T, FULL_NAME),
        "strings as labels": _decided(_row("people").set_axis(_row("people").index.astype(str))),
        "floats, small letters": _decided(_row("people").astype(float), " managing own care "),
        "categorical objective": _decided(no_set=pd.Categorical(["Managing own care"])),
        "unique of a column": _decided(no_set=pd.Series(["Managing own care"] * 4).unique()),
        "label of two levels": _decided(no_set=("Managing own care", 2017)),
        "with its year": _decided(no_set="Managing own care, 2017"),
        "label and number": _decided(no_set=pd.Series({"Managing own care": 0})),
        "list": _decided([9, 65, 17, 13]),
        "all sets, of which there is one": _decided(estimate.counts_that_add_up([9, 63, 16, 13], 104)),
        "frame of the sets": _decided(pd.DataFrame(estimate.counts_that_add_up([9, 63, 16, 13], 104))),
    },
    wrong={
        "nothing": _decided(...),
        "nothing at all": _decided(..., ...),
        "no objective": _decided(no_set=None),
        "percentages": _decided(_row("pct")),
        "nearest counts": _decided([9, 66, 17, 14]),
        "too many undecided": _decided([9, 65, 17, 14]),
        "of 105": _decided([9, 66, 17, 13]),
        "lower ends": _decided([8, 65, 17, 14]),
        "of 2016": _decided(_row("people", 2016)),
        "of 2018": _decided(_row("people", 2018)),
        "not rounded": _decided(_row("pct") * 1.04),
        "proportions": _decided(_row("people") / 104),
        "no labels, three": _decided([9, 65, 17]),
        "all rows": _decided(LONG),
        "with a total": _decided({**_row("people").to_dict(), "Total": 104}),
        "one number": _decided(104),
        "text": _decided("9, 65, 17, 13"),
        "NaN": _decided([9, 65, 17, float("nan")]),
        "the row just solved": _decided(no_set="Accessible services"),
        "the row of 2016": _decided(no_set="Quality of care"),
        "another row": _decided(no_set="Costs"),
        "a row": _decided(no_set="Row 6"),
        "number of a row": _decided(no_set=6),
        "two rows": _decided(no_set=["Managing own care", "Quality of care"]),
        "function": _decided(no_set=_row),
    },
)

CHANGES = survey.changes("Progress 2016-18").set_index("objective").loc["Managing own care"]
LOW, HIGH = float(CHANGES["low"]), float(CHANGES["high"])
PEOPLE = pd.Series({2016: 63, 2018: 66})


def _interval(people: object = None, low: object = LOW, high: object = HIGH) -> dict[str, object]:
    return {"people": PEOPLE if people is None else people, "low": low, "high": high}


def _of(*cells: float, level: float = 0.95) -> dict[str, object]:
    low, high = estimate.newcombe_interval(*cells, level)
    return _interval(None, 100 * low, 100 * high)


POSITIVE = survey.positive_progress()
OWN = POSITIVE[POSITIVE["objective"] == "Managing own care"]

INTERVAL_OF_A_CHANGE = Answers(
    right={
        "by the function": _of(63, 90, 66, 80),
        "one decimal": _interval(None, -0.4, 24.7),
        "two decimals": _interval(None, -0.43, 24.69),
        "dict, years as text": _interval({"2016": 63, "2018": 66}),
        "other order": _interval({2018: 66, 2016: 63}),
        "list": _interval([63, 66], [LOW], [HIGH]),
        "floats": _interval([63.0, 66.0], np.float64(LOW), np.float64(HIGH)),
        "all three years": _interval(OWN.set_index("year")["people"]),
        "frame of the two years": _interval(OWN[OWN["year"] != 2017][["objective", "year", "people"]]),
        "rows without years": _interval(OWN[OWN["year"] != 2017]["people"]),
        "wide frame": _interval(pd.DataFrame({"2016": [63], "2018": [66]})),
        "categorical years": _interval(PEOPLE.set_axis(pd.Categorical(["2016", "2018"]))),
        "Series of one": _interval(None, pd.Series([LOW]), pd.Series([HIGH], index=["high"])),
        "texts": _interval(None, "-0.4", "24.7"),
        "texts with a real minus and a unit": _interval(None, "\N{MINUS SIGN}0.4%", "24.7%"),
        "one-column frames": _interval(PEOPLE.to_frame("n"), pd.DataFrame([LOW]), pd.DataFrame([HIGH])),
        "pairs": _interval([(2016, 63), (2018, 66)]),
    },
    wrong={
        "nothing": _interval(...),
        "nothing at all": _interval(..., ..., ...),
        "no low": _interval(low=None),
        "no high": _interval(high=None),
        "percentages for people": _interval([70, 83]),
        "people not rounded": _interval({2016: 63, 2018: 66.4}),
        "some only": _interval([55, 63]),
        "substantial only": _interval([8, 3]),
        "with no progress": _interval([73, 74]),
        "people of 2017": _interval([77, 66]),
        "importance": _interval([57, 36]),
        "people exchanged": _interval([66, 63]),
        "one too many": _interval([64, 66]),
        "one number of people": _interval(63),
        "people text": _interval("63 and 66"),
        "a whole table": _interval(OWN),
        "proportions": _interval(None, LOW / 100, HIGH / 100),
        "ends exchanged": _interval(None, HIGH, LOW),
        "years exchanged": _of(66, 80, 63, 90),
        "simple interval": _interval(None, -0.11, 25.11),
        "percentages as people": _of(70, 100, 82.5, 100),
        "base of 2016 twice": _of(63, 90, 66, 90),
        "base of 2018 twice": _of(63, 80, 66, 80),
        "people with an opinion": _of(63, 73, 66, 74),
        "all participants": _of(63, 98, 66, 85),
        "2017 to 2018": _of(77, 104, 66, 80),
        "2016 to 2017": _of(63, 90, 77, 104),
        "90% interval": _of(63, 90, 66, 80, level=0.9),
        "the change": _interval(None, 12.5, 12.5),
        "low rounded": _interval(low=0),
        "high rounded": _interval(high=25),
        "low positive": _interval(low=-LOW),
        "NaN": _interval(low=float("nan")),
        "both ends in one": _interval(low=(LOW, HIGH)),
        "high text": _interval(high="about 25"),
    },
)

IMPORTANT = survey.importance_counts()
COSTS = IMPORTANT[(IMPORTANT["objective"] == "Costs") & (IMPORTANT["year"] == 2018)]
GROUPS = COSTS[COSTS["organisation"] != "All"]
BY_GROUP = GROUPS.set_index("organisation")["people"]
SHARE = 100 * 22 / 85


def _mended(people: object = None, share: object = SHARE) -> dict[str, object]:
    return {"people": BY_GROUP if people is None else people, "share": share}


MEND_THE_MEAN = Answers(
    right={
        "by hand": _mended(),
        "one decimal": _mended(share=25.9),
        "two decimals": _mended(share=25.88),
        "rounded as printed": _mended(share=26),
        "dict": _mended(BY_GROUP.to_dict(), [SHARE]),
        "list": _mended([11, 7, 4, 0], np.float64(SHARE)),
        "plurals, other order": _mended({"Other": 0, "NHS providers": 4, "Local authorities": 7, "CCGs": 11}),
        "strings as labels": _mended(BY_GROUP.set_axis(BY_GROUP.index.astype(str)), "25.9%"),
        "rows without labels": _mended(GROUPS["people"], pd.Series([SHARE])),
        "long frame": _mended(GROUPS[["organisation", "people"]]),
        "long frame, more text": _mended(GROUPS[["objective", "organisation", "people"]]),
        "wide frame": _mended(BY_GROUP.to_frame().T, pd.DataFrame({"share": [SHARE]})),
        "floats": _mended(BY_GROUP.astype(float), Fraction(2200, 85)),
        "array": _mended(BY_GROUP.to_numpy(), np.array([SHARE])),
        "rounded from percentages": _mended((GROUPS["important_pct"] * GROUPS["base_n"] / 100).round()),
        "objective and organisation": _mended(
            GROUPS.assign(organisation=GROUPS["organisation"].astype(str)).set_index(
                ["objective", "organisation"]
            )["people"]
        ),
    },
    wrong={
        "nothing": _mended(...),
        "no share": _mended(share=None),
        "nothing at all": _mended(..., ...),
        "mean of five": _mended(share=COSTS["important_pct"].mean()),
        "mean of four": _mended(share=GROUPS["important_pct"].mean()),
        "mean of four, exact": _mended(share=(100 * GROUPS["people"] / GROUPS["base_n"]).mean()),
        "median of four": _mended(share=GROUPS["important_pct"].median()),
        "everyone twice in the base": _mended(share=100 * 22 / 170),
        "a group without costs left out": _mended(share=100 * 22 / 73),
        "sum of percentages": _mended(share=90),
        "people for share": _mended(share=22),
        "mailing list": _mended(share=100 * 22 / 439),
        "proportion": _mended(share=22 / 85),
        "negative": _mended(share=-SHARE),
        "share of four": _mended(share=100 * GROUPS["people"] / GROUPS["base_n"]),
        "percentages": _mended(GROUPS.set_index("organisation")["important_pct"]),
        "bases": _mended(GROUPS.set_index("organisation")["base_n"]),
        "of 2017": _mended([11, 13, 5, 8]),
        "quality of care": _mended([12, 8, 15, 6]),
        "not rounded": _mended([11.07, 7.04, 4.08, 0.0]),
        "with All": _mended(COSTS.set_index("organisation")["people"]),
        "a group missing": _mended(BY_GROUP.drop("Other")),
        "people a total": _mended(22),
        "text": _mended("11, 7, 4, 0"),
        "a whole table": _mended(GROUPS),
        "NaN": _mended(share=float("nan")),
        "share text": _mended(share="a quarter"),
        "one off": _mended([11, 7, 5, 0]),
    },
)

LIFE = POSITIVE[POSITIVE["objective"] == "Quality of life"].set_index("year")
OPINIONS = survey.positive_progress(with_opinion_only=True)
OPINION = OPINIONS[OPINIONS["objective"] == "Quality of life"].set_index("year")
ALL, SOME = LIFE["pct"].loc[ENDS], OPINION["pct"].loc[ENDS]
RISE, FALL = float(ALL[2018] - ALL[2016]), float(SOME[2018] - SOME[2016])


def _shares(
    everyone: object = ALL, with_opinion: object = SOME, rise: object = RISE, fall: object = FALL
) -> dict[str, object]:
    return {
        "everyone": everyone,
        "with_opinion": with_opinion,
        "change_everyone": rise,
        "change_opinion": fall,
    }


def _of_costs(frame: pd.DataFrame) -> list[float]:
    rows = frame[(frame["objective"] == "Costs") & (frame["year"] != 2017)]
    return [float(cell) for cell in rows["pct"]]


TWO_DENOMINATORS = Answers(
    right={
        "by hand": _shares(),
        "one decimal": _shares(ALL.round(1), SOME.round(1), 8.8, -1.2),
        "one decimal, half to even": _shares(ALL, SOME, 8.7, -1.2),
        "tables in whole per cent": _shares([70, 79], [89, 88]),
        "all three years": _shares(LIFE["pct"], OPINION["pct"]),
        "dicts, years as text": _shares({"2016": 70.0, "2018": 78.75}, {"2018": 87.5, "2016": 88.73}),
        "lists": _shares(ALL.tolist(), SOME.tolist(), [RISE], [FALL]),
        "frames with a year": _shares(ALL.reset_index(), SOME.reset_index()),
        "one-column frames": _shares(ALL.to_frame(), SOME.to_frame(), pd.Series([RISE]), pd.Series([FALL])),
        "wide frames": _shares(ALL.to_frame().T, SOME.to_frame().T),
        "pivot with objectives": _shares(
            POSITIVE[POSITIVE["objective"] == "Quality of life"].pivot_table(
                "pct", "objective", "year", observed=True
            )
        ),
        "per cent signs": _shares({2016: "70%", 2018: "78.75%"}, ["88.7%", "87.5%"], "8.75", "-1.23"),
        "numpy": _shares(ALL.to_numpy(), SOME.to_numpy(), np.float64(RISE), np.float64(FALL)),
        "decimals as years": _shares(ALL.set_axis([2016.0, 2018.0]), SOME),
        "categorical years": _shares(ALL.set_axis(pd.Categorical(["2016", "2018"])), SOME),
        "real minus": _shares(ALL, SOME, RISE, "\N{MINUS SIGN}1.2"),
    },
    wrong={
        "nothing": _shares(...),
        "no opinion": _shares(with_opinion=None),
        "no change": _shares(rise=None),
        "no second change": _shares(fall=...),
        "nothing at all": _shares(..., ..., ..., ...),
        "proportions": _shares(ALL / 100, SOME / 100),
        "proportions of opinion": _shares(with_opinion=SOME / 100),
        "people": _shares([63, 63]),
        "exchanged": _shares(SOME, ALL),
        "same twice": _shares(with_opinion=ALL),
        "some progress only": _shares([100 * 56 / 90, 100 * 59 / 80]),
        "all participants": _shares([100 * 63 / 98, 100 * 63 / 85]),
        "costs": _shares(_of_costs(POSITIVE)),
        "costs with opinion": _shares(with_opinion=_of_costs(OPINIONS)),
        "rounded percentages": _shares(with_opinion=[100 * 70 / 79, 100 * 79 / 90]),
        "new bases": _shares(with_opinion=[71, 72]),
        "no progress left out too": _shares(with_opinion=[100, 100]),
        "undecided": _shares(with_opinion=[100 * 19 / 90, 100 * 8 / 80]),
        "undecided as positive": _shares(with_opinion=[100 * 82 / 90, 100 * 71 / 80]),
        "years exchanged": _shares(ALL.tolist()[::-1]),
        "one year": _shares(ALL.loc[[2018]]),
        "one number": _shares(78.75),
        "whole table": _shares(LIFE.reset_index()),
        "text": _shares("70% and 79%"),
        "NaN": _shares([float("nan"), 78.75]),
        "sign of rise": _shares(rise=-RISE),
        "sign of fall": _shares(fall=-FALL),
        "rounded first": _shares(rise=9),
        "relative": _shares(rise=100 * (78.75 / 70 - 1)),
        "relative fall": _shares(fall=100 * (SOME[2018] / SOME[2016] - 1)),
        "fall rounded first": _shares(fall=-1),
        "fall from rounded percentages": _shares(fall=100 * 79 / 90 - 100 * 70 / 79),
        "rise a proportion": _shares(rise=RISE / 100),
        "same change twice": _shares(fall=RISE),
    },
)


def _read(
    largest: object = "Costs", rose: object = "Accessible services", change: object = -35
) -> dict[str, object]:
    return {"largest": largest, "rose": rose, "costs_change": change}


UNDECIDED = PUBLISHED[PUBLISHED["progress"] == "Do not know"].pivot_table(
    "pct", "objective", "year", observed=True
)
NAMES = dict(zip(PUBLISHED["objective"].astype(str), PUBLISHED["objective_published"], strict=True))

READ_THE_CHART = Answers(
    right={
        "read": _read(),
        "read a little off": _read(change=-33),
        "off the other way": _read(change=-37.5),
        "small letters": _read("costs", " accessible services"),
        "full names": _read(NAMES["Costs"], NAMES["Accessible services"]),
        "lists": _read(["Costs"], ["Accessible services"], [-35]),
        "from the table": _read(
            UNDECIDED[2018].idxmax(),
            (UNDECIDED[2017] - UNDECIDED[2016]).idxmax(),
            UNDECIDED.loc["Costs", 2018] - UNDECIDED.loc["Costs", 2016],
        ),
        "index": _read(rose=UNDECIDED.index[UNDECIDED[2017] > UNDECIDED[2016]]),
        "largest one": _read(UNDECIDED[2018].nlargest(1)),
        "filtered frame": _read(rose=UNDECIDED[UNDECIDED[2017] > UNDECIDED[2016]].reset_index()),
        "categorical": _read(pd.Categorical(["Costs"]), pd.Series(["Accessible services"], dtype="category")),
        "from people": _read(change=100 * (15 / 80 - 49 / 90)),
        "numpy": _read(np.str_("Costs"), np.array(["Accessible services"]), np.int64(-35)),
        "text with a real minus": _read(change="\N{MINUS SIGN}35"),
        "sets": _read({"Costs"}, {"Accessible services"}, pd.Series([-35.0])),
    },
    wrong={
        "nothing": _read(...),
        "no rise": _read(rose=None),
        "no change": _read(change=None),
        "smallest": _read("Joined-up services"),
        "second": _read("Quality of life"),
        "no objective": _read("Do not know"),
        "a number": _read(19),
        "two objectives": _read(["Costs", "Quality of life"]),
        "fell": _read(rose="Costs"),
        "fell a little": _read(rose="Greater say"),
        "rose in words": _read(rose="none of them"),
        "rose a year": _read(rose=2017),
        "sign": _read(change=35),
        "to 2017": _read(change=-27),
        "from 2017": _read(change=-8),
        "share of 2016": _read(change=54),
        "share of 2018": _read(change=19),
        "relative": _read(change=-65),
        "proportion": _read(change=-0.35),
        "far off": _read(change=-45),
        "NaN": _read(change=float("nan")),
        "change text": _read(change="a lot"),
        "both ends": _read(change=(54, 19)),
        "function": _read(max),
    },
)

ANSWERS: dict[str, Answers] = {
    "02.1-reply-rates": REPLY_RATES,
    "02.2-one-none-several": ONE_NONE_SEVERAL,
    "02.2-the-row-decides": THE_ROW_DECIDES,
    "02.3-interval-of-a-change": INTERVAL_OF_A_CHANGE,
    "02.2-mend-the-mean": MEND_THE_MEAN,
    "02.4-two-denominators": TWO_DENOMINATORS,
    "02.4-read-the-chart": READ_THE_CHART,
}
