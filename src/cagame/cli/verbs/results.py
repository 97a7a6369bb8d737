"""The commands about what is there: show it, compare it, ask it, hand it on.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from pathlib import Path
from typing import Annotated

import typer


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
