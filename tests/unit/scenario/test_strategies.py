from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cagame.evidence import Evidence
from cagame.evidence.records import GRADES as TABLE_GRADES
from cagame.scenario import ExternalScenario, PowerStrategy, StateStrategy, UnionStrategy
from cagame.scenario.fields import CHANNELS, GRADES, PATRONS, STATES

UNION: dict[str, Any] = {
    "channels": {"aid": 0.5, "trade": 0.5},
    "partners": {"UZ": 1},
    "regional_share": 0.3,
    "conditionality": 0,
}


def union(**changes: object) -> UnionStrategy:
    return UnionStrategy.model_validate(UNION | changes)


def test_labels_of_the_format_are_those_of_the_tables() -> None:
    axes = Evidence.load().axes
    assert (axes.patrons, axes.states, axes.channels) == (PATRONS, STATES, CHANNELS)
    assert GRADES == TABLE_GRADES


def test_shares_left_out_are_zero_and_stand_in_order_of_the_axes() -> None:
    channels = union().channels
    assert channels is not None
    assert tuple(channels) == CHANNELS
    assert (channels["trade"], channels["aid"], channels["values"]) == (0.5, 0.5, 0.0)


def test_levers_left_out_are_neutral() -> None:
    strategy = union()
    assert (strategy.coordination, strategy.budget, strategy.council_rule) == (0, 1, "compromise")
    assert strategy.discretion is None
    assert strategy.visa == strategy.legal_labour == dict.fromkeys(STATES, 0.0)
    state = StateStrategy.model_validate({})
    assert set(state.weights.values()) == {1.0}
    assert set(state.stance.values()) == {0.0}
    power = PowerStrategy.model_validate({key: UNION[key] for key in ("channels", "partners")})
    assert (power.budget, power.reactive_targeting) == (1, None)


def test_whole_numbers_count_as_numbers() -> None:
    assert union(conditionality=1).conditionality == 1.0


@pytest.mark.parametrize("wrong", [True, "0.3", None, [0.3], float("nan"), -0.1, 1.1])
def test_a_share_is_a_number_from_0_to_1(wrong: object) -> None:
    with pytest.raises(ValidationError):
        union(regional_share=wrong)


@pytest.mark.parametrize(
    ("third", "fits"), [(0.3333333, True), (0.333334, False), (0.333, False), (0.334, False)]
)
def test_shares_may_be_rounded_to_seven_digits_and_no_further(third: float, *, fits: bool) -> None:
    shares = {"KZ": third, "KG": third, "UZ": third}
    if fits:
        assert sum(union(partners=shares).partners.values()) == pytest.approx(1, abs=1e-15)
    else:
        with pytest.raises(ValidationError):
            union(partners=shares)


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(any))
def test_reading_shares_a_second_time_changes_nothing(weights: list[int]) -> None:
    shares = {s: round(w / sum(weights), 8) for s, w in zip(STATES, weights, strict=True)}
    once = union(partners=shares).partners
    assert union(partners=once).partners == once


def test_channels_by_state_replace_channels_and_cover_all_states() -> None:
    by_state = {state: {"aid": 1} for state in STATES}
    keys = {key: value for key, value in UNION.items() if key != "channels"}
    strategy = UnionStrategy.model_validate(keys | {"channels_by_state": by_state})
    assert strategy.channels is None
    for wrong in (
        UNION | {"channels_by_state": by_state},
        keys,
        keys | {"channels_by_state": {"KZ": {"aid": 1}}},
    ):
        with pytest.raises(ValidationError):
            UnionStrategy.model_validate(wrong)


def external(**event: object) -> ExternalScenario:
    keys = {"pressure": "budget", "target": "EU", "from": 2028, "intensity": 0.5} | event
    return ExternalScenario.model_validate({"name": "cut", "title": "Cut", "events": [keys]})


def test_an_event_becomes_a_record_like_those_of_history() -> None:
    (event,) = external(low=0.4, high=0.8, ramp=2).events
    assert event.name == "cut: budget[EU] 2028"
    assert (event.title, event.pressure, event.target) == ("Cut", "budget", ("EU",))
    assert (event.start, event.end, event.ramp) == (2028, None, 2)
    assert (event.low, event.intensity, event.high) == (0.4, 0.5, 0.8)
    assert event.is_uncertain


def test_an_event_without_a_range_is_certain() -> None:
    (event,) = external().events
    assert not event.is_uncertain


@pytest.mark.parametrize("target", ["RU KZ", ["RU", "KZ"], " RU  KZ "])
def test_a_target_is_words_or_a_list(target: object) -> None:
    (event,) = external(target=target).events
    assert event.target == ("RU", "KZ")


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": 2027},
        {"ramp": 0},
        {"ramp": 0.5},
        {"low": 0.1},
        {"low": 0.6, "high": 0.8},
        {"low": 0.8, "high": 0.2},
        {"intensity": "much"},
        {"from": 1990},
        {"start": 2028},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        external(**wrong)


def test_two_events_that_would_draw_the_same_intensity_are_refused() -> None:
    event = {"pressure": "budget", "target": "EU", "from": 2028, "intensity": 0.5}
    with pytest.raises(ValidationError):
        ExternalScenario.model_validate({"name": "cut", "events": [event, event]})
