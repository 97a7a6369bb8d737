"""Hold tables and code against the evidence rule: every number has an origin, none hides in code.

What the tables hold is read by the code, what the code reads stands in the tables, and the
model's code writes down no number. `cagame.evidence.table_audit` checks the tables by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.errors import Finding
from cagame.evidence.code_names import names_defined, names_read, numbers_written, parse
from cagame.evidence.table_audit import audit_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cagame.evidence.code_names import Code
    from cagame.evidence.evidence import Evidence
    from cagame.evidence.records import Citing

__all__ = ["Finding", "audit", "audit_code", "audit_tables"]


def audit(evidence: Evidence, source_folder: Path, others: Iterable[Citing] = ()) -> list[Finding]:
    """Find every breach of the evidence rule; an empty list is a pass.

    Parameters
    ----------
    evidence : the tables
    source_folder : the package's code, searched for the names it reads and numbers it writes
    others : what else cites facts, such as strategies
    """
    return [*audit_tables(evidence, others), *audit_code(evidence, parse(source_folder))]


def audit_code(evidence: Evidence, package: Iterable[Code]) -> list[Finding]:
    """Find names that tables and code do not share, and numbers written in the model's code."""
    package = list(package)
    found = [
        Finding(
            f"{code.file}, line {line}",
            f"the number {value} is written in the model's code",
            "Give it a row in parameters.csv and read it from parameters.",
        )
        for code in package
        if code.is_model
        for value, line in numbers_written(code)
    ]
    numbers = {name: evidence.rows(name)[0].where for name in evidence.names()}
    # A derived number is implied by others; the table shows it, the code may work it out.
    implied = {n for n in numbers if all(row.role == "derived" for row in evidence.rows(n))}
    pressures = {pressure.name: pressure.where for pressure in evidence.pressures.values()}
    found += _names("parameters", numbers, implied, package)
    found += _names("pressures", pressures, set(), package)
    return found


def _names(
    owner: str, table: dict[str, str], optional: set[str], package: list[Code]
) -> Iterator[Finding]:
    """Compare the names in a table with those that the code reads from an object."""
    read: dict[str, str] = {}
    for code in package:
        for name, line in names_read(code, owner):
            read.setdefault(name, f"{code.file}, line {line}")
    own = {name for code in package for name in names_defined(code, owner)}
    for name, where in read.items():
        if name not in table and name not in own:
            yield Finding(
                where,
                f"the code reads {owner}.{name}, which is in no table",
                "Add its row or correct the name.",
            )
    for name, where in table.items():
        if name not in read and name not in optional:
            yield Finding(
                where,
                f"no code reads {owner}.{name}",
                "Remove it from the table or use it in the code.",
            )
