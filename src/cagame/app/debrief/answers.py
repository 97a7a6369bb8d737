"""Each team's payoff against the best response it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.debrief import charts, view
from cagame.app.debrief.parts import chart, progress, table
from cagame.app.look import complain, heading, note
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.debrief.looking import Looking
    from cagame.classroom import BestResponse

HEADS = ("Team", "Best ready-made choice", "Mean gain, points", "Gains in worlds")


def show_answers(looking: Looking) -> None:
    """Show the button that begins it, then what came of it."""
    heading("The best response")
    note(
        "Of all ready-made choices of a seat, kept from the first round on: which would have paid "
        "this team most, all others doing what they did? A team that changed in time may have "
        "done better than any of them. Nobody knew the others' choices when it chose."
    )
    box = ui.element("div")

    async def compute() -> None:
        button.disable()
        with box:
            try:
                with progress("Strategies are tried") as bar:
                    found = await looking.answers(looking.played, bar.tell)
                box.clear()
                _show(looking, found)
                button.delete()
            except CagameError as error:
                complain(error)
                button.enable()

    with ui.row():
        button = ui.button("Try all strategies", on_click=compute, icon="play_arrow")
        if not looking.played:
            button.disable()


def _show(looking: Looking, found: list[BestResponse]) -> None:
    table("Best responses", HEADS, view.answer_rows(found, looking.called), words=2)
    for each in found:
        rows = [(tried.title, tried.gain, looking.colour(each.seat)) for tried in each.tried]
        with ui.expansion(f"All strategies of {looking.called[each.seat]}").classes("numbers"):
            chart(
                charts.whiskers(rows, "points"),
                charts.height(len(rows)),
                "Gain over what the team did: median, and 5 to 95 % of worlds",
                "The table below has the numbers.",
            )
            table(
                "Gains",
                ("Strategy", "Median gain", "5 to 95 %", "Gains in worlds"),
                view.payoff_rows(rows),
            )
