"""What history cannot tell: the facts with one thing at a time switched off."""

from __future__ import annotations

import pandas as pd

from cagame.backcast.past import SWITCHES, ensemble
from cagame.facts.table import known_criteria, verdicts
from cagame.model import shared_evidence


def identify(worlds: int = 1000, seed: int = 1) -> pd.DataFrame:
    """Check every fact in the same worlds under each switch.

    Returns
    -------
    Columns fact, criterion, evidence, kind, switch, title, share_of_worlds, and change: that
    share minus the share of the past as it was.
    """
    evidence = shared_evidence()
    criteria = known_criteria(evidence)
    parts = []
    usual = 0.0
    for switch in SWITCHES:
        drawn = ensemble(evidence, worlds, seed, switch)
        share = verdicts(evidence, criteria, drawn).mean(axis=1)
        if switch is SWITCHES[0]:
            usual = share
        parts.append(
            pd.DataFrame(
                {
                    "fact": [each.fact for each in criteria],
                    "criterion": [each.criterion for each in criteria],
                    "evidence": ["; ".join(each.evidence) for each in criteria],
                    "kind": [each.kind for each in criteria],
                    "switch": switch.name,
                    "title": switch.title,
                    "share_of_worlds": share,
                    "change": share - usual,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
