"""A grid of shares: rows by columns, darker for more, the number in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.grid import NAMES, cell_text, column_name, fill_cell, prepare_grid, row_name
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, Look
from cagame.plots.tables import need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.plots.captions import Note

COLUMNS = ("fact", "kind", "title", "share_of_worlds")
HEADINGS, ROW, FOOT = 40.0, 20.0, 8.0


def facts_by_switch(facts: pd.DataFrame, note: Note, look: Look = LIGHT) -> Figure:
    """Draw the share of worlds in which each fact holds, a column for each thing switched off.

    Parameters
    ----------
    facts : columns fact, kind, title (of the column), share_of_worlds
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(facts, COLUMNS, "facts by switch")
    columns = list(dict.fromkeys(facts["title"]))
    rows = list(dict.fromkeys(zip(facts["fact"], facts["kind"], strict=True)))
    shares = facts.set_index(["fact", "title"])["share_of_worlds"]
    with look.context():
        sheet = Sheet(
            "Events bring most facts about; hardly any needs policy to work",
            f"Per cent of {note.count} in which each fact holds. One column for the past as it "
            "was, and one for each thing switched off in the same worlds.",
            note.lines(strategy_effect=False),
            HEADINGS + len(rows) * ROW + FOOT,
        )
        width = sheet.inner_width - NAMES
        axes = sheet.panel(NAMES, HEADINGS, width, len(rows) * ROW)
        prepare_grid(axes, len(rows), len(columns))
        for j, title in enumerate(columns):
            column_name(axes, j, title, width / len(columns) - 6)
        for i, (fact, kind) in enumerate(rows):
            row_name(axes, i, f"{fact}  {kind}")
            for j, title in enumerate(columns):
                share = float(shares[fact, title])
                # Half the range of colours, so that dark text reads on every cell.
                colour = look.sequential()(share / 2)
                fill_cell(axes, (j, i), colour)
                cell_text(axes, (j, i), f"{100 * share:.0f}", colour)
    return sheet
