"""Mixed equilibria, found by Gambit and checked here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.analysis.game.pure import eliminate, pure_equilibria
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cagame.axes import Array

#: Probabilities of each player's strategies.
Mixed = tuple["Array", ...]

#: A profile is an equilibrium if nobody gains more than this part of its range of payoffs.
MOST_REGRET = 1e-6
#: Two equilibria are the same if no probability differs by more.
SAME = 1e-4
#: Digits that payoffs are handed to exact arithmetic with.
DIGITS = 9
#: More supports than this may take minutes; then single equilibria are traced instead.
MOST_SUPPORTS = 2_000
#: Below this a probability is rounding.
NOTHING = 1e-9
#: Gambit's algorithms for two players stop being quick from about so many strategies in all.
MOST_STRATEGIES = 24


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium.

    Attributes
    ----------
    profile : probabilities of each player's strategies
    payoffs : (player), what they expect
    regret : the most that any player would gain by moving alone, as part of its payoff range
    """

    profile: Mixed
    payoffs: Array
    regret: float

    @property
    def is_pure(self) -> bool:
        """Whether nobody mixes."""
        return all(float(own.max()) > 1 - NOTHING for own in self.profile)

    @property
    def places(self) -> tuple[int, ...]:
        """The likeliest strategy of each player: the profile itself where nobody mixes."""
        return tuple(int(own.argmax()) for own in self.profile)


@dataclass(frozen=True)
class Equilibria:
    """The equilibria that were found, pure ones first.

    Attributes
    ----------
    complete : whether the method finds all, those between extreme ones left out
    method : which of Gambit's algorithms looked for mixed ones, in words
    """

    found: tuple[Equilibrium, ...]
    complete: bool
    method: str

    @property
    def is_even(self) -> bool:
        """Whether their number is even: unless payoffs tie, one is missing then (Wilson 1971)."""
        return len(self.found) % 2 == 0


def expected(payoff: Array, profile: Mixed) -> Array:
    """Expected payoff of one player, or of each of several, under mixed strategies.

    Parameters
    ----------
    payoff : one axis a player, and none or more before them

    >>> payoff = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> float(expected(payoff, (np.array([0.5, 0.5]), np.array([0.25, 0.75]))))
    0.625
    """
    for own in reversed(profile):
        payoff = payoff @ own
    return payoff


def relative_regret(payoffs: Array, profile: Mixed) -> float:
    """Most that any player would gain by moving alone, as part of its range of payoffs."""
    worst = 0.0
    for player, payoff in enumerate(payoffs):
        turned = np.moveaxis(payoff, player, 0)
        others = profile[:player] + profile[player + 1 :]
        replies = expected(turned, others)
        span = float(np.ptp(payoff))
        if span > 0:
            worst = max(worst, float(replies.max() - replies @ profile[player]) / span)
    return worst


def equilibria(payoffs: Array, *, pure: bool = False) -> Equilibria:
    """Find pure and mixed equilibria of a table of mean payoffs.

    Strictly dominated strategies are eliminated first, which loses no equilibrium. Two players:
    all extreme equilibria (Avis et al. 2010). More: those that the logit path (Turocy 2005) and
    the global Newton method (Govindan and Wilson 2003) lead to, and where there are few supports
    also those of each support. Gambit's solver of a support misses some: in 12 of 100 random games
    tracing added what it had missed, and in 2 one was still missing. So mixed equilibria of more
    than two players are never called complete. Whatever Gambit returns is checked against the
    whole table, and what fails is dropped. Pure equilibria are found here, exactly.

    Parameters
    ----------
    pure : leave mixed equilibria out, for which Gambit is not needed

    Raises
    ------
    InputError
        Where pygambit is missing.
    """
    left, _gone = eliminate(payoffs)
    playing = [player for player, own in enumerate(left) if len(own) > 1]
    candidates = [_pure(payoffs, profile) for profile in pure_equilibria(payoffs)]
    if len(playing) <= 1:
        return Equilibria(_checked(payoffs, candidates), complete=True, method="elimination")
    if pure:
        return Equilibria(_checked(payoffs, candidates), complete=False, method="pure only")
    reduced = payoffs[np.ix_(playing, *left)]
    small = reduced.reshape(len(playing), *(len(left[player]) for player in playing))
    found, complete, method = _solved(small)
    candidates += [_whole(payoffs, left, playing, solution) for solution in found]
    return Equilibria(_checked(payoffs, candidates), complete=complete, method=method)


