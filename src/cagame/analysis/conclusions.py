"""What each conclusion of a study rests on: shares of its variance, as a table and in words.

A conclusion is the level of an outcome under the reference, or the difference of a variant from
it within the same world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.sensitivity import indices
from cagame.errors import ResultsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cagame.analysis.sensitivity import PickFreeze

LEVEL, DIFFERENCE = "level", "difference"
#: Row of what factors do only together. With it, the first-order shares of a conclusion sum to 1.
TOGETHER = "together"
#: A wider interval, from one end to the other, does not tell a quarter from a half.
WIDE = 0.2


def attributed(
    levels: Mapping[str, PickFreeze], reference: str, seed: int, *, apart: bool
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return shares of the variance of each conclusion about one outcome.

    Parameters
    ----------
    levels : the outcome under each variant, by variant
    reference : the variant whose level is a conclusion, and that differences are from
    apart : whether factors are independent and cover all that varies, so that what they do
        together is known

    Returns
    -------
    Columns variant, conclusion, factor, first, first_low, first_high, total, total_low,
    total_high; and why there is nothing to attribute, by variant.
    """
    parts, untold = [], {}
    for variant, level in levels.items():
        own = variant == reference
        try:
            found = indices(level if own else level - levels[reference], seed)
        except ResultsError as error:
            untold[variant] = error.what
            continue
        table = found.table
        if apart:
            row = {
                "factor": TOGETHER,
                "first": found.together,
                "first_low": found.together_low,
                "first_high": found.together_high,
            }
            table = pd.concat([table, pd.DataFrame([row])], ignore_index=True)
        table.insert(0, "conclusion", LEVEL if own else DIFFERENCE)
        table.insert(0, "variant", variant)
        parts.append(table)
    return (pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()), untold


def summed_up(shares: pd.DataFrame, factor: str, chance: str) -> pd.DataFrame:
    """Return one row for each conclusion: how much of it rests on one factor, and how surely.

    Parameters
    ----------
    shares : of `attributed`
    factor, chance : names of the factor in question and of the yearly shocks

    Returns
    -------
    Columns variant, conclusion, least and most (first and total share of the factor, 0 to 1),
    together, chance (total share), widest (of the intervals of first-order and total shares).
    """
    rows = []
    for (variant, conclusion), part in shares.groupby(["variant", "conclusion"], sort=False):
        by = part.set_index("factor")
        least, most = span(*by.loc[factor, ["first", "total"]]) if factor in by.index else (0, 0)
        widths = [(by[f"{name}_high"] - by[f"{name}_low"]).max() for name in ("first", "total")]
        rows.append(
            {
                "variant": variant,
                "conclusion": conclusion,
                "least": least,
                "most": most,
                "together": by["first"].get(TOGETHER, np.nan),
                "chance": by["total"].get(chance, np.nan),
                "widest": max(widths),
            }
        )
    return pd.DataFrame(rows)


def span(first: float, total: float) -> tuple[float, float]:
    """Return the two shares in order and between 0 and 1, where estimates can lie just outside.

    >>> span(0.97, 0.95), span(-0.01, 0.2)
    ((0.95, 0.97), (0.0, 0.2))
    """
    low, high = sorted(min(max(float(share), 0.0), 1.0) for share in (first, total))
    return low, high


def in_per_cent(least: float, most: float) -> str:
    """Write a span of shares in per cent.

    >>> in_per_cent(0.912, 0.948), in_per_cent(0.95, 0.951), in_per_cent(0, 0.004)
    ('91 to 95 %', '95 %', 'less than 1 %')
    """
    low, high = f"{100 * least:.0f}", f"{100 * most:.0f}"
    if high == "0":
        return "less than 1 %"
    return f"{high} %" if low == high else f"{low} to {high} %"


def named(variants: Collection[str]) -> str:
    """Write a few names, or how many there are.

    >>> named(["a", "b"]), named(["a", "b", "c", "d"])
    ('a, b', '4 variants')
    """
    few = 3
    return ", ".join(variants) if len(variants) <= few else f"{len(variants)} variants"
