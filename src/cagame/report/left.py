"""What ``cagame analyse`` left beside the results: figures, and tables of CSV, by verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cagame.report.drawings import drawings, in_order
from cagame.report.table import Cell, Table
from cagame.report.words import digits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cagame.report.drawings import Drawing
    from cagame.report.findings import Findings

#: Where answers stand, inside the folder of the results.
FOLDER = "analysis"
#: Longer tables are cut, and so are wider ones; the file has every row and column.
MOST_ROWS = 20
MOST_COLUMNS = 12


def verbs(folder: Path) -> tuple[str, ...]:
    """Return the verbs that left something, by name."""
    found = (folder / FOLDER).glob("*-*.*")
    return tuple(sorted({path.name.partition("-")[0] for path in found}))


def drawn(folder: Path, verb: str) -> list[Drawing]:
    """Return the figures that a verb left."""
    files = [path for path in in_order(folder / FOLDER) if path.name.startswith(f"{verb}-")]
    return list(drawings(folder, files))


def tabled(findings: Findings, verb: str) -> Iterator[Table]:
    """Yield the tables that a verb left, as they stand in their files; empty ones are left out."""
    folder = findings.results.folder
    for path in sorted((folder / FOLDER).glob(f"{verb}-*.csv")):
        try:
            table = pd.read_csv(path, keep_default_na=False, na_values=["", "nan"])
        except ValueError:
            continue  # not a table, whoever wrote it
        if not table.empty:
            yield _table(findings, table, path.relative_to(folder).as_posix())


def _table(findings: Findings, table: pd.DataFrame, file: str) -> Table:
    """Return the first rows and columns of a table; the rest stands in its file."""
    first, *others = [str(name) for name in table.columns[:MOST_COLUMNS]]
    rows = [
        (_text(findings, row[first]), [Cell(_text(findings, row[name])) for name in others])
        for row in table.head(MOST_ROWS).to_dict("records")
    ]
    shown = f"The first {len(rows)} of {len(table)} rows; " if len(table) > len(rows) else ""
    name = file.rsplit("/", 1)[-1].removesuffix(".csv").partition("-")[2]
    heads = [Cell(_words(name)) for name in others]
    return Table(
        _words(name).capitalize(), _words(first), heads, rows, [f"{shown}{file}"], words=True
    )


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _text(findings: Findings, value: object) -> str:
    """Write a cell: numbers with three digits, names of variants and outcomes by their titles."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value}"
    if isinstance(value, float):
        return digits(value)
    text = str(value)
    if text in findings.evidence.outcomes:
        return findings.evidence.outcomes[text].label
    manifest = findings.results.manifest
    return str(manifest["variants"].get(text) or manifest["externals"].get(text) or text)
