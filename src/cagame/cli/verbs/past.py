"""The commands about the past: simulate it, and score forecasts of it.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer


def backcast(
    worlds: Annotated[int, typer.Option(min=1, help="Worlds.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 1,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write.")] = Path(
        "results/backcast"
    ),
    identification: Annotated[
        bool,
        typer.Option(
            "--identification",
            metavar="",
            help="Also switch off policy, events, rivals' growth and hedging, one at a time.",
        ),
    ] = False,
) -> None:
    """Simulate 2007 to 2024 as it was, beside documents and statistics."""
    from cagame.cli import past

    past.backcast(out, worlds, seed, identification=identification)


def score(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="Observations: series,state,partner,year,value,unit,source.",
            show_default=False,
        ),
    ],
    fit_to: Annotated[
        int | None,
        typer.Option(
            help="Last year known to the forecasts; that of the shipped statistics if left out.",
            show_default=False,
        ),
    ] = None,
    worlds: Annotated[int, typer.Option(min=1, help="Worlds.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 1,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write.")] = Path(
        "results/score"
    ),
) -> None:
    """Score forecasts of later observations beside persistence, trend and mean reversion."""
    from cagame.cli import past

    past.score(table, fit_to, out, worlds, seed)
