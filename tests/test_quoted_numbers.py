"""The numbers that the sources' running prose quotes come out of the tables.

One case is one claim. A claim that does not reproduce is pinned twice: what the source says and
what the tables say, with the reason in the name of the case.
"""

from __future__ import annotations

from functools import partial

import pytest
from quoted import (
    MADE,
    TYPES,
    YEARS,
    Quote,
    a_third,
    abstract,
    answered,
    barrier_falls,
    by_type,
    ccgs,
    cells,
    change,
    fell,
    from_to,
    important,
    made_in_2016,
    month,
    months_between,
    objectives,
    p_value,
    people,
    pilots,
    ranked,
    rise,
    shift,
    sites_in,
    sites_outside_2018,
    statements,
    study,
    surveys,
    table,
    ticked,
    ticks,
    told,
    total_important,
    total_shift,
    when,
    workshop_gaps,
    workshops,
    year_of,
    years_of,
)

INTRODUCTION = "002, Introduction, paragraph"
METHODS = "002, Methods, paragraph"
INFORMANTS = '002, Results, "Key informant characteristics", paragraph'
INITIATIVES = '002, Results, "Integration initiatives in 2018", paragraph'
OBJECTIVES = '002, Results, "Most important objectives of local integration", paragraph'
PROGRESS = '002, Results, "Progress towards meeting integration objectives", paragraph'
BARRIERS = '002, Results, "Barriers to integrating health and social care services", paragraph 2'
FACILITATORS = '002, Results, "Facilitators of integrating health and social care services", par. 2'
DISCUSSION = "002, Discussion, paragraph"
VISION = '002, Discussion, "Implementing the national vision...", paragraph'
OVERCOMING = '002, Discussion, "Overcoming barriers to integrated care?", paragraph'

CELLS = [(objective, year) for objective in objectives() for year in YEARS]

PAPER_METHODS = (
    Quote("002, Abstract, Purpose", "25 areas", 25, lambda: len(table("sites"))),
    Quote(
        "002, Abstract, Purpose",
        "November 2013 to March 2018",
        ("2013-11", "2018-03"),
        lambda: (
            month("admission_periods", "start_month", 1),
            month("admission_periods", "end_month", 4),
        ),
    ),
    Quote("002, Abstract, Design", "surveys 2016-2018", [*YEARS], lambda: surveys("year")),
    Quote(
        "002, Abstract, Findings",
        "2017 is the fourth year of the programme",
        4,
        lambda: months_between("2013-11", month("ki_surveys", "start_month", 1)) // 12 + 1,
    ),
    Quote(
        "002, Abstract, Findings",
        "fewer significant barriers in 2018 (of the four with a number)",
        4,
        lambda: sum(
            told("barriers", item, 2018) < told("barriers", item, 2017)
            for item in table("barriers")["item"].cat.categories
        ),
    ),
    Quote(
        f"{INTRODUCTION} 1",
        "14 in wave 1 and 11 in wave 2",
        [14, 11],
        lambda: [*map(sites_in, (1, 2))],
    ),
    Quote(
        f"{INTRODUCTION} 1",
        "wave 1 announced in November 2013",
        ["2013-11-01", "2013-11-30"],
        lambda: when("14 wave 1 Pioneers announced", "002"),
    ),
    Quote(
        f"{INTRODUCTION} 1",
        "wave 2 in January 2015",
        "2015-01",
        lambda: month("admission_periods", "start_month", 2),
    ),
    Quote(
        f"{INTRODUCTION} 1",
        "five-year period (2013-2018)",
        ["2013-01-01", "2018-12-31"],
        lambda: when("Five-year period of the Pioneer programme", "002"),
    ),
    Quote(
        f"{INTRODUCTION} 2",
        "an 18-month early evaluation (dates in 003)",
        18,
        lambda: months_between(*(day[:7] for day in when("period given in 003", "003"))) + 1,
    ),
    Quote(
        f"{INTRODUCTION} 3",
        "three surveys, 25 Pioneers",
        (3, 25),
        lambda: (len(table("ki_surveys")), len(table("sites"))),
    ),
    Quote(
        f"{INTRODUCTION} 4",
        "ethics approval in March 2014",
        ["2014-03-01", "2014-03-31"],
        lambda: when("Ethics committee", "002"),
    ),
    Quote(
        f"{METHODS} 6",
        "an interval of at least four years to autumn 2018",
        published=True,
        computed=lambda: months_between("2013-11", month("ki_surveys", "start_month", 2)) >= 48,
    ),
    Quote(
        f"{METHODS} 7",
        "the response rate fell over the three surveys",
        [29, 22, 19],
        lambda: sorted(surveys("response_rate_pct"), reverse=True),
    ),
    Quote(
        f"{METHODS} 7",
        "a spread of types of organisation in each survey",
        published=True,
        computed=lambda: all(people(year, group) > 0 for year in YEARS for group in TYPES),
    ),
)

