"""What is known about a number, fact, event, source, conflict, outcome or strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.cli.page import Page, count, short
from cagame.cli.phrases import (
    count_by_grade,
    distribution_of,
    grade_of,
    labels_of,
    number_lines,
    range_of,
    rests_on_words,
    sources_of,
    write_facts,
    write_group,
    years_of,
)
from cagame.evidence.records import (
    Conflict,
    Event,
    Fact,
    Number,
    OutcomeDefinition,
    Pressure,
    Source,
)
from cagame.evidence.table_audit import named_sources
from cagame.scenario.shelves import Entry, shelf_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.evidence import Evidence
    from cagame.lookup import Found, Lookup


def show_card(page: Page, found: Found, lookup: Lookup) -> None:
    """Print what is known about something."""
    evidence = lookup.evidence
    match found:
        case (Number() as number,):
            _number(page, number, lookup)
        case tuple():
            _numbers(page, found, evidence)
        case Fact():
            _fact(page, found, lookup)
        case Event():
            _event(page, found, evidence)
        case Source():
            _source(page, found, evidence)
        case Conflict():
            _conflict(page, found, evidence)
        case Pressure():
            _pressure(page, found, evidence)
        case OutcomeDefinition():
            _outcome(page, found)
        case Entry():
            _entry(page, found, evidence)


def _number(page: Page, number: Number, lookup: Lookup) -> None:
    evidence = lookup.evidence
    page.heading(number.key, labels_of(number, evidence))
    page.fields(
        [
            ("value", f"{short(number.value)}  {number.unit}"),
            ("range", range_of(number)),
            ("distribution", distribution_of(number)),
            ("symbol", number.symbol),
            ("grade", grade_of(number.grade)),
            ("rests on", rests_on_words(number, evidence)),
            ("derivation", number.derivation),
            ("source", sources_of(number.source, evidence)),
            ("stands in", number.where),
            ("read in", "; ".join(lookup.readers.get(number.name, ()))),
        ]
    )
    write_facts(page, number.evidence, evidence)


def _numbers(page: Page, rows: Sequence[Number], evidence: Evidence) -> None:
    first = rows[0]
    axes = " x ".join(evidence.axes_of(first.name))
    page.heading(first.name, f"{count(len(rows), 'number')} by {axes}")
    page.fields([("unit", first.unit), ("symbol", first.symbol)])
    page.blank()
    page.table(
        ("index", "value", "range", "distribution", "grade", "facts, sources"),
        [
            (
                " ".join(row.index),
                short(row.value),
                range_of(row),
                row.distribution,
                row.grade,
                " ".join((*row.evidence, *named_sources(row.source))),
            )
            for row in rows
        ],
        right=(1,),
        whole=(0, 1, 2),
    )
    page.blank()
    page.text(f"In full, with the facts in words: cagame evidence {first.name} {_index(rows[-1])}")


def _index(number: Number) -> str:
    return " ".join(number.index)


def _fact(page: Page, fact: Fact, lookup: Lookup) -> None:
    evidence = lookup.evidence
    page.heading(fact.id, grade_of(fact.grade))
    page.fields(
        [
            ("fact", fact.fact),
            ("document", evidence.sources[fact.document].title if fact.document else "none"),
            ("place", fact.locator),
            ("about", ", ".join(part for part in (fact.actors, fact.year) if part)),
            ("informs", fact.informs),
            ("stands in", fact.where),
        ]
    )
    feeds = evidence.fed_by(fact.id, lookup.others)
    page.blank()
    if not feeds:
        page.text("It feeds nothing: no number, event, conflict or strategy cites it.")
        return
    page.heading(f"It feeds {count(len(feeds), 'row')}")
    write_group(page, "numbers", number_lines([each for each in feeds if isinstance(each, Number)]))
    events = [each for each in feeds if isinstance(each, Event)]
    write_group(
        page, "events", [(event.name, f"{event.title}, {years_of(event)}") for event in events]
    )
    entries = [each for each in feeds if isinstance(each, Entry)]
    external = [each for each in entries if each.kind == "external"]
    played = [each for each in entries if each.kind != "external"]
    write_group(page, "strategies", [(each.key, each.title) for each in played])
    write_group(page, "external scenarios", [(each.name, each.title) for each in external])
    conflicts = [each for each in feeds if isinstance(each, Conflict)]
    write_group(page, "conflicts", [(each.id, each.difference) for each in conflicts])
    write_group(page, "history", [(each.key, "") for each in feeds if each in lookup.history])


def _event(page: Page, event: Event, evidence: Evidence) -> None:
    pressure = evidence.pressures[event.pressure]
    page.heading(event.name, event.title)
    target = ", ".join(
        evidence.axes.name_of(label) if label in evidence.axes else "all" for label in event.target
    )
    page.fields(
        [
            ("pressure", f"{pressure.name}: {pressure.meaning}"),
            ("on", target),
            ("years", years_of(event)),
            ("ramp", f"{short(event.ramp)} years to full intensity" if event.ramp > 1 else ""),
            ("intensity", f"{short(event.intensity)}  {event.unit}"),
            ("range", range_of(event)),
            ("grade", grade_of(event.grade)),
            ("rests on", rests_on_words(event, evidence)),
            ("derivation", event.derivation),
            ("source", sources_of(event.source, evidence)),
            ("stands in", event.where),
        ]
    )
    write_facts(page, event.evidence, evidence)


def _source(page: Page, source: Source, evidence: Evidence) -> None:
    page.heading(source.key, source.kind)
    page.fields([("title", source.title), *source.details.items(), ("stands in", source.where)])
    facts = [fact for fact in evidence.facts.values() if fact.document == source.key]
    held = {fact.id for fact in facts}

    def rests_on(row: Number | Event) -> bool:
        return source.key in named_sources(row.source) or bool(held & set(row.evidence))

    numbers = [number for number in evidence.numbers.values() if rests_on(number)]
    events = [event for event in evidence.events if rests_on(event)]
    page.blank()
    page.heading("It feeds", f"{count(len(numbers), 'number')}, {count(len(events), 'event')}")
    if facts:
        span = f"{facts[0].id} to {facts[-1].id}" if len(facts) > 1 else facts[0].id
        page.fields([("facts", f"{len(facts)}, {span}: {count_by_grade(facts)}")])
    write_group(page, "numbers", number_lines(numbers))
    write_group(
        page, "events", [(event.name, f"{event.title}, {years_of(event)}") for event in events]
    )


def _conflict(page: Page, conflict: Conflict, evidence: Evidence) -> None:
    page.heading(conflict.id, "where sources contradict each other")
    page.fields(
        [
            ("what differs", conflict.difference),
            ("choice", conflict.choice),
            ("reason", conflict.reason),
            ("stands in", conflict.where),
        ]
    )
    write_facts(page, conflict.facts, evidence)


def _pressure(page: Page, pressure: Pressure, evidence: Evidence) -> None:
    page.heading(pressure.name, "a way in which events act")
    page.fields(
        [
            ("meaning", pressure.meaning),
            ("target", " ".join(f"one {axis}" for axis in pressure.axes) or "none"),
            ("unit", pressure.unit),
            ("neutral", short(pressure.neutral)),
            ("stands in", pressure.where),
        ]
    )
    events = [event for event in evidence.events if event.pressure == pressure.name]
    page.blank()
    write_group(
        page, "events", [(event.name, f"{event.title}, {years_of(event)}") for event in events]
    )


def _outcome(page: Page, outcome: OutcomeDefinition) -> None:
    page.heading(outcome.name, outcome.label)
    better = "neither way" if outcome.better == "none" else outcome.better
    page.fields([("meaning", outcome.meaning), ("unit", outcome.unit), ("better", better)])


def _entry(page: Page, entry: Entry, evidence: Evidence) -> None:
    page.heading(entry.name, f"{shelf_of(entry.kind).called}: {entry.title}")
    page.fields([("file", entry.path)])
    write_facts(page, entry.evidence, evidence)
