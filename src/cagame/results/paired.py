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
    found = places(values)
    ranks = range(1, values.shape[0] + 1)
    return np.stack([np.mean(found == rank, axis=-1) for rank in ranks], axis=-1)


def places(values: Array) -> Array:
    """Return the place of each variant, (variant, ...): 1 for the highest value.

    Equal values share the better place. What is not a number has no place and takes none away.

    >>> places(np.array([3.0, 2.0, 3.0, np.nan, 1.0])).tolist()
    [1.0, 3.0, 1.0, nan, 4.0]
    """
    ahead = np.stack([np.sum(values > own, axis=0) for own in values]) + 1.0
    return np.where(np.isnan(values), np.nan, ahead)


def rank_agreement(first: Array, second: Array) -> float:
    """Return Kendall's tau-b of two orders, (variant): 1 for the same, -1 for the opposite.

    Not a number where one of them has no order at all (Kendall 1945).

    >>> rank_agreement(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])).__round__(3)
    0.333
    """
    upper = np.triu_indices(len(first), 1)
    signs = [np.sign(each[:, None] - each)[upper] for each in (first, second)]
    untied = np.sqrt(np.prod([np.abs(sign).sum() for sign in signs]))
    return float(np.dot(*signs) / untied) if untied else float("nan")