PAPER_PARTICIPANTS = (
    Quote(
        f"{INFORMANTS} 1",
        "25, 24 and 23 Pioneers",
        [25, 24, 23],
        lambda: surveys("sites_represented"),
    ),
    Quote(
        f"{INFORMANTS} 2",
        "most were from three types of organisation",
        [73, 77, 73],
        lambda: [sum(people(year, group) for group in TYPES[:3]) for year in YEARS],
    ),
    Quote(
        f"{INFORMANTS} 2",
        "around 20-25 in each type in each survey",
        (20, 25),
        lambda: (min(by_type()), max(by_type())),
        instead=(12, 33),
        reason="from 12 (Other 2018) to 33 (local authorities 2017)",
    ),
    Quote(
        f"{INFORMANTS} 2",
        "around 20-25: all twelve numbers",
        12,
        lambda: sum(20 <= number <= 25 for number in by_type()),
        instead=7,
        reason="7 of the 12 numbers of Table II lie in that range",
    ),
    Quote(f"{INITIATIVES} 1", "ten initiatives", 10, lambda: len(table("initiatives"))),
    Quote(f"{INITIATIVES} 2", "23 rows of Pioneers", 23, lambda: len(table("site_initiatives"))),
    Quote(
        f"{INITIATIVES} 2",
        "10 columns and 23 rows are 230 cells",
        230,
        lambda: len(table("initiatives")) * len(table("site_initiatives")),
    ),
    Quote(f"{INITIATIVES} 2", "179 cells have an X", 179, ticks),
    Quote(f"{INITIATIVES} 2", "78 per cent of the cells", 78, lambda: round(100 * ticks() / 230)),
    Quote(f"{INITIATIVES} 4", "7 of the 23 ticked all ten", 7, lambda: ticked(10)),
    Quote(
        f"{INITIATIVES} 4",
        "a further six ticked eight of the ten",
        6,
        lambda: ticked(8),
        instead=3,
        reason="three ticked eight and three ticked nine",
    ),
    Quote(f"{INITIATIVES} 4", "six ticked eight or nine", 6, lambda: ticked(8) + ticked(9)),
    Quote(
        "002, Table III, note a",
        "two Pioneers are not included",
        ["Blackpool and Fylde Coast", "Cornwall"],
        sites_outside_2018,
    ),
)

