"""Tables of shares, made whole: all outcomes, all grades, how many numbers are behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cagame.analysis.conclusions import TOGETHER
from cagame.attribution.grouped import CHANCE
from cagame.evidence.records import GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.attribution.grouped import Factors
    from cagame.evidence import Evidence

#: Factors by grade as they are shown, what is least certain first.
ORDER = (*reversed(GRADES), CHANCE, TOGETHER)
CONCLUSION = ["outcome", "variant", "conclusion"]


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of several outcomes into one, the outcome first."""
    whole = pd.concat(parts, ignore_index=True)
    return whole[["outcome", *whole.columns.drop("outcome")]]


def counted(table: pd.DataFrame, factors: Factors) -> pd.DataFrame:
    """Add how many numbers and events each factor holds; the shocks are none."""
    sizes = {name: len(inside) for name, inside in factors.items() if name != CHANCE}
    return table.assign(numbers=[sizes.get(name, 0) for name in table["factor"]])


def all_grades(table: pd.DataFrame) -> pd.DataFrame:
    """Order shares by grade, and add grades of which worlds draw no number: their share is 0."""
    shares = [name for name in table if str(name).startswith(("first", "total"))]
    parts = []
    for key, part in table.groupby(CONCLUSION, sort=False):
        whole = part.set_index("factor").reindex(list(ORDER))
        for name, value in zip(CONCLUSION, key, strict=True):
            whole[name] = str(value)
        absent = [grade for grade in GRADES if grade not in set(part["factor"])]
        whole.loc[absent, [*shares, "numbers"]] = 0
        parts.append(whole.reset_index())
    found = pd.concat(parts, ignore_index=True).astype({"numbers": int})
    return found[[*CONCLUSION, "factor", "numbers", *shares]]


def documents_called(evidence: Evidence) -> dict[str, str]:
    """Return what documents and statistics are called for short."""
    return {key: source.short for key, source in evidence.sources.items()}
