"""A study of which there are results, to be run again in other ways."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.analysis.salib import salib
from cagame.attribution import narrowed
from cagame.executors import local
from cagame.model import tables_of
from cagame.study.ensemble import study_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from cagame.cli.analyse.asked import Asked
    from cagame.evidence import Evidence
    from cagame.executors import Executor
    from cagame.scenario import Scenario
    from cagame.sweep import Progress

#: Folder beside an answer that keeps the sweeps behind it.
RUNS = "runs"


@dataclass(frozen=True)
class Effort:
    """How much is run again: worlds of each ensemble, and workers, or as many as there are."""

    worlds: int = 1000
    workers: int | None = None


@dataclass(frozen=True)
class Again:
    """A study to be run again.

    Attributes
    ----------
    study : what the results are of
    evidence : the tables that its worlds are drawn from, without documents it leaves out
    folder : where sweeps are kept
    executor : what makes their blocks
    """

    study: Scenario
    evidence: Evidence
    folder: Path
    executor: Executor
    effort: Effort

    @classmethod
    def of(cls, asked: Asked, into: Path, effort: Effort) -> Again:
        """Return the study behind results; its sweeps go beside the answer in a folder.

        Raises
        ------
        ResultsError
            Where the tables or the code have changed since, so that it would be another study.
        InputError
            Where SALib is missing: nobody should wait for worlds that are then not analysed.
        """
        salib("analyze")
        study = study_behind(asked.results)
        evidence = tables_of(study)
        executor = local(effort.workers or os.cpu_count() or 1)
        return cls(study, evidence, into / RUNS, executor, effort)

    def with_(self, asked: Asked, variants: Collection[str]) -> Scenario:
        """Return the study with some variants beside the reference, and what is asked about."""
        outcomes = [each.outcome for each in asked.judged]
        return narrowed(self.study, variants, outcomes, asked.external)


def share_done(advance: Callable[[float], None]) -> Callable[[Progress], None]:
    """Return what moves a bar as a sweep goes on."""
    return lambda progress: advance(progress.done / progress.blocks)


def leader(asked: Asked, place: int = 0) -> str:
    """Return the best variant but the reference, by the median of one of the chosen outcomes."""
    judged = asked.judged[place]
    medians = judged.medians[:, judged.externals.index(asked.external)]
    others = [
        v for v in range(len(judged.variants)) if judged.variants[v] != asked.results.reference
    ]
    return judged.variants[max(others, key=lambda v: float(medians[v]))]
