"""The commands and their options.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from cagame.cli.analyse import analyse
from cagame.cli.shell import Shell, on_termination

NAME = "cagame"
STUDIES, READ, PAST, SOURCES = "Studies", "Results", "The past", "Evidence and files"
CLASSROOM = "Classroom"

app = typer.Typer(
    cls=Shell,
    name=NAME,
    help="What would change in Central Asia if the EU, Russia, China or a state of the region "
    "played another strategy, how sure one can be, and which source the answer hangs on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(analyse, rich_help_panel=READ)


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


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, on_termination)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character of some title shows a question mark.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # The same name however it was started: the shell's completion is installed for this one.
    app(prog_name=NAME)


def _version(wanted: bool) -> None:
    if wanted:
        from cagame import __version__

        typer.echo(f"cagame {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_version, is_eager=True, help="Show the version."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", metavar="", help="Show the traceback of an error; works anywhere."),
    ] = False,
) -> None:
    # Both are dealt with before this runs; they stand here for the help.
    del version, debug


@app.command(rich_help_panel=STUDIES)
def run(
    scenario: StudyArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Results folder; results/NAME if left out."),
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


@app.command(rich_help_panel=STUDIES)
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


@app.command(rich_help_panel=STUDIES)
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


@app.command(rich_help_panel=STUDIES)
def scenarios() -> None:
    """List the studies, strategies and external scenarios that exist."""
    from cagame.cli import studies

    studies.scenarios()


@app.command(rich_help_panel=READ)
def show(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS",
            help="A results folder, or the name of one in results/.",
            show_default=False,
        ),
    ],
) -> None:
    """Print the summary of results again."""
    from cagame.cli import comparison

    comparison.show(results)


@app.command(rich_help_panel=READ)
def report(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS",
            help="A results folder, or the name of one in results/.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The page to write; RESULTS/report.html if left out."),
    ] = None,
) -> None:
    """Write results as one page, with what `analyse` found since."""
    from cagame.cli import report_command

    report_command.report(results, out)


@app.command(rich_help_panel=READ)
def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="Results.", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="B", help="Results.", show_default=False)],
    rows: Annotated[
        int, typer.Option(min=1, help="Changed outcomes to show, the largest first.")
    ] = 15,
) -> None:
    """Say what changed between two results: inputs first, then outcomes."""
    from cagame.cli import difference

    difference.diff(first, second, rows)


@app.command(rich_help_panel=READ)
def query(
    results: Annotated[
        Path, typer.Argument(metavar="SWEEP", help="The folder of a sweep.", show_default=False)
    ],
    sql: Annotated[
        str,
        typer.Argument(
            metavar="SQL",
            help="A question to the tables `outcomes` and `worlds`, in DuckDB's SQL.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer as CSV.", show_default=False),
    ] = None,
) -> None:
    """Ask all blocks of a sweep a question in SQL."""
    from cagame.cli import sweeps

    sweeps.query(results, sql, out)


@app.command(rich_help_panel=READ)
def export(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="The folder of a study or sweep.", show_default=False
        ),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What to write.", show_default=False)
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="iamc: quantiles in the columns that pyam reads. csv: a row for each world.",
        ),
    ] = "iamc",
) -> None:
    """Write results for other programs."""
    from cagame.cli import sweeps

    sweeps.export(results, file, form)


@app.command(rich_help_panel=PAST)
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


@app.command(rich_help_panel=PAST)
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


@app.command(rich_help_panel=STUDIES)
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


@app.command(rich_help_panel=STUDIES)
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


@app.command(rich_help_panel=SOURCES)
def evidence(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME",
            help="A number (effectiveness, tie_2007 EU KZ aid), a fact (E147), a source (WDI), "
            "an event, a conflict, an outcome or a strategy. Without a name: all numbers.",
            show_default=False,
        ),
    ] = None,
    audit: Annotated[
        bool,
        typer.Option(
            "--audit", metavar="", help="List every breach of the evidence rule; exit 1 if any."
        ),
    ] = False,
    grade: Annotated[
        list[str] | None,
        typer.Option(
            help="Only numbers of this grade: stated, ordinal, derived, statistic, assumption; "
            "may be repeated."
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            help="Only this table: parameters, initial_state or member_states.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say where a number comes from and what a fact feeds."""
    from cagame.cli import listing

    if audit:
        listing.audit()
    elif name:
        listing.look_up(" ".join(name))
    else:
        listing.numbers(grades=grade or [], table=table)


@app.command(rich_help_panel=SOURCES)
def schema(
    kind: Annotated[
        str,
        typer.Argument(help="study, eu, power, central-asia, external or sweep: the kind."),
    ] = "study",
) -> None:
    """Print the JSON Schema of scenario files and sweep designs, for editors."""
    from cagame.cli import studies

    studies.schema(kind)


@app.command("app", rich_help_panel=CLASSROOM)
def classroom(
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
    ] = Path("results/classroom.sqlite"),
) -> None:
    """Open the classroom: explore, play and look back in a browser."""
    from cagame.cli import app_command

    app_command.app(host, port, scenarios, data)
