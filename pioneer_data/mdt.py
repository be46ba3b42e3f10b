"""What lesson 04 works out from the four studies of teams: who, when, and how codings compare.

Pure numbers, no charts. MDT stands for multi-disciplinary team. The reference coding is a judgement
of this package, and ``Miscounts`` holds numbers that can be worked out and must not be used.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

import pioneer_data as pioneers
from pioneer_data import estimate
from pioneer_data.estimate._checks import refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

STUDIES = ("observations", "leaders", "frontline", "patients")
CODES = ("agree", "partial", "silent", "dissonant")
"""After O'Cathain, Murphy and Nicholl (2010), BMJ 341:c4587."""

PANDEMIC = pd.Timestamp("2020-03-01")
"""The month in which the first lockdown of the Covid-19 pandemic began in England.

Public knowledge: the sources of this course do not give the month.
"""

ROUNDS = 2
"""In how many rounds meetings were observed (000, slide "Observations of MDT meetings")."""


class Meetings(NamedTuple):
    """The observed meetings beside the number of teams.

    Parameters
    ----------
    meetings, teams, rounds : int
        As the source gives them.
    beyond_rounds : int
        Meetings more than one in each team and round.
    """

    meetings: int
    teams: int
    rounds: int
    beyond_rounds: int


class Agreement(NamedTuple):
    """How far a learner's coding agrees with the reference.

    Parameters
    ----------
    cells : int
        Cells of the reference.
    coded, same : int
        Cells that the learner coded, and those with the code of the reference.
    same_pct, chance_pct : float
        Per cent of the coded cells with the same code, and what chance would give; 0 if none is coded.
    kappa : float or None
        Cohen's kappa; None where it does not exist: no cell is coded, or both used one code only.
    """

    cells: int
    coded: int
    same: int
    same_pct: float
    chance_pct: float
    kappa: float | None


class Miscounts(NamedTuple):
    """Numbers that can be worked out from the findings and say nothing about the teams.

    Parameters
    ----------
    findings_by_theme : dict of str to int
        Findings by the theme in ``mdt_findings``, most first.
    studies_that_agree : dict of str to int
        Studies coded "agree", by theme of the reference coding.
    words : dict of str to int
        How often words occur in our paraphrases, most first.
    people : int
        Everyone interviewed in the three studies, in one total.
    """

    findings_by_theme: dict[str, int]
    studies_that_agree: dict[str, int]
    words: dict[str, int]
    people: int


@cache
def _teams() -> dict[str, int]:
    sites = pioneers.mdt_sites()
    return dict(zip(sites["pioneer"].astype(str), sites["mdts"].tolist(), strict=True))


@cache
def _sizes() -> dict[tuple[str, str], int]:
    """Return each of the two counts of a study by study and column."""
    rows = pioneers.mdt_studies()
    columns = {
        name: zip(rows["study"].astype(str), rows[name], strict=True) for name in ("n_main", "n_other")
    }
    return {(study, name): int(n) for name, column in columns.items() for study, n in column}


def teams() -> dict[str, int]:
    """Count the teams in each of the two Pioneers.

    Returns
    -------
    dict of str to int
        Teams by Pioneer. Source: 000, slide on the context of the MDT evaluation.

    Examples
    --------
    >>> teams(), sum(teams().values())
    ({'P1': 8, 'P2': 3}, 11)
    """
    return dict(_teams())


def meetings() -> Meetings:
    """Compare the observed meetings with one meeting in each team and round.

    Returns
    -------
    Meetings
        Counts. Source: Douglas et al. 2022, in 000.

    Examples
    --------
    >>> meetings()
    Meetings(meetings=28, teams=11, rounds=2, beyond_rounds=6)
    """
    observed, number = (_sizes()["observations", name] for name in ("n_main", "n_other"))
    return Meetings(observed, number, ROUNDS, observed - ROUNDS * number)


def people() -> dict[str, int]:
    """Count the people whom the three interview studies asked, each group by itself.

    Returns
    -------
    dict of str to int
        People by group. The groups were asked different things: the numbers must not be added up.

    Notes
    -----
    Sources: Pacho et al., Thana et al. and Durand et al. 2024, in 000.

    Examples
    --------
    >>> people()
    {'leaders and managers': 25, 'frontline staff': 54, 'patients': 44, 'informal carers': 15}
    """
    cells = {
        "leaders and managers": ("leaders", "n_other"),
        "frontline staff": ("frontline", "n_main"),
        "patients": ("patients", "n_main"),
        "informal carers": ("patients", "n_other"),
    }
    return {group: _sizes()[cell] for group, cell in cells.items()}


@cache
def _fieldwork() -> pd.DataFrame:
    rows = pioneers.mdt_studies()[["study", "start_month", "end_month"]]
    rows["study"] = rows["study"].astype(str)
    spans = zip(rows["start_month"], rows["end_month"], strict=True)
    months = [pd.date_range(start, end, freq="MS") for start, end in spans]
    rows["months"] = [len(span) for span in months]
    rows["months_before"] = [int((span < PANDEMIC).sum()) for span in months]
    rows["months_from"] = rows["months"] - rows["months_before"]
    rows["wholly_before"] = rows["months_from"] == 0
    return rows


