"""Exploring a study that brings actors along: they are seen, moved, linked to and looked up."""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import weakref
import zlib
from dataclasses import replace

import pytest

from cagame.classroom.offers import loaded
from cagame.errors import CagameError, InputError, ScenarioError
from cagame.exploring.card import card
from cagame.exploring.cast import MOST_REMEMBERED, cast_called, cast_of, cast_with
from cagame.exploring.downloads import scenario_text
from cagame.exploring.link import from_link, to_link
from cagame.exploring.moves import strategy_of, with_lever, with_number
from cagame.exploring.runs import answered
from cagame.exploring.state import FIRST_OUTCOME
from cagame.exploring.studies import of_study, opened, studies
from cagame.exploring.upload import read_upload
from cagame.exploring.words import label_name, strategy_titles
from cagame.scenario import ACTORS, Scenario, shipped_folder
from cagame.scenario.yaml_text import parse_yaml

BROUGHT = ("turkey", "twenty-seven-members")
TURKEY = (shipped_folder() / "actors" / "turkey.yaml").read_text(encoding="utf-8")


def explored(name: str):
    return of_study(*opened(studies()[name]))


def in_full():
    """An exploration of the study of Turkey whose actors stand in it in full."""
    return of_study(Scenario.load("turkey"))


@pytest.mark.parametrize("name", BROUGHT)
def test_a_study_with_actors_of_its_own_is_one_to_start_from(name):
    state = explored(name)
    assert state.actors == name
    assert state.study.roster == Scenario.load(name).roster
    assert from_link(to_link(state)) == state


def test_a_partner_comes_after_the_actors_of_the_tables():
    cast = cast_of("turkey")
    assert [actor.key for actor in cast.actors] == [*(a.key for a in ACTORS), "turkey"]
    assert label_name("TR", cast) == "Turkey"
    titles = strategy_titles("turkey", 2025, cast)
    assert titles[""] == "As before: Turkish baseline"
    assert {"baseline", "corridor"} < set(titles)


def test_a_study_that_adds_a_partner_begins_with_the_outcome_that_it_names_first():
    assert explored("turkey").outcome == "turkey_influence"
    assert explored("twenty-seven-members").outcome == FIRST_OUTCOME
    assert "turkey_influence" not in cast_of().outcomes


def test_a_partner_has_the_levers_of_russia_and_rows_of_its_own_behind_them():
    cast = cast_of("turkey")
    own, russian = cast.levers("turkey"), cast.levers("russia")
    assert [each.field for each in own] == [each.field for each in russian]
    assert own[0].number().key == "budget[TR]"


def test_a_lever_of_a_partner_moves_and_goes_back():
    state = explored("turkey")
    moved = with_lever(state, 1, "turkey", "budget", "", 2.0)
    assert moved.study.variants[1].strategies["TR"].budget == 2.0
    assert moved.variants[1].choices["turkey"] == {"base": "corridor", "budget": 2.0}
    assert with_lever(moved, 1, "turkey", "budget", "", 1.0).variants[1].choices == {
        "turkey": "corridor"
    }


def test_a_state_leans_to_a_partner_and_back():
    state = explored("turkey")
    leaning = with_lever(state, 1, "KZ", "stance", "TR", 0.5)
    assert leaning.study.variants[1].strategies["KZ"].stance["TR"] == 0.5
    [stance] = [each for each in state.cast.levers("KZ") if each.field == "stance"]
    assert stance.values(strategy_of(leaning, 1, "KZ"))["TR"] == 0.5
    back = with_lever(leaning, 1, "KZ", "stance", "TR", 0.0)
    assert back.variants[1].choices["KZ"] == "steady"


def test_a_partner_whose_strategies_stand_in_the_file_moves_too():
    state = in_full()
    keys = json.loads(json.dumps(state.actors).replace('"key": "turkey"', '"key": "levant"'))
    variants = tuple(replace(variant, choices={}) for variant in state.variants)
    own = replace(state, actors=keys, variants=variants, outcome="levant_influence")
    assert strategy_titles("levant", 2025, own.cast)[""] == "As before: Turkish baseline"
    moved = with_lever(own, 0, "levant", "budget", "", 2.0)
    assert moved.study.variants[0].strategies["TR"].budget == 2.0
    assert moved.titles[moved.reference.name] == "Turkey: Turkish baseline"


def test_a_number_of_a_partner_is_held_and_let_go():
    state = explored("turkey")
    assert "budget[TR]" in {each.number.key for each in state.cast.assumptions}
    held = with_number(state, "budget[TR]", 100.0)
    assert held.study.parameters.overrides == {"budget[TR]": 100.0}
    assert with_number(held, "budget[TR]", None) == state


def test_what_is_seen_has_the_partner_in_it(tmp_path):
    state = replace(explored("turkey"), worlds=10, years=(2025, 2027))
    view = answered(state.keys(), tmp_path, state.outcome)
    assert view.names["TR"] == "Turkey"
    assert ("TR", "KZ") in view.shares
    assert {"turkey_influence", "payoff_turkey", "eu_influence"} <= {*view.outcomes}
    assert view.outcomes["turkey_influence"].label == "Influence of Turkey"
    assert {effect.outcome for effect in view.effects} == {*view.outcomes}


