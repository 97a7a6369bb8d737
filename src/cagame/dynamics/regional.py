"""Ties between the Central Asian states, pair by pair."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, logistic, logit


def programme_reach(spending: Array, scale: Array) -> Array:
    """Reach of regional programmes: ``1 - exp(-spending / scale)``, (world), 0 to 1.

    ``spending`` and ``scale`` in EUR m a year for each state (E158, E200).
    """
    return -np.expm1(-spending / scale)


def regional_ties(current: Array, initial: Array, push: Array, adjustment: Array) -> Array:
    """Regional ties one year on, (pair, world), 0 to 1.

    ``logit R += adjustment * (logit R_2007 + push - logit R)``; ``push`` (pair, world) gathers
    opening on either side and programmes (E153, E154, E427), rapprochement, less water stress in
    a drought (E043, E157) and border conflict (E156).
    """
    level = logit(current)
    return logistic(level + adjustment * (logit(initial) + push - level))


def by_state(regional_tie: Array, pairs: tuple[tuple[int, int], ...], states: int) -> Array:
    """Mean tie of each state with the others, (state, world), from (pair, world).

    >>> ties = np.array([[0.2], [0.4], [0.6]])
    >>> by_state(ties, ((0, 1), (0, 2), (1, 2)), 3).round(12).ravel().tolist()
    [0.3, 0.4, 0.5]
    """
    sums = np.zeros((states, regional_tie.shape[-1]))
    for row, (one, other) in enumerate(pairs):
        sums[one] += regional_tie[row]
        sums[other] += regional_tie[row]
    return sums / (states - 1)
