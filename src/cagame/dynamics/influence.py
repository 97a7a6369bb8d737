"""Influence, influence shares and alignment."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, share, total


def bandwidth(tie: Array) -> Array:
    """Saturating size of a tie: ``v / (1 + v)``, same shape, 0 to 1.

    >>> bandwidth(np.array([0.0, 1.0, 3.0])).tolist()
    [0.0, 0.5, 0.75]
    """
    return tie / (1 + tie)


def influence(tie: Array, exposure: Array, channel_weight: Array) -> Array:
    """Formal influence of each patron over each state: bandwidth times dependence.

    ``I[p, c] = sum_k weight[k] * bandwidth[p, c, k] * dependence[p, c, k]`` with
    ``bandwidth = tie / (1 + tie)`` and ``dependence = exposure * tie / sum_p tie``.
    Rises with the patron's own tie, falls with its rivals'.

    Parameters
    ----------
    tie : (patron, state, channel, world), at least 0; 1 is half saturation
    exposure : (state, channel, world), 0 to 1
    channel_weight : (channel, world), sums to 1 over channels

    Returns
    -------
    (patron, state, world), 0 to 1

    Source: Formal Bilateral Influence Capacity index (bandwidth, dependence); weights assumed.

    >>> tie = np.array([3.0, 1.0]).reshape(2, 1, 1, 1)
    >>> influence(tie, np.ones((1, 1, 1)), np.ones((1, 1))).ravel().tolist()
    [0.5625, 0.125]
    """
    everyone = total(tie, 0)
    scale = np.divide(
        channel_weight * exposure, everyone, out=np.zeros_like(everyone), where=everyone > 0
    )
    return total(bandwidth(tie) * tie * scale, 2)


def influence_shares(influence: Array) -> Array:
    """Share of each patron in the influence over a state, (patron, state, world).

    Equal shares where nobody has any influence.
    """
    return share(influence, 0)


def alignment(
    current: Array, initial: Array, pull: Array, susceptibility: Array, uptake: Array
) -> Array:
    """Alignment one year on: ``(1 - s) * initial + s * ((1 - u) * current + u * pull)``.

    All (patron, state, world), summing to 1 over patrons; ``susceptibility`` and ``uptake``
    (world). Source: Friedkin and Johnsen 1990.

    Two actors who listen to each other, start (0, 1), susceptibility one half:

    >>> view = start = np.array([0.0, 1.0])
    >>> for _ in range(60):
    ...     view = alignment(view, start, view[::-1], np.array([0.5]), np.array([1.0]))
    >>> view.round(6).tolist()
    [0.333333, 0.666667]
    """
    return (1 - susceptibility) * initial + susceptibility * (
        (1 - uptake) * current + uptake * pull
    )


def pull(initial: Array, influence_share: Array, initial_share: Array) -> Array:
    """Where influence draws alignment: 2007 alignment, reweighted by what influence became.

    ``share(initial * phi / phi_2007)``, (patron, state, world), so that unchanged influence
    leaves alignment where it was.
    """
    change = influence_share / np.where(initial_share > 0, initial_share, 1)
    return share(initial * change, 0)


def diversity(influence_share: Array) -> Array:
    """Autonomy of a state: how evenly patrons share influence, (state, world), 0 to 1.

    ``(1 - sum phi^2) / (1 - 1/n)``: 1 when all ``n`` patrons are equal, 0 with one alone.
    Source: Herfindahl and Hirschman index, normalised.
    """
    patrons = influence_share.shape[0]
    evenness: Array = (1 - total(influence_share * influence_share, 0)) / (1 - 1 / patrons)
    return evenness
