"""The same exploration with another strategy, a lever at another place, a number held fixed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError
from cagame.exploring.state import MOST_VARIANTS, Compared, Exploration
from cagame.scenario.document import Document
from cagame.scenario.fields import NAME_LENGTH
from cagame.sweep.levers import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.exploring.cast import Cast
    from cagame.exploring.levers import Lever
    from cagame.scenario import Strategy

#: Decimals of a share that is moved.
DECIMALS = 4


def strategy_of(state: Exploration, place: int, actor: str) -> Strategy | None:
    """Return what an actor does in a variant; None where it follows several with dates.

    Raises `ScenarioError` where a strategy is unknown or wrong.
    """
    variant, cast = state.variants[place], state.cast
    choice = choice_of(state, place, actor)
    if isinstance(choice, list | tuple):
        return None
    kind = cast.by_key[actor].kind
    return cast.library.strategy_at(kind, choice, Document(None), (), variant.name)


def choice_of(state: Exploration, place: int, actor: str) -> Any:  # noqa: ANN401 (as files say it)
    """Return what an actor chooses in a variant, or what is in force where it chooses nothing."""
    chosen = state.variants[place].choices.get(actor)
    return chosen or state.cast.in_force(actor, state.years[0])


def base_of(variant: Compared, actor: str) -> str:
    """Name of the library's strategy that an actor's choice starts from; empty where none."""
    choice = variant.choices.get(actor)
    if isinstance(choice, dict):
        return str(choice.get("base", ""))
    return choice if isinstance(choice, str) else ""


def with_strategy(state: Exploration, place: int, actor: str, name: str) -> Exploration:
    """Return the exploration with an actor on another strategy; an empty name: on as before."""
    variant = state.variants[place]
    choices = {key: choice for key, choice in variant.choices.items() if key != actor}
    if name:
        choices[actor] = name
    return _with_variant(state, place, Compared(variant.name, _in_order(choices, state.cast)))


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
    strategy = strategy_of(state, place, actor)
    if strategy is None:
        message = "an actor with several strategies by date has no single lever to move"
        raise InputError(message, remedy="Choose one strategy for it first.")
    choice = choice_of(state, place, actor)
    keys = dict(choice) if isinstance(choice, dict) else {"base": choice}
    if field == "channels":
        keys.pop("channels_by_state", None)
    keys[field] = _moved(state.cast.levers(actor), strategy, field, label, value)
    keys = _without_idle(keys, state.cast, actor)
    simple = keys["base"] if set(keys) == {"base"} else keys
    choices = _in_order({**variant.choices, actor: simple}, state.cast)
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
    added = Compared(_free_name(state, _stem(choices, state.cast)), _in_order(choices, state.cast))
    return replace(state, variants=(*state.variants, added))


def without(state: Exploration, place: int) -> Exploration:
    """Return the exploration without one of its variants; the first of the rest is the reference.

    Raises `InputError` where it is the only one.
    """
    kept = tuple(v for i, v in enumerate(state.variants) if i != place)
    return replace(state, variants=kept)


def _moved(
    levers: Iterable[Lever], strategy: Strategy, field: str, label: str, value: float | str
) -> Any:  # noqa: ANN401 (as files say it)
    lever = next((each for each in levers if each.field == field), None)
    if lever is None or lever.labels == ("",):
        return value
    values = {key: float(each or 0) for key, each in lever.values(strategy).items()}
    if field in SHARES:
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


def _without_idle(keys: dict[str, Any], cast: Cast, actor: str) -> dict[str, Any]:
    """Leave out what the base says itself."""
    if "base" not in keys:
        return keys
    base = cast.library.load(cast.by_key[actor].kind, keys["base"])
    return {key: value for key, value in keys.items() if not _is_idle(value, base, key)}


def _is_idle(value: object, base: Strategy, key: str) -> bool:
    own = getattr(base, key, None)
    if isinstance(own, dict) and isinstance(value, dict):
        # The base is silent about partners that only a study knows.
        return value == dict.fromkeys(value, 0.0) | own
    return bool(value == own)


def _with_variant(state: Exploration, place: int, variant: Compared) -> Exploration:
    others = tuple(v for i, v in enumerate(state.variants) if i != place)
    stem = _stem(variant.choices, state.cast)
    name = variant.name if variant.name.startswith(stem) else stem
    taken = {each.name for each in others}
    if name in taken:
        name = _free_name(replace(state, variants=others), stem)
    renamed = Compared(name, variant.choices)
    variants = (*state.variants[:place], renamed, *state.variants[place + 1 :])
    return replace(state, variants=variants)


def _stem(choices: Mapping[str, Any], cast: Cast) -> str:
    """Return the name of a variant after what it starts from."""
    probe = Compared("", choices)
    bases = [base_of(probe, actor.key) for actor in cast.actors if actor.key in choices]
    return "-".join(base for base in bases if base)[: NAME_LENGTH - 4].strip("-") or "as-before"


def _free_name(state: Exploration, stem: str) -> str:
    taken = {variant.name for variant in state.variants}
    tried = (stem, *(f"{stem}-{number}" for number in range(2, MOST_VARIANTS + 2)))
    return next(name for name in tried if name not in taken)


def _in_order(choices: Mapping[str, Any], cast: Cast) -> dict[str, Any]:
    """Put actors in the order of files; whatever else is there comes last."""
    known = {actor.key: choices[actor.key] for actor in cast.actors if actor.key in choices}
    return known | {key: choice for key, choice in choices.items() if key not in known}
