"""The same study with one number changed at a time, to find the few that matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.sensitivity import elementary_effects, trajectories
from cagame.attribution.grouped import drawn_rows
from cagame.ensemble import drawn
from cagame.executors import Here
from cagame.model import shared_evidence
from cagame.sweep import SweepDesign
from cagame.sweep.work import futures

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from cagame.axes import Array
    from cagame.executors import Executor
    from cagame.scenario import Scenario


@dataclass(frozen=True)
class Screening:
    """A Morris design of a study: trajectories that change one number at a time.

    Attributes
    ----------
    study : with one external scenario, one outcome, and one or two variants
    factors : columns of the design
    points : (trajectory, world, factor), of the unit cube
    """

    study: Scenario
    factors: tuple[str, ...]
    points: Array


def screened(
    study: Scenario,
    count: int,
    *,
    executor: Executor | None = None,
    watch: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Return how strongly each number moves an outcome, or the difference between two variants.

    The yearly shocks are those of one world along a trajectory, and differ between trajectories.

    Parameters
    ----------
    study : with one outcome and one external scenario; with two variants their difference counts
    count : trajectories; each takes one world for every number, and one more

    Returns
    -------
    As `cagame.analysis.sensitivity.elementary_effects`.
    """
    factors = tuple(column for column, _ in drawn_rows(study, shared_evidence()))
    points = trajectories(factors, count, study.seed).reshape(count, len(factors) + 1, -1)
    screening = Screening(study, factors, points)
    values = np.empty(points.shape[:2])
    for done, (number, found) in enumerate(
        (executor or Here()).run(partial(_simulate, screening), range(count)), start=1
    ):
        values[number] = found
        if watch is not None:
            watch(done / count)
    flat = points.reshape(-1, len(factors))
    return elementary_effects(flat, values.ravel(), factors, study.seed)


def _simulate(screening: Screening, number: int) -> tuple[int, Array]:
    """Run one trajectory; return the outcome in the last year, or the difference, (world,)."""
    study, points = screening.study, screening.points[number].T

    def redesign(names: list[str], design: Array) -> Array:
        changed = design.copy()
        places = {name: place for place, name in enumerate(names)}
        for factor, column in zip(screening.factors, points, strict=True):
            if factor in places:
                changed[places[factor]] = column
        return changed

    evidence, count = shared_evidence(*study.parameters.leave_out), points.shape[1]
    worlds = drawn(study, evidence, 0, count, total=count, redesign=redesign)
    worlds = replace(worlds, shock_world=number)
    design = SweepDesign(
        study.name, study.title, study.question, "", study,
        sampling="latin-hypercube", block=points.shape[1], years=(study.years.end,),
    )  # fmt: skip
    found = [values[0, -1] for *_, values in futures(design, worlds)]
    return number, found[0] if len(found) == 1 else found[-1] - found[0]
