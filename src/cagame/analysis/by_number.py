"""How a ranking changes with one uncertain number, above all with how effective policy is.

Nobody has measured effectiveness, so that every ranking is reported over its whole range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.errors import InputError
from cagame.results.paired import paired_difference, places, quantiles

if TYPE_CHECKING:
    from cagame.analysis.judged import Judged
    from cagame.axes import Array

#: Bins of equal width over a number's range; from 0 to 4 each is half a unit wide.
BINS = 8
#: Fewer worlds in a bin say little about a share: its interval is wider than 30 points.
FEW = 30


def edges_of(low: float, high: float, bins: int = BINS) -> Array:
    """Return the edges of bins of equal width.

    >>> edges_of(0, 4, 4).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0]
    """
    if not low < high:
        message = "the number is the same in all worlds, so nothing can change with it"
        raise InputError(message, remedy="Leave it uncertain in the scenario and run it again.")
    return np.linspace(low, high, bins + 1)


def ranking_by(judged: Judged, number: Array, edges: Array, reference: str) -> pd.DataFrame:
    """Return the ranking of variants among the worlds of each bin of a number.

    Worlds of one bin differ in all other numbers, so that a change from bin to bin is what the
    number does on average over them.

    Parameters
    ----------
    number : (world), the value of the number in each world
    edges : (bin + 1), rising; a world at the last edge belongs to the last bin
    reference : the variant that the others are compared with

    Returns
    -------
    Columns variant, external, low and high (of the bin), worlds, difference_median,
    difference_low and difference_high (5 to 95 % of worlds) against the reference in the
    outcome's unit, share_better, rank (by the median difference, 1 is best). A bin without worlds
    has no numbers.

    Raises
    ------
    InputError
        Where there is not one value for each world, or worlds lie outside the edges.
    """
    if number.shape != (judged.worlds,):
        message = f"there are {number.size} values of the number for {judged.worlds} worlds"
        raise InputError(message, remedy="Take both from the same results.")
    if number.min() < edges[0] or number.max() > edges[-1]:
        message = f"worlds have values from {number.min():g} to {number.max():g}, outside the bins"
        raise InputError(message, remedy="Let the edges include them all.")
    place = np.clip(np.searchsorted(edges, number, side="right") - 1, 0, edges.size - 2)
    own = judged.levels[[judged.variants.index(reference)]]
    difference = paired_difference(judged.levels, own)
    parts = [
        _bin(judged, difference[..., place == b]).assign(low=edges[b], high=edges[b + 1])
        for b in range(edges.size - 1)
    ]
    first = ["variant", "external", "low", "high", "worlds"]
    table = pd.concat(parts, ignore_index=True)
    return table[first + [name for name in table.columns if name not in first]]


def _bin(judged: Judged, difference: Array) -> pd.DataFrame:
    worlds = difference.shape[-1]
    nothing = np.full(difference.shape[:-1], np.nan)
    low, median, high = (
        quantiles(difference, ["low", "median", "high"]) if worlds else (nothing,) * 3
    )
    better = judged.sign * difference
    share = np.mean(better > 0, axis=-1) if worlds else nothing
    rank = places(judged.sign * median) if worlds else nothing
    columns = {
        "difference_median": median,
        "difference_low": low,
        "difference_high": high,
        "share_better": share,
        "rank": rank,
    }
    index = pd.MultiIndex.from_product(
        [judged.variants, judged.externals], names=["variant", "external"]
    )
    table = pd.DataFrame({name: each.ravel() for name, each in columns.items()}, index=index)
    return table.reset_index().assign(worlds=worlds)
