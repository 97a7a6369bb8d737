"""The class's choices as one profile of a small game, and where that game would come to rest.

Each of a few seats may play what it played, or one of some strategies of the library kept from the
first round on; all others do what they did. The table is small so that a class can wait for it.
What is an equilibrium of it need not be one among all strategies, so that is checked apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.game import Findings, Game, is_equilibrium
from cagame.classroom.ledger import strategy_of
from cagame.classroom.offers import offered
from cagame.classroom.report import Spread
from cagame.classroom.scenario_file import AS_PLAYED
from cagame.classroom.whatif import throughout
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cagame.analysis.game import Equilibrium
    from cagame.axes import Array
    from cagame.classroom.debrief import BestResponse
    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger

#: Players and own strategies of the small game: 64 profiles take some seconds.
MOST_PLAYERS, MOST_STRATEGIES = 3, 4
#: What the strategy that a team really played is called.
AS_PLAYED_TITLE = "as the class played"
#: How often worlds are drawn again, and the seed of that: enough for two digits of a share.
RESAMPLES, SEED = 200, 1


@dataclass(frozen=True)
class Menu:
    """What a player of the small game chooses from; the first is what it really played."""

    seat: str
    strategies: tuple[str, ...]

    @classmethod
    def of(cls, tried: BestResponse) -> Menu:
        """Make a menu of what was played and of the library's best answers to the others.

        Strategies that differ by their budget only are the same where all spend alike, and one
        may be what was played: each is on the menu once, as equilibria would count twice.
        """
        same = Spread(0.0, 0.0, 0.0)
        menu, seen = [AS_PLAYED], {same}
        for response in tried.tried:
            if response.gain.spread not in seen:
                seen.add(response.gain.spread)
                menu.append(response.strategy)
        return cls(tried.seat, tuple(menu[:MOST_STRATEGIES]))


@dataclass(frozen=True)
class Rest:
    """An equilibrium of the small game.

    Attributes
    ----------
    profile : strategy of each player; empty where somebody mixes
    titles : the same in words; with shares where somebody mixes
    payoffs : mean payoff of each player
    gains : that less the mean payoff in the game as played
    in_resamples : in which share of resampled worlds it is one; None where somebody mixes
    """

    profile: tuple[str, ...]
    titles: tuple[str, ...]
    payoffs: tuple[float, ...]
    gains: tuple[float, ...]
    in_resamples: float | None


@dataclass(frozen=True)
class Move:
    """The best that a player could do alone, and its gain in mean payoff: 0 where it did that."""

    title: str
    gain: float


@dataclass(frozen=True)
class ClassGame:
    """The small game and what was found about it.

    Attributes
    ----------
    seats : who plays it
    strategies : titles of what each may play
    played : mean payoff of each as the class played
    moves : what each would have gained most by alone, within its menu
    is_rest : whether the class's profile is an equilibrium of the small game
    rests : its equilibria
    mixed : whether mixed equilibria were looked for
    dominance : whether the best strategy hardly depends on what the others do
    """

    seats: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    played: tuple[float, ...]
    moves: tuple[Move, ...]
    is_rest: bool
    rests: tuple[Rest, ...]
    mixed: bool
    dominance: bool


def profiles(menus: Sequence[Menu]) -> list[tuple[str, ...]]:
    """Return all combinations of strategies; the last player's changes fastest.

    Raises
    ------
    InputError
        Where there are too few players, too many, or one with no choice.
    """
    if not 1 < len(menus) <= MOST_PLAYERS:
        what = f"a game of {len(menus)} teams"
        raise InputError(f"{what} is not compared", remedy=f"Choose 2 to {MOST_PLAYERS} teams.")
    return list(product(*(menu.strategies for menu in menus)))


def played_as(ledger: Ledger, seats: Iterable[str], profile: Iterable[str]) -> Ledger:
    """Return the game in which these seats play so, and the others as they did."""
    for seat, strategy in zip(seats, profile, strict=True):
        if strategy != AS_PLAYED:
            ledger = ledger.replaced(seat, throughout(strategy))
    return ledger


def payoffs(
    engine: Engine,
    ledger: Ledger,
    seats: Sequence[str],
    wanted: Iterable[Sequence[str]],
    until: int | None = None,
) -> Array:
    """Return payoffs at the end of a round, or of the game, (profile, player, world)."""
    names = [engine.lesson.payoff(seat) for seat in seats]
    return np.stack(
        [
            np.stack([engine.final(played_as(ledger, seats, each), name, until) for name in names])
            for each in wanted
        ]
    )


def game_of_class(engine: Engine, menus: Sequence[Menu], found: Array) -> Game:
    """Put payoffs of all profiles, (profile, player, world), together to a game."""
    sizes = tuple(len(menu.strategies) for menu in menus)
    table = np.moveaxis(found, 1, 0).reshape(len(menus), *sizes, found.shape[-1])
    return Game(
        tuple(menu.seat for menu in menus),
        tuple(menu.strategies for menu in menus),
        table,
        tuple(tuple(_title(engine, menu.seat, name) for name in menu.strategies) for menu in menus),
        "log points",
    )


def holds_out(
    engine: Engine,
    ledger: Ledger,
    seats: Sequence[str],
    profile: Sequence[str],
    until: int | None = None,
) -> bool:
    """Whether nobody would gain by moving alone to any strategy of the library."""
    stood = payoffs(engine, ledger, seats, [profile], until)[0].mean(axis=-1)
    for player, seat in enumerate(seats):
        for entry in offered(seat, engine.lesson.cast):
            moved = (*profile[:player], entry.name, *profile[player + 1 :])
            found = payoffs(engine, ledger, seats, [moved], until)[0, player]
            if found.mean() > stood[player]:
                return False
    return True


def class_game(game: Game) -> ClassGame:
    """Compare what the class played, the first strategy of each, with the equilibria.

    Mixed equilibria are looked for where Gambit is installed.
    """
    start = (0,) * len(game.players)
    mixed = find_spec("pygambit") is not None
    findings = Findings(game, start, resamples=RESAMPLES, seed=SEED, pure=not mixed)
    played = tuple(float(own[start]) for own in game.mean)
    return ClassGame(
        seats=game.players,
        strategies=game.titles,
        played=played,
        moves=tuple(_move(game, player) for player in range(len(start))),
        is_rest=bool(is_equilibrium(game.mean)[start]),
        rests=tuple(_rest(findings, each, played) for each in findings.equilibria.found),
        mixed=mixed,
        dominance=findings.dominance,
    )


def _move(game: Game, player: int) -> Move:
    """Return what a player would have gained most by, moving alone from what it played."""
    column = tuple(slice(None) if each == player else 0 for each in range(len(game.players)))
    own = game.mean[(player, *column)]
    best = int(own.argmax())
    return Move(game.title(player, best), float(own[best] - own[0]))


def _rest(findings: Findings, found: Equilibrium, played: Sequence[float]) -> Rest:
    game = findings.game
    share = None
    if found.is_pure and findings.in_resamples is not None:
        share = float(findings.in_resamples[found.places])
    return Rest(
        profile=game.names(found.places) if found.is_pure else (),
        titles=tuple(_mix(game, player, own) for player, own in enumerate(found.profile)),
        payoffs=tuple(map(float, found.payoffs)),
        gains=tuple(float(a - b) for a, b in zip(found.payoffs, played, strict=True)),
        in_resamples=share,
    )


def _mix(game: Game, player: int, shares: Array) -> str:
    """Name what a player plays; with shares where it mixes."""
    used = [int(place) for place in np.flatnonzero(shares)]
    if len(used) == 1:
        return game.title(player, used[0])
    return ", ".join(f"{shares[place]:.0%} {game.title(player, place)}" for place in used)


def _title(engine: Engine, seat: str, name: str) -> str:
    if name == AS_PLAYED:
        return AS_PLAYED_TITLE
    return strategy_of(engine.lesson, seat, 1, name).label
