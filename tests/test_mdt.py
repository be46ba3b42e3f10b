"""Lesson 04's numbers and explorers, worked out again from the tables by another route."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from statsmodels.stats.inter_rater import cohens_kappa

import pioneer_data as pioneers
from pioneer_data import keeble, mdt, survey
from pioneer_data.figures import _mdt_chain, _mdt_counts, _mdt_drawings
from pioneer_data.figures import mdt as figures
from pioneer_data.rounding import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pioneer_data.controls import Explorer

EXPLORERS = (
    figures.fieldwork_timeline,
    figures.convergence_matrix,
    figures.what_may_i_count,
    figures.evidence_chain,
)
MISCONCEPTIONS = {
    "counting mentions measures importance",
    "silence is disagreement",
    "triangulation means agreement",
    "44 patients is too few to matter",
}


def months(first: str, last: str) -> list[str]:
    """List the months from one to another, by counting."""
    ends = [int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last)]
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in range(ends[0], ends[1] + 1)]


def spans() -> dict[str, list[str]]:
    rows = pioneers.mdt_studies()
    text = [rows[name].dt.strftime("%Y-%m") for name in ("start_month", "end_month")]
    return dict(zip(rows["study"].astype(str), map(months, *text), strict=True))


def everywhere(code: str) -> list[tuple[str, str, str]]:
    return [(theme, study, code) for theme, study in itertools.product(mdt.themes(), mdt.STUDIES)]


def swept(explorer: Explorer) -> Iterator[tuple[dict[str, Any], Any]]:
    for chosen in explorer.sweep():
        yield chosen, explorer(**chosen)


# Numbers


def test_eleven_teams_in_two_pioneers_and_28_meetings() -> None:
    assert sum(mdt.teams().values()) == 8 + 3 == 11
    assert mdt.meetings() == (28, 11, 2, 28 - 2 * 11)
    assert mdt.meetings().beyond_rounds == 6


def test_people_are_those_of_the_study_table() -> None:
    assert list(mdt.people().values()) == [25, 54, 44, 15]
    cells = pioneers.mdt_studies()[["n_main", "n_other"]].to_numpy().ravel().tolist()
    assert set(mdt.people().values()) <= set(cells)


def test_months_are_counted_one_by_one() -> None:
    for row in mdt.fieldwork().itertuples():
        listed = spans()[row.study]
        before = [month for month in listed if month < "2020-03"]
        assert (row.months, row.months_before) == (len(listed), len(before))
        assert row.months_from == len(listed) - len(before)
        assert row.wholly_before == (listed[-1] < "2020-03")


def test_only_the_observations_lie_wholly_before_march_2020() -> None:
    rows = mdt.fieldwork()
    assert rows.loc[rows["wholly_before"], "study"].to_list() == ["observations"]
    assert rows["months_from"].max() < rows["months"].max()


def test_studies_in_the_field_add_up_to_all_months() -> None:
    counted = Counter(itertools.chain.from_iterable(spans().values()))
    rows = mdt.in_the_field()
    assert dict(zip(rows["month"].dt.strftime("%Y-%m"), rows["studies"], strict=True)) == counted
    assert rows["studies"].sum() == mdt.fieldwork()["months"].sum()


def test_the_matrix_is_the_table() -> None:
    table = pioneers.mdt_reference_coding()
    wide = table.pivot_table("code", "theme", "study", aggfunc="first", observed=True)
    assert mdt.convergence().to_numpy().tolist() == wide.astype(str).to_numpy().tolist()
    assert mdt.convergence().columns.to_list() == list(mdt.STUDIES)
    assert mdt.code_counts() == table["code"].value_counts().reindex(list(mdt.CODES)).to_dict()


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_agreement_agrees_with_statsmodels(step: int) -> None:
    """A coding that goes through the codes in turn, at four paces."""
    cells = list(itertools.product(mdt.themes(), mdt.STUDIES))
    coding = [(*cell, mdt.CODES[place * step % 4]) for place, cell in enumerate(cells)]
    table = [[0] * 4 for _ in mdt.CODES]
    for theme, study, code in coding:
        table[mdt.CODES.index(code)][mdt.CODES.index(mdt.convergence().loc[theme, study])] += 1
    result = mdt.agreement(coding)
    same = sum(table[place][place] for place in range(4))
    assert (result.cells, result.coded, result.same) == (36, 36, same)
    assert result.kappa == pytest.approx(cohens_kappa(table, return_results=False))
    chance, observed = result.chance_pct / 100, result.same_pct / 100
    assert observed == pytest.approx(same / 36)
    assert result.kappa == pytest.approx((observed - chance) / (1 - chance))


def test_the_reference_agrees_with_itself_and_one_code_throughout_only_by_chance() -> None:
    own = [(*cell, code) for cell, code in mdt.reference().items()]
    assert mdt.agreement(own)[:4] == (36, 36, 36, 100.0)
    assert mdt.agreement(own).kappa == 1
    for code, n in mdt.code_counts().items():
        result = mdt.agreement(everywhere(code))
        assert (result.same, result.kappa) == (n, 0)
        assert result.same_pct == pytest.approx(result.chance_pct)


def test_without_codes_there_is_no_kappa() -> None:
    assert mdt.agreement([]) == (36, 0, 0, 0.0, 0.0, None)
    assert mdt.agreement([("The teams are valued", "leaders", "agree")]).kappa is None


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        ([("No theme", "leaders", "agree")], "no theme 'No theme'.*The teams are valued"),
        ([("The teams are valued", "nobody", "agree")], "no study 'nobody'.*observations"),
        ([("The teams are valued", "leaders", "yes")], "no code 'yes'.*dissonant"),
        ([("The teams are valued", "leaders", "agree")] * 2, "coded twice"),
    ],
)
def test_a_coding_that_cannot_be_is_refused_by_name(coding: list[tuple[str, str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mdt.agreement(coding)


@pytest.mark.parametrize("ask", [mdt.reason, mdt.evidence])
def test_unknown_cells_are_refused(ask: Any) -> None:  # noqa: ANN401 - two functions of different types
    with pytest.raises(ValueError, match="no theme"):
        ask("", "leaders")
    with pytest.raises(ValueError, match="no study"):
        ask("The teams are valued", "")
    with pytest.raises(ValueError, match="no study"):
        mdt.findings("")


def test_evidence_is_what_the_cell_names_and_findings_are_all() -> None:
    numbered = pioneers.mdt_findings()
    for (theme, study), row in pioneers.mdt_reference_coding().set_index(["theme", "study"]).iterrows():
        named = set(re.findall(r"\d+", str(row["finding_numbers"])))
        own = numbered[numbered["study"] == study]
        wanted = own[own["number"].astype(str).isin(named)]
        assert [text for _, text in mdt.evidence(theme, study)] == wanted["finding"].to_list()
        assert [text for _, text in mdt.findings(study)] == own["finding"].to_list()
        assert mdt.reason(theme, study) == row["reason"]


def test_miscounts_are_what_a_careless_reader_would_count() -> None:
    found, table = mdt.miscounts(), pioneers.mdt_findings()
    assert found.people == 25 + 54 + 44 + 15 == 138
    assert found.findings_by_theme == table["theme"].astype(str).value_counts().to_dict()
    assert found.studies_that_agree == (mdt.convergence() == "agree").sum(axis=1).to_dict()
    text = " ".join(table["finding"]).lower()
    for word, n in list(found.words.items())[:12]:
        assert n == len(re.findall(rf"(?<![a-z]){word}(?![a-z])", text)), word


def test_changing_a_result_does_not_change_the_next() -> None:
    rows, counts, matrix = mdt.fieldwork(), mdt.in_the_field(), mdt.convergence()
    rows["months"], counts["studies"], matrix["leaders"] = 0, 0, "silent"
    mdt.reference().clear()
    assert mdt.fieldwork()["months"].min() > 0
    assert mdt.in_the_field()["studies"].min() > 0
    assert set(mdt.convergence()["leaders"]) > {"silent"}
    assert mdt.reference()


# Explorers


def test_each_misconception_of_the_lesson_is_attacked() -> None:
    attacked = [misconception for explorer in EXPLORERS for misconception in explorer.attacks]
    assert set(attacked) == MISCONCEPTIONS


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_every_box_mark_and_word_stands_on_the_page(explorer: Explorer) -> None:
    for chosen, figure in swept(explorer):
        width, height = figure.drawing.get("width", 0), figure.drawing.get("height", 0)
        if "left" not in figure.data:
            continue
        for name in _mdt_drawings.WORDS:
            frame = figure.data[name]
            assert frame["size"].min() >= 12 or frame.empty, chosen
            for row in frame.to_dict("records"):
                long = 0.46 * row["size"] * len(row["text"]) * (1.1 if name.startswith("bold") else 1)
                start = row["x"] - {"left": 0, "bold": 0, "right": long}.get(name, long / 2)
                assert start >= -2, (chosen, row)
                assert start + long <= width + 12, (chosen, row)
                assert 0 < row["y"] <= height - 6, (chosen, row)
        for boxes in (figure.data[name] for name in _mdt_drawings.BOXES):
            assert boxes.empty or boxes[["x", "y"]].to_numpy().min() >= 0, chosen
            assert boxes.empty or boxes["x2"].max() <= width, chosen
            assert boxes.empty or boxes["y2"].max() <= height, chosen


def test_the_timeline_draws_every_month_once() -> None:
    for chosen, figure in swept(figures.fieldwork_timeline):
        bars = figure.data["bars"]
        drawn = 12 * (bars["x2"] - bars["x"])
        assert drawn.sum() == pytest.approx(sum(map(len, spans().values()))), chosen
        red = drawn[bars["look"] == _mdt_drawings.PERIODS[1]].sum()
        shown = figures.INFORMANTS[chosen["informants"]]
        assert red == pytest.approx(sum(m >= "2020-03" for study in shown for m in spans()[study]))
        if chosen["shared"]:
            strip = figure.data["strip"]
            assert (12 * (strip["x2"] - strip["x"]) * strip["studies"]).sum() == pytest.approx(drawn.sum())
        assert "public knowledge" in figure.subtitle[-1]


def test_each_stretch_of_a_bar_says_its_own_months() -> None:
    for chosen, figure in swept(figures.fieldwork_timeline):
        bars = figure.data["bars"]
        assert len(figure.data["months"]) == len(bars), chosen
        for word in figure.data["months"].itertuples():
            under = bars[(bars["row"] == word.row) & (bars["x"] < word.x) & (word.x < bars["x2"])]
            assert word.text == f"{round(12 * (under['x2'] - under['x']).item())} months", chosen


def test_the_timeline_states_the_finding_of_each_choice() -> None:
    titles = {name: figures.fieldwork_timeline(informants=name).title for name in figures.INFORMANTS}
    assert titles["All four"] == "Only the observations lie wholly before March 2020"
    for name, studies in figures.INFORMANTS.items():
        if name != "All four":
            numbers = [int(number) for number in re.findall(r"\b\d{1,2}\b", titles[name])]
            listed = [spans()[study] for study in studies]
            assert set(numbers) <= {len(s) for s in listed} | {sum(m >= "2020-03" for m in s) for s in listed}
            assert numbers


def test_the_reference_stays_hidden_until_it_is_shown() -> None:
    for chosen, figure in swept(figures.convergence_matrix):
        lines = set(figure.data["left"]["text"])
        for reason in (mdt.reason(*cell) for cell in mdt.reference()):
            if not chosen["shown"]:
                assert f"Why: {reason}" not in figure.description
                assert not [line for line in lines if line.startswith(f"Why: {reason[:40]}")]
        assert ("reference: " in figure.table.to_csv()) == chosen["shown"]
        marks = figure.data["marks"]
        marks = marks[marks["code"] != _mdt_drawings.RING]
        assert len(marks) == len(chosen["coding"]) + 36 * chosen["shown"]


def test_a_cell_that_is_read_shows_its_findings_and_its_reason() -> None:
    for theme, study in mdt.reference():
        shown = figures.convergence_matrix(theme=theme, study=study, shown=True)
        lines = " ".join(shown.data["left"]["text"])
        plain = re.sub(r"\s+", " ", lines)
        assert mdt.reason(theme, study) in plain
        assert all(text in plain for _, text in mdt.evidence(theme, study))
        hidden = figures.convergence_matrix(theme=theme, study=study)
        plain = re.sub(r"\s+", " ", " ".join(hidden.data["left"]["text"]))
        assert all(text in plain and text in hidden.description for _, text in mdt.findings(study))
        assert theme in hidden.description


def test_kappa_stands_in_the_title_and_is_explained() -> None:
    coding = tuple((*cell, code) for cell, code in mdt.reference().items())
    mixed = tuple((t, s, "agree" if place % 3 else c) for place, (t, s, c) in enumerate(coding))
    for given in (coding, mixed, coding[:5], coding[:1]):
        result = mdt.agreement(given)
        figure = figures.convergence_matrix(coding=given, shown=True)
        assert f"{result.same} of {result.coded} cells" in figure.title
        kappa = "cannot be given" if result.kappa is None else written(result.kappa, 2)
        assert figure.title.endswith(f"kappa {kappa}")
        assert f"{written(result.chance_pct)}%" in figure.subtitle[0]
        assert "beyond chance" in figure.subtitle[1]
        assert ("few cells" in figure.subtitle[0].lower()) == (result.coded < figures.FEW)
        signs = figure.data["bold_centre"]["text"].to_list()
        assert signs.count("=") == result.same
        assert signs.count("\N{NOT EQUAL TO}") == result.coded - result.same


def test_the_charts_on_offer_are_honest_and_misleading() -> None:
    verdicts = [proposal.honest for proposal in _mdt_counts.PROPOSALS.values()]
    assert 7 <= len(verdicts) <= 9
    assert min(verdicts.count(True), verdicts.count(False)) >= 3


@pytest.mark.parametrize("name", _mdt_counts.PROPOSALS)
def test_a_verdict_is_shown_only_when_asked_for_and_marks_the_sketch(name: str) -> None:
    proposal = _mdt_counts.PROPOSALS[name]
    hidden = figures.what_may_i_count(chart=name)
    assert proposal.reason not in hidden.description
    assert hidden.title == f"Honest or misleading? {name}"
    shown = figures.what_may_i_count(chart=name, verdict="Honest", shown=True)
    assert shown.title.startswith("Honest: " if proposal.honest else "Misleading: ")
    assert (f"MISLEADING: {name}" in set(shown.data["bold"]["text"])) == (not proposal.honest)
    said = " ".join(shown.data["left"]["text"])
    assert proposal.reason in said
    assert ("The same." in said) == proposal.honest
    assert len(shown.data["dashed"]) - len(hidden.data["dashed"]) == (not proposal.honest)


def test_sketches_hold_the_numbers_of_the_tables() -> None:
    def rows(name: str) -> dict[str, str]:
        return dict(figures.what_may_i_count(chart=name).table.itertuples(index=False))

    themes = pioneers.mdt_findings()["theme"].astype(str).value_counts(normalize=True)
    assert rows("Per cent of findings") == {
        t: f"{written(100 * s)}% of 37 findings" for t, s in themes.items()
    }
    assert rows("Pooled n")["people in all"] == "138"
    assert rows("Study table")["Leaders"] == "32 interviews, 25 people"
    assert rows("Teams and meetings") == {"teams": "11", "meetings observed": "28", "rounds": "2"}
    assert rows("Fieldwork bars")["observations"] == "9 months, 0 from March 2020"
    assert rows("Convergence matrix")["The teams are valued"] == "partial; agree; agree; silent"
    assert "no number" in rows("Share of patients")["did not mention the team"]


def test_what_the_verdicts_say_of_the_tables_is_so() -> None:
    matrix = mdt.convergence()
    unsilent = matrix[(matrix != "silent").all(axis=1)]
    assert unsilent.index.to_list() == ["The teams join up care"]
    assert sorted(unsilent.iloc[0]) == ["agree", "partial", "partial", "partial"]
    without = matrix.to_numpy()[matrix.to_numpy() != "agree"].tolist()
    assert without.count("silent") > len(without) / 2
    texts = pioneers.mdt_findings()
    valued = texts[texts["finding"].str.contains("valued")]
    assert (valued["study"] == "patients").sum() > len(valued) / 2
    assert (mdt.fieldwork()["months_from"] > 0).sum() == 3


def voices() -> list[tuple[str, _mdt_chain.Voice]]:
    return [
        (source, voice)
        for claim in _mdt_chain.claims().values()
        for source, voice in zip(_mdt_chain.SOURCES, claim.voices, strict=True)
    ]


def test_every_claim_has_three_voices_each_with_what_it_rests_on() -> None:
    assert 4 <= len(_mdt_chain.claims()) <= 6
    for _, voice in voices():
        assert voice.code in mdt.CODES
        assert all(text.strip() for text in voice)
        assert voice.can.endswith(".")
        assert voice.cannot.endswith(".")


def test_findings_that_a_voice_rests_on_exist() -> None:
    mdt_numbers = {study: {n for n, _ in mdt.findings(study)} for study in mdt.STUDIES}
    other = pioneers.evaluation_findings()
    erens = set(other.loc[other["publication"] == "erens_2020", "number"])
    for _, voice in voices():
        for study, numbers in re.findall(
            r"(leaders|frontline|observations|patients) ([\d, ]+)", voice.rests.lower()
        ):
            assert {int(n) for n in re.findall(r"\d+", numbers)} <= mdt_numbers[study]
        for numbers in re.findall(r"findings? ([\d, ]+)", voice.rests):
            assert {int(n) for n in re.findall(r"\d+", numbers)} <= erens


def test_numbers_of_the_chain_come_from_the_tables() -> None:
    said = {
        name: " ".join(v.can + v.cannot for v in claim.voices) for name, claim in _mdt_chain.claims().items()
    }
    progress = survey.positive_progress().set_index(["objective", "year"])
    for name, objective in (
        ("Admissions were held back", "Unplanned admissions"),
        ("Managers saw progress", "Joined-up services"),
        ("It saves money", "Costs"),
    ):
        row = progress.loc[(objective, 2018)]
        assert f"{row['people']:.0f} of {row['base_n']:.0f}" in said[name]
    rows = keeble.published_did().set_index(["area", "financial_year"])
    for wave, year in itertools.product(("Wave 1", "Wave 2"), ("2014/15", "2019/20")):
        number = f"{rows.loc[(wave, year), 'did']:.0f}".replace("-", "\N{MINUS SIGN}")
        assert number in said["Impact is cumulative"]
    assert f"{(rows['did'] < 0).sum()} of {len(rows)}" in said["Admissions were held back"]
    assert f"{rows['starred'].sum()} with a star" in said["Admissions were held back"]
    assert "44 patients and 15 carers" in said["Care is person-centred"]
    assert "53 of 220" in said["Impact is cumulative"]


def test_no_mdt_finding_is_about_admissions_or_costs() -> None:
    """The chain says that the studies of teams are silent on both."""
    text = " ".join(pioneers.mdt_findings()["finding"]).lower()
    assert not re.search(r"admission|hospital|\bcosts?\b|\bmoney\b|saving", text)


def test_an_overclaim_is_shown_only_when_asked_for() -> None:
    for name, claim in _mdt_chain.claims().items():
        hidden, shown = (figures.evidence_chain(claim=name, overclaim=on) for on in (False, True))
        assert claim.overclaim not in json.dumps(hidden.spec, ensure_ascii=False)
        assert claim.overclaim in json.dumps(shown.spec, ensure_ascii=False)
        assert claim.too_far in shown.description
        assert "The judgements are ours" in shown.subtitle[1]
