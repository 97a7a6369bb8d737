"""What every actor does in a game: the choices of the seats as dated strategies.

The institutions and the member-state group are two seats of one actor, the Union: where the group
has chosen, its levers are put into the strategy of the institutions, or into that in force where
nobody plays them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cagame.classroom.ledger import budgeted, strategy_of
from cagame.classroom.lesson import GROUP, MEMBERS
from cagame.classroom.members import union_plan
from cagame.exploring.cast import cast_of
from cagame.model import shared_library
from cagame.scenario import Dated

if TYPE_CHECKING:
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Lesson

INSTITUTIONS = "eu"


def plans_of(lesson: Lesson, ledger: Ledger) -> dict[str, tuple[Dated, ...]]:
    """Return what every actor with a choice does, by label; the others go on as before."""
    chosen: dict[str, dict[int, Any]] = {}
    for number, seat, choice in ledger.choices:
        strategy = strategy_of(lesson, seat, number, json.loads(choice))
        chosen.setdefault(seat, {})[lesson.round(number).first] = strategy
    members = chosen.pop(MEMBERS, {})
    institutions = chosen.pop(INSTITUTIONS, {})
    plans = {
        lesson.seat(seat).label: tuple(Dated(year, own) for year, own in steps.items())
        for seat, steps in chosen.items()
    }
    if members:
        institutions = _in_force(lesson, min(members), institutions) | institutions
    if institutions:
        plans[GROUP.label] = union_plan(institutions, members)
    return plans


def _in_force(lesson: Lesson, first: int, chosen: dict[int, Any]) -> dict[int, Any]:
    """Return what the institutions follow from a year on until they choose, by year it begins."""
    last = min(chosen, default=lesson.rounds[-1].last + 1)
    names = {year: cast_of().in_force(INSTITUTIONS, year) for year in range(first, last)}
    return {
        year: budgeted(lesson, shared_library().load("eu", name))
        for year, name in names.items()
        if name != names.get(year - 1)
    }
