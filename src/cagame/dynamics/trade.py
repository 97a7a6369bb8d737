"""Trade shares: a logit (gravity) model of where each state's trade goes."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, mean, share, total


def market_growth(growth: Array, catch_up: Array, ceiling: Array, trade_share: Array) -> Array:
    """Growth of each patron's market as each state sees it, (patron, state, world), log a year.

    ``g_others + (g_p - g_others) * clip(1 + catch_up * (ln mean share - ln share_c), 0, ceiling)``
    where ``g_others`` is the mean growth of the other patrons: a patron that grows faster gains
    most where its share is still low. Without catch-up it is just ``g_p``.

    Parameters
    ----------
    growth, catch_up : (patron, world)
    ceiling : (world)
    trade_share : (patron, state, world)

    Source: form fitted on ITPD-E 2000 to 2007; E147, E236.
    """
    patrons = growth.shape[0]
    others = (total(growth, 0) - growth) / (patrons - 1)
    log_share = np.log(trade_share)
    lag = np.log(mean(trade_share, 1))[:, None] - log_share
    pace = np.clip(1 + catch_up[:, None] * lag, 0, ceiling)
    return others[:, None] + (growth - others)[:, None] * pace


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
