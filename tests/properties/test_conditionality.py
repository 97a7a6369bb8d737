"""Conditions close doors at once, and press on governance at once; the rest is an outcome."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.dynamics import governance, hedging

UNIT = st.floats(0, 1)


def _utility(conditionality, governed, weight):
    one = np.ones((1, 1))
    return hedging.utility(
        prosperity=0.5 * one,
        security=0.2 * one,
        influence_share=0.3 * one,
        conditionality=conditionality * one,
        governance=np.array([governed]),
        rent=0 * one,
        weights=(one[0], one[0], one[0], np.array([weight])),
    )


@given(UNIT, UNIT, st.floats(0, 0.99), st.floats(0.01, 2))
def test_utility_of_opening_falls_with_conditionality_and_less_so_in_free_states(
    one, other, governed, weight
):
    low, high = sorted((one, other))
    fall = _utility(low, governed, weight) - _utility(high, governed, weight)
    freer = _utility(low, 1.0, weight) - _utility(high, 1.0, weight)
    assert (fall >= -1e-12).all()
    assert (freer <= fall + 1e-12).all()


@given(st.floats(0.01, 0.99), st.floats(0, 1), st.floats(0, 1.5), st.floats(0.05, 0.3))
def test_leverage_alone_never_lowers_governance(current, leverage, effect, adjustment):
    zero, here = np.zeros((1, 1)), np.full((1, 1), current)
    effects = (np.array([0.4]), np.array([effect]), np.array([0.3]), np.array([0.15]))

    def next_year(pressed):
        impulse = governance.outside_impulse(zero, pressed, zero, zero, effects)
        return governance.governance(here, here, zero, zero, impulse, np.array([adjustment]))

    assert (next_year(zero + leverage) >= next_year(zero)).all()


@pytest.fixture(scope="module")
def first_year(bench, past):
    """The state one year after the decision, by conditionality, in every world."""
    worlds, start = past
    policy = replace(bench.strategy("EU", "joint-roadmap"), discretion=np.zeros(1))
    return {
        kappa: bench.run(
            worlds,
            {"EU": replace(policy, conditionality=np.array([kappa]))},
            start=start,
            until=2025,
        ).state
        for kappa in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    }


def test_openness_to_the_eu_falls_with_conditionality_in_every_state_and_world(first_year):
    openness = np.array([state.openness[0] for state in first_year.values()])
    assert (np.diff(openness, axis=0) < 0).all()


def test_the_one_step_impact_of_conditionality_on_governance_is_not_negative(first_year):
    governed = np.array([state.governance for state in first_year.values()])
    assert (np.diff(governed, axis=0) >= 0).all()


def test_conditions_touch_nobody_elses_openness_within_the_year(first_year, same):
    rivals = [{"openness": state.openness[1:]} for state in first_year.values()]
    for other in rivals[1:]:
        same(rivals[0], other)


def test_access_that_a_host_grants_lowers_the_conditions_it_meets(bench):
    model = bench.run(bench.worlds(200), until=2007)
    axes = bench.evidence.axes
    met = model.moves.conditionality[axes.union]
    uzbekistan, turkmenistan = axes.index("UZ"), axes.index("TM")
    assert (met[uzbekistan] < met[turkmenistan]).all()


@pytest.mark.parametrize(("patron", "presses"), [("RU", True), ("CN", True), ("OT", False)])
def test_security_help_of_the_powers_alone_holds_governance_down(bench, same, patron, presses):
    overrides = {"rival_security_governance": 1, "union_security_governance": 0}
    worlds = bench.worlds(50, overrides=overrides)
    start = bench.past(worlds)
    guards = replace(
        bench.evidence.events[0],
        name="guards",
        pressure="legacy",
        target=(patron, "*", "security"),
        start=2025,
        end=None,
        ramp=1,
        intensity=3.0,
        low=3.0,
        high=3.0,
    )
    calm = bench.run(worlds, start=start, until=2025).state
    armed = bench.run(worlds, {}, [guards], start=start, until=2025).state
    channel = bench.evidence.axes.index("security")
    assert (armed.tie[:, :, channel].sum(axis=0) > calm.tie[:, :, channel].sum(axis=0)).any()
    if presses:
        assert (armed.governance <= calm.governance).all()
        # Not where effort explains the whole tie: there is no legacy to multiply.
        assert (armed.governance < calm.governance).any(axis=0).mean() > 0.5
    else:
        same({"governance": calm.governance}, {"governance": armed.governance})
