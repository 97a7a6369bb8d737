"""The answer in five sentences, each made from the numbers with their uncertainty.

They say who is ahead and how the others differ, at what price, whether that holds elsewhere, what
is given by definition or hangs on how effective policy is, and what no number here can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cagame.report.elsewhere import elsewhere
from cagame.report.price import price
from cagame.report.words import count, interval, listed, share, written
from cagame.results.honesty import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from cagame.analysis.judged import Judged
    from cagame.report.findings import Findings


#: Of more variants than these, only the last one is told.
MOST_OTHERS = 4


@dataclass(frozen=True)
class Sentence:
    """One sentence of the answer, and what it is about.

    Attributes
    ----------
    others : what it says about each of the variants that the sentence does not name
    """

    about: str
    text: str
    others: Sequence[str] = ()


def answer(findings: Findings) -> tuple[Sentence, ...]:
    """Return the five sentences."""
    return (
        Sentence("Who is ahead", ahead(findings), list(others(findings))),
        Sentence("At what price", price(findings)),
        Sentence("Whether it holds elsewhere", elsewhere(findings)),
        Sentence("What is given, what is assumed", given(findings)),
        Sentence("What the model cannot tell", limits(findings)),
    )


def ahead(findings: Findings) -> str:
    """Say which variant is first, by how much, and in how many worlds."""
    if findings.judged is None:
        return _alone(findings)
    order, judged = findings.order(findings.external), findings.judged
    first, reference = order[0], findings.reference
    shown = _shown(order, reference)
    row = findings.row(shown, findings.external, findings.lead.name)
    level = findings.row(first, findings.external, findings.lead.name)["median"]
    compared = (
        f"{findings.called(shown)}, the next, differs from it"
        if first == reference
        else f"it differs from {findings.called(reference)}"
    )
    again = "the first one" if first == reference else "it"
    return (
        f"By the median difference within {count(judged.worlds, 'world')}, "
        f"{findings.called(first)} is first in {findings.lead.label} in {findings.year} under "
        f"{findings.under(findings.external)}, at {with_unit(findings, [level])[0]}: {compared} by "
        f"{difference(findings, row)} and is better in "
        f"{share(row['share_better'])} of worlds, and {again} is the best of all "
        f"{len(judged.variants)} in {_best(findings, judged, first)}."
    )


def others(findings: Findings) -> Iterator[str]:
    """Say how each variant that the first sentence does not name differs from the reference.

    Of many, the last one, and how many are left out.
    """
    if findings.judged is None:
        return
    order, reference = findings.order(findings.external), findings.reference
    rest = [name for name in order if name not in (reference, _shown(order, reference))]
    told = rest if len(rest) <= MOST_OTHERS else rest[-1:]
    for name in told:
        row = findings.row(name, findings.external, findings.lead.name)
        yield (
            f"{findings.called(name)} differs from {findings.called(reference)} by "
            f"{difference(findings, row)} and is better in {share(row['share_better'])} of worlds."
        )
    if len(told) < len(rest):
        yield f"{count(len(rest) - 1, 'other variant')} stand before it; the tables have them all."


def _shown(order: Sequence[str], reference: str) -> str:
    """Return the variant that is told beside the reference: the first of the others."""
    return order[1] if order[0] == reference else order[0]


def with_unit(findings: Findings, values: Sequence[float]) -> list[str]:
    """Write levels of the lead outcome, each with its unit."""
    return [f"{text} {findings.measure.unit}" for text in written(findings.measure, values)]


def difference(findings: Findings, row: dict[str, Any]) -> str:
    """Write a median difference with its unit and its range over worlds."""
    names = ("difference_median", "difference_low", "difference_high")
    median, low, high = written(findings.measure, [row[name] for name in names], sign=True)
    return f"{median} {findings.measure.difference_unit} ({low} to {high} in 5 to 95 % of worlds)"


def _best(findings: Findings, judged: Judged, variant: str) -> str:
    row = findings.places(judged)[variant]
    return f"{share(row['best'])} (95 % interval: {interval(row['best_low'], row['best_high'])} %)"


def _alone(findings: Findings) -> str:
    """Say what the level is where nothing can be ranked, and why nothing is."""
    row = findings.row(findings.reference, findings.external, findings.lead.name)
    median, low, high = with_unit(findings, [row[name] for name in ("median", "low", "high")])
    reference, external = findings.called(findings.reference), findings.under(findings.external)
    return (
        f"Nothing is ranked, because {findings.refused}; under {reference} and {external}, "
        f"{findings.lead.label} in {findings.year} is {median} at the median of "
        f"{count(findings.results.worlds, 'world')}, and from {low} to {high} in 5 to 95 % of them."
    )


def given(findings: Findings) -> str:
    """Say what holds by construction, and what effectiveness does to the first place."""
    if findings.judged is None:
        return "As nothing is ranked, nothing is won by construction, and nothing by effectiveness."
    return f"{_effect(findings)}; {_constructed(findings)}."


def _effect(findings: Findings) -> str:
    table, reference = findings.by_effectiveness, findings.reference
    if isinstance(table, str):
        return f"How the order changes with effectiveness is not known here ({table.rstrip('.')})"
    order = findings.order(findings.external)
    shown = _shown(order, reference)
    ends = [table[table["low"] == edge] for edge in (table["low"].min(), table["low"].max())]
    rows = [end.set_index("variant").loc[shown] for end in ends]
    least, most = _ranges(findings, rows)
    firsts = [findings.called(str(end.set_index("variant")["rank"].idxmin())) for end in ends]
    first = f"{firsts[0]} is first at the low end and {firsts[1]} at the high one"
    if firsts[0] == firsts[1]:
        first = f"{firsts[0]} is first at both ends"
    return (
        f"Where EU policy is least effective ({_bin(rows[0])}), {findings.called(shown)} differs "
        f"from {findings.called(reference)} by {least}, and where it is most effective "
        f"({_bin(rows[1])}) by {most}, and {first}"
    )


def _ranges(findings: Findings, rows: Sequence[pd.Series[float]]) -> Iterator[str]:
    """Yield median differences with their ranges and equal decimals; the first with its unit."""
    names = ("difference_median", "difference_low", "difference_high")
    texts = written(findings.measure, [row[name] for row in rows for name in names], sign=True)
    unit = f" {findings.measure.difference_unit}"
    for start in range(0, len(texts), len(names)):
        median, low, high = texts[start : start + len(names)]
        yield f"{median}{unit} ({low} to {high})"
        unit = ""


def _bin(row: pd.Series[float]) -> str:
    return f"{row['low']:g} to {row['high']:g}, {count(int(row['worlds']), 'world')}"


def _constructed(findings: Findings) -> str:
    won = findings.winners
    won = won[(won["external"] == findings.external)]
    given = won[won["by_construction"].astype(bool)]
    mine = findings.lead.name in findings.results.by_construction.get(findings.leader, ())
    own = "sets what this outcome measures" if mine else "does not set what this outcome measures"
    start = f"the definition of {findings.called(findings.leader)} {own}"
    if given.empty:
        return f"{start}, and none of the {len(won)} headline outcomes is won by construction"
    labels = [
        f"{findings.evidence.outcomes[row['outcome']].label} by {findings.called(row['winner'])}"
        for row in given.to_dict("records")
    ]
    return (
        f"{start}, and of {len(won)} headline outcomes {len(given)} "
        f"{'is' if len(given) == 1 else 'are'} won by construction ({listed(labels)})"
    )


def limits(findings: Findings) -> str:
    """Say that effectiveness is an assumption and that history does not validate it."""
    assumed, history = in_words(*findings.range_of_effectiveness)
    return f"{assumed.rstrip('.')}; {history[0].lower()}{history[1:]}"
