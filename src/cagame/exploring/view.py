"""The few numbers that a page shows, from the results of a run; nothing here is simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING, Any

from cagame.exploring.drivers import Resting, resting
from cagame.model import shared_evidence, with_actors_of
from cagame.plots import Measure
from cagame.plots.captions import SCALE
from cagame.report.words import number
from cagame.results import HISTORY, Results
from cagame.results.honesty import HEADLINES, effectiveness
from cagame.results.paired import QUANTILES, quantile_rows
from cagame.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cagame.evidence import Evidence, OutcomeDefinition

#: How scales from 0 to 1 are shown.
OF_100 = "of 100"
#: More decimals than this are noise.
MOST_DECIMALS = 4
#: Outcomes of actors that the study brings along beside the headlines: those of one partner.
MOST_OWN = 5
#: Quantities by patron and state that the page shows.
DYADS = ("influence_share", "trade_share", "openness")


@dataclass(frozen=True)
class Band:
    """Median and range over worlds, in the outcome's unit.

    Attributes
    ----------
    low, q25, median, q75, high : 5, 25, 50, 75 and 95 % of worlds lie below; the tables of actors
        hold no quarters
    """

    low: float
    median: float
    high: float
    q25: float = nan
    q75: float = nan


@dataclass(frozen=True)
class Effect:
    """Difference of a variant from the reference within the same world, in the last year.

    Attributes
    ----------
    better : share of worlds in which it is better; not a number where neither way is
    by_construction : whether the strategy's own definition sets what the outcome measures
    """

    outcome: str
    variant: str
    level: Band
    difference: Band
    better: float
    by_construction: bool


@dataclass(frozen=True)
class View:
    """What a page shows of one run, about one outcome.

    Attributes
    ----------
    titles : of the variants by name; the first is the reference
    differences : by variant, then by year; without the reference
    levels : by variant, then by year; ``history`` before the decision
    effects : in the last year, of the shown outcome and the headlines
    dyads : by variant, then by quantity, then (patron, state); in the last year
    outcomes : what they are, by name: the shown one and the headlines
    names : of patrons and states by label
    resting : what the outcome rests on, by variant: its difference from the reference, or the
        level of the only variant
    effectiveness : lowest and highest effectiveness of EU policy in these worlds
    """

    title: str
    titles: dict[str, str]
    external: str
    worlds: int
    seed: int
    year: int
    outcome: OutcomeDefinition
    differences: dict[str, dict[int, Band]]
    levels: dict[str, dict[int, Band]]
    effects: tuple[Effect, ...]
    dyads: dict[str, dict[str, dict[tuple[str, str], Band]]]
    outcomes: dict[str, OutcomeDefinition]
    names: dict[str, str]
    resting: dict[str, Resting]
    effectiveness: tuple[float, float]

    @property
    def reference(self) -> str:
        """Name of the variant that the others are compared with."""
        return next(iter(self.titles))

    @property
    def others(self) -> tuple[str, ...]:
        """Names of the other variants."""
        return tuple(name for name in self.titles if name != self.reference)

    @property
    def shares(self) -> dict[tuple[str, str], Band]:
        """Shares of influence under the reference, by patron and state, in the last year."""
        return self.dyads[self.reference]["influence_share"]

    @property
    def measure(self) -> Measure:
        """How numbers of the outcome are shown."""
        return measure_of(self.outcome)

    @property
    def count(self) -> str:
        """Number of worlds in words."""
        return f"{self.worlds:,} world{'' if self.worlds == 1 else 's'}"

    def effect(self, variant: str, outcome: str | None = None) -> Effect:
        """Return the effect of a variant on an outcome, by default the shown one."""
        name = outcome or self.outcome.name
        return next(e for e in self.effects if (e.variant, e.outcome) == (variant, name))


def measure_of(outcome: OutcomeDefinition) -> Measure:
    """Return how to show an outcome; scales from 0 to 1 are shown out of 100.

    >>> from cagame.model import shared_evidence
    >>> measure_of(shared_evidence().outcomes["governance"]).axis_label
    'Governance, of 100'
    """
    measure = Measure.of(outcome)
    if measure.unit != SCALE:
        return measure
    return replace(measure, unit=OF_100, difference_unit=OF_100, factor=100.0)


def written(measure: Measure, values: Sequence[float], *, sign: bool = False) -> list[str]:
    """Write numbers of one outcome, all with the decimals that the first of them needs.

    >>> from cagame.model import shared_evidence
    >>> written(measure_of(shared_evidence().outcomes["eu_influence"]), [0.0048, 0.0123])
    ['0.48', '1.23']
    """
    decimals = min(measure.decimals(values[:1]), MOST_DECIMALS)
    return [number(value * measure.factor, decimals, sign=sign) for value in values]


def view_of(folder: Path, outcome: str) -> View:
    """Return what a page shows of a run.

    Raises
    ------
    ResultsError
        Where the folder holds no results, or no such outcome.
    """
    results = Results(folder)
    _ = results.values(outcome)  # raises where there is none
    study = Scenario.from_mapping(results.manifest["study"], shared_evidence())
    evidence = with_actors_of(study)
    definition = evidence.outcomes[outcome]
    external = results.externals[0]
    table = results.differences(definition)
    bands = results.bands(outcome)
    own = [name for name in evidence.outcomes if name not in shared_evidence().outcomes]
    shown = dict.fromkeys((outcome, *own[:MOST_OWN], *HEADLINES))
    names = [name for name in shown if name in results.outcome_names]
    return View(
        title=results.manifest["title"],
        titles=dict(results.manifest["variants"]),
        external=results.manifest["externals"][external],
        worlds=results.worlds,
        seed=results.manifest["seed"],
        year=results.years[-1],
        outcome=definition,
        differences={v: _years(table, v) for v in results.variants if v != results.reference},
        levels={v: _years(bands, v) for v in (HISTORY, *results.variants)},
        effects=tuple(effect for name in names for effect in _effects(results, evidence, name)),
        dyads=_dyads(results),
        outcomes={name: evidence.outcomes[name] for name in names},
        names={actor.label: actor.name for actor in evidence.axes.actors},
        resting=_resting(results, study, outcome),
        effectiveness=effectiveness(results, evidence),
    )


def _years(table: Any, variant: str) -> dict[int, Band]:  # noqa: ANN401 (a data frame)
    rows = table[table["variant"] == variant].to_dict("records")
    return {int(row["year"]): _band(row) for row in rows}


def _band(row: Any) -> Band:  # noqa: ANN401 (a row of a data frame)
    return Band(**{str(name): float(row[name]) for name in QUANTILES if name in row})


def _effects(results: Results, evidence: Evidence, outcome: str) -> list[Effect]:
    definition, year = evidence.outcomes[outcome], results.years[-1]
    table = results.differences(definition, [year]).to_dict("records")
    index = (results.variants, results.externals, (year,))
    levels = quantile_rows(results.values(outcome, [year]), index).to_dict("records")
    return [
        Effect(
            outcome=outcome,
            variant=row["variant"],
            level=_band(level),
            difference=_band(row),
            better=float(row["share_better"]),
            by_construction=bool(row["by_construction"]),
        )
        for row, level in zip(table, levels, strict=True)
    ]


def _dyads(results: Results) -> dict[str, dict[str, dict[tuple[str, str], Band]]]:
    table = results.actors
    last = table[(table["year"] == results.years[-1]) & table["quantity"].isin(DYADS)]
    found: dict[str, dict[str, dict[tuple[str, str], Band]]] = {
        variant: {name: {} for name in DYADS} for variant in results.variants
    }
    for row in last.to_dict("records"):
        found[row["variant"]][row["quantity"]][row["patron"], row["state"]] = _band(row)
    return found


def _resting(results: Results, study: Scenario, outcome: str) -> dict[str, Resting]:
    year = [results.years[-1]]
    if len(results.variants) == 1:
        return resting(study, {results.reference: results.values(outcome, year)[0, 0, 0]})
    differences = results.within_worlds(outcome, year)[:, 0, 0]
    found = dict(zip(results.variants, differences, strict=True))
    del found[results.reference]
    return resting(study, found)
