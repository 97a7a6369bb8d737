"""Run a sweep: make the blocks that are not there yet, wherever workers are."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError, ResultsError, RunError
from cagame.executors import Here
from cagame.sweep.blocks import (
    OUTCOMES,
    RECEIPTS,
    WORLDS,
    clear_partial,
    make,
    place_of,
    written,
)
from cagame.sweep.design import SweepDesign
from cagame.sweep.identity import identity_of, package_versions
from cagame.sweep.results import MANIFEST, SUMMARY, SweepResults

if TYPE_CHECKING:
    from cagame.executors import Executor
    from cagame.sweep.blocks import State
    from cagame.sweep.design import SweepBlock


@dataclass(frozen=True)
class Progress:
    """How far a sweep is.

    Attributes
    ----------
    blocks, done : in all, and there
    world_years : simulated since this call began
    seconds : since this call began
    """

    blocks: int
    done: int
    world_years: int
    seconds: float


Watch = Callable[[Progress], None]


def sweep(
    design: SweepDesign | str | Path,
    *,
    out: str | Path | None = None,
    executor: Executor | None = None,
    watch: Watch | None = None,
) -> SweepResults:
    """Run a sweep, or go on with one that was stopped, and return its results.

    Blocks that are there and undamaged are kept. The tables do not depend on the executor, on how
    often the sweep was stopped, or on the order in which blocks were made.

    Parameters
    ----------
    design : a design, or its file
    out : folder; ``results/NAME`` unless given
    executor : where blocks are made; in this process unless given
    watch : called when it starts and after each block

    Raises
    ------
    ScenarioError
        Where the design is wrong.
    InputError
        Where something else stands where the results go.
    RunError
        Where a block cannot be written, or a worker is lost; what is done stays.
    """
    if not isinstance(design, SweepDesign):
        design = SweepDesign.load(design)
    identity = identity_of(design)
    folder = prepared(out if out is not None else Path("results") / design.name, design, identity)
    left = [block for block, state in states(folder, design, identity) if state != "done"]
    started, ready, made = time.monotonic(), len(design.blocks) - len(left), 0

    def tell() -> None:
        if watch is not None:
            seconds = time.monotonic() - started
            watch(Progress(len(design.blocks), ready, made, seconds))

    tell()
    work = partial(make, design, folder, identity)
    by_number = {block.number: block for block in left}
    for number in (executor or Here()).run(work, left):
        ready, made = ready + 1, made + design.world_years_of(by_number[number])
        tell()
    results = SweepResults(folder)
    if left or not (folder / SUMMARY).is_file():
        _summarise(results)
    return results


def states(folder: Path, design: SweepDesign, identity: str) -> list[tuple[SweepBlock, State]]:
    """Return every block and whether it is missing, damaged or done; reads all of them."""
    return [(block, place_of(folder, identity, block).state()) for block in design.blocks]


def count_states(folder: Path, design: SweepDesign) -> Counter[State]:
    """Count missing, damaged and done blocks of a sweep. Raises `ResultsError` for another one."""
    identity = identity_of(design)
    _check_same(folder, identity)
    return Counter(state for _, state in states(folder, design, identity))


def prepared(out: str | Path, design: SweepDesign, identity: str) -> Path:
    """Make the folder of a sweep, or check that the one there is of the same sweep."""
    folder = Path(out).resolve()
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is not a folder", remedy="Choose another one with --out.")
        if folder.is_dir() and any(folder.iterdir()):
            _check_same(folder, identity)
        for part in (OUTCOMES, WORLDS, RECEIPTS):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).is_file():
            text = json.dumps(manifest_of(design, identity), indent=2, ensure_ascii=False) + "\n"
            with written(folder / MANIFEST) as partial_file:
                partial_file.write_text(text, encoding="utf-8")
        clear_partial(folder)
    except OSError as error:
        message = f"the sweep cannot be written to {folder} ({error.strerror or error})"
        raise RunError(message, remedy="Choose another folder with --out.") from error
    return folder


def manifest_of(design: SweepDesign, identity: str) -> dict[str, Any]:
    """Return what is swept and with what; nothing in it depends on when or where."""
    return {
        "sweep": design.name,
        "identity": identity,
        "design_hash": design.hash(),
        "design": design.as_mapping(),
        "versions": package_versions(),
        "blocks": [place_of(Path(), identity, block).stem for block in design.blocks],
    }


def clear(folder: str | Path) -> None:
    """Remove a sweep. Raises `ResultsError` where the folder holds none."""
    SweepResults(folder)
    shutil.rmtree(folder)


def _check_same(folder: Path, identity: str) -> None:
    there = SweepResults(folder).manifest["identity"]
    if there != identity:
        message = f"{folder} holds a sweep of another design, or by another version of cagame"
        remedy = "Choose another folder with --out, or start anew with --replace."
        raise ResultsError(message, remedy=remedy)


def _summarise(results: SweepResults) -> None:
    try:
        with written(results.folder / SUMMARY) as path:
            results.summary().to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
    except OSError as error:
        message = f"the summary could not be written ({error.strerror or error})"
        raise RunError(message, remedy="Free space and run the same again.") from error
