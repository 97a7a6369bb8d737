"""How one more device comes to lead a game: what the teacher's page shows, and what that opens.

The address is a secret for some minutes. So it stands on the page only when somebody asks for it,
and no longer than it works. Opening it only asks: browsers and messengers open addresses by
themselves, and must not spend it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.hall import lead_address
from cagame.app.look import PATIENCE, aside, complain, frame, note, sentence, tried
from cagame.app.play.live import visitor_here
from cagame.app.play.qr import draw_qr
from cagame.classroom.handover import MINUTES
from cagame.errors import CagameError, InputError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.app.play.visitor import Visitor
    from cagame.classroom import Handover

WARNING = "Do not project the address: whoever opens it first leads the game."
NOT_HERE = "This device does not lead this game."
NO_LONGER_HERE = "This device no longer leads this game."


def add_pages(hall: Hall) -> None:
    """Add the page on which a device comes to lead a game."""

    @ui.page("/lead/{word}", title="cagame", response_timeout=PATIENCE)
    async def lead(word: str) -> None:
        visitor = visitor_here(hall)
        with frame("Lead a game", here="/play"):
            try:
                code = await aside(visitor.opens, word)
            except CagameError as error:
                ui.label(sentence(error)).props("role=alert")
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


def draw_refusal(code: str, *, led: bool = False) -> None:
    """Say to a device that does not lead a game how it comes to do so.

    Parameters
    ----------
    led : whether it led the game until now
    """
    ui.label(NO_LONGER_HERE if led else NOT_HERE).props("role=alert")
    note(
        "To lead from here, press 'Lead from another device' on a device that leads it. Where "
        "there is none, type on the computer that serves, in the same folder or with --data: "
        f"cagame lead {code}"
    )
    ui.link("To the page of teams", f"/play/{code}")


def is_spent(handover: Handover, word: str) -> bool:
    """Whether a word opens nothing any more. A file that cannot be read says nothing about it."""
    try:
        handover.opens(word)
    except InputError:
        return True
    except CagameError:
        return False
    return False


class Inviting:
    """The control on the teacher's page that shows an address for one more device.

    It warns first: the page may be on the projector, and a class reads fast.
    """

    def __init__(self, visitor: Visitor, code: str) -> None:
        self._visitor, self._code = visitor, code
        self._word = ""
        self._button = ui.button("Lead from another device", on_click=self._warn)
        self._button.props("flat dense no-caps").classes("quiet")
        self._area = ui.element("div").props("aria-live=polite")

    async def look(self) -> None:
        """Take the address off the page when it works no more."""
        if not self._word:
            return
        if await aside(is_spent, self._visitor.hall.handover, self._word):
            self._hide()

    def _warn(self) -> None:
        self._hide()
        with self._area:
            ui.label(WARNING).classes("breaking")
            with ui.element("div").classes("tools"):
                show = ui.button("Show the address", on_click=self._show).props("outline")
                ui.button("Not now", on_click=self._leave).props("flat")
        focus(show)

    async def _show(self) -> None:
        try:
            word = await aside(self._visitor.make_word, self._code)
        except CagameError as error:
            complain(error)
            return
        self._hide()
        self._word = word.text
        address = lead_address(self._visitor.hall.address, word.text)
        with self._area:
            ui.label(WARNING).classes("breaking")
            ui.label("On the other device open")
            ui.label(address).classes("address")
            draw_qr(address)
            note(f"It works once, for {MINUTES} minutes. This device goes on leading.")
            withdraw = ui.button("Withdraw the address", on_click=self._withdraw).props("outline")
        focus(withdraw)

    async def _withdraw(self) -> None:
        if await tried(self._visitor.withdraw, self._code):
            self._leave()

    def _leave(self) -> None:
        self._hide()
        focus(self._button)

    def _hide(self) -> None:
        self._word = ""
        self._area.clear()


def focus(button: ui.button) -> None:
    """Put the focus where a keyboard goes on: the button that was pressed is gone."""
    button.client.run_javascript(f"getHtmlElement({button.id}).focus()")
