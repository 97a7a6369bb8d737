"""How fast the model runs: by number of worlds, one world alone, and against mesa.batch_run.

Run with `make bench`. All figures come from one run on one machine; the ratio to Mesa's own
batch runner is what carries over to another. Speed is never tested, only measured here.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from cagame.events import Timeline
from cagame.model import CentralAsiaModel, shared_evidence, shared_history
from cagame.simulation import FIRST_YEAR, Setting, Simulation
from cagame.worlds import draw

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1, 100, 250, 500, 1000, 2000, 3000, 5000)
REPEATS = 5
END = 2040
YEARS = END - FIRST_YEAR
#: Runs that Mesa's batch runner and worlds that the ensemble get, for the ratio.
BATCH_RUNS, ENSEMBLE_WORLDS = 500, 240_000
MICRO, MILLI = 1e6, 1e3
OUT = Path(__file__).parent / "latest.json"


def simulated(worlds: int, first: int = 0) -> int:
    """Draw worlds and run them from 2007 to 2040; everything a study pays for but writing."""
    evidence = shared_evidence()
    block = draw(evidence, seed=1, first=first, count=worlds)
    setting = Setting(evidence, block, shared_history())
    model = Simulation(setting, Timeline(evidence, block), decision=2025, end=END)
    model.run_until(END)
    return worlds * YEARS


def dynamics_only(worlds: int) -> Callable[[], int]:
    """Return a run whose draws, shocks and pressures are already there."""
    evidence = shared_evidence()
    block = draw(evidence, seed=1, count=worlds)
    setting = Setting(evidence, block, shared_history())
    block.remember = True
    timeline = Timeline(evidence, block, remember=True)

    def again() -> int:
        Simulation(setting, timeline, decision=2025, end=END).run_until(END)
        return worlds * YEARS

    again()
    return again


def seconds(work: Callable[[], Any]) -> float:
    """Median time of a piece of work over several repeats."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def by_size() -> list[dict[str, float]]:
    """Cost of a world-year against the number of worlds, in microseconds."""
    rows = []
    for worlds in SIZES:
        whole = seconds(lambda worlds=worlds: simulated(worlds))  # type: ignore[misc]
        variant = seconds(dynamics_only(worlds))
        rows.append(
            {
                "worlds": worlds,
                "first_variant": MICRO * whole / (worlds * YEARS),
                "each_further_variant": MICRO * variant / (worlds * YEARS),
            }
        )
    return rows


def against_batch_run(block: int) -> dict[str, float]:
    """World-years per second of the ensemble and of mesa.batch_run, both on all cores."""
    from mesa.batchrunner import batch_run  # noqa: PLC0415 (importing it sets the start method)

    cores = os.cpu_count() or 1
    started = time.perf_counter()
    batch_run(
        CentralAsiaModel,
        parameters={"rng": range(BATCH_RUNS)},
        number_processes=cores,
        display_progress=False,
    )
    batch = BATCH_RUNS * YEARS / (time.perf_counter() - started)
    started = time.perf_counter()
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        firsts = range(0, ENSEMBLE_WORLDS, block)
        done = sum(pool.map(simulated, [block] * len(firsts), firsts))
    ensemble = done / (time.perf_counter() - started)
    return {
        "cores": cores,
        "batch_run_world_years_per_second": batch,
        "ensemble_world_years_per_second": ensemble,
        "ratio": ensemble / batch,
    }


def main() -> None:
    """Measure, print a table and write it as JSON."""
    console = Console()
    rows = by_size()
    table = Table(title=f"Cost of a world-year, {FIRST_YEAR}-{END}, one core")
    table.add_column("worlds", justify="right")
    table.add_column("first variant, us", justify="right")
    table.add_column("each further variant, us", justify="right")
    for row in rows:
        table.add_row(
            f"{row['worlds']:.0f}",
            f"{row['first_variant']:.1f}",
            f"{row['each_further_variant']:.1f}",
        )
    console.print(table)
    best = min(rows, key=lambda row: row["each_further_variant"])
    alone = rows[0]["each_further_variant"] / MILLI
    console.print(
        f"Best block: {best['worlds']:.0f} worlds, {best['each_further_variant']:.1f} us a "
        f"world-year. One world alone: {alone:.1f} ms a year."
    )
    # What the ratio runs has one variant, so its best block is that of a first variant.
    first = min(rows, key=lambda row: row["first_variant"])
    ratio = against_batch_run(int(first["worlds"]))
    console.print(
        f"World-years a second on {ratio['cores']:.0f} cores: "
        f"{ratio['ensemble_world_years_per_second']:,.0f} in blocks; mesa.batch_run with one "
        f"world a run {ratio['batch_run_world_years_per_second']:,.0f}. "
        f"Ratio {ratio['ratio']:,.0f}."
    )
    OUT.write_text(json.dumps({"by_size": rows, "against_batch_run": ratio}, indent=2) + "\n")


if __name__ == "__main__":
    main()
