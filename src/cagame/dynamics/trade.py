"""Trade shares: a logit (gravity) model of where each state's trade goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.axes import share, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.axes import Array


def market_growth(
    growth: Array,
    catch_up: Array,
    ceiling: Array,
    trade_share: Array,
    weight: Array,
    roots: Sequence[int] = (),
) -> Array:
    """Growth of each patron's market as each state sees it, (patron, state, world), log a year.

    ``g_others + (g_p - g_others) * pace`` where ``g_others`` is the mean growth of the other
    patrons. Where a patron grows faster than they do, ``pace = clip(1 + catch_up * (ln regional
    share - ln share_c), 0, ceiling)``: it gains most where its share is still below that in the
    whole region. Otherwise, and without catch-up, the pace is 1 and growth is just ``g_p``.

    Parameters
    ----------
    growth, catch_up : (patron, world)
    ceiling : (world)
    trade_share : (patron, state, world)
    weight : (state, world), each state's weight in regional trade
    roots : for each patron itself, or the one before it that it is carved out of, which is no
        other to it; left out where nobody is

    Source: form fitted on ITPD-E 2000 to 2007; E147, E236.
    """
    wholes = len(set(roots)) or len(growth)
    own = growth[list(roots)] if wholes < len(growth) else growth
    others = (total(growth[:wholes], 0) - own) / (wholes - 1)
    log_share = np.log(trade_share)
    regional = total(trade_share * weight, 1) / total(weight, 0)
    lag = np.log(regional)[:, None] - log_share
    pace = np.clip(1 + catch_up[:, None] * lag, 0, ceiling)
    relative = (growth - others)[:, None]
    grown: Array = others[:, None] + np.where(relative > 0, relative * pace, relative)
    return grown


def trade_shares(current: Array, attraction: Array, adjustment: Array) -> Array:
    """Trade shares one year on, (patron, state, world); sums to 1 over patrons.

    ``s += adjustment * (attraction / sum_p attraction - s)``. Source: logit gravity model,
    Anderson and van Wincoop 2003.

    >>> attraction = np.array([2.0, 1.0, 1.0]).reshape(3, 1, 1)
    >>> trade_shares(0 * attraction, attraction, np.array([1.0])).ravel().tolist()
    [0.5, 0.25, 0.25]
    """
    return current + adjustment * (share(attraction, 0) - current)


def market_access(attraction: Array, common: Array) -> Array:
    """A state's market relative to the growth common to all, (state, world); 1 in 2007.

    ``sum_p attraction / exp(common)``; ``common`` is cumulated log growth, (world).
    """
    return total(attraction, 0) / np.exp(common)
