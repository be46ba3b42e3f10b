"""Counts and lists of the published claims, and the explorer that hides a verdict until it is guessed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import pioneer_data as pioneers
from pioneer_data import claims
from pioneer_data.audit import VERDICTS
from pioneer_data.claims import FAILS, REPRODUCES, ROUNDING, SOURCES, UNCHECKED
from pioneer_data.controls import Choice, Slider
from pioneer_data.figures import _weighing_claims as figures
from pioneer_data.figures._weighing_claims import GUESSES, NOT_YET
from pioneer_data.figures._weighing_claims import claims_audit as explorer

if TYPE_CHECKING:
    from pioneer_data.charts import Figure

TABLE = pioneers.published_claims()
ROWS = claims.on_show()
RIGHT = {verdict: guess for guess, verdict in GUESSES.items()}
SAMPLE = sorted(
    {
        place
        for name in ("source", "verdict", "kind")
        for value in {row[name] for row in ROWS}
        for place in [place for place, row in enumerate(ROWS, start=1) if row[name] == value][:2]
    }
)
NARROW, WIDE = frozenset(" ,.:;'|()[]ijlftrI"), frozenset("ABCDEFGHJKLMNOPQRSTUVWXYZmw%&+=/")


def pixels(line: str) -> float:
    """Estimate the width of a line of 13 px in a wide font, such as Arial, from above."""
    return sum(4.2 if letter in NARROW else 9 if letter in WIDE else 7.3 for letter in line)


def on_card(figure: Figure) -> str:
    """Return the words of the page, without the legend and the names of the sources."""
    words = [text for name in ("left", "bold") for text in figure.data[name]["text"]]
    return "\n".join(words)


@pytest.mark.parametrize("by", claims.GROUPS)
def test_a_tally_counts_every_claim_once(by: str) -> None:
    counts = claims.tally(by)
    told = TABLE[TABLE[by].notna()]
    names = told[by].map(lambda key: SOURCES.get(key, key)).astype(str)
    expected = Counter(zip(names, told["verdict"].astype(str), strict=True))
    found = {
        (row[by], verdict): row[verdict]
        for row in counts.to_dict("records")
        for verdict in VERDICTS
        if row[verdict]
    }
    assert found == expected
    assert counts["claims"].sum() == len(told)
    assert counts[by].is_unique


def test_a_tally_keeps_the_order_of_the_sources() -> None:
    names = claims.tally("source")["source"].to_list()
    assert names == [name for name in SOURCES.values() if name in names]
    assert list(SOURCES) == TABLE["source"].cat.categories.to_list()


@pytest.mark.parametrize("wrong", ["verdict", "", "sources", None])
def test_an_unknown_grouping_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"grouped by source, kind, topic or cause\. Give one of these"):
        claims.tally(wrong)


def test_failures_and_unchecked_are_the_rows_with_these_verdicts() -> None:
    for rows, verdict in ((claims.failures(), FAILS), (claims.unchecked(), UNCHECKED)):
        assert rows["claim"].to_list() == TABLE.loc[TABLE["verdict"] == verdict, "claim"].to_list()
        assert len(rows) > 0


def test_readings_are_the_rows_with_two_and_say_which_differ() -> None:
    two = claims.readings()
    both = TABLE[TABLE["other_reading"].notna()]
    assert two["claim"].to_list() == both["claim"].to_list()
    assert len(two) > 0
    assert two["differs"].to_list() == [
        one != other for one, other in zip(both["verdict"], both["other_verdict"], strict=True)
    ]


def test_what_is_handed_out_is_a_copy() -> None:
    mine, failed = claims.named(), claims.failures()
    mine["verdict"] = failed["claim"] = "changed"
    assert "changed" not in set(claims.named()["verdict"]) | set(claims.failures()["claim"])


def test_choices_pick_the_claims_that_fit_all_three() -> None:
    row = ROWS[-1]
    chosen = claims.on_show(row["source"], row["kind"], row["verdict"])
    assert row in chosen
    assert all(
        (r["source"], r["kind"], r["verdict"]) == (row["source"], row["kind"], row["verdict"]) for r in chosen
    )
    assert len(claims.on_show()) == len(TABLE)


def test_the_controls_cover_the_table() -> None:
    controls = {control.name: control for control in explorer.controls}
    kind, slider = controls["kind"], controls["claim"]
    assert isinstance(kind, Choice)
    assert isinstance(slider, Slider)
    assert kind.options == ("All", *TABLE["kind"].cat.categories)
    assert (slider.low, slider.high) == (1, len(TABLE))
    assert tuple(GUESSES.values()) == ("", *VERDICTS)
    assert getattr(slider, "clears", ()) == ("guess",)
    for name in ("source", "kind", "verdict"):
        assert getattr(controls[name], "clears", ()) == ("claim", "guess")


@pytest.mark.parametrize("place", SAMPLE)
def test_nothing_gives_a_verdict_away_before_the_guess(place: int) -> None:
    row, figure = ROWS[place - 1], explorer(claim=place)
    assert row["claim"] in on_card(figure)
    drawn = figure.data["marks"].set_index("look")["outline"]
    place_of = figures._places()[row["claim"]]  # noqa: SLF001 - where its mark stands
    assert figures.outline("hidden", *place_of) in drawn["hidden"]
    assert figures.outline(row["verdict"], *place_of) not in drawn[row["verdict"]]
    assert set(figure.table.set_index("claim").loc[row["claim"], ["recomputed", "verdict"]]) == {
        "guess first"
    }
    said = on_card(figure) + figure.description
    for name in ("arithmetic", "matters"):
        assert not row[name] or row[name] not in said
    assert not any(label in on_card(figure).split("\n") for label in ("Worked out", "Why", "Cause"))


@pytest.mark.parametrize("place", SAMPLE)
def test_a_guess_brings_the_verdict_and_says_whether_it_was_right(place: int) -> None:
    row = ROWS[place - 1]
    for guess, verdict in GUESSES.items():
        if guess == NOT_YET:
            continue
        figure = explorer(claim=place, guess=guess)
        assert row["verdict"].upper() in on_card(figure)
        assert ("your guess is right" in on_card(figure)) == (verdict == row["verdict"])
        assert "guess first" not in set(figure.table["verdict"])
        assert (row["recomputed"] or "no value") in figure.description
        assert (figures.BETWEEN in figure.description) == (
            {verdict, row["verdict"]} == {REPRODUCES, ROUNDING}
        )


def test_a_slider_beyond_the_last_shows_the_last() -> None:
    source = ROWS[0]["source"]
    fits = claims.on_show(source)
    assert fits[-1]["claim"] in on_card(explorer(source=source, claim=len(ROWS)))


def test_filters_that_leave_one_verdict_say_that_they_give_it_away() -> None:
    assert "give it away" not in on_card(explorer())
    assert "give it away" in on_card(explorer(verdict=FAILS))
    assert "give it away" not in on_card(explorer(verdict=FAILS, guess="Does not"))


def test_a_lone_claim_keeps_its_verdict_from_headline_and_legend() -> None:
    alone = [(s, k) for s in SOURCES.values() for k in figures.KINDS if len(claims.on_show(s, k)) == 1]
    for source, kind in alone:
        figure = explorer(source=source, kind=kind)
        assert figure.title == "One claim on show: what would you say?"
        assert not any(f"1 {word}" in figure.description for word in figures.COUNTED.values())
        assert f"? {figures.COUNTED[FAILS]}" in figure.data["bold"]["text"].to_list()


def test_headlines_count_what_is_on_show() -> None:
    for chosen in explorer.sweep():
        fits = claims.on_show(chosen["source"], chosen["kind"], chosen["verdict"])
        counts = Counter(row["verdict"] for row in fits)
        title = explorer(**chosen).title
        if counts[FAILS] and counts[UNCHECKED]:
            assert title.startswith(f"Of {len(fits)} claims on show {counts[FAILS]} do")
            assert title.endswith(f"not reproduce, {counts[UNCHECKED]} cannot be checked")
        if not fits:
            assert title == "No claim fits these choices"


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((3, 0, 0, 0), "All 3 claims on show reproduce"),
        ((1, 2, 0, 0), "All 3 claims on show reproduce, 2 of them within rounding"),
        ((0, 2, 0, 0), "Both claims on show reproduce within rounding"),
        ((0, 1, 0, 0), "The one claim on show reproduces within rounding"),
        ((0, 0, 1, 0), "The one claim on show does not reproduce"),
        ((0, 0, 2, 0), "Neither of the 2 claims on show reproduces"),
        ((0, 0, 0, 3), "None of the 3 claims on show can be checked"),
        ((1, 1, 1, 0), "Of 3 claims on show 1 does not reproduce, 0 cannot be checked"),
    ],
)
def test_headlines_are_sentences(counts: tuple[int, ...], title: str) -> None:
    assert figures._headline(dict(zip(VERDICTS, counts, strict=True))) == title  # noqa: SLF001 - many cases


def test_no_card_is_wider_or_higher_than_its_place() -> None:
    for row in ROWS:
        for verdict in GUESSES.values():
            card = figures._card(row, verdict, f"Claim {len(ROWS)} of {len(ROWS)} on show", "")  # noqa: SLF001
            parts = figures._laid_out(card)  # noqa: SLF001 - what is drawn
            for _, label, lines in parts:
                left = figures.GUTTER if label else 0
                assert left + max(map(pixels, lines)) < figures.WIDTH + 6, (row["claim"], lines)
            last, _, lines = parts[-1]
            assert figures._card_top() + last + figures.STEP * len(lines) <= figures.height()  # noqa: SLF001


def test_every_claim_has_a_place_of_its_own() -> None:
    places = figures._places()  # noqa: SLF001 - where the marks stand
    assert set(places) == set(TABLE["claim"])
    assert len(set(places.values())) == len(places)
    assert all(figures.LEFT < x < figures.WIDTH for x, _ in places.values())


def test_every_claim_is_drawn_once_in_the_look_of_its_verdict() -> None:
    for chosen in (
        {"guess": "Does not"},
        {"guess": "Does not", "verdict": FAILS},
        {"source": ROWS[0]["source"]},
    ):
        figure = explorer(**chosen)
        drawn = figure.data["marks"].set_index("look")["outline"]
        filters = {name: value for name, value in chosen.items() if name != "guess"}
        fits = {row["claim"] for row in claims.on_show(**filters)}
        hidden = claims.on_show(**filters)[0]["claim"] if "guess" not in chosen else ""
        for row in ROWS:
            look = "hidden" if row["claim"] == hidden else row["verdict"] if row["claim"] in fits else "out"
            assert figures.outline(look, *figures._places()[row["claim"]]) in drawn[look]  # noqa: SLF001
        # Besides the claims there are four marks in the legend and one on the card.
        assert sum(path.count("M") for path in drawn) == len(ROWS) + 5


def test_choices_change_no_drawing() -> None:
    assert json.dumps(explorer().drawing) == json.dumps(explorer(verdict=FAILS, guess="Does not").drawing)
