"""The explorers of lesson 03's part A: the published changes of Keeble et al. and their p-values.

Each is a pure function that fills numbers and words into a drawing of ``_did_keeble_drawings``.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import keeble
from pioneer_data.charts import Figure
from pioneer_data.controls import Choice, Slider, Tick, explorer
from pioneer_data.figures import _did_keeble_drawings as drawings
from pioneer_data.figures._parts import frame, rows_of
from pioneer_data.rounding import MINUS, signed, written

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = "Source: Keeble et al. 2023, in the webinar slides of July 2024"
YEARS = tuple(pioneers.did_emergency_admissions()["financial_year"].cat.categories)
WAVES = ("Wave 1", "Wave 2")
PLACES = dict(zip(YEARS, drawings.YEARS, strict=True))
TOPS = {"per 100,000": 160, "%": 20}
UNITS = {"per 100,000": "per 100,000", "%": "percentage points"}
SIDE_BY_SIDE = "2017/18"
"""The year in which one wave has 0.05 with a star and the other 0.06 without."""


def _p(p: float, *, starred: bool) -> str:
    return f"{written(p, 2)}{'*' if starred else ''}"


def _renamed(rows: Sequence[dict[str, Any]], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({words: [row[name] for row in rows] for name, words in names.items()})


@explorer(
    Choice("wave", "Pioneers of", WAVES, "Wave 1"),
    Choice("year", "Financial year", YEARS, YEARS[0]),
    Choice("scale", "Scale", tuple(keeble.SCALES), "per 100,000"),
    attacks=("slower rise = reduction", "absolute and percentage DiD are the same question"),
)
def build_the_did(wave: str, year: str, scale: str) -> Figure:
    """Draw the changes of both waves and of non-Pioneer areas, and one difference between two of them.

    Parameters
    ----------
    wave : {"Wave 1", "Wave 2"}
        The wave that is compared with non-Pioneer areas.
    year : str
        The financial year of the comparison.
    scale : {"per 100,000", "%"}
        Admissions per 100,000 people, or per cent of the baseline.

    Returns
    -------
    charts.Figure
        Three lines and a bracket. Source: Keeble et al. 2023.
    """
    rows = _of(wave, scale)
    row = next(row for row in rows if row["financial_year"] == year)
    decimals, unit = keeble.SCALES[scale].decimals, "%" if scale == "%" else ""
    up, other = (f"{written(row[name], decimals)}{unit}" for name in ("change", "non_pioneer_change"))
    did = signed(row["did"], decimals)
    title = f"{year}: {wave.lower()} up {up}, non-Pioneer up {other}: a slower rise"
    negative = sum(row["did"] < 0 for row in rows)
    number = "All six" if negative == len(rows) else f"{negative} of the six"
    result = (
        f"{signed(row['change'], decimals)} {MINUS} {written(row['non_pioneer_change'], decimals)} = {did}"
    )
    return Figure(
        drawing=drawings.build_the_did(),
        data={
            "lines": _lines(scale),
            "ticks": _ticks(scale),
            "names": _end_names(scale),
            "brackets": frame([_bracket(row, scale) for row in rows]),
            "chosen": frame([{**_bracket(row, scale), "text": f"DiD {did}"}]),
            "sum": frame([_sum_words(row, scale, (up, other, result))]),
        },
        title=title,
        subtitle=(
            f"{number} DiDs of {wave.lower()} are negative, yet every area is above its own baseline.",
            f"Change in emergency admissions, {scale}, adjusted for age, sex and deprivation.",
            SOURCE,
        ),
        description=(
            "Line chart of the change in emergency admissions from the baseline (April 2010 to March "
            f"2013), {scale}, for wave 1, wave 2 and non-Pioneer areas, 2014/15 to 2019/20, with a "
            f"bracket between {wave.lower()} and non-Pioneer areas in {year}. {title}. "
            f"The difference-in-differences is {result} {UNITS[scale]}. {number} differences of "
            f"{wave.lower()} are negative, and every area is above its baseline in every year: a "
            "slower rise is not a fall."
        ),
        table=_did_table(wave, scale),
    )


@cache
def _of(wave: str, scale: str) -> list[dict[str, Any]]:
    rows = keeble.published_did(scale)
    return rows_of(rows[rows["area"] == wave])


@cache
def _lines(scale: str) -> pd.DataFrame:
    """Return every change as a share of the axis, starting with 0 in the baseline."""
    table = pioneers.did_emergency_admissions()
    values = table[keeble.SCALES[scale].column] / TOPS[scale]
    start = pd.DataFrame({"area": keeble.AREAS, "x": drawings.BASELINE, "y": 0.0})
    after = {
        "area": table["area"].astype(str),
        "x": table["financial_year"].astype(str).map(PLACES),
        "y": values,
    }
    return pd.concat([start, pd.DataFrame(after)], ignore_index=True)


@cache
def _ticks(scale: str) -> pd.DataFrame:
    top = TOPS[scale]
    unit = "%" if scale == "%" else ""
    values = [top * part // 4 for part in range(5)]
    return pd.DataFrame(
        {"y": [value / top for value in values], "text": [f"{value}{unit}" for value in values]}
    )


@cache
def _end_names(scale: str) -> pd.DataFrame:
    lines = _lines(scale)
    return lines[lines["x"] == drawings.YEARS[-1]].assign(text=lambda last: last["area"])


def _bracket(row: dict[str, Any], scale: str) -> dict[str, Any]:
    ends = {"y": row["change"] / TOPS[scale], "top": row["non_pioneer_change"] / TOPS[scale]}
    return {"x": PLACES[row["financial_year"]], **ends}


def _sum_words(row: dict[str, Any], scale: str, words: tuple[str, str, str]) -> dict[str, str]:
    up, other, result = words
    flagged = " (footnoted)" if row["flagged"] else ""
    return {
        "year": f"{row['financial_year']}{flagged}, {scale}",
        "wave": f"{row['area']}: up {up} from baseline",
        "control": f"{keeble.CONTROL}: up {other} from baseline",
        "did": f"DiD: {result}{' points' if scale == '%' else ''}",
    }


@cache
def _did_table(wave: str, scale: str) -> pd.DataFrame:
    rows = keeble.published_did(scale)
    names = {"financial_year": "year", "change": f"{wave}, {scale}"}
    names |= {"non_pioneer_change": f"Non-Pioneer, {scale}", "did": f"DiD, {UNITS[scale]}"}
    rows = rows[rows["area"] == wave][list(names)].rename(columns=names)
    decimals = keeble.SCALES[scale].decimals
    # As text, with the decimals that are printed, noughts at the end included.
    texts = {name: rows[name].map(partial(written, decimals=decimals)) for name in rows.columns[1:]}
    return rows.assign(**texts)


@explorer(
    Choice("wave", "Estimates of", (*WAVES, "Both"), "Wave 1"),
    Tick("shown", "Now show the intervals"),
    Slider("place", "Where p lies within its rounding, from lowest to highest", 0, 100, 10, 50, "%"),
    attacks=("p = 0.06 = no effect", "a later p > 0.05 = the effect stopped"),
)
def from_p_to_interval(
    wave: str,
    shown: bool,  # noqa: FBT001 - a control's value, always given by name
    place: int,
) -> Figure:
    """Draw estimates with their p-values, then the intervals that these p-values stand for.

    Parameters
    ----------
    wave : {"Wave 1", "Wave 2", "Both"}
        Whose differences are drawn.
    shown : bool
        Whether intervals are drawn.
    place : int
        Where each p lies between the lowest and the highest that print alike, per cent.

    Returns
    -------
    charts.Figure
        Points, with intervals once shown. Source: Keeble et al. 2023; the intervals are worked out.
    """
    rows = [row for row in _intervals(place) if wave in {row["area"], "Both"}]
    finding, reading = _interval_finding(rows, wave)
    title = finding if shown else "Which of these estimates differ from 0, or from each other?"
    taken = f"95% intervals if p is from a z test, p at {place}% of its rounding (pale: anywhere in it)."
    hidden = "Decide by the estimates and the printed p-values first, then show the intervals."
    return Figure(
        drawing=drawings.from_p_to_interval(),
        data={
            "rows": frame([_interval_row(row, wave, shown=shown) for row in rows]),
            "heads": frame([{"row": -0.62, "p_text": "p", "error_text": "SE" if shown else ""}]),
            "zero": pd.DataFrame({"did": [0]}),
            "focus": _focus(marked=shown and wave == "Both"),
        },
        title=title,
        subtitle=(
            reading if shown else hidden,
            taken if shown else "* is the paper's star: p < 0.05.",
            SOURCE + ("; SE and intervals worked out" if shown else ""),
        ),
        description=(
            f"Dot plot of the difference-in-differences per 100,000, one row a year, for "
            f"{'both waves' if wave == 'Both' else wave.lower()}, with the published p-values"
            f"{' and 95% intervals worked back from them' if shown else ''}. {title}"
            + (f". {reading} {taken}" if shown else f" {hidden}")
        ),
        table=_interval_table(rows, shown=shown),
    )


@cache
def _intervals(place: int) -> list[dict[str, Any]]:
    return rows_of(keeble.intervals(place / 100))


def _interval_finding(rows: list[dict[str, Any]], wave: str) -> tuple[str, str]:
    """Say what the intervals show: for one wave over time, for both in the year of 0.05* and 0.06."""
    if wave != "Both":
        first, last = rows[0], rows[-1]
        went = f"{wave} goes from {signed(first['did'], 0)} to {signed(last['did'], 0)}"
        errors = " to ".join(written(row["standard_error"]) for row in (first, last))
        title = f"{went}; its standard error from {errors}"
        error, size = (written(abs(last[name] / first[name]), 1) for name in ("standard_error", "did"))
        return (
            title,
            f"The standard error (SE) grows {error}-fold, the DiD {size}-fold; p depends on both.",
        )
    pair = [row for row in rows if row["financial_year"] == SIDE_BY_SIDE]
    apart = abs(pair[0]["did"] - pair[1]["did"])
    smaller = min(row["standard_error"] for row in pair)
    values = [_p(row["p_value"], starred=row["starred"]) for row in pair]
    words = [f"{signed(row['did'], 0)} (p = {value})" for row, value in zip(pair, values, strict=True)]
    less = "less" if apart < smaller else "more"
    title = f"{SIDE_BY_SIDE}: DiDs with {' and '.join(values)} differ by {written(apart)}, {less} than one SE"
    return title, f"{SIDE_BY_SIDE}: {' and '.join(words)} are nearly the same evidence, star or no star."


def _focus(*, marked: bool) -> pd.DataFrame:
    """Return the stretch behind the year in which a star divides two like estimates."""
    middle = YEARS.index(SIDE_BY_SIDE)
    return pd.DataFrame({"row": [middle - 0.5], "until": [middle + 0.5 if marked else middle - 0.5]})


def _interval_row(row: dict[str, Any], wave: str, *, shown: bool) -> dict[str, Any]:
    """Return what the drawing needs; while they are hidden, intervals have no length."""
    shift = 0 if wave != "Both" else (-0.22 if row["area"] == WAVES[0] else 0.22)
    index = YEARS.index(row["financial_year"])
    ends = ("ci_low", "ci_high", "ci_low_at_least", "ci_high_at_most")
    left, right, outer_left, outer_right = (row[name] if shown else row["did"] for name in ends)
    return {
        "row": index + shift,
        "area": row["area"],
        "did": row["did"],
        "left": left,
        "right": right,
        "outer_left": outer_left,
        "outer_right": outer_right,
        "p_text": _p(row["p_value"], starred=row["starred"]),
        "error_text": written(row["standard_error"], 1) if shown else "",
        "name": row["area"] if index == 0 else "",
    }


def _interval_table(rows: list[dict[str, Any]], *, shown: bool) -> pd.DataFrame:
    names = {"financial_year": "year", "area": "area", "did": "DiD per 100,000", "printed": "published p"}
    if shown:
        names |= {"taken": "p taken", "standard_error": "standard error"}
        names |= {"ci_low": "95% from", "ci_high": "95% to"}
    words = [
        {"printed": _p(row["p_value"], starred=row["starred"]), "taken": written(row["p"], 4)} for row in rows
    ]
    return _renamed([{**row, **text} for row, text in zip(rows, words, strict=True)], names)


WHOLE = "Both waves"
CORRECTIONS = {"None": "", "Holm": "_holm", "Benjamini-Hochberg": "_fdr_bh"}


@explorer(
    Choice("correction", "Correction for many tests", tuple(CORRECTIONS), "None"),
    Choice("waves", "Tests that belong together", tuple(keeble.FAMILIES), WHOLE),
    Tick("drop", "Leave out the footnoted Nottingham cell (wave 2, 2016/17)"),
    attacks=("one of many tests can be read alone", "no clear change = no change"),
)
def twelve_tests(
    correction: str,
    waves: str,
    drop: bool,  # noqa: FBT001 - a control's value, always given by name
) -> Figure:
    """Rank the published p-values and compare each with the threshold of a correction.

    Parameters
    ----------
    correction : {"None", "Holm", "Benjamini-Hochberg"}
        How the number of tests is allowed for.
    waves : {"Both waves", "Wave 1", "Wave 2"}
        The family of tests.
    drop : bool
        Leave out the cell with the footnote on Nottingham.

    Returns
    -------
    charts.Figure
        A ranked dot plot with thresholds. Source: Keeble et al. 2023.
    """
    rows = _ranked(correction, waves, drop=drop)
    family = [row for row in rows if row["counted"]]
    title, surviving = _tests_finding(family, correction)
    threshold = {"None": "0.05", "Holm": "0.05 / (tests left)", "Benjamini-Hochberg": "0.05 x rank / tests"}
    rule = (
        f"Line: {correction if correction != 'None' else 'no correction'}, threshold {threshold[correction]}."
    )
    return Figure(
        drawing=drawings.twelve_tests(),
        data={
            "tests": frame([_test_row(row) for row in rows]),
            "steps": _steps(family),
            "heads": frame(
                [{"rank": 0.2, "label": "", "p_text": "p", "verdict": f"at 0.05{_under(correction)}"}]
            ),
            "line": frame([{"rank": 0.2, "threshold": family[0]["threshold"], "text": "threshold"}]),
        },
        title=title,
        subtitle=(
            surviving,
            "The tests share a baseline, and each year its controls, so neither count settles it.",
            f"{rule} * is the paper's star: p < 0.05.",
            f"Pale: rounding of p. {SOURCE}",
        ),
        description=(
            f"Dot plot of the published p-values on a log scale, smallest first, with a line of "
            f"thresholds. Correction: {correction.lower()}; tests: {waves.lower()}"
            f"{', without the footnoted Nottingham cell' if drop else ''}. {title}. {surviving}"
        ),
        table=_tests_table(family),
    )


def _under(correction: str) -> str:
    return {"None": "", "Holm": ", Holm", "Benjamini-Hochberg": ", B-H"}[correction]


@cache
def _family(waves: str, *, drop: bool) -> list[dict[str, Any]]:
    return rows_of(keeble.adjusted(waves, drop_flagged=drop))


@cache
def _ranked(correction: str, waves: str, *, drop: bool) -> list[dict[str, Any]]:
    """Return all twelve tests: the family by rank, then those outside it."""
    family = [{**row, **_compared(row, CORRECTIONS[correction])} for row in _family(waves, drop=drop)]
    keys = {(row["financial_year"], row["area"]) for row in family}
    everything = _family(WHOLE, drop=False)
    outside = [row for row in everything if (row["financial_year"], row["area"]) not in keys]
    left_out = {"threshold": keeble.ALPHA, "verdict": "not counted", "counted": False}
    rows = [*family, *({**row, **left_out} for row in outside)]
    return [{**row, "rank": rank} for rank, row in enumerate(rows, 1)]


def _compared(row: dict[str, Any], method: str) -> dict[str, Any]:
    """Return what a test's p is compared with under a correction, and what comes of it."""
    threshold = row[f"threshold{method}"] if method else keeble.ALPHA
    adjusted = row[f"p{method}"] if method else row["p_value"]
    return {"threshold": threshold, "adjusted": adjusted, "verdict": row[f"verdict{method}"], "counted": True}


