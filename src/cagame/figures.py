"""From results to figures: which plots a study gets, and the words around them.

The plots themselves take tables and know neither results nor the tables of evidence; this is
where the two meet.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import ResultsError
from cagame.evidence import Evidence, OutcomeDefinition
from cagame.plots import (
    LIGHT,
    Note,
    Titles,
    differences_over_time,
    dyad_heatmap,
    effect_intervals,
    effects_by_external,
    effects_heatmap,
    fan_chart,
    rank_probability_bars,
    save,
    tradeoff_scatter,
)
from cagame.results import HISTORY, Results
from cagame.results.honesty import effectiveness, headlines
from cagame.scenario import tables_behind
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.plots import Look

PLOTS_FOLDER = "plots"
#: Quantities by patron and state that figures can show: label and unit.
DYADS = {
    "influence_share": ("Influence", "share 0-1"),
    "trade_share": ("Trade", "share 0-1"),
    "alignment": ("Alignment", "share 0-1"),
    "openness": ("Openness", "index 0-1"),
    "engagement": ("Ties other than trade", "tie, 1 is half saturation"),
}
#: A figure with years on a panel for each external scenario shows no more of them.
MOST_PANELS = 6
#: The same where each column has an axis of its own.
MOST_AXES = 4


class Figures:
    """The figures of one study.

    Parameters
    ----------
    results : what to draw
    look : how; `LIGHT` for screens, `PRINT` for greyscale
    evidence : the tables, for names, units and sources
    """

    def __init__(
        self, results: Results, look: Look = LIGHT, evidence: Evidence | None = None
    ) -> None:
        self.results = results
        self.look = look
        self.evidence = evidence or tables_behind(results.manifest["study"])
        self.titles = Titles(
            variants=results.manifest["variants"],
            reference=results.reference,
            externals=results.manifest["externals"],
            actors={actor.label: actor.name for actor in self.evidence.axes.actors},
        )
        self.note = Note(
            worlds=results.worlds,
            seed=results.manifest["seed"],
            sources=sources(self.evidence),
            effectiveness=effectiveness(results, self.evidence),
            scenario=results.manifest["title"],
            question=results.manifest["question"],
        )

    def outcome(self, name: str) -> OutcomeDefinition:
        """Return the definition of an outcome of these results. Raises `ResultsError`."""
        if name not in self.results.outcome_names:
            known = self.results.outcome_names
            raise ResultsError(
                f"these results have no outcome {name!r}", remedy=suggest(name, known)
            )
        return self.evidence.outcomes[name]

    def fan(self, outcome: str) -> Figure:
        """Draw one outcome's history and future under each external scenario."""
        definition = self.outcome(outcome)
        bands = self._shown(self.results.bands(outcome), MOST_PANELS)
        return fan_chart(bands, definition, self.titles, self._note(MOST_PANELS), self.look)

    def differences(self, outcome: str) -> Figure:
        """Draw the within-world differences of one outcome over time."""
        definition = self.outcome(outcome)
        table = self._shown(self.results.differences(definition), MOST_PANELS)
        note = self._note(MOST_PANELS)
        return differences_over_time(table, [definition], self.titles, note, self.look)

    def heatmap(self, external: str) -> Figure:
        """Draw every variant's effect on the headline outcomes under one external scenario."""
        outcomes = [self.outcome(name) for name in headlines(self.results, self.evidence)]
        effects = self.results.effects(outcomes)
        chosen = effects[effects["external"] == external]
        return effects_heatmap(chosen, outcomes, self.titles, self.note, self.look)

    def by_external(self, outcome: str) -> Figure:
        """Draw the effect on one outcome of every variant under every external scenario."""
        definition = self.outcome(outcome)
        effects = self.results.effects([definition])
        return effects_by_external(effects, definition, self.titles, self.note, self.look)

    def intervals(self, outcome: str) -> Figure:
        """Draw the range over worlds of every variant's effect on one outcome."""
        definition = self.outcome(outcome)
        effects = self.results.effects([definition])
        return effect_intervals(effects, definition, self.titles, self.note, self.look)

    def tradeoff(self, outcomes: str) -> Figure:
        """Draw the variants by the medians of two outcomes, named ``FIRST-SECOND``."""
        first, _, second = outcomes.partition("-")
        pair = (self.outcome(first), self.outcome(second))
        points = self._shown(self.results.points(pair), MOST_AXES)
        return tradeoff_scatter(points, pair, self.titles, self._note(MOST_AXES), self.look)

    def ranks(self, outcome: str) -> Figure:
        """Draw how often each variant comes first, second and so on, within the same world."""
        definition = self.outcome(outcome)
        table = self._shown(self.results.ranks(definition), MOST_AXES)
        note = self._note(MOST_AXES)
        return rank_probability_bars(table, definition, self.titles, note, self.look)

    def dyads(self, quantity: str) -> Figure:
        """Draw one quantity by patron and state: at both ends of history, and in the end."""
        if quantity not in DYADS:
            remedy = suggest(quantity, DYADS)
            raise ResultsError(f"these results have no dyads of {quantity!r}", remedy=remedy)
        label, unit = DYADS[quantity]
        definition = OutcomeDefinition(quantity, label, unit, "none", "", "")
        table, years = self.results.actors, self.results.history_years
        ends = (table["variant"] == HISTORY) & table["year"].isin([years[0], years[-1]])
        last = (
            (table["variant"] == self.results.reference)
            & (table["external"] == self.results.externals[0])
            & (table["year"] == self.results.years[-1])
        )
        return dyad_heatmap(table[ends | last], definition, self.titles, self.note, self.look)

    def _shown(self, table: pd.DataFrame, most: int) -> pd.DataFrame:
        """Rows of history and of the external scenarios that get a panel."""
        return table[~table["external"].isin(self.results.externals[most:])]

    def _note(self, most: int) -> Note:
        """The note, which says so where panels are left out."""
        externals = len(self.results.externals)
        if externals <= most:
            return self.note
        said = f"Shown are the first {most} of {externals} external scenarios."
        return replace(self.note, extra=said)

    def wanted(self) -> Iterator[tuple[str, Callable[[], Figure]]]:
        """Yield name and maker of each figure that the study's file asks for."""
        chosen = self.results.manifest["study"]["plots"]
        for kind in chosen:
            for name in self._names(kind):
                yield name, partial(self.draw, name)

    def _names(self, kind: str) -> list[str]:
        """Names of the figures of one kind; those that compare need two variants."""
        if kind == "dyads":
            return [f"dyads-{next(iter(DYADS))}"]
        first, *others = headlines(self.results, self.evidence)
        if kind == "fan":
            return [f"fan-{first}"]
        if len(self.results.variants) == 1:
            return []
        if kind == "heatmap":
            # The other external scenarios differ little from the first; `draw` has each of them.
            return [f"heatmap-{first}", f"heatmap-under-{self.results.externals[0]}"]
        if kind == "tradeoff":
            return [f"tradeoff-{pair}" for pair in self._pair(first, others)]
        return [f"{kind}-{first}"]

    def _pair(self, first: str, others: list[str]) -> list[str]:
        """The first headline and the next one of another group, where both have a better way."""
        found = {name: self.outcome(name) for name in (first, *others)}
        for name in others:
            apart = found[name].group != found[first].group
            if apart and "none" not in (found[first].better, found[name].better):
                return [f"{first}-{name}"]
        return []

    def draw(self, name: str) -> Figure:
        """Draw a figure by its name: kind and outcome, or an outcome alone for its fan.

        Raises
        ------
        ResultsError
            Where the results have no such outcome, external scenario or quantity.
        """
        kind, _, of = name.partition("-")
        external = of.removeprefix("under-")
        if kind == "heatmap" and external in self.results.externals:
            return self.heatmap(external)
        makers = {
            "fan": self.fan,
            "differences": self.differences,
            "intervals": self.intervals,
            "heatmap": self.by_external,
            "tradeoff": self.tradeoff,
            "ranks": self.ranks,
            "dyads": self.dyads,
        }
        return makers[kind](of) if kind in makers else self.fan(name)


def draw_into(folder: str | Path) -> list[Path]:
    """Draw the figures that a study asks for into its results folder; return the files."""
    figures = Figures(Results(folder))
    return [
        path
        for name, make in figures.wanted()
        for path in save(make(), Path(folder) / PLOTS_FOLDER, name)
    ]


def plot(results: Results, name: str = "eu_influence", look: Look = LIGHT) -> Figure:
    """Draw one figure of results, as a notebook would.

    Parameters
    ----------
    name : an outcome for its history and future, or one of the names that a run gives its
        figures, such as ``differences-eu_influence`` or ``heatmap-under-calm``

    Raises
    ------
    ResultsError
        Where the results have no such outcome or external scenario.
    """
    return Figures(results, look).draw(name)


def sources(evidence: Evidence) -> str:
    """Documents and statistics behind the numbers, as a reader knows them."""
    return ", ".join(
        source.details.get("short", source.key) for source in evidence.sources.values()
    )
