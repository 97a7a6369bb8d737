"""Expected-utility bargaining: members challenge each other until the last round.

In each round every member weighs what challenging another would bring it and what the other
would gain by challenging it. Who expects to lose gives in, meets the other part of the way, or
loses the confrontation; then positions are new and the next round starts.

Sources: Bueno de Mesquita 1994 and 1997; the form is that of Scholz, Calbert and Smith 2011,
'Unravelling Bueno de Mesquita's group decision model', Journal of Theoretical Politics 23(4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cagame.axes import Array, Flags, total

if TYPE_CHECKING:
    from collections.abc import Iterator

Kinds: TypeAlias = NDArray[np.int8]
Places: TypeAlias = NDArray[np.intp]

#: Smaller differences in utility or distance are rounding: the sides are even.
EVEN = 1e-13
#: The published form bounds the risk exponent by (1 - R/3) / (1 + R/3), from 1/2 to 2.
RISK_DIVISOR = 3
#: Numbers that one step handles at once, so that they stay in the processor's cache.
CACHED = 60_000

#: What a member meets in a round, the strongest first.
CONFRONTATION, COMPROMISE, CAPITULATION, NOTHING = range(4)


@dataclass(frozen=True)
class Round:
    """What one round changed; all (member, world).

    Attributes
    ----------
    position : where members stand after it
    kind : what each met: confrontation, compromise, capitulation or nothing
    by : the member whose offer it took; itself where it met nothing
    risk : its risk exponent, 1/2 (takes risks) to 2 (shuns them)
    """

    position: Array
    kind: Kinds
    by: Places
    risk: Array


def bargain(
    position: Array, weight: Array, salience: Array, rounds: Array, replication: Array
) -> Array:
    """Positions after the last round; worlds are bargained a cacheful at a time.

    Parameters
    ----------
    position : (member, issue, world), ideals; each issue is bargained apart
    weight : (member, world), bargaining weight, >= 0
    salience : (member, world), 0 to 1: how surely a member resists a challenge
    rounds : (world) or (1), number of rounds
    replication : (world) or (1), above 0 for the choice of offers in the public replication

    Returns
    -------
    (member, issue, world), within the range of the ideals of each issue
    """
    members, issues, worlds = position.shape
    columns = issues * worlds
    shape = (members, issues, worlds)
    start = position.reshape(members, columns)
    by_member = [
        np.broadcast_to(each[:, None], shape).reshape(members, columns)
        for each in (weight, salience)
    ]
    by_world = [
        np.broadcast_to(each, (issues, worlds)).reshape(columns) for each in (rounds, replication)
    ]
    after = np.empty_like(start)
    step = max(1, CACHED // members**2)
    for first in range(0, columns, step):
        here = slice(first, first + step)
        heard = (each[:, here].copy() for each in by_member)
        after[:, here] = _last(start[:, here].copy(), *heard, *(each[here] for each in by_world))
    return after.reshape(shape)


def _last(
    position: Array, weight: Array, salience: Array, rounds: Array, replication: Array
) -> Array:
    """Positions after each world's own number of rounds, (member, world)."""
    wanted = np.rint(rounds)
    history = play(position, weight, salience, replication)
    for done in range(int(wanted.max(initial=0))):
        position = np.where(done < wanted, next(history).position, position)
    return position


def play(position: Array, weight: Array, salience: Array, replication: Array) -> Iterator[Round]:
    """Go on bargaining round by round; all (member, world), as for `bargain`.

    Two members: the one who cares less moves to the other.

    >>> start, weight = np.array([[0.0], [1.0]]), np.array([[1.0], [1.0]])
    >>> rounds = play(start, weight, np.array([[0.9], [0.2]]), np.zeros(1))
    >>> next(rounds).position.tolist()
    [[0.0], [0.0]]
    """
    reach = position.max(axis=0) - position.min(axis=0)
    reach = np.where(reach > 0, reach, 1)
    while True:
        turn = play_round(position, reach, weight, salience, replication)
        yield turn
        position = turn.position


