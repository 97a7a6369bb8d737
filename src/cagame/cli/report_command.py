"""``cagame report``: results as one page that opens offline and prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.cli.comparison import near, opened
from cagame.cli.page import Page
from cagame.errors import RunError
from cagame.folders import REPORT
from cagame.report import write_report

if TYPE_CHECKING:
    from pathlib import Path


def report(folder: Path, out: Path | None) -> None:
    """Write the report of a study, and say where it is.

    Raises `ResultsError` where there are no results, `RunError` where the file cannot be written.
    """
    results = opened(folder)
    path = results.folder / REPORT if out is None else out
    try:
        written = write_report(results.folder, path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"the report cannot be written ({reason})"
        raise RunError(what, path=path, remedy="Choose another file with --out.") from error
    Page().line(f"Report   {near(written.resolve())}")
