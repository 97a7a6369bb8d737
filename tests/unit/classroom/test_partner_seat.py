"""A partner that a study brings along takes a seat like any other, from its own data."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.app.play.choice import Choice
from cagame.classroom import Classroom, Engine, Ledger, Lesson
from cagame.classroom.briefing import briefing, goals
from cagame.classroom.debrief import best_response, best_responses
from cagame.classroom.ledger import strategy_of
from cagame.classroom.lesson import SEATS, seats_in
from cagame.classroom.lookback import chapter
from cagame.classroom.news import news
from cagame.classroom.offers import first_choice, levers_for, offered
from cagame.classroom.scenario_file import game_text
from cagame.classroom.whatif import levers, with_lever
from cagame.errors import CagameError, InputError
from cagame.exploring.cast import cast_of
from cagame.scenario import Scenario
from cagame.study import run

LEANING = {"base": "steady", "title": "Leaning", "stance": {"TR": 0.5}}


def study(name: str = "turkey", end: int = 2030) -> Scenario:
    keys = Scenario.load(name).as_mapping()
    return Scenario.from_mapping(keys | {"years": keys["years"] | {"end": end}})


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return Lesson.of(study(), worlds=20)


@pytest.fixture(scope="module")
def engine(lesson: Lesson) -> Engine:
    return Engine(lesson)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger().with_choice(1, "turkey", "corridor").with_choice(1, "KZ", LEANING)


def levant(key: str = "levant") -> Scenario:
    """A partner whose strategies the library does not hold."""
    keys = study().as_mapping()
    actors = keys["actors"]
    actors["name"] = "levant"
    actors["partners"]["TR"] |= {"key": key, "name": "The Levant"}
    variants = {"a": {}}
    return Scenario.from_mapping(
        keys | {"reference": "a", "variants": variants, "outcomes": ["eu_influence"]}
    )


def test_a_partner_takes_the_last_seat(lesson):
    assert lesson.seats == (*SEATS, "turkey")
    assert lesson.seat("turkey").label == "TR"
    assert lesson.payoff("turkey") == "payoff_turkey"
    assert lesson.influence["turkey_influence"] == "TR"
    again = Lesson.from_text(lesson.as_text())
    assert (again.seats, again.cast) == (lesson.seats, lesson.cast)


def test_a_study_without_partners_has_the_seats_of_the_tables():
    assert Lesson.of(study("classroom"), worlds=5).seats == tuple(SEATS)
    assert Lesson.of(study("twenty-seven-members"), worlds=5).seats == tuple(SEATS)
    assert dict(seats_in(cast_of())) == dict(SEATS)


def test_nobody_plays_a_partner_that_the_library_holds_no_strategies_of():
    made = Lesson.of(levant(), worlds=5)
    assert made.seats == tuple(SEATS)
    assert made.bystanders == ("The Levant",)
    with pytest.raises(InputError, match=r"from which The Levant could choose\. Leave it"):
        Lesson.of(levant(), seats=("eu", "levant"))


def test_a_partner_that_is_called_like_the_group_of_members_takes_no_seat_from_it():
    made = Lesson.of(levant("members"), worlds=5)
    assert made.seats == tuple(SEATS)
    assert made.seat("members") == SEATS["members"]
    assert made.bystanders == ("The Levant",)
    assert made.influence["members_influence"] == "TR"


def test_the_influence_of_every_patron_with_aims_is_shown_whoever_plays(lesson):
    usual = {"eu_influence": "EU", "russia_influence": "RU", "china_influence": "CN"}
    assert Lesson.of(study("classroom"), worlds=5).influence == usual
    assert lesson.influence == usual | {"turkey_influence": "TR"}
    made = Lesson.of(levant(), worlds=5)
    assert set(made.influence) <= set(made.study.outcomes)
    assert made.influence["levant_influence"] == "TR"


def test_news_and_the_saved_game_name_seats_in_the_order_of_the_lesson(ledger):
    seats = ("turkey", "eu", "KZ")
    engine = Engine(Lesson.of(study(), worlds=5, seats=seats))
    played = ledger.with_choice(1, "eu", "values-first")
    named = [line.text.split(" now")[0] for line in news(engine, played, 1) if "now" in line.text]
    assert named[:3] == ["Turkey", "European Union", "Kazakhstan"]
    text = game_text(engine.lesson, played)
    for words in ("{}: ", "{}-stayed:"):
        names = ("turkey", "eu", "kz") if "stayed" in words else named[:3]
        places = [text.index(words.format(name)) for name in names]
        assert places == sorted(places), words
    tried = best_responses(engine, played)
    assert [each.seat for each in tried] == [*seats]


def test_a_lesson_is_read_once_however_often_its_game_is(lesson, tmp_path):
    classroom = Classroom(tmp_path / "games.sqlite")
    code, _ = classroom.create(lesson)
    assert classroom.game(code).lesson is classroom.game(code).lesson
    assert classroom.game(code).lesson == lesson


def test_a_study_that_does_not_bring_the_partner_has_no_seat_for_it():
    with pytest.raises(InputError, match="'turkey' is not an actor that can be played"):
        Lesson.of(study("classroom"), seats=("turkey",))


def test_its_goals_are_its_own_rows_in_its_own_name(engine):
    found = goals(engine, "turkey")
    rows = {row.name for row in engine.evidence.numbers.values() if row.index == ("TR",)}
    assert len(found) == len([name for name in rows if name.startswith("payoff_partner_")])
    assert "Turkey's share of influence rises" in {goal.words for goal in found}
    assert found[-1].weight < 0
    assert all(goal.evidence for goal in found)


def test_its_briefing_says_where_it_stands_and_what_it_can_choose(engine, ledger):
    known = briefing(engine, ledger, 2, "turkey")
    assert known.name == "Turkey"
    assert [each.label for each in known.situation][:2] == [
        "Influence of Turkey",
        "Trade share of Turkey",
    ]
    assert {entry.name for entry in known.strategies} > {"baseline", "corridor"}
    assert set(known.influence) == set(engine.evidence.axes.states)
    others = briefing(engine, ledger, 2, "russia").others
    assert ("Turkey", "Trade corridor") in {(move.name, move.title) for move in others}


def test_what_it_chooses_changes_its_payoff_and_makes_news(engine, ledger):
    stood, chose = Ledger(), ledger.without("KZ")
    moved = engine.final(chose, "payoff_turkey") - engine.final(stood, "payoff_turkey")
    assert np.abs(moved).max() > 0
    lines = [line.text for line in news(engine, ledger, 1)]
    assert "Turkey now follows: Trade corridor" in lines
    turns = chapter(engine, ledger, 1, {"turkey": "Bosporus"}).turns
    assert (turns[-1].name, turns[-1].team, turns[-1].step) == ("Turkey", "Bosporus", "new")


def test_a_state_that_leans_to_it_gives_it_influence(engine, ledger):
    leaning = engine.final(ledger, "turkey_influence")
    alone = engine.final(ledger.without("KZ"), "turkey_influence")
    assert (leaning > alone).all()


def test_looking_back_tries_its_whole_library_and_its_levers(engine, ledger):
    tried = best_response(engine, ledger, "turkey", 1).tried
    assert {each.strategy for each in tried} == {
        e.name for e in offered("turkey", engine.lesson.cast)
    }
    fields = [lever.field for lever in levers(engine.lesson, "turkey", ledger)]
    assert fields == [lever.field for lever in levers(engine.lesson, "russia", ledger)]
    changed = with_lever(engine.lesson, ledger, "turkey", fields[0], 1.0)
    assert strategy_of(engine.lesson, "turkey", 1, changed[1]) is not None


def test_the_saved_game_runs_to_the_same_numbers(engine, ledger, tmp_path):
    text = game_text(engine.lesson, ledger, teams={"turkey": "Bosporus"})
    assert "Turkey (team Bosporus): Trade corridor" in text
    results = run(Scenario.from_text(text), out=tmp_path / "again", workers=1)
    played = results.values("payoff_turkey", [2030])[0, 0, 0]
    np.testing.assert_array_equal(played, engine.final(ledger, "payoff_turkey"))
    assert "turkey-stayed" in results.variants


# --- choosing -----------------------------------------------------------------------------


def test_a_team_begins_with_what_its_partner_does_anyway(lesson):
    choice = Choice.first("turkey", 2025, lesson.cast)
    assert choice.keys() == first_choice("turkey", 2025, lesson.cast) == "baseline"
    moved = choice.moved("reactive_targeting", "", 2.0)
    assert moved.keys()["reactive_targeting"] == 2.0
    assert Choice.from_text("turkey", moved.text(), lesson.cast).changes == moved.changes
    assert moved.started_from("corridor").keys() == "corridor"


def test_a_state_has_a_lever_for_the_partner_and_back_in_its_place_it_is_no_change(lesson):
    choice = Choice.first("KZ", 2025, lesson.cast)
    [stance] = [each for each in levers_for("KZ", lesson.cast) if each.field == "stance"]
    assert stance.labels[-1] == "TR"
    moved = choice.moved("stance", "TR", 0.5)
    assert moved.keys()["stance"]["TR"] == 0.5
    assert moved.moved("stance", "TR", 0.0).keys() == "steady"
    with pytest.raises(InputError, match="there is no lever"):
        Choice.first("KZ", 2025).moved("stance", "TR", 0.5)


@pytest.mark.parametrize(
    "given",
    [
        "joint-roadmap",
        "../russia/strained",
        7,
        {"base": "baseline", "council_rule": "qmv"},
        {"base": "baseline", "visa": {"KZ": 1}},
        {"base": "nothing"},
    ],
    ids=str,
)
def test_what_its_library_or_its_levers_do_not_hold_is_refused(lesson, given):
    with pytest.raises(CagameError):
        Choice.of("turkey", given, lesson.cast)


def test_a_choice_out_of_bounds_is_refused_by_the_lesson(lesson):
    with pytest.raises(CagameError, match="at most 1"):
        strategy_of(lesson, "turkey", 1, {"base": "baseline", "conditionality": 3})
    with pytest.raises(CagameError, match="'GU' is unknown here"):
        strategy_of(lesson, "KZ", 1, {"base": "steady", "stance": {"GU": 1}})