def play_round(
    position: Array, reach: Array, weight: Array, salience: Array, replication: Array
) -> Round:
    """One round, (member, world); ``reach`` (world) is the range of the first positions."""
    gap = (position - position[:, None]) / reach
    distance = np.minimum(np.abs(gap), 1)
    risk = risk_exponent(danger(distance, weight, salience))
    own, theirs = prospects(distance, weight, salience, risk)
    kind = offers(distance, own, theirs, replication)
    met, by = choice(gap, kind, own, theirs, replication)
    goal = np.take_along_axis(position, by, axis=0)
    lost, gained = (np.take_along_axis(each, by[:, None], axis=1)[:, 0] for each in (own, theirs))
    part = met == COMPROMISE
    share = np.abs(lost) / np.where(part, gained, 1)
    moved = np.where(part, position + (goal - position) * share, goal)
    return Round(moved, met, by, risk)


def success(distance: Array, weight: Array, exponent: Array | None = None) -> Array:
    """Chance that the position of ``i`` beats that of ``j``, (i, j, world), 0 to 1.

    Voter ``a`` gives ``weight[a] * (distance[a, j]**r[a] - distance[a, i]**r[a])`` votes to ``i``
    over ``j``, by its own risk exponent (1 where none is given). The chance is the sum of the
    positive votes over the sum of all votes, whatever their sign, in all pairs.

    Parameters
    ----------
    distance : (member, member, world), in units of the first range
    weight, exponent : (member, world)

    Three equal members at 0, 1/2 and 1; the middle beats an end with 1 of 10 votes:

    >>> places = np.array([0.0, 0.5, 1.0])[:, None]
    >>> success(np.abs(places[:, None] - places), np.ones((3, 1)))[1, 0].tolist()
    [0.1]
    """
    # A voter's loss from each position, (voter, position, world).
    loss = distance.copy() if exponent is None else _power(distance, exponent)
    loss *= weight[:, None]
    votes = _larger_losses(loss)
    # A voter whose loss from j is the larger one votes for i, by the difference.
    votes -= total(loss, 0)[:, None]
    np.maximum(votes, 0, out=votes)
    everything = 2 * total(total(votes, 0), 0)
    votes /= np.where(everything > 0, everything, 1)
    return votes


def _power(base: Array, exponent: Array) -> Array:
    """Raise (i, j, world) to the power of ``i``, in the same way for one world and for many.

    numpy takes a short cut, with another last bit, where one exponent serves several elements.
    """
    return np.power(base, np.broadcast_to(exponent[:, None], base.shape).copy())


def _larger_losses(loss: Array) -> Array:
    """Sum over voters of the larger of the losses from ``i`` and from ``j``, (i, j, world)."""
    members, _, worlds = loss.shape
    larger, room = np.empty_like(loss), np.empty_like(loss).reshape(-1)
    for i in range(members):
        rest = members - i
        each = room[: members * rest * worlds].reshape(members, rest, worlds)
        np.maximum(loss[:, i:], loss[:, i : i + 1], out=each)
        larger[i, i:] = larger[i:, i] = total(each, 0)
    return larger


def danger(distance: Array, weight: Array, salience: Array) -> Array:
    """What all others expect from challenging a member, risk-neutral, (member, world).

    ``sum_i 2 d[i, k] (1 - 2 s[k] (1 - P[i, k]))``.
    """
    fails = success(distance, weight)
    np.subtract(1, fails, out=fails)
    fails *= 2 * salience
    np.subtract(1, fails, out=fails)
    fails *= distance
    return 2 * total(fails, 0)


def risk_exponent(danger: Array) -> Array:
    """Risk exponent from danger, (member, world): most danger makes a member take most risk.

    ``(1 - R/3) / (1 + R/3)`` with ``R = (2 danger - max - min) / (max - min)``; 1 where all are
    in equal danger.

    >>> risk_exponent(np.array([[0.0], [1.0], [3.0]])).round(3).tolist()
    [[2.0], [1.25], [0.5]]
    """
    highest, lowest = danger.max(axis=0), danger.min(axis=0)
    spread = highest - lowest
    differs = spread > EVEN
    taken = (2 * danger - highest - lowest) / np.where(differs, spread, 1)
    taken = np.where(differs, taken, 0) / RISK_DIVISOR
    return (1 - taken) / (1 + taken)


