"""What lies beside a game: which device holds which key, drafts, and the clock.

None of it changes a number of the game. A device is known by the name in its signed cookie; it
holds the keys that it got, so that it finds its seat again after a reload or a restart.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal, TypeAlias

from cagame.classroom.database import reading, transaction
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.classroom.store import Classroom

Role: TypeAlias = Literal["teacher", "team"]
#: Characters of a draft: many times what a form holds.
MOST_CHARACTERS = 8192
#: Seconds of a round's clock: a day, for homework.
LONGEST = 24 * 3600.0


class Desk:
    """The devices, drafts and clocks of all games.

    Parameters
    ----------
    classroom : the games
    clock : seconds of the day's time, the same after a restart
    """

    def __init__(self, classroom: Classroom, clock: Callable[[], float] = time.time) -> None:
        self._classroom = classroom
        self._path = classroom.path
        self._clock = clock

    def give(self, device: str, code: str, role: Role, token: str) -> None:
        """Let a device hold a key of a game."""
        with transaction(self._path) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?)", (device, code, role, token)
            )

    def key(self, device: str, code: str, role: Role) -> str:
        """Return the key that a device holds for a game; empty where it holds none.

        Whether the key still opens anything, the classroom says.
        """
        question = "SELECT token FROM devices WHERE device = ? AND code = ? AND role = ?"
        with reading(self._path) as connection:
            row = connection.execute(question, (device, code.strip().upper(), role)).fetchone()
        return "" if row is None else str(row["token"])

    def games(self, device: str) -> tuple[tuple[str, Role], ...]:
        """Return the games that a device has keys of, and its part in them, the latest first."""
        question = "SELECT code, role FROM devices WHERE device = ? ORDER BY rowid DESC"
        with reading(self._path) as connection:
            rows = connection.execute(question, (device,)).fetchall()
        return tuple((row["code"], row["role"]) for row in rows)

    def keep_draft(self, token: str, number: int, draft: str) -> None:
        """Keep what a team has not chosen yet, for its own eyes.

        Raises
        ------
        InputError
            Where the token is unknown, or the draft is too long.
        """
        self._classroom.resume(token)
        if len(draft) > MOST_CHARACTERS:
            raise InputError("the draft is too long to keep", remedy="Choose a strategy.")
        with transaction(self._path) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (token, number, draft)
            )

    def draft(self, token: str, number: int) -> str:
        """Return the draft of a team for a round; empty where there is none.

        Raises
        ------
        InputError
            Where the token is unknown.
        """
        self._classroom.resume(token)
        question = "SELECT choice FROM drafts WHERE token = ? AND round = ?"
        with reading(self._path) as connection:
            row = connection.execute(question, (token, number)).fetchone()
        return "" if row is None else str(row["choice"])

    def set_clock(self, teacher: str, seconds: float) -> None:
        """Let the open round have so many seconds from now; none at all stops the clock.

        The clock tells and does not force: a round is closed by the teacher.

        Raises
        ------
        InputError
            Where the key is not the teacher's, or the time is longer than a day.
        """
        code = self._classroom.taught(teacher)
        if not 0 <= seconds <= LONGEST:
            message = "a clock runs for a day at most"
            raise InputError(message, remedy="Choose a shorter time.")
        number = self._classroom.game(code).open_round
        with transaction(self._path) as connection:
            connection.execute("DELETE FROM clocks WHERE code = ?", (code,))
            if seconds and number is not None:
                row = (code, number, self._clock() + seconds)
                connection.execute("INSERT INTO clocks VALUES (?, ?, ?)", row)

    def ends(self, code: str) -> float | None:
        """Return when the time for the open round is over, in seconds of the day's time.

        None where no clock runs; one of an earlier round does not count.
        """
        number = self._classroom.game(code).open_round
        question = "SELECT ends FROM clocks WHERE code = ? AND round = ?"
        with reading(self._path) as connection:
            row = connection.execute(question, (code, number)).fetchone()
        return None if row is None else float(row["ends"])
