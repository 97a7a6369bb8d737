"""Where the class's game would have come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.debrief import charts, view
from cagame.app.debrief.parts import chart, progress, table
from cagame.app.look import complain, heading, note, say
from cagame.classroom.equilibrium import MOST_PLAYERS, MOST_STRATEGIES
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.debrief.looking import Looking
    from cagame.classroom.equilibrium import ClassGame

HEADS = ("Team", "Strategy", "Mean payoff, points", "Gain over the class, points")
BARS_HEIGHT = 340


def show_rest(looking: Looking) -> None:
    """Show the choice of players, then what was found."""
    heading("The equilibrium")
    note(
        f"A small game of two or three teams. Each may play what it played, or one of its "
        f"{MOST_STRATEGIES - 1} best strategies against the others; all other teams do what they "
        "did. At an equilibrium no team gains by moving alone."
    )
    named = {seat: looking.called[seat] for seat in looking.game.lesson.seats}
    chosen = ui.select(named, value=list(looking.players), label="Teams that play", multiple=True)
    chosen.classes("wide-field")
    box = ui.element("div")

    async def compute() -> None:
        seats = tuple(seat for seat in looking.game.lesson.seats if seat in (chosen.value or ()))
        if not 1 < len(seats) <= MOST_PLAYERS:
            say(f"Choose 2 to {MOST_PLAYERS} teams.", bad=True)
            return
        button.disable()
        box.clear()
        with box:
            try:
                with progress("The small game is played") as bar:
                    found, checks = await looking.rest(seats, bar.tell)
                _show(looking, found, checks)
            except CagameError as error:
                complain(error)
        button.enable()

    button = ui.button("Find it", on_click=compute, icon="play_arrow")
    box.move(target_index=-1)


def _show(looking: Looking, found: ClassGame, checks: list[bool | None]) -> None:
    called = looking.called
    ui.label(view.verdict(found, called)).classes("lead outcome")
    ui.label(view.nature(found))
    if not found.rests:
        ui.label(view.NO_REST)
    chart(
        charts.rest_bars(found, looking.actors),
        BARS_HEIGHT,
        "Mean payoff in points, as the class played and at the equilibrium",
        "The table below has the numbers.",
    )
    many = len(found.rests) > 1
    tables = view.rest_rows(found, called)
    for place, (rows, rest, stands) in enumerate(zip(tables, found.rests, checks, strict=True), 1):
        heading(f"Equilibrium {place}" if many else "At the equilibrium", 3)
        table("Equilibrium", HEADS, rows, words=2)
        note(view.certainty(rest, stands=stands))
    if not found.mixed:
        note(view.NO_MIXED)
