"""The command `app`: the classroom in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cagame.app.hall import LOCAL, Settings
from cagame.app.server import serve
from cagame.cli.quoting import for_shell
from cagame.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def app(host: str, port: int, scenarios: Path | None, data: Path) -> None:
    """Serve the classroom until somebody stops it."""
    if scenarios is not None and not scenarios.is_dir():
        message = "there is no such folder"
        raise InputError(message, path=scenarios, remedy="Name a folder with scenario files.")

    def started(address: str) -> None:
        typer.echo(f"The classroom is open: {address}")
        if host in LOCAL:
            typer.echo("Only this computer can open it. For a class: cagame app --host 0.0.0.0")
        typer.echo(f"Games are kept in {data}. Stop with Ctrl-C.")
        typer.echo("To lead a game where no page is left, type in another window, in any folder:")
        typer.echo(f"  cagame lead CODE --data {for_shell(data.absolute())}")

    serve(Settings(host, port, scenarios, data), started)
