"""What a year is worth to each actor, against the last year before the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean, total
from cagame.dynamics import influence, payoffs
from cagame.evidence import PARTNER_PAYOFF
from cagame.region.state import WorldArrays

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.region import Region
    from cagame.region.state import Moves, State


@dataclass
class Standing(WorldArrays):
    """Where everybody stands in a year, which is what payoffs compare.

    ``trade``, ``influence``, ``budget`` are (patron, world); ``output``, ``resilience`` and
    ``autonomy`` (state, world); ``partner_security`` and ``partner_investment`` (partner, world)
    of the partners that a study adds; the rest (world).
    """

    trade: Array
    influence: Array
    budget: Array
    output: Array
    resilience: Array
    autonomy: Array
    governance: Array
    russian_security: Array
    chinese_investment: Array
    gap: Array
    partner_security: Array
    partner_investment: Array


def standing(region: Region, state: State, moves: Moves, world_trade: Array) -> Standing:
    """Return where everybody stands at the end of a year."""
    axes, channel = region.axes, region.channel
    russia, china = axes.index("RU"), axes.index("CN")
    phi = state.influence_share
    own = state.bandwidth[axes.wholes :]
    overtaken = np.maximum(phi[region.union], phi[china]) - phi[russia]
    return Standing(
        trade=trade_volume(region, state, world_trade),
        influence=mean(phi, 1),
        budget=moves.budget.copy(),
        output=state.output,
        resilience=state.resilience,
        autonomy=influence.diversity(phi),
        governance=mean(state.governance, 0),
        russian_security=mean(state.bandwidth[russia, :, channel["security"]], 0),
        chinese_investment=mean(state.bandwidth[china, :, channel["investment"]], 0),
        gap=mean(np.maximum(overtaken, 0), 0),
        partner_security=mean(own[:, :, channel["security"]], 1),
        partner_investment=mean(own[:, :, channel["investment"]], 1),
    )


def trade_volume(region: Region, state: State, world_trade: Array) -> Array:
    """Trade of each patron with the region, (patron, world); all patrons sum to 1 in 2007."""
    market = state.access * np.exp(state.common_market + world_trade)
    return total(state.trade_share * (region.parameters.trade_weight * market), 1)


def payoffs_of(
    region: Region, state: State, moves: Moves, now: Standing, base: Standing
) -> dict[str, Array]:
    """Return the payoff of each actor, each (world), by the name of its outcome."""
    parameters, axes = region.parameters, region.axes
    gains = _gains(region, now, base)
    outcomes = {
        "payoff_eu": payoffs.union_payoff(
            gains,
            region.union,
            (
                parameters.payoff_eu_trade,
                parameters.payoff_eu_influence,
                parameters.payoff_eu_governance,
                parameters.payoff_eu_resilience,
                parameters.payoff_eu_cost,
            ),
        ),
        "payoff_russia": payoffs.russian_payoff(
            gains,
            axes.index("RU"),
            (
                parameters.payoff_russia_influence,
                parameters.payoff_russia_security,
                parameters.payoff_russia_trade,
                parameters.payoff_russia_gap,
                parameters.payoff_russia_gap_scale,
                parameters.payoff_russia_cost,
            ),
        ),
        "payoff_china": payoffs.chinese_payoff(
            gains,
            axes.index("CN"),
            (
                parameters.payoff_china_trade,
                parameters.payoff_china_investment,
                parameters.payoff_china_resilience,
                parameters.payoff_china_influence,
                parameters.payoff_china_cost,
            ),
        ),
    }
    for place, partner in enumerate(axes.carved):
        outcomes[f"payoff_{partner.key}"] = _partner_payoff(region, place, now, base)
    for row, payoff in enumerate(_state_payoffs(region, state, moves, now, base)):
        outcomes[f"payoff_{axes.name_of(axes.states[row]).lower()}"] = payoff
    return outcomes


def _partner_payoff(region: Region, place: int, now: Standing, base: Standing) -> Array:
    """Payoff of a partner that a study adds, (world): what its own weights say, less cost."""
    change, patron = payoffs.log_change, region.axes.wholes + place
    gains = {
        "influence": change(now.influence[patron], base.influence[patron]),
        "trade": change(now.trade[patron], base.trade[patron]),
        "investment": change(now.partner_investment[place], base.partner_investment[place]),
        "security": change(now.partner_security[place], base.partner_security[place]),
    }
    cost = change(now.budget[patron], base.budget[patron])

    def weight(aim: str) -> Array:
        own: Array = getattr(region.parameters, f"{PARTNER_PAYOFF}{aim}")[place]
        return own

    payoff: Array = sum(weight(aim) * gain for aim, gain in gains.items()) - weight("cost") * cost
    return payoff


def _gains(region: Region, now: Standing, base: Standing) -> payoffs.Gains:
    neighbours = region.parameters.neighbour_of_china

    def nearby(resilience: Array) -> Array:
        return total(neighbours * resilience, 0) / total(neighbours, 0)

    change = payoffs.log_change
    return payoffs.Gains(
        trade=change(now.trade, base.trade),
        influence=change(now.influence, base.influence),
        budget=change(now.budget, base.budget),
        governance=change(now.governance, base.governance),
        resilience=change(mean(now.resilience, 0), mean(base.resilience, 0)),
        russian_security=change(now.russian_security, base.russian_security),
        chinese_investment=change(now.chinese_investment, base.chinese_investment),
        neighbours_resilience=change(nearby(now.resilience), nearby(base.resilience)),
        gap=now.gap - base.gap,
    )


def _state_payoffs(
    region: Region, state: State, moves: Moves, now: Standing, base: Standing
) -> Array:
    parameters, union = region.parameters, region.union
    regime_cost = (
        parameters.regime_weight
        * moves.conditionality[union]
        * (1 - state.governance)
        * state.influence_share[union]
    )
    return payoffs.state_payoffs(
        now.output - base.output,
        payoffs.log_change(now.resilience, base.resilience),
        payoffs.log_change(now.autonomy, base.autonomy),
        regime_cost,
        moves.rent,
        (
            parameters.payoff_state_output,
            parameters.payoff_state_resilience,
            parameters.payoff_state_autonomy,
        ),
    )
