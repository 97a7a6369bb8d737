"""Which games this device has a part in: tokens in its signed cookie."""

from __future__ import annotations

from nicegui import app

TEACHER, SEAT = "teacher", "seat"


def codes() -> list[str]:
    """Return the games that this device has a token of."""
    kept = app.storage.browser
    return sorted({*kept.get(TEACHER, {}), *kept.get(SEAT, {})})


def tokens(code: str) -> tuple[str | None, str | None]:
    """Return the teacher's and the seat's token that this device has for a game."""
    kept, asked = app.storage.browser, code.strip().upper()
    return kept.get(TEACHER, {}).get(asked), kept.get(SEAT, {}).get(asked)
