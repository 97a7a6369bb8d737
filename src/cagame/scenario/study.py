"""A study, ready to run: every name looked up, every strategy in numbers."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.errors import ScenarioError
from cagame.scenario.checks import check_left_out, check_outcomes, check_thresholds, spelled_out
from cagame.scenario.document import Document, KeyPath, quoted, suggest
from cagame.scenario.game import GameForm, read_game, reference_of
from cagame.scenario.library import Library
from cagame.scenario.ranges import ranges_spelled_out
from cagame.scenario.roster import Roster, roster_of
from cagame.scenario.shelves import ACTORS, search_path
from cagame.scenario.study_file import (
    MOST_DRAWN,
    SINGLE,
    Parameters,
    Plot,
    Sampling,
    StudyFile,
    Threshold,
    Years,
    study_file_with,
)
from cagame.scenario.validation import validate
from cagame.scenario.variants import Variant, read_variant, variant_keys
from cagame.scenario.yaml_file import read_yaml
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.evidence import Evidence
    from cagame.scenario.external import ExternalScenario
    from cagame.scenario.shelves import ActorKey


@dataclass(frozen=True)
class Scenario:
    """A study with every name looked up.

    Attributes
    ----------
    name : the file's name without .yaml; results are called so
    variants, external : in the order of the file
    parameters : with overrides and ranges by the key of each number, such as ``effectiveness[EU]``
    outcomes, plots : names of what to report and draw
    thresholds : what counts as success, by outcome
    game : who plays and what each can choose, where the variants are all their combinations
    path : the file it came from
    roster : actors that it adds to those of the tables, or replaces
    only : names of the variants that were asked for; none where it is the whole study
    """

    name: str
    title: str
    question: str
    rationale: str
    years: Years
    worlds: int
    seed: int
    sampling: Sampling
    reference: str
    variants: tuple[Variant, ...]
    external: tuple[ExternalScenario, ...]
    parameters: Parameters
    outcomes: tuple[str, ...]
    plots: tuple[Plot, ...]
    thresholds: Mapping[str, Threshold]
    game: GameForm | None = None
    path: Path | None = None
    roster: Roster | None = None
    only: tuple[str, ...] = ()

    @classmethod
    def load(cls, path_or_name: Path | str, evidence: Evidence | None = None) -> Scenario:
        """Load a scenario file, or a study of the library by its name.

        Raises
        ------
        ScenarioError
            Where the file, or one that it names, is missing or wrong: with file, line and remedy.
        """
        path = _file(path_or_name)
        return cls._of(read_yaml(path), evidence, path)

    @classmethod
    def from_text(cls, text: str, evidence: Evidence | None = None) -> Scenario:
        """Read a scenario from YAML text. Raises `ScenarioError` as `load` does."""
        return cls._of(parse_yaml(text), evidence, None)

    @classmethod
    def from_mapping(cls, keys: Mapping[str, Any], evidence: Evidence | None = None) -> Scenario:
        """Build a scenario from the keys of a scenario file, as a notebook would.

        Raises `ScenarioError`, without a line.
        """
        return cls._of(Document(dict(keys)), evidence, None)

    @classmethod
    def _of(cls, document: Document, evidence: Evidence | None, path: Path | None) -> Scenario:
        if evidence is None:
            from cagame.evidence import Evidence  # noqa: PLC0415 (the schema does not need tables)

            evidence = Evidence.load()
        library = Library(search_path(path.parent if path else None), evidence)
        roster = roster_of(document, library)
        if roster is not None:
            evidence = roster.tables(evidence)
            library = replace(library, evidence=evidence, actors=roster.actors)
        file = validate(_format(library.actors), document.data, document)
        check_outcomes(document, ("outcomes",), dict(enumerate(file.outcomes or ())), evidence)
        check_thresholds(document, file.thresholds, evidence)
        check_left_out(document, file.parameters, evidence)
        game = read_game(file, library, document)
        _check_plots(file, game, document)
        overrides = spelled_out(document, ("parameters", "overrides"), file.parameters, evidence)
        where = ("parameters", "ranges")
        ranges = ranges_spelled_out(document, where, file.parameters, overrides, evidence)
        return cls(
            name=results_name(path),
            title=file.title,
            question=file.question,
            rationale=file.rationale,
            years=file.years,
            worlds=file.worlds,
            seed=file.seed,
            sampling=file.sampling,
            reference=(
                reference_of(game, file.reference, document) if game else str(file.reference)
            ),
            variants=(
                game.variants()
                if game
                else tuple(
                    read_variant(name, variant, file.years, library, document)
                    for name, variant in file.variants.items()
                )
            ),
            external=_externals(file, library, document),
            parameters=file.parameters.model_copy(
                update={"overrides": overrides, "ranges": ranges}
            ),
            outcomes=tuple(evidence.outcomes) if file.outcomes is None else file.outcomes,
            plots=file.drawn,
            thresholds=file.thresholds,
            game=game,
            path=path,
            roster=roster,
        )

    def variant(self, name: str) -> Variant:
        """Return a variant by name."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        what = f"{quoted(name)} is not a variant"
        raise Document(None).error((), what, suggest(name, self.variant_names))

    @property
    def variant_names(self) -> tuple[str, ...]:
        """Names of the variants, in order."""
        return tuple(variant.name for variant in self.variants)

    @property
    def external_names(self) -> tuple[str, ...]:
        """Names of the external scenarios, in order."""
        return tuple(external.name or "" for external in self.external)

    def changed(
        self,
        *,
        worlds: int | None = None,
        seed: int | None = None,
        only: Iterable[str] | None = None,
    ) -> Scenario:
        """Return the same study with other worlds, seed, or only some variants.

        The reference stays, because the others are compared with it. A game cannot be run in
        part, because every profile is a cell of its payoff table. Raises `ScenarioError`.
        """
        changes = {"worlds": worlds, "seed": seed}
        given = {key: value for key, value in changes.items() if value is not None}
        keys = self.as_mapping() | given
        file = validate(_format(self.actors), keys, Document(keys))
        variants, asked = self.variants, self.only
        if only is not None and self.game is not None:
            remedy = "Leave strategies out of `players` in the file instead."
            raise Document(None).error((), "a game needs all of its profiles", remedy)
        if only is not None:
            asked = tuple(dict.fromkeys(self.variant(name).name for name in only)) or (
                self.reference,
            )
            kept = {*asked, self.reference}
            variants = tuple(variant for variant in variants if variant.name in kept)
        return replace(self, worlds=file.worlds, seed=file.seed, variants=variants, only=asked)

    def tables(self, evidence: Evidence) -> Evidence:
        """Return tables with the actors that it adds or replaces."""
        return evidence if self.roster is None else self.roster.tables(evidence)

    @property
    def actors(self) -> tuple[ActorKey, ...]:
        """Who can follow strategies: the actors of the tables and those that it adds."""
        return ACTORS if self.roster is None else self.roster.actors

    def as_mapping(self) -> dict[str, Any]:
        """Return the study as the keys of a scenario file that needs no other file.

        `from_mapping` turns it into an equal study with an equal hash.
        """
        return {
            "title": self.title,
            "question": self.question,
            "rationale": self.rationale,
            "years": self.years.model_dump(),
            "worlds": self.worlds,
            "seed": self.seed,
            "sampling": self.sampling,
            **({} if self.roster is None else {"actors": self.roster.keys()}),
            **self._compared(),
            "external": [
                external.model_dump(mode="json", by_alias=True, exclude_none=True)
                for external in self.external
            ],
            "parameters": self.parameters.model_dump(mode="json"),
            "outcomes": list(self.outcomes),
            "plots": list(self.plots),
            "thresholds": {
                name: threshold.model_dump(exclude_none=True)
                for name, threshold in self.thresholds.items()
            },
        }

    def _compared(self) -> dict[str, Any]:
        """Return the keys that say what is compared: players and strategies, or variants."""
        if self.game is not None:
            return {"reference": self.game.profile_keys(self.reference), **self.game.keys()}
        return {
            "reference": self.reference,
            "variants": {
                variant.name: variant_keys(variant, self.actors) for variant in self.variants
            },
        }

    def hash(self) -> str:
        """SHA-256 over everything that the study says, strategies and events in full.

        It does not depend on the order of keys, on comments, or on the name of the file. It does
        depend on the order of lists.
        """
        text = json.dumps(self.as_mapping(), sort_keys=True, allow_nan=False, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _format(actors: Iterable[ActorKey]) -> type[StudyFile]:
    """Return the format of a study in which these actors have keys."""
    return study_file_with(tuple(actor.key for actor in actors if actor not in ACTORS))


def _file(path_or_name: Path | str) -> Path:
    """Take a text without folder and ending as the name of a study, unless such a file exists."""
    path = Path(path_or_name)
    if isinstance(path_or_name, Path) or len(path.parts) != 1 or path.suffix or path.is_file():
        return path
    try:
        return Library().path("study", path_or_name)
    except ScenarioError as error:
        file = f"{path_or_name}.yaml"
        if not Path(file).is_file():
            raise
        remedy = f"Did you mean the file {quoted(file)}? {error.remedy}"
        raise ScenarioError(error.what, remedy=remedy) from None


def results_name(path: Path | None, otherwise: str = "study") -> str:
    """Name of the results: the file's name, without what could lead to another folder."""
    return re.sub(r"[^\w-]+", "-", path.stem if path else "").strip("-") or otherwise


def _check_plots(file: StudyFile, game: GameForm | None, document: Document) -> None:
    """Figures with a mark for each variant cannot hold all profiles of a game."""
    if game is None or len(game.profiles()) <= MOST_DRAWN:
        return
    for position, plot in enumerate(file.drawn):
        if plot not in SINGLE:
            what = f"{quoted(plot)} has a mark for each of {len(game.profiles())} profiles"
            remedy = f"In a game of more than {MOST_DRAWN} profiles, only: {', '.join(SINGLE)}."
            raise document.error(("plots", position), what, remedy)


def _externals(
    file: StudyFile, library: Library, document: Document
) -> tuple[ExternalScenario, ...]:
    found: list[ExternalScenario] = []
    for position, choice in enumerate(file.external):
        where: KeyPath = ("external", position)
        external = library.external_at(choice, document, where)
        if external.name in [each.name for each in found]:
            what = f"the external scenario {quoted(external.name)} is given twice"
            raise document.error(where, what, "Give one of the two another name.")
        _check_years(external, file.years, document, where)
        found.append(external)
    return tuple(found)


def _check_years(
    external: ExternalScenario, years: Years, document: Document, where: KeyPath
) -> None:
    """Events begin after history, which is the same for all, and one of them within the study."""
    for event in external.events:
        if event.start < years.decision:
            what = (
                f"{external.name}: {event.pressure} begins in {event.start}, before the decision "
                f"in {years.decision}, when history is still the same for all"
            )
            raise document.error(where, what, "Let the event begin later, or decide earlier.")
    if external.events and all(event.start > years.end for event in external.events):
        what = f"{external.name} begins after the study ends in {years.end}"
        raise document.error(where, what, "Let the study end later, or leave the scenario out.")
