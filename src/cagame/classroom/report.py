"""What a round brought: payoffs, what an own choice changed, influence, and other figures.

Payoffs count from the last year before the game, so they hold the effect of all choices so far.
What a choice changed is a difference within each world: the game as played, against the same game
in which this seat had stayed with the strategy in force before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.results.paired import paired_difference, quantiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array
    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Round

#: The group of outcomes that seats play for.
PAYOFFS = "payoffs"
#: To be shown wherever strategies of a game are compared.
CAVEAT = (
    "How effective policy is, nobody has measured: worlds draw it from its whole range. A small "
    "difference that holds in most worlds is still a small difference."
)


@dataclass(frozen=True)
class Spread:
    """Median over worlds, and 5 to 95 % of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Array) -> Spread:
        """Return the spread of (world) values.

        >>> Spread.of(np.array([1.0, 2.0, 3.0])).median
        2.0
        """
        median, low, high = quantiles(values, ["median", "low", "high"]).tolist()
        return cls(median, low, high)


@dataclass(frozen=True)
class Difference:
    """A difference within worlds, and in which share of them it is above 0."""

    spread: Spread
    mean: float
    share_better: float

    @classmethod
    def of(cls, values: Array, reference: Array) -> Difference:
        """Return the difference of two (world) arrays.

        >>> Difference.of(np.array([1.0, 3.0]), np.array([1.0, 1.0])).share_better
        0.5
        """
        difference = paired_difference(values, reference)
        better = float(np.mean(difference > 0))
        return cls(Spread.of(difference), float(np.mean(difference)), better)


@dataclass(frozen=True)
class SeatReport:
    """How a seat did.

    ``own_doing`` is its payoff against the same game in which it had stayed with its default;
    None where it has chosen nothing.
    """

    seat: str
    payoff: Spread
    own_doing: Difference | None


@dataclass(frozen=True)
class Figure:
    """An outcome at the end of the last round and of this one, and its change within worlds."""

    before: Spread
    now: Spread
    change: Difference


@dataclass(frozen=True)
class RoundReport:
    """What a round brought.

    Attributes
    ----------
    seats : by key, in the order of the lesson
    influence : median share of formal influence, by label of patron and then of state
    figures : by outcome, without payoffs
    """

    round: Round
    seats: Mapping[str, SeatReport]
    influence: Mapping[str, Mapping[str, float]]
    figures: Mapping[str, Figure]
    caveat: str = CAVEAT


def report(engine: Engine, ledger: Ledger, number: int) -> RoundReport:
    """Return what a round brought.

    Raises
    ------
    InputError
        Where there is no such round.
    """
    lesson = engine.lesson
    return RoundReport(
        round=lesson.round(number),
        seats={seat: _seat(engine, ledger, number, seat) for seat in lesson.seats},
        influence=influence(engine, ledger, number),
        figures=figures(engine, ledger, number),
    )


def figures(engine: Engine, ledger: Ledger, number: int) -> dict[str, Figure]:
    """Level of every outcome but payoffs at the end of a round, and its change in the round."""
    return {
        name: _figure(engine, ledger, number, name)
        for name in engine.lesson.study.outcomes
        if engine.evidence.outcomes[name].group != PAYOFFS
    }


def influence(engine: Engine, ledger: Ledger, number: int) -> dict[str, dict[str, float]]:
    """Median share of formal influence at the end of a round, by patron and state."""
    axes = engine.evidence.axes
    medians = np.median(engine.round(ledger, number).influence, axis=-1)
    return {
        patron: {state: float(medians[p, c]) for c, state in enumerate(axes.states)}
        for p, patron in enumerate(axes.patrons)
    }


def _seat(engine: Engine, ledger: Ledger, number: int, seat: str) -> SeatReport:
    name, played = engine.lesson.payoff(seat), ledger.until(number)
    payoff = engine.final(played, name, number)
    own = None
    if seat in played.seats:
        stayed = engine.final(played.without(seat), name, number)
        own = Difference.of(payoff, stayed)
    return SeatReport(seat, Spread.of(payoff), own)


def _figure(engine: Engine, ledger: Ledger, number: int, name: str) -> Figure:
    now = engine.final(ledger, name, number)
    before = engine.final(ledger, name, number - 1)
    return Figure(Spread.of(before), Spread.of(now), Difference.of(now, before))
