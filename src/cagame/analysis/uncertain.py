"""How far a number from some worlds may be from that of all worlds: intervals and sizes.

All intervals are for 95 %. They take worlds as independent draws; a Latin hypercube or Sobol
design spreads worlds more evenly than that, so that the intervals are on the wide side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr, bdtrik, ndtri, stdtrit

if TYPE_CHECKING:
    from cagame.axes import Array

#: The usual level of confidence, and the normal quantile that belongs to it.
CONFIDENCE = 0.95
NORMAL = float(ndtri((1 + CONFIDENCE) / 2))


def too_few(worlds: int, purpose: str) -> str:
    """Say that there are fewer worlds than something takes.

    >>> too_few(1, "a mean"), too_few(31, "shares")
    ('1 world is too few for a mean', '31 worlds are too few for shares')
    """
    return f"{worlds} {'world is' if worlds == 1 else 'worlds are'} too few for {purpose}"


def wilson(share: Array, number: int) -> tuple[Array, Array]:
    """Return the interval of a share that was seen in so many worlds.

    Unlike the simple interval, it stays between 0 and 1 and is not empty at either.
    Source: Wilson 1927, Journal of the American Statistical Association 22.

    >>> low, high = wilson(np.array([0.0, 0.5]), 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.237], [0.278, 0.763])
    """
    squared = NORMAL**2 / number
    middle = (share + squared / 2) / (1 + squared)
    half = NORMAL / (1 + squared) * np.sqrt((share * (1 - share) + squared / 4) / number)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def mean_interval(values: Array) -> tuple[Array, Array]:
    """Return the interval of the mean over the last axis, by Student's t.

    Not a number where a value is infinite.

    >>> low, high = mean_interval(np.array([1.0, 2.0, 3.0]))
    >>> round(float(low), 3), round(float(high), 3)
    (-0.484, 4.484)
    """
    number = values.shape[-1]
    error = finite_deviation(values) / np.sqrt(number)
    half = stdtrit(number - 1, (1 + CONFIDENCE) / 2) * error
    mean = finite_mean(values)
    return mean - half, mean + half


def median_interval(values: Array) -> tuple[Array, Array]:
    """Return the interval of the median over the last axis: two of the values, by their ranks.

    It assumes no distribution and bears infinities. Fewer than six values give no such interval:
    not a number. Source: Conover 1999, Practical Nonparametric Statistics, section 3.2.

    >>> low, high = median_interval(np.arange(1.0, 11.0))
    >>> float(low), float(high)
    (2.0, 9.0)
    """
    number = values.shape[-1]
    place = _places_outside(number)
    if place == 0:
        nothing = np.full(values.shape[:-1], np.nan)
        return nothing, nothing
    ordered = np.sort(values, axis=-1)
    return ordered[..., place - 1], ordered[..., number - place]


def _places_outside(number: int) -> int:
    """Return how many of the values on either side lie outside the interval of the median.

    The quantile of a binomial distribution with a half.
    """
    tail = (1 - CONFIDENCE) / 2
    found = bdtrik(tail, number, 0.5)
    above = 0 if np.isnan(found) else int(np.ceil(found))
    return above - 1 if above and bdtr(above - 1, number, 0.5) >= tail else above


def worlds_for_mean(deviation: Array, half_width: Array) -> Array:
    """Return how many worlds give the mean an interval of so much to either side.

    ``n = (z * deviation / half_width) ** 2``, rounded up. 0 where nothing varies.

    >>> worlds_for_mean(np.array([2.0, 0.0]), np.array([1.0, 1.0])).tolist()
    [16.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.ceil((NORMAL * deviation / half_width) ** 2)
    return np.where(deviation == 0, 0.0, needed)


def worlds_for_share(share: Array, number: int, half_width: float) -> Array:
    """Return how many worlds give a share an interval of so much to either side.

    ``n = z**2 * p * (1 - p) / half_width**2``, rounded up, with ``p`` in the middle of Wilson's
    interval, so that a share of 0 or 1 seen in few worlds does not pass for certain.

    >>> worlds_for_share(np.array([0.5]), 100, 0.1).tolist()
    [97.0]
    """
    squared = NORMAL**2 / number
    middle = (share + squared / 2) / (1 + squared)
    return np.ceil(NORMAL**2 * middle * (1 - middle) / half_width**2)


def finite_mean(values: Array) -> Array:
    """Return the mean over the last axis; not a number where a value is infinite.

    >>> finite_mean(np.array([[1.0, 2.0], [1.0, np.inf]])).tolist()
    [1.5, nan]
    """
    return np.asarray(np.mean(_blanked(values), axis=-1))


def finite_deviation(values: Array) -> Array:
    """Return the standard deviation over the last axis; not a number where one is infinite.

    >>> finite_deviation(np.array([1.0, 3.0])).round(4).tolist()
    1.4142
    """
    return np.asarray(np.std(_blanked(values), axis=-1, ddof=1))


def _blanked(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)
