"""How one more device comes to lead a game: by a word that works once, for some minutes.

The file holds a digest of the word only. Other keys open nothing without the device that holds
them, but a word opens a game on any device: whoever finds a copy of the file finds none.

Devices that lead a game go on leading it. A teacher may well use two, one at the projector and one
in the hand; and a word that fell into wrong hands locks nobody out. One that leads can take the
lead from all others.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.database import reading, transaction
from cagame.classroom.store import CODE_LENGTH, CODE_LETTERS, TOKEN_BYTES, not_the_teacher
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
#: Whether a device holds the key of a game that opens it now.
LEADS = """
SELECT 1 FROM devices JOIN lesson USING (code)
WHERE code = ? AND device = ? AND role = 'teacher' AND token = teacher
"""
OTHERS_LEAD_NO_MORE = "DELETE FROM devices WHERE code = ? AND role = 'teacher' AND device <> ?"
#: Of the one device that is left.
HOLDS_NEW_KEY = "UPDATE devices SET token = ? WHERE code = ? AND role = 'teacher'"


@dataclass(frozen=True)
class Word:
    """By what a device comes to lead a game, until a time of the day."""

    code: str
    text: str
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

    def make_word(self, code: str, *, device: str | None = None) -> Word:
        """Make a word for a game; the one before does not work any more.

        Parameters
        ----------
        device : who asks, and must lead the game. Who can write into the file needs none: it
            could give any device a key.

        Raises
        ------
        InputError
            Where there is no such game, or the device does not lead it.
        """
        code = self._classroom.game(code).code
        word = Word(code, _new_text(), self._clock() + 60.0 * MINUTES)
        with transaction(self._path) as connection:
            if device is not None:
                _check_leads(connection, code, device)
            row = (code, _digest(word.text), word.ends)
            connection.execute("INSERT OR REPLACE INTO handovers VALUES (?, ?, ?)", row)
        return word

    def withdraw(self, code: str) -> None:
        """Let the word of a game work no more."""
        with transaction(self._path) as connection:
            connection.execute("DELETE FROM handovers WHERE code = ?", (code,))

    def opens(self, word: str) -> str:
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

    def lead_alone(self, code: str, device: str) -> None:
        """Let no other device lead a game any more, by a new key that only this one holds.

        Raises
        ------
        InputError
            Where this device does not lead the game.
        """
        key = secrets.token_urlsafe(TOKEN_BYTES)
        with transaction(self._path) as connection:
            _check_leads(connection, code, device)
            connection.execute("UPDATE lesson SET teacher = ? WHERE code = ?", (key, code))
            connection.execute(OTHERS_LEAD_NO_MORE, (code, device))
            connection.execute(HOLDS_NEW_KEY, (key, code))
            # A word that another device has made would bring it back.
            connection.execute("DELETE FROM handovers WHERE code = ?", (code,))

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


def _check_leads(connection: sqlite3.Connection, code: str, device: str) -> None:
    if connection.execute(LEADS, (code, device)).fetchone() is None:
        raise not_the_teacher()


def _new_text() -> str:
    parts = [[secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)] for _ in range(PARTS)]
    return "-".join("".join(part) for part in parts)


def _digest(word: str) -> str:
    """Return what the file knows of a word, however it was typed.

    >>> _digest("ABCDE-23456") == _digest(" abcde 23456 ")
    True
    """
    letters = "".join(each for each in word[:LONGEST].upper() if each in CODE_LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()
