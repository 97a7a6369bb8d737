"""A study from scenario to results: blocks of worlds, run side by side, written once.

Each block simulates history once and continues every variant, under every external scenario,
from a copy. Blocks write into one array on disk, so neither the number of workers nor the size
of a block changes a byte of the tables.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import RunError
from cagame.events import Timeline
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
    SCRATCH,
    Store,
    dyad_years,
    write_results,
    years_after,
    years_before,
)
from cagame.worlds import draw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.policies import Policy
    from cagame.scenario import Strategy, Variant

#: Worlds in a block: their arrays fit a core's cache. Results do not depend on it.
BLOCK = 500
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


def run(
    scenario: Scenario | str | Path,
    *,
    out: str | Path | None = None,
    worlds: int | None = None,
    seed: int | None = None,
    only: list[str] | None = None,
    workers: int | None = None,
    block: int = BLOCK,
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
    block : worlds in a block; changes speed, never results
    progress : called now and then with the share done
    finish : called with the folder before it is moved into place, to add figures to it

    Raises
    ------
    ScenarioError
        When the scenario is wrong.
    RunError
        When the results cannot be written.
    """
    started = time.monotonic()
    study = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    study = study.changed(worlds=worlds, seed=seed, only=only)
    folder = Path(out) if out is not None else Path("results") / study.name
    partial = _partial_folder(folder)
    blocks = _blocks(study.worlds, block)
    try:
        store = Store.create(partial, study, shared_evidence(), len(blocks))
        _simulate(study, store, blocks, workers or os.cpu_count() or 1, progress)
        write_results(store, study, shared_evidence(), seconds=time.monotonic() - started)
        shutil.rmtree(partial / SCRATCH)
        if finish is not None:
            finish(partial)
        _move_into_place(partial, folder)
    except OSError as error:
        message = f"the results could not be written to {folder}: {error.strerror or error}"
        raise RunError(
            message, remedy="Free space, or choose another folder with --out."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Results(folder)


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
    with ProcessPoolExecutor(min(workers, len(blocks)), mp_context=context) as pool:
        waiting = {pool.submit(simulate_block, study, store, block) for block in blocks}
        while waiting:
            done, waiting = wait(waiting, timeout=PATIENCE, return_when="FIRST_EXCEPTION")
            if progress is not None:
                progress(_share_done(study, store))
            try:
                for future in done:
                    future.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _share_done(study: Scenario, store: Store) -> float:
    done = store.array(DONE_FILE)
    runs = len(study.variants) * len(study.external)
    return float(done.sum()) / (runs * len(done))


def simulate_block(
    study: Scenario, store: Store, block: Block, progress: Progress | None = None
) -> None:
    """Run history once for some worlds, then every variant under every external scenario."""
    evidence = shared_evidence()
    worlds = draw(
        evidence,
        seed=study.seed,
        first=block.first,
        count=block.count,
        total=study.worlds,
        sampling=study.sampling,
        uncertainty=study.parameters.uncertainty,
        overrides=study.parameters.overrides,
    )
    setting = Setting(evidence, worlds, shared_history())
    past = _history(study, store, block, setting)
    for x, external in enumerate(study.external):
        timeline = Timeline(evidence, worlds, external.events)
        for v in range(len(study.variants)):
            _variant(study, store, block, setting, timeline, past, (v, x))
            store.array(DONE_FILE)[block.number] += 1
            if progress is not None:
                progress(_share_done(study, store))


def _history(study: Scenario, store: Store, block: Block, setting: Setting) -> Checkpoint:
    outcomes, figures_by_dyad = store.array(OUTCOMES_BEFORE), store.array(DYADS_BEFORE)
    timeline = Timeline(setting.evidence, setting.worlds)
    years = study.years
    model = Simulation(setting, timeline, decision=years.decision, end=years.end)
    for y in range(len(years_before(study))):
        if y:
            model.step()
        for o, name in enumerate(study.outcomes):
            outcomes[o, y, block.worlds] = model.outcomes.get(name, np.nan)
        for d, figure in enumerate(dyads(model.state).values()):
            figures_by_dyad[d, y, ..., block.worlds] = figure
    return model.checkpoint()


def _variant(
    study: Scenario,
    store: Store,
    block: Block,
    setting: Setting,
    timeline: Timeline,
    past: Checkpoint,
    place: tuple[int, int],
) -> None:
    outcomes, figures_by_dyad = store.array(OUTCOMES_FILE), store.array(DYADS_FILE)
    variant = study.variants[place[0]]
    model = _played(study, setting, timeline, past, variant.strategies)
    unpaid = None
    if COST in study.outcomes:
        unpaid = _played(study, setting, timeline, past, _without_money(variant, setting))
    kept = dyad_years(study)
    for y, year in enumerate(years_after(study)):
        model.step()
        values = dict(model.outcomes)
        if unpaid is not None:
            unpaid.step()
            values[COST] = cost_per_point(model.outcomes, unpaid.outcomes)
        for o, name in enumerate(study.outcomes):
            outcomes[(*place, o, y, block.worlds)] = values[name]
        if year in kept:
            for d, figure in enumerate(dyads(model.state).values()):
                figures_by_dyad[(*place, d, kept.index(year), ..., block.worlds)] = figure


def _played(
    study: Scenario,
    setting: Setting,
    timeline: Timeline,
    past: Checkpoint,
    strategies: Mapping[str, Strategy | Policy],
) -> Simulation:
    years = study.years
    return Simulation(
        setting, timeline, strategies, decision=years.decision, end=years.end, start=past
    )


def _without_money(variant: Variant, setting: Setting) -> Mapping[str, Strategy | Policy]:
    """The same variant, except that the EU and its members spend nothing on the region."""
    axes = setting.evidence.axes
    union = axes.patrons[axes.union]
    policy = setting.history.then(0, variant.strategies, axes).latest(union)
    assert isinstance(policy, UnionPolicy)  # noqa: S101 (which kind an actor has is fixed)
    return {**variant.strategies, union: replace(policy, budget=np.zeros(1))}


def _partial_folder(folder: Path) -> Path:
    """A folder beside the results, on the same disk, that only this run writes to."""
    for stale in folder.parent.glob(f".{folder.name}.*.partial"):
        if not _is_running(int(stale.suffixes[-2][1:])):
            shutil.rmtree(stale, ignore_errors=True)
    return folder.parent / f".{folder.name}.{os.getpid()}.partial"


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _move_into_place(partial: Path, folder: Path) -> None:
    """Replace the results as a whole: whoever looks sees the old ones, the new ones, or none."""
    old = partial.with_suffix(".replaced")
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
