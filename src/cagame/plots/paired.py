"""Paired effects: the columns of their table, their size in spreads, and how often they hold."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from cagame.plots.captions import per_cent

if TYPE_CHECKING:
    import pandas as pd

    from cagame.plots.tables import Row

COLUMNS = (
    *("variant", "external", "outcome", "difference_median"),
    *("scale", "share_better", "by_construction"),
)


def full_scale(effects: pd.DataFrame) -> float:
    """Return the effect, over the spread, at which the colours end: a round number.

    Effects by construction do not count, so that they do not wash out the others.
    """
    free = effects[~effects["by_construction"].astype(bool)]
    size = (free["difference_median"] / free["scale"]).abs()
    largest = float(size[np.isfinite(size)].max()) if len(size) else 0.0
    return next((step for step in (0.1, 0.25, 0.5, 1.0, 2.0) if largest <= step), 4.0)


def in_spreads(effect: Row) -> float:
    """Return an effect over the spread of its outcome; 0 where nothing spreads."""
    scale, size = float(effect["scale"]), float(effect["difference_median"])
    return size / scale if scale > 0 and isfinite(size) else 0.0


def frequency(effect: Row, sign: int) -> str:
    """Return how often an effect is better, or which way it goes where neither way is better.

    No effect in any world is an equals sign: no per cent of worlds would mean always worse.
    """
    size = float(effect["difference_median"])
    if not isfinite(size):
        return "n/a"
    if size == 0 and not effect["share_better"] > 0:
        return "="
    if sign:
        return per_cent(float(effect["share_better"]))
    return "▲" if size > 0 else "▼"
