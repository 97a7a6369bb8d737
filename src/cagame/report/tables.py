"""The tables of a comparison: differences, places, and who wins what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagame.analysis.compare import agreement
from cagame.plots import Measure
from cagame.plots.captions import EN_DASH
from cagame.report.findings import MOST_ROWS
from cagame.report.table import Cell, Table
from cagame.report.words import (
    ALMOST,
    interval,
    is_nothing,
    number,
    share,
    short_unit,
    written,
    written_apart,
)
from cagame.results.honesty import AGAINST, ROBUST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cagame.evidence import OutcomeDefinition
    from cagame.report.findings import Findings
    from cagame.report.table import Tone

#: Behind what holds by construction.
MARK = "*"
#: External scenarios that get a table of all headline outcomes each.
MOST_EXTERNALS = 4
MARKS = (
    "▲ higher is better, ▼ lower is better. pp: percentage points. =: no difference. "
    f"{MARK} by construction: the strategy sets what this outcome measures. The last row: the "
    "median level, and 5 to 95 % of worlds."
)
PLACES = (
    "Place: by the median. Mean place: over worlds, each ranked by itself. Best: the share of "
    "worlds in which no other is better, and its 95 % interval."
)
GIVEN = (
    "By construction: the strategy's own definition sets what the outcome measures. Such a win "
    "says what the strategy is, not what it achieves."
)
CLOSE = f"Not clear: the first is better than the second in fewer than {share(ROBUST)} of worlds."
ARROWS = {"higher": "▲", "lower": "▼", "none": EN_DASH}
DIFFERENCE = (
    "The median of the differences within the same world, and the share of worlds in which the "
    "variant is better. Blue and bold: better in at least 95 % of worlds. Orange and bold: in at "
    f"most 5 %. {ALMOST}: less than the digits of the column show."
)


def comparison_tables(findings: Findings) -> Iterator[Table]:
    """Yield the tables that compare variants; those that cannot be made are left out."""
    if len(findings.results.variants) == 1:
        yield levels(findings)
        return
    externals = findings.results.externals
    for external in externals[:MOST_EXTERNALS]:
        yield differences(findings, external)
    if len(externals) > 1:
        yield by_external(findings)
    if findings.judged is not None:
        yield places(findings)
    if not findings.winners.empty:
        yield winners(findings)


def levels(findings: Findings) -> Table:
    """Return the headline outcomes of the only variant."""
    rows = []
    for outcome in findings.headlines:
        measure = Measure.of(outcome)
        cells = []
        for external in findings.results.externals:
            row = findings.row(findings.reference, external, outcome.name)
            cells.append(_level(measure, row))
        rows.append((f"{measure.label}, {measure.unit}", cells))
    columns = [Cell(findings.titles.external(name)) for name in findings.results.externals]
    caption = f"Headline outcomes in {findings.year} under {findings.called(findings.reference)}"
    return Table(caption, "Outcome", columns, rows, ["Median, and 5 to 95 % of worlds."])


def differences(findings: Findings, external: str) -> Table:
    """Return every variant's effect on the headline outcomes under one external scenario."""
    reference = findings.reference
    order = [name for name in findings.order(external) if name != reference]
    columns = {outcome.name: _column(findings, outcome, external) for outcome in findings.headlines}
    rows: list[tuple[str, Sequence[Cell]]] = [
        (findings.titles.variant(name), [columns[o][name] for o in columns])
        for name in order[:MOST_ROWS]
    ]
    own = [
        _level(Measure.of(o), findings.row(reference, external, o.name)) for o in findings.headlines
    ]
    rows.append((f"Level of {findings.called(reference)}", own))
    heads = [_head(outcome) for outcome in findings.headlines]
    caption = (
        f"Difference from {findings.called(reference)} in {findings.year} under "
        f"{findings.under(external)}"
    )
    # The same words stand under the first of these tables only.
    notes = [DIFFERENCE, MARKS] if external == findings.external else ["As above."]
    return Table(caption, "Strategy", heads, rows, [*notes, *left_out(order)])


def left_out(rows: Sequence[object]) -> list[str]:
    """Say so where a table does not show all variants."""
    if len(rows) <= MOST_ROWS:
        return []
    return [f"The first {MOST_ROWS} of {len(rows)} rows; summary.csv has all of them."]


def _head(outcome: OutcomeDefinition) -> Cell:
    unit = short_unit(Measure.of(outcome))
    return Cell(outcome.label, f"{unit} {ARROWS[outcome.better]}")


def _column(findings: Findings, outcome: OutcomeDefinition, external: str) -> dict[str, Cell]:
    """Return the cells of one outcome by variant, all with the same decimals."""
    found = _grid(findings, outcome, (external,))
    return {variant: cell for (variant, _), cell in found.items()}


