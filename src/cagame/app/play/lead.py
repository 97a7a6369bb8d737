"""How one more device comes to lead a game: what the teacher's page shows, and what that opens.

The address is a secret for some minutes. So it stands on the page only when somebody asks for it,
and no longer than it works. Opening it only asks: browsers and messengers open addresses by
themselves, and must not spend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.hall import lead_address
from cagame.app.look import PATIENCE, aside, frame, note, say, tried
from cagame.app.play.live import visitor_here
from cagame.app.play.qr import draw_qr
from cagame.classroom.handover import MINUTES
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.app.play.visitor import Visitor

WARNING = "Do not project the address: whoever opens it first leads the game."
NOT_HERE = "This device does not lead this game."


def add_pages(hall: Hall) -> None:
    """Add the page on which a device comes to lead a game."""

    @ui.page("/lead/{word}", title="cagame", response_timeout=PATIENCE)
    async def lead(word: str) -> None:
        visitor = visitor_here(hall)
        with frame("Lead a game", here="/play"):
            try:
                code = await aside(visitor.offered, word)
            except CagameError as error:
                ui.label(str(error)).props("role=alert")
                ui.link("To your games", "/play")
                return
            if await aside(visitor.teaches, code):
                ui.label(f"This device leads game {code} already.")
                ui.link("To the teacher's page", f"/play/{code}/teacher")
                return
            _confirm(visitor, code, word)


def _confirm(visitor: Visitor, code: str, word: str) -> None:
    async def take() -> None:
        button.disable()
        if await tried(visitor.lead, word):
            ui.navigate.to(f"/play/{code}/teacher")
        else:
            button.enable()

    ui.label(
        f"This device will lead game {code}: close its rounds, set its clock, free seats. "
        "Devices that lead it now go on leading it."
    ).classes("lead")
    button = ui.button(f"Lead game {code} from this device", on_click=take).classes("main-button")
    note("The address then works no more.")


def draw_refusal(code: str) -> None:
    """Say to a device that does not lead a game how it comes to do so."""
    ui.label(NOT_HERE).props("role=alert")
    note(
        "To lead from here, press 'Lead from another device' on a device that leads it. Where "
        f"there is none, type on the computer that serves: cagame lead {code}"
    )
    ui.link("To the page of teams", f"/play/{code}")


class Inviting:
    """The control on the teacher's page that shows an address for one more device.

    It warns first: the page may be on the projector, and a class reads fast.
    """

    def __init__(self, visitor: Visitor, code: str) -> None:
        self._visitor, self._code = visitor, code
        self._word = ""
        self._leaders = note("")
        self._leaders.visible = False
        self._button = ui.button("Lead from another device", on_click=self._warn)
        self._button.props("flat dense no-caps").classes("quiet")
        self._area = ui.element("div").props("aria-live=polite")

    async def count(self) -> None:
        """Say how many devices lead the game, where they are more than one."""
        leaders = await aside(self._visitor.hall.handover.leaders, self._code)
        self._leaders.text = f"{leaders} devices lead this game."
        self._leaders.visible = leaders > 1

    async def look(self) -> None:
        """Take the address off the page when it works no more."""
        if not self._word:
            return
        try:
            await aside(self._visitor.hall.handover.offered, self._word)
        except CagameError:
            self._hide()

    def _warn(self) -> None:
        self._hide()
        with self._area:
            ui.label(WARNING).classes("breaking")
            with ui.element("div").classes("tools"):
                show = ui.button("Show the address", on_click=self._show).props("outline")
                ui.button("Not now", on_click=self._leave).props("flat")
        _focus(show)

    async def _show(self) -> None:
        try:
            offer = await aside(self._visitor.hand_over, self._code)
        except CagameError as error:
            say(str(error), bad=True)
            return
        self._hide()
        self._word = offer.word
        address = lead_address(self._visitor.hall.address, offer.word)
        with self._area:
            ui.label(WARNING).classes("breaking")
            ui.label("On the other device open")
            ui.label(address).classes("address")
            draw_qr(address)
            note(f"It works once, for {MINUTES} minutes. This device goes on leading.")
            withdraw = ui.button("Withdraw the address", on_click=self._withdraw).props("outline")
        _focus(withdraw)

    async def _withdraw(self) -> None:
        if await tried(self._visitor.withdraw, self._code):
            self._leave()

    def _leave(self) -> None:
        self._hide()
        _focus(self._button)

    def _hide(self) -> None:
        self._word = ""
        self._area.clear()


def _focus(button: ui.button) -> None:
    """Put the focus where a keyboard goes on: the button that was pressed is gone."""
    button.client.run_javascript(f"getHtmlElement({button.id}).focus()")
