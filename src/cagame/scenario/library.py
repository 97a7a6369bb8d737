"""The library: strategies, external scenarios and studies, each a file with a name.

A folder holds ``strategies/{eu,russia,china,other,central-asia}/NAME.yaml``,
``external/NAME.yaml``, ``actors/NAME.yaml`` and studies, ``NAME.yaml``. Adding one is adding a
file. The folder of a scenario file is searched before the one that comes with the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

from cagame.scenario.checks import check_event, check_facts, check_outcomes
from cagame.scenario.document import Document, KeyPath, quoted, show, suggest
from cagame.scenario.external import ExternalScenario
from cagame.scenario.fields import Documented, is_name
from cagame.scenario.roster_file import RosterFile
from cagame.scenario.shelves import (
    ACTORS,
    ActorKey,
    AnyKind,
    Entry,
    StrategyKind,
    shelf_of,
    shipped_folder,
)
from cagame.scenario.strategies import (
    ActorStrategy,
    PowerStrategy,
    StateStrategy,
    Strategy,
    UnionStrategy,
)
from cagame.scenario.validation import validate
from cagame.scenario.yaml_file import read_again

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cagame.evidence import Evidence

#: These describe one file; what starts from it as a base has to speak for itself.
NOT_INHERITED = ("name", "title", "rationale", "grade")
#: Whoever sets one of these replaces the other.
ALTERNATIVES = {"channels": "channels_by_state", "channels_by_state": "channels"}


@dataclass(frozen=True)
class Library:
    """Files by kind and name.

    Parameters
    ----------
    folders : searched in this order; by default the library that comes with the package
    evidence : tables to check cited facts and pressures against; None leaves them unchecked
    actors : who can follow strategies
    """

    folders: tuple[Path, ...] = ()
    evidence: Evidence | None = None
    actors: tuple[ActorKey, ...] = ACTORS

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        return self.folders or (shipped_folder(),)

    def names(self, kind: AnyKind) -> tuple[str, ...]:
        """Names of all files of a kind, in alphabetical order."""
        shelf = shelf_of(kind).folder
        stems = {path.stem for folder in self._folders for path in (folder / shelf).glob("*.yaml")}
        return tuple(sorted(stem for stem in stems if is_name(stem)))

    def list(self, kind: AnyKind) -> tuple[Entry, ...]:
        """List all files of a kind with their titles.

        Raises `ScenarioError` where a file cannot be read; studies are not checked any further.
        """
        return tuple(self._entry(kind, name) for name in self.names(kind))

    def partners(self) -> dict[str, str]:
        """Names of all partners that files of actors add, by key and thus by shelf."""
        files = (self.roster_at(name, Document(None), ())[0] for name in self.names("actors"))
        return {each.key: each.name for file in files for each in file.partners.values()}

    def path(self, kind: AnyKind, name: str) -> Path:
        """Find the file with a name.

        Raises
        ------
        ScenarioError
            Where there is none, with the nearest name; where the name is a path, or the file
            leads out of the library.
        """
        return self._path(kind, name, Document(None), ())

    # No partner may be called external, so that the two forms do not meet.
    @overload
    def load(self, kind: Literal["external"], name: str) -> ExternalScenario: ...  # type: ignore[overload-overlap]
    @overload
    def load(self, kind: StrategyKind, name: str) -> Strategy: ...
    def load(self, kind: AnyKind, name: str) -> Documented:
        """Load a strategy or external scenario.

        Raises `ScenarioError` where the file is missing or wrong.
        """
        nowhere = Document(None)
        if kind == "external":
            return self.external_at(name, nowhere, ())
        if kind == "actors":
            return self.roster_at(name, nowhere, ())[0]
        return self.strategy_at(kind, name, nowhere, (), name)

    def strategy_at(
        self, kind: StrategyKind, choice: object, document: Document, where: KeyPath, name: str
    ) -> Strategy:
        """Turn what a document says at a key path, a name or keys, into a strategy.

        Keys without a name get ``name``. Raises `ScenarioError`, which points at the file that
        is wrong.
        """
        found = self._resolved(kind, choice, document, where, name)
        assert isinstance(found, UnionStrategy | PowerStrategy | StateStrategy)  # noqa: S101
        return found

    def external_at(self, choice: object, document: Document, where: KeyPath) -> ExternalScenario:
        """Turn what a document says at a key path, a name or keys, into an external scenario."""
        if isinstance(choice, dict) and "name" not in choice:
            remedy = "Add `name: ...`; results call the scenario so."
            raise document.error(where, "an external scenario written here needs a name", remedy)
        found = self._resolved("external", choice, document, where, "")
        assert isinstance(found, ExternalScenario)  # noqa: S101
        return found

    def roster_at(
        self, choice: object, document: Document, where: KeyPath
    ) -> tuple[RosterFile, Document, KeyPath]:
        """Turn a name or keys into a file of actors, with the document and place of its keys."""
        if not isinstance(choice, dict):
            path = self._path("actors", str(choice), document, where)
            document, where = read_again(path), ()
            choice = {**document.data, "name": document.data.get("name", path.stem)}
        found = self._checked("actors", choice, document, where)
        assert isinstance(found, RosterFile)  # noqa: S101
        return found, document, where

    def _resolved(
        self, kind: AnyKind, choice: object, document: Document, where: KeyPath, name: str
    ) -> Documented:
        if isinstance(choice, dict):
            keys = self._with_base(kind, choice, document, where, ())
            return self._checked(kind, {"name": name, **keys}, document, where)
        name = str(choice)
        file = read_again(self._path(kind, name, document, where))
        if file.data.get("name", name) != name:
            what = f"the file is called {name} but says {show(file.data['name'])}"
            raise file.error(("name",), what, "Delete the key: the file's name is the name.")
        keys = self._with_base(kind, file.data, file, (), (name,))
        return self._checked(kind, {**keys, "name": name}, file, ())

    def _with_base(
        self,
        kind: AnyKind,
        keys: Mapping[str, Any],
        document: Document,
        where: KeyPath,
        trail: tuple[str, ...],
    ) -> dict[str, Any]:
        """Lay the keys over those of their base, and that over its own base."""
        own = dict(keys)
        if "base" not in own:
            return own
        base, at = own.pop("base"), (*where, "base")
        if not isinstance(base, str):
            raise document.error(
                at, f"must be a name, not {show(base)}", "Name a file of the library."
            )
        path = self._path(kind, base, document, at)
        if base in trail:
            circle = " > ".join((*trail, base))
            raise document.error(
                at, f"files start from each other in a circle: {circle}", "Break it."
            )
        beneath = read_again(path)
        inherited = self._with_base(kind, beneath.data, beneath, (), (*trail, base))
        self._checked(kind, {**inherited, "name": base}, beneath, ())
        for key in own:
            inherited.pop(ALTERNATIVES.get(key, key), None)
        return {k: v for k, v in inherited.items() if k not in NOT_INHERITED} | own

    def _checked(
        self, kind: AnyKind, keys: Mapping[str, Any], document: Document, where: KeyPath
    ) -> Documented:
        model = shelf_of(kind).model or Documented
        patrons = None if self.evidence is None else self.evidence.axes.patrons
        found = validate(model, keys, document, where, patrons)
        if self.evidence is not None:
            check_facts(document, (*where, "evidence"), found.evidence, self.evidence)
            if isinstance(found, ActorStrategy):
                named = dict(enumerate(found.by_construction))
                check_outcomes(document, (*where, "by_construction"), named, self.evidence)
            if isinstance(found, ExternalScenario):
                for position, event in enumerate(found.listed):
                    check_event(document, (*where, "events", position), event, self.evidence)
        return found

    def _path(self, kind: AnyKind, name: str, document: Document, where: KeyPath) -> Path:
        called = shelf_of(kind).called
        if not is_name(name):
            what = f"{quoted(name)} is not a name of the library"
            remedy = "Write the name of a file without .yaml, and no folder."
            raise document.error(where, what, remedy)
        for folder in self._folders:
            path = folder / shelf_of(kind).folder / f"{name}.yaml"
            if _is_file(path):
                _check_inside(path, folder, document, where)
                return path
        what = f"there is no {called} {quoted(name)}"
        raise document.error(where, what, suggest(name, self.names(kind), "`cagame scenarios`"))

    def _entry(self, kind: AnyKind, name: str) -> Entry:
        path = self.path(kind, name)
        if kind == "study":
            title = read_again(path).data.get("title")
            return Entry(kind, name, title if isinstance(title, str) else name, path)
        found = self._resolved(kind, name, Document(None), (), name)
        return Entry(kind, name, found.label, path, found.evidence)


def _check_inside(path: Path, folder: Path, document: Document, where: KeyPath) -> None:
    if not path.resolve().is_relative_to(folder.resolve()):
        what = f"the file {path.name} is a link that leads out of the library"
        raise document.error(where, what, "Put the file itself into the library.")


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a folder that may not be searched holds none."""
    try:
        return path.is_file()
    except OSError:
        return False
