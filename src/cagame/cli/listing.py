"""`cagame evidence`: all numbers, one name in full, or the audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cagame.cli.cards import show_card
from cagame.cli.page import WIDTH, Page, count, short
from cagame.cli.phrases import GRADES, range_of
from cagame.cli.shell import FAILED
from cagame.errors import Finding, InputError, ScenarioError
from cagame.evidence import Evidence
from cagame.evidence.audit import audit as breaches
from cagame.evidence.provenance import audit_wide_ranges
from cagame.lookup import Lookup
from cagame.scenario import Library, read_roster
from cagame.scenario.document import Document, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cagame.evidence import Number

#: Names of the tables on the command line, and what they hold.
TABLES = {
    "parameters": "Parameters: how the model works",
    "initial_state": "Initial state: the region in 2007",
    "member_states": "Member states: who decides in the Council",
}


def look_up(text: str) -> None:
    """Print what is known about a name."""
    lookup = Lookup(Evidence.load())
    show_card(Page(), lookup.find(text), lookup)


def numbers(*, grades: Sequence[str], table: str | None) -> None:
    """List numbers by table."""
    for grade in grades:
        _known(grade, list(GRADES), "grade")
    if table is not None:
        _known(table, list(TABLES), "table")
    evidence, page = Evidence.load(), Page()
    chosen = [n for n in evidence.numbers.values() if not grades or n.grade in grades]
    shown = [n for n in chosen if table in {None, _table_of(n)}]
    for name, heading in TABLES.items():
        rows = [number for number in shown if _table_of(number) == name]
        if rows:
            page.heading(heading, f"{count(len(rows), 'number')} in {name}.csv")
            _list(page, rows)
            page.blank()
    _totals(page, shown, evidence)


def _known(word: str, words: list[str], what: str) -> None:
    if word not in words:
        raise InputError(f"{word!r} is not a {what}", remedy=suggest(word, words))


def _table_of(number: Number) -> str:
    return number.where.partition(".")[0]


def _list(page: Page, rows: Sequence[Number]) -> None:
    by_name: dict[str, list[Number]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    columns = ("name", "value", "range", "grade", "unit")
    shown = len(columns) if page.width >= WIDTH else len(columns) - 1
    page.table(
        columns[:shown],
        [_line(name, group)[:shown] for name, group in by_name.items()],
        right=(1,),
        whole=(0, 1, 2),
    )


def _line(name: str, rows: Sequence[Number]) -> tuple[str, ...]:
    """One number on a line, or all numbers of a name, with how many there are."""
    first = rows[0]
    if not first.index:
        return name, short(first.value), range_of(first), first.grade, first.unit
    grades = dict.fromkeys(row.grade for row in rows)
    values = [row.value for row in rows]
    least, most = short(min(values)), short(max(values))
    spread = least if least == most else f"{least}...{most}"
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    range_ = f"{short(low)} to {short(high)}" if low < high else ""
    return f"{name} [{len(rows)}]", spread, range_, ", ".join(grades), first.unit


def _totals(page: Page, shown: Sequence[Number], evidence: Evidence) -> None:
    grades = [number.grade for number in shown]
    page.text(f"{count(len(shown), 'number')}, by grade:")
    page.fields([(f"{grades.count(g):>4} {g}", told) for g, told in GRADES.items() if g in grades])
    page.text(
        f"Behind them: {count(len(evidence.facts), 'fact')} and "
        f"{count(len(evidence.sources), 'source')}, {count(len(evidence.events), 'event')}, "
        f"{count(len(evidence.conflicts), 'conflict')} between sources. "
        "`cagame evidence NAME` shows one in full; [35] means 35 numbers of a name."
    )


def _audit_actors(evidence: Evidence) -> Iterator[Finding]:
    """Hold files of actors against the evidence rule: the first breach of each."""
    library = Library(evidence=evidence)
    for name in library.names("actors"):
        try:
            read_roster(name, library, Document(None))
        except ScenarioError as error:
            where = f"{error.path}, line {error.line}" if error.line else str(error.path)
            yield Finding(where, error.what, error.remedy or "")


def audit() -> None:
    """Print every breach of the evidence rule; leave with 1 if there is any."""
    evidence, page = Evidence.load(), Page()
    lookup = Lookup(evidence)
    found = breaches(evidence, Path(__file__).parents[1], lookup.others)
    found += [*audit_wide_ranges(evidence), *_audit_actors(evidence)]
    for finding in found:
        page.line(f"{finding.where}: {finding.what}.")
        page.text(finding.remedy, indent=4)
    if found:
        page.blank()
        page.text(f"{count(len(found), 'breach', 'breaches')} of the evidence rule.")
        raise typer.Exit(FAILED)
    page.text(
        f"The audit passes: {count(len(evidence.numbers), 'number')}, "
        f"{count(len(evidence.facts), 'fact')}, {count(len(evidence.sources), 'source')}, "
        f"{count(len(evidence.events), 'event')}, "
        f"{count(len(lookup.entries), 'file')} of the library."
    )
