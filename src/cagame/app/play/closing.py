"""The button that closes a round. It asks first where a team would not be heard.

The question is a courtesy and no check: what closes, and whether it may, the classroom decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import aside, complain, heading, note
from cagame.app.play.view import name_of
from cagame.classroom.lesson import MEMBERS
from cagame.errors import CagameError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cagame.classroom import Game

QUESTION = "Close the round without them?"


def unheard(game: Game) -> tuple[str, ...]:
    """Say of each team that has not submitted what the closed round would take for its choice."""
    return tuple(
        f"{team} ({name_of(seat, game.lesson.cast)}) {_goes_on(game, seat)}"
        for seat, team in game.teams.items()
        if seat not in game.has_chosen
    )


def _goes_on(game: Game, seat: str) -> str:
    before = game.ledger.choice(seat, game.closed)
    if before is not None:
        return f"goes on with its choice of round {before[0]}"
    return "leaves its levers to the EU" if seat == MEMBERS else "goes on as before the game"


def how_many(count: int) -> str:
    """Say how many teams have not submitted.

    >>> how_many(1), how_many(3), how_many(0)
    ('1 team has not submitted', '3 teams have not submitted', 'All teams have submitted by now')
    """
    if not count:
        return "All teams have submitted by now"
    return f"{count} team has not submitted" if count == 1 else f"{count} teams have not submitted"


class Closing:
    """The button, and the question.

    Parameters
    ----------
    words : what the button says
    read : reads the game as it stands
    close : closes the round, and says whether it did
    """

    def __init__(
        self, words: str, read: Callable[[], Game], close: Callable[[], Awaitable[bool]]
    ) -> None:
        self._read, self._close = read, close
        self._missing: tuple[str, ...] = ()
        self._busy = False
        self._section = ui.context.slot.parent
        self._button = ui.button(words, on_click=self._press).classes("main-button")
        with ui.dialog() as self._dialog, ui.card().classes("question"):
            self._told = ui.element("div")
            with ui.element("div").classes("tools"):
                # The choice that can be taken back has the focus, so that no stray key closes.
                ui.button("Wait", on_click=self._dialog.close).props("outline autofocus")
                ui.button("Close anyway", on_click=self._close_anyway)
        self._dialog.props(f'role=alertdialog aria-label="{QUESTION}"')

    def follow(self, game: Game) -> None:
        """Know who has submitted, also while the question is on the screen."""
        self._missing = unheard(game)
        self._told.clear()
        with self._told:
            heading(how_many(len(self._missing)))
            with ui.element("ul"):
                for line in self._missing:
                    with ui.element("li"):
                        ui.label(line).classes("inline")
            note("What a team has chosen and not submitted does not count.")

    async def _press(self) -> None:
        # A second click is none, and a button that is switched off would lose the focus.
        if self._busy:
            return
        self._busy = True
        try:
            # What the page shows may be a moment old.
            self.follow(await aside(self._read))
            await self._ask_or_close()
        except CagameError as error:
            complain(error)
        finally:
            self._busy = False

    async def _ask_or_close(self) -> None:
        if self._missing:
            self._dialog.open()
        else:
            await self._close_now()

    async def _close_anyway(self) -> None:
        self._dialog.close()
        # The question goes when the round is drawn anew, and what is then said needs a place.
        with self._section:
            await self._close_now()

    async def _close_now(self) -> None:
        self._button.disable()
        if not await self._close():
            self._button.enable()
