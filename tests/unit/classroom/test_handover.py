"""One more device comes to lead a game: once, in time, and only that game."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from cagame.classroom import Classroom, Desk, Handover
from cagame.classroom.handover import MINUTES
from cagame.errors import InputError

OPENS_NONE = "opens no game"


@pytest.fixture
def now():
    return [1000.0]


@pytest.fixture
def classroom(tmp_path):
    return Classroom(tmp_path / "games.sqlite")


@pytest.fixture
def handover(classroom, now):
    return Handover(classroom, clock=lambda: now[0])


@pytest.fixture
def opened(classroom, lesson):
    """The code and the teacher's key, which the first device holds."""
    code, key = classroom.create(lesson)
    Desk(classroom).give("first", code, "teacher", key)
    return code, key


def test_a_device_with_the_word_leads_as_the_first_one_goes_on_doing(classroom, handover, opened):
    code, key = opened
    word = handover.make_word(code).text
    assert handover.take(word, "second") == code
    desk = Desk(classroom)
    assert [desk.key(each, code, "teacher") for each in ("first", "second")] == [key, key]
    assert desk.key("third", code, "teacher") == ""
    assert handover.leaders(code) == 2


def test_asking_what_a_word_opens_does_not_spend_it(handover, opened):
    word = handover.make_word(opened[0]).text
    assert [handover.opens(word) for _ in range(3)] == [opened[0]] * 3
    assert handover.take(word, "second") == opened[0]


def test_a_word_works_once(classroom, handover, opened):
    word = handover.make_word(opened[0]).text
    handover.take(word, "second")
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(word, "third")
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.opens(word)
    assert Desk(classroom).key("third", opened[0], "teacher") == ""


def test_of_thirty_devices_at_once_one_leads(handover, opened):
    word, start = handover.make_word(opened[0]).text, Barrier(30)

    def take(number):
        start.wait()
        try:
            return handover.take(word, f"device {number}")
        except InputError:
            return None

    with ThreadPoolExecutor(30) as threads:
        taken = [each for each in threads.map(take, range(30)) if each]
    assert taken == [opened[0]]
    assert handover.leaders(opened[0]) == 2


def test_a_word_works_for_some_minutes(handover, opened, now):
    word = handover.make_word(opened[0]).text
    now[0] += 60 * MINUTES - 1
    assert handover.opens(word) == opened[0]
    now[0] += 1
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(word, "late")


def test_a_new_word_takes_the_place_of_the_last(handover, opened):
    first, second = handover.make_word(opened[0]).text, handover.make_word(opened[0]).text
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(first, "second")
    assert handover.take(second, "second") == opened[0]


def test_a_word_that_is_withdrawn_works_no_more(handover, opened):
    word = handover.make_word(opened[0]).text
    handover.withdraw(opened[0])
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(word, "second")


def test_the_word_of_one_game_opens_no_other(classroom, handover, lesson, opened):
    other, _ = classroom.create(lesson)
    word, of_other = handover.make_word(opened[0]).text, handover.make_word(other).text
    assert handover.take(word, "second") == opened[0]
    assert Desk(classroom).key("second", other, "teacher") == ""
    assert handover.opens(of_other) == other


@pytest.mark.parametrize(
    "word", ["", "-", "AAAAA-AAAAA", "A" * 10_000, "' OR 1=1 --", "%", "\N{SNOWMAN}", "\x00"]
)
def test_a_word_that_nobody_gave_opens_nothing(handover, opened, word):
    handover.make_word(opened[0])
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(word, "guesser")


def test_neither_the_code_nor_a_key_nor_what_stands_in_the_file_is_a_word(
    classroom, handover, opened
):
    code, key = opened
    handover.make_word(code)
    with closing(sqlite3.connect(classroom.path)) as games:
        (kept,) = games.execute("SELECT word FROM handovers").fetchone()
    for word in (code, key, kept):
        with pytest.raises(InputError, match=OPENS_NONE):
            handover.take(word, "guesser")


def test_the_file_does_not_hold_the_word(classroom, handover, opened):
    word = handover.make_word(opened[0]).text
    with closing(sqlite3.connect(classroom.path)) as games:
        text = "\n".join(games.iterdump())
    assert word not in text
    assert word.replace("-", "") not in text


