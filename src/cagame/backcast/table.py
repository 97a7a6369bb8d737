"""The simulated past as a table, and statistics put into its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.backcast import COLUMNS, PLAIN, WEIGHTED, Quantity, quantile_table, with_region
from cagame.simulation import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.evidence.observations import Comparison
    from cagame.facts import History

BY_PARTNER = ("trade_share", "influence", "influence_share", "alignment", "openness")
#: What the table needs of a history.
NAMES = (*BY_PARTNER, "tie", "governance", "output", "labour_share", "regional_tie", "trade_weight")
OBSERVED = ("year", "state", "partner", "quantity", "value", "series")


def backcast_table(history: History, exposure: np.ndarray) -> pd.DataFrame:
    """Return the simulated past, with the columns of ``backcast.csv``.

    Parameters
    ----------
    history : all of `NAMES`
    exposure : remittance exposure, (state, world)
    """
    states = (*history.axes.states, PLAIN, WEIGHTED)
    weight = history.series["trade_weight"]
    parts = []
    for quantity in _quantities(history, exposure):
        whole = Quantity(quantity.name, with_region(quantity.values, weight), quantity.partners)
        parts.append(quantile_table(whole, FIRST_YEAR, states))
    pairs = np.expand_dims(history.series["regional_tie"], 1)
    ties = Quantity("regional_ties", np.concatenate([pairs, pairs.mean(-2, keepdims=True)], -2))
    parts.append(quantile_table(ties, FIRST_YEAR, (*history.axes.pairs, PLAIN)))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _quantities(history: History, exposure: np.ndarray) -> Iterator[Quantity]:
    axes, series = history.axes, history.series
    for name in BY_PARTNER:
        yield Quantity(name, series[name], axes.patrons)
    for k, channel in enumerate(axes.channels):
        yield Quantity(f"tie_{channel}", series["tie"][:, :, :, k], axes.patrons)
    yield Quantity("governance", series["governance"][:, None])
    yield Quantity("prosperity", np.exp(series["output"])[:, None])
    russian = series["labour_share"][:, axes.index("RU")]
    yield Quantity("remittance_exposure", (exposure * russian)[:, None])


def observations_table(
    observations: pd.DataFrame,
    comparisons: Mapping[str, Comparison],
    backcast: pd.DataFrame,
) -> pd.DataFrame:
    """Return statistics in the model's terms: columns `OBSERVED`, from 2007 on.

    A series on another scale is multiplied so that its first year here meets the model's median
    of that year: only its change counts.
    """
    parts = []
    for comparison in comparisons.values():
        rows = observations[observations["series"] == comparison.series]
        rows = rows[rows["partner"].isin(comparison.partners or [rows["partner"].min()])]
        rows = rows[rows["year"] >= FIRST_YEAR].assign(quantity=comparison.quantity)
        if not comparison.partners:
            rows = rows.assign(partner="")
        if comparison.compared == "change":
            rows = _rebased(rows, backcast)
        parts.append(rows)
    return pd.concat(parts, ignore_index=True).assign(series="statistic")[list(OBSERVED)]


def _rebased(rows: pd.DataFrame, backcast: pd.DataFrame) -> pd.DataFrame:
    key = ["state", "partner", "quantity"]
    medians = backcast.set_index([*key, "year"])["median"]
    first = rows.sort_values("year").groupby(key, sort=False).first()
    factor = {
        (row.state, row.partner, row.quantity): medians.get(
            (row.state, row.partner, row.quantity, row.year), np.nan
        )
        / row.value
        for row in first.reset_index().itertuples()
    }
    return rows.assign(
        value=[
            row.value * factor[row.state, row.partner, row.quantity] for row in rows.itertuples()
        ]
    )
