"""Figures as charts, in the options of ECharts; plain mappings that no browser is needed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagame.classroom.words import points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.classroom.equilibrium import ClassGame
    from cagame.classroom.lookback import Chapter, Turn
    from cagame.classroom.report import Difference

#: Dark grey on white, contrast AA.
INK, GRID = "#3a3a3a", "#dcdcdc"
#: Member states beside the institutions, whose payoff they share.
MEMBERS_COLOUR = "#4a6fd1"
#: The states are told apart by colour, mark and line; the powers have their colours everywhere.
STATE_COLOURS = {
    "KZ": "#00796b",
    "KG": "#7b3fa0",
    "TJ": "#ad1457",
    "TM": "#5d4037",
    "UZ": "#37474f",
}
MARKS = (
    *("circle", "rect", "triangle", "diamond"),
    *("emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond", "roundRect"),
    *("pin", "arrow"),
)
#: A canvas knows no style sheet: the page's own letters, by name.
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
#: Pixels for a bar with its label, and for title and axis around the bars.
ROW, AROUND = 42, 56
#: A name wider than this, in pixels, goes on in the next line.
LABEL_WIDTH, NARROW = 130, 96
#: Pixels between lines of one label, and the width of a phone in which a legend needs more lines.
LINE, PHONE = 15, 600
#: Pixels for a legend of eight names: three lines, and six on a phone.
LEGEND, LEGEND_OF_PHONE = 80, 165
#: Pixels of a line in a legend: dashes can be seen on both sides of its mark.
LEGEND_LINE = 46
#: Marks of an axis that a phone has room for.
TICKS = 4


def payoff_lines(
    chapters: Sequence[Chapter], called: Mapping[str, str], colours: Mapping[str, str]
) -> dict[str, Any]:
    """Return lines of each seat's median payoff at the end of rounds; 0 before the first.

    Seats that stood the same all along share a line: two would hide each other.
    """
    years = [str(chapters[0].round.first - 1), *(str(each.round.last) for each in chapters)]
    together: dict[tuple[float, ...], list[Turn]] = {}
    for place, turn in enumerate(chapters[0].turns):
        stood = tuple(points(each.turns[place].payoff.median) for each in chapters)
        together.setdefault(stood, []).append(turn)
    series = [
        {
            "type": "line",
            # A new line for each name: a phone has no room for two in one.
            "name": "\nand ".join(called[turn.seat] for turn in turns),
            "data": [0.0, *(round(payoff, 2) for payoff in stood)],
            "symbol": MARKS[place % len(MARKS)],
            "symbolSize": 9,
            "lineStyle": {
                "width": 2.5,
                "type": "solid" if any(turn.team for turn in turns) else "dashed",
            },
            "itemStyle": {"color": colours[turns[0].seat]},
        }
        for place, (stood, turns) in enumerate(together.items())
    ]
    return {
        **_plain(),
        "legend": {
            "bottom": 0,
            "itemGap": 12,
            "itemWidth": LEGEND_LINE,
            "textStyle": {"color": INK, "lineHeight": LINE},
        },
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": LEGEND, "containLabel": True},
        # The one without a question holds where no other does: also after a phone was turned.
        "media": [
            {"query": {"maxWidth": PHONE}, "option": {"grid": {"bottom": LEGEND_OF_PHONE}}},
            {"option": {"grid": {"bottom": LEGEND}}},
        ],
        "tooltip": {"trigger": "axis", "confine": True, "order": "valueDesc"},
        "xAxis": {"type": "category", "data": years, "boundaryGap": False, **_axis()},
        "yAxis": {"type": "value", **_axis()},
        "series": series,
    }


def whiskers(rows: Sequence[tuple[str, Difference, str]], unit: str) -> dict[str, Any]:
    """Return a mark for each row at the median, with a line from 5 to 95 % of worlds.

    Parameters
    ----------
    rows : name, difference, colour; the first stands at the top
    """
    spreads = [difference.spread for _, difference, _ in rows]
    ends = [[points(s.low), points(s.median), points(s.high)] for s in spreads]
    return {
        **_plain(),
        "grid": {"left": 8, "right": 20, "top": 8, "bottom": 28, "containLabel": True},
        "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {
            "type": "value",
            "name": unit,
            "nameLocation": "middle",
            "nameGap": 26,
            "splitNumber": TICKS,
            **_axis(),
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [name for name, _, _ in rows],
            **_axis(LABEL_WIDTH),
        },
        "series": [
            {
                "type": "boxplot",
                "name": "5 to 95 % of worlds",
                "boxWidth": [1, 14],
                "tooltip": {"show": False},
                "data": [
                    {
                        "value": [low, middle, middle, middle, high],
                        "itemStyle": {"borderColor": colour, "borderWidth": 2, "color": colour},
                    }
                    for (low, middle, high), (_, _, colour) in zip(ends, rows, strict=True)
                ],
            },
            {
                "type": "scatter",
                "name": "median",
                "symbolSize": 11,
                "data": [
                    {
                        "value": [round(middle, 3), name],
                        "itemStyle": {"color": colour},
                    }
                    for (_, middle, _), (name, _, colour) in zip(ends, rows, strict=True)
                ],
            },
        ],
    }


def rest_bars(found: ClassGame, called: Mapping[str, str]) -> dict[str, Any]:
    """Return mean payoffs as the class played, and in each equilibrium, by team."""
    groups = [("as the class played", found.played)]
    many = len(found.rests) > 1
    for place, rest in enumerate(found.rests, start=1):
        groups.append((f"at equilibrium {place}" if many else "at the equilibrium", rest.payoffs))
    return {
        **_plain(),
        "color": ["#6b6b6b", "#1b5e97", "#a6490b", "#00796b", "#7b3fa0"],
        "legend": {"bottom": 0, "textStyle": {"color": INK}},
        "grid": {"left": 8, "right": 20, "top": 12, "bottom": 40, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {
            "type": "category",
            "data": [called[seat] for seat in found.seats],
            **_axis(NARROW),
        },
        "yAxis": {"type": "value", **_axis()},
        "series": [
            {
                "type": "bar",
                "name": name,
                "barMaxWidth": 46,
                "data": [round(points(payoff), 2) for payoff in payoffs],
            }
            for name, payoffs in groups
        ],
    }


def height(rows: int) -> int:
    """Return how many pixels a chart of so many rows needs."""
    return AROUND + ROW * rows


def _plain() -> dict[str, Any]:
    return {
        "animation": False,
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": FONT, "color": INK},
    }


def _axis(width: int | None = None) -> dict[str, Any]:
    label: dict[str, Any] = {"color": INK, "fontSize": 12, "lineHeight": LINE}
    if width is not None:
        label |= {"width": width, "overflow": "break", "interval": 0}
    return {
        "axisLabel": label,
        "axisLine": {"lineStyle": {"color": INK}, "onZero": False},
        "nameTextStyle": {"color": INK},
        "splitLine": {"lineStyle": {"color": GRID}},
    }
