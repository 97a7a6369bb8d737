"""The plain Mesa model: one run, set up by names, with a data collector."""

from __future__ import annotations

import secrets
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mesa.datacollection import DataCollector

from cagame.evidence import Evidence
from cagame.evidence.provenance import without
from cagame.region.events import Timeline
from cagame.scenario import ACTORS, Library
from cagame.simulation import FIRST_YEAR, Checkpoint, Setting, Simulation
from cagame.simulation.playbook import Playbook
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cagame.axes import Array
    from cagame.scenario import Scenario
    from cagame.scenario.roster import Roster
    from cagame.worlds import Uncertainty

__all__ = ["FIRST_YEAR", "CentralAsiaModel", "Checkpoint", "Setting", "Simulation"]

#: Seeds drawn when none is given fit 32 bits, so that they are easy to note down.
SEED_BITS = 32
#: Files of actors whose tables are remembered: pages read those that anybody hands in.
MOST_ROSTERS = 16
#: Lists of documents whose tables are remembered: links and uploads can ask for any list.
MOST_LEFT_OUT = 16


class CentralAsiaModel(Simulation):
    """The EU, its member states, Russia, China, other partners and five Central Asian states.

    A plain Mesa model: one instance is one run of one or many worlds. It starts in 2007, follows
    the strategies that were really in force, and from the decision year the strategies named
    here. With ``worlds=1`` outcomes are numbers, otherwise arrays over worlds.

    Parameters
    ----------
    eu, russia, china : strategy names, or None to go on as history ends
    states : strategy names by state, such as ``{"KZ": "balancer"}``
    external : name of an external scenario; ``calm`` has no events
    worlds : how many worlds
    first_world : index of the first one; world 5 is the same alone and among thousands
    decision, end : first year of the new strategies, and last year
    uncertainty : ``all``, ``none``, or the evidence grades that stay uncertain
    overrides : table numbers to set, such as ``{"effectiveness[EU]": 0}``
    rng : the seed that names the ensemble

    Attributes
    ----------
    datacollector : a row for each year from 2008 on, with its ``year``. 2007 is in ``outcomes``
        of a new model: ``mesa.batch_run`` would take a row for it as the last year's.

    Examples
    --------
    >>> model = CentralAsiaModel(eu="mobility-first", rng=7)
    >>> model.step()
    >>> model.year
    2008
    """

    def __init__(
        self,
        eu: str | None = None,
        russia: str | None = None,
        china: str | None = None,
        states: Mapping[str, str] | None = None,
        external: str = "calm",
        *,
        worlds: int = 1,
        first_world: int = 0,
        decision: int = 2025,
        end: int = 2040,
        uncertainty: Uncertainty = "all",
        overrides: Mapping[str, float] | None = None,
        rng: int | None = None,
    ) -> None:
        evidence, library = shared_evidence(), shared_library()
        block = draw(
            evidence,
            seed=secrets.randbits(SEED_BITS) if rng is None else rng,
            first=first_world,
            count=worlds,
            uncertainty=uncertainty,
            overrides=overrides,
        )
        chosen = {"EU": eu, "RU": russia, "CN": china, **(states or {})}
        shelf = {actor.label: actor.kind for actor in ACTORS}
        super().__init__(
            Setting(evidence, block, shared_history()),
            Timeline(evidence, block, library.load("external", external).events),
            {label: library.load(shelf[label], name) for label, name in chosen.items() if name},
            decision=decision,
            end=end,
        )
        reporters = {name: _reporter(name) for name in self.outcomes}
        self.datacollector = DataCollector(
            model_reporters={"year": lambda model: model.year, **reporters}
        )

    def collect(self) -> None:
        """Measure the year, and keep it in the data collector once there is one."""
        super().collect()
        if hasattr(self, "datacollector"):
            self.datacollector.collect(self)


def shared_evidence(*leave_out: str) -> Evidence:
    """Return the tables that ship with the package, or what is left of them without documents."""
    return _shipped_without(*sorted(leave_out)) if leave_out else _shipped()


@cache
def _shipped() -> Evidence:
    return Evidence.load()


@lru_cache(MOST_LEFT_OUT)
def _shipped_without(*documents: str) -> Evidence:
    return without(_shipped(), documents)


def tables_of(study: Scenario) -> Evidence:
    """Return the tables that a study runs with: its own actors in, its documents left out."""
    leave_out = study.parameters.leave_out
    if study.roster is None:
        return shared_evidence(*leave_out)
    return _tables_with(study.roster, *sorted(leave_out))


def with_actors_of(study: Scenario) -> Evidence:
    """Return the tables with a study's own actors, and with all documents."""
    return shared_evidence() if study.roster is None else _tables_with(study.roster)


@lru_cache(MOST_ROSTERS)
def _tables_with(roster: Roster, *leave_out: str) -> Evidence:
    if leave_out:
        return without(_tables_with(roster), leave_out)
    return roster.tables(shared_evidence())


def history_of(study: Scenario) -> Playbook:
    """Return the strategies that were in force, those of the study's own actors too."""
    return shared_history() if study.roster is None else _history_with(study.roster)


@lru_cache(MOST_ROSTERS)
def _history_with(roster: Roster) -> Playbook:
    axes = _tables_with(roster).axes
    return Playbook.history(shared_library(), axes).joined_by(roster.history, axes)


@cache
def shared_library() -> Library:
    """Return the strategies and external scenarios that ship with the package."""
    return Library()


@cache
def shared_history() -> Playbook:
    """Return the strategies that were really in force."""
    return Playbook.history(shared_library(), shared_evidence().axes)


def _reporter(name: str) -> Callable[[Simulation], float | Array]:
    def report(model: Simulation) -> float | Array:
        values = model.outcomes[name]
        return values.item() if values.size == 1 else values

    return report