def _tests_finding(family: list[dict[str, Any]], correction: str) -> tuple[str, str]:
    """Return the headline and a sentence that says both: how many survive, how many are negative."""
    tests = len(family)
    starred = sum(bool(row["starred"]) for row in family)
    negative = sum(row["did"] < 0 for row in family)
    signs = f"all {tests} are negative" if negative == tests else f"{negative} are negative"
    verdicts = [row["verdict"] for row in family]
    standing, open_ = (verdicts.count(keeble.VERDICTS[place]) for place in (0, 2))
    if correction == "None":
        return (
            f"{starred} of {tests} differences have a star; {signs}",
            "No correction: the more tests, the more stars by luck.",
        )
    short = {"Holm": "Holm", "Benjamini-Hochberg": "B-H"}[correction]
    kept = f"{standing or 'none'} survive{'s' if standing < 2 else ''} {short}"  # noqa: PLR2004
    if open_:
        kept = f"{short} keeps {standing} to {standing + open_}"
    smallest = min(row["adjusted"] for row in family)
    decided = f" In {open_}, the rounding of the printed p decides." if open_ else ""
    return (
        f"{starred} of {tests} starred, {kept}; {signs}",
        f"Smallest adjusted p: {written(smallest, 2)}.{decided}",
    )


def _test_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "rank": row["rank"],
        "area": row["area"],
        "label": f"{row['area']}, {row['financial_year']}",
        "p": row["p_value"],
        "p_from": row["p_low"],
        "p_to": row["p_high"],
        "p_text": _p(row["p_value"], starred=row["starred"]),
        "verdict": row["verdict"],
        "counted": row["counted"],
        "filled": row["verdict"] == keeble.VERDICTS[0],
    }


