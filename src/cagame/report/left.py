"""What ``cagame analyse`` left beside the results: sentences, figures and tables, by verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cagame.report.drawings import drawings, in_order
from cagame.report.table import Cell, Table
from cagame.report.words import count, digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cagame.report.drawings import Drawing
    from cagame.report.findings import Findings

#: Where answers stand, inside the folder of the results.
FOLDER = "analysis"
#: Longer tables are only named: their figures say more. Wider ones are cut.
MOST_ROWS, MOST_COLUMNS = 20, 12
#: The column of an answer that says its row in words.
TOLD = "told"
#: What answers are called, by what their files start with.
TITLES = {
    "provenance": "What it rests on",
    "sensitivity": "Which numbers matter",
    "discovery": "Where a strategy does badly",
    "game": "The game",
}


@dataclass(frozen=True)
class Left:
    """The answer of one verb.

    Attributes
    ----------
    sentences : what it says in words
    tables : the short ones
    files : the long ones, by file and size
    """

    title: str
    sentences: Sequence[str]
    figures: Sequence[Drawing]
    tables: Sequence[Table]
    files: Sequence[str]


def left(findings: Findings, verb: str) -> Left:
    """Return what a verb left."""
    folder = findings.results.folder
    found = dict(_read(folder, verb))
    sentences = [each for table in found.values() for each in _sentences(findings, table)]
    return Left(
        TITLES.get(verb, verb.capitalize()),
        list(dict.fromkeys(sentences)),
        drawn(folder, verb),
        [_table(findings, each, file) for file, each in found.items() if len(each) <= MOST_ROWS],
        [
            f"{file} ({count(len(table), 'row')})"
            for file, table in found.items()
            if len(table) > MOST_ROWS
        ],
    )


def verbs(folder: Path) -> tuple[str, ...]:
    """Return the verbs that left something, by name."""
    found = (folder / FOLDER).glob("*-*.*")
    return tuple(sorted({path.name.partition("-")[0] for path in found}))


def drawn(folder: Path, verb: str) -> list[Drawing]:
    """Return the figures that a verb left."""
    files = [path for path in in_order(folder / FOLDER) if path.name.startswith(f"{verb}-")]
    return list(drawings(folder, files))


def _read(folder: Path, verb: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield file and table of each CSV that a verb left; empty ones are left out."""
    for path in sorted((folder / FOLDER).glob(f"{verb}-*.csv")):
        try:
            table = pd.read_csv(path, keep_default_na=False, na_values=["", "nan"])
        except ValueError:
            continue  # not a table, whoever wrote it
        if not table.empty:
            yield path.relative_to(folder).as_posix(), table


def _sentences(findings: Findings, table: pd.DataFrame) -> Iterator[str]:
    """Yield what a table says in words, the outcome first where the words do not name it."""
    for row in table.to_dict("records") if TOLD in table else []:
        text, outcome = str(row[TOLD]), _text(findings, row.get("outcome", ""))
        yield text if not outcome or outcome in text else f"{outcome}: {text}"


def _table(findings: Findings, table: pd.DataFrame, file: str) -> Table:
    """Return a table as it stands in its file, without what is said in words already."""
    first, *others = [str(name) for name in table.columns if name != TOLD][:MOST_COLUMNS]
    rows = [
        (_text(findings, row[first]), [Cell(_text(findings, row[name])) for name in others])
        for row in table.to_dict("records")
    ]
    name = file.rsplit("/", 1)[-1].removesuffix(".csv").partition("-")[2]
    heads = [Cell(_words(name)) for name in others]
    return Table(_words(name).capitalize(), _words(first), heads, rows, [file], words=True)


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
