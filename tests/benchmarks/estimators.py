"""Time the estimators of lesson 03 beside four libraries, in one process on the same synthetic panels.

    python tests/benchmarks/estimators.py [--quick]

It needs the extras ``test`` and ``benchmark``. No fit is timed before all programs agree: on the
estimate, and on the standard error once their small-sample factors, which differ by convention, are
made equal. Rounds are interleaved, so that all programs meet the same machine. Each library takes its
fastest public way that we found: arrays where it has them, results without tables, data prepared
beforehand. Two rows do the algebra by hand and leave only a small regression to statsmodels.

Run it on a machine that does nothing else, as the load averages that it prints should show: programs
that calculate in several threads lose most by company. All of it takes many minutes.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import statistics
import sys
import time
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pioneer_data import estimate, synthetic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Fit = Callable[[Floats], tuple[float, float]]

OURS = "pioneer_data"
LIBRARIES = {
    "statsmodels": "statsmodels",
    "linearmodels": "linearmodels",
    "pyfixest": "pyfixest",
    "diff-diff": "diff_diff",
}
REPLICATIONS = 1000
STUDIES = 500
EFFECTS = np.linspace(0, 0.4, 20)
SPREAD = 1.3
ALIKE = 0.5
CRITICAL = statistics.NormalDist().inv_cdf(0.975)
LONG = 2.0  # seconds after which a step is worth a line of progress
ESTIMATE_TOLERANCE = 1e-9
ERROR_TOLERANCE = 1e-8
CURVE_TOLERANCE = 0.15  # two sets of 500 draws: over four standard errors of a difference of shares
MISSING = (
    "{names} cannot be imported. This benchmark compares with these libraries. "
    'Install them: python -m pip install -c constraints.txt -e ".[test,benchmark]"'
)


class Panel(NamedTuple):
    """The outcome, units by periods, and who is treated when.

    Parameters
    ----------
    y : numpy.ndarray, shape (units, periods)
        Synthetic rates per 1,000 a month.
    treated : numpy.ndarray of bool, shape (units,)
        All units in a programme.
    post : numpy.ndarray of bool, shape (periods,)
        From the last start on: the two-by-two comparison needs one date for all.
    first : numpy.ndarray, shape (units,)
        First treated period, infinity for never.
    """

    y: Floats
    treated: NDArray[np.bool_]
    post: NDArray[np.bool_]
    first: Floats

    @property
    def unit(self) -> NDArray[np.int64]:
        """The unit of each observation."""
        return np.repeat(np.arange(self.y.shape[0]), self.y.shape[1])

    @property
    def period(self) -> NDArray[np.int64]:
        """The period of each observation."""
        return np.tile(np.arange(self.y.shape[1]), self.y.shape[0])

    @property
    def treatment(self) -> NDArray[np.bool_]:
        """Which unit is treated in which period, staggered."""
        return np.arange(self.y.shape[1]) >= self.first[:, None]

    @property
    def both(self) -> Floats:
        """The product of treated and post: 1 where the two-by-two comparison has its effect."""
        return np.outer(self.treated, self.post).astype(float)

    @property
    def columns(self) -> Floats:
        """The regressors of the two-by-two comparison: constant, treated, post, both."""
        treated = self.treated[self.unit].astype(float)
        post = self.post[self.period].astype(float)
        return np.column_stack([np.ones(self.y.size), treated, post, treated * post])

    def factor(self, parameters: int) -> float:
        """Return the small-sample factor of a variance clustered by unit (CR1).

        Parameters
        ----------
        parameters : int
            How many coefficients are counted.

        Returns
        -------
        float
            G / (G - 1) x (n - 1) / (n - K).
        """
        units, n = self.y.shape[0], self.y.size
        return float(units / (units - 1) * (n - 1) / (n - parameters))

    def frame(self, **columns: NDArray[Any]) -> Any:  # noqa: ANN401 - a pandas.DataFrame
        """Return a long table with unit, the outcome and further columns.

        Parameters
        ----------
        **columns : numpy.ndarray
            One value an observation.

        Returns
        -------
        pandas.DataFrame
            One row an observation.
        """
        pandas: Any = importlib.import_module("pandas")
        return pandas.DataFrame({"unit": self.unit, "y": self.y.ravel(), **columns})


class Program(NamedTuple):
    """A way to fit one panel.

    Parameters
    ----------
    name : str
        The library and, where it matters, the way.
    fit : callable
        Takes the outcome, units by periods; returns estimate and standard error.
    factor : float
        By what it multiplies the variance because the sample is small.
    """

    name: str
    fit: Fit
    factor: float


def make_panel() -> Panel:
    """Return the synthetic panel that all programs fit.

    Returns
    -------
    Panel
        206 units by 60 months.
    """
    first = synthetic.starts()
    y = synthetic.rates(parallel=True)
    treated = np.isfinite(first)
    return Panel(y, treated, np.arange(y.shape[1]) >= first[treated].max(), first)


def _ours(panel: Panel) -> dict[str, Program]:
    """Return our three estimators."""

    def two_by_two(y: Floats) -> tuple[float, float]:
        return _numbers(estimate.difference_in_differences(y, panel.treated, panel.post))

    treatment = panel.treatment

    def fixed_effects(y: Floats) -> tuple[float, float]:
        return _numbers(estimate.two_way_fixed_effects(y, treatment))

    def staggered(y: Floats) -> tuple[float, float]:
        return _numbers(estimate.staggered_average_effect(y, panel.first))

    periods = panel.y.shape[1]
    return {
        "two_by_two": Program(OURS, two_by_two, panel.factor(4)),
        "fixed_effects": Program(OURS, fixed_effects, panel.factor(periods + 1)),
        "staggered": Program(OURS, staggered, 1.0),
    }


def _numbers(found: estimate.Estimate) -> tuple[float, float]:
    return float(found.estimate), float(found.standard_error)


def _statsmodels_arrays(panel: Panel, name: str, columns: Floats, parameters: int, wanted: int) -> Program:
    """Return least squares of statsmodels on arrays, with its function for clustered variances."""
    api: Any = importlib.import_module("statsmodels.api")
    sandwich: Any = importlib.import_module("statsmodels.stats.sandwich_covariance")
    unit = panel.unit

    def fit(y: Floats) -> tuple[float, float]:
        result = api.OLS(y.ravel(), columns).fit()
        variance = sandwich.cov_cluster(result, unit)[wanted, wanted]
        return float(result.params[wanted]), float(variance**0.5)

    return Program(name, fit, panel.factor(parameters))


def _statsmodels_changes(panel: Panel) -> Program:
    """Return the two-by-two comparison as a regression of each unit's change, averaged by hand."""
    api: Any = importlib.import_module("statsmodels.api")
    columns = np.column_stack([np.ones(len(panel.treated)), panel.treated])
    weights = panel.post / panel.post.sum() - ~panel.post / (~panel.post).sum()

    def fit(y: Floats) -> tuple[float, float]:
        result = api.OLS(y @ weights, columns).fit()
        return float(result.params[1]), float(result.HC0_se[1])

    return Program("statsmodels, each unit's change taken by hand", fit, 1.0)