PAPER_IMPORTANCE = (
    Quote(f"{OBJECTIVES} 1", "eight objectives", 8, lambda: len(objectives())),
    Quote(
        f"{OBJECTIVES} 1",
        "three choices each: no column adds up to more than 300 and its rounding",
        [],
        lambda: [
            (year, group)
            for year in (2017, 2018)
            for group in (*TYPES, "All")
            if total_important(year, group) > 304
        ],
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG, unplanned admissions",
        (48, 64),
        lambda: from_to("Unplanned admissions", "CCG"),
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG, managing own care",
        (44, 59),
        lambda: from_to("Managing own care", "CCG"),
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG, joined-up services",
        (70, 55),
        lambda: from_to("Joined-up services", "CCG"),
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG, quality of care",
        (44, 27),
        lambda: from_to("Quality of care", "CCG"),
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG, quality of life",
        (37, 18),
        lambda: from_to("Quality of life", "CCG"),
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "CCG informants showed the biggest shifts",
        "CCG",
        lambda: max(TYPES, key=total_shift),
        instead="Other",
        reason="all shifts add up to 106 points for CCGs and to 115 for Other",
    ),
    Quote(
        f"{OBJECTIVES} 2",
        "the biggest shifts among CCGs, local authorities and NHS providers",
        [106, 64, 48],
        lambda: [total_shift(group) for group in TYPES[:3]],
    ),
    Quote(
        f"{OBJECTIVES} 3",
        "LA, joined-up services",
        (82, 58),
        lambda: from_to("Joined-up services", "Local authority"),
    ),
    Quote(
        f"{OBJECTIVES} 3",
        "LA, managing own care",
        (50, 64),
        lambda: from_to("Managing own care", "Local authority"),
    ),
    Quote(
        f"{OBJECTIVES} 3",
        "NHS providers, quality of care",
        (63, 41),
        lambda: from_to("Quality of care", "NHS provider"),
    ),
    Quote(
        f"{OBJECTIVES} 3",
        "NHS providers similar in both years apart from that: at most 8 points",
        [22, 8],
        lambda: sorted((shift(o, "NHS provider") for o in objectives()), reverse=True)[:2],
    ),
    Quote(
        f"{VISION} 2",
        "joined-up services at 76 in 2018",
        76,
        lambda: important("Joined-up services", 2018),
    ),
    Quote(f"{VISION} 2", "11 points more than in 2017", 11, lambda: shift("Joined-up services", "All")),
    Quote(
        f"{VISION} 2",
        "the most frequent by some distance: the next is 25 points below",
        25,
        lambda: ranked()[0][0] - ranked()[1][0],
    ),
    Quote(
        f"{VISION} 2",
        "joined-up services the most frequent",
        "Joined-up services",
        lambda: ranked()[0][1],
    ),
    Quote(f"{VISION} 2", "managing own care is fourth", "Managing own care", lambda: ranked()[3][1]),
    Quote(
        f"{VISION} 2",
        "managing own care 46, in 2017 54",
        (46, 54),
        lambda: from_to("Managing own care"),
    ),
    Quote(f"{VISION} 2", "greater say only 7", 7, lambda: important("Greater say", 2018)),
    Quote(
        f"{VISION} 2",
        "accessible services just 15",
        15,
        lambda: important("Accessible services", 2018),
    ),
    Quote(
        f"{VISION} 3",
        "quality of care 48 and quality of life 34",
        (48, 34),
        lambda: (important("Quality of care", 2018), important("Quality of life", 2018)),
    ),
    Quote(
        f"{VISION} 3",
        "both increased by around ten points",
        (9, 11),
        lambda: (shift("Quality of care", "All"), shift("Quality of life", "All")),
    ),
)

