"""The next study: exact chances against simulation, ratios, and what the explorer says of them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

import pioneer_data as pioneers
from pioneer_data import estimate, morciano, next_study, survey, synthetic, what_if
from pioneer_data.figures._weighing_next_study import what_would_change_your_mind as explorer
from pioneer_data.next_study import ADMISSIONS, BEFORE_AFTER, COMPARISON, DESIGNS, INFORMANTS, LOT, MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 4000
NOISE = what_if.spread() * math.sqrt(1 - synthetic.BETWEEN_SHARE)


def near(simulated: float, exact: float, slack: float = 0.0) -> bool:
    """Say whether a simulated share lies within four Monte Carlo standard errors, and some slack."""
    return abs(simulated - exact) <= slack + 4 * math.sqrt(max(exact * (1 - exact), 1 / MANY) / MANY)


@pytest.mark.parametrize(("design", "areas"), [(COMPARISON, 10), (COMPARISON, 60), (LOT, 30), (LOT, 100)])
def test_the_chances_are_those_of_the_power_curve(
    design: str, areas: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without autocorrelation the months between the two periods do not matter."""
    monkeypatch.setattr(next_study, "AUTOCORRELATION", 0.0)
    next_study._spread_of_change.cache_clear()  # noqa: SLF001 - kept from the other world
    studies = [next_study.next_study(ADMISSIONS, design, areas, effect) for effect in (0.5, 1, 1.5)]
    next_study._spread_of_change.cache_clear()  # noqa: SLF001 - kept from the other world
    others = areas if design == LOT else 120
    found = estimate.power_curve(
        [study.effect for study in studies],
        MANY,
        treated_units=areas,
        control_units=others,
        periods_before=7,
        periods_after=15,
        standard_deviation=NOISE,
    )
    for study, share in zip(studies, found.tolist(), strict=True):
        # With ten areas the error is itself estimated, which the exact chance leaves out.
        assert near(share, study.if_effect, 0.04 if areas == 10 else 0.005)


def panel_changes(areas: int, seed: int) -> np.ndarray:
    """Simulate the areas' changes from 60 months of autocorrelated noise: studies by areas."""
    random = np.random.default_rng(seed)
    root = np.linalg.cholesky(estimate.power.likeness(60, next_study.AUTOCORRELATION))
    noise = NOISE * random.normal(size=(MANY, areas, 60)) @ root.T
    changes: np.ndarray = noise[..., 45:].mean(-1) - noise[..., :7].mean(-1)
    return changes


def test_a_study_compares_the_first_published_period_with_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    months = pioneers.admission_periods()["months"]
    first, last = int(months.iloc[0]), int(months.iloc[-1])
    monkeypatch.setattr(next_study, "AUTOCORRELATION", 0.0)
    next_study._spread_of_change.cache_clear()  # noqa: SLF001 - kept from the other world
    independent = next_study.standard_error(ADMISSIONS, BEFORE_AFTER, 50)
    next_study._spread_of_change.cache_clear()  # noqa: SLF001 - kept from the other world
    assert independent == pytest.approx(NOISE * math.sqrt((1 / first + 1 / last) / 50))


@pytest.mark.parametrize("design", DESIGNS)
def test_the_standard_error_is_that_of_simulated_panels(design: str) -> None:
    areas = 12
    mine, theirs = panel_changes(areas, 1), panel_changes({COMPARISON: 120, LOT: areas}.get(design, 1), 2)
    estimates = mine.mean(1) - (0 if design == BEFORE_AFTER else theirs.mean(1))
    exact = next_study.standard_error(ADMISSIONS, design, areas)
    assert estimates.std() == pytest.approx(exact, rel=4 / math.sqrt(2 * MANY))


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("effect", [0.0, 1.0, 2.0])
def test_the_chances_among_informants_are_those_of_simulated_surveys(design: str, effect: float) -> None:
    areas, drift, random = 60, 0.5, np.random.default_rng(3)
    study = next_study.next_study(INFORMANTS, design, areas, effect, drift)
    before = next_study.share_reporting(2016)
    after = before + (study.effect + study.bias) / 100
    people = {LOT: (areas, areas), COMPARISON: (areas, 120), BEFORE_AFTER: (areas,)}[design]
    sizes = [next_study.people_asked(number) for number in people]
    estimates, variances = np.zeros(MANY), np.zeros(MANY)
    for n, last, sign in zip(sizes, (after, before), (1, -1), strict=False):
        for share, side in ((before, -1), (last, 1)):
            found = random.binomial(n, share, MANY) / n
            estimates += sign * side * found
            variances += found * (1 - found) / n
    announced = (np.abs(estimates) > next_study.Z * np.sqrt(variances)).mean()
    assert near(announced, study.if_effect, 0.015)


def test_chance_stays_at_five_in_a_hundred_where_nothing_differs() -> None:
    for outcome in MEASURED:
        for design in (COMPARISON, LOT):
            assert next_study.next_study(outcome, design, 60).if_none == pytest.approx(0.05)
        assert next_study.next_study(outcome, LOT, 60, 1, 1).if_none == pytest.approx(0.05)


