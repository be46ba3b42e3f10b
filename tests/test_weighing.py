"""Lesson 05's labels, ladder and two of its explorers, held against the tables and the published words."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
import truth

import pioneer_data as pioneers
from pioneer_data import _descriptor, _weighing_facts, keeble, mdt, morciano, survey, weighing
from pioneer_data.figures import _mdt_drawings, _weighing_ladder, _weighing_programmes
from pioneer_data.figures._weighing_ladder import confidence_ladder
from pioneer_data.figures._weighing_programmes import three_programmes
from pioneer_data.rounding import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pioneer_data.charts import Figure
    from pioneer_data.controls import Explorer

Row = dict[str, str]
MINUS = "\N{MINUS SIGN}"

SPEAKS = {
    "Facilitators": {
        "Leadership": r"leadership",
        "Shared vision": r"shared .*vision",
        "Relationships": r"relationships",
        "Staff engagement": r"staff engagement",
        "Low complexity": r"low complexity|lack of .*complexity",
        "Knowledge and skills": r"education|training|knowledge|skills",
        "Co-location": r"co-location",
        "Funding and resources": r"funding|resources",
        "Standing as a pilot": r"kudos|high-profile",
        "History of integration": r"history",
        "Ties to the national team": r"national programme team",
        "Communication": r"communication",
    },
    "Barriers": {
        "Complexity": r"^complexity",
        "Information sharing and IT": r"information governance",
        "Communication": r"communication",
        "Engagement of GPs": r"engagement.*GPs",
        "Professional roles": r"professional identity|professional .*roles",
        "Rules and freedom": r"red tape|freedom|regulation",
        "Money and workforce": r"financial|resources|workforce",
        "National policy conflicts": r"national policy",
        "National support": r"national support",
        "Leadership": r"leadership",
        "Short timescales": r"timescales",
    },
    "Impact on hospital activity": {
        "Unplanned admissions": r"unplanned admissions",
        "Differences among pilots": r"case management sites|variation|pilots \(|which had previously",
        "Hospital costs": r"costs",
        "Year by year": r"\bYear \d",
        "Bed-days": r"bed-days",
        "Before the start": r"prior to start",
    },
    "Impact on patient experience": {
        "State of the evaluation": r"being collected|no systematic study|individual evaluations",
        "Overall view": r"^mixed",
        "Planning of care": r"care plans",
        "Discharge and medicines": r"discharge|medicine",
        "Choice and being heard": r"choice|opinions",
    },
    "Impact on staff experience": {
        "Satisfaction with the job": r"\bjobs?\b",
        "State of the evaluation": r"data collection",
    },
}
"""What an item must speak of to have a label."""

OTHERWISE = {
    ("Facilitators", "Vanguards", 1): (
        "Relationships",
        "they are with the national team, not between partners",
    ),
    ("Impact on hospital activity", "ICPs", 2): ("Unplanned admissions", "in one kind of site"),
    ("Impact on hospital activity", "Vanguards", 5): ("Unplanned admissions", "before the pilots began"),
}
"""Items that speak of a label and have another, with the reason."""

THEMES = pytest.mark.parametrize("theme", weighing.THEMES)
STATEMENTS = pytest.mark.parametrize("statement", weighing.statements())


def rows(table: str) -> list[Row]:
    """Return a table as raw text."""
    return truth.table(table).rows


def swept(explorer: Explorer) -> Iterator[tuple[dict[str, Any], Figure]]:
    for chosen in explorer.sweep():
        yield chosen, explorer(**chosen)


def judged(statement: str) -> Row:
    (row,) = (row for row in rows("confidence_judgements") if row["statement"] == statement)
    return row


# Labels


def test_every_item_of_the_published_comparison_has_its_label() -> None:
    keys = ("theme", "programme", "number")
    printed, coded = (
        [tuple(row[k] for k in keys) for row in rows(t)] for t in ("pilot_comparison", "pilot_item_codes")
    )
    assert printed == coded
    assert len(printed) == 64
    assert tuple(dict.fromkeys(theme for theme, _, _ in printed)) == weighing.THEMES == tuple(SPEAKS)
    assert tuple(dict.fromkeys(name for _, name, _ in printed)) == weighing.PROGRAMMES


@THEMES
def test_an_item_speaks_of_its_label_and_of_no_other_one(theme: str) -> None:
    assert set(SPEAKS[theme]) == set(weighing.labels(theme)["label"])
    for row in weighing.items(theme).to_dict("records"):
        place = (theme, row["programme"], row["number"])
        spoken = {
            label for label, what in SPEAKS[theme].items() if re.search(what, row["item"], re.IGNORECASE)
        }
        allowed = {OTHERWISE[place][0]} if place in OTHERWISE else set()
        assert spoken == {row["label"]} | allowed, place


def test_a_label_has_a_reason_of_one_sentence_and_says_whose_it_is() -> None:
    for row in rows("pilot_item_codes"):
        assert row["coded_by"] == "this package"
        assert re.fullmatch(r"[A-Z][^.?!]{20,}\.", row["reason"]), row
        assert not re.search(r"\d", row["reason"]), row


def test_shared_and_unique_are_counted_from_the_labels() -> None:
    for theme in weighing.THEMES:
        lists: dict[str, set[str]] = {}
        for row in (row for row in rows("pilot_item_codes") if row["theme"] == theme):
            lists.setdefault(row["code"], set()).add(row["programme"])
        for number in (1, 2, 3):
            wanted = {label for label, own in lists.items() if len(own) == number}
            assert set(weighing.in_lists(theme, number)) == wanted
        counted = weighing.labels(theme)
        assert counted[list(weighing.PROGRAMMES)].to_numpy().sum() == len(weighing.items(theme))
        assert counted["lists"].is_monotonic_decreasing
        for row in weighing.items(theme).to_dict("records"):
            assert row["lists"] == len(lists[row["label"]])


def test_barriers_and_facilitators_in_all_three_lists() -> None:
    assert weighing.in_lists("Facilitators", 3) == ("Leadership", "Funding and resources")
    assert weighing.in_lists("Barriers", 3) == ("Information sharing and IT", "Rules and freedom")


def test_a_list_without_a_result_says_so() -> None:
    found = {theme: weighing.without_result(theme) for theme in weighing.THEMES}
    assert found == {
        **dict.fromkeys(weighing.THEMES[:3], ()),
        "Impact on patient experience": ("Pioneers", "Vanguards"),
        "Impact on staff experience": ("Pioneers",),
    }
    for row in rows("pilot_item_codes"):
        (item,) = (
            r["item"]
            for r in rows("pilot_comparison")
            if all(r[k] == row[k] for k in ("theme", "programme", "number"))
        )
        unfinished = re.search(r"data (are being|collection)|study|evaluations", item.lower())
        assert bool(unfinished) == (row["code"] == weighing.UNFINISHED), item


def test_percentages_have_the_items_own_words_and_nothing_in_common() -> None:
    found = weighing.percentages()
    assert found["pct"].to_list() == [9.0, 4.2, 3.1]
    assert len(found[["outcome", "group", "period"]].drop_duplicates()) == len(found)
    for name in ("outcome", "group", "period"):
        said = [text for text in found[name] if text]
        assert len(set(said)) == len(said) >= 2, name
    with_percent = 0
    for row in rows("pilot_item_codes"):
        (item,) = (
            r["item"]
            for r in rows("pilot_comparison")
            if all(r[k] == row[k] for k in ("theme", "programme", "number"))
        )
        words = [row[name] for name in ("outcome", "group", "period")]
        assert all(text in item for text in words), row
        assert bool(row["group"]) == ("%" in item), row
        with_percent += "%" in item
    assert with_percent == len(found)
    assert set(found["programme"]) == {"ICPs", "Vanguards"}


def test_headings_are_the_columns_of_the_descriptions() -> None:
    found = weighing.headings()
    table = {row["programme"]: row for row in rows("pilot_programmes")}
    for name, row in zip(weighing.HEADINGS, found.to_dict("records"), strict=True):
        assert [row[p] for p in weighing.PROGRAMMES] == [table[p][name] for p in weighing.PROGRAMMES]
        assert row["lists"] == sum(table[p][name] != "" for p in weighing.PROGRAMMES)
    words = {name for row in table.values() for name, cell in row.items() if " " in cell} - {"name"}
    assert words == set(weighing.HEADINGS)


@pytest.mark.parametrize("ask", [weighing.items, weighing.labels, weighing.without_result])
def test_an_unknown_theme_is_refused(ask: Any) -> None:  # noqa: ANN401 - functions of different types
    with pytest.raises(ValueError, match=r"no theme 'Money'.*Facilitators"):
        ask("Money")
    with pytest.raises(ValueError, match="no theme"):
        weighing.in_lists("Money", 3)


# The ladder


def test_the_ladder_has_ten_statements_and_four_rungs_with_different_letters() -> None:
    assert len(weighing.statements()) == 10
    assert len({rung[0] for rung in weighing.RUNGS}) == len(weighing.RUNGS) == 4
    assert min(weighing.rung_counts().values()) >= 2
    assert sum(weighing.rung_counts().values()) == 10
    about = _descriptor.resource("confidence_judgements")
    (rung,) = (field for field in about["schema"]["fields"] if field["name"] == "rung")
    assert rung["categories"] == list(weighing.RUNGS)
    assert all(f"{name}: " in rung["description"] for name in weighing.RUNGS)


@pytest.mark.parametrize("table", ["pilot_item_codes", "confidence_judgements"])
def test_the_descriptions_say_that_the_judgements_are_ours(table: str) -> None:
    about = _descriptor.resource(table)
    assert re.search(r"(judgement of this package|this package's own)", about["description"])
    ours = {field["name"] for field in about["schema"]["fields"] if field.get("coded_by") == "this package"}
    assert (
        ours
        == {
            "pilot_item_codes": {"code", "reason"},
            "confidence_judgements": {"statement", "rung", "reason", "would_change"},
        }[table]
    )


@STATEMENTS
def test_a_judgement_gives_one_sentence_without_numbers_and_tables_that_exist(statement: str) -> None:
    row = judged(statement)
    for text in (row["reason"], row["would_change"]):
        assert re.fullmatch(r"[A-Z][^.?!]{40,}\.", text), text
        assert not re.search(r"\d|%", text), text
    assert row["coded_by"] == "this package"
    assert set(row["rests_on"].split("; ")) <= set(pioneers.catalogue()["table"])
    ours = weighing.judgement(statement)
    assert (ours.rung, ours.reason, ours.would_change) == (row["rung"], row["reason"], row["would_change"])
    assert "; ".join(ours.rests_on) == row["rests_on"]


def reasons() -> dict[str, tuple[str, bool]]:
    """Give words of each reason and whether the tables bear them out."""
    did, table_v = keeble.adjusted(), survey.changes("Progress 2016-18").set_index("objective")
    rises = {
        row["group"]: (float(row["estimate"]), int(row["n_ccgs"]))
        for row in rows("published_estimates")
        if row["publication"] == "morciano_2021"
    }
    admissions, people = table_v.loc["Unplanned admissions"], survey.different_people()
    unsure = {(r["objective"], r["year"]): int(r["pct"]) for r in rows("objectives_progress") if is_unsure(r)}
    final = {int(r["number"]): r["finding"] for r in rows("evaluation_findings") if is_final(r)}
    packages = " ".join(row["designs"] for row in rows("work_packages"))
    texts = " ".join(row["finding"] for row in rows("mdt_findings") if row["study"] == "patients")
    valued = mdt.convergence().loc["The teams are valued"]
    first = next(r for r in rows("did_emergency_admissions") if r["area"] == "Wave 1")
    groups = {name: value for name, (value, _) in rises.items()}
    areas = {name: n for name, (_, n) in rises.items()}
    watched = next(
        r["finding"] for r in rows("mdt_findings") if (r["study"], r["number"]) == ("observations", "3")
    )
    return {
        "Emergency admissions rose less in the Pioneers": (
            "for both waves and in every year, but no single difference survives a correction",
            len(did) == 12
            and bool((did["did"] < 0).all())
            and not (did["verdict_holm"] == "stands").any()
            and groups["Pioneer only"] < groups["Neither"],
        ),
        "The Pioneers caused the slower rise": (
            "other programmes ran at the same time",
            "Vanguard only" in areas,
        ),
        "Two programmes together did more than one": (
            "rose least in the areas that were in both, but these are few",
            min(groups, key=lambda g: groups[g]) == min(areas, key=lambda g: areas[g]) == "Both",
        ),
        "More managers saw progress on admissions by 2018": (
            "large beside its interval",
            admissions["low"] > 0 and admissions["change"] > admissions["high"] - admissions["low"],
        ),
        "Do not know became a rarer answer by 2018": (
            "holds for every objective; why it fell is another question, since many people changed",
            all(unsure[o, "2018"] < unsure[o, "2016"] for o, _ in unsure)
            and people["once"] > 2 * people["twice"],
        ),
        "Staff valued the teams": (
            "Leaders and frontline staff say so in separate studies and the final conclusions agree",
            (valued["leaders"], valued["frontline"]) == ("agree", "agree") and "generally valued" in final[7],
        ),
        "Patients noticed that care was more joined up": (
            "No study asked patients before and after",
            not re.search(r"before|earlier|compared|than|improve", texts),
        ),
        "Information sharing was a barrier in all programmes": (
            "the survey and the observers of team meetings name it too",
            "Information sharing and IT" in weighing.in_lists("Barriers", 3)
            and "information governance" in watched
            and "Information governance" in {row["item"] for row in rows("barriers")},
        ),
        "It takes years before change shows": (
            "the first wave's difference shows in its first year",
            (first["financial_year"], first["starred"]) == ("2014/15", "true")
            and "three to four years" in final[3],
        ),
        "The programme saved money": (
            "The planned economic evaluation could not be carried out",
            "planned economic evaluation could not be carried out" in packages,
        ),
    }


def is_unsure(row: Row) -> bool:
    return row["progress"] == "Do not know"


def is_final(row: Row) -> bool:
    return row["publication"] == "durand_mays_2024"


def test_what_the_reasons_say_is_so() -> None:
    assert tuple(reasons()) == weighing.statements()
    for statement, (words, so) in reasons().items():
        assert words in judged(statement)["reason"], statement
        assert so, statement


def facts() -> dict[str, list[str]]:
    """Give the numbers that the facts must have, from the raw tables."""
    raw = rows("did_emergency_admissions")
    change = {(r["financial_year"], r["area"]): float(r["change_per_100k"]) for r in raw}
    waves = [(year, area) for year, area in change if area != "Non-Pioneer"]
    below = sum(change[year, area] < change[year, "Non-Pioneer"] for year, area in waves)
    stars = sum(row["starred"] == "true" for row in raw)
    rise = {
        r["group"]: f"{r['estimate']}% ({signed(float(r['ci_low']), 1)} to {signed(float(r['ci_high']), 1)})"
        for r in rows("published_estimates")
        if r["ci_low"]
    }
    did = {(y, a): signed(change[y, a] - change[y, "Non-Pioneer"], 0) for y, a in waves}
    gap, positive = morciano.overlap(), survey.positive_progress().set_index(["objective", "year"])
    people = {year: positive.loc[("Unplanned admissions", year)] for year in (2016, 2018)}
    costs = positive.loc[("Costs", 2018)]
    unsure = {(r["objective"], r["year"]): r["pct"] for r in rows("objectives_progress") if is_unsure(r)}
    named = {(r["item"], r["year"]): r["pct"] for r in rows("barriers")}
    studies = {r["study"]: r for r in rows("mdt_studies")}
    teams, beforehand = len(rows("mdt_sites")), keeble.months_before_wave_2()
    once = survey.different_people()["once"]
    given = [
        [f"{below} of {len(waves)} published", f"{stars} of them", rise["Pioneer only"], rise["Neither"]],
        ["0 of 12", f"is {did['2014/15', 'Wave 2']} in 2014/15 (no star)", f"{beforehand} of that year's 12"],
        [
            rise["Both"],
            rise["Pioneer only"],
            rise["Vanguard only"],
            "13 areas",
            f"{signed(gap.gap)} a month",
        ],
        [*(f"{row['people']:.0f} of {row['base_n']:.0f}" for row in people.values()), "33 percentage points"],
        ["8 of 8", f"{unsure['Costs', '2016']}% to {unsure['Costs', '2018']}%", f"{once} answered once"],
        [
            f"{studies['leaders']['n_other']} leaders",
            f"{studies['frontline']['n_main']} frontline",
            f"{teams} Pioneers",
        ],
        [f"{studies['patients']['n_main']} patients", f"{studies['patients']['n_other']} informal carers"],
        ["3 of 3 lists", *(f"{named['Incompatible IT systems', year]}%" for year in ("2017", "2018"))],
        [
            f"{did['2014/15', 'Wave 1']} in 2014/15 (with a star)",
            f"{did['2019/20', 'Wave 1']} in 2019/20 (no star)",
        ],
        [f"{costs['people']:.0f} of {costs['base_n']:.0f} people"],
    ]
    return dict(zip(weighing.statements(), given, strict=True))


@STATEMENTS
def test_facts_are_worked_out_from_the_tables(statement: str) -> None:
    said = _weighing_facts.facts(statement)
    for words in facts()[statement]:
        assert words in said, words


def test_every_statement_has_its_facts_and_no_other_has() -> None:
    assert tuple(_weighing_facts.WRITERS) == weighing.statements()
    for ask in (_weighing_facts.facts, weighing.judgement):
        with pytest.raises(ValueError, match=r"no statement 'It works'.*Staff valued the teams"):
            ask("It works")


@pytest.mark.parametrize("rung", weighing.RUNGS)
def test_one_rung_throughout_is_compared_by_its_place_on_the_ladder(rung: str) -> None:
    result = weighing.compare([(statement, rung) for statement in weighing.statements()])
    counts, order = weighing.rung_counts(), list(weighing.RUNGS)[:3]
    assert (result.placed, result.same) == (10, counts[rung])
    if rung == "Unknown":
        assert (result.surer, result.less_sure, result.across) == (0, 0, 10 - counts[rung])
        return
    place = order.index(rung)
    assert result.surer == sum(counts[name] for name in order[place + 1 :])
    assert result.less_sure == sum(counts[name] for name in order[:place])
    assert result.across == counts["Unknown"]


def test_our_own_placing_is_the_same_and_none_is_none() -> None:
    own = [(statement, weighing.judgement(statement).rung) for statement in weighing.statements()]
    assert weighing.compare(own) == (10, 10, 10, 0, 0, 0)
    assert weighing.compare([]) == (10, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("placing", "said"),
    [
        ([("It works", "Strong")], "no statement 'It works'"),
        ([("Staff valued the teams", "strong")], "no rung 'strong'.*Unknown"),
        ([("Staff valued the teams", "Weak"), ("Staff valued the teams", "Strong")], "placed twice"),
    ],
)
def test_a_placing_that_cannot_be_is_refused(placing: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        weighing.compare(placing)


def test_changing_a_result_does_not_change_the_next() -> None:
    items, labels, percentages = (
        weighing.items("Barriers"),
        weighing.labels("Barriers"),
        weighing.percentages(),
    )
    items["lists"], labels["lists"], percentages["pct"] = 0, 0, 0
    assert weighing.items("Barriers")["lists"].min() > 0
    assert weighing.labels("Barriers")["lists"].min() > 0
    assert weighing.percentages()["pct"].min() > 0


# Explorers


@pytest.mark.parametrize("explorer", [three_programmes, confidence_ladder])
def test_every_box_mark_and_word_stands_on_the_page(explorer: Explorer) -> None:
    for chosen, figure in swept(explorer):
        width, height = figure.drawing["width"], figure.drawing["height"]
        for name in _mdt_drawings.WORDS:
            for row in figure.data[name].to_dict("records"):
                long = 0.46 * row["size"] * len(row["text"]) * (1.1 if name.startswith("bold") else 1)
                start = row["x"] - {"left": 0, "bold": 0, "right": long}.get(name, long / 2)
                assert row["size"] >= 12, (chosen, row)
                assert start >= -2, (chosen, row)
                assert start + long <= width + 12, (chosen, row)
                assert 0 < row["y"] <= height - 6, (chosen, row)
        for boxes in (figure.data[name] for name in _mdt_drawings.BOXES):
            assert boxes.empty or boxes[["x", "y"]].to_numpy().min() >= 0, chosen
            assert boxes.empty or boxes["x2"].max() <= width, chosen
            assert boxes.empty or boxes["y2"].max() <= height, chosen


def column(figure: Figure, programme: str) -> str:
    """Return the words of a programme's column, joined."""
    words = figure.data["left"]
    return " ".join(words.loc[words["x"] == edge(figure, programme), "text"])


