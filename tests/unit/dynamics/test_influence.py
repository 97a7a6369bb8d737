"""Influence, alignment and diversity against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.axes import share
from cagame.dynamics import influence

SHARES = arrays(float, (4, 3, 2), elements=st.floats(0.01, 1)).map(lambda a: share(a, 0))


def test_influence_of_a_large_and_a_small_tie():
    tie = np.array([3.0, 1.0]).reshape(2, 1, 1, 1)
    exerted = influence.influence(tie, np.ones((1, 1, 1)), np.ones((1, 1)))
    assert exerted.ravel().tolist() == [0.5625, 0.125]
    shares = influence.influence_shares(exerted).ravel()
    assert shares.tolist() == pytest.approx([0.5625 / 0.6875, 0.125 / 0.6875])
    assert shares.round(5).tolist() == [0.81818, 0.18182]


def test_influence_adds_over_channels_by_weight_and_exposure():
    tie = np.array([[3.0, 1.0], [1.0, 1.0]]).reshape(2, 1, 2, 1)
    exposure = np.array([1.0, 0.5]).reshape(1, 2, 1)
    exerted = influence.influence(tie, exposure, np.array([[0.6], [0.4]]))
    assert exerted[0].item() == pytest.approx(0.6 * 0.5625 + 0.4 * 0.5 * 0.5 * 0.5)


def test_where_nobody_has_a_tie_nobody_has_influence_whatever_memory_held_before():
    tie, exposure, weight = np.zeros((2, 2, 3, 2)), np.ones((2, 3, 2)), np.full((3, 2), 1 / 3)
    # What was freed last is given out first.
    held = [np.full_like(exposure, np.nan) for _ in range(8)]
    del held
    assert not influence.influence(tie, exposure, weight).any()


def test_two_actors_who_listen_to_each_other_end_a_third_and_two_thirds():
    start = np.array([0.0, 1.0])
    view = start
    for _ in range(200):
        view = influence.alignment(view, start, view[::-1], np.array([0.5]), np.array([1.0]))
    assert view.tolist() == pytest.approx([1 / 3, 2 / 3], abs=1e-12)


@given(SHARES, SHARES, SHARES, st.floats(0, 1), st.floats(0, 1))
def test_alignment_stays_a_share(current, initial, pull, susceptibility, uptake):
    after = influence.alignment(
        current, initial, pull, np.array([susceptibility]), np.array([uptake])
    )
    assert (after >= 0).all()
    np.testing.assert_allclose(after.sum(axis=0), 1, atol=1e-12)


@given(SHARES, SHARES)
def test_unchanged_influence_pulls_alignment_nowhere(initial, influence_share):
    pull = influence.pull(initial, influence_share, influence_share)
    np.testing.assert_allclose(pull, initial, atol=1e-12)


@given(SHARES, SHARES, SHARES)
def test_the_pull_of_influence_sums_to_1(initial, now, before):
    np.testing.assert_allclose(influence.pull(initial, now, before).sum(axis=0), 1, atol=1e-12)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [([0.25] * 4, 1.0), ([1, 0, 0, 0], 0.0), ([0.5, 0.5, 0, 0], 2 / 3)],
)
def test_diversity_is_1_when_patrons_are_equal_and_0_with_one_alone(shares, expected):
    spread = influence.diversity(np.array(shares, float).reshape(4, 1, 1))
    assert spread.item() == pytest.approx(expected)


def test_influence_of_small_ties_and_of_none_by_hand():
    # Channel 1: ties 0.3 and 0.1; channel 2: nobody has any.
    tie = np.array([[0.3, 0.0], [0.1, 0.0]]).reshape(2, 1, 2, 1)
    exposure, weight = np.array([0.5, 1.0]).reshape(1, 2, 1), np.array([[0.4], [0.6]])
    found = influence.influence(tie, exposure, weight)
    assert found.ravel().tolist() == pytest.approx(
        [0.4 * 0.3 / 1.3 * 0.5 * 0.75, 0.4 * 0.1 / 1.1 * 0.5 * 0.25]
    )


def test_alignment_is_pulled_by_how_much_influence_changed():
    even = np.array([[[0.5]], [[0.5]]])
    now, before = np.array([[[0.6]], [[0.4]]]), np.array([[[0.3]], [[0.7]]])
    # Influence doubled and fell to 4/7: 2 of 18/7, and 4/7 of it.
    assert influence.pull(even, now, before).ravel().tolist() == pytest.approx([7 / 9, 2 / 9])
    nobody = np.array([[[0.0]], [[1.0]]])
    pulled = influence.pull(even, np.array([[[0.2]], [[0.8]]]), nobody)
    assert pulled.ravel().tolist() == pytest.approx([0.2, 0.8])
