"""Moving levers: what changes, what gives way, and what a variant is called then."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import InputError
from cagame.exploring.moves import (
    rebalanced,
    strategy_of,
    with_another,
    with_lever,
    with_number,
    with_strategy,
    without,
)
from cagame.scenario.fields import CHANNELS


def shares(state):
    """Effort by channel of the EU in the first variant."""
    [lever] = [each for each in state.cast.levers("eu") if each.field == "channels"]
    return lever.values(strategy_of(state, 0, "eu"))


def test_a_lever_moves_in_one_variant_only(small):
    moved = with_lever(small, 0, "eu", "budget", "", 2.0)
    assert moved.study.variant("joint-roadmap").strategies["EU"].budget == 2.0
    assert moved.variants[1:] == small.variants[1:]
    assert moved.study.variant("strained").strategies["EU"].budget == 1.0


def test_a_lever_back_in_its_place_is_no_change(small):
    there = with_lever(small, 0, "eu", "budget", "", 2.0)
    assert with_lever(there, 0, "eu", "budget", "", 1.0) == small


def test_a_lever_of_an_actor_that_went_on_as_before_starts_from_what_was_in_force(small):
    moved = with_lever(small, 0, "KZ", "stance", "EU", 1.0)
    assert moved.variants[0].choices["KZ"]["base"] == small.cast.in_force("KZ", 2025) == "steady"
    assert moved.study.variant(moved.reference.name).strategies["KZ"].stance["EU"] == 1.0


def test_moving_one_share_scales_the_others(small):
    before = shares(small)
    moved = with_lever(small, 0, "eu", "channels", "trade", 0.5)
    after = shares(moved)
    assert after["trade"] == pytest.approx(0.5)
    assert math.fsum(after.values()) == pytest.approx(1, abs=1e-9)
    assert after["aid"] / after["values"] == pytest.approx(
        before["aid"] / before["values"], rel=0.01
    )


@given(
    st.lists(st.floats(0.0, 1.0), min_size=2, max_size=7).filter(lambda each: sum(each) > 0.01),
    st.floats(0.0, 1.0).map(lambda value: round(value, 2)),
)
def test_shares_always_sum_to_one_and_none_is_negative(weights, value):
    total = sum(weights)
    shares = {str(place): weight / total for place, weight in enumerate(weights)}
    moved = rebalanced(shares, "0", value)
    assert math.fsum(moved.values()) == pytest.approx(1, abs=1e-6)
    assert min(moved.values()) >= 0
    assert moved["0"] == value


def test_shares_by_state_are_shown_as_one_and_replaced_as_one(small):
    state = with_strategy(small, 0, "eu", "differentiated")
    shown = shares(state)
    assert math.fsum(shown.values()) == pytest.approx(1)
    moved = with_lever(state, 0, "eu", "channels", "aid", 0.4)
    eu = moved.study.variant("differentiated").strategies["EU"]
    assert eu.channels_by_state is None
    assert eu.channels["aid"] == pytest.approx(0.4)


def test_another_strategy_gives_another_name_and_title(small):
    state = with_strategy(small, 0, "eu", "values-first")
    assert state.reference.name == "values-first"
    assert state.titles["values-first"] == "Values first, with conditions"
    assert state.keys()["reference"] == "values-first"


def test_titles_say_what_was_moved_and_are_never_the_same(small):
    twins = with_another(small, small.variants[1].choices)
    titles = list(twins.titles.values())
    assert titles[1] == "Team Europe coordination, budget 1.5"
    assert titles[3] == "Team Europe coordination, budget 1.5 (2)"
    assert twins.study.variant_names == (
        "joint-roadmap",
        "team-europe",
        "strained",
        "team-europe-2",
    )


def test_no_more_than_four_variants_and_no_fewer_than_one(small):
    four = with_another(small, {})
    with pytest.raises(InputError, match="4 variants are there already"):
        with_another(four, {})
    one = without(without(small, 0), 0)
    with pytest.raises(InputError, match="0 variants"):
        without(one, 0)


def test_without_the_reference_the_next_one_is(small):
    assert without(small, 0).study.reference == "team-europe"


def test_a_number_is_held_and_let_go(small):
    held = with_number(small, "effectiveness[EU]", 0.0)
    assert held.study.parameters.overrides == {"effectiveness[EU]": 0.0}
    assert with_number(held, "effectiveness[EU]", None) == small


def test_several_strategies_by_date_have_no_single_lever(small):
    dated = [{"from": 2025, "strategy": "baseline"}, {"from": 2027, "strategy": "strained"}]
    state = with_another(small, {"russia": dated})
    assert state.study.variants[3].strategies["RU"][1].start == 2027
    with pytest.raises(InputError, match="by date"):
        with_lever(state, 3, "russia", "budget", "", 2.0)


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_share_can_take_all(small, channel):
    moved = with_lever(small, 1, "eu", "channels", channel, 1.0)
    assert moved.study.variants[1].strategies["EU"].channels[channel] == 1.0
