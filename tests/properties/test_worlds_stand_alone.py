"""A world is the same alone and among thousands, in any block, order and company."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from mesa.agent import AgentSet

from cagame.agents import MemberState
from cagame.evidence import Event
from cagame.model import CentralAsiaModel
from cagame.simulation import Simulation

STRATEGIES = {"EU": "team-europe", "RU": "spoiler", "CN": "surge", "UZ": "reform-opening"}
#: Odd on purpose: vector instructions treat the last few numbers of a row apart.
COUNT = 301
UNCOORDINATED = {"base_coordination": 0, "representative_coordination": 0}


@pytest.fixture(scope="module")
def ensemble(bench):
    """Every year of an ensemble, as (state, outcomes)."""
    return _years(bench, bench.worlds(COUNT, seed=11))


def _years(bench, worlds, external="compound"):
    years = []
    bench.run(
        worlds,
        STRATEGIES,
        external,
        watch=lambda m: years.append((m.state.copy(), dict(m.outcomes))),
    )
    return years


def _same_worlds(ensemble, first, block):
    """Every year of a block equals the same worlds of the ensemble, to the last bit."""
    for (state, outcomes), (own, own_outcomes) in zip(ensemble, block, strict=True):
        count = own.openness.shape[-1]
        for field in fields(state):
            mine, theirs = getattr(own, field.name), getattr(state, field.name)
            # Blocks remember as many years as their longest reaction lag.
            if field.name == "influence_history":
                depth = min(len(mine), len(theirs))
                mine, theirs = mine[:depth], theirs[:depth]
            assert np.array_equal(mine, theirs[..., first : first + count]), field.name
        for name, values in own_outcomes.items():
            assert np.array_equal(values, outcomes[name][first : first + count]), name


@pytest.mark.parametrize("world", [0, 1, 2, 7, 63, 64, 200, COUNT - 1])
def test_one_world_alone_equals_the_same_world_inside_an_ensemble(bench, ensemble, world):
    alone = bench.worlds(1, seed=11, first=world)
    _same_worlds(ensemble, world, _years(bench, alone))


@pytest.mark.parametrize("size", [2, 3, 8, 17, 100])
def test_the_size_of_the_block_changes_nothing(bench, ensemble, size):
    for first in (0, size, COUNT - size):
        block = bench.worlds(size, seed=11, first=first)
        _same_worlds(ensemble, first, _years(bench, block))


@pytest.mark.parametrize(
    "overrides",
    [
        {},
        # Round numbers are where a library may take a short cut for one world alone.
        {"maximum_duplication_exponent": 2} | UNCOORDINATED,
        {"returns_to_effort": 0.5, "size_elasticity": 0.5, "trade_tie_elasticity": 0.5},
        {"returns_to_effort": 1, "size_elasticity": 1, "effectiveness": 0},
        {"tie_noise": 0.1, "growth_noise": 0.03},
    ],
)
@pytest.mark.parametrize("uncertainty", ["none", "all"])
def test_a_world_stands_alone_with_round_numbers_and_without_uncertainty(
    bench, overrides, uncertainty
):
    options = {"seed": 4, "uncertainty": uncertainty, "overrides": overrides}
    together = _years(bench, bench.worlds(9, **options))
    for world in (0, 8):
        alone = _years(bench, bench.worlds(1, first=world, **options))
        _same_worlds(together, world, alone)


def test_the_plain_mesa_model_runs_the_same_worlds():
    together = CentralAsiaModel(eu="team-europe", external="compound", worlds=6, rng=11)
    alone = CentralAsiaModel(eu="team-europe", external="compound", first_world=4, rng=11)
    together.run_until(2040)
    alone.run_until(2040)
    for name, values in together.outcomes.items():
        assert values[4] == alone.outcomes[name][0], name


class Shuffled(Simulation):
    """The same actors, acting in another order."""

    def _cast(self, kind, labels):
        rng = np.random.default_rng(len(labels) + self.worlds.count)
        return AgentSet(
            [kind(self, labels[i]) for i in rng.permutation(len(labels))], random=self.random
        )


class Reversed(Simulation):
    """The same actors, the last one first."""

    def _cast(self, kind, labels):
        return AgentSet([kind(self, label) for label in labels[::-1]], random=self.random)


@pytest.mark.parametrize("kind", [Shuffled, Reversed])
def test_the_order_in_which_actors_act_changes_nothing(bench, same, kind):
    worlds = bench.worlds(50)
    straight = bench.run(worlds, STRATEGIES, "compound")
    turned = bench.run(worlds, STRATEGIES, "compound", kind=kind)
    assert [a.label for a in straight.states] != [a.label for a in turned.states]
    same(straight.state, turned.state)
    same(straight.outcomes, turned.outcomes)
    same(straight.moves, turned.moves)


def _event(bench, pressure, intensity, **changes):
    target = tuple(bench.evidence.axes.labels[axis][0] for axis in pressure.axes)
    plain = Event(
        name="trial", title="Trial", pressure=pressure.name, target=target, start=2026, end=2030,
        ramp=2, intensity=intensity, low=intensity, high=intensity, unit="", grade="assumption",
        evidence=(), source="", derivation="", where="here",
    )  # fmt: skip
    return replace(plain, **changes)


@pytest.fixture(scope="module")
def present(bench):
    worlds = bench.worlds(20, seed=3)
    start = bench.past(worlds)
    return worlds, start, bench.run(worlds, start=start)


def test_an_event_without_intensity_equals_no_event(bench, present, same):
    worlds, start, calm = present
    nothing = [_event(bench, p, p.neutral) for p in bench.evidence.pressures.values()]
    end = bench.run(worlds, {}, nothing, start=start)
    same(calm.state, end.state)
    same(calm.outcomes, end.outcomes)


def test_an_event_outside_the_years_of_the_run_equals_no_event(bench, present, same):
    worlds, start, calm = present
    later = [_event(bench, p, 0.5, start=2041, end=2045) for p in bench.evidence.pressures.values()]
    end = bench.run(worlds, {}, later, start=start)
    same(calm.state, end.state)
    same(calm.outcomes, end.outcomes)


def test_events_act_the_same_in_any_order(bench, present, same):
    worlds, start, _ = present
    events = bench.library.load("external", "compound").events
    one = bench.run(worlds, {}, events, start=start)
    other = bench.run(worlds, {}, events[::-1], start=start)
    same(one.state, other.state, 1e-12)


def test_running_another_variant_in_between_changes_no_variant(bench, present, same):
    worlds, start, _ = present
    before = bench.run(worlds, STRATEGIES, "compound", start=start)
    for name in ("fragmented", "values-first"):
        bench.run(worlds, {"EU": name, "RU": "integration"}, "drought", start=start)
    after = bench.run(worlds, STRATEGIES, "compound", start=start)
    same(before.state, after.state)
    same(before.outcomes, after.outcomes)


def test_adding_a_variant_or_another_external_scenario_changes_no_other_variant(tmp_path):
    from cagame.scenario import Scenario
    from cagame.study import run

    def study(variants, external):
        scenario = Scenario.load("eu-strategies").changed(worlds=7, seed=3, only=variants)
        kept = tuple(e for e in scenario.external if e.name in external)
        return replace(scenario, external=kept)

    small = run(study(["values-first"], ["calm"]), out=tmp_path / "small", workers=1)
    large = run(
        study(["team-europe", "values-first", "strategy-2007"], ["afghan-spill-over", "calm"]),
        out=tmp_path / "large", workers=1, block=3,
    )  # fmt: skip
    for outcome in small.outcome_names:
        few, many = small.values(outcome), large.values(outcome)
        calm = large.externals.index("calm")
        for variant in small.variants:
            assert np.array_equal(
                few[small.variants.index(variant), 0],
                many[large.variants.index(variant), calm],
                equal_nan=True,
            ), (variant, outcome)


def test_the_agents_are_views_of_the_world(bench):
    model = bench.run(bench.worlds(3), until=2008)
    uzbekistan = next(a for a in model.states if a.label == "UZ")
    assert np.shares_memory(uzbekistan.openness, model.state.openness)
    germany = next(a for a in model.members if isinstance(a, MemberState))
    assert np.shares_memory(germany.position, model.moves.position)


def test_a_finished_simulation_is_freed(bench):
    import gc
    import weakref

    model = weakref.ref(bench.run(bench.worlds(2), until=2009))
    gc.collect()
    assert model() is None
