"""Small parts of the page: tables, charts with words for those who cannot see them, progress."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nicegui import ui

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1
) -> None:
    """Show a table that scrolls by itself where it is wider than the page.

    Parameters
    ----------
    words : how many of the first columns hold words; numbers stand to the right
    """
    kinds = ["words" if place < words else "" for place in range(len(heads))]
    with (
        ui.element("div").classes("scroll").props(f'tabindex=0 role=region aria-label="{caption}"'),
        ui.element("table").classes("plain"),
    ):
        with ui.element("thead"), ui.element("tr"):
            for head, kind in zip(heads, kinds, strict=True):
                with ui.element("th").props("scope=col").classes(kind):
                    ui.label(head)
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                        _cell(cell, kind, is_head=place == 0)


def _cell(text: str, kind: str, *, is_head: bool) -> None:
    element = ui.element("th").props("scope=row") if is_head else ui.element("td")
    with element.classes(kind):
        ui.label(text)


def chart(options: dict[str, Any], height: int, title: str, words: str) -> ui.echart:
    """Show a chart under its title; the words say to screen readers what it shows."""
    ui.label(title).classes("chart-title")
    shown = ui.echart(options).style(f"height: {height}px; width: 100%")
    # A prop of its own name keeps quotes in names of teams from ending the attribute.
    shown.props["role"] = "img"
    shown.props["aria-label"] = f"{title}. {words}"
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
