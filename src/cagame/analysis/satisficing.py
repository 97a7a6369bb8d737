"""Satisficing: in how many worlds a variant does well enough, by the reader's own thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.judged import POOLED, check_complete
from cagame.analysis.uncertain import wilson
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.analysis.judged import Mask
    from cagame.axes import Array

#: Label of rows about all thresholds at once.
JOINT = "(all thresholds)"


def satisficing(
    values: Mapping[str, Array],
    thresholds: Mapping[str, Mapping[str, float]],
    variants: tuple[str, ...],
    externals: tuple[str, ...],
) -> pd.DataFrame:
    """Return the share of worlds in which each variant does well enough.

    Sources: Simon 1956, Psychological Review 63; Starr 1963, Product Design and Decision Theory
    (the domain criterion); Lempert, Popper and Bankes 2003, Shaping the Next One Hundred Years.

    Parameters
    ----------
    values : (variant, external, world) by outcome, in the outcome's unit
    thresholds : by outcome, ``at_least`` or ``at_most`` or both, in the outcome's unit

    Returns
    -------
    Columns variant, external, outcome, share, low and high (its 95 % interval). Rows about all
    thresholds at once come last, as outcome ``(all thresholds)``.

    Raises
    ------
    InputError
        Where no threshold is given, or an outcome with one has no values or misses some.
    """
    if not thresholds:
        raise InputError(
            "no thresholds say what counts as success",
            remedy="Add them to the scenario, such as `thresholds: {governance: {at_least: 0.3}}`.",
        )
    met = {}
    for outcome, limits in thresholds.items():
        if outcome not in values:
            message = f"there is a threshold for {outcome}, but no such column"
            raise InputError(message, remedy="Add it to the scenario's outcomes and run it again.")
        check_complete(outcome, values[outcome])
        met[outcome] = _meets(values[outcome], limits)
    met[JOINT] = np.logical_and.reduce(list(met.values()))
    parts = [_shares(outcome, each, variants, externals) for outcome, each in met.items()]
    return pd.concat(parts, ignore_index=True)


def _meets(values: Array, limits: Mapping[str, float]) -> Mask:
    low, high = limits.get("at_least", -np.inf), limits.get("at_most", np.inf)
    return (values >= low) & (values <= high)


def _shares(
    outcome: str, met: Mask, variants: tuple[str, ...], externals: tuple[str, ...]
) -> pd.DataFrame:
    """Return shares over worlds under each external scenario, and over all."""
    settings = {name: met[:, x] for x, name in enumerate(externals)}
    if len(externals) > 1:
        settings[POOLED] = met.reshape(len(variants), -1)
    parts = []
    for external, each in settings.items():
        share = each.mean(axis=-1)
        low, high = wilson(share, each.shape[-1])
        columns = {"variant": variants, "external": external, "outcome": outcome}
        parts.append(pd.DataFrame(columns | {"share": share, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)
