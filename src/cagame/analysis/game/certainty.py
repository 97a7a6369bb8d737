"""How sure one can be of a game: resampled worlds, and each world on its own.

Two different questions. *Resamples*: would other draws of as many worlds give the same game?
That shrinks with more worlds. *Worlds*: in which share of the worlds does it hold, if the players
knew in which one they live? That does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.game.pure import is_equilibrium
from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.analysis.game.table import Game, Profile
    from cagame.axes import Array

#: Ends of all intervals here: the middle 90 %, as everywhere in this project.
LOW, HIGH = 0.05, 0.95
#: One world alone says nothing about others.
FEWEST_WORLDS = 2


def resampled_means(game: Game, resamples: int, seed: int) -> Array:
    """Mean payoffs over worlds drawn with replacement, (resample, player, one axis a player).

    The same worlds are drawn for all profiles, so that comparisons stay paired. The bootstrap of
    Efron (1979).

    Raises `InputError` for fewer than two worlds, or no resample.
    """
    if game.worlds < FEWEST_WORLDS:
        what = "one world cannot be resampled"
        raise InputError(what, remedy="Run the study with more worlds, such as --worlds 500.")
    if resamples < 1:
        raise InputError("no resample is asked for", remedy="Ask for 1000.")
    generator = np.random.default_rng(seed)
    even = np.full(game.worlds, 1 / game.worlds)
    weights = generator.multinomial(game.worlds, even, size=resamples) / game.worlds
    flat = game.payoffs.reshape(-1, game.worlds)
    return np.asarray((weights @ flat.T).reshape(resamples, *game.payoffs.shape[:-1]))


def share_of_resamples(means: Array) -> Array:
    """In which share of resamples each profile is an equilibrium, by profile."""
    found = is_equilibrium(np.moveaxis(means, 0, -1))
    return np.asarray(found.mean(axis=-1))


def share_of_worlds(game: Game) -> Array:
    """In which share of worlds each profile is an equilibrium, by profile."""
    return np.asarray(is_equilibrium(game.payoffs).mean(axis=-1))


@dataclass(frozen=True)
class Deviation:
    """What a player would gain by moving alone from a profile.

    Attributes
    ----------
    gain : mean over worlds
    low, high : the middle 90 % of resampled means; None where nothing was resampled
    world_low, world_high : the middle 90 % of worlds
    share : of worlds in which it gains
    """

    player: int
    strategy: int
    gain: float
    low: float | None
    high: float | None
    world_low: float
    world_high: float
    share: float


def deviations(game: Game, profile: Profile, means: Array | None = None) -> list[Deviation]:
    """What every player would gain by every other strategy, others staying where they are.

    Differences are taken within each world. ``means`` are those of `resampled_means`.
    """
    return [
        _deviation(game, profile, player, strategy, means)
        for player, size in enumerate(game.sizes)
        for strategy in range(size)
        if strategy != profile[player]
    ]


def _deviation(
    game: Game, profile: Profile, player: int, strategy: int, means: Array | None
) -> Deviation:
    moved = (*profile[:player], strategy, *profile[player + 1 :])
    gains = game.payoffs[(player, *moved)] - game.payoffs[(player, *profile)]
    low = high = None
    if means is not None:
        # One axis for all profiles, so that a profile is one number.
        resampled = means[:, player].reshape(len(means), -1)
        end, start = (np.ravel_multi_index(each, game.sizes) for each in (moved, profile))
        paired = resampled[:, end] - resampled[:, start]
        low, high = (float(end) for end in np.quantile(paired, [LOW, HIGH]))
    worst, best = np.quantile(gains, [LOW, HIGH], method="inverted_cdf")
    share = float(np.mean(gains > 0))
    mean = float(gains.mean())
    return Deviation(player, strategy, mean, low, high, float(worst), float(best), share)
