"""The tables of games on disk, and transactions on them.

SQLite with a write-ahead log: what was answered with success stands on disk, and whoever is
killed in the middle leaves nothing half done. Every transaction has a connection of its own, so
any number of threads and processes may come at once; writers wait for each other.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from cagame.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Seconds that a writer waits for others: longer than any class needs.
PATIENCE = 30.0

#: New versions add tables and change none, so that they go on with games of earlier ones.
TABLES = """
CREATE TABLE IF NOT EXISTS lesson (
    code TEXT PRIMARY KEY, teacher TEXT NOT NULL UNIQUE, body TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS seats (
    code TEXT NOT NULL REFERENCES lesson, actor TEXT NOT NULL, token TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL, PRIMARY KEY (code, actor), UNIQUE (code, team)
) STRICT;
CREATE TABLE IF NOT EXISTS rounds (
    code TEXT NOT NULL REFERENCES lesson, number INTEGER NOT NULL, PRIMARY KEY (code, number)
) STRICT;
CREATE TABLE IF NOT EXISTS choices (
    code TEXT NOT NULL REFERENCES lesson, round INTEGER NOT NULL, actor TEXT NOT NULL,
    choice TEXT NOT NULL, PRIMARY KEY (code, round, actor)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY, code TEXT NOT NULL REFERENCES lesson, round INTEGER NOT NULL,
    name TEXT NOT NULL, UNIQUE (code, round, name)
) STRICT;
CREATE TABLE IF NOT EXISTS devices (
    device TEXT NOT NULL, code TEXT NOT NULL REFERENCES lesson, role TEXT NOT NULL,
    token TEXT NOT NULL, PRIMARY KEY (device, code, role)
) STRICT;
CREATE TABLE IF NOT EXISTS drafts (
    token TEXT NOT NULL, round INTEGER NOT NULL, choice TEXT NOT NULL, PRIMARY KEY (token, round)
) STRICT;
CREATE TABLE IF NOT EXISTS clocks (
    code TEXT PRIMARY KEY REFERENCES lesson, round INTEGER NOT NULL, ends REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS handovers (
    code TEXT PRIMARY KEY REFERENCES lesson, word TEXT NOT NULL UNIQUE, ends REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS served (
    place INTEGER PRIMARY KEY CHECK (place = 1), address TEXT NOT NULL
) STRICT;
"""


def create_tables(path: Path) -> None:
    """Make the file and its tables, where they are not there yet."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connected(path)) as connection:
            # The mode is a property of the file: it holds for all who come later.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(TABLES)


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection on which all is written or nothing; one writer at a time."""
    with _told(path), closing(_connected(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that sees one state of the file, whoever writes meanwhile."""
    with _told(path), closing(_connected(path)) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in one sentence what keeps games from being read or written."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        message = f"the games cannot be kept in this file ({error})"
        raise RunError(message, path=path, remedy="Free space, or choose another file.") from error


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # Also when the power fails, not only when the process is killed.
    connection.execute("PRAGMA synchronous = FULL")
    return connection
