"""The teacher's page: who is there, who has chosen, the clock, events, and on to the next round.

The page can be projected: no key of anybody stands on it or in its address. Only the word by which
one more device comes to lead does, when the teacher asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.hall import LOCAL
from cagame.app.look import PATIENCE, aside, code_note, frame, heading, note, sentence, tried
from cagame.app.play import results
from cagame.app.play.closing import Closing
from cagame.app.play.lead import Inviting, draw_refusal
from cagame.app.play.leaders import Leaders
from cagame.app.play.live import Live, happening, visitor_here
from cagame.app.play.opening import MOST_MINUTES
from cagame.app.play.qr import draw_qr
from cagame.app.play.view import free_words, name_of, seats_shown, stage, teams_heading
from cagame.errors import CagameError
from cagame.model import shared_library

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.app.play.visitor import Visitor
    from cagame.classroom import Game


def add_pages(hall: Hall) -> None:
    """Add the teacher's page."""

    @ui.page("/play/{code}/teacher", title="cagame", response_timeout=PATIENCE)
    async def teacher(code: str, led: str = "") -> None:
        visitor = visitor_here(hall)
        try:
            game = await aside(visitor.game, code)
            allowed = await aside(visitor.teaches, game.code)
        except CagameError as error:
            with frame("Play", here="/play"):
                ui.label(sentence(error)).props("role=alert")
                ui.link("Enter another code", "/play")
            return
        with frame(f"Game {game.code}", here="/play", wide=True):
            if not allowed:
                draw_refusal(game.code, led=bool(led))
                return
            TeacherPage(visitor, game).start()


class TeacherPage(Live):
    """All that a teacher needs for a lesson."""

    def __init__(self, visitor: Visitor, game: Game) -> None:
        super().__init__(visitor, game.code)
        with ui.element("div").classes("two"):
            self._invitation = ui.element("section").classes("panel shade")
            self._round = ui.element("section").classes("panel")
        self._teams = ui.element("section")
        self._news = ui.element("section")
        self._told = 0
        self._minutes = 0.0
        self._drawn = -1
        self._closing: Closing | None = None
        with self._invitation:
            self._joining = ui.element("div")
            with self._joining:
                _invite(self.hall, game.code)
            self._code = note(f"Code of the game: {game.code}")
            self._inviting = Inviting(visitor, game.code)
            self._leaders = Leaders(visitor, game.code)

    async def show(self, game: Game) -> None:
        """Draw the parts that have changed."""
        if not await aside(self.visitor.teaches, self.code):
            # Another page, so that what is under way on this one has a place for what it says.
            ui.navigate.to(f"/play/{self.code}/teacher?led=before")
            return
        await self._leaders.count()
        self._draw_teams(game)
        if self._drawn != game.closed:
            self._drawn = game.closed
            self._draw_round(game)
        if self._closing is not None:
            self._closing.follow(game)
        if self._told != game.closed:
            await self._draw_results(game)
            self._told = game.closed

    async def pulse(self) -> None:
        """Look after the address for one more device."""
        await self._inviting.look()

    def _draw_teams(self, game: Game) -> None:
        self._teams.clear()
        with self._teams:
            happening(game)
            heading(teams_heading(game))
            with ui.element("div").classes("teams"):
                for seat in seats_shown(game):
                    self._draw_team(game, seat)

    def _draw_team(self, game: Game, seat: str) -> None:
        team, name = game.teams.get(seat), name_of(seat, game.lesson.cast)
        with ui.element("div").classes("team" if team else "team free"):
            ui.label(name).classes("team-seat")
            ui.label(team or free_words(game, seat))
            if not team or game.open_round is None:
                return
            done = seat in game.has_chosen
            ui.label("Submitted" if done else "Thinking").classes("done" if done else "open")

            async def free() -> None:
                await tried(self.visitor.release, self.code, seat)
                await self.refresh()

            ui.button("Free the seat", on_click=free).props(
                f'flat dense no-caps aria-label="Free the seat of {name}"'
            )

    def _draw_round(self, game: Game) -> None:
        self._round.clear()
        self._closing = None
        is_over = game.open_round is None
        # Nobody need come any more: what comes after the game stands before the code.
        self._joining.visible, self._code.visible = not is_over, is_over
        if is_over:
            self._invitation.classes("last")
        with self._round:
            heading(stage(game))
            if game.open_round is None:
                _draw_end(game)
                return
            self._draw_advance(game, game.open_round)
            self._draw_clock()
            self._draw_events()

    def _draw_advance(self, game: Game, number: int) -> None:
        async def close() -> bool:
            done = await tried(self.visitor.close, self.code, number, self._minutes)
            if done:
                await self.refresh()
            return done

        def read() -> Game:
            return self.hall.classroom.game(self.code)

        words = f"Close round {number} and simulate to {game.lesson.round(number).last}"
        self._closing = Closing(words, read, close)
        if game.closed:
            ui.link("Scenario file so far", f"/play/{self.code}/scenario.yaml")

    def _draw_clock(self) -> None:
        with ui.element("div").classes("tools"):
            minutes = ui.number(
                "Minutes", value=self._minutes or 5, min=0, max=MOST_MINUTES, step=1
            ).props("outlined dense")

            async def start(value: float) -> None:
                self._minutes = value
                await tried(self.visitor.set_clock, self.code, value)
                await self.refresh()

            ui.button("Start the clock", on_click=lambda: start(float(minutes.value or 0))).props(
                "outline"
            )
            ui.button("Stop it", on_click=lambda: start(0.0)).props("flat")

    def _draw_events(self) -> None:
        known = {each.name: each.title for each in shared_library().list("external")}
        known.pop("calm", None)
        with ui.element("div").classes("tools"):
            event = ui.select(known, label="Let something happen").props("outlined dense")
            event.classes("grow")

            async def happen() -> None:
                await tried(self.visitor.trigger, self.code, str(event.value or ""))
                await self.refresh()

            ui.button("Let it happen", on_click=happen).props("outline")

    async def _draw_results(self, game: Game) -> None:
        self._news.clear()
        with self._news:
            waiting = ui.row().classes("waiting").props("role=status")
            with waiting:
                ui.spinner(size="1.5em")
                ui.label("The round is being simulated…")
            rounds = await self.hall.course.so_far(game)
            waiting.delete()
            results.draw(game, rounds)


def _draw_end(game: Game) -> None:
    """Show the ways on from a game that is over."""
    ui.link("To the debriefing", f"/debrief/{game.code}").classes("button-link")
    ui.link("Download the scenario file", f"/play/{game.code}/scenario.yaml").classes("button-link")
    code_note("Take the game home with it: `cagame run` gives the same numbers.")


def _invite(hall: Hall, code: str) -> None:
    address = f"{hall.address}/play/{code}"
    ui.label("Join at").classes("inline")
    ui.label(f"{hall.address}/play").classes("address")
    ui.label("with the code").classes("inline")
    ui.label(code).classes("code")
    draw_qr(address)
    if hall.settings.host in LOCAL:
        note("Only this computer can come in. For other devices: cagame app --host 0.0.0.0")
