"""The key under a heatmap of effects: what its colours and its dark corners mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.plots.grid import NAMES, Tone, fill_cell, mark_corner
from cagame.plots.style import MUTED, SMALL, Look, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cagame.plots.sheet import Sheet

#: Height of the key, in points.
KEY_HEIGHT = 46.0


@dataclass(frozen=True)
class EffectKey:
    """The key under a heatmap of effects.

    Parameters
    ----------
    full : the effect at which the colours end, as part of the spread over worlds
    corner : whether some effect holds by construction
    directed : whether one way is better
    """

    full: float
    corner: bool = False
    directed: bool = True

    def draw(self, sheet: Sheet, top: float, look: Look) -> None:
        """Draw the key, `KEY_HEIGHT` points high, at a height in the sheet's body."""
        axes = sheet.panel(0, top, sheet.inner_width, KEY_HEIGHT)
        axes.set_xlim(0, sheet.inner_width)
        axes.set_ylim(KEY_HEIGHT, 0)
        axes.set_axis_off()
        steps, wide = 9, 18.0
        for step in range(steps):
            tone = Tone(2 * step / (steps - 1) - 1, self.directed)
            place = (NAMES + step * wide, 15.0)
            fill_cell(axes, place, tone.colour(look), size=(wide, 10), hatched=tone.hatched(look))
        end = NAMES + steps * wide
        # Larger effects have the colour of the end, and the key says so.
        low, high = f"\N{MINUS SIGN}{self.full:g} or less", f"+{self.full:g} or more"
        ends = ("worse", "better") if self.directed else ("lower", "higher")
        style: Style = {"fontsize": SMALL, "color": MUTED}
        for y, left, right in ((11, *ends), (36, low, high)):
            axes.text(NAMES, y, left, **style)
            axes.text(end, y, right, ha="right", **style)
        axes.text((NAMES + end) / 2, 36, "0", ha="center", **style)
        axes.text(end + 5, 23, "parts of the spread over worlds", **style)
        if self.corner:
            self._corner(axes, look)

    def _corner(self, axes: Axes, look: Look) -> None:
        place = (NAMES - 20, 12.0)
        fill_cell(axes, place, Tone(0.45).colour(look), size=(16, 16))
        mark_corner(axes, place, (16, 16))
        words: Style = {"ha": "right", "fontsize": SMALL, "color": MUTED}
        axes.text(NAMES - 24, 23, "true by construction", **words)
