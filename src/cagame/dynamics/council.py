"""How the Council turns its members' positions into one decision.

A ballot holds one number per member and issue. The issues are the seven channel shares,
conditionality and the regional share, but any issues will do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cagame.axes import Array, total
from cagame.dynamics.challenge import bargain

#: Numbers that are sorted at once, so that they stay in the processor's cache.
CACHED = 100_000


@dataclass(frozen=True)
class Ballot:
    """What the members bring to the table.

    Attributes
    ----------
    position : (member, issue, world), each member's ideal
    weight : (member, world), bargaining weight
    capability : (member, world), share of population or power, for majorities
    states : (member, world), number of states a member stands for
    status_quo : (issue, world), what holds if nothing is agreed
    majority_states : (world), share of states a qualified majority needs
    majority_population : (world), share of capability a qualified majority needs
    salience : (member, world), 0 to 1; where None, weight over capability, at most 1
    rounds : (world) or (1), rounds of bargaining; where None, one
    replication : (world) or (1), above 0 where bargaining repeats the public replication
    """

    position: Array
    weight: Array
    capability: Array
    states: Array
    status_quo: Array
    majority_states: Array
    majority_population: Array
    salience: Array | None = None
    rounds: Array | None = None
    replication: Array | None = None


def bargaining_weight(
    capability: Array, salience: Array, presidency: Array, multiplier: Array
) -> Array:
    """Weight of each member: ``capability * salience * (1 + (multiplier - 1) * presidency)``.

    All (member, world); ``multiplier`` is (world). Holding the presidency raises the weight
    (E012, E062, E104).

    >>> one = np.ones((1, 1))
    >>> bargaining_weight(0.5 * one, one, one, np.array([2.0])).tolist()
    [[1.0]]
    """
    return capability * salience * (1 + (multiplier - 1) * presidency)


def compromise(ballot: Ballot) -> Array:
    """Weighted mean of the positions, (issue, world). The default rule.

    Source: Achen 2006, the compromise model of EU decision making; E001.

    >>> ballot = plain_ballot([0.2, 0.8], [3, 1])
    >>> compromise(ballot).round(12).tolist()
    [[0.35]]
    """
    weight = ballot.weight[:, None]
    return total(weight * ballot.position, 0) / total(weight, 0)


def median(ballot: Ballot) -> Array:
    """Weighted median of the positions, (issue, world).

    The lowest position at which members holding half the weight are at or below it.
    Source: Black 1948, the median voter.

    >>> median(plain_ballot([4, 7, 10], [1, 1, 1])).tolist()
    [[7.0]]
    """
    members = len(ballot.position)
    position = ballot.position.reshape(members, -1)
    weight = np.broadcast_to(ballot.weight[:, None], ballot.position.shape).reshape(members, -1)
    chosen = np.empty(position.shape[1])
    step = max(1, CACHED // members)
    for first in range(0, len(chosen), step):
        here = slice(first, first + step)
        chosen[here] = _median(position[:, here], weight[:, here])
    return chosen.reshape(ballot.position.shape[1:])


def _median(position: Array, weight: Array) -> Array:
    """Weighted median of each column of two (member, column)."""
    # Sorted along the last axis, where the members of one column lie side by side.
    place = np.ascontiguousarray(position.T)
    order = np.argsort(place, axis=1)
    running = np.cumsum(np.take_along_axis(np.ascontiguousarray(weight.T), order, axis=1), axis=1)
    pivot = np.argmax(running >= 0.5 * running[:, -1:], axis=1)
    rows = np.arange(len(place))
    middle: Array = place[rows, order[rows, pivot]]
    return middle


def qualified_majority(ballot: Ballot) -> Array:
    """Pass the compromise if a qualified majority prefers it to the status quo, (issue, world).

    A member compares the whole package by the sum of its distances. Otherwise the status quo
    stays. Source: Treaty on European Union, article 16(4).

    >>> ballot = plain_ballot([0.9, 0.8, 0.1], [1, 1, 1], status_quo=0.1)
    >>> qualified_majority(ballot).round(12).tolist()
    [[0.6]]
    """
    proposal = compromise(ballot)
    favour = np.empty(ballot.position.shape[::2], dtype=bool)
    # One member after the other: all at once would not fit into the processor's cache.
    for ideal, member in zip(ballot.position, favour, strict=True):
        gain = np.abs(ideal - ballot.status_quo) - np.abs(ideal - proposal)
        member[:] = total(gain, 0) > 0
    states = total(favour * ballot.states, 0) / total(ballot.states, 0)
    population = total(favour * ballot.capability, 0) / total(ballot.capability, 0)
    passes = (states >= ballot.majority_states) & (population >= ballot.majority_population)
    return np.where(passes, proposal, ballot.status_quo)


def unanimity(ballot: Ballot) -> Array:
    """Move from the status quo only as far as every member gains, (issue, world).

    A member accepts ``y`` when ``|y - x_m| <= |q - x_m|``: anything between the status quo and
    its mirror image in the member's ideal. The compromise is clipped to what all accept.
    Source: Tsebelis 2002, winset of the status quo.

    >>> unanimity(plain_ballot([0.4, 0.6, 0.9], [1, 1, 1], status_quo=0.3)).round(12).tolist()
    [[0.5]]
    """
    low, high = np.full_like(ballot.position[0], -np.inf), np.full_like(ballot.position[0], np.inf)
    for ideal in ballot.position:
        mirror = 2 * ideal - ballot.status_quo
        np.maximum(low, np.minimum(mirror, ballot.status_quo), out=low)
        np.minimum(high, np.maximum(mirror, ballot.status_quo), out=high)
    return np.clip(compromise(ballot), low, high)


def challenge(ballot: Ballot) -> Array:
    """Weighted mean of where members stand after rounds of bargaining, (issue, world).

    Members challenge each other's positions, each issue apart (`cagame.dynamics.challenge`).
    Source: Scholz, Calbert and Smith 2011; Bueno de Mesquita 1994.

    Two members; the one that cares less meets the other part of the way:

    >>> ballot = plain_ballot([0.0, 1.0], [0.9, 0.2], salience=[0.9, 0.2])
    >>> challenge(ballot).round(3).tolist(), compromise(ballot).round(3).tolist()
    ([[0.148]], [[0.182]])
    """
    salience, rounds, replication = ballot.salience, ballot.rounds, ballot.replication
    if salience is None:
        capability = np.where(ballot.capability > 0, ballot.capability, 1)
        salience = np.minimum(ballot.weight / capability, 1)
    after = bargain(
        ballot.position,
        ballot.weight,
        salience,
        np.ones(1) if rounds is None else rounds,
        np.zeros(1) if replication is None else replication,
    )
    weight = ballot.weight[:, None]
    return total(weight * after, 0) / total(weight, 0)


Rule = Callable[[Ballot], Array]

#: The Council rules a strategy can name.
RULES: dict[str, Rule] = {
    "compromise": compromise,
    "median": median,
    "qmv": qualified_majority,
    "unanimity": unanimity,
    "challenge": challenge,
}


def dispersion(position: Array, weight: Array, decision: Array) -> Array:
    """How far members stand from the decision: weighted mean distance, (world).

    Distance is half the sum of absolute differences over issues; ``position`` is
    (member, issue, world), ``decision`` (issue, world). 0 when all agree (E138).

    >>> ballot = plain_ballot([0.2, 0.6], [1, 1])
    >>> dispersion(ballot.position, ballot.weight, compromise(ballot)).round(12).tolist()
    [0.1]
    """
    distance = 0.5 * total(np.abs(position - decision), 1)
    spread: Array = total(weight * distance, 0) / total(weight, 0)
    return spread


def plain_ballot(
    positions: list[float],
    weights: list[float],
    status_quo: float = 0.0,
    salience: list[float] | None = None,
) -> Ballot:
    """Return a ballot on one issue in one world, for tests and for single decisions.

    Every member is one state whose capability is its weight; thresholds are a simple majority.
    """
    weight = np.array(weights, dtype=float)[:, None]
    half = np.array([0.5])
    return Ballot(
        position=np.array(positions, dtype=float)[:, None, None],
        weight=weight,
        capability=weight,
        states=np.ones_like(weight),
        status_quo=np.array([[status_quo]]),
        majority_states=half,
        majority_population=half,
        salience=None if salience is None else np.array(salience, dtype=float)[:, None],
    )
