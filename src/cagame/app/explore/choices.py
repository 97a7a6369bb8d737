"""The study, its variants, and who follows which strategy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nicegui import ui

from cagame.app.explore.sliders import Sliders
from cagame.app.look import heading, note
from cagame.exploring.moves import base_of, with_another, with_strategy, without
from cagame.exploring.state import MOST_VARIANTS
from cagame.exploring.studies import with_variants
from cagame.exploring.words import (
    external_titles,
    strategy_titles,
    study_titles,
)

if TYPE_CHECKING:
    from cagame.app.explore.desk import Desk

AS_BEFORE, OWN = "", "(own)"
#: What a variant is called on its tab: short, as its title stands below.
LETTERS = "ABCD"


class Choices:
    """Controls for what is compared."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def build(self) -> None:
        """Show them."""
        self.study()
        self.variants()
        self.desk.on("study", self.study.refresh)
        self.desk.on("study", self.variants.refresh)
        self.desk.on("variants", self.variants.refresh)

    @ui.refreshable_method
    def study(self) -> None:
        """Study, which of its variants, and the external scenario."""
        desk = self.desk
        heading("Start from", 2)
        titles = study_titles(desk.studies)
        options = titles if desk.chosen else {"": "A link or a file", **titles}
        ui.select(
            options,
            label="Study",
            value=desk.chosen,
            on_change=lambda event: self._open(event.value),
        ).classes("full")
        if desk.source is not None and len(desk.source.variants) > 1:
            self._which(desk)
        externals = external_titles()
        current = desk.now.external
        shown = current if isinstance(current, str) else OWN
        if shown not in externals:
            name = (
                shown if isinstance(current, str) else str(current.get("title", "As in the file"))
            )
            externals = {shown: name, **externals}
        ui.select(
            externals,
            label="What happens around them",
            value=shown,
            on_change=lambda event: self._external(event.value),
        ).classes("full")
        for sentence in desk.said:
            note(sentence)

    def _which(self, desk: Desk) -> None:
        assert desk.source is not None  # noqa: S101 (asked before)
        names = {variant.name: variant.title for variant in desk.source.variants}
        kept = [variant.name for variant in desk.now.variants if variant.name in names]
        select = ui.select(
            names,
            label=f"Variants, up to {MOST_VARIANTS}",
            value=kept,
            multiple=True,
            on_change=lambda event: self._variants(event.value),
        )
        select.classes("full").props(f"max-values={MOST_VARIANTS} use-chips")

    async def _open(self, name: str) -> None:
        if name:
            self.desk.said = ()
            self.desk.place = 0
            await self.desk.open_study(name)
            await self.desk.run()

    async def _variants(self, names: list[str]) -> None:
        desk = self.desk
        study = desk.source
        if names and study is not None:
            desk.move(lambda state: with_variants(state, study, desk.given, names), "variants")

    def _external(self, name: str) -> None:
        if name != OWN:
            self.desk.move(lambda state: replace(state, external=name))

    @ui.refreshable_method
    def variants(self) -> None:
        """A tab for each variant; in it who does what, and the levers."""
        desk = self.desk
        heading("Strategies and levers", 2)
        with ui.row().classes("tabs-row"):
            tabs = ui.tabs().props('dense no-caps align="left" aria-label="Variants"')
            with tabs:
                for place in range(len(desk.now.variants)):
                    ui.tab(LETTERS[place], "A, reference" if place == 0 else LETTERS[place])
            tabs.value = LETTERS[desk.place]
            tabs.on_value_change(self._turn)
            if len(desk.now.variants) < MOST_VARIANTS:
                ui.button("Add", on_click=self._add).props(
                    'flat dense aria-label="Add a variant that starts like this one"'
                )
        self.one()

    @ui.refreshable_method
    def one(self) -> None:
        """The variant whose tab is open."""
        desk = self.desk
        variant, cast = desk.now.variants[desk.place], desk.now.cast
        self.title = ui.label(desk.now.titles[variant.name]).classes("variant-title")
        ui.select(
            {actor.key: cast.name(actor.key) for actor in cast.actors},
            label="Actor",
            value=desk.actor,
            on_change=lambda event: self._actor(event.value),
        ).classes("full")
        choice = variant.choices.get(desk.actor)
        shown = base_of(variant, desk.actor) if choice else AS_BEFORE
        options: dict[str, Any] = strategy_titles(desk.actor, desk.now.years[0], cast)
        if choice is not None and shown not in {*options} - {AS_BEFORE}:
            shown, options = OWN, {OWN: "As in the file", **options}
        ui.select(
            options,
            label=f"Strategy of {cast.name(desk.actor)}",
            value=shown,
            on_change=lambda event: self._strategy(event.value),
        ).classes("full")
        Sliders(desk, self._retitle).build()
        if len(desk.now.variants) > 1:
            ui.button("Remove this variant", on_click=self._remove).props("flat dense")

    def _retitle(self) -> None:
        state = self.desk.now
        self.title.text = state.titles[state.variants[self.desk.place].name]

    def _turn(self, event: Any) -> None:  # noqa: ANN401 (an event of the library)
        if event.value in LETTERS:
            self.desk.place = LETTERS.index(event.value)
            self.one.refresh()

    def _actor(self, key: str) -> None:
        self.desk.actor = key
        self.one.refresh()

    def _strategy(self, name: str) -> None:
        desk = self.desk
        if name != OWN:
            desk.move(lambda state: with_strategy(state, desk.place, desk.actor, name))
            self.one.refresh()

    def _add(self) -> None:
        desk = self.desk
        choices = desk.now.variants[desk.place].choices
        desk.move(lambda state: with_another(state, choices))
        desk.place = len(desk.now.variants) - 1
        self.variants.refresh()

    def _remove(self) -> None:
        desk = self.desk
        desk.move(lambda state: without(state, desk.place))
        self.variants.refresh()
