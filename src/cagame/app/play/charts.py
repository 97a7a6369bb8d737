"""Results as charts: plain options of ECharts, no code in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagame.app.look import patron_colours
from cagame.app.play.view import POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cagame.app.play.course import Resolved
    from cagame.classroom.lesson import Lesson
    from cagame.classroom.report import Spread
    from cagame.exploring.cast import Cast

SYMBOLS = {"EU": "circle", "RU": "rect", "CN": "triangle", "OT": "diamond"}
TEXT: Mapping[str, Any] = {"color": "#1a1a1a", "fontSize": 13}
LINE = "#d6d6d6"
#: A canvas knows no style sheet and falls back to small letters: the page's own, by name.
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
PERCENT = 100
DIGITS = 1


def influence_over_time(rounds: Sequence[Resolved], lesson: Lesson) -> dict[str, Any]:
    """Return lines of the patrons' influence over the region, by the last year of each round."""
    first = rounds[0].report
    years = [str(first.round.first - 1), *(str(each.report.round.last) for each in rounds)]
    series = [
        _line(
            (patron, lesson.cast),
            [first.figures[name].before, *(e.report.figures[name].now for e in rounds)],
        )
        for name, patron in lesson.influence.items()
    ]
    return _frame("Share of influence in per cent", years, series) | {
        "xAxis": {"type": "category", "data": years, "axisLabel": TEXT, "boundaryGap": False},
        "yAxis": _percent("Share of influence"),
        "series": series,
    }


def influence_by_state(resolved: Resolved, cast: Cast) -> dict[str, Any]:
    """Return bars of who has which share of influence in each state at the end of a round."""
    shares = resolved.report.influence
    states = list(next(iter(shares.values())))
    tints = patron_colours(shares)
    series = [
        {
            "name": cast.names[patron],
            "type": "bar",
            "stack": "all",
            "barWidth": "62%",
            "itemStyle": {
                "color": tints[patron],
                "borderColor": "#fff",
                "borderWidth": 1,
            },
            "label": {"show": True, "color": "#fff", "fontSize": 12},
            "data": [round(PERCENT * by_state[state]) for state in states],
        }
        for patron, by_state in shares.items()
    ]
    names = [cast.names[state] for state in states]
    return _frame("Share of influence in per cent", names, series) | {
        "xAxis": {**_percent(""), "max": PERCENT},
        "yAxis": {
            "type": "category",
            "data": names,
            "axisLabel": TEXT,
            "inverse": True,
        },
        "series": series,
    }


def own_payoff(rounds: Sequence[Resolved], seat: str) -> dict[str, Any]:
    """Return bars of a seat's payoff by round, and what its own choices added."""
    years = [f"{each.report.round.first} to {each.report.round.last}" for each in rounds]
    reports = [each.report.seats[seat] for each in rounds]
    own = [each.own_doing.spread.median if each.own_doing else 0.0 for each in reports]
    series = [
        _bars("Your payoff", "#1b5e97", [each.payoff.median for each in reports]),
        _bars("Of that, by your own choices", "#a6490b", own),
    ]
    return _frame("Payoff in points", years, series) | {
        "xAxis": {"type": "category", "data": years, "axisLabel": {**TEXT, "fontSize": 11}},
        "yAxis": {
            "type": "value",
            "name": "Points",
            "nameTextStyle": TEXT,
            "axisLabel": TEXT,
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": series,
    }


def _frame(what: str, places: Sequence[str], series: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "legend": {"bottom": 0, "textStyle": TEXT, "itemGap": 14},
        "grid": {"left": 12, "right": 28, "top": 30, "bottom": 56, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
        "aria": {"enabled": True, "label": {"description": spoken(what, places, series)}},
    }


def spoken(what: str, places: Sequence[str], series: Sequence[dict[str, Any]]) -> str:
    """Say in words what a chart shows, for those who do not see it.

    >>> spoken("Points", ["2027", "2030"], [{"name": "Russia", "data": [1, 2]}])
    'Points. Russia: 2027 1, 2030 2.'
    """
    lines = []
    for each in series:
        values = zip(places, each["data"], strict=True)
        lines.append(f"{each['name']}: {', '.join(f'{place} {v}' for place, v in values)}.")
    return " ".join([f"{what}.", *lines])


def _percent(name: str) -> dict[str, Any]:
    return {
        "type": "value",
        "name": name,
        "nameTextStyle": {**TEXT, "align": "left"},
        "axisLabel": {**TEXT, "formatter": "{value} %"},
        "splitLine": {"lineStyle": {"color": LINE}},
    }


def _line(whose: tuple[str, Cast], spreads: Sequence[Spread]) -> dict[str, Any]:
    patron, cast = whose
    return {
        "name": cast.names[patron],
        "type": "line",
        "symbol": SYMBOLS.get(patron, "pin"),
        "symbolSize": 9,
        "lineStyle": {"width": 3},
        "itemStyle": {"color": patron_colours(cast.evidence.axes.patrons)[patron]},
        "data": [round(PERCENT * each.median, DIGITS) for each in spreads],
    }


def _bars(name: str, colour: str, values: Sequence[float]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "bar",
        "itemStyle": {"color": colour},
        "data": [round(POINTS * value, DIGITS + 1) for value in values],
    }
