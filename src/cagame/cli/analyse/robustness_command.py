"""``cagame analyse robustness``: who does well enough, or least badly, over all worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis.judged import POOLED, only
from cagame.analysis.robustness import CRITERIA, criteria, vulnerability
from cagame.analysis.satisficing import JOINT, satisficing
from cagame.cli.analyse.asked import (
    Answer,
    Asked,
    folder_for,
    heading,
    print_as_json,
    print_end,
    print_question,
)
from cagame.cli.cells import in_cells, per_cent, share_with_interval
from cagame.cli.column import Scale
from cagame.cli.page import QUIET, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Criteria without the outcome's unit.
UNITLESS = ("signal_to_noise",)


def robustness(
    folder: Path, outcomes: Sequence[str], optimism: float, out: Path | None, *, as_json: bool
) -> None:
    """Judge the variants of a study by every criterion: print, write tables and figures."""
    asked = Asked.of(folder, outcomes)
    answer = Answer("robustness", _tables(asked, optimism))
    _draw(asked, answer)
    into = folder_for(asked, out)
    written = answer.write(into)
    if as_json:
        print_as_json(asked, answer, written)
        return
    page = Page()
    print_question(page, asked)
    _print_criteria(page, asked, answer, optimism)
    if "satisficing" in answer.tables:
        _print_satisficing(page, asked, answer)
    if "vulnerability" in answer.tables:
        _print_vulnerability(page, asked, answer)
    print_end(page, asked, written, into)


def _tables(asked: Asked, optimism: float) -> dict[str, pd.DataFrame]:
    results = asked.results
    parts = [criteria(each, optimism).assign(outcome=each.outcome) for each in asked.judged]
    tables = {"criteria": pd.concat(parts, ignore_index=True)}
    thresholds = results.manifest["study"]["thresholds"]
    if thresholds:
        last = [results.years[-1]]
        # An outcome with a threshold that the results do not hold is refused by name.
        values = {name: results.values(name, last)[:, :, 0] for name in thresholds}
        tables["satisficing"] = satisficing(values, thresholds, results.variants, results.externals)
    else:
        asked.notices.append(
            "the scenario gives no thresholds, so that satisficing is left out; add such as "
            "`thresholds: {governance: {at_least: 0.3}}`."
        )
    if len(results.externals) > 1:
        parts = [vulnerability(each).assign(outcome=each.outcome) for each in asked.judged]
        tables["vulnerability"] = pd.concat(parts, ignore_index=True)
    else:
        asked.notices.append(
            "there is one external scenario, so that vulnerability to others is left out."
        )
    return tables


def _draw(asked: Asked, answer: Answer) -> None:
    """Draw the criteria and the vulnerability of the first outcome."""
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots.robustness import criteria_grid, vulnerability_grid  # noqa: PLC0415

    figures, first = Figures(asked.results), asked.judged[0]
    definition = asked.definition(first)
    table = answer.tables["criteria"]
    chosen = table[(table["outcome"] == first.outcome) & (table["external"] == _whole(asked))]
    answer.figures[f"criteria-{first.outcome}"] = criteria_grid(
        chosen, definition, figures.titles, figures.note
    )
    if "vulnerability" in answer.tables:
        table = answer.tables["vulnerability"]
        chosen = table[table["outcome"] == first.outcome]
        if np.isfinite(chosen["change_median"]).any():
            base = asked.results.externals[0]
            answer.figures[f"vulnerability-{first.outcome}"] = vulnerability_grid(
                chosen, definition, base, figures.titles, figures.note
            )


def _whole(asked: Asked) -> str:
    """Label of the rows about all external scenarios: pooled, or the only one."""
    return POOLED if len(asked.results.externals) > 1 else asked.results.externals[0]


def _print_criteria(page: Page, asked: Asked, answer: Answer, optimism: float) -> None:
    first = asked.judged[0]
    table = answer.tables["criteria"]
    chosen = only(table[table["outcome"] == first.outcome], _whole(asked))
    pooled = "all external scenarios pooled" if _whole(asked) == POOLED else _whole(asked)
    heading(page, asked, first, "criteria of robustness", pooled)
    factor = asked.scale(first).factor
    columns = []
    for name in CRITERIA:
        cells = in_cells(chosen[name] * (1.0 if name in UNITLESS else factor))
        places = in_cells(chosen[f"place_{name}"] * 1.0)
        whole = zip(cells, (place.partition(".")[0] for place in places), strict=True)
        columns.append([f"{cell} #{place}" if place != "-" else "-" for cell, place in whole])
    rows = list(zip(chosen["variant"], *columns, strict=True))
    labels = [criterion.label for criterion in CRITERIA.values()]
    page.table(["", *labels], rows, right=range(1, len(labels) + 1))
    page.text(
        "#: place by this criterion. Regret: how far the best variant of the same world is ahead. "
        f"Hurwicz: {optimism:g} of the best world and {1 - optimism:g} of the worst. "
        "Signal to noise: mean over spread (times spread where less is better). A dash: it needs "
        "a finite mean above 0.",
        2,
        QUIET,
    )


def _print_satisficing(page: Page, asked: Asked, answer: Answer) -> None:
    table = only(answer.tables["satisficing"], _whole(asked))
    page.blank()
    page.heading("Share of worlds that meet the thresholds", "%, with 95 % intervals")
    outcomes = list(dict.fromkeys(table["outcome"]))
    by = table.set_index(["variant", "outcome"])
    rows = [
        [
            variant,
            *(
                share_with_interval(*by.loc[(variant, outcome), ["share", "low", "high"]])
                for outcome in outcomes
            ),
        ]
        for variant in asked.results.variants
    ]
    labels = ["all at once" if o == JOINT else asked.evidence.outcomes[o].label for o in outcomes]
    page.table(["", *labels], rows, right=range(1, len(labels) + 1))
    for outcome, limits in asked.results.manifest["study"]["thresholds"].items():
        definition = asked.evidence.outcomes[outcome]
        page.text(f"{definition.label}: {threshold_words(limits, definition.unit)}.", 2, QUIET)


def threshold_words(limits: Mapping[str, float], unit: str) -> str:
    """Write the thresholds of an outcome in the unit of the tables.

    >>> threshold_words({"at_least": 0.18}, "share 0-1"), threshold_words({"at_most": 0.4}, "0-1")
    ('at least 18 (%)', 'at most 40 (/100)')
    """
    scale = Scale.of(unit)
    words = [f"{name.replace('_', ' ')} {v * scale.factor:.6g}" for name, v in limits.items()]
    # What differs by percentage points is itself in per cent.
    return f"{' and '.join(words)} ({'%' if scale.unit == 'pp' else scale.unit})"


def _print_vulnerability(page: Page, asked: Asked, answer: Answer) -> None:
    first, base = asked.judged[0], asked.results.externals[0]
    table = answer.tables["vulnerability"]
    chosen = table[table["outcome"] == first.outcome]
    heading(page, asked, first, "what each external scenario changes")
    factor = asked.scale(first).factor
    externals = asked.results.externals[1:]
    cells = in_cells(chosen["change_median"] * factor, "+")
    told = {
        (row["variant"], row["external"]): f"{cell} {per_cent(row['share_worse'])}"
        for cell, row in zip(cells, chosen.to_dict("records"), strict=True)
    }
    variants, titles = asked.results.variants, asked.results.manifest["externals"]
    if len(externals) > len(variants):  # what there is more of goes down the page
        rows = [[titles[e], *(told[v, e] for v in variants)] for e in externals]
        page.table(["", *variants], rows, right=range(1, len(variants) + 1))
    else:
        rows = [[v, *(told[v, e] for e in externals)] for v in variants]
        page.table(["", *(titles[e] for e in externals)], rows, right=range(1, len(externals) + 1))
    page.text(
        f"Change from {base} within the same world, median; behind it the share of worlds, in %, "
        "in which it is for the worse.",
        2,
        QUIET,
    )
