"""How one more device comes to lead a game: by a word that works once, for some minutes.

The file holds a digest of the word only. Other keys open nothing without the device that holds
them, but a word opens a game on any device: whoever finds a copy of the file finds none.

Devices that lead a game go on leading it. A teacher may well use two, one at the projector and one
in the hand; and a word that fell into wrong hands locks nobody out.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.database import reading, transaction
from cagame.classroom.store import CODE_LENGTH, CODE_LETTERS
from cagame.errors import InputError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from cagame.classroom.store import Classroom

#: A word has as many parts of the length of a code: short enough to be typed into a phone, long
#: enough that nobody guesses it in minutes, or finds it behind its digest in them.
PARTS = 2
#: How long a word works.
MINUTES = 10
#: Characters of what was typed that are worth looking at.
LONGEST = 40
LEADERS = "SELECT COUNT(*) FROM devices WHERE code = ? AND role = 'teacher'"


@dataclass(frozen=True)
class Offer:
    """A game that can be taken with a word, until a time of the day."""

    code: str
    word: str
    ends: float


class Handover:
    """The words by which devices come to lead games, and the address where they say them.

    Parameters
    ----------
    classroom : the games
    clock : seconds of the day's time, the same after a restart
    """

    def __init__(self, classroom: Classroom, clock: Callable[[], float] = time.time) -> None:
        self._classroom = classroom
        self._path = classroom.path
        self._clock = clock

    def offer(self, code: str) -> Offer:
        """Make a word for a game; the one before does not work any more.

        Whoever calls this may do so: a page asks for the teacher's key first, and who can write
        into the file could give any device a key.

        Raises
        ------
        InputError
            Where there is no such game.
        """
        code = self._classroom.game(code).code
        offer = Offer(code, _new_word(), self._clock() + 60.0 * MINUTES)
        with transaction(self._path) as connection:
            row = (code, _digest(offer.word), offer.ends)
            connection.execute("INSERT OR REPLACE INTO handovers VALUES (?, ?, ?)", row)
        return offer

    def withdraw(self, code: str) -> None:
        """Let the word of a game work no more."""
        with transaction(self._path) as connection:
            connection.execute("DELETE FROM handovers WHERE code = ?", (code,))

    def offered(self, word: str) -> str:
        """Return the code of the game that a word opens; it goes on working.

        Raises
        ------
        InputError
            Where it opens none.
        """
        with reading(self._path) as connection:
            return self._code(connection, word)

    def take(self, word: str, device: str) -> str:
        """Let a device lead the game of a word, which then works no more. Return its code.

        Raises
        ------
        InputError
            Where it opens none, or another device was faster.
        """
        with transaction(self._path) as connection:
            code = self._code(connection, word)
            connection.execute("DELETE FROM handovers WHERE code = ?", (code,))
            connection.execute(
                "INSERT OR REPLACE INTO devices "
                "SELECT ?, code, 'teacher', teacher FROM lesson WHERE code = ?",
                (device, code),
            )
        return code

    def leaders(self, code: str) -> int:
        """Return how many devices lead a game."""
        with reading(self._path) as connection:
            return int(connection.execute(LEADERS, (code,)).fetchone()[0])

    def come_to(self, address: str) -> None:
        """Remember under which address devices find the games."""
        with transaction(self._path) as connection:
            connection.execute("INSERT OR REPLACE INTO served VALUES (1, ?)", (address,))

    @property
    def address(self) -> str:
        """Where devices found the games last; empty where nobody has served them."""
        with reading(self._path) as connection:
            row = connection.execute("SELECT address FROM served").fetchone()
        return "" if row is None else str(row["address"])

    def _code(self, connection: sqlite3.Connection, word: str) -> str:
        question = "SELECT code FROM handovers WHERE word = ? AND ends > ?"
        row = connection.execute(question, (_digest(word), self._clock())).fetchone()
        if row is None:
            message = "this address opens no game: it is wrong, too old, or was used"
            raise InputError(message, remedy="Make a new one, and open it soon.")
        return str(row["code"])


def _new_word() -> str:
    parts = [[secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)] for _ in range(PARTS)]
    return "-".join("".join(part) for part in parts)


def _digest(word: str) -> str:
    """Return what the file knows of a word, however it was typed.

    >>> _digest("ABCDE-23456") == _digest(" abcde 23456 ")
    True
    """
    letters = "".join(each for each in word[:LONGEST].upper() if each in CODE_LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()