def fieldwork() -> pd.DataFrame:
    """Count the months of each study's fieldwork before March 2020 and from then on.

    Returns
    -------
    pandas.DataFrame
        One row a study: ``study``, ``start_month``, ``end_month``, ``months``, ``months_before``,
        ``months_from`` (first and last month count in full) and ``wholly_before``.

    Notes
    -----
    Months: 000, the four slides on the studies. March 2020 is public knowledge, not from the source.

    Examples
    --------
    >>> rows = fieldwork().set_index("study")
    >>> rows.index[rows["wholly_before"]].to_list()
    ['observations']
    >>> rows.loc["leaders", ["months", "months_from"]].to_list()
    [31, 14]
    """
    return _fieldwork().copy()


@cache
def _in_the_field() -> pd.DataFrame:
    rows = _fieldwork()
    months = pd.date_range(rows["start_month"].min(), rows["end_month"].max(), freq="MS")
    under_way = [((rows["start_month"] <= month) & (month <= rows["end_month"])).sum() for month in months]
    return pd.DataFrame({"month": months, "studies": [int(number) for number in under_way]})


def in_the_field() -> pd.DataFrame:
    """Count how many of the four studies collected data in each month.

    Returns
    -------
    pandas.DataFrame
        One row a month: ``month``, ``studies`` (1 to 4).

    Examples
    --------
    >>> rows = in_the_field()
    >>> rows.loc[rows["studies"] == 4, "month"].dt.strftime("%Y-%m").to_list()
    ['2019-11', '2019-12', '2020-01', '2020-02']
    """
    return _in_the_field().copy()


@cache
def _coding() -> dict[str, dict[tuple[str, str], str]]:
    """Return each column of the table by theme and study."""
    rows = pioneers.mdt_reference_coding()
    cells = list(zip(rows["theme"].astype(str), rows["study"].astype(str), strict=True))
    columns = {name: rows[name].astype(object).fillna("") for name in ("code", "finding_numbers", "reason")}
    return {name: dict(zip(cells, map(str, column), strict=True)) for name, column in columns.items()}


@cache
def _themes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(theme for theme, _ in _reference()))


def _reference() -> dict[tuple[str, str], str]:
    return _coding()["code"]


def reference() -> dict[tuple[str, str], str]:
    """Return the codes of the reference coding.

    Returns
    -------
    dict of (str, str) to str
        Codes by theme and study, in the order of the table. They are a judgement of this package.

    Examples
    --------
    >>> reference()["Patients speak of the team", "patients"]
    'dissonant'
    """
    return dict(_reference())


def themes() -> tuple[str, ...]:
    """Return the statements that the findings are held against, in the order of the table.

    Returns
    -------
    tuple of str
        Nine statements of ours.

    Examples
    --------
    >>> themes()[:2]
    ('The teams are valued', 'Teams decide without hierarchy')
    """
    return _themes()


def convergence() -> pd.DataFrame:
    """Lay the reference coding out as a convergence matrix.

    Returns
    -------
    pandas.DataFrame
        One row a theme, one column a study, codes as text. The coding is a judgement of this package.

    Examples
    --------
    >>> convergence().loc["The teams are valued"].to_list()
    ['partial', 'agree', 'agree', 'silent']
    """
    codes = [[_reference()[theme, study] for study in STUDIES] for theme in _themes()]
    return pd.DataFrame(codes, index=pd.Index(_themes(), name="theme"), columns=list(STUDIES))


def code_counts() -> dict[str, int]:
    """Count the cells of the reference coding by code.

    Returns
    -------
    dict of str to int
        Cells by code, in the order of ``CODES``.

    Examples
    --------
    >>> sum(code_counts().values())
    36
    """
    found = Counter(_reference().values())
    return {code: found[code] for code in CODES}


@cache
def _numbers(theme: str, study: str) -> tuple[int, ...]:
    if study not in STUDIES:
        refuse_unknown("study", study, STUDIES)
    if theme not in _themes():
        refuse_unknown("theme", theme, _themes())
    return tuple(int(number) for number in re.findall(r"\d+", _coding()["finding_numbers"][theme, study]))


def reason(theme: str, study: str) -> str:
    """Return why a cell of the reference coding has its code, in one sentence of ours.

    Parameters
    ----------
    theme, study : str
        One of ``themes()`` and one of ``STUDIES``.

    Returns
    -------
    str
        The sentence.

    Raises
    ------
    ValueError
        If there is no such theme or study.

    Examples
    --------
    >>> reason("Members challenge each other", "observations")
    'In the very meetings where decisions were made without hierarchy, challenge was lacking.'
    """
    _numbers(theme, study)
    return _coding()["reason"][theme, study]


