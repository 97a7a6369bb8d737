"""Whether a study fits on disk and in memory, asked before anything is started."""

from __future__ import annotations

import math
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from cagame.errors import InputError
from cagame.study.store import LAYOUT, OUTCOMES_BEFORE, OUTCOMES_FILE, Single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cagame.scenario import Scenario

#: The summary reads one outcome at a time: as stored, in double precision, and the one before.
COPIES_OF_COLUMN = 5
#: The table of one variant stands in memory as rows and as what is written from them.
COPIES_OF_TABLE = 2
UNITS = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def bytes_on_disk(shape: Mapping[str, int]) -> int:
    """Bytes of the arrays and of the tables written from them, which stand side by side.

    The tables are counted as large as their numbers, because random numbers hardly compress.

    >>> axes = {axis for axes in LAYOUT.values() for axis in axes}
    >>> bytes_on_disk(dict.fromkeys(axes, 1))  # five arrays and two tables of one number each
    28
    """
    sizes = {name: _size(shape, axes) for name, axes in LAYOUT.items()}
    return sum(sizes.values()) + sizes[OUTCOMES_FILE] + sizes[OUTCOMES_BEFORE]


def bytes_in_memory(shape: Mapping[str, int]) -> int:
    """Bytes that writing the tables holds at once: one outcome, or one variant, in copies."""
    column = _size(shape, ("variant", "external", "year", "world"))
    table = max(_size(shape, ("outcome", years, "world")) for years in ("year", "before"))
    return max(COPIES_OF_COLUMN * column, COPIES_OF_TABLE * table)


def check_room(folder: Path, study: Scenario, shape: Mapping[str, int]) -> None:
    """Check that a study fits where its results go.

    Raises
    ------
    InputError
        Where it takes more disk than is free, or more memory than is installed or allowed; with
        the number of worlds that would fit.
    """
    needed, free = bytes_on_disk(shape), free_disk(folder)
    if free is not None and needed > free:
        what = f"of disk, and where {folder} goes {readable(free)} are free"
        remedy = "fit there (--worlds), or choose another folder with --out"
        raise _too_large(study, needed, free, what, remedy)
    needed, installed = bytes_in_memory(shape), installed_memory()
    if installed is not None and needed > installed:
        what = f"of memory, and {readable(installed)} may be used here"
        remedy = "would fit (--worlds); fewer variants or outcomes help as well"
        raise _too_large(study, needed, installed, what, remedy)


def free_disk(folder: Path) -> int | None:
    """Bytes that are free where a folder is, or will be made; None where the disk does not say."""
    try:
        standing = next(parent for parent in folder.parents if parent.is_dir())
        usage = shutil.disk_usage(standing)
    except OSError:
        return None
    return usage.free if usage.total else None


def installed_memory() -> int | None:
    """Bytes of memory of this computer, or fewer where a limit is set; None where none is known."""
    sizes = list(_limits())
    with suppress(AttributeError, OSError, ValueError):
        sizes.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(sizes, default=None)


def _limits() -> Iterator[int]:
    """Yield the limits of this process, as `ulimit` sets them; systems without any have none."""
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        soft, _hard = resource.getrlimit(limit)
        if soft != resource.RLIM_INFINITY:
            yield soft


def readable(size: float) -> str:
    """Write bytes with two digits.

    >>> readable(23_400_000_000), readable(1_500), readable(0)
    ('23 GB', '1.5 kB', '0 kB')
    """
    name, unit = next((pair for pair in UNITS if size >= pair[1]), UNITS[-1])
    return f"{float(f'{size / unit:.2g}'):g} {name}"


def _too_large(study: Scenario, needed: int, there: int, what: str, remedy: str) -> InputError:
    fitting = int(study.worlds * there / needed)
    return InputError(
        f"{study.worlds} worlds need about {readable(needed)} {what}",
        remedy=f"At most {fitting} worlds {remedy}.",
    )


def _size(shape: Mapping[str, int], axes: tuple[str, ...]) -> int:
    return Single.itemsize * math.prod(shape[axis] for axis in axes)
