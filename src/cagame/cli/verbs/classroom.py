"""The commands of the classroom.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer

GAMES = Path("results/classroom.sqlite")


def app(
    host: Annotated[
        str, typer.Option(help="What to listen on; 0.0.0.0 lets devices of the network in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")
    ] = 8080,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of own scenario files to offer.", show_default=False
        ),
    ] = None,
    data: Annotated[
        Path, typer.Option(metavar="FILE", help="The file of all games; made if it is not there.")
    ] = GAMES,
) -> None:
    """Open the classroom: explore, play and look back in a browser."""
    from cagame.cli import app_command

    app_command.app(host, port, scenarios, data)


def lead(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The join code of the game.", show_default=False)
    ],
    data: Annotated[Path, typer.Option(metavar="FILE", help="The file of all games.")] = GAMES,
) -> None:
    """Lead a game from another device: print an address that works once."""
    from cagame.cli import lead_command

    lead_command.lead(code, data)
