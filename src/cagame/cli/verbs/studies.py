"""The commands about studies and files: run, check and write them, sweep, ask the Council.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer


def _studies_named(beginning: str) -> list[str]:
    """Names of shipped studies, for the shell that completes a word."""
    from cagame.scenario import Library

    return [name for name in Library().names("study") if name.startswith(beginning)]


StudyArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE_OR_NAME",
        help="A scenario file, or the name of a study (`cagame scenarios` lists them).",
        show_default=False,
        autocompletion=_studies_named,
    ),
]


def run(
    scenario: StudyArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Results folder; results/NAME or, with --only, results/NAME-only if left out.",
        ),
    ] = None,
    worlds: Annotated[
        int | None, typer.Option(min=1, help="Worlds, instead of the file's.", show_default=False)
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed, instead of the file's.", show_default=False)
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VARIANT", help="Only this variant and the reference; may be repeated."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; one per core if left out.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", metavar="", help="Print only where the results are.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print the summary as one JSON object.")
    ] = False,
) -> None:
    """Compare strategies: run a scenario file, write tables and plots, print a summary."""
    from cagame.cli import studies

    changes = studies.Changes(worlds=worlds, seed=seed, only=only, workers=workers)
    studies.run(scenario, out, changes, quiet=quiet, as_json=as_json)


def validate(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A scenario file, a sweep design, or a file in strategies/ACTOR/ or external/.",
            show_default=False,
        ),
    ],
) -> None:
    """Check a file without running it."""
    from cagame.cli import studies

    studies.validate(file)


def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", metavar="", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Write a commented starter scenario that runs."""
    from cagame.cli import studies

    studies.new(file, force=force)


def scenarios() -> None:
    """List the studies, strategies and external scenarios that exist."""
    from cagame.cli import studies

    studies.scenarios()


def sweep(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A design file.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of the sweep; results/NAME if left out."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; one per core if left out.")
    ] = None,
    dask: Annotated[
        bool, typer.Option("--dask", metavar="", help="Run on a Dask cluster of this computer.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Run on the Dask cluster of this scheduler; its workers must see the folder.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", metavar="", help="Only say how large it is and what it takes."),
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", metavar="", help="Only say how many blocks are done.")
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", metavar="", help="Only check all blocks; exit 1 if one is damaged."
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--replace", help="Go on with what is there, or remove it and start anew."
        ),
    ] = True,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", metavar="", help="Print only where the results are.")
    ] = False,
) -> None:
    """Run a large design in blocks; run it again to go on where it was stopped."""
    from cagame.cli import sweeps

    where = sweeps.Where(workers, scheduler, dask=dask)
    if dry_run:
        sweeps.dry_run(file, out, where)
    elif status or verify:
        sweeps.check(file, out, verify=verify)
    else:
        sweeps.run(file, out, where, resume=resume, quiet=quiet)


def council(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A table of actors, CSV or YAML: capability, position and salience of each.",
            show_default=False,
        ),
    ],
    rule: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Only this rule: compromise, median, qmv, unanimity, challenge; may be repeated.",
        ),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(
            metavar="MODE",
            help="How challenges choose between offers: least-move or replication; else both.",
            show_default=False,
        ),
    ] = None,
    rounds: Annotated[
        int | None,
        typer.Option(
            min=1, max=1000, help="Rounds of challenges; else by the tables.", show_default=False
        ),
    ] = None,
    status_quo: Annotated[
        float | None,
        typer.Option(
            metavar="POSITION",
            help="What holds if nothing is agreed; qmv and unanimity fall back on it.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for tables and figures.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="Print everything as one JSON object.")
    ] = False,
) -> None:
    """Run one table of actors through every Council rule, and show how far they disagree."""
    from cagame.cli import council_command

    wanted = council_command.Wanted(rule, mode, rounds, status_quo)
    council_command.council(file, wanted, out, as_json=as_json)
