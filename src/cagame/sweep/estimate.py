"""What a sweep would cost, measured on a few of its own worlds before it starts."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.sweep.work import draw_block, futures, simulate

if TYPE_CHECKING:
    from cagame.sweep.design import SweepBlock, SweepDesign

#: Worlds that are measured: enough for the cost of a world to be that of a large block.
MEASURED = 1000


@dataclass(frozen=True)
class Estimate:
    """The size of a sweep, and what it would take.

    Attributes
    ----------
    blocks, worlds, futures, world_years : exactly
    seconds : on one core of this computer, about
    size : bytes on disk, about
    """

    blocks: int
    worlds: int
    futures: int
    world_years: int
    seconds: float
    size: float


def estimate(design: SweepDesign) -> Estimate:
    """Measure some worlds of a design and return what all of it would take."""
    first = design.blocks[0]
    sample = replace(first, count=min(first.count, MEASURED))
    worlds = sum(block.count for block in design.blocks)
    once, both, size = _measured(design, sample)
    future = max(both - once, 0.0)
    seconds = (once + (design.runs - 1) * future) * worlds / sample.count
    return Estimate(
        blocks=len(design.blocks),
        worlds=worlds,
        futures=design.runs,
        world_years=design.world_years,
        seconds=seconds,
        size=size * design.runs * worlds / sample.count,
    )


def _measured(design: SweepDesign, sample: SweepBlock) -> tuple[float, float, float]:
    """Return seconds of one future with its history, of two, and the bytes of one."""
    one = replace(
        design,
        study=replace(
            design.study, variants=design.study.variants[:1], external=design.study.external[:1]
        ),
        choices={lever: levels[:1] for lever, levels in design.choices.items()},
    )
    with tempfile.TemporaryDirectory() as folder:
        outcomes, worlds = Path(folder) / "outcomes", Path(folder) / "worlds"
        # The first run pays for reading the tables, which a sweep pays once.
        simulate(one, replace(sample, count=1), outcomes, worlds)
        started = time.perf_counter()
        simulate(one, sample, outcomes, worlds)
        once = time.perf_counter() - started
        size = outcomes.stat().st_size + worlds.stat().st_size / design.runs
    if design.runs == 1:
        return once, once, size
    twice = replace(one, study=replace(one.study, variants=one.study.variants * 2))
    started = time.perf_counter()
    for _future in futures(twice, draw_block(twice, sample)):
        pass
    return once, max(time.perf_counter() - started, once), size
