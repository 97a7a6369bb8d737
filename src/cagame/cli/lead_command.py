"""The command `lead`: a way back to a game for a teacher whose browser is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from cagame.app.hall import LOCAL, lead_address
from cagame.classroom import Classroom, Handover
from cagame.classroom.handover import MINUTES
from cagame.cli.quoting import for_shell
from cagame.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

#: Games that are named to who has forgotten the code.
MOST_NAMED = 5


def lead(code: str, data: Path) -> None:
    """Print the address by which one more device comes to lead a game."""
    if not data.is_file():
        message = "there is no file of games"
        remedy = "Stand in the same folder as for `cagame app`, or name its file with --data."
        raise InputError(message, path=data, remedy=remedy)
    classroom = Classroom(data)
    handover = Handover(classroom)
    home = handover.address
    if not home:
        message = "the classroom was never open with these games, so they have no address"
        remedy = f"Start it: cagame app --data {for_shell(data)}"
        raise InputError(message, path=data, remedy=remedy)
    try:
        word = handover.make_word(code)
    except InputError as error:
        games = ", ".join(classroom.latest(MOST_NAMED)) or "none"
        remedy = f"Games in this file, the latest first: {games}."
        raise InputError(error.what, path=data, remedy=remedy) from error
    typer.echo(f"Open this on the device that is to lead game {word.code}:\n")
    typer.echo(lead_address(home, word.text))
    typer.echo(f"\nIt works once, for {MINUTES} minutes. Whoever opens it first leads the game.")
    if urlsplit(home).hostname in LOCAL:
        typer.echo("Only this computer can open it. For others: cagame app --host 0.0.0.0")
