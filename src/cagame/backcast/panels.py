"""Observations cut into series to forecast, and how the model moves along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from cagame.evidence.observations import read_comparisons, read_errors
from cagame.model import shared_evidence

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.evidence.observations import Comparison
    from cagame.facts import History

#: What forecasts need of a history.
NAMES = ("trade_share", "influence", "governance")
#: Points of a normal distribution that stand for the model's error in each world.
ERROR_POINTS = 9


@dataclass(frozen=True)
class Panel:
    """One series to forecast: what is known up to the last fitted year, and what came after.

    Attributes
    ----------
    comparison : series and quantity
    places : (state, partner) of each row
    past : (row, year) on the comparison's scale, up to the last fitted year
    later : (row, year) in the series' unit; not a number where nothing was observed
    years : the years of ``later``
    """

    comparison: Comparison
    places: tuple[tuple[str, str], ...]
    past: Array
    later: Array
    years: tuple[int, ...]


def panels_of(shipped: pd.DataFrame, given: pd.DataFrame, fit_to: int) -> tuple[list[Panel], int]:
    """Cut the observations into series to forecast; count those without a year to start from."""
    states = shared_evidence().axes.states
    key = ["series", "state", "partner", "year"]
    known = pd.concat([shipped, given]).drop_duplicates(key)
    known, later = known[known["year"] <= fit_to], given[given["year"] > fit_to]
    panels, left_out = [], 0
    for comparison in read_comparisons().values():
        if not comparison.scored:
            continue
        partners = comparison.partners or ("",)
        wide = [
            rows[
                (rows["series"] == comparison.series)
                & rows["state"].isin(states)
                & rows["partner"].isin(partners)
            ].pivot_table(index=["state", "partner"], columns="year", values="value")
            for rows in (known, later)
        ]
        started = wide[0].index if fit_to not in wide[0] else wide[0][fit_to].dropna().index
        rows = wide[1].index.intersection(started if fit_to in wide[0] else [])
        left_out += int(wide[1].notna().sum().sum() - wide[1].loc[rows].notna().sum().sum())
        if len(rows):
            before = wide[0].loc[rows].reindex(columns=range(int(known["year"].min()), fit_to + 1))
            after_ = wide[1].loc[rows].dropna(axis=1, how="all")
            panels.append(
                Panel(
                    comparison,
                    tuple(rows),
                    comparison.scaled(before.to_numpy(float)),
                    after_.to_numpy(float),
                    tuple(int(each) for each in after_.columns),
                )
            )
    return panels, left_out


def with_error(panel: Panel, history: History, fit_to: int) -> tuple[Array, int]:
    """Return the model's forecasts with its error, (row, year, member), and members per world."""
    comparison = panel.comparison
    ahead = np.array(panel.years, float) - fit_to
    moved = panel.past[:, -1][:, None, None] + changes(panel, history, fit_to)
    deviation = np.sqrt(read_errors().variance(comparison.series, ahead))
    points = ndtri((np.arange(ERROR_POINTS) + 0.5) / ERROR_POINTS)
    around = moved[..., None] + deviation[:, None, None] * points
    return comparison.unscaled(around.reshape(*moved.shape[:2], -1)), ERROR_POINTS


def changes(panel: Panel, history: History, fit_to: int) -> Array:
    """Return the model's change since the last fitted year, (row, year, world), on the scale."""
    rows = []
    for state, partner in panel.places:
        place = (partner, state) if partner else (state,)
        years = [history.at(year, panel.comparison.quantity, *place) for year in panel.years]
        base = history.at(fit_to, panel.comparison.quantity, *place)
        rows.append(panel.comparison.scaled(np.stack(years)) - panel.comparison.scaled(base))
    return np.stack(rows)
