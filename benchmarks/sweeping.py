"""What a sweep's machinery costs: against a plain loop, by workers, and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from model import END, simulated
from timing import MEGA, once

from cagame.executors import local
from cagame.simulation import FIRST_YEAR
from cagame.sweep import SweepDesign, sweep

BLOCK = 2000
WORLDS = 48_000
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


def by_workers() -> list[dict[str, float | str]]:
    """World-years a second of the plain loop over blocks, and of sweeps by workers."""
    years = WORLDS * (END - FIRST_YEAR)

    def loop() -> None:
        for first in range(0, WORLDS, BLOCK):
            simulated(BLOCK, first)

    simulated(BLOCK)
    rows: list[dict[str, float | str]] = [
        {"how": "plain loop, nothing written", "rate": years / once(loop)}
    ]
    design = design_of(WORLDS)
    for workers in range(1, (os.cpu_count() or 1) + 1):
        rate = years / once(lambda workers=workers: swept(design, workers))  # type: ignore[misc]
        rows.append({"how": f"sweep, {workers} worker{'s' * (workers > 1)}", "rate": rate})
    return rows


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
