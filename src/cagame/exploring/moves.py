"""The same exploration with another strategy, a lever at another place, a number held fixed."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError
from cagame.exploring.levers import COUNCIL_RULE, LEVERS_WITH_LABELS, SHARED_OUT
from cagame.exploring.state import ACTOR_OF, MOST_VARIANTS, Compared, Exploration
from cagame.model import shared_library
from cagame.scenario import ACTORS
from cagame.scenario.document import Document
from cagame.scenario.fields import NAME_LENGTH
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.scenario import Strategy
    from cagame.scenario.strategies import ActorStrategy

#: Decimals of a share that is moved.
DECIMALS = 4


def strategy_of(variant: Compared, actor: str, decision: int) -> Strategy | None:
    """Return what an actor does in a variant; None where it follows several with dates.

    Raises `ScenarioError` where a strategy is unknown or wrong.
    """
    choice = variant.choices.get(actor) or in_force(actor, decision)
    if isinstance(choice, list | tuple):
        return None
    kind = ACTOR_OF[actor].kind
    return shared_library().strategy_at(kind, choice, Document(None), (), variant.name)


def in_force(actor: str, year: int) -> str:
    """Name of the strategy that an actor follows in a year unless it chooses another.

    >>> in_force("eu", 2018), in_force("eu", 2025), in_force("KZ", 2025)
    ('strategy-2007', 'joint-roadmap', 'steady')
    """
    course = _history()[ACTOR_OF[actor].label]
    return str([row["strategy"] for row in course if row["from"] <= year][-1])


@cache
def _history() -> Any:  # noqa: ANN401 (rows of a file)
    return read_yaml(files("cagame") / "data" / "history.yaml")


def base_of(variant: Compared, actor: str) -> str:
    """Name of the library's strategy that an actor's choice starts from; empty where none."""
    choice = variant.choices.get(actor)
    if isinstance(choice, dict):
        return str(choice.get("base", ""))
    return choice if isinstance(choice, str) else ""


def values_of(strategy: ActorStrategy, field: str) -> dict[str, float | None]:
    """Return where a lever stands, by label; None where the strategy leaves it to the tables."""
    value: Any = getattr(strategy, field)
    if field == "channels" and value is None:
        value = _over_partners(strategy)
    if LEVERS_WITH_LABELS[field] == ("",):
        return {"": value}
    return {label: value[label] for label in LEVERS_WITH_LABELS[field]}


def with_strategy(state: Exploration, place: int, actor: str, name: str) -> Exploration:
    """Return the exploration with an actor on another strategy; an empty name: on as before."""
    variant = state.variants[place]
    choices = {key: choice for key, choice in variant.choices.items() if key != actor}
    if name:
        choices[actor] = name
    return _with_variant(state, place, Compared(variant.name, _in_order(choices)))


def with_lever(
    state: Exploration, place: int, actor: str, field: str, label: str, value: float | str
) -> Exploration:
    """Return the exploration with one lever of one actor moved.

    Where the lever is a share, the others give way in proportion. A lever at the place that its
    strategy has by itself is no change.

    Raises
    ------
    InputError
        Where the actor follows several strategies with dates.
    """
    variant = state.variants[place]
    strategy = strategy_of(variant, actor, state.years[0])
    if strategy is None:
        message = "an actor with several strategies by date has no single lever to move"
        raise InputError(message, remedy="Choose one strategy for it first.")
    choice = variant.choices.get(actor) or in_force(actor, state.years[0])
    keys = dict(choice) if isinstance(choice, dict) else {"base": choice}
    if field == "channels":
        keys.pop("channels_by_state", None)
    keys[field] = _moved(strategy, field, label, value)
    keys = _without_idle(keys, actor)
    simple = keys["base"] if set(keys) == {"base"} else keys
    choices = _in_order({**variant.choices, actor: simple})
    return _with_variant(state, place, Compared(variant.name, choices))


def with_number(state: Exploration, key: str, value: float | None) -> Exploration:
    """Return the exploration with a number held fixed in all worlds; None: drawn again."""
    overrides = {k: v for k, v in state.parameters.get("overrides", {}).items() if k != key}
    if value is not None:
        overrides[key] = value
    ranges = {k: v for k, v in state.parameters.get("ranges", {}).items() if k != key}
    changed = {"overrides": overrides, "ranges": ranges}
    kept = {k: v for k, v in state.parameters.items() if k not in changed}
    filled = {name: each for name, each in changed.items() if each}
    return replace(state, parameters=filled | kept)


def with_another(state: Exploration, choices: Mapping[str, Any]) -> Exploration:
    """Return the exploration with one more variant. Raises `InputError` where four are there."""
    if len(state.variants) == MOST_VARIANTS:
        message = f"{MOST_VARIANTS} variants are there already"
        raise InputError(message, remedy="Remove one first.")
    added = Compared(_free_name(state, _stem(choices)), _in_order(choices))
    return replace(state, variants=(*state.variants, added))


def without(state: Exploration, place: int) -> Exploration:
    """Return the exploration without one of its variants; the first of the rest is the reference.

    Raises `InputError` where it is the only one.
    """
    kept = tuple(v for i, v in enumerate(state.variants) if i != place)
    return replace(state, variants=kept)


def _moved(strategy: Strategy, field: str, label: str, value: float | str) -> Any:  # noqa: ANN401
    if field == COUNCIL_RULE or LEVERS_WITH_LABELS[field] == ("",):
        return value
    values = {k: float(v or 0) for k, v in values_of(strategy, field).items()}
    if field in SHARED_OUT:
        return rebalanced(values, label, float(value))
    return values | {label: float(value)}


def rebalanced(shares: Mapping[str, float], label: str, value: float) -> dict[str, float]:
    """Return shares with one of them moved and the others scaled, so that they sum to 1.

    >>> rebalanced({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.75)
    {'a': 0.75, 'b': 0.15, 'c': 0.1}
    >>> rebalanced({"a": 1.0, "b": 0.0, "c": 0.0}, "a", 0.5)
    {'a': 0.5, 'b': 0.25, 'c': 0.25}
    """
    others = {k: v for k, v in shares.items() if k != label}
    total, left = math.fsum(others.values()), 1 - value
    scaled = {
        k: round(left * (v / total if total > 0 else 1 / len(others)), DECIMALS)
        for k, v in others.items()
    }
    # What rounding leaves over goes to the largest of the others.
    largest = max(scaled, key=lambda k: scaled[k])
    rest = left - math.fsum(scaled.values())
    scaled[largest] = max(0.0, round(scaled[largest] + rest, 2 * DECIMALS))
    return {k: value if k == label else scaled[k] for k in shares}


def _over_partners(strategy: Any) -> dict[str, float]:  # noqa: ANN401 (an EU strategy)
    """Shares by channel over all partners, each weighted by its share of the money."""
    by_state = strategy.channels_by_state
    return {
        channel: math.fsum(strategy.partners[s] * by_state[s][channel] for s in by_state)
        for channel in LEVERS_WITH_LABELS["channels"]
    }


def _without_idle(keys: dict[str, Any], actor: str) -> dict[str, Any]:
    """Leave out what the base says itself."""
    if "base" not in keys:
        return keys
    base: Any = shared_library().load(ACTOR_OF[actor].kind, keys["base"])
    return {key: value for key, value in keys.items() if value != getattr(base, key, None)}


def _with_variant(state: Exploration, place: int, variant: Compared) -> Exploration:
    others = tuple(v for i, v in enumerate(state.variants) if i != place)
    stem = _stem(variant.choices)
    name = variant.name if variant.name.startswith(stem) else stem
    taken = {each.name for each in others}
    if name in taken:
        name = _free_name(replace(state, variants=others), stem)
    renamed = Compared(name, variant.choices)
    variants = (*state.variants[:place], renamed, *state.variants[place + 1 :])
    return replace(state, variants=variants)


def _stem(choices: Mapping[str, Any]) -> str:
    """Return the name of a variant after what it starts from."""
    probe = Compared("", choices)
    bases = [base_of(probe, actor.key) for actor in ACTORS if actor.key in choices]
    return "-".join(base for base in bases if base)[: NAME_LENGTH - 4].strip("-") or "as-before"


def _free_name(state: Exploration, stem: str) -> str:
    taken = {variant.name for variant in state.variants}
    tried = (stem, *(f"{stem}-{number}" for number in range(2, MOST_VARIANTS + 2)))
    return next(name for name in tried if name not in taken)


def _in_order(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Put actors in the order of files; those that a study adds come last."""
    known = {actor.key: choices[actor.key] for actor in ACTORS if actor.key in choices}
    return known | {key: choice for key, choice in choices.items() if key not in known}