def test_a_bigger_study_settles_nothing_where_trends_differ() -> None:
    small, large = (next_study.next_study(ADMISSIONS, COMPARISON, n, 1, 0.6) for n in (20, 100))
    assert large.if_none > 2 * small.if_none
    assert large.announced < small.announced
    small, large = (next_study.next_study(ADMISSIONS, LOT, n, 1, 0.6) for n in (20, 100))
    assert large.if_none == pytest.approx(small.if_none)
    assert large.announced > small.announced


def test_before_and_after_takes_the_published_rise_elsewhere_for_an_effect() -> None:
    rise = morciano.period_did("Pioneer only").neither_change
    assert next_study.changed_anyway(ADMISSIONS, BEFORE_AFTER) == pytest.approx(rise)
    study = next_study.next_study(ADMISSIONS, BEFORE_AFTER, 100)
    assert min(study.if_effect, study.if_none) > 0.95
    assert not next_study.moves_a_mind(study.announced)
    assert math.isnan(study.silent)


def test_the_published_differences_are_those_of_the_tables() -> None:
    assert next_study.published_difference(ADMISSIONS) == pytest.approx(
        morciano.period_did("Pioneer only").estimate
    )
    rows = survey.positive_progress().set_index(["objective", "year"])["pct"]
    change = rows["Quality of life", 2018] - rows["Quality of life", 2016]
    assert next_study.published_difference(INFORMANTS) == pytest.approx(change)


def test_ratios_of_the_two_answers_follow_from_the_chances() -> None:
    study = next_study.next_study(ADMISSIONS, COMPARISON, 50, 1, 0.4)
    assert study.announced == pytest.approx(study.if_effect / study.if_none)
    assert study.silent == pytest.approx((1 - study.if_effect) / (1 - study.if_none))
    assert next_study.likelihood_ratio(0.5, 0.0) == math.inf
    assert [next_study.moves_a_mind(ratio) for ratio in (3, 2.9, 1 / 3, math.nan)] == [
        True,
        False,
        True,
        False,
    ]


def test_the_smallest_study_is_just_large_enough() -> None:
    for outcome, design in ((ADMISSIONS, COMPARISON), (ADMISSIONS, LOT), (INFORMANTS, LOT)):
        needed = next_study.areas_needed(outcome, design)
        assert needed is not None
        chances = [next_study.next_study(outcome, design, n).if_effect for n in (needed - 1, needed)]
        assert chances[0] < 0.8 <= chances[1]
    assert next_study.areas_needed(INFORMANTS, COMPARISON, 0.2) is None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: next_study.next_study("Costs", LOT, 10), "no measure of it"),
        (lambda: next_study.next_study("Happiness", LOT, 10), "no such outcome"),
        (lambda: next_study.next_study(ADMISSIONS, "Guess", 10), "no such design"),
        (lambda: next_study.next_study(ADMISSIONS, LOT, 1), "at least 2"),
        (lambda: next_study.next_study(ADMISSIONS, LOT, 10, 2.1), "effect is 2.1: it must lie from 0 to 2"),
        (lambda: next_study.next_study(ADMISSIONS, LOT, 10, 1, 1.1), "drift is 1.1: it must lie from 0 to 1"),
        (lambda: next_study.areas_needed(ADMISSIONS, BEFORE_AFTER), "would have changed anyway"),
        (lambda: next_study.areas_needed(ADMISSIONS, LOT, 1, 1), "power is 1"),
        (lambda: next_study.share_reporting(2015), "no such survey"),
        (lambda: next_study.chance_to_announce(1, 0), "error is 0"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        call()
    assert re.search(r": .*\. (Give|Write) .*\.$", str(refused.value))


def test_the_largest_assumptions_leave_a_share_a_share() -> None:
    most = next_study.LARGEST_EFFECT + next_study.LARGEST_DRIFT
    assert next_study.share_reporting(2016) + most * next_study.published_difference(INFORMANTS) / 100 < 1


def test_the_explorer_says_what_the_chances_say() -> None:
    for chosen in explorer.sweep():
        figure = explorer(**chosen)
        if chosen["outcome"] not in MEASURED:
            assert "no size can be worked out" in figure.title
            assert figure.data["curves"].empty
            continue
        study = next_study.next_study(
            chosen["outcome"],
            chosen["design"],
            chosen["areas"],
            chosen["effect"] / 100,
            chosen["drift"] / 100,
        )
        assert figure.data["chosen"]["found"].tolist() == pytest.approx([study.if_effect, study.if_none])
        assert figure.subtitle[0].startswith("Assumed")
        both = not (math.isnan(study.announced) or math.isnan(study.silent))
        moved = [next_study.moves_a_mind(ratio) for ratio in (study.announced, study.silent)]
        assert ("either answer" in figure.title) == (both and moved in ([True, True], [False, False]))
        assert (figure.title.endswith("whether there is one or not")) == math.isnan(study.silent)


def test_a_start_by_lot_names_no_drift() -> None:
    for outcome in MEASURED:
        lines = explorer(outcome=outcome, design=LOT, drift=100).subtitle
        assert "no drift" in lines[1]
        assert lines == explorer(outcome=outcome, design=LOT, drift=0).subtitle
