"""What an outcome rests on: the numbers that move it, their grades, and the documents behind them.

Which numbers matter is read off the worlds of the run itself: the rank correlation over worlds
between each drawn number and the outcome. That is a first look; a few hundred worlds show only
strong links. `cagame analyse sensitivity` and `provenance` ask the model again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, rankdata

from cagame.attribution.grouped import drawn_rows
from cagame.evidence.provenance import ASSUMPTION, sources_of
from cagame.evidence.records import GRADES, Number
from cagame.model import tables_of
from cagame.study.ensemble import drawn, numbers_of

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.evidence import Event, Evidence
    from cagame.scenario import Scenario

#: Of the lists of numbers that have nothing to do with the outcome, this share would show one.
BY_CHANCE = 0.05
#: A longer list is not read.
MOST_SHOWN = 8


@dataclass(frozen=True)
class Driver:
    """A number that goes together with the outcome over worlds.

    Attributes
    ----------
    correlation : rank correlation, -1 to 1
    sources : keys of the documents and statistics it rests on; none for an assumption
    """

    key: str
    unit: str
    grade: str
    correlation: float
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Resting:
    """What an outcome rests on.

    Attributes
    ----------
    by_grade : how many numbers and events worlds draw, by grade, in the order of grades
    by_source : how many of them rest on each document or statistic
    drivers : the numbers that move the outcome, the strongest first
    bound : correlations closer to 0 than this are not told from chance
    fixed : numbers that are held fixed, with their values
    """

    by_grade: dict[str, int]
    by_source: dict[str, int]
    drivers: tuple[Driver, ...]
    bound: float
    fixed: dict[str, float]

    @property
    def numbers(self) -> int:
        """How many numbers and events worlds draw."""
        return sum(self.by_grade.values())


def resting(study: Scenario, outcomes: dict[str, Array]) -> dict[str, Resting]:
    """Return what several outcomes, or differences between variants, rest on, by name.

    Parameters
    ----------
    outcomes : each (world), in any unit
    """
    evidence = tables_of(study)
    rows = dict(drawn_rows(study, evidence))
    numbers = {key: row for key, row in rows.items() if isinstance(row, Number)}
    worlds = drawn(study, evidence, 0, study.worlds)
    values = numbers_of(worlds, evidence, list(numbers))
    ranks = {key: _centred(np.broadcast_to(value, study.worlds)) for key, value in values.items()}
    grades = [row.grade for row in rows.values()]
    behind = {key: carried_by(evidence, row) for key, row in rows.items()}
    named = [name for names in behind.values() for name in names]
    bound = chance_bound(len(values), study.worlds)

    def driver(key: str, correlation: float) -> Driver:
        number = numbers[key]
        return Driver(key, number.unit, number.grade, correlation, behind[key])

    def rests(outcome: Array) -> Resting:
        found = correlations(ranks, outcome)
        strong = sorted(found.items(), key=lambda each: -abs(each[1]))[:MOST_SHOWN]
        return Resting(
            by_grade={grade: grades.count(grade) for grade in GRADES if grade in grades},
            by_source={name: named.count(name) for name in evidence.sources if name in named},
            drivers=tuple(driver(key, each) for key, each in strong if abs(each) > bound),
            bound=bound,
            fixed=dict(study.parameters.overrides),
        )

    return {name: rests(outcome) for name, outcome in outcomes.items()}


def carried_by(evidence: Evidence, row: Number | Event) -> tuple[str, ...]:
    """Return the documents and statistics that carry a number; none where it is assumed."""
    return () if row.grade == ASSUMPTION else sources_of(evidence, row)


def correlations(ranks: dict[str, Array], outcome: Array) -> dict[str, float]:
    """Return the rank correlation of each number with an outcome, over worlds (Spearman 1904).

    What is the same in all worlds, or not a number in some, has none.

    Parameters
    ----------
    ranks : of each number, less their mean, (world)
    outcome : (world)

    >>> two = {"a": np.array([-1.0, 0.0, 1.0]), "b": np.zeros(3)}
    >>> correlations(two, np.array([0.1, 0.2, 0.9]))
    {'a': 1.0}
    """
    if np.isnan(outcome).any():
        return {}
    own = _centred(outcome)
    found = {}
    for key, other in ranks.items():
        size = float(np.sqrt(own @ own) * np.sqrt(other @ other))
        if size > 0:
            found[key] = round(float(own @ other) / size, 6)
    return found


def chance_bound(numbers: int, worlds: int) -> float:
    """Return the correlation that the largest of so many unrelated numbers rarely passes.

    Bonferroni's bound on the normal approximation, for one list of twenty.

    >>> round(chance_bound(566, 200), 2)
    0.28
    """
    if worlds < 2 or numbers == 0:  # noqa: PLR2004 (a correlation takes two worlds)
        return 1.0
    return min(1.0, float(norm.isf(BY_CHANCE / (2 * numbers))) / float(np.sqrt(worlds - 1)))


def _centred(values: Array) -> Array:
    ranks: Array = rankdata(values)
    centred: Array = ranks - ranks.mean()
    return centred