PAPER_PROGRESS = (
    Quote(
        f"{PROGRESS} 1",
        "eight objectives",
        8,
        lambda: len(set(cells("objectives_progress", "objective"))),
    ),
    Quote(
        f"{PROGRESS} 2",
        "most informants selected some progress every year (24 cells)",
        24,
        lambda: sum(answered(*cell, "Some") > 50 for cell in CELLS),
        instead=20,
        reason="not a majority on costs in any year nor on unplanned admissions in 2016",
    ),
    Quote(
        f"{PROGRESS} 2",
        "at least some progress in nearly all objectives and years: a majority in 21 of 24",
        21,
        lambda: sum(answered(*cell, *MADE) > 50 for cell in CELLS),
    ),
    Quote(
        f"{PROGRESS} 2",
        "progress more likely in 2018 than in 2016 for all but one of the objectives",
        ["Accessible services"],
        lambda: fell(2016, 2018),
    ),
    Quote(
        f"{PROGRESS} 2",
        "equally or more likely in 2018 than in 2017 for all objectives",
        [],
        lambda: fell(2017, 2018),
        instead=["Joined-up services"],
        reason="joined-up services 87% in 2018 and 88% in 2017",
    ),
    Quote(
        f"{PROGRESS} 2",
        "joined-up services, substantial and some in 2017 and 2018",
        (88, 87),
        lambda: (
            answered("Joined-up services", 2017, *MADE),
            answered("Joined-up services", 2018, *MADE),
        ),
    ),
    Quote(
        f"{VISION} 4",
        "positive progress on each of the eight objectives in 2016: at least 15 per cent",
        (8, 15),
        lambda: (len(made_in_2016()), min(made_in_2016())),
    ),
    Quote(
        f"{VISION} 4",
        "lower in 2018 than in 2016 in only one case",
        1,
        lambda: len(fell(2016, 2018)),
    ),
    Quote(
        f"{VISION} 4",
        "accessible services, substantial and some in 2016 and 2018",
        (82, 79),
        lambda: (
            answered("Accessible services", 2016, *MADE),
            answered("Accessible services", 2018, *MADE),
        ),
    ),
    Quote(
        f"{VISION} 4",
        "progress is substantial, some or none (and the table has do not know)",
        ["Substantial", "Some", "None", "Do not know"],
        lambda: list(table("objectives_progress")["progress"].cat.categories),
    ),
    Quote(
        f"{VISION} 5",
        "very few reported substantial progress: at most 21 per cent",
        21,
        lambda: max(answered(*cell, "Substantial") for cell in CELLS),
    ),
    Quote(
        f"{VISION} 4",
        "the evaluation was commissioned in 2015",
        ["2015-01-01", "2015-12-31"],
        lambda: when("Longer-term evaluation commissioned", "002"),
    ),
    Quote(
        f"{VISION} 4",
        "the programme began in November 2013",
        ["2013-11-01", "2013-11-30"],
        lambda: when("Beginning of the Pioneer programme", "002"),
    ),
)

PAPER_BARRIERS = (
    Quote(
        BARRIERS,
        "information governance",
        [16, 34],
        lambda: told("barriers", "Information governance", 2018, 2017),
    ),
    Quote(
        BARRIERS,
        "incompatible IT systems",
        [30, 47],
        lambda: told("barriers", "Incompatible IT systems", 2018, 2017),
    ),
    Quote(
        BARRIERS,
        "financial constraints",
        [64, 50],
        lambda: told("barriers", "Financial constraints", 2017, 2018),
    ),
    Quote(
        BARRIERS,
        "increased demand",
        [44, 30],
        lambda: told("barriers", "Increased demand", 2017, 2018),
    ),
    Quote(
        BARRIERS,
        "the biggest reductions (of the four with a number)",
        [
            (18, "Information governance"),
            (17, "Incompatible IT systems"),
            (14, "Increased demand"),
            (14, "Financial constraints"),
        ],
        barrier_falls,
    ),
    Quote(
        BARRIERS,
        "one third or more in 2018: financial constraints (of the four with a number)",
        ["Financial constraints"],
        lambda: a_third(2018),
    ),
    Quote(
        BARRIERS,
        "one third or more in 2017: all four with a number",
        4,
        lambda: len(a_third(2017)),
    ),
    Quote(
        FACILITATORS,
        "I statements",
        [49, 27, 15],
        lambda: told("facilitators", "I statements", *YEARS),
    ),
    Quote(
        FACILITATORS,
        "co-design",
        [55, 39, 34],
        lambda: told("facilitators", "Co-design with users", *YEARS),
    ),
    Quote(f"{DISCUSSION} 1", "three surveys in 2016, 2017 and 2018", [*YEARS], lambda: surveys("year")),
    Quote(f"{DISCUSSION} 1", "25 areas of England", 25, lambda: len(table("sites"))),
    Quote(
        f"{DISCUSSION} 2",
        "informants representing all Pioneers in the surveys",
        [25, 25, 25],
        lambda: surveys("sites_represented"),
        instead=[25, 24, 23],
        reason="all 25 in 2016 only",
    ),
    Quote(
        f"{OVERCOMING} 2",
        "the July 2018 announcement came before the 2018 survey",
        (["2018-07-01", "2018-07-31"], "2018-09"),
        lambda: (when("£20.5bn", "002"), month("ki_surveys", "start_month", 2)),
    ),
)

