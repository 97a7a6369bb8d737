"""The ranking against how effective policy is, and how often a variant is on the Pareto front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.plots.captions import Measure, Note, Titles, per_cent
from cagame.plots.columns import Columns
from cagame.plots.externals import APART
from cagame.plots.grid import cell_text, fill_cell, mark_corner
from cagame.plots.labels import EndLabel, label_line_ends, mark_better, room_for_labels
from cagame.plots.panels import OVER_UNIT, panel_title, panel_unit
from cagame.plots.sheet import Sheet
from cagame.plots.style import FAINT, INK, LIGHT, MUTED, SMALL, Look, Stroke, Style
from cagame.plots.tables import finite, in_order, need, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

#: Room beside and around a panel, in points.
LEFT, RIGHT, TITLE_ROOM, BELOW, AXIS_WORDS = 40.0, 172.0, 34.0, 40.0, 20.0
#: How far under a panel the numbers of worlds stand, in points.
COUNTS = -18.0
LEAST, ROW = 150.0, 27.0
COLUMNS = ("variant", "outcome", "low", "high", "worlds", "difference_median")


def ranking_by_effectiveness(
    table: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw each variant's median difference from the reference in bins of effectiveness.

    One panel per outcome, such as the same influence averaged over states in two ways. The small
    numbers at the bottom of a panel are the worlds in each bin.

    Parameters
    ----------
    table : columns variant, outcome, low and high (of the bin), worlds, difference_median; of one
        external scenario
    outcomes : the outcome of each panel
    titles : what variants are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(table, COLUMNS, "rankings by effectiveness")
    chosen = table[table["variant"] != titles.reference]
    chosen = finite(chosen, "difference_median", "rankings by effectiveness")
    names = [titles.variant(name) for name in set(chosen["variant"])]
    height = max(LEAST, room_for_labels(names, RIGHT, 0.0))
    step = TITLE_ROOM + height + BELOW
    with look.context():
        sheet = Sheet(
            f"{outcomes[0].label}: what each variant changes, by how effective policy is",
            _by_effectiveness(titles, note),
            note.lines(strategy_effect=True),
            len(outcomes) * step + AXIS_WORDS,
        )
        width = sheet.inner_width - LEFT - RIGHT
        for row, outcome in enumerate(outcomes):
            axes = sheet.panel(LEFT, row * step + TITLE_ROOM, width, height)
            panel_title(axes, outcome.label, OVER_UNIT)
            _lines(axes, chosen[chosen["outcome"] == outcome.name], outcome, titles, look)
        below = len(outcomes) * step + 2
        sheet.words(LEFT, below, "Effectiveness of EU policy", {"color": MUTED})
    return sheet


def _lines(
    axes: Axes, table: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles, look: Look
) -> None:
    measure = Measure.of(outcome)
    shown = table["difference_median"] * measure.factor
    low, high = min(0.0, float(shown.min())), max(0.0, float(shown.max()))
    room = 0.12 * (high - low) or 0.5
    axes.set_ylim(low - room, high + room)
    edges = sorted({*table["low"], *table["high"]})
    axes.set_xlim(edges[0], edges[-1])
    axes.axhline(0, color=INK, lw=1.4, zorder=2)
    labels = []
    for name in in_order(table["variant"], titles.variants):
        bins = table[table["variant"] == name].sort_values("low")
        middle = (bins["low"] + bins["high"]) / 2
        line = (bins["difference_median"] * measure.factor).to_numpy()
        muted = bool(look.highlight) and name not in look.highlight
        stroke = Stroke(FAINT, width=0.9) if muted else look.variant(titles.position(name))
        # To the right edge, so that the labels' leaders start where the lines end.
        x, y = np.append(middle, edges[-1]), np.append(line, line[-1])
        axes.plot(x, y, color=stroke.colour, ls=stroke.dash, lw=stroke.width)
        labels.append(EndLabel(float(y[-1]), titles.variant(name), stroke))
    axes.tick_params(axis="x", length=3)
    axes.tick_params(axis="y", length=0)
    panel_unit(axes, measure.difference_unit)
    mark_better(axes, measure.better_sign)
    _count_worlds(axes, table)
    label_line_ends(axes, labels, RIGHT)


def _count_worlds(axes: Axes, table: pd.DataFrame) -> None:
    """Write under each bin how many worlds it has."""
    style: Style = {"va": "top", "fontsize": SMALL, "color": MUTED}
    place: Style = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    axes.annotate("worlds:", (axes.get_xlim()[0], 0), (4, COUNTS), ha="right", **place, **style)
    for bin_ in rows_of(table.drop_duplicates("low")):
        middle = (bin_["low"] + bin_["high"]) / 2
        axes.annotate(f"{bin_['worlds']}", (middle, 0), (0, COUNTS), ha="center", **place, **style)


def _by_effectiveness(titles: Titles, note: Note) -> str:
    return (
        f"Difference from {titles.baseline} (the zero line) within the same world, median of the "
        f"worlds in each bin of effectiveness; {note.count} in all, their number in each bin under "
        "the axis. At exactly 0 lies no world: that is a study of its own, with the number set "
        "to 0."
    )


def front_grid(
    table: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw how often each variant is on the Pareto front of several outcomes.

    A column per external scenario, or a row where they are many; a corner marks a variant whose
    medians are on the front of medians. Most often on the front first.

    Parameters
    ----------
    table : columns variant, external, on_front, on_median_front
    outcomes : what the front is of
    titles : what variants and external scenarios are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(table, ("variant", "external", "on_front", "on_median_front"), "Pareto fronts")
    shares = table.groupby("variant")["on_front"].mean()
    mean = {str(name): float(value) for name, value in shares.items()}
    variants = sorted(in_order(mean, titles.variants), key=lambda name: -mean[name])
    externals = in_order(table["external"], titles.externals)
    bands = Columns(variants, externals, titles, ROW).bands(APART)
    with look.context():
        sheet = Sheet(
            "How often each variant is on the Pareto front",
            _front_reading(outcomes, note),
            note.lines(strategy_effect=True),
            bands[-1].bottom + 8,
        )
        for band in bands:
            axes = band.cells(sheet, look)
            for each in rows_of(band.within(table)):
                share = float(each["on_front"])
                colour = look.sequential()(share)
                fill_cell(axes, band.place(each), colour)
                cell_text(axes, band.place(each), per_cent(share), colour)
                if each["on_median_front"]:
                    mark_corner(axes, band.place(each))
    return sheet


def _front_reading(outcomes: Sequence[OutcomeDefinition], note: Note) -> str:
    named = ", ".join(outcome.label for outcome in outcomes)
    return (
        f"Outcomes: {named}. Share of {note.count} in which no other variant is at least as good "
        "in all of these outcomes and better in one. Dark corner: the variant's medians are on "
        "the front of all medians. The more outcomes, the more variants are on the front."
    )
