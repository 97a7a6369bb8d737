"""Games on disk: teams join with a code, choose until a round is closed, and come back by token.

Every answer follows from the file alone, so a game goes on after a kill at any moment.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.database import create_tables, reading, transaction
from cagame.classroom.ledger import Ledger, happenings, strategy_of
from cagame.classroom.lesson import Lesson
from cagame.errors import InputError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

#: Letters and digits of join codes that are not mistaken for each other on a blackboard.
CODE_LETTERS, CODE_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 5
#: Bytes of a token: nobody guesses it.
TOKEN_BYTES = 24
#: Longer names of teams do not fit a row of a table.
TEAM_LENGTH = 40
ASK = "Ask your teacher for the code of the game."


@dataclass(frozen=True)
class Seat:
    """A team at its actor. The token is the team's key: its device keeps it and shows nobody."""

    code: str
    actor: str
    team: str
    token: str


@dataclass(frozen=True)
class Game:
    """A game as it stands.

    Attributes
    ----------
    teams : names of teams by seat, in the order of the lesson; seats that are free are not here
    ledger : what was chosen and what happened
    closed : number of rounds that are over
    """

    code: str
    lesson: Lesson
    teams: dict[str, str]
    ledger: Ledger
    closed: int

    @property
    def open_round(self) -> int | None:
        """Number of the round that teams choose for; None when the game is over."""
        return self.closed + 1 if self.closed < len(self.lesson.rounds) else None

    @property
    def played(self) -> Ledger:
        """Return the entries of the rounds that are over."""
        return self.ledger.until(self.closed)

    @property
    def has_chosen(self) -> tuple[str, ...]:
        """Seats that have chosen something for the open round."""
        return self.lesson.in_order(
            {seat for number, seat, _ in self.ledger.choices if number == self.open_round}
        )


class Classroom:
    """All games in one file.

    Parameters
    ----------
    path : the file; made where it is not there

    Raises
    ------
    RunError
        Where the file cannot be made, or is no file of games.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        create_tables(path)

    def create(self, lesson: Lesson) -> tuple[str, str]:
        """Open a game; return its join code and the teacher's token."""
        teacher = secrets.token_urlsafe(TOKEN_BYTES)
        with transaction(self.path) as connection:
            code = _free_code(connection)
            row = (code, teacher, lesson.as_text())
            connection.execute("INSERT INTO lesson VALUES (?, ?, ?)", row)
        return code, teacher

    def game(self, code: str) -> Game:
        """Return a game as it stands; the code may be typed in small letters."""
        with reading(self.path) as connection:
            return _game(connection, _known(connection, code))

    def latest(self, most: int) -> tuple[str, ...]:
        """Return the codes of the games that were opened last, the latest first."""
        question = "SELECT code FROM lesson ORDER BY rowid DESC LIMIT ?"
        with reading(self.path) as connection:
            return tuple(row["code"] for row in connection.execute(question, (most,)))

    def join(self, code: str, team: str, actor: str) -> Seat:
        """Take a free actor, also in a later round; two teams cannot take the same.

        Raises
        ------
        InputError
            Where the code is unknown, the actor is taken or no seat, or the name is taken or no
            name.
        """
        name = _team_name(team)
        with transaction(self.path) as connection:
            code = _known(connection, code)
            game = _game(connection, code)
            game.lesson.seat(actor)
            if actor in game.teams:
                what = f"{actor} is taken by {game.teams[actor]}"
                raise InputError(what, remedy="Choose another actor.")
            if name in game.teams.values():
                what = f"there is a team {name} already"
                raise InputError(what, remedy="Choose another name, or open your old page.")
            seat = Seat(code, actor, name, secrets.token_urlsafe(TOKEN_BYTES))
            connection.execute(
                "INSERT INTO seats VALUES (?, ?, ?, ?)", (code, actor, seat.token, name)
            )
        return seat

    def resume(self, token: str) -> Seat:
        """Return the seat of a token, so that a device goes on where it was.

        Raises
        ------
        InputError
            Where nobody has this token, or the teacher has freed the seat.
        """
        with reading(self.path) as connection:
            return _seat(connection, token)

    def taught(self, teacher: str) -> str:
        """Return the code of the game of a teacher's token."""
        with reading(self.path) as connection:
            return _taught(connection, teacher)

    def submit(self, token: str, number: int, choice: object) -> None:
        """Choose a strategy for a round that is open; a later word replaces an earlier one.

        Raises
        ------
        InputError
            Where the round is not open, the token is unknown, or the strategy is wrong.
        """
        seat = self.resume(token)
        strategy_of(self.game(seat.code).lesson, seat.actor, number, choice)
        entry = json.dumps(choice, sort_keys=True)
        with transaction(self.path) as connection:
            # Asked again: the round may have been closed, or the seat freed, in between.
            seat = _seat(connection, token)
            _check_open(_game(connection, seat.code), number)
            connection.execute(
                "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?)",
                (seat.code, number, seat.actor, entry),
            )

    def trigger(self, teacher: str, name: str) -> None:
        """Let an external scenario of the library begin with the open round.

        Raises
        ------
        InputError
            Where the game is over, or the scenario is unknown or happens already.
        """
        with transaction(self.path) as connection:
            game = _game(connection, _taught(connection, teacher))
            number = _check_open(game, game.open_round)
            happenings(game.lesson, game.ledger.with_event(number, name))
            connection.execute(
                "INSERT INTO events (code, round, name) VALUES (?, ?, ?)",
                (game.code, number, name),
            )

    def close(self, teacher: str, number: int) -> Game:
        """Close a round: nobody chooses for it any more. Return the game as it then stands.

        Raises
        ------
        InputError
            Where another round is open, so that a second click closes nothing more.
        """
        with transaction(self.path) as connection:
            game = _game(connection, _taught(connection, teacher))
            _check_open(game, number)
            connection.execute("INSERT INTO rounds VALUES (?, ?)", (game.code, number))
            return _game(connection, game.code)

    def release(self, teacher: str, actor: str) -> None:
        """Free a seat whose device is lost; what it chose stays."""
        with transaction(self.path) as connection:
            code = _taught(connection, teacher)
            connection.execute("DELETE FROM seats WHERE code = ? AND actor = ?", (code, actor))


