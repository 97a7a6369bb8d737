"""How wide text is, and where to break it: measured with the font that draws it."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

#: Spaces at which a line may end: not before a per cent sign, not after an arrow.
BREAKS = re.compile(r"(?<![▲▼])\s+(?!%)")


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in points."""
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(size, 72)
    # Without hints, as the figures are drawn: hints round each letter to whole pixels.
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64  # the font counts in sixty-fourths of a point


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break text into lines no wider than a width in points, at spaces.

    A number stays with its per cent sign, an arrow with its word. A single word that is too wide
    stays whole: cutting it would make it unreadable.
    """
    lines: list[str] = []
    for word in BREAKS.split(text.strip()):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
