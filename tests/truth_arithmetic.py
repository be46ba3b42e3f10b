"""Checks of the numbers: printed totals, shares, intervals, signs and sizes recomputed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from truth_tables import Row, Table, as_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HALF = Decimal("0.5")
GROUPS = ("CCG", "Local authority", "NHS provider", "Other")
SHARE_COLUMN = {"objectives_progress": "pct", "objectives_importance": "important_pct"}
ESTIMATE = {"admission_rates": "rate_per_1000", "published_estimates": "estimate"}


@dataclass(frozen=True)
class PublishedException:
    """One place where the source itself does not add up, kept as published."""

    table: str
    cell: tuple[str, ...]
    published: int
    recomputed: int
    locator: str
    arithmetic: str


EXCEPTIONS = (
    PublishedException(
        "objectives_progress",
        ("Quality of care", "2016"),
        100,
        90,
        "002, Table V, quality of care, 2016",
        "12 + 61 + 8 + 9 = 90, not 100",
    ),
    PublishedException(
        "objectives_importance",
        ("Managing own care", "2018"),
        46,
        42,
        "002, Table IV, managing own care, 2018, All",
        "(12 + 11 + 8 + 5) / 85 = 42.4%, not 46%",
    ),
    PublishedException(
        "objectives_importance",
        ("Greater say", "2017"),
        11,
        10,
        "002, Table IV, greater say, 2017, All",
        "(2 + 3 + 2 + 4) / 105 = 10.5%; 10.48 rounds to 10%, not 11%",
    ),
)
"""Every sum of the sources that does not come out as printed, with what it gives instead."""


def _exception(table: Table, *cell: str) -> PublishedException | None:
    return next((e for e in EXCEPTIONS if (e.table, e.cell) == (table.name, cell)), None)


def _total(rows: Iterable[Row], column: str) -> Decimal:
    return sum((as_number(row[column]) or Decimal() for row in rows), Decimal())


def _expect(table: Table, what: str, found: object, expected: object) -> list[str]:
    return [] if found == expected else [table.say(f"{what} is {found}, not {expected}")]


def shares_add_to_100(table: Table) -> list[str]:
    """Add up the answers of one objective and year to 99 to 101, but for the known exception."""
    problems = []
    for (objective, year), shares in table.grouped("pct", "objective", "year").items():
        known = _exception(table, objective, year)
        right = {known.recomputed} if known else {99, 100, 101}
        if sum(shares) not in right:
            what = f"the answers on {objective} in {year} add up to {sum(shares)}, not about 100"
            problems.append(table.say(what))
    return problems


def counts_of(share: Decimal, base: Decimal) -> list[int]:
    """Return every whole count whose share of the base rounds to the published one."""
    return [n for n in range(int(base) + 1) if abs(100 * n - share * base) <= HALF * base]


def shares_are_counts(table: Table) -> list[str]:
    """Find exactly one whole number of people behind every share of an organisation type."""
    return [
        table.say_row(row, f"{share}% of {base} is no whole number of people")
        for row, (share, base) in table.numbers("important_pct", "base_n")
        if row["organisation"] != "All" and len(counts_of(share, base)) != 1
    ]


def all_from_groups(table: Table) -> list[str]:
    """Recompute the share of All from the groups' counts, but for the known exceptions."""
    problems = []
    cells = {
        (row["objective"], row["year"], row["organisation"]): counts_of(share, base)
        for row, (share, base) in table.numbers("important_pct", "base_n")
    }
    for row, (share, base) in table.numbers("important_pct", "base_n"):
        counts = [cells.get((row["objective"], row["year"], group)) or [0] for group in GROUPS]
        exact = Decimal(100 * sum(count[0] for count in counts)) / base
        known = _exception(table, row["objective"], row["year"])
        right = known and (int(share), round(exact)) == (known.published, known.recomputed)
        fits = right if known else abs(exact - share) <= HALF
        if row["organisation"] == "All" and not fits:
            problems.append(table.say_row(row, f"All is {share}, the groups give {exact:.1f}"))
    return problems


def participants(table: Table, year: str, organisation: str = "All") -> str:
    """Return how many took part, from Table I or for one type of organisation Table II."""
    surveys = {row["year"]: row["participants_n"] for row in table.others["ki_surveys"]}
    groups = {(row["year"], row["group"]): row["n"] for row in table.others["ki_respondents"]}
    return surveys.get(year, "") if organisation == "All" else groups.get((year, organisation), "")


def importance_bases(table: Table) -> list[str]:
    """Compare the bases of Table IV with the participants of Tables I and II."""
    return [
        table.say_row(row, f"base_n is {row['base_n']}, participants are {people}")
        for row in table.rows
        if row["base_n"] != (people := participants(table, row["year"], row["organisation"]))
    ]


