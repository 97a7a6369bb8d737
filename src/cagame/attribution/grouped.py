"""The same study with groups of numbers exchanged between worlds, to attribute its variance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cagame.analysis.sensitivity import FEWEST_WORLDS, PickFreeze
from cagame.analysis.uncertain import too_few
from cagame.attribution.kept import design_of, kept
from cagame.errors import InputError
from cagame.evidence.provenance import CARRIED, sources_of
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
    from cagame.sweep.blocks import Place
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

    def outcomes(self, external: str, variant: str) -> dict[str, PickFreeze]:
        """Return every outcome in the last year, under every matrix of the design, by name."""
        futures = self.results.futures()
        number = futures.index({"external": external, "variant": variant})
        names = self.results.outcome_names
        found: dict[str, Array] = {
            group["matrix"]: self.results.values(number, names, places)[:, -1].astype(float)
            for group, places in self._groups
        }
        return {
            name: _laid_out({m: y[i] for m, y in found.items()}) for i, name in enumerate(names)
        }

    def outcome(self, name: str, external: str, variant: str) -> PickFreeze:
        """Return one outcome in the last year, under every matrix of the design."""
        return self.outcomes(external, variant)[name]

    @cached_property
    def _groups(self) -> list[tuple[dict[str, Any], list[Place]]]:
        return list(self.results.groups())


def _laid_out(found: dict[str, Array]) -> PickFreeze:
    mixed = {n.removeprefix(A_FROM_B): y for n, y in found.items() if n.startswith(A_FROM_B)}
    back = {n.removeprefix(B_FROM_A): y for n, y in found.items() if n.startswith(B_FROM_A)}
    return PickFreeze(found[A], found[B], mixed, back or None)


def grouped(  # noqa: PLR0913 (what is run, how far, and where)
    study: Scenario,
    factors: Factors,
    worlds: int,
    folder: Path,
    *,
    name: str = "factors",
    executor: Executor | None = None,
    watch: Watch | None = None,
    second_order: bool = False,
) -> Grouped:
    """Run a study under a pick-freeze design, or go on where it was stopped.

    Parameters
    ----------
    factors : columns of the design by factor, as `by_grade` and its like give them
    worlds : of each of the two independent ensembles
    folder : where sweeps are kept, each in a folder of its own that starts with ``name``

    Raises
    ------
    InputError
        Where worlds draw no numbers, or draw them from the calibrated set, in which they go
        together; or where there are too few worlds.
    """
    check_free(study, factors)
    if worlds < FEWEST_WORLDS:
        message = too_few(worlds, "shares of variance")
        raise InputError(message, remedy=f"Use at least {FEWEST_WORLDS}, better 1,000 (--worlds).")
    design = replace(
        design_of(study, name, worlds, BLOCK), factors=factors, second_order=second_order
    )
    return Grouped(kept(design, folder, executor=executor, watch=watch))


def check_free(study: Scenario, factors: Collection[str]) -> None:
    """Refuse a study whose numbers are not drawn, or not independently of each other."""
    if study.parameters.uncertainty == "calibrated":
        message = "numbers of the calibrated set go together, so their shares cannot be told apart"
        raise InputError(message, remedy="Run the study with `uncertainty: all`.")
    if not set(factors) - {CHANCE}:
        message = "the worlds of this study draw no numbers, so its answer hangs on none"
        raise InputError(message, remedy="Run the study with `uncertainty: all`.")


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
    """Yield column and row of every number and event that the worlds of a study draw, each once."""
    parameters = study.parameters
    for key, number in evidence.numbers.items():
        fixed = key in parameters.overrides or not is_free(number.grade, parameters.uncertainty)
        if number.is_uncertain and not fixed:
            yield key, number
    dated = (*evidence.events, *(e for x in study.external for e in x.events))
    for name, event in {event.name: event for event in dated}.items():
        if event.is_uncertain and is_free(event.grade, parameters.uncertainty):
            yield EVENT + name, event


def _chance() -> Factors:
    return {CHANCE: frozenset({SHOCKS})}


def narrowed(
    study: Scenario,
    variants: Collection[str],
    outcomes: Sequence[str],
    external: str | None = None,
) -> Scenario:
    """Return a study with some of its variants and outcomes, and one external scenario.

    The reference stays. Without a name it is the first external scenario.
    """
    kept_variants, chosen = {*variants, study.reference}, external or study.external_names[0]
    return replace(
        study,
        variants=tuple(v for v in study.variants if v.name in kept_variants),
        external=tuple(x for x in study.external if x.name == chosen),
        outcomes=tuple(outcomes),
    )
