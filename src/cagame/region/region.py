"""How the region moves in a year once the actors have chosen.

`Region` knows the equations of the world and the 2007 reference they start from. It knows no
agent: it takes last year's state and this year's moves, and returns this year's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean, total
from cagame.dynamics import (
    economy,
    governance,
    hedging,
    influence,
    mobility,
    regional,
    ties,
    trade,
    treaties,
)
from cagame.region.state import State, WorldArrays, facts

if TYPE_CHECKING:
    from cagame.axes import Array, Axes
    from cagame.region.events import Pressures
    from cagame.region.state import Moves
    from cagame.worlds import Parameters, Worlds


@dataclass
class Reference(WorldArrays):
    """The 2007 state under the 2007 strategies, from which changes are counted.

    Attributes
    ----------
    productivity, legacy : (patron, state, channel, world)
    reach : (state, world), what EU diplomatic effort already achieves in 2007, tie units
    bandwidth : (patron, state, channel, world)
    prosperity, security, rent, conditionality, influence_share : (patron, state, world)
    leverage, opening, threat : (state, world)
    programmes : (world), reach of regional programmes
    """

    productivity: Array
    legacy: Array
    reach: Array
    bandwidth: Array
    prosperity: Array
    security: Array
    rent: Array
    conditionality: Array
    influence_share: Array
    leverage: Array
    opening: Array
    threat: Array
    programmes: Array


class Region:
    """The equations of the region for one block of worlds.

    Parameters
    ----------
    axes : order of actors and channels
    worlds : the block of worlds
    origin : pressures of the first year
    """

    def __init__(self, axes: Axes, worlds: Worlds, origin: Pressures) -> None:
        self.axes = axes
        self.worlds = worlds
        self.parameters: Parameters = worlds.parameters
        self.origin = origin
        self.union = axes.union
        self.russia = axes.index("RU")
        self.channel = {name: axes.index(name) for name in axes.channels}
        size = (mean(self.parameters.trade_weight, 0), self.parameters.size_elasticity)
        relative = np.power(self.parameters.trade_weight / size[0], size[1])
        self.unit_effort = self.parameters.reference_effort * relative

    # What actors can see before they choose.

    def threat(self, state: State, pressures: Pressures) -> Array:
        """Security threat to each state, (state, world)."""
        parameters = self.parameters
        return economy.threat(
            parameters.afghan_insecurity_2007 + pressures.afghan_insecurity,
            parameters.afghan_exposure,
            parameters.recruitment_threat,
            state.labour_share[self.russia],
        )

    def influence_before(self, state: State) -> Array:
        """Influence shares before the reaction lag of each world, (patron, state, world)."""
        lag = np.round(self.parameters.reaction_lag)
        before: Array = state.influence_history[0]
        for years in range(1, len(state.influence_history)):
            before = np.where(lag == years, state.influence_history[years], before)
        return before

    def offers(self, effort: Array, productivity: Array) -> Array:
        """Offers of all patrons, (patron, state, channel, world), tie units."""
        parameters = self.parameters
        return hedging.offer(
            effort,
            self.unit_effort,
            productivity,
            parameters.effectiveness,
            parameters.returns_to_effort,
        )

    def prosperity_offers(self, offer: Array) -> Array:
        """Value of each patron's material offers, (patron, state, world)."""
        material = sum(offer[:, :, self.channel[k]] for k in MATERIAL)
        return hedging.prosperity_offer(np.asarray(material))

    def security_offers(self, offer: Array, threat: Array) -> Array:
        """Value of each patron's security offers, (patron, state, world)."""
        return hedging.security_offer(
            offer[:, :, self.channel["security"]], threat, self.parameters.security_offer_sharpness
        )

    # The 2007 reference.

    def complete(self, state: State, moves: Moves) -> Reference:
        """Fill in what follows from the first year's moves, and return the 2007 reference."""
        parameters, pressures = self.parameters, self.origin
        state.decision[:] = moves.decision
        plain = parameters.policy_productivity
        gate = self._gates(state.openness, state.treaty)
        could = self.offers(moves.effort, plain)
        productivity = ties.calibrated_productivity(plain, could, gate, state.tie)
        offer = self.offers(moves.effort, productivity)
        threat = self.threat(state, pressures)
        state.resilience[:] = self._resilience_target(state, threat)
        diplomacy = self.channel["diplomacy"]
        return Reference(
            productivity=productivity,
            legacy=ties.legacy(state.tie, offer, gate),
            reach=(offer * gate)[self.union, :, diplomacy],
            bandwidth=state.bandwidth.copy(),
            prosperity=self.prosperity_offers(offer),
            security=self.security_offers(offer, threat),
            rent=parameters.access_rent * pressures.access,
            conditionality=moves.conditionality.copy(),
            influence_share=state.influence_share.copy(),
            leverage=self._leverage(moves.conditionality, state.influence_share, state.openness),
            opening=moves.opening.copy(),
            threat=threat,
            programmes=self._programmes(moves),
        )

    # The year.

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
        market, common = self._markets(last, now)
        treaty = self._treaty(last, now, year)
        tie = self._ties(last, moves, now, ref, treaty[0], year)
        bandwidth = influence.bandwidth(tie)
        attraction = self._attraction(last.openness, bandwidth, market, treaty[0], now, ref)
        access = trade.market_access(attraction, common)
        trade_share = trade.trade_shares(
            last.trade_share, attraction, self.parameters.trade_adjustment
        )
        tie[:, :, self.channel["trade"]] = self._trade_tie(trade_share, access)
        bandwidth[:, :, self.channel["trade"]] = influence.bandwidth(
            tie[:, :, self.channel["trade"]]
        )
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
            governance=self._governance(last, moves, now, before, bandwidth, ref),
            regional_tie=self._regional_ties(last, moves, now, ref),
            resilience=last.resilience,
            output=last.output + self._growth(last, now, before, bandwidth, access, year),
            student_share=self._students(last, moves, now, bandwidth, ref),
            labour_share=self._labour(last, moves, now),
            negotiated=treaty[1],
            ratifying=treaty[2],
            treaty=treaty[0],
            decision=moves.decision,
        )
        target = self._resilience_target(state, self.threat(state, now))
        state.resilience = economy.resilience(
            last.resilience, target, self.parameters.resilience_adjustment
        )
        return state

    # Its parts, in the order of the year.

    def _markets(self, last: State, now: Pressures) -> tuple[Array, Array]:
        """Market growth of each patron as each state sees it, and what is common to all."""
        parameters = self.parameters
        growth = parameters.market_growth + now.market_growth
        grown = trade.market_growth(
            growth,
            parameters.catch_up,
            parameters.catch_up_ceiling,
            last.trade_share,
            parameters.trade_weight,
            self.axes.roots,
        )
        return last.market + grown, last.common_market + mean(growth[: self.axes.wholes], 0)

    def _treaty(self, last: State, now: Pressures, year: int) -> tuple[Array, Array, Array]:
        """Treaty level, negotiation progress and years in ratification."""
        parameters = self.parameters
        signed, partnership = parameters.treaty_signed, parameters.treaty_partnership
        documented = np.clip((now.treaty - partnership) / (signed - partnership), 0, 1)
        negotiated, ratifying = np.maximum(last.negotiated, documented), last.ratifying
        if year >= parameters.negotiations_from.max():
            consent = governance.parliament_consents(
                last.governance, mean(parameters.governance_2007, 0), parameters.consent_threshold
            )
            ratifying = treaties.ratification(ratifying, negotiated, consent)
            negotiated = treaties.negotiation(
                negotiated, last.openness[self.union], consent, parameters.negotiation_speed
            )
        level = treaties.treaty_level(
            now.treaty, partnership, signed, negotiated, ratifying, parameters.ratification_lag
        )
        return level, negotiated, ratifying

    def _gates(self, openness: Array, treaty: Array) -> Array:
        """How much of each offer a state lets in, (patron, state, channel, world)."""
        parameters, channel = self.parameters, self.channel
        gate = ties.gates(openness, len(channel), channel["values"], parameters.consent_bypass)
        gate[self.union, :, channel["mobility"]] = ties.treaty_gate(
            openness[self.union], treaty, parameters.mobility_gate_floor
        )
        return gate

    def _ties(
        self, last: State, moves: Moves, now: Pressures, ref: Reference, treaty: Array, year: int
    ) -> Array:
        """Ties in every channel; trade is set later, from trade shares."""
        reach = moves.offer * self._gates(last.openness, treaty)
        target = ref.legacy * now.legacy + reach
        diplomacy = self.channel["diplomacy"]
        made = facts(self.parameters, now, treaty)
        gained = reach[self.union, :, diplomacy] - ref.reach
        target[self.union, :, diplomacy] = np.maximum(made + gained, 0)
        # The decay table has no row for trade, which leads the channels and is set from shares.
        soft = np.s_[:, :, 1:]
        tie = target
        tie[soft] = ties.towards(last.tie[soft], target[soft], self.parameters.tie_decay)
        tie[soft] *= self._tie_noise(tie[soft].shape[:-1], year)
        return tie

    def _tie_noise(self, shape: tuple[int, ...], year: int) -> Array:
        """Factors on ties, (patron, state, channel, world).

        A partner carved out of another one has a stream of its own, so that the noise of nobody
        else depends on it.
        """
        own = shape[1:]
        shock = self.worlds.shock("tie", year, self.axes.wholes * int(np.prod(own)))
        carved = [
            self.worlds.shock(f"tie {actor.label}", year, int(np.prod(own)))
            for actor in self.axes.carved
        ]
        if carved:
            shock = np.concatenate([shock, *carved])
        return np.exp(self.parameters.tie_noise * shock).reshape(*shape, -1)

    def _attraction(
        self,
        openness: Array,
        bandwidth: Array,
        market: Array,
        treaty: Array,
        now: Pressures,
        ref: Reference,
    ) -> Array:
        """Pull of each patron's market on each state's trade, (patron, state, world)."""
        parameters, investment = self.parameters, self.channel["investment"]
        connected = bandwidth[:, :, investment] - ref.bandwidth[:, :, investment]
        log = (
            market
            + parameters.connectivity_trade * connected
            + parameters.openness_trade * (openness - parameters.openness_2007)
            + now.trade_attraction
        )
        log[self.union] += parameters.treaty_trade * (treaty - self.origin.treaty)
        log[self.union] += parameters.raw_material_trade * now.raw_material_demand
        log[self.russia] += parameters.union_trade * now.eurasian_union
        return parameters.trade_share_2007 * np.exp(log)

    def _trade_tie(self, trade_share: Array, access: Array) -> Array:
        parameters = self.parameters
        return ties.trade_tie(
            trade_share,
            access,
            parameters.trade_tie_elasticity,
            parameters.trade_tie_ceiling,
            self.axes.wholes,
        )

    def _alignment(self, last: State, influence_share: Array, ref: Reference) -> Array:
        parameters = self.parameters
        return influence.alignment(
            last.alignment,
            parameters.alignment_2007,
            influence.pull(parameters.alignment_2007, influence_share, ref.influence_share),
            parameters.alignment_susceptibility,
            parameters.influence_uptake,
        )

    def _leverage(self, conditionality: Array, influence_share: Array, openness: Array) -> Array:
        """Conditionality with influence behind it, (state, world)."""
        leverage: Array = (conditionality * influence_share * openness)[self.union]
        return leverage

    def _governance(
        self,
        last: State,
        moves: Moves,
        now: Pressures,
        before: Pressures,
        bandwidth: Array,
        ref: Reference,
    ) -> Array:
        parameters, channel = self.parameters, self.channel
        security = bandwidth[:, :, channel["security"]] - last.bandwidth[:, :, channel["security"]]
        values = (bandwidth - last.bandwidth)[self.union, :, channel["values"]]
        rivals = [self.axes.index(p) for p in self.axes.patrons_of("power")]
        powers = sum(p < self.axes.wholes for p in rivals)
        leverage = self._leverage(moves.conditionality, last.influence_share, last.openness)
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

    def _programmes(self, moves: Moves) -> Array:
        return regional.programme_reach(moves.regional, self.parameters.regional_programme_scale)

    def _regional_ties(self, last: State, moves: Moves, now: Pressures, ref: Reference) -> Array:
        parameters, origin = self.parameters, self.origin
        opened = moves.opening - ref.opening
        one, other = (list(ends) for ends in zip(*self.axes.pair_ends, strict=True))
        drought = now.drought - origin.drought
        push = (
            parameters.opening_regional * (opened[one] + opened[other])
            + parameters.programme_regional * (self._programmes(moves) - ref.programmes)
            + parameters.rapprochement_regional * (now.rapprochement - origin.rapprochement)
            - parameters.water_regional * parameters.water_stress * drought
            - parameters.conflict_regional * (now.border_conflict - origin.border_conflict)
        )
        return regional.regional_ties(
            last.regional_tie, parameters.regional_tie_2007, push, parameters.regional_adjustment
        )

    def _growth(
        self,
        last: State,
        now: Pressures,
        before: Pressures,
        bandwidth: Array,
        access: Array,
        year: int,
    ) -> Array:
        parameters, investment = self.parameters, self.channel["investment"]
        opened = np.log(access / last.access) + now.world_trade - before.world_trade
        invested = total((bandwidth - last.bandwidth)[:, :, investment], 0)
        losses = self._growth_losses(last, now)
        noise = parameters.growth_noise * self.worlds.shock("growth", year, len(losses))
        return economy.growth(
            parameters.trend_growth + noise,
            parameters.trade_growth * opened,
            parameters.investment_growth * invested,
            losses,
            parameters.growth_bound,
        )

    def _growth_losses(self, last: State, now: Pressures) -> Array:
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

    def _resilience_target(self, state: State, threat: Array) -> Array:
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

    def _students(
        self, last: State, moves: Moves, now: Pressures, bandwidth: Array, ref: Reference
    ) -> Array:
        parameters, k = self.parameters, self.channel["mobility"]
        wider = bandwidth[:, :, k] - ref.bandwidth[:, :, k]
        pull = parameters.mobility_students * wider + now.student_attraction[:, None]
        pull[self.union] += (
            parameters.visa_students * parameters.effectiveness[self.union] * moves.visa
        )
        return mobility.destinations(
            last.student_share,
            parameters.student_share_2007,
            pull,
            parameters.destination_adjustment,
        )

    def _labour(self, last: State, moves: Moves, now: Pressures) -> Array:
        parameters = self.parameters
        pull = np.zeros_like(last.labour_share) + now.labour_attraction
        pull[self.russia] -= parameters.slump_labour * now.russian_slump
        pull[self.union] += (
            parameters.legal_labour * parameters.effectiveness[self.union] * moves.legal_labour
        )
        return mobility.destinations(
            last.labour_share, parameters.labour_share_2007, pull, parameters.destination_adjustment
        )


#: Channels whose offers make a state richer.
MATERIAL = ("trade", "investment", "aid", "mobility")
