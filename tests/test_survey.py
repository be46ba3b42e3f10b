"""Lesson 02's derived numbers, recomputed from the published tables by another route."""

from __future__ import annotations

from itertools import product

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

import pioneer_data as pioneers
from pioneer_data import survey

DOUBTFUL = {("Quality of care", 2016), ("Managing own care", 2017)}


def test_counts_round_back_to_every_published_percentage() -> None:
    """By counts alone: people divided by the base rounds to the printed figure."""
    for row in survey.progress_counts().itertuples():
        if (row.objective, row.year) not in DOUBTFUL:
            assert abs(100 * row.people / row.base_n - row.pct) <= 0.5 + 1e-9


def test_the_rows_that_do_not_add_up_are_the_two_known_ones() -> None:
    rows = survey.progress_counts()
    bad = rows[~rows["adds_up"]]
    assert set(zip(bad["objective"], bad["year"], strict=True)) == DOUBTFUL


def test_the_row_counts_are_found_by_trying_everything() -> None:
    """One row, all four counts from 0 to the base, no clever search."""
    target, base = (12, 34, 37, 17), 90
    near = [[n for n in range(base + 1) if abs(100 * n / base - pct) <= 0.5] for pct in target]
    found = [counts for counts in product(*near) if sum(counts) == base]
    rows = survey.progress_counts()
    row = rows[(rows["objective"] == "Unplanned admissions") & (rows["year"] == 2016)]
    assert found == [tuple(row["people"])]


def test_importance_picks_never_exceed_three_a_person() -> None:
    counts = survey.importance_counts()
    every = counts[counts["organisation"] == "All"]
    for year, people in every.groupby("year"):
        picks, base = people["people"].sum(), people["base_n"].iloc[0]
        assert 0.95 * 3 * base <= picks <= 3 * base, year


def test_all_is_the_sum_of_the_four_groups() -> None:
    counts = survey.importance_counts()
    parts = counts[counts["organisation"] != "All"]
    sums = parts.groupby(["objective", "year"], observed=True)[["people", "base_n"]].sum()
    every = counts[counts["organisation"] == "All"].set_index(["objective", "year"])
    assert every["people"].to_dict() == sums["people"].to_dict()
    assert every["base_n"].to_dict() == sums["base_n"].to_dict()


@pytest.mark.parametrize("comparison", survey.COMPARISONS)
def test_changes_agree_with_statsmodels(comparison: str) -> None:
    for row in survey.changes(comparison).itertuples():
        interval = confint_proportions_2indep(
            row.people_2, row.base_2, row.people_1, row.base_1, method="newcomb", compare="diff"
        )
        assert (row.low / 100, row.high / 100) == pytest.approx(interval, abs=1e-9)
        _, p = proportions_ztest([row.people_2, row.people_1], [row.base_2, row.base_1])
        assert row.p == pytest.approx(p, abs=1e-9)
        assert row.change == pytest.approx(100 * (row.people_2 / row.base_2 - row.people_1 / row.base_1))


def test_two_of_32_organisation_cells_stand_clear_and_none_after_correction() -> None:
    """The lesson's text and a question rest on this."""
    groups = [name for name, who in survey.IMPORTANCE_GROUPS.items() if who != "All"]
    for correction, expected in (("None", 2), ("Holm", 0), ("Benjamini-Hochberg", 0)):
        clear = [survey.changes(name, correction=correction)["clear"].sum() for name in groups]
        assert sum(clear) == expected


def test_the_correction_of_one_organisation_counts_all_32_cells() -> None:
    plain = survey.changes("Importance, Other")
    holm = survey.changes("Importance, Other", correction="Holm")
    smallest = plain["p"].idxmin()
    assert holm.loc[smallest, "p_adjusted"] == pytest.approx(min(1, 32 * plain["p"].min()))


def test_the_five_ccg_shifts_named_in_the_text_include_zero() -> None:
    named = ["Unplanned admissions", "Managing own care", "Joined-up services"]
    named += ["Quality of care", "Quality of life"]
    ccg = survey.changes("Importance, CCG").set_index("objective")
    assert not ccg.loc[named, "clear"].any()


def test_clustering_widens_every_interval_of_everyone_and_never_narrows_one() -> None:
    for comparison in survey.COMPARISONS:
        alone, alike = survey.changes(comparison), survey.changes(comparison, icc=0.3)
        wider = (alike["high"] - alike["low"]) - (alone["high"] - alone["low"])
        assert (wider >= -1e-9).all()
        if comparison in survey.PROGRESS_PAIRS or comparison == "Importance, everyone":
            assert (wider > 1).all()
        assert alike["change"].to_list() == pytest.approx(alone["change"].to_list())


def test_people_per_site_is_the_base_over_the_sites_and_at_least_one() -> None:
    surveys = pioneers.ki_surveys().set_index("year")
    sites = int(surveys.loc[2018, "sites_represented"])
    assert survey.people_per_site(2018, 85) == pytest.approx(85 / sites)
    assert survey.people_per_site(2018, 12) == 1.0


def test_do_not_know_fell_for_all_eight_objectives() -> None:
    rows = pioneers.objectives_progress()
    unsure = rows[rows["progress"] == "Do not know"].pivot_table("pct", "objective", "year", observed=True)
    assert (unsure[2018] < unsure[2016]).all()


def test_with_an_opinion_means_without_do_not_know() -> None:
    everyone, opinion = survey.positive_progress(), survey.positive_progress(with_opinion_only=True)
    counts = survey.progress_counts()
    unsure = counts[counts["progress"] == "Do not know"]
    merged = everyone.merge(opinion, on=["objective", "year"], suffixes=("", "_opinion"))
    merged = merged.merge(
        unsure[["objective", "year", "people"]], on=["objective", "year"], suffixes=("", "_unsure")
    )
    assert (merged["people"] == merged["people_opinion"]).all()
    for row in merged.itertuples():
        if (row.objective, row.year) not in DOUBTFUL:
            assert row.base_n_opinion == row.base_n - row.people_unsure


def test_bounds_are_what_the_silent_could_make_of_it() -> None:
    assert survey.opinion_bounds(0, 10, 5) == (0.0, 50.0)
    assert survey.opinion_bounds(5, 10, 5) == (50.0, 100.0)
    assert survey.opinion_bounds(3, 5, 5) == (60.0, 60.0)


@pytest.mark.parametrize(("count", "invited", "replied"), [(-1, 10, 5), (6, 10, 5), (3, 4, 5), (0, 0, 0)])
def test_bounds_refuse_what_cannot_be(count: int, invited: int, replied: int) -> None:
    with pytest.raises(ValueError, match=f"count={count}, replied={replied}, invited={invited}"):
        survey.opinion_bounds(count, invited, replied)


def test_unknown_names_are_answered_with_the_list() -> None:
    with pytest.raises(ValueError, match="Progress 2016-17"):
        survey.changes("Progress 2015-16")
    with pytest.raises(ValueError, match="Benjamini-Hochberg"):
        survey.changes("Progress 2016-17", correction="Sidak")
    with pytest.raises(ValueError, match="intracluster_correlation"):
        survey.changes("Progress 2016-17", icc=1.5)


def test_changing_a_result_does_not_change_the_next() -> None:
    first = survey.changes("Progress 2016-17")
    first.loc[:, "change"] = 0.0
    counts = survey.progress_counts()
    counts.loc[:, "people"] = 0
    assert survey.changes("Progress 2016-17")["change"].abs().max() > 1
    assert survey.progress_counts()["people"].sum() > 0
