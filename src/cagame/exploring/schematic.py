"""A schematic map: five states, four patrons around them, and ties as thick as influence.

Places are a drawing's, not a map's: who lies north of whom, and no more.
"""

from __future__ import annotations

from html import escape
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cagame.exploring.view import Band, View

WIDTH, HEIGHT = 560, 430
#: Middle of each state's circle, roughly where it lies among the others.
STATES = {"KZ": (290, 125), "UZ": (205, 215), "TM": (120, 310), "KG": (395, 225), "TJ": (305, 310)}
#: Middle of each patron's box: on the side that it lies on; the others have the rest.
PATRONS = {"EU": (78, 120), "RU": (250, 22), "CN": (520, 170), "OT": (215, 410)}
#: Where further patrons and states go.
SPARE = ((60, 330), (505, 330), (470, 50), (60, 230))
#: Radius of a state's ring, and how thick a tie is at the whole of influence.
RADIUS, RING, THICKEST = 42, 9, 26.0
BOX_HEIGHT, BOX_LETTER, BOX_EDGE = 32, 9.4, 20
#: Size of names, and how far two lines of a name are apart.
NAME_SIZE, NAME_LINE, BOX_SIZE = 13.0, 14, 16.0
INK, PAPER, OTHER = "#1a1a1a", "#ffffff", "#6b6b6b"
QUANTITY = "influence_share"
#: Where long names of states are broken.
ENDING = "stan"


def schematic(view: View, variant: str, colours: Mapping[str, str]) -> str:
    """Return the map of one variant in the last year, as a drawing (SVG).

    Parameters
    ----------
    colours : of patrons by label
    """
    cells, names = view.dyads[variant][QUANTITY], view.names
    patrons = dict.fromkeys(patron for patron, _ in cells)
    spare = iter(SPARE)
    places = {patron: PATRONS.get(patron) or next(spare, SPARE[-1]) for patron in patrons}
    tints = {patron: colours.get(patron, OTHER) for patron in patrons}
    parts = [*_ties(cells, names, tints, places), *_states(cells, names, tints)]
    parts += _patrons(names, tints, places)
    title = f"Influence in {view.year} under {view.titles[variant]}: schematic map"
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="schematic" '
        f'xmlns="http://www.w3.org/2000/svg" '
        f'aria-label="{escape(title)}. {_in_words(cells, names)}"'
        f' font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def _in_words(cells: Mapping[tuple[str, str], Band], names: Mapping[str, str]) -> str:
    """Say who has most influence where."""
    states = dict.fromkeys(state for _, state in cells)
    told = []
    for state in states:
        shares = {patron: band.median for (patron, s), band in cells.items() if s == state}
        first = max(shares, key=lambda patron: shares[patron])
        told.append(f"{names[state]}: most {names[first]}, {100 * shares[first]:.0f} %")
    return escape("; ".join(told))


def _ties(
    cells: Mapping[tuple[str, str], Band],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    places: Mapping[str, tuple[int, int]],
) -> Iterator[str]:
    for (patron, state), band in cells.items():
        (x1, y1), (x2, y2) = places[patron], STATES[state]
        told = f"{names[patron]} in {names[state]}: {100 * band.median:.0f} % of influence"
        # Each line bends a little, so that two never hide each other.
        size = hypot(x2 - x1, y2 - y1)
        bend = 0.08
        xm, ym = (x1 + x2) / 2 - bend * (y2 - y1), (y1 + y2) / 2 + bend * (x2 - x1)
        if size > 0:
            yield (
                f'<path d="M{x1} {y1}Q{xm:.1f} {ym:.1f} {x2} {y2}" fill="none" '
                f'stroke="{colours[patron]}" stroke-width="{THICKEST * band.median:.2f}" '
                f'stroke-opacity="0.55"><title>{escape(told)}</title></path>'
            )


def _states(
    cells: Mapping[tuple[str, str], Band], names: Mapping[str, str], colours: Mapping[str, str]
) -> Iterator[str]:
    for state, (x, y) in STATES.items():
        shares = {patron: band.median for (patron, s), band in cells.items() if s == state}
        yield f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{PAPER}"/>'
        total, start = sum(shares.values()), 0.0
        for patron, share in shares.items():
            end = start + share / total
            yield _arc(x, y, start, end, colours[patron], f"{names[patron]}: {100 * share:.0f} %")
            start = end
        for line, text in enumerate(_two_lines(names[state])):
            yield _text(x, y + NAME_LINE * line, text, NAME_SIZE, INK)


def _two_lines(name: str) -> tuple[str, ...]:
    """Break a long name in two.

    >>> _two_lines("Kazakhstan"), _two_lines("Elsewhere")
    (('Kazakh-', 'stan'), ('Elsewhere',))
    """
    stem = name.removesuffix(ENDING)
    return (f"{stem}-", ENDING) if stem != name else (name,)


def _arc(x: float, y: float, start: float, end: float, colour: str, told: str) -> str:
    radius, gap = RADIUS - RING / 2, 0.006
    a, b = 2 * pi * (start + gap), 2 * pi * (end - gap)
    large = int(end - start > 1 / 2)
    x1, y1, x2, y2 = (
        x + radius * sin(a),
        y - radius * cos(a),
        x + radius * sin(b),
        y - radius * cos(b),
    )
    return (
        f'<path d="M{x1:.1f} {y1:.1f}A{radius} {radius} 0 {large} 1 {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="{RING}"><title>{escape(told)}</title></path>'
    )


def _patrons(
    names: Mapping[str, str], colours: Mapping[str, str], places: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    for patron, (x, y) in places.items():
        text = names[patron]
        width = BOX_EDGE + BOX_LETTER * len(text)
        left = min(max(2.0, x - width / 2), WIDTH - 2 - width)
        yield (
            f'<rect x="{left:.1f}" y="{y - BOX_HEIGHT / 2}" width="{width:.1f}" '
            f'height="{BOX_HEIGHT}" rx="6" fill="{colours[patron]}"/>'
        )
        yield _text(left + width / 2, y + 5.5, text, BOX_SIZE, PAPER)


def _text(x: float, y: float, text: str, size: float, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}" '
        f'fill="{colour}">{escape(text)}</text>'
    )
