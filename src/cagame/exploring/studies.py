"""Where an exploration starts: a study, of the library or of a file, cut down to a page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cagame.errors import ScenarioError
from cagame.exploring.cast import written
from cagame.exploring.state import (
    FIRST_OUTCOME,
    MOST_VARIANTS,
    MOST_WORLDS,
    Compared,
    Exploration,
)
from cagame.model import shared_evidence, shared_library
from cagame.region.outcomes import COST
from cagame.scenario import Scenario
from cagame.scenario.plans import plan_keys
from cagame.scenario.shelves import shipped_folder
from cagame.scenario.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cagame.scenario.external import ExternalScenario

#: The study that a page opens with.
FIRST_STUDY = "eu-strategies"


def studies(folder: Path | None = None) -> dict[str, Path]:
    """Return the studies to choose from, by name: those that ship with cagame, and a folder's.

    Where both have one of the same name, it is the folder's.
    """
    folders = [shipped_folder(), *([] if folder is None else [folder])]
    found = {path.stem: path for each in folders for path in sorted(each.glob("*.yaml"))}
    first = {FIRST_STUDY: found[FIRST_STUDY]} if FIRST_STUDY in found else {}
    return {**first, **found}


def opened(path: Path) -> tuple[Scenario, Mapping[str, Any]]:
    """Return a study and the keys that its file gives. Raises `ScenarioError`."""
    study = Scenario.load(path, shared_evidence())
    own_library = path.parent.resolve() != shipped_folder().resolve()
    # A folder's own strategies are unknown elsewhere, so they are written out.
    return study, {} if own_library else read_yaml(path).data


def of_study(
    study: Scenario,
    given: Mapping[str, Any] | None = None,
    names: Sequence[str] = (),
    external: str = "",
) -> Exploration:
    """Return an exploration of a study: its reference, and the first others or those named.

    Parameters
    ----------
    given : keys of its file; from these, strategies keep their names and what they start from
    names : variants to take besides the reference
    external : name of the external scenario; the first unless given
    """
    chosen = [name for name in names or study.variant_names if name != study.reference]
    kept = [study.reference, *chosen][:MOST_VARIANTS]
    choices = dict((given or {}).get("variants") or {})
    return Exploration(
        title=study.title,
        question=study.question,
        variants=tuple(_compared(study, name, choices) for name in kept),
        external=_external(study, given or {}, external),
        parameters=study.parameters.model_dump(mode="json", exclude_defaults=True),
        years=(study.years.decision, study.years.end),
        seed=study.seed,
        sampling=study.sampling,
        actors=_actors(study, given or {}),
        outcome=_first_outcome(study),
    )


def with_variants(
    state: Exploration, study: Scenario, given: Mapping[str, Any], names: Sequence[str]
) -> Exploration:
    """Return the exploration with other variants of its study; those that stay keep their levers.

    The study's reference stays the first.
    """
    there = {variant.name: variant for variant in state.variants}
    fresh = of_study(study, given, names)
    variants = tuple(there.get(variant.name, variant) for variant in fresh.variants)
    return replace(state, variants=variants)


def cut(study: Scenario) -> tuple[str, ...]:
    """Say in sentences what of a study does not fit the page.

    A game of ten profiles, say, shows four of them.
    """
    said = []
    if len(study.variants) > MOST_VARIANTS:
        said.append(
            f"The study has {len(study.variants)} variants; "
            f"up to {MOST_VARIANTS} fit side by side. Choose which above."
        )
    if len(study.external) > 1:
        said.append(
            f"It has {len(study.external)} external scenarios; one is shown at a time. "
            "Choose which above."
        )
    if study.worlds > MOST_WORLDS:
        said.append(f"It asks for {study.worlds:,} worlds; this page runs {MOST_WORLDS:,} at most.")
    return tuple(said)


def _compared(study: Scenario, name: str, given: Mapping[str, Any]) -> Compared:
    variant = study.variant(name)
    if name in given:
        keys = dict(given[name] or {})
        words = ("title", "rationale")
        choices = {k: v for k, v in keys.items() if k not in words and v is not None}
        return Compared(name, choices, keys.get("title") or "")
    choices = {
        actor.key: plan_keys(variant.strategies[actor.label], partial(written, actor.kind))
        for actor in study.actors
        if actor.label in variant.strategies
    }
    return Compared(name, choices, "" if study.game else variant.title)


def _actors(study: Scenario, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 (name or keys)
    """Return the actors that a study brings along: as its file says it, or in full."""
    return given.get("actors") or (study.roster and study.roster.keys())


def _first_outcome(study: Scenario) -> str:
    """Return what to look at first; a study that adds partners is about them."""
    adds = study.roster is not None and study.roster.partners
    shown = [name for name in study.outcomes if name != COST] if adds else []
    return next(iter(shown), FIRST_OUTCOME)


def _external(study: Scenario, given: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401
    names = list(study.external_names)
    if name and name not in names:
        message = "the study has no external scenario of that name"
        raise ScenarioError(message, remedy=f"It has: {', '.join(names)}.")
    place = names.index(name) if name else 0
    if given.get("external"):
        return given["external"][place]
    return _short(study.external[place])


def _short(external: ExternalScenario) -> Any:  # noqa: ANN401 (name or keys)
    library, name = shared_library(), str(external.name)
    if name in library.names("external") and library.load("external", name) == external:
        return name
    return external.model_dump(mode="json", by_alias=True, exclude_none=True)
