"""Which numbers a conclusion hangs on: shares of variance, and a screening of all numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cagame.plots.captions import MINUS, Measure, Note, Titles, plain
from cagame.plots.grid import NAMES, row_height, row_name
from cagame.plots.placing import place_around
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import FAINT, INK, LIGHT, LINE_HEIGHT, MUTED, SMALL, Look, Style
from cagame.plots.tables import need, rows_of
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.evidence import OutcomeDefinition
    from cagame.plots.tables import Row

INDICES = (
    *("factor", "worlds", "first", "first_low", "first_high"),
    *("total", "total_low", "total_high"),
)
EFFECTS = ("factor", "strength", "strength_low", "strength_high", "spread")
ROW, HEAD, FOOT, STEP = 25.0, 30.0, 44.0, 40.0
#: Numbers of a screening that get a name.
NAMED = 10
SCREENING = (
    "Each number runs through its range while all others stay, at several places. To the right: "
    "it moves more. Above the dashed line, where spread equals strength, what it does depends on "
    "the other numbers, or on where in its range it is. Grey lines: 90 % intervals. The strongest "
    "have numbers and names."
)
LEFT, TALL, AXIS_WORDS, KEY_WIDTH = 46.0, 230.0, 44.0, INNER_WIDTH / 2 - 26.0


def factor_name(key: str) -> str:
    """Write the key of a number or event as words.

    >>> factor_name("tie_2007[EU KZ aid]"), factor_name("event eu-budget-2021")
    ('Tie 2007: EU KZ aid', 'Event: EU budget 2021')
    """
    name, _, index = key.partition("[")
    event, _, rest = name.partition("event ")
    words = (
        plain(name) if event or not rest else f"Event: {plain(rest)[:1].lower()}{plain(rest)[1:]}"
    )
    words = re.sub(r"\beu\b", "EU", words, flags=re.IGNORECASE)
    return f"{words}: {index.rstrip(']')}" if index else words


def shares_of_variance(
    convergence: pd.DataFrame,
    outcome: OutcomeDefinition,
    variant: str,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw first-order and total shares of variance with their intervals, and how they settle.

    Parameters
    ----------
    convergence : columns factor, worlds (that the shares are from; the largest is drawn), first,
        first_low, first_high, total, total_low, total_high
    outcome : whose variance
    variant : whose difference from the reference, or the reference for its level
    titles : what variants are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(convergence, INDICES, "shares of variance")
    steps = sorted(convergence["worlds"].unique())
    last = convergence[convergence["worlds"] == steps[-1]]
    last = last.sort_values("total", ascending=False, kind="stable")
    names = {key: factor_name(key) for key in last["factor"]}
    row = row_height(names.values(), ROW)
    tall, aside = len(names) * row, STEP * len(steps)
    with look.context():
        sheet = Sheet(
            f"{outcome.label}, {_about(variant, titles)}: shares of its variance",
            _shares_reading(note),
            note.lines(strategy_effect=True),
            HEAD + tall + FOOT,
        )
        axes = sheet.panel(NAMES, HEAD, INNER_WIDTH - NAMES - aside - 12, tall)
        _frame(axes, last)
        for place, each in enumerate(rows_of(last)):
            row_name(axes, place, names[each["factor"]])
            _dots(axes, place + 0.5, each, look)
        _steps(sheet, convergence, list(names), (INNER_WIDTH - aside, row))
        sheet.words(NAMES, HEAD + tall + 26, "Share of variance, %", {"color": MUTED})
    return sheet


def _about(variant: str, titles: Titles) -> str:
    if variant == titles.reference:
        return f"its level under {titles.baseline}"
    return f"what “{titles.variant(variant)}” changes"


def _shares_reading(note: Note) -> str:
    return (
        f"Of the variance over {note.count}, and as many others that numbers are exchanged with: "
        "open dot, the share that goes if this alone becomes known; full dot, the share that stays "
        "if all else does; lines, 90 % intervals. On the right the total share, %, from the first "
        "so many worlds: where it no longer moves it has settled. An estimate can lie just "
        "outside 0 to 100."
    )


def _frame(axes: Axes, table: pd.DataFrame) -> None:
    low = min(0.0, float(table[["first_low", "total_low"]].min().min()))
    high = max(0.1, float(table[["first_high", "total_high"]].max().max()))
    room = 3.0 * (high - low)
    axes.set_xlim(100 * low - room, 100 * high + room)
    axes.set_ylim(len(table), 0)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, lw=1.0)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}".replace("-", MINUS))


def _dots(axes: Axes, at: float, row: Row, look: Look) -> None:
    for name, lift, fill in (("first", -0.16, "white"), ("total", 0.16, look.ends[0])):
        colour = look.ends[0] if name == "total" else MUTED
        ends = [100 * row[f"{name}_low"], 100 * row[f"{name}_high"]]
        axes.plot(ends, [at + lift] * 2, color=colour, lw=1.6, solid_capstyle="butt")
        axes.plot([100 * row[name]], [at + lift], "o", color=fill, mec=colour, mew=1.3, ms=5)


def _steps(
    sheet: Sheet, table: pd.DataFrame, factors: Sequence[str], place: tuple[float, float]
) -> None:
    """Write the total share from more and more worlds beside each row."""
    left, row = place
    axes = sheet.panel(left, 0, INNER_WIDTH - left, HEAD + len(factors) * row)
    axes.set_xlim(0, INNER_WIDTH - left)
    axes.set_ylim(HEAD + len(factors) * row, 0)
    axes.set_axis_off()
    words: Style = {"ha": "right", "va": "center", "fontsize": SMALL}
    axes.text(INNER_WIDTH - left, 6, "total, by worlds", color=MUTED, **words)
    for column, (worlds, part) in enumerate(table.groupby("worlds"), start=1):
        axes.text(column * STEP, 20, f"{worlds:,}", color=MUTED, fontweight="bold", **words)
        totals = part.set_index("factor")["total"]
        for number, factor in enumerate(factors):
            told = f"{100 * totals[factor]:.0f}".replace("-", MINUS)
            at = HEAD + (number + 0.5) * row
            axes.text(column * STEP, at, told.replace(f"{MINUS}0", "0"), color=INK, **words)


def screening_scatter(
    effects: pd.DataFrame,
    outcome: OutcomeDefinition,
    variant: str,
    titles: Titles,
    note: Note,
    look: Look = LIGHT,
) -> Figure:
    """Draw every number by how strongly it acts and by how much that differs between worlds.

    Parameters
    ----------
    effects : columns factor, strength, strength_low, strength_high, spread; the strongest first
    outcome : what numbers act on
    variant : whose difference from the reference, or the reference for its level
    titles : what variants are called
    note : worlds, seed and sources

    Raises
    ------
    CagameError
        Where a column is missing or no rows are left.
    """
    need(effects, EFFECTS, "elementary effects")
    measure = Measure.of(outcome)
    strongest = effects.head(NAMED)
    lines = [wrap(factor_name(key), KEY_WIDTH, SMALL) for key in strongest["factor"]]
    step = max(map(len, lines)) * SMALL * LINE_HEIGHT + 4
    down = -(-len(lines) // 2)
    with look.context():
        sheet = Sheet(
            f"{outcome.label}, {_about(variant, titles)}: which of {len(effects)} numbers matter",
            SCREENING,
            note.lines(strategy_effect=True),
            TALL + AXIS_WORDS + down * step + 8,
        )
        axes = sheet.panel(LEFT, 4, INNER_WIDTH - LEFT - 6, TALL)
        _scatter(axes, effects, measure, look)
        for place, text in enumerate(lines):
            column, line = divmod(place, down)
            left, at = column * INNER_WIDTH / 2, 4 + TALL + AXIS_WORDS + line * step + SMALL
            style: Style = {"va": "baseline", "fontsize": SMALL}
            sheet.words(left + 16, at, str(place + 1), {"ha": "right", **style})
            for number, words in enumerate(text):
                sheet.words(left + 22, at + number * SMALL * LINE_HEIGHT, words, style)
    return sheet


def _scatter(axes: Axes, effects: pd.DataFrame, measure: Measure, look: Look) -> None:
    x, y = (effects[name].to_numpy(float) * measure.factor for name in ("strength", "spread"))
    right = float(effects["strength_high"].head(NAMED).max()) * measure.factor or 1.0
    axes.set_xlim(0, 1.04 * right)
    axes.set_ylim(0, 1.12 * float(y.max()) or 1.0)
    axes.grid(visible=True, axis="both")
    axes.axline((0, 0), slope=1, color=FAINT, lw=0.9, ls=(0, (4, 2)))
    for row in rows_of(effects.head(NAMED)):
        ends = [row["strength_low"] * measure.factor, row["strength_high"] * measure.factor]
        axes.plot(ends, [row["spread"] * measure.factor] * 2, color=FAINT, lw=0.9)
    axes.plot(x[NAMED:], y[NAMED:], "o", color="white", mec=FAINT, mew=0.8, ms=3.5)
    axes.plot(x[:NAMED], y[:NAMED], "o", color=look.ends[0], ms=5.5)
    axes.set_xlabel(f"Strength: mean absolute change, {measure.difference_unit}")
    axes.set_ylabel("Spread between worlds")
    points = list(zip(x[:NAMED].tolist(), y[:NAMED].tolist(), strict=True))
    place_around(axes, points, [str(place + 1) for place in range(len(points))])
