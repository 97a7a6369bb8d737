"""A bar for what takes long, on stderr."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(
    words: str, *, shown: bool
) -> Iterator[tuple[Callable[[float], None], Callable[[str], None]]]:
    """Show a bar, if stderr is a terminal; yield how to advance it and how to rename it."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    visible = shown and console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not visible) as bar:
        task = bar.add_task(words, total=1.0)

        def rename(text: str) -> None:
            bar.update(task, description=text)

        yield lambda share: bar.update(task, completed=share), rename
