"""Who follows which strategy when: history as it was, then the variant's choices."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cagame.errors import ScenarioError
from cagame.region.policies import Policy, PowerPolicy, StatePolicy, UnionPolicy
from cagame.scenario import ACTORS, Dated, PowerStrategy, UnionStrategy
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Axes
    from cagame.scenario import Library, Plan, Strategy

#: A policy and the first year it is in force, in order of years.
Course: TypeAlias = tuple[tuple[int, Policy], ...]


class Playbook:
    """The strategy of every actor in every year."""

    def __init__(self, courses: Mapping[str, Course]) -> None:
        self._courses = dict(courses)

    @classmethod
    def history(cls, library: Library, axes: Axes) -> Playbook:
        """Return the strategies that were really in force, from ``history.yaml``."""
        table = read_yaml(files("cagame") / "data" / "history.yaml")
        shelf = {actor.label: actor.kind for actor in ACTORS}
        return cls(
            {
                label: tuple(
                    (row["from"], compiled(library.load(shelf[label], row["strategy"]), axes))
                    for row in course
                )
                for label, course in table.items()
            }
        )

    def joined_by(self, courses: Mapping[str, tuple[Dated, ...]], axes: Axes) -> Playbook:
        """Return the playbook with the courses of further actors."""
        own = {label: _course(steps, steps[0].start, axes) for label, steps in courses.items()}
        return Playbook(self._courses | own)

    def then(
        self, decision: int, plans: Mapping[str, Plan | Policy | Course], axes: Axes
    ) -> Playbook:
        """Return the playbook in which some actors change strategy.

        A plan without dates holds from the decision year; one with dates from its first.
        """
        changed = {}
        for label, plan in plans.items():
            own = _course(plan, decision, axes)
            before = tuple(step for step in self._courses[label] if step[0] < own[0][0])
            changed[label] = (*before, *own)
        return Playbook(self._courses | changed)

    def course(self, label: str, year: int) -> Course:
        """Return what an actor does from a year on: the policy then in force, and later ones."""
        later = (step for step in self._courses[label] if step[0] > year)
        return ((year, self.policy(label, year)), *later)

    def as_mapping(self) -> dict[str, list[Any]]:
        """Return every course in plain numbers: actor to years, kinds and levers of policies."""
        return {
            label: [[year, type(policy).__name__, _plain(vars(policy))] for year, policy in course]
            for label, course in self._courses.items()
        }

    def policy(self, label: str, year: int) -> Policy:
        """Return the policy an actor follows in a year.

        Raises
        ------
        ScenarioError
            Where no strategy is in force.
        """
        for first, policy in reversed(self._courses.get(label, ())):
            if year >= first:
                return policy
        message = f"{label} has no strategy in force in {year}; add one to history.yaml"
        raise ScenarioError(message)


def _plain(value: Any) -> Any:  # noqa: ANN401 (levers of every kind)
    """Write arrays as lists, also inside mappings."""
    if isinstance(value, dict):
        return {key: _plain(inside) for key, inside in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def _course(plan: Plan | Policy | Course, decision: int, axes: Axes) -> Course:
    """Return a plan as policies with their first years."""
    if not isinstance(plan, tuple):
        return ((decision, compiled(plan, axes)),)
    steps = ((s.start, s.strategy) if isinstance(s, Dated) else s for s in plan)
    return tuple((year, compiled(strategy, axes)) for year, strategy in steps)


def compiled(strategy: Strategy | Policy, axes: Axes) -> Policy:
    """Return a strategy as arrays; a policy is returned as it is."""
    if isinstance(strategy, (UnionPolicy, PowerPolicy, StatePolicy)):
        return strategy
    if isinstance(strategy, UnionStrategy):
        return UnionPolicy.of(strategy, axes)
    if isinstance(strategy, PowerStrategy):
        return PowerPolicy.of(strategy, axes)
    return StatePolicy.of(strategy, axes)
