"""The same job by other runners of the same model, on the same machine, in the same run.

The job is what the tool is for: compare the twelve EU strategies to 2040 in drawn worlds. One
future is one strategy in one world. Other runners run every future from 2007 by itself; a sweep
runs a world's history once for all strategies, many worlds at a time. The ratio for one strategy,
where there is no history to share, is given as well.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from sweeping import design_of, swept
from timing import once

from cagame.model import CentralAsiaModel, shared_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.sweep import SweepDesign

STRATEGIES = 12
#: Futures that runners of one world at a time get, and worlds that sweeps get.
FUTURES, WORLDS, WORLDS_OF_ONE = 240, 24_000, 120_000
UNCERTAINTIES = ["effectiveness[EU]", "effectiveness[RU]", "council_discretion", "openness_inertia"]


def rates() -> list[dict[str, Any]]:
    """Futures a second of every runner, and how many times as many a sweep makes."""
    cores = os.cpu_count() or 1
    # The workbench first: importing Mesa's batch runner changes how processes start.
    rows = [
        _row("EMA Workbench, sequential", 1, FUTURES // 2, _workbench(1)),
        _row("EMA Workbench, multiprocessing", cores, FUTURES, _workbench(cores)),
        _row("mesa.batch_run", cores, FUTURES, _batch_run(cores)),
    ]
    twelve = design_of(WORLDS, variants=_names())
    one = design_of(WORLDS_OF_ONE)
    rows += [
        _row("cagame sweep, twelve strategies", cores, WORLDS * STRATEGIES, _sweep(twelve, cores)),
        _row("cagame sweep, one strategy", cores, WORLDS_OF_ONE, _sweep(one, cores)),
    ]
    best, alone = rows[-2]["rate"], rows[-1]["rate"]
    for row in rows[:-2]:
        row |= {"ratio": best / row["rate"], "ratio_one_strategy": alone / row["rate"]}
    return rows


def _names() -> list[str]:
    return list(shared_library().names("eu"))[:STRATEGIES]


def _row(how: str, workers: int, futures: int, work: Callable[[], Any]) -> dict[str, Any]:
    return {"how": how, "workers": workers, "futures": futures, "rate": futures / once(work)}


def _sweep(design: SweepDesign, workers: int) -> Callable[[], None]:
    return lambda: swept(design, workers)


def _batch_run(workers: int) -> Callable[[], Any]:
    from mesa.batchrunner import batch_run  # noqa: PLC0415 (importing it sets the start method)

    return lambda: batch_run(
        CentralAsiaModel,
        parameters={"rng": range(FUTURES // STRATEGIES), "eu": _names()},
        number_processes=workers,
        display_progress=False,
    )


def _workbench(workers: int) -> Callable[[], Any]:
    from cagame.interop import ema_model  # noqa: PLC0415 (its tools are an extra)

    model = ema_model(UNCERTAINTIES, ["eu_influence", "governance"], rng=1)

    def run() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about packages that are not there
            import ema_workbench as workbench  # noqa: PLC0415 (so that it keeps quiet)

            evaluator = (
                workbench.SequentialEvaluator(model)
                if workers == 1
                else workbench.MultiprocessingEvaluator(model, n_processes=workers)
            )
            futures = FUTURES if workers > 1 else FUTURES // 2
            with evaluator:
                evaluator.perform_experiments(scenarios=futures // STRATEGIES, policies=STRATEGIES)

    return run
