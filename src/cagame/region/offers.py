"""What patrons' efforts are worth to each state, and how much of it each state lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean
from cagame.dynamics import hedging, ties
from cagame.region.ground import Ground

if TYPE_CHECKING:
    from cagame.axes import Array, Axes
    from cagame.region.events import Pressures
    from cagame.worlds import Worlds

#: Channels whose offers make a state richer.
MATERIAL = ("trade", "investment", "aid", "mobility")


class Offers(Ground):
    """Offers of all patrons, what states make of them, and the gates they pass."""

    def __init__(self, axes: Axes, worlds: Worlds, origin: Pressures) -> None:
        super().__init__(axes, worlds, origin)
        size = (mean(self.parameters.trade_weight, 0), self.parameters.size_elasticity)
        relative = np.power(self.parameters.trade_weight / size[0], size[1])
        self.unit_effort = self.parameters.reference_effort * relative

    def made(self, effort: Array, productivity: Array) -> Array:
        """Offers that efforts make, (patron, state, channel, world), tie units."""
        parameters = self.parameters
        return hedging.offer(
            effort,
            self.unit_effort,
            productivity,
            parameters.effectiveness,
            parameters.returns_to_effort,
        )

    def prosperity(self, offer: Array) -> Array:
        """Value of each patron's material offers, (patron, state, world)."""
        material = sum(offer[:, :, self.channel[k]] for k in MATERIAL)
        return hedging.prosperity_offer(np.asarray(material))

    def security(self, offer: Array, threat: Array) -> Array:
        """Value of each patron's security offers, (patron, state, world)."""
        return hedging.security_offer(
            offer[:, :, self.channel["security"]], threat, self.parameters.security_offer_sharpness
        )

    def gates(self, openness: Array, treaty: Array) -> Array:
        """How much of each offer a state lets in, (patron, state, channel, world)."""
        parameters, channel = self.parameters, self.channel
        gate = ties.gates(openness, len(channel), channel["values"], parameters.consent_bypass)
        gate[self.union, :, channel["mobility"]] = ties.treaty_gate(
            openness[self.union], treaty, parameters.mobility_gate_floor
        )
        return gate
