"""Heatmap of patrons by Central Asian states: who stands how strongly where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.plots.captions import HISTORY, Measure, Note, Titles
from cagame.plots.grid import NAMES, cell_text, column_name, fill_cell, prepare_grid, row_name
from cagame.plots.panels import panel_title, title_room
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import LIGHT, PATRON_COLOURS, STATE_COLOURS, Look
from cagame.plots.tables import in_order, need, rows_of, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

COLUMNS = ("variant", "external", "year", "patron", "state", "quantity", "median", "low", "high")
LEFT, HEADINGS, ROW, GAP = 88.0, 18.0, 32.0, 12.0


def dyad_heatmap(
    dyads: pd.DataFrame, quantity: OutcomeDefinition, titles: Titles, note: Note, look: Look = LIGHT
) -> Figure:
    """Draw patrons by states for one quantity: a panel per variant, external scenario and year.

    Each cell has the median over worlds and the middle 90 % of worlds. Colours run over one range
    in all panels. Choose the rows first: four panels fill a page.

    Parameters
    ----------
    dyads : columns variant, external, year, patron, state, quantity, median, low, high
    quantity : the quantity to draw, described like an outcome
    titles : what variants, external scenarios and actors are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or the quantity has no rows.
    """
    need(dyads, COLUMNS, "dyads")
    chosen = dyads[dyads["quantity"] == quantity.name]
    need(chosen, COLUMNS, f"dyads of {quantity.label}")
    measure = Measure.of(quantity)
    panels = _panels(chosen, titles)
    patrons = chosen["patron"].nunique()
    above = title_room((title for title, _ in panels), INNER_WIDTH - LEFT) + HEADINGS + 10
    step = above + patrons * ROW + GAP
    full = float(chosen["median"].max())
    with look.context():
        sheet = Sheet(
            f"{quantity.label} of each patron in each state",
            _reading(measure, note),
            note.lines(strategy_effect=several(chosen["variant"])),
            len(panels) * step,
        )
        for row, (title, rows) in enumerate(panels):
            width = sheet.inner_width - LEFT
            axes = sheet.panel(LEFT, row * step + above, width, patrons * ROW)
            panel_title(axes, title, HEADINGS + 3, width)
            dyad_panel(axes, rows, quantity, titles, look, full=full)
    return sheet


def dyad_panel(
    axes: Axes,
    dyads: pd.DataFrame,
    quantity: OutcomeDefinition,
    titles: Titles,
    look: Look = LIGHT,
    *,
    full: float | None = None,
) -> Axes:
    """Draw patrons by states of one variant, external scenario and year on given axes.

    Parameters
    ----------
    dyads : as for `dyad_heatmap`, one row per patron and state
    full : the median at which the colours end; by default the largest one drawn
    """
    measure = Measure.of(quantity)
    patrons = _in_fixed_order(dyads["patron"], PATRON_COLOURS)
    states = _in_fixed_order(dyads["state"], STATE_COLOURS)
    full = float(dyads["median"].max()) if full is None else full
    prepare_grid(axes, len(patrons), len(states))
    for row, patron in enumerate(patrons):
        row_name(axes, row, titles.actor(patron))
    for column, state in enumerate(states):
        column_name(axes, column, titles.actor(state), NAMES)
    for dyad in rows_of(dyads):
        place = (states.index(dyad["state"]), patrons.index(dyad["patron"]))
        colour = look.sequential()(float(dyad["median"]) / full if full > 0 else 0.0)
        low, middle, high = (measure.brief(dyad[each]) for each in ("low", "median", "high"))
        fill_cell(axes, place, colour)
        cell_text(axes, place, f"{middle}\n{low}\N{EN DASH}{high}", colour)
    return axes


def _in_fixed_order(labels: pd.Series[str], order: Mapping[str, object]) -> list[str]:
    """Return the labels in the order that also fixes their colours."""
    return in_order(labels, {label: label for label in order})


def _panels(dyads: pd.DataFrame, titles: Titles) -> list[tuple[str, pd.DataFrame]]:
    """Return the panels in order, each with a title that names what differs between them."""
    variants = in_order(dyads["variant"], {HISTORY: HISTORY, **titles.variants})
    externals = in_order(dyads["external"], {HISTORY: HISTORY, **titles.externals})
    found = []
    for variant in variants:
        for external in externals:
            of_variant = dyads[(dyads["variant"] == variant) & (dyads["external"] == external)]
            for year in sorted(of_variant["year"].unique()):
                known = variant == HISTORY
                name = "History" if known else titles.variant(variant)
                under = "" if known or len(externals) == 1 else f", {titles.external(external)}"
                found.append((f"{name}{under}, {year}", of_variant[of_variant["year"] == year]))
    return found


def _reading(measure: Measure, note: Note) -> str:
    way = {1: " Higher is better.", -1: " Lower is better.", 0: ""}[measure.better_sign]
    return (
        f"{measure.axis_label}: median of {note.count}, and under it the middle 90 % of worlds."
        f"{way} Darker: more. One range of colours in all panels."
    )
