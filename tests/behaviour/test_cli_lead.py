"""``cagame lead``: the way back for a teacher whose browser is gone."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cagame.classroom import Classroom, Desk, Handover, Lesson
from cagame.cli import app, app_command
from cagame.scenario import Scenario

if TYPE_CHECKING:
    from click.testing import Result

HOME = "http://10.0.0.5:8090"


@pytest.fixture
def games(tmp_path: Path) -> Path:
    return tmp_path / "games.sqlite"


@pytest.fixture
def code(games: Path) -> str:
    """A game that was served."""
    classroom = Classroom(games)
    Handover(classroom).come_to(HOME)
    return classroom.create(Lesson.of(Scenario.load("classroom"), worlds=100))[0]


def lead(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["lead", *map(str, arguments)])


def test_the_address_that_is_printed_makes_a_device_lead_the_game(games: Path, code: str) -> None:
    done = lead(code.lower(), "--data", games)
    assert done.exit_code == 0, done.stderr
    (word,) = re.findall(f"^{HOME}/lead/(.+)$", done.stdout, re.MULTILINE)
    classroom = Classroom(games)
    assert Handover(classroom).take(word, "phone") == code
    assert classroom.taught(Desk(classroom).key("phone", code, "teacher")) == code
    assert "works once, for 10 minutes" in done.stdout
    assert "Only this computer" not in done.stdout


def test_an_address_of_this_computer_alone_is_called_so(games: Path, code: str) -> None:
    Handover(Classroom(games)).come_to("http://127.0.0.1:8080")
    assert "Only this computer can open it" in lead(code, "--data", games).stdout


def test_who_has_forgotten_the_code_is_told_the_games(games: Path, code: str) -> None:
    done = lead("WRONG", "--data", games)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"there is no game 'WRONG'. Games in this file, the latest first: {code}." in done.stderr
    assert done.stderr.count("\n") == 1


def test_games_that_were_never_served_have_no_address(games: Path) -> None:
    code, _ = Classroom(games).create(Lesson.of(Scenario.load("classroom"), worlds=100))
    done = lead(code, "--data", games)
    assert done.exit_code == 2
    assert f"Start it: cagame app --data {games}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_not_made(games: Path) -> None:
    done = lead("ABCDE", "--data", games)
    assert (done.exit_code, games.exists()) == (2, False)
    assert "there is no file of games" in done.stderr
    assert "Stand in the same folder" in done.stderr
    assert "--data" in done.stderr


def test_starting_prints_a_command_that_leads_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, elsewhere = tmp_path / "my class", tmp_path / "elsewhere"
    elsewhere.mkdir()
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setattr(app_command, "serve", lambda _, started: started(HOME))
    lines = CliRunner().invoke(app, ["app", "--data", "games.sqlite"]).stdout.splitlines()
    # What waits for the start reads the address in the first line.
    assert lines[0].endswith(HOME)
    (command,) = [line.strip() for line in lines if line.strip().startswith("cagame lead CODE")]
    Handover(Classroom(Path("games.sqlite"))).come_to(HOME)
    opened, _ = Classroom(Path("games.sqlite")).create(Lesson.of(Scenario.load("classroom")))
    monkeypatch.chdir(elsewhere)
    done = lead(*shlex.split(command.replace("CODE", opened))[2:])
    assert f"{HOME}/lead/" in done.stdout


def test_the_command_that_starts_the_classroom_is_quoted_where_a_shell_needs_it(
    tmp_path: Path,
) -> None:
    games = tmp_path / "my class" / "games.sqlite"
    code, _ = Classroom(games).create(Lesson.of(Scenario.load("classroom"), worlds=100))
    assert f"cagame app --data '{games}'" in lead(code, "--data", games).stderr


def test_a_file_that_is_no_file_of_games_is_told_in_a_line(games: Path) -> None:
    games.write_text("Remember the milk. " * 100, encoding="utf-8")
    done = lead("ABCDE", "--data", games)
    assert done.exit_code == 1
    assert "not a database" in done.stderr
    assert done.stderr.count("\n") == 1
