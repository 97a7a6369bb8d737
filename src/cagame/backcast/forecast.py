"""Forecasts of observations later than a year, scored beside simple rules.

The model starts in 2007. What it forecasts is change: each forecast starts from the observation
of the last fitted year and moves, on the scale of the comparison, as the model does from there.
Dated events of later years are unknown to it, except in the row that says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.score import (
    RULES,
    coverage,
    crps,
    normal_members,
    quantile,
    share_trend,
)
from cagame.backcast.panels import NAMES, Panel, changes, panels_of, with_error
from cagame.backcast.past import SWITCHES, Switch, after, ensemble, simulate
from cagame.errors import InputError
from cagame.evidence.observations import read_observations
from cagame.facts.table import NO_EFFECT
from cagame.model import shared_evidence
from cagame.simulation import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cagame.axes import Array
    from cagame.facts import History

#: The model as a forecaster: drawn numbers alone; with its error; told of later events; without
#: any effect of policy.
MODEL, WITH_ERROR, TOLD = "model", "model, with its error", "model, told of events"
NO_POLICY = "model, policy idle"
PERSISTENCE, TREND = "persistence", "linear trend"
BANDS = (0.5, 0.9)
#: Errors closer than this share of each other count as equal.
EVEN = 0.01


@dataclass(frozen=True)
class Scores:
    """How forecasts did.

    Attributes
    ----------
    table : columns quantity, forecaster, year (0: all), observations, mean_absolute_error,
        crps, coverage_50, coverage_90
    forecasts : every single forecast: quantity, state, partner, year, forecaster, observed,
        median and the middle half and 90 %
    fit_to : last year used for fitting
    left_out : observations without a value in the last fitted year to start from
    worlds, seed : the ensemble
    """

    table: pd.DataFrame
    forecasts: pd.DataFrame
    fit_to: int
    left_out: int
    worlds: int
    seed: int

    def verdicts(self) -> tuple[str, ...]:
        """Say plainly, for each quantity, whether the model beats persistence."""
        whole = self.table[self.table["year"] == 0].set_index(["quantity", "forecaster"])
        return tuple(
            _verdict(quantity, whole.loc[quantity])
            for quantity in dict.fromkeys(whole.index.get_level_values(0))
        )


def score(
    table: str | Path | None = None,
    fit_to: int | None = None,
    worlds: int = 1000,
    seed: int = 1,
) -> Scores:
    """Score forecasts of the observations after a year.

    Parameters
    ----------
    table : later observations, in the form of ``statistics.csv``; the shipped ones unless given
    fit_to : last year used for fitting; by default the last of the shipped statistics
    worlds, seed : the ensemble

    Raises
    ------
    InputError
        Where the table cannot be read or holds nothing to score.
    """
    shipped = read_observations()
    given = shipped if table is None else read_observations(table)
    year = int(shipped["year"].max()) if fit_to is None else fit_to
    if year < FIRST_YEAR:
        message = f"the model starts in {FIRST_YEAR}, so it cannot be fitted to {year}"
        raise InputError(message, remedy=f"Choose {FIRST_YEAR} or a later year for --fit-to.")
    panels, left_out = panels_of(shipped, given, year)
    if not panels:
        raise InputError(
            f"the table holds nothing to score after {year}",
            path=table,
            remedy="It needs later rows of trade_share, fbic_index or liberal_democracy, and a "
            "row of the last fitted year to start from; or choose an earlier --fit-to.",
        )
    last = max(max(panel.years) for panel in panels)
    histories = {
        MODEL: _simulated(worlds, seed, last, Switch("forecast", "", silences=after(year))),
        TOLD: _simulated(worlds, seed, last, SWITCHES[0]),
        NO_POLICY: _simulated(worlds, seed, last, Switch("idle", "", NO_EFFECT, after(year))),
    }
    frames = [
        frame
        for panel in panels
        for name, members in _forecasters(panel, histories, year)
        if (frame := _frame(panel, name, members)) is not None
    ]
    forecasts = pd.concat(frames, ignore_index=True)
    return Scores(_scored(forecasts), forecasts, year, left_out, worlds, seed)


def _simulated(worlds: int, seed: int, last: int, switch: Switch) -> History:
    evidence = shared_evidence()
    return simulate(evidence, ensemble(evidence, worlds, seed, switch), last, NAMES)


def _forecasters(
    panel: Panel, histories: Mapping[str, History], fit_to: int
) -> Iterator[tuple[str, Array]]:
    """Yield name and ensemble, (row, year, member) in the series' unit, of each forecaster."""
    comparison = panel.comparison
    ahead = np.array(panel.years) - fit_to
    start = panel.past[:, -1][:, None, None]
    for name, history in histories.items():
        moved = start + changes(panel, history, fit_to)
        yield name, comparison.unscaled(moved)
        if name == MODEL:
            yield WITH_ERROR, with_error(panel, history, fit_to)[0]
    for name, rule in RULES.items():
        forecast = rule(panel.past, int(ahead.max()))
        if name == TREND and comparison.partners and comparison.scale == "log-odds":
            shares = comparison.unscaled(panel.past)
            states = [state for state, _ in panel.places]
            together = share_trend(shares, states, int(ahead.max()))
            forecast = replace(forecast, mean=comparison.scaled(together))
        yield name, comparison.unscaled(normal_members(forecast)[:, ahead - 1])


