from __future__ import annotations

import pytest

from cagame.classroom import Ledger, replay
from cagame.classroom.ledger import strategy_of
from cagame.classroom.whatif import levers, throughout, with_lever
from cagame.errors import InputError
from cagame.exploring.cast import cast_of


def test_levers_are_the_single_numbers_of_a_strategy_without_the_budget(lesson):
    found = {seat: {each.field: each for each in levers(lesson, seat)} for seat in lesson.seats}
    assert set(found["eu"]) == {"regional_share", "conditionality", "coordination", "discretion"}
    assert (found["eu"]["coordination"].low, found["eu"]["coordination"].high) == (-1, 1)
    assert "reactive_targeting" in found["russia"]
    assert set(found["KZ"]) == {"opening"}


def test_a_lever_is_set_in_every_choice_and_nothing_else_changes(lesson, ledger):
    changed = with_lever(lesson, ledger, "eu", "coordination", 0.5)
    assert list(changed) == [1, 2]
    for number, choice in changed.items():
        before = strategy_of(lesson, "eu", number, ledger.choice("eu", number)[1])
        after = strategy_of(lesson, "eu", number, choice)
        assert after.coordination == 0.5
        left_out = {"coordination", "title", "rationale", "evidence", "name", "grade"}
        assert after.model_dump(exclude=left_out) == before.model_dump(exclude=left_out)


def test_a_seat_without_a_choice_has_the_lever_on_what_was_in_force(lesson):
    changed = with_lever(lesson, Ledger(), "eu", "coordination", 0.5)
    assert list(changed) == [1]
    assert changed[1]["base"] == cast_of().in_force("eu", 2025) == "joint-roadmap"


@pytest.mark.parametrize("seat", ["eu", "russia", "china", "KZ", "TM"])
def test_what_is_in_force_is_the_default_of_the_game(engine, ledger, seat):
    stayed = ledger.without(seat)
    found = replay(engine, stayed, seat, throughout(cast_of().in_force(seat, 2025)))
    assert {each.mean for each in found.outcomes.values()} == {0.0}


def test_a_lever_of_somebody_else_is_refused(lesson):
    with pytest.raises(InputError, match="no lever of KZ"):
        with_lever(lesson, Ledger(), "KZ", "coordination", 0.5)


def test_a_value_outside_its_bounds_is_refused(engine, ledger):
    changed = with_lever(engine.lesson, ledger, "eu", "coordination", 7.0)
    with pytest.raises(InputError):
        replay(engine, ledger, "eu", changed)


def test_a_lever_moves_the_game(engine, ledger):
    changed = with_lever(engine.lesson, ledger, "eu", "coordination", 1.0)
    assert replay(engine, ledger, "eu", changed).outcomes["eu_influence"].mean > 0


def test_a_late_first_choice_also_changes_the_rounds_before_it(lesson):
    late = Ledger().with_choice(2, "eu", "values-first")
    assert list(with_lever(lesson, late, "eu", "coordination", 0.5)) == [1, 2]
