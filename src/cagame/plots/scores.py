"""Forecast errors: a panel for each quantity, a row for each forecaster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.grid import NAMES
from cagame.plots.panels import panel_title
from cagame.plots.sheet import Sheet
from cagame.plots.style import INK, LIGHT, MUTED, Look, Style
from cagame.plots.tables import need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.plots.captions import Note

COLUMNS = ("quantity", "forecaster", "year", "mean_absolute_error", "crps")
ROW, GAP, TOP = 17.0, 46.0, 22.0


def forecast_errors(scores: pd.DataFrame, years: str, note: Note, look: Look = LIGHT) -> Figure:
    """Draw mean absolute error and ranked probability score of the model and of simple rules.

    Parameters
    ----------
    scores : columns quantity, forecaster, year (0: all years), mean_absolute_error, crps
    years : what was fitted and what was forecast, in words
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(scores, COLUMNS, "scores")
    whole = scores[scores["year"] == 0]
    quantities = list(dict.fromkeys(whole["quantity"]))
    counts = [int((whole["quantity"] == each).sum()) for each in quantities]
    with look.context():
        sheet = Sheet(
            f"Forecast errors, {years}",
            "Dot: mean absolute error of the median. Ring: continuous ranked probability score, "
            "which also judges the band. Both in the unit of the statistic; left is better.",
            note.lines(strategy_effect=False),
            sum(count * ROW + GAP for count in counts) + TOP,
        )
        top = TOP
        for quantity, count in zip(quantities, counts, strict=True):
            axes = sheet.panel(NAMES + 10, top, sheet.inner_width - NAMES - 30, count * ROW)
            panel_title(axes, quantity)
            _rows(axes, whole[whole["quantity"] == quantity], look)
            top += count * ROW + GAP
    return sheet


def _rows(axes: Axes, scores: pd.DataFrame, look: Look) -> None:
    """Draw one quantity: the model's rows in colour, the simple rules' in grey."""
    names = list(scores["forecaster"])
    own = [name.startswith("model") for name in names]
    best = look.ends[0]
    for row, (error, ranked) in enumerate(
        zip(scores["mean_absolute_error"], scores["crps"], strict=True)
    ):
        colour = best if own[row] else MUTED
        ring: Style = {"mfc": "white", "mec": colour, "mew": 1.2, "ms": 6}
        axes.plot([error, ranked], [row, row], color=colour, lw=0.8, zorder=2)
        axes.plot([ranked], [row], "o", zorder=3, **ring)
        axes.plot([error], [row], "o", color=colour, ms=5.5, zorder=4)
    axes.set_yticks(range(len(names)), names, color=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 1.04 * float(scores[["mean_absolute_error", "crps"]].max().max()))
    axes.locator_params(axis="x", nbins=6)
    axes.grid(visible=True, axis="x")
