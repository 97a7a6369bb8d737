"""Blocks on disk: named by their content, whole or not there, checked by their checksums.

A block is two tables and a receipt. The receipt is written last and holds the checksums of the
tables, so a block is done when its receipt is there and agrees with them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cagame.errors import RunError
from cagame.sweep.identity import identity_of
from cagame.sweep.work import simulate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cagame.sweep.design import SweepBlock, SweepDesign

OUTCOMES, WORLDS, RECEIPTS = "outcomes", "worlds", "receipts"
#: What is read at once when a file is checked.
CHUNK = 1 << 20
#: Letters of the content hash in a file's name.
KEY_LENGTH = 16

State = Literal["missing", "damaged", "done"]


@dataclass(frozen=True)
class Place:
    """Where a block stands.

    Attributes
    ----------
    folder : of the sweep
    stem : number and content hash: the name of all its files, without ending
    """

    folder: Path
    stem: str

    @property
    def outcomes(self) -> Path:
        """The table of outcomes."""
        return self.folder / OUTCOMES / f"{self.stem}.parquet"

    @property
    def worlds(self) -> Path:
        """The table of what the worlds assumed."""
        return self.folder / WORLDS / f"{self.stem}.parquet"

    @property
    def receipt(self) -> Path:
        """What says that the block is done."""
        return self.folder / RECEIPTS / f"{self.stem}.json"

    def state(self) -> State:
        """Whether the block is there, and as it was written."""
        try:
            receipt = json.loads(self.receipt.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return "missing"
        except (ValueError, UnicodeDecodeError):
            return "damaged"
        try:
            now = self._checksums()
        except FileNotFoundError:
            return "damaged"
        return "done" if receipt == now else "damaged"

    def write_receipt(self) -> None:
        """Write the checksums of both tables: from now on the block is done."""
        text = json.dumps(self._checksums(), indent=1) + "\n"
        with written(self.receipt) as partial:
            partial.write_text(text, encoding="utf-8")

    def _checksums(self) -> dict[str, str]:
        return {OUTCOMES: checksum(self.outcomes), WORLDS: checksum(self.worlds)}


def place_of(folder: Path, identity: str, block: SweepBlock) -> Place:
    """Return where a block stands: its name holds a hash of all that its content depends on."""
    key = hashlib.sha256(f"{identity} {block.number}".encode()).hexdigest()
    return Place(folder, f"{block.number:06d}-{key[:KEY_LENGTH]}")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a name to write to; when all went well, the file gets its own name at once."""
    partial = path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}.partial")
    try:
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def clear_partial(folder: Path) -> None:
    """Remove what killed workers of this computer left half written."""
    left = re.compile(rf"\..*\.{re.escape(socket.gethostname())}\.(\d+)\.partial")
    for part in (OUTCOMES, WORLDS, RECEIPTS):
        for path in (folder / part).iterdir():
            found = left.fullmatch(path.name)
            if found is not None and not _is_running(int(found[1])):
                path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def make(design: SweepDesign, folder: Path, identity: str, block: SweepBlock) -> int:
    """Make one block, and return its number; this is what workers do.

    Raises
    ------
    RunError
        Where it cannot be written, or where the worker has other code or tables.
    """
    if identity_of(design) != identity:
        message = "a worker has another version of cagame, of its tables or of its packages"
        raise RunError(message, remedy="Install the same on all computers.")
    place = place_of(folder, identity, block)
    try:
        place.receipt.unlink(missing_ok=True)
        with written(place.outcomes) as outcomes, written(place.worlds) as worlds:
            simulate(design, block, outcomes, worlds)
        place.write_receipt()
    except OSError as error:
        message = f"a block could not be written to {folder} ({error.strerror or error})"
        remedy = "Free space or choose another folder with --out; what is done stays."
        raise RunError(message, remedy=remedy) from error
    return block.number
