"""Results for other programs: the columns of the IAMC, which pyam and scenario databases read.

One row for each scenario, region, variable and unit; a column for each year (Huppmann et al.
2021). Quantiles over worlds are variables of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cagame import __version__
from cagame.results.paired import QUANTILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import OutcomeDefinition
    from cagame.results import Results
    from cagame.sweep import SweepResults

REGION = "Central Asia"
INDEX = ["Model", "Scenario", "Region", "Variable", "Unit"]
#: How quantiles are called in the last part of a variable.
LABELS = {
    name: "Median" if name == "median" else f"{100 * level:g}th Percentile"
    for name, level in QUANTILES.items()
}


def study_table(results: Results, definitions: Mapping[str, OutcomeDefinition]) -> pd.DataFrame:
    """Return a study in IAMC columns: every variant under every external scenario.

    History, which all share, is a scenario of its own.
    """
    rows = pd.concat([results.bands(name) for name in results.outcome_names], ignore_index=True)
    names = rows["variant"].where(
        rows["variant"] == rows["external"], rows["variant"] + " | " + rows["external"]
    )
    return _iamc(rows.assign(Scenario=names), definitions)


def sweep_table(
    results: SweepResults, definitions: Mapping[str, OutcomeDefinition]
) -> pd.DataFrame:
    """Return a sweep in IAMC columns; crossed levers and numbers are part of the scenario."""
    rows = results.summary()
    told = [c for c in rows.columns if c not in (*QUANTILES, "outcome", "year", "worlds")]
    parts = [
        rows[c].map(str) if c in ("variant", "external", "matrix") else c + "=" + rows[c].map(str)
        for c in told
    ]
    names = parts[0]
    for part in parts[1:]:
        names = names + " | " + part
    return _iamc(rows.assign(Scenario=names), definitions)


def _iamc(rows: pd.DataFrame, definitions: Mapping[str, OutcomeDefinition]) -> pd.DataFrame:
    """Turn rows of quantiles by scenario, outcome and year into one column for each year."""
    long = rows.melt(["Scenario", "outcome", "year"], list(QUANTILES), "quantile", "value")
    labels = {name: definition.label for name, definition in definitions.items()}
    units = {name: definition.unit for name, definition in definitions.items()}
    long = long.assign(
        Model=f"cagame {__version__}",
        Region=REGION,
        Variable=long["outcome"].map(labels) + "|" + long["quantile"].map(LABELS),
        Unit=long["outcome"].map(units),
    )
    table = long.pivot_table("value", INDEX, "year", sort=False, dropna=True)
    return table.rename_axis(columns=None).reset_index()
