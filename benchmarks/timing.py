"""How benchmarks measure: the median of several repeats, and what is compared in turns."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MICRO, MILLI, MEGA = 1e6, 1e3, 1e6


def seconds(work: Callable[[], Any], repeats: int = 5) -> float:
    """Median time of a piece of work over several repeats."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def once(work: Callable[[], Any]) -> float:
    """Time of a piece of work that is long enough to be done once."""
    return seconds(work, 1)


def in_turns(works: Mapping[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """Median time of each of several pieces of work, done in turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            times[name].append(once(work))
    return {name: statistics.median(each) for name, each in times.items()}
