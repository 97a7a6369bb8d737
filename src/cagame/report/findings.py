"""What the report is made from: the summary table, the outcome that is ranked, and its twin.

Nothing is simulated here, and one outcome of all worlds is in memory at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from cagame.analysis.by_number import edges_of, ranking_by
from cagame.analysis.compare import ranks, winners
from cagame.analysis.judged import Judged, judge
from cagame.analysis.lead import lead
from cagame.errors import InputError, ResultsError
from cagame.plots import Measure, Titles
from cagame.report.words import quoted
from cagame.results.honesty import EFFECTIVENESS, effectiveness, headlines, other_aggregate
from cagame.study.ensemble import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from cagame.analysis.lead import Lead
    from cagame.evidence import Evidence, OutcomeDefinition
    from cagame.results import Results

#: Longer tables are no longer read; the summary table has every row.
MOST_ROWS = 40


@dataclass(frozen=True)
class Findings:
    """A study, as the report tells it.

    Attributes
    ----------
    lead : the outcome that the answer is about: the first headline that ranks the variants, or
        the first one where none does
    judged : that outcome in every world; None where it ranks nothing
    refused : why it ranks nothing; empty where it ranks
    twin : the same outcome under the other regional aggregate, where the results have it
    """

    results: Results
    evidence: Evidence
    lead: OutcomeDefinition
    judged: Judged | None
    refused: str
    twin: Judged | None

    @classmethod
    def of(cls, results: Results, evidence: Evidence) -> Findings:
        """Choose what the answer is about."""
        names = headlines(results, evidence)
        refused = ""
        for name in names:
            definition = evidence.outcomes[name]
            if definition.better == "none":
                continue
            try:
                judged = judge(results, definition)
            except InputError as error:
                refused = refused or error.what.replace(name, definition.label)
                continue
            return cls(results, evidence, definition, judged, "", _twin(results, evidence, name))
        refused = refused or "no outcome that this study reports has a better direction"
        return cls(results, evidence, evidence.outcomes[names[0]], None, refused, None)

    @property
    def external(self) -> str:
        """The external scenario that the answer starts from: the first."""
        return self.results.externals[0]

    @property
    def year(self) -> int:
        """The year that all numbers are about: the last."""
        return self.results.years[-1]

    @property
    def reference(self) -> str:
        """The variant that the others are compared with."""
        return self.results.reference

    @cached_property
    def titles(self) -> Titles:
        """What variants and external scenarios are called."""
        manifest = self.results.manifest
        return Titles(manifest["variants"], self.reference, manifest["externals"])

    def called(self, variant: str) -> str:
        """Return the title of a variant in quotation marks."""
        return quoted(self.titles.variant(variant))

    def under(self, external: str) -> str:
        """Return the title of an external scenario in quotation marks."""
        return quoted(self.titles.external(external))

    @cached_property
    def headlines(self) -> tuple[OutcomeDefinition, ...]:
        """The outcomes that tables show."""
        names = headlines(self.results, self.evidence)
        return tuple(self.evidence.outcomes[name] for name in names)

    @cached_property
    def measure(self) -> Measure:
        """How numbers of the lead outcome are shown."""
        return Measure.of(self.lead)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        # By place and not by name: a variant may be called what a CSV file takes for no value.
        keys = [
            (variant, external, outcome)
            for outcome in self.results.outcome_names
            for variant in self.results.variants
            for external in self.results.externals
        ]
        rows = self.results.summary().to_dict("records")
        if len(rows) != len(keys):
            message = "summary.csv does not have the rows that the manifest calls for"
            raise ResultsError(message, path=self.results.folder, remedy="Run the study again.")
        return {
            key: {str(name): value for name, value in row.items()}
            for key, row in zip(keys, rows, strict=True)
        }

    def row(self, variant: str, external: str, outcome: str) -> dict[str, Any]:
        """Return a row of the summary table: level and difference from the reference."""
        return self._rows[variant, external, outcome]

    def order(self, external: str) -> list[str]:
        """Return the variants by their median lead over the reference within a world, best first.

        In the outcome that leads the report.
        """
        if self.judged is None:
            return list(self.results.variants)
        gains = self.judged.gains(self.reference)[:, self.results.externals.index(external)]
        return [self.results.variants[v] for v in np.argsort(-gains, kind="stable")]

    @property
    def leader(self) -> str:
        """The variant that comes first in the lead outcome under the first external scenario."""
        return self.order(self.external)[0]

    @cached_property
    def winners(self) -> pd.DataFrame:
        """Who wins each headline outcome, and whether by construction; perhaps nobody."""
        return winners(self._all_judged(), self.results.by_construction)

    @cached_property
    def leads(self) -> dict[str, Lead]:
        """By how many worlds the first is ahead of the second under the first external scenario.

        By outcome, as in `winners`.
        """
        return {each.outcome: lead(each, self.external) for each in self._all_judged()}

    def _all_judged(self) -> Iterator[Judged]:
        for definition in self.headlines:
            try:
                yield judge(self.results, definition)
            except InputError:
                continue  # no better direction, or the same everywhere: nobody wins it

    def places(self, judged: Judged) -> dict[str, dict[str, float]]:
        """Return places by variant under the first external scenario, as `ranks` gives them."""
        table = ranks(judged)
        rows = table[table["external"] == self.external].drop(columns="external")
        return {
            str(variant): {str(name): float(value) for name, value in row.items()}
            for variant, row in rows.set_index("variant").to_dict("index").items()
        }

    @property
    def range_of_effectiveness(self) -> tuple[float, float]:
        """Lowest and highest effectiveness of EU policy in these worlds."""
        return effectiveness(self.results, self.evidence)

    @cached_property
    def by_effectiveness(self) -> pd.DataFrame | str:
        """The ranking in bins of effectiveness under the first external scenario, or why not.

        Columns as `ranking_by` gives them; bins that hold no world are left out.
        """
        low, high = self.range_of_effectiveness
        if self.judged is None:
            return "Nothing is ranked."
        if low == high:
            return f"This study holds the effectiveness of EU policy at {low:g}."
        key = f"{EFFECTIVENESS}[{self.evidence.axes.patrons[self.evidence.axes.union]}]"
        try:
            drawn = parameters_of(self.results, [key])[key].to_numpy()
            table = ranking_by(self.judged, drawn, edges_of(low, high), self.reference)
        except InputError as error:
            return str(error)
        return table[(table["external"] == self.external) & (table["worlds"] > 0)]


def _twin(results: Results, evidence: Evidence, name: str) -> Judged | None:
    """Return an outcome under the other regional aggregate, where the results have it."""
    other = other_aggregate(name)
    if other not in results.outcome_names:
        return None
    try:
        return judge(results, evidence.outcomes[other])
    except InputError:
        return None
