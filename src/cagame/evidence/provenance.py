"""What every number rests on, and what is left of the tables without one of their documents.

A number rests on a document if it cites its facts. Without that document, a number that rests on
nothing else falls back to a wide range: all that is known of it then is its unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeVar

from cagame.errors import EvidenceError, Finding, InputError
from cagame.evidence.records import Event, Number
from cagame.evidence.table_audit import named_sources
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cagame.evidence.evidence import Evidence

Kind = Literal["between", "times", "keep"]
Cited = TypeVar("Cited", Number, Event)

FILE = "wide_ranges.csv"
COLUMNS = ("unit", "kind", "low", "high", "derivation")
DOCUMENTS = "documents"
#: Grades of numbers that a document can carry. Statistics stand by themselves; assumptions are
#: as wide as they can be already.
CARRIED = ("stated", "ordinal", "derived")
ASSUMPTION = "assumption"
#: Roles of numbers that follow from others, or that strategies set.
STAYS = ("derived", "lever")


@dataclass(frozen=True)
class WideRange:
    """What is known of a number that has lost its document.

    Attributes
    ----------
    kind : ``between`` low and high in the number's unit, and the value itself; ``times`` low to
        high of its value; or ``keep``, because it needs no document
    """

    kind: Kind
    low: float
    high: float

    def around(self, value: float) -> tuple[float, float]:
        """Return lowest and highest value.

        >>> WideRange("times", 0.25, 4).around(0.5), WideRange("times", 0, 2).around(-0.5)
        ((0.125, 2.0), (-1.0, -0.0))
        """
        if self.kind == "keep":
            return value, value
        if self.kind == "between":
            return min(self.low, value), max(self.high, value)
        ends = value * self.low, value * self.high
        return min(ends), max(ends)


def documents_of(evidence: Evidence) -> tuple[str, ...]:
    """Return the keys of the documents, in the order of the table of sources."""
    return tuple(key for key, source in evidence.sources.items() if source.kind == DOCUMENTS)


def sources_of(evidence: Evidence, row: Number | Event) -> tuple[str, ...]:
    """Return the documents and statistics that a number or event rests on, each once."""
    cited = [evidence.facts[fact].document for fact in row.evidence]
    named = [source for source in named_sources(row.source) if source in evidence.sources]
    return tuple(dict.fromkeys(each for each in (*cited, *named) if each in evidence.sources))


def rests_on(evidence: Evidence, row: Number | Event, documents: Collection[str]) -> bool:
    """Whether a number or event has nothing else to rest on than these documents."""
    if row.grade not in CARRIED:
        return False
    found = sources_of(evidence, row)
    return bool(found) and set(found) <= set(documents)


def without(evidence: Evidence, documents: Collection[str]) -> Evidence:
    """Return the tables as they would be without some documents.

    Numbers and events that rest on nothing else are drawn from wide ranges, and are assumptions.
    All other rows stay, and so do their draws in a Latin hypercube.

    Raises
    ------
    InputError
        Where something is not a document of the tables.
    """
    known = documents_of(evidence)
    for document in documents:
        if document not in known:
            message = f"{document!r} is not a document of the tables"
            raise InputError(message, remedy=f"Known: {', '.join(known)}.")

    def row_without(row: Cited) -> Cited:
        return _widened(row) if rests_on(evidence, row, documents) else row

    numbers = {key: row_without(number) for key, number in evidence.numbers.items()}
    events = tuple(row_without(event) for event in evidence.events)
    return replace(evidence, numbers=numbers, events=events)


def fall_back(row: Number | Event) -> tuple[float, float]:
    """Return the range that is left of a number or event that has lost all its documents.

    Lowest and highest are equal where it stays as it is: counts, dates, formulas, and what
    strategies set.

    Raises
    ------
    EvidenceError
        Where no wide range is given for its unit.
    """
    value = row.intensity if isinstance(row, Event) else row.value
    if isinstance(row, Number) and (row.distribution == "derived" or row.role in STAYS):
        return value, value
    return _wide_range(row).around(value)


def audit_wide_ranges(evidence: Evidence) -> list[Finding]:
    """Find units of numbers that documents carry without a wide range, and ranges without use."""
    documents, wide = documents_of(evidence), _wide_ranges()
    rows: tuple[Number | Event, ...] = (*evidence.numbers.values(), *evidence.events)
    carried = [row for row in rows if rests_on(evidence, row, documents)]
    found = [
        Finding(
            row.where,
            f"{row.key} falls back to no wide range, as none is given for the unit '{row.unit}'",
            f"Add a row for this unit to {FILE}.",
        )
        for row in carried
        if row.unit not in wide
    ]
    used = {row.unit for row in carried}
    return found + [
        Finding(FILE, f"no number that a document carries has the unit '{unit}'", "Remove its row.")
        for unit in wide
        if unit not in used
    ]


def _wide_range(row: Number | Event) -> WideRange:
    try:
        return _wide_ranges()[row.unit]
    except KeyError:
        message = f"no wide range is given for the unit '{row.unit}' of {row.key}"
        raise EvidenceError(message, path=FILE, remedy="Add a row for this unit.") from None


def _widened(row: Cited) -> Cited:
    """Return a row with its wide range, or as it is where it falls back to nothing wider."""
    low, high = fall_back(row)
    if not low < high:
        return row
    if isinstance(row, Event):
        return replace(row, low=low, high=high, grade=ASSUMPTION)
    return replace(
        row,
        low=low,
        high=high,
        distribution=row.distribution if row.simplex_axis else _even(_wide_range(row)),
        role="uncertainty",
        grade=ASSUMPTION,
    )


def _even(wide: WideRange) -> str:
    """Return the distribution that favours no value of the range."""
    return "log-uniform" if wide.kind == "times" and wide.low > 0 else "uniform"


@cache
def _wide_ranges() -> Mapping[str, WideRange]:
    found = {}
    for row in read_rows(files("cagame").joinpath("data", FILE), COLUMNS):
        kind = row.choice("kind", ("between", "times", "keep"))
        low, high = (0.0, 0.0) if kind == "keep" else (row.number("low"), row.number("high"))
        found[row.text("unit")] = WideRange(kind, low, high)  # type: ignore[arg-type]
    return found
