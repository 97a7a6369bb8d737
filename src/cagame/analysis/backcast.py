"""The past as a table: a row for each year, state, partner and quantity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from cagame.axes import Array

#: The region as a whole: the plain mean of its states, and by their weight in its trade.
PLAIN, WEIGHTED = "CA5", "CA5w"
COLUMNS = ("year", "state", "partner", "quantity", "median", "low", "high")
LEVELS = (0.5, 0.05, 0.95)


@dataclass(frozen=True)
class Quantity:
    """One quantity in all years, states and worlds.

    Attributes
    ----------
    name : what the table calls it
    values : (year, partner, state, world); without partners that axis has size 1
    partners : labels along the second axis; one empty label where there are none
    """

    name: str
    values: Array
    partners: tuple[str, ...] = ("",)


def with_region(values: Array, weight: Array) -> Array:
    """Add the region's plain and weighted mean behind the states.

    Parameters
    ----------
    values : (..., state, world)
    weight : (state, world), sums to 1 over states

    >>> with_region(np.array([[1.0], [4.0]]), np.array([[0.5], [0.5]])).ravel().tolist()
    [1.0, 4.0, 2.5, 2.5]
    """
    plain = values.mean(axis=-2, keepdims=True)
    weighted = (values * weight).sum(axis=-2, keepdims=True)
    return np.concatenate([values, plain, weighted], axis=-2)


def quantile_table(quantity: Quantity, first_year: int, states: tuple[str, ...]) -> pd.DataFrame:
    """Return median and 5 to 95 % over worlds, one row for each year, partner and state.

    Quantiles are values of single worlds, never interpolated ones.
    """
    years = range(first_year, first_year + len(quantity.values))
    rows = pd.MultiIndex.from_product(
        (years, quantity.partners, states), names=["year", "partner", "state"]
    )
    levels = np.quantile(quantity.values, LEVELS, axis=-1, method="inverted_cdf")
    median, low, high = (level.ravel() for level in levels)
    columns = {"quantity": quantity.name, "median": median, "low": low, "high": high}
    return pd.DataFrame(columns, index=rows).reset_index()[list(COLUMNS)]
