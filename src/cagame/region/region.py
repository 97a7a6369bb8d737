"""How the region moves in a year once the actors have chosen.

`Region` joins the equations of the world and the 2007 reference they start from. It knows no
agent: it takes last year's state and this year's moves, and returns this year's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.dynamics import economy, influence, ties, trade
from cagame.region.bonds import Bonds
from cagame.region.commerce import Commerce
from cagame.region.ground import Ground
from cagame.region.movement import Movement
from cagame.region.offers import Offers
from cagame.region.reference import Reference
from cagame.region.society import Society
from cagame.region.state import State

if TYPE_CHECKING:
    from cagame.axes import Array, Axes
    from cagame.region.events import Pressures
    from cagame.region.state import Moves
    from cagame.worlds import Worlds


class Region(Ground):
    """The equations of the region for one block of worlds.

    Attributes
    ----------
    offers, bonds, commerce, society, movement : its parts, in the order in which a year meets them
    """

    def __init__(self, axes: Axes, worlds: Worlds, origin: Pressures) -> None:
        super().__init__(axes, worlds, origin)
        self.offers = Offers(axes, worlds, origin)
        self.bonds = Bonds(axes, worlds, origin)
        self.commerce = Commerce(axes, worlds, origin)
        self.society = Society(axes, worlds, origin)
        self.movement = Movement(axes, worlds, origin)

    def influence_before(self, state: State) -> Array:
        """Influence shares before the reaction lag of each world, (patron, state, world)."""
        lag = np.round(self.parameters.reaction_lag)
        before: Array = state.influence_history[0]
        for years in range(1, len(state.influence_history)):
            before = np.where(lag == years, state.influence_history[years], before)
        return before

    def complete(self, state: State, moves: Moves) -> Reference:
        """Fill in what follows from the first year's moves, and return the 2007 reference."""
        parameters, pressures = self.parameters, self.origin
        state.decision[:] = moves.decision
        plain = parameters.policy_productivity
        gate = self.offers.gates(state.openness, state.treaty)
        could = self.offers.made(moves.effort, plain)
        productivity = ties.calibrated_productivity(plain, could, gate, state.tie)
        offer = self.offers.made(moves.effort, productivity)
        threat = self.society.threat(state, pressures)
        state.resilience[:] = self.society.resilience_target(state, threat)
        diplomacy = self.channel["diplomacy"]
        return Reference(
            productivity=productivity,
            legacy=ties.legacy(state.tie, offer, gate),
            reach=(offer * gate)[self.union, :, diplomacy],
            bandwidth=state.bandwidth.copy(),
            prosperity=self.offers.prosperity(offer),
            security=self.offers.security(offer, threat),
            rent=parameters.access_rent * pressures.access,
            conditionality=moves.conditionality.copy(),
            influence_share=state.influence_share.copy(),
            leverage=self.society.leverage(
                moves.conditionality, state.influence_share, state.openness
            ),
            opening=moves.opening.copy(),
            threat=threat,
            programmes=self.society.programmes(moves),
        )

    def advance(
        self,
        last: State,
        moves: Moves,
        now: Pressures,
        before: Pressures,
        ref: Reference,
        year: int,
    ) -> State:
        """Move the region one year on: ties, trade, influence, then domestic outcomes."""
        bonds, commerce, society, movement = self.bonds, self.commerce, self.society, self.movement
        market, common = commerce.markets(last, now)
        treaty = bonds.treaties(last, now, year)
        reach = moves.offer * self.offers.gates(last.openness, treaty.level)
        tie = bonds.ties(last, reach, now, ref, treaty.level, year)
        bandwidth = influence.bandwidth(tie)
        attraction = commerce.attraction(last.openness, bandwidth, market, treaty.level, now, ref)
        access = trade.market_access(attraction, common)
        trade_share = trade.trade_shares(
            last.trade_share, attraction, self.parameters.trade_adjustment
        )
        traded = self.channel["trade"]
        tie[:, :, traded] = commerce.tie(trade_share, access)
        bandwidth[:, :, traded] = influence.bandwidth(tie[:, :, traded])
        exerted = influence.influence(
            tie, self.parameters.exposure, self.parameters.influence_weight
        )
        influence_share = influence.influence_shares(exerted)
        state = State(
            tie=tie,
            bandwidth=bandwidth,
            openness=moves.openness,
            trade_share=trade_share,
            market=market,
            common_market=common,
            access=access,
            influence=exerted,
            influence_share=influence_share,
            influence_history=np.concatenate([influence_share[None], last.influence_history[:-1]]),
            alignment=self._alignment(last, influence_share, ref),
            governance=society.governance(last, moves, now, before, bandwidth, ref),
            regional_tie=society.regional_ties(last, moves, now, ref),
            resilience=last.resilience,
            output=last.output + society.growth(last, now, before, bandwidth, access, year),
            student_share=movement.students(last, moves, now, bandwidth, ref),
            labour_share=movement.labour(last, moves, now),
            negotiated=treaty.negotiated,
            ratifying=treaty.ratifying,
            treaty=treaty.level,
            decision=moves.decision,
        )
        target = society.resilience_target(state, society.threat(state, now))
        state.resilience = economy.resilience(
            last.resilience, target, self.parameters.resilience_adjustment
        )
        return state

    def _alignment(self, last: State, influence_share: Array, ref: Reference) -> Array:
        parameters = self.parameters
        return influence.alignment(
            last.alignment,
            parameters.alignment_2007,
            influence.pull(parameters.alignment_2007, influence_share, ref.influence_share),
            parameters.alignment_susceptibility,
            parameters.influence_uptake,
        )
