"""A simulated history, kept year by year so that facts can be checked on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cagame.model import shared_history
from cagame.region.events import Timeline
from cagame.simulation import FIRST_YEAR, Setting, Simulation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array, Axes
    from cagame.evidence import Evidence
    from cagame.worlds import Worlds

#: One truth value for each world.
Verdict = NDArray[np.bool_]
#: What is kept of each year beside the outcomes.
RECORDED = (
    *("tie", "openness", "trade_share", "student_share", "labour_share"),
    *("influence", "influence_share", "alignment"),
    *("governance", "regional_tie", "output"),
)


@dataclass(frozen=True)
class History:
    """A simulated history.

    Attributes
    ----------
    axes : the labels behind each array
    series : name to array; its first axis is the year, from 2007 on, and its last the world
    """

    axes: Axes
    series: Mapping[str, Array]

    def at(self, year: int, name: str, *labels: str) -> Array:
        """Return one year of a quantity; a label picks a place on its axis, ``*`` all places."""
        cut: Array = self.series[name][(year - FIRST_YEAR, *self.axes.where(labels))]
        return cut

    def pair(self, years: tuple[int, ...], name: str, *labels: str) -> tuple[Array, Array]:
        """Return two years of a quantity, in the order in which they are named."""
        before, after = (self.at(year, name, *labels) for year in years)
        return before, after

    def each(self, years: tuple[int, ...], name: str, *labels: str) -> list[Array]:
        """Return every year from the first to the second."""
        first, last = years
        return [self.at(year, name, *labels) for year in range(first, last + 1)]


def record(evidence: Evidence, worlds: Worlds, last: int) -> History:
    """Simulate 2007 to the last year under the strategies that were really in force."""
    setting = Setting(evidence, worlds, shared_history())
    run = Simulation(setting, Timeline(evidence, worlds), decision=last + 1, end=last)
    years = [_snapshot(run)]
    while run.year < last:
        run.step()
        years.append(_snapshot(run))
    series = {name: np.stack([year[name] for year in years]) for name in years[0]}
    return History(evidence.axes, series)


def _snapshot(run: Simulation) -> dict[str, Array]:
    # An outcome that is the same in all worlds comes with a world axis of size 1.
    outcomes = {k: np.broadcast_to(v, run.worlds.count) for k, v in run.outcomes.items()}
    # The state comes last: governance by state takes the place of the outcome, its mean.
    return outcomes | {name: getattr(run.state, name) for name in RECORDED}
