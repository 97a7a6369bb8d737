"""Which worlds are of interest: those in which a strategy regrets most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cagame.errors import InputError

if TYPE_CHECKING:
    from cagame.axes import Array, Flags


@dataclass(frozen=True)
class Cases:
    """Worlds of interest, and what makes them so.

    Attributes
    ----------
    regret : (world), 0 or more, in the outcome's unit
    threshold : a world is a case from this regret on; above 0
    of_interest : (world)
    """

    regret: Array
    threshold: float

    @property
    def of_interest(self) -> Flags:
        """Which worlds are cases, (world)."""
        flags: Flags = self.regret >= self.threshold
        return flags

    @property
    def share(self) -> float:
        """Share of worlds that are cases."""
        return float(self.of_interest.mean())


def regret(values: Array, variant: int, better: str) -> Array:
    """Return how far a variant stays behind the best one within each world (Savage 1951).

    Parameters
    ----------
    values : (variant, world), one outcome in one year
    variant : place of the variant on the first axis
    better : ``higher`` or ``lower``

    Returns
    -------
    (world), 0 where the variant is the best or as good

    Raises
    ------
    InputError
        Where there is nothing to compare with, no better direction, or a value is not finite.

    >>> regret(np.array([[1.0, 5.0], [3.0, 2.0]]), 0, "higher").tolist()
    [2.0, 0.0]
    """
    if len(values) == 1:
        remedy = "Add another variant to the study."
        raise InputError("there is one variant, and regret compares it with others", remedy=remedy)
    if better not in ("higher", "lower"):
        remedy = "Choose an outcome of which more or less is better."
        raise InputError("neither more nor less of this outcome is better", remedy=remedy)
    unknown = ~np.isfinite(values).all(axis=0)
    if unknown.any():
        what = (
            f"the outcome is infinite or missing in {int(unknown.sum())} of {unknown.size} worlds"
        )
        raise InputError(what, remedy="Choose another outcome: regret needs its value in each.")
    behind: Array = (values.max(0) - values if better == "higher" else values - values.min(0))[
        variant
    ]
    return behind


def most_regretted(regrets: Array, share: float) -> Cases:
    """Take the share of worlds with the largest regret as cases.

    Worlds without regret are never cases, so there may be fewer than that share; equal regrets
    are cases together, so there may be more.

    Raises
    ------
    InputError
        Where the share is none, or regret is the same in all worlds.

    >>> cases = most_regretted(np.array([0.0, 1.0, 2.0, 4.0]), share=0.5)
    >>> cases.threshold, cases.of_interest.tolist()
    (2.0, [False, False, True, True])
    """
    if not 0 < share < 1:
        what = f"the share of worlds must lie between 0 and 1, not at {share:g}"
        raise InputError(what, remedy="Write 0.2 for the fifth of worlds with the largest regret.")
    _check_differences(regrets)
    ranked = np.sort(regrets)
    first = min(int(np.ceil((1 - share) * ranked.size)), ranked.size - 1)
    least = float(ranked[ranked > 0][0])
    return Cases(regrets, max(float(ranked[first]), least))


def regretted_from(regrets: Array, threshold: float) -> Cases:
    """Take worlds with at least this regret as cases. Raises `InputError` for 0 and below."""
    if not threshold > 0:
        what = f"the least regret must be above 0, not {threshold:g}"
        raise InputError(what, remedy="A world without regret is no case.")
    return Cases(regrets, threshold)


def _check_differences(regrets: Array) -> None:
    if not (regrets > 0).any():
        remedy = "Nothing is to be discovered; choose another variant or outcome."
        raise InputError("this variant is the best, or as good, in every world", remedy=remedy)
    if regrets.min() == regrets.max():
        what = f"the regret is the same in every world, {regrets[0]:.6g}"
        raise InputError(what, remedy="Nothing is to be discovered; choose another outcome.")
