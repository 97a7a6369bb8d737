"""Which of many numbers matter at all: elementary effects (Morris 1991, Campolongo 2007)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.salib import CONFIDENCE, RESAMPLES, check_varies, problem, salib, seed_for
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.axes import Array

#: Grid levels of Morris's design, as he proposed.
LEVELS = 4
#: A spread over trajectories takes two.
FEWEST_TRAJECTORIES = 2


def trajectories(factors: Sequence[str], count: int, seed: int) -> Array:
    """Return points of the unit cube for Morris's design, (count x (factors + 1), factor).

    Raises
    ------
    InputError
        Where there is nothing to change, or too few trajectories.
    """
    if not factors:
        message = "the worlds of this study draw no numbers, so there is none to screen"
        raise InputError(message, remedy="Run it with `uncertainty: all`.")
    if count < FEWEST_TRAJECTORIES:
        message = f"{count} trajectory is too few to tell how much an effect varies"
        raise InputError(message, remedy="Use 10 or more (--screen).")
    points: Array = salib("sample.morris").sample(
        problem(factors), count, num_levels=LEVELS, seed=seed_for(seed)
    )
    return points


def elementary_effects(
    points: Array, outcome: Array, factors: Sequence[str], seed: int = 0
) -> pd.DataFrame:
    """Return Morris's measures of each factor, the strongest first.

    Parameters
    ----------
    points : (world, factor), in trajectories that change one factor at a time; see `trajectories`
    outcome : (world,)
    factors : names

    Returns
    -------
    Columns factor, strength (mean absolute effect over the whole range, in the outcome's unit),
    strength_low, strength_high, mean (signed), spread (standard deviation: interaction or
    curvature).

    Raises
    ------
    ResultsError
        Where the outcome does not vary or is not finite.
    """
    check_varies(outcome)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = salib("analyze.morris").analyze(
            problem(factors), points, outcome, num_levels=LEVELS, seed=seed_for(seed),
            num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        )  # fmt: skip
    strength, half = np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)
    table = pd.DataFrame(
        {
            "factor": list(factors),
            "strength": strength,
            "strength_low": np.maximum(strength - half, 0.0),
            "strength_high": strength + half,
            "mean": np.asarray(found["mu"], float),
            "spread": np.asarray(found["sigma"], float),
        }
    )
    order = np.lexsort((table.index, -table["strength"]))
    return table.iloc[order].reset_index(drop=True)
