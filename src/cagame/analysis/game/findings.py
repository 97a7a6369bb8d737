"""All that is found about one game, and the tables that are written of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.analysis.game.certainty import (
    FEWEST_WORLDS,
    HIGH,
    LOW,
    deviations,
    resampled_means,
    share_of_resamples,
    share_of_worlds,
)
from cagame.analysis.game.coordination import price
from cagame.analysis.game.interaction import (
    LEAST_INTERACTION,
    interaction_by_world,
    interaction_share,
    is_dominance,
    shares_of,
)
from cagame.analysis.game.long_run import long_run
from cagame.analysis.game.mixed import equilibria
from cagame.analysis.game.pure import best_responses, eliminate, regrets
from cagame.analysis.game.table import tolerances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.analysis.game.coordination import Price
    from cagame.analysis.game.interaction import Shares
    from cagame.analysis.game.mixed import Equilibria
    from cagame.analysis.game.pure import Elimination, Moves
    from cagame.analysis.game.table import Game, Profile
    from cagame.axes import Array


@dataclass(frozen=True)
class Findings:
    """What is found about a game; each part is computed when it is first asked for.

    Parameters
    ----------
    game : the game
    status_quo : the profile that is the reference of the study
    resamples : how often the worlds are resampled; 0 for not at all
    seed : names the resamples
    weights : of the players' payoffs in their total; 1 each unless given
    pure : leave mixed equilibria out
    """

    game: Game
    status_quo: Profile
    resamples: int = 1000
    seed: int = 1
    weights: Sequence[float] | None = None
    pure: bool = False

    @cached_property
    def shares(self) -> tuple[Shares | None, ...]:
        """Where each player's variance comes from."""
        return shares_of(self.game)

    @cached_property
    def interaction(self) -> float:
        """Share of interaction in payoff variance, mean over players."""
        return interaction_share(self.game)

    @cached_property
    def interaction_median(self) -> float:
        """The same within a world: the median over worlds."""
        return float(np.median(interaction_by_world(self.game)))

    @cached_property
    def games(self) -> float:
        """Share of worlds in which interaction is so large that it is a game."""
        return float(np.mean(interaction_by_world(self.game) >= LEAST_INTERACTION))

    @cached_property
    def dominance(self) -> bool:
        """Whether this is dominance, not a game."""
        return is_dominance(self.game)

    @cached_property
    def elimination(self) -> tuple[tuple[tuple[int, ...], ...], list[Elimination]]:
        """Strategies that are left without the dominated ones, and what went."""
        return eliminate(self.game.mean)

    @cached_property
    def equilibria(self) -> Equilibria:
        """The equilibria of mean payoffs."""
        return equilibria(self.game.mean, pure=self.pure)

    @cached_property
    def means(self) -> Array | None:
        """Resampled mean payoffs; None where there are too few worlds, or none is asked for."""
        if self.resamples == 0 or self.game.worlds < FEWEST_WORLDS:
            return None
        return resampled_means(self.game, self.resamples, self.seed)

    @cached_property
    def in_resamples(self) -> Array | None:
        """Share of resamples in which each profile is an equilibrium."""
        return None if self.means is None else share_of_resamples(self.means)

    @cached_property
    def in_worlds(self) -> Array:
        """Share of worlds in which each profile is an equilibrium."""
        return share_of_worlds(self.game)

    @cached_property
    def frequency(self) -> Array:
        """Long-run frequency of each profile."""
        return long_run(self.game.mean)

    @cached_property
    def moves(self) -> Moves:
        """The best-response graph."""
        return best_responses(self.game.mean)

    @cached_property
    def price(self) -> Price:
        """The price of non-coordination, over the equilibria."""
        return price(self.game, [each.profile for each in self.equilibria.found], self.weights)

    @property
    def pure_profiles(self) -> list[Profile]:
        """The pure equilibria, those in most resamples first."""
        found = [each.places for each in self.equilibria.found if each.is_pure]
        shares = self.in_worlds if self.in_resamples is None else self.in_resamples
        return sorted(found, key=lambda profile: -float(shares[profile]))

    @property
    def looked_at(self) -> dict[str, Profile]:
        """The profiles that deviations are told from: the status quo, and the first equilibrium."""
        found = {"status quo": self.status_quo}
        if self.pure_profiles and self.pure_profiles[0] != self.status_quo:
            found["equilibrium"] = self.pure_profiles[0]
        return found


def profile_table(findings: Findings) -> pd.DataFrame:
    """Return a row for each profile: who plays what, mean payoffs, how often an equilibrium."""
    game = findings.game
    rows = [dict(zip(game.players, game.names(each), strict=True)) for each in game.profiles()]
    table = pd.DataFrame(rows)
    for player, name in enumerate(game.players):
        table[f"payoff_{name}"] = game.mean[player].ravel()
        if findings.means is not None:
            low, high = np.quantile(findings.means[:, player], [LOW, HIGH], axis=0)
            table[f"payoff_{name}_low"], table[f"payoff_{name}_high"] = low.ravel(), high.ravel()
    if findings.in_resamples is not None:
        table["equilibrium_in_resamples"] = findings.in_resamples.ravel()
    table["equilibrium_in_worlds"] = findings.in_worlds.ravel()
    table["long_run_frequency"] = findings.frequency.ravel()
    return table


def reply_table(findings: Findings) -> tuple[pd.DataFrame, tuple[int, int]]:
    """Return best replies of the two players with most strategies, and who these two are.

    The others play the first equilibrium, or the status quo where there is none.

    Columns: row, column (titles), row_best, column_best, share (of worlds with an equilibrium).
    """
    game = findings.game
    first = next(iter(findings.pure_profiles), findings.status_quo)
    largest = sorted(range(len(game.sizes)), key=lambda player: -game.sizes[player])[:2]
    row, column = largest
    regret = regrets(game.mean)
    bounds = tolerances(game.mean)
    rows: list[dict[str, Any]] = []
    for i, j in np.ndindex(game.sizes[row], game.sizes[column]):
        places = list(first)
        places[row], places[column] = i, j
        at = tuple(places)
        rows.append(
            {
                "row": game.title(row, i),
                "column": game.title(column, j),
                "row_best": bool(regret[(row, *at)] <= bounds[row]),
                "column_best": bool(regret[(column, *at)] <= bounds[column]),
                "share": float(findings.in_worlds[at]),
            }
        )
    return pd.DataFrame(rows), (row, column)


def deviation_table(findings: Findings) -> pd.DataFrame:
    """Return a row for each unilateral deviation from the profiles that are looked at.

    Columns: start (status quo or equilibrium), player, strategy, title, played (what it leaves),
    played_title, gain, low, high (of the mean over worlds), world_low, world_high, share.
    """
    game = findings.game
    rows: list[dict[str, Any]] = [
        {
            "start": start,
            "player": game.players[each.player],
            "strategy": game.strategies[each.player][each.strategy],
            "title": game.title(each.player, each.strategy),
            "played": game.strategies[each.player][profile[each.player]],
            "played_title": game.title(each.player, profile[each.player]),
            "gain": each.gain,
            "low": each.low,
            "high": each.high,
            "world_low": each.world_low,
            "world_high": each.world_high,
            "share": each.share,
        }
        for start, profile in findings.looked_at.items()
        for each in deviations(game, profile, findings.means)
    ]
    table = pd.DataFrame(rows)
    return table.astype({"low": float, "high": float})
