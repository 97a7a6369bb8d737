"""A block of worlds: its history once, then any number of futures that branch off from there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cagame.region.events import Timeline
from cagame.region.outcomes import COST, cost_per_point
from cagame.region.policies import UnionPolicy
from cagame.simulation.simulation import Simulation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.region.outcomes import Outcomes
    from cagame.region.policies import Policy
    from cagame.scenario import Plan
    from cagame.simulation.playbook import Course
    from cagame.simulation.simulation import Checkpoint, Setting

    Strategies = Mapping[str, Plan | Policy | Course]


@dataclass(frozen=True)
class Branches:
    """What all futures of a block of worlds share.

    Attributes
    ----------
    setting : tables, worlds and the strategies of history
    decision, end : first year in which futures differ, and last year
    costs : whether the cost of influence is measured; each future then runs without money too
    """

    setting: Setting
    decision: int
    end: int
    costs: bool = True

    def history(self) -> Iterator[Simulation]:
        """Yield the model after each year before the decision, the initial year first."""
        model = self._play(Timeline(self.setting.evidence, self.setting.worlds))
        yield model
        while model.year < self.decision - 1:
            model.step()
            yield model

    def future(
        self, strategies: Strategies, timeline: Timeline, past: Checkpoint
    ) -> Iterator[tuple[Simulation, Outcomes]]:
        """Go on from history, and yield the model and its outcomes after each year."""
        model = self._play(timeline, strategies, past)
        unpaid = None
        if self.costs:
            unpaid = self._play(timeline, self._without_money(strategies), past)
        while model.year < self.end:
            model.step()
            outcomes = dict(model.outcomes)
            if unpaid is not None:
                unpaid.step()
                outcomes[COST] = cost_per_point(model.outcomes, unpaid.outcomes)
            yield model, outcomes

    def _play(
        self,
        timeline: Timeline,
        strategies: Strategies | None = None,
        start: Checkpoint | None = None,
    ) -> Simulation:
        return Simulation(
            self.setting, timeline, strategies, decision=self.decision, end=self.end, start=start
        )

    def _without_money(self, strategies: Strategies) -> Strategies:
        """The same strategies, except that the EU has no programme money; members go on."""
        axes = self.setting.evidence.axes
        union = axes.patrons[axes.union]
        playbook = self.setting.history.then(self.decision, strategies, axes)
        course = playbook.course(union, self.decision)
        return {**strategies, union: tuple((year, _unpaid(policy)) for year, policy in course)}


def _unpaid(policy: Policy) -> UnionPolicy:
    """The policy without programme money."""
    assert isinstance(policy, UnionPolicy)  # noqa: S101 (which kind an actor has is fixed)
    return replace(policy, budget=np.zeros(1))
