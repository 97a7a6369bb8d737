from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from cagame.classroom import Ledger, Lesson, best_responses, briefing, news, replay, report
from cagame.classroom.engine import Engine
from cagame.classroom.words import plain_number


def test_the_influence_of_a_round_is_shared_out_over_patrons(engine, ledger):
    found = report(engine, ledger, 2).influence
    assert list(found) == ["EU", "RU", "CN", "OT"]
    # Medians of shares sum to 1 only nearly.
    assert sum(found[patron]["KZ"] for patron in found) == pytest.approx(1, abs=0.03)


def test_own_doing_is_the_payoff_less_that_of_the_same_game_without_the_seat(engine, ledger):
    own = report(engine, ledger, 3).seats["eu"].own_doing
    played = engine.final(ledger, "payoff_eu")
    stayed = engine.final(ledger.without("eu"), "payoff_eu")
    assert own.mean == pytest.approx(float(np.mean(played - stayed)))
    assert own.share_better == np.mean(played > stayed)


def test_a_seat_that_chose_nothing_has_no_own_doing(engine, ledger):
    assert report(engine, ledger, 3).seats["china"].own_doing is None
    assert report(engine, ledger, 1).seats["KZ"].own_doing is None


def test_choosing_the_default_changes_nothing(engine):
    same = Ledger().with_choice(1, "eu", "joint-roadmap")
    own = report(engine, same, 2).seats["eu"].own_doing
    assert (own.spread.low, own.spread.high, own.share_better) == (0, 0, 0)


def test_a_report_can_be_sent_as_json(engine, ledger):
    assert json.dumps(asdict(report(engine, ledger, 1)), allow_nan=False)


def test_news_tell_choices_events_and_shocks_with_their_sources(engine, ledger):
    lines = {(line.year, line.text): line for line in news(engine, ledger, 2)}
    assert lines[2028, "Drought begins"].sources == ("E043", "E157", "E200")
    assert lines[2028, "European Union now follows: Open doors"].sources == ()
    assert "E152" in lines[2028, "Kazakhstan now follows: Reform and opening"].sources
    assert lines[2028, "Italy presides over the Council"].sources == (
        "Council Decision (EU) 2016/1316",
    )


def test_news_tell_when_a_shock_is_over(engine, ledger):
    told = {(line.year, line.text) for number in (2, 3) for line in news(engine, ledger, number)}
    assert (2031, "Drought is over") in told
    # The recession lasts beyond the game.
    assert not any("recession is over" in text for _, text in told)


def test_a_team_that_says_the_same_again_is_no_news(engine, ledger):
    again = ledger.with_choice(3, "russia", "security")
    assert not any(line.kind == "choice" for line in news(engine, again, 3))
    assert not any(move.is_new for move in briefing(engine, again, 3, "eu").others[:1])


def test_every_line_of_news_has_a_source_or_follows_from_the_game(engine, ledger):
    facts = engine.evidence.facts
    for number in (1, 2, 3):
        during = engine.lesson.round(number)
        for line in news(engine, ledger, number):
            assert line.year in during.years
            assert line.sources or line.kind not in ("event", "happening")
            ids = [each for each in line.sources if each.startswith("E") and each[1:].isdigit()]
            assert all(each in facts for each in ids)


def test_news_do_not_tell_small_changes_and_tell_large_ones(engine, ledger):
    lines = [line.text for line in news(engine, ledger, 1)]
    assert any(text.startswith("Openness to the EU: down from") for text in lines)
    calm = Ledger().with_choice(1, "eu", "joint-roadmap")
    assert not any("Openness to the EU" in line.text for line in news(engine, calm, 1))


def test_a_briefing_says_where_a_seat_stands_what_it_wants_and_what_others_did(engine, ledger):
    found = briefing(engine, ledger, 3, "KZ")
    assert (found.name, found.round.number) == ("Kazakhstan", 3)
    assert list(found.influence) == ["EU", "RU", "CN", "OT"]
    assert found.goals[0].words == "the country's output grows"
    assert [goal.weight for goal in found.goals] == sorted(
        (goal.weight for goal in found.goals), key=lambda weight: -abs(weight)
    )
    others = {move.seat: move for move in found.others}
    assert "KZ" not in others
    assert (others["eu"].title, others["eu"].is_new) == ("Open doors", True)
    assert (others["russia"].title, others["russia"].is_new) == ("Security provider", False)
    assert "balancer" in [entry.name for entry in found.strategies]


def test_before_the_first_round_history_is_all_there_is_to_know(engine, ledger):
    found = briefing(engine, ledger, 1, "russia")
    assert found.others == found.news == ()
    assert list(found.influence) == ["KZ", "KG", "TJ", "TM", "UZ"]


@pytest.mark.parametrize("seat", ["eu", "russia", "china", "KZ", "KG", "TJ", "TM", "UZ"])
def test_every_seat_has_goals_that_are_numbers_of_the_tables(engine, seat):
    found = briefing(engine, Ledger(), 1, seat)
    assert len(found.goals) >= 4
    assert all(goal.weight for goal in found.goals)
    assert found.situation


def test_a_replay_with_the_same_choices_changes_nothing(engine, ledger):
    own = {number: json.loads(text) for number, seat, text in ledger.choices if seat == "eu"}
    again = replay(engine, ledger, "eu", own)
    assert again.ledger == ledger
    assert all(each.mean == 0 for each in again.outcomes.values())


def test_a_replay_without_choices_is_the_opposite_of_own_doing(engine, ledger):
    found = replay(engine, ledger, "eu", {}).outcomes["payoff_eu"]
    own = report(engine, ledger, 3).seats["eu"].own_doing
    assert found.mean == pytest.approx(-own.mean)


def test_best_responses_are_the_best_of_all_strategies_of_the_library():
    from cagame.scenario import Library, Scenario

    keys = {
        "title": "T",
        "question": "Q?",
        "years": {"end": 2026},
        "reference": "a",
        "variants": {"a": None},
    }
    engine = Engine(Lesson.of(Scenario.from_mapping(keys), worlds=10))
    ledger = Ledger().with_choice(1, "russia", "spoiler")
    [found] = best_responses(engine, ledger)
    gains = {each.strategy: each.gain.mean for each in found.tried}
    assert set(gains) == set(Library().names("russia"))
    assert gains["spoiler"] == 0
    assert found.best.gain.mean == max(gains.values())
    assert found.did_as_well == (max(gains.values()) == 0)


def test_numbers_are_written_as_their_unit_wants():
    assert plain_number(0.5, "bandwidth 0-1") == "50.0 of 100"
    assert plain_number(0.1254, "logit units") == "0.125"


def test_news_of_an_index_say_against_which_year():
    from cagame.scenario import Scenario

    keys = {
        "title": "T",
        "question": "Q?",
        "years": {"end": 2033},
        "reference": "a",
        "variants": {"a": None},
        "outcomes": ["prosperity"],
    }
    engine = Engine(Lesson.of(Scenario.from_mapping(keys), years_per_round=9, worlds=10))
    lines = [line.text for line in news(engine, Ledger(), 1)]
    assert any(line.startswith("Prosperity (index, 2007 is 1): up from ") for line in lines), lines
