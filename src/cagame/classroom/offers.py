"""What a seat can choose from: strategies, the one to begin with, and levers.

Actors choose strategies of the library. A member-state group has no shelf there: it has ready-made
choices of its own, and only the levers that it holds.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.classroom.lesson import MEMBERS, SEATS
from cagame.classroom.members import AS_NOW, READY_MADE, held, member_strategy, ready_made
from cagame.model import shared_library
from cagame.scenario import Entry

if TYPE_CHECKING:
    from cagame.classroom.members import MemberStrategy
    from cagame.exploring.cast import Cast
    from cagame.exploring.levers import Lever
    from cagame.scenario import Strategy
    from cagame.scenario.shelves import StrategyKind

#: Strategies that are kept in memory: all of the library.
MOST_STRATEGIES = 64


def offered(seat: str, cast: Cast) -> tuple[Entry, ...]:
    """Return the strategies that a seat can choose.

    Parameters
    ----------
    cast : who takes part, as in all of this module

    >>> from cagame.exploring.cast import cast_of
    >>> [entry.name for entry in offered("members", cast_of())][:3]
    ['as-now', 'go-alone', 'team-europe']
    """
    if seat != MEMBERS:
        return shared_library().list(_kind(seat, cast))
    path = Path(str(files("cagame.classroom") / READY_MADE))
    found = [member_strategy(name, name) for name in ready_made()]
    return tuple(Entry(SEATS[MEMBERS].kind, str(e.name), e.label, path, e.evidence) for e in found)


def loaded(seat: str, name: str, cast: Cast) -> Strategy | MemberStrategy:
    """Return one of the strategies that a seat can choose.

    Raises
    ------
    CagameError
        Where there is none of this name.
    """
    if seat == MEMBERS:
        return member_strategy(name, name)
    return _loaded(_kind(seat, cast), name)


def first_choice(seat: str, year: int, cast: Cast) -> str:
    """Name of the strategy that a seat follows in a year unless it chooses another.

    >>> from cagame.exploring.cast import cast_of
    >>> first_choice("eu", 2025, cast_of()), first_choice("members", 2025, cast_of())
    ('joint-roadmap', 'as-now')
    """
    return AS_NOW if seat == MEMBERS else str(cast.in_force(seat, year))


def levers_for(seat: str, cast: Cast) -> tuple[Lever, ...]:
    """Return the levers of a seat; the EU has all of the Union's where nobody plays its members."""
    every = cast.levers("eu" if seat == MEMBERS else seat)
    return tuple(each for each in every if each.field in held(seat)) if seat == MEMBERS else every


def _kind(seat: str, cast: Cast) -> StrategyKind:
    return cast.by_key[seat].kind


@lru_cache(MOST_STRATEGIES)
def _loaded(kind: StrategyKind, name: str) -> Strategy:
    return shared_library().load(kind, name)
