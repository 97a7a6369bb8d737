"""Rounds as pages show them: computed once in the lane of games, however many devices ask."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cagame.classroom import Engine, Lesson, briefing, news, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.app.work import Work
    from cagame.classroom import Briefing, Game, Ledger, News, RoundReport

#: Games whose rounds the worker keeps in memory.
MOST_ENGINES = 4
#: Answers that are kept; a game of eight seats and rounds asks for fewer than a hundred.
MOST_KEPT = 512


@dataclass(frozen=True)
class Resolved:
    """A round that is over: what it brought, and its news."""

    report: RoundReport
    news: tuple[News, ...]


@lru_cache(MOST_ENGINES)
def engine_of(lesson: str) -> Engine:
    """Return the engine of a lesson, by its text; the rounds that it knows are kept with it."""
    return Engine(Lesson.from_text(lesson))


def resolve(lesson: str, ledger: Ledger, number: int) -> Resolved:
    """Simulate a round; in the worker."""
    engine = engine_of(lesson)
    return Resolved(report(engine, ledger, number), news(engine, ledger, number))


def brief(lesson: str, ledger: Ledger, number: int, seat: str) -> Briefing:
    """Say what a seat knows before a round; in the worker."""
    return briefing(engine_of(lesson), ledger, number, seat)


class Course:
    """The rounds of all games.

    Entries of rounds that are over never change, so an answer holds for good.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._kept: OrderedDict[tuple[Any, ...], asyncio.Task[Any]] = OrderedDict()

    async def resolved(self, game: Game, number: int) -> Resolved:
        """Return a round that is over."""
        ledger = game.ledger.until(number)
        key = (game.code, number)
        answer: Resolved = await self._once(key, resolve, game.lesson.as_text(), ledger, number)
        return answer

    async def so_far(self, game: Game) -> tuple[Resolved, ...]:
        """Return all rounds that are over, in order."""
        return tuple([await self.resolved(game, n) for n in range(1, game.closed + 1)])

    async def briefing(self, game: Game, seat: str) -> Briefing:
        """Return what a seat knows before the open round."""
        number, text = game.closed + 1, game.lesson.as_text()
        key = (game.code, number, seat)
        answer: Briefing = await self._once(key, brief, text, game.played, number, seat)
        return answer

    async def _once(self, key: tuple[Any, ...], function: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 (as the function)
        """Compute once, also where many ask at the same time; a failure is tried again."""
        task = self._kept.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(self._work.do("play", function, *args))
            self._kept[key] = task
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        # A page that is closed stops waiting; the others still want the answer.
        return await asyncio.shield(task)
