"""The table of facts: whether each holds, and in how many worlds."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.errors import EvidenceError
from cagame.facts.checks import CHECKS
from cagame.facts.criteria import read_criteria
from cagame.facts.history import record
from cagame.model import shared_evidence
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cagame.evidence import Evidence
    from cagame.facts.criteria import Criterion
    from cagame.facts.history import Verdict
    from cagame.worlds import Uncertainty, Worlds
    from cagame.worlds.drawing import Redesign

#: No effort changes a tie: the effectiveness of every patron is 0.
NO_EFFECT = {"effectiveness": 0.0}
#: Worlds simulated together. The shares do not depend on it.
BLOCK = 500


def check_facts(
    worlds: int = 1000,
    seed: int = 1,
    overrides: Mapping[str, float] | None = None,
    uncertainty: Uncertainty = "all",
    evidence: Evidence | None = None,
) -> pd.DataFrame:
    """Check every fact on simulated history under the strategies that were really in force.

    Parameters
    ----------
    worlds : how many worlds the shares are taken over
    seed : the seed that names the ensemble
    overrides : table numbers to set, such as ``{"effectiveness[EU]": 0}``
    uncertainty : what the worlds of the shares draw: ``all``, ``none`` or evidence grades
    evidence : the tables; those that ship with the package unless given

    Returns
    -------
    One row for each fact, in table order: fact, criterion, evidence, kind; ``holds`` with every
    number at the value of its table; ``share_of_worlds`` in which it holds; and
    ``share_without_effect``, the same share with every patron's effectiveness at 0.
    """
    evidence = shared_evidence() if evidence is None else evidence
    criteria = known_criteria(evidence)
    chosen = dict(overrides or {})
    plain = draw(evidence, seed=seed, count=1, uncertainty="none", overrides=chosen)
    drawn = blocks(evidence, worlds, seed, uncertainty, chosen)
    idle = blocks(evidence, worlds, seed, uncertainty, chosen | NO_EFFECT)
    return pd.DataFrame(
        {
            "fact": [each.fact for each in criteria],
            "criterion": [each.criterion for each in criteria],
            "evidence": ["; ".join([*each.evidence, each.source]).strip("; ") for each in criteria],
            "kind": [each.kind for each in criteria],
            "holds": verdicts(evidence, criteria, [plain]).all(axis=1),
            "share_of_worlds": verdicts(evidence, criteria, drawn).mean(axis=1),
            "share_without_effect": verdicts(evidence, criteria, idle).mean(axis=1),
        }
    )


def known_criteria(evidence: Evidence) -> tuple[Criterion, ...]:
    """Read the facts that ship with the package; each must have a check, and each check a fact.

    Raises
    ------
    EvidenceError
        Where table and checks do not name the same facts.
    """
    criteria = read_criteria(files("cagame").joinpath("data"), evidence)
    apart = {each.fact for each in criteria} ^ CHECKS.keys()
    if apart:
        raise EvidenceError(
            f"only a row or only a check is called {', '.join(sorted(apart))}",
            path="facts.csv",
            remedy="Give each fact a row here and a check in facts/checks.py.",
        )
    return criteria


def blocks(
    evidence: Evidence,
    worlds: int,
    seed: int,
    uncertainty: Uncertainty,
    overrides: Mapping[str, float],
    redesign: Redesign | None = None,
) -> Iterator[Worlds]:
    """Draw an ensemble block by block."""
    for first in range(0, worlds, BLOCK):
        yield draw(
            evidence,
            seed=seed,
            first=first,
            count=min(BLOCK, worlds - first),
            uncertainty=uncertainty,
            overrides=overrides,
            redesign=redesign,
        )


def verdicts(
    evidence: Evidence, criteria: Sequence[Criterion], blocks: Iterator[Worlds] | list[Worlds]
) -> Verdict:
    """Whether each fact holds in each world, (fact, world)."""
    last = max(max(each.years) for each in criteria)
    histories = (record(evidence, block, last) for block in blocks)
    return np.concatenate(
        [np.stack([CHECKS[each.fact](h, each) for each in criteria]) for h in histories], axis=1
    )
