"""What all actors share: a label, a place in the arrays, and a view of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from cagame.dynamics import budgets

if TYPE_CHECKING:
    from cagame.agents.stage import Stage
    from cagame.axes import Array
    from cagame.region.policies import Policy


class Actor(mesa.Agent):
    """An actor with a label on one of the axes.

    Its attributes are views into the world arrays, so that code about one actor reads like the
    sentence that describes it and computes all worlds at once. It reads last year's state and
    writes only its own part of this year's moves, so the order of actors never matters.
    """

    model: Stage

    def __init__(self, model: Stage, label: str) -> None:
        super().__init__(model)
        self.label = label
        self.name = model.axes.name_of(label)
        self.index = model.axes.index(label)

    @property
    def policy(self) -> Policy:
        """The strategy in force this year."""
        return self.model.policy(self.label)


class Patron(Actor):
    """An actor that spends on the region: it answers to what its rivals gain."""

    @property
    def influence(self) -> Array:
        """Formal influence over each state, (state, world)."""
        own: Array = self.model.state.influence[self.index]
        return own

    @property
    def influence_share(self) -> Array:
        """Share of the influence over each state, (state, world)."""
        own: Array = self.model.state.influence_share[self.index]
        return own

    @property
    def openness(self) -> Array:
        """How open each state is to this patron, (state, world)."""
        own: Array = self.model.state.openness[self.index]
        return own

    @property
    def effort(self) -> Array:
        """Effort of the year by state and channel, (state, channel, world), EUR m."""
        own: Array = self.model.moves.effort[self.index]
        return own

    def rivals_gain(self) -> Array:
        """What rivals gained in each state over the reaction lag, (state, world)."""
        reaction = self.model.parameters.reaction[self.index]
        now = self.model.state.influence_share
        return budgets.rival_gain(now, self.model.influence_before, reaction)

    def funds(self, scale: Array, loss: Array, escalation: Array) -> Array:
        """Budget of the year: dated, scaled by the strategy, raised against rivals, (world)."""
        parameters = self.model.parameters
        planned = parameters.budget[self.index] * self.model.pressures.budget[self.index] * scale
        return budgets.escalated_budget(
            planned, loss, parameters.trade_weight, escalation, parameters.reaction_scale
        )
