"""The verbs under ``cagame analyse``: questions put to the results of a study.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer

analyse = typer.Typer(
    name="analyse",
    help="Ask a study's results: which strategy holds, why, where it fails, what it hangs on.",
    no_args_is_help=True,
)

ResultsArgument = Annotated[
    Path,
    typer.Argument(metavar="RESULTS", help="The results folder of a study.", show_default=False),
]


@analyse.command()
def game(
    results: ResultsArgument,
    external: Annotated[
        str | None,
        typer.Option(help="External scenario; the first if left out.", show_default=False),
    ] = None,
    hold: Annotated[
        list[str] | None,
        typer.Option(metavar="PLAYER=STRATEGY", help="Give a player no choice; may be repeated."),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLAYER=NUMBER",
            help="Weight of a payoff in the total; 1 if left out; may be repeated.",
        ),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE", help="Say what this state gets as well, such as KZ; may be repeated."
        ),
    ] = None,
    bootstrap: Annotated[
        int, typer.Option(min=0, max=100_000, help="How often worlds are resampled.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the resampling.")] = 1,
    pure: Annotated[
        bool, typer.Option("--pure", metavar="", help="Leave mixed equilibria out.")
    ] = False,
    nfg: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the game for Gambit.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for tables and figures; RESULTS/analysis if left out.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print everything as one JSON object.")
    ] = False,
) -> None:
    """Find the equilibria of a game, how sure they are, and who would deviate."""
    from cagame.cli import game_command

    wanted = game_command.Wanted(
        external, hold or (), weight or (), state or (), bootstrap, seed, pure, nfg, out
    )
    game_command.game(results, wanted, as_json=as_json)
