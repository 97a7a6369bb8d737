"""What a seat could have done otherwise: one strategy throughout, or one lever, all else as it was.

A lever is a number of a strategy file with bounds of its own, such as the EU's coordination. Moved
in a what-if, it has the new value in all rounds; everything else that the seat chose stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagame.classroom.ledger import strategy_of
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.members import held
from cagame.classroom.offers import first_choice, levers_for
from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Lesson
    from cagame.exploring.levers import Lever

#: Budgets are no lever of a class game, in which all strategies spend alike.
NO_LEVER = "budget"


def levers(lesson: Lesson, seat: str, ledger: Ledger | None = None) -> tuple[Lever, ...]:
    """Return the levers of a seat that are one number.

    Those that a member-state group has chosen in the ledger are no longer the EU's to move.

    Raises
    ------
    InputError
        Where there is no such seat.
    """
    lesson.seat(seat)
    others: tuple[str, ...] = (NO_LEVER,)
    if seat == "eu" and ledger is not None and MEMBERS in ledger.seats:
        others = (*others, *held(MEMBERS))
    every = levers_for(seat, lesson.cast)
    return tuple(each for each in every if each.labels == ("",) and each.field not in others)


def with_lever(
    lesson: Lesson, ledger: Ledger, seat: str, key: str, value: float
) -> dict[int, object]:
    """Return the choices of a seat, by round, with one lever set in all of them.

    Raises
    ------
    InputError
        Where the seat has no such lever.
    """
    lever = next((each for each in levers(lesson, seat, ledger) if each.field == key), None)
    if lever is None:
        known = ", ".join(each.field for each in levers(lesson, seat, ledger))
        what = f"{key!r} is no lever of {seat}"
        raise InputError(what, remedy=f"Choose from: {known}.")
    changed: dict[int, object] = {}
    for during in lesson.rounds:
        chosen = ledger.choice(seat, during.number)
        if chosen is None and during.number > 1:
            continue
        if chosen is None or chosen[0] == during.number:
            choice = (
                first_choice(seat, lesson.study.years.decision, lesson.cast)
                if chosen is None
                else chosen[1]
            )
            title = strategy_of(lesson, seat, during.number, choice).label
            keys: dict[str, Any] = {"base": choice} if isinstance(choice, str) else dict(choice)
            keys |= {"title": f"{title}; {lever.words.lower()} {value:g}", key: value}
            changed[during.number] = keys
    return changed


def throughout(strategy: str) -> dict[int, object]:
    """Return choices of one strategy of the library from the first round to the last."""
    return {1: strategy}
