"""Games on disk: who may do what, crowds, and kills."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from cagame.classroom import Classroom
from cagame.errors import InputError, RunError


@pytest.fixture
def classroom(tmp_path):
    return Classroom(tmp_path / "games.sqlite")


@pytest.fixture
def opened(classroom, lesson):
    return classroom.create(lesson)


def test_teams_join_choose_and_the_round_is_closed(classroom, opened):
    code, teacher = opened
    blue = classroom.join(code, "Blue", "eu")
    classroom.submit(blue.token, 1, "values-first")
    game = classroom.game(code)
    assert (game.open_round, game.closed, game.teams) == (1, 0, {"eu": "Blue"})
    assert game.has_chosen == ("eu",)
    assert game.played.choices == ()
    assert classroom.close(teacher, 1).played.choices == ((1, "eu", '"values-first"'),)
    assert classroom.game(code).open_round == 2
    assert classroom.game(code).has_chosen == ()


def test_a_game_is_over_when_its_last_round_is_closed(classroom, opened):
    code, teacher = opened
    for number in (1, 2, 3):
        classroom.close(teacher, number)
    assert classroom.game(code).open_round is None
    with pytest.raises(InputError, match="the game is over"):
        classroom.trigger(teacher, "drought")
    with pytest.raises(InputError, match="round 4 is not open: the game is over"):
        classroom.close(teacher, 4)


def test_two_teams_cannot_take_one_actor_or_one_name(classroom, opened):
    code, _ = opened
    classroom.join(code, "Blue", "eu")
    with pytest.raises(InputError, match="eu is taken by Blue"):
        classroom.join(code, "Red", "eu")
    with pytest.raises(InputError, match="there is a team Blue already"):
        classroom.join(code, " Blue ", "KZ")
    assert classroom.game(code).teams == {"eu": "Blue"}


@pytest.mark.parametrize(
    ("code", "team", "actor", "words"),
    [
        ("NONE!", "Blue", "eu", "there is no game 'NONE!'"),
        (None, "", "eu", "a team needs a name"),
        (None, " \n\t ", "eu", "a team needs a name"),
        (None, "B" * 41, "eu", "the name has 41 letters"),
        (None, "Blue", "usa", "'usa' is not a seat"),
        (None, "Blue", "other", "'other' is not a seat"),
    ],
)
def test_who_cannot_join_is_told_why(classroom, opened, code, team, actor, words):
    with pytest.raises(InputError, match=words):
        classroom.join(code or opened[0], team, actor)


def test_a_code_may_be_typed_in_small_letters_and_with_spaces(classroom, opened):
    assert classroom.join(f" {opened[0].lower()} ", "Blue", "eu").code == opened[0]


def test_a_name_cannot_break_a_line(classroom, opened):
    assert classroom.join(opened[0], "Blue\n# sky", "eu").team == "Blue # sky"


def test_a_device_comes_back_to_its_seat_and_nobody_else_does(classroom, opened, tmp_path):
    seat = classroom.join(opened[0], "Blue", "eu")
    assert Classroom(tmp_path / "games.sqlite").resume(seat.token) == seat
    with pytest.raises(InputError, match="no seat"):
        classroom.resume(f"{seat.token}x")


def test_a_late_team_plays_from_the_open_round_on(classroom, opened):
    code, teacher = opened
    classroom.close(teacher, 1)
    late = classroom.join(code, "Late", "UZ")
    with pytest.raises(InputError, match="round 1 is not open: round 2 is open"):
        classroom.submit(late.token, 1, "balancer")
    classroom.submit(late.token, 2, "balancer")
    assert classroom.game(code).ledger.choice("UZ", 1) is None
    assert classroom.game(code).ledger.choice("UZ", 3) == (2, "balancer")


def test_a_later_word_replaces_an_earlier_one(classroom, opened):
    blue = classroom.join(opened[0], "Blue", "eu")
    classroom.submit(blue.token, 1, "values-first")
    classroom.submit(blue.token, 1, {"base": "fragmented", "coordination": 0.5})
    [(number, seat, choice)] = classroom.game(opened[0]).ledger.choices
    assert (number, seat) == (1, "eu")
    assert choice == '{"base": "fragmented", "coordination": 0.5}'


def test_a_wrong_strategy_leaves_the_earlier_one(classroom, opened):
    blue = classroom.join(opened[0], "Blue", "eu")
    classroom.submit(blue.token, 1, "values-first")
    with pytest.raises(InputError, match="conditionality"):
        classroom.submit(blue.token, 1, {"base": "fragmented", "conditionality": 9})
    assert classroom.game(opened[0]).ledger.choice("eu", 1) == (1, "values-first")


def test_a_second_click_closes_nothing_more(classroom, opened):
    code, teacher = opened
    classroom.close(teacher, 1)
    with pytest.raises(InputError, match="round 1 is not open"):
        classroom.close(teacher, 1)
    assert classroom.game(code).closed == 1


def test_only_the_teacher_closes_rounds_lets_things_happen_and_frees_seats(classroom, opened):
    blue = classroom.join(opened[0], "Blue", "eu")
    for act in (
        lambda: classroom.close(blue.token, 1),
        lambda: classroom.trigger(blue.token, "drought"),
        lambda: classroom.release(opened[0], "eu"),
    ):
        with pytest.raises(InputError, match="only the teacher"):
            act()
    assert classroom.taught(opened[1]) == opened[0]


def test_a_freed_seat_can_be_taken_and_its_old_device_is_out(classroom, opened):
    code, teacher = opened
    blue = classroom.join(code, "Blue", "eu")
    classroom.submit(blue.token, 1, "values-first")
    classroom.release(teacher, "eu")
    with pytest.raises(InputError, match="no seat"):
        classroom.submit(blue.token, 1, "fragmented")
    classroom.join(code, "Red", "eu")
    assert classroom.game(code).ledger.choice("eu", 1) == (1, "values-first")


def test_what_happens_begins_with_the_open_round_and_only_once(classroom, opened):
    code, teacher = opened
    classroom.close(teacher, 1)
    classroom.trigger(teacher, "russian-recession")
    classroom.trigger(teacher, "drought")
    assert classroom.game(code).ledger.events == ((2, "russian-recession"), (2, "drought"))
    with pytest.raises(InputError, match="Drought pushes"):
        classroom.trigger(teacher, "drought")
    with pytest.raises(InputError, match="no external scenario 'droght'"):
        classroom.trigger(teacher, "droght")


def test_games_in_one_file_do_not_mix(classroom, lesson, opened):
    other, _ = classroom.create(lesson)
    classroom.join(opened[0], "Blue", "eu")
    assert classroom.join(other, "Blue", "eu").code == other
    assert other != opened[0]


def test_a_file_that_is_no_file_of_games_says_so(tmp_path):
    path = tmp_path / "notes.sqlite"
    path.write_text("Remember the milk. " * 100, encoding="utf-8")
    with pytest.raises(RunError, match="not a database"):
        Classroom(path)


def test_thirty_teams_at_once_take_each_seat_once(classroom, opened, lesson):
    code, _ = opened
    start = threading.Barrier(30)

    def join(number):
        start.wait()
        try:
            return classroom.join(code, f"Team {number}", lesson.seats[number % len(lesson.seats)])
        except InputError as error:
            return error

    with ThreadPoolExecutor(30) as threads:
        answers = list(threads.map(join, range(30)))
    seated = [answer for answer in answers if not isinstance(answer, InputError)]
    assert sorted(seat.actor for seat in seated) == sorted(lesson.seats)
    assert classroom.game(code).teams == {
        seat: next(each.team for each in seated if each.actor == seat) for seat in lesson.seats
    }
    assert all("taken" in answer.what for answer in answers if isinstance(answer, InputError))


def test_thirty_devices_submitting_while_the_round_closes_lose_nothing(classroom, opened, lesson):
    code, teacher = opened
    tokens = [classroom.join(code, seat, seat).token for seat in lesson.seats]
    start = threading.Barrier(31)

    def submit(number):
        start.wait()
        seat = lesson.seats[number % len(lesson.seats)]
        names = {"eu": "fragmented", "members": "go-alone", "russia": "spoiler", "china": "surge"}
        try:
            classroom.submit(tokens[number % len(lesson.seats)], 1, names.get(seat, "balancer"))
        except InputError as error:
            assert "round 1 is not open" in error.what  # noqa: PT017 (late devices are told so)
            return None
        return seat

    def close():
        start.wait()
        return classroom.close(teacher, 1)

    with ThreadPoolExecutor(31) as threads:
        closing_round = threads.submit(close)
        accepted = {seat for seat in threads.map(submit, range(30)) if seat}
    closed = closing_round.result()
    kept = {seat for _, seat, _ in classroom.game(code).ledger.choices}
    assert kept == accepted
    assert {seat for _, seat, _ in closed.ledger.choices} == accepted


HALFWAY = """
import sys, time
from pathlib import Path
from cagame.classroom.database import transaction
with transaction(Path(sys.argv[1])) as connection:
    connection.execute("UPDATE choices SET choice = 'half'")
    connection.execute("DELETE FROM seats")
    print("halfway", flush=True)
    time.sleep(600)