WEBINAR = (
    Quote(
        "000, slide on the programme, bullet 4",
        "25 sites in two waves",
        (25, 2),
        lambda: (len(table("sites")), table("sites")["wave"].nunique()),
    ),
    Quote(
        "000, slide on the programme, bullet 4",
        "the second wave in spring 2014",
        "2014",
        lambda: month("admission_periods", "start_month", 2)[:4],
        instead="2015",
        reason="002 and the period headings of 000 itself say January 2015",
    ),
    Quote(
        "000, slide on the programme, bullet 5",
        "formal end in March 2018",
        "2018-03",
        lambda: month("admission_periods", "end_month", 4),
    ),
    Quote(
        '000, slide "Pioneer longer term evaluation (2015-2022)"',
        "three work packages",
        3,
        lambda: len(table("work_packages")),
    ),
    Quote(
        '000, slide "Pioneer longer term evaluation (2015-2022)"',
        "2015-2022",
        ["2015-01-01", "2022-12-31"],
        lambda: when("Longer-term evaluation (period", "000"),
    ),
    Quote(
        '000, slide "Pioneer longer term evaluation (2015-2022)", WP3',
        "6-monthly workshops (dates in 003)",
        [6, 6],
        workshop_gaps,
    ),
    Quote(
        "000, slide on emergency admissions",
        "baseline April 2010 to March 2013",
        ["2010-04-01", "2013-03-31"],
        lambda: when("Baseline period", "000"),
    ),
    Quote(
        "000, headings of the periods",
        "7, 14 and, in the last, 15 months; one year each between",
        [7, 14, 12, 12, 15],
        lambda: cells("admission_periods", "months"),
    ),
    Quote(
        "000, chart title, April 2013-Mar 2018",
        "60 months",
        60,
        lambda: int(table("admission_periods")["months"].sum()),
    ),
    Quote(
        "000, slide WP2, context",
        "11 MDTs in 2 Pioneers",
        (11, 2),
        lambda: (int(table("mdt_sites")["mdts"].sum()), len(table("mdt_sites"))),
    ),
    Quote(
        "000, slide WP2, context",
        "8 MDTs in P1, 3 in P2",
        [8, 3],
        lambda: cells("mdt_sites", "mdts"),
    ),
    Quote(
        "000, slide WP2, context",
        "4 operating models: one in P1, three individual ones in P2",
        4,
        lambda: 1 + int(table("mdt_sites")["mdts"].iloc[1]),
    ),
    Quote(
        '000, slide "Observations of MDT meetings"',
        "28 meetings across 11 MDTs, June 2019 - Feb 2020",
        [28, "meetings", 11, "MDTs", "2019-06", "2020-02"],
        lambda: study("observations"),
    ),
    Quote(
        '000, slide "Interviews with local system leaders and operational managers"',
        "32 interviews with 25 people, October 2018 to April 2021",
        [32, "interviews", 25, "people", "2018-10", "2021-04"],
        lambda: study("leaders"),
    ),
    Quote(
        '000, slide "Interviews with MDT frontline staff"',
        "54 staff in the 11 MDTs, Dec 2018 - March 2021",
        [54, "staff", 11, "MDTs", "2018-12", "2021-03"],
        lambda: study("frontline"),
    ),
    Quote(
        '000, slide "Interviews with MDT patients and their informal carers"',
        "44 patients and 15 carers, Nov 2019 - March 2021",
        [44, "patients", 15, "informal carers", "2019-11", "2021-03"],
        lambda: study("patients"),
    ),
    Quote("000, title slide", "29 July 2024", ["2024-07-29"], lambda: when("Webinar", "000")),
    Quote(
        "000, slide on emergency admissions",
        "the table is of Keeble et al., 2023",
        [2023],
        lambda: years_of("Keeble"),
        instead=[2019, 2022],
        reason="no reference of that year is listed",
    ),
    Quote(
        "000, References, Erens et al. (2019)",
        "Journal of Integrated Care 28(1) is of 2019",
        2019,
        lambda: year_of("erens_2020"),
        instead=2020,
        reason="published online in 2019, the issue is of January 2020",
    ),
)

