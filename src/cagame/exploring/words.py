"""Names and numbers as the page writes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from cagame.exploring.state import strategy_title
from cagame.model import shared_library
from cagame.scenario.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cagame.exploring.cast import Cast

#: Decimals of a lever's number.
DECIMALS = 3


def label_name(label: str, cast: Cast) -> str:
    """Return what a lever's index is called, such as ``KZ`` or ``trade``.

    >>> from cagame.exploring.cast import cast_of
    >>> label_name("KZ", cast_of()), label_name("regime", cast_of())
    ('Kazakhstan', 'Regime')
    """
    return cast.names.get(label, label.capitalize())


def strategy_titles(actor: str, decision: int, cast: Cast) -> dict[str, str]:
    """Return what an actor can choose: titles by name; the empty name goes on as before."""
    before = cast.in_force(actor, decision)
    name = before if isinstance(before, str) else before.get("title") or before["name"]
    now = strategy_title(actor, name, cast)
    titles = {entry.name: entry.title for entry in cast.library.list(cast.by_key[actor].kind)}
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
