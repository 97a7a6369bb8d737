"""Ties other than trade, and the treaties behind those of the EU."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cagame.axes import mean
from cagame.dynamics import governance, ties, treaties
from cagame.region.ground import Ground
from cagame.region.state import facts

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.events import Pressures
    from cagame.region.reference import Reference
    from cagame.region.state import State


class Treaties(NamedTuple):
    """Treaties of the EU with each state; each (state, world).

    ``level`` and ``negotiated`` lie between 0 and 1; ``ratifying`` counts years.
    """

    level: Array
    negotiated: Array
    ratifying: Array


class Bonds(Ground):
    """What efforts and treaties make of ties in all channels but trade."""

    def treaties(self, last: State, now: Pressures, year: int) -> Treaties:
        """Treaties after this year's talks, the consent of Parliament and ratification."""
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
        return Treaties(level, negotiated, ratifying)

    def ties(
        self, last: State, reach: Array, now: Pressures, ref: Reference, treaty: Array, year: int
    ) -> Array:
        """Ties, (patron, state, channel, world); those of trade are targets, to be set from shares.

        ``reach`` is what offers come to behind the gates, of the same shape.
        """
        target = ref.legacy * now.legacy + reach
        diplomacy = self.channel["diplomacy"]
        made = facts(self.parameters, now, treaty)
        gained = reach[self.union, :, diplomacy] - ref.reach
        target[self.union, :, diplomacy] = np.maximum(made + gained, 0)
        # The decay table has no row for trade, which leads the channels and is set from shares.
        soft = np.s_[:, :, 1:]
        tie = target
        tie[soft] = ties.towards(last.tie[soft], target[soft], self.parameters.tie_decay)
        tie[soft] *= self._noise(tie[soft].shape[:-1], year)
        return tie

    def _noise(self, shape: tuple[int, ...], year: int) -> Array:
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
