"""Policies: strategies as arrays, with the world axis last.

A strategy file says what an actor wants; a policy is the same thing in the shape the agents
compute with. Levers may differ between worlds, which is how a sweep varies them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.scenario.fields import GOALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array, Axes
    from cagame.scenario import PowerStrategy, StateStrategy, UnionStrategy


@dataclass(frozen=True)
class UnionPolicy:
    """What the EU's strategy in force asks for.

    Shapes: ``channels`` (state, channel, world), ``partners``, ``visa`` and ``legal_labour``
    (state, world), the rest (world). ``discretion`` is None where the parameter table decides.
    """

    channels: Array
    partners: Array
    regional_share: Array
    conditionality: Array
    coordination: Array
    budget: Array
    visa: Array
    legal_labour: Array
    council_rule: str
    discretion: Array | None = None

    @classmethod
    def of(cls, strategy: UnionStrategy, axes: Axes) -> UnionPolicy:
        """Build the arrays of a strategy file."""
        by_state: Mapping[Any, Mapping[Any, float] | None] = (
            strategy.channels_by_state or dict.fromkeys(axes.states, strategy.channels)
        )
        return cls(
            channels=np.stack([_vector(by_state[s], axes.channels) for s in axes.states]),
            partners=_vector(strategy.partners, axes.states),
            regional_share=np.array([strategy.regional_share]),
            conditionality=np.array([strategy.conditionality]),
            coordination=np.array([strategy.coordination]),
            budget=np.array([strategy.budget]),
            visa=_vector(strategy.visa, axes.states),
            legal_labour=_vector(strategy.legal_labour, axes.states),
            council_rule=strategy.council_rule,
            discretion=_optional(strategy.discretion),
        )


@dataclass(frozen=True)
class PowerPolicy:
    """What an external power's strategy asks for; None where the parameter table decides.

    Shapes: ``channels`` (channel, world), ``partners`` (state, world), the rest (world).
    """

    channels: Array
    partners: Array
    budget: Array
    reactive_targeting: Array | None = None
    budget_escalation: Array | None = None
    conditionality: Array | None = None

    @classmethod
    def of(cls, strategy: PowerStrategy, axes: Axes) -> PowerPolicy:
        """Build the arrays of a strategy file."""
        return cls(
            channels=_vector(strategy.channels, axes.channels),
            partners=_vector(strategy.partners, axes.states),
            budget=np.array([strategy.budget]),
            reactive_targeting=_optional(strategy.reactive_targeting),
            budget_escalation=_optional(strategy.budget_escalation),
            conditionality=_optional(strategy.conditionality),
        )


@dataclass(frozen=True)
class StatePolicy:
    """How a Central Asian state departs from its usual course.

    ``stance`` (patron, world) shifts openness on the logit scale; ``opening`` (world) adds to
    domestic opening; ``weights`` scales what the state cares about, by goal.
    """

    stance: Array
    opening: Array
    weights: Mapping[str, Array]

    @classmethod
    def of(cls, strategy: StateStrategy, axes: Axes) -> StatePolicy:
        """Build the arrays of a strategy file."""
        return cls(
            stance=_vector(strategy.stance, axes.patrons),
            opening=np.array([strategy.opening]),
            weights={goal: np.array([strategy.weights.get(goal, 1.0)]) for goal in GOALS},
        )


Policy = UnionPolicy | PowerPolicy | StatePolicy


def _vector(values: Mapping[Any, float] | None, labels: tuple[str, ...]) -> Array:
    """Return (label, world of size 1); labels that are not named are 0."""
    return np.array([[(values or {}).get(label, 0.0)] for label in labels])


def _optional(value: float | None) -> Array | None:
    return None if value is None else np.array([value])