"""


def test_a_kill_between_write_and_commit_leaves_the_game_as_it_was(classroom, opened, tmp_path):
    path = tmp_path / "games.sqlite"
    token = classroom.join(opened[0], "Blue", "eu").token
    classroom.submit(token, 1, "values-first")
    before = classroom.game(opened[0])
    with subprocess.Popen(
        [sys.executable, "-c", HALFWAY, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "halfway\n"
        # Readers see the last whole state meanwhile.
        assert classroom.game(opened[0]).ledger == before.ledger
        os.kill(writer.pid, signal.SIGKILL)
    after = Classroom(path).game(opened[0])
    assert (after.ledger, after.teams) == (before.ledger, before.teams)
    classroom.submit(token, 1, "fragmented")


WRITER = """
import sys
from pathlib import Path
from cagame.classroom import Classroom
classroom = Classroom(Path(sys.argv[1]))
for step in range(100_000):
    classroom.submit(sys.argv[2], 1, {"base": "fragmented", "coordination": step / 100_000})
    print(step, flush=True)
"""


@pytest.mark.parametrize("answers", [1, 4, 9])
def test_a_kill_in_the_middle_of_writing_loses_no_answered_choice(
    classroom, opened, answers, tmp_path
):
    path = tmp_path / "games.sqlite"
    token = classroom.join(opened[0], "Blue", "eu").token
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), token], stdout=subprocess.PIPE, text=True
    ) as writer:
        for _ in range(answers):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        told = [int(line) for line in writer.stdout if line.endswith("\n")]
    last = max(told, default=answers - 1)
    game = Classroom(path).game(opened[0])
    _, choice = game.ledger.choice("eu", 1)
    # The one after may have been written, with nobody left to be told.
    assert round(choice["coordination"] * 100_000) in (last, last + 1)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    classroom.submit(token, 1, "values-first")
