"""Variants crossed with external scenarios: a layout sized by their names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cagame.plots.grid import NAMES, column_name, column_room, prepare_grid, row_height, row_name
from cagame.plots.sheet import INNER_WIDTH
from cagame.plots.style import LINE_HEIGHT, SMALL, Look
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from cagame.plots.captions import Titles
    from cagame.plots.sheet import Sheet
    from cagame.plots.tables import Row

#: The least room over the columns, and between the names of two of them, in points.
HEADING, BETWEEN = 22.0, 6.0
#: So many columns are wide enough for a difference and a share side by side.
MOST_ACROSS = 4


@dataclass(frozen=True)
class Columns:
    """A column per external scenario, with a row per variant in each; or the other way round.

    Parameters
    ----------
    variants : the rows, from the top
    externals : the columns, from the left
    titles : what both are called
    least_row : the least height of a row, in points
    turned : variants are the columns, and external scenarios the rows
    top : where the names over the columns begin in the sheet's body, in points
    places : how many columns the width is divided among; 0 for those there are
    """

    variants: Sequence[str]
    externals: Sequence[str]
    titles: Titles
    least_row: float
    turned: bool = False
    top: float = 0.0
    places: int = 0

    @property
    def down(self) -> Sequence[str]:
        """What the rows are, from the top."""
        return self.externals if self.turned else self.variants

    @property
    def across(self) -> Sequence[str]:
        """What the columns are, from the left."""
        return self.variants if self.turned else self.externals

    @property
    def keys(self) -> tuple[str, str]:
        """Columns of a table that say in which column and in which row one of its lines goes."""
        return ("variant", "external") if self.turned else ("external", "variant")

    @cached_property
    def names_down(self) -> list[str]:
        """What the rows are called."""
        name = self.titles.external if self.turned else self.titles.variant
        return [name(each) for each in self.down]

    @cached_property
    def names_across(self) -> list[str]:
        """What the columns are called."""
        name = self.titles.variant if self.turned else self.titles.external
        return [name(each) for each in self.across]

    @cached_property
    def width(self) -> float:
        """Width of a column, in points."""
        return (INNER_WIDTH - NAMES) / (self.places or len(self.across))

    @cached_property
    def heading(self) -> float:
        """Height of the names over the columns, in points."""
        return column_room(self.names_across, self.width - BETWEEN, HEADING)

    @cached_property
    def rows(self) -> float:
        """Height of all rows together, in points."""
        return len(self.down) * row_height(self.names_down, self.least_row)

    @property
    def height(self) -> float:
        """Height of names and rows together, in points."""
        return self.heading + self.rows

    @property
    def bottom(self) -> float:
        """Where the rows end in the sheet's body, in points."""
        return self.top + self.height

    def panel(self, sheet: Sheet, column: int, beside: float) -> Axes:
        """Add the axes of a column under its name, less the room beside them."""
        left = NAMES + column * self.width
        top = self.top + self.heading
        axes = sheet.panel(left, top, self.width - beside, self.rows)
        lines = wrap(self.names_across[column], self.width - BETWEEN, SMALL, "bold")
        axes.set_title(
            "\n".join(lines),
            loc="left",
            fontsize=SMALL,
            fontweight="bold",
            linespacing=LINE_HEIGHT,
        )
        return axes

    def cells(self, sheet: Sheet, look: Look) -> Axes:
        """Add one grid of cells for all columns, with the names on its sides."""
        wide = self.width * len(self.across)
        axes = sheet.panel(NAMES, self.top + self.heading, wide, self.rows)
        prepare_grid(axes, len(self.down), len(self.across))
        for column, name in enumerate(self.names_across):
            column_name(axes, column, name, self.width - BETWEEN)
        self.name_rows(axes, look)
        return axes

    def place(self, row: Row) -> tuple[int, int]:
        """Return the column and row of a line of a table."""
        across, down = self.keys
        return self.across.index(row[across]), self.down.index(row[down])

    def within(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the lines of a table that have a place here."""
        return table[table[self.keys[0]].isin(list(self.across))]

    def name_rows(self, axes: Axes, look: Look) -> None:
        """Write the rows' names to the left of the first column."""
        bold = set() if self.turned else {self.titles.reference, *look.highlight}
        for row, (each, name) in enumerate(zip(self.down, self.names_down, strict=True)):
            row_name(axes, row, name, bold=each in bold)

    def bands(self, apart: float) -> list[Columns]:
        """Return the same variants and external scenarios so that columns are wide enough.

        More external scenarios than `MOST_ACROSS` become the rows. Where variants, then the
        columns, are too many as well, they go on in further bands below.

        Parameters
        ----------
        apart : room between two bands, in points
        """
        if len(self.externals) <= MOST_ACROSS:
            return [self]
        count = -(-len(self.variants) // MOST_ACROSS)
        places = -(-len(self.variants) // count)
        found: list[Columns] = []
        for start in range(0, len(self.variants), places):
            top = found[-1].bottom + apart if found else self.top
            shown = self.variants[start : start + places]
            found.append(replace(self, variants=shown, turned=True, top=top, places=places))
        return found
