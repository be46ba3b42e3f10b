"""Every number in a question, its options and its replies is worked out, or said to be made up."""

from __future__ import annotations

import prose
import pytest

from pioneer_data.questions import QUESTIONS

CCG, UNPLANNED = '"CCG", "Quality of life"', '"Progress 2017-18", "Unplanned admissions"'
START = "pd.to_datetime(pioneers.timeline().set_index('event')['start']).dt.to_period('M')"
AFTER_WAVE_1 = f"({START}['%s'] - {START}['14 wave 1 Pioneers announced']).n"
ROUND = "pioneers.early_interviews().query('fieldwork_round == %d')"
MONEY = "pioneers.programme_money().query('source == \"%s\"')['amount_gbp']"
STUDY = "pioneers.mdt_studies().set_index('study')['n_main']['%s']"
PILOT = "float(pioneers.pilot_comparison()['item'].str.extract(r'%s')[0].dropna().item())"
BOTH_SURVEYS = (
    "float(pioneers.evaluation_findings()['finding'].str.extract(r'both surveys.*from (\\d+) to (\\d+)')"
    "[%d - 1].dropna().item())"
)
ABSTRACT = "abstract('keeble_2019', '%s', 'to 2014/15', 'change in emergency admissions')"
FINDS = "100 * float(what_if.study([%s], 51, 7, 54, 0.5).clustered[0])"
MONTHS = (
    "len(pd.period_range(str({0}['start_month'].iloc[0])[:7], str({0}['end_month'].iloc[0])[:7], freq='M'))"
)
FACTS: dict[str, dict[str, str]] = {
    "01.1-two-waves": {
        "25": "len(pioneers.sites())",
        "14": "sum(pioneers.sites()['wave'] == 1)",
        "11": "sum(pioneers.sites()['wave'] == 2)",
    },
    "01.3-how-long-after": {
        "20": AFTER_WAVE_1 % "Longer-term evaluation started",
        "5": AFTER_WAVE_1 % "Early evaluation, first round of interviews",
    },
    "01.4-how-much-money": {
        "90,000": MONEY % "001" + ".item()",
        "20,000": MONEY % "002" + ".min()",
        "110,000": MONEY % "002" + ".sum()",
    },
    "01.2-fewer-interviews": {
        "140": ROUND % 1 + "['interviewees'].sum()",
        "57": ROUND % 2 + "['interviewees'].sum()",
        "8": MONTHS.format(ROUND % 1),
        "4": MONTHS.format(ROUND % 2),
    },
    "04.4-what-the-did-cannot-say": {"26": "-did('Wave 1', '2014/15')"},
    "04.1-who-can-speak": {"28": STUDY % "observations"},
    "04.1-where": {
        "11": "pioneers.mdt_sites()['mdts'].sum()",
        "2": "len(pioneers.mdt_sites())",
        "25": "len(pioneers.sites())",
        "8": "pioneers.mdt_sites()['mdts'].max()",
    },
    "04.2-forty-four": {"44": STUDY % "patients"},
    "04.1-recall-where-and-when": {"2": "len(pioneers.mdt_sites())"},
    "02.1-how-many-answered": {"439": "invited(2018)"},
    "02.1-low-response": {
        "19": "rate(2018)",
        "23": "pioneers.ki_surveys()['sites_represented'].iloc[-1]",
        "25": "len(pioneers.sites())",
    },
    "02.2-base": {
        "13": "estimate.whole_counts(48, 27)[0]",
        "27": "group('CCG', 2018)",
        "48": "important('CCG', 'Unplanned admissions', 2018)",
        "48.1": "100 * 13 / 27",
    },
    "02.2-can-it-be": {
        "42": "int(0.5 * replied(2018))",
        "43": "int(0.5 * replied(2018)) + 1",
        "49": "100 * 42 / replied(2018)",
        "50": "barrier('Financial constraints', 2018)",
        "51": "100 * 43 / replied(2018)",
        "85": "replied(2018)",
    },
    "02.2-which-number-is-wrong": {
        "255": "3 * replied(2018)",
        "36": "important_people('All', 'Managing own care', 2018)",
        "39": "estimate.whole_counts(46, 85)[0]",
        "46": "important('All', 'Managing own care', 2018)",
        "85": "replied(2018)",
    },
    "02.2-barrier-base": {
        "105": "replied(2017)",
        "14": "barrier('Financial constraints', 2017) - barrier('Financial constraints', 2018)",
        "50": "barrier('Financial constraints', 2018)",
        "64": "barrier('Financial constraints', 2017)",
        "80": "pioneers.objectives_progress()['base_n'].min()",
        "85": "replied(2018)",
    },
    "02.3-which-is-firmer": {
        "104": f"change({UNPLANNED})['base_1']",
        "80": f"change({UNPLANNED})['base_2']",
        "14": f"change({UNPLANNED})['change']",
        "19": f"important({CCG}, 2018) - important({CCG}, 2017)",
        "22": "group('CCG', 2017)",
        "27": "group('CCG', 2018)",
    },
    "02.3-two-of-32": {"32": "8 * len(survey.ORGANISATIONS)"},
    "02.3-what-an-interval-covers": {
        "0.6": f"change({UNPLANNED})['low']",
        "25.6": f"change({UNPLANNED})['high']",
    },
    "02.4-which-denominator": {
        "16": "positive('Costs', 2016)['pct']",
        "34": "positive('Costs', 2016, opinion=True)['pct']",
    },
    "02.1-recall-bounds": {
        "15": "bounds(2018)[0]",
        "95": "bounds(2018)[1]",
        "19": "rate(2018)",
        "57": "76 - rate(2018)",
        "65": "important_people('All', 'Joined-up services', 2018)",
        "85": "replied(2018)",
        "66": "100 * estimate.wilson_interval(65, 85)[0]",
        "84": "100 * estimate.wilson_interval(65, 85)[1]",
        "76": "important('All', 'Joined-up services', 2018)",
    },
    "02.3-recall-size": {
        "22": "group('CCG', 2017)",
        "31": "100 * estimate.wilson_interval(11, 22)[0]",
        "69": "100 * estimate.wilson_interval(11, 22)[1]",
        "85": "replied(2018)",
        "10": "100 * (estimate.wilson_interval(42.5, 85)[1] - 0.5)",
        "50": "100 * 11 / 22",
    },
    "02.4-recall-trend": {
        "19": "progress('Costs', 2018, 'Do not know')",
        "54": "progress('Costs', 2016, 'Do not know')",
    },
    "03.1-what-managers-saw": {
        "64": "positive('Unplanned admissions', 2018)['people']",
        "80": "positive('Unplanned admissions', 2018)['base_n']",
    },
    "03.2-looking-often": {"32": "8 * len(survey.ORGANISATIONS)"},
    "03.1-did-it-fall": {
        "16": "rise('Wave 1', '2014/15')",
        "42": "rise('Non-Pioneer', '2014/15')",
        "26": "-did('Wave 1', '2014/15')",
    },
    "03.1-what-must-you-believe": {
        "26": "-did('Wave 1', '2014/15')",
        "42": "rise('Non-Pioneer', '2014/15')",
    },
    "03.2-star-or-no-star": {"0.06": "did_row('Wave 2', '2017/18')['p_value']"},
    "03.2-effect-stopped": {
        "0.04": "did_row('Wave 1', '2014/15')['p_value']",
        "0.22": "did_row('Wave 1', '2019/20')['p_value']",
        "-26": "did('Wave 1', '2014/15')",
        "-28": "did('Wave 1', '2019/20')",
        "13": "did_row('Wave 1', '2014/15')['standard_error']",
        "23": "did_row('Wave 1', '2019/20')['standard_error']",
    },
    "03.2-p-of-six": {
        "-25": "did('Wave 2', '2017/18')",
        "0.06": "did_row('Wave 2', '2017/18')['p_value']",
        "-51": "did_row('Wave 2', '2017/18')['ci_low']",
        "1": "did_row('Wave 2', '2017/18')['ci_high']",
        "94": "100 * (1 - did_row('Wave 2', '2017/18')['p_value'])",
    },
    "03.3-footnote": {"-51": "did('Wave 2', '2016/17')"},
    "03.4-placebo": {
        "-6": "did('Wave 2', '2014/15')",
        "-20": "did_row('Wave 2', '2014/15')['ci_low']",
        "8": "did_row('Wave 2', '2014/15')['ci_high']",
        "-22": "did('Wave 2', '2015/16')",
    },
    "03.1-two-scales": {"10": "100 * 80 / 800", "80": "880 - 800"},
    "03.2-overlap": {
        "8.17": "limits('Pioneer only', 5)[0]",
        "8.41": "limits('Pioneer only', 5)[1]",
        "8.26": "limits('Neither', 5)[0]",
        "8.40": "limits('Neither', 5)[1]",
    },
    "03.4-passed": {
        "-0.37": "morciano.period_did('Pioneer only').estimate",
        "5": "100 * what_if.pre_trend_test(what_if.drift_that_explains()).found",
        "95": "100 - 5",
    },
    "03.2-why-clustered": {"5": "100 * float(what_if.study([0], 50, 7, 54, 0.5, 40000).clustered[0])"},
    "03.1-recall-direction": {"26": "-did('Wave 1', '2014/15')"},
    "03.2-recall-standard-error": {
        "-26": "did('Wave 1', '2014/15')",
        "26": "-did('Wave 1', '2014/15')",
        "0.04": "did_row('Wave 1', '2014/15')['p_value']",
        "13": "did_row('Wave 1', '2014/15')['standard_error']",
        "1": "0.04 * 26",
    },
    "05.1-who-did-best": {
        "9": PILOT % r"reduced by (\d)%",
        "4.2": PILOT % r"significant ([\d.]+)% reduction in those",
    },
    "05.2-within-rounding": {
        "29": "rate(2016)",
        "29.1": "100 * replied(2016) / invited(2016)",
    },
    "05.2-cannot-be-checked": {"59": BOTH_SURVEYS % 1, "33": BOTH_SURVEYS % 2},
    "05.2-what-becomes-of-it": {
        "46": "important('All', 'Managing own care', 2018)",
        "42": "recomputed('Managing own care', 2018)",
        "54": "recomputed('Managing own care', 2017)",
    },
    "05.2-abstract-and-slide": {
        "1.93": ABSTRACT % "Wave 1",
        "1.82": "rise('Wave 1', '2014/15', '%')",
        "2.9": f"{ABSTRACT % 'Non-Pioneer'} - {ABSTRACT % 'Wave 1'}",
    },
    "05.3-firmest-ground": {"0.04": "did_row('Wave 1', '2014/15')['p_value']"},
    "05.3-an-empty-result": {
        "51": "synthetic.PROGRAMMES['Pioneer only']",
        "67": "100 - " + FINDS % "0.2",
        "95": "100 - " + FINDS % "0",
    },
}
ABOUT = {
    ("02.3-recall-size", "20"): "about 20, for the 19 points between 31% and 50%",
    ("02.3-recall-size", "5"): "a wrong option, and the reply to it",
    ("02.3-recall-size", "2"): "a wrong option, and the reply to it",
    ("03.1-two-scales", "800"): "a made-up case, and said to be one",
    ("03.1-two-scales", "880"): "a made-up case, and said to be one",
    ("03.1-two-scales", "900"): "a made-up case, and said to be one",
    ("03.1-two-scales", "980"): "a made-up case, and said to be one",
    ("03.1-two-scales", "9"): "'less than 9%', which 80 of 900 is",
    ("03.4-what-then", "0.40"): "a made-up paper",
    ("03.4-passed", "100"): "times in 100",
    ("03.4-passed", "50"): "a wrong option",
    ("05.3-an-empty-result", "0.2"): "a size of effect in a made-up world",
    ("05.3-an-empty-result", "100"): "times in 100",
    ("05.3-not-measured", "150"): "the length of the brief",
    ("05.3-what-a-brief-is", "150"): "the length of the brief",
}


def numbers(name: str) -> set[str]:
    """Return every number printed in a question, but what lessons need not prove either."""
    question = QUESTIONS[name]
    options = [text for option in question.options for text in (option.text, option.feedback)]
    return {number.rstrip("%") for number, _ in prose.bare_numbers("\n".join([question.prompt, *options]))}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_number_of_a_question_stands_without_a_reason(name: str) -> None:
    made_up = {number for question, number in ABOUT if question == name}
    assert numbers(name) == set(FACTS.get(name, {})) | made_up


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, facts in FACTS.items() for number in facts]
)
def test_every_number_of_a_question_is_what_its_expression_gives(name: str, number: str) -> None:
    assert prose.problem(number, FACTS[name][number]) is None


def test_the_right_answer_has_no_favourite_place() -> None:
    """A learner who always takes the first, the middle or the last button learns nothing."""
    places = [
        place
        for question in QUESTIONS.values()
        for place, option in enumerate(question.options)
        if option.misconception is None
    ]
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(QUESTIONS)
