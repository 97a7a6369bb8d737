"""Money: who pays what, what arrives, and how powers answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.dynamics import budgets

AID = 1
UNIT = st.floats(0, 1)
PARTNERS = arrays(float, (3, 2), elements=st.floats(0.01, 1))
CHANNELS = arrays(float, (3, 4, 2), elements=st.floats(0.01, 1))


def test_duplication_of_two_payers():
    payments = np.array([3.0, 4.0]).reshape(2, 1, 1, 1)
    payers = np.ones((2, 1))
    at_2, at_1_6 = (
        budgets.effective_effort(payments, payers, np.array([sigma])) for sigma in (2.0, 1.6)
    )
    assert at_2.item() == pytest.approx(5)
    assert budgets.duplication_loss(payments, at_2)[0] == pytest.approx(2 / 7)
    assert at_1_6.item() == pytest.approx(5.43076, abs=5e-6)


def test_equal_payers_count_as_many():
    # Four equal payers of one each, exponent 2: the square root of four.
    effort = budgets.effective_effort(
        np.full((1, 1, 1), 4.0), np.full((1, 1), 4.0), np.array([2.0])
    )
    assert effort.item() == pytest.approx(2)


def test_nothing_paid_loses_nothing():
    nothing = np.zeros((2, 1, 1, 1))
    effort = budgets.effective_effort(nothing, np.ones((2, 1)), np.array([1.6]))
    assert budgets.duplication_loss(nothing, effort).tolist() == [0]


def test_bilateral_money_follows_weights_and_leaves_out_aid_to_graduates():
    partners = np.array([[0.5], [0.5]])
    channels = np.array([[0.6, 0.4], [0.6, 0.4]])[:, :, None]
    shares = budgets.bilateral_shares(partners, channels, np.array([[1.0], [0.0]]), AID)
    # Of 0.3, 0.2, 0.3, 0.2 the second is gone: 0.8 remain.
    assert shares[:, :, 0].ravel().tolist() == pytest.approx([0.375, 0, 0.375, 0.25])


def test_regional_money_reaches_every_state_alike_graduates_included():
    partners = np.array([[0.75], [0.25]])
    channels = np.array([[1.0, 0.0], [0.0, 1.0]])[:, :, None]
    shares = budgets.bilateral_shares(partners, channels, np.zeros((2, 1)), AID)
    bilateral, regional = budgets.institutional_spending(
        np.array([100.0]), np.array([0.4]), shares, partners, channels
    )
    assert bilateral[:, :, 0].ravel().tolist() == pytest.approx([45, 0, 0, 15])
    assert regional[:, :, 0].tolist() == [pytest.approx([15, 5])] * 2


@given(st.floats(0.01, 1e4), UNIT, PARTNERS, CHANNELS, arrays(float, (3, 2), elements=UNIT))
def test_institutional_spending_equals_the_budget(budget, regional, partners, channels, graduated):
    channels = channels / channels.sum(axis=1, keepdims=True)
    shares = budgets.bilateral_shares(partners, channels, graduated, AID)
    np.testing.assert_allclose(shares.sum(axis=(0, 1)), 1, atol=1e-12)
    both = budgets.institutional_spending(
        np.full(2, budget), np.full(2, regional), shares, partners, channels
    )
    np.testing.assert_allclose(sum(both).sum(axis=(0, 1)), budget, rtol=1e-12)


@given(st.floats(0.01, 1e4), UNIT, PARTNERS, CHANNELS, CHANNELS)
def test_a_member_spends_its_budget_whatever_the_steering(
    budget, steering, partners, channels, common
):
    partners, own = partners / partners.sum(axis=0), channels[0] / channels[0].sum(axis=0)
    common = common / common.sum(axis=(0, 1))
    paid = budgets.member_spending(np.array([budget]), np.array([steering]), partners, own, common)
    np.testing.assert_allclose(paid.sum(axis=(0, 1)), budget, rtol=1e-12)


@pytest.mark.parametrize(
    ("base", "post", "lever", "expected"),
    [(0.4, 1, 0, 0.55), (0.4, 0, 0, 0.4), (0.4, 1, 0.6, 1), (0.4, 1, -0.8, 0)],
)
def test_coordination_adds_up_and_is_capped(base, post, lever, expected):
    level = budgets.coordination(*(np.array([x]) for x in (base, post, 0.15, lever)))
    assert level[0] == pytest.approx(expected)


def test_rivals_gains_are_weighted_and_losses_do_not_count():
    now = np.array([0.4, 0.3, 0.3]).reshape(3, 1, 1)
    before = np.array([0.5, 0.2, 0.3]).reshape(3, 1, 1)
    reaction = np.array([[1.0], [0.5], [1.0]])
    assert budgets.rival_gain(now, before, reaction).item() == pytest.approx(0.05)


def test_a_power_leans_to_where_it_loses():
    partners, loss = np.array([[0.5], [0.5]]), np.array([[0.03], [0.0]])
    leaning = budgets.reactive_partners(partners, loss, np.array([3.0]), np.array([0.03]))
    weight = np.exp(3 * np.tanh(1.0))
    assert leaning[:, 0].tolist() == pytest.approx([weight / (1 + weight), 1 / (1 + weight)])


@given(PARTNERS, arrays(float, (3, 2), elements=st.floats(0, 0.5)), st.floats(0, 12))
def test_reactive_partner_weights_sum_to_1_and_stay_without_loss(partners, loss, targeting):
    partners = partners / partners.sum(axis=0)
    zeta, scale = np.array([targeting]), np.array([0.03])
    weights = budgets.reactive_partners(partners, loss, zeta, scale)
    np.testing.assert_allclose(weights.sum(axis=0), 1, atol=1e-12)
    calm = budgets.reactive_partners(partners, 0 * loss, zeta, scale)
    np.testing.assert_allclose(calm, partners, rtol=1e-12)


def test_a_budget_escalates_up_to_its_bound():
    scale, rho, even = np.array([0.03]), np.array([0.3]), np.array([[0.5], [0.5]])

    def raised(loss):
        return budgets.escalated_budget(np.array([100.0]), np.full((2, 1), loss), even, rho, scale)[
            0
        ]

    assert raised(0.0) == 100
    assert raised(0.03) == pytest.approx(100 * (1 + 0.3 * np.tanh(1)))
    assert raised(10.0) == pytest.approx(130)


def test_a_loss_of_little_money_is_the_same_share():
    payments = np.array([0.3, 0.1]).reshape(2, 1, 1, 1)
    assert budgets.duplication_loss(payments, np.array([[[0.3]]])).item() == pytest.approx(0.25)
    assert budgets.duplication_loss(0 * payments, np.zeros((1, 1, 1))).item() == 0


def test_each_world_loses_by_what_it_pays_itself():
    # Two payers, one state, two channels: 3 of 4 arrive in the first world, 9 of 10 in the second.
    payments = np.array([[[[1.0, 2.0], [1.0, 3.0]]], [[[2.0, 4.0], [0.0, 1.0]]]])
    arrived = np.array([[[2.5, 6.0], [0.5, 3.0]]])
    assert budgets.duplication_loss(payments, arrived) == pytest.approx([1 / 4, 1 / 10])


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_effort_of_one_world_is_to_the_last_bit_that_among_many(exponent):
    payments = np.random.default_rng(1).random((3, 40, 7, 5))
    payers, sigma = np.full((3, 5), 2.0), np.full(5, exponent)
    among = budgets.effective_effort(payments.copy(), payers, sigma)
    alone = budgets.effective_effort(payments[..., :1].copy(), payers[:, :1], sigma[:1])
    assert np.array_equal(alone, among[..., :1])
