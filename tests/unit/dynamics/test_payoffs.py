"""Payoffs are weighted sums of log changes, less what they cost."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.dynamics import payoffs

#: Patrons: EU, Russia, China.
EU, RUSSIA, CHINA = range(3)


def _row(*values):
    return np.array(values, float)[:, None]


@pytest.fixture
def gains() -> payoffs.Gains:
    return payoffs.Gains(
        trade=_row(0.1, 0.2, 0.3),
        influence=_row(-0.1, 0.4, 0.5),
        budget=_row(0.2, 0.3, 0.7),
        governance=np.array([0.05]),
        resilience=np.array([0.02]),
        russian_security=np.array([-0.3]),
        chinese_investment=np.array([0.6]),
        neighbours_resilience=np.array([0.1]),
        gap=np.array([0.01]),
    )


def _weights(*values):
    return tuple(np.array([value]) for value in values)


def test_the_payoff_of_the_eu(gains):
    payoff = payoffs.union_payoff(gains, EU, _weights(0.3, 0.25, 0.2, 0.25, 0.1))
    assert payoff[0] == pytest.approx(0.03 - 0.025 + 0.01 + 0.005 - 0.02)


def test_the_payoff_of_russia(gains):
    payoff = payoffs.russian_payoff(gains, RUSSIA, _weights(0.45, 0.25, 0.15, 0.15, 0.05, 0.1))
    assert payoff[0] == pytest.approx(0.18 - 0.075 + 0.03 - 0.03 - 0.03)


def test_the_payoff_of_china(gains):
    payoff = payoffs.chinese_payoff(gains, CHINA, _weights(0.4, 0.25, 0.2, 0.15, 0.1))
    assert payoff[0] == pytest.approx(0.12 + 0.15 + 0.02 + 0.075 - 0.07)


def test_the_payoff_of_a_state():
    payoff = payoffs.state_payoffs(
        _row(0.5), _row(0.1), _row(-0.2), _row(0.03), _row(0.05), _weights(0.45, 0.25, 0.3)
    )
    assert payoff.item() == pytest.approx(0.225 + 0.025 - 0.06 - 0.03 + 0.05)


def test_log_changes_are_0_where_nothing_was_and_nothing_is():
    now, base = np.array([2.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0])
    assert payoffs.log_change(now, base).tolist() == pytest.approx([np.log(2), 0, 0])
    assert np.isfinite(payoffs.log_change(np.array([0.0]), np.array([1.0]))).all()
