"""Output growth and resilience of the Central Asian states."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, logistic


def growth(trend: Array, trade: Array, investment: Array, losses: Array, bound: Array) -> Array:
    """Growth of output, (state, world), log a year.

    ``clip(trend + trade + investment - losses, -bound, bound)``. ``trade`` and ``investment``
    are effects of changes, never of levels; ``losses`` come from events that end.
    """
    return np.clip(trend + trade + investment - losses, -bound, bound)


def remittance_loss(
    sensitivity: Array, exposure: Array, share_in_russia: Array, slump: Array
) -> Array:
    """Growth lost to a Russian slump through remittances, (state, world) (E170, E171)."""
    return sensitivity * exposure * share_in_russia * slump


def threat(insecurity: Array, exposure: Array, recruitment: Array, share_in_russia: Array) -> Array:
    """Security threat to each state, (state, world), at least 0.

    Afghan insecurity in proportion to exposure (E041, E162), plus recruitment among migrants in
    Russia (E040, E318, E429).
    """
    return np.maximum(insecurity * exposure + recruitment * share_in_russia, 0)


def resilience(current: Array, target: Array, adjustment: Array) -> Array:
    """Resilience one year on: a fraction of the way to its target, (state, world), 0 to 1."""
    return current + adjustment * (target - current)


def resilience_target(
    supports: tuple[Array, ...],
    strains: tuple[Array, ...],
    support_weights: tuple[Array, ...],
    strain_weights: tuple[Array, ...],
) -> Array:
    """Resilience that a state tends to, (state, world): ``logistic(supports - strains)``.

    Supports are governance, prosperity, regional ties and security help; strains are threat and
    dependence on remittances (E017, E042, E044, E311). Each (state, world), 0 to 1.

    >>> one = np.ones((1, 1))
    >>> resilience_target((one,), (one,), (one,), (one,)).tolist()
    [[0.5]]
    """
    helped = sum((w * s for w, s in zip(support_weights, supports, strict=True)), np.zeros(1))
    strained = sum((w * s for w, s in zip(strain_weights, strains, strict=True)), np.zeros(1))
    return logistic(helped - strained)
