"""Governance, growth, resilience, regional ties, destinations and treaties worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.axes import logistic, logit
from cagame.dynamics import economy, governance, mobility, regional, treaties

INNER = st.floats(0.01, 0.99)


def _cell(value):
    return np.array([[float(value)]])


# Governance.


@given(INNER, st.floats(-1, 1), st.floats(0.05, 0.3))
def test_governance_stays_on_a_path_that_stays(initial, path, adjustment):
    on_path = logistic(logit(_cell(initial)) + path)
    after = governance.governance(
        on_path, _cell(initial), _cell(path), _cell(path), _cell(0), np.array([adjustment])
    )
    assert after.item() == pytest.approx(on_path.item(), abs=1e-12)


def test_what_pressure_adds_to_governance_fades():
    level = _cell(0.5)
    for year in range(11):
        impulse = _cell(0.3 if year == 0 else 0)
        level = governance.governance(
            level, _cell(0.5), _cell(0), _cell(0), impulse, np.array([0.2])
        )
    assert logit(level).item() == pytest.approx(0.3 * 0.8**10)


def test_pressure_from_outside_adds_up():
    effects = tuple(np.array([x]) for x in (0.4, 0.5, 0.3, 0.15))
    impulse = governance.outside_impulse(_cell(0.1), _cell(0.2), _cell(0.05), _cell(0.1), effects)
    assert impulse.item() == pytest.approx(0.04 + 0.1 - 0.015 - 0.015)


@pytest.mark.parametrize(("level", "consents"), [(0.05, False), (0.07, True), (0.2, True)])
def test_parliament_compares_governance_with_a_share_of_the_regional_mean(level, consents):
    answer = governance.parliament_consents(_cell(level), np.array([0.2]), np.array([0.35]))
    assert bool(answer.item()) is consents


def test_governance_just_at_the_threshold_is_enough():
    answer = governance.parliament_consents(_cell(0.25), np.array([0.5]), np.array([0.5]))
    assert bool(answer.item())


# Growth and resilience.


@pytest.mark.parametrize(
    ("loss", "expected"), [(0.0, 0.05), (0.04, 0.01), (0.5, -0.12), (-0.5, 0.12)]
)
def test_growth_adds_up_and_is_bounded(loss, expected):
    grown = economy.growth(
        np.array([0.035]), _cell(0.01), _cell(0.005), _cell(loss), np.array([0.12])
    )
    assert grown.item() == pytest.approx(expected)


def test_a_slump_costs_most_where_most_work_in_russia():
    loss = economy.remittance_loss(
        np.array([0.08]), np.array([[1.0], [0.5]]), np.array([[0.9], [0.9]]), np.array([1.0])
    )
    assert loss[:, 0].tolist() == pytest.approx([0.072, 0.036])


def test_half_a_slump_costs_half():
    loss = economy.remittance_loss(
        np.array([0.08]), np.array([[1.0]]), np.array([[0.9]]), np.array([0.5])
    )
    assert loss.item() == pytest.approx(0.036)


def test_resilience_weighs_what_supports_against_what_strains():
    supports, strains = (_cell(0.5), _cell(0.2)), (_cell(0.4),)
    weights = (np.array([2.0]), np.array([3.0])), (np.array([1.5]),)
    target = economy.resilience_target(supports, strains, *weights)
    assert logit(target).item() == pytest.approx(2 * 0.5 + 3 * 0.2 - 1.5 * 0.4)


def test_a_support_or_strain_without_a_weight_is_refused():
    one = _cell(1)
    with pytest.raises(ValueError, match="argument 2 is longer"):
        economy.resilience_target((one, one), (one,), (one,), (one,))
    with pytest.raises(ValueError, match="argument 2 is longer"):
        economy.resilience_target((one,), (one, one), (one,), (one,))


def test_threat_comes_from_afghanistan_and_from_recruitment_and_is_never_negative():
    here = economy.threat(np.array([0.5]), _cell(0.8), np.array([0.2]), _cell(0.9))
    calm = economy.threat(np.array([-1.0]), _cell(0.8), np.array([0.2]), _cell(0.0))
    assert here.item() == pytest.approx(0.58)
    assert calm.item() == 0


def test_resilience_moves_a_fraction_of_the_way_to_its_target():
    one = _cell(1)
    target = economy.resilience_target((one, one), (one,), (one, 2 * one), (one,))
    assert target.item() == pytest.approx(1 / (1 + np.exp(-2)))
    assert economy.resilience(_cell(0.4), _cell(0.8), np.array([0.25])).item() == pytest.approx(0.5)


# Ties within the region.


def test_regional_ties_move_on_the_logit_scale_towards_what_pushes_them():
    after = regional.regional_ties(_cell(0.5), _cell(0.5), _cell(1), np.array([0.25]))
    assert logit(after).item() == pytest.approx(0.25)


@given(INNER, st.floats(0.1, 0.5))
def test_regional_ties_stay_where_nothing_pushes(level, adjustment):
    here = _cell(level)
    after = regional.regional_ties(here, here, _cell(0), np.array([adjustment]))
    assert after.item() == pytest.approx(level, abs=1e-12)


def test_programmes_reach_further_with_money_but_never_all():
    reach = regional.programme_reach(np.array([0, 10 * np.log(2), 1e3]), np.array([10.0]))
    assert reach.tolist() == pytest.approx([0, 0.5, 1])


def test_ties_by_state_are_means_over_its_pairs():
    pairs = ((0, 1), (0, 2), (1, 2))
    means = regional.by_state(np.array([[0.2], [0.4], [0.6]]), pairs, 3)
    assert means[:, 0].tolist() == pytest.approx([0.3, 0.4, 0.5])


# Students and workers.


def test_destinations_follow_their_pull():
    half = np.full((2, 1, 1), 0.5)
    pull = np.array([np.log(3), 0.0]).reshape(2, 1, 1)
    after = mobility.destinations(half, half, pull, np.array([0.4]))
    assert after.ravel().tolist() == pytest.approx([0.6, 0.4])


@given(st.lists(st.floats(-3, 3), min_size=4, max_size=4), st.floats(0.1, 0.6))
def test_destination_shares_sum_to_1_and_a_place_nobody_goes_to_stays_empty(pull, adjustment):
    initial = np.array([0.5, 0.3, 0.2, 0.0]).reshape(4, 1, 1)
    after = mobility.destinations(
        initial, initial, np.array(pull).reshape(4, 1, 1), np.array([adjustment])
    )
    assert after.sum() == pytest.approx(1, abs=1e-12)
    assert after[3].item() == 0


@pytest.mark.parametrize(("level", "pressure"), [(0.5, 0.0), (0.6, 0.0), (0.25, 2 * np.log(3))])
def test_people_flee_as_governance_falls_below_2007(level, pressure):
    fled = mobility.asylum_pressure(_cell(level), _cell(0.5), np.array([2.0]))
    assert fled.item() == pytest.approx(pressure)


# Treaties.


def test_talks_advance_with_openness_and_only_with_consent():
    progress, speed = np.array([[0.2], [0.2], [0.95]]), np.array([0.25])
    after = treaties.negotiation(
        progress, np.full((3, 1), 0.8), np.array([[True], [False], [True]]), speed
    )
    assert after[:, 0].tolist() == pytest.approx([0.4, 0.2, 1])


def test_ratification_counts_years_after_the_talks_while_parliament_consents():
    years = treaties.ratification(
        np.array([[2.0], [2.0], [0.0]]),
        np.array([[1.0], [1.0], [0.9]]),
        np.array([[True], [False], [True]]),
    )
    assert years[:, 0].tolist() == [3, 2, 0]


@pytest.mark.parametrize(
    ("documented", "negotiated", "years", "level"),
    [
        (0.75, 0.0, 0, 0.75),  # a partnership agreement
        (0.75, 0.5, 0, 0.825),  # half-way to a signed enhanced one
        (0.75, 1.0, 4, 0.9),  # signed
        (0.75, 1.0, 5, 1.0),  # in force after the lag
        (1.0, 0.0, 0, 1.0),  # what is documented is never lost
        (0.4, 0.5, 0, 0.65),  # from interim terms the way is longer
    ],
)
def test_the_level_of_a_treaty(documented, negotiated, years, level):
    given_ = (documented, 0.75, 0.9, negotiated, years, 5)
    assert treaties.treaty_level(*(_cell(x) for x in given_)).item() == pytest.approx(level)
