"""Text and tables for the terminal, in one style."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Longer lines are hard to read; files and pipes, which have no width, get this one too.
WIDTH = 100
INDENT = 2

#: Larger numbers are written without decimals.
LARGE = 10_000

HEADING, NAME, QUIET = "bold", "cyan", "dim"


class _Terminal(Console):
    """Standard output; a reader that goes away is told to the caller instead of ending here."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Page:
    """What a command prints on standard output."""

    def __init__(self) -> None:
        self._console = _Terminal(markup=False, highlight=False, emoji=False, width=_fixed_width())

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self._console.width

    def heading(self, text: str, aside: str = "") -> None:
        """Write a heading, and beside it what is less important."""
        self._write(Text.assemble((text, HEADING), (f"  {aside}" if aside else "", QUIET)))

    def text(self, text: str, indent: int = 0, style: str = "") -> None:
        """Write a paragraph."""
        self._write(Text(" ".join(text.split()), style), indent)

    def line(self, text: str) -> None:
        """Write one line that is not broken, such as a path that is copied."""
        self._console.print(Text(text), soft_wrap=True)

    def blank(self) -> None:
        """Write an empty line."""
        self._console.print()

    def fields(self, pairs: Iterable[tuple[str, object]], indent: int = INDENT) -> None:
        """Write names and what they stand for; empty ones are left out."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style=QUIET, no_wrap=True)
        grid.add_column()
        for name, value in pairs:
            if value not in ("", None):
                grid.add_row(name, value if isinstance(value, Text) else Text(str(value)))
        self._write(grid, indent)

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str | Text]],
        indent: int = INDENT,
        right: Sequence[int] = (),
        whole: Sequence[int] = (0,),
    ) -> None:
        """Write a table, its first column coloured.

        Columns at the positions in ``right`` are aligned to the right, those in ``whole`` are not
        broken. Without names of columns there is no heading.
        """
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
        table.show_header = any(columns)
        for position, name in enumerate(columns):
            side: Any = "right" if position in right else "left"
            style = "" if position else NAME
            table.add_column(name, justify=side, no_wrap=position in whole, style=style)
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
        self._write(table, indent)

    def grid(self, table: Table) -> None:
        """Write a table that was built elsewhere, as wide as the terminal."""
        self._write_table(table, 0, self.width)

    def _write(self, what: Text | Table, indent: int = 0) -> None:
        widest = min(self.width, WIDTH)
        if isinstance(what, Table):
            self._write_table(what, indent, widest)
            return
        for line in what.wrap(self._console, widest - indent):
            self._write_line(line, indent)

    def _write_table(self, table: Table, indent: int, widest: int) -> None:
        options = self._console.options.update(width=widest - indent)
        for segments in self._console.render_lines(table, options, pad=False):
            line = Text.assemble(*((part.text, part.style or "") for part in segments))
            self._write_line(line, indent)

    def _write_line(self, line: Text, indent: int) -> None:
        """Write a line without the blanks that a table or a wrap leaves at its end."""
        line.rstrip()
        self._console.print(Text(" " * indent) + line, soft_wrap=True)


def _fixed_width() -> int | None:
    """Width where there is no terminal to ask."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if "COLUMNS" in os.environ or any(stream and stream.isatty() for stream in streams):
        return None
    return WIDTH


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number of things.

    >>> count(1, "world"), count(1000, "world"), count(2, "study", "studies")
    ('1 world', '1,000 worlds', '2 studies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def short(number: float) -> str:
    """Write a number as a table would.

    >>> short(4.0), short(0.333), short(42.4), short(1500000.0)
    ('4', '0.333', '42.4', '1,500,000')
    """
    return f"{number:,.0f}" if abs(number) >= LARGE else f"{number:.4g}"