def _statsmodels_within(panel: Panel) -> Program:
    """Return fixed effects with the means of units and periods taken out by hand."""
    treatment = _without_levels(panel.treatment.astype(float)).reshape(-1, 1)
    name = "statsmodels, means taken out by hand"
    inner = _statsmodels_arrays(panel, name, treatment, 1, 0)
    return inner._replace(fit=lambda y: inner.fit(_without_levels(y)))


def _without_levels(x: Floats) -> Floats:
    left: Floats = x - x.mean(1, keepdims=True) - x.mean(0) + x.mean()
    return left


def _dummies(panel: Panel) -> Floats:
    units, periods = np.unique(panel.unit), np.unique(panel.period)[1:]
    columns = [panel.treatment.reshape(-1, 1), panel.unit[:, None] == units, panel.period[:, None] == periods]
    return np.hstack(columns).astype(float)


def _linearmodels_arrays(panel: Panel) -> Program:
    """Return two-stage least squares of linearmodels without instruments: least squares on arrays."""
    iv: Any = importlib.import_module("linearmodels.iv")
    columns, unit = panel.columns, panel.unit

    def fit(y: Floats) -> tuple[float, float]:
        model = iv.IV2SLS(y.ravel(), columns, None, None)
        result = model.fit(cov_type="clustered", clusters=unit, debiased=True)
        return float(result.params.iloc[3]), float(result.std_errors.iloc[3])

    return Program("linearmodels (IV2SLS, nothing instrumented)", fit, panel.factor(4))


