"""Draw worlds: points of a design, and what the numbers' distributions make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import share
from cagame.errors import EvidenceError
from cagame.worlds.calibrated import CalibratedSet
from cagame.worlds.designs import unit_design
from cagame.worlds.distributions import cumulative, narrowed, quantile, triangular
from cagame.worlds.worlds import EVENT, Parameters, Worlds, is_free

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from cagame.axes import Array
    from cagame.evidence import Event, Evidence
    from cagame.worlds.designs import Sampling
    from cagame.worlds.distributions import Ranges
    from cagame.worlds.worlds import Exchange, Uncertainty

    #: Changes a design, (name, world), before values are read off it.
    Redesign = Callable[[list[str], Array], Array]


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
    numbers = [number for number in evidence.numbers.values() if number.is_uncertain]
    events = [event for event in evidence.events if event.is_uncertain]
    names = [number.key for number in numbers] + [EVENT + event.name for event in events]
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
        design, spans = _calibrated(names, design, spans, picked)
    if redesign is not None:
        design = redesign(names, design)
    by_name = dict(zip(names, narrowed(names, design, spans), strict=True))
    free = [number for number in numbers if is_free(number.grade, uncertainty)]
    drawn = {number.key: quantile(number, by_name[number.key]) for number in free}
    drawn |= {key: np.array([value]) for key, value in _resolve(evidence, overrides or {}).items()}
    return Worlds(
        seed,
        first,
        count,
        _assemble(evidence, drawn),
        {event.name: _intensity(event, by_name, uncertainty) for event in evidence.events},
        uncertainty,
        further=dict(zip(further, beside, strict=True)),
        exchange=exchange,
    )


def _calibrated(
    names: list[str], design: Array, spans: Ranges, picked: Array
) -> tuple[Array, Ranges]:
    """Put what history narrows in its place; return the design and the ranges still to be met."""
    kept = CalibratedSet.read().within(spans)
    left = {key: ends for key, ends in spans.items() if key not in kept.names}
    return kept.place(names, design, picked), left


def _intensity(event: Event, design: Mapping[str, Array], uncertainty: Uncertainty) -> Array:
    """Return the intensity of an event of the tables, (world,), or (1,) where it is certain."""
    if event.is_uncertain and is_free(event.grade, uncertainty):
        return triangular(design[EVENT + event.name], event.low, event.intensity, event.high)
    return np.array([event.intensity])


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
        if evidence.is_shared_out(name):
            table, axes = evidence.array(name), evidence.axes
            arrays[name] = shared_out(array, table, axes.roots, axes.wholes, scaled=bool(axis))
        else:
            arrays[name] = share(array, evidence.axis_position(name, axis)) if axis else array
    return Parameters(arrays)


def shared_out(
    array: Array, values: Array, roots: Sequence[int], wholes: int, *, scaled: bool
) -> Array:
    """Give partners that are carved out of another one their parts, and leave it the rest.

    A partner has the part of this world's whole that its own number is of the whole in the
    table. So the sum stays what it was, and nobody else's number moves.

    Parameters
    ----------
    array : (patron, ..., world), as drawn; the wholes first, then the partners carved out
    values : (patron, ...), as the table has them
    roots : for each patron itself, or the one that it is carved out of
    wholes : how many patrons are not carved out of another
    scaled : whether the wholes are shares that sum to 1

    >>> drawn = np.array([[3.0], [1.0], [0.1]])  # EU, others, Turkey as part of the others
    >>> shared_out(drawn, np.array([0.6, 0.4, 0.1]), (0, 1, 1), 2, scaled=True).round(4).tolist()
    [[0.75], [0.1875], [0.0625]]
    """
    result = array.copy()
    if scaled:
        result[:wholes] = share(array[:wholes], 0)
    whole = result[:wholes].copy()
    for partner in range(wholes, len(array)):
        root = roots[partner]
        own = np.where(values[root] > 0, values[root], 1)[..., None]
        part = np.minimum(array[partner] / own * whole[root], result[root])
        result[partner] = part
        result[root] -= part
    return result
