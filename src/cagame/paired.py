"""Arithmetic on worlds: paired differences, quantiles over worlds, and ranks within them.

Arrays end in the world axis; the axes before it are variant, external scenario and year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.axes import Array

#: Quantiles reported everywhere: median, the middle half, and 5 to 95 %.
QUANTILES = {"low": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "high": 0.95}


def paired_difference(values: Array, reference: Array) -> Array:
    """Return ``values - reference``, 0 where both are the same infinity.

    >>> paired_difference(np.array([3.0, np.inf]), np.array([1.0, np.inf])).tolist()
    [2.0, 0.0]
    """
    with np.errstate(invalid="ignore"):
        difference = values - reference
    return np.where(values == reference, 0.0, difference)


def quantiles(values: Array, names: Sequence[str] = tuple(QUANTILES)) -> Array:
    """Return quantiles over worlds by name, (name, ...): always observed values.

    No interpolation, so that they stay exact for infinities.

    >>> quantiles(np.array([1.0, 2.0, np.inf]), ["median"]).tolist()
    [2.0]
    """
    shares = [QUANTILES[name] for name in names]
    return np.quantile(values, shares, axis=-1, method="inverted_cdf")


def quantile_rows(values: Array, index: tuple[tuple[Any, ...], ...]) -> pd.DataFrame:
    """Return a row of quantiles for each (variant, external, year) of (..., world) values."""
    rows = pd.MultiIndex.from_product(index, names=["variant", "external", "year"])
    found = quantiles(values)
    columns = {name: found[i].ravel() for i, name in enumerate(QUANTILES)}
    return pd.DataFrame(columns, index=rows).reset_index()


def rank_probabilities(values: Array) -> Array:
    """Return how often each variant has each rank, (variant, ..., rank); the highest comes first.

    Ranks are taken within each world; equal values share the better rank.

    Parameters
    ----------
    values : (variant, ..., world)

    >>> rank_probabilities(np.array([[3.0, 1.0], [2.0, 2.0]])).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    from scipy.stats import rankdata  # noqa: PLC0415 (half a second that other tables do not need)

    ranks = rankdata(-values, method="min", axis=0)
    places = range(1, values.shape[0] + 1)
    return np.stack([np.mean(ranks == place, axis=-1) for place in places], axis=-1)
