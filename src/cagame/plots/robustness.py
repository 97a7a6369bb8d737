"""What each way of weighing bad worlds says of each variant, and which shocks hurt it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.robustness import CRITERIA
from cagame.plots.captions import MINUS, Measure, Note, Titles, per_cent
from cagame.plots.columns import Columns
from cagame.plots.externals import APART
from cagame.plots.grid import (
    NAMES,
    Tone,
    cell_text,
    column_name,
    column_room,
    effect_cell,
    fill_cell,
    prepare_grid,
    row_height,
    row_name,
)
from cagame.plots.ranks import rank_colour
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import LIGHT, Look
from cagame.plots.tables import finite, in_order, need, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

#: Heights of a row with two lines, of one with one, and of the names over the columns, in points.
TALL_ROW, ROW, HEADING = 30.0, 27.0, 22.0
#: A column of figures that has no unit, and the digits of the largest figure of a column.
UNITLESS, DIGITS = ("signal_to_noise",), 3


def criteria_grid(
    table: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by criteria of robustness: the figure, and the place it gives the variant.

    Rows are sorted by the mean place. Colour is the place, the first darkest.

    Parameters
    ----------
    table : columns variant, external, one for each criterion and one ``place_`` for each; the
        rows of one external scenario, or of all pooled
    outcome : the outcome that the criteria are about
    titles : what variants and external scenarios are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(table, ("variant", "external", *CRITERIA, *map(_place, CRITERIA)), "criteria")
    places = table.set_index("variant")[list(map(_place, CRITERIA))].mean(axis=1)
    mean = {str(name): float(value) for name, value in places.items()}
    variants = sorted(in_order(mean, titles.variants), key=lambda name: mean[name])
    width = (INNER_WIDTH - NAMES) / len(CRITERIA)
    labels = [criterion.label for criterion in CRITERIA.values()]
    heading = column_room(labels, width - 4, HEADING)
    rows = len(variants) * row_height(map(titles.variant, variants), TALL_ROW)
    external = str(table["external"].iloc[0])
    with look.context():
        sheet = Sheet(
            f"{outcome.label}: which variant is robust, by seven criteria",
            _criteria_reading(Measure.of(outcome), titles.externals.get(external)),
            note.lines(strategy_effect=True),
            heading + rows + 8,
        )
        axes = sheet.panel(NAMES, heading, sheet.inner_width - NAMES, rows)
        prepare_grid(axes, len(variants), len(CRITERIA))
        for column, label in enumerate(labels):
            column_name(axes, column, label, width - 4)
        for row, variant in enumerate(variants):
            bold = variant in {titles.reference, *look.highlight}
            row_name(axes, row, titles.variant(variant), bold=bold)
        measure = Measure.of(outcome)
        for column, name in enumerate(CRITERIA):
            _criterion(axes, column, _of_criterion(table, name, variants, measure), look)
    return sheet


def _place(criterion: str) -> str:
    return f"place_{criterion}"


def _of_criterion(
    table: pd.DataFrame, name: str, variants: list[str], measure: Measure
) -> list[tuple[str, float]]:
    """Return the figure in words and the place of each variant by one criterion."""
    ordered = table.set_index("variant").loc[variants]
    shown = replace(measure, factor=1.0) if name in UNITLESS else measure
    figures, places = ordered[name], ordered[_place(name)]
    decimals = shown.decimals(figures, DIGITS)
    told = [_figure(figure * shown.factor, decimals) for figure in figures.tolist()]
    return list(zip(told, places.tolist(), strict=True))


def _criterion(axes: Axes, column: int, cells: list[tuple[str, float]], look: Look) -> None:
    for row, (told, place) in enumerate(cells):
        unknown = np.isnan(place)
        colour = look.neutral()(0.0) if unknown else rank_colour(int(place), len(cells), look)
        fill_cell(axes, (column, row), colour)
        cell_text(axes, (column, row), "n/a" if unknown else f"{told}\n#{place:.0f}", colour)


def _figure(value: float, decimals: int) -> str:
    if np.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def _criteria_reading(measure: Measure, external: str | None) -> str:
    among = f"under “{external}”" if external else "all external scenarios pooled"
    way = {1: "Higher is better", -1: "Lower is better"}.get(measure.better_sign, "")
    spread = "over spread" if measure.better_sign > 0 else "times spread, less is better"
    return (
        f"{measure.axis_label}; {among}. {way}; less regret is better. Regret: how far the best "
        "variant of the same world is ahead. # is the place among the variants, darkest for the "
        "first. Where the columns disagree, the choice depends on how much a bad world counts. "
        f"Signal to noise: mean {spread}. Best mean place on top."
    )


def vulnerability_grid(
    table: pd.DataFrame,
    outcome: OutcomeDefinition,
    base: str,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by external scenarios: how an outcome changes against the first of them.

    Variants are sorted by the mean change, the least hurt first. Many external scenarios stand
    down the side, and variants across.

    Parameters
    ----------
    table : columns variant, external, change_median, share_worse
    outcome : the outcome that changes
    base : the external scenario that the others are compared with
    titles : what variants and external scenarios are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(table, ("variant", "external", "change_median", "share_worse"), "vulnerability")
    table = finite(table, "change_median", f"changes of {outcome.label}")
    measure = Measure.of(outcome)
    means = table.groupby("variant")["change_median"].mean() * (measure.better_sign or 1)
    mean = {str(name): float(value) for name, value in means.items()}
    variants = sorted(in_order(mean, titles.variants), key=lambda name: -mean[name])
    externals = in_order(table["external"], titles.externals)
    bands = Columns(variants, externals, titles, ROW).bands(APART)
    with look.context():
        sheet = Sheet(
            f"{outcome.label}: what each external scenario does to each variant",
            _vulnerability_reading(measure, titles.external(base), note),
            note.lines(strategy_effect=True),
            bands[-1].bottom + 8,
        )
        for band in bands:
            _changes(band.cells(sheet, look), table, band, measure, look)
    return sheet


def _changes(axes: Axes, table: pd.DataFrame, band: Columns, measure: Measure, look: Look) -> None:
    full = float(table["change_median"].abs().max()) or 1.0
    decimals = measure.decimals(table["change_median"])
    for change in rows_of(band.within(table)):
        place = band.place(change)
        size = float(change["change_median"])
        told = "n/a" if np.isnan(size) else measure.signed(size, decimals)
        tone = Tone.of(0.0 if np.isnan(size) else size, measure.better_sign, full)
        worse = per_cent(float(change["share_worse"]))
        effect_cell(axes, place, f"{told}   {worse}", tone, look)


def _vulnerability_reading(measure: Measure, base: str, note: Note) -> str:
    return (
        f"Change from “{base}” within the same world and under the same variant, "
        f"{measure.difference_unit}, median of {note.count}; beside it the share of worlds in "
        "which the external scenario makes it worse. Colour: the change, full at the largest of "
        "the figure. Least hurt on average first."
    )
