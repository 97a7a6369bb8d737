"""What the pages of a game share: they follow it from moment to moment.

A page asks twice a second whether its game has changed, and only then reads it again. So whatever
was lost on the way, a message or the server itself, the next look puts it right.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from nicegui import app, ui

from cagame.app.look import aside, complain
from cagame.app.play.view import begun, clock
from cagame.app.play.visitor import Visitor
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.classroom import Game

#: Seconds between two looks.
PULSE = 0.5
#: Seconds before a page tries again what went wrong.
PATIENCE = 5.0
#: Loads what draws NiceGUI's charts.
CHARTS = 'import("nicegui-echart")'
#: What a page shows before it knows anything.
NEVER = -1


def visitor_here(hall: Hall) -> Visitor:
    """Return who asks for the page that is being built."""
    return Visitor(hall, str(app.storage.browser["id"]), ui.context.client.ip)


def happening(game: Game) -> None:
    """Show what the teacher lets begin with the open round."""
    for title in begun(game):
        ui.label(f"Breaking news: {title}").classes("breaking")


class Live:
    """A page that follows a game. Its parts are drawn again only when what they show changes."""

    def __init__(self, visitor: Visitor, code: str) -> None:
        self.visitor, self.hall, self.code = visitor, visitor.hall, code
        self._client = ui.context.client
        self._seen = NEVER
        self._busy = False
        self._again = 0.0
        self._ends: float | None = None
        self._clock = ui.label().classes("clock").props("role=timer")
        self._clock.visible = False

    def start(self) -> None:
        """Follow the game from now on."""
        # Charts come with the first results: their code is fetched while people still read.
        ui.run_javascript(CHARTS)
        ui.timer(PULSE, self._look)

    async def show(self, game: Game) -> None:
        """Draw what has changed."""
        raise NotImplementedError

    async def pulse(self) -> None:
        """Do what is due at every look."""

    async def refresh(self) -> None:
        """Look at the game now."""
        if self._busy:
            return
        self._busy = True
        try:
            self._seen = self.hall.changes.count(self.code)
            game = await aside(self.hall.classroom.game, self.code)
            self._ends = await aside(self.hall.desk.ends, self.code)
            await self.show(game)
        except CagameError as error:
            self._seen, self._again = NEVER, time.monotonic() + PATIENCE
            complain(error)
        except RuntimeError:
            # Whoever closes the page while it waits for figures leaves nothing to draw on.
            if not self._client.is_deleted:
                raise
        finally:
            self._busy = False
        self._tick()

    async def _look(self) -> None:
        changed = self._seen != self.hall.changes.count(self.code)
        if changed and time.monotonic() >= self._again:
            await self.refresh()
        await self.pulse()
        self._tick()

    def _tick(self) -> None:
        self._clock.visible = self._ends is not None
        if self._ends is not None:
            left = self._ends - time.time()
            self._clock.text = clock(left)
            self._clock.classes(add="over" if left <= 0 else "", remove="" if left <= 0 else "over")
