"""The controls by which a team chooses: a strategy of the library, and levers to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import note, say
from cagame.app.play.choice import TITLE_LENGTH, Choice
from cagame.app.play.view import of_patron
from cagame.errors import CagameError
from cagame.exploring.levers import SHARED_OUT
from cagame.model import shared_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cagame.exploring.levers import Lever

PERCENT = 100
#: What a lever without a place of its own shows.
DRAWN = "drawn"


class Form:
    """A choice that can be changed; it tells every change.

    Parameters
    ----------
    choice : where it starts
    strategies : titles of the library's strategies by name
    hidden : levers that this game does not have
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
        self._moving = False
        self._sliders: dict[tuple[str, str], tuple[ui.slider, ui.label]] = {}
        self._base = (
            ui.select(
                dict(strategies),
                value=choice.base,
                label="Strategy of the library",
                on_change=lambda event: self._start_from(event.value),
            )
            .props("outlined options-dense")
            .classes("full")
        )
        self._why = ui.label(choice.strategy.rationale).classes("why")
        with ui.expansion("Change it: allocations and levers").classes("more"):
            self._title = (
                ui.input(
                    "Your name for the changed strategy",
                    value=choice.title,
                    on_change=lambda event: self._call(event.value),
                )
                .props(f"outlined dense maxlength={TITLE_LENGTH}")
                .classes("full")
            )
            with ui.element("div").classes("levers"):
                for lever in choice.levers:
                    if lever.field not in hidden:
                        self._lever(lever)

    def _lever(self, lever: Lever) -> None:
        with ui.element("fieldset").classes("lever"):
            with ui.element("legend"):
                ui.label(lever.words)
            note(lever.meaning)
            for label in lever.labels:
                self._slider(lever, label)
            _source(lever)

    def _slider(self, lever: Lever, label: str) -> None:
        name = _label_words(label)
        spoken = f"{lever.words}, {name}" if label else lever.words
        with ui.element("div").classes("slide" if label else "slide alone"):
            if label:
                ui.label(name)
            slider = ui.slider(
                min=lever.low,
                max=lever.high,
                step=lever.step,
                value=self._place(lever, label),
                on_change=lambda event: self._move(lever, label, event.value),
            ).props(f'aria-label="{spoken}"')
            shown = ui.label(self._words(lever, label)).classes("slide-value")
        self._sliders[lever.field, label] = (slider, shown)

    def _place(self, lever: Lever, label: str) -> float:
        value = self.choice.values(lever.field)[label]
        return lever.number(label).value if value is None else value

    def _words(self, lever: Lever, label: str) -> str:
        value = self.choice.values(lever.field)[label]
        if value is None:
            return DRAWN
        return f"{PERCENT * value:.0f} %" if lever.field in SHARED_OUT else f"{value:.2f}"

    def _move(self, lever: Lever, label: str, value: object) -> None:
        if self._moving:
            return
        try:
            self.choice = self.choice.moved(lever.field, label, value)
        except CagameError as error:
            say(str(error), bad=True)
            return
        self._place_all((lever,), but=label)
        self._changed()

    def _place_all(self, levers: tuple[Lever, ...], but: str | None = None) -> None:
        """Put sliders where the choice is; the one that is being dragged stays under the finger."""
        self._moving = True
        for lever in levers:
            for label in lever.labels:
                slider, shown = self._sliders[lever.field, label]
                if label != but:
                    slider.value = self._place(lever, label)
                shown.text = self._words(lever, label)
        self._moving = False

    def _start_from(self, base: object) -> None:
        try:
            self.choice = self.choice.started_from(str(base))
        except CagameError as error:
            say(str(error), bad=True)
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


def _label_words(label: str) -> str:
    axes = shared_evidence().axes
    known = label in axes.patrons or label in axes.states
    return of_patron(label) if known else label.capitalize()


def _source(lever: Lever) -> None:
    """Say what is known about what the lever does."""
    numbers = [lever.number(label) for label in lever.labels]
    grades = dict.fromkeys(number.grade for number in numbers)
    facts = dict.fromkeys(fact for number in numbers for fact in number.evidence)
    with (
        ui.expansion(
            f"From {lever.low:g} to {lever.high:g}, {lever.unit}. Rests on: {', '.join(grades)}"
        ).classes("rests"),
        ui.element("ul"),
    ):
        for each in dict.fromkeys(number.derivation for number in numbers):
            with ui.element("li"):
                ui.label(each).classes("inline")
        for fact in facts:
            with ui.element("li"):
                ui.label(f"{fact}: {shared_evidence().facts[fact].fact}").classes("inline")
