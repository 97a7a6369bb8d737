"""A member state of the European Union."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.agents.actor import Actor
from cagame.axes import mean, share
from cagame.dynamics import budgets, council

if TYPE_CHECKING:
    from cagame.axes import Array


class MemberState(Actor):
    """Argues for its own view in the Council and spends its own money."""

    @property
    def position(self) -> Array:
        """Council position of the year, (issue, world)."""
        own: Array = self.model.moves.position[self.index]
        return own

    @property
    def weight(self) -> Array:
        """Bargaining weight in the Council, (world)."""
        parameters = self.model.parameters
        return council.bargaining_weight(
            parameters.member_capability[self.index],
            parameters.member_salience[self.index],
            self.model.pressures.presidency[self.index],
            parameters.presidency_multiplier,
        )

    def propose(self) -> None:
        """Put the national view on the table: channels, conditionality and regional share."""
        parameters, channels = self.model.parameters, len(self.model.axes.channels)
        self.position[:channels] = self.channels()
        self.position[channels] = parameters.member_conditionality[self.index]
        self.position[channels + 1] = parameters.member_regional_share[self.index]
        self.model.moves.weight[self.index] = self.weight

    def channels(self) -> Array:
        """Ideal channel shares, (channel, world): added threat moves them to security.

        Sources: E050, E165, E331.
        """
        model = self.model
        alarm = np.maximum(mean(model.threat, 0) - mean(model.initial_threat, 0), 0)
        wanted = model.parameters.member_channel[self.index]
        wanted = np.broadcast_to(wanted, (len(wanted), model.worlds.count)).copy()
        wanted[model.axes.index("security")] *= 1 + model.parameters.security_attention * alarm
        return share(wanted, 0)

    def spend(self) -> None:
        """Spend national money, partly along the common line (E105, E189).

        National money stays at its 2007 level: it did not follow the EU's budget cycles.
        """
        model, parameters = self.model, self.model.parameters
        budget = (
            parameters.member_money_ratio
            * parameters.member_budget_share[self.index]
            * parameters.budget[model.axes.union]
        )
        model.moves.payments[1 + self.index] = budgets.member_spending(
            budget,
            parameters.steering,
            parameters.member_partner_weight[self.index],
            self.position[: len(model.axes.channels)],
            model.moves.common,
        )
