"""A Central Asian state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.agents.actor import Actor
from cagame.axes import total
from cagame.dynamics import hedging

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.policies import StatePolicy


class CentralAsianState(Actor):
    """Hedges between patrons: opens to each as far as opening pays."""

    policy: StatePolicy

    @property
    def openness(self) -> Array:
        """Openness to each patron, (patron, world)."""
        return self.model.state.openness[:, self.index]

    @property
    def governance(self) -> Array:
        """Liberal-democracy index, (world)."""
        own: Array = self.model.state.governance[self.index]
        return own

    @property
    def goals(self) -> tuple[Array, Array, Array, Array]:
        """What it cares about: prosperity, security, autonomy, regime; each (world)."""
        parameters, scale = self.model.parameters, self.policy.weights
        return (
            parameters.prosperity_weight[self.index] * scale["prosperity"],
            parameters.security_weight[self.index] * scale["security"],
            parameters.autonomy_weight[self.index] * scale["autonomy"],
            parameters.regime_weight[self.index] * scale["regime"],
        )

    @property
    def opening(self) -> Array:
        """Domestic opening: dated reform plus what its strategy adds, (world)."""
        opened: Array = self.model.pressures.domestic_opening[self.index] + self.policy.opening
        return opened

    @property
    def rent(self) -> Array:
        """Price of access it can ask of each patron, (patron, world) (E119)."""
        return self.model.parameters.access_rent * self.model.pressures.access[:, self.index]

    def open_up(self) -> None:
        """Carry out the year's opening at home and sell access."""
        self.model.moves.opening[self.index] = self.opening
        self.model.moves.rent[self.index] = total(self.rent, 0)

    def hedge(self) -> None:
        """Move openness part of the way to what this year's utility calls for."""
        model, parameters = self.model, self.model.parameters
        gain = self.utility_of_opening() - self.reference_utility()
        reform = parameters.reform_openness * (
            model.moves.opening[self.index] - model.reference.opening[self.index]
        )
        model.moves.openness[:, self.index] = hedging.openness(
            self.openness,
            parameters.openness_2007[:, self.index],
            gain,
            reform + self.policy.stance,
            parameters.openness_sharpness,
            parameters.openness_inertia,
            parameters.substitution,
        )

    def utility_of_opening(self) -> Array:
        """Utility of opening to each patron, from this year's offers, (patron, world)."""
        model, here = self.model, self.index
        return hedging.utility(
            prosperity=model.prosperity_offers[:, here],
            security=model.security_offers[:, here],
            influence_share=model.state.influence_share[:, here],
            conditionality=model.moves.conditionality[:, here],
            governance=self.governance,
            rent=self.rent,
            weights=self.goals,
            patrons=model.axes.wholes,
        )

    def reference_utility(self) -> Array:
        """The same for the 2007 offers under the 2007 strategy, with today's goals."""
        reference, here = self.model.reference, self.index
        return hedging.utility(
            prosperity=reference.prosperity[:, here],
            security=reference.security[:, here],
            influence_share=reference.influence_share[:, here],
            conditionality=reference.conditionality[:, here],
            governance=self.model.parameters.governance_2007[here],
            rent=reference.rent[:, here],
            weights=self.goals,
            patrons=self.model.axes.wholes,
        )
