"""Ties: gates, legacies, their exponential path, and what diplomacy's facts add up to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.dynamics import ties

VALUES, CHANNELS = 2, 3


@pytest.mark.parametrize("years", [1, 2, 5, 30])
def test_a_tie_follows_its_exponential_path(years):
    start, target, decay = 2.0, 0.5, 0.3
    tie = np.full((1, 1, 1, 1), start)
    for _ in range(years):
        tie = ties.towards(tie, np.full_like(tie, target), np.array([[decay]]))
    assert tie.item() == pytest.approx(
        target + (start - target) * np.exp(-decay * years), rel=1e-12
    )


def test_gates_are_openness_except_where_money_needs_no_consent():
    openness = np.array([[[0.6]], [[0.2]]])
    gate = ties.gates(openness, CHANNELS, VALUES, np.array([[0.4], [0.0]]))
    assert gate[0, 0, :, 0].tolist() == pytest.approx([0.6, 0.6, 0.4 + 0.6 * 0.6])
    assert gate[1, 0, :, 0].tolist() == pytest.approx([0.2, 0.2, 0.2])


@pytest.mark.parametrize(("treaty", "gate"), [(0.0, 0.3), (0.5, 0.45), (1.0, 0.6)])
def test_a_treaty_widens_the_gate_of_mobility(treaty, gate):
    level = ties.treaty_gate(np.array([[0.6]]), np.array([[treaty]]), np.array([0.5]))
    assert level.item() == pytest.approx(gate)


def test_diplomatic_facts_add_up():
    one = np.ones((1, 1))
    weights = tuple(np.array([w]) for w in (0.5, 0.3, 0.4, 0.25, 0.1))
    made = ties.diplomatic_facts(5 / 6 * one, 0.4 * one, 0.75 * one, 0.2 * one, 0.6 * one, weights)
    assert made.item() == pytest.approx(
        0.5 * 5 / 6 + 0.3 * 0.4 + 0.4 * 0.75 - 0.25 * 0.2 + 0.1 * 0.6
    )


@pytest.mark.parametrize(
    ("offer", "gate", "tie", "productivity"),
    [
        (4.0, 0.5, 1.0, 0.35),  # reaches 2, twice the tie: half as productive
        (0.4, 0.5, 0.1, 0.35),  # the same, where both are small
        (4.0, 0.5, 3.0, 0.7),  # reaches less than the tie: as productive as before
        (0.0, 0.5, 0.0, 0.7),  # no effort explains nothing
    ],
)
def test_effort_that_would_explain_more_than_the_tie_is_less_productive(
    offer, gate, tie, productivity
):
    found = ties.calibrated_productivity(*(np.array([x]) for x in (0.7, offer, gate, tie)))
    assert found.item() == pytest.approx(productivity)


@given(st.floats(0, 5), st.floats(0, 20), st.floats(0.01, 1))
def test_calibration_splits_a_tie_into_reach_and_a_legacy_that_is_not_negative(tie, offer, gate):
    tie, offer, gate = (np.array([x]) for x in (tie, offer, gate))
    productivity = ties.calibrated_productivity(np.ones(1), offer, gate, tie)
    legacy = ties.legacy(tie, productivity * offer, gate)
    assert 0 <= productivity[0] <= 1
    assert legacy[0] >= 0
    assert legacy[0] + (productivity * offer * gate)[0] == pytest.approx(tie[0], abs=1e-12)


@pytest.mark.parametrize(
    ("access", "factor"), [(1.0, 1.0), (0.5, 0.5**0.3), (2.0, 2**0.3), (100.0, 2.0)]
)
def test_a_trade_tie_is_1_at_an_even_share_and_bounded_as_markets_grow(access, factor):
    share = np.full((4, 1, 1), 0.25)
    tie = ties.trade_tie(share, np.array([[access]]), np.array([0.3]), np.array([2.0]))
    assert tie.ravel().tolist() == pytest.approx([factor] * 4)