@cache
def _findings(study: str) -> tuple[tuple[int, str], ...]:
    if study not in STUDIES:
        refuse_unknown("study", study, STUDIES)
    rows = pioneers.mdt_findings()
    rows = rows[rows["study"] == study]
    return tuple(zip(rows["number"].tolist(), rows["finding"].tolist(), strict=True))


def findings(study: str) -> tuple[tuple[int, str], ...]:
    """Return a study's findings, as the source orders them.

    Parameters
    ----------
    study : str
        One of ``STUDIES``.

    Returns
    -------
    tuple of (int, str)
        The number of the bullet and the finding in our words; one bullet may hold several.

    Raises
    ------
    ValueError
        If there is no such study.

    Examples
    --------
    >>> findings("frontline")[-1]
    (4, 'There were concerns that the performance and outcomes of the teams are not routinely measured')
    """
    return _findings(study)


def evidence(theme: str, study: str) -> tuple[tuple[int, str], ...]:
    """Return the findings on which a cell of the reference coding rests.

    Parameters
    ----------
    theme, study : str
        One of ``themes()`` and one of ``STUDIES``.

    Returns
    -------
    tuple of (int, str)
        The findings that have one of the cell's numbers; empty for a silent cell.

    Raises
    ------
    ValueError
        If there is no such theme or study.

    Examples
    --------
    >>> evidence("Patients speak of the team", "patients")
    ((4, 'Many people did not mention any specific involvement of the team'),)
    """
    numbers = _numbers(theme, study)
    return tuple(finding for finding in _findings(study) if finding[0] in numbers)


def agreement(coding: Iterable[tuple[str, str, str]]) -> Agreement:
    """Compare a learner's codes with the reference coding, cell by cell.

    Parameters
    ----------
    coding : iterable of (str, str, str)
        Theme, study and code of each cell that the learner coded, each cell once.

    Returns
    -------
    Agreement
        Counts, per cent, and Cohen's kappa (Cohen 1960): the agreement beyond what chance gives.

    Raises
    ------
    ValueError
        If there is no such theme, study or code, or a cell is coded twice.

    Examples
    --------
    >>> theme = "The teams are valued"
    >>> agreement([(theme, "leaders", "agree"), (theme, "patients", "dissonant")])
    Agreement(cells=36, coded=2, same=1, same_pct=50.0, chance_pct=25.0, kappa=0.3333333333333333)
    """
    mine = _checked(coding)
    pairs = [(code, _reference()[cell]) for cell, code in mine.items()]
    same = sum(one == other for one, other in pairs)
    counts = [Counter(codes) for codes in zip(*pairs, strict=True)] or [Counter(), Counter()]
    by_chance = sum(counts[0][code] * counts[1][code] for code in CODES)
    kappa = None if by_chance == len(pairs) ** 2 else estimate.cohens_kappa(*zip(*pairs, strict=True))
    n = len(pairs) or 1
    return Agreement(len(_reference()), len(pairs), same, 100 * same / n, 100 * by_chance / n**2, kappa)


def _checked(coding: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """Return the codes by cell; what is not in the reference, or there twice, is refused by name."""
    found: dict[tuple[str, str], str] = {}
    for theme, study, code in coding:
        _numbers(theme, study)
        if code not in CODES:
            refuse_unknown("code", code, CODES)
        if (theme, study) in found:
            twice = f"The cell {theme!r}, {study!r} is coded twice. A cell has one code. Leave one out."
            raise ValueError(twice)
        found[theme, study] = code
    return found


SMALL_WORDS = frozenset(
    ["about", "each", "from", "often", "were", "such", "that", "their", "them", "they", "those", "with"]
)
SHORTEST_WORD = 4
"""A word cloud leaves out shorter words, and these."""


@cache
def _miscounts() -> Miscounts:
    rows = pioneers.mdt_findings()
    by_theme = Counter(rows["theme"].astype(str))
    votes = {theme: sum(_reference()[theme, study] == "agree" for study in STUDIES) for theme in _themes()}
    words = Counter(re.findall(r"[a-z]+", " ".join(rows["finding"]).lower()))
    kept = {
        word: n for word, n in words.most_common() if word not in SMALL_WORDS and len(word) >= SHORTEST_WORD
    }
    return Miscounts(dict(by_theme.most_common()), votes, kept, sum(people().values()))


def miscounts() -> Miscounts:
    """Work out four kinds of number that a chart could show and that would mislead.

    Returns
    -------
    Miscounts
        Findings by theme, votes of studies, words, and one total of all people.

    Notes
    -----
    A bullet on a slide is what the authors chose to say, not a count of people who said it. A silent
    study has not voted. The words are those of our paraphrases. Four groups asked different things
    do not make one sample.

    Examples
    --------
    >>> miscounts().people
    138
    """
    found = _miscounts()
    by_theme, votes, words = (dict(counts) for counts in found[:3])
    return Miscounts(by_theme, votes, words, found.people)
