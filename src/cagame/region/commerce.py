"""Trade: markets grow, pull at each state's trade, and make ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import mean
from cagame.dynamics import ties, trade
from cagame.region.ground import Ground

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.events import Pressures
    from cagame.region.reference import Reference
    from cagame.region.state import State


class Commerce(Ground):
    """The markets of all patrons as each state sees them."""

    def markets(self, last: State, now: Pressures) -> tuple[Array, Array]:
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

    def attraction(
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

    def tie(self, trade_share: Array, access: Array) -> Array:
        """Trade ties, (patron, state, world), from shares and what the market lets in."""
        parameters = self.parameters
        return ties.trade_tie(
            trade_share,
            access,
            parameters.trade_tie_elasticity,
            parameters.trade_tie_ceiling,
            self.axes.wholes,
        )
