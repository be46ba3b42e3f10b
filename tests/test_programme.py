"""Lesson 01's derived numbers, recomputed from the raw tables, and what its explorers say of them."""

from __future__ import annotations

import json
import re
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import truth

import pioneer_data as pioneers
from pioneer_data import programme
from pioneer_data.figures import _design_chooser, _design_drawings, _design_timeline, design

if TYPE_CHECKING:
    from collections.abc import Callable

    from truth_tables import Row

    from pioneer_data.charts import Figure

SITES = [row["site"] for row in truth.table("sites").rows]
LATE = {"spring 2014": "14 to 16", "January 2015": "6"}


def rows(table: str) -> list[Row]:
    """Return a table's rows as raw text."""
    return truth.table(table).rows


def interviewed(site: str, fieldwork_round: str) -> int | None:
    found = [
        int(row["interviewees"])
        for row in rows("early_interviews")
        if (row["site"], row["fieldwork_round"]) == (site, fieldwork_round)
    ]
    return found[0] if found else None


def reported(site: str) -> int | None:
    found = [int(row["initiatives_reported"]) for row in rows("site_initiatives") if row["site"] == site]
    return found[0] if found else None


def shown(figure: Figure) -> str:
    """Return all that a figure draws and says, as one text."""
    return json.dumps(figure.spec)


# Interviews


def test_the_rounds_add_up_to_the_printed_totals() -> None:
    totals = programme.interview_totals()
    raw = [
        sum(int(r["interviewees"]) for r in rows("early_interviews") if r["fieldwork_round"] == n)
        for n in "12"
    ]
    assert totals["interviewees"].to_list() == raw == [140, 57]
    assert totals["printed_total"].to_list() == raw
    assert totals["sites"].to_list() == [14, 14]


def test_each_change_is_the_second_round_minus_the_first() -> None:
    changes = programme.interview_changes()
    assert len(changes) == 14
    for row in changes.itertuples():
        first, second = interviewed(row.site, "1"), interviewed(row.site, "2")
        assert (row.round_1, row.round_2, row.change) == (first, second, second - first)
        assert row.kept_pct == pytest.approx(100 * second / first)
    assert changes["change"].sum() == 57 - 140


def test_every_site_had_fewer_interviews_and_the_reading_says_so() -> None:
    changes = programme.interview_changes()
    assert (changes["change"] < 0).all()
    assert changes["reading"].str.startswith("Fewer people asked").all()
    assert [programme._reading(n).split()[0] for n in (-1, 0, 1)] == ["Fewer", "As", "More"]  # noqa: SLF001 - no such site


def test_the_fall_in_interviews_does_not_go_with_fewer_initiatives() -> None:
    """The steepest falls are among sites that report seven or more of ten initiatives."""
    changes = programme.interview_changes()
    steepest = changes.nsmallest(4, "change")["site"]
    assert min(reported(site) or 0 for site in steepest) >= 7
    assert min(reported(site) or 10 for site in changes["site"]) == reported("Staffordshire and Stoke") == 4


def test_profiles_hold_every_site_with_its_own_numbers() -> None:
    profiles = programme.site_profiles()
    assert profiles["site"].to_list() == SITES
    for row in profiles.to_dict("records"):
        cells = [None if pd.isna(row[name]) else row[name] for name in programme.MEASURES]
        site = row["site"]
        assert cells == [interviewed(site, "1"), interviewed(site, "2"), reported(site)]


def test_what_is_missing_is_said_and_is_what_the_site_table_says() -> None:
    for row in programme.site_profiles().to_dict("records"):
        raw = next(r for r in rows("sites") if r["site"] == row["site"])
        assert ("wave 1 only" in row["missing"]) == (raw["wave"] == "2")
        assert ("no answer in 2018" in row["missing"]) == (raw["in_2018_survey"] == "false")
        assert pd.isna(row["initiatives_reported"]) == (raw["in_2018_survey"] == "false")


@pytest.mark.parametrize("site", SITES)
def test_comparators_leave_the_site_itself_out(site: str) -> None:
    waves = {row["site"]: row["wave"] for row in rows("sites")}
    same, every = (set(programme.comparators(site, which)["site"]) for which in programme.COMPARATORS)
    assert same == {other for other in SITES if waves[other] == waves[site]} - {site}
    assert every == set(SITES) - {site}


# Dates and money


def first_day(event: str, source: str) -> date:
    (row,) = (r for r in rows("timeline") if (r["event"], r["source"]) == (event, source))
    return date.fromisoformat(row["start"])


