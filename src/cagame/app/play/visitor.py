"""Who asks, and what that device may do.

A device is known by its signed cookie. Every action looks up again which key the device holds and
lets the classroom check it, so that it does not matter what a browser shows or sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.app.limits import too_many
from cagame.classroom.store import not_the_teacher
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.app.hall import Hall
    from cagame.app.play.choice import Choice
    from cagame.app.play.opening import Opening
    from cagame.classroom import Game, Seat, Word

#: Whose tries the limit of all addresses counts.
EVERYBODY = "everybody"
#: Letters of a join code that are worth looking up.
LONGEST_CODE = 12


@dataclass(frozen=True)
class Visitor:
    """A device at an address.

    Attributes
    ----------
    device : the name in its signed cookie
    address : where it calls from
    """

    hall: Hall
    device: str
    address: str

    def game(self, code: str) -> Game:
        """Return a game by its code. Wrong codes are counted, so that nobody tries them all.

        A device that holds a key of the game always finds it: others cannot lock it out.

        Raises
        ------
        InputError
            Where there is no such game, or there were too many wrong codes.
        """
        hall, asked = self.hall, code[:LONGEST_CODE]
        if self._is_blocked() and not self._holds_a_key(asked):
            raise too_many()
        try:
            return hall.classroom.game(asked)
        except InputError:
            hall.wrong_codes.allows(self.address)
            hall.all_wrong_codes.allows(EVERYBODY)
            raise

    def _is_blocked(self) -> bool:
        hall = self.hall
        return hall.wrong_codes.is_spent(self.address) or hall.all_wrong_codes.is_spent(EVERYBODY)

    def _holds_a_key(self, code: str) -> bool:
        desk = self.hall.desk
        return bool(desk.key(self.device, code, "team") or desk.key(self.device, code, "teacher"))

    def seat(self, code: str) -> Seat | None:
        """Return the seat of this device in a game; None where it has none, or has lost it."""
        key = self.hall.desk.key(self.device, code, "team")
        try:
            return self.hall.classroom.resume(key) if key else None
        except InputError:
            return None

    def teaches(self, code: str) -> bool:
        """Whether this device is the teacher's of a game."""
        key = self.hall.desk.key(self.device, code, "teacher")
        try:
            return bool(key) and self.hall.classroom.taught(key) == code
        except InputError:
            return False

    def open(self, opening: Opening) -> str:
        """Open a game, hold the teacher's key, and return its code.

        Raises
        ------
        CagameError
            Where the study is wrong, or this address opens too many.
        """
        self.hall.opened.check(self.address)
        lesson = opening.lesson(self.hall.settings.scenarios)
        code, key = self.hall.classroom.create(lesson)
        self.hall.desk.give(self.device, code, "teacher", key)
        if opening.minutes:
            self.hall.desk.set_clock(key, 60.0 * opening.minutes)
        return code

    def join(self, code: str, team: str, actor: str) -> None:
        """Take a seat for a team, and hold its key. The code is that of a game that was found.

        Raises
        ------
        InputError
            Where the code is wrong, the seat or the name is taken, or the device has a seat.
        """
        self.hall.actions.check(self.device)
        if self.seat(code) is not None:
            message = "this device has a seat in this game"
            raise InputError(message, remedy="Load the page again.")
        seat = self.hall.classroom.join(code, team, actor)
        self.hall.desk.give(self.device, code, "team", seat.token)
        self.hall.changes.note(code)

    def submit(self, code: str, number: int, choice: Choice) -> None:
        """Choose for the team of this device. Raises `CagameError` where it may not."""
        key = self._key(code)
        self.hall.classroom.submit(key, number, choice.keys())
        self.hall.desk.keep_draft(key, number, choice.text())
        self.hall.changes.note(code)

    def keep_draft(self, code: str, number: int, choice: Choice) -> None:
        """Keep what the team of this device has not chosen yet."""
        self.hall.desk.keep_draft(self._key(code), number, choice.text())

    def draft(self, code: str, number: int) -> str:
        """Return the draft of the team of this device; empty where there is none."""
        return self.hall.desk.draft(self._key(code), number)

    def close(self, code: str, number: int, minutes: float = 0) -> Game:
        """Close a round as the teacher, and start the clock of the next.

        Raises
        ------
        InputError
            Where this is not the teacher's device, or another round is open.
        """
        key = self._teacher(code)
        game = self.hall.classroom.close(key, number)
        if game.open_round is not None:
            self.hall.desk.set_clock(key, 60.0 * minutes)
        self.hall.changes.note(code)
        return game

    def trigger(self, code: str, name: str) -> None:
        """Let an external scenario begin with the open round, as the teacher."""
        self.hall.classroom.trigger(self._teacher(code), name)
        self.hall.changes.note(code)

    def release(self, code: str, actor: str) -> None:
        """Free a seat, as the teacher."""
        self.hall.classroom.release(self._teacher(code), actor)
        self.hall.changes.note(code)

    def set_clock(self, code: str, minutes: float) -> None:
        """Let the open round have so many minutes from now, as the teacher; 0 stops the clock."""
        self.hall.desk.set_clock(self._teacher(code), 60.0 * minutes)
        self.hall.changes.note(code)

    def make_word(self, code: str) -> Word:
        """Make a word by which one more device comes to lead a game, as the teacher."""
        self._teacher(code)
        # Asked again where the word is written: the lead may have been taken away in between.
        return self.hall.handover.make_word(code, device=self.device)

    def withdraw(self, code: str) -> None:
        """Let the word of a game work no more, as the teacher."""
        self._teacher(code)
        self.hall.handover.withdraw(code)

    def lead_alone(self, code: str) -> None:
        """Let no other device lead a game any more, as the teacher."""
        self._teacher(code)
        self.hall.handover.lead_alone(code, self.device)
        self.hall.changes.note(code)

    def opens(self, word: str) -> str:
        """Return the code of the game that a word opens. Wrong words are counted.

        Raises
        ------
        InputError
            Where it opens none, or there were too many wrong words.
        """
        return self._counted(self.hall.handover.opens, word)

    def lead(self, word: str) -> str:
        """Lead the game of a word from this device, and return its code. The word is then spent.

        Raises
        ------
        InputError
            Where it opens none, or there were too many wrong words.
        """
        self.hall.actions.check(self.device)
        code = self._counted(self.hall.handover.take, word, self.device)
        self.hall.changes.note(code)
        return code

    def games(self) -> tuple[tuple[str, str], ...]:
        """Return the games that this device has a part in, the latest first."""
        return self.hall.desk.games(self.device)

    def _counted(self, opens: Callable[..., str], word: str, *more: str) -> str:
        wrong = self.hall.wrong_words
        if wrong.is_spent(self.address):
            raise too_many()
        try:
            return opens(word, *more)
        except InputError:
            wrong.allows(self.address)
            raise

    def _key(self, code: str) -> str:
        self.hall.actions.check(self.device)
        seat = self.seat(code)
        if seat is None or seat.code != code:
            message = "this device has no seat in this game"
            raise InputError(message, remedy="Load the page again, and join.")
        return seat.token

    def _teacher(self, code: str) -> str:
        self.hall.actions.check(self.device)
        if not self.teaches(code):
            raise not_the_teacher()
        return self.hall.desk.key(self.device, code, "teacher")
