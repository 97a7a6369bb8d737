"""Dated pressures: everything that happens at a date, history and external scenario alike.

An event pushes one named pressure from one year to another, rising over a ramp to its full
intensity. Nothing dated hides in an equation: slumps, openings, embassies and budget steps are
all rows of the same kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cagame.axes import Array
    from cagame.evidence import Event, Evidence
    from cagame.worlds import Worlds


class Pressures:
    """The pressures of one year, read as attributes: ``pressures.treaty`` is (state, world)."""

    def __init__(self, values: dict[str, Array]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Array:
        """Refuse names that are not in the table of pressures."""
        if name.startswith("_"):
            raise AttributeError(name)
        message = f"The code reads pressure '{name}', which is not in pressures.csv."
        raise EvidenceError(message)


class Timeline:
    """All events of one external scenario in one block of worlds, year by year.

    Parameters
    ----------
    evidence : tables with the events of history
    worlds : the block of worlds
    scenario : events of the external scenario
    remember : keep the pressures of a year for the next variant
    """

    def __init__(
        self,
        evidence: Evidence,
        worlds: Worlds,
        scenario: Iterable[Event] = (),
        *,
        remember: bool = False,
    ) -> None:
        self._remember = remember
        self._evidence = evidence
        self._events = [(e, worlds.intensities[e.name]) for e in evidence.events]
        self._events += [(e, worlds.intensity(e)) for e in scenario]
        self._years: dict[int, Pressures] = {}

    def __getitem__(self, year: int) -> Pressures:
        """Return the pressures of a year."""
        if not self._remember:
            return self._pressures(year)
        if year not in self._years:
            self._years[year] = self._pressures(year)
        return self._years[year]

    def _pressures(self, year: int) -> Pressures:
        axes = self._evidence.axes
        values = {
            p.name: np.full((*axes.shape(p.axes), 1), p.neutral)
            for p in self._evidence.pressures.values()
        }
        for event, intensity in self._events:
            ramp = ramp_share(event.start, event.end, event.ramp, year)
            if ramp > 0:
                pressure = self._evidence.pressures[event.pressure]
                value = _wide_enough(values[pressure.name], intensity)
                where = axes.where(event.target)
                if pressure.combine == "factor":
                    value[where] *= intensity**ramp
                else:
                    value[where] += intensity * ramp
                values[pressure.name] = value
        return Pressures(values)


def ramp_share(start: int, end: int | None, ramp: float, year: int) -> float:
    """Share of an event's full intensity in a year: 0 outside its window, then up to 1.

    >>> [ramp_share(2010, None, 4, year) for year in (2009, 2010, 2012, 2013, 2020)]
    [0.0, 0.25, 0.75, 1.0, 1.0]
    """
    if year < start or (end is not None and year > end):
        return 0.0
    return min(1.0, (year - start + 1) / ramp)


def _wide_enough(value: Array, intensity: Array) -> Array:
    """Return the pressure with as many worlds as the intensity has."""
    if value.shape[-1] < intensity.size:
        return np.repeat(value, intensity.size, axis=-1)
    return value
