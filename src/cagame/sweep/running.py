"""Run a sweep: make the blocks that are not there yet, wherever workers are."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import InputError, ResultsError, RunError
from cagame.executors import Here
from cagame.folders import SHOWN_LENGTH
from cagame.sweep.blocks import (
    RECEIPTS,
    checked,
    clear_partial,
    make,
    place_of,
    reason_of,
    receipt_for,
    written,
)
from cagame.sweep.design import SweepDesign
from cagame.sweep.identity import identity_of
from cagame.sweep.manifest import (
    MANIFEST,
    PARTS,
    SUMMARY,
    check_free,
    holds_only_sweeps,
    manifest_of,
    read_manifest,
    write_manifest,
)
from cagame.sweep.results import SweepResults

if TYPE_CHECKING:
    from cagame.executors import Executor
    from cagame.sweep.blocks import State
    from cagame.sweep.design import SweepBlock

SUMMARY_RECEIPT = "summary.json"


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
    try:
        # Closed at once when something is raised: no worker goes on behind the caller's back.
        with closing((executor if left and executor else Here()).run(work, left)) as numbers:
            for number in numbers:
                ready, made = ready + 1, made + design.world_years_of(by_number[number])
                tell()
    finally:
        clear_partial(folder)
    results = SweepResults(folder)
    if left or _summary_state(folder) != "done":
        _summarise(results)
    return results


def states(folder: Path, design: SweepDesign, identity: str) -> list[tuple[SweepBlock, State]]:
    """Return every block and whether it is missing, damaged or done; reads all of them."""
    return [(block, place_of(folder, identity, block).state()) for block in design.blocks]


def count_states(folder: Path, design: SweepDesign) -> Counter[State]:
    """Count missing, damaged and done blocks of a sweep. Raises `ResultsError` for another one."""
    identity = identity_of(design)
    if read_manifest(folder)["identity"] != identity:
        message = f"{folder} holds a sweep of another design, or by another version of cagame"
        raise ResultsError(message, remedy="Name its own design, or another folder with --out.")
    return Counter(state for _, state in states(folder, design, identity))


def prepared(out: str | Path, design: SweepDesign, identity: str) -> Path:
    """Make the folder of a sweep, or check that the one there is of the same sweep.

    The manifest comes first, so that whatever stops it here, the next start knows the folder.
    """
    folder = absolute(out)
    manifest = manifest_of(design, identity)
    try:
        check_free(folder, manifest)
        folder.mkdir(parents=True, exist_ok=True)
        write_manifest(folder, manifest)
        for part in PARTS:
            (folder / part).mkdir(exist_ok=True)
        clear_partial(folder)
    except OSError as error:
        message = f"the sweep cannot be written to {folder} ({reason_of(error)})"
        raise RunError(message, remedy="Choose another folder with --out.") from error
    return folder


def absolute(out: str | Path) -> Path:
    """Return where a folder is, for workers that stand elsewhere. Raises `InputError`."""
    try:
        folder = Path(out).resolve()
        folder.exists()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message = f"{str(out)[:SHOWN_LENGTH]!r} cannot be a folder for results ({reason})"
        raise InputError(message, remedy="Choose another folder with --out.") from error
    return folder


def clear(out: str | Path) -> None:
    """Remove a sweep, if there is one. Raises `InputError` where the folder holds something else.

    The manifest goes last, so that whatever stops it here, the next start knows the folder.
    """
    folder = absolute(out)
    if not folder.exists():
        return
    if not folder.is_dir() or not ((folder / MANIFEST).is_file() or holds_only_sweeps(folder)):
        message = f"{folder} is there and holds no sweep"
        raise InputError(message, remedy="Choose another folder with --out, or remove it.")
    try:
        for part in PARTS:
            shutil.rmtree(folder / part, ignore_errors=True)
        shutil.rmtree(folder)
    except OSError as error:
        message = f"the sweep in {folder} cannot be removed ({reason_of(error)})"
        raise RunError(message, remedy="Choose another folder with --out.") from error


def _summary_state(folder: Path) -> State:
    return checked(folder / RECEIPTS / SUMMARY_RECEIPT, {SUMMARY: folder / SUMMARY})


def _summarise(results: SweepResults) -> None:
    summary = results.folder / SUMMARY
    try:
        with written(summary) as path:
            results.summary().to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
        with written(results.folder / RECEIPTS / SUMMARY_RECEIPT) as path:
            path.write_bytes(receipt_for({SUMMARY: summary}))
    except OSError as error:
        message = f"the summary could not be written ({reason_of(error)})"
        raise RunError(message, remedy="Free space and run the same again.") from error
