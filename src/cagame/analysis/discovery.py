"""Scenario discovery: the part of the uncertain numbers in which the cases of interest lie.

Bryant and Lempert (2010): PRIM (Friedman and Fisher 1999) peels thin slices off the space of
uncertain numbers so that what is left holds more and more cases; CART splits it instead. Both
are those of the EMA Workbench (Kwakkel 2017). A search flatters what it finds, so part of the
worlds is kept aside, and every box is measured in them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from cagame.analysis.boxes import Box, Limits, Measure, measure, simplified, with_quasi_p
from cagame.analysis.uncertain import too_few
from cagame.analysis.workbench import cart_limits, prim_limits
from cagame.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from cagame.axes import Array, Flags

#: One of so many worlds is kept aside to check what is found in the others.
ASIDE = 3
#: Numbers that are searched: more would mostly add chance finds.
SEARCHED = 20
#: More restricted numbers make a box that nobody can tell as a story (Bryant and Lempert 2010).
MOST_RESTRICTED = 4
#: With fewer worlds a slice is a world or two; with fewer cases or others there is no pattern.
FEWEST_WORLDS, FEWEST_CASES = 100, 10


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes
    ----------
    searched : numbers that were searched, and how far apart cases and other worlds lie in them
    left_out : how many numbers were not searched
    trajectory : boxes as PRIM peeled them, from all worlds to the densest box
    position : the box of the trajectory that was chosen
    chosen : that box without what may be chance; without limits where nothing is left
    leaves : leaves of the classification tree, the densest first
    """

    searched: dict[str, float]
    left_out: int
    trajectory: tuple[Box, ...]
    position: int
    chosen: Box
    leaves: tuple[Box, ...]

    @property
    def everything(self) -> Box:
        """The box that holds all worlds."""
        return self.trajectory[0]


@dataclass(frozen=True)
class _Halves:
    """Worlds in which boxes are searched, and worlds in which they are checked."""

    numbers: pd.DataFrame
    of_interest: Flags
    aside: Flags

    def box(self, limits: Limits) -> Box:
        """Measure a box in both."""
        return Box(limits, self._measured(limits, ~self.aside), self._measured(limits, self.aside))

    def _measured(self, limits: Limits, worlds: Flags) -> Measure:
        return measure(self.numbers[worlds], self.of_interest[worlds], limits)


def find_boxes(
    numbers: pd.DataFrame,
    of_interest: Flags,
    *,
    seed: int,
    box: int | None = None,
    searched: int = SEARCHED,
) -> Discovery:
    """Find regions of the uncertain numbers that hold many cases and little else.

    Parameters
    ----------
    numbers : world x number; numbers that are the same in all worlds are left out
    of_interest : (world), which worlds are cases
    seed : decides which worlds are kept aside
    box : position on the trajectory; unless given, the one with the best balance of coverage
        and density (their harmonic mean) once what may be chance is dropped
    searched : how many numbers are searched: those in which cases and other worlds differ most

    Raises
    ------
    InputError
        Where there are too few worlds, cases or other worlds, nothing varies, a value is
        missing, there is no such box, or the workbench is not installed.
    """
    _check(numbers, of_interest)
    varying = numbers.loc[:, (numbers != numbers.iloc[0]).any()]
    if varying.empty:
        raise InputError(
            "no number differs between worlds", remedy="Run the study with `uncertainty: all`."
        )
    shuffled = np.random.default_rng(seed).permutation(len(numbers))
    halves = _Halves(varying, of_interest, shuffled % ASIDE == 0)
    found, cases = varying[~halves.aside], of_interest[~halves.aside]
    apart = distances(found, cases)
    names = [varying.columns[i] for i in np.argsort(-apart, kind="stable")[:searched]]
    peeled = [with_quasi_p(found, cases, limits) for limits in prim_limits(found[names], cases)]
    plain = [simplified(found, cases, limits, MOST_RESTRICTED) for limits in peeled]
    trajectory = tuple(map(halves.box, peeled))
    position = _position(box, [halves.box(limits) for limits in plain])
    leaves = [halves.box(limits) for limits in cart_limits(found[names], cases)]
    return Discovery(
        {str(name): float(apart[varying.columns.get_loc(name)]) for name in names},
        varying.shape[1] - len(names),
        trajectory,
        position,
        halves.box(plain[position]),
        tuple(sorted(leaves, key=lambda leaf: -leaf.found.density)),
    )


def distances(numbers: pd.DataFrame, of_interest: Flags) -> Array:
    """Return how far cases and other worlds lie apart in each number, 0 to 1.

    The largest distance between the two cumulative distributions, as in regional sensitivity
    analysis (Spear and Hornberger 1980).

    Parameters
    ----------
    numbers : world x number
    of_interest : (world)

    >>> import pandas as pd
    >>> table = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 3.0, 2.0, 4.0]})
    >>> distances(table, np.array([True, True, False, False])).tolist()
    [1.0, 0.5]
    """
    values = numbers.to_numpy(dtype=float)
    order = np.argsort(values, axis=0, kind="stable")
    cases = of_interest[order]
    apart = np.abs(_cumulated(cases) - _cumulated(~cases))
    # Equal values reach both distributions together: only the last of them counts.
    ranks = rankdata(values, method="max", axis=0)
    last = np.take_along_axis(ranks, order, axis=0) == np.arange(1, len(values) + 1)[:, None]
    distance: Array = np.max(np.where(last, apart, 0.0), axis=0)
    return distance


def _cumulated(flags: Flags) -> Array:
    shares: Array = np.cumsum(flags / flags.sum(0), axis=0)
    return shares


def _position(wanted: int | None, boxes: list[Box]) -> int:
    if wanted is None:
        return max(range(len(boxes)), key=lambda at: boxes[at].found.balance)
    if not 0 <= wanted < len(boxes):
        what = f"there is no box {wanted}"
        raise InputError(what, remedy=f"The trajectory has boxes 0 to {len(boxes) - 1}.")
    return wanted


def _check(numbers: pd.DataFrame, of_interest: Flags) -> None:
    """Refuse what would give a number that means nothing."""
    worlds, cases = len(numbers), int(of_interest.sum())
    if of_interest.shape != (worlds,):
        what = f"{of_interest.size} worlds are judged and {worlds} have numbers"
        raise InputError(what, remedy="Give one flag for each row of the numbers.")
    if worlds < FEWEST_WORLDS:
        what = too_few(worlds, "a search for regions")
        raise InputError(what, remedy=f"Run the study with at least {FEWEST_WORLDS}; 1000 is good.")
    if cases < FEWEST_CASES:
        what = f"only {cases} of {worlds} worlds are cases"
        raise InputError(what, remedy="Run more worlds, or choose a larger share.")
    if worlds - cases < FEWEST_CASES:
        what = f"all but {worlds - cases} of {worlds} worlds are cases"
        raise InputError(what, remedy="Choose a smaller share, or a larger least regret.")
    if not np.isfinite(numbers.to_numpy(dtype=float)).all():
        raise InputError("a number is missing or infinite in some world")