def test_the_long_evaluation_came_twenty_months_after_wave_1() -> None:
    wave_1 = first_day(*programme.WAVE_1)
    started = first_day(*programme.LONG_EVALUATION)
    assert (wave_1, started) == (date(2013, 11, 1), date(2015, 7, 1))
    months = 0
    while (wave_1.year + (wave_1.month - 1 + months) // 12, (wave_1.month - 1 + months) % 12 + 1) != (
        2015,
        7,
    ):
        months += 1
    first = programme.waiting_times().iloc[0]
    assert (first["wave"], first["months_least"], first["months_most"]) == (1, months, months)
    assert months == 20


def test_wave_2_waited_six_months_or_fourteen_to_sixteen() -> None:
    waits = programme.waiting_times()
    waits = waits[waits["wave"] == 2]
    assert waits[["source", "months_least", "months_most"]].to_numpy().tolist() == [
        ["000", 14, 16],
        ["002", 6, 6],
        ["000", 6, 6],
    ]
    assert waits["began"].nunique() == 2


@pytest.mark.parametrize(
    ("first", "last"), [("2013-11-30", "2015-07-01"), ("2015-01-01", "2014-03-31"), ("2014-05-01",) * 2]
)
def test_months_are_counted_from_month_to_month(first: str, last: str) -> None:
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    expected = (end.to_period("M") - start.to_period("M")).n
    assert programme.months_between(start, end) == expected


def test_the_sources_disagree_on_wave_2_and_one_of_them_with_itself() -> None:
    dates = programme.conflicting_dates()
    wave_2 = dates[dates["question"] == "When did wave 2 begin?"]
    assert wave_2.groupby("source")["date"].nunique().to_dict() == {"000": 2, "002": 1}
    newest = wave_2[wave_2["source_year"] == wave_2["source_year"].max()]
    assert "spring 2014" in set(newest["date"]), "the date that stands alone is in the newest source"
    assert all(len(set(own["date"])) == 2 for _, own in dates.groupby("question"))
    for row in dates.itertuples():
        assert row.locator.startswith(row.source)


def test_published_words_hold_the_date_that_is_said() -> None:
    for row in programme.conflicting_dates().itertuples():
        (year,) = re.findall(r"20\d\d", row.date)
        assert year in row.published


def test_the_older_source_of_money_lacks_the_first_sum() -> None:
    money = programme.money_per_pioneer().set_index("source")
    raw = {
        source: [int(r["amount_gbp"]) for r in rows("programme_money") if r["source"] == source]
        for source in ("001", "002")
    }
    assert money["total_gbp"].to_dict() == {source: sum(sums) for source, sums in raw.items()}
    assert money["sums"].to_dict() == {source: len(sums) for source, sums in raw.items()}
    assert set(raw["001"]) < set(raw["002"])
    assert money["total_gbp"]["002"] - money["total_gbp"]["001"] == 20_000
    for row in rows("programme_money"):
        words = row["wording"].replace("k", ",000").replace(",", "")
        assert f"£{row['amount_gbp']}" in words, row


# Judgements


def test_every_statement_is_judged_once_and_counted() -> None:
    said = {(row["kind"], row["number"]) for row in rows("programme_statements")}
    judged = [(row["kind"], row["number"]) for row in rows("statement_judgements")]
    assert sorted(said) == sorted(judged)
    for row in programme.taken_up().to_dict("records"):
        own = [r["relation"] for r in rows("statement_judgements") if r["kind"] == row["kind"]]
        for relation in _design_drawings.RELATIONS:
            assert row[relation.replace(" ", "_")] == own.count(relation)
        assert row["statements"] == len(own)


def test_a_statement_has_a_later_focus_unless_all_leave_it_out() -> None:
    for row in rows("statement_judgements"):
        assert (row["later_focus"] == "None") == (row["relation"] == "left out"), row


def test_each_later_focus_stands_in_the_findings_of_the_early_evaluation() -> None:
    said = " ".join(
        r["finding"].lower() for r in rows("evaluation_findings") if r["publication"].startswith("erens_2016")
    )
    for words in (
        "navigators",
        "older people",
        "emergency admissions",
        "hospital spending",
        "better care fund targets",
        "top-down",
        "nhs england",
    ):
        assert words in said


@pytest.mark.parametrize("table", ["design_judgements", "statement_judgements"])
def test_a_judgement_says_whose_it_is_and_gives_one_sentence(table: str) -> None:
    for row in rows(table):
        assert row["coded_by"] == "this package"
        assert not re.search(r"[.!?]\s|[.!?]$", row["reason"]), row["reason"]
        assert row["reason"][0].isupper()


