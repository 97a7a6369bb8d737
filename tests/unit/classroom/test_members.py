"""A group of member states sets its own levers of the Union's strategy, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.classroom import (
    Engine,
    Ledger,
    Lesson,
    best_responses,
    briefing,
    game_text,
    news,
    report,
)
from cagame.classroom.members import (
    MemberStrategy,
    held,
    holdings,
    laid_over,
    member_strategy,
    ready_made,
)
from cagame.classroom.offers import first_choice, levers_for, loaded, offered
from cagame.classroom.plans import plans_of
from cagame.classroom.scenario_file import AS_PLAYED, variant_without
from cagame.classroom.whatif import levers, with_lever
from cagame.errors import CagameError
from cagame.exploring.cast import cast_of
from cagame.model import shared_evidence, shared_library
from cagame.scenario import Scenario, UnionStrategy
from cagame.scenario.fields import STATES
from cagame.scenario.strategies import ActorStrategy
from cagame.study import run

OWN = {"base": "team-europe", "visa": {"KZ": 0.7}, "title": "One line, one gate"}
CLOSED = dict.fromkeys(STATES, 0.0)
GATE = CLOSED | {"KZ": 0.7}


@pytest.fixture(scope="module")
def both():
    return (
        Ledger()
        .with_choice(1, "eu", "values-first")
        .with_choice(2, "members", OWN)
        .with_choice(3, "eu", "mobility-first")
    )


def own_fields(model):
    return set(model.model_fields) - set(ActorStrategy.model_fields)


def test_every_lever_of_the_union_has_one_holder():
    divided = [*held("eu"), *held("members")]
    assert sorted(divided) == sorted(own_fields(UnionStrategy))
    assert own_fields(MemberStrategy) == set(held("members"))


def test_a_lever_of_the_members_has_the_bounds_that_it_has_in_the_union():
    union, own = UnionStrategy.model_fields, MemberStrategy.model_fields
    for field in held("members"):
        assert own[field].annotation == union[field].annotation
        assert own[field].metadata == union[field].metadata
        assert own[field].get_default(call_default_factory=True) == union[field].get_default(
            call_default_factory=True
        )


@pytest.mark.parametrize("seat", ["eu", "members"])
def test_the_division_rests_on_facts_and_says_what_it_assumes(seat):
    facts = shared_evidence().facts
    for each in holdings(seat):
        assert each.evidence
        assert set(each.evidence) <= set(facts)
        assert each.stated
        assert each.assumed


@pytest.mark.parametrize("name", ready_made())
def test_a_ready_made_choice_says_why_with_facts(name):
    found = member_strategy(name, name)
    assert found.rationale
    assert found.evidence
    assert set(found.by_construction) <= set(shared_evidence().outcomes)


@pytest.mark.parametrize(
    ("name", "strategy", "fields"),
    [
        ("go-alone", "fragmented", ["coordination"]),
        ("team-europe", "team-europe", ["coordination"]),
        ("open-doors", "mobility-first", ["visa", "legal_labour"]),
    ],
)
def test_levels_are_those_of_the_librarys_strategies_as_they_say(name, strategy, fields):
    union = shared_library().load("eu", strategy)
    own = member_strategy(name, name)
    assert all(getattr(own, field) == getattr(union, field) for field in fields)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("no-such", "no ready-made choice"),
        ("values-first", "no ready-made choice"),
        ({"base": ["as-now"]}, "no ready-made choice"),
        ({"conditionality": 0.5}, "conditionality"),
        ({"coordination": 1.5}, "coordination"),
        ({"visa": {"KZ": 2}}, "visa"),
        ({"evidence": ["E999"]}, "there is no fact E999"),
    ],
)
def test_what_is_no_choice_of_the_members_is_refused(choice, words):
    with pytest.raises(CagameError, match=words):
        member_strategy(choice, "own")


def test_an_own_choice_starts_from_a_ready_made_one():
    own = member_strategy(OWN, "own")
    assert (own.label, own.coordination, own.visa) == ("One line, one gate", 0.35, GATE)
    assert own.rationale == ""


def test_laid_over_the_institutions_it_changes_its_own_levers_only():
    union = shared_library().load("eu", "mobility-first")
    found = laid_over(union, member_strategy(OWN, "own"))
    assert (found.coordination, found.visa, found.legal_labour) == (0.35, GATE, CLOSED)
    kept = own_fields(UnionStrategy) - set(held("members"))
    assert all(getattr(found, field) == getattr(union, field) for field in kept)
    assert found.label == "Mobility first; members: One line, one gate"
    assert {"E140", "E189"} <= set(found.evidence)


def test_until_the_members_choose_the_institutions_set_every_lever(lesson, both):
    plan = plans_of(lesson, both)["EU"]
    assert [step.start for step in plan] == [2025, 2028, 2031]
    assert plan[0].strategy == shared_library().load("eu", "values-first")
    assert [step.strategy.visa["KZ"] for step in plan] == [0, 0.7, 0.7]
    # The doors that the institutions would open are the members' to open.
    assert plan[2].strategy.legal_labour == CLOSED
    assert plan[2].strategy.channels["mobility"] == 0.36


def test_a_game_without_members_is_what_it_was(lesson):
    alone = Ledger().with_choice(1, "eu", "team-europe")
    earlier = Lesson.of(lesson.study, worlds=40, seats=[s for s in lesson.seats if s != "members"])
    assert plans_of(lesson, alone) == plans_of(earlier, alone)
    assert plans_of(lesson, alone)["EU"][0].strategy.coordination == 0.35


def test_members_who_stay_as_now_leave_the_default_as_it_is(engine, lesson):
    stayed = engine.play(Ledger())
    usual = first_choice("members", 2025, cast_of())
    played = engine.play(Ledger().with_choice(1, "members", usual))
    for name in lesson.study.outcomes:
        assert np.array_equal(played[name], stayed[name]), name


def test_members_alone_move_the_union_through_their_levers(engine):
    alone = Ledger().with_choice(1, "members", "go-alone")
    together = Ledger().with_choice(1, "members", "team-europe")
    loss = [engine.final(each, "duplication_loss") for each in (together, Ledger(), alone)]
    assert np.all(loss[0] <= loss[1])
    assert np.all(loss[1] <= loss[2])
    assert loss[0].mean() < loss[2].mean()


def test_the_default_of_the_institutions_changes_by_itself_until_they_choose():
    keys = {
        "title": "Earlier",
        "question": "Who gains?",
        "years": {"decision": 2018, "end": 2025},
        "reference": "first",
        "variants": {"first": {}},
        "outcomes": ["governance"],
    }
    early = Lesson.of(Scenario.from_mapping(keys), worlds=5, years_per_round=4)
    ledger = Ledger().with_choice(1, "members", "as-now")
    plan = plans_of(early, ledger)["EU"]
    assert [step.start for step in plan] == [2018, 2019, 2024]
    assert np.array_equal(
        Engine(early).final(ledger, "payoff_eu"), Engine(early).final(Ledger(), "payoff_eu")
    )
    # Saved before 2024, the file does not speak of what comes after its end.
    half = Scenario.from_text(game_text(early, ledger, until=1))
    assert half.years.end == 2021
    chosen = plans_of(early, ledger.with_choice(1, "eu", "values-first"))["EU"]
    assert [step.start for step in chosen] == [2018]


def test_running_the_saved_game_gives_its_numbers(engine, lesson, both, tmp_path):
    path = tmp_path / "game.yaml"
    path.write_text(game_text(lesson, both, teams={"members": "Six"}), encoding="utf-8")
    results = run(path, out=tmp_path / "game", workers=1, block=25)
    courses = {
        AS_PLAYED: both,
        variant_without("members"): both.without("members"),
        variant_without("eu"): both.without("eu"),
    }
    for variant, ledger in courses.items():
        played = engine.play(ledger)
        for name in lesson.study.outcomes:
            ran = results.values(name)[results.variants.index(variant), 0]
            assert np.array_equal(ran, played[name]), (variant, name)
    text = path.read_text(encoding="utf-8")
    assert "#   Member-state group (team Six): One line, one gate, from team-europe" in text


def test_the_group_has_the_payoff_of_the_union_and_its_own_doing(engine, both):
    seats = report(engine, both, 2).seats
    assert seats["members"].payoff == seats["eu"].payoff
    played = engine.final(both, "payoff_eu", 2)
    without = engine.final(both.without("members"), "payoff_eu", 2)
    assert seats["members"].own_doing.mean == pytest.approx(float(np.mean(played - without)))


def test_the_briefing_says_what_the_group_holds_and_whose_payoff_it_shares(engine, both):
    known = briefing(engine, both, 2, "members")
    assert (known.name, known.shares_payoff) == ("Member-state group", "eu")
    assert [each.field for each in known.holds] == ["coordination", "visa", "legal_labour"]
    assert known.goals == briefing(engine, both, 2, "eu").goals
    assert "Duplication loss" in [each.label for each in known.situation]
    assert [entry.name for entry in known.strategies] == list(ready_made())
    assert briefing(engine, both, 2, "eu").shares_payoff == "members"
    assert briefing(engine, both, 2, "KZ").shares_payoff == ""


def test_news_tell_what_the_group_turned_to(engine, both):
    told = {(line.year, line.text) for line in news(engine, both, 2)}
    assert (2028, "Member-state group now follows: One line, one gate") in told


def test_its_best_response_is_one_of_its_ready_made_choices(engine, both):
    found = next(best_responses(engine, both, ["members"]))
    assert {each.strategy for each in found.tried} == set(ready_made())
    played = engine.final(both, "payoff_eu")
    other = engine.final(both.replaced("members", {1: found.best.strategy}), "payoff_eu")
    assert found.best.gain.mean == pytest.approx(float(np.mean(other - played)))


def test_a_seat_is_offered_its_own_levers_and_choices():
    assert [lever.field for lever in levers_for("members", cast_of())] == [
        "coordination",
        "visa",
        "legal_labour",
    ]
    assert "coordination" in [lever.field for lever in levers_for("eu", cast_of())]
    assert loaded("members", "go-alone", cast_of()).coordination == -0.35
    assert {e.name for e in offered("eu", cast_of())} == set(shared_library().names("eu"))


def test_a_lever_can_be_moved_in_a_what_if_by_whoever_holds_it(lesson, both):
    moved = with_lever(lesson, both, "members", "coordination", 0.6)
    assert moved[2]["coordination"] == 0.6
    assert moved[2]["visa"] == {"KZ": 0.7}
    assert "coordination" in [each.field for each in levers(lesson, "eu", Ledger())]
    assert "coordination" not in [each.field for each in levers(lesson, "eu", both)]
