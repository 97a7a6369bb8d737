"""What each variant changes against the reference, within the same world, year by year."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from cagame.plots.captions import Measure, Note, Titles, per_cent
from cagame.plots.labels import (
    EndLabel,
    label_heading,
    label_line_ends,
    mark_better,
    room_for_labels,
)
from cagame.plots.panels import OVER_UNIT, panel_title, panel_unit, year_axis
from cagame.plots.placing import clear_corner
from cagame.plots.sheet import Sheet
from cagame.plots.style import FAINT, INK, LIGHT, Look, Stroke
from cagame.plots.tables import finite, in_order, need, rows_of, several

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition
    from cagame.plots.tables import Row

COLUMNS = (
    *("variant", "external", "year", "outcome", "median", "q25", "q75"),
    *("share_better", "share_higher", "share_equal"),
)
LEFT, RIGHT, NUMBERS = 40.0, 247.0, 37.0
GAP, TITLE_ROOM, AXIS, LEAST = 44.0, 34.0, 12.0, 90.0
#: A panel spans at least this much in the shown unit, so that rounding errors look like none.
LEAST_RANGE = 1e-3
#: The word at the better end reaches over less than this part of the years.
WORD_REACH = 1 / 3
#: From this share of worlds on, a variant counts as the same as the reference.
SAME = 0.5


def differences_over_time(
    differences: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw within-world differences by variant: a panel per external scenario and outcome.

    Labels stand in the order of the end year, each with the share of worlds in which
    the variant is better than the reference.

    Parameters
    ----------
    differences : columns variant, external, year, outcome, median, q25, q75, share_better,
        share_higher, share_equal; the shares compare with the reference in the same world.
        A column by_construction is optional: true where a variant wins by definition
    outcomes : one outcome, or several with one external scenario
    titles : what variants and external scenarios are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(differences, COLUMNS, "differences")
    compared = differences[differences["variant"] != titles.reference]
    chosen = compared[compared["outcome"].isin([outcome.name for outcome in outcomes])]
    chosen = finite(chosen, "median", "differences of the chosen outcomes")
    externals = in_order(chosen["external"], titles.externals)
    panels = [(outcome, external) for outcome in outcomes for external in externals]
    names = [titles.variant(name) for name in set(chosen["variant"])]
    height = max(LEAST, room_for_labels(names, RIGHT, NUMBERS))
    with look.context():
        sheet = Sheet(
            _title(outcomes, externals, titles),
            _reading(chosen, outcomes, titles, note, look),
            note.lines(strategy_effect=True),
            len(panels) * (height + GAP) + AXIS,
        )
        for row, (outcome, external) in enumerate(panels):
            width = sheet.inner_width - LEFT - RIGHT
            axes = sheet.panel(LEFT, row * (height + GAP) + TITLE_ROOM, width, height)
            panel_title(axes, _panel_name(outcome, external, panels, titles), OVER_UNIT)
            of_outcome = chosen[chosen["outcome"] == outcome.name]
            axes.set_ylim(*_limits(of_outcome, Measure.of(outcome), look, height))
            shown = of_outcome[of_outcome["external"] == external]
            differences_panel(axes, shown, outcome, titles, look)
            axes.tick_params(labelbottom=row == len(panels) - 1)
    return sheet


def differences_panel(
    axes: Axes,
    differences: pd.DataFrame,
    outcome: OutcomeDefinition,
    titles: Titles,
    look: Look = LIGHT,
) -> Axes:
    """Draw the differences of one outcome under one external scenario on given axes.

    The labels stand to the right of the axes.

    Parameters
    ----------
    differences : as in `differences_over_time`, of one outcome and one external scenario
    """
    measure = Measure.of(outcome)
    shares = "share_better" if measure.better_sign else "share_higher"
    axes.axhline(0, color=INK, lw=1.4, zorder=2)
    labels = []
    for name in in_order(differences["variant"], titles.variants):
        path = differences[differences["variant"] == name].set_index("year").sort_index()
        muted = bool(look.highlight) and name not in look.highlight
        stroke = Stroke(FAINT, width=0.9) if muted else look.variant(titles.position(name))
        line = path["median"] * measure.factor
        axes.plot(line.index, line, color=stroke.colour, ls=stroke.dash, lw=stroke.width)
        if name in look.highlight:
            _middle_half(axes, path, measure, stroke)
        end = rows_of(path.tail(1))[0]
        share, bold = _share(end, shares), name in look.highlight
        labels.append(EndLabel(float(line.iloc[-1]), titles.variant(name), stroke, share, bold))
    year_axis(axes, differences["year"])
    panel_unit(axes, measure.difference_unit)
    mark_better(axes, measure.better_sign)
    label_heading(axes, "better in" if measure.better_sign else "higher in")
    label_line_ends(axes, labels, RIGHT, number_width=NUMBERS)
    return axes


def _share(end: Row, column: str) -> str:
    """Return how often a variant is better in the end year, with a star by construction."""
    if isnan(float(end["median"])):
        return "n/a"
    if end["share_equal"] >= SAME:
        return "same"
    star = "*" if end.get("by_construction", False) else ""
    return per_cent(float(end[column])) + star


def _middle_half(axes: Axes, path: pd.DataFrame, measure: Measure, stroke: Stroke) -> None:
    low, high = path["q25"] * measure.factor, path["q75"] * measure.factor
    axes.fill_between(path.index, low, high, color=stroke.colour, alpha=0.13, linewidth=0)


def _limits(rows: pd.DataFrame, measure: Measure, look: Look, height: float) -> tuple[float, float]:
    """Return one range for all panels of an outcome, with zero, every band and the word inside."""
    banded = rows[rows["variant"].isin(look.highlight)]
    low = float(min(0.0, rows["median"].min(), *banded["q25"])) * measure.factor
    high = float(max(0.0, rows["median"].max(), *banded["q75"])) * measure.factor
    room = max(0.08 * (high - low), (LEAST_RANGE - high + low) / 2)
    first, last = rows["year"].min(), rows["year"].max()
    beside = rows[rows["year"] <= first + WORD_REACH * (last - first)]["median"] * measure.factor
    nearest = max(0.0, beside.max()) if measure.better_sign > 0 else min(0.0, beside.min())
    return clear_corner((low - room, high + room), nearest, measure.better_sign, height)


def _title(outcomes: Sequence[OutcomeDefinition], externals: Sequence[str], titles: Titles) -> str:
    if len(outcomes) == 1:
        return f"{outcomes[0].label}: what each variant changes against {titles.baseline}"
    where = f" under “{titles.external(externals[0])}”" if len(externals) == 1 else ""
    return f"What each variant changes against {titles.baseline}{where}"


def _panel_name(
    outcome: OutcomeDefinition,
    external: str,
    panels: Sequence[tuple[OutcomeDefinition, str]],
    titles: Titles,
) -> str:
    """Name what differs between panels: the outcome, the external scenario or both."""
    if not several(each.name for each, _ in panels):
        return titles.external(external)
    under = f", {titles.external(external)}" if several(each for _, each in panels) else ""
    return f"{outcome.label}{under}"


def _reading(
    rows: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look,
) -> str:
    directed = [Measure.of(outcome).better_sign != 0 for outcome in outcomes]
    word = "better" if all(directed) else "better or higher" if any(directed) else "higher"
    panels = "One panel per external scenario. " if several(rows["external"]) else ""
    bands = "" if rows[rows["variant"].isin(look.highlight)].empty else " Bands: the middle half."
    starred = "by_construction" in rows and bool(rows["by_construction"].any())
    return (
        f"{panels}Difference from {titles.baseline} (the zero line) within the same world: median "
        f"of {note.count}. Number: share of worlds in which the variant is {word} in "
        f"{rows['year'].max()}.{bands}{' *: true by construction.' if starred else ''}"
    )
