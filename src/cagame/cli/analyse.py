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
