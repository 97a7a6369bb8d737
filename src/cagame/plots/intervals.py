"""The range over worlds of each variant's difference from the reference."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from cagame.plots.captions import MINUS, Measure, Note, Titles
from cagame.plots.columns import Columns
from cagame.plots.externals import first_words, of_outcome
from cagame.plots.grid import NAMES
from cagame.plots.paired import frequency
from cagame.plots.sheet import Sheet
from cagame.plots.style import FAINT, INK, LIGHT, MUTED, SMALL, Look
from cagame.plots.tables import need, rows_of
from cagame.plots.text import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition
    from cagame.plots.tables import Row

#: Height of a row, room for the shares beside a panel, for its ticks, and for the words below.
ROW, SHARES, TICKS, FOOT = 24.0, 37.0, 26.0, 44.0


def effect_intervals(
    effects: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw the range over worlds of each variant's difference, a column per external scenario.

    The dot is the median, the bar the middle 90 % of worlds, the number beside it the share of
    worlds in which the variant is better (higher, where neither way is better). Best on average
    first. Many external scenarios stand down the side, with a column per variant.

    Parameters
    ----------
    effects : as for `effects_heatmap`, with difference_low (5 %) and difference_high (95 %), and
        the rows of every external scenario to show
    outcome : the outcome to draw
    titles : what variants and external scenarios are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(effects, ("difference_low", "difference_high"), "effects")
    chosen, variants, externals = of_outcome(effects, outcome, titles)
    measure = Measure.of(outcome)
    bands = Columns(variants, externals, titles, ROW).bands(TICKS)
    bottom = bands[-1].bottom
    with look.context():
        sheet = Sheet(
            f"{outcome.label}: how far each variant differs from {titles.baseline}",
            _reading(chosen, measure, titles, note, first_words(measure, bands)),
            note.lines(strategy_effect=True),
            bottom + FOOT,
        )
        for band in bands:
            _draw_band(sheet, band, chosen, outcome, look)
        sheet.words(NAMES, bottom + 28, _axis_words(measure), {"color": MUTED})
    return sheet


def _draw_band(
    sheet: Sheet, band: Columns, effects: pd.DataFrame, outcome: OutcomeDefinition, look: Look
) -> None:
    """Draw one band of columns, a panel for each; all have the same range."""
    across, down = band.keys
    for column, each in enumerate(band.across):
        axes = band.panel(sheet, column, SHARES)
        axes.set_xlim(*_limits(effects, Measure.of(outcome)))
        intervals_panel(axes, effects[effects[across] == each], outcome, band.down, look, down)
        if column == 0:
            band.name_rows(axes, look)


def intervals_panel(
    axes: Axes,
    effects: pd.DataFrame,
    outcome: OutcomeDefinition,
    rows: Sequence[str],
    look: Look = LIGHT,
    by: str = "variant",
) -> Axes:
    """Draw the differences of one outcome under one external scenario on given axes.

    Parameters
    ----------
    effects : as for `effect_intervals`, of one outcome and one external scenario
    rows : the variants, from the top; their names are left to the caller
    by : ``external`` where rows are external scenarios and the effects those of one variant
    """
    measure = Measure.of(outcome)
    axes.set_ylim(len(rows), 0)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, lw=1.2)
    _label_ticks(axes)
    for effect in rows_of(effects):
        _bar(axes, rows.index(effect[by]) + 0.5, effect, measure, look)
    return axes


def _bar(axes: Axes, at: float, effect: Row, measure: Measure, look: Look) -> None:
    """Draw one variant's bar and dot, and beside them how often it is better."""
    low, middle, high = (
        float(effect[f"difference_{each}"]) * measure.factor for each in ("low", "median", "high")
    )
    colour = _colour((low, middle, high), measure, look)
    axes.plot([low, high], [at, at], color=colour, lw=3.2, solid_capstyle="butt")
    axes.plot([middle], [at], "o", color=INK, markersize=4.5)
    if measure.better_sign == 0:
        return
    star = "*" if effect["by_construction"] else ""
    axes.annotate(
        f"{frequency(effect, measure.better_sign)}{star}",
        (1, at),
        (SHARES - 7, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SMALL,
        color=MUTED,
    )


def _colour(bar: tuple[float, float, float], measure: Measure, look: Look) -> str:
    """Return one colour for better, one for worse and grey where the bar crosses zero."""
    low, middle, high = bar
    if low <= 0 <= high or measure.better_sign == 0:
        return FAINT
    better, worse = look.ends
    return better if middle * measure.better_sign > 0 else worse


def _limits(effects: pd.DataFrame, measure: Measure) -> tuple[float, float]:
    low = min(0.0, float(effects["difference_low"].min()) * measure.factor)
    high = max(0.0, float(effects["difference_high"].max()) * measure.factor)
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room


def _label_ticks(axes: Axes) -> None:
    """Put ticks at zero and round numbers beside it; zero, a line anyway, may go unlabelled."""
    low, high = axes.get_xlim()
    ticks = _ticks(low, high)
    names = [f"{tick:g}".replace("-", MINUS) for tick in ticks]
    points = axes.get_window_extent().width * 72 / axes.figure.dpi
    apart = max(abs(tick) for tick in ticks) / (high - low) * points
    needed = max(text_width(name, SMALL) for name in names) / 2 + text_width("0 ", SMALL)
    if apart < needed:
        names = ["" if tick == 0 else name for tick, name in zip(ticks, names, strict=True)]
    axes.set_xticks(ticks, names)


def _ticks(low: float, high: float) -> list[float]:
    """Return zero and the largest round number that fits, on both sides of zero if it does.

    >>> _ticks(-1.1, 2.6), _ticks(-115.0, 109.0)
    ([0.0, 2.0], [-100.0, 0.0, 100.0])
    """
    largest = max(-low, high)
    size = 10.0 ** floor(log10(largest))
    step = max(times * size for times in (1, 2, 3, 4, 5, 6, 8) if times * size <= largest)
    return [tick for tick in (-step, 0.0, step) if low <= tick <= high]


def _axis_words(measure: Measure) -> str:
    way = {1: "   better ▶", -1: "   ◀ better", 0: ""}[measure.better_sign]
    return f"Difference, {measure.difference_unit}{way}"


def _reading(
    effects: pd.DataFrame, measure: Measure, titles: Titles, note: Note, order: str
) -> str:
    when = f" in {effects['year'].max()}" if "year" in effects else ""
    share = (
        " Number: share of worlds in which the variant is better." if measure.better_sign else ""
    )
    star = " *: true by construction." if effects["by_construction"].any() else ""
    return (
        f"Difference from {titles.baseline} within the same world{when}, over {note.count}. Dot: "
        f"median. Bar: the middle 90 % of worlds, grey where it includes no difference.{share} "
        f"{order}{star}"
    )
