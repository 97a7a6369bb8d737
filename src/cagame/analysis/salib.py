"""What Sobol's indices and Morris's effects share: SALib, and what both refuse."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.errors import InputError, ResultsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from cagame.axes import Array

#: Intervals hold this share of the bootstrap.
CONFIDENCE = 0.9
RESAMPLES = 200


def salib(name: str) -> ModuleType:
    """Return a module of SALib. Raises `InputError` where it is not installed."""
    try:
        return import_module(f"SALib.{name}")
    except ImportError as error:
        remedy = "Install it: pip install 'cagame[analysis]'."
        raise InputError("SALib is not installed", remedy=remedy) from error


def problem(factors: Sequence[str]) -> dict[str, Any]:
    """Return factors as SALib describes them, each from 0 to 1."""
    return {"num_vars": len(factors), "names": list(factors), "bounds": [[0, 1]] * len(factors)}


def seed_for(seed: int) -> int:
    """Return a seed that SALib takes as one: it reads 0 as none.

    >>> seed_for(0), seed_for(2025)
    (1, 2026)
    """
    return seed % (2**32 - 1) + 1


def check_varies(values: Array) -> None:
    """Refuse values whose variance cannot be attributed: infinite, missing, or all the same."""
    if not np.isfinite(values).all():
        message = "the outcome is not finite in some worlds, so it has no variance to attribute"
        raise ResultsError(message, remedy="Choose another outcome.")
    # Results are kept in single precision: a smaller spread is its rounding.
    if np.ptp(values) <= np.abs(values).max() * np.finfo(np.float32).eps:
        message = "the outcome is the same in all worlds, so there is nothing to attribute"
        raise ResultsError(message, remedy="Choose another outcome or variant.")
