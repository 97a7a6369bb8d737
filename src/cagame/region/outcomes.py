"""What is reported of a year: outcomes by world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean, total
from cagame.dynamics import budgets, council, mobility
from cagame.region.payoffs import payoffs_of

if TYPE_CHECKING:
    from cagame.axes import Array, Axes
    from cagame.region.payoffs import Standing
    from cagame.region.region import Region
    from cagame.region.state import Moves, State

Outcomes = dict[str, "Array"]

#: What outcomes of the patrons of the tables are called after.
STEMS = {"EU": "eu", "RU": "russia", "CN": "china"}

#: The one outcome that compares two runs: the variant, and the same without EU money.
COST = "cost_per_point"


def measure(region: Region, state: State, moves: Moves, now: Standing, base: Standing) -> Outcomes:
    """Return every outcome of a year, each (world), in the order of the table of outcomes."""
    outcomes: Outcomes = {}
    outcomes |= _patrons(region, state, now)
    outcomes |= _region(region, state, now)
    outcomes |= _money(region, moves)
    outcomes |= payoffs_of(region, state, moves, now, base)
    return outcomes


def stems(axes: Axes) -> dict[str, str]:
    """Return what outcomes of each patron with aims are called after, by its label.

    >>> from cagame.model import shared_evidence
    >>> stems(shared_evidence().axes) == STEMS
    True
    """
    return STEMS | {each.label: each.key for each in axes.carved}


def _patrons(region: Region, state: State, now: Standing) -> Outcomes:
    axes, weight = region.axes, region.parameters.trade_weight
    outcomes: Outcomes = {}
    for label, stem in stems(axes).items():
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


def _region(region: Region, state: State, now: Standing) -> Outcomes:
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
