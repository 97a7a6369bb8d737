"""The manifest of a sweep: what is swept and with what. Nothing in it depends on when or where."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError, ResultsError
from cagame.sweep.blocks import OUTCOMES, PARTIAL, RECEIPTS, WORLDS, place_of, written
from cagame.sweep.identity import package_versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.sweep.design import SweepDesign

MANIFEST, SUMMARY = "sweep.json", "summary.csv"
PARTS = (OUTCOMES, WORLDS, RECEIPTS)
CHECKSUM = "checksum"


def manifest_of(design: SweepDesign, identity: str) -> dict[str, Any]:
    """Return what is swept and with what, and a checksum over it."""
    says = {
        "sweep": design.name,
        "identity": identity,
        "design_hash": design.hash(),
        "design": design.as_mapping(),
        "versions": package_versions(),
        "blocks": [place_of(Path(), identity, block).stem for block in design.blocks],
    }
    return says | {CHECKSUM: _checksum(says)}


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, unless it is there already as it should be."""
    path = folder / MANIFEST
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    if not path.is_file() or path.read_bytes() != text.encode():
        with written(path) as partial:
            partial.write_bytes(text.encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest. Raises `ResultsError` where there is none or it is damaged."""
    try:
        text = (folder / MANIFEST).read_bytes()
    except (OSError, ValueError) as error:
        message, remedy = "there is no sweep here", "Name the folder that `cagame sweep` wrote."
        raise ResultsError(message, path=folder, remedy=remedy) from error
    try:
        found: dict[str, Any] = json.loads(text)
        said = found.pop(CHECKSUM)
        whole = said == _checksum(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        whole = False
    if not whole:
        remedy = "Run the same `cagame sweep` again: it writes it anew."
        raise ResultsError(f"{MANIFEST} is damaged", path=folder, remedy=remedy)
    return found


def check_free(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Check that a sweep may be written to a folder: it is new, empty, or holds this sweep.

    Raises
    ------
    InputError
        Where it holds something else, or a sweep of another design or version.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is not a folder", remedy="Choose another one with --out.")
    if not folder.is_dir():
        return
    try:
        other = read_manifest(folder)["identity"] != manifest["identity"]
    except ResultsError:
        # Stopped before it was written, or damaged since: the names of the blocks tell.
        if not holds_only_sweeps(folder):
            message = f"{folder} is there and holds no sweep"
            raise InputError(message, remedy="Choose another folder with --out.") from None
        other = not _blocks_in(folder) <= {*manifest["blocks"], Path(SUMMARY).stem}
    if other:
        message = f"{folder} holds a sweep of another design, or by another version of cagame"
        remedy = "Choose another folder with --out, or start anew with --replace."
        raise ResultsError(message, remedy=remedy)


def holds_only_sweeps(folder: Path) -> bool:
    """Whether a folder holds nothing but what sweeps write, or nothing at all."""
    names = {path.name for path in folder.iterdir() if not path.match(PARTIAL)}
    return names <= {MANIFEST, *PARTS, *([SUMMARY] if RECEIPTS in names else [])}


def _blocks_in(folder: Path) -> set[str]:
    files = [path for part in PARTS for path in (folder / part).glob("*")]
    return {path.stem for path in files if not path.match(PARTIAL)}


def _checksum(says: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(says, sort_keys=True).encode()).hexdigest()
