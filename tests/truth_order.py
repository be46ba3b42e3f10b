"""Checks of order and time: complete grids, running numbers, months, dates and locators."""

from __future__ import annotations

import calendar
import math
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import fill_claims

if TYPE_CHECKING:
    from collections.abc import Callable

    from truth_tables import Row, Table

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
YEARS = {
    "ki_surveys": "2016 2017 2018",
    "ki_respondents": "2016 2017 2018",
    "objectives_progress": "2016 2017 2018",
    "objectives_importance": "2017 2018",
    "barriers": "2017 2018",
    "facilitators": "2016 2017 2018",
}
"""The survey years of each table; the text of 002 gives no 2016 share for a named barrier."""


def complete_grid(table: Table) -> list[str]:
    """Combine each value of one key column with each of the others exactly once."""
    sizes = [len({row[column] for row in table.rows}) for column in table.key]
    whole = math.prod(sizes) == len({tuple(row[c] for c in table.key) for row in table.rows})
    what = f"not every combination of {', '.join(table.key)} has its row"
    return [] if whole else [table.say(what)]


def survey_years(table: Table) -> list[str]:
    """Have the years of the published table, no more and no fewer."""
    found = " ".join(sorted({row["year"] for row in table.rows}))
    wanted = YEARS[table.name]
    return [] if found == wanted else [table.say(f"its years are {found}, not {wanted}")]


def blocks_of_rows(table: Table) -> list[str]:
    """Keep the rows of one year, round, wave or programme of a grid in one order each time."""
    orders: defaultdict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        orders[row[table.key[0]]].append("/".join(row[column] for column in table.key[1:]))
    same = len({tuple(order) for order in orders.values()}) <= 1
    return [] if same else [table.say(f"rows are not in one order in each {table.key[0]}")]


def one_label_each(table: Table) -> list[str]:
    """Give each objective one published wording."""
    pairs = Counter(pair for pair in {(r["objective"], r["objective_published"]) for r in table.rows})
    twice = Counter(short for short, _ in pairs)
    return [table.say(f"{s} has {n} published wordings") for s, n in twice.items() if n > 1]


def running_numbers(table: Table) -> list[str]:
    """Count 1, 2, 3... inside each group of the key's other columns, repeats allowed if keyed."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        groups[", ".join(row[c] for c in table.key if c not in {"number", "finding"})].append(row["number"])
    return [
        table.say(f"the numbers of {group or 'its rows'} are {', '.join(found)}")
        for group, found in groups.items()
        if list(dict.fromkeys(found)) != [str(n + 1) for n in range(len(set(found)))]
    ]


def locators(table: Table) -> list[str]:
    """Begin each locator with the number of a source."""
    return [
        table.say_row(row, f"the locator {row['locator']!r} does not begin with 000 to 004")
        for row in table.rows
        if not re.match("00[0-4], .", row["locator"])
    ]


def located_number(table: Table) -> list[str]:
    """End each locator with the number of the bullet that the row points to."""
    return [
        table.say_row(row, f"number {row['number']} is located at {row['locator']!r}")
        for row in table.rows
        if row.get("kind") != "definition"
        and not re.search(rf"(bullet|item|key finding) {row['number']}$", row["locator"])
    ]


def months_after(month: str) -> int:
    """Count a month (YYYY-MM) from the year 0; -1 for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", month)
    return int(found[1]) * 12 + int(found[2]) if found else -1


def months_of_periods(table: Table) -> list[str]:
    """Periods follow each other without a gap, are as long as said, and fill 60 months."""
    problems, expected, total = [], months_after("2013-04"), 0
    for row in table.rows:
        first, last = months_after(row["start_month"]), months_after(row["end_month"])
        total += last - first + 1
        if str(last - first + 1) != row["months"]:
            problems.append(table.say_row(row, f"it has {last - first + 1} months, not said"))
        if first != expected:
            problems.append(table.say_row(row, "it does not follow on from the one before"))
        expected = last + 1
    return problems if total == 60 else [*problems, table.say(f"it has {total} months, not 60")]


def months_in_words(text: str) -> list[str]:
    """Read the first and last month of words like "Apr 14-Nov 14"; one year may stand for both."""
    found = re.findall(r"([A-Z][a-z]{2})[a-z]*(?: (\d{2,4}))?", text)
    years = [year[-2:] for _, year in found]
    last = years[-1] if years else ""
    return [f"20{y or last}-{MONTHS.get(m.lower(), 0):02}" for (m, _), y in zip(found, years, strict=True)]


def fieldwork_months(table: Table) -> list[str]:
    """Give the months that the published words give, in the survey's own year."""
    problems = []
    for row in table.rows:
        words = row.get("fieldwork", row.get("fieldwork_period", ""))
        if months_in_words(words) != [row["start_month"], row["end_month"]]:
            what = f"{words!r} is not {row['start_month']} to {row['end_month']}"
            problems.append(table.say_row(row, what))
        if row.get("year", row["start_month"][:4]) != row["start_month"][:4]:
            problems.append(table.say_row(row, f"fieldwork began in {row['start_month']}"))
    return problems


