"""Actors of one decision, and the checks that a table of them must pass."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from cagame.errors import EvidenceError
from cagame.scenario.document import quoted, show
from cagame.scenario.yaml_text import DECIMAL_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: What a table says about an actor, in the order in which short forms give it.
COLUMNS = ("capability", "position", "salience")
#: What the column of names may be called.
NAMES = ("actor", "name", "label", "member", "state", "country", "player", "stakeholder", "voter")
#: Bargaining compares every actor with every pair of others.
MAXIMUM_ACTORS = 500
#: Saliences above 1 are per cent where the largest is at least so high.
PER_CENT, SURELY_PER_CENT = 100, 10
#: Larger numbers would not survive being added and multiplied.
LARGEST = 1e100


@dataclass(frozen=True)
class Actor:
    """Somebody with a view: power, ideal on the issue, and how much the issue matters, 0 to 1."""

    name: str
    capability: float
    position: float
    salience: float

    @property
    def weight(self) -> float:
        """Bargaining weight: capability times salience."""
        return self.capability * self.salience


@dataclass(frozen=True)
class Issue:
    """One thing to be decided: who wants what.

    Attributes
    ----------
    unit : of positions, such as years of delay
    status_quo : what holds if nothing is agreed; None where it is not known
    remark : how the table was read, where that is not plain
    """

    name: str
    actors: tuple[Actor, ...]
    unit: str = ""
    status_quo: float | None = None
    remark: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest position."""
        positions = [actor.position for actor in self.actors]
        return min(positions), max(positions)


@dataclass(frozen=True)
class Entry:
    """What a table says about one actor, not checked yet, and where it says it."""

    name: str
    cells: Mapping[str, object]
    path: str | None = None
    line: int | None = None

    def error(self, what: str, remedy: str) -> EvidenceError:
        """Build an error that points at this actor."""
        return EvidenceError(what, path=self.path, line=self.line, remedy=remedy)

    def actor(self) -> Actor:
        """Check the three numbers. Raises `EvidenceError`."""
        capability, position, salience = (self._number(column) for column in COLUMNS)
        for column, value in (("capability", capability), ("salience", salience)):
            if value < 0:
                what = f"the {column} of {self.called} is {value:g}, below 0"
                raise self.error(what, "Write 0 or more.")
        return Actor(self.name, capability, position, salience)

    @property
    def called(self) -> str:
        """The actor as messages call it."""
        return self.name if re.fullmatch(r"[\w .&/()'-]{1,40}", self.name) else quoted(self.name)

    def _number(self, column: str) -> float:
        value = self.cells.get(column)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            what = f"the {column} of {self.called} is missing"
            raise self.error(what, "Fill it in: every actor needs " + ", ".join(COLUMNS) + ".")
        number = _number(value)
        if number is None:
            what = f"the {column} of {self.called} is {show(value)}, not a number"
            raise self.error(what, "Write it like 0.25, with a point and without a unit.")
        if not abs(number) <= LARGEST:
            what = f"the {column} of {self.called} is {show(value)}, beyond all bounds"
            raise self.error(what, "Write it in another unit.")
        return number


def _number(value: object) -> float | None:
    """Read a number from a cell; None where it is none."""
    if isinstance(value, str):
        return float(value) if DECIMAL_NUMBER.fullmatch(value) else None
    if isinstance(value, bool):
        return None
    try:
        return float(value)  # type: ignore[arg-type]  # numbers of all kinds, numpy's too
    except (TypeError, ValueError):
        return None
    except OverflowError:
        return math.inf


