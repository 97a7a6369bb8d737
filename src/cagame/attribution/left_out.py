"""The same study without one of its documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.left_out import ALL
from cagame.attribution.kept import design_of, kept
from cagame.errors import InputError
from cagame.evidence.provenance import ASSUMPTION, documents_of
from cagame.results.paired import paired_difference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cagame.axes import Array
    from cagame.evidence import Evidence
    from cagame.executors import Executor
    from cagame.scenario import Scenario
    from cagame.sweep import SweepDesign, SweepResults
    from cagame.sweep.running import Progress

BLOCK = 500


def left_out(
    study: Scenario,
    worlds: int,
    evidence: Evidence,
    folder: Path,
    *,
    executor: Executor | None = None,
    watch: Callable[[float], None] | None = None,
) -> dict[str, dict[tuple[str, str], Array]]:
    """Run a study with all documents, and once without each of them, or go on with it.

    Numbers that rest on nothing but the document are drawn from wide ranges; all others are the
    same in every run, world by world.

    Parameters
    ----------
    evidence : the tables with all documents
    folder : where sweeps are kept, each in a folder of its own

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
        not isinstance(uncertainty, str) and ASSUMPTION not in uncertainty
    ):
        message = "numbers without their document are drawn, and this study draws no assumptions"
        raise InputError(message, remedy="Run it with `uncertainty: all`.")
    away = study.parameters.leave_out
    names = {ALL: away} | {
        name: (*away, name) for name in documents_of(evidence) if name not in away
    }
    found = {}
    for place, (name, documents) in enumerate(names.items()):

        def tell(progress: Progress, done: int = place) -> None:
            if watch is not None:
                watch((done + progress.done / progress.blocks) / len(names))

        results = kept(_without(study, worlds, documents), folder, executor=executor, watch=tell)
        found[name] = _differences(results, study)
    return found


def _without(study: Scenario, worlds: int, documents: tuple[str, ...]) -> SweepDesign:
    parameters = study.parameters.model_copy(update={"leave_out": documents})
    name = "-".join(("without", *documents)) if documents else "with-all-documents"
    return design_of(replace(study, parameters=parameters), name, worlds, BLOCK)


def _differences(results: SweepResults, study: Scenario) -> dict[tuple[str, str], Array]:
    """Return differences from the reference, (variant, world), by outcome and external scenario."""
    futures, outcomes = results.futures(), study.outcomes
    reference = study.variant_names.index(study.reference)
    found = {}
    for external in study.external_names:
        numbers = [futures.index({"external": external, "variant": v}) for v in study.variant_names]
        values = [results.values(n, outcomes, results.places)[:, -1] for n in numbers]
        for o, outcome in enumerate(outcomes):
            levels = [each[o].astype(float) for each in values]
            found[outcome, external] = paired_difference(np.stack(levels), levels[reference])
    return found
