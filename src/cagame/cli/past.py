"""The commands that hold the simulated past against documents and statistics."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from cagame.backcast import backcast as simulate_past
from cagame.backcast import score as score_forecasts
from cagame.backcast import write_scores
from cagame.cli.comparison import near
from cagame.cli.page import Page, count
from cagame.folders import results_folder
from cagame.plots.tables import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.backcast import Scores

HONEST = (
    "Inputs of 2007 or dated events bring most facts about: they verify the tables and do not "
    "show how effective policy is."
)


def backcast(out: Path, worlds: int, seed: int, *, identification: bool) -> None:
    """Simulate the past, write it, and print how firmly each fact holds."""
    folder = simulate_past(out, worlds, seed, identification=identification)
    facts = pd.read_csv(folder / "facts.csv")
    page = Page()
    page.heading("What history shows", count(worlds, "world"))
    columns = ["fact", "kind", "default", "worlds", "no effect"]
    shares = [facts["share_of_worlds"], facts["share_without_effect"]]
    if identification:
        table = pd.read_csv(folder / "identification.csv")
        wide = table.pivot_table(index="fact", columns="switch", values="share_of_worlds")
        others = list(dict.fromkeys(table["switch"]))[2:]
        columns += [name.replace("-", " ") for name in others]
        shares += [wide.loc[facts["fact"], name] for name in others]
    rows = [
        [str(row["fact"]), str(row["kind"]), "holds" if row["holds"] else "fails"]
        + [f"{share.iloc[i]:.0%}" for share in shares]
        for i, row in enumerate(rows_of(facts))
    ]
    page.table(columns, rows, right=range(3, len(columns)))
    page.blank()
    page.text(HONEST)
    page.line(f"Tables and plots: {near(folder)}")


def score(table: str, fit_to: int | None, out: Path, worlds: int, seed: int) -> None:
    """Score forecasts of later observations, write and print the scores."""
    results_folder(out)  # nobody should wait for scores that then cannot be written
    scores = score_forecasts(table, fit_to, worlds, seed)
    folder = write_scores(scores, out)
    page = Page()
    page.heading(f"Forecasts after {scores.fit_to}", count(worlds, "world"))
    columns = ("", "forecaster", "n", "error", "crps", "in 50 %", "in 90 %")
    page.table(columns, _rows(scores), right=range(2, 7), whole=(0, 1))
    page.blank()
    for verdict in scores.verdicts():
        page.text(verdict)
    page.text(
        "Each forecast starts from the observation of the last fitted year; influence is judged "
        "by relative change, because index and model have different scales."
    )
    if scores.left_out:
        said = count(scores.left_out, "observation")
        page.text(f"Left out: {said} without a value in {scores.fit_to} to start from.")
    page.line(f"Tables and plot: {near(folder)}")


def _rows(scores: Scores) -> list[list[str]]:
    whole = scores.table[scores.table["year"] == 0]
    repeated = whole["quantity"].duplicated()
    return [
        [
            "" if again else str(row["quantity"]),
            str(row["forecaster"]),
            str(row["observations"]),
            f"{row['mean_absolute_error']:.4f}",
            f"{row['crps']:.4f}",
            _share(row["coverage_50"]),
            _share(row["coverage_90"]),
        ]
        for again, row in zip(repeated, rows_of(whole), strict=True)
    ]


def _share(share: float) -> str:
    return "" if isnan(share) else f"{share:.0%}"
