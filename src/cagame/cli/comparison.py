"""What a study found, in the terminal: its question, its tables, and what to keep in mind."""

from __future__ import annotations

import math
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from cagame.cli.column import MARK, UNITS, Column
from cagame.cli.page import NAME, QUIET, Page, count
from cagame.errors import ResultsError
from cagame.folders import REPORT
from cagame.results import Results
from cagame.results.honesty import effectiveness, headlines, in_words
from cagame.scenario import tables_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from cagame.evidence import Evidence

#: In front of every column of outcomes; the narrow one where it makes room for one more.
GAP, NARROW_GAP = 2, 1
#: Longer names of variants are broken.
LONGEST_NAME = 26
#: What the commands read from a manifest.
NEEDED = ("title", "question", "seed", "study", "versions", "tables_hash", "git_commit")
#: Below this, the share of worlds is uncertain by more than five points.
FEW_WORLDS = 100
REFERENCE_ROW = "level of reference"
#: Where results are looked for by name.
RESULTS_FOLDER = Path("results")


def show(folder: Path) -> None:
    """Print the summary of results that stand in a folder, or in ``results/``."""
    summary(opened(folder))


def opened(folder: Path) -> Results:
    """Open results, and see that they can be read.

    Raises `ResultsError` where there are none, or where they are damaged.
    """
    results = Results(find(folder))
    try:
        _ = [results.manifest[key] for key in NEEDED]
        _ = results.summary()[["variant", "external", "outcome", "median"]]
        _ = results.values(results.outcome_names[0])
    except (KeyError, IndexError, TypeError, ValueError, OSError) as error:
        what = f"the results are damaged, or another version wrote them ({error})"
        raise ResultsError(what, path=folder, remedy="Run the scenario again.") from error
    return results


def find(folder: Path) -> Path:
    """Return a results folder by its path, or by its name in ``results/``.

    Raises `ResultsError` where there is none.
    """
    for path in (folder, RESULTS_FOLDER / folder):
        if (path / "manifest.json").is_file():
            return path
    known = sorted(path.parent.name for path in RESULTS_FOLDER.glob("*/outcomes.parquet"))
    remedy = f"In {RESULTS_FOLDER}/: {', '.join(known)}." if known else "First: `cagame run FILE`."
    raise ResultsError("no results of a finished run are here", path=folder, remedy=remedy)


def summary(results: Results) -> None:
    """Print what a study asked and found."""
    page, evidence = Page(), tables_behind(results.manifest["study"])
    _question(page, results)
    page.blank()
    if "game" in results.manifest:
        _game(page, results)
        _whereabouts(page, results)
        return
    columns = _columns(results, evidence)
    variants = [name for name in results.variants if name != results.reference]
    names = min(LONGEST_NAME, max(map(len, (*variants, REFERENCE_ROW))))
    widths = [column.width for column in columns]
    gap = max((GAP, NARROW_GAP), key=lambda gap: _fitting(page.width - names, widths, gap))
    shown = columns[: _fitting(page.width - names, widths, gap)]
    _reading(page, results)
    for external in results.externals:
        page.blank()
        page.heading(results.manifest["externals"][external])
        table = _table(shown, variants, external)
        table.padding = (0, 0, 0, gap)
        table.columns[0].width = names
        page.grid(table)
    page.blank()
    _caveats(page, results, columns, shown)
    for sentence in in_words(*effectiveness(results, evidence)):
        page.text(sentence)
    page.blank()
    _whereabouts(page, results)


def _question(page: Page, results: Results) -> None:
    page.heading(results.manifest["title"])
    page.text(results.manifest["question"])
    page.text(
        f"{count(len(results.variants), 'variant')} x "
        f"{count(len(results.externals), 'external scenario')} x "
        f"{count(results.worlds, 'world')}, {results.years[0]} to {results.years[-1]}, "
        f"seed {results.manifest['seed']}",
        style=QUIET,
    )


def _game(page: Page, results: Results) -> None:
    """Write who plays; a table with a row for each profile would hold too much."""
    players = results.manifest["game"]["players"]
    page.fields((each["key"], ", ".join(each["strategies"])) for each in players)
    page.text(f"A game: every variant is a profile, compared with {results.reference}.")
    page.line(f"Next     cagame analyse game {near(results.folder)}")


