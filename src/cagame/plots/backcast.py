"""Backcast: the model's past against documents and statistics, state by state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.labels import EndLabel, label_line_ends
from cagame.plots.panels import OVER_UNIT, panel_title, panel_unit, year_axis, year_span
from cagame.plots.sheet import Sheet
from cagame.plots.style import (
    INK,
    LIGHT,
    MUTED,
    PATRON_COLOURS,
    SMALL,
    STATE_COLOURS,
    Look,
    Stroke,
    Style,
)
from cagame.plots.tables import in_order, need

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

COLUMNS = ("year", "state", "partner", "quantity", "median", "low", "high")
OBSERVED = ("year", "state", "partner", "quantity", "value", "series")
LEFT, RIGHT, HEIGHT, STEP, KEY = 30.0, 118.0, 96.0, 134.0, 26.0
#: One marker per series of observations.
MARKERS = {"document": "D", "statistic": "o"}


def backcast_panels(
    backcast: pd.DataFrame,
    observations: pd.DataFrame,
    quantity: OutcomeDefinition,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw one quantity's past: a panel per state, a band per partner, observations on top.

    Documents and statistics keep their own markers, because they do not always agree.

    Parameters
    ----------
    backcast : columns year, state, partner, quantity, median, low (5 %), high (95 %)
    observations : columns year, state, partner, quantity, value, series (``document`` or
        ``statistic``); may be empty
    quantity : the quantity to draw, described like an outcome
    titles : what actors are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or the quantity has no rows.
    """
    need(backcast, COLUMNS, "the backcast")
    chosen = backcast[backcast["quantity"] == quantity.name]
    need(chosen, COLUMNS, f"the backcast of {quantity.label}")
    seen = observations[observations["quantity"] == quantity.name]
    measure = Measure.of(quantity)
    states = _fixed(chosen["state"], STATE_COLOURS)
    with look.context():
        sheet = Sheet(
            f"{quantity.label}, {year_span(chosen['year'])}: model against observations",
            _reading(chosen, measure, note),
            note.lines(strategy_effect=False),
            KEY + len(states) * STEP + 12,
        )
        _key(sheet, set(seen["series"]), look)
        top = max(chosen["high"].max(), seen["value"].max() if len(seen) else 0) * measure.factor
        for row, state in enumerate(states):
            place = (LEFT, KEY + row * STEP + 30, sheet.inner_width - LEFT - RIGHT, HEIGHT)
            axes = sheet.panel(*place)
            axes.set_ylim(0, float(top) * 1.04)
            panel_title(axes, titles.actor(state), OVER_UNIT)
            shown = chosen[chosen["state"] == state]
            backcast_panel(axes, shown, seen[seen["state"] == state], quantity, titles, look)
            axes.tick_params(labelbottom=row == len(states) - 1)
    return sheet


def backcast_panel(
    axes: Axes,
    backcast: pd.DataFrame,
    observations: pd.DataFrame,
    quantity: OutcomeDefinition,
    titles: Titles,
    look: Look = LIGHT,
) -> Axes:
    """Draw one state's past on given axes; the partners' names stand to the right.

    Parameters
    ----------
    backcast, observations : as for `backcast_panels`, of one quantity and one state
    """
    measure = Measure.of(quantity)
    labels = []
    for partner in _fixed(backcast["partner"], PATRON_COLOURS):
        stroke = look.patron(partner)
        path = backcast[backcast["partner"] == partner].set_index("year").sort_index()
        scaled = path[["low", "median", "high"]] * measure.factor
        axes.fill_between(
            scaled.index, scaled["low"], scaled["high"], color=stroke.colour, alpha=0.16, lw=0
        )
        line = scaled["median"]
        axes.plot(line.index, line, color=stroke.colour, ls=stroke.dash, lw=stroke.width)
        labels.append(EndLabel(float(line.iloc[-1]), titles.actor(partner), stroke))
        _observed(axes, observations[observations["partner"] == partner], measure, stroke)
    year_axis(axes, backcast["year"])
    panel_unit(axes, measure.unit)
    label_line_ends(axes, labels, RIGHT)
    return axes


def _observed(axes: Axes, seen: pd.DataFrame, measure: Measure, stroke: Stroke) -> None:
    for series, marker in MARKERS.items():
        rows = seen[seen["series"] == series]
        filled = stroke.colour if series == "document" else "white"
        axes.plot(
            rows["year"],
            rows["value"] * measure.factor,
            marker,
            color=filled,
            mec=stroke.colour,
            mew=1.1,
            ms=5.0 if series == "document" else 4.2,
            zorder=4,
            clip_on=False,
        )


def _fixed(labels: Iterable[str], order: dict[str, str]) -> list[str]:
    """Return labels in the order that also fixes their colours."""
    return in_order(labels, {label: label for label in order})


def _key(sheet: Sheet, series: set[str], look: Look) -> None:
    """Say what line, band and markers are, above the panels."""
    axes = sheet.panel(0, 0, sheet.inner_width, KEY - 12)
    axes.set_axis_off()
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=INK, lw=1.8, label="model, median"),
        Patch(facecolor=look.bands()[0], label="middle 90 % of worlds"),
    ]
    for name, marker in MARKERS.items():
        if name in series:
            fill = INK if name == "document" else "white"
            style: Style = {"color": fill, "mec": INK, "mew": 1.1, "ms": 5.0, "ls": "none"}
            handles.append(Line2D([], [], marker=marker, label=name, **style))
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0.8),
        ncols=4,
        frameon=False,
        fontsize=SMALL,
        labelcolor=MUTED,
        borderpad=0,
        borderaxespad=0,
        columnspacing=1.4,
        handletextpad=0.5,
    )


def _reading(backcast: pd.DataFrame, measure: Measure, note: Note) -> str:
    count = backcast["state"].nunique()
    return (
        f"{measure.axis_label}; {note.count}, {count} states. A backcast checks the model's past; "
        "it does not show how effective policy is."
    )
