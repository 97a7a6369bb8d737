"""The commands around sweeps: sweep, query, export."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from cagame.cli.kinds import not_a_design
from cagame.cli.page import Page, count
from cagame.errors import InputError, ResultsError, RunError, ScenarioError
from cagame.executors import Dask, local
from cagame.folders import MANIFEST as STUDY_MANIFEST
from cagame.results import Results
from cagame.scenario import tables_behind
from cagame.study.capacity import free_disk, readable
from cagame.sweep import SweepDesign, SweepResults, count_states, sweep
from cagame.sweep.blocks import reason_of, written
from cagame.sweep.estimate import estimate
from cagame.sweep.running import absolute, clear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from cagame.executors import Executor
    from cagame.sweep import Progress

#: Rows of an answer that are printed; `--out` writes all.
SHOWN_ROWS = 40
FORMATS = ("iamc", "csv")


@dataclass(frozen=True)
class Where:
    """Where the blocks are made."""

    workers: int | None
    scheduler: str | None
    dask: bool

    @property
    def processes(self) -> int:
        """Workers on this computer."""
        return self.workers or os.cpu_count() or 1

    def executor(self) -> Executor:
        """Return what makes the blocks."""
        if self.scheduler or self.dask:
            return Dask(self.scheduler, self.processes)
        return local(self.processes)


def run(file: Path, out: Path | None, where: Where, *, resume: bool, quiet: bool) -> None:
    """Run a sweep or go on with it."""
    design = _design(file)
    folder = _folder(out, design)
    if not resume:
        clear(folder)
    page = Page()
    with _progress(shown=not quiet) as watch:
        results = sweep(design, out=folder, executor=where.executor(), watch=watch)
    if quiet:
        page.line(str(folder))
        return
    page.heading(design.title)
    page.text(
        f"{count(len(design.blocks), 'block')}, {design.world_years:,} world-years. "
        f"Quantiles of every outcome are in {folder / 'summary.csv'}."
    )
    page.text(f'Ask it: cagame query {folder} "{_example(results)}"')


def validate(file: Path) -> None:
    """Check a design without running it."""
    design = _design(file)
    worlds = sum(block.count for block in design.blocks)
    Page().text(
        f"{file} is a valid sweep design: {count(worlds, 'world')} in "
        f"{count(len(design.blocks), 'block')}, {count(design.runs, 'future')} of each, "
        f"{design.world_years:,} world-years."
    )


def dry_run(file: Path, out: Path | None, where: Where) -> None:
    """Say how large a sweep is and what it would take."""
    design = _design(file)
    found = estimate(design)
    free = free_disk(absolute(_folder(out, design)))
    workers = count(where.processes, "worker")
    page = Page()
    page.heading(design.title)
    page.fields(
        [
            ("worlds", f"{found.worlds:,} in {count(found.blocks, 'block')}"),
            ("futures of each", f"{found.futures:,}"),
            ("world-years", f"{found.world_years:,}"),
            ("time, about", f"{_time(found.seconds / where.processes)} with {workers} here"),
            ("disk, about", readable(found.size) + (f" of {readable(free)} free" if free else "")),
        ]
    )
    if free is not None and found.size > free:
        message = f"the sweep needs about {readable(found.size)}, and {readable(free)} are free"
        raise InputError(message, remedy="Keep fewer years or outcomes, or use another disk.")


def check(file: Path, out: Path | None, *, verify: bool) -> None:
    """Say how many blocks are done; with ``verify``, fail where some are damaged."""
    design = _design(file)
    folder = _folder(out, design)
    found = count_states(folder, design)
    page = Page()
    page.text(
        f"{found['done']} of {count(len(design.blocks), 'block')} done, "
        f"{found['missing']} missing, {found['damaged']} damaged."
    )
    if verify and found["damaged"]:
        message = f"{count(found['damaged'], 'block')} damaged"
        remedy = f"Run `cagame sweep {file}` again: it makes damaged blocks anew."
        raise RunError(message, path=folder, remedy=remedy)


def query(results: Path, sql: str, out: Path | None) -> None:
    """Ask a sweep in SQL; print the answer or write it."""
    if not sql.strip():
        remedy = 'Write SQL, such as "SELECT * FROM outcomes LIMIT 5".'
        raise InputError("the question is empty", remedy=remedy)
    answer = SweepResults(results).query(sql)
    if out is not None:
        _write([answer], out)
        return
    page = Page()
    rows = answer.head(SHOWN_ROWS).itertuples(index=False)
    columns = [str(name) for name in answer.columns]
    page.table(columns, [[_cell(value) for value in row] for row in rows])
    if len(answer) > SHOWN_ROWS:
        page.text(f"{len(answer) - SHOWN_ROWS:,} more rows; `--out FILE` writes all.")


def export(results: Path, file: Path, form: str) -> None:
    """Write a study or sweep in columns that other programs read."""
    from cagame.interop.export import study_table, sweep_table  # noqa: PLC0415 (loads the model)

    if form not in FORMATS:
        raise InputError(f"{form!r} is not a format", remedy=f"Known: {', '.join(FORMATS)}.")
    tables: Iterable[pd.DataFrame]
    if (results / STUDY_MANIFEST).is_file():
        study = Results(results)
        definitions = tables_behind(study.manifest["study"]).outcomes
        tables = [study_table(study, definitions) if form == "iamc" else study.outcomes]
    else:
        try:
            swept = SweepResults(results)
        except ResultsError as error:
            message = f"{results} holds neither a study nor a sweep"
            raise ResultsError(message, remedy="Name a folder of results.") from error
        definitions = tables_behind(swept.manifest["design"]["study"]).outcomes
        tables = [sweep_table(swept, definitions)] if form == "iamc" else swept.pieces()
    _write(tables, file)


def _write(tables: Iterable[pd.DataFrame], file: Path) -> None:
    """Write tables below each other, whole or not at all; one at a time is in memory."""
    rows = 0
    if not file.name:
        raise InputError(f"{file} is not a file", remedy="Name the file to write.")
    try:
        with written(file) as partial, partial.open("w", encoding="utf-8", newline="") as lines:
            for number, table in enumerate(tables):
                table.to_csv(lines, index=False, header=number == 0, lineterminator="\n")
                rows += len(table)
    except OSError as error:
        message = f"the file cannot be written ({reason_of(error)})"
        raise RunError(message, path=file, remedy="Choose another place.") from error
    Page().line(f"{count(rows, 'row')} written to {file}")


def _design(file: Path) -> SweepDesign:
    """Load a design; what is wrong because it is of another kind is told so."""
    try:
        return SweepDesign.load(file)
    except ScenarioError:
        other = not_a_design(file)
        if other is None:
            raise
        raise other from None


def _folder(out: Path | None, design: SweepDesign) -> Path:
    return out if out is not None else Path("results") / design.name


def _example(results: SweepResults) -> str:
    outcome = results.outcome_names[0]
    return f"SELECT variant, avg({outcome}) FROM outcomes GROUP BY variant"  # noqa: S608 (shown, not run)


def _time(seconds: float) -> str:
    """Write a length of time.

    >>> _time(7.2), _time(4000)
    ('7 s', '1:06:40')
    """
    return f"{seconds:.0f} s" if seconds < 100 else str(timedelta(seconds=round(seconds)))  # noqa: PLR2004


def _cell(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Show blocks done, the rate and the time left, if stderr is a terminal."""
    console = Console(stderr=True)
    if not shown or not console.is_terminal:
        yield None
        return
    columns = (
        *(TextColumn("Blocks"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeRemainingColumn()),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def watch(progress: Progress) -> None:
            rate = progress.world_years / progress.seconds if progress.seconds else 0
            shown_rate = f"{rate:,.0f} world-years/s" if rate else ""
            bar.update(task, total=progress.blocks, completed=progress.done, rate=shown_rate)

        yield watch
