"""How much of a game is a game: the part of payoffs that is due to interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cagame.analysis.game.table import Game
    from cagame.axes import Array

#: Below this share of payoff variance, what others play hardly matters for what is best: a
#: convention of this project, not a statistical limit.
LEAST_INTERACTION = 0.05


@dataclass(frozen=True)
class Shares:
    """Where the variance of one player's mean payoff over profiles comes from; the sum is 1.

    Attributes
    ----------
    own : what its own strategy does, averaged over the others'
    others : what each other player's strategy does, averaged over the rest
    interaction : what is left: effects of a strategy that depend on what others play
    reply : of what its own choice moves, the part that depends on what others play; 0 where
        one strategy is ahead of another by the same amount whatever they play
    """

    own: float
    others: float
    interaction: float
    reply: float


def variance_shares(payoff: Array, player: int) -> Shares | None:
    """Divide the variance of one player's payoff over all profiles, each counted once.

    A functional analysis of variance with equal weights: main effect of each player, and the
    rest. None where the payoff is the same in all profiles.

    >>> variance_shares(np.array([[1.0, -1.0], [-1.0, 1.0]]), player=0)
    Shares(own=0.0, others=0.0, interaction=1.0, reply=1.0)
    >>> variance_shares(np.array([[0.0, 2.0], [1.0, 3.0]]), player=0)
    Shares(own=0.2, others=0.8, interaction=0.0, reply=0.0)
    """
    total = float(payoff.var())
    if total == 0:
        return None
    axes = range(payoff.ndim)
    main = [float(payoff.mean(axis=tuple(a for a in axes if a != own)).var()) for own in axes]
    within = float(payoff.var(axis=player).mean())
    rest = max(0.0, 1 - sum(main) / total)
    reply = max(0.0, 1 - main[player] / within) if within > 0 else 0.0
    return Shares(main[player] / total, (sum(main) - main[player]) / total, rest, reply)


def shares_of(game: Game) -> tuple[Shares | None, ...]:
    """Divide each player's variance; None for a player who gets the same in all profiles."""
    return tuple(
        variance_shares(payoff, player) if moved else None
        for player, (payoff, moved) in enumerate(zip(game.mean, game.moved, strict=True))
    )


def interaction_share(game: Game) -> float:
    """Mean over players of the share of interaction; players with a constant payoff left out."""
    return float(np.mean([each.interaction for each in shares_of(game) if each is not None]))


def interaction_by_world(game: Game) -> Array:
    """The same share within each world, for players who knew in which one they live, (world)."""
    found = [_interaction(payoff) for payoff in game.payoffs]
    return np.asarray(np.nanmean(np.where(game.moved[:, None], found, np.nan), axis=0))


def _interaction(payoff: Array) -> Array:
    """Share of interaction in a player's payoff, (world); 0 where nothing varies in a world."""
    axes = tuple(range(payoff.ndim - 1))
    total = payoff.var(axis=axes)
    main = [payoff.mean(axis=axes[:own] + axes[own + 1 :]).var(axis=0) for own in axes]
    safe = np.where(total > 0, total, 1.0)
    return np.where(total > 0, np.maximum(0.0, 1 - np.sum(main, axis=0) / safe), 0.0)


def is_dominance(game: Game) -> bool:
    """Whether interaction is so small that this is dominance, not a game."""
    return interaction_share(game) < LEAST_INTERACTION
