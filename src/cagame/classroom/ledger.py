"""The ledger: who chose what in which round, and what the teacher let happen.

With the lesson it is all that a game is made of. It is never changed in place: every entry gives
a new ledger, so that other courses of the same game are ledgers, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cagame.classroom.lesson import MEMBERS
from cagame.classroom.members import member_strategy
from cagame.errors import InputError
from cagame.model import shared_evidence
from cagame.scenario import ExternalScenario, Library
from cagame.scenario.document import Document
from cagame.scenario.game import NEUTRAL_BUDGET
from cagame.scenario.validation import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.classroom.lesson import Lesson, Round
    from cagame.classroom.members import MemberStrategy
    from cagame.scenario import Strategy

#: The name of what happens around the class; draws of intensities hang on it.
IN_CLASS = "in-class"


@dataclass(frozen=True)
class Ledger:
    """Entries by round.

    Attributes
    ----------
    choices : round, seat, and the strategy as JSON: a name of the library, or keys
    events : round, and the name of an external scenario that begins in it; in order
    """

    choices: tuple[tuple[int, str, str], ...] = ()
    events: tuple[tuple[int, str], ...] = ()

    def with_choice(self, number: int, seat: str, choice: object) -> Ledger:
        """Return the ledger in which a seat chooses so in a round; a later word replaces it.

        >>> ledger = Ledger().with_choice(1, "eu", "values-first")
        >>> ledger.with_choice(1, "eu", "fragmented").choices
        ((1, 'eu', '"fragmented"'),)
        """
        others = (each for each in self.choices if each[:2] != (number, seat))
        entry = (number, seat, json.dumps(choice, sort_keys=True))
        return replace(self, choices=tuple(sorted((*others, entry))))

    def with_event(self, number: int, name: str) -> Ledger:
        """Return the ledger in which an external scenario begins in a round."""
        kept = sorted((*self.events, (number, name)), key=lambda entry: entry[0])
        return replace(self, events=tuple(kept))

    def without(self, seat: str) -> Ledger:
        """Return the ledger in which a seat stays with its default."""
        return replace(self, choices=tuple(each for each in self.choices if each[1] != seat))

    def replaced(self, seat: str, choices: Mapping[int, object]) -> Ledger:
        """Return the ledger in which a seat chooses this, by round, and nothing else."""
        ledger = self.without(seat)
        for number, choice in choices.items():
            ledger = ledger.with_choice(number, seat, choice)
        return ledger

    def until(self, number: int) -> Ledger:
        """Return the entries up to a round."""
        return Ledger(
            tuple(each for each in self.choices if each[0] <= number),
            tuple(each for each in self.events if each[0] <= number),
        )

    @property
    def seats(self) -> frozenset[str]:
        """Seats that have chosen something; the lesson knows their order."""
        return frozenset(seat for _, seat, _ in self.choices)

    def choice(self, seat: str, number: int) -> tuple[int, Any] | None:
        """Return the round and the choice that a seat follows in a round; None by default."""
        own = [each for each in self.choices if each[1] == seat and each[0] <= number]
        return (own[-1][0], json.loads(own[-1][2])) if own else None

    def is_new(self, seat: str, number: int) -> bool:
        """Whether a seat does something else in a round than in the one before."""
        now, before = self.choice(seat, number), self.choice(seat, number - 1)
        return now is not None and (before is None or now[1] != before[1])


def strategy_of(
    lesson: Lesson, seat: str, number: int, choice: object
) -> Strategy | MemberStrategy:
    """Look up what a seat chooses, with the budget that the lesson gives it.

    Raises
    ------
    CagameError
        Where the strategy is unknown, or a lever lies outside its bounds.
    """
    if not isinstance(choice, str | dict):
        what = "a choice is the name of a strategy or a mapping of its keys"
        raise InputError(what, remedy="Write it as in a scenario file.")
    name = f"{seat.lower()}-round-{number}"
    kind = lesson.seat(seat).kind
    if seat == MEMBERS:
        return member_strategy(choice, name)
    library = Library(evidence=lesson.cast.evidence, actors=lesson.cast.actors)
    return budgeted(lesson, library.strategy_at(kind, choice, Document(None), (), name))


def budgeted(lesson: Lesson, strategy: Strategy) -> Strategy:
    """Return a strategy with the budget that the lesson gives it."""
    if lesson.equal_budgets and hasattr(strategy, "budget"):
        return strategy.model_copy(update={"budget": NEUTRAL_BUDGET})
    return strategy


def happenings(lesson: Lesson, ledger: Ledger) -> ExternalScenario:
    """Return all that the teacher let happen as one external scenario.

    Each scenario of the library is moved in time, so that its first event begins with the first
    year of its round.

    Raises
    ------
    InputError
        Where two of them push the same thing from the same year on.
    """
    library = Library(evidence=shared_evidence())
    if not ledger.events:
        return library.load("external", "calm")
    events: list[dict[str, Any]] = []
    cited: list[str] = []
    told: list[str] = []
    for number, name in ledger.events:
        scenario, own = _moved(library, name, lesson.round(number))
        _check_twins(scenario.label, own, events)
        events += own
        cited += scenario.evidence
        told.append(f"{scenario.label} from {lesson.round(number).first}")
    keys = {
        "name": IN_CLASS,
        "title": "What happened in class",
        "rationale": f"The teacher let this happen: {', '.join(told)}.",
        "evidence": list(dict.fromkeys(cited)),
        "events": events,
    }
    return validate(ExternalScenario, keys, Document(None))


def _moved(
    library: Library, name: str, during: Round
) -> tuple[ExternalScenario, list[dict[str, Any]]]:
    """Return an external scenario, and its events as keys, begun with a round."""
    scenario = library.load("external", name)
    if not scenario.listed:
        what = f"{scenario.label} has no events that could begin"
        raise InputError(what, remedy="Choose another external scenario.")
    shift = during.first - min(event.start for event in scenario.listed)
    moved = []
    for event in scenario.listed:
        keys = event.model_dump(mode="json", by_alias=True, exclude_none=True)
        keys["from"] += shift
        if "to" in keys:
            keys["to"] += shift
        moved.append({"title": scenario.label} | keys)
    return scenario, moved


def _check_twins(label: str, events: list[dict[str, Any]], before: list[dict[str, Any]]) -> None:
    """Two events with the same pressure, target and year would be one event, twice as strong."""
    names = ("pressure", "target", "from")
    begun = [[event[name] for name in names] for event in before]
    for event in events:
        if [event[name] for name in names] in begun:
            what = f"{label} pushes {event['pressure']} from {event['from']}, as another event does"
            raise InputError(what, remedy="Choose another one, or wait for the next round.")
