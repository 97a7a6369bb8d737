"""Small things that several parts of the page show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nicegui import ui

if TYPE_CHECKING:
    from cagame.exploring.cast import Cast


def evidence_address(key: str, actors: str) -> str:
    """Return the address of what is known about something.

    Parameters
    ----------
    actors : what the cast is called that the study brings along; empty where it brings nobody

    >>> evidence_address("budget[TR]", "turkey")
    '/evidence/budget%5BTR%5D?actors=turkey'
    """
    return f"/evidence/{quote(key, safe='/')}" + (f"?actors={quote(actors)}" if actors else "")


def evidence_link(cast: Cast, key: str, text: str, told: str = "") -> ui.link:
    """Show a link to what is known about a number, fact, source or strategy.

    Parameters
    ----------
    cast : who takes part in the study that this is about
    told : what a screen reader says instead of a text that stands there many times
    """
    link = ui.link(text, evidence_address(key, cast.called), new_tab=True).classes("evidence")
    if told:
        link.props["aria-label"] = told
    return link


def chart(option: dict[str, Any], told: str, size: str) -> ui.echart:
    """Show a chart, with words for who cannot see it.

    Parameters
    ----------
    option : for ECharts
    told : what it shows
    size : class of the style sheet that sets its height
    """
    with ui.element("div").props('role="img"') as box:
        box.props["aria-label"] = told
        return ui.echart(option, renderer="svg").classes(f"chart {size}")


def colour_key(lines: list[tuple[str, str]]) -> None:
    """Show which colour is which, as a list beside a chart."""
    with ui.element("ul").classes("key"):
        for colour, title in lines:
            with ui.element("li"):
                ui.element("span").classes("swatch").style(f"background: {colour}")
                ui.label(title).classes("inline")
