"""PRIM and CART as the EMA Workbench has them, with fixed choices and without its chatter."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.analysis.boxes import Limit, Limits
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import pandas as pd

    from cagame.axes import Flags

#: Share of the worlds inside that one step peels off, or pastes back (Friedman and Fisher 1999).
PEEL = PASTE = 0.05
#: No box and no leaf holds a smaller share of the worlds.
SMALLEST_MASS = 0.05
#: The workbench counts as cases what reaches its threshold; cases are 1 and all others 0.
ANY = 1e-6
#: Limits are rounded to this many digits, so that they can be read and written.
DIGITS = 4


def prim_limits(numbers: pd.DataFrame, of_interest: Flags) -> list[Limits]:
    """Return the limits of each box that PRIM peels and pastes, the widest first.

    Parameters
    ----------
    numbers : world x number
    of_interest : (world)

    Raises
    ------
    InputError
        Where the workbench is not installed.
    """
    prim = _workbench().prim
    with _quietly():
        search = prim.Prim(
            numbers.astype(float),
            of_interest.astype(int),
            threshold=ANY,
            peel_alpha=PEEL,
            paste_alpha=PASTE,
            mass_min=SMALLEST_MASS,
        )
        boxes = search.find_box().box_lims
    return list(dict.fromkeys(_limits(box, boxes[0]) for box in boxes))


def cart_limits(numbers: pd.DataFrame, of_interest: Flags) -> list[Limits]:
    """Return the limits of each leaf of a classification tree (Breiman et al. 1984)."""
    workbench = _workbench()
    with _quietly(), _same_ties():
        tree = workbench.cart.CART(numbers.astype(float), of_interest.astype(int), SMALLEST_MASS)
        tree.build_tree()
        if tree.clf.tree_.node_count == 1:
            return []
        whole = workbench.scenario_discovery_util._make_box(tree.x)  # noqa: SLF001 (not public)
        return [_limits(box, whole) for box in tree.boxes]


def _workbench() -> ModuleType:
    try:
        with _quietly():
            import ema_workbench.analysis.cart  # noqa: PLC0415 (only discovery needs it)
            import ema_workbench.analysis.prim  # noqa: PLC0415 (only discovery needs it)
    except ImportError as error:
        what = f"scenario discovery needs the EMA Workbench, which cannot be loaded ({error})"
        raise InputError(what, remedy="pip install 'cagame[analysis]'") from error
    analysis: ModuleType = ema_workbench.analysis
    return analysis


@contextmanager
def _quietly() -> Iterator[None]:
    """Hide what the workbench says about optional packages and about pandas to come."""
    with warnings.catch_warnings():
        for kind in (UserWarning, ImportWarning, DeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", kind)
        yield


@contextmanager
def _same_ties() -> Iterator[None]:
    """Settle equally good splits alike each time; others' random numbers go on undisturbed.

    The tree takes them from numpy's global state, and the workbench hands it no other.
    """
    state = np.random.get_state()  # noqa: NPY002 (as above)
    np.random.seed(1)  # noqa: NPY002 (as above)
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002 (as above)


def _limits(box: pd.DataFrame, whole: pd.DataFrame) -> Limits:
    """Return the limits of those numbers that a box restricts, rounded."""
    found = []
    for number in box.columns:
        (low, high), (lowest, highest) = box[number], whole[number]
        ends: dict[str, Any] = {"low": _rounded(low)} if low != lowest else {}
        ends |= {"high": _rounded(high)} if high != highest else {}
        if ends:
            found.append(Limit(str(number), **ends))
    return tuple(found)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
