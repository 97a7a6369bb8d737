"""Who may do what in a game, whatever a browser sends."""

from __future__ import annotations

import pytest

from cagame.app.limits import Limit
from cagame.app.play.choice import Choice
from cagame.app.play.opening import Opening
from cagame.errors import InputError

VALUES = Choice("eu", "values-first")


def test_a_team_chooses_and_finds_its_seat_and_its_choice_again(at, code):
    at("blue").join(code, "Blue", "eu")
    at("blue").submit(code, 1, VALUES)
    assert at("blue").seat(code).actor == "eu"
    assert Choice.from_text("eu", at("blue").draft(code, 1)) == VALUES
    assert at("teacher").game(code).has_chosen == ("eu",)


@pytest.mark.parametrize(
    "act",
    [
        lambda visitor, code: visitor.close(code, 1),
        lambda visitor, code: visitor.trigger(code, "drought"),
        lambda visitor, code: visitor.release(code, "eu"),
        lambda visitor, code: visitor.set_clock(code, 5),
        lambda visitor, code: visitor.make_word(code),
        lambda visitor, code: visitor.withdraw(code),
        lambda visitor, code: visitor.lead_alone(code),
    ],
    ids=["close", "trigger", "release", "clock", "make a word", "withdraw", "lead alone"],
)
@pytest.mark.parametrize("device", ["blue", "stranger", ""])
def test_only_the_teachers_device_leads_a_game(at, code, act, device):
    at("blue").join(code, "Blue", "eu")
    with pytest.raises(InputError, match="only the teacher"):
        act(at(device), code)
    game = at("teacher").game(code)
    assert (game.closed, game.ledger.events, game.teams) == (0, (), {"eu": "Blue"})


def test_a_teacher_of_one_game_does_not_lead_another(at, code):
    other = at("other teacher").open(Opening(rounds=1))
    assert at("other teacher").teaches(other)
    with pytest.raises(InputError, match="only the teacher"):
        at("other teacher").close(code, 1)


def test_a_device_with_the_teachers_word_leads_as_well(at, code):
    word = at("teacher").make_word(code).text
    assert at("phone").opens(word) == code
    assert not at("phone").teaches(code)
    assert at("phone").lead(word) == code
    at("phone").close(code, 1)
    at("teacher").close(code, 2)
    assert at("phone").game(code).open_round is None


def test_a_word_leads_its_own_game_only(at, code):
    other = at("other teacher").open(Opening(rounds=1))
    at("phone").lead(at("teacher").make_word(code).text)
    with pytest.raises(InputError, match="only the teacher"):
        at("phone").close(other, 1)
    with pytest.raises(InputError, match="only the teacher"):
        at("phone").make_word(other)


def test_a_word_that_was_used_leads_nobody_else(at, code):
    word = at("teacher").make_word(code).text
    at("phone").lead(word)
    with pytest.raises(InputError, match="opens no game"):
        at("stranger").lead(word)
    assert not at("stranger").teaches(code)


def test_who_leads_alone_takes_the_lead_from_all_others(at, code, hall):
    at("phone").lead(at("teacher").make_word(code).text)
    at("phone").join(code, "Blue", "eu")
    kept = at("phone").make_word(code).text
    old_key = hall.desk.key("phone", code, "teacher")
    before = hall.changes.count(code)
    at("teacher").lead_alone(code)
    assert hall.changes.count(code) == before + 1
    assert hall.handover.leaders(code) == 1
    assert at("teacher").teaches(code)
    assert not at("phone").teaches(code)
    for act in (
        lambda: at("phone").close(code, 1),
        lambda: at("phone").lead_alone(code),
        lambda: at("phone").make_word(code),
        lambda: hall.classroom.close(old_key, 1),
        lambda: hall.desk.set_clock(old_key, 60.0),
        lambda: hall.handover.make_word(code, device="phone"),
    ):
        with pytest.raises(InputError, match="only the teacher"):
            act()
    # Nor does the word bring it back that it made while it led.
    with pytest.raises(InputError, match="opens no game"):
        at("phone").lead(kept)
    assert at("phone").seat(code).team == "Blue"
    assert at("teacher").close(code, 1).closed == 1


def test_a_device_that_lost_the_lead_holds_only_its_other_games(at, code):
    other = at("phone").open(Opening(rounds=1))
    at("phone").lead(at("teacher").make_word(code).text)
    at("teacher").lead_alone(code)
    assert at("phone").games() == ((other, "teacher"),)
    assert at("phone").close(other, 1).open_round is None
    assert at("phone").lead(at("teacher").make_word(code).text) == code


def test_wrong_words_are_refused_after_some_and_right_ones_then_too(at, code, hall):
    hall.wrong_words = Limit(3, 60.0, clock=lambda: 0.0)
    word = at("teacher").make_word(code).text
    for act in (at("guesser").opens, at("guesser").lead, at("guesser").opens):
        with pytest.raises(InputError, match="opens no game"):
            act("AAAAA-AAAAA")
    for act in (at("guesser").opens, at("guesser").lead):
        with pytest.raises(InputError, match="too many tries"):
            act(word)
    assert at("phone", "10.0.0.2").lead(word) == code


def test_wrong_words_and_codes_of_others_do_not_keep_the_teacher_out(at, code, hall):
    hall.all_wrong_codes = Limit(1, 60.0, clock=lambda: 0.0)
    word = at("teacher").make_word(code).text
    for number in range(9):
        with pytest.raises(InputError):
            at("guesser", f"10.0.1.{number}").game("WRONG")
        with pytest.raises(InputError):
            at("guesser", f"10.0.1.{number}").lead("WRONG")
    assert at("phone", "10.0.0.2").lead(word) == code


