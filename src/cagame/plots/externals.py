"""One outcome under every external scenario, to see whether the order of variants holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.columns import Columns
from cagame.plots.grid import (
    Tone,
    effect_cell,
    mark_corner,
)
from cagame.plots.key import KEY_HEIGHT, EffectKey
from cagame.plots.paired import COLUMNS, frequency, full_scale, in_spreads
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, Look
from cagame.plots.tables import finite, in_order, need, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

#: The least height of a row, and the room between two bands of columns, in points.
CELL, APART = 27.0, 12.0


def effects_by_external(
    effects: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by external scenarios for one outcome: difference, and how often it is better.

    Variants are sorted by the mean difference over the external scenarios, best first. Many
    external scenarios stand down the side, and variants across.

    Parameters
    ----------
    effects : as for `effects_heatmap`, with the rows of every external scenario to show
    outcome : the outcome to draw
    titles : what variants and external scenarios are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    chosen, variants, externals = of_outcome(effects, outcome, titles)
    measure = Measure.of(outcome)
    bands = Columns(variants, externals, titles, CELL).bands(APART)
    bottom = bands[-1].bottom
    with look.context():
        sheet = Sheet(
            f"{outcome.label} under each external scenario, against {titles.baseline}",
            _reading(chosen, measure, titles, note) + first_words(measure, bands),
            note.lines(strategy_effect=True),
            bottom + 8 + KEY_HEIGHT,
        )
        for band in bands:
            _cells(band.cells(sheet, look), chosen, band, measure, look)
        corner = bool(chosen["by_construction"].any())
        key = EffectKey(full_scale(chosen), corner=corner, directed=measure.better_sign != 0)
        key.draw(sheet, bottom + 8, look)
    return sheet


def _cells(axes: Axes, effects: pd.DataFrame, band: Columns, measure: Measure, look: Look) -> None:
    """Draw the effects: each the difference and how often it is better."""
    decimals, full = measure.decimals(effects["difference_median"]), full_scale(effects)
    for effect in rows_of(band.within(effects)):
        place = band.place(effect)
        difference = measure.signed(effect["difference_median"], decimals)
        words = f"{difference}   {frequency(effect, measure.better_sign)}"
        tone = Tone.of(in_spreads(effect), measure.better_sign, full)
        effect_cell(axes, place, words, tone, look)
        if effect["by_construction"]:
            mark_corner(axes, place)


def of_outcome(
    effects: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows of one outcome, its variants with the best first, and the scenarios."""
    need(effects, COLUMNS, "effects")
    chosen = effects[
        (effects["outcome"] == outcome.name) & (effects["variant"] != titles.reference)
    ]
    chosen = finite(chosen, "difference_median", f"effects on {outcome.label}")
    sign = Measure.of(outcome).better_sign or 1
    means = chosen.groupby("variant")["difference_median"].mean() * sign
    mean = {str(name): float(value) for name, value in means.items()}
    variants = sorted(in_order(mean, titles.variants), key=lambda name: -mean[name])
    return chosen, variants, in_order(chosen["external"], titles.externals)


def first_words(measure: Measure, bands: Sequence[Columns]) -> str:
    """Say how the variants are sorted: from the top, or from the left where they stand across."""
    first = "Best" if measure.better_sign else "Highest"
    if not bands[0].turned:
        return f"{first} on average on top."
    return f"{first} on average {'first' if len(bands) > 1 else 'on the left'}."


def _reading(effects: pd.DataFrame, measure: Measure, titles: Titles, note: Note) -> str:
    when = f" in {effects['year'].max()}" if "year" in effects else ""
    often = "the share of worlds where the variant is better"
    beside = often if measure.better_sign else "its direction"
    way = {1: "Higher is better", -1: "Lower is better", 0: "Neither way is better"}
    return (
        f"Difference from {titles.baseline} within the same world{when}, "
        f"{measure.difference_unit}, median of {note.count}; beside it {beside}. "
        f"{way[measure.better_sign]}. Colour: the difference as part of the spread over worlds "
        "(their middle 90 %). "
    )
