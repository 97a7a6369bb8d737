"""Read tables of rows and of keys, so that every error names the file, the line and the remedy."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cagame.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Row:
    """One row of a table: cells by column, with the place they come from.

    >>> row = Row("parameters.csv", 7, {"value": "0.5", "evidence": "E001; E002"})
    >>> row.number("value"), row.items("evidence"), row.where
    (0.5, ('E001', 'E002'), 'parameters.csv, line 7')
    """

    file: str
    line: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """File and line, as errors and findings print them."""
        return f"{self.file}, line {self.line}"

    def text(self, column: str) -> str:
        """Text of a cell; raises `EvidenceError` where it is empty."""
        text = self.cells[column]
        if not text:
            raise self.error(f"{column} is empty", "Fill it in.")
        return text

    def plain(self, columns: Sequence[str]) -> dict[str, Any]:
        """Return the texts of these columns as they stand."""
        return {column: self.cells[column] for column in columns}

    def words(self, column: str) -> tuple[str, ...]:
        """Words of a cell, separated by spaces."""
        return tuple(self.cells[column].split())

    def items(self, column: str) -> tuple[str, ...]:
        """Items of a cell, separated by semicolons."""
        return tuple(item.strip() for item in self.cells[column].split(";") if item.strip())

    def number(self, column: str) -> float:
        """Finite number in a cell."""
        text = self.cells[column]
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.error(f"{column} is {text!r}, not a number", "Write it like 0.25.")
        return number

    def whole_number(self, column: str) -> int:
        """Whole number in a cell, such as a year."""
        number = self.number(column)
        if not number.is_integer():
            raise self.error(f"{column} is {number}, not a whole number", "Write it like 2014.")
        return int(number)

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Text of a cell that must be one of the allowed words."""
        text = self.cells[column]
        if text not in allowed:
            raise self.error(
                f"{column} {text!r} is unknown",
                f"Choose one of: {', '.join(word for word in allowed if word)}.",
            )
        return text

    def range(self, value: float) -> tuple[float, float]:
        """Columns low and high; both empty means that only the value itself is possible."""
        if not self.cells["low"] and not self.cells["high"]:
            return value, value
        return self.number("low"), self.number("high")

    def error(self, what: str, remedy: str) -> EvidenceError:
        """Build an error that points at this row."""
        return EvidenceError(what, path=self.file, line=self.line, remedy=remedy)


def read_rows(path: Traversable, columns: Sequence[str]) -> list[Row]:
    """Read a comma-separated table that has at least these columns.

    Raises `EvidenceError` for a missing file or column, a row of the wrong length, broken quotes.
    """
    lines = _lines(path)
    header = next(lines, (1, []))[1]
    missing = [column for column in columns if column not in header]
    if missing:
        what = f"column {', '.join(missing)} is missing"
        remedy = f"The first line must name: {','.join(columns)}."
        raise EvidenceError(what, path=path.name, line=1, remedy=remedy)
    rows = []
    for line, cells in lines:
        row = Row(path.name, line, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.error(
                f"the row has {len(cells)} cells and the header {len(header)}",
                'Add or remove commas; a cell that holds a comma stands in "quotes".',
            )
        rows.append(row)
    return rows


def read_yaml(path: Traversable) -> Any:  # noqa: ANN401 (whatever the file holds)
    """Read a YAML file with the safe loader.

    Raises `EvidenceError` for a missing file or text that is not YAML.
    """
    try:
        return YAML(typ="safe").load(_text(path))
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        problem = error.problem if isinstance(error, MarkedYAMLError) else None
        what = f"this is not YAML: {problem or 'it cannot be parsed'}"
        line = None if mark is None else mark.line + 1
        remedy = "Check the indentation, the quotes and for keys given twice."
        raise EvidenceError(what, path=path.name, line=line, remedy=remedy) from error


def _lines(path: Traversable) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each line that is not blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        what = f"the row cannot be read ({error})"
        remedy = 'A cell that holds a comma or a line break stands in "quotes".'
        raise EvidenceError(what, path=path.name, line=reader.line_num, remedy=remedy) from error


def _text(path: Traversable) -> str:
    try:
        # Spreadsheet programs put a byte order mark in front; utf-8-sig takes it off.
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EvidenceError(
            "the file cannot be read", path=path, remedy="The folder of tables must hold it."
        ) from error
    except UnicodeDecodeError as error:
        raise EvidenceError(
            "this is not UTF-8 text", path=path.name, remedy="Save it as UTF-8."
        ) from error
