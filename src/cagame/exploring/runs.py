"""Runs that are kept for a while, so that a class that opens one link runs it once.

A run is named by the hash of its study. How far it is stands in a small file beside its folder,
so that it can be read from another process.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cagame.exploring.view import View, view_of
from cagame.folders import MANIFEST, write_whole
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.study import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Runs that are kept; one of 200 worlds takes about a megabyte of disk.
MOST_KEPT = 40
DONE = ".done"
#: Letters of the hash that name a folder: enough that no two studies share it.
NAME_LENGTH = 32


@dataclass(frozen=True)
class Kept:
    """Runs in a folder that belongs to the page.

    Attributes
    ----------
    root : the folder; nobody else writes there
    most : older runs than these are removed
    """

    root: Path
    most: int = MOST_KEPT

    def folder(self, study: Scenario) -> Path:
        """Where the run of a study stands, or will stand."""
        return self.root / study.hash()[:NAME_LENGTH]

    def is_there(self, study: Scenario) -> bool:
        """Whether a study has been run."""
        folder = self.folder(study)
        if not (folder / MANIFEST).is_file():
            return False
        folder.touch()
        return True

    def share_done(self, study: Scenario) -> float:
        """Return the share of a run that is done, 0 to 1."""
        try:
            return float(_progress_file(self.folder(study)).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0

    def make_room(self) -> None:
        """Remove the runs that nobody has looked at for longest."""
        runs = [path for path in self.root.iterdir() if (path / MANIFEST).is_file()]
        by_age = sorted(runs, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in by_age[self.most :]:
            shutil.rmtree(path, ignore_errors=True)
            _progress_file(path).unlink(missing_ok=True)


def answered(keys: Mapping[str, Any], root: Path, outcome: str) -> View:
    """Return what a page shows of a study, run now unless it has been; safe in any process.

    Parameters
    ----------
    keys : of the study's file
    root : the folder of kept runs

    Raises the errors of the loader of scenario files, and of `cagame.study.run`.
    """
    study = Scenario.from_mapping(keys, shared_evidence())
    kept = Kept(root)
    if not kept.is_there(study):
        run_kept(study, kept.folder(study))
        kept.make_room()
    return view_of(kept.folder(study), outcome)


def run_kept(study: Scenario, folder: Path) -> None:
    """Run a study into a folder. Raises the errors of `cagame.study.run`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    done = _progress_file(folder)
    run(
        study,
        out=folder,
        workers=1,
        progress=lambda share: write_whole(done, f"{share:.3f}"),
    )
    done.unlink(missing_ok=True)


def _progress_file(folder: Path) -> Path:
    return folder.with_name(folder.name + DONE)
