"""Which uncertainty an outcome hangs on: shares of its variance.

Estimators and their bootstrap are SALib's; this module lays results out as SALib reads them, and
refuses what would give a wrong number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.analysis.salib import CONFIDENCE, RESAMPLES, check_varies, problem, salib, seed_for
from cagame.analysis.uncertain import too_few
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.axes import Array

#: Shares of the worlds at which convergence is shown.
STEPS = (0.125, 0.25, 0.5, 1.0)
#: Fewer worlds give no index worth its name.
FEWEST_WORLDS = 32


@dataclass(frozen=True)
class PickFreeze:
    """One outcome under a pick-freeze design, each (world,).

    Attributes
    ----------
    a, b : under two independent ensembles
    mixed : under A with one factor's numbers from B, by factor
    back : under B with one factor's numbers from A; only where pairs are told apart
    """

    a: Array
    b: Array
    mixed: Mapping[str, Array]
    back: Mapping[str, Array] | None = None

    def __sub__(self, other: PickFreeze) -> PickFreeze:
        """Return the difference between two outcomes under the same design.

        Where both are the same infinity it is missing, so that its indices are refused.
        """
        with np.errstate(invalid="ignore"):
            back = None
            if self.back is not None and other.back is not None:
                back = {name: self.back[name] - other.back[name] for name in self.back}
            mixed = {name: self.mixed[name] - other.mixed[name] for name in self.mixed}
            return PickFreeze(self.a - other.a, self.b - other.b, mixed, back)

    def first(self, worlds: int) -> PickFreeze:
        """Return the first worlds only."""
        back = None if self.back is None else {n: y[:worlds] for n, y in self.back.items()}
        mixed = {name: y[:worlds] for name, y in self.mixed.items()}
        return PickFreeze(self.a[:worlds], self.b[:worlds], mixed, back)


@dataclass(frozen=True)
class Indices:
    """Shares of an outcome's variance.

    Attributes
    ----------
    table : columns factor, first, first_low, first_high, total, total_low, total_high
    together : what factors do only together, ``1 - sum of first``; for factors that are
        independent and cover all that varies, it and the first-order shares sum to 1
    together_low, together_high : its interval
    """

    table: pd.DataFrame
    together: float
    together_low: float
    together_high: float


def indices(outcome: PickFreeze, seed: int = 0) -> Indices:
    """Return first-order and total indices of each factor, with bootstrap intervals.

    ``first`` is the share of the variance that goes if the factor becomes known; ``total`` the
    share that stays if all else becomes known (Saltelli et al. 2010, Jansen 1999). Their
    difference is what the factor does together with others.

    The mixed ensemble of a factor is also that of all other factors, with A and B swapped, and
    ``first = 1 - total of all others``. Each index is read both ways, and the reading with the
    narrower interval counts: the one for factors that carry little, the other for those that carry
    nearly everything.

    Raises
    ------
    ResultsError
        Where the outcome does not vary or is not finite.
    InputError
        Where there are too few worlds.
    """
    pairs = PickFreeze(outcome.a, outcome.b, outcome.mixed)
    found = _analysed(pairs, seed)
    others = _analysed(PickFreeze(outcome.b, outcome.a, outcome.mixed), seed)
    table = pd.DataFrame({"factor": list(outcome.mixed)})
    chosen: dict[str, tuple[Array, Array]] = {}
    for name, own, opposite in (("first", "S1", "ST"), ("total", "ST", "S1")):
        narrower = found[f"{own}_conf"] <= others[f"{opposite}_conf"]
        index = np.where(narrower, found[own], 1 - others[opposite])
        half = np.where(narrower, found[f"{own}_conf"], others[f"{opposite}_conf"])
        again = np.where(narrower, found[f"{own}_conf_all"], 1 - others[f"{opposite}_conf_all"])
        chosen[name] = (index, again)
        table[name] = index
        table[f"{name}_low"], table[f"{name}_high"] = index - half, index + half
    first, again = chosen["first"]
    low, high = np.quantile(again.sum(axis=1), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Indices(table, float(1 - first.sum()), float(1 - high), float(1 - low))


def sobol(outcome: PickFreeze, seed: int = 0) -> pd.DataFrame:
    """Return the table of `indices`."""
    return indices(outcome, seed).table


def second_order(outcome: PickFreeze, seed: int = 0) -> pd.DataFrame:
    """Return what each pair of factors does together beyond what each does alone.

    Returns
    -------
    Columns factor, other, share, low, high; the largest share first.

    Raises
    ------
    InputError
        Where the design does not tell pairs apart.
    """
    if outcome.back is None:
        message = "this design does not tell pairs of factors apart"
        raise InputError(message, remedy="Ask for it with --second-order.")
    found, names = _analysed(outcome, seed), list(outcome.mixed)
    rows = [
        (names[i], names[j], found["S2"][i, j], found["S2_conf"][i, j])
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    table = pd.DataFrame(rows, columns=["factor", "other", "share", "half"])
    table["low"], table["high"] = table["share"] - table["half"], table["share"] + table["half"]
    ordered = table.sort_values("share", ascending=False, kind="stable", ignore_index=True)
    return ordered.drop(columns="half")


def convergence(outcome: PickFreeze, seed: int = 0) -> pd.DataFrame:
    """Return the indices from more and more of the worlds, to see whether they have settled."""
    worlds = [round(share * len(outcome.a)) for share in STEPS]
    tables = [
        sobol(outcome.first(count), seed).assign(worlds=count)
        for count in worlds
        if count >= FEWEST_WORLDS
    ]
    if not tables:
        raise _too_few(len(outcome.a))
    return pd.concat(tables, ignore_index=True)


def _analysed(outcome: PickFreeze, seed: int) -> dict[str, Any]:
    columns = [outcome.a, *outcome.mixed.values(), *(outcome.back or {}).values(), outcome.b]
    values = np.stack(columns, axis=1).astype(float)
    check_varies(values.ravel())
    if len(values) < FEWEST_WORLDS:
        raise _too_few(len(values))
    found: dict[str, Any] = salib("analyze.sobol").analyze(
        problem(list(outcome.mixed)),
        values.ravel(),
        calc_second_order=outcome.back is not None,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        keep_resamples=True,
        seed=seed_for(seed),
    )
    return found


def _too_few(worlds: int) -> InputError:
    message = too_few(worlds, "indices of variance")
    return InputError(message, remedy=f"Use at least {FEWEST_WORLDS}, better 1,000 (--worlds).")
