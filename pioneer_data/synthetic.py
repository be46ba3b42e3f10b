"""A synthetic panel: 206 made-up areas whose group means are the published ones.

No area in it exists. The published tables give a mean and an interval for four groups of CCGs in
five periods (Morciano et al. 2021); everything finer is assumed here, so that a learner can see
what the method does when the truth is known.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import pioneer_data as pioneers
from pioneer_data import morciano
from pioneer_data.estimate._normal import critical_z

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PROGRAMMES = {"Pioneer only": 51, "Vanguard only": 22, "Both": 13, "Neither": 120}
"""CCGs in each group (Morciano et al. 2021, abstract)."""

FIRST_WAVE = 33
"""How many of the 51 start in November 2013: assumed, the sources do not split them."""

MONTHS = tuple(f"{year}-{month:02}" for year in range(2013, 2019) for month in range(1, 13))[3:63]
WAVE_1, WAVE_2 = MONTHS.index("2013-11"), MONTHS.index("2015-01")
SEASON = 0.25
"""Half the distance from summer to January, per 1,000 a month: assumed."""

BETWEEN_SHARE = 0.3
"""Share of the variance that lies between CCGs for good: assumed."""

NOTE = "synthetic: simulated areas, not observed ones; only their group means are published"


def panel(  # noqa: PLR0913 - each is one assumption
    *,
    effect: float = 0.0,
    trend_violation: float = 0.0,
    growth: float = 0.0,
    season: float = SEASON,
    autocorrelation: float = 0.5,
    between_share: float = BETWEEN_SHARE,
    seed: int = 1,
    parallel: bool = False,
    match_intervals: bool = False,
) -> pd.DataFrame:
    """Make a synthetic panel of emergency admissions, 206 CCGs by 60 months.

    Parameters
    ----------
    effect : float
        Added to every month from a CCG's start, per 1,000 a month.
    trend_violation : float
        Added to the programme groups for each year since April 2013, per 1,000 a month: a trend of
        their own that no programme caused.
    growth : float
        Added for each year since a CCG's start, per 1,000 a month: an effect that grows, by a
        twelfth of this every month from the first.
    season : float
        Height of the winter peak, per 1,000 a month.
    autocorrelation : float
        Between a CCG's noise in one month and the next, from 0 to below 1.
    between_share : float
        Share of the variance that lies between CCGs for good, from 0 to below 1.
    seed : int
        Of the random numbers; the same seed gives the same panel.
    parallel : bool
        False: the group means of each period are exactly the published ones, whatever caused them,
        and the effects above come on top. True: without effects the programme groups would run
        parallel to "Neither", so the arguments are the whole truth; means then have noise, and the
        season, which does not average out over 7 or 15 months.
    match_intervals : bool
        Make the width of the 20 intervals the published one exactly. Otherwise each group has one
        spread, and widths are 0.9 to 1.2 of the published. Not with ``parallel``.

    Returns
    -------
    pandas.DataFrame
        12,360 rows, one a CCG and month: ``synthetic`` (always True), ``ccg``, ``programme``,
        ``start`` (first month in a programme, blank for "Neither"; in "Pioneer only" the split
        into two waves is assumed), ``month``, ``period`` (1 to 5), ``rate_per_1000`` (emergency
        admissions per 1,000 people in the month). ``attrs["synthetic"]`` says what it is.

    Raises
    ------
    ValueError
        If an argument is missing or out of its range.

    Notes
    -----
    Published: the means and intervals of ``admission_rates``. Assumed: everything between them.

    Examples
    --------
    >>> made_up = panel()
    >>> means = made_up.groupby(["programme", "period"], observed=True)["rate_per_1000"].mean()
    >>> round(float(means["Pioneer only", 1]), 9)
    7.79
    """
    values = rates(
        effect=effect,
        trend_violation=trend_violation,
        growth=growth,
        season=season,
        autocorrelation=autocorrelation,
        between_share=between_share,
        seed=seed,
        parallel=parallel,
        match_intervals=match_intervals,
    )
    frame = _frame().assign(rate_per_1000=values.ravel())
    frame.attrs["synthetic"] = NOTE
    return frame


def rates(  # noqa: PLR0913 - each is one assumption
    *,
    effect: float = 0.0,
    trend_violation: float = 0.0,
    growth: float = 0.0,
    season: float = SEASON,
    autocorrelation: float = 0.5,
    between_share: float = BETWEEN_SHARE,
    seed: int = 1,
    parallel: bool = False,
    match_intervals: bool = False,
    replications: int | None = None,
) -> Floats:
    """Make the numbers of a synthetic panel as an array, or many such panels at once.

    Parameters
    ----------
    effect, trend_violation, growth, season, autocorrelation, between_share : float
        As in :func:`panel`.
    seed : int
        As in :func:`panel`.
    parallel, match_intervals : bool
        As in :func:`panel`.
    replications : int, optional
        How many panels; without it, one. The first of many is not the single one of that seed.

    Returns
    -------
    numpy.ndarray
        Shape (206, 60), or (replications, 206, 60): synthetic emergency admissions per 1,000
        people a month, in the order of :func:`groups` and ``MONTHS``.

    Raises
    ------
    ValueError
        If an argument is missing or out of its range.

    Examples
    --------
    >>> rates(parallel=True, replications=3).shape
    (3, 206, 60)
    """
    amounts = {"effect": effect, "trend_violation": trend_violation, "growth": growth, "season": season}
    for name, value in amounts.items():
        _within(name, value, -np.inf, np.inf)
    _within("autocorrelation", autocorrelation, 0, 1)
    _within("between_share", between_share, 0, 1)
    _one_of("parallel", parallel)
    _one_of("match_intervals", match_intervals)
    _whole("seed", seed, 0, "Give for example seed=1")
    if replications is not None:
        _whole("replications", replications, 1, "Leave it out for a single panel")
    if parallel and match_intervals:
        message = "match_intervals cannot be with parallel: the intervals are those of the published means."
        raise ValueError(f"{message} Leave one of the two out.")
    noise = _noise(replications or 1, autocorrelation, between_share, seed)
    level = _season(season) + (_parallel_paths() if parallel else _published_paths())
    if not parallel and _season_spread(season, match_intervals=match_intervals) >= 1:
        reason = "it must leave room for noise within the published spread"
        raise ValueError(f"season is {season!r}: {reason}. Give for example season={SEASON}.")
    values = level + noise if parallel else _fitted(level, noise, match_intervals=match_intervals)
    values += _caused(effect, trend_violation, growth)
    return values if replications else values[0]


def groups() -> NDArray[np.str_]:
    """Name the group of each CCG.

    Returns
    -------
    numpy.ndarray
        206 names, in the order of the rows of :func:`rates`.

    Examples
    --------
    >>> int((groups() == "Both").sum())
    13
    """
    return np.repeat(list(PROGRAMMES), list(PROGRAMMES.values()))


def starts() -> Floats:
    """Give the first month of each CCG in a programme.

    Returns
    -------
    numpy.ndarray
        206 columns of :func:`rates`, counted from 0; infinity for "Neither". "Pioneer only" has
        33 from November 2013 and 18 from January 2015, a split that is assumed; the others start in
        January 2015.

    Examples
    --------
    >>> [MONTHS[int(start)] for start in sorted(set(starts())) if start < 60]
    ['2013-11', '2015-01']
    """
    first = np.full(len(groups()), float(WAVE_2))
    first[:FIRST_WAVE] = WAVE_1
    first[groups() == "Neither"] = np.inf
    return first


def effect_since(first: Floats | float, effect: float, growth: float) -> Floats:
    """Give the effect in each month of CCGs that start in a programme at some month.

    Parameters
    ----------
    first : numpy.ndarray or float
        First month in the programme, a column counted from 0; infinity for never. An array needs a
        last axis of length 1.
    effect, growth : float
        As in :func:`panel`.

    Returns
    -------
    numpy.ndarray
        Per 1,000 a month, 60 months on the last axis; 0 before the start.

    Examples
    --------
    >>> effect_since(57, -0.1, -0.12)[-3:].round(2).tolist()
    [-0.11, -0.12, -0.13]
    """
    month = np.arange(len(MONTHS))
    since = np.where(month >= first, month + 1 - np.minimum(first, len(MONTHS)), 0) / 12
    caused: Floats = effect * (month >= first) + growth * since
    return caused


def spreads() -> dict[str, float]:
    """Give the spread that a month of one CCG has in each group, all periods alike.

    Returns
    -------
    dict of str to float
        Standard deviation per 1,000 a month: for each group the geometric mean, over the five
        periods, of the published standard error times the root of the number of CCG-months.

    Notes
    -----
    Source: the intervals of ``admission_rates`` (Morciano et al. 2021). That each CCG and month
    counts as independent in them is assumed.

    Examples
    --------
    >>> round(spreads()["Neither"], 2)
    1.52
    """
    return dict(zip(PROGRAMMES, _one_spread().tolist(), strict=True))


def _one_spread() -> Floats:
    spread: Floats = np.exp(np.log(_spread()).mean(1))
    return spread


def intervals(made_up: pd.DataFrame) -> pd.DataFrame:
    """Give each group's mean in each period, with a 95% interval, as in the published table.

    Parameters
    ----------
    made_up : pandas.DataFrame
        What :func:`panel` returns.

    Returns
    -------
    pandas.DataFrame
        20 rows: ``synthetic``, ``programme``, ``period``, ``rate_per_1000``, ``standard_error``,
        ``ci_low``, ``ci_high``. Every CCG and month counts as independent, which is what the widths published
        for periods 2 to 5 look like.

    Examples
    --------
    >>> intervals(panel(match_intervals=True)).iloc[0, 3:].astype(float).round(3).to_list()
    [7.79, 0.074, 7.645, 7.935]
    """
    cells = made_up.groupby(["programme", "period"], observed=True)["rate_per_1000"]
    means = cells.mean()
    errors = cells.sem()
    z = critical_z(0.95)
    table = {"rate_per_1000": means, "standard_error": errors}
    limits = {"ci_low": means - z * errors, "ci_high": means + z * errors}
    frame = pd.DataFrame({**table, **limits}).reset_index()
    frame.insert(0, "synthetic", value=True)
    frame.attrs["synthetic"] = NOTE
    return frame


@cache
def _published() -> tuple[Floats, Floats]:
    """Return the published means and standard errors, four groups by five periods."""
    table = morciano.cell_errors()
    order = list(PROGRAMMES)
    cells = table.set_index(["programme", "period"]).sort_index(kind="stable")
    shape = len(order), len(cells) // len(order)
    means, errors = (
        cells.loc[order, name].to_numpy(dtype=float) for name in ("rate_per_1000", "standard_error")
    )
    return means.reshape(shape), errors.reshape(shape)


@cache
def _period() -> NDArray[np.int64]:
    """Return the period of each month, 1 to 5."""
    periods = pioneers.admission_periods()
    return np.repeat(periods["period"].to_numpy(dtype=np.int64), periods["months"].to_numpy(dtype=np.int64))


@cache
def _group() -> NDArray[np.int64]:
    """Return the group of each CCG, 0 to 3."""
    return np.repeat(np.arange(len(PROGRAMMES)), list(PROGRAMMES.values()))


@cache
def _averages() -> Floats:
    """Return the matrix that turns 60 months into the means of five periods."""
    inside = _period() == np.arange(1, 6)[:, None]
    averages: Floats = inside / inside.sum(1, keepdims=True)
    return averages


@cache
def _smooth() -> Floats:
    """Return the matrix that turns five period means into the least curved path through them."""
    averages = _averages()
    bends = np.diff(np.eye(len(MONTHS)), 2, axis=0)
    system = np.block([[2 * bends.T @ bends, averages.T], [averages, np.zeros((5, 5))]])
    path: Floats = np.linalg.inv(system)[: len(MONTHS), len(MONTHS) :]
    return path


def _published_paths() -> Floats:
    paths: Floats = _published()[0] @ _smooth().T
    return paths[_group()]


def _parallel_paths() -> Floats:
    """Return the path of "Neither" for all, at the distance each group had in the first period."""
    means = _published()[0]
    gaps = means[:, 0] - means[-1, 0]
    paths: Floats = _smooth() @ means[-1] + gaps[_group(), None]
    return paths


def _season(height: float) -> Floats:
    month = np.array([int(name[-2:]) for name in MONTHS])
    wave: Floats = height * np.cos(2 * np.pi * (month - 1) / 12)
    return wave


def _caused(effect: float, trend_violation: float, growth: float) -> Floats:
    """Return what the arguments add to each CCG and month."""
    first = starts()[:, None]
    drift: Floats = np.isfinite(first) * np.arange(len(MONTHS)) / 12
    return effect_since(first, effect, growth) + trend_violation * drift


@cache
def _spread() -> Floats:
    """Return the published spread of CCG-months in each cell: standard error x root of their number."""
    sizes = np.array(list(PROGRAMMES.values()))[:, None] * np.bincount(_period())[1:]
    spread: Floats = _published()[1] * np.sqrt(sizes)
    return spread


def _target(*, match_intervals: bool) -> Floats:
    """Return the spread that each cell of the panel shall have."""
    return _spread() if match_intervals else np.repeat(_one_spread()[:, None], 5, axis=1)


def _season_spread(season: float, *, match_intervals: bool) -> float:
    """Return how much of a cell's spread season and trend take up, where they take most."""
    paths = _season(season) + _published()[0] @ _smooth().T
    inside = [paths[:, _period() == period].std(axis=1) for period in range(1, 6)]
    return float((np.array(inside).T / _target(match_intervals=match_intervals)).max())


