"""A game saved as a scenario file: the run gives the numbers of the game, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.classroom import Ledger, Lesson, game_study, game_text
from cagame.classroom.scenario_file import AS_PLAYED, variant_without
from cagame.scenario import Scenario
from cagame.scenario.fields import STATES
from cagame.study import run


@pytest.fixture(scope="module")
def saved(lesson, ledger, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "our-game.yaml"
    teams = {"eu": "Blue\n# not: a line", "KZ": "Steppe"}
    path.write_text(game_text(lesson, ledger, teams=teams), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def results(saved, tmp_path_factory):
    # Two blocks: the game simulates its worlds in one.
    return run(saved, out=tmp_path_factory.mktemp("results") / "game", workers=1, block=25)


def test_running_the_saved_game_gives_its_numbers(engine, lesson, ledger, results):
    played = engine.play(ledger)
    for name in lesson.study.outcomes:
        ran = results.values(name)[results.variants.index(AS_PLAYED), 0]
        assert np.array_equal(ran, played[name]), name


@pytest.mark.parametrize("seat", ["eu", "russia", "KZ"])
def test_it_holds_the_game_in_which_each_seat_stayed(engine, ledger, results, seat):
    stayed = engine.play(ledger.without(seat))
    ran = results.values("payoff_eu")[results.variants.index(variant_without(seat)), 0]
    assert np.array_equal(ran, stayed["payoff_eu"])


def test_it_holds_the_game_in_which_nobody_chose(engine, ledger, results):
    calm = Ledger(events=ledger.events)
    ran = results.values("governance")[results.variants.index("as-before"), 0]
    assert np.array_equal(ran, engine.play(calm)["governance"])


def test_the_file_says_who_chose_what(saved):
    text = saved.read_text(encoding="utf-8")
    assert "European Union (team Blue # not: a line): Open doors, from mobility-first" in text
    assert "#   Kazakhstan (team Steppe): Reform and opening" in text
    assert "#   The teacher let happen: drought" in text


def test_the_file_is_the_study_of_the_game(saved, lesson, ledger):
    assert Scenario.load(saved).hash() == game_study(lesson, ledger).hash()


def test_a_run_shows_first_what_the_class_played_for(results, lesson):
    names = results.outcome_names
    assert names[:3] == ("payoff_eu", "payoff_russia", "payoff_kazakhstan")
    assert sorted(names) == sorted(lesson.study.outcomes)


def test_a_run_draws_what_the_choices_of_seats_changed(saved):
    assert Scenario.load(saved).plots == ("heatmap", "differences")


def test_the_question_is_that_of_the_game_and_not_of_its_study(lesson, ledger):
    question = game_study(lesson, ledger, until=1).question
    assert question.startswith("A class played the years 2025 to 2027. ")
    assert lesson.study.question not in question


def test_a_game_can_be_saved_before_it_is_over(engine, lesson, ledger, tmp_path):
    path = tmp_path / "half.yaml"
    path.write_text(game_text(lesson, ledger, until=1), encoding="utf-8")
    study = Scenario.load(path)
    assert (study.years.end, study.external_names) == (2027, ("calm",))
    ran = run(path, out=tmp_path / "half", workers=1).values("governance")
    assert np.array_equal(ran[0, 0], engine.play(ledger, until=1)["governance"])


def test_a_game_in_which_nobody_did_anything_can_be_saved(lesson):
    study = Scenario.from_text(game_text(lesson, Ledger()))
    assert study.variant_names == (AS_PLAYED, "as-before")


def test_a_game_too_large_for_a_file_leaves_out_who_stayed(lesson):
    by_state = {key: {"aid": 0.3, "trade": 0.3, "security": 0.4} for key in STATES}
    long = Lesson.of(lesson.study, years_per_round=1, worlds=5)
    ledger = Ledger()
    for each in long.rounds:
        own = {"base": "fragmented", "channels_by_state": by_state, "rationale": "Why. " * 700}
        ledger = ledger.with_choice(each.number, "eu", own)
        for seat in ("russia", "china", *STATES):
            base = "baseline" if seat in ("russia", "china") else "balancer"
            own = {"base": base, "rationale": "Because. " * 400}
            ledger = ledger.with_choice(each.number, seat, own)
    study = Scenario.from_text(game_text(long, ledger))
    assert study.variant_names == (AS_PLAYED, "as-before")
    assert len(study.variant(AS_PLAYED).strategies) == 8
