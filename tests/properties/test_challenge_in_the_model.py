"""The Council rule ``challenge`` inside the model: it acts, and worlds stay apart."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from cagame.dynamics.council import RULES


@pytest.fixture(scope="module")
def challenged(bench):
    return replace(bench.strategy("EU", "joint-roadmap"), council_rule="challenge")


def _outcomes(bench, worlds, policy, until=2030):
    return bench.run(worlds, {"EU": policy}, "afghan-spill-over", until=until).outcomes


def _gap(one, other):
    return max(np.abs(one[name] - other[name]).max() for name in one)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "challenge"])
def test_it_decides_otherwise_than_the_other_rules(bench, challenged, rule):
    worlds = bench.worlds(20, seed=3)
    other = replace(challenged, council_rule=rule)
    assert _gap(_outcomes(bench, worlds, challenged), _outcomes(bench, worlds, other)) > 1e-9


@pytest.mark.parametrize("key", ["challenge_rounds", "challenge_replication"])
def test_its_numbers_move_something(bench, challenged, key):
    number = bench.evidence.numbers[key]
    ends = [
        _outcomes(bench, bench.worlds(60, seed=3, overrides={key: end}), challenged)
        for end in (number.low, number.high)
    ]
    assert _gap(*ends) > 1e-9


def test_a_world_is_the_same_alone_and_among_many(bench, challenged):
    together = bench.run(bench.worlds(41, seed=5), {"EU": challenged}, until=2028)
    for world in (0, 17, 40):
        alone = bench.run(bench.worlds(1, seed=5, first=world), {"EU": challenged}, until=2028)
        for field in fields(alone.state):
            mine, theirs = getattr(alone.state, field.name), getattr(together.state, field.name)
            if field.name == "influence_history":
                depth = min(len(mine), len(theirs))
                mine, theirs = mine[:depth], theirs[:depth]
            assert np.array_equal(mine, theirs[..., world : world + 1]), field.name


def test_what_it_decides_is_a_whole_and_lies_between_the_wishes(bench, challenged):
    seen = []
    channels = len(bench.evidence.axes.channels)

    def watch(model):
        seen.append((model.moves.position.copy(), model.moves.decision.copy()))

    bench.run(bench.worlds(50, seed=6), {"EU": challenged}, until=2030, watch=watch, always=True)
    for wishes, decision in seen[1:]:
        assert np.allclose(decision[:channels].sum(axis=0), 1)
        rest = slice(channels, None)
        assert (decision[rest] >= wishes[:, rest].min(axis=0) - 1e-12).all()
        assert (decision[rest] <= wishes[:, rest].max(axis=0) + 1e-12).all()


def test_a_strategy_file_can_ask_for_it():
    from cagame.scenario import Library
    from cagame.scenario.strategies import UnionStrategy

    plain = Library().load("eu", "joint-roadmap")
    data = plain.model_dump() | {"council_rule": "challenge"}
    assert UnionStrategy.model_validate(data).council_rule == "challenge"
