"""Small pieces of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by docs/builder from {source}; do not edit. -->"
CODE = re.compile(r"(`[^`]+`)")
SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def page(title: str, source: str, *parts: str) -> str:
    """Return a page with its title and a note of what it is written from."""
    return "\n\n".join([f"# {title}", NOTE.format(source=source), *parts]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(each) for each in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def plain(text: str) -> str:
    """Return text that Markdown shows as it is; words in backticks stay code."""
    return "".join(
        part if position % 2 else SPECIAL.sub(r"\\\1", part)
        for position, part in enumerate(CODE.split(text))
    )


def number(value: float) -> str:
    """Return a number as the tables write it."""
    return f"{value:.6g}"


def facts(ids: Iterable[str]) -> str:
    """Return links to facts of the ledger."""
    return ", ".join(f"[{each}](ledger.md#{each.lower()})" for each in ids)