CONFERENCE_SLIDES = (
    Quote('001, slide "The Pioneer programme"', "14 successful", 14, lambda: sites_in(1)),
    Quote(
        '001, slide "The Pioneer programme"',
        "November 2013",
        ["2013-11-01", "2013-11-30"],
        lambda: when("14 areas successful", "001"),
    ),
    Quote(
        '001, slide "The Pioneer programme"',
        "called for in May 2013",
        ["2013-05-01", "2013-05-31"],
        lambda: when("Call for local areas", "001"),
    ),
    Quote("001, slide on the I statements", "six statements", 6, lambda: statements("I statement")),
    Quote(
        '001, slide "Criteria for selection of Pioneers"',
        "six criteria",
        6,
        lambda: statements("selection criterion"),
    ),
    Quote(
        '001, slide "Objectives of the early evaluation"',
        "Jan 2014 - June/July 2015",
        ["2014-01-01", "2015-07-31"],
        lambda: when("period given in 001", "001"),
    ),
    Quote(
        '001, slide "Objectives of the early evaluation"',
        "14 first wave Pioneers",
        14,
        lambda: len(set(cells("early_interviews", "site"))),
    ),
    Quote(
        "001, interview table, last line",
        "140 and 57 people",
        [140, 57],
        lambda: table("early_interviews").groupby("fieldwork_round")["interviewees"].sum().to_list(),
    ),
    Quote(
        "001, title slide",
        "5 May 2016",
        ["2016-05-05"],
        lambda: when("spring event, Manchester", "003"),
    ),
)

WEB_PAGE = (
    Quote(
        "003, paragraph on the longer-term evaluation",
        "14 first wave and 11 second wave",
        [14, 11],
        lambda: [*map(sites_in, (1, 2))],
    ),
    Quote("003, paragraph on WP1", "all 25 Pioneers", 25, lambda: len(table("sites"))),
    Quote(
        "003, paragraph on the longer-term evaluation",
        "three work packages",
        3,
        lambda: len(table("work_packages")),
    ),
    Quote(
        "003, paragraph on WP2",
        "teams within three Pioneers",
        3,
        lambda: len(table("mdt_sites")),
        instead=2,
        reason="a plan; 000 reports teams in two Pioneers",
    ),
    Quote(
        "003, paragraph on candidate indicators",
        "six key dimensions",
        6,
        lambda: len(table("indicator_dimensions")),
    ),
    Quote(
        "003, paragraph on the article on trends",
        "the first three surveys are of 2016-2018",
        [*YEARS],
        lambda: surveys("year"),
    ),
    Quote(
        "003, paragraph on the article on trends",
        "published in 2019",
        2019,
        lambda: year_of("erens_2020"),
        instead=2020,
        reason="published online in 2019, the issue is of January 2020",
    ),
    Quote("003, paragraph on early findings", "an article of 2017", 2017, lambda: year_of("erens_2017")),
    Quote("003, paragraph on BMJ Open", "an article of 2019", 2019, lambda: year_of("keeble_2019")),
    Quote(
        "003, paragraph on the observation of meetings",
        "an article of 2022",
        2022,
        lambda: year_of("douglas_2022"),
    ),
    Quote(
        "003, paragraph on the final report",
        "a report of 2016",
        2016,
        lambda: year_of("erens_2016_final"),
    ),
    Quote(
        "003, lists of workshops",
        "first, second and third workshop",
        ["2016-03-01", "2016-09-15", "2017-03-29"],
        workshops,
    ),
)