def _noise(replications: int, autocorrelation: float, between_share: float, seed: int) -> Floats:
    """Return each CCG's own level and its noise from month to month, with the spread of its group."""
    random = np.random.default_rng(seed)
    shape = replications, len(_group()), len(MONTHS)
    level, noise = random.standard_normal((*shape[:2], 1)), random.standard_normal(shape)
    fresh = np.sqrt(1 - autocorrelation**2)
    for month in range(1, len(MONTHS)):
        noise[..., month] = autocorrelation * noise[..., month - 1] + fresh * noise[..., month]
    both = np.sqrt(between_share) * level + np.sqrt(1 - between_share) * noise
    scaled: Floats = both * _one_spread()[_group(), None]
    return scaled


def _fitted(level: Floats, noise: Floats, *, match_intervals: bool) -> Floats:
    """Shift and scale the noise so that each group and period has its mean and its spread."""
    means, target = _published()[0], _target(match_intervals=match_intervals)
    values = np.empty_like(noise)
    for group, period in np.ndindex(means.shape):
        cell = np.ix_(range(len(noise)), _group() == group, _period() == period + 1)
        path = level[_group() == group][:, _period() == period + 1]
        spread = float(target[group, period])
        values[cell] = _with_spread(path, noise[cell], spread) + float(means[group, period])
    return values


