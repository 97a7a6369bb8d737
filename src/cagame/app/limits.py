"""How often somebody may try: a few times in a row, then slowly."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Names that are remembered: more than any class has, few enough to keep memory flat.
MOST_NAMES = 4096


@dataclass
class Limit:
    """Tries that are let through: some at once, then one every few seconds, by name.

    Parameters
    ----------
    burst : tries that are let through at once
    seconds : how long one try takes to come back
    clock : seconds that only go up

    >>> now = [0.0]
    >>> limit = Limit(2, 10.0, clock=lambda: now[0])
    >>> [limit.allows("a") for _ in range(3)], limit.allows("b")
    ([True, True, False], True)
    >>> now[0] = 10.0
    >>> limit.allows("a"), limit.allows("a")
    (True, False)
    """

    burst: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def allows(self, name: str) -> bool:
        """Count a try of somebody, and say whether it is let through."""
        now = self.clock()
        left, then = self._left.pop(name, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) / self.seconds)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        while len(self._left) > MOST_NAMES:
            self._left.popitem(last=False)
        return allowed

    def is_spent(self, name: str) -> bool:
        """Whether the next try of somebody would not be let through; counts nothing."""
        left, then = self._left.get(name, (float(self.burst), self.clock()))
        return min(float(self.burst), left + (self.clock() - then) / self.seconds) < 1

    def check(self, name: str) -> None:
        """Count a try of somebody.

        Raises
        ------
        InputError
            Where there were too many.
        """
        if not self.allows(name):
            raise too_many()


def too_many() -> InputError:
    """Return what somebody is told who tried too often."""
    return InputError("there were too many tries", remedy="Wait a minute, then try again.")
