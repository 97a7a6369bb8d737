"""Folders and files that are replaced as a whole, so that nobody ever sees half of one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cagame.errors import InputError, RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The file that only finished results hold.
MANIFEST = "manifest.json"
#: The page about the results.
REPORT = "report.html"
#: Longer paths are cut in messages.
SHOWN_LENGTH = 80


def results_folder(path: str | Path) -> Path:
    """Return the folder to write results to.

    Raises
    ------
    InputError
        Where something else stands there, which writing would destroy.
    RunError
        Where nothing can be written.
    """
    try:
        folder = Path(path).resolve()
        taken = folder.exists() and not (folder.is_dir() and _is_free(folder))
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        message = f"{str(path)[:SHOWN_LENGTH]!r} cannot be a folder for results ({reason})"
        raise InputError(message, remedy="Choose another folder with --out.") from error
    if taken:
        message = f"{folder} is there and holds no results"
        raise InputError(message, remedy="Choose another folder with --out, or remove it.")
    _check_writable(folder)
    return folder


def _check_writable(folder: Path) -> None:
    """Make a folder beside the results and remove it: permissions alone do not tell."""
    try:
        standing = next(parent for parent in (*folder.parents, folder) if parent.exists())
        Path(tempfile.mkdtemp(dir=standing, prefix=f".{folder.name[:SHOWN_LENGTH]}.")).rmdir()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"the results could not be written to {folder} ({reason})"
        raise RunError(message, remedy="Choose another folder with --out.") from error


def _is_free(folder: Path) -> bool:
    """Whether a folder is empty or holds results, which may be replaced."""
    return not any(folder.iterdir()) or (folder / MANIFEST).is_file()


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
    # No glob: a name may hold brackets, and that of another study may begin like this one.
    left = re.compile(rf"\.{re.escape(folder.name)}\.([0-9]{{1,9}})\.(partial|replaced)")
    for stale in list(folder.parent.iterdir()) if folder.parent.is_dir() else []:
        found = left.fullmatch(stale.name)
        if found is None or _is_running(int(found[1])):
            continue
        if found[2] == "replaced" and not folder.exists():
            stale.rename(folder)
        else:
            shutil.rmtree(stale, ignore_errors=True)


def _is_running(process: int) -> bool:
    """Whether another run is at work; in a container, a killed one may have had our number."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it. Raises `OSError` where that fails."""
    descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as written:
            written.write(text)
        Path(partial).chmod(0o666 & ~_umask())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