def _steps(family: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a staircase with one tread beside each test of the family."""
    ends = [(row["rank"] + half, row["threshold"]) for row in family for half in (-0.5, 0.5)]
    return pd.DataFrame(ends, columns=["rank", "threshold"]).assign(order=range(len(ends)))


def _tests_table(family: list[dict[str, Any]]) -> pd.DataFrame:
    names = {"rank": "rank", "area": "area", "financial_year": "year", "did": "DiD per 100,000"}
    names |= {"printed": "published p", "step": "threshold", "after": "adjusted p", "verdict": "verdict"}
    words = [
        {
            "printed": _p(row["p_value"], starred=row["starred"]),
            "step": written(row["threshold"], 4),
            "after": written(row["adjusted"], 3),
        }
        for row in family
    ]
    return _renamed([{**row, **text} for row, text in zip(family, words, strict=True)], names)


@explorer(
    Slider("change", "Assumed change of wave 2 in 2016/17, per 100,000", 20, 70, 1, 20),
    Choice("error", "Standard error", (keeble.BACKED_OUT, keeble.NEIGHBOURS), keeble.BACKED_OUT),
    attacks=("footnotes are decoration",),
)
def nottingham_what_if(change: int, error: str) -> Figure:
    """Replace wave 2's footnoted change of 2016/17 by an assumed one.

    Parameters
    ----------
    change : int
        Assumed change from baseline, per 100,000.
    error : str
        Where the standard error comes from.

    Returns
    -------
    charts.Figure
        Changes by year above two intervals. Source: Keeble et al. 2023; what is assumed is dashed.
    """
    published = next(row for row in _of("Wave 2", "per 100,000") if row["flagged"])
    rows = rows_of(keeble.nottingham(change))
    assumed = next(row for row in rows if row["standard_error_taken"] == error)
    title, words = _what_if_finding(published, assumed), f"{error}, {written(assumed['standard_error'], 1)}"
    interval = " to ".join(signed(assumed[name], 0) for name in ("ci_low", "ci_high"))
    midpoint = written(keeble.neighbours_midpoint())
    months = f"{keeble.months_before_wave_2()} of the 12 months of 2014/15"
    return Figure(
        drawing=drawings.nottingham(),
        data={
            "before": _before(),
            "lines": _what_if_lines(),
            "printed": frame([{"area": WAVES[1], "x": KEY, "rise": 31}]),
            "names": _what_if_names(),
            "assumed": frame([{**_published_point(), "rise": change}, {"x": KEY, "rise": 13}]),
            "key": _key(published["change"], change),
            "assumed_path": _assumed_path(change),
            "dids": frame([_number_row("published", published), _number_row("assumed", assumed)]),
            "zero": pd.DataFrame({"did": [0]}),
        },
        title=title,
        subtitle=(
            f"2016/17 lacks a third of one hospital's records. Midpoint of its neighbours: {midpoint}.",
            f"Assumed: a change of {change}; standard error {words}.",
            f"{months} lie before wave 2 began: close to a placebo test.",
            SOURCE + "; the rest is assumed",
        ),
        description=(
            "Line chart of the change in emergency admissions per 100,000 of wave 2 and non-Pioneer "
            "areas, 2014/15 to 2019/20, with the published and an assumed point of wave 2 in 2016/17, "
            f"above a number line of that year's DiD with 95% intervals. {title}. Assumed: a change of "
            f"{change}, standard error {words}; then z = {signed(assumed['z'], 2)}, "
            f"p = {_small(assumed['p'])}, 95% interval {interval}. "
            f"{months} lie before wave 2 began."
        ),
        table=_what_if_table(published, assumed),
    )


def _small(p: float) -> str:
    return written(p, 2) if p >= 0.01 else written(p, 4)  # noqa: PLR2004 - two decimals would say 0.00


def _what_if_finding(published: dict[str, Any], assumed: dict[str, Any]) -> str:
    did, star = signed(assumed["did"], 0), assumed["p"] < keeble.ALPHA
    if assumed["change"] == published["change"]:
        if assumed["standard_error_taken"] == keeble.BACKED_OUT:
            return f"As published, the DiD of {did} has a star, p = {_small(assumed['p'])}"
        error = written(assumed["standard_error"])
        return f"An assumed standard error of {error} makes {did} look surer: p = {_small(assumed['p'])}"
    keeps = "stays" if star else "goes"
    share = 1 - assumed["did"] / published["did"]
    half = ", by more than half" if share > 1 / 2 else ""
    return f"The DiD shrinks from {signed(published['did'], 0)} to {did}{half}; the star {keeps}"


KEY = 2017.75
"""Where the key stands, on the scale of time: below the lines, where it is free."""


def _key(published: float, change: float) -> pd.DataFrame:
    words = {31: f"published in 2016/17: {written(published)}", 13: f"assumed: {written(change)}"}
    return frame([{"x": KEY, "rise": rise, "text": text} for rise, text in words.items()])


@cache
def _before() -> pd.DataFrame:
    """Return the part of 2014/15 that lies before wave 2 began."""
    start, months = 2014.25, keeble.months_before_wave_2()
    text = f"{months} of 12|months|before|wave 2|began"
    return pd.DataFrame({"x": [start], "until": [start + months / 12], "text": [text]})


@cache
def _what_if_lines() -> pd.DataFrame:
    rows = [row for row in rows_of(pioneers.did_emergency_admissions()) if row["area"] != WAVES[0]]
    return frame(
        [
            {"area": row["area"], "x": PLACES[row["financial_year"]], "rise": row["change_per_100k"]}
            for row in rows
        ]
    )


@cache
def _what_if_names() -> pd.DataFrame:
    lines = _what_if_lines()
    return lines[lines["x"] == drawings.YEARS[-1]].assign(text=lambda last: last["area"])


def _published_point() -> dict[str, Any]:
    row = next(row for row in _of(WAVES[1], "per 100,000") if row["flagged"])
    return {"x": PLACES[row["financial_year"]], "rise": row["change"]}


def _assumed_path(change: float) -> pd.DataFrame:
    """Return wave 2's way through the assumed point, from the year before to the year after."""
    place = _published_point()["x"]
    published = {PLACES[row["financial_year"]]: row["change"] for row in _of(WAVES[1], "per 100,000")}
    rises = [change if x == place else rise for x, rise in published.items() if abs(x - place) <= 1]
    return pd.DataFrame({"x": [place - 1, place, place + 1], "rise": rises})


def _number_row(name: str, row: dict[str, Any]) -> dict[str, Any]:
    printed = name == "published"
    p = _p(row["p_value"], starred=row["starred"]) if printed else _small(row["p"])
    z = row["did"] / row["standard_error"]
    text = f"{signed(row['did'], 0)}: z {signed(z, 2)}, p {p}"
    ends = {"left": row["ci_low"], "right": row["ci_high"]}
    return {"row": name, "did": row["did"], **ends, "assumed": not printed, "text": text}


def _what_if_table(published: dict[str, Any], assumed: dict[str, Any]) -> pd.DataFrame:
    names = {"change": "change of wave 2", "did": "DiD", "standard_error": "standard error"}
    names |= {"ci_low": "95% from", "ci_high": "95% to"}
    first = {words: published[name] for name, words in names.items()}
    second = {words: float(assumed[name]) for name, words in names.items()}
    p = {"published": _p(published["p_value"], starred=published["starred"]), "assumed": _small(assumed["p"])}
    rows = [
        {"wave 2 in 2016/17": kind, **row, "p": p[kind]} for kind, row in zip(p, (first, second), strict=True)
    ]
    return frame(rows)
