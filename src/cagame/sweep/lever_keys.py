"""What design files call the levers of a study's actors, and which values these may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import TypeAdapter, ValidationError

from cagame.scenario import ACTORS
from cagame.scenario.document import quoted, suggest
from cagame.scenario.fields import CHANNELS, GOALS, PATRONS, STATES
from cagame.scenario.shelves import shelf_of
from cagame.sweep.design_file import SIMPLEX
from cagame.sweep.levers import SHARES, Drawn, Lever

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.shelves import ActorKey

#: Levers that are words.
WORDS = ("council_rule",)
#: What a patron is that is not the EU.
POWER = "power"
#: Numbers of a policy by kind of strategy that can be levers.
PLAIN: Mapping[str, tuple[str, ...]] = {
    "eu": ("regional_share", "conditionality", "coordination", "budget", "discretion"),
    "central-asia": ("opening",),
    POWER: ("budget", "reactive_targeting", "budget_escalation", "conditionality"),
}
INDEXED: Mapping[str, tuple[str, ...]] = {
    "eu": ("channels", "partners", "visa", "legal_labour"),
    "central-asia": ("stance", "weights"),
    POWER: ("channels", "partners"),
}


@dataclass(frozen=True)
class LeverKeys:
    """The levers of the actors that a study knows.

    Attributes
    ----------
    actors : who can follow strategies, partners that the study brings along among them
    patrons : labels of those that a state can lean to, in the order of the axes
    """

    actors: tuple[ActorKey, ...] = ACTORS
    patrons: tuple[str, ...] = PATRONS

    def labels(self, field: str) -> tuple[str, ...]:
        """Return what a lever has a number for each of; none for a single number."""
        return labels_of(field, self.patrons)

    def find(self, document: Document, at: KeyPath, key: str) -> Lever:
        """Find the lever that a key names. Raises `ScenarioError`."""
        name, _, rest = key.partition(".")
        field, _, label = rest.partition(".")
        actors = {actor.key: actor for actor in self.actors}
        if name not in actors:
            what = f"{quoted(name)} is not an actor of the study"
            raise document.error(at, what, suggest(name, actors))
        actor = actors[name]
        known = (*fields_of(actor.kind), *(WORDS if actor.kind == "eu" else ()))
        if field not in known:
            what = f"{quoted(field)} is not a lever of {name}"
            raise document.error(at, what, suggest(field, known))
        labels = self.labels(field)
        if label not in labels and (label or key != f"{name}.{field}"):
            remedy = suggest(label, labels) if labels else f"Write {name}.{field}."
            raise document.error(at, f"{field} has no {quoted(label)}", remedy)
        if label and field in SHARES:
            remedy = f"Write `{name}.{field}: simplex`: the others must give way."
            raise document.error(at, f"one share of {field} cannot be moved alone", remedy)
        return Lever(key, actor.label, field, label or None, labels)

    def drawn(self, document: Document, levers: Mapping[str, Any]) -> tuple[Drawn, ...]:
        """Look up the levers that are drawn. Raises `ScenarioError`."""
        found = []
        for key, value in levers.items():
            at = ("levers", key)
            lever = self.find(document, at, key)
            shares = lever.field in SHARES
            if lever.field in WORDS or (value == SIMPLEX) != shares:
                wanted = SIMPLEX if shares else "[LOWEST, HIGHEST]"
                remedy = f"Write `{key}: {wanted}`."
                if lever.field in WORDS:
                    remedy = f"List its values under `grid: {{{key}: [...]}}`."
                raise document.error(at, f"{key} cannot be drawn like this", remedy)
            if not shares:
                for end in value:
                    self._check(document, at, lever, end)
            found.append(Drawn(lever, None if shares else value))
        return tuple(found)

    def check_level(self, document: Document, at: KeyPath, lever: Lever, value: object) -> None:
        """Check one value of a lever that is crossed. Raises `ScenarioError`."""
        if lever.field in SHARES:
            remedy = "Draw it under `levers`, or write one variant for each way to share out."
            raise document.error(at, f"{lever.key} is not one number", remedy)
        self._check(document, at, lever, value)

    def keys(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the keys of all levers that can be drawn, and of all that can be crossed."""
        drawn: list[str] = []
        words: list[str] = []
        for actor in self.actors:
            drawn += [
                f"{actor.key}.{each}" for field in fields_of(actor.kind) for each in self._of(field)
            ]
            words += [f"{actor.key}.{name}" for name in WORDS if actor.kind == "eu"]
        crossed = [key for key in drawn if key.partition(".")[2] not in SHARES]
        return tuple(drawn), (*crossed, *words)

    def _of(self, field: str) -> Iterator[str]:
        """Yield a field, and what it is called label by label where one can be moved alone."""
        yield field
        if field not in SHARES:
            yield from (f"{field}.{label}" for label in self.labels(field))

    def _check(self, document: Document, at: KeyPath, lever: Lever, value: object) -> None:
        """Check that a strategy file could hold this value."""
        kind = next(actor.kind for actor in self.actors if actor.label == lever.actor)
        model = shelf_of(kind).model
        assert model is not None  # noqa: S101 (every actor's shelf holds strategies)
        held = {lever.label or lever.labels[0]: value} if lever.labels else value
        field = model.model_fields[lever.field]
        try:
            checker: TypeAdapter[Any] = TypeAdapter(
                Annotated[field.annotation, "", *field.metadata]  # type: ignore[arg-type]
            )
            checker.validate_python(held, context={"patrons": self.patrons})
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"].lower()
            what = f"{_shown(value)} is no value of {lever.key} ({reason})"
            raise document.error(at, what, "Stay inside what a strategy file may say.") from None


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


def levers_like(kind: str) -> str:
    """Return whose levers a kind of actor has; every patron but the EU has those of a power.

    >>> levers_like("eu"), levers_like("china"), levers_like("turkey")
    ('eu', 'power', 'power')
    """
    return kind if kind in PLAIN else POWER


def fields_of(kind: str) -> tuple[str, ...]:
    """Names of the levers of a kind of actor that are numbers."""
    like = levers_like(kind)
    return (*PLAIN[like], *INDEXED[like])


def labels_of(field: str, patrons: tuple[str, ...] = PATRONS) -> tuple[str, ...]:
    """Return what a lever has a number for each of; none for a single number.

    >>> labels_of("stance", ("EU", "RU")), labels_of("budget")
    (('EU', 'RU'), ())
    """
    by_field: Mapping[str, tuple[str, ...]] = {
        "channels": CHANNELS,
        "partners": STATES,
        "visa": STATES,
        "legal_labour": STATES,
        "stance": patrons,
        "weights": GOALS,
    }
    return by_field.get(field, ())


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else quoted(value)
