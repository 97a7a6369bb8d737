"""The institutions of the European Union and its Council."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.agents.actor import Patron
from cagame.axes import mean, share
from cagame.dynamics import budgets
from cagame.dynamics.council import RULES, Ballot

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.policies import UnionPolicy


class EuropeanUnion(Patron):
    """Decides in the Council, spends the common budget, and pools what its members do."""

    policy: UnionPolicy

    def ballot(self) -> Ballot:
        """Return what the members bring to the Council this year."""
        model, parameters = self.model, self.model.parameters
        return Ballot(
            position=model.moves.position,
            weight=model.moves.weight,
            capability=parameters.member_capability,
            states=parameters.member_count,
            status_quo=model.state.decision,
            majority_states=parameters.qualified_majority_states,
            majority_population=parameters.qualified_majority_population,
            salience=parameters.member_salience,
            rounds=parameters.challenge_rounds,
            replication=parameters.challenge_replication,
        )

    def decide(self) -> None:
        """Turn the members' positions into one decision, by the Council rule in force."""
        decision = RULES[self.policy.council_rule](self.ballot())
        # A rule that takes the channels one by one may leave more or less than the whole.
        channels = len(self.model.axes.channels)
        decision[:channels] = share(decision[:channels], 0)
        self.model.moves.decision[:] = decision

    def executed(self) -> tuple[Array, Array, Array]:
        """Channels, conditionality and regional share that are carried out.

        ``(1 - discretion) * strategy + discretion * decision`` (E001 to E003).
        """
        policy, decision = self.policy, self.model.moves.decision
        discretion = self.model.parameters.council_discretion
        if policy.discretion is not None:
            discretion = policy.discretion
        channels = len(self.model.axes.channels)
        return (
            (1 - discretion) * policy.channels + discretion * decision[:channels],
            (1 - discretion) * policy.conditionality + discretion * decision[channels],
            (1 - discretion) * policy.regional_share + discretion * decision[channels + 1],
        )

    def allocate(self) -> None:
        """Spend the programme budget, bilateral and regional, after the cost of levers."""
        model, parameters, moves = self.model, self.model.parameters, self.model.moves
        loss = self.rivals_gain()
        budget = self.funds(self.policy.budget, loss, parameters.budget_escalation[self.index])
        partners = budgets.reactive_partners(
            self.policy.partners,
            loss,
            parameters.reactive_targeting[self.index],
            parameters.reaction_scale,
        )
        channels, conditionality, regional_share = self.executed()
        moves.budget[self.index] = budget
        moves.channels[:] = channels
        moves.overhead[:] = budget * self.lever_cost()
        moves.common[:] = budgets.bilateral_shares(
            partners, channels, model.pressures.graduation, model.axes.index("aid")
        )
        bilateral, regional = budgets.institutional_spending(
            budget - moves.overhead, regional_share, moves.common, partners, channels
        )
        moves.payments[0] = bilateral + regional
        moves.regional[:] = (budget - moves.overhead) * regional_share / len(model.axes.states)
        # Access that a host grants lowers the conditions it meets (E120).
        softened = 1 - parameters.access_discount * model.pressures.access[self.index]
        moves.conditionality[self.index] = conditionality * softened
        moves.visa[:] = self.policy.visa
        moves.legal_labour[:] = self.policy.legal_labour

    def lever_cost(self) -> Array:
        """Share of the budget that coordination, visas and labour schemes cost, (world)."""
        policy, parameters = self.policy, self.model.parameters
        return (
            parameters.coordination_cost * np.maximum(policy.coordination, 0)
            + parameters.visa_cost * mean(policy.visa, 0)
            + parameters.legal_labour_cost * mean(policy.legal_labour, 0)
        )

    def pool(self) -> None:
        """Add up what institutions and members pay; uncoordinated payments overlap (E009)."""
        model, parameters, moves = self.model, self.model.parameters, self.model.moves
        moves.coordination[:] = budgets.coordination(
            parameters.base_coordination,
            model.pressures.special_representative,
            parameters.representative_coordination,
            self.policy.coordination,
        )
        exponent = budgets.duplication_exponent(
            moves.coordination, parameters.maximum_duplication_exponent
        )
        institutions = np.ones_like(parameters.member_count[:1])
        payers = np.concatenate([institutions, parameters.member_count])
        moves.effort[self.index] = budgets.effective_effort(moves.payments, payers, exponent)
