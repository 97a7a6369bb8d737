"""Charts and tables of a run."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from nicegui import ui

from cagame.app.explore.rests import what_it_rests_on
from cagame.app.explore.shown import chart, colour_key, evidence_link
from cagame.app.look import heading, note, patron_colours
from cagame.exploring import charts
from cagame.exploring.schematic import schematic
from cagame.exploring.view import measure_of, written
from cagame.plots.captions import per_cent
from cagame.report.words import short_unit
from cagame.results.honesty import AGAINST, ROBUST, in_words

if TYPE_CHECKING:
    from cagame.app.explore.desk import Desk
    from cagame.exploring.view import Effect, View

#: Quantities by patron and state, as the page calls them.
DYADS = {
    "influence_share": "Influence",
    "trade_share": "Trade",
    "openness": "Openness",
}
GIVEN = "*"
WHAT = {True: "Difference", False: "The outcome itself"}
DIFFERENCES = "Differences are within the same world. Lines: medians; bands: 5 to 95 % of worlds."
LEVELS = (
    "Lines: medians; bands: 5 to 95 % of worlds, of history and of the reference. Worlds differ "
    "more than variants do, so compare differences."
)


class Findings:
    """What a run shows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.quantity = next(iter(DYADS))
        self.differs = True

    def build(self) -> None:
        """Show it, as soon as there is something."""
        self.all()
        self.desk.on("view", self.all.refresh)

    @ui.refreshable_method
    def all(self) -> None:
        """Everything about the shown outcome."""
        view, shown = self.desk.view, self.desk.shown
        if view is None or shown is None:
            note("The first run is under way.")
            return
        definition = view.outcome
        with ui.element("p").classes("meaning"):
            ui.label(f"{definition.meaning} {_better(definition.better)}")
            evidence_link(shown.cast, definition.name, "definition")
        self.over_time()
        if view.others:
            _compared(view)
            _effects(view)
        self._regions(view)
        what_it_rests_on(view, shown.cast)

    @ui.refreshable_method
    def over_time(self) -> None:
        """The outcome over the years: differences from the reference, or the outcome itself."""
        view = self.desk.view
        if view is None:
            return
        differs = bool(view.others) and self.differs
        reference = view.titles[view.reference]
        what = f": difference from {reference}" if differs else ""
        heading(f"{view.outcome.label}{what}", 2)
        if view.others:
            toggle = ui.toggle(WHAT, value=differs, on_change=self._over_time)
            toggle.props('no-caps unelevated aria-label="What the chart shows"')
        note(f"{_under(view)} {DIFFERENCES if differs else LEVELS}")
        colour_key(charts.key(view, history=not differs))
        option = charts.differences(view) if differs else charts.levels(view)
        told = charts.in_years(view) if differs else f"{charts.heading(view)} over the years"
        chart(option, told, "tall")

    def _over_time(self, event: Any) -> None:  # noqa: ANN401 (an event of the library)
        self.differs = bool(event.value)
        self.over_time.refresh()

    def _regions(self, view: View) -> None:
        heading("Who has how much where", 2)
        note(
            f"{view.year}, median of {view.count}. The map is schematic: it shows who lies roughly "
            "where, and no borders. A tie is as thick as the patron's share of influence in the "
            "state; a ring shows the shares. Strategies move shares little, which the differences "
            "above show better."
        )
        tints = patron_colours(dict.fromkeys(patron for patron, _ in view.shares))
        with ui.element("div").classes("maps"):
            for variant, title in view.titles.items():
                with ui.element("figure").classes("map"):
                    with ui.element("figcaption"):
                        ui.label(title)
                    # Every word of a title is escaped where the drawing is made.
                    ui.html(schematic(view, variant, tints), sanitize=False)
        self.heatmaps()

    @ui.refreshable_method
    def heatmaps(self) -> None:
        """Patrons by states, a panel for each variant."""
        view = self.desk.view
        if view is None:
            return
        heading("Patrons by states", 3)
        toggle = ui.toggle(
            DYADS, value=self.quantity, on_change=lambda event: self._turn(event.value)
        )
        toggle.props('no-caps unelevated aria-label="What the tables show"')
        note(
            f"{DYADS[self.quantity]}, in % ({view.year}): median of {view.count}. Darker: more. "
            f"States: {', '.join(f'{s} {view.names[s]}' for s in _states(view))}."
        )
        with ui.element("div").classes("maps"):
            for variant, title in view.titles.items():
                with ui.element("figure").classes("map"):
                    with ui.element("figcaption"):
                        ui.label(title)
                    option = charts.dyads(view, variant, self.quantity)
                    chart(option, f"{DYADS[self.quantity]} by patron and state, {title}", "heat")

    def _turn(self, quantity: str) -> None:
        self.quantity = quantity
        self.heatmaps.refresh()


