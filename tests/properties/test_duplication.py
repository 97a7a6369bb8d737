"""Several payers for one thing: between the largest payment and the plain sum."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.dynamics import budgets

MONEY = st.one_of(st.just(0.0), st.floats(1e-6, 1e3))
PAYMENTS = arrays(
    float, st.tuples(st.integers(1, 9), st.just(2), st.just(3), st.just(1)), elements=MONEY
)
EXPONENT = st.floats(1, 4)


def _effort(payments, exponent, payers=None):
    counts = np.ones((len(payments), 1)) if payers is None else np.asarray(payers, float)[:, None]
    return budgets.effective_effort(payments, counts, np.array([exponent]))


@given(PAYMENTS)
def test_nothing_is_lost_when_payers_are_fully_coordinated(payments):
    effort = _effort(payments, 1.0)
    np.testing.assert_allclose(effort, payments.sum(axis=0), rtol=1e-12)
    assert abs(budgets.duplication_loss(payments, effort)[0]) < 1e-12


@given(PAYMENTS, EXPONENT)
def test_nothing_is_lost_where_one_payer_pays(payments, exponent):
    payments[1:] = 0
    effort = _effort(payments, exponent)
    np.testing.assert_allclose(effort, payments[0], rtol=1e-12, atol=1e-300)
    assert abs(budgets.duplication_loss(payments, effort)[0]) < 1e-12


@given(PAYMENTS, EXPONENT)
def test_effort_lies_between_the_largest_payment_and_the_sum(payments, exponent):
    effort = _effort(payments, exponent)
    rounding = 1e-12 * payments.sum(axis=0)
    assert (effort >= payments.max(axis=0) - rounding).all()
    assert (effort <= payments.sum(axis=0) + rounding).all()
    assert -1e-12 <= budgets.duplication_loss(payments, effort)[0] < 1


@given(PAYMENTS, EXPONENT, EXPONENT)
def test_effort_falls_as_coordination_falls(payments, one, other):
    better, worse = sorted((one, other))
    rounding = 1e-12 * payments.sum(axis=0)
    assert (_effort(payments, better) >= _effort(payments, worse) - rounding).all()


@given(PAYMENTS, EXPONENT, st.floats(0, 1e3))
def test_more_money_never_buys_less_effort(payments, exponent, more):
    assert (_effort(payments + more, exponent) >= _effort(payments, exponent) * (1 - 1e-12)).all()


@given(PAYMENTS, EXPONENT, st.integers(2, 30))
def test_a_row_of_equal_payers_counts_like_each_on_a_row_of_its_own(payments, exponent, count):
    together = _effort(payments, exponent, [count, *[1] * (len(payments) - 1)])
    apart = np.concatenate([np.repeat(payments[:1] / count, count, axis=0), payments[1:]])
    np.testing.assert_allclose(_effort(apart, exponent), together, rtol=1e-9, atol=1e-12)


@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(-1, 1), st.floats(1, 2.5)
)  # fmt: skip
def test_coordination_and_its_exponent_stay_in_range(base, representative, gain, lever, maximum):
    given_ = [np.array([x]) for x in (base, representative, gain, lever)]
    level = budgets.coordination(*given_)
    exponent = budgets.duplication_exponent(level, np.array([maximum]))
    assert 0 <= level[0] <= 1
    assert 1 <= exponent[0] <= maximum
