"""One outcome of every variant in every world, with the direction that counts as better.

Comparison and robustness start from this table. What cannot be compared is refused here, once,
with a message that says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cagame.errors import InputError, ResultsError
from cagame.results.paired import paired_difference, quantiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from cagame.axes import Array
    from cagame.evidence import OutcomeDefinition
    from cagame.results import Results

#: Truth values by variant, external scenario and world, or some of these.
Mask: TypeAlias = NDArray[np.bool_]

#: Label of rows that pool all external scenarios, each world under each counting once.
POOLED = "(all)"
SIGN = {"higher": 1.0, "lower": -1.0}


@dataclass(frozen=True, eq=False)
class Judged:
    """One outcome in one year, and which way is better.

    Attributes
    ----------
    outcome : its name
    better : ``higher`` or ``lower``
    variants, externals : labels of the first two axes
    levels : (variant, external, world), in the outcome's unit

    Raises
    ------
    InputError
        Where nothing can be compared: no better direction, fewer than two variants or worlds,
        missing values, or an outcome that is the same under every variant.

    >>> two = Judged("cost", "lower", ("a", "b"), ("calm",), np.array([[[1.0, 5.0]], [[2.0, 4.0]]]))
    >>> two.worth.ravel().tolist()
    [-1.0, -5.0, -2.0, -4.0]
    """

    outcome: str
    better: str
    variants: tuple[str, ...]
    externals: tuple[str, ...]
    levels: Array

    def __post_init__(self) -> None:
        """Refuse what cannot be compared."""
        shape = (len(self.variants), len(self.externals))
        if self.levels.ndim != len(shape) + 1 or self.levels.shape[:2] != shape:
            message = f"{self.outcome} has shape {self.levels.shape}, not variant, external, world"
            raise InputError(message, remedy="Give one row per variant and external scenario.")
        if self.better not in SIGN:
            message = f"of {self.outcome}, neither more nor less is better, so it ranks nothing"
            raise InputError(message, remedy="Choose another outcome.")
        check_comparable(self.outcome, self.levels)

    @cached_property
    def worth(self) -> Array:
        """The levels turned so that more is better, (variant, external, world)."""
        return self.sign * self.levels

    @property
    def sign(self) -> float:
        """1 where higher is better, -1 where lower is."""
        return SIGN[self.better]

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.levels.shape[-1])

    @cached_property
    def medians(self) -> Array:
        """Median worth over worlds, (variant, external): an observed value."""
        return np.asarray(self.sign * quantiles(self.levels, ["median"])[0])

    def gains(self, reference: str) -> Array:
        """Median over worlds of how far each is ahead of one variant there, (variant, external).

        Medians of levels can stand in another order: which worlds are in the middle differs.

        >>> levels = np.array([[[1.0, 2.0, 9.0]], [[3.0, 0.0, 8.0]]])
        >>> judged = Judged("x", "higher", ("a", "b"), ("calm",), levels)
        >>> judged.medians.ravel().tolist(), judged.gains("a").ravel().tolist()
        ([2.0, 3.0], [0.0, -1.0])
        """
        ahead = paired_difference(self.levels, self.levels[[self.variants.index(reference)]])
        return np.asarray(self.sign * quantiles(ahead, ["median"])[0])

    def settings(self) -> Iterable[tuple[str, Array]]:
        """Go through the external scenarios, then all pooled: label, worth (variant, world)."""
        for x, external in enumerate(self.externals):
            yield external, self.worth[:, x]
        if len(self.externals) > 1:
            yield POOLED, self.worth.reshape(len(self.variants), -1)


def judge(results: Results, outcome: OutcomeDefinition, year: int | None = None) -> Judged:
    """Return one outcome of a study in one year, by default the last.

    Raises
    ------
    ResultsError
        Where the results have no such outcome or year.
    InputError
        Where nothing can be compared, as `Judged` says.
    """
    chosen = results.years[-1] if year is None else year
    if chosen not in results.years:
        message = f"these results have no year {chosen} after the decision"
        remedy = f"They have {results.years[0]} to {results.years[-1]}."
        raise ResultsError(message, remedy=remedy)
    values = results.values(outcome.name, [chosen])[:, :, 0]
    return Judged(outcome.name, outcome.better, results.variants, results.externals, values)


def check_comparable(outcome: str, values: Array) -> None:
    """Refuse values (variant, external, world) that no comparison makes sense of."""
    if values.shape[0] < 2:  # noqa: PLR2004 (a comparison takes two)
        message = "there is one variant, which is the best and the worst at once"
        raise InputError(message, remedy="Add variants to the scenario and run it again.")
    if values.shape[-1] < 2:  # noqa: PLR2004 (a spread takes two)
        message = "there is one world, over which nothing varies"
        raise InputError(message, remedy="Run more worlds, such as `--worlds 200`.")
    check_complete(outcome, values)
    if (values == values[:1]).all():
        message = f"{outcome} is the same under every variant in every world, so it ranks nothing"
        raise InputError(message, remedy="Choose another outcome, or a later year.")


def check_complete(outcome: str, values: Array) -> None:
    """Refuse values (..., world) of which some are missing."""
    missing = int(np.isnan(values).any(axis=tuple(range(values.ndim - 1))).sum())
    if missing:
        message = f"{outcome} has no value in {missing} of {values.shape[-1]} worlds"
        raise InputError(message, remedy="Choose another outcome, or a later year.")


def notices(judged: Judged, reference: str) -> list[str]:
    """Say what a reader must know before reading the numbers: no difference, infinite values."""
    found = []
    own = judged.levels[judged.variants.index(reference)]
    for name, values in zip(judged.variants, judged.levels, strict=True):
        if name != reference and bool((values == own).all()):
            found.append(f"{name} never differs from {reference} in {judged.outcome}.")
    infinite = np.isinf(judged.levels).mean(axis=(1, 2))
    for name, share in zip(judged.variants, infinite.tolist(), strict=True):
        if share:
            found.append(
                f"{judged.outcome} is infinite in {100 * share:.1f} % of worlds under {name}: "
                "numbers that need a mean are left empty."
            )
    return found


def only(table: pd.DataFrame, external: str) -> pd.DataFrame:
    """Return the rows of one external scenario."""
    return table[table["external"] == external].drop(columns="external")
