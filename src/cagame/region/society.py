"""Each state at home: threat, governance, growth, resilience, and its ties with neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import total
from cagame.dynamics import economy, governance, regional
from cagame.region.ground import Ground

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.events import Pressures
    from cagame.region.reference import Reference
    from cagame.region.state import Moves, State


class Society(Ground):
    """How states fare at home and among themselves."""

    def threat(self, state: State, pressures: Pressures) -> Array:
        """Security threat to each state, (state, world)."""
        parameters = self.parameters
        return economy.threat(
            parameters.afghan_insecurity_2007 + pressures.afghan_insecurity,
            parameters.afghan_exposure,
            parameters.recruitment_threat,
            state.labour_share[self.russia],
        )

    def leverage(self, conditionality: Array, influence_share: Array, openness: Array) -> Array:
        """Conditionality with influence behind it, (state, world)."""
        leverage: Array = (conditionality * influence_share * openness)[self.union]
        return leverage

    def governance(
        self,
        last: State,
        moves: Moves,
        now: Pressures,
        before: Pressures,
        bandwidth: Array,
        ref: Reference,
    ) -> Array:
        """Governance after a year of reform at home and pressure from outside, (state, world)."""
        parameters, channel = self.parameters, self.channel
        security = bandwidth[:, :, channel["security"]] - last.bandwidth[:, :, channel["security"]]
        values = (bandwidth - last.bandwidth)[self.union, :, channel["values"]]
        rivals = [self.axes.index(p) for p in self.axes.patrons_of("power")]
        powers = sum(p < self.axes.wholes for p in rivals)
        leverage = self.leverage(moves.conditionality, last.influence_share, last.openness)
        impulse = governance.outside_impulse(
            values,
            leverage - ref.leverage,
            total(security[rivals], 0) / powers,
            security[self.union],
            (
                parameters.values_governance,
                parameters.conditionality_governance,
                parameters.rival_security_governance,
                parameters.union_security_governance,
            ),
        )
        return governance.governance(
            last.governance,
            parameters.governance_2007,
            now.governance_path - self.origin.governance_path,
            before.governance_path - self.origin.governance_path,
            impulse,
            parameters.governance_adjustment,
        )

    def programmes(self, moves: Moves) -> Array:
        """Reach of regional programmes, (world), 0 to 1."""
        return regional.programme_reach(moves.regional, self.parameters.regional_programme_scale)

    def regional_ties(self, last: State, moves: Moves, now: Pressures, ref: Reference) -> Array:
        """Ties of each pair of states, (pair, world), after what opens and what divides them."""
        parameters, origin = self.parameters, self.origin
        opened = moves.opening - ref.opening
        one, other = (list(ends) for ends in zip(*self.axes.pair_ends, strict=True))
        drought = now.drought - origin.drought
        push = (
            parameters.opening_regional * (opened[one] + opened[other])
            + parameters.programme_regional * (self.programmes(moves) - ref.programmes)
            + parameters.rapprochement_regional * (now.rapprochement - origin.rapprochement)
            - parameters.water_regional * parameters.water_stress * drought
            - parameters.conflict_regional * (now.border_conflict - origin.border_conflict)
        )
        return regional.regional_ties(
            last.regional_tie, parameters.regional_tie_2007, push, parameters.regional_adjustment
        )

    def growth(
        self,
        last: State,
        now: Pressures,
        before: Pressures,
        bandwidth: Array,
        access: Array,
        year: int,
    ) -> Array:
        """Log growth of output, (state, world): changes alone enter it, and events end."""
        parameters, investment = self.parameters, self.channel["investment"]
        opened = np.log(access / last.access) + now.world_trade - before.world_trade
        invested = total((bandwidth - last.bandwidth)[:, :, investment], 0)
        losses = self.growth_losses(last, now)
        noise = parameters.growth_noise * self.worlds.shock("growth", year, len(losses))
        return economy.growth(
            parameters.trend_growth + noise,
            parameters.trade_growth * opened,
            parameters.investment_growth * invested,
            losses,
            parameters.growth_bound,
        )

    def growth_losses(self, last: State, now: Pressures) -> Array:
        """Growth lost to events, (state, world); all of them end."""
        parameters, pairs, states = self.parameters, self.axes.pair_ends, self.axes.size("state")
        conflict = regional.by_state(now.border_conflict, pairs, states)
        dryness = regional.by_state(parameters.water_stress, pairs, states) * now.drought
        remittances = economy.remittance_loss(
            parameters.remittance_growth,
            parameters.remittance_exposure,
            last.labour_share[self.russia],
            now.russian_slump,
        )
        return (
            remittances
            + parameters.crisis_growth * now.economic_crisis
            + parameters.conflict_growth * conflict
            + parameters.afghan_growth * parameters.afghan_exposure * now.afghan_insecurity
            + parameters.drought_growth * dryness
        )

    def resilience_target(self, state: State, threat: Array) -> Array:
        """Where resilience tends to, (state, world)."""
        parameters = self.parameters
        # Output relative to 2007 as a share of both: one half in 2007, towards 1 as it grows.
        prosperity = 1 / (1 + np.exp(-state.output))
        ties_at_home = regional.by_state(
            state.regional_tie, self.axes.pair_ends, self.axes.size("state")
        )
        # The mean over patrons; those carved out of another one add to its presence.
        security = total(state.bandwidth[:, :, self.channel["security"]], 0) / self.axes.wholes
        remittances = parameters.remittance_exposure * state.labour_share[self.russia]
        return economy.resilience_target(
            (state.governance, prosperity, ties_at_home, security),
            (threat, remittances),
            (
                parameters.resilience_from_governance,
                parameters.resilience_from_prosperity,
                parameters.resilience_from_regional_ties,
                parameters.resilience_from_security,
            ),
            (parameters.resilience_from_threat, parameters.resilience_from_remittances),
        )
