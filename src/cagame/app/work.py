"""Model work in processes of its own, so that no page waits for it.

Each lane is one process with a short queue. A lane remembers between calls, so all that belongs
to one game goes through one lane; exploring has another, so that it never delays a round.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeAlias, TypeVar, get_args

from cagame.errors import RunError
from cagame.executors import end, serve_the_parent

if TYPE_CHECKING:
    from collections.abc import Callable

Lane: TypeAlias = Literal["play", "explore"]
#: Pieces that may wait in a lane, those under way among them: more would wait for minutes.
MOST_WAITING = 40

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Work:
    """Does pieces of work in processes, one for each lane.

    Parameters
    ----------
    most_waiting : pieces that may wait in a lane
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting = dict.fromkeys(get_args(Lane), 0)
        self._pools: dict[str, ProcessPoolExecutor] = {lane: _pool() for lane in get_args(Lane)}

    def warm_up(self) -> None:
        """Start the processes and load the model, before anybody waits for it."""
        for pool in self._pools.values():
            pool.submit(_load)

    async def do(
        self,
        lane: Lane,
        function: Callable[Given, Answer],
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Answer:
        """Call a function of a module in a lane and return its answer.

        Raises
        ------
        RunError
            Where too many pieces wait already, or the process was lost.
        CagameError
            What the function raises.
        """
        if self._waiting[lane] >= self._most_waiting:
            message = "too many people are computing at once"
            raise RunError(message, remedy="Wait a moment, then try again.")
        self._waiting[lane] += 1
        pool = self._pools[lane]
        try:
            future = pool.submit(function, *args, **options)
            return await asyncio.wrap_future(future)
        except BrokenProcessPool as error:
            if self._pools[lane] is pool:
                self._pools[lane] = _pool()
            message = "the process that computed this was lost"
            raise RunError(message, remedy="Try again.") from error
        finally:
            self._waiting[lane] -= 1

    def stop(self) -> None:
        """End the processes; what they were doing is lost."""
        for pool in self._pools.values():
            end(pool)


def _pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=serve_the_parent)


def _load() -> None:
    """Read the tables once."""
    from cagame.model import shared_evidence, shared_history  # noqa: PLC0415 (in the worker)

    shared_evidence()
    shared_history()
