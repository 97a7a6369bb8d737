"""Grids of coloured cells with names on their sides, shared by the heatmaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle

from cagame.plots.style import INK, LINE_HEIGHT, MUTED, SMALL, Look, Style
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.typing import ColorType


#: Room to the left of a grid for the names of its rows, in points.
NAMES = 132.0
HATCH, HATCH_COLOUR = "////", "#6A6A6A"
#: Up to this luminance white text reads better than dark text.
DARK = 0.2


def prepare_grid(axes: Axes, rows: int, columns: int) -> None:
    """Turn axes into a grid of cells counted from the upper left corner."""
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()


def row_height(names: Iterable[str], least: float) -> float:
    """Return the height of a grid's rows, in points: `least`, or what the longest name needs."""
    lines = max((len(wrap(name, NAMES - 8, SMALL, "bold")) for name in names), default=1)
    return max(least, lines * SMALL * LINE_HEIGHT + 3)


def column_room(names: Iterable[str], width: float, least: float) -> float:
    """Return the height over a grid that the longest name of a column needs, in points."""
    lines = max((len(wrap(name, width, SMALL, "bold")) for name in names), default=1)
    return max(least, lines * SMALL * LINE_HEIGHT + 10)


def row_name(axes: Axes, row: float, text: str, *, bold: bool = False, muted: bool = False) -> None:
    """Write the name of a row to the left of a grid, on two lines where it is long."""
    weight = "bold" if bold else "normal"
    axes.annotate(
        "\n".join(wrap(text, NAMES - 8, SMALL, weight)),
        (0, row + 0.5),
        (-6, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SMALL,
        fontweight=weight,
        color=MUTED if muted else INK,
        linespacing=LINE_HEIGHT - 0.1,
        annotation_clip=False,
    )


def column_name(axes: Axes, column: float, text: str, width: float, lift: float = 5) -> None:
    """Write the name of a column above a grid, on several lines where it is long."""
    lines = wrap(text, width, SMALL, "bold")
    axes.annotate(
        "\n".join(lines),
        (column + 0.5, 0),
        (0, lift),
        textcoords="offset points",
        ha="center",
        va="baseline" if len(lines) == 1 else "bottom",
        fontsize=SMALL,
        fontweight="bold",
        linespacing=LINE_HEIGHT - 0.1,
        annotation_clip=False,
    )


def fill_cell(
    axes: Axes,
    place: tuple[float, float],
    colour: ColorType,
    *,
    size: tuple[float, float] = (1, 1),
    hatched: bool = False,
) -> None:
    """Fill one cell of a grid, hatched where greyscale must tell worse from better."""
    axes.add_patch(Rectangle(place, *size, facecolor=colour, edgecolor="white", linewidth=1.0))
    if hatched:
        lines: Style = {"fill": False, "hatch": HATCH, "edgecolor": HATCH_COLOUR, "linewidth": 0}
        axes.add_patch(Rectangle(place, *size, **lines))


def cell_text(
    axes: Axes, place: tuple[float, float], text: str, colour: ColorType, *, boxed: bool = False
) -> None:
    """Write in the middle of a cell of a colour; boxed where a hatch would cross the text."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2} if boxed else None
    axes.text(
        place[0] + 0.5,
        place[1] + 0.5,
        text,
        ha="center",
        va="center",
        fontsize=SMALL,
        color=INK if boxed else text_colour(colour),
        bbox=box,
        linespacing=LINE_HEIGHT,
    )


def text_colour(background: ColorType) -> str:
    """Return the text colour that reads best on a background."""
    return "white" if luminance(background) < DARK else INK


def luminance(colour: ColorType) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white.

    Source: WCAG 2.2, relative luminance.
    """
    parts = np.asarray(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
    red, green, blue = linear.tolist()
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


@dataclass(frozen=True)
class Tone:
    """How an effect is coloured.

    Parameters
    ----------
    level : the effect from -1, fully worse, to 1, fully better
    directed : whether one way is better; otherwise the cell is grey
    """

    level: float
    directed: bool = True

    @classmethod
    def of(cls, effect: float, sign: int, full: float) -> Tone:
        """Return the tone of an effect in spreads, full at `full` spreads."""
        return cls(float(np.clip(effect * (sign or 1) / full, -1, 1)), sign != 0)

    def colour(self, look: Look) -> ColorType:
        """Return the fill of a cell."""
        if self.directed:
            return look.diverging()((self.level + 1) / 2)
        return look.neutral()(abs(self.level))

    def hatched(self, look: Look) -> bool:
        """Whether greyscale needs a hatch to tell this cell as worse."""
        return look.greyscale and self.directed and self.level < 0


def effect_cell(axes: Axes, place: tuple[int, int], text: str, tone: Tone, look: Look) -> None:
    """Draw one effect: its colour and what is written in it."""
    hatched = tone.hatched(look)
    fill_cell(axes, place, tone.colour(look), hatched=hatched)
    cell_text(axes, place, text, tone.colour(look), boxed=hatched)


def mark_corner(axes: Axes, place: tuple[float, float], size: tuple[float, float] = (1, 1)) -> None:
    """Mark a cell as true by construction: a dark upper right corner, six points wide."""
    points = axes.get_window_extent().width / axes.figure.dpi * 72
    span = abs(np.subtract(*axes.get_xlim()))
    tall = axes.get_window_extent().height / axes.figure.dpi * 72
    rows = abs(np.subtract(*axes.get_ylim()))
    wide, high = 7 * span / points, 7 * rows / tall
    x, y = place[0] + size[0] - wide * 0.12, place[1] + high * 0.12
    corner = [(x - wide, y), (x, y), (x, y + high)]
    axes.add_patch(Polygon(corner, facecolor=INK, linewidth=0))
