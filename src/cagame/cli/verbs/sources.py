"""The commands about where numbers come from, and what files may hold.

Each command imports what it needs when it runs, so that ``--help`` answers at once.
"""

from typing import Annotated

import typer


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


def schema(
    kind: Annotated[
        str,
        typer.Argument(help="study, eu, power, central-asia, external or sweep: the kind."),
    ] = "study",
) -> None:
    """Print the JSON Schema of scenario files and sweep designs, for editors."""
    from cagame.cli import studies

    studies.schema(kind)
