"""Numbers and shares as the cells of a table in the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def digits(figures: Iterable[float]) -> int:
    """Return how many decimals give the largest of these numbers three digits.

    >>> digits([12.24, 0.3]), digits([0.904, 0.0076]), digits([])
    (1, 3, 0)
    """
    largest = max((abs(each) for each in figures if math.isfinite(each)), default=0.0)
    return 0 if largest == 0 else max(0, 2 - math.floor(math.log10(largest)))


def in_cells(figures: Iterable[float], sign: str = "") -> list[str]:
    """Write numbers with the same decimals; what is none as a dash.

    >>> in_cells([1.234, -0.5, float("nan"), float("inf")], "+")
    ['+1.23', '-0.50', '-', '+inf']
    >>> in_cells([100.0, -0.1], "+")
    ['+100', '0']
    """
    listed = [float(each) for each in figures]
    decimals = digits(listed)
    texts = [f"{each:{sign}.{decimals}f}" for each in listed]
    # Rounded to 0, a number has no sign.
    plain = [text.lstrip("+-") if float(text) == 0 else text for text in texts]
    return ["-" if text.endswith("nan") else text for text in plain]


def per_cent(share: float) -> str:
    """Write a share in per cent; 0 and 100 only for none and all; a dash for none known.

    >>> per_cent(0.874), per_cent(0.999), per_cent(0.001), per_cent(float("nan"))
    ('87', '>99', '<1', '-')
    """
    if math.isnan(share):
        return "-"
    rounded = round(100 * share)
    if rounded == 100 and share < 1:  # noqa: PLR2004 (all, in per cent)
        return ">99"
    return "<1" if rounded == 0 and share > 0 else f"{rounded}"


def share_with_interval(share: float, low: float, high: float) -> str:
    """Write a share and its interval, in per cent.

    >>> share_with_interval(0.5, 0.412, 0.588)
    '50 (41-59)'
    """
    if math.isnan(share):
        return "-"
    return f"{per_cent(share)} ({100 * low:.0f}-{100 * high:.0f})"
