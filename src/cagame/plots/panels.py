"""Small marks that several kinds of panel share: titles, year axes, the year of decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.plots.style import INK, LINE_HEIGHT, MUTED, SMALL, TEXT
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes

#: Room for a panel's title that may run over what stands beside the panel, in points.
WHOLE = 396.0
#: How far a panel's title stands above a panel that also states its unit, in points.
OVER_UNIT = 18.0
#: A year axis has ticks this far apart, at round years.
YEARS_APART = 5


def panel_title(axes: Axes, text: str, lift: float = 5.0, width: float = WHOLE) -> None:
    """Write a panel's title above its left edge, `lift` points higher, in lines of a width."""
    axes.set_title(
        "\n".join(wrap(text, width, TEXT, "bold")),
        loc="left",
        fontsize=TEXT,
        fontweight="bold",
        color=INK,
        pad=lift,
        linespacing=LINE_HEIGHT,
    )


def title_room(texts: Iterable[str], width: float = WHOLE) -> float:
    """Return the height in points that the tallest of these panel titles needs."""
    lines = max((len(wrap(text, width, TEXT, "bold")) for text in texts), default=1)
    return lines * TEXT * LINE_HEIGHT


def panel_unit(axes: Axes, unit: str) -> None:
    """Write the unit of the y axis over it; level text takes less room than upright text."""
    axes.annotate(
        unit,
        (0, 1),
        (0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=SMALL,
        color=MUTED,
    )


def year_span(years: pd.Series[int]) -> str:
    """Return the first and the last year in words."""
    return f"{years.min()}\N{EN DASH}{years.max()}"


def year_axis(axes: Axes, years: pd.Series[int]) -> None:
    """Set the x axis to the years of a table, with ticks at round years."""
    first, last = int(years.min()), int(years.max())
    axes.set_xlim(first, last)
    start = -(-first // YEARS_APART) * YEARS_APART
    axes.set_xticks(np.arange(start, last + 1, YEARS_APART))
    axes.tick_params(axis="x", length=3)
    axes.tick_params(axis="y", length=0)


def mark_decision(axes: Axes, last_known: int) -> None:
    """Draw where history ends and the variants part."""
    axes.axvline(last_known, color=MUTED, lw=0.8, ls=(0, (2, 2)), zorder=1)
    axes.annotate(
        "variants part",
        (last_known, 1),
        (3, -3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=MUTED,
    )
