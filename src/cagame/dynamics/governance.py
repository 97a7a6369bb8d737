"""Governance: the liberal-democracy index, moved on the logit scale."""

from __future__ import annotations

from cagame.axes import Array, Flags, logistic, logit


def governance(
    current: Array,
    initial: Array,
    path: Array,
    last_path: Array,
    impulse: Array,
    adjustment: Array,
) -> Array:
    """Governance one year on, (state, world), 0 to 1.

    ``logit H = logit H_2007 + path + (1 - adjustment) * away + impulse`` where ``away = logit
    H_last - logit H_2007 - last_path``: the domestic, dated path carries most of the change and
    acts in its own years (E152, E428); what outside pressure adds fades.

    >>> import numpy as np
    >>> half, away = np.array([[0.5]]), np.array([[0.7311]])
    >>> governance(half, half, 0 * half, 0 * half, 0 * half, np.array([0.2])).tolist()
    [[0.5]]
    >>> governance(away, half, 0 * half, 0 * half, 0 * half, np.array([0.2])).round(3).tolist()
    [[0.69]]
    """
    start = logit(initial)
    away = logit(current) - start - last_path
    return logistic(start + path + (1 - adjustment) * away + impulse)


def outside_impulse(
    values_gain: Array,
    leverage: Array,
    rival_security: Array,
    union_security: Array,
    effects: tuple[Array, Array, Array, Array],
) -> Array:
    """Push on governance from outside, (state, world), logit units.

    ``q_V * change in EU values bandwidth + q_K * leverage - q_S * change in rivals' security
    bandwidth - q_E * change in EU security bandwidth``. Leverage is conditionality times EU
    influence share times openness, above its 2007 value.

    Sources: E134, E149, E152, E219, E223 (values, leverage); E039, E190 (side effect of
    security help). Sizes assumed.
    """
    per_values, per_leverage, per_rival, per_union = effects
    return (
        per_values * values_gain
        + per_leverage * leverage
        - per_rival * rival_security
        - per_union * union_security
    )


def parliament_consents(governance: Array, benchmark: Array, threshold: Array) -> Flags:
    """Whether the European Parliament consents to a treaty, (state, world), True or False.

    Consent needs governance of at least ``threshold`` times the region's 2007 mean (E022).
    """
    return governance >= threshold * benchmark
