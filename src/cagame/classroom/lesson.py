"""A lesson: which study is played, in which rounds, from which seats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError
from cagame.exploring.cast import cast_of, cast_with, written
from cagame.model import shared_evidence
from cagame.region.outcomes import COST, stems
from cagame.scenario import ACTORS, ActorKey, Scenario

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cagame.exploring.cast import Cast

#: The seat of a group of member states. Its levers are part of the Union's strategy, and the model
#: has no payoff of members: the group shares the Union's.
MEMBERS = "members"
GROUP = ActorKey(MEMBERS, "EU", "eu", "payoff_eu")
#: Who can be played, by the key of scenario files; the other partners together have no aims.
#: A partner that a study brings along comes after these.
SEATS: Mapping[str, ActorKey] = {
    actor.key: actor for actor in (ACTORS[0], GROUP, *ACTORS[1:]) if actor.payoff is not None
}
#: Conventions of a lesson: rounds that a class can talk about, worlds that a class can wait for.
YEARS_PER_ROUND, WORLDS = 3, 200
#: Lessons that are kept in memory: more than classes play at one time.
MOST_REMEMBERED = 16
#: The variant in which everybody goes on as before.
AS_BEFORE = "as-before"
#: Shown beside the payoff of a seat: what follows most directly from the levers that it holds.
BESIDE: Mapping[str, tuple[str, ...]] = {
    MEMBERS: ("duplication_loss", "eu_student_share", "eu_labour_share")
}


@dataclass(frozen=True)
class Round:
    """Some years for which a choice holds.

    >>> Round(2, 2028, 2030).years
    (2028, 2029, 2030)
    """

    number: int
    first: int
    last: int

    @property
    def years(self) -> tuple[int, ...]:
        """All years of the round."""
        return tuple(range(self.first, self.last + 1))


@dataclass(frozen=True)
class Lesson:
    """What a class plays.

    Attributes
    ----------
    study : years, worlds, seed, parameters and outcomes; its only variant is history going on
    rounds : in order, from the decision year to the last year without gaps
    seats : keys of the actors that teams can take
    equal_budgets : every strategy has the budget of the year, as in games: nobody wins by spending
    """

    study: Scenario
    rounds: tuple[Round, ...]
    seats: tuple[str, ...]
    equal_budgets: bool = True

    @classmethod
    def of(
        cls,
        study: Scenario,
        *,
        years_per_round: int = YEARS_PER_ROUND,
        worlds: int = WORLDS,
        seed: int | None = None,
        seats: Iterable[str] | None = None,
        equal_budgets: bool = True,
    ) -> Lesson:
        """Make a lesson of a study: its question, years, worlds, parameters and outcomes.

        Its variants and external scenarios are left out: those are what the class and the
        teacher choose. So is the cost of influence, which needs a second run of the same game.

        Parameters
        ----------
        seats : all that can be played unless given

        Raises
        ------
        InputError
            Where a seat is unknown or taken twice, or there is no round or no seat.
        """
        cast = _cast(study)
        known = seats_in(cast)
        chosen = tuple(known if seats is None else seats)
        _check_seats(chosen, known, cast)
        if years_per_round < 1:
            what = f"a round of {years_per_round} years is none"
            raise InputError(what, remedy="Let a round have one year or more.")
        keys = study.as_mapping()
        for left_out in ("players", "equal_budgets", "thresholds"):
            keys.pop(left_out, None)
        keys |= {
            "worlds": worlds,
            "seed": study.seed if seed is None else seed,
            "reference": AS_BEFORE,
            "variants": {AS_BEFORE: {"title": "Everybody goes on as before"}},
            "external": ["calm"],
            "outcomes": _outcomes(study, cast, [known[key] for key in chosen]),
            "plots": [],
        }
        plain = Scenario.from_mapping(keys, shared_evidence())
        return cls(plain, _rounds(plain, years_per_round), chosen, equal_budgets)

    @staticmethod
    def from_text(text: str) -> Lesson:
        """Read a lesson from the text that `as_text` wrote."""
        return _read(text)

    def as_text(self) -> str:
        """Return the lesson as text that `from_text` reads."""
        keys: dict[str, Any] = {
            "study": self.study.as_mapping(),
            "rounds": [[each.number, each.first, each.last] for each in self.rounds],
            "seats": self.seats,
            "equal_budgets": self.equal_budgets,
        }
        return json.dumps(keys, sort_keys=True)

    @property
    def cast(self) -> Cast:
        """Who takes part: the actors of the tables and those that the study brings along."""
        return _cast(self.study)

    @cached_property
    def _playable(self) -> Mapping[str, ActorKey]:
        return seats_in(self.cast)

    @property
    def bystanders(self) -> tuple[str, ...]:
        """Names of partners that the study brings along and that nobody can play."""
        cast = self.cast
        return tuple(
            cast.names[actor.label]
            for actor in cast.actors
            if actor not in ACTORS and actor not in self._playable.values()
        )

    @property
    def influence(self) -> Mapping[str, str]:
        """Whose influence is shown to everybody, whoever plays: labels of patrons by outcome."""
        return _influence(self.cast)

    def in_order(self, seats: Collection[str]) -> tuple[str, ...]:
        """Return some of the seats in the order that all pages and files have."""
        return tuple(seat for seat in self.seats if seat in seats)

    def round(self, number: int) -> Round:
        """Return a round by its number, from 1."""
        if not 1 <= number <= len(self.rounds):
            what = f"there is no round {number}"
            raise InputError(what, remedy=f"This lesson has {len(self.rounds)} rounds.")
        return self.rounds[number - 1]

    def seat(self, key: str) -> ActorKey:
        """Return the actor behind a seat."""
        if key not in self.seats:
            what = f"{key!r} is not a seat of this lesson"
            raise InputError(what, remedy=f"Choose from: {', '.join(self.seats)}.")
        return self._playable[key]

    def payoff(self, key: str) -> str:
        """Return the outcome that a seat plays for."""
        return str(self.seat(key).payoff)


def seats_in(cast: Cast) -> Mapping[str, ActorKey]:
    """Return who can be played, by the key of scenario files.

    A partner that the study brings along is among them if the library holds its strategies: a
    team chooses from these.

    >>> list(seats_in(cast_of("turkey")))[-1]
    'turkey'
    """
    partners = (actor for actor in cast.actors if actor not in ACTORS)
    return {**SEATS} | {each.key: each for each in partners if _has_choices(each, cast)}


def _has_choices(partner: ActorKey, cast: Cast) -> bool:
    assert cast.roster is not None  # noqa: S101 (it brings the partner along)
    history = cast.roster.history[partner.label]
    shipped = all(isinstance(written(partner.kind, step.strategy), str) for step in history)
    return shipped and partner.key not in SEATS


def _cast(study: Scenario) -> Cast:
    return cast_of() if study.roster is None else cast_with(study.roster)


def _check_seats(seats: tuple[str, ...], known: Mapping[str, ActorKey], cast: Cast) -> None:
    for key in seats:
        if key in cast.by_key and key not in known and cast.by_key[key] not in ACTORS:
            what = f"the library holds no strategies from which {cast.name(key)} could choose"
            raise InputError(what, remedy="Leave it out: it goes on as its history says.")
        if key not in known:
            what = f"{key!r} is not an actor that can be played"
            raise InputError(what, remedy=f"Choose from: {', '.join(known)}.")
    if not seats or len(set(seats)) < len(seats):
        what = "a seat is given twice" if seats else "there is no seat"
        raise InputError(what, remedy="Name every actor that can be played once.")


@lru_cache(MOST_REMEMBERED)
def _read(text: str) -> Lesson:
    """Every look at a game reads its lesson, and actors of its own take long to check."""
    keys = json.loads(text)
    rounds = tuple(Round(*each) for each in keys["rounds"])
    study = Scenario.from_mapping(keys["study"], shared_evidence())
    return Lesson(study, rounds, tuple(keys["seats"]), keys["equal_budgets"])


def _influence(cast: Cast) -> Mapping[str, str]:
    """Return the label of each patron whose influence is an outcome, by that outcome."""
    return {f"{stem}_influence": label for label, stem in stems(cast.evidence.axes).items()}


def _outcomes(study: Scenario, cast: Cast, seats: Iterable[ActorKey]) -> list[str]:
    """Outcomes of the study, everybody's influence and the payoffs of the seats, in order."""
    wanted = {*study.outcomes, *_influence(cast)}
    for seat in seats:
        wanted |= {str(seat.payoff), *BESIDE.get(seat.key, ())}
    return [name for name in cast.evidence.outcomes if name in wanted - {COST}]


def _rounds(study: Scenario, length: int) -> tuple[Round, ...]:
    """Cut the years into rounds; the last one is shorter where they do not divide."""
    first, last = study.years.decision, study.years.end
    starts = range(first, last + 1, length)
    return tuple(
        Round(number, start, min(start + length - 1, last))
        for number, start in enumerate(starts, start=1)
    )
