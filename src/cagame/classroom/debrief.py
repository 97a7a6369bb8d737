"""The debriefing: the same game, but ...; and what would have been best against the others.

Everything is a difference within worlds at the end of the game. A best response is the best of
the strategies that a seat can choose, kept from the first round on, while all others do what they
did. A team that changed its strategy in time may have done better than any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.offers import offered
from cagame.classroom.report import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger


@dataclass(frozen=True)
class Replay:
    """The same game with other choices of one seat.

    ``outcomes`` holds what the other course would have changed, by outcome; payoffs among them.
    """

    seat: str
    ledger: Ledger
    outcomes: Mapping[str, Difference]


@dataclass(frozen=True)
class Response:
    """A strategy of the library against what was played: what it would have gained."""

    strategy: str
    title: str
    gain: Difference


@dataclass(frozen=True)
class BestResponse:
    """What a seat could have done: all strategies of the library, the best mean payoff first."""

    seat: str
    tried: tuple[Response, ...]

    @property
    def best(self) -> Response:
        """The strategy with the highest mean payoff over worlds."""
        return self.tried[0]

    @property
    def did_as_well(self) -> bool:
        """Whether the seat did at least as well as with any strategy of the library."""
        return self.best.gain.mean <= 0


def replay(
    engine: Engine,
    ledger: Ledger,
    seat: str,
    choices: Mapping[int, object],
    until: int | None = None,
) -> Replay:
    """Play the same game again, with other choices of one seat, by round.

    Parameters
    ----------
    choices : what it chooses in which round; nothing means that it stays with its default
    until : the last round; all rounds unless given

    Raises
    ------
    CagameError
        Where a choice is no strategy of the seat, or there is no such round or seat.
    """
    engine.lesson.seat(seat)
    other = ledger.replaced(seat, choices)
    return Replay(
        seat,
        other,
        {
            name: Difference.of(engine.final(other, name, until), engine.final(ledger, name, until))
            for name in engine.lesson.study.outcomes
        },
    )


def best_response(
    engine: Engine, ledger: Ledger, seat: str, until: int | None = None
) -> BestResponse:
    """Compare what a seat did with every strategy of the library, the others as they played."""
    name = engine.lesson.payoff(seat)
    played = engine.final(ledger, name, until)
    tried = []
    for entry in offered(seat, engine.lesson.cast):
        other = ledger.replaced(seat, {1: entry.name})
        gain = Difference.of(engine.final(other, name, until), played)
        tried.append(Response(entry.name, entry.title, gain))
    return BestResponse(seat, tuple(sorted(tried, key=lambda each: -each.gain.mean)))


def best_responses(
    engine: Engine,
    ledger: Ledger,
    seats: Iterable[str] | None = None,
    until: int | None = None,
) -> Iterator[BestResponse]:
    """Yield the best response of each seat; of those that have chosen something unless given."""
    chosen = engine.lesson.in_order(ledger.seats)
    for seat in chosen if seats is None else seats:
        yield best_response(engine, ledger, seat, until)
