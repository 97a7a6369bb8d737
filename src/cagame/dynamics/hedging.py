"""How a Central Asian state judges its patrons and how far it opens to each.

A state opens to whoever offers prosperity and security, and closes to whoever grows too large
or asks for too much (E193, E225).
"""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, logistic, logit, total


def offer(
    effort: Array, reference: Array, productivity: Array, effectiveness: Array, returns: Array
) -> Array:
    """What a patron's effort amounts to in tie units, (patron, state, channel, world).

    ``d = productivity * effectiveness * (effort / reference)^returns``. Rises with effort, with
    diminishing returns.

    Parameters
    ----------
    effort : (patron, state, channel, world), EUR m a year
    reference : (state, world), EUR m a year that count as one unit of effort there
    productivity : (patron, state, channel, world), tie per unit
    effectiveness : (patron, world); an assumption that history does not identify
    returns : (world), 0 to 1

    Sources: E141, E149, E152, E171, E172; sizes assumed.
    """
    relative = effort / reference[:, None]
    return productivity * effectiveness[:, None, None] * np.power(relative, returns)


def prosperity_offer(material: Array) -> Array:
    """Saturating value of trade, investment, aid and mobility offers: ``1 - exp(-sum d)``.

    >>> prosperity_offer(np.array([0.0])).tolist()
    [0.0]
    """
    return -np.expm1(-material)


def security_offer(offered: Array, threat: Array, sharpness: Array) -> Array:
    """Value of security help, in proportion to the threat: ``threat * (1 - exp(-sharpness d))``.

    Sources: E041, E165, E180.
    """
    return threat * -np.expm1(-sharpness * offered)


def utility(
    prosperity: Array,
    security: Array,
    influence_share: Array,
    conditionality: Array,
    governance: Array,
    rent: Array,
    weights: tuple[Array, Array, Array, Array],
    patrons: int | None = None,
) -> Array:
    """Utility of opening to each patron, (patron, world).

    ``u = w_P pi + w_S sec - w_A max(0, phi - 1/n) - w_R kappa (1 - H) + rent``: prosperity and
    security attract, a patron beyond its even share of influence repels, conditions cost the
    regime more the less freely it governs.

    Parameters
    ----------
    prosperity, security, influence_share, conditionality, rent : (patron, world)
    governance : (world), 0 to 1
    weights : what the state cares about: prosperity, security, autonomy, regime; each (world)
    patrons : n, those carved out of another one not counted; all unless given

    Sources: E037, E038, E119, E120, E193, E225.
    """
    for_prosperity, for_security, for_autonomy, for_regime = weights
    even = 1 / (patrons or influence_share.shape[0])
    gained: Array = (
        for_prosperity * prosperity
        + for_security * security
        - for_autonomy * np.maximum(influence_share - even, 0)
        - for_regime * conditionality * (1 - governance)
        + rent
    )
    return gained


def openness(
    current: Array,
    initial: Array,
    gain: Array,
    push: Array,
    sharpness: Array,
    inertia: Array,
    substitution: Array,
) -> Array:
    """Openness to each patron after one year, (patron, world), 0 to 1.

    ``o += inertia * (logistic(logit(o_2007) + sharpness * gain + push - crowding) - o)`` where
    ``crowding = substitution * sum_q!=p (o_q - o_q,2007)``: opening to one patron may close a
    little to the others.

    Parameters
    ----------
    current, initial : (patron, world)
    gain : (patron, world), utility above the 2007 reference
    push : (patron, world), reform and stance, logit units

    >>> o = np.array([[0.5]])
    >>> openness(o, o, np.array([[1.0]]), 0 * o, *np.array([[2.0], [0.5], [0.0]])).round(4).tolist()
    [[0.6904]]
    """
    opened = current - initial
    crowding = substitution * (total(opened, 0) - opened)
    desired = logistic(logit(initial) + sharpness * gain + push - crowding)
    return current + inertia * (desired - current)
