"""Council rules against a published case and against cases worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.dynamics import council

#: EC car emission standards: capability, position in years of delay, salience. Bueno de Mesquita
#: 1994, as tabulated by Scholz, Calbert and Smith 2011.
EMISSION = {
    "NL": (0.08, 4, 0.8), "BE": (0.08, 7, 0.4), "LU": (0.03, 4, 0.2), "DE": (0.16, 4, 0.8),
    "FR": (0.16, 10, 0.6), "IT": (0.16, 10, 0.6), "UK": (0.16, 10, 0.9), "IE": (0.05, 7, 0.1),
    "DK": (0.05, 4, 1.0), "GR": (0.08, 7, 0.7),
}  # fmt: skip

POSITIONS = st.lists(st.floats(0, 1), min_size=2, max_size=8)
WEIGHTS = st.lists(st.floats(0.01, 1), min_size=8, max_size=8)


@pytest.fixture
def emission() -> council.Ballot:
    capability, position, salience = (
        np.array(c)[:, None] for c in zip(*EMISSION.values(), strict=True)
    )
    nobody, double = np.zeros_like(salience), np.array([2.0])
    weight = council.bargaining_weight(capability, salience, nobody, double)
    ballot = council.plain_ballot(position[:, 0].tolist(), weight[:, 0].tolist())
    return replace(ballot, capability=capability)


def test_the_compromise_of_the_emission_case(emission):
    assert council.compromise(emission)[0, 0] == pytest.approx(7.389955686853767, rel=1e-14)


def test_the_median_of_the_emission_case(emission):
    assert council.median(emission)[0, 0] == 7


@pytest.mark.parametrize(
    ("positions", "weights", "expected"),
    [
        ([10, 4, 7], [1, 1, 1], 7),
        ([4, 7], [1, 1], 4),  # half the weight is enough: the lower of two
        ([4, 7, 10], [1, 1, 5], 10),
        ([10, 4], [0.6, 0.4], 10),
    ],
)
def test_the_median_is_where_half_the_weight_is_reached(positions, weights, expected):
    assert council.median(council.plain_ballot(positions, weights))[0, 0] == expected


def test_the_presidency_raises_a_members_weight():
    weight = council.bargaining_weight(
        np.full((2, 1), 0.2), np.full((2, 1), 0.5), np.array([[1.0], [0.0]]), np.array([3.0])
    )
    assert weight[:, 0].tolist() == pytest.approx([0.3, 0.1])


@pytest.mark.parametrize(
    ("ideals", "expected"),
    [
        ([0.4, 0.6, 0.9], 0.5),  # the compromise 0.63 is clipped to the mirror image of 0.3 in 0.4
        ([0.2, 0.6], 0.3),  # one wants less and one wants more: the status quo stays
        ([0.1, 0.2], 0.15),  # both want less: the compromise is inside what both accept
        ([0.4], 0.4),  # a member alone decides as it likes
    ],
)
def test_unanimity_moves_only_as_far_as_every_member_gains(ideals, expected):
    ballot = council.plain_ballot(ideals, [1] * len(ideals), status_quo=0.3)
    assert council.unanimity(ballot)[0, 0] == pytest.approx(expected)


@given(POSITIONS, WEIGHTS, st.floats(0, 1))
def test_no_member_loses_under_unanimity(positions, weights, status_quo):
    ballot = council.plain_ballot(positions, weights[: len(positions)], status_quo=status_quo)
    decision = council.unanimity(ballot)[0, 0]
    for ideal in positions:
        assert abs(decision - ideal) <= abs(status_quo - ideal) + 1e-12


@pytest.mark.parametrize(
    ("states", "capability", "passes"),
    [
        ([1, 1, 1], [0.4, 0.4, 0.2], True),
        ([1, 1, 3], [0.4, 0.4, 0.2], False),  # two of five states are too few
        ([3, 3, 1], [0.3, 0.3, 0.4], False),  # six tenths of the people are too few
        ([6, 5, 9], [0.35, 0.3, 0.35], True),  # exactly 55 % of states and 65 % of people
    ],
)
def test_a_qualified_majority_needs_states_and_people(states, capability, passes):
    ballot = council.plain_ballot([0.9, 0.8, 0.1], [1, 1, 1], status_quo=0.1)
    ballot = replace(
        ballot,
        states=np.array(states, float)[:, None],
        capability=np.array(capability)[:, None],
        majority_states=np.array([0.55]),
        majority_population=np.array([0.65]),
    )
    assert council.qualified_majority(ballot)[0, 0] == pytest.approx(0.6 if passes else 0.1)


@given(POSITIONS, WEIGHTS, st.floats(0, 1), st.sampled_from(sorted(council.RULES)))
def test_every_rule_decides_between_its_members_and_the_status_quo(positions, weights, quo, rule):
    ballot = council.plain_ballot(positions, weights[: len(positions)], status_quo=quo)
    decision = council.RULES[rule](ballot)[0, 0]
    assert min(*positions, quo) - 1e-12 <= decision <= max(*positions, quo) + 1e-12


@given(st.floats(0, 1), WEIGHTS, st.floats(0, 1), st.sampled_from(sorted(council.RULES)))
def test_where_all_agree_all_rules_decide_so(position, weights, quo, rule):
    ballot = council.plain_ballot([position] * 8, weights, status_quo=quo)
    ballot_decision = council.RULES[rule](ballot)[0, 0]
    assert ballot_decision == pytest.approx(position, abs=1e-12)
    assert council.dispersion(ballot.position, ballot.weight, ballot.position[0])[0] == 0


def test_dispersion_is_the_weighted_mean_of_half_the_absolute_differences():
    position = np.array([[0.5, 0.5], [0.1, 0.9]])[:, :, None]
    decision = np.array([[0.4], [0.6]])
    spread = council.dispersion(position, np.array([[3.0], [1.0]]), decision)
    assert spread[0] == pytest.approx((3 * 0.1 + 1 * 0.3) / 4)


def test_every_world_has_its_own_median():
    position = np.array([[4.0, 10.0], [7.0, 4.0], [10.0, 7.0]])[:, None]
    weight = np.array([[1.0, 5.0], [1.0, 1.0], [1.0, 1.0]])
    ballot = replace(council.plain_ballot([0, 0, 0], [1, 1, 1]), position=position, weight=weight)
    assert council.median(ballot).tolist() == [[7.0, 10.0]]


def test_a_member_to_whom_the_proposal_is_no_better_is_not_in_favour():
    # The compromise is 0.75; for the first member it is as far as the status quo of 0.25.
    ballot = council.plain_ballot([0.5, 1.0], [1, 1], status_quo=0.25)
    assert council.qualified_majority(ballot).item() == pytest.approx(0.75)
    strict = replace(ballot, majority_states=np.array([0.55]))
    assert council.qualified_majority(strict).item() == pytest.approx(0.25)


def test_a_package_is_judged_as_a_whole():
    # Issue 1 moves to 0.6, which two members like; issue 2 to 0.5, which only the last likes.
    position = np.array([[0.9, 0.0], [0.8, 0.0], [0.1, 1.5]])[..., None]
    ballot = replace(
        council.plain_ballot([0, 0, 0], [1, 1, 1]), position=position, status_quo=np.zeros((2, 1))
    )
    # Gains: 0.6 - 0.5 and 0.6 - 0.5 for the first two; 0.1 - 0.5 + 0.5 for the last.
    assert council.qualified_majority(ballot).ravel().tolist() == pytest.approx([0.6, 0.5])


def test_salience_is_weight_over_capability_unless_it_is_given():
    capability = np.array([[0.5], [0.25], [0.0]])
    weights, salience = [0.45, 0.1, 0.0], [0.9, 0.4, 0.0]
    given_ = council.plain_ballot([0.0, 0.6, 1.0], weights, salience=salience)
    derived = replace(council.plain_ballot([0.0, 0.6, 1.0], weights), capability=capability)
    decision = council.challenge(derived)
    assert decision.item() == pytest.approx(council.challenge(given_).item())
    assert decision.item() != pytest.approx(council.compromise(given_).item())


def test_salience_from_weight_is_at_most_1():
    heavy = replace(
        council.plain_ballot([0.0, 1.0], [0.9, 0.2]), capability=np.array([[0.3], [0.4]])
    )
    capped = council.plain_ballot([0.0, 1.0], [0.9, 0.2], salience=[1.0, 0.5])
    assert council.challenge(heavy).item() == council.challenge(capped).item()


def test_a_ballot_says_how_long_and_in_which_way_it_is_bargained():
    rng = np.random.default_rng(9)
    positions, weights = rng.random(5).tolist(), rng.random(5).tolist()
    once = council.plain_ballot(positions, weights, salience=[0.9, 0.3, 0.6, 0.2, 0.8])
    again = replace(once, rounds=np.array([4.0]))
    public = replace(once, rounds=np.array([1.0]), replication=np.ones(1))
    decisions = {council.challenge(ballot).item() for ballot in (once, again, public)}
    assert len(decisions) == 3
    assert council.challenge(replace(once, rounds=np.ones(1))).item() in decisions


def test_a_plain_ballot_starts_from_nothing_and_takes_whole_numbers():
    # From 0, the first accepts at most 0.2.
    assert council.unanimity(council.plain_ballot([0.1, 0.9], [1, 1])).item() == pytest.approx(0.2)
    assert council.unanimity(council.plain_ballot([1, 3], [1, 1])).item() == 2
