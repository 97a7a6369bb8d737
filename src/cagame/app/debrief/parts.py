"""Small parts of the page: tables, charts with words for those who cannot see them, progress."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nicegui import ui

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Show a table that scrolls by itself where it is wider than the page."""
    with (
        ui.element("div").classes("scroll").props(f'tabindex=0 role=region aria-label="{caption}"'),
        ui.element("table").classes("plain"),
    ):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                with ui.element("th").props("scope=col"):
                    ui.label(head)
        with ui.element("tbody"):
            for row in rows:
                _row(list(row))


def _row(cells: list[str]) -> None:
    with ui.element("tr"):
        with ui.element("th").props("scope=row"):
            ui.label(cells[0])
        for cell in cells[1:]:
            with ui.element("td"):
                ui.label(cell)


def chart(options: dict[str, Any], height: int, words: str) -> ui.echart:
    """Show a chart; the words say to screen readers what it shows."""
    shown = ui.echart(options).style(f"height: {height}px; width: 100%")
    # A prop of its own name keeps quotes in names of teams from ending the attribute.
    shown.props["role"] = "img"
    shown.props["aria-label"] = words
    return shown


@dataclass
class Progress:
    """A bar that says how far a computation is, and what it is about."""

    bar: ui.linear_progress
    words: ui.label

    def tell(self, done: int, of: int, what: str) -> None:
        """Show that so many of so many pieces are done."""
        self.bar.value = done / of
        self.words.text = f"{what}: {done} of {of}"


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Show progress as long as what is inside takes."""
    with ui.column().classes("progress") as box:
        words = ui.label(what).props('role="status"')
        bar = ui.linear_progress(0, show_value=False).props("instant-feedback")
        bar.props["aria-label"] = what
    try:
        yield Progress(bar, words)
    finally:
        box.delete()