def _grid(
    findings: Findings, outcome: OutcomeDefinition, externals: Sequence[str]
) -> dict[tuple[str, str], Cell]:
    """Return the cells of one outcome by variant and external scenario, all with equal decimals."""
    found = {
        (v, x): findings.row(v, x, outcome.name)
        for x in externals
        for v in findings.results.variants
    }
    medians = [row["difference_median"] for row in found.values()]
    texts = written_apart(Measure.of(outcome), medians)
    return {
        key: _difference(text, row) for text, (key, row) in zip(texts, found.items(), strict=True)
    }


def _difference(text: str, row: dict[str, Any]) -> Cell:
    if row["difference_low"] == row["difference_high"] == 0:
        return Cell("=", tone="quiet")
    better = row["share_better"]
    tone: Tone = "better" if better >= ROBUST else "worse" if better <= AGAINST else ""
    # A high share of worlds can stand behind next to nothing, which is not to catch the eye.
    mark = MARK if row["by_construction"] else ""
    return Cell(text + mark, share(better), "" if is_nothing(text) else tone)


def _level(measure: Measure, row: dict[str, Any]) -> Cell:
    median, low, high = written(measure, [row[name] for name in ("median", "low", "high")])
    return Cell(median, f"{low} to {high}", "quiet")


def by_external(findings: Findings) -> Table:
    """Return every variant's effect on the lead outcome under every external scenario."""
    externals = findings.results.externals
    cells = _grid(findings, findings.lead, externals)
    order = [name for name in findings.order(findings.external) if name != findings.reference]
    rows = [
        (findings.titles.variant(name), [cells[name, external] for external in externals])
        for name in order[:MOST_ROWS]
    ]
    heads = [Cell(findings.titles.external(name)) for name in externals]
    unit = findings.measure.difference_unit
    caption = (
        f"{findings.lead.label} under every external scenario: difference from "
        f"{findings.called(findings.reference)} in {findings.year}, {unit}"
    )
    return Table(caption, "Strategy", heads, rows, [DIFFERENCE, *left_out(order)])


def places(findings: Findings) -> Table:
    """Return the places in the lead outcome, under both regional aggregates where there are two."""
    shown = [each for each in (findings.judged, findings.twin) if each is not None]
    tables = [findings.places(each) for each in shown]
    labels = [findings.evidence.outcomes[each.outcome].label for each in shown]
    heads = [
        Cell(what, label) for label in labels for what in ("Place", "Mean place", "Best in worlds")
    ]
    order = findings.order(findings.external)
    rows = [
        (findings.titles.variant(name), [cell for t in tables for cell in _place(t[name])])
        for name in order[:MOST_ROWS]
    ]
    notes = [PLACES, *left_out(order)]
    if len(shown) == 2:  # noqa: PLR2004 (an order agrees with another one)
        agreed = agreement(shown[0], shown[1])
        row = agreed[agreed["external"] == findings.external].iloc[0]
        notes.insert(
            1,
            f"The orders by the two regional aggregates agree with Kendall's tau "
            f"{number(row['tau'], 2)} (1 is the same order); the same variant is best in both in "
            f"{share(row['same_best'])} of worlds.",
        )
    caption = f"Places in {findings.year} under {findings.under(findings.external)}"
    return Table(caption, "Strategy", heads, rows, notes)


def _place(row: dict[str, float]) -> Iterator[Cell]:
    yield Cell(f"{row['rank']:.0f}")
    yield Cell(f"{row['mean_rank']:.1f}")
    yield Cell(share(row["best"]), interval(row["best_low"], row["best_high"]))


def winners(findings: Findings) -> Table:
    """Return who wins each headline outcome, and who does apart from definitions."""
    table = findings.winners
    rows = []
    for row in table[table["external"] == findings.external].to_dict("records"):
        title = findings.titles.variant
        runner_up = title(row["runner_up"]) if row["runner_up"] else "nobody"
        given = Cell("by construction", f"else {runner_up}") if row["by_construction"] else Cell("")
        lead = findings.leads[row["outcome"]]
        close = f"not clear against {title(lead.second)}: better in {share(lead.share)}"
        close += f", equal in {share(lead.equal)}" if lead.equal else ""
        first = Cell(title(row["winner"]), "" if lead.clear else close)
        cells = [first, Cell(share(row["best"])), given]
        rows.append((findings.evidence.outcomes[row["outcome"]].label, cells))
    heads = [Cell("First by the median"), Cell("Best in worlds"), Cell("What is given")]
    caption = f"Who wins what in {findings.year} under {findings.under(findings.external)}"
    return Table(caption, "Outcome", heads, rows, [CLOSE, GIVEN], words=True)
