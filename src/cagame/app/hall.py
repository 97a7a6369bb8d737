"""What all pages share: the games, the workers, the limits and the settings."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cagame.app.limits import Limit
from cagame.app.play.changes import Changes
from cagame.app.play.course import Course
from cagame.classroom import Desk, Handover
from cagame.errors import RunError

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.app.work import Work
    from cagame.classroom import Classroom

#: Addresses that only this computer can open.
LOCAL = ("127.0.0.1", "::1", "localhost")
SECRET_BYTES = 32
#: Wrong codes by address, then one every ten seconds; a class behind one address has thirty.
CODES_BY_ADDRESS, CODE_SECONDS = 20, 10.0
#: Wrong codes of all addresses together.
CODES_OF_ALL, CODE_SECONDS_OF_ALL = 200, 1.0
#: Wrong words by address. None are counted for all addresses together: a word cannot be guessed
#: even from many, and whoever tries must not keep the teacher out.
WORDS_BY_ADDRESS, WORD_SECONDS = 20, 10.0
#: Games that one address opens, then one every two minutes.
GAMES, GAME_SECONDS = 10, 120.0
#: What one device does, then one thing every half second.
ACTIONS, ACTION_SECONDS = 40, 0.5


@dataclass(frozen=True)
class Settings:
    """How the app was started.

    Attributes
    ----------
    host : what to listen on; ``127.0.0.1`` is this computer only
    port : 0 is any that is free
    scenarios : a folder of own scenario files, beside the library
    data : the file of all games
    """

    host: str
    port: int
    scenarios: Path | None
    data: Path


@dataclass
class Hall:
    """What all pages share.

    Attributes
    ----------
    address : what others type to come here, such as ``http://192.168.1.20:8080``
    """

    settings: Settings
    classroom: Classroom
    work: Work
    address: str
    desk: Desk = field(init=False)
    handover: Handover = field(init=False)
    course: Course = field(init=False)
    changes: Changes = field(default_factory=Changes)
    wrong_codes: Limit = field(default_factory=lambda: Limit(CODES_BY_ADDRESS, CODE_SECONDS))
    all_wrong_codes: Limit = field(default_factory=lambda: Limit(CODES_OF_ALL, CODE_SECONDS_OF_ALL))
    wrong_words: Limit = field(default_factory=lambda: Limit(WORDS_BY_ADDRESS, WORD_SECONDS))
    opened: Limit = field(default_factory=lambda: Limit(GAMES, GAME_SECONDS))
    actions: Limit = field(default_factory=lambda: Limit(ACTIONS, ACTION_SECONDS))

    def __post_init__(self) -> None:
        """Put the desk, the words and the course beside the games."""
        self.desk = Desk(self.classroom)
        self.handover = Handover(self.classroom)
        self.course = Course(self.work)


def lead_address(home: str, word: str) -> str:
    """Return the address of the page on which a device comes to lead a game.

    >>> lead_address("http://10.0.0.5:8080", "ABCDE-23456")
    'http://10.0.0.5:8080/lead/ABCDE-23456'
    """
    return f"{home}/lead/{word}"


def kept_secret(path: Path) -> str:
    """Return the secret that signs cookies; made once, and readable by its owner only.

    Raises
    ------
    RunError
        Where it cannot be kept.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _read(path)
        except FileNotFoundError:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(path, flags, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(SECRET_BYTES))
            return _read(path)
    except OSError as error:
        message = "the secret that signs cookies cannot be kept in this file"
        remedy = "Choose another folder with --data."
        raise RunError(message, path=path, remedy=remedy) from error


def _read(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SECRET_BYTES:
        message = "the secret that signs cookies is damaged"
        raise RunError(message, path=path, remedy="Delete the file; devices join again.")
    return secret
