"""The tables behind every number: sources, facts, numbers, pressures, events, conflicts.

A fact is one thing that a document says. A number cites facts, or names a statistic, or is an
assumption with a range. Loading checks that every row can be read and every index label exists;
`cagame.evidence.audit` checks the rest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, product
from typing import TYPE_CHECKING, Literal

import numpy as np

from cagame.axes import Axes
from cagame.errors import EvidenceError
from cagame.evidence.reading import (
    read_conflicts,
    read_numbers,
    read_pressures,
    read_records,
    read_sources,
)
from cagame.evidence.records import (
    EVENT_COLUMNS,
    FACT_COLUMNS,
    NUMBER_COLUMNS,
    OUTCOME_COLUMNS,
    PRESSURE_COLUMNS,
    Citing,
    Conflict,
    Event,
    Fact,
    Number,
    OutcomeDefinition,
    Pressure,
    Source,
)
from cagame.tables import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from cagame.axes import Array

NUMBER_TABLES = ("parameters.csv", "initial_state.csv", "member_states.csv")
#: Amounts that a partner carved out of another takes from it, as it does from shares of a whole.
AMOUNTS = ("budget", "tie_2007")
#: Weights of what a partner that a study adds plays for; no table of the package has such rows.
PARTNER_PAYOFF = "payoff_partner_"
PARTNER_AIMS = ("influence", "trade", "investment", "security", "cost")


@dataclass(frozen=True)
class Evidence:
    """All tables of one folder.

    Attributes
    ----------
    axes : order of actors and channels
    sources, facts, pressures, outcomes : by key, id or name, in table order
    numbers : by key, such as ``tie_2007[EU KZ aid]``, in table order
    events, conflicts : in table order
    """

    axes: Axes
    sources: dict[str, Source]
    facts: dict[str, Fact]
    numbers: dict[str, Number]
    pressures: dict[str, Pressure]
    events: tuple[Event, ...]
    outcomes: dict[str, OutcomeDefinition]
    conflicts: tuple[Conflict, ...]

    @classmethod
    def load(cls, folder: Traversable | None = None) -> Evidence:
        """Load the tables of a folder; by default those that come with the package.

        Raises
        ------
        EvidenceError
            Where a row cannot be read, a key is given twice or an index label is unknown.
        """
        if folder is None:
            return cls._shipped()
        return cls._read(folder)

    @classmethod
    @cache
    def _shipped(cls) -> Evidence:
        return cls._read(files("cagame").joinpath("data"))

    @classmethod
    def _read(cls, folder: Traversable) -> Evidence:
        def rows(file: str, columns: tuple[str, ...]) -> list[Row]:
            return read_rows(folder.joinpath(file), columns)

        axes = Axes.read(folder.joinpath("actors.csv"))
        events = read_records(rows("events.csv", EVENT_COLUMNS), Event.from_row, "name")
        return cls(
            axes=axes,
            sources=read_sources(folder.joinpath("sources.yaml")),
            facts=read_records(rows("ledger.csv", FACT_COLUMNS), Fact.from_row, "id"),
            numbers=read_numbers([r for f in NUMBER_TABLES for r in rows(f, NUMBER_COLUMNS)], axes),
            pressures=read_pressures(rows("pressures.csv", PRESSURE_COLUMNS), axes),
            events=tuple(events.values()),
            outcomes=read_records(
                rows("outcomes.csv", OUTCOME_COLUMNS), OutcomeDefinition.from_row, "name"
            ),
            conflicts=read_conflicts(folder.joinpath("conflicts.yaml")),
        )

    def hash(self) -> str:
        """SHA-256 of every number and event: two tables with one hash run to the same results."""
        rows = [
            (n.key, n.value, n.low, n.high, n.distribution, n.role, n.grade)
            for n in self.numbers.values()
        ]
        dated = [
            (e.name, e.pressure, e.target, e.start, e.end, e.ramp, e.intensity, e.low, e.high)
            for e in self.events
        ]
        kinds = [(p.name, p.axes, p.combine, p.neutral) for p in self.pressures.values()]
        return hashlib.sha256(repr((rows, dated, kinds)).encode()).hexdigest()

    def names(self) -> tuple[str, ...]:
        """Return the names of all numbers, without their indices, in table order."""
        return tuple(self._rows)

    def rows(self, name: str) -> tuple[Number, ...]:
        """Return the numbers of one name in the order of its array.

        Raises
        ------
        EvidenceError
            Where no table holds the name.
        """
        try:
            return self._rows[name]
        except KeyError:
            raise EvidenceError(
                f"no number is called {name!r}", remedy="`cagame evidence` lists them all."
            ) from None

    def axes_of(self, name: str) -> tuple[str, ...]:
        """Return the axes of a name's array; empty for a single number."""
        return tuple(self.axes.axis_of(label) for label in self.rows(name)[0].index)

    def axis_position(self, name: str, axis: str) -> int:
        """Return where an axis stands among the axes of a name's array, from 0."""
        return self.axes_of(name).index(axis)

    def labels(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the labels along each axis of a name's array: those present, in axis order."""
        columns = zip(*(number.index for number in self.rows(name)), strict=True)
        return tuple(tuple(sorted(set(c), key=self.axes.index)) for c in columns)

    def is_shared_out(self, name: str) -> bool:
        """Whether partners carved out of another one take their part of this from it."""
        rows = self.rows(name)
        return bool(self.axes.carved) and (name in AMOUNTS or rows[0].simplex_axis == "patron")

    def array(self, name: str, column: Literal["value", "low", "high"] = "value") -> Array:
        """Return the values of a name over its axes, without a world axis.

        Raises
        ------
        EvidenceError
            Where no table holds the name, or a combination of its labels has no row.
        """
        absent = self.absent(name)
        if absent:
            raise EvidenceError(
                f"{name} has no row for {', '.join(absent)}",
                path=self.rows(name)[0].where,
                remedy="Add a row for each combination of its labels.",
            )
        values = [getattr(number, column) for number in self.rows(name)]
        shape = tuple(len(labels) for labels in self.labels(name))
        return np.array(values, dtype=np.float64).reshape(shape)

    def absent(self, name: str) -> tuple[str, ...]:
        """Return the index of each combination of a name's labels that has no row."""
        present = {number.index for number in self.rows(name)}
        return tuple(" ".join(i) for i in product(*self.labels(name)) if i not in present)

    def facts_behind(self, key: str) -> tuple[Fact, ...]:
        """Return the facts that a number, event or conflict cites.

        Raises
        ------
        EvidenceError
            Where nothing has this key.
        """
        for record in self.citing():
            if record.key == key:
                return tuple(self.facts[fact] for fact in record.evidence if fact in self.facts)
        raise EvidenceError(
            f"no number, event or conflict is called {key!r}",
            remedy="`cagame evidence` lists them all.",
        )

    def fed_by(self, fact: str, others: Iterable[Citing] = ()) -> tuple[Citing, ...]:
        """Return everything that cites a fact: numbers, events, conflicts, then the others.

        Parameters
        ----------
        fact : id in the ledger, such as ``E147``
        others : what else may cite it, such as strategies
        """
        return tuple(r for r in chain(self.citing(), others) if fact in r.evidence)

    def citing(self) -> Iterator[Number | Event | Conflict]:
        """Go through everything in these tables that cites facts."""
        yield from self.numbers.values()
        yield from self.events
        yield from self.conflicts

    @cached_property
    def _rows(self) -> dict[str, tuple[Number, ...]]:
        """Numbers by name, each name's in the order of its array."""
        rows: dict[str, list[Number]] = {}
        for number in self.numbers.values():
            rows.setdefault(number.name, []).append(number)

        def place(number: Number) -> tuple[int, ...]:
            return tuple(self.axes.index(label) for label in number.index)

        return {name: tuple(sorted(numbers, key=place)) for name, numbers in rows.items()}
