"""Who takes part: the actors of the tables and those of a study, and all that is known of them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError
from cagame.exploring.levers import assumptions_of, levers_of
from cagame.lookup import Lookup
from cagame.model import shared_evidence, shared_library
from cagame.region.outcomes import COST
from cagame.scenario import Library
from cagame.scenario.document import Document
from cagame.scenario.roster import roster_of
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from cagame.evidence import Evidence
    from cagame.exploring.levers import Assumed, Lever
    from cagame.scenario import Strategy
    from cagame.scenario.roster import Roster
    from cagame.scenario.shelves import ActorKey, StrategyKind

#: Casts that are remembered; a page may be handed any number of them.
MOST_REMEMBERED = 16
#: Letters of a name that a cast without one gets: enough that no two share it.
NAME_LENGTH = 32


@dataclass(frozen=True, eq=False)
class Cast:
    """Who takes part in a study.

    Attributes
    ----------
    evidence : the tables, with the actors of the study in them
    library : strategies to choose from
    roster : actors that the study adds or replaces
    called : what addresses of pages call it, for `cast_called`; empty for the tables alone
    """

    evidence: Evidence
    library: Library
    roster: Roster | None = None
    called: str = ""

    @property
    def actors(self) -> tuple[ActorKey, ...]:
        """Who can follow strategies, in the order of files; those of the study come last."""
        return self.library.actors

    @cached_property
    def by_key(self) -> dict[str, ActorKey]:
        """The same by the keys of scenario files."""
        return {actor.key: actor for actor in self.actors}

    @cached_property
    def names(self) -> dict[str, str]:
        """Full names of all actors and channels by label."""
        return {actor.label: actor.name for actor in self.evidence.axes.actors}

    def name(self, key: str) -> str:
        """Return the full name of an actor, by its key in scenario files.

        >>> cast_of().name("KZ"), cast_of("turkey").name("turkey")
        ('Kazakhstan', 'Turkey')
        """
        return self.names[self.by_key[key].label]

    @cached_property
    def lookup(self) -> Lookup:
        """The tables and the library by name; it goes when the cast does."""
        return Lookup(self.evidence)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes that a page can show.

        The cost of a point of influence is left out: it needs a second run of every variant.
        """
        return tuple(name for name in self.evidence.outcomes if name != COST)

    def levers(self, key: str) -> tuple[Lever, ...]:
        """Return the levers of an actor, in the order of the page."""
        return levers_of(self.by_key[key], self.evidence)

    @cached_property
    def assumptions(self) -> tuple[Assumed, ...]:
        """Every number that worlds draw; those that a class asks for first come first."""
        return assumptions_of(self.evidence)

    def in_force(self, key: str, year: int) -> Any:  # noqa: ANN401 (name or keys)
        """Return what an actor follows in a year unless it chooses: a name, or keys in full.

        >>> cast_of().in_force("eu", 2018), cast_of("turkey").in_force("turkey", 2025)
        ('strategy-2007', 'baseline')
        """
        actor = self.by_key[key]
        own = () if self.roster is None else self.roster.history.get(actor.label, ())
        if own:
            return written(actor.kind, [step.strategy for step in own if step.start <= year][-1])
        return str([row["strategy"] for row in _history()[actor.label] if row["from"] <= year][-1])


def cast_of(actors: object = None) -> Cast:
    """Return who takes part in a study, from what its file says under `actors`.

    Raises `ScenarioError` where this names or holds no file of actors.
    """
    text = json.dumps(actors, default=str)
    return _handed_in(text) if isinstance(actors, dict) else _remembered(text)


def cast_with(roster: Roster) -> Cast:
    """Return who takes part with a roster; one of the library goes by its name.

    Who asks again still needs the addresses of pages about these actors: they are handed in anew.
    """
    return cast_of(roster.name) if _is_shipped(roster) else _handed_in(roster.text)


def cast_called(name: str) -> Cast:
    """Return the cast that an address of a page calls so.

    Raises
    ------
    CagameError
        Where there is none of this name, or it is no longer remembered.
    """
    text = _handed.get(name)
    if text is not None:
        return _remembered(text)
    if re.fullmatch(rf"[0-9a-f]{{{NAME_LENGTH}}}", name):
        message = "the study with these actors is no longer open here"
        raise InputError(message, remedy="Open its scenario file again, and follow the link there.")
    return cast_of(name or None)


#: Files of actors that were handed in, by the names that addresses give them; the oldest goes.
#: Pages hand them in from several threads.
_handed: dict[str, str] = {}
_handing = Lock()


def _handed_in(text: str) -> Cast:
    name = _name(text)
    with _handing:
        _handed.pop(name, None)
        _handed[name] = text
        while len(_handed) > MOST_REMEMBERED:
            del _handed[next(iter(_handed))]
    return _remembered(text)


@lru_cache(MOST_REMEMBERED)
def _is_shipped(roster: Roster) -> bool:
    name = roster.name
    return name in shared_library().names("actors") and cast_of(name).roster == roster


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:NAME_LENGTH]


@lru_cache(MOST_REMEMBERED)
def _remembered(text: str) -> Cast:
    choice = json.loads(text)
    if choice is None:
        return Cast(shared_evidence(), shared_library())
    roster = roster_of(Document({"actors": choice}), Library(evidence=shared_evidence()))
    assert roster is not None  # noqa: S101 (there is a choice)
    tables = roster.tables(shared_evidence())
    called = choice if isinstance(choice, str) else _name(text)
    return Cast(tables, Library(evidence=tables, actors=roster.actors), roster, called)


def written(kind: StrategyKind, strategy: Strategy) -> Any:  # noqa: ANN401 (name or keys)
    """Return the name of a strategy where the library's is the same, else its keys."""
    library, name = shared_library(), str(strategy.name)
    if name in library.names(kind) and library.load(kind, name) == strategy:
        return name
    return strategy.model_dump(mode="json", exclude_none=True)


@lru_cache(1)
def _history() -> Any:  # noqa: ANN401 (rows of a file)
    return read_yaml(files("cagame") / "data" / "history.yaml")
