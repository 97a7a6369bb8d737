"""The same study with one number changed at a time, to find the few that matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.screening import elementary_effects, trajectories
from cagame.attribution.grouped import check_free, drawn_rows
from cagame.attribution.kept import design_of
from cagame.executors import Here
from cagame.model import tables_of
from cagame.sweep.work import draw_block, futures
from cagame.worlds import EVENT

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from cagame.axes import Array
    from cagame.executors import Executor
    from cagame.scenario import Scenario
    from cagame.sweep import SweepDesign


@dataclass(frozen=True)
class Screening:
    """A Morris design of a study: trajectories that change one number at a time.

    Attributes
    ----------
    design : one block as long as a trajectory; one external scenario, one or two variants
    factors : columns of the trajectories
    points : (trajectory, world, factor), of the unit cube
    """

    design: SweepDesign
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
    study : with one outcome and one external scenario; with two variants, the difference of the
        other one from the reference counts
    count : trajectories; each takes one world for every number, and one more

    Returns
    -------
    As `cagame.analysis.screening.elementary_effects`.

    Raises
    ------
    InputError
        Where worlds draw no numbers, or draw them from the calibrated set.
    """
    evidence = tables_of(study)
    factors = tuple(column for column, _ in drawn_rows(study, evidence))
    check_free(study, factors)
    length = len(factors) + 1
    points = trajectories(factors, count, study.seed).reshape(count, length, -1)
    screening = Screening(design_of(study, "screening", length, length), factors, points)
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
    design = screening.design
    columns = dict(zip(screening.factors, screening.points[number].T, strict=True))

    def redesign(names: list[str], points: Array) -> Array:
        rows = [columns.get(name, row) for name, row in zip(names, points, strict=True)]
        return np.array(rows)

    worlds = draw_block(design, design.blocks[0], redesign)
    external = {event.name for each in design.study.external for event in each.events}
    own = {name: columns[name] for name in (EVENT + e for e in external) if name in columns}
    worlds = replace(worlds, shock_world=number, further=own)
    levels = {variant.name: found[0, -1] for *_, variant, found in futures(design, worlds)}
    reference = levels.pop(design.study.reference)
    with np.errstate(invalid="ignore"):  # what is infinite under both is refused, not 0
        return number, next((level - reference for level in levels.values()), reference)
