"""Ties other than trade: what a patron has in a state, channel by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cagame.axes import Array


def gates(openness: Array, channels: int, values: int, bypass: Array) -> Array:
    """How much of an offer a state lets in, (patron, state, channel, world).

    Openness, except for values: ``bypass + (1 - bypass) * openness``, because money for civil
    society needs no consent of the government (E018).

    Parameters
    ----------
    openness : (patron, state, world)
    channels : number of channels
    values : index of the values channel
    bypass : (patron, world)
    """
    gate = np.repeat(openness[:, :, None], channels, axis=2)
    gate[:, :, values] = bypass[:, None] + (1 - bypass[:, None]) * openness
    return gate


def treaty_gate(openness: Array, treaty: Array, floor: Array) -> Array:
    """Gate of the EU's mobility offers, which a treaty widens (E167), (state, world)."""
    return openness * (floor + (1 - floor) * treaty)


def diplomatic_facts(
    embassies: Array,
    delegation: Array,
    treaty: Array,
    sanctions: Array,
    dialogue: Array,
    weights: tuple[Array, Array, Array, Array, Array],
) -> Array:
    """EU diplomatic tie that embassies, delegation, treaty and dialogue make, (state, world).

    ``w1 embassies + w2 delegation + w3 treaty - w4 sanctions + w5 dialogue``; ``embassies`` is
    relative to the fullest set (E227), the others run from 0 to 1.

    Sources: E005, E021, E045, E124, E227, E229; weights assumed.
    """
    per_embassy, per_delegation, per_treaty, per_sanction, per_dialogue = weights
    return (
        per_embassy * embassies
        + per_delegation * delegation
        + per_treaty * treaty
        - per_sanction * sanctions
        + per_dialogue * dialogue
    )


def calibrated_productivity(productivity: Array, offer: Array, gate: Array, tie: Array) -> Array:
    """Lower productivity where the 2007 effort would explain more than the 2007 tie.

    ``productivity * min(1, tie / (offer * gate))``, all (patron, state, channel, world), so that
    the 2007 state is the same whatever effectiveness is assumed.
    """
    reach = offer * gate
    explained = np.where(reach > tie, tie / np.where(reach > 0, reach, 1), 1)
    return productivity * explained


def legacy(tie: Array, offer: Array, gate: Array) -> Array:
    """Part of the 2007 tie that no current effort explains: ``tie - offer * gate``, at least 0."""
    return np.maximum(tie - offer * gate, 0)


def towards(current: Array, target: Array, decay: Array) -> Array:
    """Ties one year on: ``v + (1 - exp(-decay)) * (target - v)``.

    ``current`` and ``target`` are (patron, state, channel, world), ``decay`` (channel, world).
    With a constant target, ``v_t = v* + (v_0 - v*) exp(-decay t)``.

    >>> tie = np.ones((1, 1, 1, 1))
    >>> towards(tie, 0 * tie, np.array([[np.log(2)]])).round(12).ravel().tolist()
    [0.5]
    """
    return current - np.expm1(-decay) * (target - current)


def trade_tie(
    trade_share: Array,
    access: Array,
    elasticity: Array,
    ceiling: Array,
    patrons: int | None = None,
) -> Array:
    """Trade tie, (patron, state, world): 1 at an even share of an average market.

    ``v = n * share * min(access^elasticity, ceiling)`` with ``n`` patrons, those carved out of
    another not counted, and ``access`` (state, world) the state's market growth relative to the
    growth common to all.
    """
    patrons = patrons or trade_share.shape[0]
    tie: Array = patrons * trade_share * np.minimum(np.power(access, elasticity), ceiling)
    return tie