def _states(view: View) -> list[str]:
    return list(dict.fromkeys(s for _, s in view.dyads[view.reference]["influence_share"]))


def _better(better: str) -> str:
    return {"higher": "More is better.", "lower": "Less is better."}.get(
        better, "Neither more nor less is better."
    )


def _compared(view: View) -> None:
    heading(f"All {view.count} in {view.year}", 3)
    chart(charts.intervals(view), charts.in_years(view), f"boxes-{len(view.others)}")
    note(
        f"Difference from {view.titles[view.reference]} within the same world. Box: the middle "
        "half of the worlds, with the median; whiskers: 5 to 95 % of them. The share of worlds in "
        "which a variant is better can be high where next to nothing differs: read it with the "
        "size."
    )


def _under(view: View) -> str:
    return f"{view.external}. {view.count}, seed {view.seed}."


def _effects(view: View) -> None:
    heading(f"Other outcomes in {view.year}", 2)
    note(
        f"Difference from {view.titles[view.reference]} within the same world: median, "
        f"5 to 95 % of {view.count}, and the share of worlds in which the variant is better."
    )
    shown = list(dict.fromkeys(effect.outcome for effect in view.effects))
    marked = False
    with _scrolling("Effects"), ui.element("table").classes("plain effects"):
        with ui.element("thead"), ui.element("tr"):
            _cell("th", "Outcome")
            for name in view.others:
                _cell("th", view.titles[name]).props('scope="col"')
        with ui.element("tbody"):
            for outcome in shown:
                with ui.element("tr"):
                    marked |= _effect_row(view, outcome)
    if marked:
        note(f"{GIVEN} By construction: the strategy's own definition sets what this measures.")
    note(" ".join(in_words(*view.effectiveness)))


def _scrolling(name: str) -> ui.element:
    """Make a box that scrolls sideways, also by keyboard."""
    box = ui.element("div").classes("scroll").props("tabindex=0 role=region")
    box.props["aria-label"] = name
    return box


def _effect_row(view: View, outcome: str) -> bool:
    measure = measure_of(view.outcomes[outcome])
    effects = [view.effect(name, outcome) for name in view.others]
    unit = short_unit(measure)
    _cell("th", f"{measure.label}, {unit}").props('scope="row"')
    for effect in effects:
        band = effect.difference
        middle, low, high = written(measure, (band.median, band.low, band.high), sign=True)
        mark = GIVEN if effect.by_construction else ""
        with ui.element("td").classes(_tone(effect)):
            ui.label(f"{middle}{mark}").classes("middle")
            ui.label(f"{low} to {high}").classes("aside")
            if isfinite(effect.better):
                ui.label(f"better in {per_cent(effect.better)}").classes("aside")
    return any(effect.by_construction for effect in effects)


def _tone(effect: Effect) -> str:
    """Blue where better in nearly all worlds, orange where in nearly none, as in the report."""
    if not isfinite(effect.better):
        return ""
    return "good" if effect.better >= ROBUST else "bad" if effect.better <= AGAINST else ""


def _cell(tag: str, text: str) -> ui.element:
    with ui.element(tag) as cell:
        ui.label(text).classes("inline")
    return cell
