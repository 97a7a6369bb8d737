"""The controls by which a team chooses: a ready-made strategy, and levers to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.explore.shown import evidence_address
from cagame.app.look import complain, note
from cagame.app.play.choice import TITLE_LENGTH, Choice
from cagame.app.range import Range
from cagame.classroom.lesson import MEMBERS
from cagame.errors import CagameError
from cagame.exploring.words import label_name
from cagame.sweep.levers import SHARES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cagame.exploring.levers import Lever

PERCENT = 100
#: What strategies to choose from are called: members have no shelf in the library.
LIBRARY, READY_MADE = "Strategy of the library", "Ready-made choice"
#: What a lever without a place of its own shows.
DRAWN = "drawn"


class Form:
    """A choice that can be changed; it tells every change.

    Parameters
    ----------
    choice : where it starts
    strategies : titles of what can be chosen, by name
    hidden : levers that this game does not have, or that another seat holds
    changed : called after every change
    """

    def __init__(
        self,
        choice: Choice,
        strategies: Mapping[str, str],
        hidden: tuple[str, ...],
        changed: Callable[[], None],
    ) -> None:
        self.choice = choice
        self._hidden = hidden
        self._changed = changed
        self._sliders: dict[tuple[str, str], tuple[Range, ui.label]] = {}
        self._base = (
            ui.select(
                dict(strategies),
                value=choice.base,
                label=READY_MADE if choice.seat == MEMBERS else LIBRARY,
                on_change=lambda event: self._start_from(event.value),
            )
            .props("outlined options-dense")
            .classes("full")
        )
        self._why = ui.label(choice.strategy.rationale).classes("why")
        more = ui.expansion("Allocations and levers", on_value_change=self._draw_levers)
        with more.classes("more"):
            self._title = (
                ui.input(
                    "Your name for the changed strategy",
                    value=choice.title,
                    on_change=lambda event: self._call(event.value),
                )
                .props(f"outlined dense maxlength={TITLE_LENGTH}")
                .classes("full")
            )
            self._levers = ui.element("div").classes("levers")

    def _draw_levers(self) -> None:
        """Draw the levers when somebody opens them: most of a form, on thirty pages at once."""
        if self._sliders:
            return
        with self._levers:
            for lever in self.choice.levers:
                if lever.field not in self._hidden:
                    self._lever(lever)

    def _lever(self, lever: Lever) -> None:
        with ui.element("fieldset").classes("lever"):
            with ui.element("legend"):
                ui.label(lever.words)
            note(lever.meaning)
            for label in lever.labels:
                self._slider(lever, label)
            self._source(lever)

    def _slider(self, lever: Lever, label: str) -> None:
        name = label_name(label, self.choice.cast)
        spoken = f"{lever.words}, {name}" if label else lever.words
        with ui.element("div").classes("slide" if label else "slide alone"):
            if label:
                ui.label(name)
            slider = Range(
                spoken,
                (lever.low, lever.high, lever.step),
                self._place(lever, label),
                lambda value: self._move(lever, label, value),
            )
            shown = ui.label(self._words(lever, label)).classes("slide-value")
        self._sliders[lever.field, label] = (slider, shown)

    def _place(self, lever: Lever, label: str) -> float:
        value = self.choice.values(lever.field)[label]
        return lever.number(label).value if value is None else value

    def _words(self, lever: Lever, label: str) -> str:
        value = self.choice.values(lever.field)[label]
        if value is None:
            return DRAWN
        return f"{PERCENT * value:.0f} %" if lever.field in SHARES else f"{value:.2f}"

    def _move(self, lever: Lever, label: str, value: object) -> None:
        try:
            self.choice = self.choice.moved(lever.field, label, value)
        except CagameError as error:
            complain(error)
            return
        self._place_all((lever,), but=label)
        self._changed()

    def _place_all(self, levers: tuple[Lever, ...], but: str | None = None) -> None:
        """Put sliders where the choice is; the one that is being dragged stays under the finger."""
        for lever in levers if self._sliders else ():
            for label in lever.labels:
                slider, shown = self._sliders[lever.field, label]
                if label != but:
                    slider.place(self._place(lever, label))
                shown.text = self._words(lever, label)

    def _start_from(self, base: object) -> None:
        try:
            self.choice = self.choice.started_from(str(base))
        except CagameError as error:
            complain(error)
            return
        self._why.text = self.choice.strategy.rationale
        self._title.value = ""
        self._place_all(
            tuple(each for each in self.choice.levers if each.field not in self._hidden)
        )
        self._changed()

    def _call(self, title: object) -> None:
        self.choice = self.choice.called(str(title or ""))
        self._changed()

    def _source(self, lever: Lever) -> None:
        """Say what is known about what the lever does, with a way to its evidence."""
        cast = self.choice.cast
        numbers = {lever.number(label).key: label for label in lever.labels}
        grades = ", ".join(dict.fromkeys(lever.number(label).grade for label in lever.labels))
        with ui.element("p").classes("note"):
            text = f"From {lever.low:g} to {lever.high:g}, {lever.unit}. Rests on: {grades}. "
            ui.label(f"{text}Evidence:").classes("inline")
            for key, label in numbers.items():
                words = label_name(label, cast) if len(numbers) > 1 else key.replace("_", " ")
                ui.link(words, evidence_address(key, cast.called), new_tab=True).classes("source")