def test_no_design_answers_everything_and_before_after_nothing() -> None:
    verdicts = {(r["design"], r["question"]): r["verdict"] for r in rows("design_judgements")}
    for name in _design_chooser.DESIGNS:
        own = {verdict for (design_, _), verdict in verdicts.items() if design_ == name}
        assert own != {"could say"}
    before_after = _design_chooser.DESIGNS[0]
    assert {verdicts[before_after, question] for question in _design_chooser.QUESTIONS} == {"could not say"}


def test_what_was_used_is_named_in_the_work_packages() -> None:
    words = " ".join(" ".join(row.values()) for row in rows("work_packages")).lower()
    named = {
        "Comparison with other areas over time": "comparison with matched non-pioneer areas",
        "Key informant survey": "survey of key informants",
        "Interviews": "interviews",
        "Observation of team meetings": "observation of team meetings",
        "Economic evaluation": "planned economic evaluation could not be carried out",
    }
    used = {row["design"] for row in rows("design_judgements") if row["used"] != "not used"}
    assert used == set(named)
    assert all(phrase in words for phrase in named.values())
    planned = {row["design"] for row in rows("design_judgements") if row["used"].startswith("planned")}
    assert planned == {"Economic evaluation"}


def test_three_teams_planned_and_two_studied() -> None:
    reasons = [row["reason"] for row in rows("design_judgements") if "three" in row["reason"]]
    assert len(reasons) == 2
    assert all("two" in reason for reason in reasons)
    assert len(rows("mdt_sites")) == 2


def test_admissions_rose_in_every_group_as_the_reason_says() -> None:
    assert all(float(row["change_per_100k"]) > 0 for row in rows("did_emergency_admissions"))


# Objectives


@pytest.mark.parametrize("who", ["All", "CCG", "Local authority", "NHS provider", "Other"])
def test_objectives_are_ranked_by_the_published_shares(who: str) -> None:
    standing = programme.objective_standing(who)
    raw = {
        (r["objective"], r["year"]): (int(r["important_pct"]), int(r["base_n"]))
        for r in rows("objectives_importance")
        if r["organisation"] == who
    }
    assert len(standing) == 8
    assert standing["pct_2018"].is_monotonic_decreasing
    for row in standing.itertuples():
        assert (row.pct_2017, row.base_2017) == raw[row.objective, "2017"]
        assert (row.pct_2018, row.base_2018) == raw[row.objective, "2018"]
        assert row.change == row.pct_2018 - row.pct_2017
        if who != "All":  # the printed shares of all do not everywhere fit the groups
            assert abs(100 * row.people_2017 / row.base_2017 - row.pct_2017) <= 0.5
            assert abs(100 * row.people_2018 / row.base_2018 - row.pct_2018) <= 0.5


# What cannot be


@pytest.mark.parametrize(
    ("ask", "given"),
    [
        (lambda: programme.event("Nothing", "002"), "Nothing (002)"),
        (lambda: programme.comparators("Atlantis"), "Atlantis"),
        (lambda: programme.comparators("Kent", "Neighbours"), "Neighbours"),
        (lambda: programme.objective_standing("Charity"), "Charity"),
        (lambda: programme.designs_for("Did it work?"), "Did it work?"),
    ],
)
def test_what_there_is_not_is_refused_in_three_parts(ask: Callable[[], object], given: str) -> None:
    with pytest.raises(ValueError, match=re.escape(given)) as caught:
        ask()
    assert re.match(
        r"There is no .+\. The published tables do not have it\. Take one of .+", str(caught.value)
    )


@pytest.mark.parametrize(
    "make",
    [
        programme.interview_totals,
        programme.interview_changes,
        programme.site_profiles,
        programme.waiting_times,
        programme.conflicting_dates,
        programme.money_per_pioneer,
        programme.taken_up,
        programme.objective_standing,
    ],
    ids=lambda make: make.__name__,
)
def test_each_call_gives_a_fresh_frame(make: Callable[[], pd.DataFrame]) -> None:
    first = make()
    kept = first.copy(deep=True)
    first.iloc[:, 0] = first.iloc[-1, 0]
    pd.testing.assert_frame_equal(make(), kept)


# The explorers say what programme.py says


