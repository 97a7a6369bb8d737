"""Hold the tables against the evidence rule.

Every number and event has a grade, a unit and an origin; an assumption has a range; a fact or
source that is cited exists; a source that exists is cited; an array has no holes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cagame.axes import ALL
from cagame.errors import Finding
from cagame.evidence.records import SIMPLEX, Event, Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cagame.evidence.evidence import Evidence
    from cagame.evidence.records import Citing


def audit_tables(evidence: Evidence, others: Iterable[Citing] = ()) -> list[Finding]:
    """Find every breach within the tables; ``others`` are what else cites facts."""
    found: list[Finding] = []
    for row in _graded(evidence):
        found += _origin(row, evidence)
        found += _range(row)
    for number in evidence.numbers.values():
        found += _distribution(number)
    for event in evidence.events:
        found += _event(event, evidence)
    for citing in (*evidence.citing(), *others):
        found += _citations(citing, evidence)
    return [*found, *_documents(evidence), *_unused_sources(evidence), *_grids(evidence)]


def _graded(evidence: Evidence) -> tuple[Number | Event, ...]:
    """Return all rows that carry a grade, a range and an origin."""
    return (*evidence.numbers.values(), *evidence.events)


def _origin(row: Number | Event, evidence: Evidence) -> Iterator[Finding]:
    """Check that a number or event has a grade, a unit and an origin."""
    for field in ("grade", "unit"):
        if not getattr(row, field):
            yield Finding(row.where, f"{row.key} has no {field}", f"Fill in its {field}.")
    explained = row.grade == "assumption" and row.derivation
    if not (row.evidence or row.source or explained):
        yield Finding(
            row.where,
            f"{row.key} has no source",
            "Cite facts of the ledger or a source, or grade it an assumption and say why.",
        )
    for name in named_sources(row.source):
        if name not in evidence.sources and looks_like_key(name):
            yield Finding(
                row.where,
                f"{row.key} names source {name}, which sources.yaml does not hold",
                "Add the source or correct the key.",
            )


def _range(row: Number | Event) -> Iterator[Finding]:
    """Check that the value lies in its range and that an assumption has one."""
    value = row.value if isinstance(row, Number) else row.intensity
    if not row.low <= value <= row.high:
        yield Finding(
            row.where,
            f"{row.key} is {value:g}, outside its range {row.low:g} to {row.high:g}",
            "Widen the range or correct the value.",
        )
    if row.grade == "assumption" and not row.low < row.high:
        yield Finding(
            row.where,
            f"{row.key} is an assumption without a range",
            "Give it a low and a high between which it is swept.",
        )


def _distribution(number: Number) -> Iterator[Finding]:
    """Check that the range fits the scale on which the number is drawn."""
    if not number.is_uncertain:
        return
    kind = number.distribution
    if kind.startswith(("log-", SIMPLEX)) and number.low <= 0.0:
        yield Finding(
            number.where,
            f"{number.key} is drawn on the log scale from {number.low:g}",
            "Start its range above 0 or draw it on the plain scale.",
        )
    if kind.startswith("logit-") and not 0.0 < number.low < number.high < 1.0:
        yield Finding(
            number.where,
            f"{number.key} is drawn on the logit scale from {number.low:g} to {number.high:g}",
            "Keep its range strictly between 0 and 1 or draw it on the plain scale.",
        )


def _event(event: Event, evidence: Evidence) -> Iterator[Finding]:
    """Check an event's window, its pressure and its target."""
    if event.end is not None and event.end < event.start:
        yield Finding(
            event.where,
            f"{event.key} ends in {event.end}, before it starts in {event.start}",
            "Put the earlier year in the column from.",
        )
    if event.ramp < 1.0:
        yield Finding(
            event.where,
            f"{event.key} has a ramp of {event.ramp:g} years",
            "A ramp takes 1 year or more.",
        )
    pressure = evidence.pressures.get(event.pressure)
    if pressure is None:
        yield Finding(
            event.where,
            f"{event.key} names pressure {event.pressure}, which pressures.csv does not hold",
            "Add the pressure or correct the name.",
        )
        return
    if pressure.needs_end and event.end is None:
        yield Finding(
            event.where,
            f"{event.key} has no end, and {pressure.name} must not last for ever",
            "Give its last year in the column to.",
        )
    if not _fits(event.target, pressure.axes, evidence):
        yield Finding(
            event.where,
            f"{event.key} targets {' '.join(event.target) or 'nothing'!r}, but {pressure.name} "
            f"acts on {' x '.join(pressure.axes) or 'no axis'}",
            "Give one label, or *, for each of these axes in this order.",
        )


def _fits(target: tuple[str, ...], axes: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether a target has one label, or ``*``, for each axis."""
    return len(target) == len(axes) and all(
        label == ALL or label in evidence.axes.labels[axis]
        for label, axis in zip(target, axes, strict=True)
    )


def _citations(citing: Citing, evidence: Evidence) -> Iterator[Finding]:
    """Check that every fact that is cited exists."""
    for fact in citing.evidence:
        if fact not in evidence.facts:
            yield Finding(
                citing.where,
                f"{citing.key} cites {fact}, which the ledger does not hold",
                "Correct the id or add the fact.",
            )


def _documents(evidence: Evidence) -> Iterator[Finding]:
    """Check that each fact names a document that is listed, once for each document."""
    reported: set[str] = set()
    for fact in evidence.facts.values():
        if not fact.document and fact.grade != "assumption":
            yield Finding(
                fact.where,
                f"fact {fact.id} names no document",
                "Name it, or grade the fact an assumption.",
            )
        if fact.document and fact.document not in evidence.sources | dict.fromkeys(reported):
            reported.add(fact.document)
            yield Finding(
                fact.where,
                f"document {fact.document} is not in sources.yaml",
                "Add the document or correct the key.",
            )


def _unused_sources(evidence: Evidence) -> Iterator[Finding]:
    """Find sources that no fact, number or event names."""
    named = {fact.document for fact in evidence.facts.values()}
    for row in _graded(evidence):
        named.update(named_sources(row.source))
    for source in evidence.sources.values():
        if source.key not in named:
            yield Finding(
                source.where,
                f"nothing cites source {source.key}",
                "Remove it or cite it where its figures are used.",
            )


def _grids(evidence: Evidence) -> Iterator[Finding]:
    """Find arrays in which a combination of labels has no row."""
    for name in evidence.names():
        absent = evidence.absent(name)
        if absent:
            yield Finding(
                evidence.rows(name)[0].where,
                f"{name} has no row for {', '.join(absent)}",
                "Add a row for each combination of its labels.",
            )


def named_sources(source: str) -> tuple[str, ...]:
    """Split a source cell into keys of sources.yaml and works of literature.

    >>> named_sources("WDI; Lenz 1995, p. 3")
    ('WDI', 'Lenz 1995, p. 3')
    """
    return tuple(part.strip() for part in source.split(";") if part.strip())


def looks_like_key(name: str) -> bool:
    """Whether a source is one word, as keys are, and not a work of literature.

    >>> looks_like_key("ITPD-E"), looks_like_key("Lenz 1995, p. 3")
    (True, False)
    """
    return re.fullmatch(r"[\w.+-]+", name) is not None
