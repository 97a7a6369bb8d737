"""Which games have changed: pages ask all the time, and only then read the game again."""

from __future__ import annotations

from collections import Counter


class Changes:
    """Counts the changes of each game since the server started.

    >>> changes = Changes()
    >>> changes.count("ABCDE"), changes.note("ABCDE"), changes.count("ABCDE")
    (0, None, 1)
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, code: str) -> None:
        """Say that a game has changed."""
        self._counts[code] += 1

    def count(self, code: str) -> int:
        """Return how often a game has changed."""
        return self._counts[code]
