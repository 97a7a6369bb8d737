"""Labels at the ends of lines, spread so that none overlaps another."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, cast

import numpy as np
from matplotlib.transforms import Affine2D, ScaledTranslation

from cagame.plots.style import FAINT, INK, LINE_HEIGHT, MUTED, SMALL, Stroke, Style
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.transforms import Affine2DBase, Transform

#: Room beside a panel, in points: the leader, the repeated stroke, then the text.
LEADER, SWATCH, TEXT_START = 10.0, 16.0, 29.0
#: Between two labels, and how far labels may stand out above and below their panel.
LABEL_GAP, MARGIN_USED = 1.6, 6.0


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels apart along a line, each as little as possible.

    Minimises the sum of squared moves with the order kept, no two labels overlapping and all of
    them between `low` and `high`: an isotonic regression after taking out each label's own room.
    Where the labels need more room than there is, they are packed from `low` upwards.

    Parameters
    ----------
    wanted : where the middle of each label would best be
    heights : room each label takes, same order
    low, high : the ends of the line

    >>> spread([5.0, 5.0, 9.0], [2.0, 2.0, 2.0], 0.0, 10.0)
    [4.0, 6.0, 9.0]
    """
    if not wanted:
        return []
    order = np.argsort(np.asarray(wanted, dtype=float), kind="stable")
    tall = np.asarray(heights, dtype=float)[order]
    below = np.cumsum(tall) - tall / 2
    free = np.asarray(wanted, dtype=float)[order] - below
    blocks: list[tuple[float, int]] = []
    for value in free.tolist():
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            earlier, members = blocks.pop()
            total, count = total + earlier, count + members
        blocks.append((total, count))
    level = np.repeat([total / count for total, count in blocks], [count for _, count in blocks])
    placed = np.clip(level, low, max(low, high - tall.sum())) + below
    result = np.empty_like(placed)
    result[order] = placed
    return [float(value) for value in result]


@dataclass(frozen=True)
class EndLabel:
    """A label for the end of a line: where the line ends, and what stands beside it."""

    value: float
    text: str
    stroke: Stroke
    number: str = ""
    bold: bool = False

    @property
    def weight(self) -> str:
        """Font weight of the label."""
        return "bold" if self.bold else "normal"


def beside(axes: Axes) -> Transform:
    """Return a transform from points, counted from the lower right corner of the axes."""
    figure = axes.figure.get_figure(root=True)
    points = Affine2D().scale(1 / 72) + figure.dpi_scale_trans
    return points + ScaledTranslation(1, 0, cast("Affine2DBase", axes.transAxes))


def height_in_points(axes: Axes) -> float:
    """Return how tall the axes are, in points."""
    return float(
        axes.get_position().height * axes.figure.get_figure(root=True).get_figheight() * 72
    )


def label_line_ends(
    axes: Axes, labels: Sequence[EndLabel], width: float, *, number_width: float = 0.0
) -> None:
    """Write labels to the right of the axes, spread so that none overlap, joined to their lines.

    Parameters
    ----------
    axes : the panel; its limits and its place in the figure must be final
    labels : one per line, in any order; a line without an end has its label at the bottom
    width : room to the right of the axes, in points
    number_width : part of the room, in points, for a column of numbers before the texts
    """
    room = width - TEXT_START - number_width - 2
    texts = [wrap(each.text, room, SMALL, each.weight) for each in labels]
    heights = [_label_height(lines) for lines in texts]
    tall = height_in_points(axes)
    bottom, top = axes.get_ylim()
    ends = [(each.value - bottom) / (top - bottom) * tall for each in labels]
    wanted = [end if isfinite(end) else 0.0 for end in ends]
    places = spread(wanted, heights, -MARGIN_USED, tall + MARGIN_USED)
    for label, lines, end, place in zip(labels, texts, ends, places, strict=True):
        _leader(axes, label.stroke, end, place)
        style: Style = {"transform": beside(axes), "fontsize": SMALL, "fontweight": label.weight}
        at = TEXT_START + number_width
        axes.text(at - 5, place, label.number, ha="right", va="center", color=INK, **style)
        axes.text(
            at, place, "\n".join(lines), va="center", linespacing=LINE_HEIGHT, color=INK, **style
        )


def label_heading(axes: Axes, text: str) -> None:
    """Write a heading over the column of numbers that stands beside a panel."""
    axes.text(
        TEXT_START,
        height_in_points(axes) + MARGIN_USED + 4,
        text,
        transform=beside(axes),
        fontsize=SMALL,
        color=MUTED,
    )


def room_for_labels(texts: Iterable[str], width: float, number_width: float) -> float:
    """Return the height in points that labels of lines need; arguments as `label_line_ends`."""
    room = width - TEXT_START - number_width - 2
    return sum(_label_height(wrap(text, room, SMALL, "bold")) for text in texts) - 2 * MARGIN_USED


def _label_height(lines: Sequence[str]) -> float:
    return len(lines) * SMALL * LINE_HEIGHT + LABEL_GAP


def _leader(axes: Axes, stroke: Stroke, start: float, end: float) -> None:
    """Join the end of a line to its label, and repeat the line's stroke there."""
    place: Style = {"transform": beside(axes), "clip_on": False}
    axes.plot([1, LEADER], [start, end], color=FAINT, lw=0.6, **place)
    axes.plot(
        [LEADER, LEADER + SWATCH],
        [end, end],
        color=stroke.colour,
        linestyle=stroke.dash,
        lw=stroke.width,
        dash_capstyle="butt",
        **place,
    )


def mark_better(axes: Axes, sign: int) -> None:
    """Say inside a panel which way is better, at the better end of its y axis.

    Parameters
    ----------
    axes : the panel
    sign : 1 where higher is better, -1 where lower is, 0 where neither
    """
    if sign == 0:
        return
    axes.annotate(
        "▲ better" if sign > 0 else "▼ better",
        (0, 1 if sign > 0 else 0),
        (4, -3 if sign > 0 else 3),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top" if sign > 0 else "bottom",
        fontsize=SMALL,
        fontweight="bold",
        color=MUTED,
    )
