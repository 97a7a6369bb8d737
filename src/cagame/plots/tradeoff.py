"""Trade-off scatter: what more of one outcome costs in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cagame.errors import CagameError
from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.panels import panel_title, title_room
from cagame.plots.placing import place_around
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import INK, LIGHT, LINE_HEIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import in_order, need, several
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

Array: TypeAlias = NDArray[np.float64]

LEFT, RIGHT, GAP, AXIS_WORDS = 46.0, 6.0, 18.0, 44.0
KEY_WIDTH = INNER_WIDTH / 2 - 26.0
TALL_ALONE, TALL = 260.0, 170.0
CORNERS = {(1, 1): "↗", (1, -1): "↘", (-1, 1): "↖", (-1, -1): "↙"}


def tradeoff_scatter(
    points: pd.DataFrame,
    outcomes: tuple[OutcomeDefinition, OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by the medians of two outcomes, with the front no variant beats in both.

    The front is the one of these two outcomes. One panel per external scenario. Each variant has
    the number of its place in the study; the names stand below.

    Parameters
    ----------
    points : columns variant, external, and one per outcome with its median in the end year
    outcomes : the outcome along x and the one along y; each has a better direction
    titles : what variants and external scenarios are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing, no rows are left, or an outcome has no better direction.
    """
    need(points, ("variant", "external", *(each.name for each in outcomes)), "points")
    undirected = [each.label for each in outcomes if Measure.of(each).better_sign == 0]
    if undirected:
        raise CagameError(f"a trade-off needs a better direction; {undirected[0]} has none")
    externals = in_order(points["external"], titles.externals)
    variants = in_order(points["variant"], titles.variants)
    across = 1 if len(externals) == 1 else 2
    width = (INNER_WIDTH - (across - 1) * GAP) / across - LEFT - RIGHT
    heading = title_room(map(titles.external, externals), width) + 8
    tall = TALL_ALONE if across == 1 else TALL
    step = heading + tall + AXIS_WORDS
    down = -(-len(externals) // across)
    with look.context():
        sheet = Sheet(
            f"Trade-off: {outcomes[0].label} and {outcomes[1].label}",
            _reading(points, note),
            note.lines(strategy_effect=True),
            down * step + _key_height(variants, titles) + 8,
        )
        for place, external in enumerate(externals):
            row, column = divmod(place, across)
            left = column * (width + LEFT + RIGHT + GAP) + LEFT
            axes = sheet.panel(left, row * step + heading, width, tall)
            _range(axes, points, outcomes)
            panel_title(axes, titles.external(external), width=width)
            tradeoff_panel(axes, points[points["external"] == external], outcomes, titles, look)
        _key(sheet, down * step + 2, variants, titles)
    return sheet


def tradeoff_panel(
    axes: Axes,
    points: pd.DataFrame,
    outcomes: tuple[OutcomeDefinition, OutcomeDefinition],
    titles: Titles,
    look: Look = LIGHT,
) -> Axes:
    """Draw the scatter of one external scenario on given axes.

    Parameters
    ----------
    points : as for `tradeoff_scatter`, of one external scenario
    """
    across, up = (Measure.of(outcome) for outcome in outcomes)
    x = points[outcomes[0].name].to_numpy(dtype=float) * across.factor
    y = points[outcomes[1].name].to_numpy(dtype=float) * up.factor
    best = front(x * across.better_sign, y * up.better_sign)
    order = np.flatnonzero(best)[np.argsort(x[best])]
    steps = "steps-pre" if across.better_sign > 0 else "steps-post"
    colour = look.ends[0]
    axes.plot(x[order], y[order], drawstyle=steps, color=colour, lw=1.2, ls=(0, (4, 2)))
    axes.plot(x[~best], y[~best], "o", color="white", mec=MUTED, mew=1.0, ms=5.5)
    axes.plot(x[best], y[best], "o", color=colour, ms=6.5)
    reference = (points["variant"] == titles.reference).to_numpy()
    axes.plot(x[reference], y[reference], "s", color="none", mec=INK, mew=1.3, ms=10)
    axes.grid(visible=True, axis="both")
    axes.set_xlabel(across.axis_label)
    axes.set_ylabel(up.axis_label)
    corner = (across.better_sign, up.better_sign)
    axes.text(
        0.985 if corner[0] > 0 else 0.015,
        0.975 if corner[1] > 0 else 0.025,
        f"better {CORNERS[corner]}",
        transform=axes.transAxes,
        ha="right" if corner[0] > 0 else "left",
        va="top" if corner[1] > 0 else "bottom",
        fontsize=SMALL,
        fontweight="bold",
        color=MUTED,
    )
    numbers = [str(titles.position(name) + 1) for name in points["variant"]]
    places = list(zip(x.tolist(), y.tolist(), strict=True))
    marked = [place for place, is_reference in zip(places, reference, strict=True) if is_reference]
    place_around(axes, places, numbers, marked)
    return axes


def front(x: Array, y: Array) -> NDArray[np.bool_]:
    """Return which points no other point beats: at least as high in both, higher in one.

    >>> front(np.array([1.0, 2.0, 0.5]), np.array([2.0, 1.0, 1.5])).tolist()
    [True, True, False]
    """
    as_good = (x[None, :] >= x[:, None]) & (y[None, :] >= y[:, None])
    better = (x[None, :] > x[:, None]) | (y[None, :] > y[:, None])
    beaten = np.asarray(np.any(as_good & better, axis=1), dtype=np.bool_)
    return ~beaten


def _range(
    axes: Axes, points: pd.DataFrame, outcomes: tuple[OutcomeDefinition, OutcomeDefinition]
) -> None:
    """Give all panels one range, with room for the numbers at the edges."""
    across, up = (_roomy(points[each.name] * Measure.of(each).factor) for each in outcomes)
    axes.set_xlim(*across)
    axes.set_ylim(*up)


def _roomy(values: pd.Series[float]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = 0.14 * (high - low) or 0.5
    return low - room, high + room


def _key(sheet: Sheet, top: float, variants: Sequence[str], titles: Titles) -> None:
    """List the numbers and names of the variants in two columns."""
    rows, height = -(-len(variants) // 2), _key_row(variants, titles)
    for place, name in enumerate(variants):
        column, row = divmod(place, rows)
        left, at = column * sheet.inner_width / 2, top + row * height
        weight = "bold" if name == titles.reference else "normal"
        style: Style = {"va": "top", "fontsize": SMALL, "fontweight": weight}
        sheet.words(left + 16, at, str(titles.position(name) + 1), {"ha": "right", **style})
        words = "\n".join(_key_lines(name, titles))
        sheet.words(left + 22, at, words, {"linespacing": LINE_HEIGHT, **style})


def _key_lines(name: str, titles: Titles) -> list[str]:
    weight = "bold" if name == titles.reference else "normal"
    return wrap(titles.variant(name), KEY_WIDTH, SMALL, weight)


def _key_row(variants: Sequence[str], titles: Titles) -> float:
    """Return the height of a row of the key, in points: what the longest name needs."""
    lines = max((len(_key_lines(name, titles)) for name in variants), default=1)
    return lines * SMALL * LINE_HEIGHT + 4


def _key_height(variants: Sequence[str], titles: Titles) -> float:
    return -(-len(variants) // 2) * _key_row(variants, titles)


def _reading(points: pd.DataFrame, note: Note) -> str:
    panels = "one panel per external scenario; " if several(points["external"]) else ""
    return (
        f"Medians of {note.count}; {panels}one point per variant, numbered as below. Filled: no "
        "other variant is better in both outcomes (the dashed Pareto front). Square: the reference."
    )