def prospects(distance: Array, weight: Array, salience: Array, risk: Array) -> tuple[Array, Array]:
    """What ``i`` expects challenges to bring, by its own risk exponent, two (i, j, world).

    First to itself from challenging ``j``, then to ``j`` from challenging it. Who is challenged
    resists with a chance equal to its salience:
    ``s_j (P U_success + (1 - P) U_failure) + (1 - s_j) U_success - U_status_quo`` with
    ``U = 2 - 4 v**r``, ``v = (1 - d)/2`` on success, ``(1 + d)/2`` on failure, ``1/2`` else.
    The status quo is sure to last where nobody challenges it (``Q = 1``), as in the source.
    """
    scale = 4 * np.power(0.5, risk[:, None])
    won = _power(1 - distance, risk)
    stake = _power(1 + distance, risk)
    stake -= won
    stake *= scale
    gain = np.subtract(1, won, out=won)
    gain *= scale
    fails = success(distance, weight, risk)
    np.subtract(1, fails, out=fails)
    # The other's chance against i stands at [j, i]; the stake is as i sees it.
    theirs = fails.swapaxes(0, 1) * salience[:, None]
    own = np.multiply(fails, salience, out=fails)
    for lost in (own, theirs):
        np.subtract(gain, np.multiply(lost, stake, out=lost), out=lost)
    return own, theirs


def offers(distance: Array, own: Array, theirs: Array, replication: Array) -> Kinds:
    """What ``j`` makes ``i`` do, (i, j, world).

    Only where ``j`` expects to gain from challenging ``i``, as ``i`` sees it:

    - *confrontation*: ``i`` expects to gain, too, but less; it loses and moves to ``j``.
    - *compromise*: ``i`` expects to lose less than ``j`` gains; it moves the share
      ``|own / theirs|`` of the way.
    - *capitulation*: ``i`` expects to lose more than ``j`` gains; it moves to ``j``. Never in the
      public replication, whose test for it cannot be true.
    """
    pressed = (distance > EVEN) & (theirs > EVEN)
    yields = pressed & (own < -EVEN)
    balance = own + theirs
    loses = pressed & (own > EVEN) & (theirs - own > EVEN)
    part = yields & (balance > EVEN)
    whole = yields & (balance < -EVEN) & ~(replication > 0)
    kind = np.full(distance.shape, NOTHING, dtype=np.int8)
    # As sums of small numbers: setting them one by one takes several times longer.
    for which, where in ((CONFRONTATION, loses), (COMPROMISE, part), (CAPITULATION, whole)):
        kind -= where * np.int8(NOTHING - which)
    return kind


def choice(
    gap: Array, kind: Kinds, own: Array, theirs: Array, replication: Array
) -> tuple[Kinds, Places]:
    """Return which offer each member takes: its kind and whose it is, (member, world) each.

    The strongest kind comes first: confrontation, compromise, capitulation. Among offers of that
    kind it takes the one that moves it least; between equal moves the one whose author expects
    most, then the lower position, so that the order of members does not matter.

    The public replication takes the compromise with the smallest
    ``(|own| x_i + |theirs| x_j) / (|own| + |theirs|)``, which favours low positions however far
    they are, and the first in the table between equal offers.
    """
    met = kind.min(axis=1)
    part, odd = kind == COMPROMISE, replication > 0
    best = _smallest(_cost(gap, part, own, theirs, odd), kind == met[:, None])
    by = best.argmax(axis=1)
    if (np.count_nonzero(best, axis=1) > 1).any():
        best = _smallest(gap, _smallest(-theirs, best))
        by = np.where(odd, by, best.argmax(axis=1))
    return met, np.where(met == NOTHING, np.arange(len(met))[:, None], by)


def _cost(gap: Array, part: Flags, own: Array, theirs: Array, odd: Flags) -> Array:
    """What ``i`` makes small when it takes an offer, (i, j, world): its move, or the oddity."""
    size = np.abs(gap)
    cost = np.where(part, size * -own / np.where(part, theirs, 1), size)
    if not odd.any():
        return cost
    return np.where(part & odd, gap * theirs / np.where(part, theirs - own, 1), cost)


def _smallest(value: Array, among: Flags) -> Flags:
    """Mark the smallest values of each row among those marked, (i, j, world)."""
    value = np.where(among, value, np.inf)
    lowest = value.min(axis=1)
    smallest: Flags = among & (value <= lowest[:, None] + EVEN)
    return smallest
