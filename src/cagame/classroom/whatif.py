"""What a seat could have done otherwise: one strategy throughout, or one lever, all else as it was.

A lever is a number of a strategy file with bounds of its own, such as the EU's coordination. Moved
in a what-if, it has the new value in all rounds; everything else that the seat chose stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cagame.classroom.ledger import strategy_of
from cagame.errors import InputError
from cagame.scenario import PowerStrategy, StateStrategy, UnionStrategy
from cagame.tables import read_yaml

if TYPE_CHECKING:
    from pydantic import BaseModel

    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Lesson

#: Budgets are no lever of a class game, in which all strategies spend alike.
NO_LEVER = "budget"


@dataclass(frozen=True)
class Lever:
    """A number that a strategy may set.

    Attributes
    ----------
    label : the key in words
    meaning : what the file format says about it
    """

    key: str
    label: str
    meaning: str
    low: float
    high: float


def levers(lesson: Lesson, seat: str) -> tuple[Lever, ...]:
    """Return the levers of a seat that are one number, in the order of the file format.

    Raises
    ------
    InputError
        Where there is no such seat.
    """
    kinds: dict[str, type[BaseModel]] = {"eu": UnionStrategy, "central-asia": StateStrategy}
    model = kinds.get(lesson.seat(seat).kind, PowerStrategy)
    found = []
    for key, told in model.model_json_schema()["properties"].items():
        bounds = next((each for each in (told, *told.get("anyOf", ())) if "maximum" in each), None)
        if bounds is not None and key != NO_LEVER:
            label = key.replace("_", " ").capitalize()
            low, high = float(bounds["minimum"]), float(bounds["maximum"])
            found.append(Lever(key, label, told.get("description", ""), low, high))
    return tuple(found)


def in_force(lesson: Lesson, seat: str) -> str:
    """Return the name of the strategy that a seat follows as long as it chooses nothing."""
    history = read_yaml(files("cagame") / "data" / "history.yaml")
    decision = lesson.study.years.decision
    steps = history[lesson.seat(seat).label]
    return str([step["strategy"] for step in steps if step["from"] <= decision][-1])


def with_lever(
    lesson: Lesson, ledger: Ledger, seat: str, key: str, value: float
) -> dict[int, object]:
    """Return the choices of a seat, by round, with one lever set in all of them.

    Raises
    ------
    InputError
        Where the seat has no such lever.
    """
    lever = next((each for each in levers(lesson, seat) if each.key == key), None)
    if lever is None:
        known = ", ".join(each.key for each in levers(lesson, seat))
        what = f"{key!r} is no lever of {seat}"
        raise InputError(what, remedy=f"Choose from: {known}.")
    changed: dict[int, object] = {}
    for during in lesson.rounds:
        chosen = ledger.choice(seat, during.number)
        if chosen is None and during.number > 1:
            continue
        if chosen is None or chosen[0] == during.number:
            choice = in_force(lesson, seat) if chosen is None else chosen[1]
            title = strategy_of(lesson, seat, during.number, choice).label
            keys: dict[str, Any] = {"base": choice} if isinstance(choice, str) else dict(choice)
            keys |= {"title": f"{title}; {lever.label.lower()} {value:g}", key: value}
            changed[during.number] = keys
    return changed


def throughout(strategy: str) -> dict[int, object]:
    """Return choices of one strategy of the library from the first round to the last."""
    return {1: strategy}
