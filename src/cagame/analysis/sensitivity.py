"""Which uncertainty an outcome hangs on: indices of variance, and elementary effects.

Estimators and their bootstrap are SALib's; this module lays results out as SALib reads them, and
refuses what would give a wrong number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.errors import InputError, ResultsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from cagame.axes import Array

#: Intervals hold this share of the bootstrap.
CONFIDENCE = 0.9
RESAMPLES = 200
#: Shares of the worlds at which convergence is shown.
STEPS = (0.125, 0.25, 0.5, 1.0)
#: Fewer worlds give no index worth its name.
FEWEST_WORLDS = 32
#: Grid levels of Morris's design, as he proposed.
LEVELS = 4


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
        """Return the difference between two outcomes under the same design."""
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


def sobol(outcome: PickFreeze, seed: int = 0) -> pd.DataFrame:
    """Return first-order and total indices of each factor, with bootstrap intervals.

    ``first`` is the share of the variance that goes if the factor becomes known; ``total`` the
    share that stays if all else becomes known (Saltelli et al. 2010, Jansen 1999). Their
    difference is what the factor does together with others.

    Returns
    -------
    Columns factor, first, first_low, first_high, total, total_low, total_high.

    Raises
    ------
    ResultsError
        Where the outcome does not vary, is not finite, or there are too few worlds.
    """
    found = _analysed(outcome, seed)
    table = pd.DataFrame({"factor": list(outcome.mixed)})
    for name, index in (("first", "S1"), ("total", "ST")):
        table[name] = found[index]
        table[f"{name}_low"] = found[index] - found[f"{index}_conf"]
        table[f"{name}_high"] = found[index] + found[f"{index}_conf"]
    return table


def together(indices: pd.DataFrame) -> float:
    """Return the share of variance that factors have only together, ``1 - sum of first``.

    For factors that are independent and cover all that varies, the shares of single factors and
    this one sum to 1.

    >>> together(pd.DataFrame({"first": [0.5, 0.25]}))
    0.25
    """
    return float(1 - indices["first"].sum())


def second_order(outcome: PickFreeze, seed: int = 0) -> pd.DataFrame:
    """Return what each pair of factors does together beyond what each does alone.

    Returns
    -------
    Columns factor, other, share, low, high.

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
    return table.drop(columns="half")


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


def elementary_effects(
    points: Array, outcome: Array, factors: Sequence[str], seed: int = 0
) -> pd.DataFrame:
    """Return Morris's measures of each factor, the strongest first (Morris 1991, Campolongo 2007).

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
    """
    _check(outcome)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = _salib("analyze.morris").analyze(
            _problem(factors), points, outcome, num_levels=LEVELS, seed=_seed(seed),
            num_resamples=RESAMPLES, conf_level=CONFIDENCE,
        )  # fmt: skip
    table = pd.DataFrame(
        {
            "factor": list(factors),
            "strength": np.asarray(found["mu_star"], float),
            "strength_low": np.asarray(found["mu_star"], float) - found["mu_star_conf"],
            "strength_high": np.asarray(found["mu_star"], float) + found["mu_star_conf"],
            "mean": np.asarray(found["mu"], float),
            "spread": np.asarray(found["sigma"], float),
        }
    )
    order = np.lexsort((table.index, -table["strength"]))
    return table.iloc[order].reset_index(drop=True)


def trajectories(factors: Sequence[str], count: int, seed: int) -> Array:
    """Return points of the unit cube for Morris's design, (count x (factors + 1), factor)."""
    points: Array = _salib("sample.morris").sample(
        _problem(factors), count, num_levels=LEVELS, seed=_seed(seed)
    )
    return points


def _analysed(outcome: PickFreeze, seed: int) -> dict[str, Any]:
    columns = [outcome.a, *outcome.mixed.values(), *(outcome.back or {}).values(), outcome.b]
    values = np.stack(columns, axis=1).astype(float)
    _check(values.ravel())
    if len(values) < FEWEST_WORLDS:
        raise _too_few(len(values))
    found: dict[str, Any] = _salib("analyze.sobol").analyze(
        _problem(list(outcome.mixed)),
        values.ravel(),
        calc_second_order=outcome.back is not None,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=_seed(seed),
    )
    return found


def _problem(factors: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(factors), "names": list(factors), "bounds": [[0, 1]] * len(factors)}


def _seed(seed: int) -> int:
    """Return a seed that SALib takes as one: it reads 0 as none."""
    return seed % (2**32 - 1) + 1


def _check(values: Array) -> None:
    if not np.isfinite(values).all():
        message = "the outcome is not finite in some worlds, so it has no variance to attribute"
        raise ResultsError(message, remedy="Choose another outcome.")
    if np.ptp(values) <= np.abs(values).max() * np.finfo(np.float32).eps:
        message = "the outcome is the same in all worlds, so there is nothing to attribute"
        raise ResultsError(message, remedy="Choose another outcome or variant.")


def _too_few(worlds: int) -> InputError:
    message = f"{worlds} worlds are too few for indices of variance"
    return InputError(message, remedy=f"Use at least {FEWEST_WORLDS}, better 1,000 (--worlds).")


def _salib(name: str) -> ModuleType:
    try:
        from importlib import import_module  # noqa: PLC0415 (beside what it is for)

        return import_module(f"SALib.{name}")
    except ImportError as error:
        remedy = "Install it: pip install 'cagame[analysis]'."
        raise InputError("SALib is not installed", remedy=remedy) from error
