"""Simulate the past: as it was, or with one thing switched off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from cagame.facts import History, record
from cagame.facts.table import NO_EFFECT, blocks
from cagame.simulation import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cagame.evidence import Event, Evidence
    from cagame.worlds import Uncertainty, Worlds
    from cagame.worlds.drawing import Redesign

LAST_YEAR = 2024
#: What a rival grows by: its money, its market, and what it builds towards it.
GROWTH = ("budget", "market_growth", "trade_attraction")


def _none(_event: Event) -> bool:
    return False


@dataclass(frozen=True)
class Switch:
    """One thing switched off in an otherwise equal past.

    Attributes
    ----------
    name, title : what tables and readers call it
    overrides : numbers that are set
    silences : which dated events have no effect
    """

    name: str
    title: str
    overrides: Mapping[str, float] = field(default_factory=dict)
    silences: Callable[[Event], bool] = _none


def after(year: int) -> Callable[[Event], bool]:
    """Return what tells events that begin later than a year."""
    return lambda event: event.start > year


def _rival_growth(event: Event) -> bool:
    rival = event.target[:1] != ("EU",)
    return event.start > FIRST_YEAR and event.pressure in GROWTH and rival


_STILL = {"market_growth": 0.0, "catch_up": 0.0, "budget_escalation": 0.0}

#: What the standing analysis switches off, one at a time.
SWITCHES = (
    Switch("as-is", "as it was"),
    Switch("no-effectiveness", "policy has no effect", NO_EFFECT),
    Switch("no-events", "no dated events", silences=after(FIRST_YEAR)),
    Switch("no-rival-growth", "rivals do not grow", _STILL, _rival_growth),
    Switch("frozen-openness", "openness stays", {"openness_inertia": 0.0}),
)


def silenced(worlds: Worlds, evidence: Evidence, silences: Callable[[Event], bool]) -> Worlds:
    """Return the same worlds with some events at the neutral value of their pressure."""
    neutral = {
        event.name: np.array([evidence.pressures[event.pressure].neutral])
        for event in evidence.events
        if silences(event)
    }
    return replace(worlds, intensities=worlds.intensities | neutral)


def ensemble(
    evidence: Evidence,
    worlds: int,
    seed: int,
    switch: Switch = SWITCHES[0],
    uncertainty: Uncertainty = "all",
    redesign: Redesign | None = None,
) -> Iterator[Worlds]:
    """Draw worlds block by block, with a switch turned."""
    for block in blocks(evidence, worlds, seed, uncertainty, switch.overrides, redesign):
        yield silenced(block, evidence, switch.silences)


def simulate(
    evidence: Evidence, drawn: Iterable[Worlds], last: int, names: Iterable[str]
) -> History:
    """Simulate 2007 to the last year in all blocks, and keep these quantities.

    ``trade_weight`` (state, world) can be asked for beside what a history records.
    """
    kept: dict[str, list[np.ndarray]] = {name: [] for name in names}
    for block in drawn:
        history = record(evidence, block, last)
        weight = block.parameters.trade_weight
        own = {"trade_weight": np.broadcast_to(weight, (*weight.shape[:-1], block.count))}
        for name, parts in kept.items():
            parts.append(own[name] if name in own else history.series[name])
    return History(evidence.axes, {name: np.concatenate(p, -1) for name, p in kept.items()})
