"""Plans: one strategy for good, or several, each from its year on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cagame.scenario.document import show
from cagame.scenario.strategies import Strategy
from cagame.scenario.study_file import DatedChoice
from cagame.scenario.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.scenario.document import Document, KeyPath
    from cagame.scenario.library import Library
    from cagame.scenario.shelves import StrategyKind
    from cagame.scenario.study_file import Years


@dataclass(frozen=True)
class Dated:
    """A strategy and the first year in which it is in force."""

    start: int
    strategy: Strategy


#: What an actor does from the decision year on. Before its first date it goes on as it did.
Plan: TypeAlias = Strategy | tuple[Dated, ...]


def read_plan(  # noqa: PLR0913, PLR0917 (what stands where in which document, for which actor)
    kind: StrategyKind,
    choice: object,
    years: Years,
    library: Library,
    document: Document,
    where: KeyPath,
    name: str,
) -> Plan:
    """Look up what an actor does: one strategy, or a list of dated ones.

    Raises
    ------
    ScenarioError
        Where a strategy is unknown or wrong; where dates do not rise, or lie outside the years
        from the decision to the end.
    """
    if not isinstance(choice, list | tuple):
        return library.strategy_at(kind, choice, document, where, name)
    if not choice:
        remedy = "Write `- {from: YEAR, strategy: NAME}`, or leave the key out."
        raise document.error(where, "the list is empty", remedy)
    plan: list[Dated] = []
    for position, item in enumerate(choice):
        at = (*where, position)
        if not isinstance(item, dict):
            remedy = "Write `{from: YEAR, strategy: NAME}`."
            raise document.error(at, f"must be a dated choice, not {show(item)}", remedy)
        dated = validate(DatedChoice, item, document, at)
        _check_date(dated.start, plan, years, document, (*at, "from"))
        strategy = library.strategy_at(kind, dated.strategy, document, (*at, "strategy"), name)
        plan.append(Dated(dated.start, strategy))
    return tuple(plan)


def _check_date(
    start: int, before: list[Dated], years: Years, document: Document, where: KeyPath
) -> None:
    if start < years.decision:
        what = f"{start} comes before the decision in {years.decision}, when history is the same"
        raise document.error(where, what, f"Write {years.decision} or later, or decide earlier.")
    if start > years.end:
        what = f"{start} comes after the study ends in {years.end}"
        raise document.error(where, what, "Let the study end later, or leave the choice out.")
    if before and start <= before[-1].start:
        what = f"{start} does not come after {before[-1].start}, the choice above"
        raise document.error(where, what, "Put the choices in order of years, one for each year.")


def strategies_of(plan: Plan) -> tuple[Strategy, ...]:
    """Return the strategies of a plan in order."""
    return tuple(dated.strategy for dated in plan) if isinstance(plan, tuple) else (plan,)


def plan_keys(plan: Plan, written: Callable[[Strategy], Any] | None = None) -> Any:  # noqa: ANN401
    """Return a plan as the keys of a scenario file; strategies in full, or as they are written."""
    write = written or (lambda strategy: strategy.model_dump(mode="json", exclude_none=True))
    if isinstance(plan, tuple):
        return [{"from": dated.start, "strategy": write(dated.strategy)} for dated in plan]
    return write(plan)