def not_the_teacher() -> InputError:
    """Return what is said to who does not lead a game."""
    message = "only the teacher of this game may do that"
    return InputError(message, remedy="Use a device that leads it.")


def _free_code(connection: sqlite3.Connection) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not connection.execute("SELECT 1 FROM lesson WHERE code = ?", (code,)).fetchone():
            return code


def _team_name(text: str) -> str:
    """Return a name on one line, without what cannot be printed."""
    name = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if not 1 <= len(name) <= TEAM_LENGTH:
        what = "a team needs a name" if not name else f"the name has {len(name)} letters"
        raise InputError(what, remedy=f"Write a name of at most {TEAM_LENGTH} letters.")
    return name


def _known(connection: sqlite3.Connection, code: str) -> str:
    asked = code.strip().upper()
    if not connection.execute("SELECT 1 FROM lesson WHERE code = ?", (asked,)).fetchone():
        message = f"there is no game {asked[:TEAM_LENGTH]!r}"
        raise InputError(message, remedy=ASK)
    return asked


def _taught(connection: sqlite3.Connection, teacher: str) -> str:
    row = connection.execute("SELECT code FROM lesson WHERE teacher = ?", (teacher,)).fetchone()
    if row is None:
        raise not_the_teacher()
    return str(row["code"])


def _seat(connection: sqlite3.Connection, token: str) -> Seat:
    row = connection.execute("SELECT * FROM seats WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise InputError("this device has no seat in a game", remedy=f"Join one. {ASK}")
    return Seat(row["code"], row["actor"], row["team"], row["token"])


def _check_open(game: Game, number: int | None) -> int:
    if number is None or number != game.open_round:
        now = "the game is over" if game.open_round is None else f"round {game.open_round} is open"
        what = now if number is None else f"round {number} is not open: {now}"
        raise InputError(what, remedy="Load the page again.")
    return number


def _game(connection: sqlite3.Connection, code: str) -> Game:
    def rows(question: str) -> list[sqlite3.Row]:
        return connection.execute(question, (code,)).fetchall()

    body = rows("SELECT body FROM lesson WHERE code = ?")[0]["body"]
    lesson = Lesson.from_text(body)
    teams = {row["actor"]: row["team"] for row in rows("SELECT * FROM seats WHERE code = ?")}
    ledger = Ledger(
        tuple(
            sorted(
                (row["round"], row["actor"], row["choice"])
                for row in rows("SELECT * FROM choices WHERE code = ?")
            )
        ),
        tuple(
            (row["round"], row["name"])
            for row in rows("SELECT * FROM events WHERE code = ? ORDER BY position")
        ),
    )
    closed = len(rows("SELECT * FROM rounds WHERE code = ?"))
    ordered = {seat: teams[seat] for seat in lesson.in_order(teams)}
    return Game(code, lesson, ordered, ledger, closed)
