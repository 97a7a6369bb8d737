"""One outcome under every external scenario, to see whether the order of variants holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.columns import BETWEEN, Columns
from cagame.plots.grid import (
    NAMES,
    Tone,
    column_name,
    effect_cell,
    mark_corner,
    prepare_grid,
)
from cagame.plots.key import KEY_HEIGHT, EffectKey
from cagame.plots.paired import COLUMNS, frequency, full_scale, in_spreads
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, Look
from cagame.plots.tables import finite, in_order, need, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

#: The least height of a row, in points.
CELL = 27.0


def effects_by_external(
    effects: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by external scenarios for one outcome: difference, and how often it is better.

    Rows are sorted by the mean difference over the external scenarios, best first.

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
    grid = Columns(variants, externals, titles, CELL)
    with look.context():
        sheet = Sheet(
            f"{outcome.label} under each external scenario, against {titles.baseline}",
            _reading(chosen, measure, titles, note),
            note.lines(strategy_effect=True),
            grid.height + 8 + KEY_HEIGHT,
        )
        width = sheet.inner_width - NAMES
        axes = sheet.panel(NAMES, grid.heading, width, grid.rows)
        prepare_grid(axes, len(variants), len(externals))
        for column, external in enumerate(externals):
            column_name(axes, column, titles.external(external), grid.width - BETWEEN)
        grid.name_rows(axes, look)
        _cells(axes, chosen, grid, measure, look)
        corner = bool(chosen["by_construction"].any())
        key = EffectKey(full_scale(chosen), corner=corner, directed=measure.better_sign != 0)
        key.draw(sheet, grid.height + 8, look)
    return sheet


def _cells(axes: Axes, effects: pd.DataFrame, grid: Columns, measure: Measure, look: Look) -> None:
    """Draw the effects: each the difference and how often it is better."""
    decimals, full = measure.decimals(effects["difference_median"]), full_scale(effects)
    for effect in rows_of(effects):
        column, row = effect["external"], effect["variant"]
        place = (grid.externals.index(column), grid.variants.index(row))
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


def _reading(effects: pd.DataFrame, measure: Measure, titles: Titles, note: Note) -> str:
    when = f" in {effects['year'].max()}" if "year" in effects else ""
    often = "the share of worlds where the variant is better"
    beside = often if measure.better_sign else "its direction"
    way = {1: "Higher is better", -1: "Lower is better", 0: "Neither way is better"}
    first = "Best" if measure.better_sign else "Highest"
    return (
        f"Difference from {titles.baseline} within the same world{when}, "
        f"{measure.difference_unit}, median of {note.count}; beside it {beside}. "
        f"{way[measure.better_sign]}. Colour: the difference as part of the spread over worlds "
        f"(their middle 90 %). {first} on average on top."
    )
