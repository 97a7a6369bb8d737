"""What ``cagame analyse`` left beside the results: sentences, figures and tables, by verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cagame.report.drawings import drawings, in_order
from cagame.report.left_words import HIDDEN, caption_of, cells_of, heading_of, text_of
from cagame.report.table import Cell, Table
from cagame.report.words import count

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
        text, outcome = str(row[TOLD]), text_of(findings, row.get("outcome", ""))
        yield text if not outcome or outcome in text else f"{outcome}: {text}"


def _table(findings: Findings, table: pd.DataFrame, file: str) -> Table:
    """Return a table in words, without what is said in sentences already."""
    known, caption = caption_of(findings, file.rsplit("/", 1)[-1].removesuffix(".csv"))
    headings = {str(name): heading_of(known, str(name)) for name in table.columns}
    intervals = {
        name: f"{name}_low" for name in headings if {f"{name}_low", f"{name}_high"} <= set(headings)
    }
    ends = {f"{name}_{end}" for name in intervals for end in ("low", "high")}
    shown = [name for name in headings if name not in ends and headings[name].kind != HIDDEN][
        :MOST_COLUMNS
    ]
    columns = [_column(findings, table, name, headings[name].kind) for name in shown]
    heads = [
        Cell(headings[name].words, headings[intervals[name]].words if name in intervals else "")
        for name in shown
    ]
    rows = [(first.text, others) for first, *others in zip(*columns, strict=True)]
    return Table(caption, heads[0].text, heads[1:], rows, [file], words=True)


def _column(findings: Findings, table: pd.DataFrame, name: str, kind: str) -> list[Cell]:
    """Return the cells of a column, with their intervals where the table has them."""
    texts = cells_of(findings, table, name, kind)
    if f"{name}_low" not in table or f"{name}_high" not in table:
        return [Cell(text) for text in texts]
    lows, highs = (cells_of(findings, table, f"{name}_{end}", kind) for end in ("low", "high"))
    return [Cell(t, f"{low} to {high}") for t, low, high in zip(texts, lows, highs, strict=True)]
