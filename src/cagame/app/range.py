"""A slider that keyboards and screen readers know: the browser's own.

Quasar's slider takes the focus with a part of it that has no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui.element import Element

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.events import GenericEventArguments


class Range(Element, component="range.js"):
    """A slider.

    Parameters
    ----------
    name : what screen readers call it
    bounds : lowest and highest value, and one press of a key
    value : where it starts
    moved : called with what a browser sent, which may be anything
    """

    def __init__(
        self,
        name: str,
        bounds: tuple[float, float, float],
        value: float,
        moved: Callable[[object], None],
    ) -> None:
        super().__init__()
        low, high, step = bounds
        self.props["min"], self.props["max"], self.props["step"] = low, high, step
        self.props["value"] = value
        self.props["aria-label"] = name
        self._moved = moved
        self.on("moved", self._hear)

    def place(self, value: float) -> None:
        """Put it somewhere else; nobody is told."""
        self.props["value"] = value

    def _hear(self, event: GenericEventArguments) -> None:
        value = event.args
        # It is there already: sending it back would pull it from under a finger.
        if isinstance(value, int | float) and not isinstance(value, bool):
            with self.props.suspend_updates():
                self.props["value"] = value
        self._moved(value)
