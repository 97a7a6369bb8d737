"""The page a figure is drawn on: a headline, panels, and the note that makes it self-contained."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cagame.plots.style import (
    DOTS_PER_INCH,
    GRID,
    INK,
    LIGHT,
    LINE_HEIGHT,
    MUTED,
    POINTS_PER_CM,
    SMALL,
    TEXT,
    TITLE,
    WIDTH_CM,
)
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from cagame.plots.style import Style

MARGIN = 8.0
#: Width of a sheet between its margins, in points.
INNER_WIDTH = WIDTH_CM * POINTS_PER_CM - 2 * MARGIN


class Sheet(Figure):
    """A figure of fixed width with a headline above and a note below its panels.

    The height follows from the words and the panels, so that nothing is squeezed or cut.

    Parameters
    ----------
    title : what the figure is about
    reading : how to read it: what was compared and what the marks are
    note : paragraphs under the figure
    body : height of the panels with their labels, in points
    """

    def __init__(self, title: str, reading: str, note: Sequence[str], body: float) -> None:
        width = WIDTH_CM * POINTS_PER_CM
        headline = wrap(title, INNER_WIDTH, TITLE, "bold")
        guide = wrap(reading, INNER_WIDTH, TEXT)
        small = [line for paragraph in note for line in wrap(paragraph, INNER_WIDTH, SMALL)]
        above = MARGIN + (len(headline) * TITLE + len(guide) * TEXT) * LINE_HEIGHT + 6
        below = MARGIN + len(small) * SMALL * LINE_HEIGHT + 8
        height = above + body + below
        super().__init__(figsize=(width / 72, height / 72), facecolor="white")
        self.set_label(title)
        self.inner_width = INNER_WIDTH
        self.body_height = body
        self._above = above
        self._write("\n".join(headline), MARGIN, TITLE, INK, "bold")
        guide_top = MARGIN + len(headline) * TITLE * LINE_HEIGHT + 2
        self._write("\n".join(guide), guide_top, TEXT, MUTED)
        rule = 1 - (above + body + 4) / height
        ends = [MARGIN / width, 1 - MARGIN / width]
        self.add_artist(Line2D(ends, [rule, rule], color=GRID, linewidth=0.8))
        self._write("\n".join(small), above + body + 8, SMALL, MUTED)

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place in the body, in points from its upper left corner."""
        wide, tall = self.get_figwidth() * 72, self.get_figheight() * 72
        bottom = tall - self._above - top - height
        return self.add_axes(
            ((MARGIN + left) / wide, bottom / tall, width / wide, height / tall),
        )

    def words(self, left: float, top: float, text: str, style: Style | None = None) -> None:
        """Write text at a place in the body, in points from its upper left corner."""
        wide, tall = self.get_figwidth() * 72, self.get_figheight() * 72
        self.text((MARGIN + left) / wide, 1 - (self._above + top) / tall, text, **(style or {}))

    def _write(
        self, text: str, top: float, size: float, colour: str, weight: str = "normal"
    ) -> None:
        wide, tall = self.get_figwidth() * 72, self.get_figheight() * 72
        self.text(
            MARGIN / wide,
            1 - top / tall,
            text,
            va="top",
            fontsize=size,
            color=colour,
            fontweight=weight,
            linespacing=LINE_HEIGHT,
        )

    def _repr_png_(self) -> bytes:
        """Show the figure in a notebook without any setting."""
        picture = BytesIO()
        with LIGHT.context():
            self.savefig(picture, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
        return picture.getvalue()
