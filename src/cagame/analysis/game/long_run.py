"""Where play spends its time in the long run, if players try strategies and keep what pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.axes import Array

#: How many individuals stand behind each player, and how strongly they follow a gain as large as
#: the player's whole range of payoffs. Conventions: with so strong a selection the frequencies
#: hardly depend on either.
POPULATION = 50
SELECTION = 100.0
#: A step against a player's interest stays possible at this probability, as a tremble.
TREMBLE = 1e-12


def fixation(gain: Array, selection: float, population: int) -> Array:
    """Probability that one who tries another strategy is followed by all.

    ``(1 - exp(-a g)) / (1 - exp(-m a g))`` with gain g, selection a and population m; ``1 / m``
    for no gain (Fudenberg and Imhof 2006). Not below `TREMBLE`.

    >>> fixation(np.array([0.0, 10.0, -10.0]), selection=10.0, population=50).tolist()
    [0.02, 1.0, 1e-12]
    """
    pull = np.clip(selection * gain, -700 / population, None)
    still = np.abs(pull) < np.finfo(float).eps
    safe = np.where(still, 1.0, pull)
    chance = np.expm1(-safe) / np.expm1(-population * safe)
    return np.maximum(np.where(still, 1 / population, chance), TREMBLE)


def step_chances(payoffs: Array, selection: float, population: int) -> Array:
    """Chances of a step between profiles, (from, to); only one player moves at a time.

    Each of the ``sum_k (n_k - 1)`` other strategies is tried equally often. Gains are measured in
    parts of the player's own range of payoffs.
    """
    sizes = payoffs.shape[1:]
    count = int(np.prod(sizes))
    number = np.arange(count).reshape(sizes)
    chances = np.zeros((count, count))
    tried = sum(size - 1 for size in sizes)
    for player, payoff in enumerate(payoffs):
        scale = float(np.ptp(payoff)) or 1.0
        own = np.moveaxis(payoff / scale, player, 0)
        place = np.moveaxis(number, player, 0)
        for start in range(sizes[player]):
            for end in set(range(sizes[player])) - {start}:
                chance = fixation(own[end] - own[start], selection, population) / tried
                chances[place[start].ravel(), place[end].ravel()] = chance.ravel()
    np.fill_diagonal(chances, 1 - chances.sum(axis=1))
    return chances


def long_run(
    payoffs: Array, *, selection: float = SELECTION, population: int = POPULATION
) -> Array:
    """Long-run frequency of each profile, by profile; sums to 1.

    The alpha-rank of Omidshafiei et al. (2019): the stationary distribution of a chain on pure
    profiles. In each step one player tries another strategy, which takes over with the chance of
    `fixation`.

    Parameters
    ----------
    payoffs : (player, one axis a player), means
    selection : how strongly a gain of the whole payoff range is followed, above 0
    population : at least 2

    Raises
    ------
    InputError
        Where selection or population are out of range.

    >>> prisoners = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> long_run(prisoners).round(3).tolist()
    [[0.0, 0.0], [0.0, 1.0]]
    """
    if not (np.isfinite(selection) and selection > 0):
        raise InputError(f"selection is {selection:g}", remedy="Choose a number above 0.")
    if population < 2:  # noqa: PLR2004 (one individual has nobody to follow)
        raise InputError(f"the population is {population}", remedy="Choose 2 or more.")
    found = stationary(step_chances(payoffs, selection, population))
    return found.reshape(payoffs.shape[1:])


def stationary(chances: Array) -> Array:
    """Stationary distribution of a chain whose states all reach each other.

    Without any subtraction, so that chances as small as trembles are not lost in rounding
    (Grassmann, Taksar and Heyman 1985).

    >>> stationary(np.array([[0.9, 0.1], [0.3, 0.7]])).round(6).tolist()
    [0.75, 0.25]
    """
    left = chances.copy()
    last = len(left) - 1
    for state in range(last, 0, -1):
        left[:state, state] /= left[state, :state].sum()
        left[:state, :state] += np.outer(left[:state, state], left[state, :state])
    weight = np.zeros(len(left))
    weight[0] = 1.0
    for state in range(1, len(left)):
        weight[state] = weight[:state] @ left[:state, state]
    return np.asarray(weight / weight.sum())