def studies_on_timeline(table: Table) -> list[str]:
    """Have the months of fieldwork that the timeline has."""
    spans = {(row["start"][:7], row["end"][:7]) for row in table.others["timeline"]}
    return [
        table.say_row(row, f"{row['start_month']} to {row['end_month']} is not on the timeline")
        for row in table.rows
        if (row["start_month"], row["end_month"]) not in spans
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fits_precision(row: Row) -> bool:
    first, last = _day(row["start"]), _day(row["end"] or row["start"])
    if first is None or last is None or last < first:
        return False
    if row["precision"] == "day":
        return True
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    whole_years = (first.month, last.month) == (1, 12)
    return whole_months and bool(row["end"]) and (row["precision"] != "year" or whole_years)


def dates_fit_precision(table: Table) -> list[str]:
    """Go from the first to the last day of a month, season or year, and never backwards."""
    return [
        table.say_row(row, f"{row['start']} to {row['end']} is no {row['precision']}")
        for row in table.rows
        if not _fits_precision(row)
    ]


def dates_fit_words(table: Table) -> list[str]:
    """Find the year of each date in the published words or, without one, in the locator."""
    problems = []
    for row in table.rows:
        words = row["published"] if re.search(r"\d\d", row["published"]) else row["locator"]
        problems += [
            table.say_row(row, f"{year} is not in {words!r}")
            for year in sorted({row["start"][:4], (row["end"] or row["start"])[:4]})
            if not re.search(rf"\b({year}|{year[2:]})(?!\d)", words)
        ]
    return problems


def dates_in_order(table: Table) -> list[str]:
    """Sort by start; the source is the one that the locator begins with."""
    starts = [row["start"] for row in table.rows]
    problems = [] if starts == sorted(starts) else [table.say("its rows are not in order of start")]
    return problems + [
        table.say_row(row, f"its source is {row['source']}, its locator {row['locator']!r}")
        for row in table.rows
        if not row["locator"].startswith(row["source"])
    ]


def launch_in_words(table: Table) -> list[str]:
    """Find the year of launch in the words on the launch."""
    return [
        table.say_row(row, f"launched is {row['launched']}, not in {row['launch']!r}")
        for row in table.rows
        if row["launched"] not in row["launch"]
    ]


def years_in_keys(table: Table) -> list[str]:
    """Compare a publication's year with the one in its key, and a DOI with its form."""
    problems = []
    for row in table.rows:
        in_key = re.search(r"\d{4}", row["key"])
        if in_key and in_key[0] != row["year"]:
            problems.append(table.say_row(row, f"its year is {row['year'] or 'blank'}"))
        if row["doi"] and not re.fullmatch(r"10\.\d{4,9}/\S+", row["doi"]):
            problems.append(table.say_row(row, f"{row['doi']!r} is no DOI"))
    return problems


def years_of_citations(table: Table) -> list[str]:
    """Cite a study by author and year as in the publications."""
    known = {(r["authors"].split(" ")[0], r["year"]) for r in table.others["publications"]}
    return [
        table.say_row(row, f"{row['citation']!r} is not among the publications")
        for row in table.rows
        if (row["citation"].split(" ")[0], row["citation"][-4:]) not in known
    ]


def worked_out(table: Table) -> list[str]:
    """Hold for each claim what its expressions give, and the verdict that follows."""
    return [
        table.say_row(row, "it does not hold what its expressions give")
        for row in table.rows
        if fill_claims.filled(dict(row)) != row
    ]


def claims_of_sources(table: Table) -> list[str]:
    """Begin each locator with the claim's source, and count the claims of a source on."""
    problems = []
    for (source,), numbers in _numbered(table).items():
        short = ABSTRACTS.get(source, (source, ""))[0]
        wanted = [f"{short}-{number:03d}" for number in range(1, len(numbers) + 1)]
        problems += [] if numbers == wanted else [table.say(f"the ids of {source} do not count on")]
    begins = {source: words for source, (_, words) in ABSTRACTS.items()}
    return problems + [
        table.say_row(row, f"the locator {row['locator']!r} is not of its source")
        for row in table.rows
        if not row["locator"].startswith(begins.get(row["source"], f"{row['source']}, "))
    ]


def _numbered(table: Table) -> dict[tuple[str], list[str]]:
    ids: defaultdict[tuple[str], list[str]] = defaultdict(list)
    for row in table.rows:
        ids[row["source"],].append(row["claim"])
    return ids


ABSTRACTS = {
    "keeble_2019": ("K", "Keeble et al. 2019, abstract"),
    "morciano_2021": ("M", "Morciano et al. 2021, abstract"),
}
"""The two sources that are abstracts: how their claims are numbered and located."""


ORDER: dict[str, tuple[Callable[[Table], list[str]], ...]] = {
    "early_interviews": (complete_grid, fieldwork_months),
    "ki_surveys": (survey_years, fieldwork_months),
    "ki_respondents": (survey_years, blocks_of_rows),
    "initiatives": (running_numbers,),
    "objectives_importance": (complete_grid, survey_years, blocks_of_rows, one_label_each),
    "objectives_progress": (complete_grid, survey_years, blocks_of_rows, one_label_each),
    "barriers": (complete_grid, survey_years, locators),
    "facilitators": (complete_grid, survey_years, locators),
    "did_emergency_admissions": (complete_grid, blocks_of_rows),
    "admission_periods": (months_of_periods,),
    "admission_rates": (complete_grid, blocks_of_rows),
    "mdt_studies": (studies_on_timeline, years_of_citations),
    "mdt_findings": (running_numbers, locators, located_number),
    "mdt_reference_coding": (complete_grid, blocks_of_rows),
    "timeline": (dates_fit_precision, dates_fit_words, dates_in_order, locators),
    "evaluation_findings": (running_numbers, locators),
    "programme_statements": (running_numbers, locators, located_number),
    "pilot_programmes": (launch_in_words,),
    "pilot_comparison": (running_numbers,),
    "publications": (years_in_keys,),
    "programme_money": (running_numbers, locators),
    "design_judgements": (complete_grid, blocks_of_rows, locators),
    "statement_judgements": (running_numbers, locators),
    "published_claims": (worked_out, claims_of_sources),
    "pilot_item_codes": (running_numbers,),
    "confidence_judgements": (running_numbers,),
}
"""What is checked for which table."""
