"""Which pages there are. Each part of the app adds its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

from cagame.app import evidence, explore, home
from cagame.app.debrief import page as debrief
from cagame.app.play import files, lead, lobby, teacher, team

if TYPE_CHECKING:
    from fastapi import FastAPI

    from cagame.app.hall import Hall

#: Style sheets and pictures of the app's own.
STATIC = Path(__file__).parent / "static"


def add_pages(hall: Hall, app: FastAPI) -> None:
    """Add all pages.

    Parameters
    ----------
    app : for what is no page, such as downloads
    """
    app.mount("/static", StaticFiles(directory=STATIC))
    files.add_files(hall, app)
    explore.add_pages(hall)
    evidence.add_pages(hall)
    lobby.add_pages(hall)
    teacher.add_pages(hall)
    lead.add_pages(hall)
    team.add_pages(hall)
    debrief.add_pages(hall)
    # Last: it answers for all addresses that nobody else knows.
    home.add_pages(hall)