def issue_of(
    entries: Iterable[Entry],
    name: str,
    *,
    unit: str = "",
    status_quo: float | None = None,
    path: str | None = None,
) -> Issue:
    """Make an issue of entries.

    Raises
    ------
    EvidenceError
        Where a number is missing, no number, negative where it must not be; where an actor is
        given twice, where there are too few or too many, or where they have nothing to decide.
    """
    entries = list(entries)
    if len(entries) > MAXIMUM_ACTORS:
        what = f"{name} has {len(entries)} actors, more than {MAXIMUM_ACTORS}"
        raise EvidenceError(what, path=path, remedy="Put those with one position together.")
    for text in (name, unit, *(entry.name for entry in entries)):
        if not text.isprintable():
            what = f"{quoted(text)} holds a character that cannot be printed"
            raise EvidenceError(what, path=path, remedy="Write it anew in a plain text editor.")
    _check_names(entries)
    actors = [entry.actor() for entry in entries]
    remark = ""
    if any(actor.salience > 1 for actor in actors):
        actors = _from_per_cent(entries, actors)
        remark = "Saliences were given in per cent."
    if len(actors) < 2:  # noqa: PLR2004 (two make a decision)
        what = f"{entries[0].called} is the only actor" if entries else "there are no actors"
        line = entries[0].line if entries else 1
        remedy = "Bargaining takes two actors or more; add a row for each."
        raise EvidenceError(what, path=path, line=line, remedy=remedy)
    if len({actor.position for actor in actors}) == 1:
        what = f"all {len(actors)} actors stand at {actors[0].position:g}"
        remedy = "There is nothing to decide; check the positions."
        raise EvidenceError(what, path=path, line=entries[0].line, remedy=remedy)
    if not any(actor.weight > 0 for actor in actors):
        what = "no actor has any weight: capability times salience is 0 for all"
        raise EvidenceError(what, path=path, line=entries[0].line, remedy="Check both columns.")
    return Issue(name, tuple(actors), unit, status_quo, remark)


def _check_names(entries: Sequence[Entry]) -> None:
    first: dict[str, Entry] = {}
    for entry in entries:
        if not entry.name:
            raise entry.error("an actor has no name", "Give each actor a name.")
        known = first.setdefault(entry.name.casefold(), entry)
        if known is not entry:
            before = "" if known.line in (None, entry.line) else f", first on line {known.line}"
            what = f"the actor {entry.called} is given twice{before}"
            raise entry.error(what, "Keep one of the two.")


def _from_per_cent(entries: Sequence[Entry], actors: Sequence[Actor]) -> list[Actor]:
    """Bring saliences from 0 to 100 to the scale from 0 to 1; mixed scales are an error."""
    highest = max(actor.salience for actor in actors)
    mixed = any(0 < actor.salience < 1 for actor in actors)
    if not mixed and SURELY_PER_CENT <= highest <= PER_CENT:
        return [replace(actor, salience=actor.salience / PER_CENT) for actor in actors]
    first = next(place for place, actor in enumerate(actors) if actor.salience > 1)
    what = f"the salience of {entries[first].called} is {actors[first].salience:g}, above 1"
    remedy = "Give all saliences from 0 to 1, or all in per cent from 0 to 100."
    raise entries[first].error(what, remedy)


def as_issue(actors: Actors, name: str = "issue", status_quo: float | None = None) -> Issue:
    """Make an issue of what a notebook holds.

    Parameters
    ----------
    actors : an issue; `Actor` objects; a data frame with the columns actor, capability, position
        and salience; or names with (capability, position, salience) or with a mapping of these

    Raises
    ------
    EvidenceError
        Where a number is missing or makes no sense, as for files.
    """
    if isinstance(actors, Issue):
        return actors if status_quo is None else replace(actors, status_quo=status_quo)
    if isinstance(actors, pd.DataFrame):
        entries = [_from_record(cells(record)) for record in actors.to_dict("records")]
    elif hasattr(actors, "items"):
        entries = [Entry(str(key), cells(value)) for key, value in actors.items()]
    else:
        entries = [Entry(each.name, vars(each)) for each in actors]
    return issue_of(entries, name, status_quo=status_quo)


def cells(value: object) -> Mapping[str, object]:
    """Return capability, position and salience by name, from a list of three or a mapping."""
    if isinstance(value, dict):
        return {str(key).strip().lower(): each for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return dict(zip(COLUMNS, value, strict=False))
    return {}


def _from_record(named: Mapping[str, object]) -> Entry:
    name = next((str(named[key]) for key in NAMES if key in named), "")
    return Entry(name, named)


#: What `as_issue` makes an issue of.
Actors: TypeAlias = (
    "Issue | Iterable[Actor] | pd.DataFrame"
    " | Mapping[str, Sequence[float]] | Mapping[str, Mapping[str, float]]"
)
