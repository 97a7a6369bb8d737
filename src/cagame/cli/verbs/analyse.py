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

OutcomeOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="An outcome to look at; may be repeated, the first is shown in every way. "
        "One of each group if left out.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Folder for tables and figures; RESULTS/analysis if left out."
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", metavar="", help="Print everything as one JSON object.")
]


@analyse.command()
def compare(
    results: ResultsArgument,
    outcome: OutcomeOption = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="A B",
            help="Compare these two; else every variant with the reference.",
            show_default=False,
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            min=0,
            help="Half-width wanted of the mean difference's interval, in the outcome's unit; "
            "a tenth of the difference if left out.",
            show_default=False,
        ),
    ] = None,
    external: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="External scenario to print; the first if left out.",
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what differs within worlds, how sure that is, and when the order changes."""
    from cagame.cli.analyse import compare_command

    wanted = compare_command.Wanted(tuple(outcome or ()), between, precision, external)
    compare_command.compare(results, wanted, out, as_json=as_json)


@analyse.command()
def robustness(
    results: ResultsArgument,
    outcome: OutcomeOption = None,
    optimism: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Weight of the best world against the worst in Hurwicz's criterion."
        ),
    ] = 0.5,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which strategy does well enough, or least badly, by every usual criterion."""
    from cagame.cli.analyse import robustness_command

    robustness_command.robustness(results, tuple(outcome or ()), optimism, out, as_json=as_json)


@analyse.command()
def discover(
    results: ResultsArgument,
    variant: Annotated[str, typer.Option(metavar="NAME", help="Whose regret.", show_default=False)],
    outcome: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Regret in this outcome; the first one if left out."),
    ] = None,
    external: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Under this external scenario; the first if left out."),
    ] = None,
    share: Annotated[
        float, typer.Option(help="Share of worlds, those with the largest regret, to explain.")
    ] = 0.2,
    at_least: Annotated[
        float | None,
        typer.Option(
            metavar="REGRET",
            help="Worlds with this regret or more instead, in the unit of the tables.",
        ),
    ] = None,
    box: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Box of the trajectory; balanced if left out."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the box as a scenario file that runs."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for figure and tables; RESULTS/analysis."),
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", metavar="", help="Only say how many worlds are cases.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print everything as one JSON object.")
    ] = False,
) -> None:
    """Find the uncertain numbers that tell the worlds in which a strategy regrets most."""
    from cagame.cli.analyse import discovery_command
    from cagame.cli.analyse.discovery_question import Wanted

    wanted = Wanted(variant, outcome, external, share, at_least, box)

    if count:
        discovery_command.count_cases(results, wanted, as_json=as_json)
    else:
        files = discovery_command.Files(out, write)
        discovery_command.discover(results, wanted, files, as_json=as_json)


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
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the equilibria of a game, how sure they are, and who would deviate."""
    from cagame.cli.analyse import game_command, game_question

    wanted = game_question.Wanted(
        external, hold or (), weight or (), state or (), bootstrap, seed, pure, nfg, out
    )
    game_command.game(results, wanted, as_json=as_json)


WorldsOption = Annotated[
    int, typer.Option(min=1, metavar="N", help="Worlds of each ensemble that is run again.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that run worlds; all cores if left out."),
]
ExternalOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="External scenario; the first if left out.", show_default=False
    ),
]


@analyse.command()
def provenance(
    results: ResultsArgument,
    outcome: OutcomeOption = None,
    external: ExternalOption = None,
    worlds: WorldsOption = 1000,
    workers: WorkersOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what conclusions rest on, and which document the ranking hangs on; runs worlds again."""
    from cagame.cli.again import Effort
    from cagame.cli.analyse import provenance_command

    wanted = provenance_command.Wanted(tuple(outcome or ()), external)
    effort = Effort(worlds, workers)
    provenance_command.provenance(results, wanted, effort, out, as_json=as_json)


@analyse.command()
def sensitivity(
    results: ResultsArgument,
    outcome: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Outcome; the first that can be compared if left out.",
            show_default=False,
        ),
    ] = None,
    variant: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Its difference from the reference is explained; the reference stands for its own "
            "level. The best variant if left out.",
            show_default=False,
        ),
    ] = None,
    external: ExternalOption = None,
    factors: Annotated[
        list[str] | None,
        typer.Option(
            "--factors",
            metavar="KEY",
            help="A number such as effectiveness[EU]; may be repeated. Without any, all numbers "
            "are screened for the strongest.",
            show_default=False,
        ),
    ] = None,
    screen: Annotated[
        int, typer.Option(min=2, metavar="N", help="Trajectories through all numbers to screen.")
    ] = 10,
    worlds: WorldsOption = 1000,
    second_order: Annotated[
        bool,
        typer.Option("--second-order", metavar="", help="Also tell what pairs do together."),
    ] = False,
    workers: WorkersOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which numbers an outcome or a difference hangs on; runs worlds again."""
    from cagame.cli.again import Effort
    from cagame.cli.analyse import sensitivity_command

    wanted = sensitivity_command.Wanted(
        outcome, variant, external, tuple(factors or ()), screen, second_order
    )
    effort = Effort(worlds, workers)
    sensitivity_command.sensitivity(results, wanted, effort, out, as_json=as_json)
