"""Links, downloads and uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.explore.desk import LANE, told
from cagame.app.look import code_note, complain, heading, say, sentence
from cagame.errors import CagameError, InputError
from cagame.exploring.downloads import figure_bytes, report_bytes, scenario_text, table_bytes
from cagame.exploring.runs import Kept
from cagame.exploring.upload import MAXIMUM_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from nicegui.events import UploadEventArguments

    from cagame.app.explore.desk import Desk

#: Names of what is downloaded; no title of anybody's becomes a name.
SCENARIO, TABLE, FIGURE, REPORT = (
    "explore.yaml",
    "explore-summary.csv",
    "explore-figure.png",
    "explore-report.html",
)


class Files:
    """Controls to share, take home and hand in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def build(self) -> None:
        """Show them."""
        heading("Share and take home", 2)
        self.link = ui.input("Link to this exploration").props("readonly").classes("full")
        self.link.on("focus", js_handler="(event) => event.target.select()")
        self._refresh()
        self.desk.on("state", self._refresh)
        self.desk.on("view", self._refresh)
        with ui.element("div").classes("buttons").props('role="group" aria-label="Downloads"'):
            ui.button("Scenario file", on_click=self._scenario).props("outline")
            ui.button("Table (CSV)", on_click=self._table).props("outline")
            ui.button("Figure (PNG)", on_click=self._figure).props("outline")
            ui.button("Report (HTML)", on_click=self._report).props("outline")
        code_note("`cagame run explore.yaml` gives the same numbers as this page.")
        heading("Open a scenario file", 2)
        self._upload()

    def _upload(self) -> None:
        chosen = ui.upload(
            max_file_size=MAXIMUM_BYTES,
            max_files=None,
            auto_upload=True,
            on_upload=self._handed,
            on_rejected=lambda: complain(_too_large()),
        ).classes("picker")
        chosen.props["aria-hidden"] = "true"
        button = ui.button("Choose a file").props("outline")
        button.on("click", js_handler=f"() => getElement({chosen.id}).pickFiles()")
        code_note(
            "A YAML file of at most 1 MB, checked as `cagame validate` checks it. Nothing of it "
            "is executed or kept."
        )
        self.picker = chosen

    async def _handed(self, event: UploadEventArguments) -> None:
        content = await event.file.read()
        self.picker.reset()
        await self.desk.upload(content)

    def _refresh(self) -> None:
        try:
            address = self.desk.address()
        except CagameError as error:
            self.link.value = sentence(error)
            return
        base = self.desk.hall.address
        self.link.value = f"{base}{address}"
        ui.navigate.history.replace(address)

    def _folder(self) -> Path:
        """Return the folder of the run that is shown, which must be that of what is set."""
        desk = self.desk
        if desk.is_stale or desk.busy:
            message = "the numbers of what is set are not there yet"
            raise InputError(message, remedy="Run it first, then download.")
        return Kept(desk.root).folder(desk.now.study)

    def _scenario(self) -> None:
        with told():
            ui.download.content(scenario_text(self.desk.now), SCENARIO, "application/yaml")

    async def _table(self) -> None:
        with told():
            content = await self.desk.hall.work.do(LANE, table_bytes, self._folder())
            ui.download.content(content, TABLE, "text/csv")

    async def _figure(self) -> None:
        with told():
            folder, outcome = self._folder(), self.desk.now.outcome
            content = await self.desk.hall.work.do(LANE, figure_bytes, folder, outcome)
            ui.download.content(content, FIGURE, "image/png")

    async def _report(self) -> None:
        with told():
            say("The report is being written; it takes some seconds.")
            content = await self.desk.hall.work.do(LANE, report_bytes, self._folder())
            ui.download.content(content, REPORT, "text/html")


def _too_large() -> InputError:
    message = f"the file is larger than {MAXIMUM_BYTES // 1_000_000} MB"
    return InputError(message, remedy="Check that this is the file you mean.")
