"""Whose regret, in what and how large: what discovery is asked, looked up in results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.analysis.cases import Cases, most_regretted, regret, regretted_from
from cagame.cli.column import Scale
from cagame.cli.comparison import opened
from cagame.cli.page import short
from cagame.errors import ResultsError
from cagame.evidence.provenance import without
from cagame.results.honesty import headlines
from cagame.scenario import tables_behind
from cagame.scenario.document import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cagame.evidence import Evidence, OutcomeDefinition
    from cagame.results import Results


@dataclass(frozen=True)
class Wanted:
    """What is asked: whose regret, in what, and how large."""

    variant: str
    outcome: str | None
    external: str | None
    share: float
    at_least: float | None
    box: int | None


@dataclass(frozen=True)
class Question:
    """What is asked, looked up in the results."""

    results: Results
    evidence: Evidence
    variant: str
    outcome: OutcomeDefinition
    external: str
    cases: Cases
    share: float | None

    @property
    def year(self) -> int:
        """The last year, in which regret is measured."""
        return self.results.years[-1]

    @property
    def scale(self) -> Scale:
        """How the outcome's differences are shown."""
        return Scale.of(self.outcome.unit)

    def in_words(self) -> str:
        """Say what a case is."""
        return (
            f"{self.variant} stays at least {self.least} behind the best variant in "
            f"{self.outcome.label}"
        )

    @property
    def least(self) -> str:
        """The least regret of a case, in the unit of the tables."""
        return f"{short(self.cases.threshold * self.scale.factor)} {self.scale.unit}"

    def origin_of_threshold(self) -> str:
        """Say how the threshold came about."""
        if self.share is None:
            return "the least regret was given"
        return f"the {100 * self.share:g} % of worlds with the largest regret"


def ask(folder: Path, wanted: Wanted) -> Question:
    """Find the worlds in which a variant regrets most.

    Raises `ResultsError` for a name that the results do not have, `InputError` where regret
    cannot be told.
    """
    results = opened(folder)
    left_out = results.manifest["study"]["parameters"].get("leave_out", ())
    evidence = without(tables_behind(results.manifest["study"]), left_out)
    _known(wanted.variant, results.variants, "variant")
    external = wanted.external or results.externals[0]
    _known(external, results.externals, "external scenario")
    outcome = _outcome(results, evidence, wanted.outcome)
    place = results.externals.index(external)
    values = results.values(outcome.name, [results.years[-1]])[:, place, 0]
    regrets = regret(values, results.variants.index(wanted.variant), outcome.better)
    given = wanted.at_least
    cases = (
        most_regretted(regrets, wanted.share) if given is None else regretted_from(regrets, given)
    )
    share = wanted.share if given is None else None
    return Question(results, evidence, wanted.variant, outcome, external, cases, share)


def _known(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise ResultsError(f"these results have no {what} {name!r}", remedy=suggest(name, known))


def _outcome(results: Results, evidence: Evidence, name: str | None) -> OutcomeDefinition:
    if name is not None:
        _known(name, results.outcome_names, "outcome")
        return evidence.outcomes[name]
    for shown in headlines(results, evidence):
        if evidence.outcomes[shown].better != "none":
            return evidence.outcomes[shown]
    remedy = "Run the study with an outcome such as eu_influence."
    raise ResultsError("no outcome of these results has a better direction", remedy=remedy)