def progress_bases(table: Table) -> list[str]:
    """Have one base a year, no larger than the number of participants."""
    problems = []
    for (year,), bases in table.grouped("base_n", "year").items():
        if len(set(bases)) > 1 or max(bases) > Decimal(participants(table, year) or 0):
            problems.append(table.say(f"base_n in {year} is {sorted(set(bases))}"))
    return problems


def response_rates(table: Table) -> list[str]:
    """Recompute the published rate as participants in a hundred on the mailing list."""
    return [
        table.say_row(row, f"{people} of {listed} is {100 * people / listed:.1f}%, not {rate}%")
        for row, (people, listed, rate) in table.numbers(
            "participants_n", "mailing_list_n", "response_rate_pct"
        )
        if abs(100 * people / listed - rate) > HALF
    ]


def groups_add_up(table: Table) -> list[str]:
    """Add up the groups of each characteristic to that year's participants."""
    return [
        table.say(f"the groups of {characteristic} in {year} add up to {sum(people)}")
        for (year, characteristic), people in table.grouped("n", "year", "characteristic").items()
        if str(sum(people)) != participants(table, year)
    ]


def interview_totals(table: Table) -> list[str]:
    """Add up to the last line of the interview table of 001: 140 and 57 people."""
    found = {r: sum(n) for (r,), n in table.grouped("interviewees", "fieldwork_round").items()}
    return _expect(table, "interviewees by round", found, {"1": 140, "2": 57})


def ticks(table: Table) -> list[str]:
    """Count the 179 ticks and seven full rows that the text on Table III states."""
    found = [row["initiatives_reported"] for row in table.rows]
    total = _expect(table, "the number of ticks", _total(table.rows, "initiatives_reported"), 179)
    return total + _expect(table, "the number of sites with ten ticks", found.count("10"), 7)


def sites_of_2018(table: Table) -> list[str]:
    """List the sites with participants in 2018, and no other."""
    surveyed = [row["site"] for row in table.others["sites"] if row["in_2018_survey"] == "true"]
    found = [row["site"] for row in table.rows]
    return _expect(table, "the list of sites", sorted(found), sorted(surveyed))


def waves(table: Table) -> list[str]:
    """Have 14 sites of wave 1, named in the early evaluation, 11 of wave 2, in order of name."""
    found = [row["wave"] for row in table.rows]
    names = [row["site"] for row in table.rows]
    problems = _expect(table, "sites by wave", [found.count("1"), found.count("2")], [14, 11])
    problems += _expect(table, "the order of the sites", names, sorted(names))
    return problems + [
        table.say_row(row, "only wave 1 has a name in the early evaluation, and all of it")
        for row in table.rows
        if (row["wave"] == "1") != bool(row["name_in_early_evaluation"])
    ]


def inside_interval(table: Table) -> list[str]:
    """Keep every estimate between the two ends of its interval."""
    return [
        table.say_row(row, f"the estimate {estimate} is not between {low} and {high}")
        for row, (estimate, low, high) in table.numbers(ESTIMATE[table.name], "ci_low", "ci_high")
        if not low < estimate < high
    ]


def symmetric_interval(table: Table) -> list[str]:
    """Have two halves of an interval of one length, to the rounding of the printed numbers."""
    rounding = {"admission_rates": Decimal("0.01"), "published_estimates": Decimal("0.1")}
    problems = []
    for row, (estimate, low, high) in table.numbers(ESTIMATE[table.name], "ci_low", "ci_high"):
        # The abstract gives the rise of "Neither" in whole per cent only.
        unit = Decimal(1) if row["group" if "group" in row else "programme"] == "Neither" else 0
        slack = max(rounding[table.name], unit if table.name == "published_estimates" else 0)
        if abs((high - estimate) - (estimate - low)) > slack:
            problems.append(table.say_row(row, f"{estimate} is not amid {low} and {high}"))
    return problems


def plausible_rates(table: Table) -> list[str]:
    """Keep monthly rates at 7 to 9 per 1000 and rising period by period, but for Both."""
    low, high = Decimal(7), Decimal("9.2")
    columns = ("rate_per_1000", "ci_low", "ci_high")
    problems = [
        table.say_row(row, f"a rate or limit is outside {low} to {high} per 1000")
        for row, values in table.numbers(*columns)
        if not all(low <= value <= high for value in values)
    ]
    return problems + [
        table.say(f"the rates of {programme} do not rise: {', '.join(map(str, rates))}")
        for (programme,), rates in table.grouped("rate_per_1000", "programme").items()
        if programme != "Both" and rates != sorted(rates)
    ]


def implied_baseline(table: Table) -> list[str]:
    """Imply a baseline of 850 to 945 per 100,000 by each change and the same in per cent."""
    return [
        table.say_row(row, f"a change of {change} that is {share}% implies no baseline of 850-945")
        for row, (change, share) in table.numbers("change_per_100k", "change_pct")
        if share <= 0 or not 850 <= 100 * change / share <= 945
    ]


