"""How a command that users are to type writes a path."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def for_shell(path: Path, system: str = os.name) -> str:
    """Write a path as a shell takes it, with quotes where it needs them.

    >>> from pathlib import Path
    >>> for_shell(Path("games.sqlite"), "posix"), for_shell(Path("my games"), "posix")
    ('games.sqlite', "'my games'")
    >>> for_shell(Path("my games"), "nt")
    '"my games"'
    """
    return subprocess.list2cmdline([str(path)]) if system == "nt" else shlex.quote(str(path))
