"""No dead term: each uncertain number, event and lever changes something somewhere.

One world for each end of each range, all others at their plain values: a thousand single
changes in one run.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from cagame.region.policies import GOALS
from cagame.worlds import Worlds

#: A change of this size in an outcome or in the state is more than rounding.
VISIBLE = 1e-9
#: Runs that between them use every number: what is set apart from the plain values, the
#: strategies and the external scenario. Later runs see only what earlier ones left unmoved.
RUNS = (
    ({}, {"EU": "joint-roadmap"}, "compound"),
    ({}, {"EU": "team-europe", "RU": "spoiler", "CN": "surge"}, "afghan-spill-over"),
    ({}, {"EU": "mobility-first", "UZ": "reform-opening"}, "turkmen-crisis"),
    ({"reactive_targeting[EU]": 1}, {"EU": "joint-roadmap"}, "calm"),
)

#: These stop what grows too far, so that they act in some worlds only, not in the plain one.
BOUNDS = ("catch_up_ceiling", "growth_bound", "trade_tie_ceiling")


def _moved(bench, worlds, strategies, external):
    """Which worlds ever differ from the first one, in any outcome or state."""
    moved = np.zeros(worlds.count, dtype=bool)

    def watch(model):
        arrays = {f.name: getattr(model.state, f.name) for f in fields(model.state)}
        for array in (arrays | model.outcomes).values():
            flat = array.reshape(-1, worlds.count)
            moved[:] |= (np.abs(flat - flat[:, :1]) > VISIBLE).any(axis=0)

    bench.run(worlds, strategies, external, watch=watch)
    return moved[1:]


class OneShock(Worlds):
    """Worlds that differ in numbers alone: all get the shocks of the first."""

    def shock(self, stream, year, size):
        key = (stream, year)
        if key not in self._shocks:
            first = Worlds(self.seed, 0, 1, self.parameters, {}).shock(stream, year, size)
            self._shocks[key] = np.repeat(first, self.count, axis=1)
        return self._shocks[key]


def _single_changes(bench, changes, apart):
    """World 0 is plain; each of the others changes one number."""
    worlds = bench.worlds(1 + len(changes), uncertainty="none", overrides=apart)
    worlds = OneShock(**{f.name: getattr(worlds, f.name) for f in fields(worlds)})
    plain = {key: bench.evidence.numbers[key].value for key, _ in changes} | apart
    rows = {}
    for world, (key, value) in enumerate(changes, start=1):
        rows.setdefault(key, np.full(worlds.count, plain[key]))[world] = value
    return bench.varied(worlds, rows)


def test_both_ends_of_every_uncertain_number_move_something(bench):
    dead = [
        (number.key, end)
        for number in bench.evidence.numbers.values()
        if number.is_uncertain
        for end in (number.low, number.high)
        if end != number.value
    ]
    assert len(dead) > 1000
    for apart, strategies, external in RUNS:
        worlds = _single_changes(bench, dead, apart)
        moved = _moved(bench, worlds, strategies, external)
        dead = [change for change, alive in zip(dead, moved, strict=True) if not alive]
    assert {key for key, _ in dead} <= set(BOUNDS)


@pytest.mark.parametrize("bound", BOUNDS)
def test_every_bound_binds_in_some_worlds(bench, bound):
    number = bench.evidence.numbers[bound]
    ends = [
        bench.run(bench.worlds(512, overrides={bound: end}), {"CN": "surge"}, "compound").outcomes
        for end in (number.low, number.high)
    ]
    differ = np.any([np.abs(ends[1][o] - ends[0][o]) > VISIBLE for o in ends[0]], axis=0)
    assert differ.mean() > 0.05


def _with_intensities(bench, changes):
    worlds = bench.worlds(1 + len(changes), uncertainty="none", overrides={"growth_noise": 0})
    for world, (event, intensity) in enumerate(changes, start=1):
        if worlds.intensities[event.name].size == 1:
            worlds.intensities[event.name] = np.full(worlds.count, float(event.intensity))
        worlds.intensities[event.name][world] = intensity
    return worlds


def test_both_ends_of_every_uncertain_event_move_something(bench):
    changes = [
        (event, end)
        for event in bench.evidence.events
        if event.is_uncertain
        for end in (event.low, event.high)
        if end != event.intensity
    ]
    moved = _moved(bench, _with_intensities(bench, changes), {}, "calm")
    assert not [c[0].name for c, alive in zip(changes, moved, strict=True) if not alive]


def test_the_world_would_be_another_without_any_one_of_its_events(bench):
    neutral = {p.name: p.neutral for p in bench.evidence.pressures.values()}
    changes = [(event, neutral[event.pressure]) for event in bench.evidence.events]
    moved = _moved(bench, _with_intensities(bench, changes), {}, "calm")
    assert not [c[0].name for c, alive in zip(changes, moved, strict=True) if not alive]


def test_every_event_of_every_external_scenario_moves_something(bench):
    worlds = bench.worlds(1, uncertainty="none")
    start = bench.past(worlds)
    calm = bench.run(worlds, {}, start=start).outcomes
    for name in bench.library.names("external"):
        for event in bench.library.load("external", name).events:
            alone = bench.run(worlds, {}, [event], start=start).outcomes
            assert any(abs(alone[o] - calm[o])[0] > VISIBLE for o in calm), event.name


UNION_LEVERS = {
    "regional_share": 0.1, "conditionality": 0.2, "coordination": 0.3, "budget": 0.5,
    "visa": 0.5, "legal_labour": 0.5, "channels": 0.1, "partners": 0.1, "discretion": 0.3,
}  # fmt: skip
POWER_LEVERS = {
    "channels": 0.1, "partners": 0.1, "budget": 0.5, "reactive_targeting": 3.0,
    "budget_escalation": 0.2, "conditionality": 0.3,
}  # fmt: skip


def _pushed(policy, lever, by):
    """The policy with one lever pushed; of a vector, its first entry."""
    value = getattr(policy, lever)
    value = np.zeros(1) if value is None else value.copy()
    value[0] = value[0] + by
    return replace(policy, **{lever: value})


@pytest.fixture(scope="module")
def present(bench):
    worlds = bench.worlds(20, seed=3)
    return worlds, bench.past(worlds)


def _effect(bench, present, actor, policy, lever, by):
    worlds, start = present
    ends = [
        bench.run(worlds, {actor: each}, start=start).outcomes
        for each in (policy, _pushed(policy, lever, by))
    ]
    return max(np.abs(ends[1][name] - ends[0][name]).max() for name in ends[0])


@pytest.mark.parametrize(("lever", "by"), UNION_LEVERS.items())
def test_every_lever_of_the_eu_moves_something(bench, present, lever, by):
    policy = replace(bench.strategy("EU", "joint-roadmap"), discretion=np.array([0.3]))
    assert _effect(bench, present, "EU", policy, lever, by) > VISIBLE


@pytest.mark.parametrize("rule", ["median", "qmv", "unanimity"])
def test_every_council_rule_moves_something(bench, present, rule):
    worlds, start = present
    policy = bench.strategy("EU", "joint-roadmap")
    ends = [
        bench.run(worlds, {"EU": each}, "afghan-spill-over", start=start).outcomes
        for each in (policy, replace(policy, council_rule=rule))
    ]
    assert max(np.abs(ends[1][name] - ends[0][name]).max() for name in ends[0]) > VISIBLE


@pytest.mark.parametrize("actor", ["RU", "CN", "OT"])
@pytest.mark.parametrize(("lever", "by"), POWER_LEVERS.items())
def test_every_lever_of_a_power_moves_something(bench, present, actor, lever, by):
    worlds, start = present
    policy = bench.run(worlds, start=start, until=2024).playbook.policy(actor, 2024)
    reacts = actor != "OT" or lever not in ("reactive_targeting", "budget_escalation")
    effect = _effect(bench, present, actor, policy, lever, by)
    # Other partners are passive: the table gives them no rival to answer.
    assert effect > VISIBLE if reacts else effect == 0


@pytest.mark.parametrize("patron", ["EU", "RU", "CN", "OT"])
def test_every_stance_of_a_state_moves_something(bench, present, patron):
    policy = bench.strategy("UZ", "steady")
    stance = policy.stance.copy()
    stance[bench.evidence.axes.index(patron)] += 0.5
    worlds, start = present
    ends = [
        bench.run(worlds, {"UZ": each}, start=start).state.openness
        for each in (policy, replace(policy, stance=stance))
    ]
    assert np.abs(ends[1] - ends[0]).min(axis=-1).max() > VISIBLE


@pytest.mark.parametrize("goal", [*GOALS, "opening"])
def test_every_goal_and_the_opening_of_a_state_move_something(bench, present, goal):
    policy = bench.strategy("UZ", "steady")
    pushed = (
        _pushed(policy, "opening", 0.5)
        if goal == "opening"
        else replace(policy, weights={**policy.weights, goal: np.array([1.5])})
    )
    worlds, start = present
    ends = [bench.run(worlds, {"UZ": each}, start=start).outcomes for each in (policy, pushed)]
    assert max(np.abs(ends[1][name] - ends[0][name]).max() for name in ends[0]) > VISIBLE
