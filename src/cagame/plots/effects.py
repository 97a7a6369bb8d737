"""Heatmap of paired effects: what every variant does to every outcome, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from cagame.errors import CagameError
from cagame.plots.captions import Measure, Note, Titles
from cagame.plots.grid import (
    NAMES,
    Tone,
    effect_cell,
    mark_corner,
    prepare_grid,
    row_height,
    row_name,
)
from cagame.plots.key import KEY_HEIGHT, EffectKey
from cagame.plots.paired import COLUMNS, frequency, full_scale, in_spreads
from cagame.plots.sheet import Sheet
from cagame.plots.style import LIGHT, LINE_HEIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import finite, in_order, need, rows_of
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition

Side: TypeAlias = Literal["left", "center", "right"]

#: Room above and below the cells, and the height of a row, in points.
HEADINGS, ROW, FOOT = 112.0, 25.0, 42.0
#: What sizes below the cells are in, by how the unit of an outcome begins; others are plain.
UNITS = {"share": "pp: percentage points", "EUR m": "money: EUR m", "log": "payoff: log"}


def effects_heatmap(
    effects: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw variants by outcomes: colour for the size of the effect, number for its frequency.

    Colour is the median within-world difference from the reference, over the spread of that
    outcome over worlds under the reference, turned so that one colour always means better. The
    number is the share of worlds in which the variant is better, in per cent. Rows are sorted by
    the first outcome. A corner marks an effect that holds by construction.

    Parameters
    ----------
    effects : columns variant, external, outcome, difference_median, scale, share_better,
        by_construction; one external scenario, or all of them pooled
    outcomes : the columns of the heatmap, in order; about twelve fit
    titles : what variants are called, and which one is the reference
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing, no rows are left, or several external scenarios are given.
    """
    need(effects, COLUMNS, "effects")
    wanted = {outcome.name for outcome in outcomes}
    chosen = effects[effects["outcome"].isin(wanted) & (effects["variant"] != titles.reference)]
    chosen = finite(chosen, "difference_median", "effects on the chosen outcomes")
    externals = set(chosen["external"])
    if len(externals) > 1:
        raise CagameError("an effects heatmap shows one external scenario, or all of them pooled")
    where = titles.externals.get(externals.pop())
    names = [titles.variant(name) for name in set(chosen["variant"])]
    rows = len(names) * row_height(names, ROW)
    with look.context():
        sheet = Sheet(
            f"What each variant changes against {titles.baseline}"
            + (f" under “{where}”" if where else ""),
            _reading(chosen, titles, note, where),
            note.lines(strategy_effect=True),
            HEADINGS + rows + FOOT + KEY_HEIGHT,
        )
        axes = sheet.panel(NAMES, HEADINGS, sheet.inner_width - NAMES, rows)
        effects_panel(axes, chosen, outcomes, titles, look)
        below = HEADINGS + rows + FOOT
        corner = bool(chosen["by_construction"].any())
        EffectKey(full_scale(chosen), corner=corner).draw(sheet, below, look)
    return sheet


def effects_panel(
    axes: Axes,
    effects: pd.DataFrame,
    outcomes: Sequence[OutcomeDefinition],
    titles: Titles,
    look: Look = LIGHT,
) -> Axes:
    """Draw the cells and names of an effects heatmap on given axes.

    The names stand to the left of the axes, outcomes above, the size of one spread below.

    Parameters
    ----------
    effects : as in `effects_heatmap`, of one external scenario, without the reference
    """
    variants = _sorted_by(effects, outcomes[0], titles)
    full = full_scale(effects)
    columns = {outcome.name: column for column, outcome in enumerate(outcomes)}
    prepare_grid(axes, len(variants), len(outcomes))
    for effect in rows_of(effects[effects["outcome"].isin(columns)]):
        place = (columns[effect["outcome"]], variants.index(effect["variant"]))
        sign = Measure.of(outcomes[place[0]]).better_sign
        text = frequency(effect, sign).removesuffix(" %")
        effect_cell(axes, place, text, Tone.of(in_spreads(effect), sign, full), look)
        if effect["by_construction"]:
            mark_corner(axes, place)
    for column, outcome in enumerate(outcomes):
        _column_words(axes, column, outcome)
        _spread_below(axes, column, outcome, effects)
    for row, variant in enumerate(variants):
        row_name(axes, row, titles.variant(variant), bold=variant in look.highlight)
    _below(axes, 0, _units(outcomes), (-6, "right"))
    return axes


