"""A team's choice stays within the tables, whatever a browser sends."""

from __future__ import annotations

import math

import pytest

from cagame.app.play.choice import Choice
from cagame.errors import CagameError, InputError

FIRST = Choice.first("eu", 2025)


def test_it_starts_with_the_strategy_in_force():
    assert FIRST.keys() == "joint-roadmap"
    assert Choice.first("KZ", 2025).keys() == "steady"


def test_a_moved_share_lets_the_others_give_way_in_proportion():
    moved = FIRST.moved("channels", "mobility", 0.59)
    shares = moved.values("channels")
    assert shares["mobility"] == 0.59
    assert math.isclose(math.fsum(shares.values()), 1)
    assert shares["investment"] == pytest.approx(shares["trade"] * 0.22 / 0.12, abs=1e-3)


def test_a_lever_moved_back_is_no_change():
    moved = FIRST.moved("conditionality", "", 0.9)
    usual = FIRST.values("conditionality")[""]
    assert moved.keys()["conditionality"] == 0.9
    assert moved.moved("conditionality", "", usual).keys() == "joint-roadmap"


def test_numbers_by_label_are_moved_one_at_a_time():
    moved = FIRST.moved("visa", "KZ", 1.0).moved("visa", "UZ", 0.5)
    assert moved.keys()["visa"] == {"KZ": 1.0, "KG": 0.0, "TJ": 0.0, "TM": 0.0, "UZ": 0.5}


@pytest.mark.parametrize(("sent", "kept"), [(5e8, 1.0), (-3, 0.0), (0.4, 0.4)])
def test_a_number_outside_the_bounds_stops_at_them(sent, kept):
    assert FIRST.moved("conditionality", "", sent).values("conditionality")[""] == kept


@pytest.mark.parametrize("sent", [math.nan, math.inf, "0.5", None, True, [0.5], {"a": 1}])
def test_what_is_no_number_is_refused(sent):
    with pytest.raises(InputError, match="no number"):
        FIRST.moved("conditionality", "", sent)


@pytest.mark.parametrize(("name", "label"), [("payoff", ""), ("visa", "XX"), ("opening", "")])
def test_there_is_no_other_lever(name, label):
    with pytest.raises(InputError, match="no lever"):
        FIRST.moved(name, label, 0.5)


@pytest.mark.parametrize(
    "given",
    [
        None,
        3,
        [],
        {},
        {"base": 3},
        "no-such-strategy",
        "../../etc/passwd",
        {"base": "joint-roadmap", "name": "x"},
        {"base": "joint-roadmap", "council_rule": "qmv"},
    ],
)
def test_what_is_no_choice_is_refused(given):
    with pytest.raises(CagameError):
        Choice.of("eu", given)


def test_a_draft_is_read_as_it_was_kept():
    choice = FIRST.moved("channels", "mobility", 0.5).called("Open doors")
    assert Choice.from_text("eu", choice.text()) == choice


@pytest.mark.parametrize("text", ["", "{", "[]", '{"base": "gone"}', '"gone"'])
def test_a_draft_that_cannot_be_read_is_none(text):
    assert Choice.from_text("eu", text) is None


def test_a_name_is_one_line_of_bounded_length():
    choice = FIRST.moved("conditionality", "", 0.9)
    assert choice.own_title == "Joint Roadmap of 2023, changed"
    assert choice.called("two\nlines\x00").own_title == "two lines"
    assert len(choice.called("x" * 500).own_title) == 60


def test_without_a_change_the_name_is_the_librarys():
    assert FIRST.called("Mine").own_title == "Joint Roadmap of 2023"


def test_another_start_forgets_the_changes():
    moved = FIRST.moved("conditionality", "", 0.9).called("Mine")
    assert moved.started_from("values-first").keys() == "values-first"


def test_a_strategy_by_partner_shows_its_mean_channels():
    shares = Choice("eu", "differentiated").values("channels")
    assert math.isclose(math.fsum(shares.values()), 1)


def test_a_group_of_member_states_starts_as_now_and_moves_its_own_levers_only():
    first = Choice.first("members", 2025)
    assert first.keys() == "as-now"
    moved = first.moved("coordination", "", 0.5).moved("visa", "KZ", 1.0)
    assert moved.keys()["base"] == "as-now"
    assert (moved.keys()["coordination"], moved.keys()["visa"]["KZ"]) == (0.5, 1.0)
    assert Choice.from_text("members", moved.text()).changes == moved.changes
    with pytest.raises(InputError, match="no lever"):
        first.moved("conditionality", "", 0.5)
    for given in ("joint-roadmap", {"base": "as-now", "conditionality": 0.5}):
        with pytest.raises(CagameError):
            Choice.of("members", given)
