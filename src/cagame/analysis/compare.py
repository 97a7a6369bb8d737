"""Comparison: what differs between variants within a world, how sure that is, who comes first.

The spread between worlds is larger than the spread between variants, so nothing here compares
two bands: every number is about differences or ranks within the same world.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.analysis.uncertain import (
    finite_deviation,
    finite_mean,
    mean_interval,
    median_interval,
    wilson,
    worlds_for_mean,
    worlds_for_share,
)
from cagame.errors import InputError
from cagame.results.paired import paired_difference, places, quantiles, rank_agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cagame.analysis.judged import Judged, Mask
    from cagame.axes import Array

#: Unless the user says otherwise, the mean difference is wanted to a tenth of itself ...
RELATIVE_PRECISION = 0.1
#: ... and a share of worlds to two percentage points.
SHARE_PRECISION = 0.02


def pairs(
    judged: Judged, between: Sequence[str] = (), precision: float | None = None
) -> pd.DataFrame:
    """Compare every two variants within the same world.

    The rank-flip probability of two variants is the share of worlds in which their order is
    opposite to the order of their medians: how often the ranking that a table of medians shows
    is wrong about the world one lives in. It is not a number where the medians are equal.

    Parameters
    ----------
    between : only pairs with both of these, or with this one; all pairs unless given
    precision : half-width, in the outcome's unit, wanted of the mean difference's 95 % interval;
        a tenth of the mean difference unless given

    Returns
    -------
    A row for each two variants and external scenario. Differences are first minus second in the
    outcome's unit: difference_mean with mean_low and mean_high, difference_median with median_low
    and median_high (95 % intervals), difference_low and difference_high (5 to 95 % of worlds).
    share_better is the share of worlds in which the first is better, share_equal that of none;
    flip is the rank-flip probability; both with _low and _high. worlds_for_difference and
    worlds_for_share are the worlds needed, the latter for two percentage points.

    Raises
    ------
    InputError
        Where a name in `between` is no variant.
    """
    unknown = [name for name in between if name not in judged.variants]
    if unknown:
        message = f"'{unknown[0]}' is not a variant of these results"
        raise InputError(message, remedy=f"They have: {', '.join(judged.variants)}.")
    chosen = [pair for pair in combinations(judged.variants, 2) if set(between) <= set(pair)]
    if len(between) > 1:
        chosen = [(between[0], between[1])]
    return pd.concat([_pair(judged, *pair, precision) for pair in chosen], ignore_index=True)


def against(judged: Judged, reference: str, precision: float | None = None) -> pd.DataFrame:
    """Compare every other variant with the reference, which comes second; see `pairs`."""
    others = [name for name in judged.variants if name != reference]
    return pd.concat([pairs(judged, (name, reference), precision) for name in others])


def _pair(judged: Judged, first: str, second: str, precision: float | None) -> pd.DataFrame:
    a, b = judged.variants.index(first), judged.variants.index(second)
    difference = paired_difference(judged.levels[a], judged.levels[b])
    better = judged.sign * difference
    order = np.sign(paired_difference(judged.medians[a], judged.medians[b]))
    opposite = np.mean(np.sign(better) == -order[:, None], axis=-1)
    mean = finite_mean(difference)
    wanted = (
        RELATIVE_PRECISION * np.abs(mean) if precision is None else np.full_like(mean, precision)
    )
    share = np.mean(better > 0, axis=-1)
    low, high = quantiles(difference, ["low", "high"])
    columns: dict[str, Any] = {"first": first, "second": second, "external": judged.externals}
    columns |= _with_interval("difference_mean", mean, mean_interval(difference), "mean")
    median = quantiles(difference, ["median"])[0]
    columns |= _with_interval("difference_median", median, median_interval(difference), "median")
    columns |= {"difference_low": low, "difference_high": high}
    columns |= _with_interval("share_better", share, wilson(share, judged.worlds))
    columns["share_equal"] = np.mean(better == 0, axis=-1)
    flip = np.where(order == 0, np.nan, opposite)
    columns |= _with_interval("flip", flip, wilson(flip, judged.worlds))
    columns["worlds_for_difference"] = worlds_for_mean(finite_deviation(difference), wanted)
    columns["worlds_for_share"] = worlds_for_share(share, judged.worlds, SHARE_PRECISION)
    return pd.DataFrame(columns)


def _with_interval(
    name: str, value: Array, interval: tuple[Array, Array], stem: str = ""
) -> dict[str, Array]:
    low, high = interval
    return {name: value, f"{stem or name}_low": low, f"{stem or name}_high": high}


def ranks(judged: Judged) -> pd.DataFrame:
    """Return each variant's place: by its median, and how often it is the best in its world.

    Returns
    -------
    Columns variant, external, median (in the outcome's unit), rank (by the medians, 1 is best),
    mean_rank (over worlds), best with best_low and best_high (share of worlds in which no variant
    is better, 95 % interval), worst (share in which none is worse). Ties share the better rank.
    """
    own = places(judged.worth)
    best = np.mean(own == 1, axis=-1)
    low, high = wilson(best, judged.worlds)
    columns = {
        "median": judged.sign * judged.medians,
        "rank": places(judged.medians),
        "mean_rank": own.mean(axis=-1),
        "best": best,
        "best_low": low,
        "best_high": high,
        "worst": np.mean(judged.worth == judged.worth.min(axis=0), axis=-1),
    }
    index = pd.MultiIndex.from_product(
        [judged.variants, judged.externals], names=["variant", "external"]
    )
    table = pd.DataFrame({name: each.ravel() for name, each in columns.items()}, index=index)
    return table.reset_index()


def agreement(first: Judged, second: Judged) -> pd.DataFrame:
    """Return how far two outcomes agree on who does well, such as the two regional aggregates.

    Returns
    -------
    Columns external; tau, Kendall's rank correlation of the variants' medians (1 is the same
    order, -1 the opposite); same_best with same_best_low and same_best_high, the share of worlds
    in which a variant is the best in both.

    Raises
    ------
    InputError
        Where the two are not about the same variants, external scenarios and worlds.
    """
    if first.levels.shape != second.levels.shape or first.variants != second.variants:
        message = f"{first.outcome} and {second.outcome} are not about the same variants and worlds"
        raise InputError(message, remedy="Take both from the same results.")
    both = _is_best(first) & _is_best(second)
    same = both.any(axis=0).mean(axis=-1)
    tau = [
        rank_agreement(first.medians[:, x], second.medians[:, x])
        for x in range(len(first.externals))
    ]
    columns: dict[str, Any] = {"external": first.externals, "tau": tau}
    return pd.DataFrame(columns | _with_interval("same_best", same, wilson(same, first.worlds)))


def _is_best(judged: Judged) -> Mask:
    return np.asarray(judged.worth == judged.worth.max(axis=0))


def winners(
    outcomes: Iterable[Judged], by_construction: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Return who wins each outcome, whether by construction, and who wins apart from that.

    A variant wins an outcome by construction where its own definition sets what the outcome
    measures: the regional strategy and regional ties, values and governance. Such a win says what
    the strategy is, not what it achieves.

    Parameters
    ----------
    by_construction : outcomes that each variant wins by its own definition, by variant

    Returns
    -------
    Columns outcome, external, winner (by the median), best (share of worlds in which it is the
    best), by_construction, and runner_up: the first by the median among the variants whose
    definition does not set this outcome, which is the winner itself where that holds for it.
    """
    rows = [row for judged in outcomes for row in _winners(judged, by_construction)]
    return pd.DataFrame(rows)


def _winners(
    judged: Judged, by_construction: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    given = [judged.outcome in by_construction.get(name, ()) for name in judged.variants]
    best = _is_best(judged).mean(axis=-1)
    for x, external in enumerate(judged.externals):
        order = np.argsort(-judged.medians[:, x], kind="stable").tolist()
        others = [v for v in order if not given[v]]
        yield {
            "outcome": judged.outcome,
            "external": external,
            "winner": judged.variants[order[0]],
            "best": float(best[order[0], x]),
            "by_construction": given[order[0]],
            "runner_up": judged.variants[others[0]] if others else "",
        }
