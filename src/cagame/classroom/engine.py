"""The engine: every round goes on from where the last one ended, in all worlds at once.

A round is named by the lesson and by what stands in the ledger up to it. Rounds are kept, so that
the next round, or another course of the same game, simulates only what is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cagame.classroom.ledger import Ledger, happenings
from cagame.classroom.plans import plans_of
from cagame.model import history_of, tables_of
from cagame.region.events import Timeline
from cagame.simulation import Setting
from cagame.simulation.branches import Branches
from cagame.study.ensemble import drawn

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.classroom.lesson import Lesson
    from cagame.region.outcomes import Outcomes
    from cagame.simulation import Checkpoint, Simulation

#: Rounds that are kept: those of a game with every seat once as if it had stayed. A round of
#: 200 worlds takes a few megabytes.
MOST_KEPT = 64
#: Courses of events that are kept; a game has one for each round with an event.
MOST_TIMELINES = 8


@dataclass(frozen=True)
class Segment:
    """A round, simulated.

    Attributes
    ----------
    outcomes : by name, (year, world), as precise as the tables of a run
    influence : share of formal influence at the end, (patron, state, world)
    end : where the next round goes on from
    """

    outcomes: dict[str, Array]
    influence: Array
    end: Checkpoint


class Engine:
    """Simulates the rounds of a lesson.

    Parameters
    ----------
    lesson : what is played
    """

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        study = lesson.study
        self.evidence = tables_of(study)
        self._worlds = drawn(study, self.evidence, 0, study.worlds)
        self._worlds.remember = True
        self._setting = Setting(self.evidence, self._worlds, history_of(study))
        # Each engine has its own memory: kept on the instance, it goes with it.
        self._segment = lru_cache(MOST_KEPT)(self._simulate)
        self._timeline = lru_cache(MOST_TIMELINES)(self._events)
        self._past = lru_cache(1)(self._history)

    def round(self, ledger: Ledger, number: int) -> Segment:
        """Return a round as the ledger has it; round 0 is the last year of history."""
        if number == 0:
            return self._past()
        self.lesson.round(number)
        return self._segment(ledger.until(number), number)

    def play(self, ledger: Ledger, until: int | None = None) -> dict[str, Array]:
        """Return the outcomes of a game, (year, world), up to a round or to the end."""
        last = len(self.lesson.rounds) if until is None else until
        segments = [self.round(ledger, number) for number in range(1, last + 1)]
        return {
            name: np.concatenate([segment.outcomes[name] for segment in segments])
            for name in self.lesson.study.outcomes
        }

    def final(self, ledger: Ledger, outcome: str, number: int | None = None) -> Array:
        """Return an outcome in the last year of a round, or of the game, (world)."""
        last = len(self.lesson.rounds) if number is None else number
        values: Array = self.round(ledger, last).outcomes[outcome][-1]
        return values

    def _branches(self, end: int) -> Branches:
        return Branches(self._setting, self.lesson.study.years.decision, end, costs=False)

    def _history(self) -> Segment:
        for model in self._branches(self.lesson.study.years.decision).history():
            last = model
        return self._kept([(last, last.outcomes)])

    def _simulate(self, ledger: Ledger, number: int) -> Segment:
        before = self.round(ledger, number - 1)
        plans = plans_of(self.lesson, ledger)
        timeline = self._timeline(ledger.events)
        branches = self._branches(self.lesson.round(number).last)
        return self._kept(list(branches.future(plans, timeline, before.end)))

    def _events(self, events: tuple[tuple[int, str], ...]) -> Timeline:
        scenario = happenings(self.lesson, Ledger(events=events))
        return Timeline(self.evidence, self._worlds, scenario.events, remember=True)

    def _kept(self, years: list[tuple[Simulation, Outcomes]]) -> Segment:
        """Keep the figures of a round in single precision, as the tables of a run are."""
        model = years[-1][0]
        outcomes = {
            name: np.stack([self._single(values[name]) for _, values in years])
            for name in self.lesson.study.outcomes
        }
        return Segment(outcomes, self._single(model.state.influence_share), model.checkpoint())

    def _single(self, values: Array) -> Array:
        """Round to single precision, in full length of the world axis."""
        shape = (*values.shape[:-1], self._worlds.count)
        rounded: Array = np.broadcast_to(values, shape).astype(np.float32).astype(np.float64)
        return rounded
