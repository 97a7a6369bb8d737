"""How cards and lists put rows of the tables into words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from cagame.cli.page import QUIET, Page, count, short
from cagame.evidence.provenance import documents_of, fall_back, rests_on
from cagame.evidence.provenance import sources_of as sources_behind
from cagame.evidence.records import MEANINGS
from cagame.evidence.table_audit import named_sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cagame.evidence import Event, Evidence, Fact, Number

GRADES = MEANINGS
#: More numbers of one name are counted, not listed.
LISTED = 6


def range_of(row: Number | Event) -> str:
    """Write the range of a number or event; empty where it has none."""
    return f"{short(row.low)} to {short(row.high)}" if row.low < row.high else ""


def labels_of(number: Number, evidence: Evidence) -> str:
    """Write the full names of a number's labels."""
    return ", ".join(evidence.axes.name_of(label) for label in number.index)


def distribution_of(number: Number) -> str:
    """Say how worlds draw a number."""
    if number.simplex_axis:
        return f"log-triangular, then made to sum to 1 over {number.simplex_axis}s"
    if number.distribution == "derived":
        return "none: it follows from other numbers"
    return number.distribution if number.is_uncertain else "constant, the same in all worlds"


def grade_of(grade: str) -> str:
    """Write a grade and what it says."""
    return f"{grade}: {GRADES.get(grade, '')}"


def sources_of(cell: str, evidence: Evidence) -> str:
    """Write keys of sources out."""
    names = named_sources(cell)
    told = (f"{n} ({evidence.sources[n].title})" if n in evidence.sources else n for n in names)
    return "; ".join(told)


def rests_on_words(row: Number | Event, evidence: Evidence) -> str:
    """Say what is left of a number without its documents; empty where it rests on more."""
    if not rests_on(evidence, row, documents_of(evidence)):
        return ""
    behind = sources_behind(evidence, row)
    named = " and ".join(evidence.sources[key].short for key in behind)
    low, high = fall_back(row)
    if not low < high:
        return f"{named}; it stays as it is without, as counts, formulas and dates do"
    return f"{named}; without, it is drawn from {short(low)} to {short(high)}"


def years_of(event: Event) -> str:
    """Write when an event acts."""
    if event.end is None:
        return f"from {event.start} on"
    return f"{event.start}" if event.end == event.start else f"{event.start} to {event.end}"


def count_by_grade(rows: Iterable[Fact]) -> str:
    """Count facts by grade."""
    grades = [row.grade for row in rows]
    return ", ".join(f"{grades.count(g)} {g}" for g in GRADES if g in grades)


def number_lines(numbers: list[Number]) -> list[tuple[str, str]]:
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


def event_lines(events: Iterable[Event]) -> list[tuple[str, str]]:
    """List events with their titles and years."""
    return [(event.name, f"{event.title}, {years_of(event)}") for event in events]


def write_group(page: Page, name: str, lines: list[tuple[str, str]]) -> None:
    """Write names and what they stand for under a small heading."""
    if lines:
        page.text(name, indent=2, style=QUIET)
        page.fields([(each, Text(told)) for each, told in lines], indent=4)


def write_facts(page: Page, ids: Iterable[str], evidence: Evidence) -> None:
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
    return evidence.sources[fact.document].short if fact.document in evidence.sources else ""
