"""Which numbers a conclusion hangs on, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cagame.cli.analyse.asked import heading, print_end, print_question
from cagame.cli.cells import in_cells
from cagame.cli.page import QUIET, Page, count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from cagame.cli.analyse.asked import Asked

#: Rows that are printed; the files hold all.
SHOWN_NUMBERS, SHOWN_PAIRS = 12, 8


def print_sensitivity(
    asked: Asked,
    tables: Mapping[str, pd.DataFrame],
    variant: str,
    written: Sequence[Path],
    folder: Path,
) -> None:
    """Print what was screened, the shares, and how they settle."""
    page, reference = Page(), asked.results.reference
    print_question(page, asked)
    about = f"level under {variant}" if variant == reference else f"{variant} less {reference}"
    if "screening" in tables:
        _screening(page, asked, tables["screening"], about)
    _indices(page, asked, tables, about)
    if "pairs" in tables:
        _pairs(page, tables["pairs"])
    print_end(page, asked, written, folder)


def _screening(page: Page, asked: Asked, table: pd.DataFrame, about: str) -> None:
    heading(page, asked, asked.judged[0], f"{about}, numbers screened", asked.external)
    shown, factor = table.head(SHOWN_NUMBERS), asked.scale(asked.judged[0]).factor
    columns = [in_cells(shown[name] * factor) for name in ("strength", "spread")]
    low, high = (in_cells(shown[f"strength_{end}"] * factor) for end in ("low", "high"))
    mean = in_cells(shown["mean"] * factor, "+")
    spans = [f"{one} to {other}" for one, other in zip(low, high, strict=True)]
    rows = zip(shown["factor"], columns[0], spans, mean, columns[1], strict=True)
    page.table(["", "strength", "90 % interval", "mean", "spread"], list(rows), right=range(1, 5))
    page.text(
        f"The strongest of {count(len(table), 'number')}. Strength: mean absolute change as the "
        "number runs through its whole range. Mean: with its sign. Spread: how much the change "
        "differs from world to world; where it is as large as the strength, the number acts "
        "through others, or not evenly.",
        2,
        QUIET,
    )


def _indices(page: Page, asked: Asked, tables: Mapping[str, pd.DataFrame], about: str) -> None:
    heading(page, asked, asked.judged[0], f"{about}, shares of variance", asked.external)
    table, steps = tables["indices"], tables["convergence"]
    totals = {w: part.set_index("factor")["total"] for w, part in steps.groupby("worlds")}
    rows = [
        (
            row["factor"],
            *(_with_interval(row, name) for name in ("first", "total")),
            *(f"{100 * by[row['factor']]:.0f}" for by in totals.values()),
        )
        for row in table.sort_values("total", ascending=False, kind="stable").to_dict("records")
    ]
    names = [f"{worlds:,}" for worlds in sorted(set(steps["worlds"]))]
    page.table(
        ["%", "alone", "total", *names],
        rows,
        right=range(1, len(names) + 3),
        whole=range(len(names) + 3),
    )
    together = 100 * (1 - table["first"].sum())
    page.text(
        "Alone: the share of the variance that goes if this becomes known. Total: the share that "
        "stays if all else does. In brackets: 90 % intervals of the bootstrap; an estimate can lie "
        f"just outside 0 to 100. Together beyond what each does alone: {together:.0f}. On the "
        "right: the total from the first so many worlds; it has settled where it no longer moves.",
        2,
        QUIET,
    )


def _pairs(page: Page, table: pd.DataFrame) -> None:
    page.blank()
    page.heading("What pairs do together, beyond what each does alone", "share of variance, %")
    rows = [
        (f"{row['factor']} x {row['other']}", _interval(row["share"], row["low"], row["high"]))
        for row in table.head(SHOWN_PAIRS).to_dict("records")
    ]
    page.table(["", "share"], rows, right=(1,), whole=(0, 1))


def _with_interval(row: Mapping[Any, Any], name: str) -> str:
    return _interval(row[name], row[f"{name}_low"], row[f"{name}_high"])


def _interval(share: float, low: float, high: float) -> str:
    """Write a share and its interval, in per cent.

    >>> _interval(0.5, 0.412, 0.588), _interval(0.001, -0.02, 0.022)
    ('50 (41 to 59)', '0 (-2 to 2)')
    """
    return f"{100 * share:.0f} ({100 * low:.0f} to {100 * high:.0f})".replace("-0 ", "0 ")
