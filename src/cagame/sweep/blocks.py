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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cagame.errors import RunError
from cagame.sweep.identity import identity_of
from cagame.sweep.work import simulate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cagame.sweep.design import SweepBlock, SweepDesign

OUTCOMES, WORLDS, RECEIPTS = "outcomes", "worlds", "receipts"
#: What files are called while they are written.
PARTIAL = ".*.partial"
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
        return checked(self.receipt, self._tables)

    def write_receipt(self) -> None:
        """Write the checksums of both tables: from now on the block is done."""
        with written(self.receipt) as partial:
            partial.write_bytes(receipt_for(self._tables))

    @property
    def _tables(self) -> dict[str, Path]:
        return {OUTCOMES: self.outcomes, WORLDS: self.worlds}


def place_of(folder: Path, identity: str, block: SweepBlock) -> Place:
    """Return where a block stands: its name holds a hash of all that its content depends on."""
    key = hashlib.sha256(f"{identity} {block.number}".encode()).hexdigest()
    return Place(folder, f"{block.number:06d}-{key[:KEY_LENGTH]}")


def receipt_for(files: Mapping[str, Path]) -> bytes:
    """Return what a receipt says about some files."""
    text = json.dumps({name: checksum(path) for name, path in files.items()}, indent=1) + "\n"
    return text.encode()


def checked(receipt: Path, files: Mapping[str, Path]) -> State:
    """Say whether files are there, and as they were when their receipt was written.

    What the disk no longer gives back counts as damaged: it can be made anew.
    """
    try:
        said = receipt.read_bytes()
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "damaged"
    try:
        return "done" if said == receipt_for(files) else "damaged"
    except OSError:
        return "damaged"


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def reason_of(error: OSError) -> str:
    """Say what went wrong in the system's own words; pyarrow wraps them in others.

    >>> reason_of(OSError(28, "Error writing bytes to file. Detail: [errno 28] No space left"))
    'No space left on device'
    """
    return os.strerror(error.errno) if error.errno else str(error)


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
    left = re.compile(rf"\..*\.{re.escape(socket.gethostname())}\.(\d{{1,9}})\.partial")
    for pattern in (PARTIAL, f"*/{PARTIAL}"):
        for path in list(folder.glob(pattern)):
            found = left.fullmatch(path.name)
            if found is not None and not _is_running(int(found[1])):
                with suppress(OSError):  # nobody reads it: it may as well stay
                    path.unlink()


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
        with written(place.outcomes) as outcomes, written(place.worlds) as worlds:
            simulate(design, block, outcomes, worlds)
        place.write_receipt()
    except OSError as error:
        message = f"a block could not be written to {folder} ({reason_of(error)})"
        remedy = "Free space or choose another folder with --out; what is done stays."
        raise RunError(message, remedy=remedy) from error
    return block.number
