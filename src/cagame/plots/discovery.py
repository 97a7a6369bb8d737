"""Scenario discovery: how PRIM traded coverage for density, and the box that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm

from cagame.plots.captions import Note, per_cent
from cagame.plots.panels import panel_title
from cagame.plots.sheet import Sheet
from cagame.plots.style import FAINT, GRID, INK, LIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import need, rows_of
from cagame.plots.text import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = ("restricted", "coverage", "density", "coverage_aside", "density_aside")
LIMITS = ("label", "unit", "low", "high", "lowest", "highest", "position_low", "position_high")
TALL, TOP, LEFT, COLOURS = 190.0, 22.0, 46.0, 78.0
#: A row of the second panel, the room above and below its rows, and the width of the names.
ROW, ABOVE, BELOW, NAMES, WORDS = 36.0, 60.0, 26.0, 160.0, 96.0
#: A number's name and unit take at most so many lines, each twice this high in points.
MOST_LINES, HALF_LINE = 3, 5.3
#: With more restricted numbers than this, colours no longer tell them apart.
MOST_TOLD = 9


@dataclass(frozen=True)
class Subject:
    """What was searched for.

    Parameters
    ----------
    strategy : title of the variant
    cases : what a case is, in words
    base : share of all worlds that are cases
    """

    strategy: str
    cases: str
    base: float


def discovery_figure(
    trajectory: pd.DataFrame,
    chosen: pd.Series[float],
    limits: pd.DataFrame,
    subject: Subject,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw the peeling trajectory, and the limits of the chosen box.

    Parameters
    ----------
    trajectory : a row for each box: how many numbers it restricts, its coverage and density where
        it was found, and in worlds kept aside (columns ``STEPS``)
    chosen : the same for the chosen box
    limits : a row for each number the chosen box restricts: its range and that of the table
        (columns ``LIMITS``); positions are shares of the table's distribution below each end
    subject : whose regret
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(trajectory, STEPS, "boxes")
    rows = max(len(limits), 1)
    with look.context():
        sheet = Sheet(
            f"Where “{subject.strategy}” regrets most",
            _reading(subject),
            note.lines(strategy_effect=True),
            TOP + TALL + ABOVE + rows * ROW + BELOW,
        )
        width = sheet.inner_width - LEFT - COLOURS
        trajectory_panel(sheet.panel(LEFT, TOP, width, TALL), trajectory, chosen, subject, look)
        _colours(sheet, sheet.panel(LEFT + width + 20, TOP, 9, TALL), trajectory, look)
        top = TOP + TALL + ABOVE
        panel = sheet.panel(NAMES, top, sheet.inner_width - NAMES - WORDS, rows * ROW)
        limits_panel(panel, limits, look)
    return sheet


def trajectory_panel(
    axes: Axes,
    trajectory: pd.DataFrame,
    chosen: pd.Series[float],
    subject: Subject,
    look: Look = LIGHT,
) -> Axes:
    """Draw coverage against density of each box, coloured by how many numbers it restricts."""
    aside: Style = {"color": MUTED, "lw": 1.0, "ls": (0, (3, 2)), "zorder": 1}
    shown = 100 * trajectory[list(STEPS[1:])]
    axes.plot(shown["coverage_aside"], shown["density_aside"], **aside)
    dots = axes.scatter(shown["coverage"], shown["density"], s=26, lw=0.5, ec=INK)
    dots.set(array=np.minimum(trajectory["restricted"], MOST_TOLD), norm=_norm())
    dots.set_cmap(look.sequential())
    ring: Style = {"mfc": "none", "mec": INK if look.greyscale else look.ends[1], "mew": 1.8}
    place = (100 * chosen["coverage"], 100 * chosen["density"])
    axes.plot(*place, "o", ms=12, **ring)
    axes.plot(100 * chosen["coverage_aside"], 100 * chosen["density_aside"], "D", ms=7, **ring)
    axes.axhline(100 * subject.base, color=FAINT, lw=0.8)
    words: Style = {"fontsize": SMALL, "color": MUTED, "va": "bottom"}
    axes.text(1, 100 * subject.base + 1, "density of all worlds", **words)
    axes.set_xlim(0, 104)
    axes.set_ylim(0, 104)
    axes.grid(visible=True, axis="both")
    axes.set_xlabel("coverage: share of all cases inside the box, %")
    axes.set_ylabel("density: share of cases inside, %")
    panel_title(axes, "Boxes, from all worlds (right) to the densest (left)")
    return axes


def limits_panel(axes: Axes, limits: pd.DataFrame, look: Look = LIGHT) -> Axes:
    """Draw the range of each number that the box restricts, within its distribution."""
    panel_title(axes, "The chosen box", lift=2.0)
    axes.set_xlim(0, 100)
    axes.set_ylim(max(len(limits), 1) - 0.5, -0.5)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    if limits.empty:
        axes.set_axis_off()
        words: Style = {"va": "center", "color": MUTED}
        axes.text(0, 0, "Nothing restricts more than chance would: no box.", **words)
        return axes
    need(limits, LIMITS, "limits")
    for row, limit in enumerate(rows_of(limits)):
        low, high = 100 * limit["position_low"], 100 * limit["position_high"]
        axes.barh(row, 100, height=0.42, color=GRID)
        axes.barh(row, high - low, left=low, height=0.42, color=look.ends[0])
        _words(axes, row, limit)
    axes.set_xlabel("share of the number's distribution, %")
    return axes


def _words(axes: Axes, row: int, limit: object) -> None:
    """Write a number's name on the left, its range above, and that of the table on the right."""
    label, unit, low, high, lowest, highest = (limit[key] for key in LIMITS[:6])  # type: ignore[index]
    style: Style = {"fontsize": SMALL, "va": "center", "annotation_clip": False}
    across: Style = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    names = wrap(label, NAMES - 12, SMALL)
    units = wrap(unit, NAMES - 12, SMALL)[: MOST_LINES - len(names)]
    place = (-8, (len(names) + len(units) - 1) * HALF_LINE)
    for line, colour in [*((each, INK) for each in names), *((each, MUTED) for each in units)]:
        axes.annotate(line, (0, row), place, ha="right", color=colour, **across, **style)
        place = (-8, place[1] - 2 * HALF_LINE)
    told = f"{low:.4g} to {high:.4g}"
    axes.annotate(told, (1, row), (8, HALF_LINE), color=INK, fontweight="bold", **across, **style)
    table = f"of {lowest:.4g} to {highest:.4g}"
    axes.annotate(table, (1, row), (8, -HALF_LINE), color=MUTED, **across, **style)


