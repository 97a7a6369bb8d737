"""The page Explore, and how one gets there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import run, ui

from cagame import __version__
from cagame.app.explore.assumed import Assumptions
from cagame.app.explore.choices import Choices
from cagame.app.explore.desk import Desk
from cagame.app.explore.files import Files
from cagame.app.explore.results import Findings
from cagame.app.look import frame

if TYPE_CHECKING:
    from cagame.app.hall import Hall

#: Seconds between two looks at how far a run is.
LOOK = 0.15
LEAD = (
    "Choose what the EU, the other powers and the five states do from the decision on, run the "
    "same worlds under each choice, and see what differs within a world."
)


def add_pages(hall: Hall) -> None:
    """Add the page Explore."""
    runs = tempfile.TemporaryDirectory(prefix="cagame-explore-", ignore_cleanup_errors=True)

    @ui.page("/explore", title="Explore")
    async def explore(s: str = "") -> None:
        # The folder lives as long as the page can be opened.
        desk = Desk(hall, Path(runs.name))
        with frame("Explore", here="/explore", wide=True):
            ui.add_head_html(f'<link rel="stylesheet" href="/static/explore.css?{__version__}">')
            ui.label(LEAD).classes("lead")
            with ui.element("div").classes("explore"):
                controls = ui.element("section").classes("controls")
                controls.props('aria-label="What is compared"')
                results = ui.element("section").classes("results")
                results.props('aria-label="What comes of it"')

        async def begin() -> None:
            await desk.begin(s)
            with controls:
                Choices(desk).build()
                _run_button(desk)
                Assumptions(desk).build()
                Files(desk).build()
            with results:
                Findings(desk).build()
            await desk.run()

        ui.timer(0, begin, once=True)


def _run_button(desk: Desk) -> None:
    """The button, how far a run is, and whether numbers and levers belong together."""
    with ui.element("div").classes("runner"):
        button = ui.button("", on_click=desk.run).classes("run")
        bar = ui.linear_progress(0, show_value=False).props('aria-label="Share of the run done"')
        status = ui.label("").props('role="status"').classes("note")

    async def look() -> None:
        share = await run.io_bound(desk.share_done)
        bar.value = share
        status.text = f"Running {desk.now.worlds:,} worlds: {100 * share:.0f} %"

    watching = ui.timer(LOOK, look, active=False)

    def refresh() -> None:
        watching.active = desk.busy
        bar.visible = desk.busy
        button.enabled = not desk.busy
        button.text = f"Run {desk.now.worlds:,} worlds"
        if desk.busy:
            status.text = f"Running {desk.now.worlds:,} worlds"
        elif desk.is_stale:
            status.text = "Something has changed: run again to see its numbers."
        else:
            status.text = "The numbers are those of what is set here."

    desk.on("busy", refresh)
    desk.on("state", refresh)
    refresh()
