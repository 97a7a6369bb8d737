"""What conclusions rest on, in the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cagame.analysis.conclusions import LEVEL, in_per_cent, span
from cagame.analysis.left_out import ALL
from cagame.attribution.grouped import CHANCE
from cagame.cli.analyse.asked import heading, print_end, print_question
from cagame.cli.analyse.provenance_tables import ORDER, documents_called
from cagame.cli.cells import in_cells, per_cent
from cagame.cli.page import QUIET, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from cagame.cli.analyse.asked import Asked

#: How the factors by grade are called at the head of a column.
HEADS = {CHANCE: "chance"}


def print_provenance(
    asked: Asked, tables: Mapping[str, pd.DataFrame], written: Sequence[Path], folder: Path
) -> None:
    """Print the first outcome under one external scenario; the files hold the rest."""
    page = Page()
    print_question(page, asked)
    _grades(page, asked, _own(tables["grades"], asked))
    _headlines(page, asked, tables["conclusions"])
    _sources(page, asked, _own(tables["sources"], asked))
    if "rankings" in tables:
        _rankings(page, asked, _own(tables["rankings"], asked))
        _left_out(page, asked, tables["left_out"])
    print_end(page, asked, written, folder)


def _own(table: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    return table[table["outcome"] == asked.judged[0].outcome]


def _grades(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    heading(page, asked, asked.judged[0], "what each conclusion rests on", asked.external)
    rows = []
    for (variant, conclusion), part in table.groupby(["variant", "conclusion"], sort=False):
        shares = part.set_index("factor").loc[list(ORDER)]
        rows.append(
            (_about(variant, conclusion), *(_share(row) for row in shares.to_dict("records")))
        )
    names = [HEADS.get(name, name) for name in ORDER]
    page.table(["variance, %", *names], rows, right=range(1, len(names) + 1))
    page.text(
        "The level of the reference; then each variant's difference from it within the same "
        "world. From the share of the variance that goes if this alone becomes known, to the share "
        "that stays if all else does. Together: what no grade does alone; with the first shares "
        "it sums to 100. A dash: worlds draw no number of this grade, so none of the spread comes "
        "from it.",
        2,
        QUIET,
    )


def _headlines(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    """Print how much of every headline rests on assumptions: level, and least and most of all."""
    page.blank()
    page.heading("Every headline: how much of it rests on assumptions")
    rows = []
    for judged in asked.judged:
        own = table[table["outcome"] == judged.outcome]
        parts = (own[own["conclusion"] == LEVEL], own[own["conclusion"] != LEVEL])
        cells = [in_per_cent(p["least"].min(), p["most"].max()) if len(p) else "-" for p in parts]
        rows.append((asked.definition(judged).label, *cells))
    page.table(["", "its level", "differences between variants"], rows, right=(1, 2))


def _sources(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    heading(page, asked, asked.judged[0], "which sources that spread comes from", asked.external)
    called = documents_called(asked.evidence)
    conclusions = list(dict.fromkeys(zip(table["variant"], table["conclusion"], strict=True)))
    keys = ("variant", "conclusion", "factor")
    by = {tuple(row[key] for key in keys): row for row in table.to_dict("records")}
    rows = []
    for factor, numbers in dict(zip(table["factor"], table["numbers"], strict=True)).items():
        name = str(factor)
        cells = [_share(by[(*each, name)]) for each in conclusions]
        rows.append((called.get(name, name), str(numbers or "-"), *cells))
    names = [_about(*each) for each in conclusions]
    page.table(["variance, %", "numbers", *names], rows, right=range(1, len(names) + 2))
    page.text(
        "A number that rests on several sources counts with each, so that columns can sum to more "
        "than 100. What a strategy or an external scenario says is what is asked, and counts with "
        "none.",
        2,
        QUIET,
    )


def _rankings(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    heading(page, asked, asked.judged[0], "the ranking without each document", asked.external)
    called = documents_called(asked.evidence)
    by = {str(n): part.set_index("variant") for n, part in table.groupby("left_out", sort=False)}
    order = by[ALL].sort_values("rank").index
    factor = asked.scale(asked.judged[0]).factor
    medians = in_cells(by[ALL].loc[order, "median"] * factor, "+")
    rows = []
    for variant, median in zip(order, medians, strict=True):
        ranks = [int(part.loc[variant, "rank"]) for part in by.values()]
        moved = [str(r) if r == ranks[0] else f"{r} ({ranks[0] - r:+d})" for r in ranks]
        rows.append((variant, median, *moved))
    names = ["all" if name == ALL else f"no {called[name]}" for name in by]
    page.table(["", "difference", *names], rows, right=range(1, len(names) + 2), whole=(0, 1))


def _left_out(page: Page, asked: Asked, table: pd.DataFrame) -> None:
    page.text(
        "Place by the median difference; in brackets how many places it moves up or down. Numbers "
        "that rest on nothing but the document are drawn from wide ranges; all else is the same, "
        "world by world. Places of variants that are close can change by chance.",
        2,
        QUIET,
    )
    page.blank()
    told = table.drop_duplicates("outcome").set_index("outcome")["told"]
    for judged in asked.judged:
        page.text(f"{asked.definition(judged).label}: {told[judged.outcome]}", 2)


def _about(variant: object, conclusion: object) -> str:
    return f"{variant} (level)" if conclusion == LEVEL else str(variant)


def _share(row: Mapping[Any, Any]) -> str:
    """Write the first and total share of a factor in per cent."""
    first, total = row["first"], row["total"]
    if math.isnan(total):  # what factors do together
        return per_cent(max(first, 0.0))
    if first == total == 0 and not row["numbers"]:
        return "-"
    low, high = span(first, total)
    least, most = f"{100 * low:.0f}", f"{100 * high:.0f}"
    return per_cent(high) if least == most else f"{least}-{most}"
