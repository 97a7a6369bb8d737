"""Boxes in the space of uncertain numbers: their limits, and how well they hold the cases."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom

if TYPE_CHECKING:
    import pandas as pd

    from cagame.axes import Flags

#: A restriction that chance would bring about more often than this is dropped.
SIGNIFICANT = 0.05
ENDS = ("low", "high")
#: Standard normal quantile of a 95 % interval.
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Limit:
    """The range of one number; an infinite end is not restricted.

    ``quasi_p_low`` and ``quasi_p_high`` say for each end how often chance would raise the
    density of cases as much as it does (`quasi_p`); not a number where the end is open.
    """

    number: str
    low: float = -math.inf
    high: float = math.inf
    quasi_p_low: float = math.nan
    quasi_p_high: float = math.nan

    @property
    def quasi_p(self) -> float:
        """The smaller one of both ends; not a number where neither is known."""
        known = [p for p in (self.quasi_p_low, self.quasi_p_high) if not math.isnan(p)]
        return min(known, default=math.nan)

    @property
    def is_open(self) -> bool:
        """Whether neither end restricts anything."""
        return math.isinf(self.low) and math.isinf(self.high)

    def closed_ends(self) -> tuple[str, ...]:
        """Return which of its ends restrict."""
        return tuple(end for end in ENDS if not math.isinf(getattr(self, end)))

    def opened(self, end: str) -> Limit:
        """Return the same limit with one end, ``low`` or ``high``, open."""
        if end == "low":
            return replace(self, low=-math.inf, quasi_p_low=math.nan)
        return replace(self, high=math.inf, quasi_p_high=math.nan)


Limits = tuple[Limit, ...]


@dataclass(frozen=True)
class Measure:
    """How well a box holds the cases of some worlds, in numbers of worlds."""

    cases_inside: int
    inside: int
    cases: int
    worlds: int

    @property
    def coverage(self) -> float:
        """Share of all cases that lie inside; not a number where there are no cases."""
        return self.cases_inside / self.cases if self.cases else math.nan

    @property
    def density(self) -> float:
        """Share of the worlds inside that are cases; not a number where none is inside."""
        return self.cases_inside / self.inside if self.inside else math.nan

    @property
    def mass(self) -> float:
        """Share of worlds that lie inside."""
        return self.inside / self.worlds

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density: high only where both are.

        >>> Measure(cases_inside=10, inside=20, cases=40, worlds=100).balance.__round__(3)
        0.333
        """
        return 2 * self.cases_inside / (self.inside + self.cases)

    def density_interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the density (Wilson 1927).

        >>> [round(end, 3) for end in Measure(8, 10, 20, 100).density_interval()]
        [0.49, 0.943]
        """
        if not self.inside:
            return 0.0, 1.0
        square = NORMAL_95**2
        middle = (self.cases_inside + square / 2) / (self.inside + square)
        spread = self.density * (1 - self.density) * self.inside + square / 4
        half = NORMAL_95 * math.sqrt(spread) / (self.inside + square)
        return middle - half, middle + half


@dataclass(frozen=True)
class Box:
    """A region of the uncertain numbers.

    Attributes
    ----------
    limits : one for each number that is restricted
    found : measured in the worlds it was found in, which flatters it
    checked : measured in worlds that were kept aside
    """

    limits: Limits
    found: Measure
    checked: Measure


def inside(numbers: pd.DataFrame, limits: Limits) -> Flags:
    """Return which worlds, the rows, lie within all limits."""
    within = np.ones(len(numbers), dtype=bool)
    for limit in limits:
        column = numbers[limit.number].to_numpy(dtype=float)
        within &= (column >= limit.low) & (column <= limit.high)
    return within


def measure(numbers: pd.DataFrame, of_interest: Flags, limits: Limits) -> Measure:
    """Count worlds and cases inside some limits."""
    within = inside(numbers, limits)
    return Measure(
        cases_inside=int((within & of_interest).sum()),
        inside=int(within.sum()),
        cases=int(of_interest.sum()),
        worlds=len(of_interest),
    )


def quasi_p(numbers: pd.DataFrame, of_interest: Flags, limits: Limits, without: Limits) -> float:
    """Return how often chance would hold as many cases as a restriction does.

    Were worlds inside drawn from those inside ``without`` the restriction, the number of cases
    among them would be binomial; this is its upper tail (Bryant and Lempert 2010). After a
    search over many restrictions it is too small, and only orders them.
    """
    box = measure(numbers, of_interest, limits)
    wider = measure(numbers, of_interest, without)
    return float(binom.sf(box.cases_inside - 1, box.inside, wider.density))


def with_quasi_p(numbers: pd.DataFrame, of_interest: Flags, limits: Limits) -> Limits:
    """Work out the quasi-p-value of each end of each limit."""

    def judged(place: int, limit: Limit) -> Limit:
        def chance(end: str) -> float:
            wider = _replaced(limits, place, limit.opened(end))
            return quasi_p(numbers, of_interest, limits, wider)

        chances = {end: chance(end) for end in limit.closed_ends()}
        low, high = (chances.get(end, math.nan) for end in ENDS)
        return replace(limit, quasi_p_low=low, quasi_p_high=high)

    return tuple(judged(place, limit) for place, limit in enumerate(limits))


def simplified(numbers: pd.DataFrame, of_interest: Flags, limits: Limits, most: int) -> Limits:
    """Open the ends that chance may have brought about, one at a time, the weakest first.

    Then drop numbers, the weakest first, until at most ``most`` are restricted.
    """
    while True:
        limits = with_quasi_p(numbers, of_interest, limits)
        ends = [
            (getattr(limit, f"quasi_p_{end}"), place, end)
            for place, limit in enumerate(limits)
            for end in limit.closed_ends()
        ]
        worst, place, end = max(ends, default=(0.0, 0, ""))
        if worst > SIGNIFICANT:
            limits = _replaced(limits, place, limits[place].opened(end))
        elif len(limits) > most:
            weakest = max(limits, key=lambda limit: limit.quasi_p)
            limits = tuple(limit for limit in limits if limit is not weakest)
        else:
            return limits


def _replaced(limits: Limits, place: int, limit: Limit) -> Limits:
    """Put a limit into a place; one that is open on both sides is left out."""
    kept = () if limit.is_open else (limit,)
    return (*limits[:place], *kept, *limits[place + 1 :])
