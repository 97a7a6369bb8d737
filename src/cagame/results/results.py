"""What a study leaves behind: tables of worlds, read back as arrays, bands and differences.

A results folder holds ``manifest.json``, ``outcomes.parquet`` (a row per variant, external
scenario, world and year), ``actors.parquet`` (quantiles by patron and state), ``summary.csv``
and ``plots/``. Rows are in a fixed order, so a column is an array.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from cagame.errors import ResultsError
from cagame.results.paired import paired_difference, quantile_rows, quantiles, rank_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.figure import Figure

    from cagame.axes import Array
    from cagame.evidence import OutcomeDefinition

#: Label of the rows before the decision, which all variants share.
HISTORY = "history"

#: Columns of the summary table.
LEVEL_COLUMNS = ["variant", "external", "year", "outcome", "unit", "median", "low", "high"]
EFFECT_COLUMNS = [
    "difference_median",
    "difference_low",
    "difference_high",
    "share_better",
    "by_construction",
]


class Results:
    """The results of one study, read from its folder.

    Parameters
    ----------
    folder : where ``cagame run`` left them

    Raises
    ------
    ResultsError
        When the folder holds no complete results.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        try:
            text = (self.folder / "manifest.json").read_text(encoding="utf-8")
            self.manifest: dict[str, Any] = json.loads(text)
        except (OSError, ValueError) as error:
            message = f"{self.folder} holds no results of a finished run"
            raise ResultsError(
                message, remedy="Run the scenario again: `cagame run FILE`."
            ) from error
        if "variants" not in self.manifest:
            message = f"{self.folder} holds no results of a study"
            raise ResultsError(message, remedy="Its tables are plain CSV files.")
        self._latest: dict[str, Array] = {}

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the strategy variants, in the order of the scenario file."""
        return tuple(self.manifest["variants"])

    @property
    def externals(self) -> tuple[str, ...]:
        """Names of the external scenarios."""
        return tuple(self.manifest["externals"])

    @property
    def years(self) -> tuple[int, ...]:
        """Years from the decision to the end."""
        return tuple(self.manifest["years"])

    @property
    def history_years(self) -> tuple[int, ...]:
        """Years before the decision."""
        return tuple(self.manifest["history_years"])

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return int(self.manifest["worlds"])

    @property
    def reference(self) -> str:
        """Name of the variant that the others are compared with."""
        return str(self.manifest["reference"])

    @property
    def by_construction(self) -> dict[str, list[str]]:
        """Outcomes that each variant wins by its own definition, by variant."""
        given: dict[str, list[str]] = self.manifest["by_construction"]
        return given

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes in the tables."""
        return tuple(self.manifest["outcomes"])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The whole table: one row per variant, external scenario, world and year."""
        return pd.read_parquet(self.folder / "outcomes.parquet")

    @cached_property
    def actors(self) -> pd.DataFrame:
        """Quantiles by variant, external scenario, year, patron, state and quantity."""
        return pd.read_parquet(self.folder / "actors.parquet")

    def values(self, outcome: str, years: Sequence[int] | None = None) -> Array:
        """Return one outcome after the decision, (variant, external, year, world)."""
        column = self._column(outcome)[len(self.history_years) * self.worlds :]
        shape = (len(self.variants), len(self.externals), self.worlds, len(self.years))
        chosen = [self.years.index(year) for year in years or self.years]
        return np.moveaxis(column.reshape(shape)[..., chosen], 2, 3)

    def history(self, outcome: str) -> Array:
        """Return one outcome before the decision, (year, world)."""
        rows = len(self.history_years) * self.worlds
        return self._column(outcome)[:rows].reshape(self.worlds, -1).T

    def _column(self, outcome: str) -> Array:
        if outcome not in self.outcome_names:
            message = f"these results have no outcome '{outcome}'"
            raise ResultsError(message, remedy=f"They have: {', '.join(self.outcome_names)}.")
        if outcome not in self._latest:
            table = pq.read_table(self.folder / "outcomes.parquet", columns=[outcome])
            # One column at a time: reports go through the outcomes one after the other.
            self._latest = {outcome: np.asarray(table[outcome].to_numpy(), dtype=float)}
        return self._latest[outcome]

    def within_worlds(self, outcome: str, years: Sequence[int] | None = None) -> Array:
        """Return variant minus reference within each world, (variant, external, year, world)."""
        values = self.values(outcome, years)
        return paired_difference(values, values[[self.variants.index(self.reference)]])

    def bands(self, outcome: str) -> pd.DataFrame:
        """Return quantiles over worlds by variant, external scenario and year, with history."""
        past = self.history(outcome)[None, None]
        return pd.concat(
            [
                quantile_rows(past, ((HISTORY,), (HISTORY,), self.history_years)),
                quantile_rows(self.values(outcome), self._index(self.years)),
            ],
            ignore_index=True,
        ).assign(outcome=outcome)

    def differences(
        self, outcome: OutcomeDefinition, years: Sequence[int] | None = None
    ) -> pd.DataFrame:
        """Return quantiles of within-world differences, and how often they are better.

        ``share_better`` is not a number for the reference itself, and for outcomes of which
        neither more nor less is better.
        """
        chosen = tuple(years or self.years)
        differences = self.within_worlds(outcome.name, chosen)
        higher, lower = np.mean(differences > 0, axis=-1), np.mean(differences < 0, axis=-1)
        equal = 1 - higher - lower
        undecided = np.full_like(higher, np.nan)
        better = {"higher": higher, "lower": lower}.get(outcome.better, undecided).copy()
        better[self.variants.index(self.reference)] = np.nan
        table = quantile_rows(differences, self._index(chosen))
        given = [outcome.name in self.by_construction.get(v, ()) for v in table["variant"]]
        return table.assign(
            outcome=outcome.name,
            by_construction=given,
            share_better=better.ravel(),
            share_higher=higher.ravel(),
            share_equal=equal.ravel(),
        )

    def effects(
        self, outcomes: Iterable[OutcomeDefinition], year: int | None = None
    ) -> pd.DataFrame:
        """Return paired effects by variant, external scenario and outcome in one year.

        ``scale`` is the spread (5 to 95 %) of the outcome over worlds under the reference;
        ``by_construction`` marks what a strategy's own definition brings about.
        """
        chosen = self.years[-1] if year is None else year
        parts = []
        for outcome in outcomes:
            table = self.differences(outcome, [chosen]).drop(columns=["q25", "q75"])
            table = table.rename(columns={q: f"difference_{q}" for q in ("median", "low", "high")})
            parts.append(table.assign(scale=self._spread(outcome.name, chosen)))
        return pd.concat(parts, ignore_index=True)

    def _spread(self, outcome: str, year: int) -> float:
        reference = self.values(outcome, [year])[self.variants.index(self.reference)]
        finite = reference[np.isfinite(reference)]
        if finite.size == 0:
            return float("nan")
        low, high = quantiles(finite, ["low", "high"])
        return float(high - low)

    def points(self, outcomes: Iterable[OutcomeDefinition]) -> pd.DataFrame:
        """Return the medians in the last year: a row per variant and external, a column each."""
        index = ["variant", "external"]
        year = self.years[-1]
        columns = [
            quantile_rows(self.values(each.name, [year]), self._index((year,)))
            .set_index(index)["median"]
            .rename(each.name)
            for each in outcomes
        ]
        return pd.concat(columns, axis=1).reset_index()

    def ranks(self, outcome: OutcomeDefinition) -> pd.DataFrame:
        """Return how often each variant comes first, second, ... in the last year."""
        values = self.values(outcome.name, [self.years[-1]])[:, :, 0]
        places = rank_probabilities(-values if outcome.better == "lower" else values)
        index = pd.MultiIndex.from_product(
            [self.variants, self.externals, range(1, len(self.variants) + 1)],
            names=["variant", "external", "rank"],
        )
        table = pd.DataFrame({"probability": places.ravel()}, index=index)
        return table.reset_index().assign(outcome=outcome.name)

    def summarise(self, outcomes: Iterable[OutcomeDefinition]) -> pd.DataFrame:
        """Return the summary table: outcomes and paired differences in the last year."""
        year = self.years[-1]
        parts = []
        for outcome in outcomes:
            level = quantile_rows(self.values(outcome.name, [year]), self._index((year,)))
            level = level.assign(outcome=outcome.name, unit=outcome.unit)
            effects = self.effects([outcome], year)
            parts.append(level[LEVEL_COLUMNS].join(effects[EFFECT_COLUMNS]))
        return pd.concat(parts, ignore_index=True)

    def _index(self, years: tuple[int, ...]) -> tuple[tuple[Any, ...], ...]:
        return self.variants, self.externals, years

    def summary(self) -> pd.DataFrame:
        """Return the summary table that the run wrote."""
        return pd.read_csv(self.folder / "summary.csv")

    def plot(self, name: str = "eu_influence") -> Figure:
        """Draw one figure: an outcome's fan, or a name such as ``differences-eu_influence``."""
        from cagame.figures import plot  # noqa: PLC0415 (only who draws needs matplotlib)

        return plot(self, name)

    def __repr__(self) -> str:
        """Say what was compared."""
        return (
            f"<Results {self.manifest['title']!r}: {len(self.variants)} variants x "
            f"{len(self.externals)} external scenarios x {self.worlds} worlds>"
        )


def load(folder: str | Path) -> Results:
    """Load the results that a run left in a folder. Raises `ResultsError` where there are none."""
    return Results(folder)
