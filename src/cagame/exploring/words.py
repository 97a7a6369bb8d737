"""Names and numbers as the page writes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cagame.exploring.moves import in_force
from cagame.exploring.state import ACTOR_OF
from cagame.model import shared_evidence, shared_library
from cagame.scenario.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Decimals of a lever's number.
DECIMALS = 3


@cache
def actor_name(key: str) -> str:
    """Return the full name of an actor, by its key in scenario files.

    >>> actor_name("eu"), actor_name("KZ")
    ('European Union', 'Kazakhstan')
    """
    return shared_evidence().axes.name_of(ACTOR_OF[key].label)


def names() -> dict[str, str]:
    """Return the full names of all actors and channels by label."""
    return {actor.label: actor.name for actor in shared_evidence().axes.actors}


def label_name(label: str) -> str:
    """Return what a lever's index is called, such as ``KZ`` or ``trade``.

    >>> label_name("KZ"), label_name("regime")
    ('Kazakhstan', 'Regime')
    """
    return names().get(label, label.capitalize())


@cache
def strategy_titles(actor: str, decision: int) -> dict[str, str]:
    """Return what an actor can choose: titles by name; the empty name goes on as before."""
    kind = ACTOR_OF[actor].kind
    library = shared_library()
    now = library.load(kind, in_force(actor, decision)).label
    titles = {entry.name: entry.title for entry in library.list(kind)}
    return {"": f"As before: {now}", **titles}


@cache
def external_titles() -> dict[str, str]:
    """Return the titles of the library's external scenarios by name; calm comes first."""
    titles = {entry.name: entry.title for entry in shared_library().list("external")}
    return {"calm": titles["calm"], **titles}


def study_titles(studies: Mapping[str, Path]) -> dict[str, str]:
    """Return the titles of studies by name; one that cannot be read keeps its name."""
    return {name: _study_title(path, path.stat().st_mtime_ns) for name, path in studies.items()}


@cache
def _study_title(path: Path, _: int) -> str:
    from cagame.errors import CagameError  # noqa: PLC0415

    try:
        title: Any = read_yaml(path).data.get("title")
    except CagameError:
        return path.stem
    return title if isinstance(title, str) else path.stem


def lever_number(unit: str, value: float | None) -> str:
    """Write where a lever stands.

    >>> lever_number("share of money", 0.35), lever_number("", 2.0)
    ('35 %', '2')
    """
    if value is None:
        return ""
    if unit.startswith("share"):
        return f"{round(100 * value, 1):g} %"
    return f"{round(value, DECIMALS):g}".replace("-", "\N{MINUS SIGN}")
