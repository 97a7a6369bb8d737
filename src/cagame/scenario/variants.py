"""Variants: which actors do something else than the strategy in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cagame.scenario.plans import Plan, plan_keys, read_plan, strategies_of
from cagame.scenario.shelves import ACTORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.scenario.document import Document
    from cagame.scenario.library import Library
    from cagame.scenario.shelves import ActorKey
    from cagame.scenario.strategies import Strategy
    from cagame.scenario.study_file import VariantFile, Years


@dataclass(frozen=True)
class Variant:
    """One of the things compared: which actors do what from the decision year on.

    Attributes
    ----------
    strategies : by label, such as EU or KZ, one or several with dates; an actor that is not here
        keeps the one in force
    """

    name: str
    title: str
    rationale: str
    strategies: Mapping[str, Plan]

    @property
    def by_construction(self) -> tuple[str, ...]:
        """Outcomes that its strategies move by their own definition, each once."""
        played = (each for plan in self.strategies.values() for each in strategies_of(plan))
        return tuple(dict.fromkeys(o for strategy in played for o in strategy.by_construction))


def read_variant(
    name: str, file: VariantFile, years: Years, library: Library, document: Document
) -> Variant:
    """Look up the strategies of a variant; raises `ScenarioError` as the library does."""
    strategies: dict[str, Plan] = {}
    for actor in library.actors:
        choice = getattr(file, actor.key)
        if choice is None:
            continue
        where = ("variants", name, actor.key)
        strategies[actor.label] = read_plan(
            actor.kind, choice, years, library, document, where, name
        )
    plain = unsaid(name, strategies)
    title, rationale = file.title or plain.title, file.rationale or plain.rationale
    return Variant(name, title, rationale, strategies)


def unsaid(name: str, strategies: Mapping[str, Plan]) -> Variant:
    """Return a variant that says nothing of itself: its only strategy speaks for it, or its name.

    >>> unsaid("as-before", {}).title
    'As before'
    """
    only = _only(strategies)
    title = (only and only.title) or name.replace("-", " ").capitalize()
    return Variant(name, title, only.rationale if only else "", strategies)


def variant_keys(variant: Variant, actors: Iterable[ActorKey] = ACTORS) -> dict[str, Any]:
    """Return the keys of a variant with every strategy written out."""
    keys: dict[str, Any] = {"title": variant.title, "rationale": variant.rationale}
    for actor in actors:
        if actor.label in variant.strategies:
            keys[actor.key] = plan_keys(variant.strategies[actor.label])
    return keys


def _only(strategies: Mapping[str, Plan]) -> Strategy | None:
    """Return the strategy of a variant that has just one."""
    played = [each for plan in strategies.values() for each in strategies_of(plan)]
    return played[0] if len(played) == 1 else None