@pytest.mark.parametrize("wave_2", programme.WAVE_2_DATES)
def test_the_timeline_moves_wave_2_and_says_both_dates(wave_2: str) -> None:
    figure = design.timeline(wave_2=wave_2)
    assert figure.title == f"Long evaluation began 20 months after wave 1, {LATE[wave_2]} after wave 2"
    assert all(words in figure.description for words in programme.WAVE_2_DATES)
    bars = figure.data["bars"]
    bar = bars[bars["row"] == _design_timeline.WAVE_2_ROW].iloc[0]
    started = {"spring 2014": 2014 + 59 / 365, "January 2015": 2015.0}[wave_2]
    assert bar["start"] == pytest.approx(started)
    assert bar["end"] == pytest.approx(2018 + 90 / 365)
    dispute = figure.data["dispute"].iloc[0]
    assert (dispute["start"], dispute["end"]) == (pytest.approx(2014 + 59 / 365), 2015.0)


def test_the_timeline_draws_each_event_from_its_published_days() -> None:
    drawn = design.timeline().data["bars"]
    for place, row in _design_timeline.ROWS.items():
        own = drawn[drawn["row"] == place]
        assert len(own) == len(row.events)
        assert set(own["kind"]) == {row.kind}
        for bar, key in zip(own.itertuples(), row.events, strict=True):
            begins = first_day(*key)
            year = begins.year + (begins - date(begins.year, 1, 1)).days / (
                366 if begins.year % 4 == 0 else 365
            )
            assert abs(bar.start - year) <= _design_timeline.THINNEST / 2
            assert bar.end > bar.start


def test_an_outlined_bar_is_one_whose_source_gives_no_month() -> None:
    precision = {(r["event"], r["source"]): r["precision"] for r in rows("timeline")}
    drawn = design.timeline().data["bars"]
    for place, row in _design_timeline.ROWS.items():
        for bar, key in zip(drawn[drawn["row"] == place].itertuples(), row.events, strict=True):
            if place not in _design_timeline.ENDS:
                assert bar.exact == (precision[key] in {"day", "month"}), key


def test_the_kinds_of_the_timeline_are_those_of_the_table() -> None:
    kinds = {(r["event"], r["source"]): r["kind"] for r in rows("timeline")}
    for row in _design_timeline.ROWS.values():
        for key in row.events:
            expected = {"publication": "Publications", "event": "Publications"}.get(
                kinds[key], kinds[key].title()
            )
            assert row.kind == expected


@pytest.mark.parametrize("kind", _design_drawings.KINDS)
def test_a_kind_that_is_not_marked_is_not_drawn(kind: str) -> None:
    figure = design.timeline(kinds=(kind,))
    assert set(figure.data["bars"]["kind"]) == {kind}
    assert set(figure.table.loc[figure.table["drawn"] == "yes", "kind"]) == {kind}
    assert (len(figure.data["dispute"]) == 1) == (kind == "Programme")
    assert len(figure.data["waits"]) == 2


@pytest.mark.parametrize("question", _design_chooser.QUESTIONS)
@pytest.mark.parametrize("chosen", _design_chooser.DESIGNS)
def test_the_chooser_hides_then_shows_the_judgement_and_its_reason(question: str, chosen: str) -> None:
    (judged,) = (r for r in rows("design_judgements") if (r["question"], r["design"]) == (question, chosen))
    figure = design.design_chooser(question=question, design=chosen, shown=True)
    assert judged["reason"] in " ".join(figure.subtitle)
    assert ("not" in figure.title) == (judged["verdict"] == "could not say")
    assert ("partly" in figure.title) == (judged["verdict"] == "in part")
    assert ("have" in figure.title) == judged["used"].startswith("planned")
    hidden = design.design_chooser(question=question, design=chosen)
    assert hidden.title.endswith("?")
    assert judged["reason"] not in shown(hidden)
    assert hidden.data["verdicts"].empty
    assert hidden.data["used"].empty


def test_the_chooser_draws_all_42_judgements_in_their_places() -> None:
    data = design.design_chooser(shown=True).data
    drawn = {(row.row, row.column): row.verdict for row in data["verdicts"].itertuples()}
    places = [(d, q) for d in range(7) for q in range(6)]
    assert sorted(drawn) == places
    for r in rows("design_judgements"):
        place = _design_chooser.DESIGNS.index(r["design"]), _design_chooser.QUESTIONS.index(r["question"])
        assert drawn[place] == r["verdict"]
    used = [r for r in rows("design_judgements") if r["used"] != "not used"]
    assert len(data["used"]) == len(used)


