"""The distributions that uncertain numbers are drawn from: quantiles and shares below a value.

A number's distribution peaks at its value in the tables, or is even, between its lowest and highest
value, on a plain, logarithmic or logit scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.evidence import Number

#: Lowest and highest value, or quantile, by number key.
Ranges = Mapping[str, tuple[float, float]]
Transform = Callable[[Any], Any]

SCALES: dict[str, tuple[Transform, Transform]] = {
    "": (lambda x: x, lambda x: x),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}


class _Scale(NamedTuple):
    """The scale a number is drawn on, and its range and peak there."""

    forward: Transform
    back: Transform
    low: float
    peak: float
    high: float
    even: bool


def _scale(number: Number) -> _Scale:
    kind = "log-triangular" if number.distribution.startswith("simplex") else number.distribution
    name, _, shape = kind.rpartition("-")
    forward, back = SCALES[name]
    low, peak, high = (float(forward(x)) for x in (number.low, number.value, number.high))
    return _Scale(forward, back, low, peak, high, shape == "uniform")


def quantile(number: Number, unit: Array) -> Array:
    """Map points of the unit interval to values of a number's distribution.

    ``triangular`` has its peak at the row's value; the ``log-`` and ``logit-`` forms are
    triangular or uniform on that scale, so that no draw leaves the row's range. Rows of a
    ``simplex`` are drawn log-triangular and normalised afterwards.
    """
    scale = _scale(number)
    if scale.even:
        drawn = scale.low + unit * (scale.high - scale.low)
    else:
        drawn = triangular(unit, scale.low, scale.peak, scale.high)
    # Back from a log scale, rounding may lead just outside.
    within: Array = np.clip(scale.back(drawn), number.low, number.high)
    return within


def narrowed(names: list[str], design: Array, spans: Ranges) -> Array:
    """Squeeze columns of a design into parts of the unit interval.

    Numbers are drawn independently of each other, so reading values off a squeezed column draws
    from the number's distribution within a range.

    Parameters
    ----------
    names : the numbers of the design
    design : (name, world), 0 to 1
    spans : lowest and highest quantile by name; names without one stay as they are

    >>> narrowed(["a", "b"], np.full((2, 1), 0.5), {"b": (0.2, 0.4)}).round(3).tolist()
    [[0.5], [0.3]]
    """
    squeezed = design.copy() if spans else design
    for name, (low, high) in spans.items():
        row = names.index(name)
        squeezed[row] = low + design[row] * (high - low)
    return squeezed


def cumulative(number: Number, value: float) -> float:
    """Return the share of a number's distribution that lies below a value; inverts `quantile`.

    The ends of the number's range give exactly 0 and 1.
    """
    scale = _scale(number)
    at = float(scale.forward(value))
    width, below, above = scale.high - scale.low, at - scale.low, scale.high - at
    if scale.even:
        return below / width
    if at < scale.peak:
        return below**2 / (width * (scale.peak - scale.low))
    return 1 - above**2 / (width * (scale.high - scale.peak)) if above > 0 else 1.0


def triangular(unit: Array, low: float, peak: float, high: float) -> Array:
    """Return quantiles of the triangular distribution between two ends, with its peak between.

    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    width = high - low
    rising = low + np.sqrt(unit * width * (peak - low))
    falling = high - np.sqrt((1 - unit) * width * (high - peak))
    return np.where(unit * width < peak - low, rising, falling)
