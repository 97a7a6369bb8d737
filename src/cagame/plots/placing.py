"""Short texts around points, where they cover nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.plots.style import FAINT, INK, SMALL
from cagame.plots.text import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

#: Where a text may stand around a point, in points from its middle; nearest places first.
DIRECTIONS = ((10, 0), (-10, 0), (0, 10), (0, -10), (8, 8), (8, -8), (-8, 8), (-8, -8))
REACHES = (1.0, 1.5, 2.2, 3.0)
#: Height in points that a word in the corner of a panel takes, with the space around it.
WORD = SMALL + 6.0


def clear_corner(
    limits: tuple[float, float], nearest: float, side: int, height: float
) -> tuple[float, float]:
    """Return limits of a y axis with room for a word between its end and the lines below it.

    Parameters
    ----------
    limits : low and high end, data units
    nearest : how near to that end the lines beside the word come, data units
    side : 1 where the word stands at the high end, -1 at the low end, 0 where there is none
    height : of the panel, in points

    Examples
    --------
    A word takes 14.5 of 145 points, a tenth; lines at 90 leave just that much under 100.

    >>> clear_corner((0.0, 100.0), 90.0, 1, 145.0)
    (0.0, 100.0)
    >>> clear_corner((0.0, 95.0), 90.0, 1, 145.0)
    (0.0, 100.0)
    """
    low, high = limits
    part = WORD / height
    if side > 0:
        high = max(high, (nearest - part * low) / (1 - part))
    elif side < 0:
        low = min(low, (nearest - part * high) / (1 - part))
    return low, high


def place_around(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    obstacles: Sequence[tuple[float, float]] = (),
) -> None:
    """Write a short text by each point, where it covers no other text and no point.

    Tries eight directions at growing distance, nearest first, and joins far texts to their point.

    Parameters
    ----------
    axes : the panel; its limits and its place in the figure must be final
    points : in data coordinates
    texts : one short text per point
    obstacles : larger marks to keep clear, in data coordinates
    """
    scale = 72 / axes.figure.dpi
    centres = _in_points(axes, points)
    frame = axes.get_window_extent()
    inside = (frame.x0 * scale, frame.y0 * scale, frame.x1 * scale, frame.y1 * scale)
    taken = [_box(x, y, (4, 4)) for x, y in centres]
    taken += [_box(x, y, (7, 7)) for x, y in _in_points(axes, obstacles)]
    for (x, y), point, text in zip(centres, points, texts, strict=True):
        half = (text_width(text, SMALL) / 2 + 1, SMALL * 0.5)
        moves = [(reach * dx, reach * dy) for reach in REACHES for dx, dy in DIRECTIONS]
        boxes = [_box(x + dx, y + dy, half) for dx, dy in moves]
        free = [_is_free(box, taken, inside) for box in boxes]
        chosen = free.index(True) if any(free) else 0
        taken.append(boxes[chosen])
        axes.annotate(
            text,
            point,
            moves[chosen],
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SMALL,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
            arrowprops={"arrowstyle": "-", "color": FAINT, "lw": 0.6, "shrinkA": 0, "shrinkB": 3},
        )


def _in_points(axes: Axes, places: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Return places in data coordinates as points on the page."""
    data = np.asarray(places, dtype=float).reshape(-1, 2)
    pixels = axes.transData.transform(data) * (72 / axes.figure.dpi)
    return [[float(x), float(y)] for x, y in pixels]


def _box(x: float, y: float, half: tuple[float, float]) -> tuple[float, float, float, float]:
    return (x - half[0], y - half[1], x + half[0], y + half[1])


def _is_free(
    box: tuple[float, float, float, float],
    taken: Sequence[tuple[float, float, float, float]],
    inside: tuple[float, float, float, float],
) -> bool:
    """Return whether a box lies inside the frame and covers nothing that is there already."""
    within = (
        box[0] >= inside[0] and box[1] >= inside[1] and box[2] <= inside[2] and box[3] <= inside[3]
    )
    return within and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )
