"""A study from scenario to results: blocks of worlds, run side by side, written once.

Each block simulates history once and continues every variant, under every external scenario,
from a copy. Blocks write into one array on disk, so neither the number of workers nor the size
of a block changes a byte of the tables.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import RunError
from cagame.executors import Processes
from cagame.folders import replaced_as_a_whole, results_folder
from cagame.model import history_of, tables_of, with_actors_of
from cagame.region.events import Timeline
from cagame.region.outcomes import COST, dyads
from cagame.results import Results
from cagame.scenario import Scenario
from cagame.simulation import Setting
from cagame.simulation.branches import Branches
from cagame.study.capacity import check_room
from cagame.study.ensemble import drawn
from cagame.study.store import (
    DONE_FILE,
    DYADS_BEFORE,
    DYADS_FILE,
    OUTCOMES_BEFORE,
    OUTCOMES_FILE,
    Store,
    dyad_years,
    shape_of,
    write_results,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cagame.region.outcomes import Outcomes
    from cagame.simulation import Checkpoint, Simulation

#: Fewest and most worlds in a block: enough to be worth a process, few enough to fit a core's
#: cache. Results do not depend on it.
SMALLEST_BLOCK, LARGEST_BLOCK = 250, 1000

#: Called with the share of the work that is done, 0 to 1.
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Block:
    """Some of the worlds of a study."""

    number: int
    first: int
    count: int

    @property
    def worlds(self) -> slice:
        """Where the block stands in the ensemble."""
        return slice(self.first, self.first + self.count)


def run(  # noqa: PLR0913 (a study has as many settings as its command has options)
    scenario: Scenario | str | Path,
    *,
    out: str | Path | None = None,
    worlds: int | None = None,
    seed: int | None = None,
    only: list[str] | None = None,
    workers: int | None = None,
    block: int | None = None,
    progress: Progress | None = None,
    finish: Callable[[Path], None] | None = None,
) -> Results:
    """Run a study and return its results.

    Parameters
    ----------
    scenario : a scenario, its file, or the name of one that ships with the package
    out : results folder; unless given ``results/NAME``, or ``results/NAME-only`` for a part
    worlds, seed : instead of the scenario's own
    only : names of variants to run beside the reference
    workers : processes; all cores unless given
    block : worlds in a block; changes speed, never results; chosen to suit unless given
    progress : called now and then with the share done
    finish : called with the folder before it is moved into place, to add figures to it

    Raises
    ------
    ScenarioError
        When the scenario is wrong.
    InputError
        When something else stands where the results go, or when more worlds are asked for than
        disk or memory hold.
    RunError
        When the results cannot be written, or a worker was ended from outside.
    """
    started = time.monotonic()
    study = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    study = study.changed(worlds=worlds, seed=seed, only=only)
    folder = folder_of(study, out)
    processes = workers or os.cpu_count() or 1
    blocks = _blocks(study.worlds, block or _suitable_block(study.worlds, processes))
    check_room(folder, study, shape_of(study, tables_of(study), len(blocks)))
    try:
        with replaced_as_a_whole(folder) as partial:
            store = Store.create(partial, study, tables_of(study), len(blocks))
            _simulate(study, store, blocks, processes, progress)
            write_results(store, study, with_actors_of(study), time.monotonic() - started)
            store.clear()
            if finish is not None:
                finish(partial)
    except OSError as error:
        message = f"the results could not be written to {folder}: {error.strerror or error}"
        raise RunError(
            message, remedy="Free space, or choose another folder with --out."
        ) from error
    return Results(folder)


def folder_of(study: Scenario, out: str | Path | None = None) -> Path:
    """Return the folder for the results of a study, where it can be written.

    Some variants only have a folder of their own: they must not replace the whole study.

    Raises
    ------
    InputError, RunError
        Where something else stands there, or nothing can be written.
    """
    name = f"{study.name}-only" if study.only else study.name
    return results_folder(Path("results") / name if out is None else out)


def _suitable_block(worlds: int, processes: int) -> int:
    """Block size that gives every process the same, and starts none for less than it is worth.

    >>> _suitable_block(256, 2), _suitable_block(1000, 2), _suitable_block(1000, 64)
    (256, 500, 250)
    """
    worth = max(1, min(processes, worlds // SMALLEST_BLOCK))
    return min(-(-worlds // worth), LARGEST_BLOCK)


def _blocks(worlds: int, size: int) -> list[Block]:
    return [
        Block(number, first, min(size, worlds - first))
        for number, first in enumerate(range(0, worlds, size))
    ]


def _simulate(
    study: Scenario, store: Store, blocks: list[Block], workers: int, progress: Progress | None
) -> None:
    """Run all blocks, here or in worker processes, and report how far they are."""
    if min(workers, len(blocks)) == 1:
        for block in blocks:
            simulate_block(study, store, block, progress)
        return

    def watch() -> None:
        if progress is not None:
            progress(_share_done(study, store))

    work = partial(simulate_block, study, store)
    # Closed here, so that no worker outlives an interruption by as much as an error's traceback.
    with closing(Processes(min(workers, len(blocks))).run(work, blocks, watch)) as done:
        for _ in done:
            pass


def _share_done(study: Scenario, store: Store) -> float:
    done = store.array(DONE_FILE)
    runs = len(study.variants) * len(study.external)
    return float(done.sum()) / (runs * len(done))


def simulate_block(
    study: Scenario, store: Store, block: Block, progress: Progress | None = None
) -> None:
    """Run history once for some worlds, then every variant under every external scenario."""
    evidence = tables_of(study)
    worlds = drawn(study, evidence, block.first, block.count)
    setting = Setting(evidence, worlds, history_of(study))
    years = study.years
    branches = Branches(setting, years.decision, years.end, costs=COST in study.outcomes)
    past = _keep_history(study, store, block, branches)
    worlds.remember = True
    for x, external in enumerate(study.external):
        timeline = Timeline(evidence, worlds, external.events, remember=True)
        for v, variant in enumerate(study.variants):
            future = branches.future(variant.strategies, timeline, past)
            _keep_future(study, store, block, (v, x), future)
            store.array(DONE_FILE)[block.number] += 1
            if progress is not None:
                progress(_share_done(study, store))


def _keep_history(study: Scenario, store: Store, block: Block, branches: Branches) -> Checkpoint:
    """Simulate the years before the decision, keep their figures, and return where they end."""
    outcomes, by_dyad = store.array(OUTCOMES_BEFORE), store.array(DYADS_BEFORE)
    for y, model in enumerate(branches.history()):
        for o, name in enumerate(study.outcomes):
            outcomes[o, y, block.worlds] = model.outcomes.get(name, np.nan)
        for d, figure in enumerate(dyads(model.state).values()):
            by_dyad[d, y, ..., block.worlds] = figure
    return model.checkpoint()


def _keep_future(
    study: Scenario,
    store: Store,
    block: Block,
    place: tuple[int, int],
    future: Iterable[tuple[Simulation, Outcomes]],
) -> None:
    """Keep the figures of one variant under one external scenario."""
    outcomes, by_dyad = store.array(OUTCOMES_FILE)[place], store.array(DYADS_FILE)[place]
    kept = dyad_years(study)
    for y, (model, values) in enumerate(future):
        for o, name in enumerate(study.outcomes):
            outcomes[o, y, block.worlds] = values[name]
        if model.year in kept:
            for d, figure in enumerate(dyads(model.state).values()):
                by_dyad[d, kept.index(model.year), ..., block.worlds] = figure
