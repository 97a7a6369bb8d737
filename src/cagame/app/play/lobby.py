"""The page to join a game or to open one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import PATIENCE, aside, complain, frame, heading, note
from cagame.app.play.live import visitor_here
from cagame.app.play.opening import MOST_MINUTES, MOST_ROUNDS, MOST_YEARS, WORLDS, Opening, titles
from cagame.errors import CagameError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.app.play.visitor import Visitor


def add_pages(hall: Hall) -> None:
    """Add the page to join or open a game."""

    @ui.page("/play", title="cagame", response_timeout=PATIENCE)
    async def lobby() -> None:
        visitor = visitor_here(hall)
        games = await aside(visitor.games)
        studies = await aside(titles, hall.settings.scenarios)
        with frame("Play", here="/play"):
            with ui.element("div").classes("two"):
                with ui.element("section").classes("panel shade"):
                    _join(visitor)
                if games:
                    with ui.element("section").classes("panel"):
                        _own(games)
            with ui.element("section").classes("panel"):
                _open(visitor, studies)


def _join(visitor: Visitor) -> None:
    heading("Join a game")
    with ui.element("div").classes("tools"):
        code = ui.input("Code of the game").props(
            "outlined dense maxlength=12 autocapitalize=characters autocomplete=off"
        )
        button = ui.button("Go")

    async def go() -> None:
        try:
            game = await aside(visitor.game, str(code.value or ""))
        except CagameError as error:
            complain(error)
            return
        ui.navigate.to(f"/play/{game.code}")

    code.on("keydown.enter", go)
    button.on_click(go)


def _own(games: tuple[tuple[str, str], ...]) -> None:
    heading("Your games on this device")
    with ui.element("ul"):
        for code, role in games:
            with ui.element("li"):
                if role == "teacher":
                    ui.link(f"{code}: you lead it", f"/play/{code}/teacher")
                else:
                    ui.link(f"{code}: you play", f"/play/{code}")


def _open(visitor: Visitor, studies: dict[str, str]) -> None:
    heading("Open a game as a teacher")
    usual = Opening()
    study = ui.select(studies, value=usual.study, label="Question of the game").props("outlined")
    study.classes("full")
    with ui.element("div").classes("tools"):
        rounds = _whole("Rounds", usual.rounds, 1, MOST_ROUNDS)
        years = _whole("Years in a round", usual.years, 1, MOST_YEARS)
        minutes = _whole("Minutes for a round", usual.minutes, 0, MOST_MINUTES)
        worlds = ui.select(list(WORLDS), value=usual.worlds, label="Worlds").props("outlined dense")
    equal = ui.checkbox("All actors have the budget of the year", value=usual.equal_budgets)
    note(
        "No minutes, no clock. Teams play the EU institutions, a group of member states, Russia, "
        "China, five states of Central Asia, and a partner that the study brings along. Seats that "
        "nobody takes follow the strategy in force; without a group of member states, the EU "
        "institutions set its levers, too. More worlds give finer figures and take longer."
    )

    async def go() -> None:
        button.disable()
        try:
            opening = Opening(
                study=str(study.value),
                rounds=_number(rounds.value),
                years=_number(years.value),
                worlds=_number(worlds.value),
                minutes=_number(minutes.value),
                equal_budgets=bool(equal.value),
            )
            code = await aside(visitor.open, opening)
        except CagameError as error:
            complain(error)
            button.enable()
            return
        ui.navigate.to(f"/play/{code}/teacher")

    button = ui.button("Open the game", on_click=go)


def _whole(label: str, value: int, low: int, high: int) -> ui.number:
    number = ui.number(label, value=value, min=low, max=high, step=1, precision=0)
    number.props("outlined dense")
    return number


def _number(value: object) -> int:
    """Return a whole number from what a browser sent; -1 stands for what is none."""
    return int(value) if isinstance(value, int | float) and math.isfinite(value) else -1
