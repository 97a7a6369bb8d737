"""Where students and workers go."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, logit, share


def destinations(current: Array, initial: Array, pull: Array, adjustment: Array) -> Array:
    """Destination shares one year on, (patron, state, world); sums to 1 over patrons.

    ``s += adjustment * (share(s_2007 * exp(pull)) - s)``: a logit choice around the 2007 shares.
    Source: McFadden 1974; E170, E176, E183, E186.

    >>> half = np.full((2, 1, 1), 0.5)
    >>> pull = np.array([np.log(3), 0.0]).reshape(2, 1, 1)
    >>> destinations(half, half, pull, np.array([1.0])).round(12).ravel().tolist()
    [0.75, 0.25]
    """
    return current + adjustment * (share(initial * np.exp(pull), 0) - current)


def asylum_pressure(governance: Array, initial: Array, sensitivity: Array) -> Array:
    """Pressure to seek asylum, (state, world), at least 0: how far governance fell, logit units.

    ``sensitivity * max(0, logit H_2007 - logit H)`` (E177).
    """
    return sensitivity * np.maximum(logit(initial) - logit(governance), 0)
