"""Looking back: who did what in which round, and how they stood."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from cagame.classroom.ledger import strategy_of
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.report import report
from cagame.classroom.words import actor_name
from cagame.model import shared_library

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Round
    from cagame.classroom.report import Difference, SeatReport, Spread

#: Whether a seat chose something else than before, stayed with its choice, or never chose.
Step: TypeAlias = Literal["new", "kept", "default"]
#: What a seat follows that has chosen nothing.
IN_FORCE = "in force before the game"
#: What a member-state group follows that has chosen nothing.
LEFT = "left to the EU institutions"
COLUMNS = (
    *("round", "first", "last", "actor", "team", "strategy", "step"),
    *("payoff", "payoff_low", "payoff_high"),
    *("own_doing", "own_doing_low", "own_doing_high", "own_doing_share_better"),
)
#: Spreadsheets take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Turn:
    """What a seat followed in a round, and how it stood at its end.

    Attributes
    ----------
    name, team : of the actor, and of those who played it; "" where nobody did
    title : of the strategy
    payoff : since the game began, in log points
    own_doing : against the same game in which it had stayed as it was; None if it never chose
    """

    seat: str
    name: str
    team: str
    title: str
    step: Step
    payoff: Spread
    own_doing: Difference | None


@dataclass(frozen=True)
class Chapter:
    """A round, looked back at; events are those that the teacher let begin in it."""

    round: Round
    turns: tuple[Turn, ...]
    events: tuple[str, ...]


def chapter(engine: Engine, ledger: Ledger, number: int, teams: Mapping[str, str]) -> Chapter:
    """Return what everybody did in a round.

    Parameters
    ----------
    teams : names of teams by seat
    """
    told = report(engine, ledger, number)
    library = shared_library()
    begun = [name for when, name in ledger.events if when == number]
    return Chapter(
        told.round,
        tuple(_turn(engine, ledger, number, each, teams) for each in told.seats.values()),
        tuple(library.load("external", name).label for name in begun),
    )


def _turn(
    engine: Engine, ledger: Ledger, number: int, stood: SeatReport, teams: Mapping[str, str]
) -> Turn:
    seat = stood.seat
    chosen = ledger.choice(seat, number)
    title, step = LEFT if seat == MEMBERS else IN_FORCE, "default"
    if chosen is not None:
        title = strategy_of(engine.lesson, seat, *chosen).label
        step = "new" if ledger.is_new(seat, number) else "kept"
    name, team = actor_name(seat, engine.lesson.cast), teams.get(seat, "")
    return Turn(seat, name, team, title, step, stood.payoff, stood.own_doing)  # type: ignore[arg-type]


def table_text(chapters: Iterable[Chapter]) -> str:
    """Return a row for each seat and round as comma-separated values."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in chapters:
        for turn in each.turns:
            writer.writerow(_row(each.round, turn))
    return stream.getvalue()


def _row(during: Round, turn: Turn) -> tuple[object, ...]:
    words = (turn.name, turn.team, turn.title, turn.step)
    payoff = (turn.payoff.median, turn.payoff.low, turn.payoff.high)
    own: tuple[object, ...] = ("",) * 4
    if turn.own_doing is not None:
        spread = turn.own_doing.spread
        own = (spread.median, spread.low, spread.high, turn.own_doing.share_better)
    return (during.number, during.first, during.last, *map(_plain, words), *payoff, *own)


def _plain(text: str) -> str:
    """Keep a spreadsheet from reading words of teams as a formula.

    >>> _plain("=1+1"), _plain("Team A")
    ("'=1+1", 'Team A')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