def _solved(payoffs: Array) -> tuple[list[list[list[float]]], bool, str]:
    """Let Gambit solve a game without dominated strategies."""
    gambit = _gambit()
    game = _as_gambit(gambit, payoffs)
    sizes = payoffs.shape[1:]
    if len(sizes) == 2 and sum(sizes) <= MOST_STRATEGIES:  # noqa: PLR2004 (two players)
        solved = gambit.nash.enummixed_solve(game)
        return _probabilities(solved), True, "enumeration of extreme points"
    found = _probabilities(gambit.nash.logit_solve(game, use_strategic=True))
    for start in range(max(sizes)):
        found += _traced(gambit, payoffs, start)
    method = "logit path and global Newton method"
    if len(sizes) > 2 and math.prod(2**size - 1 for size in sizes) <= MOST_SUPPORTS:  # noqa: PLR2004
        found += _probabilities(gambit.nash.enumpoly_solve(game, use_strategic=True))
        method = f"enumeration of supports, {method}"
    return found, False, method


def _traced(gambit: Any, payoffs: Array, start: int) -> list[list[list[float]]]:  # noqa: ANN401
    """Trace equilibria from one strategy of each player.

    The method starts where every player's first strategy is favoured, so the others are rolled
    to the front and back.
    """
    sizes = payoffs.shape[1:]
    shifts = [start % size for size in sizes]
    axes = tuple(range(1, payoffs.ndim))
    rolled = np.roll(payoffs, [-shift for shift in shifts], axis=axes)
    solved = gambit.nash.gnm_solve(_as_gambit(gambit, rolled))
    return [
        [np.roll(own, shift).tolist() for own, shift in zip(each, shifts, strict=True)]
        for each in _probabilities(solved)
    ]


def _gambit() -> Any:  # noqa: ANN401 (pygambit has no types)
    try:
        import pygambit  # noqa: PLC0415 (an extra that few need, and slow to load)
    except ImportError as error:
        what = "mixed equilibria need pygambit, which is not installed"
        remedy = "pip install 'cagame[game]', or leave them out with --pure."
        raise InputError(what, remedy=remedy) from error
    return pygambit


def _as_gambit(gambit: Any, payoffs: Array) -> Any:  # noqa: ANN401 (pygambit has no types)
    exact = np.vectorize(lambda value: Decimal(f"{value:.{DIGITS}g}"), otypes=[object])
    return gambit.Game.from_arrays(*(exact(payoff) for payoff in payoffs))


def _probabilities(solved: Any) -> list[list[list[float]]]:  # noqa: ANN401 (pygambit has no types)
    return [
        [[float(profile[strategy]) for strategy in player.strategies] for player in game.players]
        for game, profile in ((each.game, each) for each in solved.equilibria)
    ]


def _whole(
    payoffs: Array,
    left: Sequence[Sequence[int]],
    playing: Sequence[int],
    solution: Sequence[Sequence[float]],
) -> Mixed:
    """Write the solution of the reduced game in the strategies of the whole one."""
    profile = [np.zeros(size) for size in payoffs.shape[1:]]
    for player, own in enumerate(left):
        mix = solution[playing.index(player)] if player in playing else [1.0]
        profile[player][list(own)] = mix
    return tuple(profile)


def _pure(payoffs: Array, places: Sequence[int]) -> Mixed:
    return tuple(np.eye(size)[place] for size, place in zip(payoffs.shape[1:], places, strict=True))


def _checked(payoffs: Array, candidates: Iterable[Mixed]) -> tuple[Equilibrium, ...]:
    """Keep what is an equilibrium of the whole table, each once, pure ones first."""
    kept: list[Equilibrium] = []
    for candidate in candidates:
        cleaned = tuple(np.where(own < NOTHING, 0.0, own) for own in candidate)
        profile = tuple(own / own.sum() for own in cleaned)
        regret = relative_regret(payoffs, profile)
        if regret <= MOST_REGRET and not any(_same(profile, each.profile) for each in kept):
            kept.append(Equilibrium(profile, expected(payoffs, profile), regret))
    return tuple(sorted(kept, key=lambda each: not each.is_pure))


def _same(one: Mixed, other: Mixed) -> bool:
    return all(np.abs(a - b).max() <= SAME for a, b in zip(one, other, strict=True))
