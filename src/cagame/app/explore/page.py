"""The page Explore, and how one gets there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from cagame import __version__
from cagame.app.explore.assumed import Assumptions
from cagame.app.explore.choices import Choices
from cagame.app.explore.desk import Desk, in_a_thread
from cagame.app.explore.files import Files
from cagame.app.explore.results import Findings
from cagame.app.look import PATIENCE, frame

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

    @ui.page("/explore", title="Explore", response_timeout=PATIENCE)
    async def explore(s: str = "") -> None:
        # The folder lives as long as the page can be opened.
        desk = Desk(hall, Path(runs.name))
        ui.context.client.on_delete(desk.leave)
        with frame("Explore", here="/explore", wide=True):
            ui.add_head_html(f'<link rel="stylesheet" href="/static/explore.css?{__version__}">')
            ui.label(LEAD).classes("lead")
            bar = ui.element("div").classes("runner")
            with ui.element("div").classes("explore"):
                controls = ui.element("section").classes("controls")
                controls.props('aria-label="What is compared"')
                results = ui.element("section").classes("results")
                results.props('id=results tabindex=-1 aria-label="What comes of it"')

        async def begin() -> None:
            await desk.begin(s)
            with bar:
                _run_bar(desk)
            with controls:
                Choices(desk).build()
                Assumptions(desk).build()
                Files(desk).build()
            with results:
                Findings(desk).build()
            await desk.run()

        ui.timer(0, begin, once=True)


def _run_bar(desk: Desk) -> None:
    """The button, how far a run is, whether numbers and levers belong together, the outcome."""
    button = ui.button("", on_click=desk.run).classes("run")
    with ui.element("div").classes("progress"):
        status = ui.label("").props('role="status"')
        # A bar that glides would say something else than the words beside it.
        bar = ui.linear_progress(0, show_value=False).props("instant-feedback")
        bar.props('aria-label="Share of the run done"')
    Shown(desk).build()
    ui.link("To the results", "#results").classes("jump")

    async def look() -> None:
        share = await in_a_thread(desk.share_done)
        if not desk.busy:
            return  # it was done while we looked
        # When all worlds are done the share is gone, and what is shown takes a moment more.
        bar.value = max(bar.value, share)
        status.text = f"Running {desk.now.worlds:,} worlds: {100 * bar.value:.0f} %"

    watching = ui.timer(LOOK, look, active=False)

    def refresh() -> None:
        watching.active = desk.busy
        bar.style(f"visibility: {'visible' if desk.busy else 'hidden'}")
        bar.value = bar.value if desk.busy else 0
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


class Shown:
    """Which outcome is shown. It belongs to one desk, as its menu does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def build(self) -> None:
        """Show it, and follow the study: one with actors of its own has their outcomes too."""
        self.menu()
        self.desk.on("study", self.menu.refresh)

    @ui.refreshable_method
    def menu(self) -> None:
        """Every outcome of the study."""
        cast = self.desk.now.cast
        ui.select(
            {name: cast.evidence.outcomes[name].label for name in cast.outcomes},
            label="Outcome",
            value=self.desk.now.outcome,
            on_change=lambda event: self.desk.show(event.value),
        ).classes("outcome").props("dense")