def _units(outcomes: Sequence[OutcomeDefinition]) -> str:
    """Say what the sizes below the cells are, in the units that there are."""
    kinds = [
        words
        for beginning, words in UNITS.items()
        if any(outcome.unit.startswith(beginning) for outcome in outcomes)
    ]
    named = wrap(f"({'; '.join(kinds)})", NAMES - 10, SMALL) if kinds else []
    return "\n".join(["Middle 90 % of worlds", *named])


def _column_words(axes: Axes, column: int, outcome: OutcomeDefinition) -> None:
    """Write above a column which outcome it shows and which way is better."""
    arrow = {1: "▲", -1: "▼", 0: "\N{EN DASH}"}[Measure.of(outcome).better_sign]
    place: Style = {"xy": (column + 0.5, 0), "textcoords": "offset points", "ha": "center"}
    axes.annotate(arrow, xytext=(0, 3), fontsize=SMALL, color=MUTED, **place)
    axes.annotate(
        "\n".join(wrap(outcome.label, HEADINGS - 20, SMALL)),
        xytext=(0, 16),
        rotation=90,
        va="bottom",
        fontsize=SMALL,
        linespacing=LINE_HEIGHT - 0.14,
        **place,
    )


def _spread_below(
    axes: Axes, column: int, outcome: OutcomeDefinition, effects: pd.DataFrame
) -> None:
    """Write below a column how large one spread over worlds is."""
    scales = effects.loc[effects["outcome"] == outcome.name, "scale"]
    if scales.empty:
        return
    measure = Measure.of(outcome)
    unit = "\npp" if measure.unit.startswith("%") else ""
    _below(axes, column + 0.5, measure.brief(float(scales.iloc[0])) + unit, (0, "center"))


def _below(axes: Axes, x: float, text: str, place: tuple[float, Side]) -> None:
    """Write under the cells, so many points to the right of a column, on one side of it."""
    axes.annotate(
        text,
        (x, axes.get_ylim()[0]),
        (place[0], -6),
        textcoords="offset points",
        ha=place[1],
        va="top",
        fontsize=SMALL,
        color=MUTED,
        linespacing=LINE_HEIGHT,
    )


def _sorted_by(effects: pd.DataFrame, outcome: OutcomeDefinition, titles: Titles) -> list[str]:
    """Return the variants, best in one outcome first; higher first where neither is better."""
    sign = Measure.of(outcome).better_sign or 1
    of_outcome = effects[effects["outcome"] == outcome.name]
    by_variant = zip(of_outcome["variant"], of_outcome["difference_median"], strict=True)
    value = {str(name): sign * float(difference) for name, difference in by_variant}
    variants = in_order(effects["variant"], titles.variants)
    return sorted(variants, key=lambda name: -value.get(name, -np.inf))


def _reading(effects: pd.DataFrame, titles: Titles, note: Note, where: str | None) -> str:
    among = f"under “{where}”" if where else "all external scenarios pooled"
    when = f" in {effects['year'].max()}" if "year" in effects else ""
    return (
        f"Colour: difference from {titles.baseline} within the same world{when}, median of "
        f"{note.count}, {among}, as part of the spread over worlds (their middle 90 %, below). "
        "Number: share of worlds in which the variant is better, %. ▲ higher is better, ▼ lower "
        "is better, \N{EN DASH} neither: grey, with the direction of change."
    )
