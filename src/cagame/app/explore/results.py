"""Charts and tables of a run."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.explore.rests import what_it_rests_on
from cagame.app.explore.shown import chart, evidence_link
from cagame.app.look import PATRON_COLOURS, heading, note
from cagame.exploring import charts
from cagame.exploring.schematic import schematic
from cagame.exploring.state import outcomes
from cagame.exploring.words import label_name, names
from cagame.honesty import in_words
from cagame.model import shared_evidence
from cagame.plots import Measure
from cagame.plots.captions import per_cent
from cagame.report.words import short_unit, written

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


class Findings:
    """What a run shows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.quantity = next(iter(DYADS))

    def build(self) -> None:
        """Show it, as soon as there is something."""
        titles = {name: shared_evidence().outcomes[name].label for name in outcomes()}
        with ui.element("div").classes("outcome-row"):
            ui.select(
                titles,
                label="Outcome",
                value=self.desk.now.outcome,
                on_change=lambda event: self.desk.show(event.value),
            ).classes("outcome")
        self.all()
        self.desk.on("view", self.all.refresh)

    @ui.refreshable_method
    def all(self) -> None:
        """Everything about the shown outcome."""
        view = self.desk.view
        if view is None:
            note("The first run is under way.")
            return
        definition = view.outcome
        with ui.element("p").classes("meaning"):
            ui.label(f"{definition.meaning} {_better(definition.better)}")
            evidence_link(definition.name, "definition")
        if view.others:
            _compared(view)
        _levels(view)
        if view.others:
            _effects(view)
        self._regions(view)
        what_it_rests_on(view)

    def _regions(self, view: View) -> None:
        heading("Who has how much where", 2)
        note(
            f"{view.year}, median of {view.count}. The map is schematic: it shows who lies roughly "
            "where, and no borders. A tie is as thick as the patron's share of influence in the "
            "state; a ring shows the shares."
        )
        with ui.element("div").classes("maps"):
            for variant, title in view.titles.items():
                with ui.element("figure").classes("map"):
                    with ui.element("figcaption"):
                        ui.label(title)
                    # Every word of a title is escaped where the drawing is made.
                    ui.html(schematic(view, variant, names(), PATRON_COLOURS), sanitize=False)
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
            f"States: {', '.join(f'{s} {label_name(s)}' for s in _states(view))}."
        )
        with ui.element("div").classes("maps"):
            for variant, title in view.titles.items():
                with ui.element("figure").classes("map"):
                    with ui.element("figcaption"):
                        ui.label(title)
                    option = charts.dyads(view, variant, self.quantity, names())
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
    reference = view.titles[view.reference]
    heading(f"{view.outcome.label}: difference from {reference}", 2)
    note(_under(view) + " Differences are within the same world. Lines: medians; bands: 5 to 95 % of worlds.")
    with ui.element("div").classes("two"):
        chart(charts.differences(view), charts.in_years(view), "tall")
        with ui.element("div"):
            heading(f"All worlds in {view.year}", 3)
            chart(charts.intervals(view), charts.in_years(view), "boxes")
            note(
                "Box: the middle half of the worlds, with the median; whiskers: 5 to 95 % of them. "
                "The share of worlds in which a variant is better can be high where next to "
                "nothing differs: read it with the size."
            )


def _levels(view: View) -> None:
    with ui.expansion(f"{view.outcome.label} itself, 2007 to {view.year}", value=not view.others) as group:
        group.classes("group")
        note(
            f"{_under(view)} Median of each variant; bands: 5 to 95 % of worlds of history and "
            "of the reference. Worlds differ more than variants do, so compare differences."
        )
        chart(charts.levels(view), f"{charts.heading(view)} over the years", "tall")


def _under(view: View) -> str:
    return f"{view.external}. {view.count}, seed {view.seed}."


def _effects(view: View) -> None:
    heading(f"Other outcomes in {view.year}", 2)
    note(
        f"Difference from {view.titles[view.reference]} within the same world: median, 5 to 95 % of "
        f"{view.count}, and the share of worlds in which the variant is better."
    )
    shown = list(dict.fromkeys(effect.outcome for effect in view.effects))
    marked = False
    with ui.element("div").classes("scroll").props('tabindex=0 role="region" aria-label="Effects"'):
        with ui.element("table").classes("plain effects"):
            with ui.element("thead"), ui.element("tr"):
                _cell("th", "Outcome")
                for name in view.others:
                    _cell("th", view.titles[name]).props('scope="col"')
            with ui.element("tbody"):
                for outcome in shown:
                    with ui.element("tr"):
                        marked |= _effect_row(view, outcome)
    if marked:
        note(f"{GIVEN} By construction: the strategy's own definition sets what the outcome measures.")
    note(" ".join(in_words(*view.effectiveness)))


def _effect_row(view: View, outcome: str) -> bool:
    measure = Measure.of(shared_evidence().outcomes[outcome])
    effects = [view.effect(name, outcome) for name in view.others]
    texts = written(
        measure,
        [v for e in effects for v in (e.difference.median, e.difference.low, e.difference.high)],
        sign=True,
    )
    unit = short_unit(measure)
    _cell("th", f"{measure.label}, {unit}").props('scope="row"')
    for place, effect in enumerate(effects):
        middle, low, high = texts[3 * place : 3 * place + 3]
        mark = GIVEN if effect.by_construction else ""
        with ui.element("td").classes(_tone(effect)):
            ui.label(f"{middle}{mark}").classes("middle")
            ui.label(f"{low} to {high}").classes("aside")
            if isfinite(effect.better):
                ui.label(f"better in {per_cent(effect.better)}").classes("aside")
    return any(effect.by_construction for effect in effects)


def _tone(effect: Effect) -> str:
    """Blue where better in nearly all worlds, orange where in nearly none, as in the report."""
    from cagame.report.tables import AGAINST, ROBUST  # noqa: PLC0415

    if not isfinite(effect.better):
        return ""
    return "good" if effect.better >= ROBUST else "bad" if effect.better <= AGAINST else ""


def _cell(tag: str, text: str) -> ui.element:
    with ui.element(tag) as cell:
        ui.label(text).classes("inline")
    return cell