def edge(figure: Figure, programme: str) -> float:
    """Return where the words of a programme's column begin: below its name."""
    heads = figure.data["bold"]
    return float(heads.loc[heads["text"] == programme, "x"].iloc[0])


@pytest.mark.parametrize("printed", [False, True])
def test_every_item_and_description_can_be_read_word_for_word(printed: bool) -> None:  # noqa: FBT001
    read = 0
    for theme in weighing.THEMES:
        figure = three_programmes(theme=theme, printed=printed)
        for row in (row for row in rows("pilot_comparison") if row["theme"] == theme):
            assert row["item"] in column(figure, row["programme"]), row
            assert row["item"] in set(figure.table["word for word"])
            read += 1
    assert read == 64
    for theme, headings in _weighing_programmes.DESCRIPTIONS.items():
        figure = three_programmes(theme=theme, printed=printed)
        for heading, row in itertools.product(headings, rows("pilot_programmes")):
            text = row[heading.lower().replace(" ", "_")]
            assert text in column(figure, row["programme"]), (heading, text)
    shown = itertools.chain.from_iterable(_weighing_programmes.DESCRIPTIONS.values())
    assert {name.lower().replace(" ", "_") for name in shown} == set(weighing.HEADINGS)


def test_lists_as_printed_keep_their_order_and_frame_what_is_chosen() -> None:
    for theme, show in itertools.product(weighing.THEMES, ("All", "Shared", "Only here")):
        figure = three_programmes(theme=theme, show=show, printed=True)
        for name in weighing.PROGRAMMES:
            own = [
                r["item"] for r in rows("pilot_comparison") if (r["theme"], r["programme"]) == (theme, name)
            ]
            assert column(figure, name) == " ".join(own) or theme == weighing.THEMES[2], (theme, name)
        wanted = [n for n in weighing.items(theme)["lists"] if n in _weighing_programmes.SHOWN[show]]
        framed = (figure.data["solid"]["thick"] == 2).sum()
        assert framed == (0 if show == "All" else len(wanted)), (theme, show)
        heads = set(figure.data["bold"]["text"]) - {"Reduced by", "Of what", "For whom", "When"}
        assert heads == set(weighing.PROGRAMMES), "our labels are taken away"