def stars(table: Table) -> list[str]:
    """Star the p-values up to 0.05, which only Pioneer areas have."""
    problems = []
    for row in table.rows:
        p_value = as_number(row["p_value"])
        if (row["area"] == "Non-Pioneer") != (p_value is None):
            problems.append(table.say_row(row, f"p_value is {row['p_value'] or 'blank'}"))
        if (row["starred"] == "true") != (p_value is not None and p_value <= Decimal("0.05")):
            problems.append(table.say_row(row, f"starred {row['starred']}, p = {row['p_value']}"))
    return problems


def smaller_than_comparison(table: Table) -> list[str]:
    """Have admissions rise less in both waves than in other areas, every year."""
    change = {(r["financial_year"], r["area"]): v for r, (v,) in table.numbers("change_pct")}
    return [
        table.say(f"in {year} the change of {area} is not below that of Non-Pioneer")
        for (year, area), value in change.items()
        if area != "Non-Pioneer" and value >= change.get((year, "Non-Pioneer"), math.inf)
    ]


def number_of_ccgs(table: Table) -> list[str]:
    """Add up the groups to the 206 CCGs of the study (Morciano et al. 2021, abstract)."""
    return _expect(table, "the number of CCGs", _total(table.rows, "n_ccgs"), 206)


def rises_fit_rates(table: Table) -> list[str]:
    """Compare a published rise with that of the rates, first to last period, to half a point."""
    rates = {
        (row["programme"], row["period"]): as_number(row["rate_per_1000"])
        for row in table.others["admission_rates"]
    }
    problems = []
    for row, (rise,) in table.numbers("estimate"):
        first, last = rates.get((row["group"], "1")), rates.get((row["group"], "5"))
        if first and last and abs(100 * (last / first - 1) - rise) > HALF:
            problems.append(table.say_row(row, f"the rates rise from {first} to {last}, not {rise}%"))
    return problems


def p_values_fit_slide(table: Table) -> list[str]:
    """Round a p-value of the abstract to the one of the slide for the same year and area."""
    slide = {
        (f"to {row['financial_year']}", row["area"]): as_number(row["p_value"])
        for row in table.others["did_emergency_admissions"]
    }
    return [
        table.say_row(row, f"p_value {p_value} does not round to the slide's")
        for row, (p_value,) in table.numbers("p_value")
        if slide.get((row["period"], row["group"])) != round(p_value, 2)
    ]


def estimate_or_test(table: Table) -> list[str]:
    """Fill a row as a test with a p-value or as an estimate in per cent."""
    wanted = {"p value": (False, True), "%": (True, False)}
    return [
        table.say_row(row, f"a row in {row['unit']} has the wrong cells filled")
        for row in table.rows
        if (bool(row["estimate"]), bool(row["p_value"])) != wanted.get(row["unit"])
    ]


def eleven_teams(table: Table) -> list[str]:
    """Add up to the 11 teams of the evaluation (000, slide WP2)."""
    return _expect(table, "the number of teams", _total(table.rows, "mdts"), 11)


def teams_of_studies(table: Table) -> list[str]:
    """Have all 11 teams where a study counts teams."""
    teams = _total(table.others["mdt_sites"], "mdts")
    return [
        table.say_row(row, f"{row['n_other']} teams are not the {teams} of the evaluation")
        for row in table.rows
        if row["n_other_unit"] == "MDTs" and as_number(row["n_other"]) != teams
    ]


def pilots_of_waves(table: Table) -> list[str]:
    """Add up two waves to the number of pilots."""
    numbers = table.numbers("pilots", "pilots_wave_1", "pilots_wave_2")
    return [
        table.say_row(row, f"{first} and {second} pilots are not {pilots}")
        for row, (pilots, first, second) in numbers
        if first + second != pilots
    ]


ARITHMETIC: dict[str, tuple[Callable[[Table], list[str]], ...]] = {
    "sites": (waves,),
    "early_interviews": (interview_totals,),
    "ki_surveys": (response_rates,),
    "ki_respondents": (groups_add_up,),
    "site_initiatives": (ticks, sites_of_2018),
    "objectives_importance": (shares_are_counts, all_from_groups, importance_bases),
    "objectives_progress": (shares_add_to_100, progress_bases),
    "did_emergency_admissions": (implied_baseline, stars, smaller_than_comparison),
    "admission_rates": (inside_interval, symmetric_interval, plausible_rates),
    "published_estimates": (
        inside_interval,
        symmetric_interval,
        number_of_ccgs,
        rises_fit_rates,
        p_values_fit_slide,
        estimate_or_test,
    ),
    "mdt_sites": (eleven_teams,),
    "mdt_studies": (teams_of_studies,),
    "pilot_programmes": (pilots_of_waves,),
}
"""What is computed for which table."""