def _frame(panel: Panel, name: str, members: Array) -> pd.DataFrame | None:
    """Return every forecast of one forecaster that has an observation; None if it has none."""
    if np.isnan(members).all():
        return None
    known = np.isfinite(panel.later) & np.isfinite(members[..., 0])
    row, column = np.nonzero(known)
    members, observed = members[known], panel.later[known]
    certain = np.ptp(members, axis=-1).max() == 0
    columns = {
        "quantity": panel.comparison.title,
        "series": panel.comparison.series,
        "state": [panel.places[i][0] for i in row],
        "partner": [panel.places[i][1] for i in row],
        "year": [panel.years[i] for i in column],
        "forecaster": name,
        "observed": observed,
        "median": quantile(members, 0.5),
        "crps": crps(members, observed),
    }
    for band in BANDS:
        percent = f"{100 * band:.0f}"
        columns[f"low_{percent}"] = quantile(members, (1 - band) / 2)
        columns[f"high_{percent}"] = quantile(members, (1 + band) / 2)
        # A forecast without a spread has no band to speak of.
        hit = coverage(members, observed, band).astype(float)
        columns[f"within_{percent}"] = np.full(len(observed), np.nan) if certain else hit
    return pd.DataFrame(columns)


def _scored(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Average single forecasts over all years (year 0) and by year."""
    error = (forecasts["median"] - forecasts["observed"]).abs()
    rows = forecasts.assign(error=error)
    rows = pd.concat([rows.assign(year=0), rows])
    grouped = rows.groupby(["quantity", "forecaster", "year"], sort=False)
    return grouped.agg(
        observations=("error", "size"),
        mean_absolute_error=("error", "mean"),
        crps=("crps", "mean"),
        coverage_50=("within_50", "mean"),
        coverage_90=("within_90", "mean"),
    ).reset_index()


def _verdict(quantity: str, scores: pd.DataFrame) -> str:
    error = scores["mean_absolute_error"]
    rules = error[[name for name in RULES if name in error.index]]
    best = str(rules.idxmin())
    said = f"{quantity}: the model {_against(error[MODEL], error[PERSISTENCE])} persistence"
    said += f" (mean absolute error {error[MODEL]:.4f} against {error[PERSISTENCE]:.4f})"
    if best != PERSISTENCE:
        said += f" and {_against(error[MODEL], error[best])} the {best} ({error[best]:.4f})"
    said += f"; told of later events its error is {error[TOLD]:.4f}"
    said += f", and without any effect of policy {error[NO_POLICY]:.4f}."
    ranked = scores["crps"]
    verb = _against(ranked[WITH_ERROR], ranked[PERSISTENCE])
    said += f" By ranked probability score the model with its error {verb} persistence"
    return f"{said} ({ranked[WITH_ERROR]:.4f} against {ranked[PERSISTENCE]:.4f})."


def _against(own: float, other: float) -> str:
    """Say how an error compares.

    >>> _against(0.5, 1.0), _against(1.0, 1.001), _against(2.0, 1.0)
    ('beats', 'does as well as', 'does not beat')
    """
    if abs(own - other) <= EVEN * other:
        return "does as well as"
    return "beats" if own < other else "does not beat"
