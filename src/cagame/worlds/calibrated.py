"""The calibrated set: what history narrows, kept as weighted points of the prior's unit cube.

Only numbers that the statistics narrow are kept, together, so that what they share is kept too.
All others, effectiveness among them, are drawn as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import EvidenceError
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array

FILE = "calibrated.csv"
WEIGHT = "weight"


@dataclass(frozen=True)
class CalibratedSet:
    """Weighted worlds that history does not rule out.

    Attributes
    ----------
    names : the numbers that are kept
    points : (name, row), quantiles of each number's prior, 0 to 1
    weight : (row), above 0
    """

    names: tuple[str, ...]
    points: Array
    weight: Array

    @classmethod
    @cache
    def read(cls) -> CalibratedSet:
        """Read the set that ships with the package."""
        rows = read_rows(files("cagame").joinpath("data", FILE), (WEIGHT,))
        names = tuple(name for name in rows[0].cells if name != WEIGHT)
        points = np.array([[row.number(name) for row in rows] for name in names])
        return cls(names, points, np.array([row.number(WEIGHT) for row in rows]))

    def within(self, spans: Mapping[str, tuple[float, float]]) -> CalibratedSet:
        """Keep the rows that lie in all of these ranges of quantiles, by name of number.

        Raises
        ------
        EvidenceError
            Where no row does.

        >>> two = CalibratedSet(("a",), np.array([[0.1, 0.9]]), np.array([1.0, 3.0]))
        >>> two.within({"a": (0.5, 1.0), "b": (0.0, 0.1)}).points.tolist()
        [[0.9]]
        """
        kept = np.ones(len(self.weight), dtype=bool)
        for name, points in zip(self.names, self.points, strict=True):
            low, high = spans.get(name, (0.0, 1.0))
            kept &= (points >= low) & (points <= high)
        if not kept.any():
            raise EvidenceError(
                "no world of the calibrated set lies in all the ranges of this study",
                path=FILE,
                remedy="Widen the ranges, or write `uncertainty: all`.",
            )
        return replace(self, points=self.points[:, kept], weight=self.weight[kept])

    def place(self, names: list[str], design: Array, picked: Array) -> Array:
        """Put one row of the set into each world's place in a design.

        Parameters
        ----------
        names : the numbers of the design
        design : (name, world)
        picked : (world), uniform between 0 and 1: which row a world takes

        Raises
        ------
        EvidenceError
            Where the tables have changed and no longer draw a number of the set.

        >>> two = CalibratedSet(("a",), np.array([[0.1, 0.9]]), np.array([1.0, 3.0]))
        >>> two.place(["a", "b"], np.full((2, 2), 0.5), np.array([0.2, 0.3])).tolist()
        [[0.1, 0.9], [0.5, 0.5]]
        """
        unknown = [name for name in self.names if name not in names]
        if unknown:
            raise EvidenceError(
                f"the calibrated set holds {unknown[0]!r}, which the tables do not draw",
                path=FILE,
                remedy="Calibrate again: python experiments/calibrate.py.",
            )
        reached = np.cumsum(self.weight) / self.weight.sum()
        row = np.minimum(np.searchsorted(reached, picked, side="right"), len(self.weight) - 1)
        placed = design.copy()
        for name, points in zip(self.names, self.points, strict=True):
            placed[names.index(name)] = points[row]
        return placed
