"""What a name in the tables or the library stands for, as `cagame evidence` looks it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from cagame.errors import InputError
from cagame.evidence.code_names import names_read, parse
from cagame.evidence.records import (
    Conflict,
    Event,
    Fact,
    Number,
    OutcomeDefinition,
    Pressure,
    Source,
)
from cagame.scenario import Library
from cagame.scenario.document import suggest
from cagame.scenario.shelves import Entry, Kind
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import Citing, Evidence

Found: TypeAlias = (
    Fact | tuple[Number, ...] | Event | Source | Conflict | Pressure | OutcomeDefinition | Entry
)
HISTORY_FILE = "history.yaml"


@dataclass(frozen=True)
class Step:
    """A strategy that was in force from a year on; it cites facts as numbers do."""

    key: str
    evidence: tuple[str, ...]
    where: str = HISTORY_FILE


@dataclass(frozen=True)
class Lookup:
    """Everything in the tables and the library, by name."""

    evidence: Evidence

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Strategies and external scenarios of the library."""
        library = Library()
        kinds = (*get_args(Kind), *library.partners())
        return tuple(entry for kind in kinds for entry in library.list(kind))

    @cached_property
    def readers(self) -> Mapping[str, tuple[str, ...]]:
        """Where the model's code reads each number, by its name."""
        places: dict[str, dict[str, list[int]]] = {}
        for code in parse(Path(__file__).parent):
            for name, line in names_read(code, "parameters") if code.is_model else ():
                places.setdefault(name, {}).setdefault(code.file, []).append(line)
        return {name: tuple(map(_place, found.items())) for name, found in places.items()}

    @cached_property
    def history(self) -> tuple[Step, ...]:
        """Who followed which strategy from when."""
        table = read_yaml(files("cagame").joinpath("data", HISTORY_FILE))
        return tuple(
            Step(f"{actor} follows {row['strategy']} from {row['from']}", tuple(row["evidence"]))
            for actor, rows in table.items()
            for row in rows
        )

    @property
    def others(self) -> tuple[Citing, ...]:
        """What cites facts outside the tables of numbers, events and conflicts."""
        return (*self.entries, *self.history)

    @cached_property
    def names(self) -> Mapping[str, Found]:
        """Everything that has a name; an earlier kind wins over a later one."""
        tables = self.evidence
        found: dict[str, Found] = {name: tables.rows(name) for name in tables.names()}
        kinds: tuple[Mapping[str, Found], ...] = (
            tables.facts,
            {event.name: event for event in tables.events},
            tables.sources,
            {conflict.id: conflict for conflict in tables.conflicts},
            tables.outcomes,
            tables.pressures,
            {entry.name: entry for entry in self.entries},
            {entry.key: entry for entry in self.entries},
        )
        for kind in kinds:
            found = {**kind, **found}
        return found

    def find(self, text: str) -> Found:
        """Find what a text names, such as ``E147``, ``WDI`` or ``tie_2007 EU KZ aid``.

        Raises `InputError`, with the nearest names, where there is nothing like it.
        """
        words = re.split(r"[\s,\[\]]+", text.strip(" ]\t"))
        by_lower = {name.lower(): name for name in self.names}
        name = by_lower.get(words[0].lower())
        found = self.names[name] if name else None
        if isinstance(found, tuple) and len(words) > 1:
            return self._picked(found, words[1:])
        whole = by_lower.get(text.strip().lower())
        if whole is None and (found is None or len(words) > 1):
            remedy = suggest(text, by_lower.values())
            remedy += " `cagame evidence` lists numbers, `cagame scenarios` strategies."
            raise InputError(f"nothing here is called {text!r}", remedy=remedy)
        return self.names[whole or name or ""]

    def _picked(self, rows: tuple[Number, ...], words: list[str]) -> tuple[Number, ...]:
        """Rows whose index holds all of these labels."""
        name = rows[0].name
        labels = {label.lower(): label for row in rows for label in row.index}
        wanted = [labels.get(word.lower(), word) for word in words]
        for word in wanted:
            if word not in labels.values():
                if not labels:
                    raise InputError(f"{name} is one number", remedy="Leave the rest out.")
                what = f"{name} has no label {word!r}"
                raise InputError(what, remedy=suggest(word, dict.fromkeys(labels.values())))
        found = tuple(row for row in rows if set(wanted) <= set(row.index))
        if not found:
            what = f"{name} has no row for {' '.join(wanted)}"
            raise InputError(what, remedy=f"`cagame evidence {name}` lists its rows.")
        return found


def _place(found: tuple[str, list[int]]) -> str:
    file, lines = found
    return f"{file}, line {', '.join(str(line) for line in sorted(set(lines)))}"
