"""What several tests of behaviour need."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Disk = Callable[[float, Path], AbstractContextManager[None]]


@pytest.fixture
def disk_of() -> Disk:
    """Makes a disk of so many megabytes at a folder, for as long as the test runs."""

    @contextmanager
    def mounted(megabytes: float, at: Path) -> Iterator[None]:
        size = f"size={int(megabytes * 1024)}k"
        try:
            mount = ["mount", "-t", "tmpfs", "-o", size, "none", str(at)]
            done = subprocess.run(mount, check=False, capture_output=True)
        except OSError:
            pytest.skip("there is no mount command here")
        if done.returncode:
            pytest.skip("only the superuser may make a small disk")
        try:
            yield
        finally:
            subprocess.run(["umount", str(at)], check=True)  # noqa: S607 (as mount)

    return mounted
