"""Model work in processes: answers, errors, a lost process, and a queue that is full."""

from __future__ import annotations

import asyncio
import os

import pytest

from cagame.app.work import Work
from cagame.errors import InputError, RunError


def square(number):
    return number * number


def refuse():
    raise InputError("this is wrong", remedy="Do it right.")


def end():
    os._exit(3)


@pytest.fixture
def work():
    work = Work(most_waiting=2)
    yield work
    work.stop()


def test_answers_and_errors_come_through(work):
    async def ask():
        assert await work.do("play", square, 3) == 9
        with pytest.raises(InputError, match="this is wrong"):
            await work.do("explore", refuse)

    asyncio.run(ask())


def test_a_lost_process_is_said_and_replaced(work):
    async def ask():
        with pytest.raises(RunError, match="was lost"):
            await work.do("play", end)
        assert await work.do("play", square, 2) == 4

    asyncio.run(ask())


def test_more_than_a_lane_holds_is_refused(work):
    async def ask():
        waiting = [asyncio.ensure_future(work.do("play", square, n)) for n in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(RunError, match="too many"):
            await work.do("play", square, 3)
        assert await asyncio.gather(*waiting) == [1, 4]
        assert await work.do("play", square, 5) == 25

    asyncio.run(ask())
