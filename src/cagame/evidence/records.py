"""What the tables hold: one small record for each kind of row.

Everything that cites facts has a ``key`` and ``evidence``, so that one question, what does this
fact feed, has one answer for numbers, events, conflicts and strategies alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.tables import Row

#: What kind of claim a number is, by the evidence rule.
GRADES = ("stated", "ordinal", "derived", "statistic", "assumption")
#: What each grade says about a number.
MEANINGS = {
    "stated": "a document gives the figure",
    "ordinal": "documents rank or describe it; the number codes that",
    "derived": "worked out from other figures",
    "statistic": "from a public statistic",
    "assumption": "no document and no statistic gives it; it is chosen, and swept over its range",
}
ROLES = ("uncertainty", "lever", "constant", "derived")
DISTRIBUTIONS = (
    "constant",
    "uniform",
    "triangular",
    "log-uniform",
    "log-triangular",
    "logit-triangular",
    "derived",
)
#: Followed by the axis over which the drawn values are made to sum to 1.
SIMPLEX = "simplex:"
COMBINE = ("sum", "factor")
BETTER = ("higher", "lower", "none")

FACT_COLUMNS = ("id", "document", "locator", "fact", "actors", "year", "informs", "grade")
NUMBER_COLUMNS = (
    *("name", "index", "symbol", "unit", "value", "low", "high", "distribution"),
    *("role", "grade", "evidence", "source", "derivation"),
)
PRESSURE_COLUMNS = ("name", "axes", "combine", "neutral", "unit", "needs_end", "meaning")
EVENT_COLUMNS = (
    *("event", "title", "pressure", "target", "from", "to", "ramp", "intensity", "low", "high"),
    *("unit", "grade", "evidence", "source", "derivation"),
)
OUTCOME_COLUMNS = ("name", "label", "unit", "better", "group", "meaning")


class Citing(Protocol):
    """Anything that cites facts of the ledger."""

    @property
    def key(self) -> str:
        """Name that is unique among its kind."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the facts it rests on."""

    @property
    def where(self) -> str:
        """File and line it stands in."""


@dataclass(frozen=True)
class Source:
    """A document, statistic or treaty that facts and numbers come from."""

    key: str
    kind: str
    title: str
    details: Mapping[str, str]
    where: str

    @property
    def short(self) -> str:
        """What it is called for short."""
        return self.details.get("short", self.key)


@dataclass(frozen=True)
class Fact:
    """One thing that a document says, in our own words, with the place it says it."""

    id: str
    document: str
    locator: str
    fact: str
    actors: str
    year: str
    informs: str
    grade: str
    where: str

    @classmethod
    def from_row(cls, row: Row) -> Fact:
        """Read a row of the ledger."""
        row.text("id")
        row.choice("grade", GRADES)
        return cls(**row.plain(FACT_COLUMNS), where=row.where)


@dataclass(frozen=True)
class Number:
    """One number of the model, with its unit, range, grade and origin.

    A row without low and high has no range: both equal the value.
    """

    name: str
    index: tuple[str, ...]
    symbol: str
    unit: str
    value: float
    low: float
    high: float
    distribution: str
    role: str
    grade: str
    evidence: tuple[str, ...]
    source: str
    derivation: str
    where: str

    @classmethod
    def from_row(cls, row: Row) -> Number:
        """Read a row of parameters, initial state or member states."""
        value = row.number("value")
        low, high = row.range(value)
        row.text("name")
        row.choice("role", ROLES)
        row.choice("grade", (*GRADES, ""))
        if not row.cells["distribution"].startswith(SIMPLEX):
            row.choice("distribution", (*DISTRIBUTIONS, f"{SIMPLEX}<axis>"))
        cells = row.plain(NUMBER_COLUMNS) | {"value": value, "low": low, "high": high}
        cells |= {"index": row.words("index"), "evidence": row.items("evidence")}
        return cls(**cells, where=row.where)

    @property
    def key(self) -> str:
        """Name and index, such as ``tie_2007[EU KZ aid]``."""
        return f"{self.name}[{' '.join(self.index)}]" if self.index else self.name

    @property
    def simplex_axis(self) -> str:
        """Axis over which drawn values are made to sum to 1; empty where they are not."""
        return self.distribution.partition(SIMPLEX)[2]

    @property
    def is_uncertain(self) -> bool:
        """Whether worlds draw this number instead of taking its value."""
        return self.distribution not in ("constant", "derived") and self.low < self.high


@dataclass(frozen=True)
class Pressure:
    """A way in which dated events act on the model.

    Pressures of kind ``sum`` add up from a neutral 0, those of kind ``factor`` multiply up from
    a neutral 1.
    """

    name: str
    axes: tuple[str, ...]
    combine: str
    neutral: float
    unit: str
    needs_end: bool
    meaning: str
    where: str

    @classmethod
    def from_row(cls, row: Row) -> Pressure:
        """Read a row of the pressures."""
        return cls(
            name=row.text("name"),
            axes=row.words("axes"),
            combine=row.choice("combine", COMBINE),
            neutral=row.number("neutral"),
            unit=row.text("unit"),
            needs_end=row.choice("needs_end", ("true", "false")) == "true",
            meaning=row.text("meaning"),
            where=row.where,
        )


@dataclass(frozen=True)
class Event:
    """A dated pressure: from a year to a year, rising over a ramp to its full intensity.

    An event without an end stays. An event without low and high has no range.
    """

    name: str
    title: str
    pressure: str
    target: tuple[str, ...]
    start: int
    end: int | None
    ramp: float
    intensity: float
    low: float
    high: float
    unit: str
    grade: str
    evidence: tuple[str, ...]
    source: str
    derivation: str
    where: str

    @classmethod
    def from_row(cls, row: Row) -> Event:
        """Read a row of the events."""
        intensity = row.number("intensity")
        low, high = row.range(intensity)
        return cls(
            name=row.text("event"),
            title=row.text("title"),
            pressure=row.text("pressure"),
            target=row.words("target"),
            start=row.whole_number("from"),
            end=row.whole_number("to") if row.cells["to"] else None,
            ramp=row.number("ramp"),
            intensity=intensity,
            low=low,
            high=high,
            unit=row.cells["unit"],
            grade=row.choice("grade", (*GRADES, "")),
            evidence=row.items("evidence"),
            source=row.cells["source"],
            derivation=row.cells["derivation"],
            where=row.where,
        )

    @property
    def key(self) -> str:
        """Name of the event."""
        return self.name

    @property
    def is_uncertain(self) -> bool:
        """Whether worlds draw this event's intensity."""
        return self.low < self.high


@dataclass(frozen=True)
class OutcomeDefinition:
    """What an outcome is called, measured in and whether more of it is better."""

    name: str
    label: str
    unit: str
    better: str
    group: str
    meaning: str

    @classmethod
    def from_row(cls, row: Row) -> OutcomeDefinition:
        """Read a row of the outcomes."""
        row.choice("better", BETTER)
        return cls(**row.plain(OUTCOME_COLUMNS))


@dataclass(frozen=True)
class Conflict:
    """Facts that contradict each other, and which of them the model follows."""

    id: str
    facts: tuple[str, ...]
    difference: str
    choice: str
    reason: str
    where: str

    @property
    def key(self) -> str:
        """Id of the conflict."""
        return self.id

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the facts that contradict each other."""
        return self.facts
