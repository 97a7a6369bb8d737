"""Sweeps behind an answer: kept beside it, gone on with, and never mistaken for one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cagame.sweep import SweepDesign, sweep
from cagame.sweep.identity import identity_of

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.executors import Executor
    from cagame.scenario import Scenario
    from cagame.sweep import SweepResults
    from cagame.sweep.running import Watch

#: Digits of a sweep's identity in the name of its folder.
DIGITS = 12


def design_of(study: Scenario, name: str, worlds: int, block: int) -> SweepDesign:
    """Return a design that runs a study with so many worlds and keeps its last year.

    Worlds come from a Latin hypercube, whatever the study's own sampling: in one, a number that
    is drawn or not changes no other.
    """
    return SweepDesign(
        name=name,
        title=study.title,
        question=study.question,
        rationale=study.rationale,
        study=replace(study.changed(worlds=worlds), plots=()),
        sampling="latin-hypercube",
        block=min(block, worlds),
        years=(study.years.end,),
    )


def kept(
    design: SweepDesign,
    folder: Path,
    *,
    executor: Executor | None = None,
    watch: Watch | None = None,
) -> SweepResults:
    """Run a sweep in a folder whose name tells it from others, or go on where it was stopped.

    With other numbers, other tables or another version of the code it is another sweep.
    """
    into = folder / f"{design.name}-{identity_of(design)[:DIGITS]}"
    return sweep(design, out=into, executor=executor, watch=watch)
