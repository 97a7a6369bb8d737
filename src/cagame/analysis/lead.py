"""Whether a first place is clear: in how many worlds the first is better than the second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.results.honesty import ROBUST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.analysis.judged import Judged
    from cagame.axes import Array


@dataclass(frozen=True)
class Lead:
    """The first two variants by their medians.

    Attributes
    ----------
    share, equal : of worlds in which the first is better than the second, or as good

    >>> Lead("a", "b", 0.53, 0.0).clear, Lead("a", "b", 0.97, 0.0).clear
    (False, True)
    """

    first: str
    second: str
    share: float
    equal: float

    @property
    def clear(self) -> bool:
        """Whether the first is better in nearly all worlds."""
        return self.share >= ROBUST


def lead(judged: Judged, external: str) -> Lead:
    """Return the first two variants in an outcome under one external scenario."""
    x = judged.externals.index(external)
    return lead_of(judged.variants, judged.medians[:, x], judged.worth[:, x])


def lead_of(variants: Sequence[str], medians: Array, worth: Array) -> Lead:
    """Return the first two of at least two variants.

    Parameters
    ----------
    medians, worth : (variant) and (variant, world), turned so that more is better
    """
    first, second = np.argsort(-medians, kind="stable")[:2].tolist()
    ahead, equal = worth[first] > worth[second], worth[first] == worth[second]
    return Lead(variants[first], variants[second], float(np.mean(ahead)), float(np.mean(equal)))
