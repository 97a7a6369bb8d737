"""Charts of a view, as options of Apache ECharts: plain data, no code, no markup.

Tooltips are drawn as text, never as HTML, so that no title of anybody's can become markup.
Variants have the colours of the figures that cagame draws on paper.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from cagame.exploring.view import written
from cagame.plots.captions import per_cent
from cagame.plots.style import BETTER, VARIANT_COLOURS
from cagame.report.words import short_unit
from cagame.results import HISTORY

if TYPE_CHECKING:
    from cagame.exploring.view import Band, View

Option = dict[str, Any]
INK, MUTED, GRID, BLANK = "#1a1a1a", "#565656", "#dcdcdc", "transparent"
#: Letters of a title in a legend or beside a bar.
SHORT_TITLE = 44
#: How strongly a band is filled; several lie over each other.
FILL = 0.16
#: Above this share of the darkest cell, words in it are white.
DARK = 0.86
#: Years between two labels.
EVERY = 5
RANGE = "5 to 95 % of worlds"
FONT = {"color": INK, "fontSize": 12}


def colour(view: View, variant: str) -> str:
    """Return the colour of a variant; the reference is ink."""
    if variant == view.reference:
        return INK
    return VARIANT_COLOURS[view.others.index(variant) % len(VARIANT_COLOURS)]


def key(view: View, *, history: bool = False) -> list[tuple[str, str]]:
    """Return colour and title of each line, for a key beside a chart."""
    shown = tuple(view.titles) if history else view.others
    lines = [(colour(view, variant), view.titles[variant]) for variant in shown]
    return [(MUTED, "History"), *lines] if history else lines


def heading(view: View) -> str:
    """Return what the outcome is, and how it is measured."""
    return f"{view.outcome.label}, {view.measure.unit}"


def differences(view: View) -> Option:
    """Return the within-world differences from the reference over the years, with their bands."""
    measure = view.measure
    series: list[Option] = [_zero_line(view)]
    for variant, years in view.differences.items():
        title, tint = short(view.titles[variant]), colour(view, variant)
        points = [
            {
                "name": _told(view, variant, year, band),
                "value": [str(year), _scaled(view, band.median)],
            }
            for year, band in years.items()
        ]
        series += _band(view, variant, years, tint)
        series.append(_line(title, tint, points))
    name = f"{short_unit(measure)}, difference in {view.outcome.label}"
    return _over_years(series, name, list(view.levels[view.reference]))


def levels(view: View) -> Option:
    """Return the outcome itself over the years: history, then each variant."""
    series: list[Option] = []
    past = view.levels[HISTORY]
    known = [
        {
            "name": f"History, {year}: {_level(view, band)}",
            "value": [str(year), _scaled(view, band.median)],
        }
        for year, band in past.items()
    ]
    series += _band(view, HISTORY, past, MUTED)
    series.append(_line("History", MUTED, known))
    for variant in view.titles:
        years, tint = view.levels[variant], colour(view, variant)
        if variant == view.reference:
            series += _band(view, variant, years, tint)
        points = [
            {
                "name": f"{short(view.titles[variant])}, {year}: {_level(view, band)}",
                "value": [str(year), _scaled(view, band.median)],
            }
            for year, band in years.items()
        ]
        series.append(_line(short(view.titles[variant]), tint, points))
    return _over_years(series, heading(view), [*view.levels[HISTORY], *view.levels[view.reference]])


def intervals(view: View) -> Option:
    """Return where the differences of all worlds lie in the last year: a box for each variant."""
    names = list(reversed(view.others))
    data = []
    for variant in names:
        band = view.effect(variant).difference
        ends = (band.low, band.q25, band.median, band.q75, band.high)
        tint = colour(view, variant)
        data.append(
            {
                "name": _told(view, variant, view.year, band),
                "value": [_scaled(view, end) for end in ends],
                "itemStyle": {"color": f"{tint}55", "borderColor": tint, "borderWidth": 2},
            }
        )
    return {
        **_common(),
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 44, "containLabel": True},
        "xAxis": {
            "type": "value",
            "name": f"{short_unit(view.measure)}, difference in {view.year}",
            "nameLocation": "middle",
            "nameGap": 28,
            "nameTextStyle": FONT,
            "axisLabel": FONT,
            "splitNumber": 4,
            "splitLine": {"lineStyle": {"color": GRID}},
        },
        "yAxis": {
            "type": "category",
            "data": [_named(view, variant) for variant in names],
            "axisLabel": {**FONT, "width": 170, "overflow": "break", "lineHeight": 15},
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": MUTED}, "onZero": False},
        },
        "series": [
            {
                "type": "boxplot",
                "layout": "horizontal",
                "boxWidth": [12, 22],
                "data": data,
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "lineStyle": {"color": INK, "type": "solid", "width": 1},
                    "data": [{"xAxis": 0}],
                },
            }
        ],
    }


def dyads(view: View, variant: str, quantity: str) -> Option:
    """Return one quantity by patron and state under a variant, in the last year."""
    cells, names = view.dyads[variant][quantity], view.names
    patrons = list(dict.fromkeys(patron for patron, _ in cells))
    states = list(dict.fromkeys(state for _, state in cells))
    most = max(band.median for each in view.dyads.values() for band in each[quantity].values())
    data = []
    for (patron, state), band in cells.items():
        low, middle, high = (f"{100 * value:.0f}" for value in (band.low, band.median, band.high))
        data.append(
            {
                "name": f"{names[patron]} in {names[state]}: {middle} % at the median, "
                f"{low} to {high} % in {RANGE}",
                "value": [states.index(state), patrons.index(patron), round(100 * band.median, 2)],
                "label": {
                    "formatter": middle,
                    "color": "#ffffff" if band.median > DARK * most else INK,
                },
            }
        )
    plain = {"axisTick": {"show": False}, "axisLine": {"show": False}}
    return {
        **_common(),
        # The chart takes names for a little narrower than they are drawn.
        "grid": {"left": 18, "right": 4, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": states,
            "position": "top",
            "axisLabel": {**FONT, "interval": 0},
            **plain,
        },
        "yAxis": {
            "type": "category",
            "data": [names[patron].removesuffix(" together") for patron in patrons],
            "inverse": True,
            "axisLabel": FONT,
            **plain,
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": round(100 * most, 2),
            "inRange": {"color": ["#fafafa", BETTER]},
        },
        "series": [
            {
                "type": "heatmap",
                "data": data,
                "label": {"show": True, "fontSize": 12},
                "itemStyle": {"borderColor": "#ffffff", "borderWidth": 2},
            }
        ],
    }


def short(title: str) -> str:
    """Return a title as a legend has room for it."""
    return title if len(title) <= SHORT_TITLE else f"{title[: SHORT_TITLE - 1].rstrip()}…"


def in_years(view: View) -> str:
    """Say what a chart of differences shows, for who cannot see it."""
    told = [
        _told(view, variant, view.year, view.effect(variant).difference) for variant in view.others
    ]
    return f"Differences from {view.titles[view.reference]} within the same world. " + " ".join(
        f"{each}." for each in told
    )


def _told(view: View, variant: str, year: int, band: Band) -> str:
    middle, low, high = written(view.measure, (band.median, band.low, band.high), sign=True)
    unit = short_unit(view.measure)
    text = f"{short(view.titles[variant])}, {year}: {middle} {unit} ({low} to {high} in {RANGE})"
    better = view.effect(variant).better
    if year == view.year and isfinite(better):
        text += f", better in {per_cent(better)}"
    return text


def _level(view: View, band: Band) -> str:
    middle, low, high = written(view.measure, (band.median, band.low, band.high))
    return f"{middle} {view.measure.unit} ({low} to {high} in {RANGE})"


def _named(view: View, variant: str) -> str:
    better = view.effect(variant).better
    told = f"\nbetter in {per_cent(better)} of worlds" if isfinite(better) else ""
    return short(view.titles[variant]) + told


def _band(view: View, variant: str, years: dict[int, Band], tint: str) -> list[Option]:
    """Return two lines, of which the second is filled down to the first."""
    lows = [[str(year), _scaled(view, band.low)] for year, band in years.items()]
    widths = [
        [year, None if low is None else _width(view, band)]
        for (year, low), band in zip(lows, years.values(), strict=True)
    ]
    shared = {
        "type": "line",
        "stack": variant,
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "tooltip": {"show": False},
        "emphasis": {"disabled": True},
    }
    return [
        {**shared, "data": lows},
        {**shared, "data": widths, "areaStyle": {"color": tint, "opacity": FILL}},
    ]


def _line(title: str, tint: str, points: list[Option]) -> Option:
    return {
        "type": "line",
        "name": title,
        "data": points,
        "color": tint,
        "lineStyle": {"width": 2.5, "color": tint},
        "symbol": "circle",
        "symbolSize": 7,
        "triggerLineEvent": True,
    }


def _zero_line(view: View) -> Option:
    return {
        "type": "line",
        "data": [],
        "silent": True,
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": INK, "type": "solid", "width": 1},
            "label": {
                "show": True,
                "position": "insideEndBottom",
                "formatter": short(view.titles[view.reference]),
                **FONT,
            },
            "data": [{"yAxis": 0}],
        },
    }


def _over_years(series: list[Option], name: str, years: list[int]) -> Option:
    return {
        **_common(),
        "title": {
            "text": name,
            "left": 0,
            "top": 0,
            "textStyle": {"fontSize": 13, "fontWeight": "normal", "color": MUTED},
        },
        "grid": {"left": 4, "right": 18, "top": 34, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [str(year) for year in years],
            "boundaryGap": False,
            "axisLabel": {**FONT, "interval": EVERY - 1},
            "axisTick": {"interval": EVERY - 1},
            "axisLine": {"onZero": False, "lineStyle": {"color": MUTED}},
        },
        "yAxis": {
            "type": "value",
            "scale": True,
            "axisLabel": FONT,
            "splitLine": {"lineStyle": {"color": GRID}},
        },
        "series": series,
    }


def _common() -> Option:
    return {
        "animation": False,
        "textStyle": {"fontFamily": "system-ui, sans-serif"},
        "tooltip": {
            "trigger": "item",
            "renderMode": "richText",
            "formatter": "{b}",
            "confine": True,
            "textStyle": FONT,
            "extraCssText": "",
        },
        "aria": {"enabled": False},
    }


def _scaled(view: View, value: float) -> float | None:
    """Return a number in the shown unit; None where there is none, which ECharts leaves out."""
    return round(value * view.measure.factor, 6) if isfinite(value) else None


def _width(view: View, band: Band) -> float | None:
    return _scaled(view, band.high - band.low)
