"""One outcome under every external scenario, to see whether the order of variants holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.grid import (
    NAMES,
    Tone,
    column_name,
    effect_cell,
    mark_corner,
    prepare_grid,
    row_name,
)
from cagame.plots.key import KEY_HEIGHT, EffectKey
from cagame.plots.paired import COLUMNS, frequency, full_scale, in_spreads
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, Look
from cagame.plots.tables import finite, in_order, need, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

HEADINGS, CELL = 34.0, 27.0


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
    full = full_scale(chosen)
    with look.context():
        sheet = Sheet(
            f"{outcome.label} under each external scenario, against {titles.baseline}",
            _reading(chosen, measure, titles, note),
            note.lines(strategy_effect=True),
            HEADINGS + len(variants) * CELL + 8 + KEY_HEIGHT,
        )
        width = sheet.inner_width - NAMES
        axes = sheet.panel(NAMES, HEADINGS, width, len(variants) * CELL)
        prepare_grid(axes, len(variants), len(externals))
        for column, external in enumerate(externals):
            column_name(axes, column, titles.external(external), width / len(externals) - 6)
        for row, variant in enumerate(variants):
            row_name(axes, row, titles.variant(variant), bold=variant in look.highlight)
        decimals = measure.decimals(chosen["difference_median"])
        for effect in rows_of(chosen):
            place = (externals.index(effect["external"]), variants.index(effect["variant"]))
            difference = measure.signed(effect["difference_median"], decimals)
            words = f"{difference}   {frequency(effect, measure.better_sign)}"
            tone = Tone.of(in_spreads(effect), measure.better_sign, full)
            effect_cell(axes, place, words, tone, look)
            if effect["by_construction"]:
                mark_corner(axes, place)
        corner = bool(chosen["by_construction"].any())
        key = EffectKey(full, corner=corner, directed=measure.better_sign != 0)
        key.draw(sheet, HEADINGS + len(variants) * CELL + 8, look)
    return sheet


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
