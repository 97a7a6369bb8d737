"""The page about the command line, from the commands themselves."""

from __future__ import annotations

from typing import Any

from typer.main import get_command
from writing import page, plain, table

from cagame.cli import app

EXIT_CODES = """\
Exit codes: 0 done; 1 a run failed or an audit found something; 2 the input is wrong; 130 stopped \
by Ctrl-C; 141 the reader of the output went away. An error is one sentence; `--debug`, anywhere \
in a command, shows the traceback."""


def pages() -> dict[str, str]:
    """Return the page by name."""
    parts = [EXIT_CODES]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner is None:
            parts += _described(f"cagame {name}", command)
        else:
            for verb, below in inner.items():
                parts += _described(f"cagame {name} {verb}", below)
    return {"commands": page("Commands", "the commands' own help", *parts)}


def _described(path: str, command: Any) -> list[str]:  # noqa: ANN401 (typer names no public class)
    shown = [each for each in command.params if each.name != "help"]
    arguments = [each for each in shown if each.param_type_name == "argument"]
    options = [each for each in shown if each.param_type_name == "option"]
    words = [path, *(_metavar(each) for each in arguments), *(["[OPTIONS]"] if options else [])]
    rows = [(f"`{_metavar(each)}`", _help(each)) for each in arguments]
    for each in options:
        names = ", ".join([*each.opts, *each.secondary_opts])
        rows.append((f"`{' '.join(filter(None, (names, _metavar(each))))}`", _help(each)))
    usage = f"```text\n{' '.join(words)}\n```"
    return [f"## {path}", plain(command.help or ""), usage, table(("option", "meaning"), rows)]


def _metavar(parameter: Any) -> str:  # noqa: ANN401 (as above)
    if parameter.metavar is not None:
        return str(parameter.metavar)
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return "" if parameter.is_flag else "VALUE"


def _help(parameter: Any) -> str:  # noqa: ANN401 (as above)
    default = parameter.default
    shown = isinstance(default, int | float | str) and not isinstance(default, bool)
    return plain(parameter.help or "") + (f" [default: `{default}`]" if shown else "")