def _linearmodels_panel(panel: Panel) -> Program:
    """Return the panel model of linearmodels for the two-by-two comparison."""
    linearmodels: Any = importlib.import_module("linearmodels")
    names = ["constant", "treated", "post", "both"]
    columns = dict(zip(names, panel.columns.T, strict=True))
    frame = panel.frame(period=panel.period, **columns).set_index(["unit", "period"])
    regressors = frame[names]

    def fit(y: Floats) -> tuple[float, float]:
        frame["y"] = y.ravel()
        model = linearmodels.PanelOLS(frame["y"], regressors, check_rank=False)
        result = model.fit(cov_type="clustered", cluster_entity=True)
        return float(result.params["both"]), float(result.std_errors["both"])

    n = panel.y.size
    return Program("linearmodels (PanelOLS)", fit, n / (n - 4))


def _linearmodels_absorbing(panel: Panel) -> Program:
    """Return fixed effects of linearmodels, absorbed: faster than its panel model."""
    iv: Any = importlib.import_module("linearmodels.iv")
    pandas: Any = importlib.import_module("pandas")
    unit, treatment = panel.unit, panel.treatment.reshape(-1, 1).astype(float)
    levels = pandas.DataFrame({"unit": panel.unit, "period": panel.period}).astype("category")

    def fit(y: Floats) -> tuple[float, float]:
        model = iv.AbsorbingLS(y.reshape(-1, 1), treatment, absorb=levels)
        result = model.fit(cov_type="clustered", clusters=unit, debiased=True)
        return float(result.params.iloc[0]), float(result.std_errors.iloc[0])

    return Program("linearmodels (AbsorbingLS)", fit, panel.factor(sum(panel.y.shape)))


def _linearmodels_two_effects(panel: Panel) -> Program:
    """Return fixed effects of linearmodels' panel model."""
    linearmodels: Any = importlib.import_module("linearmodels")
    treatment = panel.treatment.ravel().astype(float)
    frame = panel.frame(period=panel.period, treatment=treatment).set_index(["unit", "period"])
    regressors = frame[["treatment"]]

    def fit(y: Floats) -> tuple[float, float]:
        frame["y"] = y.ravel()
        effects = {"entity_effects": True, "time_effects": True, "check_rank": False}
        model = linearmodels.PanelOLS(frame["y"], regressors, **effects)
        result = model.fit(cov_type="clustered", cluster_entity=True)
        return float(result.params.iloc[0]), float(result.std_errors.iloc[0])

    n = panel.y.size
    return Program("linearmodels (PanelOLS)", fit, n / (n - sum(panel.y.shape)))


def _pyfixest_formula(panel: Panel, formula: str, wanted: str, parameters: int) -> Program:
    """Return a formula of pyfixest without copies or stored data."""
    # By default the count of two fixed effects depends on Python's hash seed (version 0.60.0).
    pyfixest: Any = importlib.import_module("pyfixest")
    names = ["treated", "post", "both"]
    columns = dict(zip(names, panel.columns.T[1:], strict=True))
    treatment = panel.treatment.ravel().astype(float)
    frame = panel.frame(period=panel.period, treatment=treatment, **columns)
    small = {"ssc": pyfixest.ssc(k_fixef="none"), "vcov": {"CRV1": "unit"}}
    plain = {"lean": True, "store_data": False, "copy_data": False}

    def fit(y: Floats) -> tuple[float, float]:
        frame["y"] = y.ravel()
        result = pyfixest.feols(formula, frame, **small, **plain)
        return float(result.coef()[wanted]), float(result.se()[wanted])

    return Program("pyfixest (feols)", fit, panel.factor(parameters))


def _diff_diff_arrays(panel: Panel) -> Program:
    """Return least squares of diff-diff on arrays."""
    diff_diff: Any = importlib.import_module("diff_diff")
    columns, unit = panel.columns, panel.unit

    def fit(y: Floats) -> tuple[float, float]:
        model = diff_diff.LinearRegression(include_intercept=False, cluster_ids=unit)
        model.fit(columns, y.ravel())
        return float(model.coefficients_[3]), float(model.vcov_[3, 3] ** 0.5)

    return Program("diff-diff (LinearRegression)", fit, panel.factor(4))


