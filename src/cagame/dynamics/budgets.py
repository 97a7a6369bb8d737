"""Who spends how much on what, where, and how much of it is duplicated."""

from __future__ import annotations

import numpy as np

from cagame.axes import Array, share, total


def bilateral_shares(partners: Array, channels: Array, graduated: Array, aid: int) -> Array:
    """Share of bilateral money by state and channel, (state, channel, world); sums to 1.

    Partner weight times channel share, without bilateral aid to graduates (E143), normalised.

    Parameters
    ----------
    partners : (state, world)
    channels : (state, channel, world)
    graduated : (state, world), 1 where bilateral aid has ended
    aid : index of the aid channel
    """
    weighted = partners[:, None] * channels
    kept = weighted[:, aid] * (1 - graduated)
    weighted = np.broadcast_to(weighted, (*weighted.shape[:-1], kept.shape[-1])).copy()
    weighted[:, aid] = kept
    flat = weighted.reshape(-1, weighted.shape[-1])
    return share(flat, 0).reshape(weighted.shape)


def institutional_spending(
    budget: Array, regional_share: Array, bilateral: Array, partners: Array, channels: Array
) -> tuple[Array, Array]:
    """Split the programme budget into bilateral and regional payments.

    ``bilateral = budget * (1 - regional_share) * shares`` and, for every state alike,
    ``regional = budget * regional_share / states * sum_c partners[c] * channels[c, k]``.
    Graduates keep the regional part (E447). Both (state, channel, world); together they sum to
    the budget. Source: E142.
    """
    states = channels.shape[0]
    region = total(partners[:, None] * channels, 0) / total(partners, 0)
    regional = np.broadcast_to(region, channels.shape[:1] + region.shape)
    return (
        budget * (1 - regional_share) * bilateral,
        (budget * regional_share / states) * regional,
    )


def member_spending(
    budget: Array, steering: Array, partners: Array, channels: Array, common: Array
) -> Array:
    """Payments of one member state, (state, channel, world); they sum to its budget.

    ``budget * ((1 - steering) * partners * channels + steering * common)``: steering moves
    national money towards the common line (E105, E189).

    Parameters
    ----------
    budget, steering : (world)
    partners : (state, world), sums to 1
    channels : (channel, world), sums to 1
    common : (state, channel, world), sums to 1
    """
    own = budget * (1 - steering) * partners
    return own[:, None] * channels + budget * steering * common


def coordination(base: Array, representative: Array, gain: Array, lever: Array) -> Array:
    """Coordination between EU payers, (world), 0 to 1.

    ``clip(base + gain * representative + lever)``: a Special Representative helps
    (E006 to E008, E062), and a strategy may add to it or take from it (E009, E010).
    """
    return np.clip(base + gain * representative + lever, 0, 1)


def duplication_exponent(coordination: Array, maximum: Array) -> Array:
    """Exponent of :func:`effective_effort`: 1 when fully coordinated, ``maximum`` when not.

    >>> duplication_exponent(np.array([1.0, 0.0]), np.array([1.6])).tolist()
    [1.0, 1.6]
    """
    return 1 + (maximum - 1) * (1 - coordination)


def effective_effort(payments: Array, payers: Array, exponent: Array) -> Array:
    """Effort that arrives where several payers pay for the same thing.

    ``E = (sum_j n_j (x_j / n_j)^sigma)^(1 / sigma)``, between the largest single payment and
    the plain sum. Falls with ``sigma`` (E009).

    Parameters
    ----------
    payments : (payer, ..., world), EUR m a year
    payers : (payer, world), how many equal payers a row stands for
    exponent : (world), at least 1

    >>> two = np.array([3.0, 4.0]).reshape(2, 1)
    >>> effective_effort(two, np.ones((2, 1)), np.array([2.0])).round(12).tolist()
    [5.0]
    >>> effective_effort(two, np.ones((2, 1)), np.array([1.6])).round(5).tolist()
    [5.43076]
    """
    # n (x / n)^sigma = n^(1 - sigma) x^sigma
    split = _power(payers, 1 - exponent)
    each = _power(payments, exponent)
    each *= split.reshape(split.shape[0], *(1,) * (payments.ndim - 2), split.shape[-1])
    return _power(total(each, 0), 1 / exponent)


def _power(base: Array, exponent: Array) -> Array:
    """Raise to a power in the same way for one world and for many.

    numpy takes a short cut, with another last bit, where one exponent serves all elements.
    """
    if exponent.size == 1:
        exponent = np.full(np.broadcast_shapes(base.shape, exponent.shape), exponent)
    return np.power(base, exponent)


def duplication_loss(payments: Array, effective: Array) -> Array:
    """Share of money lost to duplication, (world): ``1 - sum E / sum x``.

    ``payments`` is (payer, state, channel, world), ``effective`` (state, channel, world).
    0 where nothing is paid.
    """
    paid = total(total(total(payments, 0), 0), 0)
    arrived = total(total(effective, 0), 0)
    return np.where(paid > 0, 1 - arrived / np.where(paid > 0, paid, 1), 0)


def rival_gain(influence_now: Array, influence_before: Array, reaction: Array) -> Array:
    """What a patron's rivals have gained in each state over the reaction lag, (state, world).

    ``loss_c = sum_q reaction[q] * max(0, phi[q, c] now - before)``; shapes (patron, state,
    world) and (patron, world). Sources: E187, E425; sizes assumed (E459).
    """
    gain = np.maximum(influence_now - influence_before, 0)
    return total(reaction[:, None] * gain, 0)


def reactive_partners(partners: Array, loss: Array, targeting: Array, scale: Array) -> Array:
    """Partner weights that lean to states where rivals gain, (state, world); sums to 1.

    ``share(w * exp(targeting * tanh(loss / scale)))``; ``scale`` is the size of a three-year
    change of an influence share.
    """
    return share(partners * np.exp(targeting * np.tanh(loss / scale)), 0)


def escalated_budget(
    budget: Array, loss: Array, weight: Array, escalation: Array, scale: Array
) -> Array:
    """Budget raised in answer to rivals' gains, (world), EUR m a year.

    ``budget * (1 + escalation * tanh(sum_c weight[c] * loss[c] / scale))``.
    """
    return budget * (1 + escalation * np.tanh(total(weight * loss, 0) / scale))
