"""Robustness in tables: criteria, thresholds, external scenarios, effectiveness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.analysis.judged import POOLED
from cagame.analysis.robustness import CRITERIA, criteria, vulnerability
from cagame.analysis.satisficing import JOINT, satisficing
from cagame.errors import InputError
from cagame.plots import Measure
from cagame.report.findings import MOST_ROWS
from cagame.report.table import Cell, Table
from cagame.report.tables import left_out
from cagame.report.words import digits, interval, share, short_unit, written, written_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from cagame.analysis.judged import Judged
    from cagame.report.findings import Findings

CRITERIA_SHOWN = (
    "Small: the place by this criterion, 1 for the best. No criterion is the right one; they "
    "differ in how much a bad world counts. Regret: how far the best strategy of the same "
    "world is ahead. Hurwicz: halfway between the worst and the best world. Signal to noise: "
    "the mean over the spread, without a unit."
)
THRESHOLDS = (
    "Small: the 95 % interval of the share. A threshold is the reader's judgement, not a finding."
)
#: Criteria without the outcome's unit.
UNITLESS = ("signal_to_noise",)


def robustness_tables(findings: Findings) -> Iterator[Table]:
    """Yield the tables about robustness that these results allow."""
    if findings.judged is not None:
        yield by_criterion(findings, findings.judged)
        if len(findings.results.externals) > 1:
            yield by_shock(findings, findings.judged)
        if not isinstance(findings.by_effectiveness, str):
            yield by_effectiveness(findings, findings.by_effectiveness)
    if findings.results.manifest["study"].get("thresholds"):
        try:
            yield by_threshold(findings)
        except InputError:
            return  # an outcome with a threshold has no value in some worlds


def _whole(findings: Findings) -> str:
    """Label of the rows about all external scenarios: pooled, or the only one."""
    return POOLED if len(findings.results.externals) > 1 else findings.external


def _where(findings: Findings) -> str:
    pooled = len(findings.results.externals) > 1
    return "all external scenarios pooled" if pooled else findings.under(findings.external)


def by_criterion(findings: Findings, judged: Judged) -> Table:
    """Return every criterion of robustness for the lead outcome, with the place by each."""
    table = criteria(judged)
    table = table[table["external"] == _whole(findings)].set_index("variant")
    cells = {name: _by_place(findings, table, name) for name in CRITERIA}
    order = findings.order(findings.external)
    rows = [
        (findings.titles.variant(name), [cells[c][name] for c in CRITERIA])
        for name in order[:MOST_ROWS]
    ]
    heads = [Cell(each.label, each.meaning) for each in CRITERIA.values()]
    notes = [CRITERIA_SHOWN, *left_out(order)]
    caption = (
        f"{findings.lead.label} in {findings.year}, {findings.measure.unit}, by every criterion of "
        f"robustness; {_where(findings)}"
    )
    return Table(caption, "Strategy", heads, rows, notes)


def _by_place(findings: Findings, table: pd.DataFrame, name: str) -> dict[str, Cell]:
    figures, places = table[name], table[f"place_{name}"]
    texts = (
        [digits(value) for value in figures]
        if name in UNITLESS
        else written(findings.measure, figures)
    )
    return {
        str(variant): Cell(text, f"#{place:.0f}" if np.isfinite(place) else "")
        for variant, text, place in zip(table.index, texts, places, strict=True)
    }


def by_shock(findings: Findings, judged: Judged) -> Table:
    """Return what each external scenario changes for each variant."""
    table = vulnerability(judged)
    texts = written_apart(findings.measure, table["change_median"])
    told = {
        (row["variant"], row["external"]): Cell(text, share(row["share_worse"]))
        for text, row in zip(texts, table.to_dict("records"), strict=True)
    }
    externals = findings.results.externals[1:]
    order = findings.order(findings.external)
    rows = [
        (findings.titles.variant(name), [told[name, x] for x in externals])
        for name in order[:MOST_ROWS]
    ]
    heads = [Cell(findings.titles.external(name)) for name in externals]
    caption = (
        f"What each external scenario changes in {findings.lead.label}, against "
        f"{findings.under(findings.external)}, {findings.measure.difference_unit}"
    )
    notes = ["The median within the same world, and the share of worlds in which it is worse."]
    return Table(caption, "Strategy", heads, rows, [*notes, *left_out(order)])


def by_effectiveness(findings: Findings, table: pd.DataFrame) -> Table:
    """Return the place of each variant among worlds where EU policy is more or less effective."""
    bins = table.drop_duplicates("low").sort_values("low")
    by = table.set_index(["variant", "low"])
    texts = written_apart(findings.measure, by["difference_median"])
    told = {
        key: Cell(f"{place:.0f}", text)
        for key, place, text in zip(by.index, by["rank"], texts, strict=True)
    }
    order = findings.order(findings.external)
    rows = [
        (findings.titles.variant(name), [told[name, low] for low in bins["low"]])
        for name in order[:MOST_ROWS]
    ]
    heads = [
        Cell(f"{row['low']:g} to {row['high']:g}", f"{row['worlds']:,} worlds")
        for row in bins.to_dict("records")
    ]
    caption = (
        f"Place in {findings.lead.label} by how effective EU policy is, under "
        f"{findings.under(findings.external)}"
    )
    note = (
        f"Small: the median difference from {findings.called(findings.reference)}, "
        f"{short_unit(findings.measure)}. Worlds of a column differ in everything else. No world "
        "lies at exactly 0, where policy has no effect; that takes a study of its own."
    )
    return Table(caption, "Strategy", heads, rows, [note, *left_out(order)])


def by_threshold(findings: Findings) -> Table:
    """Return the share of worlds that meet the thresholds of the scenario."""
    results = findings.results
    limits = results.manifest["study"]["thresholds"]
    values = {name: results.values(name, [findings.year])[:, :, 0] for name in limits}
    table = satisficing(values, limits, results.variants, results.externals)
    by = table[table["external"] == _whole(findings)].set_index(["variant", "outcome"])
    order = findings.order(findings.external)
    rows = [
        (findings.titles.variant(name), [_met(by.loc[(name, o)]) for o in (*limits, JOINT)])
        for name in order[:MOST_ROWS]
    ]
    heads = [_threshold(findings, name, limit) for name, limit in limits.items()]
    caption = f"Share of worlds that meet the thresholds in {findings.year}; {_where(findings)}"
    notes = [THRESHOLDS, *left_out(order)]
    return Table(caption, "Strategy", [*heads, Cell("All at once")], rows, notes)


def _met(row: pd.Series[float]) -> Cell:
    return Cell(share(row["share"]), interval(row["low"], row["high"]))


def _threshold(findings: Findings, name: str, limits: dict[str, float]) -> Cell:
    measure = Measure.of(findings.evidence.outcomes[name])
    said = (f"{kind.replace('_', ' ')} {measure.number(value)}" for kind, value in limits.items())
    return Cell(measure.label, f"{' and '.join(said)} ({measure.unit})")