def _diff_diff_table(panel: Panel) -> Program:
    """Return the difference-in-differences of diff-diff."""
    diff_diff: Any = importlib.import_module("diff_diff")
    frame = panel.frame(treated=panel.columns[:, 1], post=panel.columns[:, 2])

    def fit(y: Floats) -> tuple[float, float]:
        frame["y"] = y.ravel()
        model = diff_diff.DifferenceInDifferences(cluster="unit")
        result = model.fit(frame, outcome="y", treatment="treated", post="post")
        return float(result.att), float(result.se)

    return Program("diff-diff (DifferenceInDifferences)", fit, panel.factor(4))


def _diff_diff_staggered(panel: Panel) -> Program:
    """Return Callaway and Sant'Anna's estimator of diff-diff, by its fastest of three methods."""
    diff_diff: Any = importlib.import_module("diff_diff")
    first = np.where(np.isfinite(panel.first), panel.first + 1, 0).astype(int)
    frame = panel.frame(period=panel.period + 1, first=first[panel.unit])
    names = {"outcome": "y", "unit": "unit", "time": "period", "first_treat": "first"}

    def fit(y: Floats) -> tuple[float, float]:
        frame["y"] = y.ravel()
        result = diff_diff.CallawaySantAnna(estimation_method="reg").fit(frame, **names)
        return float(result.overall_att), float(result.overall_se)

    return Program("diff-diff (CallawaySantAnna)", fit, 1.0)


def programs(panel: Panel) -> dict[str, list[Program]]:
    """Return the programs of each job, ours first.

    Parameters
    ----------
    panel : Panel
        The panel.

    Returns
    -------
    dict of str to list of Program
        ``two_by_two``, ``fixed_effects`` and ``staggered``.
    """
    everything = sum(panel.y.shape)
    mine = _ours(panel)
    two_by_two = [
        mine["two_by_two"],
        _statsmodels_changes(panel),
        _statsmodels_arrays(panel, "statsmodels (OLS on arrays)", panel.columns, 4, 3),
        _diff_diff_arrays(panel),
        _diff_diff_table(panel),
        _pyfixest_formula(panel, "y ~ treated + post + both", "both", 4),
        _linearmodels_arrays(panel),
        _linearmodels_panel(panel),
    ]
    fixed_effects = [
        mine["fixed_effects"],
        _statsmodels_within(panel),
        _pyfixest_formula(panel, "y ~ treatment | unit + period", "treatment", 1),
        _linearmodels_absorbing(panel),
        _linearmodels_two_effects(panel),
        _statsmodels_arrays(panel, "statsmodels (OLS with dummies)", _dummies(panel), everything, 0),
    ]
    staggered = [mine["staggered"], _diff_diff_staggered(panel)]
    return {"two_by_two": two_by_two, "fixed_effects": fixed_effects, "staggered": staggered}


def _fastest(each: list[Program]) -> list[Program]:
    """Return the programs that repeat a fit: of each library the fastest way."""
    slower = {"linearmodels (PanelOLS)", "diff-diff (DifferenceInDifferences)"}
    return [program for program in each if program.name not in slower]


def _agree(program: Program, ours: Program, found: Floats, reference: Floats) -> tuple[float, float]:
    """Assert that a program gives what ours gives."""
    matched = found[1] * (ours.factor / program.factor) ** 0.5
    estimates = float(np.abs(found[0] - reference[0]).max())
    errors = float(np.abs(matched / reference[1] - 1).max())
    assert estimates <= ESTIMATE_TOLERANCE, f"{program.name}: estimates differ by {estimates:.1e}"
    assert errors <= ERROR_TOLERANCE, f"{program.name}: standard errors differ by {errors:.1e}"
    return estimates, errors


def medians(jobs: Mapping[str, Callable[[], object]], rounds: int, step: str) -> dict[str, float]:
    """Time jobs in interleaved rounds.

    Parameters
    ----------
    jobs : mapping of str to callable
        What is timed, by name.
    rounds : int
        How often each is run.
    step : str
        What is written to standard error before each round.

    Returns
    -------
    dict of str to float
        Median milliseconds of wall time.
    """
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds):
        sys.stderr.write(f"{step}: round {turn + 1} of {rounds}\n")
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds = time.perf_counter() - start
            times[name].append(1000 * seconds)
            if seconds > LONG:
                sys.stderr.write(f"  {name}: {seconds:.0f} s\n")
    return {name: statistics.median(each) for name, each in times.items()}