def _reading(page: Page, results: Results) -> None:
    if len(results.variants) > 1:
        page.text(
            f"Difference from {results.reference} in {results.years[-1]}, within the same world: "
            "the median, and behind it the share of worlds in which the variant is better, in %."
        )
    else:
        page.text(f"There is one variant, {results.reference}; add others to compare it with.")


def _columns(results: Results, evidence: Evidence) -> list[Column]:
    outcomes = [evidence.outcomes[name] for name in headlines(results, evidence)]
    effects = _records(results.effects(outcomes))
    levels = [row for row in _records(results.summary()) if row["variant"] == results.reference]
    return [
        Column(
            outcome,
            {(r["variant"], r["external"]): r for r in effects if r["outcome"] == outcome.name},
            {r["external"]: r["median"] for r in levels if r["outcome"] == outcome.name},
        )
        for outcome in outcomes
    ]


def _fitting(room: int, widths: Sequence[int], gap: int) -> int:
    """Return how many columns fit, at least one.

    >>> _fitting(30, [9, 9, 9], 1), _fitting(30, [9, 9, 9], 2), _fitting(5, [9, 9], 1)
    (3, 2, 1)
    """
    used = accumulate(width + gap for width in widths)
    return max(1, sum(width <= room for width in used))


def _table(columns: Sequence[Column], variants: Sequence[str], external: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style=QUIET)
    table.add_column("", style=NAME, overflow="fold")
    height = max(len(column.heading) for column in columns)
    for column in columns:
        table.add_column(column.heading_of(height), width=column.width, no_wrap=True)
    for variant in variants:
        table.add_row(variant, *(column.cell(variant, external) for column in columns))
    table.add_row(Text(REFERENCE_ROW, QUIET), *(column.level(external) for column in columns))
    return table


def _caveats(
    page: Page, results: Results, columns: Sequence[Column], shown: Sequence[Column]
) -> None:
    """Write what the marks and units mean, and what the width left out."""
    units = dict.fromkeys(column.scale.unit for column in shown)
    page.text("; ".join(f"{unit}: {UNITS[unit]}" for unit in units if unit in UNITS), style=QUIET)
    if any(column.marked for column in shown):
        said = f"{MARK} by construction: the strategy sets what this outcome measures."
        page.text(said, style=QUIET)
    if any(column.outcome.better == "none" for column in shown):
        page.text("up: share of worlds in which it is higher; neither way is better.", style=QUIET)
    missing = [column.outcome.label for column in columns if column not in shown]
    if missing:
        page.text(f"No room here for: {', '.join(missing)}.", style=QUIET)
    if results.worlds < FEW_WORLDS:
        page.text(f"{count(results.worlds, 'world')} are few: shares may be off by several points.")


def _whereabouts(page: Page, results: Results) -> None:
    folder = near(results.folder)
    page.line(f"Results  {folder}/  (summary.csv has every outcome)")
    if _report(results) is not None:
        page.line(f"Report   {folder}/{REPORT}  (one page, opens offline)")
    plots = _plots(results)
    if plots:
        page.line(f"Plots    {folder}/plots/  ({count(len(plots), 'figure')}, each PNG and SVG)")


def near(path: Path) -> Path:
    """Return a path from here, where it is below this folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _plots(results: Results) -> list[Path]:
    return sorted((results.folder / "plots").glob("*.png"))


def _report(results: Results) -> Path | None:
    path = results.folder / REPORT
    return path if path.is_file() else None


def as_json(results: Results) -> dict[str, Any]:
    """Return the summary as one object, in plain JSON."""
    manifest = results.manifest
    kept = ("title", "question", "scenario", "scenario_hash", "seed", "worlds", "reference")
    evidence = tables_behind(manifest["study"])
    assumed = effectiveness(results, evidence)
    return {key: manifest[key] for key in kept} | {
        "folder": str(results.folder),
        "seconds": manifest["seconds"],
        "variants": manifest["variants"],
        "externals": manifest["externals"],
        "decision": results.years[0],
        "end": results.years[-1],
        "effectiveness": list(assumed),
        "caveats": list(in_words(*assumed)),
        "plots": [str(path) for path in _plots(results)],
        "report": None if _report(results) is None else str(_report(results)),
        "outcomes": list(_rows(results, headlines(results, evidence))),
    }


def _rows(results: Results, shown: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Go through the rows of the summary table about some outcomes."""
    for row in _records(results.summary()):
        if row["outcome"] in shown:
            yield {key: _plain(value) for key, value in row.items()}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by the names of its columns."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a cell holds)
    """Turn what JSON has no word for into null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
