from __future__ import annotations

import pytest

from cagame.classroom import Lesson, Round
from cagame.errors import InputError
from cagame.scenario import Scenario


def test_rounds_cover_the_years_without_gaps_and_the_last_may_be_shorter(lesson):
    assert lesson.rounds == (Round(1, 2025, 2027), Round(2, 2028, 2030), Round(3, 2031, 2031))


def test_a_lesson_measures_every_payoff_and_influence_but_not_what_needs_a_second_run(lesson):
    outcomes = lesson.study.outcomes
    assert {"payoff_eu", "payoff_uzbekistan", "china_influence", "governance"} <= set(outcomes)
    assert "cost_per_point" not in outcomes


def test_a_lesson_read_back_is_the_same_lesson(lesson):
    again = Lesson.from_text(lesson.as_text())
    assert again.study.hash() == lesson.study.hash()
    assert (again.rounds, again.seats) == (lesson.rounds, lesson.seats)
    assert again.as_text() == lesson.as_text()


def test_a_lesson_can_be_made_of_a_game():
    made = Lesson.of(Scenario.load("great-game"), worlds=10)
    assert made.study.game is None
    assert len(made.seats) == 9


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seats": ["eu", "usa"]}, "'usa' is not an actor"),
        ({"seats": ["eu", "eu"]}, "given twice"),
        ({"seats": []}, "no seat"),
        ({"seats": ["other"]}, "'other' is not an actor"),
        ({"years_per_round": 0}, "a round of 0 years"),
        ({"worlds": 0}, "at least 1"),
    ],
)
def test_a_lesson_that_cannot_be_played_says_why(lesson, changes, words):
    with pytest.raises(InputError, match=words):
        Lesson.of(lesson.study, **changes)


def test_a_round_that_is_not_there_says_how_many_there_are(lesson):
    with pytest.raises(InputError, match=r"there is no round 4\. This lesson has 3 rounds"):
        lesson.round(4)
