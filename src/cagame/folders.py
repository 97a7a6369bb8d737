"""Folders that are replaced as a whole, so that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The file that only finished results hold.
MANIFEST = "manifest.json"


def results_folder(path: str | Path) -> Path:
    """Return the folder to write results to.

    Raises
    ------
    InputError
        Where something else stands there, which writing would destroy.
    """
    folder = Path(path).resolve()
    taken = folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file()
    if taken or (folder.exists() and not folder.is_dir()):
        message = f"{folder} is there and holds no results"
        raise InputError(message, remedy="Choose another folder with --out, or remove it.")
    return folder


@contextmanager
def replaced_as_a_whole(folder: Path) -> Iterator[Path]:
    """Give a new folder to write to; move it into place when all went well.

    Whoever looks sees the old folder, the new one, or for a moment none. What killed runs left
    behind is cleared away first.
    """
    _clear_stale(folder)
    partial = folder.parent / f".{folder.name}.{os.getpid()}.partial"
    old = partial.with_suffix(".replaced")
    try:
        partial.mkdir(parents=True)
        yield partial
        if folder.exists():
            folder.rename(old)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _clear_stale(folder: Path) -> None:
    """Clear what runs left that were killed; give back old results that were not yet replaced."""
    for stale in folder.parent.glob(f".{folder.name}.*"):
        *_, process, ending = ("", *stale.name.removeprefix(f".{folder.name}.").split("."))
        if not process.isdigit() or _is_running(int(process)):
            continue
        if ending == "replaced" and not folder.exists():
            stale.rename(folder)
        elif ending in {"partial", "replaced"}:
            shutil.rmtree(stale, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
