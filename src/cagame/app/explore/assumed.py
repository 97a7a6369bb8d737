"""What is assumed: numbers of the tables that one can hold fixed for all variants."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.explore.shown import evidence_link
from cagame.app.look import heading, note
from cagame.exploring.moves import with_number
from cagame.exploring.words import lever_number

if TYPE_CHECKING:
    from cagame.app.explore.desk import Desk
    from cagame.exploring.levers import Assumed

WORLDS = (100, 200, 500, 1000)


class Assumptions:
    """Controls for what is the same in all variants."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def build(self) -> None:
        """Show them."""
        heading("Assumptions, the same for all", 2)
        note(
            "Worlds draw each number from its range. Hold one fixed to see what hangs on it: it "
            "then has this value in every world of every variant."
        )
        self.rows()
        self.more()
        self._worlds()
        self.desk.on("study", self.rows.refresh)
        self.desk.on("study", self.more.refresh)

    @ui.refreshable_method
    def rows(self) -> None:
        """Show the numbers that a class asks for first, and those that are held fixed."""
        fixed = self.desk.now.parameters.get("overrides", {})
        every = self.desk.now.cast.assumptions
        shown = [each for each in every if each.first or each.number.key in fixed]
        with ui.expansion("Numbers to hold fixed", value=bool(fixed)).classes("group"):
            for each in shown:
                self._row(each, fixed.get(each.number.key))

    def _row(self, assumed: Assumed, value: float | None) -> None:
        number = assumed.number
        start = number.value if value is None else value
        with ui.element("div").classes("lever"):
            box = ui.checkbox(assumed.words, value=value is not None)
            with ui.element("div").classes("lever-head"):
                slider = ui.slider(
                    min=min(number.low, start),
                    max=max(number.high, start),
                    step=assumed.step,
                    value=start,
                )
                slider.props("dense")
                slider.props["loopback"] = False  # a held key is faster than the server
                slider.props["aria-label"] = f"{assumed.words}, {number.unit}"
                shown = ui.label().classes("lever-value")
            shown.bind_text_from(slider, "value", partial(lever_number, ""))
            with ui.element("div").classes("lever-foot"):
                ui.label(f"{number.unit}; drawn from {number.low:g} to {number.high:g}")
                told = f"Evidence for {assumed.words}"
                evidence_link(self.desk.now.cast, number.key, number.key, told)
                ui.label(f"({number.grade})")
        slider.set_enabled(box.value)
        box.on_value_change(lambda event: slider.set_enabled(event.value))
        box.on_value_change(
            lambda event: self._hold(number.key, float(slider.value) if event.value else None)
        )
        # What the event says: the slider's own value arrives a moment later.
        slider.on("change", lambda event: self._hold(number.key, float(event.args)))

    @ui.refreshable_method
    def more(self) -> None:
        """Offer all numbers that worlds draw."""
        others = {each.number.key: each.number.key for each in self.desk.now.cast.assumptions}
        select = ui.select(
            others,
            label="Another number",
            with_input=True,
            on_change=lambda event: self._add(event.value),
        )
        select.classes("full")

    def _worlds(self) -> None:
        state = self.desk.now
        with ui.row().classes("pair"):
            counts = sorted({*WORLDS, state.worlds})
            ui.select(
                {each: f"{each:,}" for each in counts},
                label="Worlds",
                value=state.worlds,
                on_change=lambda event: self.desk.move(
                    lambda now: replace(now, worlds=int(event.value))
                ),
            )
            ui.number(
                "Seed",
                value=state.seed,
                min=0,
                precision=0,
                on_change=lambda event: self._seed(event.value),
            )

    def _seed(self, value: float | None) -> None:
        if value is not None and value >= 0:
            self.desk.move(lambda state: replace(state, seed=int(value)))

    def _add(self, key: str | None) -> None:
        every = self.desk.now.cast.assumptions
        number = next((each.number for each in every if each.number.key == key), None)
        if number is not None:
            self._hold(number.key, number.value)
            self.rows.refresh()

    def _hold(self, key: str, value: float | None) -> None:
        self.desk.move(lambda state: with_number(state, key, value))
