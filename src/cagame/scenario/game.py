"""Games: some actors each have several strategies, and every combination is a variant.

A combination of one strategy for each player is a profile. Profiles are named by the places of
the strategies, such as ``eu03-russia01-china02``, and listed with the last player's strategy
changing fastest, so that their outcomes are a tensor. Nothing ever needs to read the names.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cagame.scenario.document import quoted, suggest
from cagame.scenario.study_file import MAXIMUM_PROFILES
from cagame.scenario.variants import Variant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.library import Library
    from cagame.scenario.shelves import ActorKey
    from cagame.scenario.strategies import Strategy
    from cagame.scenario.study_file import StudyFile

#: What the budget of every strategy is set to under `equal_budgets`: that of the year.
NEUTRAL_BUDGET = 1.0
#: What a strategy says about itself; it changes nothing in the model.
WORDS = {"name", "title", "rationale", "evidence", "grade", "by_construction"}


@dataclass(frozen=True)
class Player:
    """An actor that chooses among strategies.

    Attributes
    ----------
    strategies : as the file gives them; `played` has the budgets that the game sets
    """

    actor: ActorKey
    strategies: tuple[Strategy, ...]
    equal_budgets: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the strategies, in order."""
        return tuple(strategy.name or "" for strategy in self.strategies)

    @property
    def played(self) -> tuple[Strategy, ...]:
        """The strategies with the budgets that the game gives them."""
        if not self.equal_budgets or not self.budgets:
            return self.strategies
        changes = {"budget": NEUTRAL_BUDGET}
        return tuple(strategy.model_copy(update=changes) for strategy in self.strategies)

    @property
    def budgets(self) -> dict[str, float]:
        """Scale of the budget by strategy, as the file gives it; none where there is no budget."""
        found = {s.name or "": getattr(s, "budget", None) for s in self.strategies}
        return {name: budget for name, budget in found.items() if budget is not None}

    @property
    def budgets_changed(self) -> dict[str, float]:
        """Budgets of the file that the game sets to that of the year."""
        if not self.equal_budgets:
            return {}
        return {name: own for name, own in self.budgets.items() if own != NEUTRAL_BUDGET}


@dataclass(frozen=True)
class GameForm:
    """Who plays, and what each can choose."""

    players: tuple[Player, ...]

    def profiles(self) -> tuple[tuple[int, ...], ...]:
        """All profiles, each by the places of the strategies; the last changes fastest."""
        return tuple(itertools.product(*(range(len(p.strategies)) for p in self.players)))

    def name_of(self, profile: Sequence[int]) -> str:
        """Name of a profile: each player and the place of its strategy, from 1."""
        return "-".join(
            f"{player.actor.key.lower()}{place + 1:02}"
            for player, place in zip(self.players, profile, strict=True)
        )

    def variants(self) -> tuple[Variant, ...]:
        """One variant for each profile, in the order of `profiles`."""
        return tuple(self._variant(profile) for profile in self.profiles())

    def _variant(self, profile: Sequence[int]) -> Variant:
        chosen = {
            player.actor.label: player.played[place]
            for player, place in zip(self.players, profile, strict=True)
        }
        title = " | ".join(strategy.label for strategy in chosen.values())
        return Variant(self.name_of(profile), title, "", chosen)

    def as_manifest(self) -> dict[str, Any]:
        """Players and strategies as the manifest of a run keeps them."""
        return {
            "players": [
                {
                    "key": player.actor.key,
                    "label": player.actor.label,
                    "payoff": player.actor.payoff,
                    "strategies": {s.name: s.label for s in player.strategies},
                    "budgets_changed": player.budgets_changed,
                }
                for player in self.players
            ]
        }

    def keys(self) -> dict[str, Any]:
        """Return the keys of a study file that give this game, strategies written out."""
        dumped = {
            player.actor.key: [
                strategy.model_dump(mode="json", exclude_none=True)
                for strategy in player.strategies
            ]
            for player in self.players
        }
        return {"players": dumped, "equal_budgets": self.players[0].equal_budgets}

    def profile_keys(self, name: str) -> dict[str, str]:
        """Return the strategy of each player in the profile of this name."""
        profile = next(each for each in self.profiles() if self.name_of(each) == name)
        return {
            player.actor.key: player.names[place]
            for player, place in zip(self.players, profile, strict=True)
        }


