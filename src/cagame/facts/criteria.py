"""The facts that history must show, read from their table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.errors import EvidenceError
from cagame.evidence.reading import read_records
from cagame.tables import read_rows

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from cagame.evidence import Evidence
    from cagame.tables import Row

#: How a fact can come about, and so what it proves.
KINDS = {
    "initial": "the inputs of 2007 make it so, and it has only to last",
    "event": "a dated input brings it about",
    "exogenous": "a dated input drives most of it",
    "calibrated": "a parameter was chosen with it in view",
    "follows": "it follows from another fact, unless policy outweighs that",
    "mechanism": "a dated input starts it, and a rule of the model carries it on",
    "emergent": "no input is chosen for it",
}
COLUMNS = (
    *("fact", "criterion", "evidence", "source", "kind", "years", "threshold", "unit"),
    *("observed", "note"),
)


@dataclass(frozen=True)
class Criterion:
    """One fact that a simulated history must show, as a row of ``facts.csv``.

    Attributes
    ----------
    fact : its number
    criterion : what must hold, in plain words
    evidence, source : facts of the ledger and statistics that it rests on
    kind : how it comes about, a key of ``KINDS``
    years : the years its check compares, in the order in which the criterion names them
    threshold : in ``unit``; not a number where the criterion has none
    observed : what documents or statistics show
    note : what makes it hold in the model
    """

    fact: str
    criterion: str
    evidence: tuple[str, ...]
    source: str
    kind: str
    years: tuple[int, ...]
    threshold: float
    unit: str
    observed: str
    note: str

    @classmethod
    def from_row(cls, row: Row) -> Criterion:
        """Read a row of the facts."""
        row.text("fact")
        row.choice("kind", KINDS)
        years = row.words("years")
        if not years or not all(year.isdigit() for year in years):
            raise row.error("years are not whole numbers", "Write them like 2013 2019.")
        cells = row.plain(COLUMNS) | {
            "evidence": row.items("evidence"),
            "years": tuple(int(year) for year in years),
            "threshold": row.number("threshold") if row.cells["threshold"] else math.nan,
        }
        return cls(**cells)


def read_criteria(folder: Traversable, evidence: Evidence) -> tuple[Criterion, ...]:
    """Read the facts of a folder of tables, in table order.

    Raises
    ------
    EvidenceError
        Where a row cannot be read or cites what neither the ledger nor the sources hold.
    """
    rows = read_rows(folder.joinpath("facts.csv"), COLUMNS)
    criteria = tuple(read_records(rows, Criterion.from_row, "fact").values())
    for each in criteria:
        cited = [*each.evidence, *([each.source] if each.source else [])]
        unknown = [key for key in cited if key not in evidence.facts | evidence.sources]
        if unknown or not cited:
            raise EvidenceError(
                f"{each.fact} cites {', '.join(unknown) or 'nothing'}",
                path="facts.csv",
                remedy="Cite facts of ledger.csv, or a key of sources.yaml as source.",
            )
    return criteria
