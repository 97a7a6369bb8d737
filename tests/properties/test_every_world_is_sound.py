"""Ten thousand worlds over the full ranges, under strategies that pull every lever."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import qmc

from cagame.axes import share
from cagame.dynamics.council import RULES
from cagame.region.policies import GOALS, PowerPolicy, StatePolicy, UnionPolicy

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.policies import Policy
    from cagame.simulation import Simulation

#: Worlds, in blocks that fit a core's cache; each block meets other strategies.
BLOCK, BLOCKS = 1000, 10
#: What is 0 to 1, at least 0, and what sums to 1 over its first axis.
SHARES_OF_ONE = (
    "bandwidth", "openness", "trade_share", "influence", "influence_share", "influence_history",
    "alignment", "governance", "regional_tie", "resilience", "student_share", "labour_share",
    "negotiated", "treaty", "decision",
)  # fmt: skip
AT_LEAST_0 = ("tie", "access", "ratifying")
SUM_TO_1 = ("trade_share", "influence_share", "alignment", "student_share", "labour_share")
#: Rounding of a sum of a few terms.
ROUNDING = 1e-12


class Levers:
    """Strategies drawn over the full range of every lever, one for each world."""

    def __init__(self, axes, count: int, seed: int) -> None:
        self.axes, self.count = axes, count
        engine = qmc.Sobol(1000, scramble=True, rng=np.random.default_rng(seed))
        self.columns = iter(engine.random_base2(10)[:count].T)

    def between(self, low: float, high: float, *shape: int) -> Array:
        size = int(np.prod(shape))
        unit = np.stack([next(self.columns) for _ in range(size)]).reshape(*shape, self.count)
        return low + (high - low) * unit

    def weights(self, *shape: int) -> Array:
        """Shares that may be nearly all or nearly nothing."""
        return share(self.between(0, 1, *shape) ** 4, len(shape) - 1)

    def union(self, rule: str) -> UnionPolicy:
        states, channels = len(self.axes.states), len(self.axes.channels)
        return UnionPolicy(
            channels=self.weights(states, channels),
            partners=self.weights(states),
            regional_share=self.between(0, 1),
            conditionality=self.between(0, 1),
            coordination=self.between(-1, 1),
            budget=self.between(0, 3),
            visa=self.between(0, 1, states),
            legal_labour=self.between(0, 1, states),
            council_rule=rule,
            discretion=self.between(0, 1),
        )

    def power(self) -> PowerPolicy:
        return PowerPolicy(
            channels=self.weights(len(self.axes.channels)),
            partners=self.weights(len(self.axes.states)),
            budget=self.between(0, 3),
            reactive_targeting=self.between(0, 12),
            budget_escalation=self.between(0, 1),
            conditionality=self.between(0, 1),
        )

    def state(self) -> StatePolicy:
        return StatePolicy(
            stance=self.between(-2, 2, len(self.axes.patrons)),
            opening=self.between(0, 1),
            weights={goal: self.between(0, 2) for goal in GOALS},
        )

    def everyone(self, rule: str) -> dict[str, Policy]:
        return {
            "EU": self.union(rule),
            **{label: self.power() for label in ("RU", "CN", "OT")},
            **{label: self.state() for label in self.axes.states},
        }


@pytest.fixture(scope="module")
def census(bench):
    """What went wrong in any world and year, by kind; empty where nothing did."""
    wrong = defaultdict(set)
    library = [
        {"EU": "team-europe", "RU": "spoiler", "CN": "surge", "UZ": "reform-opening"},
        {"EU": "values-first", "RU": "integration", "CN": "retrenchment", "TM": "closed"},
        {"EU": "mobility-first", "KZ": "balancer", "KG": "russia-leaning", "TJ": "china-leaning"},
        {"EU": "fragmented", "RU": "strained", "CN": "security-plus", "KG": "eu-leaning"},
    ]
    rules = list(RULES)
    for block in range(BLOCKS):
        worlds = bench.worlds(BLOCK, seed=0, first=block * BLOCK)
        if block == BLOCKS - 1:
            worlds = _at_the_corners(bench, worlds)
        chosen = (
            library[block]
            if block < len(library)
            else Levers(bench.evidence.axes, BLOCK, block).everyone(rules[block % len(rules)])
        )
        bench.run(worlds, chosen, "compound", watch=lambda m: _inspect(m, wrong))
    return wrong


def _at_the_corners(bench, worlds):
    """Set every uncertain number to the low or the high end of its range, at random."""
    rng = np.random.default_rng(0)
    rows = {
        number.key: np.where(rng.random(worlds.count) < 0.5, number.low, number.high)
        for number in bench.evidence.numbers.values()
        if number.is_uncertain
    }
    return bench.varied(worlds, rows)


def _inspect(model: Simulation, wrong: dict[str, set]) -> None:
    state, moves, year = model.state, model.moves, model.year
    for name, array in vars(state).items():
        if not np.isfinite(array).all():
            wrong["not finite"].add((name, year))
        highest = 1 + ROUNDING if name in SHARES_OF_ONE else np.inf
        lowest = 0 if name in SHARES_OF_ONE + AT_LEAST_0 else -np.inf
        if not ((array >= lowest) & (array <= highest)).all():
            wrong["out of range"].add((name, year))
        if name in SUM_TO_1 and np.abs(array.sum(axis=0) - 1).max() > ROUNDING:
            wrong["does not sum to 1"].add((name, year))
    for name, array in (vars(moves) | model.outcomes).items():
        if not np.isfinite(array).all():
            wrong["not finite"].add((name, year))
    growth = model.parameters.growth_bound
    if (np.abs(state.output) > growth * (year - 2007) + ROUNDING).any():
        wrong["growth"].add(year)
    _audit(model, wrong)


def _audit(model: Simulation, wrong: dict[str, set]) -> None:
    moves, year = model.moves, model.year
    institutions = moves.payments[0].sum(axis=(0, 1)) + moves.overhead
    budget = moves.budget[model.axes.union]
    if (np.abs(institutions - budget) > ROUNDING * np.maximum(budget, 1)).any():
        wrong["budget"].add(year)
    members = moves.payments[1:].sum(axis=(0, 1, 2))
    planned = model.parameters.budget[model.axes.union] * model.parameters.member_money_ratio
    if np.abs(members - planned).max() > ROUNDING * planned.max():
        wrong["members"].add(year)
    efforts = moves.effort[1:].sum(axis=(1, 2))
    if (np.abs(efforts - moves.budget[1:]) > ROUNDING * np.maximum(moves.budget[1:], 1)).any():
        wrong["powers"].add(year)


def test_nothing_is_infinite_or_undefined(census):
    assert not census["not finite"]


def test_all_state_stays_in_its_range(census):
    assert not census["out of range"]


def test_trade_influence_alignment_and_destination_shares_sum_to_1(census):
    assert not census["does not sum to 1"]


def test_institutional_spending_and_overhead_equal_the_budget(census):
    assert not census["budget"]


def test_members_spend_what_they_have(census):
    assert not census["members"]


def test_powers_spend_what_they_have(census):
    assert not census["powers"]


def test_output_never_grows_faster_than_its_bound(census):
    assert not census["growth"]


def test_every_lever_over_its_range_in_every_council_rule(census):
    assert len(RULES) <= BLOCKS - 4 - 1
    assert not any(census.values())
