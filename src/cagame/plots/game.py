"""Figures of games: who would deviate, and who replies best to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from cagame.plots.captions import MINUS, Note, per_cent
from cagame.plots.grid import NAMES, cell_text, column_name, fill_cell, prepare_grid, row_name
from cagame.plots.sheet import INNER_WIDTH, Sheet
from cagame.plots.style import FAINT, INK, LIGHT, MUTED, SMALL, TEXT, Look, Style
from cagame.plots.tables import need, rows_of
from cagame.plots.text import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cagame.plots.tables import Row

DEVIATIONS = (
    *("start", "player", "strategy", "title", "played", "played_title"),
    *("gain", "low", "high", "world_low", "world_high", "share"),
)
REPLIES = ("row", "column", "row_best", "column_best", "share")
#: Hundredths of a log point are close to per cent.
FACTOR = 100.0
ROW, HEAD, FOOT, COLUMN_GAP, SHARES = 23.0, 40.0, 38.0, 14.0, 40.0
CELL, CELL_HEAD, KEY = 25.0, 44.0, 30.0


def deviation_chart(
    deviations: pd.DataFrame, players: Mapping[str, str], note: Note, look: Look = LIGHT
) -> Figure:
    """Draw what each player would gain by moving alone, a column for each starting profile.

    Dot: mean over worlds; line: the middle 90 % of worlds; number: the share of worlds in which
    it gains. Blue where the whole interval of the resampled mean is a gain, orange where it is a
    loss, grey where it is neither.

    Parameters
    ----------
    deviations : columns start, player, strategy, title, played (the strategy it leaves),
        played_title, gain, low, high, world_low, world_high, share; gains in log points, low and
        high may be missing
    players : what to call each player, in order

    Raises
    ------
    CagameError
        Where a column or all rows are missing.
    """
    need(deviations, DEVIATIONS, "deviations")
    starts = list(dict.fromkeys(deviations["start"]))
    shown = [player for player in players if player in set(deviations["player"])]
    rows = {p: _rows(deviations[deviations["player"] == p]) for p in shown}
    body = sum(HEAD + ROW * len(each) + FOOT for each in rows.values())
    width = (INNER_WIDTH - NAMES - COLUMN_GAP * (len(starts) - 1)) / len(starts)
    with look.context():
        sheet = Sheet("Who would deviate?", _reading(note), note.lines(strategy_effect=True), body)
        top = 0.0
        for player in shown:
            own = deviations[deviations["player"] == player]
            tall = ROW * len(rows[player])
            for place, start in enumerate(starts):
                left = NAMES + place * (width + COLUMN_GAP)
                axes = sheet.panel(left, top + HEAD, width - SHARES, tall)
                chosen = own[own["start"] == start]
                axes.set_xlim(*_limits(own))
                deviation_panel(axes, chosen, rows[player], look)
                _over(axes, start, str(chosen["played_title"].iloc[0]), width)
                if place == 0:
                    _names(axes, rows[player], players[player])
            words = {"color": MUTED, "fontsize": SMALL, "va": "baseline"}
            sheet.words(NAMES, top + HEAD + tall + 26, _axis_words(players[player]), words)
            top += HEAD + tall + FOOT
    return sheet


def deviation_panel(
    axes: Axes, deviations: pd.DataFrame, rows: Mapping[str, str], look: Look = LIGHT
) -> Axes:
    """Draw the deviations of one player from one profile; ``rows`` are strategies and titles."""
    order = list(rows)
    axes.set_ylim(len(order), 0)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, lw=1.2)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}".replace("-", MINUS))
    for strategy in dict.fromkeys(deviations["played"]):
        _beside(axes, order.index(strategy) + 0.5, "played")
        axes.plot([0], [order.index(strategy) + 0.5], "s", color=INK, ms=4.5)
    for row in rows_of(deviations):
        _bar(axes, order.index(row["strategy"]) + 0.5, row, look)
    return axes


def best_reply_grid(
    replies: pd.DataFrame, names: tuple[str, str], held: str, note: Note, look: Look = LIGHT
) -> Figure:
    """Draw two players' strategies against each other, and who replies best where.

    A triangle to the left marks the row player's best reply to the column, one upwards the
    column player's best reply to the row; a cell with both is an equilibrium. The number, and
    the depth of the colour, is the share of worlds in which the cell is an equilibrium.

    Parameters
    ----------
    replies : columns row, column (titles), row_best, column_best (true or false), share
    names : what the row player and the column player are called
    held : what the others play, in words; empty where there are none

    Raises
    ------
    CagameError
        Where a column or all rows are missing.
    """
    need(replies, REPLIES, "best replies")
    down, across = (list(dict.fromkeys(replies[axis])) for axis in ("row", "column"))
    width = min(90.0, (INNER_WIDTH - NAMES) / len(across))
    tall = max(CELL, 24.0) * len(down)
    lines = max(len(wrap(name, width - 6, SMALL, "bold")) for name in across)
    head = max(CELL_HEAD, lines * SMALL * 1.3 + 28)
    with look.context():
        sheet = Sheet(
            f"Who replies best to whom: {names[0]} and {names[1]}",
            _reply_reading(names, held, note),
            note.lines(strategy_effect=True),
            head + tall + KEY,
        )
        axes = sheet.panel(NAMES, head, width * len(across), tall)
        prepare_grid(axes, len(down), len(across))
        for row in rows_of(replies):
            place = (across.index(row["column"]), down.index(row["row"]))
            _reply_cell(axes, place, row, look)
        for number, name in enumerate(down):
            row_name(axes, number, name)
        for number, name in enumerate(across):
            column_name(axes, number, name, width - 6)
        bold: Style = {"fontsize": TEXT, "fontweight": "bold", "color": INK, "va": "top"}
        sheet.words(NAMES, 4, f"{_first(names[1])} plays", bold)
        sheet.words(0, head - 14, f"{_first(names[0])} plays", bold)
        key = f"◀ best reply of {names[0]} to the column    ▲ best reply of {names[1]} to the row"
        words: Style = {"fontsize": SMALL, "color": MUTED, "va": "top"}
        sheet.words(NAMES, head + tall + 8, key, words)
    return sheet


def _reply_cell(axes: Axes, place: tuple[int, int], row: Row, look: Look) -> None:
    share = float(row["share"])
    colour = look.sequential()(0.75 * share)
    marks = f"{'◀' if row['row_best'] else ''}{'▲' if row['column_best'] else ''}"
    number = per_cent(share) if share > 0 else ""
    fill_cell(axes, place, colour)
    cell_text(axes, place, f"{marks} {number}".strip(), colour)


def _reply_reading(names: tuple[str, str], held: str, note: Note) -> str:
    others = f" {held}." if held else ""
    return (
        f"Best replies to mean payoffs over {note.count}; a cell with both marks is an equilibrium "
        f"of {names[0]} and {names[1]}.{others} Number and colour: share of worlds in which nobody "
        "at all would move from the cell."
    )


def _rows(deviations: pd.DataFrame) -> dict[str, str]:
    """Strategies of a player and their titles: by gain from the first profile, best first.

    What is played has a gain of 0 there, and no row of its own.
    """
    first = deviations[deviations["start"] == deviations["start"].iloc[0]]
    titles = dict(zip(deviations["strategy"], deviations["title"], strict=True))
    titles |= dict(zip(deviations["played"], deviations["played_title"], strict=True))
    gains = dict(zip(first["strategy"], first["gain"], strict=True))
    return {s: titles[s] for s in sorted(titles, key=lambda s: -gains.get(s, 0.0))}


def _bar(axes: Axes, at: float, row: Row, look: Look) -> None:
    known = row["low"] == row["low"]  # not a number where nothing was resampled
    low, high = (row["low"], row["high"]) if known else (row["gain"], row["gain"])
    better, worse = look.ends
    colour = better if low > 0 else worse if high < 0 else FAINT
    wide = [FACTOR * row["world_low"], FACTOR * row["world_high"]]
    axes.plot(wide, [at, at], color=colour, lw=2.4, solid_capstyle="butt")
    dot: Style = {"markeredgecolor": INK, "markeredgewidth": 0.8, "ms": 5.5}
    axes.plot([FACTOR * row["gain"]], [at], "o", color=colour, **dot)
    _beside(axes, at, per_cent(float(row["share"])))


def _beside(axes: Axes, at: float, text: str) -> None:
    axes.annotate(
        text,
        (1, at),
        (SHARES - 4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SMALL,
        color=MUTED,
    )


def _over(axes: Axes, start: str, played: str, width: float) -> None:
    """Write over a panel from which profile it starts, and what the player plays there."""
    lines = wrap(f"From the {start}: {played}", width, SMALL, "bold")
    axes.annotate(
        "\n".join(lines),
        (0, 1),
        (0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=SMALL,
        fontweight="bold",
        color=INK,
    )


def _names(axes: Axes, rows: Mapping[str, str], player: str) -> None:
    for place, title in enumerate(rows.values()):
        row_name(axes, place, title)
    axes.annotate(
        _first(player),
        (0, 1),
        (-NAMES, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=TEXT,
        fontweight="bold",
        color=INK,
    )


def _first(name: str) -> str:
    """Write a name as a heading.

    >>> _first("the EU")
    'The EU'
    """
    return name[:1].upper() + name[1:]


def _limits(deviations: pd.DataFrame) -> tuple[float, float]:
    low = FACTOR * min(0.0, float(deviations["world_low"].min()))
    high = FACTOR * max(0.0, float(deviations["world_high"].max()))
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room


def _axis_words(player: str) -> str:
    return f"Gain of {player} by moving alone, hundredths of a log point  ▶"


def _reading(note: Note) -> str:
    return (
        f"What each player would gain by playing something else while the others stay, within the "
        f"same world, over {note.count}; a hundredth of a log point is close to a per cent. Dot: "
        "mean, grey where the middle 90 % of means over resampled worlds include no gain. Line: "
        "the middle 90 % of worlds. Number: share of worlds in which moving gains."
    )
