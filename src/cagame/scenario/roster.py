"""The actors that a study adds or replaces, ready to go into the tables.

A partner is carved out of one that the tables hold, mostly the other partners together: its
amounts and shares are parts of that one's, which keeps the rest, so that every sum stays what it
was. Member states replace those of the tables. All of it is data of the study.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cagame.axes import Actor, Axes
from cagame.evidence.records import OutcomeDefinition
from cagame.evidence.table_audit import audit_tables
from cagame.scenario.document import Document, quoted, show, suggest
from cagame.scenario.fields import FIRST_YEAR
from cagame.scenario.plans import Dated
from cagame.scenario.roster_rows import Frame, kept, numbers_of
from cagame.scenario.shelves import ACTORS, SHELVES, ActorKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import Evidence, Number
    from cagame.evidence.records import Event
    from cagame.scenario.document import KeyPath
    from cagame.scenario.library import Library
    from cagame.scenario.roster_file import RosterEvent, RosterFile

#: Outcomes of a partner, after those of Russia and China: name, label, what it means.
OUTCOMES = (
    (
        "{key}_influence",
        "Influence of {name}",
        "Mean over the five states of the share of formal influence of {name}.",
    ),
    (
        "{key}_influence_weighted",
        "Influence of {name}, by trade",
        "Share of formal influence of {name}, each state weighted by its 2007 trade.",
    ),
    (
        "{key}_trade_share",
        "Trade share of {name}",
        "Share of {name} in the trade of the region, each state weighted by its 2007 trade.",
    ),
    (
        "{key}_alignment",
        "Alignment with {name}",
        "Mean share of political alignment that goes to {name}.",
    ),
)
PAYOFF = "Weighted change of what {name} plays for since the decision year, less cost."


@dataclass(frozen=True, eq=False)
class Roster:
    """Actors that a study adds or replaces, checked.

    Attributes
    ----------
    name, title : of the file
    text : all that the file says, strategies in full, as JSON; two rosters with one text are equal
    partners, members : in the order of the file; no members means those of the tables
    numbers, events : their rows
    history : strategies that were in force, by label of the partner
    """

    name: str
    title: str
    text: str
    partners: tuple[Actor, ...]
    members: tuple[Actor, ...]
    numbers: Mapping[str, Number]
    events: tuple[Event, ...]
    history: Mapping[str, tuple[Dated, ...]]

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return isinstance(other, Roster) and self.text == other.text

    def __hash__(self) -> int:
        """Hash of what it says."""
        return hash(self.text)

    def keys(self) -> dict[str, Any]:
        """Return the keys of the file, with no other file needed."""
        keys: dict[str, Any] = json.loads(self.text)
        return keys

    @cached_property
    def actors(self) -> tuple[ActorKey, ...]:
        """Who can follow strategies in a study with this roster."""
        return (*ACTORS, *(_actor_key(partner) for partner in self.partners))

    def tables(self, evidence: Evidence) -> Evidence:
        """Return the tables with these actors in them."""
        axes = with_actors(evidence.axes, self.partners, self.members)
        numbers = {k: n for k, n in evidence.numbers.items() if set(n.index) <= _labels(axes)}
        known = _labels(axes) | {"*"}
        events = tuple(event for event in evidence.events if set(event.target) <= known)
        outcomes = {
            definition.name: definition
            for partner in self.partners
            for definition in _definitions(partner)
        }
        return replace(
            evidence,
            axes=axes,
            numbers={**numbers, **self.numbers},
            events=(*events, *self.events),
            outcomes={**evidence.outcomes, **outcomes},
        )


def with_actors(axes: Axes, partners: tuple[Actor, ...], members: tuple[Actor, ...]) -> Axes:
    """Return axes with partners after the patrons, and with other members if there are any."""
    actors = [a for a in axes.actors if not (members and a.axis == "member")]
    return replace(
        axes,
        patrons=(*axes.patrons, *(partner.label for partner in partners)),
        members=tuple(member.label for member in members) or axes.members,
        actors=(*actors, *partners, *members),
    )


def _labels(axes: Axes) -> set[str]:
    return {label for labels in axes.labels.values() for label in labels}


def roster_of(document: Document, library: Library) -> Roster | None:
    """Look up the actors that a study brings along; None where it brings nobody.

    Raises `ScenarioError` as `read_roster` does.
    """
    choice = document.data.get("actors")
    if choice is None:
        return None
    if not isinstance(choice, str | dict):
        remedy = "Name a file in actors/ without .yaml, or write its keys here."
        raise document.error(("actors",), f"must be a name, not {show(choice)}", remedy)
    return read_roster(choice, library, document, ("actors",))


def read_roster(
    choice: object, library: Library, document: Document, where: KeyPath = ()
) -> Roster:
    """Look up a file of actors and check it as strictly as the tables of the package.

    Parameters
    ----------
    choice : its name, or its keys
    library : where it and its strategies stand; with the tables that it goes into
    document, where : what names it

    Raises
    ------
    ScenarioError
        Where the file is missing or wrong, with file, line and remedy.
    """
    assert library.evidence is not None  # noqa: S101 (a roster goes into tables)
    tables = library.evidence
    file, document, where = library.roster_at(choice, document, where)
    partners, members = _partners(file, tables, document, where), _members(file)
    _check_labels(file, tables, document, where)
    axes = with_actors(tables.axes, partners, members)
    frame = Frame(tables, axes, file, document, where)
    numbers = numbers_of(frame)
    events = _events(frame)
    _audit(frame, numbers, events)
    history = _history(file, library, document, where)
    return Roster(
        name=file.name or "",
        title=file.label,
        text=_text(file, history),
        partners=partners,
        members=members,
        numbers=numbers,
        events=events,
        history=history,
    )


def tables_behind(said: Mapping[str, Any], evidence: Evidence | None = None) -> Evidence:
    """Return the tables that a study ran with, from the keys that its manifest keeps.

    Parameters
    ----------
    said : the study in full, as `Scenario.as_mapping` gives it
    evidence : the tables of the package, or what is left of them; all unless given
    """
    if evidence is None:
        from cagame.evidence import Evidence  # noqa: PLC0415 (the schema does not need tables)

        evidence = Evidence.load()
    choice = said.get("actors")
    if choice is None:
        return evidence
    return _written_out(json.dumps(choice)).tables(evidence)


@lru_cache(maxsize=8)
def _written_out(text: str) -> Roster:
    """Read a roster that needs no other file."""
    from cagame.evidence import Evidence  # noqa: PLC0415 (as above)
    from cagame.scenario.library import Library  # noqa: PLC0415 (as above)

    return read_roster(json.loads(text), Library(evidence=Evidence.load()), Document(None))


def _actor_key(partner: Actor) -> ActorKey:
    return ActorKey(partner.key, partner.label, partner.key, f"payoff_{partner.key}")


def _definitions(partner: Actor) -> tuple[OutcomeDefinition, ...]:
    def of(text: str) -> str:
        return text.format(key=partner.key, name=partner.name)

    found = [
        OutcomeDefinition(of(name), of(label), "share 0-1", "none", "rivals", of(meaning))
        for name, label, meaning in OUTCOMES
    ]
    title, meaning = f"Payoff of {partner.name}", of(PAYOFF)
    name = f"payoff_{partner.key}"
    return (*found, OutcomeDefinition(name, title, "log points", "higher", "payoffs", meaning))


def _partners(
    file: RosterFile, tables: Evidence, document: Document, where: KeyPath
) -> tuple[Actor, ...]:
    # The shelves of the library are called by keys too.
    taken = [*SHELVES, *(actor.key.lower() for actor in ACTORS)]
    found = []
    for label, partner in file.partners.items():
        at = (*where, "partners", label)
        roots = list(tables.axes.patrons_of("passive"))
        roots += list(tables.axes.patrons_of("power"))
        if partner.of not in roots:
            what = f"{quoted(partner.of)} is no patron that one can be carved out of"
            raise document.error((*at, "of"), what, suggest(partner.of, roots))
        if partner.key in taken:
            what = f"the key {partner.key} is taken"
            raise document.error((*at, "key"), what, "Choose another word.")
        taken.append(partner.key)
        found.append(Actor(label, "patron", partner.name, partner.kind, partner.key, partner.of))
    return tuple(found)


def _members(file: RosterFile) -> tuple[Actor, ...]:
    return tuple(Actor(label, "member", name, "member") for label, name in file.members.items())


def _check_labels(file: RosterFile, tables: Evidence, document: Document, where: KeyPath) -> None:
    """Labels are unique over all axes, and groups hold labels that are there."""
    axes = tables.axes
    others = {label for axis in axes.labels if axis != "member" for label in axes.labels[axis]}
    if not file.members:
        others |= set(axes.members)
    for section, labels in (("members", file.members), ("partners", file.partners)):
        for label in labels:
            if label in others:
                what = f"the label {label} is taken"
                raise document.error((*where, section, label), what, "Choose another one.")
        others |= set(labels)
    for group, grouped in file.groups.items():
        at = (*where, "groups", group)
        if group in others:
            raise document.error(at, "a group cannot be called like a label", "Rename it.")
        for position, label in enumerate(grouped):
            if label not in others:
                what = f"{quoted(label)} is not a label"
                raise document.error((*at, position), what, suggest(label, sorted(others)))


def _events(frame: Frame) -> tuple[Event, ...]:
    names = [event.name for event in frame.tables.events]
    found = []
    for position, event in enumerate(frame.file.events):
        if event.name in names:
            what = f"the event {event.name} is given twice or is one of the tables"
            raise frame.error(("events", position, "name"), what, "Choose another name.")
        names.append(event.name)
        found.append(_event(frame, position, event))
    return tuple(found)


def _event(frame: Frame, position: int, event: RosterEvent) -> Event:
    pressure = frame.tables.pressures.get(event.pressure)
    if pressure is None:
        what = f"{quoted(event.pressure)} is not a pressure"
        remedy = suggest(event.pressure, frame.tables.pressures)
        raise frame.error(("events", position, "pressure"), what, remedy)
    return event.as_event(
        event.name,
        event.name.replace("-", " ").capitalize(),
        unit=pressure.unit,
        grade=event.grade,
        evidence=event.evidence,
        source=event.source,
        derivation=event.derivation,
        where=frame.line("events", position),
    )


def _audit(frame: Frame, numbers: Mapping[str, Number], events: tuple[Event, ...]) -> None:
    """Hold the rows against the evidence rule, as the audit does with the tables."""
    own = replace(
        frame.tables,
        axes=frame.axes,
        numbers={**kept(frame), **numbers},
        events=events,
        conflicts=(),
    )
    mine = {number.where for number in numbers.values()} | {event.where for event in events}
    for finding in audit_tables(own):
        if finding.where in mine:
            line = finding.where.rpartition(", line ")[2]
            found = replace(frame.document, lines={(): int(line)} if line.isdigit() else {})
            where = "" if line.isdigit() else f"{finding.where}: "
            raise found.error((), f"{where}{finding.what}", finding.remedy)


def _history(
    file: RosterFile, library: Library, document: Document, where: KeyPath
) -> dict[str, tuple[Dated, ...]]:
    found = {}
    for label, partner in file.partners.items():
        at = (*where, "partners", label, "history")
        steps: list[Dated] = []
        for position, step in enumerate(partner.history):
            here = (*at, position)
            if steps and step.start <= steps[-1].start:
                what = f"{step.start} does not come after {steps[-1].start}"
                raise document.error((*here, "from"), what, "Put the strategies in order.")
            strategy = library.strategy_at(
                partner.key, step.strategy, document, (*here, "strategy"), partner.key
            )
            steps.append(Dated(step.start, strategy))
        _check_start(steps, document, at)
        found[label] = tuple(steps)
    return found


def _check_start(steps: list[Dated], document: Document, at: KeyPath) -> None:
    first = steps[0].start
    if first != FIRST_YEAR:
        what = (
            f"the first strategy is in force from {first} on, and the model starts in {FIRST_YEAR}"
        )
        raise document.error((*at, 0, "from"), what, f"Write {FIRST_YEAR}.")


def _text(file: RosterFile, history: Mapping[str, tuple[Dated, ...]]) -> str:
    keys = file.model_dump(mode="json", by_alias=True, exclude_none=True)
    for label, steps in history.items():
        for row, step in zip(keys["partners"][label]["history"], steps, strict=True):
            row["strategy"] = step.strategy.model_dump(mode="json", exclude_none=True)
    return json.dumps(keys)
