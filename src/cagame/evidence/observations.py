"""Observations to hold the simulated past against: statistics by series, state, partner and year.

``statistics.csv`` carries those up to 2012; later ones can be read from any table of the same
form. ``comparisons.csv`` says which series stands against which quantity of the model and how;
``errors.csv`` says how far apart the two may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.errors import EvidenceError
from cagame.evidence.reading import read_records
from cagame.evidence.records import NUMBER_COLUMNS, Number, OutcomeDefinition
from cagame.tables import read_rows

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from cagame.axes import Array
    from cagame.tables import Row

OBSERVATION_COLUMNS = ("series", "state", "partner", "year", "value", "unit", "source")
COMPARISON_COLUMNS = (
    *("series", "quantity", "title", "unit", "scale", "compared", "scored", "partners", "note"),
)
#: How far a share may lie from 0 and 1 before its log odds are taken.
EDGE = 1e-6


@dataclass(frozen=True)
class Comparison:
    """Which statistics stand against which quantity of the model.

    Attributes
    ----------
    series, quantity : names in the statistics and in the model
    title, unit : what readers are shown
    scale : ``log-odds`` or ``log``: on which changes and errors are measured
    compared : ``level``, or ``change`` where the two have different scales
    scored : whether forecasts of it are scored
    partners : partners compared; none for a quantity of the state alone
    note : what the comparison rests on
    """

    series: str
    quantity: str
    title: str
    unit: str
    scale: str
    compared: str
    scored: bool
    partners: tuple[str, ...]
    note: str

    @classmethod
    def from_row(cls, row: Row) -> Comparison:
        """Read a row of the comparisons."""
        row.choice("scale", ("log-odds", "log"))
        row.choice("compared", ("level", "change"))
        scored = row.choice("scored", ("yes", "no")) == "yes"
        cells = row.plain(COMPARISON_COLUMNS) | {"partners": row.words("partners")}
        return cls(**cells | {"scored": scored})

    @property
    def outcome(self) -> OutcomeDefinition:
        """The quantity, described like an outcome, for figures."""
        return OutcomeDefinition(self.quantity, self.title, self.unit, "none", "", self.note)

    def scaled(self, values: Array) -> Array:
        """Return values on the scale of the comparison."""
        if self.scale == "log":
            return np.log(np.maximum(values, EDGE))
        inside = np.clip(values, EDGE, 1 - EDGE)
        return np.log(inside) - np.log(1 - inside)

    def unscaled(self, values: Array) -> Array:
        """Return values in their unit; the inverse of `scaled`."""
        if self.scale == "log":
            return np.exp(values)
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-values))


@dataclass(frozen=True)
class Errors:
    """How far model and statistics may be apart, from ``errors.csv``, by name and series."""

    numbers: dict[str, Number]

    def __call__(self, name: str, series: str = "") -> float:
        """Return the value of a row."""
        return self.numbers[f"{name}[{series}]" if series else name].value

    def variance(self, series: str, years: Array) -> Array:
        """Variance of an observation around the model after so many years, on its scale.

        ``observation_error^2 + discrepancy^2 * years``: errors of the model add up over time.
        """
        observed, strays = self("observation_error", series), self("discrepancy", series)
        return observed**2 + strays**2 * years


def read_observations(path: str | Path | None = None) -> pd.DataFrame:
    """Read a table of observations; by default the statistics that ship with the package.

    Returns
    -------
    Columns series, state, partner (empty where there is none), year, value, unit, source.

    Raises
    ------
    EvidenceError
        Where the table cannot be read, or a row is given twice.
    """
    file = _data("statistics.csv") if path is None else Path(path)
    if not file.is_file():
        raise EvidenceError("there is no such table", path=path, remedy="Check the path.")
    rows = read_rows(file, OBSERVATION_COLUMNS)
    if not rows:
        raise EvidenceError("the table has no rows", path=file.name, remedy="Add observations.")
    records: dict[tuple[str, ...], dict[str, object]] = {}
    for row in rows:
        row.text("series")
        record = row.plain(OBSERVATION_COLUMNS)
        record |= {"year": row.whole_number("year"), "value": row.number("value")}
        key = tuple(row.cells[column] for column in ("series", "state", "partner", "year"))
        if key in records:
            raise row.error(f"{' '.join(filter(None, key))} is given twice", "Keep one row.")
        records[key] = record
    return pd.DataFrame(list(records.values()))


def read_comparisons() -> dict[str, Comparison]:
    """Read which series stands against which quantity, by series."""
    rows = read_rows(_data("comparisons.csv"), COMPARISON_COLUMNS)
    return read_records(rows, Comparison.from_row, "series")


def read_errors() -> Errors:
    """Read how far model and statistics may be apart."""
    rows = read_rows(_data("errors.csv"), NUMBER_COLUMNS)
    return Errors(read_records(rows, Number.from_row, "key"))


def _data(file: str) -> Traversable:
    return files("cagame").joinpath("data", file)
