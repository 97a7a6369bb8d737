"""The same game, but: one seat's choices replaced, all else as it was, in the same worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.debrief import charts, view
from cagame.app.debrief.parts import chart, progress, table
from cagame.app.look import complain, heading, note
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.offers import offered
from cagame.classroom.whatif import levers, throughout, with_lever
from cagame.errors import CagameError
from cagame.model import shared_library
from cagame.scenario import UnionStrategy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.app.debrief.looking import Looking
    from cagame.classroom import Replay

#: The question that a class begins with: the lever, and the strategy that has its value.
TOGETHER_LEVER, TOGETHER_STRATEGY = "coordination", "team-europe"
#: What-ifs that stay on the page.
MOST_SHOWN = 4
WHOLE, LEVER = "one strategy in all rounds", "one lever in all rounds"
HEADS = ("Outcome in the last year", "Change", "5 to 95 % of worlds", "Higher in worlds")


class WhatIf:
    """The form, and what came of the last questions."""

    def __init__(self, looking: Looking) -> None:
        self.looking = looking
        with ui.element("div").classes("panel shade"):
            self._form()
        self.found = ui.element("div")

    def _form(self) -> None:
        heading("The same game, but", 3)
        with ui.element("div").classes("form"):
            first = (self.looking.played or self.looking.game.lesson.seats)[0]
            self.team = ui.select(
                self.looking.called, value=first, label="Team", on_change=self._chosen
            ).classes("field")
            self.kind = ui.select([WHOLE, LEVER], value=WHOLE, label="plays").classes("field")
            self.strategy = ui.select({}, label="Strategy").classes("field")
            self.lever = ui.select({}, label="Lever", on_change=self._bounded).classes("field")
            self.value = ui.number("Value", value=0.0).classes("field")
        self.meaning = note("")
        self.strategy.bind_visibility_from(self.kind, "value", value=WHOLE)
        for each in (self.lever, self.value, self.meaning):
            each.bind_visibility_from(self.kind, "value", value=LEVER)
        self._chosen()
        with ui.row():
            ui.button("Play it again", on_click=self._ask, icon="replay")
            if "eu" in self.looking.game.lesson.seats:
                ui.button("But the EU works together", on_click=self._together).props("outline")

    @property
    def seat(self) -> str:
        """The seat of the team that changes what it did."""
        return str(self.team.value)

    def _chosen(self) -> None:
        """Offer what the chosen team could have done."""
        lesson = self.looking.game.lesson
        entries = offered(self.seat, lesson.cast)
        self.strategy.set_options({e.name: e.title for e in entries}, value=entries[0].name)
        self.levers = {
            lever.field: lever for lever in levers(lesson, self.seat, self.looking.ledger)
        }
        named = {key: lever.words for key, lever in self.levers.items()}
        self.lever.set_options(named, value=next(iter(named)))
        self._bounded()

    def _bounded(self) -> None:
        """Say what a lever means, and keep its value within its bounds."""
        lever = self.levers.get(self.lever.value or "")
        if lever is not None:
            self.value.min, self.value.max = lever.low, lever.high
            self.value.props["step"] = lever.step
            self.value.value = min(max(self.value.value or 0.0, lever.low), lever.high)
            self.meaning.text = f"{lever.meaning} {lever.low:g} to {lever.high:g}."

    async def _ask(self) -> None:
        seat = self.seat
        try:
            if self.kind.value == WHOLE:
                choices: Mapping[int, object] = throughout(str(self.strategy.value))
                told = self.strategy.options[self.strategy.value]
            else:
                choices, told = self._levered(str(self.lever.value), float(self.value.value or 0))
            await self._show(seat, choices, told)
        except CagameError as error:
            complain(error)

    async def _together(self) -> None:
        strategy = shared_library().load("eu", TOGETHER_STRATEGY)
        assert isinstance(strategy, UnionStrategy)  # noqa: S101 (the shelf of the EU)
        # Whoever holds the lever in this game is asked to move it.
        holder = MEMBERS if MEMBERS in self.looking.ledger.seats else "eu"
        self.team.value, self.kind.value = holder, LEVER
        self.lever.value, self.value.value = TOGETHER_LEVER, strategy.coordination
        await self._ask()

    def _levered(self, key: str, value: float) -> tuple[Mapping[int, object], str]:
        looking = self.looking
        choices = with_lever(looking.game.lesson, looking.ledger, self.seat, key, value)
        rounds = {number: choice for number, choice in choices.items() if number <= looking.until}
        return rounds, f"{self.levers[key].words.lower()} {value:g}, all else as it chose"

    async def _show(self, seat: str, choices: Mapping[int, object], told: str) -> None:
        with self.found:
            with progress("The game is played again"):
                replayed = await self.looking.replay(seat, choices)
            with ui.element("section").classes("panel") as panel:
                self._result(seat, told, replayed)
        panel.move(self.found, 0)
        shown = list(self.found)
        for old in shown[MOST_SHOWN:]:
            old.delete()

    def _result(self, seat: str, told: str, replayed: Replay) -> None:
        looking = self.looking
        heading(f"The same game, but {looking.called[seat]}: {told}", 3)
        ui.label(view.largest_change(replayed.outcomes, looking.outcomes))
        seats = looking.game.lesson.seats
        rows = [
            (looking.called[each], looking.payoff_of(replayed, each), looking.colour(each))
            for each in seats
        ]
        chart(
            charts.whiskers(rows, "points"),
            charts.height(len(rows)),
            "What it changes for the payoffs: median, and 5 to 95 % of worlds",
            "The table below has the numbers.",
        )
        with ui.expansion("All numbers").classes("numbers"):
            table("Outcomes", HEADS, view.change_rows(replayed.outcomes, looking.outcomes))
            table("Payoffs", ("Payoff", *HEADS[1:]), view.payoff_rows(rows))


def show_what_if(looking: Looking) -> None:
    """Show the form of what-ifs."""
    heading("What if")
    note(
        "One team changes what it did; everybody else does what it did, in the same worlds. "
        "Before you press: does your payoff rise or fall?"
    )
    WhatIf(looking)
