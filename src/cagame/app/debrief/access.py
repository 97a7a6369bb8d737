"""Who may look back at a game: its teacher at any time, its teams once the game is over.

Decided on the server, from the keys that the device really holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.app.play.visitor import Visitor
    from cagame.classroom import Game

NOT_YET = "teams look back when the game is over"
NO_ROUND = "no round of this game is over yet"
STRANGER = "this device has no part in this game"


def looked_at(visitor: Visitor, code: str) -> Game:
    """Return a game to somebody who may look back at it.

    Raises
    ------
    InputError
        Where the code is wrong, or the visitor may not.
    """
    game = visitor.game(code)
    teaches = visitor.teaches(game.code)
    if not teaches and visitor.seat(game.code) is None:
        raise InputError(STRANGER, remedy="Open it on the device that played it.")
    if not teaches and game.open_round is not None:
        raise InputError(NOT_YET, remedy="Ask your teacher to look back with you.")
    if game.closed == 0:
        raise InputError(NO_ROUND, remedy="Play a round first.")
    return game
