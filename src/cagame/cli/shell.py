"""What every command shares: one readable message for an error, and the exit code.

Nothing here is imported late, because everything here may be needed when something has failed.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperGroup

from cagame.errors import CagameError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

FAILED, WRONG_INPUT = 1, 2
#: By custom 128 and the number of the signal that ends a program.
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
READER_GONE = 128 + 13

DEBUG = "--debug"
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


class Shell(TyperGroup):
    """The commands, and what happens when one of them fails."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> NoReturn:  # noqa: ANN401
        """Run a command and leave with its exit code.

        ``--debug`` is taken out here, so that it may stand anywhere.
        """
        given = list(sys.argv[1:] if args is None else args)
        options["standalone_mode"] = False
        try:
            code = super().main([each for each in given if each != DEBUG], *rest, **options)
        except Exception as error:  # noqa: BLE001 (whatever it is, the user gets one message)
            if DEBUG in given:
                traceback.print_exception(error)
            code = tell(error)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401 (as typer)
        """Run a command; an interruption and a closed pipe are no failures."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            say("Stopped.")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # What is still in the buffer has no reader; Python would complain about it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(READER_GONE) from None
        return outcome


def tell(error: Exception) -> int:
    """Write one message about an error to stderr and return the exit code."""
    message, code = _explained(error)
    if message:
        say(f"Error: {message}")
    return code


def _explained(error: Exception) -> tuple[str, int]:
    """Say what an error means for the user, and the exit code."""
    match error:
        case CagameError():
            return str(error), error.exit_code
        case MemoryError():
            remedy = "Run fewer worlds (--worlds) or workers (--workers)."
            return f"the memory is full. {remedy}", FAILED
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            reason = (error.strerror or str(error)).lower()
            return f"{where}{reason}. Check the path, its permissions and the free space.", FAILED
        case typer.Abort():
            return "stopped.", INTERRUPTED
    # Typer's errors about options have no common public class, but all have this method.
    message = getattr(error, "format_message", None)
    if message is not None:
        command = getattr(getattr(error, "ctx", None), "command_path", "cagame")
        # Without a command there is no message: the help has been shown.
        text = message().rstrip(".")
        return text and f"{text}. See `{command} --help`.", WRONG_INPUT
    what = f"{type(error).__name__}: {error}"
    return f"{what}. This is a defect of cagame; {DEBUG} shows more to report.", FAILED


def say(text: str) -> None:
    """Write one line to stderr, whatever characters a file name or a value brought into it."""
    line = " ".join(text.split())
    typer.echo("".join(c if c.isprintable() else UNPRINTABLE for c in line), err=True)


def on_termination(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave as after Ctrl-C: what a run has begun is cleaned up."""
    sys.exit(TERMINATED)
