"""Fan chart: where an outcome came from and where it may go, under each external scenario."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from cagame.plots.captions import HISTORY, Measure, Note, Titles
from cagame.plots.labels import EndLabel, label_line_ends, mark_better
from cagame.plots.panels import (
    OVER_UNIT,
    mark_decision,
    panel_title,
    panel_unit,
    year_axis,
    year_span,
)
from cagame.plots.sheet import Sheet
from cagame.plots.style import FAINT, INK, LIGHT, Look, Stroke
from cagame.plots.tables import finite, in_order, need

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

COLUMNS = ("variant", "external", "year", "outcome", "median", "low", "q25", "q75", "high")
#: Up to this many variants, each gets its own label.
FEW = 4
PANEL_HEIGHT, PANEL_GAP, TITLE_ROOM, AXIS = 116.0, 40.0, 32.0, 12.0
LEFT, RIGHT, NUMBERS = 36.0, 190.0, 30.0


def fan_chart(
    bands: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles, note: Note, look: Look = LIGHT
) -> Figure:
    """Draw history and future of one outcome, one panel per external scenario.

    Each panel shows the spread over worlds under the reference and the medians of the variants.
    Of many variants it names the reference, the one with the highest and the one with the lowest
    median in the end year, or those that `look` highlights.

    Parameters
    ----------
    bands : columns variant, external, year, outcome, median, low (5 %), q25, q75, high (95 %);
        history has variant and external ``history``
    outcome : the outcome to draw
    titles : what variants and external scenarios are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or the outcome has no rows.
    """
    need(bands, COLUMNS, "bands")
    chosen = bands[bands["outcome"] == outcome.name]
    chosen = finite(chosen, "median", f"bands of {outcome.label}")
    measure = Measure.of(outcome)
    externals = in_order(set(chosen["external"]) - {HISTORY}, titles.externals)
    with look.context():
        sheet = Sheet(
            f"{outcome.label} in Central Asia, {year_span(chosen['year'])}",
            _reading(chosen, titles, note),
            note.lines(strategy_effect=True),
            len(externals) * (PANEL_HEIGHT + PANEL_GAP) + AXIS,
        )
        limits = _limits(chosen, measure)
        for row, external in enumerate(externals):
            axes = sheet.panel(
                LEFT,
                row * (PANEL_HEIGHT + PANEL_GAP) + TITLE_ROOM,
                sheet.inner_width - LEFT - RIGHT,
                PANEL_HEIGHT,
            )
            axes.set_ylim(*limits)
            panel_title(axes, titles.external(external), OVER_UNIT)
            shown = chosen[chosen["external"].isin([external, HISTORY])]
            fan_panel(axes, shown, outcome, titles, look)
            axes.tick_params(labelbottom=row == len(externals) - 1)
    return sheet


def fan_panel(
    axes: Axes, bands: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles, look: Look = LIGHT
) -> Axes:
    """Draw one external scenario's fan on given axes; the labels stand to the right of them.

    Parameters
    ----------
    bands : as in `fan_chart`, of one outcome and one external scenario, with or without history
    """
    measure = Measure.of(outcome)
    history = _by_year(bands[bands["variant"] == HISTORY])
    variants = in_order(set(bands["variant"]) - {HISTORY}, titles.variants)
    paths = {name: _joined(history, _by_year(bands[bands["variant"] == name])) for name in variants}
    base = titles.reference if titles.reference in paths else variants[0]
    _band(axes, history, measure, look)
    _band(axes, paths[base], measure, look)
    axes.plot(history.index, history["median"] * measure.factor, color=INK, lw=2.2)
    named = _named(paths, titles, look)
    labels = []
    for name in [*(n for n in variants if n not in named), *named]:
        stroke = _stroke(name, titles, look) if name in named else Stroke(FAINT, width=0.8)
        line = paths[name]["median"] * measure.factor
        axes.plot(line.index, line, color=stroke.colour, linestyle=stroke.dash, lw=stroke.width)
        if name in named:
            bold = name == titles.reference
            end = float(line.iloc[-1])
            number = measure.number(end / measure.factor)
            labels.append(EndLabel(end, titles.variant(name), stroke, number, bold))
    year_axis(axes, bands["year"])
    panel_unit(axes, measure.axis_label)
    if not history.empty:
        mark_decision(axes, int(history.index.max()))
    mark_better(axes, measure.better_sign)
    label_line_ends(axes, labels, RIGHT, number_width=NUMBERS)
    return axes


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index("year").sort_index()


def _joined(history: pd.DataFrame, future: pd.DataFrame) -> pd.DataFrame:
    """Start a future at the last year of history, so that the line has no gap."""
    return pd.concat([history.tail(1), future])


def _band(axes: Axes, path: pd.DataFrame, measure: Measure, look: Look) -> None:
    """Shade the middle 90 % and the middle half of the worlds."""
    outer, inner = look.bands()
    for low, high, colour in (("low", "high", outer), ("q25", "q75", inner)):
        axes.fill_between(
            path.index,
            path[low] * measure.factor,
            path[high] * measure.factor,
            color=colour,
            linewidth=0,
        )


def _named(paths: dict[str, pd.DataFrame], titles: Titles, look: Look) -> list[str]:
    """Choose the variants that get a label, the reference last so that it lies on top."""
    reference = [titles.reference] if titles.reference in paths else []
    if look.highlight:
        chosen = [name for name in look.highlight if name in paths]
    elif len(paths) <= FEW:
        chosen = list(paths)
    else:
        ends = {name: float(path["median"].iloc[-1]) for name, path in paths.items()}
        ranked = sorted((name for name in ends if not isnan(ends[name])), key=ends.__getitem__)
        chosen = [ranked[0], ranked[-1]] if ranked else []
    return [name for name in chosen if name not in reference] + reference


def _stroke(name: str, titles: Titles, look: Look) -> Stroke:
    """Return a variant's stroke; the reference is a broad line in ink."""
    if name == titles.reference:
        return Stroke(INK, width=2.2)
    return look.variant(titles.position(name))


def _limits(bands: pd.DataFrame, measure: Measure) -> tuple[float, float]:
    """Return one range for all panels, so that they can be compared."""
    low, high = bands["low"].min() * measure.factor, bands["high"].max() * measure.factor
    room = 0.05 * (high - low) or 0.5
    return float(low - room), float(high + room)


def _reading(bands: pd.DataFrame, titles: Titles, note: Note) -> str:
    count = bands["variant"].nunique() - (HISTORY in set(bands["variant"]))
    others = " Thin grey lines: medians of the other variants." if count > FEW else ""
    panels = "one panel per external scenario" if bands["external"].nunique() > 2 else ""  # noqa: PLR2004
    return (
        f"{count} variants over {note.count}{', ' if panels else ''}{panels}. Lines: medians, with "
        f"the value in {bands['year'].max()}.{others} Bands: the middle half and the middle 90 % "
        f"of worlds under {titles.baseline}. To compare variants, look at differences within the "
        "same world; bands overlap even where one variant is better in most worlds."
    )
