"""A team's page: join, read the briefing, choose, see what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import PATIENCE, aside, frame, heading, note, say, sentence, table, tried
from cagame.app.play import results
from cagame.app.play.choice import Choice
from cagame.app.play.form import Form
from cagame.app.play.group import (
    draw_holdings,
    draw_sharing,
    held_by,
    hidden_levers,
    join_note,
    tell,
)
from cagame.app.play.live import Live, happening, visitor_here
from cagame.app.play.view import moves, name_of, stage
from cagame.classroom.ledger import strategy_of
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.app.play.visitor import Visitor
    from cagame.classroom import Briefing, Game, Seat
    from cagame.exploring.cast import Cast

#: Longest name of a team; the classroom checks it, too.
TEAM_LENGTH = 40
PERCENT = 100


def add_pages(hall: Hall) -> None:
    """Add the page of teams."""

    @ui.page("/play/{code}", title="cagame", response_timeout=PATIENCE)
    async def team(code: str) -> None:
        visitor = visitor_here(hall)
        try:
            game = await aside(visitor.game, code)
        except CagameError as error:
            with frame("Play", here="/play"):
                ui.label(sentence(error)).props("role=alert")
                ui.link("Enter another code", "/play")
            return
        if game.code != code:
            ui.navigate.to(f"/play/{game.code}")
            return
        with frame(f"Game {game.code}", here="/play"):
            TeamPage(visitor, game.code).start()


class TeamPage(Live):
    """What a device without a key sees: seats to take. With one: its team."""

    def __init__(self, visitor: Visitor, code: str) -> None:
        super().__init__(visitor, code)
        self._status = ui.element("section").classes("status").props("aria-live=polite")
        self._news = ui.element("section")
        self._desk = ui.element("section")
        self._drawn: object = None
        self._told: object = None
        self._form: Form | None = None
        self._unsaved = False
        self._number = 0

    async def show(self, game: Game) -> None:
        """Draw the parts that have changed."""
        seat = await aside(self.visitor.seat, self.code)
        self._draw_status(game, seat)
        taken = tuple(game.teams.items()) if seat is None else (seat.token, held_by(game, seat))
        told = (game.closed, seat.actor if seat else "")
        if game.closed and self._told != told:
            await self._draw_results(game, seat)
            self._told = told
        if self._drawn != (taken, game.open_round):
            if seat is not None:
                await self.pulse()
            await self._draw_desk(game, seat)
            self._drawn = (taken, game.open_round)

    async def pulse(self) -> None:
        """Keep the draft."""
        if self._unsaved and self._form is not None:
            self._unsaved = False
            await tried(self.visitor.keep_draft, self.code, self._number, self._form.choice)

    def _draw_status(self, game: Game, seat: Seat | None) -> None:
        self._status.clear()
        with self._status:
            if seat is not None:
                name = name_of(seat.actor, game.lesson.cast)
                ui.label(f"Team {seat.team} plays {name}").classes("who")
            ui.label(stage(game))
            happening(game)
            if seat is not None and game.open_round is not None:
                _chosen(game, seat)
                with ui.element("nav").classes("jumps").props('aria-label="On this page"'):
                    if game.closed:
                        ui.link("What happened", self._news)
                    ui.link("Briefing and choice", self._desk)

    async def _draw_desk(self, game: Game, seat: Seat | None) -> None:
        self._desk.clear()
        self._form = None
        with self._desk:
            if seat is None:
                self._draw_seats(game)
                return
            if game.open_round is None:
                ui.label("The game is over. Look back at it together.")
                ui.link("To the debriefing", f"/debrief/{game.code}")
                return
            waiting = ui.label("Preparing your briefing…").props("role=status")
            known = await self.hall.course.briefing(game, seat.actor)
            waiting.delete()
            _draw_briefing(known, game.lesson.cast)
            await self._draw_form(game, seat, known)

    def _draw_seats(self, game: Game) -> None:
        heading("Take a seat")
        if game.open_round is None:
            ui.label("The game is over: you can look at what happened.")
            return
        cast = game.lesson.cast
        free = {key: name_of(key, cast) for key in game.lesson.seats if key not in game.teams}
        for key, team in game.teams.items():
            note(f"{name_of(key, cast)} is played by {team}")
        if not free:
            ui.label("All seats are taken: you can watch.")
            return
        name = (
            ui.input("Name of your team").props(f"outlined maxlength={TEAM_LENGTH}").classes("full")
        )
        actor = ui.radio(free, value=next(iter(free))).props('aria-label="Actor"')
        join_note(game)

        async def join() -> None:
            if await tried(self.visitor.join, self.code, str(name.value or ""), str(actor.value)):
                await self.refresh()

        ui.button("Join", on_click=join)

    async def _draw_form(self, game: Game, seat: Seat, known: Briefing) -> None:
        self._number = known.round.number
        heading("Your choice")
        note(f"It holds from {known.round.first}. Without a choice, the last one goes on.")
        choice = await self._beginning(game, seat)
        titles = {entry.name: entry.title for entry in known.strategies}
        self._form = Form(choice, titles, hidden_levers(game, seat), self._note_change)
        tell(game, seat)

        async def submit() -> None:
            form = self._form
            if form is not None and await tried(
                self.visitor.submit, self.code, self._number, form.choice
            ):
                self._unsaved = False
                say("Submitted. You may change it until the round is closed.")
                await self.refresh()

        ui.button("Submit", on_click=submit).classes("main-button")

    async def _beginning(self, game: Game, seat: Seat) -> Choice:
        """Return the draft, or what was chosen last, or what is in force."""
        cast = game.lesson.cast
        draft = await aside(self.visitor.draft, self.code, self._number)
        kept = Choice.from_text(seat.actor, draft, cast) if draft else None
        if kept is not None:
            return kept
        chosen = game.ledger.choice(seat.actor, self._number)
        if chosen is not None:
            return Choice.of(seat.actor, chosen[1], cast)
        return Choice.first(seat.actor, game.lesson.study.years.decision, cast)

    def _note_change(self) -> None:
        self._unsaved = True

    async def _draw_results(self, game: Game, seat: Seat | None) -> None:
        self._news.clear()
        with self._news:
            waiting = ui.row().classes("waiting").props("role=status")
            with waiting:
                ui.spinner(size="1.5em")
                ui.label("The round is being simulated…")
            rounds = await self.hall.course.so_far(game)
            waiting.delete()
            results.draw(game, rounds, seat.actor if seat else "")


def _chosen(game: Game, seat: Seat) -> None:
    if seat.actor in game.has_chosen:
        number, choice = game.ledger.choice(seat.actor, game.open_round or 0) or (0, "")
        title = strategy_of(game.lesson, seat.actor, number, choice).label
        ui.label(f"Submitted: {title}").classes("done")
    else:
        ui.label("Nothing submitted yet").classes("open")


def _draw_briefing(known: Briefing, cast: Cast) -> None:
    heading("Your briefing")
    with ui.element("div").classes("two"):
        with ui.element("div"):
            heading("Your goals", 3)
            with ui.element("ul"):
                for goal in known.goals:
                    with ui.element("li"):
                        sign = "Good" if goal.weight > 0 else "Bad"
                        ui.label(f"{sign} if {goal.words}").classes("inline")
                        ui.label(_weight(goal.weight, goal.evidence)).classes("sources")
            draw_sharing(known, cast)
        with ui.element("div"):
            heading("Your situation", 3)
            table(
                "Medians over worlds",
                ("", f"{known.round.first - 1}"),
                [(each.label, each.text) for each in known.situation],
            )
    draw_holdings(known, cast)
    shares = [(cast.names[k], f"{PERCENT * v:.0f} %") for k, v in known.influence.items()]
    with ui.element("div").classes("two"):
        with ui.element("div"):
            heading("Influence", 3)
            table("Share of influence, medians", ("", f"{known.round.first - 1}"), shares)
        with ui.element("div"):
            heading("What the others did", 3)
            if not known.others:
                ui.label("Nothing yet: this is the first round.")
            with ui.element("ul"):
                for line in moves(known):
                    with ui.element("li"):
                        ui.label(line).classes("inline")


def _weight(weight: float, evidence: tuple[str, ...]) -> str:
    facts = f"; {', '.join(evidence)}" if evidence else ""
    return f"[weight {abs(weight):.2g}, assumed{facts}]"
