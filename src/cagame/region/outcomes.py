"""What is reported of a year: outcomes by world, and payoffs since the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean, total
from cagame.dynamics import budgets, council, influence, mobility, payoffs
from cagame.evidence import PARTNER_PAYOFF
from cagame.region.state import Moves, State, WorldArrays

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.region import Region

Outcomes = dict[str, "Array"]

#: What outcomes of the patrons of the tables are called after.
STEMS = {"EU": "eu", "RU": "russia", "CN": "china"}

#: The one outcome that compares two runs: the variant, and the same without EU money.
COST = "cost_per_point"


@dataclass
class Figures(WorldArrays):
    """The figures that payoffs compare with the last year before the decision.

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


def figures(region: Region, state: State, moves: Moves, world_trade: Array) -> Figures:
    """Return the figures of a year."""
    axes, channel = region.axes, region.channel
    russia, china = axes.index("RU"), axes.index("CN")
    phi = state.influence_share
    own = state.bandwidth[axes.wholes :]
    overtaken = np.maximum(phi[region.union], phi[china]) - phi[russia]
    return Figures(
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


def measure(region: Region, state: State, moves: Moves, now: Figures, base: Figures) -> Outcomes:
    """Return every outcome of a year, each (world), in the order of the table of outcomes."""
    outcomes: Outcomes = {}
    outcomes |= _patrons(region, state, now)
    outcomes |= _region(region, state, now)
    outcomes |= _money(region, moves)
    outcomes |= _payoffs(region, state, moves, now, base)
    return outcomes


def _patrons(region: Region, state: State, now: Figures) -> Outcomes:
    axes, weight = region.axes, region.parameters.trade_weight
    outcomes: Outcomes = {}
    for label, stem in (STEMS | {each.label: each.key for each in axes.carved}).items():
        p = axes.index(label)
        outcomes[f"{stem}_influence"] = now.influence[p]
        outcomes[f"{stem}_influence_weighted"] = total(state.influence_share[p] * weight, 0)
        outcomes[f"{stem}_trade_share"] = now.trade[p] / total(now.trade, 0)
        outcomes[f"{stem}_alignment"] = mean(state.alignment[p], 0)
    union = region.union
    soft = state.tie[union][:, 1:]
    initial = total(region.parameters.trade_weight * region.parameters.trade_share_2007[union], 0)
    return outcomes | {
        "eu_trade_volume": now.trade[union] / initial,
        "eu_engagement": mean(mean(soft, 0), 0),
        "openness_to_eu": mean(state.openness[union], 0),
        "eu_student_share": mean(state.student_share[union], 0),
        "eu_labour_share": mean(state.labour_share[union], 0),
        "treaty_level": mean(state.treaty, 0),
    }


def _region(region: Region, state: State, now: Figures) -> Outcomes:
    parameters = region.parameters
    fled = mobility.asylum_pressure(
        state.governance, parameters.governance_2007, parameters.asylum_sensitivity
    )
    return {
        "governance": now.governance,
        "resilience": mean(now.resilience, 0),
        "prosperity": mean(np.exp(state.output), 0),
        "connectivity": mean(_investment(region, state), 0),
        "regional_cooperation": mean(state.regional_tie, 0),
        "autonomy": mean(now.autonomy, 0),
        "asylum_pressure": mean(fled, 0),
    }


def _investment(region: Region, state: State) -> Array:
    """Mean investment bandwidth over patrons, (state, world); a carved partner adds to it."""
    invested = total(state.bandwidth[:, :, region.channel["investment"]], 0)
    return invested / region.axes.wholes


def _money(region: Region, moves: Moves) -> Outcomes:
    paid = total(total(total(moves.payments, 0), 0), 0)
    return {
        "duplication_loss": budgets.duplication_loss(moves.payments, moves.effort[region.union]),
        "council_dispersion": council.dispersion(moves.position, moves.weight, moves.decision),
        "eu_spending": paid + moves.overhead,
    }


def _payoffs(region: Region, state: State, moves: Moves, now: Figures, base: Figures) -> Outcomes:
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


def _partner_payoff(region: Region, place: int, now: Figures, base: Figures) -> Array:
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


def _gains(region: Region, now: Figures, base: Figures) -> payoffs.Gains:
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
    region: Region, state: State, moves: Moves, now: Figures, base: Figures
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


def dyads(state: State) -> dict[str, Array]:
    """Return what is reported by patron and state, each (patron, state, world)."""
    return {
        "influence_share": state.influence_share,
        "influence": state.influence,
        "trade_share": state.trade_share,
        "alignment": state.alignment,
        "openness": state.openness,
        "engagement": mean(state.tie[:, :, 1:], 2),
    }


def cost_per_point(paid: Outcomes, unpaid: Outcomes) -> Array:
    """EUR m a year for each percentage point of EU influence share that the money buys, (world).

    Extra spending over extra influence against the same world without EU programme money;
    infinite where the money buys none.
    """
    points = 100 * (paid["eu_influence"] - unpaid["eu_influence"])
    money = paid["eu_spending"] - unpaid["eu_spending"]
    return np.where(points > 0, money / np.where(points > 0, points, 1), np.inf)