DATED = (
    ("starting in July 2015", "Longer-term evaluation started", "2015-07-01", "2015-07-31"),
    ("autumn 2013 through June 2015", "Two projects of PIRU", "2013-09-01", "2015-06-30"),
    ("November 2013 and February 2014", "Project on candidate", "2013-11-01", "2014-02-28"),
    ("published in April 2014", "Report on candidate indicators", "2014-04-01", "2014-04-30"),
    ("January 2014 and June 2015", "Early evaluation (period", "2014-01-01", "2015-06-30"),
    ("completed in February 2015", "evaluation completed", "2015-02-01", "2015-02-28"),
    (
        "published in March 2015",
        "Interim report of the early evaluation published",
        "2015-03-01",
        "2015-03-31",
    ),
    ("published in April 2016", "Final report of the early", "2016-04-01", "2016-04-30"),
    ("August 2019 in BMJ Open", "published in BMJ Open", "2019-08-01", "2019-08-31"),
    ("July/August 2019", "Public Sector Focus", "2019-07-01", "2019-08-31"),
    ("in June 2022", "Article on observations", "2022-06-01", "2022-06-30"),
    ("23-25 May 2016", "16th International Conference", "2016-05-23", "2016-05-25"),
    ("11 October 2016", "King's Fund", "2016-10-11", ""),
    ("8 November 2016", "Nuffield Trust and PIRU seminar", "2016-11-08", ""),
    ("September 2016", "Bert Vrijhoef", "2016-09-01", "2016-09-30"),
    ("9th May 2017", "17th International Conference", "2017-05-09", ""),
    ("12 June 2017", "Pioneer Assembly", "2017-06-12", ""),
    ("18 July 2017", "European Survey Research", "2017-07-18", ""),
    ("In May 2018", "data protection", "2018-05-01", "2018-05-31"),
    ("Until 2030", "personal data", "2030-01-01", "2030-12-31"),
)
"""Dates of 003: what it says, words of the timeline's row, first and last day."""

WEB_PAGE_DATES = tuple(
    Quote(
        f"003, sentence on {event!r}",
        words,
        [day for day in (first, last) if day],
        partial(when, event, "003"),
    )
    for words, event, first, last in DATED
)

PILOTS = (
    Quote(
        "004, Table 1, ICPs",
        "launched in 2008, sixteen pilots",
        (2008, 16),
        lambda: pilots("ICPs", "launched", "pilots"),
    ),
    Quote(
        "004, Table 1, Pioneers",
        "launched since 2013, 14 and 11 pilots",
        (2013, 14, 11),
        lambda: pilots("Pioneers", "launched", "pilots_wave_1", "pilots_wave_2"),
    ),
    Quote(
        "004, Table 1, Pioneers",
        "14 and 11 are the waves of the sites",
        [14, 11],
        lambda: [*map(sites_in, (1, 2))],
    ),
    Quote(
        "004, Table 1, Vanguards",
        "launched in 2015",
        (2015,),
        lambda: pilots("Vanguards", "launched"),
    ),
    Quote(
        "004, Table 2, hospital activity, Pioneers",
        "wave 1 rose less than non-Pioneers in both years",
        [True, True],
        lambda: [change(year, "Wave 1") < change(year, "Non-Pioneer") for year in ("2014/15", "2015/16")],
    ),
    Quote(
        "004, Table 2, hospital activity, Pioneers",
        "significant in Year 1 and not in Year 2",
        [True, False],
        lambda: [p_value(year, "Wave 1") <= 0.05 for year in ("2014/15", "2015/16")],
    ),
    Quote(
        "004, Table 2, hospital activity, Vanguards",
        "slowed the rise compared to controls",
        published=True,
        computed=lambda: rise("Vanguard only") < rise("Neither"),
    ),
    Quote(
        "004, Table 2, hospital activity, Vanguards",
        "most visible where sites had been Pioneers: the smallest rise",
        "Both",
        lambda: min(("Pioneer only", "Vanguard only", "Both", "Neither"), key=rise),
    ),
)

