"""What the first place costs elsewhere: the headline outcome in which it does worst."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from cagame.plots import Measure
from cagame.report.words import count, share, written
from cagame.results.honesty import other_aggregate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cagame.evidence import OutcomeDefinition
    from cagame.report.findings import Findings

SIGN = {"higher": 1.0, "lower": -1.0}


@dataclass(frozen=True)
class Effect:
    """The difference of one variant from the reference in one outcome.

    Attributes
    ----------
    variant : its title, in quotation marks
    size : how much better, as part of the outcome's spread over worlds; negative where worse
    """

    variant: str
    outcome: OutcomeDefinition
    row: dict[str, Any]
    size: float


def price(findings: Findings) -> str:
    """Say in which headline outcome the first variant does worst, and how sure that is."""
    if findings.judged is None:
        return "As nothing is ranked, no first place has a price."
    leader = findings.leader
    reference = findings.called(findings.reference)
    if leader == findings.reference:
        others = [name for name in findings.results.variants if name != leader]
        return _forgone(list(effects(findings, others)), reference)
    found = list(effects(findings, [leader]))
    if not found:
        return "What that costs elsewhere is not known: no other headline outcome can be compared."
    worse = [each for each in found if each.size < 0]
    worst = min(found, key=lambda each: each.size)
    start = (
        f"Of the {count(len(found), 'other headline outcome')}, {findings.called(leader)} is worse "
        f"than {reference} in {len(worse) or 'none'} at the median"
    )
    if not worse:
        return f"{start}; it gains least in {_told(worst)}."
    return f"{start}, and most so, for the spread over worlds, in {_told(worst)}."


def _forgone(found: list[Effect], reference: str) -> str:
    """Say what staying with the reference gives up."""
    if not found:
        return "What that costs elsewhere is not known: no other headline outcome can be compared."
    best = max(found, key=lambda each: each.size)
    if best.size <= 0:
        return f"In no other headline outcome is any variant better than {reference} at the median."
    return (
        f"Staying with {reference} gives up most, for the spread over worlds, in {_told(best)} "
        f"under {best.variant}."
    )


def _told(effect: Effect) -> str:
    measure = Measure.of(effect.outcome)
    names = ("difference_median", "difference_low", "difference_high")
    median, low, high = written(measure, [effect.row[name] for name in names], sign=True)
    return (
        f"{effect.outcome.label}: {median} {measure.difference_unit} ({low} to {high} in 5 to 95 % "
        f"of worlds), better in {share(effect.row['share_better'])} of worlds"
    )


def effects(findings: Findings, variants: Sequence[str]) -> Iterator[Effect]:
    """Go through what variants change in the other headline outcomes, by the first external.

    Outcomes without a better direction are left out, and those in which nothing can be measured:
    an infinite difference, or no spread over worlds.
    """
    same = {findings.lead.name, other_aggregate(findings.lead.name)}
    for outcome in findings.headlines:
        if outcome.better == "none" or outcome.name in same:
            continue
        own = findings.row(findings.reference, findings.external, outcome.name)
        spread = own["high"] - own["low"]
        for variant in variants:
            row = findings.row(variant, findings.external, outcome.name)
            better = SIGN[outcome.better] * row["difference_median"]
            if isfinite(better) and isfinite(spread) and spread > 0:
                yield Effect(findings.called(variant), outcome, row, better / spread)
