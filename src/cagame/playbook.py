"""Who follows which strategy when: history as it was, then the variant's choices."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.errors import ScenarioError
from cagame.policies import Policy, PowerPolicy, StatePolicy, UnionPolicy
from cagame.scenario import ACTORS, PowerStrategy, UnionStrategy
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Axes
    from cagame.scenario import Library, Strategy

#: A policy and the first year it is in force, in order of years.
Course = tuple[tuple[int, Policy], ...]


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

    def then(
        self, decision: int, strategies: Mapping[str, Strategy | Policy], axes: Axes
    ) -> Playbook:
        """Return the playbook in which some actors change strategy in the decision year."""
        changed = {}
        for label, strategy in strategies.items():
            before = tuple(step for step in self._courses[label] if step[0] < decision)
            changed[label] = (*before, (decision, compiled(strategy, axes)))
        return Playbook(self._courses | changed)

    def as_mapping(self) -> dict[str, list[Any]]:
        """Return every course in plain numbers: actor to years, kinds and levers of policies."""
        return {
            label: [[year, type(policy).__name__, _plain(vars(policy))] for year, policy in course]
            for label, course in self._courses.items()
        }

    def latest(self, label: str) -> Policy:
        """Return the policy an actor follows in the end."""
        return self._courses[label][-1][1]

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


def compiled(strategy: Strategy | Policy, axes: Axes) -> Policy:
    """Return a strategy as arrays; a policy is returned as it is."""
    if isinstance(strategy, (UnionPolicy, PowerPolicy, StatePolicy)):
        return strategy
    if isinstance(strategy, UnionStrategy):
        return UnionPolicy.of(strategy, axes)
    if isinstance(strategy, PowerStrategy):
        return PowerPolicy.of(strategy, axes)
    return StatePolicy.of(strategy, axes)
