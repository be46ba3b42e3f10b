"""Emergency admissions: the slides, the table of means, and the two abstracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pioneer_data import keeble, morciano
from pioneer_data._lookups.programme import months_between
from pioneer_data._lookups.tables import cells, one, one_of, table
from pioneer_data.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def rise(area: str, year: str, scale: str = "per 100,000") -> float:
    """Return a published change from baseline (Keeble)."""
    column = {"per 100,000": "change_per_100k", "%": "change_pct"}[scale]
    return float(one("did_emergency_admissions", column, financial_year=year, area=area))


def did(area: str, year: str, scale: str = "per 100,000") -> float:
    """Return the rise of a wave minus that of the rest of England, as published and rounded."""
    return half_up(rise(area, year, scale) - rise("Non-Pioneer", year, scale), 2)


def did_row(area: str, year: str, scale: str = "per 100,000") -> pd.Series[Any]:
    """Return one row of ``keeble.published_did``."""
    rows = keeble.published_did(scale)
    return rows[(rows["area"] == area) & (rows["financial_year"] == year)].iloc[0]


def rate_in(programme: str, period: int) -> float:
    """Return a published mean rate, per 1,000 a month (Morciano)."""
    return float(one("admission_rates", "rate_per_1000", programme=programme, period=period))


def limits(programme: str, period: int) -> tuple[float, float]:
    """Return the ends of a published interval, per 1,000 a month (Morciano)."""
    where = {"programme": programme, "period": period}
    low, high = (one("admission_rates", end, **where) for end in ("ci_low", "ci_high"))
    return float(low), float(high)


def rise_pct(programme: str) -> float:
    """Return the rise from period 1 to period 5, per cent."""
    return 100 * (rate_in(programme, 5) / rate_in(programme, 1) - 1)


def p_value(area: str, year: str) -> float:
    """Return a p-value of the slide (Keeble)."""
    return float(one("did_emergency_admissions", "p_value", financial_year=year, area=area))


def starred(area: str, year: str) -> bool:
    """Return whether a result has a star on the slide (Keeble)."""
    return bool(one("did_emergency_admissions", "starred", financial_year=year, area=area))


def abstract(publication: str, group: str, period: str, quantity: str, column: str = "estimate") -> float:
    """Return a number of one of the two abstracts."""
    where = {"publication": publication, "group": group, "period": period, "quantity": quantity}
    return float(one("published_estimates", column, **where))


def abstract_rise(group: str, column: str = "estimate") -> float:
    """Return a rise in emergency admissions 2013-2018 of the abstract, per cent (Morciano)."""
    return abstract("morciano_2021", group, "2013-2018", "rise in emergency admissions", column)


def ccgs() -> list[int]:
    """Return the numbers of CCGs of the abstract's groups (Morciano)."""
    return [int(number) for number in table("published_estimates")["n_ccgs"].dropna()]


def financial_years() -> list[str]:
    """Return the six financial years of the slide, in order (Keeble)."""
    return cells("did_emergency_admissions", "financial_year", area="Wave 1")


def footnoted(area: str) -> list[str]:
    """Return the financial years of an area with the note on Nottingham hospital (Keeble)."""
    rows = table("did_emergency_admissions")
    rows = rows[(rows["area"] == area) & rows["note"].str.contains("Nottingham", na=False)]
    return list(rows["financial_year"].tolist())


def first_starred(area: str, *, drop_footnoted: bool = False) -> str:
    """Return the first financial year with a star (Keeble)."""
    left_out = footnoted(area) if drop_footnoted else []
    return next(year for year in financial_years() if starred(area, year) and year not in left_out)


def years_until(start: str, financial_year: str) -> float:
    """Return the years from the first of a month (YYYY-MM) to the end of a financial year."""
    return (months_between(start, f"{int(financial_year[:4]) + 1}-03") + 1) / 12


def year_of_largest_did(area: str) -> str:
    """Return the financial year in which a wave's rise fell furthest behind (Keeble)."""
    return min(financial_years(), key=lambda year: did(area, year))


def steps(programme: str) -> list[float]:
    """Return the four steps of a programme's difference-in-differences (Morciano)."""
    return [float(step) for step in morciano.stepwise_did(programme)["estimate"]]


def largest_step(programme: str, first: int = 1) -> str:
    """Return the two periods between which a programme fell furthest behind, as "4 to 5"."""
    sizes = dict(zip(morciano.STEPS, steps(programme), strict=True))
    base, end = min((step for step in sizes if step[0] >= first), key=lambda step: sizes[step])
    return f"{base} to {end}"


def period_start(number: int) -> str:
    """Return the first month of a period as YYYY-MM (Morciano)."""
    return str(one("admission_periods", "start_month", period=number).strftime("%Y-%m"))


def period_end(number: int) -> str:
    """Return the last month of a period as YYYY-MM (Morciano)."""
    return str(one("admission_periods", "end_month", period=number).strftime("%Y-%m"))


def pooled_error() -> float:
    """Return the standard error of the three programme groups' mean before, each CCG counting once."""
    rows = morciano.cell_errors()
    where = [{"programme": group, "period": 1} for group in morciano.PROGRAMMES]
    errors = [float(one_of(rows, "standard_error", **place)) for place in where]
    sizes: Sequence[int] = ccgs()[:3]
    squares = [(size * error) ** 2 for size, error in zip(sizes, errors, strict=True)]
    return float(sum(squares) ** 0.5 / sum(sizes))


def by_rise() -> list[str]:
    """Return the four groups by their rise from period 1 to 5, most first (Morciano)."""
    groups = (*morciano.PROGRAMMES, morciano.NEITHER)
    return sorted(groups, key=lambda group: -rate_in(group, 5) / rate_in(group, 1))


def rises_that_may_be_zero() -> list[str]:
    """Return the groups whose interval of the rise, from independent means, holds 0 (Morciano)."""
    rows = morciano.rises()
    return list(rows[(rows["low"] < 0) & (rows["high"] > 0)]["programme"].tolist())
