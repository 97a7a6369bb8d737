"""What ``cagame analyse game`` is asked, and the game that it is asked about."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cagame.analysis.game import Findings, game_of
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cagame.analysis.game import Game
    from cagame.results import Results


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    external: str | None = None
    hold: Sequence[str] = ()
    weight: Sequence[str] = ()
    state: Sequence[str] = ()
    resamples: int = 1000
    seed: int = 1
    pure: bool = False
    nfg: Path | None = None
    out: Path | None = None


@dataclass(frozen=True)
class Played:
    """Results, the game they hold, and what is found about it."""

    results: Results
    external: str
    findings: Findings
    evidence: Evidence = field(default_factory=Evidence.load)

    @property
    def name(self) -> dict[str, str]:
        """What to call each player, by its key."""
        labels = {each["key"]: each["label"] for each in self.results.manifest["game"]["players"]}
        names = {actor.label: actor.name for actor in self.evidence.axes.actors}
        short = {"EU": "the EU"}
        return {key: short.get(label, names.get(label, key)) for key, label in labels.items()}


def read(results: Results, wanted: Wanted) -> Played:
    """Build the game of results, with some players held.

    Raises
    ------
    InputError
        Where the results are not those of a game, or an option names what is not there.
    """
    found = game_of(results, wanted.external)
    # The reference is one of the variants, which are the profiles in order.
    status_quo = found.profiles()[results.variants.index(results.reference)]
    for text in wanted.hold:
        player, strategy = _pair(text, found.players, "--hold", "russia=baseline")
        own = found.strategies[player]
        if strategy not in own:
            what = f"{strategy!r} is not a strategy of {found.players[player]} in this game"
            raise InputError(what, remedy=suggest(strategy, own))
        found = found.held(player, own.index(strategy))
        status_quo = (*status_quo[:player], 0, *status_quo[player + 1 :])
    weights = _weights(found, wanted.weight)
    findings = Findings(found, status_quo, wanted.resamples, wanted.seed, weights, wanted.pure)
    return Played(results, wanted.external or results.externals[0], findings)


def _pair(text: str, players: Sequence[str], option: str, example: str) -> tuple[int, str]:
    """Split ``russia=baseline`` into the place of the player and what stands behind it."""
    player, sign, value = text.partition("=")
    if not sign or not value:
        raise InputError(f"{option} {text!r} is not understood", remedy=f"Write {example}.")
    if player not in players:
        what = f"{option}: {player!r} is not a player"
        raise InputError(what, remedy=suggest(player, players))
    return players.index(player), value


def _weights(found: Game, given: Iterable[str]) -> list[float] | None:
    """Weights of the players' payoffs; those that are not named count 1."""
    weights = [1.0] * len(found.players)
    for text in given:
        player, value = _pair(text, found.players, "--weight", "eu=2")
        try:
            weights[player] = float(value)
        except ValueError:
            what = f"--weight: {value!r} is not a number"
            raise InputError(what, remedy="Write eu=2.") from None
        if not math.isfinite(weights[player]) or weights[player] < 0:
            raise InputError(f"--weight: {value} is below 0 or infinite", remedy="Write eu=2.")
    if not any(weights):
        raise InputError("--weight: all weights are 0", remedy="Give one of them more.")
    return weights
