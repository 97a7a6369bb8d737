"""The table of levers agrees with the format of strategies and with the tables of numbers."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from cagame.exploring.cast import cast_of
from cagame.model import shared_evidence, shared_library
from cagame.scenario import ACTORS
from cagame.scenario.shelves import SHELVES
from cagame.sweep.lever_keys import fields_of
from cagame.sweep.levers import SHARES

TABLES = cast_of()
LEVERS = [lever for actor in ACTORS for lever in TABLES.levers(actor.key)]


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.key)
def test_every_number_of_a_strategy_can_be_moved(actor):
    assert {lever.field for lever in TABLES.levers(actor.key)} == set(fields_of(actor.kind))


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_both_ends_of_a_slider_are_values_that_files_may_hold(lever):
    field = SHELVES[lever.actor.kind].model.model_fields[lever.field]
    checker = TypeAdapter(field.rebuild_annotation())
    for end in (lever.low, lever.high):
        held = end if lever.labels == ("",) else {lever.labels[0]: end}
        if lever.field in SHARES:
            held = dict.fromkeys(lever.labels, 0.0) | {lever.labels[0]: 1.0}
        checker.validate_python(held)


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_every_lever_leads_to_a_number_of_the_tables(lever):
    for label in lever.labels:
        assert lever.number(label).grade


@pytest.mark.parametrize("actor", ACTORS[:1], ids=lambda actor: actor.key)
def test_strategies_of_the_library_lie_on_the_sliders(actor):
    library = shared_library()
    for name in library.names(actor.kind):
        strategy = library.load(actor.kind, name)
        for lever in TABLES.levers(actor.key):
            for value in lever.values(strategy).values():
                assert value is None or lever.low <= value <= lever.high


def test_assumptions_are_all_numbers_that_worlds_draw():
    drawn = {key for key, number in shared_evidence().numbers.items() if number.is_uncertain}
    assert {each.number.key for each in TABLES.assumptions} == drawn


def test_what_a_class_asks_for_first_has_words_of_its_own():
    first = tuple(each for each in TABLES.assumptions if each.first)
    assert first[0].words == "Effectiveness of EU policy"
    assert TABLES.assumptions[: len(first)] == first
    assert all(" " in each.words for each in first)
