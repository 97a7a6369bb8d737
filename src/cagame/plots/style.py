"""How every figure looks: sizes, fonts, one fixed colour per actor, and how it is saved.

Two looks. `LIGHT` is for screens and colour print. `PRINT` is safe in greyscale: levels of grey,
line styles and hatches carry what colour carries elsewhere.

The colours of patrons, of states and of variants stay apart under the three common kinds of
colour-blindness; the tests measure it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.style import context as style_context

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

#: Keyword arguments that several matplotlib calls share.
Style: TypeAlias = dict[str, Any]
#: Solid, or (offset, (on, off, ...)) in line widths.
Dash: TypeAlias = tuple[int, tuple[float, ...] | None]

WIDTH_CM = 16.0
POINTS_PER_CM = 72 / 2.54
DOTS_PER_INCH = 200

#: Font sizes in points. At 16 cm none of them falls below what a phone can show.
TITLE, TEXT, SMALL = 13.0, 9.5, 8.5
LINE_HEIGHT = 1.24

INK, MUTED, FAINT, GRID = "#1A1A1A", "#595959", "#9A9A9A", "#DCDCDC"

SOLID: Dash = (0, None)
DASHED: Dash = (0, (4.0, 1.6))
LONG_DASHED: Dash = (0, (8.0, 1.6))
DOTTED: Dash = (0, (1.2, 1.3))
DASH_DOT: Dash = (0, (5.0, 1.4, 1.2, 1.4))

PATRON_COLOURS = {"EU": "#004488", "RU": "#B03A2E", "CN": "#B8860B", "OT": "#7F7F7F"}
STATE_COLOURS = {
    "KZ": "#332288",
    "KG": "#3A9BD9",
    "TJ": "#999933",
    "TM": "#CC6677",
    "UZ": "#661100",
}
VARIANT_COLOURS = ("#332288", "#EE3377", "#3A9BD9", "#661100", "#8A6D00", "#AA4499")
BETTER, EVEN, WORSE = "#1F6FB4", "#F7F7F7", "#D9731A"
#: Where an SVG names one of its clips.
CLIP = re.compile(r'(?P<before>url\(#|clipPath id=")(?P<name>p[0-9a-f]{10})\b')
GREYS = ("#000000", "#7A7A7A", "#4A4A4A", "#A3A3A3")


@dataclass(frozen=True)
class Stroke:
    """How one line is drawn: colour, dash pattern, width in points."""

    colour: str
    dash: Dash = SOLID
    width: float = 1.6


@dataclass(frozen=True)
class Look:
    """What a figure looks like, whatever it shows.

    Parameters
    ----------
    greyscale : levels of grey, dashes and hatches instead of colours
    highlight : the variants to bring out; the others turn grey. Empty: the plot's own choice
    """

    greyscale: bool = False
    highlight: tuple[str, ...] = ()

    def highlighting(self, *variants: str) -> Look:
        """Return the same look with these variants brought out."""
        return replace(self, highlight=variants)

    def context(self) -> AbstractContextManager[None]:
        """Set matplotlib's defaults for a while, whatever the user's own settings are."""
        return style_context(["default", _SETTINGS])

    def patron(self, label: str) -> Stroke:
        """Return the fixed stroke of a patron."""
        return self._actor(label, PATRON_COLOURS)

    def state(self, label: str) -> Stroke:
        """Return the fixed stroke of a Central Asian state."""
        return self._actor(label, STATE_COLOURS)

    def variant(self, position: int) -> Stroke:
        """Return the stroke of the variant at a position in the study; twelve differ."""
        if self.greyscale:
            # Solid is left to the reference, which is a broad line in ink.
            dashes = (DASHED, DOTTED, DASH_DOT, LONG_DASHED)
            return Stroke(GREYS[position // 4 % 3], dashes[position % 4])
        colours = len(VARIANT_COLOURS)
        dash = SOLID if position // colours % 2 == 0 else DASHED
        return Stroke(VARIANT_COLOURS[position % colours], dash)

    def bands(self) -> tuple[str, str]:
        """Return the fills of a fan: the middle 90 % and the middle half of the worlds."""
        return ("#E4E4E4", "#C4C4C4") if self.greyscale else ("#DCE6F0", "#B5CBE0")

    def diverging(self) -> Colormap:
        """Return the colours from worse over even to better; in greyscale both ends are dark."""
        ends = ("#8C8C8C", "#FFFFFF", "#8C8C8C") if self.greyscale else (WORSE, EVEN, BETTER)
        return _colours("worse to better", ends)

    @property
    def ends(self) -> tuple[str, str]:
        """The colours of better and of worse."""
        return ("#4A4A4A", "#C2C2C2") if self.greyscale else (BETTER, WORSE)

    def neutral(self) -> Colormap:
        """Return the colours from no change to much, where neither way is better."""
        return _colours("no change to much", ("#F7F7F7", "#9A9A9A"))

    def sequential(self) -> Colormap:
        """Return the colours from little to much."""
        most = "#3A3A3A" if self.greyscale else BETTER
        return _colours("little to much", ("#FAFAFA", most))

    def _actor(self, label: str, colours: dict[str, str]) -> Stroke:
        order = list(colours)
        position = order.index(label) if label in colours else len(order)
        if self.greyscale:
            return Stroke(GREYS[position % 4], (SOLID, DASHED, DOTTED, DASH_DOT)[position % 4], 1.8)
        return Stroke(colours.get(label, FAINT), SOLID, 1.8)


LIGHT = Look()
PRINT = Look(greyscale=True)

_SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    # A title of the user's may hold a dollar sign; it is no formula.
    "text.parse_math": False,
    # Text is as wide on every device as it was when its lines were broken.
    "text.hinting": "none",
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "axes.formatter.useoffset": False,
    "axes.formatter.limits": (-9, 9),
    "axes.axisbelow": True,
    "axes.grid.axis": "y",
    "axes.grid": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "hatch.linewidth": 0.6,
    "figure.dpi": DOTS_PER_INCH / 2,
    "savefig.dpi": DOTS_PER_INCH,
    "svg.fonttype": "path",
    "svg.hashsalt": "cagame",
}


@lru_cache
def _colours(name: str, ends: tuple[str, ...]) -> Colormap:
    """Return colours that run evenly through the given ones."""
    return LinearSegmentedColormap.from_list(name, ends)


def save(figure: Figure, folder: str | Path, name: str) -> tuple[Path, Path]:
    """Write a figure as ``name.png`` (200 dpi) and ``name.svg``; return both paths.

    The files hold no date and no random identifiers: the same figure gives the same bytes.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    drawing = StringIO()
    told = {"Date": None, "Creator": None, "Title": figure.get_label()}
    with LIGHT.context():
        figure.savefig(png, metadata={"Software": None})
        figure.savefig(drawing, format="svg", metadata=told)
    svg.write_text(_numbered(drawing.getvalue()), encoding="utf-8")
    return png, svg


def _numbered(drawing: str) -> str:
    """Return an SVG whose clips are called by number.

    Matplotlib calls a clip after its corners to the last bit, which differs now and then between
    runs, although all that is drawn is the same.

    >>> _numbered('<path clip-path="url(#p0123456789)"/><clipPath id="p0123456789"/>')
    '<path clip-path="url(#clip-1)"/><clipPath id="clip-1"/>'
    """
    numbers: dict[str, int] = {}

    def number(clip: re.Match[str]) -> str:
        return f"{clip['before']}clip-{numbers.setdefault(clip['name'], len(numbers) + 1)}"

    return CLIP.sub(number, drawing)
