"""Offers, utility and openness worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.dynamics import hedging

ONE = np.ones((1, 1))


def test_an_offer_has_diminishing_returns_to_relative_effort():
    effort = np.full((1, 1, 1, 1), 40.0)
    given_ = (
        np.full((1, 1), 10.0),
        np.full((1, 1, 1, 1), 0.3),
        np.full((1, 1), 2.0),
        np.array([0.5]),
    )
    assert hedging.offer(effort, *given_).item() == pytest.approx(0.3 * 2 * 2)
    assert hedging.offer(0 * effort, *given_).item() == 0


@given(st.floats(0, 4), st.floats(0, 1e3), st.floats(0, 1e3), st.floats(0.4, 1))
def test_an_offer_never_falls_with_effort_and_is_0_without_effectiveness(psi, less, more, nu):
    def offered(effort, effectiveness):
        return hedging.offer(
            np.full((1, 1, 1, 1), effort), 10 * ONE, np.full((1, 1, 1, 1), 0.2),
            np.full((1, 1), effectiveness), np.array([nu]),
        ).item()  # fmt: skip

    assert offered(less + more, psi) >= offered(less, psi)
    assert offered(less, 0.0) == 0


@pytest.mark.parametrize(("material", "value"), [(0.0, 0.0), (np.log(2), 0.5), (50.0, 1.0)])
def test_material_offers_saturate(material, value):
    assert hedging.prosperity_offer(np.array([material]))[0] == pytest.approx(value)


def test_security_help_counts_in_proportion_to_the_threat():
    value = hedging.security_offer(np.array([0.5]), np.array([0.4]), np.array([2.0]))
    assert value[0] == pytest.approx(0.4 * (1 - np.exp(-1)))


def test_utility_adds_what_attracts_and_takes_what_repels():
    column = np.array([[0.4], [0.2], [0.2], [0.2]])
    utility = hedging.utility(
        prosperity=0 * column + 0.5,
        security=0 * column + 0.2,
        influence_share=column,
        conditionality=np.array([[0.6], [0.0], [0.0], [0.3]]),
        governance=np.array([0.1]),
        rent=np.array([[0.05], [0.0], [0.0], [0.0]]),
        weights=tuple(np.array([w]) for w in (0.4, 0.3, 0.2, 0.1)),
    )
    plain = 0.4 * 0.5 + 0.3 * 0.2
    expected = [
        plain - 0.2 * (0.4 - 0.25) - 0.1 * 0.6 * 0.9 + 0.05, plain, plain, plain - 0.1 * 0.3 * 0.9,
    ]  # fmt: skip
    assert utility[:, 0].tolist() == pytest.approx(expected)


def _open(current, initial, gain, push=0.0, eta=4.0, pace=0.35, substitution=0.0):
    return hedging.openness(
        current, initial, gain, push, *(np.array([x]) for x in (eta, pace, substitution))
    )


@given(st.floats(0.01, 0.99))
def test_openness_stays_where_nothing_has_changed(level):
    here = np.full((4, 1), level)
    assert _open(here, here, 0 * here) == pytest.approx(here, abs=1e-12)


def test_openness_moves_part_of_the_way_to_what_utility_calls_for():
    half = np.array([[0.5]])
    after = _open(half, half, np.array([[0.5]]), eta=2.0, pace=0.5)
    assert after.item() == pytest.approx(0.5 + 0.5 * (1 / (1 + np.exp(-1)) - 0.5))


def test_opening_to_one_patron_closes_a_little_to_the_others():
    initial = np.array([[0.5], [0.5]])
    current = np.array([[0.7], [0.5]])
    after = _open(current, initial, 0 * initial, pace=1.0, substitution=0.5)
    assert after[:, 0].tolist() == pytest.approx([0.5, 1 / (1 + np.exp(0.1))])


@given(
    st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(-5, 5), st.floats(-3, 3),
    st.floats(1, 8), st.floats(0.1, 0.7), st.floats(0, 0.5),
)  # fmt: skip
def test_openness_stays_between_0_and_1(current, initial, gain, push, eta, pace, substitution):
    after = _open(
        np.full((4, 1), current), np.full((4, 1), initial), np.full((4, 1), gain), push, eta, pace,
        substitution,
    )  # fmt: skip
    assert ((after > 0) & (after < 1)).all()


def test_openness_moves_part_of_the_way_with_gain_push_and_crowding():
    current, initial = np.array([[0.5], [0.7]]), np.array([[0.5], [0.4]])
    push = np.array([[1.0], [0.0]])
    after = hedging.openness(
        current, initial, 0 * push, push, *(np.array([x]) for x in (2.0, 0.5, 2.0))
    )
    # The first is pushed by 1 and crowded by 2 x 0.3, the second by nothing; half of the way.
    first, second = 1 / (1 + np.exp(-0.4)), 0.4
    assert after.ravel().tolist() == pytest.approx([(0.5 + first) / 2, (0.7 + second) / 2])
