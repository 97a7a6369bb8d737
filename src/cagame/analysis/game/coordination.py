"""The price of non-coordination: what players together lose by each looking after itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.game.mixed import expected
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.analysis.game.mixed import Mixed
    from cagame.analysis.game.table import Game, Profile
    from cagame.axes import Array


@dataclass(frozen=True)
class Price:
    """What is lost against the best total payoff; in payoff units, because these may be negative.

    Attributes
    ----------
    best : the profile with the best total
    best_total, worst_total : weighted sum of payoffs there, and in the profile with the worst
    totals : weighted sum in each equilibrium
    """

    best: Profile
    best_total: float
    worst_total: float
    totals: tuple[float, ...]

    @property
    def losses(self) -> tuple[float, ...]:
        """What each equilibrium loses against the best total."""
        return tuple(self.best_total - total for total in self.totals)

    @property
    def shares(self) -> tuple[float, ...]:
        """The same as parts of the way from the best to the worst profile, 0 to 1."""
        span = self.best_total - self.worst_total
        return tuple(loss / span if span > 0 else 0.0 for loss in self.losses)


def price(game: Game, equilibria: Sequence[Mixed], weights: Sequence[float] | None = None) -> Price:
    """Compare equilibria with the profile in which players together get most.

    A difference, not the ratio of Koutsoupias and Papadimitriou (1999): payoffs here are log
    changes and may be negative or zero. Adding payoffs of different players is an assumption; the
    weights say which.

    Parameters
    ----------
    weights : by player, not negative; 1 each unless given

    Raises
    ------
    InputError
        Where the weights do not fit.
    """
    given = checked_weights(game, weights)
    totals = np.tensordot(given, game.mean, axes=1)
    best = tuple(map(int, np.unravel_index(int(totals.argmax()), game.sizes)))
    return Price(
        best,
        float(totals.max()),
        float(totals.min()),
        tuple(float(expected(totals, each)) for each in equilibria),
    )


def checked_weights(game: Game, weights: Sequence[float] | None) -> Array:
    """Return the weight of each player's payoff, 1 each unless given."""
    given = np.ones(len(game.players)) if weights is None else np.asarray(weights, dtype=float)
    fits = given.shape == (len(game.players),) and np.isfinite(given).all()
    if not fits or (given < 0).any() or not (given > 0).any():
        what = f"the weights {[float(each) for each in given.ravel()]} cannot be used"
        raise InputError(what, remedy="Give each player a number of 0 or more, one of them above.")
    return given
