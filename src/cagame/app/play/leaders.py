"""How many devices lead a game, and how one of them takes the lead from all others.

It asks first: a page at the projector would lose the lead in the middle of a lesson.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import aside, note, say, tried
from cagame.app.play.lead import focus

if TYPE_CHECKING:
    from cagame.app.play.visitor import Visitor

WARNING = "All other devices then lead this game no more. Teams keep their seats."


class Leaders:
    """The control on the teacher's page that lets no other device lead."""

    def __init__(self, visitor: Visitor, code: str) -> None:
        self._visitor, self._code = visitor, code
        self._count = note("")
        self._button = ui.button("Let only this device lead", on_click=self._ask)
        self._button.props("flat dense no-caps").classes("quiet")
        self._area = ui.element("div").props("aria-live=polite")
        self._show(1)

    async def count(self) -> None:
        """Say how many devices lead the game, where they are more than one."""
        self._show(await aside(self._visitor.hall.handover.leaders, self._code))

    def _show(self, leaders: int) -> None:
        self._count.text = f"{leaders} devices lead this game."
        for each in (self._count, self._button, self._area):
            each.visible = leaders > 1

    def _ask(self) -> None:
        self._area.clear()
        with self._area:
            ui.label(WARNING)
            with ui.element("div").classes("tools"):
                ui.button("Lead alone", on_click=self._lead_alone).props("outline")
                keep = ui.button("Not now", on_click=self._leave).props("flat")
        focus(keep)

    async def _lead_alone(self) -> None:
        if await tried(self._visitor.lead_alone, self._code):
            say("Only this device leads the game now.")
            self._area.clear()
            self._show(1)

    def _leave(self) -> None:
        self._area.clear()
        focus(self._button)
