"""Worlds: one draw of every uncertain number and of every yearly shock.

A world is named by ``(seed, index)``. Its numbers do not depend on the size of the block it is
computed in, on the number of workers, or on which strategies are compared in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from scipy import special

from cagame.axes import share
from cagame.calibrated import CalibratedSet
from cagame.designs import Sampling, entropy, unit_design
from cagame.errors import EvidenceError

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.evidence import Event, Evidence, Number

Uncertainty = Literal["all", "none", "calibrated"] | Collection[str]
#: Lowest and highest value by number key.
Ranges = Mapping[str, tuple[float, float]]
#: Changes a design, (name, world), before values are read off it.
Redesign = Callable[[list[str], "Array"], "Array"]

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
            return _triangular(unit, event.low, event.intensity, event.high)
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


def draw(  # noqa: PLR0913 (an ensemble is named by all of these)
    evidence: Evidence,
    *,
    seed: int,
    count: int,
    first: int = 0,
    total: int | None = None,
    sampling: Sampling = "sobol",
    uncertainty: Uncertainty = "all",
    overrides: Mapping[str, float] | None = None,
    redesign: Redesign | None = None,
    exchange: Exchange | None = None,
    further: Collection[str] = (),
    ranges: Ranges | None = None,
) -> Worlds:
    """Draw worlds ``first`` to ``first + count`` of the ensemble named by ``seed``.

    Every uncertain row of the tables has a column of the design of its own, whether or not it is
    held fixed here: fixing one number changes no other.

    Parameters
    ----------
    total : size of the whole ensemble; a Latin hypercube needs it
    uncertainty : ``all``, ``none``, the evidence grades that stay uncertain, or ``calibrated``:
        all, with the numbers that history narrows drawn from the calibrated set
    redesign : changes the points of the unit cube that values are read off
    exchange : what each world takes from another one of the same ensemble
    further : names of further columns of the design, for levers that vary between worlds
    overrides : number key (``openness_sharpness``, ``effectiveness[EU]``) or whole name to value
    ranges : number key to the lowest and highest value: drawn from the number's distribution
        within this range, all other numbers as ever

    Raises
    ------
    EvidenceError
        When an override or a range names no number.
    """
    columns = [n for n in evidence.numbers.values() if n.is_uncertain]
    events = [e for e in evidence.events if e.is_uncertain]
    names = [n.key for n in columns] + [EVENT + e.name for e in events]
    every = [*names, *further]

    def points(start: int) -> Array:
        return unit_design(every, seed, start, count, total or start + count, sampling)

    design = points(first)
    if exchange is not None:
        taken = [name in exchange.names for name in every]
        design[taken] = points(first + exchange.offset)[taken]
    design, beside = np.split(design, [len(names)])
    spans = _spans(evidence, ranges or {})
    if uncertainty == "calibrated":
        picked = Worlds(seed, first, count, Parameters({}), {}).uniform("calibrated")
        kept = CalibratedSet.read().within(spans)
        design = kept.place(names, design, picked)
        spans = {key: ends for key, ends in spans.items() if key not in kept.names}
    if redesign is not None:
        design = redesign(names, design)
    design = narrowed(names, design, spans)
    grades = [number.grade for number in columns] + [event.grade for event in events]
    free = [is_free(grade, uncertainty) for grade in grades]
    drawn = {number.key: quantile(number, design[i]) for i, number in enumerate(columns) if free[i]}
    drawn |= {key: np.array([value]) for key, value in _resolve(evidence, overrides or {}).items()}
    intensities = {e.name: np.array([e.intensity]) for e in evidence.events}
    for i, event in enumerate(events, start=len(columns)):
        if free[i]:
            intensities[event.name] = _triangular(design[i], event.low, event.intensity, event.high)
    return Worlds(
        seed,
        first,
        count,
        _assemble(evidence, drawn),
        intensities,
        uncertainty,
        further=dict(zip(further, beside, strict=True)),
        exchange=exchange,
    )


class _Scale(NamedTuple):
    """The scale a number is drawn on, and its range and peak there."""

    forward: Transform
    back: Transform
    low: float
    peak: float
    high: float
    even: bool


def _scale(number: Number) -> _Scale:
    kind = "log-triangular" if number.distribution.startswith("simplex") else number.distribution
    name, _, shape = kind.rpartition("-")
    forward, back = SCALES[name]
    low, peak, high = (float(forward(x)) for x in (number.low, number.value, number.high))
    return _Scale(forward, back, low, peak, high, shape == "uniform")


def quantile(number: Number, unit: Array) -> Array:
    """Map points of the unit interval to values of a number's distribution.

    ``triangular`` has its peak at the row's value; the ``log-`` and ``logit-`` forms are
    triangular or uniform on that scale, so that no draw leaves the row's range. Rows of a
    ``simplex`` are drawn log-triangular and normalised afterwards.
    """
    scale = _scale(number)
    if scale.even:
        drawn = scale.low + unit * (scale.high - scale.low)
    else:
        drawn = _triangular(unit, scale.low, scale.peak, scale.high)
    # Back from a log scale, rounding may lead just outside.
    within: Array = np.clip(scale.back(drawn), number.low, number.high)
    return within


def narrowed(names: list[str], design: Array, spans: Ranges) -> Array:
    """Squeeze columns of a design into parts of the unit interval.

    Numbers are drawn independently of each other, so reading values off a squeezed column draws
    from the number's distribution within a range.

    Parameters
    ----------
    names : the numbers of the design
    design : (name, world), 0 to 1
    spans : lowest and highest quantile by name; names without one stay as they are

    >>> narrowed(["a", "b"], np.full((2, 1), 0.5), {"b": (0.2, 0.4)}).round(3).tolist()
    [[0.5], [0.3]]
    """
    squeezed = design.copy() if spans else design
    for name, (low, high) in spans.items():
        row = names.index(name)
        squeezed[row] = low + design[row] * (high - low)
    return squeezed


def cumulative(number: Number, value: float) -> float:
    """Return the share of a number's distribution that lies below a value; inverts `quantile`.

    The ends of the number's range give exactly 0 and 1.
    """
    scale = _scale(number)
    at = float(scale.forward(value))
    width, below, above = scale.high - scale.low, at - scale.low, scale.high - at
    if scale.even:
        return below / width
    if at < scale.peak:
        return below**2 / (width * (scale.peak - scale.low))
    return 1 - above**2 / (width * (scale.high - scale.peak)) if above > 0 else 1.0


Transform = Callable[[Any], Any]

SCALES: dict[str, tuple[Transform, Transform]] = {
    "": (lambda x: x, lambda x: x),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}


def _triangular(unit: Array, low: float, peak: float, high: float) -> Array:
    width = high - low
    rising = low + np.sqrt(unit * width * (peak - low))
    falling = high - np.sqrt((1 - unit) * width * (high - peak))
    return np.where(unit * width < peak - low, rising, falling)


def is_free(grade: str, uncertainty: Uncertainty) -> bool:
    """Whether worlds draw the numbers of a grade.

    >>> is_free("assumption", "calibrated"), is_free("stated", ("assumption",))
    (True, False)
    """
    if isinstance(uncertainty, str):
        return uncertainty != "none"
    return grade in uncertainty


def _resolve(evidence: Evidence, overrides: Mapping[str, float]) -> dict[str, float]:
    """Spell overrides out by number key; a bare name of an indexed table sets all its rows."""
    resolved: dict[str, float] = {}
    for key, value in overrides.items():
        rows = (
            [key]
            if key in evidence.numbers
            else [number.key for number in evidence.numbers.values() if number.name == key]
        )
        if not rows:
            message = f"'{key}' names no number. `cagame evidence` lists them all."
            raise EvidenceError(message)
        resolved |= dict.fromkeys(rows, value)
    return resolved


def _spans(evidence: Evidence, ranges: Ranges) -> Ranges:
    """Return ranges as quantiles of the numbers' distributions."""
    unknown = [key for key in ranges if key not in evidence.numbers]
    if unknown:
        message = f"'{unknown[0]}' names no number. `cagame evidence` lists them all."
        raise EvidenceError(message)
    return {
        key: (cumulative(evidence.numbers[key], low), cumulative(evidence.numbers[key], high))
        for key, (low, high) in ranges.items()
    }


def _assemble(evidence: Evidence, drawn: Mapping[str, Array]) -> Parameters:
    """Put drawn rows into arrays by name, world axis last; normalise each simplex."""
    arrays: dict[str, Array] = {}
    for name in evidence.names():
        rows = evidence.rows(name)
        values = [drawn.get(row.key, np.array([row.value])) for row in rows]
        worlds = max(value.size for value in values)
        shape = tuple(len(labels) for labels in evidence.labels(name))
        array = np.stack([np.broadcast_to(value, worlds) for value in values])
        array = array.reshape(*shape, worlds)
        axis = rows[0].simplex_axis
        arrays[name] = share(array, evidence.axis_position(name, axis)) if axis else array
    return Parameters(arrays)
