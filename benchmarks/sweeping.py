"""What a sweep's machinery costs: against a plain loop, by workers, and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from model import END, simulated
from timing import MEGA, in_turns

from cagame.executors import local
from cagame.simulation import FIRST_YEAR
from cagame.sweep import SweepDesign, sweep

BLOCK = 2000
#: Worlds of a sweep, and how often each size is timed: in turns, so that a machine that changes
#: its pace does not favour one.
SIZES = {2000: 5, 20_000: 3, 100_000: 1}
MEMORY_WORLDS = 200_000


def design_of(worlds: int, **keys: Any) -> SweepDesign:  # noqa: ANN401 (keys of a design file)
    """Return a sweep of one strategy with two outcomes in the last year."""
    return SweepDesign.from_mapping(
        {
            "title": "Benchmark",
            "question": "How fast is a sweep?",
            "scenario": "eu-strategies",
            "variants": ["joint-roadmap"],
            "external": ["calm"],
            "worlds": worlds,
            "block": BLOCK,
            "outcomes": ["eu_influence", "governance"],
            **keys,
        }
    )


def swept(design: SweepDesign, workers: int) -> None:
    """Run a sweep from nothing, its files and summary included."""
    with tempfile.TemporaryDirectory() as folder:
        sweep(design, out=Path(folder) / "sweep", executor=local(workers))


def by_workers() -> list[dict[str, float]]:
    """World-years a second of the plain loop over blocks and of sweeps, by worlds and workers.

    The loop draws and runs, and writes nothing. Workers start anew for every sweep.
    """
    return [_by_workers(worlds, repeats) for worlds, repeats in SIZES.items()]


def _by_workers(worlds: int, repeats: int) -> dict[str, float]:
    def loop() -> None:
        for first in range(0, worlds, BLOCK):
            simulated(BLOCK, first, total=worlds)

    design = design_of(worlds)
    runners = {"plain_loop": loop} | {
        f"{workers}_worker{'s' * (workers > 1)}": partial(swept, design, workers)
        for workers in range(1, (os.cpu_count() or 1) + 1)
    }
    times = in_turns(runners, repeats)
    rates = {how: worlds * (END - FIRST_YEAR) / spent for how, spent in times.items()}
    return {"worlds": worlds} | rates


def memory() -> dict[str, float]:
    """Largest memory seen of the parent and of any of its workers in a sweep, in MB."""
    command = [sys.executable, __file__]
    parent = worker = 0
    with subprocess.Popen(command) as run:  # noqa: S603 (this very file)
        watched = psutil.Process(run.pid)
        while run.poll() is None:
            with suppress(psutil.NoSuchProcess):
                parent = max(parent, watched.memory_info().rss)
                for child in watched.children(recursive=True):
                    worker = max(worker, child.memory_info().rss)
            time.sleep(0.1)
    return {
        "worlds": MEMORY_WORLDS,
        "block": BLOCK,
        "parent": parent / MEGA,
        "worker": worker / MEGA,
    }


if __name__ == "__main__":
    swept(design_of(MEMORY_WORLDS), os.cpu_count() or 1)
