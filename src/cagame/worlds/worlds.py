"""Worlds: one draw of every uncertain number and of every yearly shock.

A world is named by ``(seed, index)``. Its numbers do not depend on the size of the block it is
computed in, on the number of workers, or on which strategies are compared in it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from cagame.errors import EvidenceError
from cagame.worlds.designs import entropy
from cagame.worlds.distributions import triangular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array
    from cagame.evidence import Event

Uncertainty = Literal["all", "none", "calibrated"] | Collection[str]

#: A Philox counter step yields this many 64-bit words, so each world owns whole counter steps.
WORDS_PER_COUNTER = 4
#: What an exchange calls the yearly shocks, and puts before the name of an event.
SHOCKS, EVENT = "shocks", "event "


@dataclass(frozen=True)
class Exchange:
    """Some numbers of each world come from another one: a pick-freeze design (Saltelli 2010).

    Attributes
    ----------
    names : keys of numbers, ``event NAME`` for intensities of events, ``shocks``
    offset : how many places further on the other world stands
    """

    names: frozenset[str]
    offset: int


class Parameters:
    """The drawn numbers of a block of worlds, read as attributes by their table names.

    ``parameters.tie_decay`` has shape (channel, world); the world axis has size 1 where a number
    is the same in all worlds.

    Raises
    ------
    EvidenceError
        When code reads a name that is in no table.
    """

    def __init__(self, values: Mapping[str, Array]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Array:
        """Return the array of a table name."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            value = self._values[name]
        except KeyError:
            message = f"The code reads '{name}', which is in no table. Add its row to the tables."
            raise EvidenceError(message) from None
        # Cached as a plain attribute: the model reads the same names every year.
        self.__dict__[name] = value
        return value

    def with_values(self, **values: Array) -> Parameters:
        """Return the same numbers with some arrays replaced."""
        return Parameters(self._values | values)

    @property
    def names(self) -> tuple[str, ...]:
        """All table names, in table order."""
        return tuple(self._values)


@dataclass
class Worlds:
    """A block of worlds: their parameters, event intensities and shocks.

    Attributes
    ----------
    seed : the seed of the whole ensemble
    first : index of the first world of the block
    count : number of worlds in the block
    parameters : drawn numbers, world axis last
    intensities : event name to (world,) array, or (1,) where certain
    uncertainty : what was left uncertain, so that external events follow the same rule
    further : points of the unit interval that were asked for beside the tables, name to (world,);
        those that bear the name of an external event are its own
    exchange : what comes from other worlds
    shock_world : the world whose shocks all of them have; each has its own unless given
    remember : keep the shocks of a year for the next variant; not worth its memory for one
    """

    seed: int
    first: int
    count: int
    parameters: Parameters
    intensities: dict[str, Array]
    uncertainty: Uncertainty = "all"
    further: Mapping[str, Array] = field(default_factory=dict)
    exchange: Exchange | None = None
    shock_world: int | None = None
    remember: bool = False
    _shocks: dict[tuple[str, int], Array] = field(default_factory=dict, repr=False)

    def shock(self, stream: str, year: int, size: int) -> Array:
        """Return standard normal shocks, (size, world), keyed by (seed, stream, year, world).

        >>> block = Worlds(0, 0, 3, Parameters({}), {})
        >>> alone = Worlds(0, 2, 1, Parameters({}), {})
        >>> bool((block.shock("tie", 2010, 5)[:, 2:] == alone.shock("tie", 2010, 5)).all())
        True
        """
        if not self.remember:
            return self._draw_shock(stream, year, size)
        key = (stream, year)
        if key not in self._shocks:
            self._shocks[key] = self._draw_shock(stream, year, size)
        return self._shocks[key]

    def _draw_shock(self, stream: str, year: int, size: int) -> Array:
        pairs = -(-size // 2)
        uniform = self._uniform(SHOCKS, 2 * pairs, stream, year)
        # Box and Muller 1958: two uniform numbers make two normal ones, whatever their values.
        radius = np.sqrt(-2 * np.log(1 - uniform[:pairs]))
        # Single precision is ample for an angle, and several times faster.
        angle = (2 * np.pi * uniform[pairs:]).astype(np.float32)
        return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])[:size]

    def intensity(self, event: Event) -> Array:
        """Return the intensity of an external event, (world,) or (1,), keyed by its name."""
        if event.is_uncertain and is_free(event.grade, self.uncertainty):
            called = EVENT + event.name
            unit = self.further.get(called)
            if unit is None:
                unit = self._uniform(called, 1, "external event", event.name)[0]
            return triangular(unit, event.low, event.intensity, event.high)
        return np.array([event.intensity])

    def uniform(self, *names: str) -> Array:
        """Return one uniform number for each world, (world), keyed by seed, names and world."""
        drawn: Array = self._uniform("", 1, *names)[0]
        return drawn

    def _uniform(self, called: str, size: int, *names: str | int) -> Array:
        """Uniform numbers (size, world); each world owns its own stretch of the stream.

        ``called`` is what an exchange calls them.
        """
        first, count = self.first, self.count
        if self.exchange is not None and called in self.exchange.names:
            first += self.exchange.offset
        if called == SHOCKS and self.shock_world is not None:
            first, count = self.shock_world, 1
        counters = -(-size // WORDS_PER_COUNTER)
        bits = np.random.Philox(key=entropy(self.seed, *names).generate_state(2, np.uint64))
        bits.advance(first * counters)
        uniform = np.random.Generator(bits).random((count, counters * WORDS_PER_COUNTER))
        drawn = np.broadcast_to(uniform[:, :size], (self.count, size))
        return np.ascontiguousarray(drawn.T)


def is_free(grade: str, uncertainty: Uncertainty) -> bool:
    """Whether worlds draw the numbers of a grade.

    >>> is_free("assumption", "calibrated"), is_free("stated", ("assumption",))
    (True, False)
    """
    if isinstance(uncertainty, str):
        return uncertainty != "none"
    return grade in uncertainty