@pytest.mark.parametrize("made", [lambda: explored("turkey"), in_full], ids=["name", "in full"])
def test_what_is_taken_home_says_the_same_study(made):
    state = made()
    study = Scenario.from_text(scenario_text(state))
    assert study.hash() == state.study.hash()
    assert read_upload(scenario_text(state).encode()).state.cast.roster == study.roster


def test_a_study_of_another_folder_carries_its_actors_in_full():
    state = in_full()
    assert isinstance(state.actors, dict)
    assert state.study.roster == Scenario.load("turkey").roster
    assert from_link(to_link(state)) == state


def test_actors_that_are_too_much_for_a_link_are_shared_as_a_file():
    state = in_full()
    for place, row in enumerate(state.actors["numbers"]):
        row["derivation"] = hashlib.sha512(str(place).encode()).hexdigest()
    with pytest.raises(InputError, match="Share its scenario file instead"):
        to_link(state)


@pytest.mark.parametrize(
    ("actors", "words"),
    [
        ("nobody", "there is no file of actors 'nobody'"),
        ("../../etc/passwd", "is not a name of the library"),
        (["turkey"], "must be a name, not a list"),
        (7, "must be a name, not 7"),
        (True, "must be a name"),
        ({}, "the file adds nobody"),
        ({"title": "T", "partners": {"TR": 7}}, "partners"),
    ],
    ids=str,
)
def test_actors_that_are_none_are_one_readable_sentence(actors, words):
    with pytest.raises(ScenarioError, match=words):
        cast_of(actors)
    packed = {"title": "T", "question": "Q?", "variants": [["a", {}]], "actors": actors}
    with pytest.raises(ScenarioError, match=words):
        from_link(link_of(packed))


def link_of(keys: dict[str, object]) -> str:
    """A link as somebody could write it by hand."""
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(keys).encode()))
    return f"1.{packed.decode().rstrip('=')}"


def test_an_outcome_of_a_partner_needs_the_partner():
    packed = {"title": "T", "question": "Q?", "variants": [["a", {}]]}
    with pytest.raises(InputError, match="an outcome that is unknown here"):
        from_link(link_of(packed | {"outcome": "turkey_influence"}))


def test_a_file_of_actors_that_is_not_here_says_what_there_is():
    text = "title: T\nquestion: Q?\nreference: a\nvariants: {a: {}}\nactors: gulf\n"
    with pytest.raises(ScenarioError, match=r"line 5: actors: there is no file of actors 'gulf'"):
        read_upload(text.encode())


# --- pages about evidence -----------------------------------------------------------------


def test_a_row_of_a_partner_has_a_card_among_its_actors_only():
    found = card("budget[TR]", cast_called("turkey"))
    assert ("About", "Turkey") in found.fields
    assert any(name == "Why this value" for name, _ in found.fields)
    with pytest.raises(InputError):
        card("budget[TR]")
    assert card("E147", cast_called("turkey")).title == card("E147").title


def test_actors_in_full_are_looked_up_by_the_name_that_their_links_have():
    cast = in_full().cast
    assert cast_called(cast.called) is cast
    assert ("About", "Turkey") in card("budget[TR]", cast).fields
    assert cast_called("") is cast_of()


@pytest.mark.parametrize("name", ["nobody", "../../etc/passwd", "\0", "x" * 5000])
def test_a_name_of_no_actors_is_one_readable_sentence(name):
    with pytest.raises(CagameError) as caught:
        cast_called(name)
    assert len(str(caught.value)) < 400


def test_actors_that_were_handed_in_long_ago_are_asked_for_again():
    keys = parse_yaml(TURKEY).data
    names = [cast_of(keys | {"title": f"Title {i}"}).called for i in range(MOST_REMEMBERED + 1)]
    assert cast_called(names[-1]).roster.title == f"Title {MOST_REMEMBERED}"
    with pytest.raises(InputError, match="Open its scenario file again"):
        cast_called(names[0])


def test_a_game_that_is_looked_at_keeps_the_addresses_of_its_actors():
    roster = in_full_as("A running game").roster
    called = cast_with(roster).called
    for number in range(MOST_REMEMBERED + 1):
        cast_with(roster)
        in_full_as(f"Others {number}")
    assert cast_called(called).roster == roster
    assert cast_with(Scenario.load("turkey").roster) is cast_of("turkey")


def test_actors_that_are_no_longer_remembered_are_given_free():
    cast = in_full_as("Soon forgotten")
    assert card("budget[TR]", cast).title == "budget[TR]"
    assert loaded("turkey", "corridor", cast).label == "Trade corridor"
    gone = weakref.ref(cast)
    del cast
    for number in range(MOST_REMEMBERED + 1):
        in_full_as(f"Others {number}")
    gc.collect()
    assert gone() is None


def in_full_as(title: str):
    """The actors of Turkey in a file that the library does not hold."""
    return cast_of(parse_yaml(TURKEY).data | {"title": title})
