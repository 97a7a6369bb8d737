"""Pure strategies: regrets, equilibria, dominated strategies, and who would move where.

All functions take payoffs as (player, one axis a player, ...): mean payoffs, or payoffs with a
world axis at the end, for which they answer world by world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from cagame.analysis.game.table import tolerances

if TYPE_CHECKING:
    from cagame.analysis.game.table import Profile
    from cagame.axes import Array, Flags


def regrets(payoffs: Array) -> Array:
    """What each player would gain by its best reply, in every profile; same shape as payoffs.

    ``regret[k, s] = max_t payoff[k, t, s_-k] - payoff[k, s]``, never negative.

    >>> prisoners = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> regrets(prisoners)[0].tolist()
    [[2.0, 1.0], [0.0, 0.0]]
    """
    return np.stack(
        [payoff.max(axis=player, keepdims=True) - payoff for player, payoff in enumerate(payoffs)]
    )


def is_equilibrium(payoffs: Array) -> Flags:
    """Whether nobody would gain by moving alone: a pure equilibrium (Nash 1951), by profile.

    Equal payoffs are no gain, so weak equilibria count.

    >>> prisoners = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> is_equilibrium(prisoners).tolist()
    [[False, False], [False, True]]
    """
    bounds = tolerances(payoffs).reshape(-1, *[1] * (payoffs.ndim - 1))
    return np.asarray((regrets(payoffs) <= bounds).all(axis=0))


def pure_equilibria(payoffs: Array) -> list[Profile]:
    """All pure equilibria of a table of mean payoffs, in the order of the profiles."""
    return [tuple(map(int, profile)) for profile in np.argwhere(is_equilibrium(payoffs))]


@dataclass(frozen=True)
class Elimination:
    """A strategy that goes, because another one pays more whatever the others play.

    ``round`` counts from 1: strategies of the first round are dominated in the whole game, those
    of the second once the first are gone.
    """

    round: int
    player: int
    strategy: int
    by: int


def eliminate(payoffs: Array) -> tuple[tuple[tuple[int, ...], ...], list[Elimination]]:
    """Eliminate strictly dominated strategies round by round; return what is left, and what went.

    Dominance is by another pure strategy. No equilibrium, pure or mixed, is lost, and what is
    left does not depend on the order (Gilboa, Kalai and Zemel 1990).

    Returns
    -------
    places of the strategies left, by player; the eliminations in order

    >>> prisoners = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> eliminate(prisoners)[0]
    ((1,), (1,))
    """
    bounds = tolerances(payoffs)
    left = [tuple(range(size)) for size in payoffs.shape[1:]]
    gone: list[Elimination] = []
    number = 0
    while True:
        number += 1
        table = payoffs[np.ix_(range(len(payoffs)), *left)]
        found = [
            Elimination(number, player, left[player][strategy], left[player][by])
            for player, payoff in enumerate(table)
            for strategy, by in _dominated(np.moveaxis(payoff, player, 0), bounds[player])
        ]
        if not found:
            return tuple(left), gone
        gone += found
        for each in found:
            left[each.player] = tuple(s for s in left[each.player] if s != each.strategy)


def _dominated(payoff: Array, bound: float) -> list[tuple[int, int]]:
    """Go through the dominated strategies of (own strategy, others): which, and by which.

    The one named is itself not dominated, so that it is still there in the next round.
    """
    flat = payoff.reshape(len(payoff), -1)
    beaten: Flags = np.all(flat[None] > flat[:, None] + bound, axis=2)
    goes: Flags = np.any(beaten, axis=1)
    return [
        (int(strategy), int(np.flatnonzero(beaten[strategy] & ~goes)[0]))
        for strategy in np.flatnonzero(goes)
    ]


@dataclass(frozen=True)
class Moves:
    """The best-response graph: from a profile, each player who gains by it moves alone.

    Attributes
    ----------
    start, end : (move), numbers of profiles in the order of the table
    player : (move)
    gain : (move), in payoff units
    profiles : number of profiles
    """

    start: Array
    end: Array
    player: Array
    gain: Array
    profiles: int

    def sinks(self) -> list[list[int]]:
        """Sets of profiles that no sequence of best responses leaves, smallest first.

        A set of one is a pure equilibrium, unless others are as good for some player; a larger
        one is a cycle, or several: the players never come to rest.
        """
        links = coo_array(
            (np.ones(len(self.start)), (self.start.astype(int), self.end.astype(int))),
            shape=(self.profiles, self.profiles),
        )
        count, label = connected_components(links, directed=True, connection="strong")
        source, target = label[self.start.astype(int)], label[self.end.astype(int)]
        closed = sorted(set(range(count)) - set(source[source != target].tolist()))
        found = [np.flatnonzero(label == each).tolist() for each in closed]
        return sorted(found, key=len)


def best_responses(payoffs: Array) -> Moves:
    """Build the best-response graph of a table of mean payoffs.

    From each profile, each player who would gain moves to its best reply; where several are
    equally good, to the first.
    """
    regret, bounds = regrets(payoffs), tolerances(payoffs)
    sizes = payoffs.shape[1:]
    rows: list[tuple[int, int, int, float]] = []
    for player, payoff in enumerate(payoffs):
        best = payoff.argmax(axis=player)
        for profile in np.argwhere(regret[player] > bounds[player]):
            others = tuple(np.delete(profile, player))
            end = profile.copy()
            end[player] = best[others]
            start_number, end_number = (
                int(np.ravel_multi_index(tuple(each), sizes)) for each in (profile, end)
            )
            rows.append((start_number, end_number, player, float(regret[player][tuple(profile)])))
    table = np.array(rows, dtype=float).reshape(-1, 4)
    start_numbers, end_numbers, movers, gains = table.T
    return Moves(start_numbers, end_numbers, movers, gains, int(np.prod(sizes)))
