"""The payoff table of a game: what every player gets in every profile, in every world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import InputError, ResultsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.axes import Array
    from cagame.results import Results

#: Payoffs closer than this part of a player's range count as equal: sums differ in last bits.
TIE = 1e-9
#: A profile: the place of each player's strategy.
Profile = tuple[int, ...]


@dataclass(frozen=True)
class Game:
    """A game in strategic form, its payoffs known in each of some worlds.

    Attributes
    ----------
    players : names
    strategies : names of each player's strategies
    payoffs : (player, strategy of the first player, ..., of the last, world), in payoff units
    titles : what to call the strategies in text, as ``strategies``; the names unless given
    unit : of the payoffs

    Raises
    ------
    InputError
        Where the sizes do not fit, fewer than two players have a choice, a number is missing, or
        nobody's payoff depends on what is played.
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: Array
    titles: tuple[tuple[str, ...], ...] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        sizes = tuple(map(len, self.strategies))
        if len(sizes) != len(self.players) or self.payoffs.shape[:-1] != (len(sizes), *sizes):
            what = f"payoffs of shape {self.payoffs.shape} do not fit {sizes} strategies"
            raise InputError(what, remedy="The shape is (player, one axis a player, world).")
        if sum(size > 1 for size in sizes) <= 1:
            what = "a game needs two players with two strategies each"
            raise InputError(what, remedy="Compare strategies of one actor as variants.")
        if self.payoffs.shape[-1] == 0:
            raise InputError("the game has no world", remedy="Run the study with --worlds 500.")
        for player, payoff in zip(self.players, self.payoffs, strict=True):
            if not np.isfinite(payoff).all():
                what = f"the payoff of {player} is not a number in some profile and world"
                raise InputError(what, remedy="Look for the cause in outcomes.parquet.")
        if not self.moved.any():
            what = "nobody's payoff depends on what is played, so there is no game"
            raise InputError(what, remedy="Check the strategies and the effectiveness of policy.")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of strategies of each player."""
        return tuple(map(len, self.strategies))

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.payoffs.shape[-1])

    @cached_property
    def mean(self) -> Array:
        """Mean payoffs over worlds, (player, one axis a player): what players expect."""
        return np.asarray(self.payoffs.mean(axis=-1))

    @property
    def moved(self) -> Array:
        """Whether each player's mean payoff differs between profiles, (player)."""
        flat = self.mean.reshape(len(self.players), -1)
        size = np.abs(flat).max(axis=1)
        return np.asarray(np.ptp(flat, axis=1) > TIE * size)

    def names(self, profile: Sequence[int]) -> tuple[str, ...]:
        """Names of the strategies of a profile."""
        return tuple(own[place] for own, place in zip(self.strategies, profile, strict=True))

    def title(self, player: int, place: int) -> str:
        """What a strategy is called in text."""
        return (self.titles or self.strategies)[player][place]

    def profiles(self) -> list[Profile]:
        """All profiles; the last player's strategy changes fastest."""
        return [tuple(each) for each in np.ndindex(self.sizes)]

    def held(self, player: int, place: int) -> Game:
        """Return the game in which a player has no choice but one strategy.

        Raises `InputError` where fewer than two players are left with a choice.
        """

        def only(names: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
            return tuple((own[place],) if p == player else own for p, own in enumerate(names))

        payoffs = self.payoffs.take([place], axis=player + 1)
        titles = only(self.titles) if self.titles else ()
        return Game(self.players, only(self.strategies), payoffs, titles, self.unit)


def tolerances(payoffs: Array) -> Array:
    """Return below which difference each player's payoffs count as equal, (player).

    >>> tolerances(np.array([[1.0, 3.0], [0.0, 0.0]])).tolist()
    [2e-09, 0.0]
    """
    return np.asarray(TIE * np.ptp(payoffs.reshape(len(payoffs), -1), axis=1))


def game_of(results: Results, external: str | None = None, year: int | None = None) -> Game:
    """Return the game that a study played, under one external scenario in one year.

    Parameters
    ----------
    external : the first of the study unless given
    year : the last of the study unless given

    Raises
    ------
    ResultsError
        Where the study names no players, or has no such external scenario or year.
    """
    form = results.manifest.get("game")
    if form is None:
        what = "these are not the results of a game"
        remedy = "Write `players` instead of `variants`, as scenarios/great-game.yaml does."
        raise ResultsError(what, path=results.folder, remedy=remedy)
    external = results.externals[0] if external is None else external
    if external not in results.externals:
        what = f"these results have no external scenario {external!r}"
        raise ResultsError(what, remedy=f"They have: {', '.join(results.externals)}.")
    year = results.years[-1] if year is None else year
    if year not in results.years:
        what = f"these results have no year {year} after the decision"
        raise ResultsError(what, remedy=f"They have {results.years[0]} to {results.years[-1]}.")
    players = form["players"]
    strategies = tuple(tuple(player["strategies"]) for player in players)
    place, sizes = results.externals.index(external), tuple(map(len, strategies))
    payoffs = [
        results.values(player["payoff"], [year])[:, place, 0].reshape(*sizes, -1)
        for player in players
    ]
    return Game(
        tuple(player["key"] for player in players),
        strategies,
        np.stack(payoffs),
        tuple(tuple(player["strategies"].values()) for player in players),
        "log points",
    )
