"""An address as a square to scan."""

from __future__ import annotations

import io

import segno
from nicegui import ui

#: Pixels of a dot.
SCALE = 5


def draw_qr(address: str) -> None:
    """Draw the QR code of an address."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=SCALE, xmldecl=False, border=2, light="#fff"
    )
    ui.html(drawn.getvalue().decode(), sanitize=False).classes("qr").props(
        f'role=img aria-label="QR code of {address}"'
    )
