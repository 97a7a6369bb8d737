"""Dominance and the Pareto front: which variants no reader would choose, whatever they want.

Within each world and over worlds; over one outcome and over several at once.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.uncertain import wilson
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.analysis.judged import Judged, Mask
    from cagame.axes import Array

#: Two points to a front: one outcome has a best, not a front.
FEWEST_OUTCOMES = 2


def dominance(judged: Judged) -> pd.DataFrame:
    """Return for every ordered pair of variants whether the first dominates the second.

    Returns
    -------
    Columns first, second, external and three kinds, each implied by the one before:
    ``every_world`` at least as good in every world and better in one; ``first_order`` at least as
    likely to reach any level, so that whoever likes more prefers it; ``second_order`` preferred
    by whoever likes more and dislikes risk.

    Source: Hadar and Russell 1969, American Economic Review 59.
    """
    ordered = np.sort(judged.worth, axis=-1)
    tests = {
        "every_world": judged.worth,
        "first_order": ordered,
        "second_order": np.cumsum(ordered, axis=-1),
    }
    parts = []
    for a, b in permutations(range(len(judged.variants)), 2):
        columns: dict[str, object] = {
            "first": judged.variants[a],
            "second": judged.variants[b],
            "external": judged.externals,
        }
        kinds = {kind: _never_below(each[a], each[b]) for kind, each in tests.items()}
        parts.append(pd.DataFrame(columns | kinds))
    return pd.concat(parts, ignore_index=True)


def _never_below(first: Array, second: Array) -> Mask:
    """Whether the first is at least the second everywhere on the last axis, and somewhere more."""
    return np.asarray(np.all(first >= second, axis=-1) & np.any(first > second, axis=-1))


def beaten(worth: Array) -> Mask:
    """Return which points some other point beats: as good in all outcomes, better in one.

    Parameters
    ----------
    worth : (outcome, variant, ...), more is better

    Returns
    -------
    (variant, ...) of truth values

    >>> beaten(np.array([[1.0, 2.0, 0.5], [2.0, 1.0, 1.5]])).tolist()
    [False, False, True]
    """
    return np.stack([_beats(worth, v).any(axis=0) for v in range(worth.shape[1])])


def _beats(worth: Array, v: int) -> Mask:
    """Which variants beat one variant, (variant, ...)."""
    own = worth[:, [v]]
    return np.asarray((worth >= own).all(axis=0) & (worth > own).any(axis=0))


def front(outcomes: Sequence[Judged]) -> pd.DataFrame:
    """Return how often each variant is on the Pareto front of several outcomes.

    A variant is on the front of a world where no other is at least as good in all outcomes and
    better in one. The more outcomes, the more variants are on it.

    Returns
    -------
    Columns variant, external, on_front with on_front_low and on_front_high (share of worlds, 95 %
    interval), and on_median_front: whether its medians are on the front of all medians.

    Raises
    ------
    InputError
        Where fewer than two outcomes are given, or they are not about the same worlds.
    """
    worth = _stacked(outcomes)
    first = outcomes[0]
    share = np.mean(~beaten(worth), axis=-1)
    low, high = wilson(share, first.worlds)
    by_medians = ~beaten(np.stack([each.medians for each in outcomes]))
    columns = {"on_front": share, "on_front_low": low, "on_front_high": high}
    columns["on_median_front"] = by_medians
    index = pd.MultiIndex.from_product(
        [first.variants, first.externals], names=["variant", "external"]
    )
    table = pd.DataFrame({name: each.ravel() for name, each in columns.items()}, index=index)
    return table.reset_index()


def beaten_by(outcomes: Sequence[Judged]) -> pd.DataFrame:
    """Return in what share of worlds each variant beats each other one in all outcomes at once.

    Returns
    -------
    Columns first, second, external, share. Raises `InputError` as `front` does.
    """
    worth = _stacked(outcomes)
    first = outcomes[0]
    parts = []
    for v, name in enumerate(first.variants):
        share = _beats(worth, v).mean(axis=-1)
        others = [u for u in range(len(first.variants)) if u != v]
        parts += [
            pd.DataFrame(
                {
                    "first": first.variants[u],
                    "second": name,
                    "external": first.externals,
                    "share": share[u],
                }
            )
            for u in others
        ]
    return pd.concat(parts, ignore_index=True)


def _stacked(outcomes: Sequence[Judged]) -> Array:
    """Return the worth of several outcomes, (outcome, variant, external, world)."""
    if len(outcomes) < FEWEST_OUTCOMES:
        message = "a Pareto front takes two outcomes that differ between variants"
        raise InputError(message, remedy="Choose two or more with a better direction.")
    if len({(each.variants, each.externals, each.worlds) for each in outcomes}) > 1:
        message = "the outcomes are not about the same variants and worlds"
        raise InputError(message, remedy="Take all from the same results.")
    return np.stack([each.worth for each in outcomes])
