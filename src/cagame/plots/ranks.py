"""How often each variant takes each rank, from first to last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.columns import Columns
from cagame.plots.grid import NAMES, fill_cell, text_colour
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import in_order, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import ColorType

    from cagame.evidence import OutcomeDefinition

COLUMNS = ("variant", "external", "outcome", "rank", "probability")
ROW, GAP, FOOT = 25.0, 12.0, 74.0
#: A bar needs this share of worlds to hold its number.
ROOMY = 0.13


def rank_probability_bars(
    ranks: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles, note: Note, look: Look = LIGHT
) -> Figure:
    """Draw the probability of each rank by variant, a column per external scenario.

    Rank 1 is best; highest, where neither way is better. Rows are sorted by the mean rank.

    Parameters
    ----------
    ranks : columns variant, external, outcome, rank (1, 2, ...), probability (share of worlds)
    outcome : the outcome that the variants are ranked by
    titles : what variants and external scenarios are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(ranks, COLUMNS, "ranks")
    chosen = ranks[ranks["outcome"] == outcome.name]
    need(chosen, COLUMNS, f"ranks by {outcome.label}")
    externals = in_order(chosen["external"], titles.externals)
    variants = _by_mean_rank(chosen, titles)
    grid = Columns(variants, externals, titles, ROW)
    with look.context():
        sheet = Sheet(
            f"{outcome.label}: how often each variant comes first",
            _reading(Measure.of(outcome), note),
            note.lines(strategy_effect=True),
            grid.height + FOOT,
        )
        for column, external in enumerate(externals):
            axes = grid.panel(sheet, column, GAP)
            rank_panel(axes, chosen[chosen["external"] == external], variants, look)
        grid.name_rows(sheet.axes[0], look)
        style: Style = {"fontsize": SMALL, "color": MUTED}
        sheet.words(NAMES, grid.height + 30, "% of worlds", style)
        _key(sheet, grid.height + 44, int(chosen["rank"].max()), look)
    return sheet


def rank_panel(
    axes: Axes, ranks: pd.DataFrame, variants: Sequence[str], look: Look = LIGHT
) -> Axes:
    """Draw the rank bars of one outcome under one external scenario on given axes.

    Parameters
    ----------
    ranks : as for `rank_probability_bars`, of one outcome and one external scenario
    variants : the rows, from the top; their names are left to the caller
    """
    axes.set_xlim(0, 100)
    axes.set_ylim(len(variants), 0)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100])
    first, _, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    ranks_in_all = int(ranks["rank"].max())
    for row, variant in enumerate(variants):
        start = 0.0
        of_variant = ranks[ranks["variant"] == variant].sort_values("rank")
        for rank, probability in zip(of_variant["rank"], of_variant["probability"], strict=True):
            share = 100 * float(probability)
            colour = rank_colour(int(rank), ranks_in_all, look)
            place = (start, row + 0.1)
            axes.add_patch(
                Rectangle(place, share, 0.8, facecolor=colour, edgecolor="white", linewidth=0.4)
            )
            if rank == 1 and probability >= ROOMY:
                axes.text(
                    start + share / 2,
                    row + 0.5,
                    f"{share:.0f}",
                    ha="center",
                    va="center",
                    fontsize=SMALL,
                    color=text_colour(colour),
                )
            start += share
    return axes


def rank_colour(rank: int, last: int, look: Look) -> ColorType:
    """Return the fill of a rank: the first is darkest."""
    return look.sequential()(1.0 - (rank - 1) / max(1, last - 1) * 0.97)


def _by_mean_rank(ranks: pd.DataFrame, titles: Titles) -> list[str]:
    weighted = ranks["rank"] * ranks["probability"]
    sums = weighted.groupby(ranks["variant"]).sum()
    mean = {str(name): float(value) for name, value in sums.items()}
    return sorted(in_order(mean, titles.variants), key=lambda name: mean[name])


def _key(sheet: Sheet, top: float, last: int, look: Look) -> None:
    """Draw the colours of the ranks, first to last."""
    axes = sheet.panel(NAMES, top, sheet.inner_width - NAMES, 24)
    axes.set_xlim(0, sheet.inner_width - NAMES)
    axes.set_ylim(24, 0)
    axes.set_axis_off()
    wide = 16.0
    for rank in range(1, last + 1):
        colour = rank_colour(rank, last, look)
        fill_cell(axes, ((rank - 1) * wide, 0), colour, size=(wide, 10))
    style: Style = {"va": "top", "fontsize": SMALL, "color": MUTED}
    axes.text(0, 13, "first", **style)
    axes.text(last * wide, 13, "last", ha="right", **style)


def _reading(measure: Measure, note: Note) -> str:
    first = {1: "highest", -1: "lowest", 0: "highest (neither way is better)"}
    return (
        f"Share of {note.count} in which each variant takes each rank; first means "
        f"{first[measure.better_sign]}. Number: per cent of worlds in which it comes first. Best "
        "mean rank on top. One column per external scenario."
    )
