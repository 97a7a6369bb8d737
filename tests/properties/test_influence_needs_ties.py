"""No tie, no influence; no effort and no legacy, no tie for long."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.dynamics import influence, ties

PATRONS, STATES, CHANNELS = 4, 3, 5
SIZES = st.one_of(st.just(0.0), st.floats(1e-9, 20))
TIES = arrays(float, (PATRONS, STATES, CHANNELS, 2), elements=SIZES)
EXPOSURES = arrays(float, (STATES, CHANNELS, 2), elements=st.floats(0, 1))
EQUAL_WEIGHTS = np.full((CHANNELS, 1), 1 / CHANNELS)


@given(TIES, EXPOSURES, st.integers(0, PATRONS - 1), st.integers(0, CHANNELS - 1))
def test_no_tie_no_influence_in_that_channel(tie, exposure, patron, channel):
    tie[patron, :, channel] = 0
    only_this = np.zeros((CHANNELS, 1))
    only_this[channel] = 1
    assert (influence.influence(tie, exposure, only_this)[patron] == 0).all()


@given(TIES, EXPOSURES)
def test_without_any_tie_influence_is_0_and_its_shares_are_equal(tie, exposure):
    exerted = influence.influence(0 * tie, exposure, EQUAL_WEIGHTS)
    assert (exerted == 0).all()
    assert (influence.influence_shares(exerted) == 1 / PATRONS).all()


@given(TIES, EXPOSURES)
def test_influence_runs_from_0_to_1_and_its_shares_sum_to_1(tie, exposure):
    exerted = influence.influence(tie, exposure, EQUAL_WEIGHTS)
    assert ((exerted >= 0) & (exerted <= 1)).all()
    np.testing.assert_allclose(influence.influence_shares(exerted).sum(axis=0), 1, atol=1e-12)


@given(TIES, EXPOSURES, st.integers(0, PATRONS - 1), st.floats(0, 5))
def test_a_larger_tie_raises_ones_own_influence_and_lowers_no_gain_of_rivals(
    tie, exposure, patron, more
):
    larger = tie.copy()
    larger[patron] += more
    before = influence.influence(tie, exposure, EQUAL_WEIGHTS)
    after = influence.influence(larger, exposure, EQUAL_WEIGHTS)
    others = np.arange(PATRONS) != patron
    assert (after[patron] >= before[patron] - 1e-12).all()
    assert (after[others] <= before[others] + 1e-12).all()


@given(TIES, EXPOSURES)
def test_equal_patrons_get_equal_influence(tie, exposure):
    tie[1] = tie[0]
    exerted = influence.influence(tie, exposure, EQUAL_WEIGHTS)
    shares = influence.influence_shares(exerted)
    assert (exerted[0] == exerted[1]).all()
    assert (shares[0] == shares[1]).all()


@given(TIES, st.floats(0.05, 1), st.integers(1, 60))
def test_without_legacy_or_effort_a_tie_decays_along_its_exponential_path(tie, decay, years):
    rate = np.full((CHANNELS, 1), decay)
    path = tie
    for _ in range(years):
        path = ties.towards(path, np.zeros_like(tie), rate)
    np.testing.assert_allclose(path, tie * np.exp(-decay * years), rtol=1e-9, atol=1e-15)


@pytest.fixture(scope="module")
def silenced(bench):
    """Long after the EU and its members stopped paying and lost all they had inherited."""
    worlds = bench.worlds(200, overrides={"tie_noise": 0, "member_money_ratio": 0})
    start = bench.past(worlds)
    union = bench.evidence.axes.union
    legacy = start.reference.legacy.copy()
    legacy[union] = 0
    start = replace(start, reference=replace(start.reference, legacy=legacy))
    policy = replace(bench.strategy("EU", "joint-roadmap"), budget=np.zeros(1))
    return bench.run(worlds, {"EU": policy}, start=start, until=2200)


def test_influence_outside_trade_decays_to_0_without_legacy_and_effort(bench, silenced):
    axes = bench.evidence.axes
    # Embassies, delegations and treaties are facts that hold without a budget.
    faded = [k for k in axes.channels if k not in ("trade", "diplomacy")]
    rows = [axes.index(k) for k in faded]
    weight = np.zeros((len(axes.channels), 1))
    weight[rows] = 1
    tie = silenced.state.tie
    assert tie[axes.union][:, rows].max() < 1e-4
    exerted = influence.influence(tie, silenced.parameters.exposure, weight)
    assert exerted[axes.union].max() < 1e-6


def test_trade_outlives_policy(bench, silenced):
    axes = bench.evidence.axes
    assert (silenced.state.tie[axes.union, :, axes.index("trade")] > 0).all()
