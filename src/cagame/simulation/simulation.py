"""One run of the model: actors on a stage, a year at a time, all worlds at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mesa.agent import Agent, AgentSet

from cagame.agents import CentralAsianState, EuropeanUnion, ExternalPower, MemberState
from cagame.agents.stage import Stage
from cagame.dynamics.council import compromise
from cagame.region import Reference, Region
from cagame.region.outcomes import Outcomes, measure
from cagame.region.payoffs import Standing, standing
from cagame.region.state import Moves, State, initial_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.agents import Actor
    from cagame.evidence import Evidence
    from cagame.region.events import Timeline
    from cagame.region.policies import Policy
    from cagame.scenario import Plan
    from cagame.simulation.playbook import Course, Playbook
    from cagame.worlds import Worlds

#: The year of the initial state.
FIRST_YEAR = 2007


@dataclass(frozen=True)
class Checkpoint:
    """All that is needed to go on from a year."""

    year: int
    state: State
    moves: Moves
    base: Standing
    reference: Reference


@dataclass(frozen=True)
class Setting:
    """What all variants of a block of worlds share."""

    evidence: Evidence
    worlds: Worlds
    history: Playbook


class Simulation(Stage):
    """A block of worlds under one choice of strategies, from 2007 or from a checkpoint.

    Parameters
    ----------
    setting : tables, worlds and the strategies of history
    timeline : what happens when
    strategies : by actor label, in force from the decision year or from their own dates; other
        actors go on as they did
    decision, end : first year of the strategies, and last year
    start : where to go on from; 2007 unless given

    Attributes
    ----------
    year : the last year simulated
    outcomes : what that year is measured by, name to (world) array
    """

    def __init__(
        self,
        setting: Setting,
        timeline: Timeline,
        strategies: Mapping[str, Plan | Policy | Course] | None = None,
        *,
        decision: int,
        end: int,
        start: Checkpoint | None = None,
    ) -> None:
        super().__init__(rng=setting.worlds.seed)
        self.evidence, self.worlds, self.timeline = setting.evidence, setting.worlds, timeline
        self.axes, self.parameters = setting.evidence.axes, setting.worlds.parameters
        self.playbook = setting.history.then(decision, strategies or {}, self.axes)
        self.decision, self.end = decision, end
        self.region = Region(self.axes, self.worlds, timeline[FIRST_YEAR])
        self.union = EuropeanUnion(self, self.axes.patrons[self.axes.union])
        self.members = self._cast(MemberState, self.axes.members)
        rivals = [label for label in self.axes.patrons if label != self.union.label]
        self.powers = self._cast(ExternalPower, rivals)
        self.states = self._cast(CentralAsianState, self.axes.states)
        # Mesa counts agents in a table of the class that would keep every model alive for ever.
        Agent._ids.pop(self, None)  # noqa: SLF001
        self.outcomes: Outcomes = {}
        if start is None:
            self._found()
        else:
            self._resume(start)

    def _cast(self, kind: type[Actor], labels: Sequence[str]) -> AgentSet:
        return AgentSet([kind(self, label) for label in labels], random=self.random)

    # The year.

    def step(self) -> None:
        """One year: every actor reads last year's state, then the region moves."""
        self.begin_year()
        self.states.do("open_up")
        self.members.do("propose")
        self.union.decide()
        self.union.allocate()
        self.members.do("spend")
        self.union.pool()
        self.powers.do("respond")
        self.receive_offers()
        self.states.do("hedge")
        self.advance()
        self.collect()

    def begin_year(self) -> None:
        """Turn the calendar: this year's pressures, and blank moves."""
        self.year += 1
        self.before, self.pressures = self.pressures, self.timeline[self.year]
        self.moves = Moves.blank(self.axes, self.worlds.count)
        self.look_around()

    def look_around(self) -> None:
        """See what all actors see: the threat of the year, and where influence has moved."""
        self.threat = self.region.society.threat(self.state, self.pressures)
        self.influence_before = self.region.influence_before(self.state)

    def receive_offers(self) -> None:
        """Turn the patrons' efforts into what they are worth to each state."""
        offers = self.region.offers
        self.moves.offer = offers.made(self.moves.effort, self.reference.productivity)
        self.prosperity_offers = offers.prosperity(self.moves.offer)
        self.security_offers = offers.security(self.moves.offer, self.threat)

    def advance(self) -> None:
        """Move the region one year on."""
        self.state = self.region.advance(
            self.state, self.moves, self.pressures, self.before, self.reference, self.year
        )

    def collect(self) -> None:
        """Measure the year; before the decision, this year is the base of all payoffs."""
        now = standing(self.region, self.state, self.moves, self.pressures.world_trade)
        if self.year < self.decision or self.year == FIRST_YEAR:
            self.base = now
        self.outcomes = measure(self.region, self.state, self.moves, now, self.base)
        self.running = self.year < self.end

    def run_until(self, year: int) -> None:
        """Step until the end of a year."""
        while self.year < year:
            self.step()

    def policy(self, label: str) -> Policy:
        """Return the strategy an actor follows this year."""
        return self.playbook.policy(label, self.year)

    # Beginnings.

    def _found(self) -> None:
        """Set up 2007: the state of the tables, and the reference all changes count from."""
        self.year = FIRST_YEAR
        self.before = self.pressures = self.timeline[FIRST_YEAR]
        self.state = initial_state(self.axes, self.worlds, self.pressures)
        self.moves = Moves.blank(self.axes, self.worlds.count)
        self.look_around()
        self.initial_threat = self.threat
        self.states.do("open_up")
        self.members.do("propose")
        # Nothing was decided before 2007: the first status quo is what members would agree on.
        self.state.decision[:] = compromise(self.union.ballot())
        self.union.decide()
        self.union.allocate()
        self.members.do("spend")
        self.union.pool()
        self.powers.do("respond")
        self.moves.openness = self.state.openness
        self.reference = self.region.complete(self.state, self.moves)
        self.collect()

    def _resume(self, start: Checkpoint) -> None:
        self.year = start.year
        self.pressures = self.timeline[start.year]
        self.state, self.moves = start.state.copy(), start.moves.copy()
        self.base, self.reference = start.base, start.reference
        self.initial_threat = start.reference.threat
        self.collect()

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on from this year."""
        return Checkpoint(
            self.year, self.state.copy(), self.moves.copy(), self.base.copy(), self.reference
        )
