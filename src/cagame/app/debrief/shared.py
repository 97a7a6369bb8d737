"""Computed once for all who look at the same game.

A class looks back at one game with thirty devices. What was computed for the first is shown to
the others, and who comes while it is computed waits for the same answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

Answer = TypeVar("Answer")
#: Answers that are remembered: all of two games, with some what-ifs.
MOST_ANSWERS = 200


class Shared:
    """Answers by what was asked; failures are not remembered."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._tasks: OrderedDict[Hashable, asyncio.Task[Any]] = OrderedDict()

    async def ask(
        self, key: Hashable, compute: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """Return the answer to a question, computed if nobody has asked it before."""
        task = self._tasks.get(key)
        if task is None or (task.done() and _failed(task)):
            task = asyncio.ensure_future(compute())
            self._tasks[key] = task
        self._tasks.move_to_end(key)
        while len(self._tasks) > self._most:
            self._tasks.popitem(last=False)
        # Who leaves the page must not stop what others wait for.
        answer: Answer = await asyncio.shield(task)
        return answer


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.cancelled() or task.exception() is not None
