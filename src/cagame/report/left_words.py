"""What tables that `analyse` left are about, their columns, and how their cells are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pandas.api.types import is_numeric_dtype

from cagame.plots import Measure
from cagame.plots.captions import MINUS, SCALE, plain
from cagame.report.words import digits, share, short_unit, written
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from cagame.report.findings import Findings

#: A column that reads the same in every table.
ANY = "*"
#: How a column is left out: it is said in words already.
HIDDEN = "hidden"
#: Smaller probabilities are told by this one.
SMALLEST_ODDS = 0.001


@dataclass(frozen=True)
class Heading:
    """What stands over a column, and what its cells hold.

    Attributes
    ----------
    kind : ``share`` in per cent, ``size`` or ``signed`` in the unit of the row's outcome,
        ``odds`` for a probability, ``hidden``; empty for names and plain numbers
    """

    words: str
    kind: str = ""


@cache
def _headings() -> Mapping[tuple[str, str], Heading]:
    rows = read_rows(files("cagame.report") / "left.csv", ("table", "column", "heading", "kind"))
    return {
        (row.cells["table"], row.cells["column"]): Heading(row.cells["heading"], row.cells["kind"])
        for row in rows
    }


def heading_of(table: str, column: str) -> Heading:
    """Return what stands over a column; its own name in words where nobody wrote another.

    >>> heading_of("provenance-conclusions", "widest").words, heading_of("mine", "my_column").words
    ('Widest interval of a share', 'My column')
    """
    known = _headings()
    own = plain(column) if not column.endswith("_low") else "90 % interval"
    return known.get((table, column)) or known.get((ANY, column)) or Heading(own)


def caption_of(findings: Findings, stem: str) -> tuple[str, str]:
    """Return what a table is known as in the list of headings, and what it is about.

    Parameters
    ----------
    stem : name of its file, without its ending
    """
    verb, _, name = stem.partition("-")
    about = _subjects(findings).get(name.rpartition("-")[0])
    table = f"{verb}-{name.rpartition('-')[2]}" if about else stem
    known = _headings().get((table, ""))
    caption = known.words if known else plain(name)
    return table, f"{caption}; {about}" if about else caption


def _subjects(findings: Findings) -> dict[str, str]:
    """Return what answers about one variant, outcome and external scenario are about."""
    results = findings.results
    return {
        f"{variant}-{outcome}-{external}": (
            f"where {findings.called(variant)} regrets most "
            f"{findings.evidence.outcomes[outcome].label} under {findings.under(external)}"
        )
        for variant in results.variants
        for outcome in results.outcome_names
        for external in results.externals
    }


def cells_of(findings: Findings, table: pd.DataFrame, column: str, kind: str) -> list[str]:
    """Write a column: numbers in their unit, names by their titles."""
    values = table[column].tolist()
    if not is_numeric_dtype(table[column]):
        return [text_of(findings, value) for value in values]
    known = "outcome" in table and set(table["outcome"]) <= set(findings.evidence.outcomes)
    if kind in ("size", "signed") and known:
        return _sizes(findings, table["outcome"].tolist(), values, sign=kind == "signed")
    if kind == "share":
        return [share(value).replace("-", MINUS) for value in values]
    if kind == "odds":
        return [f"<{SMALLEST_ODDS}" if v < SMALLEST_ODDS else digits(v, 2) for v in values]
    return [text_of(findings, value) for value in values]


def _sizes(
    findings: Findings, outcomes: Sequence[str], values: Sequence[float], *, sign: bool
) -> list[str]:
    """Write differences with their units, those of one outcome with the same decimals."""
    texts = [""] * len(values)
    for outcome in dict.fromkeys(outcomes):
        measure = Measure.of(findings.evidence.outcomes[outcome])
        unit = short_unit(measure)
        unit = f"points ({unit})" if unit == SCALE else unit
        places = [place for place, name in enumerate(outcomes) if name == outcome]
        found = written(measure, [values[place] for place in places], sign=sign)
        for place, text in zip(places, found, strict=True):
            texts[place] = f"{text} {unit}"
    return texts


def text_of(findings: Findings, value: object) -> str:
    """Write a cell: numbers with three digits, and by their titles what has one."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value}"
    if isinstance(value, float):
        return digits(value)
    text = str(value)
    titles = [_title(findings, part) for part in text.split(", ")]
    # Several keys stand in one cell; titles hold commas.
    return "; ".join(titles) if all(titles) else text


def _title(findings: Findings, key: str) -> str:
    """Return the title of a key; empty where it has none."""
    outcomes, sources = findings.evidence.outcomes, findings.evidence.sources
    manifest = findings.results.manifest
    if key in outcomes:
        return outcomes[key].label
    if key in sources:
        return sources[key].short
    return str(manifest["variants"].get(key) or manifest["externals"].get(key) or "")