@THEMES
def test_shared_items_stand_in_the_row_of_their_label(theme: str) -> None:
    figure = three_programmes(theme=theme, show="Shared")
    words, heads = figure.data["left"], figure.data["bold"]
    labels = weighing.labels(theme)
    shared = labels[labels["lists"] > 1]
    squares = figure.data["solid"]
    squares = squares[(squares["x2"] - squares["x"]) == 10]
    for row in shared.to_dict("records"):
        (y,) = heads.loc[heads["text"] == row["label"], "y"]
        starts = words[words["y"] == y + 17.5]
        cells = dict(zip(starts["x"], starts["text"], strict=True))
        filled = squares.loc[squares["y"].between(y - 8, y), "fill"].to_list()
        for place, name in enumerate(weighing.PROGRAMMES):
            text = cells[edge(figure, name)]
            assert (text == "not in this list") == (row[name] == 0)
            assert (filled[place] == "white") == (row[name] == 0)
        assert _weighing_programmes.IN_WORDS[row["lists"]] in figure.data["right"]["text"].to_list()
    assert not set(labels.loc[labels["lists"] == 1, "label"]) & set(heads["text"])


def test_the_headline_says_what_is_shared() -> None:
    for theme in weighing.THEMES:
        labels = weighing.labels(theme)
        for show, chosen in (("Shared", labels["lists"] > 1), ("Only here", labels["lists"] == 1)):
            title = three_programmes(theme=theme, show=show).title
            assert f": {chosen.sum()} of {len(labels)} labels" in title
        title = three_programmes(theme=theme).title.lower()
        if weighing.without_result(theme):
            assert f"results in {3 - len(weighing.without_result(theme))} of 3 lists" in title
            assert not any(f"{name}".lower() in title for name in weighing.without_result(theme))
        else:
            assert all(label.lower() in title for label in weighing.in_lists(theme, 3))


