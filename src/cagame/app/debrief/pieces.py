"""What is computed in a worker, in pieces of about a second, so that others need not wait.

All of it follows from the lesson, as text, and the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.app.play.course import engine_of
from cagame.classroom import Lesson, game_text, replay
from cagame.classroom.debrief import best_response
from cagame.classroom.equilibrium import class_game, game_of_class, holds_out, payoffs
from cagame.classroom.lookback import chapter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.axes import Array
    from cagame.classroom import BestResponse, Ledger, Replay
    from cagame.classroom.equilibrium import ClassGame, Menu
    from cagame.classroom.lookback import Chapter


def one_round(lesson: str, ledger: Ledger, number: int, teams: Mapping[str, str]) -> Chapter:
    """Look back at a round."""
    return chapter(engine_of(lesson), ledger, number, teams)


def other_course(
    lesson: str, ledger: Ledger, seat: str, choices: Mapping[int, object], until: int
) -> Replay:
    """Play the game again with other choices of a seat."""
    return replay(engine_of(lesson), ledger, seat, choices, until)


def answers(lesson: str, ledger: Ledger, seat: str, until: int) -> BestResponse:
    """Try every strategy of the library for a seat."""
    return best_response(engine_of(lesson), ledger, seat, until)


def some_payoffs(
    lesson: str,
    ledger: Ledger,
    seats: Sequence[str],
    wanted: Sequence[Sequence[str]],
    until: int,
) -> Array:
    """Return payoffs of some profiles, (profile, player, world)."""
    return payoffs(engine_of(lesson), ledger, seats, wanted, until)


def rests(lesson: str, menus: Sequence[Menu], found: Sequence[Array]) -> ClassGame:
    """Find where the small game would come to rest."""
    return class_game(game_of_class(engine_of(lesson), menus, np.concatenate(found)))


def stands(
    lesson: str, ledger: Ledger, seats: Sequence[str], profile: Sequence[str], until: int
) -> bool:
    """Check a profile against all strategies of the library."""
    return holds_out(engine_of(lesson), ledger, seats, profile, until)


def saved(lesson: str, ledger: Ledger, until: int, teams: Mapping[str, str]) -> str:
    """Return the game as a scenario file."""
    return game_text(Lesson.from_text(lesson), ledger, until=until, teams=teams)