@pytest.mark.parametrize(
    "act",
    [
        lambda visitor, code: visitor.submit(code, 1, VALUES),
        lambda visitor, code: visitor.keep_draft(code, 1, VALUES),
        lambda visitor, code: visitor.draft(code, 1),
    ],
    ids=["submit", "keep a draft", "read a draft"],
)
@pytest.mark.parametrize("device", ["stranger", "teacher", "late"])
def test_only_a_teams_device_chooses_and_reads_its_draft(at, code, act, device):
    at("blue").join(code, "Blue", "eu")
    at("late").join(at("other").open(Opening(rounds=1)), "Late", "eu")
    with pytest.raises(InputError, match="no seat in this game"):
        act(at(device), code)


def test_a_team_has_no_choice_of_another_actor(at, code):
    at("steppe").join(code, "Steppe", "KZ")
    with pytest.raises(InputError):
        at("steppe").submit(code, 1, VALUES)


def test_a_freed_seat_is_lost_to_its_device_and_open_to_others(at, code):
    at("blue").join(code, "Blue", "eu")
    at("blue").submit(code, 1, VALUES)
    at("teacher").release(code, "eu")
    assert at("blue").seat(code) is None
    with pytest.raises(InputError, match="no seat"):
        at("blue").submit(code, 1, VALUES)
    at("red").join(code, "Red", "eu")
    assert at("teacher").game(code).teams == {"eu": "Red"}
    with pytest.raises(InputError, match="no seat"):
        at("blue").draft(code, 1)


def test_one_device_has_one_seat(at, code):
    at("blue").join(code, "Blue", "eu")
    with pytest.raises(InputError, match="has a seat"):
        at("blue").join(code, "Second", "china")


def test_wrong_codes_are_refused_after_some_and_right_ones_then_too(at, code, hall):
    hall.wrong_codes = Limit(3, 60.0, clock=lambda: 0.0)
    for _ in range(3):
        with pytest.raises(InputError, match="there is no game"):
            at("guesser").game("WRONG")
    with pytest.raises(InputError, match="too many tries"):
        at("guesser").game(code)
    assert at("class", "10.0.0.2").game(code).code == code


def test_guessing_from_many_addresses_is_refused_as_well(at, hall):
    hall.all_wrong_codes = Limit(5, 60.0, clock=lambda: 0.0)
    for number in range(5):
        with pytest.raises(InputError, match="there is no game"):
            at("guesser", f"10.0.0.{number}").game("WRONG")
    with pytest.raises(InputError, match="too many tries"):
        at("guesser", "10.0.0.9").game("WRONG")


def test_devices_of_a_game_are_not_locked_out_by_others_tries(at, code, hall):
    at("blue").join(code, "Blue", "eu")
    hall.wrong_codes = Limit(1, 60.0, clock=lambda: 0.0)
    with pytest.raises(InputError, match="there is no game"):
        at("guesser").game("WRONG")
    for device in ("blue", "teacher"):
        assert at(device).game(code.lower()).code == code
        with pytest.raises(InputError, match="too many tries"):
            at(device).game("OTHER")


def test_right_codes_are_not_counted(at, code, hall):
    hall.wrong_codes = Limit(2, 60.0, clock=lambda: 0.0)
    assert [at("class").game(code).code for _ in range(10)] == [code] * 10


def test_a_flood_of_actions_is_refused(at, code, hall):
    at("blue").join(code, "Blue", "eu")
    hall.actions = Limit(2, 60.0, clock=lambda: 0.0)
    at("blue").submit(code, 1, VALUES)
    at("blue").submit(code, 1, VALUES)
    with pytest.raises(InputError, match="too many tries"):
        at("blue").submit(code, 1, VALUES)


def test_a_flood_of_games_is_refused(at, hall):
    hall.opened = Limit(1, 60.0, clock=lambda: 0.0)
    at("teacher").open(Opening(rounds=1))
    with pytest.raises(InputError, match="too many tries"):
        at("teacher").open(Opening(rounds=1))


def test_closing_a_round_starts_the_clock_of_the_next(at, code, hall):
    at("teacher").close(code, 1, minutes=5)
    assert hall.desk.ends(code) is not None
    at("teacher").close(code, 2, minutes=5)
    assert hall.desk.ends(code) is None


def test_every_change_is_noted(at, code, hall):
    before = hall.changes.count(code)
    at("blue").join(code, "Blue", "eu")
    at("blue").submit(code, 1, VALUES)
    at("teacher").close(code, 1)
    at("phone").lead(at("teacher").make_word(code).text)
    assert hall.changes.count(code) == before + 4


def test_a_device_knows_its_games(at, code):
    at("blue").join(code, "Blue", "eu")
    assert at("blue").games() == ((code, "team"),)
    assert at("teacher").games() == ((code, "teacher"),)
    assert at("stranger").games() == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"rounds": 0},
        {"rounds": 99},
        {"rounds": 2.5},
        {"years": -1},
        {"worlds": 10**9},
        {"minutes": 10**6},
        {"study": "../secret"},
        {"study": "none"},
    ],
)
def test_a_game_outside_the_bounds_is_not_opened(at, changes):
    with pytest.raises(InputError):
        at("teacher").open(Opening(**changes))
