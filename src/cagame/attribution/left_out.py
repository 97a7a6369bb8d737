"""The same study without one of its documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.left_out import ALL
from cagame.errors import InputError
from cagame.executors import Here
from cagame.paired import paired_difference
from cagame.provenance import documents_of
from cagame.sweep import SweepDesign
from cagame.sweep.work import draw_block, futures

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.axes import Array
    from cagame.evidence import Evidence
    from cagame.executors import Executor
    from cagame.scenario import Scenario

BLOCK = 500
Piece = tuple[SweepDesign, int]


def left_out(
    study: Scenario,
    worlds: int,
    evidence: Evidence,
    *,
    executor: Executor | None = None,
    watch: Callable[[float], None] | None = None,
) -> dict[str, dict[tuple[str, str], Array]]:
    """Run a study with all documents, and once without each of them.

    Numbers that rest on nothing but the document are drawn from wide ranges; all others are the
    same in every run, world by world.

    Returns
    -------
    What is left out, to differences from the reference in the last year, (variant, world), by
    outcome and external scenario. `cagame.analysis.left_out.ALL` has all documents.

    Raises
    ------
    InputError
        Where the study holds fixed what would fall back to wide ranges.
    """
    uncertainty = study.parameters.uncertainty
    if uncertainty in ("none", "calibrated") or (
        not isinstance(uncertainty, str) and "assumption" not in uncertainty
    ):
        message = "numbers without their document are drawn, and this study draws no assumptions"
        raise InputError(message, remedy="Run it with `uncertainty: all`.")
    names = {ALL: study.parameters.leave_out} | {
        name: (*study.parameters.leave_out, name)
        for name in documents_of(evidence)
        if name not in study.parameters.leave_out
    }
    pieces = []
    for documents in names.values():
        design = _without(study, worlds, documents)
        pieces += [(design, number) for number in range(len(design.blocks))]
    done: dict[tuple[tuple[str, ...], int], Array] = {}
    for key, values in (executor or Here()).run(_simulate, pieces):
        done[key] = values
        if watch is not None:
            watch(len(done) / len(pieces))
    reference = study.variant_names.index(study.reference)
    found: dict[str, dict[tuple[str, str], Array]] = {}
    for name, documents in names.items():
        blocks = [done[key] for key in sorted(k for k in done if k[0] == documents)]
        values = np.concatenate(blocks, axis=-1)
        found[name] = {
            (outcome, external): paired_difference(values[x, :, o], values[x, [reference], o])
            for o, outcome in enumerate(study.outcomes)
            for x, external in enumerate(study.external_names)
        }
    return found


def _without(study: Scenario, worlds: int, documents: tuple[str, ...]) -> SweepDesign:
    parameters = study.parameters.model_copy(update={"leave_out": documents})
    return SweepDesign(
        name=study.name,
        title=study.title,
        question=study.question,
        rationale=study.rationale,
        study=replace(study.changed(worlds=worlds), parameters=parameters, plots=()),
        sampling=study.sampling,
        block=min(BLOCK, worlds),
        years=(study.years.end,),
    )


def _simulate(piece: Piece) -> tuple[tuple[tuple[str, ...], int], Array]:
    """Run one block; return its (external, variant, outcome, world) values in the last year."""
    design, number = piece
    study = design.study
    worlds = draw_block(design, design.blocks[number])
    values = [found[:, -1] for *_, found in futures(design, worlds)]
    shape = (len(study.external), len(study.variants), len(study.outcomes), worlds.count)
    return (study.parameters.leave_out, number), np.stack(values).reshape(shape)
