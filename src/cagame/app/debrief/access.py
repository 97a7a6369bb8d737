"""Who may look back at a game: its teacher at any time, its teams once the game is over.

Decided on the server, from tokens that only the device and the file of games know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.classroom import Classroom, Game

NOT_YET = "teams look back when the game is over"
NO_ROUND = "no round of this game is over yet"
STRANGER = "this device has no part in this game"


def looked_at(classroom: Classroom, code: str, teacher: str | None, seat: str | None) -> Game:
    """Return a game to somebody who may look back at it.

    Parameters
    ----------
    teacher, seat : tokens that the device has for this game

    Raises
    ------
    InputError
        Where it may not.
    """
    code = code.strip().upper()
    is_teacher = teacher is not None and _taught(classroom, teacher) == code
    is_team = seat is not None and _played(classroom, seat) == code
    if not (is_teacher or is_team):
        raise InputError(STRANGER, remedy="Open it on the device that played it.")
    game = classroom.game(code)
    if not is_teacher and game.open_round is not None:
        raise InputError(NOT_YET, remedy="Ask your teacher to look back with you.")
    if game.closed == 0:
        raise InputError(NO_ROUND, remedy="Play a round first.")
    return game


def _taught(classroom: Classroom, token: str) -> str | None:
    """Code of the game that a token teaches; None where it teaches none."""
    try:
        return classroom.taught(token)
    except InputError:
        return None


def _played(classroom: Classroom, token: str) -> str | None:
    """Code of the game in which a token has a seat; None where it has none any more."""
    try:
        return classroom.resume(token).code
    except InputError:
        return None
