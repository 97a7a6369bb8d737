"""Whether the first place holds under other external scenarios and the other aggregate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cagame.report.words import count, interval, listed, share, written
from cagame.results.honesty import WEIGHTED

if TYPE_CHECKING:
    from cagame.analysis.judged import Judged
    from cagame.report.findings import Findings


def elsewhere(findings: Findings) -> str:
    """Say where the first place holds, and where another variant is first."""
    if findings.judged is None:
        return _levels(findings)
    return f"{_under_others(findings)}; {_by_the_other(findings)}."


def _levels(findings: Findings) -> str:
    """Say how far the level moves where nothing is ranked."""
    externals = findings.results.externals
    if len(externals) == 1:
        return "There is one external scenario, so that the level under others is not known."
    levels = [
        findings.row(findings.reference, external, findings.lead.name)["median"]
        for external in externals
    ]
    low, high = written(findings.measure, [min(levels), max(levels)])
    return (
        f"Over all {len(externals)} external scenarios its median runs from {low} to {high} "
        f"({findings.measure.unit})."
    )


def _under_others(findings: Findings) -> str:
    others = findings.results.externals[1:]
    if not others:
        return "There is one external scenario, so that whether it holds under others is not known"
    leader = findings.leader
    lost = [x for x in others if findings.order(x)[0] != leader]
    scenarios = "other external scenario"
    where = f"Under the {scenarios if len(others) == 1 else count(len(others), scenarios)}"
    if not lost:
        return f"{where} the first place stays the same{_ahead_by(findings)}"
    told = [f"{findings.called(findings.order(x)[0])} under {findings.under(x)}" for x in lost]
    kept = len(others) - len(lost)
    return f"{where} the first place stays the same in {kept or 'none'}: first is {listed(told)}"


def _ahead_by(findings: Findings) -> str:
    """Write the range of the median difference over all external scenarios."""
    if findings.leader == findings.reference:
        return ""
    medians = [
        findings.row(findings.leader, external, findings.lead.name)["difference_median"]
        for external in findings.results.externals
    ]
    low, high = written(findings.measure, [min(medians), max(medians)], sign=True)
    return f", with {low} to {high} {findings.measure.difference_unit} at the median over all"


def _by_the_other(findings: Findings) -> str:
    twin, leader = findings.twin, findings.leader
    if twin is None:
        return "the study reports no other regional aggregate of this outcome that ranks"
    how = "weighted by trade" if twin.outcome.endswith(WEIGHTED) else "as a mean over states"
    first, place = _first_by(twin, findings, leader)
    row = findings.places(twin)[first]
    sure = f"{share(row['best'])} of worlds ({interval(row['best_low'], row['best_high'])} %)"
    if first == leader:
        return f"{how} it is first as well, the best in {sure}"
    return (
        f"{how}, {findings.called(first)} is first, the best in {sure}, and "
        f"{findings.called(leader)} is in place {place} of {len(twin.variants)}"
    )


def _first_by(judged: Judged, findings: Findings, leader: str) -> tuple[str, int]:
    """Return the first variant by another outcome, and the place of the leader."""
    gains = judged.gains(findings.reference)[:, judged.externals.index(findings.external)]
    own = gains[judged.variants.index(leader)]
    place = 1 + int((gains > own).sum())
    return (leader if place == 1 else judged.variants[int(gains.argmax())]), place
