"""Pages about numbers, facts, sources and strategies: where each comes from, what it feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame import __version__
from cagame.app.explore.desk import in_a_thread
from cagame.app.explore.shown import evidence_address
from cagame.app.look import PATIENCE, frame, heading, note, sentence
from cagame.errors import CagameError
from cagame.exploring.card import Card, Line, card
from cagame.exploring.cast import cast_called

if TYPE_CHECKING:
    from cagame.app.hall import Hall

#: Longer names are no names of anything here.
LONGEST = 200


def add_pages(_: Hall) -> None:
    """Add the pages about evidence."""

    @ui.page("/evidence/{key:path}", title="Evidence", response_timeout=PATIENCE)
    async def evidence(key: str, actors: str = "") -> None:
        try:
            found = await in_a_thread(lambda: card(key[:LONGEST], cast_called(actors[:LONGEST])))
        except CagameError as error:
            with frame("Evidence", here="/explore"):
                ui.label(sentence(error)).classes("lead")
            return
        with frame(found.title, here="/explore"):
            ui.add_head_html(f'<link rel="stylesheet" href="/static/explore.css?{__version__}">')
            _show(found, actors)


def _show(found: Card, actors: str) -> None:
    note(found.kind[:1].upper() + found.kind[1:])
    if found.fields:
        with ui.element("dl").classes("fields"):
            for name, text in found.fields:
                with ui.element("dt"):
                    ui.label(name)
                with ui.element("dd"):
                    ui.label(text)
    for title, lines in found.lists:
        heading(title, 2)
        with ui.element("ul").classes("facts"):
            for line in lines:
                _line(line, actors)


def _line(line: Line, actors: str) -> None:
    with ui.element("li"):
        ui.link(line.key, evidence_address(line.key, actors))
        ui.label(line.text).classes("inline")
        if line.aside:
            ui.label(f"({line.aside})").classes("inline quiet")
