"""The same study with groups of numbers exchanged between worlds, to attribute its variance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cagame.analysis.sensitivity import PickFreeze
from cagame.errors import InputError
from cagame.provenance import CARRIED, sources_of
from cagame.sweep import SweepDesign, sweep
from cagame.sweep.design import A_FROM_B, B_FROM_A, A, B
from cagame.worlds import EVENT, SHOCKS, is_free

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from cagame.axes import Array
    from cagame.evidence import Event, Evidence, Number
    from cagame.executors import Executor
    from cagame.scenario import Scenario
    from cagame.sweep import SweepResults
    from cagame.sweep.running import Watch

Factors = dict[str, frozenset[str]]

#: Grades of what a statistic or document carries.
SUPPORTED = (*CARRIED, "statistic")
ASSUMPTIONS, CHANCE, REST = "assumptions", "yearly shocks", "all other numbers"
BLOCK = 1000


@dataclass(frozen=True)
class Grouped:
    """Outcomes of a study under a pick-freeze design.

    Attributes
    ----------
    results : the sweep behind it
    """

    results: SweepResults

    def outcome(self, name: str, external: str, variant: str) -> PickFreeze:
        """Return one outcome in the last year, under every matrix of the design."""
        futures = self.results.futures()
        number = futures.index({"external": external, "variant": variant})
        found: dict[str, Array] = {}
        for group, places in self.results.groups():
            found[group["matrix"]] = self.results.values(number, [name], places)[0, -1]
        mixed = {n.removeprefix(A_FROM_B): y for n, y in found.items() if n.startswith(A_FROM_B)}
        back = {n.removeprefix(B_FROM_A): y for n, y in found.items() if n.startswith(B_FROM_A)}
        return PickFreeze(found[A], found[B], mixed, back or None)


def grouped(  # noqa: PLR0913 (what is run, how far, and where)
    study: Scenario,
    factors: Factors,
    worlds: int,
    out: Path,
    *,
    executor: Executor | None = None,
    watch: Watch | None = None,
    second_order: bool = False,
) -> Grouped:
    """Run a study under a pick-freeze design, or go on where it was stopped.

    Raises
    ------
    InputError
        Where worlds are drawn from the calibrated set, whose numbers go together.
    """
    if study.parameters.uncertainty == "calibrated":
        message = "numbers of the calibrated set go together, so their shares cannot be told apart"
        raise InputError(message, remedy="Run the study with `uncertainty: all`.")
    design = SweepDesign(
        name=study.name,
        title=study.title,
        question=study.question,
        rationale=study.rationale,
        study=replace(study.changed(worlds=worlds), plots=()),
        sampling="latin-hypercube",
        block=min(BLOCK, worlds),
        years=(study.years.end,),
        factors=factors,
        second_order=second_order,
    )
    return Grouped(sweep(design, out=out, executor=executor, watch=watch))


def by_grade(study: Scenario, evidence: Evidence) -> Factors:
    """Return the numbers and events that worlds draw, by grade, and the yearly shocks.

    Every column is in just one factor, so the shares and what factors do together sum to 1.
    """
    factors: dict[str, set[str]] = {}
    for column, row in drawn_rows(study, evidence):
        factors.setdefault(row.grade, set()).add(column)
    return {name: frozenset(inside) for name, inside in factors.items()} | _chance()


def by_source(study: Scenario, evidence: Evidence) -> Factors:
    """Return what rests on each document and statistic; a number may rest on several.

    Numbers that are assumptions rest on none, whatever they cite.
    """
    factors: dict[str, set[str]] = {}
    for column, row in drawn_rows(study, evidence):
        carried = sources_of(evidence, row) if row.grade in SUPPORTED else ()
        for name in carried or (ASSUMPTIONS,):
            factors.setdefault(name, set()).add(column)
    ordered = [*(name for name in evidence.sources if name in factors), ASSUMPTIONS]
    return {name: frozenset(factors[name]) for name in ordered if name in factors} | _chance()


def by_number(study: Scenario, evidence: Evidence, keys: Sequence[str]) -> Factors:
    """Return each of some numbers by itself, all others together, and the yearly shocks."""
    columns = {column for column, _ in drawn_rows(study, evidence)}
    unknown = [key for key in keys if key not in columns]
    if unknown:
        message = f"worlds of this study do not draw '{unknown[0]}'"
        raise InputError(message, remedy="`cagame evidence` lists numbers and their ranges.")
    rest = frozenset(columns - set(keys))
    factors = {key: frozenset({key}) for key in keys}
    return factors | ({REST: rest} if rest else {}) | _chance()


def drawn_rows(study: Scenario, evidence: Evidence) -> Iterator[tuple[str, Number | Event]]:
    """Yield column and row of every number and event that the worlds of a study draw."""
    parameters = study.parameters
    for key, number in evidence.numbers.items():
        fixed = key in parameters.overrides or not is_free(number.grade, parameters.uncertainty)
        if number.is_uncertain and not fixed:
            yield key, number
    for event in (*evidence.events, *(e for x in study.external for e in x.events)):
        if event.is_uncertain and is_free(event.grade, parameters.uncertainty):
            yield EVENT + event.name, event


def _chance() -> Factors:
    return {CHANCE: frozenset({SHOCKS})}


def narrowed(study: Scenario, variants: Collection[str], outcomes: Sequence[str]) -> Scenario:
    """Return a study with some of its variants and outcomes, and its first external scenario."""
    kept = {*variants, study.reference}
    return replace(
        study,
        variants=tuple(v for v in study.variants if v.name in kept),
        external=study.external[:1],
        outcomes=tuple(outcomes),
    )
