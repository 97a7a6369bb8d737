"""Levers: what a sweep changes about strategies, from world to world or from case to case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from cagame.axes import share
from cagame.scenario import ACTORS
from cagame.scenario.document import quoted, suggest
from cagame.scenario.fields import CHANNELS, GOALS, PATRONS, STATES
from cagame.scenario.shelves import SHELVES
from cagame.sweep.design_file import SIMPLEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.axes import Array
    from cagame.region.policies import Policy
    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.shelves import ActorKey

#: What a lever with several numbers is indexed by.
LABELS: Mapping[str, tuple[str, ...]] = {
    "channels": CHANNELS,
    "partners": STATES,
    "visa": STATES,
    "legal_labour": STATES,
    "stance": PATRONS,
    "weights": GOALS,
}
#: Levers that share one out.
SHARES = ("channels", "partners")
#: Levers that are words.
WORDS = ("council_rule",)
#: Numbers of a policy by kind of strategy that can be levers.
PLAIN: Mapping[str, tuple[str, ...]] = {
    "eu": ("regional_share", "conditionality", "coordination", "budget", "discretion"),
    "central-asia": ("opening",),
    "power": ("budget", "reactive_targeting", "budget_escalation", "conditionality"),
}
INDEXED: Mapping[str, tuple[str, ...]] = {
    "eu": ("channels", "partners", "visa", "legal_labour"),
    "central-asia": ("stance", "weights"),
    "power": ("channels", "partners"),
}


@dataclass(frozen=True)
class Lever:
    """One thing that a strategy can do more or less of.

    Attributes
    ----------
    key : as files write it, such as ``eu.budget`` or ``KZ.stance.EU``
    actor : label of the actor, such as EU
    field, label : what of its policy; no label stands for all of them
    """

    key: str
    actor: str
    field: str
    label: str | None = None

    def applied(self, policy: Policy, value: Array | str) -> Policy:
        """Return the policy with the lever at a value.

        Parameters
        ----------
        value : (world,); of shares (label, world); or a word
        """
        changed = self._changed(getattr(policy, self.field), value)
        return replace(policy, **{self.field: changed})

    def _changed(self, before: Any, value: Array | str) -> Any:  # noqa: ANN401 (kind of the field)
        if isinstance(value, str) or self.field not in LABELS:
            return value
        if self.field == "weights":
            return before | dict.fromkeys(GOALS if self.label is None else (self.label,), value)
        if self.field in SHARES:
            return np.broadcast_to(value, (*before.shape[:-1], value.shape[-1]))
        # Another label of the same field may differ between worlds already.
        worlds = max(before.shape[-1], value.size)
        rows = np.broadcast_to(before, (len(before), worlds)).copy()
        rows[slice(None) if self.label is None else LABELS[self.field].index(self.label)] = value
        return rows


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
        return tuple(f"{self.lever.key}.{label}" for label in LABELS[self.lever.field])

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


def drawn_levers(document: Document, levers: Mapping[str, Any]) -> tuple[Drawn, ...]:
    """Look up the levers that are drawn. Raises `ScenarioError`."""
    found = []
    for key, value in levers.items():
        at = ("levers", key)
        lever = find(document, at, key)
        shares = lever.field in SHARES
        if lever.field in WORDS or (value == SIMPLEX) != shares:
            wanted = SIMPLEX if shares else "[LOWEST, HIGHEST]"
            remedy = f"Write `{key}: {wanted}`."
            if lever.field in WORDS:
                remedy = f"List its values under `grid: {{{key}: [...]}}`."
            raise document.error(at, f"{key} cannot be drawn like this", remedy)
        if not shares:
            for end in value:
                _check(document, at, lever, end)
        found.append(Drawn(lever, None if shares else value))
    return tuple(found)


def find(document: Document, at: KeyPath, key: str) -> Lever:
    """Find the lever that a key names. Raises `ScenarioError`."""
    name, _, rest = key.partition(".")
    field, _, label = rest.partition(".")
    actors = {actor.key: actor for actor in ACTORS}
    if name not in actors:
        raise document.error(at, f"{quoted(name)} is not an actor", suggest(name, actors))
    actor = actors[name]
    known = (*fields_of(actor), *(WORDS if actor.kind == "eu" else ()))
    if field not in known:
        raise document.error(at, f"{quoted(field)} is not a lever of {name}", suggest(field, known))
    if label not in LABELS.get(field, ()) and (label or key != f"{name}.{field}"):
        labels = LABELS.get(field, ())
        remedy = suggest(label, labels) if labels else f"Write {name}.{field}."
        raise document.error(at, f"{field} has no {quoted(label)}", remedy)
    if label and field in SHARES:
        remedy = f"Write `{name}.{field}: simplex`: the others must give way."
        raise document.error(at, f"one share of {field} cannot be moved alone", remedy)
    return Lever(key, actor.label, field, label or None)


def check_level(document: Document, at: KeyPath, lever: Lever, value: object) -> None:
    """Check one value of a lever that is crossed. Raises `ScenarioError`."""
    if lever.field in SHARES:
        remedy = "Draw it under `levers`, or write one variant for each way to share out."
        raise document.error(at, f"{lever.key} is not one number", remedy)
    _check(document, at, lever, value)


def check_apart(document: Document, levers: Iterable[tuple[KeyPath, Lever]]) -> None:
    """Check that no lever undoes another. Raises `ScenarioError`."""
    seen: list[Lever] = []
    for at, lever in levers:
        for other in seen:
            alike = (lever.actor, lever.field) == (other.actor, other.field)
            if alike and None in (lever.label, other.label):
                what = f"{lever.key} and {other.key} set the same"
                raise document.error(at, what, "Keep one of the two.")
        seen.append(lever)


def keys_of_levers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of all levers that can be drawn, and of all that can be crossed."""
    drawn: list[str] = []
    words: list[str] = []
    for actor in ACTORS:
        for name in fields_of(actor):
            labels = () if name in SHARES else LABELS.get(name, ())
            drawn += [f"{actor.key}.{name}", *(f"{actor.key}.{name}.{label}" for label in labels)]
        words += [f"{actor.key}.{name}" for name in WORDS if actor.kind == "eu"]
    crossed = [key for key in drawn if key.partition(".")[2] not in SHARES]
    return tuple(drawn), (*crossed, *words)


def fields_of(actor: ActorKey) -> tuple[str, ...]:
    """Names of an actor's levers that are numbers."""
    kind = actor.kind if actor.kind in PLAIN else "power"
    return (*PLAIN[kind], *INDEXED[kind])


def _check(document: Document, at: KeyPath, lever: Lever, value: object) -> None:
    """Check that a strategy file could hold this value."""
    kind = next(actor.kind for actor in ACTORS if actor.label == lever.actor)
    model = SHELVES[kind].model
    assert model is not None  # noqa: S101 (every actor's shelf holds strategies)
    labels = LABELS.get(lever.field)
    held = value if labels is None else {lever.label or labels[0]: value}
    field = model.model_fields[lever.field]
    try:
        checker: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, "", *field.metadata])  # type: ignore[arg-type]
        checker.validate_python(held)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"].lower()
        what = f"{_shown(value)} is no value of {lever.key} ({reason})"
        raise document.error(at, what, "Stay inside what a strategy file may say.") from None


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else quoted(value)


def with_levers(policy: Policy, values: Mapping[Lever, Array | str]) -> Policy:
    """Return a policy with several levers set."""
    for lever, value in values.items():
        policy = lever.applied(policy, value)
    return policy
