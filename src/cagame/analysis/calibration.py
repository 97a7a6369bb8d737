"""History matching: which worlds are implausible beside observations, and what that narrows.

A world is judged by the distance between its path and the observed one, measured in the errors
that are allowed: an error of each observation, and a discrepancy of the model that adds up from
year to year like a random walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cagame.axes import Array

Indices = NDArray[np.intp]
#: The band whose width is compared before and after.
LEVELS = (0.05, 0.95)


def path_variance(
    years: Array, observation_error: float, discrepancy: float, *, started: bool
) -> Array:
    """Variance of observed minus modelled change along a path, (year, year).

    ``observation_error^2 * (1 on the diagonal, plus 1 where the start was observed too)
    + discrepancy^2 * min(years)``.

    Parameters
    ----------
    years : years since the start, (year)
    started : whether the start carries an observation error as well

    >>> path_variance(np.array([1.0, 2.0]), 0.0, 2.0, started=False).tolist()
    [[4.0, 4.0], [4.0, 8.0]]
    """
    observed = np.eye(len(years)) + float(started)
    strayed: Array = np.minimum.outer(years, years)
    return observation_error**2 * observed + discrepancy**2 * strayed


def squared_distance(residual: Array, variance: Array) -> Array:
    """Squared distance of each world's paths from the observed ones, in their errors, (world).

    Parameters
    ----------
    residual : (path, year, world), modelled minus observed change; unknown years are not numbers
    variance : (year, year)

    >>> residual = np.array([3.0, 4.0]).reshape(1, 2, 1)
    >>> squared_distance(residual, np.eye(2)).tolist()
    [25.0]
    """
    total = np.zeros(residual.shape[-1])
    for path in residual:
        known = np.isfinite(path).all(axis=-1)
        inverse = np.linalg.inv(variance[np.ix_(known, known)])
        total += np.sum(path[known] * np.tensordot(inverse, path[known], 1), axis=0)
    return total


def implausibility(distance: Array, good: float, evidence_weight: float) -> Array:
    """How many standard deviations each world lies behind a good one, (world).

    ``sqrt(evidence_weight * (distance - good))``, 0 for those that are better still.

    Parameters
    ----------
    distance : squared distances, (world)
    good : the distance of a good world
    evidence_weight : what one observation counts, because neighbours move together

    >>> implausibility(np.array([10.0, 26.0]), 10.0, 0.25).tolist()
    [0.0, 2.0]
    """
    behind: Array = np.sqrt(evidence_weight * np.maximum(distance - good, 0))
    return behind


def weights(implausible: Array, bound: float) -> Array:
    """Weight of each world, 0 beyond the bound; the rest fall as a normal density does.

    >>> weights(np.array([0.0, 4.0]), 3.0).tolist()
    [1.0, 0.0]
    """
    return np.where(implausible <= bound, np.exp(-(implausible**2) / 2), 0.0)


def effective_worlds(weight: Array) -> float:
    """How many equally weighted worlds tell as much: ``(sum w)^2 / sum w^2`` (Kish 1965).

    >>> effective_worlds(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    return float(weight.sum() ** 2 / np.sum(weight**2))


def width(points: Array, weight: Array) -> Array:
    """Width of the middle 90 % of each number on its prior's own scale, over the prior's 0.9.

    Parameters
    ----------
    points : (number, world), quantiles of the prior, 0 to 1
    weight : (world)

    Returns
    -------
    (number), 1 where nothing was learnt
    """
    order = np.argsort(points, axis=1)
    ordered = np.take_along_axis(points, order, axis=1)
    reached = np.cumsum(weight[order], axis=1) / weight.sum()
    rows = np.arange(len(points))
    low, high = (ordered[rows, (reached >= level).argmax(axis=1)] for level in LEVELS)
    span: Array = (high - low) / (LEVELS[1] - LEVELS[0])
    return span


def resample(weight: Array, count: int) -> Indices:
    """Return indices of worlds in proportion to their weight, evenly spaced: no chance is used.

    >>> resample(np.array([1.0, 3.0]), 4).tolist()
    [0, 1, 1, 1]
    """
    places = (np.arange(count) + 0.5) / count
    chosen: Indices = np.searchsorted(np.cumsum(weight) / weight.sum(), places)
    return chosen
