"""The shelves of the library: which kinds of files there are, and whose strategies stand where."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from cagame.errors import ScenarioError
from cagame.scenario.external import ExternalScenario
from cagame.scenario.roster_file import RosterFile
from cagame.scenario.strategies import PowerStrategy, StateStrategy, UnionStrategy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.scenario.fields import Documented

#: The kinds of strategies that come with the package. A partner that a study adds has a shelf of
#: its own, called by its key, so that any word can be a kind of strategy.
StrategyKind: TypeAlias = str
Kind: TypeAlias = Literal["eu", "russia", "china", "other", "central-asia", "external", "actors"]
AnyKind: TypeAlias = str


@dataclass(frozen=True)
class Shelf:
    """Where one kind of file stands, what it is called in messages, and what it holds."""

    folder: str
    called: str
    model: type[Documented] | None


SHELVES: Mapping[str, Shelf] = {
    "eu": Shelf("strategies/eu", "EU strategy", UnionStrategy),
    "russia": Shelf("strategies/russia", "Russian strategy", PowerStrategy),
    "china": Shelf("strategies/china", "Chinese strategy", PowerStrategy),
    "other": Shelf("strategies/other", "strategy of the other partners", PowerStrategy),
    "central-asia": Shelf("strategies/central-asia", "Central Asian strategy", StateStrategy),
    "external": Shelf("external", "external scenario", ExternalScenario),
    "actors": Shelf("actors", "file of actors", RosterFile),
    "study": Shelf(".", "study", None),
}


def shelf_of(kind: AnyKind) -> Shelf:
    """Return the shelf of a kind; one that is not listed is that of a partner of this key.

    >>> shelf_of("eu").folder, shelf_of("turkey").folder
    ('strategies/eu', 'strategies/turkey')
    """
    found = SHELVES.get(kind)
    return found or Shelf(f"strategies/{kind}", f"strategy of {kind}", PowerStrategy)


@dataclass(frozen=True)
class ActorKey:
    """How files call an actor, the label of the axes, where its strategies stand, its payoff.

    ``payoff`` is the outcome that the actor plays for in a game; the other partners together are
    no player.
    """

    key: str
    label: str
    kind: StrategyKind
    payoff: str | None = None


ACTORS = (
    ActorKey("eu", "EU", "eu", "payoff_eu"),
    ActorKey("russia", "RU", "russia", "payoff_russia"),
    ActorKey("china", "CN", "china", "payoff_china"),
    ActorKey("other", "OT", "other"),
    ActorKey("KZ", "KZ", "central-asia", "payoff_kazakhstan"),
    ActorKey("KG", "KG", "central-asia", "payoff_kyrgyzstan"),
    ActorKey("TJ", "TJ", "central-asia", "payoff_tajikistan"),
    ActorKey("TM", "TM", "central-asia", "payoff_turkmenistan"),
    ActorKey("UZ", "UZ", "central-asia", "payoff_uzbekistan"),
)


@dataclass(frozen=True)
class Entry:
    """One file of the library.

    It has a ``key``, ``evidence`` and ``where`` like everything that cites facts.
    """

    kind: AnyKind
    name: str
    title: str
    path: Path
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Kind and name, such as ``eu/values-first``."""
        return f"{self.kind}/{self.name}"

    @property
    def where(self) -> str:
        """The file."""
        return str(self.path)


def shipped_folder() -> Path:
    """Folder of the library: inside an installed package, or at the top of the repository.

    Raises `ScenarioError` where there is neither.
    """
    package = Path(str(files("cagame")))
    for folder in (package / "scenarios", package.parents[1] / "scenarios"):
        if (folder / "strategies").is_dir():
            return folder
    what = "the library of strategies is missing"
    raise ScenarioError(what, path=package / "scenarios", remedy="Install cagame again.")


def search_path(beside: Path | None) -> tuple[Path, ...]:
    """Folders to search for a scenario file that stands in a folder: that one, then the shipped."""
    shipped = shipped_folder()
    if beside is not None and beside.resolve() != shipped.resolve():
        return (beside, shipped)
    return (shipped,)