def one_fit(title: str, each: list[Program], y: Floats, rounds: int) -> list[str]:
    """Compare and time one fit of each program.

    Parameters
    ----------
    title : str
        The heading.
    each : list of Program
        Ours first.
    y : numpy.ndarray, shape (units, periods)
        The outcome.
    rounds : int
        How often each is timed.

    Returns
    -------
    list of str
        A Markdown table.
    """
    reference = np.array(each[0].fit(y))
    found = {program.name: np.array(program.fit(y)) for program in each}
    close = {program.name: _agree(program, each[0], found[program.name], reference) for program in each}
    jobs = {program.name: partial(program.fit, y) for program in each}
    taken = medians(jobs, rounds, title)
    lines = [
        *(f"### {title}, median of {rounds}", ""),
        "| Program | ms | Ratio | Estimate off by | SE as returned / ours | SE off by once matched |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, milliseconds in taken.items():
        differences = f"{close[name][0]:.0e} | {found[name][1] / reference[1]:.6f} | {close[name][1]:.0e}"
        lines.append(f"| {name} | {milliseconds:.3g} | {milliseconds / taken[OURS]:.1f} | {differences} |")
    return [*lines, ""]


def _many(program: Program, panels: Floats) -> Floats:
    """Fit each panel in a loop."""
    return np.array([program.fit(y) for y in panels]).T


def replications(panel: Panel, each: list[Program], rounds: int) -> list[str]:
    """Compare and time the two-by-two fits of a thousand panels; the simulation is not timed.

    Parameters
    ----------
    panel : Panel
        The design.
    each : list of Program
        Ours first.
    rounds : int
        How often each is timed.

    Returns
    -------
    list of str
        A Markdown table.
    """
    title = f"{REPLICATIONS:,} panels, one two-by-two fit each"
    panels = synthetic.rates(parallel=True, replications=REPLICATIONS)
    kept: dict[str, Floats] = {}

    def batch() -> None:
        kept[OURS] = np.array(estimate.difference_in_differences(panels, panel.treated, panel.post))

    def loop(program: Program) -> None:
        kept[program.name] = _many(program, panels)

    jobs: dict[str, Callable[[], None]] = {OURS: batch}
    jobs |= {program.name: partial(loop, program) for program in each[1:]}
    taken = medians(jobs, rounds, title)
    close = {program.name: _agree(program, each[0], kept[program.name], kept[OURS]) for program in each}
    lines = [
        *(f"### {title}, median of {rounds}", ""),
        "All programs fit the same draws, made once before and not timed. Ours is one call.",
        "",
        "| Program | s | Ratio | Estimates off by | SEs off by once matched |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, milliseconds in taken.items():
        differences = f"{close[name][0]:.0e} | {close[name][1]:.0e}"
        ratio = milliseconds / taken[OURS]
        lines.append(f"| {name} | {milliseconds / 1000:.3g} | {ratio:.1f} | {differences} |")
    return [*lines, ""]


def _simulate(panel: Panel) -> Floats:
    """Return studies without an effect: noise that is alike from month to month."""
    shocks = np.random.default_rng(2).normal(0, SPREAD, (STUDIES, *panel.y.shape))
    shocks[..., 1:] *= (1 - ALIKE**2) ** 0.5
    for period in range(1, shocks.shape[-1]):
        shocks[..., period] += ALIKE * shocks[..., period - 1]
    return shocks


def _our_curve(panel: Panel) -> Floats:
    """Return our power curve."""
    treated, after = int(panel.treated.sum()), int(panel.post.sum())
    return estimate.power_curve(
        EFFECTS,
        STUDIES,
        treated_units=treated,
        control_units=len(panel.treated) - treated,
        periods_before=len(panel.post) - after,
        periods_after=after,
        standard_deviation=SPREAD,
        autocorrelation=ALIKE,
    )


def _found(fits: Floats) -> float:
    return float((np.abs(fits[0] / fits[1]) > CRITICAL).mean())


def _curve(program: Program, panel: Panel) -> Floats:
    """Return a power curve for which every study is fitted at every effect."""
    panels, both = _simulate(panel), panel.both
    shares = []
    for effect in EFFECTS:
        fits = np.array([program.fit(y + effect * both) for y in panels]).T
        shares.append(_found(fits))
    return np.array(shares)


def _short_curve(program: Program, panel: Panel) -> Floats:
    """Return a power curve for which every study is fitted once, and the effect added afterwards."""
    estimates, errors = _many(program, _simulate(panel))
    return np.array([_found(np.array([estimates + effect, errors])) for effect in EFFECTS])


def _batch_curve(panel: Panel) -> Floats:
    """Return a power curve from whole panels, with one call of our estimator for each effect."""
    panels, both = _simulate(panel), panel.both
    fit = estimate.difference_in_differences
    fits = [np.array(fit(panels + effect * both, panel.treated, panel.post)) for effect in EFFECTS]
    return np.array([_found(each) for each in fits])


def power(panel: Panel, each: list[Program], rounds: int) -> list[str]:
    """Compare and time power curves; the simulation is timed, in all of them.

    Parameters
    ----------
    panel : Panel
        The design.
    each : list of Program
        Ours first.
    rounds : int
        How often each is timed.

    Returns
    -------
    list of str
        A Markdown table.
    """
    title = f"Power curve, {len(EFFECTS)} effects x {STUDIES} studies"
    whole = f"{OURS}, whole panels, {len(EFFECTS)} batch calls"
    jobs: dict[str, Callable[[], Floats]] = {
        f"{OURS} (power_curve)": partial(_our_curve, panel),
        whole: partial(_batch_curve, panel),
    }
    for program in each[1:]:
        jobs[program.name] = partial(_curve, program, panel)
        jobs[f"{program.name}, short cut"] = partial(_short_curve, program, panel)
    kept: dict[str, Floats] = {}

    def record(name: str) -> None:
        kept[name] = jobs[name]()

    recorded = {name: partial(record, name) for name in jobs}
    taken = medians(recorded, rounds, title)
    reference, first = kept[whole], next(iter(kept))
    apart = {name: float(np.abs(found - reference).max()) for name, found in kept.items()}
    assert max(apart.values()) < CURVE_TOLERANCE, f"the power curves differ: {apart}"
    fits = f"{len(EFFECTS) * STUDIES:,}"
    lines = [
        *(f"### {title}, median of {rounds}", ""),
        "Simulation is timed in all. `power_curve` draws three numbers a study, the others whole panels.",
        f"Without the short cut each study is fitted at each effect, {fits} fits; with it each study is",
        "fitted once and the effect is added to its estimate. The last column compares with the second row,",
        "whose draws all but `power_curve` share.",
        *("", "| Program | s | Ratio | Power off by at most |", "|---|--:|--:|--:|"),
    ]
    for name, milliseconds in taken.items():
        ratio = milliseconds / taken[first]
        lines.append(f"| {name} | {milliseconds / 1000:.3g} | {ratio:,.0f} | {apart[name]:.3f} |")
    return [*lines, ""]


def _require() -> None:
    """Stop with a sentence if a library is not there."""
    missing = [name for name, module in LIBRARIES.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise SystemExit(MISSING.format(names=", ".join(missing)))


def _load() -> str:
    return ", ".join(f"{each:.2f}" for each in os.getloadavg())


def _heading(panel: Panel) -> list[str]:
    units, periods = panel.y.shape
    versions = [f"{name} {version(name)}" for name in ("numpy", "pandas", *LIBRARIES)]
    return [
        f"Estimators on a synthetic panel, {units} units by {periods} months.",
        f"Python {sys.version.split()[0]}, {', '.join(versions)}; {os.cpu_count()} cores. Load average",
        f"before: {_load()}. Wall time; ratios to {OURS}. Standard errors are clustered by unit.",
        "",
    ]


def _print(lines: list[str]) -> None:
    """Write a part of the report at once: the whole takes many minutes."""
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def main() -> None:
    """Print the report as Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few rounds")
    fits, loops = (7, 1) if parser.parse_args().quick else (25, 3)
    _require()
    panel = make_panel()
    each = programs(panel)
    repeated = _fastest(each["two_by_two"])
    _print(_heading(panel))
    _print(one_fit("Two by two, one fit", each["two_by_two"], panel.y, fits))
    _print(one_fit("Staggered starts, two-way fixed effects", each["fixed_effects"], panel.y, fits))
    _print(one_fit("Staggered starts, Callaway and Sant'Anna", each["staggered"], panel.y, fits))
    _print(replications(panel, repeated, loops))
    _print(power(panel, repeated, loops))
    _print([f"Load average after: {_load()}."])


if __name__ == "__main__":
    main()
