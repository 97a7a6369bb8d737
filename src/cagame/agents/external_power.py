"""Russia, China and all other partners together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.agents.actor import Patron
from cagame.dynamics import budgets

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.policies import PowerPolicy


class ExternalPower(Patron):
    """Spends by its strategy and responds where rivals gain (E187, E459)."""

    policy: PowerPolicy

    def respond(self) -> None:
        """Lean to states where rivals gain, raise the budget, and spend it."""
        policy, parameters, moves = self.policy, self.model.parameters, self.model.moves
        loss = self.rivals_gain()
        escalation = self._chosen(policy.budget_escalation, parameters.budget_escalation)
        targeting = self._chosen(policy.reactive_targeting, parameters.reactive_targeting)
        budget = self.funds(policy.budget, loss, escalation)
        partners = budgets.reactive_partners(
            policy.partners, loss, targeting, parameters.reaction_scale
        )
        moves.budget[self.index] = budget
        self.effort[:] = budget * (partners[:, None] * policy.channels)
        moves.conditionality[self.index] = self._chosen(
            policy.conditionality, parameters.patron_conditionality
        )

    def _chosen(self, lever: Array | None, table: Array) -> Array:
        """The strategy's own lever, or else this power's row of the table, (world)."""
        return table[self.index] if lever is None else lever