def test_hospital_percentages_are_taken_apart_and_not_ranked() -> None:
    for show, printed in itertools.product(("All", "Shared", "Only here"), (False, True)):
        figure = three_programmes(theme="Impact on hospital activity", show=show, printed=printed)
        said = set(figure.data["left"]["text"])
        assert {"9% (ICPs)", "4.2% (Vanguards)", "3.1% (Vanguards)", "no % (Pioneers)"} <= said
        assert said >= {"costs of hospital care", "MCP/PACS", "Year 3", "the item does not say"}
        assert "nothing is ranked" in figure.subtitle[1]
        assert "4.2% (Vanguards); those admissions" in figure.description


def test_our_ladder_stays_hidden_until_it_is_shown() -> None:
    for chosen, figure in swept(confidence_ladder):
        ours = weighing.judgement(chosen["statement"])
        read = " ".join(figure.data["left"]["text"])
        assert (ours.reason in read) == (ours.reason in figure.description) == chosen["shown"]
        assert (ours.would_change in read) == chosen["shown"]
        assert _weighing_facts.facts(chosen["statement"]) in read
        assert all(table in read for table in ours.rests_on)
        assert ("our rung" in figure.table.columns) == chosen["shown"]
        squares = figure.data["solid"]["fill"] == _weighing_ladder.CLARET
        assert squares.sum() == 11 * chosen["shown"]
        circles = len(chosen["placing"])
        assert len(figure.data["marks"]) == circles + bool(circles)
        assert figure.title.startswith(("You have placed", "Same rung", "Our ladder"))


