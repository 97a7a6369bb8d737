"""Levers: what a sweep changes about strategies, from world to world or from case to case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.axes import share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array
    from cagame.region.policies import Policy

#: Levers that share one out.
SHARES = ("channels", "partners")


@dataclass(frozen=True)
class Lever:
    """One thing that a strategy can do more or less of.

    Attributes
    ----------
    key : as files write it, such as ``eu.budget`` or ``KZ.stance.EU``
    actor : label of the actor, such as EU
    field, label : what of its policy; no label stands for all of them
    labels : what the field has a number for each of, in the order of the policy; none for one
    """

    key: str
    actor: str
    field: str
    label: str | None = None
    labels: tuple[str, ...] = ()

    def applied(self, policy: Policy, value: Array | str) -> Policy:
        """Return the policy with the lever at a value.

        Parameters
        ----------
        value : (world,); of shares (label, world); or a word
        """
        changed = self._changed(getattr(policy, self.field), value)
        return replace(policy, **{self.field: changed})

    def _changed(self, before: Any, value: Array | str) -> Any:  # noqa: ANN401 (kind of the field)
        if isinstance(value, str) or not self.labels:
            return value
        if isinstance(before, dict):
            return before | dict.fromkeys(self._moved, value)
        if self.field in SHARES:
            return np.broadcast_to(value, (*before.shape[:-1], value.shape[-1]))
        # Another label of the same field may differ between worlds already.
        worlds = max(before.shape[-1], value.size)
        rows = np.broadcast_to(before, (len(before), worlds)).copy()
        rows[[self.labels.index(label) for label in self._moved]] = value
        return rows

    @property
    def _moved(self) -> tuple[str, ...]:
        """Labels whose numbers it sets."""
        return self.labels if self.label is None else (self.label,)


@dataclass(frozen=True)
class Drawn:
    """A lever that is drawn anew in every world, evenly.

    Attributes
    ----------
    bounds : lowest and highest value; None for shares, drawn evenly from all ways to share out
    """

    lever: Lever
    bounds: tuple[float, float] | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the design, and of the table of worlds."""
        if self.bounds is not None:
            return (self.lever.key,)
        return tuple(f"{self.lever.key}.{label}" for label in self.lever.labels)

    def values(self, points: Mapping[str, Array]) -> Array:
        """Return values from points of the unit interval: (world,), or (label, world) of shares.

        >>> Drawn(Lever("eu.budget", "EU", "budget"), (0.5, 2.5)).values({"eu.budget": np.ones(1)})
        array([2.5])
        """
        if self.bounds is not None:
            low, high = self.bounds
            return low + points[self.lever.key] * (high - low)
        # Exponential numbers over their sum are spread evenly over the simplex (Dirichlet 1).
        waits = np.stack([-np.log1p(-points[column]) for column in self.columns])
        tiny = np.finfo(float).tiny
        return share(np.maximum(waits, tiny), 0)


def with_levers(policy: Policy, values: Mapping[Lever, Array | str]) -> Policy:
    """Return a policy with several levers set."""
    for lever, value in values.items():
        policy = lever.applied(policy, value)
    return policy
