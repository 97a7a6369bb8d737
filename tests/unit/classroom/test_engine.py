from __future__ import annotations

import numpy as np
import pytest

from cagame.classroom import Engine, Ledger, Lesson
from cagame.classroom.ledger import happenings, strategy_of
from cagame.classroom.plans import plans_of
from cagame.errors import InputError
from cagame.study import run


def test_nobody_choosing_anything_is_history_going_on(engine, lesson, tmp_path):
    ran = run(lesson.study, out=tmp_path / "before", workers=1)
    for name, values in engine.play(Ledger()).items():
        assert np.array_equal(values, ran.values(name)[0, 0]), name


def test_a_choice_changes_its_round_and_later_ones_only(engine, ledger):
    without = Ledger(tuple(each for each in ledger.choices if each[0] == 1))
    played, other = engine.play(ledger), engine.play(without)
    assert np.array_equal(played["governance"][:3], other["governance"][:3])
    assert not np.array_equal(played["openness_to_eu"][3], other["openness_to_eu"][3])


def test_a_round_does_not_depend_on_what_later_rounds_bring(engine, ledger):
    assert engine.round(ledger, 1) is engine.round(ledger.until(1), 1)


def test_rounds_played_one_by_one_equal_the_game_in_one_go(lesson, engine, ledger):
    fresh = Engine(lesson)
    for number in (3, 1, 2):
        for name, values in fresh.round(ledger, number).outcomes.items():
            assert np.array_equal(values, engine.round(ledger, number).outcomes[name])


def test_an_event_that_a_teacher_lets_happen_begins_with_its_round(lesson, ledger):
    scenario = happenings(lesson, ledger)
    assert min(event.start for event in scenario.events) == 2028
    drought = next(event for event in scenario.events if event.pressure == "drought")
    assert (drought.start, drought.end, drought.title) == (2028, 2030, "Drought")


def test_the_same_event_twice_in_a_round_is_refused_and_in_another_is_not(lesson, ledger):
    with pytest.raises(InputError, match="Drought pushes drought from 2028"):
        happenings(lesson, ledger.with_event(2, "drought"))
    assert happenings(lesson, ledger.with_event(3, "drought")).events


def test_calm_cannot_begin(lesson):
    with pytest.raises(InputError, match="no events that could begin"):
        happenings(lesson, Ledger().with_event(1, "calm"))


def test_nobody_wins_by_spending_unless_the_lesson_lets_them(lesson):
    assert strategy_of(lesson, "china", 1, "surge").budget == 1
    free = Lesson.of(lesson.study, worlds=5, equal_budgets=False)
    assert strategy_of(free, "china", 1, "surge").budget > 1


@pytest.mark.parametrize(
    ("seat", "choice", "words"),
    [
        ("eu", "fragmentd", "Did you mean 'fragmented'"),
        ("KZ", "values-first", "no Central Asian strategy"),
        ("eu", {"base": "fragmented", "conditionality": 2}, "conditionality: must be at most 1"),
        ("eu", {"base": "fragmented", "chanels": {}}, "Did you mean 'channels'"),
        ("eu", ["fragmented"], "the name of a strategy or a mapping"),
        ("eu", None, "the name of a strategy or a mapping"),
        ("eu", "../../etc/passwd", "not a name of the library"),
    ],
)
def test_a_choice_that_is_no_strategy_says_why(lesson, seat, choice, words):
    with pytest.raises(InputError, match=words):
        strategy_of(lesson, seat, 1, choice)


def test_a_seat_follows_its_last_choice_until_it_makes_another(lesson, ledger):
    plan = plans_of(lesson, ledger)["EU"]
    assert [(dated.start, dated.strategy.label) for dated in plan] == [
        (2025, "Values first, with conditions"),
        (2028, "Open doors"),
    ]
    assert ledger.choice("russia", 3) == (1, "security")
    assert ledger.choice("china", 3) is None
