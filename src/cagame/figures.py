"""From results to figures: which plots a study gets, and the words around them.

The plots themselves take tables and know neither results nor the tables of evidence; this is
where the two meet.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import ResultsError
from cagame.evidence import Evidence
from cagame.honesty import effectiveness, headlines
from cagame.plots import (
    LIGHT,
    Note,
    Titles,
    differences_over_time,
    effect_intervals,
    effects_by_external,
    effects_heatmap,
    fan_chart,
    save,
)
from cagame.results import Results
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition
    from cagame.plots import Look

PLOTS_FOLDER = "plots"
#: A figure with a panel for each external scenario shows no more of them.
MOST_PANELS = 6


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
        self.evidence = evidence or Evidence.load()
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
        bands = self._shown(self.results.bands(outcome))
        return fan_chart(bands, definition, self.titles, self._note(), self.look)

    def differences(self, outcome: str) -> Figure:
        """Draw the within-world differences of one outcome over time."""
        definition = self.outcome(outcome)
        table = self._shown(self.results.differences(definition))
        return differences_over_time(table, [definition], self.titles, self._note(), self.look)

    def _shown(self, table: pd.DataFrame) -> pd.DataFrame:
        """Rows of history and of the external scenarios that get a panel."""
        hidden = self.results.externals[MOST_PANELS:]
        return table[~table["external"].isin(hidden)]

    def _note(self) -> Note:
        """The note, which says so where panels are left out."""
        externals = len(self.results.externals)
        if externals <= MOST_PANELS:
            return self.note
        said = f"Shown are the first {MOST_PANELS} of {externals} external scenarios."
        return replace(self.note, extra=said)

    def heatmap(self, external: str) -> Figure:
        """Draw every variant's effect on the headline outcomes under one external scenario."""
        outcomes = [self.outcome(name) for name in headlines(self.results)]
        effects = self.results.effects(outcomes)
        chosen = effects[effects["external"] == external]
        return effects_heatmap(chosen, outcomes, self.titles, self.note, self.look)

    def by_external(self, outcome: str) -> Figure:
        """Draw the effect on one outcome of every variant under every external scenario."""
        effects = self.results.effects([self.outcome(outcome)])
        return effects_by_external(
            effects, self.outcome(outcome), self.titles, self.note, self.look
        )

    def intervals(self, outcome: str) -> Figure:
        """Draw the range over worlds of every variant's effect on one outcome."""
        effects = self.results.effects([self.outcome(outcome)])
        return effect_intervals(effects, self.outcome(outcome), self.titles, self.note, self.look)

    def wanted(self) -> Iterator[tuple[str, Callable[[], Figure]]]:
        """Yield name and maker of each figure that the study's file asks for."""
        first, calm = headlines(self.results)[0], self.results.externals[0]
        compared = len(self.results.variants) > 1
        for kind in self.results.manifest["study"]["plots"]:
            if kind == "fan":
                yield f"fan-{first}", lambda: self.fan(first)
            if kind == "differences" and compared:
                yield f"differences-{first}", lambda: self.differences(first)
                yield f"intervals-{first}", lambda: self.intervals(first)
            if kind == "heatmap" and compared:
                yield f"heatmap-{first}", lambda: self.by_external(first)
                # The others differ little from the first; `plot` draws each of them.
                yield f"heatmap-under-{calm}", lambda: self.heatmap(calm)


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
    figures = Figures(results, look)
    kind, _, of = name.partition("-")
    makers = {
        "fan": figures.fan,
        "differences": figures.differences,
        "intervals": figures.intervals,
        "heatmap": figures.by_external,
    }
    external = of.removeprefix("under-")
    if kind == "heatmap" and external in results.externals:
        return figures.heatmap(external)
    return makers[kind](of) if kind in makers else figures.fan(name)


def sources(evidence: Evidence) -> str:
    """Documents and statistics behind the numbers, as a reader knows them."""
    return ", ".join(
        source.details.get("short", source.key) for source in evidence.sources.values()
    )
