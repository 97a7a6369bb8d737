"""A study from scenario to results: blocks of worlds, run side by side, written once.

Each block simulates history once and continues every variant, under every external scenario,
from a copy. Blocks write into one array on disk, so neither the number of workers nor the size
of a block changes a byte of the tables.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from cagame.capacity import check_room
from cagame.ensemble import drawn
from cagame.errors import RunError
from cagame.events import Timeline
from cagame.folders import replaced_as_a_whole, results_folder
from cagame.model import shared_evidence, shared_history
from cagame.outcomes import COST, cost_per_point, dyads
from cagame.policies import UnionPolicy
from cagame.results import Results
from cagame.scenario import Scenario
from cagame.simulation import Checkpoint, Setting, Simulation
from cagame.store import (
    DONE_FILE,
    DYADS_BEFORE,
    DYADS_FILE,
    OUTCOMES_BEFORE,
    OUTCOMES_FILE,
    Store,
    dyad_years,
    shape_of,
    write_results,
    years_after,
    years_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.policies import Policy
    from cagame.scenario import Strategy

    Strategies = Mapping[str, Strategy | Policy]

#: Fewest and most worlds in a block: enough to be worth a process, few enough to fit a core's
#: cache. Results do not depend on it.
SMALLEST_BLOCK, LARGEST_BLOCK = 250, 1000
#: Seconds between two looks at the workers' progress.
PATIENCE = 0.1

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
    out : results folder; ``results/NAME`` unless given
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
    folder = results_folder(out if out is not None else Path("results") / study.name)
    processes = workers or os.cpu_count() or 1
    blocks = _blocks(study.worlds, block or _suitable_block(study.worlds, processes))
    check_room(folder, study, shape_of(study, shared_evidence(), len(blocks)))
    try:
        with replaced_as_a_whole(folder) as partial:
            store = Store.create(partial, study, shared_evidence(), len(blocks))
            _simulate(study, store, blocks, processes, progress)
            write_results(store, study, shared_evidence(), time.monotonic() - started)
            store.clear()
            if finish is not None:
                finish(partial)
    except OSError as error:
        message = f"the results could not be written to {folder}: {error.strerror or error}"
        raise RunError(
            message, remedy="Free space, or choose another folder with --out."
        ) from error
    return Results(folder)


def _suitable_block(worlds: int, processes: int) -> int:
    """Block size that gives every process the same number of blocks, as far as it goes."""
    return min(max(-(-worlds // processes), SMALLEST_BLOCK), LARGEST_BLOCK)


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
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPoolExecutor(
        min(workers, len(blocks)), mp_context=context, initializer=_serve_the_parent
    )
    try:
        with _undisturbed(), _no_script():
            waiting = {pool.submit(simulate_block, study, store, block) for block in blocks}
        while waiting:
            done, waiting = wait(waiting, timeout=PATIENCE, return_when="FIRST_EXCEPTION")
            if progress is not None:
                progress(_share_done(study, store))
            for future in done:
                future.result()
    except BrokenProcessPool as error:
        message = "a worker was ended from outside, most likely for want of memory"
        raise RunError(message, remedy="Run fewer workers, such as `--workers 1`.") from error
    finally:
        _end(pool)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off Ctrl-C, so that no worker is left half started."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only
        return
    noted: list[int] = []
    heard = signal.signal(signal.SIGINT, lambda which, _frame: noted.append(which))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)
    if noted:
        raise KeyboardInterrupt


@contextmanager
def _no_script() -> Iterator[None]:
    """Hide the user's script from workers that start meanwhile: they would run it once more."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _serve_the_parent() -> None:
    """Leave Ctrl-C to the parent, which ends its workers, and end with it if it is killed.

    A worker waits for work on a pipe that it holds open itself, so it would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _end(pool: ProcessPoolExecutor) -> None:
    """End all workers now: nobody writes any more once this returns."""
    workers = list((pool._processes or {}).values())  # noqa: SLF001 (no public way before 3.14)
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()


def _share_done(study: Scenario, store: Store) -> float:
    done = store.array(DONE_FILE)
    runs = len(study.variants) * len(study.external)
    return float(done.sum()) / (runs * len(done))


def simulate_block(
    study: Scenario, store: Store, block: Block, progress: Progress | None = None
) -> None:
    """Run history once for some worlds, then every variant under every external scenario."""
    evidence = shared_evidence()
    worlds = drawn(study, evidence, block.first, block.count)
    run_of = BlockRun(study, store, block, Setting(evidence, worlds, shared_history()))
    past = run_of.history()
    worlds.remember = True
    for x, external in enumerate(study.external):
        timeline = Timeline(evidence, worlds, external.events, remember=True)
        for v in range(len(study.variants)):
            run_of.variant(v, x, timeline, past)
            store.array(DONE_FILE)[block.number] += 1
            if progress is not None:
                progress(_share_done(study, store))


@dataclass(frozen=True)
class BlockRun:
    """One block of worlds on its way through a study, writing its own worlds into the store."""

    study: Scenario
    store: Store
    block: Block
    setting: Setting

    def history(self) -> Checkpoint:
        """Simulate the years before the decision, keep their figures, and return where they end."""
        outcomes, by_dyad = self.store.array(OUTCOMES_BEFORE), self.store.array(DYADS_BEFORE)
        worlds = self.block.worlds
        model = self._play(Timeline(self.setting.evidence, self.setting.worlds))
        for y, year in enumerate(years_before(self.study)):
            model.run_until(year)
            for o, name in enumerate(self.study.outcomes):
                outcomes[o, y, worlds] = model.outcomes.get(name, np.nan)
            for d, figure in enumerate(dyads(model.state).values()):
                by_dyad[d, y, ..., worlds] = figure
        return model.checkpoint()

    def variant(self, v: int, x: int, timeline: Timeline, past: Checkpoint) -> None:
        """Continue from history under one variant and external scenario, and keep its figures."""
        outcomes = self.store.array(OUTCOMES_FILE)[v, x]
        by_dyad = self.store.array(DYADS_FILE)[v, x]
        worlds, kept = self.block.worlds, dyad_years(self.study)
        strategies = self.study.variants[v].strategies
        model = self._play(timeline, strategies, past)
        unpaid = None
        if COST in self.study.outcomes:
            unpaid = self._play(timeline, self._without_money(strategies), past)
        for y, year in enumerate(years_after(self.study)):
            model.step()
            values = dict(model.outcomes)
            if unpaid is not None:
                unpaid.step()
                values[COST] = cost_per_point(model.outcomes, unpaid.outcomes)
            for o, name in enumerate(self.study.outcomes):
                outcomes[o, y, worlds] = values[name]
            if year in kept:
                for d, figure in enumerate(dyads(model.state).values()):
                    by_dyad[d, kept.index(year), ..., worlds] = figure

    def _play(
        self,
        timeline: Timeline,
        strategies: Strategies | None = None,
        start: Checkpoint | None = None,
    ) -> Simulation:
        years = self.study.years
        return Simulation(
            self.setting, timeline, strategies, decision=years.decision, end=years.end, start=start
        )

    def _without_money(self, strategies: Strategies) -> Strategies:
        """The same strategies, except that the EU has no programme money; members go on."""
        axes = self.setting.evidence.axes
        union = axes.patrons[axes.union]
        policy = self.setting.history.then(0, strategies, axes).latest(union)
        assert isinstance(policy, UnionPolicy)  # noqa: S101 (which kind an actor has is fixed)
        return {**strategies, union: replace(policy, budget=np.zeros(1))}
