"""What each actor gets out of the game: changes since the last year before the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cagame.axes import Array


@dataclass(frozen=True)
class Gains:
    """Log changes of regional figures since the base year, each (world) unless said otherwise.

    ``trade``, ``influence`` (patron, world); ``budget`` (patron, world), log of budget over base.
    """

    trade: Array
    influence: Array
    budget: Array
    governance: Array
    resilience: Array
    russian_security: Array
    chinese_investment: Array
    neighbours_resilience: Array
    gap: Array


def union_payoff(
    gains: Gains, patron: int, weights: tuple[Array, Array, Array, Array, Array]
) -> Array:
    """Payoff of the EU, (world): trade, influence, governance and resilience, less cost."""
    trade, influence, governance, resilience, cost = weights
    payoff: Array = (
        trade * gains.trade[patron]
        + influence * gains.influence[patron]
        + governance * gains.governance
        + resilience * gains.resilience
        - cost * gains.budget[patron]
    )
    return payoff


def russian_payoff(
    gains: Gains, patron: int, weights: tuple[Array, Array, Array, Array, Array, Array]
) -> Array:
    """Payoff of Russia, (world): influence, security and trade, less being overtaken and cost.

    ``gap`` is the mean of ``max(0, max(phi_EU, phi_CN) - phi_RU)`` over states.
    """
    influence, security, trade, gap, gap_scale, cost = weights
    payoff: Array = (
        influence * gains.influence[patron]
        + security * gains.russian_security
        + trade * gains.trade[patron]
        - gap * gains.gap / gap_scale
        - cost * gains.budget[patron]
    )
    return payoff


def chinese_payoff(
    gains: Gains, patron: int, weights: tuple[Array, Array, Array, Array, Array]
) -> Array:
    """Payoff of China, (world): trade, investment, calm neighbours and influence, less cost."""
    trade, investment, resilience, influence, cost = weights
    payoff: Array = (
        trade * gains.trade[patron]
        + investment * gains.chinese_investment
        + resilience * gains.neighbours_resilience
        + influence * gains.influence[patron]
        - cost * gains.budget[patron]
    )
    return payoff


def state_payoffs(
    output: Array,
    resilience: Array,
    autonomy: Array,
    regime_cost: Array,
    rent: Array,
    weights: tuple[Array, Array, Array],
) -> Array:
    """Payoff of each Central Asian state, (state, world).

    Log changes of output, resilience and autonomy; ``regime_cost`` is
    ``w_R * kappa * (1 - H) * phi_EU``; ``rent`` the price of access it can ask (E119).
    """
    for_output, for_resilience, for_autonomy = weights
    return (
        for_output * output
        + for_resilience * resilience
        + for_autonomy * autonomy
        - regime_cost
        + rent
    )


def log_change(now: Array, base: Array) -> Array:
    """``ln(now / base)``, 0 where both are 0; a vanished quantity counts as a tiny one."""
    smallest = np.finfo(float).tiny
    return np.log(np.maximum(now, smallest) / np.maximum(base, smallest))
