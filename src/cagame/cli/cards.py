"""What is known about a number, fact, event, source, conflict, outcome or strategy."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from cagame.cli.page import QUIET, Page, count, short
from cagame.code_names import names_read, parse
from cagame.records import Conflict, Event, Fact, Number, OutcomeDefinition, Pressure, Source
from cagame.scenario.shelves import SHELVES, Entry
from cagame.table_audit import named_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cagame.cli.lookup import Found, Lookup
    from cagame.evidence import Evidence

#: What each grade says about a number.
GRADES = {
    "stated": "a document gives the figure",
    "ordinal": "documents rank or describe it; the number codes that",
    "derived": "worked out from other figures",
    "statistic": "from a public statistic",
    "assumption": "no document and no statistic gives it; it is chosen, and swept over its range",
}
#: More numbers of one name are counted, not listed.
LISTED = 6


def show_card(page: Page, found: Found, lookup: Lookup) -> None:
    """Print what is known about something."""
    evidence = lookup.evidence
    match found:
        case (Number() as number,):
            _number(page, number, evidence)
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


def range_of(row: Number | Event) -> str:
    """Write the range of a number or event; empty where it has none."""
    return f"{short(row.low)} to {short(row.high)}" if row.low < row.high else ""


def _number(page: Page, number: Number, evidence: Evidence) -> None:
    page.heading(number.key, _labels(number, evidence))
    page.fields(
        [
            ("value", f"{short(number.value)}  {number.unit}"),
            ("range", range_of(number)),
            ("distribution", _distribution(number)),
            ("symbol", number.symbol),
            ("grade", _grade(number.grade)),
            ("derivation", number.derivation),
            ("source", _sources(number.source, evidence)),
            ("stands in", number.where),
            ("read in", "; ".join(_readers(number.name))),
        ]
    )
    _facts(page, number.evidence, evidence)


def _readers(name: str) -> Iterator[str]:
    """Go through the places in the model's code that read a number."""
    for code in parse(Path(__file__).parents[1]):
        lines = [str(line) for read, line in names_read(code, "parameters") if read == name]
        if code.is_model and lines:
            yield f"{code.file}, line {', '.join(dict.fromkeys(lines))}"


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


def _labels(number: Number, evidence: Evidence) -> str:
    return ", ".join(evidence.axes.name_of(label) for label in number.index)


def _distribution(number: Number) -> str:
    if number.simplex_axis:
        return f"log-triangular, then made to sum to 1 over {number.simplex_axis}s"
    if not number.is_uncertain:
        return f"{number.distribution} (the same in all worlds)"
    return number.distribution


def _grade(grade: str) -> str:
    return f"{grade}: {GRADES.get(grade, '')}"


def _facts(page: Page, ids: Iterable[str], evidence: Evidence) -> None:
    """Write facts in words, with the document and the place in it."""
    found = [evidence.facts[each] for each in ids if each in evidence.facts]
    if not found:
        return
    page.blank()
    page.heading("Facts behind it")
    page.fields([(fact.id, _told(fact, evidence)) for fact in found])


def _told(fact: Fact, evidence: Evidence) -> Text:
    source = f"{_document(fact, evidence)}, {fact.locator}" if fact.document else "no document"
    return Text.assemble(f"{fact.fact.rstrip('.')}. ", (f"({source}; {fact.grade})", QUIET))


def _document(fact: Fact, evidence: Evidence) -> str:
    return _short_name(evidence.sources[fact.document]) if fact.document in evidence.sources else ""


def _short_name(source: Source) -> str:
    return source.details.get("short", source.key)


def _sources(cell: str, evidence: Evidence) -> str:
    """Write keys of sources out."""
    names = named_sources(cell)
    told = (f"{n} ({evidence.sources[n].title})" if n in evidence.sources else n for n in names)
    return "; ".join(told)


def _fact(page: Page, fact: Fact, lookup: Lookup) -> None:
    evidence = lookup.evidence
    page.heading(fact.id, _grade(fact.grade))
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
    _group(page, "numbers", _number_lines([each for each in feeds if isinstance(each, Number)]))
    events = [each for each in feeds if isinstance(each, Event)]
    _group(page, "events", [(event.name, f"{event.title}, {_span(event)}") for event in events])
    entries = [each for each in feeds if isinstance(each, Entry)]
    external = [each for each in entries if each.kind == "external"]
    played = [each for each in entries if each.kind != "external"]
    _group(page, "strategies", [(each.key, each.title) for each in played])
    _group(page, "external scenarios", [(each.name, each.title) for each in external])
    conflicts = [each for each in feeds if isinstance(each, Conflict)]
    _group(page, "conflicts", [(each.id, each.difference) for each in conflicts])
    _group(page, "history", [(each.key, "") for each in feeds if each in lookup.history])


def _group(page: Page, name: str, lines: list[tuple[str, str]]) -> None:
    if lines:
        page.text(name, indent=2, style=QUIET)
        page.fields([(each, Text(told)) for each, told in lines], indent=4)


def _number_lines(numbers: list[Number]) -> list[tuple[str, str]]:
    """List numbers; many of one name on one line."""
    lines = []
    for name, rows in groupby(numbers, key=lambda number: number.name):
        group = list(rows)
        if len(group) > LISTED:
            listed = ", ".join(" ".join(row.index) for row in group[:LISTED])
            lines.append((name, f"{count(len(group), 'number')}: {listed}, ..."))
        else:
            lines += [(row.key, f"{short(row.value)} {row.unit}") for row in group]
    return lines


def _span(event: Event) -> str:
    if event.end is None:
        return f"from {event.start} on"
    return f"{event.start}" if event.end == event.start else f"{event.start} to {event.end}"


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
            ("years", _span(event)),
            ("ramp", f"{short(event.ramp)} years to full intensity" if event.ramp > 1 else ""),
            ("intensity", f"{short(event.intensity)}  {event.unit}"),
            ("range", range_of(event)),
            ("grade", _grade(event.grade)),
            ("derivation", event.derivation),
            ("source", _sources(event.source, evidence)),
            ("stands in", event.where),
        ]
    )
    _facts(page, event.evidence, evidence)


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
        page.fields([("facts", f"{len(facts)}, {span}: {_by_grade(facts)}")])
    _group(page, "numbers", _number_lines(numbers))
    _group(page, "events", [(event.name, f"{event.title}, {_span(event)}") for event in events])


def _by_grade(rows: Iterable[Fact]) -> str:
    grades = [row.grade for row in rows]
    return ", ".join(f"{grades.count(g)} {g}" for g in GRADES if g in grades)


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
    _facts(page, conflict.facts, evidence)


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
    _group(page, "events", [(event.name, f"{event.title}, {_span(event)}") for event in events])


def _outcome(page: Page, outcome: OutcomeDefinition) -> None:
    page.heading(outcome.name, outcome.label)
    better = "neither way" if outcome.better == "none" else outcome.better
    page.fields([("meaning", outcome.meaning), ("unit", outcome.unit), ("better", better)])


def _entry(page: Page, entry: Entry, evidence: Evidence) -> None:
    page.heading(entry.name, f"{SHELVES[entry.kind].called}: {entry.title}")
    page.fields([("file", entry.path)])
    _facts(page, entry.evidence, evidence)
