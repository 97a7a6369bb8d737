"""Trade shares, market growth and market access worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.axes import share
from cagame.dynamics import trade

SHARES = arrays(float, (4, 3, 2), elements=st.floats(0.01, 1)).map(lambda a: share(a, 0))
EVEN = np.full((3, 1), 1 / 3)


def test_attractions_of_2_1_and_1_give_a_half_and_two_quarters():
    attraction = np.array([2.0, 1.0, 1.0]).reshape(3, 1, 1)
    shares = trade.trade_shares(np.zeros_like(attraction), attraction, np.array([1.0]))
    assert shares.ravel().tolist() == [0.5, 0.25, 0.25]


def test_shares_move_a_fraction_of_the_way():
    current = np.array([0.8, 0.2]).reshape(2, 1, 1)
    shares = trade.trade_shares(current, np.ones((2, 1, 1)), np.array([0.5]))
    assert shares.ravel().tolist() == pytest.approx([0.65, 0.35])


@given(SHARES, arrays(float, (4, 3, 2), elements=st.floats(0.01, 9)), st.floats(0, 1))
def test_shares_go_on_summing_to_1(current, attraction, pace):
    after = trade.trade_shares(current, attraction, np.array([pace]))
    assert (after >= 0).all()
    np.testing.assert_allclose(after.sum(axis=0), 1, atol=1e-12)


@given(SHARES, arrays(float, (4, 2), elements=st.floats(-0.1, 0.15)))
def test_without_catch_up_every_state_sees_a_patrons_own_growth(shares, growth):
    grown = trade.market_growth(growth, 0 * growth, np.array([3.0]), shares, EVEN)
    np.testing.assert_allclose(grown, np.repeat(growth[:, None], 3, axis=1), atol=1e-12)


@given(SHARES, st.floats(-0.1, 0.15), st.floats(0, 2))
def test_where_all_markets_grow_alike_catch_up_does_nothing(shares, growth, catch_up):
    flat, rate = np.full((4, 1), growth), np.full((4, 1), catch_up)
    grown = trade.market_growth(flat, rate, np.array([3.0]), shares, EVEN)
    np.testing.assert_allclose(grown, growth, atol=1e-12)


def test_a_fast_patron_gains_most_where_its_share_is_low():
    # Two patrons, two states of equal weight: the fast one holds 0.4 and 0.1, so 0.25 of all.
    shares = np.array([[0.4, 0.1], [0.6, 0.9]])[:, :, None]
    growth, catch_up = np.array([[0.08], [0.0]]), np.array([[1.0], [0.0]])
    even = np.full((2, 1), 0.5)
    grown = trade.market_growth(growth, catch_up, np.array([3.0]), shares, even)
    assert grown[0, :, 0].tolist() == pytest.approx(
        [0.08 * (1 + np.log(0.25 / 0.4)), 0.08 * (1 + np.log(2.5))]
    )
    assert grown[1].ravel().tolist() == pytest.approx([0, 0], abs=1e-15)
    capped = trade.market_growth(growth, catch_up, np.array([1.5]), shares, even)
    assert capped[0, 1, 0] == pytest.approx(0.12)


def test_a_patron_far_ahead_of_its_regional_share_does_not_fall_behind_the_others():
    # Catch-up of 3 makes the pace 1 + 3 ln(0.25 / 0.4) < 0, which counts as 0.
    shares = np.array([[0.4, 0.1], [0.6, 0.9]])[:, :, None]
    growth, catch_up = np.array([[0.08], [0.01]]), np.array([[3.0], [0.0]])
    grown = trade.market_growth(growth, catch_up, np.array([3.0]), shares, np.full((2, 1), 0.5))
    assert grown[0, 0, 0] == pytest.approx(0.01)


def test_who_is_carved_out_of_a_patron_does_not_compete_with_it():
    # The third is part of the second, so its only other is the first, which grows by 0.02.
    shares = np.array([[0.4, 0.4], [0.5, 0.3], [0.1, 0.3]])[:, :, None]
    growth, catch_up = np.array([[0.02], [0.05], [0.08]]), np.array([[0.0], [0.0], [1.0]])
    even, ceiling = np.full((2, 1), 0.5), np.array([3.0])
    grown = trade.market_growth(growth, catch_up, ceiling, shares, even, roots=(0, 1, 1))
    assert grown[2, :, 0].tolist() == pytest.approx(
        [0.02 + 0.06 * (1 + np.log(0.2 / share)) for share in (0.1, 0.3)]
    )
    assert grown[:2, 0, 0].tolist() == pytest.approx([0.02, 0.05])


def test_only_the_proportions_of_trade_weights_matter():
    shares = np.array([[0.4, 0.1], [0.6, 0.9]])[:, :, None]
    growth, catch_up = np.array([[0.08], [0.0]]), np.array([[1.0], [0.0]])
    sizes = np.array([[3.0], [5.0]])
    grown, scaled = (
        trade.market_growth(growth, catch_up, np.array([3.0]), shares, weight)
        for weight in (sizes, sizes / 8)
    )
    assert grown.ravel().tolist() == pytest.approx(scaled.ravel().tolist())


def test_a_slow_patron_does_not_lose_more_where_its_share_is_low():
    shares = np.array([[0.4, 0.1], [0.6, 0.9]])[:, :, None]
    growth, catch_up = np.array([[-0.03], [0.02]]), np.array([[1.0], [0.0]])
    grown = trade.market_growth(growth, catch_up, np.array([3.0]), shares, np.full((2, 1), 0.5))
    assert grown[0].ravel().tolist() == pytest.approx([-0.03, -0.03])


def test_market_access_is_growth_beyond_what_is_common():
    attraction = np.array([0.5, 0.5]).reshape(2, 1, 1) * np.exp([[[0.2]], [[0.0]]])
    access = trade.market_access(attraction, np.array([0.1]))
    assert access.item() == pytest.approx((0.5 * np.exp(0.2) + 0.5) / np.exp(0.1))
