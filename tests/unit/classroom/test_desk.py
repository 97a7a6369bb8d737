"""Devices, drafts and clocks: on disk, and only for those who hold the key."""

from __future__ import annotations

import pytest

from cagame.classroom import Classroom, Desk
from cagame.errors import InputError


@pytest.fixture
def now():
    return [1000.0]


@pytest.fixture
def desk(tmp_path, now):
    return Desk(Classroom(tmp_path / "games.sqlite"), clock=lambda: now[0])


@pytest.fixture
def game(desk, lesson):
    """The code, the teacher's key, and a team's key."""
    classroom = desk._classroom
    code, teacher = classroom.create(lesson)
    return code, teacher, classroom.join(code, "Blue", "eu").token


def again(desk):
    """The desk of a server that was started again."""
    return Desk(Classroom(desk._path), clock=desk._clock)


def test_a_device_finds_its_keys_again_after_a_restart(desk, game):
    code, teacher, team = game
    desk.give("phone", code, "team", team)
    desk.give("laptop", code, "teacher", teacher)
    assert again(desk).key("phone", code, "team") == team
    assert again(desk).key("laptop", code.lower(), "teacher") == teacher


def test_a_device_has_no_key_of_another_part_game_or_device(desk, game):
    code, _, team = game
    desk.give("phone", code, "team", team)
    assert desk.key("phone", code, "teacher") == ""
    assert desk.key("phone", "OTHER", "team") == ""
    assert desk.key("laptop", code, "team") == ""


def test_a_later_key_replaces_an_earlier_one(desk, game):
    code, _, team = game
    desk.give("phone", code, "team", "old")
    desk.give("phone", code, "team", team)
    assert desk.key("phone", code, "team") == team


def test_games_of_a_device_come_latest_first(desk, lesson, game):
    second, teacher = desk._classroom.create(lesson)
    desk.give("laptop", game[0], "teacher", game[1])
    desk.give("laptop", second, "teacher", teacher)
    assert desk.games("laptop") == ((second, "teacher"), (game[0], "teacher"))


def test_a_draft_is_kept_by_round(desk, game):
    team = game[2]
    desk.keep_draft(team, 1, "first")
    desk.keep_draft(team, 1, "second")
    assert again(desk).draft(team, 1) == "second"
    assert desk.draft(team, 2) == ""


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_the_key_no_draft_is_read_or_kept(desk, game, key):
    desk.keep_draft(game[2], 1, "secret")
    with pytest.raises(InputError, match="no seat"):
        desk.draft(key, 1)
    with pytest.raises(InputError, match="no seat"):
        desk.keep_draft(key, 1, "other")


def test_a_draft_has_a_bounded_length(desk, game):
    with pytest.raises(InputError, match="too long"):
        desk.keep_draft(game[2], 1, "x" * 10_000)


def test_the_clock_of_a_round_outlives_the_server_but_not_the_round(desk, game):
    code, teacher, _ = game
    desk.set_clock(teacher, 120)
    assert again(desk).ends(code) == 1120.0
    desk._classroom.close(teacher, 1)
    assert desk.ends(code) is None


def test_a_clock_can_be_set_again_and_stopped(desk, game, now):
    code, teacher, _ = game
    desk.set_clock(teacher, 120)
    now[0] = 1060.0
    desk.set_clock(teacher, 120)
    assert desk.ends(code) == 1180.0
    desk.set_clock(teacher, 0)
    assert desk.ends(code) is None


@pytest.mark.parametrize("seconds", [-1.0, 1e9, float("nan")])
def test_a_clock_runs_for_a_day_at_most(desk, game, seconds):
    with pytest.raises(InputError, match="a day"):
        desk.set_clock(game[1], seconds)


def test_only_the_teacher_sets_the_clock(desk, game):
    with pytest.raises(InputError, match="only the teacher"):
        desk.set_clock(game[2], 60)
