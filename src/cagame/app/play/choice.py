"""What a team is about to choose: a strategy, and what it changes about it.

Every move gives a new choice within the bounds of the tables, whatever a browser sent.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cagame.classroom.offers import first_choice, levers_for, loaded
from cagame.errors import CagameError, InputError
from cagame.exploring.cast import Cast, cast_of
from cagame.exploring.moves import rebalanced
from cagame.sweep.levers import SHARES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.classroom.members import MemberStrategy
    from cagame.exploring.levers import Lever
    from cagame.scenario import Strategy

#: Letters of a team's own name for its strategy.
TITLE_LENGTH = 60
#: Differences that no slider shows.
SMALL = 1e-9


@dataclass(frozen=True)
class Choice:
    """A choice that a team is making.

    Attributes
    ----------
    seat : who chooses
    base : the strategy that it starts from, of those that the seat can choose
    changes : by field, a number or numbers by label
    title : the team's own name for it, only where it changes something
    cast : who takes part
    """

    seat: str
    base: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    cast: Cast = field(default_factory=cast_of, repr=False, compare=False)

    @classmethod
    def first(cls, seat: str, year: int, cast: Cast | None = None) -> Choice:
        """Return what an actor would do anyway: the strategy in force.

        Parameters
        ----------
        cast : who takes part, here and below; the actors of the tables unless given
        """
        cast = cast or cast_of()
        return cls(seat, first_choice(seat, year, cast), cast=cast)

    @classmethod
    def of(cls, seat: str, given: object, cast: Cast | None = None) -> Choice:
        """Return the choice that was submitted or kept.

        Raises
        ------
        InputError
            Where it is none.
        """
        cast = cast or cast_of()
        if isinstance(given, str):
            return cls(seat, given, cast=cast).checked()
        if not isinstance(given, dict) or not isinstance(given.get("base"), str):
            raise InputError("this is no choice", remedy="Choose a strategy of the list.")
        changes = {key: each for key, each in given.items() if key not in {"base", "title"}}
        return cls(seat, given["base"], changes, str(given.get("title", "")), cast).checked()

    @classmethod
    def from_text(cls, seat: str, text: str, cast: Cast | None = None) -> Choice | None:
        """Read a draft; None where there is none that can be read."""
        try:
            return cls.of(seat, json.loads(text), cast)
        except (ValueError, CagameError):
            return None

    def checked(self) -> Choice:
        """Return the choice. Raises `CagameError` where its base or a lever is unknown."""
        _ = self.strategy
        known = {lever.field for lever in self.levers}
        unknown = [key for key in self.changes if key not in known]
        if unknown:
            message = f"{unknown[0]!r} cannot be changed here"
            raise InputError(message, remedy="Use the controls of the page.")
        return self

    @property
    def strategy(self) -> Strategy | MemberStrategy:
        """The strategy that it starts from."""
        return loaded(self.seat, self.base, self.cast)

    @property
    def levers(self) -> tuple[Lever, ...]:
        """What can be changed."""
        return levers_for(self.seat, self.cast)

    def keys(self) -> str | dict[str, Any]:
        """Return the choice as scenario files write it: a name, or keys."""
        if not self.changes:
            return self.base
        return {"base": self.base, "title": self.own_title, **self.changes}

    def text(self) -> str:
        """Return the choice as a draft that `from_text` reads."""
        return json.dumps(self.keys(), sort_keys=True)

    @property
    def own_title(self) -> str:
        """What others read: the name that the team gave, or the base and that it was changed."""
        name = " ".join("".join(c if c.isprintable() else " " for c in self.title).split())
        if not self.changes:
            return self.strategy.label
        return name[:TITLE_LENGTH] or f"{self.strategy.label}, changed"[:TITLE_LENGTH]

    def values(self, name: str) -> dict[str, float | None]:
        """Return where a lever stands, by label; None where worlds draw it."""
        usual = self._usual(name)
        if name not in self.changes:
            return usual
        own = self.changes[name]
        return {**usual, **own} if isinstance(own, dict) else {"": own}

    def moved(self, name: str, label: str, value: object) -> Choice:
        """Return the choice with a lever moved; of shares, the others give way in proportion.

        Raises
        ------
        InputError
            Where there is no such lever, or the value is no number. One outside the bounds stops
            at them.
        """
        lever = self._lever(name)
        if label not in lever.labels:
            raise InputError(f"there is no lever {name!r}", remedy="Load the page again.")
        number = _number(value, lever)
        values = {key: float(each or 0.0) for key, each in self.values(name).items()}
        if name in SHARES:
            new: Any = rebalanced(values, label, number)
        elif lever.labels == ("",):
            new = number
        else:
            new = values | {label: number}
        return self._with(name, new)

    def started_from(self, base: str) -> Choice:
        """Return a choice that starts from another strategy, with nothing changed."""
        return Choice(self.seat, base, cast=self.cast).checked()

    def called(self, title: str) -> Choice:
        """Return the choice under a name of the team's own."""
        return replace(self, title=title[:TITLE_LENGTH])

    def _with(self, name: str, new: Any) -> Choice:  # noqa: ANN401 (number or numbers)
        changes = {key: each for key, each in self.changes.items() if key != name}
        if not _same(new, self._usual(name)):
            changes[name] = new
        return replace(self, changes=changes)

    def _usual(self, name: str) -> dict[str, float | None]:
        """Return where the strategy that it starts from has a lever."""
        return self._lever(name).values(self.strategy)

    def _lever(self, name: str) -> Lever:
        for lever in self.levers:
            if lever.field == name:
                return lever
        raise InputError(f"there is no lever {name!r}", remedy="Load the page again.")


def _number(value: object, lever: Lever) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{lever.words}: this is no number", remedy="Write a number.")
    return float(min(max(value, lever.low), lever.high))


def _same(new: Any, usual: Mapping[str, float | None]) -> bool:  # noqa: ANN401 (number or numbers)
    values = new if isinstance(new, dict) else {"": new}
    return all(
        before is not None and abs(values[label] - before) < SMALL
        for label, before in usual.items()
    )
