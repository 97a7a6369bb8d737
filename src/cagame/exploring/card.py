"""What is known about a number, a fact, a source or a strategy, for a page about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cagame.evidence.records import (
    MEANINGS,
    Conflict,
    Event,
    Fact,
    Number,
    OutcomeDefinition,
    Pressure,
    Source,
)
from cagame.evidence.table_audit import named_sources
from cagame.exploring.cast import cast_of
from cagame.report.words import count, digits
from cagame.scenario.shelves import Entry, shelf_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cagame.evidence import Citing, Evidence
    from cagame.exploring.cast import Cast
    from cagame.lookup import Found, Lookup

#: Longer lists are cut; `cagame evidence` prints them whole.
MOST_LISTED = 60


@dataclass(frozen=True)
class Line:
    """One line of a list: what it leads to, and what it says."""

    key: str
    text: str
    aside: str = ""


@dataclass(frozen=True)
class Card:
    """What a page about something says.

    Attributes
    ----------
    kind : what it is, such as ``number``
    fields : names and texts
    lists : headings, and what stands under them
    """

    title: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[Line, ...]], ...] = field(default=())


def card(key: str, cast: Cast | None = None) -> Card:
    """Return what is known about something, such as ``E147`` or ``effectiveness[EU]``.

    Parameters
    ----------
    cast : who takes part; nobody but the actors of the tables unless given

    Raises
    ------
    InputError
        Where there is nothing like it, with the nearest names.
    """
    lookup = (cast or cast_of()).lookup
    made = _card(lookup.find(key), lookup.evidence, lookup)
    kept = tuple((name, text) for name, text in made.fields if text)
    lists = tuple((heading, lines) for heading, lines in made.lists if lines)
    return Card(made.title, made.kind, kept, lists)


def _card(found: Found, evidence: Evidence, lookup: Lookup) -> Card:
    """Return the card of what has facts behind it; the others say what they mean."""
    match found:
        case (Number() as number,):
            made = _number(number, evidence)
        case tuple():
            made = _numbers(found)
        case Fact():
            made = _fact(found, evidence, lookup)
        case Event():
            made = _event(found, evidence)
        case Source():
            made = _source(found, evidence)
        case Entry():
            called = shelf_of(found.kind).called
            made = Card(found.title, called, (), (_facts(found.evidence, evidence),))
        case _:
            made = _word(found, evidence)
    return made


def _word(found: Conflict | Pressure | OutcomeDefinition, evidence: Evidence) -> Card:
    if isinstance(found, Conflict):
        differs = (
            ("What differs", found.difference),
            ("Choice", found.choice),
            ("Reason", found.reason),
        )
        facts = _facts(found.facts, evidence)
        return Card(found.id, "where sources contradict each other", differs, (facts,))
    means = (("Meaning", found.meaning), ("Unit", found.unit))
    if isinstance(found, Pressure):
        return Card(found.name, "a way in which events act", means)
    better = "neither way" if found.better == "none" else found.better
    return Card(found.label, "outcome", (*means, ("Better", better)))


def _number(number: Number, evidence: Evidence) -> Card:
    names = ", ".join(evidence.axes.name_of(label) for label in number.index)
    spread = f"{digits(number.low)} to {digits(number.high)}" if number.low < number.high else ""
    fields = (
        ("About", names),
        ("Value", f"{digits(number.value)} ({number.unit})"),
        ("Range", spread),
        ("Grade", graded(number.grade)),
        ("Why this value", number.derivation),
    )
    return Card(
        number.key,
        "number",
        fields,
        (_facts(number.evidence, evidence), _sources(named_sources(number.source), evidence)),
    )


def _numbers(rows: tuple[Number, ...]) -> Card:
    lines = tuple(
        Line(n.key, f"{digits(n.value)}, {digits(n.low)} to {digits(n.high)}", n.grade)
        for n in rows
    )
    fields = (("Unit", rows[0].unit),)
    return Card(rows[0].name, count(len(rows), "number"), fields, (("Numbers", lines),))


def _fact(fact: Fact, evidence: Evidence, lookup: Lookup) -> Card:
    fields = (
        ("Fact", fact.fact),
        ("Place", fact.locator),
        ("About", ", ".join(part for part in (fact.actors, fact.year) if part)),
        ("Grade", graded(fact.grade)),
    )
    fed = evidence.fed_by(fact.id, lookup.entries)
    document = _sources((fact.document,) if fact.document else (), evidence)
    return Card(fact.id, "fact", fields, (document, ("What it feeds", _fed(fed))))


def _fed(rows: Iterable[Citing]) -> tuple[Line, ...]:
    lines = [
        Line(row.key, f"{digits(row.value)} ({row.unit})", row.grade)
        if isinstance(row, Number)
        else Line(row.key, getattr(row, "title", "") or getattr(row, "difference", ""))
        for row in rows
    ]
    return _cut(lines)


def _event(event: Event, evidence: Evidence) -> Card:
    years = f"{event.start} on" if event.end is None else f"{event.start} to {event.end}"
    fields = (
        ("What", event.title),
        ("Years", years),
        ("Intensity", f"{digits(event.intensity)} ({event.unit})"),
        ("Grade", graded(event.grade)),
        ("Why this value", event.derivation),
    )
    return Card(event.name, "dated event", fields, (_facts(event.evidence, evidence),))


def _source(source: Source, evidence: Evidence) -> Card:
    details = ((name.capitalize(), str(text)) for name, text in source.details.items())
    facts = [fact for fact in evidence.facts.values() if fact.document == source.key]
    held = {fact.id for fact in facts}
    numbers = [
        number
        for number in evidence.numbers.values()
        if source.key in named_sources(number.source) or held & set(number.evidence)
    ]
    return Card(
        source.title,
        source.kind,
        tuple(details),
        (
            ("Facts read from it", _cut([Line(f.id, f.fact, f.grade) for f in facts])),
            ("Numbers it feeds", _fed(numbers)),
        ),
    )


def graded(grade: str) -> str:
    """Write a grade and what it says."""
    return f"{grade}: {MEANINGS[grade]}" if grade in MEANINGS else ""


def _facts(ids: Iterable[str], evidence: Evidence) -> tuple[str, tuple[Line, ...]]:
    facts = [evidence.facts[each] for each in ids if each in evidence.facts]
    return "Facts behind it", tuple(Line(fact.id, fact.fact, fact.grade) for fact in facts)


def _sources(names: Iterable[str], evidence: Evidence) -> tuple[str, tuple[Line, ...]]:
    known = [evidence.sources[name] for name in names if name in evidence.sources]
    return "Source", tuple(Line(each.key, each.title) for each in known)


def _cut(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(lines[:MOST_LISTED])
