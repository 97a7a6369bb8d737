"""What a seat knows before it chooses: where it stands, what it wants, what others did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.ledger import strategy_of
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.members import holdings
from cagame.classroom.news import news
from cagame.classroom.offers import offered
from cagame.classroom.report import Spread, influence
from cagame.classroom.words import actor_name, figure_name, plain_number, rows_for

if TYPE_CHECKING:
    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Lesson, Round
    from cagame.classroom.members import Holding
    from cagame.classroom.news import News
    from cagame.evidence import Number
    from cagame.scenario import Entry

GOAL_COLUMNS = ("seat", "parameter", "words", "sign")
SITUATION_COLUMNS = ("seat", "outcome")
#: What a seat follows that has chosen nothing.
BEFORE = "the strategy in force before the game"


@dataclass(frozen=True)
class Standing:
    """A figure in words: what it is, its median over worlds, and that as people read it."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Goal:
    """Something a seat plays for: in words, what it counts, and the facts behind the weight.

    A weight below 0 is something to avoid. All weights are assumptions that worlds draw around
    the values given here.
    """

    words: str
    weight: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """What a seat did in a round: the strategy it follows, and whether that was new."""

    seat: str
    name: str
    title: str
    is_new: bool


@dataclass(frozen=True)
class Briefing:
    """What a seat knows before a round.

    Attributes
    ----------
    situation : figures at the end of the last round
    influence : median share of influence: a patron's by state, or in a state by patron
    goals : by weight, the largest first
    others : what the other seats followed in the last round; empty before the first
    strategies : what the seat can choose
    shares_payoff : seat with the same payoff; empty where there is none
    holds : levers of a seat that holds only some of its actor's; empty for the others
    """

    seat: str
    name: str
    round: Round
    situation: tuple[Standing, ...]
    influence: dict[str, float]
    goals: tuple[Goal, ...]
    others: tuple[Move, ...]
    news: tuple[News, ...]
    strategies: tuple[Entry, ...]
    shares_payoff: str
    holds: tuple[Holding, ...]


def briefing(engine: Engine, ledger: Ledger, number: int, seat: str) -> Briefing:
    """Return what a seat knows before a round.

    Raises
    ------
    InputError
        Where there is no such round or seat.
    """
    lesson, before = engine.lesson, number - 1
    actor, during = lesson.seat(seat), lesson.round(number)
    return Briefing(
        seat=seat,
        name=actor_name(seat, lesson.cast),
        round=during,
        situation=_situation(engine, ledger, before, seat),
        influence=_own_influence(engine, ledger, before, actor.label),
        goals=goals(engine, seat),
        others=moves(engine, ledger, before, seat) if before else (),
        news=news(engine, ledger, before) if before else (),
        strategies=offered(seat, lesson.cast),
        shares_payoff=_sharing(lesson, seat),
        holds=holdings(seat) if seat == MEMBERS else (),
    )


def _sharing(lesson: Lesson, seat: str) -> str:
    own = lesson.payoff(seat)
    others = (other for other in lesson.seats if other != seat and lesson.payoff(other) == own)
    return next(others, "")


def goals(engine: Engine, seat: str) -> tuple[Goal, ...]:
    """Return what a seat plays for, the heaviest weight first."""
    found, name = [], actor_name(seat, engine.lesson.cast)
    for row in rows_for(seat, "goals.csv", GOAL_COLUMNS):
        number = _number(engine, row.text("parameter"), engine.lesson.seat(seat).label)
        weight = row.number("sign") * number.value
        found.append(Goal(row.text("words").format(name=name), weight, number.evidence))
    return tuple(sorted(found, key=lambda goal: -abs(goal.weight)))


def _number(engine: Engine, name: str, label: str) -> Number:
    """Return a number of the tables, or that of an actor where each has its own."""
    rows = engine.evidence.rows(name)
    return next(row for row in rows if row.index in ((), (label,)))


def moves(engine: Engine, ledger: Ledger, number: int, seat: str = "") -> tuple[Move, ...]:
    """Return what all seats but one followed in a round."""
    found = []
    for other in engine.lesson.seats:
        chosen = ledger.choice(other, number)
        if other == seat or (other == MEMBERS and chosen is None):
            # Until the group has chosen, what it does is part of what the EU does.
            continue
        name = actor_name(other, engine.lesson.cast)
        if chosen is None:
            found.append(Move(other, name, BEFORE, is_new=False))
        else:
            title = strategy_of(engine.lesson, other, *chosen).label
            found.append(Move(other, name, title, is_new=ledger.is_new(other, number)))
    return tuple(found)


def _situation(engine: Engine, ledger: Ledger, number: int, seat: str) -> tuple[Standing, ...]:
    found = []
    for row in rows_for(seat, "situation.csv", SITUATION_COLUMNS):
        name = row.text("outcome").format(seat=seat)
        if name in engine.lesson.study.outcomes:
            outcome = engine.evidence.outcomes[name]
            value = Spread.of(engine.final(ledger, name, number)).median
            label = figure_name(outcome.label, outcome.unit)
            found.append(Standing(label, value, plain_number(value, outcome.unit)))
    return tuple(found)


def _own_influence(engine: Engine, ledger: Ledger, number: int, label: str) -> dict[str, float]:
    shares = influence(engine, ledger, number)
    if label in shares:
        return shares[label]
    return {patron: by_state[label] for patron, by_state in shares.items()}
