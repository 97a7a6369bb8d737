"""What history narrows: how much of each number's range is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.sheet import Sheet
from cagame.plots.style import INK, LIGHT, MUTED, SMALL, Look
from cagame.plots.tables import need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.plots.captions import Note

COLUMNS = ("number", "width_left")
NAMES, ROW, FOOT = 190.0, 17.0, 40.0


def width_left(table: pd.DataFrame, bound: float, note: Note, look: Look = LIGHT) -> Figure:
    """Draw the share of each number's prior width that history leaves, the smallest on top.

    Parameters
    ----------
    table : columns number, width_left (1: nothing was learnt), in the order to be drawn
    bound : below it, a number counts as narrowed
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(table, COLUMNS, "narrowed numbers")
    names = [str(name).removeprefix("event ") for name in table["number"]]
    left = [float(share) for share in table["width_left"]]
    with look.context():
        sheet = Sheet(
            "What history narrows, and what it does not",
            "Width of the middle 90 % of worlds that fit the statistics, over the width before; "
            f"1 means that nothing was learnt. Left of the line ({bound:g}) counts as narrowed.",
            note.lines(strategy_effect=True),
            len(names) * ROW + FOOT,
        )
        axes = sheet.panel(NAMES, 6, sheet.inner_width - NAMES - 14, len(names) * ROW)
        for row, share in enumerate(left):
            colour = look.ends[0] if share < bound else MUTED
            axes.plot([share, 1], [row, row], color=colour, lw=3, solid_capstyle="butt")
            axes.plot([share], [row], "o", color=colour, ms=5)
        axes.axvline(bound, color=INK, lw=0.8, ls=(0, (2, 2)))
        axes.set_yticks(range(len(names)), names, color=INK, fontsize=SMALL)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(0, max(1.05, *left))
        axes.set_xlabel("share of the prior's width that is left", fontsize=SMALL)
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
    return sheet
