"""Variants: which actors do something else than the strategy in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cagame.scenario.shelves import ACTORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.scenario.document import Document
    from cagame.scenario.library import Library
    from cagame.scenario.strategies import Strategy
    from cagame.scenario.study_file import VariantFile


@dataclass(frozen=True)
class Variant:
    """One of the things compared: which actors do what from the decision year on.

    Attributes
    ----------
    strategies : by label, such as EU or KZ; an actor that is not here keeps the one in force
    """

    name: str
    title: str
    rationale: str
    strategies: Mapping[str, Strategy]

    @property
    def by_construction(self) -> tuple[str, ...]:
        """Outcomes that its strategies move by their own definition, each once."""
        named = (o for strategy in self.strategies.values() for o in strategy.by_construction)
        return tuple(dict.fromkeys(named))


def read_variant(name: str, file: VariantFile, library: Library, document: Document) -> Variant:
    """Look up the strategies of a variant; raises `ScenarioError` as the library does."""
    strategies: dict[str, Strategy] = {}
    for actor in ACTORS:
        choice = getattr(file, actor.key)
        if choice is None:
            continue
        where = ("variants", name, actor.key)
        strategies[actor.label] = library.strategy_at(actor.kind, choice, document, where, name)
    only = next(iter(strategies.values())) if len(strategies) == 1 else None
    title = file.title or (only and only.title) or name.replace("-", " ").capitalize()
    return Variant(name, title, file.rationale or (only.rationale if only else ""), strategies)


def variant_keys(variant: Variant) -> dict[str, Any]:
    """Return the keys of a variant with every strategy written out."""
    keys: dict[str, Any] = {"title": variant.title, "rationale": variant.rationale}
    for actor in ACTORS:
        if actor.label in variant.strategies:
            strategy = variant.strategies[actor.label]
            keys[actor.key] = strategy.model_dump(mode="json", exclude_none=True)
    return keys