def test_a_word_may_be_typed_in_small_letters_and_without_its_hyphen(handover, opened):
    word = handover.make_word(opened[0]).text
    assert handover.opens(f" {word.lower().replace('-', ' ')} ") == opened[0]


def test_a_word_outlives_the_server(classroom, handover, opened, now):
    word = handover.make_word(opened[0]).text
    again = Handover(Classroom(classroom.path), clock=lambda: now[0])
    assert again.take(word, "second") == opened[0]


def test_a_game_that_is_over_can_still_be_led(classroom, handover, opened):
    code, key = opened
    for number in (1, 2, 3):
        classroom.close(key, number)
    assert handover.take(handover.make_word(code).text, "second") == code


def test_a_team_that_comes_to_lead_keeps_its_seat(classroom, handover, opened):
    code, _ = opened
    desk = Desk(classroom)
    desk.give("blue", code, "team", classroom.join(code, "Blue", "eu").token)
    handover.take(handover.make_word(code).text, "blue")
    assert set(desk.games("blue")) == {(code, "team"), (code, "teacher")}


def test_there_is_no_word_for_a_game_that_there_is_not(handover):
    with pytest.raises(InputError, match="there is no game 'NONE!'"):
        handover.make_word("none!")


def test_the_address_is_the_last_under_which_games_were_served(handover):
    assert handover.address == ""
    handover.come_to("http://10.0.0.5:8080")
    handover.come_to("http://10.0.0.5:8090")
    assert handover.address == "http://10.0.0.5:8090"


def test_games_of_an_earlier_version_can_be_handed_over(classroom, opened):
    with closing(sqlite3.connect(classroom.path)) as games:
        games.executescript("DROP TABLE handovers; DROP TABLE served;")
    again = Handover(Classroom(classroom.path))
    assert again.address == ""
    assert again.take(again.make_word(opened[0]).text, "second") == opened[0]


def test_one_device_takes_the_lead_from_all_others(classroom, handover, opened):
    code, key = opened
    for device in ("second", "third"):
        handover.take(handover.make_word(code).text, device)
    word = handover.make_word(code).text
    handover.lead_alone(code, "second")
    desk = Desk(classroom)
    assert handover.leaders(code) == 1
    assert desk.key("first", code, "teacher") == desk.key("third", code, "teacher") == ""
    assert classroom.taught(desk.key("second", code, "teacher")) == code
    with pytest.raises(InputError, match="only the teacher"):
        classroom.taught(key)
    with pytest.raises(InputError, match=OPENS_NONE):
        handover.take(word, "third")


@pytest.mark.parametrize("device", ["stranger", "team", "has an old key", ""])
def test_only_a_device_that_leads_can_take_the_lead_from_others(
    classroom, handover, opened, device
):
    code, key = opened
    desk = Desk(classroom)
    desk.give("team", code, "team", key)
    desk.give("has an old key", code, "teacher", "old key")
    for act in (handover.lead_alone, lambda code, device: handover.make_word(code, device=device)):
        with pytest.raises(InputError, match="only the teacher"):
            act(code, device)
    assert classroom.taught(key) == code
    assert desk.key("first", code, "teacher") == key


def test_of_many_devices_that_lead_alone_at_once_one_leads(classroom, handover, opened):
    code, start = opened[0], Barrier(8)
    devices = [f"device {number}" for number in range(8)]
    for device in devices:
        handover.take(handover.make_word(code).text, device)

    def lead_alone(device):
        start.wait()
        try:
            handover.lead_alone(code, device)
        except InputError:
            return None
        return device

    with ThreadPoolExecutor(8) as threads:
        (alone,) = filter(None, threads.map(lead_alone, devices))
    assert handover.leaders(code) == 1
    assert classroom.taught(Desk(classroom).key(alone, code, "teacher")) == code


def test_leading_one_game_alone_leaves_other_games_as_they_are(classroom, handover, lesson, opened):
    other, other_key = classroom.create(lesson)
    Desk(classroom).give("second", other, "teacher", other_key)
    handover.lead_alone(opened[0], "first")
    assert classroom.taught(Desk(classroom).key("second", other, "teacher")) == other
