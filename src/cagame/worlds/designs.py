"""Designs: points of the unit cube, one column for each uncertain number, one row for each world.

Any stretch of a design costs only its own length, however many worlds there are in all, so that
a block of a million worlds is as cheap as one of a thousand.
"""

from __future__ import annotations

import warnings
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cagame.axes import Array

Sampling = Literal["sobol", "latin-hypercube"]
Whole = np.ndarray[Any, np.dtype[np.uint32]]
Index = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]

#: Rounds of the shuffle; with six, even the shuffles of four worlds come up about equally often.
ROUNDS = 6
#: Half the bits of a 32-bit number.
HALF = np.uint32(16)
#: Odd multipliers that spread bits well (Wellons 2018, hashes of 32 bits in two rounds).
SPREAD = (np.uint32(0x7FEB352D), np.uint32(0x846CA68B))


def entropy(seed: int, *names: str | int) -> np.random.SeedSequence:
    """Return a source of random bits that is named by a seed and any number of names."""
    words = [n if isinstance(n, int) else zlib.crc32(n.encode()) for n in names]
    return np.random.SeedSequence([seed, *words])


def unit_design(
    names: list[str], seed: int, first: int, count: int, total: int, sampling: Sampling
) -> Array:
    """Return points of the unit cube, (name, world), for worlds ``first`` to ``first + count``."""
    if sampling == "latin-hypercube":
        return latin_hypercube(tuple(names), seed, np.arange(first, first + count), total)
    from scipy.stats import qmc  # noqa: PLC0415 (half a second that a hypercube does not need)

    engine = qmc.Sobol(len(names), scramble=True, rng=np.random.default_rng(entropy(seed, "sobol")))
    if first:  # scipy cannot skip no points
        engine.fast_forward(first)
    with _quietly():
        return np.ascontiguousarray(engine.random(count).T)


@contextmanager
def _quietly() -> Iterator[None]:
    """Let any number of worlds be drawn: Sobol balance is for powers of two, paired or not."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The balance properties of Sobol")
        yield


def latin_hypercube(names: tuple[str, ...], seed: int, worlds: Index, total: int) -> Array:
    """Return points of a Latin hypercube, (name, world): one in each of ``total`` equal strata.

    Each column is keyed by seed and name, so that a new name changes no other column.

    Parameters
    ----------
    worlds : indices of the worlds that are wanted, from 0 to ``total - 1``
    total : worlds of the whole ensemble

    >>> column = latin_hypercube(("a",), 0, np.arange(4), 4)[0]
    >>> sorted((4 * column).astype(int).tolist())
    [0, 1, 2, 3]
    """
    keys = _keys(names, seed)
    index = np.broadcast_to(worlds.astype(np.uint32), (len(names), len(worlds)))
    jitter = _hashed(index, keys[:, ROUNDS, None]) / 2.0**32
    unit: Array = (permuted(index, total, keys[:, :ROUNDS]) + jitter) / total
    return unit


@lru_cache(maxsize=8)
def _keys(names: tuple[str, ...], seed: int) -> Whole:
    """Return the keys of each column, (name, round): one for each round, and one for the jitter."""
    states = [entropy(seed, "latin-hypercube", n).generate_state(ROUNDS + 1) for n in names]
    return np.array(states, dtype=np.uint32).reshape(len(names), ROUNDS + 1)


def permuted(index: Whole, total: int, keys: Whole) -> Whole:
    """Return where a keyed shuffle of ``total`` items puts some of them, (column, item).

    A generalised Feistel network on a square grid of cells that holds all items; an item that
    lands outside the ensemble walks on until it is inside (Black and Rogaway 2002). Each item is
    found by itself, without shuffling the others.

    Parameters
    ----------
    index : (column, item), each from 0 to ``total - 1``
    keys : (column, round)

    >>> five = np.arange(5, dtype=np.uint32)[None]
    >>> sorted(permuted(five, 5, np.arange(4, dtype=np.uint32)[None])[0].tolist())
    [0, 1, 2, 3, 4]
    """
    side = int(np.ceil(np.sqrt(total)))
    found = _walk(index, side, keys)
    outside = found >= total
    while outside.any():
        column = np.nonzero(outside)[0]
        found[outside] = _walk(found[outside][:, None], side, keys[column])[:, 0]
        outside = found >= total
    return found


def _walk(index: Whole, side: int, keys: Whole) -> Whole:
    width = np.uint32(side)
    row = index // width
    place = index - row * width
    for key in keys.T:
        # The upper half of the hash, scaled to the width of the grid.
        step = _hashed(place, key[:, None])
        step >>= HALF
        step *= width
        step >>= HALF
        step += row
        # What is below 0 without a sign is huge, so the smaller one is the rest within the grid.
        row, place = place, np.minimum(step, step - width)
    return row * width + place


def _hashed(values: Whole, key: Whole) -> Whole:
    """Mix the bits of values with a key."""
    mixed = values + key
    shifted = mixed >> HALF
    mixed ^= shifted
    for multiplier in SPREAD:
        mixed *= multiplier
        np.right_shift(mixed, HALF, out=shifted)
        mixed ^= shifted
    return mixed
