"""How good a forecast was, and what simple rules would have forecast.

Forecasts are ensembles: equally or unequally weighted members, on the last axis. The simple
rules work on a panel: one row for each series, one column for each year, on the scale on which
changes are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cagame.axes import Array, Flags

#: Members by which a normal distribution is represented.
MEMBERS = 99
#: Fewest years from which a slope or a return to the mean can be told.
FEWEST_YEARS = 3
#: A share is taken to be at least this large.
TINY = 1e-9


@dataclass(frozen=True)
class Forecast:
    """Mean and standard deviation of each series in each year ahead, (series, year).

    A standard deviation that cannot be told is not a number.
    """

    mean: Array
    deviation: Array


def crps(members: Array, observed: Array, weight: Array | None = None) -> Array:
    """Continuous ranked probability score of ensembles, in the unit of what is forecast.

    ``E|X - y| - E|X - X'| / 2``, 0 for a certain and right forecast. Source: Gneiting and
    Raftery 2007.

    Parameters
    ----------
    members : (..., member)
    observed : (...)
    weight : (member), or all equal

    >>> float(crps(np.array([0.0, 2.0]), np.array(1.0)))  # 1 - 1/2
    0.5
    """
    share = _shares(members.shape[-1], weight)
    error = np.sum(share * np.abs(members - observed[..., None]), axis=-1)
    order = np.argsort(members, axis=-1)
    ordered = np.take_along_axis(members, order, axis=-1)
    parts = share[order]
    below = np.cumsum(parts, axis=-1)
    # The mean distance of two members: each gap counts for the pairs on its two sides.
    gaps = np.diff(ordered, axis=-1) * (below * (1 - below))[..., :-1]
    score: Array = error - np.sum(gaps, axis=-1)
    return score


def quantile(members: Array, level: float, weight: Array | None = None) -> Array:
    """Return the smallest member with at least this share of the weight up to it, (...)."""
    share = _shares(members.shape[-1], weight)
    order = np.argsort(members, axis=-1)
    ordered = np.take_along_axis(members, order, axis=-1)
    reached = np.cumsum(share[order], axis=-1) >= level - 1e-12
    return np.take_along_axis(ordered, reached.argmax(axis=-1)[..., None], axis=-1)[..., 0]


def coverage(members: Array, observed: Array, level: float, weight: Array | None = None) -> Flags:
    """Whether the middle band of this share of the ensemble holds the observation, (...)."""
    low = quantile(members, (1 - level) / 2, weight)
    high = quantile(members, (1 + level) / 2, weight)
    return (low <= observed) & (observed <= high)


def normal_members(forecast: Forecast) -> Array:
    """Represent normal forecasts by equally likely members, (series, year, member)."""
    steps: Array = ndtri((np.arange(MEMBERS) + 0.5) / MEMBERS)
    spread = np.nan_to_num(forecast.deviation)
    return forecast.mean[..., None] + spread[..., None] * steps


def persistence(past: Array, ahead: int) -> Forecast:
    """Forecast that all stays as in the last year, with the spread of past yearly changes.

    Parameters
    ----------
    past : (series, year); the last year must be known
    ahead : years to forecast

    >>> persistence(np.array([[0.0, 1.0, 0.0]]), 2).mean.tolist()
    [[0.0, 0.0]]
    """
    return _walk(past, np.zeros(len(past)), ahead)


def trend(past: Array, ahead: int) -> Forecast:
    """Forecast that each series goes on as it went, on average, from its first to its last year.

    Over short series this beats the slope of a fitted line.

    >>> trend(np.array([[1.0, 2.5, 3.0]]), 2).mean.tolist()
    [[4.0, 5.0]]
    """
    return _walk(past, np.array([_slope(series) for series in past]), ahead)


def share_trend(shares: Array, whole: Sequence[str], ahead: int) -> Array:
    """Forecast shares by a trend of the logarithm of all parts of a whole, then scaled to sum to 1.

    The part that no series names, the rest, has a trend too.

    Parameters
    ----------
    shares : (series, year), 0 to 1
    whole : (series), the whole that each is a part of

    Returns
    -------
    (series, year ahead)

    >>> share_trend(np.array([[0.5, 0.5, 0.5]]), ["KZ"], 1).tolist()
    [[0.5]]
    """
    forecast = np.empty((len(shares), ahead))
    steps = np.arange(1, ahead + 1)
    for name in dict.fromkeys(whole):
        rows = [i for i, each in enumerate(whole) if each == name]
        rest = 1 - shares[rows].sum(axis=0, keepdims=True)
        parts = np.log(np.maximum(np.concatenate([shares[rows], rest]), TINY))
        slope = np.array([_slope(series) for series in parts])
        grown = np.exp(parts[:, -1:] + slope[:, None] * steps)
        forecast[rows] = (grown / grown.sum(axis=0))[:-1]
    return forecast


def mean_reversion(past: Array, ahead: int) -> Forecast:
    """Forecast that each series returns to its own mean, all at one rate that is fitted.

    ``x(t+1) - m = rate * (x(t) - m)``, the rate between 0 and 1.
    """
    if _known(past) < FEWEST_YEARS:
        return _unknown(past, ahead)
    middle = np.nanmean(past, axis=1, keepdims=True)
    apart = past - middle
    before, after = apart[:, :-1], apart[:, 1:]
    both = np.isfinite(before) & np.isfinite(after)
    squares = float(np.sum(before[both] ** 2))
    rate = np.clip(np.sum(before[both] * after[both]) / squares, 0, 1) if squares else 0.0
    left = after[both] - rate * before[both]
    deviation = float(np.sqrt(np.mean(left**2)))
    steps = np.arange(1, ahead + 1)
    mean = middle + apart[:, -1:] * rate**steps
    growing = np.sqrt(np.cumsum(rate ** (2 * (steps - 1.0))))
    return Forecast(mean, np.broadcast_to(deviation * growing, mean.shape))


#: The simple rules, by the name readers are shown.
RULES: dict[str, Callable[[Array, int], Forecast]] = {
    "persistence": persistence,
    "linear trend": trend,
    "mean reversion": mean_reversion,
}


def _walk(past: Array, slope: Array, ahead: int) -> Forecast:
    steps = np.arange(1, ahead + 1)
    mean = past[:, -1:] + slope[:, None] * steps
    changes = np.diff(past, axis=1) - slope[:, None]
    known = changes[np.isfinite(changes)]
    deviation = float(np.sqrt(np.mean(known**2))) if known.size else np.nan
    return Forecast(mean, np.broadcast_to(deviation * np.sqrt(steps), mean.shape))


def _slope(series: Array) -> float:
    known = np.flatnonzero(np.isfinite(series))
    if known.size < FEWEST_YEARS:
        return np.nan
    first, last = known[0], known[-1]
    return float((series[last] - series[first]) / (last - first))


def _known(past: Array) -> int:
    return int(np.isfinite(past).sum(axis=1).max(initial=0))


def _unknown(past: Array, ahead: int) -> Forecast:
    nothing = np.full((len(past), ahead), np.nan)
    return Forecast(nothing, nothing)


def _shares(members: int, weight: Array | None) -> Array:
    if weight is None:
        return np.full(members, 1 / members)
    shares: Array = weight / weight.sum()
    return shares