def _with_spread(path: Floats, noise: Floats, spread: float) -> Floats:
    """Return path and noise around 0, the noise scaled so that both together have the spread."""
    path = path - path.mean()
    noise = noise - noise.mean((-2, -1), keepdims=True)
    # The spread of the sum is a quadratic in the scale of the noise; take its positive root.
    a, b = (noise**2).sum((-2, -1)), (path * noise).sum((-2, -1))
    c = (path**2).sum() - spread**2 * (path.size - 1)
    scale = (-b + np.sqrt(b**2 - a * c)) / a
    whole: Floats = path + scale[..., None, None] * noise
    return whole


@cache
def _frame() -> pd.DataFrame:
    """Return all columns but the rates."""
    months, units = len(MONTHS), len(_group())
    first = [MONTHS[int(start)] if np.isfinite(start) else None for start in starts()]
    columns: dict[str, Any] = {
        "synthetic": True,
        "ccg": np.repeat([f"synthetic {number:03}" for number in range(1, units + 1)], months),
        "programme": pd.Categorical(np.repeat(groups(), months), list(PROGRAMMES), ordered=True),
        "start": np.repeat(np.array(first, dtype=object), months),
        "month": np.tile(MONTHS, units),
        "period": np.tile(_period(), units),
    }
    return pd.DataFrame(columns)


def _within(name: str, value: float, low: float, high: float) -> None:
    """Refuse what is no finite number from ``low`` to below ``high``."""
    if not (isinstance(value, int | float | np.number) and np.isfinite(value) and low <= value < high):
        limits = f"from {low} to below {high}" if np.isfinite(low) else "one finite number"
        raise ValueError(f"{name} is {value!r}: it must be {limits}. Give for example {name}=0.5.")


def _whole(name: str, value: int, least: int, remedy: str) -> None:
    """Refuse what is no whole number, or too small a one."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ValueError(f"{name} is {value!r}: it must be a whole number, at least {least}. {remedy}.")


def _one_of(name: str, value: bool) -> None:  # noqa: FBT001 - the value that is checked
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool | np.bool_):
        message = f"{name} is {value!r}: it must be True or False. Give {name}=True."
        raise ValueError(message)  # noqa: TRY004 - whatever is wrong here is a ValueError
