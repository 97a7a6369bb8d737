"""One decision under every Council rule: who stands where, what each rule decides, the bargaining.

Three panels share the line of positions, so that a decision can be read against the actors above
it and the rounds below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matplotlib.ticker import MaxNLocator

from cagame.plots.labels import spread
from cagame.plots.panels import panel_title
from cagame.plots.sheet import Sheet
from cagame.plots.style import (
    DASHED,
    FAINT,
    GRID,
    INK,
    LIGHT,
    MUTED,
    SMALL,
    SOLID,
    Look,
    Stroke,
    Style,
)
from cagame.plots.tables import Row, need, rows_of
from cagame.plots.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACTORS = ("actor", "position", "weight")
DECISIONS = ("name", "decision")
ROUNDS = ("mode", "round", "mean", "actor", "position")
LEAST_LEFT, MOST_LEFT, RIGHT, TITLE_ROOM, WORDS_BELOW = 60.0, 200.0, 26.0, 22.0, 34.0
WEIGHTS_TALL, ROW_TALL, ROUND_TALL, MOST_TALL = 86.0, 17.0, 30.0, 220.0
#: Names of actors over a bar, at most so many lines; the rest are counted.
MOST_NAMES = 6
#: Names that stand on one line, and the room between two labels in points.
ONE_LINE, NAME_GAP = 3, 6.0
#: Free room beside the outermost positions, and the width of a bar, as shares of their range.
MARGIN, BAR = 0.06, 0.022


@dataclass(frozen=True)
class Subject:
    """What a figure is about: the decision, the unit of positions, where the actors are from."""

    title: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Line:
    """The line on which actors stand: its ends and its unit."""

    low: float
    high: float
    unit: str

    def fit(self, axes: Axes, *, labelled: bool) -> None:
        """Give axes this line as their x axis."""
        room = MARGIN * (self.high - self.low)
        axes.set_xlim(self.low - room, self.high + room)
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.tick_params(axis="x", length=3, labelbottom=labelled)
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False)
        axes.grid(visible=True, axis="x")
        if labelled:
            axes.set_xlabel(f"Position, {self.unit}" if self.unit else "Position")


def council_chart(
    actors: pd.DataFrame,
    decisions: pd.DataFrame,
    rounds: pd.DataFrame,
    subject: Subject,
    look: Look = LIGHT,
) -> Figure:
    """Draw one decision under every rule.

    Parameters
    ----------
    actors : columns actor, position, weight (bargaining weight)
    decisions : columns name (of rule and setting), decision; drawn in this order
    rounds : columns mode, round, mean, actor, position; may be empty
    subject : what is decided, in which unit, and the file or publication behind the actors

    Raises
    ------
    CagameError
        Where a column is missing, or there are no actors or decisions.
    """
    need(actors, ACTORS, "actors")
    need(decisions, DECISIONS, "decisions")
    modes = list(dict.fromkeys(rounds["mode"])) if len(rounds) else []
    line = Line(float(actors["position"].min()), float(actors["position"].max()), subject.unit)
    tall = [WEIGHTS_TALL, ROW_TALL * len(decisions) + 8]
    if modes:
        count = int(rounds["round"].max())
        tall += [min(MOST_TALL, ROUND_TALL * (count + 0.6))] * len(modes)
    with look.context():
        sheet = Sheet(
            f"{subject.title}: what each Council rule decides",
            _reading(actors, decisions, line, modes),
            _note(subject.source, modes),
            # The first panel needs no words below: it shares those of the second.
            sum(tall) + len(tall) * TITLE_ROOM + (len(tall) - 1) * WORDS_BELOW,
        )
        weights, rules, *bargaining = _panels(sheet, decisions, tall)
        weights_panel(weights, actors, line, look)
        rules_panel(rules, decisions, line, look)
        for axes, mode in zip(bargaining, modes, strict=True):
            rounds_panel(axes, rounds[rounds["mode"] == mode], line, look)
            panel_title(axes, f"Bargaining round by round: challenge, {mode}")
    return sheet


def _panels(sheet: Sheet, decisions: pd.DataFrame, tall: Sequence[float]) -> Iterator[Axes]:
    """Add panels below each other, with room for the names of the rules to their left."""
    longest = max(text_width(str(name), SMALL) for name in decisions["name"])
    left = min(max(longest + 10, LEAST_LEFT), MOST_LEFT)
    top = 0.0
    for place, height in enumerate(tall):
        top += TITLE_ROOM
        yield sheet.panel(left, top, sheet.inner_width - left - RIGHT, height)
        top += height + (WORDS_BELOW if place else 0)


def weights_panel(axes: Axes, actors: pd.DataFrame, line: Line, look: Look = LIGHT) -> Axes:
    """Draw a bar of bargaining weight at each position, one block for each actor there."""
    total = float(actors["weight"].sum())
    bar: Style = {"width": BAR * (line.high - line.low), "edgecolor": MUTED, "lw": 0.6}
    stacks: dict[float, list[Row]] = {}
    for actor in rows_of(actors):
        stacks.setdefault(float(actor["position"]), []).append(actor)
    names: list[tuple[float, float, str]] = []
    for position, stack in sorted(stacks.items()):
        base = 0.0
        for place, actor in enumerate(stack):
            size = 100 * float(actor["weight"]) / total
            axes.bar(position, size, bottom=base, color=look.bands()[1 - place % 2], **bar)
            base += size
        names.append((position, base, _short([str(actor["actor"]) for actor in stack])))
    tallest = max(height for _, height, _ in names)
    axes.set_ylim(0, tallest * 1.45)
    line.fit(axes, labelled=False)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.set_ylabel("weight, %")
    _names(axes, names)
    panel_title(axes, "Actors and their bargaining weight")
    return axes


def rules_panel(axes: Axes, decisions: pd.DataFrame, line: Line, look: Look = LIGHT) -> Axes:
    """Draw where each rule lands, one row for each, with its number."""
    colour = look.ends[0]
    names = [str(name) for name in decisions["name"]]
    line.fit(axes, labelled=True)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.spines["left"].set_visible(False)
    middle = (line.low + line.high) / 2
    for row, value in enumerate(decisions["decision"].astype(float)):
        axes.axhline(row, color=GRID, lw=0.6, zorder=0)
        axes.plot([value], [row], "o", color=colour, ms=6.0, clip_on=False)
        after = value <= middle
        axes.annotate(
            f"{value:.4g}",
            (value, row),
            (7 if after else -7, 0),
            textcoords="offset points",
            ha="left" if after else "right",
            va="center",
            fontsize=SMALL,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )
    panel_title(axes, "Decision by rule")
    return axes


def rounds_panel(axes: Axes, rounds: pd.DataFrame, line: Line, look: Look = LIGHT) -> Axes:
    """Draw actors' paths from round to round downwards, and the weighted mean over them.

    Parameters
    ----------
    rounds : as for `council_chart`, of one mode
    """
    need(rounds, ROUNDS, "rounds")
    last = int(rounds["round"].max())
    ends: list[tuple[float, str]] = []
    for actor, rows in rounds.groupby("actor", sort=False):
        path = rows.sort_values("round")
        moved = bool((path["position"] != path["position"].iloc[0]).any())
        stroke = Stroke(MUTED, SOLID, 1.1) if moved else Stroke(FAINT, SOLID, 0.8)
        axes.plot(path["position"], path["round"], color=stroke.colour, lw=stroke.width)
        if moved:
            axes.plot(path["position"], path["round"], "o", color=stroke.colour, ms=3.0)
            ends.append((float(path["position"].iloc[-1]), str(actor)))
    mean = rounds.drop_duplicates("round").sort_values("round")
    axes.plot(mean["mean"], mean["round"], color=look.ends[0], lw=2.2, ls=DASHED)
    axes.plot(mean["mean"], mean["round"], "o", color=look.ends[0], ms=5.5)
    line.fit(axes, labelled=True)
    axes.set_ylim(last + 0.9, -0.3)
    axes.set_yticks(range(last + 1))
    axes.set_ylabel("round")
    at: dict[float, list[str]] = {}
    for position, name in sorted(ends):
        at.setdefault(round(position, 6), []).append(name)
    _names(axes, [(x, last, " ".join(names)) for x, names in at.items()], "top")
    return axes


def _names(
    axes: Axes,
    labels: Sequence[tuple[float, float, str]],
    side: Literal["bottom", "top"] = "bottom",
) -> None:
    """Write names at (position, height), moved apart sideways; none where there is no room.

    ``side`` is the edge of the text that is next to the point: bottom or top.
    """
    points = axes.get_position().width * axes.figure.get_figure(root=True).get_figwidth() * 72
    low, high = axes.get_xlim()
    widths = [
        max(text_width(part, SMALL) for part in text.split("\n")) + NAME_GAP
        for _, _, text in labels
    ]
    if sum(widths) > points:
        return
    wanted = [(x - low) / (high - low) * points for x, _, _ in labels]
    places = spread(wanted, widths, 0.0, points)
    for (_, height, text), place in zip(labels, places, strict=True):
        axes.annotate(
            text,
            (low + place / points * (high - low), height),
            (0, 2 if side == "bottom" else -5),
            textcoords="offset points",
            ha="center",
            va=side,
            fontsize=SMALL,
            color=INK,
            linespacing=1.0,
        )


def _short(names: Sequence[str]) -> str:
    r"""Write names on two lines at most.

    >>> _short(["A", "B", "C", "D", "E"]), _short(["A", "B"])
    ('A B C\nD E', 'A B')
    """
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append(f"+{len(names) - MOST_NAMES}")
    half = -(-len(shown) // 2) if len(shown) > ONE_LINE else len(shown)
    return "\n".join(" ".join(part) for part in (shown[:half], shown[half:]) if part)


def _reading(
    actors: pd.DataFrame, decisions: pd.DataFrame, line: Line, modes: Sequence[str]
) -> str:
    lowest, highest = float(decisions["decision"].min()), float(decisions["decision"].max())
    share = (highest - lowest) / (line.high - line.low)
    text = (
        f"{len(actors)} actors from {line.low:g} to {line.high:g}. The rules decide between "
        f"{lowest:.4g} and {highest:.4g}: {100 * share:.0f} % of that range apart."
    )
    if modes:
        text += (
            " Below, downwards: grey lines are actors, those that moved named where there is room; "
            "the dashed line is the weighted mean."
        )
    return text


def _note(source: str, modes: Sequence[str]) -> tuple[str, ...]:
    rules = (
        "Rules: weighted mean (Achen 2006), weighted median (Black 1948), qualified majority "
        "(Treaty on European Union, article 16(4)), unanimity (Tsebelis 2002)"
    )
    if modes:
        rules += ", challenge (Scholz, Calbert and Smith 2011)"
    weight = "Weight is capability times salience."
    return (
        (f"Actors: {source.rstrip('.')}.", f"{rules}. {weight}")
        if source
        else (f"{rules}.", weight)
    )