MORCIANO = "Morciano et al. 2021, abstract"
KEEBLE = "Keeble et al. 2019, abstract"
CHANGE = "change in emergency admissions"
TEST = "difference-in-differences test"

ABSTRACTS = (
    Quote(
        MORCIANO,
        "206 CCGs: 51, 22, 13 and the other 120",
        ([51, 22, 13, 120], 206),
        lambda: (ccgs(), sum(ccgs())),
    ),
    Quote(MORCIANO, "neither 12% (9.5 to 13.6)", [12, 9.5, 13.6], lambda: rise("Neither")),
    Quote(MORCIANO, "Pioneer only 6.4% (3.8 to 9.0)", [6.4, 3.8, 9], lambda: rise("Pioneer only")),
    Quote(
        MORCIANO,
        "Vanguard only 8.8% (4.5 to 13.1)",
        [8.8, 4.5, 13.1],
        lambda: rise("Vanguard only"),
    ),
    Quote(MORCIANO, "both 3.5% (-0.3 to 7.2)", [3.5, -0.3, 7.2], lambda: rise("Both")),
    Quote(
        KEEBLE,
        "1.93% against 4.84% to 2014/15",
        [1.93, 4.84],
        lambda: [
            abstract("estimate", "keeble_2019", group, "to 2014/15", CHANGE)
            for group in ("Wave 1", "Non-Pioneer")
        ],
    ),
    Quote(
        KEEBLE,
        "p = 0.0379 to 2014/15, p = 0.1879 to 2015/16",
        [0.0379, 0.1879],
        lambda: [
            abstract("p_value", "keeble_2019", "Wave 1", period, TEST)
            for period in ("to 2014/15", "to 2015/16")
        ],
    ),
    Quote(
        KEEBLE,
        "significant to 2014/15, not to 2015/16, as on the slide of 000",
        [0.04, 0.19],
        lambda: [p_value(year, "Wave 1") for year in ("2014/15", "2015/16")],
    ),
)

QUOTES = (
    *PAPER_METHODS,
    *PAPER_PARTICIPANTS,
    *PAPER_IMPORTANCE,
    *PAPER_PROGRESS,
    *PAPER_BARRIERS,
    *WEBINAR,
    *CONFERENCE_SLIDES,
    *WEB_PAGE,
    *WEB_PAGE_DATES,
    *PILOTS,
    *ABSTRACTS,
)


@pytest.mark.parametrize("quote", QUOTES, ids=str)
def test_a_quoted_number_is_what_the_tables_say(quote: Quote) -> None:
    if quote.reason:
        assert quote.computed() == quote.instead != quote.published
    else:
        assert quote.computed() == quote.published


def test_no_claim_is_listed_twice() -> None:
    names = [str(quote) for quote in QUOTES]
    assert len(names) == len(set(names))


def test_a_claim_that_does_not_reproduce_says_what_the_tables_say_and_why() -> None:
    for quote in QUOTES:
        assert bool(quote.reason) == (quote.instead is not None)