@pytest.mark.parametrize("beside", programme.COMPARATORS)
@pytest.mark.parametrize("site", SITES)
def test_a_profile_draws_the_site_and_its_comparators(site: str, beside: str) -> None:
    figure = design.site_profile(site=site, beside=beside)
    numbers = interviewed(site, "1"), interviewed(site, "2"), reported(site)
    drawn = [*figure.data["people_site"]["text"], *figure.data["initiatives_site"]["text"]]
    assert drawn == [str(n) for n in numbers if n is not None]
    assert all(str(n) in figure.title for n in numbers if n is not None)
    missing = len(figure.data["people_missing"]) + len(figure.data["initiatives_missing"])
    assert missing == numbers.count(None)
    waves = {row["site"]: row["wave"] for row in rows("sites")}
    others = [o for o in SITES if o != site and (beside != "Same wave" or waves[o] == waves[site])]
    values = sorted(n for n in (reported(o) for o in others) if n is not None)
    assert sorted(figure.data["initiatives"]["value"]) == values
    assert figure.data["initiatives_median"]["value"].item() == median(values)
    assert figure.table["Pioneer"].to_list() == [site, *programme.comparators(site, beside)["site"]]
    assert "league table" in " ".join(figure.subtitle)


def test_no_two_dots_of_a_profile_lie_on_each_other() -> None:
    for site in SITES:
        for name in ("people", "initiatives"):
            dots = design.site_profile(site=site, beside="All Pioneers").data[name]
            assert not dots.duplicated(["row", "value"]).any()


def test_a_missing_value_is_a_word_in_the_table() -> None:
    table: Any = design.site_profile(site="Cornwall").table.set_index("Pioneer")
    assert table.loc["Cornwall", "initiatives 2018, of ten"] == "missing"
    assert table.loc["Cornwall", "interviewed 2014"] == "7"


@pytest.mark.parametrize("kind", [row["kind"] for row in programme.taken_up().to_dict("records")])
def test_every_statement_has_its_end_and_every_link_its_focus(kind: str) -> None:
    judged = [r for r in rows("statement_judgements") if r["kind"] == kind]
    name = {"definition": "Definition", "selection criterion": "Selection criteria"}.get(
        kind, kind[0].upper() + kind[1:] + "s"
    )
    figure = design.what_was_it_for(kind=name)
    links = figure.data["links"]
    assert links["link"].nunique() == sum(r["relation"] != "left out" for r in judged)
    assert len(figure.data["statements"]) == len(judged) == len(figure.table)
    assert figure.table["later focus"].to_list() == [r["later_focus"] for r in judged]
    for relation in {r["relation"] for r in judged}:
        assert relation in figure.title
    boxes = dict(zip(_purposes(), figure.data["focuses"].itertuples(), strict=True))
    for number, r in enumerate(judged):
        ends = links[links["link"] == number]
        if r["relation"] != "left out":
            box: Any = boxes[r["later_focus"]]
            assert box.y < ends["y"].iloc[-1] < box.y_end


def _purposes() -> list[str]:
    focus = next(f for f in truth.table("statement_judgements").fields if f["name"] == "later_focus")
    return [name for name in focus["categories"] if name != "None"]


def test_the_two_objectives_are_those_of_the_published_table() -> None:
    figure = design.what_was_it_for(who="NHS provider")
    raw = {
        r["objective"]: int(r["important_pct"])
        for r in rows("objectives_importance")
        if (r["organisation"], r["year"]) == ("NHS provider", "2018")
    }
    counts = {name: round(24 * pct / 100) for name, pct in raw.items()}
    assert all(abs(100 * counts[name] / 24 - raw[name]) <= 0.5 for name in raw)
    said = figure.subtitle[1]
    assert f"{counts['Joined-up services']} of 24 in NHS providers for joined-up services" in said
    assert f"{counts['Unplanned admissions']} for unplanned admissions" in said


def test_each_misconception_of_the_lesson_is_attacked() -> None:
    explorers = (design.timeline, design.design_chooser, design.site_profile, design.what_was_it_for)
    attacked = {name for each in explorers for name in each.attacks}
    assert attacked == {
        "a programme is one intervention",
        "before/after shows effect",
        "more interviews = more progress",
        "a newer source is right",
    }


def test_pioneers_tables_of_judgements_are_marked_in_the_codebook() -> None:
    for name in ("design_judgements", "statement_judgements"):
        assert "judgement" in pioneers.source(name)["title"].lower()
        assert pioneers.source(name)["licence"] == "CC BY 4.0"