def test_circle_and_square_stand_on_their_rungs() -> None:
    for placing in confidence_ladder.controls[0].sweep():
        figure = confidence_ladder(placing=placing, shown=True)
        boxes = figure.data["solid"]
        squares = boxes[boxes["fill"] == _weighing_ladder.CLARET].iloc[1:]
        mine = {row: rung for row, _, rung in placing}
        heads = figure.data["bold_centre"].iloc[: len(weighing.RUNGS)]
        middle = dict(zip(heads["text"], heads["x"], strict=True))
        assert list(middle) == list(weighing.RUNGS)
        for statement, square in zip(weighing.statements(), squares.itertuples(), strict=True):
            ours = middle[weighing.judgement(statement).rung]
            assert abs((square.x + square.x2) / 2 - ours) <= 15, statement
            circles = figure.data["marks"]
            circles = circles[(circles["y"] - (square.y + square.y2) / 2).abs() < 1]
            assert len(circles) == (statement in mine)
            for x in circles["x"]:
                assert abs(x - middle[mine[statement]]) <= 15
        result = weighing.compare(mine.items())
        assert figure.data["bold_centre"]["text"].to_list().count("=") == result.same
        if result.placed:
            assert f"{result.same} of {result.placed}" in figure.title
            numbers = [result.surer, result.less_sure, result.across]
            assert list(map(int, re.findall(r"\d+", figure.subtitle[0]))) == numbers


def test_the_two_explorers_attack_misconceptions_of_the_lesson() -> None:
    assert three_programmes.attacks == (
        "the programme with the larger number did better",
        "what one programme lists and another does not is a difference",
    )
    assert confidence_ladder.attacks == (
        "strong evidence = a significant result",
        "no evidence = evidence of none",
        "caution weakens advice",
    )


def test_a_cause_is_less_sure_than_the_fact_that_it_would_explain() -> None:
    order = list(weighing.RUNGS)
    fact, cause = (
        order.index(weighing.judgement(statement).rung)
        for statement in (
            "Emergency admissions rose less in the Pioneers",
            "The Pioneers caused the slower rise",
        )
    )
    assert fact < cause
