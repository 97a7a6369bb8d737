"""More money, better policy or closer coordination never costs the EU influence.

A change holds from the decision on, in worlds whose powers do not react and whose 2007 is the
same: the question is what more effort does, not how 2007 is read.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

STRATEGIES = ("joint-roadmap", "team-europe", "fragmented", "values-first", "mobility-first")
#: Influence shares are sums of hundreds of terms.
ROUNDING = 1e-12


def _influence(bench, worlds, start, policy, external="calm"):
    """EU influence in every year after the decision: mean and trade-weighted, (2, year, world)."""
    years = []

    def watch(model):
        years.append([model.outcomes["eu_influence"], model.outcomes["eu_influence_weighted"]])

    bench.run(worlds, {"EU": policy}, external, start=start, watch=watch)
    return np.swapaxes(years[1:], 0, 1)


@pytest.fixture(scope="module")
def steps(past):
    """How much more, in each world: from hardly anything to a great deal."""
    worlds, _ = past
    return np.random.default_rng(0).random(worlds.count) ** 2


def _raised(worlds, steps, what):
    parameters = worlds.parameters
    if what == "budget":
        return {"budget[EU]": parameters.budget[0] * (1 + 2 * steps)}
    if what == "effectiveness":
        return {
            "effectiveness[EU]": parameters.effectiveness[0]
            + (4 - parameters.effectiveness[0]) * steps
        }
    base = parameters.base_coordination
    return {"base_coordination": base + (1 - base) * steps}


def _never_falls(before, after):
    change = after - before
    assert (change.mean(axis=1) >= -ROUNDING).all(), "mean of 2025 to 2040"
    assert (change[:, -1] >= -ROUNDING).all(), "last year"
    assert (change >= -ROUNDING).all(), "some year"


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_influence_does_not_fall_when_effort_rises_from_the_decision_on(
    bench, past, steps, strategy
):
    worlds, start = past
    policy = bench.strategy("EU", strategy)
    before = _influence(bench, worlds, start, policy, "compound")
    for what in ("budget", "effectiveness", "coordination"):
        raised = bench.varied(worlds, _raised(worlds, steps, what))
        _never_falls(before, _influence(bench, raised, start, policy, "compound"))


def test_influence_does_not_fall_when_a_strategy_spends_more_or_coordinates_for_free(
    bench, past, steps
):
    worlds, start = past
    worlds = bench.varied(worlds, {"coordination_cost": np.zeros(worlds.count)})
    policy = bench.strategy("EU", "joint-roadmap")
    before = _influence(bench, worlds, start, policy)
    for more in (
        replace(policy, budget=policy.budget * (1 + 2 * steps)),
        replace(policy, coordination=policy.coordination + steps),
    ):
        _never_falls(before, _influence(bench, worlds, start, more))


@pytest.mark.parametrize("what", ["budget", "effectiveness"])
def test_it_does_not_fall_when_money_or_effectiveness_is_larger_from_2007_on(
    bench, past, steps, what
):
    # Not so coordination: more of it in 2007 only says that more of that year's ties were made
    # by effort, and less was inherited.
    worlds, _ = past
    policy = bench.strategy("EU", "joint-roadmap")
    before = _influence(bench, worlds, None, policy)[:, -16:]
    raised = bench.varied(worlds, _raised(worlds, steps, what))
    _never_falls(before, _influence(bench, raised, None, policy)[:, -16:])


def test_zero_effectiveness_makes_every_strategy_alike_in_ties(bench, same):
    worlds = bench.worlds(100, overrides={"effectiveness[EU]": 0})
    start = bench.past(worlds)
    ends = [
        bench.run(
            worlds,
            {
                "EU": replace(
                    bench.strategy("EU", name), conditionality=np.zeros(1), discretion=np.zeros(1)
                )
            },
            start=start,
        )
        for name in ("security-first", "mobility-first")
    ]
    same({"tie": ends[0].state.tie}, {"tie": ends[1].state.tie})
