"""How the Council turns its members' positions into one decision.

A ballot holds one number per member and issue. The issues are the seven channel shares,
conditionality and the regional share, but any issues will do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cagame.axes import Array, total


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
    """

    position: Array
    weight: Array
    capability: Array
    states: Array
    status_quo: Array
    majority_states: Array
    majority_population: Array


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
    order = np.argsort(ballot.position, axis=0, kind="stable")
    position = np.take_along_axis(ballot.position, order, axis=0)
    weight = np.broadcast_to(ballot.weight[:, None], ballot.position.shape)
    running = np.cumsum(np.take_along_axis(weight, order, axis=0), axis=0)
    pivot = np.argmax(running >= 0.5 * running[-1:], axis=0)
    return np.take_along_axis(position, pivot[None], axis=0)[0]


def qualified_majority(ballot: Ballot) -> Array:
    """Pass the compromise if a qualified majority prefers it to the status quo, (issue, world).

    A member compares the whole package by the sum of its distances. Otherwise the status quo
    stays. Source: Treaty on European Union, article 16(4).

    >>> ballot = plain_ballot([0.9, 0.8, 0.1], [1, 1, 1], status_quo=0.1)
    >>> qualified_majority(ballot).round(12).tolist()
    [[0.6]]
    """
    proposal = compromise(ballot)
    gain = total(
        np.abs(ballot.position - ballot.status_quo) - np.abs(ballot.position - proposal), 1
    )
    favour = gain > 0
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
    mirror = 2 * ballot.position - ballot.status_quo
    low = np.minimum(mirror, ballot.status_quo).max(axis=0)
    high = np.maximum(mirror, ballot.status_quo).min(axis=0)
    return np.clip(compromise(ballot), low, high)


Rule = Callable[[Ballot], Array]

#: The Council rules a strategy can name.
RULES: dict[str, Rule] = {
    "compromise": compromise,
    "median": median,
    "qmv": qualified_majority,
    "unanimity": unanimity,
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


def plain_ballot(positions: list[float], weights: list[float], status_quo: float = 0.0) -> Ballot:
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
    )