def read_game(file: StudyFile, library: Library, document: Document) -> GameForm | None:
    """Look up the strategies of all players of a study file; None where it has no players.

    Raises
    ------
    ScenarioError
        Where a strategy is unknown, given twice or a copy of another, where a player's strategies
        spend unequally, where an outcome that the game needs is left out, or where there are
        fewer than two choices to make or too many profiles.
    """
    if file.players is None:
        return None
    players: list[Player] = []
    for actor in library.actors:
        choices = getattr(file.players, actor.key, None)
        if choices is None:
            continue
        where = ("players", actor.key)
        player = Player(actor, _strategies(actor, choices, library, document), file.equal_budgets)
        _check_budgets(player, document, where)
        _check_copies(player, document, where)
        _check_payoff(player, file, document)
        players.append(player)
    game = GameForm(tuple(players))
    _check_size(game, document)
    return game


def reference_of(game: GameForm, wanted: Mapping[str, str] | None, document: Document) -> str:
    """Name of the profile that a game is compared with; a player left out plays its first."""
    chosen = dict(wanted or {})
    places: list[int] = []
    for player in game.players:
        name = chosen.pop(player.actor.key, player.names[0])
        if name not in player.names:
            what = f"{quoted(name)} is not a strategy of {player.actor.key} in this game"
            where = ("reference", player.actor.key)
            raise document.error(where, what, suggest(name, player.names))
        places.append(player.names.index(name))
    for key in chosen:
        what = f"{quoted(key)} is not a player"
        known = [player.actor.key for player in game.players]
        raise document.error(("reference", key), what, suggest(key, known))
    return game.name_of(places)


def _strategies(
    actor: ActorKey, choices: Sequence[object], library: Library, document: Document
) -> tuple[Strategy, ...]:
    found: list[Strategy] = []
    for position, choice in enumerate(choices):
        where: KeyPath = ("players", actor.key, position)
        if isinstance(choice, dict) and "name" not in choice:
            remedy = "Add `name: ...`; results call the strategy so."
            raise document.error(where, "a strategy written here needs a name", remedy)
        strategy = library.strategy_at(actor.kind, choice, document, where, "")
        if strategy.name in [each.name for each in found]:
            what = f"the strategy {quoted(strategy.name)} is given twice"
            raise document.error(where, what, "Give one of the two another name.")
        found.append(strategy)
    return tuple(found)


def _check_budgets(player: Player, document: Document, where: KeyPath) -> None:
    """A strategy that spends more wins by spending: that is no choice of strategy."""
    budgets = player.budgets
    if player.equal_budgets or len(set(budgets.values())) <= 1:
        return
    spent = ", ".join(f"{name} {budget:g}" for name, budget in budgets.items())
    what = f"its strategies do not spend equally (budget: {spent})"
    remedy = "Write `equal_budgets: true` to set all to 1, or give each the same budget."
    raise document.error(where, what, remedy)


def _check_copies(player: Player, document: Document, where: KeyPath) -> None:
    """Two strategies with the same numbers would make two equilibria of one."""
    seen: dict[str, str] = {}
    for position, strategy in enumerate(player.played):
        numbers = strategy.model_dump_json(exclude=WORDS)
        if numbers in seen:
            equal = " once budgets are equal" if player.budgets_changed else ""
            what = f"{quoted(strategy.name)} has the same numbers as {quoted(seen[numbers])}{equal}"
            raise document.error((*where, position), what, "Leave one of the two out.")
        seen[numbers] = strategy.name or ""


def _check_payoff(player: Player, file: StudyFile, document: Document) -> None:
    if file.outcomes is not None and player.actor.payoff not in file.outcomes:
        what = f"{player.actor.payoff} is missing, and {player.actor.key} plays for it"
        raise document.error(("outcomes",), what, f"Add {player.actor.payoff} to the list.")


def _check_size(game: GameForm, document: Document) -> None:
    sizes = [len(player.strategies) for player in game.players]
    if sum(size > 1 for size in sizes) <= 1:
        what = "a game needs two players with two strategies each"
        remedy = "Add a player or strategies; to compare strategies of one actor, use `variants`."
        raise document.error(("players",), what, remedy)
    if math.prod(sizes) > MAXIMUM_PROFILES:
        what = f"{' x '.join(map(str, sizes))} strategies are {math.prod(sizes)} profiles"
        remedy = f"At most {MAXIMUM_PROFILES} are run; leave some strategies out."
        raise document.error(("players",), what, remedy)
