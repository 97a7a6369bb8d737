"""Variants down the side, external scenarios across: a layout sized by their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cagame.plots.grid import NAMES, column_room, row_height, row_name
from cagame.plots.sheet import INNER_WIDTH
from cagame.plots.style import LINE_HEIGHT, SMALL, Look
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from cagame.plots.captions import Titles
    from cagame.plots.sheet import Sheet

#: The least room over the columns, and between the names of two of them, in points.
HEADING, BETWEEN = 22.0, 6.0


@dataclass(frozen=True)
class Columns:
    """A column per external scenario, with a row per variant in each.

    Parameters
    ----------
    variants : the rows, from the top
    externals : the columns, from the left
    titles : what both are called
    least_row : the least height of a row, in points
    """

    variants: Sequence[str]
    externals: Sequence[str]
    titles: Titles
    least_row: float

    @cached_property
    def width(self) -> float:
        """Width of a column, in points."""
        return (INNER_WIDTH - NAMES) / len(self.externals)

    @cached_property
    def heading(self) -> float:
        """Height of the names over the columns, in points."""
        names = map(self.titles.external, self.externals)
        return column_room(names, self.width - BETWEEN, HEADING)

    @cached_property
    def rows(self) -> float:
        """Height of all rows together, in points."""
        names = map(self.titles.variant, self.variants)
        return len(self.variants) * row_height(names, self.least_row)

    @property
    def height(self) -> float:
        """Height of names and rows together, in points."""
        return self.heading + self.rows

    def panel(self, sheet: Sheet, external: str, beside: float) -> Axes:
        """Add the axes of an external scenario under its name, less the room beside them."""
        left = NAMES + self.externals.index(external) * self.width
        axes = sheet.panel(left, self.heading, self.width - beside, self.rows)
        lines = wrap(self.titles.external(external), self.width - BETWEEN, SMALL, "bold")
        axes.set_title(
            "\n".join(lines),
            loc="left",
            fontsize=SMALL,
            fontweight="bold",
            linespacing=LINE_HEIGHT,
        )
        return axes

    def name_rows(self, axes: Axes, look: Look) -> None:
        """Write the variants' names to the left of the first column."""
        bold = {self.titles.reference, *look.highlight}
        for row, variant in enumerate(self.variants):
            row_name(axes, row, self.titles.variant(variant), bold=variant in bold)