def _norm() -> BoundaryNorm:
    return BoundaryNorm(np.arange(-0.5, MOST_TOLD + 1), 256)


def _colours(sheet: Sheet, axes: Axes, trajectory: pd.DataFrame, look: Look) -> None:
    """Draw the key of the colours."""
    key = ScalarMappable(_norm(), look.sequential())
    bar = sheet.colorbar(key, cax=axes, ticks=range(MOST_TOLD + 1))
    over = int(trajectory["restricted"].max()) > MOST_TOLD
    last = f"{MOST_TOLD} or more" if over else str(MOST_TOLD)
    bar.ax.set_yticklabels([*map(str, range(MOST_TOLD)), last])
    bar.ax.tick_params(which="both", length=0)
    bar.outline.set_visible(False)
    axes.grid(visible=False)
    style: Style = {"ha": "right", "fontsize": SMALL, "color": MUTED}
    sheet.words(sheet.inner_width, 2, "numbers restricted", style)


def _reading(subject: Subject) -> str:
    return (
        f"A case is a world in which {subject.cases}: {per_cent(subject.base)} of them. Dots: "
        "boxes in the worlds they were found in. Dashed: the same boxes in worlds kept aside. "
        "Circle and diamond: the chosen box, without what chance may have brought about, in both."
    )
