"""The command line as a whole: its commands by panel of the help, and how it starts."""

import signal
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from cagame.cli.shell import Shell, on_termination
from cagame.cli.verbs import classroom, past, results, sources, studies
from cagame.cli.verbs.analyse import analyse

NAME = "cagame"
PANELS: dict[str, tuple[Callable[..., Any] | typer.Typer, ...]] = {
    "Studies": (
        studies.run,
        studies.validate,
        studies.new,
        studies.scenarios,
        studies.sweep,
        studies.council,
    ),
    "Results": (results.show, results.report, results.diff, results.query, results.export, analyse),
    "The past": (past.backcast, past.score),
    "Evidence and files": (sources.evidence, sources.schema),
    "Classroom": (classroom.app, classroom.lead),
}

app = typer.Typer(
    cls=Shell,
    name=NAME,
    help="What would change in Central Asia if the EU, Russia, China or a state of the region "
    "played another strategy, how sure one can be, and which source the answer hangs on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


for panel, commands in PANELS.items():
    for command in commands:
        if isinstance(command, typer.Typer):
            app.add_typer(command, rich_help_panel=panel)
        else:
            app.command(rich_help_panel=panel)(command)
