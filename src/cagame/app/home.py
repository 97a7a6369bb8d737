"""The first page: where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import frame

if TYPE_CHECKING:
    from cagame.app.hall import Hall

WAYS = (
    (
        "/play",
        "Play",
        (
            "Open a game for a class, or join one with a code. Teams play the EU, Russia, China "
            "or a state of Central Asia."
        ),
    ),
    (
        "/explore",
        "Explore",
        "Change a strategy, run two hundred worlds in a moment, and see what it would change.",
    ),
    (
        "/debrief",
        "Debrief",
        (
            "Look back at a game: who chose what, what would have been otherwise, and take it home "
            "as a file."
        ),
    ),
)


def add_pages(_: Hall) -> None:
    """Add the first page."""

    @ui.page("/", title="cagame")
    def home() -> None:
        with frame("What would another strategy change in Central Asia?"):
            ui.label(
                "A model of what the EU, Russia, China and five states do to each other. Each "
                "number says whether a source gives it or it is assumed, and each answer says how "
                "sure one can be."
            ).classes("lead")
            with ui.element("nav").classes("cards").props('aria-label="Parts of the app"'):
                for target, title, words in WAYS:
                    with ui.link(target=target).classes("card-link"):
                        ui.label(title).classes("card-title")
                        ui.label(words)

    @ui.page("/{rest:path}", title="cagame")
    def nowhere(rest: str) -> None:
        del rest
        ui.context.client.status_code = 404
        with frame("There is no such page"):
            ui.label("Check the address, or start again.").props("role=alert")
            ui.link("To the first page", "/")
