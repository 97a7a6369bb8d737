"""Levers of one actor in one variant: where each stands, how far it goes, what it rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from nicegui import ui

from cagame.app.explore.desk import told
from cagame.app.explore.shown import evidence_link
from cagame.app.look import note
from cagame.exploring.levers import COUNCIL_RULE, Lever
from cagame.exploring.moves import base_of, strategy_of, with_lever
from cagame.exploring.words import label_name, lever_number
from cagame.scenario.strategies import CouncilRule
from cagame.sweep.levers import SHARES

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.app.explore.desk import Desk
    from cagame.scenario import Strategy


#: Steps of a slider add up to numbers that are not quite what they say.
DECIMALS = 6


class Sliders:
    """Sliders for the open variant and actor.

    Parameters
    ----------
    moved : called after every move
    """

    def __init__(self, desk: Desk, moved: Callable[[], None]) -> None:
        self.desk, self.moved = desk, moved
        self._sliders: dict[tuple[str, str], ui.slider] = {}

    def build(self) -> None:
        """Show them."""
        desk = self.desk
        strategy = None
        with told():
            strategy = strategy_of(desk.now, desk.place, desk.actor)
        if strategy is None:
            note("It follows several strategies, each from its year on. Choose one to move levers.")
            return
        self._origin(strategy)
        for lever in desk.now.cast.levers(desk.actor):
            if lever.labels == ("",):
                self._row(lever, "", strategy)
            else:
                self._group(lever, strategy)
        if hasattr(strategy, COUNCIL_RULE):
            self._rule(strategy)

    def _origin(self, strategy: Strategy) -> None:
        desk = self.desk
        base = base_of(desk.now.variants[desk.place], desk.actor)
        grade = ui.element("p").classes("note")
        with grade:
            ui.label(f"Grade of these numbers: {strategy.grade}. What you move is your assumption.")
            if base:
                kind = desk.now.cast.by_key[desk.actor].kind
                evidence_link(desk.now.cast, f"{kind}/{base}", "Facts behind the strategy")

    def _group(self, lever: Lever, strategy: Strategy) -> None:
        with ui.expansion(lever.words).classes("group"):
            note(f"{lever.meaning} Unit: {lever.unit}.")
            for label in lever.labels:
                self._row(lever, label, strategy)

    def _row(self, lever: Lever, label: str, strategy: Strategy) -> None:
        value = lever.values(strategy)[label]
        number = lever.number(label)
        cast = self.desk.now.cast
        name = label_name(label, cast) if label else lever.words
        start = number.value if value is None else value
        low, high = min(lever.low, start), max(lever.high, start)
        with ui.element("div").classes("lever"):
            with ui.element("div").classes("lever-head"):
                ui.label(name).classes("lever-name")
                shown = ui.label().classes("lever-value")
            slider = ui.slider(min=low, max=high, step=lever.step, value=start)
            slider.props("dense")
            slider.props["loopback"] = False  # a held key is faster than the way to the server
            slider.props["aria-label"] = f"{name}, {lever.unit}"
            # What the event says: the slider's own value arrives a moment later.
            slider.on("change", lambda event: self._move(lever, label, float(event.args)))
            shown.bind_text_from(slider, "value", partial(lever_number, lever.unit))
            with ui.element("div").classes("lever-foot"):
                bounds = f"{lever_number(lever.unit, low)} to {lever_number(lever.unit, high)}"
                ui.label(bounds if label else f"{bounds}, {lever.unit}")
                evidence_link(cast, number.key, number.key, f"Evidence for {name}: {number.key}")
                ui.label(f"({number.grade})")
            if value is None:
                note("The strategy leaves this to the table; worlds draw it.")
            if not label:
                slider.tooltip(lever.meaning)
        self._sliders[lever.field, label] = slider

    def _rule(self, strategy: Strategy) -> None:
        rules = {rule: rule.replace("qmv", "qualified majority") for rule in get_args(CouncilRule)}
        select = ui.select(
            rules, label="How the Council decides", value=getattr(strategy, COUNCIL_RULE)
        ).classes("full")
        select.on_value_change(lambda event: self._set(COUNCIL_RULE, "", event.value))

    def _move(self, lever: Lever, label: str, value: float) -> None:
        self._set(lever.field, label, round(value, DECIMALS))
        if lever.field in SHARES:
            self._show_shares(lever)

    def _set(self, field: str, label: str, value: float | str) -> None:
        desk = self.desk
        desk.move(lambda state: with_lever(state, desk.place, desk.actor, field, label, value))
        self.moved()

    def _show_shares(self, lever: Lever) -> None:
        """Show where the other shares have gone."""
        desk = self.desk
        strategy = strategy_of(desk.now, desk.place, desk.actor)
        if strategy is not None:
            for label, value in lever.values(strategy).items():
                self._sliders[lever.field, label].value = value
