"""Robustness: which variant does well enough, or least badly, over all worlds.

No criterion is the right one. Each says how much a bad world counts, and they often disagree;
McPhail et al. 2018, Earth's Future 6, compare them. All are computed from the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.analysis.uncertain import finite_deviation, finite_mean
from cagame.errors import InputError
from cagame.results.paired import paired_difference, places, quantiles

if TYPE_CHECKING:
    from cagame.analysis.judged import Judged
    from cagame.axes import Array

#: Weight of the best world in Hurwicz's criterion: even, unless the user says otherwise.
EVEN = 0.5
#: Regret that is reached or passed in one world of ten.
MOST_WORLDS = 0.9


@dataclass(frozen=True)
class Criterion:
    """A way to sum a variant up over worlds.

    Attributes
    ----------
    better : ``higher``, ``lower``, or ``outcome`` where it is read as the outcome itself
    source : who proposed it
    """

    label: str
    better: str
    meaning: str
    source: str


CRITERIA = {
    "worst": Criterion("Worst world", "outcome", "minimax loss", "Wald 1950"),
    "mean": Criterion("Mean", "outcome", "all worlds count the same", "Laplace 1812"),
    "hurwicz": Criterion("Hurwicz", "outcome", "between worst and best world", "Hurwicz 1951"),
    "max_regret": Criterion("Largest regret", "lower", "minimax regret", "Savage 1951"),
    "regret_90": Criterion("Regret, 90th %", "lower", "passed in 1 world of 10", "Lempert 2003"),
    "mean_regret": Criterion("Mean regret", "lower", "expected opportunity loss", "Savage 1951"),
    "signal_to_noise": Criterion("Signal to noise", "outcome", "mean and spread", "McPhail 2018"),
}


def regret(worth: Array) -> Array:
    """Return how far each variant is from the best one in the same world, (variant, ..., world).

    ``regret[v] = max_u worth[u] - worth[v]``: 0 for the best variant, never negative.
    Source: Savage 1951, Journal of the American Statistical Association 46.

    Parameters
    ----------
    worth : (variant, ..., world), more is better

    >>> regret(np.array([[3.0, 1.0], [2.0, 5.0]])).tolist()
    [[0.0, 4.0], [1.0, 0.0]]
    """
    return paired_difference(worth.max(axis=0, keepdims=True), worth)


def hurwicz(worth: Array, optimism: float) -> Array:
    """Return ``optimism * best + (1 - optimism) * worst`` world, over the last axis.

    Source: Hurwicz 1951, Cowles Commission Discussion Paper 370.

    >>> hurwicz(np.array([0.0, 1.0, 10.0]), 0.25).tolist()
    2.5
    """
    if not 0 <= optimism <= 1:
        message = f"Hurwicz's optimism is {optimism:g}"
        raise InputError(message, remedy="Choose from 0, the worst world, to 1, the best world.")
    finite = np.where(np.isfinite(worth), worth, np.nan)
    return np.asarray(optimism * finite.max(axis=-1) + (1 - optimism) * finite.min(axis=-1))


def signal_to_noise(worth: Array, sign: float) -> Array:
    """Return the mean against the spread over worlds, so that more is better.

    ``mean / deviation`` where more of the outcome is better, and minus ``mean * deviation`` where
    less is: either way spread counts against a variant. Not a number where nothing varies, or
    where the sign of the mean would turn spread into a merit.
    Source: McPhail et al. 2018, Earth's Future 6.

    Parameters
    ----------
    worth : (..., world), the outcome times `sign`
    sign : 1 where higher is better, -1 where lower is

    >>> signal_to_noise(np.array([1.0, 3.0]), 1.0).round(3).tolist()
    1.414
    >>> signal_to_noise(np.array([-1.0, -3.0]), -1.0).round(3).tolist()
    -2.828
    """
    mean, deviation = sign * finite_mean(worth), finite_deviation(worth)
    usable = (mean > 0) & (deviation > 0)
    divisor = np.where(usable, deviation, 1.0)
    figure = mean / divisor if sign > 0 else -mean * deviation
    return np.where(usable, figure, np.nan)


def criteria(judged: Judged, optimism: float = EVEN) -> pd.DataFrame:
    """Return every criterion for every variant, under each external scenario and over all.

    Parameters
    ----------
    optimism : weight of the best world in Hurwicz's criterion, 0 to 1

    Returns
    -------
    Columns variant, external, one for each of `CRITERIA`, in the outcome's unit except for
    signal_to_noise, and ``place_`` with the rank by each, 1 for the best; ties share the better
    rank. Criteria that need a mean are not a number for a variant with infinite values.
    """
    parts = []
    for external, worth in judged.settings():
        figures = _figures(worth, judged.sign, optimism)
        by_place = {f"place_{name}": places(figure) for name, figure in figures.items()}
        shown = {name: _as_shown(name, figure, judged.sign) for name, figure in figures.items()}
        columns: dict[str, Any] = {"variant": judged.variants, "external": external}
        parts.append(pd.DataFrame(columns | shown | by_place))
    return pd.concat(parts, ignore_index=True)


def _figures(worth: Array, sign: float, optimism: float) -> dict[str, Array]:
    """Return every criterion, (variant), turned so that more is better."""
    lost = regret(worth)
    return {
        "worst": worth.min(axis=-1),
        "mean": finite_mean(worth),
        "hurwicz": hurwicz(worth, optimism),
        "max_regret": -lost.max(axis=-1),
        "regret_90": -np.quantile(lost, MOST_WORLDS, axis=-1, method="inverted_cdf"),
        "mean_regret": -finite_mean(lost),
        "signal_to_noise": signal_to_noise(worth, sign),
    }


def _as_shown(name: str, figure: Array, sign: float) -> Array:
    """Turn a figure back into the reader's terms; without a minus before 0."""
    return (sign if CRITERIA[name].better == "outcome" else -1.0) * figure + 0.0


def vulnerability(judged: Judged, base: str | None = None) -> pd.DataFrame:
    """Return what each external scenario does to each variant, within the same world.

    Parameters
    ----------
    base : the external scenario that the others are compared with; the first unless given

    Returns
    -------
    Columns variant, external, change_median, change_low and change_high (5 to 95 % of worlds), in
    the outcome's unit, share_worse, and regret_90 under that external scenario.

    Raises
    ------
    InputError
        Where there is one external scenario only.
    """
    if len(judged.externals) == 1:
        message = "there is one external scenario, so vulnerability to others is unknown"
        raise InputError(message, remedy="Add some to the scenario, such as `external: [drought]`.")
    start = judged.externals.index(base) if base else 0
    change = paired_difference(judged.levels, judged.levels[:, [start]])
    lost = np.quantile(regret(judged.worth), MOST_WORLDS, axis=-1, method="inverted_cdf")
    low, median, high = quantiles(change, ["low", "median", "high"])
    index = pd.MultiIndex.from_product([judged.variants, judged.externals])
    columns = {
        "change_median": median,
        "change_low": low,
        "change_high": high,
        "share_worse": np.mean(judged.sign * change < 0, axis=-1),
        "regret_90": lost,
    }
    table = pd.DataFrame({name: each.ravel() for name, each in columns.items()}, index=index)
    table = table.rename_axis(["variant", "external"]).reset_index()
    return table[table["external"] != judged.externals[start]].reset_index(drop=True)
